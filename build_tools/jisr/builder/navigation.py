"""The navigation of one language, and the pages that people write."""

import math
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from jisr.storage import disk

UNLISTED = "unlisted"
"""In the front matter of a rendered page that no navigation leads to: `nav: false` of a hand-written one."""


def page_order(rendered: str) -> float:
    """The place that `order:` in the front matter gives a page among those that `nav` does not name."""
    found = re.search(r"(?m)\A---\n(?:(?!---$).*\n)*?order: (-?\d+)$", rendered)
    return int(found[1]) if found else math.inf


def source_folders(root: Path) -> list[Path]:
    """The folders in which people write what the site is made of."""
    return [root / name for name in ("docs", "seeds", "translations") if (root / name).is_dir()]


def navigation(nav: Sequence[Any], only_there: Collection[str], more: Iterable[str]) -> list[Any]:
    """The navigation of one language: `nav` of both without the pages that only the other has, and `more`.

    Both languages share `mkdocs.yml`; a page of one's own may be in one of them.
    """
    named: set[str] = set()
    kept = _filter_nav(nav, only_there, named)
    return [*kept, *(path for path in more if path not in named)]


def _filter_nav(nav: Sequence[Any], only_there: Collection[str], named: set[str]) -> list[Any]:
    kept: list[Any] = []
    for item in nav:
        (title, target), *_ = item.items() if isinstance(item, dict) and item else [("", item)]
        if isinstance(target, list):
            target = _filter_nav(target, only_there, named)
        elif isinstance(target, str):
            named.add(target)
        if target and not (isinstance(target, str) and target in only_there):
            kept.append({title: target} if title else target)
    return kept


def handwritten_pages(root: Path, lang: str) -> list[str]:
    """The pages that people have written for one language, by their path below it, articles aside."""
    folder = root / "docs" / lang
    names = (name for name in disk.names_below(str(folder)) if not name.startswith("articles/"))
    return sorted(name for name in names if name.endswith(".md") and (folder / name).is_file())
