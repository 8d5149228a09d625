"""Notes in a seed that are not for readers (see `private`): left out before anything else is read."""

from collections.abc import Sequence

from build_tools.errors import Finding, JisrError, Severity
from build_tools.private import letters, lines_without, private_parts
from build_tools.readers.decoding import Line, bare, empty_finding


def without_notes(
    lines: Sequence[Line], file: str, *, plain: bool = False
) -> tuple[list[Line], list[Finding]]:
    """The lines without what is private, and a notice for each such place: where, and how many letters.

    In a `plain` text no signs are code, nor tags; but nobody writes `<!-- … -->` there for readers.

    Raises `JisrError` for a note that never ends: nobody can tell what of the text is to be published.
    """
    text = "\n".join(line.text for line in lines)
    parts = private_parts(text, code=not plain, tags=not plain)
    if not parts:
        return list(lines), []
    findings = []
    for part in parts:
        line = lines[text.count("\n", 0, part.start)].number
        size = letters(text[part.start : part.end])
        if not part.closed:
            message = f"a private note begins here and never ends (it has {size} letters)"
            remedy = "end it (-->); if it is meant to be read, put a backslash before its first sign"
            raise JisrError(Finding("private", message, file, line, remedy=remedy))
        if size:
            message = f"a private note is left out ({size} letters)"
            remedy = "nothing needs doing; what is to be read, write outside of comments"
            findings.append(Finding("private", message, file, line, remedy=remedy, severity=Severity.NOTICE))
    left = [Line(lines[n].number, line) for n, line in lines_without(text, parts)]
    if not any(bare(line.text) for line in left):
        raise JisrError(empty_finding("there is nothing in this file but private notes", file))
    return left, findings
