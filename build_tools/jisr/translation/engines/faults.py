"""How a translation is seen to have failed, without knowing what it should have been.

A weak model does not say that it failed: it repeats itself, copies, or breaks off. What is caught here
becomes a block that awaits translation, with the reason; what is not caught would be read as a translation.
"""

import html
import re

from jisr.translation.engines.sentences import count_arabic_letters

COPIED = 3  # Arabic letters that an English sentence may keep: a letter quoted, an abbreviation
REPEATS = 4  # times in a row that a phrase may not come unless the Arabic says it as often
PHRASE = 12  # words of the longest phrase looked for
VARIETY = 0.3  # share of different words below which a text of `LONG` words or more goes round in circles
LONG = 24
STRETCH = (4, 16)  # English words at most: times the Arabic ones, plus
SHRINK = (0.2, 12)  # English words at least: times the Arabic ones, from so many Arabic ones on

STUTTER = re.compile(r"(?=[^\W\d_]{6})([^\W\d_]{1,12}?)\1{5,}")  # "anananananan" in one word
# What models write and people do not: pieces of SentencePiece and BPE, marks of Moses, tokens of their own.
_SIGNS = re.compile(
    r"[\u2581\u2047\ufffd]|@@|@[-.,/]@|(?<!\w)##\w|__[a-z]{2,3}__|>>[a-z]{2,3}<<|<2[a-z]{2}>|\b[a-z]{2}_[A-Z]{2}\b"
    r"|[<⟨](?:/?(?:s|unk|UNK|pad|PAD|bos|eos|mask)|0x[0-9A-F]{2})[>⟩]|\[(?:UNK|PAD|MASK|SEP|CLS)\]"
)
_ENTITY = re.compile(r"&\s?(?:#\s?\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2})\s?;", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def find_fault(original: str, translation: str) -> str:
    """Why `translation` cannot be one of `original` (prepared), `""` where nothing speaks against it.

    One of `empty`, `untranslated`, `signs of the model`, `loop`, `too long`, `too short`.
    """
    translation = decode_entities(translation)
    if unreadable := find_unreadable(original, translation):
        return unreadable
    words, said = split_words(translation), split_words(original)
    if _loops(words, said) or (STUTTER.search(translation) and not STUTTER.search(original)):
        return "loop"
    if len(words) > STRETCH[0] * len(said) + STRETCH[1]:
        return "too long"
    if len(said) >= SHRINK[1] and len(words) < SHRINK[0] * len(said):
        return "too short"
    return ""


def decode_entities(translation: str) -> str:
    """`translation` with what its entities stand for, be they escaped twice or cut up: `& quot ;`.

    Models learn from pages of the web, and write `&quot;` and `&amp;quot;` as these did.
    """
    for _ in range(2 if "&" in translation else 0):
        translation = _ENTITY.sub(lambda m: html.unescape("".join(m[0].split())), translation)
    return translation


def find_unreadable(original: str, translation: str) -> str:
    """Why nobody may be shown it, whatever it says: `empty`, `untranslated`, `signs of the model`."""
    if not WORD.search(translation):
        return "empty"
    if count_arabic_letters(translation) > COPIED:
        return "untranslated"
    left = [m[0] for pattern in (_SIGNS, _ENTITY) for m in pattern.finditer(translation)]
    return "signs of the model" if any(sign not in original for sign in left) else ""


def split_words(text: str) -> list[str]:
    """The words of `text`, lower case."""
    return [word.lower() for word in WORD.findall(text)]


def _loops(words: list[str], said: list[str]) -> bool:
    if len(words) >= LONG and _variety(words) < VARIETY <= _variety(said):
        return True
    repeats = count_repeats(words)
    return repeats >= REPEATS and repeats > count_repeats(said)


def _variety(words: list[str]) -> float:
    return len(set(words)) / max(len(words), 1)


def count_repeats(words: list[str]) -> int:
    """How many times in a row a phrase of up to `PHRASE` words stands: 1 if nothing is repeated."""
    best = min(len(words), 1)
    for length in range(1, min(PHRASE, len(words) // 2) + 1):
        run = 0  # words in a row that equal the one `length` before
        for word, before in zip(words[length:], words, strict=False):
            run = run + 1 if word == before else 0
            best = max(best, run // length + 1)
    return best
