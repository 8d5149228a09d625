"""The first table of the design: what the English page and the ledger say of a block, made one."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from html import unescape

from rapidfuzz.distance import Indel, Prefix

from jisr.lang.arabic import digest, is_same_text
from jisr.markup.block_marks import strip_block_marks
from jisr.markup.markdown_text import UNSEEN, collapse_spaces, is_same_markdown
from jisr.model.diagnostics import Finding, notice
from jisr.model.ledger import ACCEPTED, DELETED, REJECTED, Entry, PageBlock, State
from jisr.model.private import without_private
from jisr.model.source import Block, Kind
from jisr.translation.authorship import (
    apply_state_rule,
    drop_approval,
    drop_translation,
    is_visually_same,
    lapse_quotation,
    machine_digest,
    recorded_machine_digests,
    settle,
    translation_digest,
)
from jisr.translation.ledger_entry import is_fuzzy

_FEW = 20  # characters
_BREAK = re.compile("<br ?/?>")
FLAG = "flag"
"""The check of findings about `fuzzy`: set, or fallen off, without a name."""
RESTORED = "restored"
"""The check of findings about a person's words that were taken off the page, and are put back."""


class Take(StrEnum):
    """How a person settles a conflict, a stale block or a deleted one."""

    PAGE = "page"
    LEDGER = "ledger"
    PROPOSAL = "proposal"
    KEEP = "keep"


@dataclass(frozen=True)
class BlockContext:
    """What is known of the article around a block.

    `drafts` are the digests of its machine texts and `machine` those of their units: a copy of one is a
    machine's text as well. `named` is who signed for the ledger since the last run, and when (`Ruba
    2026-11-23`). `cut` is the key of the last block of a page that lacks those behind it.
    """

    slug: str
    page: bool = True
    drafts: Collection[str] = ()
    machine: Collection[str] = ()
    named: str = ""
    cut: str = ""


def settle_block(
    entry: Entry, seen: PageBlock | None, block: Block, take: Take | None, around: BlockContext
) -> tuple[Entry, list[Finding]]:
    """The first table: what page and ledger say of a block, made one by the rule: the entry, findings."""
    words = page_words(entry, seen, block, around.drafts)
    copied = is_draft_text(words, seen, around.drafts)
    machine = {*around.machine, *((machine_digest(words),) if copied else ())}
    before = entry
    if entry.state is State.DRAFT and translation_digest(words) == entry.synced != "":
        entry = replace(entry, machine=(*recorded_machine_digests(entry), machine_digest(words)))
    after, findings = _settle_by_table(entry, words, seen, block, take, around)
    if after is entry:
        return before, findings
    new = lapse_quotation(before, apply_state_rule(entry, after, machine))
    if before.quoted and not new.quoted:
        message = f"no longer as quoted from {before.quoted}, and locked no more"
        remedy = f'if these are its words: jisr quote {around.slug} {new.key} --source "…"'
        line = seen.line if seen else 0
        said = notice("quoted", message, "", line, new.target, remedy, new.key)
        findings = [*findings, said]
    return new, findings


def _settle_by_table(
    entry: Entry, words: str, seen: PageBlock | None, block: Block, take: Take | None, around: BlockContext
) -> tuple[Entry, list[Finding]]:
    slug = around.slug
    line = seen.line if seen else 0
    changed_ledger = translation_digest(entry.target) != entry.synced
    changed_page = (
        seen is not None
        and translation_digest(words) != entry.synced
        and not is_same_markdown(words, entry.target)
    )
    machine = is_draft_text(words, seen, around.drafts)
    if take is Take.PROPOSAL and not entry.proposal:
        remedy = (
            f"jisr draft {slug} makes one, where there is a model; "
            f"jisr resolve {slug} {entry.key} --take keep keeps the English as it is"
        )
        message = "there is no proposal for this block"
        return entry, [Finding("resolve", message, line=line, remedy=remedy, key=entry.key)]
    if take and take is not Take.KEEP:  # what is kept is settled like everything else first: see `kept`
        return _apply_take(entry, words, take, machine=machine), []

    if seen is None or not words:
        return _restore_absent(entry, seen, around, changed_ledger=changed_ledger)
    if is_same_markdown(words, entry.target):
        if not changed_ledger or (not entry.synced and entry.state is not State.MISSING):
            return _read_fuzzy_flag(entry, around)
        return _take_tool_edit(entry, ""), []  # both got the same new text; the old one is unknown
    if changed_ledger and not entry.target and entry.synced:
        return _refill_emptied(entry, words, around, changed_page=changed_page, machine=machine)
    if changed_page and changed_ledger and entry.target:
        message = "page and ledger were both changed, differently"
        return entry, [_conflict(entry, words, slug, line, message)]
    known = recorded_machine_digests(entry)
    ledger_is_machine = machine_digest(entry.target) in known and machine_digest(words) not in known
    if not changed_page and entry.human and ledger_is_machine:
        message = "the page holds a person's words, and a PO tool put a machine's into the ledger"
        return entry, [_conflict(entry, words, slug, line, message)]
    if entry.quoted and not changed_page:
        message = f"quoted from {entry.quoted}, and the ledger has other words than the page"
        return entry, [_conflict(entry, words, slug, line, message)]
    if changed_page:
        return _take_page_change(entry, words, block, take, around, line, machine=machine)
    return _take_tool_edit(entry, words), []


