"""The words by which Arabic newspapers show, extend and vary names. They are taught in the file beside.

They are no dictionary's: how far they carry is measured on annotated news of many countries, part of it
annotated only when the words were there (`tests/cases/news`, `tests/glossary/match/test_gold.py`).
"""

import re

from jisr.lang.word_lists import folded_words, read_word_lists

_LISTS = read_word_lists("glossary/match/arabic_words.toml")
ORDINARY_WORDS = folded_words(_LISTS["ordinary"])
HOMOGRAPH_WORDS = folded_words(_LISTS["homographs"])
INDEFINITE_BEFORE = folded_words(_LISTS["indefinite_before"])
TITLE_WORDS = folded_words(_LISTS["titles"])
NISBA_WORDS = folded_words(_LISTS["nisbas"])
INDEFINITE_AFTER = folded_words(_LISTS["indefinite_after"])
GIVEN_WORDS = folded_words(_LISTS["given"])
TAIL_WORDS = folded_words(_LISTS["tails"])
JOINED_WORDS = folded_words(_LISTS["joined"])
ORDINAL_WORDS = folded_words(_LISTS["ordinals"])
MODIFIER_WORDS = frozenset(w + end for w in folded_words(_LISTS["modifiers"]) for end in ("", "ه"))
CLASS_WORDS = {kind: folded_words(words) for kind, words in _LISTS["class"].items()}
ANY_CLASS_WORD = frozenset().union(folded_words(_LISTS["apposed"]), *CLASS_WORDS.values())
HEAD_WORDS = folded_words(_LISTS["heads"])
RANKS = folded_words(_LISTS["ranks"])
PURPOSE = folded_words(_LISTS["purpose"])
STATES = folded_words(_LISTS["states"])
NO_PEOPLE = folded_words(_LISTS["no_people"])
NEAR = folded_words(_LISTS["near"])
PLACES = folded_words(_LISTS["places"])
SHOWING = {
    "state": folded_words(_LISTS["showing_states"]) | NEAR,
    "place": PLACES | NEAR,
    "media": folded_words(_LISTS["showing_media"]),
}
SPELLINGS, PEOPLES, CASES = _LISTS["spellings"], _LISTS["peoples"], _LISTS["cases"]
PEOPLES_OF = _LISTS["peoples_of"]
NOT_AFTER, NOT_BEFORE = _LISTS["not_after"], _LISTS["not_before"]
NISBA = re.compile(r"ال\w{2,}(?:ي|يه)")
"""An adjective with the article, as peoples have it: العراقية."""
