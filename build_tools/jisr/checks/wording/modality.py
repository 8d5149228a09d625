"""Modality: what must be, may be, or is only said to be, in one language and not in the other.

After Ryding, A Reference Grammar of Modern Standard Arabic, chapters 33 (قد) and 34 (modality with أن). An
accusation in the Arabic that is a fact in the English, or the reverse, is the worst of these.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jisr.checks.context import BlockFinding, Pair
from jisr.checks.wording.patterns import NOUN, arabic_pattern, english_pattern, strip_vowel_marks


@dataclass(frozen=True)
class _Mood:
    """What is surely of one mood in each language, and all that may stand for it in the other."""

    name: str
    ours: re.Pattern[str]
    theirs: re.Pattern[str]  # what may stand for `ours`
    said: re.Pattern[str] | None = None
    meant: re.Pattern[str] | None = None  # what may stand for `said`


_VERB = "[وفأ]?س?"
_IMPERATIVE = (
    r"(?:^|(?<=[.:;,–—]\s)|(?<=\band\s)|(?<=\bthen\s)|(?<=\bor\s))(?:do|don['’]t|use|wash|keep|avoid|take|stay|call"
    r"|get|seek|follow|wear|cover|clean|check|make|be|put|give|see|consider|try|never|always|note|remember|apply)\b"
)
_DUTY_ENGLISH = english_pattern(
    r"""
    must should shall ought need* ha(?:ve|s|d|ving)_to ha(?:ve|s)_got_to got_to gotta require* necess*
    oblig* compuls* mandat* supposed essential imperative incumbent due crucial vital bound demand*
    recommend* advis* important expected critical want* make_sure ensure let be_sure urge* forced
    forcing forces?_\w+_to compel* call* inevitabl* warrant* entail* dictat* (?:is|are|be|was|were)_to
    better please worth deserve* responsib* remains?_to
    """
)
_MOODS = (
    _Mood(
        "must, should",
        arabic_pattern("~جب وجب ~توجب توجب ~نبغي ~تعين لا_?بد ~لزم ~تحتم ~ستوجب", before=_VERB),
        re.compile(f"{_DUTY_ENGLISH.pattern}|{_IMPERATIVE}", re.IGNORECASE),
        english_pattern("must ha(?:s|ve|d)_to obliged"),
        arabic_pattern(
            r"""
            [وفأ]?س?[يتن](?:جب|توجب|نبغي|تعين|لزم|تحتم|ستوجب|ستلزم|ضطر|حتاج|فترض|تطلب|قتضي)\w* [وف]?وجب\w*
            لا_?بد لا_~?جوز [وف]?علي(?:ه|ها|هما|هم|نا|ك|كم) على_\w+_أن على_\w+_\w+_أن
            [وف]?[بل]?(?:ال|لل)?(?:واجب|ضرور|لازم|ملزم|إلزام|مضطر|مفروض|محتم|حتم|حاجة|مطلوب|مطالب|يطلب|التزام)\w*
            [وف]?(?:اضطر|ألزم|فرض)\w*
            """,
            before="",
        ),
    ),
    _Mood(
        "may, might",
        arabic_pattern(
            r"""
            قد_(?:لا_)?(?:ي\w{2,}|ت(?:ت|ست)\w+|ت(?!م\b|كيف|طور|ؤكد)\w*[ويؤئ]\w*[^\Wتى]|تؤدي|تشن|تصل)
            ربما لعل(?:ه|ها|هم|نا)? (?:من_)?(?:ال)?محتمل ~حتمل (?:من_)?(?:ال)?مرجح ~رجح
            """
        ),
        english_pattern(
            """
            may might could can cannot possib* perhaps maybe probab* likel* unlikely potential* seem*
            appear* would suspect* presum* speculat* suggest* conceivabl* risk* if think* believ*
            expect* should some sometimes often plausib* prone
            """
        ),
        re.compile(
            r"\b(?:might(?! of)|may(?!\s\d)|perhaps|maybe|possibly|probably|likely(?! to be found))\b"
            r"|(?<=\s)May(?= (?:be|have|not)\b)"
        ),
        arabic_pattern(
            r"""
            [وف]?قد [وف]?ربما [وف]?لعل* عسى كي لو إذا
            [وفأ]?س?[يتن](?:جوز|مكن|حق|سمح|حتمل|رجح|ستطيع|بدو|خشى|توقع|عتقد|شتبه)\w*
            [وف]?[بكل]?(?:ال|لل)?(?:محتمل|مرجح|احتمال|ممكن|إمكان|أرجح|تمكن|جائز|غالب|متوقع|مفترض|ترجيح|رجح)\w*
            [وف]?[بكل]?(?:ال|لل)?(?:مشتبه|خطر|عرض)\w*
            """,
            before="",
        ),
    ),
    _Mood(
        "alleged, reportedly",
        arabic_pattern(
            "~?زعم* مزاعم* مزعوم* ادعى ادعت ادعوا ~دعي ~دعون ادعاء* يقال قيل ~شتبه مشتبه* يعتقد", before=NOUN
        ),
        english_pattern(
            """
            alleg* report* claim* purport* suppos* suspect* sa(?:y|id|ys|ying) believ* accus* so-called
            assert* thought accord* rumou?r* apparent* contend* maintain* charge* assum* think*
            consider* presum* held insist* perceiv* suggest* regard* seen_as deem*
            """
        ),
        english_pattern("alleg(?:ed|edly|es|ations?) reportedly purported* supposedly"),
        arabic_pattern(
            r"""
            [وف]?[يتن]?(?:زعم|ادع|دعي|دعو|تهم|شير|فيد|ذكر)\w* [وف]?(?:يقال|قيل|[يت]شتبه|[يت]عتقد|[يت]فترض)
            [وف]?(?:ب?حسب|وفق|طبق|أفاد|ذكر|أشار|نقل|تحدث|ورد|اتهم|قال|أبلغ|روى)\w*
            [وف]?[بكل]?(?:ال|لل)?(?:مزعوم|مزاعم|ادعاء|اتهام|متهم|أنباء|تقرير|تقارير|مشتبه|مفترض|شبه|شائع|إشاع)\w*
            """,
            before="",
        ),
    ),
    _Mood(
        "may",
        arabic_pattern("يجوز تجوز يسمح تسمح يحق"),
        english_pattern(
            """
            may might can could cannot permi* allow* lawful* admissib* legal* possib* let* enabl*
            acceptab* right* able authori* prohibit* ban* forbid* shall must should free entitl*
            """
        ),
    ),
)


def check_modality(pair: Pair) -> Iterator[BlockFinding]:
    """A duty, a permission, a doubt or an allegation lost or put in"""
    for sentence, text in pair.sentences:
        ours = strip_vowel_marks(sentence)
        for mood in _MOODS:
            if (match := mood.ours.search(ours)) and not mood.theirs.search(text):
                message = f"{match[0].strip()} has no counterpart ({mood.name})"
                yield BlockFinding(
                    message, text.strip(), "read both: is it a duty, a permission, a doubt, hearsay?"
                )
            elif (
                mood.said and mood.meant and (match := mood.said.search(text)) and not mood.meant.search(ours)
            ):
                message = f"{match[0]} has no counterpart in the Arabic"
                yield BlockFinding(message, text.strip(), "read both: who says so, and how surely?")
