"""Spans of Arabic text that are persons: behind titles, offices and leads, or by a first name."""

import re
from collections.abc import Iterator

from jisr.glossary.detect import cues
from jisr.glossary.detect.tokens import MAX_RUN, NameSpan, TokenisedBlock
from jisr.glossary.match.arabic_words import GIVEN_WORDS, TAIL_WORDS

_FAMILY_NAME = re.compile(r"ال\w{2,}ي")
MAX_NAME = 4  # words of a person's name


def is_given_name(text: TokenisedBlock, at: int) -> bool:
    """Whether the word is a first name: a known one (صالح before a family name), or any word before بن."""
    following = text.word(at + 1)
    if not text.joined(at + 1) or text.is_stop(at) or text.word(at).startswith("ال"):
        return False
    if following == "بن" and text.joined(at + 2):
        return text.word(at)[0] not in "يت"  # لم يتردد بن غفير
    return text.word(at) in cues.GIVEN_OR_NOT and bool(_FAMILY_NAME.fullmatch(following))


def title_end(text: TokenisedBlock, at: int) -> int:
    """The index of the token behind ranks, `السابق` and peoples' adjectives that follow a title at `at`."""
    last = at + MAX_RUN
    while (
        at < last
        and text.joined(at)
        and (text.word(at) in cues.AFTER_TITLES or at in text.peoples or text.word(at) in cues.TITLES)
    ):
        at += 1
    return at


def match_person(
    text: TokenisedBlock, at: int, repeated: set[str], cue: str, prefix: str = ""
) -> Iterator[NameSpan]:
    """A name of two to four units from `at` on: a unit is a word, or particles and a word (أبو مهدي)."""
    first = text.word(at)
    if not first or (cue != "given name" and not text.joined(at, "«")):
        return
    has_article = first[:2] in ("ال", "لل") and first not in GIVEN_WORDS  # إلياس has none
    if text.is_stop(at) or has_article or at in text.peoples:
        return
    if at in text.places and not (cue == "office" and text.places[at] == at + 1 and text.joined(at + 1)):
        return  # but جورجيا ميلوني
    if first[0] == "و" and first not in GIVEN_WORDS and cue != "given name":
        return
    end = _unit(text, at)
    units = 1
    while units < MAX_NAME and not text.ends(end) and text.joined(end):
        word = text.word(end)
        if not _goes_on(text, end, units, repeated):
            break
        end = _unit(text, end)
        units += 1
        if word.startswith("ال"):
            break
    if units > 1:
        yield NameSpan(at, end, "person", cue, prefix)


def _unit(text: TokenisedBlock, at: int) -> int:
    last = at + MAX_NAME
    while at < last and text.word(at) in cues.PARTICLES and text.joined(at + 1) and not text.is_stop(at + 1):
        at += 1
    return at + 2 if text.joined(at + 1) and text.word(at + 1) in TAIL_WORDS else at + 1


def _goes_on(text: TokenisedBlock, at: int, units: int, repeated: set[str]) -> bool:
    """Whether the word at `at` is one more part of a name of `units` units."""
    word = text.word(at)
    if word in cues.AFTER_TITLES or word in cues.ADJECTIVES:  # أمينه العام
        return False
    if (word[0] in "وفبل" and word[1:3] == "ال") or word[:2] == "لل" or at in text.places:
        return False
    if word[0] == "و" and len(word) > 3 and word not in GIVEN_WORDS and word not in repeated:
        return False
    if at in text.peoples and units > 1 and word not in repeated:
        return False
    if units == 1:
        return True
    before = text.word(at - 1)
    if word in cues.PARTICLES:
        return True
    if before.startswith("ال"):
        return False
    if word.startswith("ال"):
        return len(word) > 2 and (word in repeated or (word.endswith("ي") and text.ends(at + 1)))
    return word in repeated or (text.ends(at + 1) and not word.endswith("ه") and before not in repeated)


def match_speaker(text: TokenisedBlock, at: int) -> Iterator[NameSpan]:
    """قال خالد المشري إن: two words behind a verb of saying, where what follows ends the name."""
    if text.word(at) not in cues.SAYING_IN_TEXT or not text.joined(at + 1):
        return
    yield from _match_plain_name(text, at + 1, "saying")


def match_relative(text: TokenisedBlock, at: int) -> Iterator[NameSpan]:
    """نائبه الأول وسيم منصوري: behind whose deputy, brother or adviser it is."""
    if text.word(at) in cues.RELATIVES_IN_TEXT:
        behind = title_end(text, at + 1)
        if text.joined(behind):
            yield from _match_plain_name(text, behind, "relative")


def match_apposition(text: TokenisedBlock, at: int) -> Iterator[NameSpan]:
    """مالك عقار، نائب رئيس…: two words before a comma and an office or a title."""
    end = at + 2
    held = text.word(end) in cues.OFFICES_IN_TEXT or text.word(end) in cues.TITLES_IN_TEXT
    if held and text.comma(end):
        yield from _match_plain_name(text, at, "apposition")


def _match_plain_name(text: TokenisedBlock, at: int, cue: str) -> Iterator[NameSpan]:
    """Two words that no list holds, and nothing of the phrase behind them."""
    end = _unit(text, at + 1)
    if not text.joined(at + 1) or not text.ends(end) or text.is_stop(at) or text.is_stop(at + 1):
        return
    if {at, at + 1} & (text.peoples | text.places.keys()):
        return
    if _may_be_first(text.word(at)) and _may_be_family(text.word(at + 1), adjectives=cue == "relative"):
        yield NameSpan(at, end, "person", cue)


def _may_be_first(word: str) -> bool:
    """Whether `word` may be a first name: no article, no plural, nobody in particular (قال مصدر أمني)."""
    if word in cues.NOBODY or word in cues.TITLES_IN_TEXT or len(word) < 3:
        return False
    return not word.startswith(("ال", "لل", "وا", "فا")) and not word.endswith(("ات", "ين", "ون", "ه", "ا"))


def _may_be_family(word: str, *, adjectives: bool) -> bool:
    """Whether `word` may be a family name; without the article, -ي is an adjective's unless `adjectives`."""
    if word.startswith("ال"):
        return word.endswith("ي")
    return len(word) > 2 and (adjectives or not word.endswith(("ي", "يه", "ين", "ون", "ا", "ات")))
