"""What nobody should send to the desk, and somebody does: nothing is lost, and nothing changes unsaid."""

import errno
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import filelock
import pytest

from jisr.app import pipeline
from jisr.desk.context import Desk
from jisr.desk.routes import ROUTES
from jisr.desk.routing import Route
from jisr.storage import own_folder, transaction
from jisr.storage.disk import FULL
from jisr.translation import engines
from tests.desk.sitting import Sitting, open_client
from tests.project import TODAY, Echo, Project, edit

WORDS = "The government will review the pact. It said so yesterday."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Sitting]]:
    """A desk that is used by all tests which leave no file changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: Echo())
        made = Project(tmp_path_factory.mktemp("office") / "project")
        made.seed()
        pipeline.draft_articles(made.root, TODAY)
        with open_client(made.root) as client:
            yield made, Sitting(client)


@pytest.mark.parametrize("key", ["title", "p2"])
@pytest.mark.parametrize(
    "text",
    [
        "\u200b",
        "\ufeff\u00a0",
        "<!-- only a note -->",
        "<!-- #p7 -->",
        "<!-- #P7 -->",
        "<!— #p7 —>",
        "> <!-- #p3 -->",
        "<!-- \u200b#p3 -->",
        "    <!-- #p3 -->",
        "- a\n  <!-- #p3 -->",
        "a\n<!-- #p3 draft 12345678 -->\nb",
        "a\n<!--#p3-->\nb",
        "<!-- #p7",
        "a <!-- never ended",
        "<script>alert(1)</script>",
        "<?php echo 1 ?>",
        "<![CDATA[ a ]]>",
        "<!DOCTYPE a>",
        "%% a note %%",
        "[//]: # (a note)",
        "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c",
        "a\x00",
        "a\x9f",
        "a\x0cb",
        "\ud83d",
    ],
)
def test_what_readers_would_not_see_is_no_paragraph(
    office: tuple[Project, Sitting], key: str, text: str
) -> None:
    project, sitting = office
    before = project.files()
    answer = sitting.save(key, text)
    assert answer.status_code == 422
    assert any(one["remedy"] for one in answer.json()["findings"])
    assert project.files() == before


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\rc\vd\u2028e", "a\nb\nc\nd\ne"),
        ("\tcode", "code"),
        *(
            (text, text)
            for text in (
                "Ann \u202eevil\u202c wrote.",
                "---\ntitle: a\n---",
                "a\n\n---\n\nb",
                "{{ 7*7 }} {% raw %}",
                '"\nmsgid "a"\nmsgstr "b',
                "#~ msgid",
                "a {: #p3 }",
                '<a id="p3"></a>Here.',
                "<div>\n\na\n\n</div>",
                '--8<-- "mkdocs.yml"',
                "a[^1]\n\n[^1]: b",
                "1986. A year.",
                "a\n===",
                "***",
                "\U0001f600",
                "a\\",
                "كلمات",  # words
                "a <b",
                "a \\u0000 b",
            )
        ),
    ],
)
def test_what_is_typed_stands_as_it_was_typed(office: tuple[Project, Sitting], text: str, kept: str) -> None:
    project, sitting = office
    others = {key: row for key, row in sitting.look().items() if key != "p2"}
    assert sitting.save("p2", text).status_code == 200
    assert (sitting.rows["p2"]["english"], sitting.state("p2")) == (kept, "edited")
    after = project.files()
    pipeline.sync_articles(project.root, TODAY)
    assert project.files() == after
    rows = sitting.look()
    assert rows["p2"]["english"] == kept
    assert {key: row for key, row in rows.items() if key != "p2"} == others


def test_a_note_that_was_typed_stays_on_the_page_and_is_shown_nowhere(
    sitting: Sitting, project: Project
) -> None:
    sitting.save("p2", "He said <!-- ask Sami --> so.")
    assert sitting.rows["p2"]["english"] == "He said so."
    sitting.save("p2", WORDS)
    assert "<!-- ask Sami -->" in project.translation().read_text("utf-8")
    assert "Sami" not in project.ledger().read_text("utf-8")


# --- an article that waits for a person --------------------------------------------------------------------


def test_a_page_that_waits_shows_what_stands_on_it(sitting: Sitting, project: Project) -> None:
    draft = sitting.rows["p2"]["english"]
    edit(project.translation(), sitting.rows["p4"]["english"], "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c")
    assert sitting.look()["p2"]["english"] == draft
    answer = sitting.save("p2", WORDS)
    assert (answer.status_code, answer.json()["blocked"]) == (200, True)
    row = sitting.rows["p2"]
    assert (row["english"], row["origin"], row["state"]) == (WORDS, "person", "draft")
    assert sitting.rows["p3"]["origin"] == "echo 1"
    edit(project.translation(), draft := sitting.rows["p3"]["english"], "")
    assert (sitting.look()["p3"]["english"], sitting.rows["p3"]["origin"]) == (draft, "echo 1")
    assert WORDS in project.translation().read_text("utf-8")
    assert WORDS not in project.ledger().read_text("utf-8")


def test_what_was_saved_on_a_page_that_waits_is_in_the_history(sitting: Sitting, project: Project) -> None:
    edit(project.translation(), sitting.rows["p4"]["english"], "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c")
    sitting.look()
    sitting.save("p2", WORDS)
    sitting.save("p2", "Other words.")
    assert WORDS in (project.root / "private/water.jsonl").read_text("utf-8")
    assert sitting.post("undo", key="p2").status_code == 200
    assert sitting.rows["p2"]["english"] == WORDS


# --- addresses, bodies, tokens -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug",
    [
        "../../mkdocs",
        "..%2f..%2fmkdocs",
        "/etc/passwd",
        "water%00",
        "WATER",
        "water.md",
        "",
    ],
)
def test_no_slug_leads_out_of_the_articles(office: tuple[Project, Sitting], slug: str) -> None:
    project, sitting = office
    before = project.files()
    for path in ("articles", "api/articles", "api/rows", "api/checks", "api/beside"):
        assert sitting.client.get(f"/{path}/{slug}").status_code in (404, 422)
    given = {"slug": slug, "key": "p2", "text": WORDS, "seen": sitting.rows["p2"]["seen"]}
    header = {**sitting.header, "content-type": "application/json"}
    assert sitting.client.post("/api/save", content=json.dumps(given), headers=header).status_code in (
        404,
        422,
    )
    assert project.files() == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe", 400),
        (b'{"slug": "water"}', 400),
        (b"[]", 400),
        (b"[" * 100_000, 400),
        (b'{"slug": "water", "key": "p2", "text": 1, "seen": ""}', 400),
        (b'{"slug": "water", "key": "p2", "text": "a", "seen": "", "by": "Eve"}', 400),
        (b'{"slug": "water", "key": "p2", "text": "a", "seen": ""}', 400),
        (b'{"slug": "water", "key": "p2", "text": "a", "seen": "0"}', 409),
        (b'{"slug": "water", "key": "nokey", "text": "a", "seen": "0"}', 422),
        (b'{"slug": "water", "key": "\\ud800", "text": "a", "seen": "\\ud800"}', 422),
        (b'{"slug": "\\u0000", "key": "p2", "text": "a", "seen": "0"}', 422),
        (b'{"slug": "\\ud800", "key": "p2", "text": "a", "seen": "0"}', 422),
    ],
)
def test_a_save_that_is_none_changes_nothing(
    office: tuple[Project, Sitting], body: bytes, status: int
) -> None:
    project, sitting = office
    before = project.files()
    header = {**sitting.header, "content-type": "application/json"}
    answer = sitting.client.post("/api/save", content=body, headers=header)
    assert answer.status_code == status or (status, answer.status_code) == (422, 404)
    assert project.files() == before


@pytest.mark.parametrize("route", [one for one in ROUTES if one.method == "POST"], ids=lambda one: one.path)
def test_no_route_breaks_on_what_is_no_text_and_on_names_that_no_file_can_have(
    office: tuple[Project, Sitting], route: Route
) -> None:
    project, sitting = office
    path = re.sub(r"{[^}]*}", "water", route.path)
    for text in ("\0", "\ud800", "x" * 3000):
        for slug in ("water", text):
            body = {name: sample(schema, text) for name, schema in (route.takes or {}).items()}
            body |= {"slug": slug} if "slug" in body else {}
            header = {**sitting.header, "content-type": "application/json"}
            answer = sitting.client.post(
                path, content=json.dumps(body), headers=header, follow_redirects=False
            )
            assert answer.status_code < 500
    kept = [path.read_bytes() for path in (project.root / "private").rglob("*.jsonl")]
    assert not any(re.search(rb"(?<!\\)\\u(d800|0000)", data) for data in kept)


def sample(schema: Mapping[str, Any], text: str) -> Any:
    """Something of a schema, with `text` in it."""
    kind = schema.get("type")
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "array":
        return [sample(schema.get("items", {}), text)]
    if kind == "object":
        return {text: sample({"type": "string"}, text)}
    return {"boolean": False, "integer": 1, "number": 1}.get(str(kind), text)


# --- what a machine does -----------------------------------------------------------------------------------


def test_while_another_run_holds_the_project_nothing_is_saved_and_it_is_said(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_folder, "LOCK_WAIT", 0.01)
    before = project.files()
    with filelock.FileLock(project.root / ".jisr/lock", thread_local=False):
        answer = sitting.save("p2", WORDS)
        assert (answer.status_code, answer.json()["error"]) == (423, "busy")
        assert sitting.look()["p3"]["state"] == "draft"
    assert project.files() == before
    assert sitting.save("p2", WORDS).status_code == 200


@pytest.mark.parametrize(
    "number", [errno.EACCES, errno.EDQUOT, errno.EIO, errno.ENOSPC, errno.EPERM, errno.EROFS]
)
def test_what_the_disk_keeps_from_a_page_is_no_fault_of_the_program(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Of a full one the publication's folder is named, for nobody can do anything about a file of Jisr's."""

    def refuse(_desk: Desk) -> None:
        raise OSError(number, os.strerror(number), ".jisr/desk.sqlite3")

    monkeypatch.setattr(Desk, "shelf", property(refuse))
    answer = sitting.client.get("/")
    assert answer.status_code == 422
    name = project.root.as_posix() if number in FULL else ".jisr/desk.sqlite3"
    assert f"{name}: cannot be read or written ({os.strerror(number)})" in re.sub("<[^>]*>", "", answer.text)
    assert "free space or fix the permissions, then try again" in answer.text


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_disk_that_takes_nothing_changes_nothing_and_it_is_said(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise OSError(number, os.strerror(number))

    before = project.files()
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "write_durably", full)
        for answer in (sitting.save("p2", WORDS), sitting.sign("reject", "p3")):
            assert answer.status_code == 422
            assert answer.json()["findings"][0]["remedy"]
    assert project.files() == before
    assert not [*project.root.rglob("*.jisr-new")]
    assert sitting.save("p2", WORDS).status_code == 200


