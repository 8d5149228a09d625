"""What a public repository would tell is said, and what a machine lacks."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from jisr.app import doctor, pipeline
from jisr.app.doctor import exposure, machine
from jisr.app.people import remarks
from jisr.cli.main import main
from jisr.model.diagnostics import Severity
from tests.media import marked
from tests.project import TODAY, Project, edit, git

FORGE = "git@github.com:owner/name.git"


def commit(project: Project, remote: str) -> None:
    if not (project.root / ".git").exists():
        git(project.root, "init", "-q")
        git(project.root, "remote", "add", "origin", remote)
    git(project.root, "add", ".")
    git(project.root, "-c", "core.hooksPath=/dev/null", "commit", "-q", "--allow-empty", "-m", "All")


def exposed(project: Project) -> dict[str, Severity]:
    return {f.check: f.severity for f in exposure.find_exposed(project.root)}


def everything(project: Project) -> None:
    """A text that is held, a remark for PO tools, a Word file and an image as a camera made it."""
    project.seed()
    pipeline.sync_articles(project.root, TODAY)
    (project.root / "seeds/water.yml").write_text("release: held\n", "utf-8")
    edit(project.ledger(), 'msgctxt "p1"', '#. remark (Ann, 2026-11-28): ask the lawyer\nmsgctxt "p1"')
    (project.root / "seeds/photo.jpg").write_bytes(marked.image(".jpg", 6))
    (project.root / "seeds/report.docx").write_bytes(b"PK")


@pytest.mark.parametrize(
    ("remote", "severity"),
    [
        (FORGE, Severity.ERROR),
        ("https://gitlab.com/owner/name", Severity.ERROR),
        ("https://token@codeberg.org/owner/name", Severity.ERROR),
        ("ssh://git@git.example.org/name", Severity.WARNING),
        ("https://notgithub.com.example.org/name", Severity.WARNING),
        ("../elsewhere", None),
    ],
)
def test_a_repository_that_others_may_read_is_no_place_for_it(
    project: Project, remote: str, severity: Severity | None
) -> None:
    everything(project)
    commit(project, remote)
    told = dict.fromkeys(("held", "remarks", "originals"), severity) if severity else {}
    assert exposed(project) == told


def test_who_has_a_private_repository_says_so(project: Project) -> None:
    everything(project)
    commit(project, FORGE)
    edit(project.root / "mkdocs.yml", "  jisr: {}", "  jisr: {private_repository: true}")
    assert exposed(project) == {}


def test_what_is_released_clean_and_without_remarks_is_nobodys_secret(project: Project) -> None:
    everything(project)
    for name in ("seeds/photo.jpg", "seeds/report.docx"):
        (project.root / name).unlink()
    (project.root / "seeds/water.yml").unlink()
    edit(project.ledger(), "#. remark (Ann, 2026-11-28): ask the lawyer\n", "")
    commit(project, FORGE)
    assert exposed(project) == {}
    remarks.remark(project.root, "water", "p1", "secret", "Ann")
    commit(project, FORGE)
    assert exposed(project) == {}, "git is told to leave private/ alone"
    git(project.root, "add", "-f", "private/water.jsonl")
    assert exposed(project) == {"private": Severity.ERROR}


def test_what_git_does_not_keep_is_not_told_of(project: Project) -> None:
    everything(project)
    (project.root / ".gitignore").write_text("/seeds/\n/docs/\n/translations/\n", "utf-8")
    commit(project, FORGE)
    assert exposed(project) == {}


def test_a_translation_that_is_held_is_told_of_too(project: Project) -> None:
    project.seed()
    pipeline.sync_articles(project.root, TODAY)
    (project.root / "seeds/water.yml").write_text("release: {ar: now}\n", "utf-8")
    commit(project, FORGE)
    (found,) = exposure.find_exposed(project.root)
    assert "3 files" in found.message, "page, ledger and sidecar; not seed and Arabic page"
    assert "water" not in str(found)


def test_ci_fails_where_the_repository_tells_too_much(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    everything(project)
    commit(project, FORGE)
    wrong = {}
    for ci in ("", "true"):
        monkeypatch.setenv("CI", ci)
        found = pipeline.check(project.root).result.findings
        wrong[ci] = {
            f.check
            for f in found
            if f.severity is Severity.ERROR and f.check in ("held", "remarks", "originals")
        }
    assert wrong == {"": set(), "true": {"held", "remarks", "originals"}}
    capsys.readouterr()
    assert main(["--project", str(project.root), "doctor"]) == 1
    said = "".join(capsys.readouterr())
    assert "what others can read: see below" in said
    assert "private_repository: true" in said
    assert "lawyer" not in said


def test_what_a_machine_lacks_is_said_and_fails_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jisr.site.cards.findings", tuple)
    assert [f.check for f in machine.find_lacks(project.root)] == ["git"]
    project.seed()
    commit(project, FORGE)
    assert list(machine.find_lacks(project.root)) == []
    assert {len(found) for found in doctor.examine(project.root).values()} == {0}
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    monkeypatch.setattr("jisr.export.NEEDS", {"pdf": lambda: "no library\ninstall it"})
    edit(project.root / "mkdocs.yml", "  jisr: {}", "  jisr: {editions: [pdf]}")
    assert [(f.check, f.severity) for f in machine.find_lacks(project.root)] == [
        ("disk", Severity.WARNING),
        ("editions", Severity.WARNING),
    ]


def test_a_folder_without_git_has_nothing_to_tell(tmp_path: Path) -> None:
    assert list(exposure.find_published_by_git(tmp_path)) == []
