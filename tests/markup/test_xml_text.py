"""Text in XML comes back as it went in."""

import pytest
from defusedxml.ElementTree import fromstring

from jisr.markup.xml_text import escape, quoteattr

TEXTS = [
    "a < b & c > d",
    'قال: "نعم"',
    "it's 'so'",
    "\"both\" 'kinds'",
    "two\nlines\tand a tab\r",
    "&amp;",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_reader_reads_what_was_written(text: str) -> None:
    element = fromstring(f"<a b={quoteattr(text)}>{escape(text).replace(chr(13), '&#13;')}</a>")
    assert (element.get("b"), element.text or "") == (text, text)
