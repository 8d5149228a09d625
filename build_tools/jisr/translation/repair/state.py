"""A page on its way through the steps of healing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from jisr.lang.arabic import digest
from jisr.markup.page_format import format_block, format_marker
from jisr.model.diagnostics import Finding, notice
from jisr.model.ledger import Entry, Page, PageBlock, State
from jisr.translation.repair.words import bare_words, body_digests, is_machine_text


class RepairState:
    """The page as it is by now, what is known of its blocks, and what was found; each step changes it.

    `entries` are the blocks that the page was last written with, in order; `known` also the keys of blocks
    whose Arabic is gone.
    """

    def __init__(self, page: Page, entries: Mapping[str, Entry], retired: Collection[str], file: str) -> None:
        self.page = page
        self.entries = entries
        self.known = {*entries, *retired}
        self.file = file
        self.findings: list[Finding] = []
        self.order = list(entries)
        self.places = {key: n for n, key in enumerate(self.order)}
        self._absent: frozenset[str] | None = None
        self.texts = {key: entry.target for key, entry in entries.items()}

    def say(self, message: str, line: int, key: str, text: str = "") -> None:
        """Note what was put right, with the line that it had before."""
        found = notice("healed", message, self.file, line, text, key=key)
        self.findings.append(found)

    def put(self, blocks: Sequence[PageBlock], **others: str) -> None:
        """The page with other blocks, and with other front matter or preamble if given."""
        self.page = replace(self.page, blocks=tuple(blocks), **others)
        self._absent = None

    def made(self, key: str, body: str, line: int, mark: str = "", was: str = "") -> PageBlock:
        """A block with its marker made anew: a draft if its words are the ledger's draft."""
        entry = self.entries.get(key)
        if entry and entry.state is State.DRAFT and bare_words(entry.target) == bare_words(body):
            mark, was = "draft", digest(entry.target)
        text = body.strip()
        return PageBlock(key, mark, was, text, format_block(format_marker(key, mark, was), text), line)

    def absent_keys(self) -> frozenset[str]:
        """The keys that have no marker on the page."""
        if self._absent is None:
            self._absent = frozenset(self.order) - {block.key for block in self.page.blocks}
        return self._absent

    def behind(self, key: str) -> list[str]:
        """The keys that follow on `key` and have no marker."""
        following = (self.order[n] for n in range(self.places[key] + 1, len(self.order)))
        return list(takewhile(self.absent_keys().__contains__, following))

    def has_own_words(self, block: PageBlock) -> bool:
        """Whether a block holds the words that page and ledger last agreed on for its key.

        One that both emptied since has lost its words, which may stand below another marker.
        """
        entry = self.entries[block.key]
        if not block.body and entry.synced:
            return False
        return (
            bare_words(block.body) == bare_words(entry.target)
            or entry.synced in body_digests(block.body)
            or is_machine_text(block)
        )
