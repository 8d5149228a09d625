"""Seeds as authors hand them in, and what is read from them.

A case is a seed in `cases/readers/`, its sidecar if it has one (`.yml`), and `.expected`: a line a block,
then a line a finding. To add one, write the seed and what is expected of it.
"""

import hashlib
import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jisr.lang.lettering import ABJAD
from jisr.lang.typography.rules import repair_typography
from jisr.lang.units import split_units
from jisr.markup.block_marks import add_block_marks
from jisr.markup.commonmark import to_html
from jisr.markup.html import BLOCKS
from jisr.markup.markdown_text import plain
from jisr.markup.page_format import format_marker, parse_page
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.source import Block, Correction, Document, Kind, Meta, Seed
from jisr.seeds import READERS, apply_withholding, find_files, open_seed, read
from jisr.seeds.corrections import apply_corrections
from jisr.seeds.decoding import MAX_BYTES, read_lines
from jisr.seeds.md.invisible import mend_invisible_marks
from jisr.seeds.private_notes import remove_private_notes
from jisr.storage.config import parse_meta
from tests.steps import count_steps, ending, growth

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "readers"
SEED = ROOT / "seeds" / "iraq-ending-coalition-role.txt"
LONG = (
    "يتحدث هذا النص عن السياسة في المنطقة العربية خلال العقود الأخيرة، وفيه كلمات تكفي لفقرة."  # a paragraph
)


def seed(text: str | bytes, suffix: str = ".txt", **meta: object) -> Seed:
    data = text.encode() if isinstance(text, str) else text
    return Seed("x", f"seeds/x{suffix}", data, Meta(**meta))  # type: ignore[arg-type] # the tests' own shorthand


def shown(block: Block) -> str:
    level = block.level if block.kind is Kind.HEADING else ""
    number = f"{block.number or ''}{' by letters' * block.lettered}"
    words = block.text.replace("\n", "⏎")
    return f"{block.line} {block.kind}{level}{number}{'+lead' * block.lead}: {words}"


def noted(finding: Finding) -> str:
    where = f"{finding.severity} {finding.check} {finding.file} {finding.line}"
    return f"{where}: {finding.message} «{finding.text}»"


def dump(one: Seed) -> str:
    try:
        document, findings = read(one)
    except JisrError as error:
        return "\n".join(map(noted, error.findings)) + "\n"
    return "\n".join([*map(shown, document.blocks), *map(noted, findings)]) + "\n"


# --- cases -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted(p for p in CASES.iterdir() if p.suffix in READERS), ids=lambda p: str(p.name)
)
def test_case(path: Path) -> None:
    sidecar = path.with_suffix(".yml")
    meta = parse_meta(sidecar.read_bytes() if sidecar.exists() else None, sidecar.name)
    expected = path.with_name(path.name + ".expected").read_text("utf-8")
    assert dump(Seed(path.stem, path.name, path.read_bytes(), meta)) == expected


def test_the_seed_has_the_structure_of_the_gold_file() -> None:
    gold = json.loads((ROOT / "tests/fixtures/gold/seed_gold.json").read_text("utf-8"))["structure"]
    document, findings = read(Seed("iraq", "seeds/iraq.txt", SEED.read_bytes()))
    kinds = [(block.kind, block.line) for block in document.blocks]
    bodies = [(Kind.PARAGRAPH, line) for line in gold["body_paragraphs"]]
    headings = [(Kind.HEADING, one["line"]) for one in gold["headings"]]
    points = [(Kind.POINT, one["line"]) for one in gold["points"]]
    assert kinds[:2] == [(Kind.KICKER, 1), (Kind.TITLE, 2)]
    assert kinds[2:] == sorted([*bodies, *headings, *points], key=lambda pair: pair[1])
    words = {block.line: plain(block.text).text for block in document.blocks}
    assert words[1] + ":" == gold["title_block"]["kicker"]
    assert words[2] == gold["title_block"]["title"]
    assert [words[one["line"]] for one in gold["headings"]] == [one["text"] for one in gold["headings"]]
    leads = [
        f"{b.number}- {plain(b.text).text.splitlines()[0]}" for b in document.blocks if b.kind is Kind.POINT
    ]
    assert leads == [one["lead"] for one in gold["points"]]
    assert words[gold["list_intro"]["line"]].endswith(gold["list_intro"]["ends_with"])
    doubts = [finding.text for finding in findings if finding.check == "typography"]
    assert [*gold["typography"]["missing_hyphen"], "أى"] == sorted(doubts, key=len, reverse=True)


