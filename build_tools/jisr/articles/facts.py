"""What is known of an article without its text: what a run over all articles asks of each.

Thousands of these are in memory at once, and are kept as JSON: they hold what is counted, what is linked and
shown, and what was found, never the text itself.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from jisr.lang.arabic import count_words
from jisr.markup.html import Element, Node, map_elements, parse_markdown
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding
from jisr.model.languages import LANGS, ORIGINAL, Lang
from jisr.model.ledger import STALE_SINCE, State
from jisr.model.publication import Article, ArticleHead
from jisr.model.source import Meta
from jisr.seeds import pictures
from jisr.storage.static_files import PUBLISHED

ORDER = (State.MISSING, State.DRAFT, State.EDITED, State.APPROVED)
"""The states of a block, each further than the one before."""
COUNTED = (*State, "stale")
"""What blocks are counted by; the last overlaps the others."""
_LONGEST_NAME = 256  # of a file
_QUOTED = re.compile("%[0-9a-fA-F]{2}")
_END_OF_NAME = re.compile(
    "|".join(re.escape(suffix) for suffix in PUBLISHED if suffix != ".md"), re.IGNORECASE
)


@dataclass(frozen=True)
class Named:
    """Something that the words of a block name, in a language: `state` is the block's."""

    lang: Lang
    state: State
    text: str
    line: int = 0  # of the seed

    def is_seen(self, langs: Iterable[Lang], publish: str) -> bool:
        """Whether readers see it, of an article in `langs`, where English is as far as `publish`."""
        far = ORDER.index(self.state) >= ORDER.index(State(publish))
        return self.lang in langs and (self.lang == ORIGINAL.code or far)


@dataclass(frozen=True)
class StaleBlock:
    """A person's English whose Arabic changed since, and what is offered in its place."""

    key: str
    since: str = ""
    proposal: str = ""


@dataclass(frozen=True)
class TextFacts:
    """What is known of an article's blocks: how many there are in each state, what they show and lead to.

    `blocks` are as many as `COUNTED`, `words` as many as `LANGS`: the names of either would take more memory
    than the numbers. `files` are what may be names of files, with what stands before them; `links` all
    addresses.
    """

    blocks: tuple[int, ...] = ()
    words: tuple[int, ...] = ()
    is_approved: bool = False
    images: tuple[Named, ...] = ()
    files: tuple[Named, ...] = ()
    links: tuple[str, ...] = ()
    stale: tuple[StaleBlock, ...] = ()


@dataclass(frozen=True)
class ArticleFacts:
    """What is known of an article, and what was said when it was read; `digest` is of the whole article."""

    slug: str
    file: str
    meta: Meta
    digest: str
    text: TextFacts = TextFacts()
    blocked: bool = False
    said: tuple[Finding, ...] = ()  # of its seed
    findings: tuple[Finding, ...] = ()  # of the seed with its ledger and page
    by_hand: tuple[Finding, ...] = ()  # an original page that was edited, which only a check says
    former: str = ""  # the slug under which its files still lie
    images: tuple[tuple[int, str], ...] = ()  # that the seed names, each with its line


@dataclass(frozen=True)
class KnownArticle:
    """An article of the project: its head, and what is known of its blocks."""

    head: ArticleHead
    text: TextFacts

    @classmethod
    def of(cls, article: Article) -> "KnownArticle":
        """What is known of an article that is there in whole."""
        return cls(ArticleHead.of(article), text_facts(article))


def text_facts(article: Article) -> TextFacts:
    """What is known of the blocks of an article."""
    states: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for passage in article.passages:
        states[passage.entry.state] += 1
        states["stale"] += passage.entry.stale
        for lang in LANGS:
            sizes[lang] += count_words(plain(passage.text(lang)).text)
    return TextFacts(
        blocks=tuple(states[name] for name in COUNTED),
        words=tuple(sizes[lang] for lang in LANGS),
        is_approved=all(p.entry.state is State.APPROVED and not p.entry.stale for p in article.passages),
        images=tuple(_named(article, pictures.image_names)),
        files=tuple(_named(article, _file_names)),
        links=tuple(dict.fromkeys(href for text in _texts(article) for href in links_in(text))),
        stale=tuple(
            StaleBlock(e.key, e.facts.get(STALE_SINCE, ""), e.proposal.text if e.proposal else "")
            for e in (p.entry for p in article.passages)
            if e.stale and e.held
        ),
    )


def _texts(article: Article) -> Iterator[str]:
    return (passage.text(lang) for passage in article.passages for lang in LANGS)


def _named(article: Article, find: Callable[[str], Iterable[str]]) -> Iterator[Named]:
    for passage in article.passages:
        for lang in LANGS:
            for name in find(passage.text(lang)):
                yield Named(lang, passage.entry.state, name, passage.block.line)


def _file_names(text: str) -> Iterator[str]:
    """What may be names of files in a text: all that ends as such a name does, and what stands before it."""
    read = unquote(text) if _QUOTED.search(text) else text  # 50 % is no address
    for match in _END_OF_NAME.finditer(read):
        yield read[max(0, match.end() - _LONGEST_NAME) : match.end()]


def links_in(text: str) -> list[str]:
    """The addresses that links in a text lead to."""
    if "[" not in text and "<" not in text:  # to parse each text would be slow
        return []
    rich = parse_markdown(text, lambda href: href)
    found: list[str] = []

    def note(element: Element) -> list[Node]:
        if element.tag == "a" and (href := element.get("href")):
            found.append(str(href))
        return [element]

    map_elements([*rich.nodes, *(node for _, words in rich.notes for node in words)], note)
    return found
