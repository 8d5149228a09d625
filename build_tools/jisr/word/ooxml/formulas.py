"""Formulas of a Word file on one line, so that no sign of them comes to mean another: 1/2, 10^6."""

from xml.etree.ElementTree import Element

from jisr.word.xml_names import child, is_on, local

_PROPERTIES = "Pr"  # ends the names of elements that say how their parent looks


def write_formula(element: Element | None) -> str:
    """The letters of a formula, with signs between those that stand above or below each other."""
    if element is None or local(element) in ("del", "moveFrom") or _is_hidden(element):
        return ""
    parts = {name: write_formula(child(element, name)) for name in _PARTS.get(local(element), ())}
    match local(element):
        case "t":
            return element.text or ""
        case "f":
            return f"{_grouped(parts['num'])}/{_grouped(parts['den'])}"
        case "sSup":
            return f"{parts['e']}^{_grouped(parts['sup'])}"
        case "sSub":
            return f"{parts['e']}_{_grouped(parts['sub'])}"
        case "sSubSup":
            return f"{parts['e']}_{_grouped(parts['sub'])}^{_grouped(parts['sup'])}"
        case "rad":
            return f"{parts['deg']}√{_grouped(parts['e'])}"
        case "d":
            return f"({', '.join(write_formula(one) for one in element if local(one) == 'e')})"
        case "mr" | "eqArr":
            return " ".join(filter(None, map(write_formula, element)))
        case name if name.endswith(_PROPERTIES):
            return ""
    return "".join(map(write_formula, element))


def _is_hidden(run: Element) -> bool:
    return any(is_on(child(one, "vanish")) for one in run if local(one) == "rPr")


_PARTS = {
    "f": ("num", "den"),
    "sSup": ("e", "sup"),
    "sSub": ("e", "sub"),
    "sSubSup": ("e", "sub", "sup"),
    "rad": ("deg", "e"),
}


def _grouped(words: str) -> str:
    return words if len(words) < 2 or words.isalnum() else f"({words})"
