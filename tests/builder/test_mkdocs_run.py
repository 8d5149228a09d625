"""What MkDocs is asked to make, and how far it has come; HTML that is set aside meanwhile comes back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import markdown as python_markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.builder import PAGES, batches, mkdocs_run
from jisr.builder.manifest import MadeFile, Manifest
from jisr.builder.stash import stash_html, unstash_html
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGUAGES
from jisr.storage.folders import KnownFolder
from jisr.storage.inputs import clock
from tests import sample
from tests.pages_folder import records_of
from tests.site.rendered import rendered, squeezed


def test_files_bear_the_day_of_the_last_commit_and_no_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(clock, "_last_commit", lambda _root: "1762786799")  # 2025-11-10, a second to midnight
    assert mkdocs_run.environment(tmp_path)["SOURCE_DATE_EPOCH"] == "1762732800"
    assert clock.commit_day(tmp_path) == date(2025, 11, 10)


def converted(markdown: str) -> str:
    return python_markdown.markdown(markdown, extensions=["attr_list"])


def test_html_that_is_set_aside_comes_back_as_markdown_would_have_left_it() -> None:
    for path, page in rendered(*sample.articles()).items():
        if path.endswith(".md") and path.split("/")[1] in ("articles", "parallel", "actors"):
            body = page.split("---\n", 2)[2]
            short, kept = stash_html(body)
            assert kept
            assert len(short) < len(body) / 2
            assert squeezed(unstash_html(converted(short), kept)) == squeezed(converted(body))


@pytest.mark.parametrize(
    "text",
    [
        "text\n<p>in a paragraph</p>\n",
        "<p>one line of\ntwo</p>\n",
        "    <p>code</p>\n",
        "<https://a.example>x\n",
        "",
    ],
)
def test_what_is_no_paragraph_of_html_is_left_to_markdown(text: str) -> None:
    assert stash_html(text) == (text, [])


@given(st.text(alphabet='<p>/\n a0"', max_size=60))
def test_what_is_set_aside_is_put_back(text: str) -> None:
    assert unstash_html(*stash_html(text)) == text


def test_a_forged_mark_is_left_alone() -> None:
    assert unstash_html('<div data-jisr="7"></div>', ["x"]) == '<div data-jisr="7"></div>'


def test_each_page_that_mkdocs_made_is_told_to_whoever_waits(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md", "x.json"):
        (tmp_path / "pages/ar").mkdir(parents=True, exist_ok=True)
        (tmp_path / "pages/ar" / name).write_text(name, "utf-8")
    sources, site = mkdocs_run.read_sources(KnownFolder(tmp_path / "pages")), KnownFolder(tmp_path / "site")
    assert sources["en"] == {}
    kept = {"c.md": MadeFile(sources["ar"]["c.md"])}
    build = mkdocs_run._LanguageBuild(
        tmp_path,
        LANGUAGES[0],
        sources["ar"],
        site,
        tmp_path,
        Manifest("frame", sources=kept),
        "frame",
        "around",
    )
    assert (build.changed, build.count_made()) == (["a.md", "b.md", "x.json"], 0)
    job = batches.Job(**build.job())
    assert job.changed == build.changed
    batch = batches._Batch(tmp_path, job.changed, job, batches.Report())
    for made in (1, 2, 2):  # a page of the navigation is made with each batch
        assert batch.on_post_page("<p>") == "<p>"
        assert build.count_made() == made


def test_a_file_of_the_site_is_taken_for_what_it_was_if_it_is_as_that_very_build_left_it(
    tmp_path: Path,
) -> None:
    before = KnownFolder(tmp_path / "site")
    before.write("ar/a.html", b"page")
    before.write("ar/x.css", b"style")
    left = before.state()[0]

    def stands(site: KnownFolder, said: str) -> tuple[bool, bool]:
        """Whether a page, and a file beside the pages, is taken for what the last build said that it made."""
        known = Manifest(
            "frame", "", "", "", {"a.md": MadeFile("words", "a.html", "of it")}, {"x.css": "of it"}
        )
        known = replace(known, site=said)
        one = mkdocs_run._LanguageBuild(
            tmp_path, LANGUAGES[0], {"a.md": "words"}, site, tmp_path, known, "frame", "around"
        )
        return "a.md" in one.kept, one._stands("x.css", "of it")

    def site() -> KnownFolder:
        return KnownFolder(tmp_path / "site", records_of(before), before.folds)

    assert stands(site(), left) == (True, True), "the digests, which are others, are not asked for"
    assert stands(site(), "of another build") == stands(site(), "") == (False, False)
    assert stands(KnownFolder(tmp_path / "site", records_of(before)), left) == (False, False)
    (tmp_path / "site/ar/a.html").unlink()
    assert stands(site(), left) == (False, True)


def test_a_page_that_mkdocs_was_given_is_known_as_it_was(tmp_path: Path) -> None:
    folder = KnownFolder(tmp_path / "pages")
    folder.write("ar/a.md", b"text", "key")
    batches._copy(tmp_path / "pages/ar/a.md", tmp_path / "batch/a.md")
    assert (tmp_path / "batch/a.md").read_bytes() == b"text"
    assert (tmp_path / "pages/ar/a.md").stat().st_nlink == 1  # making one more would change its times
    assert KnownFolder(tmp_path / "pages", records_of(folder)).key("ar/a.md") == "key"


def test_where_mkdocs_fails_each_language_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[list[str]] = []

    def fail(_root: Path, *jobs: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        langs = [job["lang"] for job in jobs]
        runs.append(langs)
        if langs != ["en"]:
            raise JisrError(Finding("mkdocs", f"broken in {langs}", jobs[0]["config"]))
        return [{}]

    monkeypatch.setattr(mkdocs_run, "run_mkdocs", fail)
    site = KnownFolder(tmp_path / "site")
    builds = [
        mkdocs_run._LanguageBuild(tmp_path, one, {}, site, tmp_path, Manifest(), "frame", "around")
        for one in LANGUAGES
    ]
    with pytest.raises(JisrError) as raised:
        mkdocs_run._make_languages(tmp_path, builds)
    assert [(f.message, f.file) for f in raised.value.findings] == [("broken in ['ar']", "mkdocs.yml")]
    assert runs[0] == ["ar", "en"]
    assert sorted(runs[1:]) == [["ar"], ["en"]]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_of_a_full_disk_is_said_what_to_do_and_not_where_mkdocs_was(tmp_path: Path) -> None:
    for name, text in {"mkdocs.yml": "site_name: x\nplugins: [jisr]\n", f"{PAGES}/ar/a.md": "# a"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for folder in ("docs/ar", "staged"):
        (tmp_path / folder).mkdir(parents=True)
    job = mkdocs_run._job(tmp_path, LANGUAGES[0], tmp_path / "staged", ["a.md"])
    with pytest.raises(JisrError) as raised:
        mkdocs_run.run_mkdocs(tmp_path, {**job, "told": "/dev/full"})
    (finding,) = raised.value.findings
    assert (finding.check, finding.file) == ("disk", tmp_path.as_posix())
    assert "Traceback" not in str(finding)
    assert finding.remedy


@pytest.mark.parametrize(
    ("report", "damage"),
    [
        ({"pages": {"a.md": {}, "index.md": {}}}, "index.md"),  # it goes with each batch, for its title
        ({"pages": {"a.md": {}}}, ""),
        ({"pages": {"a.md": {}}, "navigation": "other"}, "b.md"),
        ({"pages": {"a.md": {}}, "navigation": "other"}, "nobodys.md"),
        ({"pages": {"a.md": {}}, "whole": "hook.py"}, "b.md"),
        ({"pages": {"a.md": {}}, "whole": "hook.py"}, "nobodys.md"),
    ],
)
def test_what_mkdocs_read_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: Mapping[str, Any], damage: str
) -> None:
    pages = tmp_path / PAGES / "ar"
    pages.mkdir(parents=True)
    for name in ("a.md", "b.md", "index.md"):
        (pages / name).write_text("text", "utf-8")
    sources = mkdocs_run.read_sources(KnownFolder(pages.parent))["ar"]
    known = Manifest("frame", sources={name: MadeFile(sources[name]) for name in ("b.md", "index.md")})
    site = KnownFolder(tmp_path / "site")
    build = mkdocs_run._LanguageBuild(
        tmp_path, LANGUAGES[0], sources, site, tmp_path, known, "frame", "around"
    )
    whole = {"navigation": "", "whole": "", "files": {}, "around": True, "lacks_facts": False, **report}
    monkeypatch.setattr(mkdocs_run, "run_mkdocs", lambda *_: [whole])
    for name in ("b.md", "index.md", "nobodys.md"):
        if name == damage:
            (pages / name).unlink(missing_ok=True)
            (pages / name).symlink_to("a.md")
    if damage:
        with pytest.raises(JisrError, match="saved while jisr was at work"):
            mkdocs_run._make_languages(tmp_path, [build])
    else:
        mkdocs_run._make_languages(tmp_path, [build])

    def fail(*_: object) -> list[Mapping[str, Any]]:
        raise JisrError(Finding("mkdocs", "a page that nobody knows"))

    monkeypatch.setattr(mkdocs_run, "run_mkdocs", fail)
    with pytest.raises(JisrError, match="saved while" if damage else "a page that nobody knows"):
        mkdocs_run._make_languages(tmp_path, [build])


def test_jobs_are_done_by_the_process_that_waits_for_them_or_by_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Any] = []
    begin = mkdocs_run._begin

    def note(root: Path) -> Any:
        begun.append(begin(root))
        return begun[-1]

    monkeypatch.setattr(mkdocs_run, "_begin", note)
    for _ in range(2):
        mkdocs_run.begin_ahead(tmp_path)
    assert mkdocs_run.run_mkdocs(tmp_path) == []
    assert [run.returncode for run in begun] == [0, None]
    mkdocs_run.begin_ahead(tmp_path)
    for one in begun[1:]:
        one.kill()
        one.wait()
    assert mkdocs_run.run_mkdocs(tmp_path) == []
    assert [run.returncode for run in begun[3:]] == [0]
    mkdocs_run.begin_ahead(tmp_path)
    mkdocs_run.end_waiting()
    assert [run.returncode == 0 for run in begun[3:]] == [True, False, False]


def test_pages_that_are_shown_first_come_into_the_places_of_those_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(_root: Path, *jobs: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        assert [(job["lang"], job["changed"]) for job in jobs] == [("ar", ["a.md", "b.md"]), ("en", [])]
        for job in jobs:
            for name in ("a.html", "b.html"):
                Path(job["made"]).mkdir(exist_ok=True)
                Path(job["made"], name).write_text("new", "utf-8")
        return [{"files": {"a.md": "a.html", "b.md": "b.html"}}, {"files": {}}]

    monkeypatch.setattr(mkdocs_run, "run_mkdocs", make)
    site = tmp_path / "site"
    for lang in ("ar", "en"):
        (site / lang).mkdir(parents=True)
        (site / lang / "a.html").write_text("former", "utf-8")
    with mkdocs_run.show_ahead(tmp_path) as show:
        show(["ar/a.md", "ar/b.md"])
    there = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}
    assert there == {"ar/a.html": "new", "en/a.html": "former"}
    assert not any(path.is_dir() for path in (tmp_path / ".build").iterdir())


def test_that_a_page_cannot_be_shown_first_is_left_to_whoever_makes_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_root: Path, *_: object) -> None:
        raise JisrError(Finding("mkdocs", "a broken template"))

    monkeypatch.setattr(mkdocs_run, "run_mkdocs", fail)
    with mkdocs_run.show_ahead(tmp_path) as show:
        show(["ar/a.md"])
