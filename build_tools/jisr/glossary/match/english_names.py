"""The forms of English names: case where it tells, plurals, possessives, hyphens, both spellings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jisr.glossary.match import english_words as w
from jisr.glossary.match.trie import TERM, Form, Gate, Hit
from jisr.lang.arabic import WORD, Folded, fold_latin
from jisr.model.glossary import GROUPS, Actor

_SPELLINGS = (("defence", "defense"), ("centre", "center"), ("labour", "labor"), ("programme", "program"))
_ISATION = re.compile(r"(?<=[a-z]{3})i[sz](?=ations?$|ed$|ing$)")
_NO_PLURAL = re.compile(r"(?:s|sh|ch|ese|x|z|men)$")
_SENTENCE_START = re.compile(r"(?:^|[.?!:…\n•–—][\"'”’»)\]]*\s*|\n\s*)[\"'“‘«(\[]*\Z")
# The Gulf of Oman is not Oman, the Jordan Valley not Jordan, Guinea-Bissau not Guinea.
_WATERS_BEFORE = re.compile(r"\b(?:(?:gulf|sea|bay|straits?) of|river|lake|mount) \Z")
# What is called after a person: Mount Arafat, Hariri Street; and cities: in Austin, Texas.
_CALLED_AFTER = re.compile(
    r" (?:street|avenue|boulevard|road|square|bridge|airport|mosque|hospital|university|school|stadium"
    r"|camp)\b"
)
_CITY = re.compile(r", [A-Z]\w+[,.;]")
_PLACED = re.compile(r"\b(?:in|from|near|at|to) \Z")
_ONE_OF_MANY = re.compile(r"\b(?:an?|another|any|each|every|no) \Z")
_WATERS_AFTER = re.compile(r" (?:river|valley|sea|delta|basin|canal)\b|-bissau\b")
# Types whose names are made of common nouns, so that capitals vary: leader of the State of Law Coalition.
_COMMON = frozenset(("office", "event", "agreement", "mission or base"))
_MEMBERS = re.compile(r"[A-Z]\w*[a-z]is")
_THE = frozenset({"the"})
_NAME_BEFORE = re.compile(r"(?:^|(?:^|\s)(\S+)\s+)([A-Z]\w*[a-z])\s+\Z")
_ARTICLE = frozenset(("al", "el"))
_MONTHS = frozenset(("March", "May", "August"))
_MONTH = re.compile(
    r"\b(?:in|on|since|until|by|late|early|mid|last|this|next|of|and|between|from|through|to|\d+) \Z"
)
_FAMILY_BEHIND = re.compile(r" ([Aa]l[- ]|[Ee]l[- ])?([A-Z]\w+)")


def name_forms(actors: Sequence[Actor]) -> Iterator[tuple[Form, dict[int, frozenset[str]]]]:
    """All forms of the English names of `actors`; `the` may stand anywhere within a name."""
    for index, actor in enumerate(actors):
        for form in _names(actor, index):
            skips = dict.fromkeys(range(1, len(form.words)), _THE)
            for words in spelling_variants(form.words):
                yield replace(form, words=words), skips
        for demonym in actor.en.demonyms or _members(actor):
            words, spelling = name_words(demonym)
            yield Form(words, index, demonym=True, spelling=spelling), {}
            if words and not _NO_PLURAL.search(words[-1]):
                plural = (*words[:-1], words[-1] + "s")
                yield Form(plural, index, demonym=True, spelling=(*spelling[:-1], spelling[-1] + "s")), {}


def _members(actor: Actor) -> Iterator[str]:
    """What a group that is called after its members says of them: the Houthis, a Houthi leader."""
    if actor.type in GROUPS and _MEMBERS.fullmatch(actor.en.preferred):
        yield actor.en.preferred[:-1]


def _names(actor: Actor, index: int) -> Iterator[Form]:
    names = actor.en
    longest, _ = name_words(names.preferred)
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    others = (*names.allowed, *names.quote_only, *names.avoid, *filter(None, (names.acronym,)))
    longer = any(len(name_words(name)[0]) > 1 for name in (names.preferred, *others))
    given = [(names.preferred, False), *((name, False) for name in others)]
    for name, short in given + [(name, True) for name in (names.short, *names.also_short)]:
        words, spelling = name_words(name)
        if not words or (words, spelling) in seen:
            continue
        seen.add((words, spelling))
        part = words != longest and len(words) == 1 and words[0] in longest
        gate = Gate.OPEN
        alone = len(words) == 1 and longer and name != names.acronym
        if actor.needs_full_name and (short or part or alone):
            gate = Gate.NAMED
        yield Form(words, index, gate, False, spelling, False, short)
        if short and len(words) == 1 and words[0].endswith("s") and (one := words[0][:-1]) in longest:
            yield Form((one,), index, gate, False, (spelling[0][:-1],), False, True)  # the Houthi team
    for words, spelling in sorted(seen) if actor.type != "person" else ():
        for order in _other_orders(words):
            yield Form(tuple(words[n] for n in order), index, spelling=tuple(spelling[n] for n in order))
    if actor.type == "person":
        for words, spelling in sorted(seen):
            family = _family_name(words)
            if family and (words[-family:], spelling[-family:]) not in seen:
                yield Form(words[-family:], index, Gate.NAMED, False, spelling[-family:], False, True)
            if family == 2 and words[-2] in _ARTICLE:  # Bashar Assad
                yield Form((*words[:-2], words[-1]), index, Gate.OPEN, False, (*spelling[:-2], spelling[-1]))


def _other_orders(words: tuple[str, ...]) -> Iterator[Sequence[int]]:
    """The order of the words of a name as others write it: Bosnia & Herzegovina, the Defence Ministry."""
    kept = [n for n, word in enumerate(words) if word != "and"]
    if 1 < len(kept) < len(words):
        yield kept
    at = words.index("ministry") if "ministry" in words[:-2] else -1
    rest = [n for n in range(at + 2, len(words)) if words[n] not in ("the", "affairs")]
    if at >= 0 and words[at + 1] == "of" and len(rest) == 1:
        yield [*range(at), *rest, at]


def _family_name(words: tuple[str, ...]) -> int:
    """How many of the last words are the family name; 0 where there is nothing shorter than the name."""
    size = 1
    while size < len(words) and (
        words[-size - 1] in w.PARTICLES or (size == 1 and words[-1] in ("allah", "din"))
    ):
        size += 1
    return size if size < len(words) and len(words[-1]) > 2 else 0


def spelling_variants(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """`words` first; British and American spelling, and the plural of a name that ends in a common noun."""
    yield words
    other = tuple(_respelled(word) for word in words)
    if other != words:
        yield other
    for chosen in {words, other}:
        if len(words) > 1 and not _NO_PLURAL.search(words[-1]):
            yield (*chosen[:-1], chosen[-1] + "s")


def _respelled(word: str) -> str:
    for pair in _SPELLINGS:
        if word in pair:
            return pair[1 - pair.index(word)]
    return _ISATION.sub(lambda m: "iz" if m[0] == "is" else "is", word)


def name_words(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The folded words of a name, without `the` before it, and the same words as they are written."""
    folded = fold_latin(name)
    found = [(m[0], name[slice(*folded.span(*m.span()))]) for m in WORD.finditer(folded.text)]
    if len(found) > 1 and found[0][0] == "the":
        del found[0]
    return tuple(word for word, _ in found), tuple(written for _, written in found)


