"""A name is found in files of all kinds."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

import pytest

from jisr.removal import traces
from jisr.removal.names.spellings import spellings_of
from jisr.removal.traces import Search, traces_in

MARYAM = spellings_of("مريم الحسن", (), ())
NOISE = b"\xff\xff" + b"".join(sha256(bytes([n])).digest() for n in range(200)) + b"\xff\xff"


@pytest.mark.parametrize(
    "data",
    [
        NOISE + "مريم الحسن".encode() + NOISE,
        NOISE + b"Maryam al-Hassan" + NOISE,
        NOISE + "مريم الحسن".encode("utf-16-le") + NOISE,
        NOISE + b"\xff" + "Maryam al-Hassan".encode("utf-16-le") + NOISE,  # at an odd place
        NOISE + "مريم الحسن".encode("utf-16-be") + NOISE,
        gzip.compress("مريم الحسن".encode(), mtime=0),
        "\ufeffمريم الحسن".encode("utf-16-le"),
        "قالت مريم الحسن".encode("cp1256"),
        b"%PDF-1.7\n\xff\0" + b"\nstream\r\n" + zlib.compress("مريم الحسن".encode()) + b"\nendstream",
        b"%PDF-1.7\n\xff\0/Title <feff" + "مريم الحسن".encode("utf-16-be").hex().encode() + b">",
    ],
    ids=lambda data: sha256(data).hexdigest()[:8],
)
def test_a_name_among_bytes(data: bytes) -> None:
    assert list(traces_in("seeds/a.bin", data, MARYAM, ()))


@pytest.mark.parametrize(
    "data", [b"", NOISE, b"%PDF-1.7\n\xff\0<feff0645>", b"\x1f\x8bdamaged", b"PK\x03\x04"]
)
def test_no_name_among_bytes(data: bytes) -> None:
    assert not list(traces_in("seeds/a.bin", data, MARYAM, ()))


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@pytest.mark.parametrize("damage", ["its bytes", "its size", "encrypted", "an unknown method"])
def test_a_damaged_member_of_an_archive_hides_no_other(method: int, damage: str) -> None:
    """Whatever its method raises: a removal goes on where something cannot be read."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.txt", NOISE)
        archive.writestr("b.txt", "مريم الحسن")
        start = archive.getinfo("a.txt").header_offset + 30 + len("a.txt")
        end = archive.getinfo("b.txt").header_offset
    data = bytearray(out.getvalue())
    entry = data.index(b"PK\x01\x02")  # of a.txt in the directory
    if damage == "its bytes":
        data[start:end] = bytes(byte ^ 0x55 for byte in data[start:end])
    elif damage == "its size":
        data[entry + 20 : entry + 24] = (7).to_bytes(4, "little")
    elif damage == "encrypted":
        data[entry + 8] |= 1
    else:
        data[entry + 10 : entry + 12] = (99).to_bytes(2, "little")
    assert [t.file for t in traces_in("seeds/a.zip", bytes(data), MARYAM, ())] == ["seeds/a.zip!b.txt"]


def test_what_was_clean_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search(MARYAM, frozenset({"a"}))
    read: list[str] = []
    readable = traces.readable_texts

    def note(name: str, data: bytes) -> Iterator[tuple[str, str]]:
        if data:
            read.append(name)
        return readable(name, data)

    monkeypatch.setattr(traces, "readable_texts", note)
    assert not list(search.traces("seeds/b.md", b"Hassan said"))
    assert not list(search.traces("seeds/c.md", b"Hassan said"))
    assert read == ["seeds/b.md"]
    assert list(search.traces("seeds/a.md", b"Hassan said")), "short forms count in her articles"
    assert list(search.traces("seeds/a.md", b"Hassan said")), "what was found is found again"
    assert list(search.traces("docs/maryam-hassan.md", b"Hassan said")), "the file's name is always read"


def test_what_is_stale() -> None:
    search = Search(MARYAM, frozenset({"a"}))
    assert search.is_stale("site/en/articles/a.pdf", b"")
    assert search.is_stale("site/en/articles/a/index.html", b"")
    assert not search.is_stale("site/en/articles/ab.pdf", b"")
    assert search.is_stale("site/en/index.html", b"Hassan said")
    assert not search.is_stale("site/en/index.html", b"Khalid said")
    assert not search.is_stale("site/en/index.html", b"Khalid said")
    assert search.is_stale("site/en/maryam-hassan.html", b"Khalid said")


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + b"\0\0\xff\xff"


PIXELS = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", NOISE)
SAID = b"\xffMaryam al-Hassan\xff"


@pytest.mark.parametrize(
    "data",
    [
        PIXELS + chunk(b"tEXt", SAID) + chunk(b"IEND", b""),
        PIXELS + chunk(b"IEND", b"") + SAID,  # behind the picture's end
        PIXELS + b"\0\0\xff\xffIDAT" + SAID,  # a chunk that says that it is longer than the file
        PIXELS + b"\xff\xff\xff\xfftEXt" + SAID,
        PIXELS + b"\0\0\0",
    ],
)
def test_a_name_in_a_picture_beside_its_pixels(data: bytes) -> None:
    assert bool(list(traces_in("seeds/a.png", data, MARYAM, ()))) is (SAID in data)


def test_pixels_are_not_read() -> None:
    assert not list(traces_in("seeds/a.png", PIXELS + chunk(b"IDAT", SAID), MARYAM, ()))
