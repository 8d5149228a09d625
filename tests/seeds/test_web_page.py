"""Pages in HTML as seeds: what is text, what frames it, what is a footnote. Whole pages are cases."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.source import Document, Kind, Meta, Seed
from jisr.seeds import read

LONG = "عاد الصيادون إلى الميناء قبل الفجر بعدما اشتدت الريح في عرض البحر."


def read_page(page: str, meta: Meta | None = None) -> tuple[Document, list[Finding]]:
    return read(Seed("x", "seeds/x.html", page.encode(), meta or Meta()))


def body(page: str) -> str:
    """The text of the one paragraph of a page."""
    return read_page(f"<h1>عنوان المقال</h1>\n<p>{page}</p>")[0].blocks[1].text


@pytest.mark.parametrize(
    ("generator", "author"),
    [("", "سامر"), ("WordPress 6", "سامر"), ("LibreOffice 24.2 (Linux)", ""), ("Microsoft Word 15", "")],
)
def test_whose_computer_a_word_processor_noted_is_no_author(generator: str, author: str) -> None:
    notes = "".join(
        f'<meta name="{name}" content="{words}">'
        for name, words in {"author": "سامر", "changedby": "سامر", "created": "2023-10-05T10:00:00"}.items()
    )
    head = f'<meta name="generator" content="{generator}">{notes}'
    document, findings = read_page(f"<head>{head}</head><h1>عنوان المقال</h1><p>{LONG}</p>")
    assert document.meta.author.get("ar", "") == author
    assert author or not [f for f in findings if "سامر" in f"{f.message}{f.text}"]


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


def test_author_and_day_of_the_head_are_facts_where_the_sidecar_is_silent() -> None:
    day = '<meta property="article:published_time" content="2023-10-05T10:00Z">'
    head = f'<meta name="author" content="سامر">{day}'
    document, findings = read_page(f"<head>{head}</head><h1>عنوان</h1><p>{LONG}</p>")
    assert document.meta.author == {"ar": "سامر"}
    assert document.meta.published is not None
    assert document.meta.published.value == "2023-10-05"
    assert findings == []
    document, _ = read_page(f"{head}<h1>عنوان</h1><p>{LONG}</p>", Meta(author={"ar": "ليلى"}))
    assert document.meta.author == {"ar": "ليلى"}


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


NOTE = "<h1>عنوان</h1><p>نص{}</p><ol><li id=n>حاشية{}</li></ol>"


@pytest.mark.parametrize(
    ("link", "back", "is_note"),
    [
        ("<sup><a href='#n'>1</a></sup>", "", True),
        ("<a id=r href='#n'>1</a>", " <a href='#r'>↩</a>", True),
        ("<sup id=r><a href='#n'>[1]</a></sup>", " <a href='#r'>عودة</a>", True),
        ("<a href='#n'>1</a>", "", False),  # leads there, and nothing says that it is a note
        ("<sup><a href='#n'>انظر الحاشية</a></sup>", "", False),  # words
        ("<a id=r href='#n'>1</a>", " <a href='#top'>أعلى</a>", False),
        ("<sup><a href='#other'>1</a></sup>", "", False),
    ],
)
def test_footnotes_are_what_links_lead_to_and_back_from(link: str, back: str, is_note: bool) -> None:
    document, _ = read_page(NOTE.format(link, back))
    assert ("[^n]: حاشية" in document.blocks[1].text) is is_note
    assert any(block.kind is Kind.POINT for block in document.blocks) is not is_note


def test_a_list_is_one_where_not_all_of_it_is_notes() -> None:
    page = NOTE.format("<sup><a href='#n'>1</a></sup>", "").replace("</ol>", "<li>نقطة</li></ol>")
    document, _ = read_page(page)
    assert [block.text for block in document.blocks if block.kind is Kind.POINT] == ["نقطة"]


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
