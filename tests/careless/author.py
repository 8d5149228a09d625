"""What an author does to the Arabic."""

import random
import re

from tests.careless.vocabulary import ARABIC
from tests.careless.world import World


class Author(World):
    """Changes the seed."""

    def insert(self, a: int, b: int) -> None:
        """A new paragraph."""
        texts = self.paragraphs()
        texts.insert(a % (len(texts) + 1), self.original(1000 + b))
        self.write_seed(texts)

    def remove(self, a: int, _b: int) -> None:
        """A paragraph goes."""
        texts = self.paragraphs()
        if len(texts) > 2:
            del texts[a % len(texts)]
            self.write_seed(texts)

    def move(self, a: int, b: int) -> None:
        """A paragraph goes elsewhere."""
        texts = self.paragraphs()
        text = texts.pop(a % len(texts))
        texts.insert(b % (len(texts) + 1), text)
        self.write_seed(texts)

    def cut(self, a: int, b: int) -> None:
        """A paragraph is split in two."""
        texts = self.paragraphs()
        words = texts[a % len(texts)].split()
        if len(words) > 8 and words[0] not in ("##", ">"):
            at = 3 + b % (len(words) - 6)
            texts[a % len(texts)] = " ".join(words[:at]) + ".\n\n" + " ".join(words[at:])
            self.write_seed(texts)

    def join(self, a: int, _b: int) -> None:
        """Two paragraphs become one."""
        texts = self.paragraphs()
        at = a % len(texts)
        if len(texts) > 3 and at + 1 < len(texts) and not re.match("[#>]", texts[at] + texts[at + 1]):
            texts[at : at + 2] = [" ".join(texts[at : at + 2])]
            self.write_seed(texts)

    def typo(self, a: int, b: int) -> None:
        """A word is changed."""
        texts = self.paragraphs()
        words = texts[a % len(texts)].split(" ")
        words[1 + b % (len(words) - 1)] = ARABIC[(a + b) % len(ARABIC)]
        texts[a % len(texts)] = " ".join(words)
        self.write_seed(texts)

    def retitle(self, a: int, _b: int) -> None:
        """Another title."""
        self.write_seed(self.paragraphs(), title=" ".join(random.Random(a).choices(ARABIC, k=4)))

    def repeat(self, a: int, b: int) -> None:
        """A paragraph stands twice."""
        texts = self.paragraphs()
        texts.insert(b % (len(texts) + 1), texts[a % len(texts)])
        self.write_seed(texts)

    def revert(self, a: int, _b: int) -> None:
        """An earlier version of the seed comes back."""
        now = self.seed.read_text("utf-8")
        self.seed.write_text(self.history[a % len(self.history)], "utf-8")
        self.history.append(now)
