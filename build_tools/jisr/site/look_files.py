"""What of the look a publication's own colour and fonts change: the style sheet, and the icon."""

import re
from collections.abc import Iterable
from functools import partial

from jisr.markup.colours import format_colour
from jisr.markup.palette import make_palette, style_sheet
from jisr.site.common.context import Site
from jisr.site.jobs import PageJob
from jisr.storage.disk import decode_text, read_file
from jisr.storage.look import find_in_look

SHEET, ICON = "assets/stylesheets/jisr.css", "assets/images/favicon.svg"
_ICON_GROUND = re.compile(r'(<rect\b[^>]*\bfill=")#[0-9a-fA-F]{3,6}')


def look_files(site: Site) -> Iterable[PageJob]:
    """The style sheet with the publication's colour and fonts behind it, and the icon in that colour."""
    look = site.settings.look
    if more := style_sheet(look):
        text = _read(site, SHEET)
        yield site.job(SHEET, (text, more), partial(str.encode, f"{text}\n{more}"))
    if look.colour and not look.logo:
        accent = format_colour(make_palette(look.colour).light.strong)
        icon = _ICON_GROUND.sub(rf"\g<1>{accent}", _read(site, ICON))
        yield site.job(ICON, icon, partial(str.encode, icon))


def _read(site: Site, name: str) -> str:
    path = find_in_look(site.settings.root, name)
    return decode_text(read_file(path) if path else None)
