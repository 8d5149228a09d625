"""Mentions of actors in plain text: every name found, the longest outside, nested ones within it."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import NamedTuple

from jisr.glossary.match import arabic_context, arabic_names, english_names
from jisr.glossary.match.gazetteer import gazetteer_actors
from jisr.glossary.match.peoples import STATES_HAVE, beside_name, find_peoples, is_of_another_state
from jisr.glossary.match.rules import ELSEWHERE, NameWeights, Rules
from jisr.glossary.match.trie import QUOTES, Form, Gate, Hit, LanguageRules, NameTrie
from jisr.lang.arabic import Folded, fold, fold_latin
from jisr.model.glossary import Actor, Mention
from jisr.model.languages import Lang

_RULES: dict[Lang, LanguageRules] = {
    "ar": LanguageRules(
        fold,
        arabic_names.name_forms,
        arabic_names.prefix_splits,
        arabic_names.bare_words,
        arabic_context.judge,
        arabic_names.name_words,
        arabic_names.spelling_variants,
    ),
    "en": LanguageRules(
        fold_latin,
        english_names.name_forms,
        english_names.prefix_splits,
        english_names.bare_words,
        english_names.judge,
        english_names.folded_words,
        english_names.spelling_variants,
    ),
}


_AT_HAND = 1 << 7  # texts of which it is known what names stand in them


class Matcher:
    """Finds the mentions of `actors` in texts of one language.

    Made once, in time linear in the glossary; a search is linear in the text, however many the actors.
    A name of common words (وزارة الدفاع, a ministry of defence) that no rule guards counts where the text
    says whose it is, or once the actor was named otherwise; `bare`, it counts everywhere.

    Private persons are found, so that nobody is linked by their names, and left out, with what lies in their
    names; for checks, whose findings know what may be shown, they are in too, if `private`.
    """

    def __init__(
        self, actors: Sequence[Actor], lang: Lang, *, bare: bool = False, private: bool = False
    ) -> None:
        self.actors = tuple(actors)
        self.lang = lang
        self._language = _RULES[lang]
        self._lexicon = NameTrie.of(self.actors, self._language)
        self._rules = Rules.of(self.actors, self._language, lang)
        self._bare = bare
        self._private = frozenset(i for i, actor in enumerate(self.actors) if actor.private)
        self._hidden = frozenset(a.id for a in self.actors if a.private and not private)
        self._persons = frozenset(i for i, actor in enumerate(self.actors) if actor.type == "person")
        self._read_once = lru_cache(maxsize=_AT_HAND)(self._read)

    def find(self, text: str) -> list[Mention]:
        """The mentions in a text that stands alone; `find_in_article` knows more."""
        return self.find_in_article([text])[0]

    def find_in_article(self, texts: Sequence[str]) -> list[list[Mention]]:
        """The mentions in each block of an article, by place; where one lies in another, the outer one first.

        Spans hold the clitics written together with the name (وديالى), class words (تنظيم داعش) and modifiers
        (رئيس الوزراء الأسبق), not a possessive s. A short form counts once the actor was named in full, in an
        earlier block or anywhere in the same one.
        """
        read = [self._read_once(text) for text in texts]
        seen = _NamedSoFar([one.folded for one in read])
        found = [self._mentions(one, seen) for one in read]
        return [self._public(mentions) for mentions in found] if self._hidden else found

    def _public(self, mentions: list[Mention]) -> list[Mention]:
        """`mentions` without those of private persons, and what lies in one of them."""
        shown: list[Mention] = []
        end = 0  # of the last name of a private person
        for mention in mentions:
            if mention.actor in self._hidden:
                end = max(end, mention.end)
            elif mention.start >= end:
                shown.append(mention)
        return shown

    def _read(self, text: str) -> "_ReadText":
        """What a text holds, whatever stands around it."""
        folded = self._language.fold(text)
        hits: list[Hit] = []
        waiting: list[Hit] = []
        for found in self._lexicon.hits(folded):
            if found.form.gate is Gate.NAMED and not found.form.shows:
                waiting.append(found)
            elif hit := self._judged(found, folded):
                hits.append(hit)
        is_ruled = any(hit.form.name in self._rules.names for hit in hits)
        here = self._rules.find_shown(folded.text, folded.words) if is_ruled else None
        elsewhere = [hit for hit in hits if self._is_elsewhere(hit, folded)]
        return _ReadText(folded, hits, waiting, here, elsewhere, *self._not_owned(hits, folded), {})

    def _mentions(self, text: "_ReadText", seen: "_NamedSoFar") -> list[Mention]:
        actors, folded = self.actors, text.folded
        hits, waiting, here = text.hits, text.waiting, text.here
        if not hits and not waiting:
            seen.begin_block()
            return []
        rules: NameWeights = {}
        doubted = [*text.anybodys]
        if here is not None:
            article, titled = seen.shown(self._rules)
            rules = self._rules.weights((hit.form.name for hit in (*hits, *waiting)), here, article)
            hits = [hit for hit in _apply_rules(hits, rules) if hit not in text.elsewhere]
            near, anywhere = here | titled, here | article
            doubted += [
                hit
                for hit in hits
                if self._rules.is_far(hit.form.name, near)
                and (_is_alone(hit, text.hits) or self._rules.is_far(hit.form.name, anywhere))
            ]
        hits = [hit for hit in hits if hit not in text.others]
        seen.begin_block()
        for hit in hits:
            is_own = not hit.form.short or _is_alone(hit, hits)  # a family name may be a namesake's
            if (
                not hit.form.demonym
                and (hit.form.gate is Gate.OPEN or hit.shown)
                and hit not in doubted
                and is_own
            ):
                seen.name(hit)
        # without the words that its rule asks for, a name counts once the actor was named in full
        hits = [hit for hit in hits if hit not in doubted or hit.form.actor in seen.last]
        counted = [hit for hit in hits if _counts(hit, seen)]
        late = (self._judge_late(text, n) for n, one in enumerate(waiting) if one.form.actor in seen.last)
        counted += [hit for hit in late if hit]
        if not counted:
            return []
        return [
            Mention(
                actors[hit.form.actor].id,
                self.lang,
                *(span := folded.span(hit.start, hit.end)),
                folded.original[slice(*span)],
                "demonym" if hit.form.demonym else "name",
                nested,
            )
            for hit, nested in _nest(_one_hit_per_span(counted, seen, rules, self._private), self._persons)
        ]

    def _judge_late(self, text: "_ReadText", number: int) -> Hit | None:
        """One of those that wait, judged."""
        if number not in text.judged:
            text.judged[number] = self._judged(text.waiting[number], text.folded)
        return text.judged[number]

    def _judged(self, found: Hit, folded: Folded) -> Hit | None:
        """`found` as the language judges it; None where a shorter name is that of another state's body."""
        actor, form, place = self.actors[found.form.actor], found.form, (found.start, found.end)
        if (
            not form.demonym
            and actor.type in STATES_HAVE
            and is_of_another_state(actor, self.lang, folded, *place, partial(self._is_part, form))
        ):
            return None
        return self._language.judge(actor, found, folded)

    def _is_part(self, form: Form) -> bool:
        """Whether a name leaves words of a longer one of its actor out."""
        if form.short:
            return True
        names = self.actors[form.actor].names(self.lang)
        longest = f" {' '.join(self._language.words(names.preferred))} "
        return f" {' '.join(form.words)} " in longest and len(longest) > len(" ".join(form.words)) + 2

    def _not_owned(self, hits: Sequence[Hit], folded: Folded) -> tuple[list[Hit], list[Hit]]:
        """General names of others among `hits`, and those of which nothing says whose they are."""
        others, anybodys = list[Hit](), list[Hit]()
        for hit in hits:
            if self._bare or hit.form.name not in self._rules.unguarded:
                continue
            said = _states_beside(hit, folded, self.lang)
            if not said:
                anybodys.append(hit)
            if not said <= self._rules.owners[hit.form.actor]:
                others.append(hit)
        return others, anybodys

    def _is_elsewhere(self, hit: Hit, folded: Folded) -> bool:
        """Whether the words beside a ruled name are of another country: القوات الأمريكية في اليابان."""
        asked = self._rules.asked.get(hit.form.name)
        if not asked:
            return False
        place = self._language.fold(_country_beside(hit, folded, self.lang)).text
        return bool(place) and not any(near.occurs_in(place, set(place.split())) for near in asked)


