"""What an editor typed into one paragraph, saved as if it had been written on the page and synced.

Whoever saves says what they had before them; where that is no longer what stands there, nothing is written,
and both texts are kept: theirs is still where they typed it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from jisr.app.paragraphs.reading import check_seen
from jisr.app.results import Result, require_result
from jisr.app.syncing import hold_and_retry, sign_then_reconcile, write_results
from jisr.lang.arabic import visible_text
from jisr.markup.block_marks import strip_blank_lines
from jisr.markup.markdown_text import find_private_notes
from jisr.markup.page_format import compose_page, parse_page
from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.model.ledger import Page, SyncResult
from jisr.model.private import without_private
from jisr.model.source import Block
from jisr.storage import disk, transaction
from jisr.translation import article_files, ledger, sync
from jisr.translation.authorship import machine_digest
from jisr.translation.decisions import events, records
from jisr.translation.decisions.records import Decision
from jisr.translation.sync import Take

LONGEST = 200_000
"""Characters of a paragraph."""
_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")  # of other systems, and of word processors
_LIKE_MARKER = re.compile(r"<!\s*[-–—]+\s*(?P<key>#\s*[a-z][\w-]*)", re.IGNORECASE)


def save(root: Path, slug: str, key: str, words: str, by: str, today: date, seen: str = "") -> Result:
    """Put `words` into the block `key` of an article; `seen` is what its writer had before them.

    What is not to be settled yet (an article with a conflict) gets them on its page only. Raises `JisrError`
    for an article or a block that is not there and for words that cannot stand on the page; its kind
    `ChangedMeanwhileError` where the block is no longer what was `seen`.
    """
    return hold_and_retry(root, lambda: save_held(root, slug, key, words, by, today, seen))[0]


def save_held(root: Path, slug: str, key: str, words: str, by: str, today: date, seen: str = "") -> Result:
    """`save` by who holds the project."""
    words = strip_blank_lines(_LINE_ENDS.sub("\n", words)).strip()

    def attempt(outcome: SyncResult) -> SyncResult | None:
        return _edit(outcome, key, words, today, seen)

    result = sign_then_reconcile(root, [slug], today, attempt=attempt)
    outcome = require_result(result, slug)
    edited = attempt(outcome)
    if edited is None:  # an answer that was lost on its way back
        return result
    if edited.blocked:
        return _save_on_page(root, result, edited, key, words, by)
    result = replace(result, findings=(*result.findings, *_tell_notes(words, outcome, key)))
    decision = Decision(slug, events.EDIT, [key], by)
    return write_results(root, replace(result, outcomes=(edited,), decisions=(decision,)))


def _edit(outcome: SyncResult, key: str, words: str, today: date, seen: str) -> SyncResult | None:
    """The article with `words` in a block; `None` where they stand there, as it is where it is blocked.

    Raises `JisrError` as `save` does.
    """
    entry, block = outcome.require_entry(key), _block(outcome, key)
    there = outcome.page.block(key) if outcome.page else None
    if sync.page_words(entry, there, block) == words != "":
        return None
    check_seen(outcome, {key: seen} if seen else {})
    _check_words(words, outcome.translation_file, key)
    return outcome if outcome.blocked else _settle(outcome, block, words, today)


def _block(outcome: SyncResult, key: str) -> Block:
    return next(one for one in outcome.document.blocks if one.key == key)


def _tell_notes(words: str, outcome: SyncResult, key: str) -> list[Finding]:
    """What is said of comments in what was typed: they are no words of the paragraph."""
    if not find_private_notes(words):
        return []
    message = "a comment is a note for those who work here: it stays on the page, and is not published"
    return [notice("note", message, outcome.translation_file, key=key)]


def _settle(outcome: SyncResult, block: Block, words: str, today: date) -> SyncResult:
    """The article as sync would leave it, had somebody written `words` on its page."""
    page = _write(parse_page(sync.compose_translation_page(outcome)), outcome, block, words)
    ledger = sync.finalise_ledger(outcome.ledger, outcome.was)
    file = outcome.translation_file

    def settle(take: Mapping[str, Take]) -> SyncResult:
        return sync.reconcile(outcome.document, ledger, page, file, take=take, today=today)

    edited = settle({})
    if any(found.check == "conflict" and found.key == block.key for found in edited.findings):
        edited = settle({block.key: Take.PAGE})  # a machine's words again, and somebody wants them
    if edited.blocked:
        raise JisrError(edited.findings)
    kept = edited.require_entry(block.key).target
    if not kept or machine_digest(kept) != machine_digest(words):
        message = "this would not stay as it was typed: some of it is a mark of the page, and no words"
        remedy = "write it without signs like # or <!-- in front"
        raise JisrError(Finding("text", message, file, remedy=remedy, key=block.key))
    return replace(
        edited,
        read=outcome.read,
        was=outcome.was,
        recalled=outcome.recalled,
        findings=(*outcome.findings, *edited.findings),
        lasting=tuple(dict.fromkeys((*outcome.lasting, *edited.lasting))),
    )


def _save_on_page(root: Path, result: Result, outcome: SyncResult, key: str, words: str, by: str) -> Result:
    """Write the page alone, as an editor with a text editor would: the ledger follows once it can."""
    lying = _read_files(root, outcome)
    page = parse_page(disk.decode_text(lying[outcome.translation_file]))
    healed = [one.body for one in outcome.page.blocks if one.key == key] if outcome.page else []
    if [one.body for one in page.blocks if one.key == key] != healed or len(healed) != 1:
        raise JisrError(outcome.findings)  # other words lie below its marker than were shown
    page = _write(page, outcome, _block(outcome, key), words)
    decision = Decision(outcome.slug, events.EDIT, [key], by)
    return _write_files(root, result, outcome, decision, lying, {outcome.translation_file: _compose(page)})


def settle_alone(root: Path, result: Result, outcome: SyncResult, decision: Decision) -> Result:
    """Write one block of several that are in conflict, as it was settled: the others stay as they lie.

    Each has two texts, of which no file may lose one; so of page and ledger only this block is written anew,
    and on the page the markers that were put right: what stands below a lost one is another block's text.
    """
    (key,) = decision.keys
    name = article_files.names(outcome.slug)[0]
    settled = next(e for e in sync.finalise_ledger(outcome.ledger, outcome.was).entries if e.key == key)
    lying = _read_files(root, outcome)
    po = ledger.parse(disk.decode_text(lying[name]), name)
    po = replace(po, entries=tuple(settled if entry.key == key else entry for entry in po.entries))
    page = _write(outcome.page or Page(), outcome, _block(outcome, key), settled.target)
    now = {outcome.translation_file: _compose(page), name: ledger.compose(po).encode()}
    return _write_files(root, result, outcome, decision, lying, now)


def _read_files(root: Path, outcome: SyncResult) -> dict[str, bytes | None]:
    """An article's ledger and page as they lie there, by name."""
    names = article_files.names(outcome.slug)[0], outcome.translation_file
    return {name: disk.read_file(root / name) for name in names}


