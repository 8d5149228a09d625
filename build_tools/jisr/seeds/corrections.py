"""The sidecar's `corrections:` — changes of wording that the seed itself must not carry."""

import re
from collections.abc import Sequence
from dataclasses import replace

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.source import Correction, Seed, sidecar_of
from jisr.seeds.decoding import Line, clean_line, strip_blanks


def apply_corrections(lines: Sequence[Line], seed: Seed) -> list[Line]:
    """`lines` with the corrections of the sidecar, one after the other; each line keeps its number.

    Raises `JisrError` with every correction whose `find` does not occur exactly once.
    """
    findings: list[Finding] = []
    result = list(lines)
    for index, given in enumerate(seed.meta.corrections):
        # What was copied from the seed may hold what its lines have been cleaned of.
        find = "\n".join(clean_line(line) for line in given.find.split("\n"))
        correction = replace(given, find=find or given.find)
        text = "\n".join(line.text for line in result)
        # also overlapping: «هه» stands twice in «ههه», and neither is the one
        count = len(re.findall(f"(?={re.escape(correction.find)})", text))
        if count == 1:
            result = _replace_in_lines(result, text, correction)
        else:
            findings.append(_finding(seed, index, correction, count))
    if findings:
        raise JisrError(findings)
    if result and not any(strip_blanks(line.text) for line in result):
        message = "after the corrections there is no text left"
        sidecar = sidecar_of(seed.file)
        line = seed.meta.corrections[-1].line
        remedy = "correct less; what is not to be published: `status: withdrawn`"
        raise JisrError(Finding("correction", message, sidecar, line, remedy=remedy))
    return result


def _replace_in_lines(lines: Sequence[Line], text: str, correction: Correction) -> list[Line]:
    start = text.index(correction.find)
    end = start + len(correction.find)
    first, last = text.count("\n", 0, start), text.count("\n", 0, end)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    rest = text[end:] if line_end < 0 else text[end:line_end]
    new = (text[line_start:start] + correction.replace + rest).split("\n")
    numbered = [Line(lines[min(first + i, last)].number, part) for i, part in enumerate(new)]
    return [*lines[:first], *numbered, *lines[last + 1 :]]


def _finding(seed: Seed, index: int, correction: Correction, count: int) -> Finding:
    if count:
        message = f"correction {index + 1} finds its text {count} times"
        remedy = "lengthen `find` until it occurs once; a wrong title is corrected by the sidecar's `title:`"
    else:
        message = f"correction {index + 1} does not find its text"
        remedy = "copy `find` from the seed letter by letter, or remove what the seed itself has corrected"
    sidecar = sidecar_of(seed.file)
    return Finding("correction", message, sidecar, correction.line, correction.find, remedy)
