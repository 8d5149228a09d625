"""The words of Jisr, each with one meaning, as frozen data.

A seed is read into a `Document` of `Block`s; sync gives each block a key and an `Entry` in the ledger; what
is published is an `Article` of `Passage`s, a block with its English. Nothing here does anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal, Protocol

from build_tools.errors import Finding

Lang = Literal["ar", "en"]
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


class State(StrEnum):
    """How far the English of a block has come. *Stale* is a flag beside it, not a state."""

    MISSING = "missing"
    DRAFT = "draft"
    EDITED = "edited"
    APPROVED = "approved"


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
    lettered: bool = False  # a point that the author counted with letters: 1 is أ
    names: tuple[str, ...] = ()  # by which the author's links call it, beside its words if it is a heading

    @property
    def numbered(self) -> bool:
        """Whether it is a point with a number."""
        return self.number > 0 or self.zero


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


@dataclass(frozen=True)
class Published:
    """When a text was published, as far as is known: `value` is `2023`, `2023-10` or `2023-10-05`."""

    value: str
    inferred: bool = False

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """How much of the date is known."""
        return ("year", "month", "day")[self.value.count("-")]


@dataclass(frozen=True)
class Meta:
    """What the sidecar `SLUG.yml` says of a seed. Texts in two languages are `{"ar": …, "en": …}`."""

    title: str = ""
    kicker: str = ""
    author: Mapping[str, str] = field(default_factory=dict)
    published: Published | None = None
    source: str = ""
    licence: str = ""
    permission: str = ""
    status: Literal["published", "draft", "embargoed", "withdrawn"] = "published"
    until: date | None = None  # end of an embargo
    reason: str = ""  # of a withdrawal
    topics: tuple[str, ...] = ()
    series: str = ""
    summary: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    was: tuple[str, ...] = ()  # earlier slugs, whose addresses lead to this one
    credits: tuple[str, ...] = ()  # others' parts as the seed says them: «ترجمة: …» ("translation: …")


@dataclass(frozen=True)
class SeedFile:
    """A seed and its sidecar (`None` for none) as they lie there, not yet read. `slug` is as in `Seed`."""

    slug: str
    file: str  # relative to the project
    data: bytes
    sidecar: bytes | None = None


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


@dataclass(frozen=True)
class Proposal:
    """Machine text offered beside a stale block's English; it can always be made again.

    One whose origin begins with `rename:` is the person's own text with an actor's name changed.
    """

    origin: str
    text: str

    @property
    def renames(self) -> bool:
        """Whether a person's words stand here, but for a name."""
        return self.origin.startswith("rename:")


@dataclass(frozen=True)
class Remark:
    """What a person has to say of a block, for those who work with PO tools; private, and never published."""

    by: str
    at: str  # ISO 8601
    text: str


LAPSED = "lapsed"
"""The fact of an entry that says who had approved it, and when: `Ruba 2026-11-23`."""

SINCE = "since"
"""The fact of a stale entry: the day (ISO 8601) on which its Arabic was found changed."""

ACCEPTED = "accepted"
"""The fact of an entry that says who took a machine's text as it stands, and when: `Ruba 2026-11-23`."""

REJECTED = "rejected"
"""The reason of a missing entry whose draft somebody took off the page: nothing fills it unasked."""

JOINED = "its English stands in "
"""How the reason begins of a missing entry that was one block with another, which has the English of both."""

DELETED = "deleted"
"""The fact of an entry whose English somebody deleted from the page and sync put back: the day (ISO 8601)."""


