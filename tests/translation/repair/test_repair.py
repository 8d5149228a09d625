"""What careless editing and formatters do to a page, each kind a case file: put right, or reported.

The page is `cases/healing/base.md` before; `prettier*` and `mdformat*` are what those programs wrote of it
once it was edited. What prettier writes today is asked of prettier itself.
"""

import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jisr.lang.arabic import digest
from jisr.lang.units import split_units
from jisr.markup.block_marks import strip_block_marks
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding, Severity
from jisr.model.ledger import Entry, Ledger, State, SyncResult
from jisr.model.source import Block, Document, Kind, Meta
from jisr.storage.yaml import parse_yaml
from jisr.translation.repair import bare_words, repair_markers
from jisr.translation.sync import compose_translation_page, finalise_ledger, reconcile
from tests.system_tools import WEB, web_tools_missing

FOLDER = Path(__file__).parents[2] / "cases" / "healing"
CASES = sorted(FOLDER.glob("*.yml"))
KINDS = {"title": Kind.TITLE, "h": Kind.HEADING, "q": Kind.QUOTATION, "pt": Kind.POINT, "t": Kind.TABLE}
FILE = "docs/en/articles/x.md"


def block(key: str) -> Block:
    kind = KINDS.get(re.sub(r"\d", "", key), Kind.PARAGRAPH)
    original = " ".join(f"{key}{letter}" for letter in "ابتثجح")  # the Arabic is of no matter, only unlike
    return Block(kind, original, number=1 if key == "pt1" else 0, lead=key == "pt1")


BASE = (FOLDER / "base.md").read_text("utf-8")
BLOCKS = {key: block(key) for key in re.findall(r"<!-- #(\w+)", BASE)}
ENGLISH = {
    key: strip_block_marks(BLOCKS[key], body)
    for key, body in re.findall(r"<!-- #(\w+).*-->\n((?:(?!<!--).*\n)*)", BASE)
}


def digests(page: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: digest(ENGLISH[m[1]]), page)


BODIES = {b.key: b.body for b in parse_page(digests(BASE)).blocks}


def ledger() -> Ledger:
    entries = []
    for marked in parse_page(digests(BASE)).blocks:
        key, translation = marked.key, ENGLISH[marked.key]
        state = {"": State.EDITED, "draft": State.DRAFT, "missing": State.MISSING}[marked.mark]
        synced = digest(translation) if translation else ""
        entries.append(
            Entry(key, BLOCKS[key].text, translation, state, synced=synced, fuzzy=state is State.DRAFT)
        )
    return Ledger(tuple(entries))


def sync(page: str, book: Ledger) -> SyncResult:
    document = Document("x", "seeds/x.txt", Meta(), tuple(BLOCKS.values()))
    return reconcile(document, book, parse_page(page), FILE)


def line_ends(page: str, how: str) -> str:
    match how:
        case "crlf":
            return page.replace("\n", "\r\n")
        case "bom":
            return page.rstrip("\n")  # `article_files` takes the mark away when it decodes the file
        case "blanks":
            return page.replace("\n", " \t\n")
        case _:
            return page


