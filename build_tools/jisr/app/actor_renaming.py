"""An actor's new name in our English: put into machine text, proposed for what people wrote.

Only the old name itself is rewritten, where it names the actor: not within a longer name, and never in a
quotation, for there it is somebody else's word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jisr.glossary import Matcher
from jisr.lang.arabic import fold_latin
from jisr.lang.typography.quotes import quoted_spans
from jisr.markup.markdown_text import escape, plain
from jisr.model.diagnostics import Finding, notice, warning
from jisr.model.glossary import Actor, Mention
from jisr.model.ledger import Entry, Proposal, State, SyncResult
from jisr.model.source import Kind
from jisr.translation.drafts import quotations

_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_ARTICLE = re.compile(r"\b([Aa])n?\s\Z")


def apply_rename(
    outcome: SyncResult, actor: Actor, name: str, matcher: Matcher
) -> tuple[SyncResult, list[str], list[str]]:
    """`outcome` with `actor` called `name`, the keys of the blocks rewritten, and of those with a proposal.

    `matcher` is of the glossary before the change, in English.
    """
    kinds = {block.key: block.kind for block in outcome.document.blocks}
    entries = [
        e
        for e in outcome.ledger.entries
        if e.target and not e.quoted and kinds.get(e.key) is not Kind.QUOTATION
    ]
    names = "" if actor.private else f"{actor.en.preferred} → {name}"  # ledgers are published with the pages
    origin = f"rename: {names}".translate(str.maketrans("()", "[]")).strip()
    rewritten: dict[str, Entry] = {}
    proposed: dict[str, Entry] = {}
    texts = _rewritten([e.target for e in entries], actor, name, matcher)
    for entry, text in zip(entries, texts, strict=True):
        offered = _in_proposal(entry, actor, name, matcher)
        if entry.state is State.DRAFT and text != entry.target:
            rewritten[entry.key] = replace(offered, target=text)
        elif entry.human and offered is not entry:
            proposed[entry.key] = offered
        elif entry.human and not entry.stale and text != entry.target:
            others = (proposal for proposal in entry.proposals if not proposal.is_rename)
            proposed[entry.key] = replace(entry, proposals=(Proposal(origin, text), *others))
    return outcome.with_entries(rewritten | proposed), list(rewritten), list(proposed)


def quoted_findings(outcome: SyncResult, actor: Actor, name: str, matcher: Matcher) -> list[Finding]:
    """Where the old name stands in a quotation with its source: for a person to look at, by hand."""
    sources = quotations(outcome)
    entries = [outcome.require_entry(key) for key in sources]
    texts = [entry.target for entry in entries]
    return [
        notice(
            "actors-rename",
            f"by hand: the old name stands in words quoted from {sources[entry.key]}, which stay",
            outcome.translation_file,
            remedy="leave it as its source has it, or correct it on the page",
            key=entry.key,
        )
        for entry, text in zip(entries, _rewritten(texts, actor, name, matcher), strict=True)
        if text != entry.target
    ]


def rename_findings(outcome: SyncResult, proposed: Sequence[str]) -> list[Finding]:
    """What an editor has to decide on after `apply_rename`."""
    slug = outcome.slug
    return [
        notice(
            "actors-rename",
            "a person's words name the actor by the old name; the new one is proposed",
            outcome.translation_file,
            remedy=f"jisr resolve {slug} {key} --take proposal, or: jisr resolve {slug} {key} --take keep",
            key=key,
        )
        for key in proposed
    ]


def find_leftover_names(actors: Sequence[Actor], actor: Actor, name: str) -> Iterator[Finding]:
    """What a rename leaves as it was: the short form, and other actors' names that hold the old one."""
    old = f" {_folded(actor.en.preferred)} "
    short = f" {_folded(actor.en.short)} "
    if short.strip() and short in old and short not in f" {_folded(name)} ":
        message = f"the short form of {actor.quote(actor.id)} is of its old name, not of the new one"
        remedy = "if it changes too, change `short` in the glossary, and the English that says it"
        yield warning("actors-rename", message, actor.file, actor.line, actor.quote(actor.en.short), remedy)
    for other in actors:
        names = (other.en.preferred, other.en.short, *other.en.allowed)
        held = next((one for one in names if old in f" {_folded(one)} "), "")
        if other.id != actor.id and held and old.strip() != _folded(name):
            message = f"{other.quote(other.id)} still has the old name within its own"
            remedy = f'jisr actors rename {other.quote(other.id)} "…", if it changes with it'
            text = other.quote(held)
            yield warning("actors-rename", message, other.file, other.line, text, remedy)


def _in_proposal(entry: Entry, actor: Actor, name: str, matcher: Matcher) -> Entry:
    """`entry` with the name changed in what a machine proposes for it; itself where nothing changes."""
    if entry.proposal is None or not entry.stale:
        return entry
    texts = [proposal.text for proposal in entry.proposals]
    new = list(_rewritten(texts, actor, name, matcher))
    changed = (replace(p, text=text) for p, text in zip(entry.proposals, new, strict=True))
    return entry if new == texts else replace(entry, proposals=tuple(changed))


def _rewritten(texts: Sequence[str], actor: Actor, name: str, matcher: Matcher) -> Iterator[str]:
    """Each Markdown text with the old name replaced; matched together, for short forms hang on full ones."""
    words = [plain(text) for text in texts]
    old = _folded(actor.en.preferred)
    found = matcher.find_in_article([w.text for w in words])
    for source, bare, mentions in zip(texts, words, found, strict=True):
        quoted = quoted_spans(bare.text)
        code = [match.span() for match in _CODE.finditer(source)]
        for mention in reversed(mentions):
            span = bare.span(mention.start, mention.end)
            if not span or not _is_the_name(mention, actor, old):
                continue
            if not _lies_in((mention.start, mention.end), quoted) and not _lies_in(span, code):
                source = _with_article(source[: span[0]], name) + escape(name) + source[span[1] :]
        yield source


def _is_the_name(mention: Mention, actor: Actor, old: str) -> bool:
    named = mention.actor == actor.id and mention.kind == "name" and not mention.nested
    return named and _folded(mention.text) == old


def _folded(name: str) -> str:
    return " ".join(fold_latin(name).text.split()).removeprefix("the ")


def _lies_in(inner: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= inner[0] and inner[1] <= end for start, end in spans)


def _with_article(before: str, name: str) -> str:
    """`before` with the a or an that `name` needs, where one stands there."""
    return _ARTICLE.sub(lambda m: m[1] + ("n " if name[:1].lower() in "aeiou" else " "), before)
