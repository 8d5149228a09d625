"""The ledger: ordinary gettext PO, one entry a block, which Weblate, Poedit, OmegaT and msgmerge can work on.

`# jisr:` lines hold the facts (translator comments survive every tool), `#.` lines only what can be made
again, `fuzzy` means "not to be shipped as it is", `#| msgid` is the Arabic that a stale English was made
from. Entries are written unwrapped, so that tools return the file unchanged.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import PurePosixPath

import polib

from build_tools.errors import Finding, JisrError, Severity
from build_tools.model import Entry, Ledger, Proposal, State

_FACTS = "jisr:"
IGNORE = "ignore-"
"""How the facts of an entry begin that are lines of their own: checks that are ignored, with the reason."""
# polib takes a line without its closing quote and cuts the last letter; so each line is looked at first.
_LINE = re.compile(
    r"(?:|#~|#(?!~ |~\||\|).*|(?:#~ |#\| |#~\| )?"
    r'(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?"(?:[^"\\]|\\.)*")[ \t]*'
)
_FACT = re.compile(r'(?P<name>[\w-]+)(?:=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"]*)))?')
_PROPOSAL = re.compile(r"proposal \((?P<origin>[^()]*)\): (?P<text>.*)", re.DOTALL)
# Python calls more things a line end than PO does; in the ledger they are white space, as to a reader.
_ODD_LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_OWN = {"state", "stale", "synced", "origin", "score", "changed", "by", "on", "reason"}
_HEADER = (
    ("Project-Id-Version", "Jisr"),
    ("Language", "en"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"),
)


def parse(text: str, file: str) -> Ledger:
    """Read a ledger.

    An approval that somebody typed without signing it (`by=`, `on=`) is none: the entry is `edited`, and the
    ledger's findings say so.

    Raises `JisrError` naming line and remedy for what is no PO, holds the marks of an unfinished merge, has
    an entry without a key (msgctxt) or two entries with one key.
    """
    lines = text.replace("\r\n", "\n").translate(_ODD_LINE_ENDS).split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            raise JisrError(
                Finding(
                    "merge",
                    "an unfinished merge",
                    file,
                    number,
                    line,
                    "settle the merge, then run this again",
                )
            )
        if not _LINE.fullmatch(line):
            raise JisrError(_damage(number, lines, file))
    try:
        po = polib.pofile("\n".join(lines) + "\n", wrapwidth=0)
    except (OSError, ValueError, UnicodeError) as error:
        named = re.search(r"line (\d+)", str(error))
        raise JisrError(_damage(int(named[1]) if named else 1, lines, file)) from error
    _unique(po, file)
    # Two branches that moved one block leave two equal entries when git merges them.
    entries: dict[str, Entry] = {}
    obsolete: list[Entry] = []
    findings: list[Finding] = []
    for item in po:
        entry = _entry(item, file)
        if entry.state is State.APPROVED and (why := _unsigned(entry)):
            findings.append(_not_approved(entry, why, file, item.linenum or 0))
            entry = replace(entry, state=State.EDITED, by="", on="")
        if item.obsolete:
            obsolete.append(entry)
        else:
            entries[entry.key] = entry
    return Ledger(tuple(entries.values()), tuple(obsolete), tuple(po.metadata.items()), tuple(findings))


def compose(ledger: Ledger) -> str:
    """The text of a ledger; `parse` gives it back."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = dict(ledger.header or _HEADER)
    po.extend(_item(entry, obsolete=False) for entry in ledger.entries)
    po.extend(_item(entry, obsolete=True) for entry in ledger.obsolete)
    return f"{po}".rstrip("\n") + "\n"


def _damage(number: int, lines: list[str], file: str) -> Finding:
    line = lines[number - 1] if number <= len(lines) else ""
    return Finding(
        "ledger",
        "a damaged ledger",
        file,
        number,
        line,
        "mend the line (msgfmt -c names what is wrong), or take the file of the last commit: git checkout -- "
        + file,
    )


def _unsigned(entry: Entry) -> str:
    """Why an entry that says it is approved is not: approval is a person's name under one text on one day."""
    try:
        date.fromisoformat(entry.on)
    except ValueError:
        return "without a day (on=YYYY-MM-DD)" if entry.by else "without a signature (by=, on=)"
    if not entry.by.strip():
        return "without a name (by=)"
    return "though its Arabic changed since" if entry.stale else ""


def _not_approved(entry: Entry, why: str, file: str, line: int) -> Finding:
    slug = PurePosixPath(file).with_suffix("").as_posix().removeprefix("translations/")
    settle = f"jisr resolve {slug} {entry.key} --take keep, then " if entry.stale else ""
    return Finding(
        "unsigned",
        f"approved {why}, so it counts as edited",
        file,
        line,
        entry.target,
        f'whoever approves it signs it: {settle}jisr approve {slug} {entry.key} --by "NAME"',
        entry.key,
        Severity.WARNING,
    )


def _unique(po: polib.POFile, file: str) -> None:
    seen: dict[str, polib.POEntry] = {}
    for item in po:
        if item.obsolete:
            continue
        if item.msgctxt in seen and _facts_of(item) != _facts_of(seen[item.msgctxt]):
            raise JisrError(
                Finding(
                    "ledger",
                    f"two entries with the key {item.msgctxt} (also in line {seen[item.msgctxt].linenum})",
                    file,
                    item.linenum or 0,
                    item.msgid,
                    "give one of them its right msgctxt, or remove it",
                    key=item.msgctxt,
                )
            )
        seen[item.msgctxt] = item


