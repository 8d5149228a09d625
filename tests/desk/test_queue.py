"""The list of articles: true within two seconds, whoever changed what; filters combine; words are found."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from jisr.app import pipeline
from jisr.app.people import assignments, remarks
from jisr.app.shelf import scan
from jisr.desk.context import Desk
from jisr.desk.routes import TABS
from jisr.desk.server import make_app
from jisr.translation import engines
from jisr.translation.decisions.remarks import Purpose
from tests.desk.sitting import ADDRESS, Sitting
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit

OTHERS = (
    "عقد مجلس سوريا الديمقراطية جلسة طارئة أمس.",
    "قُتل مدنيون في قصف على المدينة.",
)  # a session; civilians killed
ABOUT_OIL = "author: {ar: سليم, en: Salim}\ntopics: [economy]\nstatus: embargoed\nuntil: 2027-01-05\n"
TOPICS = "{topics: {economy: {ar: اقتصاد, en: Economy}}}"
ACTORS = "actors:\n- {id: sdc, type: bloc, ar: {name: مجلس سوريا الديمقراطية}, en: {name: the SDC}}\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, TestClient]]:
    """Three articles, in a folder and not, drafted, one of them corrected."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: Echo())
        patch.setattr(scan, "LATE", 0.0)  # what a test writes is seen at once
        patch.setattr(scan, "_PATIENCE", 30.0)
        made = Project(tmp_path_factory.mktemp("queue") / "project")
        made.seed()
        made.seed("2023/war", OTHERS, "الحرب والسلام")  # war and peace
        made.seed("oil", PARAGRAPHS[2:3], "أسعار النفط")  # the price of oil
        (made.root / "seeds/oil.yml").write_text(ABOUT_OIL, "utf-8")
        (made.root / "seeds/2023/war.yml").write_text("topics: [اقتصاد]\n", "utf-8")  # by its Arabic name
        edit(made.root / "mkdocs.yml", "  jisr: {}\n", f"  jisr: {TOPICS}\n")
        (made.root / "seeds/actors.yml").write_text(ACTORS, "utf-8")
        pipeline.draft_articles(made.root, TODAY)
        application = Desk(made.root, TABS, lambda: TODAY)
        client = TestClient(make_app(application), base_url=ADDRESS, cookies={"jisr-lang": "en"})
        yield made, client
        application.close()


def asked(client: TestClient, **given: str) -> dict[str, Any]:
    answer = client.get("/api/queue", params=given)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def check_all(client: TestClient) -> None:
    shelf = client.app.state.desk.shelf  # type: ignore[attr-defined]
    shelf.refresh()
    shelf.check_all()


def slugs(client: TestClient, **given: str) -> list[str]:
    return [one["slug"] for one in asked(client, **given)["articles"]]


def test_all_articles_are_listed_what_is_due_first(desk: tuple[Project, TestClient]) -> None:
    _, client = desk
    assert slugs(client)[0] == "oil"
    assert set(slugs(client)) == {"oil", "water", "2023/war"}
    page = client.get("/").text
    assert 'data-slug="2023/war"' in page
    assert 'href="/articles/2023/war"' in page
    assert "2027-01-05" in page


def test_what_is_saved_here_and_by_hand_is_in_the_next_list(desk: tuple[Project, TestClient]) -> None:
    project, client = desk
    sitting = Sitting(client)
    sitting.save("p2", "Observers do not expect a vote.")
    (water,) = (one for one in asked(client)["articles"] if one["slug"] == "water")
    assert (water["edited"], water["draft"]) == (1, 5)
    edit(project.translation("2023/war"), "Draft of 7 words.", "A session was held.")
    assert set(slugs(client, edited="1")) == {"2023/war", "water"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"author": "Salim"}, {"oil"}),
        ({"topic": "اقتصاد"}, {"oil", "2023/war"}),
        ({"topic": "اقتصاد", "approved": "1"}, set()),
        ({"draft": "1", "size": "short"}, {"oil", "water", "2023/war"}),
        ({"size": "long"}, set()),
        ({"age": "week"}, set()),
        ({"since": "week"}, {"oil", "water", "2023/war"}),
        ({"conflict": "1"}, set()),
        ({"q": "قصف"}, {"2023/war"}),
        ({"q": "المدنيون"}, set()),
        ({"q": "مدنيُّون قتل"}, {"2023/war"}),  # with vowel marks, and without
        ({"q": "EXPECT vote"}, {"water"}),
        ({"q": "قص"}, {"2023/war"}),  # two letters
        ({"q": '100% "AND" OR NOT ('}, set()),
        ({"q": "*"}, set()),
        ({"page": "9"}, set()),
        ({"page": "x", "order": "nothing", "author": "' OR 1"}, set()),
    ],
)
def test_filters_combine(desk: tuple[Project, TestClient], given: dict[str, str], found: set[str]) -> None:
    _, client = desk
    if "EXPECT" in given.get("q", ""):
        Sitting(client).save("p2", "Observers do not expect a vote.")
    assert set(slugs(client, **given)) == found
    assert client.get("/", params=given).status_code == 200


