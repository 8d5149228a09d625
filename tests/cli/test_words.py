"""The command line speaks Arabic where the locale does; programs are told the same everywhere."""

import ast
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jisr.app import pipeline
from jisr.cli import commands, options, words
from jisr.cli import parser as command_line
from jisr.cli.main import main
from jisr.cli.progress import show_progress
from jisr.i18n import load_strings_of, terminal_lang
from jisr.removal import traces
from jisr.translation import engines
from jisr.translation.decisions import events, history
from tests.cli.test_main import parsers
from tests.project import TODAY, Echo, Project

PACKAGE = Path(words.__file__).parents[1]
ARABIC = re.compile("[\u0620-\u064a]")
LATIN = re.compile(r"(?<![\w./#<-])[A-Za-z]{2,}(?![\w./>-])")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An article with a draft, a person's English and a stale paragraph, at an Arabic terminal."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    monkeypatch.delenv("CI", raising=False)
    made = Project(tmp_path / "project")
    made.seed_outdated()
    pipeline.draft_articles(made.root, TODAY)
    return made


@pytest.mark.parametrize(
    ("settings", "lang"),
    [
        ({"LANG": "ar_SY.UTF-8"}, "ar"),
        ({"LANG": "ar_SY.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ar"}, "ar"),
        ({"LC_ALL": "C", "LC_MESSAGES": "ar_EG", "LANG": "ar_EG"}, "en"),
        ({"LC_ALL": "", "LANG": "ar-LB@euro"}, "ar"),
        ({"LANG": "arn_CL.UTF-8"}, "en"),  # Mapudungun
        ({}, "en"),
    ],
)
def test_the_locale_decides(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], lang: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert terminal_lang() == lang


