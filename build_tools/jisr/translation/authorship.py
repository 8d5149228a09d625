"""The rule of states: decides whether a block is a person's work. Every change of state passes through here.

Also whether it is quoted: then the words are a third person's, and no program changes them.

A block is a person's only if its units differ from those of every machine text recorded for it, or if a
person said so by name. What is missing (a flag, a comment, facts, a marker) never makes a person.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache

from jisr.lang.arabic import digest, essence, visible_text
from jisr.lang.units import units_digest
from jisr.markup.markdown_text import is_same_markdown, plain, without_link_definitions
from jisr.model.ledger import ACCEPTED, IMPORTED, LAPSED, MADE_FOR, QUOTED, Entry, State
from jisr.model.private import without_private
from jisr.model.source import Kind


def translation_digest(text: str) -> str:
    """The digest of a block's English, white space collapsed; `""` for none."""
    return digest(text) if text.strip() else ""


@lru_cache(maxsize=1 << 10)  # page and ledger mostly hold the same words
def machine_digest(text: str) -> str:
    """The digest of the units of a block's English, as `machine=` records it; `""` for none.

    Comments and definitions of links are no words of the English.
    """
    return units_digest(plain(without_link_definitions(without_private(text))).text) if text.strip() else ""


def is_visually_same(a: str, b: str) -> bool:
    """Whether two texts differ in nothing that is seen: comments, invisible signs, definitions of links."""
    one, other = (visible_text(without_link_definitions(without_private(text))) for text in (a, b))
    return is_same_markdown(one, other)


def recorded_machine_digests(entry: Entry) -> tuple[str, ...]:
    """The digests of all machine texts that the block ever had, as far as its entry tells.

    If a machine proposes exactly what a person wrote, the text still counts as the person's.
    """
    texts = [p.text for p in entry.proposals if not p.is_by_person]
    if entry.human:
        own = machine_digest(entry.target)
        return _unique((*entry.machine, *(d for d in map(machine_digest, texts) if d != own)))
    if entry.state is State.DRAFT and entry.synced in ("", translation_digest(entry.target)):
        texts.append(entry.target)
    return _unique((*entry.machine, *map(machine_digest, texts)))


def is_machines_own(entry: Entry) -> bool:
    """Whether what a person took or signed are a machine's words as they were."""
    return entry.human and machine_digest(entry.target) in entry.machine


def apply_state_rule(before: Entry, after: Entry, machine: Collection[str] = ()) -> Entry:
    """`after`, which a run made of `before`, with the state by the rule, and all machine texts recorded.

    `machine` are digests of further machine texts, of the page's marker, of other blocks, from which words
    may come that are new here. A person's name is in the entry: `by` of an approval, `accepted` of a text
    that was taken as it stands.
    """
    if after == before:
        return before
    known = recorded_machine_digests(before)
    now = machine_digest(after.target)
    same = machine_digest(before.target) == now
    # If the facts were lost and no machine text is recorded, the text counts as a machine's.
    is_new = translation_digest(after.target) != before.synced
    is_machine = now in known or (is_new and now in machine) or (before.lost and not known)
    facts = dict(after.facts)
    if ACCEPTED in before.facts and not (same and after.human):  # the acceptance was for a different text
        facts.pop(ACCEPTED, None)
    after = replace(after, facts=facts, lost=False)
    stays = same and before.state is State.EDITED
    if after.state is State.EDITED and is_machine and ACCEPTED not in facts and not stays:
        after = replace(after, state=State.DRAFT, touched=True, changed=None)
    if after.state is State.DRAFT:
        known = (*known, now)
    elif after.touched:
        after = replace(after, touched=False)
    return replace(after, machine=_unique((*known, *recorded_machine_digests(after))))


_ATTRIBUTION = re.compile(r"(?:[—–―]|--)[ \t]*(?P<source>[^\W_].*)")


