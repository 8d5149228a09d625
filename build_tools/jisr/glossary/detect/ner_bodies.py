"""Spans of Arabic text that are bodies, offices, places, events: by class words, quotation marks, lists."""

import re
from collections.abc import Iterator

from jisr.glossary.detect import cues
from jisr.glossary.detect.tokens import MAX_RUN, NameSpan, TokenisedBlock
from jisr.glossary.match.arabic_words import GIVEN_WORDS, MODIFIER_WORDS, NISBA
from jisr.glossary.match.trie import QUOTES

MAX_QUOTED = 5  # words of a quoted name; longer ones are what somebody said


def match_body(text: TokenisedBlock, at: int) -> NameSpan | None:
    """A name that a class word begins (`مجلس الأمن الدولي`) or introduces (`صحيفة «الأخبار»`)."""
    found = cues.HEADS_IN_TEXT.get(text.word(at))
    if not found or text.places.get(at, 0) > at + 2:  # منظمة هيومن رايتس ووتش is known as a whole
        return None
    head, prefix = found
    if head in cues.COLLECTIVES:
        return _collective(text, at, head, prefix)
    kind = "place" if head in cues.LANDMARKS else cues.TYPES[head]
    if text.joined(at + 1, "«") and text.tokens[at + 1].gap == "«":
        return _quoted_body(text, at, head, kind, prefix)
    if head.startswith("ال"):
        end = _adjectives_end(text, at + 1)
        if end == at + 1:
            return None
        stately = any(i in text.peoples for i in range(at + 1, end))
        stately |= kind == "organisation" and text.word(end)[:2] == "لل" and _tail_end(text, end) > end
        whole = text.tokens[at].gap == "«" and _quote_end(text, at) == end
        if head in cues.OF_STATES and not (stately or whole or _named_event(text, at, end, kind)):
            return None
        return NameSpan(at, _tail_end(text, end), kind, "class word", prefix)
    if prefix == "ال":
        return None
    behind = _idafa_end(text, at + 1, head)
    if behind is None:
        return None
    end = behind
    if head in cues.APART and kind == "place":  # بلدة اللطامنة السورية: what country it is in is no part
        end = next((i + 1 for i in range(end - 1, at, -1) if i not in text.peoples), end)
    whole = end == at + 2 or (text.word(at + 1) in cues.OF_PLACES and end == at + 3)
    if (head in cues.APART or head in cues.FIGHTERS) and whole:
        if head in cues.APART and text.word(at + 1) in cues.STOPS:
            return None
        return NameSpan(at + 1, end, kind, "class word")
    return NameSpan(at, _tail_end(text, end), kind, "class word", prefix)


def _named_event(text: TokenisedBlock, at: int, end: int, kind: str) -> bool:
    """الانتخابات البرلمانية is named by its adjective."""
    return kind == "event" and text.word(at).endswith("الانتخابات") and end > at + 1


def _collective(text: TokenisedBlock, at: int, head: str, prefix: str) -> NameSpan | None:
    """المليشيات المسلحة الموالية لإيران: a noun of many with the side it is on."""
    end = _adjectives_end(text, at + 1)
    if text.word(end) in cues.SIDED and end + 1 in text.places and text.joined(end + 1):
        return NameSpan(at, text.places[end + 1], cues.COLLECTIVES[head], "class word", prefix)
    if text.word(end - 1) in cues.SIDED and end in text.places and text.joined(end):
        return NameSpan(at, text.places[end], cues.COLLECTIVES[head], "class word", prefix)
    return None


def _quoted_body(text: TokenisedBlock, at: int, head: str, kind: str, prefix: str) -> NameSpan | None:
    end = _quote_end(text, at + 1)
    if end is None or text.word(at + 1) in _DENIALS:  # الاتفاق «ليس مشروطاً» ("is not conditional")
        return None
    if head in cues.APART or head in cues.FIGHTERS or end > at + 2:
        return NameSpan(at + 1, end, kind, "class word and quotes")
    return NameSpan(at, end, kind, "class word and quotes", prefix)


def _quote_end(text: TokenisedBlock, at: int) -> int | None:
    """The token behind a quotation of a few words that is opened before `at`."""
    end = at + 1
    while end < len(text.tokens) and text.joined(end) and end - at < MAX_QUOTED:
        end += 1
    behind = text.folded.text[text.tokens[end - 1].end : text.tokens[end - 1].end + 1]
    return end if behind and behind in QUOTES else None


