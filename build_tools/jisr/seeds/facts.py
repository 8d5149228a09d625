"""What the lines around a title say of an article: when it appeared, who wrote it, who else had a hand in it.

A name that was removed for safety is none: its line stays a fact of which nothing is known any more.

A line is taken only where all of it is understood: «بقلم: …» ("by …"), a date with or without the hour, a
name with a date. Such a line is neither heading nor paragraph: it becomes facts, and a notice names it. Where
the sidecar says something else the line stays in the text, for then it may be something else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from jisr.glossary.match.arabic_words import GIVEN_WORDS
from jisr.glossary.match.gazetteer import gazetteer_actors
from jisr.lang.arabic import essence, fold
from jisr.lang.dates import find_dates
from jisr.lang.word_lists import folded_words, read_word_lists
from jisr.markup.html import names
from jisr.model.diagnostics import Finding, notice
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.source import Meta, PublicationDate
from jisr.removal.redact import SIGN

_ARABIC = re.compile("[\u0621-\u064a]")
_FAR = 100  # lines among which the other days of a chronology are looked for
_MARKS = "-–—•*·>"  # of a point: in a list of facts «- 12 آذار 2024» is a day of the story, not the article's
_LINES = 5  # below the title, in which facts are looked for
_WORDS, _LENGTH = 16, 200  # a longer line says more than facts

_PIECE = "(?:ال)?(?:تقرير|تحقيق|حوار|مقابلة|لقاء|ملف|مقال|نص|مادة)"
# بقلم ("by the pen of"), كتب ("wrote"), أعدّ التقرير ("prepared the report"), إعداد ("prepared by")
_AUTHOR = (
    f"(?:[أا]عدّ?ت?|كتبت?) {_PIECE}|[إا]عداد و(?:تقديم|كتابة|حوار|تحرير|ترجمة|تصوير)"
    "|(?:بقلم|كتبت?) ال(?:كاتب|صحفي|صحافي|باحث|دكتور)ة?|بقلم|كتبتها|كتبته|كتبها|كتبه"
    r"|(?:ن[ُ]?شرت?|مرسلة|كتبت?)? ?بواسطة"
    r"|الكاتبة|الكاتب|المؤلفة?(?=\s*[:/|])|[إا]عداد|[أا]عدّ?(?:ته|تها|ه|ها)|[أا]عدّ?ت?(?=\s*[:/|])|ت[أا]ليف"
)
# أجرى الحوار ("led the interview"), حاوره ("asked by")
_ASKED = rf"[أا]جر(?:[ىت] (?:معها |معه )?{_PIECE}(?: و\w{{3,8}}ها?)?|اها?|تها?)|حاورتها|حاورته|حاورها|حاوره"
# what may stand before the thing that somebody wrote as well: كتب ("wrote"), حاور ("interviewed")
_VERBS = "كتبت?|حاورت?"
# ترجمة ("translation"), تحرير ("edited by"), تصوير ("photographs") and the like: people, but not the author
_OTHERS = (
    "ترجمتها|ترجمها|ترجمه|ترجمة|نقلها إلى العربية|نقله إلى العربية|تحرير|تدقيق(?: لغوي)?|مراجعة"
    "|[إا]شراف|تصوير|رسوم|[إا]خراج|تقديم|مونتاج|تصميم|[إا]نتاج|[جغ]رافيك"
)
_WITH = "(?: و(?:تقديم|كتابة|ترجمة|تحرير|تصوير|إعداد|تدقيق|مراجعة|تنسيق))?"  # حوار وتصوير: by one person
# حوار: ("interview:") and the like stand before titles too: a byline only where a known name follows;
# ملف ("a file on") says of whom it is
_KINDS = f"(?!ملف){_PIECE}(?: خاصة?)?{_WITH}|متابعة|تغطية|كتابة|عرض(?: كتاب)?|قراءة"
_MARK = r"\s*[:/|]\s*|\s*[-–—ـ]+\s+"
_BYLINE = re.compile(
    rf"(?:(?:(?P<author>{_AUTHOR}|{_ASKED}|(?P<verb>{_VERBS}))"
    rf"|(?P<other>(?:{_OTHERS}){_WITH}(?: عن ال\w+| من ال\w+)?))(?:{_MARK}|(?<=بقلم)\s+|(?P<bare>\s+))"
    rf"|(?P<kind>{_KINDS})(?:{_MARK}))(?P<name>\S.*)"
)
_BETWEEN_BYLINES = re.compile(
    rf"\s+(?:[-–—|/]|ـ+)\s+|\s*\|\s*|\s*[،؛]\s*(?=(?:{_AUTHOR}|{_ASKED}|{_VERBS}|{_OTHERS}|{_KINDS})\b)"
)
_BETWEEN_PARTS = re.compile(r"\s+[-–—|/]\s+|\s*[|/]\s*")
_SAYS_WHO = re.compile(rf"(?:{_AUTHOR}|{_ASKED}|{_VERBS}|{_OTHERS}|{_KINDS})\b")
_PEN = re.compile("^[✍✏🖊🖋📝📅📆🗓🕒🕐⏰👤\ufe0f\\s]+")
_NOTE_MARK = re.compile(r"(?<=\w)\s*(?:[*٭]{1,3}|\([*٭]\)|\[[*٭1]\]|¹)$")  # who that is stands below the text
_REMOVED = re.compile(rf"\\?{re.escape(SIGN)}")
_NOBODY = "\ufffc"  # one character for the sign of a name removed
_LETTERS = r"(?:[^\W\d_][\u064b-\u0652\u0670]*)+"  # عوّاد has a mark
_NAME = re.compile(rf"(?:[دأم]\s?\.\s?)*{_LETTERS}\.?(?:[ '’-](?:[دأم]\.\s?)?{_LETTERS}\.?){{0,5}}")
_TITLE = re.compile(r"^(?:[دأم]\s?\.\s?)+")
_ITS_OWN = "ائل|ليد|سيم|سام|ديع|جيه|جدي|هيب|فاء|فيق|داد|صال|عد|لاء|رد|ئام|ضاح"  # وائل, وليد
_AND = re.compile(rf"\s*(?:[،,]|(?<!\S)و(?!{_ITS_OWN})(?=[^\W\d_]{{2,}} ))\s*")
_ON = re.compile(r"(?<!\S)على\s")  # ("on"), and Ali as Egyptians write him: in doubt it is not he
_BOUND_T = re.compile(r"\w+ة\s")  # معركة ("the battle of"); few women's names end so that are not known
_PERSON_WORDS = range(2, 5)  # of a name without a word that says whose it is
_LISTS = read_word_lists("seeds/bylines.toml")
_GIVEN_OR_NOT = folded_words(_LISTS["given_or_not"])
_GIVEN = (GIVEN_WORDS | folded_words(_LISTS["given"])) - _GIVEN_OR_NOT
_FAMILY = re.compile(r"ال\w{2,}ي|[اأ]بو|بو|بن|عبد|[آا]ل|الحاج|حاج")
_NO_NAMES = folded_words(_LISTS["no_names"])
_NO_FIRST_NAMES = folded_words(_LISTS["no_first_names"])
_EVENTS = folded_words(_LISTS["events"])
_WRITTEN = folded_words(_LISTS["written"])
_SEPARATORS = " \t\u00a0-–—|/،,:؛.()[]•·\u200e\u200f"
_HOUR = re.compile(
    r"(?:T|\b)\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| ?[+-]\d\d:?\d\d)"
    r"|T\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
    r"|(?:في )?(?:تمام )?الساعة ال\w+ة(?: وال\w+| و\w+| إلا \w+)?(?: (?:صباح|مساء|ظهر|ليل)[اًء]*)?"
    r"|(?:في |على )?(?:تمام )?(?:الساعة )?\b[\d٠-٩]{1,2}:[\d٠-٩]{2}(?::[\d٠-٩]{2})?"
    r"(?:\s?(?:صباح[اًا]*|مساء[اً]*|ظهر[اً]*|[صم](?!\w)|[AaPp][Mm]))?"
    r"(?:\s?\(?(?:بتوقيت \w+(?: المكرمة)?|(?:GMT|UTC|غرينتش)(?:\s?[+-]\d{1,2})?|توقيت \w+)\)?)?"
)
_AROUND_DATES = names(
    """نشر نشرت تم حرر حررت كتب اضيف تاريخ بتاريخ النشر الموافق الموافقه لـ يوم في م ه
    ميلادي ميلاديه هجري هجريه الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد
    published posted on at gmt utc mon tue wed thu fri sat sun
    monday tuesday wednesday thursday friday saturday sunday"""
)
# «مارس 7, 2019» and «٧ مارس، ٢٠١٩», as content systems write dates
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d_]+(?: [^\W\d_]+)?) (?P<day>\d{1,2})[,،] ?(?P<year>\d{4})\b")
_GLUED_HOUR = re.compile(r"(?<=[\s/.-])(?:19|20)\d\d(?=[0-2]?\d:[0-5]\d(?!\d))")  # 202410:30
_SLASHES = re.compile(r"(?<=\d) ?/ ?(?=\d)")
_UPDATED = re.compile(r"(?<=\S)(?:\s|[-–—|/،,(])+(?:آخر تحديث\b|تحديث ?:|[Uu]pdated\b)")
_COMMA_IN_DATE = re.compile(r"(\d{1,2} [^\W\d_]+(?: [^\W\d_]+)?)[,،] ?(?=\d{4}\b)")
_DATELINE_WORDS = 3  # «دمشق - 12 آذار 2024»: the place is text, the day is a fact


@dataclass(frozen=True)
class LineFacts:
    """What one line says; `whole` tells that it says nothing else."""

    author: str = ""
    others: tuple[str, ...] = ()  # parts and names as typed: «ترجمة: …» ("translation: …")
    published: str = ""
    whole: bool = True

    @property
    def is_day_alone(self) -> bool:
        """Whether it says nothing but a date."""
        return self.whole and bool(self.published) and not self.author and not self.others


def line_facts(line: str) -> LineFacts | None:
    """The facts of a line, if it says any."""
    text = _PEN.sub("", " ".join(_REMOVED.sub(_NOBODY, line[: _LENGTH + 1]).split()))
    text = _NOTE_MARK.sub("", text)
    if (
        not text
        or len(text) > _LENGTH
        or len(text.split()) > _WORDS
        or text[-1] in "؟?!…،"
        or text[0] in _MARKS
    ):
        return None
    if (updated := _UPDATED.search(text)) and (said := line_facts(text[: updated.start()])):
        return replace(said, whole=False)  # another day, of which only readers learn
    published, rest = _day(text.removeprefix("تاريخ النشر"))
    rest = rest.strip(_SEPARATORS)
    if not rest:
        return LineFacts(published=published) if published else None
    is_dated = bool(published) and _is_apart(text, rest)
    if by := _bylines(rest, dated=is_dated):
        return replace(by, published=published)
    words = fold(rest).text.split() if published else []
    if not words or words[0].removeprefix("ال") in _EVENTS:
        return None
    if not is_dated:
        is_name = len(words) == 2 and _is_known(words)  # of more words some may be a verb
        return LineFacts(author=rest, published=published) if is_name and _are_people(rest) else None
    if rest == _NOBODY:
        return LineFacts(published=published)
    if len(rest.split()) in _PERSON_WORDS and not _SAYS_WHO.match(rest) and _are_people(rest):
        return LineFacts(author=rest, published=published)
    if author := _beside_a_place(rest):
        return LineFacts(author=author, published=published, whole=False)
    return LineFacts(published=published, whole=False) if len(rest.split()) <= _DATELINE_WORDS else None


def is_person(line: str) -> bool:
    """Whether a line is the name of somebody with a known first name, and nothing else."""
    words = fold(line).text.split()
    return len(words) in range(2, 4) and bool(_names_in(line)) and not _ON.search(line) and _is_known(words)


def _bylines(text: str, *, dated: bool) -> LineFacts | None:
    """Who a line says had which part in it, if it says nothing but that, and a place at the most."""
    authors: list[str] = []
    others: list[str] = []
    places: list[str] = []
    whole = _BYLINE.fullmatch(text)  # «بقلم / سامر الحلبي» has the mark of two parts between them
    is_one = whole is not None and _named(whole, dated=dated) is not None
    for part in [text] if is_one else _BETWEEN_BYLINES.split(text):
        m = _BYLINE.fullmatch(part.strip(_SEPARATORS))
        name = _named(m, dated=dated) if m else None
        if m is None and len(part.split()) <= _DATELINE_WORDS:
            places.append(part)
        elif m is None or name is None:
            return None
        elif name and m["other"]:
            others.append(f"{m['other']}: {name}")
        elif name:
            authors.append(name)
    if places and not authors and not others:
        return None
    return LineFacts(author="، ".join(authors), others=tuple(others), whole=not places)


def _named(byline: re.Match[str], *, dated: bool) -> str | None:
    """The people of a byline; where the words before them are in doubt, those with a known first name.

    With a date beside it a verb leaves no doubt.
    """
    name = _names_in(byline["name"])
    if not name or not (byline["kind"] or byline["bare"]):
        return name
    if _ON.search(name):
        return None
    people = [fold(_TITLE.sub("", one)).text.split() for one in _parted(name)]
    most = 3 if byline["bare"] and not dated else 4
    if not all(2 <= len(words) <= most for words in people):
        return None
    if not byline["verb"]:
        return name if all(map(_is_known, people)) else None
    is_object = any(_is_written(word) for words in people for word in words[1:])
    return name if not is_object and (dated or all(map(_is_known, people))) else None


def _are_people(text: str) -> bool:
    """Whether words beside a day are a list of people, and neither what happened on it nor where."""
    return bool(_names_in(text)) and not _ON.search(text) and all(map(_may_be_person, _parted(text)))


def _beside_a_place(text: str) -> str:
    """The person of «دمشق - محمد الخطيب», where the other is a city or a state that everybody knows."""
    parts = _BETWEEN_PARTS.split(text)
    people = [part for part in parts if fold(part).text not in _places()]
    is_one = len(parts) == 2 and len(people) == 1 and len(people[0].split()) in _PERSON_WORDS
    return people[0] if is_one and _are_people(people[0]) else ""


@cache
def _places() -> frozenset[str]:
    """The cities and states that are known without a glossary, folded."""
    places = (one.ar for one in gazetteer_actors() if one.type in ("state", "place"))
    return frozenset(fold(name).text for one in places for name in (one.preferred, *one.allowed))


def _may_be_person(name: str) -> bool:
    words = fold(_TITLE.sub("", name)).text.split()
    if len(words) < 2 or _is_known(words):
        return True
    first, second, *_ = words
    is_thing = first.startswith("ال") or first in _NO_FIRST_NAMES or _BOUND_T.match(name) is not None
    return not is_thing and (not second.startswith("ال") or second[-1] == "ي")


def _is_known(name: Sequence[str]) -> bool:
    """Whether the first word of a name of several, folded, is a first name."""
    first, second, *_ = name
    is_name = second in _GIVEN or _FAMILY.fullmatch(second) is not None
    return first in _GIVEN or (first in _GIVEN_OR_NOT and is_name)


def _is_written(word: str) -> bool:
    """Whether a folded word is something that somebody writes or leads, with what belongs to it."""
    bare = word.removeprefix("ال")
    return (bare != word and word[-1] == "ه") or any(
        bare.removesuffix(ending).replace("ت", "ه") in _WRITTEN or bare.removesuffix(ending) in _WRITTEN
        for ending in ("", "ه", "ها", "هم", "ا")
    )


def _day(text: str) -> tuple[str, str]:
    """The one day or month that a line names, and the line without it and its hour.

    The day is as in `PublicationDate.value`, and empty where the line names none or several.
    """
    text = _SLASHES.sub("/", _GLUED_HOUR.sub(r"\g<0> ", text))
    dates = find_dates(text)
    if not dates:
        text = _COMMA_IN_DATE.sub(r"\1 ", _MONTH_FIRST.sub(r"\g<day> \g<month> \g<year>", text))
        dates = find_dates(text) or find_dates(text, lang=TRANSLATION.code)
    if any(d.interval.start != d.interval.end for d in dates):
        return "", text
    days = {d.interval.start for d in dates}
    if len(days) != 1:
        return "", text
    rest = text
    for one in reversed(dates):
        rest = f"{rest[: one.start]} \0 {rest[one.end :]}"
    rest = rest.replace("\0 T", "T")
    rest = _HOUR.sub(" ", rest).replace("\0", " ")
    words = [w for w in rest.split() if fold(w.strip(_SEPARATORS).lower()).text not in _AROUND_DATES]
    (day,) = days
    return (day, " ".join(words)) if day.count("-") else ("", text)


def _is_apart(text: str, rest: str) -> bool:
    """Whether a mark stands between the date and the other words: a sentence has none there."""
    at = text.find(rest)
    return at >= 0 and any(
        part.strip(" \u00a0\u200e\u200f").startswith(("-", "–", "—", "|", "/", "،", ","))
        for part in (text[at + len(rest) :], text[:at][::-1])
    )


def _names_in(text: str) -> str | None:
    """The people of whom `text` is a list, as typed but for those removed; `None` where it is none."""
    people = _parted(text)
    named = [name for name in people if name != _NOBODY]
    is_list = people and all(
        _NAME.fullmatch(name) and _NO_NAMES.isdisjoint(fold(name).text.split()) for name in named
    )
    if not is_list:
        return None
    return text if len(named) == len(people) else "، ".join(named)


def _parted(text: str) -> list[str]:
    """The names of a list."""
    parted = text.replace(_NOBODY, f"،{_NOBODY}،")  # the sign has taken an «و» ("and") along
    return [name for name in _AND.split(parted) if name not in ("", "و")]


def take_facts(
    lines: Sequence[tuple[int, str]], meta: Meta, file: str, *, leading: bool = False
) -> tuple[Meta, frozenset[int], list[Finding]]:
    """`meta` with what the first of `lines` (number, text) say, the indexes of those taken, and notices.

    With `leading` only lines at the very top are looked at: those above a title.
    """
    taken: set[int] = set()
    findings: list[Finding] = []
    for index, (number, text) in enumerate(lines[:_LINES]):
        bare = text.removeprefix("التاريخ") if index - 1 in taken else text  # elsewhere it may be an event's
        said = line_facts(bare)
        if len(text.split()) > _WORDS or (leading and not (said and said.whole)):
            break  # the text has begun
        if said is None or not _fits(said, meta) or _is_one_of_many(said, lines[index + 1 :]):
            continue
        meta = _add_facts(meta, said)
        if said.whole:
            taken.add(index)
        findings.append(_notice(said, file, number, text))
    return meta, frozenset(taken), findings


def without_removed_authors(meta: Meta) -> Meta:
    """`meta` without authors in whose place the sign of a name removed stands."""
    return replace(meta, author={lang: name for lang, name in meta.author.items() if name != SIGN})


def _is_one_of_many(said: LineFacts, below: Sequence[tuple[int, str]]) -> bool:
    """Whether a day alone on a line is one of a chronology's headings: others stand farther down."""
    others = (line_facts(text) for _, text in below[:_FAR] if said.is_day_alone)
    return any(o is not None and o.is_day_alone and o.published != said.published for o in others)


