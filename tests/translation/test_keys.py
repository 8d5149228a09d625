"""Keys for life, whatever an author does to a seed."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.model.source import Block, Kind
from jisr.translation.keys import KnownBlock, RegroupedBlocks, assign_keys

# Paragraphs unlike each other, as those of an article are; glosses: the government …, the parliament …
A = "أعلنت الحكومة العراقية أمس أنها ستراجع اتفاقية الشراكة الأمنية مع واشنطن خلال الشهر المقبل."
B = "يرى مراقبون أن البرلمان لن يصوّت على قانون الانتخابات قبل نهاية العام الجاري بسبب الخلافات الحادة."
C = "انخفضت أسعار النفط في الأسواق العالمية إلى أدنى مستوى لها منذ ثلاثة أعوام وسط مخاوف من الركود."
D = "تستعد المدارس في محافظات الجنوب لاستقبال الطلبة بعد توقف دام أسبوعين جراء السيول والأمطار."
TEXTS = {"a": A, "b": B, "c": C, "d": D}


def blocks(*texts: str) -> list[Block]:
    return [Block(Kind.PARAGRAPH, text) for text in texts]


def known(*texts: str) -> list[KnownBlock]:
    return [KnownBlock(f"p{n}", text) for n, text in enumerate(texts, 1)]


def keys(new: list[Block], old: list[KnownBlock], retired: list[KnownBlock] | None = None) -> list[str]:
    return [b.key for b in assign_keys(new, old, retired or []).blocks]


def keys_and_gone(new: list[Block], old: list[KnownBlock]) -> tuple[list[str], list[str]]:
    """Keys of blocks, `new` for a new one, and the keys whose Arabic is gone."""
    keyed = assign_keys(new, old)
    there = {k.key for k in old}
    return [b.key if b.key in there else "new" for b in keyed.blocks], list(keyed.gone)


def test_a_first_version_numbers_each_kind() -> None:
    first = [Kind.KICKER, Kind.TITLE, Kind.PARAGRAPH, Kind.HEADING, Kind.POINT, Kind.POINT, Kind.PARAGRAPH]
    got = [b.key for b in assign_keys([Block(k, f"نص {n}") for n, k in enumerate(first)], []).blocks]
    assert got == ["kicker", "title", "p1", "h1", "pt1", "pt2", "p2"]
    others = [Kind.NOTE, Kind.IMAGE, Kind.TABLE, Kind.QUOTATION, Kind.TITLE, Kind.TITLE]
    got = [b.key for b in assign_keys([Block(k, f"نص {n}") for n, k in enumerate(others)], []).blocks]
    assert got == ["n1", "img1", "t1", "q1", "title", "p1"]


@pytest.mark.parametrize(
    ("new", "expected", "gone"),
    [
        ((A, B, C), "p1 p2 p3", ""),
        ((A, B.replace("الحادة", "العميقة"), C), "p1 p2 p3", ""),  # a word changed
        ((A, C), "p1 p3", "p2"),  # one removed
        ((), "", "p1 p2 p3"),
        ((D,), "new", "p1 p2 p3"),
        ((C, A, B), "p3 p1 p2", ""),  # one moved
        ((C, B, A), "p3 p2 p1", ""),
        ((C, A.replace("أمس", "اليوم"), B), "p3 p1 p2", ""),  # moved and changed
        ((A[:50], A[50:], B, C), "p1 new p2 p3", ""),  # one split
        ((A[:25], A[25:], B, C), "p1 new p2 p3", ""),  # split early: still the first part
        ((A[:25], A[25:] + " ثم", B, C), "p1 new p2 p3", ""),  # and changed ("then")
        ((A[:30], A[30:60], A[60:] + " ثم", B, C), "p1 new new p2 p3", ""),
        ((A + " " + B, C), "p1 p3", ""),  # two merged
        ((A + " ثم " + B, C), "p1 p3", "p2"),  # merged and changed
        ((A, D, B, C), "p1 new p2 p3", ""),  # one added
        ((D, A, B, C), "new p1 p2 p3", ""),  # one added at the start
        ((A, B, C, D), "p1 p2 p3 new", ""),
        ((A, D, C), "p1 new p3", "p2"),  # one in the place of another
    ],
)
def test_keys_survive(new: tuple[str, ...], expected: str, gone: str) -> None:
    old = known(A, B, C)
    assert keys_and_gone(blocks(*new), old) == (expected.split(), gone.split())
    for before, key in pairwise(["p0", *keys(blocks(*new), old)]):
        if "-" in key:
            assert re.fullmatch(before.partition("-")[0] + "-[a-z2-7]{4}", key)


# Of one paragraph in versions, each further from the first: today, London, next month.
A1 = A.replace("أمس", "اليوم")
A2 = A1.replace("واشنطن", "لندن")
A3 = A2.replace("المقبل", "القادم")


@pytest.mark.parametrize(
    ("new", "old", "expected", "gone"),
    [
        ((A1,), (A3, A), "p2", "p1"),
        ((A2,), (A3, A), "p1", "p2"),
        ((A3, A1), (A,), "new p1", ""),
        ((A1, A3), (A2,), "p1 new", ""),  # as like: the first
        ((A1,), (A3, A2), "p2", "p1"),
        ((A1, D), (A3, B, A), "p3 new", "p1 p2"),
        # A text that still stands there is not taken for a part of another.
        ((A, B), (A + " " + B, A), "p2 new", "p1"),
        ((A, B, C), (A + " " + B, C, A), "p3 new p2", "p1"),
        # Of equal paragraphs those at the ends are the surest.
        (("نعم", B, "نعم"), ("نعم", A, "نعم", B, "نعم"), "p1 p4 p5", "p2 p3"),  # "yes"
        (("نعم", A, "نعم"), ("نعم", A, "نعم"), "p1 p2 p3", ""),
    ],
)
def test_the_likest_paragraph_gets_the_key(
    new: tuple[str, ...], old: tuple[str, ...], expected: str, gone: str
) -> None:
    assert keys_and_gone(blocks(*new), known(*old)) == (expected.split(), gone.split())


def test_of_paragraphs_that_overlap_only_one_is_split() -> None:
    one, two = (A + " " + B).replace("أمس", "اليوم"), (B + " " + C).replace("ثلاثة", "أربعة")
    keyed = assign_keys(blocks(A, B, C), known(one, two))
    assert [b.key for b in keyed.blocks][:2] == ["p1", "p2"]
    assert (keyed.split, keyed.gone) == ((("p1", "p2"),), ())


def test_a_split_is_reported() -> None:
    keyed = assign_keys(blocks(A[:50], "و" + A[50:], B), known(A, B))  # "and", before the second part
    assert keyed.split == (("p1", keyed.blocks[1].key),)
    three = assign_keys(blocks(A[:30], A[30:60] + "ولكن", A[60:], B), known(A, B))  # "but"
    _, second, third, last = (b.key for b in three.blocks)
    assert three.split == (("p1", second), ("p1", third))
    assert last == "p2"


def test_what_is_only_cut_at_other_places_is_no_loss() -> None:
    keyed = assign_keys(blocks(A[:50], A[50:], B + " " + C), known(A, B, C))
    assert (keyed.gone, keyed.split) == ((), ())
    later = keyed.blocks[1].key
    assert keyed.regrouped == (
        RegroupedBlocks(("p1",), ("p1", later)),
        RegroupedBlocks(("p2", "p3"), ("p2",)),
    )
    across = assign_keys(blocks(A[:50], A[50:] + " " + B[:20], B[20:]), known(A, B))
    assert [(group.old, len(group.new)) for group in across.regrouped] == [(("p1", "p2"), 3)]
    assert [block.key.partition("-")[0] for block in across.blocks] == ["p1", "p2", "p2"]


def test_a_key_survives_a_change_of_kind() -> None:
    assert keys([Block(Kind.POINT, A, number=1)], known(A)) == ["p1"]


def test_a_retired_key_is_never_given_to_another_text_but_comes_back_with_its_own() -> None:
    assert keys(blocks(A, B), known(A), [KnownBlock("p2", B)]) == ["p1", "p2"]
    assert keys(blocks(A, D), known(A), [KnownBlock("p2", B)])[1].startswith("p1-")
    twice = [KnownBlock("p2", A), KnownBlock("p3", A)]
    assert keys(blocks(A, A), known(D), twice)[0] == "p2"
    assert keys(blocks(A, A), known(D), twice)[1].startswith("p2-")


def test_in_a_ledger_of_retired_blocks_only_no_key_is_given_again() -> None:
    (key,) = keys(blocks(A), [], [KnownBlock("p1", B)])
    assert re.fullmatch("p0-[a-z2-7]{4}", key)


def test_the_same_text_again_and_again_gets_a_key_each() -> None:
    got = keys(blocks(A, *["نعم"] * 60), known(A))  # "yes"
    assert got[:4] == ["p1", "p1-jmws", "p1-jmwsy", "p1-jmwsyz"]
    assert got[49:] == [f"{got[49][:-1]}{n}" for n in range(2, 14)]
    assert len(set(got)) == len(got)
    assert keys(blocks("نعم"), known(A), [KnownBlock("p0-jmws", B)]) == ["p0-jmwsy"]


def test_two_branches_give_different_keys_to_different_paragraphs() -> None:
    ours = keys(blocks(A, D, B), known(A, B))[1]
    theirs = keys(blocks(A, C, B), known(A, B))[1]
    assert ours != theirs


def test_the_title_keeps_its_key_whatever_it_says() -> None:
    new = [Block(Kind.TITLE, D), Block(Kind.PARAGRAPH, A)]
    assert keys(new, [KnownBlock("title", B), KnownBlock("p1", A)]) == ["title", "p1"]


def test_words_that_a_title_had_and_has_take_their_english_along() -> None:
    """Title and a paragraph change places; each is where its words are, the first of several alike."""
    old = [KnownBlock("title", B), *(KnownBlock(f"p{n}", text) for n, text in enumerate((C, A, A), 1))]
    new = [Block(Kind.TITLE, A), *blocks(C, B, B)]
    keyed = assign_keys(new, old)
    title, c, b, _ = (block.key for block in keyed.blocks)
    assert (title, c, keyed.gone) == ("title", "p1", ("p3",))
    assert keyed.regrouped == (RegroupedBlocks(("title",), (b,)), RegroupedBlocks(("p2",), ("title",)))


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_keys_are_unique_and_equal_texts_find_themselves(before: list[str], after: list[str]) -> None:
    first = assign_keys(blocks(*(TEXTS[x] for x in before)), []).blocks
    old = [KnownBlock(b.key, b.text) for b in first]
    again = assign_keys(blocks(*(TEXTS[x] for x in after)), old)
    got = [b.key for b in again.blocks]
    assert len(set(got)) == len(got)
    assert set(again.gone) == {k.key for k in old} - set(got)
    by_key = {k.key: k.text for k in old}
    for letter in set(before) & set(after):
        kept = [b for b in again.blocks if by_key.get(b.key) == b.text == TEXTS[letter]]
        assert len(kept) == min(before.count(letter), after.count(letter))
    assert assign_keys(again.blocks, [KnownBlock(b.key, b.text) for b in again.blocks]).blocks == again.blocks