def found_units(page: str) -> Counter[str]:
    """The units of a page, without markers and front matter."""
    sign = r"(?:%\w\w|\\u00\w\w|[^\w\n])*"
    text = re.sub(
        rf"^{sign}#\w+ draft [0-9a-f]{{8}}{sign}$|^＜\W*\w+\W*＞$|"
        r"\\?(?:<|&lt;)!?[-—]*\s*#?.*?[-—]+\\?(?:>|&gt;)|\A---\n.*?\n---$|lang: en|dir: ltr",
        "",
        page,
        flags=re.MULTILINE | re.DOTALL,
    )
    return Counter(split_units(text))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path) -> None:
    case: dict[str, Any] = parse_yaml(path.read_text("utf-8"), path.name).data
    page = line_ends(digests(case["page"]), case.get("line_ends", ""))
    before = ledger()
    outcome = sync(page, before)
    if "blocked" in case:
        errors = [f for f in outcome.findings if f.severity is Severity.ERROR]
        assert outcome.blocked
        assert [f.line for f in errors] == [case["blocked"]]
        assert all(f.remedy for f in errors)
        return
    assert not outcome.blocked, outcome.findings
    assert [f.check for f in outcome.findings if f.check != "healed"] == case.get("findings", [])
    healed = [f for f in outcome.findings if f.check == "healed"]
    assert [f"{f.line} {f.key}" for f in healed] == case.get("healed", [])
    for entry in outcome.ledger.entries:
        old = next(e for e in before.entries if e.key == entry.key)
        expected = case["expect"].get(entry.key)
        if expected is None:
            assert (entry.state, bare_words(entry.target)) == (old.state, bare_words(old.target)), entry.key
        else:
            assert entry.state == State(expected["state"])
            assert expected.get("contains", "") in entry.target
            assert expected.get("page", "") in compose_translation_page(outcome)
    text = compose_translation_page(outcome)
    assert [b.key for b in parse_page(text).blocks] == list(BLOCKS)
    copies = [BODIES[key] for key in case.get("copied", [])]
    assert found_units(page) - found_units(text) == found_units("\n".join(copies))
    again = sync(text, finalise_ledger(outcome.ledger))
    assert not [f for f in again.findings if f.check == "healed"]
    assert compose_translation_page(again) == text


@pytest.mark.parametrize("options", ["", "--prose-wrap=always", "--prose-wrap=never", "--tab-width=4"])
def test_prettier_changes_nobodys_words(options: str) -> None:
    assert not web_tools_missing(), web_tools_missing()
    page = digests(BASE)
    command = ["node", "node_modules/prettier/bin/prettier.cjs", "--stdin-filepath=x.md", *options.split()]
    done = subprocess.run(command, cwd=WEB, input=page, capture_output=True, text=True, check=True)
    assert done.stdout != page
    before = ledger()
    outcome = sync(done.stdout, before)
    assert not outcome.blocked, outcome.findings
    states = [(e.key, e.state, bare_words(e.target)) for e in before.entries]
    assert [(e.key, e.state, bare_words(e.target)) for e in outcome.ledger.entries] == states


def test_a_page_in_order_is_the_same_object() -> None:
    page = parse_page(digests(BASE))
    healed, findings = repair_markers(page, {e.key: e for e in ledger().entries}, (), FILE)
    assert healed is page
    assert not findings


# --- what a line was meant to be -------------------------------------------------------------------------

KNOWN = {
    e.key: e
    for e in (
        Entry("p1", "أ", "One.", State.EDITED),
        Entry("p2", "ب"),  # without English: nothing but its marker tells where it stands
        Entry("p3", "ت", "Three.", State.EDITED),
    )
}


