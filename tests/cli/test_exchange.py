"""`jisr import` and `jisr export` find out by themselves what a file is, and demand the name of a person."""

from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.cli import main
from tests.project import TODAY, Project

ENGLISH = "The future of water in the south\n\nThe Iraqi government will review the security pact.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "p")
    made.seed()
    pipeline.sync_articles(made.root, TODAY)
    (tmp_path / "en.txt").write_text(ENGLISH, "utf-8")
    return made


def jisr(project: Project, *words: str) -> int:
    return main.main(["--project", str(project.root), *words])


def test_a_translation_needs_a_name(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(project.root.parent / "en.txt")
    before = project.files()
    assert jisr(project, "import", "water", file) == 1
    assert f'jisr import water {file} --by "NAME OR INITIALS"' in capsys.readouterr().err
    assert jisr(project, "import", "water", file, "--as", "edited") == 1
    assert jisr(project, "import", "water", file, "--by", "argos 1.12") == 1
    assert jisr(project, "import", "water", file, "--as", "draft") == 1
    assert jisr(project, "import", "water", file, "--by", "Ruba", "--origin", "DeepL") == 1
    assert project.files() == before
    assert jisr(project, "import", "water", file, "--by", "Ruba") == 0
    assert project.state("title") == ("edited", False)


def test_what_goes_out_comes_back_by_the_same_verb(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    out = project.root.parent / "out"
    made = ("--review", "--omegat", "--translators")
    for words in (made[:1], made[1:2], (made[2], "xliff")):
        assert jisr(project, "export", "water", *words, "--to", str(out)) == 0
    (out / "omegat/target/water.po").write_bytes((out / "omegat/source/water.po").read_bytes())
    before = project.files()
    for name in ("water.review.docx", "omegat", "water.xlf"):
        assert jisr(project, "import", str(out / name)) == 1
        assert "--by" in capsys.readouterr().err
        machine = ("--by", "Ruba", "--as", "draft", "--origin", "DeepL")
        assert jisr(project, "import", str(out / name), *machine) == 1
        assert "never as drafts" in capsys.readouterr().err
        assert jisr(project, "import", str(out / name), "--by", "Ruba") == 0
        assert "nothing to take" in capsys.readouterr().err
    assert project.files() == before


def test_what_is_no_file_or_of_nobody_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert jisr(project, "import", "nowhere.docx", "--by", "Ruba") == 1
    assert "nowhere.docx: error: cannot be read" in capsys.readouterr().err
    assert jisr(project, "import", str(project.root.parent / "en.txt"), "--by", "Ruba") == 1
    assert "which article is this a translation of?" in capsys.readouterr().err