def page_words(entry: Entry, seen: PageBlock | None, block: Block, drafts: Collection[str] = ()) -> str:
    """A page's words of a block without the marks of its kind, or of the kind it had when they were known.

    Comments are notes of those who work on the page: they stay there, and are no words of the block.
    """
    if seen is None:
        return ""
    body = without_private(seen.body)
    own = strip_block_marks(block, body)
    known = {entry.synced, seen.digest, *drafts}
    if is_same_markdown(own, without_private(entry.target)):
        return own if is_same_markdown(own, entry.target) else entry.target  # notes were kept there once
    if translation_digest(own) in known:
        return own
    if _is_nothing(own, block):
        return ""
    others = (strip_block_marks(replace(block, kind=k, lead=lead), body) for k, lead in _OTHER_KINDS)
    return next((words for words in others if translation_digest(words) in known), own)


def _is_nothing(words: str, block: Block) -> bool:
    """Whether nothing that is seen stands where a block has words: who empties one may leave `&nbsp;`."""
    if len(words) > _FEW or not any(map(str.isalnum, block.text)):
        return False
    return not unescape(_BREAK.sub("", words)).strip(UNSEEN)


def is_draft_text(words: str, seen: PageBlock | None, drafts: Collection[str]) -> bool:
    """Whether a page's words are a machine's: one of the article's `drafts`, or their own marker's."""
    if seen is None or not words:
        return False
    return digest(words) in drafts or (seen.mark == "draft" and seen.digest == digest(words))


_OTHER_KINDS = ((Kind.HEADING, False), (Kind.POINT, True), (Kind.POINT, False), (Kind.QUOTATION, False))


def _restore_absent(
    entry: Entry, seen: PageBlock | None, around: BlockContext, *, changed_ledger: bool
) -> tuple[Entry, list[Finding]]:
    """The page does not show the block's English: a person's words come back, a draft is put there again.

    A draft whose words were taken out from under its marker was rejected, and stays away.
    """
    taken_out = around.page and seen is not None and seen.mark != "missing" and entry.key != around.cut
    line = seen.line if seen else 0
    findings: list[Finding] = []
    if changed_ledger and entry.target:
        entry = _take_tool_edit(entry, "")
    elif entry.target and entry.state is State.DRAFT and taken_out and not entry.lost:
        message = "a draft was taken off the page, and nothing fills its place unasked"
        remedy = f"to have it drafted again: jisr draft {around.slug} {entry.key}"
        said = notice("rejected", message, "", line, entry.target, remedy, entry.key)
        return drop_translation(drop_approval(entry), REJECTED), [said]
    elif entry.target:
        entry, findings = _read_fuzzy_flag(entry, around)
    elif entry.synced:  # the text is gone from page and ledger alike
        entry = replace(entry, state=State.MISSING, synced="", reason="the English was removed")
    if around.page and entry.human and entry.synced and (seen is None or taken_out):
        message = "a person's English was deleted from the page, and is put back"
        remedy = f"to delete it for good: jisr resolve {around.slug} {entry.key} --take page"
        said = notice(RESTORED, message, "", line, entry.target, remedy, entry.key)
        findings = [*findings, said]
    return entry, findings


