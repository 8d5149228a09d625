"""A folder of finished translations, taken in one go: each file is found its article by its name.

`SLUG.docx`, `SLUG.en.md` or `SLUG_en.txt` is the English of SLUG, in folders as the seeds are. Where no
article has that name and the original lies beside it (`SLUG.ar.docx`), that becomes one, held from readers.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from jisr import seeds as readers
from jisr.app.articles.taking import HandedIn, take_in
from jisr.app.exchange.finished import Translation, import_translation, make_clue_reader
from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError, nearest_remedy, notice
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.storage import disk
from jisr.storage.work.progress import follow

_READ = (*readers.READERS, *sorted(readers.WORD_SUFFIXES))
_LANGUAGE = re.compile(rf"[._-](?P<code>{ORIGINAL.code}|{TRANSLATION.code})\Z", re.IGNORECASE)


def import_folder(root: Path, folder: Path, how: Translation, today: date) -> Result:
    """Take over all translations in `folder`, each as `how` says; what is wrong with one stops no other.

    Raises `JisrError` where there is none.
    """
    files = list(_find_files(folder))
    originals = {slug: path for slug, code, path in files if code == ORIGINAL.code}
    pairs = [(slug, path) for slug, code, path in files if code != ORIGINAL.code]
    if not pairs:
        remedy = f"name each as its article, such as water.en.md; read are {', '.join(_READ)}"
        raise JisrError(Finding("import", "no translation is in this folder", str(folder), remedy=remedy))
    known = {seed.slug for seed in readers.find_files(root)[0]}
    clues = make_clue_reader(root)
    findings: list[Finding] = []
    written: list[Path] = []
    failed = 0
    for slug, path in follow(pairs, "importing translations", len(pairs)):
        translation = replace(how, name=path.relative_to(folder).as_posix(), data=_read(path))
        try:
            if slug not in known:
                written += _take_original(root, slug, originals.get(slug), translation, known, today)
            result = import_translation(root, slug, translation, clues, today)
        except JisrError as error:
            findings += error.findings
            failed += 1
        else:
            findings += result.findings
            written += result.written
    message = f"{len(pairs) - failed} of {len(pairs)} translations taken in"
    said = notice("import", message, str(folder))
    return Result(findings=(*dict.fromkeys(findings), said), written=tuple(dict.fromkeys(written)))


def _take_original(
    root: Path, slug: str, path: Path | None, translation: Translation, known: set[str], today: date
) -> tuple[Path, ...]:
    """Make an article of the original beside a translation. Raises `JisrError` where there is none."""
    if path is None:
        remedy = nearest_remedy(slug, sorted(known), f"put the original beside it, as {slug}.ar.docx, say")
        raise JisrError(
            Finding("import", "no article has this name", translation.name, text=slug, remedy=remedy)
        )
    known.add(slug)
    return take_in(root, HandedIn(slug, path.name, _read(path)), today, translation.by).written


def _find_files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Slug, language as its name says ("" where it says none), and path of each text below `folder`."""
    for name in sorted(disk.names_below(folder.as_posix())):
        path = PurePosixPath(name)
        if path.suffix.lower() in _READ:
            stem = path.with_suffix("").as_posix()
            said = _LANGUAGE.search(stem)
            slug = stem[: said.start()] if said else stem
            yield slug, said["code"].lower() if said else "", folder / name


def _read(path: Path) -> bytes:
    return disk.read_file(path) or b""
