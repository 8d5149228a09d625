"""What a build would show readers that they do not see yet, and whether the published site shows it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jisr import site
from jisr.app.publishing import load_publication, open_pages
from jisr.app.releasing import held_rows
from jisr.model.languages import LANGS, Lang
from jisr.storage import cache, own_folder
from jisr.storage.inputs import clock
from jisr.storage.work import garbage

What = Literal["new", "changed", "gone"]


@dataclass(frozen=True)
class PageChange:
    """What becomes of an article's page in a language."""

    slug: str
    lang: Lang
    what: What


@dataclass(frozen=True)
class Ahead:
    """What the next build changes: articles' pages, how many others, and what stays held and why."""

    pages: Sequence[PageChange]
    others: int
    held: Sequence[dict[str, str]]


def find_changes(root: Path) -> Ahead:
    """What the next build would change for readers, against the last one; nothing is made.

    Raises `BusyError` while another run builds.
    """
    with garbage.letting_go(), own_folder.hold_lock(root, "build.lock", "it builds the site", wait=0):
        shown = load_publication(root)
        with open_pages(root) as folder, cache.open_cache(root) as made:
            jobs = site.plan(shown.articles, shown.actors, shown.settings, shown.docs, made)
            keys = {path: job.key for job in jobs for path in job.paths}
            there = folder.keys()
    changed = {path for path, key in keys.items() if there.get(path) != key}
    pages = list(_articles(changed, there.keys() - keys.keys(), there.keys()))
    held = held_rows(shown.whole, shown.settings, clock.now())
    return Ahead(pages, len(changed) - sum(one.what != "gone" for one in pages), held)


def _articles(changed: set[str], gone: set[str], before: Collection[str]) -> Iterator[PageChange]:
    for path in sorted(changed | gone):
        lang, _, rest = path.partition("/")
        if (
            lang in LANGS
            and rest.startswith("articles/")
            and rest.endswith(".md")
            and rest != "articles/index.md"
        ):
            slug = rest.removeprefix("articles/").removesuffix(".md")
            what: What = "gone" if path in gone else "changed" if path in before else "new"
            yield PageChange(slug, lang, what)
