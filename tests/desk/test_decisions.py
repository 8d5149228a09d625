"""What is saved and decided at the desk goes through the same sync as all else, and says what it saw."""

from datetime import datetime, tzinfo
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from jisr.app import pipeline
from jisr.desk.routes import decisions
from jisr.model.ledger import State
from jisr.storage.look import read_templates
from jisr.translation.decisions import events, records
from tests.desk.sitting import Sitting, open_client
from tests.project import PARAGRAPHS, TODAY, Project, edit

WORDS = "The government will review the pact. It said so yesterday."


def test_a_save_writes_its_paragraph_its_entry_and_nothing_else(sitting: Sitting, project: Project) -> None:
    before = project.files()
    answer = sitting.save("p2", WORDS)
    assert answer.status_code == 200, answer.text
    assert (sitting.rows["p2"]["english"], sitting.state("p2"), sitting.rows["p2"]["origin"]) == (
        WORDS,
        "edited",
        "person",
    )
    after = project.files()
    changed = {name for name, data in after.items() if before.get(name) != data}
    assert changed == {"docs/en/articles/water.md", "translations/water.po"}
    page, was = (files["docs/en/articles/water.md"].decode() for files in (after, before))
    marker = was.index("<!-- #p2 ")
    assert page.startswith(was[:marker] + f"<!-- #p2 -->\n{WORDS}\n\n<!-- #p3 draft")
    assert page.partition("<!-- #p3")[2] == was.partition("<!-- #p3")[2]
    entries, old = (files["translations/water.po"].decode().split("\n\n") for files in (after, before))
    assert [n for n, (a, b) in enumerate(zip(entries, old, strict=True)) if a != b] == [3]
    pipeline.sync_articles(project.root, TODAY)
    assert project.files() == after


def test_who_saved_is_recorded_and_it_can_be_taken_back(sitting: Sitting, project: Project) -> None:
    before = project.files()
    sitting.save("p2", WORDS)
    (event,) = records.read(project.root, "water")[0]
    assert (event.kind, event.by, event.key) == (events.EDIT, "Ruba", "p2")
    assert sitting.post("undo", key="p2").status_code == 200
    assert project.files() == before
    assert sitting.state("p2") == "draft"


def test_undo_is_offered_only_where_something_was_decided(sitting: Sitting) -> None:
    def offered() -> tuple[list[str], bool]:
        page = sitting.client.get("/articles/water").text
        _, *rows = page.split('<section class="row" id="')
        keys = [one.partition('"')[0] for one in rows if 'data-action="undo"' in one]
        return keys, 'data-action="undo-article" hidden' not in page

    assert offered() == ([], False)
    answer = sitting.save("p2", WORDS).json()
    assert 'data-action="undo"' in answer["rows"]["p2"]
    sitting.sign("reject", "p4")
    assert offered() == (["p2", "p4"], True)
    answer = sitting.post("undo", key="p2").json()
    assert 'data-action="undo"' not in answer["rows"]["p2"]
    assert offered() == (["p4"], True)
    sitting.post("undo", key="p4")
    assert offered() == ([], False)


