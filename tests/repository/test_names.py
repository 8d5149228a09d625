"""What docstrings, comments and documents name in backticks exists: modules, functions, files and folders."""

import ast
import builtins
import io
import keyword
import re
import subprocess
import sys
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "build_tools/jisr/"
DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md")

# Folders that a publication has, or Jisr makes: nothing in the repository says what lies in them.
_PUBLICATION = (
    "docs seeds translations private site .build .jisr articles parallel actors ar en LANG FOLDER .. "
)
_OTHERS = {"Intl", "pymdownx"}  # modules of other programs that nothing of ours imports
_EXAMPLES = {"slmn"}  # the consonants of a name, as an example
_DATA = ("yml", "in", "yaml", "txt", "json", "toml", "md", "po", "css", "js", "html", "jsonl", "tsv")

_NAMELESS = (ast.expr_context, ast.operator, ast.boolop, ast.unaryop)
_QUOTED = re.compile(r"`([^`]+)`")
_IN_COMMENT = re.compile(r"#[^\n]*`")
_DOTTED = re.compile(r"([^\W\d]\w*(?:\.[^\W\d]\w*)*)(\(.*\))?", re.DOTALL)
_PLACEHOLDER = re.compile(r"[A-Z]{2,}|^x\b")  # `ID.yml`, `x.py`
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")


@dataclass(frozen=True)
class Module:
    """What stands in a module."""

    defined: Mapping[str, set[str]]  # class, or "" for the module → names that it defines
    names: set[str]
    words: set[str]  # of texts that are no docstrings
    docstrings: Sequence[tuple[int, str]]

    @classmethod
    def read(cls, source: str) -> "Module":
        defined: dict[str, set[str]] = {"": set()}
        names: set[str] = set()
        words: set[str] = set()
        docstrings: list[tuple[int, str]] = []
        left: list[tuple[ast.AST, str]] = [(ast.parse(source), "")]
        while left:  # once through all: the trees are larger than all else here
            node, owner = left.pop()
            defined[owner].update(_defined(node))
            if isinstance(node, ast.ClassDef):
                owner = node.name
                defined.setdefault(owner, set())
            for value in vars(node).values():
                if isinstance(value, str):
                    found = re.findall(r"\w+", value) if isinstance(node, ast.Constant) else value.split(".")
                    (words if isinstance(node, ast.Constant) else names).update(found)
                elif isinstance(value, ast.Constant) and isinstance(node, ast.Expr):
                    docstrings.append((value.lineno, str(value.value)))
                elif isinstance(value, ast.AST):
                    if not isinstance(value, _NAMELESS):
                        left.append((value, owner))
                elif isinstance(value, list):
                    left += [(one, owner) for one in value if isinstance(one, ast.AST)]
                    names.update(one for one in value if isinstance(one, str))  # `global a, b`
        return cls(defined, names, words, docstrings)


@dataclass(frozen=True)
class Names:
    """All that is named in the files of a repository: `texts` maps each path to its text."""

    texts: Mapping[str, str]

    @cached_property
    def modules(self) -> Mapping[str, Module]:
        """Each module by its path."""
        return {path: Module.read(text) for path, text in self.texts.items() if path.endswith(".py")}

    @cached_property
    def members(self) -> Mapping[str, set[str]]:
        """Name of a module, a folder of modules or a class → what is defined in it."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, module in self.modules.items():
            parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
            found["/".join(parts[-2:-1])].add(parts[-1])
            for owner, names in module.defined.items():
                found[owner or parts[-1]] |= names
        return found

    @cached_property
    def identifiers(self) -> set[str]:
        """Every identifier in code, and the modules that Python brings along."""
        words = {*dir(builtins), *keyword.kwlist, *keyword.softkwlist, *sys.stdlib_module_names, *_OTHERS}
        return words.union(*(module.names for module in self.modules.values()))

    @cached_property
    def words(self) -> set[str]:
        """Every word in code and data, also within texts; of documents, docstrings and comments none."""
        found = set(_EXAMPLES)
        for path, text in self.texts.items():
            found |= set(re.findall(r"\w+", path))
            if path.endswith(".py"):
                found |= self.modules[path].words
            elif not path.endswith(".md"):
                found |= set(re.findall(r"\w+", text))
        return found | self.identifiers

    def why_unknown(self, quoted: str) -> str:
        """What is wrong with the name between backticks; empty if nothing is, or if it is no name."""
        if match := _DOTTED.fullmatch(quoted):
            first, _, rest = match[1].partition(".")
            if rest and rest.rpartition(".")[2] in ("py", *_DATA):
                return self._missing_file(quoted) if rest.endswith("py") else ""
            if not rest:
                return "" if first in self.words else "nothing has this name"
            if first in self.members:
                return self._missing_member(first, rest)
            return "" if first in self.identifiers else f"there is no {first}"
        return self._missing_file(quoted) if _PATH.fullmatch(quoted) and "/" in quoted else ""

    def _missing_member(self, owner: str, rest: str) -> str:
        name, _, more = rest.partition(".")
        named_so = self.members[owner] | self.members.get(
            owner.capitalize(), set()
        )  # `site` is a `Site`, too
        if name not in named_so and name not in _attributes(owner):
            return f"{owner} has no {name}"
        return self._missing_member(name, more) if more and name in self.members else ""

    def _missing_file(self, quoted: str) -> str:
        path = quoted.strip("/")
        if path.split("/")[0] in _PUBLICATION.split():
            return ""
        if "/" in path and not (quoted.endswith(("/", ".py")) or path.startswith(("tests/", "build_tools/"))):
            return ""
        parts = ("[^/]+" if _PLACEHOLDER.search(part) else re.escape(part) for part in path.split("/"))
        pattern = re.compile(rf"(?:.*/)?{'/'.join(parts)}(?:/.*)?")
        return "" if any(pattern.fullmatch(one) for one in self.texts) else "there is no such file or folder"


def _attributes(name: str) -> set[str]:
    return set(dir(getattr(builtins, name, object)))


def _defined(node: ast.AST) -> Iterator[str]:
    """Names that a node itself defines or imports."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.attr
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]