def folded_words(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return name_words(name)[0]


def bare_words(token: str) -> Iterator[str]:
    """All words of which `prefix_splits` may give `token`."""
    yield token


def prefix_splits(word: str) -> Iterator[tuple[str, str]]:
    """English writes nothing together with the next word."""
    yield word, ""


def judge(actor: Actor, hit: Hit, folded: Folded) -> Hit | None:
    """`hit`, or None where the case is another (`us` is not the US), or where it is part of another name."""
    text, form = folded.text, hit.form
    first, last = folded.span(hit.start, hit.end)
    if len(form.words) == 1:
        written = [folded.original[first:last]]
    else:
        words = [m for m in WORD.finditer(text, hit.start, hit.end) if m[0] != "the" or "the" in form.words]
        written = [folded.original[slice(*folded.span(*m.span()))] for m in words]
    if not _has_its_capitals(actor, form, written, folded.original[max(0, first - 12) : first]):
        return None
    if _is_another(actor.type, form, text, hit.start, hit.end):
        return None
    is_given = form.short and len(form.words) == 1 and form.words[0] in w.GIVEN
    if is_given and actor.type != "person" and _FAMILY_BEHIND.match(folded.original, last):
        return None  # Amal Clooney is not the Amal Movement
    if form.short and actor.type == "person" and sum(word not in w.PARTICLES for word in form.words) == 1:
        if form.words[-1] in w.COMMON_WORDS and not _stands_as_name(folded.original, first, last):
            return None
        if form.words[0] in w.GIVEN and _has_family_behind(folded.original, last):
            return None
        if _CITY.match(folded.original, last) and _PLACED.search(text, max(0, hit.start - 6), hit.start):
            return None
        name = _NAME_BEFORE.search(folded.original[max(0, first - 48) : first])
        if name and _is_of_the_family(actor, name[1] or ".", name[2]):
            return None
    end = hit.end
    if folded.original[last : last + 1] == "." and "." in folded.original[first:last]:  # U.S.
        end += 1
    acronym = actor.en.acronym or (actor.en.preferred if actor.en.preferred.isupper() else "")  # UAE
    describing = form.spelling == (acronym,) or form.words[0] == "united"
    if actor.type == "state" and describing and _describes(text, end):
        form = Form(form.words, form.actor, demonym=True)
    return Hit(form, hit.start, end, "", hit.shown)


def _has_its_capitals(actor: Actor, form: Form, written: Sequence[str], before: str) -> bool:
    """Whether the words are written as the name is: common nouns beside its own word may vary."""
    if form.spelling == tuple(written):
        return True
    pairs = list(zip(form.spelling, written, strict=False))
    capital_tells = len(form.spelling) == 1 and actor.type != TERM
    loose = actor.type in _COMMON and len(form.words) > 1
    # «the Security council»: a capital amid a sentence shows a name as its own word does
    begins = len(pairs) > 1 and written[0][0].isupper() and not _SENTENCE_START.search(before)
    proper = actor.type != "person" and (
        begins
        or any(
            own[0].isupper() and found[0].isupper() and own.lower() not in w.GENERIC for own, found in pairs
        )
    )
    for own, found in pairs:
        if own.lower() in _ARTICLE and len(pairs) > 1:  # Al Jazeera, al-Jazeera
            continue
        if own.isupper() and len(own) > 1:
            if not found.replace(".", "").isupper():
                return False
        elif own[0].isupper():
            if not (found[0].isupper() or loose or (proper and found.lower() in w.GENERIC)):
                return False
        elif capital_tells and found[0].isupper() and not _SENTENCE_START.search(before):
            return False
    return True


def _describes(text: str, end: int) -> bool:
    """Whether a state's acronym that ends at `end` says whose the next word is: US forces, US-led."""
    if text[end : end + 1] in "-‑–" and text[end + 1 : end + 2].isalpha():
        return True
    after = re.match(r" ([a-z]+)", text[end:])
    if not after or after[1] in w.NOT_DESCRIBED:
        return False
    return not after[1].endswith(("ed", "ly")) or after[1] in w.ARMED


def _stands_as_name(text: str, start: int, end: int) -> bool:
    """Whether a family name that is a common word is one here: the White House is none."""
    after = re.match(r"[ ’'](\w+)", text[end:])
    if after and (after[1][0].isupper() or after[1].isdigit()):
        return False
    if text[start:end] in _MONTHS and _MONTH.search(text[max(0, start - 12) : start]):
        return False
    begins = _SENTENCE_START.search(text[max(0, start - 12) : start])
    return not begins or bool(after and after[1].lower() in w.SAYS)


def _is_of_the_family(actor: Actor, before: str, given: str) -> bool:
    """Whether `given`, behind the word `before`, is another's first name: his brother Algoney [Dagalo]."""
    own = name_words(actor.en.preferred)[0]
    word = fold_latin(given).text
    begins = before[-1] in '.?!:”"' or before.lower() in w.PREPOSITIONS
    opens = word in w.OPENING or word.endswith(("ly", "ing", "ed", "ian", "ese", "ish"))
    return word not in own and word not in w.TITLES and (not begins or word in w.GIVEN or not opens)


def _has_family_behind(text: str, end: int) -> bool:
    """Whether a first name ends there: Saleh al-Arouri, where Ali Abdullah Saleh was named."""
    after = _FAMILY_BEHIND.match(text, end)
    return bool(after and (after[1] or after[2].lower() not in w.TITLES))


def _is_another(kind: str, form: Form, text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    within = _is_in_another_name(form.words, text, start, end)
    if within or form.demonym:  # Abdul-Malik al-Houthi is a person
        return within or (kind != "state" and before.endswith(("al-", "al ")))
    if form.short and form.spelling[0].islower() and _ONE_OF_MANY.search(before):
        return True  # a coalition of parties
    if form.short and kind == "person" and (_WATERS_BEFORE.search(before) or _CALLED_AFTER.match(after)):
        return True
    if kind in ("state", "place") and before.endswith(" ") and w.WESTERN.intersection(before.split()[-1:]):
        return True  # Michael Jordan
    if kind in ("organisation", "state force", "office") and before.endswith("national "):
        return True  # National Security Council
    return kind in ("state", "place") and bool(_WATERS_BEFORE.search(before) or _WATERS_AFTER.match(after))


def _is_in_another_name(words: Sequence[str], text: str, start: int, end: int) -> bool:
    """Whether the words beside `words` make another name of them: Latin American, New Mexico."""
    one, other = w.NOT_BETWEEN.get(" ".join(words), ("", ""))
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    return bool(
        (one and re.search(rf"\b(?:{one}) \Z", before)) or (other and re.match(rf" (?:{other})\b", after))
    )
