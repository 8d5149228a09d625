"""Others of a family: a family's name alone, behind somebody else's given name, is not of who is meant."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from jisr.glossary.detect.romanise import common_spellings, is_common_name, romanise
from jisr.glossary.match.arabic_names import prefix_splits
from jisr.glossary.match.english_words import GIVEN
from jisr.lang.arabic import fold, fold_latin
from jisr.model.glossary import Actor
from jisr.model.languages import LANGS

_MOST_NAMES = 4  # before the family's: those of a father and of his
_AROUND = 60  # characters that so many names may have
_WORD_BEFORE = re.compile(
    r"(?P<word>[^\W\d_]+)(?:[-‐]|[ \t\xa0]+|[ \t]*\r?\n[ \t]*)(?:(?:al|el|ال)(?:[-‐]|[ \t]+))?\Z"
)
_WORD = re.compile(r"[^\W\d_]+")


def start_of_another(folded: str, start: int, hers: Collection[str] = ()) -> int | None:
    """Where somebody else's name begins that ends with the family's name at `start`; None where none does.

    It is of Mazen al-Shami, not of Muaz al-Shami; of Raed Khaled al-Shami, though Khaled is a name of hers.
    `hers` are folded words, as is the text.
    """
    for _ in range(_MOST_NAMES):
        before = _WORD_BEFORE.search(folded, max(0, start - _AROUND), start)
        if not before or not _is_given(before["word"]):
            return None
        start = before.start()
        if not {before["word"], before["word"][1:]} & set(hers):  # the second behind a clitic
            return start
    return None


def spans_of_others(text: str, names: Collection[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where `names`, as `full_names` gives them, stand in `text`."""
    if not names:
        return
    arabic = fold(text)
    latin = fold_latin(arabic.text)
    tokens = list(_WORD.finditer(latin.text))
    for words in names:
        for at in range(len(tokens) - len(words) + 1):
            there = tokens[at : at + len(words)]
            if _is_first(there[0][0], words[0]) and tuple(t[0] for t in there[1:]) == words[1:]:
                yield arabic.span(*latin.span(there[0].start(), there[-1].end()))


def full_names(actor: Actor) -> Iterator[tuple[str, ...]]:
    """The folded words of the names that tell an actor from others of the family: more than one word.

    They are in the spellings of the glossary.
    """
    for lang in LANGS:
        names = actor.names(lang)
        for name in (names.preferred, *names.allowed, *names.quote_only, *names.avoid):
            words = tuple(_WORD.findall(fold_latin(fold(name).text).text))
            if len([word for word in words if word not in ("al", "el", "the")]) > 1:
                yield words


def _is_first(token: str, word: str) -> bool:
    """Whether a name's first word stands there, perhaps behind a clitic."""
    return token == word or (token.endswith(word) and token in {split for split, _ in prefix_splits(word)})


@cache
def _given_in_english() -> frozenset[str]:
    return GIVEN | {fold_latin(name).text for name in common_spellings()}


def _is_given(word: str) -> bool:
    """Whether a folded word is a given name, perhaps behind an Arabic clitic of one letter."""
    return word in _given_in_english() or any(
        is_common_name(name) and not romanise(name).lower().startswith("al-")
        for name in (word, word[1:])
        if len(name) > 2
    )
