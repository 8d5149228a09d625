"""An outcome is made once for the same files, and anew where anything that it hangs on is another."""

from dataclasses import replace
from datetime import date
from typing import Any

from jisr.markup.page_format import parse_page
from jisr.model.ledger import Entry, Ledger, State
from jisr.model.source import Block, Document, Kind, Meta
from jisr.translation.authorship import translation_digest
from jisr.translation.sync import Take, reconcile
from jisr.translation.sync.kept import reconcile_again

FILE = "docs/en/articles/x.md"
BLOCKS = Block(Kind.TITLE, "عنوان"), Block(Kind.PARAGRAPH, "هطل المطر.")  # a title; it rained
DOCUMENT = Document("x", "seeds/x.txt", Meta(), BLOCKS)
LEDGER = Ledger(
    (
        Entry("title", "عنوان", "Title", State.EDITED, synced=translation_digest("Title")),
        Entry("p1", "نزل المطر.", "It rained.", State.EDITED, synced=translation_digest("It rained.")),
    )
)
PAGE = parse_page("<!-- #title -->\n# Title\n\n<!-- #p1 -->\nIt rained.\n")
ASKED: dict[str, Any] = {"take": {}, "allow_shrink": False, "today": date(2026, 11, 23)}


def test_what_is_kept_is_what_reconcile_makes() -> None:
    kept = reconcile_again(DOCUMENT, LEDGER, PAGE, FILE, **ASKED)
    assert kept == reconcile(DOCUMENT, LEDGER, PAGE, FILE, **ASKED)
    assert reconcile_again(DOCUMENT, LEDGER, PAGE, FILE, **ASKED) is kept


def test_what_hangs_on_another_day_decision_or_file_is_made_anew() -> None:
    kept = reconcile_again(DOCUMENT, LEDGER, PAGE, FILE, **ASKED)
    assert kept.require_entry("p1").stale
    for asked in ({"today": date(2026, 11, 24)}, {"take": {"p1": Take.KEEP}}, {"allow_shrink": True}):
        made = reconcile_again(DOCUMENT, LEDGER, PAGE, FILE, **{**ASKED, **asked})
        assert made is not kept
        assert made == reconcile(DOCUMENT, LEDGER, PAGE, FILE, **{**ASKED, **asked})
    hail = parse_page("<!-- #title -->\n# Title\n\n<!-- #p1 -->\nIt hailed.\n")
    others = (replace(DOCUMENT), LEDGER, PAGE), (DOCUMENT, replace(LEDGER), PAGE), (DOCUMENT, LEDGER, hail)
    for read in others:
        assert reconcile_again(*read, FILE, **ASKED) == reconcile(*read, FILE, **ASKED)
