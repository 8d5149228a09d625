"""What sync has to say of a page and of the Arabic, beside the conflicts of single blocks."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from jisr.lang.arabic import count_words, essence
from jisr.lang.units import split_units
from jisr.markup.block_marks import mend_block_marks
from jisr.markup.fences import closes_fence, opening_fence
from jisr.markup.markdown_text import unescape
from jisr.markup.page_format import format_marker
from jisr.model.diagnostics import SETTLE_MERGE, Finding, Severity, notice, unfinished_merge, warning
from jisr.model.ledger import Entry, Ledger, Page, PageBlock, State
from jisr.model.private import count_letters, find_private, without_private
from jisr.model.source import KIND_NAMES, Block, Document, Kind
from jisr.translation.keys import KeyedBlocks
from jisr.translation.repair import bare_words, intended_key, is_placeholder_key, noted_key
from jisr.translation.repair.words import MIN_COPY_WORDS
from jisr.translation.sync.original_changes import OriginalChange
from jisr.translation.sync.page_vs_ledger import FLAG, RESTORED

JOINED = "joined"  # a text comes back, and stands in another paragraph as well
RETIRED = "retired"  # its Arabic is gone, so it does not come back
_FATES = (RESTORED, JOINED, RETIRED)  # each says more of a text than the one before
SHRINK_LIMIT = 0.2  # the share of an article's words that a run may remove unasked


def page_findings(
    page: Page, first_line: int, ledger: Ledger, blocks: Mapping[str, Block], file: str
) -> Iterator[Finding]:
    """What healing left wrong; lines are those before it, `first_line` is that behind the front matter."""
    known = set(blocks) | {e.key for e in ledger.all_entries}
    lines: dict[str, int] = {}
    for block in page.blocks:
        text = without_private(block.body)
        if block.key in lines:
            message = f"the marker #{block.key} stands twice (also in line {lines[block.key]})"
            remedy = "remove the one that is too much, and its text if it is a copy"
            yield Finding("marker", message, file, block.line, text, remedy, block.key)
        elif block.key not in known and block.body:
            message = f"no block has the key {block.key}"
            if is_placeholder_key(block.key):
                message = "this marker names no paragraph"
            remedy = _what_key(page, blocks, {e.key for e in ledger.entries})
            yield Finding("marker", message, file, block.line, text, remedy, block.key)
        lines.setdefault(block.key, block.line)
        yield from _private_notes(block, file)
        yield from _text_below_heading(block, blocks.get(block.key), file)
    yield from _unseen_marks(page, file)
    yield from _line_findings(page, first_line, known, file)
    yield from _noted_markers(page, known, file)
    if page.preamble.strip():
        message = "text above the first marker belongs to no paragraph, and is not published"
        severity, remedy = Severity.WARNING, "move it below the marker of its paragraph"
        if not page.blocks:
            severity = Severity.ERROR
            remedy = (
                "the page has no markers left: keep a copy elsewhere, delete the page, run jisr sync, which "
                "writes it anew, and put the text below its marker"
            )
        text = without_private(page.preamble)
        yield Finding("marker", message, file, first_line, text, remedy, severity=severity)


_HEADED = {Kind.TITLE: 0, Kind.KICKER: 0, Kind.HEADING: 40}  # most units below such a line
_LONGER, _ANYWAY = 4, 20  # times as many as the Arabic has, and as many more: no line has so many


def _text_below_heading(seen: PageBlock, block: Block | None, file: str) -> Iterator[Finding]:
    """An article, or a piece of one, that was pasted below the marker of its title or of a heading."""
    if block is None or block.kind not in _HEADED:
        return
    first, *others = re.split(r"\n[ \t]*\n", without_private(seen.body))
    below = [p for p in others if not re.match(r" {0,3}\[\^[^\]\s]+\]:| {4}", p)]
    size = len(split_units("\n".join(below)))
    if size <= _HEADED[block.kind]:  # or no blank line stands between
        below = first.split("\n", 1)[1:] or [first]
        size = len(split_units(first))
        if size <= _LONGER * len(split_units(block.text)) + _ANYWAY:
            return
    message = f"text below the marker of {KIND_NAMES[block.kind]}, which is one line ({size} words)"
    remedy = "put each paragraph below the marker of its own, and keep a copy until you have done so"
    yield Finding("marker", message, file, seen.line, below[0], remedy, block.key)


def _unseen_marks(page: Page, file: str) -> Iterator[Finding]:
    """Invisible characters beside the marks of blocks: said once for a page."""
    marked = (block for block in page.blocks if mend_block_marks(block.raw) != block.raw)
    rows = (row for block in marked for row in enumerate(block.raw.split("\n"), block.line))
    lines = [number for number, line in rows if mend_block_marks(line) != line]
    if lines:
        times = f"{len(lines)} lines" if len(lines) > 1 else "one line"
        places = "beside the marks of headings, lists and tables"
        message = f"invisible characters {places} ({times}): read as meant"
        remedy = "nothing needs doing; delete them to be rid of this notice"
        yield notice("invisible", message, file, lines[0], remedy=remedy)


_UNSEEN = re.compile(r"<(?:script|style|template)\b", re.IGNORECASE)


def _private_notes(block: PageBlock, file: str) -> Iterator[Finding]:
    """What a browser does not show though nobody calls it a note; and a note without an end.

    Of that nobody can tell where the English goes on.
    """
    below = block.raw.partition("\n")[2]
    parts = find_private(below)
    lines = [block.line + 1 + below.count("\n", 0, part.start) for part in parts]
    sizes: Counter[int] = Counter()
    for part, line in zip(parts, lines, strict=True):
        if part.closed and _UNSEEN.match(below, part.start):
            sizes[line] += count_letters(below[part.start : part.end])
    for line, size in sizes.items():
        message = f"a script, a style or a template is no English, and is not published ({size} letters)"
        remedy = "take it out; what is to be read, write without such a tag"
        yield notice("private", message, file, line, remedy=remedy, key=block.key)
    if parts and not parts[-1].closed:
        line = lines[-1]
        message = "a private note begins here and never ends"
        remedy = "end it (-->); if it is meant to be read, put a backslash before its first sign"
        yield Finding("private", message, file, line, remedy=remedy, key=block.key)


def restored_page_finding(ledger: Ledger, slug: str, file: str) -> Finding:
    """What is said where a whole page was deleted that held a person's English."""
    keys = [e.key for e in ledger.entries if e.human and e.synced]
    message = f"the page with a person's English was deleted, and is put back ({', '.join(keys)})"
    remedy = (
        f"to take the article off the site: status: withdrawn, with a reason:, in seeds/{slug}.yml; "
        f"to delete the English of a block for good: jisr resolve {slug} {keys[0]} --take page"
    )
    return notice(RESTORED, message, file, remedy=remedy)


