"""Finished translations, taken in without markers: laid beside the original paragraph by paragraph.

What surely belongs to a block is taken as a person's, who is named; what may belong to one is offered beside
it; what belongs to none is named. So no word of the file vanishes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from jisr import glossary
from jisr import seeds as readers
from jisr.app import editorial
from jisr.app.results import Result, find_news, require_result
from jisr.app.syncing import sign_then_reconcile, write_results
from jisr.articles.named import check_named
from jisr.exchange.alignment.clues import ClueReader
from jisr.exchange.alignment.texts import Alignment, align
from jisr.exchange.review.rows import has_rows_of
from jisr.lang.arabic import is_mostly_arabic
from jisr.markup.markdown_text import plain
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding, JisrError, notice, warning
from jisr.model.ledger import IMPORTED, Entry, Proposal, State, SyncResult
from jisr.model.source import Block
from jisr.removal.returned import clean_text
from jisr.storage import disk, transaction
from jisr.translation import drafts
from jisr.translation.decisions.records import Decision
from jisr.word.conversion import as_markdown

_ABOUT_SEEDS = frozenset(("typography",))  # what is said of the author's original, and of no translation


@dataclass(frozen=True)
class Translation:
    """A translation as somebody handed it in: its name, what it holds, and what it is to be taken as.

    `by` is whose it is, or who takes it over; `origin` the system that made a draft.
    """

    name: str
    data: bytes
    state: State
    by: str
    origin: str = ""


def has_markers(name: str, data: bytes) -> bool:
    """Whether a file says itself, by markers like those of the English page, which block each text is for."""
    return name.lower().endswith((".md", ".txt")) and bool(parse_page(disk.decode_text(data)).blocks)


def make_clue_reader(root: Path) -> ClueReader:
    """What reads clues of texts by the publication's glossary."""
    return ClueReader(glossary.load_actors(root)[0])


def import_translation(
    root: Path, slug: str, translation: Translation, clues: ClueReader, today: date
) -> Result:
    """Take over a translation of an article made elsewhere, by its markers, or by what it says.

    Raises `JisrError` for an article that is not there, and for a file that cannot be read.
    """
    if has_markers(translation.name, translation.data):
        return editorial.import_translation(
            root,
            slug,
            disk.decode_text(translation.data),
            translation.name,
            state=translation.state,
            origin=translation.origin,
            by=translation.by,
            today=today,
        )
    name, data, made = as_markdown(translation.name, translation.data)
    read, said = readers.read_translation(name, data)
    said = [*made, *said]
    if any(has_rows_of(slug, block.text.replace("\\", "")) for block in read):
        message = "this is a table for review that was saved as a file of another kind"
        remedy = "save it as .docx, and hand that in"
        raise JisrError(Finding("import", message, translation.name, remedy=remedy))
    translated, untranslated = _without_original(read, translation.name)
    blocks, refused = _without_removed(root, slug, translated, translation.name)
    check_named(root, slug, [(translation.name, one.line, one.key, one.text) for one in blocks])
    with transaction.lock_project(root):
        result = sign_then_reconcile(root, [slug], today)
        outcome = require_result(result, slug)
        machine = {e.key: e.target for e in outcome.ledger.entries if e.state is State.DRAFT}
        found = align(outcome.document.blocks, blocks, clues, machine)
        outcome, taken, findings = _take(outcome, found, translation)
        how = {"as": translation.state.value, "origin": translation.origin}
        decision = Decision(slug, "import", taken, translation.by, how)
        about = (finding for finding in said if finding.check not in _ABOUT_SEEDS)
        told = (*refused, *untranslated, *find_news(result), *about, *findings)
        result = replace(result, outcomes=(outcome,), findings=told, decisions=(decision,))
        return write_results(root, result)


