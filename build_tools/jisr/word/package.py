"""A ZIP of XML files, as word processors and e-books are: opened with limits, and nothing in it is obeyed.

No entity is expanded and nothing outside the file is fetched, whatever it names. What a part holds is counted
while it is unpacked, so that a small file cannot fill the memory.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from jisr.model.diagnostics import Finding, JisrError
from jisr.word.xml_names import local

MOST_PARTS = 20_000
MOST_BYTES = 300_000_000  # of all parts, unpacked
DEEPEST = 200  # elements within each other
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = ("the file is locked by a password", "save it without the password")
_AGAIN = "open it in the program that made it, save it anew as {0}, and hand that in"


class Package:
    """The parts of a file by their names. Raises `JisrError` for one that is not to be opened."""

    def __init__(self, data: bytes, file: str, kind: str) -> None:
        self.file, self.kind = file, kind
        self._left = MOST_BYTES
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
            raise self.wrong(*_why_no_zip(data, kind)) from error
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
            raise self.wrong("unpacked, the file is larger than any article", "take pictures out of it")
        if any(info.flag_bits & 1 for info in infos):
            raise self.wrong(*_LOCKED)
        self.names = frozenset(info.filename for info in infos)

    def read(self, name: str) -> bytes:
        """What a part holds; `b""` for one that is not there."""
        if name not in self.names:
            return b""
        with self._open(name) as part:
            try:
                data = part.read(self._left + 1)
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
                raise self.wrong(f"the file is damaged: {name} cannot be unpacked") from error
        self._left -= len(data)
        if self._left < 0:
            raise self.wrong("unpacked, the file is larger than any article", "take pictures out of it")
        return data

    def parse(self, name: str) -> Element:
        """The XML of a part, whole. Raises `JisrError`, also where it is not there."""
        root: Element | None = None
        for event, element in self._events(name):
            if root is None and event == "start":
                root = element
        assert root is not None  # else it would not have been XML
        return root

    def children(self, name: str, parent: str = "") -> Iterator[Element]:
        """The elements right below the first `parent` of a part, one after the other; each is then forgotten.

        So a book of many pages never stands in memory whole. Without `parent` it is the root.
        """
        depth, found = 0, 0  # `found` is the depth at which the parent stands
        inside: Element | None = None
        for event, element in self._events(name):
            if event == "start":
                depth += 1
                if inside is None and not found and (not parent or parent in (local(element), element.tag)):
                    inside, found = element, depth
                continue
            depth -= 1
            if inside is not None and depth == found:
                yield element
                inside.clear()
            elif element is inside:
                inside = None

    def _events(self, name: str) -> Iterator[tuple[str, Element]]:
        if name not in self.names:
            raise self.wrong(f"the file has no part {name}")
        depth = 0
        try:
            for event, element in iterparse(BytesIO(self.read(name)), ("start", "end"), forbid_dtd=True):
                depth += 1 if event == "start" else -1
                if depth > DEEPEST:
                    raise self.wrong(f"{name} nests elements deeper than any program writes them")
                yield event, element
        except DefusedXmlException as error:
            raise self.wrong(f"{name} declares entities, which no such file does") from error
        except (ParseError, ValueError, LookupError) as error:
            raise self.wrong(f"the file is damaged: {name} is broken off, or no XML ({error})") from error

    def _open(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(name)
        except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError) as error:
            raise self.wrong(f"the file is damaged: {name} cannot be unpacked") from error

    def wrong(self, message: str, remedy: str = "") -> JisrError:
        """An error about the file."""
        return JisrError(Finding("word", message, self.file, remedy=remedy or _AGAIN.format(self.kind)))


def _why_no_zip(data: bytes, kind: str) -> tuple[str, ...]:
    """What a file is that is none of these, and what to do where that is not the usual."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _LOCKED
        return (f"this is a file of an older kind (.doc), only named {kind}",)
    if data.startswith(b"{\\rtf"):
        return (f"this is a file in RTF, only named {kind}",)
    if data[:1000].lstrip().startswith((b"<", b"\xef\xbb\xbf<")):
        return (f"this is a page in HTML or XML, only named {kind}",)
    return ("the file is empty" if not data else f"the file is damaged, or no {kind}",)
