"""Spans of Arabic text that are names, shown by the words around them.

Arabic has no capitals, so a name shows itself by its neighbours: titles and offices before persons, class
words (حزب, مجلس, اتفاق), quotation marks, states' names and adjectives. The words themselves are in `cues`.
"""

from collections.abc import Iterator

from jisr.glossary.detect import cues
from jisr.glossary.detect.exclusions import confirm_span
from jisr.glossary.detect.ner_bodies import (
    match_body,
    match_listed_places,
    match_office,
    match_places_beside,
    match_quoted_names,
)
from jisr.glossary.detect.ner_persons import (
    is_given_name,
    match_apposition,
    match_person,
    match_relative,
    match_speaker,
    title_end,
)
from jisr.glossary.detect.tokens import NameSpan, TokenisedBlock
from jisr.glossary.match.arabic_words import GIVEN_WORDS


def find_name_spans(text: TokenisedBlock, repeated: set[str]) -> Iterator[NameSpan]:
    """The names that cues show in `text`; `repeated` are the words that its article holds more than once."""
    for at in range(len(text.tokens)):
        for span in _spans_at(text, at, repeated):
            if name := confirm_span(text, span):
                yield _body_after(text, name)


def _spans_at(text: TokenisedBlock, at: int, repeated: set[str]) -> Iterator[NameSpan]:
    word = text.word(at)
    held = match_office(text, at)
    if held:
        if held.cue:
            yield held
        yield from match_person(text, title_end(text, held.end), repeated, "office")
    named = match_body(text, at)
    if named:
        yield named
    if word in cues.TITLES_IN_TEXT and not (held and held.end > at + 1):
        yield from match_person(text, title_end(text, at + 1), repeated, "title")
    elif word in cues.LEADS and text.word(at + 1) not in cues.TITLES_IN_TEXT:
        yield from match_person(text, at + 1, repeated, "title")
    elif word in cues.GIVEN_IN_TEXT and text.word(at - 1) not in cues.PARTICLES:
        base, prefix = cues.GIVEN_IN_TEXT[word]
        if not (at and text.joined(at) and text.word(at - 1) in GIVEN_WORDS):
            yield from match_person(text, at, repeated, "given name", prefix if base != word else "")
    elif is_given_name(text, at):
        yield from match_person(text, at, repeated, "given name")
    else:
        yield from match_speaker(text, at)
        yield from match_relative(text, at)
        yield from match_apposition(text, at)
    yield from match_quoted_names(text, at)
    yield from match_listed_places(text, at)
    yield from match_places_beside(text, at)


def _body_after(text: TokenisedBlock, name: NameSpan) -> NameSpan:
    """The body that is called after somebody, where a name is one's: [مجموعة] طلال أبو غزالة."""
    at = name.start - 1
    head, prefix = cues.HEADS_IN_TEXT.get(text.word(at), ("", "")) if text.joined(at + 1) else ("", "")
    if name.cue != "given name" or name.prefix or head not in cues.FOUNDED or prefix.endswith(("ال", "لل")):
        return name
    return NameSpan(at, name.end, cues.TYPES[head], "class word", prefix)
