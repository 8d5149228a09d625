"""Rendered pages as text: states, names, lists, words. In a browser: tests/finished_site."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from jisr import site
from jisr.i18n import ROOMS, InterfaceStrings, load_strings, load_strings_of
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta, PublicationDate
from tests import sample
from tests.site.rendered import SEED, STATES, block, cases, meta


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
    original, translation = meta(tree["ar/" + SEED]), meta(tree["en/" + SEED])
    assert (original["lang"], original["dir"], translation["lang"], translation["dir"]) == (
        "ar",
        "rtl",
        "en",
        "ltr",
    )
    assert translation["title"].startswith("Why is Iraq calling")
    assert "robots" not in original
    assert translation["robots"] == "noindex"


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
        ("2024/approved", ["Approved by the editors, 20 November 2026; the Arabic is the original."]),
        ("human", [BANNER["edited"], BANNER["by_editor"], load_strings("en")["state"]["by_editor"]]),
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
    translation, original = tree["en/" + STATES], tree["ar/" + STATES]
    assert 'href="../../../../ar/articles/2024/states/#p2" hreflang="ar"' in translation
    assert 'href="../../../../en/articles/2024/states/#p2" hreflang="en"' in original
    assert "https://git.example/o/n/edit/main/docs/en/articles/2024/states.md" in translation
    assert "git.example/o/n/edit" not in original


def test_without_a_repository_nothing_can_be_corrected_in_the_browser() -> None:
    tree = site.render(sample.articles(), [], sample.settings(repository=""), {})
    assert b"Correct this" not in tree["en/" + STATES]


def test_a_title_that_is_quoted_has_its_own_marks_one_level_deeper(tree: dict[str, str]) -> None:
    cited = re.findall(r'class="jisr-(?:cite|printed)">(.*?)<cite>', tree["ar/" + SEED])
    assert len(cited) == 2
    assert all(
        "«لماذا تدعو العراق لإنهاء دور التحالف الدولي ضد “داعش”؟»" in html.unescape(one) for one in cited
    )


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
    ("n", "original", "translation"),
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
def test_plurals(n: int, original: str, translation: str) -> None:
    assert InterfaceStrings("ar").count("articles", n) == original
    assert InterfaceStrings("en").count("articles", n) == translation


def paths(data: Any, at: str = "") -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict) and not {"one", "other"} & value.keys():
            yield from paths(value, f"{at}.{key}")
        else:
            yield f"{at}.{key}"


KEYED_BY_ENGLISH = ("phrases", "help")


def test_both_languages_have_the_same_words() -> None:
    assert list(paths(load_strings("ar"))) == list(paths(load_strings("en")))
    for room in ROOMS:
        ours, theirs = (load_strings_of(room, lang) for lang in ("ar", "en"))
        said = {part: words for part, words in ours.items() if part not in KEYED_BY_ENGLISH}
        assert list(paths(said)) == list(paths(theirs))
        assert room not in load_strings("en"), "builds read them too"
    for forms in load_strings("ar")["count"].values():
        assert forms.keys() >= {"zero", "one", "two", "few", "many", "other"}


def test_house_style_is_followed_to_the_letter() -> None:
    """The words of house style, copied once more: a change of them must be meant."""
    table = cases("house.yml")
    for lang in ("ar", "en"):
        for part in ("state", "banner", "nav"):
            for key, text in table[lang][part].items():
                assert load_strings(lang)[part][key] == text
        assert {kind: forms["one"] for kind, forms in load_strings(lang)["actors"]["type"].items()} == table[
            lang
        ]["type"]
        assert load_strings(lang)["not_found"]["text"] == table[lang]["not_found"]


def test_a_known_machine_is_called_by_a_name_of_the_language() -> None:
    assert InterfaceStrings("ar").origin("language model") == "نموذج لغوي"
    assert InterfaceStrings("en").origin("language model") == "language model"
    assert InterfaceStrings("ar").origin("argos 1.9 ar-en") == "argos 1.9 ar-en"  # a name of its own


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
