"""Names and terms at the desk: what an editor types there stands in the glossary, and nothing else."""

import re

import pytest

from jisr.app import pipeline
from jisr.desk.context import Person
from jisr.desk.routes.whole import names
from tests.desk.filled_forms import Pages, put
from tests.desk.test_whole import ACTORS
from tests.project import TITLE, TODAY, Project, edit


def test_names_are_added_changed_merged_and_split(asked: Pages, project: Project) -> None:
    path = project.root / "seeds/actors.yml"
    path.write_text(ACTORS, "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    assert asked.send("/names/board", *asked.fields(asked.get("/names/board")), ("step", "save"), status=200)
    assert path.read_text("utf-8") == ACTORS
    fields = put(
        asked.fields(asked.get("/names/board")), aliases__en="High Water Council\nThe Board", wikidata="Q1"
    )
    asked.send("/names/board", *fields, ("step", "save"), status=200)
    now = ACTORS.replace("[High Water Council]}", "[High Water Council, The Board]}\n    wikidata: Q1")
    assert path.read_text("utf-8") == now
    assert "meanwhile" in asked.send("/names/board", *fields, ("step", "save"), status=422)
    page = asked.get("/names/board?into=authority")
    assert "المجلس الأعلى للمياه" in page
    asked.send("/names/board", ("step", "merge"), ("into", "authority"), status=200)
    assert "was: [board]" in path.read_text("utf-8")
    parts = [("part-ar", "مجلس المياه"), ("part-en", "Water Board"), ("new-type", "organisation")]
    asked.send("/names/authority", ("step", "split"), *parts, status=200)
    assert "  - id: water_board\n" in path.read_text("utf-8")
    new = [("name-ar", "نهر دجلة"), ("name-en", "Tigris"), ("type", "place"), ("step", "add")]
    assert asked.send("/names", *new) == "/names"
    assert [name in asked.get("/names?words=نهر") for name in ("Tigris", "Water Authority")] == [True, False]


def test_an_entry_with_old_and_new_words_for_its_keys_keeps_what_stands_under_both(
    asked: Pages, project: Project
) -> None:
    path = project.root / "seeds/actors.yml"
    both = ACTORS.replace("aliases: [High Water Council]", "aliases: [The Council], allowed: [The Board]")
    both = both.replace("{name: مجلس المياه, aliases:", "{preferred: مجلس المياه, allowed:")
    path.write_text(both, "utf-8")
    fields = asked.fields(asked.get("/names/board"))
    assert asked.send("/names/board", *fields, ("step", "save"), status=200)
    assert path.read_text("utf-8") == both
    asked.send(
        "/names/board", *put(fields, aliases__ar="هيئة دجلة", aliases__en=""), ("step", "save"), status=200
    )
    now = both.replace("aliases: [The Council], ", "").replace("المجلس الأعلى للمياه", "هيئة دجلة")
    assert path.read_text("utf-8") == now


def test_another_english_name_goes_into_drafts(asked: Pages, project: Project) -> None:
    (project.root / "seeds/actors.yml").write_text(ACTORS, "utf-8")
    project.seed("x", [TITLE, "قالت هيئة المياه إن النهر يجف في الصيف الحار هذا العام."])
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation("x"), "# Draft of 4 words.", "# The Water Board spoke")
    pipeline.sync_articles(project.root, TODAY)
    fields = put(asked.fields(asked.get("/names/board")), name__en="River Board")
    page = asked.send("/names/board", *fields, ("step", "save"), status=200)
    assert "the new one is proposed" in page
    assert "stands here again" not in page, "what is found in texts whenever they are read is told elsewhere"
    text = (project.root / "seeds/actors.yml").read_text("utf-8")
    assert text == ACTORS.replace("Water Board", "River Board")


def test_a_suggestion_is_accepted_or_dropped(asked: Pages, project: Project) -> None:
    project.seed("x", ["قال وزير الموارد المائية حسن الجنابي إن النهر يجف في الصيف الحار."])
    page = asked.get("/names?suggest=yes")
    (name, *_) = re.findall('data-name="([^"]+)"', page)
    asked.send("/names", ("name-ar", name), ("step", "drop"), ("back", "/names?suggest=yes"))
    assert f'data-name="{name}"' not in asked.get("/names?suggest=yes")
    asked.send("/names", ("name-ar", name), ("step", "again"))
    assert f'data-name="{name}"' in asked.get("/names?suggest=yes")


