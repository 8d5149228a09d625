"""An Arabic name in Latin letters as everybody writes it: Abdulrahman Hallaq, Abd al-Rahman Hallak.

Each letter stands for all that people write for it: q, k or g; oo, ou or u; one letter or two; an article,
a hyphen, `bin` or none; a short vowel or none between two consonants. The other vowels have to be of one
kind, but where they were guessed from Arabic, which leaves them out. In articles that name somebody
consonants alone tell: see `hearing`.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain
from unicodedata import normalize

from jisr.glossary.detect.romanise import arabic_of_spelling
from jisr.glossary.match import english_words as w
from jisr.glossary.match.arabic_names import without_article
from jisr.lang.arabic import fold_latin
from jisr.removal.names.forms import LATIN, WORD, joined

_LATIN = re.compile(f"[{LATIN}'’‘`´ʿʾʼ]{{3,}}")
_ARTICLES = frozenset(
    ("al", "el", "ul", "ad", "as", "ash", "an", "ar", "at", "az", "the", "bin", "ibn", "ben", "bint")
)
_LEAST = 7  # letters of a name that is known so
_MARKS = "'’‘`´ʿʾʼ"
_MARK = f"[{_MARKS}]?"
_BETWEEN = r"[\s\-‐-―'’_.]{1,3}"
_ARTICLE = r"(?:(?:[aeu]l|a[drstnz]|ash)[\s\-‐'’]{0,2})?"
_SON = rf"(?:(?:bint|bin|ibn|ben){_BETWEEN})?"
# the names of fathers before that of the family, joined closely: no sentence, list or dash in between
_CLOSE = r"(?:[ \t\u00a0_'’\-‐‑]|\r?\n(?![\s>*+\-])|(?<=\b\w)\.[ _]?)"
_FATHERS = rf"(?:{_CLOSE}(?:(?:bint|bin|ibn|ben){_CLOSE})?{_ARTICLE}[^\W\d_]+){{0,2}}?"
_COMMA = r"[ \t]*,[ \t]*"
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f]+")
_NAME_BEFORE = re.compile(r"\b[^\W\d_a-z][\w'’\-]*[ \t]+\Z")
_NAME_BEHIND = re.compile(r"[ \t]+[A-Z]")
_LONGEST_NAME = 40
_LONG_A = re.compile(r"\A(.)ا(.)(.)\Z")  # Salim is written for سالم as for سليم, Hamid for حامد and حميد
_NO_NAMES = w.TITLES | w.SAYS | w.PREPOSITIONS | {"and", "or"}
_SERVANT = re.compile(r"abd(?:[aeou][lrsdntz]?)?(?P<of>(?<=l)\w{4,})?")
_SERVANTS = r"abd(?:[aeou](?:[ldntz]|r|s)?)?[\s\-‐'’]{0,2}"
_WHOLE = {
    "allah": "all?ah", "abdullah": "abd[aeou]ll?ah?", "abdallah": "abd[aeou]ll?ah?", "umm": "[ou]+m+",
    "um": "[ou]+m+", "abu": "ab(?:[ou]+|[ai])", "abou": "ab(?:[ou]+|[ai])", "abi": "ab(?:[ou]+|[ai])",
}  # fmt: skip
_CONSONANTS = {
    "kh": "(?:kh|ch|x|k)", "gh": "(?:gh|g)", "sh": "(?:sh|sch|ch)", "th": "(?:th|t|s)", "dh": "(?:dh|d|z|th)",
    "ch": "(?:ch|sh|kh)", "ph": "(?:ph|f)", "dj": "(?:dj|j|g)", "b": "b", "p": "[pb]", "t": "(?:th|t)",
    "j": "(?:dj|j|g)", "g": "(?:gh|g|j|q)", "h": "h", "d": "(?:dh|d)", "r": "r", "z": "(?:z|dh|d)",
    "s": "[sc]", "f": "(?:ph|[fv])", "v": "[vf]", "q": "[qkgc]", "k": "[kqc]", "c": "[kqcs]", "l": "l",
    "m": "m", "n": "n", "x": "(?:x|ks)",
}  # fmt: skip
_VOWELS = (
    ("[ae][iy]", "aeiy"), ("oo|ou|uw|ow", "ouw"), ("ee|ie|iy", "iey"), ("aa", "ae"), ("[ouw]", "ouw"),
    ("[iy]", "iey"), ("a", "ae"), ("e", "aei"),
)  # fmt: skip
_GUESSED = {"ae": "aeiou", "iey": "aeiy", "ouw": "aeouw"}
_LETTER = re.compile(
    "|".join((f"(?P<c>{'|'.join(_CONSONANTS)})", *(f"(?P<v{n}>{v})" for n, (v, _) in enumerate(_VOWELS))))
)


def names_written(name: str, text: str, own: Collection[str], *, guessed: bool) -> Iterator[str]:
    """What stands in `text` for the English `name`, however it is written.

    `own` are the folded Arabic words of the name, where they are known: what is commonly written for another
    name is hers in no spelling. The vowels of a name may be `guessed`.
    """
    words = tuple(WORD.findall(fold_latin(name).text))
    patterns = _patterns(words, guessed)
    text = _without_accents(text)
    last = patterns and _last_word(words[-1], guessed)
    if not (last and any(map(last.fullmatch, _latin_words(text)))):
        return
    for match in chain.from_iterable(pattern.finditer(text) for pattern in patterns):
        family, comma, given = match[0].rpartition(",")
        if comma and is_of_two_names(text, *match.span()):
            continue
        if _is_name(match) and not any(is_of_another(word, own) for word in match.groups()):
            yield " ".join(f"{given} {family}".split())


def is_of_two_names(text: str, start: int, end: int) -> bool:
    """Whether a family's name, a comma and a given one are of two in a list: Ahmed Qasim, Mohammed Gassan."""
    return bool(
        _NAME_BEFORE.search(text, max(0, start - _LONGEST_NAME), start) and _NAME_BEHIND.match(text, end)
    )