class _ReadText(NamedTuple):
    """A text as a matcher reads it wherever it stands: the same paragraph is looked at again and again."""

    folded: Folded
    hits: Sequence[Hit]
    waiting: Sequence[Hit]  # short forms: judged last, because most are other words
    here: frozenset[int] | None  # the rules of which something stands in it; None where no name has one
    elsewhere: Sequence[Hit]  # ruled names beside which another country stands
    others: Sequence[Hit]  # general names of others
    anybodys: Sequence[Hit]  # general names of which nothing says whose they are
    judged: dict[int, Hit | None]  # what became of those that wait, by their number


_REACH = 48  # characters beside a name
_LEADING = frozenset(("في", "داخل", "علي", "اراضي", "in", "of", "at", "on", "inside", "across", "the"))
_PHRASE_END = re.compile(r"[.،,؛;:\n]")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_OWNER = re.compile(
    rf"(?:(?<=[\w,] )|(?<![\w-])(?=[\w-]+['’]s ))(?!{_MONTHS}|The\b)([A-Z][\w-]+)(?:['’]s?)? \Z"
)  # at the start of a sentence only a possessive ('s) says whose the next word is


def _country_beside(hit: Hit, folded: Folded, lang: Lang) -> str:
    """The country, its people or the city right beside a name, as written; "" for none."""
    start, end = folded.span(hit.start, hit.end)
    tail = _PHRASE_END.split(folded.original[end : end + _REACH])[0]
    for mention in _gazetteer_matcher(lang).find(tail):
        if set(fold(tail[: mention.start]).text.lower().split()) <= _LEADING:
            return mention.text
        break
    before = folded.original[max(0, start - _REACH) : start]
    owner = _OWNER.search(before) if lang == "en" else None
    return owner[1] if owner else ""


