"""What stands between title and text and heads nothing: who wrote, from where, what web pages have there."""

import re

from jisr.lang.arabic import fold
from jisr.lang.word_lists import folded_words, read_word_lists
from jisr.seeds.facts import is_person

_LISTS = read_word_lists("seeds/text/top_lines.toml")
_HONORIFICS = folded_words(_LISTS["honorifics"])
_FURNITURE = re.compile("|".join(_LISTS["furniture"].strip().split("\n")))
# «بيروت - سامر الحلبي», «لندن- "القدس العربي":»: a place or a paper, and who writes
_NAME = r"[^\W\d_]+(?: [^\W\d_]+)"
_BETWEEN = r"(?: [-–—ـ|/] |[-–—ـ/](?: |(?=[«“\"])))"
_PLACE_AND_NAME = re.compile(
    rf"{_NAME}{{0,2}}(?: ?\([^()]{{2,30}}\))?(?:{_BETWEEN}[«“\"]?{_NAME}{{0,3}}[»”\"]?){{1,2}}:?"
    rf"|{_NAME}{{0,2}} \([^()]{{2,30}}\) ?[-–—ـ:]"
)
_BEHIND_NAME = re.compile(r"\s*(?:[،,|/(*@&+]|(?<=\s)[–—-](?=\s)|(?<=\s)(?:و|من)(?=\s)).*")
RUBRICS = frozenset(
    fold(line).text for line in read_word_lists("seeds/text/rubrics.toml")["rubrics"].strip().split("\n")
)
"""The names of sections of papers, folded."""


def is_furniture(text: str) -> bool:
    """Whether a web page has such a line there («شارك المقال», "share"), or a paper a section called so."""
    is_rubric = fold(text.strip(" |[]()")).text in RUBRICS
    return is_rubric or _FURNITURE.fullmatch(text) is not None


def is_filed(text: str) -> bool:
    """Whether a line says from where, and who writes."""
    return _PLACE_AND_NAME.fullmatch(text) is not None


def names_person(text: str) -> bool:
    """Whether a line, or what stands behind its colon, begins with the name of somebody."""
    words = _BEHIND_NAME.sub("", text.rpartition(":")[2].strip()).split()
    while len(words) > 2 and fold(words[0]).text in _HONORIFICS:
        words = words[1:]
    return is_person(" ".join(words))
