"""Editors work on the glossary: what they add, change, make one, part and drop stands in its file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from jisr import glossary
from jisr.app import glossary_verbs, pipeline
from jisr.app.names import editing
from jisr.app.names.glossary_file import read_files
from jisr.model.diagnostics import JisrError
from tests.project import TODAY, Project

ACTORS = """# ours
actors:
  # of the water
  - id: authority
    type: organisation
    ar: {name: هيئة المياه}   # the authority
    en:
      name: Water Authority

  - id: board # a board
    type: organisation
    ar:
      name: مجلس المياه
    en: {name: Water Board, description: "It meets."}

  - id: salma
    type: person
    part-of: [board]
    ar: {name: سلمى درويش}
    en: {name: Salma Darwish}
    roles:
      - office: chair
        source: x
  - id: chair
    type: office
    ar: {name: رئاسة المجلس}
    en: {name: Chair}
"""


@pytest.fixture
def names(project: Project) -> Project:
    (project.root / "seeds/actors.yml").write_text(ACTORS, "utf-8")
    return project


def text(project: Project, file: str = "seeds/actors.yml") -> str:
    return (project.root / file).read_text("utf-8")


NEW = {"id": "river", "type": "place", "ar": {"name": "نهر دجلة"}, "en": {"name": "Tigris"}}
RIVER = "  - id: river\n    type: place\n    ar: {name: نهر دجلة}\n    en: {name: Tigris}\n"


def test_an_actor_is_added_at_the_end_and_all_else_stays(names: Project) -> None:
    editing.add_actor(names.root, NEW)
    assert text(names) == ACTORS + RIVER


def test_the_first_actor_makes_the_file(project: Project) -> None:
    editing.add_actor(project.root, NEW)
    assert text(project) == "actors:\n" + RIVER
    editing.add_actor(
        project.root,
        {**NEW, "id": "x", "type": "person", "ar": {"name": "سين صاد"}, "en": {"name": "X Y"}},
        private=True,
    )
    assert text(project) == "actors:\n" + RIVER
    assert "id: x" in text(project, "private/actors.yml")
    actors, _ = glossary.load_actors(project.root)
    assert {actor.id: actor.private for actor in actors} == {"river": False, "x": True}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({**NEW, "id": "salma"}, "id"),
        ({**NEW, "id": "Big"}, "id"),
        ({**NEW, "type": "river"}, "must be one of"),
        ({**NEW, "en": {}}, "en"),
    ],
)
def test_what_no_entry_can_be_is_refused(names: Project, entry: Mapping[str, Any], message: str) -> None:
    with pytest.raises(JisrError, match=message):
        editing.add_actor(names.root, entry)
    assert text(names) == ACTORS


def test_an_entry_is_changed_in_its_place(names: Project) -> None:
    entry = read_files(names.root).entry("authority")
    new = {**entry, "en": {**entry["en"], "aliases": ["WA"]}, "wikidata": "Q1"}
    editing.change_actor(names.root, "authority", new, entry)
    now = ACTORS.replace(
        "name: Water Authority\n", "name: Water Authority\n      aliases: [WA]\n    wikidata: Q1\n"
    )
    assert text(names) == now
    with pytest.raises(JisrError, match="meanwhile"):
        editing.change_actor(names.root, "authority", {**entry, "wikidata": "Q2"}, entry)
    with pytest.raises(JisrError, match="address of a page"):
        editing.change_actor(names.root, "authority", {**new, "id": "other"})
    with pytest.raises(JisrError, match="no such actor"):
        editing.change_actor(names.root, "nobody", new)
    assert text(names) == now


def test_two_actors_are_made_one_and_everybody_follows(names: Project) -> None:
    result = editing.merge_actors(names.root, "board", "authority")
    assert [f.text for f in result.findings] == []
    board = """  - id: board # a board
    type: organisation
    ar:
      name: مجلس المياه
    en: {name: Water Board, description: "It meets."}

"""
    english = """name: Water Authority
      description: "It meets."
      aliases: [Water Board]
    was: [board]