@dataclass(frozen=True)
class Entry:
    """One block in the ledger: its Arabic, its English, and what is known of how the English came about.

    `source` is the author's Arabic (Markdown), `target` the English (Markdown, `""` while missing), `synced`
    the digest of the English that page and ledger last agreed on, `previous` the Arabic a stale English was
    made from, `changed` the share of words (0–1) a person changed in a draft, `machine` the digests (over
    units) of all machine texts that the block ever had. What tools and people keep in a PO file beside that
    is kept: `notes`, `extracted`, `references`, `flags`.
    """

    key: str
    source: str
    target: str = ""
    state: State = State.MISSING
    stale: bool = False
    synced: str = ""
    previous: str = ""
    origin: str = ""
    score: float | None = None
    changed: float | None = None
    by: str = ""
    on: str = ""
    reason: str = ""
    machine: tuple[str, ...] = ()
    touched: bool = False  # a draft with a person's comma, note or sign in it: no run replaces it
    proposals: tuple[Proposal, ...] = ()  # the newest first
    remarks: tuple[Remark, ...] = ()
    fuzzy: bool = False  # the flag as it stands in the file: a tool may have removed it
    lost: bool = False  # whether the file has nothing of Jisr's to say how the English came about
    notes: tuple[str, ...] = ()  # comments that are not Jisr's
    extracted: tuple[str, ...] = ()  # `#.` lines that are not Jisr's
    references: tuple[str, ...] = ()  # `#:`
    flags: tuple[str, ...] = ()  # beside `fuzzy`
    facts: Mapping[str, str] = field(default_factory=dict)  # unknown keys of a `# jisr:` line, kept

    @property
    def human(self) -> bool:
        """Whether a person's words stand here."""
        return self.state in (State.EDITED, State.APPROVED)

    @property
    def held(self) -> bool:
        """Whether no run may replace the English here: a person's, or a draft that one touched."""
        return self.human or self.touched

    @property
    def open(self) -> bool:
        """Whether a machine is to fill this block unasked: it has no English, and nobody wants it so."""
        return self.state is State.MISSING and not self.reason.startswith((REJECTED, JOINED))

    @property
    def proposal(self) -> Proposal | None:
        """The newest text offered beside the English."""
        return self.proposals[0] if self.proposals else None


@dataclass(frozen=True)
class Ledger:
    """`translations/SLUG.po`: an entry a block in document order, then those whose Arabic is gone (`#~`)."""

    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()  # what stands in the file and was not believed
    above: str = ""  # the lines of comment over the header, as they stand there
    below: str = ""  # the same, under the last entry


@dataclass(frozen=True)
class Marked:
    """A marker and all below it up to the next, as it stands on a page.

    `raw` is the exact text, marker line included; `body` the text below the marker without surrounding blank
    lines; `mark` is `""`, `draft` or `missing`; `line` counts from 1.
    """

    key: str
    mark: str
    digest: str
    body: str
    raw: str
    line: int


