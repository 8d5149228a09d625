"""What MDX has beside Markdown: modules that are imported, and components (`<Box kind="note">`)."""

import re

from jisr.model.private import VOID
from jisr.seeds.md.html_tags import KNOWN_TAGS

_ATTRIBUTES = (
    r"(?P<given>(?:\s{1,9}(?:[A-Za-z][\w-]*(?:=(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\{[^{}]{0,500}\}))?"
    r"|\{\.\.\.[^{}]{0,100}\}))*)"
)
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>[A-Z][\w.]*){_ATTRIBUTES}\s{{0,9}}(?P<alone>/?)>", re.ASCII)
_MODULES = (
    r"^import[ \t][^\n\"']{0,300}[\"'][^\"'\n]{1,300}[\"'];?[ \t]*$"
    r"|^export[ \t]+(?:const|let|default|function)[ \t][^\n]*(?:\n(?![ \t]*\n)[^\n]+)*"
)


def component_pattern(text: str) -> re.Pattern[str]:
    """What of a text is such: tags of names that one ends, or that are given something. `<Name>` is text."""
    names = {
        tag["name"]
        for tag in _TAG.finditer(text)
        if (tag["end"] or tag["alone"] or "=" in tag["given"]) and not _is_html(tag)
    }
    tags = rf"|</?(?:{'|'.join(map(re.escape, sorted(names)))}){_ATTRIBUTES}\s{{0,9}}/?>" if names else ""
    return re.compile(_MODULES + tags, re.MULTILINE)


def _is_html(tag: re.Match[str]) -> bool:
    """Whether it is an element of HTML in capitals; of those only some end where they begin."""
    name = tag["name"].lower()
    return name in KNOWN_TAGS and not (tag["alone"] and name not in VOID)
