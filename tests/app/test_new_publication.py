"""A publication of one's own is made at once, can be built, and is renewed where nobody changed it."""

from datetime import date
from importlib import metadata
from pathlib import Path

import pytest

from jisr.app import new_publication, pipeline
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.model.settings import LookSettings
from jisr.publication.answers import Answers
from jisr.publication.installed import Source
from jisr.publication.scaffold import render_files
from jisr.storage.config import read_settings
from tests.media import marked
from tests.project import edit

ANSWERS = Answers({"ar": "مجلة الماء", "en": "Water"}, forge="github")  # the water journal
SOURCE = Source("jisr", "==1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication in a folder with Arabic letters and a space, in a folder that is not there yet."""
    made = tmp_path / "مجلات" / "مجلة الماء"
    new_publication.create(made, ANSWERS, SOURCE)
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".jisr/" not in path.as_posix()
    }


def test_a_new_publication_is_read_without_a_finding(folder: Path) -> None:
    shown = pipeline.check(folder)
    assert shown.result.findings == ()
    assert [article.slug for article in shown.articles] == ["sample"]
    assert read_settings(folder).publication == ANSWERS.names


def test_its_sample_is_shown_in_both_languages(folder: Path) -> None:
    """English that a person wrote, released in both: what careful settings let through."""
    pipeline.render(folder)
    for lang, title in (("ar", "مقال للتجربة"), ("en", "A sample article")):
        assert title in (folder / f".build/pages/{lang}/articles/sample.md").read_text("utf-8")


def test_nothing_is_written_over(folder: Path) -> None:
    before = files(folder)
    with pytest.raises(JisrError) as error:
        new_publication.create(folder, ANSWERS, SOURCE)
    assert "--upgrade" in error.value.findings[0].remedy
    assert files(folder) == before


