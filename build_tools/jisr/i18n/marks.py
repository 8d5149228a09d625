"""What stands beside words that a machine wrote and nobody checked, so that nowhere they look human-made.

On a page a badge says it, or its banner. Programs take titles and texts apart: cards of links, feeds,
calendars, reference managers, structured data. Whoever hands them words of a translation takes these here.
"""

from typing import NamedTuple

from jisr.i18n import InterfaceStrings
from jisr.model.glossary import Actor
from jisr.model.languages import ORIGINAL, Lang
from jisr.model.ledger import State


class MarkedWords(NamedTuple):
    """Words, the state of the translation that they are of, and how that is said: `""` for an original."""

    words: str
    state: str
    mark: str

    @property
    def as_title(self) -> str:
        """The words as a title; a machine's says so behind itself, for titles travel alone."""
        return f"{self.words} [{self.mark}]" if self.mark and self.state == State.DRAFT else self.words

    @property
    def as_text(self) -> str:
        """The words as a text, which begins with what they are, unless they are approved."""
        told = f"{self.mark}." if self.mark and self.state != State.APPROVED else ""
        return f"{told} {self.words}".strip()


def describe_actor(actor: Actor, lang: Lang) -> str:
    """Who an actor is, as other programs print it: with a word where it is a machine's."""
    about = actor.names(lang).description
    return f"{about} ({InterfaceStrings(lang)('actors.drafted')})" if about and actor.origin else about


def mark_words(words: str, lang: Lang, state: str) -> MarkedWords:
    """Words of an article in `lang` whose translation is in `state`; the mark is in their language."""
    mark = "" if lang == ORIGINAL.code else InterfaceStrings(lang)(f"state.{state}")
    return MarkedWords(words, state, mark)
