"""Which files under `seeds/` are seeds, and under which slug; one wrong seed never stops the others."""

import os
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from stat import S_ISREG
from urllib.parse import quote

from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.model.source import Seed, SeedFile, sidecar_of
from jisr.seeds.content import Reader
from jisr.seeds.decoding import MAX_BYTES, size_finding
from jisr.storage import disk
from jisr.storage.config import parse_meta

FOLDER = "seeds"
WORD_SUFFIXES = frozenset({".docx", ".epub", ".odt"})
"""Of files that are no seeds themselves: `word.conversion` makes seeds of them."""

_SIDECARS = (".yml", ".yaml")
NO_SIDECARS = ("actors.yml", "terms.yml")
"""Files directly below `seeds/` that are the glossary's, and no article's."""
_FOR_PEOPLE = "readme"  # README.md explains a folder to people; it is no article

_LETTERS = "a-zA-Z\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a4\u06a9\u06af\u06cc"
_PART = re.compile(rf"[{_LETTERS}0-9٠-٩][{_LETTERS}0-9٠-٩_-]*")
_MAX_PART = 200  # bytes of UTF-8; file systems take 255, and `.html` and temporary names need some
# MkDocs serves index.md and README.md as their folder; Windows cannot make files of the others.
_RESERVED = re.compile(rf"index|{_FOR_PEOPLE}|con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)
_FORM = "Latin or Arabic letters, digits, hyphens and underscores, not beginning with a mark"


def find_seed_files(root: Path, readers: Mapping[str, Reader]) -> tuple[list[SeedFile], list[Finding]]:
    """The seeds below `root/seeds`, files with a suffix of `readers`, by slug, and what is wrong with others.

    A slug is the path below `seeds/` without suffix, in Unicode's composed form (NFC). Not among them are
    names that no page can have, two files with one slug (names that differ only by suffix, case or Unicode
    form), links that lead out of the folder, and files that are too large or cannot be read.
    """
    base = root / FOLDER
    no_sidecars = {str(base / name) for name in NO_SIDECARS}
    findings: list[Finding] = []
    files: list[str] = []
    sidecars: set[str] = set()
    others: list[Path] = []
    for path in _walk(base, root, (*readers, *_SIDECARS), findings):
        suffix = disk.cut_suffix(path)[1].lower()
        if suffix in readers:
            files.append(path)
        elif suffix in _SIDECARS:
            if path not in no_sidecars:
                sidecars.add(path)
        elif suffix and not (name := Path(path).name).startswith(".") and not name.endswith("~"):
            others.append(Path(path))
    usable = _files_by_slug(files, base, root, findings)
    findings += _orphans(sidecars, files, root)
    seeds: list[SeedFile] = []
    for slug, path in sorted(usable.items()):
        try:
            seeds.append(_read_seed_file(slug, path, root))
        except JisrError as error:
            findings += error.findings
    marked = {suffix for suffix, reader in readers.items() if reader.tags}
    shown = _shown_files(others, seeds, marked, root) if others else set()
    by_stem: defaultdict[str, list[str]] = defaultdict(list)
    for path in files if others else ():
        by_stem[disk.cut_suffix(path)[0]].append(path)
    for other in others:
        if other.suffix.lower() in WORD_SUFFIXES:
            findings += _not_read(other, by_stem.get(str(other.with_suffix("")), ()), root)
        elif other not in shown:
            findings.append(_no_reader(other, root, readers))
    return seeds, list(dict.fromkeys(findings))  # a link may be in the way twice, as file and as sidecar


def find_word_files(root: Path) -> list[Path]:
    """The files of word processors below `root/seeds`, of which seeds are made; no link is followed."""
    found = _walk(root / FOLDER, root, (), [])
    return [Path(path) for path in found if _is_word_file(path) and not disk.is_link(path)]


def _is_word_file(path: str) -> bool:
    return disk.cut_suffix(path)[1].lower() in WORD_SUFFIXES


def _not_read(path: Path, beside: Sequence[str], root: Path) -> Iterator[Finding]:
    """A warning for a file of a word processor of which no seed has been made, or that one `beside` hides."""
    if not beside:
        yield warning("word", "this has not been read yet", _name(path, root), remedy="jisr sync reads it")
    elif any(not seed.lower().endswith(".md") for seed in beside):
        message = f"this is not read: {Path(beside[0]).name} is a seed of the same name"
        yield warning("word", message, _name(path, root), remedy="rename one of the two, or remove it")


def find_seed_file(root: Path, readers: Mapping[str, Reader], slug: str) -> SeedFile | None:
    """The seed of one slug, as `find_seed_files` would give it, without a look at any other.

    `None` where only a look at all files can tell: there is none, or another is named nearly like it. Raises
    `JisrError` for one that cannot be read.
    """
    if why_no_new_slug(slug):
        return None
    found: list[Path] = [root / FOLDER]
    for depth, part in enumerate(slug.split("/"), 1):
        is_file = depth == slug.count("/") + 1
        if len(found) != 1 or found[0].is_symlink():
            return None
        alike = _named_like(found[0], part)
        found = [path for path in alike if (path.suffix.lower() in readers if is_file else path.is_dir())]
    if len(found) != 1 or not found[0].is_file() or _leads_out(found[0], root):
        return None
    own = found[0].relative_to(root / FOLDER).with_suffix("").as_posix()
    return _read_seed_file(slug, str(found[0]), root) if own == slug else None


def _named_like(folder: Path, part: str) -> list[Path]:
    """What is in a folder under a name that differs from `part` by case, Unicode form or suffix only."""
    try:
        return [folder / name for name in _list_names(folder).get(part.casefold(), ())]
    except OSError:
        return []


def _list_names(folder: Path) -> Mapping[str, Sequence[str]]:
    """The names in a folder, by what they are but for case, Unicode form and suffix.

    A folder that has changed since it was listed has another date, if it had the former for a while: there
    may be ten thousand names, and whoever saves a paragraph asks for one.
    """
    changed, now = folder.stat().st_mtime_ns, time.time_ns()
    if (known := _listed.get(folder)) and known[0] == changed:
        return known[1]
    _listed.pop(folder, None)
    names: defaultdict[str, list[str]] = defaultdict(list)
    with os.scandir(folder) as found:
        for entry in found:
            folded = _folded(entry.name)
            for one in {folded, folded.rpartition(".")[0]}:
                names[one].append(entry.name)
    if changed < now - _COARSE_TICK and len(_listed) < _MOST_LISTED:
        _listed[folder] = changed, names
    return names


_COARSE_TICK = 2_000_000_000  # nanoseconds: disks may count seconds, some only the even ones
_MOST_LISTED = 256  # folders
_listed: dict[Path, tuple[int, Mapping[str, Sequence[str]]]] = {}


def _folded(name: str) -> str:
    return name.casefold() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def _walk(base: Path, root: Path, wanted: Collection[str], findings: list[Finding]) -> Iterator[str]:
    """Every file below `base`, in order; what is no file or leads out of it becomes a finding.

    There may be twenty thousand, so a path is a text here.
    """
    for folder, folders, names in os.walk(base, onerror=partial(_note_closed, root, findings)):
        folders.sort()
        for name in list(folders):
            if disk.is_link(f"{folder}{os.sep}{name}"):
                remedy = "put the files themselves here: a link to a folder may lead in circles"
                message = "a link to a folder is not followed"
                findings.append(_finding(Path(folder, name), root, message, remedy))
            elif name.startswith("."):
                folders.remove(name)  # what editors and synchronising programs keep there is nobody's text
        for name in sorted(names):
            if name.startswith(("._", "~$", ".#")):
                continue  # what macOS, Word and Emacs lay beside a file, under its own suffix
            path = f"{folder}{os.sep}{name}"
            if S_ISREG(disk.file_mode(path)):
                yield path
                continue
            there = Path(path)
            if not there.is_file():
                if there.suffix.lower() in wanted or not there.is_symlink():
                    remedy = "remove it, or put the file here"
                    findings.append(_finding(there, root, "this is no file that can be read", remedy))
            elif _leads_out(there, root):
                findings.append(_link_finding(there, root))
            else:
                yield path


def _note_closed(root: Path, findings: list[Finding], error: OSError) -> None:
    """Note a folder that cannot be listed, unless it is not there: a project need have no seeds."""
    if not isinstance(error, FileNotFoundError):
        message = f"cannot be read ({error.strerror})"
        findings.append(_finding(error.filename, root, message, "mend its permissions"))


def _leads_out(path: Path, root: Path) -> bool:
    try:
        return path.is_symlink() and not path.resolve().is_relative_to((root / FOLDER).resolve())
    except RuntimeError:  # links that lead in a circle
        return True


def _link_finding(path: Path, root: Path) -> Finding:
    remedy = "copy the file here instead of the link"
    return _finding(path, root, f"a link that leads out of {FOLDER}/", remedy, str(path.readlink()))


def _files_by_slug(files: list[str], base: Path, root: Path, findings: list[Finding]) -> dict[str, str]:
    """Slug → file, for slugs that can be used and belong to one file only."""
    by_slug: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    top = len(str(base)) + 1
    for path in files:
        stem, suffix = disk.cut_suffix(path)
        slug = unicodedata.normalize("NFC", stem[top:].replace(os.sep, "/"))
        if is_for_people(slug):
            continue
        if original := disk.copied_from(Path(path)):
            message = f"a copy beside {original}, as programs make them, is not published"
            remedy = "take over what is of use, then delete it; a page of its own needs a name of its own"
            findings.append(_finding(path, root, message, remedy, slug))
        elif problem := (why_no_new_slug if _has_own_sidecar(slug, path) else why_no_slug)(slug):
            suggestion = suggest_slug(slug)
            remedy = f"rename it: {FOLDER}/{suggestion}{suffix.lower()}, and its sidecar likewise"
            findings.append(_finding(path, root, f"no page can have this name: {problem}", remedy, slug))
        else:
            by_slug[slug.casefold()].append((slug, path))
    usable: dict[str, str] = {}
    for same in by_slug.values():
        if len(same) == 1:
            usable[same[0][0]] = same[0][1]
            continue
        names = ", ".join(_name(path, root) for _, path in same)
        findings += [
            _finding(path, root, "two seeds with one slug", f"rename or remove one of {names}", slug)
            for slug, path in same
        ]
    return usable


def _has_own_sidecar(slug: str, path: str) -> bool:
    """Whether a file of the glossary lies where an article's sidecar would."""
    return f"{slug}.yml" in NO_SIDECARS and Path(path).with_suffix(".yml").exists()


def is_for_people(slug: str) -> bool:
    """Whether a file of this slug explains its folder to people, and is no article."""
    return slug.rpartition("/")[2].lower() == _FOR_PEOPLE


def why_no_slug(slug: str) -> str:
    """Why `slug` cannot be one; empty if it can."""
    for part in slug.split("/"):
        if _RESERVED.fullmatch(part):
            return f"to MkDocs or to file systems {part} means something else"
        if not _PART.fullmatch(part):
            return f"names consist of {_FORM}"
        if len(part.encode()) > _MAX_PART:
            return f"it is longer than {_MAX_PART} bytes"
    return ""


def why_no_new_slug(slug: str) -> str:
    """Why no article can be called `slug` from now on; empty if it can. Its sidecar has a name too."""
    if f"{slug}.yml" in NO_SIDECARS:
        return f"{FOLDER}/{slug}.yml is no article's"
    return why_no_slug(slug)


_WHOLE_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i"}
    | {"ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH", "ħ": "h", "Ħ": "H"}
)
"""Latin letters that Unicode does not take for a letter with a mark."""


