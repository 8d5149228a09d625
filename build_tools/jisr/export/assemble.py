"""From articles to a book: its chapters, what is said of it, and the key by which it is known again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

from jisr.export.book import Book
from jisr.export.chapter import build_chapter, used_images
from jisr.export.cover import draw_cover
from jisr.export.images import find_image
from jisr.export.names import BookName, find_named_blocks, index_names
from jisr.export.pdf import FONTS
from jisr.glossary import RelevantFacts
from jisr.lang.arabic import digest
from jisr.model.glossary import Actor
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang, other_lang
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.settings import ModelSettings, Settings
from jisr.model.source import Kind, LeadImage
from jisr.site import sites_of
from jisr.site.article import citation, states
from jisr.site.article.metadata import (
    cover_card,
    last_changed,
    publication_card,
    stated_date,
    summary,
)
from jisr.site.cards import can_draw
from jisr.site.cards.own_look import with_book_face
from jisr.site.common.context import Site, article_path, article_title, author_name
from jisr.site.common.groups import topic_names
from jisr.site.common.scan import Scanner
from jisr.site.editions import EditionFile
from jisr.storage import cache, look
from jisr.storage.cache import CachedCall, compute_many
from jisr.storage.cleaned_files import SiteFiles

_LIBRARIES = ("weasyprint", "pydyf", "fonttools")
_FONTS = "assets/fonts"  # below the folders of the look


@dataclass(frozen=True)
class BookParts:
    """All that a book is made from. It can go to another process, which has nothing else."""

    edition: EditionFile  # without its articles
    key: str
    articles: tuple[Article, ...]
    names: tuple[BookName, ...]
    settings: Settings
    docs: Mapping[str, bytes]  # the images that may stand in them


@dataclass(frozen=True)
class Bindery:
    """Knows the books of a publication of `heads`, which are of articles as readers see them.

    `docs` holds the files of `docs/` by their path there.
    """

    heads: Sequence[ArticleHead]
    actors: Sequence[Actor]
    settings: Settings
    docs: Mapping[str, bytes]
    made: CachedCall = cache.compute_uncached

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The sites of both languages."""
        return sites_of(self.heads, self.settings, self.made)

    def key(self, edition: EditionFile) -> str:
        """The digest of everything that an edition is made from.

        Readers get it with the file, so which Python made it plays no part.
        """
        facts = [self._facts(listed.head) for listed in edition.articles]
        alone = edition.lang == ORIGINAL.code  # no English but a title's can change anything
        texts = [one["original"] if alone else one["text"] for one in facts]
        shown = [(name, self._images[name]) for name in self._shown(edition)]
        names = self._names(edition)
        what = (edition.path, edition.lang, edition.year, edition.number, texts, names, shown, self._common)
        return sha256(f"{cache.code_and_libraries(*cache.LIBRARIES)} {what!r}".encode()).hexdigest()[:32]

    def parts(self, edition: EditionFile) -> BookParts:
        """All that an edition is made from."""
        articles = (listed.head.load() for listed in edition.articles)
        return BookParts(
            replace(edition, articles=()),
            self.key(edition),
            tuple(_original(a) if edition.lang == ORIGINAL.code else a for a in articles),
            self._names(edition),
            replace(self.settings, correctable=None, held=frozenset()),
            {name: self.docs[name] for name in self._shown(edition)},
        )

    def _shown(self, edition: EditionFile) -> list[str]:
        """The images that the texts of an edition name."""
        return sorted({name for listed in edition.articles for name in self._facts(listed.head)["images"]})

    def _names(self, edition: EditionFile) -> tuple[BookName, ...]:
        """Whom the texts of an edition name."""
        site = next(one for one in self.sites if edition.lang in (one.lang, "both"))
        named = (self._facts(listed.head)["names"] for listed in edition.articles)
        return index_names(site, self.actors, with_chapter_ids(named))

    def _facts(self, head: ArticleHead) -> Mapping[str, Any]:
        return self._known[head.slug]

    def _look_into(self, head: ArticleHead) -> dict[str, Any]:
        """What of an article decides whether its editions are made again."""
        article = head.load()
        glossary = self._scanner.glossary_of(head, lambda: article)
        texts = unquote(" ".join(p.block.text + p.translation for p in article.passages))
        return {
            "text": _digest_of(article),
            "original": _digest_of(_original(article)),
            "names": find_named_blocks(article, self._scanner.find_mentions(head, glossary, lambda: article)),
            "images": [
                name
                for name in self._images
                if name.rpartition("/")[2] in texts
                or (article.meta.image and name.endswith(f"/{LeadImage.path(article.slug, 'large')}"))
            ],
        }

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, Any]]:
        told, digests = RelevantFacts((self.actors,), self.made), [head.digest for head in self.heads]

        def make(at: int) -> Any:
            head = self.heads[at]
            inputs = f"{head.digest} {told.digest_of(head)} {self._image_names}"
            return self.made("in editions", inputs, partial(self._look_into, head))

        found = compute_many(self.made, "editions", told.seal + self._image_names, digests, make)
        return dict(zip((head.slug for head in self.heads), found, strict=True))

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(self.actors, self.made)

    @cached_property
    def _images(self) -> Mapping[str, str]:
        """Path → digest: an edition is made again where one of its images changes."""
        docs = SiteFiles.of(self.docs)
        return {name: docs.digest(name) for name in docs if not name.endswith(".md")}

    @cached_property
    def _image_names(self) -> str:
        return _digest_of(sorted(self._images))

    @cached_property
    def _common(self) -> str:
        settings = replace(
            self.settings, root=Path(), model=ModelSettings(), editions=(), correctable=None, held=frozenset()
        )  # an edition has no links for corrections
        files = (*_fonts(self.settings), *_logo(self.settings).items())
        own = [(name, sha256(data).hexdigest()) for name, data in files]
        return repr(
            (
                *(settings, own, can_draw(), self.sites[0].templates.digest),
                [(name, _version(name)) for name in _LIBRARIES],
            )
        )


