"""The words of negation: what negates for certain, what only looks so, and what may stand for a "not".

After Ryding, A Reference Grammar of Modern Standard Arabic, chapter 37; gathered from translations. A row of
a table is one meaning in both languages: words that stand for each other are no excuse for a "not" besides.
"""

import re
from dataclasses import dataclass
from functools import cache

from jisr.checks.wording.patterns import NOUN, arabic_pattern, english_pattern

# --- what certainly negates --------------------------------------------------------------------------------

PARTICLES = arabic_pattern(
    "لا لم لن ليس ليست ليسا ليسوا لسنا ليستا لست ألا أليس أليست أفلا لئلا كيلا لكيلا بألا", before="[وف]?"
)
# A, B and C without any: English says "or", or repeats nothing.
NOR = arabic_pattern("ولا", before="")
WITHOUT = arabic_pattern("عدم دون دونه دونها دونهم بدون بلا انعدام", before=NOUN)
# غير with any adjective; not "other than this", "and others".
UN = arabic_pattern(
    r"غير_(?!أن\b|إن\b|ذلك|تلك|هذ[اه]|هؤلاء|ما\b|من\b|الذي|التي|(?:ال)?مباشر)\w{3,}", before=NOUN
)
# ما negates at the head of a clause, and where it cannot be "what": ما من أحد, وما كان له أن
MA = re.compile(
    r"(?:^|[.،؛:؟!«»\"“”(–—]\s{0,2})[وف]?ما\s(?=[^\W\d_]{2,})|(?<!\w)[وف]?ما\s(?:من|كان|كانت|كانوا)(?!\w)"
)
NOT = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|nowhere|without|cannot)\b|n['’]t\b|\bno[ -]one\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Meaning:
    """One meaning in both languages: where both have it, these words are each other's counterpart."""

    arabic: re.Pattern[str]
    english: re.Pattern[str]


def _rows(table: str, before: str = NOUN) -> tuple[Meaning, ...]:
    rows = (re.split(r"\s/\s", row) for row in table.strip().split("\n\n"))
    return tuple(
        Meaning(arabic_pattern(ours, before=before), english_pattern(theirs)) for ours, theirs in rows
    )


@cache
def idle_phrases() -> tuple[Meaning, ...]:
    """Phrases that hold such a word and do not negate: a drone is بدون طيار, "under the age of" is دون سن."""
    return _rows(
        r"""
        ولا_?سيما لا_?سيما / especial* particular* notabl* including above_all

        [وف]?(?:ما|لا|لم)_?~?زال* [وف]?لا_~زل* [وف]?(?:لا|لم|ما)_~(?:لبث|نفك|فتأ|برح)* / still remain*
        continu* yet ongoing to_this_day since keep*

        [وف]?لا_بد [وف]?لا_مفر [وف]?لا_غنى [وف]?لا_محالة / must ha(?:ve|s|d)_to need* should necess*
        inevitab* essential indispens* bound

        [وف]?لا_(?:شك|ريب) / doubt* certain* clearly undoubted* sure* definite* undeniab* question

        ألا_وه[ويم]\w* / namely which is are was

        [وف]?غير_أن / however but yet although though while nevertheless still

        لا_(?:حصرا?|الحصر) / limit* example such as including

        (?:ب|من_)?دون_(?:طيار|طيارين|قائد) بلا_طيار مسي[ّ]?رة / drone* unmanned uav* uas pilotless

        [بو]?دون_(?:ال)?سن دون_(?:ال)?\d+ دون_(?:ال)?(?:خامسة|عاشرة|ثامنة|سادسة)\w* ما_دون دون_المستوى
        ودون_الوطنية / under below younger sub\w* less

        [وف]?لا_~?(?:ستهان|نسى|حصى)\w* / considerable countless unforgettable many significant

        لم_الشمل / reunit* reunion reunif*

        [وف]?لا_غير فحسب / only merely just solely

        بلا_هوادة / relentless* unrelenting*

        [أا]م_لا أو_لا نعم/لا / whether if or

        [وف]?ما_(?:لم|إن|إذا|عدا|دام\w*) / unless until as whether if except once when

        [وف]?لا_بأس / fine decent fair good

        من_دون_شك بلا_شك / doubt* certain* undoubted*
        """,
        before="",
    )


# At least, at most: an English "more than" for the second says the opposite.
BOUNDS = Meaning(
    arabic_pattern("(?:لا|لم|لن)_~(?:قل|زيد|تجاوز|تعد|تعدى|ربو)\\w{0,3}", before="[وف]?"),
    english_pattern(
        r"""
        least most
        no(?:t)?_(?:less|more|fewer|later|sooner|older|younger|longer|greater|larger|exceed\w*|over)
        (?:do|does|did)_not_exceed (?:less|more|fewer|younger|lower)_than under below up_to maximum
        minimum within over
        """
    ),
)
IDLE_ENGLISH = re.compile(
    r"\bno doubt\b|\bnot (?:least|to mention|limited to)\b|\bnone ?theless\b|\bnever ?theless\b|\bno matter\b"
    r"|\b(?:no|not) (?:less|more|fewer|later|sooner|older|younger|longer than|exceed\w*)(?: than)?\b"
    r"|\bNo\.\s?\d|\b(?:whether )?or not\b|\bif not\b|\b(?:could|can)(?:n['’]t| ?not) be more\b",
    re.IGNORECASE,
)


# --- what may stand for a negation -------------------------------------------------------------------------


@cache
def denial_verbs() -> tuple[Meaning, ...]:
    """Verbs that say no; those of `FIRM` are as certain as a "not"."""
    return _rows(
        r"""
        ~?رفض* نفي نفى نفت نفوا نفاه نفتها ~نفي ~نفيه ~نفيها ~نفون أنكر* ~نكر* إنكار أبى أبت استبعد*
        ~ستبعد* استبعاد مستبعد* / refus* reject* declin(?:e|es|ed|ing)_to declin*
        den(?:y|ie[sd]|ial|ying)* dismiss* rebuff* spurn* disavow* rul(?:e|es|ed|ing)_out exclu*
        turn(?:ed)?_down

        ~?فشل* أخفق* ~خفق* إخفاق* ~?عجز* عاجز* ~?تعذر* / (?:fail|fails|failed|failing|unable)_to fail*
        unable inab* unsuccess* incap* collaps* impossib* deficit disab* falter*
        """
    )


FIRM = re.compile(
    r"den(?:y|ies|ied)$|refus|reject|.* to$"
    r"|[وف]?[بكل]?(?:ال)?[يتن]?(?:رفض|نف[يىتا]|نفوا|أنكر|نكر|فشل|أخفق|خفق|تعذر)",
    re.IGNORECASE,
)


@cache
def negative_words() -> tuple[Meaning, ...]:
    """Words that are negative in themselves: either language may say one where the other says "not"."""
    return _rows(
        r"""
        ~?منع* لمنع ~?حظر* وقاية تفادي ~?تجنب* ~?حول ~?حال لتفاد* / prevent* avoid* ban(?:ned|s)?
        prohibit* forbid* block* barr(?:ed|ing) stop* lest

        افتقار* ~?فتقر* نقص* ناقص* غياب حرمان محروم* ~حرم* خلو ~خلو خال خالي* منعدم* معدوم* مفقود* فقدان
        فقدت فقدوا ~فقد* انتفاء زوال / lack* absen* devoid depriv* missing zero empty void \w+[-\s]free
        free_(?:of|from) shortage*

        مستحيل* ~ستحيل استحال* صعب* صعوبة / impossib* difficult*

        نادر* قلما بالكاد قليل* / hardly barely scarcely rare(?:ly)? seldom few little

        استثناء* ~ستثن* / except* other_than

        إيقاف وقف ~?توقف* كف / stop* ceas* halt*

        إهمال ~?تجاهل* ~همل* / neglect* ignor* disregard*

        إفلات ~?فلت* أفلت* / impun* unpunish* escap*

        ضد مضاد* ~?عارض* معارض* / against oppos* anti(?!cipat)\w*

        امتنع* امتناع ~متنع* أحجم* إحجام / abstain* refrain* withh*

        سلبي* / negativ*

        بدلا? عوضا خلاف بخلاف ناهيك / instead rather_than unlike contrary other_than far_from
        """
    )


AFFIXES = Meaning(
    arabic_pattern("غير عديم* منعدم لاعرضي* لاسلكي* مجهول* ~جهل*", before=NOUN),
    english_pattern(
        r"""
        un(?!der|til|it|ion|ivers|iq|i[tvf]|cle\b|ravel|fold|able|success|less)\w{3,}
        non(?!e\b|etheless)[\w-]*
        dis(?:agree|approv|prov|allow|qualif|continu|satisf|inclin|believ|respect|similar)*
        in(?:active|accur|adeq|suff|eff|appropr|compl|consist|correct|dispens|elig|visible|valid|equal|equit|secur|stab)*
        in(?:toler|definite|evit|frequen|signif|explic|adverten|conven|access|exhaust|distingu|consequ|direct|conclus|human)*
        im(?:prob|perf|mob|practi|pati|measur|material|pun)* ir(?:reg|rel|resp|rev)* il(?:leg|lic|logic)*
        asymptomatic* asymmetr* abnormal* atypical hetero\w{4,} extra\w{5,} non_\w+ substandard
        (?!unless|regardless|nonetheless|nevertheless)\w{3,}less(?:ly)?(?!\s+(?:of|than)) exempt*
        remain(?:s|ed)?_to yet_to anonymous
        """
    ),
)
"""Of un-, in- and dis- only what is surely a prefix counts."""


@cache
def restrictive_words() -> tuple[Meaning, ...]:
    """Arabic words behind which an English "not" may stand, unless the English has their own counterpart."""
    return _rows(
        r"""
        أبدا مطلقا قط إطلاقا كلا / ever

        إلا سوى عدا لولا / only but except* unless until just merely without had although however

        إنهاء انتهاء / end* expir* termin*

        حذر* ~حذر* / warn* caution* care* alert* beware

        أقل ضعف ضعيف* محدود* / less lower fewer under reduc* weak* limit* low small* twice double two*
        minor small

        بعيد* / far away distan* beyond long* off

        سيء سيئ* / bad* poor* worse* evil

        مجرد / just mere* only simpl*

        قبل لو / before prior ago until by if earlier pre\w* previous* ahead advance first even though
        although late

        لما / when why because since for as due thus after from what of while
        """
    )


ONLY = english_pattern("only until till except merely nothing_but just")
EXCEPT = arabic_pattern(r"إلا(?!\s(?:إذا|أن|إن|أنه\w*|إنه\w*)\b) سوى لولا", before="[وف]?")
OR = english_pattern("or")
NEITHER = english_pattern("neither")

# A sentence without any of these in either language has nothing to compare.
ANY_ARABIC = re.compile(
    "|".join(p.pattern for p in (PARTICLES, WITHOUT, UN, arabic_pattern("*(?:رفض|نف|نكر|فشل|خفق|تعذر)*")))
)
ANY_ENGLISH = re.compile(
    rf"{NOT.pattern}|\b(?:den(?:y|ies|ied)|refus|reject|fail|unable|declin)", re.IGNORECASE
)
