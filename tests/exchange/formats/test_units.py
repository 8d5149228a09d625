"""Markdown in texts and codes: nothing of it is lost, and pairs are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.exchange.formats.units import InlineCode, count_codes, number_alike, split_codes


def shown(markdown: str, like: str = "") -> str:
    """Codes in braces, `<` and `>` where they open and close a pair; numbered as in what they are `like`."""
    signs = {"opens": "<", "closes": ">", "alone": ""}
    return "".join(
        part if isinstance(part, str) else f"{{{signs[part.kind]}{part.number} {part.native}}}"
        for part in (
            number_alike(split_codes(markdown), split_codes(like)) if like else split_codes(markdown)
        )
    )


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("plain words", "plain words"),
        ("a **bold** word", "a {<1 **}bold{>1 **} word"),
        ("*one* and *two*", "{<1 *}one{>1 *} and {<2 *}two{>2 *}"),
        (
            "a [link *in* it](https://x.org/a_(b)) here",
            "a {<2 [}link {<1 *}in{>1 *} it{>2 ](https://x.org/a_(b))} here",
        ),
        ("said[^1] so\n\n[^1]: Note", "said{1 [^1]} so\n\n{2 [^1]:} Note"),
        ("`code *x*` and \\* star", "{1 `code *x*`} and {2 \\*} star"),
        ("![words](a.png) below", "{1 ![words](a.png)} below"),
        ("5 * 3 = 15", "5 * 3 = 15"),
        ("an open **mark", "an open **mark"),
        ("snake_case and _word_", "snake_case and {<1 _}word{>1 _}"),
        ("a<br>b &amp; c", "a{1 <br>}b {2 &amp;} c"),
        ("[not a link] (here)", "[not a link] (here)"),
        ("](x) before [a](b)", "](x) before {<1 [}a{>1 ](b)}"),
    ],
)
def test_what_is_text_and_what_is_not(markdown: str, said: str) -> None:
    assert shown(markdown) == said


@pytest.mark.parametrize(
    ("markdown", "like", "said"),
    [
        ("[^1] *a*", "*أ* [^1]", "{2 [^1]} {<1 *}a{>1 *}"),
        ("*a* *b* *c*", "*أ* [^1] *ب*", "{<1 *}a{>1 *} {<3 *}b{>3 *} {<4 *}c{>4 *}"),
        ("[a](x) [b](y)", "[أ](y)", "{<2 [}a{>2 ](x)} {<1 [}b{>1 ](y)}"),
        ("**a** [^1] [^1]", "*أ* [^1]", "{<3 **}a{>3 **} {2 [^1]} {4 [^1]}"),
    ],
)
def test_a_code_of_the_original_keeps_its_number(markdown: str, like: str, said: str) -> None:
    assert shown(markdown, like) == said


@pytest.mark.parametrize(
    ("markdown", "counted"),
    [
        ("*one* _two_ **three** \\* &amp; <!-- x -->", {"*": 2, "**": 1}),
        ("a[^1] b[^1]\n\n[^1]: c", {"[^1]": 2, "[^1]:": 1}),
        ("[a](x) ![words](b.png) ![](b.png)", {"](x)": 1, "![](b.png)": 2}),
        ("<b>x</b><br> `code` ~~y~~", {"<b>": 1, "<br>": 1, "`code`": 1, "~~": 1}),
        ("an open **mark [here", {}),
    ],
)
def test_what_readers_would_miss_is_counted(markdown: str, counted: dict[str, int]) -> None:
    assert count_codes(markdown) == counted


@given(st.text("ab *_[]()`~\\<>!^&;#1\n:", max_size=40))
def test_all_of_it_is_the_markdown_again(markdown: str) -> None:
    parts = split_codes(markdown)
    assert "".join(part if isinstance(part, str) else part.native for part in parts) == markdown
    codes = [part for part in parts if isinstance(part, InlineCode)]
    opened = [code.number for code in codes if code.kind == "opens"]
    assert sorted(opened) == sorted(code.number for code in codes if code.kind == "closes")
    assert len(set(opened)) == len(opened)
