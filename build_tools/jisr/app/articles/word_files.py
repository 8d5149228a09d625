"""Files of word processors below `seeds/` are read: a seed in Markdown beside each, and its pictures.

A file is read once, and again only when it changed or somebody asks for it. What a person put right in the
seed since is never written over.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from jisr import seeds as readers
from jisr.lang.units import split_units
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, JisrError, notice, warning
from jisr.storage import disk, git, transaction
from jisr.storage.config import read_settings
from jisr.storage.work.progress import follow
from jisr.word.conversion import MOST_BYTES, convert, read_record

_OWN = re.compile(r"[0-9a-f]{12}\.\w{3,4}")  # the name of a picture that was in a file
_LOOK = "look it over; what is wrong is put right in the file and read again, or in the seed"
_PATTERNS = tuple(f"seeds/*{suffix}" for suffix in sorted(readers.WORD_SUFFIXES))
_FORGET = (
    "git rm --cached {0}; or, where nobody else can read the repository, private_repository: true below "
    "extra: jisr: in mkdocs.yml; what was pushed before stays in git's history: see SECURITY.md"
)
_PROPERTIES = "nothing of it is kept or published; who wrote the text is said in it, or in the sidecar"


def read_word_files(root: Path, slugs: Collection[str] = (), *, again: bool = False) -> tuple[Finding, ...]:
    """Read the files that are new or changed, and write what they say; who calls has the lock.

    Of several of one name none is read: each would be written over what the one before it says. With `again`
    those of `slugs` (all, for none) are read though they did not change.
    """
    findings: list[Finding] = []
    paths = readers.find_word_files(root)
    if not paths:
        return ()
    if kept := find_kept_by_git(root):
        return tuple(kept)
    _keep_from_git(root)
    alike: defaultdict[Path, list[Path]] = defaultdict(list)
    for path in paths:
        alike[path.with_suffix("")].append(path)
    for path in follow(paths, "reading files of word processors", len(paths)):
        slug = path.relative_to(root / readers.FOLDER).with_suffix("").as_posix()
        if not slugs or slug in slugs:
            try:
                _refuse_several(root, slug, alike[path.with_suffix("")])
                findings += _read_one(root, path, slug, again=again)
            except JisrError as error:
                findings += error.findings
    return tuple(dict.fromkeys(findings))


def _refuse_several(root: Path, slug: str, paths: Sequence[Path]) -> None:
    """Raises `JisrError` where several files would become one seed."""
    if len(paths) > 1:
        names = [path.relative_to(root).as_posix() for path in paths]
        remedy = f"rename or remove one of {', '.join(names)}"
        raise JisrError(
            Finding("seed-file", "two seeds with one slug", name, 0, slug, remedy) for name in names
        )


def find_kept_by_git(root: Path) -> list[Finding]:
    """An error for each such file that git keeps, where nothing says that the repository is private.

    It tells who wrote, commented and deleted what, and on whose machine.
    """
    if read_settings(root).private_repository:
        return []
    kept = git.lines(root, "ls-files", "--", *_PATTERNS)
    message = "git keeps this file, which tells who wrote it, and what was deleted and remarked in it"
    return [Finding("originals", message, name, remedy=_FORGET.format(name)) for name in kept]


def _keep_from_git(root: Path) -> None:
    """Have git pass by all files of word processors below `seeds/`, where nothing says so yet."""
    others = git.run(root, "ls-files", "--others", "--exclude-standard", "--", *_PATTERNS)
    if others == b"":
        return
    path = root / readers.FOLDER / ".gitignore"
    before = disk.read_file(path)
    said = (before or b"").decode("utf-8", "replace")
    # where there is no git yet, `git add` comes before the next look
    lines = [line for s in sorted(readers.WORD_SUFFIXES) if (line := f"*{s}") not in said.splitlines()]
    if lines:
        said += "\n" * (bool(said) and not said.endswith("\n")) + "".join(f"{line}\n" for line in lines)
        transaction.commit(root, {path: said.encode()}, {path: disk.fingerprint(before)})


def _read_one(root: Path, path: Path, slug: str, *, again: bool) -> Iterator[Finding]:
    file = path.relative_to(root).as_posix()
    if why := readers.why_no_new_slug(slug):
        remedy = f"rename it: {readers.FOLDER}/{readers.suggest_slug(slug)}{path.suffix.lower()}"
        raise JisrError(
            Finding("seed-file", f"no page can have this name: {why}", file, text=slug, remedy=remedy)
        )
    if path.stat().st_size > MOST_BYTES:  # before reading: it may be larger than the memory
        raise JisrError(
            Finding(
                "word",
                f"the file has {path.stat().st_size:,} bytes",
                file,
                remedy=f"take pictures out of it; up to {MOST_BYTES:,} bytes are read",
            )
        )
    seed = path.with_suffix(".md")
    if any(path.with_suffix(s).exists() for s in readers.READERS if s != seed.suffix):
        return  # what is said of all files says so of this one
    before = disk.read_file(seed)
    record = read_record(before) if before is not None else None
    data = disk.read_file(path) or b""
    if record and record.original == sha256(data).hexdigest() and not again:
        return
    name = seed.relative_to(root).as_posix()
    if before is not None and (record is None or not record.is_as_made):
        yield _kept(file, name, is_made=record is not None)
        return
    made = convert(data, file)
    pictures = {seed.parent / picture: held for picture, held in made.pictures.items()}
    contents: dict[Path, bytes | None] = {**_left_behind(seed, pictures), **pictures}
    contents[seed] = made.markdown.encode()
    transaction.commit(root, contents, {seed: disk.fingerprint(before)})
    words = len(split_units(plain(made.markdown.split("---\n", 2)[-1]).text))
    yield notice("word", f"read as {name} (words: {words:,}, pictures: {len(pictures)})", file, remedy=_LOOK)
    yield from made.findings
    if told := " | ".join(f"{key}: {said}" for key, said in made.properties.items()):
        yield notice("word", "the file says of itself", file, 0, told, _PROPERTIES)


def _left_behind(seed: Path, pictures: Collection[Path]) -> dict[Path, None]:
    """Pictures that the seed showed before, and shows no more."""
    folder = seed.with_name(f"{seed.stem}-images")
    return {path: None for path in folder.glob("*.*") if _OWN.fullmatch(path.name) and path not in pictures}


def _kept(file: str, name: str, *, is_made: bool) -> Finding:
    """Why a file is not read: the seed beside it is somebody's."""
    if is_made:
        message = f"this changed since it was read, and somebody put {name} right since: that stands"
        remedy = f"put the change into {name}; or, to have all of the file instead, delete {name} and sync"
        return warning("word", message, file, remedy=remedy)
    message = f"this is not read: {name} is a seed of the same name"
    return warning("word", message, file, remedy="rename one of the two, or remove it")
