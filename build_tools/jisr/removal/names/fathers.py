"""An Arabic full name with those of fathers in it: نوار أحمد الخطيب, نوار بن أحمد الخطيب for نوار الخطيب.

In between stand one or two names, with ابن (son) or بنت (daughter) or without. Where a comma, a conjunction,
a particle, a title, a word for kin or of saying stands there, two persons are named beside each other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jisr.glossary.detect import cues
from jisr.glossary.detect.romanise import is_common_name
from jisr.glossary.match.arabic_names import prefix_splits, without_article
from jisr.lang.arabic import Folded, fold, split_joined_name
from jisr.lang.word_lists import folded_words
from jisr.removal.names.forms import WORD

_MOST = 2  # names in between
# no other line of a list, and no dash between parts of a sentence
_GAP = re.compile(r"[ \t\u00a0_«»“”\"()]{1,4}|(?<=\w)[-‐‑](?=\w)|[ \t]*\r?\n[> \t]{0,4}")
_SONS = frozenset(("بن", "ابن", "بنت"))
_PASSED = _SONS | {"ال"}  # آل, "of the family of"
_OPENING = frozenset(("عبد", "ابو", "ابي", "ابا"))  # one name with the next word
_ATTACHED = ("لل", "بال", "كال", "فال", "وال")
_KIN = folded_words(
    "اخ اخو اخي اخا اخت اب والد والده ام عم عمه خال خاله ابنه ابنته زوج زوجه شقيق شقيقه صديق زميل"
)
_NO_NAMES = (
    cues.STOPS
    | cues.RELATIVES
    | cues.NOBODY
    | cues.SAYING_IN_TEXT
    | frozenset(cues.TITLES_IN_TEXT)
    | frozenset(cues.OFFICES_IN_TEXT)
    | {word + ending for word in _KIN for ending in ("", "ه", "ها")}
)


def names_with_fathers(name: Sequence[str], text: str) -> Iterator[str]:
    """What stands in `text` for a name of several folded words, with names of fathers in between."""
    words = [part for word in name for part in split_joined_name(word).split() if part not in _PASSED]
    size = 2 if words[:1] and words[0] in _OPENING else 1
    if len(words) <= size:
        return
    folded = fold(text)
    there = _Words(folded, [m.span() for m in WORD.finditer(folded.text)])
    for first, *more in {tuple(words[:size]), ("".join(words[:size]),)}:
        written = {token for token, _ in prefix_splits(first)}
        for at, (_, end) in enumerate(there.spans):
            last = there.end_of([*more, *words[size:]], at + 1) if there.word(at) in written else 0
            if last:
                start, stop = folded.span(end - len(first), there.spans[last][1])
                yield " ".join(text[start:stop].split())


@dataclass(frozen=True)
class _Words:
    """The words of a folded text, by where they stand in it."""

    folded: Folded
    spans: Sequence[tuple[int, int]]

    def word(self, at: int) -> str:
        """One word; none behind the last."""
        return self.folded.text[slice(*self.spans[at])] if at < len(self.spans) else ""

    def end_of(self, rest: Sequence[str], at: int, more: int = 0, sons: int = 0) -> int:
        """The number of the word with which a name ends; 0 where it does not go on, or holds nothing more."""
        if not rest:
            return at - 1 if more + sons else 0
        word = self.word(at)
        if not word or not self._is_joined(at):
            return 0
        if without_article(word) == without_article(rest[0]):
            end = self.end_of(rest[1:], at + 1, more, sons)
            if end:
                return end
        if word in _PASSED:
            return self.end_of(rest, at + 1, more, sons + (word in _SONS))
        if more == _MOST or not self._may_be_name(at):
            return 0
        size = 2 if word in _OPENING and self._is_joined(at + 1) else 1
        return self.end_of(rest, at + size, more + 1, sons)

    def _is_joined(self, at: int) -> bool:
        """Whether a word stands right behind the one before it."""
        if at >= len(self.spans):
            return False
        return bool(_GAP.fullmatch(self.folded.text, self.spans[at - 1][1], self.spans[at][0]))

    def _may_be_name(self, at: int) -> bool:
        word = self.word(at)
        start, end = self.folded.span(*self.spans[at])
        if is_common_name(word) and not self.folded.original[start:end].endswith("ى"):  # على is no علي
            return True
        return not (word in _NO_NAMES or word.startswith(("و", *_ATTACHED)))
