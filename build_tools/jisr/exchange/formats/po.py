"""PO for translators: an article without what Jisr keeps of it, and as their programs write it back."""

import re
from collections.abc import Sequence

import polib

from jisr.exchange.formats.units import Unit
from jisr.exchange.review.rows import ReturnedRow, read_code
from jisr.model.diagnostics import Finding, JisrError
from jisr.translation.ledger import HEADER
from jisr.translation.ledger_entry import is_fuzzy

_CODE = "jisr"
_OPEN = re.compile(r'(?:#~ )?(?:msg[\w\[\]]+ )?"(?:[^"\\]|\\.)*[ \t]*\r?$')


def write_po(units: Sequence[Unit], *, filled: bool = True) -> bytes:
    """An article as PO; with nothing `filled` in, for programs that take all that is there for right."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = dict(HEADER)
    for unit in units:
        po.append(
            polib.POEntry(
                msgctxt=unit.key,
                msgid=unit.original,
                msgstr=unit.translation if filled else "",
                comment=f"{_CODE} {unit.code}",
                flags=["fuzzy"] if filled and is_fuzzy(unit.entry) else [],
            )
        )
    return f"{po}\n".encode()


def read_po(name: str, data: bytes) -> list[ReturnedRow]:
    """The entries as they came back. Raises `JisrError` for what is no PO."""
    remedy = "hand in the file as the program wrote it; msgfmt -c names what is wrong in it"
    lines = data.decode("utf-8-sig", "replace").split("\n")
    # polib takes a line without its closing quote, and drops its last letter
    if broken := next((n for n, line in enumerate(lines, 1) if _OPEN.match(line)), 0):
        message = "a line without its closing quote"
        raise JisrError(Finding("import", message, name, broken, lines[broken - 1], remedy))
    try:
        po = polib.pofile(data.decode("utf-8-sig"))
    except (OSError, ValueError, UnicodeError) as error:
        raise JisrError(Finding("import", f"no PO file ({error})", name, remedy=remedy)) from error
    return [
        ReturnedRow(
            number=item.linenum or 0,
            key=item.msgctxt or "",
            code=read_code(f"p {item.comment}")[1],
            translation=item.msgstr,
            is_ticked=False,
            remarks=tuple(
                line for line in item.tcomment.split("\n") if line and not line.startswith("jisr:")
            ),
            original=item.msgid,
            is_unfinished=item.fuzzy,
        )
        for item in po
        if not item.obsolete
    ]
