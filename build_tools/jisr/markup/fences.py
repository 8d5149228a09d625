"""Fences: lines of ``` or ~~~ between which a Markdown text is code. Whoever reads a text by lines asks here.

Two modules stand below this one and have their own rule: `model.private`, which takes for code only what all
readings agree on, and `lang.typography`, which protects code as one expression among others.
"""

import re
from collections.abc import Iterator, Sequence

_OPENING = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}(?!.*`)|~{3,})")
_CLOSING = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})\s*")


def opening_fence(line: str) -> str:
    """The signs by which a line begins code, also in a list or quotation; empty if it does not.

    A line that closes a fence looks the same: whether one is open, the caller knows.
    """
    opening = _OPENING.match(line) if "```" in line or "~~~" in line else None
    return opening["fence"] if opening else ""


def closing_fence(line: str) -> str:
    """The signs of a line of nothing else, which may close a fence; empty for any other."""
    closing = _CLOSING.fullmatch(line) if "```" in line or "~~~" in line else None
    return closing["fence"] if closing else ""


def closes_fence(line: str, fence: str) -> bool:
    """Whether a line ends the code that `fence` began: by as many of its signs or more, and nothing else."""
    return closing_fence(line).startswith(fence)


def find_fenced(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each piece of code: index of its first line, of that behind its last; all the rest if unclosed."""
    fence, start = "", 0
    for n, line in enumerate(lines):
        if not fence:
            fence, start = opening_fence(line), n
        elif closes_fence(line, fence):
            yield start, n + 1
            fence = ""
    if fence:
        yield start, len(lines)


def without_fenced(text: str) -> str:
    """`text` with an empty line in place of each piece of fenced code."""
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    for start, end in reversed(list(find_fenced(lines))):
        lines[start:end] = [""]
    return "\n".join(lines)


def wrap_in_fence(lines: Sequence[str], language: str = "") -> list[str]:
    """Lines as fenced code: the fence is longer than any run of its signs in them."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence + language, *lines, fence]
