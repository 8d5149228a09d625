"""A publication on disk, what is known of it, and what must hold after each run."""

import os
import random
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import polib
import pytest

from jisr.app import pipeline, syncing
from jisr.app.results import Result
from jisr.model.diagnostics import JisrError, Severity
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.storage import transaction
from jisr.translation import engines
from tests.careless.vocabulary import ARABIC, HUMAN, MACHINE, TOKEN
from tests.project import SETTINGS, TODAY, tracked_files

DAMAGING = (
    *("lose_marker", "mistype", "wrong_key", "double", "swap_markers", "formatter", "word"),
    *("conflict_marks", "delete_page", "split", "undo", "empty", "drop"),
)
"""Acts of an editor after which a page need no longer say which English is whose."""


class Machine:
    """An engine whose English hangs on the Arabic and on its own version, and is never a person's."""

    def __init__(self) -> None:
        self.version = 1
        self.made: set[str] = set()

    @property
    def name(self) -> str:
        """As engines name themselves."""
        return f"machine {self.version}"

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """A sentence each."""
        return [Draft(self.sentence(segment.text), -0.5) for segment in segments]

    def sentence(self, original: str) -> str:
        """Words of its own, the same each time."""
        dice = random.Random(sha256(f"{self.version} {original}".encode()).digest())
        words = " ".join(dice.choices(MACHINE, k=dice.randint(4, 9))).capitalize()
        made = words + self.end(dice)
        self.made.add(made)
        return made

    def end(self, dice: random.Random) -> str:
        """How a sentence ends."""
        return "."


