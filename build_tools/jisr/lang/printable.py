"""What a terminal is sent: everything that `jisr` prints passes here.

File names, articles and what git keeps come from others. A sign in them that would move the cursor, colour
the line or turn its direction round is shown by its number instead.
"""

import json
import os
import sys
import unicodedata
from contextvars import ContextVar
from typing import NamedTuple, TextIO


class ColouredText(NamedTuple):
    """A text in a colour: `code` is what stands between ESC [ and m, `""` for none."""

    text: str
    code: str


def say(*parts: str | ColouredText, to: TextIO | None = None, end: str = "\n") -> None:
    """Print `parts`, one after the other, as `printable`.

    Where nobody reads on (`jisr check | head`), or it cannot be written (`unsaid`), nothing more is said, and
    the work goes on to its exit code.
    """
    line = "".join(_paint(part) if isinstance(part, ColouredText) else printable(part) for part in parts)
    stream = to or sys.stdout
    try:
        print(line, end=end, file=stream, flush=True)
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            _unsaid.set(error.strerror or str(error))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


_unsaid: ContextVar[str] = ContextVar("unsaid", default="")


def unsaid() -> str:
    """Why something could not be said, as on a full disk; `""` where all was."""
    return _unsaid.get()


def printable(text: str) -> str:
    r"""`text` with `\u202e` in place of the sign itself; line ends, and spaces of any width, stay.

    The numbers are written as in JSON, so that JSON with such signs in its texts goes on to say the same.
    """
    if text.isprintable():
        return text
    kept = {c for c in text if c.isprintable() or c == "\n" or unicodedata.category(c) == "Zs"}
    return "".join(c if c in kept else json.dumps(c)[1:-1] for c in text)


def _paint(part: ColouredText) -> str:
    text = printable(part.text)
    return f"\x1b[{part.code}m{text}\x1b[0m" if part.code else text
