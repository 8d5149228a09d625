"""What people decide by command, and what kills, other programs and git do meanwhile."""

import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from jisr.storage import own_folder
from jisr.translation import engines
from jisr.translation.sync import Take
from tests.careless.killing import Killed, killing
from tests.careless.vocabulary import TOKEN
from tests.careless.world import unsettled_keys
from tests.office.clone import Clone
from tests.office.pages import Pages
from tests.project import TODAY, git


class Decisions(Pages):
    """Approvals, imports and conflicts that are settled; runs that do not come to their end."""

    def approve(self, clone: Clone, slug: str, n: int) -> None:
        """An editor signs a block or the page, by name."""
        entries = clone.entries(slug)
        keys = [entries[n % len(entries)].msgctxt] if n % 2 and entries else []
        for entry in entries:
            clone.accept(entry.msgstr)
        if clone.page(slug).exists():
            with self.editing(clone, slug) as parts:
                for part in parts:
                    clone.accept(re.sub(r"\A\s*#+ ", "", part[1]))
        self.run(clone, lambda: editorial.approve(clone.root, slug, keys, "Ruba", TODAY))

    def take_over(self, clone: Clone, slug: str, n: int) -> None:
        """A machine's translation made elsewhere is imported."""
        if entries := clone.entries(slug):
            key = entries[n % len(entries)].msgctxt
            text = f"<!-- #{key} -->\nImported lantern {n} copper.\n"
            self.run(
                clone,
                lambda: editorial.import_translation(
                    clone.root, slug, text, "x.md", state=State.DRAFT, origin="elsewhere"
                ),
            )

    def settle(self, clone: Clone, slug: str, n: int) -> None:
        """A person settles what is in conflict or stale; what the choice leaves out goes."""
        if not (keys := unsettled_keys(clone.root, slug)):
            return
        key, take = keys[n % len(keys)], list(Take)[n % 4]
        page = clone.page(slug).read_text("utf-8") if clone.page(slug).exists() else ""
        ledger = clone.ledger(slug).read_text("utf-8") if clone.ledger(slug).exists() else ""
        before = clone.files()
        with self.editing(clone, slug) as parts:
            for part in parts:
                clone.accept(re.sub(r"\A\s*#+ ", "", part[1]))
        for entry in clone.entries(slug):
            clone.accept(entry.msgstr)
        with suppress(JisrError):
            self.quietly(lambda: editorial.resolve(clone.root, slug, key, take))
        if clone.files() != before:  # tokens that were there and are no more: this choice took them
            now = " ".join(d.decode("utf-8", "replace") for d in clone.files().values())
            clone.give_up(" ".join(set(TOKEN.findall(page + ledger)) - set(TOKEN.findall(now))))
        self.holds(clone)

    def meanwhile(self, clone: Clone, slug: str, n: int) -> None:
        """While a run writes, an editor's program saves the page."""
        path, real, calls = clone.page(slug), Path.replace, 0
        self.sign(clone)

        def replace(source: Path, target: Path) -> Path:
            nonlocal calls
            calls += 1
            if calls == 1 + n % 6 and path.exists():
                self.improve(clone, slug, n)
            return real(source, target)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", replace)
            with suppress(JisrError):
                self.quietly(lambda: pipeline.draft_articles(clone.root, TODAY, allow_shrink=True))
        self.holds(clone)

    def kill(self, clone: Clone, slug: str, n: int) -> None:
        """A run is killed before one of its calls that write; an editor may work on before the next run."""
        self.sign(clone)
        with killing(1 + n % 40), suppress(Killed, JisrError), pytest.MonkeyPatch.context() as patch:
            patch.setattr(engines, "find_engine", lambda _settings: self.machine)
            pipeline.draft_articles(clone.root, TODAY, allow_shrink=True)
        if n % 3 == 0:
            self.improve(clone, slug, n)

    def forget(self, clone: Clone, _slug: str, _n: int) -> None:
        """Somebody deletes Jisr's own folder."""
        shutil.rmtree(clone.root / own_folder.STATE_DIR, ignore_errors=True)

    def commit(self, clone: Clone, _slug: str, _n: int) -> None:
        """All is committed as it is."""
        git(clone.root, "add", "-A")
        git(clone.root, "commit", "-q", "--allow-empty", "-m", "x")

    def pull(self, clone: Clone, slug: str, n: int) -> None:
        """The colleague's commits are merged; where git cannot, the merge is given up."""
        other = next(c for c in self.clones if c is not clone)
        for each in self.clones:
            self.sync(each, slug, n)
            self.commit(each, slug, n)
        try:
            git(clone.root, "pull", "-q", "--no-rebase", "--no-edit", f"../{other.root.name}", "main")
        except subprocess.CalledProcessError:
            with suppress(subprocess.CalledProcessError):
                git(clone.root, "merge", "--abort")
            return
        clone.gone |= other.gone
        clone.live = (clone.live | other.live) - clone.gone
        clone.accepted |= other.accepted
        self.sync(clone, slug, n)
