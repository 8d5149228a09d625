"""Any text that may be handed in: a document or a clear error, no word lost, no mark that means more."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.lang.list_letters import letter_of
from jisr.lang.units import split_units
from jisr.markup.block_marks import add_block_marks
from jisr.markup.commonmark import to_html
from jisr.markup.html import BLOCKS
from jisr.markup.markdown_text import plain
from jisr.markup.page_format import format_marker, parse_page
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.source import Block, Document, Kind, Seed
from jisr.seeds import READERS, read
from jisr.seeds.breaks import is_ornament
from jisr.seeds.corrections import apply_corrections
from jisr.seeds.decoding import fold_presentation_forms, read_lines
from jisr.seeds.md.invisible import mend_invisible_marks
from jisr.seeds.private_notes import remove_private_notes
from jisr.storage.config import parse_meta
from tests import steps
from tests.seeds.handed_in import CASES, LONG, seed
from tests.steps import LINEAR, by_turns, ending, growth

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
@example(b">")
@example(b"---\n")
@example(b"---\na: b\n---\n")
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
    lines = fold_presentation_forms(apply_corrections(read_lines(one.data, one.file)[0], one))
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
        elif block.kind is Kind.POINT and (wanted - given)["o"]:
            given["o"] += 1  # a bullet of Word
    named = left_out(findings)
    given.update(
        split_units(named) if "(private," not in named else wanted - given
    )  # named by their place alone
    return wanted - given, given - wanted


def mark_of_number(block: Block, there: Counter[str]) -> str:
    """How the number of a point stands in its seed: `1-`, or `-1` where it was typed from right to left."""
    number = split_units(letter_of(block))[0] if block.lettered else str(block.number)
    return next((mark for mark in (number, f"-{number}", "ا") if there[mark]), number)


@given(TEXTS)
@example("عنوان\u2028عنوان")
@example("عنوان\u2028\u2028عنوان")
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
    lines = fold_presentation_forms(apply_corrections(read_lines(one.data, one.file)[0], one))
    lines, _ = remove_private_notes(lines, one.file)
    text = "\n".join(line.text for line in mend_invisible_marks(lines, one.file)[0])
    text = re.sub(
        r"^([ \t>]*)([٠-٩۰-۹]{1,9})(?=[.)][ \t])", r"\1\2\\", text, flags=re.MULTILINE
    )  # ٣. is a mark
    # not addresses: what is code to Markdown (behind four spaces) is none to us where it is Arabic
    wanted = Counter(u for u in split_units("".join(Seen(text).words)) if not u.isascii() or u == "3.5")
    given = Counter(u for b in document.blocks for u in split_units("".join(Seen(b.text).words)))
    given.update(str(b.number) for b in document.blocks if b.number)
    given.update(letter_of(b) for b in document.blocks if b.lettered)
    given.update(u for f in findings for u in split_units(f.text))
    missing, others = wanted - given, given - wanted
    # a tag that parts a paragraph parts a word too, which emphasis around it would have made one; and marks
    # of a link part words where Markdown has the line for code
    is_joined = {word: any(word in part for part in others) for word in missing}
    return Counter({w: n for w, n in missing.items() if not is_joined[w] and not is_split(w, n, others)})


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
@example("عنوان\n\n    <b>3.5")
@example("<div>\n    <b>3.5</b>\n</div>")
@example("- أ\n\n          <b>3.5")
@example(">\t\t<b>3.5")
@example("كلمة![خ](m.png)كلمة")
@example("كلمةٌ![خ](m.png)كلمة")
@example("**كلمة![خ](m.png)**")
@example("- أ\n  > ب\n\n      ج\n\n  | د | هـ |\n  |---|---|\n  | و | ز | ح |")
@example("[^1]: نص\n\n    [^2]: آخر\n\nكلمة")
@example("كلمة**كلمة<p>**")
@example("| أ | ب |\n|---|---|\n|| أ | ب |\n")
@example("\\<b>[ص](http://x.org)كلمة")
@example("كلمة[![ب](b.png)](u)كلمة")
@example("كلمة[![ب](b.png)نص](http://x.org)كلمة")
@example("[ص](http://x.org){#name}كلمة")
@example("[ص](http://x.org){#name}[ص](http://x.org)")
@example("**[ص](http://x.org){#name}**كلمة")
@example("[ص](http://x.org){#name}**كلمة**")
@example("[ص][م]{#name}كلمة\n\n[م]: http://y.org")
@example("نص[^1]{#name}كلمة\n\n[^1]: آخر")
@example("    كلمة<iframe src=x>كلمة")
@example("    كلمة[ص](http://x.org)")
def test_every_unit_of_markdown_is_published_or_named(text: str) -> None:
    one = seed("عنوان النص كله\n\n" + text, ".md")
    if outcome(one)[0] is not None:
        assert lost(one) == Counter()


@pytest.mark.parametrize(
    "path",
    sorted(p for p in CASES.glob("*.md") if p.stem not in ("html", "hostile", "dialects")),
    ids=lambda p: str(p.name),
)
def test_every_unit_of_a_case_in_markdown_is_published_or_named(path: Path) -> None:
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
    if outcome(seed(text, ".md"))[0] is not None:
        assert lost(seed(text, ".md")) == Counter()


# Much of one thing: what made a careless reader slow.
LONG_RUNS = [
    ".txt “", ".txt «“", ".txt ن\"", ".txt (", ".txt [", ".txt 1- ن\n", ".txt ن\n", ".txt ن\n\n",
    ".txt ن:\n", ".txt - ن\n",
    ".txt > ن\n", ".txt    ", ".txt \t", ".txt ن ", ".txt ـ", ".txt ....", ".txt العراقيةال",
    ".txt ة", ".txt (1) ن\n",
    ".md [", ".md [a](", ".md `", ".md ``a", ".md <!--", ".md <a", ".md *a_", ".md # ",
    ".md > ن\n", ".md - ن\n",
    ".md     - ن\n", ".md [^1]: ن\n", ".md [a]: b\n", ".md |ن|\n|-|\n", ".md ن\n---\n", ".md    ",
    ".md ```\n", ".md ***\n\n", ".md ⁂\n\n", ".txt ***\n", ".txt ***\nن\n", ".html <hr>",
    ".html <p>ن", ".html <b>", ".html <", ".html <a href='#n'>", ".html <div id='n'>", ".html <p>ن</p>\n",
    ".txt [TK ن", ".txt [TK ن](", ".txt /*ن ", ".txt // ن\n\n", ".txt From: a@b.c\n\n",
    ".md !!! a\n    ", ".md > [!a]\n", ".md {{< a ", ".md {% a ", ".md {++", ".md [[", ".md ==ن",
    ".md a~", ".md {:", ".txt ط§", ".txt Ø§Ù„ ",
    ".txt ن\tن\tن\n", ".txt |ن|ن|\n", ".txt **ن",
    ".html <a href='tel:1'>ن</a>", ".html ن\n\n", ".md <A b ", ".md ن\n: ن\n\n", ".md ~~~\n",
    ".txt [1/1/2024, 1:11] ن: ن\n", ".txt ن  ن  ن\n", ".txt ===ن",
    ".txt ن[a]\n\n[a]ن\n", ".html <div><p><a href='#cmnt_ref1'>",
    ".html <li id='n'><a href='#m'>1</a>", ".html <td>ن", ".html &", ".html </", ".html <x ", ".html <pre>\n",
]  # fmt: skip


@pytest.mark.parametrize("length", steps.LONG)
@pytest.mark.parametrize("run", by_turns(LONG_RUNS))
def test_steps_grow_with_the_length_only(run: str, length: int) -> None:
    suffix, piece = run.split(" ", 1)

    def take_in(size: int) -> None:
        outcome(seed("عنوان\n\n" + piece * (size // len(piece.encode())), suffix))

    with ending():
        assert growth(take_in, 1_500) < LINEAR
        take_in(length)


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
    words = [word for line in text.split("\n") if not is_ornament(line) for word in line.split()]
    assert html.unescape(page).split() == words


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