def _what_key(page: Page, blocks: Mapping[str, Block], known: Collection[str]) -> str:
    """What to do with a marker whose key is none; `known` are those of the ledger."""
    if missing := [key for key in blocks if key not in {b.key for b in page.blocks}]:
        remedy = f"write the key of its Arabic paragraph; the page lacks: {', '.join(missing)}"
        is_cut = bool(known) and not any(key in known for key in missing)
        return f"if the ledger was cut off, put the whole one back; else {remedy}" if is_cut else remedy
    return "take the marker out: text of your own stands below the paragraph that it belongs to"


def _line_findings(page: Page, first_line: int, known: Collection[str], file: str) -> Iterator[Finding]:
    """Lines that someone meant as a marker (they would be published as text), and unfinished merges."""
    front = (first_line - page.front.count("\n"), page.front)
    chunks = [front, (first_line, page.preamble), *((block.line, block.raw) for block in page.blocks)]
    for start, raw in chunks:
        fence, opened = "", 0
        for number, line in enumerate(raw.splitlines(), start):
            if fence:
                fence = "" if closes_fence(line, fence) else fence
            else:
                fence, opened = opening_fence(line), number
            if re.match(r"(?:<{7}|>{7}|\|{7})(?: |\Z)|={7}\Z", line):
                # a heading may be underlined by =: nobody can tell which it is
                heading = "; a heading is written with # before it" if line[0] == "=" else ""
                yield unfinished_merge(file, number, line, SETTLE_MERGE + heading)
            is_marker = number == start and raw is not page.preamble
            if not is_marker and (key := intended_key(line, known)):
                if fence:
                    remedy = f"close it by {fence} in a line of its own, or take it out"
                    what = f"{fence} makes code of all that follows, and hides markers"
                    yield Finding("marker", what, file, opened, line, remedy)
                    break
                remedy = f"did you mean {format_marker(key)}?"
                yield Finding("marker", "this looks like a marker, but is none", file, number, line, remedy)


