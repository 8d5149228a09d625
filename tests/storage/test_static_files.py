"""What of `docs/` becomes part of the site: what its name says, and nothing a browser runs."""

import os
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


@pytest.mark.parametrize("name", ["b.MD", "articles/a.Md", "articles/held.MD"])
def test_a_page_whose_ending_is_in_capitals_is_handed_on_to_nobody(tmp_path: Path, name: str) -> None:
    """MkDocs would publish the file itself, with private notes and what is held."""
    put(tmp_path, name, b"# Held <!-- private -->\n")
    found, (finding,) = read_static_files(tmp_path)
    assert found == {}
    assert (finding.file, finding.severity) == (f"docs/en/{name}", Severity.ERROR)
    assert finding.remedy == f"rename it: {Path(name).stem}.md"


COPIES = (
    "about (conflicted copy 2026-11-29 101010).md",
    "about (Ruba's conflicted copy 2026-11-29).md",
    "about (Case Conflict).md",
    "about.sync-conflict-20261129-101010-ABCDEFG.md",
    "about-DESKTOP-AB12.md",
    "about_LOCAL_1234.md",
    "about_BACKUP_77.md",
    "about - Copy.md",
    "about - Copy (2).md",
    "about copy 2.md",
    "about (1).md",
    "about (copy).md",
    "about - نسخة.md",  # copy
)


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_that_a_program_laid_beside_a_page_is_no_page(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, b"# Not yet\n")
    assert list(read_static_files(tmp_path)[0]) == [f"en/{name}"]  # beside nothing it is what it says
    put(tmp_path, "about.md", b"# About\n")
    found, (finding,) = read_static_files(tmp_path)
    assert list(found) == ["en/about.md"]
    assert (finding.file, finding.severity) == (f"docs/en/{name}", Severity.ERROR)
    assert "about.md" in finding.message


@pytest.mark.parametrize("name", ["about (history).md", "about-us.md", "about-local.md", "copy.md"])
def test_a_page_that_is_called_alike_is_a_page(tmp_path: Path, name: str) -> None:
    put(tmp_path, "about.md", b"# About\n")
    put(tmp_path, name, b"# More\n")
    found, findings = read_static_files(tmp_path)
    assert (sorted(found), findings) == (sorted(["en/about.md", f"en/{name}"]), [])


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("data.csv.md", "data.csv"),
        ("more/index.md", "more.md"),
        ("README.md", "index.md"),
        ("search/index.md", "search.md"),
    ],
)
def test_a_page_that_would_lie_where_another_does_is_left_out(tmp_path: Path, name: str, there: str) -> None:
    """The last two pages are there without anybody having written them."""
    if there not in ("index.md", "search.md"):
        put(tmp_path, there, b"# One\n")
    put(tmp_path, name, b"# Other\n")
    found, (finding,) = read_static_files(tmp_path)
    assert f"en/{name}" not in found
    assert (finding.file, finding.severity) == (f"docs/en/{name}", Severity.ERROR)
    assert finding.message.endswith(f"docs/en/{there} is")


def test_what_mkdocs_would_leave_out_is_told_of(tmp_path: Path) -> None:
    put(tmp_path, "templates/letter.md", b"# Letter\n")
    put(tmp_path, "more/templates/letter.md", b"# Letter\n")
    found, (finding,) = read_static_files(tmp_path)
    assert list(found) == ["en/more/templates/letter.md"]
    assert finding.file == "docs/en/templates/letter.md"


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


def test_what_is_no_file_is_named_and_not_waited_for(tmp_path: Path) -> None:
    """A pipe gives nothing until somebody writes into it."""
    put(tmp_path, "a.md", b"# A")
    os.mkfifo(tmp_path / "docs/en/pipe.md")
    (tmp_path / "docs/en/nowhere.png").symlink_to("nothing.png")
    (tmp_path / "docs/en/.#a.md").symlink_to("ed@host.4711:17")  # Emacs' sign that somebody writes in a.md
    found, findings = read_static_files(tmp_path)
    assert list(found) == ["en/a.md"]
    assert [f.file for f in findings] == ["docs/en/nowhere.png", "docs/en/pipe.md"]
    assert all(f.severity is Severity.ERROR and f.remedy for f in findings)
