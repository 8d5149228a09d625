"""Colours: read, mixed, and held against each other as WCAG 2.2 does."""

import re
from collections.abc import Sequence

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
READABLE = 4.5  # of letters against their ground (WCAG 2.2, 1.4.3)
_STEPS = 50


def parse_colour(text: str) -> Colour:
    """`#7a1f3d` or `#abc`. Raises `ValueError` for what is none."""
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", text):
        raise ValueError(text)
    digits = text[1:] if len(text) == 7 else "".join(2 * one for one in text[1:])
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def format_colour(colour: Colour) -> str:
    """As style sheets have it."""
    return f"#{bytes(colour).hex()}"


def mix(colour: Colour, other: Colour, share: float) -> Colour:
    """`colour` with so much (0 to 1) of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours stand apart, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least_contrast(colour: Colour, grounds: Sequence[Colour]) -> float:
    """The contrast to the ground on which it is read worst."""
    return min(contrast(colour, ground) for ground in grounds)


def make_readable(colour: Colour, grounds: Sequence[Colour], least: float, towards: Colour) -> Colour:
    """The nearest to `colour`, on its way to black or white, that can be read on all `grounds`."""
    steps = (mix(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((one for one in steps if least_contrast(one, grounds) >= least), towards)


def _luminance(colour: Colour) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
