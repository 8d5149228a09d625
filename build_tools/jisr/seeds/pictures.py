"""Images beside seeds, published with their visible pixels only, without metadata.

A photograph tells where, when and with which telephone it was taken, and often holds a small copy of what was
cut off. So an image is painted anew, dot by dot, and only that is published; the file itself never is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path, PurePosixPath
from posixpath import dirname, join
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from jisr.markup import svg
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.languages import LANGS
from jisr.model.publication import Article
from jisr.model.source import Document
from jisr.storage import disk
from jisr.storage.folders import mirror
from jisr.storage.own_folder import STATE_DIR, make_own_folder

if TYPE_CHECKING:
    from PIL import Image

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP"}
SUFFIXES = frozenset({*_FORMATS, ".svg"})
_MOST_BYTES, _MOST_DOTS = 40_000_000, 80_000_000
_IMAGE = re.compile(r"!\[[^\[\]]{0,2000}\]\((?P<file>[^()\s]{1,1500})\)")
_UNSEEN = re.compile(rb"<!--.*?-->|<metadata\b[^>]*>.*?</metadata\s*>", re.DOTALL)


def publish_images(root: Path, articles: Iterable[Article]) -> tuple[dict[str, bytes], list[Finding]]:
    """The images of published articles, by their path below `docs/` in both languages, and what is wrong.

    What was painted before is kept in Jisr's own folder, by what the file holds.
    """
    folder = make_own_folder(root, STATE_DIR) / "images"
    kept: dict[str, bytes] = {}
    images: dict[str, bytes] = {}
    findings: list[Finding] = []
    for article in articles:
        if article.meta.status != "published":
            continue
        for passage in article.passages:
            for name in _files(passage.block.text):
                try:
                    data = _read(root, article.file, passage.block.line, name)
                    key = _cache_key(data, name)
                    painted = disk.read_file(folder / key)
                    kept[key] = painted or _make_image(data, name, article.file, passage.block.line)
                except JisrError as error:
                    findings += error.findings
                    continue
                path = join(dirname(f"articles/{article.slug}"), name)
                images |= {f"{lang}/{path}": kept[key] for lang in LANGS}
    if kept or folder.is_dir():
        with suppress(JisrError):  # the disk is full: the images are made again in the next run
            mirror(folder, kept)
    return images, list(dict.fromkeys(findings))


def find_image_problems(root: Path, document: Document) -> Iterator[Finding]:
    """What is wrong with the images that a seed names."""
    for block in document.blocks:
        for name in _files(block.text):
            try:
                _read(root, document.file, block.line, name)
            except JisrError as error:
                yield from error.findings


def _files(text: str) -> list[str]:
    """The files of the author's that a block shows."""
    names = (match["file"] for match in _IMAGE.finditer(text))
    return [unquote(name) for name in names if not re.match(r"[a-z][a-z0-9+.-]*:|//", name, re.IGNORECASE)]


def _read(root: Path, seed: str, line: int, name: str) -> bytes:
    """What the file of an image holds. Raises `JisrError`."""

    def wrong(message: str, remedy: str) -> JisrError:
        return JisrError(Finding("image", message, seed, line, name, remedy, severity=Severity.WARNING))

    parts = PurePosixPath(name).parts
    folder = (root / seed).parent
    path = folder / name
    beside = f"put it beside {PurePosixPath(seed).name}, or into a folder there, and name it so"
    if name.startswith("/") or ".." in parts or any(part.startswith(".") for part in parts):
        raise wrong("an image that does not lie beside its seed is not published", beside)
    if path.suffix.lower() not in SUFFIXES:
        suffixes = ", ".join(sorted(SUFFIXES))
        raise wrong(
            f"no page shows files of the kind {path.suffix or 'without suffix'}",
            f"save it as one of {suffixes}",
        )
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise wrong("a link that leads out of the folder of the seed is not followed", beside)
        if path.stat().st_size > _MOST_BYTES:
            raise wrong(f"an image of more than {_MOST_BYTES // 1_000_000} MB", "make it smaller")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise wrong("there is no such image", f"{beside}; or take it out of the text") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise wrong("this image cannot be read", "put a file that can be read in its place") from error


def _cache_key(data: bytes, name: str) -> str:
    """By what a painted image is known: all that it is made of."""
    suffix = PurePosixPath(name).suffix.lower()
    return sha256(f"1 {suffix} {version('pillow')} ".encode() + data).hexdigest()


def _make_image(data: bytes, name: str, seed: str, line: int) -> bytes:
    """The image anew. Raises `JisrError` for a file that is none."""
    suffix = PurePosixPath(name).suffix.lower()
    made = _drawing(data) if suffix == ".svg" else _repaint(data, _FORMATS[suffix])
    if made is None:
        remedy = "open it in a program for images and save it anew, under a suffix that says what it is"
        message = "this is no image of the kind that its name says, or it holds more than shapes"
        raise JisrError(Finding("image", message, seed, line, name, remedy, severity=Severity.WARNING))
    return made


def _drawing(data: bytes) -> bytes | None:
    """A drawing of shapes and text, without what nobody sees in it; None for any other."""
    bare = _UNSEEN.sub(b"", data)
    return None if svg.why_unsafe_svg(bare) else bare


def _repaint(data: bytes, expected: str) -> bytes | None:
    """The same pixels in a new file; None if the file is not an image of this kind."""
    from PIL import Image, ImageSequence

    try:
        with Image.open(BytesIO(data), formats=(expected,)) as image:
            if image.width * image.height * getattr(image, "n_frames", 1) > _MOST_DOTS:
                return None
            if getattr(image, "is_animated", False):
                frames = [
                    (_pixels_only(frame), frame.info.get("duration", 100))
                    for frame in ImageSequence.Iterator(image)
                ]
                times = [int(time) or 100 for _, time in frames]
                rest = [frame for frame, _ in frames[1:]]
                loop = image.info.get("loop", 0)
                more = {"save_all": True, "append_images": rest, "duration": times, "loop": loop}
                return _encode_image(frames[0][0], expected, more)
            return _encode_image(_pixels_only(image), expected, {})
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError):
        return None


def _pixels_only(image: "Image.Image") -> "Image.Image":
    """The dots of an image, upright and in the colours of the web, in an image that has nothing else."""
    from PIL import Image, ImageCms, ImageOps

    upright = ImageOps.exif_transpose(image)
    seen = "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA", "La", "RGBa")
    mode = "RGBA" if seen else "L" if upright.mode in ("1", "L") else "RGB"
    profile = upright.info.get("icc_profile")
    painted = upright.convert(mode)
    if profile and mode != "L":
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            painted = ImageCms.profileToProfile(painted, own, ImageCms.createProfile("sRGB")) or painted
        except (ImageCms.PyCMSError, OSError):
            pass  # its colours are those of the file
    return Image.frombytes(mode, painted.size, painted.tobytes())


def _encode_image(image: "Image.Image", kind: str, more: Mapping[str, Any]) -> bytes:
    out = BytesIO()
    if kind == "JPEG":
        image = image.convert("L" if image.mode == "L" else "RGB")
    image.save(out, kind, **({} if kind in ("PNG", "GIF") else {"quality": 90}), **more)
    return out.getvalue()