def _noted_markers(page: Page, known: Collection[str], file: str) -> Iterator[Finding]:
    """Text below a note that begins as a marker: whoever wrote both may have meant it as that block's."""
    for block in page.blocks:
        lines = block.raw.splitlines()
        for number, line in enumerate(lines[1:], 1):
            if (key := noted_key(line, known)) and without_private("\n".join(lines[number + 1 :])).strip():
                message = (
                    f"a note begins as the marker of #{key}, and the text below it belongs to #{block.key}"
                )
                remedy = f"if that text is to stand for #{key}, put it below {format_marker(key)}"
                yield warning("marker", message, file, block.line + number, remedy=remedy, key=block.key)


def _lines(document: Document) -> dict[str, int]:
    """The lines of an article's blocks in its seed, by key."""
    return {block.key: block.line for block in document.blocks}


def new_stale_findings(
    before: Ledger, entries: Iterable[Entry], document: Document, translation_file: str
) -> Iterator[Finding]:
    """A person's English whose Arabic was changed since the last run."""
    were = {entry.key for entry in before.entries if entry.stale}
    lines = _lines(document)
    message = "its Arabic has changed; the English is kept, and marked so until somebody has looked at it"
    for key in (e.key for e in entries if e.held and e.stale and e.key not in were):
        remedy = (
            f"correct it in {translation_file}, or where it still says what the Arabic says: "
            f"jisr resolve {document.slug} {key} --take keep"
        )
        yield notice("stale", message, document.file, lines[key], "", remedy, key)


def mended_original_findings(
    changes: Iterable[tuple[Entry, OriginalChange]], document: Document
) -> Iterator[Finding]:
    """A person's English whose Arabic was changed in its spelling only."""
    lines = _lines(document)
    for entry, how in changes:
        if how is OriginalChange.MENDED:
            message = "its Arabic was respelled (hamza, vowel marks); the English is kept as it is"
            remedy = "if it says something else now, correct the English on the page"
        elif how is OriginalChange.FOLDED:
            lapses = ", and its approval lapses" if entry.state is State.APPROVED else ""
            message = f"its Arabic was respelled, perhaps as another word; the English is kept{lapses}"
            remedy = f'look once; jisr approve {document.slug} {entry.key} --by "NAME" signs it'
        else:
            continue
        line = lines[entry.key]
        yield notice("respelled", message, document.file, line, "", remedy, entry.key)


def twice_retired_findings(retired: Sequence[Entry], slug: str) -> Iterator[Finding]:
    """Entries of one key whose Arabic is gone, with unlike English: two branches each wrote one."""
    file, remedy = f"translations/{slug}.po", "delete the lines of those that nobody needs"
    for key, count in Counter(entry.key for entry in retired).items():
        if count > 1:
            message = f"{count} retired texts have this key, and all of them are kept (#~)"
            yield notice("retired-twice", message, file, 0, "", remedy, key)


