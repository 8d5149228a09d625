"""What a verb found, said again while nothing that it depends on has changed.

An answer holds for one fingerprint of the inputs, until the next hour at which readers may see something new,
and, where the verb makes a folder, for the files there as it left them. It is kept in the project's cache,
and can be deleted at any time.
"""

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from jisr.model.diagnostics import Finding, Severity
from jisr.storage.cache import open_cache
from jisr.storage.folders import file_stats, let_time_pass
from jisr.storage.inputs import clock
from jisr.storage.inputs.fingerprint import Digests, fingerprint_inputs


@dataclass(frozen=True)
class Answer:
    """What a verb has to say: findings, and what else, as JSON has it; `until` is when it ends to be true."""

    findings: tuple[Finding, ...] = ()
    rows: Any = None
    until: datetime | None = None

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
    inputs, now = fingerprint_inputs(root, files), clock.now()
    if known := _recall(root, verb, inputs, now, made):
        return known
    answer = work()
    state = _state(made, wait=True)
    if (not answer.until or answer.until > clock.now()) and fingerprint_inputs(root, files) == inputs:
        _keep(root, verb, answer, {"inputs": inputs, "since": now.isoformat(), "made": state})
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
        if found["made"] != _state(made):
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


# --- the files that a verb made -----------------------------------------------------------------------------


def _state(folder: Path | None, *, wait: bool = False) -> str:
    """A digest of size and times of all files of a folder, but hidden ones: whoever writes one changes it.

    Unless he does so at once: so `wait` until whatever is written has other times.
    """
    digest, newest = sha256(), 0
    for path, stat in file_stats(folder) if folder else ():
        digest.update(os.fsencode(f"{path}\0{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}\n"))
        newest = max(newest, stat.st_ctime_ns)
    if wait:
        let_time_pass(newest)
    return digest.hexdigest()
