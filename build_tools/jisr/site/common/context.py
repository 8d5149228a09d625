"""What every page is made from: articles, actors and where each is named, words, addresses."""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from jisr.i18n import InterfaceStrings
from jisr.i18n.marks import mark_words
from jisr.markup.html import Node, serialise
from jisr.markup.markdown_text import plain_line
from jisr.markup.page_urls import page_url
from jisr.model.glossary import Actor
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang, language, other_lang
from jisr.model.ledger import State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import ModelSettings, Settings
from jisr.model.signers import tidy_name
from jisr.model.source import Kind
from jisr.site.common.groups import GROUP_KINDS, Group, Groups, RelatedArticle
from jisr.site.common.inline import isolate_whole
from jisr.site.common.listed import AnyArticle, Given, ListedArticle, Places
from jisr.site.common.paging import ListPage
from jisr.site.common.urls import relative_url
from jisr.site.jobs import PageJob, file_job, known_jobs
from jisr.site.templates import Templates, body_parts, fill, printed
from jisr.storage.cache import CachedCall, cache_key, compute_uncached


@dataclass(frozen=True)
class Link:
    """A page of the site, by its Markdown file, and what it is called there."""

    path: str
    words: Markup | tuple[Node, ...]  # printed where many pages show it
    state: str = ""  # of the translation that it is the title of, where that is to be said beside it


