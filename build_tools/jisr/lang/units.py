"""Units of a text: what a person writes and a program may neither lose nor take for its own.

A *unit* is a word or a number. Words are folded in case and keep the apostrophes within them (we're is not
were); numbers keep sign, separators, range, percent and currency (3.5 is not 35, -5 is not 5). Quotes,
dashes between words, other punctuation, white space and invisible signs are not units: whoever changes only
those has written nothing. Two laws stand on this: a block is a person's only if its units differ from those
of every machine's text of it, and whatever reads, repairs, syncs or publishes a text gives as many units as
it took.
"""

import re
from hashlib import sha256

from jisr.lang.arabic import MARKS, visible_text

_MARK = f"\u0300-\u036f{MARKS}"
_CURRENCY = "$€£¥₪₺₹₽﷼¢"
_UNIT = re.compile(
    rf"""
      (?: [^\W\d_][^\W\d_{_MARK}]*(?:[{_MARK}]+[^\W\d_]*)* (?: '[^\W\d_](?:[^\W\d_]|[{_MARK}])* )* )  # a word
    | (?:                                                                                     # a number
          (?:(?<![0-9A-Za-z%])[-−+±](?=[{_CURRENCY}]?\d))? [{_CURRENCY}]? \d
          (?: \d | [.,:/٫٬،](?=\d) | [-–—](?=\d) )*
          (?: [ \u00a0]?[%٪‰{_CURRENCY}](?!\d) )?
      )
    """,
    re.VERBOSE,
)
_APOSTROPHES = "’ʼ‘`´"
_ALIKE = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،٪−–—", "01234567890123456789.,,%---")


def split_units(text: str) -> list[str]:
    """The units of a plain text in order: words folded in case, numbers as one unit each.

    Digits of all scripts, their separators, dashes within ranges and apostrophes are made alike, so that a
    repair of typography changes no unit. Markdown is made plain first: see `markdown_text.plain`.
    """
    read = visible_text(text)
    for mark in _APOSTROPHES:
        read = read.replace(mark, "'")
    found = [unit if unit[0].isalpha() else _number(unit) for unit in _UNIT.findall(read)]
    return "\n".join(found).casefold().split()


def _number(unit: str) -> str:
    return "".join(unit.split()).translate(_ALIKE)


def has_same_units(a: str, b: str) -> bool:
    """Whether two plain texts differ at most in case, punctuation, white space and invisible signs."""
    return a == b or split_units(a) == split_units(b)


def units_digest(text: str) -> str:
    """The first 8 hexadecimal digits of SHA-256 of the units of a plain text: what `machine=` records."""
    return sha256(" ".join(split_units(text)).encode()).hexdigest()[:8]
