"""What readers get to see of an article whose languages are released each by itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import jisr
from jisr import site
from jisr.articles.facts import KnownArticle
from jisr.model.diagnostics import Finding
from jisr.model.languages import LANGS, Lang
from jisr.model.ledger import State
from jisr.model.publication import Article, ArticleHead
from jisr.model.release import parse_release
from jisr.model.settings import Settings
from jisr.model.source import Correction, Notice, NoticeKind, PublicationDate
from jisr.site.common import visibility
from jisr.storage.cleaned_files import SiteFiles
from tests import sample
from tests.site.rendered import rendered, with_meta

NOW = datetime(2026, 11, 28, 18, 40, tzinfo=UTC)
PACKAGE = Path(jisr.__file__).parent
WHO_READS_A_STATUS = {
    "model/release.py",  # decides
    "model/outgoing.py",  # asks it, of what other machines may see
    "site/common/visibility.py",  # carries it out
    "seeds/md/front_matter.py",  # front matter adds to the sidecar
    "seeds/withheld.py",  # and so do first lines
    "translation/committed.py",  # what the folder says is added to what the commit says
}


def test_one_place_decides_what_readers_see() -> None:
    reading = re.compile(r"\b(?:meta|now|said)\.(?:status|release|until)\b|\bmeta\.dated\b")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if reading.search(path.read_text("utf-8"))
    }
    # one changes the hours, the other shows editors what is due
    assert found - {"app/releasing.py", "app/shelf/scan.py"} == WHO_READS_A_STATUS


def readers(article: Article, **said: Any) -> list[Article]:
    settings = sample.settings(topics={"energy": {"ar": "الطاقة", "en": "Energy"}})
    return read([with_meta(article, **said)], settings)


def heads(articles: Sequence[Article]) -> list[ArticleHead]:
    return [ArticleHead.of(article) for article in articles]


def read(articles: Sequence[Article], settings: Settings) -> list[Article]:
    """What readers see of articles; their heads say the same as the texts."""
    shown = visibility.readers_articles(heads(articles), settings, NOW)
    texts = [head.load() for head in shown]
    assert [(h.slug, h.file, h.meta, h.langs) for h in shown] == [
        (a.slug, a.file, a.meta, a.langs) for a in texts
    ]
    return texts


def test_what_readers_see_is_known_by_a_digest_of_its_own() -> None:
    articles = sample.articles()
    said: list[dict[str, Any]] = [
        {},
        {"release": parse_release({"ar": "now"})},
        {"release": parse_release({"en": "now"})},
        {"release": parse_release("now")},
        {"status": "embargoed", "until": datetime(2026, 11, 1, tzinfo=UTC)},
        {"summary": {"ar": "خلاصة", "en": "A summary"}},
    ]
    seen: dict[str, Article] = {}
    for publish in ("draft", "approved"):
        settings = replace(sample.settings(), publish=publish)
        for one in said:
            whole = heads([with_meta(article, **one) for article in articles])
            for head in visibility.readers_articles(whole, settings, NOW):
                assert seen.setdefault(head.digest, head.load()) == head.load()
            again = visibility.readers_articles(whole, settings, NOW)
            assert {head.digest for head in again} <= seen.keys()
    texts = {repr(text) for text in seen.values()}
    assert len(texts) > len(articles) * 5


def left_out(whole: Article, shown: Article) -> list[Finding]:
    return list(visibility.left_out_findings(heads([whole]), heads([shown])))


def holds(article: Article) -> list[Finding]:
    return list(visibility.hold_findings([KnownArticle.of(article)], sample.settings(), NOW))


def without_held_files(
    docs: Mapping[str, bytes], articles: Sequence[Article], shown: Sequence[Article]
) -> dict[str, bytes]:
    known = map(KnownArticle.of, articles)
    return dict(visibility.without_held_files(SiteFiles.of(docs), known, heads(shown), sample.settings()))


FULL: dict[str, Any] = {
    "title": "عنوان",  # a title
    "kicker": "سطر",  # a line
    "author": {"ar": "علي", "en": "Ali"},
    "summary": {"ar": "خلاصة", "en": "Summary"},
    "source": "تقرير.docx",  # a report
    "credits": ("ترجمة: علي",),  # translated by Ali
    "topics": ("الطاقة", "energy", "نفط", "oil"),  # energy; oil, in no table
    "series": "سلسلة",  # a series in no table
    "corrections": (Correction("أ", "ب", "خطأ"),),
    "reason": {"ar": "سبب", "en": "Why"},
    "notices": (
        Notice(NoticeKind.UPDATE, date(2026, 1, 2), {"ar": "جديد", "en": "New"}),
        Notice(NoticeKind.UPDATE, date(2026, 1, 3), {"ar": "بالعربية وحدها"}),  # in Arabic alone
    ),
}


def test_of_a_translation_alone_nothing_is_there_but_the_translation() -> None:
    article = sample.articles()[1]
    stale = replace(article.passages[3].entry, stale=True, previous="القديم")  # the old one
    passages = (*article.passages[:3], replace(article.passages[3], entry=stale), *article.passages[4:])
    article = replace(article, passages=passages)
    (shown,) = readers(article, **FULL, release=parse_release({"en": "now"}))
    assert shown.langs == ("en",)
    assert not shown.is_in_both
    texts = repr(replace(shown, meta=replace(shown.meta, topics=()))).replace("المؤسسة", "")  # in the English
    assert not re.search("[\u0600-\u06ff]", texts)
    assert shown.meta.topics == ("الطاقة", "energy", "oil")
    assert (shown.meta.author, shown.meta.summary) == ({"en": "Ali"}, {"en": "Summary"})
    assert (shown.meta.reason, [n.text for n in shown.meta.notices]) == ({"en": "Why"}, [{"en": "New"}])
    assert all(p.translation for p in shown.passages)
    (found,) = left_out(article, shown)
    missing = [p.key for p in passages if not p.translation]
    assert missing
    assert found.message.endswith(f"left out: {' '.join(missing)}")


def test_of_an_original_alone_nothing_is_there_but_the_original() -> None:
    article = sample.articles()[1]
    (shown,) = readers(article, **FULL, release=parse_release({"ar": "now"}))
    assert shown.langs == ("ar",)
    assert [p.block for p in shown.passages] == [p.block for p in article.passages]
    assert not any(p.translation or p.entry.target or p.entry.by for p in shown.passages)
    assert {p.entry.state for p in shown.passages} == {State.MISSING}
    assert shown.meta.corrections == FULL["corrections"]
    assert (shown.meta.author, shown.meta.summary) == ({"ar": "علي"}, {"ar": "خلاصة"})
    assert [list(notice.text) for notice in shown.meta.notices] == [["ar"], ["ar"]]
    assert left_out(article, shown) == []


@pytest.mark.parametrize(("lang", "other"), [("ar", "en"), ("en", "ar")])
def test_a_language_alone_has_its_pages_and_no_way_to_the_other(lang: str, other: str) -> None:
    one, both = sample.articles()[1:3]
    shown = readers(one, was=("old",), release=parse_release({lang: "now"})) + readers(both)
    out = rendered(*shown)
    mine = {path for path in out if one.slug in path or "articles/old" in path}
    assert f"{lang}/articles/{one.slug}.md" in mine
    assert f"{lang}/articles/old/index.html" in mine
    assert not any(path.startswith(f"{other}/") for path in mine)
    assert f"{lang}/parallel/{one.slug}.md" not in mine
    for path, text in out.items():
        ways = f"{other}/articles/{one.slug}", f"parallel/{one.slug}"
        assert not any(way in text for way in ways), path
        assert path.startswith(f"{lang}/") or one.slug not in text, path
    assert out[f"{lang}/articles/{one.slug}.md"].startswith("---\nalone: true\n")
    held = "فقرة معتمدة" if other == "ar" else "An approved paragraph"
    assert not any(held in text for text in out.values())


def test_an_author_is_one_though_a_text_has_only_one_of_his_names() -> None:
    one, other = sample.articles()[1:3]
    author = {"author": {"ar": "علي", "en": "Ali"}}
    shown = readers(one, **author, release=parse_release({"en": "now"})) + readers(other, **author)
    assert {path for path in rendered(*shown) if path.startswith("en/authors/")} == {
        "en/authors/ali.md",
        "en/authors/index.md",
    }


def test_what_nobody_may_have_meant_is_said() -> None:
    article = sample.articles()[1]
    dated = with_meta(article, published=PublicationDate("2026-12-05"))
    (found,) = holds(dated)
    assert (found.check, found.file) == ("held", article.file)
    assert "before 2026-12-05 00:00" in found.message
    assert holds(with_meta(dated, status="draft")) == []
    signed = tuple(
        replace(p, entry=replace(p.entry, state=State.APPROVED, stale=False)) for p in article.passages
    )
    done = with_meta(replace(article, passages=signed), release=parse_release({"ar": "now"}))
    (found,) = holds(done)
    assert (found.check, found.remedy) == ("unreleased", f"jisr release {article.slug} --lang en")
    for said in ({"status": "draft"}, {"release": parse_release({"en": "2027-01-01"})}, {"release": None}):
        assert holds(with_meta(done, **said)) == []
    half = replace(done, passages=(*signed[1:], article.passages[0]))
    assert holds(half) == []


def test_files_that_only_held_texts_name_are_not_published() -> None:
    one, both = sample.articles()[1:3]
    named = replace(both.passages[0], translation="![x](own.png) ![x](both.png)")
    hidden = replace(one.passages[0], translation="![x](secret%20map.png) ![x](both.png) ![x](page.png)")
    articles = [replace(one, passages=(hidden,)), replace(both, passages=(named,))]
    docs = dict.fromkeys(
        ("en/x/own.png", "en/x/both.png", "en/x/secret map.png", "ar/x.csv", "ar/page.png"), b""
    )
    docs |= {f"ar/articles/{one.slug}/chart.png": b"", "ar/index.md": b"![x](page.png)"}
    kept = without_held_files(docs, articles, articles[1:])
    assert docs.keys() - kept.keys() == {"en/x/secret map.png", f"ar/articles/{one.slug}/chart.png"}
    assert without_held_files(docs, articles, articles) == docs
    docs = dict.fromkeys((f"ar/articles/{one.slug}/own.png", "ar/map.png"), b"")
    docs["ar/index.md"] = b"![x](bigmap.png)"
    secret = replace(one.passages[0], translation="![x](map.png)")
    articles[0] = replace(one, passages=(secret,))
    lying_with_it = f"ar/articles/{one.slug}/own.png"  # another text has a file of that name
    kept = without_held_files(docs, articles, articles[1:])
    assert docs.keys() - kept.keys() == {lying_with_it, "ar/map.png"}
    gone = with_meta(articles[0], status="withdrawn")
    assert without_held_files(docs, [gone, both], [gone, both]) == kept


def test_files_that_have_the_name_of_a_held_text_are_not_published() -> None:
    one, both = sample.articles()[1:3]
    name = one.slug.rpartition("/")[2]
    docs = dict.fromkeys((f"en/files/{name}/plan.png", f"ar/{name}.jpg", f"ar/{name}-2.jpg", "en/a.csv"), b"")
    kept = without_held_files(docs, [one, both], [both])
    assert kept.keys() == {f"ar/{name}-2.jpg", "en/a.csv"}
    shown = replace(both.passages[0], translation=f"![x](../files/{name}/plan.png)")
    both = replace(both, passages=(shown,))
    assert f"en/files/{name}/plan.png" in without_held_files(docs, [one, both], [both])
    assert without_held_files(docs, [one, both], [one, both]) == docs


def test_a_dozen_articles_in_mixed_states_each_show_what_they_may() -> None:
    releases: tuple[Any, ...] = (
        None,
        "now",
        "held",
        {"ar": "now"},
        {"en": "now"},
        {"en": "2026-11-28 18:41"},
    )
    states: dict[str, tuple[dict[str, Any], tuple[Lang, ...]]] = {}
    for n, said in enumerate(releases):
        release = None if said is None else parse_release(said)
        langs = tuple(lang for lang in LANGS if (release is None or lang in release) and n != 5)
        states[f"plain/zq{n}"] = {"release": release}, langs
        states[f"draft/zq{n}"] = {"release": release, "status": "draft"}, ()
        states[f"gone/zq{n}"] = {"release": release, "status": "withdrawn", "reason": {"ar": "x"}}, langs
    base = sample.articles()[1]
    articles = [replace(with_meta(base, was=(), **said), slug=slug) for slug, (said, _) in states.items()]
    out = rendered(*read(articles, sample.settings()))
    for slug, (_, langs) in states.items():
        seen = {path[:2] for path, text in out.items() if slug in path or slug in text}
        assert seen == set(langs), slug
        pages = {path[:2] for path in out if path.endswith(f"/articles/{slug}.md")}
        assert pages == set(langs), slug


@pytest.mark.parametrize(
    ("href", "is_left_out"),
    [
        ("articles/2023/x.md", True),
        ("articles/2023/x.md#p1", True),
        ("articles/2023/x/", True),
        ("articles/2023/x/x-en.epub", True),
        ("articles/2023/%78.md?a", True),
        ("art\nicles/2023/x.md", True),
        ("parallel/2023/x.md", True),
        ("articles/2022/old.md", True),
        ("../en/articles/2023/x.md", True),
        ("/en/articles/2023/x/", True),
        ("https://example.org/sub/en/articles/2023/x/", True),
        ("/sub/en/articles/2023/x/", True),
        ("../ar/articles/2023/x.md", False),
        ("articles/2023/x-2.md", False),
        ("articles/2023/", False),
        ("https://example.net/en/articles/2023/x/", False),
        ("#p1", False),
        ("mailto:x@example.org", False),
    ],
)
def test_a_page_by_hand_leads_to_no_language_of_a_text_that_is_held(href: str, is_left_out: bool) -> None:
    article = replace(with_meta(sample.articles()[1], was=("2022/old",)), slug="2023/x")
    held = visibility.held_pages(heads([article]), heads([replace(article, langs=("ar",))]))
    docs = {"en/index.md": f'# Home\n\n<a href="{href}">Words</a>\n'.encode()}
    settings = sample.settings(held=held, site_url="https://example.org/sub/ar/")
    page = site.render((), (), settings, docs)["en/index.md"].decode()
    assert ("<a>Words</a>" in page) is is_left_out
    assert ("<a href=" in page) is not is_left_out
