"""How an article is quoted: as text, BibTeX and RIS, always with what the English is and which revision."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from jisr.lang.arabic import digest
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang, language
from jisr.model.publication import Article
from jisr.site.article import states
from jisr.site.common.context import Site, article_path, author_name
from jisr.site.common.urls import page_url, relative_url


def revision(article: Article, lang: Lang) -> str:
    """Eight hexadecimal digits that stand for the words as they are now; for English, of both languages."""
    texts = [p.block.text for p in article.passages]
    if lang == TRANSLATION.code:
        texts += [p.translation for p in article.passages]
    return digest("\n\n".join(texts))


def absolute_page_url(site: Site, path: str) -> str:
    """The full address of the page made from the file `path`; `""` where the site's is not known."""
    return absolute_url(site, page_url(path))


def absolute_url(site: Site, path: str) -> str:
    """The full address of what lies at `path` below the language; `""` where the site's is not known."""
    root = site.settings.site_url.rstrip("/").removesuffix("/ar")
    return f"{root}/{site.lang}/{path}" if root else ""


def publication(site: Site) -> str:
    """The name of the publication in the language of the site."""
    return site.settings.publication.get(site.lang) or site.words("choose.title")


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


def _dated_note(site: Site, article: Article) -> str:
    """`note`, and that the date is inferred: the formats have a field for a date and none for that."""
    published = article.meta.published
    inferred = [site.words("article.inferred")] if published and published.inferred else []
    return "; ".join([note(site, article), *inferred])


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
        publication(site),
        note(site, article),
        absolute_page_url(site, path),
        {name: way.removesuffix(".txt") for name, way in ways.items()},
        site.titles[article.slug][0],
    )


def bibtex(site: Site, article: Article) -> str:
    """A BibTeX entry."""
    title, _ = site.titles[article.slug]
    by = author_name(article, site.lang)
    published = article.meta.published.value.split("-") if article.meta.published else []
    fields = {
        "author": "{" + _tex(by[0]) + "}" if by else "",
        "title": "{" + _tex(title) + "}",
        "howpublished": _tex(publication(site)),
        "year": published[0] if published else "",
        "month": published[1] if len(published) > 1 else "",
        "url": absolute_page_url(site, article_path(article)),
        "language": language(site.lang).name.lower(),
        "note": _tex(_dated_note(site, article)),
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
    title, _ = site.titles[article.slug]
    by = author_name(article, site.lang)
    published = article.meta.published.value.split("-") if article.meta.published else []
    rows = [
        ("TY", "ELEC"),
        ("AU", by[0] if by else ""),
        ("TI", title),
        ("PB", publication(site)),
        ("PY", published[0] if published else ""),
        ("DA", "/".join([*published, "", ""][:3]) + "/" if published else ""),
        ("LA", site.lang),
        ("UR", absolute_page_url(site, article_path(article))),
        ("ET", revision(article, site.lang)),
        ("N1", _dated_note(site, article)),
        ("ER", ""),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}".rstrip() for tag, value in rows if value or tag == "ER"]
    return "\r\n".join([*lines[:-1], "ER  - ", ""])
