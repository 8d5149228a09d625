"""What is found in an article before any page is made: mentions of actors, and dates.

Each is known by the article's words and by what else decides what is found in them: of the glossary the
actors that matter to these words, so that a changed name costs the articles that may hold it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jisr.glossary import Matcher, Relevance, article_words, glossary_digest, relevance_of
from jisr.lang.dates import DateMention, DatePart
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Actor, Mention
from jisr.model.languages import LANGS, Lang
from jisr.model.publication import Article, ArticleHead
from jisr.site.common.date_markup import Dates, find_article_dates
from jisr.storage.cache import CachedCall, keep

Mentions = Mapping[tuple[str, Lang], tuple[Mention, ...]]
"""(key, language) → the mentions in that block of an article, in order."""


@dataclass(frozen=True)
class ArticleScan:
    """What is found in an article."""

    mentions: Mentions = field(default_factory=dict)
    dates: Dates = field(default_factory=dict)

    def mentioned(self, key: str, lang: Lang) -> tuple[Mention, ...]:
        """The mentions in a block."""
        return self.mentions.get((key, lang), ())

    def dated(self, key: str, lang: Lang) -> tuple[DateMention, ...]:
        """The dates in a block."""
        return self.dates.get((key, lang), ())


class Scanner:
    """Looks for the actors of a glossary, and for dates, in articles of which that is not known yet."""

    def __init__(self, actors: Sequence[Actor], made: CachedCall) -> None:
        self._actors = actors
        self._made = made
        self._matchers: dict[Lang, Matcher] = {}
        self.glossary = glossary_digest(actors)

    @cached_property
    def _relevance(self) -> Relevance:
        return relevance_of(self._actors)

    def glossary_of(self, head: ArticleHead, load: Callable[[], Article]) -> str:
        """A digest of all in the glossary that decides what is found in an article."""
        found = self._made("words", head.digest, lambda: article_words(load()))
        return self._relevance.digest_of({lang: set(found[lang]) for lang in LANGS})

    def keep(self, head: ArticleHead, glossary: str) -> None:
        """Keep what was found in an article, of whose words `glossary` is what `glossary_of` gave."""
        keep(self._made, "words", head.digest)
        keep(self._made, "mentions", head.digest + glossary)
        keep(self._made, "dates", head.digest)

    def scan(self, head: ArticleHead, glossary: str, load: Callable[[], Article]) -> ArticleScan:
        """What is found in an article; `glossary` is as in `keep`."""
        dates = self._made("dates", head.digest, lambda: _dates_to_json(find_article_dates(load())))
        return ArticleScan(
            self.find_mentions(head, glossary, load),
            {(key, lang): tuple(map(parse_date, ones)) for key, lang, ones in dates},
        )

    def find_mentions(self, head: ArticleHead, glossary: str, load: Callable[[], Article]) -> Mentions:
        """The mentions alone."""
        found = self._made("mentions", head.digest + glossary, lambda: self._find_mentions(load()))
        return {
            (key, lang): tuple(
                Mention(actor, lang, start, end, text, kind, nested)
                for actor, start, end, text, kind, nested in ones
            )
            for key, lang, ones in found
        }

    def _find_mentions(self, article: Article) -> list[tuple[str, Lang, list[tuple[Any, ...]]]]:
        return [
            (passage.key, lang, [(m.actor, m.start, m.end, m.text, m.kind, m.nested) for m in ones])
            for lang in LANGS
            for passage, ones in zip(
                article.passages, self._matcher(lang).find_in_article(_texts(article, lang)), strict=True
            )
            if ones
        ]

    def find_in(self, text: str, lang: Lang) -> list[Mention]:
        """The mentions in a text that stands alone."""
        return self._matcher(lang).find(text)

    def _matcher(self, lang: Lang) -> Matcher:
        if lang not in self._matchers:  # costly, and not wanted where all is known
            self._matchers[lang] = Matcher(self._actors, lang)
        return self._matchers[lang]


def _texts(article: Article, lang: Lang) -> list[str]:
    return [plain(passage.text(lang)).text for passage in article.passages]


def _dates_to_json(dates: Dates) -> list[tuple[str, Lang, list[dict[str, Any]]]]:
    return [(key, lang, [date_to_json(one) for one in ones]) for (key, lang), ones in dates.items()]


def date_to_json(date: DateMention) -> dict[str, Any]:
    """A date as JSON can have it."""
    return vars(date) | {"parts": [vars(part) for part in date.parts]}


def parse_date(facts: Mapping[str, Any]) -> DateMention:
    """A date as JSON has it."""
    return DateMention(**{**facts, "parts": tuple(DatePart(**part) for part in facts["parts"])})