def test_the_seed_is_kept_byte_for_byte() -> None:
    digest = "683846b7c846b0fe3b5ada639f5eb5cce9dc25a3f76f5142f6188114bd50a2a0"
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == digest


# --- encodings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "notice"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "read as UTF-16, which was concluded from its content"),
        ("utf-16-be", "read as UTF-16, which was concluded from its content"),
        ("cp1256", "read as Windows-1256, which was concluded from its content"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, notice: str, end: str) -> None:
    text = end.join(["عنوان المقال: سؤال اليوم؟", "", "قال الكاتب، وهو «خبير»، إن المسألة معقدة."])
    document, findings = read(seed(text.encode(encoding)))
    assert [(b.line, plain(b.text).text) for b in document.blocks] == [
        (1, "عنوان المقال: سؤال اليوم؟"),
        (3, "قال الكاتب، وهو «خبير»، إن المسألة معقدة."),
    ]
    assert [f.message for f in findings] == [notice] * bool(notice)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b" \r\n\xe2\x80\x8f\n", 1, "there is no text in this file"),
        ("عنوان\n\nنص".encode() + b"\xff\xfe\n", 3, "not UTF-8 (at byte 17: FF)"),
        (b"\xff\xfe\x27\x06\x00\xd8\x27\x06", 1, "not UTF-16 (at byte 5: 00 D8)"),
        ("texte accentué à l’ancienne".encode("latin-1", "replace"), 1, "not UTF-8 (at byte 14: E9)"),
        ("مياه العراق والتحالف".encode("iso-8859-6"), 1, "not UTF-8 (at byte 1: E5)"),  # waters of Iraq
        ("عنوان\n\n<<<<<<< HEAD\nأ\n=======\nب\n>>>>>>> b\n".encode(), 3, "an unfinished merge"),
        (bytes(range(256)) * 4, 1, "this is not a text file: it holds control characters (the first is 00)"),
        ("عنوان طويل\r\rنص\0نعم وغيره".encode(), 3, "a control character: U+0000, character 3 of the line"),
        ("عنوان طويل جداً\nنص\x1bهنا".encode(), 2, "a control character: U+001B, character 3 of the line"),
        (
            "عنوان\nنص\u202eهنا\u202c".encode(),
            2,
            (
                "a character that turns the direction of the text behind it around: "
                "U+202E RIGHT-TO-LEFT OVERRIDE, character 3 of the line"
            ),
        ),
        (
            "عنوان\U000e0041".encode(),
            1,
            "a character that is none: U+E0041 TAG LATIN CAPITAL LETTER A, character 6 of the line",
        ),
    ],
)
def test_what_cannot_be_read_says_where(data: bytes, line: int, message: str) -> None:
    with pytest.raises(JisrError) as error:
        read(seed(data))
    (finding,) = error.value.findings
    assert (finding.file, finding.line, finding.message) == ("seeds/x.txt", line, message)
    assert finding.remedy
    assert finding.severity is Severity.ERROR


def test_every_line_with_a_forbidden_character_is_named_up_to_twenty() -> None:
    with pytest.raises(JisrError) as error:
        read(seed("عنوان المقال\n" + "نص طويل بعض الشيء هنا\u202d\n" * 500))
    assert [f.line for f in error.value.findings] == list(range(2, 23))
    assert error.value.findings[-1].message.endswith("in 480 more lines")


def test_invisible_characters_are_left_out_and_reported() -> None:
    text = "عنوان\u202bنص\u202c هنا\n\nن\u00adص \u2067نص\u2069 نص\u200c‌ها مع\ufeff نقطة."
    document, findings = read(seed(text))
    assert [b.text for b in document.blocks] == ["عنوان" + "نص هنا", "نص نص نص\u200c‌ها مع نقطة."]
    assert {f.severity for f in findings} == {Severity.NOTICE}
    assert [f.line for f in findings] == [3, 1, 1, 3, 3, 3]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("كتاب\u200bجديد", "كتاب جديد"),  # "new book"
        ("كتابٌ\u200b\u200bجديد، foo\u200bbar", "كتابٌ جديد، foo bar"),
        ("قال و\u200bقال لـ\u200bداعش", "قال وقال لـداعش"),  # a prefix is no word
        ("لو\u200bقال أ\u200bب", "لو قال أ ب"),
        ("عام\u200b2003 و2003\u200bعام 1\u200b000", "عام 2003 و2003 عام 1000"),
        ("«نعم»\u200bقال\u200b«لا»", "«نعم» قال «لا»"),
        ("https://x.org/a\u200bb نعم\u200b.", "https://x.org/ab نعم."),
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_zero_width_space_between_words_is_a_space(text: str, cleaned: str, suffix: str) -> None:
    document, findings = read(seed(f"عنوان المقال\n\n{text}\n", suffix))
    assert plain(document.blocks[-1].text).text == cleaned
    assert [f.message.split(" is ")[0] for f in findings] == ["U+200B ZERO WIDTH SPACE"]


