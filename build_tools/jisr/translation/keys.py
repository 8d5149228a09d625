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
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import accumulate, chain, groupby

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


_HEADS = (Kind.TITLE, Kind.KICKER)
_TELLING = (Kind.HEADING, Kind.POINT, Kind.QUOTATION, Kind.IMAGE)
_KINDS = {**{kind.value: kind for kind in _HEADS}, **{_PREFIX[kind]: kind for kind in _TELLING}}


def kind_from_key(key: str) -> Kind:
    """The kind that a key's prefix suggests: a guess, for blocks that are no longer in the text."""
    return _KINDS.get(re.sub(r"\d.*", "", key), Kind.PARAGRAPH)


BlockGroup = tuple[range, range]
"""Old blocks and the new ones that hold the same words, cut at other places."""


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
    blocks: Sequence[Block], known: Sequence[KnownBlock], retired: Sequence[KnownBlock] = ()
) -> KeyedBlocks:
    """Give every block its key.

    `known` are the blocks of the ledger in order, `retired` those whose Arabic went before (a text that comes
    back is its old self again).
    """
    old = [KnownBlock(k.key, arabic.essence(k.text)) for k in known]
    new = [arabic.essence(block.text) for block in blocks]
    found: dict[int, int] = {}  # new index → old index
    _match_fixed(blocks, old, found)
    _match_equal(new, old, found)
    groups = _match_regrouped(new, old, found)
    split = _match_split(new, old, found)
    _match_merged(new, old, found)
    _match_similar(new, old, found, MIN_SIMILARITY, _gaps(len(new), len(old), found))
    _match_similar(new, old, found, MIN_SIMILARITY_MOVED, [_unmatched(len(new), len(old), found)])
    groups += _match_moved(blocks, new, old, found)
    keys = {i: old[j].key for i, j in found.items()}
    back = {arabic.essence(k.text): k.key for k in reversed(retired)}
    for i, text in enumerate(new):
        if i not in keys and text in back:
            keys[i] = back.pop(text)
    _new_keys(blocks, keys, {k.key for k in (*known, *retired)}, first=not known and not retired)
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


def _match_fixed(blocks: Sequence[Block], old: Sequence[KnownBlock], found: dict[int, int]) -> None:
    """The title is the title and the kicker the kicker, however much their words change."""
    places = {o.key: j for j, o in enumerate(old)}
    for i, block in enumerate(blocks):
        if block.kind in _HEADS and block.kind.value in places:
            found.setdefault(i, places.pop(block.kind.value))


def _match_moved(
    blocks: Sequence[Block], new: Sequence[str], old: Sequence[KnownBlock], found: dict[int, int]
) -> list[BlockGroup]:
    """Title and kicker with other words than before: whose English each has now, as their keys stay."""
    groups: list[BlockGroup] = []
    for i, block in enumerate(blocks):
        j = found.get(i)
        if block.kind not in _HEADS or j is None or new[i] == old[j].text:
            continue
        below = (k for k, text in enumerate(new) if text == old[j].text and k not in found)
        groups += [(range(j, j + 1), range(k, k + 1)) for k in below][:1]
        used = {*found.values()}
        before = (n for n, o in enumerate(old) if o.text == new[i] and n not in used)
        groups += [(range(n, n + 1), range(i, i + 1)) for n in before][:1]
    return groups


def _match_equal(new: Sequence[str], old: Sequence[KnownBlock], found: dict[int, int]) -> None:
    """Equal texts: first those that kept their order, then those that moved."""
    free_new, free_old = _unmatched(len(new), len(old), found)
    ends = _common([old[j].text for j in free_old], [new[i] for i in free_new])
    found.update({free_new[n]: free_old[n] for n in range(ends[0])})
    found.update({free_new[-n]: free_old[-n] for n in range(1, ends[1] + 1)})
    rest_old = free_old[ends[0] : len(free_old) - ends[1]]
    rest_new = free_new[ends[0] : len(free_new) - ends[1]]
    texts = [old[j].text for j in rest_old], [new[i] for i in rest_new]
    for a, b, size in SequenceMatcher(None, *texts, autojunk=False).get_matching_blocks():
        found.update({rest_new[b + k]: rest_old[a + k] for k in range(size)})
    left_new, left_old = _unmatched(len(new), len(old), found)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for j in reversed(left_old):
        places[old[j].text].append(j)
    for i in left_new:
        if places[new[i]]:
            found[i] = places[new[i]].pop()


