"""Findings for machines: JSON, and the annotations that GitHub shows beside the lines of a pull request."""

import json
from collections.abc import Callable, Mapping, Sequence

from jisr.model.diagnostics import Finding, count_by_severity, shorten


def format_json(findings: Sequence[Finding]) -> str:
    """`{"findings": [{check, severity, message, file, line, key, text, remedy}], "counts": {…}}`."""
    names = ("check", "severity", "message", "file", "line", "key", "text", "remedy")
    rows = [{name: getattr(finding, name) for name in names} for finding in findings]
    return json.dumps({"findings": rows, "counts": count_by_severity(findings)}, ensure_ascii=False, indent=1)


def format_github(findings: Sequence[Finding]) -> str:
    """Workflow commands, one a finding: `::error file=…,line=…,title=…::message`.

    Everything that could end a command or begin another (line ends, `:` and `,` in properties) is escaped.
    """
    return "\n".join(_command(f) for f in findings)


def _command(finding: Finding) -> str:
    properties = {
        "file": finding.file,
        "line": str(finding.line or ""),
        "title": " ".join(filter(None, (finding.check, finding.key))),
    }
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    excerpt = f": «{shorten(finding.text, 120)}»" if finding.text else ""
    remedy = f"\n→ {finding.remedy}" if finding.remedy else ""
    return f"::{finding.severity} {named}::{_data(finding.message + excerpt + remedy)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Finding]], str]] = {"json": format_json, "github": format_github}
"""Name → what writes findings for a machine."""
DOCTOR_FORMATS = ("text", *FORMATS)
"""What `jisr doctor` can answer in."""
CHECK_FORMATS = ("text", *FORMATS, "markdown")
"""What `jisr check` can answer in. Text is for people, Markdown is `pr_summary`'s."""
