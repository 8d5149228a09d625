"""Checks of whole files: direction controls that reorder what is read, dead links, pages that nobody sees."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from jisr.checks.context import CheckContext
from jisr.markup.anchors import anchor_index, find_anchor
from jisr.markup.commonmark import to_html
from jisr.markup.markdown_text import heading_slug
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding, Severity
from jisr.model.glossary import public_actors
from jisr.model.languages import LANGS, ORIGINAL
from jisr.translation.removed import article_of_file


def check_bidi(edition: CheckContext) -> Iterator[Finding]:
    """Direction controls left open, or that override"""
    remedy = "remove it; where a run needs a direction, use <bdi>"
    for path, note in edition.file_notes:
        lines = edition.text(path).split("\n") if note["lines"] else ()
        for number, message in note["lines"]:
            yield Finding("bidi", message, path, number, lines[number - 1], remedy)


_MADE = re.compile(
    r"docs/(?:\w\w)/((?:actors|articles|timeline)(?:/index)?|(?:authors|topics)/index|actors/network|coverage"
    r"|actors/([\w-]+))\.md"
)


def check_hidden_pages(edition: CheckContext) -> Iterator[Finding]:
    """A page written by hand where one is made"""
    known = {actor.id for actor in public_actors(edition.actors)}
    for path in sorted(edition.files):
        if not (found := _MADE.fullmatch(path)):
            continue
        message = "readers do not see this page: one that is made from the articles stands in its place"
        remedy = "give it another name; what is to be said of somebody goes into seeds/actors.yml"
        if found[2] and found[2] not in known:
            message = f"a page about {found[2]}, whom the glossary does not have: no text leads to it"
            remedy = f"add {found[2]} to seeds/actors.yml, or lay the page elsewhere"
        yield Finding("", message, path, text=found[1], remedy=remedy)


# --- links -------------------------------------------------------------------------------------------------

_HEADING = re.compile(r"<h[1-6]>(?P<text>.*?)</h[1-6]>", re.DOTALL)
_NAMED = re.compile(r"\{:\s*#(?P<id>[\w-]{1,80})\s*\}\s*$")
_PAGES = re.compile(r"^docs/\w\w/articles/")
_NOTE = re.compile(r"notes|(?:note|ref)-\d+")


def say_images_once(said: Sequence[Finding], found: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings of sync and of checks, with an image that is not there as one error: where the seed names it.

    The pages that are made from a seed lack the same image, each of them.
    """
    missing = {_image_of(f) for f in said if f.check == "image"}
    pages = {f for f in found if f.check == "links" and _image_of(f) in missing}
    wrong = {_image_of(f) for f in pages}
    raised = [
        replace(f, severity=Severity.ERROR) if f.check == "image" and _image_of(f) in wrong else f
        for f in said
    ]
    return raised, [f for f in found if f not in pages]


def _image_of(finding: Finding) -> tuple[str, str]:
    return article_of_file(finding.file), finding.text


def check_links(edition: CheckContext) -> Iterator[Finding]:
    """Links and images that lead to what is not there"""
    places = _Places(edition)
    for path, note in edition.file_notes:
        for line, address, is_image, target, fragment in note["links"]:
            if target is None:
                message = "an image of another host, or of none, which no page shows"
                remedy = "put the file into docs/, or link to it"
            elif (there := places.find(target)) is None:
                message = f"{'an image' if is_image else 'a link'} to what is not there"
                remedy = _nearest_name(target, places.known)
            elif fragment and not places.has_anchor(there, fragment):
                message = f"a link to a place that is not in {there}"
                remedy = "use a paragraph's key or a heading's address"
            else:
                continue
            if path.startswith(f"{ORIGINAL.articles_folder}/"):
                remedy = "correct it in the seed, which this page is made from"
            yield Finding("links", message, path, line, address, remedy)


def _file(target: str, known: set[str]) -> str | None:
    """The file behind a target: itself, or the page that is published there."""
    return next((path for path in (target, f"{target}.md", f"{target}/index.md") if path in known), None)


class _Places:
    """What links can lead to: files, pages, and places in these."""

    def __init__(self, edition: CheckContext) -> None:
        self._edition = edition
        self._articles = {head.slug: head for head in edition.heads}
        self.known = {path for path in edition.files if path.startswith("docs/")}
        self.known |= {f"docs/{path}" for path in edition.docs}
        for lang in LANGS:
            base = f"docs/{lang}"
            self.known |= {f"{base}/articles/{slug}.md" for slug in self._articles}
            self.known |= {f"{base}/actors/{actor.id}.md" for actor in public_actors(edition.actors)}
            self.known |= {f"{base}/articles/index.md", f"{base}/actors/index.md"}
        self._anchors_in = lru_cache(maxsize=64)(self._find_anchors)

    @cached_property
    def _everything(self) -> set[str]:
        return self.known | {f"docs/{path}" for path in self._edition.pages()}

    def find(self, target: str) -> str | None:
        """The file behind a target: itself, or the page that is published there."""
        return _file(target, self.known) or _file(target, self._everything) or self._beside_seed(target)

    def _beside_seed(self, target: str) -> str | None:
        """A picture of a text that readers do not see yet: it comes to the pages with its text."""
        return target if _PAGES.sub("seeds/", target) in self._edition.files else None

    def has_anchor(self, path: str, fragment: str) -> bool:
        """Whether a page has such a place; one that Jisr makes has it, as its own tests see to."""
        slug = path.partition("/articles/")[2].removesuffix(".md")
        if slug not in self._articles and (path not in self._edition.files or not path.endswith(".md")):
            return True
        anchors = self._anchors_in(slug if slug in self._articles else "", path)
        if slug in self._articles:
            return bool(find_anchor(anchors, fragment)) or _NOTE.fullmatch(fragment) is not None
        return fragment in anchors or re.sub(r"_\d+$", "", fragment) in anchors

    def _find_anchors(self, slug: str, path: str) -> Mapping[str, str]:
        """The names of places in an article, or on a hand-written page."""
        if slug:
            return anchor_index(self._articles[slug].load())
        return dict.fromkeys(_anchors(self._edition.text(path)), path)


def _nearest_name(target: str, known: set[str]) -> str:
    name = target.rsplit("/", 1)[-1]
    same = sorted(path for path in known if path.rsplit("/", 1)[-1] == name)
    return f"it lies at {same[0]}" if same else "correct the link, or remove it"


def _anchors(text: str) -> set[str]:
    """The addresses of headings on a hand-written page, and of the blocks of an article's."""
    page = parse_page(text)
    anchors = {block.key for block in page.blocks}
    for heading in _HEADING.finditer(to_html(text[len(page.front) :])):
        words = html.unescape(re.sub(r"<[^<>]*>", "", heading["text"]))
        named = _NAMED.search(words)
        anchors.add(named["id"] if named else heading_slug(words))
    return anchors
