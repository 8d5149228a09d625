"""Style sheets by what a page has: whoever comes first waits for all of them.

Material's describes whatever its users may have; the pages that Jisr makes have a fifth of that. So these are
given a part: without the rules for elements of classes that no such page has. A page that has one of them,
written by a person or made by a template of the publication's own, keeps the whole sheet. The look's is in
several: `jisr.css` for all pages, the others for those with a class that they alone describe.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

FOLDER = "assets/stylesheets/"
SHEET = "jisr.css"
OF_SOME_PAGES = ("article.css", "lists.css")
_SHEET = re.compile(r"main\.\w+\.min\.css")
# fmt: off
_OURS = frozenset((
    "md-container", "md-content", "md-content__inner", "md-dialog", "md-dialog__inner", "md-ellipsis",
    "md-grid", "md-header", "md-header__button", "md-header__option", "md-icon", "md-main",
    "md-main__inner", "md-nav", "md-nav--secondary", "md-nav__item", "md-nav__link", "md-nav__list",
    "md-nav__title", "md-option", "md-overlay", "md-sidebar", "md-sidebar--secondary",
    "md-sidebar__inner", "md-sidebar__scrollwrap", "md-skip", "md-toggle", "md-typeset",
    # what scripts add
    "focus-visible", "js", "js-focus-visible", "no-js", "md-dialog--active", "md-header--shadow",
    "md-nav__link--active", "md-nav__link--passed", "md-toggle--indeterminate",
    "md-typeset__scrollwrap", "md-typeset__table",
))
# fmt: on
_MARKED = frozenset(("annotate", "copy", "mermaid", "select"))  # by these, scripts bring other elements
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_CLASSES = re.compile(r"""class\s*=\s*["']?([^"'>]*)""")
_DRAWING = re.compile(r'(--[\w-]+):url\("data:[^"]*"\);?')
_LINK = re.compile(rf'(<link rel="stylesheet" href="[^"]*{FOLDER}){re.escape(SHEET)}">')
_COLOURS = re.compile(r'\s*<link rel="stylesheet" href="[^"]*/palette\.\w+\.min\.css">')
_STRING_OR_COMMENT = re.compile(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|/\*.*?\*/\s*""", re.DOTALL)


def theme_sheet(folders: Iterable[Path]) -> Path | None:
    """Material's style sheet; `None` where it calls it otherwise, or one of `folders`, of the look or of what
    extends the theme, has one in its place.
    """
    theme = find_spec("material")
    found = [Path(one, "templates") for one in (theme and theme.submodule_search_locations) or ()]
    sheets = (path for folder in (*folders, *found) for path in (folder / FOLDER).glob("main.*.css"))
    sheet = next((path for path in sheets if _SHEET.fullmatch(path.name)), None)
    return sheet if sheet and any(sheet.is_relative_to(folder) for folder in found) else None


def part_of(name: str) -> str:
    """What the part of the style sheet `name` is called."""
    return name.replace(".min.", ".part.")


@cache
def absent(sheet: str) -> frozenset[str]:
    """The classes without which a page needs no more than the part of `sheet`."""
    return frozenset(_CLASS.findall(sheet)) - _OURS | _MARKED


@dataclass(frozen=True)
class Sheets:
    """What pages may need beside `jisr.css`: the look's other sheets, each with the classes that it alone
    describes, and the theme's, with those that its part leaves out (`None`: all pages need the whole).
    """

    more: tuple[tuple[str, frozenset[str]], ...]
    theme: tuple[str, frozenset[str]] | None = None


def find_sheets(folders: Sequence[Path], *, plain: bool) -> Sheets:
    """The style sheets of the look and the theme in `folders`, of which the first counts; where pages are not
    `plain`, nobody knows what else they show.
    """
    general = _described(folders, SHEET)
    theme = theme_sheet(folders) if plain else None
    return Sheets(
        tuple((name, _described(folders, name) - general) for name in OF_SOME_PAGES),
        (FOLDER + theme.name, absent(theme.read_text("utf-8"))) if theme else None,
    )


def _described(folders: Iterable[Path], name: str) -> frozenset[str]:
    found = next((path for folder in folders if (path := folder / FOLDER / name).is_file()), None)
    return frozenset(_CLASS.findall(without_comments(found.read_text("utf-8")))) if found else frozenset()


def link_sheets(page: str, sheets: Sheets) -> str:
    """A page (HTML) with the style sheets that it needs."""
    classes = set(" ".join(set(_CLASSES.findall(page))).split())
    more = [name for name, described in sheets.more if not described.isdisjoint(classes)]
    if sheets.theme and sheets.theme[1].isdisjoint(classes):
        name, _ = sheets.theme
        page = _COLOURS.sub("", page.replace(name, part_of(name), 1), count=1)
    return _LINK.sub(lambda link: "".join([link[0], *(f'{link[1]}{name}">' for name in more)]), page, count=1)


def take_part(sheet: str, beside: str = "") -> str:
    """`sheet` (CSS) without rules for `absent` classes, and without drawings that no other rule shows; the
    style sheets `beside` it may show them as well.
    """
    from tinycss2 import parse_stylesheet  # here: a part is made once a release of the theme

    rules = parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    part = "".join(_rules(rules, absent(sheet)))
    return _DRAWING.sub(lambda found: found[0] if f"var({found[1]})" in part + beside else "", part)


def without_comments(sheet: str) -> str:
    """`sheet` (CSS) without comments."""
    return _STRING_OR_COMMENT.sub(r"\1", sheet)


def _rules(rules: Iterable[Any], classes: frozenset[str]) -> Iterator[str]:
    from tinycss2 import parse_rule_list, serialize

    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [one for one in _selectors(rule.prelude) if classes.isdisjoint(_asked(one))]
            if selectors:
                yield f"{','.join(map(serialize, selectors))}{{{serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if kept := "".join(_rules(inner, classes)):
                yield f"@{rule.at_keyword}{serialize(rule.prelude)}{{{kept}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: Iterable[Any]) -> Iterator[list[Any]]:
    """The selectors of a rule."""
    selector: list[Any] = []
    for token in prelude:
        if token == ",":
            yield selector
            selector = []
        else:
            selector.append(token)
    yield selector


def _asked(selector: list[Any]) -> Iterator[str]:
    """The classes that elements must have for a selector; of those in `:is()` or `:not()` nobody knows."""
    for dot, name in pairwise(selector):
        if dot == "." and name.type == "ident":
            yield name.value
