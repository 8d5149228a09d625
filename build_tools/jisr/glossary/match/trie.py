"""What the matcher of both languages is built from: the forms of the names, and a trie of their words."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from jisr.lang.arabic import WORD, Folded
from jisr.model.glossary import Actor

QUOTES = "\"'“”„«»‹›‘’"
# What may stand between two words of one name: white space (no blank line), quotes, brackets, hyphens, the
# full stop of an initial (George W. Bush, وبي.بي.سي), and marks that names may hold.
GAP = re.compile(
    rf"(?:(?!\n\s*\n)[\s{QUOTES}()\[\]<>*&/_\-‐-―]"
    r"|(?:(?<=\b\w)|(?<=\b\w\w)|(?<=\b[وفبل]\w\w)(?=\.\w))\.){1,12}"
)
_KNOWN = 1 << 14  # words of texts of which it is known what names they begin: the same come again and again
MAX_SKIPPED = 3  # إدارة الرئيس الأمريكي السابق جو بايدن


TERM = "term"
"""The type of the actors that stand for terms: common words, for which capitals tell nothing."""


class Gate(IntEnum):
    """When a form counts as a mention."""

    OPEN = 0
    """Always."""
    NAMED = 1
    """Once an open form of the actor stands in the article: before, or in the same block."""
    SHOWN = 2
    """Only where the words around it show that it is a name: مالي is seldom Mali."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name an actor: its folded words, and what must hold where they are found.

    `spelling` holds the words as written, where more than the folded words must agree. `shows` says that
    quotation marks or a class word (تنظيم, حركة) at this form show it to be a name and open the gate.
    """

    words: tuple[str, ...]
    actor: int
    gate: Gate = Gate.OPEN
    demonym: bool = False
    spelling: tuple[str, ...] = ()
    shows: bool = False
    short: bool = False
    name: tuple[int, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """Whose it is, and its words."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", (self.actor, self.words))


@dataclass(slots=True)
class TrieNode:
    """A place in the trie: words that may follow, forms that end here, words to jump over."""

    next: dict[str, "TrieNode"] = field(default_factory=dict)
    ends: list[Form] = field(default_factory=list)
    skip: set[str] = field(default_factory=set)


class Hit(NamedTuple):
    """A form found at `start:end` of a folded text; `prefix` are the clitics before its first word.

    `shown` says that the words around show it to be a name.
    """

    form: Form
    start: int
    end: int
    prefix: str = ""
    shown: bool = False


@dataclass(frozen=True)
class LanguageRules:
    """What the matcher must know of a language.

    `forms` adds to the trie the forms of all names, `prefixed` gives a word with each run of clitics that may
    stand before it, `bare` all words, and others, of which that may give a word; `judge` drops a hit (None)
    or widens it over class words, modifiers and quotes, `words` folds a name into its words, `spelled` gives
    these in all their spellings.
    """

    fold: Callable[[str], Folded]
    forms: Callable[[Sequence[Actor]], Iterable[tuple[Form, dict[int, frozenset[str]]]]]
    prefixed: Callable[[str], Iterable[tuple[str, str]]]
    bare: Callable[[str], Iterable[str]]
    judge: Callable[[Actor, Hit, Folded], Hit | None]
    words: Callable[[str], tuple[str, ...]]
    spelled: Callable[[tuple[str, ...]], Iterable[tuple[str, ...]]]


@dataclass
class NameTrie:
    """The trie of all names, entered by the first word with or without clitics.

    With which it is written is asked of the words of a text: there are twenty times as many ways as names.
    """

    first: dict[str, TrieNode]
    language: LanguageRules

    def __post_init__(self) -> None:
        self._order = {word: place for place, word in enumerate(self.first)}
        self._entered: dict[str, Sequence[tuple[TrieNode, str]]] = {}

    @classmethod
    def of(cls, actors: Sequence[Actor], language: LanguageRules) -> "NameTrie":
        """The names of `actors` in `language`, ready to be looked for."""
        root = TrieNode()
        for form, skips in language.forms(actors):
            node = root
            for index, word in enumerate(form.words):
                node = node.next.setdefault(word, TrieNode())
                if index + 1 in skips:
                    node.skip |= skips[index + 1]
            if form not in node.ends:
                node.ends.append(form)
        return cls(root.next, language)

    def enter(self, token: str) -> Sequence[tuple[TrieNode, str]]:
        """Where names begin that begin with a word of a text, each with the clitics before it."""
        if token not in self._entered:
            if len(self._entered) == _KNOWN:
                self._entered.clear()
            words = [word for word in dict.fromkeys(self.language.bare(token)) if word in self.first]
            self._entered[token] = tuple(
                (self.first[word], prefix)
                for word in sorted(words, key=self._order.__getitem__)
                for written, prefix in self.language.prefixed(word)
                if written == token
            )
        return self._entered[token]

    def hits(self, folded: Folded) -> Iterable[Hit]:
        """Every form in a text, also within and across others, in order of their starts."""
        known = self._entered
        begun = {
            word: ways
            for word in folded.words
            if (ways := known[word] if word in known else self.enter(word))
        }
        if not begun:
            return
        for match in WORD.finditer(folded.text):
            for node, prefix in begun.get(match[0], ()):
                yield from _walk(folded.text, node, *match.span(), prefix)


def _walk(
    text: str, node: TrieNode, start: int, end: int, prefix: str, skipped: int = 0, at: int = 0
) -> Iterable[Hit]:
    """The forms below `node` from `end` on; `at` is behind the `skipped` words that were jumped over."""
    at = at or end
    while True:
        if not skipped:  # not behind a word that was jumped over
            for form in node.ends:
                yield Hit(form, start, end, prefix)
        if not node.next:
            return
        word = WORD.match(text, at + 1) if text[at : at + 1] == " " else None  # nearly always
        if not word:
            gap = GAP.match(text, at)
            word = WORD.match(text, gap.end()) if gap else None
        if not word:
            return
        child = node.next.get(word[0])
        jump = skipped < MAX_SKIPPED and word[0] in node.skip
        if child:
            if jump:  # القائد الأسبق may be a name of its own
                yield from _walk(text, node, start, end, prefix, skipped + 1, word.end())
            node, end = child, word.end()
            at, skipped = end, 0
        elif jump:
            at = word.end()
            skipped += 1
        else:
            return
