"""Sentences find their translations by length: on real text, and whatever the lengths."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.lang.align import align_sentences

TEXT = (Path(__file__).parents[1] / "cases/memory/tico19.tsv").read_text("utf-8")
PAIRS = [(line.split("\t")[0], line.split("\t")[1]) for line in TEXT.splitlines()]


def pieces(text: str, count: int) -> list[str]:
    words = text.split()
    size = len(words) // count
    return [" ".join(words[n * size : None if n == count - 1 else (n + 1) * size]) for n in range(count)]


@pytest.mark.parametrize(
    ("kind", "least"), [((1, 1), 0.95), ((1, 2), 0.9), ((2, 1), 0.9), ((1, 3), 0.9), ((3, 1), 0.9)]
)
def test_real_sentences_find_each_other(kind: tuple[int, int], least: float) -> None:
    """Paragraphs of five pairs, the third of which is translated by several sentences, or is several."""
    right = total = 0
    for start in range(0, len(PAIRS), 5):
        arabic: list[str] = []
        english: list[str] = []
        gold = []
        for n, (ar, en) in enumerate(PAIRS[start : start + 5]):
            ours = pieces(ar, kind[0]) if n == 2 else [ar]
            theirs = pieces(en, kind[1]) if n == 2 else [en]
            gold.append(
                (
                    (len(arabic), len(arabic) + len(ours)),
                    (len(english), len(english) + len(theirs)),
                )
            )
            arabic += ours
            english += theirs
        beads = {(b.source, b.target) for b in align_sentences(arabic, english) if b.is_sound}
        right += len(beads & set(gold))
        total += len(gold)
    assert right / total >= least


def test_a_sentence_without_a_translation_is_left_alone() -> None:
    arabic = [ar for ar, _ in PAIRS[:5]]
    english = [en for _, en in PAIRS[:5]]
    del english[2]
    beads = align_sentences(arabic, english)
    found = {b.source[0]: b.target[0] for b in beads if b.is_sound}
    assert found == {0: 0, 3: 2, 4: 3}  # its neighbour, taken for its other half, does not fit in length


def test_lengths_that_do_not_fit_are_not_sound() -> None:
    (bead,) = align_sentences(
        ["كلمة"], ["A very long sentence that says much more than a word could ever say to anybody."]
    )
    assert not bead.is_sound


@given(st.lists(st.text(max_size=40), max_size=6), st.lists(st.text(max_size=40), max_size=6))
def test_every_sentence_stands_in_one_bead(source: list[str], target: list[str]) -> None:
    beads = align_sentences(source, target)
    assert [i for b in beads for i in range(*b.source)] == list(range(len(source)))
    assert [j for b in beads for j in range(*b.target)] == list(range(len(target)))
