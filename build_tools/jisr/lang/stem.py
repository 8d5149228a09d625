"""Words as search sees them: a light stemmer for Arabic and for English.

A word and the same word with any clitic must have one stem; what the stem looks like is no matter. The
Arabic part is in the spirit of Light10 (Larkey, Ballesteros & Connell, "Improving stemming for Arabic
information retrieval", SIGIR 2002; "Light stemming for Arabic information retrieval", 2007), but takes
clitics off until none is left: stripping at most one, as Light10 does, gives وزير (minister), والوزير and
ووزير three stems. What that would mutilate stands in `stem.json`. The English part takes off inflections
only: possessives, plurals, -ed and -ing by steps 1 and 5a of Porter ("An algorithm for suffix stripping",
Program 14, 1980), so that "militarily" and "military" stay apart.

Particles (في in, أنه that it, the) are listed there too, and their stems end in a mark that no word has: what
is left of وفيات (deaths) or "noted" is never one of them. They are compared as they are written, for only
the hamza tells إلى (to) from آلي (automatic).

`overrides/assets/javascripts/stems.js` is the same program; `tests/lang/test_stem.py` holds the two together.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from itertools import chain
from typing import Any, NamedTuple

from jisr.lang.arabic import fold, split_joined_name

RULES = "lang/stem.json"
"""The package's file of exceptions, which the browser reads too."""

# Marks and invisible characters belong to the word they stand in; tatweel is a letter to Unicode.
_MARK = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff"
    "\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f"
)
_WORD = re.compile(
    r"(?:(?<![^\W_])[A-Za-z]\.){2,}"  # U.S.
    r"|(?<!\d)\d{1,3}(?:[,٬]\d{3})+(?!\d)"  # 1,250 and ١٬٢٥٠
    rf"|[^\W_]+(?:[{_MARK}]+[^\W_]*)*(?:['’ʼ](?:[^\W\d_]|[{_MARK}])+)*"
)
_PIECE = re.compile(r"\d+|[ء-ي]+|[^\W\dء-ي_]+")
_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_LINK = re.compile(r"[.,٬'’ʼ]")
# مسئول is the older spelling of مسؤول (responsible), but لاجئون (refugees) is لاجئ and an ending.
_OLD_HAMZA = re.compile("[ئء](?=\u0648)(?!ون(?![ء-ي]))")

_PRONOUNS = ("ها", "هم", "هن", "كم", "نا")
_ENDINGS = (*_PRONOUNS, "ات", "ون", "ين", "ان")
_END_LETTERS = frozenset("هيتاونء")
_ROOT_N = re.compile("[^اوي]ن$")  # أعلن (announced) is not أعل; only ـان, ـون and ـين are endings
_LOOSE_LETTERS = frozenset("هيتاو")
_PROCLITICS = frozenset("وفبكل")
_INFLECTION = re.compile("ء?ي?(?:ه|ت[اي]?|ه?ات|ت?ين|ت?ان|ون|[اوي])?(?:ها|هما?|هن|كم|نا|[هي])?")
_ATTACHED = (*_PRONOUNS, "ه", "ك", "هما")
_UNSEEN = re.compile(f"[{_MARK}ـ]+")
_HAMZA = str.maketrans("أإآ", "ااا")


class StemmedWord(NamedTuple):
    """A word of a text: its place, and one stem for each of its parts (`7و8` has three)."""

    start: int
    end: int
    stems: tuple[str, ...]


def tokenise(text: str) -> Iterator[StemmedWord]:
    """The words of `text` in order; quotation marks, brackets and hyphens are never part of one."""
    for match in _WORD.finditer(text):
        parts = stem_parts(match[0])
        if parts:
            yield StemmedWord(*match.span(), parts)


def stems_of(text: str) -> list[str]:
    """The stems of all words of `text` in order, without their places."""
    return [*chain.from_iterable(map(_stems_between_spaces, text.split()))]


