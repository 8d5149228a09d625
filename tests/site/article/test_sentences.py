"""Sentences that stand beside sentences have one number."""

import re

from hypothesis import given
from hypothesis import strategies as st

from jisr.markup.html import parse_markdown, serialise, text_content
from jisr.site.article.text import wrap_sentences


def numbers(html: str, key: str, lang: str) -> list[str]:
    """The numbers of the sentences of a block on the page of both languages."""
    row = html[html.index(f'id="{key}" data-state') :]
    cell = row[row.index(f'lang="{lang}" dir') :]
    return re.findall(r'data-s="(\d+)"', cell[: cell.index("</div>")])


def test_sentences_that_belong_together_have_one_number(tree: dict[str, str]) -> None:
    page = tree["ar/parallel/iraq-ending-coalition-role.md"]
    assert numbers(page, "p1", "ar") == numbers(page, "p1", "en") == ["1", "2"]
    assert (numbers(page, "pt4", "ar"), numbers(page, "pt4", "en")) == (["1", "2"], ["1", "1", "2"])
    assert numbers(page, "p3", "ar") == []  # a single sentence


def split(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^.]+\.?", text)]


@given(
    st.lists(
        st.sampled_from(
            ["One. ", "two ", "*em. ph* ", "`c.` ", "b[^1]. ", "\n\n", "- x. y\n", "\n\n[^1]: n\n\n"]
        ),
        max_size=12,
    ).map("".join)
)
def test_sentences_change_no_character(source: str) -> None:
    nodes = parse_markdown(source, lambda href: href).nodes
    cut, texts = wrap_sentences(nodes, split)
    assert text_content(cut) == text_content(nodes)
    assert serialise(*cut).count('class="jisr-s"') == len(texts)
