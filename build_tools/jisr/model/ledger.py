"""What is kept of each block's English, in the ledger and on the page that editors correct."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from jisr.model.diagnostics import Finding, JisrError, nearest_remedy
from jisr.model.source import Document


class State(StrEnum):
    """How far the English of a block has come. *Stale* is a flag beside it, not a state."""

    MISSING = "missing"
    DRAFT = "draft"
    EDITED = "edited"
    APPROVED = "approved"


IMPORTED = "imported by "
"""How the origin of a proposal begins that a person wrote elsewhere: `imported by Ruba`."""


@dataclass(frozen=True)
class Proposal:
    """Text offered beside a block's English; a machine's can always be made again.

    One whose origin begins with `rename:` is the person's own text with an actor's name changed; one that is
    `IMPORTED` is from a person's translation, of which it is not sure that it belongs to the block.
    """

    origin: str
    text: str

    @property
    def is_rename(self) -> bool:
        """Whether a person's words stand here, but for a name."""
        return self.origin.startswith("rename:")

    @property
    def is_by_person(self) -> bool:
        """Whether a person's words stand here, and no machine's."""
        return self.origin.startswith(("rename:", IMPORTED))


@dataclass(frozen=True)
class Remark:
    """What a person has to say of a block, for those who work with PO tools; private, and never published."""

    by: str
    at: str  # ISO 8601
    text: str


LAPSED = "lapsed"
"""The fact of an entry that says who had approved it, and when: `Ruba 2026-11-23`."""

STALE_SINCE = "since"
"""The fact of a stale entry: the day (ISO 8601) on which its Arabic was found changed."""

ACCEPTED = "accepted"
"""The fact of an entry that says who took a machine's text as it stands, and when: `Ruba 2026-11-23`."""

REJECTED = "rejected"
"""The reason of a missing entry whose draft somebody took off the page: nothing fills it unasked."""

JOINED = "its English stands in "
"""How the reason begins of a missing entry that was one block with another, which has the English of both."""

DELETED = "deleted"
"""The fact of an entry whose English somebody deleted from the page and sync put back: the day (ISO 8601)."""

REMOVED = "removed"
"""The fact of an entry from which a word was removed for safety: the digest of what was left of the block."""

MADE_FOR = "for"
"""The fact of an entry that says which Arabic a person's English stands for: the digest of its essence."""

QUOTED = "quoted"
"""The fact of an entry whose English is from a published translation: its source, as readers are told."""


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
    fuzzy: bool = False  # the flag as read from the file; a tool may have removed it
    lost: bool = False  # whether Jisr's facts about the origin of the English are missing from the file
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
    def quoted(self) -> str:
        """The source from which the English is quoted, so that nobody but a person at the page changes it."""
        return self.facts.get(QUOTED, "") if self.target else ""

    @property
    def open(self) -> bool:
        """Whether a machine may fill this block unasked: it has no English, and nobody rejected a draft."""
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
    findings: tuple[Finding, ...] = ()  # facts in the file that were rejected, as findings
    above: str = ""  # the lines of comment over the header, as they stand there
    below: str = ""  # the same, under the last entry

    @property
    def all_entries(self) -> tuple[Entry, ...]:
        """Those of the text, then those whose Arabic is gone."""
        return (*self.entries, *self.obsolete)


@dataclass(frozen=True)
class PageBlock:
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
    blocks: tuple[PageBlock, ...] = ()

    def block(self, key: str) -> PageBlock | None:
        """The block under `key`, if it is there."""
        return next((block for block in self.blocks if block.key == key), None)


@dataclass(frozen=True)
class SyncResult:
    """What sync made of one article; `blocked` says that nothing of it may be written."""

    document: Document
    ledger: Ledger
    page: Page | None
    translation_file: str
    findings: tuple[Finding, ...] = ()
    blocked: bool = False
    read: Mapping[str, str] = field(default_factory=dict)  # file → fingerprint of what it held when read
    lasting: tuple[Finding, ...] = ()  # findings to repeat on each run until somebody changes the files
    was: Ledger = field(default_factory=Ledger)  # the ledger before: what becomes of a block is judged by it
    dated: bool = False  # whether the day on which it was made stands in it
    recalled: bool = False  # whether earlier ledgers were asked for: it hangs on more than `read`

    @property
    def slug(self) -> str:
        """The article's slug."""
        return self.document.slug

    def entry(self, key: str) -> Entry | None:
        """The ledger's entry under `key`, if its block is still there."""
        return next((e for e in self.ledger.entries if e.key == key), None)

    def require_entry(self, key: str, check: str = "key") -> Entry:
        """The ledger's entry under `key`. Raises `JisrError`, a finding of `check`, where no block has it."""
        entry = self.entry(key)
        if entry is None:
            known = [e.key for e in self.ledger.entries]
            raise JisrError(unknown_key_finding(key, known, self.translation_file, check))
        return entry

    def with_entries(self, entries: Mapping[str, Entry]) -> "SyncResult":
        """The same outcome with some entries replaced."""
        changed = tuple(entries.get(e.key, e) for e in self.ledger.entries)
        return replace(self, ledger=replace(self.ledger, entries=changed))


def unknown_key_finding(key: str, known: Collection[str], file: str, check: str = "key") -> Finding:
    """What is said of a key that none of an article's blocks has, whose keys are `known`."""
    remedy = nearest_remedy(key, known) if known else "jisr sync makes the article's blocks"
    return Finding(check, f"no block has the key {key}", file, remedy=remedy)
