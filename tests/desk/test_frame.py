"""Pages, faults and what programs are told, whatever the route."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from jisr.app import pipeline
from jisr.desk.openapi import FAULT
from jisr.desk.routes import ROUTES
from jisr.site.templates import Templates
from jisr.storage.look import DESK, read_templates
from tests.project import TODAY, Project
from tests.sample import ROOT


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_a_page_speaks_the_chosen_language(client: TestClient, lang: str, direction: str) -> None:
    client.cookies.set("jisr-lang", lang)
    assert f'<html lang="{lang}" dir="{direction}">' in client.get("/").text


def test_without_a_choice_the_browsers_language_counts(client: TestClient) -> None:
    client.cookies.delete("jisr-lang")
    for accepts, lang in (("en-GB,en;q=0.9", "en"), ("fr", "ar"), ("fr,ar;q=0.5,en;q=0.2", "ar")):
        assert f'<html lang="{lang}"' in client.get("/", headers={"accept-language": accepts}).text


def test_numbers_in_the_arabic_stand_as_readers_see_them(client: TestClient, project: Project) -> None:
    seed = project.root / "seeds/water.txt"
    seed.write_text(seed.read_text("utf-8") + "\n\nرقمه 031-232-7756.\n", "utf-8")  # its number
    pipeline.sync_articles(project.root, TODAY)
    assert 'رقمه <bdi dir="ltr">031-232-7756</bdi>' in client.get("/articles/water").text


def test_what_is_not_there_says_so(client: TestClient) -> None:
    assert client.get("/nothing").status_code == 404
    assert client.get("/articles/none").status_code == 404
    told = client.get("/api/articles/none")
    assert told.status_code == 404
    assert [f["message"] for f in told.json()["findings"]] == ["no such article"]
    assert told.json()["findings"][0]["remedy"]


def test_openapi_tells_of_every_address_for_programs(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    told = {(path, method) for path, found in document["paths"].items() for method in found}
    asked = {
        (re.sub(r":\w+\}", "}", route.path), route.method.lower())
        for route in ROUTES
        if route.path.startswith("/api/")
    }
    assert told == asked
    for found in document["paths"].values():
        for operation in found.values():
            assert operation["summary"]
            for place in (*operation.get("parameters", ()), *operation["responses"].values()):
                for schema in _schemas(place):
                    Draft202012Validator.check_schema(schema)
    Draft202012Validator(FAULT).validate(client.get("/api/nothing").json())


def _schemas(place: dict[str, Any]) -> list[dict[str, Any]]:
    own = [place["schema"]] if "schema" in place else []
    return [*own, *(one["schema"] for one in place.get("content", {}).values())]


def test_answers_are_as_openapi_says(client: TestClient) -> None:
    for path in ("/api/session", "/api/articles/water", "/api/openapi.json"):
        route = next(r for r in ROUTES if re.fullmatch(re.sub(r"\{\w+:path\}", ".+", r.path), path))
        Draft202012Validator(dict(route.gives or {})).validate(client.get(path).json())


def test_words_for_scripts_stand_in_no_script(client: TestClient) -> None:
    page = client.get("/articles/water").text
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\son\w+=|\sstyle=", page) == []


def test_nothing_of_the_desks_look_is_the_sites() -> None:
    assert [name for name in read_templates(ROOT) if name.startswith(DESK)] == []
    assert f"{DESK}/base.html" in read_templates(ROOT, DESK)
    assert Templates(ROOT).digest != Templates(ROOT, DESK).digest


def test_what_is_refused_is_said_in_the_language_of_the_interface(client: TestClient) -> None:
    client.cookies["jisr-lang"] = "ar"
    told = client.get("/api/articles/nothing")
    assert [f["message"] for f in told.json()["findings"]] == ["لا مقال بهذا الاسم"]
    page = client.get("/articles/nothing").text
    assert "لا مقال بهذا الاسم" in page
    assert "قائمة المقالات: صفحة «المقالات»" in page
    assert "no such article" not in page
