"""Markers that stand above another's text: swapped, doubled, mistyped, made up."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from jisr.markup.markdown_text import find_private_notes
from jisr.model.ledger import PageBlock
from jisr.translation.repair.state import RepairState
from jisr.translation.repair.words import (
    MIN_SIMILARITY,
    MIN_SIMILARITY_MID_LINE,
    bare_words,
    body_digests,
    is_machine_text,
    similarity,
)


def swap_displaced(work: RepairState) -> None:
    """Markers that changed places: each text is, word for word, what the ledger has under another key."""
    holder = {block.key: block for block in work.page.blocks}
    if len(holder) < len(work.page.blocks):
        return
    strangers = [b for b in work.page.blocks if b.key in work.entries and not work.has_own_words(b)]
    owners = _WordOwners(work) if strangers else None
    moves = {b.key: owner for b in strangers if owners and (owner := owners.of(b))}
    # Only where the other block does not hold its own words either: else this is a copy.
    while stuck := [key for key, to in moves.items() if to in holder and work.has_own_words(holder[to])]:
        for key in stuck:
            del moves[key]
    ends = [to for to in moves.values() if to in holder and to not in moves]
    left = [key for key in moves if key not in moves.values()]
    if not moves or len(set(moves.values())) < len(moves) or len(ends) > 1:
        return
    for key, to in moves.items():
        work.say(f"the marker of another paragraph (#{key}) stood above this one", holder[key].line, to)
    moves |= dict(zip(ends, left, strict=False))
    work.put([work.made(moves[b.key], b.body, b.line) if b.key in moves else b for b in work.page.blocks])


class _WordOwners:
    """Which words are whose, as the ledger says."""

    def __init__(self, work: RepairState) -> None:
        self._by_words: defaultdict[str, set[str]] = defaultdict(set)
        self._by_digest: defaultdict[str, set[str]] = defaultdict(set)
        for key, entry in work.entries.items():
            self._by_words[bare_words(entry.target)].add(key)
            if entry.synced:  # also where a PO tool wrote something else since: that is settled later
                self._by_digest[entry.synced].add(key)
        # The page may be older than the ledger: then its own markers say which words were whose.
        for block in work.page.blocks:
            if block.mark == "draft" and block.key in work.entries:
                self._by_digest[block.digest].add(block.key)

    def of(self, block: PageBlock) -> str:
        """The one key whose words a block holds; `""` for none."""
        words = bare_words(block.body)
        keys = set(self._by_words.get(words, ())) if words else set()
        keys = keys.union(*(self._by_digest.get(digest, ()) for digest in body_digests(block.body)))
        return keys.pop() if len(keys) == 1 else ""


def merge_repeated(work: RepairState) -> None:
    """Merge two blocks with the same key if the text of one is the beginning of the other."""
    for key, count in Counter(block.key for block in work.page.blocks).items():
        if count == 1:
            continue
        group = [block for block in work.page.blocks if block.key == key]
        longest = max(group, key=lambda block: len(bare_words(block.body)))
        words = f"{bare_words(longest.body)} "
        if all(words.startswith(f"{bare_words(b.body)} ".lstrip()) for b in group):
            work.say("a copy of this paragraph was removed", group[-1].line, key)
            notes = (note for b in group if b is not longest for note in find_private_notes(b.body))
            left = [note for note in notes if note not in longest.body]
            body = "\n\n".join([longest.body, *left])
            one = work.made(key, body, longest.line, longest.mark, longest.digest) if left else longest
            work.put([one if b is longest else b for b in work.page.blocks if b.key != key or b is longest])


def resolve_duplicate_keys(work: RepairState) -> None:
    """Resolve a key that occurs twice: join parts of one paragraph, give other texts their own key back."""
    for key, count in Counter(block.key for block in work.page.blocks).items():
        if count > 1 and key in work.entries:
            _doubled_key(work, key)


def _doubled_key(work: RepairState, key: str) -> None:
    group = [block for block in work.page.blocks if block.key == key]
    places = [n for n, block in enumerate(work.page.blocks) if block.key == key]
    together = "\n\n".join(block.body for block in group)
    if places == list(range(places[0], places[0] + len(group))) and _is_whole(work, key, together, group):
        _join(work, places[0], len(group), key)
        return
    for n in places:
        block = work.page.blocks[n]
        if bare_words(block.body) != bare_words(work.texts[key]) and (other := _guess_key(work, n)):
            _rename(work, n, other)
            return


def _is_whole(work: RepairState, key: str, together: str, parts: Sequence[PageBlock]) -> bool:
    """Whether parts make up the ledger's English of a block, better together than any one of them."""
    texts = [work.texts[key]]
    for other in work.behind(key):  # if a marker was lost, its text is among the parts
        texts.append(f"{texts[-1]}\n\n{work.texts[other]}")
    whole, text = max((similarity(together, text), text) for text in texts)
    return whole >= MIN_SIMILARITY_MID_LINE and whole > max(similarity(part.body, text) for part in parts)


