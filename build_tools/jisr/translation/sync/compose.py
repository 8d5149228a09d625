"""Makes the published article, the ledger and both pages from the result of a sync.

Every block that did not change stays byte for byte as it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from jisr.lang.arabic import digest, essence
from jisr.lang.typography.rules import repair_typography
from jisr.markup.block_marks import add_block_marks
from jisr.markup.markdown_text import find_private_notes, is_same_markdown
from jisr.markup.page_format import compose_page, format_block, format_marker, parse_page
from jisr.model.languages import ORIGINAL
from jisr.model.ledger import Entry, Ledger, Page, PageBlock, State, SyncResult
from jisr.model.private import without_private
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Block, Document
from jisr.translation.authorship import apply_state_rule, record_original, translation_digest
from jisr.translation.keys import RegroupedBlocks
from jisr.translation.ledger_entry import is_fuzzy
from jisr.translation.repair import FRONT, bare_words
from jisr.translation.sync.facts import date_changes
from jisr.translation.sync.page_vs_ledger import page_words


def finalise_ledger(ledger: Ledger, was: Ledger | None = None) -> Ledger:
    """The ledger as it goes to disk together with a page that shows the same words.

    `was` is the ledger before: whatever a verb made of an entry since passes the rule of states here.
    """
    before = {e.key: e for e in was.entries} if was else {}
    ruled = (apply_state_rule(before.get(e.key, Entry(e.key, e.source)), e) for e in ledger.entries)
    known = (record_original(before.get(e.key), e) for e in ruled)
    return replace(ledger, entries=tuple(date_changes(e, e, "") for e in map(_synced, known)))


def _synced(entry: Entry) -> Entry:
    synced, fuzzy = translation_digest(entry.target), is_fuzzy(entry)
    is_so = (entry.synced, entry.fuzzy) == (synced, fuzzy)
    return entry if is_so else replace(entry, synced=synced, fuzzy=fuzzy)


def build_article(outcome: SyncResult) -> Article:
    """An article as it is published: the Arabic with its typography repaired, the English as it stands."""
    entries = {e.key: e for e in outcome.ledger.entries}
    passages, repairs = [], []
    for block in outcome.document.blocks:
        text, found = repair_typography(block.text)
        entry = entries.get(block.key) or Entry(block.key, block.text)
        passages.append(BilingualBlock(replace(block, text=text), entry, without_private(entry.target)))
        repairs += [replace(r, key=block.key) for r in found]
    document = outcome.document
    return Article(document.slug, document.file, document.meta, tuple(passages), tuple(repairs))


def compose_translation_page(outcome: SyncResult) -> str:
    """The English page: what the ledger says, and every block that did not change byte for byte as it was."""
    page = outcome.page or Page(FRONT)
    seen = {m.key: m for m in page.blocks}
    entries = {e.key: e for e in outcome.ledger.entries}
    raws = [_block_text(block, entries[block.key], seen.get(block.key)) for block in outcome.document.blocks]
    there = [block.raw for block in page.blocks]
    if page.blocks and raws == there:  # not even the line ends of a page that nothing changed are touched
        return page.front + page.preamble + "".join(raws)
    text = compose_page(page.front, page.preamble, raws)
    crlf = sum(raw.count("\r\n") for raw in there) * 2 > sum(raw.count("\n") for raw in there)
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if crlf else text


def keep_notes_of_joined(page: Page | None, groups: Iterable[RegroupedBlocks]) -> Page | None:
    """`page` with the comments of blocks that were joined to others below the markers of these."""
    homes = {key: group.new[0] for group in groups for key in group.old if key not in group.new}
    if page is None or not homes:
        return page
    found: dict[str, list[str]] = {}
    for block in page.blocks:
        if block.key in homes and (there := find_private_notes(block.body)):
            found.setdefault(homes[block.key], []).extend(there)
    blocks = list(page.blocks)
    for n, block in enumerate(blocks):
        if notes := found.get(block.key):
            raw = "\n\n".join([block.raw.rstrip(), *notes, ""])
            blocks[n] = replace(block, body="\n\n".join([block.body, *notes]), raw=raw)
    return replace(page, blocks=tuple(blocks))


def write_words(page: Page, block: Block, words: str) -> Page:
    """A page with other words in one block, as an editor would write them: its marker and notes stay."""
    blocks = tuple(_with_words(one, block, words) if one.key == block.key else one for one in page.blocks)
    return replace(page, blocks=blocks)


def _with_words(there: PageBlock, block: Block, words: str) -> PageBlock:
    kept = [note for note in find_private_notes(there.body) if note not in words]
    body = "\n\n".join([add_block_marks(block, words), *kept])
    line, _, _ = there.raw.partition("\n")
    end = "\r\n" if line.endswith("\r") else "\n"
    raw = format_block(line.rstrip("\r"), body).replace("\n", end)
    return replace(there, body=body.replace("\n", end), raw=raw)


def compose_original_page(document: Document, texts: Sequence[str]) -> str:
    """The Arabic page: `texts` are the blocks' words with their typography repaired."""
    raws = [
        format_block(format_marker(b.key), add_block_marks(b, text))
        for b, text in zip(document.blocks, texts, strict=True)
    ]
    published = document.meta.published
    facts = {
        "lang": ORIGINAL.code,
        "dir": ORIGINAL.direction,
        "published": f'"{published.value}"' if published else "",
        "inferred": "true" if published and published.inferred else "",
        "source": document.file,
    }
    front = "".join(f"{name}: {value}\n" for name, value in facts.items() if value)
    return compose_page(f"---\n{front}---\n\n", "", raws)


def is_edited_by_hand(original_page_text: str, texts: Iterable[str]) -> bool:
    """Whether an Arabic page was edited by hand: it has words that are in none of `texts`.

    Only letters and digits count, so that neither a formatter nor a new release's typography is an edit; and
    the page keeps no digest of itself, over which two branches would never merge.
    """
    page = parse_page(original_page_text)
    known = {_letters(text) for text in texts} | {""}
    return not {_letters(body) for body in (page.preamble, *(b.body for b in page.blocks))} <= known


def _letters(text: str) -> str:
    return "".join(c for c in essence(bare_words(text)) if c.isalnum())


def _block_text(block: Block, entry: Entry, seen: PageBlock | None) -> str:
    line = format_marker(block.key)
    if not entry.target:
        line = format_marker(block.key, "missing")
    elif entry.state is State.DRAFT:
        line = format_marker(block.key, "draft", digest(entry.target))
    if seen is None or not is_same_markdown(page_words(entry, seen, block), entry.target):
        kept = [note for note in find_private_notes(seen.body) if note not in entry.target] if seen else []
        return format_block(line, "\n\n".join(filter(None, [add_block_marks(block, entry.target), *kept])))
    first, newline, rest = seen.raw.partition("\n")
    if first.strip() == line:
        return seen.raw
    return line + ("\r" if first.endswith("\r") else "") + newline + rest
