"""Which sentences findings are made of: read out of the package's source."""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from polib import pofile

import jisr
from jisr.i18n.findings import cut_at_holes
from jisr.model.languages import Lang

PACKAGE = Path(jisr.__file__).parent
SAID = {"message", "remedy", "why"}  # what findings' words are called wherever they are made or handed on
NOT_SAID = re.compile(r"desk/routes/|desk/guard|cli/")  # a message is that of a commit, or printed by a verb
COMMANDS = ("jisr ", "git ", "pip ")  # is to be typed as it stands


def sentences() -> set[str]:
    """All sentences, or parts of such, that findings are made of, with `{}` for what differs."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    nodes = {path: list(ast.walk(tree)) for path, tree in trees.items()}
    taking = (one for each in nodes.values() for one in _takers(each))
    takers: dict[str, list[list[str]]] = {}
    for name, names in taking:
        if not name.startswith("commit"):
            takers.setdefault(name, []).append(names)
    makers = dict.fromkeys(("Finding", "notice", "warning"), takers["Finding"]) | {
        "misused": takers["misused"]
    }
    found: set[str] = set()
    for path, tree in trees.items():
        only_makers = NOT_SAID.search(path.relative_to(PACKAGE).as_posix())
        constants = dict(pair for node in tree.body if isinstance(node, ast.Assign) for pair in _named(node))
        told = [] if only_makers else _told(nodes[path])
        for expression in (*_expressions(nodes[path], makers if only_makers else takers | makers), *told):
            found.update(_texts(expression, constants))
        found.update(text for node in tree.body for text in _pairs(node))
    found.update(one.replace("{", "{{").replace("}", "}}") for one in _descriptions())
    return {text for text in found if _is_said(text)}


def _pairs(node: ast.stmt) -> Iterator[str]:
    """A table of messages and remedies: `{n}` in one is how many there are."""
    table = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    for pair in table.values if isinstance(table, ast.Dict) else []:
        texts = [one.value for one in getattr(pair, "elts", ()) if isinstance(one, ast.Constant)]
        if len(texts) == 2 and all(isinstance(one, str) and " " in one for one in texts):
            yield from (
                one if "{n}" in one else one.replace("{", "{{").replace("}", "}}") for one in map(str, texts)
            )


def _descriptions() -> Iterator[str]:
    """What the schemas say of values, which is what to do about wrong ones."""
    for path in sorted((PACKAGE / "storage/schemas").rglob("*.json")):
        parts = [json.loads(path.read_text("utf-8"))]
        while parts:
            part = parts.pop()
            parts += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
            if isinstance(part, dict) and isinstance(part.get("description"), str):
                yield part["description"]


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


def _takers(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, list[str]]]:
    """Functions and classes that are given words of a finding, with the names of what they are given."""
    for node in nodes:
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


def _expressions(nodes: Iterable[ast.AST], takers: dict[str, list[list[str]]]) -> Iterator[ast.expr]:
    """All that words of findings are made by: what is given by such a name, or called so."""
    for node in nodes:
        if isinstance(node, ast.Call):
            yield from (word.value for word in node.keywords if word.arg in SAID)
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            for names in takers.get(name, []):
                yield from (arg for taken, arg in zip(names, node.args, strict=False) if taken in SAID)
        elif isinstance(node, ast.Assign) and node.value is not None:
            for target in node.targets:
                yield from _assigned(target, node.value)


def _told(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """What functions called `why_…` tell, alone or with a remedy, but for what is cut into lines later."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and node.name.lstrip("_").startswith("why_"):
            for one in ast.walk(node):
                if isinstance(one, ast.Return) and one.value and "\\n" not in ast.unparse(one.value):
                    yield from one.value.elts if isinstance(one.value, ast.Tuple) else [one.value]


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
    """The catalogue of a language: each sentence, with `{}` for what differs, and what it says there."""
    entries = pofile(str(PACKAGE / f"i18n/findings.{lang}.po"))
    return {"{}".join(cut_at_holes(entry.msgid)): entry.msgstr for entry in entries}