@lru_cache(maxsize=1 << 13)
def _stems_between_spaces(text: str) -> tuple[str, ...]:
    """The stems of what has no space, which is no part of a word: most of it stands in many texts."""
    return tuple(one for word in _WORD.findall(text) for one in stem_parts(word))


@lru_cache(maxsize=1 << 16)
def stem_parts(word: str) -> tuple[str, ...]:
    """The stems of one word as `tokenise` cuts it: its Arabic, Latin and numeric parts in order."""
    bare = _LINK.sub("", _POSSESSIVE.sub("", word))
    if particle := _particle(_UNSEEN.sub("", unicodedata.normalize("NFKC", bare))):
        return (particle,)
    return tuple(stem(piece) for piece in _PIECE.findall(split_joined_name(normalise(bare))))


def normalise(text: str) -> str:
    """`text` folded for search: as `arabic.fold`, and without accents, capitals and the older hamza."""
    text = _OLD_HAMZA.sub("ؤ", unicodedata.normalize("NFC", text))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] != "M")
    return fold(text).text.lower()


def stem(word: str) -> str:
    """The stem of a normalised word of one script; numbers are their own."""
    if "ء" <= word[0] <= "ي":
        return stem_arabic(word)
    return word if word[0].isdigit() else stem_english(word)


# ------------------------------------------------------------------------------------------------ particles


@cache
def _particles(kind: str) -> Mapping[str, str]:
    """Particles as they are written → their stems; `بعد-` stands for the word with each pronoun (بعدها)."""
    found: dict[str, str] = {}
    for line in _load_rules()["particles"][kind]:
        first, *others = line.split()
        for word in (first, *others):
            owned = word.endswith("-")
            forms = [word[:-1] + pronoun for pronoun in _ATTACHED] if owned else [word]
            for form in (*forms, *(form.translate(_HAMZA) for form in forms)):
                found.setdefault(form, first.rstrip("-").translate(_HAMZA) + _CLOSED)
    for word in _load_rules()["particles"]["words"]:
        found.pop(word, None)
    return found


_CLOSED = "."
"""Ends the stem of a particle. No other stem has it."""


def _particle(word: str) -> str:
    """The stem of a particle, with و or ف before it, and before some ب, ك or ل; "" for any other word.

    Acronyms are none: WHO is not who.
    """
    if word.isascii():
        return "" if len(word) > 1 and word.isupper() else _particles("english").get(word.lower(), "")
    if word in _load_rules()["particles"]["words"]:
        return ""
    plain, led = _particles("plain"), _particles("led")
    for rest in (word, word[1:] if word[0] in "وف" else ""):
        found = plain.get(rest) or led.get(rest)
        if not found and rest[:1] and rest[0] in "بكل":
            found = led.get("ال" + rest[2:] if rest.startswith("لل") else rest[1:])
        if found:
            return found
    return ""


@cache
def _load_rules() -> Any:
    return json.loads(resources.files("jisr").joinpath(RULES).read_text("utf-8"))


# --------------------------------------------------------------------------------------------------- Arabic


@cache
def _listed_forms() -> Mapping[str, str]:
    """Forms with a stem of their own; the first on a line is the stem of all.

    `لغت-` is one only before an ending, as ة is written there: لغتها (its language), but بلغت (reached).
    """
    return {form: line.split()[0] for line in _load_rules()["forms"] for form in line.split()}


@cache
def _whole_words() -> frozenset[str]:
    """Words whose first letter only looks like a clitic, without a ta marbuta or hamza at the end."""
    return frozenset(re.sub("[هء]$", "", word) for line in _load_rules()["whole"] for word in line.split())


def stem_arabic(word: str) -> str:
    """The stem of a normalised Arabic word: clitics off from the left for as long as something is left."""
    while True:
        core, form = _strip_endings(word)
        rest = "" if form else _strip_proclitic(word)
        if not rest or (_is_whole(word) and not _hides_form(rest)):
            return core
        word = rest


