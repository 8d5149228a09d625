"""What approving a page covers, told before anybody signs it."""

from dataclasses import dataclass

from jisr.app.paragraphs.reading import ArticleRows, Paragraph
from jisr.app.paragraphs.wordbook import Found
from jisr.model.ledger import State


@dataclass(frozen=True)
class Coverage:
    """The keys of an article's paragraphs by what an approval means for them.

    `written` are those that a person wrote, which a page's approval signs; `drafts` machine text that nobody
    changed, which is signed by an act of its own; what is `stale`, in conflict or `missing` cannot be signed.
    Beside that, `found` are those of any kind in which a check found something.
    """

    written: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


def cover(rows: ArticleRows, checked: Found) -> Coverage:
    """What an approval of the whole article would cover now; `checked` is what the checks found."""
    by_kind: dict[str, list[str]] = {}
    for one in rows.paragraphs:
        by_kind.setdefault(_kind(one), []).append(one.key)
    found = tuple(one.key for one in rows.paragraphs if one.findings or checked.get(one.key))
    return Coverage(**{kind: tuple(keys) for kind, keys in by_kind.items()}, found=found)


def _kind(one: Paragraph) -> str:
    if one.entry.state is State.MISSING:
        return "missing"
    if one.entry.stale or one.rival is not None:
        return "stale"
    if one.entry.state is State.APPROVED:
        return "signed"
    return "written" if one.entry.human else "drafts"
