"""The words of an article in one language as trees: parsed, names linked, foreign runs isolated.

They are made once and stand on several pages: the article, the page that shows both languages, the Arabic
that an English paragraph unfolds, feeds. So no word of the interface is in them, footnotes have no numbers
yet (`view` gives them), and every link holds from `articles/SLUG/` as well as from `parallel/SLUG/`.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from urllib.parse import quote

from jisr.glossary import link_span
from jisr.lang.align import align_sentences
from jisr.lang.arabic import sentence_spans
from jisr.lang.dates import DateMention
from jisr.lang.verse import is_stanza
from jisr.markup.anchors import anchor_index, find_anchor
from jisr.markup.html import Element, Node, RichText, el, map_elements, parse_inline, parse_markdown
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Mention
from jisr.model.languages import LANGS, Lang
from jisr.model.publication import Article, BilingualBlock, ImageSize
from jisr.model.source import Block, Kind
from jisr.site.article.poetry import mark_up_poems
from jisr.site.common.context import actor_path, parallel_path
from jisr.site.common.date_markup import mark_dates
from jisr.site.common.inline import LinkSpan, isolate_nodes, link_spans, outermost_names
from jisr.site.common.urls import relative_url, safe_href

INLINE = (Kind.TITLE, Kind.HEADING, Kind.KICKER)


def is_section_start(block: Block) -> bool:
    """Whether the mentions of actors are linked anew from this block on."""
    return block.kind in INLINE or block.lead


def article_rich_texts(
    article: Article,
    lang: Lang,
    mentions: Mapping[str, Sequence[Mention]],
    *,
    link_mentions: str = "first",
    dates: Mapping[str, Sequence[DateMention]] | None = None,
) -> Mapping[str, RichText]:
    """Key → the words of the passage in `lang`, none where it has none. `mentions` are those to link and
    `dates` those to mark, by key.

    The tree of a point with a lead begins with an `h1` that holds the lead.
    """
    base = parallel_path(article)
    source_file = f"articles/{article.slug}.md"

    named_places = cache(
        partial(anchor_index, article)
    )  # computed only when needed: few texts have such links

    def address(href: str) -> str | None:
        if href.startswith("#") and len(href) > 1:
            key = find_anchor(named_places(), href[1:])
            return f"#{key}" if key else None
        return safe_href(href, source_file, base)

    sizes = {address(quote(one.file)): one for one in article.images if one.lang == lang}
    named: set[str] = set()
    out: dict[str, RichText] = {}
    for passage in article.passages:
        block = passage.block
        source = passage.text(lang)
        if is_section_start(block):
            named.clear()
        if not source:
            continue
        if block.kind in INLINE:
            text = parse_inline(source, address)
            nodes = text.nodes
        else:
            text = parse_markdown(_lead_as_heading(source) if block.lead else source, address)
            nodes = _lower_headings(text.nodes, keep=int(block.lead))
            nodes = _with_sizes(nodes, sizes) if sizes else nodes
            targets = _targets(passage, source, mentions.get(passage.key, ()), named, base, link_mentions)
            nodes = link_spans(nodes, plain(source).text, targets) if targets else nodes
            nodes = mark_up_poems(nodes) if _may_be_verse(block) else nodes
        # notes are cited in the order of the text, whatever order they are written in
        notes = tuple((name, isolate_nodes(words, lang)) for name, words in text.notes)
        nodes = isolate_nodes(nodes, lang)
        if dates and block.kind not in INLINE:
            nodes = mark_dates(nodes, plain(source).text, dates.get(passage.key, ()))
        out[passage.key] = RichText(nodes, notes)
    return out


def _may_be_verse(block: Block) -> bool:
    """Whether a block is set as a poem where its lines have halves: a quotation, or lines of verse alone."""
    return block.kind is Kind.QUOTATION or (
        block.kind is Kind.PARAGRAPH and is_stanza(plain(block.text).text)
    )


def _targets(
    passage: BilingualBlock,
    source: str,
    mentions: Sequence[Mention],
    named: set[str],
    base: str,
    link_mentions: str,
) -> list[LinkSpan]:
    if not mentions:
        return []
    targets = []
    words = plain(source)
    lead_end = words.text.find("\n") if passage.block.lead else 0
    for mention in outermost_names(mentions):
        if link_mentions == "first" and mention.actor in named:
            continue
        start, end = link_span(words.text, mention)
        if start < lead_end or not words.linkable(start, end):
            continue
        named.add(mention.actor)
        targets.append(LinkSpan(start, end, relative_url(base, actor_path(mention.actor))))
    return targets


def _lower_headings(nodes: tuple[Node, ...], keep: int) -> tuple[Node, ...]:
    """Headings that an editor put inside a block, below those of the page; the first `keep` nodes stay."""
    return nodes[:keep] + tuple(
        replace(node, tag="h4") if isinstance(node, Element) and node.tag in ("h1", "h2", "h3") else node
        for node in nodes[keep:]
    )


def _with_sizes(nodes: tuple[Node, ...], sizes: Mapping[str | None, ImageSize]) -> tuple[Node, ...]:
    """The same with what is known of how large images are, by their addresses."""

    def with_size(element: Element) -> list[Node]:
        one = sizes.get(element.get("src")) if element.tag == "img" else None
        if one is None:
            return [element]
        size = (("width", str(one.width)), ("height", str(one.height)))
        return [replace(element, attrs=(*element.attrs, *size))]

    return map_elements(nodes, with_size)


def _lead_as_heading(source: str) -> str:
    """A point's words with its lead as a heading, so that it is read as one line whatever it begins with."""
    lead, _, rest = source.partition("\n\n")
    return f"# {' '.join(lead.split())} #\n\n{rest}"


