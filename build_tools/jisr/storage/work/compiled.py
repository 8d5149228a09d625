"""Templates compiled once for many runs: that takes a tenth of a build of one paragraph.

What is kept is code, so it lies in the user's own folder of caches, never in a publication's: a commit could
bring it along. It can be deleted at any time, and is known by a digest of itself, of the template, and of all
that compiles it, so that what is cut off, or of another release, is compiled anew.
"""

import marshal
import os
import stat
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

_DIGEST = 32  # bytes, before the code
MOST = 2000  # templates that are kept, some MB: a publication has two hundred


def templates_folder(root: Path) -> Path | None:
    """Where templates are kept for the publication in `root`; `None` where others can write there too."""
    with suppress(OSError, RuntimeError):  # a user without a home
        named = Path(os.environ.get("XDG_CACHE_HOME", ""))  # a relative one is to be passed over
        folder = (named if named.is_absolute() else Path.home() / ".cache") / "jisr" / "templates"
        for one in (folder.parent, folder):  # parents made on the way would get what umask leaves
            one.mkdir(mode=0o700, parents=True, exist_ok=True)
        real = folder.resolve(strict=True)
        if not real.is_relative_to(_repository(root)) and _is_own(real) and _is_own(real.parent):
            return real
    return None


def _repository(root: Path) -> Path:
    """The folder that commits fill: the publication's, or one around it."""
    real = root.resolve()
    return next((folder for folder in (real, *real.parents) if (folder / ".git").exists()), real)


def _is_own(folder: Path) -> bool:
    """Whether nobody but the user, and the machine's administrator, can write into a folder."""
    if os.name == "nt":  # a profile is its user's
        return True
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


class CompiledTemplates(BytecodeCache):
    """Keeps templates for this run, and in `folder` for others; `seal` tells all that compiles them."""

    def __init__(self, folder: Path | None, seal: str) -> None:
        self._folder = folder
        self._seal = f"{seal} {sys.implementation.cache_tag} {MAGIC_NUMBER.hex()}"
        self._codes: dict[str, Any] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The template's, with its code where that is kept; in errors it names the file."""
        made_from = "\0".join((self._seal, name, filename or "", source)).encode("utf-8", "surrogatepass")
        bucket = Bucket(environment, sha256(made_from).hexdigest(), "")
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a bucket its code, if that is kept and whole."""
        bucket.code = self._codes.get(bucket.key)
        if bucket.code is None and self._folder:
            with suppress(OSError):
                kept = (self._folder / bucket.key).read_bytes()
                if kept[:_DIGEST] == sha256(kept[_DIGEST:]).digest():
                    self._codes[bucket.key] = bucket.code = marshal.loads(kept[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket; where the disk refuses, it is compiled again next time."""
        self._codes[bucket.key] = bucket.code
        if self._folder:
            code = marshal.dumps(bucket.code)
            with suppress(OSError):
                part = self._folder / f".{bucket.key}.{os.getpid()}"
                part.write_bytes(sha256(code).digest() + code)
                part.replace(self._folder / bucket.key)
                _leave_out_oldest(self._folder)


def _leave_out_oldest(folder: Path) -> None:
    """Of more than `MOST` files half go, those that were written first."""
    with os.scandir(folder) as found:
        files = list(found)
    if len(files) > MOST:
        for file in sorted(files, key=lambda file: file.stat().st_mtime_ns)[: MOST // 2]:
            Path(file).unlink(missing_ok=True)
