"""Markdown within a paragraph, as an author may use it: emphasis, links, code, footnote references, images.

Everything else that Markdown or its extensions would obey (attribute lists, templates, links to anything but
web pages and mail) is escaped, so that it is published as the text that was typed. HTML was made Markdown
before (`html_marks`), but for the few tags that Markdown has no mark for.
"""

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from jisr.markup.markdown_text import ENTITIES, leads_elsewhere, plain
from jisr.seeds.md.parts import LinkDefinition

NAME = "\ue010", "\ue011"
"""Around a name by which links call the place where it stands."""

KEPT_TAGS = ("sup", "sub", "u", "ins", "mark", "small", "kbd", "q", "abbr")
"""Tags that stay tags, for Markdown has no mark that means the same."""

_WORDS = r"""(?:\\.|`[^`\n]{0,300}`|[^\[\]\\\n]
    |!?\[(?:\\.|[^\[\]\\\n]|\[(?:\\.|[^\[\]\\\n]){0,300}\]){0,500}\](?:\([^()\n]{0,1500}\))?)"""
_TOKEN = re.compile(
    rf"""
      (?P<escape>\\[!-/:-@\[-`{{-~])
    | (?P<code>(?<!`)(?P<ticks>`{{1,3}})(?!`)(?P<inner>[^`\n]{{1,1000}})(?P=ticks)(?!`))
    | (?P<auto><(?:https?://|mailto:)[^<>\s{{}}]{{1,2000}}>)
    | (?P<break>[ \t]*<br>[ \t]*\n?)
    | (?P<tag></?(?:{"|".join(KEPT_TAGS)})(?:[ ]title="[^"<>]{{0,300}}")?>)
    | {NAME[0]}(?P<name>[^{NAME[1]}]{{0,200}}){NAME[1]}
    | (?P<note>\[\^(?P<label>[^\[\]\s]{{1,80}})\])
    | (?P<image>!?)\[(?P<words>{_WORDS}{{0,1000}})\]
        (?:\([ ]?<?(?P<url>(?:[^()\s<>"'`{{}}\\]|\([^()\s<>"'`{{}}\\]{{0,200}}\)){{1,1500}})>?
             (?P<title>\s+(?:"[^"<>{{}}\\`\n]{{1,500}}"|'[^'<>{{}}\\`\n]{{1,500}}'
               |\([^()<>{{}}\\`\n]{{1,500}}\)))?\s?\)
          |\((?P<spaced><[^<>()\n]{{1,500}}>|[^()<>"\n]{{1,500}}\.(?:png|jpe?g|gif|webp|svg))(?P<caption>\s+"[^"\n]{{1,500}}")?\)
          |\[(?P<ref>[^\[\]\n]{{0,200}})\])?
    | (?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});)
    | (?P<emphasis>\*{{1,3}}|_{{1,3}}|~~(?!~))
    """,
    re.VERBOSE,
)
_KEPT_ENTITIES = frozenset({"&amp;", "&lt;", "&gt;", "&nbsp;", "&lrm;", "&rlm;", "&zwnj;"})
_MEANINGFUL = re.compile(r"[\\`\[{~<]|&(?=\#?\w+;)")
_SCHEMES = ("http:", "https:", "mailto:")
_OF_MARKDOWN = re.compile(r"[\\`*<>{}\[\]]+")


Breaks = Literal["line", "tag", "space"]
"""What an author's line break becomes: one of Markdown, a tag (in tables), or a space (in headings)."""


@dataclass(frozen=True)
class References:
    """What a text may refer to: labels of its footnotes, and addresses by their label in lower case."""

    notes: Collection[str] = ()
    addresses: Mapping[str, LinkDefinition] = field(default_factory=dict)


@dataclass(frozen=True)
class SeedImage:
    """An image of the author's own: its words, its file as the author named it, and what stands below it."""

    words: str
    file: str
    caption: str = ""

    @property
    def text(self) -> str:
        """As Markdown: see `Block.text`."""
        return f"![{self.words}]({self.file})" + (f"\n\n{self.caption}" if self.caption else "")


