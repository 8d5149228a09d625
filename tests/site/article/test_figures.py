"""An image is set with what stands below it, and no word beside it is lost."""

import pytest

from jisr.markup.html import parse_markdown, text_content
from jisr.site.article.figures import split_figure


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("![a](b.png)", ("", "")),
        ("![a](b.png)\n\nBelow.", ("Below.", "")),
        ("![a](b.png)\n\nBelow.\n\nMore.", ("Below.", "More.")),
        ("![a](b.png)\n\n- Below.", ("Below.", "")),
        ("![a](b.png) beside", None),
        ("beside ![a](b.png)\n\nBelow.", None),
        ("![a](b.png) ![c](d.png)", None),
        ("**![a](b.png)**", None),
        ("words", None),
        ("", None),
    ],
)
def test_what_an_image_consists_of(source: str, parts: tuple[str, str] | None) -> None:
    figure = split_figure(parse_markdown(source, lambda address: address).nodes)
    if figure is None:
        assert parts is None
    else:
        assert figure.image.tag == "img"
        assert (text_content(figure.caption).strip(), text_content(figure.rest).strip()) == parts


def test_one_paragraph_below_an_image_is_a_line_of_words() -> None:
    figure = split_figure(parse_markdown("![a](b.png)\n\nBelow.", lambda address: address).nodes)
    assert figure
    assert figure.caption == ("Below.",)
