"""The forms of Arabic names: generated from the name, never stripped from the text.

Stripping prefixes from words breaks بايدن, كركوك and واشنطن; so each name gets its forms with the clitics
that Arabic writes together with the next word (و ف ب ك ل, the article, أ), the cases that show in letters
(أبو/أبا/أبي, المسلمون/المسلمين), and what newspapers do with names of its type
(تنظيم «داعش», الرئيس السابق ل…).
After Ryding, A Reference Grammar of Modern Standard Arabic, chapters 5, 7 and 16.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, pairwise, product

from jisr.glossary.match import arabic_words as w
from jisr.glossary.match.trie import TERM, Form, Gate
from jisr.lang.arabic import WORD, fold, split_joined_name
from jisr.model.glossary import GROUPS, Actor

_JOINING = frozenset(("عبد", "العبد", "ابو", "ابا", "ابي", "ذو", "كفر", "خان", "دير", "بور"))

# ------------------------------------------------------------------------------------------------ generating


def name_forms(actors: Sequence[Actor]) -> Iterator[tuple[Form, dict[int, frozenset[str]]]]:
    """All forms of the Arabic names of `actors`, with the words that may be jumped over at places in them."""
    named = [list(_names(actor, index)) for index, actor in enumerate(actors)]
    by_words: dict[tuple[str, ...], list[int]] = {}
    for index, own in enumerate(named):
        for form in own:
            by_words.setdefault(form.words, []).append(index)
    owned = zip(actors, named, strict=True)
    peoples = [_demonyms(actor, {form.words for form in own}) for actor, own in owned]
    definite = {word for people in peoples for word in people if word[:2] == "ال"}
    addressed = w.TITLE_WORDS | w.MODIFIER_WORDS | definite
    for index, own in enumerate(named):
        for form in own:
            for whole, skips in _composed_forms(form, actors, named, by_words, addressed):
                for words in spelling_variants(whole.words):
                    # how a short name is spelled binds no other spelling
                    yield whole if words == whole.words else replace(whole, words=words, spelling=()), skips
                if actors[index].type == "office":
                    yield from _definite_title_forms(whole)
        for word in peoples[index]:
            yield Form((word,), index, demonym=True), {}


def _names(actor: Actor, index: int) -> Iterator[Form]:
    """The names as given and those that follow from them, each once, the most open first."""
    names = actor.ar
    longest = name_words(names.preferred)
    seen: set[tuple[str, ...]] = set()
    others = (*names.allowed, *names.quote_only, *names.avoid, *filter(None, (names.acronym,)))
    longer = any(len(name_words(name)) > 1 for name in (names.preferred, *others))
    given = [(names.preferred, False), *((name, False) for name in others)]
    given += [(name, True) for name in (names.short, *names.also_short)]
    for name, short in given:
        words = name_words(name)
        if not words or words in seen:
            continue
        seen.add(words)
        part = words != longest and len(words) == 1 and words[0] in longest
        gate = Gate.OPEN
        if len(words) == 1 and words[0] in w.ORDINARY_WORDS and actor.type in ("state", "place"):
            gate = Gate.SHOWN
        elif len(words) == 1 and words[0] in w.HOMOGRAPH_WORDS and actor.type != TERM:
            gate = Gate.SHOWN if actor.type in ("state", "place") else Gate.NAMED
        elif actor.needs_full_name and (short or part):
            gate = Gate.NAMED
        elif actor.needs_full_name and len(words) == 1:
            gate = Gate.NAMED if longer else Gate.SHOWN
        strict = tuple(name.split()) if len(words) == 1 and len(words[0]) <= 4 else ()
        yield Form(words, index, gate, False, strict, not short or gate is Gate.SHOWN, short)
    for words in _implied_names(actor, sorted(seen, key=len, reverse=True)):
        if words not in seen:
            seen.add(words)
            yield Form(words, index, Gate.NAMED, False, (), actor.type != "person", True)


def _implied_names(actor: Actor, given: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Shorter names that follow: family names, names without their class word or without their purpose."""
    for words in given:
        if actor.type == "person":
            yield from _family_names(words)
            continue
        cut = next((i for i, word in enumerate(words) if word in w.PURPOSE), 0)
        if cut > 1:  # التحالف الدولي ضد داعش, also التحالف ضد داعش
            yield words[:cut]
            yield (words[0], *words[cut:])
        if len(words) > 1 and words[0] in w.HEAD_WORDS:
            yield words[:1]
        if actor.type == "office" and len(words) > 2 and w.NISBA.fullmatch(words[-1]):
            yield words[:-1]  # رئيس الوزراء [العراقي]
        if len(words) > 1 and words[0] in w.CLASS_WORDS.get(actor.type, ()):
            rest = words[1:]
            named = not rest[0].startswith("ال") or (len(rest[0]) > 5 and rest[0].endswith("ي"))  # الحوثي
            if len(rest) > 1 or (named and rest[0] not in w.TAIL_WORDS):
                yield rest