def _compose(page: Page) -> bytes:
    """A page as it lay there, but for the block that was written, and markers that were put right."""
    return (page.front + page.preamble + "".join(one.raw for one in page.blocks)).encode()


def _write_files(
    root: Path,
    result: Result,
    outcome: SyncResult,
    decision: Decision,
    lying: Mapping[str, bytes | None],
    now: Mapping[str, bytes],
) -> Result:
    """Write files of an article of which not all can be made anew, and what a decision did to its block."""
    po, page = article_files.names(outcome.slug)[0], outcome.translation_file
    before, after = (records.snapshots(each[po], each[page], po) for each in (lying, {**lying, **now}))
    happened = list(records.decision_events([decision], before, after))
    noted, expected = records.files_with_events(root, outcome.slug, happened)
    read = {root / name: outcome.read[name] for name in now}
    changes = {root / name: data for name, data in now.items()}
    written = transaction.commit(root, {**changes, **noted}, {**expected, **read})
    return replace(result, written=tuple(written))


def _write(page: Page, outcome: SyncResult, block: Block, words: str) -> Page:
    """`page` with `words` in a block. Raises `JisrError` where they would be read as more than its text."""
    edited = sync.write_words(page, block, words)
    again = parse_page(compose_page(edited.front, edited.preamble, [one.raw for one in edited.blocks]))
    if _bodies(again) != _bodies(edited):
        message = "this would end the paragraph or take in the next: a marker, or a fence without its end"
        remedy = "write it without a line like <!-- #p7 --> or ```"
        raise JisrError(Finding("text", message, outcome.translation_file, remedy=remedy, key=block.key))
    return edited


def _bodies(page: Page) -> list[tuple[str, list[str]]]:
    return [(one.key, one.body.split()) for one in page.blocks]


def _check_words(words: str, file: str, key: str) -> None:
    """Raises `JisrError` for what is no text of a paragraph."""
    if not visible_text(without_private(words)).strip():
        message = "a paragraph without words that readers see"
        remedy = "write some; a machine's draft is taken away by discarding it"
    elif len(words) > LONGEST:
        message, remedy = f"a paragraph of {len(words)} characters", f"keep it below {LONGEST}"
    elif not words.isprintable() and any(_is_no_text(c) for c in words):
        message, remedy = "a sign that is no text", "type it anew: it was copied from a damaged file"
    elif marker := _LIKE_MARKER.search(words):
        message, remedy = f"this looks like the marker of a paragraph: {marker['key']}", "leave it out"
    else:
        return
    raise JisrError(Finding("text", message, file, remedy=remedy, key=key))


def _is_no_text(sign: str) -> bool:
    return "\ud800" <= sign <= "\udfff" or (sign < " " and sign not in "\n\t") or "\x7f" <= sign <= "\x9f"
