"""The check of dates: months and weekdays of every calendar have their counterpart."""

from collections.abc import Iterator

from build_tools.checks.calendar import (
    arabic_months,
    arabic_other_months,
    arabic_weekdays,
    english_month,
    english_months,
    english_words,
    has_dates,
    loose_months,
    possible_months,
)
from build_tools.checks.texts import Found, Pair


def dates(pair: Pair) -> Iterator[Found]:
    """A month or weekday without a counterpart"""
    folded = pair.folded.text
    dated = has_dates(folded)
    months = arabic_months(folded) if dated else set()
    said = english_months(pair.english)
    if months or said:
        possible = loose_months(pair.english)
        in_digits = {int(v) for n in pair.english_numbers for v in n.values if v in range(1, 13)}
        for month in sorted(months - possible - in_digits):
            name = english_month(month)
            yield Found(f"{name} is not named in the English", ", ".join(said.values()), f"write {name}")
        here = possible_months(folded) | {
            int(v) for n in pair.arabic_numbers for v in n.values if v in range(1, 13)
        }
        for month in sorted(set(said) - here):
            if not (months - possible):  # one finding for a month taken for another
                message = f"{said[month]} is not named in the Arabic"
                yield Found(message, said[month], "read both: which month?")
    if dated:
        words = english_words(pair.english)
        for arabic, names in {**arabic_other_months(folded), **arabic_weekdays(folded)}.items():
            if words.isdisjoint(names):
                yield Found(f"{arabic} has no counterpart", "", f"write {names[0].capitalize()}")
