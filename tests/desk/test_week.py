"""A week at the desk of a small office, by what its pages send: each fact is in files, ledger and git."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from jisr.app import pipeline
from jisr.app.people import remarks
from jisr.desk.context import Desk
from jisr.desk.office import answers
from jisr.desk.office.entrance import Office
from jisr.desk.office.sessions import Sessions
from jisr.desk.routes import TABS
from jisr.desk.server import make_app
from jisr.translation import engines
from jisr.translation.decisions.remarks import Purpose
from tests.desk.filled_forms import Pages, wait_for_run
from tests.desk.sitting import ADDRESS, Sitting, token
from tests.project import PARAGRAPHS, SETTINGS, TITLE, TODAY, Echo, Project, git
from tests.staff import PASSWORD, add_accounts

SAID = "{signatures: 2, timezone: Asia/Beirut, desk: {commit: save}}"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A publication with one article, under git, with an account for each of the staff."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    monkeypatch.setattr(pipeline, "build", pipeline.render)
    monkeypatch.setattr(answers, "LATE", -1.0)  # what is answered is read at once
    made = Project(tmp_path / "project")
    (made.root / "mkdocs.yml").write_text(SETTINGS.replace("{}", SAID), "utf-8")
    (made.root / ".gitignore").write_text(".jisr/\n.build/\nprivate/\n", "utf-8")
    made.seed("oil", [PARAGRAPHS[0], PARAGRAPHS[2]], "أسعار النفط")  # the price of oil
    pipeline.draft_articles(made.root, TODAY)
    add_accounts(made.root, monkeypatch)
    git(made.root, "init", "-q", "-b", "main")
    for what, value in (("name", "The office"), ("email", "office@example.org")):
        git(made.root, "config", f"user.{what}", value)
    git(made.root, "add", "-A")
    git(made.root, "commit", "-q", "-m", "begin")
    return made


@pytest.fixture
def desk(project: Project) -> Iterator[Desk]:
    made = Desk(project.root, TABS, lambda: TODAY, Office(project.root, Sessions(project.root)))
    yield made
    made.close()


class Staff:
    """Who is signed in, each with a browser of their own."""

    def __init__(self, desk: Desk) -> None:
        self.app = make_app(desk)
        self.browsers: dict[str, TestClient] = {}

    def browser(self, name: str) -> TestClient:
        if name not in self.browsers:
            made = TestClient(self.app, base_url=ADDRESS, cookies={"jisr-lang": "en"}, follow_redirects=False)
            given = {"name": name, "password": PASSWORD, "next": "/", "token": token(made)["x-jisr-token"]}
            assert made.post("/sign-in", data=given).status_code == 303
            self.browsers[name] = made
        return self.browsers[name]

    def at(self, name: str, slug: str = "water") -> Sitting:
        """Somebody before an article, as it stands now."""
        return Sitting(self.browser(name), slug)

    def send(self, who: str, path: str, status: int = 200, /, **given: Any) -> dict[str, Any]:
        """What a script of a page sends."""
        browser = self.browser(who)
        headers = {**token(browser), "content-type": "application/json"}
        answer = browser.post(path, content=json.dumps(given), headers=headers)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def get(self, name: str, path: str) -> dict[str, Any]:
        answer = self.browser(name).get(path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def entry(project: Project, key: str) -> Any:
    return project.read_result().require_entry(key)


def contents(root: Path) -> dict[Path, str]:
    """The files of a folder but for git's; one that goes meanwhile, as a thread of the desk ends, is none."""
    found = {}
    for path in root.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            with suppress(FileNotFoundError):
                found[path] = path.read_text("utf-8", "replace")
    return found