@dataclass
class InlineWriter:
    """Writes the words of one block; what it comes upon that is no word is put into lists."""

    references: References
    pictures: list[SeedImage] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)  # footnotes
    used: set[str] = field(default_factory=set)  # labels of addresses
    leading: int = 0  # pictures that stand before all words
    is_begun: bool = False

    def inline(self, text: str, *, breaks: Breaks = "line", around: tuple[str, str] = ("", "")) -> str:
        """`text` with its marks where they are allowed and all others escaped; line breaks stay.

        `around` are the signs before and behind the link whose words it is.
        """
        pieces: list[str] = []
        done = 0
        for m in _TOKEN.finditer(text):
            before = _literal(text[done : m.start()])
            self.is_begun = self.is_begun or bool(before.strip())
            kept = self._kept(m, breaks, around)
            self.is_begun = self.is_begun or bool(kept.strip())
            self.leading = self.leading if self.is_begun else len(self.pictures)
            pieces += [before, kept]
            done = m.end()
        after = _literal(text[done:])
        self.is_begun = self.is_begun or bool(after.strip())
        return "".join([*pieces, after])

    def _kept(self, m: re.Match[str], breaks: Breaks, around: tuple[str, str]) -> str:
        if m["break"]:
            return {"line": "  \n", "tag": "<br>", "space": " "}[breaks]
        if m["entity"]:
            return _decode_entity(m[0])
        if m["code"]:
            return f"`{m['inner']}`"  # three marks at the beginning of a line would be a fence
        if m["name"] is not None:
            self.names.append(m["name"])
            return ""
        if m["note"]:
            if m["label"] not in self.references.notes:
                return _literal(m[0])
            self.cited.append(m["label"])
            return m[0]
        if m["escape"] and m[0][1] in ENTITIES:
            return ENTITIES[m[0][1]]
        return m[0] if m["words"] is None else self._linked(m, breaks, around)

    def _linked(self, m: re.Match[str], breaks: Breaks, around: tuple[str, str]) -> str:
        """A link or an image."""
        around = (
            m.string[m.start() - 1] if m.start() else around[0],
            m.string[m.end()] if m.end() < len(m.string) else around[1],
        )
        label = " ".join((m["ref"] or m["words"]).lower().split())
        definition = None if m["url"] or m["spaced"] else self.references.addresses.get(label)
        if definition:
            self.used.add(label)
        address = m["url"] or (m["spaced"] or "").strip("<>").replace(" ", "%20")
        address = address or (definition.url if definition else "")
        title = (m["title"] or "").strip()[1:-1] or (m["caption"] or "").strip(' "')
        title = title or (definition.title if definition else "")
        if m["image"] and is_allowed_address(address) and not urlsplit(address).scheme:
            words = _of_picture(m["words"])
            # what stands below it is a paragraph, whatever it begins with
            caption = escape_block_start(_literal(" ".join(html.unescape(title).split())))
            self.pictures.append(SeedImage(words, _of_file(address), caption))
            # where signs stand right before and behind it they would be one word
            return " " if all(sign and not sign.isspace() for sign in around) else ""
        words = (
            self.inline(m["words"], breaks=breaks, around=around) if not m["image"] else _literal(m["words"])
        )
        if not is_allowed_address(address) or (m["image"] and not address.startswith("http")):
            # As text; what stands between the brackets keeps its marks.
            rest = m[0][m.end("words") + 1 - m.start() :]
            return f"{m['image']}\\[{words}]{_literal(rest)}"
        if not words.strip() and not m["image"]:
            return words  # around an image, which is shown below
        # A picture from elsewhere would be a request to another host: readers get a link to it.
        named = re.sub(r'["<>{}\\`]', "", title)
        if re.search(r"(?<!\\)\]\(", words):
            return words  # a link within a link leads where the inner one does
        return f"[{words or address}]({address}{f' {chr(34)}{named}{chr(34)}' if named else ''})"


def _decode_entity(entity: str) -> str:
    """The character that an entity stands for; as it was typed where that is none that may be shown."""
    character = html.unescape(entity)
    if entity in _KEPT_ENTITIES:
        return entity
    if character in ('"', "'"):  # nothing to Markdown, and house style has marks of its own for them
        return character
    if character == entity or not character.isprintable():
        return _literal(entity)
    return re.sub(r"[!-/:-@\[-`{-~]", lambda c: ENTITIES.get(c[0], "\\" + c[0]), character)


def _of_file(address: str) -> str:
    """The path of a file so that it can stand in Markdown."""
    return re.sub(r"[\s()<>\"\\%#?&]", lambda m: quote(m[0]), unquote(urlsplit(html.unescape(address)).path))


def _of_picture(words: str) -> str:
    """The words of an image as one plain line, which no mark of Markdown ends."""
    return " ".join(_OF_MARKDOWN.sub(" ", plain(words).text).split())


def _literal(text: str) -> str:
    return _MEANINGFUL.sub(lambda m: ENTITIES.get(m[0], "\\" + m[0]), text)


def is_allowed_address(address: str) -> bool:
    """Whether a text may link there: web pages, mail, and places within the site."""
    plain = html.unescape(address).strip()
    if not plain or any(not c.isprintable() or c in "\\ <>" for c in plain):
        return False
    return not leads_elsewhere(plain) or plain.lower().startswith(_SCHEMES)


# What begins a block in Python-Markdown or an extension of it, where the text was no such block. (Whether
# marks of lists are meant, the caller knows.)
_BLOCK_START = re.compile(r"(?P<escaped>[>#]|!!!|\+\+|---)|(?P<entity>=|\||:(?=\s)|\?(?=\?\?))")
_LIST_START = re.compile(r"(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?P<bullet>[-+*](?=\s))")


def escape_block_start(line: str) -> str:
    """`line` so that it begins no block."""
    bare = line.lstrip(" \t")
    indent = line[: len(line) - len(bare)]
    if m := _BLOCK_START.match(bare):
        return indent + ("\\" + bare if m["escaped"] else f"&#{ord(bare[0])};{bare[1:]}")
    if m := _LIST_START.match(bare):
        return indent + (f"{m[0]}\\{bare[m.end() :]}" if m["number"] else "\\" + bare)
    return line
