"""Pages about articles as a whole: what an editor types there stands in the files, and nothing else."""

import re
import threading
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.app.results import Result
from jisr.builder.dev_server import serve_folder
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.work.progress import follow
from tests.desk.filled_forms import Pages, put, wait_for_run
from tests.project import PARAGRAPHS, TITLE, TODAY, Project, edit, git

ACTORS = """actors:
  - id: authority # ours
    type: organisation
    ar: {name: هيئة المياه}
    en: {name: Water Authority}
  - id: board
    type: organisation
    ar: {name: مجلس المياه, aliases: [المجلس الأعلى للمياه]}
    en: {name: Water Board, aliases: [High Water Council]}
"""


def test_a_sidecar_that_is_broken_is_named(asked: Pages, project: Project) -> None:
    (project.root / "seeds/water.yml").write_text("author: سلمى\nlicence: [a\n", "utf-8")
    for path in ("/articles/water", "/facts/water"):
        page = asked.client.get(path).text
        assert "not valid YAML" in page
        assert "seeds/water.yml:" in page


def test_facts_are_changed_by_key_and_what_was_not_touched_keeps_its_bytes(
    asked: Pages, project: Project
) -> None:
    path = project.root / "seeds/water.yml"
    whole = "author: سلمى  # as she signs\nsummary:\n  en: |\n    In two\n    lines.\npermission: 'so'\n"
    path.write_text(whole + "notices: [{kind: update, on: 2026-11-20, text: x}]\n", "utf-8")
    asked.send("/facts/water", *asked.fields(asked.get("/facts/water")))
    assert path.read_text("utf-8") == whole + "notices: [{kind: update, on: 2026-11-20, text: x}]\n"
    path.write_text("author: سلمى  # as she signs\npublished: 2023\n# end\n", "utf-8")
    assert asked.send("/facts/water", *asked.fields(asked.get("/facts/water"))) == "/facts/water?done=saved"
    assert path.read_text("utf-8") == "author: سلمى  # as she signs\npublished: 2023\n# end\n"
    fields = put(
        asked.fields(asked.get("/facts/water")),
        author__en="Salma",
        status="withdrawn",
        reason__en="An error",
        hide_title="yes",
    )
    fields = put(fields, **{"notice-0-kind": "update", "notice-0-en": "New", "notice-0-place": "top"})
    asked.send("/facts/water", *fields)
    assert path.read_text("utf-8") == (
        "author: {ar: سلمى, en: Salma}  # as she signs\npublished: 2023\n# end\n"
        "reason: {en: An error}\nhide_title: true\nstatus: withdrawn\n"
        "notices:\n  - kind: update\n    on: 2026-11-23\n    text: {en: New}\n    place: top\n"
    )
    fields = put(
        asked.fields(asked.get("/facts/water")),
        status="published",
        reason__en="",
        hide_title="",
        **{"notice-0-en": ""},
    )
    asked.send("/facts/water", *fields)
    assert (
        path.read_text("utf-8")
        == "author: {ar: سلمى, en: Salma}  # as she signs\npublished: 2023\n# end\nstatus: published\n"
    )


def test_the_date_that_a_text_bears_is_shown_and_left_to_it(asked: Pages, project: Project) -> None:
    seed = f"---\ndate: 2023-10-05\n---\n# {TITLE}\n\n{PARAGRAPHS[0]}\n"
    (project.root / "seeds/oil.md").write_text(seed, "utf-8")
    fields, sidecar = asked.fields(asked.get("/facts/oil")), project.root / "seeds/oil.yml"
    assert ("published", "2023-10-05") in fields
    asked.send("/facts/oil", *put(fields, series="Oil"))
    assert sidecar.read_text("utf-8") == "series: Oil\n"
    fields = asked.fields(asked.get("/facts/oil"))
    asked.send("/facts/oil", *put(fields, published="2023-10"))
    assert sidecar.read_text("utf-8") == 'series: Oil\npublished: "2023-10"\n'
    assert ("published", "2023-10") in asked.fields(asked.get("/facts/oil"))


def test_two_editors_of_one_fact_are_told(asked: Pages, project: Project) -> None:
    fields = put(asked.fields(asked.get("/facts/water")), licence="CC0")
    (project.root / "seeds/water.yml").write_text("licence: none\n", "utf-8")
    page = asked.send("/facts/water", *fields, status=422)
    assert "meanwhile" in page
    assert 'value="CC0"' in page


