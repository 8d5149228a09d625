"""The settings: what is wrong with them is said with file, line, text and remedy."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from jisr.model.diagnostics import JisrError
from jisr.model.release import parse_moment
from jisr.model.settings import ModelSettings, Settings
from jisr.model.source import Notice, NoticeKind, PublicationDate
from jisr.storage.config import parse_meta, read_settings
from tests import sample

NOTICED = date(2026, 11, 29)
SCHEMAS = sample.ROOT / "build_tools/jisr/storage/schemas"


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"- a\n", 1, "no keys and values"),
        (b"hello\n", 1, "no keys and values"),
        (b"site_name: x\nextra: hello\n", 2, "extra must hold keys and values"),
        (b"site_name: x\nextra:\n  jisr: hello\n", 3, "has to be keys and values"),
        (b"site_name: \xff\n", 1, "not UTF-8"),
        (b"site_name: [x\nextra: y\n", 2, "not valid YAML"),
        (b"extra:\n  jisr:\n    link_mention: all\n", 3, "unknown key"),
        (b"extra:\n  jisr:\n    branch: main\n    model:\n      versoin: '1'\n", 5, "unknown key in model"),
        (b'extra:\n  jisr:\n    publication: {ar: x, en: "y\\u202e"}\n', 3, "U+202E"),
        (b"extra:\n  jisr: {branch: a,\n branch: b}\n", 3, "the same key twice"),
        (b"extra:\n  jisr:\n    model:\n      beam: 2\n      beam: 4\n", 5, "the same key twice"),
        (b"extra:\n  jisr:\n    model: &a {beam: *a}\n", 3, "an anchor that stands in itself"),
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


def test_settings_that_cannot_be_read_are_no_fault_of_jisr(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").mkdir()  # refused to everybody, as without permission to others than root
    with pytest.raises(JisrError, match="cannot be read"):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("editons: [pdf]", "did you mean editions?"),
        ("model: {sha256sum: x}", "did you mean sha256?"),
        ("model: {compute: float16}", "did you mean float32?"),
        ("branch: 7", "The name of the branch on which the pages are corrected"),
        (
            "topics: {x: {ar: 7}}",
            "id → the name of a topic in each language; sidecars may say the id or the Arabic name",
        ),
        ("publication: 7", "correct it, or leave the key out"),
    ],
)
def test_the_remedy_names_the_nearest_key_or_says_what_the_setting_is_for(
    tmp_path: Path, line: str, remedy: str
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"extra:\n  jisr:\n    {line}\n")
    with pytest.raises(JisrError) as caught:
        read_settings(tmp_path)
    assert [found.remedy for found in caught.value.findings] == [remedy]


def test_every_setting_is_described_once_and_has_its_place() -> None:
    parts = [json.loads(file.read_text("utf-8")) for file in (SCHEMAS / "settings").glob("*.json")]
    described = [key for part in parts for key in part["properties"]]
    inner = {
        key: set(given["properties"])
        for part in parts
        for key, given in part["properties"].items()
        if key != "publication" and "properties" in given
    }
    # root, address, theme, lines, what git has, what is held or removed are not said below `extra: jisr:`
    own = [
        one
        for one in fields(Settings)
        if one.name not in ("root", "site_url", "custom_dir", "lines", "correctable", "held", "removed")
    ]
    assert sorted(described) == sorted(one.name for one in own)
    kinds = {one.name: one.type for one in own if is_dataclass(one.type)}
    assert inner == {name: {one.name for one in fields(kind)} for name, kind in kinds.items()}


def test_values_of_settings_are_what_their_fields_hold(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_url: https://a.example/\nextra:\n  jisr:\n    editions: [pdf, epub]\n"
        "    model: {version: '2', dir: ~/models, compute: float32, beam: 2}\n    private_repository: true\n"
    )
    assert read_settings(tmp_path) == Settings(
        tmp_path,
        "https://a.example/",
        editions=("pdf", "epub"),
        model=ModelSettings(version="2", dir=Path.home() / "models", compute="float32", beam=2),
        private_repository=True,
    )


def test_an_empty_folder_of_models_is_the_platforms_own(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("extra: {jisr: {model: {dir: ''}}}\n")
    assert read_settings(tmp_path).model.dir is None


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
    meta = parse_meta(f"status: {status}\nuntil: 2026-11-20\n".encode(), "a.yml")
    assert meta.until == parse_moment("2026-11-20")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("{kind: update, on: 2026-11-29, text: جديد}", Notice(NoticeKind.UPDATE, NOTICED, {"ar": "جديد"})),
        (
            "{kind: correction, on: 2026-11-29, text: {ar: '', en: New}, by: ' Ann'}",
            Notice(NoticeKind.CORRECTION, NOTICED, {"en": "New"}, by="Ann"),
        ),
        (
            "{kind: retraction, on: 2026-11-29, text: {en: New}}",
            Notice(NoticeKind.RETRACTION, NOTICED, {"en": "New"}, top=True),
        ),
        (
            "{kind: retraction, on: 2026-11-29, text: {en: New}, place: foot}",
            Notice(NoticeKind.RETRACTION, NOTICED, {"en": "New"}),
        ),
    ],
)
def test_a_notice_stands_where_it_says_in_the_languages_of_its_text(said: str, expected: Notice) -> None:
    assert parse_meta(f"notices: [{said}]\n".encode(), "a.yml").notices == (expected,)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("{kind: update, on: 2026-11-29, text: {en: ' '}}", "a notice without words"),
        ("{kind: update, on: 2026-11-31, text: x}", "no such day"),
        ("{kind: update, text: x}", "in notices.0 the key on is missing"),
        ("{kind: news, on: 2026-11-29, text: x}", "must be one of correction, clarification"),
        ("{kind: update, on: 2026-11-29, text: x, by: language model}", "nobody can have"),
    ],
)
def test_a_notice_that_says_nothing_or_by_nobody_is_refused(said: str, message: str) -> None:
    with pytest.raises(JisrError) as caught:
        parse_meta(f"title: x\nnotices:\n  - {said}\n".encode(), "seeds/a.yml")
    (found,) = caught.value.findings
    assert (message in found.message, found.line, bool(found.remedy)) == (True, 3, True)


def test_a_reason_that_names_no_language_is_told_in_both() -> None:
    assert parse_meta(b"reason: why", "a.yml").reason == {"ar": "why", "en": "why"}
    assert parse_meta(b"reason: {en: why}", "a.yml").reason == {"en": "why"}


def test_private_notes_in_a_sidecar_are_in_nothing_that_is_published() -> None:
    data = """author: علي <!-- سر -->
