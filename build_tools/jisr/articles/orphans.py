"""Files of an article that is not there: seeds that nobody can read, ledgers whose seed is gone."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from jisr import seeds as readers
from jisr.lang import similarity
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.source import SeedFile
from jisr.storage import disk
from jisr.translation.article_files import read_ledgers


def seed_names(root: Path, known: Collection[str]) -> dict[str, str]:
    """What lies in `seeds/` in the place of a seed, by the slug that it would have: readable or not.

    Without files that are called like the slugs `known`.
    """
    found = {}
    names = (name for name in disk.names_below(f"{root}/seeds") if _stem(name) not in known)
    for below in sorted(names, key=lambda one: one.split("/"), reverse=True):
        parts = f"seeds/{below}".split("/")
        hidden = any(part.startswith((".", "~$")) for part in parts)
        slug = readers.slug_of(f"seeds/{below}")
        if slug and not hidden and _stem(parts[-1]).lower() != "readme":
            found[slug] = f"seeds/{below}"
    return dict(sorted(found.items()))


def find_orphans(
    root: Path, slugs: Collection[str], read: Iterable[SeedFile]
) -> tuple[list[Finding], dict[str, str]]:
    """Ledgers and pages that no seed stands behind, and to which of the seeds `read` they seem to belong."""
    # A seed that cannot be read is still a seed: what is wrong with it is said elsewhere.
    there = {_stem(name) for name in disk.names_below(f"{root}/seeds") if not name.endswith(".yml")}
    pages = [(one.articles_folder, ".md") for one in (TRANSLATION, ORIGINAL)]
    found = []
    for folder, suffix in [("translations", ".po"), *pages]:
        names = (one for one in disk.names_below(f"{root}/{folder}") if one.endswith(suffix))
        own = (one.removesuffix(suffix) for one in names if not f"/{one}".endswith("/index.md"))
        lost = (slug for slug in own if slug not in slugs and slug not in there)
        found += [(slug, f"{folder}/{slug}{suffix}") for slug in sorted(lost, key=lambda one: one.split("/"))]
    renamed = _likely_renames(root, {slug for slug, _ in found}, read) if found else {}
    return [_about_orphan(slug, file, renamed.get(slug, "")) for slug, file in found], renamed


def find_rivals(former: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The slugs of articles that name a former slug which another names too, with that.

    What people wrote, and signed, is of one of them, and nobody but a person knows of which. `former` are
    slugs with the former ones under which files of theirs lie, `""` for none.
    """
    claims: defaultdict[str, list[str]] = defaultdict(list)
    for slug, old in former:
        claims[old].append(slug)
    return {slug: old for old, slugs in claims.items() if old and len(slugs) > 1 for slug in slugs}


def _stem(name: str) -> str:
    """The path of a file without its suffix."""
    return disk.cut_suffix(name)[0]


def _about_orphan(slug: str, file: str, new: str) -> Finding:
    if new:
        message = f"no seed has this name any more; {new} has its text, and not what people wrote for it"
        return Finding("orphan", message, file, remedy=f"where it was renamed: jisr rename {slug} {new}")
    message = "no seed has this name; what people wrote is kept here, and is not published"
    remedy = (
        f"put seeds/{slug}.txt back (.yml may say status: withdrawn), give this the name of its seed again, "
        "or delete it"
    )
    return Finding("orphan", message, file, remedy=remedy)


def _likely_renames(root: Path, orphaned: Collection[str], seeds: Iterable[SeedFile]) -> dict[str, str]:
    """Which of `seeds` without a person's English have the text of an orphaned ledger: former slug → slug."""
    former, held, texts = {}, set(), {}
    for slug, book in read_ledgers(root):
        if slug in orphaned:
            former[slug] = [entry.source for entry in book.entries]
        if any(entry.held for entry in book.entries):
            held.add(slug)
    for seed in seeds if former else ():
        if seed.slug not in held:
            with suppress(JisrError):
                document, _ = readers.read(readers.open_seed(seed))
                texts[seed.slug] = [block.text for block in document.blocks]
    return similarity.likely_successors(former, texts)
