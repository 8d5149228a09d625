"""What a verb found, said again while nothing that it depends on has changed.

An answer holds for one fingerprint of the inputs, until the next hour at which readers may see something new,
and, where the verb makes a folder, for the files there as it left them. It is kept in the project's cache,
and can be deleted at any time.
"""

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field
from datetime import datetime
from pathlib import Path
from sys import intern
from typing import Any

from jisr.model.diagnostics import Finding, Severity
from jisr.storage.cache import Cache, open_cache
from jisr.storage.disk import Digests, recalling
from jisr.storage.folders import FolderState, let_time_pass, read_state
from jisr.storage.inputs import clock
from jisr.storage.inputs.fingerprint import read_inputs

_PIECE = 2000  # findings that are kept together: as one text, all of them take more memory than all else


@dataclass(frozen=True)
class Answer:
    """What a verb has to say: findings, and what else, as JSON has it; `until` is when it ends to be true.

    `left` is the folder that it filled, as it left it.
    """

    findings: tuple[Finding, ...] = ()
    rows: Any = None
    until: datetime | None = None
    left: FolderState = field(default=("", 0), compare=False)

    @property
    def failed(self) -> bool:
        """Whether something is wrong that a person has to put right."""
        return any(finding.is_error for finding in self.findings)


def ask(
    root: Path,
    verb: str,
    work: Callable[[], Answer],
    made: Path | None = None,
    files: Digests | None = None,
) -> Answer:
    """What `work` answers, which is what the verb said last time where nothing has changed since.

    `made` is the folder that the verb fills: a file that was changed or deleted there is a change too.
    `files` is what was read of files, for who asks again and again.
    """
    files = {} if files is None else files
    inputs, now = read_inputs(root, files), clock.now()
    if known := _recall(root, verb, inputs.digest, now, made):
        return known
    with recalling(files):
        answer = work()
    let_time_pass(answer.left[1])  # what anybody writes into the folder from now on has other times
    if (not answer.until or answer.until > clock.now()) and read_inputs(root, files) == inputs:
        _keep(root, verb, answer, {"inputs": inputs.digest, "since": now.isoformat(), "made": answer.left[0]})
    return answer


def _recall(root: Path, verb: str, inputs: str, now: datetime, made: Path | None) -> Answer | None:
    try:
        with open_cache(root, verb) as kept:
            found = kept.get("answer", verb)
            if not found or found["inputs"] != inputs or not _holds(found, now, made):
                return None
            return Answer(tuple(_findings(kept, verb, found)), found["rows"], _hour(found["until"]))
    except (KeyError, TypeError, ValueError):  # another release's, or somebody else's
        return None


def _holds(found: dict[str, Any], now: datetime, made: Path | None) -> bool:
    until = _hour(found["until"])
    if now < datetime.fromisoformat(found["since"]) or (until and until <= now):
        return False
    return bool(found["made"] == (read_state(made)[0] if made else ""))


def _hour(said: str) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _findings(kept: Cache, verb: str, found: dict[str, Any]) -> Iterator[Finding]:
    for start in range(0, found["count"], _PIECE):
        inputs, since, rows = kept.get("answer, findings", f"{verb} {start}")
        if (inputs, since) != (found["inputs"], found["since"]):  # of an answer that was kept meanwhile
            raise ValueError(since)
        for check, message, file, line, text, remedy, key, severity in rows:
            words = intern(check), message, intern(file), line, text, intern(remedy), intern(key)
            yield Finding(*words, Severity(severity))


def _keep(root: Path, verb: str, answer: Answer, facts: dict[str, str]) -> None:
    until = answer.until.isoformat() if answer.until else ""
    with open_cache(root, verb) as kept:
        for start in range(0, len(answer.findings), _PIECE):
            rows = [astuple(finding) for finding in answer.findings[start : start + _PIECE]]
            kept.put("answer, findings", f"{verb} {start}", [facts["inputs"], facts["since"], rows])
        kept.put(
            "answer", verb, {**facts, "until": until, "count": len(answer.findings), "rows": answer.rows}
        )
