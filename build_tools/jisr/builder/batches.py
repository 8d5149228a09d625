"""MkDocs for those pages of a language that changed, a batch at a time; a program of its own.

It is told its jobs by one line of JSON, `[ENVIRONMENT, "JOB.json", …]`, for which it may wait.

MkDocs is given a folder with nothing in it but a batch, and the pages of the navigation, whose titles stand
on all others: so what it takes does not grow with the publication. Where it turns out that the navigation is
another one than all pages were made with, the rest of the pages follow. A plugin or hook that Jisr does not
know may want to see all pages at once, and then MkDocs gets the whole tree.
"""

import gc
import json
import logging
import os
import re
import shutil
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from click import ClickException
from jinja2 import Environment, FileSystemLoader
from mkdocs.commands.build import build
from mkdocs.config import defaults, load_config
from mkdocs.utils import is_markdown_file
from mkdocs.utils.yaml import get_yaml_loader

from jisr.builder import DISK_IS_FULL, plugin, sitemaps
from jisr.builder.navigation import handwritten_pages
from jisr.storage import disk, folders
from jisr.storage.look import is_of_desk
from jisr.storage.work import garbage
from jisr.storage.work.compiled import CompiledTemplates, templates_folder

SIZE = 800  # files that MkDocs is given at once
LETTERS = 10_000_000  # bytes of them, of each of which it takes three or four in memory
_KNOWN_PLUGINS = {"jisr"}


@dataclass(frozen=True)
class Job:
    """What is to be made of one language: `changed` files of the folder `pages`, into the folder `made`.

    `known` has the facts of pages as they were (`sitemaps.page_facts`): of all, or, where the manifest is to
    be asked for those of `kept` pages, of the changed ones at least. `navigation` is the digest of the one
    that stands on those that did not change, and on what lies `around` them in the site: if that is still
    there, it is made no second time. `told` is a file that grows by a sign for each page that is made. With
    `alone` nothing but pages of `changed` is made, whatever else would be another one now.
    """

    config: str
    lang: str
    pages: str
    made: str
    changed: Sequence[str]
    known: Mapping[str, Mapping[str, Any]]
    navigation: str
    around: bool
    told: str
    alone: bool = False
    kept: int = 0


@dataclass
class Report:
    """What was made: source → the file that became of it; source → the facts of a page.

    `whole` names what wants to see all pages at once; `around` says that what lies around pages was made too,
    `lacks_facts` that a sitemap is wanted, and could not be made.
    """

    navigation: str = ""
    whole: str = ""
    around: bool = True
    lacks_facts: bool = False
    files: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Mapping[str, Any]] = field(default_factory=dict)


@cache
def _compiled() -> CompiledTemplates:
    """The theme's templates, which MkDocs reads anew for each batch, compiled once for all."""
    seal = f"mkdocs {version('mkdocs')} Jinja2 {version('Jinja2')}"
    return CompiledTemplates(templates_folder(Path.cwd()), seal)


class _ThemeLoader(FileSystemLoader):
    """Looks once for what a theme consists of, and not at ten thousand icons, of which MkDocs takes none."""

    def list_templates(self) -> list[str]:
        """The files of the theme, but for hidden ones."""
        return _list_theme(tuple(map(str, self.searchpath)))


@cache
def _list_theme(dirs: Iterable[str]) -> list[str]:
    found = {path[len(top) + 1 :].replace(os.sep, "/") for top in dirs for path, _ in folders.file_stats(top)}
    return sorted(found)


def _make_environment(make: Callable[[], Environment], dirs: Sequence[str]) -> Environment:
    """What `make` makes to fill in templates, with a loader that knows the theme."""
    environment = make()
    environment.loader = _ThemeLoader(dirs)
    return environment


