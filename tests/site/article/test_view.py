"""What shows an article says the same of it: each is read back and compared, block by block."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date as date_
from functools import cache
from html import unescape
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

import pytest

from jisr import site
from jisr.export.assemble import Bindery, build_book
from jisr.export.chapter import build_chapter
from jisr.export.epub import build_epub
from jisr.export.pdf import book_html
from jisr.i18n import InterfaceStrings, load_strings
from jisr.markup.html import Element, elements, parse_html, parse_markdown, serialise, text_content
from jisr.model.languages import LANGS, Lang
from jisr.model.ledger import State
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.source import Kind, Meta, PublicationDate
from jisr.site.article.footnotes import FootnoteLinks, FootnoteNumbering, Note
from jisr.site.article.metadata import article_card
from jisr.site.article.text import article_rich_texts
from jisr.site.article.view import list_runs, view_article, with_number
from jisr.site.editions import article_editions, publication_editions
from tests import sample
from tests.search.found import build_records

DIGITS = "arabic-indic"
E = State.EDITED


def numbered(
    key: str, kind: Kind, original: str, translation: str, number: int, **more: Any
) -> BilingualBlock:
    """A point that the author counted, with a letter where `letters` is given."""
    letters, zero = more.pop("letters", ""), more.pop("zero", False)
    passage = sample.passage(key, kind, original, translation, number=number, **more)
    return replace(passage, block=replace(passage.block, letters=letters, zero=zero))


def everything() -> Article:
    """Each block begins with a word of its own; most are drafts, which the others' marks differ from."""
    passage, point = sample.passage, Kind.POINT
    return Article(
        "2024/all",
        "seeds/2024/all.md",
        Meta(
            author={"ar": "كاتبة"},
            published=PublicationDate("2024-03-05", inferred=True),
            credits=("ترجمة: فلان",),  # "translation: so-and-so"
        ),
        (
            passage(
                "title", Kind.TITLE, "أرنب[^t] هنا\n\n[^t]: حاشية أولى.", "Apple[^t] here\n\n[^t]: First.", E
            ),
            passage("kicker", Kind.KICKER, "بجعة", "Banana", E, stale=True, previous="بطة"),
            passage("p1", Kind.PARAGRAPH, "تمساح[^1].\n\n[^1]: ثانية.", "Cherry[^1].\n\n[^1]: Second."),
            passage("p2", Kind.PARAGRAPH, "ثعلب[^1].\n\n[^1]: ثالثة.", "Damson[^1].\n\n[^1]: Third.", E),
            passage("h1", Kind.HEADING, "جمل", "Elder"),
            passage("h2", Kind.HEADING, "حصان[^h]\n\n[^h]: رابعة.", "Fig[^h]\n\n[^h]: Fourth.", E, level=4),
            numbered("pt1", point, "خروف", "Grape", 3),
            numbered("pt2", point, "دب", "Hazel", 4, state=E),
            numbered("pt3", point, "ذئب", "", 5),
            numbered("pt4", point, "راكون", "Imbe", 1, letters="abjad"),
            numbered("pt5", point, "زرافة\n\nنصها.", "Jujube\n\nIts text.", 2, letters="abjad"),
            numbered("pt6", point, "سلحفاة\n\nنصها.", "Kiwi\n\nIts text.", 3, lead=True),
            numbered("pt7", point, "شبل\n\nنصه.", "", 4, lead=True),
            numbered("pt8", point, "صقر\n\nنصه.", "Lemon\n\nIts text.", 1, lead=True, letters="abjad"),
            numbered("pt9", point, "ضبع", "Mango", 0, zero=True),
            passage("pt10", point, "طاووس", "Nectarine"),
            numbered("pt11", point, "فهد", "Rose", 1, letters="upper-roman"),
            numbered("pt12", point, "قرد", "II. Sage", 2, letters="upper-roman"),
            passage("q1", Kind.QUOTATION, "ظبي", "Orange"),
            passage("title2", Kind.TITLE, "عقاب", "Peach", E),
            passage("n1", Kind.NOTE, "غزال", "Quince", E, stale=True, previous="غراب"),
        ),
    )


