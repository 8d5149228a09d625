"""Drawings beside pages: shapes and text pass, what runs, asks elsewhere or never ends does not."""

from pathlib import Path

import pytest

from jisr.media import image_size
from jisr.media.svg import DEEPEST, MOST_BYTES, MOST_ELEMENTS, strip_unseen, why_unsafe_svg, with_size

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def cases(name: str) -> list[str]:
    """What stands within a drawing, one a line."""
    return (Path(__file__).parents[1] / f"cases/drawings/{name}.txt").read_text("utf-8").splitlines()


def drawing(inside: str) -> bytes:
    return f"{SVG}{inside}</svg>".encode()


@pytest.mark.parametrize("inside", ["", *cases("published")])
def test_shapes_and_text_are_published(inside: str) -> None:
    assert why_unsafe_svg(drawing(inside)) == ""
    assert why_unsafe_svg(b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n' + drawing(inside)) == ""


@pytest.mark.parametrize("inside", cases("refused"))
def test_what_runs_or_asks_other_hosts_is_not(inside: str) -> None:
    assert "could run scripts or ask other hosts" in why_unsafe_svg(drawing(inside))


@pytest.mark.parametrize(
    "data",
    [
        b"<svg",
        b"",
        b"\xff\xfe" + drawing("").decode().encode("utf-16-le"),
        drawing("").decode().encode("utf-16-le"),
        b'<?xml version="1.0" encoding="utf-7"?>' + drawing("+ADw-script+AD4-"),
        b'<?xml version="1.0" encoding="x-unknown"?>' + drawing(""),
        b'<!DOCTYPE svg [<!ENTITY x "y">]>' + drawing("<text>&x;</text>"),
        b'<?xml-stylesheet href="//evil.example/x.css"?>' + drawing(""),
        drawing("<?php x ?>"),
        drawing("<text><![CDATA[x]]></text>"),
    ],
)
def test_what_other_programs_read_as_something_else_is_not(data: bytes) -> None:
    assert why_unsafe_svg(data)


def test_what_draws_itself_again_and_again_is_not() -> None:
    doubled = "".join(
        f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, 40)
    )
    assert "uses again" in why_unsafe_svg(drawing(f'<g id="g0"><path d=""/></g>{doubled}'))
    masks = (
        '<mask id="a"><rect/></mask><mask id="b"><rect mask="url(#a)"/></mask><rect style="mask:url(#b)"/>'
    )
    assert "uses again" in why_unsafe_svg(drawing(masks))
    clips = '<clipPath id="a"><rect clip-path="url(#a)"/></clipPath><g clip-path="url(#a)"/>'
    assert "uses again" in why_unsafe_svg(drawing(clips))
    assert "uses again" in why_unsafe_svg(drawing('<g id="a"><use href="#a"/></g>'))


def test_a_drawing_has_bounds() -> None:
    assert why_unsafe_svg(drawing("<g/>" * (MOST_ELEMENTS - 1))) == ""
    assert "elements" in why_unsafe_svg(drawing("<g/>" * MOST_ELEMENTS))
    assert why_unsafe_svg(drawing("<g>" * (DEEPEST - 1) + "</g>" * (DEEPEST - 1))) == ""
    assert "deeper" in why_unsafe_svg(drawing("<g>" * DEEPEST + "</g>" * DEEPEST))
    assert "larger" in why_unsafe_svg(drawing(" " * MOST_BYTES))
    many = '<g id="a">' + "<g/>" * 100 + "</g>"
    assert why_unsafe_svg(drawing(many + '<use href="#a"/>' * 100)) == ""
    assert "too much" in why_unsafe_svg(drawing(many + '<use href="#a"/>' * 200))


NOTES = """<!-- Ruba --><sodipodi:namedview id="n" inkscape:window-x="1"><inkscape:grid/></sodipodi:namedview>
<metadata><rdf:RDF><dc:creator>Ruba</dc:creator></rdf:RDF></metadata><metadata/><sodipodi:namedview a="Ruba"/>
<desc>Created with Ruba's program.</desc>"""


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        *((line, "") for line in NOTES.splitlines()),
        ('<g inkscape:label="Ruba" id="a"/>', '<g id="a"/>'),
        ("<g id='a' sodipodi:docname='Ruba\"s.svg' />", "<g id='a' sodipodi:docname='Ruba\"s.svg' />"),
        ("<g id='a' sodipodi:docname='Ruba.svg' />", "<g id='a' />"),
        (
            "<desc>A map of what was created with water.</desc>",
            "<desc>A map of what was created with water.</desc>",
        ),
        ("<!-- Ruba", "<!-- Ruba"),
        ("<metadata>Ruba", "<metadata>Ruba"),
    ],
)
def test_what_programs_say_of_a_drawing_is_taken_out(inside: str, kept: str) -> None:
    assert strip_unseen(drawing(inside)) == drawing(kept)


def test_a_drawing_of_inkscape_is_published_without_its_notes() -> None:
    name = ' xmlns:inkscape="http://i.example" sodipodi:docname="/home/ruba/x.svg" xmlns:sodipodi="http://s.example">'
    made = strip_unseen(drawing(NOTES + "<path d='M0 0'/>").replace(b">", name.encode(), 1))
    assert why_unsafe_svg(made) == ""
    assert b"ruba" not in made.lower()
    assert b"inkscape" not in made


@pytest.mark.parametrize(
    "text", ["<!-- ", "<metadata>", "<metadata ", "<desc>Made by ", ' inkscape:x="', "<inkscape:"]
)
def test_notes_are_taken_out_in_linear_time(text: str) -> None:
    data = text.encode() * 20_000
    assert strip_unseen(data) in (data, b"")


@pytest.mark.parametrize("line", cases("sizes"))
def test_a_drawing_takes_the_room_that_it_says_or_all_there_is(line: str) -> None:
    said, _, room = line.partition(" → ")
    svg = f'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" {said}><path d=""/></svg>'.encode()
    size = None if room == "none" else tuple(map(int, room.split()))
    assert image_size(svg, ".svg") == size
    assert not why_unsafe_svg(with_size(svg))
    if size:
        assert image_size(with_size(svg), ".svg") == size
    assert with_size(with_size(svg)) == with_size(svg)


def test_what_is_no_drawing_has_no_size() -> None:
    assert [image_size(data, ".svg") for data in (b"", b"<svg", b"GIF89a", b"\xff\xfe")] == [None] * 4
