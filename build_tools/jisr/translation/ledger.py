"""The ledger: ordinary gettext PO, one entry a block, which Weblate, Poedit, OmegaT and msgmerge can work on.

`# jisr:` lines hold the facts (translator comments survive every tool), `#.` lines only what can be made
again, `fuzzy` means "not to be shipped as it is", `#| msgid` is the Arabic that a stale English was made
from. Entries are written unwrapped, so that tools return the file unchanged.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import PurePosixPath

import polib

from jisr.lang.arabic import digest
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import Entry, Ledger, Proposal, Remark, State
from jisr.model.signers import is_forged

_FACTS = "jisr:"
IGNORE = "ignore-"
"""How the facts of an entry begin that are lines of their own: checks that are ignored, with the reason."""
# polib accepts a line without its closing quote and drops the last letter, so lines are checked first.
_LINE = re.compile(
    r"(?:|#~|#(?!~ |~\||\|).*|(?:#~ |#\| |#~\| )?"
    r'(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?"(?:[^"\\]|\\.)*")[ \t]*'
)
_FACT = re.compile(r'(?P<name>[\w-]+)(?:=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"]*)))?')
_BESIDE = re.compile(
    r'(?:(?P<proposal>proposal) |(?P<remark>remark) )\((?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^()"]*?))'
    r"(?(remark), (?P<at>[^(), ]*))\):(?: (?P<text>.*))?"
)
_BREAKS = re.compile(r" ¶ |¶¶| ↵ |↵↵")
_SAID = {" ¶ ": "\n\n", "¶¶": "¶", " ↵ ": "\n", "↵↵": "↵"}
_ARABIC = re.compile("[ء-ي]")
_FRAME = "#-#-#-#-#"  # msgcat puts it around texts of which it cannot tell which is right
_ABOVE = re.compile(r'\A(?P<lines>(?:#(?!~)[^\n]*\n|[ \t]*\n)*)msgid ""\n')
# Python splits lines at more characters than PO does; in the ledger those count as white space.
_ODD_LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_OWN = {"state", "stale", "synced", "origin", "score", "changed", "by", "on", "reason"}
_OWN |= {"touched", "machine"}
_FLAGS = {"stale", "touched"}  # facts without a value
_HEADER = (
    ("Project-Id-Version", "Jisr"),
    ("Language", TRANSLATION.code),
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
        if line.lstrip('#~ "').startswith(("<<<<<<< ", ">>>>>>> ")) or _FRAME in line:
            raise JisrError(_unfinished(number, line, file))
        if not _LINE.fullmatch(line):
            raise JisrError(_damage(number, lines, file))
    above = _ABOVE.match("\n".join(lines))
    # Without a header, polib takes the comments of the first entry for the file's.
    head = [] if above else ['msgid ""', 'msgstr ""', ""]
    try:
        po = polib.pofile("\n".join([*head, *lines]) + "\n", wrapwidth=0)
    except (OSError, ValueError, UnicodeError) as error:
        named = re.search(r"line (\d+)", str(error))
        raise JisrError(_damage(int(named[1]) - len(head) if named else 1, lines, file)) from error
    for item in po:
        item.linenum = (item.linenum or 0) - len(head)
    _unique(po, file)
    # Two branches that moved one block leave two equal entries when git merges them.
    entries: dict[str, Entry] = {}
    obsolete: list[Entry] = []
    findings: list[Finding] = []
    width = _width(lines)
    for item in po:
        entry = _entry(item, file, width)
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
        below="\n".join(_below(lines)),
    )


def compose(ledger: Ledger) -> str:
    """The text of a ledger; `parse` gives it back."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = dict(ledger.header or _HEADER)
    po.extend(_item(entry, obsolete=False) for entry in ledger.entries)
    po.extend(_item(entry, obsolete=True) for entry in ledger.obsolete)
    text = f"{po}".removeprefix("#\n").rstrip("\n")
    return f"{ledger.above or '#'}\n{text}\n" + (f"\n{ledger.below}\n" if ledger.below else "")


def is_intact(ledger: Ledger) -> bool:
    """Whether a ledger is as Jisr leaves it: no facts of an entry are lost, no flag added or taken away."""
    return not any(e.lost or e.fuzzy is not is_fuzzy(e) for e in ledger.entries)


