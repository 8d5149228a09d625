"""Names that sound alike in two scripts: Mariam Hasan for مريم الحسن, and the other way round.

Arabic leaves short vowels out, and English spells them as it likes; what both keep are the consonants. So a
name is compared by these alone, and only where the other name of the same person stands nearby: two persons
of one article whose full names have the same consonants are rare, and cutting both harms nobody.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product

from rapidfuzz.distance import Levenshtein

from jisr.glossary.detect.romanise import is_common_name
from jisr.glossary.match.arabic_names import without_article
from jisr.lang.arabic import fold, fold_latin, split_joined_name
from jisr.model.languages import Lang
from jisr.removal.names.forms import WORD

_SOUNDS = str.maketrans(
    "بتثجحخدذرزسشصضطظعغفقكلمنه", "bttghxddrdsSsdtd'gfkklmnh"
)  # ع counts at the start only
_DIGRAPHS = (("kh", "x"), ("gh", "g"), ("sh", "S"), ("ch", "S"), ("th", "t"), ("dh", "d"), ("ph", "f"))
_LETTERS = str.maketrans({"q": "k", "j": "g", "p": "b", "v": "f", "c": "k", "z": "d"})
_PARTICLES = frozenset(("al", "el", "ul", "ad", "as", "ash", "an", "ar", "at", "az", "the", "ال"))
_LEAST_MISSPELT = 6  # letters behind the first word
_LEAST = 3  # consonants of a name by which it can be told


def skeleton(word: str, lang: Lang) -> str:
    """The consonants of a word of either script, written alike; a vowel only where a word begins with it."""
    return _arabic(word) if lang == "ar" else _english(word)


@lru_cache(maxsize=65536)
def _arabic(word: str) -> str:
    letters = without_article(fold(word).text)
    first = "A" if letters[:1] in "اع" else letters[:1] if letters[:1] in "وي" else ""
    rest = letters[1:] if first else letters
    rest = re.sub("[اويء'ع]", "", rest.removesuffix("ه")).translate(_SOUNDS)
    return _single(first.translate(str.maketrans("وي", "wy")) + rest)


@lru_cache(maxsize=65536)
def _english(word: str) -> str:
    letters = fold_latin(word).text
    for prefix in ("al", "el"):  # Alhassan
        if letters.startswith(prefix) and len(letters) > 6:
            letters = letters[2:]
    for two, one in _DIGRAPHS:
        letters = letters.replace(two, one)
    first = "A" if letters[:1] in "aeiou" else letters[:1] if letters[:1] in "wy" else ""
    rest = letters[1:] if first else letters
    rest = re.sub("[aeiouwy]", "", rest.removesuffix("h")).translate(_LETTERS)
    return _single(first + rest)


def _single(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)


def name_skeleton(name: str, lang: Lang) -> tuple[str, ...]:
    """The consonants of a name, word by word; none where it is too short to be told by them."""
    words = [part for word in WORD.findall(name) for part in split_joined_name(word).split()]
    found = tuple(skeleton(word, lang) for word in words if fold_latin(word).text not in _PARTICLES)
    return found if len(found) > 1 and sum(map(len, found)) >= _LEAST and all(found) else ()


def names_heard(name: tuple[str, ...], text: str, lang: Lang) -> Iterator[str]:
    """What stands in `text` and has the consonants of a name, as `name_skeleton` gives them.

    One more name may stand in between: that of a father.
    """
    if not name:
        return
    script = re.compile("[\u0600-\u06ff]" if lang == "ar" else "[A-Za-z\u00c0-\u024f]")
    words = [m for m in WORD.finditer(text) if script.match(m[0])]
    words = [m for m in words if lang == "ar" or m[0].lower() not in _PARTICLES]
    sounds = [skeleton(m[0], lang) for m in words]
    for start, sound in enumerate(sounds):
        if sound == name[0]:
            found = _follow(name, words, sounds, start, lang)
            if found and (lang == "ar" or all(m[0][0].isupper() for m in found)) and _is_one_name(found):
                yield _between(text, found)


def misspellings(name: tuple[str, ...], text: str) -> Iterator[str]:
    """What stands in `text` for an Arabic name with a letter wrong, a space too few, or a father's name more.

    `name` are its folded words; the first has to be right.
    """
    if len(name) < 2:
        return
    words = list(WORD.finditer(text))
    folded = [fold(m[0]).text for m in words]
    wanted = "".join(name[1:])
    for start, word in enumerate(folded):
        if name[0] not in word[-len(name[0]) :]:
            continue
        behind = start + 1 + (start + 1 < len(words) and is_common_name(folded[start + 1]))
        for first, size in product({start + 1, behind}, range(max(1, len(name) - 2), len(name) + 1)):
            found = [words[start], *words[start + 1 : first + size]]
            written = "".join(folded[first : first + size])
            if (written == wanted or _is_slip(written, wanted)) and _is_one_name(found):
                yield _between(text, found)


def _is_slip(written: str, wanted: str) -> bool:
    """Whether one letter is wrong, missing or too many in a name of several."""
    return len(wanted) >= _LEAST_MISSPELT and Levenshtein.distance(written, wanted, score_cutoff=1) <= 1


def _between(text: str, words: Sequence[re.Match[str]]) -> str:
    return " ".join(text[words[0].start() : words[-1].end()].split())


def _follow(
    name: tuple[str, ...], words: Sequence[re.Match[str]], sounds: Sequence[str], start: int, lang: Lang
) -> list[re.Match[str]]:
    """The words of a name from `start` on, with at most one more in between; none where it does not go on."""
    at, found, more = start, [words[start]], 0
    for sound in name[1:]:
        at += 1
        if at + 1 < len(words) and sounds[at] != sound and not more and _may_be_a_father(words[at][0], lang):
            found.append(words[at])
            at, more = at + 1, 1
        if at >= len(words) or sounds[at] != sound:
            return []
        found.append(words[at])
    return found


def _may_be_a_father(word: str, lang: Lang) -> bool:
    return is_common_name(word) if lang == "ar" else word[0].isupper()


def _is_one_name(words: Sequence[re.Match[str]]) -> bool:
    return all(
        re.fullmatch(r"[\s\-‐-―'’]{1,3}(?:[A-Za-z]{2}[\s\-‐-―'’])?", a.string[a.end() : b.start()])
        for a, b in pairwise(words)
    )