def _family_names(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    with_father = 3 + (len(words) > 3 and words[2] in w.JOINED_WORDS)
    if len(words) > with_father and words[1] == "بن":  # تميم بن حمد [آل ثاني]
        yield words[:with_father]
    king = next((i for i, word in enumerate(words) if word in w.ORDINAL_WORDS), 0)
    if 0 < king < len(words) - 1:  # عبد الله الثاني [بن الحسين]
        yield words[: king + 1]
    if len(words) < 2 or words[-2] in ("ال", "ام"):  # آل سعود is all of a name
        return
    size = 2 if words[-1] in w.TAIL_WORDS or words[-2] in w.JOINED_WORDS else 1
    if size < len(words) and len(words[-1]) > 2:
        yield words[-size:]
        if len(words) > size + 1 and words[0] not in w.JOINED_WORDS:
            yield (words[0], *words[-size:])


def _composed_forms(
    form: Form,
    actors: Sequence[Actor],
    named: Sequence[Sequence[Form]],
    by_words: dict[tuple[str, ...], list[int]],
    addressed: frozenset[str],
) -> Iterator[tuple[Form, dict[int, frozenset[str]]]]:
    """`form`, and where it ends in another actor's name, with that actor's other names in its place.

    إدارة بايدن is also إدارة الرئيس جو بايدن, قائد الحشد الشعبي also قائد مليشيا «الحشد الشعبي».
    """
    words = form.words
    skips: dict[int, frozenset[str]] = {}
    tails: set[tuple[str, ...]] = set()
    # persons' names end in their own family's name only, however many share it
    cuts = range(1, len(words)) if actors[form.actor].type != "person" else ()
    for cut in cuts:
        for other in by_words.get(words[cut:], ()):
            if other == form.actor:
                continue
            kind = actors[other].type
            skips[cut] = addressed if kind == "person" else w.CLASS_WORDS.get(kind, frozenset())
            tails |= {words[:cut] + f.words for f in named[other] if len(f.words) > 1 or kind == "person"}
    yield form, skips
    for whole in sorted(tails - {words}):
        yield replace(form, words=whole, spelling=()), skips


def _definite_title_forms(form: Form) -> Iterator[tuple[Form, dict[int, frozenset[str]]]]:
    """قائد فيلق القدس with the article: القائد السابق لفيلق القدس, القائد السابق لـ«فيلق القدس»."""
    if form.gate:
        return
    head = form.words[: 2 if form.words[1:2] and form.words[1] in w.RANKS else 1]
    rest = form.words[len(head) :]
    linked_at = next((i for i, word in enumerate(form.words) if word.startswith("لل")), 0)
    if head[0].startswith("ال") and linked_at:  # الأمين العام للأمم المتحدة is such a form already
        yield form, {linked_at: w.MODIFIER_WORDS}
    if not rest or head[0].startswith("ال"):
        return
    title = tuple("ال" + word for word in head)
    joined = {prefix: token for token, prefix in prefix_splits(rest[0])}
    for linked in (("ل", rest[0]), (joined.get("لل", joined["ل"]),)):
        yield Form((*title, *linked, *rest[1:]), form.actor), {len(title): w.MODIFIER_WORDS}


def spelling_variants(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """`words` in all cases and spellings that occur, itself first."""
    options = [(word, *_respelled(word)) for word in words]
    if sum(len(o) > 1 for o in options) > 4:  # a name of many such words: spare the product
        options = [(word,) for word in words]
    for choice in product(*options):
        yield from _joined_spellings(choice)


def _joined_spellings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """`words` as they are, and with each two together that newspapers write so: عبدالله, نصرالله."""
    joints = {i for i, (a, b) in enumerate(pairwise(words)) if a in _JOINING or b in w.TAIL_WORDS}
    if len(joints) > 4:  # no name has as many: spare the product
        joints = set()
    for spaces in product(*([" ", ""] if i in joints else [" "] for i in range(len(words) - 1))):
        yield tuple("".join(map("".join, zip(words, (*spaces, ""), strict=True))).split(" "))


def _respelled(word: str) -> Iterator[str]:
    yield from w.CASES.get(word, ())
    if len(word) > 5 and word.endswith("ون"):
        yield word[:-2] + "ين"
    elif len(word) > 6 and word.startswith("ال") and word.endswith("ين"):
        yield from (word[:-2] + "ون", word[:-2] + "ان")
    for one, other in w.SPELLINGS:
        if one in word:
            yield word.replace(one, other)
        elif other in word:
            yield word.replace(other, one)


def demonyms(actor: Actor) -> set[str]:
    """The people's adjective of a state, in all its endings, with and without ال."""
    return _demonyms(actor, {name_words(name) for name in (actor.ar.preferred, *actor.ar.allowed)} - {()})


def _demonyms(actor: Actor, own: set[tuple[str, ...]]) -> set[str]:
    """The people's adjective with its endings, with and without ال; where none is given, from the name."""
    stems = {fold(without_article(demonym)).text for demonym in actor.ar.demonyms}
    if not stems and actor.type == "state":
        names = (actor.ar.preferred, *actor.ar.allowed)
        stems = {_nisba(name) for name in names if len(name_words(name)) == 1} - {words[0] for words in own}
        # الولايات المتحدة الأمريكية; what stands behind a name (كوريا الشمالية) says where it lies
        last = {word for words in own if words[0] in w.STATES for word in words[1:]} - w.NO_PEOPLE
        stems |= {word[2:-1] for word in last if word.startswith("ال") and word.endswith("يه")}
        stems.update(stem for words in own for stem in w.PEOPLES_OF.get(" ".join(words), ()))
    elif not stems and actor.type in GROUPS:  # الحوثيون: a Houthi leader, the Houthi militia
        stems = {word[2:-2] for word in chain(*own) if _MEMBERS.fullmatch(word)}
    stems.update(plural for stem in list(stems) for plural in w.PEOPLES.get(stem, ()))
    found: set[str] = set()
    for stem in list(stems):
        stems.update(_respelled(stem))
    for stem in stems:
        ends = ("", "ه", "ين", "ون", "ان", "ات", "تين", "تان", "ا", "ي", "و") if stem.endswith("ي") else ("",)
        found |= {article + stem + end for article in ("", "ال") for end in ends}
    return {word for word in found if len(word) > 3 and " " not in word and (word,) not in own}


_MEMBERS = re.compile(r"ال\w{2,}يون")


def without_article(word: str) -> str:
    """`word` as written without its ال, which أل and إل never are: ألماني keeps its letters."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _nisba(state: str) -> str:
    stem = fold(without_article(state)).text
    for end in ("يا", "يه", "ا", "ه"):
        if stem.endswith(end) and len(stem) - len(end) > 2:
            stem = stem.removesuffix(end)
            break
    return stem if stem.endswith("ي") else stem + "ي"


@cache
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name; عبد, أبو and what stands before الله are words of their own."""
    return tuple(part for word in WORD.findall(fold(name).text) for part in split_joined_name(word).split())


_RUNS = (
    *(conjunction + preposition for conjunction in ("", "و", "ف") for preposition in ("", "ب", "ك", "ل")),
    *("ا" + rest for rest in ("", "و", "ف", "ب", "ل")),
)


def bare_words(token: str) -> Iterator[str]:
    """All words of which `prefix_splits` may give `token`, and others."""
    yield from (token[len(run) :] for run in _RUNS if token.startswith(run))
    for run in ("لل", "ولل", "فلل"):
        if token.startswith(run):
            yield from (article + token[len(run) :] for article in ("ال", "الل"))


def prefix_splits(word: str) -> Iterator[tuple[str, str]]:
    """`word` with every run of clitics that may be written before it, and that run (`لل` takes ال in)."""
    for conjunction in ("", "و", "ف"):
        for preposition in ("", "ب", "ك", "ل"):
            yield conjunction + preposition + word, conjunction + preposition
        if word.startswith("ال") and len(word) > 3:
            # ل and the article are لل; of three lams one is not written: للجنة, لله
            rest = word[3:] if word.startswith("الل") else word[2:]
            yield f"{conjunction}لل{rest}", conjunction + "لل"
    if len(word) > 4:  # the asking أ
        for rest in ("", "و", "ف", "ب", "ل"):
            yield "ا" + rest + word, "ا" + rest