def is_fuzzy(entry: Entry) -> bool:
    """Whether an entry is `fuzzy` to PO tools: not to be shipped as it is."""
    return entry.state is State.DRAFT or entry.stale


def _unfinished(number: int, line: str, file: str) -> Finding:
    remedy = "settle the merge, then run this again"
    if _FRAME in line:
        remedy = f"keep one of the texts between {_FRAME}, take these lines out, then run this again"
    return Finding("merge", "an unfinished merge", file, number, line, remedy)


def _below(lines: Sequence[str]) -> list[str]:
    """The comments under the last entry, which belong to none."""
    last = next((n for n in range(len(lines), 0, -1) if re.match(r'(?:#~ )?(?:msg|")', lines[n - 1])), 0)
    return [line.rstrip() for line in lines[last:] if line.startswith("#")]


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
    if is_forged(entry.by):
        return "by what is no person's name (by=)"
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


def _entry(item: polib.POEntry, file: str, width: int) -> Entry:
    if not item.msgctxt or item.msgid_plural:
        what, remedy = "without a key (msgctxt)", "add the block's key as msgctxt, or remove the entry"
        if item.msgctxt:
            what, remedy = "with plural forms", "write it as one msgid and one msgstr"
        raise JisrError(Finding("ledger", f"an entry {what}", file, item.linenum or 0, item.msgid, remedy))
    comments = _unwrapped((item.tcomment or "").split("\n"), _goes_on_facts)
    facts = {
        name: value
        for line in comments
        if line.startswith(_FACTS)
        for name, value in _ignores_apart(_facts(line.removeprefix(_FACTS)))
    }
    target = "" if _is_filled_in(item, facts.get("synced", "")) else item.msgstr
    fuzzy = "fuzzy" in item.flags
    goes_on = partial(_goes_on_text, width=width)
    beside = [_beside(line) for line in _unwrapped((item.comment or "").split("\n"), goes_on)]
    entry = Entry(
        key=item.msgctxt,
        source=item.msgid,
        target=target,
        stale="stale" in facts,
        previous=item.previous_msgid or "",
        touched="touched" in facts,
        machine=tuple(filter(None, facts.get("machine", "").split(","))),
        proposals=tuple(b for b in beside if isinstance(b, Proposal)),
        remarks=tuple(b for b in beside if isinstance(b, Remark)),
        extracted=tuple(b for b in beside if isinstance(b, str)),
        references=tuple(f"{name}:{line}" if line else name for name, line in item.occurrences),
        flags=tuple(flag for flag in item.flags if flag and flag != "fuzzy"),
        fuzzy=fuzzy,
        lost=not _tells(facts, target),
        notes=tuple(line for line in comments if not line.startswith(_FACTS)),
        facts={name: value for name, value in facts.items() if name not in _OWN},
    )
    return replace(
        entry,
        state=_state(facts, target),
        score=_number(facts.get("score")),
        changed=_number(facts.get("changed")),
        synced=facts.get("synced", ""),
        origin=facts.get("origin", ""),
        by=facts.get("by", ""),
        on=facts.get("on", ""),
        reason=facts.get("reason", ""),
    )


def _is_filled_in(item: polib.POEntry, synced: str) -> bool:
    """Whether an entry holds the Arabic for its English: tools fill so what has none (`msgen`).

    Where that was synced, somebody wants it so.
    """
    filled = bool(_ARABIC.search(item.msgstr)) and item.msgstr.split() == item.msgid.split()
    return filled and digest(item.msgstr) != synced


def _unwrapped(lines: Iterable[str], goes_on: Callable[[str, str, str], bool]) -> list[str]:
    """The comments of an entry, of which some tools (polib) wrap what is long: each on one line again.

    `goes_on` is asked of the comment read so far, its last line as wrapped and the line behind that.
    """
    whole: list[str] = []
    last = ""
    for line in filter(str.strip, lines):
        if whole and goes_on(whole[-1], last, line):
            within_word = re.search(r"[^\W\d_]-\Z", last) and re.match(r"[^\W\d_]", line)
            whole[-1] += line if within_word else f" {line}"
        else:
            whole.append(line)
        last = line
    return whole


