"""Passages that were removed, where they stand elsewhere: a quotation need not be word for word.

A sentence counts as quoted where half of its runs of three words stand close together. Which texts need that
look is told by their single words first, for a publication has thousands of texts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from jisr.lang.arabic import fold, fold_latin, split_sentences
from jisr.removal.views import views

_WORD = re.compile(r"[^\W\d_]+|\d+")
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]+")  # of vowels, and tatweel
_RUN = 3  # words
_LEAST = 3  # words of a sentence that somebody can have quoted, rather than written too
_SURE = 5  # words of one of which most tell; a shorter one has to be quoted whole
_ALIKE = 0.5  # share of a sentence's runs that a quotation has
_KNOWN = 0.5  # share of a sentence's longer words that stand in a text that has to be searched
_LONGER = 4  # letters
_STRETCH = 1.5  # times the length of the sentence that a quotation may have, with words put in


@dataclass(frozen=True)
class Passages:
    """Texts that were removed; short ones, which anybody may write, are in no other text a quotation."""

    texts: tuple[str, ...]

    def may_stand_in(self, text: str) -> bool:
        """Whether most words of a sentence, or all of a short one, stand anywhere in `text`."""
        return _holds_most(text, (*self._longer, *self._short))

    def find(self, text: str) -> list[int]:
        """Where a quotation of a sentence begins in `text`, in order."""
        if not _holds_most(text, self._longer):
            return []
        *_, view = views(text)  # the last is without markup
        arabic = fold(view.text)
        latin = fold_latin(arabic.text)
        tokens = list(_WORD.finditer(latin.text))
        there: defaultdict[int, list[int]] = defaultdict(list)
        for at, run in enumerate(_runs([token[0] for token in tokens])):
            for sentence in self._by_run.get(run, ()):
                there[sentence].append(at)
        begins = {
            at for sentence, places in there.items() for at in _dense(places, len(self._sentences[sentence]))
        }
        places = (arabic.span(*latin.span(*tokens[at].span()))[0] for at in begins)
        return sorted({view.span(place, place + 1)[0] for place in places})

    @cached_property
    def _written(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part for text in self.texts for part in _split(text)))

    @cached_property
    def _sentences(self) -> tuple[tuple[str, ...], ...]:
        found = (tuple(_WORD.findall(fold_latin(fold(part).text).text)) for part in self._written)
        return tuple(dict.fromkeys(words for words in found if len(words) >= _LEAST))

    @cached_property
    def _longer(self) -> tuple[tuple[frozenset[str], float], ...]:
        """The longer words of each sentence as they are written, and how many of them are most."""
        found: dict[tuple[frozenset[str], float], None] = {}
        for part in self._written:
            if len(words := _written_words(part)) >= _LEAST:
                wanted = frozenset(word for word in words if len(word) >= _LONGER) or frozenset(words)
                found[wanted, (_KNOWN if len(words) >= _SURE else 1) * len(wanted)] = None
        return tuple(found)

    @cached_property
    def _short(self) -> tuple[tuple[frozenset[str], float], ...]:
        """The words of each shorter sentence, and their number."""
        parts = (
            frozenset(words) for part in self._written if 0 < len(words := _written_words(part)) < _LEAST
        )
        return tuple((words, len(words)) for words in dict.fromkeys(parts))

    @cached_property
    def _by_run(self) -> Mapping[tuple[str, ...], list[int]]:
        found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, words in enumerate(self._sentences):
            for run in set(_runs(words)):
                found[run].append(number)
        return found


def _written_words(text: str) -> list[str]:
    """The words of a text, in small letters and without vowel marks: less than folding, and soon done."""
    return _WORD.findall(_MARKS.sub("", text.lower()))


def _holds_most(text: str, wanted: Iterable[tuple[frozenset[str], float]]) -> bool:
    words = frozenset(_written_words(text))
    return any(len(words & sought) >= least for sought, least in wanted)


def _split(text: str) -> Iterator[str]:
    """The sentences of a text without its markup."""
    *_, view = views(text)
    yield from split_sentences(view.text)


def _runs(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    listed = list(words)
    return (tuple(listed[at : at + _RUN]) for at in range(len(listed) - _RUN + 1))


def _dense(places: list[int], size: int) -> Iterator[int]:
    """Where enough runs of a sentence of `size` words begin to stand close together."""
    runs = size - _RUN + 1
    wanted = _ALIKE * runs if size >= _SURE else runs
    last = -1
    for number, first in enumerate(places):
        if first > last:
            close = [at for at in places[number:] if at - first <= _STRETCH * size]
            if len(close) >= wanted:
                last = close[-1]
                yield first
