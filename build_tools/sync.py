"""Sync: carry what editors and authors changed into ledger and pages, and lose nothing that a person wrote.

Pure: an article's Arabic, its ledger and its English page go in, the new ledger and the new page come out.
First each block's page is settled with the ledger (`_settle`, the first table of the design), then the
ledger with the Arabic (`_follow`, the second). What cannot be settled without a person is a conflict: the
article is then left exactly as it is.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from rapidfuzz.distance import Indel

from build_tools.arabic import digest, essence, same
from build_tools.blocks import Keyed, Known, assign_keys
from build_tools.errors import Finding, Severity
from build_tools.healing import FRONT, bare, heal, is_unnamed, near_key
from build_tools.ledger import proposed_text
from build_tools.markdown import (
    collapsed,
    compose_page,
    marked,
    marker,
    parse_page,
    same_words,
    with_marks,
    without_marks,
)
from build_tools.model import LAPSED, Block, Document, Entry, Kind, Ledger, Marked, Outcome, Page, State

SHRINK_LIMIT = 0.2  # the share of an article's blocks that a run may remove unasked


class Take(StrEnum):
    """How a person settles a conflict, a stale block or a deleted one."""

    PAGE = "page"
    LEDGER = "ledger"
    PROPOSAL = "proposal"
    KEEP = "keep"


def reconcile(
    document: Document,
    ledger: Ledger,
    page: Page | None,
    english_file: str,
    *,
    take: Mapping[str, Take] | None = None,
    allow_shrink: bool = False,
) -> Outcome:
    """Bring `ledger` up to date with the article's Arabic and its English page.

    `take` settles single keys as a person decided. The outcome's ledger is final but for drafts.
    """
    take = take or {}
    keyed = assign_keys(
        document.blocks,
        [Known(e.key, e.source) for e in ledger.entries],
        [Known(e.key, e.source) for e in ledger.obsolete],
    )
    blocks = {block.key: block for block in keyed.blocks}
    findings: list[Finding] = []
    if page:
        past = {e.key: e for e in ledger.entries} or {b.key: Entry(b.key, b.text) for b in keyed.blocks}
        first_line = page.front.count("\n") + 1
        page, findings = heal(page, past, {e.key for e in ledger.obsolete}, english_file)
        findings += _page_findings(page, first_line, ledger, blocks, english_file)
    if page is None and any(e.human and e.synced for e in ledger.entries):
        message = "the page with a person's English was deleted, and is put back"
        findings.append(Finding("restored", message, english_file, severity=Severity.NOTICE))
    if page and any(f.severity is Severity.ERROR for f in findings):
        return Outcome(
            replace(document, blocks=keyed.blocks), ledger, page, english_file, tuple(findings), blocked=True
        )

    seen = {m.key: m for m in page.blocks} if page else {}
    drafts = {digest(e.target) for e in ledger.entries if e.state is State.DRAFT and e.target}
    settled: dict[str, Entry] = {}
    for entry in ledger.entries:
        block = blocks.get(entry.key) or Block(_kind_of(entry.key), entry.source, key=entry.key)
        result, found = _settle(
            entry, seen.get(entry.key), block, take.get(entry.key), page is not None, drafts
        )
        settled[entry.key] = result
        findings += (replace(f, file=english_file) for f in found)
    retired = {e.key: e for e in ledger.obsolete}
    for block in keyed.blocks:
        if block.key not in settled:
            # A text that comes back finds its English in the ledger; nobody took that off the page.
            fresh = retired.pop(block.key, Entry(block.key, block.text))
            result, found = _settle(fresh, seen.get(block.key), block, take.get(block.key), page_exists=False)
            settled[block.key] = result
            findings += (replace(f, file=english_file) for f in found)

    entries = tuple(
        _kept(entry) if take.get(entry.key) is Take.KEEP else entry
        for entry in (_follow(settled[b.key], b.text) for b in keyed.blocks)
    )
    gone = [settled[key] for key in keyed.gone]
    gone_words, retired = _retire(gone, retired, seen)
    findings += _arabic_findings(document, keyed, gone_words, len(ledger.entries), allow_shrink)
    return Outcome(
        document=replace(document, blocks=keyed.blocks),
        ledger=replace(ledger, entries=entries, obsolete=tuple(retired.values())),
        page=page,
        english_file=english_file,
        findings=tuple(findings),
        blocked=any(f.severity is Severity.ERROR for f in findings),
        redraft=tuple(e.key for e in entries if e.state is State.DRAFT and e.stale),
        lasting=tuple(f for f in findings if f.severity is Severity.WARNING),
    )


# --- page against ledger ----------------------------------------------------------------------------------


def _settle(
    entry: Entry,
    seen: Marked | None,
    block: Block,
    take: Take | None,
    page_exists: bool,
    drafts: Collection[str] = (),
) -> tuple[Entry, list[Finding]]:
    """The first table: what the English page and the ledger say of one block, made one.

    `drafts` are the digests of the article's machine texts: a copy of one is a machine's text as well.
    """
    words = _words(entry, seen, block, drafts)
    changed_ledger = digest_of(entry.target) != entry.synced
    changed_page = (
        seen is not None and digest_of(words) != entry.synced and not same_words(words, entry.target)
    )
    machine = bool(words) and (
        digest(words) in drafts
        or (seen is not None and seen.mark == "draft" and seen.digest == digest(words))
    )
    if take is Take.PROPOSAL and not entry.proposal:
        remedy = "jisr draft makes one, where there is a model; --take keep keeps the English as it is"
        message = "there is no proposal for this block"
        return entry, [
            Finding("resolve", message, line=seen.line if seen else 0, remedy=remedy, key=entry.key)
        ]
    if take and take is not Take.KEEP:  # what is kept is settled like everything else first: see `_kept`
        return _taken(entry, words, take, machine=machine), []

    if seen is None or not words:
        return _absent(entry, seen, changed_ledger=changed_ledger, page_exists=page_exists)
    if same_words(words, entry.target):
        return _accepted(entry) if not changed_ledger else _changed_by_tool(entry), []
    if changed_ledger and not entry.target and entry.synced:
        # OmegaT empties fuzzy entries: what the page holds is what was there, unless it changed as well.
        if changed_page or (entry.state is State.MISSING and not machine):
            return _edited(entry, words), []
        state = State.DRAFT if entry.state is State.MISSING else entry.state
        return _accepted(replace(entry, target=words, state=state)), []
    if changed_page and changed_ledger and entry.target:
        return entry, [_conflict(entry, words, seen.line, "page and ledger were both changed, differently")]
    if changed_page and machine:
        if entry.human:
            return entry, [
                _conflict(
                    entry, words, seen.line, "the page holds a machine's draft, the ledger a person's words"
                )
            ]
        same_draft = replace(entry, target=words, state=State.DRAFT, reason="", score=None)
        return replace(same_draft, origin="unknown"), []
    if changed_page:
        return _edited(entry, words), []
    return _changed_by_tool(entry), []


def digest_of(text: str) -> str:
    """The digest of a block's English; `""` for none."""
    return digest(text) if text.strip() else ""


