"""What stands above a text: kicker and title, often twice, for web pages are copied with both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jisr.lang import arabic
from jisr.lang.arabic import fold
from jisr.lang.units import has_same_units
from jisr.lang.verse import split_verse, with_visible_gap
from jisr.model.diagnostics import Finding, notice
from jisr.model.source import Meta
from jisr.seeds.facts import line_facts, take_facts
from jisr.seeds.headline import first_words, is_title_variant
from jisr.seeds.text.paragraphs import Paragraph
from jisr.seeds.text.points import is_marked
from jisr.seeds.text.top_lines import RUBRICS

_TITLE_WORDS, _TITLE_LENGTH = 45, 320
_SENTENCE_WORDS = 20  # what ends in a full stop and is longer is a paragraph, no title
_KICKER_WORDS = 10
_TITLE_LIKE = range(3, 16)  # words; one or two may be a first heading (مقدمة, "introduction")
# Where a report was filed and by whom, above its headline: «بغداد – خاص» ("Baghdad – exclusive").
_FILED_BY = (
    "خاص|وكالات|الوكالات|متابعات|متابعة|مراسلنا|مراسلتنا"
    r"|رويترز|فرانس برس|أسوشيتد برس|[أا]\.? ?ف\.? ?ب\.?|[أا]\.? ?ب\.?|د\.? ?ب\.? ?[أا]\.?"  # Reuters
    "|الأناضول|شينخوا|سبوتنيك|سانا|بترا|وام|واس|واع|قنا|وفا|كونا"
)
_DATELINE = re.compile(
    rf"\w+(?: \w+)? ?[-–—/|] ?(?:{_FILED_BY})|(?:{_FILED_BY}) ?[-–—/|:] ?\w+(?: \w+){{0,2}}|{_FILED_BY}"
)
_AROUND = " |-–—*•/[](){}"
_QUOTES = str.maketrans("", "", "\"“”„‟«»'‘’")


@dataclass(frozen=True)
class Header:
    """Kicker and title as plain text on one line, with their lines in the seed (0: from the sidecar).

    `made` says that the text has no title and this one consists of its first words; `meta` is the sidecar's
    with the facts that stand around the title, from the lines `facts`, `rest` the paragraphs below.
    """

    title: str
    kicker: str
    title_line: int
    kicker_line: int
    made: bool
    meta: Meta
    rest: tuple[Paragraph, ...]
    facts: tuple[Paragraph, ...]
    findings: tuple[Finding, ...]


def find_header(paragraphs: Sequence[Paragraph], meta: Meta, file: str) -> Header:
    """Kicker, title and facts of a text, the sidecar's first; there always is a title.

    Where the sidecar gives a title or kicker, a line is taken for it only if its words are the same. All
    others stay text.
    """
    rest = list(paragraphs)
    while len(rest) > 1 and not _says_something(rest[0].text):
        rest.pop(0)  # a rule above the title is no part of the text
    meta, rest, facts, above = _without_facts(rest, meta, file, leading=True)
    kicker, title, used = _kicker_and_title(rest)
    about: list[Finding] = []
    if meta.title or meta.kicker:
        kicker, title, used, about = _as_the_sidecar_says(rest, meta, (kicker, title, used), file)
    made = not (title or meta.title)
    first = rest[0]
    above_text = rest[:used]
    kicker, again, rest = _without_repetition(kicker, title, rest[used:], meta)
    meta, rest, more, below = _without_facts(rest, meta, file)
    if more:  # the title of a web page, its author and date, and the title again
        kicker, lower, rest = _without_repetition(kicker, title, rest, meta)
        again = [*again, *lower]
    repeated = _repeated([p for p in (*above_text, *again) if p is not kicker and p is not title], file)
    is_other = kicker and meta.kicker and not has_same_units(kicker.text, meta.kicker)
    if kicker and is_other:
        rest, kicker = [kicker, *rest], None
    return Header(
        title=meta.title or (title.text if title else first_words(first.text.lstrip("> ") or first.text)),
        kicker=(meta.kicker or (kicker.text if kicker else "")).rstrip(" :"),  # the design separates it
        title_line=title.number if title else first.number if made else 0,
        kicker_line=kicker.number if kicker else 0,
        made=made,
        meta=meta,
        rest=tuple(rest),
        facts=(*facts, *more),
        findings=(*above, *about, *repeated, *below),
    )


def _without_facts(
    paragraphs: list[Paragraph], meta: Meta, file: str, *, leading: bool = False
) -> tuple[Meta, list[Paragraph], list[Paragraph], list[Finding]]:
    """The paragraphs without those that say facts, and these; above a title one line at least is left."""
    lines = [(p.number, p.text) for p in paragraphs]
    meta, taken, findings = take_facts(lines[:-1] if leading else lines, meta, file, leading=leading)
    left = [p for i, p in enumerate(paragraphs) if i not in taken]
    return meta, left, [paragraphs[i] for i in sorted(taken)], findings


_SeemingHeader = tuple[Paragraph | None, Paragraph | None, int]
"""Kicker and title, as far as they are there, and how many paragraphs they take up."""


def _as_the_sidecar_says(
    paragraphs: Sequence[Paragraph], meta: Meta, seeming: _SeemingHeader, file: str
) -> tuple[Paragraph | None, Paragraph | None, int, list[Finding]]:
    """What of kicker and title, as they seem to be, stands for the sidecar's, and what is to be said of it.

    A line is the title only if it has its words, or is a version of it that differs in a letter or two, or
    stands there twice as titles of copied web pages do; what the sidecar's replaces is named. All else stays.
    """
    kicker, title, used = seeming
    if kicker and title and meta.title and has_same_units(paragraphs[0].text, meta.title):
        kicker, title, used = None, paragraphs[0], 1
    is_known = title and (not meta.title or has_same_units(title.text, meta.title))
    if title and is_known:
        return kicker, title, used, []
    if title and (
        is_title_variant(title.text, meta.title) or _repetition(kicker, title, paragraphs[used : used + 2])
    ):
        return kicker, title, used, [_about_title(title, "replaced by the sidecar's", file)]
    return None, None, 0, _leftover_title_notice(paragraphs[:2], meta, file)


def _leftover_title_notice(top: Sequence[Paragraph], meta: Meta, file: str) -> list[Finding]:
    """A notice if the first line below the header looks like an older title."""
    seeming = [p for p in top if _is_titular(p) and p.words in _TITLE_LIKE]
    if not meta.title or not seeming:
        return []
    return [_about_title(seeming[0], "not the sidecar's, so it stays in the text", file)]


def _about_title(one: Paragraph, what: str, file: str) -> Finding:
    message = f"the line that looks like a title is {what}"
    remedy = "what does not belong into the text is taken out by the sidecar's `corrections:`"
    return notice("seed-title", message, file, one.number, one.text, remedy)


def _without_repetition(
    kicker: Paragraph | None, title: Paragraph | None, rest: list[Paragraph], meta: Meta
) -> tuple[Paragraph | None, list[Paragraph], list[Paragraph]]:
    """The kicker, which may stand in the repetition alone, the repetition, and what is below."""
    start = 0
    while title and (again := _repetition(kicker, title, rest[start : start + 2])):
        if not kicker and again == 2:
            if meta.kicker and not has_same_units(rest[start].text, meta.kicker):
                break
            kicker = rest[start]
        start += again
    return kicker, rest[:start], rest[start:]


def _repeated(paragraphs: Sequence[Paragraph], file: str) -> list[Finding]:
    message = "kicker or title stands here again; the repetition is left out"
    remedy = "nothing needs doing; delete it from the seed to be rid of this notice"
    return [notice("seed-title", message, file, p.number, p.text, remedy) for p in paragraphs]


def _says_something(text: str) -> bool:
    """Whether a line is more than a rule of hyphens or stars; the basmala (﷽), one character, is more."""
    return re.fullmatch(r"[\s*_=~#•.\-–—─━]+", text) is None


def _is_title(paragraph: Paragraph) -> bool:
    text, words = paragraph.text, paragraph.words
    if words > _TITLE_WORDS or len(text) > _TITLE_LENGTH or text[0] == ">":
        return False
    return not (text[-1] in ".…" and words > _SENTENCE_WORDS)


def is_dateline(text: str) -> bool:
    """Whether a line says where a report was filed and by whom."""
    return _DATELINE.fullmatch(text) is not None


def _is_titular(paragraph: Paragraph) -> bool:
    """Whether a line below a kicker can be its title."""
    return _is_title(paragraph) and paragraph.text[-1] not in ".:،" and not is_marked(paragraph.text)


def _kicker_and_title(paragraphs: Sequence[Paragraph]) -> _SeemingHeader:
    """What kicker and title seem to be where no sidecar says it."""
    first, *others = paragraphs
    if not _is_title(first):
        return None, None, 0
    if first.text[-1] == ":" and first.words <= _KICKER_WORDS and others and _is_titular(others[0]):
        return first, others[0], 2
    is_above = is_dateline(first.text) or _is_rubric(first, others)
    if (is_above and others and _is_titular(others[0])) or _is_repeated_kicker(paragraphs):
        return first, others[0], 2
    # «kicker: title» on one line, then both again on two
    is_both = len(others) >= 2 and others[0].text[-1] == ":" and first.text[-1] != ":"
    if is_both and _plain(first.text) == _plain(f"{others[0].text} {others[1].text}"):
        return others[0], others[1], 1
    return None, first, 1


def _is_rubric(first: Paragraph, others: Sequence[Paragraph]) -> bool:
    """Whether a line names a section, and one line stands below it: verses, say, would be more.

    A communiqué may have its place and day there, and is then called no more than that.
    """
    is_one = len(others) > 1 and (others[1].gap or others[1].words > _SENTENCE_WORDS)
    is_one = is_one and not split_verse(with_visible_gap(others[0].text), sure=True)
    is_one = is_one and not line_facts(others[0].text)
    return is_one and fold(first.text.strip(_AROUND)).text in RUBRICS


def _is_repeated_kicker(paragraphs: Sequence[Paragraph]) -> bool:
    """A short line and a longer one, and both again: a kicker without colon, and the title."""
    if len(paragraphs) < 4 or not paragraphs[0].words < min(paragraphs[1].words, _KICKER_WORDS + 1):
        return False
    if not all(map(_is_titular, paragraphs[:2])):
        return False
    texts = [_plain(p.text) for p in paragraphs[:4]]
    return texts[:2] == texts[2:]


def _repetition(kicker: Paragraph | None, title: Paragraph, rest: Sequence[Paragraph]) -> int:
    """How many of the first paragraphs of `rest` repeat kicker and title; those may be on one line or two."""
    wanted = {_plain(title.text)}
    if kicker:
        wanted.add(_plain(f"{kicker.text} {title.text}"))
    label, _, own = title.text.partition(": ")
    if not kicker and len(label.split()) <= _KICKER_WORDS and len(own.split()) in _TITLE_LIKE:
        wanted.add(_plain(own))  # «تحليل: سد مجردة بين العطش والسياسة», and then the title alone
    if rest and _plain(rest[0].text) in wanted:
        return 1
    again = kicker is not None and rest and _plain(rest[0].text) == _plain(kicker.text)
    if len(rest) > 1 and (again or (rest[0].text[-1] == ":" and rest[0].words <= _KICKER_WORDS)):
        is_same = _plain(rest[1].text) == _plain(title.text)
        if is_same and (kicker is None or _plain(rest[0].text) == _plain(kicker.text)):
            return 2
    return 0


def _plain(text: str) -> str:
    """For comparison: without quotes, and without what does not change the meaning (white space, tatweel)."""
    return arabic.essence(text.translate(_QUOTES))
