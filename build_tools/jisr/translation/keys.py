"""Permanent keys: match the blocks of a changed seed to the blocks of the ledger.

A block finds its old self by equal text, then (where a paragraph was split or joined) by its parts, then by
similarity: first between neighbours that are already found, so in order, then anywhere. The first version
of a seed numbers its blocks; a block that comes later takes its predecessor's key and four characters of
its own digest, so that two branches do not give one key to different paragraphs (two characters do: 1 in
1,024 pairs, and the second pair ever tried was one).
"""

import base64
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import accumulate

from rapidfuzz.distance import Indel

from jisr.lang import arabic
from jisr.model.source import Block, Kind

MIN_SIMILARITY = 0.55  # share of characters in common, in order; below it two texts are different paragraphs
MIN_SIMILARITY_MOVED = 0.7  # the same for a block that is not where it was: chance likeness is likelier there
MIN_SPLIT_COVERAGE = 0.9  # how much of a split paragraph its parts must hold together

_PREFIX = {
    Kind.HEADING: "h",
    Kind.PARAGRAPH: "p",
    Kind.POINT: "pt",
    Kind.QUOTATION: "q",
    Kind.TABLE: "t",
    Kind.NOTE: "n",
    Kind.IMAGE: "img",
}


@dataclass(frozen=True)
class KnownBlock:
    """A block as the ledger knows it: its key and its Arabic."""

    key: str
    text: str


@dataclass(frozen=True)
class KeyedBlocks:
    """Blocks with their keys, and what happened: keys whose Arabic is gone, and key → keys split off it."""

    blocks: tuple[Block, ...]
    gone: tuple[str, ...]
    split: tuple[tuple[str, str], ...] = ()
    regrouped: tuple["RegroupedBlocks", ...] = ()


@dataclass(frozen=True)
class RegroupedBlocks:
    """Blocks that hold together the words of some old ones, cut at other places: the keys of both."""

    old: tuple[str, ...]
    new: tuple[str, ...]


def assign_keys(
    blocks: Sequence[Block],
    known: Sequence[KnownBlock],
    retired: Sequence[KnownBlock] = (),
    taken: Collection[str] = (),
) -> KeyedBlocks:
    """Give every block its key.

    `known` are the blocks of the ledger in order, `retired` those whose Arabic went before (a text that comes
    back is its old self again), `taken` keys that must not be given for other reasons.
    """
    old = [_Old(k.key, arabic.essence(k.text)) for k in known]
    new = [arabic.essence(block.text) for block in blocks]
    found: dict[int, int] = {}  # new index → old index
    _match_fixed(blocks, old, found)
    _match_equal(new, old, found)
    groups = _match_regrouped(new, old, found)
    split = _match_split(new, old, found)
    _match_merged(new, old, found)
    for score, among in ((MIN_SIMILARITY, _pairs_in_gaps), (MIN_SIMILARITY_MOVED, _pairs_anywhere)):
        _match_similar(new, old, found, score, among)

    groups += _match_moved(blocks, new, old, found)
    keys = {i: old[j].key for i, j in found.items()}
    back = {arabic.essence(k.text): k.key for k in reversed(retired)}
    for i, text in enumerate(new):
        if i not in keys and text in back:
            keys[i] = back.pop(text)
    _new_keys(blocks, keys, {k.key for k in (*known, *retired)} | set(taken), first=not known and not retired)
    matched = {*found.values(), *(j for olds, _ in groups for j in olds)}
    return KeyedBlocks(
        tuple(replace(block, key=keys[i]) for i, block in enumerate(blocks)),
        tuple(o.key for j, o in enumerate(old) if j not in matched),
        tuple((keys[i], keys[n]) for i, parts in split.items() for n in parts),
        tuple(
            RegroupedBlocks(tuple(old[j].key for j in olds), tuple(keys[i] for i in news))
            for olds, news in groups
        ),
    )


@dataclass(frozen=True)
class _Old:
    key: str
    text: str


def _match_fixed(blocks: Sequence[Block], old: Sequence[_Old], found: dict[int, int]) -> None:
    """The title is the title and the kicker the kicker, however much their words change."""
    places = {o.key: j for j, o in enumerate(old)}
    for i, block in enumerate(blocks):
        if block.kind in (Kind.TITLE, Kind.KICKER) and block.kind.value in places:
            found.setdefault(i, places.pop(block.kind.value))


def _match_moved(
    blocks: Sequence[Block], new: Sequence[str], old: Sequence[_Old], found: dict[int, int]
) -> list["_Group"]:
    """Title and kicker with other words than before: whose English each has now, as their keys stay."""
    groups: list[_Group] = []
    for i, block in enumerate(blocks):
        j = found.get(i)
        if block.kind not in (Kind.TITLE, Kind.KICKER) or j is None or new[i] == old[j].text:
            continue
        below = (k for k, text in enumerate(new) if text == old[j].text and k not in found)
        groups += [(range(j, j + 1), range(k, k + 1)) for k in below][:1]
        used = {*found.values()}
        before = (n for n, o in enumerate(old) if o.text == new[i] and n not in used)
        groups += [(range(n, n + 1), range(i, i + 1)) for n in before][:1]
    return groups


