"""What is shown where something is wrong: each fault says what to do, on a page or to a script."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from jisr.desk.context import Visit
from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.own_folder import BusyError


def finding_data(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as JSON."""
    return [
        {
            "check": one.check,
            "severity": one.severity.value,
            "message": one.message,
            "text": one.text,
            "remedy": one.remedy,
            "file": one.file,
            "line": one.line,
            "key": one.key,
        }
        for one in findings
    ]


def refuse(visit: Visit, status: int, why: str, findings: Sequence[Finding] = (), **more: Any) -> Response:
    """Why a request is not answered: `why` is one of the faults that the frame's words name."""
    if visit.wants_json:
        said = visit.say(f"desk.frame.fault.{why}")
        return visit.answer({"error": why, "says": said, "findings": finding_data(findings), **more}, status)
    return visit.page("desk/fault", status=status, why=why, findings=findings)


def answer_fault(visit: Visit, error: Exception) -> Response | None:
    """What a visit gets where `error` came of it; `None` for one that is Jisr's own."""
    if isinstance(error, BusyError):
        return refuse(visit, 423, "busy", error.findings)
    if isinstance(error, JisrError):
        return refuse(visit, 422, "refused", error.findings)
    return None
