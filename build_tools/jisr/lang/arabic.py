"""Arabic (and a little English) as text: digests, sameness, folding for search, sentences.

Everything here is pure. Folding is for matching only: what is published is never folded. The marks and
letters are those of Unicode's Arabic blocks (Standard, chapter 9.2) and what Arabic newsrooms mix them with:
Persian letters from keyboards, presentation forms from PDF files, invisible marks from word processors.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import Literal

WORD = re.compile(r"[^\W_]+")
TATWEEL = "\u0640"
# All that Unicode has programs ignore: soft hyphen, joiners, direction marks, embeddings and isolates, byte
# order mark, variation selectors, letters of other scripts that fill a place without being seen
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff"
)
MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
_LETTER = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff"
_PRESENTATION = "\ufb50-\ufdff\ufe70-\ufefc"

# A space counts only between digits or Latin letters: `7 8` is not `78`; مع ذلك may lose or gain its own.
_IDLE_SPACE = re.compile(r"(?<![0-9A-Za-z٠-٩۰-۹]) | (?![0-9A-Za-z٠-٩۰-۹])")


_LONG = 4000  # characters that no paragraph has: texts of whole articles are not kept


def digest(text: str) -> str:
    """The first 8 hexadecimal digits of SHA-256 (UTF-8) of `text`, white space collapsed and stripped."""
    return _known_digest(text) if len(text) <= _LONG else _digest(text)


@lru_cache(maxsize=1 << 11)  # who saves one paragraph has those of the whole article compared
def _known_digest(text: str) -> str:
    return _digest(text)


def _digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:8]


_UNSEEN = re.compile(f"[{TATWEEL}{INVISIBLE}]+")


def visible_text(text: str) -> str:
    """The visible text: invisible characters removed, in composed form (NFC)."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1 << 11)
def essence(text: str) -> str:
    """`text` without what does not change its meaning: white space, tatweel, invisible marks.

    Vowel marks stay: they tell words apart. White space between two digits or Latin letters stays as one
    space. Two texts with one essence need one translation.
    """
    seen = " ".join(visible_text(text).split())
    # Removing a space can bring combining marks together; normalising puts them in their canonical order.
    return unicodedata.normalize("NFC", _IDLE_SPACE.sub("", seen))


def is_same_text(a: str, b: str) -> bool:
    """Whether `a` and `b` differ at most in white space, tatweel and invisible marks."""
    return a == b or essence(a) == essence(b)


_COUNTED = re.compile(r"[^\W_]")
_ARABIC = re.compile("[\u0600-\u06ff]")


def has_arabic(text: str) -> bool:
    """Whether there is anything Arabic in a text."""
    return _ARABIC.search(text) is not None


