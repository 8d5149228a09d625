"""What an outcome of sync is to readers, and what is written of it: the ledger and both pages.

Every block that did not change stays byte for byte as it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from build_tools.arabic import digest, essence
from build_tools.authorship import digest_of, ruled
from build_tools.blocks import Regrouped
from build_tools.healing import FRONT, bare
from build_tools.ledger import ships_not
from build_tools.markdown import (
    compose_page,
    marked,
    marker,
    notes,
    parse_page,
    same_words,
    with_marks,
)
from build_tools.model import (
    Article,
    Block,
    Document,
    Entry,
    Ledger,
    Marked,
    Outcome,
    Page,
    Passage,
    State,
)
from build_tools.private import public
from build_tools.sync.facts import dated
from build_tools.sync.settling import page_words
from build_tools.typography import repair


def sealed(ledger: Ledger, was: Ledger | None = None) -> Ledger:
    """The ledger as it goes to disk together with a page that shows the same words.

    `was` is the ledger before: whatever a verb made of an entry since passes the rule of states here.
    """
    before = {e.key: e for e in was.entries} if was else {}
    entries = (ruled(before.get(e.key, Entry(e.key, e.source)), e) for e in ledger.entries)
    return replace(
        ledger,
        entries=tuple(
            replace(dated(e, e, ""), synced=digest_of(e.target), fuzzy=ships_not(e)) for e in entries
        ),
    )


def article(outcome: Outcome) -> Article:
    """An article as it is published: the Arabic with its typography repaired, the English as it stands."""
    entries = {e.key: e for e in outcome.ledger.entries}
    passages, repairs = [], []
    for block in outcome.document.blocks:
        text, found = repair(block.text)
        entry = entries.get(block.key) or Entry(block.key, block.text)
        passages.append(Passage(replace(block, text=text), entry, public(entry.target)))
        repairs += [replace(r, key=block.key) for r in found]
    document = outcome.document
    return Article(document.slug, document.file, document.meta, tuple(passages), tuple(repairs))


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


def with_notes_of_joined(page: Page | None, groups: Iterable[Regrouped]) -> Page | None:
    """`page` with the comments of blocks that were joined to others below the markers of these."""
    homes = {key: group.new[0] for group in groups for key in group.old if key not in group.new}
    if page is None or not homes:
        return page
    found: dict[str, list[str]] = {}
    for block in page.blocks:
        if block.key in homes and (there := notes(block.body)):
            found.setdefault(homes[block.key], []).extend(there)
    return replace(
        page,
        blocks=tuple(
            replace(
                b,
                body="\n\n".join([b.body, *found[b.key]]),
                raw="\n\n".join([b.raw.rstrip(), *found[b.key], ""]),
            )
            if b.key in found
            else b
            for b in page.blocks
        ),
    )


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
    if seen is None or not same_words(page_words(entry, seen, block), entry.target):
        kept = [note for note in notes(seen.body) if note not in entry.target] if seen else []
        return marked(line, "\n\n".join(filter(None, [with_marks(block, entry.target), *kept])))
    first, newline, rest = seen.raw.partition("\n")
    return (
        seen.raw if first.strip() == line else line + ("\r" if first.endswith("\r") else "") + newline + rest
    )
