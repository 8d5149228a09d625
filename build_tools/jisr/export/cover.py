"""The picture on the front of an e-book, as shelves show it: the card of a link, standing upright."""

from io import BytesIO

from jisr.site.cards import Card, draw

WIDTH, HEIGHT = 1200, 1800  # two to three, as shelves show books
_TOP = 520  # where the card begins
_BAND = 40  # of colour, above and below


def draw_cover(card: Card) -> bytes:
    """The cover as PNG, in the colours of the card."""
    from PIL import Image

    drawn = Image.open(BytesIO(draw(card)))
    band, foot = (drawn.crop((0, y, 1, y + 1)) for y in (0, drawn.height - 1))  # its two grounds
    cover = foot.resize((WIDTH, HEIGHT))
    cover.paste(drawn.crop((0, 14, drawn.width, drawn.height)), (0, _TOP))
    for top in (0, HEIGHT - _BAND):
        cover.paste(band.resize((WIDTH, _BAND)), (0, top))
    out = BytesIO()
    cover.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()