def test_a_folder_with_other_files_is_used(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    new_publication.create(tmp_path, ANSWERS, SOURCE)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_where_ci_gets_jisr_is_said_or_asked(tmp_path: Path) -> None:
    made = new_publication.create(tmp_path, ANSWERS, Source("jisr", "==1", certain=False))
    (finding,) = made.findings
    assert (finding.file, made.failed) == ("requirements.txt", False)


def test_a_publication_with_one_name_for_both_languages_is_told_so(tmp_path: Path) -> None:
    made = new_publication.create(tmp_path, Answers({"ar": "الماء", "en": "الماء"}), SOURCE)  # water
    (finding,) = made.findings
    assert (finding.check, finding.text, made.failed) == ("name", "الماء", False)
    assert list(new_publication.same_names(ANSWERS.names)) == []
    assert list(new_publication.same_names({})) == []


def test_the_sample_goes_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    pipeline.sync_articles(folder, date(2026, 11, 29))
    new_publication.remove_sample(folder)
    bare = tmp_path / "bare"
    new_publication.create(bare, ANSWERS, SOURCE, sample=False)
    assert {*files(folder)} == {*files(bare)}
    assert "seeds/sample.txt" not in files(folder)
    new_publication.upgrade(folder, SOURCE)
    new_publication.upgrade(bare, SOURCE)
    assert "seeds/sample.txt" not in {*files(folder), *files(bare)}, "what was removed does not come back"
    assert pipeline.check(bare).result.findings == ()


def test_a_sample_that_somebody_works_on_stays(folder: Path) -> None:
    (folder / "docs/en/articles/sample.md").write_text("mine", "utf-8")
    before = files(folder)
    with pytest.raises(JisrError):
        new_publication.remove_sample(folder)
    assert files(folder) == before


def test_an_upgrade_renews_what_nobody_changed_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = render_files(ANSWERS, SOURCE)
    later |= {"ci/propose.sh": b"new", "docs/en/about.md": b"new", "ci/more.sh": b"more", "README.md": b"new"}
    monkeypatch.setattr("jisr.app.new_publication.render_files", lambda _answers, _source: later)
    (folder / "docs/en/about.md").write_text("mine", "utf-8")
    (folder / "ci/more.sh").write_text("mine too", "utf-8")
    (folder / "README.md").unlink()
    result = new_publication.upgrade(folder, SOURCE)
    assert {path.relative_to(folder).as_posix() for path in result.written} == {
        "ci/propose.sh",
        ".jisr-new.json",
    }
    now = files(folder)
    assert (now["ci/propose.sh"], now["docs/en/about.md"], now["ci/more.sh"]) == (
        b"new",
        b"mine",
        b"mine too",
    )
    assert "README.md" not in now
    assert {found.file for found in result.findings} == {"docs/en/about.md", "ci/more.sh"}
    later["ci/propose.sh"] = b"newer"
    assert new_publication.upgrade(folder, SOURCE).written
    assert files(folder)["ci/propose.sh"] == b"newer", "what an upgrade wrote is known again"


def test_what_a_later_jisr_made_is_named_beside_what_is_wrong_and_not_upgraded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = folder / ".jisr-new.json"
    edit(record, f'"jisr": "{metadata.version("jisr")}"', '"jisr": "99.1"')
    before = files(folder)
    with pytest.raises(JisrError, match=r"Jisr 99\.1 made this publication"):
        new_publication.upgrade(folder, SOURCE)
    assert files(folder) == before
    edit(folder / "mkdocs.yml", "digits: as-written", "digits: roman")
    assert main.main(["--project", str(folder), "status"]) == 1
    said = capsys.readouterr().err
    assert "roman" in said
    assert said.count("Jisr 99.1 made this publication") == 1
    record.write_text("{", "utf-8")
    assert list(new_publication.find_newer_release(folder)) == []


def test_an_upgrade_without_a_record_does_nothing(tmp_path: Path) -> None:
    with pytest.raises(JisrError):
        new_publication.upgrade(tmp_path, SOURCE)
    assert files(tmp_path) == {}


# --- the command line --------------------------------------------------------------------------------------


def test_options_answer_and_the_rest_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "ar_LB.UTF-8")
    (tmp_path / "drop.svg").write_text("<svg/>", "utf-8")
    said_so = ["مجلة الماء", "Water", "", "", "", "draft", "", "none", "#7a1f3d", "drop.svg", ""]
    typed = iter([f"{line}\n" for line in said_so])
    monkeypatch.setattr("sys.stdin.readline", lambda: next(typed))
    assert main.main(["new", "ماء", "--contact", "a@water.net"]) == 0
    said = capsys.readouterr().out
    assert "اسم النشرة بالعربية [ماء]" in said
    assert "(draft / edited / approved) [edited]" in said
    settings = read_settings(tmp_path / "ماء")
    assert settings.publication == ANSWERS.names
    assert (settings.publish, settings.editions, settings.report) == ("draft", (), "mailto:a@water.net")
    assert settings.look == LookSettings("#7a1f3d", logo="assets/images/logo.svg")
    assert (tmp_path / "ماء/overrides/assets/images/logo.svg").read_text("utf-8") == "<svg/>"
    assert next(typed, None) is None, "nothing is asked that was said"
    monkeypatch.setenv("LC_ALL", "C")
    assert main.main(["new", "ماء", "--without-sample"]) == 0
    assert "removed: seeds/sample.txt" in capsys.readouterr().out
    assert main.main(["new", "ماء", "--upgrade"]) == 0


def test_a_logo_is_cleaned_before_git_has_it_and_one_that_runs_is_refused(tmp_path: Path) -> None:
    run = ["--project", str(tmp_path), "new", "water", "--yes", "--logo"]
    (tmp_path / "photograph.jpg").write_bytes(marked.FILES["a.jpg"])
    assert main.main([*run, str(tmp_path / "photograph.jpg")]) == 0
    assert marked.BYTES not in (tmp_path / "water/overrides/assets/images/logo.jpg").read_bytes()
    (tmp_path / "drop.svg").write_text('<svg><script href="//evil.example"/></svg>', "utf-8")
    run[3] = "rain"
    assert main.main([*run, str(tmp_path / "drop.svg")]) == 1
    assert not (tmp_path / "rain").exists()


def test_nobody_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: "")
    assert main.main(["--project", str(tmp_path), "new", "water"]) == 1
    assert files(tmp_path) == {}
    assert main.main(["--project", str(tmp_path), "new", "water", "--yes"]) == 0
    assert (tmp_path / "water/mkdocs.yml").is_file()
