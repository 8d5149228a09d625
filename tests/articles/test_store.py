"""What is known of articles: the same as a fresh reading gives, whatever happened, and nothing read twice."""

import os
import random
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from jisr.app import pipeline, publishing, syncing
from jisr.articles import store
from jisr.articles.facts import KnownArticle
from jisr.articles.reading import ReadArticle, read_article
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import STALE_SINCE
from jisr.model.source import SeedFile
from jisr.storage import cache
from jisr.storage.work.cores import map_on_cores
from jisr.translation import article_files, engines, sync
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit, git

CACHE = Path(".jisr/cache.sqlite3")
SLUGS = ("2024/oil", "2024/schools", "water")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path)
    (made.root / ".gitignore").write_text(".jisr\n.build\n", "utf-8")
    for number, slug in enumerate(reversed(SLUGS)):
        made.seed(slug, PARAGRAPHS[number : number + 3], f"عنوان المقال {number}")  # the article's title
    path = made.root / "seeds/2024/oil.txt"
    path.rename(path.with_suffix(".md"))
    with path.with_suffix(".md").open("a", encoding="utf-8") as seed:
        seed.write("\n![خريطة](map.png)\n\n[مقال](../water.md)\n")  # a map; an article
    (made.root / "seeds/2024/map.png").write_bytes(PNG)
    git(made.root, "init", "-q", "-b", "main")
    pipeline.draft_articles(made.root, TODAY)
    edit(made.translation(), "Draft of 13 words.", "No vote this year.")
    pipeline.sync_articles(made.root, TODAY)
    commit(made)
    return made


def commit(project: Project) -> None:
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "--allow-empty", "-m", "x")


def check_same_as_fresh(root: Path, day: date | None = TODAY) -> None:
    """The store tells what reading all anew tells: articles, texts, findings, in the same order."""
    standing = syncing.read_standing(root, day)
    fresh = syncing.read_and_reconcile(root, today=day)
    assert standing.findings == fresh.findings
    assert standing.renamed == fresh.renamed
    assert [one.facts.slug for one in standing.articles] == [o.slug for o in fresh.outcomes]
    for one, outcome in zip(standing.articles, fresh.outcomes, strict=True):
        article = sync.build_article(outcome)
        assert repr(one.load()) == repr(article)
        assert one.facts.blocked == outcome.blocked
        assert one.facts.meta == outcome.document.meta
        assert one.known.text == KnownArticle.of(article).text
        assert list(one.facts.by_hand) == list(article_files.read_original_page(root, outcome, article)[0])


class Hands:
    """People at work on a publication, and what befalls its cache."""

    def __init__(self, project: Project, number: int) -> None:
        self.project = project
        self.root = project.root
        self.dice = random.Random(number)
        self.count = 0

    def act(self) -> str:
        acts: list[Callable[[], None]] = [
            *(self.edit_seed, self.edit_page, self.edit_page, self.edit_ledger, self.edit_original),
            *(self.write_sidecar, self.write_glossary, self.move_image, self.rename_seed, self.new_seed),
            *(self.delete, self.sync, self.sync, self.commit, self.damage_store),
        ]
        act = self.dice.choice(acts)
        act()
        return act.__name__

    def some(self, pattern: str) -> Path | None:
        found = sorted(path for path in self.root.glob(pattern) if path.is_file())
        return self.dice.choice(found) if found else None

    def word(self) -> str:
        self.count += 1
        return f"كلمة{self.count}" if self.dice.random() < 0.5 else f"word{self.count}"

    def change(self, pattern: str) -> None:
        """Put a word, or take a line out, somewhere in a file."""
        if path := self.some(pattern):
            lines = path.read_text("utf-8").split("\n")
            at = self.dice.randrange(len(lines))
            if self.dice.random() < 0.25:
                del lines[at]
            else:
                lines[at] = f"{lines[at]} {self.word()}"
            path.write_text("\n".join(lines), "utf-8")

    def edit_seed(self) -> None:
        self.change("seeds/**/*.[tm][xd]*")

    def edit_page(self) -> None:
        self.change("docs/en/articles/**/*.md")

    def edit_ledger(self) -> None:
        self.change("translations/**/*.po")

    def edit_original(self) -> None:
        self.change("docs/ar/articles/**/*.md")

    def write_sidecar(self) -> None:
        said = self.dice.choice(
            [
                "status: draft\n",
                "release: {en: now}\n",
                "published: 2024-05\n",
                "release: 2031-01-01\n",
                "was: [water, 2024/oil, 2024/rivers]\n",
                "titel: x\n",
                "",
                "summary: {en: A summary}\nseries: مياه\n",
            ]
        )
        if path := self.some("seeds/**/*.[tm][xd]*"):
            path.with_suffix(".yml").write_text(said, "utf-8")

    def write_glossary(self) -> None:
        (self.root / "seeds/actors.yml").write_text(
            f"- id: a{self.count}\n  type: person\n  ar: {{preferred: علي}}\n  en: {{preferred: Ali}}\n",
            "utf-8",
        )

    def move_image(self) -> None:
        path = self.root / "seeds/2024/map.png"
        if path.exists():
            path.unlink()
        else:
            path.write_bytes(PNG)

    def rename_seed(self) -> None:
        if path := self.some("seeds/**/*.[tm][xd]*"):
            path.rename(path.with_stem(f"{path.stem}{self.dice.choice('-x')}{self.count}"))

    def new_seed(self) -> None:
        self.project.seed(f"new{self.count}", [self.dice.choice(PARAGRAPHS), self.word()])

    def delete(self) -> None:
        if path := self.some(self.dice.choice(["docs/*/articles/**/*.md", "translations/**/*.po"])):
            path.unlink()

    def sync(self) -> None:
        run = self.dice.choice([pipeline.sync_articles, pipeline.draft_articles])
        run(self.root, TODAY, allow_shrink=True)

    def commit(self) -> None:
        commit(self.project)

    def damage_store(self) -> None:
        path = self.root / CACHE
        if not path.exists():
            return
        how = self.dice.randrange(4)
        if how == 0:
            path.unlink()
        elif how == 1:
            os.truncate(path, self.dice.randrange(path.stat().st_size))
        elif how == 2:
            path.write_bytes(self.dice.randbytes(5000))
        else:
            with closing(sqlite3.connect(path)) as kept:
                kept.execute("PRAGMA user_version = 7")


