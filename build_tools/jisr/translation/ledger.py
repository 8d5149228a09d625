"""The ledger: ordinary gettext PO, one entry a block, which Weblate, Poedit, OmegaT and msgmerge can work on.

`# jisr:` lines hold the facts (translator comments survive every tool), `#.` lines only what can be made
again, `fuzzy` means "not to be shipped as it is", `#| msgid` is the Arabic that a stale English was made
from. Entries are written unwrapped, so that tools return the file unchanged.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import count
from pathlib import PurePosixPath

import polib

from jisr.model.diagnostics import SETTLE_MERGE, Finding, JisrError, unfinished_merge, warning
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import Entry, Ledger, State
from jisr.model.signers import is_forged
from jisr.translation.ledger_entry import (
    FACTS,
    compose_entry,
    even_lines,
    is_fuzzy,
    parse_entry,
    wrapping_width,
)

_WORD = r"msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?"
_BYTES = r"\\[23][0-7]{2}"  # of letters beyond ASCII, as msgcat's option --escape writes them
# polib accepts a line without its closing quote and drops the last letter, so lines are checked first.
_LINE = re.compile(
    r"|#~|#(?:[.:,](?: .*)?|[ \t#].*)?|(?:#~ |#\| |#~\| )?"
    rf'(?:(?:{_WORD}) )?"[^"\\\n]*(?:(?!{_BYTES})\\.[^"\\\n]*)*"'
)
_STRING = re.compile(rf'[ \t]*(#~\||#~|#\|)?[ \t]*({_WORD})?[ \t]*(".*")[ \t]*')
_SIGN = re.compile(r"\A#(?:[.:,]|(?![.:,~|#]))(?=\S)")
_SOUND = re.compile(rf"^(?:{_LINE.pattern})$", re.MULTILINE)
_FRAME = re.compile(r"(?:#-){4}# {2}\S")  # msgcat's, with a file's name, around texts of which one is right
_FRAMES = ("<<<<<<< ", ">>>>>>> ", "#-#-#-#-")  # how the marks of an unfinished merge begin
_ABOVE = re.compile(r'\A(?P<lines>(?:#(?!~)[^\n]*\n|[ \t]*\n)*)msgid ""\n')
_OF = r'(?(gone)#~ )%s "[^\n]*\n(?:(?(gone)#~ )"[^\n]*\n)*'
_ENTRY = re.compile(rf"(?:#(?!~)[^\n]*\n)*(?P<gone>(?=#~ ))?{_OF % 'msgctxt'}{_OF % 'msgid'}{_OF % 'msgstr'}")
HEADER = (
    ("Project-Id-Version", "Jisr"),
    ("Language", TRANSLATION.code),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"),
)


@lru_cache(maxsize=48)  # whoever saves one paragraph after the other reads what they have just written
def parse(text: str, file: str) -> Ledger:
    """Read a ledger.

    An approval that somebody typed without signing it (`by=`, `on=`) is none: the entry is `edited`, and the
    ledger's findings say so.

    Raises `JisrError` naming line and remedy for what is no PO, holds the marks of an unfinished merge, has
    an entry without a key (msgctxt) or two entries with one key.
    """
    is_known = next(_readings(file)) > 0
    return (_parse_parts(text, file) if is_known else None) or _parse_whole(text, file)


@lru_cache(maxsize=1 << 10)
def _readings(file: str) -> Iterator[int]:
    """How often a ledger was read: all of its entries at once take less than half as long as one by one."""
    del file  # by which it is counted
    return count()


def _parse_parts(text: str, file: str) -> Ledger | None:
    """A ledger as Jisr writes it, of which each entry is read only where it was not read before.

    `None` for any other, since where one entry ends and the next begins only the whole can tell, and for one
    of which something is to be said, with its line.
    """
    head, *parts = text.removesuffix("\n").split("\n\n")
    if "\r" in text or not _ABOVE.match(f"{head}\n") or not all(map(_is_one_entry, parts)):
        return None
    width = max(map(_widest_comment, (head, *parts)))
    try:
        begun, *books = (_parse_part(part, file, width) for part in (head, *parts))
    except JisrError:
        return None
    live = [entry for book in books for entry in book.entries]
    entries = {entry.key: entry for entry in live}
    if len(entries) < len(live) or any(book.findings for book in books):
        return None
    obsolete: list[Entry] = []
    obsolete += (e for book in books for e in book.obsolete if e not in obsolete)
    return replace(begun, entries=tuple(live), obsolete=tuple(obsolete))


@lru_cache(maxsize=1 << 12)
def _is_one_entry(part: str) -> bool:
    return _ENTRY.fullmatch(f"{part}\n") is not None


@lru_cache(maxsize=1 << 12)
def _widest_comment(part: str) -> int:
    return wrapping_width(even_lines(part).split("\n"))


@lru_cache(maxsize=1 << 12)
def _parse_part(part: str, file: str, width: int) -> Ledger:
    return _parse_whole(part, file, width)


def _parse_whole(text: str, file: str, width: int | None = None) -> Ledger:
    """Read a ledger, or one entry of a ledger of which `width` is the longest comment. Raises `JisrError`."""
    even = even_lines(text if "\n" in text else text.replace("\r", "\n"))  # so the first Macs ended lines
    lines = even.split("\n")
    if any(mark in even for mark in _FRAMES) or len(_SOUND.findall(even)) < len(lines):
        lines = [_in_usual_form(line) for line in lines]
        even = "\n".join(lines)
        _require_sound(lines, file)
    above = _ABOVE.match(even)
    # Without a header, polib takes the comments of the first entry for the file's.
    head = "" if above else 'msgid ""\nmsgstr ""\n\n'
    try:
        po = polib.pofile(f"{head}{even}\n", wrapwidth=0)
    except (OSError, ValueError, UnicodeError) as error:
        named = re.search(r"line (\d+)", str(error))
        raise JisrError(_damage(int(named[1]) - head.count("\n") if named else 1, lines, file)) from error
    below = _below(lines)
    if cut := next((n for n in below if lines[n - 1].startswith(f"# {FACTS}")), 0):  # facts of an entry
        raise JisrError(_damage(cut, lines, file))
    for item in po:
        item.linenum = (item.linenum or 0) - head.count("\n")
    _unique(po, file)
    # Two branches that moved one block leave two equal entries when git merges them.
    entries: dict[str, Entry] = {}
    obsolete: list[Entry] = []
    findings: list[Finding] = []
    widest = wrapping_width(lines) if width is None else width
    for item in po:
        entry = parse_entry(item, file, widest)
        if entry.state is State.APPROVED and (why := _unsigned(entry)):
            findings.append(_not_approved(entry, why, file, item.linenum or 0))
            entry = replace(entry, state=State.EDITED, by="", on="")
        if not item.obsolete:
            entries[entry.key] = entry
        elif entry not in obsolete:
            obsolete.append(entry)
    return Ledger(
        tuple(entries.values()),
        tuple(obsolete),
        tuple(po.metadata.items()),
        tuple(findings),
        above="\n".join(line for line in (above["lines"] if above else "").split("\n") if line.strip()),
        below="\n".join(lines[n - 1].rstrip() for n in below),
    )


def compose(ledger: Ledger) -> str:
    """The text of a ledger; `parse` gives it back."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = dict(ledger.header or HEADER)
    po.extend(compose_entry(entry, obsolete=False) for entry in ledger.entries)
    po.extend(compose_entry(entry, obsolete=True) for entry in ledger.obsolete)
    text = f"{po}".removeprefix("#\n").rstrip("\n")
    return f"{ledger.above or '#'}\n{text}\n" + (f"\n{ledger.below}\n" if ledger.below else "")