def _states_beside(hit: Hit, folded: Folded, lang: Lang) -> set[str]:
    """The states that the words right beside a name speak of."""
    adjective = beside_name(lang, folded, hit.start, hit.end)
    if adjective:
        return {adjective}
    place = _country_beside(hit, folded, lang)
    return {key for key, _ in find_peoples(lang, fold(place).text if lang == "ar" else place)}


@cache
def _gazetteer_matcher(lang: Lang) -> Matcher:
    return Matcher(gazetteer_actors(), lang)


@dataclass
class _NamedSoFar:
    """When the actors of an article were last named in full."""

    blocks: Sequence[Folded]
    last: dict[int, int] = field(default_factory=dict)
    now: int = 0
    before: dict[int, int] = field(default_factory=dict)  # `last`, as it was before this block
    here: dict[int, list[int]] = field(default_factory=dict)  # where the block names each in full

    _shown: tuple[frozenset[int], frozenset[int]] | None = None

    def shown(self, rules: Rules) -> tuple[frozenset[int], frozenset[int]]:
        """The rules whose words stand somewhere in the article, and those in its first block."""
        if self._shown is None:
            whole = "\n\n".join(block.text for block in self.blocks)
            words, first = frozenset().union(*(block.words for block in self.blocks)), self.blocks[0]
            self._shown = rules.find_shown(whole, words), rules.find_shown(first.text, first.words)
        return self._shown

    def begin_block(self) -> None:
        """What was named until now was named before the block that comes."""
        self.before.update({actor: self.last[actor] for actor in self.here})
        self.here = {}

    def name(self, hit: Hit) -> None:
        """`hit` names its actor in full."""
        self.now += 1
        self.last[hit.form.actor] = self.now
        places = self.here.setdefault(hit.form.actor, [])
        places.append(max(hit.start, places[-1] if places else 0))

    def ago(self, actor: int, place: int) -> int:
        """A sort key that is smallest for the actor whose full name was the last one before `place`."""
        here = self.here.get(actor, [])
        behind = bisect_left(here, place)
        return -self.now - here[behind - 1] if behind else -self.before.get(actor, 0)