def test_a_week(project: Project, desk: Desk) -> None:
    staff, root = Staff(desk), project.root

    # Monday: an author's text is taken in, held from readers, drafted, and shared by two translators
    text = "\n\n".join([TITLE, *PARAGRAPHS]) + "\n"
    staff.send("Sami", "/api/new", 403, slug="water", text=text)
    staff.send(
        "Tala", "/api/new", slug="water", name="water.txt", text=text, facts={"author": {"ar": "سليم"}}
    )
    held = staff.get("Rima", "/api/facts/water")["facts"]
    assert held["release"] == {"ar": "held", "en": "held"}
    assert held["author"] == {"ar": "سليم"}
    pipeline.draft_articles(root, TODAY)
    due = "2026-11-24T18:00"
    staff.send("Rima", "/api/people/assign", slug="water", to="Tala", first="p1", last="p2", due=due)
    shared = staff.send("Rima", "/api/people/assign", slug="water", to="Omar", first="p3", last="p5")
    assert {key: one["to"] for key, one in shared["assigned"].items()} == {
        **dict.fromkeys(("p1", "p2"), "Tala"),
        **dict.fromkeys(("p3", "p4", "p5"), "Omar"),
    }
    listed = staff.get("Tala", "/api/queue?assignee=Tala")["articles"]
    assert [(one["slug"], one["due"]) for one in listed] == [("water", due)]
    staff.send("Tala", "/api/presence", slug="water", key="p1")
    assert staff.send("Omar", "/api/presence", slug="water", key="p3")["others"] == {"p1": ["Tala"]}
    tala, omar = staff.at("Tala"), staff.at("Omar")
    english = {
        "p1": "The government will review the pact.",
        "p2": "Observers expect no vote this year.",
        "p3": "Oil fell to its lowest price.",
        "p4": "Schools get ready.",
    }
    for key, words in english.items():
        assert (tala if key in ("p1", "p2") else omar).save(key, words).status_code == 200

    # a question goes to the author, who has no account; the answer is offered wherever the name stands
    name = "الحكومة العراقية"  # the Iraqi government
    given = {"slug": "water", "key": "p1", "text": "Which government?", "purpose": "question", "about": name}
    staff.send("Tala", "/api/people/remark", **given)
    letter = staff.browser("Tala").get("/letters/water")
    assert letter.headers["content-type"].startswith("message/rfc822")
    body = remarks.ask_author(root, "water").body
    answered = {"slug": "water", "text": f"{body}\nThat of 2022.\n", "by": "Salim"}
    pasted = staff.browser("Tala").post(
        "/people/answers", data={**answered, "token": token(staff.browser("Tala"))["x-jisr-token"]}
    )
    assert pasted.status_code == 200
    offered = staff.get("Omar", "/api/people/oil")["answers"]
    assert [(one["about"], one["answer"], one["slug"]) for one in offered["p1"]] == [
        (name, "That of 2022.", "water")
    ]

    # a volunteer may only suggest: signed, and on no page
    before = project.files()
    assert staff.at("Sami").save("p5", "Experts came for three days.").json()["suggested"]
    assert project.files() == before
    suggested = [one for _, one in remarks.read(root, "water")[0] if one.purpose is Purpose.SUGGESTION]
    assert [(one.by, one.key, one.text) for one in suggested] == [
        ("Sami", "p5", "Experts came for three days.")
    ]
    assert staff.at("Omar").save("p5", suggested[0].text).status_code == 200
    staff.send("Omar", "/api/people/close", slug="water", remark=suggested[0].id)

    # a quotation is locked with its source: a replacement passes it by
    rima = staff.at("Rima")
    seen = rima.rows["p3"]["seen"]
    staff.send("Tala", "/api/quote", 403, slug="water", key="p3", source="Al-Arab, 2019", seen=seen)
    locked = rima.post("quote", key="p3", source="Al-Arab, 2019", seen=seen)
    assert (locked.status_code, rima.rows["p3"]["quoted"]) == (200, "Al-Arab, 2019")
    hits = staff.get("Rima", "/api/find?words=price")["hits"]
    assert [(one["key"], one["can_change"]) for one in hits] == [("p3", False)]
    replaced = staff.send("Rima", "/api/replace", words="price", new="value", hits=[hits[0]["id"]])
    assert replaced["written"] == 0
    assert entry(project, "p3").quoted == "Al-Arab, 2019"

    # a second reader, and two signatures that nobody gives their own edit
    rima = staff.at("Rima")
    assert rima.save("p4", "Schools are getting ready.").status_code == 200
    assert rima.sign("approve", "p4").status_code == 422
    keys = ("p1", "p2", "p3", "p5")
    assert rima.sign("approve", *keys).status_code == 200
    assert {rima.state(key) for key in keys} == {"edited"}, "one signature is not enough"
    for second in ("Noor", "Pia"):
        reader = staff.at(second)
        assert reader.sign("approve", "p4", *(keys if second == "Noor" else ())).status_code == 200
    signed = {key: (entry(project, key).state.value, entry(project, key).by) for key in (*keys, "p4")}
    assert signed == {**dict.fromkeys(keys, ("approved", "Rima, Noor")), "p4": ("approved", "Noor, Pia")}

    # released by a publisher, each language by itself, with hour and time zone
    staff.send("Rima", "/api/release", 403, slug="water", languages=["en"])
    staff.send("Pia", "/api/release", slug="water", languages=["ar"], at="2026-12-01 08:00")
    staff.send("Pia", "/api/release", slug="water", languages=["en"], at="2026-12-02 09:30")
    released = staff.get("Rima", "/api/facts/water")["facts"]["release"]
    assert {lang: str(at) for lang, at in released.items()} == {
        "ar": "2026-12-01 08:00",
        "en": "2026-12-02 09:30",
    }

    # Thursday: the Arabic is corrected in three ways
    said = {"kind": "correction", "on": "2026-11-26", "text": {"ar": "صُحّح رقم.", "en": "A number was wrong."}}
    silent = PARAGRAPHS[1].replace("الجاري", "الجارى")  # a letter of the keyboard next to it
    staff.send("Rima", "/api/original/water", key="p2", words=silent, how="spelling", base=PARAGRAPHS[1])
    assert (entry(project, "p2").source, entry(project, "p2").stale) == (silent, False)
    other = PARAGRAPHS[4].replace("ثلاثة", "أربعة")  # three days, four days
    whole = {"key": "p5", "words": other, "how": "correction", "base": PARAGRAPHS[4]}
    staff.send("Rima", "/api/original/water", **whole, notice=said)
    assert (entry(project, "p5").source, entry(project, "p5").stale) == (other, True)
    (told,) = staff.get("Rima", "/api/facts/water")["facts"]["notices"]
    assert told["text"] == said["text"]
    assert staff.at("Omar").save("p5", "Experts came for four days.").status_code == 200
    pages = Pages(staff.browser("Pia"))
    page = pages.get("/remove?what=water%23p4")
    pages.send("/remove", *pages.fields(page))
    wait_for_run(project)
    assert "Removed." in pages.get("/remove")
    kept = contents(root)
    traces = [path for path, text in kept.items() if "Schools" in text]
    assert traces == [], "what goes for safety leaves no trace in the folder"

    # what the desk says is what the ledger has, and all that was saved is in git under its people's names
    desk.committing.finish()
    shown = {key: (row["english"], row["state"]) for key, row in staff.at("Pia").look().items()}
    assert shown == {one.key: (one.target, one.state.value) for one in project.read_result().ledger.entries}
    assert [shown[key][0] for key in ("p1", "p2", "p3", "p5")] == [
        *(english[key] for key in ("p1", "p2", "p3")),
        "Experts came for four days.",
    ]
    log = git(root, "log", "--format=%an: %s").split("\n")
    assert {"Tala: Take in water", "Tala: Correct water #p1", "Omar: Correct water #p3"} <= set(log)
    assert {"Rima: Say what water #p3 is quoted from", "Noor: Approve water", "Pia: Approve water"} <= set(
        log
    )
    assert "Rima: Correct the original of water #p5" in log
    assert not git(root, "ls-files", "private"), "what people say of it is no commit's"
    again = project.files()
    pipeline.sync_articles(root, TODAY)
    assert project.files() == again
