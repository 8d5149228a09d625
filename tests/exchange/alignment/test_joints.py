"""Where two paragraphs may have been joined without a stop."""

import pytest

from jisr.exchange.alignment.joints import find_suspects, split_at_joints
from jisr.exchange.alignment.pairing import CUT, CUT_AT_NAME, CUT_AT_STARTER, Pairing, Piece
from jisr.model.source import Kind


def shown(sentence: str) -> str:
    """The parts: `|` before a word that begins sentences, `/` before what may be a name."""
    marks = {CUT: "", CUT_AT_STARTER: "|", CUT_AT_NAME: "/"}
    return "".join(marks[cost] + part for part, cost in split_at_joints(sentence))


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("all is well", "all is well"),
        ("all went home The river rose", "all went home |The river rose"),
        ("in the town of Tall Afar The river rose", "in the town of Tall Afar |The river rose"),
        ("it fell by 40% In May it rose", "it fell by 40% |In May it rose"),
        ("he said “no” “We go on,” she said", "he said “no” |“We go on,” she said"),
        ("all went home Farmers stayed", "all went home /Farmers stayed"),
        ("the Ministry of Water in Baghdad", "the Ministry of Water in Baghdad"),
        ("talks with Prime Minister Sudani ended", "talks with Prime Minister Sudani ended"),
        ("Russia Today was there", "Russia Today was there"),
        ("", ""),
    ],
)
def test_a_paragraph_may_begin_at_a_capital(sentence: str, parts: str) -> None:
    assert shown(sentence) == parts


def pieces(*paragraphs: int) -> list[Piece]:
    return [Piece(Kind.PARAGRAPH, 90, frozenset(), paragraph=n) for n in paragraphs]


@pytest.mark.parametrize(
    ("spans", "suspects"),
    [
        ([(0, 2), (2, 4), (4, 5)], set()),
        ([(0, 3), (3, 4), (4, 5)], {2, 3}),  # cut within the second paragraph
        ([(0, 2), (2, 2), (2, 4), (4, 5)], {0, 1, 2, 3}),  # a block without English
        ([(0, 0), (0, 2), (2, 4), (4, 5)], {0, 1}),
        ([(0, 2), (2, 4), (4, 4)], {2, 3}),
        ([(0, 2), (3, 4), (4, 5)], {2, 3}),  # a sentence of no block
        ([(0, 0)], set()),
    ],
)
def test_what_lies_beside_a_disturbance_is_suspected(
    spans: list[tuple[int, int]], suspects: set[int]
) -> None:
    found = [Pairing(start, end, 1.0) for start, end in spans]
    assert find_suspects(pieces(0, 0, 1, 1, 2), found) == suspects
