"""Sync: carry what editors and authors changed into ledger and pages, and lose nothing that a person wrote.

Pure: an article's Arabic, its ledger and its English page go in, the new ledger and the new page come out.
First each block's page is settled with the ledger (`settle`, the first table of the design), then the
ledger with the Arabic (`follow`, the second). What cannot be settled without a person is a conflict: the
article is then left exactly as it is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from build_tools.arabic import digest, same
from build_tools.authorship import digest_of, machine_digest, recorded
from build_tools.blocks import Known, assign_keys
from build_tools.errors import Finding, Severity
from build_tools.healing import heal
from build_tools.model import Block, Document, Entry, Ledger, Outcome, Page, State
from build_tools.sync.facts import dated
from build_tools.sync.findings import (
    arabic_findings,
    cut_off,
    mended,
    overtaken,
    page_findings,
    page_put_back,
    together,
    twice_retired,
)
from build_tools.sync.following import follow, kept, kind_of, retire
from build_tools.sync.recalling import believed, named_anew, recalled, refilled
from build_tools.sync.regrouping import regroup
from build_tools.sync.rereading import reread
from build_tools.sync.settling import Around, Take, settle
from build_tools.sync.written import (
    arabic_page,
    article,
    edited_by_hand,
    english_page,
    sealed,
    with_notes_of_joined,
)

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
    past: Sequence[Ledger] = (),
) -> Outcome:
    """Bring `ledger` up to date with the article's Arabic and its English page.

    `take` settles single keys as a person decided; `today` is written where a block becomes stale, or is put
    back on the page; `past` are the ledgers that Jisr left here before, the surest first, from which lost
    facts come back. The outcome's ledger is final but for drafts.
    """
    take = take or {}
    seen = {m.key: m for m in page.blocks} if page else {}
    ledger, said = recalled(ledger, past, seen, document.slug)
    ledger, doubted = believed(ledger, seen, document.slug)
    said += doubted
    was = ledger
    ledger, document = reread(ledger, document)
    keyed = assign_keys(
        document.blocks,
        [Known(e.key, e.source) for e in ledger.entries],
        [Known(e.key, e.source) for e in ledger.obsolete],
    )
    document = replace(document, blocks=keyed.blocks)
    whole = refilled(ledger, past)
    cut, torn = cut_off(page, whole, english_file, document.slug, take)
    page, findings = _healed(page, ledger, document, english_file)
    if not torn:  # its markers may have been damaged as well, and be known only now
        cut, torn = cut_off(page, whole, english_file, document.slug, take)
    findings = [*torn, *findings]
    if page and any(f.severity is Severity.ERROR for f in findings):
        return Outcome(document, ledger, page, english_file, (*said, *findings), blocked=True, was=was)

    drafts = [e for e in ledger.entries if e.state is State.DRAFT]
    as_made = [e.target for e in drafts if e.target and e.synced in ("", digest(e.target))]
    around = Around(
        document.slug,
        page is not None,
        {*map(digest, as_made), *(e.synced for e in drafts)} - {""},
        {digest for e in drafts for digest in recorded(e)} - {machine_digest("–")},
        named_anew(ledger, past),
        cut,
    )
    settled, found = _settled(ledger, page, document, take, around)
    findings += (replace(f, file=f.file or english_file) for f in found)
    settled = regroup(settled, keyed.regrouped, {b.key: b.text for b in keyed.blocks})
    page = with_notes_of_joined(page, keyed.regrouped)
    followed = [(settled[b.key], *follow(settled[b.key], b.text)) for b in keyed.blocks]
    findings += mended(((old, how) for old, _, how in followed), document)
    entries = tuple(kept(new) if take.get(new.key) is Take.KEEP else new for _, new, _ in followed)
    entries = _dated(ledger, entries, {f.key for f in findings if f.check == "restored"}, page, today)
    findings += overtaken(ledger, entries, document, english_file)
    back = {id(_retired(ledger, b)) for b in keyed.blocks if b.key not in {e.key for e in ledger.entries}}
    retired = [e for e in ledger.obsolete if id(e) not in back]
    gone = [settled[key] for key in keyed.gone]
    live = {e.key for e in entries}  # what stands under their markers is no retired text, but their own
    seen = {m.key: m for m in page.blocks if m.key not in live} if page else {}
    gone_words, retired = retire(gone, retired, seen, around.drafts)
    findings += twice_retired(retired, document.slug)
    findings += arabic_findings(document, keyed, gone, gone_words, ledger.entries, allow_shrink)
    return Outcome(
        document=document,
        ledger=replace(ledger, entries=entries, obsolete=tuple(retired), findings=()),
        page=page,
        english_file=english_file,
        findings=(*ledger.findings, *said, *together(findings)),
        blocked=any(f.severity is Severity.ERROR for f in findings),
        lasting=tuple(f for f in (*said, *findings) if f.severity is Severity.WARNING),
        was=was,
    )


def _retired(ledger: Ledger, block: Block) -> Entry | None:
    """The English, kept in the ledger, of a text that comes back: the latest that was made for it."""
    kept_there = [e for e in reversed(ledger.obsolete) if e.key == block.key]
    return next((e for e in kept_there if same(e.source, block.text)), next(iter(kept_there), None))


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
    ledger: Ledger, page: Page | None, document: Document, take: Mapping[str, Take], around: Around
) -> tuple[dict[str, Entry], list[Finding]]:
    """Each block of the ledger and of `document` by its key, page and ledger made one: see `settle`."""
    seen = {m.key: m for m in page.blocks} if page else {}
    blocks = {block.key: block for block in document.blocks}
    settled: dict[str, Entry] = {}
    findings: list[Finding] = []
    for entry in ledger.entries:
        block = blocks.get(entry.key) or Block(kind_of(entry.key), entry.source, key=entry.key)
        settled[entry.key], found = settle(entry, seen.get(entry.key), block, take.get(entry.key), around)
        findings += found
    for block in document.blocks:
        if block.key not in settled:
            # A text that comes back finds its English in the ledger; nobody took that off the page.
            fresh = _retired(ledger, block) or Entry(block.key, block.text)
            alone = replace(around, page=False, drafts=())
            settled[block.key], found = settle(fresh, seen.get(block.key), block, take.get(block.key), alone)
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
