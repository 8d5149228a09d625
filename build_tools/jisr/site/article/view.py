"""The one walk over an article's blocks.

Whatever shows an article (its page, both languages side by side, editions, the feed, plain Markdown, the
search) takes from here what its blocks are called, how they are counted, what is said of their English, and
which number a footnote has. So all of them say the same; how it looks is theirs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from jisr.i18n import InterfaceStrings
from jisr.lang.list_letters import list_letter
from jisr.lang.typography.quotes import nested
from jisr.markup.html import Element, Node, RichText, text_content
from jisr.markup.markdown_text import plain
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang, language
from jisr.model.ledger import STALE_SINCE, Entry
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Kind
from jisr.site.article import states
from jisr.site.article.figures import Figure, split_figure
from jisr.site.article.footnotes import FootnoteNumbering, Note
from jisr.site.article.text import INLINE, Wording
from jisr.site.common.context import article_path, article_title, author_name, parallel_path, shown_lang
from jisr.site.common.scan import ArticleScan

_NOTHING = RichText(())

Texts = Mapping[Lang, Mapping[str, RichText]]
"""Language → key → the words of the block as a tree, none where it has none."""


class SourceNote(NamedTuple):
    """Where the English of a block is quoted from, said in the language of the words above it."""

    before: str
    source: str  # of either direction
    after: str


@dataclass(frozen=True)
class BlockView:
    """A block as it is shown. All its words in trees are past the allow-list, with footnotes numbered."""

    passage: BilingualBlock
    lang: Lang  # of its words: Arabic where its English is missing
    markdown: str  # its words without the marks of its kind, `""` where it has none in a view of one language
    heading: tuple[Node, ...]  # the words of the heading that it is or begins with, its number before them
    nodes: tuple[Node, ...]  # its other words, a point's letter before them
    level: int  # of its heading, 1–6; 0 without one
    number: str  # what a point is counted with, in the digits of its language: «٣. », `a. `
    state: str  # what its English is, as in `states.shown_state`; `""` in a view of the original
    mark: str  # the state, if it is not what is said once of all
    notes: Mapping[str, int]  # name in its Markdown → number of the footnote
    source: SourceNote | None  # stands below its words

    @property
    def key(self) -> str:
        """Its anchor."""
        return self.passage.key

    @property
    def block(self) -> Block:
        """What the author handed in."""
        return self.passage.block

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.passage.block.kind

    @property
    def entry(self) -> Entry:
        """What the ledger says of it."""
        return self.passage.entry

    @property
    def dir(self) -> str:
        """The direction of its words."""
        return language(self.lang).direction

    @property
    def approved_on(self) -> date | None:
        """The day on which its English was approved, if it is known."""
        return states.latest_day([self.entry.on])

    @property
    def stale_since(self) -> date | None:
        """The day on which its Arabic changed after its English was made, if it is known."""
        return states.latest_day([self.entry.facts.get(STALE_SINCE, "")])

    @property
    def is_inline(self) -> bool:
        """Whether it is a line above the text or in it."""
        return self.kind in INLINE

    @property
    def is_listed(self) -> bool:
        """Whether it is a point of a list, not one that begins with a heading."""
        return self.kind is Kind.POINT and not self.block.lead

    @property
    def list_tag(self) -> str:
        """The tag of the list that it begins as a point; letters stand in the words."""
        return "ol" if self.block.numbered and not self.block.lettered else "ul"

    @property
    def list_value(self) -> int | None:
        """Its number in a list that HTML counts."""
        return self.block.number if self.list_tag == "ol" else None

    @property
    def list_start(self) -> int | None:
        """Where the list begins whose first point it is, if not at 1."""
        return None if self.list_value == 1 else self.list_value

    @property
    def line(self) -> tuple[Node, ...]:
        """The words of a point, without the paragraph around them if there is but one."""
        first = self.nodes[0] if len(self.nodes) == 1 and not self.source else ""
        if isinstance(first, Element) and first.tag == "p":
            return first.children
        return self.nodes

    @property
    def figure(self) -> Figure | None:
        """Its image and what stands below it, if it is nothing else."""
        return split_figure(self.nodes) if self.kind is Kind.IMAGE else None

    @property
    def heading_text(self) -> str:
        """The words of its heading on one line, without numbers of footnotes."""
        return " ".join(text_content(self.heading).split())


@dataclass(frozen=True)
class ArticleView:
    """An article as it is shown in one language."""

    article: Article
    lang: Lang
    title: str  # without marks
    title_lang: Lang
    kicker: BlockView | None  # stands above the title, wherever its block is
    heading: BlockView | None  # the block of the title, if the article has one
    body: tuple[BlockView, ...]  # all other blocks
    notes: tuple[Note, ...]
    author: tuple[str, Lang] | None
    date: str  # of publication, in words
    inferred: str  # that the date is inferred, in words and brackets; `""` if it is known
    credits: tuple[str, ...]  # others', in Arabic as in the seed
    summary: str
    state: str  # of the whole page's English
    usual: str  # the state of most blocks, which need not say it

    @property
    def quoted_title(self) -> str:
        """The title for between quotation marks."""
        return nested(self.title, self.lang)

    @property
    def path(self) -> str:
        """The Markdown file of its page."""
        return article_path(self.article)

    @property
    def parallel_path(self) -> str:
        """The Markdown file of the page that shows both languages."""
        return parallel_path(self.article)

    @property
    def blocks(self) -> Iterator[BlockView]:
        """All blocks, as they stand on the page."""
        yield from (block for block in (self.kicker, self.heading) if block)
        yield from self.body


def view_article(
    article: Article, lang: Lang, settings: Settings, texts: Texts, *, alone: bool = False
) -> ArticleView:
    """The article in `lang`; Arabic stands for English that is missing, unless the language is `alone`.

    `texts` are its words as trees; without them (for the search) no block has any.
    """
    kicker, heading = (_first(article, kind) for kind in (Kind.KICKER, Kind.TITLE))
    above = [passage for passage in (kicker, heading) if passage]
    rest = [p for p in article.passages if not any(p is one for one in above)]
    usual = states.usual_state(article)
    numbering = FootnoteNumbering()
    views = {
        id(passage): _view_block(
            passage,
            lang if alone else shown_lang(passage, lang),
            texts,
            numbering,
            digits=settings.digits,
            is_title=passage is heading,
            usual=usual if lang == TRANSLATION.code else None,
        )
        for passage in (*above, *rest)
    }
    say, meta = InterfaceStrings(lang, settings.digits), article.meta
    title, title_lang = article_title(article, lang)
    return ArticleView(
        article=article,
        lang=lang,
        title=title,
        title_lang=title_lang,
        kicker=views[id(kicker)] if kicker else None,
        heading=views[id(heading)] if heading else None,
        body=tuple(_without_jumps(views[id(passage)] for passage in rest)),
        notes=tuple(numbering.notes),
        author=author_name(article, lang),
        date=say.published(meta.published) if meta.published else "",
        inferred=say.inferred(meta.published) if meta.published else "",
        credits=meta.credits,
        summary=meta.summary.get(lang, ""),
        state=states.page_state(article),
        usual=usual,
    )


class ArticleViews:
    """The views of an article by language, each made once, and only if something shows it."""

    def __init__(self, words: Wording, settings: Settings, scan: ArticleScan) -> None:
        self.article = words.article
        self.scan = scan
        self._words = words
        self._settings = settings

    @cached_property
    def pages(self) -> Mapping[Lang, ArticleView]:
        """As its page shows it; in the translation sentences are told apart, as in the original beside it."""
        words = {ORIGINAL.code: self._words.single, TRANSLATION.code: self._words.paired}
        return {lang: view_article(self.article, lang, self._settings, words[lang]) for lang in LANGS}

    @cached_property
    def columns(self) -> Mapping[Lang, ArticleView]:
        """Each language alone, its sentences told apart."""
        words = self._words.paired
        return {lang: view_article(self.article, lang, self._settings, words, alone=True) for lang in LANGS}

    @cached_property
    def feeds(self) -> Mapping[Lang, ArticleView]:
        """As its page shows it, without what is for the other language beside it."""
        words = self._words.single
        return {lang: view_article(self.article, lang, self._settings, words) for lang in LANGS}


def _without_jumps(blocks: Iterable[BlockView]) -> Iterator[BlockView]:
    """The blocks, no heading of which is more than one level below the one before it."""
    above = 1
    for block in blocks:
        shown = replace(block, level=above + 1) if block.level > above + 1 else block
        above = shown.level or above
        yield shown


def _first(article: Article, kind: Kind) -> BilingualBlock | None:
    """The first block of a kind: the kicker and the title stand once, above the text."""
    return next((p for p in article.passages if p.block.kind is kind), None)


def _view_block(
    passage: BilingualBlock,
    lang: Lang,
    texts: Texts,
    numbering: FootnoteNumbering,
    *,
    digits: str,
    is_title: bool,
    usual: str | None,
) -> BlockView:
    """A block in `lang`; `usual` is the state of most blocks, None where states are not shown."""
    block = passage.block
    nodes, notes = numbering.numbered(texts.get(lang, {}).get(passage.key, _NOTHING), lang)
    markdown = passage.translation if lang == TRANSLATION.code else block.text
    number = list_letter(block, lang)
    if number and markdown.casefold().startswith(number.casefold()):
        number = ""  # as English does that was written when the letter was text
    elif block.numbered and not number:
        number = f"{InterfaceStrings(lang, digits).number(block.number)}. "
    heading: tuple[Node, ...] = ()
    level = 0
    if block.kind in INLINE:
        heading, nodes = nodes, ()
        level = 1 if is_title else min(max(block.level, 2), 6)
    elif block.lead:
        level = 3
        heading, nodes = _lead_and_rest(nodes, number)
    elif block.lettered:
        nodes = with_number(number, nodes)
    state = "" if usual is None else states.shown_state(passage.entry)
    return BlockView(
        passage=passage,
        lang=lang,
        markdown=markdown,
        heading=heading,
        nodes=nodes,
        level=level,
        number=number,
        state=state,
        mark=state if state == "stale" or usual not in (None, state) else "",
        notes=notes,
        source=_source_note(passage, lang, digits) if nodes or heading else None,
    )


def _source_note(passage: BilingualBlock, lang: Lang, digits: str) -> SourceNote | None:
    """Where the English of a block is quoted from, if its words do not say so themselves."""
    source = passage.entry.quoted
    if (
        not source
        or passage.block.kind in INLINE
        or source.casefold() in plain(passage.translation).text.casefold()
    ):
        return None
    before, _, after = InterfaceStrings(lang, digits)("article.quoted", source="\0").partition("\0")
    return SourceNote(before, source, after)


def _lead_and_rest(nodes: tuple[Node, ...], number: str) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The words of the heading that a point begins with, its number before them, and the rest."""
    if not nodes:
        return (), ()
    first, *rest = nodes
    words: tuple[Node, ...] = (text_content([first]),)
    if isinstance(first, Element) and first.tag == "h1":
        words = first.children
    return ((number, *words) if number else words), tuple(rest)


def with_number(number: str, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The words of a point with what it is counted with in their first paragraph."""
    if not nodes:
        return ()
    first, *others = nodes
    if isinstance(first, Element) and first.tag == "p":
        return replace(first, children=(number, *first.children)), *others
    return number, *nodes


# --- lists --------------------------------------------------------------------------------------------------


def list_runs(
    blocks: Iterable[BlockView], begins: Callable[[BlockView], bool] = lambda _: False
) -> Iterator[tuple[bool, tuple[BlockView, ...]]]:
    """The blocks in order: the points of each list together, with True; each other block alone.

    Bullets, numbers and letters are different lists; `begins` may say that a point begins another.
    """
    run: list[BlockView] = []
    for block in blocks:
        if run and not (block.is_listed and _goes_on(block.block, run[0].block) and not begins(block)):
            yield True, tuple(run)
            run = []
        if block.is_listed:
            run.append(block)
        else:
            yield False, (block,)
    if run:
        yield True, tuple(run)


def _goes_on(block: Block, first: Block) -> bool:
    return not block.break_above and (block.numbered, block.letters) == (first.numbered, first.letters)