def _words(entry: Entry, seen: Marked | None, block: Block, drafts: Collection[str] = ()) -> str:
    """A page's words of a block without the marks of its kind, or of the kind it had when they were known."""
    if seen is None:
        return ""
    own = without_marks(block, seen.body)
    known = {entry.synced, seen.digest, *drafts}
    if digest_of(own) in known or same_words(own, entry.target):
        return own
    others = (without_marks(replace(block, kind=k, lead=lead), seen.body) for k, lead in _OTHER_KINDS)
    return next((words for words in others if digest_of(words) in known), own)


_OTHER_KINDS = ((Kind.HEADING, False), (Kind.POINT, True), (Kind.POINT, False), (Kind.QUOTATION, False))


def _absent(
    entry: Entry, seen: Marked | None, *, changed_ledger: bool, page_exists: bool
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
            remedy=f"if it is to go for good: jisr resolve SLUG {entry.key} --take page",
            key=entry.key,
            severity=Severity.NOTICE,
        )
    ]


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
        _unsigned(entry),
        state=State.EDITED,
        stale=stale,
        previous=entry.previous if stale else "",
        proposal=entry.proposal if stale else None,
        reason="",
    )


def _edited(entry: Entry, words: str) -> Entry:
    """An editor changed the page: the page wins."""
    share = entry.changed
    if entry.state is State.DRAFT and entry.target:
        share = 1 - Indel.normalized_similarity(entry.target.split(), words.split())
    return replace(_unsigned(entry), target=words, state=State.EDITED, changed=share, reason="")


def _unsigned(entry: Entry) -> Entry:
    """Approval is of one English for one Arabic, and lapses with either; who had given it is remembered."""
    if not entry.by:
        return entry
    return replace(entry, by="", on="", facts={**entry.facts, LAPSED: f"{entry.by} {entry.on}"})


