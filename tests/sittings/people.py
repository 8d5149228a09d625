"""What people do at the desk, and what must hold after each act."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from jisr.app import syncing
from jisr.app.paragraphs.reading import ArticleRows, read_rows
from jisr.lang.units import split_units
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import JisrError
from jisr.storage import transaction
from jisr.translation import engines
from tests.careless.vocabulary import TOKEN
from tests.desk.sitting import open_client, token
from tests.office.clone import SLUGS, Clone
from tests.office.pages import Pages
from tests.project import TODAY

Row = Mapping[str, Any]
NAMES = ("Ruba", "Ann")


class Person:
    """Somebody at the desk with articles open, each as they last saw it."""

    def __init__(self, name: str, client: TestClient) -> None:
        self.name = name
        self.client = client
        self.header = {**token(client), "content-type": "application/json"}
        self.shown: dict[str, dict[str, Row]] = {}
        self.last: dict[str, Any] = {}

    def look(self, slug: str) -> int:
        """Load an article."""
        answer = self.client.get(f"/api/articles/{slug}")
        if answer.status_code == 200:
            self.shown[slug] = {row["key"]: row for row in answer.json()["paragraphs"]}
        return answer.status_code

    def post(self, act: str, given: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Send an act; what comes back of the article is seen."""
        answer = self.client.post(f"/api/{act}", content=json.dumps(given), headers=self.header)
        data: dict[str, Any] = answer.json()
        if answer.status_code == 200:
            self.shown[given["slug"]] = {row["key"]: row for row in data["paragraphs"]}
        return answer.status_code, data


