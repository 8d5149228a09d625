"""Sync: carry what editors and authors changed into ledger and pages, and lose nothing that a person wrote.

Pure: an article's Arabic, its ledger and its English page go in, the new ledger and the new page come out.
First each block's page is settled with the ledger (`settle`, the first table of the design), then the
ledger with the Arabic (`follow`, the second). What cannot be settled without a person is a conflict: the
article is then left exactly as it is.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from build_tools.arabic import digest
from build_tools.blocks import Known, assign_keys
from build_tools.errors import Finding, Severity
from build_tools.healing import heal
from build_tools.model import Block, Document, Entry, Ledger, Outcome, Page, State
from build_tools.sync.facts import dated
from build_tools.sync.findings import arabic_findings, overtaken, page_findings, page_put_back
from build_tools.sync.following import follow, kept, kind_of, retire
from build_tools.sync.settling import Take, digest_of, settle
from build_tools.sync.written import arabic_page, article, edited_by_hand, english_page, sealed

__all__ = [
    "Take",
    "arabic_page",
    "article",
    "digest_of",
    "edited_by_hand",
    "english_page",
    "kind_of",
    "reconcile",
    "sealed",
]


def reconcile(
    document: Document,
    ledger: Ledger,
    page: Page | None,
    english_file: str,
    *,
    take: Mapping[str, Take] | None = None,
    allow_shrink: bool = False,
    today: date | None = None,
) -> Outcome:
    """Bring `ledger` up to date with the article's Arabic and its English page.

    `take` settles single keys as a person decided; `today` is written where a block becomes stale, or is put
    back on the page. The outcome's ledger is final but for drafts.
    """
    take = take or {}
    keyed = assign_keys(
        document.blocks,
        [Known(e.key, e.source) for e in ledger.entries],
        [Known(e.key, e.source) for e in ledger.obsolete],
    )
    document = replace(document, blocks=keyed.blocks)
    page, findings = _healed(page, ledger, document, english_file)
    if page and any(f.severity is Severity.ERROR for f in findings):
        return Outcome(document, ledger, page, english_file, tuple(findings), blocked=True)

    drafts = {digest(e.target) for e in ledger.entries if e.state is State.DRAFT and e.target}
    settled, found = _settled(ledger, page, document, take, drafts)
    findings += (replace(f, file=english_file) for f in found)
    entries = tuple(
        kept(entry) if take.get(entry.key) is Take.KEEP else entry
        for entry in (follow(settled[b.key], b.text) for b in keyed.blocks)
    )
    entries = _dated(ledger, entries, {f.key for f in findings if f.check == "restored"}, page, today)
    findings += overtaken(ledger, entries, document, english_file)
    back = {b.key for b in keyed.blocks} - {e.key for e in ledger.entries}
    retired = {e.key: e for e in ledger.obsolete if e.key not in back}
    gone = [settled[key] for key in keyed.gone]
    gone_words, retired = retire(gone, retired, {m.key: m for m in page.blocks} if page else {}, drafts)
    findings += arabic_findings(document, keyed, gone_words, len(ledger.entries), allow_shrink)
    return Outcome(
        document=document,
        ledger=replace(ledger, entries=entries, obsolete=tuple(retired.values()), findings=()),
        page=page,
        english_file=english_file,
        findings=(*ledger.findings, *findings),
        blocked=any(f.severity is Severity.ERROR for f in findings),
        lasting=tuple(f for f in findings if f.severity is Severity.WARNING),
    )


def _healed(
    page: Page | None, ledger: Ledger, document: Document, english_file: str
) -> tuple[Page | None, list[Finding]]:
    """The page with its markers in order, and what of it was put right or a person has to."""
    if page is None:
        lost = any(e.human and e.synced for e in ledger.entries)
        return None, [page_put_back(ledger, document.slug, english_file)] if lost else []
    past = {e.key: e for e in ledger.entries} or {b.key: Entry(b.key, b.text) for b in document.blocks}
    first_line = page.front.count("\n") + 1
    page, findings = heal(page, past, {e.key for e in ledger.obsolete}, english_file)
    blocks = {block.key: block for block in document.blocks}
    return page, [*findings, *page_findings(page, first_line, ledger, blocks, english_file)]


def _settled(
    ledger: Ledger, page: Page | None, document: Document, take: Mapping[str, Take], drafts: Collection[str]
) -> tuple[dict[str, Entry], list[Finding]]:
    """Each block of the ledger and of `document` by its key, page and ledger made one: see `settle`."""
    seen = {m.key: m for m in page.blocks} if page else {}
    blocks = {block.key: block for block in document.blocks}
    settled: dict[str, Entry] = {}
    findings: list[Finding] = []
    for entry in ledger.entries:
        block = blocks.get(entry.key) or Block(kind_of(entry.key), entry.source, key=entry.key)
        settled[entry.key], found = settle(
            *(entry, seen.get(entry.key), block, take.get(entry.key), page is not None, drafts),
            slug=document.slug,
        )
        findings += found
    retired = {e.key: e for e in ledger.obsolete}
    for block in document.blocks:
        if block.key not in settled:
            # A text that comes back finds its English in the ledger; nobody took that off the page.
            fresh = retired.get(block.key, Entry(block.key, block.text))
            settled[block.key], found = settle(
                *(fresh, seen.get(block.key), block, take.get(block.key), False), slug=document.slug
            )
            findings += found
    return settled, findings


def _dated(
    ledger: Ledger, entries: Iterable[Entry], deleted: Collection[str], page: Page | None, today: date | None
) -> tuple[Entry, ...]:
    """The entries with the days that they are to have; `deleted` are the keys that the page lacked."""
    before = {e.key: e for e in ledger.entries}
    day = today.isoformat() if today else ""
    found = []
    for entry in entries:
        was = before.get(entry.key, Entry(entry.key, entry.source))
        missed = entry.key in deleted or (page is None and was.human and bool(was.synced))
        found.append(dated(was, entry, day, put_back=missed and entry.human))
    return tuple(found)
