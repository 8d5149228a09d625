"""Sync: carry what editors and authors changed into ledger and pages, and lose nothing that a person wrote.

Pure: an article's Arabic, its ledger and its English page go in, the new ledger and the new page come out.
First each block's page is settled with the ledger (`settle_block`, the first table of the design), then the
ledger with the Arabic (`apply_original_change`, the second). What cannot be settled without a person is a
conflict: the article is then left exactly as it is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from jisr.lang.arabic import digest, is_same_text
from jisr.model.diagnostics import Finding, Severity
from jisr.model.ledger import Entry, Ledger, Page, PageBlock, State, SyncResult
from jisr.model.source import Block, Document
from jisr.translation.authorship import (
    is_machines_own,
    machine_digest,
    recorded_machine_digests,
    translation_digest,
)
from jisr.translation.keys import KnownBlock, assign_keys, kind_from_key
from jisr.translation.repair import repair_markers
from jisr.translation.sync.compose import (
    build_article,
    compose_original_page,
    compose_translation_page,
    finalise_ledger,
    is_edited_by_hand,
    keep_notes_of_joined,
    write_words,
)
from jisr.translation.sync.facts import date_changes
from jisr.translation.sync.findings import (
    find_cut_off,
    mended_original_findings,
    moved_text_findings,
    new_stale_findings,
    original_change_findings,
    page_findings,
    restored_page_finding,
    say_once,
    twice_retired_findings,
)
from jisr.translation.sync.original_changes import (
    apply_keep,
    apply_original_change,
    retire_blocks,
)
from jisr.translation.sync.page_vs_ledger import RESTORED, BlockContext, Take, page_words, settle_block
from jisr.translation.sync.recalling import (
    new_signature,
    reject_unsigned_edits,
    restore_emptied,
    restore_facts,
)
from jisr.translation.sync.regrouping import regroup
from jisr.translation.sync.rereading import reread

__all__ = [
    "Take",
    "build_article",
    "compose_original_page",
    "compose_translation_page",
    "finalise_ledger",
    "is_edited_by_hand",
    "page_words",
    "reconcile",
    "translation_digest",
    "write_words",
]


_WORDS_OF_NOBODY_ELSE = 4


def reconcile(
    document: Document,
    ledger: Ledger,
    page: Page | None,
    translation_file: str,
    *,
    take: Mapping[str, Take] | None = None,
    allow_shrink: bool = False,
    today: date | None = None,
    past: Sequence[Ledger] = (),
) -> SyncResult:
    """Bring `ledger` up to date with the article's Arabic and its English page.

    `take` settles single keys as a person decided; `today` is written where a block becomes stale, or is put
    back on the page; `past` are the ledgers that Jisr left here before, the surest first, from which lost
    facts come back. The outcome's ledger is final but for drafts.
    """
    take = take or {}
    seen = _blocks_by_key(page)
    ledger, said = restore_facts(ledger, past, seen, document.slug)
    ledger, doubted = reject_unsigned_edits(ledger, seen, document.slug)
    said += doubted
    was = ledger
    ledger, document = reread(ledger, document)
    live = [KnownBlock(e.key, e.source) for e in ledger.entries]
    retired = [KnownBlock(e.key, e.source) for e in ledger.obsolete]
    keyed = assign_keys(document.blocks, live, retired)
    document = replace(document, blocks=keyed.blocks)
    whole = restore_emptied(ledger, past)
    cut, torn = find_cut_off(page, whole, translation_file, document.slug, take)
    page, findings = _repair_page(page, ledger, document, translation_file)
    if not torn:  # the page's markers may be damaged too, and can only be recognised now
        cut, torn = find_cut_off(page, whole, translation_file, document.slug, take)
    findings = [*torn, *findings]
    if page and any(f.is_error for f in findings):
        return SyncResult(document, ledger, page, translation_file, (*said, *findings), blocked=True, was=was)

    around = _context_of_blocks(ledger, page, document.slug, new_signature(ledger, past), cut)
    findings += moved_text_findings(page, ledger, document.slug, translation_file)
    were = {e.key for e in ledger.entries}
    fresh = {b.key: _find_retired(ledger, b) for b in keyed.blocks if b.key not in were}
    settled, found = _settle_blocks(ledger, fresh, page, document, take, around)
    findings += (replace(f, file=f.file or translation_file) for f in found)
    settled = regroup(settled, keyed.regrouped, {b.key: b.text for b in keyed.blocks})
    followed = [(settled[b.key], *apply_original_change(settled[b.key], b.text)) for b in keyed.blocks]
    findings += mended_original_findings(((old, how) for old, _, how in followed), document)
    entries = tuple(apply_keep(new) if take.get(new.key) is Take.KEEP else new for _, new, _ in followed)
    deleted = {f.key for f in findings if f.check == RESTORED}
    entries, dated = _date_entries(ledger, entries, deleted, page, today)
    findings += new_stale_findings(ledger, entries, document, translation_file)
    back = {id(entry) for entry in fresh.values()}
    away = [e for e in ledger.obsolete if id(e) not in back]
    gone = [settled[key] for key in keyed.gone]
    own = {e.key for e in entries}  # what stands under their markers is no retired text, but their own
    below = {key: block for key, block in _blocks_by_key(page).items() if key not in own}
    gone_words, away = retire_blocks(gone, away, below, around.drafts)
    findings += twice_retired_findings(away, document.slug)
    findings += original_change_findings(document, keyed, gone, gone_words, ledger.entries, allow_shrink)
    blocked = any(f.is_error for f in findings)
    return SyncResult(
        document=document,
        ledger=replace(ledger, entries=entries, obsolete=tuple(away), findings=()),
        page=page if blocked else keep_notes_of_joined(page, keyed.regrouped),
        translation_file=translation_file,
        findings=(*ledger.findings, *said, *say_once(findings)),
        blocked=blocked,
        lasting=tuple(f for f in (*said, *findings) if f.severity is Severity.WARNING),
        was=was,
        dated=dated,
    )


def _blocks_by_key(page: Page | None) -> dict[str, PageBlock]:
    return {block.key: block for block in page.blocks} if page else {}


def _context_of_blocks(ledger: Ledger, page: Page | None, slug: str, named: str, cut: str) -> BlockContext:
    drafts = [e for e in ledger.entries if e.state is State.DRAFT]
    as_made = [e.target for e in drafts if e.target and e.synced in ("", digest(e.target))]
    texts = {*map(digest, as_made), *(e.synced for e in drafts)} - {""}
    units = {each for e in drafts for each in recorded_machine_digests(e)} - {machine_digest("–")}
    units |= {machine_digest(e.target) for e in ledger.all_entries if _is_signed_draft(e)}
    return BlockContext(slug, page is not None, texts, units, named, cut)


def _is_signed_draft(entry: Entry) -> bool:
    """Whether a person took a machine's text as it stands; of a few words anybody may write the same."""
    is_long = len(entry.target.split()) >= _WORDS_OF_NOBODY_ELSE
    return is_long and is_machines_own(entry)


