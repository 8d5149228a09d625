"""What `jisr new` wrote is known again, by this release and by others."""

import json
from importlib import metadata

import pytest

from jisr.model.diagnostics import JisrError
from jisr.publication.answers import Answers
from jisr.publication.record import digest, read_record, write_record

ANSWERS = Answers({"ar": "مجلة", "en": "Journal"}, url="https://water.net", editions=("epub", "pdf"))


def test_a_record_is_read_as_it_was_written() -> None:
    record = read_record(write_record(ANSWERS, {"b.md": b"b", "a.md": b"a"}))
    assert record.answers == ANSWERS
    assert record.digests == {"a.md": digest(b"a"), "b.md": digest(b"b")}
    assert record.release == metadata.version("jisr")


def test_a_record_of_another_release_is_read_too() -> None:
    """It may know of answers that this one does not, and not of some that this one has."""
    data = json.loads(write_record(ANSWERS, {}))
    data["answers"] = {"names": data["answers"]["names"], "shape": "round"}
    data["more"] = 1
    assert read_record(json.dumps(data).encode()).answers == Answers(ANSWERS.names)


def test_the_first_record_that_there_was_is_read_for_ever() -> None:
    """As Jisr 0.1.0 wrote it, before records named a release."""
    first = b"""{
 "answers": {
  "names": {"ar": "\xd9\x85\xd8\xac\xd9\x84\xd8\xa9", "en": "Journal"},
  "url": "https://water.net", "repository": "", "forge": "github", "publish": "edited", "release": "by-hand",
  "editions": ["epub"], "colour": "#0d5660", "logo": "", "contact": "", "imprint": ""
 },
 "files": {"README.md": "70a0"}
}"""
    record = read_record(first)
    assert record.answers == Answers(ANSWERS.names, url="https://water.net", forge="github")
    assert (record.digests, record.release) == ({"README.md": "70a0"}, "")


@pytest.mark.parametrize(
    "data",
    [None, b"", b"{", b"[]", b"{}", b'{"answers": {}, "files": {}}', b'{"answers": 1, "files": 2}', b"\xff"],
)
def test_what_is_no_record_is_refused_with_a_remedy(data: bytes | None) -> None:
    with pytest.raises(JisrError) as error:
        read_record(data)
    assert error.value.findings[0].remedy
