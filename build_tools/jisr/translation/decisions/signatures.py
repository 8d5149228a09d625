"""The second signature, where the settings ask for it: nobody approves alone, nor what they wrote.

The first signature is a fact of the entry, with a digest of both texts: it is of one English for one Arabic,
and counts for no other. The state stays what it was, and readers are told so until both have signed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from jisr.lang.arabic import digest
from jisr.model.ledger import Entry
from jisr.model.signers import tidy_name

SIGNED = "signed"
"""The fact of an entry that one of two people has signed: `Ruba 2026-11-23 3f9a1c2e`."""

Writers = Mapping[str, Collection[str]]
"""Who wrote the English of blocks, by key, where two have to sign."""


@dataclass(frozen=True)
class FirstSignature:
    """Who has signed a block that a second person has to sign, and when."""

    by: str
    on: str


def first_signature(entry: Entry) -> FirstSignature | None:
    """The signature that waits for a second one; none for another English or Arabic than was signed."""
    words = entry.facts.get(SIGNED, "").rsplit(" ", 2)
    if len(words) != 3 or words[2] != _digest_of_texts(entry) or entry.stale:
        return None
    return FirstSignature(words[0], words[1])


def add_first(entry: Entry, by: str, on: str) -> Entry:
    """An entry that one of two people has signed."""
    return replace(entry, facts={**entry.facts, SIGNED: f"{by} {on} {_digest_of_texts(entry)}"})


def drop_first(entry: Entry) -> Entry:
    """An entry without the signature that waits for a second one."""
    return replace(entry, facts={name: value for name, value in entry.facts.items() if name != SIGNED})


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, as far as names tell."""
    return tidy_name(one).casefold() == tidy_name(other).casefold()


def is_writer(writers: Writers, key: str, name: str) -> bool:
    """Whether somebody wrote the English of a block."""
    return any(is_same_person(name, writer) for writer in writers.get(key, ()))


def signers(entry: Entry, names: Collection[str], writers: Writers) -> list[str]:
    """Who has signed a block once `names` sign it too: each once, and nobody who wrote it."""
    first = first_signature(entry)
    found = [first.by] if first else []
    for name in names:
        if not is_writer(writers, entry.key, name) and not any(is_same_person(name, one) for one in found):
            found.append(name)
    return found


def _digest_of_texts(entry: Entry) -> str:
    return digest(f"{entry.source}\0{entry.target}")
