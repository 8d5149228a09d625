"""What findings say in Arabic: each sentence of them is in the catalogue, and is found there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from polib import pofile

import jisr
from jisr.cli.messages import print_findings
from jisr.i18n.findings import WRITTEN_IN, cut_at_holes, translate, translate_finding
from jisr.model.diagnostics import warning
from jisr.model.languages import LANGS, Lang

PACKAGE = Path(jisr.__file__).parent
SAID = {"message", "remedy", "why"}  # what findings' words are called wherever they are made or handed on
NOT_SAID = re.compile(r"desk/routes/|cli/")  # there a message is that of a commit, or printed by a verb
COMMANDS = ("jisr ", "git ", "pip ")  # is to be typed as it stands
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
OTHERS = [lang for lang in LANGS if lang != WRITTEN_IN]


def sentences() -> set[str]:
    """All sentences, or parts of such, that findings are made of, with `{}` for what differs."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    taking = (one for tree in trees.values() for one in _takers(tree))
    takers = {name: names for name, names in taking if not name.startswith("commit")}
    makers = dict.fromkeys(("Finding", "notice", "warning"), takers["Finding"])
    found: set[str] = set()
    for path, tree in trees.items():
        only_makers = NOT_SAID.search(path.relative_to(PACKAGE).as_posix())
        constants = dict(pair for node in tree.body if isinstance(node, ast.Assign) for pair in _named(node))
        for expression in _expressions(tree, makers if only_makers else takers | makers):
            found.update(_texts(expression, constants))
    return {text for text in found if _is_said(text)}


