"""Long lists go on over pages."""

import re
from dataclasses import replace

from jisr.i18n import load_strings
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta
from tests import sample
from tests.site.rendered import rendered


def test_long_lists_go_on_over_pages() -> None:
    article = sample.articles()[4]
    out = rendered(*(replace(article, slug=f"a{n:03}") for n in range(120)))
    listed = [out["en/articles/index.md"], out["en/more/articles/2.md"], out["en/more/articles/3.md"]]
    assert "en/more/articles/4.md" not in out
    found = [re.findall(r'class="jisr-list__title"><a href="[^"]*?(a\d{3})/"', page) for page in listed]
    assert [len(one) for one in found] == [50, 50, 20]
    assert len({slug for one in found for slug in one}) == 120
    assert 'href="../more/articles/2/"' in listed[0]
    assert 'href="../../../articles/" rel="prev"' in listed[1]
    assert 'aria-current="page"' in listed[2]


def test_an_actor_with_many_mentions_has_many_pages() -> None:
    block = sample.passage("p1", Kind.PARAGRAPH, "جاء محمد شياع السوداني. ثم ذهب السوداني.")  # came and went
    out = rendered(*(Article(f"a{n}", f"seeds/a{n}.txt", Meta(), (block,)) for n in range(70)))
    found = [out["ar/actors/sudani.md"], *(out[f"ar/more/actors/sudani/{n}.md"] for n in (2, 3))]
    assert [page.count("<blockquote") for page in found] == [60, 60, 20]
    assert "ar/more/actors/sudani/4.md" not in out
    assert load_strings("ar")["count"]["mentions"]["other"].format(n=140) in found[0]
