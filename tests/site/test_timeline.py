"""The timeline's page, data and calendar, and the dates that articles mark."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import site
from jisr.lang.dates import find_dates
from jisr.markup.html import parse_markdown, serialise, text_content
from jisr.markup.markdown_text import escape
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import Lang
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta, PublicationDate
from jisr.site.common.context import Site
from jisr.site.common.date_markup import find_article_dates, mark_dates
from jisr.site.timeline import data, periods
from jisr.site.timeline import page as pages
from jisr.site.timeline.data import excerpt
from jisr.site.timeline.entries import date_label
from jisr.site.timeline.icalendar import LINE, CalendarEvent, fold_line, format_icalendar
from jisr.site.timeline.periods import MANY
from tests import sample

SEED = "iraq-ending-coalition-role"
SENTENCE = "jisr-timeline__words"
GOLD = [
    "2023-09-26",
    "2020-01-05",
    "2020-01-03",
    "2021-07-26",
    "2023-05",
    "2023-01-15",
    "2023-08-07/2023-08-08",
]


def article(
    *texts: str | tuple[str, str], slug: str = "a", published: str = "2023-10", **entry: Any
) -> Article:
    pairs = [text if isinstance(text, tuple) else (text, "") for text in texts]
    passages = [
        sample.passage(f"p{n}", Kind.PARAGRAPH, escape(ar), en, **entry)
        for n, (ar, en) in enumerate(pairs, 1)
    ]
    return Article(slug, f"seeds/{slug}.txt", Meta(published=PublicationDate(published)), tuple(passages))


def rendered(*articles: Article, **settings: Any) -> dict[str, str]:
    tree = site.render(articles, [], sample.settings(**settings), {})
    return {path: data.decode() for path, data in tree.items() if not path.endswith(".png")}


@pytest.fixture(scope="module")
def tree() -> dict[str, str]:
    found = site.render(sample.articles(), sample.actors(), sample.settings(), sample.docs())
    pictures = (".woff2", ".png", ".jpg", ".webp")
    return {path: data.decode() for path, data in found.items() if not path.endswith(pictures)}


def rows(tree: dict[str, str], lang: Lang) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(tree[f"{lang}/timeline.json"])["dates"]
    return found


# --- articles ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_article_marks_its_dates_each_end_of_a_range_by_itself(tree: dict[str, str], lang: Lang) -> None:
    page = tree[f"{lang}/articles/{SEED}.md"]
    marked = set(re.findall(r'<time datetime="([^"]*)">', page))
    assert marked == {"2023-10", "2023-08-07", "2023-08-08", *(v for v in GOLD if "/" not in v)}


def test_isolated_years_are_marked_inside_their_isolate() -> None:
    page = rendered(article("من 2003–2011، وفي 2023-09-26."))["ar/articles/a.md"]
    assert '<bdi dir="rtl"><time datetime="2003">2003</time>–<time datetime="2011">2011</time></bdi>' in page
    assert '<bdi dir="ltr"><time datetime="2023-09-26">2023-09-26</time></bdi>' in page


def test_no_line_ends_between_the_days_of_a_short_range_and_their_month() -> None:
    text = "في 7 و8 أغسطس 2023، ثم بين الثالث والعشرين من يناير 2020 والرابع والعشرين من فبراير 2021."
    nodes = mark_dates((text,), text, find_dates(text))
    first, *_, last = re.findall("<(?:span|time)[^>]*>", serialise(*nodes))
    assert first == '<span class="jisr-dates">'
    assert last == '<time datetime="2021-02-24" class="jisr-long">'  # as long as a line on a phone
    css = (sample.ROOT / "overrides/assets/stylesheets/article.css").read_text("utf-8")
    assert ".jisr-block :is(time:not(.jisr-long), .jisr-dates) { white-space: nowrap; }" in css


def test_what_has_no_single_value_is_data() -> None:
    page = rendered(article("في رمضان 1444هـ وقع الحادث."))["ar/articles/a.md"]
    assert '<data value="2023-03-23/2023-04-20">رمضان 1444هـ</data>' in page


def test_emphasis_links_and_code_keep_their_shape() -> None:
    source = "في *26 سبتمبر* 2023، و`5 يناير 2020`، و[3 مايو 2021](https://h.example)، و4 مايو 2022."
    text = "في 26 سبتمبر 2023، و5 يناير 2020، و3 مايو 2021، و4 مايو 2022."
    nodes = mark_dates(parse_markdown(source, lambda href: href).nodes, text, find_dates(text))
    assert re.findall("<time[^>]*>[^<]*", serialise(*nodes)) == ['<time datetime="2022-05-04">4 مايو 2022']


@given(
    st.text(alphabet=st.sampled_from("*_`[]() \n57وفي–1،."), max_size=30),
    st.sampled_from(["", " مايو 2020", "2003–2011"]),
)
def test_marking_dates_changes_no_character(noise: str, words: str) -> None:
    nodes = parse_markdown(noise + words + noise, lambda href: None).nodes
    text = text_content(nodes)
    assert text_content(mark_dates(nodes, text, find_dates(text, "2023-10"))) == text


def test_english_dates_say_what_the_arabic_says() -> None:
    tree = rendered(article(("في 26 سبتمبر الفائت.", "On 26 September, he said.")))
    assert '<time datetime="2023-09-26">26 September</time>' in tree["en/articles/a.md"]


def test_a_date_may_refer_to_one_in_the_block_before() -> None:
    tree = rendered(article("في 5 يناير 2020.", "وفي 9 من الشهر نفسه."))
    assert [row["date"] for row in rows(tree, "ar")] == ["2020-01-05", "2020-01-09"]


def test_no_date_refers_to_the_last_row_of_a_table() -> None:
    words = ("وقع الهجوم في 4 نيسان 2017.", "| اليوم |\n|---|\n| 13 آب 2016 |", "وفي اليوم التالي عادوا.")
    kinds = (Kind.PARAGRAPH, Kind.TABLE, Kind.PARAGRAPH)  # it happened; the day; the next day they came back
    blocks = [
        sample.passage(f"p{n}", kind, text) for n, (kind, text) in enumerate(zip(kinds, words, strict=True))
    ]
    found = find_article_dates(Article("a", "seeds/a.txt", Meta(), tuple(blocks)))
    assert [str(found[f"p{n}", "ar"][0].interval.first) for n in range(3)] == [
        "2017-04-04",
        "2016-08-13",
        "2017-04-05",
    ]


# --- the page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_timeline_has_the_seeds_dates_in_order(tree: dict[str, str], lang: Lang) -> None:
    dates = [row["date"] for row in rows(tree, lang) if row["article"] == SEED]
    assert dates == sorted(GOLD)
    page = tree[f"{lang}/timeline/index.md"]
    assert [page.index(f'"{value}"') for value in dates] == sorted(
        page.index(f'"{value}"') for value in dates
    )


def test_each_date_stands_in_its_sentence_and_leads_to_its_paragraph(tree: dict[str, str]) -> None:
    original, translation = tree["ar/timeline/index.md"], tree["en/timeline/index.md"]
    assert "<mark>7 و8\u00a0أغسطس الماضي</mark>، ولقاؤه نظيره" in original
    assert "on <mark>7 and 8 August [2023]</mark>, his meeting" in translation
    for page in (original, translation):
        assert f'href="../articles/{SEED}/#pt4"' in page
        assert re.search(r"^## 2023 \{: #y2023 \}$", page, re.MULTILINE)


@pytest.mark.parametrize(
    ("texts", "headings"),
    [
        (  # three a month
            [f"في {day} {month} 2020." for month in ("يناير", "مارس") for day in (5, 6, 7)],
            ["## 2020 {: #y2020 }", "### يناير {: #y2020-01 }", "### مارس {: #y2020-03 }"],
        ),
        # two and three: each date says its month
        (
            ["في 5 يناير 2020.", "في 6 يناير 2020.", *(f"في {day} مارس 2020." for day in (5, 6, 7))],
            ["## 2020 {: #y2020 }"],
        ),
        # of one month there is nothing to tell apart
        ([f"في {day} مارس 2020." for day in (5, 6, 7)], ["## 2020 {: #y2020 }"]),
        (["في مايو 2019.", "في عام 2020."], ["## 2019 {: #y2019 }", "## 2020 {: #y2020 }"]),
    ],
)
def test_each_year_has_a_heading_and_months_where_they_hold_several(
    texts: list[str], headings: list[str]
) -> None:
    page = rendered(article(*texts))["ar/timeline/index.md"]
    assert re.findall("^##+ .*", page, re.MULTILINE) == headings
    assert page.count(SENTENCE) == len(texts)


def test_english_that_names_no_date_is_quoted_by_its_place_or_not_at_all() -> None:
    two = "وصل الوفد. ثم غادر في 5 يناير 2020."
    paired = rendered(article((two, "It came. Then it left.")))
    assert [(row["sentence"], row["lang"]) for row in rows(paired, "en")] == [("Then it left.", "en")]
    apart = rendered(article((two, "It came and left.")))
    assert [(row["sentence"], row["lang"]) for row in rows(apart, "en")] == [
        ("ثم غادر في 5 يناير 2020.", "ar")
    ]
    missing = rendered(article(two))["en/timeline/index.md"]
    assert re.search('<span lang="ar" dir="rtl"[^>]*>ثم غادر في <mark>5.يناير 2020</mark>.</span>', missing)


def test_a_sentence_of_several_dates_stands_once_where_the_first_of_them_does() -> None:
    out = rendered(article("بدأ في 5 يناير 2020 وانتهى في 7 فبراير 2021. وفي عام 2021.", "في 6 يناير 2020."))
    page = out["ar/timeline/index.md"]
    shown = re.findall('<li id="d-.*?</li>', page)
    assert [re.findall('__date" datetime="([^"]*)"', one) for one in shown] == [
        ["2020-01-05", "2021-02-07"],
        ["2020-01-06"],
        ["2021"],
    ]
    assert re.findall("<mark>([^<]*)", shown[0]) == ["5\u00a0يناير 2020", "7\u00a0فبراير 2021"]
    # whoever was led to a date before still is
    assert {f"d-{row['id']}" for row in rows(out, "ar")} == set(re.findall('id="(d-[^"]*)"', page))


def test_a_sentence_tells_by_what_a_page_is_narrowed() -> None:
    iraq = Actor("iraq", "state", ActorNames("العراق"), ActorNames("Iraq"))
    texts = article("زار العراق في 5 يناير 2020. ثم عاد في مارس 2021.", "في عام 2022.")
    page = site.render([texts], [iraq], sample.settings(), {})["en/timeline/index.md"].decode()
    told = re.findall('data-article="a" data-precision="([^"]*)" data-actors="([^"]*)"', page)
    assert told == [("day", "iraq "), ("month", ""), ("year", "")]
    assert re.findall('<option value="(day|month|year|span)">', page) == ["day", "month", "year"]
    several = article("في 5 يناير 2020.", slug="b")
    page = site.render([texts, several], [iraq], sample.settings(), {})["en/timeline/index.md"].decode()
    assert '<option value="iraq">' not in page  # of one name there is nothing to choose
    assert '<option value="b">' in page


def test_machine_text_is_marked_and_kept_out_of_search_engines() -> None:
    both = ("في 5 يناير 2020.", "On 5 January 2020.")
    draft, approved = rendered(article(both)), rendered(article(both, state=State.APPROVED))
    assert 'robots: "noindex"' in draft["en/timeline/index.md"]
    assert 'data-state="draft"' in draft["en/timeline/index.md"]
    assert "noindex" not in approved["en/timeline/index.md"]
    assert "jisr-badge" not in approved["en/timeline/index.md"]


def test_many_dates_have_a_page_a_year() -> None:
    texts = [f"في {day} يناير {year}." for year in (2019, 2020) for day in range(1, 29)]
    many = rendered(*(article(*texts, slug=f"a{n}") for n in range(MANY // len(texts) + 1)))
    assert {"ar/timeline/2019.md", "en/timeline/2020.md"} <= many.keys()
    assert 'href="2019/"' in many["ar/timeline/index.md"]
    assert SENTENCE not in many["ar/timeline/index.md"]
    assert many["en/timeline/2020.md"].count(SENTENCE) * 2 == len(rows(many, "en"))


def test_a_year_of_many_dates_leads_to_its_months_and_a_month_of_many_to_its_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (pages, periods):
        monkeypatch.setattr(module, "MANY", 6)
    monkeypatch.setattr(pages, "WHOLE", 8)
    days = [f"في {day} يناير 2020." for day in range(1, 9)]  # January
    others = ["في مارس 2020.", "في 7 مارس 2020.", "في عام 2020.", "في مايو 2019.", "في عام 2019."]
    out = rendered(article(*days[:4], *others), article(*days[4:], slug="b"))
    quoted = {
        path.removeprefix("en/"): text.count(SENTENCE)
        for path, text in out.items()
        if path.startswith("en/") and "timeline" in path and path.endswith(".md")
    }
    assert quoted == {
        "timeline/index.md": 0,
        "timeline/2019.md": 2,
        "timeline/2020.md": 1,  # what is of no one month
        "timeline/2020-01.md": 0,  # of each of its dates the day is known
        "timeline/2020-01-01.md": 4,
        "timeline/2020-01-05.md": 4,
        "timeline/2020-03.md": 2,
    }
    year = out["en/timeline/2020.md"]
    assert 'href="../2020-01/">January</a>' in year
    assert 'href="../2020-01-05/">5–8</a>' in out["en/timeline/2020-01.md"]
    assert re.search('href="[^"]*" aria-current="page">5–8</a>', out["en/timeline/2020-01-05.md"])
    assert 'href="../2020-01-01/">1–4</a>' in out["en/timeline/2020-01-05.md"]
    assert 'title: "Timeline: 5–8 January 2020"' in out["en/timeline/2020-01-05.md"]
    assert "التسلسل الزمني: 5–8 يناير 2020" in out["ar/timeline/2020-01-05.md"]
    assert "### " not in "".join(out.values())  # no heading is skipped below a page's first
    assert ".ics" not in year


def test_one_article_more_changes_the_pages_of_its_days_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pages, periods):
        monkeypatch.setattr(module, "MANY", 4)
    # days of January, and the third of it in all articles
    found = [
        article(f"في {day} يناير 2020.", "في 3 يناير 2020.", slug=f"a{n}", published=f"2023-10-{n:02}")
        for n, day in enumerate((1, 10, 20, 1, 10, 20, 1, 20), 1)
    ]
    before, after = (
        {path: text for path, text in rendered(*some).items() if re.search(r"en/.*2020", path)}
        for some in (found[:-1], found)
    )
    assert {path for path in after.keys() | before.keys() if before.get(path) != after.get(path)} == {
        "en/timeline/2020-01-17.md",  # to the 31st
        "en/more/timeline/2020-01-03/2.md",
    }
    assert {path: text.count(SENTENCE) for path, text in after.items()} == {
        "en/timeline/2020.md": 0,
        "en/timeline/2020-01.md": 0,
        "en/timeline/2020-01-01.md": 3,
        "en/timeline/2020-01-03.md": 4,
        "en/more/timeline/2020-01-03/2.md": 4,
        "en/timeline/2020-01-09.md": 2,
        "en/timeline/2020-01-17.md": 3,
    }


def test_of_a_long_timeline_one_article_more_changes_the_last_part_of_its_files_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "WHOLE", 2)
    monkeypatch.setattr(data, "ARTICLES", 2)
    named = [
        article(f"في {day} يناير 2020.", slug=f"a{day}", published=f"2023-10-{day:02}")  # January
        for day in (5, 3, 1, 9)
    ]
    before, after = (
        {path: text for path, text in rendered(*some).items() if re.match(r"en/timeline/part-\d\.json", path)}
        for some in (named[:3], named)
    )
    held = {path: [row["article"] for row in json.loads(text)["dates"]] for path, text in after.items()}
    assert held == {"en/timeline/part-1.json": ["a1", "a3"], "en/timeline/part-2.json": ["a5", "a9"]}
    assert [path for path, text in after.items() if before[path] != text] == ["en/timeline/part-2.json"]
    out = rendered(*named)
    assert json.loads(out["en/timeline.json"])["parts"] == [
        {"json": f"{path}.json", "calendar": f"{path}.ics"}
        for path in (f"{sample.settings().base_url}/en/timeline/part-{number}" for number in (1, 2))
    ]
    events = [out[f"en/timeline/part-{number}.ics"].count("BEGIN:VEVENT") for number in (1, 2)]
    assert events == [2, 2]
    assert "en/timeline.ics" not in out
    assert "timeline.ics" not in out["en/timeline/index.md"]


def test_all_dates_are_in_one_file_as_long_as_it_holds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    found = article(*(f"في {day} يناير 2020." for day in range(1, 5)))  # January
    for most, is_whole in ((4, True), (3, False)):
        monkeypatch.setattr(pages, "WHOLE", most)
        assert ("en/timeline.ics" in rendered(found)) is is_whole


def test_a_publication_without_dates_says_so() -> None:
    tree = rendered(article("لا تاريخ هنا."))
    assert "لا تواريخ بعد" in tree["ar/timeline/index.md"]
    assert rows(tree, "ar") == []
    assert b"VEVENT" not in tree["ar/timeline.ics"].encode()


@pytest.mark.parametrize("status", ["draft", "embargoed", "withdrawn"])
def test_only_what_is_published_is_on_it(status: Any) -> None:
    hidden = article("في 5 يناير 2020.")
    assert rows(rendered(replace(hidden, meta=replace(hidden.meta, status=status))), "ar") == []


def test_hostile_text_stays_text() -> None:
    text = "<script>x</script> في 5 يناير 2020 {{ x }} <!-- #p7 -->"
    page = rendered(article(text))["ar/timeline/index.md"]
    assert "<script" not in page
    assert "&lt;" in page
    assert "<!--" not in page


@pytest.mark.parametrize(
    ("text", "original", "translation"),
    [
        ("في 26 سبتمبر الفائت", "26 سبتمبر [2023]", "26 September [2023]"),
        ("في مايو الماضي", "مايو [2023]", "May [2023]"),
        ("العام الماضي", "[2022]", "[2022]"),
        ("أمس", "[19 أكتوبر 2023]", "[19 October 2023]"),
        ("في 5 يناير 2020", "5 يناير 2020", "5 January 2020"),
        ("3 من الشهر الجاري", "3 [أكتوبر 2023]", "3 [October 2023]"),
        ("في 7 و8 أغسطس الماضي", "7–8 أغسطس [2023]", "7–8 August [2023]"),
        ("من 28 مايو إلى 3 يونيو 2021", "28 مايو – 3 يونيو 2021", "28 May – 3 June 2021"),
        ("من 29 ديسمبر إلى 3 مايو 2020", "29 ديسمبر 2019 – 3 مايو 2020", "29 December 2019 – 3 May 2020"),
        ("من 2003 إلى 2011", "2003–2011", "2003–2011"),
        ("الربع الأول من العام الجاري", "[يناير – مارس 2023]", "[January – March 2023]"),
        ("في رمضان 1444هـ", "23 مارس – 20 أبريل 2023", "23 March – 20 April 2023"),
    ],
)  # fmt: skip
def test_labels(text: str, original: str, translation: str) -> None:
    (mention,) = find_dates(text, "2023-10-20")
    for lang, said in (("ar", original), ("en", translation)):
        assert date_label(mention, Site("ar" if lang == "ar" else "en", sample.settings())) == said


def test_labels_in_arabic_digits() -> None:
    (mention,) = find_dates("في 26 سبتمبر 2023")
    assert date_label(mention, Site("ar", sample.settings(digits="arabic-indic"))) == "٢٦ سبتمبر ٢٠٢٣"


# --- the calendar ------------------------------------------------------------------------------------------


def unfolded(data: bytes) -> list[str]:
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= LINE
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def test_the_calendar_is_one_that_programs_read(tree: dict[str, str]) -> None:
    lines = unfolded(tree["ar/timeline.ics"].encode())
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(rows(tree, "ar"))
    assert {"DTSTART;VALUE=DATE:20230807", "DTEND;VALUE=DATE:20230809"} <= set(lines)
    assert {"DTSTART;VALUE=DATE:20230501", "DTEND;VALUE=DATE:20230601"} <= set(lines)
    assert f"URL:https://jisr.example/ar/articles/{SEED}/#pt4" in lines
    identities = [line for line in lines if line.startswith("UID:")]
    assert len(set(identities)) == len(identities)


def test_the_calendar_is_the_same_from_run_to_run() -> None:
    one, other = (site.render(sample.articles(), [], sample.settings(), {}) for _ in range(2))
    for path in ("ar/timeline.ics", "en/timeline.ics", "ar/timeline.json"):
        assert one[path] == other[path]
    assert b"DTSTAMP:20231001T000000Z" in one["ar/timeline.ics"]


def test_without_an_address_the_calendar_names_none() -> None:
    tree = rendered(article("في 5 يناير 2020."), site_url="")
    assert "URL" not in tree["ar/timeline.ics"]
    assert rows(tree, "ar")[0]["url"] == "articles/a/#p1"


def test_text_values_are_escaped() -> None:
    event = CalendarEvent("u", date(2020, 1, 5), date(2020, 1, 5), date.max, "a;b,c\\d", "e\nf\x07g", "en")
    lines = unfolded(format_icalendar("n", "en", [event]))
    assert "SUMMARY;LANGUAGE=en:a\\;b\\,c\\\\d" in lines
    assert "DESCRIPTION:e\\nfg" in lines
    assert not any(line.startswith("DTEND") for line in lines)  # there is no day after the last


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_folding_cuts_no_character_and_loses_none(line: str) -> None:
    pieces = list(fold_line(line))
    assert all(len(piece.encode()) <= LINE for piece in pieces)
    assert pieces[0] + "".join(piece.removeprefix(" ") for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


def test_long_sentences_are_cut_around_the_date() -> None:
    sentence = "كلمة " * 60 + "في 5 يناير 2020 " + "كلمة " * 60
    start = sentence.index("5")
    short = excerpt(sentence, [(start, start + 12)])
    assert "في 5 يناير 2020" in short
    assert (short[:2], short[-1]) == ("… ", "…")
    assert len(short) < 150
    assert excerpt("في 5 يناير 2020.", [(3, 15)]) == "في 5 يناير 2020."
