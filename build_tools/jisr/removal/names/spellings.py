"""Where the written forms of a name that must go stand in a text, however it is marked up.

What the matcher doubts counts here: that a name stands where it should not is the lesser harm.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from jisr.glossary.detect.families import FullNames, full_names, is_of_others, spans_of_others
from jisr.glossary.detect.romanise import romanise
from jisr.glossary.match import arabic_names, english_names
from jisr.lang.arabic import Folded, fold, fold_latin
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import LANGS, Lang
from jisr.removal.names.fathers import names_with_fathers
from jisr.removal.names.forms import (
    ARABIC,
    PARTICLES,
    TOKEN,
    Spelling,
    find_given_names,
    full_names_of,
    names_of,
    short_names,
    tokens,
    written_forms,
)
from jisr.removal.names.hearing import misspellings, name_skeleton, names_heard
from jisr.removal.names.latin import handles, is_of_another, is_of_two_names, names_written
from jisr.removal.names.sieve import Sieve
from jisr.removal.redact import Redact, redact_found
from jisr.removal.views import POSSESSIVE, View, views

# between two words of one name: no end of a sentence or paragraph; a comma only behind a family's name
_GAP = re.compile(r"(?!\s*\n\s*\n)(?:(?<=\b\w)\.|(?<=\b\w\w)\.|[^\w.,،;؛:!?؟|]|_){1,16}")
_COMMA = re.compile(r"[ \t]*[,،][ \t]*")


@dataclass(frozen=True)
class Found:
    """A spelling that stands at `start:end` of a text."""

    start: int
    end: int
    spelling: Spelling


@dataclass(frozen=True)
class Spellings:
    """All written forms of a name; `ids` are the glossary's actors who bear it."""

    actor: Actor
    ids: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    others: tuple[Actor, ...] = field(default=())

    @cached_property
    def forms(self) -> tuple[Spelling, ...]:
        """Every form once."""
        return written_forms(self.actor, self.also, self.others)

    @property
    def full(self) -> tuple[Spelling, ...]:
        """The forms that count everywhere."""
        return tuple(s for s in self.forms if not s.near)

    def behind_own_names(self, short: Spelling) -> Iterator[str]:
        """A short form, alone and behind each name of hers, which tells no other of the family."""
        own = {word for full in self.full if full.lang == short.lang for word in full.words}
        yield short.text
        yield from (f"{word} {short.text}" for word in sorted(own - PARTICLES - set(short.words)))

    @property
    def given_names(self) -> tuple[str, ...]:
        """The first words of her full names, which are no form of it: they are many people's."""
        known = {form.text for form in self.forms}
        return tuple(word for word in find_given_names(self.actor) if word not in known)

    def find(self, text: str, *, near: bool) -> list[Found]:
        """Where forms stand in `text`, clitics and possessives taken along; short ones only with `near`.

        They do not overlap, and are in order.
        """
        return _longest([hit for hit, is_others in self._read(text, near=near) if not is_others])

    def find_in_names_of_others(self, text: str) -> list[Found]:
        """Where short forms stand in `text` within the names of others, so that they are none of hers."""
        return _longest([hit for hit, is_others in self._read(text, near=True) if is_others])

    def _read(self, text: str, *, near: bool) -> list[tuple[Found, bool]]:
        """All forms that stand in `text`, and whether each is a part of another's name, in any view."""
        hits: list[Found] = []
        others: list[tuple[int, int]] = []
        for view in views(text) if self.may_stand_in(text, near=near) else ():
            read = [_placed(view, *place) for place in self._find_in(view, near=near)]
            short = [(hit.start, hit.end) for hit in read if hit.spelling.near]
            spans = spans_of_others(view.text, short, self._names_of_others, self._words) if short else ()
            others += [view.span(*span) for span in spans]
            hits += [Found(*view.span(hit.start, hit.end), hit.spelling) for hit in read]
        return [(hit, hit.spelling.near and is_of_others(hit.start, hit.end, others)) for hit in hits]

    def heard_in(self, texts: Iterable[str]) -> "Spellings":
        """The same with what sounds like the name in `texts`, which name it, and with slips of the pen.

        Arabic is only listened to where no Arabic name is known.
        """
        arabic, english = names_of(self.actor.ar, full=True), names_of(self.actor.en, full=True)
        own = frozenset(word for name in arabic for word in tokens(name, "ar"))
        sounds = {name_skeleton(one, "ar") for name in arabic for one in (name, name.replace("ق", "ج"))}  # g
        sounds |= {name_skeleton(name, "en") for name in english}
        heard: dict[Lang, dict[str, None]] = {"ar": {}, "en": {}}
        several = [*texts]
        for text in several:
            for name in arabic:
                heard["ar"] |= dict.fromkeys(misspellings(arabic_names.name_words(name), text))
            for sound in sounds:
                found = (one for one in names_heard(sound, text, "en") if not _is_of_another(one, own))
                heard["en"] |= dict.fromkeys(found)
                heard["ar"] |= {} if arabic else dict.fromkeys(names_heard(sound, text, "ar"))
        names = (*english, *heard["en"])
        heard["en"] |= dict.fromkeys(one for text in several for name in names for one in handles(name, text))
        return self._with_names(heard)

    def written_in(self, texts: Iterable[str]) -> "Spellings":
        """The same with what stands in `texts` as another way to write the name in Latin letters.

        In both languages names of fathers may stand in it.
        """
        arabic, english = names_of(self.actor.ar, full=True), names_of(self.actor.en, full=True)
        guessed = {romanise(name) for name in arabic}
        words = [tokens(name, "ar") for name in arabic]
        own = frozenset(word for several in words for word in several)
        found: dict[Lang, dict[str, None]] = {"ar": {}, "en": {}}
        for text in texts:
            for name in english:
                written = names_written(name, text, own, guessed=name in guessed)
                found["en"] |= dict.fromkeys((*written, *handles(name, text)))
            for view in views(text) if self._heads.may_find(text) else ():
                for several in words:
                    found["ar"] |= dict.fromkeys(names_with_fathers(several, view.text))
        for lang, names in found.items():
            others = full_names_of(self.others, lang)
            found[lang] = dict.fromkeys(name for name in names if tokens(name, lang) not in others)
        return self._with_names(found)

    def _with_names(self, more: Mapping[Lang, Iterable[str]]) -> "Spellings":
        """The same with `more` names behind the full ones."""
        whole = {
            lang: _as_names([*names_of(self.actor.names(lang), full=True), *more[lang]]) for lang in LANGS
        }
        return replace(self, actor=replace(self.actor, ar=whole["ar"], en=whole["en"]))

    @cached_property
    def _heads(self) -> Sieve:
        """The words with which her Arabic names begin."""
        words = (tokens(name, "ar") for name in names_of(self.actor.ar, full=True))
        return Sieve([name[:1] for name in words if name])

    def may_stand_in(self, text: str, *, near: bool) -> bool:
        """Whether `text` has to be searched: False where no form is in it, at a hundredth of the cost."""
        return self._sieves[near].may_find(text)

    @cached_property
    def _sieves(self) -> Mapping[bool, Sieve]:
        """With short forms, and without."""
        forms: dict[bool, list[tuple[str, ...]]] = {False: [], True: []}
        for spelling in self.forms:
            heads = {token for token, _ in _splits(spelling)}
            for head in heads:
                if not any(head.endswith(other) for other in heads if other != head):
                    forms[spelling.near].append((head, *spelling.words[1:]))
        return {False: Sieve(forms[False]), True: Sieve(forms[False] + forms[True])}

    @cached_property
    def _first(self) -> Mapping[Lang, Mapping[str, list[Spelling]]]:
        """Language → word that a form begins with, with or without clitics → the forms."""
        table: dict[Lang, dict[str, list[Spelling]]] = {lang: {} for lang in LANGS}
        for spelling in self.forms:
            for token in {token for token, _ in _splits(spelling)}:
                table[spelling.lang].setdefault(token, []).append(spelling)
        return table

    def _find_in(self, view: View, *, near: bool) -> Iterator[tuple[Folded, int, int, Spelling]]:
        for lang in LANGS:
            folded = fold(view.text) if lang == "ar" else fold_latin(view.text)
            for (start, end), spelling in self._hits(folded.text, self._first[lang]):
                if spelling.before_comma and is_of_two_names(view.text, *folded.span(start, end)):
                    continue
                if not spelling.near or (near and _is_written_as_name(view, folded, start, spelling)):
                    yield folded, start, end, spelling

    def _hits(
        self, text: str, first: Mapping[str, list[Spelling]]
    ) -> Iterator[tuple[tuple[int, int], Spelling]]:
        for match in TOKEN.finditer(text):
            for spelling in first.get(match[0], ()):
                end = _walk(text, match.end(), spelling)
                if end:
                    yield (match.start(), end), spelling

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for spelling in self.forms for word in spelling.words)

    @cached_property
    def _names_of_others(self) -> FullNames:
        """The full names of the glossary's other actors that have a word of hers."""
        named = full_names(self.others).items()
        return {
            first: found for first, names in named if (found := [w for w in names if self._words & set(w)])
        }


