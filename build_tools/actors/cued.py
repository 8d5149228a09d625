"""Spans of Arabic text that are names, shown by the words around them.

Arabic has no capitals, so a name shows itself by its neighbours: titles and offices before persons, class
words (حزب, مجلس, اتفاق), quotation marks, states' names and adjectives. The words themselves are in `cues`.
"""

from collections.abc import Iterator

from build_tools.actors import cues
from build_tools.actors.arabic_words import GIVEN_WORDS
from build_tools.actors.bodies import beside, body, listed, office, quoted
from build_tools.actors.doubtful import settled
from build_tools.actors.persons import apposed, behind_title, is_given, person, relative, sayer
from build_tools.actors.reading import Span, Text


def spans(text: Text, repeated: set[str]) -> Iterator[Span]:
    """The names that cues show in `text`; `repeated` are the words that its article holds more than once."""
    for at in range(len(text.tokens)):
        for span in _at(text, at, repeated):
            if name := settled(text, span):
                yield name


def _at(text: Text, at: int, repeated: set[str]) -> Iterator[Span]:
    word = text.word(at)
    held = office(text, at)
    if held:
        if held.cue:
            yield held
        yield from person(text, behind_title(text, held.end), repeated, "office")
    named = body(text, at)
    if named:
        yield named
    if word in cues.TITLES_IN_TEXT and not (held and held.end > at + 1):
        yield from person(text, behind_title(text, at + 1), repeated, "title")
    elif word in cues.LEADS and text.word(at + 1) not in cues.TITLES_IN_TEXT:
        yield from person(text, at + 1, repeated, "title")
    elif word in cues.GIVEN_IN_TEXT and text.word(at - 1) not in cues.PARTICLES:
        base, prefix = cues.GIVEN_IN_TEXT[word]
        if not (at and text.joined(at) and text.word(at - 1) in GIVEN_WORDS):
            yield from person(text, at, repeated, "given name", prefix if base != word else "")
    elif is_given(text, at):
        yield from person(text, at, repeated, "given name")
    else:
        yield from sayer(text, at)
        yield from relative(text, at)
        yield from apposed(text, at)
    yield from quoted(text, at)
    yield from listed(text, at)
    yield from beside(text, at)
