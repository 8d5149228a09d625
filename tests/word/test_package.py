"""What is no file of a word processor, or one that would do harm, is refused in one line with a remedy."""

import struct
import zlib

import pytest

from jisr.model.diagnostics import JisrError
from jisr.word import package
from jisr.word.package import Package
from tests.word.files import zipped

BODY = "<d xmlns='urn:d'><body><p>نص</p><p>آخر<b/></p></body><end/></d>"  # text; another


def message(data: bytes, part: str = "d.xml") -> str:
    with pytest.raises(JisrError) as error:
        Package(data, "seeds/a.docx", ".docx").parse(part)
    (finding,) = error.value.findings
    assert finding.file == "seeds/a.docx"
    assert finding.remedy
    return finding.message


def test_children_are_given_one_after_the_other_and_forgotten() -> None:
    opened = Package(zipped({"d.xml": BODY}), "a.docx", ".docx")
    seen = [("".join(e.itertext()), len(e)) for e in opened.children("d.xml", "body")]
    assert seen == [("نص", 0), ("آخر", 1)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an older kind (.doc)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked by a password",
        ),
        (b"{\\rtf1 text}", "a file in RTF"),
        ("\ufeff<html>".encode(), "a page in HTML"),
        ("نص".encode(), "damaged, or no .docx"),
        (zipped({"d.xml": BODY})[:-30], "damaged, or no .docx"),
        (zipped({"e.xml": BODY}), "the file has no part d.xml"),
        (zipped({"d.xml": BODY[:40]}), "broken off, or no XML"),
        (zipped({"d.xml": "<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>"}), "declares entities"),
        (zipped({"d.xml": "<!DOCTYPE d SYSTEM 'file:///etc/passwd'><d/>"}), "declares entities"),
        (zipped({"d.xml": "<a>" * 300 + "</a>" * 300}), "nests elements deeper"),
        (zipped({"d.xml": "<a>&b;</a>"}), "broken off, or no XML"),
    ],
)
def test_what_cannot_be_opened_says_what_it_is(data: bytes, said: str) -> None:
    assert said in message(data)


def test_a_password_of_the_zip_itself_is_named() -> None:
    data = bytearray(zipped({"d.xml": BODY}))
    at = data.rindex(b"PK\x01\x02") + 8
    data[at] |= 1
    assert "password" in message(bytes(data))


def test_a_part_with_a_wrong_checksum_is_damaged() -> None:
    data = zipped({"d.xml": BODY})
    wrong = data.replace(struct.pack("<I", zlib.crc32(BODY.encode())), b"abcd")
    assert wrong != data
    assert "damaged: d.xml" in message(wrong)


def test_a_bomb_is_refused_before_it_is_unpacked_and_where_it_lies_about_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package, "MOST_BYTES", 1000)
    assert "larger than any article" in message(zipped({"d.xml": "<a>" + " " * 2000 + "</a>"}))
    assert "larger than any article" in message(zipped({f"{n}.xml": bytes(400) for n in range(3)}))
    many = Package(zipped({"d.xml": f"<a>{' ' * 600}</a>"}), "a.docx", ".docx")
    assert len(many.read("d.xml")) == 607
    with pytest.raises(JisrError, match="larger"):
        many.read("d.xml")


def test_too_many_parts_are_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_PARTS", 2)
    assert "larger than any article" in message(zipped({f"{n}.xml": b"" for n in range(3)}))


def test_a_part_that_is_not_there_holds_nothing() -> None:
    assert Package(zipped({"d.xml": BODY}), "a.docx", ".docx").read("footnotes.xml") == b""
