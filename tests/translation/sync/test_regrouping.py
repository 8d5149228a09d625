"""Where only the cuts of the Arabic changed, the English is cut and joined alike, and none is lost."""

from dataclasses import replace

import pytest

from jisr.model.ledger import JOINED, REJECTED, Entry, Proposal, Remark, State
from jisr.translation.authorship import machine_digest, translation_digest
from jisr.translation.keys import RegroupedBlocks
from jisr.translation.sync.regrouping import regroup

ONE = "أعلنت الحكومة العراقية أمس أنها ستراجع اتفاقية الشراكة الأمنية."
TWO = "يرى مراقبون أن البرلمان لن يصوّت على قانون الانتخابات قبل نهاية العام."
THREE = "انخفضت أسعار النفط في الأسواق العالمية وسط مخاوف من الركود."
E1 = "The Iraqi government announced yesterday that it would review the security partnership."
E2 = "Observers believe parliament will not vote on the election law before the year ends."
E3 = "Oil prices fell on world markets amid fears of a recession."


def entry(key: str, original: str, translation: str = "", state: State = State.EDITED) -> Entry:
    state = state if translation else State.MISSING
    machine = (machine_digest(translation),) if translation and state is State.DRAFT else ()
    return Entry(key, original, translation, state, synced=translation_digest(translation), machine=machine)


def cut(old: list[Entry], new: dict[str, str]) -> dict[str, Entry]:
    """The entries of old blocks once their Arabic is cut as `new` is, by key."""
    group = RegroupedBlocks(tuple(e.key for e in old), tuple(new))
    kept = entry("p99", "نص", "Another block.")  # "text"
    found = regroup({e.key: e for e in [*old, kept]}, [group], new)
    assert found.pop("p99") is kept
    assert {key: found[key].source for key in new} == new
    assert all(found[key].key == key for key in new)
    return {key: found[key] for key in new}


def test_a_block_is_cut_where_sentences_of_both_languages_end() -> None:
    whole = replace(entry("p1", f"{ONE} {TWO} {THREE}", f"{E1} {E2} {E3}"), proposals=(Proposal("x", "y"),))
    got = cut([whole], {"p1": ONE, "a": TWO, "b": THREE})
    assert [e.target for e in got.values()] == [E1, E2, E3]
    assert [(e.state, e.stale, e.synced) for e in got.values()] == [
        (State.EDITED, False, translation_digest(text)) for text in (E1, E2, E3)
    ]
    assert all(e.machine == () and e.proposals == () for e in got.values())
    two = cut([whole], {"p1": f"{ONE} {TWO}", "a": THREE})
    assert [e.target for e in two.values()] == [f"{E1} {E2}", E3]


def test_the_parts_of_a_machines_text_are_a_machines() -> None:
    whole = entry("p1", f"{ONE} {TWO}", f"{E1} {E2}", State.DRAFT)
    got = cut([whole], {"p1": ONE, "a": TWO})
    assert [e.machine for e in got.values()] == [
        (*whole.machine, machine_digest(E1)), (*whole.machine, machine_digest(E2))
    ]  # fmt: skip


@pytest.mark.parametrize(
    "translation",
    [
        "Something else.",
        f"{E1}[^1] {E2}\n\n[^1]: Note.",
        f"| {E1} | {E2} |",
        f"```\n{E1} {E2}\n```",
        f"~~~\n{E1} {E2}\n~~~",
    ],
)
def test_where_it_is_not_sure_the_english_stays_whole_and_stale_under_the_first(translation: str) -> None:
    original = f"{ONE} {TWO}"
    signed = replace(
        entry("p1", original, translation, State.APPROVED),
        by="Ruba",
        on="2026-01-01",
        proposals=(Proposal("argos", "A."),),
    )
    first, second = cut([signed], {"p1": ONE, "a": TWO}).values()
    assert (first.target, first.state, first.stale, first.previous) == (
        translation,
        State.EDITED,
        True,
        original,
    )
    assert (first.by, first.facts, first.proposals) == ("", {"lapsed": "Ruba 2026-01-01"}, ())
    assert second == Entry("a", TWO, reason=f"{JOINED}p1")
    draft = replace(entry("p1", original, translation, State.DRAFT), previous=THREE)
    first, second = cut([draft], {"p1": ONE, "a": TWO}).values()
    assert (first.state, first.stale, first.previous) == (State.DRAFT, True, THREE)
    assert second == Entry("a", TWO), "a machine is to draft it"


def test_a_stale_english_is_not_cut_and_none_is_none_twice() -> None:
    stale = replace(entry("p1", f"{ONE} {TWO}", f"{E1} {E2}"), stale=True, previous=THREE)
    first, second = cut([stale], {"p1": ONE, "a": TWO}).values()
    assert (first.target, first.stale, second.target) == (stale.target, True, "")
    nothing = replace(entry("p1", f"{ONE} {TWO}"), reason="rejected")
    got = cut([nothing], {"p1": ONE, "a": TWO})
    assert [(e.target, e.state, e.reason) for e in got.values()] == [("", State.MISSING, "rejected")] * 2


