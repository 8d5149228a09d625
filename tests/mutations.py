"""Would the tests notice? Small faults are put into a module, one at a time, and its tests have to fail.

    python -m tests.mutations site/article/states translation/keys    some modules; none: all of the table
        --count 30     faults a module, drawn by --seed; 0: all that there are
        --at-least 92  fail where fewer of a hundred are noticed

A fault is a statement left out, a comparison or `not` turned around, `and` for `or`, a number more by one, an
argument dropped, a result emptied. No file is changed: a fork of this process, which has the libraries loaded
already, gets the faulty module from an import hook and runs the tests, those first that come by the line.
Commands that tests start as processes of their own are not faulty. Tests that count steps are left out, being
long and, under a trace, endless. A fault that survives stands in a line that no test minds, or changes
nothing that could be minded.
"""

import argparse
import ast
import contextlib
import copy
import importlib
import importlib.util
import itertools
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
import tomllib
import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any, NamedTuple

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "jisr"

TESTS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
"""The modules on which the promise stands, and the tests of each."""

MEMORY = 4 << 30
"""Bytes that a fault may take: one that only grows must not take the machine."""

OTHER = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
EMPTY = {
    "Counter": "Counter()",
    "Mapping": "{}",
    "Sequence": "()",
    "bool": "False",
    "bytes": 'b""',
    "dict": "{}",
    "frozenset": "frozenset()",
    "int": "0",
    "list": "[]",
    "set": "set()",
    "str": '""',
    "tuple": "()",
}
LEFT_OUT = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Continue, ast.Break, ast.Delete, ast.Assert)


Piece = ast.expr | ast.stmt


class Mutant(NamedTuple):
    """A faulty text of a module: the line, what stood there and what stands there now."""

    line: int
    old: str
    new: str
    source: str

    @property
    def change(self) -> str:
        """Old and new, with what they share at both ends cut to some letters."""
        same = _shared(self.old, self.new)
        end = _shared(self.old[same:][::-1], self.new[same:][::-1])
        old, new = (text[max(0, same - 30) : len(text) - max(0, end - 20)] for text in (self.old, self.new))
        return f"{old}  →  {new}"


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


class Outcome(NamedTuple):
    """What became of one mutant: was it noticed, and is its line run at all?"""

    mutant: Mutant
    killed: bool
    run: bool

    def __str__(self) -> str:
        word = "killed  " if self.killed else "SURVIVED" if self.run else "NOT RUN "
        return f"{word} {self.mutant.line:4}: {self.mutant.change}"


# --- faults ------------------------------------------------------------------------------------------------


def mutants(source: str) -> list[Mutant]:
    """Every small fault of a module, in order of place."""
    data = source.encode()
    starts = [0, *itertools.accumulate(len(line) for line in data.splitlines(keepends=True))]

    def span(node: Piece) -> tuple[int, int]:
        first, last = starts[node.lineno - 1], starts[(node.end_lineno or 0) - 1]
        return first + node.col_offset, last + (node.end_col_offset or 0)

    def text(node: Piece) -> str:
        first, last = span(node)
        return data[first:last].decode()

    found = {}
    for node, returns in _pieces(ast.parse(source), ""):
        first, last = span(node)
        for new in _faults(node, returns, text):
            faulty = (data[:first] + new.encode() + data[last:]).decode()
            with contextlib.suppress(SyntaxError):
                ast.parse(faulty)
                old = " ".join(text(node).split())
                found[faulty] = Mutant(node.lineno, old, " ".join(new.split()), faulty)
    found.pop(source, None)
    return sorted(found.values(), key=lambda mutant: mutant[:3])


def _pieces(node: ast.AST, returns: str) -> Iterator[tuple[Piece, str]]:
    """What a fault can be put into, and what the function around it returns.

    Annotations, decorators and docstrings say nothing that a test could mind.
    """
    match node:
        case ast.FunctionDef():
            returns = ast.unparse(node.returns).partition("[")[0] if node.returns else ""
            inside: list[ast.AST] = [*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body]
        case ast.ClassDef():
            inside = list(node.body)
        case ast.AnnAssign():
            inside = [node.value] if node.value else []
        case ast.Expr(ast.Constant()) | ast.Import() | ast.ImportFrom():
            return
        case _:
            inside = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.expr | ast.stmt):
        yield node, returns
    for child in inside:
        yield from _pieces(child, returns)


