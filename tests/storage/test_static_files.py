"""What of `docs/` becomes part of the site: what its name says, and nothing a browser runs."""

from pathlib import Path

import pytest

from jisr.model.diagnostics import Severity
from jisr.storage.static_files import read_static_files, single_language_findings
from tests.media import marked

SCRIPT = b"alert(1)//"
PLAIN = {
    "a.csv": "السنة,العدد\n2023,7\n".encode(),  # year, number
    "b.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
}
REAL = {
    **{name: marked.FILES[name] for name in sorted(marked.FILES)},
    "b.JPEG": marked.FILES["a.jpg"],
    "b.m4a": marked.FILES["tone.m4a"],
    **PLAIN,
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
    found, findings = read_static_files(tmp_path)
    assert (list(found), findings) == ([f"en/{name}"], [])
    assert marked.BYTES not in found[f"en/{name}"]
    assert name not in PLAIN or found[f"en/{name}"] == PLAIN[name]
    for other in (SCRIPT, b"<script>1</script>", b" " + REAL[name], b""):
        if not name.endswith((".csv", ".svg")):
            put(tmp_path, name, other)
            found, (finding,) = read_static_files(tmp_path)
            assert found == {}
            assert (finding.check, finding.file) == ("docs-file", f"docs/en/{name}")
            assert "whatever its name says" in finding.message


@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")
def test_a_file_that_cannot_be_cleaned_is_left_out_and_named(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", marked.document(locked=True))
    put(tmp_path, "b.png", b"\x89PNG\r\n\x1a\nx")
    found, findings = read_static_files(tmp_path)
    assert found == {}
    assert [(f.check, f.file, f.severity) for f in findings] == [
        ("docs-file", "docs/en/a.pdf", Severity.ERROR),
        ("docs-file", "docs/en/b.png", Severity.ERROR),
    ]
    assert ["print it into a new PDF" in findings[0].remedy, "save it anew" in findings[1].remedy] == [
        True
    ] * 2


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
    # of articles Jisr makes other pages
    assert sorted(found) == ["ar/about.md", "ar/contact.md", "en/about.md"]
    assert (finding.file, finding.severity) == ("docs/ar/contact.md", Severity.NOTICE)
    assert "docs/en/contact.md" in finding.remedy