class People(Pages):
    """Two people at the desk of the first clone."""

    @contextmanager
    def at_work(self) -> Iterator["People"]:
        """The desk is open."""
        self.typed: set[str] = set()
        self.shortened: set[tuple[str, ...]] = set()
        with ExitStack() as stack:
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            patch.setattr(engines, "find_engine", lambda _settings: self.machine)
            patch.setattr(os, "fsync", lambda _descriptor: None)
            opened = (stack.enter_context(open_client(self.clones[0].root, name)) for name in NAMES)
            self.people = [Person(name, client) for name, client in zip(NAMES, opened, strict=True)]
            yield self

    def do(self, act: str, a: int, b: int) -> None:
        """One act; at the desk `a` chooses person and article."""
        if act in DESK:
            getattr(self, act)(self.people[a % 2], SLUGS[a // 2 % len(SLUGS)], b)
        else:
            super().do(act, a, b)
        self.stands(self.clones[0])

    def close(self) -> None:
        """Runs, and a look at what is left."""
        clone = self.clones[0]
        self.sync(clone, "", 0)
        self.stands(clone)
        killed = [*clone.root.rglob(".*.jisr-new")]  # a person has to compare what a killed run left
        for slug in () if killed else SLUGS:
            for person in self.people:
                if person.look(slug) == 200 and not self.now(slug).outcome.blocked:
                    entries = {entry.msgctxt: entry.msgstr for entry in clone.entries(slug)}
                    shown = {key: row["english"] for key, row in person.shown[slug].items()}
                    assert shown == {key: entries[key] for key in shown}

    # --- acts ---------------------------------------------------------------------------------------------

    def look(self, person: Person, slug: str, _n: int) -> None:
        """A page is loaded."""
        before = self.clones[0].files()
        assert person.look(slug) in (200, 422)
        assert self.clones[0].files() == before, "a look writes"

    def save(self, person: Person, slug: str, n: int) -> None:
        """Ctrl+S, after a look at the page."""
        if person.look(slug) == 200:
            self.old_save(person, slug, n)

    def old_save(self, person: Person, slug: str, n: int) -> None:
        """Ctrl+S on a page that was loaded when it was."""
        if not (row := self.choose(person, slug, n)):
            return
        text = self.compose(row["english"], n)
        given = {"slug": slug, "key": row["key"], "text": text, "seen": row["seen"]}
        person.last = given
        if len(units(text)) < len(units(row["english"])):
            self.shortened.add(units(text))
        if units(text) not in self.made():
            self.clones[0].accept(text)
        waits = self.waits(slug)
        with self.twin(n) as twin:
            status, data = self.act(person, "save", given)
            if status == 200:
                self.saved(slug, row["key"], text, data)
                if waits:  # the page alone was written, and the ledger follows it once it can
                    self.written_over(row, text)
                if data["changed"]:
                    self.same_as_by_hand(twin, slug, row["key"], text)
            else:  # it is still in the field
                self.clones[0].give_up(" ".join(set(TOKEN.findall(text)) - tokens(self.clones[0].files())))

    def waits(self, slug: str) -> bool:
        """Whether an article cannot be settled as it lies there."""
        with suppress(JisrError):
            return self.now(slug).outcome.blocked
        return True

    def written_over(self, row: Row, text: str) -> None:
        """What somebody had before them, and replaced while nothing could be settled, is in the history."""
        gone = set(TOKEN.findall(f"{row['english']} {row['rival'] or ''}")) - set(TOKEN.findall(text))
        assert gone <= self.history(), "not to be found again"
        self.clones[0].give_up(" ".join(gone))

    def again(self, person: Person, _slug: str, _n: int) -> None:
        """The same save is sent once more: its answer was lost."""
        if person.last:
            status, data = self.act(person, "save", person.last)
            if status == 200:
                self.saved(person.last["slug"], person.last["key"], person.last["text"], data)

    def sign(self, *args: Any) -> None:
        """Runs call it for what lies on pages; at the desk it is `approve`."""
        if isinstance(args[0], Clone):
            super().sign(args[0])
            return
        person, slug, n = args
        rows = self.choose_some(person, slug, n)
        drafts = n % 3 == 0
        given = {"slug": slug, "seen": {row["key"]: row["seen"] for row in rows}, "drafts": drafts}
        for row in rows if drafts else ():
            self.clones[0].accept(row["english"])
        if rows:
            status, _ = self.act(person, "approve", given)
            if status == 200:
                now = person.shown[slug]
                assert all(
                    (now[r["key"]]["state"], now[r["key"]]["by"]) == ("approved", person.name) for r in rows
                )
                assert drafts or all(
                    row["origin"] == "person" for row in now.values() if row["key"] in given["seen"]
                )

    def withdraw(self, person: Person, slug: str, n: int) -> None:
        """An approval is withdrawn."""
        if rows := [row for row in person.shown.get(slug, {}).values() if row["state"] == "approved"]:
            row = rows[n % len(rows)]
            self.act(person, "unapprove", {"slug": slug, "seen": {row["key"]: row["seen"]}})

    def discard(self, person: Person, slug: str, n: int) -> None:
        """A draft is rejected; a person's words never are."""
        for row in self.choose_some(person, slug, n)[:1]:
            status, _ = self.act(person, "reject", {"slug": slug, "seen": {row["key"]: row["seen"]}})
            if status == 200:
                assert row["state"] == "draft"
                now = person.shown[slug][row["key"]]
                assert (now["state"], now["english"]) == ("missing", "")

    def settle_at_desk(self, person: Person, slug: str, n: int) -> None:
        """What waits is settled: two texts, a stale one, a proposal."""
        rows = person.shown.get(slug, {}).values()
        waiting = [row for row in rows if row["stale"] or row["rival"] is not None or row["proposal"]]
        if not waiting:
            return
        row = waiting[n % len(waiting)]
        takes = ["keep"] * row["stale"] + ["page", "ledger"] * (row["rival"] is not None)
        take = (takes + ["proposal"] * bool(row["proposal"]))[n % (len(takes) + bool(row["proposal"]))]
        offered = {"ledger": row["rival"], "proposal": (row["proposal"] or {}).get("text")}.get(take)
        for text in (row["english"], row["rival"] or "", offered or ""):
            self.clones[0].accept(text)
        given = {"slug": slug, "key": row["key"], "take": take, "seen": row["seen"], "offered": offered}
        status, data = self.act(person, "resolve", given)
        if status == 200 and not data["blocked"]:
            wanted = row["english"] if offered is None else offered
            assert person.shown[slug][row["key"]]["english"] == wanted

    def silence(self, person: Person, slug: str, n: int) -> None:
        """A finding is ignored."""
        if row := self.choose(person, slug, n):
            given = {
                "slug": slug,
                "key": row["key"],
                "check": "numbers",
                "reason": "as in the original"[: n % 30],
            }
            self.act(person, "ignore", given)

    def take_back(self, person: Person, slug: str, n: int) -> None:
        """Undo."""
        if row := self.choose(person, slug, n):
            self.act(person, "undo", {"slug": slug, "key": row["key"]})

    # --- parts --------------------------------------------------------------------------------------------

    def choose(self, person: Person, slug: str, n: int) -> Row:
        """A paragraph on the page that the person has open."""
        rows = list(person.shown.get(slug, {}).values())
        return rows[n % len(rows)] if rows else {}

    def choose_some(self, person: Person, slug: str, n: int) -> list[Row]:
        """One, two or all paragraphs that the person has open and that have English."""
        rows = [row for row in person.shown.get(slug, {}).values() if row["english"]]
        at = n % len(rows) if rows else 0
        return (rows[at : at + 1], rows[at : at + 2], rows)[n // 7 % 3]

    def compose(self, old: str, n: int) -> str:
        """What is typed into a field in which `old` stands."""
        match n // 5 % 10:
            case 0:
                return old
            case 1:
                return f"{old} {self.words(self.clones[0], n)}"
            case 2:
                return old.replace(".", ";")
            case 3:
                return " ".join(old.split()[:-1])
            case 4:
                return f"{self.words(self.clones[0], n)}\r\n\r\n{self.words(self.clones[0], n + 1)}  \n"
            case 5:
                marked = (
                    "> ",
                    "- ",
                    "1. ",
                    "# ",
                    "**",
                    "    ",
                    "<b>",
                    "| a | b |\n|-|-|\n| ",
                    "[^1]: ",
                    "---\n",
                )
                return f"{marked[n % len(marked)]}{self.words(self.clones[0], n)}"
            case _:
                return self.words(self.clones[0], n)

    def now(self, slug: str) -> ArticleRows:
        """The article as it stands."""
        return read_rows(self.clones[0].root, slug, TODAY)

    def act(self, person: Person, act: str, given: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """An act, and what holds after any."""
        clone, slug = self.clones[0], given["slug"]
        with suppress(JisrError), transaction.lock_project(clone.root):
            pass  # what a killed run left is settled first, whatever is asked
        self.sign(clone)
        seen = given.get("seen", {})
        seen = {given["key"]: seen} if isinstance(seen, str) else seen
        rows = None
        with suppress(JisrError):
            rows = self.now(slug)
        before = clone.files()
        fresh = rows and all(self.seen_now(rows, key) == digest for key, digest in seen.items())
        held = "text" in given and rows and self.stands_there(rows, given["key"]) == tidy(given["text"])
        status, data = person.post(act, given)
        after = clone.files()
        assert status in (200, 409, 422), (status, data)
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        if status != 200:
            assert not changed, f"{act} was refused, and wrote {changed}"
            assert not (status == 409 and fresh and "offered" not in given), "told of a change that was none"
            assert all(one["remedy"] or one["severity"] == "notice" for one in data["findings"])
            return status, data
        assert fresh or held or not seen, f"{act} went over what was not seen"
        marks = {row.key: row.mark for row in self.now(slug).paragraphs}
        assert {key: row["mark"] for key, row in person.shown[slug].items()} == marks, (
            "told otherwise than it is"
        )
        ours = {path.relative_to(clone.root).as_posix() for path in (clone.page(slug), clone.ledger(slug))}
        ours.add(f"docs/ar/articles/{slug}.md")
        assert changed <= ours, f"{act} wrote {changed - ours}"
        gone = tokens(before) - tokens(after)
        lost = gone - self.history()
        assert not lost, f"{act} lost {lost}"
        clone.give_up(" ".join(gone))
        page = before.get(f"docs/en/articles/{slug}.md", b"")
        settled = rows and not rows.outcome.blocked and b"\nreviewed_by:" not in page
        if settled:  # else what waits may be settled by this act, or what is signed there is signed first
            self.others_stand(rows, person.shown[slug], given)
        self.holds(clone)
        return status, data

    def seen_now(self, rows: ArticleRows, key: str) -> str:
        return next((row.seen for row in rows.paragraphs if row.key == key), "")

    def stands_there(self, rows: ArticleRows, key: str) -> str:
        return next((row.translation for row in rows.paragraphs if row.key == key), "")

    def others_stand(
        self, rows: ArticleRows | None, now: Mapping[str, Row], given: Mapping[str, Any]
    ) -> None:
        """All paragraphs but those that were decided on are as they were."""
        ours = {given.get("key", ""), *(given["seen"] if isinstance(given.get("seen"), dict) else ())}
        for row in rows.paragraphs if rows else ():
            if row.key not in ours:
                was = (row.translation, row.state, row.origin, row.entry.stale, row.entry.by, row.rival)
                one = now[row.key]
                is_ = tuple(one[name] for name in ("english", "state", "origin", "stale", "by", "rival"))
                assert is_ == was, f"{row.key} was not meant"

    def saved(self, slug: str, key: str, text: str, data: Mapping[str, Any]) -> None:
        """What was answered to a save."""
        row = data["paragraph"]
        self.typed |= set(TOKEN.findall(text))
        assert row["english"] == tidy(text), "another text than was typed"
        if data["blocked"]:
            return
        if TOKEN.search(text):
            assert row["state"] in ("edited", "approved"), "a person's words are a draft"
            assert row["origin"] == "person"
        elif row["origin"] == "person" and row["state"] == "edited":  # or somebody's name signs it
            assert units(text) not in self.made(), "a machine's words are a person's"

    def made(self) -> set[tuple[str, ...]]:
        """A machine's sentences, but for those that somebody left of a longer text."""
        return {units(one) for one in self.machine.made} - self.shortened

    @contextmanager
    def twin(self, n: int) -> Iterator[Path | None]:
        """For some saves, a copy of the project in which an editor will do the same by hand."""
        if n % 3:
            yield None
            return
        folder = self.root / "twin"
        shutil.copytree(self.clones[0].root, folder)
        yield folder
        shutil.rmtree(folder)

    def same_as_by_hand(self, twin: Path | None, slug: str, key: str, text: str) -> None:
        """The same words written on the page and synced leave the same files."""
        if twin is None:
            return
        mine, theirs = self.clones[0], Clone(twin)
        sync_one(twin, slug)
        if read_rows(twin, slug, TODAY).outcome.blocked:
            return  # the desk writes the page alone, and what waits may be settled by that
        with self.editing(theirs, slug) as parts:
            part = next((part for part in parts if f"<!-- #{key} " in part[0]), None)
            if part is None or "<!--" in part[1]:  # the desk keeps a note, which is no word of the field
                return
            mark = "# " if key == "title" else ""  # also where an editor took title and mark out
            part[1] = mark + tidy(text) + (part[1][len(part[1].rstrip()) :] or "\n\n")
        sync_one(twin, slug)
        for path in (mine.page(slug), mine.ledger(slug)):
            there = twin / path.relative_to(mine.root)
            left, wanted = (one.read_bytes().replace(b"\r\n", b"\n").rstrip() for one in (path, there))
            assert left == wanted, f"by hand it is another {path.name}"  # its editor makes line ends new

    def stands(self, clone: Clone) -> None:
        """What was saved is somewhere, but for what an editor of files took out of the only one."""
        lost = self.typed - clone.gone - tokens(clone.files()) - self.history() - self.waiting(clone)
        assert not lost, f"saved, and lost: {lost}"

    def waiting(self, clone: Clone) -> set[str]:
        return {
            t for p in clone.root.rglob(".*.jisr-new") for t in TOKEN.findall(p.read_text("utf-8", "replace"))
        }

    def history(self) -> set[str]:
        """The tokens in what was decided."""
        kept = (self.clones[0].root / "private").rglob("*.jsonl")
        return {one for path in kept for one in TOKEN.findall(path.read_text("utf-8"))}


DESK = (
    "look",
    "save",
    "old_save",
    "again",
    "sign",
    "withdraw",
    "discard",
    "settle_at_desk",
    "silence",
    "take_back",
)


def tokens(files: Mapping[str, bytes]) -> set[str]:
    """All tokens in files."""
    return {one for data in files.values() for one in TOKEN.findall(data.decode("utf-8", "replace"))}


def sync_one(root: Path, slug: str) -> None:
    """Settle an article, where that can be."""
    with suppress(JisrError), transaction.lock_project(root):
        syncing.write_results(root, syncing.sign_then_reconcile(root, [slug], TODAY))


def units(text: str) -> tuple[str, ...]:
    """The words and numbers of a text."""
    return tuple(split_units(plain(text).text))


def tidy(text: str) -> str:
    """A text as it is kept: white space around it and the line ends of other systems are no words."""
    return text.replace("\r\n", "\n").strip()