def _named(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    """The constants of a module, one or several on a line."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        else:
            pairs = [(target, node.value)]
        yield from ((name.id, value) for name, value in pairs if isinstance(name, ast.Name))


def _is_said(text: str) -> bool:
    words = "".join(cut_at_holes(text))
    code = text.startswith(COMMANDS) and not set(",:;") & set(text)
    is_printed = text.startswith("  ")  # by a verb, behind something
    return any(char.isalpha() for char in words) and not code and not is_printed and " " in words.strip()


def _takers(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Functions and classes that are given words of a finding, with the names of what they are given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            fields = [one.target for one in node.body if isinstance(one, ast.AnnAssign)]
            names = [one.id for one in fields if isinstance(one, ast.Name)]
        elif isinstance(node, ast.FunctionDef):
            names = [one.arg for one in (*node.args.posonlyargs, *node.args.args) if one.arg != "self"]
            names += [one.arg for one in node.args.kwonlyargs]
        else:
            continue
        if SAID & set(names):
            yield node.name, names


def _expressions(tree: ast.Module, takers: dict[str, list[str]]) -> Iterator[ast.expr]:
    """All that words of findings are made by: what is given by such a name, or called so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (word.value for word in node.keywords if word.arg in SAID)
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            yield from (
                arg for taken, arg in zip(takers.get(name, []), node.args, strict=False) if taken in SAID
            )
        elif isinstance(node, ast.Assign) and node.value is not None:
            for target in node.targets:
                yield from _assigned(target, node.value)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id in SAID:
        yield value
    elif isinstance(target, ast.Tuple):
        if isinstance(value, ast.IfExp):
            yield from _assigned(target, value.body)
            yield from _assigned(target, value.orelse)
        elif isinstance(value, ast.Tuple):
            for one, its in zip(target.elts, value.elts, strict=False):
                yield from _assigned(one, its)


def _texts(node: ast.expr, constants: dict[str, ast.expr]) -> Iterator[str]:
    """What `node` may say, and what its holes may."""
    match node:
        case ast.Constant(value=str(text)):
            yield text.replace("{", "{{").replace("}", "}}")
        case ast.JoinedStr(values=parts):
            yield "".join(next(_texts(one, {})) if isinstance(one, ast.Constant) else "{}" for one in parts)
            for one in parts:
                if isinstance(one, ast.FormattedValue):
                    yield from _texts(one.value, constants)
        case ast.IfExp(body=one, orelse=other):
            yield from (*_texts(one, constants), *_texts(other, constants))
        case ast.BoolOp(values=several):
            for one in several:
                yield from _texts(one, constants)
        case ast.NamedExpr(value=one):
            yield from _texts(one, constants)
        case ast.Name(id=name) if name in constants:
            yield from _texts(constants[name], constants)


def catalogue(lang: Lang) -> dict[str, str]:
    """The catalogue as it stands, by the pieces of its sentences."""
    entries = pofile(str(PACKAGE / f"i18n/findings.{lang}.po"))
    return {"{}".join(cut_at_holes(entry.msgid)): entry.msgstr for entry in entries}


@pytest.mark.parametrize("lang", OTHERS)
def test_that_every_sentence_of_a_finding_is_in_the_catalogue(lang: Lang) -> None:
    known = catalogue(lang)
    missing = sorted(text for text in sentences() if "{}".join(cut_at_holes(text)) not in known)
    assert not missing, f"write into build_tools/jisr/i18n/findings.{lang}.po what these say"


@pytest.mark.parametrize("lang", OTHERS)
def test_that_a_translation_loses_nothing_of_what_differs_and_is_in_its_language(lang: Lang) -> None:
    for entry in pofile(str(PACKAGE / f"i18n/findings.{lang}.po")):
        holes = len(cut_at_holes(entry.msgid)) - 1
        marks = [f"<{n}>" for n in range(holes)]
        said = entry.msgstr.format(*marks)
        assert all(said.count(mark) == 1 for mark in marks), entry.msgid
        assert not INVISIBLE.search(said), entry.msgid
        is_command = entry.msgid.startswith((*COMMANDS, "--", "{}"))
        assert is_command or any("\u0600" <= char <= "\u06ff" for char in said), entry.msgid


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("no block has the key p7", "لا فقرة بالمفتاح p7"),  # without a hole's own words
        ("numbers differ: 26", "الأرقام مختلفة: 26"),
        ("26 is a percentage, and none in the English", "26 نسبة مئوية، وليست كذلك في الإنجليزية"),
        # a hole is looked up too where it is a sentence of Jisr's
        ("nobody can sign by this name: it names nobody", "لا يوقَّع بهذا الاسم: ليس فيه اسم أحد"),
        # and stays where it is an author's
        (
            "no longer as quoted from War and Peace, and locked no more",
            "لم تعد كما نُقلت عن War and Peace، فزال قفلها",
        ),
        ("did you mean a name and another?", "هل المقصود a name and another؟"),
        ("{} stands twice", "{} stands twice"),  # nobody's sentence, so said as it is
        ("“{0}” stands twice", "“{0}” مكررة"),  # signs of a template in what is filled in
        ("", ""),
    ],
)
def test_what_a_sentence_is_in_arabic(english: str, arabic: str) -> None:
    assert translate(english, "ar") == arabic
    assert translate(english, "en") == english


def test_that_the_surest_sentence_counts() -> None:
    """A line that says two things may fit the shorter of two sentences too."""
    said = translate("the file's SHA-256 is a1, not b2", "ar")
    assert said == "بصمة الملف (SHA-256) هي a1، لا b2"


def test_a_finding_whose_excerpt_stays() -> None:
    found = warning("x", "the English has no words", "a.md", 3, "no such article", "write some", "p7")
    said = translate_finding(found, "ar")
    assert (said.message, said.remedy) == ("الترجمة بلا كلمات", "تُكتب كلمات")
    assert (said.text, said.file, said.line, said.key) == ("no such article", "a.md", 3, "p7")
    assert translate_finding(found, "en") is found


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("ar_SY.UTF-8", "a.md:3: تنبيه: [p7] الترجمة بلا كلمات: «no such article»\n    → تُكتب كلمات\n"),
        ("C.UTF-8", "a.md:3: warning: [p7] the English has no words: «no such article»\n    → write some\n"),
    ],
)
def test_what_a_terminal_is_told(
    locale: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    found = warning("x", "the English has no words", "a.md", 3, "no such article", "write some", "p7")
    print_findings(Path("nowhere"), [found])
    assert capsys.readouterr().err == said