def _fits(said: LineFacts, meta: Meta) -> bool:
    """Whether the sidecar, or a line before, says nothing else."""
    is_author = not said.author or _is_named(said.author, meta) or _author(meta, said) != meta.author
    known = meta.published.value if meta.published else ""
    is_day = not said.published or not known or said.published.startswith(known)
    return is_author and is_day


def _is_named(author: str, meta: Meta) -> bool:
    return essence(author) in map(essence, meta.author.values())


def _author(meta: Meta, said: LineFacts) -> Mapping[str, str]:
    is_new = said.author and not _is_named(said.author, meta)
    return complete_author(meta.author, {ORIGINAL.code: said.author} if is_new else {})


def complete_author(known: Mapping[str, str], said: Mapping[str, str]) -> Mapping[str, str]:
    """The author as known, and as a text says in a language of its own letters that is not known yet."""
    new = {
        lang: name
        for lang, name in said.items()
        if not known or (lang not in known and (lang != ORIGINAL.code or _ARABIC.search(name)))
    }
    return {**new, **known}


def _add_facts(meta: Meta, said: LineFacts) -> Meta:
    published = PublicationDate(said.published, inferred=True) if said.published else None
    return replace(
        meta,
        author=_author(meta, said),
        published=meta.published or published,
        credits=tuple(dict.fromkeys((*meta.credits, *said.others))),
    )


def _notice(said: LineFacts, file: str, line: int, text: str) -> Finding:
    facts = [f"author: {said.author}"] if said.author else []
    facts += said.others
    facts += [f"published: {said.published}, inferred"] if said.published else []
    where = "" if said.whole else "; the line stays in the text"
    message = f"taken as facts of the article ({'; '.join(facts)}){where}"
    if not facts:
        message = "who is named here was removed for safety, so the line is left out"
    remedy = "if that is wrong, say author and published in the sidecar: what says otherwise then stays text"
    return notice("seed-facts", message, file, line, text, remedy)
