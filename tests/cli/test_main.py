"""What people type and what they are told: help that can be read, answers that programs can, exit codes."""

import argparse
import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from jisr.app import pipeline, results
from jisr.builder import dev_server
from jisr.cli import commands, main
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.settings import Settings
from jisr.translation import engines
from jisr.translation.engines import install
from jisr.translation.engines.packages import InstalledModel
from tests.project import TODAY, Echo, Project, edit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An article of which a person translated a paragraph whose Arabic then changed."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    seed = made.seed()
    pipeline.draft_articles(made.root, TODAY)
    edit(made.english(), "Draft of 13 words.", "Observers do not expect a vote.")
    pipeline.sync_articles(made.root, TODAY)
    edit(seed, "الجاري", "القادم")  # "next" for "this" year
    pipeline.draft_articles(made.root, TODAY)
    return made


def jisr(project: Project, *words: str) -> int:
    return main.main(["--project", str(project.root), *words])


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


def test_every_verb_and_every_option_says_what_it_is() -> None:
    assert commands.VERBS.keys() == main.VERBS.keys()
    found = list(parsers(commands.build_parser(main.VERBS)))
    assert len(found) > len(main.VERBS)
    for parser in found:
        for action in parser._actions:
            if not isinstance(action, argparse._SubParsersAction):
                assert action.help, (parser.prog, action.dest)
        assert max(map(len, parser.format_help().splitlines())) < 120


def test_the_readme_and_the_help_say_what_the_exit_codes_mean(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main.main(["--help"])
    assert done.value.code == 0
    said = capsys.readouterr().out
    readme = (ROOT / "README.md").read_text("utf-8")
    for code in ("0", "1", "2", "130"):
        assert f"\n  {code}  " in said
        assert f"\n| {code} | " in readme


def test_an_exit_code_tells_what_was_wrong(project: Project) -> None:
    assert jisr(project, "check") == 0
    with pytest.raises(SystemExit) as wrong:
        jisr(project, "chek")
    assert wrong.value.code == 2
    with pytest.raises(SystemExit) as wrong:
        jisr(project, "serve", "--port", "99999")
    assert wrong.value.code == 2
    assert jisr(project, "log", "watre", "p2") == 1
    (project.root / "seeds/water.yml").write_text("titel: x\n", "utf-8")
    assert jisr(project, "check") == 1


def test_status_says_how_a_stale_paragraph_is_settled(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    jisr(project, "status")
    said = capsys.readouterr().out
    assert "water #p2: its Arabic changed on 2026-11-23" in said
    assert "--take proposal  for Draft of 13 words." in said
    command = next(line for line in said.splitlines() if "--take keep" in line)
    assert jisr(project, *shlex.split(command.split(" if ")[0])[1:]) == 0
    capsys.readouterr()
    jisr(project, "status")
    assert "its Arabic changed" not in capsys.readouterr().out


def test_the_life_of_a_paragraph_can_be_read_by_programs(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert jisr(project, "log", "docs/en/articles/water.md", "p2", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told.keys() == {"events", "stale_since"}
    assert all(e.keys() == {"what", "date", "commit", "author", "words"} for e in told["events"])
    assert told["events"]


def test_an_installed_model_is_named_by_its_folder_and_its_engine(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project.root / "model"
    (made / "model").mkdir(parents=True)
    for name in ("model/model.bin", "sentencepiece.model"):
        (made / name).write_bytes(b"x")

    def fake(_settings: Settings, _file: Path | None, **_others: object) -> InstalledModel:
        return InstalledModel(made, "translate-ar_en", "1.0", "1.12")

    monkeypatch.setattr(install, "install", fake)
    monkeypatch.setenv("JISR_MODELS", str(project.root / "models"))
    assert jisr(project, "model", "install") == 0
    first, second = capsys.readouterr().out.splitlines()[-2:]
    assert first == f"installed: {made}"
    assert second.startswith("engine: argos 1.12 translate-ar_en 1.0 ")


def test_what_was_built_before_is_served_while_a_mistake_is_mended(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_root: Path) -> results.Result:
        raise JisrError(Finding("mkdocs", "a broken template"))

    monkeypatch.setattr(pipeline, "build", broken)
    monkeypatch.setattr(dev_server, "watch_sources", lambda _root: iter([[project.english()]]))
    assert jisr(project, "serve", "--port", "0") == 1
    (project.root / "site").mkdir()
    (project.root / "site/index.html").write_text("built before", "utf-8")
    capsys.readouterr()
    assert jisr(project, "serve", "--port", "0") == 0
    said = capsys.readouterr()
    assert said.err.count("a broken template") == 2
    assert "http://127.0.0.1:" in said.out


def test_of_a_thousand_warnings_some_are_said_and_every_error(capsys: pytest.CaptureFixture[str]) -> None:
    warnings = [Finding("typing", f"odd {n}", severity=Severity.WARNING) for n in range(1000)]
    errors = [Finding("typing", f"wrong {n}") for n in range(20)]
    main._print_findings([*warnings, *errors])
    said = capsys.readouterr().err.splitlines()
    assert len([line for line in said if "odd" in line]) == main.MOST
    assert len([line for line in said if "wrong" in line]) == 20
    assert said[-1] == f"… and {1000 - main.MOST} more like these; jisr check lists every warning"
    main._print_findings(warnings, most=None)
    assert len(capsys.readouterr().err.splitlines()) == 1000
