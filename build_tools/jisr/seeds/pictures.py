"""Images beside seeds, published with their visible pixels only, without metadata."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from posixpath import dirname, join
from urllib.parse import unquote

from jisr.markup.markdown_text import escape, leads_elsewhere, plain
from jisr.media import MediaError
from jisr.media.shrink import shrink_image
from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.model.languages import Lang
from jisr.model.source import LEAD_SIZES, LeadImage
from jisr.storage.cache import code_and_libraries
from jisr.storage.cleaned_files import Cleaner, SiteFile, SiteFiles
from jisr.storage.disk import read_file

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
_MOST_BYTES = 40_000_000
_IMAGE = re.compile(r"!\[[^\[\]]{0,2000}\]\((?P<file>[^()\s]{1,1500})\)")


@dataclass(frozen=True)
class ShownImage:
    """An image that readers are shown: `name` is as the seed `file` has it, in `line`.

    One that leads the text is named by the sidecar, and shown in the sizes of such images.
    """

    file: str
    slug: str
    langs: tuple[Lang, ...]
    line: int
    name: str
    leads: bool = False


def publish_images(
    root: Path, images: Iterable[ShownImage], cleaner: Cleaner | None
) -> tuple[SiteFiles, list[Finding]]:
    """The images of published articles, by their path below `docs/` in both languages, and what is wrong."""
    found: dict[str, SiteFile] = {}
    findings: list[Finding] = []
    for one in images:
        try:
            made = _make_image(_find(root, one.file, one.line, one.name), cleaner or Cleaner())
        except JisrError as error:
            findings += error.findings
            continue
        except MediaError as error:
            findings.append(warning("image", error.message, one.file, one.line, one.name, error.remedy))
            continue
        path = join(dirname(f"articles/{one.slug}"), one.name)
        there = dict(_shrunk(one.slug, made)) if one.leads else {path: made}
        found |= {f"{lang}/{path}": file for lang in one.langs for path, file in there.items()}
    return SiteFiles(found), list(dict.fromkeys(findings))


def _shrunk(slug: str, image: SiteFile) -> Iterator[tuple[str, SiteFile]]:
    """A lead image in its sizes, each made when it is asked for."""
    for name, size in LEAD_SIZES.items():
        digest = sha256(f"{image.digest} {size} {code_and_libraries('pillow')}".encode()).hexdigest()
        yield LeadImage.path(slug, name), SiteFile(digest, partial(_shrink, image.read, size))


def _shrink(read: Callable[[], bytes], size: tuple[int, int]) -> bytes:
    return shrink_image(read(), *size)


def find_image_problems(root: Path, file: str, named: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    """What is wrong with the images that the seed `file` names, each in a line."""
    for line, name in named:
        try:
            _find(root, file, line, name)
        except JisrError as error:
            yield from error.findings


def image_names(text: str) -> list[str]:
    """The files of the author's that a block shows."""
    names = (match["file"] for match in _IMAGE.finditer(text))
    return [unquote(name) for name in names if not leads_elsewhere(name)]


def put_words_for_images(text: str, is_left_out: Callable[[str], bool]) -> str:
    """`text` with the words of images in their place: of those whose files are left out.

    An image without words that has none below it either is called by its file.
    """

    def words(match: re.Match[str]) -> str:
        name = unquote(match["file"])
        if leads_elsewhere(name) or not is_left_out(name):
            return match[0]
        said = plain(match[0]).text.strip()
        alone = not (match.string[: match.start()] + match.string[match.end() :]).strip()
        return escape(said or (PurePosixPath(name).name if alone else ""))

    return _IMAGE.sub(words, text).strip() if _IMAGE.search(text) else text


def _find(root: Path, seed: str, line: int, name: str) -> Path:
    """Where the file of an image lies, which can be read. Raises `JisrError`."""

    def wrong(message: str, remedy: str) -> JisrError:
        return JisrError(warning("image", message, seed, line, name, remedy))

    parts = PurePosixPath(name).parts
    folder = (root / seed).parent
    path = folder / name
    beside = f"put it beside {PurePosixPath(seed).name}, or into a folder there, and name it so"
    if name.startswith("/") or ".." in parts or any(part.startswith(".") for part in parts):
        raise wrong("an image that does not lie beside its seed is not published", beside)
    if path.suffix.lower() not in SUFFIXES:
        message = f"no page shows files of the kind {path.suffix or 'without suffix'}"
        raise wrong(message, f"save it as one of {', '.join(sorted(SUFFIXES))}")
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise wrong("a link that leads out of the folder of the seed is not followed", beside)
        if path.stat().st_size > _MOST_BYTES:
            raise wrong(f"an image of more than {_MOST_BYTES // 1_000_000} MB", "make it smaller")
        with path.open("rb"):
            return path
    except (FileNotFoundError, NotADirectoryError) as error:
        raise wrong("there is no such image", f"{beside}; or take it out of the text") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise wrong("this image cannot be read", "put a file that can be read in its place") from error


def _make_image(path: Path, cleaner: Cleaner) -> SiteFile:
    """What is published of an image. Raises `JisrError`, `MediaError` for a file that is none."""
    return cleaner.clean_file(path, read_file(path) or b"")
