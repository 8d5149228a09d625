"""The forms in which a name that must go may be written.

They are the matcher's (see `glossary.match`): with clitics, in all spellings of hamza and vowels, in cases,
joined (عبدالله), shortened, in plural and possessive; and turned round, with and without the article.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jisr.glossary.match import arabic_names, english_names
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import LANGS, Lang

_ARABIC = "\\u0600-\\u06ff\\ufb50-\\ufdff\\ufe70-\\ufefc"
ARABIC = re.compile(f"[{_ARABIC}]")
LATIN = "A-Za-z\\u00c0-\\u024f\\u1e00-\\u1eff"
WORD = re.compile(rf"[^\W\d_{_ARABIC}]+|[^\W\d_{LATIN}]+")
"""A word ends where the script changes: «وSamer» is "and Samer"."""
TOKEN = re.compile(rf"{WORD.pattern}|\d+")
PARTICLES = frozenset(("al", "el", "ال", "the", "bin", "ibn", "abu", "ben", "بن", "ابن", "بنت"))
_KUNYA = frozenset(("ام", "ابو", "ابي", "ابا", "umm", "um", "abu", "abou"))
_SERVANT = frozenset(("عبد", "abd"))
_NO_GIVEN_NAMES = PARTICLES | _KUNYA | _SERVANT
_LEAST_JOINED = 7  # letters of a name that is known when its words are written as one


@dataclass(frozen=True)
class Spelling:
    """One written form, in folded words; `near` ones count only in articles that name her in full."""

    words: tuple[str, ...]
    lang: Lang
    near: bool = False
    before_comma: int = 0  # how many words of the family's name stand first, with a comma behind them

    @property
    def text(self) -> str:
        """The form as a terminal shows it, and as digests are made of it."""
        return " ".join(self.words)


def written_forms(actor: Actor, also: Sequence[str], others: Sequence[Actor]) -> tuple[Spelling, ...]:
    """Every form of the names of `actor`, and of `also`, once.

    What is a full name of one of `others`, with the article or without, is none.
    """
    found: dict[Spelling, None] = {}
    for lang in LANGS:
        for spelling in _forms(actor, also, others, lang):
            if not (spelling.near and replace(spelling, near=False) in found):
                found[spelling] = None
    return tuple(found)


def find_given_names(actor: Actor) -> tuple[str, ...]:
    """The first words of full names."""
    first: dict[str, None] = {}
    for lang in LANGS:
        for name in names_of(actor.names(lang), full=True):
            words = tokens(name, lang)
            if len(words) > 1 and words[0] not in _NO_GIVEN_NAMES and len(words[0]) > 2:
                first[words[0]] = None
    return tuple(first)


def names_of(names: ActorNames, *, full: bool = False) -> list[str]:
    """All names, or the full ones."""
    whole = [names.preferred, *names.allowed, *names.quote_only, *names.avoid, names.acronym]
    return [name for name in (whole if full else [*whole, *short_names(names)]) if name]


def short_names(names: ActorNames) -> list[str]:
    """The names that only tell who is meant where the full one stands as well."""
    return [name for name in (names.short, *names.also_short) if name]


def tokens(name: str, lang: Lang) -> tuple[str, ...]:
    """The folded words of a name."""
    words = arabic_names.name_words(name) if lang == "ar" else english_names.folded_words(name)
    return tuple(TOKEN.findall(" ".join(words)))


def full_names_of(actors: Sequence[Actor], lang: Lang) -> set[tuple[str, ...]]:
    """The words of each full name that actors have."""
    return {tokens(name, lang) for actor in actors for name in names_of(actor.names(lang), full=True)}


def joined(words: Sequence[str]) -> tuple[str, ...]:
    """A full name of several words as one, with its particles and without; none where it is too short."""
    whole, bare = "".join(words), [word for word in words if word not in PARTICLES]
    if len(words) < 2 or len(whole) < _LEAST_JOINED:
        return ()
    return tuple(dict.fromkeys((whole, *(["".join(bare)] if len(bare) > 1 else []))))


def _forms(actor: Actor, also: Sequence[str], others: Sequence[Actor], lang: Lang) -> Iterator[Spelling]:
    module = arabic_names if lang == "ar" else english_names
    given = full_names_of([actor], lang)
    has_own_name = any(
        len(words) > 1 and not _is_kunya(words) for one in LANGS for words in full_names_of([actor], one)
    )
    # the wording of names without which nothing can be written is asked of the matcher
    for form, _ in module.name_forms([actor]) if actor.names(lang).preferred else ():
        words = tuple(TOKEN.findall(" ".join(form.words)))
        if words:
            full = words in given or _is_telling(words)
            yield Spelling(words, lang, near=(_is_kunya(words) and has_own_name) or not full)
        if len(words) > 1 and words not in given and words[0] in PARTICLES and len(words[-1]) > 2:
            yield Spelling(words[-1:], lang, near=True)  # Hassan, of al-Hassan
    for words in given if actor.type == "person" else ():
        yield from (Spelling(family, lang, near=True) for family in _family_names(words))
    alike = {form for words in given for form in _with_and_without_article(words, lang)}
    if actor.type != "person":
        alike = set()
    for words in sorted(given | (alike - full_names_of(others, lang))):
        for form in _beside(words, lang):
            # with another article, the family's name before a comma may be another word: حسن، مريم الحسن
            if words in given or not form.before_comma:
                yield replace(form, near=_is_kunya(words) and has_own_name)
    for name in also:
        words = tokens(name, lang)
        if words and bool(ARABIC.search(name)) == (lang == "ar"):
            yield Spelling(words, lang, near=True)


def _family_names(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The family's name with what belongs before it, and alone: آل حسن and حسن, of سامر آل حسن."""
    start = _start_of_family(words)
    if start > 0 and words[start - 1] not in _NO_GIVEN_NAMES and len(words[-1]) > 2:
        yield words[start:]
        if words[-2] not in _SERVANT | _KUNYA:
            yield words[-1:]


