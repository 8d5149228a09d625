"""What the forms of the desk do, programs can do too: in JSON, as OpenAPI tells it."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from jisr.app import pipeline
from jisr.desk.routes.whole import api
from tests.desk.sitting import token
from tests.project import PARAGRAPHS, TITLE, TODAY, Project, edit

NAMES = {"id": "board", "type": "organisation", "ar": {"name": "مجلس المياه"}, "en": {"name": "Water Board"}}


class Program:
    """Asks the desk, and holds it to what it says of its answers."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.header = {**token(client), "content-type": "application/json"}

    def get(self, path: str) -> dict[str, Any]:
        return self._checked("GET", path, self.client.get(path), 200)

    def post(self, path: str, status: int = 200, **given: Any) -> dict[str, Any]:
        answer = self.client.post(path, content=json.dumps(given), headers=self.header)
        return self._checked("POST", path, answer, status)

    def _checked(self, method: str, path: str, answer: Any, status: int) -> dict[str, Any]:
        assert answer.status_code == status, answer.text
        data: dict[str, Any] = answer.json()
        if status == 200:
            bare = path.partition("?")[0]
            route = next(
                r for r in api.ROUTES if r.method == method and bare.startswith(r.path.partition("/{")[0])
            )
            exact = [r for r in api.ROUTES if r.method == method and r.path == bare]
            Draft202012Validator(dict((exact or [route])[0].gives or {})).validate(data)
        return data


@pytest.fixture
def program(client: TestClient) -> Program:
    return Program(client)


def test_a_text_is_looked_at_and_taken(program: Program, project: Project) -> None:
    given: dict[str, Any] = {
        "slug": "oil",
        "text": f"{TITLE}\n\n{PARAGRAPHS[0]}",
        "facts": {"author": {"ar": "سلمى"}},
    }
    shown = program.post("/api/new/look", **given)
    assert [one["kind"] for one in shown["blocks"]] == ["title", "paragraph"]
    blocks = [{"kind": "title", "text": TITLE}, {"kind": "heading", "text": "فرع", "level": 3}]  # a branch
    assert program.post("/api/new", **given, blocks=blocks)["name"] == "oil"
    assert (project.root / "seeds/oil.md").read_text("utf-8") == f"# {TITLE}\n\n### فرع\n"
    assert program.post("/api/new", 422, **given)["findings"][0]["message"].startswith("the name is taken")
    program.post("/api/new", 400, slug="x")


def test_facts_are_read_and_changed(program: Program, project: Project) -> None:
    assert program.get("/api/facts/water") == {"facts": {}}
    done = program.post("/api/facts/water", changes={"licence": "CC0", "topics": ["المياه"]}, base={})
    assert done["facts"] == {"licence": "CC0", "topics": ["المياه"]}
    assert program.post("/api/facts/water", changes={"topics": None})["facts"] == {"licence": "CC0"}
    program.post("/api/facts/water", 422, changes={"licence": "x"}, base={})
    assert (project.root / "seeds/water.yml").read_text("utf-8") == "licence: CC0\n"


def test_an_original_is_put_right(program: Program, project: Project) -> None:
    words = program.get("/api/original/water?key=p1")["words"]
    new = words.replace("أمس", "اليوم")
    program.post("/api/original/water", key="p1", words=new, base=words, how="correction")
    assert new in (project.root / "seeds/water.txt").read_text("utf-8")
    program.post("/api/original/water", 400, key="p1", words=new, how="otherwise")


def test_words_are_found_and_replaced(program: Program, project: Project) -> None:
    edit(project.translation(), "Draft of 13 words.", "The Committee met.")
    pipeline.sync_articles(project.root, TODAY)
    (hit,) = program.get("/api/find?words=Committee")["hits"]
    assert (hit["slug"], hit["key"], hit["before"], hit["can_change"]) == ("water", "p2", "The ", True)
    program.post("/api/replace", words="Committee", new="Panel", hits=[hit["id"]])
    assert "The Panel met." in project.translation().read_text("utf-8")


def test_names_are_added_changed_merged_and_split(program: Program, project: Project) -> None:
    program.post("/api/names", entry=NAMES)
    other = {"id": "river", "type": "place", "ar": {"name": "نهر دجلة"}, "en": {"name": "Tigris"}}
    program.post("/api/names", entry=other)
    program.post("/api/names", id="river", entry={**other, "wikidata": "Q35591"}, base=other)
    program.post("/api/names", id="river", into="board")
    assert [one["id"] for one in program.get("/api/names")["actors"]] == ["board"]
    program.post("/api/names", id="board", new="tigris", names={"ar": ["نهر دجلة"], "en": ["Tigris"]})
    assert [one["id"] for one in program.get("/api/names")["actors"]] == ["board", "tigris"]


def test_an_article_is_released_and_held(program: Program, project: Project) -> None:
    program.post("/api/release", slug="water", languages=["ar"], at="2030-01-02 08:00")
    program.post("/api/release", slug="water", languages=["en"], hold=True)
    said = (project.root / "seeds/water.yml").read_text("utf-8")
    assert said == "release: {ar: 2030-01-02 08:00, en: held}\n"
