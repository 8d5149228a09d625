"""Markdown within a paragraph, as an author may use it: emphasis, links, code, footnote references.

Everything else that Markdown or its extensions would obey (HTML, comments, attribute lists, templates, links
to anything but web pages and mail) is escaped, so that it is published as the text that was typed.
"""

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<code>(?<!`)(?P<ticks>`{1,2})(?!`)(?P<inner>[^`\n]{1,1000})(?P=ticks)(?!`))
    | (?P<auto><(?:https?://|mailto:)[^<>\s{}]{1,2000}>)
    | (?P<note>\[\^(?P<label>[\w-]{1,60})\])
    | (?P<image>!?)\[(?P<words>(?:\\.|[^\[\]\\\n]){1,1000})\]
        (?:\((?P<url>(?:[^()\s<>"'`{}\\]|\([^()\s<>"'`{}\\]{0,200}\)){1,1500})(?P<title>\s+"[^"<>{}\\`\n]{1,200}")?\s?\)
          |\[(?P<ref>[^\[\]\n]{0,200})\])?
    | (?P<entity>&(?:amp|lt|gt|quot|apos|nbsp|laquo|raquo|hellip|ndash|mdash|lrm|rlm|zwnj);)
    | (?P<emphasis>\*{1,3}|_{1,3}|~~(?!~))
    """,
    re.VERBOSE,
)
_MEANINGFUL = re.compile(r"[\\`\[{~<]|&(?=\#?\w+;)")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class References:
    """What a text may refer to: labels of its footnotes, and addresses by their label in lower case."""

    notes: Collection[str] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)


def inline(text: str, references: References) -> str:
    """`text` with its marks where they are allowed and all others escaped; line breaks stay."""
    pieces: list[str] = []
    done = 0
    for m in _TOKEN.finditer(text):
        pieces += [_literal(text[done : m.start()]), _kept(m, references)]
        done = m.end()
    return "".join([*pieces, _literal(text[done:])])


def _literal(text: str) -> str:
    return _MEANINGFUL.sub(lambda m: _ENTITIES.get(m[0], "\\" + m[0]), text)


def _kept(m: re.Match[str], references: References) -> str:
    if m["note"]:
        return m[0] if m["label"] in references.notes else _literal(m[0])
    if m["escape"] and m[0][1] in _ENTITIES:
        return _ENTITIES[m[0][1]]  # Python-Markdown knows no backslash before these
    if m["words"] is None:
        return m[0]
    words = inline(m["words"], References()) if not m["image"] else _literal(m["words"])
    address = m["url"] or references.addresses.get((m["ref"] or m["words"]).strip().lower(), "")
    if not is_allowed(address) or (m["image"] and not address.startswith("http")):
        # As text; what stands between the brackets keeps its marks.
        return f"{m['image']}\\[{words}]{_literal(m[0][m.end('words') + 1 - m.start() :])}"
    # A picture from elsewhere would be a request to another host: readers get a link to it.
    return f"[{words}]({address}{m['title'] or ''})"


def is_allowed(address: str) -> bool:
    """Whether a text may link there: web pages, mail, and places within the site."""
    plain = html.unescape(address).strip()
    if not plain or plain.startswith("//") or any(not c.isprintable() or c in "\\ <>" for c in plain):
        return False
    scheme = _SCHEME.match(plain)
    return scheme is None or scheme[0].lower() in ("http:", "https:", "mailto:")


# What begins a block in Python-Markdown or an extension of it, where the text was no such block. (Whether
# marks of lists are meant, the caller knows.)
_BLOCK_START = re.compile(r"(?P<escaped>[>#]|!!!|\+\+|---)|(?P<entity>=|\||:(?=\s)|\?(?=\?\?))")
_LIST_START = re.compile(r"(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?P<bullet>[-+*](?=\s))")


def safe_start(line: str, *, is_list: bool = False) -> str:
    """`line` so that it begins no block; with `is_list`, it may begin a point of a list."""
    bare = line.lstrip(" \t")
    indent = line[: len(line) - len(bare)]
    if m := _BLOCK_START.match(bare):
        return indent + ("\\" + bare if m["escaped"] else f"&#{ord(bare[0])};{bare[1:]}")
    if not is_list and (m := _LIST_START.match(bare)):
        return indent + (f"{m[0]}\\{bare[m.end() :]}" if m["number"] else "\\" + bare)
    return line
