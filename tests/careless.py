"""A publication on disk and the careless people who work on it, each of their acts a method with two numbers.

`World.do("typo", 3, 7)` is one act; the numbers choose what it is done to, so that any list of acts can be
played on any state, be drawn by hypothesis, and be kept as a file (`tests/cases/histories`). The world keeps
account of what must not be lost: every sentence that a person writes holds a token (`zq17`), which is *live*
until a person takes it away.
"""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import polib
import pytest

from jisr.app import editorial, pipeline
from jisr.app.pipeline import Result
from jisr.model.diagnostics import JisrError, Severity
from jisr.model.ledger import State
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.storage import transaction
from jisr.translation import engines
from jisr.translation.sync import Take
from tests.project import SETTINGS, TODAY


def _words(text: str) -> list[str]:
    return text.split()


# Words of Iraqi news: government, pact, parliament, oil, schools, airport, marshes, farmers, forces …
ARABIC = _words(
    "أعلنت الحكومة العراقية ستراجع اتفاقية الشراكة الأمنية يرى مراقبون البرلمان يصوّت قانون الانتخابات نهاية"
    " العام انخفضت أسعار النفط الأسواق العالمية أدنى مستوى وسط مخاوف الركود تستعد المدارس محافظات الجنوب"
    " لاستقبال الطلبة توقف دام أسبوعين وصل وفد الخبراء المطار زيارة رسمية تستغرق ثلاثة أيام مياه الأهوار"
    " تراجعت بصورة كبيرة المزارعون يطالبون بتعويضات عاجلة الوزارة تدرس المقترح الجديد المجلس رفض الطلب السابق"
)
MACHINE = _words(
    "grain harbor lantern meadow copper willow saddle candle barrel orchard cotton pepper marble"
)
HUMAN = _words("treaty senate drought export budget minister quarry railway census tariff province cabinet")
TOKEN = re.compile(r"zq\d+")
MARKER = re.compile(r"^<!-- #(\S+).*-->\s*$")


class Killed(BaseException):
    """As SIGKILL: no handler of the program runs to its end."""


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
        drafts = []
        for segment in segments:
            dice = random.Random(sha256(f"{self.version} {segment.text}".encode()).digest())
            text = " ".join(dice.choices(MACHINE, k=dice.randint(4, 9))).capitalize() + "."
            self.made.add(text)
            drafts.append(Draft(text, -0.5))
        return drafts


