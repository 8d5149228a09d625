"""What a public repository would tell is said, and what a machine lacks."""

import shutil
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from jisr.app import pipeline
from jisr.app.doctor import exposure, machine, publishing
from jisr.app.people import remarks, sharing
from jisr.app.whole import sending
from jisr.cli.main import main
from jisr.model.diagnostics import JisrError, Severity
from tests.media import marked
from tests.project import TODAY, Echo, Project, edit, git

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
    """A text that is held, a remark for PO tools, a table and an image as a camera made it."""
    project.seed()
    pipeline.sync_articles(project.root, TODAY)
    (project.root / "seeds/water.yml").write_text("release: held\n", "utf-8")
    edit(project.ledger(), 'msgctxt "p1"', '#. remark (Ann, 2026-11-28): ask the lawyer\nmsgctxt "p1"')
    (project.root / "seeds/photo.jpg").write_bytes(marked.image(".jpg", 6))
    (project.root / "seeds/report.xlsx").write_bytes(b"PK")


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


def test_a_file_of_a_word_processor_is_kept_from_git_wherever_that_goes(project: Project) -> None:
    (project.root / "seeds/report.docx").write_bytes(b"PK")
    commit(project, "../elsewhere")
    (found,) = exposure.find_exposed(project.root)
    assert (found.check, found.file, found.severity) == ("originals", "seeds/report.docx", Severity.ERROR)
    git(project.root, "remote", "set-url", "origin", FORGE)
    assert exposed(project) == {"originals": Severity.ERROR}, "and once"
    edit(project.root / "mkdocs.yml", "  jisr: {}", "  jisr: {private_repository: true}")
    assert exposed(project) == {}


def test_who_has_a_private_repository_says_so(project: Project) -> None:
    everything(project)
    commit(project, FORGE)
    edit(project.root / "mkdocs.yml", "  jisr: {}", "  jisr: {private_repository: true}")
    assert exposed(project) == {}


def test_what_is_released_clean_and_without_remarks_is_nobodys_secret(project: Project) -> None:
    everything(project)
    for name in ("seeds/photo.jpg", "seeds/report.xlsx"):
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
    monkeypatch.setattr(machine, "_no_browser", tuple)
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    assert [f.check for f in machine.find_lacks(project.root)] == ["git"]
    project.seed()
    commit(project, FORGE)
    assert list(machine.find_lacks(project.root)) == []
    assert list(exposure.find_exposed(project.root)) == []
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    monkeypatch.setattr("jisr.export.NEEDS", {"pdf": lambda: "no library\ninstall it"})
    edit(project.root / "mkdocs.yml", "  jisr: {}", "  jisr: {editions: [pdf]}")
    assert [(f.check, f.severity) for f in machine.find_lacks(project.root)] == [
        ("disk", Severity.WARNING),
        ("editions", Severity.WARNING),
    ]


def test_a_folder_without_git_has_nothing_to_tell(tmp_path: Path) -> None:
    assert list(exposure.find_published_by_git(tmp_path)) == []


def test_a_repository_that_git_does_not_open_is_no_folder_without_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(project, "")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    (found,) = (one for one in machine.find_lacks(project.root) if one.check == "git")
    assert found.severity is Severity.ERROR
    assert found.remedy == f"git config --global --add safe.directory {project.root}"
    assert found in pipeline.check(project.root).result.findings, (
        "what it keeps is private, or is not: nobody knows"
    )
    for ask in (partial(sharing.fetch, today=TODAY), partial(sending.send, message="", by="")):
        with pytest.raises(JisrError) as caught:
            ask(project.root)
        assert caught.value.findings == (found,)


@pytest.mark.parametrize("damage", ["HEAD", "config", "objects"])
def test_a_repository_that_git_cannot_read_is_no_project_without_one(project: Project, damage: str) -> None:
    pipeline.draft_articles(project.root, TODAY)
    git(project.root, "init", "-q")
    assert not [f for f in pipeline.sync_articles(project.root, TODAY).findings if f.check == "git"]
    commit(project, "")
    if damage == "objects":
        for folder in (project.root / ".git/objects").iterdir():
            shutil.rmtree(folder)
    else:
        (project.root / ".git" / damage).write_text("[[garbage\n", "utf-8")
    (found,) = (f for f in pipeline.sync_articles(project.root, TODAY).findings if f.check == "git")
    assert found.severity is Severity.ERROR
    assert "who wrote what" in found.message
    assert found in pipeline.check(project.root).result.findings
    assert found in [*machine.find_lacks(project.root)]


