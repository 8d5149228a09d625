"""The verbs of the glossary on a project on disk: `jisr actors suggest` and `jisr actors rename`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.app import editorial, glossary_verbs, pipeline, syncing
from jisr.cli.main import main
from jisr.glossary import load_actors
from jisr.model.ledger import State
from jisr.translation.sync import Take
from tests.project import TODAY, Project, edit

TEXTS = (
    "قال الرئيس المصري عبد الفتاح السيسي إن تنظيم «داعش» عاد إلى ليبيا.",  # ISIS is back in Libya
    "ورأى السيسي أن «داعش» لم يعد تهديداً.",  # he thought that ISIS was no longer a threat
    "وقال خبير: “داعش انتهى”.",  # an expert said: "ISIS is finished"
)
ENGLISH = (
    "ISIS is back in Libya.",
    "He thought that ISIS was no longer a threat.",
    "An expert said: “ISIS is finished.”",
)
GLOSSARY = """\
# ours
actors:
  - id: isis   # the group
    type: armed group
    ar: {name: داعش}
    en: {name: ISIS}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.seed("a", TEXTS)
    (tmp_path / "seeds/actors.yml").write_text(GLOSSARY, "utf-8")
    pipeline.sync_articles(tmp_path, TODAY)
    keys = [e.key for e in syncing.read_and_reconcile(tmp_path).outcomes[0].ledger.entries][1:]
    text = "".join(
        f"<!-- #{key} -->\n{translation}\n\n" for key, translation in zip(keys, ENGLISH, strict=True)
    )
    editorial.import_translation(tmp_path, "a", text, "x.md", state=State.DRAFT, origin="test")
    return made


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def jisr(project: Project, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str]:
        code = main(["--project", str(project.root), "actors", *arguments])
        return code, capsys.readouterr().out

    return run


def glossary(project: Project) -> str:
    return (project.root / "seeds/actors.yml").read_text("utf-8")


def test_suggest_shows_and_writes_nothing(project: Project, jisr: Run) -> None:
    before = project.files()
    code, out = jisr("suggest", "--format", "json")
    found = {row["name"]: row for row in json.loads(out)}
    assert code == 0
    assert set(found) == {"الرئيس المصري", "عبد الفتاح السيسي", "ليبيا"}
    assert found["عبد الفتاح السيسي"]["count"] == 2
    assert found["ليبيا"]["english"] == "Libya"
    assert project.files() == before
    assert "عبد الفتاح السيسي" in jisr("suggest")[1]
    assert json.loads(jisr("suggest", "--least", "2", "--format", "json")[1])[0]["count"] == 2


def test_suggest_writes_stubs_once(project: Project, jisr: Run) -> None:
    jisr("suggest", "--write")
    assert glossary(project).startswith(GLOSSARY)
    actors, _ = load_actors(project.root)
    assert {"isis", "libya"} < {a.id for a in actors}
    before = glossary(project)
    jisr("suggest", "--write")
    assert glossary(project) == before
    assert json.loads(jisr("suggest", "--format", "json")[1]) == []


def test_suggest_makes_the_glossary_where_there_is_none(project: Project, jisr: Run) -> None:
    (project.root / "seeds/actors.yml").unlink()
    code, _ = jisr("suggest", "--write")
    assert code == 0
    actors, _ = load_actors(project.root)
    assert "libya" in {a.id for a in actors}


def test_suggest_leaves_a_broken_glossary_alone(project: Project, jisr: Run) -> None:
    edit(project.root / "seeds/actors.yml", "type: armed group", "type: army")
    before = glossary(project)
    assert jisr("suggest", "--write")[0] == 1
    assert glossary(project) == before


def test_a_private_person_is_not_suggested_while_the_glossary_contradicts_itself(
    project: Project, jisr: Run
) -> None:
    entry = "{id: sisi, type: person, ar: {name: عبد الفتاح السيسي}, en: {name: Sisi}}"
    same_id = "{id: isis, type: person, ar: {name: شاهد}, en: {name: A Witness}}"
    (project.root / "private").mkdir(exist_ok=True)
    (project.root / "private/actors.yml").write_text(f"actors:\n  - {entry}\n  - {same_id}\n", "utf-8")
    rows = json.loads(jisr("suggest", "--format", "json")[1])
    assert {row["name"] for row in rows} == {"الرئيس المصري", "ليبيا"}


