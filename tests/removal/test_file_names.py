"""A renamed file is followed in this project alone, and nothing leads to a removed article any more."""

import pytest

from jisr.removal.file_names import follow_renames, link_remover

PARTS = {"samar-al-halwani": "picture-1234", "سمر": "picture-5678"}


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("![x](images/samar-al-halwani.jpg)", "![x](images/picture-1234.jpg)"),
        ("![x](images/%D8%B3%D9%85%D8%B1.png)", "![x](images/picture-5678.png)"),
        ("https://example.org/samar-al-halwani", "https://example.org/samar-al-halwani"),
        ("//example.org/%D8%B3%D9%85%D8%B1", "//example.org/%D8%B3%D9%85%D8%B1"),
        ("[x](https://a.org/b_(samar-al-halwani))", "[x](https://a.org/b_(samar-al-halwani))"),
        ("www.a.org/samar-al-halwani", "www.a.org/samar-al-halwani"),
        ("mailto:samar-al-halwani@a.org", "mailto:samar-al-halwani@a.org"),
        ("[x](https://a.org),[y](samar-al-halwani.md)", "[x](https://a.org),[y](picture-1234.md)"),
        ("@samar-al-halwani", "@samar-al-halwani"),
    ],
)  # fmt: skip
def test_only_names_of_our_files_follow(text: str, now: str) -> None:
    assert follow_renames(text, PARTS) == now


SLUG = "samar-al-halwani-testimony"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"See [her story](articles/{SLUG}.md), there.", "See her story, there."),
        (f'[**Her** story](<articles/{SLUG}.md#p3> "Samar"){{target=_blank}}!', "**Her** story!"),
        (f'<a class="x" href="../articles/{SLUG}/">قصتها</a> نعم', "قصتها نعم"),  # her story; yes
        (f"[Samar al-Halwani](articles/{SLUG}/)", "[…]"),
        (f"[سمر الحلواني](articles/{SLUG}/)", "[…]"),
        (f"[Her story][1] [b][2]\n\n[1]: articles/{SLUG}.md\n[2]: a.md\n", "Her story [b][2]\n\n[2]: a.md\n"),
        (f"<https://site.org/en/articles/{SLUG}/>.", "[…]."),
        (f"at https://site.org/en/articles/{SLUG}/ and", "at […] and"),
        ("[Her](articles/samar%2Dal-halwani-testimony.md)", "Her"),
    ],
)  # fmt: skip
def test_links_lose_their_address(text: str, left: str) -> None:
    remove = link_remover(SLUG, file="docs/en/team.md")
    assert remove(text) == left
    assert remove(left) == left


@pytest.mark.parametrize(
    "text",
    [
        f"[a](../articles/{SLUG}-2.md) [b](articles/x-{SLUG}.md)",
        "[Her](articles/other.md) [x](https://a.org/b_(c))",
        f"{SLUG} [a]({SLUG}.png)",
    ],
)
def test_others_keep_theirs(text: str) -> None:
    assert link_remover(SLUG, file="docs/en/team.md")(text) == text


def test_an_address_is_read_from_where_it_stands() -> None:
    near = link_remover("2017/market", file="docs/en/articles/2017/rescue.md")
    assert near("[the market](market.md#p1)") == "the market"
    assert near("[the market](../market.md)") == "[the market](../market.md)"
    far = link_remover("market", file="docs/en/team.md")
    assert far("[the market](market.md)") == "[the market](market.md)", "a page of this name, no article"


def test_of_a_block_only_its_own_addresses_go() -> None:
    remove = link_remover(SLUG, "p3", "docs/en/team.md")
    kept = f"[all](articles/{SLUG}.md) [one](articles/{SLUG}.md#p31)"
    assert remove(f"{kept} [it](articles/{SLUG}.md#p3)") == f"{kept} it"