WORDS: Mapping[Lang, Mapping[str, str]] = {
    lang: {
        p.key: match[0]
        for p in everything().passages
        if (match := re.match(r"\w+", p.block.text if lang == "ar" or not p.translation else p.translation))
    }
    for lang in LANGS
}


# --- reading outputs back ----------------------------------------------------------------------------------

STATES = {
    f"*[{load_strings('en')['state'][state]}]*": f"‹{state}›" for state in ("edited", "stale", "missing")
}
ASIDE = {"jisr-tools", "jisr-change", "jisr-original", "jisr-views", "jisr-banner", "jisr-below"}
BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}


def lines(element: Xml.Element, lang: Lang) -> list[str]:
    """HTML as lines in the manner of Markdown; a state is `‹state›`. Of two columns that of `lang`."""

    def walk(element: Xml.Element, counted: str = "") -> str:
        names = set(element.get("class", "").split())
        if names & ASIDE or ("jisr-pair__text" in names and element.get("lang") != lang):
            return ""
        if "hreflang" in element.attrib:  # the state of the whole, beside the link to it
            return ""
        if "jisr-badge" in names:
            return f"\n‹{element.get('data-state')}›\n"
        if element.get("role") == "doc-noteref":
            return f"[^{element.text}]"
        level = next(
            (int(name[-1]) for name in (element.tag, *names) if re.fullmatch(r"(jisr-)?h\d", name)), 0
        )
        inner = element.text or ""
        for n, child in enumerate(element, int(element.get("start") or 1)):
            value = f"{child.get('value') or n}. " if element.tag == "ol" else ""
            inner += walk(child, value) + (child.tail or "")
        if counted:
            inner = counted + inner.lstrip()
        return f"\n{'#' * level}{' ' if level else ''}{inner}\n" if element.tag in BLOCKS else inner

    return [line.strip() for line in walk(element).splitlines() if line.strip()]


@cache
def rendered() -> Mapping[str, bytes]:
    return site.render([everything()], [], sample.settings(digits=DIGITS), {})


def page(lang: Lang, folder: str = "articles") -> tuple[dict[str, Any], Xml.Element]:
    """The front matter of a page, and its body with headings as HTML."""
    _, front, body = rendered()[f"{lang}/{folder}/2024/all.md"].decode().split("---\n", 2)
    heading = re.compile(r"^(#+) (.*) \{: #.*\}$", re.MULTILINE)
    html = heading.sub(lambda m: f"<h{len(m[1])}>{m[2]}</h{len(m[1])}>", body)
    meta = {name: json.loads(value) for name, value in (line.split(": ", 1) for line in front.splitlines())}
    return meta, parsed(html)


def parsed(html: str) -> Xml.Element:
    return Xml.fromstring(f"<main>{html}</main>")  # noqa: S314 (our own)


def feed(lang: Lang) -> tuple[str, Xml.Element]:
    """The title of the article in the feed, and its text."""
    atom = "{http://www.w3.org/2005/Atom}"
    entry = Xml.fromstring(rendered()[f"{lang}/feed.xml"]).find(f"{atom}entry")  # noqa: S314 (our own)
    assert entry is not None
    return entry.findtext(f"{atom}title", ""), parsed(entry.findtext(f"{atom}content", ""))


def chapter(*langs: Lang) -> tuple[str, Xml.Element]:
    sites = site.sites_of([ArticleHead.of(everything())], sample.settings(digits=DIGITS))
    made = build_chapter([one for one in sites if one.lang in langs], everything(), "a1", {})
    return made.title, parsed(serialise(*made.nodes))


def twin(lang: Lang) -> list[str]:
    """The lines of the plain Markdown without the marks of lists and quotations."""
    text = rendered()[f"{lang}/articles/2024/all/article.md.txt"].decode()
    return [STATES.get(line, re.sub(r"^(- |> )", "", line)) for line in text.split("\n") if line]


Seen = tuple[str, str, int, str]
"""Of a block the `#` of its heading, its number, that of its footnote (0 for none), and its mark."""


