"""What programs read: the front door, feeds, structured data, cards."""

import re
from dataclasses import replace
from typing import Any
from xml.dom import minidom

import pytest
from lxml import etree

from jisr import site
from jisr.i18n import load_strings
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta, PublicationDate
from tests import sample
from tests.site.rendered import STATES, meta, rendered


def test_root_files_lead_to_both_languages_without_a_script() -> None:
    files = site.root_files(sample.settings())
    index, lost = files["index.html"].decode(), files["404.html"].decode()
    assert {"index.html", "404.html", "root.js", "robots.txt"} <= files.keys()
    for lang in ("ar", "en"):
        assert f'href="{lang}/"' in index
        assert f'href="/{lang}/"' in lost
    assert "<script>" not in index
    assert 'content="noindex"' in lost
    below = site.root_files(sample.settings(site_url="https://h.example/papers/ar/"))
    assert b'href="/papers/en/"' in below["404.html"]


# --- for machines ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def feeds() -> dict[str, Any]:
    files = site.render(sample.articles(), sample.actors(), sample.settings(), sample.docs())
    return {lang: minidom.parseString(files[f"{lang}/feed.xml"]) for lang in ("ar", "en")}


def inner(parent: Any, tag: str) -> list[str]:
    return [e.firstChild.data if e.firstChild else "" for e in parent.getElementsByTagName(tag)]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_feed_has_what_atom_asks_for(feeds: dict[str, Any], lang: str) -> None:
    root = feeds[lang].documentElement
    assert root.namespaceURI == "http://www.w3.org/2005/Atom"
    assert root.getAttribute("xml:lang") == lang
    entries = root.getElementsByTagName("entry")
    assert len(entries) == len(sample.articles())
    for element in (root, *entries):
        own = [child.tagName for child in element.childNodes if child.nodeType == child.ELEMENT_NODE]
        assert own.count("id") == own.count("title") == own.count("updated") == 1
    ids = inner(root, "id")
    assert len(set(ids)) == len(ids)
    assert all(id_.startswith(f"https://jisr.example/{lang}/") for id_ in ids)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", day) for day in inner(root, "updated"))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_feed_is_as_its_standard_asks(lang: str) -> None:
    schema = etree.RelaxNG(file=str(sample.ROOT / "tests/fixtures/schemas/atom.rng"))
    files = site.render(sample.articles(), sample.actors(), sample.settings(), sample.docs())
    feed = etree.fromstring(files[f"{lang}/feed.xml"])
    assert schema.validate(feed), schema.error_log
    feed.remove(feed.find("{*}updated"))
    assert not schema.validate(feed)


def test_a_feed_says_what_the_english_is_and_holds_all_of_it(feeds: dict[str, Any]) -> None:
    entries = {inner(e, "id")[0]: e for e in feeds["en"].getElementsByTagName("entry")}
    entry = entries["https://jisr.example/en/articles/2024/states/"]
    category = entry.getElementsByTagName("category")[0]
    assert (category.getAttribute("term"), category.getAttribute("label")) == (
        "draft",
        load_strings("en")["state"]["draft"],
    )
    assert inner(entry, "updated") == ["2026-11-20T00:00:00Z"]  # the day of the last approval
    html = inner(entry, "content")[0]
    said = load_strings("en")["state"]["draft"]
    assert html.startswith(f"<p><strong>{said}</strong>; ")
    assert html.partition("</p>")[0].count(said) == 1
    assert '<div lang="ar" dir="rtl"><p><em>[' in html
    assert "A note by the editor." in html
    assert "<h2>A table and a quotation</h2>" in html
    assert not re.findall(r'(?:href|src)="(?!https://)[^"]*"', html)
    hostile = inner(entries["https://jisr.example/en/articles/hostile/"], "content")[0]
    assert "<script" not in hostile


def test_without_an_address_there_is_no_feed() -> None:
    assert not [path for path in rendered(sample.articles()[1], site_url="") if path.endswith("feed.xml")]


def test_structured_data_says_what_translates_what(tree: dict[str, str]) -> None:
    original, translation = (meta(tree[f"{lang}/{STATES}"])["ld"] for lang in ("ar", "en"))
    assert (original["@type"], original["inLanguage"], translation["inLanguage"]) == ("Article", "ar", "en")
    assert original["workTranslation"]["@id"] == translation["@id"]
    assert translation["translationOfWork"]["@id"] == original["@id"]
    assert translation["translationOfWork"]["headline"] == original["headline"]
    assert [(one["@type"], one["name"]) for one in translation["translator"]] == [
        ("SoftwareApplication", "language model"),
        ("SoftwareApplication", "argos 1.12 translate-ar_en 1.0 ab12cd34"),
        ("Organization", "Jisr"),  # people changed what the machine wrote
    ]
    assert translation["creativeWorkStatus"] == load_strings("en")["state"]["draft"]
    assert "translator" not in original
    only = meta(tree["en/articles/arabic-only.md"])["ld"]
    assert only["inLanguage"] == "ar"
    assert "translationOfWork" not in only
    assert meta(tree["en/actors/sudani.md"])["ld"]["@type"] == "Person"
    assert meta(tree["en/actors/isis.md"])["ld"]["@type"] == "Organization"
    assert "داعش" in meta(tree["en/actors/isis.md"])["ld"]["alternateName"]