def spellings_of(name: str, also: Sequence[str], actors: Sequence[Actor]) -> Spellings:
    """The written forms of `name`: the glossary's for actors who bear it, else what the romaniser makes."""
    asked = {lang: tokens(name, lang) for lang in LANGS}
    mine = [
        actor
        for actor in actors
        if name == actor.id
        or any(asked[lang] in {tokens(n, lang) for n in names_of(actor.names(lang))} for lang in LANGS)
    ]
    arabic = bool(ARABIC.search(name))
    ar = [name] if arabic else []
    en = [] if arabic or any(name == actor.id for actor in mine) else [name]
    for actor in mine:
        ar += names_of(actor.ar, full=True)
        en += names_of(actor.en, full=True)
    en += [romanise(one) for one in ar]
    short = [n for actor in mine for lang in LANGS for n in short_names(actor.names(lang))]
    kind = mine[0].type if mine else "person"
    whole = Actor("removed", kind, _as_names(ar), _as_names(en))
    others = tuple(actor for actor in actors if actor not in mine)
    return Spellings(whole, frozenset(a.id for a in mine), tuple(dict.fromkeys((*also, *short))), others)


def _splits(spelling: Spelling) -> Iterator[tuple[str, str]]:
    splits = arabic_names.prefix_splits if spelling.lang == "ar" else english_names.prefix_splits
    return splits(spelling.words[0])


