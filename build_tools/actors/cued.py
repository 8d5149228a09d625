"""Spans of Arabic text that are names, shown by the words around them.

Arabic has no capitals, so a name shows itself by its neighbours: titles and offices before persons, class
words (حزب, مجلس, اتفاق), quotation marks, states' names and adjectives. The words themselves are in `cues`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from build_tools.actors import cues
from build_tools.actors.arabic_words import GIVEN_WORDS, MODIFIER_WORDS, TAIL_WORDS
from build_tools.actors.lexicon import QUOTES, WORD
from build_tools.arabic import Folded, fold
from build_tools.model import Actor, Mention

_MARKS = re.compile("[\u064b-\u0652\u0670ـ]")
_NISBA = re.compile(r"ال\w{2,}(?:ي|يه)")
MAX_NAME = 4  # words of a person's name
MAX_RUN = 8  # titles, or adjectives, in a row: bounds keep a hostile line linear
MAX_QUOTED = 5  # words of a quoted name; longer ones are what somebody said


@dataclass(frozen=True)
class Token:
    """A folded word of a block, by its place in the folded text."""

    text: str
    start: int
    end: int
    gap: str  # what stands before it: "" white space, « a quotation mark, - a hyphen, | anything else


@dataclass(frozen=True)
class Span:
    """Tokens `start` to `end` (exclusive) as a name; `prefix` are clitics on the first."""

    start: int
    end: int
    type: str
    cue: str
    prefix: str = ""


class Text:
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

    def name(self, span: Span) -> str:
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


# ------------------------------------------------------------------------------------------------- finding


def spans(text: Text, repeated: set[str]) -> Iterator[Span]:
    """The names that cues show in `text`; `repeated` are the words that its article holds more than once."""
    at = 0
    while at < len(text.tokens):
        spans = list(_at(text, at, repeated))
        yield from spans
        at += 1


def _at(text: Text, at: int, repeated: set[str]) -> Iterator[Span]:
    word = text.word(at)
    office = _office(text, at)
    if office:
        if office.cue:
            yield office
        yield from _person(text, _behind_title(text, office.end), repeated, "office")
    body = _body(text, at)
    if body:
        yield body
    if word in cues.TITLES_IN_TEXT and not (office and office.end > at + 1):
        yield from _person(text, _behind_title(text, at + 1), repeated, "title")
    elif word in cues.LEADS and text.word(at + 1) not in cues.TITLES_IN_TEXT:
        yield from _person(text, at + 1, repeated, "title")
    elif word in cues.GIVEN_IN_TEXT and text.word(at - 1) not in cues.PARTICLES:
        base, prefix = cues.GIVEN_IN_TEXT[word]
        if not (at and text.joined(at) and text.word(at - 1) in GIVEN_WORDS):
            yield from _person(text, at, repeated, "given name", prefix if base != word else "")
    elif _is_given(text, at):
        yield from _person(text, at, repeated, "given name")
    yield from _quoted(text, at)
    yield from _listed(text, at)


def _is_given(text: Text, at: int) -> bool:
    """صالح before a family name, and whatever stands before بن."""
    following = text.word(at + 1)
    if not text.joined(at + 1) or text.is_stop(at) or text.word(at).startswith("ال"):
        return False
    if following == "بن" and text.joined(at + 2):
        return text.word(at)[0] not in "يت"  # لم يتردد بن غفير
    return text.word(at) in cues.GIVEN_OR_NOT and bool(_NISBA.fullmatch(following)) and following[-1] == "ي"


def _behind_title(text: Text, at: int) -> int:
    """The token behind ranks, `السابق` and peoples' adjectives that follow a title at `at`."""
    last = at + MAX_RUN
    while (
        at < last
        and text.joined(at)
        and (text.word(at) in cues.AFTER_TITLES or at in text.peoples or text.word(at) in cues.TITLES)
    ):
        at += 1
    return at