def test_the_arabic_is_put_right_from_its_page(asked: Pages, project: Project) -> None:
    page = asked.get("/original/water?key=p1")
    fields = [(n, v) for n, v in asked.fields(page) if n != "how"]
    new = PARAGRAPHS[0].replace("أمس", "اليوم")
    assert "nobody said what kind" in asked.send("/original/water", *put(fields, words=new), status=422)
    said = put(fields, words=new, how="correction", notice__ar="صُوّب", notice__en="Corrected", place="foot")
    assert asked.send("/original/water", *said) == "/articles/water#p1"
    assert new in (project.root / "seeds/water.txt").read_text("utf-8")
    assert "place: foot" in (project.root / "seeds/water.yml").read_text("utf-8")
    assert "meanwhile" in asked.send("/original/water", *said, status=422)
    spelling = [(n, v) for n, v in asked.fields(asked.get("/original/water?key=p2")) if n != "how"]
    asked.send(
        "/original/water",
        *put(spelling, words=PARAGRAPHS[1].replace("يرى", "يَرى"), how="spelling", notice__en="no"),
    )
    assert (project.root / "seeds/water.yml").read_text("utf-8").count("kind:") == 1


def test_words_are_found_and_replaced_where_they_are_ticked(asked: Pages, project: Project) -> None:
    edit(project.translation(), "Draft of 9 words. Draft of 4 words.", "The Committee met.")
    edit(project.translation(), "Draft of 13 words.", "A “Committee” met.")
    pipeline.sync_articles(project.root, TODAY)
    page = asked.get("/find?words=Committee&new=Panel")
    fields = asked.fields(page)
    assert len([value for name, value in fields if name == "hit"]) == 1, "what is said is not ticked"
    assert "Places replaced: 1" in asked.send("/find", *fields, status=200)
    text = project.translation().read_text("utf-8")
    assert ["The Panel met." in text, "A “Committee” met." in text] == [True, True]
    assert "Places found: 0" in asked.get("/find?words=nowhere")


def test_approving_the_page_covers_no_draft_in_which_words_were_replaced(asked: Pages) -> None:
    before = asked.get("/api/approval?slug=water")
    page = asked.get("/find?words=Draft&new=Piece")
    assert "stays a machine draft" in page
    done = asked.send("/find", *asked.fields(page), status=200)
    assert "Places replaced: 0" not in done
    assert "Places found: 0" in done
    assert asked.get("/api/approval?slug=water") == before


@pytest.mark.parametrize("path", ["/new", "/facts/water", "/names", "/names/x", "/find", "/original/water"])
def test_what_no_page_sends_is_refused(asked: Pages, path: str) -> None:
    for data in ("{", "7", '[["a"]]', "[1]"):
        answer = asked.client.post(path, data={"data": data}, headers=asked.token)
        assert answer.status_code == 422, data
    assert asked.client.post(path, data={"data": "[]"}).status_code == 403


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_each_page_is_whole_in_both_languages(asked: Pages, project: Project, lang: str) -> None:
    (project.root / "seeds/actors.yml").write_text(ACTORS, "utf-8")
    (project.root / "seeds/water.yml").write_text(
        "notices: [{kind: update, on: 2026-11-23, text: x}]\n", "utf-8"
    )
    asked.client.cookies.set("jisr-lang", lang)
    paths = [
        "/new",
        "/facts/water",
        "/original/water?key=p1",
        "/names?suggest=yes",
        "/names/board?into=authority",
        "/find?words=x",
        "/release?slug=water",
        "/terms",
        "/remove?what=water%23p1",
    ]
    for path in paths:
        page = asked.get(path)
        assert f'<html lang="{lang}"' in page
        assert re.findall(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page) == []
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert [one for one in re.findall(r'<label[^>]*\sfor="([^"]+)"', page) if one not in ids] == [], path


def test_an_article_is_released_and_held_by_language(asked: Pages, project: Project) -> None:
    edit(project.root / "mkdocs.yml", "  jisr: {}\n", "  jisr:\n    release: by-hand\n")
    page = asked.get("/release")
    assert re.findall(r'data-slug="water" data-lang="(\w+)"', page) == ["ar", "en"]
    asked.send("/release", ("slug", "water"), ("lang", "ar"), ("step", "release"))
    page = asked.get("/release")
    assert re.findall(r'data-slug="water" data-lang="(\w+)"', page) == ["en"]
    assert re.findall(r'data-slug="water" data-what="(\w+)"', page) == ["new"]
    asked.send(
        "/release", ("slug", "water"), ("lang", "en"), ("at", "2030-01-02 08:00"), ("step", "release-at")
    )
    sidecar = (project.root / "seeds/water.yml").read_text("utf-8")
    assert sidecar.endswith(", en: 2030-01-02 08:00}\n")
    assert "2030-01-02 08:00" in asked.get("/release")
    asked.send("/release", ("slug", "water"), ("lang", ""), ("step", "hold"))
    assert (project.root / "seeds/water.yml").read_text("utf-8") == "release: {ar: held, en: held}\n"
    asked.send("/release", ("slug", "none"), ("step", "hold"), status=404)
    asked.send("/release", ("slug", "water"), ("step", "publish"), status=422)