def say_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """`findings`, with those about flags that say the same of many blocks made one, and one of each text that
    was taken off the page: see `_FATES`.
    """
    flags: dict[str, list[Finding]] = {}
    fates = {f.key: f for fate in _FATES for f in findings if f.check == fate}
    for finding in findings:
        if finding.check == FLAG:
            flags.setdefault(finding.message, []).append(finding)
        elif finding.check not in _FATES or fates[finding.key].check == finding.check:
            yield finding
    for same in flags.values():
        keys = ", ".join(f.key for f in same)
        yield replace(same[0], message=f"{same[0].message}: {keys}", text="") if len(same) > 1 else same[0]


_TORN_MARKER = re.compile(r"\\?<\\?!?-{0,2}[^<>\n]*\Z")
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]*_]*\Z")


def find_cut_off(
    page: Page | None, ledger: Ledger, file: str, slug: str, take: Collection[str]
) -> tuple[str, list[Finding]]:
    """The key of the last block of a page that lacks those behind it, and what is said of a page cut off.

    A full disk or a broken upload ends a page in mid-sentence, or in a marker. Whoever takes away the end of
    the last paragraph on purpose says so (`take`).
    """
    if page is None or not page.blocks:
        return "", []
    places = {entry.key: n for n, entry in enumerate(ledger.entries)}
    last = page.blocks[-1]
    furthest = max(page.blocks, key=lambda b: places.get(b.key, -1))  # blocks may be moved once it is cut off
    ends = furthest.key if -1 < places.get(furthest.key, -1) < len(places) - 1 else ""
    for block in (last, furthest) if ends else (last,):
        is_end = block.key == ends
        torn = is_end and not block.raw.endswith("\n") and _TORN_MARKER.search(block.raw.rstrip())
        goes_on = any(_goes_on(block, text, is_end=is_end) for text in _texts_begun(block, page, ledger))
        if block.key not in take and (torn or goes_on):
            return ends, [_about_cut_off(block, slug, file, shows_text=not torn)]
    return ends, []


def _texts_begun(block: PageBlock, page: Page, ledger: Ledger) -> Iterator[str]:
    """The texts of which a block may have the beginning: its own, and those that stand nowhere on a page that
    lacks the end of its last line: two blocks may have changed places before it was cut off.
    """
    texts = {entry.key: entry.target for entry in ledger.entries}
    yield texts.get(block.key, "")
    if not block.raw.endswith("\n") and bare_words(block.body) not in map(bare_words, texts.values()):
        there = {bare_words(each.body) for each in page.blocks}
        yield from (text for text in texts.values() if bare_words(text) not in there)


def _goes_on(block: PageBlock, translation: str, *, is_end: bool) -> bool:
    """Whether a block's words are the beginning of a text, and no end of a sentence unless `is_end`.

    Behind a sentence a page ends as well that lacks the end of its line, which each page has that a run left;
    and nobody's full stop, where the sentence went on.
    """
    left, text = bare_words(block.body), bare_words(translation)
    said, whole = ("".join(filter(str.isalnum, each.casefold())) for each in (left, text))
    is_cut = is_end or (not block.raw.endswith("\n") and text.startswith(left))
    return 0 < len(said) < len(whole) and whole.startswith(said) and (is_cut or not _ENDED.search(left))


def _about_cut_off(block: PageBlock, slug: str, file: str, *, shows_text: bool) -> Finding:
    message = "the page ends in the middle of this paragraph, whose text goes on in the ledger"
    remedy = (
        f"put the rest of the page back (git checkout -- {file}, if it was committed); if the end is to go: "
        f"jisr resolve {slug} {block.key} --take page"
    )
    line = block.line + block.raw.rstrip().count("\n")
    text = without_private(block.body)[-80:] if shows_text else ""
    return Finding("cut-off", message, file, line, text, remedy, block.key)


_JOINED = 0.6  # the share of a text's words that were put into another paragraph
_RAREST = 3  # words of a text by which paragraphs are found that may have it


