"""What was removed comes back on every way there is, and is shown, printed and kept nowhere."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline, removal, syncing
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from jisr.removal.returned import take_out_again
from jisr.storage.git import run as run_git
from jisr.translation import memory
from jisr.translation.article_files import read_ledgers
from jisr.translation.removed import REMOVED_FILE
from tests.project import TODAY, Project, edit, git, leave_pdf_out
from tests.witness import NAME, SLUG, TEXTS, TOLD, make_testimony, places_of

OLD = "Maryam al-Hassan said that the river was high."
LEFT = "[…] said that the river was high."


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`before`, as a colleague's clone still has it, and `after` the act, committed."""
    folder = tmp_path_factory.mktemp("states")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
        project = make_testimony(folder / "after")
        leave_pdf_out(project.root)
        editorial.approve(project.root, "water", ["p3"], "Omar", TODAY)
        git(project.root, "add", "-A")
        git(project.root, "commit", "-qm", "Signed")
        shutil.copytree(project.root, folder / "before")
        _remove(project.root)
    return folder


def _remove(root: Path) -> None:
    asked = removal.plan(root, NAME)
    removal.carry_out(root, asked, TODAY, lambda _root: None)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Mend texts")


@pytest.fixture
def project(states: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A publication after the act; the colleague's old clone lies beside it, in `old`."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    shutil.copytree(states / "before", tmp_path / "old")
    return Project.copied(states / "after", tmp_path / "project")


def old(project: Project) -> Path:
    return project.root.parent / "old"


def bring(project: Project, *names: str) -> None:
    """Put files of the old clone over those of the project."""
    for name in names:
        (project.root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(old(project) / name, project.root / name)


def run(project: Project, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says; none of it, and nothing that it leaves, tells of her."""
    main.main(["--project", str(project.root), *words])
    said = "".join(capsys.readouterr())
    assert not [word for word in TOLD if word in said.casefold()], said
    assert places_of(project.root, *TOLD) == [], words
    return said


def test_after_the_act_nothing_is_found(project: Project) -> None:
    assert take_out_again(project.root) == ()
    assert git(project.root, "status", "--short") == ""


def test_an_old_clone_is_merged_with_what_was_written_there(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    there = old(project)
    edit(there / f"docs/en/articles/{SLUG}.md", "said that she saw the soldiers", "had seen the soldiers")
    edit(there / f"seeds/{SLUG}.md", "قالت مريم", "أكدت مريم")  # she confirmed
    edit(there / "docs/en/articles/water.md", "the river was high", "the river stood high")
    edit(there / "seeds/water.txt", "النهر كان عالياً", "النهر كان عالياً جداً")  # very high
    git(there, "commit", "-qam", "A colleague's")
    run_git(project.root, "fetch", "-q", str(there), "HEAD")
    assert run_git(project.root, "-c", "user.name=x", "-c", "user.email=x", "merge", "FETCH_HEAD") is None
    assert places_of(project.root, *TOLD), "the merge brings her back"
    said = run(project, capsys, "check", "--format", "github")
    assert "docs/en/articles/water.md" in said
    assert "came back" in said
    run(project, capsys, "check", "--format", "markdown", "--base", str(there))
    for verb in (["sync"], ["build"], ["status", "-v"], ["log", "water", "p3"], ["suggest", "water", "p3"]):
        run(project, capsys, *verb)


def test_a_build_of_an_old_clone_that_nobody_synced(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [*old(project).glob("docs/*/articles/*.md"), *old(project).glob("translations/*.po")]
    names += [*old(project).glob("seeds/*"), *old(project).glob("private/*.jsonl")]
    bring(project, *(path.relative_to(old(project)).as_posix() for path in names))
    shutil.rmtree(project.root / ".jisr")
    run(project, capsys, "build")
    assert "the river was high" in (project.root / "site/en/articles/water/index.html").read_text("utf-8")


def replace_caches(project: Project) -> None:
    """A clone in which people worked before, and into which the act was pulled."""
    shutil.rmtree(project.root / ".jisr")
    shutil.copytree(old(project) / ".jisr", project.root / ".jisr")


WAYS: dict[str, Callable[[Project], object]] = {
    "the page": lambda p: bring(p, "docs/en/articles/water.md"),
    "the Arabic page": lambda p: bring(p, "docs/ar/articles/water.md"),
    "the seed": lambda p: bring(p, "seeds/water.txt"),
    "the ledger": lambda p: bring(p, "translations/water.po"),
    "the sidecar": lambda p: bring(p, "seeds/water.yml"),
    "the glossary": lambda p: bring(p, "seeds/actors.yml"),
    "the events": lambda p: bring(p, "private/water.jsonl"),
    "the caches": replace_caches,
    "another spelling": lambda p: edit(p.translation("water"), "[…] said", "Maryam al&#45;Hassan said"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("verb", ["sync", "check"])
def test_whatever_comes_back_is_gone_again(
    project: Project, capsys: pytest.CaptureFixture[str], way: str, verb: str
) -> None:
    before = project.files()
    WAYS[way](project)
    run(project, capsys, verb)
    assert not take_out_again(project.root)
    pipeline.sync_articles(project.root, TODAY)
    assert project.files() == before, "as the act had left it"


def test_a_finding_names_the_place_and_no_word(project: Project) -> None:
    bring(project, "docs/en/articles/water.md")
    (found,) = take_out_again(project.root)
    line = (old(project) / "docs/en/articles/water.md").read_text("utf-8").split(OLD)[0].count("\n") + 1
    assert (found.file, found.line, found.key, found.text) == ("docs/en/articles/water.md", line, "p3", "")
    assert "git pull" in found.remedy


def test_a_ledger_that_is_lost_comes_back_from_git_without_her(project: Project) -> None:
    git(project.root, "checkout", "-q", "HEAD~1", "--", "translations/water.po")
    git(project.root, "commit", "-qm", "Back")  # the last commit has her again
    project.ledger("water").write_text('msgid ""\nmsgstr ""\n', "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    assert places_of(project.root, *TOLD) == []
    assert LEFT in project.ledger("water").read_text("utf-8")


def test_an_import_of_the_old_page(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    page = old(project) / "docs/en/articles/water.md"
    said = run(project, capsys, "import", "water", str(page), "--as", "edited", "--by", "Ann")
    assert "came back" in said
    assert LEFT in project.translation("water").read_text("utf-8")


def test_an_undo_of_what_was_decided_before(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    bring(project, "private/water.jsonl")
    run(project, capsys, "undo", "water", "p3", "--by", "Ann")


def test_an_article_that_was_renamed_since(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    run(project, capsys, "rename", "water", "rivers-and-dams")
    bring(project, "docs/en/articles/water.md", "translations/water.po")
    run(project, capsys, "sync")
    shutil.copy(old(project) / "seeds/water.txt", project.root / "seeds/rivers-and-dams.txt")
    run(project, capsys, "build")
    run(project, capsys, "log", "rivers-and-dams", "p3")


def test_her_words_in_another_article_are_free(project: Project) -> None:
    seed = project.seed("port", [TEXTS[0]])
    assert not take_out_again(project.root)
    assert "مريم" in seed.read_text("utf-8")


def test_another_of_her_family_keeps_his_name(project: Project) -> None:
    page = project.translation("water")
    edit(page, LEFT, "Mazen al-Hassan and Maryam al-Hassan said that the river was high.")
    take_out_again(project.root)
    assert "Mazen al-Hassan and […] said" in page.read_text("utf-8")


def test_a_damaged_record_stops_every_verb(project: Project) -> None:
    path = project.root / REMOVED_FILE
    path.write_text("<<<<<<< HEAD\n" + path.read_text("utf-8"), "utf-8")
    with pytest.raises(JisrError, match="damaged"):
        pipeline.sync_articles(project.root, TODAY)


def test_what_cannot_be_written_stops_the_verb(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(project, "docs/en/articles/water.md")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jisr.storage.transaction.write_durably", full)
    with pytest.raises(JisrError, match="No space left"):
        pipeline.check(project.root)


def test_a_project_from_which_nothing_was_removed_pays_nothing(tmp_path: Path) -> None:
    assert take_out_again(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


# --- a paragraph, an article -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["p1", "p2", "p3"])
def test_a_paragraph_stays_gone(
    states: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    old_clone = Path(shutil.copytree(states / "before", tmp_path / "old"))
    made = Project.copied(states / "before", tmp_path / "project")
    made.seed("short", ["قُتلت مريم.", "وصل وفد من الخبراء إلى المطار في زيارة رسمية.", "وبقي أخوها وحيداً."])
    pipeline.sync_articles(made.root, TODAY)
    edit(made.translation("short"), f"<!-- #{key} missing -->", f"<!-- #{key} -->\nA word of a person.")
    pipeline.sync_articles(made.root, TODAY)
    for name in ("seeds/short.txt", *(f"docs/{lang}/articles/short.md" for lang in ("ar", "en")),
                 "translations/short.po"):  # fmt: skip
        (old_clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made.root / name, old_clone / name)
    gone = next(b.text for b in made.read_result("short").document.blocks if b.key == key)
    asked = removal.plan(made.root, f"short#{key}")
    removal.carry_out(made.root, asked, TODAY, lambda _root: None)
    after = made.files()
    for name in ("seeds/short.txt", "docs/en/articles/short.md", "translations/short.po"):
        shutil.copy(old_clone / name, made.root / name)
        assert take_out_again(made.root)
        assert made.files() == after, name
    assert gone not in "".join(data.decode("utf-8", "replace") for data in made.files().values())


def test_an_article_stays_gone(states: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    made = Project.copied(states / "before", tmp_path / "project")
    removal.carry_out(made.root, removal.plan(made.root, SLUG), TODAY, lambda _root: None)
    after = made.files()
    for path in sorted((states / "before").rglob(f"*{SLUG.split('-')[0]}*")):
        name = path.relative_to(states / "before")
        if path.is_file() and name.parts[0] in ("seeds", "docs", "translations", "private"):
            shutil.copy(path, made.root / name)
    found = take_out_again(made.root)
    assert made.files() == after
    assert {f.file for f in found} >= {"seeds/", "docs/en/articles/", "translations/"}
    assert not [f for f in found if "maryam" in str(f).casefold()]
    assert syncing.read_and_reconcile(made.root).outcomes


def test_the_memory_offers_nothing_of_hers(project: Project) -> None:
    bring(project, "translations/water.po")
    pipeline.sync_articles(project.root, TODAY)
    past = memory.build(read_ledgers(project.root))
    assert not past.lookup("وأشارت مريم الحسن إلى أن النهر كان عالياً.")
    entry = project.read_result("water").entry("p3")
    assert entry is not None
    assert entry.state in (State.EDITED, State.DRAFT)


@pytest.mark.parametrize("steps", [["rivers"], ["rivers", "2024/dams"]])
def test_an_article_that_was_renamed_by_hand_and_says_so_nowhere(project: Project, steps: list[str]) -> None:
    """Git tells under which name something was removed from it."""
    name = "water"
    (project.root / "seeds/water.yml").unlink()
    for new in steps:
        for path in (f"seeds/{name}.txt", f"translations/{name}.po", f"docs/en/articles/{name}.md"):
            target = project.root / path.replace(name, new)
            target.parent.mkdir(parents=True, exist_ok=True)
            (project.root / path).rename(target)
        git(project.root, "add", "-A")
        git(project.root, "commit", "-qm", "Rename")
        name = new
    shutil.copy(old(project) / "docs/en/articles/water.md", project.translation(name))
    found = take_out_again(project.root)
    assert [f.file for f in found] == [f"docs/en/articles/{name}.md"]
    assert places_of(project.root, *TOLD) == []
    assert take_out_again(project.root) == ()


def test_what_was_written_in_the_place_of_a_removed_article_stays(project: Project) -> None:
    """Though git takes it for the former one, renamed: it is much alike."""
    seed = project.root / f"seeds/{SLUG}.md"
    seed.write_bytes((old(project) / f"seeds/{SLUG}.md").read_bytes())
    git(project.root, "add", "-A")
    git(project.root, "commit", "-qm", "Back")
    text = seed.read_text("utf-8").replace("مريم الحسن", "شاهدة").replace("الحسن", "شاهدة")  # a witness
    seed.unlink()
    (project.root / "seeds/witness.md").write_text(text.replace("مريم", "هي"), "utf-8")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-qm", "Write it anew")
    take_out_again(project.root)
    assert (project.root / "seeds/witness.md").exists()
