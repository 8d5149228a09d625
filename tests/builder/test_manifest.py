"""A site of which only what changed was made is the site that is made from nothing.

MkDocs is played by a function that does what `builder.batches` promises: it makes what it is asked for and
the page of the navigation, says which file became what, and makes all where the navigation is another one.
"""

import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.builder import mkdocs_run
from jisr.builder.manifest import Manifest, read_facts, with_sources
from jisr.model.diagnostics import Finding
from jisr.model.languages import Lang
from jisr.storage import folders
from jisr.storage.cache import open_cache, piece_of
from tests.media import marked
from tests.pages_folder import write_pages
from tests.project import SETTINGS

NAMES = ("index.md", "a.md", "b.md", "deep/c.md", "deep/d.png", "e.md.txt", "assets/logo.png")
CHANGES = (
    "edit",
    "title",
    "remove",
    "frame",
    "by hand",
    "deleted",
    "stray",
    "cache",
    "lost",
    "pages",
    "killed",
)


@dataclass
class Publication:
    """A project whose rendered pages are `tree`, and what MkDocs was asked to make of it."""

    root: Path
    tree: dict[str, bytes] = field(default_factory=dict)
    frame: str = "1"
    whole: str = ""
    look: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    finish: mkdocs_run.Finish = mkdocs_run.nothing_more

    def __post_init__(self) -> None:
        (self.root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
        for lang in ("ar", "en"):
            self.tree.setdefault(f"{lang}/index.md", b"Home\n")

    def build(self) -> dict[str, bytes]:
        self.asked.clear()
        self.made.clear()
        write_pages(self.root, self.tree)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(mkdocs_run, "run_mkdocs", self.run)
            patch.setattr(mkdocs_run, "fingerprint_frame", lambda _: self.frame)
            patch.setattr(mkdocs_run, "fingerprint_assets", lambda _: self.frame)
            files = {"root.js": self.frame.encode()}
            self.findings = mkdocs_run.build_site(self.root, files, self.finish)
        return contents(self.root / "site")

    def run(self, _root: Path, *jobs: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [self.do(job) for job in jobs]

    def do(self, job: Mapping[str, Any]) -> dict[str, Any]:
        pages, made = Path(job["pages"]), Path(job["made"])
        self.asked += [f"{job['lang']}/{name}" for name in job["changed"]]
        title = (pages / "index.md").read_text("utf-8").partition("\n")[0]
        names = {*job["changed"], "index.md"}
        if job["navigation"] not in ("", title):
            names = set(contents(pages))
        around = not (job["around"] and job["navigation"] == title)
        facts = {name: self.facts(pages / name) for name in names}
        if not around:
            names &= {*job["changed"]}
        moved = {name for name in names if (pages / name).read_bytes().startswith(b">")}
        files = {name: f"{'moved/' * (name in moved)}{mkdocs_file(name)}" for name in names}
        for name, file in files.items():
            put(made / file, title.encode() + self.frame.encode() + (pages / name).read_bytes())
        theirs = {**self.look, "theme.css": self.frame.encode(), "404.html": title.encode()}
        for name, data in {"assets/logo.png": b"the theme's own", **theirs}.items() if around else ():
            if name not in files.values():
                put(made / name, data)
        before = read_facts(self.root, job["lang"]) if job["kept"] else job["known"]
        assert {name: before.get(name) for name in job["known"]} == job["known"]
        known = {**before, **facts}
        if around or any(job["known"].get(name) != facts[name] for name in job["changed"]):
            for number in range(len(set(known.values()))):
                put(made / f"sitemap-{number}.xml", b"a part")
            put(made / "sitemap.xml", repr(sorted(known.items())).encode())
        self.made += [path for path in contents(made) if path not in files.values()]
        return {
            "navigation": title,
            "whole": self.whole,
            "around": around,
            "files": files,
            "pages": known,
            "lacks_facts": bool(job["kept"]) and len(before) != job["kept"],
        }

    @staticmethod
    def facts(page: Path) -> str:
        """What the sitemap tells of a page: its first sign, so that not each edit is news."""
        return page.read_bytes()[:1].decode()


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    made = Publication(tmp_path)
    for name in NAMES[1:]:
        made.tree[f"ar/{name}"] = made.tree[f"en/{name}"] = name.encode()
    made.build()
    return made


def change(publication: Publication, what: str, name: str, text: str) -> None:
    """One thing that happens between two builds."""
    root, tree = publication.root, publication.tree
    site = root / "site" / mkdocs_file(name)
    if what == "edit":
        tree[name] = f"{text}\n".encode() if name.endswith("/index.md") else text.encode()
    elif what == "title":
        tree[f"{name[:2]}/index.md"] = f"{text}\nmore\n".encode()
    elif what == "remove" and not name.endswith("/index.md"):
        tree.pop(name, None)
    elif what == "frame":
        publication.frame = text
    elif what == "by hand" and site.is_file():
        site.write_bytes(b"by hand")
    elif what == "deleted":
        site.unlink(missing_ok=True)
    elif what == "stray":
        put(root / "site" / name[:2] / "stray" / "x.html", b"x")
    elif what == "cache":
        shutil.rmtree(root / ".jisr", ignore_errors=True)
    elif what == "lost":
        with open_cache(root, "site manifest", whole=False) as kept:
            kept.put(name[:2], f"piece {piece_of(name[3:])}", {})
    elif what == "pages":
        shutil.rmtree(root / ".build", ignore_errors=True)
    elif what == "killed":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(folders.KnownFolder, "place", place_one_then_die())
            patch.setattr(publication, "frame", publication.frame + text)
            with pytest.raises(KeyboardInterrupt):
                publication.build()


def mkdocs_file(name: str) -> str:
    return name.removesuffix(".txt").replace(".md", "/index.html")


def place_one_then_die() -> Callable[..., None]:
    place = folders.KnownFolder.place
    placed: list[str] = []

    def act(folder: folders.KnownFolder, name: str, made: Path, digest: str) -> None:
        if placed:
            raise KeyboardInterrupt
        placed.append(name)
        place(folder, name, made, digest)

    return act


STEPS = st.lists(
    st.tuples(
        st.sampled_from(CHANGES),
        st.builds("{}/{}".format, st.sampled_from(("ar", "en")), st.sampled_from(NAMES)),
        st.sampled_from("xyz>"),
    ),
    max_size=6,
)


@pytest.mark.parametrize("histories", [12, pytest.param(2000, marks=pytest.mark.soak)])
def test_whatever_happened_the_site_is_that_made_from_nothing(tmp_path: Path, histories: int) -> None:
    @settings(max_examples=histories, deadline=None, derandomize=histories < 100)
    @given(STEPS)
    def run(steps: list[tuple[str, str, str]]) -> None:
        with TemporaryDirectory(dir=tmp_path) as one, TemporaryDirectory(dir=tmp_path) as other:
            publication = Publication(Path(one))
            publication.build()
            for what, name, text in steps:
                change(publication, what, name, text)
                if what != "remove":  # several changes between two builds
                    publication.build()
            found = publication.build()
            anew = Publication(Path(other), dict(publication.tree), publication.frame)
            assert found == anew.build()
            publication.build()
            assert publication.asked == []

    run()


ASKED = {
    "edit": ["ar/deep/c.md"],
    "remove": [],
    "frame": sorted(f"{lang}/{name}" for lang in ("ar", "en") for name in NAMES),
    "by hand": ["ar/deep/c.md"],
    "deleted": ["ar/deep/c.md"],
    "stray": [],
}


@pytest.mark.parametrize("what", ASKED)
def test_mkdocs_is_asked_for_no_more_than_what_changed(publication: Publication, what: str) -> None:
    change(publication, what, "ar/deep/c.md", "x")
    publication.build()
    assert sorted(publication.asked) == ASKED[what]


@pytest.mark.parametrize(("text", "has_news"), [(b"another", False), (b"of later", True)])
def test_beside_pages_nothing_is_made_but_a_sitemap_with_news(
    publication: Publication, text: bytes, has_news: bool
) -> None:
    publication.tree["en/a.md"] = text
    publication.build()
    assert {name.startswith("sitemap") for name in publication.made} == ({True} if has_news else set())


def test_a_sitemap_in_fewer_parts_than_before_leaves_none_behind(publication: Publication) -> None:
    assert "en/sitemap-4.xml" in contents(publication.root / "site")
    publication.tree["en/b.md"] = publication.tree["en/deep/c.md"] = b"H"
    assert {name for name in publication.build() if name.startswith("en/sitemap-")} == {
        f"en/sitemap-{number}.xml" for number in range(4)
    }


def test_a_file_of_a_publication_stands_though_the_theme_has_one_of_its_name(
    publication: Publication,
) -> None:
    publication.tree["en/a.md"] = b"changed"
    assert b"assets/logo.png" in publication.build()["en/assets/logo.png"]


def test_what_did_not_change_is_not_touched(publication: Publication) -> None:
    before = {
        path: path.stat().st_ctime_ns for path in (publication.root / "site").rglob("*") if path.is_file()
    }
    publication.tree["en/a.md"] = b"changed"
    publication.build()
    touched = {path for path in before if path.stat().st_ctime_ns != before[path]}
    assert {path.relative_to(publication.root / "site").as_posix() for path in touched} == {
        "en/a/index.html",
        "en/sitemap.xml",
    }


def test_where_it_is_not_known_from_what_frame_pages_are_all_are_made_and_the_gone_forgotten(
    publication: Publication,
) -> None:
    with open_cache(publication.root, "site manifest") as kept:
        kept.put("site manifest", "ar", {})
    left = (publication.root / "site/ar/b/index.html").read_bytes()
    del publication.tree["ar/b.md"]
    assert "ar/b/index.html" not in publication.build()
    assert sorted(publication.asked) == sorted(n for n in publication.tree if n.startswith("ar/"))
    put(publication.root / "site/ar/b/index.html", left)
    assert "ar/b/index.html" not in publication.build()


def test_what_was_wrong_with_the_look_is_said_again(publication: Publication) -> None:
    publication.frame = "2"
    publication.look["assets/locked.pdf"] = marked.document(locked=True)
    said = []
    for _ in range(2):
        assert "ar/assets/locked.pdf" not in publication.build()
        said.append(publication.findings)
    assert publication.asked == []
    assert [finding.file for finding in said[0]] == ["overrides/assets/locked.pdf"]
    assert said[1] == said[0]


def test_where_a_plugin_wants_all_pages_all_are_made_each_time_and_that_is_said(
    publication: Publication,
) -> None:
    publication.whole, publication.frame = "search", "2"
    for _ in range(2):
        publication.build()
        assert len(publication.asked) == 2 * len(NAMES)
        assert {(f.file, f.text) for f in publication.findings} == {
            ("mkdocs.yml", "search"),
            ("mkdocs.en.yml", "search"),
        }
    publication.whole = ""
    publication.build()
    assert publication.findings == []
    publication.build()
    assert publication.asked == []


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Collection[int] | None]:
    """The pieces of what is known of sources that were read, each time."""
    pieces: list[Collection[int] | None] = []

    def note(root: Path, lang: Lang, known: Manifest, some: Collection[int] | None = None) -> Manifest:
        pieces.append(some)
        return with_sources(root, lang, known, some)

    monkeypatch.setattr(mkdocs_run, "with_sources", note)
    return pieces


def test_of_what_is_known_no_more_is_read_than_the_pieces_in_which_a_source_changed(
    publication: Publication, read: list[Collection[int] | None]
) -> None:
    publication.tree["en/a.md"] = b"another"
    publication.build()
    assert read == [set(), {piece_of("a.md")}]
    read.clear()
    change(publication, "by hand", "en/b.md", "")
    publication.build()
    assert read == [None, None]


def test_a_sitemap_with_news_tells_of_all_pages_though_what_was_known_of_some_is_lost(
    publication: Publication,
) -> None:
    with open_cache(publication.root, "site manifest", whole=False) as kept:
        kept.put("en", f"piece {piece_of('b.md')}", {})
    publication.tree["en/a.md"] = b"of later"
    found = publication.build()
    assert "en/b.md" in publication.asked
    shutil.rmtree(publication.root / ".jisr")
    assert publication.build() == found


def test_where_more_is_put_into_a_folder_of_the_site_what_came_of_sources_stays_there(
    publication: Publication, read: list[Collection[int] | None]
) -> None:
    def finish(staged: Path, _: folders.KnownFolder) -> list[str]:
        name = f"ar/more/{len(publication.tree['ar/a.md'])}"
        put(staged / name, b"more")
        return [name]

    publication.finish = finish
    publication.tree |= {"ar/more/own.png": b"own", "ar/more.md": b"own", "ar/a.md": b"1"}
    publication.build()
    read.clear()
    publication.tree["ar/a.md"] = b"12"
    found = publication.build()
    assert None not in read
    assert {name for name in found if name.startswith("ar/more")} == {
        "ar/more/2",
        "ar/more/own.png",
        "ar/more/index.html",
    }