def test_templates_are_read_once_until_somebody_changes_one(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[Path] = []

    def count(root: Path, below: str) -> dict[str, tuple[Path, str]]:
        reads.append(root)
        return read_templates(root, below)

    monkeypatch.setattr("jisr.site.templates.read_templates", count)
    answer = sitting.client.get("/api/rows/water?keys=p1,p2,p3").json()
    assert (len(answer["rows"]), len(reads)) == (3, 1)
    own = project.root / "overrides/jisr/desk/row.html"
    own.parent.mkdir(parents=True)
    for words, read in (("Ours.", 2), ("Other.", 3)):
        own.write_text(words, "utf-8")
        for _ in range(2):
            assert sitting.client.get("/api/rows/water?keys=p1").json()["rows"] == {"p1": words}
        assert len(reads) == read


def test_the_same_save_twice_is_one(sitting: Sitting, project: Project) -> None:
    """The first answer was lost on its way: the browser sends it again, with what it had seen."""
    first = sitting.rows["p2"]["seen"]
    sitting.save("p2", WORDS)
    after = project.files()
    again = sitting.post("save", key="p2", text=WORDS, seen=first)
    assert (again.status_code, again.json()["changed"]) == (200, False)
    assert project.files() == after
    assert len(records.read(project.root, "water")[0]) == 1


def test_machine_text_that_is_saved_as_it_is_stays_a_draft(sitting: Sitting, project: Project) -> None:
    before = project.files()
    assert sitting.save("p2", sitting.rows["p2"]["english"]).status_code == 200
    assert sitting.save("p2", sitting.rows["p2"]["english"] + " ").status_code == 200
    assert project.files() == before


def test_a_comma_in_machine_text_makes_it_nobodys(sitting: Sitting) -> None:
    sitting.save("p2", sitting.rows["p2"]["english"].replace("words.", "words,"))
    assert (sitting.state("p2"), sitting.rows["p2"]["touched"]) == ("draft", True)


def test_the_machines_words_again_are_a_draft_again(sitting: Sitting) -> None:
    machine = sitting.rows["p2"]["english"]
    sitting.save("p2", WORDS)
    assert sitting.save("p2", machine).status_code == 200
    assert (sitting.state("p2"), sitting.rows["p2"]["english"]) == ("draft", machine)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n ",
        "One.\n\n<!-- #p9 -->\nTwo.",
        "<!-- #p2 draft -->",
        "Words <!-- #p9 --> within.",  # set alone by the next save, this would be a marker
        "Words <!– #p9 –> of a word processor.",
        "<!-- a note, and no word -->",
        "%%another%%",
        "<script>x</script>",
        "<!-- a note without its end",
        "\ud800",
        "a\x00b",
        "x" * 200_001,
        "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other",
    ],
)
def test_what_is_no_text_of_a_paragraph_is_refused_and_nothing_changes(
    sitting: Sitting, project: Project, text: str
) -> None:
    before = project.files()
    answer = sitting.save("p2", text)
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["remedy"]
    assert project.files() == before


def test_a_fence_takes_no_other_paragraph_in(sitting: Sitting, project: Project) -> None:
    assert sitting.save("p4", "Code:\n\n```\nx\n```").status_code == 200
    before = project.files()
    assert sitting.save("p2", "Begins:\n\n```\nx").status_code == 422
    assert project.files() == before


@pytest.mark.parametrize(
    "text", ["A *word* and [a link](https://example.org).", "One.\n\nTwo.", "> He said.", "# 5"]
)
def test_markdown_stays_as_it_was_typed(sitting: Sitting, text: str) -> None:
    sitting.save("p2", text)
    assert sitting.rows["p2"]["english"] == text
    assert sitting.look()["p2"]["english"] == text


def test_a_comment_that_is_typed_is_a_note_and_that_is_said(sitting: Sitting, project: Project) -> None:
    answer = sitting.save("p2", "Words <!-- ask the author --> of mine.")
    assert sitting.rows["p2"]["english"] == "Words of mine."
    assert any("stays on the page" in said["message"] for said in answer.json()["said"])
    sitting.save("p2", "Other words.")
    assert "<!-- ask the author -->" in project.translation().read_text("utf-8")
    assert "ask the author" not in project.ledger().read_text("utf-8")


def test_a_note_of_somebody_else_stays_on_the_page(sitting: Sitting, project: Project) -> None:
    edit(project.translation(), "<!-- #p3 ", "<!-- ask the author -->\n\n<!-- #p3 ")
    sitting.look()
    sitting.save("p2", WORDS)
    assert f"{WORDS}\n\n<!-- ask the author -->\n" in project.translation().read_text("utf-8")
    assert "ask the author" not in project.ledger().read_text("utf-8")


def test_line_ends_of_the_page_stay(sitting: Sitting, project: Project) -> None:
    path = project.translation()
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    sitting.look()
    assert sitting.save("p2", "One.\n\nTwo.").status_code == 200
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"One.\r\n\r\nTwo.\r\n" in data


# --- meanwhile --------------------------------------------------------------------------------------------


