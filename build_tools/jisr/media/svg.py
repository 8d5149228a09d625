"""Which drawings (SVG) may become part of the site: shapes and text of an allow-list, and not too many.

A drawing that is opened by itself is a page of its own, without the site's policy. So what it may hold is
said here, element, attribute, property and function: what draws from other hosts under a name that nobody
thought of is not among it. And a few lines can draw millions of shapes, where what is used uses others in
turn: what is used, clips or masks may not do so itself.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from jisr.media.errors import MediaError

MOST_BYTES, MOST_ELEMENTS, DEEPEST = 1 << 20, 20_000, 60

_REMEDY = "save it as a plain drawing: shapes and text, no pictures, scripts or styles; or as PNG"

_SVG, _XLINK, _XML = (
    f"{{http://www.w3.org/{name}}}" for name in ("2000/svg", "1999/xlink", "XML/1998/namespace")
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _names(
    """svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath mask
    linearGradient radialGradient stop use symbol"""
)
_STYLES = _names(
    """clip-path clip-rule color direction display dominant-baseline fill fill-opacity fill-rule font-family
    font-size font-stretch font-style font-variant font-weight letter-spacing mask mask-type opacity
    overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-rendering
    transform transform-origin unicode-bidi vector-effect visibility word-spacing writing-mode"""
)
"""Attributes that are properties of CSS too, and may stand in `style`."""
_PLAIN = _names("aria-hidden aria-label aria-labelledby class id lang role")
_ATTRIBUTES = _STYLES | _names(
    """baseProfile clipPathUnits cx cy d dx dy fr fx fy gradientTransform gradientUnits height lengthAdjust
    maskContentUnits maskUnits offset pathLength points preserveAspectRatio r rotate rx ry spreadMethod style
    textLength version viewBox width x x1 x2 y y1 y2"""
)
_FUNCTIONS = _names("matrix translate scale rotate skewx skewy rgb rgba hsl hsla")
_LONGEST = 20  # letters of the name of a function
_LOCAL = re.compile(r"""url\(\s*(["']?)#[\w.-]+\1\s*\)""", re.IGNORECASE)


_UNSEEN = (
    (re.compile(rb"<!--"), re.compile(rb"-->")),
    *(
        (re.compile(rb"<" + name + rb"(?![\w:.-])[^<>]*(?<!/)>"), re.compile(rb"</" + name + rb"\s*>"))
        for name in (b"metadata", b"sodipodi:namedview")
    ),
    (
        re.compile(rb"<desc\b[^<>]*>(?=\s*(?:Created|Made|Generated) (?:with|by|using)\b)"),
        re.compile(rb"</desc\s*>"),
    ),
    (re.compile(rb"<(?:metadata|sodipodi:|inkscape:)[^<>]*(?=/>)"), re.compile(rb"/>")),
    (
        re.compile(rb"""\s(?:xmlns:)?(?:sodipodi|inkscape)(?::[\w-]+)?\s*=\s*(?=["'])"""),
        re.compile(rb"""(["'])[^"'<>]*\1"""),
    ),
)
"""How what nobody sees begins and ends: comments, and what programs say of a drawing and its author."""


def clean_svg(data: bytes) -> bytes:
    """A drawing that only draws, and says nothing of who drew it. Raises `MediaError` for any other."""
    drawing = strip_unseen(data)
    if problem := why_unsafe_svg(drawing):
        raise MediaError(problem, _REMEDY)
    return drawing


_LENGTH = re.compile(r"\+?(?P<number>[0-9]{0,6}\.?[0-9]{1,9}(?:e[0-9])?)(?P<unit>[a-z]*)", re.IGNORECASE)
_NO_LENGTH = re.compile(r"(?:[0-9.]+%|auto)?")
_PIXELS = {"": 1, "px": 1, "em": 16, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_ROOM = (1200, 800)  # pixels, more than a column has, and what is seen at once
_USUAL = (300, 150)  # pixels, of one that says nothing


def drawing_size(svg: bytes) -> tuple[int, int] | None:
    """Width and height in pixels at which a drawing is shown; `None` where it does not say so.

    One that has but a proportion takes the room that there is: browsers would give it that of its caption.
    """
    try:
        _, root = next(ElementTree.iterparse(BytesIO(svg), ("start",)))  # noqa: S314 (no entities)
        width, height = (_pixels(root.get(side, "")) for side in ("width", "height"))
        box = [_pixels(number) for number in re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:]]
    except (ElementTree.ParseError, StopIteration, ValueError, LookupError):
        return None
    if len(box) == 2 and all(box):
        ratio = box[0] / box[1]
        width = width or (height * ratio if height else min(_ROOM[0], _ROOM[1] * ratio))
        height = height or width / ratio
    return (round(width), round(height)) if round(width) and round(height) else None


def with_size(svg: bytes) -> bytes:
    """A clean drawing that says how large it is, where it does not."""
    root = ElementTree.fromstring(svg)  # noqa: S314 (no entities)
    if any(_LENGTH.fullmatch(root.get(side, "").strip()) for side in ("width", "height")):
        return svg
    for side, length in zip(("width", "height"), drawing_size(svg) or _USUAL, strict=True):
        root.set(side, str(length))
    return ElementTree.tostring(root)


def _pixels(length: str) -> float:
    """A length in pixels; 0 for one that depends on what is around it. Raises for any other."""
    if _NO_LENGTH.fullmatch(length := length.strip()):
        return 0
    if not (found := _LENGTH.fullmatch(length)):
        raise ValueError(length)
    return float(found["number"]) * _PIXELS[found["unit"].lower()]


def strip_unseen(svg: bytes) -> bytes:
    """A drawing without comments and without what is said of who drew it, when and with what."""
    for begins, ends in _UNSEEN:
        kept, at = [], 0
        while (begin := begins.search(svg, at)) and (end := ends.search(svg, begin.end())):
            kept.append(svg[at : begin.start()])
            at = end.end()
        svg = b"".join([*kept, svg[at:]])
    return svg


def why_unsafe_svg(svg: bytes) -> str:
    """Why a drawing may not be published; `""` if it may."""
    svg = svg.removeprefix(b"\xef\xbb\xbf")
    if len(svg) > MOST_BYTES:
        return f"this drawing is larger than {MOST_BYTES >> 20} MB"
    if not _as_declared(svg):
        return "this drawing is not UTF-8"
    if b"<!" in svg.replace(b"<!--", b"") or b"<?" in re.sub(rb"\A<\?xml\s[^>]*\?>", b"", svg):
        return "this drawing has declarations or instructions"
    try:
        root = _parsed(svg)
    except (ElementTree.ParseError, ValueError, LookupError):
        return "this drawing is no XML that can be read"
    if root is None:
        return f"this drawing has more than {MOST_ELEMENTS} elements, or nests them deeper than {DEEPEST}"
    for element in root.iter():
        if problem := next(_disallowed_parts(element), ""):
            return f"this drawing could run scripts or ask other hosts: {problem}"
    if _count_drawn(root) > MOST_ELEMENTS:
        return "this drawing uses again what uses others, or too much of it"
    return ""


def _as_declared(svg: bytes) -> bool:
    """Whether a drawing is UTF-8 and declares no other encoding, in which it would read differently."""
    try:
        text = svg.decode("utf-8")
    except UnicodeDecodeError:
        return False
    said = re.match(r"""<\?xml\s[^>]*encoding\s*=\s*["']([^"'>]*)""", text)
    return "\0" not in text and (not said or said[1].lower() in ("utf-8", "us-ascii"))


def _parsed(svg: bytes) -> Element | None:
    """The drawing's root; `None` where it is too large or too deep, and before it fills the memory."""
    depth = count = 0
    first: Element | None = None
    for event, element in ElementTree.iterparse(BytesIO(svg), ("start", "end")):  # noqa: S314 (no entities)
        depth += 1 if event == "start" else -1
        count += event == "start"
        first = element if first is None else first
        if count > MOST_ELEMENTS or depth > DEEPEST:
            return None
    return first


def _disallowed_parts(element: Element) -> Iterator[str]:
    """What of an element, without what is within it, is not on the lists."""
    name = str(element.tag).removeprefix(_SVG)
    if name not in _ELEMENTS:
        yield f"<{name.rpartition('}')[2]}>"
    for attribute, value in element.attrib.items():
        if attribute in ("href", f"{_XLINK}href"):
            if not re.fullmatch(r"#[\w.-]+", value.strip()):
                yield f"href={value}"
        elif attribute in (*_PLAIN, f"{_XML}lang", f"{_XML}space"):
            continue
        elif attribute not in _ATTRIBUTES:
            yield attribute.rpartition("}")[2]
        elif attribute == "style":
            yield from _foreign_styles(value)
        elif not _harmless(value):
            yield f"{attribute}={value}"


def _foreign_styles(style: str) -> Iterator[str]:
    for rule in filter(str.strip, style.split(";")):
        name, _, value = rule.partition(":")
        if name.strip().lower() not in _STYLES or not _harmless(value):
            yield rule.strip()


def _harmless(value: str) -> bool:
    """Whether a value asks for nothing but what is in the drawing."""
    rest = _LOCAL.sub("", value)
    before = (part.rstrip()[-_LONGEST:] for part in rest.split("(")[:-1])
    functions = {re.split(r"[^\w-]", part)[-1].lower() for part in before}
    return functions <= _FUNCTIONS and not re.search(r"[\\@]|/\*", rest)


def _count_drawn(root: Element) -> int:
    """How many elements are drawn, counting each use; a number above every limit where uses are nested."""
    sizes: dict[str, int] = {}
    simple: dict[str, bool] = {}
    for element in root.iter():
        if key := element.get("id"):
            inner = list(element.iter())
            sizes[key] = sizes.get(key, 0) + len(inner)
            simple[key] = simple.get(key, True) and not any(map(_refers, inner))
    drawn = 0
    for element in root.iter():
        drawn += 1
        for key in _references(element):
            if not simple.get(key, True):
                return MOST_ELEMENTS + 1
            drawn += sizes.get(key, 0)
    return drawn


def _refers(element: Element) -> bool:
    """Whether an element draws others anew: by use, mask or clip; a gradient's colours are none."""
    return any(True for _ in _references(element))


def _references(element: Element) -> Iterator[str]:
    attributes: Mapping[str, str] = element.attrib
    if element.tag == f"{_SVG}use":
        yield from (v.strip()[1:] for k, v in attributes.items() if k.rpartition("}")[2] == "href")
    drawn = [attributes.get("mask", ""), attributes.get("clip-path", "")]
    drawn += re.findall(r"(?:mask|clip-path)\s*:([^;]*)", attributes.get("style", ""), re.IGNORECASE)
    for value in drawn:
        yield from re.findall(r"#([\w.-]+)", value)
