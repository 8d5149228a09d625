"""Installing a translation model, which is fetched from a network.

Nothing is unpacked before the archive's SHA-256 is the one in `mkdocs.yml`, or a person has accepted it;
nothing lands outside the model folder, and a package appears there whole or not at all: it is unpacked beside
its place and renamed.
"""

import json
import os
import shlex
import shutil
import socket
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.settings import ModelSettings, Settings
from jisr.storage import transaction
from jisr.storage.disk import write_durably
from jisr.translation.engines.archives import READ_ERRORS, Member, check_archive
from jisr.translation.engines.argos import Argos
from jisr.translation.engines.packages import FROM, RECEIPT, TO, InstalledModel, model_dir, read_model

TIMEOUT = 60.0  # seconds without an answer
_NEW, _OLD = ".new-", ".old-"
_SETTING = "under extra: jisr: model: in mkdocs.yml"


@dataclass(frozen=True)
class Offer:
    """A package that nothing in the settings vouches for, as it is shown to a person who may."""

    name: str
    version: str
    size: int  # bytes
    sha256: str


def refuse_offer(_offer: Offer) -> bool:
    """Refuse: no person is present who could accept an unverified package."""
    return False


Fetch = Callable[[ModelSettings, Path], Path]
"""Puts the wanted package's archive into the folder and returns its path; raises `JisrError`."""


def fetch_from_index(wanted: ModelSettings, folder: Path) -> Path:
    """The archive of `wanted` from Argos' index, written into `folder`.

    argostranslate's own download is not used: it keeps files under a name without a version, so that an old
    or half-written one would be taken for the new one. Raises `JisrError` when the archive is not to be had.
    """
    # before the import: onnxruntime, which comes along, reports home
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        from argostranslate import networking, package
        from argostranslate import settings as argos
    except ImportError as error:
        remedy = "pip install 'jisr[draft]', or bring the file and run `jisr model install FILE`"
        raise _refusal("argostranslate is not installed", remedy) from error
    with _time_limit():
        package.update_package_index()
        # Without an index argostranslate calls itself until Python stops it.
        if not Path(argos.local_package_index).is_file():
            raise _offline("Argos' package index cannot be reached", str(argos.remote_package_index))
        try:
            offered = [p for p in package.get_available_packages() if (p.from_code, p.to_code) == (FROM, TO)]
        except (ValueError, AttributeError, TypeError) as error:
            raise _offline("Argos' package index cannot be read", str(argos.local_package_index)) from error
        fitting = [p for p in offered if wanted.version in ("", p.package_version)]
        if not fitting:
            versions = ", ".join(str(p.package_version) for p in offered) or "none"
            remedy = f"set `version:` {_SETTING} to one that it has: {versions}"
            raise _refusal("Argos' index has no such ar→en package", remedy, text=wanted.version)
        newest = max(
            fitting, key=lambda p: [int(n) for n in str(p.package_version).split(".") if n.isdigit()]
        )
        data = networking.get_from(list(newest.links))
    if not data:
        raise _offline("the package cannot be downloaded", " ".join(newest.links))
    target = folder / f"{wanted.package}.argosmodel"
    target.write_bytes(data)
    return target