def test_what_somebody_else_wrote_meanwhile_stands_and_is_shown(sitting: Sitting, project: Project) -> None:
    other = Sitting(open_client(project.root, "Ann"))
    other.save("p2", "Ann wrote this.")
    before = project.files()
    answer = sitting.save("p2", WORDS)
    assert answer.status_code == 409
    now = answer.json()["paragraph"]
    assert (now["key"], now["english"]) == ("p2", "Ann wrote this.")
    assert project.files() == before
    again = sitting.post("save", key="p2", text=WORDS, seen=now["seen"])  # a person has read both
    assert again.status_code == 200
    assert sitting.rows["p2"]["english"] == WORDS


def test_what_was_written_on_the_page_meanwhile_stands_too(sitting: Sitting, project: Project) -> None:
    draft = sitting.rows["p2"]["english"]
    edit(project.translation(), draft, "By hand.")
    assert sitting.save("p2", WORDS).status_code == 409
    assert "By hand." in project.translation().read_text("utf-8")
    assert sitting.save("p3", WORDS).status_code == 200  # and is taken in with the next paragraph
    assert sitting.rows["p2"]["english"] == "By hand."


def test_what_a_tool_put_into_the_ledger_meanwhile_stands_too(sitting: Sitting, project: Project) -> None:
    draft = sitting.rows["p2"]["english"]
    edit(project.ledger(), f'msgstr "{draft}"', 'msgstr "A translator wrote this."')
    answer = sitting.save("p2", WORDS)
    assert (answer.status_code, answer.json()["paragraph"]["english"]) == (409, "A translator wrote this.")
    assert "A translator wrote this." in project.ledger().read_text("utf-8")


def test_an_arabic_that_changed_meanwhile_is_shown_before_anything_is_saved(
    sitting: Sitting, project: Project
) -> None:
    edit(project.root / "seeds/water.txt", "الجاري", "القادم")  # this year, next year
    answer = sitting.save("p2", WORDS)
    assert answer.status_code == 409
    assert "القادم" in answer.json()["paragraph"]["original"]


def test_nothing_is_signed_that_was_not_seen(sitting: Sitting, project: Project) -> None:
    sitting.save("p2", WORDS)
    Sitting(open_client(project.root, "Ann")).save("p2", "Ann wrote this.")
    for act in ("approve", "unapprove", "reject"):
        assert sitting.sign(act, "p2").status_code == 409
    assert sitting.resolve("p2", "keep").status_code == 409
    assert project.state("p2") == ("edited", False)


# --- decisions ---------------------------------------------------------------------------------------------


def test_a_paragraph_is_approved_and_the_approval_withdrawn_and_put_back(sitting: Sitting) -> None:
    sitting.save("p2", WORDS)
    assert sitting.sign("approve", "p2").status_code == 200
    assert (sitting.state("p2"), sitting.rows["p2"]["by"]) == ("approved", "Ruba")
    assert sitting.sign("unapprove", "p2").status_code == 200
    assert sitting.state("p2") == "edited"
    assert sitting.post("undo", key="p2").status_code == 200
    assert (sitting.state("p2"), sitting.rows["p2"]["by"]) == ("approved", "Ruba")


def test_machine_text_is_approved_only_by_an_act_of_its_own(sitting: Sitting, project: Project) -> None:
    before = project.files()
    refused = sitting.sign("approve", "p2")
    assert (refused.status_code, refused.json()["findings"][0]["check"]) == (422, "approve-draft")
    assert project.files() == before
    assert sitting.sign("approve", "p2", drafts=True).status_code == 200
    assert sitting.state("p2") == "approved"


def test_what_approving_a_page_covers_is_told_before(sitting: Sitting, project: Project) -> None:
    sitting.save("p2", WORDS)
    sitting.save("p3", "Prices fell.")
    sitting.sign("approve", "p3")
    sitting.sign("reject", "p4")
    sitting.save("p1", "A pact.")
    edit(project.root / "seeds/water.txt", "نهائي", "مؤقت")  # final, provisional
    covered = sitting.client.get("/api/approval", params={"slug": "water"}).json()
    assert {name: covered[name] for name in ("written", "drafts", "stale", "missing", "signed")} == {
        "written": ["p2"],
        "drafts": ["title", "p5"],
        "stale": ["p1"],
        "missing": ["p4"],
        "signed": ["p3"],
    }


