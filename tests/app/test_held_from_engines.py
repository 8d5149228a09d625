"""What readers may not see is seen by no engine on another machine, and by no log."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.model.outgoing import why_kept_here
from jisr.model.settings import LibreTranslateSettings, Settings
from jisr.model.source import Meta
from jisr.translation import engines
from tests import libretranslate
from tests.libretranslate import LibreTranslate
from tests.project import TODAY, Project, edit

HELD = {
    "sensitive": "sensitive: true",
    "draft": "status: draft",
    "embargo": "status: embargoed\nuntil: 2999-01-01",
    "withdrawn": "status: withdrawn\nreason: the source asked for it",
}
"""Slug → what its sidecar says."""
SECRET = "الزقزوقية"  # a word of every text that is held, and of no other
NAME = "زقوصف"  # of a private person, in the glossary alone


@dataclass(frozen=True)
class Recorded:
    """A project that drafts by a server, and all that the server was sent."""

    project: Project
    server: LibreTranslate

    @property
    def sent(self) -> str:
        """Each request, its texts as letters and as they were encoded."""
        return repr(self.server.asked) + json.dumps(self.server.asked)


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorded]:
    with libretranslate.served() as server:
        monkeypatch.setattr(engines, "is_this_machine", lambda _host: False)
        monkeypatch.delenv("CI", raising=False)  # there nobody may send a held text
        project = Project(tmp_path / "project")
        chosen = f"engine: libretranslate\n    libretranslate: {{url: '{server.address}'}}"
        edit(project.root / "mkdocs.yml", "jisr: {}", f"jisr:\n    {chosen}")
        project.seed("open", ["انخفض منسوب النهر هذا العام.", "وقعت الحكومة الاتفاق أمس."])
        for slug, sidecar in HELD.items():
            project.seed(slug, [f"قالت {SECRET} ذلك.", "انخفض منسوب البحيرة."], title=f"عن {SECRET}")
            (project.root / f"seeds/{slug}.yml").write_text(sidecar + "\n", "utf-8")
        (project.root / "private").mkdir()
        entry = f"{{id: x, type: person, ar: {{name: {NAME}}}, en: {{name: Zq}}}}"
        (project.root / "private/actors.yml").write_text(f"actors: [{entry}]\n", "utf-8")
        yield Recorded(project, server)


def draft(recorded: Recorded, *arguments: str) -> int:
    return main.main(["--project", str(recorded.project.root), "draft", *arguments])


def test_no_byte_of_a_held_text_is_sent(recorded: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    assert draft(recorded) == 0
    assert "النهر" in recorded.sent
    for word in (SECRET, "البحيرة", NAME, "Zq"):
        assert word not in recorded.sent
        assert json.dumps(word).strip('"') not in recorded.sent
    said = capsys.readouterr()
    assert "4 articles were not sent" in said.err
    reasons = "it is a draft: 1, it is sensitive: 1, it is under an embargo: 1, it was withdrawn: 1"
    assert reasons in said.err
    assert SECRET not in said.out + said.err
    assert not [slug for slug in HELD if f"{slug}#" in said.err]


def test_what_was_not_sent_is_missing_and_says_why_and_is_asked_for_once_it_is_public(
    recorded: Recorded,
) -> None:
    draft(recorded)
    entries = recorded.project.read_result("embargo").ledger.entries
    assert {(e.state.value, e.reason) for e in entries} == {("missing", "not sent: it is under an embargo")}
    again = len(recorded.server.asked)
    before = recorded.project.files()
    draft(recorded)
    assert len(recorded.server.asked) == again
    assert recorded.project.files() == before
    edit(recorded.project.root / "seeds/embargo.yml", "2999", "2001")
    draft(recorded)
    assert "البحيرة" in recorded.sent
    entries = recorded.project.read_result("embargo").ledger.entries
    assert {(e.state.value, e.reason) for e in entries} == {("draft", "")}


def test_a_publisher_sends_one_article_by_name_and_no_other(recorded: Recorded) -> None:
    project = recorded.project
    project.seed("sensitive", ["انخفض منسوب السد."], title="عن السد")  # the dam
    assert draft(recorded, "--send-held", "sensitive") == 0
    assert "السد" in recorded.sent
    assert SECRET not in recorded.sent
    assert project.state("p1", "sensitive") == ("draft", False)
    project.seed("sensitive", ["ارتفع منسوب السد كثيرا."], title="عن السد")
    draft(recorded)
    assert "كثيرا" not in recorded.sent, "it was said for once"


@pytest.mark.parametrize(("ci", "slugs", "says"), [("true", ["open"], "CI"), ("", [], "which articles")])
def test_nobody_says_it_for_all_or_in_ci(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch, ci: str, slugs: list[str], says: str
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(JisrError, match=says):
        pipeline.draft_articles(recorded.project.root, TODAY, slugs, send_held=True)
    assert recorded.server.asked == []


def test_an_article_that_is_withheld_while_others_are_drafted_is_not_sent(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jisr.app.drafting.BATCH_BLOCKS", 1)
    recorded.project.seed("second", ["انخفض منسوب البئر."])  # the well
    sidecar = recorded.project.root / "seeds/second.yml"
    recorded.server.script = [lambda handler: handler.say(*hold(handler, sidecar))] * 2
    draft(recorded)
    assert "النهر" in recorded.sent
    assert "البئر" not in recorded.sent


def hold(handler: libretranslate.Handler, sidecar: Path) -> tuple[int, object]:
    sidecar.write_text("sensitive: true\n", "utf-8")
    answer: tuple[int, object] = handler.state.answer(*handler.state.asked[-1])
    return answer


@pytest.mark.parametrize(
    "error", [f"Cannot translate text: {SECRET}", "Zqmustafa: bad token", "\\u0642", "%D9%82"]
)
def test_a_server_that_repeats_the_text_is_not_quoted(
    recorded: Recorded, capsys: pytest.CaptureFixture[str], error: str
) -> None:
    recorded.project.seed("open", ["قالت Zqmustafa ذلك أمس."])
    answer = lambda handler: handler.say(403, {"error": error})  # noqa: E731
    recorded.server.script = [None, *[answer] * 9]
    assert draft(recorded) == 1
    said = capsys.readouterr()
    assert "refuses /translate (403)" in said.err
    assert error.rsplit(maxsplit=1)[-1] not in said.out + said.err
    assert "Zqmustafa" not in said.out + said.err


def test_an_engine_on_this_machine_may_see_all(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    draft(recorded)
    assert SECRET in recorded.sent


@pytest.mark.parametrize(
    ("url", "elsewhere"),
    [
        ("http://localhost:5000", False),
        ("http://LOCALHOST", False),
        ("http://a.localhost", False),
        ("http://127.0.0.1:5000", False),
        ("http://127.8.8.8", False),
        ("http://[::1]:5000", False),
        ("http://[::ffff:127.0.0.1]", False),
        ("http://192.168.0.7", True),
        ("http://10.0.0.1", True),
        ("http://libretranslate:5000", True),
        ("http://localhost.example.org", True),
        ("http://notlocalhost", True),
        ("http://127.0.0.1.example.org", True),
        ("http://0.0.0.0", True),
        ("http://2130706433", True),
        ("http://[::ffff:10.0.0.1]", True),
        ("https://translate.example.org", True),
        ("", True),
    ],
)
def test_what_is_another_machine(tmp_path: Path, url: str, elsewhere: bool) -> None:
    settings = Settings(tmp_path, engine="libretranslate", libretranslate=LibreTranslateSettings(url))
    assert engines.is_elsewhere(settings) is elsewhere


def test_every_engine_of_the_table_is_elsewhere_unless_it_says_otherwise(tmp_path: Path) -> None:
    assert not engines.is_elsewhere(Settings(tmp_path))
    assert engines.is_elsewhere(Settings(tmp_path, engine="one that somebody adds"))


NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("meta", "why"),
    [
        (Meta(), ""),
        (Meta(sensitive=True), "it is sensitive"),
        (Meta(sensitive=True, status="embargoed", until=NOON), "it is sensitive"),
        (Meta(status="draft"), "it is a draft"),
        (Meta(status="withdrawn"), "it was withdrawn"),
        (Meta(status="embargoed", until=NOON + timedelta(minutes=1)), "it is under an embargo"),
        (Meta(status="embargoed", until=NOON), ""),
        (Meta(status="embargoed"), "it is under an embargo"),
        (Meta(release={}), "it waits for its release"),
        (Meta(release={"en": NOON}), "it waits for its release"),
        (Meta(release={"ar": NOON}), ""),
    ],
)
def test_why_a_text_stays_here(tmp_path: Path, meta: Meta, why: str) -> None:
    assert why_kept_here(meta, NOON, Settings(tmp_path)) == why


def test_where_texts_are_released_by_hand_what_nobody_released_stays_here(tmp_path: Path) -> None:
    by_hand = Settings(tmp_path, release="by-hand")
    assert why_kept_here(Meta(), NOON, by_hand) == "nobody has released it"
    assert why_kept_here(Meta(release={"ar": NOON}), NOON, by_hand) == ""


def test_a_fault_of_jisrs_own_prints_no_word_of_a_text(recorded: Recorded) -> None:
    program = f"""
import sys
from jisr.app import pipeline
from jisr.cli.main import main
def fail(*_, **__): raise KeyError({SECRET!r}) from ValueError({SECRET!r})
pipeline.draft_articles = fail
sys.exit(main(["--project", {str(recorded.project.root)!r}, "draft"]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"KeyError" in done.stderr
    assert b"cli/verbs/articles.py:" in done.stderr
    assert SECRET.encode() not in done.stdout + done.stderr