def suggest_slug(slug: str) -> str:
    """A slug like `slug` that can be used."""
    parts = []
    for part in slug.split("/"):
        bare = re.sub("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]", "", part)
        apart = unicodedata.normalize("NFKD", bare.translate(_WHOLE_LETTERS))
        latin = "".join(c for c in apart if not unicodedata.combining(c) or ord(c) > 0x590)
        new = re.sub(rf"[^{_LETTERS}0-9٠-٩_]+", "-", unicodedata.normalize("NFC", latin)).strip("-_")
        new = new.encode()[:_MAX_PART].decode("utf-8", "ignore") or "article"
        parts.append(f"{new}-1" if _RESERVED.fullmatch(new) else new)
    found = "/".join(parts)
    return f"{found}-1" if f"{found}.yml" in NO_SIDECARS else found


def _orphans(sidecars: set[str], files: list[str], root: Path) -> Iterator[Finding]:
    """Sidecars without a seed: an error, for what they say (an embargo, say) would just not happen."""
    stems = {disk.cut_suffix(path)[0] for path in files}
    cut = [(path, *disk.cut_suffix(path)) for path in sidecars]
    for path in sorted(Path(path) for path, stem, suffix in cut if suffix != ".yml" or stem not in stems):
        if str(path.with_suffix("")) not in stems:
            names = [_name(path, root) for path in files]
            close = get_close_matches(_name(path, root), names, n=1, cutoff=0.6)
            remedy = (
                f"did you mean the one of {close[0]}?" if close else "name it like its seed, or remove it"
            )
            yield _finding(path, root, "a sidecar without a seed", remedy)
        else:
            yield _finding(path, root, "sidecars end in .yml", f"rename it: {path.stem}.yml")


