"""A ledger that an earlier release wrote, and the present reader's blocks: no person's English goes stale."""

import pytest

from jisr.lang.arabic import digest
from jisr.markup.page_format import parse_page
from jisr.model.ledger import Entry, Ledger, State, SyncResult
from jisr.model.source import Kind, Seed
from jisr.seeds import read
from jisr.translation.authorship import machine_digest
from jisr.translation.sync import reconcile

TITLE = "مستقبل المياه في الجنوب"  # The future of water in the south
RAIN = "ثم جاء المطر على القرية كلها بعد شهور من الجفاف."  # then the rain came
FRAME = '<iframe width="560" src="https://example.org/v"></iframe>'
WORDS = "What a person wrote."


def opened(name: str, text: str, sources: dict[str, str], state: State = State.EDITED) -> SyncResult:
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
        ("x.md", "ﻫﺬﺍ ﻧﺺ ﻣﻬﻢ.", "ﻫﺬﺍ ﻧﺺ ﻣﻬﻢ.", "هذا نص مهم."),
        ("x.txt", "أ\tب\tج\n1\t2\t3", "أ\tب\tج  \n1\t2\t3", "| أ | ب | ج |\n|---|---|---|\n| 1 | 2 | 3 |"),
        ("x.md", "هذا ==نص== مهم.", "هذا ==نص== مهم.", "هذا <mark>نص</mark> مهم."),
        ("x.md", "ثاني CO~2~ مهم.", "ثاني CO&#126;2&#126; مهم.", "ثاني CO<sub>2</sub> مهم."),
        ("x.md", "هذا [[نص]] مهم.", r"هذا \[\[نص]] مهم.", "هذا نص مهم."),
        ("x.md", "هذا نص مهم. {: .x }", r"هذا نص مهم. \{: .x }", "هذا نص مهم."),
    ],
)
@pytest.mark.parametrize("state", [State.EDITED, State.APPROVED])
def test_what_only_the_reader_reads_otherwise_stays_as_it_was(
    name: str, line: str, source: str, now: str, state: State
) -> None:
    outcome = opened(
        name,
        f"{'# ' * name.endswith('.md')}{TITLE}\n\n{line}\n\n{RAIN}\n",
        {"title": TITLE, "p1": source, "p2": RAIN},
        state,
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


@pytest.mark.parametrize(("one", "two"), [("(أ) ", "(ب) "), ("i. ", "ii. "), ("I- ", "II- "), ("a) ", "b) ")])
@pytest.mark.parametrize("name", ["x.txt", "x.md"])
def test_a_point_that_is_counted_with_letters_has_the_words_that_its_line_had(
    name: str, one: str, two: str
) -> None:
    water, air = "الماء في الجنوب.", "الهواء في الشمال."
    text = f"{TITLE}\n\n{RAIN}\n\n{one}{water}\n\n{two}{air}\n"
    sources = {"title": TITLE, "p1": RAIN, "p2": f"{one}{water}", "p3": f"{two}{air}"}
    outcome = opened(name, text if name == "x.txt" else f"# {text}", sources)
    assert [(e.key, e.stale, e.source) for e in outcome.ledger.entries[2:]] == [
        ("p2", False, water),
        ("p3", False, air),
    ]


MAP = "![خريطة](map.png)"  # a map
LIST = "أ. الماء في الجنوب  \nب. الهواء في الشمال"  # water, air
PEOPLE = "العمال: أعلنوا الإضراب."  # the workers went on strike
STUDENTS = "1- الطلاب: خرجوا إلى الشوارع منذ الصباح الباكر وهتفوا بسقوط الحكومة في المدن الكبرى."


@pytest.mark.parametrize(
    ("name", "line", "key", "source", "kind"),
    [
        ("x.txt", LIST, "p2", LIST, Kind.PARAGRAPH),
        ("x.txt", "(أ) الماء  \n(ب) الهواء", "p2", "(أ) الماء  \n(ب) الهواء", Kind.PARAGRAPH),
        ("x.txt", "ا- الماء\nب- الهواء", "p2", "ا- الماء  \nب- الهواء", Kind.PARAGRAPH),
        ("x.md", f"{RAIN} {MAP}", "p2", rf"{RAIN} !\[خريطة](map.png)", Kind.PARAGRAPH),
        ("x.md", f"نص {MAP} آخر.", "p2", r"نص !\[خريطة](map.png) آخر.", Kind.PARAGRAPH),  # another
        (
            "x.md",
            "\u200f- أولى\n\u200f- ثانية",
            "p2",
            "\u200f- أولى \u200f- ثانية",
            Kind.PARAGRAPH,
        ),  # first, second
        ("x.txt", f"{STUDENTS}\n2- {PEOPLE}", "pt2", PEOPLE, Kind.POINT),
    ],
)
@pytest.mark.parametrize("state", [State.DRAFT, State.EDITED, State.APPROVED])
def test_english_that_cannot_be_cut_keeps_its_block_as_it_was(
    name: str, line: str, key: str, source: str, kind: Kind, state: State
) -> None:
    head = TITLE if name.endswith(".txt") else f"# {TITLE}"
    text = f"{head}\n\n{RAIN}\n\n{line}\n\n{RAIN} {RAIN}\n"
    first = {"pt1": STUDENTS[3:].replace(": ", "\n\n", 1)} if key == "pt2" else {}
    sources = {"title": TITLE, "p1": RAIN, **first, key: source, "p3": f"{RAIN} {RAIN}"}
    outcome = opened(name, text, sources, state)
    assert [(e.key, e.state, e.stale, e.target) for e in outcome.ledger.entries] == [
        (name, state, False, WORDS) for name in sources
    ]
    assert not outcome.ledger.obsolete
    block = next(b for b in outcome.document.blocks if b.key == key)
    assert (block.kind, block.text, block.lead, block.number) == (
        kind,
        source,
        False,
        2 if key == "pt2" else 0,
    )
    fresh = opened(name, text, {"title": TITLE, "p1": RAIN, **first, "p3": f"{RAIN} {RAIN}"})
    assert source not in [b.text for b in fresh.document.blocks]


def test_a_point_whose_lead_is_none_now_keeps_it_where_it_has_english() -> None:
    text = f"{TITLE}\n\n{RAIN}\n\n- الماء: هواء\n- التراب: نار\n\n{RAIN} {RAIN}\n"  # water: air; earth: fire
    sources = {
        "title": TITLE,
        "p1": RAIN,
        "pt1": "الماء\n\nهواء",
        "pt2": "التراب: نار",
        "p2": f"{RAIN} {RAIN}",
    }
    outcome = opened("x.txt", text, sources)
    assert [(b.key, b.text, b.lead) for b in outcome.document.blocks if b.kind is Kind.POINT] == [
        ("pt1", "الماء\n\nهواء", True),
        ("pt2", "التراب: نار", False),
    ]


def test_english_with_a_sentence_for_each_is_cut_like_its_arabic() -> None:
    text = f"# {TITLE}\n\n\u200f- {RAIN}\n\u200f- {TITLE} قريب جداً.\n\n{RAIN} {RAIN}\n"  # is very near
    source = f"\u200f- {RAIN} \u200f- {TITLE} قريب جداً."
    translation = (
        "Then the rain came to the whole village after months. The future of water in the south is near."
    )
    document, _ = read(Seed("x", "seeds/x.md", text.encode()))
    entries = [
        Entry(key, original, words, State.EDITED, synced=digest(words))
        for key, original, words in (
            ("title", TITLE, WORDS),
            ("p1", source, translation),
            ("p2", f"{RAIN} {RAIN}", WORDS),
        )
    ]
    outcome = reconcile(document, Ledger(tuple(entries)), None, "docs/en/articles/x.md")
    found = [(e.target, e.state, e.stale) for e in outcome.ledger.entries[1:3]]
    assert found == [(f"{words}.", State.EDITED, False) for words in translation[:-1].split(". ")]


@pytest.mark.parametrize(
    "line",
    [
        "أ. الماء في الجنوب\nب. النار في الشمال",  # fire for air
        "أ. الماء في الجنوب\nب. الهواء في الشمال 3.5",
        "أ. الماء في الجنوب؟\nب. الهواء في الشمال",
    ],
)
def test_what_the_author_changed_is_not_taken_for_the_readers_doing(line: str) -> None:
    text = f"{TITLE}\n\n{RAIN}\n\n{line}\n\n{RAIN} {RAIN}\n"
    outcome = opened("x.txt", text, {"title": TITLE, "p1": RAIN, "p2": LIST, "p3": f"{RAIN} {RAIN}"})
    assert LIST not in [b.text for b in outcome.document.blocks]


@pytest.mark.parametrize("before", ["https://example.org/a", "https://example.org/b"])
def test_a_link_that_leads_elsewhere_is_the_authors_doing(before: str) -> None:
    text = f"# {TITLE}\n\n[الماء في الجنوب](https://example.org/b)\n\n{RAIN}\n"
    source = rf"\[الماء في الجنوب]({before})"
    outcome = opened("x.md", text, {"title": TITLE, "p1": source, "p2": RAIN})
    assert outcome.ledger.entries[1].stale is (before[-1] == "a")


def test_what_stood_between_pages_keeps_its_english() -> None:
    """A page number and a running head were paragraphs, or lines of one, once."""
    one, two = (
        "عاد الصيادون إلى الميناء قبل الفجر بعدما اشتدت الريح في عرض",
        "البحر ولم يكن في السوق أحد سوى بائع الخبز.",
    )
    text = f"{TITLE}\n\n{RAIN}\n\n{one}\n\nصفحة 12\n\n{two}\n"  # fishermen came back; page 12
    sources = {"title": TITLE, "p1": RAIN, "p2": one, "p3": "صفحة 12", "p4": two}
    outcome = opened("x.txt", text, sources)
    assert {e.key: (e.target, e.stale) for e in outcome.ledger.entries} == dict.fromkeys(
        sources, (WORDS, False)
    )
    assert not outcome.ledger.obsolete


def test_lines_of_a_byline_stay_one_block() -> None:
    text = f"{TITLE}\n\nأجرى الحوار: سامر الحلبي\n17 يونيو 2017\n\n{RAIN}\n\n{RAIN} {RAIN}\n"
    byline = "أجرى الحوار: سامر الحلبي  \n17 يونيو 2017"
    sources = {"title": TITLE, "p1": byline, "p2": RAIN, "p3": f"{RAIN} {RAIN}"}
    outcome = opened("x.txt", text, sources)
    assert [(b.key, b.text) for b in outcome.document.blocks] == list(sources.items())


def test_a_heading_that_was_hoisted_has_its_english_where_it_stands() -> None:
    heading = "عنوان القسم الأول"  # the first section's heading
    text = f"{RAIN}\n\n# {heading}\n\n{RAIN} {RAIN}\n"
    outcome = opened("x.md", text, {"title": heading, "p1": RAIN, "p2": f"{RAIN} {RAIN}"}, State.APPROVED)
    found = {e.source: (e.target, e.state, e.stale) for e in outcome.ledger.entries}
    assert found[heading] == found[RAIN] == (WORDS, State.APPROVED, False)
    assert next(e for e in outcome.ledger.entries if e.key == "title").state is State.MISSING


def test_a_title_that_was_a_paragraph_takes_its_english_along() -> None:
    text = f"<!-- سر -->\n\n{TITLE}\n\n{RAIN}\n\n{RAIN} {RAIN}\n"  # a secret
    sources = {"title": "&lt;!-- سر -->", "p1": TITLE, "p2": RAIN, "p3": f"{RAIN} {RAIN}"}
    outcome = opened("x.txt", text, sources)
    assert [(e.key, e.target, e.stale) for e in outcome.ledger.entries] == [
        (key, WORDS, False) for key in ("title", "p2", "p3")
    ]


def test_private_notes_that_were_text_once_are_no_loss() -> None:
    """Whoever opens an old publication is not stopped because its notes are no longer printed."""
    note = "<!-- " + "سر كبير " * 20 + "-->"  # a great secret
    text = f"# {TITLE}\n\n{RAIN}\n\n{note}\n"
    outcome = opened("x.md", text, {"title": TITLE, "p1": RAIN, "p2": note.replace("<", "&lt;")})
    assert not outcome.blocked
    assert [e.key for e in outcome.ledger.obsolete] == ["p2"]
    assert "سر" not in "".join(b.text for b in outcome.document.blocks)


@pytest.mark.parametrize(
    ("line", "translation"),
    [
        ("\u200f## دوافع", "\u200f## Motives"),
        ("\u200f> قول كبير", "\u200f> Motives"),  # a great word
        ("\u061c- نقطة", "\u061c- Motives"),  # a point
    ],
)
@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_a_mark_that_was_text_once_is_none_of_the_english(line: str, translation: str, state: State) -> None:
    document, _ = read(Seed("x", "seeds/x.md", f"# {TITLE}\n\n{line}\n\n{RAIN}\n".encode()))
    by, on = ("Ann", "2026-01-01") if state is State.APPROVED else ("", "")
    entries = tuple(
        Entry(
            key, original, words, state, synced=digest(words), by=by, on=on, machine=(machine_digest(words),)
        )
        for key, original, words in (
            ("title", TITLE, "The title"),
            ("p1", line, translation),
            ("p2", RAIN, WORDS),
        )
    )
    mark = {e.key: f" draft {digest(e.target)}" if state is State.DRAFT else "" for e in entries}
    page = parse_page("".join(f"<!-- #{e.key}{mark[e.key]} -->\n{e.target}\n\n" for e in entries))
    found = reconcile(document, Ledger(entries), page, "docs/en/articles/x.md").ledger.entries[1]
    assert (found.target, found.state, found.stale, found.by) == ("Motives", state, False, by)
    assert machine_digest("Motives") in found.machine
