"""An article as whoever corrects it sees it: a row for each paragraph, with all that is to be decided of it.

`seen` stands for what a person had before them, Arabic and English: what is saved or signed names it, and is
refused where the paragraph is another by then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from jisr.app.results import require_result
from jisr.app.syncing import read_one
from jisr.checks.suppress import ignored_checks
from jisr.lang.similarity import DiffPart, diff_words
from jisr.lang.typography.rules import in_house_style
from jisr.markup.markdown_text import plain, plain_line
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import ORIGINAL, Lang
from jisr.model.ledger import Entry, PageBlock, Proposal, SyncResult
from jisr.model.source import Block, Kind
from jisr.translation.authorship import machine_digest, recorded_machine_digests
from jisr.translation.decisions.signatures import first_signature
from jisr.translation.sync import Take, page_words

Seen = Mapping[str, str]
"""What a person had before them who saves, signs or decides: key → `Paragraph.seen`."""
UNSEEN: Seen = {}
_TWO_TEXTS = ("conflict", "cut-off")
"""What is found of a paragraph of which page and ledger have other texts, between which a person chooses."""


@dataclass(frozen=True)
class Paragraph:
    """A block of an article: `original` and `translation` are Markdown without the marks of the kind.

    While the article waits for a person `translation` is what the page says; in a conflict, and where the
    page was cut off within the paragraph, `rival` is what the ledger does.
    """

    block: Block
    entry: Entry
    original: str
    translation: str
    seen: str
    rival: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> str:
        """The block's key."""
        return self.block.key

    @property
    def kind(self) -> Kind:
        """What the block is."""
        return self.block.kind

    @property
    def state(self) -> str:
        """How far its English is, as the ledger says."""
        return self.entry.state.value

    @property
    def origin(self) -> str:
        """Whose words these are: a machine's by its name, `person`, or `""` where there are none."""
        if not self.translation:
            return ""
        is_page = self.translation != self.entry.target  # which no run could take in yet
        of_machine = machine_digest(self.translation) in recorded_machine_digests(self.entry)
        human = not of_machine if is_page else self.entry.human
        return "person" if human else self.entry.origin or "unknown"

    @property
    def proposal(self) -> Proposal | None:
        """A text offered beside the English."""
        return self.entry.proposal

    @property
    def signed_by(self) -> str:
        """Who has signed it, where a second person has to; `""` for nobody."""
        first = first_signature(self.entry)
        return first.by if first else ""

    @property
    def ignored(self) -> Mapping[str, str]:
        """The checks that are ignored here, with the reasons."""
        return ignored_checks(self.entry)

    @property
    def original_change(self) -> Sequence[DiffPart]:
        """The words of the Arabic that the English was made from, and what became of them; where stale."""
        if not self.entry.stale or not self.entry.previous:
            return ()
        return diff_words(*(plain(text).text for text in (self.entry.previous, self.entry.source)))

    @property
    def proposal_change(self) -> Sequence[DiffPart]:
        """What the proposal would change."""
        return diff_words(self.translation, self.entry.proposal.text) if self.entry.proposal else ()

    @property
    def mark(self) -> str:
        """Another one when anything that is shown of the paragraph is."""
        return _digest(repr((self.seen, self.entry, self.original, self.translation, self.rival)))

    @property
    def is_to_do(self) -> bool:
        """Whether it waits for a person: no person's words, an Arabic that changed, or two texts."""
        return not self.entry.human or self.entry.stale or self.rival is not None


@dataclass(frozen=True)
class ArticleRows:
    """An article with its paragraphs; `findings` are about no single one of them."""

    outcome: SyncResult
    paragraphs: tuple[Paragraph, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def left(self) -> int:
        """How many paragraphs wait for a person."""
        return sum(one.is_to_do for one in self.paragraphs)

    def title(self, lang: Lang) -> str:
        """The article's title in a language; `""` where it has none there yet."""
        row = next(one for one in self.paragraphs if one.kind is Kind.TITLE)
        return plain_line(row.original if lang == ORIGINAL.code else row.translation)

    def paragraph(self, key: str) -> Paragraph:
        """The paragraph `key`. Raises `JisrError` where there is none."""
        self.outcome.require_entry(key)
        return next(one for one in self.paragraphs if one.key == key)


def read_rows(root: Path, slug: str, today: date | None = None) -> ArticleRows:
    """An article as sync would leave it; nothing is written. Raises `JisrError` where it cannot be read."""
    result = read_one(root, slug, today=today)
    return make_rows(require_result(result, slug), result.findings)


def make_rows(outcome: SyncResult, findings: Sequence[Finding]) -> ArticleRows:
    """The rows of an article that was read."""
    about = {block.key: block for block in outcome.document.blocks}
    entries = {entry.key: entry for entry in outcome.ledger.entries}
    lying = {block.key: block for block in outcome.page.blocks} if outcome.page else {}
    said = tuple(dict.fromkeys((*findings, *outcome.findings)))
    rows = tuple(
        _make_row(block, entries.get(key) or Entry(key, block.text), lying.get(key), said, outcome.blocked)
        for key, block in about.items()
    )
    return ArticleRows(outcome, rows, tuple(one for one in said if one.key not in about))


def _make_row(
    block: Block, entry: Entry, there: PageBlock | None, said: Sequence[Finding], blocked: bool
) -> Paragraph:
    found = tuple(one for one in said if one.key == block.key)
    in_conflict = any(one.check in _TWO_TEXTS for one in found)
    words = page_words(entry, there, block)
    return Paragraph(
        block=block,
        entry=entry,
        original=in_house_style(block.text),
        translation=words if in_conflict else (words if blocked else "") or entry.target,
        seen=_digest_seen(entry, words),
        rival=entry.target if in_conflict else None,
        findings=found,
    )


def _digest_seen(entry: Entry, words: str) -> str:
    """What a person has before them: the Arabic, the English, and the page's `words` where they are others.

    A paragraph that is not on its page yet is the same once it is.
    """
    return _digest(f"{entry.source}\0{'' if words == entry.target else words}\0{entry.target}")


def _digest(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class ChangedMeanwhileError(JisrError):
    """A paragraph is no longer what somebody had before them who saves, signs or decides."""


def check_seen(outcome: SyncResult, seen: Seen) -> None:
    """Raises `ChangedMeanwhileError` where a block of `seen` is another than its digest there says.

    And `JisrError` for one that is not there.
    """
    lying = {block.key: block for block in outcome.page.blocks} if outcome.page else {}
    blocks = {block.key: block for block in outcome.document.blocks}
    for key, digest in seen.items():
        entry = outcome.require_entry(key)
        if _digest_seen(entry, page_words(entry, lying.get(key), blocks[key])) != digest:
            raise ChangedMeanwhileError(_changed("this paragraph", outcome, key))


def check_offered(outcome: SyncResult, key: str, take: Take, offered: str | None) -> None:
    """Raises `ChangedMeanwhileError` where the text that somebody takes is another than was `offered`."""
    entry = outcome.require_entry(key)
    there = entry.proposal.text if take is Take.PROPOSAL and entry.proposal else entry.target
    if offered is not None and there != offered:
        raise ChangedMeanwhileError(_changed("the text that is to be taken", outcome, key))


def _changed(what: str, outcome: SyncResult, key: str) -> Finding:
    message, remedy = f"{what} changed since it was shown", "read both texts, and decide again"
    return Finding("changed", message, outcome.translation_file, remedy=remedy, key=key)