def test_nobody_signs_who_did_not_say_who_they_are(project: Project) -> None:
    sitting = Sitting(open_client(project.root, "Argos"))
    assert sitting.save("p2", WORDS).status_code == 200
    if not sitting.client.get("/api/session").json()["name"]:  # git knows nobody here
        assert sitting.sign("approve", "p2").status_code == 422


def test_a_draft_is_discarded_and_stays_away_until_asked_for(sitting: Sitting, project: Project) -> None:
    draft = sitting.rows["p2"]["english"]
    assert sitting.sign("reject", "p2").status_code == 200
    assert (sitting.state("p2"), sitting.rows["p2"]["english"]) == ("missing", "")
    pipeline.draft_articles(project.root, TODAY)
    assert sitting.look()["p2"]["state"] == "missing"
    assert sitting.post("undo", key="p2").status_code == 200
    assert (sitting.state("p2"), sitting.rows["p2"]["english"]) == ("draft", draft)


@pytest.mark.parametrize("key", ["p2", "none"])
def test_a_persons_words_are_not_discarded(sitting: Sitting, project: Project, key: str) -> None:
    sitting.save("p2", WORDS)
    before = project.files()
    assert sitting.post("reject", seen={key: sitting.rows["p2"]["seen"]}).status_code in (409, 422)
    assert project.files() == before


def test_a_stale_paragraph_shows_what_changed_and_is_kept_or_written_anew(
    sitting: Sitting, project: Project
) -> None:
    sitting.save("p2", WORDS)
    sitting.save("p1", "A pact.")
    edit(project.root / "seeds/water.txt", "الجاري", "القادم")  # this year, next year
    pipeline.draft_articles(project.root, TODAY)
    row = sitting.look()["p2"]
    assert row["stale"]
    assert ["removed", "الجاري."] in row["original_change"]
    assert ["added", "القادم."] in row["original_change"]
    assert row["proposal"]["origin"] == "echo 1"
    assert sitting.resolve("p2", "keep").status_code == 200
    assert (sitting.rows["p2"]["stale"], sitting.rows["p2"]["english"]) == (False, WORDS)


def test_a_proposal_is_taken_as_it_was_shown(sitting: Sitting, project: Project) -> None:
    sitting.save("p2", WORDS)
    edit(project.root / "seeds/water.txt", "الجاري", "القادم")  # this year, next year
    pipeline.draft_articles(project.root, TODAY)
    offered = sitting.look()["p2"]["proposal"]["text"]
    assert sitting.resolve("p2", "proposal", offered="another text").status_code == 409
    assert sitting.resolve("p2", "proposal", offered=offered).status_code == 200
    assert (sitting.state("p2"), sitting.rows["p2"]["english"]) == ("draft", offered)
    assert sitting.post("undo", key="p2").status_code == 200
    assert sitting.rows["p2"]["english"] == WORDS


@pytest.mark.parametrize(("take", "words"), [("page", "On the page."), ("ledger", "In the ledger.")])
def test_a_conflict_shows_both_texts_and_one_is_taken(
    sitting: Sitting, project: Project, take: str, words: str
) -> None:
    draft = sitting.rows["p2"]["english"]
    edit(project.translation(), draft, "On the page.")
    edit(project.ledger(), f'msgstr "{draft}"', 'msgstr "In the ledger."')
    row = sitting.look()["p2"]
    assert (row["english"], row["rival"]) == ("On the page.", "In the ledger.")
    other = sitting.save("p3", WORDS)  # another paragraph can be worked on meanwhile: on its page
    assert other.status_code == 200
    assert WORDS in project.translation().read_text("utf-8")
    assert WORDS not in project.ledger().read_text("utf-8")
    assert sitting.resolve("p2", take).status_code == 200, take
    assert (sitting.rows["p2"]["english"], sitting.rows["p2"]["rival"]) == (words, None)
    assert (sitting.rows["p3"]["english"], sitting.state("p3")) == (WORDS, "edited")


