"""Lists of words that tell one thing from another, in files that whoever knows the language can add to.

Such a file is TOML beside the module that uses it; a list in it is a string of words.
"""

import re
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Any

from jisr.lang.arabic import fold


def read_word_lists(file: str) -> dict[str, Any]:
    """The lists of `file`, a path in the package, by their names."""
    return tomllib.loads(resources.files("jisr").joinpath(file).read_text("utf-8"))


def folded_words(words: str) -> frozenset[str]:
    """The words of an Arabic text, folded."""
    return frozenset(fold(words).text.split())


def any_of(words: Iterable[str]) -> str:
    """A pattern that any of `words` fits, the longest of them that does."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def folded_pairs(pairs: str) -> dict[str, str]:
    """Folded → English of a list of Arabic words, each with its English behind it and then a semicolon."""
    found = re.findall(r"([^A-Za-z;]+)\s([^;]+)", pairs)
    return {fold(arabic.strip()).text: english.strip() for arabic, english in found}
