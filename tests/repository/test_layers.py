"""Imports point only downward: the table is the design's, and every module stands in it.

Every import counts, also inside functions and for type checking only: a hidden cycle is a cycle.
"""

import ast
import re
from collections import deque
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = "jisr"
ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "build_tools"

# From the ground up. An entry is a folder or a module in it; the longest that fits a module is its own. A
# module may
# import what stands in a lower row, and what shares its entry; a new one is put as low as it can do its work.
LEVELS: tuple[tuple[str, ...], ...] = (
    ("model",),
    ("lang", "markup", "media", "i18n", "removal.views", "word.needs"),
    ("storage", "removal.glossary_entry", "removal.redact", "word.writing"),
    ("glossary.match", "publication"),
    ("glossary", "translation.engines", "translation.ledger_entry"),
    ("translation.keys", "translation.ledger", "translation.authorship", "translation.removed"),
    ("removal.ledgers",),
    ("removal.refusal",),
    ("translation.repair", "translation.memory", "translation.recall", "translation.incremental"),
    ("seeds.decoding", "seeds.headline"),
    (
        "seeds.breaks",
        "seeds.content",
        "seeds.corrections",
        "seeds.private_notes",
        "seeds.facts",
        "seeds.grids",
        "seeds.text.points",
    ),
    ("seeds.text", "seeds.md"),
    ("seeds", "translation.sync", "translation.drafts"),
    ("translation.decisions", "checks.addresses", "word"),
    ("translation", "checks.file_notes"),
    ("articles", "checks.context", "checks.suppress"),
    ("checks.wording", "site.jobs", "site.templates"),
    ("checks", "site.common"),
    ("site.cards", "site.coverage", "site.editions", "site.lifecycle"),
    ("site.article",),
    ("site.listing", "site.actors", "site.timeline"),
    ("site",),
    ("exchange", "export", "search"),
    ("builder", "removal"),
    ("app",),
    ("desk",),
    ("builder.plugin", "cli"),
    ("__main__", "builder.batches"),
)
LEVEL_OF = {name: level for level, names in enumerate(LEVELS) for name in names}

# Who may talk to the network: engines fetch their models, the site and the desk are served on localhost.
NETWORK = ("argostranslate", "http.client", "http.server", "requests", "socket", "urllib.request", "urllib3")
NETWORKERS = ("translation.engines", "builder", "desk")

