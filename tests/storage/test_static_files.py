"""What of `docs/` becomes part of the site: what its name says, and nothing a browser runs."""

from pathlib import Path

import pytest

from jisr.model.diagnostics import Severity
from jisr.storage.static_files import read_static_files, single_language_findings

SCRIPT = b"alert(1)//"
REAL = {
    "a.pdf": b"%PDF-1.7 x",
    "a.png": b"\x89PNG\r\n\x1a\nx",
    "a.jpg": b"\xff\xd8\xff\xe0x",
    "a.JPEG": b"\xff\xd8\xff\xe1x",
    "a.gif": b"GIF89ax",
    "a.webp": b"RIFF\x01\x02\x03\x04WEBPx",
    "a.avif": b"\x00\x00\x00\x1cftypavifx",
    "a.ico": b"\x00\x00\x01\x00x",
    "a.mp3": b"ID3\x04x",
    "b.mp3": b"\xff\xfbx",
    "a.ogg": b"OggS\x00x",
    "a.opus": b"OggS\x00x",
    "a.m4a": b"\x00\x00\x00\x20ftypM4A x",
    "a.mp4": b"\x00\x00\x00\x18ftypmp42x",
    "a.webm": b"\x1a\x45\xdf\xa3x",
    "a.csv": "السنة,العدد\n2023,7\n".encode(),  # year, number
    "a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
}
RUN = (
    ".txt",
    ".js",
    ".mjs",
    ".html",
    ".htm",
    ".xhtml",
    ".xml",
    ".svgz",
    ".json",
    ".vtt",
    ".css",
    ".wasm",
    "",
)


def put(root: Path, name: str, data: bytes) -> None:
    path = root / "docs/en" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.mark.parametrize("name", REAL)
def test_a_file_is_published_if_it_is_what_its_name_says(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, REAL[name])
    assert read_static_files(tmp_path) == ({f"en/{name}": REAL[name]}, [])
    for other in (SCRIPT, b"<script>1</script>", b" " + REAL[name], b""):
        if not name.endswith((".csv", ".svg")):
            put(tmp_path, name, other)
            found, (finding,) = read_static_files(tmp_path)
            assert found == {}
            assert (finding.check, finding.file) == ("docs-file", f"docs/en/{name}")
            assert "whatever its name says" in finding.message


@pytest.mark.parametrize("suffix", RUN)
@pytest.mark.parametrize("data", [SCRIPT, b"Plain words.\n"])
def test_what_a_browser_may_run_is_not_published(tmp_path: Path, suffix: str, data: bytes) -> None:
    put(tmp_path, f"notes{suffix}", data)
    found, (finding,) = read_static_files(tmp_path)
    assert found == {}
    assert "are not published" in finding.message
    assert finding.severity is Severity.ERROR


def test_a_page_of_ones_own_in_one_language_is_published_and_told_of(tmp_path: Path) -> None:
    for name in ("ar/contact.md", "ar/about.md", "en/about.md", "en/articles/x.md", "ar/articles/index.md"):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"# x\n")
    found, refused = read_static_files(tmp_path)
    assert refused == []
    (finding,) = single_language_findings(found)
    assert sorted(found) == [
        *("ar/about.md", "ar/articles/index.md", "ar/contact.md"),
        *("en/about.md", "en/articles/x.md"),
    ]
    assert (finding.file, finding.severity) == ("docs/ar/contact.md", Severity.NOTICE)
    assert "docs/en/contact.md" in finding.remedy
