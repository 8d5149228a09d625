"""What `jisr new` wrote, kept in the publication: by this a later release knows what nobody changed since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from jisr.model.diagnostics import Finding, JisrError
from jisr.publication.answers import Answers
from jisr.publication.installed import release

RECORD_FILE = ".jisr-new.json"


@dataclass(frozen=True)
class Record:
    """The answers that a publication was made of, and the SHA-256 of each file as it was written.

    `release` is that of the Jisr which wrote last.
    """

    answers: Answers
    digests: Mapping[str, str]
    release: str = ""


def digest(data: bytes) -> str:
    """By what a file is known in a record."""
    return sha256(data).hexdigest()


def write_record(answers: Answers, files: Mapping[str, bytes]) -> bytes:
    """The content of `RECORD_FILE` for these files."""
    return write_digests(answers, {path: digest(data) for path, data in files.items()})


def write_digests(answers: Answers, digests: Mapping[str, str]) -> bytes:
    """The content of `RECORD_FILE`."""
    data = {
        "jisr": release(),
        "answers": answers.as_data(),
        "files": dict(sorted(digests.items())),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_record(data: bytes | None) -> Record:
    """What a record says; members that this release does not know are passed over. Raises `JisrError`."""
    try:
        said: Any = json.loads(data or b"")
        names = Answers.__dataclass_fields__
        known = {name: value for name, value in said["answers"].items() if name in names}
        answers = Answers(**known | {"editions": tuple(known.get("editions", Answers.editions))})
        digests = {str(path): str(seal) for path, seal in said["files"].items()}
        return Record(answers, digests, str(said.get("jisr", "")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = "nothing tells what jisr new wrote here" if data is None else "this record cannot be read"
        remedy = "copy what you want from a new publication: jisr new /tmp/other"
        raise JisrError(Finding("new", message, RECORD_FILE, remedy=remedy)) from error
