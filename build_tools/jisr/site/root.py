"""The front door `/`: it leads to the reader's language, and works without scripts."""

from collections.abc import Mapping
from importlib import resources
from urllib.parse import urlsplit

from jisr.model.settings import Settings
from jisr.model.source import Lang
from jisr.markup.html import Node, el, serialise
from jisr.site.common.context import DIR
from jisr.site.common.csp import add_policy
from jisr.i18n import InterfaceStrings

_LANGS: tuple[Lang, ...] = ("ar", "en")


def root_files(settings: Settings) -> dict[str, bytes]:
    """The files directly in `site/`: path → content.

    A server of static files shows `404.html` for any address, at any depth: its links begin at the site's
    root, which is known from `site_url` (`https://HOST/PATH/ar/`).
    """
    base = urlsplit(settings.site_url).path.rstrip("/").removesuffix("/ar") + "/"
    files = {
        "index.html": _page(settings, "", "choose", [_language_links(settings, "")], script=True),
        "404.html": _page(settings, base, "not_found", [_not_found(base)], script=False),
        "root.js": resources.files("jisr").joinpath("site/root.js").read_text("utf-8"),
    }
    if settings.site_url:
        root = settings.site_url.rstrip("/").removesuffix("/ar") + "/"
        files["robots.txt"] = "User-agent: *\nAllow: /\n" + "".join(
            f"Sitemap: {root}{lang}/sitemap.xml\n" for lang in _LANGS
        )
    return {path: text.encode() for path, text in files.items()}


def _language_links(settings: Settings, base: str) -> Node:
    items = []
    for lang in _LANGS:
        say = InterfaceStrings(lang)
        name = settings.publication.get(lang) or say("choose.title")
        words = (
            el("span", name, class_="jisr-door__name"),
            el("span", say("choose.text"), class_="jisr-door__lang"),
        )
        items.append(
            el(
                "a",
                *words,
                href=f"{base}{lang}/",
                lang=lang,
                hreflang=lang,
                dir=DIR[lang],
                class_="jisr-door__way",
            )
        )
    return el("nav", *items, class_="jisr-door", aria_label="العربية / English")


def _not_found(base: str) -> Node:
    parts = []
    for lang in _LANGS:
        say = InterfaceStrings(lang)
        home = el("a", say("not_found.home"), href=f"{base}{lang}/")
        words = (el("h1", say("not_found.title")), el("p", say("not_found.text")), el("p", home))
        parts.append(el("section", *words, lang=lang, dir=DIR[lang]))
    return el("div", *parts, class_="jisr-lost")


def _page(settings: Settings, base: str, title: str, body: list[Node], *, script: bool) -> str:
    names: Mapping[str, str] = settings.publication
    name = " · ".join(names.get(lang) or InterfaceStrings(lang)("choose.title") for lang in _LANGS)
    if title == "not_found":
        name = " · ".join(InterfaceStrings(lang)("not_found.title") for lang in _LANGS)
    root = settings.site_url.rstrip("/").removesuffix("/ar")
    links = []
    if script and root:
        links = [el("link", rel="alternate", hreflang=lang, href=f"{root}/{lang}/") for lang in _LANGS]
        links += [
            el("link", rel="alternate", hreflang="x-default", href=f"{root}/"),
            el("link", rel="canonical", href=f"{root}/"),
        ]
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="robots", content="noindex") if title == "not_found" else None,
        el("title", name),
        *links,
        el("link", rel="icon", href=f"{base}ar/assets/images/favicon.svg"),
        el("link", rel="stylesheet", href=f"{base}ar/assets/stylesheets/jisr.css"),
        el("script", src="root.js", defer=True) if script else None,
    )
    main = el("main", *body)
    document = el(
        "html",
        head,
        el("body", main, dir="rtl", class_="jisr-root", data_md_color_scheme="jisr-auto"),
        lang="ar",
        dir="rtl",
    )
    return add_policy("<!doctype html>\n" + serialise(document) + "\n")
