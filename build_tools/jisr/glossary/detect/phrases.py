"""English for the names of bodies and offices that are made of common words: رئيس الوزراء العراقي.

A suggestion to begin with, as `romanise` makes for other names: noun by noun, adjectives before the first.
"""

from jisr.glossary.match.arabic_names import name_words, without_article
from jisr.lang.word_lists import folded_pairs, read_word_lists

_LISTS = read_word_lists("glossary/detect/phrases.toml")
_NOUN = folded_pairs(_LISTS["nouns"])
_ADJECTIVE = folded_pairs(_LISTS["adjectives"])
_HEADS = _NOUN | {
    " ".join(map(without_article, name_words(arabic))): english
    for arabic, english in folded_pairs(_LISTS["whole"]).items()
}


def translate_phrase(name: str) -> str:
    """English for an Arabic name all of whose words are common ones; else `""`."""
    words = [without_article(word) for word in name_words(name)]
    whole = next(((n, english) for n in (2, 1) if (english := _HEADS.get(" ".join(words[:n])))), None)
    if whole is None or len(words) < 2:
        return ""
    size, head = whole
    of: list[str] = []
    before: list[str] = []
    for word in words[size:]:
        if adjective := _adjective(word):
            before.insert(0, adjective)
        elif not before and (noun := _NOUN.get(word)):
            of.append(noun)
        elif not before and of and word[0] == "و" and (noun := _NOUN.get(without_article(word[1:]))):
            of.append(f"and {noun}")
        else:
            return ""
    return " ".join((*before, head)) + "".join(f" {n}" if n.startswith("and ") else f" of {n}" for n in of)


def _adjective(word: str) -> str:
    return _ADJECTIVE.get(word) or _ADJECTIVE.get(word.removesuffix("ه"), "")
