"""What the first lines of a text say of holding it back: «مسودة – ليست للنشر» ("draft, not for publication").

Such a line is nobody's title. Until when a text is embargoed is left to the sidecar: whoever reads an hour of
a line of words wrongly would show the text too soon.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from jisr.lang.word_lists import read_word_lists
from jisr.model.diagnostics import Finding, notice
from jisr.model.source import Meta
from jisr.seeds.decoding import Line, decode_anyway, strip_blanks
from jisr.seeds.md.front_matter import says_held

_FIRST, _STATE = 3, 10  # lines with words among which one says so, or says a state: «الحالة: مسودة»
_LONGEST = 120  # characters
_WORDS = "|".join(read_word_lists("seeds/withheld.toml")["withheld"].strip().split("\n"))
_AROUND = r"[\W_]*"
_HELD = re.compile(rf"{_AROUND}(?:{_WORDS})(?:\W+(?:{_WORDS}))?{_AROUND}")
_PAIR = re.compile(rf"{_AROUND}(?P<key>[\w ]+?)\W*:\W*(?P<value>[\w -]+?){_AROUND}")
_FENCED = re.compile(r"\s*---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?=\n)", re.DOTALL)


def take_withholding(meta: Meta, lines: Sequence[Line], file: str) -> tuple[Meta, list[Line], list[Finding]]:
    """`meta` held back where one of the first lines below front matter says so, the others, and a notice."""
    place = find_withheld([line.text for line in lines])
    if place < 0 or not any(strip_blanks(line.text) for n, line in enumerate(lines) if n != place):
        return meta, list(lines), []
    line = lines[place]
    about = say_withheld(file, line.number, line.text)
    return hold(meta), [replace(one, text="") if one is line else one for one in lines], [about]


def say_withheld(file: str, line: int, words: str) -> Finding:
    """What is said of a line that holds a text back."""
    message = "this line is left out, and readers do not see the text until somebody takes it out of the seed"
    remedy = "of an embargo say the hour in the sidecar (status: embargoed, until: 2030-01-31 18:00)"
    return notice("held", message, file, line, strip_blanks(words), remedy)


def withhold_by_first_lines(meta: Meta, data: bytes) -> Meta:
    """`meta` held back where one of a seed's first lines says so, also where the seed cannot be read."""
    head = without_front_matter(decode_anyway(data)[:20_000])
    return hold(meta) if find_withheld(head.split("\n")) >= 0 else meta


def without_front_matter(text: str) -> str:
    """A text without what is fenced at its top."""
    return _FENCED.sub("", text, count=1)


def hold(meta: Meta) -> Meta:
    """`meta` of a text that readers do not see until somebody says that they may."""
    return replace(meta, status="draft") if meta.status == "published" else meta


def find_withheld(lines: Sequence[str]) -> int:
    """The index of the line that holds the text back; -1 if there is none."""
    filled = [(n, text) for n, line in enumerate(lines) if (text := strip_blanks(line))][:_STATE]
    for place, (n, text) in enumerate(filled):
        if len(text) > _LONGEST:
            break  # the text has begun
        pair = _PAIR.fullmatch(text)
        if (place < _FIRST and _HELD.fullmatch(text)) or (pair and says_held(pair["key"], pair["value"])):
            return n
    return -1