@pytest.mark.parametrize("number", range(5))
def test_whatever_happens_the_store_tells_what_a_fresh_reading_tells(project: Project, number: int) -> None:
    hands = Hands(project, number)
    acts = []
    for _ in range(12):
        acts.append(hands.act())
        day = date(2026, 12, hands.dice.randrange(1, 4))
        try:
            check_same_as_fresh(project.root, hands.dice.choice([None, TODAY, day]))
        except AssertionError as error:
            raise AssertionError(acts) from error


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles that are read from their files."""
    found: list[str] = []
    before = read_article

    def noting(root: Path, seed: SeedFile, today: date | None) -> ReadArticle:
        found.append(seed.slug)
        return before(root, seed, today)

    monkeypatch.setattr(store, "read_article", noting)
    return found


def test_only_articles_with_a_changed_file_are_read(project: Project, read: list[str]) -> None:
    """Also where what a run says hangs on the day, but not of this article."""
    root = project.root
    syncing.read_standing(root)
    assert read == list(SLUGS)
    for day in (None, TODAY, date(2027, 1, 1)):
        syncing.read_standing(root, day)
    assert read == list(SLUGS)
    for path in (project.original(), project.translation(), project.ledger(), root / "seeds/water.txt"):
        read.clear()
        path.write_bytes(path.read_bytes() + b"\n")
        syncing.read_standing(root)
        syncing.read_standing(root)
        assert read == ["water"], path
    read.clear()
    (root / "seeds/2024/schools.yml").write_text("published: 2024\n", "utf-8")
    (root / "seeds/2024/map.png").unlink()  # is looked for, whatever is known
    first, second = syncing.read_standing(root), syncing.read_standing(root)
    assert read == ["2024/schools"]
    assert [f.check for f in first.findings] == ["image"]
    assert first == second
    read.clear()
    first.articles[0].load()
    assert read == []


def test_an_article_that_hangs_on_the_day_is_read_on_another(project: Project, read: list[str]) -> None:
    edit(project.root / "seeds/water.txt", "البرلمان", "المجلس")  # parliament, the council
    for day in (TODAY, TODAY, date(2027, 1, 1), date(2027, 1, 1)):
        syncing.read_standing(project.root, day)
    assert read == [*SLUGS, "water"]
    (*_, water) = syncing.read_standing(project.root, date(2027, 1, 1)).articles
    (stale,) = (p.entry for p in water.load().passages if p.entry.stale)
    assert stale.facts[STALE_SINCE] == "2027-01-01"
    assert [block.key for block in water.facts.text.stale] == [stale.key]


def test_what_comes_under_a_former_name_is_seen(project: Project, read: list[str]) -> None:
    """An article's own files are as they were, and yet it is no longer the same."""
    (project.root / "seeds/water.yml").write_text("was: [rivers]\n", "utf-8")
    for _ in range(2):
        assert syncing.read_standing(project.root).findings == ()
    assert read == list(SLUGS)
    project.ledger("rivers").write_bytes(project.ledger().read_bytes())
    assert [f.check for f in syncing.read_standing(project.root).findings] == ["renamed", "orphan"]
    check_same_as_fresh(project.root)
    project.seed("rivers")
    check_same_as_fresh(project.root)
    project.ledger("rivers").unlink()
    check_same_as_fresh(project.root)