@dataclass
class Part:
    """A marker line and what stands below it, as the editor sees them."""

    line: str
    body: str

    @property
    def key(self) -> str:
        """The key in the marker, as it stands there."""
        match = MARKER.match(self.line)
        return match[1] if match else ""


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
        self.write_seed([self.arabic(n) for n in range(5)], title="مستقبل المياه في الجنوب")
        self.history: list[str] = [self.seed.read_text("utf-8")]
        self.keys: dict[str, str] = {}
        bystander = [
            "# مقالة لا يمسّها أحد",
            *(self.arabic(n) for n in range(90, 93)),
        ]  # an article nobody touches
        (self.root / "seeds/bystander.md").write_text("\n\n".join(bystander) + "\n", "utf-8")
        self.draft()
        self.save()
        self.untouched = {name: data for name, data in self.files().items() if "bystander" in name}

    # --- where things are -----------------------------------------------------------------------------

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
        return {
            p.relative_to(self.root).as_posix(): p.read_bytes()
            for folder in ("docs", "translations", "seeds")
            for p in sorted((self.root / folder).rglob("*"))
            if p.is_file() and not p.name.endswith(".jisr-new")
        }

    # --- words ----------------------------------------------------------------------------------------

    def arabic(self, n: int) -> str:
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

    # --- the act --------------------------------------------------------------------------------------

    def do(self, act: str, a: int, b: int) -> None:
        """One act of one person."""
        self.trace.append((act, a, b))
        self.damages += act in CARELESS or act in ("split", "undo", "empty", "drop")
        ACTS[act](self, a, b)

    # --- runs and what must hold after each ---------------------------------------------------------------

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
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engines, "find_engine", lambda _settings: self.machine)
            patch.setattr(os, "fsync", lambda _descriptor: None)
            return verb()

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

    # --- the author -----------------------------------------------------------------------------------

    def paragraphs(self) -> list[str]:
        """The seed's paragraphs without its title."""
        return self.seed.read_text("utf-8").rstrip("\n").split("\n\n")[1:]

    def write_seed(self, paragraphs: Sequence[str], title: str = "") -> None:
        """Hand in the article anew."""
        title = title or self.seed.read_text("utf-8").split("\n\n")[0].removeprefix("# ")
        self.seed.write_text("\n\n".join([f"# {title}", *paragraphs]) + "\n", "utf-8")

    def insert(self, a: int, b: int) -> None:
        """A new paragraph."""
        texts = self.paragraphs()
        texts.insert(a % (len(texts) + 1), self.arabic(1000 + b))
        self.write_seed(texts)

    def remove(self, a: int, _b: int) -> None:
        """A paragraph goes."""
        texts = self.paragraphs()
        if len(texts) > 2:
            del texts[a % len(texts)]
            self.write_seed(texts)

    def move(self, a: int, b: int) -> None:
        """A paragraph goes elsewhere."""
        texts = self.paragraphs()
        text = texts.pop(a % len(texts))
        texts.insert(b % (len(texts) + 1), text)
        self.write_seed(texts)

    def cut(self, a: int, b: int) -> None:
        """A paragraph is split in two."""
        texts = self.paragraphs()
        words = texts[a % len(texts)].split()
        if len(words) > 8 and words[0] not in ("##", ">"):
            at = 3 + b % (len(words) - 6)
            texts[a % len(texts)] = " ".join(words[:at]) + ".\n\n" + " ".join(words[at:])
            self.write_seed(texts)

    def join(self, a: int, _b: int) -> None:
        """Two paragraphs become one."""
        texts = self.paragraphs()
        at = a % len(texts)
        if len(texts) > 3 and at + 1 < len(texts) and not re.match("[#>]", texts[at] + texts[at + 1]):
            texts[at : at + 2] = [" ".join(texts[at : at + 2])]
            self.write_seed(texts)

    def typo(self, a: int, b: int) -> None:
        """A word is changed."""
        texts = self.paragraphs()
        words = texts[a % len(texts)].split(" ")
        words[1 + b % (len(words) - 1)] = ARABIC[(a + b) % len(ARABIC)]
        texts[a % len(texts)] = " ".join(words)
        self.write_seed(texts)

    def retitle(self, a: int, _b: int) -> None:
        """Another title."""
        self.write_seed(self.paragraphs(), title=" ".join(random.Random(a).choices(ARABIC, k=4)))

    def repeat(self, a: int, b: int) -> None:
        """A paragraph stands twice."""
        texts = self.paragraphs()
        texts.insert(b % (len(texts) + 1), texts[a % len(texts)])
        self.write_seed(texts)

    def revert(self, a: int, _b: int) -> None:
        """An earlier version of the seed comes back."""
        now = self.seed.read_text("utf-8")
        self.seed.write_text(self.history[a % len(self.history)], "utf-8")
        self.history.append(now)

    # --- the editor -----------------------------------------------------------------------------------

    def read(self) -> tuple[str, list[Part]]:
        """What stands above the first marker, and the parts of the page."""
        head: list[str] = []
        parts: list[Part] = []
        text = self.page.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        for line in text.split("\n"):
            if MARKER.match(line):
                parts.append(Part(line, ""))
            elif parts:
                parts[-1].body += line + "\n"
            else:
                head.append(line)
        return "\n".join(head), parts

    def put(self, head: str, parts: Sequence[Part]) -> None:
        """Save the page."""
        self.save_page(head + "\n" + "".join(f"{p.line}\n{p.body}" for p in parts))

    def save_page(self, text: str) -> None:
        """Save the page as a text."""
        self.page.write_bytes((text.rstrip("\n") + "\n").encode())

    @contextmanager
    def editing(self, n: int, *, words: bool = False) -> Iterator[tuple[list[Part], int]]:
        """The parts of the page and the number of one (with English, for `words`); saved at the end."""
        if not self.page.exists():
            yield [], 0
            return
        head, parts = self.read()
        among = [i for i, p in enumerate(parts) if p.body.strip() or not words]
        if among:
            yield parts, among[n % len(among)]
            self.put(head, parts)
        else:
            yield [], 0

    def rewrite(self, a: int, b: int) -> None:
        """A paragraph is written anew."""
        with self.editing(a) as (parts, i):
            if parts:
                old, mark = parts[i].body, re.match(r"(?:#+ |> )?", parts[i].body)
                self.give_up(old)
                self.give_up_unless_on_page(self.english_of(parts[i].key))
                parts[i].body = f"{mark[0] if mark else ''}{self.words(b)}\n\n"

    def improve(self, a: int, b: int) -> None:
        """A sentence is added."""
        with self.editing(a, words=True) as (parts, i):
            if parts:
                first, _, rest = parts[i].body.partition("\n")
                parts[i].body = f"{first} {self.words(b)}\n{rest}"

    def polish(self, a: int, b: int) -> None:
        """One word of a paragraph becomes another."""
        with self.editing(a, words=True) as (parts, i):
            if parts and not re.search(
                r"-+\\?>|–>|<!", parts[i].body
            ):  # words of a damaged marker are no text
                words = re.split(r"(\s+)", parts[i].body)
                at = [k for k, w in enumerate(words) if re.fullmatch(r"[a-z0-9]+", w)]
                if at:
                    k = at[b % len(at)]
                    self.give_up(words[k])
                    words[k] = TOKEN.search(self.words(b))[0]  # type: ignore[index] # there is one
                    parts[i].body = "".join(words)

    def enrich(self, a: int, b: int) -> None:
        """A footnote, a table, an image, a note of the translator's, or another paragraph."""
        with self.editing(a, words=True) as (parts, i):
            if parts:
                text = self.words(b)
                parts[i].body = (
                    parts[i].body.rstrip()
                    + (
                        f"[^{b}]\n\n[^{b}]: {text}\n\n",
                        f"\n\n| one | two |\n| --- | --- |\n| 1 | {text} |\n\n",
                        f"\n\n![{text}](map.png)\n\n",
                        f'\n\n!!! note "Translator"\n    {text}\n\n',
                        f"\n\n{text}\n\n",
                    )[b % 5]
                )

    def unmark(self, a: int, _b: int) -> None:
        """The word `draft` is taken off a marker: right as it stands."""
        with self.editing(a, words=True) as (parts, i):
            if parts and " draft " in parts[i].line:
                parts[i].line = f"<!-- #{parts[i].key} -->"
                self.accept(parts[i].body)

    def accept(self, text: str) -> None:
        """A person says that words are right, whoever wrote them."""
        bare = re.sub(r"^(?:#+|>) ", "", text.strip())
        self.accepted |= {" ".join(text.split()), " ".join(bare.split())}

    def drop(self, a: int, _b: int) -> None:
        """A block is deleted, marker and all."""
        with self.editing(a) as (parts, i):
            if parts:
                self.give_up_part(parts, i)
                del parts[i]

    def empty(self, a: int, _b: int) -> None:
        """The words below a marker are deleted."""
        with self.editing(a, words=True) as (parts, i):
            if parts:
                self.give_up_part(parts, i)
                parts[i].body = "\n"

    def give_up_part(self, parts: Sequence[Part], i: int) -> None:
        """A block that was synced before comes back, half a block does not: the other half is left of it."""
        text, synced = parts[i].body, set[str]()
        if [part.key for part in parts].count(parts[i].key) == 1 and self.ledger.exists():
            synced = set(TOKEN.findall(self.ledger.read_text("utf-8")))
        self.live -= set(TOKEN.findall(text)) - synced
        for note in re.findall(
            r"^\[\^.*", text, re.MULTILINE
        ):  # put there by a formatter, and gone from its block
            self.give_up(note)

    # --- the editor, carelessly -----------------------------------------------------------------------

    def lose_marker(self, a: int, b: int) -> None:
        """A marker is deleted, with the blank lines around it or without."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if parts and i:
                if b % 3 == 0:
                    parts[i - 1].body = parts[i - 1].body.rstrip("\n") + " "
                parts[i - 1].body += parts[i].body
                del parts[i]

    def mistype(self, a: int, b: int) -> None:
        """A marker loses or gains a character, or is escaped, or joined to its text."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if not parts:
                return
            line, body = parts[i].line, parts[i].body
            match b % 8:
                case 0:
                    parts[i].line = line.replace("<!--", "<!-")
                case 1:
                    parts[i].line = line.replace("#", "")
                case 2:
                    parts[i].line = line.replace("-->", "->")
                case 3:
                    parts[i].line = line.replace("<!--", "\\<!--").replace("-->", "--\\>")
                case 4:
                    parts[i].line = line.replace("#", "# ")
                case 5:
                    parts[i].line = line.replace("<!--", "<!–").replace("-->", "–>")
                case 6:
                    parts[i].line, parts[i].body = (
                        line + " " + body.lstrip("\n").split("\n")[0],
                        "\n".join(body.lstrip("\n").split("\n")[1:]),
                    )
                case _:
                    at = b % len(line)
                    parts[i].line = line[:at] + line[at + 1 :]

    def wrong_key(self, a: int, b: int) -> None:
        """A marker names another key, one there is or one there is not."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if parts:
                key = (f"p{50 + b}", parts[b % len(parts)].key)[b % 2]
                parts[i].line = parts[i].line.replace(f"#{parts[i].key}", f"#{key}")

    def double(self, a: int, b: int) -> None:
        """A block is pasted once more, there or elsewhere, with its marker or without."""
        self.damaged = True
        with self.editing(a, words=True) as (parts, i):
            if parts:
                copy = Part(parts[i].line, parts[i].body)
                if b % 2:
                    parts[i].body += copy.body
                else:
                    parts.insert(b % (len(parts) + 1), copy)

    def reorder(self, a: int, b: int) -> None:
        """Two blocks change places."""
        with self.editing(a) as (parts, i):
            if parts:
                j = b % len(parts)
                parts[i], parts[j] = parts[j], parts[i]

    def swap_markers(self, a: int, b: int) -> None:
        """Two markers change places, without their texts."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if parts:
                j = b % len(parts)
                parts[i].line, parts[j].line = parts[j].line, parts[i].line
                for one, other in ((i, j), (j, i)):  # what was emptied has the other's words now
                    if parts[one].body.strip() and not parts[other].body.strip():
                        self.give_up_unless_on_page(self.english_of(parts[one].key))

    def split(self, a: int, b: int) -> None:
        """A paragraph is split in two or three, with or without markers of the editor's making."""
        with self.editing(a, words=True) as (parts, i):
            if not parts:
                return
            words = parts[i].body.split()
            if (
                len(words) < 6
                or parts[i].body.startswith(("#", ">", "|", "!"))
                or "\n\n" in parts[i].body.strip()
            ):
                return
            third = len(words) // 3
            pieces = [words[:third], words[third : 2 * third], words[2 * third :]][b % 2 :]
            if b % 2:
                pieces[0] = words[: 2 * third]
            texts = [" ".join(p) + "\n\n" for p in pieces]
            match b % 3:
                case 0:
                    parts[i].body = "".join(texts)
                    if " draft " in parts[i].line:
                        self.accept(parts[i].body)
                case 1:
                    self.damaged = True
                    parts[i : i + 1] = [Part(parts[i].line, text) for text in texts]
                case _:
                    self.damaged = True
                    line = parts[i].line
                    parts[i : i + 1] = [
                        Part(line if n == 0 else f"<!-- #{parts[i].key}{'abc'[n]} -->", text)
                        for n, text in enumerate(texts)
                    ]

    def line_ends(self, _a: int, b: int) -> None:
        """Another program's line ends, tabs, trailing blanks, byte order mark."""
        if self.page.exists():
            text = self.page.read_bytes()
            self.page.write_bytes(
                (
                    lambda: text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
                    lambda: text.replace(b"\n", b"  \n"),
                    lambda: text.replace(b" ", b"\t", 3) if text.startswith(b"<!--") else text,
                    lambda: b"\xef\xbb\xbf" + text.removeprefix(b"\xef\xbb\xbf"),
                    lambda: text.rstrip(b"\r\n"),
                    lambda: text + b"\n\n\n",
                )[b % 6]()
            )

    def formatter(self, _a: int, b: int) -> None:
        """As prettier and mdformat do: lines wrapped anew, footnotes at the end, front matter misread."""
        if not self.page.exists():
            return
        head, parts = self.read()
        for part in parts:
            if not part.body.lstrip().startswith(("|", "!", ">")):
                part.body = re.sub(r"(?<=\w) (?=\w)", "\n" if b % 2 else " ", part.body, count=b % 5)
        if b % 3 == 0:
            notes = []
            for part in parts:
                found = re.findall(r"^\[\^.*\n*", part.body, re.MULTILINE)
                part.body = re.sub(r"^\[\^.*\n*", "", part.body, flags=re.MULTILINE)
                notes += found
            if parts:
                parts[-1].body += "".join(f"{note.rstrip()}\n\n" for note in notes)
            self.damaged = True
        self.put(head, parts)

    def word(self, _a: int, _b: int) -> None:
        """The page is written anew from Word: no markers, no marks, curly quotes."""
        if self.page.exists():
            self.damaged = True
            head, parts = self.read()
            bodies = [re.sub(r"^#+ ", "", p.body.strip()).replace('"', "”") for p in parts]
            self.save_page(head + "\n" + "\n\n".join(filter(None, bodies)))

    def conflict_marks(self, a: int, _b: int) -> None:
        """A merge is left unfinished."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if parts:
                parts[i].body = f"<<<<<<< HEAD\n{parts[i].body}=======\n>>>>>>> other\n\n"

    def undo(self, _a: int, _b: int) -> None:
        """The editor gives up: the page as it was saved last; what only the page said is taken away."""
        before = self.page.read_text("utf-8-sig") if self.page.exists() else ""
        self.page.write_bytes(self.saved)
        self.undone = True
        # What the ledger has of later words is settled by whoever goes on from this page.
        po = polib.pofile(str(self.ledger)) if self.ledger.exists() else []
        later = " ".join([before, *(e.msgstr for e in po if not e.obsolete)])
        self.live -= set(TOKEN.findall(later)) - set(TOKEN.findall(self.saved.decode("utf-8-sig")))
        self.damaged = True

    def delete_page(self, _a: int, _b: int) -> None:
        """The page is deleted; what was synced comes back, what was not is given up."""
        if self.page.exists():
            before = self.page.read_text("utf-8-sig")
            self.page.unlink()
            rest = " ".join(d.decode("utf-8-sig") for d in self.files().values())
            self.live -= set(TOKEN.findall(before)) - set(TOKEN.findall(rest))

    # --- others ---------------------------------------------------------------------------------------

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

    def english_of(self, key: str) -> str:
        """What the ledger has for a block."""
        po = polib.pofile(str(self.ledger)) if self.ledger.exists() else []
        return " ".join(e.msgstr for e in po if e.msgctxt == key and not e.obsolete)

    def give_up_unless_on_page(self, text: str) -> None:
        """The translator replaces what the ledger says; what only the page says is not the translator's."""
        page = self.page.read_text("utf-8-sig") if self.page.exists() else ""
        self.live -= set(TOKEN.findall(text)) - (set(TOKEN.findall(page)) - set(TOKEN.findall(text)))

    def upgrade(self, _a: int, _b: int) -> None:
        """A new release of the engine, which says everything otherwise."""
        self.machine.version += 1

    def take_over(self, a: int, b: int) -> None:
        """A translation made elsewhere is imported, a person's or a machine's."""
        keys = (
            [e.msgctxt for e in polib.pofile(str(self.ledger)) if not e.obsolete]
            if self.ledger.exists()
            else []
        )
        if not keys:
            return
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
        try:
            result = pipeline.read_and_reconcile(self.root, [self.slug], allow_shrink=True)
        except JisrError:
            return
        keys = [f.key for f in result.findings if f.key and f.check == "conflict"]
        keys += [e.key for o in result.outcomes for e in o.ledger.entries if e.stale]
        if not keys:
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

    # --- kills and merges -----------------------------------------------------------------------------

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
        shutil.rmtree(self.root / transaction.STATE_DIR, ignore_errors=True)

    def git(self, *arguments: str) -> str:
        """A git command in the project."""
        done = subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
            cwd=self.root,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"},
        )
        return done.stdout

    def save(self, *_: int) -> None:
        """Remember the seed and the page as they are."""
        self.history.append(self.seed.read_text("utf-8"))
        if self.page.exists():
            self.saved = self.page.read_bytes()

    def commit(self) -> None:
        """Commit everything."""
        if not (self.root / ".git").exists():
            self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def merge(self, a: int, b: int) -> None:
        """Two branches, on each a few acts, a run and a commit; then git merges them, or cannot."""
        self.draft()
        if self.damaged:
            return
        self.commit()
        base_live, base_keys = set(self.live), dict(self.keys)
        self.git("checkout", "-q", "-B", "other")
        theirs = self.branch(a)
        self.git("checkout", "-q", "main")
        self.damaged = False
        self.live, self.keys = set(base_live), dict(base_keys)
        ours = self.branch(b)
        if ours is None:
            self.live, self.damaged = set(base_live), False
        if theirs is None or ours is None:
            return
        try:
            self.git("merge", "-q", "--no-edit", "other")
        except subprocess.CalledProcessError:
            self.git("merge", "--abort")
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
            self.git("checkout", "-q", "--", ".")
            return None
        self.commit()
        return set(self.live)