def test_a_correction_copied_with_its_invisible_marks_fits() -> None:
    text = f"عنوان هنا\n\nهذا كتاب\u200bجديد\u00ad جداً.\n\n{LONG}"
    document, _ = read(seed(text, corrections=(Correction("كتاب\u200bجديد\u00ad", "كتاب قديم", "x"),)))
    assert document.blocks[1].text == "هذا كتاب قديم جداً."


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_presentation_forms_are_reported_once_and_are_arabic(suffix: str) -> None:
    shapes = "ﻳﺘﺤﺪﺙ ﻫﺬﺍ ﺍﻟﻨﺺ ﻋﻦ ﺍﻟﺴﻴﺎﺳﺔ ﻓﻲ ﺍﻟﻤﻨﻄﻘﺔ ﺍﻟﻌﺮﺑﻴﺔ"
    document, findings = read(seed(f"عنوان\n\n{shapes}\n\n{shapes}\n", suffix))
    (one,) = findings
    assert (one.check, one.line, one.text, one.severity) == ("seed-invisible", 3, shapes, Severity.NOTICE)
    assert one.message.endswith("(2 lines)")
    assert repair_typography(document.blocks[-1].text)[0] == "يتحدث هذا النص عن السياسة في المنطقة العربية"


def test_line_separators_end_lines() -> None:
    document, _ = read(seed("عنوان هنا\n\nسطر أول\u2028سطر ثان\x0c" + LONG))
    assert [shown(b) for b in document.blocks] == [
        "1 title: عنوان هنا",
        "3 paragraph: سطر أول  ⏎سطر ثان",
        f"3 paragraph: {LONG}",
    ]


@pytest.mark.parametrize("size", [25_000_000, 1_000_000], ids=["50 MB", "a line of 2 MB"])
def test_too_much_is_refused_unread(size: int) -> None:
    data = "ن".encode() * size

    def refuse() -> None:
        with pytest.raises(JisrError, match=r"(bytes|characters a line) are read"):
            read(seed(data))

    assert count_steps(refuse) < 1_000


# --- corrections -------------------------------------------------------------------------------------------


def test_corrections_change_the_text_but_not_the_lines() -> None:
    text = f"عنوان هنا\n\nالعراقيةالأمريكية معاً في نص.\n\nسطر\nيجمع\n\n{LONG}"
    corrections = (
        Correction("العراقيةالأمريكية", "العراقية-الأمريكية", "fused"),
        Correction("سطر\nيجمع", "سطر يجمع.", "one line"),
    )
    document, findings = read(seed(text, corrections=corrections))
    assert [(b.line, b.text) for b in document.blocks[1:]] == [
        (3, "العراقية-الأمريكية معاً في نص."),
        (5, "سطر يجمع."),
        (8, LONG),
    ]
    assert findings == []


@pytest.mark.parametrize(
    ("find", "message"), [("نص", "finds its text 2 times"), ("غير موجود", "does not find its text")]
)
def test_a_correction_that_does_not_fit_is_an_error(find: str, message: str) -> None:
    with pytest.raises(JisrError) as error:
        read(seed("عنوان\n\nنص ثم نص.", corrections=(Correction(find, "س", "x", line=7),)))
    (finding,) = error.value.findings
    assert (finding.file, finding.line, finding.text) == ("seeds/x.yml", 7, find)
    assert finding.message.endswith(message)