def seen(
    lines: list[str], lang: Lang, is_below: Callable[[str, str], bool], ignored: str = ""
) -> dict[str, Seen]:
    """What the lines of an output show of each block; `is_below` says of one whether its mark is below it."""
    keys = {word: key for key, word in WORDS[lang].items()}
    pattern = re.compile(rf"(#*) ?((?:\w+\. )?)({'|'.join(keys)})\b(?:\[\^(\w+)\])?")
    found: dict[str, Seen] = {}
    last = waiting = ""
    for line in lines:
        if line.startswith("‹") and line != ignored:
            if last and is_below(last, found[last][0]) and not found[last][3]:
                found[last] = (*found[last][:3], line)
            else:
                waiting = line
        elif (match := pattern.match(line)) and keys[match[3]] not in found:
            last = keys[match[3]]
            found[last] = (match[1], match[2], int(match[4] or 0), waiting)
            waiting = ""
    return found


def viewed(lang: Lang, *, alone: bool = False) -> dict[str, Seen]:
    """What the view says of each block that has words."""
    article = everything()
    texts = {one: article_rich_texts(article, one, {}) for one in LANGS}
    view = view_article(article, lang, sample.settings(digits=DIGITS), texts, alone=alone)
    return {
        block.key: (
            "" if block.kind is Kind.KICKER else "#" * block.level,
            # where HTML or Markdown count a list, the digits are those of its style
            f"{block.block.number}. "
            if block.is_listed and block.block.numbered and not block.block.lettered
            else block.number,
            next(iter(block.notes.values()), 0),
            f"‹{block.mark}›" if block.mark else "",
        )
        for block in view.blocks
        if block.markdown
    }


def test_a_block_is_counted_titled_and_marked() -> None:
    found = viewed("en")
    assert found["title"] == ("#", "", 1, "‹edited›")
    assert found["kicker"] == ("", "", 0, "‹stale›")
    assert found["p2"] == ("", "", 3, "‹edited›")
    assert found["h2"] == ("###", "", 4, "‹edited›")  # written as #### below a heading of level 2
    assert found["pt5"] == ("", "b. ", 0, "")
    assert found["pt7"] == ("###", "٤. ", 0, "‹missing›")  # Arabic, which stands for its English
    assert found["pt8"] == ("###", "a. ", 0, "")
    assert found["pt9"] == ("", "0. ", 0, "")
    assert found["title2"] == ("##", "", 0, "‹edited›")
    assert found["pt12"] == ("", "", 0, "")  # its English says so itself
    original = viewed("ar")
    assert [original[key][1] for key in ("pt5", "pt6", "pt8")] == ["ب. ", "٣. ", "أ. "]
    assert {mark for *_, mark in original.values()} == {""}


@pytest.mark.parametrize("lang", LANGS)
def test_page_feed_edition_and_plain_text_say_the_same_of_each_block(lang: Lang) -> None:
    expected = viewed(lang)
    assert expected.keys() == {p.key for p in everything().passages}
    assert seen(lines(page(lang)[1], lang), lang, lambda key, level: True) == expected
    assert seen(twin(lang), lang, lambda key, level: key == "title") == expected
    edition = lines(chapter(lang)[1], lang)
    assert seen(edition, lang, lambda key, level: bool(level) or key == "kicker", "‹draft›") == expected
    if not expected["title"][3]:
        del expected["title"]  # the title is the entry's own, and stands in the text to be marked
    assert seen(lines(feed(lang)[1], lang), lang, lambda key, level: False) == expected


@pytest.mark.parametrize("interface", LANGS)
@pytest.mark.parametrize("lang", LANGS)
def test_side_by_side_each_column_counts_as_the_page_of_its_language(interface: Lang, lang: Lang) -> None:
    marks = viewed("en")
    # of what is missing the empty cell says so, in the place of its words
    mark = {key: "" if told[3] == "‹missing›" else told[3] for key, told in marks.items()}
    expected = {key: (*told[:3], mark[key]) for key, told in viewed(lang, alone=True).items()}
    found: dict[str, Seen] = {}
    for row in page(interface, "parallel")[1].iter("div"):
        if "jisr-pair" in row.get("class", "").split():
            found |= seen(lines(row, lang), lang, lambda key, level: True)
    assert found == expected


def test_an_edition_in_both_languages_counts_each_in_its_own_digits() -> None:
    text = "\n".join(lines(chapter("ar", "en")[1], "ar"))
    assert "### ٣. سلحفاة" in text
    assert "### 3. Kiwi" in text


