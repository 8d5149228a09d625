"""Long lists go on over several pages: one has the list's own address, the others `more/…/2/`.

Pages are numbered from the end that does not grow, so that a new item changes few of them and an address
stays what it is: of articles, newest first, the first page holds what is no full page of older ones yet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """A page of the list that begins in the file `first`: its number of `last`, and what it shows.

    Where the list is `rising` (a series), new items come behind the others, and it begins with page 1.
    """

    first: str
    number: int
    last: int
    items: Sequence[T]
    rising: bool = False

    @property
    def is_first(self) -> bool:
        """Whether the list begins here, at its own address."""
        return self.number == self._home

    @property
    def _home(self) -> int:
        return 1 if self.rising else self.last

    @property
    def path(self) -> str:
        """The file of this page."""
        return self.path_of(self.number)

    def path_of(self, number: int) -> str:
        """The file of page `number` of the same list."""
        if number == self._home:
            return self.first
        stem = self.first.removesuffix(".md").removesuffix("/index")
        return f"more/{stem}/{number}.md"

    @property
    def before(self) -> str:
        """The file of the page before this one, `""` for none."""
        return self._neighbour(-1)

    @property
    def after(self) -> str:
        """The file of the page behind this one, `""` for none."""
        return self._neighbour(1)

    def _neighbour(self, step: int) -> str:
        number = self.number + (step if self.rising else -step)
        return self.path_of(number) if 1 <= number <= self.last else ""

    def showing(self, items: Sequence[S]) -> "ListPage[S]":
        """The same page with something else in the place of each item."""
        return ListPage(self.first, self.number, self.last, items, self.rising)

    @property
    def place(self) -> object:
        """What of the list a page shows beside its own items: `shown_numbers`, in short."""
        return self.number, self.rising, min(self.last - self.number, 1 if self.rising else 3)

    @property
    def shown_numbers(self) -> Iterator[int | None]:
        """The pages to link to: where the list begins, page 1, those near; `None` where some are left out.

        Not the end that grows, which would change all pages with each new one.
        """
        near = {1, self._home, self.number - 1, self.number, self.number + 1}
        before = 0
        for number in sorted((n for n in near if 1 <= n <= self.last), reverse=not self.rising):
            if before and abs(number - before) > 1:
                yield None
            yield number
            before = number


def paginate(first: str, items: Sequence[T], size: int, *, rising: bool = False) -> Iterator[ListPage[T]]:
    """The pages of a list, in its order; one empty page for an empty list.

    Each has `size` items, but for the one that grows: the last of a `rising` list, or else the first, which
    takes as many more as are no full page.
    """
    if rising:
        last = max(1, -(-len(items) // size))
        for number in range(1, last + 1):
            yield ListPage(first, number, last, items[(number - 1) * size : number * size], rising)
        return
    starts = page_starts(len(items), size)
    last = len(starts)
    for number, start, end in zip(range(last, 0, -1), starts, (*starts[1:], len(items)), strict=True):
        yield ListPage(first, number, last, items[start:end])


def page_starts(count: int, size: int) -> Sequence[int]:
    """The places of the items with which the pages of a list that is not rising begin, in its order."""
    newest = count - (max(1, count // size) - 1) * size
    return (0, *range(newest, count, size))
