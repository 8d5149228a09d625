"""Installed Argos packages: where they lie, which one to take, and the digest that names one.

A package is a folder with `metadata.json`, `model/` (CTranslate2's) and a file of pieces. It is read
here without argostranslate, which makes folders in the user's home when it is imported.
"""

import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from jisr.model.diagnostics import JisrError
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.settings import Settings
from jisr.storage import disk, transaction

FROM, TO = ORIGINAL.code, TRANSLATION.code
METADATA, WEIGHTS = "metadata.json", "model/model.bin"
PIECES = ("sentencepiece.model", "bpe.model")  # one of them, as argostranslate looks for them
RECEIPT = "jisr.json"  # in a package that Jisr installed: the SHA-256 of the archive that it came from
_DIGESTS = "digests.json"  # digests by path, so that 100 MB are not read at every start
_RACY = 2.0  # seconds; a younger file could still change without its times changing


@dataclass(frozen=True)
class InstalledModel:
    """An ar→en package on disk. `argos` is the version of Argos Translate that it was made for."""

    path: Path
    package: str
    version: str
    argos: str
    prefix: str = ""  # a target token that the package wants each sentence to begin with
    sha256: str = ""  # of the archive, where Jisr installed it
    pieces: str = PIECES[0]  # the file that cuts sentences


def model_dir(settings: Settings) -> Path:
    """Jisr's own model folder: `JISR_MODELS`, else the setting, else the platform's data folder."""
    if chosen := os.environ.get("JISR_MODELS"):
        return Path(chosen).expanduser()
    if settings.model.dir is not None:
        return settings.root / settings.model.dir.expanduser()
    return _data_home() / "jisr" / "models"


def argos_dir() -> Path:
    """Argos' own packages folder, by its own rules: environment, its settings file, default."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    settings = _read_json(config / "argos-translate" / "settings.json")
    chosen = os.environ.get("ARGOS_PACKAGES_DIR") or settings.get("ARGOS_PACKAGES_DIR")
    return Path(chosen) if isinstance(chosen, str) else _data_home() / "argos-translate" / "packages"


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def find_model(settings: Settings) -> InstalledModel | None:
    """The ar→en package to translate with: Jisr's own folder before Argos', and in a folder the one that the
    settings name by checksum or version before the newest. `None` where there is none.
    """

    def fitness(model: InstalledModel) -> tuple[bool, bool, tuple[int, ...], str]:
        wanted = settings.model
        numbers = tuple(map(int, re.findall(r"\d+", model.version)))
        exact = bool(wanted.sha256) and model.sha256 == wanted.sha256
        return exact, model.version == wanted.version, numbers, model.path.name

    for folder in (model_dir(settings), argos_dir()):
        models = list(_models_in(folder))
        if models:
            return max(models, key=fitness)
    return None


def installed_models(settings: Settings) -> Iterator[InstalledModel]:
    """All ar→en packages on this machine, wherever they lie."""
    for folder in (model_dir(settings), argos_dir()):
        yield from _models_in(folder)


def _models_in(folder: Path) -> Iterator[InstalledModel]:
    """Whole packages directly in `folder`; names with a dot are installations under way, or were killed."""
    try:
        children = sorted(folder.iterdir())
    except OSError:  # no such folder, or not ours to read: no model there
        return
    for child in children:
        if not child.name.startswith(".") and (model := read_model(child)) is not None:
            yield model


def read_model(path: Path) -> InstalledModel | None:
    """The ar→en package in the folder `path`; `None` if it is something else or not whole."""
    about = _read_json(path / METADATA)
    if (about.get("from_code"), about.get("to_code")) != (FROM, TO):
        return None
    pieces = next((name for name in PIECES if (path / name).is_file()), "")
    if not (pieces and (path / WEIGHTS).is_file()):
        return None
    return InstalledModel(
        path=path,
        package=f"{about.get('type') or 'translate'}-{FROM}_{TO}",
        version=str(about.get("package_version") or ""),
        argos=str(about.get("argos_version") or ""),
        prefix=str(about.get("target_prefix") or ""),
        sha256=str(_read_json(path / RECEIPT).get("sha256") or ""),
        pieces=pieces,
    )


def read_vocabulary(model: InstalledModel) -> frozenset[str]:
    """The pieces that a model can say; none where its files do not tell."""
    for name in ("shared_vocabulary", "target_vocabulary"):
        for suffix in (".json", ".txt"):
            try:
                text = (model.path / "model" / (name + suffix)).read_text("utf-8")
                found = json.loads(text) if suffix == ".json" else text.split("\n")
            except (OSError, ValueError, RecursionError):
                continue
            return frozenset(filter(None, map(str, found)))
    return frozenset()


def model_digest(model: InstalledModel, cache: Path | None) -> str:
    """Eight hex digits that stand for the contents of the files that make the translation.

    Kept in the folder `cache` for as long as size, times and inode of every file stay as they were. A cache
    that cannot be read or written costs time, nothing else.
    """
    files = [*sorted(p for p in (model.path / "model").rglob("*") if p.is_file()), model.path / model.pieces]
    stats = [(path, path.stat()) for path in files]
    stamp = [[p.name, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino] for p, s in stats]
    place = str(model.path.resolve())
    known = _read_json(cache / _DIGESTS) if cache else {}
    entry = known.get(place)
    if isinstance(entry, dict) and entry.get("stamp") == stamp and isinstance(entry.get("digest"), str):
        return str(entry["digest"])
    digest = _digest(model.path, files)
    if cache and all(time.time() - max(s.st_mtime, s.st_ctime) > _RACY for _, s in stats):
        _remember(cache, {**known, place: {"stamp": stamp, "digest": digest}})
    return digest


def _digest(root: Path, files: list[Path]) -> str:
    total = sha256()
    for path in files:
        total.update(f"{path.relative_to(root).as_posix()}\0{disk.digest_file(path)}\n".encode())
    return total.hexdigest()[:8]


def _remember(cache: Path, digests: Mapping[str, Any]) -> None:
    alive = {place: entry for place, entry in digests.items() if Path(place).is_dir()}
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with transaction.lock_project(cache):
            transaction.commit(cache, {cache / _DIGESTS: json.dumps(alive, indent=1).encode()})
    except (JisrError, OSError):  # read-only, or another run is writing: the digest is right without it
        return


def _read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file; `{}` for anything else."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
