"""Checks of names and terms: what only one language names, by a name to avoid, or in two spellings."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from jisr.checks.context import BlockFinding, CheckContext, Pair
from jisr.glossary import Matcher, unnamed_actor_findings
from jisr.model.diagnostics import Finding
from jisr.model.glossary import Actor, ActorNames, Mention

BlockFindings = Iterator[tuple[Pair, BlockFinding]]


def check_names(edition: CheckContext) -> BlockFindings:
    """A name without a counterpart"""
    actors = {actor.id: actor for actor in edition.actors}
    for pair in edition.pairs:
        there = {m.actor for m in pair.translation_names}
        here = {m.actor for m in pair.original_names}
        lost = {m.actor: m for m in _names_to_match(pair.original_names, actors) if m.actor not in there}
        new = {m.actor: m for m in _names_to_match(pair.translation_names, actors) if m.actor not in here}
        instead = ", ".join(actors[id_].quote(m.text) for id_, m in new.items())
        for mention in lost.values():
            actor = actors[mention.actor]
            name = actor.quote(actor.en.preferred)
            message = f"{actor.quote(mention.text)} ({name}) is not named in the English"
            remedy = f"write {name}, or another of its names in {actor.file}"
            yield pair, BlockFinding(message, instead, remedy)
        if new and not lost:
            message, remedy = f"{instead} is not named in the Arabic", "read both: is somebody else meant?"
            yield pair, BlockFinding(message, instead, remedy)


def _names_to_match(names: Sequence[Mention], actors: Mapping[str, Actor]) -> Iterator[Mention]:
    """Names that need a counterpart: what lies in another name goes with that (Port Sudan is بورتسودان).

    An adjective needs one where the glossary says how both languages call the people.
    """
    for mention in names:
        actor = actors[mention.actor]
        if not mention.nested and (mention.kind == "name" or (actor.ar.demonyms and actor.en.demonyms)):
            yield mention


def check_terms(edition: CheckContext) -> BlockFindings:
    """A term that is worded otherwise"""
    wording = {term.id: term for term in edition.terms}
    for pair in edition.pairs:
        there = {m.actor for m in pair.translation_terms}
        here = {m.actor for m in pair.original_terms}
        ours = _terms_outside_names(pair.original_terms, pair.original_names)
        theirs = _terms_outside_names(pair.translation_terms, pair.translation_names)
        instead = ", ".join(m.text for m in theirs if m.actor not in here)
        lost = {m.actor: m for m in ours if m.actor not in there}
        for mention in lost.values():
            word = wording[mention.actor].en.preferred
            remedy = f"write {word}, or another of its words in seeds/terms.yml"
            yield pair, BlockFinding(f"{mention.text} is not worded as {word}", instead, remedy)
        if instead and not lost:
            remedy = "write what the author wrote, neither sharper nor softer"
            yield pair, BlockFinding(f"{instead} is not the Arabic's word", instead, remedy)


def _terms_outside_names(terms: Sequence[Mention], names: Sequence[Mention]) -> list[Mention]:
    """`check_terms` that are no part of a name: the resistance in Hamas's full name is not ours to word."""
    return [t for t in terms if not any(n.start <= t.start and t.end <= n.end for n in names)]


def check_unnamed(edition: CheckContext) -> Iterator[Finding]:
    """An actor whom no article names"""
    if edition.papers:
        named = frozenset[str]().union(*(paper.named for paper in edition.papers))
        yield from unnamed_actor_findings(edition.actors, named)


# --- names to avoid ----------------------------------------------------------------------------------------

_QUOTED = re.compile(r"“[^“”]{0,2000}”|\"[^\"]{0,2000}\"|‘[^‘’]{0,400}’(?!\w)|«[^«»]{0,2000}»")
_IN_QUOTES = "only somebody who is quoted may say so"


def check_avoided(edition: CheckContext) -> BlockFindings:
    """A name to avoid, outside a quotation"""
    wrong: list[Actor] = []
    about: dict[str, tuple[Actor, str]] = {}
    for actor in (*edition.actors, *edition.terms):
        for name, reason in (*actor.en.avoid.items(), *((q, _IN_QUOTES) for q in actor.en.quote_only)):
            made = Actor(f"{len(wrong)}", "media", ar=ActorNames(name), en=ActorNames(name))
            wrong.append(made)
            about[made.id] = actor, reason
    if not wrong:
        return
    matcher = Matcher(wrong, "en")
    for pair in edition.pairs:
        found = matcher.find(pair.translation)
        if not found:
            continue
        quoted = [m.span() for m in _QUOTED.finditer(pair.translation)]
        # what lies in a longer, right name is part of that: Islamic State of Iraq
        right = [(m.start, m.end) for m in (*pair.translation_names, *pair.translation_terms)]
        for mention in found:
            start, end = mention.start, mention.end
            in_quotes = any(a < start and end < b for a, b in quoted)
            if in_quotes or any(a <= start and end <= b and b - a > end - start for a, b in right):
                continue
            actor, reason = about[mention.actor]
            text = actor.quote(mention.text)
            message = f"“{text}” is a name to avoid ({actor.quote(reason)})"
            remedy = f"write {actor.quote(actor.en.preferred)}, or quote who says so"
            yield pair, BlockFinding(message, text, remedy)


# --- two spellings -----------------------------------------------------------------------------------------

