"""Texts on their way into an engine and out of it: cases as data."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jisr.translation.engines.faults import find_fault
from jisr.translation.engines.sentences import join_pieces, prepare, split_long
from tests.planted_faults import FAULTS, plant_faults
from tests.sample import ROOT


def cases(name: str) -> list[dict[str, Any]]:
    data = yaml.safe_load((ROOT / "tests/cases/engines" / f"{name}.yml").read_text("utf-8"))
    assert data
    return list(data)


@pytest.mark.parametrize("case", cases("faults"), ids=lambda case: case["english"][:30] or "nothing")
def test_faults(case: dict[str, str]) -> None:
    assert find_fault(case["arabic"], case["english"]) == case["fault"]


def test_planted_faults_are_found_and_human_translations_are_not_taken_for_faulty() -> None:
    pairs = [(case["arabic"], case["english"]) for case in cases("translations")]
    planted = plant_faults(pairs, 10 * len(FAULTS), seed=1)
    missed = [one for one in planted if not find_fault(prepare(one.original), one.translation)]
    assert len(missed) <= 0.05 * len(planted), missed
    assert not [pair for pair in pairs if find_fault(prepare(pair[0]), pair[1])]


@pytest.mark.parametrize("case", cases("cuts"), ids=lambda case: case["text"][:30])
def test_cuts(case: dict[str, Any]) -> None:
    assert split_long(case["text"], case["limit"], lambda text: len(text.split())) == case["pieces"]


@pytest.mark.parametrize("case", cases("joins"), ids=lambda case: case["english"][:30])
def test_joins(case: dict[str, Any]) -> None:
    assert (
        join_pieces([(original, translation) for original, translation in case["parts"]]) == case["english"]
    )


@given(st.text("اب ت،؛:- –\n", max_size=200), st.integers(1, 20))
def test_a_cut_loses_nothing(text: str, limit: int) -> None:
    text = prepare(text)
    pieces = split_long(text, limit, len)
    assert " ".join(pieces) == text
    assert all(len(piece) <= limit or " " not in piece for piece in pieces)
