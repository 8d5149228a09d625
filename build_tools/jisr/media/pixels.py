"""Images without what is no picture: upright, in the colours of the web, otherwise dot by dot as they were.

A photograph tells where, when and with which telephone it was taken, and often holds a small copy of what was
cut off. All that goes. Only where a note beside the pixels says how they are to be turned, or a profile what
their colours mean, are they painted anew: such a note would be gone too.
"""

import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from jisr.media.boxes import blank_avif
from jisr.media.chunks import strip_gif, strip_png, strip_webp
from jisr.media.errors import MediaError, broken
from jisr.media.jpeg import strip_jpeg

if TYPE_CHECKING:
    from PIL import Image

_STRIP: Mapping[str, Callable[[bytes], bytes]] = {
    "PNG": strip_png,
    "JPEG": strip_jpeg,
    "GIF": strip_gif,
    "WEBP": strip_webp,
    "AVIF": blank_avif,
}
_MOST_DOTS = 80_000_000
_ORIENTATION = 0x0112
_ALIKE = 3  # of 255: colours nearer than this are the same to the eye


def clean_image(data: bytes, kind: str) -> bytes:
    """An image of a kind that Pillow names, without what is no picture. Raises `MediaError`."""
    from PIL import Image

    try:
        with (
            warnings.catch_warnings(action="ignore"),  # what Pillow wonders at, and goes on
            Image.open(BytesIO(data), formats=(kind,)) as image,
        ):
            if image.width * image.height * getattr(image, "n_frames", 1) > _MOST_DOTS:
                raise MediaError("an image of more than 80 million dots", "make it smaller")
            image.load()
            if _needs_paint(image, kind):
                data = _repaint(image, kind, lossless=b"VP8L" in data)
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, Image.DecompressionBombError) as error:
        raise broken(kind) from error
    return _STRIP[kind](data)


def pixel_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of an image, as its first bytes say; `None` for what is none that Pillow knows."""
    from PIL import Image

    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(BytesIO(data), formats=tuple(_STRIP)) as image,
        ):
            return image.size
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, Image.DecompressionBombError):
        return None


def _needs_paint(image: "Image.Image", kind: str) -> bool:
    """Whether an image would look different without what is noted beside its pixels."""
    profile = image.info.get("icc_profile")
    if kind == "AVIF":  # itself says how it is turned; a profile stands where nothing can be taken out
        return bool(profile)
    turned = image.getexif().get(_ORIENTATION, 1) in range(2, 9)
    return turned or bool(profile and not _means_srgb(profile))


@lru_cache(maxsize=64)
def _means_srgb(profile: bytes) -> bool:
    """Whether a profile means the colours that an image without one has."""
    from PIL import Image, ImageChops, ImageCms

    steps = range(0, 256, 51)
    cube = Image.frombytes(
        "RGB", (216, 1), bytes(c for r in steps for g in steps for b in steps for c in (r, g, b))
    )
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = own.profile.xcolor_space.strip()
        if space not in ("RGB", "GRAY"):
            return False
        given = cube if space == "RGB" else cube.convert("L")
        seen = ImageCms.profileToProfile(given, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return True  # no program makes anything of it
    assert seen is not None
    return max(ImageChops.difference(given.convert("RGB"), seen).tobytes()) <= _ALIKE


def _repaint(image: "Image.Image", kind: str, *, lossless: bool) -> bytes:
    """The same pixels, upright, in a new file."""
    from PIL import ImageSequence

    profile = image.info.get("icc_profile")
    more: dict[str, Any] = {} if kind == "PNG" else {"lossless": True} if lossless else {"quality": 95}
    if kind == "JPEG" or not getattr(image, "is_animated", False):
        return _encode(_pixels_only(image, profile), kind, more)
    frames, times = [], []
    for frame in ImageSequence.Iterator(image):
        frames.append(_pixels_only(frame, profile))
        times.append(int(frame.info.get("duration", 100)) or 100)
    more |= {"save_all": True, "append_images": frames[1:], "duration": times}
    return _encode(frames[0], kind, more | {"loop": image.info.get("loop", 0)})


def _pixels_only(image: "Image.Image", profile: bytes | None) -> "Image.Image":
    """The dots of an image, upright and in the colours of the web, in an image that has nothing else."""
    from PIL import Image, ImageCms, ImageOps

    upright = ImageOps.exif_transpose(image)
    seen = "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA", "La", "RGBa")
    mode = "RGBA" if seen else "L" if upright.mode in ("1", "L", "I;16") else "RGB"
    painted = upright.convert(mode)
    if profile:
        given = upright if upright.mode == "CMYK" else painted
        made = "RGB" if mode == "L" else mode
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            to = ImageCms.createProfile("sRGB")
            painted = ImageCms.profileToProfile(given, own, to, outputMode=made) or painted
            painted = painted.convert(mode)
        except (ImageCms.PyCMSError, OSError):
            pass  # its colours are those of the file
    return Image.frombytes(mode, painted.size, painted.tobytes())


def _encode(image: "Image.Image", kind: str, more: Mapping[str, Any]) -> bytes:
    out = BytesIO()
    if kind == "JPEG":
        image = image.convert("L" if image.mode == "L" else "RGB")
    image.save(out, kind, **more)
    return out.getvalue()
