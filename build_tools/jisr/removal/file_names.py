"""New names for files and topics whose own names hold the name that must go, and links to what goes.

The new ones are neutral, and nothing leads from the old ones; links keep their words without the address.
"""

import posixpath
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from html import unescape
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

import yaml

from jisr import seeds as readers
from jisr.model.diagnostics import Finding, notice
from jisr.removal.glossary_entry import find_value
from jisr.removal.names.spellings import Spellings, spellings_of
from jisr.removal.redact import SIGN, Redact
from jisr.removal.traces import MADE_AGAIN, kind_of, text_of
from jisr.removal.views import decode_text

_TEXTS = ("seed", "sidecar", "hand-written page or file")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")

# an address with its host; brackets in it have their partners there too
_ELSEWHERE = (
    r"(?:(?:https?|ftp):|(?<![\w./]))//(?:[^\s<>\"'()\[\]]|\([^\s()]*\))+|(?:mailto:|www\.)[^\s<>\"'()]+"
)

_ADDRESS = r"<?(?P<{0}>(?:[^\s<>()]|\([^\s()]*\))+)>?"
_LINK = re.compile(
    r"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*"
    + _ADDRESS.format("target")
    + r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)(?:\{[^{}\n]*\})?"
    r"|<a\s(?:[^<>]*?\s)?href\s*=\s*[\"']?(?P<href>[^\"'\s<>]+)[^<>]*>(?P<body>.*?)</a\s*>"
    r"|^ {0,3}\[(?P<name>[^\[\]]+)\]:[ \t]*" + _ADDRESS.format("defined") + r"[^\n]*(?:\n|\Z)"
    r"|<?(?P<bare>(?:https?:)?//[^\s<>()\[\]\"']+|(?:\.{0,2}/)*(?:\w{2}/)?articles/[^\s<>()\[\]\"'#,;،؛]+(?:\#[\w-]+)?)>?",
    re.DOTALL | re.MULTILINE,
)
_END = r"(?:\.(?:md|html|pdf|epub|docx|odt|txt|json))?(?:/(?:index\.html)?)?"
_ARTICLES = ("the", "a", "an", "al", "el")
_MOST_WORDS = 5  # of a name
_ID = re.compile(r"[a-z\d]+(?:[-_]+[a-z\d]+)*")  # of a topic or series; names of theirs are words like others


class Id(NamedTuple):
    """The id of a topic or series, and where it stands."""

    file: str
    name: str
    line: int


def neutral_names(files: Iterable[str], spellings: Spellings, near: Collection[str]) -> dict[str, str]:
    """File → its new name, where a part of its path holds the name; what has one name keeps one name.

    Of an article that names her in full (`near`), and of a picture there, a short form in its own name tells
    who it is about.
    """
    files = [file for file in files if file.split("/")[0] not in MADE_AGAIN]
    stems: dict[str, str] = {}
    for file in sorted(files, key=lambda file: not readers.slug_of(file)):
        parts = PurePosixPath(file).parts
        for part in parts[:-1]:
            if spellings.find(part, near=False):
                stems.setdefault(part, f"folder-{secrets.token_hex(2)}")
        stem = PurePosixPath(file).stem
        if tells_of(stem, spellings, near=text_of(file) in near or file in near):
            kind = (
                "article"
                if readers.slug_of(file)
                else "picture"
                if PurePosixPath(file).suffix.lower() in _PICTURES
                else "file"
            )
            stems.setdefault(stem, f"{kind}-{secrets.token_hex(2)}")
    return {file: new for file in files if (new := _renamed(file, stems)) != file}


def tells_of(address: str, spellings: Spellings, *, near: bool) -> bool:
    """Whether the name stands in a part of an address, where names have no capitals."""
    return bool(spellings.find(address, near=False) or (near and spellings.find(address.title(), near=True)))


def _renamed(file: str, stems: Mapping[str, str]) -> str:
    *folders, name = PurePosixPath(file).parts
    path = PurePosixPath(name)
    return "/".join([*(stems.get(f, f) for f in folders), stems.get(path.stem, path.stem) + path.suffix])


def neutral_ids(
    ids: Iterable[Id], spellings: Spellings, near: Collection[str], parts: Mapping[str, str]
) -> dict[str, str]:
    """Id of a topic or series → a new one, where it holds the name: no sign can stand in an address.

    What is called like a file is so still, for nobody can tell of which of the two a text speaks (`parts`).
    """
    told = (id_ for file, id_, _ in ids if tells_of(id_, spellings, near=text_of(file) in near))
    return {id_: parts.get(id_) or f"topic-{secrets.token_hex(2)}" for id_ in dict.fromkeys(told)}


def addresses_left(
    files: Iterable[str], ids: Iterable[Id], spellings: Spellings, renamed: Collection[str]
) -> Iterator[Finding]:
    """Where a short form stands in an address that stays: no text that has it names her in full."""
    message = "her family's name, or another short form of hers, stands in this address and stays"
    remedy = "if it tells of her, give it another: jisr rename for an article, a new id for a topic or series"
    told = [(file, id_, line) for file, id_, line in ids if id_ not in renamed]
    told += [(file, PurePosixPath(slug).name, 0) for file in files if (slug := readers.slug_of(file))]
    for file, address, line in told:
        if file not in renamed and tells_of(address, spellings, near=True):
            yield notice("remove", message, file, line, remedy=remedy)


