"""What frames a text on a page: menus, scripts, what readers remarked. It is left out and named."""

from jisr.markup.html import names
from jisr.model.diagnostics import Finding, notice
from jisr.seeds.web_page.events import PageEvent

_FRAME = frozenset({"nav", "script", "style", "template"})  # left out with all that is in them
_REMARKS = frozenset({"comments", "respond", "commentform", "disqus_thread", "fb-comments"})  # of readers
_FURNITURE = names(
    """entry-footer post-footer post-navigation nav-links sharedaddy jp-relatedposts related-posts
    share-buttons social-share addtoany_share_save_container mw-editsection mw-jump-link navbox catlinks
    printfooter breadcrumb breadcrumbs site-footer widget-area subscription-widget-wrap"""
)
"""Classes by which WordPress, Blogger, Substack and Wikipedia call what stands beside the words."""
_BOXES = frozenset({"div", "section", "aside", "form", "ol", "ul"})


def is_frame(event: PageEvent) -> bool:
    """Whether an element that begins here frames the text."""
    is_furniture = not _FURNITURE.isdisjoint(event.attributes.get("class", "").split())
    is_of_sheet = event.tag == "div" and event.attributes.get("title") in (
        "header",
        "footer",
    )  # LibreOffice's
    return not event.ends and (event.tag in _FRAME or is_furniture or is_of_sheet or _is_of_remarks(event))


def _is_of_remarks(event: PageEvent) -> bool:
    """Whether a box holds what readers remarked; a heading may have such a name as well."""
    return event.tag in _BOXES and event.attributes.get("id", "").lower() in _REMARKS


def say_left_out(what: str, line: int, words: str) -> Finding:
    """A notice that something is left out of a page whose file is still to be named; `line` is from 0."""
    remedy = "nothing needs doing; what is to be read, put into the text of the page"
    return notice("html", f"{what} is left out", "", line, words, remedy)
