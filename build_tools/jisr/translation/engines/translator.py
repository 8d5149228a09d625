"""What is done for every engine, so that an engine need do nothing but translate a list of sentences.

Texts are made plain and equal ones sent once; what needs no machine is not sent; what is too long for one is
cut and joined again; entities are decoded, what nobody could read is taken out, and what went wrong is seen
and tried once more in shorter pieces.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from jisr.model.source import Terms
from jisr.model.translation import Draft, Engine, Hint, Segment
from jisr.storage.work.progress import Advance, pass_by, tell
from jisr.storage.work.sentences import open_sentences
from jisr.translation.engines.asking import OVER, Asker, Budget
from jisr.translation.engines.faults import decode_entities, find_fault, find_unreadable
from jisr.translation.engines.names import NameFinder, prefer_names
from jisr.translation.engines.sentences import (
    count_arabic_letters,
    join_pieces,
    prepare,
    split_long,
    westernise,
)

LIMITS = (500, 160, 70)
"""Characters of a piece: at first, and then where longer pieces came out wrong. Models break off or repeat
themselves long before they say so; a token is about four characters of Arabic."""

_ARABIC_MARKS = str.maketrans("،؛؟٪", ",;?%")  # which models keep now and then

MAX_CHARACTERS = 20_000  # what is longer is no sentence
WINDOW = 8192  # sentences looked at together: memory does not grow with the run beyond it

_SHORTER = frozenset(
    {"loop", "too long", "too short", "empty", "lost numbers"}
)  # what shorter pieces may mend


class EngineTranslator:
    """An engine, guarded: what `drafts` asks for translations.

    Whoever can be told the glossary's terms is told those of the sentence; of several answers the one is
    taken that holds them. Nothing is put into an answer: no placeholder survives a tokeniser, and a word
    that a model was made to say fits no sentence. What is still missing is found by the glossary's checks.
    """

    def __init__(self, engine: Engine, root: Path | None = None, max_words: int | None = None) -> None:
        """`root` is the project in which answers are kept; without one none outlives a call.

        The engine is asked for `max_words` at most, in all calls together.
        """
        self.engine, self._root = engine, root
        self._budget = Budget() if max_words is None else Budget(max_words)

    @property
    def name(self) -> str:
        """The engine's, on one line."""
        return " ".join(self.engine.name.split())

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """Drafts in the order of `segments`; equal segments are translated once.

        Raises `JisrError` where the engine cannot work at all, or loses count.
        """
        drafts: dict[str, Draft] = {}
        waiting: dict[str, str] = {}
        for text in dict.fromkeys(segment.text for segment in segments):
            plain = prepare(text)
            draft = _draft_without_engine(plain)
            if draft is None:
                waiting[text] = plain
            else:
                drafts[text] = draft
        retry = {prepare(segment.text) for segment in segments if segment.retry}
        words = sum(len(segment.text.split()) for segment in segments)
        tell(words - sum(len(plain.split()) for plain in set(waiting.values())))
        if waiting:
            capacity = self.engine.capacity
            with open_sentences(self._root) as store:
                asker = Asker(self.engine, self.name, store, _judge, self._budget)
                around = {prepare(s.text): s.context for s in segments if capacity.reads_context}
                guarded = _Guarded(asker, NameFinder(terms), capacity.has_another_way, retry, around)
                for window in _windows(waiting):
                    drafts.update(guarded.translate(window))
        return [drafts[segment.text] for segment in segments]


def _windows(waiting: Mapping[str, str]) -> Iterator[dict[str, str]]:
    rest = iter(waiting.items())
    while window := dict(islice(rest, WINDOW)):
        yield window


@dataclass(frozen=True)
class _Guarded:
    """Sentences that are cut for an engine, tried again where it failed, and put together."""

    asker: Asker
    names: NameFinder
    has_another_way: bool
    retry: Collection[str]
    context: Mapping[str, str]  # by the sentence as prepared

    def translate(self, texts: Mapping[str, str]) -> dict[str, Draft]:
        """Drafts of the texts (as given → as prepared), by the text as given."""
        drafts: dict[str, Draft] = {}
        told = 0  # failures
        tried: dict[str, list[str]] = {}
        for limit in LIMITS:
            todo = [text for text in texts if text not in drafts or drafts[text].failure in _SHORTER]
            cuts = {text: split_long(texts[text], limit, len) for text in todo}
            cuts = {text: pieces for text, pieces in cuts.items() if pieces != tried.get(text)}
            made = self._ask(texts, cuts, pass_by if tried else tell)
            told += 0 if tried else sum(bool(draft.failure) for draft in made.values())
            drafts |= {text: draft for text, draft in made.items() if text not in drafts or not draft.failure}
            tried |= cuts
        if self.has_another_way:
            failing = [text for text in texts if drafts[text].failure not in ("", OVER)]
            failed = {text: split_long(texts[text], LIMITS[0], len) for text in failing}
            drafts |= {t: draft for t, draft in self._ask(texts, failed, pass_by, True).items() if draft.text}
        tell(0, sum(bool(draft.failure) for draft in drafts.values()) - told)
        return drafts

    def _ask(
        self, texts: Mapping[str, str], cuts: Mapping[str, list[str]], told: Advance, otherwise: bool = False
    ) -> dict[str, Draft]:
        """Drafts of texts from those of their pieces."""
        pieces = dict.fromkeys(piece for own in cuts.values() for piece in own)
        around = {piece: self.context.get(texts[text], "") for text, own in cuts.items() for piece in own}
        made = {piece: Hint(around[piece], self.names.find(piece), otherwise) for piece in pieces}
        hints = {piece: hint for piece, hint in made.items() if hint != Hint()}
        again = {piece for text, own in cuts.items() if texts[text] in self.retry for piece in own}
        answers = self.asker.ask(pieces, hints, again, told)
        return {text: _assemble([(piece, answers[piece]) for piece in own]) for text, own in cuts.items()}


def _draft_without_engine(text: str) -> Draft | None:
    """The draft of a text that no machine need see: empty, without Arabic, or no sentence at all."""
    if not text:
        return Draft("", failure="empty")
    if not count_arabic_letters(text):
        return Draft(westernise(text))
    if len(text) > MAX_CHARACTERS:
        return Draft("", failure="too long")
    return None


def _judge(original: str, answer: Draft, hint: Hint) -> Draft:
    """The draft of one piece, fit to be read: the best of what the engine thought of, or its failure."""
    return prefer_names(hint.terms, [_read(original, one) for one in (answer, *answer.others)])


def _read(original: str, draft: Draft) -> Draft:
    """A draft on one line, without entities, or its failure."""
    decoded = " ".join(decode_entities(draft.text).split()).translate(_ARABIC_MARKS)
    text = "".join(filter(str.isprintable, decoded))
    failure = draft.failure or find_fault(original, text)
    return replace(draft, text="" if failure else text, failure=failure, others=())


def _assemble(parts: Sequence[tuple[str, Draft]]) -> Draft:
    """One draft from the pieces of a sentence; without all of them there is none.

    Its score is the mean of theirs, each weighted by the length of its Arabic.
    """
    failure = next((draft.failure for _, draft in parts if draft.failure), "")
    text = "" if failure else join_pieces([(piece, draft.text) for piece, draft in parts])
    failure = failure or find_unreadable(" ".join(piece for piece, _ in parts), text)
    if failure:
        return Draft("", failure=failure)
    scores = [(draft.score, len(piece)) for piece, draft in parts if draft.score is not None]
    total = sum(weight for _, weight in scores)
    return Draft(text, round(math.fsum(s * w for s, w in scores) / total, 4) if scores else None)