@pytest.mark.parametrize(
    ("at", "why"), [("", "empty"), ("  ", "empty"), ("soon", "unread"), ("2020-01-02 08:00", "past")]
)
def test_nothing_is_released_at_an_hour_that_cannot_be(
    asked: Pages, project: Project, at: str, why: str
) -> None:
    edit(project.root / "mkdocs.yml", "  jisr: {}\n", "  jisr:\n    release: by-hand\n")
    before = project.files()
    pairs = [("slug", "water"), ("lang", "en"), ("at", at), ("step", "release-at")]
    page = asked.send("/release", *pairs, status=422)
    assert project.files() == before
    _, _, card = page.partition('data-slug="water" data-lang="en"')
    assert re.findall(r'data-refused="(\w+)"', page) == re.findall(r'data-refused="(\w+)"', card) == [why]
    assert f'name="at" value="{at.strip()}"' in card


def test_what_is_released_now_heeds_no_hour(asked: Pages, project: Project) -> None:
    edit(project.root / "mkdocs.yml", "  jisr: {}\n", "  jisr:\n    release: by-hand\n")
    pairs = [("slug", "water"), ("lang", "ar"), ("at", "2130-01-02 08:00"), ("step", "release")]
    there = asked.send("/release", *pairs)
    assert "2130" not in (project.root / "seeds/water.yml").read_text("utf-8")
    page = asked.get(there)
    assert re.findall(r'data-told="(\w+)"', page) == ["ar"]
    assert "Released from 20" in page


def test_the_article_that_is_to_be_published_stands_first(asked: Pages, project: Project) -> None:
    edit(project.root / "mkdocs.yml", "  jisr: {}\n", "  jisr:\n    release: by-hand\n")
    project.seed("alpha", PARAGRAPHS[:1], "النفط")  # oil
    page = asked.get("/release?slug=water")
    own, _, rest = page.partition("</section>")
    cards = re.compile(r'data-slug="(\w+)" data-lang')
    assert (cards.findall(own), cards.findall(rest)) == (["water"] * 2, ["alpha"] * 2)
    assert TITLE in own
    assert "النفط" in rest


def test_a_draft_that_is_released_says_that_it_stays_held(asked: Pages, project: Project) -> None:
    (project.root / "seeds/oil.md").write_text(
        f"---\ndraft: true\n---\n# {TITLE}\n\n{PARAGRAPHS[0]}\n", "utf-8"
    )
    page = asked.get(asked.send("/release", ("slug", "oil"), ("lang", "en"), ("step", "release")))
    assert "released, but it is still a draft" in page
    assert 'data-next="copy"' in page