summary: {ar: "خلاصة <!-- سر -->", en: Summary}
corrections: [{find: "نص <!-- سر -->", replace: نص, reason: خطأ}]
"""
    meta = parse_meta(data.encode(), "seeds/x.yml")
    assert meta.author == {"ar": "علي"}
    assert meta.summary == {"ar": "خلاصة", "en": "Summary"}
    assert meta.corrections[0].find == "نص <!-- سر -->"  # what it takes out is found as it was typed


def test_dates_may_be_written_in_the_digits_of_an_arabic_keyboard() -> None:
    """Digits of quoted words stay as they are: what a correction looks for stands so in the text."""
    sidecar = """
published: ٢٠٢٦-١١-٢٠
status: embargoed
until: ٢٠٢٦-١٢-٠١ ١٨:٠٠
release: {ar: now, en: ۲۰۲۶-۱۲-۰۲}
notices: [{kind: update, on: ٢٠٢٦-١١-٢٩, text: {ar: عام ٢٠٢٦}}]
corrections: [{find: ٢٠٢٣, replace: ٢٠٢٤, reason: سهو, on: ٢٠٢٦-١١-٢٨}]
"""  # “the year 2026”, “an oversight”
    meta = parse_meta(sidecar.encode(), "seeds/x.yml")
    assert meta.published is not None
    assert meta.release is not None
    assert meta.published.value == "2026-11-20"
    assert meta.until == parse_moment("2026-12-01 18:00")
    assert meta.release["en"] == parse_moment("2026-12-02")
    assert (meta.notices[0].on, meta.notices[0].text["ar"]) == (NOTICED, "عام ٢٠٢٦")
    (correction,) = meta.corrections
    assert (correction.find, correction.replace, correction.on) == ("٢٠٢٣", "٢٠٢٤", date(2026, 11, 28))
    inferred = "published: {date: ٢٠٢٣, inferred: true}  # عام\n"
    assert parse_meta(inferred.encode(), "seeds/x.yml").published == PublicationDate("2023", inferred=True)
    with pytest.raises(JisrError, match="2026-13-01"):
        parse_meta("published: ٢٠٢٦-١٣-٠١\n".encode(), "seeds/x.yml")
