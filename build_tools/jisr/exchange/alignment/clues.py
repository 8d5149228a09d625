"""What a text says in any language: its numbers, dates, names, addresses and everyday words, as clues.

A clue is a short string that an Arabic text and its English give alike: "n2017", "month3", "SY",
"place-Idlib", "~ltmn" (the consonants of a name: اللطامنة, Lataminah), "_attack" (a word that the list beside
knows). Alone none proves anything; many shared ones do, and rare ones more than common ones.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from jisr.glossary import Matcher
from jisr.glossary.match.gazetteer import gazetteer_actors
from jisr.glossary.match.peoples import find_peoples
from jisr.lang.arabic import fold
from jisr.lang.dates import calendars
from jisr.lang.numbers import arabic_numbers, english_numbers
from jisr.lang.numbers.number import Number
from jisr.lang.stem import tokenise
from jisr.lang.word_lists import read_word_lists
from jisr.model.glossary import Actor
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang

Clues = frozenset[str]

_ADDRESS = re.compile(r"\]\(<?(?P<to>[^()\s<>]+)|(?P<bare>https?://[^\s()<>\]]+)")
_TAG = re.compile(r"<[A-Za-z][\w-]*\s[^<>]{2,400}>")  # of a chart or a frame, which nobody translates
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_ARABIC_WORD = re.compile("[ء-ي]{3,}")
_CAPITALISED = re.compile(r"\b[A-Z][a-z'’-]+[a-z]\b")
_LEAST = 3  # consonants of a name: fewer are any word's
_LONG = 4  # letters of a word that says something

_SOUNDS = str.maketrans(
    {
        **dict(zip("بتثجحخدذرزسشصضطظغفقكلمنهپچڤگ", "btTjhXddrzsSsdtzgfkklmnhbSfg", strict=True)),
        **dict.fromkeys("اويىءةعئؤأإآ", ""),
    }
)
_PAIRS = {"sh": "S", "kh": "X", "gh": "g", "th": "T", "dh": "d", "ch": "S", "ph": "f", "ck": "k"}
_LETTERS = str.maketrans({**dict.fromkeys("aeiouwy", ""), "c": "k", "q": "k", "p": "b", "v": "f", "x": "ks"})
_PAIR = re.compile("|".join(_PAIRS))
_DOUBLE = re.compile(r"(.)\1")
_GROUP = re.compile(r"(?P<arabic>[ء-ي ]+): (?P<english>[a-z ]+?)(?=\s{2,}|\n|$)")
_PREFIXES = ("", "و", "ال", "وال", "بال", "لل", "ب", "ل", "كال", "فال")


class ClueReader:
    """Reads clues of whole articles; names are those of `actors` and of the gazetteer."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        everyone = (*actors, *gazetteer_actors())
        self._find = {
            language.code: Matcher(everyone, language.code, bare=True, private=True).find_in_article
            for language in (ORIGINAL, TRANSLATION)
        }

    def read(self, lang: Lang, texts: Sequence[str], sources: Sequence[str]) -> list[Clues]:
        """The clues of each of the plain `texts` of an article, whose Markdown is `sources`."""
        named = self._find[lang](texts)
        own = _arabic_clues if lang == ORIGINAL.code else _english_clues
        return [
            frozenset({*(mention.actor for mention in mentions), *own(text), *_addresses(source)})
            for text, source, mentions in zip(texts, sources, named, strict=True)
        ]


def read_word_clues(text: str) -> Clues:
    """The longer words of an English text, which a draft and a person's translation may share."""
    return frozenset(
        f"+{one}" for word in tokenise(text) for one in word.stems if len(one) >= _LONG and one.isascii()
    )


def _arabic_clues(text: str) -> Iterable[str]:
    folded = fold(text).text
    months, days = calendars.possible_arabic_months(folded), calendars.arabic_weekdays(folded)
    yield from _shared_clues(text, arabic_numbers(text), months, days, find_peoples("ar", folded))
    for word in _ARABIC_WORD.findall(folded):
        for prefix in _PREFIXES:
            if word.startswith(prefix) and (sounds := _arabic_sounds(word[len(prefix) :])):
                yield f"~{sounds}"


def _english_clues(text: str) -> Iterable[str]:
    months, days = calendars.english_months(text), calendars.english_weekdays(text)
    yield from _shared_clues(text, english_numbers(text), months, days, find_peoples("en", text))
    for word in _CAPITALISED.findall(text):
        for part in word.split("-"):
            if sounds := _latin_sounds(part):
                yield f"~{sounds}"


def _shared_clues(
    text: str,
    numbers: Iterable[Number],
    months: Iterable[int],
    weekdays: Iterable[int],
    peoples: Iterable[tuple[str, re.Match[str]]],
) -> Iterable[str]:
    yield from (f"n{value:g}" for number in numbers for value in number.values)
    yield from (f"month{n}" for n in months)
    yield from (f"day{n}" for n in weekdays)
    yield from (code for code, _ in peoples)
    yield from (f"={word.lower()}" for word in _LATIN.findall(text))
    yield from _known_words(text)


def _addresses(source: str) -> Iterable[str]:
    yield from (f"@{tag}" for tag in _TAG.findall(source))
    for match in _ADDRESS.finditer(source):
        address = match["to"] or match["bare"]
        yield f"@{re.sub(r'^https?://(?:www[.])?|[./]+$', '', address.rpartition('/../')[2]).lower()}"


def _arabic_sounds(word: str) -> str:
    return _sounds(re.sub("[هةا]$", "", word).translate(_SOUNDS))


def _latin_sounds(word: str) -> str:
    lower = re.sub("h$", "", re.sub("['’]s?$", "", word.lower()))
    plain = _PAIR.sub(lambda m: _PAIRS[m[0]], lower).translate(_LETTERS)
    return _sounds(re.sub("[^a-zSTX]", "", plain))


def _sounds(consonants: str) -> str:
    return consonants if len(consonants := _DOUBLE.sub(r"\1", consonants)) >= _LEAST else ""


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """The stem of a word that the list knows, in either language → its meanings, by their first English."""
    found: dict[str, set[str]] = {}
    for arabic, english in _GROUP.findall(read_word_lists("exchange/alignment/words.toml")["words"]):
        meaning = english.split()[0]
        for word in (*arabic.split(), *english.split()):
            for one in tokenise(word):
                found.setdefault("".join(one.stems), set()).add(f"_{meaning}")
    return {word: frozenset(meanings) for word, meanings in found.items()}


def _known_words(text: str) -> Iterator[str]:
    known = _words()
    for word in tokenise(text):
        for one in word.stems:
            yield from known.get(one, ())
