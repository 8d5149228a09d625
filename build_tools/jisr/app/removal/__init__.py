"""Removal: a name, a paragraph or an article goes from everywhere, whatever stands against it.

It beats the law that nothing is lost: approvals, conflicts, shrinking, failing checks and files that cannot
be read hold nothing back. One act: what would be done is shown; then it is written in one commit of files;
then all that can be made again is thrown away and made anew; then every file is searched once more.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from jisr import glossary
from jisr import seeds as readers
from jisr.app.asked import check_slugs
from jisr.app.removal.act import Done, carry_out
from jisr.app.removal.articles import plan_article
from jisr.app.removal.beyond import list_beyond_reach, name_file
from jisr.app.removal.blocks import plan_block
from jisr.app.removal.names import plan_name
from jisr.app.removal.plans import Plan
from jisr.translation import article_files
from jisr.translation.removed import article_of_file, read_removed_addresses

__all__ = ["Done", "Plan", "carry_out", "list_beyond_reach", "name_file", "plan"]

_SUFFIXES = "|".join(
    map(re.escape, (*readers.READERS, *readers.WORD_SUFFIXES, ".po", ".json", ".jsonl", ".yml", ".yaml"))
)
# a mark of a path or key, the suffix of a file, or words as only slugs join them: no name is written so
_LOOKS_LIKE_PLACE = re.compile(
    rf"[#/\\]|(?:{_SUFFIXES})\s*$|^\s*[a-z\d]+(?:[-_][a-z\d]+)*\s*$|^[^\sA-Z-]+(?:-[^\sA-Z-]+)+$"
)


def plan(root: Path, what: str, also: Sequence[str] = (), *, for_safety: bool = True) -> Plan:
    """What removing `what` would do: an article, `SLUG#KEY`, else a name. Nothing is written.

    `also` are words that go too, in the articles that name who is to be removed. Raises `JisrError`.
    """
    seeds = {seed.slug: seed for seed in readers.find_files(root)[0]}
    slug, key = _place_named(root, what)
    if key is None and (slug in seeds or _has_left_something(root, slug)):
        return plan_article(root, slug, seeds, for_safety=for_safety)
    actors = glossary.load_actors(root)[0]
    if not for_safety or (_LOOKS_LIKE_PLACE.search(what) and what not in {actor.id for actor in actors}):
        check_slugs([slug], seeds.values())
        return plan_block(root, seeds[slug], key or "")
    return plan_name(root, what, also, actors)


def _place_named(root: Path, what: str) -> tuple[str, str | None]:
    """The article and the key of a block, if any, that `what` would name: by its slug, or by a file of it."""
    file, sign, key = what.strip().partition("#")
    file = file.removeprefix(f"{root.as_posix()}/").removeprefix("./")
    return article_of_file(file) or file.rstrip("/"), key if sign else None


def _has_left_something(root: Path, slug: str) -> bool:
    """Whether an article without a seed has files, or an address that says that it was removed."""
    with suppress(OSError, ValueError):
        names = article_files.all_names(slug)
        return slug in read_removed_addresses(root) or any((root / name).is_file() for name in names)
    return False
