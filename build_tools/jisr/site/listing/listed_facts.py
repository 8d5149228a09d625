"""What templates ask of an article in a list."""

from collections.abc import Callable, Mapping
from typing import Any

from jisr.model.languages import TRANSLATION
from jisr.site.common.context import Site, author_name
from jisr.site.common.listed import ListedArticle


def listed_facts(site: Site) -> Mapping[str, Callable[[ListedArticle], Any]]:
    """The functions, by their names there; on an original nobody asks for a state."""
    return {
        "author_of": lambda article: author_name(article, site.lang),
        "summary_of": lambda article: article.summary,
        "state_of": lambda article: article.state if site.lang == TRANSLATION.code else "",
    }
