"""The check of spelling: one name that the English writes in two ways."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

from rapidfuzz.distance import Levenshtein

from jisr.checks.context import ArticleUnderCheck, BlockFinding, CheckContext, Pair
from jisr.model.glossary import ActorNames

_NAME = re.compile(r"\b(?:(?:[Aa]l|[Ee]l|[Aa]bd|[Aa]sh|[Aa]s)-)?[A-Z][a-z'’]+(?:-[A-Z][a-z]+)?\b")
_WORD = re.compile(r"[^\W\d_]+")
# Letters between which romanisations of one name vary; after the tables of IJMES, ALA-LC and the press.
_ALIKE = (
    ("ck", "k"), ("kh", "x"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "$"), ("ch", "$"),
    ("ph", "f"), ("q", "k"), ("c", "k"), ("j", "g"), ("z", "d"), ("v", "f"),
)  # fmt: skip
_ARABIC_ALIKE = str.maketrans(
    dict(zip("بتثجخدذرزسشصضطظغفقكلمن", "bttgxddrds$sdtdgfkklmn", strict=True))
    | dict.fromkeys("اويهحعءىئؤأإآة")
)
_ARABIC_CLITICS = re.compile(r"[وف]?[بكل]?(?:ال|لل)?(?=\w{3})")
_ENDINGS = (
    "s", "es", "n", "an", "ian", "i", "is", "ese", "ish", "ic", "al", "ist", "ns", "ans", "e", "er", "a",
)  # fmt: skip
_VOWELS = str.maketrans("uy", "oi")  # Sulaymani, Soleimani: one sound, written two ways
_SHORTEST = 5


class Spelling:
    """One name in two spellings"""

    def __init__(self, edition: CheckContext) -> None:
        self._edition = edition
        self._counts: Counter[str] = Counter()
        self._first: dict[str, tuple[int, int]] = {}
        self._common: set[str] = set()
        # what is public may be shown
        actors = sorted(edition.actors, key=lambda actor: not actor.private)
        self._right = {
            word: actor for actor in actors for word in _NAME.findall(" ".join(_all_names(actor.en)))
        }

    def note(self, article: ArticleUnderCheck) -> dict[str, Any]:
        """Names, how often each is here and where first; and the words that stand here in small letters."""
        counts: Counter[str] = Counter()
        first: dict[str, int] = {}
        common: set[str] = set()
        for nth, pair in enumerate(article.pairs):
            here, words = _read(pair.translation)
            common |= words
            counts.update(here)
            for name in here:
                first.setdefault(name, nth)
        kept = (name for name in first if _is_long(name) and _bare(name) not in common)
        names = [(name, counts[name], first[name]) for name in kept]
        return {"names": names, "common": " ".join(sorted(common))}

    def add(self, number: int, note: dict[str, Any]) -> None:
        """Count what all articles have."""
        self._common.update(note["common"].split())
        for name, count, nth in note["names"]:
            self._counts[name] += count
            self._first.setdefault(name, (number, nth))

    def find(self) -> Iterator[tuple[Pair, BlockFinding]]:
        """Each name that is spelt in another way elsewhere."""
        buckets: dict[str, set[str]] = {}
        for name in sorted({*self._counts, *self._right}):
            if _is_long(name) and _bare(name) not in self._common:
                buckets.setdefault(consonant_skeleton(_without_article(name)), set()).add(name)
        for alike in buckets.values():
            for one, other in combinations(sorted(alike)[:50], 2):
                yield from self._compare(one, other)

    def _compare(self, one: str, other: str) -> Iterator[tuple[Pair, BlockFinding]]:
        counts, right = self._counts, self._right
        # the spelling of the glossary is right, else the more frequent one
        better, worse = sorted((one, other), key=lambda n: (n not in right, -counts[n], n))
        if worse not in self._first or worse in right or not _is_one_name(better, worse):
            return
        core = _core(consonant_skeleton(worse))
        there = {name: self._pair(name) for name in (better, worse) if name in self._first}
        if not all(core in _arabic_cores(pair.texts.folded.text) for pair in there.values()):
            return  # two people
        pair, where = there[worse], f"elsewhere ({counts[better]} times)"
        if owner := right.get(better):
            worse, better, where = owner.quote(worse), owner.quote(better), f"in {owner.file}"
        yield (
            pair,
            BlockFinding(
                f"{worse} is spelt {better} {where}", worse, f"write {better}, if it is the same name"
            ),
        )

    def _pair(self, name: str) -> Pair:
        number, nth = self._first[name]
        return self._edition.pairs_of(number)[nth]


@lru_cache(maxsize=1 << 7)
def _read(text: str) -> tuple[Sequence[str], frozenset[str]]:
    """The names of an English text in order, and its long words in small letters."""
    names = [re.sub(r"['’]s?$", "", name).replace("’", "'") for name in _NAME.findall(text)]
    words = _WORD.findall(text)
    return names, frozenset(word for word in words if len(word) >= _SHORTEST and word.islower())


def _without_article(name: str) -> str:
    """A name without Al- or the like before it."""
    return re.sub(r"^[A-Za-z]+-(?=[A-Z])", "", name)


def _bare(name: str) -> str:
    return _without_article(name).lower()


def _is_long(name: str) -> bool:
    return len(_without_article(name)) >= _SHORTEST


def _arabic_cores(folded: str) -> set[str]:
    """The skeletons of all words of an Arabic text, with and without what may be a clitic."""
    found = set()
    for word in _WORD.findall(folded):
        for start in {0, match.end() if (match := _ARABIC_CLITICS.match(word)) else 0}:
            found.add(_core(re.sub(r"(.)\1+", r"\1", word[start:].translate(_ARABIC_ALIKE))))
    return found


def _core(skeleton: str) -> str:
    return skeleton.lstrip("awhy")


def _is_one_name(one: str, other: str) -> bool:
    a, b = _bare(one), _bare(other)
    if a == b or a in b or b in a:
        return False
    shorter, longer = sorted((a, b), key=len)
    stem = len(shorter) - 3
    if shorter[:stem] == longer[:stem] and any(
        shorter.endswith(x) and longer.endswith(y) for x in ("", *_ENDINGS) for y in _ENDINGS if x != y
    ):
        return False  # China, Chinese
    return Levenshtein.distance(a.translate(_VOWELS), b.translate(_VOWELS)) <= 2


def consonant_skeleton(name: str) -> str:
    """What all romanisations of an Arabic name have in common: `slmn` for Soleimani, Suleymani, Sulaimany."""
    folded = name.lower()
    for written, letter in _ALIKE:
        folded = folded.replace(written, letter)
    folded = re.sub(r"[aeiouyw'h-]", "", folded[1:]) if folded else ""
    first = {"u": "o", "e": "i", "y": "i"}.get(name[0].lower(), name[0].lower())
    return re.sub(r"(.)\1+", r"\1", (first if first not in "aeiou" else "a") + folded)


def _all_names(names: ActorNames) -> Iterator[str]:
    yield from (names.preferred, names.short, *names.also_short, *names.allowed, *names.quote_only)
