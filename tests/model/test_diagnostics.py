"""What people are told says where, what, and what to do, with the real names."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import jisr
from jisr.cli import options, parser
from jisr.cli.commands import decisions


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The strings that a module may show: all but docstrings and the names of arguments in its help."""
    tree = ast.parse(path.read_text("utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            silent |= {id(k.value) for k in node.keywords if k.arg == "metavar"}
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def test_no_remedy_leaves_it_to_the_reader_to_put_in_slug_and_key() -> None:
    # they explain what the names mean
    explaining = {Path(inspect.getfile(module)) for module in (options, parser, decisions)}
    modules = sorted(set(Path(jisr.__file__).parent.rglob("*.py")) - explaining)
    found = [
        f"{path.name}:{line}: {text}"
        for path in modules
        for line, text in texts(path)
        if re.search(r"\b(SLUG|KEY)\b", text) and "PRIMARY KEY" not in text
    ]
    assert modules
    assert found == []