def test_an_article_that_was_renamed_or_removed_while_it_was_open(sitting: Sitting, project: Project) -> None:
    seed = project.root / "seeds/water.txt"
    text = seed.read_text("utf-8")
    seed.rename(project.root / "seeds/rivers.txt")
    before = project.files()
    for answer in (sitting.save("p2", WORDS), sitting.sign("approve", "p2", drafts=True)):
        assert answer.status_code in (404, 422)
    for path in ("/articles/water", "/api/articles/water", "/api/beside/water?key=p2"):
        assert sitting.client.get(path).status_code in (404, 422)
    assert project.files() == before
    (project.root / "seeds/rivers.txt").unlink()
    seed.write_text(text, "utf-8")
    assert sitting.save("p2", WORDS).status_code == 200


def test_a_paragraph_that_went_while_it_was_open(sitting: Sitting, project: Project) -> None:
    seed = project.root / "seeds/water.txt"
    seed.write_text("\n\n".join(seed.read_text("utf-8").split("\n\n")[:-1]) + "\n", "utf-8")
    before = project.files()
    answer = sitting.save("p5", WORDS)
    assert answer.status_code in (404, 409, 422)
    assert answer.json()["findings"]
    assert project.files() == before


def test_while_settings_cannot_be_read_nothing_is_lost(sitting: Sitting, project: Project) -> None:
    settings = project.root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text + "extra: [\n", "utf-8")
    before = project.files()
    answer = sitting.save("p2", WORDS)
    assert (answer.status_code, answer.json()["findings"][0]["file"]) == (422, "mkdocs.yml")
    assert project.files() == before
    settings.write_text(text, "utf-8")
    assert sitting.save("p2", WORDS).status_code == 200


