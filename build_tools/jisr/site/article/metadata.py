"""What a page says of itself to machines: structured data (schema.org) and what cards of links show."""

from collections.abc import Mapping
from datetime import date
from textwrap import shorten
from typing import Any

from jisr.i18n import InterfaceStrings
from jisr.i18n.marks import describe_actor, mark_words
from jisr.markup.markdown_text import plain_line
from jisr.markup.palette import make_palette
from jisr.model.glossary import Actor
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang, language, other_lang
from jisr.model.ledger import STALE_SINCE
from jisr.model.publication import Article
from jisr.model.source import Kind, PublicationDate
from jisr.site import cards
from jisr.site.article import citation, states
from jisr.site.cards import Card
from jisr.site.cards.own_look import OwnLook, read_own_look
from jisr.site.common.context import Site, actor_path, article_path, article_title, author_name
from jisr.site.common.inline import isolate_plain_text
from jisr.site.common.listed import AnyArticle, ListedArticle
from jisr.site.editions import article_editions
from jisr.site.lifecycle import dated_corrections

OPENING = 240  # characters of an article that stand for a summary
LOOKED_AT, SENTENCE = 6, 8  # paragraphs in which it is looked for, and words of one that says something
_TYPES = {
    "person": "Person",
    "state": "Country",
    "place": "Place",
    "mission or base": "Place",
    "event": "Event",
    "office": "Thing",
    "agreement": "CreativeWork",
}  # all others are organisations


def summary(site: Site, article: Article) -> tuple[str, Lang] | None:
    """The summary that somebody wrote, else how the article begins; and its language."""
    if written := article.meta.summary.get(site.lang):
        return written, site.lang
    paragraphs = [p for p in article.passages if p.block.kind is Kind.PARAGRAPH]
    openings = [(plain_line(words), lang) for words, lang in map(site.passage_words, paragraphs[:LOOKED_AT])]
    # the first may be a date, a credit, or what a picture shows
    told = [opening for opening in openings if len(opening[0].split()) >= SENTENCE] or openings[:1]
    own = [opening for opening in told if opening[1] == site.lang] or told
    return next(((shorten(words, OPENING, placeholder="…"), lang) for words, lang in own), None)


def last_changed(article: Article) -> date | None:
    """The last day that is known on which something about the article changed."""
    days = [entry.on for entry in (p.entry for p in article.passages)]
    days += [p.entry.facts.get(STALE_SINCE, "") for p in article.passages]
    days += [str(correction.on) for correction in dated_corrections(article)]
    days += [notice.on.isoformat() for notice in article.meta.notices]
    if day := stated_date(article):
        days.append(f"{day}-01-01"[:10])
    return states.latest_day(days)


def stated_date(article: Article) -> str:
    """The date of publication for whoever cannot be told that it is inferred: `""` where it is."""
    published = article.meta.published
    return published.value if published and not published.inferred else ""


def article_card(site: Site, article: AnyArticle) -> Card | None:
    """What the picture for links to an article shows; None where this machine cannot draw it."""
    return cover_card(site, article) if site.settings.site_url else None


def cover_card(site: Site, article: AnyArticle) -> Card | None:
    """The same for the cover of an e-book, which needs no address."""
    if isinstance(article, ListedArticle):
        title, lang, state = article.title, article.title_lang, article.state
    else:
        (title, lang), state = article_title(article, site.lang), states.page_state(article)
    state = state if site.lang == TRANSLATION.code else ""
    by = author_name(article, site.lang)
    say, published = site.words, article.meta.published
    facts = (
        isolate_plain_text(by[0], site.lang) if by else "",
        _unbroken_date(say, published) if published else "",
    )
    return _drawable(
        site,
        title=isolate_plain_text(title, lang),
        title_lang=lang,
        line=" · ".join(fact for fact in facts if fact),
        state=state,
        said=site.words(f"state.{state}") if state else "",
    )


def publication_card(site: Site, part: str) -> Card | None:
    """What the cover of all articles shows, or of a part of them."""
    title = isolate_plain_text(site.publication, site.lang)
    return _drawable(site, title=title, title_lang=site.lang, line=part)


def _drawable(site: Site, **shown: Any) -> Card | None:
    """A card in the publication's name and colour; None where this machine cannot draw it."""
    colour = site.settings.look.colour
    publication = isolate_plain_text(site.publication, site.lang)
    accent = make_palette(colour).light.accent if colour else Card.accent
    card = Card(lang=site.lang, publication=publication, accent=accent, own=own_look(site), **shown)
    return card if cards.is_drawable(card) else None


def own_look(site: Site) -> OwnLook:
    """What cards show of the publication's look, read once."""
    if (what := f"look of cards {site.lang}") not in site.alike:
        site.alike[what] = read_own_look(site.settings, site.publication)
    found: OwnLook = site.alike[what]
    return found


def _unbroken_date(say: InterfaceStrings, published: PublicationDate) -> str:
    """A date for a line that may be cut at a space, which must not lose only that it is inferred."""
    date = say.published(published)
    return f"{date}{say.inferred(published)}".replace(" ", "\u00a0") if published.inferred else date