def moved_text_findings(page: Page | None, ledger: Ledger, slug: str, file: str) -> Iterator[Finding]:
    """Texts that come back on the page, though somebody put their words into another paragraph.

    So they stand twice: a draft whose marker went, and a person's words that were cut out from under theirs.
    """
    seen = {block.key: block for block in page.blocks} if page else {}
    back = [e for e in ledger.entries if e.target and _is_put_back(e, seen.get(e.key))] if seen else []
    added = _added_units(ledger, seen) if back else {}
    places: dict[str, list[str]] = {}  # word → the keys of paragraphs to which it was added
    for key, words in added.items():
        for word in words:
            places.setdefault(word, []).append(key)
    for entry in back:
        units = Counter(split_units(entry.target))
        rarest = sorted((word for word in units if word in places), key=lambda word: len(places[word]))
        keys = dict.fromkeys(key for word in rarest[:_RAREST] for key in places[word])
        shared = {key: (units & added[key]).total() for key in keys}
        there = max(shared, key=lambda key: shared[key], default="")
        if there and shared[there] >= max(MIN_COPY_WORDS, _JOINED * units.total()):
            message = f"a draft is put back below its marker, and most of it stands in #{there} as well"
            remedy = f"where #{there} is to say both, take out the words below #{entry.key}, not its marker"
            if entry.human:
                message = f"a person's English is put back, and most of it stands in #{there} as well"
                remedy = f"where #{there} is to say both: jisr resolve {slug} {entry.key} --take page"
            yield notice(JOINED, message, file, seen[there].line, entry.target, remedy, entry.key)


def _is_put_back(entry: Entry, seen: PageBlock | None) -> bool:
    """Whether sync puts an entry's text back: a draft's marker is gone, or words of a person are."""
    if entry.state is State.DRAFT:
        return seen is None
    return entry.human and bool(entry.synced) and (seen is None or not without_private(seen.body).strip())


def _added_units(ledger: Ledger, seen: Mapping[str, PageBlock]) -> dict[str, Counter[str]]:
    """The words that paragraphs of a page have more than in the ledger, by key."""
    found = {}
    for entry in ledger.entries:
        if block := seen.get(entry.key):
            now = Counter(split_units(without_private(block.body)))
            now -= Counter(split_units(entry.target))
            if now.total() >= MIN_COPY_WORDS:
                found[entry.key] = now
    return found


def original_change_findings(
    document: Document,
    keyed: KeyedBlocks,
    gone: Iterable[Entry],
    words: Iterable[Entry],
    before: Iterable[Entry],
    allow_shrink: bool,
) -> Iterator[Finding]:
    """What a run does to an article's blocks because of its Arabic: removed, split, retired."""
    aside = {essence(block.text) for block in document.aside}
    lost = [e for e in gone if essence(e.source) not in aside]
    removed = count_words(without_private("\n\n".join(unescape(e.source) for e in lost)))
    removed += sum(1 for e in lost if not count_words(e.source))
    whole = sum(count_words(e.source) or 1 for e in before) if removed else 0
    file, lines = document.file, _lines(document)
    if removed > SHRINK_LIMIT * whole and not allow_shrink:
        message = f"{removed} of {whole} words would be removed: {', '.join(keyed.gone[:8])}"
        remedy = "if that is meant: jisr sync --allow-shrink; else put the text back"
        yield Finding("shrink", message, file, remedy=remedy)
        return  # the run was refused, so the other changes did not happen
    for first, part in keyed.split:
        message = (
            f"split in two in the Arabic: the first part keeps its key and its English, the rest is {part}"
        )
        yield notice("split", message, file, lines[part], key=first)
    for group in keyed.regrouped:
        change = f"{', '.join(group.old)} → {', '.join(group.new)}"
        message = (
            f"the same Arabic, cut in other places: {change}; the English is cut alike where that is sure"
        )
        remedy = "look once whether each paragraph has its own English"
        line, key = lines[group.new[-1]], group.new[0]
        yield notice("regrouped", message, file, line, "", remedy, key)
    message = "its Arabic is gone; the English is kept in the ledger (#~)"
    for entry in words:
        text = without_private(entry.target)
        yield notice(RETIRED, message, file, 0, text, "", entry.key)