def is_mostly_arabic(text: str) -> bool:
    """Whether more than half of the letters are Arabic; a text without any is not."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum("\u0600" <= char <= "\u06ff" for char in letters) > len(letters)


def count_words(text: str) -> int:
    """How many words `text` has: runs between white space that hold a letter or a digit."""
    words = text.split()
    return len(words) - sum(not word[0].isalnum() and not _COUNTED.search(word) for word in words)


def find_from(
    start: re.Pattern[str], whole: re.Pattern[str], text: str, at: int = 0
) -> Iterator[re.Match[str]]:
    """What `whole` finds in a text from `at` on, in order, where every match of it begins with a `start`.

    That is one letter of few, or little more: it passes other words at a fraction of the time.
    """
    while place := start.search(text, at):
        match = whole.match(text, place.start())
        if match:
            yield match
        at = match.end() if match else place.start() + 1


# ---------------------------------------------------------------------------------------------------- folding

_FOLD = str.maketrans(
    "أإآٱٲٳؤئىةکڪیېےھہەۀۃپچڤگژ" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹",
    "اااااا" + "وي" + "يه" + "كك" + "ييي" + "ههههه" + "بجفكز" + "0123456789" + "0123456789",
)
_UNWRITTEN = re.compile(f"[{TATWEEL}{INVISIBLE}{MARKS}]+")
_UNEVEN = re.compile(f"{_UNWRITTEN.pattern}|[{_PRESENTATION}]|ة(?=[{_LETTER}])")
_MAY_BE_UNEVEN = re.compile(f"[{TATWEEL}{INVISIBLE}{MARKS}{_PRESENTATION}ة]")
_FOLD_LATIN = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ’ʼ‘`´", "abcdefghijklmnopqrstuvwxyz" + "'" * 5)
_DOTTED = re.compile(r"[A-Z]\.[A-Z]")
_UNEVEN_LATIN = re.compile(
    rf"(?P<possessive>(?<=\w)['’ʼ‘](?=[sS]\b))|(?<=\w)['’ʼ‘`´](?=\w)|[ʿʾʻ\u0300-\u036f{INVISIBLE}]+"
    r"|(?<=\b[A-Z])\.(?=[A-Z]\b)|[À-ÖØ-öø-ž\u1e00-\u1eff]"
)
_MAY_BE_UNEVEN_LATIN = re.compile(f"['’ʼ‘`´.ʿʾʻ\u0300-\u036f{INVISIBLE}À-ÖØ-öø-ž\u1e00-\u1eff]")
# عبدالفتاح, أبوظبي, نصرالله, نورالدين and خانيونس are two words each, however they are written (but not
# أبوتهم, their fatherhood, nor والله, by God, and والدين, parents)
_JOINED = re.compile(
    r"(عبد)(?=ال[ء-ي]{2}|ربه)|^[وفبل]?(اب[وا])(?=(?:[^اتيهكن]|ال[ء-ي]|ا[^لبق])[ء-ي]{2})"
    r"|^(?![وف]?(?:[وبكلت]|ال)الله)([ء-ي]{2,})(?=الله$)|^(?!ال|[وف]?[وبكل]?ال)(عز|[ء-ي]{2,}[^و])(?=الدين$)"
    r"|^[وفبل]?(خان|كفر|دير|بور)(?=(?:يونس|نبل|زيتا|بطنا|تخاريم|سوسه|قاسم|شوبا|الزور|حافر|سعيد)$)"
)
_TRAILING = re.compile(f"[{MARKS}]*")


@dataclass(frozen=True)
class Folded:
    """A text folded for matching, and the way back: `text` may be shorter or longer than `original`."""

    text: str
    original: str
    _starts: Sequence[int] = ()
    _shifts: Sequence[int] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, taken apart once for all that look for words in it."""
        return frozenset(WORD.findall(self.text))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in `original`, in characters, of `text[start:end]`, with the marks on its last letter."""
        if not self._starts:
            return start, end
        first = self._back(start)
        last = self._back(end - 1) + 1 if end > start else first
        match = _TRAILING.match(self.original, last)
        return first, match.end() if match and end > start else last

    def _back(self, index: int) -> int:
        at = bisect_right(self._starts, index)
        return index + (self._shifts[at - 1] if at else 0)


@lru_cache(maxsize=1 << 8)  # names, dates and checks look at one article after the other
def fold(text: str) -> Folded:
    """`text` for matching: one letter for all hamza forms on a seat, for ى/ي, for ة/ه, for Persian letters.

    Vowel marks, tatweel and invisible marks are dropped, presentation forms and ligatures (ﻻ) opened,
    Arabic-Indic digits made ASCII; a word that ة ends is cut off from the next, where the space was
    forgotten. Latin letters keep their case.
    """
    return _fold_with_offsets(text, find_from(_MAY_BE_UNEVEN, _UNEVEN, text), _opened, _FOLD)


def split_joined_name(word: str) -> str:
    """A folded word, split where names are often joined: عبدالله becomes عبد الله."""
    return _JOINED.sub(r"\1\2\3\4\5 ", word)


@lru_cache(maxsize=1 << 8)
def fold_latin(text: str) -> Folded:
    """English `text` for matching: lower case, no accents, no ʿayn or apostrophe within a word, U.S. as us.

    The s of a possessive becomes a word of its own.
    """
    if text.isascii() and "'" not in text and not _DOTTED.search(text):
        return Folded(text.lower(), text)
    uneven = find_from(_MAY_BE_UNEVEN_LATIN, _UNEVEN_LATIN, text)
    return _fold_with_offsets(text, uneven, _opened_latin, _FOLD_LATIN)


def _opened(match: re.Match[str]) -> str:
    if match[0] == "ة":
        return "ه "
    return _UNWRITTEN.sub("", unicodedata.normalize("NFKC", match[0]))


def _opened_latin(match: re.Match[str]) -> str:
    if match.lastgroup == "possessive":
        return " "
    return "".join(
        c for c in unicodedata.normalize("NFKD", match[0]) if c.isalnum() and c not in "ʿʾʻ"
    ).lower()


def _fold_with_offsets(
    text: str,
    uneven: Iterable[re.Match[str]],
    opened: Callable[[re.Match[str]], str],
    table: dict[int, int],
) -> Folded:
    """`text` with `uneven` places opened and the rest translated letter by letter, and the way back."""
    starts: list[int] = []
    shifts: list[int] = []
    pieces: list[str] = []
    done = length = 0
    for match in uneven:
        pieces.append(text[done : match.start()])
        length += match.start() - done
        done = match.end()
        new = opened(match)
        if len(new) > 1:  # every letter of an opened ligature maps back to the position of the ligature
            starts.extend(range(length + 1, length + len(new)))
            shifts.extend(match.start() - at for at in range(length + 1, length + len(new)))
        pieces.append(new)
        length += len(new)
        if len(new) != done - match.start():
            starts.append(length)
            shifts.append(done - length)
    if not done:
        return Folded(text.translate(table), text)
    pieces.append(text[done:])
    return Folded("".join(pieces).translate(table), text, starts, shifts)


# -------------------------------------------------------------------------------------------------- sentences

_CLOSERS = "\"'”“»’›)\\]}"
_OPENERS = "\"'“”«‘‹(\\[{"

# A run of full stops and the like, what closes after it, and then white space, the end, or (the space
# forgotten) an Arabic word right behind it. The lookbehind keeps a line of a million dots linear.
_STOP = rf"(?<![.؟?!…۔])(?P<stop>[.؟?!…۔]+)(?P<close>[{_CLOSERS}]*)"
_MAY_END = re.compile(r"[.؟?!…۔\n]")
_AR_END = re.compile(rf"{_STOP}(?:(?P<gap>\s+)|$|(?<=[.؟!])(?=[{_LETTER}]{{2}}))|\n\s*")
_AR_ABBREVIATION = re.compile(
    rf"(?:(?<![\w{MARKS}])(?:[{_LETTER}]\.)*[{_LETTER}]|(?<![\w.])(?:[A-Z]\.)*[A-Z]"
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|vs)|(?:^|\n)\s{0,4}\d{1,3})$"
)
_AR_ERA = re.compile(r"\d\s*(?:م|ه|هـ|ق\.?\s?م)$")  # after a year, the letter is no initial of a name
_AR_GOES_ON = re.compile(
    rf"[{_OPENERS}]*(?:[،؛:,;]|[a-z]|[وف]?(?:أن|إن|أنّ|إنّ|ثم|أو|بل|لكن|حتى|التي|الذي|الذين)\b)"
)
_AR_SAID = re.compile(
    r"(?:[،؛:,;–—-]|(?:ثم|قال|قالت|يقول|تقول|سأل|سألت|تساءل|تساءلت|أضاف|أضافت|أجاب|صاح|هتف)\b)"
)

_BEFORE_STOP = 12  # characters: as long as every abbreviation, and few enough to stay linear

_EN_END = re.compile(rf"{_STOP}(?:(?P<gap>\s+)|$)|\n\s*")
_EN_FOLLOWING = re.compile(rf"[{_OPENERS}]*(.?)")
_EN_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Cmdr|Gov|Sen|Rep|Rev|Hon|Pres|Amb|Mt|Ft"
    r"|No|Nos|vs|viz|cf|e\.g|i\.e|al|p|pp|ch|art|vol|ed|eds|fig|approx|ca)$"
    r"|(?:^|\n)\s{0,4}\d{1,3}$"
)
_EN_ABBREVIATION = re.compile(
    r"(?:\b[A-Za-z]\.)+[A-Za-z]$|(?<![\w.])[A-Z]$"
    r"|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|Corp|etc|dept|a\.m|p\.m)$"
)
_EN_STARTER = re.compile(
    rf"[{_OPENERS}]*(?:The|This|That|These|Those|It|He|She|They|We|In|On|At|But|And|However|For|As|When|While|If|A|An|There|Its|His)\b"
)


def split_sentences(text: str, lang: Literal["ar", "en"] = "ar") -> list[str]:
    """The sentences of `text` with the white space behind each, so that `"".join` gives `text` back.

    Arabic ends at . ؟ ! … and line ends, never at ،; not after initials (د. أ.د. J.), in 3.5, or at an
    ellipsis that the sentence goes on after. Closing quotes and brackets stay with their sentence.
    """
    end, is_end = (_AR_END, _ar_ends) if lang == "ar" else (_EN_END, _en_ends)
    ends = (m.end() for m in find_from(_MAY_END, end, text) if "\n" in m[0] or is_end(text, m))
    cuts = [0, *ends, len(text)]
    pieces = [text[a:b] for a, b in pairwise(cuts) if a < b]
    if len(pieces) > 1 and not pieces[0].strip():  # white space at the start belongs to the first sentence
        pieces[:2] = [pieces[0] + pieces[1]]
    return pieces


def sentence_spans(text: str, lang: Literal["ar", "en"] = "ar") -> list[tuple[int, int]]:
    """Each sentence in `text`, (start, end) in characters, without space around; blank ones are none."""
    return list(_spans(text, lang))


@lru_cache(maxsize=256)  # one text is asked about for its pages, and for each of its names and dates in turn
def _spans(text: str, lang: Literal["ar", "en"]) -> Sequence[tuple[int, int]]:
    spans = []
    start = 0
    for piece in split_sentences(text, lang):
        bare = piece.strip()
        if bare:
            first = start + piece.index(bare)
            spans.append((first, first + len(bare)))
        start += len(piece)
    return spans


def sentence_around(text: str, start: int, end: int, lang: Literal["ar", "en"] = "ar") -> tuple[int, int]:
    """The span of the sentence around `text[start:end]`, or of all sentences that it overlaps."""
    spans = _spans(text, lang)
    first = bisect_right(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, end, key=lambda span: span[0]) - 1
    return (spans[first][0], spans[last][1]) if first <= last else (start, end)


def _ar_ends(text: str, match: re.Match[str]) -> bool:
    stop, close, gap = match["stop"], match["close"], match["gap"]
    if match.end() == len(text):
        return True
    before = (max(0, match.start() - _BEFORE_STOP), match.start())
    if (
        (stop, close) == (".", "")
        and _AR_ABBREVIATION.search(text, *before)
        and not _AR_ERA.search(text, *before)
    ):
        return False
    if gap is None and stop != ".":  # a stop without a space behind it: wait…what, أم؟لا
        return "؟" in stop or "!" in stop
    if "…" in stop or ".." in stop:
        return not _AR_GOES_ON.match(text, match.end())
    return not (close and _AR_SAID.match(text, match.end()))


def _en_ends(text: str, match: re.Match[str]) -> bool:
    after = match.end()
    if after == len(text):
        return True
    following = _EN_FOLLOWING.match(text, after)
    if following and (following[1].islower() or following[1] in "–—,;:"):
        return False
    if match["stop"] != "." or match["close"]:
        return True
    before = (max(0, match.start() - _BEFORE_STOP), match.start())
    if _EN_TITLE.search(text, *before):
        return False
    return not _EN_ABBREVIATION.search(text, *before) or bool(_EN_STARTER.match(text, after))
