"""What stands in `site/` and what it was made from, so that the next build makes only what would be another.

A page of the site depends on its source and on its frame: settings, templates, navigation, libraries. What
MkDocs makes beside pages (the sitemap, the theme's files) depends on the list of pages too, and on the day.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from jisr.model.diagnostics import Finding, Severity
from jisr.model.languages import LANGS, Lang
from jisr.storage import look
from jisr.storage.cache import PIECES, find_changed, open_cache, read_rows
from jisr.storage.folders import fold_rows
from jisr.storage.inputs import clock, fingerprint
from jisr.storage.work.garbage import holding

_PART = "site manifest"
_SITEMAP = re.compile(r"sitemap(-\d+)?\.xml")
_TELLS_DAY = re.compile(rb"build_date_utc|update_date")


class MadeFile(NamedTuple):
    """What became of a source, by digest: the file made (`""` for none), by digest, and a page's facts."""

    source: str
    file: str = ""
    digest: str = ""
    facts: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, source: str, file: str, digest: str, facts: Mapping[str, Any] | None) -> "MadeFile":
        """The same with one text for equal digests: most of a hundred thousand files are copied."""
        return cls(source, file, source if source == digest else digest, facts)


@dataclass(frozen=True)
class Manifest:
    """What MkDocs made for one language; files are named as they are below its folder.

    `rest` are the files that come of no source, by their digests, and `findings` what was wrong with them.
    `site` is how the folder was left that holds them (see `KnownFolder.left`). `folds` are of all sources
    (see `fold_sources`), `pages` is how many of them have facts; `sources` are those of the `pieces` that
    were read, or all of them for `None`.
    """

    frame: str = ""
    surroundings: str = ""
    navigation: str = ""
    whole: str = ""
    sources: Mapping[str, MadeFile] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    site: str = ""
    folds: Sequence[int] = ()
    pages: int = 0
    pieces: Collection[int] | None = None

    def files(self) -> dict[str, str]:
        """All files by their digests."""
        return {**self.rest, **{made.file: made.digest for made in self.sources.values() if made.file}}

    def rest_after(self, anew: Mapping[str, str]) -> dict[str, str]:
        """`rest` once some of it was made anew; a sitemap may be in fewer parts than before."""
        has_sitemap = any(map(_SITEMAP.fullmatch, anew))
        stays = {n: d for n, d in self.rest.items() if not (has_sitemap and _SITEMAP.fullmatch(n))}
        return {**stays, **anew}


def fold_sources(sources: Mapping[str, str]) -> list[int]:
    """What folds sources and their digests into a number, for each piece in which they are kept."""
    folds = [0] * PIECES
    fold_rows(folds, ((name, (int(digest[:15] or "0", 16), 0, 0)) for name, digest in sources.items()))
    return folds


def read_manifests(root: Path) -> dict[Lang, Manifest]:
    """What the last build left for each language, without its sources; no frame where that is not known."""
    with open_cache(root, _PART) as kept:
        for lang in LANGS:
            kept.rows(lang, root)  # they stay, though few of them are read
        return {lang: _parse(kept.get(_PART, lang)) for lang in LANGS}


def _parse(found: Any) -> Manifest:
    try:
        said = (Finding(**{**row, "severity": Severity(row["severity"])}) for row in found["findings"])
        return Manifest(**{**found, "findings": tuple(said)})
    except (KeyError, TypeError, ValueError):
        return Manifest()


@holding()
def with_sources(root: Path, lang: Lang, known: Manifest, pieces: Collection[int] | None = None) -> Manifest:
    """The same with the sources of some pieces, or with all of them."""
    with open_cache(root, _PART, whole=False) as kept:
        rows = dict(kept.rows(lang, root).of(range(PIECES) if pieces is None else pieces))
    try:
        sources = {name: MadeFile.of(*row) for name, row in rows.items()}
    except TypeError:
        return Manifest()
    return replace(known, sources=sources, pieces=pieces)


def read_facts(root: Path, lang: str) -> dict[str, Mapping[str, Any]]:
    """The facts of all pages as the last build left them, for any process; none of what cannot be read."""
    made = ((name, MadeFile.of(*row)) for name, row in read_rows(root, lang).items())
    return {name: one.facts for name, one in made if one.facts}


def count_facts(sources: Mapping[str, MadeFile]) -> int:
    """How many of sources have facts."""
    return sum(bool(made.facts) for made in sources.values())


def write_manifests(root: Path, manifests: Mapping[Lang, Manifest], before: Mapping[Lang, Manifest]) -> None:
    """Keep what the site was made from; `before` is what is kept of the same pieces."""
    with open_cache(root, _PART, whole=False) as kept:
        for lang, one in manifests.items():
            kept.put_rows(lang, find_changed(before[lang].sources, one.sources))
            # comes last: where the disk is full before, nothing is taken for made from another frame
            findings = [asdict(finding) for finding in one.findings]
            kept.put(_PART, lang, {**vars(one), "sources": {}, "pieces": None, "findings": findings})


def fingerprint_frame(root: Path) -> str:
    """What stands on every page beside its own text; the day too, where a template tells it."""
    templates = fingerprint.find_templates(root)
    tells_day = any(_TELLS_DAY.search(path.read_bytes()) for path in templates)
    return fingerprint.fingerprint_frame(root, templates, [clock.build_epoch(root) if tells_day else ""])


def fingerprint_assets(root: Path) -> str:
    """What the files beside the pages are made from, whichever pages there are."""
    return fingerprint.fingerprint_frame(root, look.look_dirs(root), [clock.build_epoch(root)])


def fingerprint_surroundings(assets: str, sources: Iterable[str]) -> str:
    """What the files beside the pages of one language are made from: its pages by name too."""
    names = "\0".join((assets, *sorted(sources)))
    return sha256(names.encode("utf-8", "surrogateescape")).hexdigest()