def lacks(project: Project) -> dict[str, Severity]:
    left = ("git", "cards", "browser")
    return {f.check: f.severity for f in machine.find_lacks(project.root) if f.check not in left}


def test_who_has_no_model_is_told_and_may_go_on(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: None)
    assert lacks(project) == {"model": Severity.NOTICE}


@pytest.mark.parametrize(("python", "is_told"), [((3, 10), 1), ((3, 11), 0), ((3, 13), 0), ((3, 14), 1)])
def test_a_python_that_nobody_tried_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, python: tuple[int, int], is_told: bool
) -> None:
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    monkeypatch.setattr("sys.version_info", python)
    assert lacks(project) == ({"python": Severity.NOTICE} if is_told else {})


def test_another_release_than_that_of_ci_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "2.0")
    (project.root / "requirements.txt").write_text("jisr[pdf]==1.0\n", "utf-8")
    assert lacks(project) == {"versions": Severity.WARNING}
    (project.root / "requirements.txt").write_text("jisr[pdf]==2.0\n", "utf-8")
    assert lacks(project) == {}


OLD = {"git": (2, 20, 1), "Pango": (1, 43, 9), "FriBiDi": (0, 19)}


@pytest.mark.parametrize("name", OLD)
def test_what_is_older_than_jisr_asks_for_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    newest = dict.fromkeys(OLD, (99,)) | {"Pango": ()}  # what is not there is not too old
    monkeypatch.setattr(machine, "tool_versions", lambda: newest)
    assert lacks(project) == {}
    monkeypatch.setattr(machine, "tool_versions", lambda: newest | {name: OLD[name]})
    (found,) = (one for one in machine.find_lacks(project.root) if one.check == "versions")
    assert (found.text, name in found.message) == (".".join(map(str, OLD[name])), True)
    assert found.remedy


