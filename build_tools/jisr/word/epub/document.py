"""E-books (.epub): their chapters in order, read as the pages in HTML that they are, as one seed.

The cover and the table of contents are left out and named. What is locked is refused, nothing is fetched.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from jisr.lang.units import has_same_units
from jisr.markup.block_marks import add_block_marks
from jisr.markup.markdown_text import escape, plain
from jisr.model.diagnostics import Finding, notice, warning
from jisr.model.private import VOID
from jisr.model.source import Block, Kind, Meta
from jisr.seeds.decoding import Line, read_lines
from jisr.seeds.private_notes import remove_private_notes
from jisr.seeds.web_page.events import PageEvent
from jisr.seeds.web_page.parser import parse_page
from jisr.seeds.web_page.structure import read_events
from jisr.word.markdown import Converted
from jisr.word.package import Package
from jisr.word.pictures import Pictures
from jisr.word.text import LeftOut, Picture
from jisr.word.xml_names import child, local, value

_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # hidden, not locked
_ENTITIES = re.compile(r"<!DOCTYPE[^<>\[]{0,1000}\[", re.IGNORECASE)
_PROLOG = re.compile(r"\A\s*<\?xml[^<>]*\?>|<!DOCTYPE[^<>]*>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[((?>(?:[^\]]|\](?!\]>))*))\]\]>")
_HEADING = re.compile("h[1-6]")
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"(?:^|[\s,])(?:span)?\.([\w-]+)\s*(?=,|$)")
_LOOKS = {
    "b": re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)"),
    "i": re.compile(r"font-style\s*:\s*(?:italic|oblique)"),
}
_REMEDIES = {
    "cover": ("the cover is left out", "what is to be read, put into the text"),
    "script": ("scripts are ignored ({n})", "nothing needs doing"),
}
_PROPERTIES = {
    "creator": "author",
    "contributor": "contributor",
    "publisher": "publisher",
    "title": "title",
    "subject": "subject",
    "description": "description",
    "date": "date",
    "rights": "rights",
}


@dataclass(frozen=True)
class _Part:
    """A page of the book: the name of its file, the tags and words in it."""

    name: str
    events: tuple[PageEvent, ...] = field(repr=False)

    @property
    def kinds(self) -> frozenset[str]:
        """What the first elements say that the page is: `cover`, `toc`."""
        first = [event for event in self.events if event.tag][:4]
        return frozenset(kind for event in first for kind in _kinds(event))

    @property
    def words(self) -> str:
        """What it says, also by the alternative texts of its pictures."""
        return " ".join(" ".join(e.words or e.attributes.get("alt", "") for e in self.events).split())


def read_epub(data: bytes, file: str) -> Converted:
    """An e-book as a seed in Markdown. Raises `JisrError` for one that cannot be read."""
    return _Epub(Package(data, file, ".epub")).read()


class _Epub:
    """Reads one book; what is found grows."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.left_out = LeftOut(package.file)
        self.pictures = Pictures(package.file, package.read)
        self.findings: list[Finding] = []
        self._refuse_locked()
        self.opf = self._package_file()
        root = package.parse(self.opf)
        self.metadata = child(root, "metadata")
        self.items = {value(item, "id"): item for item in _children(root, "manifest")}
        self.spine = [value(one, "idref") for one in _children(root, "spine") if local(one) == "itemref"]
        self.guide = {
            self._resolve(self.opf, value(one, "href")): value(one, "type").lower()
            for one in _children(root, "guide")
        }
        self.looks = self._read_styles()

    def read(self) -> Converted:
        parts = list(self._text(list(self._parts())))
        events = self._joined(parts)
        numbers = range(max((event.line for event in events), default=0) + 1)
        content = read_events(events, Meta(), self.package.file, numbers)
        blocks = self._with_title(content.blocks, is_one_page=len(parts) == 1)
        markdown = "\n\n".join(filter(None, _write(blocks))) + "\n"
        about = (*self.findings, *self.left_out.findings(_REMEDIES), *self.pictures.findings)
        named = (replace(finding, line=0) for finding in content.findings)
        found = tuple(dict.fromkeys((*about, *named)))
        return Converted(markdown if content.blocks else "", self.pictures.kept, found, self._properties())

    def _read_styles(self) -> Mapping[str, str]:
        """Classes of words that are bold or slanted → the tag that says so."""
        sheets = (item for item in self.items.values() if value(item, "media-type") == "text/css")
        said = (self.package.read(self._resolve(self.opf, value(item, "href"))) for item in sheets)
        rules = _RULE.finditer("\n".join(data.decode("utf-8", "replace") for data in said))
        return {name: tag for rule in rules for name in _CLASS.findall(rule[1]) if (tag := _look_of(rule[2]))}

    # --- which files are of the text ---

    def _refuse_locked(self) -> None:
        """Nothing is read where anything but fonts is encrypted."""
        names = self.package.names
        locked = "META-INF/rights.xml" in names or "META-INF/license.lcpl" in names
        if "META-INF/encryption.xml" in names:
            methods = (
                value(one, "Algorithm")
                for one in self.package.parse("META-INF/encryption.xml").iter()
                if local(one) == "EncryptionMethod"
            )
            locked = locked or any(method not in _FONTS for method in methods)
        if locked:
            message = "the book is locked against copying (DRM)"
            raise self.package.wrong(message, "ask its author or publisher for a file without a lock")

    def _package_file(self) -> str:
        container = "META-INF/container.xml"
        found = self.package.parse(container).iter() if container in self.package.names else ()
        path = next((value(one, "full-path") for one in found if local(one) == "rootfile"), "")
        if path not in self.package.names:
            raise self.package.wrong("the file has no text of an e-book")
        return path

    def _parts(self) -> Iterator[_Part]:
        """The pages in their order."""
        line = 0
        for name in dict.fromkeys(self.spine):
            item = self.items.get(name)
            part = self._resolve(self.opf, value(item, "href"))
            if item is None or part not in self.package.names:
                message, remedy = "a page that the book names is not in it", "get a whole copy of the book"
                self.findings.append(
                    warning("word", message, self.package.file, text=part or name, remedy=remedy)
                )
            elif value(item, "media-type") in _PAGES and (data := self.package.read(part)).strip():
                text = self._page(part, data)
                events = self._shown(part, parse_page(text).events)
                yield _Part(part, tuple(replace(event, line=event.line + line) for event in events))
                line += text.count("\n") + 2

    def _page(self, part: str, data: bytes) -> str:
        """The HTML of a page, without what stands above it and what is not for readers."""
        lines, cleaned = read_lines(data, self.package.file)
        text = "\n".join(line.text for line in lines)
        if _ENTITIES.search(text):
            raise self.package.wrong(f"{part} declares entities, which no such file does")
        text = _CDATA.sub(lambda m: html.escape(m[1]), _PROLOG.sub("", text))
        lines = [Line(n, line) for n, line in enumerate(text.split("\n"), 1)]
        file = self.package.file
        lines, private = remove_private_notes(lines, file, code=False, tags=False, typed=False)
        self.findings += (replace(finding, line=0) for finding in (*cleaned, *private))
        return "\n".join(line.text for line in lines)

    def _text(self, parts: Sequence[_Part]) -> Iterator[_Part]:
        """The pages without cover and table of contents."""
        navigation = {
            self._resolve(self.opf, value(item, "href"))
            for item in self.items.values()
            if "nav" in value(item, "properties").split()
        }
        for n, part in enumerate(parts):
            kinds = part.kinds | {self.guide.get(part.name, "")}
            if len(parts) > 1 and (part.name in navigation or "toc" in kinds):
                self.left_out.add("contents", 0, part.words)
            elif len(parts) > 1 and ("cover" in kinds or (n == 0 and not _has_words(part))):
                self.left_out.add("cover", 0, part.words)
            else:
                yield part

    def _resolve(self, base: str, address: str) -> str:
        """The part that an address in another part means, which may be none."""
        path = address.partition("#")[0]
        found = normpath(join(dirname(base), path)) if path else base
        return found if found in self.package.names else unquote(found)

    # --- one row of tags and words ---

    def _joined(self, parts: Sequence[_Part]) -> list[PageEvent]:
        """All pages in a row, with names that are those of one place each."""
        places = {part.name: n for n, part in enumerate(parts, 1)}
        wanted = {
            (self._resolve(part.name, href), unquote(href.partition("#")[2]))
            for part in parts
            for event in part.events
            if event.tag == "a" and not _is_elsewhere(href := event.attributes.get("href", "")) and href
        }
        return [event for part in parts for event in self._of_part(part, places, wanted)]

    def _of_part(
        self, part: _Part, places: Mapping[str, int], wanted: set[tuple[str, str]]
    ) -> Iterator[PageEvent]:
        is_begun = (part.name, "") not in wanted  # a link to the page leads to its first heading
        for event in part.events:
            given = dict(event.attributes)
            names = [given.pop(key, "") for key in ("id", "name")]
            own = next((name for name in names if (part.name, name) in wanted and name), "")
            if own:
                given["id"] = _name(places, part.name, own)
            if not is_begun and _HEADING.fullmatch(event.tag) and not event.ends:
                is_begun = True
                yield replace(event, tag="a", attributes={"id": _name(places, part.name, "")})
                yield replace(event, tag="a", ends=True, attributes={})
            if event.tag == "a" and (href := given.get("href", "")) and not _is_elsewhere(href):
                target = self._resolve(part.name, href)
                name = _name(places, target, unquote(href.partition("#")[2]))
                given["href"] = f"#{name}" if target in places else ""
            if (src := given.get("src", "")) and event.tag == "img" and not src.startswith("data:"):
                given["src"] = self._image(part, src, given.get("alt", ""))
            yield replace(event, attributes={key: said for key, said in given.items() if said})

    def _image(self, part: _Part, src: str, words: str) -> str:
        if _is_elsewhere(src):
            self.left_out.add("elsewhere", 0, src)
            return ""
        return self.pictures.name(Picture(self._resolve(part.name, src), words))

    def _shown(self, part: str, events: Sequence[PageEvent]) -> Iterator[PageEvent]:
        """The events without what readers of the book do not see as its text."""
        drawn = any(event.tag == "image" for event in events)  # a picture within a drawing, as covers are
        inside: list[str] = []  # elements that are left out, the innermost last
        spans: list[str] = []  # tags that are read for those of spans around
        for event in events:
            if event.tag == "span" and not inside:
                if not event.ends:
                    spans.append(self._look(event))
                event = replace(event, tag=(spans.pop() if spans else "span") if event.ends else spans[-1])
            if inside:
                if event.ends and event.tag == inside[-1]:
                    inside.pop()
                elif event.tag == inside[-1] and not event.ends and event.tag not in VOID:
                    inside.append(event.tag)
                continue
            kind = "number" if "pagebreak" in _kinds(event) else event.tag
            if kind in ("number", "script", "style") and not event.ends:
                if kind != "style":
                    self.left_out.add(kind, 0, event.attributes.get("title", ""))
                inside += [event.tag] * (event.tag not in VOID)
                continue
            if event.tag == "image" and not event.ends:
                given = event.attributes
                yield replace(
                    event, tag="img", attributes={"src": given.get("xlink:href") or given.get("href", "")}
                )
            elif not (drawn and event.tag in ("svg", "image")):
                yield event
        if inside:
            raise self.package.wrong(f"{part} is broken off within <{inside[0]}>")

    def _look(self, event: PageEvent) -> str:
        """The tag for how a span looks."""
        given = event.attributes
        own = _look_of(given.get("style", ""))
        named = (self.looks.get(name, "") for name in given.get("class", "").split())
        return own or next(filter(None, named), "span")

    # --- the seed ---

    def _with_title(self, blocks: Sequence[Block], *, is_one_page: bool) -> list[Block]:
        """The blocks below one title: that of the text, or the book's where chapters have theirs."""
        first = [block for block in blocks if block.kind is Kind.HEADING and block.level == 1]
        title = self._properties().get("title", "")
        if (len(first) == 1 and (first[0] is blocks[0] or is_one_page)) or not (first or title):
            return list(blocks)
        has_own = first and first[0] is blocks[0] and has_same_units(plain(first[0].text).text, title)
        if has_own or not title:
            return [_deeper(block) if block is not first[0] else block for block in blocks]
        message = "the title is that which the book says of itself"
        self.findings.append(notice("word", message, self.package.file, text=title, remedy="look it over"))
        made = [_deeper(block) for block in blocks] if first else list(blocks)
        return [Block(Kind.HEADING, escape(title), level=1), *made]

    def _properties(self) -> Mapping[str, str]:
        said: dict[str, list[str]] = {}
        for one in self.metadata if self.metadata is not None else ():
            words = " ".join((one.text or "").split())
            if words and local(one) in _PROPERTIES:
                said.setdefault(_PROPERTIES[local(one)], []).append(words)
        found = {key: ", ".join(dict.fromkeys(words)) for key, words in said.items()}
        return {**found, **({"title": said["title"][0]} if "title" in said else {})}


