"""Numbers that say something of each other: half of a million, `3 to 5 million`, three decades, one in five.

All of it is told by what stands between two numbers; Arabic is folded, English in lower case.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from jisr.lang.numbers.number import Number


def join(text: str, numbers: Iterable[Number]) -> list[Number]:
    """The numbers of `text` with all that they may mean beside each other."""
    found = list(_join_parts(text, list(numbers)))
    return _count_centuries(text, _complete(text, found))


# --- parts of a scale --------------------------------------------------------------------------------------

# «مليون ونصف», «ثلاثة أعوام ونصف», `a million and a half`; و is written to the word behind it
_AND_A = re.compile(r"\s{1,2}and\s(?:an?\s)?|(?:\s\w{2,12})?\s?و\s?")
_OF_A = re.compile(r"\s{1,2}(?:(?:of|من)\s)?(?:an?\s)?")
_PLURAL_SHARE = re.compile(r"[a-z]+s|(?:ال)?ا\w+")  # thirds, أرباع (quarters)
_SEVERAL = (frozenset({10.0, 12.0, 20.0}), frozenset({100.0}))  # tens, hundreds


def _join_parts(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """`numbers` with shares added: «مليون ونصف المليون», `one and a half million` are 1.5 million.

    So are shares taken: «نصف مليون», `three quarters of a million`, and tens of thousands. Where the scale is
    not said again, the share may be one of something else: «مليون ونصف السكان» ("a million and half of the
    people").
    """
    left = list(reversed(numbers))
    while left:
        one = left.pop()
        taken, values, strict = [one], set(one.values), one.strict
        if left and (share := left[-1].share) and (sign := _joint(text, one, left[-1])):
            below = _scale_below(text, *left[-1:-3:-1]) if len(left) > 1 else 0
            if below and one.scale in (1, below):
                of_one = below if one.scale == 1 else 1
                values = {v * of_one + share * below if sign == "+" else v * share * below for v in values}
                taken, strict = [one, left.pop(), left.pop()], True
            elif sign == "+":
                more = {v + share * one.scale for v in values}
                values, strict = (more, True) if values == {1} else (values | more, strict)
            else:
                whole = round(1 / share)  # ثلاثة أرباع are 75 %, and no 3
                kept = set() if _PLURAL_SHARE.fullmatch(left[-1].text) else values
                values = kept.union(*(_percent(v, whole) for v in values))
        elif left and (parts := _parts(one)) and (below := _scale_below(text, one, left[-1])):
            values = {part * below for part in parts}
            strict = bool(one.share) or left[-1].strict
            taken.append(left.pop())
        end = taken[-1].end
        yield one._replace(values=frozenset(values), text=text[one.start : end], end=end, strict=strict)


def _percent(part: float, whole: float) -> set[float]:
    """A part of a whole as share and in percent."""
    return {round(part / whole, 6), round(100 * part / whole)}


def _parts(one: Number) -> Iterable[float]:
    """What may be one of a scale or many of it: half, tens, hundreds."""
    if one.share:
        return (one.share,)
    return one.values if one.values in _SEVERAL and not one.strict and not one.written_in_digits else ()


def _joint(text: str, one: Number, share: Number) -> str:
    """`+` where a share is added to a number, `*` where it is counted (three quarters), else nothing."""
    joint = _AND_A.match(text, one.end)
    if joint and 0 <= joint.end() - share.start <= 1:
        return "+"
    return "*" if text[one.end : share.start] in (" ", "-") and all(1 < v < 10 for v in one.values) else ""


def _scale_below(text: str, share: Number, scale: Number) -> float:
    """The scale that a share is one of: 1,000,000 in «نصف المليون», `half a million`; 0 for none."""
    value = scale.scale
    return value if scale.values == {value} and _OF_A.fullmatch(text, share.end, scale.start) else 0


# --- what the second of two says of the first --------------------------------------------------------------

_AND = re.compile(r"\s{1,2}(?:و\s?|and\s)?|\s?و")
_TO = re.compile(r"\s?(?:[-‐‑–—/]|to|and|or|الي|و|او)\s?(?:[$€£]\s?)?(?:an?\s)?|\s?(?:الي|او)\s")
_OUT_OF = re.compile(r"/|\s(?:in|out\sof)(?:\severy|\sall)?\s|\sمن\s(?:كل|اصل|بين)\s")
_WHOLES = {"dozen": 12, "decades": 10, "centuries": 100, "عقود": 10, "عقدا": 10, "قرون": 100, "قرنا": 100}
_RECENT = (20, 21, 1900, 2000)  # centuries, and their first years
_WITHIN = (" ", " من ", "من ")  # «1930 من القرن العشرين» ("1930 of the 20th century")
_TURNS = {"sixteen", "seventeen", "eighteen", "nineteen", "twenty"}  # nineteen forty-eight


def _complete(text: str, numbers: Sequence[Number]) -> list[Number]:
    """`numbers` with what a neighbour says: `3 to 5 million`, `10–20 %`, `2019-20`, `two dozen`, `1 in 5`."""
    found = list(numbers)
    for i, (one, other) in enumerate(pairwise(numbers)):
        between = text[one.end : other.start] + "و" * text.startswith("و", other.start)
        if _AND.fullmatch(between) and max(other.values) < one.scale:
            # 3 آلاف و500 is 3,500
            sums = {a + b for a in one.values for b in other.values}
            found[i : i + 2] = found[i].may_be(sums), found[i + 1].may_be(sums)
        elif _TO.fullmatch(between):
            found[i : i + 2] = _range(found[i], found[i + 1])
        elif other.text in _WHOLES and _OF_A.fullmatch(between):
            found[i] = found[i].may_be(v * _WHOLES[other.text] for v in one.values)
        elif (of := _WHOLES.get(one.text.removeprefix("ال"))) and between == " ":  # العقود الثلاثة
            found[i + 1] = found[i + 1].may_be(v * of for v in other.values)
        elif between in (" ", "-") and one.text in _TURNS and _of_a_century(other):
            years = {100 * max(one.values) + v for v in other.values}
            found[i : i + 2] = found[i].may_be(years), found[i + 1].may_be(years)
        if _OUT_OF.fullmatch(between) and max(one.values) < (whole := max(other.values)) <= 20:
            shares = {p for part in one.values for p in _percent(part, whole)}
            found[i : i + 2] = found[i].may_be(shares), found[i + 1].may_be(shares)
    return found


def _range(one: Number, other: Number) -> tuple[Number, Number]:
    """Two numbers of a range, or beside each other: the scale, the sign and the century count for both."""
    year, scale = max(one.values), other.scale
    if 1000 <= year < 2200 and _of_a_century(other):
        other = other.may_be(year // 100 * 100 + v for v in other.values)
    if "hundred" in other.text and "hundred" not in one.text:  # two or three hundred thousand
        scale *= 100
    if scale > 1 and one.scale == 1:
        one = one.may_be(v * scale for v in one.values)
    return one._replace(percent=one.percent or other.percent), other


def _of_a_century(number: Number) -> bool:
    """Whether it may be the two last digits of a year."""
    return all(10 <= v < 100 for v in number.values)


def _count_centuries(text: str, numbers: Sequence[Number]) -> list[Number]:
    """`numbers` with the years of a century: 1800 of the 19th, and 1840 of «أربعينيات القرن التاسع عشر».

    One that is not counted, «القرن الماضي» (the last century), may be the 20th or the 21st.
    """
    found = list(numbers)
    for i, one in enumerate(numbers):
        if one.text in ("القرن", "century"):
            found[i] = one.may_be(_RECENT)
    for i, (one, other) in enumerate(pairwise(numbers)):
        if text[one.end : other.start] not in (" ", "-"):
            continue
        if one.text.endswith("قرن"):
            before = (n for n in numbers[max(0, i - 1) : i] if text[n.end : one.start] in _WITHIN)
            decades = [v % 100 for n in before for v in n.values]
            years = {100 * (v - 1) + year for v in other.values for year in (0, *decades)}
            found[i : i + 2] = one, other.may_be(years)
        elif other.text == "century":
            found[i : i + 2] = found[i].may_be(100 * (v - 1) for v in one.values), other
    return found