def _person(text: Text, at: int, repeated: set[str], cue: str, prefix: str = "") -> Iterator[Span]:
    """A name of two to four units from `at` on: a unit is a word, or particles and a word (أبو مهدي)."""
    first = text.word(at)
    if not first or (cue != "given name" and not text.joined(at, "«")):
        return
    if text.is_stop(at) or first.startswith("ال") or first[:2] == "لل" or at in text.peoples:
        return
    if at in text.places and not (cue == "office" and text.places[at] == at + 1 and text.joined(at + 1)):
        return  # but جورجيا ميلوني
    if first[0] == "و" and first not in GIVEN_WORDS and cue != "given name":
        return
    end = _unit(text, at)
    units = 1
    while units < MAX_NAME and not text.ends(end) and text.joined(end):
        word = text.word(end)
        if not _goes_on(text, end, units, repeated):
            break
        end = _unit(text, end)
        units += 1
        if word.startswith("ال"):
            break
    if units > 1:
        yield Span(at, end, "person", cue, prefix)


def _unit(text: Text, at: int) -> int:
    last = at + MAX_NAME
    while at < last and text.word(at) in cues.PARTICLES and text.joined(at + 1) and not text.is_stop(at + 1):
        at += 1
    return at + 2 if text.joined(at + 1) and text.word(at + 1) in TAIL_WORDS else at + 1


def _goes_on(text: Text, at: int, units: int, repeated: set[str]) -> bool:
    """Whether the word at `at` is one more part of a name of `units` units."""
    word = text.word(at)
    if (word[0] in "وفبل" and word[1:3] == "ال") or word[:2] == "لل" or at in text.places:
        return False
    if word[0] == "و" and len(word) > 3 and word not in GIVEN_WORDS and word not in repeated:
        return False
    if at in text.peoples and units > 1 and word not in repeated:
        return False
    if units == 1:
        return True
    before = text.word(at - 1)
    if word in cues.PARTICLES:
        return True
    if before.startswith("ال"):
        return False
    if word.startswith("ال"):
        return len(word) > 2 and (word in repeated or (word.endswith("ي") and text.ends(at + 1)))
    return word in repeated or (text.ends(at + 1) and not word.endswith("ه") and before not in repeated)


def _body(text: Text, at: int) -> Span | None:
    """A name that a class word begins (`مجلس الأمن الدولي`) or introduces (`صحيفة «الأخبار»`)."""
    found = cues.HEADS_IN_TEXT.get(text.word(at))
    if not found:
        return None
    head, prefix = found
    if head in cues.COLLECTIVES:
        return _collective(text, at, head, prefix)
    kind = "place" if head in cues.LANDMARKS else cues.TYPES[head]
    if text.joined(at + 1, "«") and text.tokens[at + 1].gap == "«":
        return _quoted_body(text, at, head, kind, prefix)
    if head.startswith("ال"):
        end = _adjectives(text, at + 1)
        if end == at + 1:
            return None
        stately = any(i in text.peoples for i in range(at + 1, end))
        whole = text.tokens[at].gap == "«" and _quote_end(text, at) == end
        if head in cues.OF_STATES and not (stately or whole or _named_event(text, at, end, kind)):
            return None
        return Span(at, _tail(text, end), kind, "class word", prefix)
    if prefix == "ال":
        return None
    behind = _idafa(text, at + 1, head)
    if behind is None:
        return None
    end = behind
    if (head in cues.APART or head in cues.FIGHTERS) and end == at + 2:
        if head in cues.APART and text.word(at + 1) in cues.STOPS:
            return None
        return Span(at + 1, end, kind, "class word")
    return Span(at, _tail(text, end), kind, "class word", prefix)


def _named_event(text: Text, at: int, end: int, kind: str) -> bool:
    """الانتخابات البرلمانية is named by its adjective."""
    return kind == "event" and text.word(at).endswith("الانتخابات") and end > at + 1


def _collective(text: Text, at: int, head: str, prefix: str) -> Span | None:
    """المليشيات المسلحة الموالية لإيران: a noun of many with the side it is on."""
    end = _adjectives(text, at + 1)
    if text.word(end) in cues.SIDED and end + 1 in text.places and text.joined(end + 1):
        return Span(at, text.places[end + 1], cues.COLLECTIVES[head], "class word", prefix)
    if text.word(end - 1) in cues.SIDED and end in text.places and text.joined(end):
        return Span(at, text.places[end], cues.COLLECTIVES[head], "class word", prefix)
    return None


