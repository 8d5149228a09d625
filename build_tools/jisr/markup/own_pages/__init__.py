"""What Material's users write in pages of their own beside Markdown: marked blocks, and marks within lines.

Admonitions (`!!! note "Title"`), details (`???`, `???+`), tabs (`=== "Title"`), definition lists, tasks, keys
(`++ctrl+c++`), `==marks==`, `^^inserted^^` and `~~deleted~~` words. They become elements that the look shows
in its own way. The words inside pass the same allow-list as all others, and the time grows with the text and
no faster: no other converter of Markdown is at work here.
"""

from collections.abc import Callable, Mapping

from jisr.markup.html import RichText, parse_markdown
from jisr.markup.own_pages.blocks import OwnBlocks
from jisr.markup.own_pages.lines import mark_words

Address = Callable[[str], str | None]


def parse_own_page(source: str, link: Address, titles: Mapping[str, str]) -> RichText:
    """Markdown with all of that → tree; `link` as in `parse_markdown`, `titles` words for kinds of notes."""
    text = OwnBlocks(lambda part: parse_markdown(part, link), titles).parse(source)
    notes = tuple((name, mark_words(words)) for name, words in text.notes)
    return RichText(mark_words(text.nodes), notes)
