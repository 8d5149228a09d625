"""What an author handed in: a seed, read into a `Document` of `Block`s."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Literal

from jisr.model.languages import Lang

Terms = Mapping[str, str]
"""Arabic name → the English name to use for it."""


class Kind(StrEnum):
    """What a block is. The kind may change while the block's key stays."""

    KICKER = "kicker"
    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    POINT = "point"
    QUOTATION = "quotation"
    TABLE = "table"
    NOTE = "note"
    IMAGE = "image"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.KICKER: "a line above the title",
    Kind.TITLE: "a title",
    Kind.HEADING: "a heading",
    Kind.PARAGRAPH: "a paragraph",
    Kind.POINT: "a point",
    Kind.QUOTATION: "a quotation",
    Kind.TABLE: "a table",
    Kind.NOTE: "a note",
    Kind.IMAGE: "an image",
}
"""What findings call a block of each kind."""


@dataclass(frozen=True)
class Block:
    """The smallest piece of a text with a life of its own.

    `text` is Markdown without the marks of the block's kind (no `##`, no `1.`, no `>`); what an author wrote
    in a plain-text seed is escaped, so that it can only ever be text. A point with a lead has its lead as the
    first paragraph of `text` and `lead=True`. An image is `![words](file)`, its caption a paragraph below.
    Code stands in fences. `line` counts from 1 in the seed.
    """

    kind: Kind
    text: str
    line: int = 0
    key: str = ""
    level: int = 2  # of a heading, 2–6
    number: int = 0  # of a point as the author counted it; 0 is a bullet
    lead: bool = False
    zero: bool = False  # a point that the author counted as 0
    letters: str = ""  # what a point is counted with in place of figures: an order of `list_letters`
    break_above: bool = False  # the author parted it from what stands above by a line of ornament
    names: tuple[str, ...] = ()  # anchors that the author's links use for it, besides the words of a heading

    @property
    def numbered(self) -> bool:
        """Whether it is a point with a number."""
        return self.number > 0 or self.zero

    @property
    def lettered(self) -> bool:
        """Whether it is a point that the author counted with letters."""
        return bool(self.letters)


@dataclass(frozen=True)
class Repair:
    """One change that Jisr made to the author's typography on the page; the seed itself is never changed."""

    rule: str
    before: str
    after: str
    key: str = ""


@dataclass(frozen=True)
class Correction:
    """One change of the author's wording, asked for in the sidecar. `find` must occur exactly once."""

    find: str
    replace: str
    reason: str
    by: str = ""
    on: date | None = None
    line: int = 0  # of the sidecar


class NoticeKind(StrEnum):
    """What a notice to readers says of an article."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    UPDATE = "update"
    RETRACTION = "retraction"


@dataclass(frozen=True)
class Notice:
    """What readers are told of a change; only in the languages that `text` is in, above or below the text."""

    kind: NoticeKind
    on: date
    text: Mapping[str, str]
    top: bool = False
    by: str = ""


@dataclass(frozen=True)
class PublicationDate:
    """When a text was published, as far as is known: `value` is `2023`, `2023-10` or `2023-10-05`."""

    value: str
    inferred: bool = False

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """How much of the date is known."""
        return ("year", "month", "day")[self.value.count("-")]

    @property
    def first_day(self) -> str:
        """The day; of a month or a year alone, its first."""
        return f"{self.value}-01-01"[:10]


@dataclass(frozen=True)
class LeadImage:
    """A picture that stands for the whole text: `file` lies beside the seed. Words are keyed by language.

    Readers get it as a `small` one for lists and a `large` one for the article, below a language.
    """

    file: str
    alt: Mapping[str, str]
    credit: Mapping[str, str]

    @staticmethod
    def path(slug: str, size: str) -> str:
        """Where it lies in one of the `LEAD_SIZES`, as part of the article's address."""
        return f"articles/{slug}/lead-{size}.jpg"


