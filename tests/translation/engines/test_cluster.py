"""Drafts by the workers of a Dask cluster: a real scheduler, and workers that are processes of their own."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest

from jisr.model.diagnostics import JisrError
from jisr.model.settings import ModelSettings, Settings
from jisr.model.translation import NO_HINTS, Draft, Hints, Segment
from jisr.translation.engines import cluster, find_engine, is_elsewhere
from jisr.translation.engines.argos import Argos
from jisr.translation.engines.cluster import Cluster, has_model, pack, translate_here
from jisr.translation.engines.packages import find_model
from jisr.translation.engines.translator import EngineTranslator
from tests.argos_package import GOOD

SENTENCES = [original for original, _ in GOOD]


@pytest.fixture
def engine(ready: Settings) -> Argos:
    model = find_model(ready)
    assert model is not None
    return Argos(model)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("localhost:8786", "no address"),
        ("http://localhost:8786", "no address"),
        ("tcp://", "no address"),
        ("tcp://8.8.8.8:8786", "without encryption"),
        ("tls://8.8.8.8:8786", ""),
        ("tcp://10.0.0.7:8786", ""),
    ],
)
def test_texts_go_to_a_private_network_or_encrypted(engine: Argos, address: str, says: str) -> None:
    if says:
        with pytest.raises(JisrError, match=says):
            Cluster(engine, address, ModelSettings())
    else:
        assert Cluster(engine, address, ModelSettings()).name == engine.name, (
            "who works is no part of a draft"
        )


def test_a_cluster_elsewhere_is_another_machine(ready: Settings) -> None:
    assert not is_elsewhere(ready, "tcp://127.0.0.1:8786")
    assert is_elsewhere(ready, "tcp://10.0.0.7:8786")
    with pytest.raises(JisrError, match="no cluster can do the work"):
        find_engine(replace(ready, engine="openai", openai=OPENAI), cluster="tcp://127.0.0.1:8786")


OPENAI = replace(Settings(Path()).openai, url="http://127.0.0.1:9", model="m")


def test_a_worker_without_the_model_unpacks_what_it_is_sent(engine: Argos) -> None:
    wanted, some = ModelSettings(), SENTENCES[:3]
    assert not has_model(engine.name, wanted)
    with pytest.raises(JisrError, match="another model"):
        translate_here(engine.name, wanted, None, some, {})
    packed = pack(engine.model.path)
    assert translate_here(engine.name, wanted, packed, some, {}) == engine.translate(some)
    with pytest.raises(JisrError, match="another model"):
        translate_here(engine.name.replace("int8", "int4"), wanted, packed, some, {})


def test_a_worker_with_the_model_uses_its_own(engine: Argos, ready: Settings) -> None:
    assert has_model(engine.name, ready.model)
    assert translate_here(engine.name, ready.model, None, SENTENCES[:2], {}) == engine.translate(
        SENTENCES[:2]
    )


def test_the_threads_of_a_worker_share_one_model(engine: Argos, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, both = [], Barrier(2)

    def find(name: str, _wanted: ModelSettings) -> Argos:
        loaded.append(name)
        time.sleep(0.1)  # while the other comes
        return engine

    def ask(sentences: list[str]) -> list[Draft]:
        both.wait()
        return translate_here(engine.name, ModelSettings(beam=3), None, sentences, {})

    monkeypatch.setattr(cluster, "_find", find)
    with ThreadPoolExecutor(2) as threads:
        drafts = list(threads.map(ask, [SENTENCES[:1], SENTENCES[1:2]]))
    assert [*drafts[0], *drafts[1]] == engine.translate(SENTENCES[:2])
    assert loaded == [engine.name]


def test_a_scheduler_that_is_not_there_is_one_clear_sentence(
    engine: Argos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "WAIT", 0.2)
    with pytest.raises(JisrError, match="cannot be reached"):
        _ = Cluster(engine, "tcp://127.0.0.1:1", ModelSettings()).capacity


def test_a_lost_cluster_is_an_error_and_workers_are_counted(engine: Argos) -> None:
    lost = Cluster(engine, "tcp://127.0.0.1:1", ModelSettings())
    workers = {"a": {"nthreads": 3}, "b": {"nthreads": 1}}

    def fail() -> None:
        raise OSError("comm closed")

    lost.__dict__["_client"] = SimpleNamespace(
        wait_for_workers=lambda *_, **__: None,
        scheduler_info=lambda **_: {"workers": workers},
        submit=lambda *_, **__: SimpleNamespace(result=fail),
    )
    lost.__dict__["_package"] = None
    assert lost.capacity.requests == 8
    with pytest.raises(JisrError, match="the cluster is lost") as caught:
        lost.translate(SENTENCES[:1])
    assert "kept" in caught.value.findings[0].remedy
    workers.clear()
    with pytest.raises(JisrError, match="no worker"):
        _ = lost.capacity


# --- a real one ---------------------------------------------------------------------------------------------


@contextmanager
def process(kind: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A scheduler or a worker, killed at the end."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1", *arguments]
    quiet = subprocess.DEVNULL
    started = subprocess.Popen([*command, "--no-dashboard"], stdout=quiet, stderr=quiet)
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)


class Killing(Cluster):
    """Kills a worker once some requests have been answered."""

    worker: subprocess.Popen[bytes]
    answered = 0

    def translate(self, sentences: Sequence[str], hints: Hints = NO_HINTS) -> list[Draft]:
        """As ever."""
        if self.answered >= 4 and self.worker.returncode is None:
            self.worker.kill()
            self.worker.wait()
        drafts = super().translate(sentences, hints)
        self.answered += len(sentences)
        return drafts


@pytest.mark.soak
def test_a_killed_worker_costs_its_batch_and_a_lost_scheduler_nothing_that_was_answered(
    engine: Argos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # Dask connects by calls that the fixture of all these tests refuses
    monkeypatch.setattr(cluster, "SENTENCES", 2)
    expected = [draft.text for draft in engine.translate(SENTENCES)]
    file = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        scheduler = stack.enter_context(process("scheduler", "--port", "0", "--scheduler-file", str(file)))
        wait_for(file.exists)
        address = json.loads(file.read_text("utf-8"))["address"]
        worker = [address, "--nthreads", "1", "--no-nanny"]
        spread = Killing(engine, address, ModelSettings())
        spread.worker, _ = [stack.enter_context(process("worker", *worker)) for _ in range(2)]
        wait_for(lambda: spread.capacity.requests == 4)
        drafts = EngineTranslator(spread, tmp_path).translate([Segment(s) for s in SENTENCES], {})
        assert spread.worker.returncode == -signal.SIGKILL
        assert [draft.text for draft in drafts] == expected
        scheduler.kill()
        scheduler.wait()
        with pytest.raises(JisrError, match=r"the cluster is lost|no worker"):
            spread.translate(SENTENCES[:1])
    again = EngineTranslator(engine, tmp_path).translate([Segment(s) for s in SENTENCES], {})
    assert again == drafts, "what was answered is kept, and none of it asked again"