def test_the_arabic_that_a_paragraph_unfolds_is_counted_as_on_its_own_page() -> None:
    unfolded = [e for e in page("en")[1].iter("div") if e.get("class") == "jisr-original__text"]
    text = "\n".join("".join(e.itertext()) for e in unfolded)
    assert "٣. سلحفاة" in text
    assert "أ. راكون" in text
    links = {
        a.text: a.get("href", "") for e in unfolded for a in e.iter("a") if a.get("role") == "doc-noteref"
    }
    assert links["٣"].endswith("/ar/articles/2024/all/#note-3")  # the notes of title and kicker are counted


@pytest.mark.parametrize(
    ("lang", "title", "date", "inferred"),
    [
        ("ar", "أرنب هنا", "٥ مارس ٢٠٢٤", "(تاريخ مستنتَج من النص)"),
        ("en", "Apple here", "5 March 2024", "(date inferred from the text)"),
    ],
)
def test_title_and_date_are_the_same_everywhere(lang: Lang, title: str, date: str, inferred: str) -> None:
    (record,) = build_records(lang, [everything()], [], {}, sample.settings(digits=DIGITS))
    assert (record.title, record.when) == (title, f"{date} {inferred}")
    assert (page(lang)[0]["title"], chapter(lang)[0]) == (title, title)
    assert feed(lang)[0] == (f"{title} [{InterfaceStrings(lang)('state.draft')}]" if lang == "en" else title)
    assert page(lang, "parallel")[0]["title"].startswith(f"{title} (")
    outputs = [lines(root, lang) for root in (page(lang)[1], page(lang, "parallel")[1], chapter(lang)[1])]
    for output in (*outputs, twin(lang)):
        assert f"{date} {inferred}" in "\n".join(output)
        assert "ترجمة: فلان" in "\n".join(output)
    for root in (page(lang)[1], chapter(lang)[1]):
        (cite,) = (e for e in root.iter("p") if e.get("class") in ("jisr-cite", "cite"))
        assert f"{date} {inferred}" in "".join(cite.itertext())
    for suffix in ("bib", "ris"):
        assert inferred.strip("()") in rendered()[f"{lang}/articles/2024/all/cite.{suffix}"].decode()
    site_ = next(
        one for one in site.sites_of([ArticleHead.of(everything())], sample.settings()) if one.lang == lang
    )
    card = article_card(site_, everything())
    assert card
    assert inferred.replace(" ", "\u00a0") in card.line
    known = replace(everything(), meta=Meta(published=PublicationDate("2024-03-05")))
    card = article_card(site_, known)
    assert card
    assert card.line == InterfaceStrings(lang).day(date_(2024, 3, 5))


def test_the_search_has_the_states_of_the_page() -> None:
    (record,) = build_records("en", [everything()], [], {}, sample.settings())
    view = view_article(everything(), "en", sample.settings(), {})
    assert [(part.anchor, part.state) for part in record.parts] == [(b.key, b.state) for b in view.blocks]
    assert record.state == view.state == "draft"


def test_footnotes_stand_under_the_numbers_that_they_are_cited_by() -> None:
    order = ["First.", "Second.", "Third.", "Fourth."]
    for root in (page("en")[1], chapter("en")[1], feed("en")[1]):
        (notes,) = (e for e in root.iter("ol") if e.get("class") == "jisr-notes")
        assert ["".join(li.itertext()).strip("↑\n ") for li in notes] == order
    assert [f"[^{n}]: {words}" in twin("en") for n, words in enumerate(order, 1)] == [True] * 4


# --- footnotes ---------------------------------------------------------------------------------------------


def links(source: str) -> tuple[str, list[str]]:
    """A text and its notes as a page shows them."""
    numbering = FootnoteNumbering()
    nodes, _ = numbering.numbered(parse_markdown(source, lambda href: href), "en")
    shown = FootnoteLinks(InterfaceStrings("en"), InterfaceStrings("en"))
    return text_content(shown.linked(nodes)), [
        text_content(li.children).strip("\n ↑") for li in listed(numbering.notes)
    ]


