"""The first table of the design: what the English page and the ledger say of a block, made one."""

import re
from collections.abc import Collection
from dataclasses import replace
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz.distance import Indel

from build_tools.arabic import digest, same
from build_tools.errors import Finding, Severity
from build_tools.healing import bare
from build_tools.ledger import proposed_text
from build_tools.markdown import collapsed, same_words, without_marks
from build_tools.model import DELETED, LAPSED, Block, Entry, Kind, Marked, State


class Take(StrEnum):
    """How a person settles a conflict, a stale block or a deleted one."""

    PAGE = "page"
    LEDGER = "ledger"
    PROPOSAL = "proposal"
    KEEP = "keep"


def settle(
    entry: Entry,
    seen: Marked | None,
    block: Block,
    take: Take | None,
    page_exists: bool,
    drafts: Collection[str] = (),
    *,
    slug: str,
) -> tuple[Entry, list[Finding]]:
    """The first table: what the English page and the ledger say of one block of `slug`, made one.

    `drafts` are the digests of the article's machine texts: a copy of one is a machine's text as well.
    """
    words = page_words(entry, seen, block, drafts)
    changed_ledger = digest_of(entry.target) != entry.synced
    changed_page = (
        seen is not None and digest_of(words) != entry.synced and not same_words(words, entry.target)
    )
    machine = is_draft(words, seen, drafts)
    if take is Take.PROPOSAL and not entry.proposal:
        remedy = (
            f"jisr draft {slug} makes one, where there is a model; "
            f"jisr resolve {slug} {entry.key} --take keep keeps the English as it is"
        )
        message = "there is no proposal for this block"
        return entry, [
            Finding("resolve", message, line=seen.line if seen else 0, remedy=remedy, key=entry.key)
        ]
    if take and take is not Take.KEEP:  # what is kept is settled like everything else first: see `kept`
        return _taken(entry, words, take, machine=machine), []

    if seen is None or not words:
        return _absent(entry, seen, slug, changed_ledger=changed_ledger, page_exists=page_exists)
    if same_words(words, entry.target):
        return _accepted(entry) if not changed_ledger else _changed_by_tool(entry), []
    if changed_ledger and not entry.target and entry.synced:
        return _emptied(entry, words, changed_page=changed_page, machine=machine), []
    if changed_page and changed_ledger and entry.target:
        message = "page and ledger were both changed, differently"
        return entry, [_conflict(entry, words, slug, seen.line, message)]
    if changed_page and machine:
        if entry.human:
            message = "the page holds a machine's draft, the ledger a person's words"
            return entry, [_conflict(entry, words, slug, seen.line, message)]
        return _copied(entry, words), []
    if changed_page and entry.target and not entry.human and bare(words) == bare(entry.target):
        return replace(entry, target=words), []  # quotes straightened by a program are nobody's translation
    if changed_page:
        return (
            _corrected(entry, words, block, slug, seen.line) if take is None else (edited(entry, words), [])
        )
    return _changed_by_tool(entry), []


def digest_of(text: str) -> str:
    """The digest of a block's English; `""` for none."""
    return digest(text) if text.strip() else ""


def page_words(entry: Entry, seen: Marked | None, block: Block, drafts: Collection[str] = ()) -> str:
    """A page's words of a block without the marks of its kind, or of the kind it had when they were known."""
    if seen is None:
        return ""
    own = without_marks(block, seen.body)
    known = {entry.synced, seen.digest, *drafts}
    if digest_of(own) in known or same_words(own, entry.target):
        return own
    others = (without_marks(replace(block, kind=k, lead=lead), seen.body) for k, lead in _OTHER_KINDS)
    return next((words for words in others if digest_of(words) in known), own)


def is_draft(words: str, seen: Marked | None, drafts: Collection[str]) -> bool:
    """Whether a page's words are a machine's: one of the article's `drafts`, or their own marker's."""
    if seen is None or not words:
        return False
    return digest(words) in drafts or (seen.mark == "draft" and seen.digest == digest(words))


_OTHER_KINDS = ((Kind.HEADING, False), (Kind.POINT, True), (Kind.POINT, False), (Kind.QUOTATION, False))


def _absent(
    entry: Entry, seen: Marked | None, slug: str, *, changed_ledger: bool, page_exists: bool
) -> tuple[Entry, list[Finding]]:
    """The page does not show the block's English: a person's words come back, a draft is put there again."""
    if changed_ledger and entry.target:
        entry = _changed_by_tool(entry)
    elif entry.target:
        entry = _accepted(entry)
    elif entry.synced:  # neither page nor ledger has it any more
        entry = replace(entry, state=State.MISSING, synced="", reason="the English was removed")
    deleted = page_exists and entry.human and entry.synced and (seen is None or seen.mark != "missing")
    if not deleted:
        return entry, []
    return entry, [
        Finding(
            "restored",
            "a person's English was deleted from the page, and is put back",
            line=seen.line if seen else 0,
            text=entry.target,
            remedy=f"to delete it for good: jisr resolve {slug} {entry.key} --take page",
            key=entry.key,
            severity=Severity.NOTICE,
        )
    ]