@contextmanager
def killing(step: int) -> Iterator[list[str]]:
    """Kill the program at its `step`-th call that writes; the value lists the calls that were made."""
    calls: list[str] = []
    with pytest.MonkeyPatch.context() as patch:

        def watch(owner: Any, name: str) -> None:
            real = getattr(owner, name)

            def call(*args: Any, **kwargs: Any) -> Any:
                if name != "open" or "w" in f"{args[1:2]}{kwargs.get('mode', '')}":
                    calls.append(name)
                    if len(calls) == step:
                        raise Killed
                return None if name == "fsync" else real(*args, **kwargs)

            patch.setattr(owner, name, call)

        owners: list[tuple[Any, str]] = [
            (os, "fsync"),
            (os, "link"),
            (transaction, "_exchange"),
            *((Path, n) for n in ("replace", "unlink", "open", "mkdir")),
        ]
        for owner, name in owners:
            watch(owner, name)
        yield calls


AUTHOR = ("insert", "remove", "move", "cut", "join", "typo", "retitle", "repeat", "revert")
EDITOR = (
    "rewrite",
    "improve",
    "polish",
    "enrich",
    "unmark",
    "drop",
    "empty",
    "reorder",
    "split",
    "line_ends",
)
CARELESS = (
    *("lose_marker", "mistype", "wrong_key", "double", "swap_markers", "formatter", "word"),
    *("conflict_marks", "delete_page"),
)
OTHERS = (
    "tool",
    "upgrade",
    "take_over",
    "approve",
    "settle",
    "kill",
    "forget",
    "save",
    "merge",
    "sync",
    "draft",
    "undo",
)
BRANCH_ACTS = ("rewrite", "improve", "polish", "enrich", "insert", "remove", "move", "typo", "cut", "tool")
NAMES = (*AUTHOR, *EDITOR, *CARELESS, *OTHERS)
ACTS: Mapping[str, Callable[[World, int, int], None]] = {name: getattr(World, name) for name in NAMES}


def play(root: Path, acts: Collection[tuple[str, int, int]]) -> World:
    """A world in which these acts happened, the last of them a run."""
    shutil.rmtree(root, ignore_errors=True)
    world = World(root)
    for act, a, b in acts:
        world.do(act, a, b)
    world.draft()
    return world