def test_two_tabs_of_one_person(sitting: Sitting, project: Project) -> None:
    other = Sitting(sitting.client)
    assert sitting.save("p2", WORDS).status_code == 200
    answer = other.save("p2", "Other words.")
    assert (answer.status_code, answer.json()["paragraph"]["english"]) == (409, WORDS)
    assert other.save("p3", "Other words.").status_code == 200
    assert sitting.save("p4", WORDS).status_code == 200
    rows = sitting.look()
    assert [rows[key]["english"] for key in ("p2", "p3", "p4")] == [WORDS, "Other words.", WORDS]


def test_of_a_page_that_was_cut_off_the_whole_is_shown_and_taken_back(
    sitting: Sitting, project: Project
) -> None:
    whole = "Experts came to the airport for three days of talks."
    sitting.save("p5", whole)
    page = project.translation()
    text = page.read_text("utf-8")
    page.write_text(text[: text.index(" three days")], "utf-8")
    row = sitting.look()["p5"]
    assert (row["english"], row["rival"]) == ("Experts came to the airport for", whole)
    assert sitting.resolve("p5", "ledger", offered=whole).status_code == 200
    assert (sitting.rows["p5"]["english"], sitting.rows["p5"]["rival"]) == (whole, None)
    assert whole in page.read_text("utf-8")
