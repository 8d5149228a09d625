"""One person's copy of a publication, and the engine that all of them draft with."""

import random
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polib

from jisr.lang.units import split_units
from jisr.markup.markdown_text import plain
from tests.careless.vocabulary import ARABIC, HUMAN, TOKEN
from tests.careless.world import Machine
from tests.project import tracked_files

NOTE = re.compile(r"pv\d+")
SLUGS = ("water", "2024/schools", "oil")


class NumberedMachine(Machine):
    """Puts a number into each sentence."""

    def end(self, dice: random.Random) -> str:
        """A number of two digits."""
        return f" {dice.randint(2, 99)}."


def paragraph(n: int) -> str:
    """An Arabic paragraph of two sentences, unlike all others."""
    dice = random.Random(n)
    words = dice.choices(ARABIC, k=dice.randint(9, 15))
    half = len(words) // 2
    return f"{' '.join(words[:half])}. {' '.join(words[half:])}."


@dataclass
class Clone:
    """One person's copy of the publication, and what that person knows of it."""

    root: Path
    live: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    accepted: set[tuple[str, ...]] = field(default_factory=set)  # units that a person said by name are right

    def page(self, slug: str) -> Path:
        """The English page."""
        return self.root / "docs/en/articles" / f"{slug}.md"

    def ledger(self, slug: str) -> Path:
        """The ledger."""
        return self.root / "translations" / f"{slug}.po"

    def seed(self, slug: str) -> Path:
        """The Arabic text."""
        return self.root / "seeds" / f"{slug}.md"

    def files(self) -> dict[str, bytes]:
        """All that people and sync write."""
        return tracked_files(self.root)

    def entries(self, slug: str) -> list[polib.POEntry]:
        """What the ledger says, nothing where it cannot be read."""
        with suppress(OSError, ValueError):
            return [e for e in polib.pofile(self.ledger(slug).read_text("utf-8")) if not e.obsolete]
        return []

    def accepts(self, text: str) -> bool:
        """Whether a person wrote of a text, or said by name that it is right, or that its parts are."""
        words = tuple(split_units(plain(text).text))
        if TOKEN.search(text) or any(_holds_run(a, words) for a in self.accepted):
            return True  # also where the author cut a paragraph that was a person's
        if words and set(words) <= set(HUMAN):  # what a cut left of a person's sentence
            return True
        ends = {0}  # joined blocks have all signatures, where all of them were signed
        for end in range(len(words) + 1):
            if any(words[end - len(a) : end] == a and end - len(a) in ends for a in self.accepted if a):
                ends.add(end)
        return len(words) in ends

    def give_up(self, text: str) -> None:
        """A person took these words away, knowing what he did."""
        words = set(TOKEN.findall(text))
        self.live -= words
        self.gone |= words

    def accept(self, text: str) -> None:
        """A person said by name that these words are right."""
        self.accepted.add(tuple(split_units(plain(text).text)))


def _holds_run(text: tuple[str, ...], run: tuple[str, ...]) -> bool:
    return any(text[at : at + len(run)] == run for at in range(len(text) - len(run) + 1))
