"""Points of a list in plain text: how authors number them, and where a point has a lead.

One line that begins with a number proves nothing (`26 - سبتمبر`); a mark counts where its neighbours in the
list are there too.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jisr.lang.list_letters import ABJAD, ORDERS

_DIGIT = "0-9٠-٩۰-۹"
_UNSEEN = "\u200e\u200f\u061c"  # as keyboards put them beside marks
_SKIP = 3  # numbers that may be missing between two points: authors miscount

# 1- 1) 1. 1/ 1ـ (1) and, typed from right to left, -1 .1: behind the mark a space or a letter, never a digit.
_NUMBERED = re.compile(
    rf"(?P<open>[(\[]?)(?P<number>[{_DIGIT}]{{1,3}})[ \u00a0{_UNSEEN}]{{0,2}}"
    rf"(?P<mark>[-–—.)\]/:]-?|ـ+|\ufe0f?\u20e3)[{_UNSEEN}]?(?:\s+|(?=[^\W\d_]|[«“\"]))(?P<rest>\S.*)",
    re.DOTALL,
)
_REVERSED = re.compile(
    rf"(?P<mark>[-–.)])[ ]?(?P<number>[{_DIGIT}]{{1,2}})[ ]+(?P<rest>[^\W\d_].*)", re.DOTALL
)
# Word's own bullets are letters of a font of signs, U+F0B7, when they are copied, those within them an o
_BULLET = re.compile(
    r"(?P<mark>[•·●▪■□◦○◾∙➢➤►◄▶◀▸‣♦◆§→←⇐٭✓✔❖✅☑⭐📌👉🔹🔸🔴🔵🟢🟡*\uf000-\uf0ff]\ufe0f?|o(?=\s+[ء-ي])|[-–—])(?P<space>\s*)(?P<rest>(?!(?P=mark))\S.*)",
    re.DOTALL,
)
_NOT_ALONE = "-*٭→←§"  # one may begin a line that is no point: «٭ كاتب سوري» ("a Syrian writer")
_ORDINALS = {
    word: place
    for place, words in enumerate((
        "أولا الأول الأولى", "ثانيا الثاني الثانية", "ثالثا الثالث الثالثة", "رابعا الرابع الرابعة",
        "خامسا الخامس الخامسة", "سادسا السادس السادسة", "سابعا السابع السابعة", "ثامنا الثامن الثامنة",
        "تاسعا التاسع التاسعة", "عاشرا العاشر العاشرة",
    ), 1)
    for word in words.split()
}  # fmt: skip  # firstly, the first, … tenth
_ORDINAL = re.compile(r"(?P<word>[أ-يًّ]{4,8})\s?(?P<mark>[-–—.):ـ])\s*(?P<rest>\S.*)", re.DOTALL)
_VOWELS = str.maketrans("", "", "ًٌٍَُِّْ")

# أ. أ) أ- (أ) are letters of a list where it goes on: أ. alone is the title of a professor, د. of a doctor.
# i. (ii) III- A) are too; what is no such number, as MI. or DNA-, begins with no sign of `ORDERS`.
_LETTER = f"هـ|{'|'.join(ABJAD)}|ا|ه|[ivx]{{1,6}}|[IVX]{{1,6}}|[a-zA-Z]"
_LETTERED = re.compile(
    rf"(?P<open>[(\[]?)(?P<letter>{_LETTER})[ \u00a0{_UNSEEN}]{{0,2}}"
    rf"(?P<mark>[-–—.)\]/:]-?|ـ+)[{_UNSEEN}]?(?:\s+|(?=[^\W\d_]|[«“\"]))(?P<rest>\S.*)",
    re.DOTALL,
)
_REVERSED_LETTER = re.compile(
    rf"(?P<mark>[-–—.)])[ ]?(?P<letter>{_LETTER})[ ]+(?P<rest>[^\W\d_].*)", re.DOTALL
)
_NUMBERS = {sign: n for order in reversed([*ORDERS.values()]) for n, sign in enumerate(order, 1)}
_LEAST = {"alphabet": 3}  # points of a list where two would be another's: with أ ب begins أ ب ج

_DASHES = {"–": "-", "—": "-", "ـ": "-"}


@dataclass(frozen=True)
class PointMark:
    """The mark of a point: its style, the same in one list; its number, 0 for a bullet; the words behind it.

    The word of an ordinal (أولاً, "firstly") is the author's and stays with the words. `letter` is the sign of
    one who counts with letters; of which order (`letters`), and so which number, the list tells.
    """

    style: str
    number: int
    rest: str
    letter: str = ""
    letters: str = ""

    @property
    def is_letter(self) -> bool:
        """Whether the author counts with letters."""
        return bool(self.letter)

    @property
    def is_bullet(self) -> bool:
        """Whether it is neither number nor word."""
        return self.style.startswith("bullet")


def parse_point_mark(text: str) -> PointMark | None:
    """The mark with which `text` begins, if it does; whether it is meant as one, `accept_marks` tells."""
    if m := _NUMBERED.match(text):
        if m["open"] == "[":
            return None
        mark = m["mark"][0]
        return PointMark(m["open"] + _DASHES.get(mark, mark), int(m["number"]), m["rest"])
    if m := _REVERSED.match(text):
        return PointMark("<" + _DASHES.get(m["mark"], m["mark"]), int(m["number"]), m["rest"])
    if (m := _REVERSED_LETTER.match(text)) and _sign(m) in _NUMBERS:
        return _letter_mark("<" + m["mark"], m)
    if (m := _LETTERED.match(text)) and _sign(m) in _NUMBERS and not _names_speaker(m):
        return _letter_mark(m["open"] + m["mark"][0], m)
    if m := _match_ordinal(text):
        return PointMark("ordinal", _ORDINALS[m["word"].translate(_VOWELS)], text)
    if m := _BULLET.match(text):
        glued = not m["space"]
        if not any(map(str.isalnum, m["rest"][:200])) or (
            glued and (m["mark"] == "*" or not m["rest"][0].isalpha())
        ):
            return None
        return PointMark("bullet " + _DASHES.get(m["mark"], m["mark"]), 0, m["rest"])
    return None


def _letter_mark(around: str, m: re.Match[str]) -> PointMark:
    sign = _sign(m)
    script = "arabic" if not sign.isascii() else "upper" if sign.isupper() else "lower"
    style = f"letter {script} {around[:-1]}{_DASHES.get(around[-1], around[-1])}"
    return PointMark(style, _NUMBERS[sign], m["rest"], sign)


def _names_speaker(m: re.Match[str]) -> bool:
    """Whether a letter says who speaks: «A: كيف ذلك؟» ("how so?")."""
    return m["letter"].isascii() and m["mark"][0] in ":/"


def _sign(m: re.Match[str]) -> str:
    return {"ا": "أ", "ه": "هـ"}.get(m["letter"], m["letter"])


def _match_ordinal(text: str) -> re.Match[str] | None:
    """أولاً: (firstly) and the like at the beginning of `text`, and the words behind it."""
    m = _ORDINAL.match(text)
    return m if m and m["word"].translate(_VOWELS) in _ORDINALS else None


def is_marked(text: str) -> bool:
    """Whether a line begins a point, a note or a quotation, so that it cannot go on the line before.

    Of lettered points only `accept_marks` knows.
    """
    mark = parse_point_mark(text)
    return (mark is not None and not mark.is_letter) or text[0] == ">" or note_number(text) > 0


def points_by_letters(texts: Sequence[str]) -> frozenset[str]:
    """Those of `texts` that are points of a list that counts with letters."""
    pairs = zip(texts, accept_marks(texts), strict=True)
    return frozenset(text for text, mark in pairs if mark and mark.letters)


def accept_marks(texts: Sequence[str]) -> list[PointMark | None]:
    """The mark of each text, where it is one: numbers that go on, bullets beside bullets or below a colon."""
    marks = [parse_point_mark(text) for text in texts]
    kept: set[int] = set()
    for style, same_style in _by_style(marks).items():
        if style.startswith("letter"):
            kept |= _number_by_letters(same_style, marks)
            continue
        for i, j in pairwise(same_style):
            before, after = marks[i], marks[j]
            if before and after and 0 <= after.number - before.number <= _SKIP:
                kept |= {i, j}
        kept |= {i for i in same_style if (m := marks[i]) and m.number == 1 and _below_colon(texts, i)}
    for i, mark in enumerate(marks):
        if mark and mark.style == "<-" and i not in kept and texts[i][1] == " ":
            marks[i] = PointMark("bullet -", 0, texts[i][1:].lstrip())  # «- 45 جريحاً»: a figure, no number
    for i, mark in enumerate(marks):
        if mark and not mark.number:
            beside = [m for m in (marks[i - 1] if i else None, *marks[i + 1 : i + 2]) if m]
            if mark.style[-1] not in _NOT_ALONE:
                kept.add(i)  # nobody begins a sentence with •
            elif any(m.style == mark.style for m in beside) or _below_colon(texts, i):
                kept.add(i)
    return [_plain(mark) if i in kept and mark else None for i, mark in enumerate(marks)]


def _by_style(marks: Sequence[PointMark | None]) -> Mapping[str, list[int]]:
    """Style → the places of its numbered marks."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, mark in enumerate(marks):
        if mark and mark.number:
            places[mark.style].append(i)
    return places