def with_line(line: str) -> tuple[list[str], list[Finding]]:
    """The lines between One. and Two. on a page with `line` there, as they are once healed; what was said."""
    body = f"<!-- #p1 -->\nOne.\n\n{line}\nTwo.\n\n<!-- #p3 -->\nThree.\n"
    page, findings = repair_markers(parse_page(f"---\nlang: en\n---\n\n{body}"), KNOWN, ["r1"], FILE)
    text = "".join(block.raw for block in page.blocks)
    between = text.partition("One.")[2].partition("Two.")[0]
    return [line for line in between.split("\n") if line.strip()], findings


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        # Two signs of a marker are enough, one is not.
        ("#p2 -->", "<!-- #p2 -->"),
        ("!-- #p2", "<!-- #p2 -->"),
        ("-- #p2 --", "<!-- #p2 -->"),
        ("<!-- p2 -->", "<!-- #p2 -->"),
        ("* #p2 -->", "<!-- #p2 -->"),
        ("- <!-- #p2 ->", "<!-- #p2 -->"),
        ("> <!-- #p2 -->", "<!-- #p2 -->"),
        ("#p2 draft 12345678", "<!-- #p2 draft 12345678 -->"),
        ("<!-- #p2 missing ->", "<!-- #p2 missing -->"),
        ("<!-- #P2 DRAFT 1234567-->", "<!-- #p2 draft -->"),
        ("<!-- #p2 draft 1234567 -->", "<!-- #p2 draft -->"),  # a digest that lost a sign is none
        ("<!-- #p٢ -->", "<!-- #p2 -->"),
        ("<!-- #p٢ ->", "<!-- #p2 -->"),
        ("<!-- ##p2 -->", "<!-- #p2 -->"),
        ("<!-- #p2: -->", "<!-- #p2 -->"),
        ("<!-- #p2x y -->", "<!-- #p2 -->"),  # the only key between its neighbours
        ("<!-- # 2 -->", "<!-- #p2 -->"),
        ("<!-- #p9 ->", "<!-- #p2 -->"),
        ("<!-- #p9 --", "<!-- #p2 -->"),
        # What programs made of it.
        ("&lt;!-- #p2 --&gt;", "<!-- #p2 -->"),
        ("&amp;lt;!-- #p2 --&amp;gt;", "<!-- #p2 -->"),
        ("<p>&lt;!-- #p2 --&gt;</p>", "<!-- #p2 -->"),
        ("**<!-- #p2 -->**", "<!-- #p2 -->"),
        ("`<!-- #p2 -->`", "<!-- #p2 -->"),
        (r"\<!-- \#p2 --\>", "<!-- #p2 -->"),
        ("\u200e<!-- #p2 -->", "<!-- #p2 -->"),
        (r"\<!-- #r1 --\>", "<!-- #r1 -->"),  # of a block whose Arabic is gone
        # Text or a note beside it stays.
        ("<!-- #p2 --> And two.", "<!-- #p2 -->\nAnd two."),
        ("> <!-- #p2 --> And two.", "<!-- #p2 -->\nAnd two."),
        ("And one. <!-- #p2 -->", "And one.\n<!-- #p2 -->"),
        ("<!-- #p2: ask Ann -->", "<!-- #p2 -->\n<!-- : ask Ann -->"),
        ("<!-- #r1: ask Ann -->", "<!-- #r1 -->\n<!-- : ask Ann -->"),
        ("<!-- #p2 draft 12345678, ask -->", "<!-- #p2 draft 12345678 -->\n<!-- , ask -->"),
        ("<!-- #ask p2 -->", "<!-- #p2 -->\n<!-- ask p2 -->"),
        ("<!-- #ask Ann p2 -->", "<!-- #p2 -->\n<!-- ask Ann p2 -->"),
    ],
)
def test_a_line_that_was_meant_as_a_marker_becomes_one_and_it_is_said(line: str, meant: str) -> None:
    found, said = with_line(line)
    assert found == meant.split("\n")
    assert [(f.line, f.key, f.severity) for f in said] == [(8, "r1" if "r1" in meant else "p2", "notice")]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "<!-- p2",
            "p2 -->",
            "#p2",
            "#p2 draft",
            "p2 draft 12345678",
            "<! #p9",
            "p2",
            "Two of p2.",
            "## p2",
        ),
        *("<!-- #p9 --> Text.", "Text <!-- #p9 -->", "<!-- #r1 ->", "Price < 3 <!-- #p2"),
        # Notes of people.
        *("<!-- #p9: ask Ann -->", "<!-- #p1: ask Ann -->", "<!-- #todo ask the author -->"),
        *("<!-- #ask Ann p1 -->", "<!-- ask Ann about #p2 -->"),
        # In code nothing is a marker.
        *("```\n<!-- #p2 ->\n```", "~~~ html\n#p2 -->\n~~~", "````\n```\n<!-- #p2 ->\n```\n````"),
        "   ```\n#p2 -->\n```",
    ],
)
def test_any_other_line_stays_as_it_is_and_nothing_is_said(line: str) -> None:
    assert with_line(line) == (line.split("\n"), [])


