"""Which links and elements of a page are footnotes."""

import pytest

from jisr.model.source import Kind
from tests.seeds.handed_in import read_page

NOTE = "<h1>عنوان</h1><p>نص{}</p><ol><li id=n>حاشية{}</li></ol>"


@pytest.mark.parametrize(
    ("link", "back", "is_note"),
    [
        ("<sup><a href='#n'>1</a></sup>", "", True),
        ("<a id=r href='#n'>1</a>", " <a href='#r'>↩</a>", True),
        ("<sup id=r><a href='#n'>[1]</a></sup>", " <a href='#r'>عودة</a>", True),
        ("<a href='#n'>1</a>", "", False),  # leads there, and nothing says that it is a note
        ("<sup><a href='#n'>انظر الحاشية</a></sup>", "", False),  # words
        ("<a id=r href='#n'>1</a>", " <a href='#top'>أعلى</a>", False),
        ("<sup><a href='#other'>1</a></sup>", "", False),
    ],
)
def test_footnotes_are_what_links_lead_to_and_back_from(link: str, back: str, is_note: bool) -> None:
    document, _ = read_page(NOTE.format(link, back))
    assert ("[^n]: حاشية" in document.blocks[1].text) is is_note
    assert any(block.kind is Kind.POINT for block in document.blocks) is not is_note


def test_a_list_is_one_where_not_all_of_it_is_notes() -> None:
    page = NOTE.format("<sup><a href='#n'>1</a></sup>", "").replace("</ol>", "<li>نقطة</li></ol>")
    document, _ = read_page(page)
    assert [block.text for block in document.blocks if block.kind is Kind.POINT] == ["نقطة"]
