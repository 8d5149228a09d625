"""Remarks in a project: kept, answered by letter, taken along and taken away with their article."""

import json
from pathlib import Path

import pytest

from jisr.app import article_renaming, pipeline, removal
from jisr.app.people import remarks
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.translation.decisions.remarks import Purpose, Thread
from tests.project import PARAGRAPHS, TODAY, Project

NAME = "الحكومة العراقية"  # the Iraqi government, in p1


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "project")
    made.seed()
    pipeline.sync_articles(made.root, TODAY)
    return made


def threads(project: Project) -> list[Thread]:
    found, damaged = remarks.read(project.root)
    assert not damaged
    return [thread for _, thread in found]


def ask(project: Project, key: str = "p1", text: str = "Which one?", about: str = "") -> Thread:
    remarks.remark(project.root, "water", key, text, "Ann", Purpose.QUESTION, about=about)
    return threads(project)[-1]


def test_a_letter_goes_out_and_its_answers_come_back(project: Project) -> None:
    one, two = ask(project, about=NAME), ask(project, "p2", "When?")
    remarks.remark(project.root, "water", "p3", "A note that no author sees", "Ann")
    letter = remarks.ask_author(project.root, "water")
    assert all(words in letter.body for words in (*PARAGRAPHS[:2], "Which one?", "When?"))
    assert "no author sees" not in letter.body
    text = letter.body + "Next year.\n"
    text = text.replace(f"Which one?\n\n{'الجواب:'}", f"Which one?\n\n{'الجواب:'} That of 2022.")
    _, rest = remarks.take_answers(project.root, "water", f"Hello!\n{text}", "Omar")
    assert rest == "Hello!"
    answered = {thread.id: thread for thread in threads(project)}
    assert [answered[id_].answer for id_ in (one.id, two.id)] == ["That of 2022.", "Next year."]
    assert [(answered[id_].open, answered[id_].closed_by) for id_ in (one.id, two.id)] == [
        (False, "Omar")
    ] * 2
    with pytest.raises(JisrError, match="no question is open"):
        remarks.ask_author(project.root, "water")
    with pytest.raises(JisrError, match="answers no open question"):
        remarks.take_answers(project.root, "water", text, "Omar")


def test_who_replies_closes_only_what_is_answered(project: Project) -> None:
    asked = ask(project)
    remarks.reply(project.root, "water", asked.id[:6], "I ask around", "Omar")
    assert threads(project)[0].open
    remarks.reply(project.root, "water", asked.id, "That of 2022", "Omar", answers=True)
    assert not threads(project)[0].open
    remarks.close(project.root, "water", asked.id, "Ann", reopen=True)
    assert threads(project)[0].open
    assert remarks.close(project.root, "water", asked.id, "Ann").written
    assert not remarks.close(project.root, "water", asked.id, "Ann").written, "it is closed already"
    with pytest.raises(JisrError, match="no remark has this name"):
        remarks.reply(project.root, "water", "ffff", "x", "Omar")


def test_remarks_follow_a_renamed_article(project: Project) -> None:
    ask(project)
    article_renaming.rename(project.root, "water", "2026/rivers", TODAY)
    assert [slug for slug, _ in remarks.read(project.root)[0]] == ["2026/rivers"]


def test_a_removed_paragraph_takes_its_remarks_along(project: Project) -> None:
    remarks.reply(project.root, "water", ask(project).id, "of 2022", "Omar", answers=True)
    ask(project, "p2", "When?")
    removal.carry_out(project.root, removal.plan(project.root, "water#p1", ()), TODAY, lambda _: None)
    assert [thread.text for thread in threads(project)] == ["When?"]


def test_a_removed_name_goes_from_remarks_and_answers(project: Project) -> None:
    asked = ask(project, text="Is it Maryam Hassan?", about=NAME)
    remarks.reply(project.root, "water", asked.id, "Yes, Maryam Hassan", "Omar", answers=True)
    remarks.remark(project.root, "water", "p2", "x", "Ann", Purpose.TASK, to="Maryam Hassan")
    removal.carry_out(project.root, removal.plan(project.root, "Maryam Hassan", ()), TODAY, lambda _: None)
    assert b"Maryam" not in (project.root / "private/water.jsonl").read_bytes()
    assert len(threads(project)) == 2


def test_a_log_of_a_machine_tells_no_words(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(project, text="Zarzour?", about="زرزور")
    remarks.reply(project.root, "water", asked.id, "Zarzour!", "Omar")
    monkeypatch.setenv("CI", "true")
    for form in ("text", "json"):
        assert main.main(["--project", str(project.root), "remarks", "--format", form]) == 0
    said = capsys.readouterr().out
    assert "(7 letters)" in said
    for secret in ("Zarzour", "زرزور", "Ann", "Omar"):
        assert secret not in said


def test_the_verbs(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)

    def jisr(*words: str) -> str:
        code = main.main(["--project", str(project.root), *words])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    jisr("remark", "water", "p1", "Which one?", "--by", "Ann", "--for", "question", "--about", NAME)
    (asked,) = threads(project)
    assert (asked.purpose, asked.about) == (Purpose.QUESTION, NAME)
    shown = jisr("remarks", "--open")
    assert asked.id[:8] in shown
    assert "question" in shown
    eml = project.root.parent / "letter.eml"
    assert str(eml) in jisr("letter", "write", "water", "--eml", str(eml), "--to", "omar@example.org")
    assert b"omar@example.org" in eml.read_bytes()
    answer = project.root.parent / "answer.txt"
    answer.write_text(f"Dear Ann\n{jisr('letter', 'write', 'water')}\nThat of 2022.\n", "utf-8")
    said = jisr("letter", "read", "water", str(answer), "--by", "Omar")
    assert "belongs to no question" in said
    jisr("reply", "water", asked.id, "Thanks", "--by", "Ann")
    jisr("close", "water", asked.id, "--by", "Ann", "--reopen")
    (row,) = json.loads(jisr("remarks", "water", "--open", "--format", "json"))
    assert [reply["text"] for reply in row["replies"]] == ["That of 2022.", "Thanks"]
    jisr("close", "water", asked.id, "--by", "Ann")
    assert "no remarks" in jisr("remarks", "--open")
    assert "closed by Ann" in jisr("remarks")
    no_file = ["letter", "read", "water", "none.txt", "--by", "Omar"]
    for wrong in (["reply", "water", asked.id, " ", "--by", "Ann"], ["letter", "write", "water"], no_file):
        assert main.main(["--project", str(project.root), *wrong]) == 1
    assert "cannot be read (No such file or directory)" in capsys.readouterr().err
