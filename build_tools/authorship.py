"""Who wrote it: the rule of states, the one door through which every change of a block's state goes.

A block is a person's only if its units differ from those of every machine text recorded for it, or if a
person said so by name. What is missing (a flag, a comment, facts, a marker) never makes a person.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from build_tools.arabic import digest
from build_tools.markdown import plain, same_words, without_definitions
from build_tools.model import ACCEPTED, LAPSED, Entry, State
from build_tools.private import public
from build_tools.units import seen, units_digest


def digest_of(text: str) -> str:
    """The digest of a block's English, white space collapsed; `""` for none."""
    return digest(text) if text.strip() else ""


def machine_digest(text: str) -> str:
    """The digest of the units of a block's English, as `machine=` records it; `""` for none.

    Comments and definitions of links are no words of the English.
    """
    return units_digest(plain(without_definitions(public(text))).text) if text.strip() else ""


def looks_same(a: str, b: str) -> bool:
    """Whether two texts differ in nothing that is seen: comments, invisible signs, definitions of links."""
    one, other = (seen(without_definitions(public(text))) for text in (a, b))
    return same_words(one, other)


def recorded(entry: Entry) -> tuple[str, ...]:
    """The digests of all machine texts that the block ever had, as far as its entry tells.

    A machine that offers what a person wrote does not make it a machine's.
    """
    texts = [p.text for p in entry.proposals if not p.renames]
    if entry.human:
        own = machine_digest(entry.target)
        return _once((*entry.machine, *(d for d in map(machine_digest, texts) if d != own)))
    if entry.state is State.DRAFT and entry.synced in ("", digest_of(entry.target)):
        texts.append(entry.target)
    return _once((*entry.machine, *map(machine_digest, texts)))


def ruled(before: Entry, after: Entry, machine: Collection[str] = ()) -> Entry:
    """`after`, which a run made of `before`, with the state by the rule, and all machine texts recorded.

    `machine` are digests of further machine texts: of the page's marker, of other blocks. A person's name is
    in the entry: `by` of an approval, `accepted` of a text that was taken as it stands.
    """
    if after == before:
        return before
    known = recorded(before)
    now = machine_digest(after.target)
    same = machine_digest(before.target) == now
    # Where nothing is known of what machines wrote, nothing can be told from it.
    is_machine = now in known or now in machine or (before.lost and not known)
    facts = dict(after.facts)
    if ACCEPTED in before.facts and not (same and after.human):  # that was said of other words
        facts.pop(ACCEPTED, None)
    after = replace(after, facts=facts, lost=False)
    stays = same and before.state is State.EDITED
    if after.state is State.EDITED and is_machine and ACCEPTED not in facts and not stays:
        after = replace(after, state=State.DRAFT, touched=True, changed=None)
    if after.state is State.DRAFT:
        known = (*known, now)
    elif after.touched:
        after = replace(after, touched=False)
    return replace(after, machine=_once((*known, *recorded(after))))


def unsigned(entry: Entry) -> Entry:
    """Approval is of one English for one Arabic, and lapses with either; who had given it is remembered."""
    if not entry.by:
        return entry
    return replace(entry, by="", on="", facts={**entry.facts, LAPSED: f"{entry.by} {entry.on}"})


def _once(digests: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, digests)))
