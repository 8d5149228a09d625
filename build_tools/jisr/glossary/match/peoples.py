"""States and peoples that the glossary lacks: their names, and which state a body belongs to.

The names of states are CLDR's (through Babel), what their people are called stands in the file.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from babel import Locale

from jisr.glossary.match.arabic_names import without_article
from jisr.lang.arabic import Folded, find_from, fold
from jisr.lang.word_lists import any_of, read_word_lists
from jisr.model.glossary import Actor
from jisr.model.languages import Lang

_LISTS = read_word_lists("glossary/match/peoples.toml")
_ROW = re.compile(r"(?P<id>\w+): (?P<arabic>[^/\n]+?) / (?P<english>.+?)(?=\s+\w+: |\s*$)", re.MULTILINE)
_CAPITAL_ROW = re.compile(r"(\w+): (\S+(?: [^\s:]+)*?)(?=\s{2,}|\s*$)", re.MULTILINE)
_CAPITAL = re.compile("[A-Z]")  # all names and adjectives of the tables begin with one
# Mohammed Shia al-Sudani is a name
_NAME = r"(?!(?<=Shia)['’]?\s[Aa]l[-\s])"
_ENDINGS = "(?:ه|ين|ون|ان|ات|تين|تان|ا|ي|(?<=ي)و)?"


def _rows(table: str) -> Iterator[tuple[str, str, str]]:
    return ((m["id"], m["arabic"], m["english"]) for m in _ROW.finditer(table))


def demonyms() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Code of a state, or a people → its adjectives in Arabic and in English, the usual one first."""
    return {key: (tuple(ar.split()), tuple(en.split())) for key, ar, en in _rows(_LISTS["peoples"])}


def english_names(code: str) -> tuple[str, ...]:
    """What newspapers call a state beside its name by CLDR: Turkey, US."""
    return next((tuple(names.split("|")) for key, _, names in _rows(_LISTS["named"]) if key == code), ())


@cache
def capital_of(code: str) -> re.Pattern[str] | None:
    """What finds, in an Arabic text (folded), the capital by which papers mean a state: طهران for Iran."""
    found = dict(_CAPITAL_ROW.findall(_LISTS["capitals"]))
    names = map(_bare, found.get(code, "").split("|"))
    return re.compile(rf"(?<!\w)[وف]?[بكل]?(?:ال|لل)?(?:{any_of(names)})(?!\w)") if code in found else None


def find_peoples(lang: Lang, text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The states and peoples that `text` (Arabic folded) names: (code, match)."""
    owners, pattern = _tables()[lang]
    found = find_from(_CAPITAL, pattern, text) if lang == "en" else pattern.finditer(text)
    return ((owners[match["word"]], match) for match in found)


def _bare(name: str) -> str:
    """A name folded, without its article: ألماني (German) has none, though it folds to الماني."""
    return fold(without_article(name)).text


@cache
def _tables() -> Mapping[Lang, tuple[Mapping[str, str], re.Pattern[str]]]:
    """For each language its words → the state or people, and what finds the words."""
    arabic, english = (Locale(lang).territories for lang in ("ar", "en"))
    ours, theirs = dict[str, str](), dict[str, str]()
    for key, (adjectives, nations) in demonyms().items():
        named = [(arabic[key], english[key])] if key in english else []
        ours |= {_bare(word): key for word in (*adjectives, *(ar for ar, _ in named))}
        theirs |= dict.fromkeys((*nations, *(en for _, en in named)), key)
    for key, names, others in _rows(_LISTS["named"]):
        ours |= {_bare(name): key for name in names.split("|")}
        theirs |= dict.fromkeys(others.split("|"), key)
    return {
        "ar": (ours, re.compile(rf"(?<!\w)[وف]?[بكل]?(?:ال|لل)?(?P<word>{any_of(ours)}){_ENDINGS}(?!\w)")),
        "en": (theirs, re.compile(rf"\b(?P<word>{any_of(theirs)})(?:s|es)?(?!\w){_NAME}")),
    }


# ---------------------------------------------------------------------------------------- whose a body is

STATES_HAVE = frozenset(("organisation", "state force", "office"))
"""Types of bodies of which every state has its own."""
_BEHIND = re.compile(r"\s+(ال\w+)(?!\w)")
_OWNER = re.compile(r"(?<!\w)([A-Z][\w.]+?(?:['’]s?)?) \Z")
_OF = re.compile(r" of (?:the )?([A-Z]\w+)")


def is_of_another_state(
    actor: Actor, lang: Lang, folded: Folded, start: int, end: int, is_part: Callable[[], bool]
) -> bool:
    """Whether the name of one of `STATES_HAVE` at `start:end` is that of another state's: مجلس الأمن الروسي.

    The word right beside says whose it is, unless the name does; whose the actor is say its names and its
    description. Where they are silent, only a part of its name (`is_part`) is taken for another's.
    """
    beside = beside_name(lang, folded, start, end)
    if not beside:
        return False
    name = folded.text[start:end] if lang == "ar" else folded.original[slice(*folded.span(start, end))]
    if any(find_peoples(lang, name)):
        return False
    own = states_of_actor(actor)
    return beside not in own if own else is_part()


def beside_name(lang: Lang, folded: Folded, start: int, end: int) -> str:
    """The state or people that the word right beside a name at `start:end` says it is of; "" for none."""
    if lang == "ar":
        match = _BEHIND.match(folded.text, end)
        return next((key for key, _ in find_peoples("ar", match[1])), "") if match else ""
    first, last = folded.span(start, end)
    owner = _OWNER.search(folded.original, max(0, first - 24), first) or _OF.match(folded.original, last)
    return next((key for key, _ in find_peoples("en", owner[1])), "") if owner else ""


def states_of_actor(actor: Actor) -> frozenset[str]:
    """The states that the names and the description of `actor` speak of."""
    arabic, english = (
        ". ".join((n.preferred, n.short or "", *n.also_short, *n.allowed, n.description or ""))
        for n in (actor.ar, actor.en)
    )
    return _spoken_of_in(arabic, english)


@cache
def _spoken_of_in(arabic: str, english: str) -> frozenset[str]:
    found = (*find_peoples("ar", fold(arabic).text), *find_peoples("en", english))
    return frozenset(key for key, _ in found)
