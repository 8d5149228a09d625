"""What a link within an article leads to: `#p7`, a name that its author gave (`{#first}`), a heading's words.

Programs make addresses of headings in different ways (GitHub, pandoc, MkDocs; with vowel marks and without,
with and without punctuation), so only letters and digits count. Where two headings say the same, the second
is `…-1`, as on GitHub.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from urllib.parse import unquote

from jisr.markup.markdown_text import plain
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Kind

_HEADINGS = (Kind.TITLE, Kind.HEADING)


def anchor_index(article: Article) -> Mapping[str, str]:
    """Name → the key of the block that it names, in both languages; see `find_anchor`."""
    found: dict[str, str] = {passage.key: passage.key for passage in article.passages}
    for passage in article.passages:
        for name in passage.block.names:
            found.setdefault(name, passage.key)
            found.setdefault(_bare(name), passage.key)
    for lang in (0, 1):
        times: Counter[str] = Counter()
        for passage in article.passages:
            if name := _bare(_words(passage)[lang]):
                found.setdefault(f"{name}{times[name] or ''}", passage.key)
                times[name] += 1
    return found


def find_anchor(anchors_: Mapping[str, str], fragment: str) -> str:
    """The key of the block that a link's fragment (behind `#`) leads to; `""` where there is none."""
    name = unicodedata.normalize("NFC", unquote(fragment))
    return anchors_.get(name) or anchors_.get(_bare(name), "")


def _words(passage: BilingualBlock) -> tuple[str, str]:
    """The words of a heading in both languages, none of any other block; of a point, its lead."""
    block = passage.block
    if block.kind not in _HEADINGS and not block.lead:
        return "", ""
    return plain(block.text.split("\n\n")[0]).text, plain(passage.translation.split("\n\n")[0]).text


def _bare(name: str) -> str:
    text = unicodedata.normalize("NFC", unquote(name)).casefold()
    return "".join(c for c in text if c.isalnum() and c != "ـ")