def test_the_site_is_built_and_says_so(
    asked: Pages, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def build(root: Path) -> Result:
        list(follow([1, 2], "making pages", 2))
        told.append(root.name)
        return Result()

    monkeypatch.setattr(pipeline, "build", build)
    assert asked.client.get("/api/online").json()["state"] == "idle"
    asked.send("/release", ("step", "build"))
    wait_for_run(project)
    answer = asked.client.get("/api/online").json()
    assert (answer["state"], answer["done"], answer["total"], told) == ("done", 2, 2, ["project"])
    assert "The site is built." in asked.get("/release")
    monkeypatch.setattr(pipeline, "build", failing)
    asked.send("/release", ("step", "build"))
    wait_for_run(project)
    assert [one["message"] for one in asked.client.get("/api/online").json()["findings"]] == ["no space"]
    assert "no space" in asked.get("/release")


def failing(_root: Path) -> Result:
    raise JisrError(Finding("disk", "no space"))


def test_what_a_removal_takes_is_shown_before_it_goes(
    asked: Pages, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "build", pipeline.render)
    before = project.files()
    page = asked.get("/remove?what=water%23p2")
    assert "seeds/water.txt" in page
    assert project.files() == before
    assert asked.client.get("/remove?what=none%23p2").status_code == 404
    go_on = threading.Event()
    render = pipeline.render
    monkeypatch.setattr(pipeline, "build", lambda root: go_on.wait(60) and render(root))
    asked.send("/remove", *asked.fields(page))
    assert 'data-removal="running"' in asked.get("/remove")
    asked.send("/remove", *asked.fields(page), status=423)  # one at a time, and none is dropped unseen
    go_on.set()
    wait_for_run(project)
    assert PARAGRAPHS[1] not in (project.root / "seeds/water.txt").read_text("utf-8")
    page = asked.get("/remove")
    assert "Removed." in page
    assert "What is left to do" in page
    assert "git filter-repo" in page
    assert page.count("<details data-beyond>") > 3


def test_a_removal_that_cannot_be_says_so_on_its_page(asked: Pages, project: Project) -> None:
    asked.send("/remove", ("what", "none#p2"))
    wait_for_run(project)
    page = asked.get("/remove")
    assert "It was not removed:" in page
    assert "no such article" in page
    assert "What is left to do" not in page


def test_what_was_built_is_sent_and_found_online_when_somebody_asks(
    asked: Pages, project: Project, tmp_path: Path
) -> None:
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "home.git")
    for arguments in (
        ("init", "-q", "-b", "main"),
        ("config", "user.email", "x@example.org"),
        ("config", "user.name", "Ann"),
        ("add", "seeds", "docs", "translations", "mkdocs.yml"),
        ("commit", "-qm", "first"),
        ("remote", "add", "origin", str(tmp_path / "home.git")),
        ("push", "-q", "--set-upstream", "origin", "main"),
    ):
        git(project.root, *arguments)
    edit(project.translation(), "Draft of 13 words.", "A person wrote this.")
    page = asked.get("/release")
    assert 'data-unsent="1"' in page
    assert 'data-next="send"' in page
    assert 'data-live=""' in page
    asked.send("/release", ("step", "send"), ("message", "By a person"))
    assert git(tmp_path / "home.git", "log", "-1", "--format=%s", "main") == "By a person\n"
    page = asked.get("/release")
    assert "data-unsent" not in page
    assert 'data-next="sent"' in page
    with serve_folder(project.root / "site", 0) as address:
        edit(project.root / "mkdocs.yml", "https://example.org/ar/", f"{address.rstrip('/')}/ar/")
        for lang in ("ar", "en"):
            for name in ("index.html", "assets/search/index.json"):
                path = project.root / "site" / lang / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(name, "utf-8")
        assert 'data-live="yes"' in asked.get("/release?live=yes")
    assert 'data-live="no"' in asked.get("/release?live=yes")


def test_signs_of_a_text_are_shown_as_the_author_wrote_them(asked: Pages, project: Project) -> None:
    """No escapes: what is taken in says the same, whether somebody mended a paragraph or not."""
    text = f"{TITLE}\n\nقال <b> و*نجمة* --- ثم سكت.\n\n{PARAGRAPHS[1]}"  # signs that would be a format
    page = asked.send("/new", ("pasted", text), ("slug", "oil"), ("step", "look"), status=200)
    shown = [value for name, value in asked.fields(page) if name == "text"]
    assert shown == text.split("\n\n")
    mended = [(name, value.replace("سكت", "صمت")) for name, value in asked.fields(page)]  # fell silent
    page = asked.send("/new", *mended, ("step", "look"), status=200)
    assert [value for name, value in asked.fields(page) if name == "text"][1] == "قال <b> و*نجمة* --- ثم صمت."
    asked.send("/new", *asked.fields(page), ("step", "take"))
    blocks = project.read_result("oil").document.blocks
    assert plain(blocks[1].text).text == "قال <b> و*نجمة* --- ثم صمت."


def test_articles_are_named_by_their_titles(asked: Pages) -> None:
    asked.client.cookies["jisr-lang"] = "ar"
    asked.get("/")
    for path in ("/facts/water", "/original/water?key=p1", "/people/water", "/release"):
        assert TITLE in asked.get(path), path
    choices = re.findall(r'<option value="water"[^>]*>([^<]+)', asked.get("/release"))
    assert choices == [TITLE], "an article to hold is chosen, not typed"


def test_an_article_that_cannot_be_read_is_not_said_to_be_released(asked: Pages, project: Project) -> None:
    asked.get("/")
    (project.root / "seeds/water.yml").write_text("title: [x", "utf-8")
    page = asked.get("/release?slug=water")
    assert "seeds/water.yml" in page
    assert "Nothing of it is held." not in page
    assert asked.client.get("/release?slug=none").status_code == 200