def _counts(hit: Hit, seen: _NamedSoFar) -> bool:
    if hit.form.gate is Gate.OPEN or hit.shown:
        return True
    return hit.form.gate is Gate.NAMED and hit.form.actor in seen.last


def _apply_rules(hits: Sequence[Hit], rules: NameWeights) -> list[Hit]:
    """`hits` without those whose place rules give to another actor."""
    least: dict[tuple[int, int], int] = {}
    for hit in hits:
        place = hit.start, hit.end
        least[place] = min(least.get(place, ELSEWHERE), _weight(hit, rules))
    return [hit for hit in hits if _weight(hit, rules) <= least[hit.start, hit.end]]


def _is_alone(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether no other actor bears the name that stands there."""
    return all(o.form.actor == hit.form.actor for o in hits if (o.start, o.end) == (hit.start, hit.end))


def _weight(hit: Hit, rules: NameWeights) -> int:
    """What rules say of a hit; 0 where they say nothing."""
    return rules.get(hit.form.name, 0)


def _one_hit_per_span(
    hits: Iterable[Hit], seen: _NamedSoFar, rules: NameWeights, private: Container[int]
) -> list[Hit]:
    """One hit for each span: by rule, a name before a demonym, fewer clitics, an open form, named last.

    Where nothing tells a private person from a namesake, the name leads nowhere.
    """
    best: dict[tuple[int, int], Hit] = {}

    def rank(hit: Hit) -> tuple[int, bool, int, int, int, bool]:
        form = hit.form
        ago, public = seen.ago(form.actor, hit.start), form.actor not in private
        return _weight(hit, rules), form.demonym, len(hit.prefix), form.gate, ago, public

    for hit in hits:
        span = hit.start, hit.end
        if span not in best or rank(hit) < rank(best[span]):
            best[span] = hit
    return sorted(best.values(), key=lambda hit: (hit.start, -hit.end))


def _nest(hits: Sequence[Hit], persons: Container[int]) -> list[tuple[Hit, bool]]:
    """Which `hits` stay, and whether they lie in another: of two that cross, the longer, else the first.

    What lies in a mention of the same actor is part of it, and so is the family name of a person's full name,
    whoever else bears it.
    """
    kept: dict[int, bool] = {}
    open_: list[int] = []
    for index, hit in enumerate(hits):
        while open_ and hits[open_[-1]].end <= hit.start:
            open_.pop()
        while (
            open_ and (last := hits[open_[-1]]).end < hit.end and last.end - last.start < hit.end - hit.start
        ):
            del kept[open_.pop()]
        if open_ and hits[open_[-1]].end < hit.end:
            continue
        if any(_is_part(hit.form, hits[outer].form, persons) for outer in open_):
            continue
        kept[index] = bool(open_)
        open_.append(index)
    return [(hits[index], nested) for index, nested in kept.items()]


def _is_part(inner: Form, outer: Form, persons: Container[int]) -> bool:
    return inner.actor == outer.actor or (
        inner.short
        and inner.actor in persons
        and outer.actor in persons
        and len(inner.words) < len(outer.words)
    )


_DOUBLE_QUOTES = re.compile(f"[{QUOTES}]".translate(str.maketrans("", "", "'’‘")))


def link_span(text: str, mention: Mention) -> tuple[int, int]:
    """The span of `mention` to be linked or lit: with the closing quotation mark, where one is opened in it.

    A mention of تنظيم «داعش» ends before the closing mark, which is not part of the name.
    """
    start, end = mention.start, mention.end
    marks = len(_DOUBLE_QUOTES.findall(text, start, end))
    is_open = marks % 2 and end < len(text) and text[end] in QUOTES
    return start, end + 1 if is_open else end