# Slow to import, or at work when imported: only inside functions, so that a plain build never pays for them.
HEAVY = (
    "PIL",
    "argostranslate",
    "ctranslate2",
    "dask",
    "distributed",
    "docx",
    "networkx",
    "numpy",
    "onnxruntime",
    "pypdf",
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
    """`jisr/lang/units.py` below `root` is `jisr.lang.units`; an `__init__.py` is its folder."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(module: str, source: str, is_package: bool) -> Iterator[Import]:
    """Every import in `source`; `from a import b` gives `a.b`, which is a module or a name in one."""
    left: deque[tuple[ast.AST, bool]] = deque([(ast.parse(source), True)])
    while left:
        node, at_import = left.popleft()
        at_import = at_import and not is_later(node)
        inside = (one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.expr))
        left.extend((one, at_import) for one in inside)
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


def entry(module: str) -> str:
    """The entry of the table that a module belongs to, the longest; empty for the package itself."""
    name = module.removeprefix(PACKAGE).removeprefix(".")
    while name and name not in LEVEL_OF:
        name = name.rpartition(".")[0]
    return name


def is_within(target: str, names: tuple[str, ...]) -> bool:
    return any(target == name or target.startswith(name + ".") for name in names)


def breaches(imports: dict[str, list[Import]]) -> Iterator[str]:
    """What contradicts the table, in words."""
    for module, found in imports.items():
        own = entry(module)
        if module != PACKAGE and not own:
            yield f"{module}: not in the table of levels in tests/repository/test_layers.py"
            continue
        for one in found:
            if one.target.startswith(PACKAGE + "."):
                target = entry(one.target)
                if not own:
                    yield f"{one}; the package itself imports nothing of its own"
                elif target and target != own and LEVEL_OF[target] >= LEVEL_OF[own]:
                    yield f"{one}, level {LEVEL_OF[target]}; it stands at level {LEVEL_OF[own]} itself"
            elif is_within(one.target, HEAVY) and one.at_import:
                yield f"{one} at import; import it inside the function that needs it"
            if is_within(one.target, NETWORK) and not is_within(own, NETWORKERS):
                yield f"{one}; only {', '.join(NETWORKERS)} may touch the network"


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
    """`jisr.model.source.Block` is defined in `jisr.model.source`; empty for what is not ours."""
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target


@pytest.fixture(scope="module")
def ours() -> dict[str, list[Import]]:
    found = read_imports(SOURCES)
    assert found, f"no modules under {SOURCES / PACKAGE}"
    return found


def test_what_git_keeps_is_read_without_what_was_removed_for_safety() -> None:
    """A file of a commit may hold what was removed since: only `removal.refusal` asks git for one."""
    asking = [
        path.relative_to(SOURCES / PACKAGE).as_posix()
        for path in sorted((SOURCES / PACKAGE).rglob("*.py"))
        if re.search(r"\bgit\.files?_at\(|cat-file|[\"']show[\"']", path.read_text(encoding="utf-8"))
    ]
    assert asking == ["removal/refusal.py", "storage/git.py"]


def test_imports_point_only_downward(ours: dict[str, list[Import]]) -> None:
    assert list(breaches(ours)) == []


def test_no_module_imports_itself_in_a_ring(ours: dict[str, list[Import]]) -> None:
    assert cycle(ours) == []


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in (SOURCES / PACKAGE).rglob("*.py")}
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
        ("model", "from jisr.storage.transaction import write", "level 2; it stands at level 0"),
        ("model", "from jisr import storage", "level 2; it stands at level 0"),
        ("model", "import jisr.storage.transaction", "level 2; it stands at level 0"),
        ("model", "def f():\n    from jisr import storage", "line 2: imports jisr.storage"),
        ("lang__dates", "from jisr.markup.html import el", "level 1; it stands at level 1"),
        ("translation__engines__argos", "from ...app import run", "imports jisr.app.run, level"),
        ("glossary__match__trie", "from jisr.glossary.edit import add", "level 4; it stands at level 3"),
        ("newcomer", "", "not in the table"),
        ("__init__", "from jisr import model", "imports nothing of its own"),
        ("translation__engines", "import ctranslate2", "at import"),
        ("translation__sync", "from urllib.request import urlopen", "may touch the network"),
    ],
)
def test_a_breach_is_found(tmp_path: Path, module: str, source: str, says: str) -> None:
    (found,) = breaches(package(tmp_path, **{module: source}))
    assert says in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("storage", "from jisr.model.diagnostics import JisrError"),
        ("translation__engines__argos", "from jisr.translation.engines.base import Engine"),
        ("translation__engines__argos", "from .base import Engine"),
        ("translation__engines", "def load():\n    import ctranslate2"),
        ("translation__sync", "from urllib.parse import quote"),
        ("glossary__edit", "from jisr.glossary.match.trie import Trie"),
    ],
)
def test_what_is_allowed_is_not_reported(tmp_path: Path, module: str, source: str) -> None:
    assert list(breaches(package(tmp_path, **{module: source}))) == []


def test_a_ring_inside_a_package_is_found(tmp_path: Path) -> None:
    ring = package(
        tmp_path,
        lang____init__="",
        lang__left="def f():\n    from jisr.lang import right",
        lang__right="from jisr.lang.left import half",
    )
    assert set(cycle(ring)) == {"jisr.lang.left", "jisr.lang.right"}


def test_contributing_shows_the_same_table() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| \d+ \| (.*?) \|", text.partition("## Layers")[2], re.MULTILINE)
    shown = [re.findall(r"`([\w.]+)`", row) for row in rows]
    assert shown == [list(names) for names in LEVELS]
