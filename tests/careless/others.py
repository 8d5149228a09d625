"""What is done to a publication by others than author and editor: tools, imports, kills, branches."""

import random
import shutil
import subprocess
from contextlib import suppress

import polib
import pytest

from jisr.app import editorial, pipeline
from jisr.app.results import Result
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from jisr.storage import own_folder
from jisr.translation import engines
from jisr.translation.sync import Take
from tests.careless.editor import Editor
from tests.careless.killing import Killed, killing
from tests.careless.vocabulary import TOKEN
from tests.careless.world import unsettled_keys
from tests.project import TODAY, git

BRANCH_ACTS = ("rewrite", "improve", "polish", "enrich", "insert", "remove", "move", "typo", "cut", "tool")


class Others(Editor):
    """Tools and commands that change the ledger, and what git and the machine do."""

    def tool(self, a: int, b: int) -> None:
        """A PO tool: a changed, accepted or emptied entry; the file saved as tools save it."""
        if not self.ledger.exists():
            return
        po = polib.pofile(str(self.ledger), wrapwidth=(0, 78)[b % 2])
        entries = [e for e in po if not e.obsolete]
        entry = entries[a % len(entries)]
        match b % 4:
            case 0:
                self.give_up_unless_on_page(entry.msgstr)
                entry.msgstr = self.words(b)
                entry.flags = [f for f in entry.flags if f != "fuzzy"]
            case 1 if entry.msgstr:
                entry.flags = [f for f in entry.flags if f != "fuzzy"]
                self.accept(entry.msgstr)
            case 2 if "fuzzy" in entry.flags:
                entry.msgstr = ""
            case _:
                pass
        po.save()

    def upgrade(self, _a: int, _b: int) -> None:
        """A new release of the engine, which says everything otherwise."""
        self.machine.version += 1

    def take_over(self, a: int, b: int) -> None:
        """A translation made elsewhere is imported, a person's or a machine's."""
        if not self.ledger.exists():
            return
        keys = [e.msgctxt for e in polib.pofile(str(self.ledger)) if not e.obsolete]
        key = keys[a % len(keys)]
        if b % 2:
            self.count += 1
            text, state = f"Imported zq{self.count} sentence.", State.EDITED
        else:
            text, state = f"Imported machine sentence {b}.", State.DRAFT
            self.machine.made.add(text)

        def verb() -> Result:
            return editorial.import_translation(
                self.root, self.slug, f"<!-- #{key} -->\n{text}\n", "x.md", state=state, origin="x"
            )

        self.run(verb)
        if text in self.ledger.read_text("utf-8"):
            self.live |= set(TOKEN.findall(text))

    def approve(self, a: int, b: int) -> None:
        """An editor signs."""
        entries = (
            [e for e in polib.pofile(str(self.ledger)) if not e.obsolete] if self.ledger.exists() else []
        )
        if entries:
            keys = [entries[a % len(entries)].msgctxt] if b % 2 else []
            for entry in entries:
                self.accept(entry.msgstr)
            if self.page.exists():
                parts = self.read()[1]
                for part in parts:
                    self.accept(part.body)
                whole = " ".join(" ".join(part.body.split()) for part in parts)
                self.accepted |= {draft for draft in self.drafts if draft in whole}  # once put apart again
            with suppress(JisrError):
                self.quietly(lambda: editorial.approve(self.root, self.slug, keys, "Ruba", TODAY))
            self.keys = {}  # of a text that stands twice now, either may go later
            self.holds()

    def settle(self, a: int, b: int) -> None:
        """A person settles what is in conflict or stale."""
        if not (keys := unsettled_keys(self.root, self.slug)):
            return
        key, take = keys[a % len(keys)], list(Take)[b % 4]
        on_page = " ".join(p.body for p in self.read()[1] if p.key == key) if self.page.exists() else ""
        in_ledger = self.english_of(key)
        gone = {
            Take.PAGE: set(TOKEN.findall(in_ledger)) - set(TOKEN.findall(on_page)),
            Take.LEDGER: set(TOKEN.findall(on_page)) - set(TOKEN.findall(in_ledger)),
            Take.PROPOSAL: set(TOKEN.findall(on_page)) | set(TOKEN.findall(in_ledger)),
            Take.KEEP: set(),
        }[take]
        if take is Take.PAGE:
            self.accept(on_page)
        before = self.files()
        with suppress(JisrError):
            self.quietly(lambda: editorial.resolve(self.root, self.slug, key, take))
        if self.files() != before:
            self.live -= gone
            self.keys = {}
        self.holds()

    def kill(self, a: int, b: int) -> None:
        """A run is killed before one of its calls that write; someone may work on before the next run."""
        with killing(1 + a % 30), suppress(Killed, JisrError):
            verb = (pipeline.draft_articles, pipeline.sync_articles)[b % 2]
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(engines, "find_engine", lambda _settings: self.machine)
                verb(self.root, TODAY, allow_shrink=True)
        self.keys = {}  # it may have removed a block that comes back now

    def forget(self, _a: int, _b: int) -> None:
        """Somebody deletes `.jisr/`: lock, journal and caches."""
        shutil.rmtree(self.root / own_folder.STATE_DIR, ignore_errors=True)

    def commit(self) -> None:
        """Commit everything."""
        if not (self.root / ".git").exists():
            git(self.root, "init", "-q", "-b", "main")
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "--allow-empty", "-m", "x")

    def merge(self, a: int, b: int) -> None:
        """Two branches, on each a few acts, a run and a commit; then git merges them, or cannot."""
        self.draft()
        if self.damaged:
            return
        self.commit()
        base_live, base_keys = set(self.live), dict(self.keys)
        git(self.root, "checkout", "-q", "-B", "other")
        theirs = self.branch(a)
        git(self.root, "checkout", "-q", "main")
        self.damaged = False
        self.live, self.keys = set(base_live), dict(base_keys)
        ours = self.branch(b)
        if ours is None:
            self.live, self.damaged = set(base_live), False
        if theirs is None or ours is None:
            return
        try:
            git(self.root, "merge", "-q", "--no-edit", "other")
        except subprocess.CalledProcessError:
            git(self.root, "merge", "--abort")
            return
        self.live = (ours & theirs) | (ours - base_live) | (theirs - base_live)
        self.keys = {}
        self.damaged = True  # a text that both branches moved stands twice
        self.draft()

    def branch(self, n: int) -> set[str] | None:
        """Acts on a branch; the live tokens at its end, None where it could not be synced."""
        dice = random.Random(n)
        for _ in range(1 + n % 3):
            act = dice.choice(BRANCH_ACTS)
            self.do(act, dice.randrange(100), dice.randrange(100))
        self.draft()
        if self.damaged:
            git(self.root, "checkout", "-q", "--", ".")
            return None
        self.commit()
        return set(self.live)
