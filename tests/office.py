"""An office: several articles, two clones of one repository, tools that rewrite ledgers, nobody careful.

`Office.do("tool_frames", 3, 7)` is one act; the numbers choose the clone, the article and what of it, so that
any list of acts can be played and kept (`tests/cases/office`). Every sentence that a person writes holds a
token (`zq17`), which is *live* in a clone until a person takes it away; every private note holds one of its
own (`pv17`). After each run must hold: live tokens stand in the clone's files; what the ledger calls a
person's holds a token or was accepted by name; no finding shows a note; a second run changes nothing.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import polib
import pytest

from jisr.app import editorial, pipeline
from jisr.app.pipeline import Result
from jisr.lang.units import split_units
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import JisrError, Severity
from jisr.model.ledger import State
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.storage import transaction
from jisr.translation import engines
from jisr.translation.sync import Take
from tests.careless import ARABIC, HUMAN, MACHINE, MARKER, TOKEN, Killed, killing
from tests.project import SETTINGS, TODAY

NOTE = re.compile(r"pv\d+")
SLUGS = ("water", "2024/schools", "oil")
FRAME = "#-#-#-#-#  {file}  #-#-#-#-#\\n"


class Machine:
    """An engine whose English hangs on the Arabic and on its version, and is never a person's."""

    version = 1

    @property
    def name(self) -> str:
        """As engines name themselves."""
        return f"machine {self.version}"

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """A sentence each."""
        drafts = []
        for segment in segments:
            dice = random.Random(sha256(f"{self.version} {segment.text}".encode()).digest())
            words = dice.choices(MACHINE, k=dice.randint(4, 9))
            drafts.append(Draft(" ".join(words).capitalize() + f" {dice.randint(2, 99)}.", -0.5))
        return drafts


def paragraph(n: int) -> str:
    """An Arabic paragraph of two sentences, unlike all others."""
    dice = random.Random(n)
    words = dice.choices(ARABIC, k=dice.randint(9, 15))
    half = len(words) // 2
    return f"{' '.join(words[:half])}. {' '.join(words[half:])}."


@dataclass
class Clone:
    """One person's copy of the publication, and what that person knows of it."""

    root: Path
    live: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    accepted: set[tuple[str, ...]] = field(default_factory=set)  # units that a person said by name are right

    def page(self, slug: str) -> Path:
        """The English page."""
        return self.root / "docs/en/articles" / f"{slug}.md"

    def ledger(self, slug: str) -> Path:
        """The ledger."""
        return self.root / "translations" / f"{slug}.po"

    def seed(self, slug: str) -> Path:
        """The Arabic text."""
        return self.root / "seeds" / f"{slug}.md"

    def files(self) -> dict[str, bytes]:
        """All that people and sync write."""
        return {
            p.relative_to(self.root).as_posix(): p.read_bytes()
            for folder in ("docs", "translations", "seeds")
            for p in sorted((self.root / folder).rglob("*"))
            if p.is_file()
        }

    def entries(self, slug: str) -> list[polib.POEntry]:
        """What the ledger says, nothing where it cannot be read."""
        with suppress(OSError, ValueError):
            return [e for e in polib.pofile(self.ledger(slug).read_text("utf-8")) if not e.obsolete]
        return []

    def accepts(self, text: str) -> bool:
        """Whether a person wrote of a text, or said by name that it is right, or that its parts are."""
        words = tuple(split_units(plain(text).text))
        if TOKEN.search(text) or any(_holds_run(a, words) for a in self.accepted):
            return True  # also where the author cut a paragraph that was a person's
        if words and set(words) <= set(HUMAN):  # what a cut left of a person's sentence
            return True
        ends = {0}  # joined blocks have all signatures, where all of them were signed
        for end in range(len(words) + 1):
            if any(words[end - len(a) : end] == a and end - len(a) in ends for a in self.accepted if a):
                ends.add(end)
        return len(words) in ends

    def give_up(self, text: str) -> None:
        """A person took these words away, knowing what he did."""
        words = set(TOKEN.findall(text))
        self.live -= words
        self.gone |= words

    def accept(self, text: str) -> None:
        """A person said by name that these words are right."""
        self.accepted.add(tuple(split_units(plain(text).text)))


