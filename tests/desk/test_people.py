"""Remarks, assignments, questions and changes at the desk, as forms and as scripts ask for them."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from jisr.app.people import remarks
from jisr.desk.routes import ROUTES
from jisr.translation.decisions import events
from tests.desk.sitting import Sitting, open_client, token
from tests.project import PARAGRAPHS, Project, git
from tests.word.files import docx, p

NAME = "الحكومة العراقية"  # the Iraqi government, in p1


def act(client: TestClient, name: str, **given: Any) -> Any:
    answer = client.post(f"/api/people/{name}", json={"slug": "water", **given}, headers=token(client))
    assert answer.status_code == 200, answer.text
    schema = next(route.gives for route in ROUTES if route.path == f"/api/people/{name}")
    Draft202012Validator(dict(schema or {})).validate(answer.json())
    return answer.json()


def test_a_question_is_asked_answered_closed_and_offered_where_the_name_stands(
    client: TestClient, project: Project
) -> None:
    told = act(client, "remark", key="p2", text="Which <b>one</b>?", purpose="question", about=NAME)
    (thread,) = told["remarks"]
    assert (thread["by"], thread["key"], thread["purpose"], thread["about"]) == (
        "Ruba",
        "p2",
        "question",
        NAME,
    )
    assert told["answers"] == {}
    told = act(client, "reply", remark=thread["id"], text="That of 2022.", answers=True)
    assert told["remarks"][0]["closed_by"] == "Ruba"
    assert told["answers"] == {"p1": [{"about": NAME, "answer": "That of 2022.", "slug": "water"}]}
    act(client, "close", remark=thread["id"], reopen=True)
    page = client.get("/remarks").text
    assert "Which &lt;b&gt;one&lt;/b&gt;?" in page
    assert "That of 2022." in page
    act(client, "close", remark=thread["id"])
    assert "No open remarks." in client.get("/remarks").text
    assert "Which" in client.get("/people/water").text, "what is closed is still there"


def test_what_is_for_oneself_comes_first(client: TestClient, project: Project) -> None:
    act(client, "remark", text="for all")
    act(client, "remark", key="p1", text="for her", purpose="task", to="Ruba")
    page = client.get("/remarks").text.partition("<main")[2]
    assert page.index("For you") < page.index("for her") < page.index("For all") < page.index("for all")


def test_a_letter_is_written_and_what_came_back_is_taken(client: TestClient, project: Project) -> None:
    assert "mailto:" not in client.get("/people/water").text
    assert client.get("/letters/water").status_code == 422
    act(client, "remark", key="p1", text="Which one?", purpose="question")
    page = client.get("/people/water").text
    assert "mailto:?subject=" in page
    assert PARAGRAPHS[0] in page
    word = client.get("/letters/water?as=word")
    assert "wordprocessingml" in word.headers["content-type"]
    assert 'href="/letters/water?as=word"' in client.get("/people/water").text
    told = "\n".join(one.text for one in Document(BytesIO(word.content)).paragraphs)
    assert PARAGRAPHS[0] in told
    file = client.get("/letters/water")
    assert file.headers["content-type"].startswith("message/rfc822")
    assert b"X-Unsent: 1" in file.content
    body = remarks.ask_author(project.root, "water").body
    given = {"slug": "water", "text": f"Dear Ruba\n{body}That of 2022.", "by": "Omar", **form_token(client)}
    taken = client.post("/people/answers", data=given)
    assert "Dear Ruba" in taken.text
    ((_, thread),) = remarks.read(project.root)[0]
    assert (thread.answer, thread.replies[0].by, thread.open) == ("That of 2022.", "Omar", False)


def test_a_word_file_that_came_back_is_taken_like_a_pasted_answer(
    client: TestClient, project: Project
) -> None:
    act(client, "remark", key="p1", text="Which one?", purpose="question", about=NAME)
    act(client, "remark", key="p2", text="When?", purpose="question")
    asked = Document(BytesIO(client.get("/letters/water?as=word").content))
    boxes = [one for one in asked.paragraphs if one.text.strip(" ") == "\n\n"]
    assert len(boxes) == 2
    boxes[0].runs[0].text = "تلك التي في عام 2022."  # that of 2022
    answered = BytesIO()
    asked.save(answered)
    given = {"slug": "water", "text": "", "by": "Omar", **form_token(client)}
    taken = client.post("/people/answers", data=given, files={"file": ("back.docx", answered.getvalue())})
    assert taken.status_code == 200
    assert "This belongs to no question" not in taken.text.partition("<main")[2]
    told = client.get("/api/people/water").json()
    assert told["answers"]["p1"] == [{"about": NAME, "answer": "تلك التي في عام 2022.", "slug": "water"}]
    assert [bool(one["closed_by"]) for one in told["remarks"]] == [True, False]


def test_a_form_whose_file_nobody_chose_has_the_pasted_words(client: TestClient, project: Project) -> None:
    act(client, "remark", key="p1", text="Which one?", purpose="question")
    fields = {"slug": "water", "by": "Omar", "text": "That of 2022.", **form_token(client)}
    named = [f'form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts = [*named, 'form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n']
    body = "".join(f"--x\r\nContent-Disposition: {part}\r\n" for part in parts) + "--x--\r\n"
    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/people/answers", content=body.encode(), headers=kind).status_code == 200
    ((_, thread),) = remarks.read(project.root)[0]
    assert thread.answer == "That of 2022."


@pytest.mark.parametrize(
    ("name", "data", "status", "says"),
    [
        ("back.docx", b"PK\x03\x04", 422, "damaged"),
        ("back.exe", b"MZ", 422, "no file of a word processor"),
        ("back.docx", docx(p("نعم")), 422, "answers no open question"),  # yes, to two questions
    ],
)
def test_a_file_that_answers_nothing_is_told_and_takes_nothing(
    client: TestClient, project: Project, name: str, data: bytes, status: int, says: str
) -> None:
    for key in ("p1", "p2"):
        act(client, "remark", key=key, text="Which one?", purpose="question")
    before = project.files()
    given = {"slug": "water", "text": "", "by": "Omar", **form_token(client)}
    taken = client.post("/people/answers", data=given, files={"file": (name, data)})
    assert (taken.status_code, says in taken.text) == (status, True)
    assert project.files() == before


def form_token(client: TestClient) -> dict[str, str]:
    return {"token": token(client)["x-jisr-token"]}


def test_an_article_is_given_to_people(client: TestClient, project: Project) -> None:
    told = act(client, "assign", to="Ann", first="p1", last="p2", due="2026-12-01T18:00")
    assert told["assigned"] == {key: {"to": "Ann", "due": "2026-12-01 18:00"} for key in ("p1", "p2")}
    page = client.get("/people/water").text
    assert "2026-12-01 18:00" in page
    id_ = page.partition('name="assignment" value="')[2].partition('"')[0]
    sent = client.post(
        "/people/unassign",
        data={"slug": "water", "assignment": id_, **form_token(client)},
        follow_redirects=False,
    )
    assert (sent.status_code, sent.headers["location"]) == (303, "/people/water")
    assert client.get("/api/people/water").json()["assigned"] == {}


def test_who_is_in_a_paragraph_is_seen(client: TestClient) -> None:
    def enter(browser: TestClient, key: str) -> Any:
        sent = browser.post("/api/presence", json={"slug": "water", "key": key}, headers=token(browser))
        return sent.json()["others"]

    enter(client, "p1")
    other = TestClient(client.app, base_url=str(client.base_url), cookies={"jisr-name": "Omar"})
    assert enter(other, "p2") == {"p1": ["Ruba"]}
    assert enter(client, "p1") == {"p2": ["Omar"]}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("remark", {"text": "  "}),
        ("remark", {"text": "x", "key": "p99"}),
        ("reply", {"remark": "ffff", "text": "x"}),
        ("close", {"remark": "ffff"}),
        ("assign", {"to": "jisr"}),
        ("assign", {"to": "Ann", "first": "p99"}),
        ("assign", {"to": "Ann", "due": "soon"}),
        ("unassign", {"assignment": "ffff"}),
        ("remark", {"text": "x", "slug": "desert"}),
        ("close", {"remark": "a1", "slug": "../secret"}),
        ("reply", {"remark": "a1", "text": "x", "slug": "../secret"}),
        ("unassign", {"assignment": "a1", "slug": "../secret"}),
    ],
)
def test_what_cannot_be_done_is_said(
    client: TestClient, project: Project, name: str, given: dict[str, str]
) -> None:
    secret = project.root / "secret.jsonl"
    said = [events.Event("a1", "2026-11-23T10:15:00Z", kind, "Ann") for kind in ("remark", "assigned")]
    secret.write_bytes(events.append_events(b"", said))
    answer = client.post(f"/api/people/{name}", json={"slug": "water", **given}, headers=token(client))
    assert answer.status_code == (404 if "slug" in given else 422)
    assert answer.json()["findings"]
    assert secret.read_bytes() == events.append_events(b"", said), "no path leaves the folder"


def test_who_has_no_name_writes_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jisr.storage.git.find_owner", lambda _: "")
    nobody = open_client(project.root, name="")
    answer = nobody.post("/api/people/remark", json={"slug": "water", "text": "x"}, headers=token(nobody))
    assert answer.status_code == 422
    assert "name" in answer.json()["findings"][0]["message"]
    assert not remarks.read(project.root)[0]


def test_changes_are_told_since_one_was_last_here(client: TestClient, project: Project) -> None:
    act(client, "remark", key="p1", text="Which one?")
    page = client.get("/changes").text
    assert "Which one?" in page
    assert 'href="/articles/water#p1"' in page
    assert client.get("/api/changes?since=week&article=water").json()["changes"][0]["what"] == "remark"
    assert client.get("/api/changes?since=2100-01-01").json() == {"changes": []}
    assert "Nothing changed." in client.get("/changes?since=2100-01-01").text
    assert client.get("/changes?since=soon").status_code == 422


def test_a_save_is_told_once_with_who_and_when_and_its_words(client: TestClient, project: Project) -> None:
    for words in (("init", "-q"), ("config", "user.email", "x@example.org"), ("config", "user.name", "Git")):
        git(project.root, *words)
    git(project.root, "add", ".")
    git(project.root, "commit", "-qm", "x")
    sitting = Sitting(client)
    sitting.save("p1", "A first word.")
    sitting.save("p1", "A second word.")
    sitting.sign("reject", "p3")

    def told() -> list[tuple[str, str, str, bool]]:
        found = client.get("/api/changes?since=week").json()["changes"]
        own = [one for one in found if not one["what"].startswith("drafted")]
        return [(one["key"], one["what"], one["by"], bool(one["at"] and one["words"])) for one in own]

    once = [("p1", "edit", "Ruba", True), ("p3", "draft-rejection", "Ruba", True)]
    assert told() == once
    git(project.root, "commit", "-qam", "y")
    assert told() == once
    client.cookies["jisr-lang"] = "ar"
    assert "مسودة من echo 1" in client.get("/changes?since=week").text  # drafted by
