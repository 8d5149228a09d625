"""The settings: what is wrong with them is said with file, line, text and remedy."""

from datetime import date
from pathlib import Path

import pytest

from jisr.model.diagnostics import JisrError
from jisr.storage.config import parse_meta, read_settings


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"- a\n", 1, "no keys and values"),
        (b"hello\n", 1, "no keys and values"),
        (b"site_name: x\nextra: hello\n", 2, "extra must hold keys and values"),
        (b"site_name: x\nextra:\n  jisr: hello\n", 3, "not of type 'object'"),
        (b"site_name: \xff\n", 1, "not UTF-8"),
        (b"site_name: [x\nextra: y\n", 2, "not valid YAML"),
        (b"extra:\n  jisr:\n    link_mention: all\n", 3, "unknown key"),
        (b'extra:\n  jisr:\n    publication: {ar: x, en: "y\\u202e"}\n', 3, "U+202E"),
    ],
)
def test_what_is_wrong_with_the_settings(tmp_path: Path, data: bytes, line: int, message: str) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(data)
    with pytest.raises(JisrError) as caught:
        read_settings(tmp_path)
    found = caught.value.findings[0]
    assert (found.file, found.line) == ("mkdocs.yml", line)
    assert message in found.message
    assert found.remedy


@pytest.mark.parametrize("data", [b"", b"site_name: x\nextra:\n", b"\xef\xbb\xbfsite_name: x\n"])
def test_without_settings_all_is_as_it_comes(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(data)
    assert read_settings(tmp_path).link_mentions == "first"


@pytest.mark.parametrize(
    ("sidecar", "line", "message"),
    [
        ("author: Ann\nstatus: embargoed\n", 2, "an embargo without an end"),
        ("status: embargoed\nuntil:\n", 2, "until is empty"),
        ("author: Ann\nuntil: '2026-11-20'\n", 2, "the end of an embargo, and no embargo"),
    ],
)
def test_what_would_hide_or_show_a_text_unasked(sidecar: str, line: int, message: str) -> None:
    with pytest.raises(JisrError) as caught:
        parse_meta(sidecar.encode(), "seeds/a.yml")
    (found,) = caught.value.findings
    assert (found.file, found.line) == ("seeds/a.yml", line)
    assert message in found.message
    assert found.remedy


@pytest.mark.parametrize("status", ["embargoed", "published", "draft", "withdrawn"])
def test_an_end_beside_a_status_is_taken_in(status: str) -> None:
    assert parse_meta(f"status: {status}\nuntil: 2026-11-20\n".encode(), "a.yml").until == date(2026, 11, 20)


def test_private_notes_in_a_sidecar_are_in_nothing_that_is_published() -> None:
    data = """author: علي <!-- سر -->
summary: {ar: "خلاصة <!-- سر -->", en: Summary}
corrections: [{find: "نص <!-- سر -->", replace: نص, reason: خطأ}]
"""
    meta = parse_meta(data.encode(), "seeds/x.yml")
    assert meta.author == {"ar": "علي"}
    assert meta.summary == {"ar": "خلاصة", "en": "Summary"}
    assert meta.corrections[0].find == "نص <!-- سر -->"  # what it takes out is found as it was typed