def _find_retired(ledger: Ledger, block: Block) -> Entry:
    """The entry of a block that is new, or comes back: then the latest that was made for its text."""
    kept_there = [e for e in reversed(ledger.obsolete) if e.key == block.key]
    same = (e for e in kept_there if is_same_text(e.source, block.text))
    return next(chain(same, kept_there), Entry(block.key, block.text))


def _repair_page(
    page: Page | None, ledger: Ledger, document: Document, translation_file: str
) -> tuple[Page | None, list[Finding]]:
    """The page with its markers in order, and what of it was put right or a person has to."""
    if page is None:
        lost = any(e.human and e.synced for e in ledger.entries)
        return None, [restored_page_finding(ledger, document.slug, translation_file)] if lost else []
    past = {e.key: e for e in ledger.entries} or {b.key: Entry(b.key, b.text) for b in document.blocks}
    first_line = page.front.count("\n") + 1
    page, findings = repair_markers(page, past, {e.key for e in ledger.obsolete}, translation_file)
    blocks = {block.key: block for block in document.blocks}
    return page, [*findings, *page_findings(page, first_line, ledger, blocks, translation_file)]


def _settle_blocks(
    ledger: Ledger,
    fresh: Mapping[str, Entry],
    page: Page | None,
    document: Document,
    take: Mapping[str, Take],
    around: BlockContext,
) -> tuple[dict[str, Entry], list[Finding]]:
    """Each block by its key, page and ledger made one: see `settle_block`.

    `fresh` are those that the ledger does not have, or whose Arabic comes back: that they are not on the page
    is no deletion.
    """
    seen = _blocks_by_key(page)
    blocks = {block.key: block for block in document.blocks}
    alone = replace(around, page=False, drafts=())
    settled: dict[str, Entry] = {}
    findings: list[Finding] = []
    for entry in (*ledger.entries, *fresh.values()):
        key = entry.key
        block = blocks.get(key) or Block(kind_from_key(key), entry.source, key=key)
        context = alone if key in fresh else around
        settled[key], found = settle_block(entry, seen.get(key), block, take.get(key), context)
        findings += found
    return settled, findings


def _date_entries(
    ledger: Ledger, entries: Iterable[Entry], deleted: Collection[str], page: Page | None, today: date | None
) -> tuple[tuple[Entry, ...], bool]:
    """The entries with the days that they are to have, and whether today is one of these.

    `deleted` are the keys that the page lacked.
    """
    before = {e.key: e for e in ledger.entries}
    day = today.isoformat() if today else ""
    found, dated = [], False
    for entry in entries:
        was = before.get(entry.key, Entry(entry.key, entry.source))
        missed = entry.key in deleted or (page is None and was.human and bool(was.synced))
        back = missed and entry.human
        dated = dated or back or (entry.stale and not was.stale)
        found.append(date_changes(was, entry, day, put_back=back))
    return tuple(found), dated