def _hides_form(word: str) -> bool:
    """Whether a listed form stands behind clitics, as كيان does in فلكيان, which is no form of فلك."""
    while word:
        if len(_strip_endings(word)[1]) > 3:
            return True
        word = _strip_proclitic(word)
    return False


def _is_whole(word: str) -> bool:
    """Whether `word` is a listed one with an ending that it can have: وزارتها, but not لمستوى for لمس."""
    return any(
        word[:end] in _whole_words() and _INFLECTION.fullmatch(word, end)
        for end in range(len(word), max(2, len(word) - 6), -1)
    )


def _strip_endings(word: str) -> tuple[str, str]:
    """`word` without its endings and "", or the stem of the listed form that was met, and that form.

    A form must be met by an ending that it can have: بنتنياهو is no form of بنت, واليونان none of والي.
    """
    forms = _listed_forms()
    rest = word
    while not (found := _listed_stem(word, rest)):
        # قانونا is قانون + ا and not قانو + نا: an ending that leaves a listed word is preferred
        if len(rest) >= 5 and rest.endswith(_ENDINGS) and not (rest[-2:] == "نا" and rest[:-1] in forms):
            rest = rest[:-2]
        elif len(rest) >= 4 and rest[-1] in _END_LETTERS and not _ROOT_N.search(rest):
            rest = rest[:-1]
        else:
            return rest, ""
    return found, rest


def _listed_stem(word: str, rest: str) -> str:
    """The stem of the listed form that `rest` is, with which `word` begins; "" for none.

    The article may be all that a short form is known by: الفتاة (the girl) has no form of ألف (thousand).
    """
    if rest != word and len(rest) == 3 and rest.startswith("ال"):
        return ""
    forms = _listed_forms()
    found = (forms.get(f"{rest}-") if rest != word else "") or forms.get(rest, "")
    return found if _INFLECTION.fullmatch(word, len(rest)) else ""


def _strip_proclitic(word: str) -> str:
    """`word` without its first clitic, or "" where what is left would be no word.

    What counts is what is left without a pronoun: بيته (his house) is not ب and يته.
    """
    if word.startswith("ال") and len(word) >= 4:
        return word[2:]
    if word[0] not in _PROCLITICS or len(word) < 4:
        return ""
    rest = word[1:]
    if word.startswith("لل") and _strip_endings(word[2:])[1]:  # للبنت is للـ and بنت, and not لبن
        return word[2:]
    if _strip_endings(rest)[1] or _is_whole(rest):
        return rest
    if word.startswith("لل"):  # لل is ل and ال, and swallows the ل of a word: للجنة
        return word[2:]
    bare = rest[:-2] if rest.endswith(_PRONOUNS) else rest[:-1] if rest[-1] in _LOOSE_LETTERS else rest
    return rest if len(bare) >= 3 else ""


# -------------------------------------------------------------------------------------------------- English

_VOWEL = re.compile("[aeiouy]")
_DOUBLE = re.compile(r"([^aeiouylsz])\1$")
_SHORT = re.compile("[aeiou][^aeiou]|[^aeiou]+[aeiouy][^aeiouwxy]")


def stem_english(word: str) -> str:
    """The stem of a word in Latin lower-case letters, without its inflection."""
    if len(word) <= 3:
        return word
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sis", "ses")) and len(word) >= 5:  # crisis, crises
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("eed"):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 2 and _VOWEL.search(rest):
            word = rest[:-1] if len(rest) > 3 and _DOUBLE.search(rest) else rest
            if _SHORT.fullmatch(rest):  # noted gives note and not `not`; used gives use and not `us`
                word = rest + "e"
            break
    if len(word) > 3 and word.endswith("e") and not _SHORT.fullmatch(word[:-1]):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y"):
        word = word[:-1] + "i"
    return word
