"""What `jisr new` wrote is known again, by this release and by others."""

import json

import pytest

from jisr.model.diagnostics import JisrError
from jisr.publication.answers import Answers
from jisr.publication.record import digest, read_record, write_record

ANSWERS = Answers({"ar": "مجلة", "en": "Journal"}, url="https://water.net", editions=("epub", "pdf"))


def test_a_record_is_read_as_it_was_written() -> None:
    record = read_record(write_record(ANSWERS, {"b.md": b"b", "a.md": b"a"}))
    assert record.answers == ANSWERS
    assert record.digests == {"a.md": digest(b"a"), "b.md": digest(b"b")}


def test_a_record_of_another_release_is_read_too() -> None:
    """It may know of answers that this one does not, and not of some that this one has."""
    data = json.loads(write_record(ANSWERS, {}))
    data["answers"] = {"names": data["answers"]["names"], "shape": "round"}
    data["more"] = 1
    assert read_record(json.dumps(data).encode()).answers == Answers(ANSWERS.names)


@pytest.mark.parametrize(
    "data",
    [None, b"", b"{", b"[]", b"{}", b'{"answers": {}, "files": {}}', b'{"answers": 1, "files": 2}', b"\xff"],
)
def test_what_is_no_record_is_refused_with_a_remedy(data: bytes | None) -> None:
    with pytest.raises(JisrError) as error:
        read_record(data)
    assert error.value.findings[0].remedy