def _taken(entry: Entry, words: str, take: Take, *, machine: bool) -> Entry:
    """A person decided."""
    match take:
        case Take.PAGE if not words:
            return Entry(entry.key, entry.source, notes=entry.notes, reason="the English was removed")
        case Take.PAGE if machine:
            return replace(
                _unsigned(entry), target=words, state=State.DRAFT, stale=False, previous="", proposal=None
            )
        case Take.PAGE:
            return entry if same_words(words, entry.target) else _edited(entry, words)
        case Take.LEDGER:
            return entry if digest_of(entry.target) == entry.synced else _changed_by_tool(entry)
        case Take.PROPOSAL if entry.proposal and entry.proposal.renames:
            return replace(_edited(entry, proposed_text(entry.proposal)), proposal=None)
        case Take.PROPOSAL if entry.proposal:
            return replace(
                _unsigned(entry),
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


def _kept(entry: Entry) -> Entry:
    """A person says that the English, as page and ledger now have it, stands for the Arabic as it now is."""
    return replace(entry, stale=False, previous="", proposal=None) if entry.human else entry


def _conflict(entry: Entry, words: str, line: int, message: str) -> Finding:
    return Finding(
        "conflict",
        f"{message}; page: «{collapsed(words)[:80]}»; ledger",
        line=line,
        text=entry.target,
        remedy=f"jisr resolve SLUG {entry.key} --take page, or --take ledger",
        key=entry.key,
    )


# --- ledger against the Arabic ----------------------------------------------------------------------------


def _follow(entry: Entry, arabic: str) -> Entry:
    """The second table: the Arabic of a block may have changed since its English was made."""
    if same(entry.source, arabic):
        return replace(entry, source=arabic)
    if entry.previous and same(entry.previous, arabic):
        return replace(entry, source=arabic, previous="", stale=False, proposal=None)
    if entry.state is State.MISSING:
        return replace(entry, source=arabic, reason="")
    return replace(
        _unsigned(entry),
        source=arabic,
        state=State.EDITED if entry.human else entry.state,
        stale=True,
        previous=entry.previous or entry.source,
        proposal=None,
    )


def _retire(
    gone: Sequence[Entry], retired: dict[str, Entry], seen: Mapping[str, Marked]
) -> tuple[list[Entry], dict[str, Entry]]:
    """Blocks whose Arabic is gone: a person's English stays in the ledger (`#~`), and later edits of it."""
    words = [e for e in gone if e.human]
    for entry in words:
        retired[entry.key] = replace(
            entry, stale=False, previous="", proposal=None, synced=digest_of(entry.target)
        )
    for key, entry in retired.items():
        if key in seen and key not in {e.key for e in gone}:
            block = Block(_kind_of(key), entry.source)
            text = without_marks(block, seen[key].body)
            machine = seen[key].mark == "draft" and seen[key].digest == digest(text)
            if text and not machine and not same_words(text, entry.target):
                retired[key] = replace(_edited(entry, text), synced=digest_of(text))
    return words, retired


def _kind_of(key: str) -> Kind:
    """The kind a key was first given for; only a guess, for blocks that are no more."""
    names = {
        "title": Kind.TITLE,
        "kicker": Kind.KICKER,
        "h": Kind.HEADING,
        "pt": Kind.POINT,
        "q": Kind.QUOTATION,
    }
    return names.get(re.sub(r"\d.*", "", key), Kind.PARAGRAPH)


# --- findings ----------------------------------------------------------------------------------------------


def _page_findings(
    page: Page, first_line: int, ledger: Ledger, blocks: Mapping[str, Block], file: str
) -> Iterator[Finding]:
    """What healing left wrong; lines are those before it, `first_line` is that behind the front matter."""
    known = set(blocks) | {e.key for e in (*ledger.entries, *ledger.obsolete)}
    lines: dict[str, int] = {}
    for block in page.blocks:
        if block.key in lines:
            yield Finding(
                "marker",
                f"the marker #{block.key} stands twice (also in line {lines[block.key]})",
                file,
                block.line,
                block.body,
                "remove the one that is too much, and its text if it is a copy",
                block.key,
            )
        elif block.key not in known and block.body:
            yield Finding(
                "marker",
                "this marker names no paragraph"
                if is_unnamed(block.key)
                else f"no block has the key {block.key}",
                file,
                block.line,
                block.body,
                f"write the key of its Arabic paragraph; the page lacks: {_missing(page, blocks)}",
                block.key,
            )
        lines.setdefault(block.key, block.line)
    yield from _line_findings(page, first_line, known, file)
    if page.preamble.strip():
        yield Finding(
            "marker",
            "text above the first marker belongs to no paragraph, and is not published",
            file,
            first_line,
            page.preamble,
            "move it below the marker of its paragraph",
            severity=Severity.ERROR if not page.blocks else Severity.WARNING,
        )


def _missing(page: Page, blocks: Mapping[str, Block]) -> str:
    return ", ".join(key for key in blocks if key not in {b.key for b in page.blocks}) or "none"


def _line_findings(page: Page, first_line: int, known: Collection[str], file: str) -> Iterator[Finding]:
    """Lines that someone meant as a marker (they would be published as text), and unfinished merges."""
    chunks = [(first_line, page.preamble), *((block.line, block.raw) for block in page.blocks)]
    for start, raw in chunks:
        for number, line in enumerate(raw.splitlines(), start):
            if re.match(r"<{7} |>{7} ", line):
                remedy = "settle the merge, then run this again"
                yield Finding("merge", "an unfinished merge", file, number, line, remedy)
            is_marker = number == start and raw is not page.preamble
            if not is_marker and (key := near_key(line, known)):
                remedy = f"did you mean {marker(key)}?"
                yield Finding("marker", "this looks like a marker, but is none", file, number, line, remedy)


def _arabic_findings(
    document: Document, keyed: Keyed, words: Iterable[Entry], before: int, allow_shrink: bool
) -> Iterator[Finding]:
    removed = len(keyed.gone)
    if before and removed > SHRINK_LIMIT * before and not allow_shrink:
        yield Finding(
            "shrink",
            f"{removed} of {before} blocks would be removed: {', '.join(keyed.gone[:8])}",
            document.file,
            remedy="if that is meant: jisr sync --allow-shrink; else put the text back",
        )
    for first, part in keyed.split:
        yield Finding(
            "split",
            f"split in two in the Arabic: the first part keeps its key and its English, the rest is {part}",
            document.file,
            next(b.line for b in keyed.blocks if b.key == part),
            key=first,
            severity=Severity.NOTICE,
        )
    for entry in words:
        yield Finding(
            "retired",
            "its Arabic is gone; the English is kept in the ledger (#~)",
            document.file,
            text=entry.target,
            key=entry.key,
            severity=Severity.NOTICE,
        )


# --- what is written ---------------------------------------------------------------------------------------


def sealed(ledger: Ledger) -> Ledger:
    """The ledger as it goes to disk together with a page that shows the same words."""
    return replace(
        ledger,
        entries=tuple(
            replace(e, synced=digest_of(e.target), fuzzy=e.state is State.DRAFT or e.stale)
            for e in ledger.entries
        ),
    )


def english_page(outcome: Outcome) -> str:
    """The English page: what the ledger says, and every block that did not change byte for byte as it was."""
    page = outcome.page or Page(FRONT)
    seen = {m.key: m for m in page.blocks}
    entries = {e.key: e for e in outcome.ledger.entries}
    raws = [_raw(block, entries[block.key], seen.get(block.key)) for block in outcome.document.blocks]
    there = [block.raw for block in page.blocks]
    if page.blocks and raws == there:  # not even the line ends of a page that nothing changed are touched
        return page.front + page.preamble + "".join(raws)
    text = compose_page(page.front, page.preamble, raws)
    crlf = sum(raw.count("\r\n") for raw in there) * 2 > sum(raw.count("\n") for raw in there)
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if crlf else text


def arabic_page(document: Document, texts: Sequence[str]) -> str:
    """The Arabic page: `texts` are the blocks' words with their typography repaired."""
    raws = [
        marked(marker(b.key), with_marks(b, text)) for b, text in zip(document.blocks, texts, strict=True)
    ]
    published = document.meta.published
    facts = {
        "lang": "ar",
        "dir": "rtl",
        "published": f'"{published.value}"' if published else "",
        "inferred": "true" if published and published.inferred else "",
        "source": document.file,
    }
    front = "".join(f"{name}: {value}\n" for name, value in facts.items() if value)
    return compose_page(f"---\n{front}---\n\n", "", raws)


def edited_by_hand(arabic_page_text: str, texts: Iterable[str]) -> bool:
    """Whether an Arabic page holds words of nobody's: `texts` are all Arabic that it may hold.

    Only letters and digits count, so that neither a formatter nor a new release's typography is an edit; and
    the page keeps no digest of itself, over which two branches would never merge.
    """
    page = parse_page(arabic_page_text)
    known = {_letters(text) for text in texts} | {""}
    return not {_letters(body) for body in (page.preamble, *(b.body for b in page.blocks))} <= known


def _letters(text: str) -> str:
    return "".join(c for c in essence(bare(text)) if c.isalnum())


def _raw(block: Block, entry: Entry, seen: Marked | None) -> str:
    if not entry.target:
        line = marker(block.key, "missing")
    elif entry.state is State.DRAFT:
        line = marker(block.key, "draft", digest(entry.target))
    else:
        line = marker(block.key)
    if seen is None or not same_words(_words(entry, seen, block), entry.target):
        return marked(line, with_marks(block, entry.target))
    first, newline, rest = seen.raw.partition("\n")
    return (
        seen.raw if first.strip() == line else line + ("\r" if first.endswith("\r") else "") + newline + rest
    )
