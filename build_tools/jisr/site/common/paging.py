"""Long lists go on over several pages: the first has the list's own address, the others `more/…/2/`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """A page of the list that begins in the file `first`: its number of `last`, and what it shows."""

    first: str
    number: int
    last: int
    items: Sequence[T]

    @property
    def path(self) -> str:
        """The file of this page."""
        return self.path_of(self.number)

    def path_of(self, number: int) -> str:
        """The file of page `number` of the same list."""
        if number == 1:
            return self.first
        stem = self.first.removesuffix(".md").removesuffix("/index")
        return f"more/{stem}/{number}.md"

    def showing(self, items: Sequence[S]) -> "ListPage[S]":
        """The same page with something else in the place of each item."""
        return ListPage(self.first, self.number, self.last, items)

    @property
    def place(self) -> tuple[object, ...]:
        """What of the list a page shows beside its own items."""
        return self.number, self.last

    @property
    def shown_numbers(self) -> Iterator[int | None]:
        """The pages to link to: the ends and those near this one; `None` where some are left out."""
        near = {1, 2, self.number - 1, self.number, self.number + 1, self.last - 1, self.last}
        before = 0
        for number in sorted(n for n in near if 1 <= n <= self.last):
            if number - before > 1:
                yield None
            yield number
            before = number


def paginate(first: str, items: Sequence[T], size: int) -> Iterator[ListPage[T]]:
    """The pages of a list, `size` items on each; one empty page for an empty list."""
    last = max(1, -(-len(items) // size))
    for number in range(1, last + 1):
        yield ListPage(first, number, last, items[(number - 1) * size : number * size])