class _Batch:
    """The last of the plugins: has MkDocs read a folder, and notes what becomes of it.

    Of what is read the files `asked` are made; of the first of several batches the others too, where the
    navigation is another one. The sitemap of the last stands.
    """

    def __init__(
        self,
        folder: Path,
        asked: Container[str],
        job: Job,
        report: Report,
        *,
        is_first: bool = True,
        is_last: bool = True,
    ) -> None:
        self._folder = folder
        self._asked = asked
        self._job = job
        self._report = report
        self._is_first = is_first
        self._is_last = is_last

    def on_config(self, config: Any) -> Any:
        config.docs_dir = str(self._folder)
        config.theme.get_env = partial(_make_environment, config.theme.get_env, config.theme.dirs)
        return config

    def on_nav(self, nav: Any, **_: object) -> Any:
        self._navigation = nav
        return nav

    def on_env(self, env: Any, config: Any, files: Any) -> Any:
        """Take notes, and have templates compiled once: all pages were read, and none was written."""
        entries = [*_entries(self._navigation.items), config.extra.get("foot")]
        self._report.navigation = sha256(repr(entries).encode()).hexdigest()
        for file in files:
            if (self._folder / file.src_uri).is_file():
                self._report.files[file.src_uri] = file.dest_uri
        for file in files.documentation_pages():
            self._report.pages[file.src_uri] = sitemaps.page_facts(file.page)
        if not self._report.whole:  # a plugin that nobody knows may have changed how they are compiled
            env.bytecode_cache = _compiled()
        is_other = not self._job.around or self._report.navigation != self._job.navigation
        self._report.around = is_other and not self._job.alone
        if not (self._is_first and self._report.around):
            self._leave_out_what_stands(config, files)
        return env

    def _leave_out_what_stands(self, config: Any, files: Any) -> None:
        """Have MkDocs make nothing that it was not asked for; but a sitemap, where it tells something new.

        The one that the first of several batches made tells of its own pages alone.
        """
        for file in [file for file in files if file.src_uri not in self._asked]:
            files.remove(file)
        known, found = self._job.known, self._report.pages
        # a page that goes with each batch is as it was, and so are its facts
        news = (
            known.get(page) != facts for page, facts in found.items() if page in self._asked or page in known
        )
        is_new = self._report.around or any(news)
        config.theme.static_templates &= {sitemaps.FILE} if is_new and not self._job.alone else set()

    def on_template_context(self, context: Any, template_name: str, **_: object) -> Any:
        """Have the sitemap tell of all pages, once all are known: each batch makes it anew."""
        if template_name == sitemaps.FILE and self._is_last:
            context["pages"] = sitemaps.pages_in_order({**self._all_known(), **self._report.pages})
        return context

    def _all_known(self) -> Mapping[str, Mapping[str, Any]]:
        """The facts of all pages as they were."""
        if not self._job.kept:
            return self._job.known
        from jisr.builder.manifest import read_facts  # here, for most that is edited is no news for a sitemap

        found = read_facts(Path.cwd(), self._job.lang)
        self._report.lacks_facts = len(found) != self._job.kept
        return found

    def on_post_page(self, output: str, **_: object) -> str:
        """Tell of a page."""
        with Path(self._job.told).open("ab") as told:
            told.write(b".")
        return output


