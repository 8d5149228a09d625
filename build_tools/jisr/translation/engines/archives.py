"""What may be in a package's archive: no path that leaves its folder, no bomb, and a model.

Only what the engine reads is taken out (Argos packages also carry sentence splitters of 100 MB); everything
in the archive is judged all the same, for an archive with one hostile path is not to be trusted at all.
"""

import json
import lzma
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from jisr.model.diagnostics import Finding, JisrError
from jisr.translation.engines.packages import FROM, METADATA, PIECES, TO, WEIGHTS

MAX_FILES = 2_000
MAX_BYTES = 2 << 30  # unpacked; the largest Argos packages are a tenth of this
MAX_RATIO = 100  # unpacked bytes a packed one; weights hardly shrink at all
MAX_METADATA = 1 << 20

# What is no plain name on some system: controls, drive letters, Windows' separators and its devices.
_BAD_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
"""What zipfile and its decompressors raise for a damaged archive (bz2 raises ValueError and OSError)."""


@dataclass(frozen=True)
class Member:
    """A file to take out, and its path inside the package."""

    info: zipfile.ZipInfo
    path: PurePosixPath


def check_archive(stream: BinaryIO, name: str) -> tuple[dict[str, Any], list[Member]]:
    """The package's metadata and the files to take out of the archive in `stream`.

    Raises `JisrError` for what is no archive, reaches outside its folder, is too large, or holds no ar→en
    model.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            _check_size(infos, name)
            for info in infos:
                if reason := _hostile(info):
                    raise _refuse(f"the archive is not safe: {reason}", name, info.filename)
            _check_unique(infos, name)
            root = _root(infos, name)
            return _metadata(archive, root, name), _members(infos, root, name)
    except READ_ERRORS as error:
        raise _refuse(f"not a readable zip archive ({error})", name) from error


def _check_size(infos: list[zipfile.ZipInfo], name: str) -> None:
    total, packed = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
    if len(infos) > MAX_FILES or total > MAX_BYTES or total > MAX_RATIO * max(packed, 1):
        size = f"{len(infos)} files, {total:,} bytes unpacked from {packed:,}"
        raise _refuse(f"the archive is not safe: it unpacks to too much ({size})", name)


def _hostile(info: zipfile.ZipInfo) -> str:
    """Why a member must not be unpacked; `""` for an ordinary file or folder."""
    raw = info.orig_filename if "\\" in info.orig_filename or "\0" in info.orig_filename else info.filename
    parts = raw.rstrip("/").split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if raw.startswith("/"):
        return "an absolute path"
    if ".." in parts:
        return "a path that leaves its folder"
    if _BAD_CHARACTERS.search(raw) or not all(map(_plain, parts)):
        return "a name that is no plain file name"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "a link or device"
    if info.flag_bits & 0x1:
        return "an encrypted file"
    return ""


def _plain(part: str) -> bool:
    return part not in ("", ".") and part == part.rstrip(". ") and not _DEVICE.fullmatch(part)


def _check_unique(infos: list[zipfile.ZipInfo], name: str) -> None:
    """Two names for one file would hide the second from whoever checked the first."""
    seen: set[str] = set()
    for info in infos:
        folded = info.filename.rstrip("/").casefold()
        if folded in seen:
            raise _refuse("the archive is not safe: a name comes twice", name, info.filename)
        seen.add(folded)


def _root(infos: list[zipfile.ZipInfo], name: str) -> str:
    """The one folder that holds the package, with its slash."""
    roots = {info.filename.partition("/")[0] + "/" for info in infos if "/" in info.filename}
    if len(roots) == 1 and f"{min(roots)}{METADATA}" in {info.filename for info in infos}:
        return min(roots)
    raise _refuse(f"the archive holds no model: no single folder with {METADATA}", name)


def _metadata(archive: zipfile.ZipFile, root: str, name: str) -> dict[str, Any]:
    info = archive.getinfo(root + METADATA)
    if info.file_size > MAX_METADATA:
        raise _refuse("the archive is not safe: its metadata is too large", name, info.filename)
    try:
        about = json.loads(archive.read(info).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _refuse(f"the archive holds no model: {METADATA} is not JSON", name) from error
    if not isinstance(about, dict) or (about.get("from_code"), about.get("to_code")) != (FROM, TO):
        languages = f"{about.get('from_code')} → {about.get('to_code')}" if isinstance(about, dict) else ""
        raise _refuse("the archive holds no model from Arabic into English", name, languages)
    return about


def _members(infos: list[zipfile.ZipInfo], root: str, name: str) -> list[Member]:
    files = [
        Member(info, PurePosixPath(inside))
        for info in infos
        if not info.is_dir() and _wanted(inside := info.filename.removeprefix(root))
    ]
    present = {member.path.as_posix() for member in files}
    missing = [] if WEIGHTS in present else [WEIGHTS]
    missing += [] if present.intersection(PIECES) else [" or ".join(PIECES)]
    if missing:
        raise _refuse(f"the archive holds no model: {' and '.join(missing)} missing", name)
    return files


def _wanted(inside: str) -> bool:
    return inside in (METADATA, *PIECES, "README.md") or inside.startswith("model/")


def _refuse(message: str, name: str, text: str = "") -> JisrError:
    remedy = "get the package again from where it is published"
    return JisrError(Finding("model", message, name, text=text, remedy=remedy))
