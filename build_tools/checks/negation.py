"""Negation and modality: a "not" or a "must" that one language has and the other has not.

Counted sentence by sentence: what certainly negates must have a counterpart among all that may (Arabic لا لم
لن ليس against not, no, never, but also lack, fail, only, un-). After Ryding, A Reference Grammar of Modern
Standard Arabic, chapter 37 (negation) and 34 (modality with أن); the words were gathered from translations.
"""

import re
from collections.abc import Iterator

from build_tools.checks.texts import Found, Pair

_UNWRITTEN = re.compile("[\u0640\u064b-\u0652\u0670\u200b-\u200f\u061c\u2066-\u2069]")


def _arabic(words: str, *, before: str = "[وف]?", after: str = "") -> re.Pattern[str]:
    """Any of `words` as a whole word: `*` is any ending, `~` a prefix of the imperfect, `_` a space."""
    either = "|".join(words.replace("*", r"\w*").replace("~", "[يتن]").replace("_", r"\s").split())
    return re.compile(rf"(?<!\w){before}(?:{either})(?!\w){after}")


def _english(words: str) -> re.Pattern[str]:
    either = "|".join(words.replace("*", r"\w*").replace("_", r"\s").split())
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)


_NOUN = "[وف]?[بكل]?(?:ال|لل)?"  # what may be written before a noun

# --- negation: what certainly negates ----------------------------------------------------------------------

_ARABIC = _arabic(
    """
    [وف]?لا [وف]?لم [وف]?لن [وف]?ليس [وف]?ليست [وف]?ليسا [وف]?ليسوا [وف]?لسنا [وف]?ليستا [وف]?لست
    ألا أليس أليست أفلا لئلا كيلا لكيلا
    """,
    before="",
)
# "Without", "lack of", and غير with adjectives that English too negates; دون سن is "under the age of".
_ARABIC_NOUNS = _arabic(
    """
    عدم دون بدون بلا انعدام
    غير_(?:ال)?(?:معروف|واضح|قادر|ممكن|متاح|متوفر|مؤكد|صحيح|كاف|كافي|مسبوق)(?:ة|ون|ين|ات)?
    غير_(?:ال)?(?:قانوني|محتمل|مرجح|مقبول|مناسب)(?:ة|ون|ين|ات)?

    غير_(?:ال)?(?:ضروري|مستبعد|راض|جاهز|مستعد|متوقع|مسموح|مفهوم|موجود|مشروع|شرعي|مبرر|ملزم|معني)(?:ة|ون|ين|ات)?
    غير_(?:ال)?(?:معترف|مقنع|راغب|منطقي)(?:ة|ون|ين|ات)?
    """,
    before=_NOUN,
    after=r"(?!\s(?:سن|\d|ال\d|ال\w+ة\b))",
)
_ENGLISH = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|nowhere|without|cannot)\b|n['’]t\b|\bno one\b",
    re.IGNORECASE,
)

# --- what holds such a word and does not negate ------------------------------------------------------------

_IDLE_ARABIC = _arabic(
    """
    لا_?سيما ما_?~?زال* (?:لا|لم)_~?زال* (?:لا|لم)_~زل* لا_~(?:لبث|نفك|فتأ|برح)* لم_~لبث*
    لا_بد لا_شك لا_ريب لا_غير لا_محالة لا_غنى لا_مفر ألا_وهي ألا_وهو لا_حصرا? لا_الحصر لم_الشمل لا_حقا? غير_أن
    لا_~(?:قل|زيد|تجاوز|تعدى|ربو|ستهان) [أا]م_لا أو_لا نعم/لا
    """
)
_IDLE_ENGLISH = re.compile(
    r"\bno doubt\b|\bnot (?:least|to mention)\b|\bnone ?theless\b|\bnever ?theless\b|\bno matter\b"
    r"|\b(?:no|not) (?:less|more|fewer|later|sooner|exceed\w*)(?: than)?\b"
    r"|\bNo\.\s?\d|\b(?:whether )?or not\b",
    re.IGNORECASE,
)

