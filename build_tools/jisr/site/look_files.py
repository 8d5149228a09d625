"""Style sheets and scripts as pages are given them: the look's without comments, with the publication's own
colour and fonts, and a part of the theme's; and an icon in that colour.
"""

from collections.abc import Iterable
from functools import partial

from jisr.markup.colours import format_colour
from jisr.markup.frame.style_sheets import (
    FOLDER,
    OF_SOME_PAGES,
    SHEET,
    part_of,
    take_part,
    theme_sheet,
    without_comments,
)
from jisr.markup.html import el, serialise
from jisr.markup.palette import make_palette, style_sheet
from jisr.site.common.context import Site
from jisr.site.jobs import PageJob
from jisr.storage.disk import decode_text, read_file
from jisr.storage.look import find_in_look, look_dirs

ICON = "assets/images/favicon.svg"
SCRIPTS = "assets/javascripts"


def look_files(site: Site) -> Iterable[PageJob]:
    """The look's style sheets with the publication's colour and fonts, what most pages need of the theme's,
    the look's scripts, and an icon: the publication's first letter. What the publication's `custom_dir` has
    in their places is copied from there.
    """
    theirs = site.settings.custom_dir
    for job in _look_files(site):
        if not (theirs and (theirs / job.paths[0].partition("/")[2]).is_file()):
            yield job


def _look_files(site: Site) -> Iterable[PageJob]:
    look = site.settings.look
    sheets = {name: _read(site, FOLDER + name) for name in (SHEET, *OF_SOME_PAGES)}
    for name, text in sheets.items():
        more = style_sheet(look) if name == SHEET else ""
        yield site.job(FOLDER + name, (text, more), partial(_styled, text, more))
    if whole := theme_sheet(look_dirs(site.settings.root)):
        theme, beside = whole.read_text("utf-8"), "".join(sheets.values())
        yield site.job(
            FOLDER + part_of(whole.name), (theme, beside), lambda: take_part(theme, beside).encode()
        )
    for path in sorted((look_dirs(site.settings.root)[-1] / SCRIPTS).glob("*.js")):
        script = f"{SCRIPTS}/{path.name}"
        text = _read(site, script)
        if text == path.read_text("utf-8"):  # one of the publication's own stays as it is
            yield site.job(script, text, partial(_shorten, text))
    if look.colour and not look.logo:
        letter = next((c for c in site.publication if c.isalnum()), "")
        icon = _draw_icon(letter, format_colour(make_palette(look.colour).light.strong))
        yield site.job(ICON, icon, partial(str.encode, icon))


def _styled(sheet: str, more: str) -> bytes:
    return f"{without_comments(sheet)}\n{more}".encode()


def _shorten(script: str) -> bytes:
    from rjsmin import jsmin  # here: scripts are made once a release of Jisr

    return str(jsmin(script)).encode()


def _draw_icon(letter: str, colour: str) -> str:
    ground = el("rect", width=48, height=48, rx=10, fill=colour)
    words = {"text_anchor": "middle", "font_family": "sans-serif", "font_size": "29", "font_weight": "700"}
    sign = el("text", letter, x=24, y=34, fill="#fff", **words)
    return serialise(el("svg", ground, sign, xmlns="http://www.w3.org/2000/svg", viewBox="0 0 48 48"))


def _read(site: Site, name: str) -> str:
    path = find_in_look(site.settings.root, name)
    return decode_text(read_file(path) if path else None)