def quoted_source(entry: Entry, kind: Kind) -> str:
    """The source that a block's English is quoted from; "" for what is not locked as a quotation.

    Somebody named it (`jisr quote`), or a person wrote it as the last line of a block quotation: `— Source`.
    """
    if entry.quoted or kind is not Kind.QUOTATION or not entry.human:
        return entry.quoted
    last = _ATTRIBUTION.fullmatch(entry.target.strip().rpartition("\n")[2].strip())
    return plain(last["source"]).text if last else ""


def lapse_quotation(before: Entry, after: Entry) -> Entry:
    """`after`, which is no longer quoted if its words are others than those that `before` was locked with.

    They are not its source's any more, until somebody says so again. Punctuation may be mended.
    """
    if QUOTED not in before.facts or translation_digest(after.target) == before.synced:
        return after
    was_synced = translation_digest(before.target) == before.synced
    if was_synced and machine_digest(after.target) == machine_digest(before.target):
        return after
    return replace(after, facts={name: value for name, value in after.facts.items() if name != QUOTED})


def drop_approval(entry: Entry) -> Entry:
    """Approval is of one English for one Arabic, and lapses with either; who had given it is remembered."""
    if not entry.by:
        return entry
    return replace(entry, by="", on="", facts={**entry.facts, LAPSED: f"{entry.by} {entry.on}"})


def digest_of_original(original: str) -> str:
    """The digest by which an entry knows the Arabic that its English stands for."""
    return digest(essence(original))


def is_made_for_another(entry: Entry) -> bool:
    """Whether a person's English stood for another Arabic than is beside it when Jisr wrote the entry.

    Git merges by lines: one branch's approval comes to stand above what another made of the Arabic.
    """
    made_for = entry.facts.get(MADE_FOR, "") if entry.human and not entry.stale else ""
    return bool(made_for) and made_for != digest_of_original(entry.source)


def carry_over(entry: Entry, original: str) -> Entry:
    """An entry whose English is left to stand for `original`, its Arabic from now on."""
    facts = {name: value for name, value in entry.facts.items() if name != MADE_FOR}
    return replace(entry, source=original, facts=facts)


def record_original(before: Entry | None, entry: Entry) -> Entry:
    """`entry` with the Arabic that a person's English stands for, if it is not as it was `before`."""
    if not entry.human or entry.stale:
        return carry_over(entry, entry.source) if MADE_FOR in entry.facts else entry
    if entry == before:
        return entry
    return replace(entry, facts={**entry.facts, MADE_FOR: digest_of_original(entry.source)})


def settle(entry: Entry) -> Entry:
    """An entry whose English stands for the Arabic as it now is, so that nothing is offered beside it."""
    return replace(entry, stale=False, previous="", proposals=())


def mark_stale(entry: Entry, original: str) -> Entry:
    """An entry with another Arabic than its English was made from."""
    return replace(
        drop_approval(carry_over(entry, original)),
        state=State.EDITED if entry.human else entry.state,
        stale=True,
        previous=entry.previous or ("" if entry.stale else entry.source),
        proposals=(),
    )


def drop_translation(entry: Entry, reason: str = "") -> Entry:
    """An entry without its English and the facts about it; everything else is kept.

    So is what a person wrote elsewhere and offered for it.
    """
    return replace(
        settle(entry),
        proposals=tuple(p for p in entry.proposals if p.origin.startswith(IMPORTED)),
        target="",
        state=State.MISSING,
        origin="",
        score=None,
        changed=None,
        by="",
        on="",
        reason=reason,
        touched=False,
    )


def take_part(entry: Entry, original: str, words: str) -> Entry:
    """A part of an entry, whose English is `words`; what a machine wrote stays a machine's."""
    by_machine = machine_digest(entry.target) in recorded_machine_digests(entry)
    machine = (*entry.machine, machine_digest(words)) if by_machine else entry.machine
    entry = carry_over(entry, original)
    return replace(entry, target=words, synced=translation_digest(words), machine=machine)


def _unique(digests: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, digests)))
