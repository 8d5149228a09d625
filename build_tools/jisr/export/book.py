"""What every output is made from: a book of chapters, one for each article, with all files that it shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from markupsafe import Markup

from jisr.export.names import BookName
from jisr.i18n import InterfaceStrings
from jisr.markup.html import Node
from jisr.model.languages import LANGS, Lang, language, other_lang
from jisr.model.settings import LookSettings
from jisr.site.templates import Templates


@dataclass(frozen=True)
class Heading:
    """A line of the table of contents: it leads to the element `key` of its chapter."""

    key: str
    level: int
    text: str
    lang: Lang


class TocEntry(NamedTuple):
    """A line of the table of contents with those below it."""

    line: Heading
    below: "list[TocEntry]"


def nest_headings(headings: Iterable[Heading]) -> list[TocEntry]:
    """The lines of the table of contents, each below the one that it belongs to."""
    top: list[TocEntry] = []
    branch = [(-1, top)]  # the levels of the branch that is being built, and what stands below each
    for heading in headings:
        while branch[-1][0] >= heading.level:
            branch.pop()
        entry = TocEntry(heading, [])
        branch[-1][1].append(entry)
        branch.append((heading.level, entry.below))
    return top


@dataclass(frozen=True)
class Chapter:
    """An article: `nodes` hold title, byline, what its English is, text, notes and citation.

    Ids are the keys of its blocks. An image has the address `docs:` and its path in `Book.files`. `state` is
    what each page of paper says of the translation, `""` where the text is the original.
    """

    id: str
    title: str
    lang: Lang  # of the title
    listed: str  # the title as lists have it, not too long and marked as a machine's
    nodes: tuple[Node, ...]
    headings: tuple[Heading, ...]
    state: str = ""


@dataclass(frozen=True)
class Book:
    """A book in `lang`; one in `both` languages has Arabic for its frame. `titles` are its title by language.

    `key` is the digest of all that it is made from, `day` the last day on which something in it is known to
    have changed (ISO 8601), `address` where its text stands on the web (`""` where that is not known).
    """

    key: str
    id: str
    lang: Lang | Literal["both"]
    titles: Mapping[Lang, str]
    chapters: tuple[Chapter, ...]
    names: tuple[BookName, ...]
    say: InterfaceStrings
    publication: str
    whole: bool
    authors: Mapping[str, Mapping[str, str]]  # name as it stands in the book → in each language
    translators: tuple[str, ...]
    rights: str
    about: str
    day: str
    published: str
    dated: str  # the same in words
    revision: str
    address: str
    topics: tuple[str, ...]
    indic: bool  # whether its pages are numbered ١٢٣
    files: Mapping[str, bytes]  # path below `docs/` → image; the logo's lies in `overrides/`
    fonts: tuple[tuple[str, bytes], ...]  # file name → font
    look: LookSettings
    logo: str  # its path in `files`, `""` where there is none
    cover: bytes  # its picture, for readers that show books as such; empty where none can be drawn
    templates: Templates

    def render(self, template: str, **data: Any) -> Markup:
        """What `jisr/TEMPLATE.html` makes of `book`, `say`, the words of its frame, and `data`."""
        return self.templates.render(template, book=self, say=self.say, **data)

    @property
    def own_fonts(self) -> Mapping[str, str]:
        """The publication's own fonts that are here: language → name in `fonts`."""
        here = dict(self.fonts)
        named = {lang: path.rpartition("/")[2] for lang, path in sorted(self.look.fonts.items())}
        return {lang: name for lang, name in named.items() if name in here}

    @property
    def frame(self) -> Lang:
        """The language of what the book says by itself."""
        return self.say.lang

    @property
    def list_class(self) -> str:
        """The class of a body whose Arabic lists are numbered ١٢٣, as the settings ask for."""
        return "indic-lists" if self.say.digits == "arabic-indic" else ""

    @property
    def dir(self) -> str:
        """The direction in which its pages turn."""
        return language(self.frame).direction

    @property
    def title(self) -> str:
        """Its title in the language of its frame."""
        return self.titles[self.frame]

    @property
    def shelf_title(self) -> str:
        """The title as shelves and readers' windows show it, alone: marked where a machine wrote it."""
        return self.title if self.whole else self.chapters[0].listed

    @property
    def other(self) -> Lang:
        """The language that is not its frame's."""
        return other_lang(self.frame)

    @property
    def other_title(self) -> str:
        """Its title in that language, `""` where it has none."""
        return self.titles.get(self.other, "")

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages of its text, that of the frame first."""
        return LANGS if self.lang == "both" else (self.lang,)
