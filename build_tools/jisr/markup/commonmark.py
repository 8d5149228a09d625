"""Markdown → HTML in time that grows with the text and no faster, whatever the text is.

CommonMark with tables and footnotes, by markdown-it. Three things differ from its standard: emphasis begins
and ends beside punctuation too, for Arabic prefixes stand right before quotes (و**«داعش»**, "and **ISIS**");
addresses are left as they are written, for who publishes them judges them; and what is nested beyond reason
is shown as it is typed. The HTML may hold any tag: only `pages.html` makes something to publish out of it.
"""

import html
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

MAX_NESTING = 20  # levels; a list in a list makes two of them. The parser's time grows with it.

MAX_SEED_NESTING = 60  # the same limit for seeds

_NOTE = re.compile(r"\[\^([^\]\s]{1,80})\]")
_NOTES = "jisr-notes"  # in the converter's environment: the labels that are defined


@lru_cache(maxsize=1024)  # pages of both languages and views hold the same blocks
def to_html(source: str) -> str:
    """The HTML of a piece of Markdown.

    A footnote is `<div class="footnote"><li id="fn:LABEL">…</li></div>` where it is defined, and
    `<sup id="fnref:LABEL"></sup>` where it is cited; a reference to a note that is not there is text.
    """
    converter, environment = _converter(), dict[str, Any]()
    tokens = converter.parse(source.replace("\0", ""), environment)
    if any(token.nesting == 1 and token.level >= MAX_NESTING - 1 for token in tokens):
        return f"<p>{html.escape(source)}</p>"  # the parser leaves out what is nested deeper
    return str(converter.renderer.render(tokens, converter.options, environment))


def parse_blocks(source: str) -> tuple[list[Token], Mapping[str, Mapping[str, Any]]]:
    """The blocks of a text as tokens, their words not looked into, and the addresses that it defines.

    HTML is text here. Raises `ValueError` for what is nested beyond reason, which the parser would leave out.
    """
    converter, environment = _reader(), dict[str, Any]()
    tokens: list[Token] = []
    converter.block.parse(source, converter, environment, tokens)
    if any(token.nesting == 1 and token.level >= MAX_SEED_NESTING - 1 for token in tokens):
        raise ValueError("nested too deep")
    return tokens, environment.get("references", {})


class _Markdown(MarkdownIt):
    """Leaves every address unchanged; whoever publishes it decides what is allowed."""

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 (the parser's names)
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (the parser's name)
        return url


@cache
def _reader() -> _Markdown:
    """The converter for `parse_blocks`."""
    converter = _Markdown("commonmark", {"html": True, "maxNesting": MAX_SEED_NESTING})
    converter.enable("table")
    converter.disable("html_block")
    converter.block.ruler.before("reference", "note", _definition, {"alt": ["paragraph", "reference"]})
    return converter


@cache
def _converter() -> _Markdown:
    """One for all texts, for making it is slow."""
    converter = _Markdown("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    converter.enable(["table", "strikethrough"])
    converter.inline.ruler.at("emphasis", _emphasis)
    converter.inline.ruler.after("image", "note", _note)
    converter.block.ruler.before("reference", "note", _definition, {"alt": ["paragraph", "reference"]})
    converter.add_render_rule("note", _show_note)
    converter.add_render_rule("definition_open", _open_definition)
    converter.add_render_rule("definition_close", _close_definition)
    return converter


def _emphasis(state: StateInline, silent: bool) -> bool:
    """`*` and `_`: open before what is no space, close behind it; `_` not within words."""
    start, mark = state.pos, state.src[state.pos]
    if silent or mark not in "*_":
        return False
    end = start
    while end < state.posMax and state.src[end] == mark:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    inside = mark == "_"
    opens = not after.isspace() and not (inside and before.isalnum())
    closes = not before.isspace() and not (inside and after.isalnum())
    for _ in range(end - start):
        state.push("text", "", 0).content = mark
        token = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(mark), end - start, token, -1, opens, closes))
    state.pos = end
    return True


# --- footnotes -----------------------------------------------------------------------------------------


def _definition(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """`[^1]: words`, with the indented paragraphs below it."""
    start = state.bMarks[line] + state.tShift[line]
    found = _NOTE.match(state.src, start, state.eMarks[line])
    if not found or not state.src.startswith(":", found.end()) or state.is_code_block(line):
        return False
    if silent:
        return True
    state.env.setdefault(_NOTES, set()).add(found[1])
    opening = state.push("definition_open", "", 1)
    opening.meta, opening.map = {"label": found[1]}, [line, line + 1]
    kept = state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType
    begin = found.end() + 1
    words = begin
    while words < state.eMarks[line] and state.src[words] in " \t":
        words += 1
    # The words behind the colon are the first line of a text indented by four.
    state.bMarks[line], state.tShift[line] = begin, words - begin
    state.blkIndent += 4
    state.sCount[line] = state.blkIndent
    state.parentType = "footnote"
    state.md.block.tokenize(state, line, last)
    state.blkIndent -= 4
    state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType = kept
    state.push("definition_close", "", -1)
    return True


def _note(state: StateInline, silent: bool) -> bool:
    """`[^1]`, where such a note is defined."""
    found = _NOTE.match(state.src, state.pos, state.posMax)
    if not found or found[1] not in state.env.get(_NOTES, ()):
        return False
    if not silent:
        state.push("note", "", 0).meta = {"label": found[1]}
    state.pos = found.end()
    return True


def _show_note(_: RendererHTML, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return f'<sup id="fnref:{html.escape(tokens[at].meta["label"])}"></sup>'


def _open_definition(_: RendererHTML, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return f'<div class="footnote"><li id="fn:{html.escape(tokens[at].meta["label"])}">'


def _close_definition(*_: Any) -> str:
    return "</li></div>\n"
