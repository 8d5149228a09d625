"""Which files of `docs/` become part of the site: none that a browser runs, and none of other folders.

Pictures, documents, sound and films go through `media.clean`: what they tell of people is left out.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from jisr import media
from jisr.markup.page_urls import page_url
from jisr.media import MediaError
from jisr.model.diagnostics import Finding, Severity, unfinished_merge
from jisr.model.languages import LANGS, other_lang
from jisr.storage import disk
from jisr.storage.cleaned_files import Cleaner, SiteFile, SiteFiles

PUBLISHED: Mapping[str, re.Pattern[bytes]] = {
    suffix: re.compile(beginning, re.DOTALL)
    for suffixes, beginning in {
        ".md .csv .svg": rb"",
        ".pdf": rb"%PDF-",
        ".png": rb"\x89PNG\r\n\x1a\n",
        ".jpg .jpeg": rb"\xff\xd8\xff",
        ".gif": rb"GIF8[79]a",
        ".webp": rb"RIFF.{4}WEBP",
        ".avif": rb"\x00\x00.{2}ftyp(?:avif|avis|mif1|msf1)",
        ".ico": rb"\x00\x00\x01\x00",
        ".mp3": rb"ID3[\x02-\x04]|\xff[\xe2-\xff]",
        ".ogg .oga .opus": rb"OggS\x00",
        ".m4a .mp4": rb"\x00.{3}ftyp",
        ".webm": rb"\x1a\x45\xdf\xa3",
    }.items()
    for suffix in suffixes.split()
}
"""The kinds of files in `docs/` that become part of the site, each with how it begins.

None is one that a browser runs. Plain text is not among them: a browser takes any for a script. Tables (CSV)
it refuses by their type, as it does pictures, sound and films.
"""

_TEMPLATES = re.compile(rf"(?:{'|'.join(LANGS)})/templates/")
_ARTICLE = re.compile(rf"(?:{'|'.join(LANGS)})/articles/.")  # sync reports those itself


def read_static_files(root: Path, cleaner: Cleaner | None = None) -> tuple[SiteFiles, list[Finding]]:
    """The files of `docs/` that a site may hold, but pages of articles, and what is left out.

    Whoever can add a file there could otherwise publish any file of the machine by a link to it, or a page or
    a script of their own beside those that Jisr makes.
    """
    docs = root / "docs"
    found: dict[str, SiteFile] = {}
    findings: list[Finding] = []
    names = disk.names_below(str(docs))
    others = (name for name in names if not _is_article(name) or disk.is_link(f"{docs}/{name}"))
    for name in sorted(others, key=lambda name: name.split("/")):
        path = docs / name
        is_file = path.is_file()
        if "/." in f"/{name}" or not (is_file or (disk.file_mode(str(path)) and not _is_article(name))):
            continue
        try:
            if not is_file:
                raise MediaError("this is no file that can be read", "remove it, or put the file here")
            if path.is_symlink() and not path.resolve().is_relative_to(docs.resolve()):
                raise MediaError("a link that leads out of docs/", "put the file itself here")
            if _is_article(name):
                continue
            if original := disk.copied_from(path):
                remedy = "take over what is of use, then delete it; a page of its own needs a name of its own"
                raise MediaError(f"a copy beside {original}, as programs make them, is not published", remedy)
            if _TEMPLATES.match(name):
                raise MediaError("MkDocs leaves out what lies in templates/", "give the folder another name")
            data = _read(path)
            found[name] = _publishable(path, data, cleaner or Cleaner())
        except MediaError as error:
            findings.append(Finding("docs-file", error.message, f"docs/{name}", remedy=error.remedy))
            continue
        if name.endswith(".md") and (line := _unfinished_merge(data)):
            findings.append(unfinished_merge(f"docs/{name}", line))
    for name, other in _same_addresses(found):
        message = f"readers would find this where docs/{other} is"
        remedy = "give one of the two another name"
        findings.append(Finding("docs-file", message, f"docs/{name}", remedy=remedy))
        del found[name]
    return SiteFiles(found), findings


def _same_addresses(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pages that would lie where another file does, or would be its folder; each with that one."""
    taken = {name: name for name in names if not name.endswith(".md")}
    taken |= {page_url(name).rstrip("/"): name for name in read_default_pages()}
    found = []
    pages = (name for name in names if name.endswith(".md"))
    for name in sorted(pages, key=lambda name: (name.count("/"), not name.endswith("/index.md"), name)):
        address = page_url(name)
        other = taken.get(address.rstrip("/")) or taken.setdefault(address, name)
        if other != name:
            found.append((name, other))
    return found


def _is_article(name: str) -> bool:
    """Whether a file is the page of an article: Jisr makes another of it, and sync tells what is wrong."""
    return name.endswith(".md") and bool(_ARTICLE.match(name))


def _read(path: Path) -> bytes:
    """What a file holds. Raises `MediaError` for what cannot be read."""
    try:
        return disk.read_bytes(path)
    except OSError as error:
        raise MediaError(f"cannot be read ({error.strerror})", "mend its permissions") from error


def read_default_pages() -> SiteFiles:
    """The pages that every site has, by their path in `docs/`, for a publication that has none of its own."""
    folder = Path(__file__).with_name("pages")
    pages = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.md"))}
    return SiteFiles.of(pages)


def single_language_findings(names: Collection[str]) -> Iterator[Finding]:
    """Pages of one's own that are in one language only."""
    for name in names:
        lang, _, path = name.partition("/")
        if lang not in LANGS or not path.endswith(".md") or _is_article(name):
            continue
        if (twin := f"{other_lang(lang)}/{path}") not in names:
            message = "this page is in one language only: readers of the other do not see it"
            remedy = f"write docs/{twin} too, or leave it so"
            yield Finding("docs-file", message, f"docs/{name}", remedy=remedy, severity=Severity.NOTICE)


def _unfinished_merge(data: bytes) -> int:
    """The line where git's marks around two versions begin; 0 where they are not both there."""
    first = re.search(rb"^<{7} \S", data, re.MULTILINE)
    both = first and re.search(rb"^>{7} \S", data, re.MULTILINE)
    return data.count(b"\n", 0, first.start()) + 1 if first and both else 0


def _publishable(path: Path, data: bytes, cleaner: Cleaner) -> SiteFile:
    """What is published of a file of `docs/`, which holds `data`. Raises `MediaError` for one that is not."""
    suffix = path.suffix.lower()
    remedy = (
        "save it as PDF, CSV, PNG, JPEG, MP3 or MP4, or remove it;"
        " scripts, styles and templates belong into overrides/"
    )
    if suffix == ".md" != path.suffix:  # MkDocs would take it for a file to be handed on as it is
        raise MediaError("the name of a page ends in .md, in small letters", f"rename it: {path.stem}.md")
    if suffix not in PUBLISHED:
        raise MediaError(f"files of the kind {suffix or 'without suffix'} are not published", remedy)
    if not PUBLISHED[suffix].match(data):
        raise MediaError(f"this is no {suffix} file, whatever its name says", remedy)
    if suffix in media.CLEANERS:
        return cleaner.clean_file(path, data)
    return SiteFile.of(data) if suffix == ".md" else SiteFile.lying(path, data)
