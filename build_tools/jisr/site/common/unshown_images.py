"""Images that the site does not have: their words stand in their place, for a page would show a broken one.

As with links to what is held (`held_links`), it is done to the Markdown, before anything is made of it.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from posixpath import dirname, join, normpath

from jisr.articles.facts import KnownArticle
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.source import Kind, LeadImage
from jisr.seeds import pictures


def without_unshown_images(
    shown: Iterable[ArticleHead], articles: Iterable[KnownArticle], docs: Container[str]
) -> list[ArticleHead]:
    """`shown` with words for images that are none of `docs`; `articles` are these and others."""
    images = {one.head.slug: one.text.images for one in articles}
    found: list[ArticleHead] = []
    for head in shown:
        named = {(one.lang, one.text) for one in images[head.slug]}
        missing = frozenset(one for one in named if _path(head.slug, *one) not in docs)
        lead = f"{head.langs[0]}/{LeadImage.path(head.slug, 'large')}"
        if missing or (head.meta.image and lead not in docs):
            load = ImagelessText(head.load, missing, leads=lead in docs)
            head = replace(ArticleHead.of(load()), load=load)
        found.append(head)
    return found


@dataclass(frozen=True)
class ImagelessText:
    """Reads an article with words for some images, each given as language and name, in any process."""

    load: Callable[[], Article]
    missing: frozenset[tuple[Lang, str]]
    leads: bool = True  # whether its lead image is there

    def __call__(self) -> Article:
        """The article. Raises `JisrError` where it was changed since."""
        article = self.load()
        if not self.leads:
            article = replace(article, meta=replace(article.meta, image=None))
        return replace(article, passages=tuple(map(self._passage, article.passages)))

    def _passage(self, passage: BilingualBlock) -> BilingualBlock:
        block = passage.block
        original = self._text(block.text, ORIGINAL.code)
        translation = self._text(passage.translation, TRANSLATION.code)
        if (original, translation) == (block.text, passage.translation):
            return passage
        still = block.kind is not Kind.IMAGE or any(map(pictures.image_names, (original, translation)))
        kind = block.kind if still else Kind.PARAGRAPH
        return replace(passage, block=replace(block, kind=kind, text=original), translation=translation)

    def _text(self, text: str, lang: Lang) -> str:
        return pictures.put_words_for_images(text, lambda name: (lang, name) in self.missing)


def _path(slug: str, lang: Lang, name: str) -> str:
    return normpath(join(lang, dirname(f"articles/{slug}"), name))
