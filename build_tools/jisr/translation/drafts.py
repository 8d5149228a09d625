"""Drafts: English for the blocks that lack it, from memory first and then from an engine.

A machine's text is always a draft or, beside a person's stale English, a proposal; it never takes the place
of what a person wrote. A block with one failed sentence stays without English and says why: a gap is seen,
a sentence left out is not.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jisr.lang.arabic import split_sentences
from jisr.lang.typography.rules import repair_typography
from jisr.markup.fences import closes_fence, opening_fence
from jisr.markup.markdown_text import escape, plain
from jisr.model.diagnostics import Finding, notice
from jisr.model.ledger import Entry, Proposal, State, SyncResult
from jisr.model.source import Block, Kind, Terms
from jisr.model.translation import Draft, Segment, Translator
from jisr.translation.authorship import (
    drop_translation,
    machine_digest,
    quoted_source,
    recorded_machine_digests,
)
from jisr.translation.memory import Match, Memory

_NOTE = re.compile(r"\[\^[^\]\s]+\]")
_NOTE_PLACE = "\ue000"  # private use: where a footnote is cited, while its sentence is plain text
_BEHIND = re.compile(rf"([.!?؟…»”\"')\]]+)({_NOTE_PLACE}+)")  # cited behind the end of a sentence: within it
_TABLE_RULE = re.compile(r"[\s>]*\|?[\s|:-]*-[\s|:-]*")
# What stands before the words of a line: indentation, marks of points, quotations, headings, notes.
_MARK = re.compile(r"[ \t]*(?:(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])|#{1,6}(?=[ \t])|\[\^[^\]\s]+\]:)[ \t]*)*")
_BROKEN = re.compile(r" {2,}$|(?<!\\)\\$")  # where a line ends because its author wanted it to
_IMAGE = re.compile(r"!\[(?P<words>[^\[\]]*)(?P<file>\]\([^()\s]*\))")


CONTEXT = 400  # characters of the block before and behind that an engine is told of


@dataclass(frozen=True)
class Piece:
    """A part of a block for an engine: what stands before it, its plain text, what follows (footnotes)."""

    before: str
    text: str
    after: str = ""
    cell: bool = False  # whether it is a table cell, in which a `|` must be escaped


def entries_to_draft(outcome: SyncResult, asked: Collection[str] = (), second: str = "") -> list[Entry]:
    """The entries for which a machine has something to do: no English, or English of an earlier Arabic.

    Where somebody took a draft away, nothing is to be done unless the key is `asked` for; where keys are
    asked for, nothing else is done. What is quoted with its source is never a machine's to word. For a
    `second` engine, by its name, there are the drafts of others as well, beside which it proposes its own.
    """
    locked = quotations(outcome)
    entries = [e for e in outcome.ledger.entries if e.key not in locked]
    if asked:
        entries = [e for e in entries if e.key in asked]
        return [e for e in entries if _is_wanting(e) or not e.target or _is_of_another(e, second)]
    return [e for e in entries if _is_wanting(e) or _is_of_another(e, second)]


def quotations(outcome: SyncResult) -> dict[str, str]:
    """Key → source, of the blocks whose English is quoted."""
    kinds = {block.key: block.kind for block in outcome.document.blocks}
    sources = {e.key: quoted_source(e, kinds.get(e.key, Kind.PARAGRAPH)) for e in outcome.ledger.entries}
    return {key: source for key, source in sources.items() if source}


def quotation_findings(outcome: SyncResult, asked: Collection[str] = ()) -> list[Finding]:
    """The quotations whose original changed, or that were asked for: they are left alone, and by whom not."""
    return [
        notice(
            "quoted",
            f"quoted from {source}, so no draft was made for its changed original",
            outcome.translation_file,
            remedy="compare it with its source; whoever corrects it does so on the page",
            key=key,
        )
        for key, source in quotations(outcome).items()
        if outcome.require_entry(key).stale or key in asked
    ]


def _is_wanting(entry: Entry) -> bool:
    unproposed = all(proposal.is_by_person for proposal in entry.proposals)
    return entry.open or (entry.stale and (not entry.held or unproposed))


def _is_of_another(entry: Entry, engine: str) -> bool:
    """Whether another engine than this made the draft, and this one has not proposed its own."""
    if not engine or not _stands(entry) or not entry.origin:
        return False
    return not any(
        origin.startswith(engine) for origin in (entry.origin, *(p.origin for p in entry.proposals))
    )


def _stands(entry: Entry) -> bool:
    """Whether a machine's draft of the present original is there."""
    return entry.state is State.DRAFT and bool(entry.target) and not entry.stale


