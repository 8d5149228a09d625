"""From the rendered tree to `site/`: MkDocs for what changed, and the files at the root of the site."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from jisr.builder import DISK_IS_FULL, HOOK, PAGES, RENDERED
from jisr.builder.look_files import clean_look
from jisr.builder.manifest import (
    MadeFile,
    Manifest,
    count_facts,
    fingerprint_assets,
    fingerprint_frame,
    fingerprint_surroundings,
    fold_sources,
    read_manifests,
    with_sources,
    write_manifests,
)
from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.model.languages import LANGS, LANGUAGES, ORIGINAL, Lang, Language
from jisr.publication.installed import release
from jisr.storage import folders, look, own_folder
from jisr.storage.cache import piece_of
from jisr.storage.disk import digest_file, explain_refusal, fingerprint_plain
from jisr.storage.folders import KnownFolder
from jisr.storage.inputs import clock
from jisr.storage.work import garbage
from jisr.storage.work.progress import begin_work

WHOLE = "mkdocs-plugins"
"""What a finding is called that says why MkDocs makes all pages each time."""

_MANY = 100  # pages for which it is worth while to start MkDocs for each language
_LOOK = 0.5  # seconds between two looks at how far MkDocs has come
_PLUGINS = re.compile(r"(?ms)^plugins:(.*?)(?=^[A-Za-z_]|\Z)")


Finish = Callable[[Path, KnownFolder], Collection[str]]
"""Puts more into a folder that is to go into the site; gives what of that is to be there, also if it is."""


def nothing_more(staged: Path, site: KnownFolder) -> Collection[str]:
    """No more than MkDocs makes: see `Finish`."""
    del staged, site
    return ()


def build_site(
    root: Path,
    root_files: Mapping[str, bytes],
    finish: Finish = nothing_more,
    sources: Mapping[Lang, Mapping[str, str]] | None = None,
    site: KnownFolder | None = None,
) -> list[Finding]:
    """Have MkDocs make what changed of both languages, side by side; add `root_files` (path below `site/` →
    content) and what `finish` puts into a folder beside; only then put it all into `site/`. `sources` are
    those of the rendered tree by language (see `read_sources`), `site` is what is known of that folder.

    A build that fails or is killed before leaves the former site as it was. Gives what is to be said of
    plugins and of the look. Raises `JisrError` with what MkDocs said where a build fails; `--strict` makes
    each of its warnings one.
    """
    own_folder.refuse_links(root, root / "site")
    look.refuse_no_files(root)
    _check_plugin(root)
    _make_docs_folders(root)
    beside, known = own_folder.make_own_folder(root, ".build"), read_manifests(root)
    sources = sources or read_sources(KnownFolder(beside / "pages"))
    with ExitStack() as opened:
        site = site or opened.enter_context(folders.open_folder(root, "site"))
        staged = opened.enter_context(folders.staging_folder(beside, "site"))
        frame, assets = fingerprint_frame(root), fingerprint_assets(root)
        builds = []
        for lang in LANGUAGES:
            own = sources[lang.code]
            around = frame, fingerprint_surroundings(assets, own), fold_sources(own)
            build = _LanguageBuild(root, lang, own, site, staged, known[lang.code], *around)
            builds.append(build.with_known_sources())
        todo = [build for build in builds if not build.is_as_it_was]
        pages_to_make = sum(build.pages_to_make for build in todo)
        aside, is_few = staged / ".more", pages_to_make < _MANY
        aside.mkdir()
        if not is_few:
            garbage.give_back()
        groups = [todo] if is_few else [[build] for build in todo]
        with ThreadPoolExecutor() as pool, begin_work("making pages with MkDocs", pages_to_make) as advance:
            runs = [pool.submit(_make_languages, root, group) for group in groups if group]
            # of many, one behind the other: each takes much of the memory
            beside_mkdocs = pool.submit(finish, aside, site) if is_few else None
            told = 0
            while wait(runs, timeout=_LOOK).not_done:
                before, told = told, sum(build.count_made() for build in todo)
                advance(told - before)
        errors = [error for run in runs if (error := run.exception())]
        if findings := [f for error in errors if isinstance(error, JisrError) for f in error.findings]:
            raise JisrError(findings)
        done = {build: build.known for build in builds if build.is_as_it_was}
        for run in runs:
            done |= run.result()
        now = {lang: one for lang in LANGS for build, one in done.items() if build.lang.code == lang}
        _write(staged, root_files)
        more = beside_mkdocs.result() if beside_mkdocs else finish(aside, site)
        wanted = {f"{lang}/{name}": made for lang, one in now.items() for name, made in one.files().items()}
        files = ((folder, name) for folder in (staged, aside) for name in _files(folder))
        made = {name: (where, wanted.get(name) or digest_file(where / name)) for where, name in files}
        others = (build.files_of_others(more) for build in done)
        folders.publish(made, site, set(more).union(wanted, made, *others))
        left = site.state()[0]
        kept = {build.lang.code: build.known for build in done}
        write_manifests(root, {lang: replace(one, site=left) for lang, one in now.items()}, kept)
    # the look is the same in both languages, and so is what is wrong with it
    return [*dict.fromkeys(finding for one in now.values() for finding in one.findings)]


def read_sources(pages: KnownFolder) -> dict[Lang, dict[str, str]]:
    """What MkDocs makes a site of, by language: each file below its folder, with the digest of it."""
    digests, tops = pages.digests(), {lang: f"{lang}/" for lang in LANGS}
    return {
        lang: {path[len(top) :]: digest for path, digest in digests.items() if path.startswith(top)}
        for lang, top in tops.items()
    }


@dataclass(frozen=True, eq=False)
class _LanguageBuild:
    """What is to be done for one language; `sources` are its files by digest, `known` is what the last build
    left, `frame` and `surroundings` what stands on pages and beside them (see `manifest`), `folds` what its
    files are folded into.
    """

    root: Path
    lang: Language
    sources: Mapping[str, str]
    site: KnownFolder
    staged: Path
    known: Manifest
    frame: str
    surroundings: str
    folds: Sequence[int] = ()

    @property
    def pages(self) -> Path:
        """The folder of the sources."""
        return self.root / PAGES / self.lang.code

    def with_known_sources(self) -> "_LanguageBuild":
        """The same with what is known of sources: where that is enough, of the pieces in which one changed.

        It is while there are the same sources by name, and the site is as the last build left it.
        """
        known, site = self.known, self.site
        is_as_left = site.left and site.left == known.site and site.is_all_as_left
        if not known.folds or known.whole or not is_as_left or not self.is_around_as_it_was:
            return self.whole()
        pieces = {number for number, fold in enumerate(self.folds) if fold != known.folds[number]}
        return replace(self, known=with_sources(self.root, self.lang.code, known, pieces))

    def whole(self) -> "_LanguageBuild":
        """The same with what is known of all sources."""
        return replace(self, known=with_sources(self.root, self.lang.code, self.known))

    @cached_property
    def looked_at(self) -> Mapping[str, str]:
        """The sources of the pieces that were read."""
        pieces, sources = self.known.pieces, self.sources
        return sources if pieces is None else {n: d for n, d in sources.items() if piece_of(n) in pieces}

    def asks_for_all(self, report: Mapping[str, Any]) -> bool:
        """Whether what was not looked at is to be, and asked for anew: another file came of a source."""
        if self.known.pieces is None or report["whole"] or report["around"]:
            return False
        before = {name: made.file for name, made in self.known.sources.items()}
        others = (report["files"].get(name, "") != before.get(name, "") for name in self.changed)
        return report["lacks_facts"] or any(others)

    def files_of_others(self, more: Iterable[str]) -> set[str]:
        """What stands in the site of sources that were not looked at.

        In the folders of `more` there is what stood there before, too, and goes.
        """
        if self.known.pieces is None:
            return set()
        top = f"{self.lang.code}/"
        filled = {name[len(top) :].rpartition("/")[0] for name in more if name.startswith(top)}
        files = {name for name in self.site.names(self.lang.code) if name.rpartition("/")[0] not in filled}
        begins = tuple(folder + mark for folder in filled for mark in "/.")
        if pieces := {piece_of(name) for name in self.sources if name.startswith(begins)}:
            files |= with_sources(self.root, self.lang.code, self.known, pieces).files().keys()
        return {top + name for name in files - self.known.files().keys()}

    @cached_property
    def kept(self) -> Mapping[str, MadeFile]:
        """The sources of which the last build made what stands in the site, and would again, with that."""
        if self.frame != self.known.frame or self.known.whole:
            return {}
        stands, sources = self._stands, self.sources
        return {
            name: made
            for name, made in self.known.sources.items()
            if sources.get(name) == made.source and (not made.file or stands(made.file, made.digest))
        }

    def _stands(self, file: str, digest: str) -> bool:
        """Whether a file that the last build made stands in the site, with the digest that it has then.

        What that left there as the manifest says, and nobody touched since, is asked for no digest.
        """
        site, name = self.site, f"{self.lang.code}/{file}"
        is_believed = site.left and site.left == self.known.site
        return bool(is_believed and site.is_as_left(name)) or site.digest(name) == digest

    @cached_property
    def changed(self) -> list[str]:
        """The other sources."""
        return sorted(self.looked_at.keys() - self.kept.keys())

    @cached_property
    def pages_to_make(self) -> int:
        """How many of them are pages; what else there is takes no time."""
        return sum(name.endswith(".md") for name in self.changed)

    def count_made(self) -> int:
        """How many pages MkDocs has made until now."""
        told = _told(self.staged, self.lang)
        return min(self.pages_to_make, told.stat().st_size if told.exists() else 0)

    @property
    def is_as_it_was(self) -> bool:
        """Whether nothing is to be made."""
        return self.is_around_as_it_was and len(self.kept) == len(self.looked_at)

    @cached_property
    def is_around_as_it_was(self) -> bool:
        """Whether the files beside the pages are those that would be made, if the navigation is the same."""
        same = self.frame == self.known.frame and self.surroundings == self.known.surroundings
        return same and all(self._stands(name, digest) for name, digest in self.known.rest.items())

    def check_sources(self, names: Iterable[str]) -> None:
        """Raise `JisrError` where a source is not what it is known to be, and have all be looked at."""
        for name in names:
            path = self.pages / name
            if fingerprint_plain(str(path)) != self.sources.get(name, ""):
                folders.distrust(self.root, PAGES)
                message, remedy = "this file was saved while jisr was at work", "run this again"
                raise JisrError(Finding("changed", message, path.as_posix(), remedy=remedy))

    def check_all(self) -> None:
        """The same for all sources, and what else lies among them."""
        self.check_sources({*self.sources, *_files(self.pages)})

    def read_report(self, report: Mapping[str, Any]) -> Manifest:
        """What MkDocs made, in the words of a manifest; the look's files among that are cleaned."""
        sources, kept, known = self.sources, self.kept, self.known
        folder = self.staged / self.lang.code
        made = set(_files(folder))
        now = {name: kept.get(name) or MadeFile(source) for name, source in self.looked_at.items()}
        for name, file in report["files"].items():
            now[name] = MadeFile.of(
                sources[name], file, digest_file(folder / file), report["pages"].get(name)
            )
        of_pages = {one.file for one in now.values()} | sources.keys()  # what is copied keeps its name
        for name in of_pages & made - set(report["files"].values()):
            (folder / name).unlink()  # the theme has a file of that name, which gives way
        rest = made - of_pages
        whole, config = report["whole"], self.lang.mkdocs_file
        findings = [_whole_notice(config, whole)] if whole else []
        findings += clean_look(folder, rest)
        digests = {name: digest_file(folder / name) for name in rest if (folder / name).exists()}
        if not report["around"]:
            findings += self.known.findings
            digests = self.known.rest_after(digests)
        pages = count_facts(now)
        if known.pieces is not None:
            pages += known.pages - count_facts(known.sources)
        return replace(
            known,
            frame=self.frame,
            surroundings=self.surroundings,
            navigation=report["navigation"],
            whole=whole,
            sources=now,
            rest=digests,
            findings=tuple(findings),
            folds=self.folds,
            pages=pages,
        )

    def job(self) -> dict[str, Any]:
        """What MkDocs is to do, as `batches.Job` has it."""
        sources, known, is_few = self.sources, self.known.sources, self.known.pieces is not None
        return _job(self.root, self.lang, self.staged, self.changed) | {
            "known": {n: made.facts for n, made in known.items() if made.facts and n in sources},
            "navigation": self.known.navigation if self.kept or is_few else "",
            "around": self.is_around_as_it_was,
            "kept": self.known.pages if is_few else 0,
        }


