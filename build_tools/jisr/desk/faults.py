"""What is shown where something is wrong: each fault says what to do, on a page or to a script."""

from collections.abc import Sequence
from errno import ENAMETOOLONG
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from jisr.app.asked import find_renamed
from jisr.app.paragraphs.reading import ChangedMeanwhileError
from jisr.desk.as_json import finding_data, paragraph_data
from jisr.desk.context import Visit
from jisr.model.diagnostics import Finding, JisrError
from jisr.seeds import find_files
from jisr.storage import disk
from jisr.storage.own_folder import BusyError


def refuse(visit: Visit, status: int, why: str, findings: Sequence[Finding] = (), **more: Any) -> Response:
    """Why a request is not answered: `why` is one of the faults that the frame's words name."""
    if visit.wants_json:
        said = visit.say(f"desk.frame.fault.{why}")
        return visit.answer(
            {"error": why, "says": said, "findings": finding_data(findings, visit.lang), **more}, status
        )
    return visit.page("desk/fault", status=status, why=why, findings=findings)


def answer_fault(visit: Visit, error: Exception) -> Response | None:
    """What a visit gets where `error` came of it; `None` for one that is Jisr's own."""
    if isinstance(error, BusyError):
        return refuse(visit, 423, "busy", error.findings)
    if isinstance(error, ChangedMeanwhileError):
        now = _standing(visit, error.findings[0].key)
        return refuse(visit, 409, "changed", error.findings, paragraph=now)
    if isinstance(error, JisrError):
        is_nothing = any(found.check == "article" for found in error.findings)
        if is_nothing and (now := _find_present_address(visit)):
            return visit.go(now)
        return refuse(
            visit, 404 if is_nothing else 422, "nothing" if is_nothing else "refused", error.findings
        )
    if isinstance(error, OSError) and error.errno == ENAMETOOLONG:  # no file can be called that
        return refuse(visit, 404, "nothing")
    if refused := disk.refusal(visit.desk.root, error):
        return refuse(visit, 422, "refused", [refused])
    return None


def _find_present_address(visit: Visit) -> str:
    """The address of a page about an article that has another name by now; empty for all else."""
    slug = str(visit.request.path_params.get("slug", ""))
    if not slug or visit.wants_json or visit.request.method != "GET":
        return ""
    now = find_renamed(find_files(visit.desk.root)[0], slug)
    return quote(visit.path.removesuffix(slug) + now) if now else ""


def _standing(visit: Visit, key: str) -> Any:
    """A paragraph as it stands now, which was another when it was shown; `None` where it is gone."""
    rows = visit.rows(str(visit.given.get("slug")))
    return next((paragraph_data(one, visit.lang) for one in rows.paragraphs if one.key == key), None)