_NAME = re.compile(r"\b(?:(?:[Aa]l|[Ee]l|[Aa]bd|[Aa]sh|[Aa]s)-)?[A-Z][a-z'’]+(?:-[A-Z][a-z]+)?\b")
_WORD = re.compile(r"[^\W\d_]+")
# Letters between which romanisations of one name vary; after the tables of IJMES, ALA-LC and the press.
_ALIKE = (
    ("ck", "k"), ("kh", "x"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "$"), ("ch", "$"),
    ("ph", "f"), ("q", "k"), ("c", "k"), ("j", "g"), ("z", "d"), ("v", "f"),
)  # fmt: skip
_ARABIC_ALIKE = str.maketrans(
    dict(zip("بتثجخدذرزسشصضطظغفقكلمن", "bttgxddrds$sdtdgfkklmn", strict=True))
    | dict.fromkeys("اويهحعءىئؤأإآة")
)
_ARABIC_CLITICS = re.compile(r"[وف]?[بكل]?(?:ال|لل)?(?=\w{3})")
_ENDINGS = (
    "s", "es", "n", "an", "ian", "i", "is", "ese", "ish", "ic", "al", "ist", "ns", "ans", "e", "er", "a",
)  # fmt: skip
_VOWELS = str.maketrans("uy", "oi")  # Sulaymani, Soleimani: one sound, written two ways
_SHORTEST = 5


def check_spelling(edition: CheckContext) -> BlockFindings:
    """One name in two spellings"""
    counts: Counter[str] = Counter()
    first: dict[str, Pair] = {}
    common: set[str] = set()
    for pair in edition.pairs:
        words = _WORD.findall(pair.translation)
        common.update(word for word in words if word.islower())
        for match in _NAME.finditer(pair.translation):
            name = re.sub(r"['’]s?$", "", match[0]).replace("’", "'")
            counts[name] += 1
            first.setdefault(name, pair)
    right = {
        word: actor
        for actor in sorted(edition.actors, key=lambda one: not one.private)  # what is public may be shown
        for word in _NAME.findall(" ".join(_all_names(actor.en)))
    }
    buckets: dict[str, set[str]] = {}
    for name in sorted({*counts, *right}):
        bare = re.sub(r"^[A-Za-z]+-(?=[A-Z])", "", name)
        if len(bare) >= _SHORTEST and bare.lower() not in common:
            buckets.setdefault(consonant_skeleton(bare), set()).add(name)
    for alike in buckets.values():
        if len(alike) > 1:
            yield from _spelling_findings(sorted(alike)[:50], counts, right, first)


def _spelling_findings(
    alike: Sequence[str], counts: Counter[str], right: Mapping[str, Actor], first: Mapping[str, Pair]
) -> BlockFindings:
    for one, other in combinations(alike, 2):
        # the spelling of the glossary is right, else the more frequent one
        better, worse = sorted((one, other), key=lambda n: (n not in right, -counts[n], n))
        if worse not in first or worse in right or not _is_one_name(better, worse):
            continue
        core = _core(consonant_skeleton(worse))
        texts = [first[name].folded.text for name in (better, worse) if name in first]
        if not all(core in _arabic_cores(text) for text in texts):
            continue  # two people
        pair, where = first[worse], f"elsewhere ({counts[better]} times)"
        if owner := right.get(better):
            worse, better, where = owner.quote(worse), owner.quote(better), f"in {owner.file}"
        message = f"{worse} is spelt {better} {where}"
        yield pair, BlockFinding(message, worse, f"write {better}, if it is the same name")


def _arabic_cores(folded: str) -> set[str]:
    """The skeletons of all words of an Arabic text, with and without what may be a clitic."""
    found = set()
    for word in _WORD.findall(folded):
        for start in {0, match.end() if (match := _ARABIC_CLITICS.match(word)) else 0}:
            found.add(_core(re.sub(r"(.)\1+", r"\1", word[start:].translate(_ARABIC_ALIKE))))
    return found


def _core(skeleton: str) -> str:
    return skeleton.lstrip("awhy")


def _is_one_name(one: str, other: str) -> bool:
    a, b = (re.sub(r"^[A-Za-z]+-(?=[A-Z])", "", name).lower() for name in (one, other))
    if a == b or a in b or b in a:
        return False
    shorter, longer = sorted((a, b), key=len)
    stem = len(shorter) - 3
    if shorter[:stem] == longer[:stem] and any(
        shorter.endswith(x) and longer.endswith(y) for x in ("", *_ENDINGS) for y in _ENDINGS if x != y
    ):
        return False  # China, Chinese
    return Levenshtein.distance(a.translate(_VOWELS), b.translate(_VOWELS)) <= 2


def consonant_skeleton(name: str) -> str:
    """What all romanisations of an Arabic name have in common: `slmn` for Soleimani, Suleymani, Sulaimany."""
    folded = name.lower()
    for written, letter in _ALIKE:
        folded = folded.replace(written, letter)
    folded = re.sub(r"[aeiouyw'h-]", "", folded[1:]) if folded else ""
    first = {"u": "o", "e": "i", "y": "i"}.get(name[0].lower(), name[0].lower())
    return re.sub(r"(.)\1+", r"\1", (first if first not in "aeiou" else "a") + folded)


def _all_names(names: ActorNames) -> Iterator[str]:
    yield from (names.preferred, names.short, *names.also_short, *names.allowed, *names.quote_only)
