"""The check of what people know from MkDocs and Material, and what does nothing here: each with what does."""

from collections.abc import Iterator, Mapping

from jisr.checks.context import CheckContext
from jisr.model.diagnostics import Finding
from jisr.model.languages import LANGUAGES
from jisr.storage.mkdocs_yml import find_line

REFUSED: Mapping[str, tuple[str, str]] = {
    "extra.analytics": (
        "readers are not counted here: the site asks no other server",
        "count requests in the logs of the server, without addresses",
    ),
    "extra.consent": ("there is nothing to consent to: no cookies, no other server", "leave it out"),
    "theme.font": (
        "fonts come with the site, not from a server of Google's",
        "put a font into overrides/ and name it: look: {fonts: {ar: assets/fonts/NAME.woff2}}",
    ),
    "theme.logo": (
        "the header has the logo of the look",
        "name it below extra: jisr: look: {logo: assets/images/NAME.svg}, a file in overrides/",
    ),
    "theme.palette": (
        "the schemes of the look go with light and dark, and are checked for contrast",
        "name the colour below extra: jisr: look: {colour: '#7a1f3d'}",
    ),
    "repo_url": (
        "the theme would have each reader's browser ask the forge",
        "write repository below extra: jisr: instead; each paragraph then has its link",
    ),
    "edit_uri": (
        "each paragraph has a link of its own to where it is corrected",
        "write repository and branch below extra: jisr: instead",
    ),
    "extra.alternate": ("each page leads to the same page in the other language", "leave it out"),
}
"""Setting → why it does nothing here, and what to do."""


def check_builder_settings(edition: CheckContext) -> Iterator[Finding]:
    """Settings of MkDocs and Material that do nothing here"""
    for file in (one.mkdocs_file for one in LANGUAGES):
        if file not in edition.files:
            continue
        text = edition.text(file)
        for name, (message, remedy) in REFUSED.items():
            if line := find_line(text, name.split(".")):
                yield Finding("", message, file, line, name, remedy)