def _children(root: Element, name: str) -> Iterable[Element]:
    found = child(root, name)
    return () if found is None else found


def _look_of(style: str) -> str:
    """The tag that says what a style says of letters; `""` for none."""
    return next((tag for tag, look in _LOOKS.items() if look.search(style)), "")


def _kinds(event: PageEvent) -> list[str]:
    """What an element is in a book, by `epub:type` or by `role`."""
    roles = event.attributes.get("role", "").replace("doc-", "")
    return f"{event.attributes.get('epub:type', '')} {roles}".lower().split()


def _has_words(part: _Part) -> bool:
    return any(event.words.strip() for event in part.events)


def _is_elsewhere(address: str) -> bool:
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", address))


def _name(places: Mapping[str, int], part: str, name: str) -> str:
    """What a place of a page is called among those of all pages."""
    said = re.sub(r"[^\w-]", "-", name)
    return f"p{places.get(part, 0)}-{said}" if said else f"p{places.get(part, 0)}"


def _deeper(block: Block) -> Block:
    return replace(block, level=min(block.level + 1, 6)) if block.kind is Kind.HEADING else block


def _write(blocks: Iterable[Block]) -> Iterator[str]:
    """Each block as Markdown, with the names that links use for it."""
    names: tuple[str, ...] = ()
    delimiter, number = ".", 0
    for block in blocks:
        if block.numbered and block.number != number + 1 and number:
            delimiter = ")" if delimiter == "." else "."  # else it would go on counting
        number = block.number if block.numbered else 0
        names = (*names, *block.names)
        if block.kind is Kind.HEADING:
            marks = f" {{{' '.join(f'#{name}' for name in names)}}}" if names else ""
            yield add_block_marks(block, block.text + marks)
        elif block.kind in (Kind.TABLE, Kind.IMAGE) or "```" in block.text[:3]:
            yield add_block_marks(block, block.text)
            continue
        else:
            spans = "".join(f'<span id="{name}"></span>' for name in names)
            words = add_block_marks(block, spans + block.text)
            yield words.replace(".", delimiter, 1) if block.numbered else words
        names = ()
