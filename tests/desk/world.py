"""Two people at the desk, and all the careless people of `tests.careless` beside them, at one publication.

What somebody has on their screen is from when they last looked: the world knows which words they replace,
knowing what they do, and that what was refused changed nothing.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from httpx2 import Response

from jisr.model.diagnostics import JisrError
from jisr.storage import transaction
from tests.careless import Everybody
from tests.careless.vocabulary import TOKEN
from tests.desk.sitting import Sitting, open_client

AT_DESK = ("type", "add", "sign", "withdraw", "discard", "decide", "take_back", "silence", "reload")
"""Acts of people at the desk."""
_REFUSED = (409, 422)  # something changed meanwhile; it cannot be done as things stand


class AtDesk(Everybody):
    """All who work on the publication, two of them at the desk."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._sittings: dict[int, Sitting] = {}

    def at(self, n: int) -> Sitting | None:
        """One of the two, with what they see; nobody where the article cannot be shown."""
        who = n % 2
        if who not in self._sittings:
            client = open_client(self.root, ("Ruba", "Ann")[who])
            if client.get(f"/api/articles/{self.slug}").status_code != 200:
                return None
            self._sittings[who] = Sitting(client, self.slug)
        return self._sittings[who]

    def row(self, n: int, state: str = "") -> tuple[Sitting, dict[str, Any]] | None:
        """Who, and one of the paragraphs that they see, in a state where there is one."""
        sitting = self.at(n)
        if sitting is None or not sitting.rows:
            return None
        rows = [row for row in sitting.rows.values() if row["state"] == state] or list(sitting.rows.values())
        return sitting, rows[n // 2 % len(rows)]

    def lying(self) -> dict[str, bytes]:
        """What lies there, once a killed run is settled: whoever writes next does that first."""
        with suppress(JisrError), transaction.lock_project(self.root):
            pass
        return self.files()

    def reload(self, a: int, _b: int) -> None:
        """Somebody loads the page again."""
        if (sitting := self.at(a)) and sitting.client.get(f"/api/articles/{self.slug}").status_code == 200:
            sitting.look()

    def type(self, a: int, b: int) -> None:
        """Somebody writes a paragraph anew, and saves."""
        if found := self.row(a):
            self.save_words(*found, self.words(b))

    def add(self, a: int, b: int) -> None:
        """Somebody adds a sentence to a paragraph, and saves."""
        if (found := self.row(a)) and found[1]["english"]:
            self.save_words(*found, f"{found[1]['english']} {self.words(b)}")

    def save_words(self, sitting: Sitting, row: Mapping[str, Any], text: str) -> None:
        """Save a text over what is seen: what it does not keep of that is given up, if it is saved."""
        key, was, before = row["key"], set(TOKEN.findall(row["english"])), self.lying()
        typed = set(TOKEN.findall(text)) - was
        in_ledger = set(TOKEN.findall(self.english_of(key)))
        answer = sitting.save(key, text)
        self.judge(answer, before)
        if answer.status_code == 200:
            self.live -= was - set(TOKEN.findall(text)) - (in_ledger if row["rival"] is not None else set())
            assert sitting.rows[key]["english"].split() == text.split(), (key, text)
        else:
            self.live -= typed  # they are in the browser still
        self.account(sitting, answer)

    def sign(self, a: int, b: int) -> None:
        """Somebody approves a paragraph, machine text too."""
        if found := self.row(a):
            self.accept(found[1]["english"])
            self.keys = {}
            self.decided("approve", found, {}, seen=True, drafts=bool(b % 3))

    def withdraw(self, a: int, _b: int) -> None:
        """Somebody withdraws an approval."""
        if found := self.row(a, "approved"):
            self.decided("unapprove", found, {}, seen=True)

    def discard(self, a: int, _b: int) -> None:
        """Somebody takes a draft away: what was put into it goes along."""
        if found := self.row(a, "draft"):
            self.decided("reject", found, TOKEN.findall(found[1]["english"]), seen=True)

    def decide(self, a: int, b: int) -> None:
        """Somebody settles what is in conflict or stale."""
        sitting = self.at(a)
        open_ = (
            [row for row in sitting.rows.values() if row["stale"] or row["rival"] is not None]
            if sitting
            else []
        )
        if sitting is None or not open_:
            return
        row = open_[b % len(open_)]
        take = ("page", "ledger", "proposal", "keep")[b % 4]
        page, rival = (set(TOKEN.findall(row[name] or "")) for name in ("english", "rival"))
        gone = {"page": rival - page, "ledger": page - rival, "proposal": page | rival, "keep": set()}[take]
        if take == "page":
            self.accept(row["english"])
        offered = {"ledger": row["rival"], "proposal": (row["proposal"] or {}).get("text")}.get(take)
        self.keys = {}
        before = self.lying()
        answer = sitting.resolve(row["key"], take, offered=offered)
        self.judge(answer, before)
        if answer.status_code == 200 and self.files() != before:
            self.live -= gone
        self.account(sitting, answer)

    def take_back(self, a: int, _b: int) -> None:
        """Somebody takes the last decision on a paragraph back."""
        if not (found := self.row(a)):
            return
        sitting, row = found
        before, english = self.lying(), self.english_of(row["key"])
        page = self.page.read_text("utf-8-sig") if self.page.exists() else ""
        answer = sitting.post("undo", key=row["key"])
        self.judge(answer, before)
        if answer.status_code == 200:
            self.undone, self.keys = True, {}
            self.live -= set(TOKEN.findall(english + page)) - set(TOKEN.findall(self.everything()))
        self.account(sitting, answer)

    def silence(self, a: int, b: int) -> None:
        """Somebody says that a finding is none."""
        if found := self.row(a):
            self.decided("ignore", found, {}, check="numbers", reason=("", "a quotation")[b % 2])

    def decided(
        self,
        act: str,
        found: tuple[Sitting, Mapping[str, Any]],
        gone: Collection[str],
        *,
        seen: bool = False,
        **more: Any,
    ) -> None:
        """A decision on a paragraph as it is seen; `gone` are words that go with it."""
        sitting, row = found
        before = self.lying()
        given = {"key": row["key"], **({"seen": {row["key"]: row["seen"]}} if seen else {}), **more}
        answer = sitting.post(act, **given)
        self.judge(answer, before)
        if answer.status_code == 200:
            self.live -= set(gone)
        self.account(sitting, answer)

    def judge(self, answer: Response, before: Mapping[str, bytes]) -> None:
        """Done, or refused with a remedy and nothing changed."""
        assert answer.status_code in (200, *_REFUSED), (answer.status_code, answer.text)
        if answer.status_code in _REFUSED:
            assert all(found["remedy"] for found in answer.json()["findings"]), answer.text
            assert self.files() == before, "refused, and yet something changed"

    def account(self, sitting: Sitting, answer: Response) -> None:
        """Every word is somewhere, and what the desk shows is what the ledger says."""
        self.holds()
        if answer.status_code == 200:
            shown = {row["key"]: row["mark"] for row in answer.json()["paragraphs"]}
            assert shown == {key: row["mark"] for key, row in sitting.look().items()}

    def everything(self) -> str:
        """All texts of the publication."""
        return " ".join(data.decode("utf-8-sig") for data in self.files().values())


def play(root: Path, acts: Collection[tuple[str, int, int]]) -> AtDesk:
    """A world in which these acts happened, the last of them a run."""
    world = AtDesk(root)
    for act, a, b in acts:
        world.do(act, a, b)
    world.draft()
    return world
