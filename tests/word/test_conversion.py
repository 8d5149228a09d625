"""What is read as a seed, or as plain lines, and the record by which a seed tells what it was made of."""

from hashlib import sha256

import pytest

from jisr import seeds
from jisr.model.diagnostics import JisrError
from jisr.word import conversion
from jisr.word.conversion import CONVERTERS, convert, read_lines, read_record
from tests.word.files import PNG, cell, cite, docx, inserted, note, p, picture, point, r, table, zipped

DATA = docx(p("عنوان", style="T") + p("نص"))  # a title, text


def test_seeds_know_the_files_that_are_read() -> None:
    assert frozenset(CONVERTERS) == seeds.WORD_SUFFIXES


def test_a_seed_tells_what_it_was_made_of_and_whether_somebody_changed_it() -> None:
    made = convert(DATA, "seeds/a.docx").markdown.encode()
    record = read_record(made)
    assert record is not None
    assert record.original == sha256(DATA).hexdigest()
    assert record.is_as_made
    for same in (made.replace(b"\n", b"\r\n"), made + b"\n\n", made.replace("نص".encode(), "نص  ".encode())):
        assert read_record(same) == record
    for changed in (made.replace("نص".encode(), b""), made + "نص".encode()):
        assert read_record(changed) == conversion.Record(record.original, is_as_made=False)


@pytest.mark.parametrize("text", ["", "# عنوان", "---\ntitle: نص\n---\n\nنص", "---\noriginal: ab\n---\n\nنص"])
def test_a_seed_that_nobody_made_of_a_file_tells_nothing(text: str) -> None:
    assert read_record(text.encode()) is None


def test_a_suffix_may_be_in_capitals() -> None:
    assert "# عنوان" in convert(DATA, "seeds/A.DOCX").markdown


def test_a_file_without_text_or_with_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(JisrError, match="no text in this file"):
        convert(docx(p()), "seeds/a.docx")
    monkeypatch.setattr(conversion, "MOST_BYTES", 10)
    with pytest.raises(JisrError, match="up to 10 bytes are read"):
        convert(DATA, "seeds/a.docx")


def test_every_word_of_a_file_is_in_its_lines() -> None:
    body = "".join(
        [
            p("[1/1 · 0a1b2c3d]"),
            p("جواب ", inserted(r("أول")), cite(1)),  # an answer, the first
            point("ثانيًا", 1),  # second
            table(cell(p("خلية")) + cell(p("أخرى"))),  # a cell, another
        ]
    )
    text, findings = read_lines("answer.DOCX", docx(body, footnotes=note(1, p("حاشية"))))  # a note
    assert text.split("\n") == ["[1/1 · 0a1b2c3d]", "جواب أول (حاشية)", "1. ثانيًا", "خلية", "أخرى"]
    assert [found.message for found in findings] == ["tracked changes are accepted (insertions: 1)"]


def test_what_is_not_among_the_lines_is_named() -> None:
    body = p("نعم", picture("a.png"))  # yes
    comments = "<w:comment><w:p/></w:comment>"
    text, findings = read_lines("a.docx", docx(body, media={"a.png": PNG}, comments=comments))
    assert text == "نعم"
    assert [found.message for found in findings] == ["comments are left out (1)", "pictures are left out (1)"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"<html>", "this is a page in HTML or XML"),
        ("a.docx", zipped({"a": "b"}), "no text of a word processor"),
        ("a.odt", b"", "the file is empty"),
        ("a.pdf", b"%PDF", "no file of a word processor"),
        ("a", b"x", "no file of a word processor"),
    ],
)
def test_what_is_no_such_file_is_told(name: str, data: bytes, message: str) -> None:
    with pytest.raises(JisrError) as caught:
        read_lines(name, data)
    (found,) = caught.value.findings
    assert message in found.message
    assert (found.file, bool(found.remedy)) == (name, True)
