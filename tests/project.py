"""A small project on disk for tests, and the careless people who work on it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Self

from jisr.app import pipeline, syncing
from jisr.app.results import require_result
from jisr.model.ledger import SyncResult
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from tests.sample import ROOT

SITE = ("mkdocs.yml", "mkdocs.en.yml", "docs", "overrides")
"""What MkDocs needs of this repository."""

TODAY = date(2026, 11, 23)
TITLE = "مستقبل المياه في الجنوب"  # The future of water in the south
PARAGRAPHS = (
    "أعلنت الحكومة العراقية أمس أنها ستراجع اتفاقية الشراكة الأمنية. وقالت إن القرار نهائي.",  # a pact
    "يرى مراقبون أن البرلمان لن يصوّت على قانون الانتخابات قبل نهاية العام الجاري.",  # no vote this year
    "انخفضت أسعار النفط في الأسواق العالمية إلى أدنى مستوى لها وسط مخاوف من الركود.",  # oil prices fell
    "تستعد المدارس في محافظات الجنوب لاستقبال الطلبة بعد توقف دام أسبوعين.",  # schools get ready
    "وصل وفد من الخبراء إلى المطار في زيارة رسمية تستغرق ثلاثة أيام.",  # experts arrived
)
SETTINGS = """site_name: Test
site_url: https://example.org/ar/
plugins: [jisr]
extra:
  jisr: {}
"""


class Project:
    """A project in a folder, with the paths that tests write to and read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "seeds").mkdir(parents=True)
        (root / "mkdocs.yml").write_text(SETTINGS, "utf-8")

    @classmethod
    def copied(cls, source: Path, root: Path) -> Self:
        """A copy of another, in `root`, with all that lies there."""
        made = cls.__new__(cls)
        made.root = Path(shutil.copytree(source, root, symlinks=True))
        return made

    def seed(self, slug: str = "water", paragraphs: Sequence[str] = PARAGRAPHS, title: str = TITLE) -> Path:
        """Hand in an article: a title and paragraphs."""
        path = self.root / "seeds" / f"{slug}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join([title, *paragraphs]) + "\n", "utf-8")
        return path

    def seed_outdated(self) -> None:
        """Hand in an article of which a person translated `p2`, whose Arabic then changed; not synced."""
        seed = self.seed()
        pipeline.draft_articles(self.root, TODAY)
        edit(self.translation(), "Draft of 13 words.", "Observers do not expect a vote.")
        pipeline.sync_articles(self.root, TODAY)
        edit(seed, "الجاري", "القادم")  # "next" for "this" year

    def translation(self, slug: str = "water") -> Path:
        """The English page."""
        return self.root / "docs/en/articles" / f"{slug}.md"

    def original(self, slug: str = "water") -> Path:
        """The Arabic page."""
        return self.root / "docs/ar/articles" / f"{slug}.md"

    def ledger(self, slug: str = "water") -> Path:
        """The ledger."""
        return self.root / "translations" / f"{slug}.po"

    def read_result(self, slug: str = "water") -> SyncResult:
        """An article as sync reads it now; nothing is written."""
        return require_result(syncing.read_and_reconcile(self.root), slug)

    def state(self, key: str, slug: str = "water") -> tuple[str, bool]:
        """The state of a block, and whether it is stale."""
        entry = self.read_result(slug).entry(key)
        assert entry is not None
        return entry.state.value, entry.stale

    def files(self) -> dict[str, bytes]:
        """All that is under version control in a project, by path."""
        return tracked_files(self.root)


def tracked_files(root: Path) -> dict[str, bytes]:
    """All that people and sync write, by path below `root`."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("docs", "translations", "seeds")
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    }


def copy(folder: Path, *names: str) -> None:
    """Copy files and folders of this repository to where they are in `folder`."""
    for name in names:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


def copy_site(folder: Path) -> None:
    """Copy `SITE`, and have no PDF made."""
    copy(folder, *SITE)
    leave_pdf_out(folder)


def leave_pdf_out(folder: Path) -> None:
    """Have no PDF made where no test reads one: the fonts are read for it anew."""
    edit(folder / "mkdocs.yml", "editions: [epub, pdf]", "editions: [epub]")


def edit(path: Path, old: str, new: str) -> None:
    """What an editor does: replace `old`, which stands there once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (old, text)
    path.write_text(text.replace(old, new), "utf-8")


def git(root: Path, *arguments: str, who: str = "Editor", at: str = "") -> str:
    """What a git command says in a folder, run by `who` at a time (of both, author and committer).

    Raises `subprocess.CalledProcessError` where it fails.
    """
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for role in ("AUTHOR", "COMMITTER"):
        env |= {f"GIT_{role}_NAME": who, f"GIT_{role}_EMAIL": "x@example.org"}
        env |= {f"GIT_{role}_DATE": at} if at else {}
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, env=env, check=False)
    sys.stderr.write(done.stderr)
    done.check_returncode()
    return done.stdout


class Echo:
    """An engine whose English is its Arabic's length in words: short, certain, and not Arabic."""

    name = "echo 1"

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """`Draft N of 12 words.` for each; a sentence with «فشل» (failure) fails."""
        return [
            Draft("", failure="loop")
            if "فشل" in s.text
            else Draft(f"Draft of {len(s.text.split())} words.", -0.5)
            for s in segments
        ]
