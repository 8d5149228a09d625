"""Where this Jisr was installed from: a publication's CI is to install the same one.

What installs a package writes down where it came from (`direct_url.json`, PEP 610), unless from an index.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jisr.storage.disk import read_file

NAME = "jisr"


@dataclass(frozen=True)
class Source:
    """A requirement of pip's in two parts, the extras stand between them; and a wheel that it takes along."""

    before: str
    after: str
    wheel: tuple[str, bytes] | None = None  # its path below the publication, what it holds
    certain: bool = True  # whether that is where this Jisr came from

    def requirement(self, *extras: str) -> str:
        """The line for a file of requirements."""
        named = f"[{','.join(extras)}]" if extras else ""
        return f"{self.before}{named}{self.after}"


def find_source(read: Callable[[str], str | None] | None = None) -> Source:
    """Where the installed Jisr came from; `read` gives the files that tell of it."""
    if not (version := release()):
        return Source(NAME, "", certain=False)
    text = (read or metadata.distribution(NAME).read_text)("direct_url.json")
    return _source(json.loads(text) if text else {}, version)


def release() -> str:
    """The release of this Jisr; `""` where it runs from a folder and was not installed."""
    try:
        return metadata.version(NAME)
    except metadata.PackageNotFoundError:
        return ""


def _source(said: dict[str, Any], version: str) -> Source:
    url = str(said.get("url", ""))
    if vcs := said.get("vcs_info"):
        return Source(NAME, f" @ {vcs['vcs']}+{url}@{vcs['commit_id']}")
    if "archive_info" in said:
        if urlsplit(url).scheme == "https":
            digest = said["archive_info"].get("hashes", {}).get("sha256", "")
            return Source(NAME, f" @ {url}{f'#sha256={digest}' if digest else ''}")
        path = Path(unquote(urlsplit(url).path))
        if path.suffix == ".whl" and (data := read_file(path)) is not None:
            return Source(f"./wheels/{path.name}", "", (f"wheels/{path.name}", data))
    return Source(NAME, f"=={version}", certain=not said)


def is_newer(release: str, than: str) -> bool:
    """Whether a release came after another; one that is no release did not."""
    return _numbers(release) > _numbers(than)


def _numbers(release: str) -> list[int]:
    found = re.match(r"\d+(?:\.\d+)*", release)
    numbers = list(map(int, found[0].split("."))) if found else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def required_version(requirements: str) -> str:
    """The release of Jisr that a file of requirements names; `""` where it names none."""
    found = re.search(
        rf"(?m)^(?:\./wheels/)?{NAME}(?:\[[\w,]*\])?(?:==|-)([\w.!+]+?)(?:-py3\S*)?$", requirements
    )
    return found[1] if found else ""