def _number_by_letters(places: Sequence[int], marks: list[PointMark | None]) -> set[int]:
    """The places of lettered marks of one style that are in lists, which get the order and their number."""
    kept: set[int] = set()
    for name, order in ORDERS.items():
        for run in _runs(places, marks, order):
            if len(run) >= _LEAST.get(name, 2) and kept.isdisjoint(run[2:]):
                for number, i in enumerate(run, 1):
                    if mark := marks[i]:
                        marks[i] = replace(mark, letters=name, number=number)
                kept |= set(run)
    return kept


def _runs(places: Sequence[int], marks: Sequence[PointMark | None], order: Sequence[str]) -> list[list[int]]:
    """Places that begin with the first sign of an order, and leave none out."""
    runs: list[list[int]] = []
    for i in places:
        mark = marks[i]
        letter = mark.letter if mark else ""
        if letter == order[0]:
            runs.append([i])
        elif runs and runs[-1] and len(runs[-1]) < len(order) and letter == order[len(runs[-1])]:
            runs[-1].append(i)
        else:
            runs.append([])
    return runs


def _plain(mark: PointMark) -> PointMark:
    """An ordinal keeps its word, so it needs no number as well."""
    return replace(mark, number=0) if mark.style == "ordinal" else mark


def _below_colon(texts: Sequence[str], index: int) -> bool:
    return index > 0 and texts[index - 1].endswith(":")


