"""Terms and how our English says them: changed one by one, their file otherwise as it was."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jisr.app.results import Result
from jisr.glossary.terms import TERMS_FILE, parse_terms, read_terms
from jisr.model.diagnostics import Finding, JisrError
from jisr.removal.returned import take_out_again
from jisr.storage import disk, transaction
from jisr.storage.yaml.edit import parse_plain, rewrite

Entry = Mapping[str, Any]


def read_term_entries(root: Path) -> list[Entry]:
    """The terms as their file has them. Raises `JisrError` where it is no valid one."""
    return _entries(_read(root)[1])


def set_term(root: Path, entry: Entry, base: Entry | None) -> Result:
    """Have a term say what `entry` does, or add it; `base` is what stood there when somebody decided on it.

    No text changes by that: `app.whole.replacing` finds the paragraphs that say it the old way. Raises
    `JisrError` for what no term can be, and where somebody else changed it since.
    """
    with transaction.lock_project(root):
        take_out_again(root)
        data, text = _read(root)
        terms = _entries(text)
        there = next((one for one in terms if one["id"] == entry.get("id")), None)
        if base is not None and there is not None and dict(base) != dict(there):
            message = "somebody else changed this term meanwhile, and nothing was written"
            remedy = "look at what stands there now, and decide again"
            raise JisrError(Finding("terms", message, TERMS_FILE, text=str(entry["id"]), remedy=remedy))
        now = [dict(entry) if one is there else one for one in terms] + ([] if there else [dict(entry)])
        try:
            new = rewrite(text, {**parse_plain(text), "terms": now})
        except ValueError as error:
            message = "the file is so written that this cannot be put into it"
            raise JisrError(Finding("terms", message, TERMS_FILE, remedy="write it there by hand")) from error
        parse_terms(new, TERMS_FILE)
        path = root / TERMS_FILE
        done = transaction.commit(root, {path: new.encode()}, {path: disk.fingerprint(data)})
    return Result(written=tuple(done))


def _read(root: Path) -> tuple[bytes | None, str]:
    """What the file holds. Raises `JisrError` where that is no list of terms."""
    data = disk.read_file(root / TERMS_FILE)
    read_terms(root / TERMS_FILE, root)
    return data, (data or b"").decode("utf-8")


def _entries(text: str) -> list[Entry]:
    return list(parse_plain(text).get("terms") or ())