def test_the_versions_of_what_jisr_works_with_are_told(
    complete: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = machine.tool_versions()
    assert all(found.values())
    assert found["Pango"] >= (1, 44)
    main(["--project", str(complete.root), "doctor"])
    assert f"git {'.'.join(map(str, found['git']))}" in capsys.readouterr().out
    monkeypatch.setattr("jisr.storage.git.lines", lambda *_: [])
    monkeypatch.setattr("jisr.export.pdf.why_no_pdf", lambda: "no PDF")
    monkeypatch.setattr("jisr.site.cards.can_draw", lambda: False)
    there = machine.tool_versions()
    assert [name for name, version in there.items() if not version] == ["git", "Pango", "FriBiDi"]


def test_a_machine_without_a_browser_is_told_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("sys.platform", "linux")
    (found,) = (one for one in machine.find_lacks(project.root) if one.check == "browser")
    assert "chromium" in found.remedy
    monkeypatch.setattr("sys.platform", "darwin")
    assert "browser" not in {one.check for one in machine.find_lacks(project.root)}


def test_a_look_that_is_not_shown_everywhere_is_named(complete: Project) -> None:
    assets = complete.root / "overrides/assets"
    (assets / "fonts").mkdir(parents=True)
    (assets / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    (assets / "fonts/none.woff2").write_bytes(b"none")
    naskh = "assets/fonts/noto-naskh-arabic-arabic-400-normal.woff2"  # cut down to letters
    fonts = f"{{ar: {naskh}, en: assets/fonts/none.woff2}}"
    edit(
        complete.root / "mkdocs.yml",
        "{jisr: {",
        f"{{jisr: {{look: {{logo: assets/logo.svg, fonts: {fonts}}}, ",
    )
    found = {(one.check, one.text): one for one in publishing.find_missing(complete.root)}
    assert set(found) == {
        ("cards", "assets/logo.svg"),
        ("fonts", naskh),
        ("fonts", "assets/fonts/none.woff2"),
    }
    assert "«" in found["fonts", naskh].message
    assert "ب" not in found["fonts", naskh].message
    assert {one.line for one in found.values()} == {4}
    (assets / "logo.png").write_bytes(b"")
    assert "cards" not in {one.check for one in publishing.find_missing(complete.root)}


def test_a_publication_of_a_later_release_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    record = project.root / ".jisr-new.json"
    record.write_text('{"jisr": "99.1", "answers": {"names": {}}, "files": {}}', "utf-8")
    assert lacks(project) == {"versions": Severity.ERROR}


def test_a_folder_in_which_nobody_may_write_is_an_error(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    monkeypatch.setattr("os.access", lambda path, _mode: Path(path).name != "seeds")
    (found,) = (f for f in machine.find_lacks(project.root) if f.check == "disk")
    assert (found.file, found.severity) == ("seeds", Severity.ERROR)


# --- what readers would miss -------------------------------------------------------------------------------


ABOUT = "# About\n\n## Publisher {: #imprint }\n"
COMPLETE = """site_name: Test
site_url: https://water.net/ar/
plugins: [jisr]
extra: {jisr: {report: "mailto:a@water.net"}}
"""


def missed(project: Project) -> set[tuple[str, str, Severity]]:
    return {(f.check, f.file, f.severity) for f in publishing.find_missing(project.root)}


@pytest.fixture
def complete(project: Project) -> Project:
    """A publication of which readers miss nothing."""
    project.seed()
    (project.root / "mkdocs.yml").write_text(COMPLETE, "utf-8")
    for lang in ("ar", "en"):
        (project.root / f"docs/{lang}").mkdir(parents=True, exist_ok=True)
        (project.root / f"docs/{lang}/about.md").write_text(ABOUT, "utf-8")
    return project


def test_of_a_whole_publication_nothing_is_missed(complete: Project) -> None:
    assert missed(complete) == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        ("mkdocs.yml", "water.net/ar", "jisr.example/ar", ("settings", "mkdocs.yml", Severity.ERROR)),
        ("mkdocs.yml", "site_url: https://water.net/ar/\n", "", ("settings", "mkdocs.yml", Severity.WARNING)),
        ("mkdocs.yml", 'report: "mailto:a@water.net"', "", ("report", "mkdocs.yml", Severity.WARNING)),
        ("docs/en/about.md", "{: #imprint }", "", ("imprint", "docs/en/about.md", Severity.WARNING)),
        ("seeds/water.yml", "", "topics: [مياه]\n", ("settings", "seeds/water.yml", Severity.ERROR)),
        ("docs/ar/more.md", "", "# المزيد\n", ("docs-file", "docs/ar/more.md", Severity.NOTICE)),
    ],
)
def test_what_readers_would_miss_is_named(
    complete: Project, file: str, old: str, new: str, found: tuple[str, str, Severity]
) -> None:
    path = complete.root / file
    text = path.read_text("utf-8") if path.exists() else ""
    path.write_text(text.replace(old, new) if old else new, "utf-8")
    assert missed(complete) == {found}


@pytest.mark.parametrize("name", ["imprint.md", "contact.md"])
def test_an_imprint_may_be_a_page(complete: Project, name: str) -> None:
    (complete.root / "docs/en/about.md").write_text("# About\n", "utf-8")
    (complete.root / "docs/en" / name).write_text("# Publisher\n", "utf-8")
    assert {check for check, *_ in missed(complete)} == {"docs-file"}


def test_what_forges_refuse_is_named(complete: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("large", 51_000_000), ("larger", 101_000_000), ("small", 49_000_000)):
        with (complete.root / f"seeds/{name}.bin").open("wb") as stream:
            stream.truncate(size)
    monkeypatch.setattr(
        "jisr.storage.git.lines",
        lambda _root, verb, *_: {
            "ls-files": ["\0".join(f"seeds/{name}.bin" for name in ("large", "larger", "small", "gone"))],
            "count-objects": ["count: 3", "size: 600000", "size-pack: 500000"],
        }.get(verb, []),
    )
    assert {one for one in missed(complete) if one[0] == "size"} == {
        ("size", "seeds/large.bin", Severity.WARNING),
        ("size", "seeds/larger.bin", Severity.ERROR),
        ("size", "", Severity.WARNING),
    }


def test_ci_looks_at_what_readers_would_miss_alone(
    complete: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(complete.root / "mkdocs.yml", "water.net/ar", "jisr.example/ar")
    assert main(["--project", str(complete.root), "doctor", "--publishing", "--format", "github"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("::error file=mkdocs.yml,line=2,title=settings::site_url is still a placeholder")
    assert len(said.splitlines()) == 1