def test_cards_say_the_state_of_a_translation(tree: dict[str, str]) -> None:
    assert meta(tree["en/" + STATES])["description"].startswith(load_strings("en")["state"]["draft"])
    assert not meta(tree["en/articles/2024/approved.md"])["description"].startswith("Approved")
    assert meta(tree["ar/" + STATES])["description"] == "نص قصير فيه كل حال."


def test_a_summary_made_of_the_text_has_no_word_of_a_footnote() -> None:
    text = "بدأ يتكلم[^1] ثم سكت.\n\n[^1]: حاشية مهمة\n\n    وتتمتها"  # he began to speak, then fell silent
    english = "He began to speak[^1] and fell silent.\n[^1]: A note"
    article = Article(
        "notes",
        "seeds/notes.txt",
        Meta(),
        (
            sample.passage("title", Kind.TITLE, "عنوان", "A title"),
            sample.passage("p1", Kind.PARAGRAPH, text, english),
        ),
    )
    pages = rendered(article)
    assert meta(pages["ar/articles/notes.md"])["description"] == "بدأ يتكلم ثم سكت."
    assert meta(pages["en/articles/notes.md"])["description"].endswith("He began to speak and fell silent.")


OPENINGS = {  # what an article begins with, in both languages; what its pages say of it
    "a date before the text": (
        [
            ("31 تشرين الأول 2018", "31 October 2018"),
            (
                "قصفت الطائرات سوق البلدة ظهر اليوم فقتلت عشرات",
                "Planes struck the market of the town at noon today",
            ),
        ],
        ("قصفت الطائرات", "Planes struck"),
    ),
    "nothing but short lines": (
        [("سوق البلدة", "The market"), ("بعد القصف", "After it")],
        ("سوق البلدة", "The market"),
    ),
    "a beginning without translation": (
        [
            ("قصفت الطائرات سوق البلدة ظهر اليوم فقتلت عشرات", ""),
            ("قال شهود من أهل البلدة إن القصف تكرر", "Witnesses from the town said that it was struck again"),
        ],
        ("قصفت الطائرات", "Witnesses from"),
    ),
}


@pytest.mark.parametrize("name", OPENINGS)
def test_a_summary_made_of_the_text_is_a_sentence_in_the_language_of_the_page(name: str) -> None:
    paragraphs, (arabic, english) = OPENINGS[name]
    passages = [
        sample.passage(f"p{number}", Kind.PARAGRAPH, *words) for number, words in enumerate(paragraphs, 1)
    ]
    title = sample.passage("title", Kind.TITLE, "عنوان", "A title")
    pages = rendered(Article("market", "seeds/market.txt", Meta(), (title, *passages)))
    assert meta(pages["ar/articles/market.md"])["description"].startswith(arabic)
    told = f"{load_strings('en')['state']['draft']}. {english}"
    assert meta(pages["en/articles/market.md"])["description"].startswith(told)


def cited(page: str) -> dict[str, str]:
    return dict(meta(page)["citation"])


def test_reference_managers_find_author_date_and_both_titles(tree: dict[str, str]) -> None:
    english, arabic = (cited(tree[f"{lang}/{STATES}"]) for lang in ("en", "ar"))
    assert english["citation_title"] == arabic["DCTERMS.alternative"]
    assert arabic["citation_title"] == english["DCTERMS.alternative"]
    assert (english["citation_language"], arabic["citation_language"]) == ("en", "ar")
    assert english["citation_publication_date"] == "2024/08/30"
    assert english["citation_author"]
    assert english["citation_public_url"] == "https://jisr.example/en/articles/2024/states/"
    assert "DCTERMS.alternative" not in cited(tree["en/articles/arabic-only.md"])


