"""The Content-Security-Policy of a page: scripts from files of the site, the theme's own by their digests.

A page's inline scripts are not simply declared good, for then one that somebody smuggled in would be too:
each must be, letter for letter, one that stands in a template of the theme. What a template puts into its
script (`{{ base_url }}`) may be an address and nothing else.

Pages carry the policy themselves, in `<meta>`, so that it holds on whatever server they are put.
"""

import re
from base64 import b64encode
from collections.abc import Collection, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HEAD = re.compile(r'<meta charset="?utf-8"?>', re.IGNORECASE)
_HOLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)

POLICY = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    # the theme's style sheets hold their icons as data:
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("media-src", "'self'"),
    ("connect-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
)


def finish_page(page: str, direction: str, theme: Iterable[str], *, served: bool) -> str:
    """A page of the theme in the folders `theme` as it goes out: with its direction on `<html>`, where the
    theme has it on `<body>` alone, and its policy, but where MkDocs serves it with a script of its own.
    """
    page = page.replace("<html lang=", f'<html dir="{direction}" lang=', 1)
    return page if served else add_policy(page, theme_scripts(tuple(theme)))


@cache
def theme_scripts(folders: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """`inline_scripts` of a theme's templates in `folders`; what an earlier one has hides a later one's."""
    texts: dict[str, str] = {}
    for folder in folders:
        for path in sorted(Path(folder).glob("partials/javascripts/*.html")):
            texts.setdefault(path.name, path.read_text("utf-8"))
    return tuple(inline_scripts(texts.values()))


def inline_scripts(templates: Iterable[str]) -> list[re.Pattern[str]]:
    """What matches the inline scripts of `templates` (Jinja), and nothing else."""
    sources = {script for template in templates for script in _SCRIPT.findall(template)}
    return [
        re.compile(r"[\w./~%:-]*".join(re.escape(part) for part in _HOLE.split(source)))
        for source in sorted(sources)
        if "{%" not in source
    ]


def add_policy(page: str, known: Collection[re.Pattern[str]] = ()) -> str:
    """`page` with its policy and its referrer policy behind `<meta charset>`, before anything is loaded."""
    scripts = {s for s in _SCRIPT.findall(page) if any(pattern.fullmatch(s) for pattern in known)}
    digests = [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in sorted(scripts)]
    rules = "; ".join(
        " ".join((name, value, *(digests if name == "script-src" else ()))) for name, value in POLICY
    )
    metas = (
        f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
        '<meta name="referrer" content="same-origin">'
    )
    return _HEAD.sub(lambda found: found[0] + metas, page, count=1)