def _refill_emptied(
    entry: Entry, words: str, around: BlockContext, *, changed_page: bool, machine: bool
) -> tuple[Entry, list[Finding]]:
    """The ledger's English is gone (OmegaT empties fuzzy entries): the page has it, unless it changed too."""
    if changed_page and machine:
        return _take_copied_draft(entry, words), []
    if changed_page or (entry.state is State.MISSING and not machine):
        return take_page_edit(entry, words), []
    state = State.DRAFT if entry.state is State.MISSING else entry.state
    filled = replace(entry, target=words, state=state)
    return _read_fuzzy_flag(filled, replace(around, named="")) if state is State.APPROVED else (filled, [])


def _read_fuzzy_flag(entry: Entry, around: BlockContext) -> tuple[Entry, list[Finding]]:
    """Page and ledger agree, and only the flag `fuzzy` may say something.

    One that was taken away in a file whose header names somebody anew means: right as it stands. Tools drop
    it by themselves, too; then nobody has said so. One that was set takes an approval back.
    """
    if not entry.target or entry.fuzzy is is_fuzzy(entry):
        return entry, []
    said = notice(FLAG, "", text=entry.target, key=entry.key)
    if entry.fuzzy:
        remedy = f'once it is right: jisr approve {around.slug} {entry.key} --by "NAME"'
        if entry.state is State.APPROVED:
            message = "the approval is withdrawn, for the flag fuzzy was set in the ledger"
            entry = replace(drop_approval(entry), state=State.EDITED)
        else:
            message = "the flag fuzzy was set in the ledger, and is taken off: this English is not approved"
        return entry, [replace(said, message=message, remedy=remedy)]
    if not around.named:
        message = "the flag fuzzy was taken off in the ledger and nobody named, so it is put back"
        remedy = f'whoever takes it as it stands says so: jisr approve {around.slug} {entry.key} --by "NAME"'
        return entry, [replace(said, message=message, remedy=remedy)]
    if entry.state is State.DRAFT:
        facts = {**entry.facts, ACCEPTED: around.named}
        entry = replace(entry, state=State.EDITED, changed=0.0, facts=facts)
    return settle(entry), []


def _take_tool_edit(entry: Entry, words: str) -> Entry:
    """A PO tool changed the English, which on the page is `words`: a person's work.

    It is stale for as long as the tool left it fuzzy, or changed nothing that says something. What a tool put
    where nothing was, and called fuzzy, is its guess (Poedit's and Weblate's from memories and machines).
    """
    if is_visually_same(entry.target, words):
        return replace(entry, touched=entry.state is State.DRAFT)
    small = machine_digest(entry.target) == machine_digest(words)
    if small and entry.state is State.DRAFT:
        return replace(entry, touched=True)
    if entry.state is State.MISSING and entry.fuzzy:
        return replace(entry, state=State.DRAFT, touched=True, origin="unknown", reason="")
    stale = entry.stale and (entry.fuzzy or small)
    return replace(
        drop_approval(entry),
        state=State.EDITED,
        stale=stale,
        previous=entry.previous if stale else "",
        proposals=entry.proposals if stale else (),
        reason="",
    )


def _take_page_change(
    entry: Entry,
    words: str,
    block: Block,
    take: Take | None,
    around: BlockContext,
    line: int,
    *,
    machine: bool,
) -> tuple[Entry, list[Finding]]:
    """An editor, or a program, changed the page: the page wins, but for a machine's words over a person's."""
    now = machine_digest(words)
    small = now == machine_digest(entry.target)
    if machine or (not small and now in (*recorded_machine_digests(entry), *around.machine)):
        if entry.held:
            message = "the page holds a machine's draft, the ledger a person's words"
            return entry, [_conflict(entry, words, around.slug, line, message)]
        return replace(_take_copied_draft(entry, words), touched=not machine), []
    if is_visually_same(words, entry.target) or (small and entry.state is State.DRAFT):
        return replace(entry, target=words, touched=entry.state is State.DRAFT), []
    if take is None:
        return _take_correction(entry, words, block, around.slug, line)
    return take_page_edit(entry, words), []


