"""A new name for an actor: in the glossary's text, in drafts, as a proposal for what people wrote."""

import re
from pathlib import Path

import pytest

from jisr.app.actor_renaming import apply_rename, rename_findings
from jisr.glossary import Matcher, parse_actors, replace_id, replace_name
from jisr.model.diagnostics import JisrError
from jisr.model.glossary import Actor, ActorNames
from jisr.model.ledger import Entry, Ledger, Proposal, State, SyncResult
from jisr.model.source import Block, Document, Kind, Meta
from jisr.translation.ledger import compose, parse

GLOSSARY = """\
# who is who
actors:
  - id: isis   # the group
    type: armed group
    ar: {name: داعش}
    en:
      name: ISIS   # our choice
      aliases: [Islamic State]
      description: "ISIS is a group."

  - id: coalition
    type: organisation
    ar: {name: التحالف}
    en: {name: 'Global Coalition against ISIS'}
    part-of: [isis]
    roles:
      - {office: boss, from: 2014, source: press}
  - {id: boss, type: office, ar: {name: قائد داعش}, en: {name: Leader of ISIS}, part-of: [isis, coalition]}
"""
ACTORS = parse_actors(GLOSSARY, "x")[0]
ISIS = ACTORS[0]


def outcome(*entries: Entry, kind: Kind = Kind.PARAGRAPH) -> SyncResult:
    blocks = tuple(Block(kind, e.source, key=e.key) for e in entries)
    return SyncResult(
        Document("a", "seeds/a.txt", Meta(), blocks), Ledger(entries), None, "docs/en/articles/a.md"
    )


def entry(text: str, state: State = State.DRAFT, **more: object) -> Entry:
    return Entry("p1", "نص", text, state, synced="0", **more)  # type: ignore[arg-type] # fields as the test needs


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ISIS came.", "Daesh came."),
        ("**ISIS** and [ISIS](x) and `ISIS`", "**Daesh** and [Daesh](x) and `ISIS`"),
        ("the fight against ISIS’s men, ISIS's, (ISIS)", "the fight against Daesh’s men, Daesh's, (Daesh)"),
        ("It is an ISIS cell.", "It is a Daesh cell."),
        ("Islamic State came.", "Islamic State came."),
        ("Global Coalition against ISIS", "Global Coalition against ISIS"),
        ("He said “ISIS is here”, and ISIS was.", "He said “ISIS is here”, and Daesh was."),
        ('He said "ISIS is here", and ISIS was.', 'He said "ISIS is here", and Daesh was.'),
        ("He said “we saw ISIS.\n\nThey fled.”", "He said “we saw ISIS.\n\nThey fled.”"),
        ("Basis and crisis", "Basis and crisis"),
    ],
)
def test_drafts_are_rewritten(before: str, after: str) -> None:
    changed, rewritten, proposed = apply_rename(outcome(entry(before)), ISIS, "Daesh", Matcher(ACTORS, "en"))
    (done,) = changed.ledger.entries
    assert (done.target, done.state, done.proposal) == (after, State.DRAFT, None)
    assert rewritten == (["p1"] if before != after else [])
    assert proposed == []


def test_code_keeps_its_name() -> None:
    changed, _, _ = apply_rename(outcome(entry("`ISIS`")), ISIS, "Daesh", Matcher(ACTORS, "en"))
    assert changed.ledger.entries[0].target == "`ISIS`"


@pytest.mark.parametrize("state", [State.EDITED, State.APPROVED])
def test_a_persons_words_stay_and_get_a_proposal(state: State) -> None:
    given = entry("ISIS came; they said “ISIS”.", state, by="A")
    changed, rewritten, proposed = apply_rename(outcome(given), ISIS, "Daesh (IS)", Matcher(ACTORS, "en"))
    (done,) = changed.ledger.entries
    assert (done.target, done.state, done.by) == (given.target, state, "A")
    assert done.proposal == Proposal("rename: ISIS → Daesh [IS]", "Daesh (IS) came; they said “ISIS”.")
    assert (rewritten, proposed) == ([], ["p1"])
    assert "jisr resolve a p1 --take proposal" in rename_findings(changed, proposed)[0].remedy
    assert parse(compose(changed.ledger), "x").entries[0].proposal == done.proposal