def batches(outcomes: Iterable[SyncResult], size: int) -> Iterator[list[SyncResult]]:
    """The articles in runs; in each about `size` blocks are without English."""
    batch: list[SyncResult] = []
    blocks = 0
    for outcome in outcomes:
        batch.append(outcome)
        blocks += len(entries_to_draft(outcome))
        if blocks >= size:
            yield batch
            batch, blocks = [], 0
    if batch:
        yield batch


def fill_from_memory(outcome: SyncResult, memory: Memory, asked: Collection[str] = ()) -> SyncResult:
    """Fill from memory what people translated before, word for word: whole blocks, or all their sentences."""
    blocks = {block.key: block for block in outcome.document.blocks}
    found = {}
    for entry in entries_to_draft(outcome, asked):
        if match := memory.lookup(entry.source):
            found[entry.key] = _fill(entry, match.translation, match.origin)
            continue
        parts = split_pieces(blocks[entry.key])
        matches = [memory.sentence(piece.text) if piece.text else None for piece in parts]
        if not any(piece.text for piece in parts):  # code, an image without words: the same in every language
            found[entry.key] = _fill(entry, _join_pieces(parts, [""] * len(parts)), "")
        elif any(matches) and all(m or not piece.text for piece, m in zip(parts, matches, strict=True)):
            texts = [match.translation if match else "" for match in matches]
            found[entry.key] = _fill(entry, _join_pieces(parts, texts), _origin("", matches))
    return outcome.with_entries(found)


def fill_from_engine(
    outcomes: Sequence[SyncResult],
    engine: Translator,
    terms: Terms,
    memory: Memory | None = None,
    asked: Collection[str] = (),
    *,
    retry: bool = False,
    second: bool = False,
) -> list[SyncResult]:
    """Fill what is still wanting in all `outcomes` with one call of the engine.

    Sentences that `memory` has are a person's, and are not translated again; the draft says where they are
    from, and is a draft all the same. What failed before is asked again where keys are asked for, or to
    `retry` all. Beside the drafts of other engines the `second` proposes its own.
    """
    jobs = list(_jobs(outcomes, asked, engine.name if second else ""))
    texts = [piece.text for _, _, parts in jobs for piece in parts if piece.text]
    known = {text: match for text in texts if memory and (match := memory.sentence(text))}
    again = retry or bool(asked)
    around = ((_context(outcomes[n], entry.key), parts) for n, entry, parts in jobs)
    segments = [
        Segment(piece.text, context, again) for context, parts in around for piece in parts if piece.text
    ]
    drafts = iter(engine.translate([segment for segment in segments if segment.text not in known], terms))
    filled: list[dict[str, Entry]] = [{} for _ in outcomes]
    for n, entry, parts in jobs:
        matches = [known.get(piece.text) for piece in parts]
        made = [
            Draft(match.translation) if match else next(drafts) if piece.text else Draft("")
            for piece, match in zip(parts, matches, strict=True)
        ]
        if failure := next((result.failure for result in made if result.failure), ""):
            filled[n][entry.key] = _record_failure(entry, failure)
            continue
        text = _join_pieces(parts, [result.text for result in made])
        scores = [result.score for result in made if result.score is not None]
        score = round(sum(scores) / len(scores), 2) if scores else None
        filled[n][entry.key] = _fill(entry, text, _origin(engine.name, matches), score)
    return [outcome.with_entries(entries) for outcome, entries in zip(outcomes, filled, strict=True)]


