"""What a reader gets of a seed, and what it gives back.

What holds for all formats is done before and after it (see `seeds.read`), so that no reader can forget it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from jisr.model.diagnostics import Finding
from jisr.model.source import Block, Meta
from jisr.seeds.decoding import Line


@dataclass(frozen=True)
class SeedText:
    """A seed as a reader gets it: its lines decoded and clean, corrected, without private notes.

    At least one of the lines is not blank. `meta` is what the sidecar says.
    """

    file: str  # relative to the project
    meta: Meta
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Content:
    """What a reader finds: the blocks of a seed in order, and what was noticed on the way.

    `meta` is the sidecar's with what the seed itself says where the sidecar is silent. A reader that can tell
    kicker and title puts them first, and says by `made_title` that the author gave none; where no block is a
    title, `seeds.read` finds one. `aside` is as in `Document`. `said_elsewhere` are words of the seed that
    are no text of it and that no finding names: labels of addresses, say.
    """

    meta: Meta
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    made_title: bool = False
    aside: tuple[Block, ...] = ()
    said_elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """How a format is read, and whether signs in it can mean `code`, or `tags` and images.

    `withhold` gives a meta with what a seed says of holding it back, where a format has a place for that of
    its own; front matter is seen to for all.
    """

    read: Callable[[SeedText], Content]
    code: bool = True
    tags: bool = True
    withhold: Callable[[Meta, bytes], Meta] | None = None
