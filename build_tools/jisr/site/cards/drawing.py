"""A card drawn with Pillow: 1200×630 pixels, few colours, so that it is small."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING

from jisr.markup.colours import Colour
from jisr.model.languages import ORIGINAL, Lang, language
from jisr.site.cards import own_look
from jisr.site.cards.own_look import OwnLook

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630  # pixels: what social networks and messengers ask for
MARGIN = 76
TITLE = (128, 492)  # top and bottom of the room for the title
SIZES = (80, 72, 64, 58, 52, 47, 42, 38, 34)  # of the title: the largest in which it fits
SMALL = 30

GROUND, INK, SOFT, ACCENT = (251, 249, 244), (31, 35, 37), (86, 90, 87), (13, 86, 96)
STATES = {  # letters and ground, as on the site in light
    "draft": ((125, 74, 0), (253, 241, 218)),
    "edited": ((35, 79, 134), (232, 239, 248)),
    "approved": ((34, 97, 58), (229, 242, 232)),
    "missing": ((85, 86, 92), (236, 235, 231)),
}
STEPS = 8  # of a colour between ground and letter: smooth edges, few bytes
_STEP_OF_COVER = [cover * STEPS // 256 for cover in range(256)]
_IS_COVERED = [255 * (step > 0) for step in _STEP_OF_COVER]
_DEFLATE = 3  # of zlib's levels: 6 takes three times as long and saves 5 KB of 19

_LTR, _RTL, _FIRST, _END = "\u2066", "\u2067", "\u2068", "\u2069"  # isolates (UAX #9)


@dataclass(frozen=True)
class Card:
    """What stands on a card, in `lang` but for the title, which may be Arabic on an English card.

    `state` is the key of the translation's state (empty on the original) and `said` its words. Runs that have
    another direction stand in Unicode's isolates.
    """

    lang: Lang
    title: str
    title_lang: Lang
    publication: str
    line: str = ""  # author and date
    state: str = ""
    said: str = ""
    accent: Colour = ACCENT
    own: OwnLook = field(default_factory=OwnLook)


@cache
def can_draw() -> bool:
    """Whether Arabic can be shaped here: Pillow finds FriBiDi when the program starts, if it is there."""
    try:
        from PIL import features
    except ImportError:  # a platform without Pillow's library
        return False
    return bool(features.check("raqm") and features.check("fribidi"))


def draw(card: Card) -> bytes:
    """The card as PNG."""
    return _Canvas(card).png()


def lacks_letters(card: Card) -> bool:
    """Whether something on the card has letters for which there are no shapes."""
    rest = (card.title, _title_face(card)), (card.publication, "Bold"), (card.line, "Bold")
    return any(has_missing_glyphs(text, face) for text, face in rest)


def has_missing_glyphs(text: str, face: str) -> bool:
    """Whether the typeface lacks a letter, digit or vowel mark of `text`; signs and emoji are left out."""
    return any(unicodedata.category(c)[0] in "LMN" and not _has_glyph(c, face) for c in text)


def missing_signs(text: str, face: str) -> str:
    """The signs of `text` for which a face has no shapes. Raises `OSError` for a file that is no font."""
    return "".join(c for c in text if not _has_glyph(c, face))


# --- letters ----------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _font(face: str, size: int) -> "FreeTypeFont":
    """`face` is the weight of the house's typeface, that of books, or what `OwnLook` calls one of its own."""
    from PIL import ImageFont

    own = own_look.file_of(face)
    name = "BookTitles-Bold" if face == "Book" else f"IBMPlexSansArabic-{face}"
    house = resources.files("jisr").joinpath(f"site/cards/{name}.woff2")
    data = (own or house).read_bytes()
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=1 << 13)
def _has_glyph(char: str, face: str = "Bold") -> bool:
    """Whether the typeface has a shape for a character; what is only a sign to the layout needs none."""
    if char in (" ", "\u00a0", "\u200c", _LTR, _RTL, _FIRST, _END):
        return True
    font = _font(face, SMALL)
    return bytes(font.getmask(char)) != bytes(font.getmask("\U0010fffd"))