def test_english_is_joined_in_order_with_all_that_belongs_to_it() -> None:
    one = replace(
        entry("p1", ONE, E1, State.APPROVED),
        by="Ruba", on="2026-03-01", origin="argos", changed=0.25, machine=("a", "b"),
        facts={"x": "1", "y": "1"}, notes=("n", "m"), remarks=(Remark("Ann", "2026-01-01", "Why?"),),
        extracted=("e",), references=("r",), flags=("f",), proposals=(Proposal("x", "y"),), reason="r",
    )  # fmt: skip
    two = replace(
        entry("p2", TWO, E2, State.APPROVED),
        by="Omar", on="2026-02-01", origin="gemma", changed=0.5, machine=("b", "c"),
        remarks=(Remark("Ann", "2026-01-02", "Who?"),),
        facts={"y": "2", "z": "2"}, notes=("m", "o"), extracted=("e", "f"), references=("s",),
        flags=("f", "g"),
    )  # fmt: skip
    (got,) = cut([one, two], {"p1": f"{ONE} {TWO}"}).values()
    assert got == replace(
        one,
        source=f"{ONE} {TWO}", target=f"{E1} {E2}", synced=translation_digest(f"{E1} {E2}"), by="Ruba, Omar",
        on="2026-03-01", origin="argos, gemma", changed=0.5, machine=("a", "b", machine_digest("y"), "c"),
        facts={"x": "1", "y": "1", "z": "2"}, notes=("n", "m", "o"), remarks=(*one.remarks, *two.remarks),
        extracted=("e", "f"), references=("r", "s"), flags=("f", "g"), proposals=(), reason="",
    )  # fmt: skip


def test_of_joined_blocks_the_lowest_state_holds() -> None:
    edited, draft = entry("p1", ONE, E1), entry("p2", TWO, E2, State.DRAFT)
    both = {"p1": f"{ONE} {TWO}"}
    (got,) = cut([edited, draft], both).values()
    assert (got.state, got.touched, got.machine) == (State.DRAFT, True, draft.machine)
    (got,) = cut([replace(draft, key="p1"), draft], both).values()
    assert (got.state, got.touched) == (State.DRAFT, False)
    assert got.machine[-1] == machine_digest(got.target), "of machines' texts only: a machine's"
    signed = replace(entry("p2", TWO, E2, State.APPROVED), by="Ruba", on="2026-01-01")
    (got,) = cut([edited, signed], both).values()
    assert (got.state, got.by, got.on) == (State.EDITED, "", "")


def test_where_a_part_has_no_english_or_is_stale_the_whole_is_stale() -> None:
    signed = replace(entry("p1", ONE, E1, State.APPROVED), by="Ruba", on="2026-01-01")
    both = {"p1": f"{ONE} {TWO}"}
    (got,) = cut([signed, entry("p2", TWO)], both).values()
    assert (got.target, got.state, got.stale, got.previous, got.by) == (E1, State.EDITED, True, ONE, "")
    stale = replace(entry("p2", TWO, E2), stale=True, previous=THREE)
    (got,) = cut([signed, stale], both).values()
    assert (got.state, got.stale, got.previous) == (State.EDITED, True, f"{ONE} {THREE}")


def test_what_stands_beside_blocks_without_english_stays_when_they_are_joined() -> None:
    one = replace(entry("p1", ONE), notes=("Ask Ann.",))
    two = replace(entry("p2", TWO), remarks=(Remark("Ann", "2026-01-01", "Why?"),), reason=REJECTED)
    (got,) = cut([one, two], {"p1": f"{ONE} {TWO}"}).values()
    assert got == replace(one, source=f"{ONE} {TWO}", remarks=two.remarks, reason=REJECTED), (
        "whose draft a person refused gets none again"
    )


def test_a_part_joined_to_a_block_without_english_was_made_of_its_own_arabic() -> None:
    """What the translator is shown as the Arabic of the English must not have sentences of other blocks."""
    whole, empty = entry("p1", f"{ONE} {TWO}", f"{E1} {E2}"), entry("p2", THREE)
    got = cut([whole, empty], {"p1": ONE, "p2": f"{TWO} {THREE}"})["p2"]
    assert (got.target, got.stale, got.previous.strip()) == (E2, True, TWO)


def test_a_new_block_under_the_key_of_one_that_was_joined_has_no_english() -> None:
    group = RegroupedBlocks(("p1", "p2"), ("p1",))
    old = {"p1": entry("p1", ONE, E1), "p2": entry("p2", TWO, E2)}
    got = regroup(old, [group], {"p1": f"{ONE} {TWO}", "p2": THREE})
    assert got["p1"].target == f"{E1} {E2}"
    assert got["p2"] == Entry("p2", THREE)


def test_paragraphs_stay_paragraphs() -> None:
    one, two = entry("p1", ONE, E1), entry("p2", TWO, E2)
    (got,) = cut([one, two], {"p1": f"{ONE}\n\n{TWO}"}).values()
    assert got.target == f"{E1}\n\n{E2}"
    (got,) = cut([replace(one, target=f"{E3}\n\n{E1}"), two], {"p1": f"{ONE} {TWO}"}).values()
    assert got.target == f"{E3}\n\n{E1}\n\n{E2}"


def test_blocks_cut_across_are_cut_and_joined() -> None:
    one, two = entry("p1", f"{ONE} {TWO}", f"{E1} {E2}"), entry("p2", THREE, E3)
    got = cut([one, two], {"p1": ONE, "p2": f"{TWO} {THREE}"})
    assert [e.target for e in got.values()] == [E1, f"{E2} {E3}"]
    got = cut(
        [entry("p1", ONE, E1), entry("p2", f"{TWO} {THREE}", f"{E2} {E3}")],
        {"p1": f"{ONE} {TWO}", "p2": THREE},
    )
    assert [e.target for e in got.values()] == [f"{E1} {E2}", E3]
