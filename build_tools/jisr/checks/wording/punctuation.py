"""The check of punctuation: Arabic marks in English, pairs left open, and how a paragraph ends."""

import re
from collections.abc import Iterator

from jisr.checks.context import BlockFinding, Pair, strip_arabic_runs, text_without_code
from jisr.model.source import Kind

_ARABIC = {"،": ",", "؛": ";", "؟": "?", "۔": ".", "٫": ".", "٬": ",", "«": "“", "»": "”"}
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"))
_LIST_MARK = re.compile(r"(?:^|\s)(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})$")
_CLOSING = "\"'”’»)]*_ \n\t"
_ASKED = re.compile(r"[؟?][\"'”’»)\]]+\.\Z")  # «…؟». ends like “…?”
_UNTITLED = (Kind.PARAGRAPH, Kind.POINT, Kind.QUOTATION)


def check_punctuation(pair: Pair) -> Iterator[BlockFinding]:
    """Punctuation that is Arabic, unpaired, or ends otherwise"""
    text = pair.translation
    if "lang=" in pair.target:
        text = text_without_code(strip_arabic_runs(pair.target))
    arabic = [mark for mark in dict.fromkeys(text) if mark in _ARABIC]
    if arabic:
        written = " ".join(_ARABIC[mark] for mark in arabic)
        message = f"Arabic punctuation in the English: {' '.join(arabic)}"
        yield BlockFinding(message, _excerpt_around(text, arabic[0]), f"write {written}")
    yield from _unpaired(pair.original, text)
    yield from _ending(pair, text)


def _unpaired(arabic: str, text: str) -> Iterator[BlockFinding]:
    for opening, closing in _PAIRS:
        if opening not in text and closing not in text:
            continue
        ours = _balance(text, opening, closing)
        if not ours or (opening != "“" and _balance(arabic, opening, closing)):
            continue
        # a quotation of several paragraphs opens each and closes the last
        if opening == "“" and 0 < ours <= text.count("\n\n“"):
            continue
        lacking, there = (closing, opening) if ours > 0 else (opening, closing)
        remedy = f"add {lacking}, or remove {there}"
        yield BlockFinding(f"{there} without {lacking}", _excerpt_around(text, there), remedy)
    if text.count('"') % 2 and arabic.count('"') % 2 == 0 and not re.search(r'\d\s?"', text):
        remedy = 'add the other ", or remove this one'
        yield BlockFinding('an odd number of "', _excerpt_around(text, '"'), remedy)


def _balance(text: str, opening: str, closing: str) -> int:
    """How many marks are opened and not closed; below zero, closed and not opened. `1)` is a list's."""
    depth = unopened = 0
    for index, mark in enumerate(text):
        if mark == opening:
            depth += 1
        elif mark == closing and depth:
            depth -= 1
        elif mark == closing and not _LIST_MARK.search(text, max(0, index - 5), index):
            unopened += 1
    return depth or -unopened


def _ending(pair: Pair, text: str) -> Iterator[BlockFinding]:
    ours, theirs = pair.original.rstrip(_CLOSING), text.rstrip(_CLOSING)
    if not ours or not theirs:
        return
    if ours[-1] in "؟?" and theirs[-1] in ".!:;,…":
        yield BlockFinding("the Arabic asks, the English does not", theirs[-60:], "end with a question mark")
    elif theirs[-1] == "?" and ours[-1] in ".!:؛،…" and not _ASKED.search(ours):
        yield BlockFinding("the English asks, the Arabic does not", theirs[-60:], "end as the Arabic does")
    elif ours[-1] == "." and theirs[-1] in ",;،؛-–—(":
        yield BlockFinding("the sentence breaks off", theirs[-60:], "read the end of both")
    elif ours[-1] in ".؟!" and theirs[-1].isalnum() and pair.kind in _UNTITLED and len(theirs) > 40:
        yield BlockFinding("no mark at the end", theirs[-60:], f"end with {ours[-1].replace('؟', '?')}")


def _excerpt_around(text: str, mark: str) -> str:
    at = text.find(mark)
    return " ".join(text[max(0, at - 25) : at + 25].split())
