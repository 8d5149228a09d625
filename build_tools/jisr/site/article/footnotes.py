"""Footnotes: numbered once for a whole text, then made links in whatever shows it.

The words of a block cite a note by its name, `sup[data-note=NAME]`. Numbering puts the number of the note in
the whole text in place of the name; only the page that shows it knows where the note itself stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jisr.i18n import InterfaceStrings
from jisr.markup.html import Element, Node, RichText, el, map_elements
from jisr.model.languages import Lang


class Note(NamedTuple):
    """A footnote; one that nothing cites has no place to lead back to."""

    number: int
    words: tuple[Node, ...]
    lang: Lang  # of the words
    cited: bool = True


@dataclass
class FootnoteNumbering:
    """Numbers the footnotes of the texts that it is given one after the other; `notes` grows."""

    notes: list[Note] = field(default_factory=list)

    def numbered(self, text: RichText, lang: Lang) -> tuple[tuple[Node, ...], dict[str, int]]:
        """The tree of `text` in `lang` with numbers in place of names, and which name has which number.

        What cites a note that is not there is left out. A note that another note cites comes after those of
        the text, then those that nothing cites: somebody wrote them, and the other language may cite them.
        """
        if not text.notes and not _cites(text.nodes):
            return text.nodes, {}
        words, numbers = dict(text.notes), dict[str, int]()
        before = len(self.notes)

        def number(element: Element) -> list[Node]:
            name = element.get("data-note")
            if not name:
                return [element]
            if name not in words:
                return []
            again = name in numbers
            if not again:
                numbers[name] = len(self.notes) + 1
                self.notes.append(Note(numbers[name], words[name], lang))
            return [el("sup", data_note=numbers[name], data_again=again)]

        def number_inner(place: int) -> None:
            while place < len(self.notes):  # numbering a note may add others
                note = self.notes[place]
                self.notes[place] = note._replace(words=map_elements(note.words, number))
                place += 1

        nodes = map_elements(text.nodes, number)
        number_inner(before)
        for name, inner in text.notes:
            if name not in numbers or inner is not words[name]:  # of two of one name the last is cited
                place = len(self.notes)
                numbers.setdefault(name, place + 1)
                self.notes.append(Note(place + 1, inner, lang, cited=False))
                number_inner(place)
        return nodes, numbers


@dataclass(frozen=True)
class FootnoteLinks:
    """Makes links of numbered footnotes, in the words of the page's language `say`.

    `counted` are the strings of the text's language, which has its digits. `mark` tells two texts on one page
    apart. With `elsewhere`, the address of the page that has the notes, the references lead there.
    """

    say: InterfaceStrings
    counted: InterfaceStrings
    mark: str = ""
    elsewhere: str = ""

    def linked(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """The tree with a link in place of each reference."""
        return map_elements(nodes, self._linked) if _cites(nodes) else nodes

    def _linked(self, element: Element) -> tuple[Node]:
        if not (n := element.get("data-note")):
            return (element,)
        shown, named = self.counted.number(int(n)), self.say("article.note", n=self.say.number(int(n)))
        href = f"{self.elsewhere}#note-{n}" if self.elsewhere else f"#note-{self.mark}{n}"
        ref = el("a", shown, href=href, class_="jisr-note-ref", role="doc-noteref",
                 aria_label=named)  # fmt: skip
        is_first = not self.elsewhere and ("data-again", "") not in element.attrs
        return (el("sup", ref, id=f"ref-{self.mark}{n}" if is_first else None),)


def _cites(nodes: Sequence[Node]) -> bool:
    for node in nodes:
        if not isinstance(node, str) and (
            (node.tag == "sup" and node.get("data-note")) or _cites(node.children)
        ):
            return True
    return False
