"""The sample publication as a finished site with everything in it: what readers' tests are held to.

`build` makes it in a few seconds: MkDocs for both languages and the search index, without the network.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from jisr import site
from jisr.builder import mkdocs_run
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import LANGS
from jisr.model.publication import Article, ArticleHead
from jisr.model.source import Correction, Kind, Meta, Notice, NoticeKind, PublicationDate
from jisr.search import index, records
from tests import sample
from tests.pages_folder import write_pages
from tests.project import SITE, copy
from tests.sample import A, P, passage

ENVIRONMENT = {"PYTHONPATH": str(sample.ROOT / "build_tools"), "SOURCE_DATE_EPOCH": "1700000000"}
"""What `build` needs in the environment, for MkDocs runs in processes of its own."""


PAGES: Mapping[str, str] = {
    "home": "",
    "articles": "articles/",
    "article": "articles/iraq-ending-coalition-role/",
    "states": "articles/2024/states/",
    "approved": "articles/2025/approved/",
    "arabic-only": "articles/arabic-only/",
    "specimen": "articles/specimen/",
    "hard": "articles/hard/",
    "withdrawn": "articles/gone/",
    "moved": "articles/old-name/",
    "parallel": "parallel/iraq-ending-coalition-role/",
    "parallel-approved": "parallel/2025/approved/",
    "parallel-hard": "parallel/hard/",
    "actors": "actors/",
    "actor": "actors/sudani/",
    "approved-actor": "actors/abadi/",
    "network": "actors/network/",
    "timeline": "timeline/",
    "topics": "topics/",
    "authors": "authors/",
    "series": "series/دروس/",
    "coverage": "coverage/",
    "corrections": "corrections/",
    "policy": "translation-policy/",
    "about": "about/",
    "rights": "rights/",
    "privacy": "privacy/",
    "guide": "guide/",
    "search": "search/",
    "results": "search/?q=Sudani",
    "lost": "404.html",
}
"""Every kind of page: its name here → its address below the language."""

LONG_TITLE = (
    "عنوان طويل جدًا عن مستقبل الطاقة والمياه والأمن في بلاد الرافدين «من 2003–2011» وما بعدها، وعن العلاقات "
    "العراقية-الأمريكية (IRGC) وGPT-4 في سياق التحولات الإقليمية، وعن دور البرلمان والحكومة والأحزاب "
    "والفصائل والنقابات والجامعات والصحافة، وكيف يقرأ الباحثون كل ذلك في عام 2024 وما يليه من أعوام "
    "🙂 إلى اليوم"
)  # a title of 300 characters in two directions
WORD = "كلمة" * 125  # 500 characters without a break
LATIN_WORD = "unbroken" * 63


def hard() -> Article:
    """What strains a layout: long titles and words, a wide table, emoji, nothing known of the article."""
    row = " | ".join(["خانة طويلة فيها كلام"] * 9)
    table = f"| {row} |\n|{'---|' * 9}\n| {row} |"
    return Article(
        "hard",
        "seeds/hard.md",
        Meta(),
        (
            passage("title", Kind.TITLE, LONG_TITLE, "A long title about العراق and GPT-4, " * 8),
            passage("p1", P, WORD, LATIN_WORD),
            passage(
                "p2", P, f"رابط https://example.org/{'a' * 200} ورمز 🙂👩‍👧.", f"Emoji 🙂👩‍👧 and {WORD}"
            ),
            passage("h1", Kind.HEADING, WORD, LATIN_WORD),
            passage("t1", Kind.TABLE, table, table.replace("خانة طويلة فيها كلام", LATIN_WORD[:40])),
            passage("p3", P, f"`{LATIN_WORD}`", f"`{LATIN_WORD}`"),
            passage("pt1", Kind.POINT, WORD, LATIN_WORD),
            passage("q1", Kind.QUOTATION, WORD, LATIN_WORD),
        ),
    )


def articles() -> list[Article]:
    """The sample's articles, those above, and what an article's life can bring."""
    gone = Article(
        "gone",
        "seeds/gone.txt",
        Meta(
            status="withdrawn", reason={"ar": "طلب الكاتب ذلك.", "en": "The author asked for it."}
        ),  # the author asked for it
        (passage("title", Kind.TITLE, "نص مسحوب", "A withdrawn text"),),
    )
    correction = Correction("قديم", "جديد", "خطأ في النقل", by="هيئة التحرير")
    moved = replace(
        sample.specimen(),
        meta=Meta(
            author={"ar": "الخطّاط", "en": "The Calligrapher"},
            published=PublicationDate("2021-02-03"),
            topics=("الطاقة",),
            series="دروس",
            was=("old-name",),
            corrections=(correction,),
            notices=(
                Notice(
                    NoticeKind.CLARIFICATION, date(2022, 3, 4), {"ar": "توضيح للقراء.", "en": "To be clear."}
                ),
                Notice(NoticeKind.RETRACTION, date(2022, 3, 5), {"en": "In English alone."}, top=True),
            ),
        ),
    )
    more = passage("p7", P, "قال حيدر العبادي ذلك أيضًا.", "Haider al-Abadi said so too.")
    seed = sample.articles()[0]
    signed = approved(replace(seed, passages=(*seed.passages, more)), "2025/approved")
    return [*sample.articles(), signed, moved, hard(), gone]


def actors() -> list[Actor]:
    """The sample's, and one whom only the approved article names: no machine's words are on his page."""
    return [
        *sample.actors(),
        Actor("abadi", "person", ActorNames("حيدر العبادي"), ActorNames("Haider al-Abadi")),
    ]


def approved(article: Article, slug: str) -> Article:
    """The article under another slug, as if an editor had approved all of it."""
    signed = (
        replace(p, entry=replace(p.entry, state=A, stale=False, by="Editor One", on="2026-11-20"))
        for p in article.passages
    )
    return replace(article, slug=slug, passages=tuple(signed))


def build(folder: Path) -> Path:
    """Build the site in `folder` (see `ENVIRONMENT`); gives the folder of the finished site."""
    published = articles()
    copy(folder, *SITE)
    settings, docs = sample.settings(folder), sample.docs()
    write_pages(folder, site.render(published, actors(), settings, docs))
    mkdocs_run.build_site(folder, site.root_files(settings))
    for lang in LANGS:
        heads = map(ArticleHead.of, published)
        found = records.find_pages(lang, heads, actors(), docs, settings)
        index.write_index(folder / "site" / lang, found)
    return folder / "site"