def _quoted_body(text: Text, at: int, head: str, kind: str, prefix: str) -> Span | None:
    end = _quote_end(text, at + 1)
    if end is None:
        return None
    if head in cues.APART or head in cues.FIGHTERS or end > at + 2:
        return Span(at + 1, end, kind, "class word and quotes")
    return Span(at, end, kind, "class word and quotes", prefix)


def _quote_end(text: Text, at: int) -> int | None:
    """The token behind a quotation of a few words that is opened before `at`."""
    end = at + 1
    while end < len(text.tokens) and text.joined(end) and end - at < MAX_QUOTED:
        end += 1
    behind = text.folded.text[text.tokens[end - 1].end : text.tokens[end - 1].end + 1]
    return end if behind and behind in QUOTES else None


def _adjectives(text: Text, at: int) -> int:
    """The token behind the adjectives with the article from `at` on: أمريكية, الأعلى, الروسية-الأوكرانية."""
    last = at + MAX_RUN
    while (
        at < last
        and text.joined(at, "-")
        and (
            _NISBA.fullmatch(text.word(at)) or text.word(at) in cues.ADJECTIVES or text.tokens[at].gap == "-"
        )
    ):
        if text.word(at) in cues.DEFINITE_OFFICES:
            break
        at += 1
    return at


def _idafa(text: Text, at: int, head: str) -> int | None:
    """The token behind what a class word without the article governs: `[مجلس] الأمن الدولي`."""
    if not text.joined(at):
        return None
    if at in text.places:
        return _adjectives(text, text.places[at])
    if text.word(at) in cues.PASSING:
        return None
    if head in cues.LANDMARKS and not text.word(at).startswith("ال") and not text.is_stop(at):
        return at + 1  # مضيق هرمز, whatever follows
    end = at
    while (
        end < at + 3 and text.joined(end) and not text.word(end).startswith("ال") and end not in text.places
    ):
        if text.is_stop(end) and not (end == at and text.word(end) in cues.HEADS_IN_TEXT):
            break
        end += 1
    word = text.word(end)
    if cues.TYPES.get(head) in ("agreement", "event") and word.endswith("ين"):
        return None  # اتفاق الوزيرين
    if text.joined(end) and (end in text.places or (word.startswith("ال") and word not in cues.STOPS)):
        if any(text.word(i).endswith("ه") and not text.word(i + 1).startswith("ال") for i in range(at, end)):
            return None
        after = text.places.get(end, end + 1)
        if text.word(after)[:3] == "وال" and head in cues.JOINING and text.joined(after):
            after += 1
        return _adjectives(text, after)
    return at + 1 if end > at and _is_named(text, at, head) else None


def _is_named(text: Text, at: int, head: str) -> bool:
    """Whether the plain word at `at` is the name that a class word introduces: [حزب] الله, [مدينة] صفاقس."""
    if head not in cues.NAMED or text.is_stop(at):
        return False
    return cues.TYPES.get(head) == "place" or not text.word(at).endswith(("ه", "ي", "ين", "ات"))


def _tail(text: Text, at: int) -> int:
    """The token behind `للدعم في ليبيا`, `لحقوق الإنسان`, `ضد «داعش»` after a name."""
    word = text.word(at)
    if not text.joined(at):
        return at
    if word == "ضد":
        quoted = at + 1 < len(text.tokens) and text.tokens[at + 1].gap == "«"
        return at + 2 if quoted else at
    if word.startswith("لل") and len(word) > 4:
        at += 1
        if text.word(at) == "في" and at + 1 in text.places and text.joined(at):
            return text.places[at + 1]
    elif word == "لحقوق" and text.word(at + 1).startswith("ال") and text.joined(at + 1):
        return at + 2
    return at


def _office(text: Text, at: int) -> Span | None:
    """An office from `at` on; without a `cue` where nobody could tell whose it is (وزير الدفاع)."""
    found = cues.OFFICES_IN_TEXT.get(text.word(at))
    if not found or (at and text.word(at - 1) in cues.OFFICES and text.joined(at)):
        return None
    head, prefix = found
    if head.startswith("ال"):
        return _definite_office(text, at, prefix)
    if prefix == "ال":
        return None
    end = at + 1
    while end < at + MAX_RUN and text.word(end) in _OFFICE_WORDS and text.joined(end):
        end += 1
    end, named = _held(text, end)
    return Span(at, end, "office", "office" if named else "", prefix)