def run_quietly(verb: Callable[[], Result], machine: Machine) -> Result:
    """Run a verb with an engine, and without waiting for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: machine)
        patch.setattr(os, "fsync", lambda _descriptor: None)
        return verb()


def unsettled_keys(root: Path, slug: str) -> list[str]:
    """The blocks of an article that are in conflict or stale; none where it cannot be read."""
    try:
        result = syncing.read_and_reconcile(root, [slug], allow_shrink=True)
    except JisrError:
        return []
    keys = [f.key for f in result.findings if f.key and f.check == "conflict"]
    return keys + [e.key for o in result.outcomes for e in o.ledger.entries if e.stale]


@dataclass
class World:
    """The publication, and what is known of it."""

    root: Path
    live: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)  # machine's words that a person said are right
    count: int = 0
    trace: list[tuple[str, int, int]] = field(default_factory=list)
    machine: Machine = field(default_factory=Machine)
    drafts: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)  # keys whose English was a person's when last looked at
    untouched: dict[str, bytes] = field(default_factory=dict)
    undone: bool = False  # the page is older than the ledger
    damages: int = 0  # since the page was last in order
    damaged: bool = False  # an editor did what sync may report instead of carrying out
    slug = "water"
    saved = b""

    def __post_init__(self) -> None:
        (self.root / "seeds").mkdir(parents=True)
        (self.root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
        (self.root / ".gitignore").write_text(".jisr/\n")
        self.write_seed([self.original(n) for n in range(5)], title="مستقبل المياه في الجنوب")
        self.history: list[str] = [self.seed.read_text("utf-8")]
        self.keys: dict[str, str] = {}
        bystander = [
            "# مقالة لا يمسّها أحد",
            *(self.original(n) for n in range(90, 93)),
        ]  # an article nobody touches
        (self.root / "seeds/bystander.md").write_text("\n\n".join(bystander) + "\n", "utf-8")
        self.draft()
        self.save()
        self.untouched = {name: data for name, data in self.files().items() if "bystander" in name}

    @property
    def seed(self) -> Path:
        """The article's seed."""
        return self.root / "seeds" / f"{self.slug}.md"

    @property
    def page(self) -> Path:
        """Its English page."""
        return self.root / "docs/en/articles" / f"{self.slug}.md"

    @property
    def ledger(self) -> Path:
        """Its ledger."""
        return self.root / "translations" / f"{self.slug}.po"

    def files(self) -> dict[str, bytes]:
        """All that is under version control."""
        return {n: data for n, data in tracked_files(self.root).items() if not n.endswith(".jisr-new")}

    def original(self, n: int) -> str:
        """A paragraph, or one of other kinds, unlike all others."""
        dice = random.Random(n)
        text = " ".join(dice.choices(ARABIC, k=dice.randint(9, 16)))
        match n % 6:
            case 3:
                return f"## {' '.join(text.split()[:6])}"
            case 4:
                return f"> {text}."
            case _:
                half = len(text.split()) // 2
                return f"{' '.join(text.split()[:half])}. {' '.join(text.split()[half:])}."

    def words(self, n: int) -> str:
        """A person's sentence with a new token in it."""
        self.count += 1
        token = f"zq{self.count}"
        self.live.add(token)
        dice = random.Random(f"{n} {self.count}")  # no two sentences alike: the one would pass for the other
        words = dice.choices(HUMAN, k=dice.randint(3, 7))
        words.insert(dice.randint(0, len(words)), token)
        return " ".join(words).capitalize().replace("Zq", "zq") + "."

    def give_up(self, text: str) -> None:
        """A person took these words away, knowing what he did."""
        self.live -= set(TOKEN.findall(text))

    def do(self, act: str, a: int, b: int) -> None:
        """One act of one person."""
        self.trace.append((act, a, b))
        self.damages += act in DAMAGING
        getattr(self, act)(a, b)

    def sync(self, *_: int) -> None:
        """`jisr sync`."""
        self.run(lambda: pipeline.sync_articles(self.root, TODAY, allow_shrink=True))

    def draft(self, *_: int) -> None:
        """`jisr draft`."""
        self.run(lambda: pipeline.draft_articles(self.root, TODAY, allow_shrink=True))

    def run(self, verb: Callable[[], Result]) -> None:
        """A verb, and what must hold after it."""
        try:
            with transaction.lock_project(self.root):  # what a killed run left is finished first
                before = self.files()
            result = self.quietly(verb)
        except JisrError as error:
            self.interrupted(error)
            return
        for finding in result.findings:
            assert finding.remedy or finding.severity is Severity.NOTICE, finding
            assert finding.file, finding
            if finding.severity is Severity.ERROR:
                assert finding.line or finding.check in ("conflict", "shrink"), finding
        self.holds()
        if result.failed:
            assert {n for n, d in self.files().items() if before.get(n) != d} == set(), "not untouched"
            assert self.damaged or any(f.check in ("conflict", "shrink") for f in result.findings)
            return
        self.damaged, self.damages, self.undone = False, 0, False
        after = self.files()
        assert {name: after.get(name) for name in self.untouched} == self.untouched
        again = self.quietly(lambda: pipeline.sync_articles(self.root, TODAY))
        assert self.files() == after, "a second run changes something"
        assert not again.failed, again.findings
        self.keys_hold()

    def quietly(self, verb: Callable[[], Result]) -> Result:
        """Run a verb with this world's engine."""
        return run_quietly(verb, self.machine)

    def interrupted(self, error: JisrError) -> None:
        """What the message says: compare, take over what is missing, delete the file that waits."""
        for finding in error.findings:
            assert finding.remedy, finding
            if finding.check == "interrupted":
                path = self.root / finding.file
                path.with_name(f".{path.name}.jisr-new").unlink()
        self.holds()

    def holds(self) -> None:
        """What must hold whatever happened."""
        pages = {n: d.decode("utf-8-sig") for n, d in self.files().items()}
        everywhere = " ".join(pages.values())
        lost = self.live - set(TOKEN.findall(everywhere))
        assert not lost, f"lost: {lost}"
        for name, text in pages.items():
            if name == f"translations/{self.slug}.po":
                self.machine_is_no_person(text)

    def machine_is_no_person(self, text: str) -> None:
        """Machine text never becomes a person's. (A person's may become a machine's again, by hand.)"""
        people = set()
        with suppress(OSError, ValueError):
            for entry in polib.pofile(text):
                if re.search(r'state=draft(?!.* origin="memory)', entry.tcomment or ""):
                    self.drafts.add(" ".join(entry.msgstr.split()))
                if re.search(r"state=(edited|approved)", entry.tcomment or ""):
                    people.add(entry.msgctxt)
                    words = " ".join(entry.msgstr.split())
                    # the mark of a footnote may outlive its note
                    people_wrote = TOKEN.search(words) or "[^" in words
                    known = entry.msgctxt in self.people or people_wrote or self.is_accepted(words)
                    assert known, f"a machine's words: {words}"
            self.people = people

    def is_accepted(self, words: str) -> bool:
        """Whether a person said so of these words, or wrote none of them."""
        bare = re.sub(r"^(?:#+|>) ", "", words)
        if words in self.accepted or bare in self.accepted:
            return True
        if self.damages > 1:  # what is left of a draft after much of this is no longer what a machine wrote
            if fine := bare not in self.drafts or self.undone:
                self.accepted |= {words, bare}
            return fine
        return not any(made in words for made in self.machine.made)

    def keys_hold(self) -> None:
        """Keys are unique, and a text that is as it was keeps its key."""
        entries = [e for e in polib.pofile(self.ledger.read_text("utf-8")) if not e.obsolete]
        keys = [e.msgctxt for e in entries]
        assert len(set(keys)) == len(keys)
        texts = [e.msgid for e in entries]
        now = {e.msgid: e.msgctxt for e in entries if texts.count(e.msgid) == 1}
        for text, key in now.items():
            assert self.keys.get(text, key) == key, f"{text} was {self.keys[text]}, is {key}"
        self.keys = now

    def paragraphs(self) -> list[str]:
        """The seed's paragraphs without its title."""
        return self.seed.read_text("utf-8").rstrip("\n").split("\n\n")[1:]

    def write_seed(self, paragraphs: Sequence[str], title: str = "") -> None:
        """Hand in the article anew."""
        title = title or self.seed.read_text("utf-8").split("\n\n")[0].removeprefix("# ")
        self.seed.write_text("\n\n".join([f"# {title}", *paragraphs]) + "\n", "utf-8")

    def english_of(self, key: str) -> str:
        """What the ledger has for a block."""
        po = polib.pofile(str(self.ledger)) if self.ledger.exists() else []
        return " ".join(e.msgstr for e in po if e.msgctxt == key and not e.obsolete)

    def give_up_unless_on_page(self, text: str) -> None:
        """The translator replaces what the ledger says; what only the page says is not the translator's."""
        page = self.page.read_text("utf-8-sig") if self.page.exists() else ""
        self.live -= set(TOKEN.findall(text)) - (set(TOKEN.findall(page)) - set(TOKEN.findall(text)))

    def save(self, *_: int) -> None:
        """Remember the seed and the page as they are."""
        self.history.append(self.seed.read_text("utf-8"))
        if self.page.exists():
            self.saved = self.page.read_bytes()
