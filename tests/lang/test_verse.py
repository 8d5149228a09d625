"""Which lines are verse, and how pages set it."""

from collections.abc import Iterable, Iterator

import pytest

from jisr.lang.verse import is_one_measure, is_stanza, split_verse
from jisr.markup.html import Element, Node, parse_markdown, text_content
from jisr.site.article.poetry import mark_up_poems

FIRST, SECOND = "على قدر أهل العزم", "تأتي العزائم"  # "great deeds befit great men"


@pytest.mark.parametrize(
    ("mark", "sure"),
    [
        *((mark, True) for mark in (" *** ", " ** ", " ***** ", " // ", " === ", " ـــ ", " ٭ ", " ٭٭٭ ")),
        *((mark, True) for mark in (" ۝ ", " || ", "\t", "    ", "\xa0" * 4)),
        *((mark, False) for mark in (" * ", " … ", " ... ", " ..... ", " / ", " | ")),
    ],
)
def test_marks_between_halves(mark: str, sure: bool) -> None:
    line = f" {FIRST}{mark}{SECOND} "
    assert split_verse(line) == (FIRST, mark, SECOND)
    assert (split_verse(line, sure=True) is not None) == sure


def test_a_sure_mark_needs_no_measure() -> None:
    assert split_verse(f"{FIRST}. *** {SECOND} {SECOND} {SECOND} {SECOND}") is not None


@pytest.mark.parametrize(
    "line",
    [
        f"{FIRST} {SECOND}",
        f"{FIRST}… {SECOND}",  # joined to the word before, as in prose
        f"{FIRST} *** {SECOND} *** {SECOND}",
        f"{FIRST}   {SECOND}",  # three spaces
        f"العزم *** {SECOND}",
        f"{FIRST} *** العزائم",
        f"*** {SECOND}",
        f"{FIRST} ***",
        f"قال إنه لن يعود. ثم خرج ... {SECOND} {SECOND}",  # a sentence ends in it
        f"{FIRST} * {SECOND} {SECOND} {SECOND} {SECOND}",
        f"{'كلمة ' * 30} *** {'كلمة ' * 30}",
        "",
    ],
)
def test_no_verse(line: str) -> None:
    assert split_verse(line) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (f"{FIRST} … {SECOND}\n{FIRST} ... {SECOND}", True),
        (f"{FIRST} *** {SECOND}", True),
        (f"{FIRST} … {SECOND}", False),  # prose has that
        (f"{FIRST} … {SECOND}\n{FIRST} {SECOND}", False),
        (f"{FIRST}\n{SECOND}", False),
        ("", False),
    ],
)
def test_what_is_verse_alone(text: str, is_one: bool) -> None:
    assert is_stanza(text) == is_one


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("أ ب", "ج د", True),
        ("أ ب ج د هـ و ز ح ط ي", "أ ب ج د هـ و ز ح ط ي", True),
        ("أ ب ج د هـ و ز ح ط ي ك", "أ ب ج د هـ و ز ح ط ي", False),
        ("أب", "أ ب", False),
        ("أ ب", "أب جد ", True),
        ("أ ب", "أبج د هـ", False),
    ],
)
def test_measure(first: str, second: str, one: bool) -> None:
    assert is_one_measure(first, second) == is_one_measure(second, first) == one


def halves_on_page(source: str) -> list[str]:
    """The halves of all verses that a page has of some Markdown."""

    def walk(nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, Element):
                if node.get("class") == "jisr-poem__half":
                    yield text_content(node.children)
                yield from walk(node.children)

    return list(walk(mark_up_poems(parse_markdown(source, lambda address: address).nodes)))


@pytest.mark.parametrize("mark", [r"\*\*\*", r"\*", "//", "/", "٭", "…", "...", "|", "||"])
def test_a_poem_is_set_in_two_columns(mark: str) -> None:
    source = f"> {FIRST} {mark} {SECOND}  \n> **{SECOND}** {mark} {FIRST}"
    assert halves_on_page(source) == [FIRST, SECOND, SECOND, FIRST]


def test_a_wide_gap_is_a_mark() -> None:
    assert halves_on_page(f"> {FIRST}\xa0\xa0\xa0\xa0{SECOND}") == [FIRST, SECOND]


@pytest.mark.parametrize(
    "source",
    [
        f"> {FIRST} … {SECOND}  \n> وهذا سطر بلا شطرين",  # a line without halves
        "> انتظرنا طويلاً وطال بنا الانتظار أياماً … ثم جاء",  # prose: halves of two measures
        f"> {FIRST} // {SECOND} // {SECOND}",
        f"> // {SECOND}",
        f"> {FIRST} **//** {SECOND}",
        ">",
    ],
)
def test_what_is_no_poem_stays(source: str) -> None:
    assert halves_on_page(source) == []