def _job(root: Path, lang: Language, staged: Path, changed: Sequence[str]) -> dict[str, Any]:
    """What MkDocs is to make of `changed` sources, where nothing is known of what was made before."""
    return {
        "config": lang.mkdocs_file,
        "lang": lang.code,
        "pages": str(root / PAGES / lang.code),
        "made": str(staged / lang.code),
        "changed": changed,
        "known": {},
        "navigation": "",
        "around": False,
        "told": str(_told(staged, lang)),
    }


def _told(staged: Path, lang: Language) -> Path:
    return staged / f".{lang.code}-told"


@contextmanager
def show_ahead(root: Path) -> Iterator[Callable[[Sequence[str]], object]]:
    """Yields what puts rendered pages, by their paths, into a site that is served, while others are planned.

    They are made again with all others, as the site is to be: nothing is known of what lies there until then.
    """
    with ThreadPoolExecutor(1) as pool:
        shown: list[Future[None]] = []
        yield lambda pages: shown.append(pool.submit(_show, root, pages))
        with suppress(JisrError, OSError):  # whoever makes all pages says what is wrong
            for one in shown:
                one.result()


def _show(root: Path, pages: Sequence[str]) -> None:
    """Make pages, and put them into the places of those that are in the site."""
    beside = own_folder.make_own_folder(root, ".build")
    with folders.staging_folder(beside, "first") as staged:
        jobs = [_job(root, one, staged, _below(one.code, pages)) | {"alone": True} for one in LANGUAGES]
        for job, report in zip(jobs, run_mkdocs(root, *jobs), strict=True):
            for name in report["files"].values():
                place = root / "site" / job["lang"] / name
                own_folder.refuse_links(root, place)
                if place.is_file():
                    (Path(job["made"]) / name).replace(place)


