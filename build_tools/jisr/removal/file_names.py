"""New names for files whose own names hold the name that must go, and links to what goes.

The new ones are neutral, and nothing leads from the old ones; links keep their words without the address.
"""

import posixpath
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from jisr import seeds as readers
from jisr.removal.names.spellings import Spellings, spellings_of
from jisr.removal.redact import SIGN, Redact
from jisr.removal.traces import MADE_AGAIN

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


def neutral_names(files: Iterable[str], spellings: Spellings) -> dict[str, str]:
    """File → its new name, where a part of its path holds the name; what has one name keeps one name."""
    files = [file for file in files if file.split("/")[0] not in MADE_AGAIN]
    stems: dict[str, str] = {}
    for file in sorted(files, key=lambda file: not readers.slug_of(file)):
        parts = PurePosixPath(file).parts
        for part in parts[:-1]:
            if spellings.find(part, near=False):
                stems.setdefault(part, f"folder-{secrets.token_hex(2)}")
        stem = PurePosixPath(file).stem
        if spellings.find(stem, near=False):
            kind = (
                "article"
                if readers.slug_of(file)
                else "picture"
                if PurePosixPath(file).suffix.lower() in _PICTURES
                else "file"
            )
            stems.setdefault(stem, f"{kind}-{secrets.token_hex(2)}")
    return {file: new for file in files if (new := _renamed(file, stems)) != file}


def _renamed(file: str, stems: Mapping[str, str]) -> str:
    *folders, name = PurePosixPath(file).parts
    path = PurePosixPath(name)
    return "/".join([*(stems.get(f, f) for f in folders), stems.get(path.stem, path.stem) + path.suffix])


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


def leads_to(address: str, slug: str, key: str = "", file: str = "") -> bool:
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
