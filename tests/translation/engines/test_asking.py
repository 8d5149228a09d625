"""What is asked of an engine: each sentence once ever, several requests at a time, every answer kept."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any

import pytest

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.translation import NO_HINTS, Capacity, Draft, Hint, Hints, Segment
from jisr.storage.work.sentences import open_sentences
from jisr.translation.engines import asking
from jisr.translation.engines.asking import Asker, cut_requests
from jisr.translation.engines.translator import EngineTranslator


def spell(sentence: str) -> str:
    """A word of another for each sentence, by its length, and one for most of its words."""
    return " ".join(f"{'abcdefgh'[n]}{chr(97 + len(sentence))}" for n in range(len(sentence.split()) // 2))


class Counting:
    """An engine that answers each sentence with its name and length, and remembers its requests."""

    def __init__(self, name: str = "counting 1 m", capacity: Capacity | None = None) -> None:
        self.name, self.capacity = name, capacity or Capacity()
        self.requests: list[list[str]] = []
        said = name.partition(" ")[0]
        self.answer: Callable[[str], Draft] = lambda s: Draft(f"Of {spell(s)} we say: {said}.", -0.5)

    def translate(self, sentences: Sequence[str], hints: Hints = NO_HINTS) -> list[Draft]:
        """Answers."""
        self.requests.append(list(sentences))
        return [self.answer(sentence) for sentence in sentences]

    @property
    def asked(self) -> list[str]:
        return sorted(sentence for request in self.requests for sentence in request)


WORDS = ["كتب", "درس", "رحل", "عاد", "سكن", "صمت", "نام", "قام"]  # wrote, studied, left, …
SENTENCES = [" ".join(WORDS[:n]) + "." for n in range(1, 9)]


def draft(root: Path | None, engine: Counting, *texts: str, retry: bool = False) -> list[Draft]:
    return EngineTranslator(engine, root).translate([Segment(text, retry=retry) for text in texts], {})


def test_no_sentence_is_asked_twice_in_any_run(tmp_path: Path) -> None:
    first = draft(tmp_path, Counting(), *SENTENCES, *SENTENCES[:3])
    again = Counting()
    assert draft(tmp_path, again, *SENTENCES[::-1], "وقال لا.") == [
        *first[: len(SENTENCES)][::-1],
        Draft(f"Of {spell('وقال لا.')} we say: counting.", -0.5),
    ]
    assert again.asked == ["وقال لا."]


def test_another_engine_is_asked_for_itself(tmp_path: Path) -> None:
    draft(tmp_path, Counting(), *SENTENCES)
    other = Counting("recounting 2 m")
    assert "recounting" in draft(tmp_path, other, *SENTENCES)[0].text
    assert other.asked == sorted(SENTENCES)


def test_how_an_engine_is_asked_is_no_part_of_its_answers(tmp_path: Path) -> None:
    draft(tmp_path, Counting(), *SENTENCES)
    slower = Counting(capacity=Capacity(1, 10, 1))
    draft(tmp_path, slower, *SENTENCES)
    assert slower.asked == []


def test_a_failure_is_remembered_with_its_reason_until_somebody_wants_it_tried_again(tmp_path: Path) -> None:
    failing, good = SENTENCES[0], SENTENCES[1]
    engine = Counting()
    engine.answer = lambda s: (
        Draft("", failure="server error") if s == failing else Draft("Fine so far and further.")
    )
    expected = [Draft("", failure="server error"), Draft("Fine so far and further.")]
    assert draft(tmp_path, engine, failing, good) == expected
    mended = Counting()
    assert draft(tmp_path, mended, failing, good) == expected
    assert mended.asked == []
    drafts = draft(tmp_path, mended, failing, good, retry=True)
    assert mended.asked == [failing], "what did not fail is not asked for again"
    assert [bool(one.failure) for one in drafts] == [False, False]
    assert draft(tmp_path, mended, failing) == drafts[:1]


def test_what_is_judged_a_failure_is_one_for_retry_too(tmp_path: Path) -> None:
    engine = Counting()
    engine.answer = lambda s: Draft("نعم نعم نعم")
    assert draft(tmp_path, engine, SENTENCES[0])[0].failure == "untranslated"
    draft(tmp_path, engine, SENTENCES[0])
    assert len(engine.requests) == 1
    draft(tmp_path, engine, SENTENCES[0], retry=True)
    assert len(engine.requests) == 2


@pytest.mark.parametrize("wrong", [JisrError(Finding("engine", "down")), KeyboardInterrupt()])
def test_what_was_answered_before_the_engine_failed_is_kept(tmp_path: Path, wrong: BaseException) -> None:
    engine = Counting(capacity=Capacity(sentences=1, requests=1))
    longest_first = sorted(SENTENCES, key=len, reverse=True)

    def answer(sentence: str) -> Draft:
        if sentence == longest_first[3]:
            raise wrong
        return Draft("An answer of some length.")

    engine.answer = answer
    with pytest.raises(type(wrong)):
        draft(tmp_path, engine, *SENTENCES)
    again = Counting(capacity=engine.capacity)
    draft(tmp_path, again, *SENTENCES)
    kept = set(SENTENCES) - set(again.asked)
    assert kept >= set(longest_first[:3])
    assert longest_first[3] not in kept


def test_what_is_in_hand_when_another_request_fails_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Counting(capacity=Capacity(sentences=1, requests=2))
    slow, failing = sorted(SENTENCES, key=len, reverse=True)[:2]
    failed, given_up = threading.Event(), threading.Event()

    def wait_for_the_rest(waiting: Iterable[Future[Any]]) -> Any:
        given_up.set()
        return wait(waiting)

    monkeypatch.setattr(asking, "wait", wait_for_the_rest)

    def answer(sentence: str) -> Draft:
        if sentence == failing:
            failed.set()
            raise JisrError(Finding("engine", "down"))
        # what begins before it is known that one failed ends after the others were given up
        (failed if sentence == slow else given_up).wait(60)
        return Draft("An answer of some length.")

    engine.answer = answer
    with pytest.raises(JisrError, match="down"):
        draft(tmp_path, engine, *SENTENCES)
    assert len(engine.requests) <= 4, "no other request begins"
    again = Counting(capacity=engine.capacity)
    draft(tmp_path, again, slow)
    assert again.asked == []


def test_as_many_requests_are_under_way_as_an_engine_takes(tmp_path: Path) -> None:
    engine = Counting(capacity=Capacity(sentences=1, requests=3))
    together = threading.Barrier(3, timeout=5)

    def answer(sentence: str) -> Draft:
        together.wait()  # breaks where fewer come
        return Draft("An answer of some length.")

    engine.answer = answer
    assert not any(one.failure for one in draft(tmp_path, engine, *SENTENCES[:6]))


def test_requests_are_as_large_as_an_engine_takes() -> None:
    texts = ["ا" * n for n in (9, 9, 5, 5, 5, 30, 1, 1, 1, 1)]
    assert [len(request) for request in cut_requests(texts, Capacity(3, 20))] == [2, 3, 1, 3, 1]
    assert [text for request in cut_requests(texts, Capacity(3, 20)) for text in request] == texts
    assert cut_requests([], Capacity()) == []


def test_terms_and_another_way_are_part_of_what_was_asked(tmp_path: Path) -> None:
    engine = Counting()
    hints = [Hint(), Hint(terms={"بغداد": "Baghdad"}), Hint(otherwise=True), Hint(context="قبله.")]
    with open_sentences(tmp_path) as store:
        asker = Asker(engine, engine.name, store, lambda _, draft, __: draft)
        for hint in (*hints, *hints):
            asker.ask(SENTENCES[:1], {SENTENCES[0]: hint})
    assert len(engine.requests) == 3, "what stands around a sentence is none"