def _entries(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        yield item.title, getattr(item, "url", ""), list(_entries(item.children or ()))


def run(job: Job) -> Report:
    """Do what a job says. Raises `ClickException`; what MkDocs found wrong is on its log then."""
    report = Report()
    config: Any = load_config(job.config, strict=True)
    report.whole = ", ".join(_unknown_plugins(config))
    if report.whole and job.alone:
        return report
    if report.whole:
        _build(job, Path(job.pages), job.changed, Path(job.made), report, config)
    else:
        asked = {*_navigation_pages(config.nav), *_navigation_pages(plugin.default_navigation())}
        asked |= set(handwritten_pages(Path(config.config_file_path).parent, job.lang))
        always = sorted(name for name in asked if Path(job.pages, name).is_file())
        _build_batches(job, job.changed, always, report, config)
        if job.navigation not in ("", report.navigation) and not job.alone:
            _build_batches(job, sorted({*disk.names_below(job.pages)} - report.files.keys()), always, report)
    sitemaps.split_sitemap(Path(job.made), config.site_url or "")
    report.files = {uri: made for uri, made in report.files.items() if Path(job.made, made).is_file()}
    return report


def _unknown_plugins(config: Any) -> list[str]:
    """The plugins and hooks of which nobody knows here what they read."""
    hooks = [name for name, hook in config.hooks.items() if Path(hook.__file__) != Path(plugin.__file__)]
    return sorted({*config.plugins} - {*config.hooks} - _KNOWN_PLUGINS) + hooks


def _navigation_pages(nav: Any) -> Iterator[str]:
    """The files that a navigation names."""
    if isinstance(nav, str):
        yield nav
    for inner in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _navigation_pages(inner)


def _build(
    job: Job,
    pages: Path,
    asked: Container[str],
    made: Path,
    report: Report,
    config: Any,
    *,
    is_first: bool = True,
    is_last: bool = True,
) -> None:
    config.site_dir = str(made)
    config.plugins["jisr batch"] = _Batch(pages, asked, job, report, is_first=is_first, is_last=is_last)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()


def _build_batches(
    job: Job, names: Sequence[str], always: Sequence[str], report: Report, config: Any = None
) -> None:
    """Make the pages of `names`, some at once, and each time those of `always`.

    MkDocs changes what it has read of its settings: a `config` that nobody has used is for the first of them.
    """
    pages, made = Path(job.pages), Path(job.made)
    folder, out = made.with_name(f".{made.name}-batch"), made.with_name(f".{made.name}-made")
    config = config or load_config(job.config, strict=True)
    copied = _copied(config, names)
    batches = list(_cut(pages, [name for name in names if name not in copied]))
    made.mkdir(parents=True, exist_ok=True)
    for number, some in enumerate(batches):
        for one in (folder, out):  # of pages that went, and of files that are copied, nothing may come
            shutil.rmtree(one, ignore_errors=True)  # of a run that failed
            one.mkdir()
        for name in {*some, *always}:
            _copy(pages / name, folder / name)
        config = config or load_config(job.config, strict=True)
        is_last = number == len(batches) - 1
        _build(job, folder, frozenset(some), out, report, config, is_first=not number, is_last=is_last)
        config = None
        _move(out, made)
        shutil.rmtree(folder)
        shutil.rmtree(out)
        if not is_last:
            gc.collect()  # its pages lead to each other, and would stay beside those of the next
    pages_made = set(report.files.values())
    for name in sorted(copied):
        report.files[name] = plugin.published_name(name)
        if report.files[name] not in pages_made:
            _copy(pages / name, made / report.files[name])


def _copied(config: Any, names: Iterable[str]) -> set[str]:
    """Those of files that MkDocs would copy and do nothing else with: it takes long over each."""
    if config.exclude_docs or config.draft_docs or config.extra_templates:
        return set()
    return {name for name in names if not (is_markdown_file(name) or _LEFT_OUT(name) or is_of_desk(name))}


_LEFT_OUT = re.compile(r"templates/|(?:.*/)?\.").match
"""What MkDocs leaves out of a folder of pages."""


def _move(folder: Path, to: Path) -> None:
    """Put all that is in a folder into another."""
    for path in list(folder.iterdir()):
        target = to / path.name
        if path.is_dir() and target.is_dir():
            _move(path, target)
        else:
            path.replace(target)


def _cut(folder: Path, names: Sequence[str]) -> Iterator[list[str]]:
    """Files in batches; one that is empty for none."""
    batch: list[str] = []
    room = LETTERS
    for name in names:
        size = (folder / name).stat().st_size
        if batch and (len(batch) == SIZE or size > room):
            yield batch
            batch, room = [], LETTERS
        batch.append(name)
        room -= size
    yield batch


def _copy(path: Path, to: Path) -> None:
    """Copy a page: a hard link would change its times, by which it is known that it is as it was."""
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def main(said: str) -> int:
    """Do the jobs that files tell of, one after the other, and put the report into the place of each."""
    garbage.look_rarely()
    logging.basicConfig(format="%(levelname)-7s -  %(message)s", level=logging.WARNING)
    # libyaml, where PyYAML was built with it, reads the settings in a tenth of the time
    fast = partial(get_yaml_loader, getattr(yaml, "CLoader", yaml.Loader))
    defaults.get_yaml_loader = fast  # type: ignore[attr-defined]
    environment, *paths = json.loads(said) if said else [{}]  # nothing where whoever began this is gone
    os.environ.update(environment)
    for path in map(Path, paths):
        try:
            report = run(Job(**json.loads(path.read_bytes())))
            path.write_text(json.dumps(asdict(report)), "utf-8")
        except ClickException as error:
            error.show()
            return 1
        except OSError as error:
            if error.errno not in disk.FULL:
                raise
            sys.stdout.write(json.dumps([error.errno, error.strerror, error.filename]))
            return DISK_IS_FULL
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.stdin.read()))