def files_beside(files: Mapping[str, bytes], near: Collection[str]) -> set[str]:
    """The pictures and documents that are named in the texts of `near`."""
    texts = [data for file, data in files.items() if text_of(file) in near and kind_of(file) in _TEXTS]
    return {
        file
        for file in files
        if kind_of(file) == "picture or document"
        for name in [PurePosixPath(file).name]
        if any(form.encode() in text for form in {name, quote(name)} for text in texts)
    }


def addresses_elsewhere(
    files: Mapping[str, bytes], spellings: Spellings, near: Collection[str], renames: Mapping[str, str]
) -> Iterator[Finding]:
    """Where texts that name her in full have a short form in an address of another site, which stays."""
    message = (
        "her family's name, or another short form of hers, stands in the address of another site and stays"
    )
    remedy = "if it tells of her, take the address out of this line"
    for file, data in files.items():
        read = decode_text(data) if text_of(file) in near and kind_of(file) in _TEXTS else None
        for number, line in enumerate(read[0].splitlines(), 1) if read else ():
            told = (unquote(match[0]) for match in re.finditer(_ELSEWHERE, line))
            if any(
                tells_of(one, spellings, near=True) and not spellings.find(one, near=False) for one in told
            ):
                yield notice("remove", message, renames.get(file, file), number, remedy=remedy)


def find_ids(files: Mapping[str, bytes]) -> Iterator[Id]:
    """The ids of topics and series."""
    for file, data in files.items():
        read = decode_text(data) if kind_of(file) in ("settings", "sidecar") else None
        if read and re.search(r"\b(?:topics|series)\b", read[0]):
            with suppress(yaml.YAMLError):
                root = yaml.compose(read[0], Loader=yaml.SafeLoader)
                path = ("extra", "jisr") if kind_of(file) == "settings" else ()
                for key in ("topics", "series"):
                    for node in _scalars(find_value(root, *path, key)):
                        if _ID.fullmatch(node.value):
                            yield Id(file, node.value, node.start_mark.line + 1)


def _scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """What a list, or the keys of a mapping, say; or one value."""
    several = (name for name, _ in node.value) if isinstance(node, yaml.MappingNode) else ()
    several = node.value if isinstance(node, yaml.SequenceNode) else several
    yield from (one for one in (*several, node) if isinstance(one, yaml.ScalarNode))


def renamed_parts(renames: Mapping[str, str]) -> dict[str, str]:
    """Part of a path (a folder, a file without suffix) → the new one."""
    found = {}
    for old, new in renames.items():
        for before, after in zip(PurePosixPath(old).parts, PurePosixPath(new).parts, strict=True):
            if before != after:
                suffix = PurePosixPath(after).suffix
                found[before.removesuffix(suffix)] = after.removesuffix(suffix)
    return found


def follow_renames(text: str, parts: Mapping[str, str]) -> str:
    """`text` with the new names where it names a renamed file, plain or as an address writes it.

    What stands on another site has no new name there, so its address stays as it is.
    """
    written = {form: new for old, new in parts.items() for form in (old, quote(old), quote(old).lower())}
    if not written:
        return text
    names = "|".join(re.escape(form) for form in sorted(written, key=len, reverse=True))
    pattern = rf"{_ELSEWHERE}|(?<![\w%@])(?P<here>{names})(?![\w%])"
    return re.sub(pattern, lambda match: written.get(match["here"], match[0]), text)


# --- links to what goes ------------------------------------------------------------------------------------


def leads_to(address: str, slug: str, key: str, file: str) -> bool:
    """Whether an address that stands in `file` is of the article `slug`, or with `key` of its block."""
    whole = unquote(unescape(address))
    path, _, anchor = whole.partition("#")
    if key and anchor != key:
        return False
    path = path.partition("?")[0].rstrip(".")
    if not re.match(r"(?:\w+:)?//|/", path):
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else ""
        if re.fullmatch(rf"(?:docs/\w+/articles|seeds)/{re.escape(slug)}{_END}", beside):
            return True
    return bool(re.search(rf"(?:^|/)articles/{re.escape(slug)}{_END}\Z", path))


def link_remover(slug: str, key: str = "", file: str = "") -> Redact:
    """What takes the addresses of an article, or of one block, out of a text of `file`.

    The words of a link stay, but for a name of which the article's own name is made.
    """
    return lambda text: _without_links(
        text, lambda address: leads_to(address, slug, key, file), lambda words: _is_name_in(slug, words)
    )


def _without_links(text: str, is_gone: Callable[[str], bool], is_name: Callable[[str], bool]) -> str:
    names: set[str] = set()

    def cut(match: re.Match[str]) -> str:
        address = next(filter(None, (match[g] for g in ("target", "href", "defined", "bare"))), "")
        if not is_gone(address):
            return match[0]
        if match["name"] is not None:
            names.add(match["name"].casefold())
            return ""
        words = match["words"] if match["target"] else match["body"] if match["href"] else SIGN
        return SIGN if is_name(words) or is_gone(words.strip("<>")) else words

    text = _LINK.sub(cut, text)
    for name in names:
        pattern = rf"\[([^\[\]]+)\]\[{re.escape(name)}\]|\[({re.escape(name)})\](?:\[\])?(?![(:\[])"
        text = re.sub(
            pattern, lambda m: SIGN if is_name(m[1] or m[2]) else m[1] or m[2], text, flags=re.IGNORECASE
        )
    return text


def _is_name_in(slug: str, words: str) -> bool:
    plain = re.sub(r"<[^<>]*>|[*_`]", " ", words)
    names = [word for word in re.split(r"[\s-]+", plain.casefold()) if word and word not in _ARTICLES]
    if not 1 < len(names) <= _MOST_WORDS:
        return False
    return bool(spellings_of(plain.strip(), (), ()).find(slug, near=False))
