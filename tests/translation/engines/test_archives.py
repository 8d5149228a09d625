"""Archives of packages that are hostile or damaged are refused, and leave nothing."""

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from jisr.model.diagnostics import JisrError
from jisr.translation.engines.archives import MAX_FILES
from jisr.translation.engines.install import install
from tests.argos_package import PACKAGE, configure, found


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x", (2020, 1, 1, 0, 0, 0))
    info.filename = info.orig_filename = name  # past the constructor, which would make it harmless
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


METADATA = json.dumps({"from_code": "ar", "to_code": "en", "package_version": "1.0"})
PLAIN = {"p/metadata.json": METADATA, "p/model/model.bin": "w", "p/sentencepiece.model": "s"}


def make_archive(target: Path, files: dict[str, str], *extra: tuple[zipfile.ZipInfo, str]) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(entry(name), data)
        for info, data in extra:
            archive.writestr(info, data)
    return target


def without(name: str) -> dict[str, str]:
    return {path: data for path, data in PLAIN.items() if path != name}


SAFE, NO_MODEL = "not safe", "holds no model"
HOSTILE: dict[str, tuple[str, dict[str, str], list[tuple[zipfile.ZipInfo, str]]]] = {
    "parent": (SAFE, PLAIN, [(entry("../evil"), "x")]),
    "parent-inside": (SAFE, PLAIN, [(entry("p/model/../../../evil"), "x")]),
    "absolute": (SAFE, PLAIN, [(entry("/tmp/evil"), "x")]),
    "drive": (SAFE, PLAIN, [(entry("C:/evil"), "x")]),
    "drive-relative": (SAFE, PLAIN, [(entry("p/C:evil"), "x")]),
    "backslash": (SAFE, PLAIN, [(entry("p\\..\\..\\evil"), "x")]),
    "share": (SAFE, PLAIN, [(entry("//host/evil"), "x")]),
    "device": (SAFE, PLAIN, [(entry("p/model/NUL.txt"), "x")]),
    "control": (SAFE, PLAIN, [(entry("p/model/a\nb"), "x")]),
    "dots": (SAFE, PLAIN, [(entry("p/model/. "), "x")]),
    "symlink": (SAFE, PLAIN, [(entry("p/model/link", stat.S_IFLNK | 0o777), "/etc/passwd")]),
    "symlinked-folder": (SAFE, PLAIN, [(entry("p/out", stat.S_IFLNK | 0o777), "/tmp")]),
    "fifo": (SAFE, PLAIN, [(entry("p/model/pipe", stat.S_IFIFO | 0o644), "")]),
    "twice": (SAFE, PLAIN, [(entry("p/MODEL/model.bin"), "other")]),
    "bomb": (SAFE, PLAIN, [(entry("p/model/zeros"), "0" * 3_000_000)]),
    "many": (SAFE, PLAIN, [(entry(f"p/model/{i}"), "") for i in range(MAX_FILES)]),
    "huge-metadata": (SAFE, {**PLAIN, "p/metadata.json": METADATA + os.urandom(600_000).hex()}, []),
    "no-metadata": (NO_MODEL, without("p/metadata.json"), []),
    "no-weights": (NO_MODEL, without("p/model/model.bin"), []),
    "no-pieces": (NO_MODEL, without("p/sentencepiece.model"), []),
    "two-folders": (NO_MODEL, PLAIN, [(entry("q/metadata.json"), METADATA)]),
    "other-languages": (NO_MODEL, {**PLAIN, "p/metadata.json": '{"from_code": "en", "to_code": "ar"}'}, []),
    "no-json": (NO_MODEL, {**PLAIN, "p/metadata.json": "from: ar"}, []),
    "json-list": (NO_MODEL, {**PLAIN, "p/metadata.json": "[]"}, []),
    "deep-json": (NO_MODEL, {**PLAIN, "p/metadata.json": "[" * 500_000 + os.urandom(9000).hex()}, []),
    "empty": (NO_MODEL, {}, []),
    "not-loadable": ("does not work", PLAIN, []),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_archives_are_refused_and_leave_nothing(kind: str, tmp_path: Path) -> None:
    reason, files, extra = HOSTILE[kind]
    archive = make_archive(tmp_path / "package.argosmodel", files, *extra)
    configured = configure(tmp_path / "project", hashlib.sha256(archive.read_bytes()).hexdigest())
    with pytest.raises(JisrError, match=reason) as caught:
        install(configured, archive)
    assert caught.value.findings[0].file == str(archive)
    assert caught.value.findings[0].remedy
    left = {p.name for p in tmp_path.rglob("*")} - {
        "package.argosmodel",
        "project",
        "models",
        ".jisr",
        ".gitignore",
        "lock",
    }
    assert not left
    assert not Path("/tmp/evil").exists()


def broken(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The tiny package, damaged in ways that only unpacking may show."""
    yield "no archive", b"not a zip archive"
    yield "empty", b""
    yield "cut", data[: len(data) // 2]
    middle = len(data) // 2
    yield "flipped", data[:middle] + bytes(b ^ 0xFF for b in data[middle : middle + 64]) + data[middle + 64 :]
    encrypted = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := encrypted.find(mark, at + 1)) >= 0:
            encrypted[at + offset] |= 1
    yield "encrypted", bytes(encrypted)


DAMAGED = dict(broken(PACKAGE.read_bytes()))


@pytest.mark.parametrize("kind", DAMAGED)
def test_damaged_archives_are_refused(kind: str, tmp_path: Path) -> None:
    archive = tmp_path / "package.argosmodel"
    archive.write_bytes(DAMAGED[kind])
    configured = configure(tmp_path, hashlib.sha256(DAMAGED[kind]).hexdigest())
    with pytest.raises(JisrError):
        install(configured, archive)
    assert found(configured) == ""