def handles(name: str, text: str) -> Iterator[str]:
    """The words of `text` that hold the name as one, and more: DrMaryamHassan, in an address."""
    whole = joined(WORD.findall(fold_latin(name).text))
    for word in _latin_words(text) if whole else ():
        folded = fold_latin(word).text
        if any(one != folded and one in folded for one in whole):
            yield word.strip(_MARKS)


def _is_name(match: re.Match[str]) -> bool:
    """Whether each word has its capital, unless joined to Abd or in an address: “Omar said” is none."""
    if match[0].islower() and not re.search(r"\s", match[0]):
        return True
    own = [match.span(number) for number in range(1, len(match.groups()) + 1)]
    fathers = [
        word[0]
        for word in WORD.finditer(match.string, *match.span())
        if not any(start < word.end() and word.start() < end for start, end in own)
        and word[0].lower() not in _ARTICLES
        and not word[0].lower().startswith("abd")
    ]
    if not all(word[0].isupper() and word.lower() not in _NO_NAMES for word in fathers):
        return False
    starts = [start for start, _ in own]
    return all(match.string[at].isupper() or match.string[at - 1 : at].isalpha() for at in starts)


def is_of_another(word: str, own: Collection[str]) -> bool:
    """Whether a word is the common spelling of Arabic names of which none is among `own`."""
    arabic = set(map(without_article, arabic_of_spelling(word)))
    hers = set(map(without_article, own))
    return bool(hers and arabic) and not arabic & (hers | {_LONG_A.sub(r"\1\2ي\3", name) for name in hers})


@lru_cache(maxsize=512)
def _patterns(words: tuple[str, ...], guessed: bool) -> tuple[re.Pattern[str], ...]:
    """What fits a name of several words in every spelling, also with the family's first, behind a comma.

    None of them for one that is too short to be told so.
    """
    names = [part for word in words if word not in _ARTICLES for part in _parts(word)]
    if len([n for n in names if n != "abd"]) < 2 or sum(map(len, names)) < _LEAST:
        return ()
    parts = []
    for before, name in zip(("", *names), names, strict=False):
        gap = "" if not before else _ARTICLE if before == "abd" else f"{_FATHERS}{_BETWEEN}{_SON}{_ARTICLE}"
        parts.append(gap + (_SERVANTS if name == "abd" else f"({_spelled(name, guessed)})"))
    orders = ["".join(parts)]
    if names[-2] != "abd":
        orders.append(rf"{_ARTICLE}({_spelled(names[-1], guessed)}){_COMMA}{''.join(parts[:-1])}")
    return tuple(
        re.compile(rf"(?<![{LATIN}])(?=[^\W\d_]){order}(?![{LATIN}])", re.IGNORECASE) for order in orders
    )


@lru_cache(maxsize=8)
def _without_accents(text: str) -> str:
    """`text` with Raḥmān as Rahman: people write a name with the signs of scholars and without."""
    return _ACCENTED.sub(lambda m: re.sub(r"[\u0300-\u036f]", "", normalize("NFD", m[0])), text)


@lru_cache(maxsize=512)
def _last_word(word: str, guessed: bool) -> re.Pattern[str]:
    """What fits the last word of a name, with an article before it perhaps: few texts have such a one."""
    return re.compile(rf"{_ARTICLE}{_spelled([*_parts(word)][-1], guessed)}", re.IGNORECASE)


@lru_cache(maxsize=8)
def _latin_words(text: str) -> frozenset[str]:
    return frozenset(_LATIN.findall(text))


def _parts(word: str) -> Iterator[str]:
    """Abdulrahman is Abd and Rahman."""
    servant = None if word in _WHOLE else _SERVANT.fullmatch(word)
    if servant:
        yield "abd"
    yield from filter(None, [servant["of"] if servant else word])


def _spelled(word: str, guessed: bool) -> str:
    """What fits a word; letter by letter, each once or more."""
    if word in _WHOLE:
        return _WHOLE[word]
    found = ""
    kind = ""
    for match in _LETTER.finditer(re.sub(r"([^aeiou])\1+", r"\1", word)):
        before, kind = kind, match.lastgroup or ""
        if kind == "c":
            found += ("[aeiou]?" if before == "c" else "") + f"{_CONSONANTS[match[0]]}+{_MARK}"
        else:
            vowels = _VOWELS[int(kind[1:])][1]
            found += f"[{_GUESSED.get(vowels, vowels) if guessed else vowels}{_MARKS}]+"
    # a final h of Fatima, and the e that French writes behind n: Abderrahmane
    return found + ("e?" if word.endswith("n") else "" if kind == "c" else "h?")