def test_many_suggestions_stand_on_pages_and_the_last_is_shown_when_it_is_done(
    asked: Pages, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.seed(
        "x", ["قال وزير الموارد المائية حسن الجنابي إن النهر يجف.", "قال وزير النفط علي الحيدري ذلك."]
    )
    monkeypatch.setattr(names, "SUGGESTED", 1)
    first, second = (asked.get(f"/names?suggest=yes&page={n}") for n in (1, 2))
    (one,), (other,) = (re.findall('data-name="([^"]+)"', page) for page in (first, second))
    assert one != other
    assert 'href="/names?suggest=yes&page=2"' in first
    asked.send("/names", ("name-ar", other), ("step", "drop"), ("back", "/names?suggest=yes&page=2"))
    (last,) = re.findall('data-name="([^"]+)"', asked.get("/names?suggest=yes&page=9"))
    assert last != other


def test_a_changed_term_leads_to_what_says_it_the_old_way(asked: Pages, project: Project) -> None:
    path = project.root / "seeds/terms.yml"
    path.write_text(
        "# ours\nterms:\n  - id: pact\n    ar: {name: اتفاقية} # so\n    en: {name: accord}\n", "utf-8"
    )
    edit(project.translation(), "Draft of 9 words. Draft of 4 words.", "The Accord is final.")
    edit(project.translation(), "Draft of 13 words.", "No accord is meant here.")
    pipeline.sync_articles(project.root, TODAY)
    fields = put(asked.fields(asked.get("/terms")), name__en="pact", aliases__ar="اتفاقيات")
    there = asked.send("/terms", *fields)
    now = path.read_text("utf-8").splitlines()
    assert now[3:] == ["    ar: {name: اتفاقية, aliases: [اتفاقيات]} # so", "    en: {name: pact}"]
    assert re.findall(r'data-key="(\w+)"', asked.get(there)) == ["p1"]
    asked.send("/terms", *fields, status=422)
    new = [("name-ar", "ميثاق"), ("name-en", "charter"), ("note", "of a body")]
    assert asked.send("/terms", *new) == "/terms"
    assert path.read_text("utf-8").endswith(
        "  - id: charter\n    ar: {name: ميثاق}\n    en: {name: charter}\n    note: of a body\n"
    )


def test_who_may_not_review_sees_no_private_name(
    asked: Pages, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.root / "seeds/actors.yml").write_text(ACTORS, "utf-8")
    (project.root / "private").mkdir(exist_ok=True)
    hidden = (
        "actors: [{id: w, type: person, ar: {name: سلمى درويش}, en: {name: Salma Darwish}}]\n"  # a witness
    )
    (project.root / "private/actors.yml").write_text(hidden, "utf-8")
    seen = [asked.get(path) for path in ("/names", "/api/names")]
    monkeypatch.setattr(Person, "may", lambda _self, role: role == "suggester")
    seen += [asked.get(path) for path in ("/names", "/api/names")]
    assert ["Salma" in page for page in seen] == [True, True, False, False]
    assert ["Water Board" in page for page in seen] == [True] * 4
    assert [asked.client.get(path).status_code for path in ("/names/w", "/new", "/release")] == [403] * 3


@pytest.mark.parametrize(
    ("said", "shown"), [("[هند, سلمى]", "هند، سلمى"), ("7", "7"), ("{ar: [هند], fr: x}", "['هند']")]
)
def test_facts_that_are_no_texts_are_shown_to_be_put_right(
    asked: Pages, project: Project, said: str, shown: str
) -> None:
    (project.root / "seeds/water.yml").write_text(f"author: {said}\n", "utf-8")
    page = asked.get("/facts/water")
    assert ("author-ar", shown) in asked.fields(page)
    asked.send("/facts/water", *put(asked.fields(page), author__ar="سلمى"))
    assert "author: {ar: سلمى" in (project.root / "seeds/water.yml").read_text("utf-8")