def _without_original(blocks: Sequence[Block], name: str) -> tuple[list[Block], list[Finding]]:
    """The blocks without those in Arabic: of a file in both languages, or what nobody translated yet."""
    left = [block for block in blocks if is_mostly_arabic(plain(block.text).text)]
    if len(left) == len(blocks):
        message, remedy = "this file is all in Arabic, and no translation", "hand in its English"
        raise JisrError(Finding("import", message, name, remedy=remedy))
    if not left:
        return list(blocks), []
    message = f"what is in Arabic in this file is no translation, and is not taken (paragraphs: {len(left)})"
    remedy = "nothing needs doing where its English stands beside it; else translate it"
    words = plain(left[0].text).text
    about = warning("import", message, name, left[0].line, words, remedy)
    return [block for block in blocks if block not in left], [about]


def _without_removed(
    root: Path, slug: str, blocks: Sequence[Block], name: str
) -> tuple[list[Block], list[Finding]]:
    """The blocks without what was removed from the article for safety."""
    clean: list[Block] = []
    refused: list[Finding] = []
    for block in blocks:
        text, found = clean_text(root, slug, block.text, name)
        refused += (replace(finding, line=block.line) for finding in found)
        clean += [replace(block, text=text)] if text.strip() else []
    return clean, refused


def _take(
    outcome: SyncResult, found: Alignment, translation: Translation
) -> tuple[SyncResult, list[str], list[Finding]]:
    """`outcome` with what was found, the keys of what was taken, and what is to be said."""
    sure = {key: one.text for key, one in found.texts.items() if one.is_sure}
    taken, kept = drafts.import_texts(outcome, sure, state=translation.state, origin=translation.origin)
    offered = {}
    for entry in taken.ledger.entries:
        aligned = found.texts.get(entry.key)
        if aligned and not aligned.is_sure and not entry.human:
            offered[entry.key] = _offer(entry, aligned.text, translation)
    keys = [e.key for e in taken.ledger.entries if outcome.entry(e.key) != e]
    findings = [
        *_findings(taken, found, kept, offered, translation),
        _summary(taken, found, keys, translation),
    ]
    return taken.with_entries(offered), keys, findings


def _offer(entry: Entry, text: str, translation: Translation) -> Entry:
    by_machine = translation.state is State.DRAFT
    origin = translation.origin if by_machine else f"{IMPORTED}{translation.by}"
    others = (proposal for proposal in entry.proposals if proposal.text != text)
    return replace(entry, proposals=(Proposal(origin, text), *others))


def _findings(
    outcome: SyncResult,
    found: Alignment,
    kept: list[str],
    offered: Mapping[str, Entry],
    translation: Translation,
) -> Iterator[Finding]:
    """What was not taken, each text with where it stands in the file."""
    for key, aligned in found.texts.items():
        entry = outcome.require_entry(key)
        place = replace(
            warning("import", "", translation.name, aligned.line, plain(aligned.text).text), key=key
        )
        resolve = f"jisr resolve {outcome.slug} {key} --take proposal"
        if key in offered:
            message = f"{aligned.certainty:.0%} sure that this belongs here, so it is only offered"
            yield replace(
                place, message=message, remedy=f"if it does: {resolve}; else write the English on the page"
            )
        elif key in kept or (not aligned.is_sure and aligned.text != entry.target):
            remedy = f"what of it is better, put into {outcome.translation_file}"
            yield replace(place, message=f"not taken: {_why_kept(entry)}", remedy=remedy)
    for block in found.left_over:
        words = plain(block.text).text
        remedy = f"what belongs to the article, put below its marker in {outcome.translation_file}"
        yield warning(
            "import", "belongs to no paragraph of the original", translation.name, block.line, words, remedy
        )


def _why_kept(entry: Entry) -> str:
    if entry.quoted:
        return "the English is quoted from its source"
    if entry.held:
        return "a person's words stand there"
    return "a machine wrote this for it before, so it is no person's"


def _summary(outcome: SyncResult, found: Alignment, taken: list[str], translation: Translation) -> Finding:
    entries = outcome.ledger.entries
    unsure = sum(not one.is_sure for one in found.texts.values())
    without = [e.key for e in entries if e.key not in found.texts and not e.target]
    message = (
        f"{len(taken)} of {len(entries)} paragraphs taken as {translation.state}, {unsure} unsure, "
        f"{len(found.left_over)} of the file without an original, {len(without)} still without English"
    )
    return notice("import", message, translation.name, text=" ".join(without))