# --- what may stand for a negation -------------------------------------------------------------------------

_NOR = _arabic("ولا", before="")  # A, B and C without any: English says "or" or repeats nothing
_OR = re.compile(r"\b(?:or|nor)\b", re.IGNORECASE)
_OTHER = _arabic("غير", before=_NOUN)
# Negative in themselves, like the English words below: where both have one, a "not" still lacks its other.
_ARABIC_WORDS = _arabic(
    """
    ~?رفض* ~?منع* لمنع ~?حظر* مستحيل* ~ستحيل ~?تعذر افتقار* ~فتقر* نقص* ناقص* ~?فشل* أخفق* إخفاق* ~?عجز* عاجز*
    ~?تجنب* تفادي نادر* سلبي* مضاد* استثناء* ~ستثن* استبعاد ~ستبعد* مستبعد* ضد إيقاف وقف ~?توقف* غياب مفقود*
    صعب* صعوبة مجهول* وقاية ~نكر* إنكار نفي نفى ~نفي حرمان محروم* إهمال ~?تجاهل* خالي* عارض* معارض* دحر
    لا\\w{5,}
    غير لا_?~زال* ~ظل
    """,
    before=_NOUN,
)
# What may stand behind an English "not" besides: opposites, exceptions, restrictions.
_ARABIC_WEAK = _arabic(
    """
    نفي نفى نفت ينفي تنفي ~?رفض* ~?منع* ~?حظر* مستحيل* ~ستحيل استحال* ~?تعذر* افتقار* ~فتقر* نقص* كلا
    أبدا مطلقا قط
    خال خالي* ~?فشل* أخفق* ~?عجز* عاجز* ~?تجنب* تفادي نادر* قلما قليل* بالكاد سلبي* ضد مضاد* إلا سوى لولا
    عدا استثناء
    بدلا? امتنع* امتناع توقف* إنهاء انتهاء استبعاد ~ستبعد* حذر* رغم أقل ضعف ضعيف* محدود* زوال خلاف بخلاف
    مجهول* حرمان
    فقد* فقدان بعيد* ما ينكر أنكر* إنكار ~جهل* ناهيك قبل منعدم* لا* معدوم* صعب* سيء سيئ* أبى ~خلو خلو لما
    لو مجرد
    """,
    before=_NOUN,
)
_EXCEPT = _arabic("إلا سوى حتى عدا كل")
_ONLY = _english("only but just until till except merely always everything")
# Of un-, in- and dis- only what is surely a prefix counts.
_ENGLISH_WORDS = _english(
    r"""
    non(?!e\b)* un(?!der|til|it|ion|ivers|iq|i[tvf]|cle\b|ravel|fold)\w{3,} unclear unless
    dis(?:agree|approv|prov|regard|allow|qualif|continu|satisf|inclin|believ|respect|similar)*

    in(?:ab|cap|suff|adeq|eff|accur|appropr|compl|consist|correct|dispens|elig|visible|valid|equal|equit|secur)*

    in(?:stab|toler|discrim|definite|evit|frequen|signif|explic|adverten|conven|access|exhaust|distingu|consequ)*
    im(?:poss|prob|perf|mob|practi|pati|measur|material)* ir(?:reg|rel|resp|rev)* il(?:leg|lic|logic)*
    asymptomatic* abnormal*
    (?!unless)\w{3,}less(?:ly)?(?!\s+(?:of|than)) \w+[-\s]free free_(?:of|from)
    fail* lack* hardly barely scarcely rarely seldom fewer instead other_than rather_than except* exclu*
    avoid* prevent* den(?:y|ie[sd]|ial)* refus* reject* absen* zero far_from ban(?:ned|s)? prohibit* forbid*
    unlike depriv* exempt* neglect* ignor* lest contrary beyond remain(?:s|ed)?_to yet_to stop* ceas* halt*
    negative* difficult* missing minimal nullif* oppos* withhold* devoid against over-the-counter
    abstain* refrain*
    """
)

# --- modality ----------------------------------------------------------------------------------------------

