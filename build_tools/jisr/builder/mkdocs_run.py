"""From the rendered tree to `site/`: MkDocs once for each language, and the files at the root of the site."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jisr.builder.look_files import clean_look
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGUAGES, ORIGINAL
from jisr.storage import folders, own_folder
from jisr.storage.inputs import clock

RENDERED = "JISR_RENDERED"
"""Set in the environment of MkDocs where the pages are rendered already; the hook then leaves them alone."""
HOOK = "JISR_HOOK"
"""Set there to the events of the Jisr at work; a `mkdocs.yml` of before names them instead of the plugin."""

_PLUGINS = re.compile(r"(?ms)^plugins:(.*?)(?=^[A-Za-z_]|\Z)")

UNLISTED = "unlisted"
"""In the front matter of a rendered page that no navigation leads to: `nav: false` of a hand-written one."""


def build_site(
    root: Path, root_files: Mapping[str, bytes], finish: Callable[[Path], None] = lambda _: None
) -> list[Finding]:
    """Run MkDocs for both languages side by side, add `root_files` (path below `site/` → content) and what
    `finish` puts into the folder that it is given; only then put it all into `site/`. Gives what of the look
    could not be published.

    A build that fails or is killed before leaves the former site as it was. Raises `JisrError` with what
    MkDocs said where a build fails; `--strict` makes each of its warnings one.
    """
    own_folder.refuse_links(root, root / "site")
    with folders.staged_folder(root / "site", own_folder.make_own_folder(root, ".build")) as made:
        _make(root, made)
        findings = list(clean_look(made, root / ".build/pages"))
        for name, data in root_files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        finish(made)
    return findings


def _make(root: Path, made: Path) -> None:
    environment = os.environ | {
        RENDERED: "1",
        HOOK: str(Path(__file__).with_name("plugin.py")),
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": clock.build_epoch(root),
    }
    _check_plugin(root)
    _make_docs_folders(root)
    with ThreadPoolExecutor() as pool:
        runs = pool.map(lambda one: _mkdocs(root, one.mkdocs_file, made / one.code, environment), LANGUAGES)
        findings = [finding for finding in runs if finding]
    if findings:
        raise JisrError(findings)


def _make_docs_folders(root: Path) -> None:
    """MkDocs asks for the folders of pages before Jisr tells it where to read; a new publication has none."""
    for one in LANGUAGES:
        folder = root / "docs" / one.code
        if not any(path.is_symlink() for path in (folder, folder.parent)):
            folder.mkdir(parents=True, exist_ok=True)


def _check_plugin(root: Path) -> None:
    """Raises `JisrError` where MkDocs would go without Jisr: it would read pages as they were written."""
    file = ORIGINAL.mkdocs_file
    text = (root / file).read_text("utf-8", "replace")
    if HOOK in text or any(re.search(r"(?m)^[^#]*\bjisr\b", block) for block in _PLUGINS.findall(text)):
        return
    named = re.search(r"(?m)^(plugins|hooks):", text)
    line = text.count("\n", 0, named.start()) + 1 if named else 1
    raise JisrError(
        Finding("mkdocs", "Jisr's plugin is not named", file, line, remedy="write: plugins: [jisr]")
    )


def _mkdocs(root: Path, config: str, made: Path, environment: Mapping[str, str]) -> Finding | None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "-f", config, "-d", str(made)]
    run = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return None
    lines = (run.stderr + run.stdout).splitlines()
    said = [line for line in lines if line.strip() and not line.startswith("INFO")]
    return Finding("mkdocs", "MkDocs could not build the site:\n    " + "\n    ".join(said[-20:]), config)


def source_folders(root: Path) -> list[Path]:
    """The folders in which people write what the site is made of."""
    return [root / name for name in ("docs", "seeds", "translations") if (root / name).is_dir()]


def navigation(nav: Sequence[Any], only_there: Collection[str], more: Iterable[str]) -> list[Any]:
    """The navigation of one language: `nav` of both without the pages that only the other has, and `more`.

    Both languages share `mkdocs.yml`; a page of one's own may be in one of them.
    """
    named: set[str] = set()
    kept = _filter_nav(nav, only_there, named)
    return [*kept, *(path for path in more if path not in named)]


def _filter_nav(nav: Sequence[Any], only_there: Collection[str], named: set[str]) -> list[Any]:
    kept: list[Any] = []
    for item in nav:
        (title, target), *_ = item.items() if isinstance(item, dict) and item else [("", item)]
        if isinstance(target, list):
            target = _filter_nav(target, only_there, named)
        elif isinstance(target, str):
            named.add(target)
        if target and not (isinstance(target, str) and target in only_there):
            kept.append({title: target} if title else target)
    return kept


def handwritten_pages(root: Path, lang: str) -> list[str]:
    """The pages that people have written for one language, by their path below it, articles aside."""
    folder = root / "docs" / lang
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.md") if path.is_file())
    return sorted(path for path in found if not path.startswith("articles/"))


_FINISHED = re.compile(r"(?m)(?:\A|(?<=^\n))<[a-z][^\n]*>(?:\n\n<[a-z][^\n]*>)*$(?=\n(?:\n|\Z)|\Z)")
_PLACE = re.compile(r'<div data-jisr="(\d+)"></div>')


def stash_html(markdown: str) -> tuple[str, list[str]]:
    """A page with a short mark in place of each run of paragraphs that are one line of HTML, and these runs.

    Rendered pages are made of such lines; MkDocs spends three quarters of its time on taking them apart.
    """
    kept: list[str] = []

    def mark(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f'<div data-jisr="{len(kept) - 1}"></div>'

    return _FINISHED.sub(mark, markdown), kept


def unstash_html(html: str, kept: Sequence[str]) -> str:
    """The inverse of `stash_html` on the HTML that became of its page."""
    return _PLACE.sub(lambda match: kept[int(match[1])] if int(match[1]) < len(kept) else match[0], html)
