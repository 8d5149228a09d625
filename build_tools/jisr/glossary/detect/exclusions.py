"""Rejects spans that a cue suggests but that are not names.

A class word before a common noun (عملية التحقق, verification), a first name that is a noun (جمال الطبيعة, the
beauty of nature), a verb where a name would stand: an editor who must throw away every other suggestion reads
none of them.
"""

import re
from dataclasses import replace

from jisr.glossary.detect import cues
from jisr.glossary.detect.tokens import NameSpan, TokenisedBlock
from jisr.glossary.match.arabic_words import GIVEN_WORDS, HOMOGRAPH_WORDS, TAIL_WORDS
from jisr.glossary.match.surnames import is_common_word
from jisr.lang.arabic import MARKS, essence
from jisr.lang.word_lists import folded_words, read_word_lists

_LISTS = read_word_lists("glossary/detect/exclusions.toml")

_NO_PARTS = folded_words(_LISTS["no_part"])
_NOTHING = folded_words(_LISTS["no_names"])
_WEAK_HEADS = folded_words(_LISTS["weak"])
_LOOSE_HEADS = folded_words(_LISTS["loose"])
_FRAME = folded_words(_LISTS["frames"])
_NO_QUOTE = folded_words(_LISTS["quoted"])
_VERB = re.compile(r"ي\w{2,}|ت(?!\w{1,2}ي\w\Z)\w{2,}")  # but تحرير, a verbal noun
_MARKS = re.compile(f"[{MARKS}]+")
_TANWIN = re.compile("[\u064b\u064c\u064d]")


def confirm_span(text: TokenisedBlock, span: NameSpan) -> NameSpan | None:
    """`span` as a name, shorter where a verb follows it; None where it is none."""
    if span.cue == "known":
        return span
    if span.type == "person":
        return _person(text, span)
    words = _words(text, span)
    if span.cue == "quotes":
        kept = not (
            all(map(str.isascii, words)) or words[0] in _NO_QUOTE or words[0][:2] in ("لا", "لل", "با")
        )
        kept = kept and len(max(words, key=len)) > 2
        kept = kept and not (len(words) == 1 and words[0].endswith("ه") and words[0][:2] != "ال")  # «مؤامرة»
    else:
        kept = _has_name(text, span, words)
    return span if kept else None


def _person(text: TokenisedBlock, span: NameSpan) -> NameSpan | None:
    end = next((i for i in range(span.start + 1, span.end) if _breaks(text, i, span.cue)), span.end)
    words = _words(text, replace(span, end=end))
    if len(words) < 2 or _is_no_first(text, span) or not _NO_PARTS.isdisjoint(words):
        return None
    if any(word.isascii() for word in words) and not all(map(str.isascii, words)):
        return None
    if span.cue in ("office", "title") and not text.peoples.isdisjoint(range(span.start, end)):
        return None
    last = words[-1]
    noun = (
        span.cue == "given name" and len(words) == 2 and is_common_word(words[0]) and last not in TAIL_WORDS
    )
    if noun and last.startswith("ال") and not _letters(text, end - 1).endswith("ي"):
        return None  # جمال الطبيعة, كامل المحتوى
    return replace(span, end=end)


def _breaks(text: TokenisedBlock, at: int, cue: str) -> bool:
    """Whether the name ends before the word at `at`: a verb, a noun in the accusative."""
    word = text.word(at)
    verb = _VERB.fullmatch(word) and word not in GIVEN_WORDS and not word.endswith(("ي", "ان"))
    goes_on = cue not in ("office", "title") and not text.ends(at + 1) and at + 1 not in text.places
    return bool(verb and (word[0] == "ي" or goes_on)) or _is_accusative(text, at) or word in _NO_PARTS


def _is_accusative(text: TokenisedBlock, at: int) -> bool:
    return bool(_TANWIN.search(_span_text(text, at)))


def _is_no_first(text: TokenisedBlock, span: NameSpan) -> bool:
    """Whether the first word is a pronoun that folds into a name (أنا, I, and آنا, Anna) or a verb."""
    first = _letters(text, span.start)
    return first.lstrip("وف").startswith("أنا") or _is_accusative(text, span.start)


def _has_name(text: TokenisedBlock, span: NameSpan, words: list[str]) -> bool:
    """Whether behind the class word stands more than a common noun, an adjective or a verb."""
    head = words[0] if words[0] in cues.TYPES or words[0] in cues.LANDMARKS else _head(text, span)
    rest = words[1:] if head == words[0] and len(words) > 1 else words
    inside = range(span.start, span.end)
    placed = not text.peoples.isdisjoint(inside) or not text.places.keys().isdisjoint(inside)
    if "quotes" in span.cue or rest[0].isascii():
        is_letter = len(rest) == 1 == len(rest[0]) and not rest[0].isascii()  # «و», not منصة «X»
        return rest[0] not in _NOTHING and not is_letter
    if rest[0] in _NOTHING or _is_accusative(text, span.end - 1):
        return False
    if len(rest) == 1 and not placed:
        word = rest[0]
        if _VERB.fullmatch(word) or (word[0] == "و" and len(word) > 4) or word[:3] == "بال":
            return False
        if word.endswith("يه") and not word.startswith("ال"):
            return False
        if head in cues.FIGHTERS and word.startswith("ال") and word not in HOMOGRAPH_WORDS:
            return False  # تنظيم المحتوى, the ordering of content
        if head == "منطقه" and word.endswith("ه") and not word.startswith("ال"):
            return False  # منطقة مأهولة, an inhabited area
    if head in _LOOSE_HEADS and rest[0] in _FRAME:
        return False
    if _VERB.fullmatch(rest[0]) and len(rest) > 1 and not placed:
        return False  # مدينة تسيطر عليها المعارضة
    return placed or head not in _WEAK_HEADS or (len(rest) > 1 and rest[0].startswith("ال"))


def _head(text: TokenisedBlock, span: NameSpan) -> str:
    """The class word before a span that it is no part of: [مدينة] صفاقس."""
    found = cues.HEADS_IN_TEXT.get(text.word(span.start - 1))
    return found[0] if found else ""


def _words(text: TokenisedBlock, span: NameSpan) -> list[str]:
    words = [text.word(i) for i in range(span.start, span.end)]
    if span.prefix and words[0].startswith(span.prefix):
        words[0] = words[0][len(span.prefix) :]
    return words


def _letters(text: TokenisedBlock, at: int) -> str:
    """A word as it is spelt, without vowel marks and tatweel; folded, أنا would be آنا."""
    return _MARKS.sub("", essence(_span_text(text, at)))


def _span_text(text: TokenisedBlock, at: int) -> str:
    token = text.tokens[at]
    start, end = text.folded.span(token.start, token.end)
    return text.folded.original[start:end]