def is_intact(ledger: Ledger) -> bool:
    """Whether a ledger is as Jisr leaves it: no facts of an entry are lost, no flag added or taken away."""
    return not any(e.lost or e.fuzzy is not is_fuzzy(e) for e in ledger.entries)


def _in_usual_form(line: str) -> str:
    """A line as Jisr writes it: tools indent, leave blanks at ends, and none behind signs of comments."""
    if string := _STRING.fullmatch(line):
        mark, word, text = string.groups()
        return " ".join(filter(None, (mark, word, re.sub(rf"(?:{_BYTES})+|\\.", _letters, text))))
    flags = re.sub(r"\A#=(?=\s)", "#,", line.strip(" \t"))  # gettext 0.25 and later
    return _SIGN.sub(r"\g<0> ", flags)


def _letters(escape: re.Match[str]) -> str:
    try:
        return bytes(int(code, 8) for code in re.findall(r"\d{3}", escape[0])).decode() or escape[0]
    except UnicodeDecodeError:
        return escape[0]


def _require_sound(lines: list[str], file: str) -> None:
    """Raise `JisrError` for the first line that is of an unfinished merge, or no PO."""
    for number, line in enumerate(lines, 1):
        if line.lstrip('#~ "').startswith(("<<<<<<< ", ">>>>>>> ")) or _FRAME.search(line):
            raise JisrError(_unfinished(number, line, file))
        if not _LINE.fullmatch(line):
            raise JisrError(_damage(number, lines, file))


