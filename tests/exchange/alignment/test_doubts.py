"""What is believed beside a gap, a cut or a joint: only what is anchored there."""

import pytest

from jisr.exchange.alignment.doubts import lower_doubtful
from jisr.exchange.alignment.pairing import Pairing, Passage, Piece
from jisr.model.source import Kind

LONG = 90


def passage(*clues: str, kind: Kind = Kind.PARAGRAPH, length: int = LONG) -> Passage:
    return Passage(kind, length, frozenset(clues))


def piece(paragraph: int, *clues: str, kind: Kind = Kind.PARAGRAPH) -> Piece:
    return Piece(kind, LONG, frozenset(clues), paragraph=paragraph)


def sure(passages: list[Passage], pieces: list[Piece], *spans: tuple[int, int]) -> list[int]:
    """The passages that are as sure as they were."""
    found = lower_doubtful(passages, pieces, [Pairing(start, end, 0.9) for start, end in spans])
    assert {one.certainty for one in found} <= {0.9, 0.5}
    return [n for n, one in enumerate(found) if one.certainty == 0.9]


def plain(count: int, *anchors: int) -> list[frozenset[str]]:
    """Clues of passages: all have some in common, anchors an address of their own."""
    return [frozenset(("SY", "_war", "~hlb", *([f"@{n}"] if n in anchors else ()))) for n in range(count)]


def test_where_nothing_is_disturbed_all_stays() -> None:
    clues = plain(4)
    ours, theirs = [passage(*one) for one in clues], [piece(n, *one) for n, one in enumerate(clues)]
    assert sure(ours, theirs, (0, 1), (1, 2), (2, 3), (3, 4)) == [0, 1, 2, 3]


@pytest.mark.parametrize(("anchors", "left"), [((), []), ((1, 4), [0, 1, 2, 4, 5]), ((4,), [2, 4, 5])])
def test_a_gap_is_felt_up_to_the_next_anchor(anchors: tuple[int, ...], left: list[int]) -> None:
    clues = plain(6, *anchors)
    gap = 2
    ours = [passage(*one) for one in clues]
    theirs = [piece(n, *one) for n, one in enumerate(clues) if n != gap]
    found = sure(ours, theirs, (0, 1), (1, 2), (2, 2), (2, 3), (3, 4), (4, 5))
    assert found == sorted({*left, gap})


def test_a_paragraph_of_no_block_disturbs_both_sides() -> None:
    clues = plain(4, 0, 3)
    ours = [passage(*one) for one in clues]
    theirs = [piece(0, *clues[0]), piece(1, *clues[1]), piece(2), piece(3, *clues[2]), piece(4, *clues[3])]
    assert sure(ours, theirs, (0, 1), (1, 2), (3, 4), (4, 5)) == [0, 3]


def test_one_that_is_left_out_at_an_end_disturbs_what_is_next() -> None:
    clues = plain(2)
    ours = [passage(*one) for one in clues]
    assert sure(ours, [piece(0), piece(1, *clues[0]), piece(2, *clues[1])], (1, 2), (2, 3)) == []
    assert sure(ours, [piece(0, *clues[0]), piece(1, *clues[1]), piece(2)], (0, 1), (1, 2)) == []


def test_a_cut_disturbs_its_parts_and_their_neighbours() -> None:
    clues = plain(4)
    ours = [passage(*one) for one in clues]
    theirs = [piece(0, *clues[0]), piece(1, *clues[1]), piece(1, *clues[2]), piece(2, *clues[3])]
    assert sure(ours, theirs, (0, 1), (1, 2), (2, 3), (3, 4)) == []


def test_the_sentence_beside_a_gap_must_be_anchored_itself() -> None:
    clues = plain(3, 0, 2)
    ours = [passage(*one) for one in clues]
    theirs = [piece(0, *clues[0]), piece(0), piece(1, *clues[2])]
    assert sure(ours, theirs, (0, 2), (2, 2), (2, 3)) == [1, 2]


def test_a_heading_alone_of_its_kind_is_an_anchor() -> None:
    def laid(other: Kind) -> list[int]:
        clues = ("SY", "_war", "~hlb")
        kinds = (Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.HEADING, other)
        ours = [passage(*clues, kind=kind) for kind in kinds]
        theirs = [piece(n, *clues, kind=kind) for n, kind in enumerate(kinds) if n]
        return sure(ours, theirs, (0, 0), (0, 1), (1, 2), (2, 3))

    assert laid(Kind.PARAGRAPH) == [0, 2, 3]
    assert laid(Kind.HEADING) == [0]


def test_a_clue_of_a_neighbour_speaks_against_it() -> None:
    ours = [passage("n1"), passage("n2", "~hlb"), passage("n3")]
    theirs = [piece(0, "n2", "n3", "~hlb"), piece(1, "n3")]
    assert sure(ours, theirs, (0, 0), (0, 1), (1, 2)) == [0]


def test_a_long_text_that_shares_nothing_is_a_doubt() -> None:
    ours = [passage("n1"), passage("n2"), passage("n3", length=20), passage(kind=Kind.IMAGE)]
    theirs = [piece(0, "n1"), piece(1), piece(2), piece(3, kind=Kind.IMAGE)]
    assert sure(ours, theirs, (0, 1), (1, 2), (2, 3), (3, 4)) == [0, 2, 3]
