"""A number of a text: what it may be, and how much it weighs."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Number(NamedTuple):
    """A number in a text: its possible values, where it stands, and how much it weighs.

    `strict` numbers must have a counterpart; the others (one, first, both, hundreds of) only may be one.
    """

    values: frozenset[float]
    text: str
    start: int
    end: int
    strict: bool = True
    percent: bool = False

    @property
    def written_in_digits(self) -> bool:
        """Whether digits stand there: 30, 3rd, 5 million."""
        return any(map(str.isdigit, self.text))

    @property
    def scale(self) -> float:
        """The scale that it was written with: 1,000,000 for `5 million`, 1 for `5`."""
        if re.fullmatch(r"[\d.,،٫٬\s]+", self.text):
            return 1
        value = max(self.values)
        return next((s for s in (1e12, 1e9, 1e6, 1e3) if value >= s), 1)

    @property
    def share(self) -> float:
        """The share that a word like half means; 0 for what is none."""
        share = min(self.values)
        return share if 0 < share < 1 and not self.written_in_digits else 0

    def matches(self, other: "Number") -> bool:
        """Whether both may be the same number."""
        return not self.values.isdisjoint(other.values)

    def may_be(self, values: Iterable[float]) -> "Number":
        """The number with `values` that it may have besides."""
        return self._replace(values=self.values | frozenset(values))