def _emptied(entry: Entry, words: str, *, changed_page: bool, machine: bool) -> Entry:
    """The ledger's English is gone (OmegaT empties fuzzy entries): the page has it, unless it changed too."""
    if changed_page and machine:
        return _copied(entry, words)
    if changed_page or (entry.state is State.MISSING and not machine):
        return edited(entry, words)
    state = State.DRAFT if entry.state is State.MISSING else entry.state
    return _accepted(replace(entry, target=words, state=state))


def _accepted(entry: Entry) -> Entry:
    """Page and ledger agree. A `fuzzy` flag that a tool took away means: right as it stands."""
    if entry.fuzzy or not entry.target:
        return entry
    if entry.state is State.DRAFT:
        entry = replace(entry, state=State.EDITED, changed=0.0)
    return replace(entry, stale=False, previous="", proposal=None) if entry.stale else entry


def _changed_by_tool(entry: Entry) -> Entry:
    """A PO tool changed the English: a person's words, stale for as long as the tool left it fuzzy."""
    stale = entry.stale and entry.fuzzy
    return replace(
        unsigned(entry),
        state=State.EDITED,
        stale=stale,
        previous=entry.previous if stale else "",
        proposal=entry.proposal if stale else None,
        reason="",
    )


def edited(entry: Entry, words: str) -> Entry:
    """An editor changed the page: the page wins."""
    share = entry.changed
    if entry.state is State.DRAFT and entry.target:
        share = 1 - Indel.normalized_similarity(entry.target.split(), words.split())
    return replace(unsigned(entry), target=words, state=State.EDITED, changed=share, reason="")


def _corrected(entry: Entry, words: str, block: Block, slug: str, line: int) -> tuple[Entry, list[Finding]]:
    """An editor changed a block on the page, which may have been stale before.

    Whoever writes it anew has the Arabic as it now is before them, and it is stale no more; whoever mends its
    spelling, or writes while the Arabic changes once more, may not have.
    """
    new = edited(entry, words)
    if not entry.stale:
        return new, []
    if same(entry.source, block.text) and not _respelled(entry.target, words):
        message = "written anew after its Arabic had changed: taken to say what the Arabic now says"
        done = Finding("settled", message, line=line, key=entry.key, severity=Severity.NOTICE)
        return replace(new, stale=False, previous="", proposal=None), [done]
    message = "corrected, but its Arabic changed before, and it is still marked so"
    remedy = f"where the English says what the Arabic now says: jisr resolve {slug} {entry.key} --take keep"
    return new, [Finding("stale", message, "", line, words, remedy, entry.key, Severity.NOTICE)]


_ARTICLES = ("a", "an", "the")
_ALIKE = 0.6  # teh and the, recieve and receive; not yesterday and today


def _respelled(before: str, after: str) -> bool:
    """Whether two texts differ in spelling, punctuation and articles only, word for word."""
    old, new = (re.sub(r"[^\w\s]", "", text).lower().split() for text in (before, after))
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[a:b], new[c:d]
        if len(gone) != len(come):
            gone, come = ([word for word in words if word not in _ARTICLES] for words in (gone, come))
        if what != "equal" and (len(gone) != len(come) or not all(map(_is_respelled, gone, come))):
            return False
    return True


def _is_respelled(before: str, after: str) -> bool:
    if before in _ARTICLES and after in _ARTICLES:
        return True
    return Indel.normalized_similarity(before, after) >= _ALIKE and not re.search(r"\d", before + after)


def _copied(entry: Entry, words: str) -> Entry:
    """The page holds a machine's words that were made for another block, or at another time."""
    return replace(unsigned(entry), target=words, state=State.DRAFT, reason="", score=None, origin="unknown")


def unsigned(entry: Entry) -> Entry:
    """Approval is of one English for one Arabic, and lapses with either; who had given it is remembered."""
    if not entry.by:
        return entry
    return replace(entry, by="", on="", facts={**entry.facts, LAPSED: f"{entry.by} {entry.on}"})


def _taken(entry: Entry, words: str, take: Take, *, machine: bool) -> Entry:
    """A person decided."""
    match take:
        case Take.PAGE if not words or (DELETED in entry.facts and same_words(words, entry.target)):
            return Entry(entry.key, entry.source, notes=entry.notes, reason="the English was removed")
        case Take.PAGE if machine:
            return replace(
                unsigned(entry), target=words, state=State.DRAFT, stale=False, previous="", proposal=None
            )
        case Take.PAGE:
            return entry if same_words(words, entry.target) else edited(entry, words)
        case Take.LEDGER:
            return entry if digest_of(entry.target) == entry.synced else _changed_by_tool(entry)
        case Take.PROPOSAL if entry.proposal and entry.proposal.renames:
            return replace(edited(entry, proposed_text(entry.proposal)), proposal=None)
        case Take.PROPOSAL if entry.proposal:
            return replace(
                unsigned(entry),
                target=proposed_text(entry.proposal),
                state=State.DRAFT,
                stale=False,
                previous="",
                origin=entry.proposal.origin,
                changed=None,
                proposal=None,
            )
        case _:
            return entry


def _conflict(entry: Entry, words: str, slug: str, line: int, message: str) -> Finding:
    command = f"jisr resolve {slug} {entry.key} --take"
    return Finding(
        "conflict",
        f"{message}; page: «{collapsed(words)[:80]}»; ledger",
        line=line,
        text=entry.target,
        remedy=f"{command} page, or: {command} ledger",
        key=entry.key,
    )
