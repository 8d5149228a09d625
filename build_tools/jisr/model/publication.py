"""What is published: an `Article` of blocks with their English, and its head, which lists are made from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from jisr.model.languages import LANGS, ORIGINAL, Lang
from jisr.model.ledger import Entry
from jisr.model.source import Block, Meta, Repair


@dataclass(frozen=True)
class BilingualBlock:
    """A block in both languages as it is published.

    `block.text` is the author's Markdown with its typography repaired; `translation` the Markdown of the
    translation's page without the marks of the block's kind, `""` while missing.
    """

    block: Block
    entry: Entry
    translation: str = ""

    @property
    def key(self) -> str:
        """The anchor in both languages."""
        return self.block.key

    def text(self, lang: Lang) -> str:
        """The block's Markdown in a language; `""` for a translation that is missing."""
        return self.block.text if lang == ORIGINAL.code else self.translation


@dataclass(frozen=True)
class ImageSize:
    """How large an image is, in pixels; `file` is as words of a language name it."""

    lang: Lang
    file: str
    width: int
    height: int


@dataclass(frozen=True)
class Article:
    """An article as it is published, and what was found on the way."""

    slug: str
    file: str
    meta: Meta
    passages: tuple[BilingualBlock, ...]
    repairs: tuple[Repair, ...] = ()
    langs: tuple[Lang, ...] = LANGS  # those in which it is shown
    images: tuple[ImageSize, ...] = ()  # as far as that is known

    @property
    def is_in_both(self) -> bool:
        """Whether it is shown in both languages."""
        return self.langs == LANGS

    def passage(self, key: str) -> BilingualBlock | None:
        """The passage under `key`, if there is one."""
        return next((p for p in self.passages if p.key == key), None)


@dataclass(frozen=True)
class WholeText:
    """Gives an article that is there already."""

    article: Article

    def __call__(self) -> Article:
        """The article."""
        return self.article


@dataclass(frozen=True)
class ArticleHead:
    """What is known of an article without its text, which `load` reads; `digest` is of all that is in it.

    A publication of ten thousand articles is a list of these: whoever makes something of an article asks
    first whether it was made from the same digest before.
    """

    slug: str
    file: str
    meta: Meta
    langs: tuple[Lang, ...]
    digest: str
    load: Callable[[], Article] = field(compare=False, repr=False)

    @classmethod
    def of(cls, article: Article) -> "ArticleHead":
        """The head of an article that is there in whole."""
        digest = sha256(repr(article).encode("utf-8", "surrogatepass")).hexdigest()
        return cls(article.slug, article.file, article.meta, article.langs, digest, WholeText(article))

    @property
    def is_in_both(self) -> bool:
        """Whether it is shown in both languages."""
        return self.langs == LANGS