@pytest.mark.parametrize("said", ["status: draft", "status: withdrawn\nreason: wrong", "release: {en: now}"])
def test_no_sentence_of_a_held_or_withdrawn_text_is_suggested_where_others_read_along(
    project: Project, jisr: Run, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    project.seed("b", TEXTS)  # readers see all of its words in another text
    edit(project.root / "seeds/b.txt", "عاد إلى ليبيا", "عاد إلى سوريا")
    (project.root / "seeds/a.yml").write_text(said + "\n", "utf-8")
    monkeypatch.setenv("CI", "")
    assert "a#p1: قال" in jisr("suggest")[1]
    monkeypatch.setenv("CI", "true")
    out = jisr("suggest")[1]
    assert "a#" not in out
    assert "سوريا" in out


def test_rename_in_drafts(project: Project, jisr: Run) -> None:
    original = project.original("a").read_bytes()
    code, _ = jisr("rename", "isis", "Daesh")
    page = project.translation("a").read_text("utf-8")
    assert code == 0
    assert "Daesh is back in Libya." in page
    assert "that Daesh was no longer" in page
    assert "“ISIS is finished.”" in page
    assert glossary(project) == GLOSSARY.replace("name: ISIS", "name: Daesh")
    assert project.original("a").read_bytes() == original
    before = project.files()
    result = pipeline.sync_articles(project.root, TODAY)
    assert not result.failed
    assert project.files() == before
    (outcome, *_) = syncing.read_and_reconcile(project.root).outcomes
    assert {e.state for e in outcome.ledger.entries} == {State.MISSING, State.DRAFT}


def test_rename_proposes_to_people(project: Project, jisr: Run) -> None:
    edit(project.translation("a"), "ISIS is back in Libya.", "ISIS has returned to Libya.")
    jisr("rename", "isis", "Daesh")
    assert "ISIS has returned to Libya." in project.translation("a").read_text("utf-8")
    (entry,) = (e for e in syncing.read_and_reconcile(project.root).outcomes[0].ledger.entries if e.human)
    assert entry.state is State.EDITED
    assert entry.proposal is not None
    assert entry.proposal.text == "Daesh has returned to Libya."
    pipeline.sync_articles(project.root, TODAY)
    (entry,) = (e for e in syncing.read_and_reconcile(project.root).outcomes[0].ledger.entries if e.human)
    assert entry.proposal is not None, "sync keeps what was proposed"
    editorial.resolve(project.root, "a", entry.key, Take.PROPOSAL)
    assert "Daesh has returned to Libya." in project.translation("a").read_text("utf-8")
    (entry,) = (e for e in syncing.read_and_reconcile(project.root).outcomes[0].ledger.entries if e.human)
    assert (entry.state, entry.proposal) == (State.EDITED, None), "a person's words stay a person's"


@pytest.mark.parametrize(("name", "is_left"), [("Abdelmoneim Belaati", True), ("Monem Belati", False)])
def test_rename_says_that_the_short_form_is_of_the_old_name(
    project: Project, name: str, is_left: bool
) -> None:
    person = """\
  - id: belaati
    type: person
    ar: {name: عبد المنعم بلعاتي}
    en: {name: Abdelmonem Belati, short: Belati}
"""
    (project.root / "seeds/actors.yml").write_text(GLOSSARY + person, "utf-8")
    found = glossary_verbs.rename_actor(project.root, "belaati", name, "en", today=TODAY).findings
    assert [one.text for one in found if one.check == "actors-rename"] == ["Belati"] * is_left


def test_rename_of_an_id(project: Project, jisr: Run) -> None:
    before = project.files()
    assert jisr("rename", "isis", "--id", "daesh")[0] == 0
    (actor,) = load_actors(project.root)[0]
    assert (actor.id, actor.was, actor.en.preferred) == ("daesh", ("isis",), "ISIS")
    assert {k: v for k, v in project.files().items() if "actors" not in k} == {
        k: v for k, v in before.items() if "actors" not in k
    }


@pytest.mark.parametrize(
    "arguments", [["isis"], ["nobody", "X"], ["isis", "…"], ["isis", "X", "--id", "No!"]]
)
def test_what_cannot_be_renamed_changes_nothing(project: Project, jisr: Run, arguments: list[str]) -> None:
    before = project.files()
    assert jisr("rename", *arguments)[0] == 1
    assert project.files() == before


def test_nothing_is_renamed_while_an_article_is_in_conflict(project: Project, jisr: Run) -> None:
    edit(project.translation("a"), "ISIS is back in Libya.", "ISIS returned.")
    edit(project.ledger("a"), "ISIS is back in Libya.", "ISIS, again.")
    before = project.files()
    assert jisr("rename", "isis", "Daesh")[0] == 1
    assert project.files() == before
