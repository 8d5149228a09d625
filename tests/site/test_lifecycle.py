"""What is published, under an embargo, withdrawn, renamed or corrected, and who and what it belongs to."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jisr import site
from jisr.i18n import load_strings
from jisr.model.languages import LANGS
from jisr.model.publication import ArticleHead
from jisr.model.release import parse_moment
from jisr.model.source import Correction, Notice, NoticeKind
from tests import sample
from tests.site.rendered import STATES, meta, rendered, with_meta


@pytest.mark.parametrize("status", ["draft", "embargoed"])
def test_only_what_is_published_is_shown(status: Any) -> None:
    out = rendered(with_meta(sample.articles()[1], status=status))
    assert "ar/" + STATES not in out
    assert "2024/states" not in "".join(out.values())


@pytest.mark.parametrize(("minutes", "shown"), [(-1, []), (0, ["published"]), (1, ["published"])])
def test_an_embargo_ends_at_its_moment(minutes: int, shown: list[str]) -> None:
    article = with_meta(sample.articles()[1], status="embargoed", until=parse_moment("2026-12-02"))
    moment = datetime(2026, 12, 2, tzinfo=UTC) + timedelta(minutes=minutes)
    found = site.readers_articles([ArticleHead.of(article)], sample.settings(), moment)
    assert [a.meta.status for a in found] == shown
    assert [a.load().meta.status for a in found] == shown


def test_an_embargo_without_an_end_does_not_end() -> None:
    article = with_meta(sample.articles()[1], status="embargoed")
    moment = datetime.max.replace(tzinfo=UTC)
    assert site.readers_articles([ArticleHead.of(article)], sample.settings(), moment) == []


def test_a_withdrawn_article_leaves_a_page_that_says_why_and_nothing_else() -> None:
    gone = with_meta(
        sample.articles()[1], status="withdrawn", reason=dict.fromkeys(LANGS, "بطلب من الكاتبة <b>")
    )
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


def test_a_withdrawn_article_may_show_neither_title_nor_reason() -> None:
    gone = with_meta(sample.articles()[1], status="withdrawn", hide_title=True, was=("old/name",))
    for name, page in rendered(gone, sample.articles()[2]).items():
        assert "أزمة الطاقة" not in page, name
        assert "energy crisis" not in page, name
    page = rendered(gone)["en/" + STATES]
    assert load_strings("en")["withdrawn"]["reason"] not in page


def test_a_reason_is_told_in_the_language_that_it_is_in() -> None:
    gone = with_meta(sample.articles()[1], status="withdrawn", reason={"ar": "السبب هنا"})  # here is why
    out = rendered(gone)
    assert ["السبب هنا" in out[f"{lang}/{STATES}"] for lang in LANGS] == [True, False]
    assert load_strings("en")["withdrawn"]["reason"] not in out["en/" + STATES]


NOTICES = (
    Notice(NoticeKind.UPDATE, date(2026, 12, 4), {"ar": "أضيف <ردّ>", "en": "A reply <was> added"}),
    Notice(NoticeKind.CORRECTION, date(2026, 12, 5), {"en": "26, not 62"}, by="Ann"),
    Notice(
        NoticeKind.RETRACTION, date(2026, 12, 6), {"ar": "تراجعنا عنه", "en": "We take it back"}, top=True
    ),
)


def test_notices_are_told_in_their_languages_above_or_below_in_feeds_and_on_their_page() -> None:
    article = with_meta(sample.articles()[1], notices=NOTICES)
    docs = {f"{lang}/corrections.md": b"<!-- jisr:corrections -->" for lang in LANGS}
    out = {
        name: data.decode()
        for name, data in site.render([article], [], sample.settings(), docs).items()
        if name[-4:] != ".png"
    }
    for lang, words in {
        "ar": ("أضيف &lt;ردّ&gt;", "تراجعنا"),
        "en": ("&lt;was&gt;", "26, not 62", "We take"),
    }.items():
        for path in (STATES, "corrections.md", "feed.xml"):
            page = out[f"{lang}/{path}"].replace("&amp;", "&")
            assert [word for word in words if word not in page] == [], (lang, path)
        page, text = out[f"{lang}/{STATES}"], "jisr-block--paragraph"
        assert page.index(words[-1]) < page.index(text) < page.index(words[0])
        assert load_strings(lang)["notices"]["retraction"] in page
        assert meta(page)["changed"] == "2026-12-06"
    assert "26, not 62" not in "".join(page for name, page in out.items() if name.startswith("ar/articles"))
    assert "Ann" not in out["en/" + STATES], "nobody is named who did not choose to be"


def test_the_address_of_a_removed_article_says_so_and_nothing_of_it() -> None:
    now, other = sample.articles()[1:3]
    articles = [with_meta(now, was=("2020/old",)), other]
    before = rendered(*articles)
    out = rendered(*articles, removed=("2024/states", "2020/old", "2020/gone"))
    more = {name: out[name] for name in out.keys() - before.keys()}
    pages = {f"{lang}/{folder}/2020/gone" for lang in LANGS for folder in ("articles", "parallel")}
    assert {name.removesuffix(".md").removesuffix("/index.html") for name in more} == pages
    for lang in LANGS:
        page = more[f"{lang}/articles/2020/gone.md"]
        assert load_strings(lang)["removed"]["text"] in page
        said = {"title": load_strings(lang)["removed"]["title"], "robots": "noindex"}
        assert {name: meta(page)[name] for name in said} == said
    assert not [name for name, text in before.items() if out[name] != text], "no other page is made anew"


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
        publish: [p.key for p in site.visible_article(states, publish).passages if p.translation]
        for publish in ("draft", "edited", "approved")
    }
    assert shown["draft"] == [p.key for p in states.passages if p.translation]
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
