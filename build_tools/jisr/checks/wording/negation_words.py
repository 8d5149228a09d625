"""The words of negation: what negates for certain, what only looks so, and what may stand for a "not".

After Ryding, A Reference Grammar of Modern Standard Arabic, chapter 37; gathered from translations. A row of
a table is one meaning in both languages: words that stand for each other are no excuse for a "not" besides.
"""

import re
from dataclasses import dataclass
from functools import cache

from jisr.checks.wording.patterns import NOUN, arabic_pattern, english_pattern, places_of
from jisr.lang.word_lists import read_word_lists

_LISTS = read_word_lists("checks/wording/negation_words.toml")

# --- what certainly negates --------------------------------------------------------------------------------

PARTICLES = arabic_pattern(
    "لا لم لن ليس ليست ليسا ليسوا لسنا ليستا لست ألا أليس أليست أفلا لئلا كيلا لكيلا بألا"
    " ما_كان(?:ت|وا)?_ل[يتن](?!ه)\\w+",
    before="[وف]?",
)
# A, B and C without any: English says "or", or repeats nothing.
NOR = arabic_pattern("ولا", before="")
WITHOUT = arabic_pattern("عدم دون دونه دونها دونهم بدون بلا انعدام خل(?:ا|ت)(?:_\\w+)?_من", before=NOUN)
# غير with any adjective; not "other than this", "and others".
UN = arabic_pattern(
    r"غير_(?!أن\b|إن\b|ذلك|تلك|هذ[اه]|هؤلاء|ما\b|من\b|الذي|التي|(?:ال)?مباشر)\w{3,}", before=NOUN
)
# ما negates at the head of a clause, and where it cannot be "what": ما من أحد, وما كان له أن
MA = re.compile(
    r"(?:^|[.،؛:؟!«»\"“”(–—]\s{0,2})[وف]?ما\s(?=[^\W\d_]{2,})|(?<!\w)[وف]?ما\s(?:من|كان|كانت|كانوا)(?!\w)"
)
NOT = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|nowhere|without|cannot)\b|n['’]t\b|\bno[ -]one\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Meaning:
    """One meaning in both languages: where both have it, these words are each other's counterpart."""

    arabic: re.Pattern[str]
    english: re.Pattern[str]


@dataclass(frozen=True)
class Meanings:
    """A table of such, and what finds any of them: most sentences have none."""

    rows: tuple[Meaning, ...]
    arabic: re.Pattern[str]
    english: re.Pattern[str]


def _read_table(table: str, before: str = NOUN) -> Meanings:
    rows = [re.split(r"\s/\s", row) for row in _LISTS[table].strip().split("\n\n")]
    ours, theirs = (" ".join(words) for words in zip(*rows, strict=True))
    return Meanings(
        tuple(Meaning(arabic_pattern(a, before=before), english_pattern(e)) for a, e in rows),
        arabic_pattern(ours, before=before),
        english_pattern(theirs),
    )


@cache
def idle_phrases() -> Meanings:
    """Phrases that hold such a word and do not negate: a drone is بدون طيار, "under the age of" is دون سن."""
    return _read_table("idle", before="")


BOUNDS = _read_table("bounds", before="[وف]?")
IDLE_ENGLISH = re.compile(
    r"\bno doubt\b|\bnot (?:least|to mention|limited to)\b|\bnone ?theless\b|\bnever ?theless\b|\bno matter\b"
    r"|\b(?:no|not) (?:less|more|fewer|later|sooner|older|younger|exceed\w*)(?: than)?\b"
    r"|\b(?:no|not) (?:earlier|shorter|smaller|lower|larger|longer) than\b"
    r"|\bNo\.\s?\d|\b(?:whether )?or not\b|\bif not\b|\b(?:could|can)(?:n['’]t| ?not) be more\b",
    re.IGNORECASE,
)


# --- what may stand for a negation -------------------------------------------------------------------------


@cache
def denial_verbs() -> Meanings:
    """Verbs that say no; those of `FIRM` are as certain as a "not"."""
    return _read_table("denial")


FIRM = re.compile(
    r"den(?:y|ies|ied)$|refus|reject|.* to$"
    r"|[وف]?[بكل]?(?:ال)?[يتن]?(?:رفض|نف[يىتا]|نفوا|أنكر|نكر|فشل|أخفق|خفق|تعذر|امتنع|متنع|استبعد|ستبعد)",
    re.IGNORECASE,
)


@cache
def negative_words() -> Meanings:
    """Words that are negative in themselves: either language may say one where the other says "not"."""
    return _read_table("negative")


AFFIXES = _read_table("affixes")


@cache
def restrictive_words() -> Meanings:
    """Arabic words behind which an English "not" may stand, unless the English has their own counterpart."""
    return _read_table("restrictive")


ONLY = english_pattern("only until till except merely nothing_but just little few")
EXCEPT = arabic_pattern(r"إلا(?!\s(?:إذا|أن|إن|أنه\w*|إنه\w*)\b) سوى لولا", before="[وف]?")
OR = english_pattern("or")
NEITHER = english_pattern("neither")

# A sentence without any of these in either language has nothing to compare.
ANY_ARABIC = re.compile(f"رفض|نف|نكر|متنع|فشل|خفق|تعذر|ستبعد|{places_of((PARTICLES, WITHOUT, UN)).pattern}")
ANY_ENGLISH = re.compile(
    rf"{NOT.pattern}|\b(?:den(?:y|ies|ied)|refus|reject|fail|unable|declin)", re.IGNORECASE
)
