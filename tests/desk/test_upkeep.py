"""Pages that look after the publication: drafts are made, findings told, addresses changed."""

import json
import re
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from jisr.app import article_renaming, drafting, pipeline
from jisr.checks import CHECKS
from jisr.desk import runs
from jisr.desk.context import Desk
from jisr.desk.routes import TABS
from jisr.desk.routes.upkeep import state
from jisr.desk.routes.upkeep.state import PAGE
from jisr.desk.runs import Kind
from jisr.desk.server import make_app
from jisr.desk.words import DeskStrings
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS
from jisr.translation import engines
from tests.desk.filled_forms import Pages
from tests.desk.sitting import ADDRESS, Sitting
from tests.project import PARAGRAPHS, TITLE, TODAY, Echo, Project, edit

PACKAGE = Path(runs.__file__).parents[1]
RIVERS = (PARAGRAPHS[3], PARAGRAPHS[4])


def wait(project: Project, kind: Kind) -> None:
    thread = runs.current(project.root, kind).thread
    assert thread is not None
    thread.join()


def post(asked: Pages, path: str, status: int = 303, **given: str) -> str:
    """A form of plain fields, as the page has it."""
    data = {"token": asked.token["x-jisr-token"], **given}
    answer = asked.client.post(path, data=data, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.headers.get("location", answer.text)


def draft(asked: Pages, project: Project, slug: str = "", key: str = "", words: str = "") -> str:
    """What the page says once it is done."""
    there = post(asked, "/draft", slug=slug, key=key, words=words)
    wait(project, "drafts")
    return asked.get(there)


@pytest.fixture
def rivers(project: Project) -> Project:
    """A second article, which nobody translated."""
    project.seed("2026/rivers", RIVERS)
    return project


def test_an_article_is_drafted_from_its_page(asked: Pages, rivers: Project) -> None:
    assert 'data-action="draft"' not in asked.get("/articles/water"), "nothing is missing there"
    assert "Draft what is missing (3)" in asked.get("/articles/2026/rivers")
    rivers.seed("third", RIVERS)
    rivers.seed("fourth", RIVERS).with_suffix(".yml").write_text("auther: Salma\n", "utf-8")
    page = draft(asked, rivers, slug="2026/rivers")
    assert "auther" not in page, "which is no matter of this article"
    assert 'data-filled="3"' in page
    assert "3 paragraphs drafted" in page
    assert "still without" not in page
    assert "Nothing is missing here" in page
    assert "Draft of" in rivers.translation("2026/rivers").read_text("utf-8")
    assert "Draft of" not in rivers.translation("third").read_text("utf-8"), "which was not asked for"
    assert 'data-action="draft"' not in asked.get("/articles/2026/rivers")


@pytest.mark.parametrize("is_missing", [False, True])
def test_drafting_is_offered_where_an_article_lacks_something(
    asked: Pages, project: Project, is_missing: bool
) -> None:
    if is_missing:
        project.seed("2026/rivers", RIVERS)
    page = asked.get("/draft")
    assert ('data-action="draft"' in page) == is_missing
    assert ('data-wanting="0"' in page) != is_missing


def test_all_articles_are_drafted_and_what_became_of_each_is_told(asked: Pages, rivers: Project) -> None:
    rivers.seed("third", [PARAGRAPHS[3], "فشل المفاوضات يهدد النهر."])  # a failure: the engine gives nothing
    rivers.seed("fourth", RIVERS).with_suffix(".yml").write_text("auther: Salma\n", "utf-8")
    rivers.seed("fifth", [TITLE, PARAGRAPHS[0]])
    page = draft(asked, rivers)
    assert "auther" in page, "so nothing of it was drafted"
    assert "stands here again" not in page, "which was there before"
    assert 'data-filled="7"' in page
    told = dict(re.findall(r'<li data-slug="([^"]+)">(.*?)</li>', page, re.DOTALL))
    assert {slug: re.findall(r"(\d) paragraphs? (drafted|still)", said) for slug, said in told.items()} == {
        "2026/rivers": [("3", "drafted")],
        "third": [("2", "drafted"), ("1", "still")],
        "fifth": [("2", "drafted")],
    }
    assert "loop" in told["third"]


def test_drafting_goes_on_beside_other_work_and_is_not_begun_twice(
    asked: Pages, rivers: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Echo):
        def translate(self, segments, terms):  # type: ignore[no-untyped-def]
            begun.set()
            go_on.wait(20)
            return super().translate(segments, terms)

    monkeypatch.setattr(engines, "find_engine", lambda _settings: Slow())
    post(asked, "/draft", slug="2026/rivers")
    begun.wait(20)
    assert 'data-online="running"' in asked.get("/draft")
    assert asked.client.get("/api/online?run=drafts").json()["state"] == "running"
    assert asked.client.get("/api/online").json()["state"] == "idle", "publishing does not wait for it"
    run = runs.current(rivers.root, "drafts")
    post(asked, "/draft")
    assert runs.current(rivers.root, "drafts") is run
    go_on.set()
    wait(rivers, "drafts")
    assert 'data-drafted="done"' in asked.get("/draft")


def test_without_a_model_it_is_said_what_to_do(
    asked: Pages, rivers: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: None)
    page = asked.get("/draft?slug=2026/rivers")
    assert 'data-engine="none"' in page
    assert "No translation model is installed" in page
    page = draft(asked, rivers, slug="2026/rivers")
    assert "3 paragraphs still without a draft" in page
    assert 'data-filled="0"' in page


def test_an_engine_without_settings_says_which(asked: Pages, project: Project) -> None:
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {engine: libretranslate}")

    def refuse(_settings: object) -> None:
        raise JisrError(Finding("engine", "no address of a server"))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engines, "find_engine", refuse)
        page = asked.get("/draft")
    assert "puts right what is said here" in page
    assert "no address of a server" in page


