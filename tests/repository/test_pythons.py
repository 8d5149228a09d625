"""Jisr on every Python that it promises and that is installed here, with a publication of a dozen articles.

Each Python but the one that runs the tests gets an environment with the same locks, once (.venv-3.13, …).
The newest is for `make test`: all other tests run on another. Older ones publish in `make soak`; `make test`
has each compile all modules.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests import made_publication
from tests.sample import ROOT

IMPORTS = """
import importlib, pkgutil, sys
sys.path.insert(0, "build_tools")
import jisr
for module in pkgutil.walk_packages(jisr.__path__, "jisr."):
    if module.name != "jisr.__main__":
        importlib.import_module(module.name)
        print(module.name)
"""
COMPILES = """
from pathlib import Path
modules = sorted(Path("build_tools").rglob("*.py"))
for module in modules:
    compile(module.read_bytes(), module, "exec", dont_inherit=True)
print(len(modules))
"""
VERSION = "import json, sys; print(json.dumps([*sys.version_info[:2], sys.version_info.releaselevel]))"
OWN = sys.version_info.minor


def installed() -> dict[int, Path]:
    """Finished Pythons 3 by minor version: on PATH, of pyenv, and beside the one that runs this."""
    found = [Path(path) for minor in range(11, 30) if (path := shutil.which(f"python3.{minor}"))]
    pythons = {}
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    beside = {path for top in (pyenv, Path(sys.base_prefix).parent) for path in top.glob("*/bin/python3")}
    for python in (*found, *sorted(beside)):
        asked = subprocess.run([python, "-c", VERSION], capture_output=True, text=True, check=False)
        if asked.returncode == 0:  # else a version manager's stand-in for what it was not told to use
            major, minor, level = json.loads(asked.stdout)
            if major == 3 and minor >= 11 and level == "final":
                pythons[minor] = python
    return {**pythons, OWN: Path(sys.executable)}


PYTHONS = installed()


MINORS = sorted({11, 12, 13, *PYTHONS})
OLDER = PYTHONS.keys() - {max(PYTHONS)}


def versions(soak: Collection[int]) -> list[ParameterSet]:
    """All Pythons as parameters, some of them for `make soak`."""
    return [
        pytest.param(minor, marks=pytest.mark.soak if minor in soak else (), id=f"3.{minor}")
        for minor in MINORS
    ]


@pytest.fixture(scope="module", params=versions(OLDER))
def python(request: pytest.FixtureRequest) -> Path:
    """The interpreter of an environment with the locks."""
    minor = request.param
    if minor == OWN:
        return PYTHONS[minor]
    if minor not in PYTHONS:
        pytest.skip(f"Python 3.{minor} is not installed here")
    folder = f".venv-3.{minor}"
    done = subprocess.run(
        ["sh", "requirements/install.sh", "run"],
        cwd=ROOT,
        env={**os.environ, "JISR_VENV": folder, "PYTHON": str(PYTHONS[minor])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return ROOT / folder / "bin/python"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication, never built."""
    folder = tmp_path_factory.mktemp("written") / "publication"
    made_publication.make(folder)
    return folder


@pytest.fixture(scope="module")
def root(python: Path, written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it for this Python."""
    folder = tmp_path_factory.mktemp("copy") / "دفاتر الماء"  # Water Notebooks
    return Path(shutil.copytree(written, folder))


def run(python: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`jisr` in a project, as people run it; a warning of this Python's about Jisr's own text is an error."""
    environment = {**os.environ, **made_publication.ENVIRONMENT, "PYTHONPATH": str(ROOT / "build_tools")}
    command = [str(python), "-W", "error::SyntaxWarning", "-m", "jisr", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def site(root: Path) -> dict[str, bytes]:
    """The finished site's files."""
    folder = root / "site"
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def published(made: dict[str, bytes]) -> set[str]:
    """The articles that have their page in both languages."""
    return {
        slug
        for slug in made_publication.SLUGS
        if all(f"{lang}/articles/{slug}/index.html" in made for lang in ("ar", "en"))
    }


def test_no_group_is_possessive() -> None:
    """Python 3.11.0 to 3.11.4 finds nothing where such a group may end in several ways: say `(?>(…)*)`."""
    possessive = re.compile(r"(?<![\\(])\)(?:[*+?]|\{[0-9,]*\})\+")
    assert possessive.search(r"((?:[^\]]|\](?!\]>))*+)")
    found = [
        f"{module.relative_to(ROOT)}:{number}"
        for module in sorted((ROOT / "build_tools").rglob("*.py"))
        for number, line in enumerate(module.read_text("utf-8").splitlines(), 1)
        if possessive.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("minor", PYTHONS.keys() - {OWN}, ids="3.{}".format)
def test_every_module_is_understood(minor: int) -> None:
    """Also by a Python that lacks what Jisr imports."""
    done = subprocess.run(
        [PYTHONS[minor], "-W", "error::SyntaxWarning", "-c", COMPILES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 500


def test_every_module_can_be_imported(python: Path) -> None:
    done = subprocess.run(
        [python, "-W", "error::SyntaxWarning", "-c", IMPORTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ours = [p for p in (ROOT / "build_tools").rglob("*.py") if p.name not in ("__main__.py", "__init__.py")]
    assert len(done.stdout.split()) >= len(ours)


def test_a_dozen_related_articles_are_published(python: Path, root: Path) -> None:
    for verb in ("check", "build"):
        done = run(python, root, verb)
        assert done.returncode == 0, done.stdout + done.stderr
    made = site(root)
    assert published(made) == {slug for slug in made_publication.SLUGS if slug != made_publication.EMBARGOED}
    flood, owners, maps = (made_publication.TITLES[number] for number in (9, 0, 7))
    assert not [name for name, data in made.items() if flood.ar.encode() in data], "embargoed"
    assert maps.ar.encode() not in made["ar/articles/index.html"], "withdrawn"
    assert owners.en.encode() in made["en/actors/salma_darwish/index.html"]
    status = json.loads(run(python, root, "status", "--format", "json").stdout)
    assert [article["slug"] for article in status["articles"]] == sorted(made_publication.SLUGS)
    assert sum(article["blocks"]["stale"] for article in status["articles"]) == 1
    done = run(python, root, "export", made_publication.SLUGS[0], "--format", "pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    assert run(python, root, "build").returncode == 0
    again = site(root)
    assert sorted(name for name in made | again if made.get(name) != again.get(name)) == []


@pytest.mark.soak
def test_one_article_at_odds_with_itself_hides_no_other(python: Path, root: Path) -> None:
    made_publication.quarrel(root)
    done = run(python, root, "build")
    assert done.returncode == 1, done.stdout + done.stderr
    wrong = re.findall(r"^(\S+):\d+: error: ", done.stdout + done.stderr, re.MULTILINE)
    assert wrong == [f"docs/en/articles/{made_publication.QUARREL}.md"]
    assert published(site(root)) == {
        slug for slug in made_publication.SLUGS if slug != made_publication.EMBARGOED
    }
    settled = run(python, root, "resolve", made_publication.QUARREL, "p5", "--take", "page")
    assert settled.returncode == 0, settled.stdout + settled.stderr
    assert run(python, root, "build").returncode == 0
    assert b"were never asked" in site(root)[f"en/articles/{made_publication.QUARREL}/index.html"]
