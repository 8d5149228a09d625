"""What the desk shows as JSON: findings, paragraphs, articles; and the schemas of that."""

from collections.abc import Sequence
from typing import Any

from jisr.app.paragraphs.reading import ArticleRows, Paragraph
from jisr.desk.words import DeskStrings
from jisr.model.diagnostics import Finding
from jisr.model.languages import Lang
from jisr.model.ledger import State


def finding_data(findings: Sequence[Finding], lang: Lang) -> list[dict[str, Any]]:
    """Findings as JSON, in the language of the interface."""
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
        for one in DeskStrings(lang).findings(findings)
    ]


def article_data(rows: ArticleRows, lang: Lang) -> dict[str, Any]:
    """An article as JSON."""
    return {
        "slug": rows.outcome.slug,
        "blocked": rows.outcome.blocked,
        "findings": finding_data(rows.findings, lang),
        "paragraphs": [paragraph_data(one, lang) for one in rows.paragraphs],
    }


def paragraph_data(one: Paragraph, lang: Lang) -> dict[str, Any]:
    """A paragraph as JSON."""
    entry = one.entry
    return {
        "key": one.key,
        "kind": one.kind.value,
        "original": one.original,
        "english": one.translation,
        "seen": one.seen,
        "mark": one.mark,
        "state": one.state,
        "stale": entry.stale,
        "touched": entry.touched,
        "origin": one.origin,
        "by": entry.by,
        "on": entry.on,
        "signed": one.signed_by,
        "quoted": entry.quoted,
        "rival": one.rival,
        "proposal": {"origin": one.proposal.origin, "text": one.proposal.text} if one.proposal else None,
        "original_change": [list(part) for part in one.original_change],
        "ignored": dict(one.ignored),
        "findings": finding_data(one.findings, lang),
    }


_TEXT = {"type": "string"}
FINDING = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("check", "severity", "message", "text", "remedy", "file", "key"), _TEXT),
        "line": {"type": "integer"},
    },
    "required": ["check", "severity", "message", "remedy"],
}
_FINDINGS = {"type": "array", "items": FINDING}
PARAGRAPH = {
    "type": "object",
    "properties": {
        **dict.fromkeys(
            ("key", "kind", "original", "english", "seen", "origin", "by", "on", "signed", "quoted"), _TEXT
        ),
        "state": {"enum": [one.value for one in State]},
        "stale": {"type": "boolean"},
        "touched": {"type": "boolean"},
        "rival": {"type": ["string", "null"]},
        "proposal": {"type": ["object", "null"]},
        "original_change": {"type": "array"},
        "ignored": {"type": "object"},
        "findings": _FINDINGS,
    },
    "required": ["key", "state", "english", "original", "seen", "findings"],
}
ARTICLE = {
    "type": "object",
    "properties": {
        "slug": _TEXT,
        "blocked": {"type": "boolean"},
        "findings": _FINDINGS,
        "paragraphs": {"type": "array", "items": PARAGRAPH},
    },
    "required": ["slug", "blocked", "findings", "paragraphs"],
}
