"""Pages in HTML as seeds: what is title and text, and what frames it. Whole pages are cases."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import JisrError
from jisr.model.source import Kind
from tests.seeds.handed_in import LONG, read_page


def body(page: str) -> str:
    """The text of the one paragraph of a page."""
    return read_page(f"<h1>عنوان المقال</h1>\n<p>{page}</p>")[0].blocks[1].text


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>أول</title><h1>ثان</h1><p>نص طويل.</p>", "ثان"),
        ("<title>أول</title><p>نص طويل.</p>", "أول"),
        ("<p>تقارير</p><h1>ثان</h1><p>نص طويل.</p>", "ثان"),
        ("<title>من\nسطرين &amp; أكثر</title><p>نص طويل.</p>", "من سطرين & أكثر"),
        ("<p class=MsoTitle>ثان</p><p>نص طويل.</p><p>آخر</p>", "ثان"),
        ("<svg><title>رسم</title></svg><h1>ثان</h1><p>نص طويل.</p>", "ثان"),
    ],
)
def test_the_title(page: str, title: str) -> None:
    document, _ = read_page(page)
    assert document.blocks[0].kind is Kind.TITLE
    assert plain(document.blocks[0].text).text == title
    assert "نص طويل." in [block.text for block in document.blocks]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("*نجمة* و_خط_ و[قوس](x) و`شفرة`", "\\*نجمة\\* و\\_خط\\_ و\\[قوس](x) و\\`شفرة\\`"),
        ("# ليس عنوانا", "\\# ليس عنوانا"),
        ("12. ليست نقطة", "12\\. ليست نقطة"),
        ("سطر\n\n\n   آخر", "سطر آخر"),
        ("&lt;b&gt; &laquo;نعم&raquo; &#1593;", "&lt;b\\> «نعم» ع"),
        ("ك&shy;لمة&zwnj;ها&nbsp;هنا", "كلمة\u200cها\xa0هنا"),
        ("قبل &#x202e;بعد", "قبل &amp;#x202e;بعد"),
        ("<o:p>نص</o:p> <custom-tag>آخر</custom-tag>", "نص آخر"),
        ("3 < 5 و<كلمة>", "3 &lt; 5 و&lt;كلمة>"),
        ("<code>a*b &amp; c</code>", "`a*b & c`"),
        ("<pre>a\n\n\\b `c` <b>&lt;</b></pre>", "```\na\n\n\\b `c` <\n```"),
        ("<pre>كلمة<br>أخرى</pre>", "```\nكلمة\nأخرى\n```"),
        ("أ | ب | ج", "أ \\| ب \\| ج"),
        ("\\<b>غامق</b>", "\\\\**غامق**"),
    ],
)
def test_text_is_text(typed: str, text: str) -> None:
    assert body(typed) == text


@pytest.mark.parametrize("tag", ["nav", "script", "style", "template"])
def test_what_frames_a_page_is_left_out_and_named(tag: str) -> None:
    document, findings = read_page(f"<h1>عنوان</h1>\n<p>{LONG}</p>\n<{tag}>قائمة <b>الموقع</b></{tag}>")
    assert [block.text for block in document.blocks] == ["عنوان", LONG]
    (finding,) = findings
    assert finding.line == 3
    assert "left out" in finding.message
    assert finding.text == ("قائمة الموقع" if tag == "nav" else "")


PIECES = st.sampled_from([
    "كلمة", "نص", "3.5", " ", "\n", "<p>", "</p>", "<b>", "</b>", "<h1>", "<h2>", "</h2>", "<ul>", "<li>",
    "</ul>", "<table><tr><td>", "<td>", "</table>", "<pre>", "</pre>", "<code>", "</code>", "`", "*", "# ",
    "|", "\\", "<a href='#n'>", "<a id='n'>", "<li id='n'>", "<sup>", "</sup>", "</a>", "<br>", "&laquo;",
    "<img src=m.png alt='خ'>", "<img alt='خ'>", "<nav>", "</nav>", "<o:p>", "<svg>", "</svg>", "```\n",
    "[^1]: ", "<title>", "</title>", "<span class='صنف'>", "<abbr title='شرح'>", "<", ">", "</", "<x"
])  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
@example("<x<img src=m.png alt='خ'>")
@example("</<h3 id='أ'>")
@example("<nav><img src=m.png alt='خ'></nav>")
@example("نص<img alt='خ'>نص")
@example("<xكلمة>نص</xكلمة>")
@example("<x كلمة>")
@example("<pre><img src=m.png alt='خ'></pre>")
def test_no_word_of_any_page_is_lost(page: str) -> None:
    try:
        _, findings = read_page(f"<h1>عنوان</h1>{page}")
    except JisrError:  # a note that never ends
        return
    assert [finding for finding in findings if finding.check == "seed-lost"] == []
