"""How a translation is seen to have failed, without knowing what it should have been.

A weak model does not say that it failed: it repeats itself, copies, or breaks off. What is caught here
becomes a block that awaits translation, with the reason; what is not caught would be read as a translation.
"""

import html
import re

from jisr.lang.numbers import arabic_numbers, english_numbers, has_dual
from jisr.translation.engines.sentences import count_arabic_letters

COPIED = 3  # Arabic letters that an English sentence may keep: a letter quoted, an abbreviation
REPEATS = 3  # times in a row that a phrase may not come unless the Arabic says it as often
PHRASE = 12  # words of the longest phrase looked for
LONG_PHRASE = (4, 48)  # words of a phrase that may not even come twice in a row
VARIETY = 0.3  # share of different words below which a text of `LONG` words or more goes round in circles
LONG = 24
STRETCH = (2.2, 5)  # English words at most: times the Arabic ones, plus
SHRINK = (0.4, 4)  # English words at least: times the Arabic ones, from so many Arabic ones on
BRIEF = (4, 6)  # English words at least, from so many Arabic ones on

STUTTER = re.compile(r"(?=[^\W\d_]{6})([^\W\d_]{1,12}?)\1{5,}")  # "anananananan" in one word
# What models write and people do not: pieces of SentencePiece and BPE, marks of Moses, tokens of their own.
_SIGNS = re.compile(
    r"[\u2581\u2047\ufffd\uffed\uff5f\uff60]|(?<!\w)\u0120[a-z]|\w\u010a|\\u[0-9a-fA-F]{4}|@@|@[-.,/]@|(?<!\w)##\w|__[a-z]{2,3}__|>>[a-z]{2,3}<<|<2[a-z]{2}>|\b[a-z]{2}_[A-Z]{2}\b"
    r"|[<⟨](?:/?(?:s|unk|UNK|pad|PAD|bos|eos|mask)|0x[0-9A-F]{2})[>⟩]|\[(?:UNK|PAD|MASK|SEP|CLS)\]"
    r"|\b[a-z]{3}_[A-Z][a-z]{3}\b|â€|Ã[©¨ª¢]"  # eng_Latn; what UTF-8 is that was read as another encoding
    r"|<\|[a-z_]{2,20}\|>|</?think>|\[/?INST\]|<(?:start|end)_of_turn>|<extra_id_\d+>|\[end of text\]|```"
    r"|\\[nt](?![a-z])|Â(?=\s)|[\u3001\u3002\uff0c\uff1a\uff01\uff1f]|\((?i:note):[^)]{0,200}transl"
    r"|</?(?:p|b|i|u|br|div|span|em|strong|li|ul|h[1-6])(?:\s[^<>]{0,99})?/?>"  # of a page, as nobody sent it
)
_NAMED = r"quot|apos|amp|lt|gt|nbsp|mdash|ndash|hellip|[lr][sd]quo"  # also where the semicolon was lost
_ENTITY = re.compile(
    rf"&\s?(?:#\s?\d{{1,7}}|#x[0-9a-f]{{1,6}}|[a-z]{{2,8}}\d{{0,2}})\s?;|&(?:{_NAMED}|#\d{{2,5}})(?![a-z0-9])"
    r"|&(?:apos|rsquo|#39|#8217)(?=s\b)|&quot",  # Women&aposs, &quotWomen
    re.IGNORECASE,
)
_ESCAPED = 3  # times that a text may have been escaped

