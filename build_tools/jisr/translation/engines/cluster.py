"""An engine's work done by many machines: the workers of a Dask cluster.

A request goes to whichever worker is free. A worker that has the very model uses it; others are sent it,
once. What a killed worker had in hand is done by another; where the scheduler is lost the run ends, and what
was answered is kept. Texts and answers travel as Dask sends them: on a network of one's own, or by `tls://`.
"""

import io
import tempfile
import zipfile
from collections.abc import Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.settings import ModelSettings, Settings
from jisr.model.translation import NO_HINTS, Capacity, Draft, Hints
from jisr.translation.engines.argos import Argos
from jisr.translation.engines.packages import installed_models, read_model
from jisr.translation.engines.servers.json_server import is_private

WAIT = 30  # seconds for the scheduler to answer, and to have a worker
SENTENCES, CHARACTERS = 64, 12_000  # of a request: a few seconds of a worker's time
AHEAD = 2  # requests for each thread of the workers, so that none waits for the next
_CHECK = "cluster"
_loading = Lock()  # a worker's threads share one model


class Cluster:
    """The workers at an address, each of which translates as `engine` does. Connects at the first look."""

    def __init__(self, engine: Argos, address: str, wanted: ModelSettings) -> None:
        """Raises `JisrError` where texts may not be sent to that address."""
        parts = urlsplit(address)
        if parts.scheme not in ("tcp", "tls") or not parts.hostname:
            raise _refusal("no address of a scheduler", address, "write it as tcp://HOST:PORT")
        if parts.scheme == "tcp" and not is_private(parts.hostname):
            message = "texts would go over a public network without encryption"
            raise _refusal(message, address, "have the scheduler speak tls, and write tls://HOST:PORT")
        self._engine, self._address, self._wanted = engine, address, wanted
        self.name = engine.name  # the model's, whoever works it

    @property
    def capacity(self) -> Capacity:
        """As much as keeps all workers busy. Raises `JisrError` where there is none."""
        threads = sum(worker["nthreads"] for worker in self._workers().values())
        _ = self._package  # sent now, before several threads ask for it
        return Capacity(SENTENCES, CHARACTERS, max(1, AHEAD * threads), has_another_way=True)

    def translate(self, sentences: Sequence[str], hints: Hints = NO_HINTS) -> list[Draft]:
        """Drafts in the order of `sentences`. Raises `JisrError` where the cluster is lost."""
        from distributed.scheduler import KilledWorker

        asked = (self.name, self._wanted, self._package, list(sentences), dict(hints))
        try:
            drafts: list[Draft] = self._client.submit(translate_here, *asked, pure=False).result()
        except (OSError, TimeoutError, CancelledError, KilledWorker) as error:
            remedy = "start it again, then draft again: what was answered is kept"
            raise _refusal(f"the cluster is lost ({type(error).__name__})", self._address, remedy) from error
        return drafts

    def _workers(self) -> dict[str, Any]:
        with suppress(OSError, TimeoutError):
            self._client.wait_for_workers(1, timeout=WAIT)
        found: dict[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
        if not found:
            remedy = f"start workers: dask worker {self._address}"
            raise _refusal("the cluster has no worker", self._address, remedy)
        return found

    @cached_property
    def _client(self) -> Any:
        try:
            import distributed
        except ImportError as error:
            raise _refusal("Dask is not installed", self._address, "pip install 'jisr[cluster]'") from error
        try:
            client: Any = distributed.Client
            return client(self._address, timeout=WAIT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            remedy = "start it: dask scheduler; then workers: dask worker " + self._address
            raise _refusal("the scheduler cannot be reached", self._address, remedy) from error

    @cached_property
    def _package(self) -> Any:
        """The model's files, on all workers, where one of them lacks the model; else `None`."""
        if all(self._client.run(has_model, self.name, self._wanted).values()):
            return None
        return self._client.scatter(pack(self._engine.model.path), broadcast=True, hash=True)


def has_model(name: str, wanted: ModelSettings) -> bool:
    """Whether the model of that name is on this machine."""
    return _find(name, wanted) is not None


def translate_here(
    name: str, wanted: ModelSettings, package: bytes | None, sentences: list[str], hints: Hints
) -> list[Draft]:
    """What a worker does: drafts of sentences by the model of that name, its own or the one it was sent."""
    with _loading:
        engine = _engine(name, wanted, package)
    return engine.translate(sentences, hints)


@lru_cache(maxsize=1)  # a worker has one model loaded
def _engine(name: str, wanted: ModelSettings, package: bytes | None) -> Argos:
    engine = _find(name, wanted)
    if engine is None and package is not None:
        folder = Path(tempfile.mkdtemp(prefix="jisr-model-"))
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            archive.extractall(folder)  # our own, packed below
        model = read_model(folder)
        engine = Argos(model, wanted=wanted) if model else None
    if engine is None or engine.name != name:
        raise JisrError(Finding(_CHECK, "a worker has another model, or another release of Jisr"))
    return engine


def _find(name: str, wanted: ModelSettings) -> Argos | None:
    """The engine of that name, if its model is installed here."""
    here = Settings(root=Path(), model=wanted)
    engines = (Argos(model, wanted=wanted) for model in installed_models(here))
    return next((engine for engine in engines if engine.name == name), None)


def pack(folder: Path) -> bytes:
    """The files of a package."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return packed.getvalue()


def _refusal(message: str, address: str, remedy: str) -> JisrError:
    return JisrError(Finding(_CHECK, message, text=address, remedy=remedy))