@pytest.mark.parametrize("line", ["<!-- #p2 -->", "  <!-- #p2 -->", "<!--#p2-->", "<!-- #p2\n-->"])
def test_a_marker_is_a_marker(line: str) -> None:
    found, said = with_line(line)
    assert ([" ".join(line.split()) for line in found], said) == ([" ".join(line.split())], [])


def test_behind_a_fence_that_closes_lines_are_read_again_and_a_marker_ends_one_that_does_not() -> None:
    assert with_line("```\n#p2 -->\n```\n#p2 -->")[0] == ["```", "#p2 -->", "```", "<!-- #p2 -->"]
    page = parse_page(
        "---\nlang: en\n---\n\n<!-- #p1 -->\n```\nOne.\n<!-- #p2 -->\nTwo.\n\n#p3 -->\nThree.\n"
    )
    assert [b.key for b in repair_markers(page, KNOWN, (), FILE)[0].blocks] == ["p1", "p2", "p3"]


@pytest.mark.parametrize(
    ("front", "line"), [("---\nlang: en\n---\n\n", 8), ("---\nlang: en\n---\nText.\n\n", 9)]
)
def test_findings_have_the_line_that_the_editor_sees(front: str, line: int) -> None:
    text = f"{front}<!-- #p1 -->\nOne.\n\n#p2 -->\nTwo.\n\n<!-- #p3\n-->\nThree. <!-- #r1 -->\nFour.\n"
    healed, findings = repair_markers(parse_page(text), KNOWN, ["r1"], FILE)
    lines = text.split("\n")
    assert [lines[b.line - 1] for b in healed.blocks][:3] == ["<!-- #p1 -->", "#p2 -->", "<!-- #p3"]
    assert findings[0].line == line


def test_a_page_without_a_ledger_is_healed_by_the_keys_of_its_article() -> None:
    page = digests(BASE).replace("<!-- #p1 -->", "<!-- p1 ->").replace("<!-- #pt2 -->", "#pt2 -->")
    outcome = sync(page, Ledger())
    assert not outcome.blocked, outcome.findings
    assert [f.key for f in outcome.findings if f.check == "healed"] == ["p1", "pt2"]
    states = {"": State.EDITED, "draft": State.DRAFT}
    assert [(e.key, e.state, bare_words(e.target)) for e in outcome.ledger.entries if e.target] == [
        (b.key, states[b.mark], bare_words(ENGLISH[b.key]))
        for b in parse_page(digests(BASE)).blocks
        if b.body
    ]


TWO = "The river fell again this year.\n\nNobody had seen it so low."
WRITTEN = {
    e.key: e
    for e in (
        Entry("p1", "أ", TWO, State.EDITED),
        Entry("p2", "ب", "Schools get ready for their pupils.", State.EDITED),
    )
}


@pytest.mark.parametrize(
    ("page", "placed"),
    [
        # The first block has two paragraphs, and its editor wrote in the second.
        (
            f"{TWO.replace('seen', 'ever seen')}\n\nSchools get ready for their pupils.\n",
            {"p1": TWO.replace("seen", "ever seen"), "p2": "Schools get ready for their pupils."},
        ),
        # Above the marker of a block whose Arabic is gone.
        (
            f"{TWO}\n\n<!-- #r1 -->\nOf old.\n\n<!-- #p2 -->\nSchools get ready for their pupils.\n",
            {"p1": TWO, "r1": "Of old.", "p2": "Schools get ready for their pupils."},
        ),
    ],
)
def test_texts_above_the_first_marker_get_their_own(page: str, placed: dict[str, str]) -> None:
    healed, said = repair_markers(parse_page(f"---\nlang: en\n---\n\n{page}"), WRITTEN, ["r1"], FILE)
    assert {b.key: b.body for b in healed.blocks} == placed
    assert [f.check for f in said] == ["healed"]


FOUR = {
    "p1": "The river fell again this year, and nobody in the south had seen it so low.",
    "p2": "Schools get ready for their pupils behind the floods of the last weeks.",
    "p3": "Oil is cheaper than it was in spring, which the ministry did not expect.",
    "p4": "Parliament votes on the new law of elections before the summer ends.",
}
ENTRIES = {key: Entry(key, key, text, State.EDITED) for key, text in FOUR.items()}
NEW, OTHER = "Words that nobody has read before today.", "A minister resigned over night."


