"""The words by which Arabic prose shows that a name comes next. A cue is taught to `suggestions` here.

How far they carry is measured on annotated news of many countries (`tests/cases/news`,
`tests/glossary/test_suggestions.py`).
"""

from collections.abc import Collection

from jisr.glossary.match.arabic_names import prefix_splits
from jisr.glossary.match.arabic_words import GIVEN_WORDS, MODIFIER_WORDS
from jisr.lang.word_lists import folded_words, read_word_lists

_LISTS = read_word_lists("glossary/detect/cues.toml")


def _opened(words: Collection[str]) -> dict[str, tuple[str, str]]:
    """Each word as it may stand in the text → the word, and the clitics before it: as few as may be."""
    split = ((token, word, prefix) for word in words for token, prefix in prefix_splits(word))
    fewest = sorted(split, key=lambda found: (len(found[2]), found))
    found: dict[str, tuple[str, str]] = {}
    for token, word, prefix in fewest:
        if not prefix.startswith("ا"):
            found.setdefault(token, (word, prefix))
    return found


def _kinds(table: str) -> dict[str, str]:
    """The words of a table of kinds → the kind that each is a noun of."""
    return {word: kind for kind, words in _LISTS[table].items() for word in folded_words(words)}


COLLECTIVES = _kinds("collectives")
LANDMARKS = folded_words(_LISTS["landmarks"])
TYPES = _kinds("heads") | _kinds("definite")
NAMED = LANDMARKS | folded_words(_LISTS["named"])
FOUNDED = folded_words(_LISTS["founded"])
APART = folded_words(_LISTS["apart"])
PLACED = LANDMARKS | {word for word, kind in TYPES.items() if kind == "place"}
JOINING = folded_words("قوى نصرة")  # قوى الحرية والتغيير: and joins two halves of one name
OF_PLACES = folded_words(_LISTS["of_places"])
PASSING = folded_words("تصريف")  # حكومة تصريف الأعمال is whoever governs
GENERIC = folded_words(_LISTS["generic"])
PURPOSES = folded_words("لحقوق لشؤون لمكافحة لحماية لإعادة لدعم لحفظ لرصد لمراقبة")
FIGHTERS = folded_words("تنظيم مليشيا ميليشيا")  # also apart, before one word: تنظيم داعش
OF_STATES = folded_words(_LISTS["of_states"])
SIDED = folded_words(_LISTS["sided"])
ADJECTIVES = folded_words(_LISTS["adjectives"])
OFFICES = folded_words(_LISTS["offices"])
DEFINITE_OFFICES = folded_words(_LISTS["definite_offices"])
TITLES = folded_words(_LISTS["titles"])
LEADS = folded_words(_LISTS["leads"])
AFTER_TITLES = folded_words(_LISTS["ranks"]) | MODIFIER_WORDS
GIVEN_OR_NOT = folded_words(_LISTS["given_or_not"])
PARTICLES = folded_words(_LISTS["particles"])
RELATIVES = frozenset(
    word + ending for word in folded_words(_LISTS["relatives"]) for ending in ("ه", "ها", "هم", "هما")
)
SAYING = folded_words(_LISTS["saying"])
NOBODY = folded_words(_LISTS["nobody"])
STOPS = folded_words(_LISTS["stops"])
_TITLED = _opened(folded_words(_LISTS["titled"]))
TITLED_IN_TEXT = frozenset(word + end for word in _TITLED for end in ("", "ا"))
HEADS_IN_TEXT = _opened({*TYPES, *LANDMARKS, *COLLECTIVES})
OFFICES_IN_TEXT = _opened(OFFICES | DEFINITE_OFFICES)
TITLES_IN_TEXT = _opened(TITLES)
# لجان is "committees": before short first names only the و counts
GIVEN_IN_TEXT = {t: (w, p) for t, (w, p) in _opened(GIVEN_WORDS).items() if len(w) > 3 or p in ("", "و")}
RELATIVES_IN_TEXT = _opened(RELATIVES)
SAYING_IN_TEXT = frozenset(before + word for word in SAYING for before in ("", "و", "ف"))
