"""What a verb found, said again while nothing that it depends on has changed.

An answer holds for one fingerprint of the inputs, until the next hour at which readers may see something new,
and, where the verb makes a folder, for the files there as it left them. It is kept in the project's cache,
and can be deleted at any time.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from jisr.model.diagnostics import Finding, Severity
from jisr.storage.cache import open_cache
from jisr.storage.disk import Digests, recalling
from jisr.storage.folders import FolderState, let_time_pass, read_state
from jisr.storage.inputs import clock
from jisr.storage.inputs.fingerprint import read_inputs


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
        return any(finding.severity is Severity.ERROR for finding in self.findings)


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
        if not found or found["inputs"] != inputs:
            return None
        until = datetime.fromisoformat(found["until"]) if found["until"] else None
        if now < datetime.fromisoformat(found["since"]) or (until and until <= now):
            return None
        if found["made"] != (read_state(made)[0] if made else ""):
            return None
        findings = (Finding(**{**row, "severity": Severity(row["severity"])}) for row in found["findings"])
        return Answer(tuple(findings), found["rows"], until)
    except (KeyError, TypeError, ValueError):  # another release's, or somebody else's
        return None


def _keep(root: Path, verb: str, answer: Answer, facts: dict[str, str]) -> None:
    findings = [asdict(finding) for finding in answer.findings]
    until = answer.until.isoformat() if answer.until else ""
    with open_cache(root, verb) as kept:
        kept.put("answer", verb, {**facts, "until": until, "findings": findings, "rows": answer.rows})
