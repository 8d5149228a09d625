"""What an engine is asked and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jisr.model.source import Terms


@dataclass(frozen=True)
class Segment:
    """A sentence in a block, as plain text: what engines and the memory work on."""

    text: str


@dataclass(frozen=True)
class Draft:
    """What an engine made of a segment.

    `score` is the mean log-probability a token; `failure` says why there is no text, `""` where there is.
    """

    text: str
    score: float | None = None
    failure: str = ""


class Engine(Protocol):
    """A machine that translates Arabic into English, as `translation.engines` takes it into its table."""

    @property
    def name(self) -> str:
        """`argos 1.12 translate-ar_en 1.0 ab12cd34`: machine, version, model; recorded with every draft."""
        ...

    def translate(self, sentences: Sequence[str]) -> Sequence[Draft]:
        """Drafts of the same number in the same order; a sentence that fails says so in its draft.

        Sentences are plain text on one line, at most some hundred characters long, and hold Arabic letters.
        Drafts are judged and made readable by the caller. Raises `JisrError` where nothing can be translated.
        """
        ...


class Translator(Protocol):
    """What drafts are asked of: an engine with all that is done for every engine."""

    @property
    def name(self) -> str:
        """The engine's."""
        ...

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """Drafts of the same number in the same order; a failed segment says so in its draft.

        Raises `JisrError` where nothing can be translated at all.
        """
        ...
