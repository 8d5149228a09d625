"""Addresses inside the site: from the path of a Markdown file to the address of its page."""

import re
from collections.abc import Collection
from functools import lru_cache
from posixpath import dirname, join, normpath, relpath
from urllib.parse import quote, unquote, urlsplit

from jisr.markup.page_urls import page_url

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def relative_url(source: str, target: str, anchor: str = "") -> str:
    """The relative address from the page of the file `source` to that of `target`, quoted.

    A target that begins with `../en/` lies in the other language's site.
    """
    way = _way(source, target)
    return f"{'' if way == './' else way}#{_quoted(anchor)}" if anchor else way


_quoted = lru_cache(maxsize=1 << 12)(quote)  # anchors are much the same in all articles


@lru_cache(maxsize=1 << 12)  # a page leads to the same places again and again, the next from another place
def _way(source: str, target: str) -> str:
    here, there = page_url(source), page_url(target)
    base = here if here.endswith("/") or not here else dirname(here)
    way = relpath("/_/" + there, "/_/" + base) if there or base else "."
    # relpath drops the slash at the end, which a server would have to redirect to
    if there.endswith("/") or not there or there == "../":
        way += "/"
    return quote(way)


def safe_href(href: str, source: str, page: str = "") -> str | None:
    """A link that an editor wrote in the file `source`, as it may be published; None if it may not.

    Only addresses of known schemes pass (`javascript:` and `data:` do not). A relative link was written from
    the file's own folder, as Markdown editors show it; it becomes an address relative to the page that is
    made from the file `page` (from `source`, if none is named).
    """
    # browsers ignore white space and control characters inside a scheme
    href = "".join(c for c in href if c > " " and c != "\x7f")
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme:
        return href if parts.scheme.lower() in SAFE_SCHEMES else None
    if parts.netloc or href.startswith(("/", "\\", "#")) or not parts.path:
        return href.replace("\\", "/") if not href.startswith("//") else "https:" + href
    target = normpath(join(dirname(source), unquote(parts.path)))
    address = relative_url(page or source, target)
    return (
        address
        + (f"?{parts.query}" if parts.query else "")
        + (f"#{parts.fragment}" if parts.fragment else "")
    )


def leads_to_any(href: str, source: str, pages: Collection[str], base: str) -> bool:
    """Whether a link in the file `source`, whose path begins with its language, leads to one of `pages`.

    `pages` are without a suffix; `base` is the address below which the languages lie.
    """
    if not pages:
        return False
    path = unquote(re.split("[?#]", "".join(href.split()), maxsplit=1)[0])
    if base and path.startswith(f"{base}/"):
        path = path.removeprefix(f"{base}/")
    elif urlsplit(base).path and path.startswith(urlsplit(base).path + "/"):
        path = path.removeprefix(urlsplit(base).path + "/")
    elif not path.startswith("/"):
        path = join(dirname(source), path)
    parts = normpath(path).strip("/").removesuffix(".md").split("/")
    return any("/".join(parts[:end]) in pages for end in range(1, len(parts) + 1))
