"""Imports point only downward: the table is the design's, and every module stands in it.

Every import counts, also inside functions and for type checking only: a hidden cycle is a cycle.
"""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = "build_tools"
ROOT = Path(__file__).resolve().parent.parent

# A new module is put here, at the lowest level from which it can do its work.
LEVELS: tuple[tuple[str, ...], ...] = (
    ("private",),
    ("errors",),
    ("model",),
    (
        *(
            "alignment",
            "arabic",
            "commonmark",
            "drawings",
            "git",
            "lettering",
            "signers",
            "store",
            "strings",
            "terminal",
            "units",
        ),
        *("verse", "yaml_files"),
    ),
    (
        *("actors", "blocks", "cache", "cards", "config", "dates", "engines", "ledger", "markdown", "stems"),
        *("events", "folders", "mkdocs_yml", "similarity", "typography", "uploads"),
    ),
    ("anchors", "authorship", "healing", "memory", "pictures", "policy", "recall", "settled", "renaming"),
    ("readers", "sync", "drafts", "approval", "checks", "pages", "search", "site", "reports"),
    ("committed", "exports", "files", "history", "records", "reviews"),
    ("pipeline", "serve"),
    ("arguments", "decisions", "moving", "naming"),
    ("cli", "mkdocs_hook"),
    ("__main__",),
)
LEVEL_OF = {name: level for level, names in enumerate(LEVELS) for name in names}

# Who may talk to the network: engines fetch their models, the command line serves the site on localhost.
NETWORK = ("argostranslate", "http.client", "http.server", "requests", "socket", "urllib.request", "urllib3")
NETWORKERS = {"engines", "serve"}

# Slow to import, or at work when imported: only inside functions, so that a plain build never pays for them.
HEAVY = (
    "PIL",
    "argostranslate",
    "ctranslate2",
    "networkx",
    "numpy",
    "onnxruntime",
    "sentencepiece",
    "weasyprint",
)


class Import(NamedTuple):
    """An import: who, what (a full dotted name), where, and whether it runs when `module` is imported."""

    module: str
    target: str
    line: int
    at_import: bool

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}: imports {self.target}"