def _context(outcome: SyncResult, key: str) -> str:
    """A block's original between those before and behind it, of which the nearer ends are given."""
    blocks = outcome.document.blocks
    at = next(n for n, block in enumerate(blocks) if block.key == key)
    before = "".join(block.text[-CONTEXT:] for block in blocks[max(at - 1, 0) : at])
    behind = "".join(block.text[:CONTEXT] for block in blocks[at + 1 : at + 2])
    return "\n\n".join(filter(None, [before, blocks[at].text, behind]))


def count_words(
    outcomes: Sequence[SyncResult], memory: Memory, asked: Collection[str] = (), second: str = ""
) -> int:
    """How many words `fill_from_engine` has to have translated."""
    texts = (piece.text for _, _, parts in _jobs(outcomes, asked, second) for piece in parts)
    return sum(len(text.split()) for text in texts if not memory.sentence(text))


def _jobs(
    outcomes: Sequence[SyncResult], asked: Collection[str], second: str
) -> Iterator[tuple[int, Entry, list[Piece]]]:
    """Number of the article, entry, and pieces of each block that has to be translated."""
    for n, outcome in enumerate(outcomes):
        wanted = {entry.key: entry for entry in entries_to_draft(outcome, asked, second)}
        for block in outcome.document.blocks if wanted else ():
            if block.key in wanted:
                yield n, wanted[block.key], split_pieces(block)


def mark_unsent(outcome: SyncResult, why: str, asked: Collection[str]) -> SyncResult:
    """`outcome` with the reason why an engine on another machine was not asked for what is missing."""
    reason = f"not sent: {why}"
    return outcome.with_entries(
        {
            entry.key: replace(entry, reason=reason)
            for entry in entries_to_draft(outcome, asked)
            if entry.open and entry.reason != reason
        }
    )


def _join_pieces(parts: Sequence[Piece], texts: Sequence[str]) -> str:
    """The Markdown of a block's pieces with their English, plain text, in place."""
    found = []
    for piece, text in zip(parts, texts, strict=True):
        words = escape(text).replace("|", r"\|") if piece.cell else escape(text)
        found.append(piece.before + words + piece.after)
    return "".join(found).strip()


def _origin(engine: str, matches: Sequence[Match | None]) -> str:
    """`argos 1.12, memory a#p2 b#p7`: what made a draft."""
    places = dict.fromkeys(match.place for match in matches if match)
    return ", ".join(filter(None, [engine, f"memory {' '.join(places)}" if places else ""]))


def merge_drafts(drafted: SyncResult, now: SyncResult) -> SyncResult:
    """`now` with the drafts of `drafted` for what still wants them and still has the same Arabic."""
    found = {}
    for entry in entries_to_draft(now):
        made = drafted.entry(entry.key)
        if made is None or made.source != entry.source:
            continue
        if entry.held and made.proposals:
            found[entry.key] = replace(entry, proposals=made.proposals)
        elif not entry.held and made.state in (State.DRAFT, State.MISSING):
            found[entry.key] = replace(made, synced=entry.synced)
    return now.with_entries(found)


def _fill(entry: Entry, text: str, origin: str, score: float | None = None) -> Entry:
    if entry.held or _stands(entry):
        same = text == entry.target  # two machines of one mind
        return entry if same else replace(entry, proposals=(Proposal(origin, text), *entry.proposals))
    return replace(drop_translation(entry), target=text, state=State.DRAFT, origin=origin, score=score)


def _record_failure(entry: Entry, failure: str) -> Entry:
    """Record that drafting failed. A person's English stays; a machine's English of older Arabic goes."""
    closed = entry.state is State.MISSING and not entry.open
    return entry if entry.held or closed or _stands(entry) else drop_translation(entry, f"engine: {failure}")