def test_what_hangs_on_commits_is_read_each_time(project: Project, read: list[str]) -> None:
    """A ledger that lost an entry is mended from git: its files alone do not tell what the article is."""
    project.ledger().unlink()
    syncing.read_standing(project.root)
    read.clear()
    syncing.read_standing(project.root)
    assert read == ["water"]
    check_same_as_fresh(project.root)


def test_articles_beside_one_that_changed_are_known_when_nobody_asked_for_them_alone(
    project: Project, read: list[str]
) -> None:
    """They were read together with it for longer than the store keeps what nobody asks for."""
    for _ in range(6):
        syncing.read_standing(project.root)
    read.clear()
    edit(project.translation(), "No vote this year.", "No vote.")
    for _ in range(2):
        syncing.read_standing(project.root)
    assert read == ["water"]
    check_same_as_fresh(project.root)


def test_a_text_that_is_lost_from_the_store_is_read_anew_and_never_another(project: Project) -> None:
    *_, water = syncing.read_standing(project.root).articles
    before = water.load()
    cache.drop_values(project.root, lambda _: True)
    assert water.load() == before
    (project.root / CACHE).unlink()
    edit(project.translation(), "No vote this year.", "No vote.")
    with pytest.raises(JisrError, match="saved while"):
        water.load()


def test_many_articles_are_read_on_all_cores_as_one_reads_them(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project.translation(), "<!-- #p2 -->", "<!-- #p2 -->\nOther.\n\n<!-- #p2 -->")
    (project.root / "seeds/2024/map.png").unlink()
    (project.root / "seeds/2024/b.yml").write_text("titel: x\n", "utf-8")
    project.seed("2024/b")
    alone = syncing.read_and_reconcile(project.root, today=TODAY)
    for module in (store, syncing):
        monkeypatch.setattr(module, "map_on_cores", partial(map_on_cores, enough=2))
    assert syncing.read_and_reconcile(project.root, today=TODAY) == alone
    check_same_as_fresh(project.root)


def test_of_what_is_removed_for_safety_the_store_keeps_nothing(project: Project) -> None:
    """Be it on two lines."""
    edit(project.translation(), "No vote this year.", "One\nvote was held.")
    syncing.read_standing(project.root)
    cache.drop_values(project.root, lambda text: "One\nvote" in text)
    with closing(sqlite3.connect(project.root / CACHE)) as kept:
        rows = [zlib.decompress(row).decode() for (row,) in kept.execute("SELECT value FROM made")]
    assert rows
    assert not [row for row in rows if "vote" in row]


def test_a_run_that_is_killed_while_it_writes_leaves_a_store_that_can_be_read(project: Project) -> None:
    code = (
        "import os, pathlib; from jisr.app import syncing; from jisr.storage import cache\n"
        "cache._BATCH = 2; put = cache.Cache.put\n"
        "def kill(self, *args):\n"
        "    put(self, *args)\n"
        "    if args[0] == 'facts' and self._pending > 3: os.kill(os.getpid(), 9)\n"
        f"cache.Cache.put = kill; syncing.read_standing(pathlib.Path({str(project.root)!r}))"
    )
    killed = subprocess.run([sys.executable, "-c", code], check=False)
    assert killed.returncode == -9
    check_same_as_fresh(project.root)


@pytest.mark.parametrize("release", ["", "release: {en: now}\n", "status: draft\n"])
def test_a_publication_is_the_same_from_the_store_and_from_nothing(project: Project, release: str) -> None:
    (project.root / "seeds/2024/oil.yml").write_text(release, "utf-8")
    page = project.root / "docs/en/files/map.png"
    page.parent.mkdir(parents=True)
    page.write_bytes(PNG)
    found = [publishing.load_publication(project.root) for _ in range(2)]
    (project.root / CACHE).unlink()
    found.append(publishing.load_publication(project.root))
    for one in found[1:]:
        assert replace(one, result=replace(one.result, until=None)) == replace(
            found[0], result=replace(found[0].result, until=None)
        )
        assert [a.load() for a in one.articles] == [a.load() for a in found[0].articles]
    shown = {path for path in found[0].docs if path.endswith("map.png")}
    assert (
        shown
        == {
            "": {"ar/articles/2024/map.png", "en/articles/2024/map.png", "en/files/map.png"},
            "release: {en: now}\n": {"en/articles/2024/map.png", "en/files/map.png"},
            "status: draft\n": set(),
        }[release]
    )