@dataclass(frozen=True)
class Site:
    """One language's site. Paths are those of its Markdown files: `articles/2023/x.md`."""

    lang: Lang
    settings: Settings
    articles: tuple[ListedArticle, ...] = ()  # newest first
    actors: Mapping[str, Actor] = field(default_factory=dict)
    withdrawn: tuple[ListedArticle, ...] = ()
    groups: Groups = field(default_factory=lambda: dict.fromkeys(GROUP_KINDS, ()))
    filed: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)  # slug → the groups it is in
    near: Mapping[str, tuple[RelatedArticle, ...]] = field(default_factory=dict)  # slug → articles near it
    places: Mapping[str, Mapping[str, Places]] = field(default_factory=dict)  # what → under what → where
    given: Callable[[str, str], Given] = lambda _what, _slug: {}  # what an article gives to pages of a kind
    given_seals: Mapping[str, str] = field(default_factory=dict)  # slug → digest of all that decides that
    made: CachedCall = compute_uncached  # what was made before from the same inputs
    alike: dict[str, Any] = field(default_factory=dict)  # what was worked out once for all of these articles

    @property
    def words(self) -> InterfaceStrings:
        """The words of the interface."""
        return InterfaceStrings(self.lang, self.settings.digits)

    @property
    def dir(self) -> str:
        """The direction of the language."""
        return language(self.lang).direction

    @property
    def publication(self) -> str:
        """The name of the publication in the language."""
        return self.settings.publication.get(self.lang) or self.words("choose.title")

    def absolute_url(self, path: str) -> str:
        """The full address of what lies at `path` below the language; `""` where the site's is not known."""
        root = self.settings.base_url
        return f"{root}/{self.lang}/{path}" if root else ""

    def absolute_page_url(self, path: str) -> str:
        """The full address of the page made from the file `path`; `""` where the site's is not known."""
        return self.absolute_url(page_url(path))

    @cached_property
    def templates(self) -> Templates:
        """The templates as they were when they were first asked for."""
        return Templates(self.settings.root)

    def sharing_look(self, other: "Site") -> "Site":
        """The same, with the templates that `other` has read."""
        vars(self)["templates"] = other.templates
        return self

    def with_articles(
        self,
        articles: tuple[ListedArticle, ...],
        filed: Mapping[str, tuple[Group, ...]],
        near: Mapping[str, tuple[RelatedArticle, ...]],
    ) -> "Site":
        """The same with other articles; what was made of its look and its names is made no second time."""
        other = replace(self, articles=articles, filed=filed, near=near)
        vars(other).update(templates=self.templates, actor_links=self.actor_links)
        return other

    def render(self, template: str, path: str, **data: Any) -> Markup:
        """The HTML that `jisr/TEMPLATE.html` makes of `data` for the page in the file `path`.

        Beside `data` templates know `site`, `say`, the words of the interface, `phrase`, which puts elements
        into such words, `path`, and `url(TARGET, ANCHOR)`, the address of another page as seen from this one.
        """
        given = {"site": self, "say": self.words, "phrase": self._phrase, "path": path}
        return self.templates.render(template, **given, url=partial(relative_url, path), **data)

    def _phrase(self, name: str, /, **values: Any) -> Markup:
        return fill(self.words(name), **values)

    def render_page(self, template: str, path: str, meta: Mapping[str, object], **data: Any) -> bytes:
        """The Markdown file at `path` whose body is what `render` gives; `meta` is its front matter."""
        front = {"lang": self.lang, "dir": self.dir, **meta}
        return markdown_page(front, body_parts(self.render(template, path, **data)))

    @cached_property
    def seal(self) -> str:
        """A digest of what any page may be made from beside what is told of it: settings, look, words, code.

        Pages that say where a text is corrected, or ask which are held, add that.
        """
        settings = replace(
            self.settings, root=Path(), model=ModelSettings(), correctable=None, held=frozenset(), removed=()
        )
        return cache_key("site", repr((self.lang, settings, self.templates.digest))).hex()

    def job(self, path: str, inputs: object, make: Callable[[], bytes]) -> PageJob:
        """The file at `path` below the language, made from `inputs` and what every page is made from."""
        key = sha256(f"{self.seal}\0{path}\0{inputs!r}".encode("utf-8", "surrogatepass")).hexdigest()
        return file_job(f"{self.lang}/{path}", key, make)

    def known_jobs(
        self, what: str, inputs: Iterable[bytes], plan: Callable[[], Iterable[PageJob]]
    ) -> Iterator[PageJob]:
        """The jobs that `plan` gives, not planned again as long as they are made from the same `inputs`."""
        key = sha256(self.seal.encode())
        for one in inputs:
            key.update(sha256(one).digest())
        return known_jobs(self.made, what, key.hexdigest(), plan)

    @cached_property
    def by_slug(self) -> Mapping[str, ListedArticle]:
        """The articles by slug."""
        return {article.slug: article for article in self.articles}

    @cached_property
    def places_of_articles(self) -> Mapping[str, int]:
        """The place of each article among all, by slug."""
        return {article.slug: place for place, article in enumerate(self.articles)}

    @cached_property
    def _links(self) -> "array[int]":
        return array("Q", (article.link for article in self.articles))

    def seal_links(self, numbers: Iterable[int]) -> bytes:
        """What links to articles are made from, by their places among all."""
        return array("Q", map(self._links.__getitem__, numbers)).tobytes()

    def newest_that_name(self, most: int) -> list[ListedArticle]:
        """The newest articles that name an actor, at most so many."""
        named = self.places.get("quotes", {}).values()
        return [
            self.articles[at] for at in sorted({at for one in named for at in one.articles[:most]})[:most]
        ]

    @cached_property
    def years(self) -> Sequence[str]:
        """The year of each article; `""` where nobody knows it."""
        return [
            article.meta.published.value[:4] if article.meta.published else "" for article in self.articles
        ]

    @cached_property
    def topics(self) -> Sequence[Sequence[str]]:
        """The ids of the topics that each article is filed under."""
        filed = (self.filed.get(article.slug, ()) for article in self.articles)
        return [[group.id for group in groups if group.sort == "topics"] for groups in filed]

    @cached_property
    def titles(self) -> Mapping[str, tuple[str, Lang]]:
        """Slug → the title as plain text, and its language: Arabic where there is no English yet."""
        return {article.slug: (article.title, article.title_lang) for article in self.articles}

    def search_rules(self, states: Iterable[str]) -> dict[str, object]:
        """What the front matter of a page that shows articles in `states` tells search engines.

        Unreviewed machine words are kept out of them, and so no page of the original leads them there.
        """
        if State.DRAFT not in states:
            return {}
        return {"robots": "noindex"} if self.lang == TRANSLATION.code else {"unindexed": True}

    def other(self, source: str, anchor: str = "", target: str = "") -> str:
        """The address of the same page, or of `target`, in the other language, from that of `source`."""
        return relative_url(source, f"../{other_lang(self.lang)}/{target or source}", anchor)

    def passage_words(self, passage: BilingualBlock) -> tuple[str, Lang]:
        """The Markdown to show for a passage here, and its language: Arabic where English is missing."""
        lang = shown_lang(passage, self.lang)
        return passage.text(lang), lang

    def text(self, text: str, lang: Lang | None = None) -> tuple[Node, ...]:
        """Plain text with its foreign runs isolated; marked as a whole if it is in the other language."""
        return isolate_whole(text, lang or self.lang, self.lang)

    @cached_property
    def _article_links(self) -> dict[str, Link]:
        return {}

    def article_link(self, slug: str) -> Link:
        """The way to an article by its title, and what is to be said of that."""
        if slug not in self._article_links:
            state = self.by_slug[slug].state if self.lang == TRANSLATION.code else ""
            told = state if state in (State.DRAFT, State.MISSING) else ""
            words = printed(self.text(*self.titles[slug]))
            self._article_links[slug] = Link(f"articles/{slug}.md", words, told)
        return self._article_links[slug]

    @cached_property
    def _marked_titles(self) -> dict[str, str]:
        return {}

    def marked_title(self, slug: str) -> str:
        """The title of an article for who takes it alone."""
        if slug not in self._marked_titles:
            self._marked_titles[slug] = mark_words(*self.titles[slug], self.by_slug[slug].state).as_title
        return self._marked_titles[slug]

    @cached_property
    def actor_links(self) -> Mapping[str, Link]:
        """The ways to the actors by their preferred names, by id."""
        return {
            id_: Link(actor_path(id_), printed(self.text(actor.names(self.lang).preferred)))
            for id_, actor in self.actors.items()
        }

    def seal_names(self, actors: Iterable[str]) -> str:
        """A digest of what articles say of actors that they name, in both languages."""
        ids = tuple(actors)
        if ids not in self._sealed:
            seals = filter(None, map(self._name_seals.get, ids))
            self._sealed[ids] = sha256(b"".join(seals)).hexdigest()
        return self._sealed[ids]

    @cached_property
    def _sealed(self) -> dict[tuple[str, ...], str]:
        return {}

    @cached_property
    def _name_seals(self) -> Mapping[str, bytes]:
        names = {
            id_: repr((id_, a.type, a.origin, [(own.preferred, own.description) for own in (a.ar, a.en)]))
            for id_, a in self.actors.items()
        }
        return {id_: sha256(said.encode("utf-8", "surrogatepass")).digest() for id_, said in names.items()}

    @cached_property
    def short_names(self) -> Mapping[str, str]:
        """What the actors are called where there is little room, by id."""
        names = ((id_, actor.names(self.lang)) for id_, actor in self.actors.items())
        return {id_: own.short or own.preferred for id_, own in names}

    def given_seal(self, slug: str) -> str:
        """A digest of all that decides what an article gives."""
        return self.given_seals[slug]

    def editor_names(self, signatures: Iterable[str]) -> list[str]:
        """Who signed, as readers are told: those who chose to be named, and of all others “the editors”."""
        public = {tidy_name(name).casefold() for name in self.settings.editors.named}
        names: list[str] = []
        for signature in signatures:
            # joined blocks bear the signatures of all
            whole = [signature] if tidy_name(signature).casefold() in public else signature.split(", ")
            names += (n if tidy_name(n).casefold() in public else self.words("editors") for n in whole)
        return list(dict.fromkeys(names))

    def correction_url(self, slug: str) -> str:
        """Where the English page of `slug` can be edited in the browser; `""` where there is none."""
        repository, there = self.settings.repository.rstrip("/"), self.settings.correctable
        if there is not None and slug not in there:
            return ""
        return f"{repository}/edit/{self.settings.branch}/{TRANSLATION.page_file(slug)}" if repository else ""

    def report_url(self, slug: str, key: str = "") -> str:
        """Where an error in an article (at a block) can be reported; `""` where nothing is set up for it."""
        about = f"{self.lang}/articles/{slug}/{f'#{key}' if key else ''}"
        report, repository = self.settings.report, self.settings.repository.rstrip("/")
        if report.startswith("mailto:"):
            return f"{report}?subject={quote(about, safe='')}"
        if report:
            return report
        return f"{repository}/issues/new?title={quote(about, safe='')}" if repository else ""


