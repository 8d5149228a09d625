"""What forms show of an entry of the glossary or of the terms, whichever words its file has for keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from jisr.glossary.merging import key_in


def name_of(entry: Mapping[str, Any], lang: str) -> str:
    """The name in our own voice; empty where there is none yet."""
    names = entry.get(lang, {})
    return str(names.get(key_in(names, "name"), ""))


def aliases_of(entry: Mapping[str, Any], lang: str) -> Sequence[str]:
    """Other right names."""
    names = entry.get(lang, {})
    return list(names.get(key_in(names, "aliases"), ()))
