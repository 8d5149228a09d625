"""What an engine is asked and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from jisr.model.source import Terms


@dataclass(frozen=True)
class Segment:
    """A sentence in a block, as plain text: what engines and the memory work on.

    `context` is the text around it, for engines that can read it; `retry` asks an engine again that failed.
    """

    text: str
    context: str = ""
    retry: bool = False


@dataclass(frozen=True)
class Draft:
    """What an engine made of a segment.

    `score` is the mean log-probability a token; `failure` says why there is no text, `""` where there is.
    `others` are what else the engine thought of, the likelier first.
    """

    text: str
    score: float | None = None
    failure: str = ""
    others: tuple["Draft", ...] = ()


@dataclass(frozen=True)
class Hint:
    """What may help an engine with a sentence; one that cannot use it passes it by.

    `otherwise` asks for another answer than the one that was found faulty.
    """

    context: str = ""
    terms: Terms = field(default_factory=dict)
    otherwise: bool = False


Hints = Mapping[str, Hint]
"""Sentence → what may help with it; of most there is nothing to say."""

NO_HINTS: Hints = MappingProxyType({})


@dataclass(frozen=True)
class Capacity:
    """How an engine wants to be asked: how much in a request, and how many of these at a time.

    A request has one sentence at least. What is in hand when a run is killed is asked for again.
    """

    sentences: int = 64
    characters: int = 8_000
    requests: int = 1
    has_another_way: bool = False  # whether `Hint.otherwise` can lead to another answer
    reads_context: bool = False  # whether sentences of one place are asked for together, with `Hint.context`


class Engine(Protocol):
    """A machine that translates Arabic into English, as `translation.engines` takes it into its table."""

    @property
    def name(self) -> str:
        """`argos 1.12 translate-ar_en 1.0 ab12cd34 int8 beam4`: machine, version, model, settings.

        Recorded with every draft; another name is another machine, whose answers may differ.
        """
        ...

    @property
    def capacity(self) -> Capacity:
        """How it wants to be asked."""
        ...

    def translate(self, sentences: Sequence[str], hints: Hints = NO_HINTS) -> Sequence[Draft]:
        """Drafts of the same number in the same order; a sentence that fails says so in its draft.

        Sentences are plain text on one line, at most some hundred characters long, and hold Arabic letters.
        Drafts are judged and made readable by the caller, which calls from several threads where `capacity`
        allows. Raises `JisrError` where nothing can be translated.
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