def listed(notes: Sequence[Note]) -> list[Element]:
    """The items of the list of notes on an English page."""
    say = InterfaceStrings("en")
    english = site.sites_of([], sample.settings())[1]
    html = english.render("article/notes", "x.md", links=FootnoteLinks(say, say), listed=notes)
    return [one for one in elements(parse_html(html)) if one.tag == "li"]


@pytest.mark.parametrize(
    ("source", "text", "notes"),
    [
        ("a[^x] b[^y] c[^x].\n\n[^y]: Y\n[^x]: X", "a1 b2 c1.", ["X", "Y"]),
        ("a[^x] b[^z].\n\n[^x]: X[^y]\n[^y]: Y\n[^z]: Z", "a1 b2.", ["X3", "Z", "Y"]),  # cited by a note
        ("a[^x].\n\n[^x]: X[^x]", "a1.", ["X1"]),
        ("a[^none].", "a[^none].", []),
        ("a[^x].\n\n[^lost]: L[^also]\n[^x]: X\n[^also]: A", "a1.", ["X", "L3", "A"]),  # nothing cites them
        ("a.\n\n[^x]: X[^x]", "a.", ["X1"]),
        ("a[^x].\n\n[^x]: One\n[^x]: Two", "a1.", ["Two", "One"]),
    ],
)
def test_notes_are_counted_as_they_are_cited(source: str, text: str, notes: list[str]) -> None:
    assert links(source) == (text, notes)


def test_a_note_that_nothing_cites_leads_nowhere_back() -> None:
    numbering = FootnoteNumbering()
    source = "a[^x]\n\n[^x]: X\n[^y]: Y"
    assert numbering.numbered(parse_markdown(source, lambda href: href), "en")[1] == {"x": 1, "y": 2}
    cited, other = listed(numbering.notes)
    assert 'href="#ref-1"' in serialise(cited)
    assert serialise(other).startswith('<li id="note-2"><p>Y</p>')
    assert "href" not in serialise(other)


def test_an_arabic_note_on_an_english_page_says_that_it_is_arabic() -> None:
    """Otherwise it is read aloud in English, and set from left to right."""
    passages = (
        sample.passage("p1", Kind.PARAGRAPH, "أولى[^1].\n\n[^1]: حاشية.", "First[^1].\n\n[^1]: Note."),
        sample.passage("p2", Kind.PARAGRAPH, "ثانية[^2].\n\n[^2]: حاشيتان[^3].\n[^3]: أخرى.\n[^4]: وحدها."),
    )
    article = Article("2024/notes", "seeds/2024/notes.md", Meta(), passages)
    settings = sample.settings(editions=("epub",))
    pages = site.render([article], [], settings, {})
    bindery = Bindery([ArticleHead.of(article)], (), settings, {})
    edition = next(e for e in article_editions(bindery.sites[1], article.slug) if e.lang == "en")
    book = serialise(*build_book(bindery.parts(edition)).chapters[0].nodes)
    feed = unescape(pages["en/feed.xml"].decode())
    for text in (pages["en/articles/2024/notes.md"].decode(), book, feed):
        (notes,) = (e for e in elements(parse_html(text)) if e.get("class") == "jisr-notes")
        items = [e for e in notes.children if isinstance(e, Element)]
        assert [(e.get("lang"), e.get("dir")) for e in items] == [("", ""), *[("ar", "rtl")] * 3]
        ways = [e.get("lang") for e in elements(items) if e.get("role") == "doc-backlink"]
        assert ways == ["", "en", "en"]  # the way back is said in English
    assert (
        'lang="ar" dir="rtl"'
        not in re.findall("<ol class=.jisr-notes.*?</ol>", pages["ar/articles/2024/notes.md"].decode())[0]
    )


