"""What MkDocs is given beside the pages that changed, and when it is given all."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config

from jisr.builder import HOOK, batches, plugin
from jisr.builder.manifest import MadeFile, Manifest, write_manifests
from jisr.storage import folders


@pytest.mark.parametrize(
    ("plugins", "unknown"),
    [
        ("plugins: [jisr]", []),
        ("plugins: [jisr, search]", ["search"]),
        ("plugins: [jisr]\nhooks: [mine.py]", ["mine.py"]),
        ("plugins: []\nhooks: [!ENV JISR_HOOK]", []),
        ("plugins: [search]\nhooks: [!ENV JISR_HOOK, mine.py]", ["search", "mine.py"]),
    ],
)
def test_plugins_of_which_nobody_knows_what_they_read_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plugins: str, unknown: list[str]
) -> None:
    monkeypatch.setenv(HOOK, plugin.__file__)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mine.py").write_text("", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{plugins}\n", "utf-8")
    assert batches._unknown_plugins(load_config(str(tmp_path / "mkdocs.yml"))) == unknown


@pytest.mark.parametrize(
    ("navigation", "pages"),
    [
        (None, []),
        ([], []),
        (["index.md", {"Us": ["about.md", {"Mail": "mail.md"}]}], ["index.md", "about.md", "mail.md"]),
        ([{"Elsewhere": "https://news.example/"}], ["https://news.example/"]),
    ],
)
def test_all_that_a_navigation_names_goes_with_each_batch(navigation: Any, pages: list[str]) -> None:
    assert list(batches._navigation_pages(navigation)) == pages


class ReadFiles(list[Any]):
    """What MkDocs has read."""

    def documentation_pages(self) -> list[Any]:
        return [file for file in self if file.page]


@pytest.mark.parametrize(
    ("around", "title", "changed", "files", "templates"),
    [
        (True, "Home", "", {"a.md"}, set()),
        (True, "Home", "2026-11-29", {"a.md"}, {"sitemap.xml"}),
        (True, "Start", "", {"a.md", "index.md", "theme.css"}, {"404.html", "sitemap.xml"}),
        (False, "Home", "", {"a.md", "index.md", "theme.css"}, {"404.html", "sitemap.xml"}),
    ],
)
def test_what_stands_around_pages_is_left_out_and_a_sitemap_without_news(
    tmp_path: Path, around: bool, title: str, changed: str, files: set[str], templates: set[str]
) -> None:
    def read(name: str, changed: str = "") -> Any:
        meta = {"changed": changed} if changed else {}
        page = SimpleNamespace(url=name, canonical_url=f"/{name}", meta=meta, title=name, children=())
        return SimpleNamespace(src_uri=name, dest_uri=name, page=page if name.endswith(".md") else None)

    def see(
        job: batches.Job, title: str, found: ReadFiles, *, is_first: bool = True
    ) -> tuple[batches.Report, set[str]]:
        report, theme = batches.Report(), SimpleNamespace(static_templates={"404.html", "sitemap.xml"})
        batch = batches._Batch(tmp_path, {"a.md"}, job, report, is_first=is_first)
        batch.on_nav(SimpleNamespace(items=[SimpleNamespace(title=title, url="", children=())]))
        batch.on_env(SimpleNamespace(), SimpleNamespace(extra={}, theme=theme), found)
        return report, theme.static_templates

    job = batches.Job("mkdocs.yml", "ar", "pages", "made", ("a.md",), {}, "", around=False, told="told")
    all_read = map(read, ("a.md", "index.md", "theme.css"))
    before, _ = see(job, "Home", ReadFiles(all_read))
    job = replace(job, known=before.pages, navigation=before.navigation, around=around)
    found = ReadFiles([read("a.md", changed), read("index.md"), read("theme.css")])
    report, made = see(job, title, found)
    assert {file.src_uri for file in found} == files
    assert made == templates
    assert report.around == ("theme.css" in files)
    found = ReadFiles([read("a.md", changed), read("index.md"), read("theme.css")])
    _, made = see(job, title, found, is_first=False)  # the first made a sitemap of its own pages alone
    assert ({file.src_uri for file in found}, made) == ({"a.md"}, templates & {"sitemap.xml"})
    found = ReadFiles([read("a.md", changed), read("index.md"), read("theme.css")])
    report, made = see(replace(job, alone=True), title, found)
    assert ({file.src_uri for file in found}, made, report.around) == ({"a.md"}, set(), False)


def test_of_a_theme_all_files_are_listed_that_mkdocs_takes_and_they_are_looked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("own/main.html", "base/css/a.css", "base/main.html", "base/.icons/b.svg", "base/css/.c.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    dirs = [str(tmp_path / "own"), str(tmp_path / "base")]
    found = batches._make_environment(Environment, dirs).list_templates()
    assert found == [name for name in FileSystemLoader(dirs).list_templates() if "/." not in f"/{name}"]
    monkeypatch.setattr(folders, "file_stats", None)
    environment = batches._make_environment(Environment, dirs)
    assert environment.list_templates() == found == ["css/a.css", "main.html"]
    assert environment.get_template("main.html").filename == str(tmp_path / "own/main.html")


@pytest.mark.parametrize(
    ("sizes", "batches_"),
    [
        ([], [[]]),
        ([1, 1, 1], [["0", "1", "2"]]),
        ([1, 1, 1, 1], [["0", "1", "2"], ["3"]]),
        ([6, 4, 1], [["0", "1"], ["2"]]),
        ([4, 7, 2], [["0"], ["1", "2"]]),
        ([11, 99, 1], [["0"], ["1"], ["2"]]),
    ],
)
def test_a_batch_has_no_more_files_and_bytes_than_mkdocs_has_memory_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: list[int], batches_: list[list[str]]
) -> None:
    monkeypatch.setattr(batches, "SIZE", 3)
    monkeypatch.setattr(batches, "LETTERS", 10)
    for name, size in enumerate(sizes):
        (tmp_path / f"{name}").write_bytes(b"x" * size)
    assert list(batches._cut(tmp_path, [f"{name}" for name in range(len(sizes))])) == batches_


@pytest.mark.parametrize(("is_last", "told"), [(True, ["a/", "b/"]), (False, ["MkDocs’ own"])])
def test_the_last_batch_alone_tells_the_sitemap_of_all_pages(
    tmp_path: Path, is_last: bool, told: list[str]
) -> None:
    known, made = ({"url": f"{name}/", "canonical_url": "", "meta": {}} for name in "ab")
    job = batches.Job("mkdocs.yml", "ar", "", "", [], {"a.md": known}, "", around=False, told="")
    batch = batches._Batch(tmp_path, [], job, batches.Report(pages={"b.md": made}), is_last=is_last)
    context: dict[str, Any] = {"pages": ["MkDocs’ own"]}
    pages = batch.on_template_context(context, "sitemap.xml")["pages"]
    assert [(getattr(one, "page", None) and one.page.url) or one for one in pages] == told
    assert batch.on_template_context({"pages": 1}, "404.html") == {"pages": 1}


@pytest.mark.parametrize(("names", "made"), [(["a.json"], ["a.json"]), ([], [])])
def test_where_no_page_is_made_what_is_copied_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], made: list[str]
) -> None:
    """One that went, or an article at odds with itself, leaves MkDocs nothing to make."""
    monkeypatch.setattr(batches, "_build", lambda *_, **__: None)
    (tmp_path / "pages").mkdir()
    for name in names:
        (tmp_path / "pages" / name).write_bytes(b"{}")
    pages, out = str(tmp_path / "pages"), tmp_path / "staged/ar"
    out.parent.joinpath(".ar-batch/left").mkdir(parents=True)  # by a run that failed
    job = batches.Job("mkdocs.yml", "ar", pages, str(out), names, {}, "", True, "")
    config = SimpleNamespace(exclude_docs=None, draft_docs=None, extra_templates=[])
    batches._build_batches(job, names, [], batches.Report(), config)
    assert [path.name for path in tmp_path.joinpath("staged").rglob("*")] == ["ar", *made]


@pytest.mark.parametrize(("kept", "lacks"), [(1, False), (2, True)])
def test_facts_that_the_manifest_has_are_asked_for_and_it_is_told_where_some_are_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int, lacks: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    facts = {"url": "a/", "canonical_url": "", "meta": {}}
    known = Manifest(
        "frame", sources={"a.md": MadeFile("1", "a", "2", facts), "b.css": MadeFile("3", "b.css", "3")}
    )
    write_manifests(tmp_path, {"ar": known}, {"ar": Manifest()})
    job = batches.Job("mkdocs.yml", "ar", "", "", [], {}, "", around=True, told="", kept=kept)
    report = batches.Report()
    batch = batches._Batch(tmp_path, [], job, report)
    told = batch.on_template_context({}, "sitemap.xml")["pages"]
    assert [one.page.url for one in told] == ["a/"]
    assert report.lacks_facts == lacks