def test_a_finding_is_ignored_with_a_reason_and_no_longer(sitting: Sitting) -> None:
    assert sitting.post("ignore", key="p2", check="numbers", reason="a quotation").status_code == 200
    assert sitting.rows["p2"]["ignored"] == {"numbers": "a quotation"}
    assert sitting.post("ignore", key="p2", check="nothing", reason="x").status_code == 422
    assert sitting.post("undo", key="p2").status_code == 200
    assert sitting.rows["p2"]["ignored"] == {}


def test_a_quotation_is_locked_with_its_source_and_unlocked(sitting: Sitting, project: Project) -> None:
    def quote(key: str, source: str, seen: str = "") -> tuple[int, str]:
        given = {"key": key, "source": source, "seen": seen or sitting.rows[key]["seen"]}
        return sitting.post("quote", **given).status_code, sitting.rows[key]["quoted"]

    assert quote("p2", "Al-Arab, 2019") == (422, ""), "a machine's words are nobody's quotation"
    before = sitting.rows["p2"]["seen"]
    sitting.save("p2", WORDS)
    assert quote("p2", "Al-Arab, 2019", before) == (409, ""), "another text was seen"
    assert quote("p2", "Al-Arab, 2019") == (200, "Al-Arab, 2019")
    assert 'data-action="unquote"' in sitting.client.get("/articles/water").text
    assert 'quoted="Al-Arab, 2019"' in project.ledger().read_text("utf-8")
    assert quote("p2", "") == (200, "")
    assert sitting.post("undo", key="p2").status_code == 200
    assert sitting.rows["p2"]["quoted"] == "Al-Arab, 2019"


def test_what_was_decided_last_is_taken_back_first_though_the_clock_went_back(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year, words in ((2031, "First."), (2026, "Second."), (2025, "Third.")):

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None, year: int = year) -> "Clock":
                return cls(year, 11, 23, tzinfo=tz)

        monkeypatch.setattr(events, "datetime", Clock)
        assert sitting.save("p2", words).status_code == 200
    for words in ("Second.", "First."):
        assert sitting.post("undo", key="p2").status_code == 200
        assert sitting.rows["p2"]["english"] == words


def test_answers_are_as_openapi_says(sitting: Sitting) -> None:
    gives = {route.path: dict(route.gives or {}) for route in decisions.ROUTES}
    answers = {
        "save": sitting.save("p2", WORDS),
        "approve": sitting.sign("approve", "p2"),
        "unapprove": sitting.sign("unapprove", "p2"),
        "reject": sitting.sign("reject", "p3"),
        "undo": sitting.post("undo", key="p3"),
        "ignore": sitting.post("ignore", key="p2", check="numbers", reason="right"),
        "resolve": sitting.resolve("p2", "keep"),
        "quote": sitting.post("quote", key="p2", source="x", seen=sitting.rows["p2"]["seen"]),
    }
    for act, answer in answers.items():
        assert answer.status_code == 200, act
        Draft202012Validator(gives[f"/api/{act}"]).validate(answer.json())


@pytest.mark.parametrize(
    "given", [{}, {"slug": "water"}, {"slug": 5, "key": "p2", "text": "", "seen": ""}, {"x": 1}]
)
def test_what_is_not_as_openapi_says_is_refused(sitting: Sitting, given: dict[str, object]) -> None:
    answer = sitting.client.post("/api/save", json=given, headers=sitting.header)
    assert (answer.status_code, answer.json()["error"]) == (400, "form")


def test_every_paragraph_is_a_row_also_without_english(client: TestClient, project: Project) -> None:
    Sitting(client).sign("reject", "p2")
    page = client.get("/articles/water").text
    assert all(f'data-key="p{n}" data-slug="water"' in page for n in range(1, 6))
    assert f'data-state="{State.MISSING}"' in page
    assert PARAGRAPHS[1][:20] in page
