"""Other builders than MkDocs make the same site of the rendered pages: MkDocs 1 is no longer developed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jisr import site
from jisr.builder import mkdocs_run
from jisr.storage import folders
from tests import sample
from tests.project import SITE, copy
from tests.website import ENVIRONMENT

GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sample's pages rendered and built by MkDocs, in `site/`."""
    folder = tmp_path_factory.mktemp("builders")
    copy(folder, *SITE)
    tree = site.render(sample.articles(), sample.actors(), sample.settings(folder), sample.docs())
    folders.mirror(folder / ".build/pages", tree)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        mkdocs_run.build_site(folder, {})
    return folder


def run(root: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=os.environ | ENVIRONMENT | {mkdocs_run.RENDERED: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(("lang", "config"), [("ar", "mkdocs.yml"), ("en", "mkdocs.en.yml")])
def test_properdocs_builds_the_same_strictly(root: Path, tmp_path: Path, lang: str, config: str) -> None:
    run(root, "properdocs", "build", "--strict", "-f", config, "-d", str(tmp_path / lang))
    ours, theirs = contents(root / "site" / lang), contents(tmp_path / lang)
    assert sorted(theirs) == sorted(ours)
    assert len([name for name in ours if name.endswith(".html")]) > 20
    # the generator is named, and nothing else differs
    differ = [name for name in ours if GENERATOR.sub(b"", ours[name]) != GENERATOR.sub(b"", theirs[name])]
    assert [name for name in differ if not name.endswith(".gz")] == []