VERBS = (
    ("sync",),
    ("status", "--approvals"),
    ("status", "--worst", "3"),
    ("check",),
    ("doctor",),
    ("log", "water", "p2"),
    ("changes", "--since", "2020-01-01"),
    ("suggest", "water"),
    ("remarks",),
    ("assignments",),
    ("desk-account", "list"),
    ("replace", "words"),
)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_a_verb_answers_in_the_language_of_the_terminal(
    project: Project,
    verb: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = {}
    for locale in ("en_GB.UTF-8", "ar_SY.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        capsys.readouterr()
        main(["--project", str(project.root), *verb])
        said[locale] = capsys.readouterr()
    english, arabic = said["en_GB.UTF-8"].out, said["ar_SY.UTF-8"].out
    assert ARABIC.search(arabic)
    assert english != arabic
    told = set(LATIN.findall(arabic)) - {"jisr", "resolve", "take", "keep", "proposal", "status", "verbose"}
    told -= {"water", "title", "Draft", "of", "words", "Observers", "do", "not", "expect", "vote"}
    assert told <= {"Jisr", "Python", "git", "Pango", "FriBiDi"}


def test_what_a_finding_is_stands_before_it_in_arabic(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ar_SY.UTF-8")
    (project.root / "seeds/water.yml").write_text("titel: x\n", "utf-8")
    assert main(["--project", str(project.root), "sync"]) == 1
    assert "seeds/water.yml:1: خطأ: " in capsys.readouterr().err  # “error”


def test_programs_are_told_the_same_in_every_locale(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for locale in ("ar_SY.UTF-8", "en_GB.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        capsys.readouterr()
        for verb in (("status",), ("suggest", "water"), ("log", "water", "p2"), ("remove", "water")):
            main(["--project", str(project.root), "--json", *verb])
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert '"what": "edited"' in said[0]


def test_a_removal_shows_what_would_go_and_is_agreed_to_in_arabic(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "build", lambda _root: None)
    monkeypatch.setenv("LC_ALL", "ar_SY.UTF-8")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for typed, goes in (("لا\n", False), ("\n", False), ("نعم\n", True)):  # no; nothing; yes
        monkeypatch.setattr("sys.stdin", Typed(typed))
        main(["--project", str(project.root), "remove", "water"])
        said = capsys.readouterr()
        assert "سجل الترجمة: translations/water.po" in said.out  # “ledger”
        assert project.ledger().exists() is not goes
        assert ("لم يُحذف شيء" in said.err) is not goes  # “nothing was removed”


class Typed:
    def __init__(self, line: str) -> None:
        self.readline = lambda: line

    def isatty(self) -> bool:
        return True


# --- programs ---------------------------------------------------------------------------------------------


def answer(capsys: pytest.CaptureFixture[str], project: Project, *verb: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["--project", str(project.root), "--json", *verb])
    printed = capsys.readouterr()
    assert printed.err == ""
    told: dict[str, Any] = json.loads(printed.out)
    return code, told


@pytest.mark.parametrize("verb", ["serve", "desk"])
def test_what_does_not_end_answers_programs_by_one_sentence(
    project: Project, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = answer(capsys, project, verb)
    assert code == 1
    assert "goes on until somebody ends it" in json.dumps(told["findings"])


def test_a_removal_tells_programs_its_places_and_asks_nobody(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "build", lambda _root: None)
    code, told = answer(capsys, project, "remove", "water")
    assert code == 1
    assert {"file": "translations/water.po", "line": 0, "kind": "ledger"} in told["places"]
    assert "--yes" in json.dumps(told["findings"])
    code, told = answer(capsys, project, "remove", "--yes", "water")
    assert (code, project.ledger().exists()) == (0, False)


def test_a_new_publication_answers_programs_and_asks_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "الماء"  # water
    assert main(["--json", "new", str(folder)]) == 1
    assert "--yes" in json.loads(capsys.readouterr().out)["findings"][0]["remedy"]
    assert main(["--json", "new", str(folder), "--yes"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == str(folder)
    assert {"mkdocs.yml", "seeds/sample.txt"} <= set(told["written"])


# --- phrases ----------------------------------------------------------------------------------------------


@cache
def sources() -> Sequence[str]:
    """The text of each module of the package."""
    return [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]


def named(function: str, position: int) -> Iterator[str]:
    """The words that calls of a function in the package give as an argument."""
    for source in sources():
        if not re.search(rf"\b{function}\(", source):
            continue
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name == function:
                    given = node.args[position] if len(node.args) > position else None
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        yield given.value


def test_what_other_rooms_say_of_themselves_has_its_arabic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ar_SY.UTF-8")
    work = {
        *named("follow", 1),
        *named("begin_work", 0),
        *named("begin_shared_work", 0),
        *named("work_ahead", 4),
    }
    assert len(work) > 9
    happened = {*named("BlockEvent", 1), history._STALE, history._SETTLED, *history.EDITS}
    kinds = {kind for _, kind in traces._KINDS} | {"seed", "other file", "file name"}
    for text in (*work, *happened, *kinds, *named("Hold", 0), *events.DECISIONS):
        assert ARABIC.search(words.phrase(text)), text
    assert words.phrase("approved by Ann on 2026-11-23") == "اعتمدها Ann في 2026-11-23"
    assert words.phrase("what nobody foresaw") == "what nobody foresaw"
    assert set(load_strings_of("cli", "ar")["phrases"].values()) != set()


@pytest.mark.parametrize("command", commands.COMMANDS, ids=lambda command: command.name)
def test_help_is_in_arabic_too(command: options.Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but what is typed: names of verbs and options, their choices, examples."""
    monkeypatch.setenv("LC_ALL", "ar_SY.UTF-8")
    monkeypatch.setenv("COLUMNS", "500")
    made = {parser.prog: parser for parser in parsers(command_line.build_parser(command.name.split()))}
    shown = made[f"jisr {command.name}"].format_help()
    assert shown.startswith("الاستعمال: ")  # usage
    for line in shown.splitlines()[2:]:
        said = re.sub(r"^ *\S.*?(?:  |$)", "", line) if line.startswith("  ") else line
        assert not said.strip() or ARABIC.search(said), line
    for line in made["jisr"].format_help().splitlines()[2:]:
        assert not LATIN.search(line) or ARABIC.search(line) or line.split()[0].isascii(), line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["status", "--worst", "-5"], "--worst: العدد من 1 فصاعدًا، لا -5"),
        (["draft", "--max-words", "0"], "--max-words: العدد من 1 فصاعدًا، لا 0"),
        (["serve", "--port", "99999"], "--port: المنفذ عدد لا يزيد على 65535، لا 99999"),
        (["serve", "--port"], "--port: تلزم بعده كلمة"),
        (["resolve", "water"], "ينقص: KEY, --take"),
        (["check", "--fromat", "json"], "لا يُعرف: --fromat json"),
        (["check", "--format", "xml"], "--format: لا خيار باسم 'xml'، والخيارات: "),
        (["status", "--worst", "x"], "--worst: العدد من 1 فصاعدًا، لا x"),
        (["quote", "a", "p1", "--source", "x", "--remove"], "--remove: لا يجتمع مع --source"),
        (["quote", "a", "p1"], "يلزم واحد من: --source --remove"),
    ],
)
def test_what_was_not_understood_is_said_in_arabic(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ar_SY.UTF-8")
    with pytest.raises(SystemExit) as done:
        main(words)
    assert done.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert f": خطأ: {said}" in last


def test_progress_is_said_in_arabic(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ar_SY.UTF-8")
    monkeypatch.setattr("jisr.cli.progress.PATIENCE", 0.0)
    with show_progress("making pages", 4) as advance:
        advance(1, 2)
    said = capsys.readouterr().err
    assert said.startswith("إنشاء الصفحات: 1 من 4")  # “making pages: 1 of 4”
    assert said.endswith("أخفق منها 2\n")  # “2 failed”
