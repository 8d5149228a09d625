"""What checks look at: a block in both languages, an article, the publication; and what they find."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jisr.lang.align import align_sentences
from jisr.lang.arabic import Folded, fold, split_sentences
from jisr.lang.numbers import Number, arabic_numbers, english_numbers
from jisr.markup.fences import without_fenced
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Actor, Mention
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import PageBlock, State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Kind

_ALIGNED = 40  # sentences of a block: alignment takes the square of them
_GLUED = re.compile(r"(?<=[a-z)\]”\d%])[.?!](?=[A-Z“])")  # a stop without its space: years.The


@dataclass(frozen=True)
class BlockFinding:
    """What a check found in a block: what is wrong, the words it is about, what to do."""

    message: str
    text: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Pair:
    """A block that has English, in both languages. `file` and `marked` say where the English stands."""

    passage: BilingualBlock
    file: str
    original: str  # plain text, code left out
    translation: str
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
    def sentences(self) -> list[tuple[str, str]]:
        """Sentences beside those that translate them, (original, translation); whole texts where unsure."""
        ours = [s for s in split_sentences(self.original) if s.strip()]
        theirs = [
            s for s in split_sentences(_GLUED.sub(r"\g<0> ", self.translation), TRANSLATION.code) if s.strip()
        ]
        if len(ours) == len(theirs):
            return list(zip(ours, theirs, strict=True))
        beads = align_sentences(ours, theirs) if max(len(ours), len(theirs)) <= _ALIGNED else []
        if not beads or not all(bead.is_sound for bead in beads):
            return [(self.original, self.translation)]
        return [("".join(ours[slice(*b.source)]), "".join(theirs[slice(*b.target)])) for b in beads]

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


@dataclass(frozen=True)
class CheckContext:
    """All that is checked: the articles, the actors, and the texts of all files by their path."""

    papers: tuple[ArticleUnderCheck, ...]
    actors: tuple[Actor, ...]
    settings: Settings
    files: Mapping[str, str] = field(default_factory=dict)
    rendered: Callable[[], Iterable[str]] = tuple  # paths of all pages; slow to make
    terms: tuple[Actor, ...] = ()  # as `actors_from_terms` makes them

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every block that has English."""
        return tuple(pair for paper in self.papers for pair in paper.pairs)


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