def _match_equal(new: Sequence[str], old: Sequence[_Old], found: dict[int, int]) -> None:
    """Equal texts: first those that kept their order, then those that moved."""
    used = set(found.values())
    free_old = [j for j in range(len(old)) if j not in used]
    free_new = [i for i in range(len(new)) if i not in found]
    ends = _common([old[j].text for j in free_old], [new[i] for i in free_new])
    found.update({free_new[n]: free_old[n] for n in range(ends[0])})
    found.update({free_new[-n]: free_old[-n] for n in range(1, ends[1] + 1)})
    rest_old = free_old[ends[0] : len(free_old) - ends[1]]
    rest_new = free_new[ends[0] : len(free_new) - ends[1]]
    matcher = SequenceMatcher(
        None, [old[j].text for j in rest_old], [new[i] for i in rest_new], autojunk=False
    )
    for a, b, size in matcher.get_matching_blocks():
        found.update({rest_new[b + k]: rest_old[a + k] for k in range(size)})
    used = set(found.values())
    places: defaultdict[str, list[int]] = defaultdict(list)
    for j in reversed(free_old):
        if j not in used:
            places[old[j].text].append(j)
    for i in free_new:
        if i not in found and places[new[i]]:
            found[i] = places[new[i]].pop()


def _common(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many texts two sequences begin with alike, and how many of the rest they end with alike."""
    most = min(len(a), len(b))
    head = next((n for n in range(most) if a[n] != b[n]), most)
    most -= head
    return head, next((n for n in range(most) if a[-1 - n] != b[-1 - n]), most)


def _gaps(size: int, old_size: int, found: dict[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """Runs of unmatched new blocks, each with the unmatched old blocks between the same neighbours."""
    used = set(found.values())
    i = 0
    while i < size:
        if i in found:
            i += 1
            continue
        start = i
        while i < size and i not in found:
            i += 1
        below = found.get(start - 1, -1)
        above = found.get(i, old_size)
        yield list(range(start, i)), [j for j in range(below + 1, above) if j not in used]


def comparable_letters(text: str) -> str:
    """The letters, digits and vowel marks of a text: equal if two texts differ only in where they are cut."""
    return "".join(c for c in text if c.isalnum() or unicodedata.combining(c))


_Group = tuple[range, range]
"""Old blocks and the new ones that hold the same words, cut at other places."""


def _match_regrouped(new: Sequence[str], old: Sequence[_Old], found: dict[int, int]) -> list[_Group]:
    """Blocks that were only cut at other places; each new one keeps the first key that begins in it."""
    groups: list[_Group] = []
    for fresh, gone in list(_gaps(len(new), len(old), found)):
        if not gone or gone[-1] - gone[0] != len(gone) - 1:
            continue
        ours, theirs = (
            [comparable_letters(new[i]) for i in fresh],
            [comparable_letters(old[j].text) for j in gone],
        )
        begins: defaultdict[str, list[int]] = defaultdict(list)
        for n, text in enumerate(ours):
            begins[text[:_BEGIN]].append(n)
        i = j = 0
        while j < len(theirs):
            at = (n for n in begins[theirs[j][:_BEGIN]] if n >= i and theirs[j])
            ends = ((n, end) for n in at if (end := same_letters(theirs, j, ours, n)))
            first, end = next(ends, (i, None))
            if end is None:
                j += 1
                continue
            olds, news = range(gone[0] + j, gone[0] + end[0]), range(fresh[0] + first, fresh[0] + end[1])
            if len(olds) > 1 or len(news) > 1:
                groups.append((olds, news))
                _share_out(
                    [comparable_letters(old[k].text) for k in olds],
                    [comparable_letters(new[k]) for k in news],
                    olds,
                    news,
                    found,
                )
            j, i = end
    return groups


_BEGIN = 4  # letters by which two texts are taken to begin alike, and are then compared


def same_letters(a: Sequence[str], i: int, b: Sequence[str], k: int) -> tuple[int, int] | None:
    """The ends up to which `a` from `i` and `b` from `k` hold the same letters; None if there are none."""
    one, other = a[i], b[k]
    i, k = i + 1, k + 1
    while one != other:
        if other.startswith(one) and i < len(a):
            one, other, i = a[i], other[len(one) :], i + 1
        elif one.startswith(other) and k < len(b):
            one, other, k = one[len(other) :], b[k], k + 1
        else:
            return None
    return i, k


def _share_out(
    theirs: Sequence[str], ours: Sequence[str], olds: range, news: range, found: dict[int, int]
) -> None:
    """Give each new block of a group the key of the first old block whose text begins in it."""
    starts = [0, *accumulate(map(len, theirs))]
    end = n = 0
    for i, text in zip(news, ours, strict=True):
        begin, end = end, end + len(text)
        while n < len(olds) and starts[n] < begin:
            n += 1
        if n < len(olds) and starts[n] < end:
            found[i] = olds[n]


def _match_split(new: Sequence[str], old: Sequence[_Old], found: dict[int, int]) -> dict[int, list[int]]:
    """A paragraph cut in two or three keeps its key on the first part; returns first part → the others."""
    split: dict[int, list[int]] = {}
    for fresh, gone in list(_gaps(len(new), len(old), found)):
        for j in gone:
            if parts := _parts(
                old[j].text, new, [i for i in fresh if i not in found and i not in _flat(split)]
            ):
                found[parts[0]] = j
                split[parts[0]] = parts[1:]
    return split


def _flat(split: dict[int, list[int]]) -> set[int]:
    return {part for parts in split.values() for part in parts}


def _match_merged(new: Sequence[str], old: Sequence[_Old], found: dict[int, int]) -> None:
    """Paragraphs joined to one keep the key of the first."""
    texts = [o.text for o in old]
    for fresh, gone in list(_gaps(len(new), len(old), found)):
        for i in fresh:
            if i not in found and (
                parts := _parts(new[i], texts, [j for j in gone if j not in found.values()])
            ):
                found[i] = parts[0]


def _parts(whole: str, texts: Sequence[str], among: Sequence[int]) -> list[int]:
    """Two or three neighbours of `among` that together make up `whole`, better than any of them alone."""
    for first in among:
        for size in (2, 3):
            parts = list(range(first, first + size))
            if not set(parts) <= set(among):
                break
            together = Indel.normalized_similarity(
                whole, " ".join(texts[p] for p in parts), score_cutoff=MIN_SPLIT_COVERAGE
            )
            if together and together > max(Indel.normalized_similarity(whole, texts[p]) for p in parts):
                return parts
    return []


_Pairs = Iterator[tuple[int, int]]


def _pairs_in_gaps(new: Sequence[str], old: Sequence[_Old], found: dict[int, int]) -> _Pairs:
    for fresh, gone in _gaps(len(new), len(old), found):
        yield from ((i, j) for i in fresh for j in gone)


def _pairs_anywhere(new: Sequence[str], old: Sequence[_Old], found: dict[int, int]) -> _Pairs:
    used = set(found.values())
    free = [j for j in range(len(old)) if j not in used]
    yield from ((i, j) for i in range(len(new)) if i not in found for j in free)


def _match_similar(
    new: Sequence[str],
    old: Sequence[_Old],
    found: dict[int, int],
    least: float,
    candidates: Callable[[Sequence[str], Sequence[_Old], dict[int, int]], _Pairs],
) -> None:
    """Give each block the old one most like it, the surest pairs first."""
    scored = []
    for i, j in list(candidates(new, old, found)):
        score = Indel.normalized_similarity(old[j].text, new[i], score_cutoff=least)
        if score >= least:
            scored.append((-score, i, j))
    used = set(found.values())
    for _, i, j in sorted(scored):
        if i not in found and j not in used:
            found[i] = j
            used.add(j)


def _new_keys(blocks: Sequence[Block], keys: dict[int, str], taken: set[str], *, first: bool) -> None:
    """Keys for the blocks that have none: numbers in a first version, else after the block before."""
    counts: Counter[str] = Counter()
    before = "p0"
    for i, block in enumerate(blocks):
        if i not in keys:
            if block.kind in (Kind.TITLE, Kind.KICKER) and block.kind.value not in keys.values():
                keys[i] = block.kind.value
            elif first:
                counts[_PREFIX.get(block.kind, "p")] += 1
                keys[i] = f"{_PREFIX.get(block.kind, 'p')}{counts[_PREFIX.get(block.kind, 'p')]}"
            else:
                keys[i] = _later_key(re.sub(r"-.*", "", before), arabic.essence(block.text), taken)
            taken.add(keys[i])
        before = keys[i]


def _later_key(stem: str, text: str, taken: Collection[str]) -> str:
    """`p7-k3xa`: the predecessor's number and four characters of the digest (base 32), more if taken."""
    letters = base64.b32encode(sha256(text.encode()).digest()).decode().lower().rstrip("=")
    for size in range(4, len(letters)):
        if (key := f"{stem}-{letters[:size]}") not in taken:
            return key
    # The same text under the same block more often than the digest has characters.
    return next(key for n in range(2, 10**6) if (key := f"{stem}-{letters}{n}") not in taken)
