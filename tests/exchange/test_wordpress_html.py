"""The HTML of posts as WordPress shows it: paragraphs of bare lines, and what shortcodes say themselves."""

import re

import pytest

from jisr.exchange.wordpress_html import Body, Picture, clean_body

PICTURES = {
    "21": Picture("https://river.example/wp-content/uploads/dam-30x20.png", "سد & ماء", "5"),  # a dam & water
    "22": Picture("/wp-content/uploads/rain.png", "", "6"),
}


def cleaned(content: str) -> Body:
    return clean_body(content, "https://river.example/dry/", "5", PICTURES)


def lines(content: str) -> list[str]:
    """The body, what is a block on lines of its own."""
    parts = re.split(r"\n+|(?<=>)(?=<(?:figure|p|h2|ul|li|/ul|table|div)\b)", cleaned(content).html)
    return [part for part in parts if part]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("One\n\nTwo", ["<p>One</p>", "<p>Two</p>"]),
        ("One\nand more\n \nTwo", ["<p>One<br>", "and more</p>", "<p>Two</p>"]),
        ("One\n<h2>Head</h2>\nTwo", ["<p>One</p>", "<h2>Head</h2>", "<p>Two</p>"]),
        ("One<h2>Head</h2>Two\n\nThree", ["<p>One</p>", "<h2>Head</h2>", "<p>Two</p>", "<p>Three</p>"]),
        (
            "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nTwo",
            ["<ul>", "<li>a</li>", "<li>b</li>", "</ul>", "<p>Two</p>"],
        ),
        (
            "<blockquote>One\n\nTwo</blockquote>",
            ["<blockquote>", "<p>One</p>", "<p>Two</p>", "</blockquote>"],
        ),
        ("<blockquote>One</blockquote>\nTwo", ["<blockquote>", "<p>One</p>", "</blockquote>", "<p>Two</p>"]),
        ("<div>In</div><p>One</p>out", ["<div>In</div>", "<p>One</p>", "<p>out</p>"]),
        ("One<hr />Two", ["<p>One</p>", "<hr />", "<p>Two</p>"]),
        ("One <b>bold</b>\n<i>and</i>", ["<p>One <b>bold</b><br>", "<i>and</i></p>"]),
        ("One<br />\nTwo", ["<p>One<br />", "Two</p>"]),
        ("</div>One", ["</div>", "<p>One</p>"]),
        (
            "<!-- wp:paragraph -->\n<p>One\nline</p>\n<!-- /wp:paragraph -->\nBare",
            ["<p>One", "line</p>", "<p>Bare</p>"],
        ),
        ("<p>One\nline</p>", ["<p>One<br>", "line</p>"]),
        ("", []),
    ],
)
def test_paragraphs_are_where_wordpress_shows_them(content: str, expected: list[str]) -> None:
    assert lines(content) == expected


def test_what_is_set_as_it_stands_stays_so() -> None:
    assert cleaned("<pre>a\n\n b</pre>").html == "<pre>a\n\n b</pre>"


IMAGE = '<img src="/wp-content/uploads/a.png" alt="x" />'
DAM = '<img src="images/dam.png" alt="سد &amp; ماء">'
SHOWN = '<img src="images/a.png" alt="x" />'


def figure(image: str, words: str = "") -> str:
    return f"<figure>{image}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>"


def link(address: str) -> str:
    return f'<p><a href="{address}">{address}</a></p>'


@pytest.mark.parametrize(
    ("content", "expected", "left"),
    [
        (f'[caption id="a" width="3"]{IMAGE} Said [so][/caption]', figure(SHOWN, "Said [so]"), ()),
        (
            f'[wp_caption caption="Said"]<a href="/x">{IMAGE}</a>[/wp_caption]',
            figure(f'<a href="/x">{SHOWN}</a>', "Said"),
            (),
        ),
        ("[caption]Words[/caption]", "<p>Words</p>", ()),
        ('[gallery ids="21,22"]', figure(DAM) + figure('<img src="images/rain.png" alt="">'), ()),
        ("[gallery]", figure(DAM), ()),
        ('[gallery ids="21,99"]', "", ("gallery",)),
        (
            "[embed width=3]https://v.example/a?b=1&amp;c=2[/embed]",
            link("https://v.example/a?b=1&amp;c=2"),
            (),
        ),
        ("[video mp4='/a.mp4'][/video]", link("/a.mp4"), ()),
        ('[audio src="https://v.example/a.mp3"]', link("https://v.example/a.mp3"), ()),
        ("[video id=7]", "", ("video",)),
        ("[embed]javascript:alert(1)[/embed]", "<p>javascript:alert(1)</p>", ("embed",)),
        ("[playlist ids=3]", "", ("playlist",)),
        ('One [su_box title="x"]two[/su_box]', "<p>One  two</p>", ("su_box",)),
        (
            "One[ref]Said there[/ref]",
            '<p>One<sup><a href="#note-1">1</a></sup></p><p id="note-1">Said there</p>',
            (),
        ),
        ("[[gallery]]", "<p>[gallery]</p>", ()),
        ("[sic] and [كلمة] and [note]", "<p>[sic] and [كلمة] and [note]</p>", ()),  # a word
    ],
)
def test_what_a_shortcode_says_itself_is_kept(content: str, expected: str, left: tuple[str, ...]) -> None:
    body = cleaned(content)
    assert (body.html.replace("\n", "").strip(), body.shortcodes) == (expected, left)


def test_images_of_the_uploads_are_named() -> None:
    assert cleaned("[gallery]").images == {"images/dam.png": "dam-30x20.png"}


def test_marks_that_never_end_take_no_time() -> None:
    for mark in ("[note]", "[caption]<img ", "[note][ref]", "<p ", '[gallery ids="'):
        assert cleaned(mark * 20_000).html
