"""The tool that puts faults into modules: which faults, and what is noticed or not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import mutations


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("def f(a: int = 1) -> str:\n    'say'\n    return g(a)", {'return ""', "2", "g()"}),
        ("def f():\n    return None", set()),
        ("x: int | None = 3", {"4"}),
        (
            "if not a == b: print(1, end='')",
            {"(a == b)", "(a != b)", "pass", "2", "print(1)", "print(end='')"},
        ),
        ("a or b and c", {"pass", "((a) and (b and c))", "((b) or (c))"}),
        ("f('ع', **k) < 2", {"pass", "(f('ع', **k) >= 2)", "f('ع')", "f(**k)", "3"}),
        ("@cache(5)\ndef f(): ...", set()),
    ],
)
def test_faults_of_a_text(source: str, faults: set[str]) -> None:
    found = mutations.mutants(source)
    assert {mutant.new for mutant in found} == faults
    assert len({mutant.source for mutant in found}) == len(found)
    assert source not in {mutant.source for mutant in found}


def test_a_change_is_shown_where_it_is() -> None:
    (mutant,) = (m for m in mutations.mutants(f"f({'a, ' * 60}b is c{', d' * 60})") if " is not " in m.new)
    assert "b is c  →  (b is not c)" in mutant.change


MODULE = """def half(a: int) -> int:
    return a // 2

def unseen(a: int) -> bool:
    return a == 1

def made(a: int) -> int:
    return a + 0

ONE = made(1)
"""
TEST = """from jisr.halves import half

def test_half():
    assert half(4) in (1, 2)
"""
RUN = """import sys
sys.path.insert(0, "build_tools")
from tests import mutations
mutations.TESTS = {"halves": ("halves",)}
sys.exit(mutations.main(["--count", "0", "--at-least", "21"]))
"""
SETTINGS = """[pytest]
addopts = --import-mode=importlib
pythonpath = build_tools .
"""


def test_a_fault_is_noticed_or_survives(tmp_path: Path) -> None:
    for folder in ("build_tools/jisr", "tests"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "build_tools/jisr/halves.py").write_text(MODULE, "utf-8")
    (tmp_path / "tests/test_halves.py").write_text(TEST, "utf-8")
    (tmp_path / "pytest.ini").write_text(SETTINGS, "utf-8")
    for suffix in (".py", ".toml"):
        shutil.copy(Path(mutations.__file__).with_suffix(suffix), tmp_path / "tests")
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=tmp_path, capture_output=True, text=True, check=False, env={}
    )
    assert done.returncode == 1, done.stderr
    assert "killed      2: return a // 2  →  return 0\n" in done.stdout
    assert "SURVIVED    2: 2  →  3\n" in done.stdout
    assert "NOT RUN     5: return a == 1  →  return False\n" in done.stdout
    assert "SURVIVED    8: 0  →  1\n" in done.stdout
    assert " 20.0 %     2 of   10  halves\n" in done.stdout


def test_modules_and_their_tests_are_where_the_table_says() -> None:
    for module in mutations.TESTS:
        named = [
            mutations.module_path(module),
            *(mutations.ROOT / file for file in mutations.tests_of(module)),
        ]
        assert [path for path in named if not path.is_file()] == [], module