def _below(lang: Lang, pages: Iterable[str]) -> list[str]:
    """Those of pages that are of a language, by their paths in its folder."""
    return [page.removeprefix(f"{lang}/") for page in pages if page.startswith(f"{lang}/")]


def _make_languages(root: Path, builds: Sequence[_LanguageBuild]) -> dict[_LanguageBuild, Manifest]:
    """What MkDocs makes of languages, in one process; where it fails, of each by itself, to tell which."""
    for build in builds:
        build.check_sources(build.changed)
    jobs = [build.job() for build in builds]
    try:
        reports = run_mkdocs(root, *jobs)
    except JisrError:
        for build in builds:
            build.check_all()  # it may be of a page that is no longer what was rendered
        if len(jobs) < 2:
            raise
        with ThreadPoolExecutor() as pool:
            runs = [pool.submit(run_mkdocs, root, job) for job in jobs]
        errors = (run.exception() for run in runs)
        if findings := [f for error in errors if isinstance(error, JisrError) for f in error.findings]:
            raise JisrError(findings) from None
        reports = [report for run in runs for report in run.result()]
    if any(build.asks_for_all(report) for build, report in zip(builds, reports, strict=True)):
        return _make_languages(root, [build.whole() for build in builds])
    made = {}
    for build, report in zip(builds, reports, strict=True):
        if report["whole"] or report["navigation"] != build.known.navigation:  # it stands on all pages
            build.check_all()
        else:
            build.check_sources(report["pages"].keys() - build.changed)  # what goes with each batch
        is_all = report["whole"] or report["around"]  # pages of other pieces were made too
        one = build.whole() if is_all and build.known.pieces is not None else build
        made[one] = one.read_report(report)
    return made


