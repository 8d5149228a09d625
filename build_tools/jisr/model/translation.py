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
    """A machine that translates Arabic into English."""

    name: str
    """`argos 1.12 translate-ar_en 1.0 ab12cd34`: recorded with every draft."""

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """Drafts of the same number in the same order; a failed segment says so in its draft.

        Raises `JisrError` where nothing can be translated at all.
        """
        ...
