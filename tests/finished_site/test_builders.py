"""Other builders than MkDocs make the same site of the rendered pages: MkDocs 1 is no longer developed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jisr import site
from jisr.builder import RENDERED, mkdocs_run
from tests import sample
from tests.pages_folder import write_pages
from tests.project import SITE, copy
from tests.website import ENVIRONMENT

GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


SEED = "articles/iraq-ending-coalition-role"


def edited(tree: dict[str, bytes]) -> dict[str, bytes]:
    """The tree a day later: changed are a page, a file, a title in English navigation; one came, one went."""
    now = {name: data for name, data in tree.items() if not name.endswith("/coverage.md")}
    for lang in ("ar", "en"):
        now[f"{lang}/{SEED}.md"] += b"\n<p>A last word.</p>\n"
        now[f"{lang}/articles/2026/new.md"] = b"---\ntitle: New\n---\n\n# New\n\n<p>New.</p>\n"
    now[f"ar/{SEED}/article.md.txt"] = b"changed"
    now["en/about.md"] = now["en/about.md"].replace(b"About", b"Who we are")
    return now


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sample's pages built by MkDocs in `site/`, and again where something changed."""
    folder = tmp_path_factory.mktemp("builders")
    copy(folder, *SITE)
    tree = site.render(sample.articles(), sample.actors(), sample.settings(folder), sample.docs())
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        write_pages(folder, tree)
        mkdocs_run.build_site(folder, {})
        (folder / "site/ar/articles/index.html").write_bytes(b"by hand")
        (folder / "site/en/assets/stylesheets/jisr.css").unlink()
        write_pages(folder, edited(tree))
        mkdocs_run.build_site(folder, {})
        patch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("nothing has changed"))
        mkdocs_run.build_site(folder, {})
    return folder


def run(root: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=os.environ | ENVIRONMENT | {RENDERED: "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("lang", "config"), [("ar", "mkdocs.yml"), pytest.param("en", "mkdocs.en.yml", marks=pytest.mark.soak)]
)
def test_properdocs_builds_the_same_strictly(root: Path, tmp_path: Path, lang: str, config: str) -> None:
    run(root, "properdocs", "build", "--strict", "-f", config, "-d", str(tmp_path / lang))
    ours, theirs = contents(root / "site" / lang), contents(tmp_path / lang)
    del theirs["sitemap.xml.gz"]  # the sitemap packed, which nothing names: Jisr leaves it out
    assert sorted(theirs) == sorted(ours)
    assert len([name for name in ours if name.endswith(".html")]) > 20
    # the generator is named, and nothing else differs
    differ = [name for name in ours if GENERATOR.sub(b"", ours[name]) != GENERATOR.sub(b"", theirs[name])]
    assert differ == []