def open_seed(seed_file: SeedFile) -> Seed:
    """The seed with what its sidecar says. Raises `JisrError` for a sidecar that is wrong."""
    sidecar = sidecar_of(seed_file.file)
    data, about = seed_file.fetch()
    return Seed(seed_file.slug, seed_file.file, data, parse_meta(about, sidecar))


def _read_seed_file(slug: str, path: str, root: Path) -> SeedFile:
    name, fetch = _name(path, root), partial(_fetch, path, root)
    sidecar = f"{disk.cut_suffix(path)[0]}.yml"
    known, beside = disk.recall_digest(path), disk.recall_digest(sidecar)
    if known and beside and known[0] <= MAX_BYTES:
        return SeedFile(slug, name, (known[1], beside[1]), fetch)
    if _leads_out(Path(sidecar), root):
        raise JisrError(_link_finding(Path(sidecar), root))
    return replace(SeedFile.of(slug, name, *fetch()), fetch=fetch)


def _fetch(file: str, root: Path) -> tuple[bytes, bytes | None]:
    """What a seed and its sidecar hold. Raises `JisrError` where one cannot be read."""
    path = Path(file)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:  # before reading: it may be larger than the memory
            raise JisrError(size_finding(size, _name(path, root)))
        try:
            about = disk.read_bytes(path.with_suffix(".yml"))
        except FileNotFoundError:
            about = None
        return disk.read_bytes(path), about
    except OSError as error:
        where = Path(error.filename or path)
        remedy = "put a file that can be read in its place"
        message = f"cannot be read ({error.strerror or error})"
        raise JisrError(_finding(where, root, message, remedy)) from error