def test_what_is_held_is_not_sent_to_another_machine(
    asked: Pages, rivers: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rivers.root / "seeds/2026/rivers.yml").write_text("status: draft\n", "utf-8")
    monkeypatch.setattr(engines, "is_elsewhere", lambda *_: True)
    monkeypatch.setattr(engines, "find_engine", lambda *_, **__: Echo())
    page = asked.get("/draft?slug=2026/rivers")
    assert "held from readers are not sent there" in page
    assert 'name="words"' in page
    page = draft(asked, rivers, slug="2026/rivers", words="900")
    assert "1 articles were not sent to the engine" in page
    assert "Draft of" not in rivers.translation("2026/rivers").read_text("utf-8")
    assert "not sent" in asked.get("/articles/2026/rivers")


def test_a_paragraph_whose_draft_was_taken_away_is_drafted_where_it_is_named(
    asked: Pages, project: Project
) -> None:
    edit(project.translation(), "Draft of 13 words.\n", "")
    pipeline.sync_articles(project.root, TODAY)
    assert 'data-action="draft"' not in asked.get("/articles/water")
    assert "/draft?slug=water&key=p2" in asked.get("/articles/water")
    page = asked.get("/draft?slug=water&key=p2")
    assert 'data-wanting="1"' in page
    page = draft(asked, project, slug="water", key="p2")
    assert 'data-filled="1"' in page
    assert "Draft of 13 words." in project.translation().read_text("utf-8")