def test_lists_of_an_edition_and_of_the_feed_have_the_digits_that_are_asked_for() -> None:
    def styles(lang: Lang, digits: str) -> set[str]:
        made = site.render([everything()], [], sample.settings(digits=digits), {})[
            f"{lang}/feed.xml"
        ].decode()
        return set(re.findall(r"list-style-type: [\w-]+|&lt;ol(?=&gt;| start)(?![^&]*style)", made))

    assert styles("ar", DIGITS) == {"list-style-type: arabic-indic"}
    assert styles("en", DIGITS) == {
        "list-style-type: arabic-indic",
        "&lt;ol",
    }  # what is not translated, and is
    assert "list-style-type: arabic-indic" not in styles("ar", "western")
    bindery = Bindery(
        [ArticleHead.of(everything())], (), sample.settings(digits=DIGITS, editions=("epub",)), {}
    )
    book = build_book(bindery.parts(publication_editions(bindery.sites[0])[0]))
    assert '<body class="indic indic-lists">' in book_html(book)
    with ZipFile(BytesIO(build_epub(book))) as file:
        assert b'<body class="indic-lists">' in file.read("EPUB/a1.xhtml")
        assert b".indic-lists ol:lang(ar)" in file.read("EPUB/style.css")


def test_only_the_first_reference_to_a_note_is_led_back_to() -> None:
    numbering = FootnoteNumbering()
    nodes, names = numbering.numbered(parse_markdown("a[^x] b[^x]\n\n[^x]: X", lambda href: href), "en")
    assert names == {"x": 1}
    say = InterfaceStrings("en")
    html = serialise(*FootnoteLinks(say, say, mark="ar-").linked(nodes))
    assert (html.count('id="ref-ar-1"'), html.count('href="#note-ar-1"')) == (1, 2)
    elsewhere = serialise(*FootnoteLinks(say, say, elsewhere="../x/").linked(nodes))
    assert ("id=" in elsewhere, elsewhere.count('href="../x/#note-1"')) == (False, 2)


# --- lists -------------------------------------------------------------------------------------------------


def test_points_counted_alike_are_one_list() -> None:
    view = view_article(everything(), "ar", sample.settings(), {})
    runs = [[block.key for block in blocks] for is_list, blocks in list_runs(view.body) if is_list]
    assert runs == [["pt1", "pt2", "pt3"], ["pt4", "pt5"], ["pt9"], ["pt10"], ["pt11", "pt12"]]
    parted = list_runs(view.body, lambda block: block.key == "pt2")
    assert [[b.key for b in blocks] for is_list, blocks in parted if is_list][:2] == [["pt1"], ["pt2", "pt3"]]
    others = [blocks for is_list, blocks in list_runs(view.body) if not is_list]
    assert {len(blocks) for blocks in others} == {1}


def test_html_counts_numbers_and_letters_stand_in_the_words() -> None:
    blocks = {b.key: b for b in view_article(everything(), "ar", sample.settings(), {}).body}
    found = {key: (blocks[key].list_tag, blocks[key].list_start, blocks[key].list_value) for key in blocks}
    assert found["pt1"] == ("ol", 3, 3)
    assert found["pt4"] == ("ul", None, None)
    assert found["pt9"] == ("ol", 0, 0)
    assert found["pt10"] == ("ul", None, None)
    first = replace(blocks["pt1"].block, number=1)
    one = replace(blocks["pt1"], passage=replace(blocks["pt1"].passage, block=first))
    assert (one.list_start, one.list_value) == (None, 1)


@pytest.mark.parametrize(
    ("source", "html"),
    [("نص\n\nآخر", "<p>أ. نص</p><p>آخر</p>"), ("- نص", "أ. <ul>\n<li>نص</li>\n</ul>")],
)
def test_a_letter_stands_in_the_first_paragraph_of_its_point(source: str, html: str) -> None:
    assert (
        serialise(*with_number("أ. ", parse_markdown(source, lambda href: href).nodes)).replace("&#10;", "\n")
        == html
    )
    assert with_number("أ. ", ()) == ()


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("في شرف مروم … بما دون النجوم  \nفي أمر صغير … في أمر عظيم", 4),
        ("في شرف مروم *** بما دون النجوم  \nفي أمر صغير *** في أمر عظيم", 4),
        ("نص عادي … هنا نص.", 0),
    ],
)  # verse by al-Mutanabbi; "a common text … here is text"
def test_lines_of_verse_are_a_poem_whatever_block_they_are(text: str, halves: int) -> None:
    article = replace(everything(), passages=(sample.passage("p1", Kind.PARAGRAPH, text),))
    nodes = article_rich_texts(article, "ar", {})["p1"].nodes
    assert "".join(serialise(node) for node in nodes).count("jisr-poem__half") == halves
