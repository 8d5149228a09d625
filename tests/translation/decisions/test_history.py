"""The life of a block, from a real repository."""

import os
import subprocess
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.translation import engines
from jisr.translation.decisions import history
from jisr.translation.decisions.events import EDIT, Event
from jisr.translation.sync import Take
from tests.project import TODAY, Echo, Project, edit


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    git(made, "init", "-q")
    return made


def git(project: Project, *arguments: str, who: str = "CI", day: int = 1) -> None:
    date = f"2026-11-{day:02}T12:00:00+00:00"
    env = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    env |= {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", who), ("EMAIL", "x@example.org"), ("DATE", date))}  # fmt: skip
    subprocess.run(
        ["git", *arguments], cwd=project.root, check=True, capture_output=True, env={**os.environ, **env}
    )


def save(project: Project, who: str, day: int) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "x", who=who, day=day)


def lived(project: Project) -> Project:
    """A block that was drafted, edited, approved, left behind by its Arabic, and edited once more."""
    seed = project.seed()
    pipeline.draft_articles(project.root, TODAY)
    save(project, "CI", 1)
    edit(project.translation(), "Draft of 13 words.", "Observers do not expect a vote.")
    save(project, "Ruba", 2)
    pipeline.sync_articles(project.root, TODAY)
    save(project, "CI", 3)
    editorial.approve(project.root, "water", ["p2"], "Omar", TODAY)
    save(project, "CI", 4)
    edit(seed, "يرى مراقبون", "يعتقد مراقبون")  # observers "believe" for "see"
    pipeline.sync_articles(project.root, TODAY)
    save(project, "Author", 5)
    return project


def test_a_block_tells_its_life(project: Project) -> None:
    found = history.events(project.root, lived(project).ledger(), project.translation(), "p2")
    assert [(e.version.author, e.version.date[8:10], e.what) for e in found] == [
        ("CI", "01", "drafted by echo 1"),
        ("Ruba", "02", "edited"),
        ("CI", "04", f"approved by Omar on {TODAY}"),
        ("Author", "05", "the Arabic changed: the English is stale since"),
    ]
    assert found[1].parts == (("removed", "Draft of 13 words."), ("added", "Observers do not expect a vote."))
    assert found[3].parts[:2] == (("removed", "يرى"), ("added", "يعتقد"))
    assert history.stale_since(found) == found[3]


def test_what_is_not_committed_is_told_as_well(project: Project) -> None:
    lived(project)
    editorial.resolve(project.root, "water", "p2", Take.KEEP)
    found = editorial.log(project.root, "water", "p2")
    assert (found[-1].version.commit, found[-1].what) == (
        "",
        "settled: the English stands for the new Arabic",
    )
    assert history.stale_since(found) is None


def test_a_translator_with_a_po_tool_is_named(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    save(project, "CI", 1)
    edit(project.ledger(), "Draft of 13 words.", "By the translator.")
    save(project, "Salma", 2)
    pipeline.sync_articles(project.root, TODAY)
    save(project, "CI", 3)
    found = editorial.log(project.root, "water", "p2")
    assert [(e.version.author, e.what) for e in found] == [
        ("CI", "drafted by echo 1"),
        ("Salma", "edited in the ledger"),
    ]


def test_who_wrote_at_the_desk_is_named_not_who_committed() -> None:
    def told(day: int, what: str = "edited") -> history.BlockEvent:
        date = f"2026-11-{day:02}T12:00:00+00:00" if day else ""
        return history.BlockEvent(history.Version("c" * bool(day), "CI" * bool(day), date, ""), what)

    def act(day: int, by: str, second: str = "00.4", kind: str = EDIT) -> Event:
        return Event(f"{day} {by}", f"2026-11-{day:02}T12:00:{second}+00:00", kind, by)

    decided = [
        act(1, "Huda"),
        act(3, "Rana"),
        act(3, "Omar"),
        act(3, "Eve", "01"),
        act(4, "Sami", kind="approve"),
    ]
    found = [told(1), told(2), told(3), told(4, "approved by Sami"), told(5), told(0)]
    named = history.name_editors(found, decided)
    assert [one.version.author for one in named] == ["Huda", "CI", "Omar", "CI", "CI", ""]
    assert history.name_editors([told(0)], [act(6, "Huda")])[0].version.author == "Huda"


def test_a_renamed_article_keeps_its_life(project: Project) -> None:
    lived(project)
    for folder, suffix in (("seeds", "txt"), ("docs/en/articles", "md"), ("translations", "po")):
        git(project, "mv", f"{folder}/water.{suffix}", f"{folder}/rivers.{suffix}")
    save(project, "CI", 6)
    assert [e.version.author for e in editorial.log(project.root, "rivers", "p2")][:2] == ["CI", "Ruba"]


def test_without_git_there_is_the_present(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    project = Project(tmp_path / "project")
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    assert [e.what for e in editorial.log(project.root, "water", "p2")] == ["drafted by echo 1"]


def test_a_key_that_never_was_is_an_error_with_the_nearest_one(project: Project) -> None:
    with pytest.raises(JisrError, match="did you mean p2"):
        editorial.log(lived(project).root, "water", "p22")
    with pytest.raises(JisrError, match="did you mean water"):
        editorial.log(project.root, "watre", "p2")


def test_the_command_marks_words_without_colour_where_nobody_looks(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["--project", str(lived(project).root), "log", "water", "p2"]) == 0
    out = capsys.readouterr().out
    assert "Ruba: edited\n    [-Draft of 13 words.-] {+Observers do not expect a vote.+}\n" in out
    assert "stale since 2026-11-05" in out
    assert "\x1b" not in out