def take_page_edit(entry: Entry, words: str) -> Entry:
    """An editor changed the page: the page wins."""
    share = entry.changed
    if entry.state is State.DRAFT and entry.target:
        share = 1 - Indel.normalized_similarity(entry.target.split(), words.split())
    return replace(drop_approval(entry), target=words, state=State.EDITED, changed=share, reason="")


def _take_correction(
    entry: Entry, words: str, block: Block, slug: str, line: int
) -> tuple[Entry, list[Finding]]:
    """An editor changed a block on the page, which may have been stale before.

    Whoever writes it anew has the Arabic as it now is before them, and it is stale no more; whoever mends its
    spelling, or writes while the Arabic changes once more, may not have.
    """
    new = take_page_edit(entry, words)
    if not entry.stale:
        return new, []
    if is_same_text(entry.source, block.text) and not _has_only_respelled(entry.target, words):
        message = "written anew after its Arabic had changed: taken to say what the Arabic now says"
        done = notice("settled", message, line=line, key=entry.key)
        return settle(new), [done]
    message = "corrected, but its Arabic changed before, and it is still marked so"
    remedy = f"where the English says what the Arabic now says: jisr resolve {slug} {entry.key} --take keep"
    return new, [notice("stale", message, "", line, words, remedy, entry.key)]


_ARTICLES = ("a", "an", "the")
_COMPARED = 1500  # words
_ALIKE = 0.6  # teh and the, recieve and receive; not yesterday and today


def _has_only_respelled(before: str, after: str) -> bool:
    """Whether two texts differ in spelling, punctuation and articles only, word for word."""
    old, new = (re.sub(r"[^\w\s]", "", text).lower().split() for text in (before, after))
    longest = max(len(old), len(new))
    if longest > _COMPARED:  # too long to compare word by word: the share of common words decides
        return (Counter(old) & Counter(new)).total() > 0.9 * longest
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


def _take_copied_draft(entry: Entry, words: str) -> Entry:
    """The page holds a machine's words that were made for another block, or at another time."""
    copy = replace(drop_approval(entry), target=words, state=State.DRAFT, origin="unknown")
    return replace(copy, reason="", score=None, changed=None)


def _apply_take(entry: Entry, words: str, take: Take, *, machine: bool) -> Entry:
    """Apply the decision of a person (`take`)."""
    match take:
        case Take.PAGE if not words or (DELETED in entry.facts and is_same_markdown(words, entry.target)):
            facts = {name: value for name, value in entry.facts.items() if name != DELETED}
            return replace(drop_translation(entry, REJECTED), synced="", facts=facts)
        case Take.PAGE if machine:
            return replace(settle(drop_approval(entry)), target=words, state=State.DRAFT)
        case Take.PAGE:
            return entry if is_same_markdown(words, entry.target) else take_page_edit(entry, words)
        case Take.LEDGER if translation_digest(entry.target) != entry.synced:
            return _take_tool_edit(entry, words)
        case Take.PROPOSAL if entry.proposal and entry.proposal.is_by_person:
            return replace(take_page_edit(entry, entry.proposal.text), proposals=())
        case Take.PROPOSAL if entry.proposal:
            return replace(
                settle(drop_approval(entry)),
                target=entry.proposal.text,
                state=State.DRAFT,
                touched=False,
                origin=entry.proposal.origin,
                score=None,  # the machine's doubts of the draft that goes
                changed=None,
            )
        case _:
            return entry


def _conflict(entry: Entry, words: str, slug: str, line: int, message: str) -> Finding:
    command = f"jisr resolve {slug} {entry.key} --take"
    remedy = f"{command} page, or: {command} ledger"
    page, ledger = _differing_tails(collapse_spaces(words), without_private(entry.target))
    said = f"{message}; page: «{page[:80]}»; ledger"
    return Finding("conflict", said, "", line, ledger, remedy, entry.key)


def _differing_tails(a: str, b: str) -> tuple[str, str]:
    """Two texts without the long beginning that they share, which would hide the difference in a message."""
    shared = Prefix.similarity(a, b)
    start = a.rfind(" ", 0, max(0, shared - 20)) if shared > 40 else -1
    return (a, b) if start < 0 else (f"…{a[start:]}", f"…{b[start:]}")
