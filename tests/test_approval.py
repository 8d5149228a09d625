"""Approval by block, page, article and author; it lapses with either language, and that is remembered."""

import json
from pathlib import Path

import pytest

from build_tools import cli, decisions, engines, pipeline
from build_tools.model import State
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit, git


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    made = Project(tmp_path / "project")
    git(made.root, "init", "-q")
    made.seed("water")
    made.seed("oil", PARAGRAPHS[2:])
    made.seed("schools", PARAGRAPHS[3:])
    for slug in ("water", "oil"):
        sidecar = made.root / "seeds" / f"{slug}.yml"
        sidecar.write_text('author: {ar: "ربى", en: "Ruba"}\n', "utf-8")
    pipeline.draft_articles(made.root, TODAY)
    return made


def jisr(project: Project, *arguments: str) -> int:
    return cli.main(["--project", str(project.root), *arguments])


def approved(project: Project, slug: str) -> list[str]:
    outcome = decisions.known(pipeline.reconciled(project.root), [slug])[0]
    return [e.key for e in outcome.ledger.entries if e.state is State.APPROVED]


@pytest.mark.parametrize("name", ["water", "docs/en/articles/water.md", "seeds/water.txt"])
def test_an_article_is_approved_by_its_slug_or_its_page(project: Project, name: str) -> None:
    assert jisr(project, "approve", name, "--by", "Omar") == 0
    assert approved(project, "water") == ["title", "p1", "p2", "p3", "p4", "p5"]
    assert approved(project, "oil") == []


def test_single_blocks_are_approved(project: Project) -> None:
    assert jisr(project, "approve", "water", "p2", "p4", "--by", "Omar") == 0
    assert approved(project, "water") == ["p2", "p4"]


@pytest.mark.parametrize("author", ["Ruba", "ربى"])
def test_all_articles_of_an_author_are_approved(project: Project, author: str) -> None:
    assert jisr(project, "approve", "--author", author, "--by", "Omar") == 0
    assert len(approved(project, "water")) == 6
    assert len(approved(project, "oil")) == 4
    assert approved(project, "schools") == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--author", "Rubba", "--by", "Omar"], "there are Ruba, ربى"),
        (["--by", "Omar"], "name an article, or an author"),
        (["water", "--author", "Ruba", "--by", "Omar"], "name an article, or an author"),
        (["water", "--by", " "], "nobody can sign by this name"),
        (["water", "--by", "-"], "nobody can sign by this name"),
        (["water", "p99", "--by", "Omar"], "no block has the key p99"),
    ],
)
def test_what_cannot_be_signed_is_said(
    project: Project, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert jisr(project, "approve", *arguments) == 1
    assert says in capsys.readouterr().err


def test_nobody_signs_without_a_name(project: Project) -> None:
    with pytest.raises(SystemExit):
        jisr(project, "approve", "water")


def test_status_says_who_approved_what_and_what_has_lapsed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    jisr(project, "approve", "water", "--by", "Omar")
    edit(project.english(), "Draft of 13 words.", "No vote this year.")
    edit(project.root / "seeds/water.txt", "انخفضت أسعار", "تراجعت أسعار")  # prices "receded" for "fell"
    jisr(project, "sync")
    capsys.readouterr()
    jisr(project, "status", "--approvals", "--format", "json")
    rows = {row["slug"]: row for row in json.loads(capsys.readouterr().out)["approvals"]}
    assert rows["water"] == {
        "slug": "water",
        "approved": [{"by": "Omar", "on": "2026-11-23", "keys": ["title", "p1", "p4", "p5"]}],
        "lapsed": [{"key": "p2", "was": "Omar 2026-11-23"}, {"key": "p3", "was": "Omar 2026-11-23"}],
        "open": {"edited": ["p2"], "stale": ["p3"]},
    }
    assert rows["schools"]["open"] == {"draft": ["title", "p1", "p2"]}
    jisr(project, "status", "--approvals")
    out = capsys.readouterr().out
    assert "approved by Omar on 2026-11-23: title p1 p4 p5" in out
    assert "lapsed: p3 (was Omar 2026-11-23)" in out


def test_what_is_signed_again_has_lapsed_no_more(project: Project) -> None:
    jisr(project, "approve", "water", "p2", "--by", "Omar")
    edit(project.english(), "Draft of 13 words.", "No vote this year.")
    jisr(project, "sync")
    assert "lapsed=" in project.ledger().read_text("utf-8")
    jisr(project, "approve", "water", "p2", "--by", "Salma")
    assert "lapsed=" not in project.ledger().read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("reviewed_by: Omar", "Omar"),
        ('Reviewed-By: "Omar Ḥ."', "Omar Ḥ."),
        ("reviewed by: Omar # on Friday", "Omar"),
        ("reviewed_by: [Omar, 'Salma']", "Omar, Salma"),
        ("reviewed_by: Omar\nreviewed_by: Salma", "Omar, Salma"),
    ],
)
def test_a_page_is_signed_by_a_line_at_its_top_however_it_is_written(
    project: Project, line: str, by: str
) -> None:
    edit(project.english(), "dir: ltr\n", f"dir: ltr\n{line}\n")
    assert jisr(project, "sync") == 0
    assert approved(project, "water") == ["title", "p1", "p2", "p3", "p4", "p5"]
    assert f'by="{by}"' in project.ledger().read_text("utf-8").replace("by=Omar ", 'by="Omar" ')
    assert "eviewed" not in project.english().read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "dir: ltr\n",
            "dir: ltr\nreviewed_by:\n",
            ".md:4: warning: reviewed_by: signs nothing: it names nobody",
        ),
        ("Draft of 13 words.\n", "Draft of 13 words.\n\nreviewed_by: Omar\n", "stands in the text"),
        *(
            ("dir: ltr\n", f"dir: ltr\nreviewed_by: {word}\n", "it names nobody")
            for word in ("no", "null", "-", "2026-11-23", "|\n  Omar", "YOUR NAME", "[]", "# Omar")
        ),
    ],
)
def test_a_line_that_signs_nothing_is_said_for_as_long_as_it_stands(
    project: Project, old: str, new: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project.english(), old, new)
    for _ in range(2):
        capsys.readouterr()
        assert jisr(project, "sync") == 0
        assert says in capsys.readouterr().err
    assert approved(project, "water") == []
