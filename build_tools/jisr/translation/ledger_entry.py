"""An entry of a ledger as PO writes it: texts, flags, and what its comments say of them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial

import polib

from jisr.lang.arabic import digest
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import Entry, Proposal, Remark, State

FACTS = "jisr:"
IGNORE = "ignore-"
"""How the facts of an entry begin that are lines of their own: checks that are ignored, with the reason."""
_FACT = re.compile(r'(?P<name>[\w-]+)(?:=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"]*)))?')
_BESIDE = re.compile(
    r'(?:(?P<proposal>proposal) |(?P<remark>remark) )\((?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^()"]*?))'
    r"(?(remark), (?P<at>[^(), ]*))\):(?: (?P<text>.*))?"
)
_BREAKS = re.compile(r" ¶ |¶¶| ↵ |↵↵")
_SAID = {" ¶ ": "\n\n", "¶¶": "¶", " ↵ ": "\n", "↵↵": "↵"}
_ARABIC_LETTER = re.compile("[ء-ي]")
_OWN = {"state", "stale", "synced", "origin", "score", "changed", "by", "on", "reason", "touched", "machine"}
_FLAGS = {"stale", "touched"}  # facts without a value
# Python splits lines at more characters than PO does; in the ledger those count as white space.
_ODD_LINE_END = re.compile("[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


def is_fuzzy(entry: Entry) -> bool:
    """Whether an entry is `fuzzy` to PO tools: not to be shipped as it is."""
    return entry.state is State.DRAFT or entry.stale


def parse_entry(item: polib.POEntry, file: str, width: int) -> Entry:
    """The entry that PO's is; `width` is that at which a tool wrapped the file's comments, 0 for none.

    Raises `JisrError` for one without a key or with plural forms.
    """
    if not item.msgctxt or item.msgid_plural:
        what, remedy = "without a key (msgctxt)", "add the block's key as msgctxt, or remove the entry"
        if item.msgctxt:
            what, remedy = "with plural forms", "write it as one msgid and one msgstr"
        raise JisrError(Finding("ledger", f"an entry {what}", file, item.linenum or 0, item.msgid, remedy))
    comments = _unwrapped((item.tcomment or "").split("\n"), _goes_on_facts)
    facts = {
        name: value
        for line in comments
        if line.startswith(FACTS)
        for name, value in _ignores_apart(_facts(line.removeprefix(FACTS)))
    }
    target = "" if _is_filled_in(item, facts.get("synced", "")) else item.msgstr
    goes_on = partial(_goes_on_text, width=width)
    beside = [_beside(line) for line in _unwrapped((item.comment or "").split("\n"), goes_on)]
    return Entry(
        key=item.msgctxt,
        source=item.msgid,
        target=target,
        state=_state(facts, target),
        synced=facts.get("synced", ""),
        origin=facts.get("origin", ""),
        score=_number(facts.get("score")),
        changed=_number(facts.get("changed")),
        by=facts.get("by", ""),
        on=facts.get("on", ""),
        reason=facts.get("reason", ""),
        stale="stale" in facts,
        previous=item.previous_msgid or "",
        touched="touched" in facts,
        machine=tuple(filter(None, facts.get("machine", "").split(","))),
        proposals=tuple(b for b in beside if isinstance(b, Proposal)),
        remarks=tuple(b for b in beside if isinstance(b, Remark)),
        extracted=tuple(b for b in beside if isinstance(b, str)),
        references=tuple(f"{name}:{line}" if line else name for name, line in item.occurrences),
        flags=tuple(flag for flag in item.flags if flag and flag != "fuzzy"),
        fuzzy="fuzzy" in item.flags,
        lost=not _tells(facts, target),
        notes=tuple(line for line in comments if not line.startswith(FACTS)),
        facts={name: value for name, value in facts.items() if name not in _OWN},
    )


def _is_filled_in(item: polib.POEntry, synced: str) -> bool:
    """Whether an entry holds the Arabic for its English: tools fill so what has none (`msgen`), or put signs
    around each text to find what is not translated (podebug).

    Where that was synced, somebody wants it so.
    """
    if not _ARABIC_LETTER.search(item.msgstr):
        return False
    words, arabic = (
        ["".join(_ARABIC_LETTER.findall(word)) for word in text.split()] for text in (item.msgstr, item.msgid)
    )
    is_arabic = 2 * len(list(filter(None, words))) > len(words) or item.msgstr.split() == item.msgid.split()
    return words == arabic and is_arabic and digest(item.msgstr) != synced


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
    if not before.startswith(FACTS) or line.startswith(FACTS):
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


def wrapping_width(lines: Iterable[str]) -> int:
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


def compose_entry(entry: Entry, *, obsolete: bool) -> polib.POEntry:
    """The inverse of `parse_entry`; an obsolete entry keeps no proposals."""
    beside = list(_beside_lines(replace(entry, proposals=()) if obsolete else entry))
    notes = list(entry.notes)
    if obsolete:  # tools drop what is not a comment of the translator's from entries that are gone
        beside += [f"see {place}" for place in entry.references]
        notes += [line for line in beside if line not in notes]
    return polib.POEntry(
        msgctxt=entry.key,
        msgid=even_lines(entry.source),
        msgstr=even_lines(entry.target),
        tcomment="\n".join([*notes, f"{FACTS} {' '.join(_fact_words(entry))}", *_ignore_lines(entry.facts)]),
        comment="" if obsolete else "\n".join(beside),
        occurrences=[] if obsolete else [(place, "") for place in entry.references],
        flags=[*(["fuzzy"] if is_fuzzy(entry) and not obsolete else []), *entry.flags],
        previous_msgid=even_lines(entry.previous) if entry.previous else None,
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
            yield f"{FACTS} ignore={name.removeprefix(IGNORE)}{why}"


@cache
def _quoted(value: str) -> str:
    value = " ".join(value.split())
    if re.fullmatch(r"[\w.+:/%-]+", value, re.ASCII):
        return value
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def even_lines(text: str) -> str:
    """A text whose lines end as PO's do: at a line feed, and nowhere else."""
    return _ODD_LINE_END.sub(" ", text.replace("\r\n", "\n"))


def _one_line(text: str) -> str:
    """A text as the end of a comment: paragraphs are kept apart by ¶, lines by ↵, those signs are doubled."""
    lines = re.sub(r"[¶↵]", lambda m: m[0] * 2, even_lines(text).strip()).split("\n\n")
    return " ¶ ".join(part.replace("\n", " ↵ ") for part in lines)
