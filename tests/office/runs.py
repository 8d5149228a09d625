"""Two clones of a publication, runs in them, and what must hold after each."""

import random
import re
import shutil
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import polib

from jisr.app import pipeline
from jisr.app.results import Result
from jisr.model.diagnostics import JisrError, Severity
from tests.careless.vocabulary import ARABIC, HUMAN, TOKEN
from tests.careless.world import run_quietly
from tests.office.clone import NOTE, SLUGS, Clone, NumberedMachine, paragraph
from tests.project import SETTINGS, TODAY, git


class Runs:
    """Two people and their clones; each can run `sync` and `draft`."""

    template: "Path | None" = None  # made once a process, copied for each office

    def __init__(self, root: Path) -> None:
        self.root = root
        self.machine = NumberedMachine()
        self.count = 0
        if Runs.template is None or not Runs.template.exists():
            Runs.template = root.with_name("office-template")
            self.found(Runs.template)
        shutil.copytree(Runs.template, root)
        self.clones = [Clone(root / "ann"), Clone(root / "ben")]

    def found(self, root: Path) -> None:
        """The first state: three articles, drafted, committed, cloned."""
        shutil.rmtree(root, ignore_errors=True)
        ann = Clone(root / "ann")
        for at, slug in enumerate(SLUGS):
            ann.seed(slug).parent.mkdir(parents=True, exist_ok=True)
            texts = [
                f"# {' '.join(ARABIC[at * 4 : at * 4 + 4])}",
                *(paragraph(at * 10 + n) for n in range(4)),
            ]
            ann.seed(slug).write_text("\n\n".join(texts) + "\n", "utf-8")
        (ann.root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
        (ann.root / ".gitignore").write_text(".jisr/\nprivate/\n")
        self.quietly(lambda: pipeline.draft_articles(ann.root, TODAY))
        for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
            git(ann.root, *arguments)
        git(root, "clone", "-q", "ann", "ben")

    def do(self, act: str, a: int, b: int) -> None:
        """One act of one person: `a` chooses clone and article, `b` what of it."""
        getattr(self, act)(self.clones[a % 2], SLUGS[a // 2 % len(SLUGS)], b)

    def words(self, clone: Clone, n: int) -> str:
        """A person's sentence with a new token in it."""
        self.count += 1
        clone.live.add(f"zq{self.count}")
        dice = random.Random(f"{n} {self.count}")
        words = dice.choices(HUMAN, k=dice.randint(3, 7))
        words.insert(dice.randint(0, len(words)), f"zq{self.count}")
        return " ".join(words) + "."

    def note(self) -> str:
        """A private note."""
        self.count += 1
        return f"pv{self.count} ask the author"

    def sync(self, clone: Clone, _slug: str, _n: int) -> None:
        """`jisr sync`."""
        self.run(clone, lambda: pipeline.sync_articles(clone.root, TODAY, allow_shrink=True), whole=True)

    def draft(self, clone: Clone, _slug: str, n: int) -> None:
        """`jisr draft`, sometimes with a newer engine."""
        self.machine.version += n % 5 == 0
        self.run(clone, lambda: pipeline.draft_articles(clone.root, TODAY, allow_shrink=True), whole=True)

    def quietly(self, verb: Callable[[], Result]) -> Result:
        """Run a verb with this office's engine."""
        return run_quietly(verb, self.machine)

    def run(self, clone: Clone, verb: Callable[[], Result], *, whole: bool = False) -> None:
        """A verb, and what must hold after it; `whole`: it went over all articles."""
        before = clone.files()
        # What a killed run had written beside the files is put in place first.
        killed = {p.read_bytes() for p in clone.root.rglob(".*.jisr-new")}
        self.sign(clone)
        try:
            result = self.quietly(verb)
        except JisrError as error:
            self.say(error.findings)
            self.holds(clone)
            return
        self.say(result.findings)
        self.holds(clone)
        blocked = {o.slug for o in result.outcomes if o.blocked}
        after = clone.files()
        changed = {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}
        assert not {n for n in changed if n.startswith("seeds/")}, "a run changed what an author handed in"
        for slug in blocked:
            ours = {p.relative_to(clone.root).as_posix() for p in (clone.page(slug), clone.ledger(slug))}
            wrote = {n for n in changed & ours if after.get(n) not in killed}
            assert not wrote, f"{slug} is blocked, and was written"
        again = self.quietly(lambda: pipeline.sync_articles(clone.root, TODAY, allow_shrink=True))
        assert not whole or clone.files() == after, "a second run changes something"
        self.say(again.findings)

    def sign(self, clone: Clone) -> None:
        """What persons wrote on the pages as they lie there, and what a line `reviewed_by` says of them."""
        for slug in SLUGS:
            path = clone.page(slug)
            text = path.read_text("utf-8") if path.exists() else ""
            for part in re.split(r"<!--[^<>]*-->", text):
                if TOKEN.search(part):
                    clone.accept(re.sub(r"\A\s*#+ ", "", part))
            for entry in clone.entries(slug):
                if TOKEN.search(entry.msgstr):
                    clone.accept(entry.msgstr)
            if "\nreviewed_by:" in text:
                for part in re.split(r"<!--[^<>]*-->", text.replace("\\", "")):
                    clone.accept(re.sub(r"\A\s*#+ ", "", part))
                for entry in clone.entries(slug):
                    clone.accept(entry.msgstr)

    def say(self, findings: Sequence[Any]) -> None:
        """What a person reads: nothing private, and always what to do."""
        for finding in findings:
            assert finding.remedy or finding.severity is Severity.NOTICE, finding
            assert not NOTE.search(f"{finding.message} {finding.text} {finding.remedy}"), finding

    def holds(self, clone: Clone) -> None:
        """No word lost, no machine's word signed."""
        files = {name: data.decode("utf-8-sig", "replace") for name, data in clone.files().items()}
        waiting = "".join(p.read_text("utf-8", "replace") for p in clone.root.rglob(".*.jisr-new"))
        lost = clone.live - set(TOKEN.findall(" ".join(files.values()) + waiting))
        assert not lost, f"lost: {lost}"
        for slug in SLUGS:
            for entry in clone.entries(slug):
                framed = "#-#-#" in entry.msgstr  # as the tool left it: no run takes that in
                if re.search(r"state=(edited|approved)", entry.tcomment or "") and not framed:
                    known = clone.accepts(entry.msgstr)
                    assert known, f"a machine's words are a person's: {slug} {entry.msgctxt} {entry.msgstr!r}"


def clone_unsynced(entry: polib.POEntry) -> bool:
    """Whether a tool changed an entry since it was synced."""
    synced = re.search(r"synced=([0-9a-f]{8})", entry.tcomment or "")
    return not synced or synced[1] != sha256(" ".join(entry.msgstr.split()).encode()).hexdigest()[:8]