def _title_face(card: Card) -> str:
    """The publication's font for texts in the title's language, if it is one and no sign would be lost."""
    face = card.own.fonts.get(card.title_lang, "")
    try:
        has_all = face and all(_has_glyph(c, face) for c in card.title if _has_glyph(c))
        return face if has_all and not has_missing_glyphs(card.title, face) else "Bold"
    except OSError:  # FreeType knows no such font
        return "Bold"


def _drawable_text(text: str, face: str = "Bold") -> str:
    """Without what cannot be drawn, and on one line."""
    return " ".join("".join(c for c in text if _has_glyph(c, face)).split(" ")).strip()


@lru_cache(maxsize=1 << 14)
def _word_width(word: str, face: str) -> float:
    """Of a word without the space behind it, as a share of the size of the letters."""
    return float(_font(face, 100).getlength(word)) / 100


def _break_lines(words: Sequence[str], room: float, face: str) -> list[list[str]]:
    """Words in lines of at most `room` (in sizes of letters), each as full as can be."""
    lines: list[list[str]] = []
    used = room + 1
    for word in words:
        width = _word_width(word, face)
        if used + _word_width(" ", face) + width > room:
            lines.append([])
            used = -_word_width(" ", face)
        lines[-1].append(word)
        used += _word_width(" ", face) + width
    return lines


def _balance_lines(words: Sequence[str], room: float, face: str) -> list[list[str]]:
    """The same number of lines, all about as long."""
    lines = _break_lines(words, room, face)
    low, high = room / 2, room
    while high - low > room / 50:
        middle = (low + high) / 2
        if len(_break_lines(words, middle, face)) > len(lines) or _widest_line(words, face) > middle:
            low = middle
        else:
            high = middle
    return _break_lines(words, high, face)


def _widest_line(words: Sequence[str], face: str) -> float:
    return max((_word_width(word, face) for word in words), default=0)


def _fit_title(text: str, lang: Lang, face: str = "Bold") -> tuple[int, list[str]]:
    """The size and the lines of a title; one that fits in no size is cut in the smallest."""
    words = [word for word in text.split(" ") if word]
    for size in SIZES:
        room = (WIDTH - 2 * MARGIN) / size
        most = int((TITLE[1] - TITLE[0]) / (size * language(lang).leading))
        if _widest_line(words, face) <= room and len(_break_lines(words, room, face)) <= most:
            return size, [" ".join(line) for line in _close_isolates(_balance_lines(words, room, face))]
    return size, _cut_title(words, room, most, face)


def _cut_title(words: Sequence[str], room: float, most: int, face: str) -> list[str]:
    """In the smallest size as much as there is room for, and an ellipsis; an endless word is cut itself."""
    short = [_cut_word(word, room - 1, face) for word in words]
    lines = _break_lines(short, room, face)
    if len(lines) > most:
        last = lines[most - 1]
        while last and _word_width(" ".join(last) + " …", face) > room:
            last.pop()
        lines = [*lines[: most - 1], [*last[:-1], f"{last[-1].rstrip('،؛,;:')}…"] if last else ["…"]]
    return [" ".join(line) for line in _close_isolates(lines)]


def _cut_word(word: str, room: float, face: str) -> str:
    if _word_width(word, face) <= room:
        return word
    low, high = 0, len(word)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _word_width(word[:middle] + "…", face) <= room else (low, middle)
    return word[:low] + "…"


