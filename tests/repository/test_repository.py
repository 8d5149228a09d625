"""What is true of the repository as a whole: locks, metadata, the wheel, commands, and no registry named."""

import itertools
import os
import re
import shutil
import subprocess
import symtable
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("run", "dev", "soak")
LOCK_ONLY = {"onnxruntime", "setuptools"}  # asked for by the locks alone; they say why
COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}

PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[A-Za-z0-9.+!]+)(?: ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def normal(name: str) -> str:
    """A distribution's name in its one normal form (PEP 503), without extras."""
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()


def requirement_name(requirement: str) -> str:
    """`mkdocs>=1.6,<2` is `mkdocs`."""
    return normal(re.split(r"[<>=!~; ]", requirement, maxsplit=1)[0])


def tracked(*patterns: str) -> list[Path]:
    """The files that git tracks and that are there, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def declared(project: dict[str, Any], lock: str) -> list[str]:
    """The requirements in pyproject.toml that `lock` pins: what a publication can use, or what tests need."""
    extras: dict[str, list[str]] = project["optional-dependencies"]
    if lock != "run":
        return extras[lock]
    return [*project["dependencies"], *(one for name in extras if name not in LOCKS for one in extras[name])]


def asked(lock: str) -> set[str]:
    """What requirements/LOCK.in asks for."""
    lines = (ROOT / "requirements" / f"{lock}.in").read_text(encoding="utf-8").splitlines()
    return {requirement_name(line) for line in lines if line and not line.startswith(("#", "-"))}


def pinned(lock: str) -> set[str]:
    """What requirements/LOCK.txt pins."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return {normal(match["name"]) for match in re.finditer(rf"^{PIN.pattern}$", text, re.MULTILINE)}


# Locks


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_pins_and_hashes_and_nothing_else(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)] == []
    without_hash = [line for line, below in itertools.pairwise(lines) if PIN.match(line) and PIN.match(below)]
    assert without_hash == []
    assert "--hash=" in lines[-1]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert re.findall(r".*(?:://|file:|index|find-links|trusted-host| @ ).*", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_was_asked_for(lock: str, project: dict[str, Any]) -> None:
    wanted = {requirement_name(one) for one in declared(project, lock)}
    assert asked(lock) - LOCK_ONLY == wanted
    assert asked(lock) <= pinned(lock)


def test_no_lock_brings_pytorch() -> None:
    heavy = {"torch", "stanza", "triton", "tensorflow", "jax"}
    assert {name for name in pinned("run") if name in heavy or name.startswith("nvidia")} == set()


# Declared dependencies


def test_every_dependency_has_a_lower_bound(project: dict[str, Any]) -> None:
    assert [one for one in declared(project, "run") if ">=" not in one] == []


def test_every_upper_bound_has_its_reason_beside_it(project: dict[str, Any]) -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    bounded = [one for one in declared(project, "run") if re.search(r"<|==|~=", one)]
    assert bounded  # mkdocs<2 at least
    for one in bounded:
        (line,) = [line for line in lines if f'"{one}"' in line]
        assert re.search(r"# .{10,}", line), f"say why {one} is bounded, on its own line"


def test_contributing_gives_the_reason_of_each_dependency_and_of_no_other(project: dict[str, Any]) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Why each dependency")[2].partition("\n## ")[0]
    rows = {normal(name) for name in re.findall(r"^\| (\S+) \| .{10,} \|$", section, re.MULTILINE)}
    assert rows == {requirement_name(one) for lock in LOCKS for one in declared(project, lock)}


# Commands


def test_ci_runs_what_contributors_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = script.read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    assert lines[-1] == "make test"


def test_help_names_every_target_that_people_use() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("site", "test", "check", "serve", "lock", "soak", "bench", "clean"):
        assert f"make {target} " in shown


# install.sh, on a folder where pip, uv and venv are a script that writes down what it is asked

FAKE_PYTHON = """#!/bin/sh
echo "${0##*/} $@ ${UV_DEFAULT_INDEX:-}" >>calls
case "$*" in
"-c import sysconfig"*) exit 1 ;; # compiled as it should be
"-c import"*) exit "${TOO_OLD:-0}" ;;
"--version"*) echo "Python 3.9.18" ;;
"-m venv"*) rm -rf .venv && mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
*install.txt) [ "${UV:-}" != none ] && cp "$0" .venv/bin/uv ;;
"-m pip config list") printf "%s\\n" "${SETTINGS:-}" ;;
"pip install"*) [ "${UV:-}" != fails ] ;;
esac
"""


class Installation:
    """A copy of requirements/ in a folder of its own, and what install.sh asks of Python there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "requirements", folder / "requirements")
        for name in ("pyproject.toml", "setup.py"):
            shutil.copy(ROOT / name, folder / name)
        self.python = folder / "fake-python"
        self.python.write_text(FAKE_PYTHON, encoding="utf-8")
        self.python.chmod(0o755)

    def run(self, what: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "requirements/install.sh", what],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHON": str(self.python), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def installs(self, what: str, by: str = "uv", **environment: str) -> list[str]:
        """What one run hands to `pip install`, or to uv's."""
        calls = self.folder / "calls"
        calls.unlink(missing_ok=True)
        assert self.run(what, **environment).returncode == 0
        called = calls.read_text(encoding="utf-8").splitlines()
        before = {"uv": "uv pip install --quiet --python .venv/bin/python ", "pip": f"python -m {PIP} "}[by]
        return [call.removeprefix(before).strip() for call in called if call.startswith(before)]


PIP = "pip install --quiet --no-compile --disable-pip-version-check"
UV = "--require-hashes -r requirements/install.txt"
RUN = "--no-deps --require-hashes -r requirements/run.txt"
DEV = "--no-deps --require-hashes -r requirements/dev.txt"
SOAK = "--no-deps --require-hashes -r requirements/soak.txt"
SELF = "--no-deps --no-build-isolation --editable ."


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    folder = tmp_path / "a folder جسر"  # a space, and Arabic ("bridge")
    folder.mkdir()
    return Installation(folder)


def test_install_fetches_each_lock_once(installation: Installation) -> None:
    assert installation.installs("run") == [RUN, SELF]
    assert installation.installs("run") == []
    assert installation.installs("dev") == [DEV]
    assert installation.installs("dev") == []
    assert installation.installs("soak") == [SOAK]


def test_install_fetches_uv_by_pip_and_the_rest_by_uv(installation: Installation) -> None:
    assert installation.installs("run", by="pip") == [UV]
    assert installation.installs("dev", by="pip") == []


def test_pip_installs_where_uv_cannot(installation: Installation) -> None:
    assert installation.installs("run", by="pip", UV="none") == [UV, RUN, SELF]
    assert installation.installs("dev", by="pip", UV="fails") == [UV, DEV]
    assert installation.installs("soak", by="pip", SETTINGS=":env:.proxy='proxy.example'") == [SOAK]


def test_pip_installs_where_what_it_was_told_is_of_several_lines(installation: Installation) -> None:
    several = r"global.extra-index-url='\nhttps://a.example\nhttps://b.example'"
    assert installation.installs("run", by="pip", SETTINGS=several) == [UV, RUN, SELF]


@pytest.mark.parametrize(
    ("settings", "packages"),
    [
        ("global.index-url='file:///srv/packages'\nglobal.timeout='60'", "file:///srv/packages"),
        ("global.index-url='file:///a'\ninstall.index-url='file:///b'", "file:///b"),
        ("download.index-url='file:///a'\nglobal.index-url='file:///b'", "file:///b"),
        ("""global.index-url="file:///it's\"""", "file:///it's"),
    ],
)
def test_uv_is_told_where_pip_looks(installation: Installation, settings: str, packages: str) -> None:
    assert installation.installs("run", SETTINGS=settings) == [f"{RUN} {packages}", f"{SELF} {packages}"]


def test_a_changed_lock_is_installed_again(installation: Installation) -> None:
    installation.installs("dev")
    with (installation.folder / "requirements" / "run.txt").open("a") as lock:
        lock.write("# newer\n")
    assert installation.installs("dev") == [RUN]


def test_a_moved_folder_gets_a_new_environment(installation: Installation) -> None:
    installation.installs("run")
    moved = installation.folder.with_name("elsewhere")
    installation.folder.rename(moved)
    installation.folder, installation.python = moved, moved / "fake-python"
    assert installation.installs("run") == [RUN, SELF]


def test_an_old_python_is_told_in_one_line(installation: Installation) -> None:
    done = installation.run("run", TOO_OLD="1")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Python 3.11 or newer is needed, here is Python 3.9.18" in done.stderr
    assert not (installation.folder / ".venv").exists()


def test_the_python_of_the_path_is_taken_where_it_is_a_fast_one(installation: Installation) -> None:
    own = installation.folder / "bin"
    own.mkdir()
    installation.python.rename(own / "python3")
    calls = installation.installs("run", PYTHON="", PATH=f"{own}:{os.environ['PATH']}")
    assert calls == [RUN, SELF]


def test_no_python_at_all_is_told_in_one_line(installation: Installation) -> None:
    done = installation.run("run", PYTHON="no-such-python")
    assert done.returncode == 1
    assert done.stderr == (
        "jisr: Python 3.11 or newer is needed, here is no no-such-python; install one and name it: "
        "make site PYTHON=/path/to/python3\n"
    )


# Names


def registry_hosts() -> Iterator[str]:
    """The hosts of this machine's package registries, asked of their clients and written down nowhere."""
    pip_knows = (
        "from pip._internal.models.index import PyPI as p; print(p.url, '://' + p.file_storage_domain)"
    )
    commands = (
        [sys.executable, "-m", "pip", "config", "list"],
        [sys.executable, "-c", pip_knows],
        ["npm", "config", "get", "registry"],
    )
    said = [
        subprocess.run(command, capture_output=True, text=True, check=False).stdout
        for command in commands
        if shutil.which(command[0])
    ]
    said += [
        value
        for name, value in os.environ.items()
        if re.match(r"(pip|uv|npm)_.*(index|registry)", name, re.IGNORECASE)
    ]
    for found in re.findall(r"://([^/\s'\"]+)", "\n".join(said)):
        host = found.rpartition("@")[2]
        if host.partition(":")[0] not in LOOPBACK:
            yield host


def test_no_tracked_file_names_a_registry() -> None:
    hosts = sorted(set(registry_hosts()))
    assert hosts  # pip's own at least, or this test looks for nothing
    contents = {path: (ROOT / path).read_bytes() for path in tracked()}
    naming = [
        str(path) for path, content in contents.items() if any(host.encode() in content for host in hosts)
    ]
    assert naming == []


def test_no_tracked_file_is_larger_than_three_megabytes() -> None:
    assert [str(path) for path in tracked() if (ROOT / path).stat().st_size > 3_000_000] == []


def shadowed(table: symtable.SymbolTable) -> Iterator[tuple[int, str]]:
    """Where a comprehension in another binds a name that the other takes from the function around both.

    Python 3.12 and 3.13 run both in the function itself and then find the name unbound.
    """
    for inner in table.get_children():
        if table.get_name() in COMPREHENSIONS and inner.get_name() in COMPREHENSIONS:
            taken = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_free()}
            bound = {symbol.get_name() for symbol in inner.get_symbols() if symbol.is_local()}
            yield from ((inner.get_lineno(), name) for name in sorted(taken & bound))
        yield from shadowed(inner)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("[([s for s in site], [t for s in r]) for r in x]", []),
        ("[([s for s in site], [s for _ in r]) for r in x]", ["s"]),
        ("[({s: 1 for s in site}, {s for _ in r}) for r in x]", ["s"]),
        ("[([s for s in site], [s for _ in r]) for s in x for r in x]", []),
    ],
)
def test_a_shadowed_name_is_found(source: str, names: list[str]) -> None:
    table = symtable.symtable(f"def f(s, t, x, site):\n    return {source}\n", "f.py", "exec")
    assert [name for _, name in shadowed(table)] == names


def test_no_comprehension_hides_a_name_from_its_neighbours() -> None:
    found = [
        f"{path}:{line}: {name}"
        for path in tracked("*.py")
        for line, name in shadowed(symtable.symtable((ROOT / path).read_text("utf-8"), str(path), "exec"))
    ]
    assert not found


def test_no_file_of_tests_is_longer_than_one_reads() -> None:
    """A case is found by the name of its file; a long one is parted as the package is."""
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "tests").rglob("*.py")}
    assert [path.relative_to(ROOT).as_posix() for path, lines in lengths.items() if lines > 500] == []


def test_every_module_is_linted() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--show-files"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    seen = {Path(path).relative_to(ROOT) for path in shown}
    assert [str(path) for path in tracked("*.py") if path not in seen] == []
