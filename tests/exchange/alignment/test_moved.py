"""Paragraphs in another order: offered where they surely are, and no gap for those around them."""

import pytest

from jisr.exchange.alignment.moved import Match, match_in_any_order
from jisr.exchange.alignment.pairing import DOUBTED, Passage, Piece, pair
from jisr.model.source import Kind

LONG = 200
OWN = tuple(frozenset((f"n{n}1", f"n{n}2", f"n{n}3", f"@{n}")) for n in range(5))
"""What each block has alone: numbers and an address."""


def matched(order: list[int], clues: tuple[frozenset[str], ...] = OWN) -> list[Match]:
    """What blocks have of an English in which their paragraphs stand in this order."""
    ours = [Passage(Kind.PARAGRAPH, LONG, own) for own in clues]
    theirs = [Piece(Kind.PARAGRAPH, LONG, clues[of], paragraph=n) for n, of in enumerate(order)]
    return match_in_any_order(ours, theirs, pair(ours, theirs))


@pytest.mark.parametrize(
    ("order", "moved"),
    [
        ([0, 1, 2, 3, 4], set()),
        ([1, 2, 3, 4, 0], {0}),
        ([4, 0, 1, 2, 3], {4}),
        ([0, 3, 1, 2, 4], {3}),
        ([3, 4, 0, 1, 2], {3, 4}),
    ],
)
def test_a_paragraph_elsewhere_is_offered_and_the_others_are_sure(order: list[int], moved: set[int]) -> None:
    found = matched(order)
    assert [one.pieces for one in found] == [(order.index(n),) for n in range(len(OWN))]
    assert {n for n, one in enumerate(found) if one.certainty == DOUBTED} == moved
    assert all(one.certainty > DOUBTED for n, one in enumerate(found) if n not in moved)


def test_what_shares_less_is_offered_while_the_gap_stays_one() -> None:
    found = matched([0, 3, 1, 2, 4], (*OWN[:3], frozenset(("n8", "n9")), OWN[4]))
    assert [one.pieces for one in found] == [(0,), (2,), (3,), (1,), (4,)]
    assert found[3].certainty == DOUBTED


@pytest.mark.parametrize("clues", [frozenset(), frozenset(("SY",)), OWN[1]])
def test_what_tells_nothing_or_is_of_another_is_nobodys(clues: frozenset[str]) -> None:
    found = matched([1, 2, 3, 4, 0], (clues, *OWN[1:]))
    assert found[0].pieces == ()


def test_a_text_of_quite_another_length_is_not_offered() -> None:
    ours = [Passage(Kind.PARAGRAPH, LONG, own) for own in OWN]
    theirs = [
        *(Piece(Kind.PARAGRAPH, LONG, own, paragraph=n) for n, own in enumerate(OWN[1:])),
        Piece(Kind.PARAGRAPH, 9 * LONG, OWN[0], paragraph=4),
    ]
    assert match_in_any_order(ours, theirs, pair(ours, theirs))[0].pieces == ()