def _close_isolates(lines: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Lines whose isolates end where they do: a run that goes on in the next line begins there again."""
    open_: list[str] = []
    for line in lines:
        words = ["".join(open_) + line[0], *line[1:]] if line else []
        for char in "".join(line):
            if char in (_LTR, _RTL, _FIRST):
                open_.append(char)
            elif char == _END and open_:
                open_.pop()
        yield [*words[:-1], words[-1] + _END * len(open_)] if words else []


# --- the canvas -------------------------------------------------------------------------------------------


class _Canvas:
    """A picture whose colours are ramps from a ground to the colour of letters, `STEPS` long."""

    def __init__(self, card: Card) -> None:
        from PIL import Image, ImageDraw

        self.card = card
        self.start_right = language(card.lang).direction == "rtl"
        self.image = Image.new("P", (WIDTH, HEIGHT))
        self.draw = ImageDraw.Draw(self.image)
        letters, ground = STATES.get(card.state, (SOFT, GROUND))
        self.ramps = [
            (GROUND, INK),
            (GROUND, SOFT),
            (GROUND, card.accent),
            (ground, letters),
            (GROUND, ground),
        ]
        self.image.putpalette(self._palette())

    def _palette(self) -> list[int]:
        return [
            round(a + (b - a) * step / (STEPS - 1))
            for first, last in self.ramps
            for step in range(STEPS)
            for a, b in zip(first, last, strict=True)
        ]

    def png(self) -> bytes:
        card = self.card
        self.draw.rectangle((0, 0, WIDTH, 13), fill=self._full(2))
        self._head()
        face = _title_face(card)
        size, lines = _fit_title(_drawable_text(card.title, face), card.title_lang, face)
        step = round(size * language(card.title_lang).leading)
        # the lines stand in the middle of their room, a little above
        top = TITLE[0] + (TITLE[1] - TITLE[0] - step * len(lines)) * 2 // 5
        for number, line in enumerate(lines):
            baseline = (
                top + step * number + round(step * (0.68 if card.title_lang == ORIGINAL.code else 0.76))
            )
            self._text(line, face, size, baseline, 0, card.title_lang)
        self._foot()
        out = BytesIO()
        self.image.save(out, "PNG", optimize=False, compress_level=_DEFLATE)
        return out.getvalue()

    def _full(self, ramp: int) -> int:
        return ramp * STEPS + STEPS - 1

    def _head(self) -> None:
        width = self._logo()
        self._text(
            _drawable_text(self.card.publication), "Bold", 38, 92, 2, self.card.lang, indent=width + 22
        )

    def _logo(self) -> int:
        """The publication's logo, the letter that it has instead, or Jisr's bridge; gives its width."""
        own = self.card.own
        picture = own_look.draw_logo(own, GROUND)
        if picture is None:
            mask = _letter(_drawable_text(own.letter)) if own.letter else _bridge()
            self._paste(mask, (self._start(mask.width), 52 if not own.letter else 46), 2)
            return mask.width
        used = len(self.ramps) * STEPS
        self.image.putpalette(self._palette() + (picture.getpalette() or []))
        shifted = picture.point([value + used for value in range(256 - used)] + [0] * used)
        self.image.paste(shifted, (self._start(picture.width), 84 - picture.height // 2))
        return picture.width

    def _start(self, width: int) -> int:
        """Where something stands that begins at the margin."""
        return WIDTH - MARGIN - width if self.start_right else MARGIN

    def _foot(self) -> None:
        card = self.card
        self.draw.rectangle((MARGIN, 518, WIDTH - MARGIN, 519), fill=STEPS + STEPS // 4)
        taken = 0
        if card.said:
            taken = self._badge(_drawable_text(card.said)) + 28
        line = _drawable_text(card.line)
        room = WIDTH - 2 * MARGIN - taken
        while line and _word_width(line, "Regular") * SMALL > room:
            line = line.rpartition(" ")[0].rstrip(" ·،,") + "…" if " " in line else ""
        if line:
            self._text(line, "Regular", SMALL, 574, 1, card.lang)

    def _badge(self, said: str) -> int:
        """The state of the translation, at the end of the line; gives its width."""
        width = round(_word_width(said, "Regular") * SMALL) + 44
        at = MARGIN if self.start_right else WIDTH - MARGIN - width
        self._paste(_rounded(width, 54, 27), (at, 538), 4)
        self._text(said, "Regular", SMALL, 574, 3, self.card.lang, at_end=22)
        return width

    def _text(
        self,
        text: str,
        face: str,
        size: int,
        baseline: int,
        ramp: int,
        lang: Lang,
        *,
        indent: int = 0,
        at_end: int = 0,
    ) -> None:
        """A line of `lang`: `indent` pixels after the margin it begins at, or `at_end` before the other."""
        from PIL import Image, ImageDraw

        mask = Image.new("L", (WIDTH, size * 2))
        right = (language(lang).direction == "rtl") != bool(at_end)
        inside = MARGIN + (at_end or indent)
        ImageDraw.Draw(mask).text(
            (WIDTH - inside if right else inside, round(size * 1.35)),
            text,
            fill=255,
            font=_font(face, size),
            anchor="rs" if right else "ls",
            direction=language(lang).direction,
            language=lang,
        )
        self._paste(mask, (0, baseline - round(size * 1.35)), ramp)

    def _paste(self, mask: "Image", at: tuple[int, int], ramp: int) -> None:
        """Letters or shapes, given as how much of each pixel they cover, in the colours of a ramp."""
        box = mask.getbbox()
        if box is None:
            return
        mask = mask.crop(box)
        colours = mask.point([ramp * STEPS + step for step in _STEP_OF_COVER])
        covered = mask.point(_IS_COVERED)
        self.image.paste(colours, (at[0] + box[0], at[1] + box[1]), covered)


@lru_cache(maxsize=4)
def _letter(letter: str) -> "Image":
    """A letter cut out of a square, as in the site's icon."""
    from PIL import Image, ImageDraw

    mask = _rounded(60, 60, 12).copy()
    cut = Image.new("L", mask.size)
    ImageDraw.Draw(cut).text((30, 42), letter, fill=255, font=_font("Bold", 36), anchor="ms")
    mask.paste(0, (0, 0), cut)
    return mask


@cache
def _bridge() -> "Image":
    """The bridge of the site: a deck, an arch below, three posts."""
    from PIL import Image, ImageDraw

    scale = 8  # four times the size on the card, where a unit of the drawing is two pixels
    big = Image.new("L", (48 * scale, 32 * scale))
    pen = ImageDraw.Draw(big)
    arch = []
    for step in range(41):
        t = step / 40
        ends, handles = (1 - t) ** 3 + t**3, 3 * (1 - t) ** 2 * t + 3 * (1 - t) * t**2
        x = 5 * (1 - t) ** 3 + 15 * (1 - t) ** 2 * t + 129 * (1 - t) * t**2 + 43 * t**3
        arch.append((round(x * scale), round((26 * ends + 4 * handles) * scale)))
    for line in (
        [(2, 11), (46, 11)],
        [(24, 9), (24, 11)],
        [(14.5, 11), (14.5, 14.2)],
        [(33.5, 11), (33.5, 14.2)],
    ):
        pen.line([(round(x * scale), round(y * scale)) for x, y in line], fill=255, width=3 * scale)
    pen.line(arch, fill=255, width=3 * scale, joint="curve")
    for x, y in ((2, 11), (46, 11), (5, 26), (43, 26)):
        pen.ellipse(
            [
                round((x - 1.5) * scale),
                round((y - 1.5) * scale),
                round((x + 1.5) * scale),
                round((y + 1.5) * scale),
            ],
            fill=255,
        )
    return big.reduce(4)


@lru_cache(maxsize=32)
def _rounded(width: int, height: int, corner: int) -> "Image":
    from PIL import Image, ImageDraw

    big = Image.new("L", (width * 4, height * 4))
    ImageDraw.Draw(big).rounded_rectangle((0, 0, width * 4 - 1, height * 4 - 1), corner * 4, fill=255)
    return big.reduce(4)
