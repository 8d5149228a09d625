"""What subtitles have between their lines: a number, and from when to when each is shown (SubRip, WebVTT)."""

import re
from collections.abc import Sequence

from jisr.model.diagnostics import Finding, notice
from jisr.seeds.decoding import Line
from jisr.seeds.text.wrapping import ends_sentence

_HOUR = r"(?:\d{1,3}:)?\d{2}:\d{2}[.,]\d{3}"
_TIMES = re.compile(rf"{_HOUR} ?-->? ?{_HOUR}.*")
_LEAST = 3  # times in a text: one may be what somebody writes about


def without_times(lines: Sequence[Line], file: str) -> tuple[list[Line], list[Line], list[Finding]]:
    """The lines (stripped) of subtitles, those with numbers and times, and a notice that names these.

    A sentence goes on from one to the next, so that each of these becomes a line.
    """
    times = [n for n, line in enumerate(lines) if _TIMES.fullmatch(line.text)]
    if len(times) < _LEAST:
        return list(lines), [], []
    gone = set(times) | {n - 1 for n in times if n and lines[n - 1].text.isdigit()}
    gone |= {n for n in range(min(gone)) if lines[n].text.startswith("WEBVTT")}
    first = lines[min(gone)]
    words = " | ".join(lines[n].text for n in sorted(gone))
    message = "numbers and times of subtitles are left out"
    remedy = "nothing needs doing; part the text into paragraphs, and give it a title"
    about = notice("seed-page", message, file, first.number, words, remedy)
    kept: list[Line] = []
    is_open = False
    for line in (one for n, one in enumerate(lines) if n not in gone):
        if line.text and is_open:
            kept[-1] = Line(kept[-1].number, f"{kept[-1].text} {line.text}")
        elif line.text or not is_open:
            kept.append(line)
        if line.text:
            is_open = line.number > first.number and not ends_sentence(line.text)
    return kept, [lines[n] for n in sorted(gone)], [about]
