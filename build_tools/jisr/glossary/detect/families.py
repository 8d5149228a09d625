"""Others of a family: a family's name alone, behind somebody else's given name, is not of who is meant."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from jisr.glossary.detect.romanise import common_spellings, is_common_name, romanise
from jisr.glossary.match import english_words
from jisr.glossary.match.arabic_names import prefix_splits
from jisr.glossary.match.gazetteer import gazetteer_actors
from jisr.lang.arabic import Folded, fold, fold_latin
from jisr.lang.word_lists import read_word_lists
from jisr.model.glossary import Actor
from jisr.model.languages import LANGS

_MOST_NAMES = 4  # before the family's: those of a father and of his
_POSSESSIVE = 2  # signs behind a name
_AROUND = 80  # characters that so many names may have
_WORD_BEFORE = re.compile(
    r"(?P<word>[^\W\d_]+)(?:[-‐]|[ \t\xa0]+|[ \t]*\r?\n[ \t]*)(?:(?:al|el|ال)(?:[-‐]|[ \t]+))?\Z"
)
_WORD = re.compile(r"[^\W\d_]+")
_WITHIN_SENTENCE = re.compile(r"(?:(?<![\w’'-])[a-z][a-z’'-]*,?|[\w’'-],)\s+[\"“‘(]?\Z")
_NO_NAME = re.compile(r"\w+(?:ly|ing|ed|ian|ese|ish)")
_NO_NAME_FIRST = re.compile(r"\w+(?:s|tion|ment|ness|ity|ance|ence)")

FullNames = Mapping[str, Collection[tuple[str, ...]]]
"""The first folded word of names → the words of each."""


def spans_of_others(
    text: str, short: Iterable[tuple[int, int]], names: FullNames, hers: Collection[str] = ()
) -> Iterator[tuple[int, int]]:
    """Where others are named in `text`: by the full `names`, and by given names before `short` forms of hers.

    A short form within such a span is none of hers. `hers` are the folded words of her own names.
    """
    for start, end in short:
        first = start_of_another(text, start, hers)
        if first is not None:
            yield first, end
    if names:
        folded = _Twice(text)
        tokens = list(_WORD.finditer(folded.text))
        for at, token in enumerate(tokens):
            for word in {token[0], *_without_clitic(token[0])}:
                for words in names.get(word, ()):
                    there = tokens[at : at + len(words)]
                    if tuple(t[0] for t in there[1:]) == words[1:]:
                        yield folded.span(there[0].start(), there[-1].end())


def is_of_others(start: int, end: int, others: Iterable[tuple[int, int]]) -> bool:
    """Whether a short form of hers at `start:end`, with ’s perhaps, is part of a name among `others`."""
    return any(
        first <= start and end <= last + _POSSESSIVE and not (first == start and last <= end)
        for first, last in others
    )


def start_of_another(text: str, start: int, hers: Collection[str]) -> int | None:
    """Where somebody else's name begins that ends with the family's name at `start`; None where none does.

    It is of Mazen al-Shami, not of Muaz al-Shami; of Raed Khaled al-Shami, though Khaled is a name of hers.
    """
    begun = max(0, start - 2 * _AROUND)
    before = text[begun:start]
    folded = _Twice(before)
    end = len(folded.text)
    for _ in range(_MOST_NAMES):
        match = _WORD_BEFORE.search(folded.text, max(0, end - _AROUND), end)
        if not match:
            return None
        first, _ = folded.span(*match.span("word"))
        if not (_is_given(match["word"]) or _is_unlisted_name(match["word"], before, first)):
            return None
        end = match.start()
        if not {match["word"], match["word"][1:]} & set(hers):  # the second behind a clitic
            return begun + first
    return None


def full_names(actors: Iterable[Actor]) -> FullNames:
    """The names that tell actors from others of their families: of more than one word, by the first.

    They are in the spellings of the glossary.
    """
    found: defaultdict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
    for actor in actors:
        for lang in LANGS:
            names = actor.names(lang)
            for name in (names.preferred, *names.allowed, *names.quote_only, *names.avoid):
                words = tuple(_WORD.findall(fold_latin(fold(name).text).text))
                if len([word for word in words if word not in ("al", "el", "the")]) > 1:
                    found[words[0]][words] = None
    return found


class _Twice:
    """A text folded as both languages are, and the way back."""

    def __init__(self, text: str) -> None:
        self._arabic: Folded = fold(text)
        self._latin: Folded = fold_latin(self._arabic.text)
        self.text = self._latin.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._arabic.span(*self._latin.span(start, end))


@lru_cache(maxsize=65536)
def _without_clitic(token: str) -> tuple[str, ...]:
    """What a token may be with a clitic before it: it is asked of every word of a text."""
    rest = (token[size:] for size in range(1, min(4, len(token) - 1)))
    return tuple(word for word in rest if any(split == token for split, _ in prefix_splits(word)))


def _is_given(word: str) -> bool:
    """Whether a folded word is a given name, perhaps behind an Arabic clitic of one letter."""
    return word in _given_in_english() or any(
        is_common_name(name) and not romanise(name).lower().startswith("al-")
        for name in (word, word[1:])
        if len(name) > 2
    )


def _is_unlisted_name(word: str, text: str, start: int) -> bool:
    """Whether the word at `start` is some name that no list has: a capital in the script that has them.

    Titles, places, peoples and days are written so too, and what a sentence begins with.
    """
    if not text[start].isupper() or word in _capitals_of_no_person() or _NO_NAME.fullmatch(word):
        return False
    return bool(_WITHIN_SENTENCE.search(text[:start])) or not _NO_NAME_FIRST.fullmatch(word)


@cache
def _given_in_english() -> frozenset[str]:
    return english_words.GIVEN | {fold_latin(name).text for name in common_spellings()}


@cache
def _capitals_of_no_person() -> frozenset[str]:
    places = (name for actor in gazetteer_actors() for name in (actor.en.preferred, *actor.en.allowed))
    others = read_word_lists("glossary/detect/families.toml")["capitals"].split()
    return frozenset(
        english_words.TITLES
        | english_words.OPENING
        | english_words.PREPOSITIONS
        | english_words.GENERIC
        | {word for place in places for word in _WORD.findall(fold_latin(place).text)}
        | frozenset(others)
    )
