"""A block of Arabic as `ner_persons` and `ner_bodies` read it: its words, their gaps, who is known there."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jisr.glossary.detect import cues
from jisr.glossary.match.arabic_words import MODIFIER_WORDS
from jisr.glossary.match.trie import QUOTES
from jisr.lang.arabic import WORD, Folded, fold
from jisr.model.glossary import Actor, Mention

MAX_RUN = 8  # titles, or adjectives, in a row: bounds keep a hostile line linear
_MARKS = re.compile("[\u064b-\u0652\u0670ـ]")


@dataclass(frozen=True)
class Token:
    """A folded word of a block, by its place in the folded text."""

    text: str
    start: int
    end: int
    gap: str  # what stands before it: "" white space, « a quotation mark, - a hyphen, | anything else


@dataclass(frozen=True)
class NameSpan:
    """Tokens `start` to `end` (exclusive) as a name; `prefix` are clitics on the first."""

    start: int
    end: int
    type: str
    cue: str
    prefix: str = ""


class TokenisedBlock:
    """A block: its words, and which of them are states, their adjectives, or cities."""

    def __init__(self, original: str, mentions: Iterable[Mention], world: Mapping[str, Actor]) -> None:
        self.folded: Folded = fold(original)
        text = self.folded.text
        self.tokens: list[Token] = []
        at = 0
        for match in WORD.finditer(text):
            self.tokens.append(Token(match[0], match.start(), match.end(), _gap(text[at : match.start()])))
            at = match.end()
        self.peoples: set[int] = set()
        self.named: dict[int, tuple[int, Actor]] = {}
        self.places: dict[int, int] = {}  # first token of a place → the token behind it
        starts = [self.folded.span(token.start, token.end)[0] for token in self.tokens]
        for mention in mentions:
            first = bisect_left(starts, mention.start)
            inside = range(first, bisect_left(starts, mention.end, first))
            if mention.kind == "demonym":
                self.peoples.update(inside)
            elif inside:
                self.places.setdefault(inside[0], inside[-1] + 1)
                if not mention.nested:
                    self.named[inside[0]] = inside[-1] + 1, world[mention.actor]

    def word(self, index: int) -> str:
        """The folded word at `index`; `""` outside the block."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def joined(self, index: int, *gaps: str) -> bool:
        """Whether token `index` follows the one before it with nothing but white space (or one of `gaps`)."""
        return 0 < index < len(self.tokens) and self.tokens[index].gap in ("", *gaps)

    def comma(self, index: int) -> bool:
        """Whether a comma and nothing else stands between token `index` and the one before it."""
        between = self.folded.text[self.tokens[index - 1].end : self.tokens[index].start]
        return between.strip(f"{QUOTES} ") == "،"

    def ends(self, index: int) -> bool:
        """Whether nothing of the same phrase follows: punctuation, the end, or a word that ends names."""
        return index >= len(self.tokens) or not self.joined(index) or self.is_stop(index)

    def is_stop(self, index: int) -> bool:
        """Whether no name goes on over the word at `index`."""
        word = self.word(index)
        return (
            not word
            or word in cues.STOPS
            or word.isdigit()
            or (word[0] in "وف" and word[1:] in cues.STOPS)
            or word in cues.OFFICES_IN_TEXT
            or word in cues.HEADS_IN_TEXT
        )

    def name(self, span: NameSpan) -> str:
        """The words of `span` as they are written, without quotation marks, vowel marks and clitics."""
        words: list[str] = []
        linked = span.type == "office" and any(self.word(i) == "ل" for i in range(span.start, span.end))
        for index in range(span.start, span.end):
            token = self.tokens[index]
            if linked and (token.text == "ل" or token.text in MODIFIER_WORDS):
                continue
            start, end = self.folded.span(token.start, token.end)
            written = _MARKS.sub("", self.folded.original[start:end])
            if index == span.start and span.prefix:
                cut = written[len(span.prefix) :]
                written = "ال" + cut if span.prefix.endswith("لل") else cut
            words.append(("-" if words and token.gap == "-" else " ") + written)
        name = "".join(words).strip()
        return name.removeprefix("ال") if linked else name  # القائد الأسبق لـ«فيلق القدس» is قائد فيلق القدس


def _gap(between: str) -> str:
    bare = between.strip()
    if not bare:
        return "" if "\n\n" not in between else "|"
    if all(mark in QUOTES for mark in bare):
        return "«"
    return "-" if bare in "-–" and between == bare else "|"