def test_a_fault_of_the_engine_is_told_and_what_was_done_stays(
    asked: Pages, rivers: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise JisrError(Finding("engine", "the server does not answer", remedy="look whether it runs"))

    monkeypatch.setattr(drafting, "draft_and_write", fail)
    page = draft(asked, rivers)
    assert 'data-drafted="failed"' in page
    assert "the server does not answer" in page


def test_an_article_that_waits_for_a_person_says_so(asked: Pages, project: Project) -> None:
    edit(project.translation(), "Draft of 13 words.", "One.")
    edit(project.ledger(), 'msgstr "Draft of 13 words."', 'msgstr "Another."')
    page = asked.get("/draft?slug=water")
    assert "data-blocked" in page
    assert "Nothing is missing" not in page
    assert 'data-action="draft"' not in asked.get("/articles/water")


@pytest.mark.parametrize("given", [{"slug": "none"}, {"slug": "../x"}])
@pytest.mark.usefixtures("project")
def test_no_article_is_drafted_that_is_not_there(asked: Pages, given: dict[str, str]) -> None:
    post(asked, "/draft", 404, **given)
    post(asked, "/draft", 400, slug="water", words="many")


# --- the state of the publication --------------------------------------------------------------------------


@pytest.fixture
def looked(asked: Pages, project: Project) -> Pages:
    """After somebody wrote into files: a number that is missing, a name that is given twice."""
    edit(project.translation(), "Draft of 13 words.", "Observers expect nothing from anybody, نعم.")  # yes
    (project.root / "seeds/water.yml").write_text("status: draft\n", "utf-8")
    return asked


def test_what_is_found_leads_to_its_paragraph(looked: Pages, project: Project) -> None:
    assert "Nothing was checked" in looked.get("/state")
    before = project.files()
    assert post(looked, "/state/check") == "/state"
    wait(project, "state")
    page = looked.get("/state")
    assert project.files() == before, "a check writes nothing"
    assert '<section data-slug="water">' in page
    assert '<a href="/articles/water#p2"><bdi dir="ltr">p2</bdi></a>' in page
    told = looked.client.get("/api/state").json()
    found = {one["slug"]: {f["key"] for f in one["findings"]} for one in told["articles"]}
    assert "p2" in found["water"]
    assert told["state"] == "done"


def test_a_fault_of_its_own_is_told_to_who_started_the_desk(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(state, "count_by_severity", dict[str, int]().__getitem__)
    app = make_app(Desk(project.root, TABS), report=told.append)
    client = TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)
    assert client.get("/state").status_code == 500
    assert [type(one) for one in told] == [KeyError]


def test_findings_are_chosen_by_kind_and_weight(looked: Pages, project: Project) -> None:
    post(looked, "/state/check")
    wait(project, "state")
    page = looked.get("/state")
    (total,) = re.findall(r'data-found="(\d+)"', page)
    counts = {one: int(n) for one, n in re.findall(r'severity=(\w+)">\w+ <b>(\d+)</b>', page)}
    assert sum(counts.values()) == int(total) == len(re.findall('<li class="(error|warning|notice)">', page))
    for severity, count in counts.items():
        shown = looked.get(f"/state?severity={severity}")
        assert re.findall('<li class="(error|warning|notice)">', shown) == [severity] * count
    assert re.findall('<li class="(?:error|warning|notice)">', looked.get("/state?check=none")) == []
    arabic = looked.get("/state?check=arabic")
    assert re.findall("articles/water#(p[0-9])", arabic) == ["p2"]


def test_all_that_articles_are_said_of_has_a_name() -> None:
    """The kinds of what sync and the checks find are chosen by words, in both languages."""
    rooms = ("seeds", "translation/sync", "translation/repair", "articles", "site", "storage/yaml", "checks")
    files = [file for room in rooms for file in (PACKAGE / room).rglob("*.py")]
    code = "".join(file.read_text("utf-8") for file in (*files, PACKAGE / "translation/committed.py"))
    ids = set(re.findall(r'\b(?:Finding|notice|warning|finding)\(\s*"([a-z-]+)"', code)) | CHECKS.keys()
    for lang in LANGS:
        say = DeskStrings(lang)
        names = {**say.table("desk.article.check"), **say.table("desk.state.kind")}
        assert ids - names.keys() == set(), lang


def test_what_was_changed_in_files_is_taken_in(looked: Pages, project: Project) -> None:
    assert "Observers" not in project.ledger().read_text("utf-8")
    post(looked, "/state/take-in")
    wait(project, "state")
    page = looked.get("/state")
    assert "Observers" in project.ledger().read_text("utf-8")
    (written,) = re.findall(r'data-written="(\d+)"', page)
    assert int(written) > 0
    assert '<section data-slug="water">' in page
    post(looked, "/state/take-in")
    wait(project, "state")
    page = looked.get("/state")
    assert 'data-written="0"' in page
    assert "data-waits" not in page


@pytest.mark.parametrize("is_edited", [True, False])
def test_what_could_not_be_taken_in_is_not_said_to_be(
    asked: Pages, project: Project, is_edited: bool
) -> None:
    project.seed("rivers", RIVERS)
    pipeline.sync_articles(project.root, TODAY)
    if is_edited:
        edit(project.translation("water"), "Draft of 13 words.", "Observers see no vote this year.")
    edit(project.original("rivers"), RIVERS[0], "كلام آخر.")  # other words
    project.seed("rivers", RIVERS).with_suffix(".yml").write_text("auther: Salma\n", "utf-8")
    post(asked, "/state/take-in")
    wait(project, "state")
    page = asked.get("/state")
    assert "All was taken in already" not in page
    assert ("data-written" in page) == is_edited
    assert "data-waits" in page
    assert "auther" in page


def test_many_articles_are_told_by_pages(asked: Pages, project: Project) -> None:
    for n in range(PAGE + 1):
        sidecar = project.seed(f"a{n:02}", [PARAGRAPHS[0]]).with_suffix(".yml")
        sidecar.write_text("auther: Salma\n", "utf-8")
    post(asked, "/state/check")
    wait(project, "state")
    first, second = asked.get("/state"), asked.get("/state?page=2")
    found = [re.findall(r'<section data-slug="(\w*)">', page) for page in (first, second)]
    assert len(found[0]) == PAGE
    assert not set(found[0]) & set(found[1])
    assert "/state?page=2" in first
    assert '<section data-slug="a00">' in asked.get("/state?page=x")


def test_settings_that_cannot_be_read_are_told(asked: Pages, project: Project) -> None:
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {engine: nobody}")
    post(asked, "/state/check")
    wait(project, "state")
    answer = asked.client.get("/state")
    assert answer.status_code == 422
    assert "mkdocs.yml" in answer.text


def test_why_git_does_not_have_what_was_saved_is_told(asked: Pages, project: Project) -> None:
    assert "data-uncommitted" not in asked.get("/state")
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {desk: {commit: save}}")
    assert Sitting(asked.client).save("p2", "A person wrote this.").status_code == 200
    asked.client.app.state.desk.committing.finish()  # type: ignore[attr-defined]
    page = asked.get("/state")
    assert "data-uncommitted" in page
    assert "there is no git here, or no commit" in page


# --- another address ---------------------------------------------------------------------------------------


def test_an_address_is_changed_after_it_was_shown_what_that_does(asked: Pages, project: Project) -> None:
    assert 'href="/rename/water"' in asked.get("/facts/water")
    before = project.files()
    page = asked.get("/rename/water?to=2026/the-water")
    assert 'data-plan="2026/the-water"' in page
    assert "/en/articles/2026/the-water/" in page
    assert "translations/water.po → translations/2026/the-water.po" in page
    assert project.files() == before, "a look changes nothing"
    assert post(asked, "/rename/water", to=" 2026/the-water ") == "/articles/2026/the-water"
    assert project.translation("2026/the-water").exists()
    assert not project.translation().exists()
    assert 'was: ["water"]' in (project.root / "seeds/2026/the-water.yml").read_text("utf-8")
    page = asked.get("/articles/2026/the-water")
    assert 'data-was="water"' in page


def test_an_address_that_led_elsewhere_says_so(asked: Pages, project: Project) -> None:
    project.seed("rivers").with_suffix(".yml").write_text("was: [oil]\n", "utf-8")
    assert 'data-led-to="rivers"' in asked.get("/rename/water?to=Oil")
    assert "data-led-to" not in asked.get("/rename/rivers?to=oil"), "its own"


@pytest.mark.parametrize("path", ["/articles/water", "/facts/water", "/people/water", "/rename/water"])
def test_the_old_address_leads_to_the_new_one(asked: Pages, project: Project, path: str) -> None:
    article_renaming.rename(project.root, "water", "نهر/ماء", TODAY)  # river, water
    answer = asked.client.get(path, follow_redirects=False)
    assert answer.status_code == 303
    assert asked.client.get(path).status_code == 200
    assert asked.client.get("/articles/wate").status_code == 404
    told = asked.client.get("/api/articles/water")
    assert told.status_code == 404, "programs are told"
    assert told.json()["findings"][0]["remedy"] == "it is called نهر/ماء now"


def test_who_saves_under_the_old_address_is_not_sent_to_another_article(
    asked: Pages, project: Project
) -> None:
    project.seed("wate")
    sitting = Sitting(asked.client)
    article_renaming.rename(project.root, "water", "rivers", TODAY)
    answer = sitting.save("p1", "Late words.")
    assert answer.status_code == 404
    assert answer.json()["findings"][0]["remedy"] == "it is called rivers now"


@pytest.mark.parametrize("name", ["a&b", "rivers", "water", "../x", "actors"])
def test_an_address_that_cannot_be_is_refused_with_what_to_do(
    asked: Pages, project: Project, name: str
) -> None:
    project.seed("rivers").with_suffix(".yml").write_text("was: [oil]\n", "utf-8")
    before = project.files()
    answer = asked.client.get("/rename/water", params={"to": name})
    assert answer.status_code == 422
    assert "findings" in answer.text
    assert "data-plan" not in answer.text
    post(asked, "/rename/water", 422, to=name)
    assert project.files() == before


def test_programs_begin_drafts_and_are_told_how_far_they_are(asked: Pages, rivers: Project) -> None:
    header = {**asked.token, "content-type": "application/json"}
    begun = asked.client.post("/api/draft", content=json.dumps({"slug": "2026/rivers"}), headers=header)
    assert begun.json()["state"] in ("running", "done")
    wait(rivers, "drafts")
    assert asked.client.get("/api/online?run=drafts").json()["state"] == "done"
    assert "Draft of" in rivers.translation("2026/rivers").read_text("utf-8")