LEAD_SIZES: Mapping[str, tuple[int, int]] = {"small": (480, 320), "large": (1200, 800)}
"""The sizes of a lead image: what it is made to fit into, and the room that pages keep for it."""


@dataclass(frozen=True)
class Meta:
    """What the sidecar `SLUG.yml` says of a seed. Texts in both languages are keyed by their codes."""

    title: str = ""
    kicker: str = ""
    author: Mapping[str, str] = field(default_factory=dict)
    published: PublicationDate | None = None
    source: str = ""
    licence: str = ""
    permission: str = ""
    status: Literal["published", "draft", "embargoed", "withdrawn"] = "published"
    until: datetime | None = None  # end of an embargo; without a zone by the publication's clock, as all here
    release: Mapping[Lang, datetime] | None = None  # the languages that are released, and from when on
    dated: datetime | None = None  # the hour of its date, where it is known
    reason: Mapping[str, str] = field(default_factory=dict)  # of a withdrawal
    hide_title: bool = False  # whether the page of the withdrawn article goes without its title
    notices: tuple[Notice, ...] = ()
    topics: tuple[str, ...] = ()
    series: str = ""
    summary: Mapping[str, str] = field(default_factory=dict)
    image: LeadImage | None = None
    corrections: tuple[Correction, ...] = ()
    was: tuple[str, ...] = ()  # earlier slugs, whose addresses lead to this one
    sensitive: bool = False  # no other machine may see the text, published or not
    credits: tuple[str, ...] = ()  # other people's credits as in the seed: «ترجمة: …» ("translation: …")

    @property
    def is_source_a_file(self) -> bool:
        """Whether the source is but the name of the file that was handed in, which tells readers nothing."""
        return re.fullmatch(r"\S+\.[A-Za-z]{1,5}", self.source) is not None


def _pair(data: bytes, sidecar: bytes | None) -> tuple[bytes, bytes | None]:
    return data, sidecar


def sidecar_of(file: str) -> str:
    """The sidecar of a seed, whether there is one or not; both by their path in the project."""
    return PurePosixPath(file).with_suffix(".yml").as_posix()


@dataclass(frozen=True)
class SeedFile:
    """A seed and its sidecar as they lie there. `slug` is as in `Seed`.

    `prints` are the SHA-256 digests of what both held when they were found (`""` for no sidecar); `fetch`
    gives what they hold now: thousands of seeds are not kept in memory.
    """

    slug: str
    file: str  # relative to the project
    prints: tuple[str, str]
    fetch: Callable[[], tuple[bytes, bytes | None]] = field(compare=False, repr=False)

    @classmethod
    def of(cls, slug: str, file: str, data: bytes, sidecar: bytes | None = None) -> "SeedFile":
        """A seed that is held in memory."""
        prints = sha256(data).hexdigest(), "" if sidecar is None else sha256(sidecar).hexdigest()
        return cls(slug, file, prints, partial(_pair, data, sidecar))

    def held(self) -> "SeedFile":
        """The seed as it lies there now, held in memory. Raises `JisrError` where it cannot be read."""
        return SeedFile.of(self.slug, self.file, *self.fetch())

    @property
    def data(self) -> bytes:
        """What the seed holds now. Raises `JisrError` where it cannot be read."""
        return self.fetch()[0]

    @property
    def sidecar(self) -> bytes | None:
        """What its sidecar holds now, if there is one. Raises `JisrError` where it cannot be read."""
        return self.fetch()[1]


@dataclass(frozen=True)
class Seed:
    """A file as handed in. `slug` is its path below `seeds/` without suffix, with forward slashes."""

    slug: str
    file: str  # relative to the project
    data: bytes
    meta: Meta = Meta()


@dataclass(frozen=True)
class Document:
    """The structure of a seed: its blocks in order, with the author's own words (after corrections).

    `aside` are lines that are no text to the reader: what became facts of the article, or cannot be shown.
    """

    slug: str
    file: str
    meta: Meta
    blocks: tuple[Block, ...]
    aside: tuple[Block, ...] = ()
