"""Signs that Word writes as the letters of a font of pictures: what they are called in Unicode."""

import re
from collections.abc import Mapping

_SYMBOL = {
    **dict(zip(map(ord, "abcdefghijklmnopqrstuvwxyz"), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **dict(zip(map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0xA2, 0xBD), "′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…", strict=True)),
    **{code: chr(code) for code in (*range(0x21, 0x40), 0x5B, 0x5D, 0x5F, 0x7B, 0x7C, 0x7D) if code != 0x27},
    0x2D: "−", 0xC5: "⊕", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD0: "∠", 0xD6: "√", 0xDB: "⇔", 0xDE: "⇒",
    0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□",
    0x71: "❑", 0x78: "☒", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xAB: "★",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "◻"}
_FONTS: Mapping[str, Mapping[int, str]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
}
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,6}")
_ANY = {0xB7: "•", **{code: _WINGDINGS[code] for code in (0xA7, 0xD8, 0xFC, 0xE0, 0xDF)}}


def name_sign(number: int, font: str) -> str:
    """The sign that a number of a font stands for; `""` where only the font knows."""
    code = number - 0xF000 if 0xF000 <= number < 0xF100 else number
    if known := _FONTS.get(font.lower()):
        return known.get(code, "")
    if 0xE000 <= number < 0xF900:
        return _ANY.get(code, "")
    return chr(number) if 0x20 < number < 0xE000 else ""


def read_sign(code: str, font: str) -> str:
    """The sign whose number a file says in hexadecimal digits; `""` where it says none."""
    return name_sign(int(code, 16), font) if _HEXADECIMAL.fullmatch(code) else ""
