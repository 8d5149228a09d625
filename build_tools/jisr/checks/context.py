"""What checks look at: a block in both languages, an article, the publication; and what they find."""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Protocol

from jisr.checks.file_notes import FileNote, note_files
from jisr.glossary import Matcher
from jisr.lang.align import align_sentences
from jisr.lang.arabic import Folded, essence, fold, split_sentences
from jisr.lang.numbers import arabic_numbers, english_numbers
from jisr.lang.numbers.number import Number
from jisr.markup.fences import without_fenced
from jisr.markup.markdown_text import collapse_spaces, plain
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding
from jisr.model.glossary import Actor, Mention
from jisr.model.languages import LANGS, TRANSLATION
from jisr.model.ledger import PageBlock, State
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Kind
from jisr.storage.cache import CachedCall, compute_uncached
from jisr.storage.disk import decode_text

_ALIGNED = 40  # sentences of a block: alignment takes the square of them
_GLUED = re.compile(r"(?<=[a-z)\]”\d%])[.?!](?=[A-Z“])")  # a stop without its space: years.The


@dataclass(frozen=True)
class BlockFinding:
    """What a check found in a block: what is wrong, the words it is about, what to do."""

    message: str
    text: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class PairTexts:
    """The Markdown of a block in both languages, and what is read out of it once for all who ask."""

    source: str
    target: str

    @cached_property
    def original(self) -> str:
        """The Arabic as plain text, code left out."""
        return text_without_code(self.source)

    @cached_property
    def translation(self) -> str:
        """The English as plain text, code left out."""
        return text_without_code(self.target)

    @cached_property
    def folded(self) -> Folded:
        """The Arabic folded."""
        return fold(self.original)

    @cached_property
    def original_numbers(self) -> list[Number]:
        """The numbers in the Arabic."""
        return arabic_numbers(self.original)

    @cached_property
    def translation_numbers(self) -> list[Number]:
        """The numbers in the English."""
        return english_numbers(self.translation)

    @cached_property
    def source_essence(self) -> str:
        """What of the Arabic is compared with that of other blocks."""
        return essence(self.source)

    @cached_property
    def target_essence(self) -> str:
        """What of the English is compared with that of other blocks."""
        return collapse_spaces(self.translation).lower().rstrip(".!?:")

    @cached_property
    def _split(self) -> tuple[list[str], list[str]]:
        english = _GLUED.sub(r"\g<0> ", self.translation)
        texts = split_sentences(self.original), split_sentences(english, TRANSLATION.code)
        ours, theirs = ([s for s in sentences if s.strip()] for sentences in texts)
        return ours, theirs

    @property
    def sentence_counts(self) -> tuple[int, int]:
        """How many sentences the Arabic has, and how many the English."""
        ours, theirs = self._split
        return len(ours), len(theirs)

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """Sentences beside those that translate them, (original, translation); whole texts where unsure."""
        ours, theirs = self._split
        if len(ours) == len(theirs):
            return list(zip(ours, theirs, strict=True))
        beads = align_sentences(ours, theirs) if max(len(ours), len(theirs)) <= _ALIGNED else []
        if not beads or not all(bead.is_sound for bead in beads):
            return [(self.original, self.translation)]
        return [("".join(ours[slice(*b.source)]), "".join(theirs[slice(*b.target)])) for b in beads]


@lru_cache(maxsize=1 << 7)  # notes, headings and standing paragraphs are the same in many articles
def read_texts(source: str, target: str) -> PairTexts:
    """The texts of a block, which whoever looks at the same next finds read."""
    return PairTexts(source, target)


@dataclass(frozen=True)
class Pair:
    """A block that has English, in both languages. `file` and `marked` say where the English stands."""

    passage: BilingualBlock
    file: str
    texts: PairTexts
    marked: PageBlock | None = None
    original_names: Sequence[Mention] = ()
    translation_names: Sequence[Mention] = ()
    original_terms: Sequence[Mention] = ()  # those within a name too
    translation_terms: Sequence[Mention] = ()

    @property
    def key(self) -> str:
        """The block's key."""
        return self.passage.key

    @property
    def kind(self) -> Kind:
        """What the block is."""
        return self.passage.block.kind

    @property
    def draft(self) -> bool:
        """Whether a machine's words stand here, which nobody has worked on yet."""
        return self.passage.entry.state is State.DRAFT

    @property
    def source(self) -> str:
        """The Arabic as Markdown."""
        return self.passage.block.text

    @property
    def target(self) -> str:
        """The English as Markdown."""
        return self.passage.translation

    @property
    def original(self) -> str:
        """The Arabic as plain text."""
        return self.texts.original

    @property
    def translation(self) -> str:
        """The English as plain text."""
        return self.texts.translation

    @property
    def wording(self) -> Hashable:
        """All that a check of words may look at: where two pairs have the same of it, it finds the same."""
        found = (self.original_names, self.translation_names, self.original_terms, self.translation_terms)
        return self.source, self.target, self.kind, *map(tuple, found)

    def line(self, text: str = "") -> int:
        """The line of the English page where `text` begins, else the block's first; 0 where there is none."""
        if self.marked is None:
            return 0
        head = re.split("[\n…]", text, maxsplit=1)[0][:60]
        at = self.marked.raw.find(head, self.marked.raw.find("\n") + 1) if head else -1
        return self.marked.line + (self.marked.raw.count("\n", 0, at) if at > 0 else int(bool(self.target)))


