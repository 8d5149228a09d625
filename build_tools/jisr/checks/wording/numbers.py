"""The check of numbers: every figure of one language has its counterpart in the other."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from jisr.checks.context import BlockFinding, Pair
from jisr.checks.wording.choices import Choices
from jisr.lang.numbers import arabic_numbers, english_numbers, has_dual
from jisr.lang.numbers.number import Number
from jisr.lang.word_lists import read_word_lists


def check_numbers(pair: Pair) -> Iterator[BlockFinding]:
    """Numbers differ"""
    arabic, english = pair.texts.original_numbers, pair.texts.translation_numbers
    ours, theirs = _values(arabic), _values(english)
    lost = [n for n in arabic if n.strict and n.values.isdisjoint(theirs)]
    new = [n for n in english if n.strict and n.values.isdisjoint(ours)]
    new = [n for n in new if 2.0 not in n.values or not has_dual(pair.original)]
    new = [n for n in new if n.written_in_digits or n.text not in pair.original]  # English in the Arabic
    if not lost and not new:
        lost, new = next(_mistaken(arabic, english), (lost, new))
    if lost or new:
        text = ", ".join(dict.fromkeys(n.text.strip() for n in (new or lost)))
        remedy = "correct the figure; if both are right, ignore it with a reason"
        yield BlockFinding(_message(lost, new), text, remedy)
        return
    yield from _percentages(arabic, english)
    if arabic or english:
        yield from _other_units(pair)


# Words that only may have a counterpart, but are easily taken for each other.
_ALIKE = (
    ("dozens, hundreds, thousands, tens of thousands, hundreds of thousands", ""),
    ("decades, centuries", ""),
    ("half, quarter", "نصف، ربع، ثلث، ثلثي"),
    ("twenties, thirties, forties, fifties, sixties, seventies, eighties, nineties", "عشرينيات"),
)


@cache
def _kinds() -> list[list[frozenset[float]]]:
    """For each row of words alike the values that each of them may have; of a share itself alone."""
    rows = ([*english_numbers(english), *arabic_numbers(arabic)] for english, arabic in _ALIKE)
    return [[frozenset(v for v in n.values if v < 1 or min(n.values) >= 1) for n in row] for row in rows]


_KINDS: tuple[Callable[[Number], bool], ...] = (
    lambda n: n.written_in_digits,
    lambda n: n.strict and not n.written_in_digits,
)


def _mistaken(
    arabic: Sequence[Number], english: Sequence[Number]
) -> Iterator[tuple[list[Number], list[Number]]]:
    """Numbers of the Arabic and others that the English has for them, though each has its counterpart.

    Of words alike one language has one and the other another: hundreds for dozens. Or numbers stand as often
    as in the other text, but are not the same ones: 3 April, then 3 March.
    """
    values = _values(arabic), _values(english)
    for alike in _kinds():
        only = [
            [kind for kind in alike if kind <= here and kind.isdisjoint(there)]
            for here, there in (values, values[::-1])
        ]
        if not all(only):
            continue
        lost, new = (
            [n for n in numbers if any(kind <= n.values for kind in kinds)]
            for numbers, kinds in zip((arabic, english), only, strict=True)
        )
        if lost and new:
            yield lost, new
    for kept in _KINDS:
        ours, theirs = ([n for n in numbers if kept(n)] for numbers in (arabic, english))
        counted = [n.values for n in ours], [n.values for n in theirs]
        if len(ours) != len(theirs) or counted[0] == counted[1]:
            continue
        counts = Counter(counted[0]), Counter(counted[1])
        less, more = counts[0] - counts[1], counts[1] - counts[0]
        if less and frozenset().union(*less).isdisjoint(frozenset().union(*more)):
            yield [n for n in ours if n.values in less], [n for n in theirs if n.values in more]


def _percentages(arabic: Sequence[Number], english: Sequence[Number]) -> Iterator[BlockFinding]:
    """A percentage whose counterpart is none, where the other text has none of that value at all."""
    for ours, theirs, language in ((arabic, english, "English"), (english, arabic, "Arabic")):
        digits = [n for n in theirs if n.written_in_digits]
        written, percentages = _values(digits), _values(n for n in digits if n.percent)
        for n in ours:
            if not n.percent or not n.written_in_digits or n.values.isdisjoint(written):
                continue
            if n.values.isdisjoint(percentages):
                same = next(other.text for other in digits if n.matches(other))
                message = f"{n.text} is a percentage, and none in the {language}"
                yield BlockFinding(message, same, "write the percent sign, or remove it")
                return


_UNITS = Choices(read_word_lists("checks/wording/units.toml")["choices"])


def _other_units(pair: Pair) -> Iterator[BlockFinding]:
    """A unit or a currency that stands for another: the figure is the same, and what it says is not."""
    for meant, said in _UNITS.mistaken(pair.texts.folded, pair.translation):
        yield BlockFinding(f"{said} stands for {meant}", said, "write what the Arabic counts in")


def _values(numbers: Iterable[Number]) -> frozenset[float]:
    """All values that any of `check_numbers` may have: compared so, long texts take linear time."""
    return frozenset().union(*(n.values for n in numbers))


def _message(lost: Sequence[Number], new: Sequence[Number]) -> str:
    ours, theirs = (", ".join(dict.fromkeys(n.text.strip() for n in side)) for side in (lost, new))
    if ours and theirs:
        message = f"numbers differ: only in the Arabic: {ours}; only in the English: {theirs}"
    elif ours:
        message = f"numbers differ: only in the Arabic: {ours}"
    else:
        message = f"numbers differ: only in the English: {theirs}"
    return message