def _start_of_family(words: tuple[str, ...]) -> int:
    """Where in a full name the family's begins: its last word, with what belongs before it."""
    start = len(words) - 1
    while start > 1 and words[start - 1] in _NO_GIVEN_NAMES:
        start -= 1
    return start


def _family_first(words: tuple[str, ...], lang: Lang) -> Iterator[Spelling]:
    """A full name as lists write it: الزبيدي، عبد الرحمن and Zubaidi, Abdulrahman."""
    for start in {1, _start_of_family(words)}:
        given, family = words[:start], words[start:]
        yield Spelling((*family, *given), lang, before_comma=len(family))
        if given[0] in _SERVANT and len(given) > 1:
            yield Spelling((*family, given[0] + given[1], *given[2:]), lang, before_comma=len(family))
        bare = tuple(word for word in family if word not in PARTICLES)
        if lang == "en" and bare:
            yield Spelling((*bare, *given), lang, before_comma=len(bare))


def _is_telling(words: tuple[str, ...]) -> bool:
    """Whether a form of several words names somebody by itself: more than one name (عبد الله is one)."""
    return len([word for word in words if word not in PARTICLES and word not in _SERVANT]) > 1


def _is_kunya(words: tuple[str, ...]) -> bool:
    """Whether it is only a name after a child, as أم محمد (mother of Mohammed)."""
    return words[0] in _KUNYA and len([word for word in words if word not in _SERVANT]) <= 2


def _beside(words: tuple[str, ...], lang: Lang) -> Iterator[Spelling]:
    """A full name as one word (an address, a handle), and with the family's name first."""
    yield Spelling(words, lang)
    if len(words) > 1:
        for word in joined(words):
            yield Spelling((word,), lang)
            yield Spelling(_with_particles_joined(words), lang)
        if any(word in PARTICLES for word in words[1:]):
            yield Spelling(tuple(word for word in words if word not in PARTICLES) or words, lang)
        yield from _family_first(words, lang)


def _with_and_without_article(words: tuple[str, ...], lang: Lang) -> Iterator[tuple[str, ...]]:
    """A full name whose family is called so with the article and without, as حلواني and الحلواني."""
    *first, last = words
    if not first or first[-1] in _SERVANT:
        return
    if lang == "ar":
        bare = last.removeprefix("ال")
        yield (*first, bare if bare != last and len(bare) > 2 else f"ال{bare}")
    elif first[-1] not in PARTICLES:
        yield (*first, "al", last)


def _with_particles_joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """maryam alhassan, for maryam al hassan."""
    joined: list[str] = []
    for word, before in zip(words, ("", *words), strict=False):
        if before in PARTICLES and joined:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)