_OFFICE_WORDS = frozenset(("امين", "عام", "اعلي", "اول", "رئيس", "عهد"))


def _definite_office(text: Text, at: int, prefix: str) -> Span | None:
    """الرئيس التركي, الأمين العام للأمم المتحدة, القائد الأسبق لـ«فيلق القدس»."""
    end = _adjectives(text, at + 1)
    if text.joined(end) and text.word(end)[:2] == "لل":
        return Span(at, _tail(text, _adjectives(text, end + 1)), "office", "office", prefix)
    behind = end + (text.word(end) in MODIFIER_WORDS)
    if text.word(behind) == "ل" and text.joined(behind) and text.joined(behind + 1, "«"):
        quoted = _quote_end(text, behind + 1)
        return Span(at, quoted, "office", "office", prefix) if quoted else None
    named = end == at + 2 and at + 1 in text.peoples
    return Span(at, end, "office", "office" if named else "", prefix)


def _held(text: Text, at: int) -> tuple[int, bool]:
    """The token behind what an office is of, from `at` on, and whether that names a body or a state."""
    if not text.joined(at, "«"):
        return at, False
    body = _body(text, at)
    if body:
        return _adjectives(text, body.end), True
    if text.tokens[at].gap == "«":
        quoted = _quote_end(text, at)
        return (quoted, True) if quoted else (at, False)
    if at in text.places:
        return text.places[at], True
    end = at
    while end < at + 5 and text.joined(end) and end - 1 not in text.peoples - {at - 1}:
        word = text.word(end)
        definite = word.startswith("ال") or (word.startswith("وال") and end > at)
        opening = end == at and not text.is_stop(end) and text.word(end + 1).startswith("ال")
        if not (definite or opening) or (end > at and word in cues.AFTER_TITLES - cues.ADJECTIVES):
            break
        end += 1
    return end, any(i in text.peoples for i in range(at, end))


def _quoted(text: Text, at: int) -> Iterator[Span]:
    """`«إيكواس»` on its own; not what people are called (بـ«الصديقة») nor what somebody said."""
    if text.tokens[at].gap != "«":
        return
    end = _quote_end(text, at)
    before = text.word(at - 1)
    start = text.tokens[at].start
    opened = text.folded.text[max(0, start - 4) : start].rstrip(QUOTES).endswith((" ", "(", "ل", "و"))
    if end is None or not opened or end - at > 3 or before in ("ب", "سماه", "اسماه", "وصفه", "تسميه"):
        return
    words = [text.word(i) for i in range(at, end)]
    if len(words) == 1 and before in _BEFORE_WORDS:
        return
    if any(w in cues.STOPS for w in words) or at in text.places or at in text.peoples or text.is_stop(at):
        return
    if before in cues.HEADS_IN_TEXT or words[0].endswith(("ات", "ين", "ون")):
        return
    yield Span(at, end, "organisation", "quotes")


def administrations(text: Text, families: set[str]) -> Iterator[Span]:
    """`إدارة بايدن`, where Biden was named before."""
    for at, token in enumerate(text.tokens):
        named = text.joined(at + 1) and text.word(at + 1) in families
        if named and token.text.endswith("اداره") and len(token.text) < 8:
            yield Span(at, at + 2, "organisation", "class word", token.text.removesuffix("اداره"))


_BEFORE_WORDS = frozenset(("الي", "من", "علي", "عن", "في"))  # إلى «محو»: a word that is somebody's, no name


def _listed(text: Text, at: int) -> Iterator[Span]:
    """`في كركوك وديالى ونينوى`: three words in a row without the article are places."""
    if text.word(at) != "في" or not text.joined(at + 1):
        return
    end = at + 2
    while end < at + 2 * MAX_RUN and text.joined(end) and re.fullmatch(r"و(?!ال|في)\w{3,}", text.word(end)):
        end += 1
    words = range(at + 1, end)  # and nothing of the phrase behind them
    if end - at < 4 or text.joined(end):
        return
    if text.word(at + 1).startswith("ال") or any(text.is_stop(i) for i in words):
        return
    for index in words:
        if index not in text.places:
            yield Span(index, index + 1, "place", "list", "" if index == at + 1 else "و")
