"""A translation beside its original, also where paragraphs of one are split, joined, left out or added."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from jisr.exchange.alignment.clues import ClueReader
from jisr.exchange.alignment.texts import Alignment, align
from jisr.model.source import Block, Kind
from jisr.seeds import read_translation
from tests.sample import ROOT

RIVER = yaml.safe_load(Path(ROOT, "tests/cases/alignment/river.yml").read_text("utf-8"))
DOUBTS = yaml.safe_load(Path(ROOT, "tests/cases/alignment/doubts.yml").read_text("utf-8"))
KINDS = {"t": Kind.TITLE, "h": Kind.HEADING, "p": Kind.PARAGRAPH}


@cache
def reader() -> ClueReader:
    return ClueReader(())


def original() -> list[Block]:
    rows = (next(iter(row.items())) for row in RIVER["original"])
    return [Block(KINDS[key[0]], text, key=key) for key, text in rows]


def english() -> dict[str, str]:
    """The English of each block, as it is to come out."""
    keys = (block.key for block in original())
    return {key: text.lstrip("# ") for key, text in zip(keys, RIVER["translation"], strict=True)}


def written(case: Mapping[str, Any]) -> Iterator[str]:
    """The paragraphs of the English file of a case."""
    joined = case.get("join", ["", ""])
    before = ""
    for block, text in zip(original(), RIVER["translation"], strict=True):
        if block.key in case.get("omit", ()):
            continue
        if cut := case.get("split", {}).get(block.key):
            at = text.index(cut)
            yield from (text[:at].strip(), text[at:])
        elif block.key == joined[0]:
            before = f"{text} "
        else:
            yield before + text
            before = ""
        yield from filter(None, [case.get("add", {}).get(block.key)])


def laid(case: Mapping[str, Any], suffix: str = ".md") -> Alignment:
    paragraphs = list(written(case))
    if suffix == ".txt":
        paragraphs = [text.lstrip("# ") for text in paragraphs]
    blocks, _ = read_translation(f"river{suffix}", "\n\n".join(paragraphs).encode())
    ours = [block for block in original() if block.key not in case.get("missing", ())]
    return align(ours, blocks, reader())


OTHER = """# Statement on the arrests in the port

The union of dockers says that police took nine of its members from their homes on Friday night, and that
their families have not been told where they are held.

## What we ask for

