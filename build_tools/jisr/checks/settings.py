"""The check of what is set up before anything is published: addresses, names of topics and series."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from jisr import media
from jisr.checks.context import CheckContext
from jisr.lang.arabic import has_arabic
from jisr.markup.colours import READABLE
from jisr.markup.palette import unreadable
from jisr.model.diagnostics import Finding
from jisr.model.languages import LANGS, LANGUAGES, ORIGINAL, TRANSLATION
from jisr.model.settings import Settings
from jisr.model.source import sidecar_of
from jisr.storage.look import OVERRIDES, find_in_look

_ORIGINAL, _TRANSLATION = ORIGINAL.mkdocs_file, TRANSLATION.mkdocs_file
_ADDRESS = re.compile(r"""^site_url:[ \t]*["']?([^\s"'!#]*)["']?[ \t]*(?:#.*)?$""", re.MULTILINE)
_PLACEHOLDER = re.compile(r"(?i)(?:.*\.)?(?:example|invalid|test|localhost|local)|127\..*|\[?::1\]?")


def check_settings(edition: CheckContext) -> Iterator[Finding]:
    """Addresses and names that readers would miss"""
    yield from _addresses(
        {file: edition.text(file) for file in (_ORIGINAL, _TRANSLATION) if file in edition.files}
    )
    yield from _names(edition)
    yield from _authors(edition)
    yield from _look(edition.settings)


def _look(settings: Settings) -> Iterator[Finding]:
    """A colour that is hard to read, files of the look that are not there, a logo that is not published."""
    look = settings.look
    for key, reached, better in unreadable(look):
        message = f"links of this colour are hard to read: a contrast of {reached:.1f} to 1, below {READABLE}"
        line = settings.lines.get(("look", key), 0)
        yield Finding(
            "", message, _ORIGINAL, line, getattr(look, key), f"{better} is the nearest that is not"
        )
    for key, name in (("logo", look.logo), *(("fonts", name) for name in look.fonts.values())):
        line, path = settings.lines.get(("look", key), 0), find_in_look(settings.root, name)
        if name and path is None:
            remedy = f"put the file into {OVERRIDES}/{name}"
            yield Finding("", "this file of the look is not there", _ORIGINAL, line, name, remedy)
        elif name and path and key == "logo":
            try:
                media.clean(path.read_bytes(), path.suffix.lower())
            except media.MediaError as error:
                yield Finding("", error.message, _ORIGINAL, line, name, error.remedy)


def _addresses(files: Mapping[str, str]) -> Iterator[Finding]:
    original = _address(files, _ORIGINAL)
    translation = _address(files, _TRANSLATION) if _TRANSLATION in files else None
    for file, found in ((_ORIGINAL, original), (_TRANSLATION, translation)):
        if found and not re.match("(?i)https?://", found[0]):
            message, remedy = "site_url is no address of the web", "write it with https:// before the host"
            yield Finding("", message, file, found[1], found[0], remedy)
            return
        if found and _PLACEHOLDER.fullmatch(_host(found[0])):
            remedy = "write the address at which readers find the site: feeds and links elsewhere name it"
            yield Finding("", "site_url is still a placeholder", file, found[1], found[0], remedy)
    if not original or _TRANSLATION not in files:
        return
    ours = original[0]
    wanted = re.sub(rf"{ORIGINAL.code}/?$", f"{TRANSLATION.code}/", ours)
    theirs, line = translation or (ours, 0)
    if theirs.rstrip("/") != wanted.rstrip("/") or ours == wanted:
        message = f"the two languages do not lie beside each other: {_ORIGINAL} says {ours}"
        remedy = (
            f"write https://HOST/…/{ORIGINAL.code}/ there and https://HOST/…/{TRANSLATION.code}/ here, "
            "for each leads to the other by ../"
        )
        yield Finding("", message, _TRANSLATION, line, theirs, remedy)


def _address(files: Mapping[str, str], file: str) -> tuple[str, int] | None:
    """The address that a configuration gives, and its line; None where none is written there."""
    text = files.get(file, "")
    match = _ADDRESS.search(text)
    return (match[1], text.count("\n", 0, match.start()) + 1) if match and match[1] else None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _names(edition: CheckContext) -> Iterator[Finding]:
    """Each topic and series without a name in one of the languages, once."""
    said: set[tuple[str, str]] = set()
    for head in edition.heads:
        meta = head.meta
        filed = [("topics", topic) for topic in meta.topics] + [("series", meta.series)] * bool(meta.series)
        for sort, name in filed:
            table = edition.settings.topics if sort == "topics" else edition.settings.series
            names = next((n for id_, n in table.items() if name == id_ or name in n.values()), {})
            missing = [one.name for one in LANGUAGES if not names.get(one.code)]
            if missing and (sort, name) not in said:
                said.add((sort, name))
                file = sidecar_of(head.file)
                line = _line_of(edition.text(file), name)
                what = "a topic" if sort == "topics" else "a series"
                message = f"{what} without its name in {' and '.join(missing)}"
                keys = ", ".join(f"{lang}: …" for lang in LANGS)
                remedy = f"add under extra: jisr: in {_ORIGINAL}:  {sort}: {{ID: {{{keys}}}}}"
                yield Finding("", message, file, line, name, remedy)


def _authors(edition: CheckContext) -> Iterator[Finding]:
    """Each author whose name pages in English can only show in Arabic letters, once."""
    said: set[str] = set()
    for head in edition.heads:
        author = head.meta.author
        name = author.get(TRANSLATION.code) or author.get(ORIGINAL.code, "")
        if name in said or not has_arabic(name):
            continue
        said.add(name)
        file = sidecar_of(head.file)
        message = f"an author without a name in {TRANSLATION.name}"
        remedy = f"write in {file}: author: {{{ORIGINAL.code}: {name}, {TRANSLATION.code}: …}}"
        yield Finding("", message, file, _line_of(edition.text(file), name), name, remedy)


def _line_of(text: str, name: str) -> int:
    at = text.find(name)
    return text.count("\n", 0, at) + 1 if at >= 0 else 0