def test_a_private_persons_names_are_not_in_what_the_ledger_says_of_the_proposal() -> None:
    person = Actor("suad", "person", ActorNames("سعاد"), ActorNames("Suad"), private=True)
    given = entry("Suad came.", State.EDITED, by="A")
    changed, _, _ = apply_rename(outcome(given), person, "Souad", Matcher([person], "en", private=True))
    (done,) = changed.ledger.entries
    assert done.proposal == Proposal("rename:", "Souad came.")
    assert parse(compose(changed.ledger), "x").entries[0].proposals == done.proposals
    assert done.proposal.is_rename


def test_beside_stale_words_the_machines_proposal_is_rewritten() -> None:
    given = entry("ISIS went.", State.EDITED, stale=True, proposals=(Proposal("argos", "ISIS came."),))
    changed, _, proposed = apply_rename(outcome(given), ISIS, "Daesh", Matcher(ACTORS, "en"))
    (done,) = changed.ledger.entries
    assert done.target == "ISIS went."
    assert done.proposal == Proposal("argos", "Daesh came.")
    assert proposed == ["p1"]


def test_quotations_stay() -> None:
    given = outcome(entry("ISIS came."), kind=Kind.QUOTATION)
    assert apply_rename(given, ISIS, "Daesh", Matcher(ACTORS, "en")) == (given, [], [])


def test_markdown_in_a_name_is_text() -> None:
    changed, _, _ = apply_rename(outcome(entry("ISIS came.")), ISIS, "<b>*D*</b>", Matcher(ACTORS, "en"))
    assert changed.ledger.entries[0].target.replace("\\", "").replace("&lt;", "<") == "<b>*D*</b> came."
    assert not re.search(r"(?<!\\)[*<]", changed.ledger.entries[0].target)


# ----------------------------------------------------------------------------------------------- the glossary


def test_only_the_value_changes_in_the_glossary() -> None:
    assert replace_name(GLOSSARY, "x", "isis", "en", "Daesh") == GLOSSARY.replace(
        "name: ISIS ", "name: Daesh "
    )
    assert replace_name(GLOSSARY, "x", "coalition", "ar", "حلف: أ") == GLOSSARY.replace(
        "{name: التحالف}", '{name: "حلف: أ"}'
    )


@pytest.mark.parametrize(
    "name", ["a: b", "# c", '"', "true", "12", "[x]", "{a}", "- y", "O’Neill", "*a", "null", "a, b"]
)
def test_every_name_comes_back(name: str) -> None:
    text = replace_name(GLOSSARY, "x", "coalition", "en", f"N {name}")
    assert parse_actors(text, "x")[0][1].en.preferred == f"N {name}"


@pytest.mark.parametrize(
    ("id_", "name", "says"),
    [
        ("isi", "X", "no such actor"),
        ("isis", "Leader of ISIS", "one English name"),
        ("isis", "…", "without a letter"),
    ],
)
def test_wrong_names_change_nothing(id_: str, name: str, says: str) -> None:
    with pytest.raises(JisrError) as caught:
        replace_name(GLOSSARY, "x", id_, "en", name)
    assert says in caught.value.findings[0].message


def test_a_new_id_keeps_the_old_address_and_every_reference() -> None:
    text = replace_id(GLOSSARY, "x", "isis", "daesh")
    first, second, third = parse_actors(text, "x")[0]
    assert (first.id, first.was) == ("daesh", ("isis",))
    assert second.part_of == ("daesh",)
    assert third.part_of == ("daesh", "coalition")
    assert "# the group" in text
    text = replace_id(replace_id(text, "x", "daesh", "is"), "x", "boss", "head")
    first, second, third = parse_actors(text, "x")[0]
    assert (first.id, first.was) == ("is", ("isis", "daesh"))
    assert (second.roles[0].office, third.id, third.was) == ("head", "head", ("boss",))


def test_a_former_id_in_a_block_list() -> None:
    text = GLOSSARY.replace("    type: armed group\n", "    was:\n      - old\n    type: armed group\n", 1)
    assert parse_actors(replace_id(text, "x", "isis", "daesh"), "x")[0][0].was == ("old", "isis")


@pytest.mark.parametrize("new", ["coalition", "No!", ""])
def test_ids_that_cannot_be(new: str) -> None:
    with pytest.raises(JisrError):
        replace_id(GLOSSARY, "x", "isis", new)


def test_the_real_glossary_can_be_edited() -> None:
    text = (Path(__file__).parents[2] / "seeds/actors.yml").read_text("utf-8")
    changed = replace_name(text, "x", "sudani", "en", "Muhammad Shia al-Sudani")
    before, after = text.splitlines(), changed.splitlines()
    assert len([1 for a, b in zip(before, after, strict=True) if a != b]) == 1
