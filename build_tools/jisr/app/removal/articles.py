"""The plan of a removal of an article: all its files, the links to it, and what others quote of it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from jisr import seeds as readers
from jisr.app.article_renaming import image_paths
from jisr.app.removal.links import without_links
from jisr.app.removal.places import plan_of_place
from jisr.app.removal.plans import Files, Plan
from jisr.articles.orphans import find_orphans
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import JisrError
from jisr.model.source import SeedFile
from jisr.removal.passages import Passages
from jisr.storage import disk
from jisr.storage.config import parse_meta
from jisr.translation import article_files, ledger
from jisr.translation.removed import ADDRESSES_FILE, Removal, place_of_file, set_removed_address


def plan_article(root: Path, slug: str, seeds: Mapping[str, SeedFile], *, for_safety: bool) -> Plan:
    """What removing an article would do: its address says that it was removed.

    For safety nothing says so, nothing leads to it any more, and it is known again.
    """
    slugs = [slug, *_left_behind(root, slug, seeds)]
    names = {name for one in slugs for name in article_files.all_names(one)}
    if seed := seeds.get(slug):
        others = {name for s in seeds.values() if s.slug != slug for name in image_paths(root, s)}
        names |= {seed.file, *(image_paths(root, seed) - others)}
    names |= {
        f"seeds/{slug}{suffix}" for suffix in (*readers.READERS, *readers.WORD_SUFFIXES, ".yml", ".yaml")
    }
    contents: dict[str, bytes | None] = {
        name: None for name in sorted(names) if (root / name).is_file() and not (root / name).is_symlink()
    }
    places = dict.fromkeys((*slugs, *map(place_of_file, contents)))
    files = Files(root)
    said = files.read(ADDRESSES_FILE)
    if (now := set_removed_address(said, slug, kept=not for_safety)) != said:
        contents[ADDRESSES_FILE] = now
    passages = Passages(tuple(dict.fromkeys(text for one in slugs for text in _texts(files, one))))
    if not for_safety:
        return plan_of_place(files, contents, [], slug, passages)
    linking, notices = without_links(files, slug, "", contents)
    removals = [Removal(place) for place in places]
    asked = plan_of_place(files, contents | linking, removals, slug, passages)
    return replace(asked, notices=tuple(notices))


def _left_behind(root: Path, slug: str, seeds: Mapping[str, SeedFile]) -> list[str]:
    """The names under which the article's files still lie, since it was renamed by hand."""
    seed = seeds.get(slug)
    if seed is None:
        return []
    said: tuple[str, ...] = ()
    with suppress(JisrError):
        said = parse_meta(seed.sidecar, seed.file).was
    renamed = find_orphans(root, seeds.keys(), [seed])[1]
    return [old for old in dict.fromkeys((*said, *renamed)) if old not in seeds]


def _texts(files: Files, slug: str) -> Iterator[str]:
    """The texts of an article's blocks in both languages, as far as its files can be read."""
    po, *pages = article_files.names(slug)
    with suppress(JisrError):
        book = ledger.parse(disk.decode_text(files.read(po)), po)
        for entry in book.all_entries:
            yield from (entry.source, entry.target, entry.previous)
    for page in pages:
        yield from (block.body for block in parse_page(disk.decode_text(files.read(page))).blocks)