def _facts_of(item: polib.POEntry) -> tuple[object, ...]:
    return item.msgid, item.msgstr, item.tcomment, tuple(item.flags), item.previous_msgid


def _entry(item: polib.POEntry, file: str) -> Entry:
    if not item.msgctxt:
        raise JisrError(
            Finding(
                "ledger",
                "an entry without a key (msgctxt)",
                file,
                item.linenum or 0,
                item.msgid,
                "add the block's key as msgctxt, or remove the entry",
            )
        )
    comments = [line for line in (item.tcomment or "").split("\n") if line]
    facts = {
        name: value
        for line in comments
        if line.startswith(_FACTS)
        for name, value in _ignores_apart(_facts(line.removeprefix(_FACTS)))
    }
    fuzzy = "fuzzy" in item.flags
    entry = Entry(
        key=item.msgctxt,
        source=item.msgid,
        target=item.msgstr,
        stale="stale" in facts,
        previous=item.previous_msgid or "",
        proposal=_proposal(item.comment or ""),
        fuzzy=fuzzy,
        notes=tuple(line for line in comments if not line.startswith(_FACTS)),
        facts={name: value for name, value in facts.items() if name not in _OWN},
    )
    return replace(
        entry,
        state=_state(facts, item.msgstr, fuzzy=fuzzy),
        score=_number(facts.get("score")),
        changed=_number(facts.get("changed")),
        synced=facts.get("synced", ""),
        origin=facts.get("origin", ""),
        by=facts.get("by", ""),
        on=facts.get("on", ""),
        reason=facts.get("reason", ""),
    )


def _facts(line: str) -> Iterator[tuple[str, str]]:
    for match in _FACT.finditer(line):
        quoted = match["quoted"]
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else match["bare"] or ""
        yield match["name"], " ".join(value.split())  # as it is written back


def _ignores_apart(facts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """`ignore=numbers reason="…"` as the fact `ignore-numbers`: a block may have several, each with one."""
    ignored = ""
    for name, value in facts:
        if name == "ignore" and value:
            ignored = IGNORE + value
            yield ignored, ""
        elif name == "reason" and ignored:
            yield ignored, value
        else:
            yield name, value


def _state(facts: Mapping[str, str], target: str, *, fuzzy: bool) -> State:
    """The state as recorded; one that has none or cannot be so is a person's unless fuzzy.

    English that a tool emptied keeps its state, as long as `synced` tells that there was some.
    """
    name = facts.get("state", "")
    target = target.strip()
    if name in set(State) and (target or facts.get("synced") or name == State.MISSING):
        recorded = State(name)
        return State.EDITED if recorded is State.MISSING and target else recorded
    if not target:
        return State.MISSING
    return State.DRAFT if fuzzy else State.EDITED


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _proposal(comment: str) -> Proposal | None:
    match = _PROPOSAL.search(comment)
    return Proposal(match["origin"], match["text"].strip()) if match else None


def _item(entry: Entry, *, obsolete: bool) -> polib.POEntry:
    fuzzy = entry.state is State.DRAFT or entry.stale
    proposal = entry.proposal
    return polib.POEntry(
        msgctxt=entry.key,
        msgid=_tidy(entry.source),
        msgstr=_tidy(entry.target),
        tcomment="\n".join(
            [*entry.notes, f"{_FACTS} {' '.join(_fact_words(entry))}", *_ignore_lines(entry.facts)]
        ),
        # A line break would end the comment; engines translate sentences, and a paragraph mark is kept as ¶.
        comment=f"proposal ({proposal.origin}): {_one_line(proposal.text)}"
        if proposal and not obsolete
        else "",
        flags=["fuzzy"] if fuzzy and not obsolete else [],
        previous_msgid=_tidy(entry.previous) if entry.previous else None,
        obsolete=obsolete,
    )


def _fact_words(entry: Entry) -> Iterator[str]:
    yield f"state={entry.state}"
    if entry.stale:
        yield "stale"
    named: Iterable[tuple[str, str]] = (
        ("synced", entry.synced),
        ("origin", entry.origin),
        ("score", f"{entry.score:.2f}" if entry.score is not None else ""),
        ("changed", f"{entry.changed:.2f}" if entry.changed is not None else ""),
        ("by", entry.by),
        ("on", entry.on),
        ("reason", entry.reason),
        *sorted(item for item in entry.facts.items() if not item[0].startswith(IGNORE)),
    )
    for name, value in named:
        if value:
            yield f"{name}={_quoted(value)}"
        elif name in entry.facts:
            yield name


def _ignore_lines(facts: Mapping[str, str]) -> Iterator[str]:
    for name, reason in sorted(facts.items()):
        if name.startswith(IGNORE):
            why = f" reason={_quoted(reason)}" if reason else ""
            yield f"{_FACTS} ignore={name.removeprefix(IGNORE)}{why}"


@cache
def _quoted(value: str) -> str:
    value = " ".join(value.split())
    if re.fullmatch(r"[\w.+:/%-]+", value, re.ASCII):
        return value
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").translate(_ODD_LINE_ENDS)


def _one_line(text: str) -> str:
    return " ¶ ".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def proposed_text(proposal: Proposal) -> str:
    """A proposal's words as a block's Markdown, with its paragraphs apart again."""
    return proposal.text.replace(" ¶ ", "\n\n")
