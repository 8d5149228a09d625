"""Fences of code: the lines that open and close it, also within lists and quotations."""

import re

_OPENING = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?![^\n]*`)|~{3,})")


def opening_fence(line: str) -> str:
    """The fence that a line opens code by, such as ``` or ~~~~; empty for none."""
    match = _OPENING.match(line)
    return match[1] if match else ""


def closes_fence(line: str, fence: str) -> bool:
    """Whether a line, blanks around it taken off, closes the code that `fence` opened."""
    return line.startswith(fence) and not line.strip(fence[0])