_Thing = TypeVar("_Thing")


def with_chapter_ids(things: Iterable[_Thing]) -> Iterator[tuple[str, _Thing]]:
    """Each thing of a chapter with the id of that chapter."""
    return ((f"a{number}", thing) for number, thing in enumerate(things, 1))


def build_book(parts: BookParts) -> Book:
    """The book of an edition."""
    return _BookBuilder(parts).book()


@dataclass(frozen=True)
class _BookBuilder:
    parts: BookParts

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        return tuple(Site(lang, self.parts.settings) for lang in LANGS)

    def book(self) -> Book:
        edition, articles, docs = self.parts.edition, self.parts.articles, self.parts.docs
        langs = LANGS if edition.lang == "both" else (edition.lang,)
        sites = [site for lang in langs for site in self.sites if site.lang == lang]
        site = sites[0]
        chapters = tuple(
            build_chapter([s for s in sites if s.lang in article.langs], article, id_, docs)
            for id_, article in with_chapter_ids(articles)
        )
        machines = (m for a in articles for m in states.origins(a)) if TRANSLATION.code in langs else ()
        authors = {by[0]: a.meta.author for a in articles if (by := author_name(a, site.lang))}
        days = [day.isoformat() for a in articles if (day := last_changed(a))]
        logo = _logo(site.settings)
        return Book(
            key=self.parts.key,
            id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{site.publication} {edition.path}')}",
            lang=edition.lang,
            chapters=chapters,
            names=self.parts.names,
            say=site.words,
            publication=site.publication,
            whole=edition.whole,
            authors=authors,
            translators=tuple(dict.fromkeys(machines)),
            day=max(days, default=""),
            revision=_revision(articles, langs[-1]),
            indic=_has_indic_digits(site, articles),
            files={name: docs[name] for name in sorted(used_images(chapters))} | logo,
            fonts=_fonts(site.settings),
            look=site.settings.look,
            logo=next(iter(logo), ""),
            cover=self._cover(site, articles) if edition.format == "epub" else b"",
            templates=site.templates,
            **(self._of_all(sites) if edition.whole else self._of_one(sites, articles[0])),
        )

    def _of_one(self, sites: Sequence[Site], article: Article) -> dict[str, Any]:
        """What is said of the book of an article."""
        site, meta = sites[0], article.meta
        say, day = site.words, meta.published
        about = summary(site, article)
        # of an original there is only the revision to tell, which the imprint does
        told = citation.note(sites[-1], article) if self.parts.edition.lang != ORIGINAL.code else ""
        title, lang = article_title(article, site.lang)
        titles = {site.lang: title}
        there, other = article_title(article, self._other(site).lang)
        told_apart = self.parts.edition.lang != ORIGINAL.code or not _has_machine_title(article)
        if lang == site.lang != other and told_apart:  # an Arabic book says nowhere what a machine wrote
            titles[other] = there
        return {
            "titles": titles,
            "about": ". ".join(filter(None, (told, about[0] if about else ""))),
            "rights": meta.licence or site.words("article.licence_unknown"),
            "published": stated_date(article),
            "dated": f"{say.published(day)}{say.inferred(day)}" if day else "",
            "address": site.absolute_page_url(article_path(article)),
            "topics": topic_names(meta.topics, site.lang, site.settings),
        }

    def _of_all(self, sites: Sequence[Site]) -> dict[str, Any]:
        """What is said of the book of all articles."""
        site = sites[0]
        titles = {}
        for one in (site, self._other(site)):
            name, say = one.publication, one.words
            part = self.parts.edition.part(say)
            titles[one.lang] = say("editions.volume", name=name, part=part) if part else name
        return {
            "titles": titles,
            "about": site.words("footer.line"),
            "rights": site.words("editions.rights"),
            "published": "",
            "dated": "",
            "address": site.absolute_page_url("index.md"),
            "topics": (),
        }

    def _cover(self, site: Site, articles: Sequence[Article]) -> bytes:
        """The picture on the front: the card of the article or of the publication, if it can be drawn."""
        if not self.parts.edition.whole:
            card = cover_card(site, articles[0])
        else:
            card = publication_card(site, self.parts.edition.part(site.words))
        return draw_cover(replace(card, own=with_book_face(card.own))) if card else b""

    def _other(self, site: Site) -> Site:
        return next(one for one in self.sites if one.lang == other_lang(site.lang))


def _fonts(settings: Settings) -> tuple[tuple[str, bytes], ...]:
    wanted = (*(f"{_FONTS}/{name}" for name in FONTS), *settings.look.fonts.values())
    found = ((name.rpartition("/")[2], look.find_in_look(settings.root, name)) for name in wanted)
    return tuple((name, path.read_bytes()) for name, path in found if path)


def _logo(settings: Settings) -> dict[str, bytes]:
    """The publication's logo by its path in the project, where it has one that books can show."""
    name = f"{look.OVERRIDES}/{settings.look.logo}"
    data = look.read_logo(settings.root, settings.look)
    shown = find_image({name: data}, name) if data else None
    return {name: shown} if shown else {}


def _digest_of(value: object) -> str:
    return sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()


def _original(article: Article) -> Article:
    """The article for a book in Arabic alone."""
    passages = tuple(
        p if p.block.kind is Kind.TITLE else BilingualBlock(p.block, Entry(p.key, p.entry.source))
        for p in article.passages
    )
    return replace(article, passages=passages)


def _has_machine_title(article: Article) -> bool:
    """Whether no person has checked the English title."""
    return any(p.block.kind is Kind.TITLE and p.entry.state is State.DRAFT for p in article.passages)


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