def _holds_run(text: tuple[str, ...], run: tuple[str, ...]) -> bool:
    return any(text[at : at + len(run)] == run for at in range(len(text) - len(run) + 1))


class Office:
    """Two people and their clones."""

    template: "Path | None" = None  # made once a process, copied for each office

    def __init__(self, root: Path) -> None:
        self.root = root
        self.machine = Machine()
        self.count = 0
        if Office.template is None or not Office.template.exists():
            Office.template = root.with_name("office-template")
            self.found(Office.template)
        shutil.copytree(Office.template, root)
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

    # --- acting -----------------------------------------------------------------------------------------

    def do(self, act: str, a: int, b: int) -> None:
        """One act of one person: `a` chooses clone and article, `b` what of it."""
        ACTS[act](self, self.clones[a % 2], SLUGS[a // 2 % len(SLUGS)], b)

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

    # --- runs, and what must hold after each ------------------------------------------------------------

    def sync(self, clone: Clone, _slug: str, _n: int) -> None:
        """`jisr sync`."""
        self.run(clone, lambda: pipeline.sync_articles(clone.root, TODAY, allow_shrink=True), whole=True)

    def draft(self, clone: Clone, _slug: str, n: int) -> None:
        """`jisr draft`, sometimes with a newer engine."""
        self.machine.version += n % 5 == 0
        self.run(clone, lambda: pipeline.draft_articles(clone.root, TODAY, allow_shrink=True), whole=True)

    def quietly(self, verb: Callable[[], Result]) -> Result:
        """Run a verb with this office's engine."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engines, "find_engine", lambda _settings: self.machine)
            patch.setattr(os, "fsync", lambda _descriptor: None)
            return verb()

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

    # --- the author -------------------------------------------------------------------------------------

    def author(self, clone: Clone, slug: str, n: int) -> None:
        """A word changed, a paragraph new, gone, moved, cut in two or joined to the next."""
        texts = clone.seed(slug).read_text("utf-8").rstrip("\n").split("\n\n")
        at = 1 + n % max(1, len(texts) - 1)
        words = texts[at].split() if at < len(texts) else []
        match n % 6:
            case 0 if words:
                words[n % len(words)] = ARABIC[n % len(ARABIC)]
                texts[at] = " ".join(words)
            case 1:
                texts.insert(at, paragraph(1000 + n))
            case 2 if len(texts) > 3:
                del texts[at]
            case 3 if len(texts) > 3:
                texts.append(texts.pop(at))
            case 4 if len(words) > 6:
                half = len(words) // 2
                texts[at : at + 1] = [" ".join(words[:half]) + ".", " ".join(words[half:])]
            case _ if at + 1 < len(texts) and len(texts) > 3:
                texts[at : at + 2] = [f"{texts[at]} {texts[at + 1]}"]
        clone.seed(slug).write_text("\n\n".join(texts) + "\n", "utf-8")

    # --- the editor, on the page ------------------------------------------------------------------------

    @contextmanager
    def editing(self, clone: Clone, slug: str) -> Iterator[list[list[str]]]:
        """The page as [marker line, words] of each block; saved at the end."""
        path = clone.page(slug)
        head: list[str] = []
        parts: list[list[str]] = []
        text = path.read_text("utf-8") if path.exists() else ""
        for line in text.splitlines(keepends=True):
            if MARKER.match(line):
                parts.append([line, ""])
            elif parts:
                parts[-1][1] += line
            else:
                head.append(line)
        yield parts
        if text and parts:
            path.write_text("".join(head) + "".join(line + body for line, body in parts), "utf-8")

    def rewrite(self, clone: Clone, slug: str, n: int) -> None:
        """A paragraph is written anew."""
        with self.editing(clone, slug) as parts:
            if parts:
                part = parts[n % len(parts)]
                key = MARKER.match(part[0])
                clone.give_up(part[1])
                for entry in clone.entries(
                    slug
                ):  # what a translator wrote meanwhile is not the editor's to lose
                    if (
                        key
                        and entry.msgctxt == key[1]
                        and not (set(TOKEN.findall(part[1])) or clone_unsynced(entry))
                    ):
                        clone.give_up(entry.msgstr)
                part[1] = ("# " if part[1].startswith("# ") else "") + self.words(clone, n) + "\n\n"

    def improve(self, clone: Clone, slug: str, n: int) -> None:
        """A sentence is added."""
        self.append(clone, slug, n, lambda: " " + self.words(clone, n))

    def remark(self, clone: Clone, slug: str, n: int) -> None:
        """A private note in the text."""
        self.append(clone, slug, n, lambda: f" <!-- {self.note()} -->")

    def invisible(self, clone: Clone, slug: str, n: int) -> None:
        """A sign that nobody sees is pasted."""
        self.append(clone, slug, n, lambda: "\u00ad\u200c\u200d\u200e\u200f\u2060\u200b\ufeff"[n % 8])

    def append(self, clone: Clone, slug: str, n: int, what: Callable[[], str]) -> None:
        """Something is put at the end of a paragraph that has words."""
        with self.editing(clone, slug) as parts:
            if among := [p for p in parts if p[1].strip()]:
                part = among[n % len(among)]
                words = part[1].rstrip("\n")
                part[1] = words + what() + part[1][len(words) :]

    def punctuate(self, clone: Clone, slug: str, n: int) -> None:
        """Case and punctuation only."""
        with self.editing(clone, slug) as parts:
            if among := [p for p in parts if p[1].strip()]:
                part = among[n % len(among)]
                part[1] = (part[1].swapcase() if n % 2 else part[1].replace(".", ";")).replace("ZQ", "zq")
                part[1] = part[1].replace("PV", "pv")

    def note_in_marker(self, clone: Clone, slug: str, n: int) -> None:
        """A note within a marker."""
        with self.editing(clone, slug) as parts:
            if parts:
                part = parts[n % len(parts)]
                part[0] = part[0].replace(" -->", f" TODO {self.note()} -->")

    def escape(self, clone: Clone, slug: str, n: int) -> None:
        """A rich-text tool escapes all markers, or a formatter tears one."""
        with self.editing(clone, slug) as parts:
            for at, part in enumerate(parts):
                if n % 3 == 0:
                    part[0] = re.sub(r"([<!#]|(?<=-)-(?=>)|>)", r"\\\1", part[0])
                elif n % 3 == 1 and at == n % len(parts):
                    part[0] = part[0].replace("<!-- ", "<!--\n")
                elif n % 3 == 2 and at == n % len(parts):
                    part[0] = part[0].rstrip("\n") + " "
                    part[1] = part[1].lstrip("\n")

    def strip_flag(self, clone: Clone, slug: str, n: int) -> None:
        """`draft` and its digest are taken off a marker: that is nobody's word."""
        with self.editing(clone, slug) as parts:
            if parts:
                part = parts[n % len(parts)]
                part[0] = re.sub(r" draft(?: [0-9a-f]{8})?", "" if n % 2 else " draft", part[0])

    def reject(self, clone: Clone, slug: str, n: int) -> None:
        """Words are taken out, the marker stays; a person's come back, a draft does not."""
        with self.editing(clone, slug) as parts:
            if parts:
                part = parts[n % len(parts)]
                self.unsaved_go(clone, slug, part[1])
                part[1] = "\n"

    def drop(self, clone: Clone, slug: str, n: int) -> None:
        """A block is deleted, marker and all; what was synced comes back."""
        with self.editing(clone, slug) as parts:
            if len(parts) > 1:
                self.unsaved_go(clone, slug, parts[n % len(parts)][1])
                del parts[n % len(parts)]

    def truncate(self, clone: Clone, slug: str, n: int) -> None:
        """A page is saved cut off."""
        path = clone.page(slug)
        if path.exists():
            text = path.read_text("utf-8")
            at = len(text) * (20 + n % 80) // 100
            self.unsaved_go(clone, slug, text[at:], kept=text[:at])
            torn = re.search(r"zq\d*\Z", text[:at])  # half a token is none
            path.write_text(text[: torn.start() if torn else at], "utf-8")
            if torn:
                self.unsaved_go(clone, slug, text[torn.start() :].split()[0], kept=text[: torn.start()])

    def unsaved_go(self, clone: Clone, slug: str, text: str, kept: str = "") -> None:
        """Of words that go, those are lost by the person's own hand that no run ever saw."""
        known = clone.ledger(slug).read_text("utf-8") if clone.ledger(slug).exists() else ""
        clone.give_up(" ".join(set(TOKEN.findall(text)) - set(TOKEN.findall(known + kept))))

    def paste(self, clone: Clone, slug: str, n: int) -> None:
        """Much is pasted under one marker."""
        text = "\n\n".join(" ".join(HUMAN[i % len(HUMAN)] for i in range(k, k + 8)) for k in range(20 + n))
        self.append(clone, slug, n, lambda: f" {self.words(clone, n)}\n\n{text}")

    def line_ends(self, clone: Clone, slug: str, _n: int) -> None:
        """The page is saved with the line ends of another system and a byte order mark."""
        if clone.page(slug).exists():
            text = clone.page(slug).read_text("utf-8").lstrip("\ufeff")
            clone.page(slug).write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())

    def double(self, clone: Clone, slug: str, n: int) -> None:
        """A block is pasted once more, somewhere else."""
        with self.editing(clone, slug) as parts:
            if parts:
                parts.insert(n % 7 % (len(parts) + 1), list(parts[n % len(parts)]))

    def swap(self, clone: Clone, slug: str, n: int) -> None:
        """Two markers change places, or two blocks do."""
        with self.editing(clone, slug) as parts:
            if len(parts) > 2:
                a, b = n % len(parts), n // 3 % len(parts)
                parts[a][0], parts[b][0] = parts[b][0], parts[a][0]
                if n % 2:
                    parts[a][1], parts[b][1] = parts[b][1], parts[a][1]

    def unfinished(self, clone: Clone, slug: str, n: int) -> None:
        """A merge that nobody settled, or only half; whoever comes next settles it."""
        marks = r"^(?:<{7} ours|\|{7} base\n[^\n]*|={7}\nTheirs\.|>{7} theirs)\n"
        with self.editing(clone, slug) as parts:
            if parts and not any(re.search(marks, part[1], re.MULTILINE) for part in parts):
                part = parts[n % len(parts)]
                base = "||||||| base\nBase.\n" if n % 3 else ""
                ours = "<<<<<<< ours\n" if n % 5 else ""
                part[1] = f"{ours}{part[1].strip()}\n{base}=======\nTheirs.\n>>>>>>> theirs\n\n"
            for part in parts if n % 2 else ():
                part[1] = re.sub(marks, "", part[1], flags=re.MULTILINE)

    def open_note(self, clone: Clone, slug: str, n: int) -> None:
        """A private note is begun and never ended; the next to see it ends it."""
        open_ = re.compile(r"<!-- pv\d+ never ended$", re.MULTILINE)
        with self.editing(clone, slug) as parts:
            if found := next((p for p in parts if open_.search(p[1])), None):
                found[1] = open_.sub(lambda m: f"{m[0]} -->", found[1])
            elif parts:
                self.count += 1
                part = parts[n % len(parts)]
                part[1] = part[1].rstrip("\n") + f" <!-- pv{self.count} never ended\n\n"

    def paste_much(self, clone: Clone, slug: str, n: int) -> None:
        """A hundred kilobytes are pasted under one marker."""
        text = " ".join(HUMAN[i * 7 % len(HUMAN)] for i in range(14_000))
        self.append(clone, slug, n, lambda: f" {self.words(clone, n)}\n\n{text}")

    def reviewed(self, clone: Clone, slug: str, n: int) -> None:
        """`reviewed_by:` at the top of the page: it signs the page as the next run finds it."""
        path = clone.page(slug)
        text = path.read_text("utf-8") if path.exists() else ""
        if "\nreviewed_by:" not in text and "\ndir: ltr" in text:
            path.write_text(
                text.replace("\ndir: ltr", f"\ndir: ltr\nreviewed_by: {['Sami', '[Ann, Omar]'][n % 2]}", 1),
                "utf-8",
            )

    # --- tools that rewrite ledgers ---------------------------------------------------------------------

    @contextmanager
    def po(self, clone: Clone, slug: str) -> Iterator[polib.POFile | None]:
        """The ledger in a tool; saved wrapped as tools do."""
        path = clone.ledger(slug)
        try:
            made = polib.pofile(path.read_text("utf-8"), wrapwidth=78)
        except (OSError, ValueError):
            yield None
            return
        yield made
        path.write_text(f"{made}", "utf-8")

    def tool_flags(self, clone: Clone, slug: str, n: int) -> None:
        """All `fuzzy` flags fall off, and a console tool empties what was fuzzy."""
        with self.po(clone, slug) as po:
            for entry in po or ():
                if "fuzzy" in entry.flags:
                    entry.flags.remove("fuzzy")
                    if n % 2:
                        clone.give_up(" ".join(self.only_in_ledger(clone, slug, entry.msgstr)))
                        entry.msgstr = ""

    def only_in_ledger(self, clone: Clone, slug: str, text: str) -> set[str]:
        """The tokens of a text that the page does not have: whoever wipes them, wipes them knowingly."""
        page = clone.page(slug).read_text("utf-8") if clone.page(slug).exists() else ""
        return set(TOKEN.findall(text)) - set(TOKEN.findall(page))

    def tool_comments(self, clone: Clone, slug: str, _n: int) -> None:
        """A service drops all translators' comments."""
        with self.po(clone, slug) as po:
            for entry in po or ():
                entry.tcomment = ""

    def tool_withdraws(self, clone: Clone, slug: str, n: int) -> None:
        """A reviewer flags an entry as in need of work."""
        with self.po(clone, slug) as po:
            if po and "fuzzy" not in po[n % len(po)].flags:
                po[n % len(po)].flags.append("fuzzy")

    def tool_frames(self, clone: Clone, slug: str, n: int) -> None:
        """Two catalogues are joined by a tool that frames what differs."""
        with self.po(clone, slug) as po:
            if po and po[n % len(po)].msgstr:
                entry = po[n % len(po)]
                entry.msgstr = (
                    f"{FRAME.format(file='a.po')}{entry.msgstr}\n{FRAME.format(file='b.po')}Other grain."
                )

    def tool_drops(self, clone: Clone, slug: str, n: int) -> None:
        """A filter writes only what is fuzzy, or only what is not."""
        with self.po(clone, slug) as po:
            for entry in list(po or ()):
                if po and not entry.obsolete and ("fuzzy" in entry.flags) is bool(n % 2):
                    clone.give_up(" ".join(self.only_in_ledger(clone, slug, entry.msgstr)))
                    po.remove(entry)

    def tool_fills(self, clone: Clone, slug: str, _n: int) -> None:
        """What has no English is filled with the Arabic."""
        with self.po(clone, slug) as po:
            for entry in po or ():
                entry.msgstr = entry.msgstr or entry.msgid

    def tool_rewrites(self, clone: Clone, slug: str, n: int) -> None:
        """gettext itself reads and writes the file."""
        path = clone.ledger(slug)
        if path.exists():
            how = (
                ["msgcat"],
                ["msgcat", "--width=60"],
                ["msgcat", "--sort-output"],
                ["msguniq", "--no-wrap"],
            )
            done = subprocess.run([*how[n % len(how)], str(path)], capture_output=True, check=False)
            if done.returncode == 0 and done.stdout:
                path.write_bytes(done.stdout)

    def translator(self, clone: Clone, slug: str, n: int) -> None:
        """A translator writes an entry anew; some tools say who, some do not."""
        with self.po(clone, slug) as po:
            if po:
                entry = po[n % len(po)]
                clone.give_up(" ".join(self.only_in_ledger(clone, slug, entry.msgstr)))
                if not TOKEN.search(entry.msgstr) or n % 2:
                    entry.msgstr = f"{entry.msgstr} {self.words(clone, n)}".strip()
                if "fuzzy" in entry.flags:
                    entry.flags.remove("fuzzy")
                if n % 3 == 0:
                    po.metadata["Last-Translator"] = "Ruba <ruba@example.org>"
                    po.metadata["PO-Revision-Date"] = f"2026-11-2{n % 9} 10:{n % 60:02}+0000"
                    for each in po:  # what has lost its flag beside it, she accepted
                        clone.accept(each.msgstr)

    # --- decisions --------------------------------------------------------------------------------------

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
        try:
            result = pipeline.read_and_reconcile(clone.root, [slug], allow_shrink=True)
        except JisrError:
            return
        keys = [f.key for f in result.findings if f.key and f.check == "conflict"]
        keys += [e.key for o in result.outcomes for e in o.ledger.entries if e.stale]
        if not keys:
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

    # --- meanwhile, kills, git --------------------------------------------------------------------------

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
        shutil.rmtree(clone.root / transaction.STATE_DIR, ignore_errors=True)

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


def clone_unsynced(entry: polib.POEntry) -> bool:
    """Whether a tool changed an entry since it was synced."""
    synced = re.search(r"synced=([0-9a-f]{8})", entry.tcomment or "")
    return not synced or synced[1] != sha256(" ".join(entry.msgstr.split()).encode()).hexdigest()[:8]


def git(root: Path, *arguments: str) -> str:
    """A git command in a folder, whoever's machine it is."""
    return subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"},
    ).stdout


