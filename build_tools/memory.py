"""Translation memory: what people wrote for an Arabic text, to be used again where the same text stands.

An index over the ledgers, rebuilt at will; it keeps nothing of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from build_tools.arabic import essence
from build_tools.model import Ledger, State


@dataclass(frozen=True)
class Match:
    """A person's English for an Arabic text, and where it stands."""

    english: str
    slug: str
    key: str

    @property
    def origin(self) -> str:
        """How the ledger names where a draft came from."""
        return f"memory {self.slug}#{self.key}"


@dataclass(frozen=True)
class Memory:
    """Exact matches by the essence of the Arabic (see `arabic.essence`)."""

    exact: Mapping[str, Match]

    def lookup(self, arabic: str) -> Match | None:
        """What a person wrote for this text, the approved before the edited."""
        return self.exact.get(essence(arabic))


def build(ledgers: Iterable[tuple[str, Ledger]]) -> Memory:
    """The memory of all `(slug, ledger)`; entries whose Arabic is gone still count, stale ones do not."""
    found: dict[str, Match] = {}
    ranks: dict[str, bool] = {}
    for slug, ledger in sorted(ledgers, key=lambda item: item[0]):
        for entry in (*ledger.entries, *ledger.obsolete):
            if entry.human and not entry.stale and entry.target:
                text, approved = essence(entry.source), entry.state is State.APPROVED
                if text not in found or (approved and not ranks[text]):
                    found[text], ranks[text] = Match(entry.target, slug, entry.key), approved
    return Memory(found)