# --- leads ---------------------------------------------------------------------------------------------

LEAD_WORDS = 12
_BODY_WORDS = 5
_COLON = re.compile(r":(?=\s)")
# What comes before the colon after these is who speaks, no lead: قال الوزير: … ("the minister said: …")
_SAYING = re.compile(
    r"(?:و|ف)?(?:قال|قالت|قالوا|يقول|تقول|أكد|أكدت|يؤكد|أضاف|أضافت|صرح|صرّح|صرحت|أعلن|أعلنت|أوضح|أوضحت|كتب|كتبت|تساءل|تساءلت|ذكر|ذكرت)\b"
)


def lead_and_body(text: str, *, short: bool = False) -> tuple[str, str] | None:
    """`lead: body` in two, where there is a lead: up to twelve words before a colon, and more behind it.

    With `short` anything may stand behind it: other points of the list have leads.
    """
    ordinal = _match_ordinal(text)
    colon = _COLON.search(text, ordinal.start("rest") if ordinal else 0)
    if not colon:
        return None
    lead, body = text[: colon.start()].strip(), text[colon.end() :].strip()
    words = len(lead.split())
    least = 1 if short else max(_BODY_WORDS, words + 1)
    if not 1 <= words <= LEAD_WORDS or len(body.split()) < least:
        return None
    if _SAYING.match(lead) or _is_within_quotes(lead) or lead[-1] in ".؟!؛،":
        return None
    return lead, body


def is_attribution(text: str) -> bool:
    """Whether a line says no more than who speaks: قال الشاهد: ("the witness said:")."""
    return text.endswith(":") and _SAYING.match(text) is not None


def _is_within_quotes(lead: str) -> bool:
    """Whether a quotation or bracket that begins in `lead` ends behind it."""
    brackets = sum(lead.count(c) for c in "([{") - sum(lead.count(c) for c in ")]}")
    return brackets != 0 or sum(lead.count(c) for c in '«»“”"„') % 2 == 1


# --- notes -----------------------------------------------------------------------------------------------

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTE = re.compile(rf"(?:[(\[](?P<number>[{_DIGIT}]{{1,3}})[)\]][-.:]?|(?P<raised>[⁰¹²³⁴-⁹]{{1,3}}))\s*\S")
_NOTES_HEADING = re.compile(
    r"(?:ال)?(?:هوامش|مراجع|مصادر|حواشي|إحالات|حواشى)(?: و?ال(?:مراجع|مصادر|هوامش|إحالات))?\s*:?$"
)
_CITED = re.compile(rf"[(\[](?P<number>[{_DIGIT}]{{1,3}})[)\]]|(?P<raised>[⁰¹²³⁴-⁹]{{1,3}})")


def note_number(text: str) -> int:
    """The number of a note that `text` begins with, `(1) …`, `[1] …` or `¹ …`; 0 if it does not."""
    m = _NOTE.match(text)
    return _counted(m) if m else 0


def _counted(m: re.Match[str]) -> int:
    return int(m["number"] or m["raised"].translate(_RAISED))


def notes_start(texts: Sequence[str]) -> int:
    """The index of the first note at the end: below a heading that says so, or where the text cites them.

    `len(texts)` if there are none.
    """
    first = len(texts)
    while first and note_number(texts[first - 1]):
        first -= 1
    if first == len(texts):
        return first
    headed = first > 0 and bool(_NOTES_HEADING.match(texts[first - 1]))
    numbers = [note_number(text) for text in texts[first:]]
    ascending = numbers[0] == 1 and all(b - a == 1 for a, b in pairwise(numbers))
    cited = {_counted(m) for text in texts[:first] for m in _CITED.finditer(text, 1)}
    return first if headed or (ascending and set(numbers) & cited) else len(texts)