def article_meta(site: Site, article: Article) -> dict[str, Any]:
    """What the front matter of an article's page holds for machines."""
    about = summary(site, article)
    day = last_changed(article)
    picture = article_card(site, article)
    return {
        "description": mark_words(about[0] if about else "", site.lang, states.page_state(article)).as_text,
        "card": {
            "type": "article",
            "locale": language(site.lang).locale,
            "published": stated_date(article),
            **(_picture(site, article, picture) if picture else {}),
        },
        "changed": day.isoformat() if day else "",
        "markdown": f"articles/{article.slug}/article.md",
        "ld": _article(site, article, picture),
        "citation": _citation(site, article),
    }


def _citation(site: Site, article: Article) -> list[list[str]]:
    """The names that Google Scholar and Zotero read, each with its value.

    Zotero takes what has a title to cite for an article of a journal, and `alternative` for the journal's
    short name, unless it is told otherwise; for the title in another language it has room in `extra` alone.
    """
    by, url = author_name(article, site.lang), site.absolute_page_url(article_path(article))
    title, lang = article_title(article, site.lang)
    there, other = article_title(article, other_lang(site.lang))
    state = states.page_state(article)
    pdf = next((one.path for one in article_editions(site, article.slug) if one.format == "pdf"), "")
    found = {
        "citation_title": mark_words(title, lang, state).as_title,
        "citation_author": by[0] if by else "",
        "citation_publication_date": stated_date(article).replace("-", "/"),
        "citation_publisher": site.publication,
        "citation_language": lang,
        "citation_public_url": url,
        "citation_pdf_url": site.absolute_url(pdf) if pdf else "",
        "z:itemType": "webpage",
    }
    if other != lang:
        found["DCTERMS.alternative"] = mark_words(there, other, state).as_title
        which = "Original" if other == ORIGINAL.code else language(other).name
        found["z:extra"] = f"{which} Title: {found['DCTERMS.alternative']}"
    return [[name, value] for name, value in found.items() if value]


def _picture(site: Site, article: Article, picture: Card) -> dict[str, Any]:
    """The address of a card, which must be a full one, and what it shows in words."""
    shown = (article_title(article, site.lang)[0], site.publication, picture.said)
    return {
        "image": site.absolute_url(cards.path(picture)),
        "width": cards.WIDTH,
        "height": cards.HEIGHT,
        "alt": " – ".join(part for part in shown if part),
    }


def _article(site: Site, article: Article, picture: Card | None) -> dict[str, Any]:
    say, meta = site.words, article.meta
    url = site.absolute_page_url(article_path(article))
    other = url.replace(f"/{site.lang}/", f"/{other_lang(site.lang)}/", 1) if url else ""
    publication = {"@type": "Organization", "name": site.publication}
    translated = any(p.translation for p in article.passages)
    # where nothing is translated, the English page shows the Arabic
    lang: Lang = site.lang if translated else ORIGINAL.code
    about, state = summary(site, article), states.page_state(article)
    by = author_name(article, site.lang)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": article_title(article, site.lang)[0],
        "inLanguage": lang,
        "description": mark_words(about[0], site.lang, state).as_text if about else "",
        "image": site.absolute_url(cards.path(picture)) if picture else "",
        "datePublished": stated_date(article),
        "dateModified": changed.isoformat() if (changed := last_changed(article)) else "",
        "author": {"@type": "Person", "name": by[0]} if by else None,
        "publisher": publication,
        "license": meta.licence if meta.licence.startswith("https://") else "",
        "keywords": [g.name(site.lang)[0] for g in site.filed.get(article.slug, ()) if g.sort == "topics"],
        "version": citation.revision(article, site.lang),
        "isAccessibleForFree": True,
    }
    title, title_lang = article_title(article, other_lang(site.lang))
    there = {"@type": "Article", "@id": other, "url": other}
    if title_lang != site.lang:
        there["headline"] = title
    if site.lang == TRANSLATION.code and translated:
        if article.is_in_both:
            data["translationOfWork"] = _without_unknown({**there, "inLanguage": ORIGINAL.code})
        data["creativeWorkStatus"] = say(f"state.{state}")
        machines = [{"@type": "SoftwareApplication", "name": name} for name in states.origins(article)]
        people = [publication] if any(p.entry.human for p in article.passages) or not machines else []
        data["translator"] = [*machines, *people]
    elif translated:
        mark = mark_words(title, title_lang, state).mark
        there |= {"inLanguage": TRANSLATION.code, "creativeWorkStatus": mark}
        data["workTranslation"] = _without_unknown(there)
    return _without_unknown(data)


def actor_meta(site: Site, actor: Actor) -> dict[str, Any]:
    """What the front matter of an actor's page holds for machines."""
    here, there = actor.names(site.lang), actor.names(other_lang(site.lang))
    about = describe_actor(actor, site.lang)
    url = site.absolute_page_url(actor_path(actor.id))
    names = [name for name in (*here.others, there.preferred) if name != here.preferred]
    data = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(actor.type, "Organization"),
        "@id": url,
        "url": url,
        "name": here.preferred,
        "alternateName": list(dict.fromkeys(names)),
        "description": about,
        "sameAs": f"https://www.wikidata.org/wiki/{actor.wikidata}" if actor.wikidata else "",
    }
    return {
        "card": {"type": "profile" if actor.type == "person" else "website", "description": about,
                 "locale": language(site.lang).locale},
        "ld": _without_unknown(data),
    }  # fmt: skip


def _without_unknown(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without empty values."""
    return {key: value for key, value in data.items() if value not in (None, "", [])}