"""
    wanted = ACTORS.replace("name: هيئة المياه}", "name: هيئة المياه, aliases: [مجلس المياه]}")
    wanted = wanted.replace("name: Water Authority\n", english).replace(board, "  # a board\n")
    assert text(names) == wanted.replace("part-of: [board]", "part-of: [authority]")
    actors = {actor.id: actor for actor in glossary.load_actors(names.root)[0]}
    assert (actors["authority"].was, actors["salma"].part_of) == (("board",), ("authority",))


def test_an_office_is_held_under_its_new_name_too(names: Project) -> None:
    editing.add_actor(
        names.root, {"id": "head", "type": "office", "ar": {"name": "إدارة الهيئة"}, "en": {"name": "Head"}}
    )
    editing.merge_actors(names.root, "chair", "head")
    assert "- office: head\n        source: x\n" in text(names)


def test_mentions_of_both_are_of_one_and_no_word_of_an_article_changes(names: Project) -> None:
    names.seed("water", ["قالت هيئة المياه إن مجلس المياه اجتمع أمس في المدينة القديمة."])  # both are named
    pipeline.draft_articles(names.root, TODAY)
    before = {name: data for name, data in names.files().items() if name != "seeds/actors.yml"}
    editing.merge_actors(names.root, "board", "authority")
    assert pipeline.sync_articles(names.root, TODAY).written == ()
    assert {name: data for name, data in names.files().items() if name != "seeds/actors.yml"} == before
    actors, _ = glossary.load_actors(names.root)
    words = "قالت هيئة المياه إن مجلس المياه اجتمع."
    assert [m.actor for m in glossary.Matcher(actors, "ar").find_in_article([words])[0]] == ["authority"] * 2


def test_what_contradicts_is_named_and_never_lost(names: Project) -> None:
    entry = read_files(names.root).entry("authority")
    editing.change_actor(names.root, "authority", {**entry, "en": {**entry["en"], "description": "Another."}})
    result = editing.merge_actors(names.root, "board", "authority")
    assert [f.text for f in result.findings] == ["en: description: It meets."]


@pytest.mark.parametrize(
    ("gone", "kept"), [("board", "board"), ("board", "nobody"), ("hidden", "board"), ("board", "hidden")]
)
def test_what_cannot_be_one_stays_two(names: Project, gone: str, kept: str) -> None:
    entry = {"id": "hidden", "type": "person", "ar": {"name": "شاهد أول"}, "en": {"name": "A Witness"}}
    editing.add_actor(names.root, entry, private=True)
    with pytest.raises(JisrError) as caught:
        editing.merge_actors(names.root, gone, kept)
    assert "Witness" not in str(caught.value)
    assert text(names) == ACTORS


def test_an_actor_is_parted_and_can_be_made_one_again(names: Project) -> None:
    editing.merge_actors(names.root, "board", "authority")
    editing.split_actor(names.root, "authority", "council", {"ar": ["مجلس المياه"], "en": ["Water Board"]})
    actors = {actor.id: actor for actor in glossary.load_actors(names.root)[0]}
    assert (actors["council"].ar.preferred, actors["council"].type) == ("مجلس المياه", "organisation")
    assert actors["authority"].ar.allowed == ()
    with pytest.raises(JisrError, match="a name of their own"):
        editing.split_actor(names.root, "authority", "c", {"ar": ["هيئة المياه"], "en": ["X"]})


def test_a_suggestion_that_was_dropped_comes_no_more_until_it_is_asked_for(names: Project) -> None:
    names.seed(
        "x", ["قال وزير الموارد المائية حسن الجنابي إن النهر يجف في الصيف الحار."]
    )  # a minister by name

    def suggested(root: Path = names.root) -> list[str]:
        return [one.name for one in glossary_verbs.suggest_actors(root)[0]]

    found = suggested()
    assert found
    editing.drop_suggestion(names.root, found[0])
    assert text(names) == ACTORS + f"dropped: [{found[0]}]\n"
    assert suggested() == found[1:]
    editing.drop_suggestion(names.root, found[0], again=True)
    assert text(names) == ACTORS
    assert suggested() == found