# --- any text ----------------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    "عنوان", "داعش", "قال", ":", "؟", ".", "،", "1- ", "2) ", "٣. ", "(1) ", "- ", "• ", "أولاً: ",
    "أ. ", "ب. ", "ا) ", "ب) ", "ثانياً- ", '"',
    "“", "”", "«", "»", "\n", "\n\n", "  ", "\t", "> ", "#", "## ", "***", "---", "```", "[a](b)",
    "[^1]", "[^1]: ",
    "{: #p7 }", "{{ x }}", "<script>", "<!-- #p7 draft 3f9a1c2e -->", "\\", "&lt;", "&#x202e;",
    "`", "_", "*", "~~",
    "!!! note", "|a|b|\n|---|---|\n", "\u200f", "\u2028", "\xa0", "\x85", "2003-2011",
    "http://x.org", "الهوامش",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def outcome(one: Seed) -> tuple[Document | None, Sequence[Finding]]:
    try:
        return read(one)
    except JisrError as error:
        return None, error.findings


ENCODED = st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore"))


@given(st.binary(max_size=300) | TEXTS.map(str.encode) | ENCODED)
@example(b"\xef\xbb\xbf")
@example(b"---\n")
@example(b"---\na: b\n---\n")
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_document_or_a_clear_error(data: bytes) -> None:
    for suffix in READERS:
        document, findings = outcome(seed(data, suffix))
        if document is None:
            assert findings
            assert all(f.file and f.remedy for f in findings)
            continue
        kinds = [block.kind for block in document.blocks]
        assert kinds.count(Kind.TITLE) == 1
        assert kinds.index(Kind.TITLE) == kinds.count(Kind.KICKER)
        lines = data.count(b"\n") + data.count(b"\r") + 1
        for block in document.blocks:
            assert block.text.strip()
            assert 1 <= block.line <= lines
        assert all(f.severity is not Severity.ERROR for f in findings)


def left_out(findings: Sequence[Finding]) -> str:
    """The words that findings name as not in the text."""
    named = ("left out", "replaced by", "taken as facts")
    kept = "stays in the text"
    return "\n".join(f.text for f in findings if any(n in f.message for n in named) and kept not in f.message)


def unaccounted(one: Seed) -> tuple[Counter[str], Counter[str]]:
    """Units of a seed (after its corrections) that came to nothing, and units that came from nowhere."""
    document, findings = read(one)
    lines = apply_corrections(read_lines(one.data, one.file)[0], one)
    lines, _ = remove_private_notes(
        lines, one.file, code=False, tags=False
    )  # which is named by place and letters
    wanted = Counter(u for line in lines for u in split_units(line.text))
    made = any("no title was found" in f.message or "replaced by" in f.message for f in findings)
    given: Counter[str] = Counter()
    for block in document.blocks:
        if block.kind is Kind.TITLE and (made or (one.meta.title and not block.line)):
            continue  # the words stand in the text as well, or in the sidecar
        found = split_units(plain(block.text).text)
        given.update(found)
        if block.number and block.kind is Kind.POINT:
            given[mark_of_number(block, wanted - given)] += 1
    named = left_out(findings)
    given.update(
        split_units(named) if "(private," not in named else wanted - given
    )  # named by their place alone
    return wanted - given, given - wanted


def mark_of_number(block: Block, there: Counter[str]) -> str:
    """How the number of a point stands in its seed: `1-`, or `-1` where it was typed from right to left."""
    number = split_units(ABJAD[block.number - 1])[0] if block.lettered else str(block.number)
    return next((mark for mark in (number, f"-{number}", "ا") if there[mark]), number)


@given(TEXTS)
@example("عنوان\u2028عنوان")
@example("عنوان\u2028\u2028عنوان")
@settings(max_examples=400, deadline=None)
def test_every_unit_of_a_plain_text_is_published_or_named(text: str) -> None:
    if outcome(seed(text))[0] is not None:
        assert unaccounted(seed(text)) == (Counter(), Counter())


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda p: str(p.name))
def test_every_unit_of_a_case_is_published_or_named(path: Path) -> None:
    sidecar = path.with_suffix(".yml")
    meta = parse_meta(sidecar.read_bytes() if sidecar.exists() else None, sidecar.name)
    one = Seed(path.stem, path.name, path.read_bytes(), replace(meta, kicker=""))
    if outcome(one)[0] is not None:
        assert unaccounted(one) == (Counter(), Counter())


# --- no word of Markdown is lost ------------------------------------------------------------------------


