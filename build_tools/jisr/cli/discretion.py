"""What is said where others read along: of texts that are held, places and numbers of letters, no words.

Logs of CI are kept, and read by more people than a publication has editors; `CI` is set there. Then a finding
about a file of a held article says where it is and what it is called, and not what stands there; an article's
name gives way to a number; and of all that is printed, words that no other text has are left out. On an
editor's own machine everything is said.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import TextIOBase
from pathlib import Path
from typing import TextIO

import jisr
from jisr.app import releasing
from jisr.lang.arabic import fold
from jisr.model.diagnostics import Finding
from jisr.model.glossary import ActorSuggestion
from jisr.model.private import count_letters
from jisr.storage.disk import decode_text, read_file
from jisr.storage.inputs.clock import now

_WORD = re.compile(r"[\w\u0640\u064b-\u065f\u0670]+")
# what an article's name stands behind where it may be a word too, and what it stands before
_BEFORE_NAME = r"^(?:\| `?)?|articles/|parallel/|seeds/|translations/|private/|edit/|jisr [a-z-]+ |[\"“«`]"
_BEHIND_NAME = r"[.:/,;)\"”»`]|[ \t]*\||[ \t]{2}|\s*$"
_TEXTS = ("docs", "seeds", "translations", "private")
_MOST_BYTES = 5_000_000  # of a file that is read for its words


def hide_held(root: Path, findings: Iterable[Finding]) -> list[Finding]:
    """`findings` as they may be said here: those about what is held without their words."""
    held = {name for article in _secret_articles(root) for name in article.files}
    return [_without_words(finding) if finding.file in held else finding for finding in findings]


def without_held(root: Path, rows: Iterable[ActorSuggestion]) -> list[ActorSuggestion]:
    """`rows` but for names that a held article gave, with its sentence: common words make secrets too."""
    held = {article.slug for article in _secret_articles(root)}
    return [row for row in rows if row.slug not in held]


def _secret_articles(root: Path) -> list[releasing.HeldArticle]:
    return releasing.held_articles(root, now(), withdrawn=True)


def _without_words(finding: Finding) -> Finding:
    letters = count_letters(finding.message + finding.text)
    message = f"something is to be seen to in a text that is held ({letters} letters are not said here)"
    return replace(finding, message=message, text="", remedy="run this where nobody else reads what it says")


@contextmanager
def hidden_words(root: Path) -> Iterator[None]:
    """While this lasts nothing that is printed has a held article's name, or a word that only such have."""
    held = _secret_articles(root)
    if not held:
        yield
        return
    words, known = _words_of_held(root, {name for article in held for name in article.files})
    slugs = [article.slug for article in held if article.is_whole]
    names = {slug: f"held-{number}" for number, slug in enumerate(slugs, 1)}
    named = _pattern_of_names(names, known)
    with (
        redirect_stdout(_Masked(sys.stdout, named, names, words)),
        redirect_stderr(_Masked(sys.stderr, named, names, words)),
    ):
        yield


def _pattern_of_names(slugs: Iterable[str], known: frozenset[str]) -> re.Pattern[str]:
    """Where `slugs` stand; those that are `known` words, or numbers, only where an article is named."""
    longest_first = sorted(slugs, key=len, reverse=True)
    words = [slug for slug in longest_first if slug.isdigit() or _folded(slug) in known]
    others = [slug for slug in longest_first if slug not in words]
    either = [rf"(?<![\w-])(?P<name>{'|'.join(map(re.escape, others))})(?![\w-])"] if others else []
    if words:
        placed = rf"(?P<before>{_BEFORE_NAME})(?P<placed>{'|'.join(map(re.escape, words))})(?={_BEHIND_NAME})"
        keyed = rf"(?<![\w-])(?P<keyed>{'|'.join(map(re.escape, words))})(?=#\w)"
        either += [placed, keyed]
    return re.compile("|".join(either) or r"(?!)", re.MULTILINE)


def _words_of_held(root: Path, held: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that only files of what is held have, and those that others, or Jisr itself, have."""
    secret: set[str] = set()
    known: set[str] = set()
    texts = [path for folder in _TEXTS for path in (root / folder).rglob("*") if path.is_file()]
    ours = Path(jisr.__file__).parent
    said_by_us = (*ours.rglob("*.py"), *(ours / "i18n").rglob("*.yml"), *(ours / "i18n").rglob("*.po"))
    for path in (*texts, *root.glob("*.yml"), *said_by_us):
        data = b"\0" if path.stat().st_size > _MOST_BYTES else read_file(path) or b""
        if b"\0" in data[:1000]:  # an image's name is known to the text that shows it
            continue
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
        words = _WORD.findall(f"{name} {decode_text(data)}")
        (secret if name in held else known).update(word for word in words if not word.isdigit())
    common = frozenset(map(_folded, known))
    return frozenset(map(_folded, secret)) - common, common


def _folded(word: str) -> str:
    return fold(word).text.casefold()


@dataclass
class _Masked(TextIOBase):
    """A stream on which names of articles give way to others, and words to the number of their letters."""

    to: TextIO
    named: re.Pattern[str]
    names: dict[str, str]
    words: frozenset[str]

    def write(self, text: str) -> int:
        """Pass on what may be said of `text`."""
        self.to.write(_WORD.sub(self._say, self.named.sub(self._rename, text)))
        return len(text)

    def _rename(self, match: re.Match[str]) -> str:
        groups = match.groupdict()
        name = next(filter(None, (groups.get(one) for one in ("name", "placed", "keyed"))), "")
        return (groups.get("before") or "") + self.names[name]

    def _say(self, match: re.Match[str]) -> str:
        return f"[{len(match[0])} letters]" if _folded(match[0]) in self.words else match[0]

    def flush(self) -> None:
        """Flush the stream itself."""
        self.to.flush()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self.to.isatty()

    def fileno(self) -> int:
        """The number of the stream itself."""
        return self.to.fileno()
