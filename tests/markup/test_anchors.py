"""What links within an article lead to, however a program writes the address of a heading."""

import pytest

from jisr.markup.anchors import anchor_index, find_anchor
from jisr.model.ledger import Entry
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Block, Kind, Meta


def heading(
    key: str, original: str, translation: str = "", *, lead: bool = False, names: tuple[str, ...] = ()
) -> BilingualBlock:
    kind = Kind.POINT if lead else Kind.HEADING
    return BilingualBlock(
        Block(kind, original, key=key, lead=lead, names=names), Entry(key, original), translation
    )


ARTICLE = Article(
    "a",
    "seeds/a.md",
    Meta(),
    (
        heading("title", "مستقبل المياه"),
        heading("h1", "أسبابٌ **متشابكة**: 2003–2011", "Tangled causes", names=("first", "المقدّمة")),
        heading("h2", "نتائج"),
        heading("h3", "نتائج"),
        heading("pt1", "دوافع رئيسية\n\nوهي كثيرة.", "Main motives\n\nThere are many.", lead=True),
        BilingualBlock(Block(Kind.PARAGRAPH, "خاتمة", key="p1"), Entry("p1", "خاتمة"), "The end"),
    ),
)


@pytest.mark.parametrize(
    ("fragment", "key"),
    [
        ("first", "h1"),
        ("المقدّمة", "h1"),
        ("%D8%A7%D9%84%D9%85%D9%82%D8%AF%D9%85%D8%A9", "h1"),  # without the mark, and as browsers write it
        ("أسباب-متشابكة-20032011", "h1"),  # as GitHub
        ("أسبابٌ-متشابكة-2003-2011", "h1"),
        ("tangled-causes", "h1"),
        ("نتائج", "h2"),
        ("نتائج-1", "h3"),
        ("نتائج_1", "h3"),
        ("دوافع-رئيسية", "pt1"),
        ("main-motives", "pt1"),
        ("p1", "p1"),
        ("مستقبل-المياه", "title"),
        ("خاتمة", ""),  # no heading
        ("the-end", ""),
        ("وهي-كثيرة", ""),
        ("", ""),
    ],
)
def test_what_a_fragment_leads_to(fragment: str, key: str) -> None:
    assert find_anchor(anchor_index(ARTICLE), fragment) == key


def test_a_name_goes_before_the_words_of_another_heading() -> None:
    both = (heading("h1", "أول"), heading("h2", "ثان", names=("أول",)))
    assert find_anchor(anchor_index(Article("a", "a", Meta(), both)), "أول") == "h2"