def _faults(node: Piece, returns: str, text: Callable[[Piece], str]) -> Iterator[str]:
    """What may stand in the place of a piece, whose texts are given by `text`."""
    match node:
        case ast.Return(value) if value is not None:
            empty = EMPTY.get(returns, "None")
            if text(value) != empty:
                yield f"return {empty}"
        case ast.Compare():
            for number, operator in enumerate(node.ops):
                turned = copy.deepcopy(node)
                turned.ops[number] = OTHER[type(operator)]()
                yield f"({ast.unparse(turned)})"
        case ast.UnaryOp(ast.Not(), operand):
            yield f"({text(operand)})"
        case ast.BoolOp(operator, values):
            other = " or " if isinstance(operator, ast.And) else " and "
            yield f"({other.join(f'({text(value)})' for value in values)})"
        case ast.Constant(int() | float() as number) if not isinstance(number, bool):
            yield repr(number + 1)
        case ast.Call(function, arguments, keywords):
            given = [text(a) for a in arguments]
            given += [f"{k.arg}={text(k.value)}" if k.arg else f"**{text(k.value)}" for k in keywords]
            for number in range(len(given)):
                yield f"{text(function)}({', '.join(given[:number] + given[number + 1 :])})"
        case _ if isinstance(node, LEFT_OUT):
            yield "pass"


# --- runs --------------------------------------------------------------------------------------------------


class Faulty(SourceFileLoader):
    """A module's text with a fault, for the file where the module is."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        """The faulty program, never one from a cache."""
        return compile(self.source, self.path, "exec", dont_inherit=True)


class Hook:
    """Has one module imported with a fault."""

    def __init__(self, loader: Faulty) -> None:
        self.loader = loader

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where the module comes from, if it is this one."""
        if name != self.loader.name:
            return None
        return importlib.util.spec_from_file_location(name, self.loader.path, loader=self.loader)