def module_name(path: Path, root: Path) -> str:
    """`build_tools/engines/argos.py` is `build_tools.engines.argos`; an `__init__.py` is its folder."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(module: str, source: str, is_package: bool) -> Iterator[Import]:
    """Every import in `source`; `from a import b` gives `a.b`, which is a module or a name in one."""
    tree = ast.parse(source)
    later = {id(inner) for node in ast.walk(tree) if is_later(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        at_import = id(node) not in later
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, at_import)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.split(".")
                package = package[: len(package) - node.level + is_package]
                base = ".".join([*package, *filter(None, [base])])
            for alias in node.names:
                yield Import(module, f"{base}.{alias.name}", node.lineno, at_import)


def is_later(node: ast.AST) -> bool:
    """Is what stands inside `node` not run at import: a function, or a block for type checkers?"""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def read_imports(root: Path) -> dict[str, list[Import]]:
    """All modules of the package under `root` with their imports."""
    return {
        (name := module_name(path, root)): list(
            imports_of(name, path.read_text(encoding="utf-8"), path.name == "__init__.py")
        )
        for path in sorted((root / PACKAGE).rglob("*.py"))
    }


def part(module: str) -> str:
    """`build_tools.engines.argos` belongs to `engines` in the table; empty for the package itself."""
    return module.split(".")[1] if "." in module else ""


def is_within(target: str, names: tuple[str, ...]) -> bool:
    return any(target == name or target.startswith(name + ".") for name in names)


def breaches(imports: dict[str, list[Import]]) -> Iterator[str]:
    """What contradicts the table, in words."""
    for module, found in imports.items():
        own = part(module)
        if own and own not in LEVEL_OF:
            yield f"{module}: not in the table of levels in tests/test_layers.py"
            continue
        for one in found:
            if one.target.startswith(PACKAGE + "."):
                target = part(one.target)
                if not own:
                    yield f"{one}; the package itself imports nothing of its own"
                elif target != own and target in LEVEL_OF and LEVEL_OF[target] >= LEVEL_OF[own]:
                    yield f"{one}, level {LEVEL_OF[target]}; it stands at level {LEVEL_OF[own]} itself"
            elif is_within(one.target, HEAVY) and one.at_import:
                yield f"{one} at import; import it inside the function that needs it"
            if is_within(one.target, NETWORK) and own not in NETWORKERS:
                yield f"{one}; only {', '.join(sorted(NETWORKERS))} may touch the network"


def cycle(imports: dict[str, list[Import]]) -> list[str]:
    """Modules that import each other in a ring, inside a package too; empty if there are none."""
    graph = {
        module: {owner for one in found if (owner := owning_module(one.target, imports)) and owner != module}
        for module, found in imports.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def owning_module(target: str, modules: dict[str, list[Import]]) -> str:
    """`build_tools.model.Block` is defined in `build_tools.model`; empty for what is not ours."""
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target


@pytest.fixture(scope="module")
def ours() -> dict[str, list[Import]]:
    found = read_imports(ROOT)
    assert found, f"no modules under {ROOT / PACKAGE}"
    return found


def test_imports_point_only_downward(ours: dict[str, list[Import]]) -> None:
    assert list(breaches(ours)) == []


def test_no_module_imports_itself_in_a_ring(ours: dict[str, list[Import]]) -> None:
    assert cycle(ours) == []


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / PACKAGE).rglob("*.py")}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


# The checker itself, on small packages that break one rule each.


def package(root: Path, **modules: str) -> dict[str, list[Import]]:
    """A package under `root` with these modules; `a__b` is the module `b` of the package `a`."""
    for name, source in {"__init__": "", **modules}.items():
        path = root / PACKAGE / (name if name.startswith("__") else name.replace("__", "/") + ".py")
        path = path.with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return read_imports(root)


@pytest.mark.parametrize(
    ("module", "source", "says"),
    [
        ("model", "from build_tools.store import write", "level 3; it stands at level 2"),
        ("model", "from build_tools import store", "level 3; it stands at level 2"),
        ("model", "import build_tools.store", "level 3; it stands at level 2"),
        ("model", "def f():\n    from build_tools import store", "line 2: imports build_tools.store"),
        ("sync", "from build_tools.drafts import fill", "level 6; it stands at level 6"),
        ("engines__argos", "from ..pipeline import run", "imports build_tools.pipeline.run, level 8"),
        ("newcomer", "", "not in the table"),
        ("__init__", "from build_tools import model", "imports nothing of its own"),
        ("engines", "import ctranslate2", "at import"),
        ("sync", "from urllib.request import urlopen", "may touch the network"),
    ],
)
def test_a_breach_is_found(tmp_path: Path, module: str, source: str, says: str) -> None:
    (found,) = breaches(package(tmp_path, **{module: source}))
    assert says in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("store", "from build_tools.errors import JisrError"),
        ("engines__argos", "from build_tools.engines.base import Engine"),
        ("engines__argos", "from .base import Engine"),
        ("engines", "def load():\n    import ctranslate2"),
        ("sync", "from urllib.parse import quote"),
    ],
)
def test_what_is_allowed_is_not_reported(tmp_path: Path, module: str, source: str) -> None:
    assert list(breaches(package(tmp_path, **{module: source}))) == []


def test_a_ring_inside_a_package_is_found(tmp_path: Path) -> None:
    ring = package(
        tmp_path,
        engines____init__="",
        engines__argos="def f():\n    from build_tools.engines import base",
        engines__base="from build_tools.engines.argos import Argos",
    )
    assert set(cycle(ring)) == {"build_tools.engines.argos", "build_tools.engines.base"}


def test_contributing_shows_the_same_table() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| \d \| (.*?) \|", text.partition("## Layers")[2], re.MULTILINE)
    shown = [set(re.findall(r"`(\w+)`", row)) for row in rows]
    private, errors, model, *others, _main = map(set, LEVELS)
    assert shown == [private | errors | model, *others]
