"""Latin spellings for Arabic names: a simplified IJMES (no ʿayn, no macrons), which is house style.

Arabic leaves short vowels out, so this is a suggestion for an editor, no more: common names from a table,
the rest letter by letter with `a` where two consonants would otherwise begin a word.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache

from jisr.lang.arabic import fold, fold_latin, split_joined_name
from jisr.lang.word_lists import folded_pairs, read_word_lists

_LETTERS = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h",
    "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "و": "u", "ي": "i", "ى": "a", "ة": "a", "ء": "", "ِ": "i", "ؤ": "u",
    "ئ": "i", "پ": "p", "چ": "ch", "ڤ": "v", "گ": "g", "ژ": "zh",
}  # fmt: skip
_LISTS = read_word_lists("glossary/detect/romanise.toml")
_TABLE = folded_pairs(_LISTS["common"])
_SPELLED = folded_pairs(_LISTS["others"]) | _TABLE
_VOWELS = "aiu"
_JOINED = {"Abd Allah": "Abdullah", "Abd al-": "Abdul ", "Nasr Allah": "Nasrallah", "Hizb Allah": "Hezbollah"}


def romanise(name: str) -> str:
    """An English spelling to begin with for an Arabic `name`: ثابت العباسي → Thabit al-Abbasi."""
    text = " ".join(map(_word, _words(name)))
    for one, other in _JOINED.items():
        text = text.replace(one, other)
    return text[:1].upper() + text[1:]


def is_common_name(word: str) -> bool:
    """Whether an Arabic word is one of the names whose English spelling is known."""
    return fold(word).text in _TABLE


def common_spellings() -> Collection[str]:
    """The English spellings of common names."""
    return _TABLE.values()


def arabic_of_spelling(word: str) -> frozenset[str]:
    """The Arabic names, folded, that are commonly written as the Latin `word`."""
    return _by_spelling().get(fold_latin(word).text, frozenset())


@cache
def _by_spelling() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for arabic, latin in _TABLE.items():
        found.setdefault(fold_latin(latin.removeprefix("al-")).text, set()).add(arabic)
    return {latin: frozenset(names) for latin, names in found.items()}


def count_guessed_vowels(name: str) -> int:
    """The most vowels of one word of `name` that its spelling had to guess."""
    return max((_guesses(word) for word in _words(name)), default=0)


def _guesses(word: str) -> int:
    word = fold(word).text
    bare = word[2:] if word.startswith("ال") and len(word) > 4 else word
    if {word, bare} & _SPELLED.keys() or not any("\u0600" <= letter <= "\u06ff" for letter in bare):
        return 0
    return _romanise_letters(bare)[1]


def _words(name: str) -> list[str]:
    bare = re.sub(r"[\u064b-\u0652\u0670ـ]", "", unicodedata.normalize("NFC", name))
    return [part for word in re.findall(r"[^\W_]+", bare) for part in split_joined_name(word).split()]


def _word(word: str) -> str:
    if known := _SPELLED.get(fold(word).text):
        return known
    if not any("\u0600" <= letter <= "\u06ff" for letter in word):
        return word
    if word.startswith("ال") and len(word) > 4:
        rest = _word(word[2:])
        return rest if rest.startswith("al-") else "al-" + rest
    return _spelled(word)


def _spelled(word: str) -> str:
    return _romanise_letters(word)[0]


def _romanise_letters(word: str) -> tuple[str, int]:
    """`word` letter by letter, and how many vowels were put in.

    و and ي are consonants at the start and beside a vowel, else long vowels.
    """
    word = re.sub("اء$", "ا", word)
    if re.fullmatch(r"[^اوي]ا[^اويةى]{2}", word):  # فاعل: ثابت is Thabit, not Thabat
        word = word[:3] + "ِ" + word[3:]
    sounds: list[str] = []
    for index, letter in enumerate(word):
        following = word[index + 1 : index + 2]
        before = sounds[-1] if sounds else ""
        if letter in "وي" and (
            not index or before[-1:] in _VOWELS or (following and following in "اآةى" and index)
        ):
            glide = "w" if letter == "و" else "y"
            sounds.append("iy" if letter == "ي" and index and before[-1:] not in _VOWELS else glide)
        elif letter == "ع" and not index:
            sounds.append("" if following and following in "اويى" else "a")
        elif letter == "ة" and before.endswith("a"):
            sounds.append("t")
        else:
            sounds.append(_LETTERS.get(letter, fold(letter).text))
    text = ""
    consonants = guesses = 0
    for index, sound in enumerate(filter(None, sounds)):
        is_vowel = sound[0] in _VOWELS
        last = index == len(list(filter(None, sounds))) - 1
        if not is_vowel:
            consonants += 1
            if (consonants == 2 and (len(text) < 3 or last)) or consonants == 3:
                text += "a"
                consonants = 1
                guesses += 1
        text += sound
        if sound[-1] in _VOWELS:
            consonants = 0
    return text[:1].upper() + text[1:], guesses
