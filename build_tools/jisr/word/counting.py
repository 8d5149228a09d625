"""How lists of word processors write their numbers: 3, c, iii, ج, ت."""

from jisr.lang.list_letters import ABJAD

_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def count_as(how: str, number: int) -> str:
    """A number as a list writes it: `arabicAbjad` and 3 is ج."""
    match how:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        case "lowerRoman" | "upperRoman":
            letter, left = "", number
            for worth, sign in _ROMAN:
                while left >= worth:
                    letter, left = letter + sign, left - worth
        case "arabicAbjad":
            return ABJAD[(number - 1) % len(ABJAD)]
        case "arabicAlpha":
            return _ALPHABET[(number - 1) % len(_ALPHABET)]
        case _:
            return str(number)
    return letter.upper() if how.startswith("upper") else letter