def quoted_names(text: str, module: Module | None = None) -> Iterator[tuple[int, str]]:
    """Line and content of everything between backticks in a document, or in a module's prose."""
    if module is None:
        prose = list(enumerate(text.split("\n"), 1))
    else:
        prose = [*module.docstrings]
        if _IN_COMMENT.search(text):  # else there is no need to read its tokens
            tokens = tokenize.generate_tokens(io.StringIO(text).readline)
            prose += [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    for line, words in prose:
        for match in _QUOTED.finditer(words):
            yield line + words.count("\n", 0, match.start()), " ".join(match[1].split())


@pytest.fixture(scope="module")
def names() -> Names:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]
    return Names({name: (ROOT / name).read_text("utf-8", "ignore") for name in files})


def test_what_is_named_exists(names: Names) -> None:
    ours = (path for path in names.texts if path.startswith(PACKAGE) and path.endswith(".py"))
    wrong = [
        f"{path}:{line}: `{quoted}`: {why}"
        for path in (*ours, *DOCUMENTS)
        for line, quoted in quoted_names(names.texts[path], names.modules.get(path))
        if (why := names.why_unknown(quoted))
    ]
    assert not wrong, "\n".join(wrong)


# The checker itself, on a small repository.

SMALL = Names(
    {
        "build_tools/jisr/sync/__init__.py": '"""Not `gone`."""\nfrom jisr.sync.rows import row\n',
        "build_tools/jisr/sync/rows.py": "class Row:\n    key: str\n\n    def of(self): ...\n\ndef row(): 0",
        "build_tools/jisr/names.yml": "lead: true\n",
        "tests/sync/test_rows.py": 'case = "by hand"\n',
    }
)


EXIST = (
    "sync.rows", "sync.rows.row", "sync.row", "rows.Row.key", "Row.of", "row.of", "row(a, b)", "lead", "hand",
    "rows.py", "sync/rows.py", "tests/sync/", "tests/sync/test_XX.py", "build_tools/jisr",
    ".build/x/", "json.dumps", "names.yml", "other.txt", "articles/x/", "a b", "<bdi>", "x = 1",
    "str.strip",
)  # fmt: skip
GONE = (
    "sync.gone", "gone", "rows.gone", "Row.gone", "sync.rows.gone", "gone.row", "gone()", "gone.py",
    "sync/gone.py", "gone/", "tests/sync/test_gone.py", "tests/gone", "build_tools/rows.py",
    "Gone.key",
)  # fmt: skip


@pytest.mark.parametrize("quoted", EXIST)
def test_what_exists_is_not_reported(quoted: str) -> None:
    assert SMALL.why_unknown(quoted) == ""


@pytest.mark.parametrize("quoted", GONE)
def test_what_is_gone_is_found(quoted: str) -> None:
    assert SMALL.why_unknown(quoted)


def test_names_stand_in_docstrings_comments_and_documents() -> None:
    source = '"""A `b`\nand `c\nd`."""\nx = "`e`"  # `f`\n'
    assert sorted(quoted_names(source, Module.read(source))) == [(1, "b"), (2, "c d"), (4, "f")]
    assert list(quoted_names("a\n`b` and `c`")) == [(2, "b"), (2, "c")]