def page_title(site: Site, title: str, page: ListPage[Any]) -> str:
    """The title of a page of a list: the first has the list's own, the others have their number behind it."""
    return title if page.is_first else f"{title} ({site.words.number(page.number)})"


def shown_lang(passage: BilingualBlock, lang: Lang) -> Lang:
    """The language in which a block is shown on a page in `lang`: Arabic where English is missing."""
    return TRANSLATION.code if lang == TRANSLATION.code and passage.translation else ORIGINAL.code


def article_title(article: Article, lang: Lang) -> tuple[str, Lang]:
    """The title on a page in `lang` as plain text on one line, and its language."""
    passage = next((p for p in article.passages if p.block.kind is Kind.TITLE), None)
    if passage is None:
        return article.meta.title or article.slug, ORIGINAL.code
    shown = shown_lang(passage, lang)
    return plain_line(passage.text(shown)), shown


def author_name(article: AnyArticle, lang: Lang) -> tuple[str, Lang] | None:
    """The author as named in `lang`, and the language of the name: the other where it has none."""
    names = article.meta.author
    if name := names.get(lang):
        return name, lang
    other = other_lang(lang)
    return (names[other], other) if names.get(other) else None


def article_path(article: AnyArticle) -> str:
    """The Markdown file of an article in either language."""
    return f"articles/{article.slug}.md"


def parallel_path(article: AnyArticle) -> str:
    """The Markdown file of the page that shows both languages of an article."""
    return f"parallel/{article.slug}.md"


def actor_path(actor: str) -> str:
    """The Markdown file of an actor in either language."""
    return f"actors/{actor}.md"


def markdown_page(meta: Mapping[str, object], parts: Iterable[str]) -> bytes:
    """A Markdown file: front matter, then its parts with blank lines between them."""
    front = "".join(
        f"{key}: {_yaml(value)}\n" for key, value in meta.items() if value not in (None, "", False)
    )
    # a block of HTML is one line, so that it is known where it ends (see `builder.stash`)
    lines = (part.replace("\n", "&#10;") if part.startswith("<") else part for part in parts)
    body = "\n\n".join(line for line in lines if line)
    return f"---\n{front}---\n\n{body}\n".encode()


def _yaml(value: object) -> str:
    """A value as JSON, which is YAML; texts are on one line, and escaped: templates print them as they are.

    What is inside of a table is not escaped: templates must do that themselves.
    """
    if isinstance(value, str):
        value = serialise(_single_line(value))
    return json.dumps(_lines(value), ensure_ascii=False)


def _lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lines(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_lines(inner) for inner in value]
    return _single_line(value) if isinstance(value, str) else value


def _single_line(text: str) -> str:
    """What YAML and a line of HTML can hold of a text."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())
