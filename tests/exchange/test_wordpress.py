"""What is read of an export of WordPress."""

import pytest

from jisr.exchange.wordpress import Post, read_wordpress
from jisr.model.diagnostics import JisrError
from tests.sample import ROOT

EXPORT = (ROOT / "tests/fixtures/wordpress/export.xml").read_bytes()


@pytest.fixture(scope="module")
def posts() -> list[Post]:
    return list(read_wordpress("export.xml", EXPORT).posts)


def test_posts_have_what_is_known_of_them(posts: list[Post]) -> None:
    first, second, third, last = posts
    assert (first.lang, second.lang, third.lang, last.lang) == ("ar", "en", "ar", "en")
    assert (first.group, second.group, third.group, last.group) == ("pll_60", "pll_60", "77", "")
    assert (first.author, third.author) == ("سلمى الشامي", "guest")  # Salma al-Shami
    assert (first.day, third.day) == ("2021-05-14", "")
    assert (first.name, third.name, third.title) == ("dry-river", "مطر", "مطر & ريح")  # rain and wind
    assert (first.topics, first.summary) == (("مياه",), "خلاصة قصيرة")  # water; a short summary


def test_bodies_have_no_marks_of_wordpress(posts: list[Post]) -> None:
    first, _, third, _ = posts
    assert "wp:" not in first.body
    assert "gallery" not in first.body
    assert first.shortcodes == ("gallery",)
    assert '<img src="images/2021/05/dam.png" alt="سد"/>' in first.body  # a dam
    assert first.images == {"images/2021/05/dam.png": "2021/05/dam-300x200.png"}
    assert "<p>فقرة أولى في سطرين<br>\nهذا ثانيهما.</p>" in third.body  # one paragraph in two lines
    assert "<figcaption>مطر في الليل</figcaption></figure>" in third.body  # rain at night
    assert third.images == {"images/rain.jpg": "rain.jpg"}
    assert "[كلمة]" in third.body, "what is no shortcode is a person's"  # a word


def test_what_is_left_out_is_counted() -> None:
    found = read_wordpress("e.xml", EXPORT)
    assert found.left == {"comments": 1, "posts that are draft": 1, "of type page": 1}
    assert found.unpublished == (("مسودة", "draft"),)  # a draft


@pytest.mark.parametrize(
    ("status", "password", "kind", "is_named"),
    [
        ("draft", "", "draft", True),
        ("pending", "", "pending", True),
        ("future", "", "future", True),
        ("private", "", "private", False),
        ("trash", "", "trash", False),
        ("draft", "secret", "behind a password", False),
        ("publish", "secret", "behind a password", False),
    ],
)
def test_what_is_private_is_counted_and_not_named(
    status: str, password: str, kind: str, is_named: bool
) -> None:
    said = f"<wp:status>{status}</wp:status><wp:post_password>{password}</wp:post_password>"
    data = EXPORT.decode().replace("<wp:status><![CDATA[draft]]></wp:status>", said)
    data = data.replace("<wp:status>draft</wp:status>", said)
    found = read_wordpress("e.xml", data.encode())
    assert found.left[f"posts that are {kind}"] == 1
    assert [title for title, _ in found.unpublished] == ["مسودة"] * is_named


@pytest.mark.parametrize(
    ("cut", "put"),
    [
        ('<category domain="language" nicename="ar">', '<category domain="x" nicename="ar">'),
        ("export/1.2/", "export/1.1/"),
    ],
)
def test_other_writings_are_read_alike(cut: str, put: str, posts: list[Post]) -> None:
    other = read_wordpress("e.xml", EXPORT.replace(cut.encode(), put.encode())).posts
    assert list(other) == posts


def test_images_of_elsewhere_and_above_are_no_files_of_ours() -> None:
    for address in (b"https://[other/wp-content/uploads/a.png", b"/wp-content/uploads/../../x.png"):
        data = EXPORT.replace(b"/wp-content/uploads/rain.jpg", address)
        assert read_wordpress("e.xml", data).posts[2].images == {}


def test_marks_that_never_end_take_no_time() -> None:
    body = b"<!-- wp:p " * 9_000 + b"[caption]<img " * 9_000
    data = EXPORT.replace("فقرة ثانية".encode(), body)  # a second paragraph
    assert len(read_wordpress("e.xml", data).posts) == 4


@pytest.mark.parametrize(
    "data",
    [b"", b"<rss>", b"<html></html>", b'<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>'],
)
def test_what_is_no_export_is_refused(data: bytes) -> None:
    with pytest.raises(JisrError) as refused:
        read_wordpress("e.xml", data)
    assert all(found.file == "e.xml" and found.remedy for found in refused.value.findings)