def _join(work: RepairState, at: int, count: int, key: str) -> None:
    blocks = list(work.page.blocks)
    parts = blocks[at : at + count]
    work.say("the parts of this paragraph were put together under its one marker", parts[1].line, key)
    body = "\n\n".join(part.body for part in parts if part.body)
    blocks[at : at + count] = [work.made(key, body, parts[0].line, parts[0].mark, parts[0].digest)]
    work.put(blocks)


def _rename(work: RepairState, at: int, key: str) -> None:
    blocks = list(work.page.blocks)
    block = blocks[at]
    work.say(f"the marker's key was put right (it said #{block.key})", block.line, key, block.body)
    blocks[at] = work.made(key, block.body, block.line, block.mark, block.digest)
    work.put(blocks)


def _guess_key(work: RepairState, at: int) -> str:
    """The key that block `at`, which has a wrong one, must have had: by its words, else by its place."""
    block = work.page.blocks[at]
    absent = work.absent_keys()
    scored = sorted((_start_similarity(block.body, work.texts[k]), k) for k in absent if work.texts[k])
    best, key = scored[-1] if scored else (0.0, "")
    if best >= MIN_SIMILARITY and (len(scored) < 2 or best - scored[-2][0] > 0.1):
        return key
    between = _keys_between_neighbours(work, at) & absent
    return between.pop() if len(between) == 1 else ""


def _start_similarity(body: str, text: str) -> float:
    """How similar a body, or its beginning, is to a text; the next marker may have been lost too."""
    return 1.0 if f"{bare_words(body)} ".startswith(f"{bare_words(text)} ") else similarity(body, text)


def _keys_between_neighbours(work: RepairState, at: int) -> set[str]:
    """The keys that belong between the neighbours of block `at`."""
    keys = [block.key for block in work.page.blocks]
    above = [work.places[key] for key in keys[:at] if key in work.places and key != keys[at]]
    below = [work.places[key] for key in keys[at + 1 :] if key in work.places]
    return set(work.order[(above[-1] + 1 if above else 0) : (below[0] if below else len(work.order))])


def resolve_unknown_keys(work: RepairState) -> None:
    """A key that no block has: a mistyped one, or one that an editor made for a part of a paragraph.

    A machine's draft under such a key (of a page from before the Arabic changed) can be made again.
    """
    work.put([b for b in work.page.blocks if b.key in work.known or not is_machine_text(b)])
    n = 0
    while n < len(work.page.blocks):
        block = work.page.blocks[n]
        if block.key in work.known or not block.body:
            n += 1
            continue
        before = work.page.blocks[n - 1] if n else None
        if before and before.key in work.entries:
            end = n
            while end < len(work.page.blocks) and work.page.blocks[end].key not in work.known:
                end += 1
            parts = work.page.blocks[n - 1 : end]
            if _is_whole(work, before.key, "\n\n".join(part.body for part in parts), parts):
                _join(work, n - 1, len(parts), before.key)
                continue
        if other := _guess_key(work, n):
            _rename(work, n, other)
        n += 1
