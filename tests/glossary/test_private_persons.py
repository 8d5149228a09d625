"""Private persons in the glossary: outside git, with the rights of all others, and quoted by no finding."""

import subprocess
from pathlib import Path

import pytest

from jisr import glossary
from jisr.app import glossary_verbs, pipeline
from jisr.model.diagnostics import Finding, Severity
from jisr.model.glossary import PRIVATE_ACTORS_FILE, Actor, ActorNames
from tests.project import TODAY, Project, edit, git

PUBLIC = """actors:
  - id: council
    type: organisation
    ar: {name: مجلس الأهوار}
    en: {name: Marsh Council}
"""
PRIVATE = """actors:
  - id: suad
    type: person
    part-of: [council]
    ar: {name: سعاد الحلو}
    en: {name: Suad al-Helou}
"""  # a witness, of the council; both are invented
ENTRY = "  - {id: suad, type: person, private: true, ar: {name: سعاد الحلو}, en: {name: Suad al-Helou}}\n"
NAMES = ("سعاد", "الحلو", "Suad", "Helou", "suad")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.seed("a", ["قالت سعاد الحلو أمام مجلس الأهوار إنها تنتظر."])  # she told the council that she waits
    (tmp_path / "seeds/actors.yml").write_text(PUBLIC, "utf-8")
    (tmp_path / "private").mkdir()
    (tmp_path / PRIVATE_ACTORS_FILE).write_text(PRIVATE, "utf-8")
    return made


def told(findings: tuple[Finding, ...] | list[Finding]) -> str:
    return "\n".join(map(str, findings))


def test_who_stands_in_the_private_list_is_private(project: Project) -> None:
    actors, findings = glossary.load_actors(project.root)
    assert findings == []
    assert [(a.id, a.private, a.file) for a in actors] == [
        ("council", False, "seeds/actors.yml"),
        ("suad", True, "private/actors.yml"),
    ]


def test_without_the_list_only_the_public_are_known(project: Project) -> None:
    (project.root / PRIVATE_ACTORS_FILE).unlink()
    assert [a.id for a in glossary.load_actors(project.root)[0]] == ["council"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("type: person", "type: Suad", "type must be one of person, "),
        ("type: person", "type: person\n    suad: x", "unknown key in actors.0 (the words are private)"),
        ("name: سعاد الحلو", f"name: {'سعاد ' * 50}", "not of the form"),
        ("ar: {name: سعاد الحلو}", "ar: {name: سعاد الحلو", "not of the form"),
        ("type: person", "type: person\n    type: suad", "the same key twice"),
        ("type: person", "type:", "type is empty (the words are private)"),
        ("type: person", 'type: person\n    wikidata: "Suad\\u202e"', "not of the form"),
        ("name: سعاد الحلو", "name: مجلس الأهوار", "have one Arabic name"),
        ("name: Suad al-Helou", "name: Marsh Council", "have one English name"),
        ("id: suad", "id: council", "two actors with one id"),
        ("[council]", "[suad]", "in a circle"),
        ("[council]", "[nobody]", "is part of an actor that is not there"),
        ("type: person", "type: person\n    was: [council]", "a former id that is in use"),
        ("type: person", "type: person\n    roles: [{office: suad, source: x}]", "of the type office"),
        ("name: سعاد الحلو", "name: و", "single letter"),
    ],
)
def test_what_is_wrong_is_said_by_place(project: Project, old: str, new: str, says: str) -> None:
    edit(project.root / PRIVATE_ACTORS_FILE, old, new)
    actors, findings = glossary.load_actors(project.root)
    assert actors == ()
    assert says in told(findings)
    assert "private/actors.yml:" in told(findings)
    assert not [name for name in NAMES if name in told(findings)]