def run_mkdocs(root: Path, *jobs: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Have MkDocs do jobs in a process of its own; gives its reports. Raises `JisrError` where it fails."""
    paths = [Path(job["made"]) for job in jobs]
    paths = [made.with_name(f".{made.name}.json") for made in paths]
    for path, job in zip(paths, jobs, strict=True):
        path.write_text(json.dumps(job), "utf-8")
    run = _take_waiting(root) or _begin(root)
    out, errors = run.communicate(json.dumps([environment(root), *map(str, paths)]))
    if run.returncode == 0:
        return [json.loads(path.read_bytes()) for path in paths]
    lines = (errors + out).splitlines()
    if run.returncode == DISK_IS_FULL:
        raise JisrError(explain_refusal(root, OSError(*json.loads(lines[-1]))))
    said = [line for line in lines if line.strip() and not line.startswith("INFO")]
    message = "MkDocs could not build the site:\n    " + "\n    ".join(said[-20:])
    remedy = (
        "" if release() else "install Jisr itself, not only its libraries: MkDocs finds its plugin by that"
    )
    raise JisrError(Finding("mkdocs", message, jobs[0]["config"], remedy=remedy))


_waiting: dict[Path, list["subprocess.Popen[str]"]] = {}
_AHEAD = 2  # processes: one for what is shown first, one for all the rest


def begin_ahead(root: Path) -> None:
    """Have processes read MkDocs, which takes as long as to make a few pages, and wait for the next jobs.

    They end after those, with this process, or by `end_waiting`.
    """
    there = _waiting.setdefault(root, [])
    there += [_begin(root) for _ in range(_AHEAD - len(there))]


def _take_waiting(root: Path) -> "subprocess.Popen[str] | None":
    """A process that waits, if there is one."""
    while there := _waiting.get(root):
        run = there.pop(0)
        if run.poll() is None:
            return run
        run.communicate()  # somebody ended it
    return None


def end_waiting() -> None:
    """Leave no process behind that waits."""
    for run in (run for there in _waiting.values() for run in there):
        run.kill()
        run.communicate()
    _waiting.clear()


def _begin(root: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "jisr.builder.batches"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=root, env=environment(root), stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


def environment(root: Path) -> dict[str, str]:
    """What MkDocs finds in its environment."""
    return os.environ | {
        RENDERED: "1",
        HOOK: str(Path(__file__).with_name("plugin.py")),
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": clock.build_epoch(root),
    }


def _whole_notice(config: str, names: str) -> Finding:
    message = "MkDocs makes all pages each time, for what these plugins read of other pages is not known"
    remedy = "with thousands of articles do without them: nothing of Jisr needs them"
    return notice(WHOLE, message, config, text=names, remedy=remedy)


def _files(folder: Path) -> Iterator[str]:
    """The files of a folder by their paths below it."""
    top = len(str(folder)) + 1
    for name, _ in folders.file_stats(folder):
        yield name[top:].replace(os.sep, "/")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


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
