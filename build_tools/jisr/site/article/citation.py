"""How an article is quoted: as text, BibTeX and RIS, always with what the English is and which revision."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from jisr.i18n.marks import mark_words
from jisr.lang.arabic import digest
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang, language, other_lang
from jisr.model.publication import Article
from jisr.site.article import states
from jisr.site.common.context import Site, article_path, article_title, author_name
from jisr.site.common.urls import relative_url


def revision(article: Article, lang: Lang) -> str:
    """Eight hexadecimal digits that stand for the words as they are now; for English, of both languages."""
    texts = [p.block.text for p in article.passages]
    if lang == TRANSLATION.code:
        texts += [p.translation for p in article.passages]
    return _digest(*texts)


@lru_cache(maxsize=4)  # an article's pages and files all say it, one after the other
def _digest(*texts: str) -> str:
    return digest("\n\n".join(texts))


def note(site: Site, article: Article) -> str:
    """What is quoted: the original, or a translation in which state and by whom; and the revision."""
    say = site.words
    if site.lang == ORIGINAL.code:
        return say("cite.revision", revision=revision(article, ORIGINAL.code))
    state = say(f"state.{states.page_state(article)}")
    parts = [state, *([m] if (m := ", ".join(states.origins(article))) else [])]
    if any(p.entry.stale for p in article.passages):
        parts.append(say("state.stale"))
    return "; ".join([*parts, say("cite.revision", revision=revision(article, TRANSLATION.code))])


@dataclass(frozen=True)
class Citation:
    """What a citation has besides author, title and date. `files` are its addresses by what they are for."""

    publication: str
    note: str
    address: str
    files: Mapping[str, str]
    title: str

    @property
    def quoted_title(self) -> str:
        """The title as it stands in an address."""
        return quote(self.title, safe="")

    @property
    def quoted_address(self) -> str:
        """The address as it stands in another."""
        return quote(self.address, safe="")


def make_citation(site: Site, article: Article) -> Citation:
    """What an article is cited by, from its page."""
    path = article_path(article)
    files = {"bibtex": "cite.bib", "ris": "cite.ris", "markdown": "article.md.txt"}
    ways = {name: relative_url(path, f"articles/{article.slug}/{file}") for name, file in files.items()}
    return Citation(
        site.publication,
        note(site, article),
        site.absolute_page_url(path),
        {name: way.removesuffix(".txt") for name, way in ways.items()},
        _title(article, site.lang),
    )


class _Facts(NamedTuple):
    """What reference managers are told of an article, `""` where it is not known."""

    author: str
    title: str
    date: list[str]  # year, month and day, as far as they are known
    inferred: bool  # whether nobody wrote that date
    there: str  # the title in the other language
    address: str
    note: str


def _title(article: Article, lang: Lang) -> str:
    return mark_words(*article_title(article, lang), states.page_state(article)).as_title


def _facts(site: Site, article: Article) -> _Facts:
    by, published = author_name(article, site.lang), article.meta.published
    is_inferred = bool(published and published.inferred)
    # the formats have a field for a date, and none for that it is inferred
    inferred = (
        [f"{site.words.published(published)}{site.words.inferred(published)}"]
        if published and is_inferred
        else []
    )
    title, there = (_title(article, lang) for lang in (site.lang, other_lang(site.lang)))
    return _Facts(
        by[0] if by else "",
        title,
        published.value.split("-") if published else [],
        is_inferred,
        there if there != title else "",
        site.absolute_page_url(article_path(article)),
        "; ".join([note(site, article), *inferred]),
    )


def bibtex(site: Site, article: Article) -> str:
    """A BibTeX entry."""
    facts = _facts(site, article)
    year, month, *_ = [*([f"[{facts.date[0]}]"] if facts.inferred else facts.date), "", ""]
    fields = {
        "author": f"{{{_tex(facts.author)}}}" if facts.author else "",
        "title": f"{{{_tex(facts.title)}}}",
        "howpublished": _tex(site.publication),
        "year": year,
        "month": month,
        "url": facts.address,
        "language": language(site.lang).name.lower(),
        "titleaddon": f"{{{_tex(facts.there)}}}" if facts.there else "",
        "note": _tex(facts.note),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    key = re.sub(r"[^A-Za-z0-9:-]+", "-", article.slug).strip("-") or "article"
    return f"@misc{{{key}-{site.lang},\n{body}}}\n"


def _tex(text: str) -> str:
    text = " ".join(text.split())
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(special.get(c, f"\\{c}" if c in "{}%&$#_" else c) for c in text)


def ris(site: Site, article: Article) -> str:
    """An RIS record; its lines end as the format asks."""
    facts = _facts(site, article)
    date = [] if facts.inferred else facts.date
    rows = {
        "TY": "ELEC",
        "AU": facts.author,
        "TI": facts.title,
        "TT": facts.there,
        "PB": site.publication,
        "PY": date[0] if date else "",
        "DA": "/".join([*date, "", ""][:3]) + "/" if date else "",
        "LA": site.lang,
        "UR": facts.address,
        "ET": revision(article, site.lang),
        "N1": facts.note,
    }
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows.items() if value]
    return "\r\n".join([*lines, "ER  - ", ""])