def install(
    settings: Settings,
    file: Path | None = None,
    *,
    fetch: Fetch = fetch_from_index,
    accept: Callable[[Offer], bool] = refuse_offer,
) -> InstalledModel:
    """Install the ar→en package from `file`, or what `fetch` brings without one, into Jisr's model folder.

    A package that is installed already is left alone. `accept` is asked where the settings name no checksum.
    Raises `JisrError` where nobody accepts it, or the checksum is another, where the archive is unsafe or
    holds no model, where the model does not load, and where the disk refuses.
    """
    folder = model_dir(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with transaction.lock_project(folder):
            _sweep(folder)
            wanted = settings.model
            if file is None and wanted.sha256:
                there = read_model(_place(folder, wanted, wanted.sha256))
                if there is not None and there.sha256 == wanted.sha256:
                    return there
            with tempfile.TemporaryDirectory(prefix=_NEW, dir=folder, ignore_cleanup_errors=True) as work:
                source = file if file is not None else fetch(wanted, Path(work))
                with source.open("rb") as stream:
                    again = shlex.join(["jisr", "model", "install", *([str(file)] if file else [])])
                    return _install(wanted, stream, str(source), folder, Path(work), accept, again)
    except OSError as error:
        message = f"cannot install the model ({error.strerror or error})"
        remedy = "check the path, free space or fix the permissions, then run this again"
        raise _refusal(message, remedy, str(error.filename or folder)) from error


def _place(folder: Path, wanted: ModelSettings, checksum: str) -> Path:
    return folder / f"{wanted.package}-{checksum[:12]}"


def _install(
    wanted: ModelSettings,
    stream: BufferedReader,
    name: str,
    folder: Path,
    work: Path,
    accept: Callable[[Offer], bool],
    again: str,
) -> InstalledModel:
    """`install` of an open package; `again` is the command that was given."""
    checksum = _verify(wanted, stream, name)
    about, members = check_archive(stream, name)
    version = str(about.get("package_version") or "")
    offer = Offer(Path(name).name, version, stream.seek(0, os.SEEK_END), checksum)
    if not wanted.sha256 and not accept(offer):
        by_hand = f"put `sha256: {checksum}` {_SETTING} and run this again"
        remedy = f"if you trust where the file came from: {again} --accept, or {by_hand}"
        raise _refusal("no checksum is set, and nothing unverified is installed", remedy, name)
    if wanted.version and version != wanted.version:
        remedy = f"set `version:` {_SETTING} to the package's, or take the other package"
        raise _refusal(f"the package is version {version}, not {wanted.version}", remedy, name)
    place = _place(folder, wanted, checksum)
    there = read_model(place)
    if there is not None and there.sha256 == checksum:
        return there
    unpacked = work / "package"
    _unpack(stream, name, members, unpacked)
    write_durably(unpacked / RECEIPT, json.dumps({"sha256": checksum}).encode())
    _try_out(unpacked, name)
    if place.exists():  # damaged, or it would have been taken as it is
        place.replace(folder / f"{_OLD}{place.name}")
    unpacked.replace(place)
    installed = read_model(place)
    if installed is None:
        raise _refusal("the model was changed while it was installed", "run this again", str(place))
    return installed


def _verify(wanted: ModelSettings, stream: BufferedReader, name: str) -> str:
    """The archive's SHA-256, which is the one in the settings, if they name one."""
    found = file_digest(stream, "sha256").hexdigest()
    if wanted.sha256 and found != wanted.sha256.lower():
        remedy = f"get the file again; if the package was meant to change, correct `sha256:` {_SETTING}"
        raise _refusal(f"the file's SHA-256 is {found}, not {wanted.sha256}", remedy, name)
    return found


def _unpack(stream: BinaryIO, name: str, members: list[Member], target: Path) -> None:
    """Write the members below `target`; zipfile stops at the size that a member declares."""
    try:
        with zipfile.ZipFile(stream) as archive:
            for member in members:
                path = target / member.path
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member.info) as source, path.open("xb") as out:
                    shutil.copyfileobj(source, out, 1 << 20)
                    out.flush()
                    os.fsync(out.fileno())
    except READ_ERRORS as error:
        raise _refusal(f"the archive is damaged ({error})", "get the file again", name) from error


def _try_out(folder: Path, name: str) -> None:
    """Load the model once: one that cannot be read is refused here, not met in the middle of a draft."""
    model = read_model(folder)
    if model is None:
        raise _refusal("the archive holds no ar→en model", "take another package", name)
    try:
        Argos(model).load()
    except JisrError as error:
        remedy = "take another package, or install what is missing"
        raise _refusal(error.findings[0].message, remedy, name) from error


def _sweep(folder: Path) -> None:
    """Remove what earlier installations left behind; the lock says that none is under way."""
    for prefix in (_NEW, _OLD):
        for leftover in folder.glob(f"{prefix}*"):
            shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def _time_limit() -> Iterator[None]:
    """argostranslate sets no time limit of its own, and a silent network would hold the run for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _refusal(message: str, remedy: str, file: str = "", text: str = "") -> JisrError:
    return JisrError(Finding("model", message, file, text=text, remedy=remedy))


def _offline(message: str, address: str) -> JisrError:
    remedy = "connect to the network, or bring the .argosmodel file and run `jisr model install FILE`"
    return _refusal(message, remedy, text=address)
