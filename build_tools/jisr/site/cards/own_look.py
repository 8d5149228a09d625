"""What of a publication's own look its cards show: the logo, or its first letter, and the fonts of titles."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from jisr.markup.colours import Colour
from jisr.model.languages import LANGS
from jisr.model.settings import LookSettings, Settings
from jisr.storage.look import find_in_look, read_logo

if TYPE_CHECKING:
    from PIL.Image import Image

_LOGO = (280, 64)  # the room for it, in pixels
_COLOURS = 128
_DRAWING = ".svg"  # which Pillow cannot show: a picture of the same name beside it can stand for it
_INSTEAD = (".png", ".webp", ".jpg", ".jpeg")


@dataclass(frozen=True)
class OwnLook:
    """By `seal` two are told apart: the digest of the files, which lie elsewhere on another machine."""

    letter: str = ""  # in place of a logo; without either there is Jisr's bridge
    seal: str = ""
    logo: bytes | None = field(default=None, repr=False, compare=False)
    fonts: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)  # language → face


def read_own_look(settings: Settings, publication: str) -> OwnLook:
    """What the settings say of cards, for a publication of this name in the card's language."""
    look = settings.look
    found = (find_in_look(settings.root, name) for name in sorted(look.fonts.values()))
    paths = [path for path in found if path]
    drawn = _drawable_logo(settings)
    logo = read_logo(settings.root, LookSettings(logo=drawn)) if drawn else None
    faces = {path.name: f"{_seal(path.read_bytes())}:{path}" for path in paths}
    fonts = {
        lang: faces[name] for lang, path in look.fonts.items() if (name := PurePosixPath(path).name) in faces
    }
    said = [_seal(logo or b""), *(f"{lang} {face.partition(':')[0]}" for lang, face in sorted(fonts.items()))]
    letter = next((c for c in publication if c.isalnum()), "") if look.colour and logo is None else ""
    return OwnLook(letter, _seal(" ".join(said).encode()) if logo or fonts else "", logo, fonts)


def with_book_face(own: OwnLook) -> OwnLook:
    """The same for the cover of a book, whose title is set as in the book."""
    return replace(own, fonts={**dict.fromkeys(LANGS, "Book"), **own.fonts})


def _drawable_logo(settings: Settings) -> str:
    """The logo, or of a drawing the picture that stands for it; `""` where there is neither."""
    logo = settings.look.logo
    if not logo.endswith(_DRAWING):
        return logo
    names = (logo.removesuffix(_DRAWING) + suffix for suffix in _INSTEAD)
    return next((name for name in names if find_in_look(settings.root, name)), "")


def _seal(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def file_of(face: str) -> Path | None:
    """The file of a face that `OwnLook.fonts` names; `None` for a weight of the house's typeface."""
    _, own, path = face.partition(":")
    return Path(path) if own else None


def draw_logo(own: OwnLook, ground: Colour) -> "Image | None":
    """The logo on a ground, in a palette of its own; `None` where there is none that can be drawn."""
    return _draw(own.logo, ground) if own.logo else None


@lru_cache(maxsize=4)
def _draw(data: bytes, ground: Colour) -> "Image | None":
    from PIL import Image

    try:
        picture = Image.open(BytesIO(data)).convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    scale = min(_LOGO[0] / picture.width, _LOGO[1] / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    flat = Image.new("RGBA", size, (*ground, 255))
    flat.alpha_composite(picture)
    return flat.convert("RGB").quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
