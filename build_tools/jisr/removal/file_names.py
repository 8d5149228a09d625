"""New names for files whose own names hold the name that must go: neutral ones, from which nothing leads."""

import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from jisr import seeds as readers
from jisr.removal.spellings import Spellings
from jisr.removal.traces import MADE_AGAIN

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")


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
    """`text` with the new names where it names a renamed file, plain or as an address writes it."""
    for old, new in parts.items():
        for written in {old, quote(old), quote(old).lower()}:
            text = re.sub(rf"(?<![\w%]){re.escape(written)}(?![\w%])", new, text)
    return text
