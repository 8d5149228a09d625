"""The code speaks of the original and the translation; only modules that are about a language name one.

What it says to people it says in the languages of both.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jisr.i18n.findings import WRITTEN_IN, cut_at_holes
from jisr.model.languages import LANGS, Lang
from tests.i18n.sentences import catalogue, sentences

SOURCES = Path(__file__).resolve().parents[2] / "build_tools" / "jisr"

# Rooms and modules that may spell out a language's code, and why.
ABOUT_A_LANGUAGE = {
    "model/languages.py": "it is where the two are named",
    "lang": "rules of Arabic and of English",
    "glossary/detect": "finds names in Arabic text",
    "glossary/match": "how names are written in Arabic and in English",
    "glossary/load.py": "the glossary's keys are `ar` and `en`, and what is too short to be a name in each",
    "glossary/edit.py": "takes up Arabic names that nobody has translated yet",
    "glossary/terms.py": "the keys of the terms are `ar` and `en`",
    "exchange/alignment/clues.py": "what Arabic and English say alike",
    "checks/wording": "English words held to Arabic ones",
    "removal/names/forms.py": "in which ways a name is written in Arabic and in English",
    "removal/names/hearing.py": "names that sound alike in Arabic and in English",
    "removal/names/latin.py": "how Arabic names are written in Latin letters",
    "removal/names/spellings.py": "how a name is written in Arabic and in English",
    "translation/engines/servers/json_server.py": "asks a server to say in English what is wrong",
    "site/common/inline.py": "tells Arabic letters from others, and isolates what runs the other way",
}

_CODE = re.compile(r"ar|en|.*\bdocs/(?:ar|en)\b.*|.*\bmkdocs\.en\.yml\b.*", re.DOTALL)


def spelled_out(source: str) -> Iterator[int]:
    """Lines of code, docstrings and comments aside, where the code of a language stands."""
    if not re.search(r"\b(?:ar|en)\b", source):
        return
    nodes = list(ast.walk(ast.parse(source)))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from [node.lineno] * bool(_CODE.fullmatch(node.value))


def may_name_one(name: str) -> bool:
    return any(name == room or name.startswith(f"{room}/") for room in ABOUT_A_LANGUAGE)


def test_no_module_names_a_language_but_those_about_one() -> None:
    named = [
        f"{name}, line {line}: say ORIGINAL or TRANSLATION of model/languages.py"
        for path in sorted(SOURCES.rglob("*.py"))
        if not may_name_one(name := path.relative_to(SOURCES).as_posix())
        for line in spelled_out(path.read_text("utf-8"))
    ]
    assert named == []


@pytest.mark.parametrize("room", ABOUT_A_LANGUAGE)
def test_every_exception_is_one_still(room: str) -> None:
    path = SOURCES / room
    files = [path] if path.suffix else sorted(path.rglob("*.py"))
    assert any(list(spelled_out(file.read_text("utf-8"))) for file in files)


@pytest.mark.parametrize(
    "source",
    ['x = "ar"', "f(lang='en')", 'x = f"docs/en/articles/{slug}.md"', 'g(y)["ar"]', '"a"\nx = "en"'],
)
def test_a_code_is_found(source: str) -> None:
    assert list(spelled_out(source)) == [source.count("\n") + 1]


@pytest.mark.parametrize("source", ['"""As `lang="ar"`."""', "x = 1  # 'en'", 'x = "bar"', 'f"docs/{lang}"'])
def test_what_is_none_is_not_reported(source: str) -> None:
    assert list(spelled_out(source)) == []


@pytest.mark.parametrize("lang", [lang for lang in LANGS if lang != WRITTEN_IN])
def test_every_sentence_of_a_finding_is_said_in_each_language(lang: Lang) -> None:
    known = catalogue(lang)
    missing = sorted(text for text in sentences() if "{}".join(cut_at_holes(text)) not in known)
    assert missing == [], f"write into build_tools/jisr/i18n/findings.{lang}.po what these say"
