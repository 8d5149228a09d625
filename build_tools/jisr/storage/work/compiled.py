"""Templates compiled once for many runs: that takes a tenth of a build of one paragraph.

What is kept can be deleted at any time. It is known by a digest of itself, of the template, and of all that
compiles it, so that what is cut off, or of another release, is compiled anew.
"""

import marshal
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import MAGIC_NUMBER
from pathlib import Path

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

_DIGEST = 32  # bytes, before the code


class CompiledTemplates(BytecodeCache):
    """Keeps templates in `folder`, which is Jisr's own; `seal` tells all that they are compiled by."""

    def __init__(self, folder: Path, seal: str) -> None:
        self._folder = folder
        self._seal = f"{seal} {sys.implementation.cache_tag} {MAGIC_NUMBER.hex()}"

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The template's, with its code where that is kept; in errors it names the file."""
        made_from = "\0".join((self._seal, name, filename or "", source))
        bucket = Bucket(environment, sha256(name.encode()).hexdigest(), made_from)
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a bucket its code, if that is kept and whole."""
        with suppress(OSError):
            kept = (self._folder / bucket.key).read_bytes()
            if kept[:_DIGEST] == _digest(bucket, code := kept[_DIGEST:]):
                bucket.code = marshal.loads(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket; where the disk refuses, it is compiled again next time."""
        code = marshal.dumps(bucket.code)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / bucket.key).write_bytes(_digest(bucket, code) + code)


def _digest(bucket: Bucket, code: bytes) -> bytes:
    return sha256(bucket.checksum.encode("utf-8", "surrogatepass") + b"\0" + code).digest()