def _goes_on_facts(before: str, last: str, line: str) -> bool:
    """Whether a line goes on with the facts before it: within a value, or with facts and nothing else."""
    if not before.startswith(_FACTS) or line.startswith(_FACTS):
        return False
    if re.sub(r"\\.", "", before).count('"') % 2 or re.search(r"=[^\s\"]*[^\W\d_]-\Z", last):
        return True
    words = re.sub(r'"(?:[^"\\]|\\.)*"?', '""', line).split()
    return all(word in _FLAGS or re.fullmatch(r"[\w-]+=\S*", word) for word in words)


def _goes_on_text(before: str, last: str, line: str, width: int) -> bool:
    """Whether a line goes on with the proposal or remark before it: it had no room in the file's `width`."""
    if not _BESIDE.match(before) or _BESIDE.match(line):
        return False
    return len(f"#. {last} {line.split(maxsplit=1)[0]}") > width


def _width(lines: Iterable[str]) -> int:
    """The length of the longest line of comments that could have been wrapped."""
    return max((len(line.rstrip()) for line in lines if re.match(r"#\.? \S+ \S", line)), default=0)


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


def _state(facts: Mapping[str, str], target: str) -> State:
    """The state as recorded; where none is, the lower one: what is missing makes no person.

    English that a tool emptied keeps its state, as long as `synced` tells that there was some.
    """
    target = target.strip()
    if _tells(facts, target) and (target or facts.get("synced")):
        return State(facts["state"])
    return State.DRAFT if target else State.MISSING


def _tells(facts: Mapping[str, str], target: str) -> bool:
    """Whether the facts tell the origin of the English. A text that was synced cannot be `missing`."""
    name = facts.get("state")
    return name in set(State) and not (name == State.MISSING and target.strip() and facts.get("synced"))


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _beside(line: str) -> Proposal | Remark | str:
    """What a line of `#.` says: a text offered, a remark, or something of a tool's."""
    match = _BESIDE.fullmatch(line)
    if not match:
        return line
    quoted = match["quoted"]
    who = match["bare"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    text = _BREAKS.sub(lambda m: _SAID[m[0]], match["text"] or "").strip()
    return Remark(who, match["at"], text) if match["remark"] else Proposal(who, text)


def _beside_lines(entry: Entry) -> Iterator[str]:
    yield from entry.extracted
    for remark in entry.remarks:
        yield f"remark ({_named(remark.by)}, {remark.at}): {_one_line(remark.text)}".rstrip()
    for proposal in entry.proposals:
        yield f"proposal ({_named(proposal.origin)}): {_one_line(proposal.text)}".rstrip()


def _named(text: str) -> str:
    """A name or an origin within brackets; quoted where its own signs would end it."""
    text = " ".join(text.split())
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"' if re.search(r'[()"]', text) else text


def _item(entry: Entry, *, obsolete: bool) -> polib.POEntry:
    beside = list(_beside_lines(replace(entry, proposals=()) if obsolete else entry))
    notes = list(entry.notes)
    if obsolete:  # tools drop what is not a comment of the translator's from entries that are gone
        beside += [f"see {place}" for place in entry.references]
        notes += [line for line in beside if line not in notes]
    return polib.POEntry(
        msgctxt=entry.key,
        msgid=_tidy(entry.source),
        msgstr=_tidy(entry.target),
        tcomment="\n".join([*notes, f"{_FACTS} {' '.join(_fact_words(entry))}", *_ignore_lines(entry.facts)]),
        comment="" if obsolete else "\n".join(beside),
        occurrences=[] if obsolete else [(place, "") for place in entry.references],
        flags=[*(["fuzzy"] if is_fuzzy(entry) and not obsolete else []), *entry.flags],
        previous_msgid=_tidy(entry.previous) if entry.previous else None,
        obsolete=obsolete,
    )


def _fact_words(entry: Entry) -> Iterator[str]:
    yield f"state={entry.state}"
    if entry.stale:
        yield "stale"
    if entry.touched:
        yield "touched"
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
    if entry.machine:
        yield f"machine={','.join(entry.machine)}"


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
    """A text as the end of a comment: paragraphs are kept apart by ¶, lines by ↵, those signs are doubled."""
    lines = re.sub(r"[¶↵]", lambda m: m[0] * 2, _tidy(text).strip()).split("\n\n")
    return " ¶ ".join(part.replace("\n", " ↵ ") for part in lines)
