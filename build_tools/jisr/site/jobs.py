"""What is to be made: files of the site, and by what it is known whether they are as they were."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PageJob:
    """Files below `.build/pages/` that are made together.

    `key` is a digest of all that they are made from: while it is the same, so are they, and nobody need call
    `make`, which gives the content of each of `paths`.
    """

    paths: tuple[str, ...]
    key: str
    make: Callable[[], dict[str, bytes]] = field(compare=False, repr=False)
