"""What of a publication's own look is not shown everywhere: a drawing on cards, letters of its fonts."""

from collections.abc import Iterator, Mapping

from jisr.model.diagnostics import Finding, notice, warning
from jisr.model.languages import ORIGINAL, TRANSLATION, language
from jisr.model.settings import Settings
from jisr.site.cards import drawing
from jisr.site.cards.own_look import read_own_look
from jisr.storage.look import find_in_look

_MARKS = ".:()[]–…0123456789"
_SIGNS: Mapping[str, str] = {
    ORIGINAL.code: f"ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى«»،؛؟٠١٢٣٤٥٦٧٨٩ًٌٍَُِّْ{_MARKS}",
    TRANSLATION.code: f"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ“”‘’,;?!—{_MARKS}",
}
"""What texts of a language are written with."""


def find_unshown(settings: Settings) -> Iterator[Finding]:
    """A logo that cards cannot show, and fonts that are none or lack what texts are written with."""
    logo = settings.look.logo
    if logo.endswith(".svg") and not find_in_look(settings.root, f"{logo.removesuffix('svg')}png"):
        message = "pictures of links show no drawing: they have the publication's first letter instead"
        line = settings.lines.get(("look", "logo"), 0)
        remedy = "put a PNG of it beside it, by the same name"
        yield notice("cards", message, ORIGINAL.mkdocs_file, line, logo, remedy)
    for lang, face in sorted(read_own_look(settings, "").fonts.items()):
        line, name = settings.lines.get(("look", "fonts"), 0), settings.look.fonts[lang]
        try:
            missing = drawing.missing_signs(_SIGNS[lang], face)
        except OSError:
            message, remedy = "this is no font that can be read", "take one in WOFF2 that a browser shows"
            yield warning("fonts", message, ORIGINAL.mkdocs_file, line, name, remedy)
            continue
        if missing:
            message = f"this font lacks what {language(lang).name} is written with: {' '.join(missing)}"
            remedy = "take a font that was not cut down; until then these stand in the house's"
            yield notice("fonts", message, ORIGINAL.mkdocs_file, line, name, remedy)