@pytest.mark.parametrize(
    ("page", "healed"),
    [
        # Its place tells whose a key that no block has must be, whatever else is gone.
        (["p2", ("p9", NEW), "p4"], ["p2", ("p3", NEW), "p4"]),
        ([("p9", NEW), "p2", "p3"], [("p1", NEW), "p2", "p3"]),
        (["p2", ("p9", NEW)], ["p2", ("p9", NEW)]),  # two are gone there
        # A new paragraph under a marker that an editor made up is no part of the one above.
        (["p1", ("p9", "Yes."), "p2", "p3", "p4"], ["p1", ("p9", "Yes."), "p2", "p3", "p4"]),
        (
            [("p1", FOUR["p1"][:30]), ("p9", f"{FOUR['p1'][30:60]} {NEW}"), "p2", "p3", "p4"],
            [("p1", FOUR["p1"][:30]), ("p9", f"{FOUR['p1'][30:60]} {NEW}"), "p2", "p3", "p4"],
        ),
        # Markers that changed places: with one text rewritten it is plain whose that is, with two it is not.
        (
            [("p1", FOUR["p3"]), "p2", ("p3", NEW), "p4"],
            [("p3", FOUR["p3"]), "p2", ("p1", NEW), "p4"],
        ),
        (
            [("p1", FOUR["p3"]), ("p2", FOUR["p4"]), ("p3", NEW), ("p4", OTHER)],
            [("p1", FOUR["p3"]), ("p2", FOUR["p4"]), ("p3", NEW), ("p4", OTHER)],
        ),
    ],
)
def test_a_marker_above_anothers_text_is_put_right_where_it_is_plain_whose_that_is(
    page: list[str | tuple[str, str]], healed: list[str | tuple[str, str]]
) -> None:
    before, after = ([(b, FOUR[b]) if isinstance(b, str) else b for b in blocks] for blocks in (page, healed))
    text = "\n\n".join(f"<!-- #{key} -->\n{body}" for key, body in before)
    found, said = repair_markers(parse_page(f"---\nlang: en\n---\n\n{text}\n"), ENTRIES, (), FILE)
    assert [(b.key, b.body) for b in found.blocks] == after
    assert bool(said) is (before != after)


LINES = digests(BASE).split("\n")


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.tuples(st.integers(0, len(LINES)), st.integers(0, len(LINES)), st.sampled_from("dmcj"))))
@example([(3, 0, "j"), (3, 6, "c")])
def test_whatever_happens_to_its_lines_no_word_of_a_page_is_lost(edits: list[tuple[int, int, str]]) -> None:
    """Lines are deleted (blank ones and markers only), moved, copied, joined."""
    lines = list(LINES)
    for a, b, how in edits:
        a, b = a % len(lines), b % len(lines)
        if how == "m":
            lines.insert(b, lines.pop(a))
        elif how == "c":
            lines.insert(b, lines[a])
        elif how == "j" and a + 1 < len(lines):
            lines[a : a + 2] = [f"{lines[a]} {lines[a + 1]}"]
        elif how == "d" and (not lines[a].strip() or lines[a].startswith("<!-- #")):
            del lines[a]
            lines = lines or [""]
    page = "\n".join(lines) + "\n"
    outcome = sync(page, ledger())
    if not outcome.blocked:
        everywhere = [compose_translation_page(outcome), *(e.target for e in outcome.ledger.entries)]
        kept = set().union(
            *map(found_units, everywhere)
        )  # each by itself: a rule in one ends no other's head
        lost = set(found_units(page)) - kept - {"lang", "dir", "en", "ltr"}
        marks = {
            unit
            for b in parse_page(digests(BASE)).blocks
            for unit in split_units(f"{b.key} {b.mark} {b.digest}")
        }
        assert lost <= marks
