"""Reads what WordPress exports (WXR): posts with authors, dates, categories and twins in another language.

Twins are told by Polylang (a term of its taxonomy "post_translations") or WPML (what its exporter notes of a
post). Nothing is fetched, and no code of the old site is run: what a shortcode made is not in the file.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from jisr.exchange.formats.xml_files import parse_xml
from jisr.lang.arabic import is_mostly_arabic
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/[\d.]+/excerpt/\}encoded")
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_WP = re.compile(r"\{http://wordpress\.org/export/[\d.]+/\}")
_WPML = "_wpml_import_language_code", "_wpml_import_translation_group"
_UNSORTED = frozenset(("uncategorized", "غير مصنف", "بدون تصنيف"))
_BLOCK_NOTE = re.compile(
    r"<!--\s{0,9}/?wp:(?:(?!<!--|-->).)*-->\n?|<!--(?:more[^<>-]{0,200}|nextpage)-->", re.DOTALL
)
_CAPTION = re.compile(
    r"\[caption[^\[\]]{0,900}\](?P<image>[^\[]{0,2000}?<img[^<>\[]{0,2000}>(?:\s{0,9}</a>)?)"
    r"(?P<words>[^\[]{0,3000})\[/caption\]"
)
_SHORTCODE = re.compile(r"\[/?(?P<name>[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*)(?:\s[^\[\]]*)?/?\]")
_SHORTCODES = re.compile(
    r"(?:vc|et_pb|fusion|av|elementor|su|wp)[_-].*|gallery|embed|video|audio|playlist|contact-form.*|caption"
)
_BLOCK = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|table|blockquote|figure|pre|hr|section)\b", re.IGNORECASE
)
_DAY = re.compile(r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])-\d{2}")
_UNUSUAL = re.compile(r"[^\w./-]+")
_SIZE = re.compile(r"-\d+x\d+(?=\.\w+$)")
_SRC = re.compile(
    r"""(?P<before><img\b[^<>]{0,2000}?\ssrc=)(?P<quote>["'])(?P<url>[^"']+)(?P=quote)(?P<after>[^<>]{0,2000}>)"""
)
_SETS = re.compile(r"""\s(?:srcset|sizes|width|height|class|loading|decoding)=(["'])[^"']*\1""")


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
    """What an export holds: the posts that were published, and how many there are of what is left out."""

    posts: tuple[Post, ...]
    left: Mapping[str, int]


def read_wordpress(name: str, data: bytes) -> Export:
    """The posts of an export. Raises `JisrError` for what is none."""
    root = parse_xml(name, data, "rss")
    people = {
        _text(author, "author_login"): _text(author, "author_display_name")
        for author in root.iter()
        if _local(author) == "author"
    }
    posts, left = [], Counter[str]()
    for item in root.iter("item"):
        kind, status = _text(item, "post_type"), _text(item, "status")
        left["comments"] += sum(_local(child) == "comment" for child in item)
        if kind != "post":
            left[f"of type {kind}"] += kind not in ("attachment", "nav_menu_item", "revision")
        elif status != "publish" or _text(item, "post_password"):
            left[f"posts that are {status if status != 'publish' else 'behind a password'}"] += 1
        else:
            posts.append(_read_post(item, people))
    return Export(tuple(posts), +left)


def _read_post(item: Element, people: Mapping[str, str]) -> Post:
    terms = [
        (one.get("domain", ""), one.get("nicename", ""), one.text or "") for one in item.iter("category")
    ]
    meta = {_text(one, "meta_key"): _text(one, "meta_value") for one in item if _local(one) == "postmeta"}
    title, link = item.findtext("title", "").strip(), item.findtext("link", "").strip()
    content = item.findtext(_CONTENT, "")
    body, images, shortcodes = _clean(content, _host_and_path(link)[0])
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
        body=body,
        images=images,
        shortcodes=shortcodes,
    )


def _clean(content: str, host: str) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """The HTML of a post without WordPress's own marks, the images in it, and the shortcodes left out."""
    is_of_blocks = "<!-- wp:" in content
    text = _BLOCK_NOTE.sub("", content.replace("\r\n", "\n"))
    text = _CAPTION.sub(r"\n\n<figure>\g<image><figcaption>\g<words></figcaption></figure>\n\n", text)
    found: dict[str, None] = {}

    def leave_out(match: re.Match[str]) -> str:
        if not _SHORTCODES.fullmatch(match["name"]):
            return match[0]
        found[match["name"]] = None
        return " "

    text = _SHORTCODE.sub(leave_out, text)
    images: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        there, whole = _host_and_path(match["url"])
        path = unquote(whole).partition("/wp-content/uploads/")[2]
        if not path or there not in ("", host) or ".." in path.split("/"):
            return match[0]
        name = "images/" + _UNUSUAL.sub("-", _SIZE.sub("", path))
        images[name] = path
        return _SETS.sub("", f'{match["before"]}"{name}"{match["after"]}')

    text = _SRC.sub(rename, text)
    return text if is_of_blocks else "\n".join(_paragraphs(text)), images, tuple(found)


def _host_and_path(address: str) -> tuple[str, str]:
    """The host and the path of an address; nothing of one that is damaged."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.netloc, parts.path


def _paragraphs(text: str) -> Iterator[str]:
    """What blank lines part as paragraphs, as WordPress shows texts of its older editor."""
    for part in re.split(r"\n[ \t]*\n", text):
        lines = part.strip().replace("\n", "<br>\n")
        if lines:
            yield part if _BLOCK.match(part) else f"<p>{lines}</p>"


def _guess_lang(text: str) -> str:
    """The language by its letters."""
    return ORIGINAL.code if is_mostly_arabic(re.sub(r"<[^>]*>", "", text)) else TRANSLATION.code


def _local(element: Element) -> str:
    """The name of one of WordPress's own elements, of any version of the format; else `""`."""
    mark = _WP.match(element.tag)
    return element.tag[mark.end() :] if mark else ""


def _text(element: Element, name: str) -> str:
    return next((child.text or "" for child in element if _local(child) == name), "").strip()
