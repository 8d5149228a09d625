"""The likeliest way through two texts, and how sure it is."""

import pytest

from jisr.exchange.alignment.pairing import Pairing, Passage, Piece, pair
from jisr.model.source import Kind


def passage(length: int, *clues: str, kind: Kind = Kind.PARAGRAPH, line: bool = False) -> Passage:
    return Passage(kind, length, frozenset(clues), line)


def piece(length: int, paragraph: int, *clues: str, kind: Kind = Kind.PARAGRAPH, line: bool = False) -> Piece:
    return Piece(kind, length, frozenset(clues), line, paragraph)


def spans(found: list[Pairing]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in found]


def test_lengths_alone_tell() -> None:
    found = pair([passage(300), passage(60)], [piece(330, 0), piece(66, 1)])
    assert spans(found) == [(0, 1), (1, 2)]
    assert all(one.certainty > 0.9 for one in found)


def test_a_paragraph_of_two_blocks_is_cut_between_sentences() -> None:
    ours = [passage(200, "n40"), passage(200, "n1990")]
    theirs = [piece(110, 0), piece(110, 0, "n40"), piece(110, 0, "n1990"), piece(110, 0)]
    assert spans(pair(ours, theirs)) == [(0, 2), (2, 4)]


def test_a_block_in_two_paragraphs_has_both() -> None:
    assert spans(pair([passage(400), passage(90)], [piece(220, 0), piece(220, 1), piece(99, 2)])) == [
        (0, 2),
        (2, 3),
    ]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_what_is_not_translated_has_nothing(gone: int) -> None:
    ours = [passage(200, "n1"), passage(200, "n20"), passage(200, "n30")]
    theirs = [piece(220, n, *sorted(one.clues)) for n, one in enumerate(ours) if n != gone]
    expected = [(0, 1), (1, 2)]
    expected.insert(gone, (min(gone, 2), min(gone, 2)))
    assert spans(pair(ours, theirs)) == expected


def test_a_number_that_only_one_side_has_speaks_against_it() -> None:
    ours = [passage(200, "n1"), passage(200, "n2")]
    assert spans(pair(ours, [piece(220, 0, "n2")])) == [(0, 0), (0, 1)]


def test_rare_clues_tell_more_than_common_ones() -> None:
    ours = [passage(200, "SY", "n7"), *(passage(200, "SY") for _ in range(6))]
    found = pair(ours, [piece(220, 0, "SY", "n7")])
    assert spans(found)[0] == (0, 1)


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.TABLE, Kind.TITLE])
def test_a_block_of_a_kind_looks_for_its_like(kind: Kind) -> None:
    ours = [passage(40), passage(40, kind=kind), passage(40)]
    theirs = [piece(44, 0, kind=kind), piece(44, 1)]
    assert spans(pair(ours, theirs)) == [(0, 0), (0, 1), (1, 2)]


def test_a_heading_may_be_a_line_but_no_paragraph() -> None:
    heading = passage(30, kind=Kind.HEADING, line=True)
    assert spans(pair([heading], [piece(33, 0, line=True)])) == [(0, 1)]
    assert (
        pair([heading], [piece(33, 0, line=True)])[0].certainty > pair([heading], [piece(33, 0)])[0].certainty
    )


def test_two_equals_are_a_doubt() -> None:
    found = pair([passage(100), passage(100)], [piece(110, 0)])
    assert max(one.certainty for one in found if one.end > one.start) < 0.6


def test_a_length_that_cannot_be_is_a_doubt() -> None:
    (found,) = pair([passage(100, "n1990", "n40", "SY")], [piece(700, 0, "n1990", "n40", "SY")])
    assert (found.start, found.end) == (0, 1)
    assert found.certainty <= 0.5


def test_long_texts_are_walked_in_a_band() -> None:
    ours = [passage(100 + n % 7 * 40, f"n{n}") for n in range(150)]
    theirs = [piece(110 + n % 7 * 44, n, f"n{n}") for n in range(150) if n % 50]
    found = pair(ours, theirs)
    assert [one.start for one in found if one.end > one.start] == list(range(len(theirs)))
    assert [n for n, one in enumerate(found) if one.start == one.end] == list(range(0, 150, 50))
