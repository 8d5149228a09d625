"""The words by which English names show whether they are names there; taught in the file beside."""

from jisr.lang.word_lists import read_word_lists

_LISTS = read_word_lists("glossary/match/english_words.toml")
GENERIC = frozenset(_LISTS["generic"].split())
NOT_DESCRIBED = frozenset(_LISTS["not_described"].split())
ARMED = frozenset(("armed", "united"))
COMMON_WORDS = frozenset(_LISTS["common_words"].split())
SAYS = frozenset(_LISTS["says"].split())
OPENING = frozenset(_LISTS["opening"].split())
WESTERN = frozenset(_LISTS["western"].split())
GIVEN = WESTERN | frozenset(_LISTS["given"].split())
PREPOSITIONS = frozenset(_LISTS["prepositions"].split())
PARTICLES = frozenset(_LISTS["particles"].split())
TITLES = frozenset(_LISTS["titles"].split())
NOT_BETWEEN = _LISTS["not_between"]