def _as_names(names: Sequence[str]) -> ActorNames:
    several = tuple(dict.fromkeys(filter(None, names)))
    return ActorNames(preferred=several[0] if several else "", allowed=several[1:])


def _is_of_another(name: str, own: Collection[str]) -> bool:
    """Whether its first or last word is commonly written so for another name; between them, a father's."""
    words = name.split()
    return any(is_of_another(word.rpartition("-")[2], own) for word in (words[0], words[-1]))


def _walk(text: str, end: int, spelling: Spelling) -> int:
    """Where a form ends whose first word ends at `end`; 0 where the other words do not follow."""
    for number, word in enumerate(spelling.words[1:], 2):
        gap = (_COMMA if number == spelling.before_comma + 1 else _GAP).match(text, end)
        token = TOKEN.match(text, gap.end()) if gap else None
        if token and token[0] == "the" != word and spelling.lang == "en":
            gap = _GAP.match(text, token.end())
            token = TOKEN.match(text, gap.end()) if gap else None
        if not token or token[0] != word:
            return 0
        end = token.end()
    return end


def _is_written_as_name(view: View, folded: Folded, start: int, spelling: Spelling) -> bool:
    """Whether a short form has its capital, where its script has any: May is a name, and may is none."""
    letter = view.text[folded.span(start, start + 1)[0]]
    return spelling.lang == "ar" or letter.isupper() or len(spelling.words) > 1


def _placed(view: View, folded: Folded, start: int, end: int, spelling: Spelling) -> Found:
    """A form in the text of a view, with the possessive behind it."""
    first, last = folded.span(start, end)
    if spelling.lang == "en" and (behind := POSSESSIVE.match(view.text, last)) and len(behind[0]) > 1:
        last = behind.end()
    return Found(first, last, spelling)


def _longest(found: Sequence[Found]) -> list[Found]:
    """Of those that overlap, the one that begins first, and of these the longest."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def redactor(spellings: Spellings, *, near: bool) -> Redact:
    """What puts the sign in place of every form."""
    return redact_found(lambda text: [(hit.start, hit.end) for hit in spellings.find(text, near=near)])