class Lines:
    """A plugin of pytest: the lines of a file that tests come by; set-up counts for all tests of its file.

    What is called while the file is imported is noted under the name `import`.
    """

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.now: set[int] = set()
        self.found: dict[str, list[int]] = {}

    def trace(self, frame: FrameType, event: str, argument: object) -> Any:
        """Note lines of the file only."""
        if frame.f_code.co_filename != self.path:
            return None
        self.now.add(frame.f_lineno)
        return self.trace

    @pytest.hookimpl(hookwrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        """Count where tests are imported, and the file with them."""
        yield from self._count("import")

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Count for every test of the file."""
        yield from self._count(item.nodeid.partition("::")[0])

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Count for the test."""
        yield from self._count(item.nodeid)

    def _count(self, key: str) -> Iterator[None]:
        self.now = set(self.found.get(key, ()))
        sys.settrace(self.trace)
        try:
            yield
        finally:
            sys.settrace(None)
            self.found[key] = sorted(self.now)


class NearestFirst:
    """A plugin of pytest: the tests first that come by a line."""

    def __init__(self, near: Sequence[str]) -> None:
        self.near = frozenset(near)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put them in order."""
        items.sort(key=lambda i: i.nodeid not in self.near and i.nodeid.partition("::")[0] not in self.near)


def run_tests(files: Sequence[str], plugin: object) -> int:
    """Run tests in this process, each run with the same random examples; pytest's exit code."""
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "faults", database=None, derandomize=True, deadline=None, phases=phases
    )
    hypothesis.settings.load_profile("faults")
    options = ["-x", "-q", "--no-header", "-p", "no:xdist", "-p", "no:cacheprovider", "-k", "not steps"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # libraries are here before pytest is
    return int(pytest.main([*files, *options], [plugin]))


def forked(work: Callable[[], int], seconds: int, output: Path) -> int:
    """Start `work` in a fork of this process, which is ended after `seconds`; the fork's number."""
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    status = 1
    try:
        signal.alarm(seconds)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        with output.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        status = work()
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


class Sound(NamedTuple):
    """What a run without a fault tells: the lines that tests come by, libraries loaded, seconds taken."""

    lines: dict[str, list[int]]
    libraries: list[str]
    seconds: int


def run_soundly(path: Path, files: Sequence[str], folder: Path) -> Sound:
    """Run the tests once as they are."""
    report = folder / "sound.json"

    def work() -> int:
        plugin = Lines(path)
        status = run_tests(files, plugin)
        others = [n for n in sys.modules if n.partition(".")[0] not in (PACKAGE, "tests", "__main__")]
        report.write_text(json.dumps([plugin.found, others]), "utf-8")
        return status

    start = time.monotonic()
    _, status = os.waitpid(forked(work, 3600, folder / "sound.txt"), 0)
    if status:
        raise SystemExit(f"{', '.join(files)}: red without any fault:\n{(folder / 'sound.txt').read_text()}")
    lines, libraries = json.loads(report.read_text("utf-8"))
    return Sound(lines, libraries, round(time.monotonic() - start))


def try_out(module: str, count: int, seed: int, jobs: int) -> Iterator[Outcome]:
    """Put faults into a module and tell what became of each, in order of lines."""
    path = module_path(module)
    chosen = mutants(path.read_text("utf-8"))
    if 0 < count < len(chosen):
        chosen = sorted(random.Random(f"{seed} {module}").sample(chosen, count))
    files = tests_of(module)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = run_soundly(path, files, folder)
        for library in sound.libraries:
            with contextlib.suppress(ImportError):
                importlib.import_module(library)
        run = {line for lines in sound.lines.values() for line in lines} | lines_at_import(path)
        waiting = [m for m in chosen if m.line in run]
        killed: set[Mutant] = set()
        pids: dict[int, Mutant] = {}
        while waiting or pids:
            if waiting and len(pids) < jobs:
                mutant = waiting.pop(0)
                pids[start(module, path, mutant, files, sound, folder)] = mutant
                continue
            pid, status = os.wait()
            if status:
                killed.add(pids[pid])
            del pids[pid]
    for mutant in chosen:
        yield Outcome(mutant, mutant in killed, mutant.line in run)


def start(module: str, path: Path, mutant: Mutant, files: Sequence[str], sound: Sound, folder: Path) -> int:
    """Run the tests against a fault; the process's number, whose status is 0 if nobody noticed."""
    near = [test for test, lines in sound.lines.items() if mutant.line in lines]

    def work() -> int:
        dotted = ".".join([PACKAGE, *module.split("/")])
        sys.meta_path.insert(0, Hook(Faulty(dotted, str(path), mutant.source)))
        return run_tests(files, NearestFirst(near))

    return forked(work, 60 + 10 * sound.seconds, folder / "run.txt")


def lines_at_import(path: Path) -> set[int]:
    """Lines outside of functions: they run before any test."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for line in range(node.body[0].lineno, (node.end_lineno or 0) + 1)
    }
    return {getattr(node, "lineno", 0) for node in ast.walk(tree)} - inside


def module_path(module: str) -> Path:
    """`markup/html` is jisr/markup/html.py below build_tools, `translation/sync` is its `__init__.py`."""
    path = ROOT / "build_tools" / PACKAGE / module
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def tests_of(module: str) -> list[str]:
    """The files of tests that the table names for a module."""
    paths = [Path("tests", name) for name in TESTS[module]]
    return [path.with_name(f"test_{path.name}.py").as_posix() for path in paths]


def main(arguments: Sequence[str] | None = None) -> int:
    """Try modules out and print what survived; 1 where a module stays below the bound."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("module", nargs="*", help="as in the table; none: all of it")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--at-least", type=int, default=0, metavar="PERCENT")
    given = parser.parse_args(arguments)
    os.chdir(ROOT)
    summary = []
    for module in given.module or TESTS:
        if module not in TESTS or not module_path(module).is_file():
            parser.error(f"{module}: no module of tests/mutations.toml")
        if missing := [file for file in tests_of(module) if not (ROOT / file).is_file()]:
            parser.error(f"{module}: no file {', '.join(missing)}, which the table names")
        print(f"\n{module}", flush=True)
        outcomes = list(try_out(module, given.count, given.seed, given.jobs))
        print(*outcomes, sep="\n", flush=True)
        summary.append((module, sum(o.killed for o in outcomes), len(outcomes)))
    low = False
    print()
    for module, killed, number in summary:
        percent = 100 * killed / number
        low |= percent < given.at_least
        print(f"{percent:5.1f} %  {killed:4} of {number:4}  {module}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