A lawyer who asked for them at two stations was sent away at both; the court has set no day for a hearing yet.
"""


@pytest.mark.parametrize(("own", "is_taken"), [(0, False), (2, True)])
def test_a_title_is_taken_only_where_longer_texts_speak_for_the_article(own: int, is_taken: bool) -> None:
    """A file of another article, handed in by mistake, leaves its title nowhere unasked."""
    mine = [text for text in RIVER["translation"] if not text.startswith("#")][:own]
    blocks, _ = read_translation("e.md", "\n\n".join([*OTHER.split("\n\n"), *mine]).encode())
    found = align(original(), blocks, reader()).texts
    assert found["title"].text == "Statement on the arrests in the port"
    assert [found["title"].is_sure, any(one.is_sure for one in found.values())] == [is_taken, is_taken]


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize("name", RIVER["cases"])
def test_each_paragraph_finds_its_own(name: str, suffix: str) -> None:
    case = RIVER["cases"][name]
    found = laid(case, suffix)
    expected = english()
    for key in (*case.get("omit", ()), *case.get("missing", ())):
        expected.pop(key)
    for key, cut in case.get("split", {}).items():
        expected[key] = expected[key].replace(f" {cut}", f"\n\n{cut}")
    assert {key: one.text for key, one in found.texts.items()} == expected
    assert all(one.is_sure for one in found.texts.values()), found.texts
    left = [*case.get("add", {}).values(), *(english()[key] for key in case.get("missing", ()))]
    assert [block.text for block in found.left_over] == left


def taken_of(paragraphs: list[str]) -> dict[str, str]:
    """What is taken unasked of these paragraphs, in a text with few names and numbers."""
    ours = [Block(Kind.PARAGRAPH, text, key=f"p{n}") for n, text in enumerate(DOUBTS["original"])]
    found = align(ours, [Block(Kind.PARAGRAPH, text) for text in paragraphs], reader())
    return {key: one.text for key, one in found.texts.items() if one.is_sure}


def in_doubt() -> dict[str, str]:
    return {f"p{n}": text for n, text in enumerate(DOUBTS["translation"])}


def test_what_is_whole_is_taken_where_it_shares_a_word() -> None:
    taken = taken_of(DOUBTS["translation"])
    assert taken.items() <= in_doubt().items()
    assert len(taken) > len(in_doubt()) / 2


@pytest.mark.parametrize("gone", range(8))
def test_beside_a_paragraph_left_out_nothing_wrong_is_taken(gone: int) -> None:
    paragraphs = [text for n, text in enumerate(DOUBTS["translation"]) if n != gone]
    assert taken_of(paragraphs).items() <= in_doubt().items()


@pytest.mark.parametrize("name", DOUBTS["rewritten"])
def test_beside_what_was_written_anew_nothing_wrong_is_taken(name: str) -> None:
    case = DOUBTS["rewritten"][name]
    paragraphs = [text for n, text in enumerate(DOUBTS["translation"]) if n not in case["remove"]]
    paragraphs[case["remove"][0] : case["remove"][0]] = case["put"]
    assert taken_of(paragraphs).items() <= in_doubt().items()


@pytest.mark.parametrize("place", [1, 3, 6])
def test_a_paragraph_that_moved_is_offered_and_the_others_are_taken(place: int) -> None:
    texts = RIVER["translation"]
    order = [*texts[:4], *texts[5:]]
    order.insert(place, texts[4])  # p3
    blocks, _ = read_translation("river.md", "\n\n".join(order).encode())
    found = align(original(), blocks, reader())
    assert {key: one.text for key, one in found.texts.items()} == english()
    (offered,) = (key for key, one in found.texts.items() if not one.is_sure)
    assert offered == "p3" or place in (3, 6), "or the one with which it changed places"


@pytest.mark.parametrize(("first", "second"), [("p2", "p3"), ("p3", "p4")])
def test_paragraphs_joined_without_a_stop_are_parted_where_the_next_begins(first: str, second: str) -> None:
    expected = english()
    expected[first] = expected[first].rstrip(".")
    joined = f"{expected[first]} {expected[second]}"
    rest = [text for key, text in expected.items() if key not in (first, second)]
    at = list(expected).index(first)
    blocks = [Block(Kind.PARAGRAPH, text) for text in (*rest[:at], joined, *rest[at:])]
    found = align(original(), blocks, reader())
    assert {key: one.text for key, one in found.texts.items()} == expected


def test_where_nothing_tells_it_is_not_sure() -> None:
    blocks = [
        Block(Kind.POINT, text, key=text) for text in ("خيار", "جزر", "بصل")
    ]  # cucumbers, carrots, onions
    found = align(blocks, [Block(Kind.POINT, text) for text in ("Onions", "Carrots")], reader())
    assert found.texts
    assert not any(one.is_sure for one in found.texts.values())


def test_a_draft_tells_what_belongs_where() -> None:
    blocks = [Block(Kind.POINT, text, key=text) for text in ("خيار", "جزر", "بصل")]
    drafts = {"جزر": "Some carrots", "بصل": "Some onions"}
    found = align(blocks, [Block(Kind.POINT, text) for text in ("Carrots", "Onions")], reader(), drafts)
    assert {key: one.text for key, one in found.texts.items()} == {"جزر": "Carrots", "بصل": "Onions"}


def test_an_image_is_the_originals_with_english_words() -> None:
    ours = [Block(Kind.IMAGE, "![سد](images/dam.png)", key="i1")]  # a dam
    theirs = [Block(Kind.IMAGE, "![A dam](../assets/dam-800.png)\n\nThe dam in May.")]
    found = align(ours, theirs, reader())
    assert found.texts["i1"].text == "![A dam](images/dam.png)\n\nThe dam in May."


def test_a_list_within_a_sentence_is_shared_out_among_points() -> None:
    ours = [
        Block(Kind.PARAGRAPH, "تسأل اللجنة عن أمرين:", key="p1"),  # the committee asks about two things
        Block(Kind.POINT, "عدد المدارس في المحافظة؛", number=1, key="pt1"),  # the number of schools
        Block(Kind.POINT, "أسعار الكهرباء والماء.", number=2, key="pt2"),  # prices of electricity and water
    ]
    schools = "1) the number of schools in the governorate;"
    text = f"The committee asks about two things: {schools} 2) the prices of electricity and water."
    found = align(ours, [Block(Kind.PARAGRAPH, text)], reader())
    assert [one.text for one in found.texts.values()] == [
        "The committee asks about two things:",
        schools,
        "2) the prices of electricity and water.",
    ]


def test_emphasis_around_two_sentences_is_not_torn() -> None:
    ours = [block for block in original() if block.key in ("p2", "p3")]
    two = f"*{english()['p2']} {english()['p3']}*"
    found = align(ours, [Block(Kind.PARAGRAPH, two)], reader())
    assert [one.text for one in found.texts.values()] == [two]
    assert not any(one.is_sure for one in found.texts.values())


def test_no_text_gives_no_words() -> None:
    assert align(original(), [], reader()).texts == {}
    found = align([], [Block(Kind.PARAGRAPH, "Words.")], reader())
    assert (found.texts, [block.text for block in found.left_over]) == ({}, ["Words."])
