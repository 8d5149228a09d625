"""The front door `/`: it leads to the reader's language, and works without scripts."""

from dataclasses import dataclass
from importlib import resources
from urllib.parse import urlsplit

from jisr.i18n import InterfaceStrings
from jisr.markup.frame.csp import add_policy
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang
from jisr.model.settings import Settings
from jisr.site.look_files import ICON
from jisr.site.templates import Templates

_TEXTS = ("feed.xml", "articles/*/article.md$", "articles/*/cite.", "assets/search/")
_CLOSED = (
    *(
        f"{TRANSLATION.code}/{path}"
        for path in (*_TEXTS, "*.epub$", "*.pdf$", "*.docx$", "*.odt$", "*.json$", "*.ics$")
    ),
    f"{ORIGINAL.code}/editions/publication-both",
)
"""Files with unreviewed machine translation: unlike pages, they cannot ask to be left alone themselves."""


@dataclass(frozen=True)
class Door:
    """The way into one language: what the publication is called there, and the words of the interface."""

    lang: Lang
    name: str
    say: InterfaceStrings


def root_files(settings: Settings) -> dict[str, bytes]:
    """The files directly in `site/`: path → content.

    A server of static files shows `404.html` for any address, at any depth: its links begin at the site's
    root, which is known from `site_url` (`https://HOST/PATH/ar/`).
    """
    templates = Templates(settings.root)
    address = settings.base_url
    base = urlsplit(address).path + "/"
    words = {lang: InterfaceStrings(lang) for lang in LANGS}
    doors = [
        Door(lang, settings.publication.get(lang) or say("choose.title"), say) for lang, say in words.items()
    ]
    icon = f"{ORIGINAL.code}/{settings.look.logo or ICON}"
    files = {
        "index.html": add_policy(templates.render("root/index", doors=doors, address=address, icon=icon)),
        "404.html": add_policy(templates.render("root/404", doors=doors, base=base, icon=icon)),
        "root.js": resources.files("jisr").joinpath("site/root.js").read_text("utf-8"),
    }
    if address:
        sitemaps = "".join(f"Sitemap: {address}/{lang}/sitemap.xml\n" for lang in LANGS)
        closed = "".join(f"Disallow: {base}{path}\n" for path in _CLOSED if settings.publish == "draft")
        files["robots.txt"] = f"User-agent: *\nAllow: /\n{closed}{sitemaps}"
    return {path: text.encode() for path, text in files.items()}
