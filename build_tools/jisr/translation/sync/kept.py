"""What sync makes of an article, kept while its files hold what they held.

Whoever works on one paragraph has the whole article read again and again: for its page, for what stands
beside a paragraph, before a save and after. Seed, ledger and page that were read once for the same bytes are
the same objects, and by these the outcome is known.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from jisr.model.ledger import Ledger, Page, SyncResult
from jisr.model.source import Document
from jisr.translation.sync import Take, reconcile

T = TypeVar("T")
_KEPT = 24  # articles that are at hand


class _Same(Generic[T]):
    """A value that is known by being the same one: it holds what has no hash."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


def reconcile_again(
    document: Document,
    ledger: Ledger,
    page: Page | None,
    translation_file: str,
    *,
    take: Mapping[str, Take],
    allow_shrink: bool,
    today: date | None,
) -> SyncResult:
    """`reconcile` without earlier ledgers; of the same three it is the same outcome, made once."""
    taken = tuple(sorted(take.items()))
    same = _Same(document), _Same(ledger), _Same(page)
    return _reconcile_once(*same, translation_file, taken, today, may_shrink=allow_shrink)


@lru_cache(maxsize=_KEPT)
def _reconcile_once(
    document: _Same[Document],
    ledger: _Same[Ledger],
    page: _Same[Page | None],
    file: str,
    take: tuple[tuple[str, Take], ...],
    today: date | None,
    *,
    may_shrink: bool,
) -> SyncResult:
    return reconcile(
        document.value,
        ledger.value,
        page.value,
        file,
        take=dict(take),
        allow_shrink=may_shrink,
        today=today,
    )
