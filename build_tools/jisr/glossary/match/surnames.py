"""The last word of a person's name that is also a common word: a name only where names stand.

After علي عبد الله صالح was named, صالح alone may be the man; in غير صالح للشرب (not fit to drink) it is not.
What it is shows in the words beside it: a title, a verb of saying, whose death or regime it is. Words in
doubt are no mention, for a wrong name does more harm than a missing one.
"""

import re

from jisr.glossary.match.arabic_words import (
    GIVEN_WORDS,
    INDEFINITE_BEFORE,
    MODIFIER_WORDS,
    NISBA,
    RANKS,
    TITLE_WORDS,
)
from jisr.lang.word_lists import folded_words, read_word_lists

_LISTS = read_word_lists("glossary/match/surnames.toml")
_ADJECTIVE = folded_words(_LISTS["adjectives"])
_COMMON = _ADJECTIVE | folded_words(_LISTS["nouns"])
_TITLE = folded_words(_LISTS["titles"]) | TITLE_WORDS
_OWNED = folded_words(_LISTS["of_somebody"])
_VERB = folded_words(_LISTS["verbs"])
_BEFORE = folded_words(_LISTS["prepositions"])
_AUXILIARY = folded_words(_LISTS["auxiliaries"])
_SAID = folded_words("أن إن بأن لأن")
_STOP = folded_words(_LISTS["stops"]) | _VERB
_DESCRIBING = folded_words(_LISTS["describing"]) | INDEFINITE_BEFORE | RANKS
_DENIED = folded_words(_LISTS["denying"])
_GIVEN = GIVEN_WORDS - _STOP - folded_words("أنا")
_DEFINITE = re.compile(r"(?:[وف]?[بك]?ال(?!ي\b|ذي|تي|ذين)|[وف]?لل)\w")
_PLURAL = re.compile(r"\w+ه|\w{3,}ات|م\wا\w{2}|ا\w{2}ا\w")
_OF_OFFICES = folded_words("العسكري المدني")  # المتحدث العسكري is a spokesman
_UPON = folded_words("على من")
_FEMININE = re.compile(r"ال\w+ه")
_WORDS_BEFORE = re.compile(r"(\w+)(\W+)\Z")
_WORD_AFTER = re.compile(r"(\W+)(\w+)")


def is_common_word(word: str) -> bool:
    """Whether the last word of a name, with or without the article, is a common word too."""
    return word in _COMMON or word.removeprefix("ال") in _COMMON


def stands_as_name(word: str, prefix: str, text: str, start: int, end: int) -> bool:
    """Whether a common `word` at `start:end` of the folded `text` stands as a person's name."""
    before, joined = _before(text, start)
    after, follows = _after(text, end)
    bare_before = _without_conjunction(before)
    if prefix.lstrip("وف"):  # لصالح (in favour of), بأمين
        return after in _VERB
    if joined and (bare_before in _DENIED):
        return False
    if word.startswith("ال"):
        return _definite(word, text, start, before if joined else "", after if follows else "")
    if joined and (_titled(text, start) or bare_before in _VERB or (prefix and bare_before in _GIVEN)):
        return not (follows and after in _DESCRIBING)
    agrees = word in _ADJECTIVE and _PLURAL.fullmatch(before) is None
    if follows and (after in _VERB or after in ("نفسه", "الذي")):
        return not joined or _DEFINITE.match(before) is not None or not agrees
    ends = not follows or after in _STOP or after[0] == "و"
    if joined and bare_before in _BEFORE:
        return ends and after not in _DESCRIBING and (bare_before, word) != ("من", "جديد")  # anew
    if joined and bare_before in _OWNED:
        return not after.startswith("ل")
    if joined and not _DEFINITE.match(before) and _PLURAL.fullmatch(before):
        # حكومة صالح: an adjective would be feminine; حكومة سلام الجديدة, not عملية سلام
        return not agrees if word in _ADJECTIVE else bool(_FEMININE.fullmatch(after) and before[-1] == "ه")
    return not joined and follows and after in _AUXILIARY


def _definite(word: str, text: str, start: int, before: str, after: str) -> bool:
    """القرآن الكريم, الأمين العام and المهندس محمد are no Karim, Amin or Muhandis; قال الأمين is one."""
    named = (_titled(text, start) and word not in _OF_OFFICES) or _without_conjunction(before) in _VERB
    if after in _GIVEN or (after.startswith("ال") and _DEFINITE.match(after)):
        return False
    if after[:2] == "لل" and (not named or word.removeprefix("ال") in _ADJECTIVE):
        return False
    adjective = word.removeprefix("ال") in _ADJECTIVE
    if named or (after in _VERB and not (adjective and _DEFINITE.match(before))):  # الصليب الأحمر زار
        return True
    if not before:
        return True
    if _without_conjunction(before) in _SAID and word not in _TITLE:  # قال إن البرهان لن يتفاوض
        return after in _AUXILIARY
    if _DEFINITE.match(before):
        return False
    before = _without_conjunction(before)
    return (
        before in _OWNED or before in _BEFORE - _UPON or (adjective and _PLURAL.fullmatch(before) is not None)
    )


def _titled(text: str, start: int) -> bool:
    """Whether a title stands before, with what may stand between: الرئيس اليمني السابق."""
    for _ in range(4):
        match = _WORDS_BEFORE.search(text, max(0, start - 40), start)
        if not match or match[2].strip():
            return False
        word, start = _without_conjunction(match[1]), match.start()
        if word in _TITLE:
            return True
        if word not in MODIFIER_WORDS and not NISBA.fullmatch(word):
            return False
    return False


def _before(text: str, start: int) -> tuple[str, bool]:
    match = _WORDS_BEFORE.search(text, max(0, start - 40), start)
    return (match[1], not match[2].strip(" «“\"'")) if match else ("", False)


def _after(text: str, end: int) -> tuple[str, bool]:
    match = _WORD_AFTER.match(text, end)
    return (match[2], not match[1].strip(" »”\"'")) if match else ("", False)


def _without_conjunction(word: str) -> str:
    """`word` without و or ف before it, where what is left is known: وقال is قال, وزير stays."""
    rest = word[1:]
    known = rest in _VERB or rest in _OWNED or rest in _BEFORE or rest in _TITLE or rest in _DENIED
    return rest if word[:1] in ("و", "ف") and known else word
