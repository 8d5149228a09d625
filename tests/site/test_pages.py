"""Rendered pages as text: directions, escaping, links, states, lists, names. In a browser: test_site.py."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.dom import minidom

import markdown as python_markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jisr import site
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Actor, ActorNames
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.model.source import Correction, Kind, Lang, Meta, PublicationDate
from jisr.markup.html import parse_markdown, serialise, text_content
from jisr.site.common.inline import LinkSpan, isolate, link_spans
from jisr.lang.collation import index_letter, sort_name
from jisr.site.article.text import wrap_sentences
from jisr.site.common.urls import page_url, relative_url
from jisr.builder.mkdocs_run import stash_html, unstash_html
from jisr.i18n import InterfaceStrings, load_strings
from tests import sample

CASES = Path(__file__).parents[1] / "cases" / "pages"


def cases(name: str) -> Any:
    return yaml.safe_load((CASES / name).read_text("utf-8"))


def squeezed(html: str) -> str:
    return re.sub(r">\s+<", "><", html)


# --- inside a line -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "text", "html"),
    [(lang, *case) for lang, rows in cases("isolation.yml").items() for case in rows],
)
def test_runs_of_another_direction_are_isolated(lang: Lang, text: str, html: str) -> None:
    assert serialise(*isolate(text, lang)) == html


@given(
    st.text(alphabet=st.sampled_from("اب وة١٢12aZ-–+%.,:()«»“”@/#$ \n"), max_size=60),
    st.sampled_from(["ar", "en"]),
)
def test_isolation_changes_no_character(text: str, lang: Lang) -> None:
    assert text_content(isolate(text, lang)) == text


# --- links -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.md", ""),
        ("about.md", "about/"),
        ("articles/index.md", "articles/"),
        ("articles/a/x.md", "articles/a/x/"),
        ("a/p.png", "a/p.png"),
    ],
)
def test_pages_lie_where_mkdocs_puts_them(path: str, url: str) -> None:
    assert page_url(path) == url


@pytest.mark.parametrize(
    ("source", "target", "anchor", "address"),
    [
        ("articles/a/x.md", "actors/y.md", "", "../../../actors/y/"),
        ("index.md", "articles/x.md", "p7", "articles/x/#p7"),
        ("articles/x.md", "index.md", "", "../../"),
        ("articles/x.md", "articles/x.md", "p1", "#p1"),
        ("articles/x.md", "../en/articles/x.md", "p1", "../../../en/articles/x/#p1"),
        ("index.md", "../en/index.md", "", "../en/"),
        ("index.md", "index.md", "", "./"),
        ("articles/x.md", "articles/مقال.md", "", "../%D9%85%D9%82%D8%A7%D9%84/"),
    ],
)
def test_relative_addresses(source: str, target: str, anchor: str, address: str) -> None:
    assert relative_url(source, target, anchor) == address


def test_names_are_linked_outside_of_links_code_and_headings() -> None:
    source = "Iraq, [Iraq](https://a.example), `Iraq` and *Iraq*.\n\n| Iraq |\n|---|\n| 1 |"
    words_ = plain(source)
    spans = [LinkSpan(m.start(), m.end(), "../iraq/") for m in re.finditer("Iraq", words_.text)]
    html = serialise(*link_spans(parse_markdown(source, lambda href: href).nodes, words_.text, spans))
    assert html.count('class="jisr-name"') == 3
    assert "<code>Iraq</code>" in html
    assert '<a href="https://a.example">Iraq</a>' in html
    assert '<em><a class="jisr-name" href="../iraq/">Iraq</a></em>' in html


@given(st.data())
def test_links_change_no_character(data: st.DataObject) -> None:
    source = data.draw(
        st.lists(
            st.sampled_from(
                ["داعش ", "*Iraq* ", "**a** ", "`c` ", "\n\n", "- x\n", "b[^1] ", "\n\n[^1]: n\n\n"]
            ),
            max_size=12,
        ).map("".join)
    )
    words_ = plain(source)
    nodes = parse_markdown(source, lambda href: href).nodes
    spans = [LinkSpan(m.start(), m.end(), "x") for m in re.finditer("داعش|Iraq", words_.text)]
    assert text_content(link_spans(nodes, words_.text, spans)) == text_content(nodes)


# --- whole pages -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tree() -> dict[str, str]:
    files = site.render(sample.articles(), sample.actors(), sample.settings(), sample.docs())
    return {path: data.decode() for path, data in files.items() if path.endswith(".md")}


def meta(page: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(page.split("---\n")[1])
    return data


def block(page: str, key: str) -> str:
    """The HTML of a block, up to its tools."""
    found = re.search(rf'<(?:div|li)[^>]* id="{key}"[^>]*>.*?(?=<details)', page, re.DOTALL)
    assert found, key
    return found[0]


SEED, STATES = "articles/iraq-ending-coalition-role.md", "articles/2024/states.md"


def test_the_same_input_gives_the_same_bytes(tree: dict[str, str]) -> None:
    again = site.render(sample.articles()[::-1], sample.actors(), sample.settings(), sample.docs())
    assert {path: data.decode() for path, data in again.items() if path.endswith(".md")} == tree
    assert list(again) == sorted(again)


def test_both_languages_have_the_same_keys(tree: dict[str, str]) -> None:
    for article in sample.articles():
        both = [
            re.findall(r'(?: id="|\{: #)([a-z0-9-]+)', tree[f"{lang}/articles/{article.slug}.md"])
            for lang in ("ar", "en")
        ]
        assert both[0] == both[1]
        assert {p.key for p in article.passages} <= set(both[0])
        assert len(both[0]) == len(set(both[0]))


def test_front_matter(tree: dict[str, str]) -> None:
    arabic, english = meta(tree["ar/" + SEED]), meta(tree["en/" + SEED])
    assert (arabic["lang"], arabic["dir"], english["lang"], english["dir"]) == ("ar", "rtl", "en", "ltr")
    assert english["title"].startswith("Why is Iraq calling")
    assert "robots" not in arabic
    assert english["robots"] == "noindex"


@pytest.mark.parametrize(
    ("slug", "robots"),
    [
        ("2024/states", True),
        ("2024/approved", False),
        ("human", False),
        ("arabic-only", False),
        ("hostile", True),
    ],
)
def test_machine_text_is_kept_out_of_search_engines(tree: dict[str, str], slug: str, robots: bool) -> None:
    assert (meta(tree[f"en/articles/{slug}.md"]).get("robots") == "noindex") is robots


BANNER = load_strings("en")["banner"]


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("iraq-ending-coalition-role", [BANNER["draft"], "language model"]),
        ("2024/states", [BANNER["draft"], BANNER["partial"], sample.ARGOS, BANNER["stale_undated"]]),
        ("2024/approved", ["Approved by Editor One, 20 November 2026; the Arabic prevails."]),
        ("human", [BANNER["edited"], BANNER["by_editor"], "Translated by the editors"]),
        ("arabic-only", [BANNER["missing"]]),
    ],
)
def test_banners(tree: dict[str, str], slug: str, said: list[str]) -> None:
    for text in said:
        assert text in tree[f"en/articles/{slug}.md"]


def test_a_dated_change_of_the_arabic_is_told_with_its_date() -> None:
    facts = {"since": "2026-11-02"}
    passage = sample.passage("p1", Kind.PARAGRAPH, "نص", "Text", State.EDITED, stale=True, facts=facts)
    article = Article("s", "seeds/s.txt", Meta(), (passage,))
    page = site.render([article], [], sample.settings(), {})["en/articles/s.md"].decode()
    assert "The Arabic changed on 2 November 2026; marked paragraphs translate the earlier text." in page


def test_blocks_say_what_they_are_where_the_banner_does_not(tree: dict[str, str]) -> None:
    page = tree["en/" + STATES]
    for key, state in {"p1": "edited", "p2": "approved", "p3": "stale", "p4": "missing"}.items():
        assert f'data-state="{state}"' in block(page, key)
        assert load_strings("en")["state"][state] in block(page, key)
    assert "jisr-badge" not in block(page, "t1")
    assert "jisr-badge" not in block(tree["en/" + SEED], "p1")


def test_what_is_not_translated_appears_in_arabic(tree: dict[str, str]) -> None:
    text = block(tree["en/" + STATES], "p4")
    assert 'lang="ar" dir="rtl"' in text
    assert "فقرة لم تُترجم بعد" in text
    assert "jisr-name" in text


def test_arabic_pages_show_no_states_of_blocks(tree: dict[str, str]) -> None:
    assert "data-state" not in re.sub(r"<ul class=.jisr-byline.*", "", tree["ar/" + STATES])


def test_links_of_a_block(tree: dict[str, str]) -> None:
    english, arabic = tree["en/" + STATES], tree["ar/" + STATES]
    assert 'href="../../../../ar/articles/2024/states/#p2" hreflang="ar"' in english
    assert 'href="../../../../en/articles/2024/states/#p2" hreflang="en"' in arabic
    assert "https://git.example/o/n/edit/main/docs/en/articles/2024/states.md" in english
    assert "git.example/o/n/edit" not in arabic


def test_without_a_repository_nothing_can_be_corrected_in_the_browser() -> None:
    tree = site.render(sample.articles(), [], sample.settings(repository=""), {})
    assert b"Correct this" not in tree["en/" + STATES]


def test_a_points_number_and_lead_are_a_heading(tree: dict[str, str]) -> None:
    assert "\n### 1&#46; Achieving victory over ISIS {: #pt1 }\n" in tree["en/" + SEED]
    assert "\n### 1&#46; تحقيق الانتصار على «داعش» {: #pt1 }\n" in tree["ar/" + SEED]


def section(page: str, start: str, end: str) -> str:
    return page[page.index(start) : page.index(end)]


def test_the_first_mention_in_each_section_is_a_link(tree: dict[str, str]) -> None:
    page = tree["en/" + SEED]
    for start, end in (
        ('id="p1"', "## Main"),
        ("{: #pt1 }", "{: #pt2 }"),
        ("{: #h2 }", 'class="jisr-below"'),
    ):
        assert section(page, start, end).count("../../actors/isis/") == 1
    assert "actors/" not in next(line for line in page.splitlines() if line.startswith("# "))


def test_all_mentions_can_be_links() -> None:
    tree = site.render(sample.articles(), sample.actors(), sample.settings(link_mentions="all"), {})
    page = tree["ar/" + SEED].decode()
    assert section(page, 'id="p1"', "{: #h1 }").count("../../actors/isis/") > 1


def test_the_longest_of_nested_names_is_the_link(tree: dict[str, str]) -> None:
    assert re.search(r'href="../../actors/coalition/">[^<]*التحالف الدولي ضد «داعش»</a>', tree["ar/" + SEED])


def test_a_link_ends_with_the_quotation_mark_that_it_opens(tree: dict[str, str]) -> None:
    linked = re.findall(r'actors/isis/">([^<]*)</a>', tree["ar/" + SEED])
    assert "تنظيم «داعش»" in linked  # the organisation "ISIS"
    assert [words for words in linked if words.count("«") != words.count("»")] == []
    marked = re.findall("<mark>([^<]*)</mark>", tree["ar/actors/isis.md"])
    assert [words for words in marked if words.count("«") != words.count("»")] == []


def test_footnotes_are_numbered_over_the_page_and_lead_back(tree: dict[str, str]) -> None:
    page = tree["ar/" + STATES]
    assert re.findall(r'id="(ref-\d|note-\d)"', page) == ["ref-1", "ref-2", "note-1", "note-2"]
    assert 'نص الحاشية عن <bdi lang="en" dir="ltr">OPEC</bdi>.' in page
    assert page.index('id="ref-1"') < page.index("{: #notes }") < page.index('id="note-1"')


def test_dates_are_said_as_precisely_as_they_are_known(tree: dict[str, str]) -> None:
    assert '<time datetime="2023-10">أكتوبر 2023</time>' in tree["ar/" + SEED]
    assert "تاريخ مستنتَج من النص" in tree["ar/" + SEED]
    assert "30 August 2024" in tree["en/" + STATES]
    assert "<time" not in tree["en/articles/arabic-only.md"]


def test_digits_of_the_interface_are_a_setting() -> None:
    say = InterfaceStrings("ar", "arabic-indic")
    assert say.published(PublicationDate("2023-09-26")) == "٢٦ سبتمبر ٢٠٢٣"
    assert say.count("articles", 3) == "٣ مقالات"
    assert InterfaceStrings("en", "arabic-indic").number(3) == "3"


@pytest.mark.parametrize(
    ("n", "arabic", "english"),
    [
        (0, "لا مقالات", "0 articles"),
        (1, "مقال واحد", "1 article"),
        (2, "مقالان", "2 articles"),
        (3, "3 مقالات", "3 articles"),
        (11, "11 مقالًا", "11 articles"),
        (100, "100 مقال", "100 articles"),
        (103, "103 مقالات", "103 articles"),
    ],
)
def test_plurals(n: int, arabic: str, english: str) -> None:
    assert InterfaceStrings("ar").count("articles", n) == arabic
    assert InterfaceStrings("en").count("articles", n) == english


def paths(data: Any, at: str = "") -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict) and not {"one", "other"} & value.keys():
            yield from paths(value, f"{at}.{key}")
        else:
            yield f"{at}.{key}"


def test_both_languages_have_the_same_words() -> None:
    assert list(paths(load_strings("ar"))) == list(paths(load_strings("en")))
    for forms in load_strings("ar")["count"].values():
        assert forms.keys() >= {"zero", "one", "two", "few", "many", "other"}


def test_house_style_is_followed_to_the_letter() -> None:
    """The words of house style, copied once more: a change of them must be meant."""
    table = cases("house.yml")
    for lang in ("ar", "en"):
        for part in ("state", "banner", "nav"):
            for key, text in table[lang][part].items():
                assert load_strings(lang)[part][key] == text
        assert {kind: forms["one"] for kind, forms in load_strings(lang)["actors"]["type"].items()} == table[lang][
            "type"
        ]
        assert load_strings(lang)["not_found"]["text"] == table[lang]["not_found"]


def test_every_type_of_actor_has_words() -> None:
    schema = json.loads((sample.ROOT / "build_tools/jisr/storage/schemas/actors.json").read_text("utf-8"))
    types = schema["$defs"]["actor"]["properties"]["type"]["enum"]
    assert set(types) == load_strings("ar")["actors"]["type"].keys()


def test_lists_are_newest_first_and_say_what_the_english_is(tree: dict[str, str]) -> None:
    page = tree["en/articles/index.md"]
    order = ["states", "approved", "iraq-ending", "human", "arabic-only"]
    places = [page.index(f"{slug}") for slug in order]
    assert places == sorted(places)
    assert load_strings("en")["state"]["approved"] in page
    assert load_strings("en")["state"]["approved"] not in tree["ar/articles/index.md"]
    assert '<bdi lang="ar" dir="rtl">لم يُترجم</bdi>' in page


def test_hand_written_pages_take_lists_in(tree: dict[str, str]) -> None:
    assert "jisr:latest" not in tree["ar/index.md"]
    assert 'href="articles/2024/states/"' in tree["ar/index.md"]


def test_a_page_without_counterpart_says_so(tree: dict[str, str]) -> None:
    docs = {"ar/only.md": b"---\ntitle: x\n---\ntext", "ar/bare.md": b"text", "en/files/a.bin": b"\xff"}
    out = site.render([], [], sample.settings(), docs)
    assert out["ar/only.md"] == b'---\nalone: true\ntitle: "x"\n---\n\n<p>text</p>\n'
    assert out["ar/bare.md"] == b'---\nalone: true\ntitle: "bare"\n---\n\n<p>text</p>\n'
    assert out["en/files/a.bin"] == b"\xff"
    assert "alone" not in meta(tree["ar/about.md"])


def test_rendered_articles_replace_the_files_of_docs() -> None:
    out = site.render(
        [], [], sample.settings(), {"en/articles/x.md": b"<!-- #p1 -->\nx", "en/articles/x.png": b"p"}
    )
    assert "en/articles/x.md" not in out
    assert out["en/articles/x.png"] == b"p"


def with_meta(article: Article, **changes: Any) -> Article:
    return replace(article, meta=replace(article.meta, **changes))


def rendered(*articles: Article, **changes: Any) -> dict[str, str]:
    files = site.render(articles, sample.actors(), sample.settings(**changes), {})
    return {path: data.decode() for path, data in files.items() if not path.endswith(".png")}


@pytest.mark.parametrize("status", ["draft", "embargoed"])
def test_only_what_is_published_is_shown(status: Any) -> None:
    out = rendered(with_meta(sample.articles()[1], status=status))
    assert "ar/" + STATES not in out
    assert "2024/states" not in "".join(out.values())


# --- a publication's life ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "status"), [(1, "embargoed"), (2, "published"), (3, "published")])
def test_an_embargo_ends_on_its_day(day: int, status: str) -> None:
    article = with_meta(sample.articles()[1], status="embargoed", until=date(2026, 12, 2))
    assert site.lift_embargoes([article], date(2026, 12, day))[0].meta.status == status


def test_an_embargo_without_an_end_does_not_end() -> None:
    article = with_meta(sample.articles()[1], status="embargoed")
    assert site.lift_embargoes([article], date.max)[0].meta.status == "embargoed"


def test_a_withdrawn_article_leaves_a_page_that_says_why_and_nothing_else() -> None:
    gone = with_meta(sample.articles()[1], status="withdrawn", reason="بطلب من الكاتبة <b>")
    out = rendered(gone, sample.articles()[2])
    for lang in ("ar", "en"):
        page = out.pop(f"{lang}/{STATES}")
        assert load_strings(lang)["withdrawn"]["title"] in page
        assert "بطلب من الكاتبة &lt;b&gt;" in page
        assert meta(page)["robots"] == "noindex"
        assert {"ar": "أزمة الطاقة", "en": "energy crisis"}[lang] in page
        assert "فقرة معتمدة" not in page
        assert 'content="0; url=../../../articles/2024/states/"' in out.pop(
            f"{lang}/parallel/2024/states/index.html"
        )
    assert not any("2024/states" in page for page in out.values())


def test_an_earlier_slug_leads_to_the_present_address() -> None:
    now, other = sample.articles()[1:3]
    out = rendered(with_meta(now, was=("old/name", "2024/approved", "قديم")), other)
    page = out["en/articles/old/name/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=../../2024/states/">' in page
    assert f'<link rel="canonical" href="https://jisr.example/en/{STATES.removesuffix(".md")}/">' in page
    assert "<script" not in page
    assert "ar/articles/قديم/index.html" in out
    assert "ar/parallel/قديم/index.html" in out
    assert "en/articles/2024/approved/index.html" not in out  # an article stands there


def test_dated_corrections_are_told_at_the_article_and_on_their_page() -> None:
    made = (
        Correction("القديم", "الجديد <٣>", "خطأ مطبعي", by="المحرر", on=date(2026, 11, 3)),
        Correction("سر", "", "بلا تاريخ"),
    )
    article = with_meta(sample.articles()[1], corrections=made)
    docs = {f"{lang}/corrections.md": b"<!-- jisr:corrections -->" for lang in ("ar", "en")}
    out = site.render([article], [], sample.settings(), docs)
    for path in ("ar/" + STATES, "ar/corrections.md", "en/corrections.md"):
        page = out[path].decode()
        assert "الجديد &lt;٣&gt;</" in page
        assert '<time datetime="2026-11-03">' in page
        assert "بلا تاريخ" not in page


def test_what_is_not_far_enough_is_shown_in_arabic() -> None:
    states = sample.articles()[1]
    shown = {
        publish: [p.key for p in site.visible_article(states, publish).passages if p.english]
        for publish in ("draft", "edited", "approved")
    }
    assert shown["draft"] == [p.key for p in states.passages if p.english]
    assert shown["edited"] == ["p1", "p2", "p3"]
    assert shown["approved"] == ["p2"]
    page = rendered(states, publish="approved")["en/" + STATES]
    assert "Prices rose" not in page
    assert "An approved paragraph." in page
    assert meta(page).get("robots") is None
    assert 'data-state="missing" lang="ar" dir="rtl"' in page


def test_authors_topics_and_series_have_pages_in_both_languages() -> None:
    names = {"energy": {"ar": "الطاقة", "en": "Energy"}}
    first, second = sample.articles()[1:3]
    out = rendered(
        with_meta(first, topics=("الطاقة", "نفط"), series="سلسلة"),
        with_meta(second, topics=("energy",), author={"ar": "كاتبة عربية"}),
        topics=names,
    )
    topic = out["en/topics/energy.md"]
    assert "# Energy {: #title }" in topic
    assert "2024/states" in topic
    assert "2024/approved" in topic
    assert "# الطاقة {: #title }" in out["ar/topics/energy.md"]
    assert '<bdi lang="ar" dir="rtl">نفط</bdi>' in out["en/topics/نفط.md"]
    author = out["en/authors/an-arab-writer.md"]
    assert "2024/approved" in author  # one of the two says her English name
    assert 'href="../../../topics/energy/">Energy</a>' in out["en/" + STATES]
    assert "series/سلسلة.md" in "".join(out)
    assert "en/authors/index.md" in out


def test_related_articles_say_what_they_have_in_common() -> None:
    first, second = sample.articles()[1:3]
    out = rendered(with_meta(first, topics=("الطاقة",)), with_meta(second, topics=("الطاقة",)))
    page = out["ar/" + STATES]
    near = page[page.index("jisr-near") :]
    assert "مقال معتمد" in near
    assert f"{load_strings('ar')['near']['common']} <a" in near


def test_an_article_without_english_is_listed_as_arabic_only(tree: dict[str, str]) -> None:
    assert load_strings("en")["lists"]["arabic_only"] in tree["en/articles/index.md"]


def test_figures_count_every_block(tree: dict[str, str]) -> None:
    page = tree["en/translation-policy.md"]
    total = sum(len(a.passages) for a in sample.articles())
    assert f"6 articles, {total} paragraphs" in page
    shown = [int(n) for n in re.findall(r"</th><td>(\d+)</td>", page)]
    assert sum(shown[:-1]) == total  # stale overlaps the others
    assert page.count("<rect") == 4
    by_article = tree["en/coverage.md"]
    assert all(f"articles/{a.slug}/" in by_article for a in sample.articles())


def test_the_chart_begins_where_the_language_begins(tree: dict[str, str]) -> None:
    bars = {
        lang: re.findall(r'<rect x="([\d.]+)"[^>]* data-state="approved"', tree[f"{lang}/coverage.md"])
        for lang in ("ar", "en")
    }
    assert bars["en"] == ["0"]
    assert float(bars["ar"][0]) > 500


# --- long lists --------------------------------------------------------------------------------------------


def test_long_lists_go_on_over_pages() -> None:
    article = sample.articles()[4]
    out = rendered(*(replace(article, slug=f"a{n:03}") for n in range(120)))
    listed = [out["en/articles/index.md"], out["en/more/articles/2.md"], out["en/more/articles/3.md"]]
    assert "en/more/articles/4.md" not in out
    found = [re.findall(r'class="jisr-list__title"><a href="[^"]*?(a\d{3})/"', page) for page in listed]
    assert [len(one) for one in found] == [50, 50, 20]
    assert len({slug for one in found for slug in one}) == 120
    assert 'href="../more/articles/2/"' in listed[0]
    assert 'href="../../../articles/" rel="prev"' in listed[1]
    assert 'aria-current="page"' in listed[2]


def test_an_actor_with_many_mentions_has_many_pages() -> None:
    text = " ".join(f"قال السوداني ذلك {n}." for n in range(230))
    block = sample.passage("p1", Kind.PARAGRAPH, f"محمد شياع السوداني. {text}")
    out = rendered(Article("long", "seeds/long.txt", Meta(), (block,)))
    found = [out["ar/actors/sudani.md"], *(out[f"ar/more/actors/sudani/{n}.md"] for n in (2, 3))]
    assert [page.count("<blockquote") for page in found] == [100, 100, 31]
    assert "ar/more/actors/sudani/4.md" not in out
    assert load_strings("ar")["count"]["mentions"]["many"].format(n=231) in found[0]


# --- quoting -----------------------------------------------------------------------------------------------


def test_citations_say_what_is_quoted() -> None:
    article = with_meta(sample.articles()[1], author={"ar": "كاتبة", "en": "A. Writer & {Co}"})
    out = rendered(article)
    page = out["en/" + STATES]
    revision = re.search(r"revision ([0-9a-f]{8})", page)
    assert revision
    assert "A. Writer &amp; {Co}. “The energy crisis, 2003–2011”, <cite>Jisr</cite>, 30 August 2024." in page
    bib = out["en/articles/2024/states/cite.bib"]
    assert "author = {{A. Writer \\& \\{Co\\}}}" in bib
    assert f"revision {revision[1]}" in bib
    assert "Machine translation, not reviewed; language model" in bib
    assert "url = {https://jisr.example/en/articles/2024/states/}" in bib
    ris = out["en/articles/2024/states/cite.ris"]
    assert ris.startswith("TY  - ELEC\r\n")
    assert ris.endswith("ER  - \r\n")
    assert "DA  - 2024/08/30/\r\n" in ris
    changed = replace(article, passages=article.passages[1:])
    assert revision[1] not in rendered(changed)["en/" + STATES]


def test_the_plain_text_says_what_it_is() -> None:
    out = rendered(sample.articles()[1])
    text = out["en/articles/2024/states/article.md.txt"]
    assert text.startswith("# The energy crisis, 2003–2011\n\nAn Arab writer · 30 August 2024 · Machine")
    assert "*[Awaiting translation]*\n\nفقرة لم تُترجم بعد" in text
    assert "> Nouri al-Maliki said" in text
    assert "<!--" not in text
    assert out["ar/articles/2024/states/article.md.txt"].startswith("# أزمة الطاقة 2003–2011")


# --- actors ------------------------------------------------------------------------------------------------


def test_an_actors_page_quotes_each_sentence_and_leads_to_its_paragraph(tree: dict[str, str]) -> None:
    page = tree["ar/actors/sudani.md"]
    assert "# محمد شياع السوداني {: #title }" in page
    assert 'lang="en" dir="ltr">Mohammed Shia al-Sudani</bdi>' in page
    assert "<mark>محمد شياع السوداني</mark>" in page
    assert 'href="../../articles/iraq-ending-coalition-role/#pt1"' in page
    assert "تأتي تصريحات <mark>السوداني</mark> بعد تحقيق" in page
    assert "وتجدر الإشارة" not in page  # the sentence after


def test_an_actor_named_twice_in_a_sentence_is_quoted_once(tree: dict[str, str]) -> None:
    assert tree["ar/actors/sudani.md"].count("رئيس الوزراء.</p>") == 1


def test_an_english_page_of_an_actor_shows_what_is_not_translated_in_arabic(tree: dict[str, str]) -> None:
    page = tree["en/actors/maliki.md"]
    assert '<blockquote lang="ar" dir="rtl"><p>فقرة لم تُترجم بعد عن <mark>نوري المالكي</mark>.' in page
    assert meta(page)["robots"] == "noindex"


@pytest.mark.parametrize(
    ("lang", "kind", "name", "filed"),
    [
        ("ar", "person", "نوري المالكي", "م"),
        ("ar", "state", "العراق", "ع"),
        ("ar", "place", "آل سعود", "أ"),
        ("ar", "organisation", "الأمم المتحدة", "أ"),
        ("ar", "bloc", "«الإطار التنسيقي»", "أ"),
        ("ar", "event", "الله أكبر", "أ"),
        ("en", "person", "Nouri al-Maliki", "M"),
        ("en", "state", "The Gambia", "G"),
        ("en", "media", "Al-Hurra", "H"),
        ("en", "place", "Île de la Cité", "I"),
        ("en", "event", "1991 uprising", "#"),
    ],
)
def test_letters(lang: Lang, kind: str, name: str, filed: str) -> None:
    actor = Actor("x", kind, ActorNames(name), ActorNames(name))
    assert index_letter(sort_name(actor, lang)) == filed


def test_the_index_lists_every_actor_by_letter_and_by_type(tree: dict[str, str]) -> None:
    page = tree["en/actors/index.md"]
    for actor in sample.actors():
        assert page.count(f'href="{actor.id}/"') + page.count(f'href="../actors/{actor.id}/"') == 2
    assert "### Armed groups {: #type-armed-group }" in page
    assert re.search(r"^### M \{: #letter-\d+ \}$", page, re.MULTILINE)
    assert re.search(r"^### س \{: #letter-\d+ \}$", tree["ar/actors/index.md"], re.MULTILINE)


# --- the front door ----------------------------------------------------------------------------------------


def test_root_files_lead_to_both_languages_without_a_script() -> None:
    files = site.root_files(sample.settings())
    index, lost = files["index.html"].decode(), files["404.html"].decode()
    assert {"index.html", "404.html", "root.js", "robots.txt"} <= files.keys()
    for lang in ("ar", "en"):
        assert f'href="{lang}/"' in index
        assert f'href="/{lang}/"' in lost
    assert "<script>" not in index
    assert 'content="noindex"' in lost
    below = site.root_files(sample.settings(site_url="https://h.example/papers/ar/"))
    assert b'href="/papers/en/"' in below["404.html"]


# --- sentence beside sentence ------------------------------------------------------------------------------


def numbers(html: str, key: str, lang: str) -> list[str]:
    """The numbers of the sentences of a block on the page of both languages."""
    row = html[html.index(f'id="{key}" data-state') :]
    cell = row[row.index(f'lang="{lang}" dir') :]
    return re.findall(r'data-s="(\d+)"', cell[: cell.index("</div>")])


def test_sentences_that_belong_together_have_one_number(tree: dict[str, str]) -> None:
    page = tree["ar/parallel/iraq-ending-coalition-role.md"]
    assert numbers(page, "p1", "ar") == numbers(page, "p1", "en") == ["1", "2"]
    assert (numbers(page, "pt4", "ar"), numbers(page, "pt4", "en")) == (["1", "2"], ["1", "1", "2"])
    assert numbers(page, "p3", "ar") == []  # a single sentence


def split(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^.]+\.?", text)]


@given(
    st.lists(
        st.sampled_from(
            ["One. ", "two ", "*em. ph* ", "`c.` ", "b[^1]. ", "\n\n", "- x. y\n", "\n\n[^1]: n\n\n"]
        ),
        max_size=12,
    ).map("".join)
)
def test_sentences_change_no_character(source: str) -> None:
    nodes = parse_markdown(source, lambda href: href).nodes
    cut, texts = wrap_sentences(nodes, split)
    assert text_content(cut) == text_content(nodes)
    assert serialise(*cut).count('class="jisr-s"') == len(texts)


# --- for machines ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def feeds() -> dict[str, Any]:
    files = site.render(sample.articles(), sample.actors(), sample.settings(), sample.docs())
    return {lang: minidom.parseString(files[f"{lang}/feed.xml"]) for lang in ("ar", "en")}


def inner(parent: Any, tag: str) -> list[str]:
    return [e.firstChild.data if e.firstChild else "" for e in parent.getElementsByTagName(tag)]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_feed_has_what_atom_asks_for(feeds: dict[str, Any], lang: str) -> None:
    root = feeds[lang].documentElement
    assert root.namespaceURI == "http://www.w3.org/2005/Atom"
    assert root.getAttribute("xml:lang") == lang
    entries = root.getElementsByTagName("entry")
    assert len(entries) == len(sample.articles())
    for element in (root, *entries):
        own = [child.tagName for child in element.childNodes if child.nodeType == child.ELEMENT_NODE]
        assert own.count("id") == own.count("title") == own.count("updated") == 1
    ids = inner(root, "id")
    assert len(set(ids)) == len(ids)
    assert all(id_.startswith(f"https://jisr.example/{lang}/") for id_ in ids)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", day) for day in inner(root, "updated"))


def test_a_feed_says_what_the_english_is_and_holds_all_of_it(feeds: dict[str, Any]) -> None:
    entries = {inner(e, "id")[0]: e for e in feeds["en"].getElementsByTagName("entry")}
    entry = entries["https://jisr.example/en/articles/2024/states/"]
    category = entry.getElementsByTagName("category")[0]
    assert (category.getAttribute("term"), category.getAttribute("label")) == (
        "draft",
        load_strings("en")["state"]["draft"],
    )
    assert inner(entry, "updated") == ["2026-11-20T00:00:00Z"]  # the day of the last approval
    html = inner(entry, "content")[0]
    assert html.startswith(f"<p><strong>{load_strings('en')['state']['draft']}</strong>")
    assert '<div lang="ar" dir="rtl"><p><em>[' in html
    assert "A note by the editor." in html
    assert "<h2>A table and a quotation</h2>" in html
    assert not re.findall(r'(?:href|src)="(?!https://)[^"]*"', html)
    hostile = inner(entries["https://jisr.example/en/articles/hostile/"], "content")[0]
    assert "<script" not in hostile


def test_without_an_address_there_is_no_feed() -> None:
    assert not [path for path in rendered(sample.articles()[1], site_url="") if path.endswith("feed.xml")]


def test_structured_data_says_what_translates_what(tree: dict[str, str]) -> None:
    arabic, english = (meta(tree[f"{lang}/{STATES}"])["ld"] for lang in ("ar", "en"))
    assert (arabic["@type"], arabic["inLanguage"], english["inLanguage"]) == ("Article", "ar", "en")
    assert arabic["workTranslation"]["@id"] == english["@id"]
    assert english["translationOfWork"]["@id"] == arabic["@id"]
    assert english["translator"][0]["name"] == "language model"
    assert english["creativeWorkStatus"] == load_strings("en")["state"]["draft"]
    assert "translator" not in arabic
    only = meta(tree["en/articles/arabic-only.md"])["ld"]
    assert only["inLanguage"] == "ar"
    assert "translationOfWork" not in only
    assert meta(tree["en/actors/sudani.md"])["ld"]["@type"] == "Person"
    assert meta(tree["en/actors/isis.md"])["ld"]["@type"] == "Organization"
    assert "داعش" in meta(tree["en/actors/isis.md"])["ld"]["alternateName"]


def test_cards_say_the_state_of_a_translation(tree: dict[str, str]) -> None:
    assert meta(tree["en/" + STATES])["card"]["description"].startswith(load_strings("en")["state"]["draft"])
    assert not meta(tree["en/articles/2024/approved.md"])["card"]["description"].startswith("Approved")
    assert meta(tree["ar/" + STATES])["card"]["description"] == "نص قصير فيه كل حال."


# --- what MkDocs need not take apart -----------------------------------------------------------------------


def converted(markdown: str) -> str:
    return python_markdown.markdown(markdown, extensions=["attr_list"])


def test_html_that_is_set_aside_comes_back_as_markdown_would_have_left_it(tree: dict[str, str]) -> None:
    for path, page in tree.items():
        if "/articles/" in path or "/parallel/" in path or "/actors/" in path:
            body = page.split("---\n", 2)[2]
            short, kept = stash_html(body)
            assert kept
            assert len(short) < len(body) / 2
            assert squeezed(unstash_html(converted(short), kept)) == squeezed(converted(body))


@pytest.mark.parametrize(
    "text",
    [
        "text\n<p>in a paragraph</p>\n",
        "<p>one line of\ntwo</p>\n",
        "    <p>code</p>\n",
        "<https://a.example>x\n",
        "",
    ],
)
def test_what_is_no_paragraph_of_html_is_left_to_markdown(text: str) -> None:
    assert stash_html(text) == (text, [])


@given(st.text(alphabet='<p>/\n a0"', max_size=60))
def test_what_is_set_aside_is_put_back(text: str) -> None:
    assert unstash_html(*stash_html(text)) == text


def test_a_forged_mark_is_left_alone() -> None:
    assert unstash_html('<div data-jisr="7"></div>', ["x"]) == '<div data-jisr="7"></div>'
