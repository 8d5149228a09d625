"""Where links and images lead, and whether two addresses are one page in two languages."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from jisr.markup.commonmark import to_html

_TAG = re.compile(
    r"<(?P<tag>a|img)\b[^<>]{0,2000}?\s(?:href|src)\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>]+))",
    re.IGNORECASE,
)
_MAY_LINK = re.compile(r"\]\s?[(:\[]|<\s?(?:a|img)\b|<\w{1,20}:", re.IGNORECASE)
_BARE = re.compile(r"\b(?:https?://|www\.)[^\s<>«»“”\"،؛]{1,1000}", re.IGNORECASE)
_STOPS = ".,;:!?)]'’…"
# What names the language in an address: a label of the host, a folder, a value, the end of a file's name.
_LANGUAGE = re.compile(
    r"(?<![\w%-])(?:lang=|hl=|locale=)?(?:ar|en|arabic|english|ara|eng)(?:[-_][a-z]{2})?(?:[./]|$|(?=[?&#]))"
    r"|[-_.](?:ar|en)(?=\.\w{2,5}$)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^https?://(?:www\.)?|^www\.", re.IGNORECASE)
_TITLED = re.compile(r"[^\W\d_a-zA-Z]")


class LinkTarget(NamedTuple):
    """Where a link leads or an image lies."""

    to: str
    is_image: bool


def may_link(markdown: str) -> bool:
    """Whether a link or an image may stand in it: most paragraphs have none."""
    return ("]" in markdown or "<" in markdown) and _MAY_LINK.search(markdown) is not None


def link_targets(markdown: str) -> Iterator[LinkTarget]:
    """The addresses of all links and images in `markdown`, in order, in whatever way they are written."""
    if not may_link(markdown):
        return
    for match in _TAG.finditer(to_html(markdown)):
        address = html.unescape(match["double"] or match["single"] or match["bare"] or "").strip()
        yield LinkTarget(address, match["tag"].lower() == "img")


def bare_urls(plain: str) -> list[str]:
    """The addresses that stand in a plain text to be read."""
    if not any(begin in plain for begin in ("://", "www.", "Www.", "WWW.")):
        return []
    return [match[0].rstrip(_STOPS) for match in _BARE.finditer(plain)]


def is_same_page(one: str, other: str) -> bool:
    """Whether both addresses are of one page, or of its Arabic and its English.

    An encyclopaedia's page is called by its title in each language: ar.wikipedia.org/wiki/العراق.
    """
    a, b = _canonical(one), _canonical(other)
    if a == b:
        return True
    titled = _TITLED.search(unquote(one)) or _TITLED.search(unquote(other))
    hosts = {_host(one), _host(other)}
    return bool(titled) and len(hosts) == 2 and len({_LANGUAGE.sub("", host) for host in hosts}) == 1


def _host(address: str) -> str:
    return _SCHEME.sub("", address).partition("/")[0].lower()


def _canonical(address: str) -> str:
    host, slash, path = unquote(_SCHEME.sub("", address.strip())).partition("/")
    return _LANGUAGE.sub("", f"{host.lower()}{slash}{path}").rstrip("/?&")