# Letters of other scripts than Latin, Arabic and Greek, of which one letter may be a unit or a name (μ, β).
_OTHER = (
    r"\u0400-\u05ff\u0700-\u074f\u0780-\u07ff\u0900-\u1cff\u2c00-\u2dff\u3040-\u31ff\u3400-\u9fff"
    r"\ua000-\uabff\uac00-\ud7ff"
)
_LATIN = r"A-Za-z\u00c0-\u024f"
_ALPHABETS = re.compile(
    rf"[{_OTHER}]|[\u0370-\u03ff]{{2,}}|[{_LATIN}][\u0370-\u03ff][{_LATIN}]"
    rf"|[{_LATIN}][\u0620-\u064a]|[\u0620-\u064a][{_LATIN}]"
)
# What programs that converse say before, and instead of, a translation.
_CHATTER = re.compile(
    r"\W*(?:(?:sure|certainly|of course|okay)[,!.]?\s+)?(?:"
    r"here(?:'s|’s| is) (?:the|your|an?)(?: english)? translation|as an ai\b"
    r"|(?:the )?(?:english )?translat(?:ion|ed text)\s?:"
    r"|the (?:english )?translation of th(?:e|is) \w+ (?:is|reads)\b"
    r"|i(?:'m|’m| am) (?:sorry|unable)\b.{0,30}\btranslat)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def find_fault(original: str, translation: str) -> str:
    """Why `translation` cannot be one of `original` (prepared), `""` where nothing speaks against it.

    One of `empty`, `untranslated`, `signs of the model`, `another alphabet`, `chatter`, `loop`, `too long`,
    `too short`, `lost numbers`, `new numbers`.
    """
    translation = decode_entities(translation)
    if unreadable := find_unreadable(original, translation):
        return unreadable
    if _CHATTER.match(translation):
        return "chatter"
    words, said = split_words(translation), split_words(original)
    if _loops(words, said) or (STUTTER.search(translation) and not STUTTER.search(original)):
        return "loop"
    if len(words) > STRETCH[0] * len(said) + STRETCH[1]:
        return "too long"
    if len(said) >= SHRINK[1] and len(words) < SHRINK[0] * len(said):
        return "too short"
    if len(words) < BRIEF[0] and len(said) >= BRIEF[1]:
        return "too short"
    return _find_wrong_numbers(original, translation)


def _find_wrong_numbers(original: str, translation: str) -> str:
    """Whether a number has no counterpart that it must have; a dual is told by its ending alone."""
    ours, theirs = arabic_numbers(original), english_numbers(translation)
    known, said = (frozenset().union(*(n.values for n in numbers)) for numbers in (ours, theirs))
    if any(n.strict and n.values.isdisjoint(said) for n in ours):
        return "lost numbers"
    new = (n for n in theirs if n.strict and n.written_in_digits and n.values.isdisjoint(known))
    return "new numbers" if any(n.values != {2.0} or not has_dual(original) for n in new) else ""


def decode_entities(translation: str) -> str:
    """`translation` with what its entities stand for, be they escaped twice or cut up: `& quot ;`.

    Models learn from pages of the web, and write `&quot;` and `&amp;quot;` as these did.
    """
    for _ in range(_ESCAPED if "&" in translation else 0):
        translation = _ENTITY.sub(_decode, translation)
    return translation


def _decode(entity: re.Match[str]) -> str:
    name = "".join(entity[0].split()).removesuffix(";") + ";"
    read = html.unescape(name)  # &Eacute; is none in small letters, and &APOS; one in no others
    return html.unescape(name.lower()) if read == name else read


def find_unreadable(original: str, translation: str) -> str:
    """Why nobody may be shown it, whatever it says.

    One of `empty`, `untranslated`, `signs of the model`, `another alphabet`.
    """
    if not WORD.search(translation):
        return "empty"
    if count_arabic_letters(translation) > COPIED:
        return "untranslated"
    if any(sign not in original for sign in _matches(translation, _SIGNS, _ENTITY)):
        return "signs of the model"
    return "another alphabet" if any(s not in original for s in _matches(translation, _ALPHABETS)) else ""


def _matches(text: str, *patterns: re.Pattern[str]) -> list[str]:
    return [match[0] for pattern in patterns for match in pattern.finditer(text)]


def split_words(text: str) -> list[str]:
    """The words of `text`, lower case."""
    return [word.lower() for word in WORD.findall(text)]


def _loops(words: list[str], said: list[str]) -> bool:
    if len(words) >= LONG and _variety(words) < VARIETY <= _variety(said):
        return True
    repeats = count_repeats(words)
    if repeats >= REPEATS and repeats > count_repeats(said):
        return True
    least, most = LONG_PHRASE
    return count_repeats(words, least, most) > 1 and count_repeats(said, least - 2, most) < 2


def _variety(words: list[str]) -> float:
    return len(set(words)) / max(len(words), 1)


def count_repeats(words: list[str], least: int = 1, most: int = PHRASE) -> int:
    """How many times in a row a phrase of `least` to `most` words stands: 1 if nothing is repeated."""
    best = min(len(words), 1)
    for length in range(least, min(most, len(words) // 2) + 1):
        run = 0  # words in a row that equal the one `length` before
        for word, before in zip(words[length:], words, strict=False):
            run = run + 1 if word == before else 0
            best = max(best, run // length + 1)
    return best
