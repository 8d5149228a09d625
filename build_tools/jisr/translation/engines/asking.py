"""An engine asked for sentences: each once ever, several requests at a time, every answer kept as it comes.

An answer is known by the engine's name, which says version, model and settings, by the sentence, and by the
glossary's terms in it. What failed is known too, and is asked again only where somebody says so.
"""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.translation import NO_HINTS, Capacity, Draft, Engine, Hint, Hints
from jisr.storage.work.progress import Advance, pass_by
from jisr.storage.work.sentences import SentenceStore

Judge = Callable[[str, Draft, Hint], Draft]
"""(sentence, what an engine answered, its hint) → the draft that it is, or its failure."""


OVER = "more words than were allowed"
"""Why a sentence was not asked for, which the next run may do."""


@dataclass
class Budget:
    """How many words may still be asked for."""

    words: float = math.inf

    def spend(self, sentence: str) -> bool:
        """Whether a sentence may be asked for; if so, its words are spent."""
        count = len(sentence.split())
        if count > self.words:
            return False
        self.words -= count
        return True


class Asker:
    """Asks an engine, and remembers what it answered; `judge` says what an answer is worth."""

    def __init__(
        self, engine: Engine, name: str, store: SentenceStore, judge: Judge, budget: Budget | None = None
    ) -> None:
        self._engine, self._name, self._store, self._judge = engine, name, store, judge
        self._budget = budget or Budget()

    def ask(
        self,
        sentences: Iterable[str],
        hints: Hints = NO_HINTS,
        retry: Collection[str] = (),
        tell: Advance = pass_by,
    ) -> dict[str, Draft]:
        """The judged drafts of sentences.

        Those of `retry` are asked again if they failed. `tell` is told words, and failures among them, as
        they are done. Raises `JisrError` where the engine cannot work at
        all, or loses count; what it answered before is kept.
        """
        asked = list(dict.fromkeys(sentences))
        keys = {sentence: self._key(sentence, hints.get(sentence, Hint())) for sentence in asked}
        kept = self._store.read(list(keys.values()))
        drafts = {s: self._judged(s, _read(kept[key]), hints) for s, key in keys.items() if key in kept}
        wanted = [s for s in asked if s not in drafts or (s in retry and drafts[s].failure)]
        tell(_count_words(set(asked) - set(wanted)), sum(bool(d.failure) for d in drafts.values()))

        def take(request: Sequence[str], answers: Sequence[Draft]) -> None:
            pairs = list(zip(request, answers, strict=True))
            self._store.write({keys[sentence]: (sentence, _write(answer)) for sentence, answer in pairs})
            made = {sentence: self._judged(sentence, answer, hints) for sentence, answer in pairs}
            drafts.update(made)
            tell(_count_words(made), sum(bool(draft.failure) for draft in made.values()))

        allowed = [sentence for sentence in wanted if self._budget.spend(sentence)]
        self._ask_engine(allowed, hints, take)
        over = {sentence: Draft("", failure=OVER) for sentence in wanted if sentence not in drafts}
        return over | drafts

    def _judged(self, sentence: str, answer: Draft, hints: Hints) -> Draft:
        return self._judge(sentence, answer, hints.get(sentence, Hint()))

    def _key(self, sentence: str, hint: Hint) -> bytes:
        known = [self._name, sentence, sorted(hint.terms.items()), hint.otherwise]
        return sha256(dumps(known).encode()).digest()

    def _ask_engine(
        self, wanted: Sequence[str], hints: Hints, take: Callable[[Sequence[str], Sequence[Draft]], None]
    ) -> None:
        """Ask in requests, and have each answer taken as it comes.

        The longest sentences go first, so that those of a request are alike and none is waited for at the
        end; those whose context is read stay together as they stand.

        Where one request fails, or somebody interrupts, no other begins; what is in hand comes to its end,
        and is taken.
        """
        capacity = self._engine.capacity
        ordered = wanted if capacity.reads_context else sorted(wanted, key=len, reverse=True)
        requests = cut_requests(ordered, capacity)
        with ThreadPoolExecutor(capacity.requests) as pool:
            waiting = {pool.submit(self._translate, request, hints): request for request in requests}
            try:
                for done in as_completed(list(waiting)):
                    answers = done.result()
                    take(waiting.pop(done), answers)
            except BaseException:
                for future in waiting:
                    future.cancel()
                for future in wait(waiting).done:
                    if not future.cancelled() and future.exception() is None:
                        take(waiting[future], future.result())
                raise

    def _translate(self, request: list[str], hints: Hints) -> Sequence[Draft]:
        own = {sentence: hints[sentence] for sentence in request if sentence in hints}
        answers = self._engine.translate(request, own)
        if len(answers) != len(request):
            message = f"the engine {self._name} answered {len(request)} sentences with {len(answers)}"
            remedy = "no draft can be told to belong to its sentence: try again, or use another engine"
            raise JisrError(Finding("engine", message, remedy=remedy))
        return answers


def cut_requests(sentences: Sequence[str], capacity: Capacity) -> list[list[str]]:
    """`sentences` in order, in requests of the size that an engine wants."""
    requests: list[list[str]] = []
    size = 0
    for sentence in sentences:
        size += len(sentence)
        if not requests or len(requests[-1]) == capacity.sentences or size > capacity.characters:
            requests.append([])
            size = len(sentence)
        requests[-1].append(sentence)
    return requests


def _count_words(sentences: Iterable[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


def _write(draft: Draft) -> list[Any]:
    return [draft.text, draft.score, draft.failure, [_write(other) for other in draft.others]]


def _read(said: Any) -> Draft:
    text, score, failure, others = said
    return Draft(text, score, failure, tuple(map(_read, others)))
