"""Images in texts: words in the place of those that the site does not have, and how large the others are.

A page would show a broken image for the first. As with links to what is held (`held_links`), the words are
put into the Markdown, before anything is made of it. The size of the others is said on the page, which leaves
them their room before they are there: else what a reader was led to below one moves away while it loads.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from posixpath import dirname, join, normpath, splitext

from jisr import media
from jisr.articles.facts import KnownArticle
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang
from jisr.model.publication import Article, ArticleHead, BilingualBlock, ImageSize
from jisr.model.source import Kind, LeadImage
from jisr.seeds import pictures
from jisr.storage.cache import CachedCall
from jisr.storage.cleaned_files import SiteFiles

Image = tuple[Lang, str]
"""In which language's words, and its file as these name it."""


def with_images(
    shown: Iterable[ArticleHead], articles: Iterable[KnownArticle], docs: SiteFiles, made: CachedCall
) -> list[ArticleHead]:
    """`shown` with sizes of images that are among `docs`, and words for others.

    `articles` are these and others; `made` gives sizes of before.
    """
    images = {one.head.slug: one.text.images for one in articles}
    return [
        _with_images(head, sorted({(one.lang, one.text) for one in images[head.slug]}), docs, made)
        for head in shown
    ]


def _with_images(head: ArticleHead, named: Sequence[Image], docs: SiteFiles, made: CachedCall) -> ArticleHead:
    files = {one: _path(head.slug, *one) for one in named}
    missing = tuple(one for one in named if files[one] not in docs)
    measured = {one: _measure(docs, files[one], made) for one in named if one not in missing}
    sizes = tuple(ImageSize(*one, *size) for one, size in measured.items() if size)
    leads = not head.meta.image or f"{head.langs[0]}/{LeadImage.path(head.slug, 'large')}" in docs
    if not (missing or sizes) and leads:
        return head
    digest = sha256(f"{head.digest}{missing}{sizes}{leads}".encode("utf-8", "surrogatepass")).hexdigest()
    meta = head.meta if leads else replace(head.meta, image=None)
    return replace(head, meta=meta, digest=digest, load=_WithImages(head.load, missing, sizes, leads))


def _measure(docs: SiteFiles, name: str, made: CachedCall) -> tuple[int, int] | None:
    """Width and height of an image; `None` where it does not say so."""
    suffix = splitext(name)[1].lower()
    size = made("size", f"{suffix} {docs.digest(name)}", lambda: media.image_size(docs[name], suffix))
    return (size[0], size[1]) if size else None


@dataclass(frozen=True)
class _WithImages:
    """Reads an article with words for some images and the sizes of others, in any process."""

    load: Callable[[], Article]
    missing: tuple[Image, ...]
    sizes: tuple[ImageSize, ...]
    leads: bool  # whether its lead image is there, if it has one

    def __call__(self) -> Article:
        """The article. Raises `JisrError` where it was changed since."""
        article = replace(self.load(), images=self.sizes)
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
