"""What stands above a text: a title is taken for one, and all else stays text."""

import pytest

from jisr.model.source import Meta
from jisr.seeds.text.header import Header, find_header, is_dateline
from jisr.seeds.text.paragraphs import Paragraph

TEXT = "تشهد المنطقة منذ سنوات تحولات متسارعة في بنية التحالفات، وهو ما ينعكس على أولويات الحكومات كلها."


def header(*lines: str, title: str = "") -> Header:
    found = [Paragraph(n, (line,), n == 1) for n, line in enumerate([*lines, TEXT], 1)]
    return find_header(found, Meta(title=title), "x.txt")


def words(count: int, end: str = "") -> str:
    return " ".join(["كلمة"] * count) + end


@pytest.mark.parametrize(("count", "is_named"), [(2, False), (3, True), (15, True), (16, False)])
def test_a_line_that_may_be_an_older_title_is_named_and_stays(count: int, is_named: bool) -> None:
    found = header(words(count), title="عنوان آخر للمقال")  # another title
    assert [p.text for p in found.rest] == [words(count), TEXT]
    assert [(f.line, f.text) for f in found.findings] == [(1, words(count))] * is_named


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        (words(45), True),
        (words(46), False),
        ("ا" * 320, True),
        ("ا" * 321, False),
        (words(20, "."), True),
        (words(21, "."), False),
        (words(21, "؟"), True),
        (f"> {words(3)}", False),
    ],
)
def test_a_paragraph_is_no_title(line: str, is_title: bool) -> None:
    found = header(line)
    assert found.made != is_title
    assert [p.text for p in found.rest] == ([TEXT] if is_title else [line, TEXT])
    assert found.title_line == 1


@pytest.mark.parametrize(("count", "is_kicker"), [(10, True), (11, False)])
def test_a_short_line_with_a_colon_above_the_title_is_its_kicker(count: int, is_kicker: bool) -> None:
    found = header(words(count, ":"), "عنوان المقال")
    assert (found.kicker, found.kicker_line) == ((words(count), 1) if is_kicker else ("", 0))
    assert found.title == ("عنوان المقال" if is_kicker else words(count, ":"))


def test_a_title_that_stands_twice_is_left_out_once_and_named() -> None:
    found = header("عنوان المقال", "«عنوان المقال»")
    assert [p.text for p in found.rest] == [TEXT]
    assert [(f.line, f.text, bool(f.remedy)) for f in found.findings] == [(2, "«عنوان المقال»", True)]


def test_a_rule_above_the_title_is_no_part_of_the_text() -> None:
    assert header("***", "عنوان المقال").title_line == 2
    assert header("﷽").title == "﷽"


@pytest.mark.parametrize(
    ("line", "filed"),
    [
        ("بغداد – خاص", True),
        ("رويترز - لندن", True),
        ("بغداد – حرب", False),
        ("خاص", True),
        ("قال خاص", False),
    ],
)  # Baghdad – exclusive; Reuters - London; Baghdad – war; exclusive; he said, especially
def test_where_a_report_was_filed(line: str, filed: bool) -> None:
    assert is_dateline(line) == filed
