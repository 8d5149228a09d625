"""What is to be made: files of the site, and by what it is known whether they are as they were."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

from jisr.storage.cache import CachedCall


@dataclass(frozen=True, slots=True)
class PageJob:
    """Files below `.build/pages/` that are made together.

    `key` is a digest of all that they are made from: while it is the same, so are they, and nobody need call
    `make`, which gives the content of each of `paths`. A job that goes `anywhere` can be done in any process.
    """

    paths: tuple[str, ...]
    key: str
    make: Callable[[], dict[str, bytes]] = field(compare=False, repr=False)
    anywhere: bool = False


def file_job(path: str, key: str, make: Callable[[], bytes], *, anywhere: bool = False) -> PageJob:
    """The job for one file."""
    return PageJob((path,), key, partial(_make_file, path, make), anywhere)


def known_jobs(
    made: CachedCall, what: str, key: str, plan: Callable[[], Iterable[PageJob]]
) -> Iterator[PageJob]:
    """The jobs that `plan` gives, which is asked only where `key` is new, or one of them is to be done.

    `key` is a digest of all that any of them is made from.
    """

    @cache
    def planned() -> Mapping[tuple[str, ...], PageJob]:
        return {job.paths: job for job in plan()}

    def make(paths: tuple[str, ...]) -> dict[str, bytes]:
        return planned()[paths].make()

    rows = made(f"jobs: {what}", key, lambda: [(job.paths, job.key) for job in planned().values()])
    return (PageJob(own := tuple(paths), key, partial(make, own)) for paths, key in rows)


def make_job(job: PageJob) -> dict[str, bytes]:
    """What a job makes."""
    return job.make()


def _make_file(path: str, make: Callable[[], bytes]) -> dict[str, bytes]:
    return {path: strip_bidi_overrides(path, make())}


_TEXTS = (".md", ".json", ".xml", ".ics", ".bib", ".ris", ".txt", ".csv")
_TURNS = re.compile(rb"\xe2\x80[\xaa-\xae]")


def strip_bidi_overrides(path: str, data: bytes) -> bytes:
    """A text without the characters that turn the direction of what follows around (U+202A–202E)."""
    return _TURNS.sub(b"", data) if path.endswith(_TEXTS) else data
