"""Names that are only common words (الانتخابات البرلمانية, parliamentary elections): every country has such.

Who has one says by `near` where it is meant; without that, an article on Lebanon would be linked to Iraq's.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from jisr.glossary.match import arabic_names, english_names
from jisr.glossary.match.arabic_words import HOMOGRAPH_WORDS, folded_words
from jisr.model.diagnostics import Finding
from jisr.model.glossary import Actor
from jisr.model.languages import Lang

_ARABIC = """
انتخابات قوات قوة جيش حكومة برلمان وزارة وزير مجلس مجالس لجنة لجان بعثة سفارة قنصلية قاعدة قواعد شرطة أجهزة
جهاز سلطات سلطة معارضة محكمة هيئة إدارة قيادة مديرية مكتب رئاسة رئيس نائب محافظ أحزاب قوى فصائل جماعات
مليشيا ميليشيا مليشيات ميليشيات تيارات وفد مبادرة اتفاق اتفاقية هدنة مفاوضات محادثات حوار مؤتمر قمة اجتماع
حرب معركة عملية عمليات هجوم ثورة انتفاضة أزمة مستشفى جامعة مدرسة سجن مطار معبر مخيم مدينة محافظة منطقة حدود
عاصمة استفتاء نواب وزراء محافظات نيابية أمنية أمني عسكرية عسكري برلمانية برلماني رئاسية رئاسي محلية محلي
بلدية تشريعية تشريعي دستورية سياسية سياسي دبلوماسية دبلوماسي أعلى عليا عامة عام مشتركة مشترك مسلحة مسلح
مؤقتة مؤقت انتقالية انتقالي ثنائية نظامية حدودية شيعية سنية كردية دفاع داخلية خارجية مالية صحة عدل تعليم نفط
جوية برية بحرية مبكرة وحدة وطنية وطني أركان أمن قومي حرس مخابرات استخبارات مدني نيابة قضاء مصرف بنك مركزي
تربية نقل إعلام زراعة تجارة صناعة كهرباء مياه ثقافة شباب رياضة عمل تخطيط اتصالات أوقاف اقتصاد هلال أحمر
شعب أمة شورى شيوخ
"""
_ENGLISH = """
election elections force forces army government parliament ministry minister council councils committee
commission commissions mission embassy consulate base bases police agency agencies authorities authority
opposition court body administration command office presidency president governor parties party powers
factions groups militia militias currents delegation initiative agreement truce ceasefire negotiations talks
dialogue conference summit meeting war battle operation operations attack revolution uprising crisis
hospital university school prison airport crossing camp city province region border capital referendum of
the for and in parliamentary presidential legislative provincial local municipal general early
constitutional military security diplomatic political higher high supreme joint armed provisional interim
transitional bilateral regular shia sunni kurdish defence defense interior foreign affairs finance health
justice education oil air ground naval national unity prime deputy chief staff guard intelligence service
services civil prosecution central bank assembly house representatives senate cabinet transport information
agriculture trade industry electricity water culture youth labour planning communications economy red crescent
"""
_OF_COUNCILS = folded_words("النواب الوزراء المحافظات المحافظة البلدي المحلي الشعب الأمة الشورى الشيوخ")
_PLACED = ("mission or base",)
"""Types whose names say by a state's adjective whose they are, and not where."""

NameWords = tuple[str, ...]


@cache
def _common(lang: Lang) -> frozenset[str]:
    return folded_words(_ARABIC) if lang == "ar" else frozenset(_ENGLISH.split())


def is_general(words: NameWords, lang: Lang, of_states: frozenset[str] = frozenset()) -> bool:
    """Whether a name is of common words alone; `of_states` are adjectives that are not enough to name it."""
    if not words or (len(words) == 1 and words[0] in HOMOGRAPH_WORDS):  # homographs count only where shown
        return False
    if (words[0] == "مجلس" and words[-1] not in _OF_COUNCILS) or words[-1] == "council":
        return False  # مجلس القيادة الرئاسي is one body's name, مجلس النواب many's
    named = [w for w in words if (w if lang == "en" else _bare(w)) not in _common(lang)]
    return all(word in of_states for word in named) and len(named) < len(words)


def _bare(word: str) -> str:
    return word[2:] if word[:2] in ("ال", "لل") and len(word) > 3 else word


def general_names(actor: Actor, lang: Lang, of_states: frozenset[str]) -> tuple[NameWords, ...]:
    """The open names of `actor` that are general, the preferred one first."""
    whole = actor.names(lang)
    words = (_folded(lang, name) for name in (whole.preferred, *whole.allowed))
    described = of_states if actor.collective or actor.type in _PLACED else frozenset()
    return tuple(dict.fromkeys(found for found in words if is_general(found, lang, described)))


def state_adjectives(actors: Sequence[Actor], lang: Lang) -> frozenset[str]:
    """The adjectives of the states among `actors`, and their acronyms, which stand for them: US forces."""
    found: set[str] = set()
    for actor in actors:
        if lang == "ar":
            found |= arabic_names.demonyms(actor)
        elif actor.type == "state":
            found |= {word for name in (*actor.en.demonyms, actor.en.acronym) for word in _folded(lang, name)}
    return frozenset(found)


def unguarded_findings(actors: Sequence[Actor], file: str) -> Iterator[Finding]:
    """A finding for every actor of the glossary `file` whose own name is general, and that has no `near`."""
    of_states: Mapping[Lang, frozenset[str]] = {
        "ar": state_adjectives(actors, "ar"),
        "en": state_adjectives(actors, "en"),
    }
    for actor in actors:
        for lang, adjectives in of_states.items():
            name = actor.names(lang).preferred
            if _folded(lang, name) in general_names(actor, lang, adjectives) and not has_guarding_rule(actor):
                message = (
                    f"{actor.id} has a name of common words, linked only where the text says whose it is"
                )
                remedy = f"say where it is meant: disambiguate: [{{name: {name}, near: [a place, a person]}}]"
                yield Finding("actors-general", message, file, actor.line, name, remedy)
                break


def has_guarding_rule(actor: Actor) -> bool:
    """Whether a rule says where the actor's own name means it."""
    own = {_folded("ar", actor.ar.preferred), _folded("en", actor.en.preferred)}
    return any(rule.near and _folded(lang, rule.name) in own for rule in actor.rules for lang in ("ar", "en"))


def _folded(lang: Lang, name: str) -> NameWords:
    return arabic_names.name_words(name) if lang == "ar" else english_names.folded_words(name)