class Seen(HTMLParser):
    """What a browser shows of HTML: the words, those of images and what stands beside them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0
        # a sign that nobody sees keeps a tag from beginning a block, in which Markdown would mean nothing
        self.feed(to_html(source.replace("<", "\u2060<")))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words.append(" " if tag in BLOCKS or tag in ("br", "img", "sup") else "")
        self.words += [f" {value} " for name, value in attrs if tag == "img" and name in ("alt", "title")]

    def handle_endtag(self, tag: str) -> None:
        self.words.append(" " if tag in BLOCKS or tag == "sup" else "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def lost(one: Seed) -> Counter[str]:
    """Units that a browser would show of the Markdown, and that neither a block holds nor a finding names."""
    document, findings = read(one)
    lines, _ = remove_private_notes(apply_corrections(read_lines(one.data, one.file)[0], one), one.file)
    text = "\n".join(line.text for line in mend_invisible_marks(lines, one.file)[0])
    text = re.sub(
        r"^([ \t>]*)([٠-٩۰-۹]{1,9})(?=[.)][ \t])", r"\1\2\\", text, flags=re.MULTILINE
    )  # ٣. is a mark
    # not addresses: what is code to Markdown (behind four spaces) is none to us where it is Arabic
    wanted = Counter(u for u in split_units("".join(Seen(text).words)) if not u.isascii() or u == "3.5")
    given = Counter(u for b in document.blocks for u in split_units("".join(Seen(b.text).words)))
    given.update(str(b.number) for b in document.blocks if b.number)
    given.update(u for f in findings for u in split_units(f.text))
    missing, others = wanted - given, given - wanted
    # a tag that parts a paragraph parts a word too, which emphasis around it would have made one
    return Counter({word: n for word, n in missing.items() if not is_split(word, n, others)})


def is_split(word: str, times: int, others: Counter[str]) -> bool:
    """Whether a word stands there in pieces: none of its letters is lost."""
    pieces = "".join(part for part in others.elements() if part in word)
    return Counter(word * times) - Counter(pieces) == Counter()


MARKED = st.sampled_from(
    [
        *(
            "كلمة",
            "نص",
            "3.5",
            " ",
            " ",
            "\n",
            "\n\n",
            "  \n",
            "# ",
            "## ",
            "- ",
            "* ",
            "1. ",
            "1) ",
            "> ",
            "    ",
            "  ",
        ),
        *("| أ | ب |\n|---|---|\n", "| ج | د | هـ |\n", "|", "```\n", "~~~ نص\n", "`", "**", "*", "_"),
        *("[ص](http://x.org)", "[ص][م]", "[م]: http://y.org 'ع'\n", "![خ](m.png)", "![خ](m.png 'ش')"),
        *(
            "[![ب](b.png)](u)",
            "[^1]",
            "[^1]: ",
            "<b>",
            "</b>",
            "<p>",
            "</p>",
            "<br>",
            "<li>",
            "<ul>",
            "</ul>",
        ),
        *("<table><tr><td>", "</table>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<iframe src=x>"),
        *("<a href='#x'>", "</a>", "<sup>2</sup>", "---\n", "===\n", "\\", "\\*", "&amp;", "&#8220;"),
        *("<!-- سر -->", "{#name}", "- [ ] ", ": ", "$x$", "\u200f"),
    ]
)


@given(st.lists(MARKED, max_size=40).map("".join))
@example("كلمة![خ](m.png)كلمة")
@example("# أ\n\nنص\n\n# ب\n\nنص")
@example("</a>    3.5<h2>")
@example("كلمة![خ](m.png)كلمة")
@example("كلمةٌ![خ](m.png)كلمة")
@example("**كلمة![خ](m.png)**")
@example("- أ\n  > ب\n\n      ج\n\n  | د | هـ |\n  |---|---|\n  | و | ز | ح |")
@example("[^1]: نص\n\n    [^2]: آخر\n\nكلمة")
@example("كلمة**كلمة<p>**")
@example("\\<b>[ص](http://x.org)كلمة")
@example("كلمة[![ب](b.png)](u)كلمة")
@example("كلمة[![ب](b.png)نص](http://x.org)كلمة")
@example("[ص](http://x.org){#name}كلمة")
@example("[ص](http://x.org){#name}[ص](http://x.org)")
@example("**[ص](http://x.org){#name}**كلمة")
@example("[ص](http://x.org){#name}**كلمة**")
@example("[ص][م]{#name}كلمة\n\n[م]: http://y.org")
@example("نص[^1]{#name}كلمة\n\n[^1]: آخر")
@settings(max_examples=400, deadline=None)
def test_every_unit_of_markdown_is_published_or_named(text: str) -> None:
    one = seed("عنوان النص كله\n\n" + text, ".md")
    if outcome(one)[0] is not None:
        assert lost(one) == Counter()


@pytest.mark.parametrize(
    "path",
    sorted(p for p in CASES.glob("*.md") if p.stem not in ("html", "hostile")),
    ids=lambda p: str(p.name),
)
def test_every_unit_of_a_case_in_markdown_is_published_or_named(path: Path) -> None:
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
    if outcome(seed(text, ".md"))[0] is not None:
        assert lost(seed(text, ".md")) == Counter()


# 100 KB of one thing: what made a careless reader slow.
LONG_RUNS = [
    ".txt “", ".txt «“", ".txt ن\"", ".txt (", ".txt [", ".txt 1- ن\n", ".txt ن\n", ".txt ن\n\n",
    ".txt ن:\n", ".txt - ن\n",
    ".txt > ن\n", ".txt    ", ".txt \t", ".txt ن ", ".txt ـ", ".txt ....", ".txt العراقيةال",
    ".txt ة", ".txt (1) ن\n",
    ".md [", ".md [a](", ".md `", ".md ``a", ".md <!--", ".md <a", ".md *a_", ".md # ",
    ".md > ن\n", ".md - ن\n",
    ".md     - ن\n", ".md [^1]: ن\n", ".md [a]: b\n", ".md |ن|\n|-|\n", ".md ن\n---\n", ".md    ",
    ".md ```\n",
    ".html <p>ن", ".html <b>", ".html <", ".html <a href='#n'>", ".html <div id='n'>", ".html <p>ن</p>\n",
    ".html <li id='n'><a href='#m'>1</a>", ".html <td>ن", ".html &", ".html </", ".html <x ", ".html <pre>\n",
]  # fmt: skip


@pytest.mark.parametrize("run", LONG_RUNS)
def test_steps_grow_with_the_length_only(run: str) -> None:
    suffix, piece = run.split(" ", 1)

    def take_in(size: int) -> None:
        outcome(seed("عنوان\n\n" + piece * (size // len(piece.encode())), suffix))

    with ending():
        assert growth(take_in, 12_000) < 3
        take_in(100_000)


HOSTILE = [
    "<script>alert(1)</script>", "[نص](http://x.org)", "{: #p7 .x onclick=y }", "---\ntitle: x\n---",
    "{{ x }} {% y %}", "# نص", "| a | b |\n|---|---|",
    "```\nx\n```", "    code",
    "[^1]: x", "!!! note", "&#x202e;", "\\<b>", "![x](http://y)", "<http://x.org>", "*a* _b_ `c`",
    "1\\. x",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_plain_text_is_only_text(text: str) -> None:
    document, _ = read(seed(f"عنوان المقال\n\n{text}\n\n{LONG}"))
    body = document.blocks[1:-1]
    page = markdown.markdown(
        "\n\n".join(add_block_marks(b, b.text) for b in body),
        extensions=["attr_list", "footnotes", "md_in_html", "sane_lists", "tables", "admonition"],
    )
    page = re.sub(r"</?(?:p|h2|blockquote)>|<br />", " ", page)
    assert "<" not in page
    assert html.unescape(page).split() == text.split()


PUBLISHED = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul", "div", "s", "sub", "u", "ins", "mark",
    "small", "kbd", "q", "abbr", "img",
}  # fmt: skip


@given(TEXTS, st.sampled_from(sorted(READERS)))
@example("[a](javascript:x) [b](java&#115;cript:x) ![c](http://x.org/c.png) <javascript:x>", ".md")
@example("```\n<!-- #p7 draft 3f9a1c2e -->\n```\n- ```\n  <!-- #p8 -->\n  ```\n", ".md")
@example("```code``` و\n\n~~~\n\nنص", ".md")
@example("\\<script>", ".md")
@example("`a\n<!-- #p7 draft 3f9a1c2e -->\nb`", ".md")
@settings(max_examples=300, deadline=None)
def test_nothing_but_ordinary_marks_is_published(text: str, suffix: str) -> None:
    document, _ = outcome(seed("عنوان\n\n" + text, suffix))
    if document is None:
        return
    bodies = [add_block_marks(block, block.text) for block in document.blocks]
    chunks = [f"{format_marker(f'k{i}')}\n{body}\n\n" for i, body in enumerate(bodies)]
    assert [m.key for m in parse_page("".join(chunks)).blocks] == [f"k{i}" for i in range(len(bodies))]
    for body in bodies:
        tags = re.findall(r"<!--|</?([a-z0-9]+)([^>]*)>", to_html(body))
        assert {tag for tag, _ in tags} <= PUBLISHED
        attributes = " ".join(rest for _, rest in tags)
        assert set(re.findall(r"([\w-]+)=", attributes)) <= {
            *("href", "id", "class", "title", "start", "style", "src", "alt")
        }
        assert not re.search(r"javascript|data:|#p7|on\w+=", attributes)


# --- finding seeds --------------------------------------------------------------------------------


def project(root: Path, *names: str) -> Path:
    for name in names:
        path = root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("عنوان\n\nنص.", "utf-8")
    return root


def find_seeds(root: Path) -> tuple[list[Seed], list[Finding]]:
    """The seeds below `root` with their sidecars, and what is wrong with files and sidecars."""
    files, findings = find_files(root)
    seeds = []
    for file in files:
        try:
            seeds.append(open_seed(file))
        except JisrError as error:
            findings += error.findings
    return seeds, findings


def found(root: Path) -> tuple[list[str], list[tuple[str, str, str]]]:
    seeds, findings = find_seeds(root)
    findings.sort(key=lambda f: f.file)
    return [s.slug for s in seeds], [(f.file.removeprefix("seeds/"), f.message, f.remedy) for f in findings]


def test_seeds_are_found_by_slug(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        "b.txt",
        "2023/a.md",
        "مقال-العراق.txt",
        "000_16e7.TXT",
        "2023/README.md",
        ".git/x.txt",
        "x~",
    )
    (root / "seeds/actors.yml").write_text("[]")
    (root / "seeds/terms.yml").write_text("[]")
    (root / "seeds/b.yml").write_text("title: عنوان آخر\n", "utf-8")
    seeds, findings = find_seeds(root)
    assert findings == []
    assert [s.slug for s in seeds] == ["000_16e7", "2023/a", "b", "مقال-العراق"]
    assert [s.meta.title for s in seeds] == ["", "", "عنوان آخر", ""]
    assert seeds[1].file == "seeds/2023/a.md"


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("two words.txt", "two-words.txt"),
        (".hidden.txt", "hidden.txt"),
        ("index.md", "index-1.md"),
        ("CON.txt", "CON-1.txt"),
        ("-x.txt", "x.txt"),
        ("v1.2.txt", "v1-2.txt"),
        ("étude.txt", "etude.txt"),
        ("مُقال؟.txt", "مقال.txt"),
        ("a b/c.txt", "a-b/c.txt"),
        ("…….txt", "article.txt"),
        ("ا" * 120 + ".txt", "ا" * 100 + ".txt"),
    ],
)
def test_a_name_that_no_page_can_have_is_an_error(tmp_path: Path, name: str, suggestion: str) -> None:
    slugs, findings = found(project(tmp_path, name, "good.txt"))
    assert slugs == ["good"]
    ((file, message, remedy),) = findings
    assert file == name
    assert message.startswith("no page can have this name: ")
    assert f"rename it: seeds/{suggestion}," in remedy
    again, none = found(project(tmp_path / "again", suggestion))
    assert again
    assert not none


def test_what_is_said_of_a_doubtful_word_mends_it_as_printed(tmp_path: Path) -> None:
    root = project(tmp_path, "x.txt")
    (root / "seeds/x.txt").write_text("عنوان\n\nلم تكن هناك أى مخاطر.\n", "utf-8")  # there were no risks
    for expected in (1, 0):
        seeds, problems = find_seeds(root)
        _, findings = read(seeds[0])
        doubts = [f for f in findings if f.check == "typography"]
        assert (len(doubts), problems) == (expected, [])
        if doubts:
            sidecar = doubts[0].remedy.split("sidecar: ")[1].replace("…", "أي", 1).replace("…", "spelling")
            (root / "seeds/x.yml").write_text(sidecar + "\n", "utf-8")


def test_what_macos_and_word_lay_beside_a_file_is_no_seed(tmp_path: Path) -> None:
    assert found(project(tmp_path, "good.txt", "._good.txt", "~$good.docx")) == (["good"], [])


NFC = unicodedata.normalize("NFC", "آب")
NFD = unicodedata.normalize("NFD", "آب")


@pytest.mark.parametrize(
    "names",
    [("a.txt", "a.md"), ("A.txt", "a.txt"), ("2023/a.txt", "2023/a.TXT"), (NFD + ".txt", NFC + ".txt")],
)
def test_two_seeds_with_one_slug_are_both_errors(tmp_path: Path, names: tuple[str, str]) -> None:
    slugs, findings = found(project(tmp_path, *names, "good.txt"))
    if len(list((tmp_path / "seeds").rglob("*.*"))) < 3:
        pytest.skip("this file system knows only one of the two names")
    assert slugs == ["good"]
    assert sorted(file for file, _, _ in findings) == sorted(names)
    assert {message for _, message, _ in findings} == {"two seeds with one slug"}


def test_an_orphan_sidecar_is_an_error_with_the_nearest_seed(tmp_path: Path) -> None:
    root = project(tmp_path, "iraq-role.txt", "b.txt")
    (root / "seeds/iraq-rol.yml").write_text("status: embargoed\n")
    (root / "seeds/b.yaml").write_text("status: embargoed\n")
    slugs, findings = found(root)
    assert slugs == ["b", "iraq-role"]
    assert findings == [
        ("b.yaml", "sidecars end in .yml", "rename it: b.yml"),
        ("iraq-rol.yml", "a sidecar without a seed", "did you mean the one of seeds/iraq-role.txt?"),
    ]


def test_links_that_lead_out_and_what_is_no_file_are_errors(tmp_path: Path) -> None:
    root = project(tmp_path, "good.txt", "linked.txt")
    (tmp_path / "secret.txt").write_text("سر", "utf-8")
    (root / "seeds/out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "seeds/nowhere.txt").symlink_to(tmp_path / "nothing")
    (root / "seeds/folder").symlink_to(tmp_path)
    (root / "seeds/linked.yml").symlink_to(tmp_path / "secret.txt")
    (root / "seeds/within.txt").symlink_to(root / "seeds/good.txt")
    (root / "seeds/dir.txt").mkdir()
    slugs, findings = found(root)
    assert slugs == ["good", "within"]
    assert [file for file, _, _ in findings] == ["folder", "linked.yml", "nowhere.txt", "out.txt"]


def test_a_wrong_seed_does_not_stop_the_others(tmp_path: Path) -> None:
    root = project(tmp_path, "a.txt", "b.txt", "c.txt", "report.docx")
    (root / "seeds/a.yml").write_text("titel: x\n")
    with (root / "seeds/b.txt").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    slugs, findings = found(root)
    assert slugs == ["c"]
    assert [file for file, _, _ in findings] == ["a.yml", "b.txt", "report.docx"]
    assert findings[0][2] == "did you mean title?"


def test_no_folder_no_seeds(tmp_path: Path) -> None:
    assert find_seeds(tmp_path) == ([], [])


def test_an_unknown_format_names_those_known() -> None:
    with pytest.raises(JisrError, match=r"no reader for \.docx.*\n.*\.txt, \.md"):
        read(seed("نص", ".docx"))


@pytest.mark.parametrize(
    ("head", "status", "until"),
    [
        ("draft: true", "draft", None),
        ("Draft: 'yes'", "draft", None),
        ("published: false", "draft", None),
        ("publish: no", "draft", None),
        ("status: held", "draft", None),
        ("post_status: pending", "draft", None),
        ("visibility: مسودة", "draft", None),  # draft
        ("private: 1", "draft", None),
        ("embargo: 2030-01-01", "embargoed", date(2030, 1, 1)),
        ("publishDate: 2030-01-01T10:00:00+03:00", "embargoed", date(2030, 1, 1)),
        ("embargo-until: 2030-01-01\ndraft: true", "draft", None),
        ("draft: false\npublished: true\nstatus: published", "published", None),
        ("description: draft", "published", None),
    ],
)
def test_front_matter_holds_a_text_back(head: str, status: str, until: date | None) -> None:
    text = f"---\n{head}\n---\n\n# عنوان\n\nنص أول.\n"
    document, findings = read(seed(text, ".md"))
    assert (document.meta.status, document.meta.until) == (status, until)
    assert any(f.check == "held" and f.line >= 2 for f in findings) == (status != "published")
    # a seed that cannot be read otherwise is held back by what can be made out of it
    broken = apply_withholding(Meta(), f"{text}\n<!-- سر".encode(), "seeds/x.md")
    assert (broken.status, broken.until) == (status, until)


def test_a_sidecar_says_more_than_front_matter() -> None:
    document, _ = read(seed("---\ndraft: true\n---\n\n# عنوان\n\nنص.", ".md", status="withdrawn", reason="x"))
    assert document.meta.status == "withdrawn"