RUNS = ("sync", "sync", "draft")
PEOPLE = ("author", "rewrite", "improve", "translator", "approve", "take_over", "settle", "reviewed")
NOBODY = (
    "remark",
    "invisible",
    "punctuate",
    "note_in_marker",
    "escape",
    "strip_flag",
    "line_ends",
    "open_note",
)
HARM = ("reject", "drop", "truncate", "paste", "meanwhile", "kill", "forget", "double")
MORE_HARM = ("swap", "unfinished", "paste_much")
TOOLS = (
    "tool_flags",
    "tool_comments",
    "tool_withdraws",
    "tool_frames",
    "tool_drops",
    "tool_fills",
    "tool_rewrites",
)
GIT = ("commit", "pull")
GROUPS = (RUNS, PEOPLE, PEOPLE, NOBODY, HARM, HARM, MORE_HARM, TOOLS, TOOLS, GIT)
ACTS: Mapping[str, Callable[[Office, Clone, str, int], None]] = {
    name: getattr(Office, name) for group in GROUPS for name in group
}


def play(root: Path, acts: Sequence[tuple[str, int, int]]) -> Office:
    """An office in which these acts happened, each clone's last of them a run."""
    office = Office(root)
    for act, a, b in acts:
        office.do(act, a, b)
    for clone in office.clones:
        office.sync(clone, "", 0)
    return office


def run_in_process(root: Path, version: int) -> None:
    """What `python -m tests.office ROOT VERSION` does, to be killed at any moment: `jisr draft`."""
    machine = Machine()
    machine.version = version
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: machine)
        pipeline.draft_articles(root, TODAY, allow_shrink=True)


if __name__ == "__main__":
    run_in_process(Path(sys.argv[1]), int(sys.argv[2]))