@dataclass(frozen=True)
class Page:
    """A file of `docs/`: front matter with its fences, what stands before the first marker, then blocks."""

    front: str = ""
    preamble: str = ""
    blocks: tuple[Marked, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What sync made of one article; `blocked` says that nothing of it may be written."""

    document: Document
    ledger: Ledger
    page: Page | None
    english_file: str
    findings: tuple[Finding, ...] = ()
    blocked: bool = False
    read: Mapping[str, str] = field(default_factory=dict)  # file → fingerprint of what it held when read
    lasting: tuple[Finding, ...] = ()  # what is to be said again for as long as nobody changes the files
    was: Ledger = field(default_factory=Ledger)  # the ledger before: what becomes of a block is judged by it

    @property
    def slug(self) -> str:
        """The article's slug."""
        return self.document.slug

    def entry(self, key: str) -> Entry | None:
        """The ledger's entry under `key`, if its block is still there."""
        return next((e for e in self.ledger.entries if e.key == key), None)

    def with_entries(self, entries: Mapping[str, Entry]) -> "Outcome":
        """The same outcome with some entries replaced."""
        changed = tuple(entries.get(e.key, e) for e in self.ledger.entries)
        return replace(self, ledger=replace(self.ledger, entries=changed))


@dataclass(frozen=True)
class Passage:
    """A block in both languages as it is published.

    `block.text` is the author's Arabic with its typography repaired; `english` the words on the English page,
    Markdown without the marks of the block's kind, `""` while missing.
    """

    block: Block
    entry: Entry
    english: str = ""

    @property
    def key(self) -> str:
        """The anchor in both languages."""
        return self.block.key


@dataclass(frozen=True)
class Article:
    """An article as it is published, and what was found on the way."""

    slug: str
    file: str
    meta: Meta
    passages: tuple[Passage, ...]
    repairs: tuple[Repair, ...] = ()

    def passage(self, key: str) -> Passage | None:
        """The passage under `key`, if there is one."""
        return next((p for p in self.passages if p.key == key), None)


@dataclass(frozen=True)
class Names:
    """The names of an actor in one language.

    `preferred` is our own voice; `short` may stand for it once the full name was named; `allowed` are other
    right names; `quote_only` may stand in quotations; `avoid` maps a wrong or loaded name to the reason.
    """

    preferred: str
    short: str = ""
    acronym: str = ""
    sort: str = ""
    allowed: tuple[str, ...] = ()
    quote_only: tuple[str, ...] = ()
    avoid: Mapping[str, str] = field(default_factory=dict)
    demonyms: tuple[str, ...] = ()
    also_short: tuple[str, ...] = ()  # short forms beside `short` that others write
    description: str = ""
    reason: str = ""  # why the preferred name is our choice, where it is one of house style
    source: str = ""


@dataclass(frozen=True)
class Role:
    """An office that a person held: an actor of that type, or just a `title` in each language.

    `since` and `until` are `2022`, `2022-10` or `2022-10-27`; empty where unknown, `until` while it lasts.
    """

    office: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    source: str = ""


@dataclass(frozen=True)
class Rule:
    """Whom a shared `name` means: this actor where one of the words `near` stands in the block or article.

    `default` is the one it means where no rule's words are there.
    """

    name: str
    near: tuple[str, ...] = ()
    default: bool = False


@dataclass(frozen=True)
class Actor:
    """Someone or something named, as `seeds/actors.yml` has it; `schemas/actors.json` lists the types."""

    id: str
    type: str
    ar: Names
    en: Names
    needs_full_name: bool = False
    origin: str = ""  # the machine that drafted the entry, until a person has checked it
    hybrid: bool = False
    collective: bool = False
    part_of: tuple[str, ...] = ()
    wikidata: str = ""
    line: int = 0
    was: tuple[str, ...] = ()  # former ids: their pages' addresses lead to this one's
    roles: tuple[Role, ...] = ()
    rules: tuple[Rule, ...] = ()
    source: str = ""  # of its type and description

    def names(self, lang: Lang) -> Names:
        """The names in `lang`."""
        return self.ar if lang == "ar" else self.en


@dataclass(frozen=True)
class Term:
    """A word that names no actor and has one way to be said in English: see `seeds/terms.yml`."""

    id: str
    ar: Names
    en: Names
    note: str = ""
    line: int = 0


@dataclass(frozen=True)
class Mention:
    """A span of a block's plain text that names an actor; `start` and `end` count characters.

    `kind` is `name` (any name of the actor) or `demonym`; `nested` lies within a longer mention.
    """

    actor: str
    lang: Lang
    start: int
    end: int
    text: str
    kind: Literal["name", "demonym"] = "name"
    nested: bool = False


@dataclass(frozen=True)
class Segment:
    """A sentence in a block, as plain text: what engines and the memory work on."""

    text: str


@dataclass(frozen=True)
class Draft:
    """What an engine made of a segment.

    `score` is the mean log-probability a token; `failure` says why there is no text, `""` where there is.
    """

    text: str
    score: float | None = None
    failure: str = ""


class Engine(Protocol):
    """A machine that translates Arabic into English."""

    name: str
    """`argos 1.12 translate-ar_en 1.0 ab12cd34`: recorded with every draft."""

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """Drafts of the same number in the same order; a failed segment says so in its draft.

        Raises `JisrError` where nothing can be translated at all.
        """
        ...


@dataclass(frozen=True)
class ModelSettings:
    """The translation model to use: what to ask Argos' index for, and the checksum it must have."""

    package: str = "translate-ar_en"
    version: str = ""
    sha256: str = ""
    dir: Path | None = None  # where Jisr keeps it; None is the platform's data folder


@dataclass(frozen=True)
class Settings:
    """Jisr's own settings, `extra: jisr:` in `mkdocs.yml`, and where the project lies."""

    root: Path
    site_url: str = ""
    repository: str = ""  # https://github.com/OWNER/NAME, for "correct this paragraph"; empty: no such links
    branch: str = "main"
    correctable: frozenset[str] | None = None  # articles whose English page lies in the repository; None: all
    link_mentions: Literal["first", "all"] = "first"
    digits: Literal["as-written", "arabic-indic", "western"] = "as-written"
    publication: Mapping[str, str] = field(default_factory=dict)  # its name in each language
    publish: Literal["draft", "edited", "approved"] = "draft"  # the least state that is shown in English
    report: str = (
        ""  # where readers report errors: an address of mail or of a web form; empty: the repository
    )
    topics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # id → its name in each language
    series: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # the same for series
    editions: tuple[str, ...] = ()  # formats of the editions to take along that the site has
    model: ModelSettings = ModelSettings()
    private_repository: bool = False  # whether git may keep what is private: remarks, decisions
