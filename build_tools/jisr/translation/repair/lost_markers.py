"""Texts that lost their marker: above the first one, behind another's, or a whole page without any."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jisr.model.ledger import PageBlock
from jisr.translation.repair.state import RepairState
from jisr.translation.repair.words import (
    DEFINITION,
    MIN_COPY_WORDS,
    MIN_SIMILARITY,
    MIN_SIMILARITY_MID_LINE,
    bare_words,
    body_digests,
    cited_footnotes,
    similarity,
    split_at_footnotes,
)

# Where a text can end, and how much what follows must be like another block's to be taken for it.
_ENDS = (
    (MIN_SIMILARITY, re.compile(r"\n[ \t]*\n")),
    (MIN_SIMILARITY, re.compile(r"\n")),
    (MIN_SIMILARITY_MID_LINE, re.compile(r"(?<=[.!?…\"”’)\]|])[ \t]+|(?=(?<!#)#+ |> )")),
)


def restore_marker_above(work: RepairState) -> None:
    """Text above the first marker, where its own marker was lost; or a page without any marker."""
    text = work.page.preamble
    if not text.strip():
        return
    first = next((work.places[b.key] for b in work.page.blocks if b.key in work.places), len(work.order))
    keys = [key for key in work.order[:first] if key in work.absent_keys()]
    text = text.replace("\r\n", "\n")
    for end in (r"\n[ \t]*\n", r"\n"):  # some programs leave no blank lines between paragraphs
        pieces = [piece for piece in re.split(end, text) if piece.strip()]
        if placed := _assign_pieces(work, pieces, keys):
            break
    else:
        return
    line = work.page.front.count("\n") + 1
    work.say(f"{len(placed)} markers were put back above their paragraphs", line, placed[0][0])
    work.put([*(work.made(key, body, line) for key, body in placed), *work.page.blocks], preamble="")


def _assign_pieces(work: RepairState, pieces: Sequence[str], keys: Sequence[str]) -> list[tuple[str, str]]:
    """Give each piece its key, in order; none where one cannot be placed. Pieces may share a block.

    Pieces are aligned with the ledger's English by likeness; one that is like nothing belongs to the only
    block left between its neighbours, or continues the paragraph before it.
    """
    texts = [work.texts[key] for key in keys]
    same = [bare_words(text) for text in texts]
    anchors = {n: same.index(bare_words(p)) for n, p in enumerate(pieces) if same.count(bare_words(p)) == 1}
    rest = [n for n in range(len(pieces)) if n not in anchors]
    open_keys = [k for k in range(len(keys)) if k not in anchors.values()]
    found = _align_pieces([pieces[n] for n in rest], [texts[k] for k in open_keys])
    anchors |= {rest[n]: open_keys[k] for n, k in found.items()}
    if not anchors or len(anchors) * 2 < min(len(pieces), len(keys)):
        return []
    bodies: dict[int, list[str]] = defaultdict(list)
    order = sorted(anchors)
    last = -1
    for n, piece in enumerate(pieces):
        later = order[bisect_right(order, n) :][:1]
        if n in anchors:
            last = anchors[n]
        elif not _continues(work, piece, bodies[last], keys[last] if last >= 0 else "", behind=True):
            following = anchors[later[0]] if later else len(keys)
            free = [k for k in range(last + 1, following) if k not in anchors.values()]
            alone = n + 1 in anchors or n + 1 == len(pieces)
            if later and _continues(work, piece, [pieces[later[0]]], keys[following], behind=False):
                last = following
            elif len(free) == 1 and alone and not bodies[free[0]]:
                last = free[0]
            else:
                return []
        bodies[last].append(piece.strip("\n"))
    # The rows of a table stay together, the paragraphs of a block apart.
    return [
        (keys[k], re.sub(r"\|\n\n(?=\|)", "|\n", "\n\n".join(bodies[k]))) for k in sorted(bodies) if bodies[k]
    ]


def _continues(work: RepairState, piece: str, there: Sequence[str], key: str, *, behind: bool) -> bool:
    """Whether a piece, behind what stands there or before it, makes it more like the English of `key`."""
    if not key or not there:
        return False
    joined = [*there, piece] if behind else [piece, *there]
    return similarity("\n".join(joined), work.texts[key]) > similarity("\n".join(there), work.texts[key])


def restore_marker_within(work: RepairState) -> None:
    """A marker was deleted, so that its text stands at the end of the block before."""
    n = 0
    while n < len(work.page.blocks):
        block = work.page.blocks[n]
        if block.key in work.entries and not work.has_own_words(block):
            _cut_tail(work, n)
        n += 1


def _cut_tail(work: RepairState, at: int) -> None:
    """Take from the end of block `at` what belongs to the blocks behind it that have no marker."""
    block = work.page.blocks[at]
    behind = work.behind(block.key)
    pieces = list(split_at_footnotes(block.body))
    notes = [piece.strip("\n") for piece in pieces if DEFINITION.match(piece)]
    head = "".join(piece for piece in pieces if not DEFINITION.match(piece)).rstrip()
    found: list[PageBlock] = []
    absent = work.absent_keys() - set(behind)
    others = (k for k in work.order if k in absent)
    long = [k for k in others if len(bare_words(work.texts[k]).split()) >= MIN_COPY_WORDS]
    for key in [*reversed(behind), *long]:
        known = work.texts[key] or work.entries[key].synced
        cut = _split_at_text(work, block.key, head, key, near=key in behind) if known else None
        if cut:
            head, body = cut
            body = "\n\n".join([body, *cited_footnotes(notes, body)])
            found.insert(0, work.made(key, body, block.line))
            work.say("a marker was put back above its paragraph", block.line, key, body)
    if found:
        elsewhere = {note for part in found for note in cited_footnotes(notes, part.body)}
        head = "\n\n".join([head, *(note for note in notes if note not in elsewhere)])
        blocks = list(work.page.blocks)
        blocks[at : at + 1] = [work.made(block.key, head, block.line, block.mark, block.digest), *found]
        work.put(blocks)


def _split_at_text(
    work: RepairState, key: str, body: str, other: str, *, near: bool
) -> tuple[str, str] | None:
    """`body` cut in two where the text of `other` begins; None where it does not stand at the end."""
    entry = work.entries[other]
    cuts = _cuts(body)
    for _, at, end in cuts.exact(bare_words(entry.target), entry.synced):
        return body[:at].rstrip(), body[end:].strip("\n")
    if not near:
        return None
    whole = similarity(body, work.texts[key])
    scored = [
        (score, head, rest)
        for least, at, end in cuts.of_about(len(bare_words(work.texts[other]).split()))
        if (head := body[:at].rstrip())
        and (score := similarity(rest := body[end:].strip("\n"), work.texts[other])) >= least
        and similarity(head, work.texts[key]) >= whole
    ]
    return max(scored)[1:] if scored else None


_Cut = tuple[float, int, int]
"""How sure one must be, where the head ends, where the rest begins."""

_TRIED = 48  # the most cuts that are tried for one text
_MARKS = 40  # characters; a longer line is taken to contain words
_LONG = 5000  # characters: a longer rest is not known again by its digest alone


@dataclass(frozen=True)
class _Cuts:
    """The places at which a text can be cut in two, the first of the surest kind first."""

    body: str
    cuts: Sequence[_Cut]
    ends: Sequence[int]  # of the words of the body

    def exact(self, words: str, synced: str) -> Iterator[_Cut]:
        """Cuts behind which exactly these words stand, or those of a digest."""
        whole = bare_words(self.body)
        if words and f" {whole}".endswith(f" {words}"):
            about = self.of_about(len(words.split()), far=0.8)
            yield from (cut for cut in about if bare_words(self.body[cut[2] :]) == words)
        known = synced and (not words or synced not in body_digests(words))
        short = (cut for cut in self.cuts if len(self.body) - cut[2] < _LONG) if known else ()
        yield from (cut for cut in short if synced in body_digests(self.body[cut[2] :].strip("\n")))

    def of_about(self, size: int, far: float = 0.4) -> Sequence[_Cut]:
        """The cuts behind which about so many words stand, in order: no other rest is like the text."""
        sizes = [(abs(self._behind(cut) - size), n) for n, cut in enumerate(self.cuts)]
        near = sorted(s for s in sizes if s[0] <= (1 / far - 1) * size + 2)[:_TRIED]
        return [self.cuts[n] for n in sorted(n for _, n in near)]

    def _behind(self, cut: _Cut) -> int:
        return len(self.ends) - bisect_left(self.ends, cut[2] + 1)


def _is_mark(line: str) -> bool:
    """Whether a line is nothing but marks so far (### 1.), which belong to what follows."""
    return len(line) < _MARKS and bool(line.strip()) and bare_words(f"{line} x") == "x"


def _cuts(body: str) -> _Cuts:
    long = len(bare_words(body).split()) >= MIN_COPY_WORDS
    cuts = [
        (least, m.start(), m.end())
        for least, pattern in _ENDS
        for m in pattern.finditer(body)
        if not _is_mark(body[body.rfind("\n", 0, m.start()) + 1 : m.start()])
    ]
    if long:  # long enough that likeness is no chance
        cuts.append((MIN_SIMILARITY_MID_LINE, 0, 0))
    cuts = [cut for cut in cuts if long or body[: cut[1]].strip()]
    return _Cuts(body, cuts, [m.end() for m in re.finditer(r"\S+", body)])


def _align_pieces(pieces: Sequence[str], texts: Sequence[str]) -> dict[int, int]:
    """Which piece is which text, in order: the alignment with the greatest likeness in all."""
    scores: list[list[tuple[float, str]]] = [[(0.0, "")] * (len(texts) + 1) for _ in range(len(pieces) + 1)]
    for i, piece in enumerate(pieces, 1):
        for j, text in enumerate(texts, 1):
            like = similarity(piece, text) if text else 0.0
            options = [(scores[i - 1][j][0], "up"), (scores[i][j - 1][0], "left")]
            if like >= MIN_SIMILARITY - 0.2:
                options.append((scores[i - 1][j - 1][0] + like, "both"))
            scores[i][j] = max(options)
    found = {}
    i, j = len(pieces), len(texts)
    while i and j:
        match scores[i][j][1]:
            case "both":
                i, j = i - 1, j - 1
                found[i] = j
            case "up":
                i -= 1
            case _:
                j -= 1
    return found
