"""The colours of a publication: what follows from the one that it names, by light and in the dark.

The grounds and the colours of states are the look's own (`overrides/assets/stylesheets/jisr.css`): a state
looks the same in every publication.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from jisr.markup.colours import (
    BLACK,
    READABLE,
    WHITE,
    Colour,
    format_colour,
    least_contrast,
    make_readable,
    mix,
    parse_colour,
)
from jisr.model.languages import language
from jisr.model.settings import LookSettings

LIGHT: tuple[Colour, ...] = ((251, 249, 244), (243, 239, 230))
"""Grounds of pages by light, on which links stand: the page's, and that of what lies deeper."""
DARK: tuple[Colour, ...] = ((20, 25, 27), (27, 34, 36))
"""The same in the dark, and that of what is raised."""
_EASY = 7.0  # the contrast in the dark of a colour that is made for it


@dataclass(frozen=True)
class Shades:
    """What is drawn with a publication's colour on one ground."""

    accent: Colour
    strong: Colour  # of headings' names, and of what is pointed at
    glow: Colour  # behind what is pointed at


@dataclass(frozen=True)
class Palette:
    """The colour by light and in the dark."""

    light: Shades
    dark: Shades


@cache
def make_palette(colour: str, dark: str = "") -> Palette:
    """All shades of a colour, and of that in the dark, which is made from it where none is named."""
    accent = parse_colour(colour)
    lit = parse_colour(dark) if dark else make_readable(accent, DARK, _EASY, WHITE)
    return Palette(
        Shades(accent, mix(accent, BLACK, 0.3), mix(WHITE, accent, 0.12)),
        Shades(lit, mix(lit, WHITE, 0.4), mix(DARK[0], lit, 0.18)),
    )


def unreadable(look: LookSettings) -> list[tuple[str, float, str]]:
    """Colours that are hard to read: key of the setting, contrast to the ground, the nearest that is not."""
    found = []
    for key, text, grounds, towards in (
        ("colour", look.colour, LIGHT, BLACK),
        ("dark", look.dark, DARK, WHITE),
    ):
        if text and (reached := least_contrast(parse_colour(text), grounds)) < READABLE:
            better = make_readable(parse_colour(text), grounds, READABLE, towards)
            found.append((key, reached, format_colour(better)))
    return found


def style_sheet(look: LookSettings) -> str:
    """What a style sheet of the look is followed by, so that it shows a publication's colour and fonts."""
    rules = []
    if look.colour:
        palette = make_palette(look.colour, look.dark)
        light, dark = (_variables(one) for one in (palette.light, palette.dark))
        scheme = "body[data-md-color-scheme"
        rules += [
            f':root, {scheme}="jisr-light"], {scheme}="jisr-auto"] {{ {light} }}',
            f'{scheme}="jisr-dark"] {{ {dark} }}',
            f'@media (prefers-color-scheme: dark) {{ {scheme}="jisr-auto"] {{ {dark} }} }}',
        ]
    for lang, file in sorted(look.fonts.items()):
        name = file.rpartition("/")[2]
        said = f'font-family: "Own {lang}"; font-weight: 200 900; font-display: optional'
        rules += [
            f'@font-face {{ {said}; src: url("../fonts/{name}") format("woff2"); }}',
            f'[lang|="{lang}"] {{ --j-text: "Own {lang}", "Naskh", "Source Serif", serif; }}',
        ]
    return "".join(f"{rule}\n" for rule in rules)


def desk_style(look: LookSettings) -> str:
    """What the style sheet of the desk is followed by, so that editors work in the publication's look."""
    rules = []
    if look.colour:
        palette = make_palette(look.colour, look.dark)
        light, dark = (
            f":root {{ --accent: {format_colour(one.accent)}; --glow: {format_colour(one.glow)}; }}"
            for one in (palette.light, palette.dark)
        )
        rules += [light, f"@media (prefers-color-scheme: dark) {{ {dark} }}"]
    for lang, file in sorted(look.fonts.items()):
        face = f'font-family: "Own {lang}"; font-weight: 200 900; font-display: swap'
        name = language(lang).name.lower()
        rules += [
            f'@font-face {{ {face}; src: url("/look/{PurePosixPath(file).name}") format("woff2"); }}',
            f':root {{ --{name}: "Own {lang}", "Naskh", "Source Serif", serif; }}',
        ]
    if look.logo:
        shown = f'url("/look/{PurePosixPath(look.logo).name}") no-repeat center/contain'
        size = "inline-size: 1.6em; block-size: 1.4em; margin-inline-end: .4em; vertical-align: middle"
        rules.append(f'.brand::before {{ content: ""; display: inline-block; {size}; background: {shown}; }}')
    return "".join(f"\n{rule}" for rule in rules) + "\n" * bool(rules)


def _variables(shades: Shades) -> str:
    named = {"accent": shades.accent, "accent-strong": shades.strong, "glow": shades.glow}
    return " ".join(f"--j-{name}: {format_colour(colour)};" for name, colour in named.items())