def read_as_zotero(meta_tags: dict[str, str], card: dict[str, Any]) -> dict[str, Any]:
    """What its translators for pages like ours make of them (Embedded Metadata, and RDF)."""
    named = {"citation_title": "title", "citation_publication_date": "date", "citation_language": "language"}
    named |= {"citation_public_url": "url", "citation_publisher": "publisher"}
    item: dict[str, Any] = {"itemType": "journalArticle", "abstractNote": card.get("description", "")}
    item |= {field: meta_tags[name] for name, field in named.items() if name in meta_tags}
    # names of its own go over what it guesses; an alternative title is the short name of a journal to it
    item |= {name.removeprefix("z:"): text for name, text in meta_tags.items() if name.startswith("z:")}
    if item["itemType"] == "journalArticle" and "DCTERMS.alternative" in meta_tags:
        item["journalAbbreviation"] = meta_tags["DCTERMS.alternative"]
    authors = re.split(r"\s*;\s*", meta_tags.get("citation_author", ""))
    parts = re.split(r"\s*,\s*", authors[0])
    if len(authors) == 1 and len(parts) > 1 and all(" " in part for part in parts[:2]):
        authors = parts
    return {**item, "creators": [author for author in authors if author]}


def test_zotero_makes_a_web_page_of_an_article_with_its_titles_author_and_date(tree: dict[str, str]) -> None:
    english, arabic = (
        read_as_zotero(cited(tree[f"{lang}/{STATES}"]), meta(tree[f"{lang}/{STATES}"]))
        for lang in ("en", "ar")
    )
    assert (english["itemType"], arabic["itemType"]) == ("webpage", "webpage")
    assert english["title"] == "The energy crisis, 2003–2011 [Machine translation, not reviewed]"
    assert english["extra"] == f"Original Title: {arabic['title']}"
    assert arabic["extra"] == f"English Title: {english['title']}"
    assert (english["creators"], english["date"], english["language"]) == (
        ["An Arab writer"],
        "2024/08/30",
        "en",
    )
    assert english["abstractNote"].startswith("Machine translation, not reviewed. ")
    assert english["url"] == "https://jisr.example/en/articles/2024/states/"
    assert "journalAbbreviation" not in english
    assert "extra" not in cited(tree["en/articles/arabic-only.md"])


INFERRED = replace(sample.articles()[1], meta=Meta(published=PublicationDate("2023-10-05", inferred=True)))


def test_an_inferred_date_is_nowhere_said_as_a_fact() -> None:
    tree = rendered(INFERRED)
    page = meta(tree[f"en/articles/{INFERRED.slug}.md"])
    assert "2023" not in repr([page["card"], page["citation"], page["ld"], page.get("changed")])
    assert "inferred" in tree[f"en/articles/{INFERRED.slug}.md"].split("---")[2]
    folder = f"en/articles/{INFERRED.slug}"
    assert "year = {[2023]}" in tree[f"{folder}/cite.bib"]
    assert not re.findall("^(PY|DA)  -", tree[f"{folder}/cite.ris"], re.MULTILINE)
    assert "5 October 2023 (date inferred" in tree[f"{folder}/cite.ris"]
    entry = minidom.parseString(tree["en/feed.xml"]).getElementsByTagName("entry")[0]
    assert not entry.getElementsByTagName("published")


def test_pages_with_machine_words_are_kept_out_of_search_engines(tree: dict[str, str]) -> None:
    for path in ("index.md", "articles/index.md", STATES, "parallel/2024/states.md"):
        assert meta(tree[f"en/{path}"])["robots"] == "noindex", path
        ours = meta(tree[f"ar/{path}"])
        assert ours.get("unindexed") or ours.get("robots"), path
    for path in ("about.md", "translation-policy.md", "articles/2024/approved.md"):
        assert not {"robots", "unindexed"} & meta(tree[f"en/{path}"]).keys(), path
    both = meta(tree["en/parallel/2024/states.md"])
    assert "canonical" not in both, "a page that is not to be known stands for no other"
    assert "canonical" in meta(tree["en/parallel/2024/approved.md"])


def test_files_with_machine_words_are_kept_out_too() -> None:
    robots = site.root_files(sample.settings())["robots.txt"].decode()
    assert "Disallow: /en/feed.xml\n" in robots
    assert "Disallow: /en/*.pdf$\n" in robots
    assert "Disallow: /ar/feed" not in robots
    checked = replace(sample.settings(), publish="approved")
    assert "Disallow" not in site.root_files(checked)["robots.txt"].decode()


@pytest.mark.parametrize("change", [{"was": ("old",)}, {"status": "withdrawn"}])
def test_a_machines_title_is_marked_where_an_article_moved_or_was_withdrawn(change: dict[str, Any]) -> None:
    article = sample.articles()[1]
    tree = rendered(replace(article, meta=replace(article.meta, **change)))
    path = "en/articles/old/index.html" if "was" in change else f"en/articles/{article.slug}.md"
    told = load_strings("en")["state"]["draft"]
    assert f"The energy crisis, 2003–2011 [{told}]" in tree[path]
    assert told not in tree[path.replace("en/", "ar/", 1)]
