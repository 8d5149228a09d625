"""Elements and attributes by their names alone: two standards of Word have two namespaces for one thing."""

from xml.etree.ElementTree import Element


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element | None, name: str) -> Element | None:
    """The first element of a name right within another."""
    if element is None:
        return None
    return next((one for one in element if local(one) == name), None)


def value(element: Element | None, name: str) -> str:
    """What an attribute says; `""` where it, or the element, is not there."""
    if element is None:
        return ""
    if (said := element.get(name)) is not None:
        return said
    end = "}" + name
    return next((said for key, said in element.attrib.items() if key.endswith(end)), "")


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and value(element, "val").lower() not in ("0", "false", "off", "none")


def number(element: Element | None, name: str, otherwise: int = 0) -> int:
    """The number that an attribute says; `otherwise` where it says none."""
    said = value(element, name)
    return int(said) if said.isdecimal() and len(said) < 10 else otherwise
