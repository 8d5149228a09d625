"""The table of what is read as a seed, and the record by which a seed tells what it was made of."""

from hashlib import sha256

import pytest

from jisr import seeds
from jisr.model.diagnostics import JisrError
from jisr.word import conversion
from jisr.word.conversion import CONVERTERS, convert, read_record
from tests.word.files import docx, p

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
