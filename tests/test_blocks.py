"""Keys for life, whatever an author does to a seed."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_tools.blocks import Known, Regrouped, assign_keys
from build_tools.model import Block, Kind

# Paragraphs unlike each other, as those of an article are; glosses: the government …, the parliament …
A = "أعلنت الحكومة العراقية أمس أنها ستراجع اتفاقية الشراكة الأمنية مع واشنطن خلال الشهر المقبل."
B = "يرى مراقبون أن البرلمان لن يصوّت على قانون الانتخابات قبل نهاية العام الجاري بسبب الخلافات الحادة."
C = "انخفضت أسعار النفط في الأسواق العالمية إلى أدنى مستوى لها منذ ثلاثة أعوام وسط مخاوف من الركود."
D = "تستعد المدارس في محافظات الجنوب لاستقبال الطلبة بعد توقف دام أسبوعين جراء السيول والأمطار."
TEXTS = {"a": A, "b": B, "c": C, "d": D}


def blocks(*texts: str) -> list[Block]:
    return [Block(Kind.PARAGRAPH, text) for text in texts]


def known(*texts: str) -> list[Known]:
    return [Known(f"p{n}", text) for n, text in enumerate(texts, 1)]


def keys(new: list[Block], old: list[Known], retired: list[Known] | None = None) -> list[str]:
    return [b.key for b in assign_keys(new, old, retired or []).blocks]


def test_a_first_version_numbers_each_kind() -> None:
    first = [Kind.KICKER, Kind.TITLE, Kind.PARAGRAPH, Kind.HEADING, Kind.POINT, Kind.POINT, Kind.PARAGRAPH]
    got = [b.key for b in assign_keys([Block(k, f"نص {n}") for n, k in enumerate(first)], []).blocks]
    assert got == ["kicker", "title", "p1", "h1", "pt1", "pt2", "p2"]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ((A, B, C), ["p1", "p2", "p3"]),
        ((A, B.replace("الحادة", "العميقة"), C), ["p1", "p2", "p3"]),  # a word changed
        ((A, C), ["p1", "p3"]),  # one removed
        ((C, A, B), ["p3", "p1", "p2"]),  # one moved
        ((C, A.replace("أمس", "اليوم"), B), ["p3", "p1", "p2"]),  # moved and changed
        ((A[:50], A[50:], B, C), ["p1", None, "p2", "p3"]),  # one split
        ((A[:25], A[25:], B, C), ["p1", None, "p2", "p3"]),  # split early: still the first part
        ((A + " " + B, C), ["p1", "p3"]),  # two merged
        ((A, D, B, C), ["p1", None, "p2", "p3"]),  # one added
        ((D, A, B, C), [None, "p1", "p2", "p3"]),  # one added at the start
    ],
)
def test_keys_survive(new: tuple[str, ...], expected: list[str | None]) -> None:
    got = keys(blocks(*new), known(A, B, C))
    assert [k if e else None for k, e in zip(got, expected, strict=True)] == expected
    for before, (key, e) in pairwise([("p0", "p0"), *zip(got, expected, strict=True)]):
        if e is None:
            assert re.fullmatch(before[0] + "-[a-z2-7]{4}", key)


def test_a_split_is_reported() -> None:
    keyed = assign_keys(blocks(A[:50], "و" + A[50:], B), known(A, B))  # "and", before the second part
    assert [first for first, _ in keyed.split] == ["p1"]


def test_what_is_only_cut_at_other_places_is_no_loss() -> None:
    keyed = assign_keys(blocks(A[:50], A[50:], B + " " + C), known(A, B, C))
    assert (keyed.gone, keyed.split) == ((), ())
    later = keyed.blocks[1].key
    assert keyed.regrouped == (Regrouped(("p1",), ("p1", later)), Regrouped(("p2", "p3"), ("p2",)))
    across = assign_keys(blocks(A[:50], A[50:] + " " + B[:20], B[20:]), known(A, B))
    assert [(group.old, len(group.new)) for group in across.regrouped] == [(("p1", "p2"), 3)]
    assert [block.key.partition("-")[0] for block in across.blocks] == ["p1", "p2", "p2"]


def test_what_is_gone_is_named() -> None:
    assert assign_keys(blocks(A, C), known(A, B, C)).gone == ("p2",)


def test_a_key_survives_a_change_of_kind() -> None:
    assert keys([Block(Kind.POINT, A, number=1)], known(A)) == ["p1"]


def test_a_retired_key_is_never_given_to_another_text_but_comes_back_with_its_own() -> None:
    assert keys(blocks(A, B), known(A), [Known("p2", B)]) == ["p1", "p2"]
    assert keys(blocks(A, D), known(A), [Known("p2", B)])[1].startswith("p1-")


def test_two_branches_give_different_keys_to_different_paragraphs() -> None:
    ours = keys(blocks(A, D, B), known(A, B))[1]
    theirs = keys(blocks(A, C, B), known(A, B))[1]
    assert ours != theirs


def test_the_title_keeps_its_key_whatever_it_says() -> None:
    new = [Block(Kind.TITLE, D), Block(Kind.PARAGRAPH, A)]
    assert keys(new, [Known("title", B), Known("p1", A)]) == ["title", "p1"]


def test_equal_paragraphs_keep_their_order() -> None:
    assert keys(blocks("نعم", A, "نعم"), known("نعم", A, "نعم")) == ["p1", "p2", "p3"]


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_keys_are_unique_and_equal_texts_find_themselves(before: list[str], after: list[str]) -> None:
    first = assign_keys(blocks(*(TEXTS[x] for x in before)), []).blocks
    old = [Known(b.key, b.text) for b in first]
    again = assign_keys(blocks(*(TEXTS[x] for x in after)), old)
    got = [b.key for b in again.blocks]
    assert len(set(got)) == len(got)
    assert set(again.gone) == {k.key for k in old} - set(got)
    by_key = {k.key: k.text for k in old}
    for letter in set(before) & set(after):
        kept = [b for b in again.blocks if by_key.get(b.key) == b.text == TEXTS[letter]]
        assert len(kept) == min(before.count(letter), after.count(letter))
    assert assign_keys(again.blocks, [Known(b.key, b.text) for b in again.blocks]).blocks == again.blocks