def _shown_files(
    others: Sequence[Path], seeds: Iterable[SeedFile], marked: Collection[str], root: Path
) -> set[Path]:
    """Those of `others` that a seed in the folder of the file, or above, names, or its sidecar: an image.

    Of seeds whose suffix is not among the `marked` the sidecar alone: a plain text shows none.
    Each seed is looked through once: where a name may end, those are looked up that are as long.
    """
    named: defaultdict[bytes, list[Path]] = defaultdict(list)
    for path in others:
        name = path.name.encode("utf-8", "surrogateescape")
        for one in (name, quote(name).encode(), name.replace(b" ", b"%20")):
            named[one].append(path)
    lengths = sorted(set(map(len, named)))
    ends = [re.compile(re.escape(end)) for end in {b"." + one.rpartition(b".")[2] for one in named}]
    shown: set[Path] = set()
    for seed in seeds:
        text, about = seed.fetch()
        if disk.cut_suffix(seed.file)[1].lower() not in marked:
            text = b""
        folder, data = (root / seed.file).parent, b"\n".join(filter(None, (text, about)))
        for match in (match for end in ends for match in end.finditer(data)):
            for length in lengths:
                there = named.get(data[max(0, match.end() - length) : match.end()], ())
                shown.update(path for path in there if path.is_relative_to(folder))
    return shown


def list_formats(suffixes: Iterable[str]) -> str:
    """What a text may be saved as, where seeds have `suffixes`: files of which seeds are made come first."""
    return ", ".join((*sorted(WORD_SUFFIXES), *suffixes))


def _no_reader(path: Path, root: Path, suffixes: Collection[str]) -> Finding:
    remedy = f"save its text as {list_formats(suffixes)}, or keep it somewhere else"
    return warning("seed-format", f"there is no reader for {path.suffix}", _name(path, root), remedy=remedy)


def _finding(path: Path | str, root: Path, message: str, remedy: str, text: str = "") -> Finding:
    return Finding("seed-file", message, _name(path, root), text=text, remedy=remedy)


def _name(path: Path | str, root: Path) -> str:
    """The path in the project, also of names that are no valid UTF-8."""
    name = str(path)[len(str(root)) + 1 :].replace(os.sep, "/")
    return name.encode("utf-8", "replace").decode()
