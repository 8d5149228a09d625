"""A ledger that an earlier release wrote, and the present reader's blocks: no person's English goes stale."""

import pytest

from build_tools.arabic import digest
from build_tools.model import Entry, Kind, Ledger, Outcome, Seed, State
from build_tools.readers import read
from build_tools.sync import reconcile

TITLE = "مستقبل المياه في الجنوب"  # The future of water in the south
RAIN = "ثم جاء المطر على القرية كلها بعد شهور من الجفاف."  # then the rain came
FRAME = '<iframe width="560" src="https://example.org/v"></iframe>'
WORDS = "What a person wrote."


def opened(name: str, text: str, sources: dict[str, str], state: State = State.EDITED) -> Outcome:
    """What sync makes of a seed whose ledger an earlier release wrote: `sources` by key, all with English."""
    document, _ = read(Seed("x", f"seeds/{name}", text.encode()))
    by, on = ("Ann", "2026-01-01") if state is State.APPROVED else ("", "")
    entries = tuple(
        Entry(key, source, WORDS, state, synced=digest(WORDS), by=by, on=on)
        for key, source in sources.items()
    )
    return reconcile(document, Ledger(entries), None, "docs/en/articles/x.md")


@pytest.mark.parametrize(
    ("name", "line", "source", "now"),
    [
        ("x.md", "![خريطة](map.png)", r"!\[خريطة](map.png)", "![خريطة](map.png)"),  # a map
        ("x.md", "![](map.png)", r"!\[](map.png)", "![](map.png)"),
        ("x.md", "هذا <b>نص</b> مهم.", "هذا &lt;b>نص&lt;/b> مهم.", "هذا **نص** مهم."),  # this text matters
        ("x.md", "قال &lt;نعم&gt; ثم خرج.", "قال &lt;نعم&gt; ثم خرج.", "قال &lt;نعم&gt; ثم خرج."),
        ("x.md", "## دوافع {#first}", r"دوافع \{#first}", "دوافع"),  # motives
        ("x.md", '[نص]{dir="rtl"} مهم.', r'\[نص]\{dir="rtl"} مهم.', "نص مهم."),
        ("x.md", "![](m.png){width=6in}", r"!\[](m.png)\{width=6in}", "![](m.png)"),
        ("x.md", "\u200f## دوافع", "\u200f## دوافع", "دوافع"),
        ("x.md", "نص <!-- سر --> مهم.", "نص &lt;!-- سر --> مهم.", "نص مهم."),  # a text, a secret
    ],
)
@pytest.mark.parametrize("state", [State.EDITED, State.APPROVED])
def test_what_only_the_reader_reads_otherwise_stays_as_it_was(
    name: str, line: str, source: str, now: str, state: State
) -> None:
    outcome = opened(
        name, f"# {TITLE}\n\n{line}\n\n{RAIN}\n", {"title": TITLE, "p1": source, "p2": RAIN}, state
    )
    assert [(e.key, e.state, e.stale, e.target) for e in outcome.ledger.entries] == [
        (key, state, False, WORDS) for key in ("title", "p1", "p2")
    ]
    assert outcome.ledger.entries[1].source == now
    assert not outcome.ledger.obsolete


def test_images_without_words_are_told_apart_by_their_files() -> None:
    text = f"# {TITLE}\n\n![](b.png)\n\n{RAIN}\n\n![](a.png)\n"
    sources = {"title": TITLE, "p1": r"!\[](a.png)", "p2": RAIN, "p3": r"!\[](b.png)"}
    outcome = opened("x.md", text, sources)
    assert {e.key: e.source for e in outcome.ledger.entries if e.key != "title"} == {
        "p1": "![](a.png)",
        "p2": RAIN,
        "p3": "![](b.png)",
    }


def test_what_the_author_changed_is_stale_also_where_the_reader_reads_otherwise() -> None:
    line = f"هذا <b>نص</b> قديم. {RAIN}"  # "old" for "important"
    outcome = opened(
        "x.md", f"# {TITLE}\n\n{line}\n", {"title": TITLE, "p1": f"هذا &lt;b>نص&lt;/b> مهم. {RAIN}"}
    )
    assert outcome.ledger.entries[1].stale


@pytest.mark.parametrize(
    ("name", "line", "source"),
    [
        ("x.txt", "بقلم: سامر الحلبي", "بقلم: سامر الحلبي"),  # by Samer al-Halabi
        ("x.md", "بقلم: سامر الحلبي", "بقلم: سامر الحلبي"),
        ("x.txt", "2017-06-17T18:06:00+01:00", "2017-06-17T18:06:00+01:00"),
        ("x.md", FRAME, FRAME.replace("<", "&lt;")),
    ],
)
def test_a_line_set_aside_stays_a_block_where_a_person_wrote_its_english(
    name: str, line: str, source: str
) -> None:
    head = TITLE if name.endswith(".txt") else f"# {TITLE}"
    text = f"{head}\n\n{line}\n\n{RAIN}\n\n{RAIN} {RAIN}\n"
    sources = {"title": TITLE, "h1": source, "p1": RAIN, "p2": f"{RAIN} {RAIN}"}
    outcome = opened(name, text, sources)
    assert [(b.key, b.kind) for b in outcome.document.blocks] == [
        ("title", Kind.TITLE),
        ("h1", Kind.PARAGRAPH),
        ("p1", Kind.PARAGRAPH),
        ("p2", Kind.PARAGRAPH),
    ]
    assert not [e for e in outcome.ledger.entries if e.stale]
    assert not outcome.ledger.obsolete
    fresh = opened(name, text, {})
    assert [b.key for b in fresh.document.blocks] == ["title", "p1", "p2"]
    machine = opened(name, text, sources, State.DRAFT)  # nobody wrote it: it goes with its line
    assert [b.key for b in machine.document.blocks] == ["title", "p1", "p2"]


def test_a_point_that_is_counted_with_letters_has_the_words_that_its_line_had() -> None:
    text = f"{TITLE}\n\n{RAIN}\n\n(أ) الماء في الجنوب.\n\n(ب) الهواء في الشمال.\n"  # water, air
    sources = {"title": TITLE, "p1": RAIN, "p2": "(أ) الماء في الجنوب.", "p3": "(ب) الهواء في الشمال."}
    outcome = opened("x.txt", text, sources)
    assert [(e.key, e.stale, e.source) for e in outcome.ledger.entries[2:]] == [
        ("p2", False, "الماء في الجنوب."),
        ("p3", False, "الهواء في الشمال."),
    ]


def test_a_list_in_one_paragraph_keeps_its_english_with_its_first_point() -> None:
    text = f"{TITLE}\n\n{RAIN}\n\nأ. الماء في الجنوب\nب. الهواء في الشمال\n\n{RAIN} {RAIN}\n"
    source = "أ. الماء في الجنوب  \nب. الهواء في الشمال"
    outcome = opened("x.txt", text, {"title": TITLE, "p1": RAIN, "p2": source, "p3": f"{RAIN} {RAIN}"})
    found = {e.key: e for e in outcome.ledger.entries}
    assert found["p2"].target == WORDS
    assert "p2" in next(e.reason for e in outcome.ledger.entries if e.source == "الهواء في الشمال")
    assert not outcome.ledger.obsolete
