"""The picture that a link to an article shows elsewhere: its title, set as the house sets it.

Arabic is shaped by HarfBuzz and put in order by FriBiDi, both through Pillow, in the site's own typeface; a
publication's own logo, colour and font of texts stand there where it has such.
Everything is drawn in whole numbers, so one card is the same bytes each time. A machine without FriBiDi draws
no cards, and `findings` says so; a title with letters that the typeface lacks has no card either.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from jisr.model.diagnostics import Finding, Severity
from jisr.site.cards.drawing import HEIGHT, WIDTH, Card, can_draw, draw, lacks_letters

__all__ = [
    "HEIGHT",
    "WIDTH",
    "Card",
    "can_draw",
    "draw",
    "findings",
    "fribidi_version",
    "is_drawable",
    "path",
]


def path(card: Card) -> str:
    """Where the card lies below its language: named by all that is on it, so that a new one is fetched."""
    return (
        f"cards/{sha256(f'{_design_digest()}{card!r}'.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.png"
    )


def is_drawable(card: Card) -> bool:
    """Whether this machine can draw it, and the typeface has all of its letters."""
    return can_draw() and not lacks_letters(card)


def fribidi_version() -> str:
    """The release of the library that puts Arabic in order on cards; `""` where it is not there."""
    if not can_draw():
        return ""
    from PIL import features

    return str(features.version("fribidi") or "")


def findings() -> Iterator[Finding]:
    """What keeps this machine from drawing cards: a notice, for the site is whole without them."""
    if not can_draw():
        yield Finding(
            "cards",
            "no pictures for links to articles: the library FriBiDi, which puts Arabic in order, is missing",
            remedy="install it: apt-get install libfribidi0, or brew install fribidi",
            severity=Severity.NOTICE,
        )


@cache
def _design_digest() -> str:
    """The digest of how cards are drawn."""
    from importlib import resources

    folder = resources.files("jisr").joinpath("site/cards")
    code = (folder.joinpath(name).read_bytes() for name in ("drawing.py", "own_look.py"))
    return sha256(b"".join(code)).hexdigest()
