"""The head of an article: known by all that the article holds, and one step from it."""

from dataclasses import replace

import pytest

from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.source import Block, Kind, Meta

PASSAGE = BilingualBlock(Block(Kind.PARAGRAPH, "ماء", key="p1"), Entry("p1", "ماء"), "Water.")  # water
ARTICLE = Article("2023/water", "seeds/2023/water.txt", Meta(topics=("water",)), (PASSAGE,))


def test_a_head_leads_to_its_article() -> None:
    head = ArticleHead.of(ARTICLE)
    assert head.load() is ARTICLE
    assert (head.slug, head.file, head.meta, head.langs) == (
        ARTICLE.slug,
        ARTICLE.file,
        ARTICLE.meta,
        ARTICLE.langs,
    )
    assert head == ArticleHead.of(replace(ARTICLE))


@pytest.mark.parametrize(
    "changed",
    [
        replace(ARTICLE, passages=(replace(PASSAGE, translation="The water."),)),
        replace(ARTICLE, passages=(replace(PASSAGE, entry=replace(PASSAGE.entry, state=State.EDITED)),)),
        replace(ARTICLE, passages=(PASSAGE, PASSAGE)),
        replace(ARTICLE, meta=Meta(topics=("oil",))),
        replace(ARTICLE, langs=("ar",)),
    ],
)
def test_what_differs_in_anything_has_another_digest(changed: Article) -> None:
    assert ArticleHead.of(changed).digest != ArticleHead.of(ARTICLE).digest
    assert ArticleHead.of(changed).is_in_both == changed.is_in_both
