"""What editors wrote beside a text in Google Docs or Word: what these save has that below it, as if notes.

As a page: `<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>…</p></div>`; as plain text: `[a]…` on the last
lines, and `[a]` right behind the word that it is about. Footnotes are counted with figures there.
Word's pages have a list of their own for it, and words that were deleted with who did it; pandoc makes
`[…]{.comment-start …}` and `[…]{.deletion …}` of both.
"""

import re
from collections.abc import Iterator

from jisr.model.private import PrivateSpan

_CITED = re.compile(
    r'(?:<sup\b[^<>]*>\s{0,9})?<a\b(?=[^<>]*\bhref="#cmnt\d)[^<>]*>[^<>]{0,20}</a>(?:\s{0,9}</sup>)?'
)
_BOX = re.compile(r'<div\b[^<>]*>\s{0,9}<p\b[^<>]*>\s{0,9}<a\b(?=[^<>]*\bhref="#cmnt_ref\d)[^<>]*>')
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LINE = re.compile(r"^\[(?P<letter>[a-z])\](?=\S)", re.MULTILINE)


_WORD_LIST = re.compile(r"<div\b[^<>]*\bmso-element:\s*comment-list[^<>]*>", re.IGNORECASE)
_WORD_CITED = re.compile(
    r"<a\b[^<>]*\bclass=[\"']?msocomanchor\b[^<>]*>[^<>]{0,40}</a>"
    r"|<del\b(?=[^<>]*\bcite=[\"']?mailto:)[^<>]*>(?:(?!</del>).){0,20000}</del>",
    re.IGNORECASE | re.DOTALL,
)
_PANDOC = re.compile(
    r"\[(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.){0,2000}\]){0,5000}\]\{\.(?:deletion|comment-start)\b[^{}]{0,500}\}",
    re.DOTALL,
)
_DIV = re.compile(r"<(?P<end>/?)div\b[^<>]*>", re.IGNORECASE)


def find_comments(text: str) -> Iterator[tuple[PrivateSpan, bool]]:
    """Where comments and what refers to them begin and end, and whether it is a comment.

    Text behind a blank line below the last one is more of that, or somebody wrote on: nobody can tell.
    """
    if "mso" in text or "mailto:" in text:
        yield from ((PrivateSpan(*m.span()), False) for m in _WORD_CITED.finditer(text))
        yield from (
            (PrivateSpan(m.start(), _end_of_div(text, m.end())), True) for m in _WORD_LIST.finditer(text)
        )
    if "{.deletion" in text or "{.comment-start" in text:
        yield from ((PrivateSpan(*m.span()), True) for m in _PANDOC.finditer(text))
    if "#cmnt" in text:
        yield from ((PrivateSpan(*m.span()), False) for m in _CITED.finditer(text))
        for box in _BOX.finditer(text):
            end = text.find("</div>", box.end())
            yield PrivateSpan(box.start(), end if end >= 0 else len(text)), True
    else:
        yield from _in_plain_text(text)


def _end_of_div(text: str, start: int) -> int:
    depth = 1
    for tag in _DIV.finditer(text, start):
        depth += -1 if tag["end"] else 1
        if not depth:
            return tag.end()
    return len(text)


def _in_plain_text(text: str) -> Iterator[tuple[PrivateSpan, bool]]:
    lines = list(_LINE.finditer(text))
    letters = "".join(line["letter"] for line in lines)
    if not lines or not "abcdefghijklmnopqrstuvwxyz".startswith(letters):
        return
    start = lines[0].start()
    cited = [m for m in re.finditer(r"(?<=[^\s\[\]])\[[a-z]\](?:\[[a-z]\])*", text) if m.start() < start]
    if set("".join(m[0] for m in cited)) - set("[]") == set(letters):
        yield from ((PrivateSpan(*m.span()), False) for m in cited)
        is_last = not _BLANK_LINE.search(text.rstrip(), lines[-1].start())
        yield PrivateSpan(start, len(text), closed=is_last), True
