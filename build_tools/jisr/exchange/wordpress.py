"""Reads what WordPress exports (WXR): posts with authors, dates, categories and twins in another language.

Twins are told by Polylang (a term of its taxonomy "post_translations") or WPML (what its exporter notes of a
post). Nothing is fetched, and no code of the old site is run: what a shortcode made is not in the file.
"""

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from jisr.exchange.formats.xml_files import parse_xml
from jisr.exchange.wordpress_html import Picture, clean_body
from jisr.lang.arabic import is_mostly_arabic
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/[\d.]+/excerpt/\}encoded")
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_WP = re.compile(r"\{http://wordpress\.org/export/[\d.]+/\}")
_WPML = "_wpml_import_language_code", "_wpml_import_translation_group"
_UNSORTED = frozenset(("uncategorized", "غير مصنف", "بدون تصنيف"))
_DAY = re.compile(r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])-\d{2}")
_HIDDEN = frozenset(("private", "trash", "auto-draft", "inherit"))
"""States of posts of which nothing is named."""


@dataclass(frozen=True)
class Post:
    """A post: `name` is its address's last part, `link` its whole address, `body` HTML without a frame.

    `group` is that of its twins; `images` are paths below the uploads by what they are called in the text.
    """

    id: str
    name: str
    title: str
    link: str
    lang: str
    group: str
    author: str
    day: str
    topics: tuple[str, ...]
    summary: str
    body: str
    images: Mapping[str, str] = field(default_factory=dict)
    shortcodes: tuple[str, ...] = ()

    def page(self) -> bytes:
        """The post as a page in HTML."""
        title = html.escape(self.title, quote=False)
        return f"<!DOCTYPE html>\n<html>\n<body>\n<h1>{title}</h1>\n{self.body}\n</body>\n</html>\n".encode()


@dataclass(frozen=True)
class Export:
    """What an export holds: the posts that were published, and how many there are of what is left out.

    `unpublished` are the titles of posts that wait to be, each with its state; none of what is private.
    """

    posts: tuple[Post, ...]
    left: Mapping[str, int]
    unpublished: tuple[tuple[str, str], ...] = ()


def read_wordpress(name: str, data: bytes) -> Export:
    """The posts of an export. Raises `JisrError` for what is none."""
    root = parse_xml(name, data, "rss")
    people = {
        _text(author, "author_login"): _text(author, "author_display_name")
        for author in root.iter()
        if _local(author) == "author"
    }
    pictures = dict(
        _read_picture(item) for item in root.iter("item") if _text(item, "post_type") == "attachment"
    )
    posts, left, unpublished = [], Counter[str](), []
    for item in root.iter("item"):
        kind, status = _text(item, "post_type"), _text(item, "status")
        left["comments"] += sum(_local(child) == "comment" for child in item)
        if kind != "post":
            left[f"of type {kind}"] += kind not in ("attachment", "nav_menu_item", "revision")
        elif status != "publish" or _text(item, "post_password"):
            has_password = bool(_text(item, "post_password"))
            left[f"posts that are {'behind a password' if has_password else status}"] += 1
            if status not in _HIDDEN and not has_password:
                unpublished.append((html.unescape(item.findtext("title", "").strip()), status))
        else:
            posts.append(_read_post(item, people, pictures))
    return Export(tuple(posts), +left, tuple(unpublished))


def _read_picture(item: Element) -> tuple[str, Picture]:
    """A file of the uploads: its id, and what is known of it."""
    meta = _read_meta(item)
    words = meta.get("_wp_attachment_image_alt", "")
    return _text(item, "post_id"), Picture(
        _text(item, "attachment_url"), " ".join(words.split()), _text(item, "post_parent")
    )


def _read_meta(item: Element) -> dict[str, str]:
    return {_text(one, "meta_key"): _text(one, "meta_value") for one in item if _local(one) == "postmeta"}


def _read_post(item: Element, people: Mapping[str, str], pictures: Mapping[str, Picture]) -> Post:
    terms = [
        (one.get("domain", ""), one.get("nicename", ""), one.text or "") for one in item.iter("category")
    ]
    meta = _read_meta(item)
    title, link = item.findtext("title", "").strip(), item.findtext("link", "").strip()
    content = item.findtext(_CONTENT, "")
    body = clean_body(content, link, _text(item, "post_id"), pictures)
    excerpt = next((one.text or "" for one in item if _EXCERPT.fullmatch(one.tag)), "")
    creator = item.findtext(_CREATOR, "")
    named = {domain: nicename for domain, nicename, _ in terms}
    topics = (" ".join(text.split()) for domain, _, text in terms if domain in ("category", "post_tag"))
    lang = named.get("language") or meta.get(_WPML[0]) or ""
    return Post(
        id=_text(item, "post_id"),
        name=unquote(_text(item, "post_name")),
        title=html.unescape(title),
        link=link,
        lang=lang[:2] if lang[:2] in LANGS else lang or _guess_lang(f"{title} {content}"),
        group=named.get("post_translations") or meta.get(_WPML[1]) or "",
        author=people.get(creator) or creator,
        day=day[0] if (day := _DAY.match(_text(item, "post_date"))) else "",
        topics=tuple(dict.fromkeys(one for one in topics if one and one.lower() not in _UNSORTED)),
        summary=" ".join(html.unescape(re.sub(r"<[^>]*>", " ", excerpt)).split()),
        body=body.html,
        images=body.images,
        shortcodes=body.shortcodes,
    )


def _guess_lang(text: str) -> str:
    """The language by its letters."""
    return ORIGINAL.code if is_mostly_arabic(re.sub(r"<[^>]*>", "", text)) else TRANSLATION.code


def _local(element: Element) -> str:
    """The name of one of WordPress's own elements, of any version of the format; else `""`."""
    mark = _WP.match(element.tag)
    return element.tag[mark.end() :] if mark else ""


def _text(element: Element, name: str) -> str:
    return next((child.text or "" for child in element if _local(child) == name), "").strip()