def _adjectives_end(text: TokenisedBlock, at: int) -> int:
    """The token behind the adjectives with the article from `at` on: أمريكية, الأعلى, الروسية-الأوكرانية."""
    last = at + MAX_RUN
    while (
        at < last
        and text.joined(at, "-")
        and (NISBA.fullmatch(text.word(at)) or text.word(at) in cues.ADJECTIVES or text.tokens[at].gap == "-")
    ):
        if text.word(at) in cues.DEFINITE_OFFICES:
            break
        at += 1
    return at


def _idafa_end(text: TokenisedBlock, at: int, head: str) -> int | None:
    """The token behind what a class word without the article governs: `[مجلس] الأمن الدولي`."""
    if not text.joined(at):
        return None
    if at in text.places:
        return _adjectives_end(text, text.places[at])
    if text.word(at) in cues.PASSING:
        return None
    if head in cues.LANDMARKS and not text.word(at).startswith("ال") and not text.is_stop(at):
        return _name_end(text, at)  # مضيق هرمز, مطار أم جرس
    if _is_somebodys(text, at) or (head in cues.PLACED and text.word(at) in cues.GENERIC):
        return None
    end = at
    while (
        end < at + 3 and text.joined(end) and not text.word(end).startswith("ال") and end not in text.places
    ):
        if text.is_stop(end) and not (end == at and text.word(end) in cues.HEADS_IN_TEXT):
            break
        end += 1
    return _governed_end(text, at, end, head)


def _governed_end(text: TokenisedBlock, at: int, end: int, head: str) -> int | None:
    """The token behind what a class word governs, whose plain words from `at` on end before `end`."""
    word = text.word(end)
    if cues.TYPES.get(head) in ("agreement", "event") and word.endswith("ين"):
        return None  # اتفاق الوزيرين
    if end > at and end in text.places and word[:1] == "و":  # حركة فتح وحماس
        return end if _is_named(text, at, head) else None
    if text.joined(end) and (end in text.places or (word.startswith("ال") and word not in cues.STOPS)):
        if any(text.word(i).endswith("ه") and not text.word(i + 1).startswith("ال") for i in range(at, end)):
            return None
        after = text.places.get(end, end + 1)
        if text.word(after)[:3] == "وال" and head in cues.JOINING and text.joined(after):
            after += 1
        return _adjectives_end(text, after)
    return _name_end(text, at) if end > at and _is_named(text, at, head) else None


def _name_end(text: TokenisedBlock, at: int) -> int:
    """The token behind a name that begins at `at`: of two words where the first is one like خان or أم."""
    begins = text.word(at) in cues.OF_PLACES or text.word(at) in cues.PARTICLES
    return at + 1 + (begins and text.joined(at + 1) and not text.is_stop(at + 1))


def _is_somebodys(text: TokenisedBlock, at: int) -> bool:
    """حكومة نجيب ميقاتي: a person's, who is found by the first name."""
    is_given = text.word(at) in GIVEN_WORDS or (
        text.word(at) in cues.GIVEN_OR_NOT and text.word(at + 1).startswith("ال")
    )
    return is_given and text.joined(at + 1) and not text.is_stop(at + 1)


def _is_named(text: TokenisedBlock, at: int, head: str) -> bool:
    """Whether the plain word at `at` is the name that a class word introduces: [حزب] الله, [مدينة] صفاقس."""
    if head not in cues.NAMED or (text.is_stop(at) and text.word(at) not in cues.LANDMARKS):
        return False
    return cues.TYPES.get(head) == "place" or not text.word(at).endswith(("ه", "ي", "ين", "ات"))


def _tail_end(text: TokenisedBlock, at: int) -> int:
    """The token behind `للدعم في ليبيا`, `للأمم المتحدة لشؤون اللاجئين`, `ضد «داعش»` after a name."""
    word = text.word(at)
    if not text.joined(at):
        return at
    if word == "ضد":
        quoted = at + 1 < len(text.tokens) and text.tokens[at + 1].gap == "«"
        return at + 2 if quoted else at
    if word.startswith("لل") and len(word) > 4:
        at = max(text.places.get(at, 0), _adjectives_end(text, at + 1))
        if text.word(at) == "في" and at + 1 in text.places and text.joined(at):
            return text.places[at + 1]
    if text.word(at) in cues.PURPOSES and text.word(at + 1).startswith("ال") and text.joined(at + 1):
        return _adjectives_end(text, at + 2) if text.joined(at) else at
    return at


