"""Pages rendered from the sample publication, and what stands in them."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from jisr import site
from jisr.model.publication import Article
from tests import sample

CASES = Path(__file__).parents[1] / "cases" / "pages"


def cases(name: str) -> Any:
    return yaml.safe_load((CASES / name).read_text("utf-8"))


def squeezed(html: str) -> str:
    return re.sub(r">\s+<", "><", html)


def meta(page: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(page.split("---\n")[1])
    return data


def block(page: str, key: str) -> str:
    """The HTML of a block, up to its tools."""
    found = re.search(rf'<(?:div|li)[^>]* id="{key}"[^>]*>.*?(?=<details)', page, re.DOTALL)
    assert found, key
    return found[0]


SEED, STATES = "articles/iraq-ending-coalition-role.md", "articles/2024/states.md"


def with_meta(article: Article, **changes: Any) -> Article:
    return replace(article, meta=replace(article.meta, **changes))


def sample_pages(root: Path = sample.ROOT) -> dict[str, str]:
    """The sample's pages, by templates of `root` where it has any."""
    files = site.render(sample.articles(), sample.actors(), sample.settings(root), {})
    return {path: data.decode() for path, data in files.items() if path.endswith(".md")}


def rendered(*articles: Article, **changes: Any) -> dict[str, str]:
    files = site.render(articles, sample.actors(), sample.settings(**changes), {})
    return {path: data.decode() for path, data in files.items() if not path.endswith(".png")}
