"""Other builders of static sites, on the same texts: an environment of their own, and their projects."""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import distributions
from pathlib import Path

from benchmarks.corpus import edit_paragraph
from benchmarks.measuring import Cost, run

ENVIRONMENT = Path(".bench/peers")
TOOLS = ("mkdocs", "properdocs", "zensical", "hugo")
PACKAGES = ("mkdocs<2", "mkdocs-material", "properdocs", "zensical", "hugo")

MKDOCS = """\
site_name: {name}
site_url: https://jisr.example/{lang}/
theme: {{name: material, language: {lang}}}
nav: [index.md]
not_in_nav: /articles/**
"""
"""One language. A navigation that lists a thousand pages on each would cost them the square."""

HUGO = """\
baseURL = "https://jisr.example/"
title = "Jisr"
publishDir = "site"
defaultContentLanguage = "ar"
defaultContentLanguageInSubdir = true
[languages.ar]
contentDir = "ar/docs"
[languages.en]
contentDir = "en/docs"
[markup.goldmark.renderer]
unsafe = true
"""
BARE = "<!doctype html><title>{{ .Title }}</title>"
LAYOUTS = {
    "single.html": BARE + "{{ .Content }}",
    "list.html": BARE + '{{ range .RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}',
}


def install() -> tuple[Path, dict[str, str]]:
    """The folder of the others' commands, and which versions of which could be had."""
    commands = ENVIRONMENT.resolve() / "bin"
    python = str(commands / "python")
    if not (commands / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    for package in PACKAGES:  # each for itself: what cannot be had is no reason to miss the others
        subprocess.run(
            [python, "-m", "pip", "install", "-q", package], check=False, stderr=subprocess.DEVNULL
        )
    found = distributions(path=[str(path) for path in ENVIRONMENT.glob("lib/*/site-packages")])
    versions = {known.name.lower(): known.version for known in found}
    return commands, {tool: versions[tool] for tool in TOOLS if tool in versions}


def make_projects(root: Path, texts: Path, tools: Iterable[str]) -> None:
    """A project for each tool below `root`, of the pages of all articles that `jisr sync` left in `texts`."""
    for tool in tools:
        for lang, name in (("ar", "جسر"), ("en", "Jisr")):
            docs = root / tool / lang / "docs"
            shutil.copytree(texts / "docs" / lang / "articles", docs / "articles")
            slugs = sorted(path.stem for path in (docs / "articles").glob("*.md"))
            lines = [f"- [{slug}](articles/{slug}.md)" for slug in slugs]
            if tool == "hugo":  # lists them itself, and follows no link to a file
                (root / tool / "hugo.toml").write_text(HUGO, "utf-8")
            else:
                (docs / "index.md").write_text("\n".join([f"# {name}", "", *lines, ""]), "utf-8")
                settings = MKDOCS.format(name=name, lang=lang)
                (docs.parent / "mkdocs.yml").write_text(settings, "utf-8")
    if "hugo" in tools:
        layouts = root / "hugo" / "layouts" / "_default"
        layouts.mkdir(parents=True)
        for name, text in LAYOUTS.items():
            (layouts / name).write_text(text, "utf-8")


def measure(root: Path, tool: str, commands: Path) -> Iterator[tuple[str, Cost]]:
    """First, again, and with one paragraph edited."""
    yield "first", build(root, tool, commands)
    yield "nothing changed", build(root, tool, commands)
    edit_paragraph(root / "en/docs")
    yield "one paragraph", build(root, tool, commands)


def build(root: Path, tool: str, commands: Path) -> Cost:
    """Both languages."""
    command = str(commands / tool)
    if tool == "hugo":
        return run([command, "build", "--quiet"], root, root / "site")
    how = [command, "build", "-f", "mkdocs.yml"]
    costs = [run(how, root / lang, root / lang / "site") for lang in ("ar", "en")]
    return Cost(
        sum(cost.cpu for cost in costs),
        sum(cost.clock for cost in costs),
        max(cost.memory for cost in costs),
        sum(cost.rewritten for cost in costs),
        sum(cost.gone for cost in costs),
        sum(cost.files for cost in costs),
    )