def split_pieces(block: Block) -> list[Piece]:
    """A block cut into sentences of plain text, with what belongs between them.

    Code stays as it is; tables are cut into their cells, lists within the block into their points, verse into
    its lines; a footnote is cited after the sentence that cited it. Of an image the words are translated.
    """
    text = repair_typography(block.text)[0]
    found: list[Piece] = []
    if block.kind is Kind.IMAGE and (image := _IMAGE.match(text)):
        found = [Piece("![", image["words"], image["file"])]
        text = text[image.end() :]
    lines = text.split("\n")
    glue = "\n\n"  # of what comes first none is left
    n = 0
    while n < len(lines):
        if not lines[n].strip():
            glue, n = "\n\n", n + 1
            continue
        n, made = _read_stretch(lines, n)
        found += [*(replace(piece, before=glue + piece.before) for piece in made[:1]), *made[1:]]
        glue = "  \n" if _BROKEN.search(lines[n - 1]) else "\n"
    return found


def _read_stretch(lines: Sequence[str], n: int) -> tuple[int, list[Piece]]:
    """The line after the code block, table or text that begins at this line, and the pieces of it."""
    if fence := opening_fence(lines[n]):
        ends = (k for k in range(n + 1, len(lines)) if closes_fence(lines[k], fence))
        end = next(ends, len(lines) - 1) + 1
        return end, [Piece("\n".join(lines[n:end]), "")]
    if n + 1 < len(lines) and "|" in lines[n] and _TABLE_RULE.fullmatch(lines[n + 1]):
        end = next((k for k in range(n, len(lines)) if "|" not in lines[k]), len(lines))
        return end, list(_cells("\n".join(lines[n:end])))
    before = _mark(lines[n])
    end = n + 1
    while end < len(lines) and lines[end].strip() and not _BROKEN.search(lines[end - 1]):
        if _mark(lines[end]).strip() or opening_fence(lines[end]):
            break
        end += 1
    words = _BROKEN.sub("", "\n".join([lines[n][len(before) :], *lines[n + 1 : end]]))
    made = [replace(piece, before=" " if k else "") for k, piece in enumerate(_sentences(words))]
    return end, [replace(made[0], before=before), *made[1:]] if made else []


def _mark(line: str) -> str:
    mark = _MARK.match(line)
    return mark[0] if mark else ""


def _sentences(paragraph: str) -> Iterator[Piece]:
    notes = iter(_NOTE.findall(paragraph))
    words = _BEHIND.sub(r"\2\1", plain(_NOTE.sub(_NOTE_PLACE, paragraph)).text)
    for sentence in split_sentences(words):
        cited = "".join(next(notes, "") for _ in range(sentence.count(_NOTE_PLACE)))
        text = " ".join(sentence.replace(_NOTE_PLACE, "").split())
        if text or cited:
            yield Piece("", text, cited)


def _cells(table: str) -> Iterator[Piece]:
    for n, line in enumerate(table.split("\n")):
        newline = "\n" if n else ""
        if re.fullmatch(r"[\s|:-]+", line):
            yield Piece(newline + line, "")
            continue
        inner = re.sub(r"^\||(?<!\\)\|$", "", line.strip())
        for k, cell in enumerate(re.split(r"(?<!\\)\|", inner)):
            yield Piece(newline + "| " if k == 0 else " | ", " ".join(plain(cell).text.split()), cell=True)
        yield Piece(" |", "")


def import_texts(
    outcome: SyncResult, texts: Mapping[str, str], *, state: State, origin: str
) -> tuple[SyncResult, list[str]]:
    """Take over translations made elsewhere; returns the keys of which the text was not taken.

    A machine's text fills what is missing and replaces drafts that nobody touched; a person's fills and
    replaces drafts, and is `edited`: nobody has signed it yet. What a machine wrote stays a machine's.
    """
    done: dict[str, Entry] = {}
    kept = []
    for entry in outcome.ledger.entries:
        text = texts.get(entry.key, "")
        if not text or (text == entry.target and entry.state is state):
            continue
        if entry.human or entry.quoted or (entry.held and state is State.DRAFT):
            kept += [entry.key] if text != entry.target else []
            continue
        if state is State.EDITED and machine_digest(text) in recorded_machine_digests(entry):
            kept += [entry.key] if text != entry.target else []
            continue
        done[entry.key] = replace(drop_translation(entry), target=text, origin=origin, state=state)
    return outcome.with_entries(done), kept