@pytest.mark.parametrize(
    ("before", "last", "found"),
    [
        (-9, -2, {"oil", "water", "2023/war"}),  # the visit before this one ended two hours ago
        (9, -2, {"oil", "water", "2023/war"}),
        (
            -9,
            -0.1,
            {"oil", "water", "2023/war"},
        ),  # the same visit goes on
        (9, -0.1, set()),
    ],
)
def test_what_changed_since_the_last_visit_is_told(
    desk: tuple[Project, TestClient], before: float, last: float, found: set[str]
) -> None:
    _, client = desk
    hours = (time.time() + 3600 * each for each in (before, last))
    cookie = "jisr-visits=" + ".".join(f"{hour:.0f}" for hour in hours)
    answer = client.get("/api/queue", params={"since": "visit"}, headers={"cookie": cookie})
    assert {one["slug"] for one in answer.json()["articles"]} == found


@pytest.mark.parametrize(("lang", "shown"), [("en", "Economy (2)"), ("ar", "اقتصاد (2)")])
def test_a_topic_is_one_however_it_is_said_and_named_in_the_desks_language(
    desk: tuple[Project, TestClient], lang: str, shown: str
) -> None:
    page = desk[1].get("/", headers={"cookie": f"jisr-lang={lang}"}).text
    assert f'<option value="اقتصاد">{shown}</option>' in page


def test_where_words_were_found_is_shown(desk: tuple[Project, TestClient]) -> None:
    _, client = desk
    found = asked(client, q="قصف")
    assert [hit["key"] for hit in found["hits"]["2023/war"]] == ["p2"]
    assert 'href="/articles/2023/war#p2"' in client.get("/", params={"q": "قصف"}).text


def test_actors_are_found_once_the_words_were_looked_through(desk: tuple[Project, TestClient]) -> None:
    _, client = desk
    check_all(client)
    assert set(slugs(client, actor="sdc")) == {"2023/war"}
    assert ">the SDC (1)</option>" in client.get("/").text


def test_the_most_doubtful_drafts_are_linked_at_the_head_of_an_article(
    desk: tuple[Project, TestClient],
) -> None:
    _, client = desk
    check_all(client)
    assert set(slugs(client, order="doubt")) == {"oil", "water", "2023/war"}
    head = client.get("/articles/oil").text.partition('<div id="rows"')[0]
    assert "Likeliest to be wrong:" in head
    assert '<a href="#p1">p1</a>' in head
    Sitting(client, "oil").save("p1", "Oil is cheap.")
    assert '<a href="#p1">p1</a>' not in client.get("/articles/oil").text.partition('<div id="rows"')[0]


def test_an_article_that_cannot_be_read_says_why_and_others_stay(desk: tuple[Project, TestClient]) -> None:
    project, client = desk
    broken = project.root / "seeds/broken.txt"
    broken.write_bytes(b"")
    (one,) = (one for one in asked(client)["articles"] if one["slug"] == "broken")
    assert one["wrong"] == "the file is empty"
    page = client.get("/", headers={"cookie": "jisr-lang=ar"}).text
    assert '<p class="badge stale">الملف فارغ</p>' in page
    broken.unlink()
    assert "broken" not in slugs(client)


def test_the_store_can_be_deleted_and_damaged_at_any_time(desk: tuple[Project, TestClient]) -> None:
    project, client = desk
    before = slugs(client, order="title")
    store: Path = project.root / ".jisr/desk.sqlite3"
    store.unlink()
    assert slugs(client, order="title") == before


def test_similar_texts_are_offered_beside_a_paragraph(desk: tuple[Project, TestClient]) -> None:
    project, client = desk
    Sitting(client).save("p2", "Observers do not expect a vote.")
    project.seed("again", [PARAGRAPHS[1].replace("الجاري", "القادم")], "مرة أخرى")  # once more, next year
    asked(client)
    beside = client.get("/api/beside/again", params={"key": "p1"}).json()
    (match,) = beside["memory"]
    assert (match["english"], match["place"]) == ("Observers do not expect a vote.", "water#p2")
    assert ["removed", "الجاري."] in match["difference"]
    history = client.get("/api/history/water", params={"key": "p2"}).json()["history"]
    assert [one["what"] for one in history] == ["edit"]
    assert ["added", "Observers do not expect a vote."] in history[0]["words"]
    assert client.get("/api/history/water", params={"key": "p99"}).status_code == 422
    (project.root / "seeds/again.txt").unlink()
    assert "again" not in slugs(client)


def test_who_has_it_and_open_remarks_are_filters_and_their_hours_sort(
    desk: tuple[Project, TestClient],
) -> None:
    project, client = desk
    assignments.assign(project.root, "2023/war", "Ann", "Omar", due="2026-12-01 18:00")
    remarks.remark(project.root, "2023/war", "p1", "Who?", "Omar", Purpose.QUESTION)
    listed = asked(client)["articles"]
    assert [(one["slug"], one["due"]) for one in listed][:2] == [
        ("2023/war", "2026-12-01T18:00"),
        ("oil", "2027-01-05T00:00"),
    ]
    for given in ({"assignee": "Ann"}, {"remark": "question"}, {"assignee": "Ann", "remark": "question"}):
        assert [one["slug"] for one in asked(client, **given)["articles"]] == ["2023/war"]
    assert asked(client, assignee="Bob")["total"] == 0
    page = client.get("/").text
    assert "Who has it" in page
    assert "Question to the author (1)" in page
    ((_, thread),) = remarks.read(project.root, "2023/war")[0]
    remarks.close(project.root, "2023/war", thread.id, "Ann")
    ((_, given_to),) = assignments.read(project.root)
    assignments.end(project.root, "2023/war", given_to.id, "Ann")
    assert asked(client, remark="question")["total"] == asked(client, assignee="Ann")["total"] == 0
    assert asked(client)["articles"][0]["slug"] == "oil"