def match_office(text: TokenisedBlock, at: int) -> NameSpan | None:
    """An office that begins at `at`; without a `cue` if nothing says whose it is (وزير الدفاع)."""
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
    end, named = _office_complement_end(text, end)
    return NameSpan(at, end, "office", "office" if named else "", prefix)


_OFFICE_WORDS = frozenset(("امين", "عام", "اعلي", "اول", "رئيس", "عهد"))


def _definite_office(text: TokenisedBlock, at: int, prefix: str) -> NameSpan | None:
    """الرئيس التركي, الأمين العام للأمم المتحدة, القائد الأسبق لـ«فيلق القدس»."""
    end = _adjectives_end(text, at + 1)
    if text.joined(end) and text.word(end)[:2] == "لل":
        return NameSpan(at, _tail_end(text, _adjectives_end(text, end + 1)), "office", "office", prefix)
    behind = end + (text.word(end) in MODIFIER_WORDS)
    if text.word(behind) == "ل" and text.joined(behind) and text.joined(behind + 1, "«"):
        quoted = _quote_end(text, behind + 1)
        return NameSpan(at, quoted, "office", "office", prefix) if quoted else None
    named = end == at + 2 and at + 1 in text.peoples
    return NameSpan(at, end, "office", "office" if named else "", prefix)


def _office_complement_end(text: TokenisedBlock, at: int) -> tuple[int, bool]:
    """The token behind what an office is of, from `at` on, and whether that names a body or a state."""
    if not text.joined(at, "«"):
        return at, False
    held = match_body(text, at)
    if held:
        return _adjectives_end(text, held.end), True
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


def match_quoted_names(text: TokenisedBlock, at: int) -> Iterator[NameSpan]:
    """`«إيكواس»` on its own; not what people are called (بـ«الصديقة») nor what somebody said."""
    if text.tokens[at].gap != "«":
        return
    end = _quote_end(text, at)
    before = text.word(at - 1)
    if before in cues.TITLED_IN_TEXT:
        return
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
    yield NameSpan(at, end, "organisation", "quotes")


def match_administrations(text: TokenisedBlock, families: set[str]) -> Iterator[NameSpan]:
    """`إدارة بايدن`, where Biden was named before."""
    for at, token in enumerate(text.tokens):
        named = text.joined(at + 1) and text.word(at + 1) in families
        if named and token.text.endswith("اداره") and len(token.text) < 8:
            yield NameSpan(at, at + 2, "organisation", "class word", token.text.removesuffix("اداره"))


_DENIALS = frozenset(("ليس", "ليست", "لم", "لن", "لا"))
_BEFORE_WORDS = frozenset(("الي", "من", "علي", "عن", "في"))  # a quoted word behind them is no name: إلى «محو»


def match_places_beside(text: TokenisedBlock, at: int) -> Iterator[NameSpan]:
    """`في سقطرى وميون،`: what stands beside a city that is known, and ends the phrase with it."""
    known = text.named.get(at)
    if known is None or known[1].type != "place" or not text.joined(known[0]):
        return
    at = known[0]
    word = text.word(at)
    if not text.ends(at + 1) or len(word) < 4 or word[0] != "و" or text.is_stop(at) or at in text.places:
        return
    if word[1:] in cues.GENERIC or word.endswith(("ها", "هم", "هما", "ات", "ين", "ون")) or word[1] in "يتسن":
        return
    yield NameSpan(at, at + 1, "place", "list", "و")


def match_listed_places(text: TokenisedBlock, at: int) -> Iterator[NameSpan]:
    """`في كركوك وديالى ونينوى`: three words in a row without the article are places."""
    if text.word(at) != "في" or not text.joined(at + 1):
        return
    end = at + 2
    while end < at + 2 * MAX_RUN and text.joined(end) and re.fullmatch(r"و(?!ال|في)\w{3,}", text.word(end)):
        end += 1
    words = range(at + 1, end)  # not if the phrase goes on behind them
    if end - at < 4 or text.joined(end):
        return
    if text.word(at + 1).startswith("ال") or any(text.is_stop(i) for i in words):
        return
    for index in words:
        if index not in text.places:
            yield NameSpan(index, index + 1, "place", "list", "" if index == at + 1 else "و")