def test_checks_ask_for_the_name_and_quote_it_nowhere(project: Project) -> None:
    pipeline.sync_articles(project.root, TODAY)
    page = project.translation("a")
    text = page.read_text("utf-8").replace(" missing", "")
    page.write_text(text.rstrip() + "\nThe Marsh Council heard her.\n", "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    found = [f for f in pipeline.check(project.root).result.findings if f.check == "names"]
    assert [(f.file, f.key) for f in found] == [("docs/en/articles/a.md", "p1")]
    assert "(private, 9 letters) of private/actors.yml, line 2" in told(found)
    assert "private/actors.yml" in found[0].remedy
    assert not [name for name in NAMES if name in told(found)]
    edit(page, "her.", "Suad al-Helou.")
    pipeline.sync_articles(project.root, TODAY)
    assert not [f for f in pipeline.check(project.root).result.findings if f.check == "names"]


def test_one_who_is_named_nowhere_is_not_named_by_the_warning() -> None:
    actor = Actor("suad", "person", ActorNames("سعاد"), ActorNames("Suad"), private=True, line=7)
    (found,) = glossary.unnamed_actor_findings([actor], ())
    assert found.line == 7
    assert not [name for name in NAMES if name in str(found)]


def test_a_private_person_is_not_offered_as_new(project: Project) -> None:
    project.seed("a", ["قال الرئيس سعاد الحلو إنه ينتظر، ثم قالت سعاد الحلو نعم."])
    with_her, _ = glossary_verbs.suggest_actors(project.root)
    assert not [one for one in with_her if "حلو" in one.name]
    (project.root / PRIVATE_ACTORS_FILE).unlink()
    without, _ = glossary_verbs.suggest_actors(project.root)
    assert [one for one in without if "حلو" in one.name]


def test_renaming_changes_the_list_in_which_a_person_stands(project: Project) -> None:
    glossary_verbs.rename_actor(project.root, "suad", "Souad al-Hilu", "en", "souad")
    text = (project.root / PRIVATE_ACTORS_FILE).read_text("utf-8")
    assert "{name: Souad al-Hilu}" in text
    assert "id: souad\n    was: [suad]" in text
    assert (project.root / "seeds/actors.yml").read_text("utf-8") == PUBLIC


def test_another_id_of_a_public_actor_is_followed_in_the_private_list(project: Project) -> None:
    glossary_verbs.rename_actor(project.root, "council", "", "en", "marshes")
    assert "part-of: [marshes]" in (project.root / PRIVATE_ACTORS_FILE).read_text("utf-8")
    assert glossary.load_actors(project.root)[1] == []


def test_the_entry_keeps_what_makes_it_private(project: Project) -> None:
    (project.root / PRIVATE_ACTORS_FILE).unlink()
    (project.root / "seeds/actors.yml").write_text(PUBLIC + ENTRY, "utf-8")
    glossary_verbs.rename_actor(project.root, "suad", "Souad al-Hilu", "en")
    assert "private: true" in (project.root / "seeds/actors.yml").read_text("utf-8")


def exposed(project: Project) -> list[tuple[Severity, str]]:
    return [(f.severity, f.file) for f in glossary.find_exposed_persons(project.root)]


def test_a_list_that_git_keeps_is_an_error(project: Project) -> None:
    assert exposed(project) == []
    git(project.root, "init", "-q")
    git(project.root, "add", "seeds")
    assert exposed(project) == [(Severity.WARNING, "private/actors.yml")]
    (project.root / "private/.gitignore").write_text("*\n", "utf-8")
    assert exposed(project) == []
    (project.root / "seeds/actors.yml").write_text(PUBLIC + ENTRY.replace("suad", "other"), "utf-8")
    assert exposed(project) == [(Severity.ERROR, "seeds/actors.yml")]
    subprocess.run(["git", "add", "-f", "private/actors.yml"], cwd=project.root, check=True)
    assert exposed(project) == [(Severity.ERROR, "seeds/actors.yml"), (Severity.ERROR, "private/actors.yml")]
    assert not [n for n in NAMES if n in told(glossary.find_exposed_persons(project.root))]
    settings = project.root / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").rstrip() + "\nextra: {jisr: {private_repository: true}}\n", "utf-8"
    )
    assert exposed(project) == []
