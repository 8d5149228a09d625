"""Translation memory: what people wrote for an Arabic text, to be used again where the same text stands.

An index over the ledgers, rebuilt at will; it keeps nothing of its own. Whole blocks are found by their
Arabic, word for word; so are single sentences, which `align_sentences` finds in the English of their
block. What is only alike is a suggestion for a person, and never gets onto a page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from jisr.lang.align import align_sentences
from jisr.lang.arabic import essence, fold, split_sentences
from jisr.lang.typography.rules import repair_typography
from jisr.markup.markdown_text import plain
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.ledger import Entry, Ledger, State
from jisr.model.private import without_private

MIN_FUZZY_SCORE = 75.0
"""Per cent of characters in common; below it a suggestion costs more time than it saves."""


@dataclass(frozen=True)
class Match:
    """A person's English for an Arabic text, and where it stands.

    `english` is Markdown for a whole block and plain text for sentences; `approved` says that it was signed.
    """

    translation: str
    slug: str
    key: str
    original: str = ""
    approved: bool = False

    @property
    def place(self) -> str:
        """`SLUG#KEY`."""
        return f"{self.slug}#{self.key}"

    @property
    def origin(self) -> str:
        """How the ledger names where a draft came from."""
        return f"memory {self.place}"


@dataclass(frozen=True)
class FuzzyMatch:
    """A match for a text that is like another: `score` is 75–100 per cent."""

    score: float
    text: str
    match: Match


@dataclass(frozen=True)
class Memory:
    """What people wrote for whole blocks, by the essence of their Arabic (see `arabic.essence`)."""

    blocks: Mapping[str, Match] = field(default_factory=dict)

    def lookup(self, original: str) -> Match | None:
        """What a person wrote for this block, the approved before the edited."""
        return self.blocks.get(essence(original))

    def sentence(self, original: str) -> Match | None:
        """What a person wrote for this sentence, as plain text."""
        return self.sentences.get(essence(original))

    @cached_property
    def sentences(self) -> Mapping[str, Match]:
        """Matches of sentences by the essence of their Arabic."""
        return _best_matches(pair for match in self.blocks.values() for pair in sentence_pairs(match))

    @cached_property
    def _folded(self) -> tuple[list[str], list[Match]]:
        matches = [*self.blocks.values(), *self.sentences.values()]
        return [fold(plain(m.original).text).text for m in matches], matches

    def suggest(self, original: str, limit: int = 3, *, but: str = "") -> list[FuzzyMatch]:
        """What people wrote for texts like `original` (plain text), the likest first; not at place `but`."""
        folded, matches = self._folded
        asked, least = fold(original).text, MIN_FUZZY_SCORE
        found = process.extract(asked, folded, scorer=fuzz.ratio, score_cutoff=least, limit=limit + 8)
        seen: dict[str, FuzzyMatch] = {}
        for _, score, n in found:
            if matches[n].place != but:
                seen.setdefault(matches[n].translation, FuzzyMatch(score, original, matches[n]))
        return list(seen.values())[:limit]


def build(ledgers: Iterable[tuple[str, Ledger]]) -> Memory:
    """The memory of all `(slug, ledger)`.

    Entries whose Arabic is gone still count; a stale English counts for the Arabic that it was made from.
    """
    return Memory(
        _best_matches(
            Match(_words(entry), slug, entry.key, _translated(entry), entry.state is State.APPROVED)
            for slug, ledger in sorted(ledgers, key=lambda item: item[0])
            for entry in ledger.all_entries
            if entry.human and _words(entry) and _translated(entry)
        )
    )


def _words(entry: Entry) -> str:
    """The English of a block, without private notes that may be in it."""
    return without_private(entry.target).strip()


def _translated(entry: Entry) -> str:
    return entry.previous if entry.stale else entry.source


def _best_matches(matches: Iterable[Match]) -> dict[str, Match]:
    """The first match for each Arabic, the approved before the edited."""
    found: dict[str, Match] = {}
    for match in matches:
        key = essence(match.original)
        if key and (key not in found or (match.approved and not found[key].approved)):
            found[key] = match
    return found


@lru_cache(maxsize=1 << 10)  # the same are offered for one paragraph after the other
def sentence_pairs(match: Match) -> tuple[Match, ...]:
    """The sentences of a block with what translates them, as plain text; doubtful pairs are left out.

    Where both sides have as many paragraphs, sentences are looked for in their own. The Arabic is that of the
    page, with its typography repaired, as drafts are made of it.
    """
    original, translation = _paragraphs(repair_typography(match.original)[0]), _paragraphs(match.translation)
    if len(original) != len(translation):
        original, translation = [" ".join(original)], [" ".join(translation)]
    found = []
    for written, translated in zip(original, translation, strict=True):
        ours = [s.strip() for s in split_sentences(written, ORIGINAL.code)]
        theirs = [s.strip() for s in split_sentences(translated, TRANSLATION.code)]
        for bead in align_sentences(ours, theirs):
            if bead.is_sound and bead.kind != (2, 2):
                sentences, words = ours[slice(*bead.source)], theirs[slice(*bead.target)]
                found.append(replace(match, original=" ".join(sentences), translation=" ".join(words)))
    return tuple(found)


def _paragraphs(text: str) -> Sequence[str]:
    return [p for p in (" ".join(part.split()) for part in plain(text).text.split("\n\n")) if p]