def _common(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many texts two sequences begin with alike, and how many of the rest they end with alike."""
    most = min(len(a), len(b))
    head = next((n for n in range(most) if a[n] != b[n]), most)
    most -= head
    return head, next((n for n in range(most) if a[-1 - n] != b[-1 - n]), most)


def _unmatched(size: int, old_size: int, found: dict[int, int]) -> tuple[list[int], list[int]]:
    """The new blocks that have no old self, and the old ones that are none's."""
    used = set(found.values())
    return [i for i in range(size) if i not in found], [j for j in range(old_size) if j not in used]


def _gaps(size: int, old_size: int, found: dict[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """Runs of unmatched new blocks, each with the unmatched old blocks between the same neighbours."""
    used = set(found.values())
    for is_found, run in groupby(range(size), found.__contains__):
        if not is_found:
            fresh = list(run)
            below, above = found.get(fresh[0] - 1, -1), found.get(fresh[-1] + 1, old_size)
            yield fresh, [j for j in range(below + 1, above) if j not in used]


def comparable_letters(text: str) -> str:
    """The letters, digits and vowel marks of a text: equal if two texts differ only in where they are cut."""
    return "".join(c for c in text if c.isalnum() or unicodedata.combining(c))


def _match_regrouped(
    new: Sequence[str], old: Sequence[KnownBlock], found: dict[int, int]
) -> list[BlockGroup]:
    """Blocks that were only cut at other places; each new one keeps the first key that begins in it."""
    groups: list[BlockGroup] = []
    for fresh, gone in list(_gaps(len(new), len(old), found)):
        if not gone or gone[-1] - gone[0] != len(gone) - 1:
            continue
        ours = [comparable_letters(new[i]) for i in fresh]
        theirs = [comparable_letters(old[j].text) for j in gone]
        for before, now in equal_runs(theirs, ours, begin=4):
            if len(before) > 1 or len(now) > 1:
                olds, news = (
                    range(at[0] + n.start, at[0] + n.stop) for at, n in ((gone, before), (fresh, now))
                )
                groups.append((olds, news))
                starts = list(accumulate((len(theirs[n]) for n in before), initial=0))
                _share_out(starts, [ours[n] for n in now], olds, news, found)
    return groups


def equal_runs(a: Sequence[str], b: Sequence[str], begin: int) -> Iterator[BlockGroup]:
    """Where texts of `a` and of `b` hold the same letters, cut anywhere; in order, each text once.

    Only texts with the same first `begin` letters are compared.
    """
    begins: defaultdict[str, list[int]] = defaultdict(list)
    for n, text in enumerate(b):
        begins[text[:begin]].append(n)
    i = k = 0
    while i < len(a):
        at = (n for n in begins[a[i][:begin]] if n >= k and a[i])
        ends = ((n, end) for n in at if (end := _same_letters(a, i, b, n)))
        first, end = next(ends, (k, (i + 1, k)))
        if end[1] > k:
            yield range(i, end[0]), range(first, end[1])
        i, k = end


def _same_letters(a: Sequence[str], i: int, b: Sequence[str], k: int) -> tuple[int, int] | None:
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
    starts: Sequence[int], ours: Sequence[str], olds: range, news: range, found: dict[int, int]
) -> None:
    """Give each new block of a group the key of the first old block whose text begins in it."""
    end = n = 0
    for i, text in zip(news, ours, strict=True):
        begin, end = end, end + len(text)
        while n < len(olds) and starts[n] < begin:
            n += 1
        if n < len(olds) and starts[n] < end:
            found[i] = olds[n]


def _match_split(
    new: Sequence[str], old: Sequence[KnownBlock], found: dict[int, int]
) -> dict[int, list[int]]:
    """A paragraph cut in two or three keeps its key on the first part; returns first part → the others."""
    split: dict[int, list[int]] = {}
    for fresh, gone in list(_gaps(len(new), len(old), found)):
        for j in gone:
            used = {*found, *chain(*split.values())}
            if parts := _parts(old[j].text, new, [i for i in fresh if i not in used]):
                found[parts[0]] = j
                split[parts[0]] = parts[1:]
    return split


def _match_merged(new: Sequence[str], old: Sequence[KnownBlock], found: dict[int, int]) -> None:
    """Paragraphs joined to one keep the key of the first."""
    texts = [o.text for o in old]
    for fresh, gone in list(_gaps(len(new), len(old), found)):
        for i in fresh:
            free = [j for j in gone if j not in found.values()]
            if i not in found and (parts := _parts(new[i], texts, free)):
                found[i] = parts[0]


def _parts(whole: str, texts: Sequence[str], among: Sequence[int]) -> list[int]:
    """Two or three neighbours of `among` that together make up `whole`, better than any of them alone."""
    for first in among:
        for size in (2, 3):
            parts = list(range(first, first + size))
            if not set(parts) <= set(among):
                break
            joined = " ".join(texts[p] for p in parts)
            together = Indel.normalized_similarity(whole, joined, score_cutoff=MIN_SPLIT_COVERAGE)
            if together and together > max(Indel.normalized_similarity(whole, texts[p]) for p in parts):
                return parts
    return []


def _match_similar(
    new: Sequence[str],
    old: Sequence[KnownBlock],
    found: dict[int, int],
    least: float,
    gaps: Iterable[tuple[list[int], list[int]]],
) -> None:
    """Give each block the old one most like it of those in its gap, the surest pairs first."""
    scored = []
    for i, j in ((i, j) for fresh, gone in gaps for i in fresh for j in gone):
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
            prefix = _PREFIX.get(block.kind, "p")
            if block.kind in _HEADS and block.kind.value not in keys.values():
                keys[i] = block.kind.value
            elif first:
                counts[prefix] += 1
                keys[i] = f"{prefix}{counts[prefix]}"
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
