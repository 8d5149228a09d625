"""The files of the glossary as plain data, and written again with comments, order and all else kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jisr import glossary
from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE
from jisr.removal.returned import take_out_again
from jisr.storage import disk, transaction
from jisr.storage.yaml import not_utf8_finding
from jisr.storage.yaml.edit import parse_plain, rewrite

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Files:
    """The texts of the glossary's files and what they say; `read` is what was there, `None` for no file."""

    read: Mapping[str, bytes | None]
    data: Mapping[str, dict[str, Any]]

    def entries(self, file: str) -> list[Entry]:
        """The entries of a file."""
        return list(self.data[file].get("actors") or ())

    def place(self, id_: str) -> tuple[str, int]:
        """File and number of an entry. Raises `JisrError` where no actor has this id."""
        for file in self.data:
            for number, entry in enumerate(self.entries(file)):
                if entry.get("id") == id_:
                    return file, number
        remedy = f"each entry of {ACTORS_FILE} has an id: line; write what stands there"
        raise JisrError(Finding("actors", "no such actor", ACTORS_FILE, 0, id_, remedy))

    def entry(self, id_: str) -> Entry:
        """An entry by its id. Raises `JisrError` where no actor has it."""
        file, number = self.place(id_)
        return self.entries(file)[number]

    def with_entries(self, file: str, entries: Sequence[Entry]) -> "Files":
        """The same with other entries in a file."""
        return replace(self, data={**self.data, file: {**self.data[file], "actors": list(entries)}})


def read_files(root: Path) -> Files:
    """The glossary as it lies there. Raises `JisrError` where it is no valid one."""
    read = {file: disk.read_file(root / file) for file in (ACTORS_FILE, PRIVATE_ACTORS_FILE)}
    texts = {file: _text(file, data) for file, data in read.items()}
    glossary.parse_glossary(texts)
    return Files(read, {file: parse_plain(text) for file, text in texts.items()})


@contextmanager
def open_files(root: Path) -> Iterator[Files]:
    """The glossary, held until what is done with it is written. Raises `JisrError`."""
    with transaction.lock_project(root):
        take_out_again(root)
        yield read_files(root)


def write_files(root: Path, files: Files, findings: Sequence[Finding] = ()) -> Result:
    """Write the files of a glossary that changed, in one commit. Raises `JisrError` for no valid glossary."""
    texts = {file: _changed(file, data, files.data[file]) for file, data in files.read.items()}
    glossary.parse_glossary(texts)
    contents: dict[Path, bytes | None] = {
        root / file: text.encode() for file, text in texts.items() if text != _text(file, files.read[file])
    }
    expected = {root / file: disk.fingerprint(data) for file, data in files.read.items()}
    done = transaction.commit(root, contents, expected)
    return Result(findings=tuple(findings), written=tuple(done))


def _changed(file: str, read: bytes | None, data: Mapping[str, Any]) -> str:
    text = _text(file, read)
    if parse_plain(text) == data:
        return text
    try:
        return rewrite(text, data)
    except ValueError as error:
        message = "the file is so written that this cannot be put into it"
        raise JisrError(Finding("actors", message, file, remedy="write it there by hand")) from error


def _text(file: str, data: bytes | None) -> str:
    try:
        return (data or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise JisrError(not_utf8_finding(file)) from error
