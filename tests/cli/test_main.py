"""What people type and what they are told: help that can be read, answers that programs can, exit codes."""

import argparse
import ast
import errno
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from jisr.app import pipeline, results
from jisr.builder import dev_server
from jisr.cli import commands, main, messages, options
from jisr.cli import parser as command_line
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
    made.seed_outdated()
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
    found = list(parsers(command_line.build_parser()))
    assert len(found) > len(commands.COMMANDS)
    for parser in found:
        for action in parser._actions:
            if not isinstance(action, argparse._SubParsersAction):
                assert action.help, (parser.prog, action.dest)
        assert max(map(len, parser.format_help().splitlines())) < 120


@pytest.mark.parametrize(
    ("options", "next_step"), [([], "jisr new . --without-sample"), (["--without-sample"], "jisr desk")]
)
def test_who_made_a_publication_is_told_the_first_step_that_it_needs(
    options: list[str], next_step: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main.main(["new", str(tmp_path / "dams"), "--yes", *options])
    steps = capsys.readouterr().out.partition("Next:")[2]
    assert next_step in steps
    assert ("--without-sample" in steps) is not bool(options)


def test_help_is_what_people_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """`tests/cases/cli/help.txt` is what `jisr --help` and each verb's say; lines may break elsewhere."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    known = (ROOT / "tests/cases/cli/help.txt").read_text("utf-8")
    said = {f"{parser.prog} --help": parser.format_help() for parser in parsers(command_line.build_parser())}
    cases = dict(case.split("\n", 1) for case in known.split("$ ")[1:])
    assert {name: text.split() for name, text in said.items()} == {
        name: text.split() for name, text in cases.items()
    }


@pytest.mark.parametrize("command", commands.COMMANDS, ids=lambda command: command.name)
def test_what_runs_a_command_is_there(command: options.Command) -> None:
    assert list(inspect.signature(options.load(command.run)).parameters) == ["root", "args"]


@pytest.mark.parametrize("command", commands.COMMANDS, ids=lambda command: command.name)
def test_the_verb_that_was_typed_has_its_options(command: options.Command) -> None:
    """Options of others are not made: `jisr status` need not load what `export` may choose from."""
    made = {parser.prog: parser for parser in parsers(command_line.build_parser(command.name.split()))}
    all_ = {parser.prog: parser for parser in parsers(command_line.build_parser())}
    name = f"jisr {command.name}"
    assert made[name].format_help() == all_[name].format_help()
    assert made["jisr"].format_help() == all_["jisr"].format_help()


@pytest.mark.parametrize("words", [["--help"], ["status", "--help"], ["build", "--help"]])
def test_help_loads_nothing_but_the_table(words: list[str]) -> None:
    code = (
        "import sys; from jisr.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: print([m for m in sys.modules if m.startswith('jisr')])"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    loaded = set(ast.literal_eval(done.stdout.splitlines()[-1]))
    assert loaded == {
        *(f"jisr{one}" for one in ("", ".cli", ".cli.commands", ".cli.main", ".model", ".model.languages")),
        *(f"jisr.cli.{one}" for one in ("options", "parser")),
        *(f"jisr.lang{one}" for one in ("", ".printable")),
        *(f"jisr.cli.commands.{path.stem}" for path in Path(commands.__path__[0]).glob("[a-z]*.py")),
    }


def test_the_readme_and_the_help_say_what_the_exit_codes_mean(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main.main(["--help"])
    assert done.value.code == 0
    said = capsys.readouterr().out
    readme = (ROOT / "README.md").read_text("utf-8")
    for code in ("0", "1", "2", "130"):
        assert f"\n  {code}  " in said
        assert f"\n| {code} | " in readme


def test_who_interrupts_it_as_it_begins_sees_no_lines_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "build_parser", interrupt)
    assert main.main(["status"]) == 130
    assert "nothing is half-written" in capsys.readouterr().err


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


@pytest.mark.parametrize(
    "shell",
    [
        '{ "$@"; echo $? >&3; } 2>&1 | true',
        '"$@" 2>&-; echo $? >&3',
        '"$@" <&- >&- 2>&-; echo $? >&3',
    ],
)
@pytest.mark.parametrize(("words", "code"), [(["check"], 1), (["--help"], 0)])
def test_an_exit_code_is_true_where_nobody_hears(
    project: Project, shell: str, words: list[str], code: int
) -> None:
    """Behind `jisr check | head` code 0 was said of errors; who closes the streams was told 1."""
    (project.root / "seeds/oil.yml").write_text("author: x\n", "utf-8")  # without a seed
    said = project.root / "code"
    command = [sys.executable, "-m", "jisr", "--project", str(project.root), *words]
    subprocess.run(["sh", "-c", f"exec 3>'{said}'; {shell}", "sh", *command], check=False)
    assert int(said.read_text()) == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
@pytest.mark.parametrize(("words", "to"), [(["status"], ">"), (["--help"], ">"), (["check"], "2>")])
def test_what_a_full_disk_does_not_take_is_an_error_and_no_fault(
    project: Project, words: list[str], to: str
) -> None:
    command = [sys.executable, "-m", "jisr", "--project", str(project.root), *words]
    shell = f'"$@" {to} /dev/full'
    done = subprocess.run(["sh", "-c", shell, "sh", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert to == "2>" or "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert "fault" not in done.stderr


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


def test_why_a_paragraph_has_no_draft_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    project.seed("failure", ["فشل المشروع."])  # the project failed
    for _ in range(2):  # and is said again where nothing is written
        assert main.main(["--project", str(project.root), "draft", "failure"]) == 0
        assert "paragraphs still without a draft: 1 (engine: loop)" in capsys.readouterr().err


def test_of_each_file_is_said_whether_it_was_written_or_removed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert jisr(project, "rename", "water", "rivers") == 0
    said = capsys.readouterr().out.splitlines()
    for path in ("translations/{}.po", "docs/en/articles/{}.md", "seeds/{}.txt"):
        assert f"removed {path.format('water')}" in said
        assert f"wrote {path.format('rivers')}" in said


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
    def broken(_root: Path, **_: bool) -> results.Result:
        raise JisrError(Finding("mkdocs", "a broken template"))

    monkeypatch.setattr(pipeline, "build", broken)
    monkeypatch.setattr(dev_server, "watch_sources", lambda _root: iter([[project.translation()]]))
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
    messages.print_findings(ROOT, [*warnings, *errors])
    said = capsys.readouterr().err.splitlines()
    assert len([line for line in said if "odd" in line]) == messages.MOST
    assert len([line for line in said if "wrong" in line]) == 20
    assert said[-1] == f"… and {1000 - messages.MOST} more like these; jisr check lists every warning"
    messages.print_findings(ROOT, warnings, most=None)
    assert len(capsys.readouterr().err.splitlines()) == 1000


# --- how it is said ----------------------------------------------------------------------------------------


def test_the_release_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main.main(["--version"])
    assert done.value.code == 0
    assert capsys.readouterr().out == f"jisr {metadata.version('jisr')}\n"


def test_a_jisr_that_was_not_installed_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: metadata.distribution(f"no-{name}").version)
    with pytest.raises(SystemExit):
        main.main(["--version"])
    assert capsys.readouterr().out == "jisr (not installed: it runs from a folder)\n"


def test_every_verb_answers_in_json(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that write, that have rows of their own, that have lines alone, and that fail."""
    edit(project.root / "seeds/water.txt", "القادم", "المقبل")  # another word for “next”
    capsys.readouterr()

    def answer(*words: str) -> tuple[int, dict[str, Any]]:
        code = main.main(["--project", str(project.root), "--json", *words])
        printed = capsys.readouterr()
        assert printed.err == ""
        told: dict[str, Any] = json.loads(printed.out)
        return code, told

    code, told = answer("sync")
    assert code == 0
    assert "translations/water.po" in told["written"]
    assert told["counts"].keys() == {"error", "warning", "notice"}
    assert answer("status")[1]["total"]["blocks"]
    assert answer("suggest", "water")[1]["said"] != []
    code, told = answer("log", "watre", "p2")
    assert (code, told["counts"]["error"]) == (1, 1)
    assert told["findings"][0]["remedy"]


def test_in_quiet_only_what_is_wrong_is_said(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str) -> tuple[str, str]:
        capsys.readouterr()
        main.main(["--project", str(project.root), "--quiet", *words])
        printed = capsys.readouterr()
        return printed.out, printed.err

    assert said("sync") == said("doctor") == ("", "")
    (project.root / "seeds/water.yml").write_text("titel: x\n", "utf-8")
    out, err = said("sync")
    assert out == ""
    assert err.startswith("seeds/")
    assert ".yml:1: error: " in err


@pytest.mark.parametrize("verb", ["sync", "status", "check"])
def test_json_is_answered_where_there_is_no_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert main.main(["--project", str(tmp_path), "--json", verb]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["check"] == "project"


@pytest.mark.parametrize(
    ("verb", "closed"),
    [
        *((verb, "docs/ar") for verb in ("check", "build", "doctor")),
        *((verb, folder) for folder in ("seeds", "translations") for verb in ("sync", "status", "build")),
    ],
)
def test_a_folder_that_may_not_be_looked_into_is_named_and_its_files_are_not_gone(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    verb: str,
    closed: str,
) -> None:
    """As it is where another user made it: no page is published without it, and nothing is written."""
    (project.root / "docs/ar/contact.md").write_text("# اتصلوا بنا\n", "utf-8")
    listed, before = os.scandir, project.files()

    def scandir(path: Any = ".") -> Any:
        if str(path) == str(project.root / closed):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert jisr(project, verb) == 1
    said = capsys.readouterr().err
    assert re.search(rf"{closed}: error: cannot be read[^\n]* \(Permission denied\)", said)
    assert "fault of Jisr" not in said
    assert "no seed has this name" not in said
    monkeypatch.undo()
    assert project.files() == before
    assert not (project.root / "site").exists()
