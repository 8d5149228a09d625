"""What editors wrote beside a text in Google Docs: its downloads have that below the text, as if notes.

As a page: `<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>…</p></div>`; as plain text: `[a]…` on the last
lines, and `[a]` right behind the word that it is about. Footnotes are counted with figures there.
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


def find_comments(text: str) -> Iterator[tuple[PrivateSpan, bool]]:
    """Where comments and what refers to them begin and end, and whether it is a comment.

    Text behind a blank line below the last one is more of that, or somebody wrote on: nobody can tell.
    """
    if "#cmnt" in text:
        yield from ((PrivateSpan(*m.span()), False) for m in _CITED.finditer(text))
        for box in _BOX.finditer(text):
            end = text.find("</div>", box.end())
            yield PrivateSpan(box.start(), end if end >= 0 else len(text)), True
    else:
        yield from _in_plain_text(text)


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