_MUST = _arabic(
    "يجب تجب وجب يتوجب توجب ينبغي تنبغي يتعين تتعين لا_?بد يلزم تلزم يتحتم تحتم يستوجب تستوجب",
    before="[وفأ]?س?",
)
_MUST_ENGLISH = _english(
    """
    must should shall ought need* ha(?:ve|s|d|ving)_to ha(?:ve|s)_got_to got_to gotta require* necess* oblig*
    compuls* mandat* supposed essential imperative incumbent due crucial vital bound demand* recommend* advis*
    important expected critical want* make_sure ensure let be_sure urge* forced forcing forces?_\\w+_to
    compel* call* inevitabl* warrant* entail* dictat* (?:is|are|be|was|were)_to better please worth deserve*
    """
)
_IMPERATIVE = re.compile(
    r"(?:^|[.:;,–—]\s{1,3}|\b(?:and|then|or)\s{1,3})(?:do|don['’]t|use|wash|keep|avoid|take|stay|call|get|seek|follow"
    r"|wear|cover|clean|check|make|be|put|give|see|consider|try|never|always|note|remember|apply)\b",
    re.IGNORECASE,
)
_MAY = _arabic("يجوز تجوز يسمح تسمح")
_MAY_ENGLISH = _english(
    """
    may might can could cannot permi* allow* lawful* admissib* legal* possib* let* enabl* acceptab* right able
    authori* prohibit* ban* forbid* shall must should free
    """
)
_OBLIGATIONS = ((_MUST, (_MUST_ENGLISH, _IMPERATIVE), "must, should"), (_MAY, (_MAY_ENGLISH,), "may"))


def negation(pair: Pair) -> Iterator[Found]:
    """A negation without a counterpart"""
    for arabic, english in pair.sentences:
        ours = _IDLE_ARABIC.sub(" ", bare(arabic))
        theirs = _IDLE_ENGLISH.sub(" ", english)
        certain = [m[0].strip() for m in _ARABIC.finditer(ours)]
        nouns = [m[0].strip() for m in _ARABIC_NOUNS.finditer(ours)]
        said = [m[0] for m in _ENGLISH.finditer(theirs)]
        if len(certain) + len(nouns) > len(said):
            mirrored = _count(_ARABIC_WORDS, ours) - sum("غير" in noun for noun in nouns)
            words = _count(_ENGLISH_WORDS, theirs) - mirrored
            possible = len(said) + max(words, 0) + _count(_IDLE_ENGLISH, english)
            if len(certain) + len(nouns) > 1:  # بلا تأشيرة ولا خيام is "without visas or tents"
                possible += min(_count(_NOR, ours), _count(_OR, theirs))
            if _EXCEPT.search(ours) and _ONLY.search(theirs):  # لا … إلا is "only"
                possible += 1
            if len(certain) + len(nouns) > possible:
                message = (
                    f"the Arabic negates ({'، '.join(dict.fromkeys(certain + nouns))}) more than the English"
                )
                yield Found(message, english.strip(), "read both: is a “not” missing?")
        elif len(said) > len(certain) + len(nouns) and not certain:
            weak = sum(_count(p, bare(arabic)) for p in (_ARABIC_WEAK, _IDLE_ARABIC, _OTHER))
            if len(said) > len(nouns) + weak:
                message = f"the English negates ({', '.join(dict.fromkeys(said))}), the Arabic does not"
                yield Found(message, english.strip(), "read both: is a “not” too much?")


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def modality(pair: Pair) -> Iterator[Found]:
    """An obligation or a permission without a counterpart"""
    for arabic, english in pair.sentences:
        ours = bare(arabic)
        for certain, possible, what in _OBLIGATIONS:
            match = certain.search(ours)
            if match and not any(pattern.search(english) for pattern in possible):
                message = f"{match[0].strip()} has no counterpart ({what})"
                yield Found(message, english.strip(), "read both: is the obligation or permission there?")


def bare(arabic: str) -> str:
    """Arabic without vowel marks and tatweel; hamza stays, for ألا and إلا are opposites."""
    return _UNWRITTEN.sub("", arabic)