@dataclass(frozen=True)
class ArticleUnderCheck:
    """An article as checks see it: the blocks that have English, and where its English page lies."""

    article: Article
    file: str
    pairs: tuple[Pair, ...]
    named: frozenset[str] = frozenset()  # ids of all actors that the Arabic mentions, in any block


class Wording:
    """The glossary as it is looked for in articles: slow to make, so only where one has to be looked into."""

    def __init__(self, actors: Sequence[Actor], terms: Sequence[Actor]) -> None:
        self.original, self.translation = (Matcher(actors, lang, private=True) for lang in LANGS)
        self.original_terms, self.translation_terms = (Matcher(terms, lang, private=True) for lang in LANGS)


def look_into(article: Article, page: str, find: Wording) -> ArticleUnderCheck:
    """An article with what is named in its blocks; `page` is the text of its English page."""
    blocks = list(_pairs(article, page))
    ours = find.original.find_in_article([pair.original for pair in blocks])
    theirs = find.translation.find_in_article([pair.translation for pair in blocks])
    pairs = tuple(
        replace(
            pair,
            original_names=our,
            translation_names=their,
            original_terms=find.original_terms.find(pair.original),
            translation_terms=find.translation_terms.find(pair.translation),
        )
        for pair, our, their in zip(blocks, ours, theirs, strict=True)
        if pair.passage.entry.state is not State.MISSING
    )
    everybody = frozenset(mention.actor for found in ours for mention in found)
    return ArticleUnderCheck(article, TRANSLATION.page_file(article.slug), pairs, everybody)


def _pairs(article: Article, page: str) -> Iterator[Pair]:
    """All blocks, also those that have no English."""
    file = TRANSLATION.page_file(article.slug)
    marked = {m.key: m for m in parse_page(page).blocks}
    for passage in article.passages:
        texts = read_texts(passage.block.text, passage.translation)
        yield Pair(passage, file, texts, marked.get(passage.key))


@dataclass(frozen=True)
class CheckContext:
    """All that is checked: the articles, the actors, the terms, and the bytes of all files by their path.

    Articles and files are read when they are asked for, and not held. `made` gives what was found before from
    the same (see `storage.cache`).
    """

    heads: tuple[ArticleHead, ...]
    actors: tuple[Actor, ...]
    settings: Settings
    files: Mapping[str, bytes] = field(default_factory=dict)
    docs: Collection[str] = ()  # paths below `docs/` of what is published as it lies there
    pages: Callable[[], Iterable[str]] = tuple  # paths of all pages below `.build/pages/`
    terms: tuple[Actor, ...] = ()  # as `actors_from_terms` makes them
    made: CachedCall = compute_uncached

    def text(self, path: str) -> str:
        """The text of a file; `""` for one that is not there."""
        return decode_text(self.files.get(path))

    @cached_property
    def file_notes(self) -> tuple[tuple[str, FileNote], ...]:
        """What files say by themselves, by path."""
        return tuple(note_files(self.files, self.made))

    @cached_property
    def pairs_of(self) -> Callable[[int], tuple[Pair, ...]]:
        """The blocks that have English of an article, by its place among the heads; not what they name."""
        return lru_cache(maxsize=16)(self._read_pairs)

    def _read_pairs(self, number: int) -> tuple[Pair, ...]:
        article = self.heads[number].load()
        page = self.text(TRANSLATION.page_file(article.slug))
        return tuple(pair for pair in _pairs(article, page) if pair.passage.entry.state is not State.MISSING)


class Survey(Protocol):
    """A check of all articles together, made from the context.

    What it notes of each article is kept, so it is JSON; what it finds it finds in all notes, which are added
    in the order of the articles.
    """

    def note(self, article: ArticleUnderCheck) -> Any:
        """What there is to know of an article."""

    def add(self, number: int, note: Any) -> None:
        """Take in the note of the article at a place among the heads."""

    def find(self) -> Iterator[tuple[Pair, BlockFinding] | Finding]:
        """What is wrong with all of them."""


_CODE = re.compile(r"(?<![`\\])(?P<ticks>`{1,3})(?!`)[^`]{1,1000}(?P=ticks)(?!`)")
_ARABIC_RUN = re.compile(
    r"<(?P<tag>bdi|span|q|i|em|cite)\b[^<>]{0,300}\blang=[\"']?ar\b[^<>]{0,300}>.{0,4000}?</(?P=tag)>"
    r"|\[[^\[\]]{1,1000}\]\{[^{}\n]{0,200}\blang=[\"']?ar\b[^{}\n]{0,200}\}",
    re.DOTALL | re.IGNORECASE,
)


def text_without_code(markdown: str) -> str:
    """The plain text of Markdown, code left out."""
    return plain(strip_code(markdown)).text


def strip_code(markdown: str) -> str:
    """`markdown` without code, which no check of words looks into."""
    return _CODE.sub(" ", without_fenced(markdown)) if "`" in markdown or "~~~" in markdown else markdown


def strip_arabic_runs(markdown: str) -> str:
    """English Markdown without what its writer marked as Arabic: `<bdi lang="ar">…</bdi>`."""
    return _ARABIC_RUN.sub(" ", markdown) if "lang=" in markdown else markdown
