"""From articles to a book: its chapters, what is said of it, and the key by which it is known again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

from jisr.export.book import Book
from jisr.export.chapter import build_chapter, used_images
from jisr.export.pdf import FONTS
from jisr.lang.arabic import digest
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang, other_lang
from jisr.model.ledger import Entry
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import ModelSettings, Settings
from jisr.model.source import Kind
from jisr.site import sites_of
from jisr.site.article import citation, states
from jisr.site.article.metadata import last_changed, summary
from jisr.site.common.context import Site, article_path, article_title, author_name
from jisr.site.editions import EditionFile
from jisr.storage import cache, look

_LIBRARIES = ("weasyprint", "pydyf", "fonttools")
_FONTS = "assets/fonts"  # below the folders of the look


@dataclass(frozen=True)
class BookBuilder:
    """Makes the books of a publication; `docs` holds the files of `docs/` by their path there."""

    articles: Sequence[Article]
    settings: Settings
    docs: Mapping[str, bytes]

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The sites of both languages."""
        return sites_of(self.articles, self.settings)

    def key(self, edition: EditionFile) -> str:
        """The digest of everything that an edition is made from; the book must use nothing else."""
        articles = _edition_articles(edition)
        texts = unquote(" ".join(p.block.text + p.translation for a in articles for p in a.passages))
        shown = [row for row in self._images.items() if row[0].rpartition("/")[2] in texts]
        what = (edition.path, edition.lang, edition.number, articles, shown, self._common)
        return cache.cache_key("edition", repr(what)).hex()[:32]

    def book(self, edition: EditionFile) -> Book:
        """The book of an edition."""
        langs = LANGS if edition.lang == "both" else (edition.lang,)
        sites = [next(site for site in self.sites if site.lang == lang) for lang in langs]
        site, articles = sites[0], _edition_articles(edition)
        chapters = tuple(
            build_chapter([s for s in sites if s.lang in article.langs], article, f"a{n}", self.docs)
            for n, article in enumerate(articles, 1)
        )
        machines = (m for a in articles for m in states.origins(a)) if TRANSLATION.code in langs else ()
        authors = {by[0]: a.meta.author for a in articles if (by := author_name(a, site.lang))}
        days = [day.isoformat() for a in articles if (day := last_changed(a))]
        return Book(
            key=self.key(edition),
            id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{site.publication} {edition.path}')}",
            lang=edition.lang,
            chapters=chapters,
            say=site.words,
            publication=site.publication,
            whole=edition.whole,
            authors=authors,
            translators=tuple(dict.fromkeys(machines)),
            day=max(days, default=""),
            revision=_revision(articles, langs[-1]),
            indic=_has_indic_digits(site, articles),
            files={name: self.docs[name] for name in sorted(used_images(chapters))},
            fonts=self._fonts,
            templates=site.templates,
            **(self._of_all(sites, edition) if edition.whole else self._of_one(sites, articles[0])),
        )

    def _of_one(self, sites: Sequence[Site], article: Article) -> dict[str, Any]:
        """What is said of the book of an article."""
        site, meta = sites[0], article.meta
        about = summary(site, article)
        told = citation.note(sites[-1], article)
        title, lang = article_title(article, site.lang)
        titles = {site.lang: title}
        if lang == site.lang and (there := article_title(article, self._other(site).lang))[1] != lang:
            titles[there[1]] = there[0]
        return {
            "titles": titles,
            "about": f"{told}. {about[0]}" if about else told,
            "rights": meta.licence or site.words("article.licence_unknown"),
            "published": meta.published.value if meta.published else "",
            "address": site.absolute_page_url(article_path(article)),
            "topics": tuple(meta.topics),
        }

    def _of_all(self, sites: Sequence[Site], edition: EditionFile) -> dict[str, Any]:
        """What is said of the book of all articles."""
        site = sites[0]
        titles = {}
        for one in (site, self._other(site)):
            name, number = one.publication, edition.number
            say = one.words
            titles[one.lang] = say("editions.volume", name=name, n=say.number(number)) if number else name
        return {
            "titles": titles,
            "about": site.words("footer.line"),
            "rights": site.words("editions.rights"),
            "published": "",
            "address": site.absolute_page_url("index.md"),
            "topics": (),
        }

    def _other(self, site: Site) -> Site:
        return next(one for one in self.sites if one.lang == other_lang(site.lang))

    @cached_property
    def _fonts(self) -> tuple[tuple[str, bytes], ...]:
        found = ((name, look.find_in_look(self.settings.root, f"{_FONTS}/{name}")) for name in FONTS)
        return tuple((name, path.read_bytes()) for name, path in found if path)

    @cached_property
    def _images(self) -> Mapping[str, str]:
        """Path → digest: an edition is made again where one of its images changes."""
        return {n: sha256(data).hexdigest() for n, data in self.docs.items() if not n.endswith(".md")}

    @cached_property
    def _common(self) -> str:
        settings = replace(
            self.settings, root=Path(), model=ModelSettings(), editions=(), correctable=None, held=frozenset()
        )  # an edition has no links for corrections
        fonts = [(name, sha256(data).hexdigest()) for name, data in self._fonts]
        return repr(
            (settings, fonts, self.sites[0].templates.digest, [(name, _version(name)) for name in _LIBRARIES])
        )


def _edition_articles(edition: EditionFile) -> list[Article]:
    """The articles of an edition; in one in Arabic alone, no English but a title's can change anything."""
    articles = (listed.head.load() for listed in edition.articles)
    return [_original(a) if edition.lang == ORIGINAL.code else a for a in articles]


def _original(article: Article) -> Article:
    passages = tuple(
        p if p.block.kind is Kind.TITLE else BilingualBlock(p.block, Entry(p.key, p.entry.source))
        for p in article.passages
    )
    return replace(article, passages=passages)


def _revision(articles: Sequence[Article], lang: Lang) -> str:
    """The revision of an article as its citation has it; of several, the digest of theirs."""
    found = [citation.revision(article, lang) for article in articles]
    return found[0] if len(found) == 1 else digest(" ".join(found))


def _has_indic_digits(site: Site, articles: Sequence[Article]) -> bool:
    """Whether the pages' own digits are ٠–٩: as the settings say, else as most of the text has them."""
    if site.lang != ORIGINAL.code or site.settings.digits != "as-written":
        return site.lang == ORIGINAL.code and site.settings.digits == "arabic-indic"
    text = "".join(p.block.text for article in articles for p in article.passages)
    return sum("٠" <= c <= "٩" for c in text) > sum("0" <= c <= "9" for c in text)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