# --- sentence beside sentence -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """An article's words in both languages by key; `paired` is the same with sentences told apart.

    Sentences that belong together (one and one, one and two) have the same number. A passage of a single
    such group has no spans, for there is nothing to tell apart; nor has one whose sentences do not fit.
    """

    article: Article
    single: Mapping[Lang, Mapping[str, RichText]]
    paired: Mapping[Lang, Mapping[str, RichText]]


def make_wording(article: Article, texts: Mapping[Lang, Mapping[str, RichText]]) -> Wording:
    """Both languages of an article put beside each other."""
    paired: dict[Lang, dict[str, RichText]] = {lang: dict(found) for lang, found in texts.items()}
    for passage in article.passages:
        key = passage.key
        whole = passage.block.kind in (*INLINE, Kind.IMAGE)
        if whole or not all(key in found for found in texts.values()):
            continue
        cut = {
            lang: wrap_sentences(found[key].nodes, partial(sentence_spans, lang=lang))
            for lang, found in texts.items()
        }
        for lang, numbers in sentence_groups(
            {lang: sentences for lang, (_, sentences) in cut.items()}
        ).items():
            paired[lang][key] = replace(texts[lang][key], nodes=_renumber_sentences(cut[lang][0], numbers))
    return Wording(article, texts, paired)


def sentence_groups(sentences: Mapping[Lang, Sequence[str]]) -> Mapping[Lang, Sequence[int]]:
    """The group number (from 1) of each sentence in both languages; empty where sentences cannot be aligned.

    Told by length (Gale and Church); where that is doubtful, but there are as many here as there, by order.
    """
    original, translation = (sentences[lang] for lang in LANGS)
    if max(len(original), len(translation)) <= _ALIGNED:
        beads = align_sentences(original, translation)
        if len(beads) > 1 and all(bead.is_sound for bead in beads):
            groups: dict[Lang, list[int]] = {lang: [] for lang in LANGS}
            for number, bead in enumerate(beads, 1):
                for lang, count in zip(LANGS, bead.kind, strict=True):
                    groups[lang] += [number] * count
            return groups
    if len(original) == len(translation) > 1:
        return dict.fromkeys(LANGS, range(1, len(original) + 1))
    return {}


_ALIGNED = 60  # sentences up to which aligning them takes no time to speak of


def _renumber_sentences(nodes: Sequence[Node], numbers: Sequence[int]) -> tuple[Node, ...]:
    """The tree of `wrap_sentences` with other numbers."""

    def renumber(element: Element) -> list[Node]:
        if place := element.get("data-s"):
            attrs = (("class", "jisr-s"), ("data-s", str(numbers[int(place) - 1])))
            return [Element(element.tag, attrs, element.children)]
        return [element]

    return map_elements(nodes, renumber)


SentenceSplitter = Callable[[str], Sequence[tuple[int, int]]]
"""A text → start and end of each of its sentences."""


def wrap_sentences(nodes: Sequence[Node], split: SentenceSplitter) -> tuple[tuple[Node, ...], list[str]]:
    """Each sentence of the paragraphs in a span with its number, from 1; and their texts.

    An element that reaches over the end of a sentence (emphasis, a link) is not cut: the sentence goes on.
    """
    texts: list[str] = []

    def walk(node: Node) -> Node:
        if isinstance(node, str):
            return node
        if node.get("class") == "jisr-poem":
            return node
        if node.tag in _PARAGRAPHS and not any(
            isinstance(child, Element) and child.tag in _CONTAINERS for child in node.children
        ):
            spans = _cut_into_sentences(node.children, split, len(texts))
            texts.extend(" ".join(_spoken_text(span).split()) for span in spans)
            return Element(node.tag, node.attrs, spans)
        return Element(node.tag, node.attrs, tuple(map(walk, node.children)))

    return tuple(map(walk, nodes)), texts


_PARAGRAPHS = frozenset({"p", "li", "dd"})
_CONTAINERS = _PARAGRAPHS | {"ul", "ol", "dl", "blockquote", "table", "pre"}


def _cut_into_sentences(children: Sequence[Node], split: SentenceSplitter, before: int) -> tuple[Node, ...]:
    texts = [_spoken_text(child) for child in children]
    starts = [start for start, _ in split("".join(texts))][1:]
    groups: list[list[Node]] = [[]]
    position = 0
    for child, text in zip(children, texts, strict=True):
        end = position + len(text)
        inside = starts[bisect_left(starts, position) : bisect_left(starts, end)]
        if isinstance(child, str):
            last = 0
            for start in inside:
                groups[-1].append(child[last : start - position])
                groups.append([])
                last = start - position
            groups[-1].append(child[last:])
        else:
            if inside and inside[0] == position:
                groups.append([])
            groups[-1].append(child)
        position = end
    spans = [group for group in groups if any(group)]
    return tuple(el("span", *g, class_="jisr-s", data_s=before + n) for n, g in enumerate(spans, 1))


def _spoken_text(node: Node) -> str:
    """The text of a node as it is read aloud, without footnote numbers."""
    if isinstance(node, str):
        return node
    return "" if node.tag == "sup" else "".join(map(_spoken_text, node.children))