def _unfinished(number: int, line: str, file: str) -> Finding:
    frame = "keep one of the texts between #-#-#-#-#, take these lines out, then run this again"
    return unfinished_merge(file, number, line, frame if _FRAME.search(line) else SETTLE_MERGE)


def _below(lines: Sequence[str]) -> list[int]:
    """The lines of comments under the last entry, which belong to none."""
    last = next((n for n in range(len(lines), 0, -1) if re.match(r'(?:#~ )?(?:msg|")', lines[n - 1])), 0)
    return [number for number, line in enumerate(lines[last:], last + 1) if line.startswith("#")]


def _damage(number: int, lines: list[str], file: str) -> Finding:
    line = lines[number - 1] if number <= len(lines) else ""
    checkout = f"take the file of the last commit: git checkout -- {file}"
    remedy = f"mend the line (msgfmt -c names what is wrong), or {checkout}"
    return Finding("ledger", "a damaged ledger", file, number, line, remedy)


def _unsigned(entry: Entry) -> str:
    """Why an entry that says it is approved is not: approval is a person's name under one text on one day."""
    try:
        date.fromisoformat(entry.on)
    except ValueError:
        return "without a day (on=YYYY-MM-DD)" if entry.by else "without a signature (by=, on=)"
    if not entry.by.strip():
        return "without a name (by=)"
    if is_forged(entry.by):
        return "by what is no person's name (by=)"
    return "though its Arabic changed since" if entry.stale else ""


def _not_approved(entry: Entry, why: str, file: str, line: int) -> Finding:
    slug = PurePosixPath(file).with_suffix("").as_posix().removeprefix("translations/")
    settle = f"jisr resolve {slug} {entry.key} --take keep, then " if entry.stale else ""
    remedy = f'whoever approves it signs it: {settle}jisr approve {slug} {entry.key} --by "NAME"'
    message = f"approved {why}, so it counts as edited"
    return warning("unsigned", message, file, line, entry.target, remedy, entry.key)


def _unique(po: polib.POFile, file: str) -> None:
    seen: dict[str, polib.POEntry] = {}
    for item in (item for item in po if not item.obsolete and item.msgctxt):  # none has a finding of its own
        key, line = item.msgctxt, item.linenum or 0
        if key in seen and _facts_of(item) != _facts_of(seen[key]):
            message = f"two entries with the key {key} (also in line {seen[key].linenum})"
            remedy = "give one of them its right msgctxt, or remove it"
            raise JisrError(Finding("ledger", message, file, line, item.msgid, remedy, key))
        seen[key] = item


def _facts_of(item: polib.POEntry) -> tuple[object, ...]:
    return item.msgid, item.msgstr, item.tcomment, tuple(item.flags), item.previous_msgid
