"""The words that dates are written with, folded as `jisr.lang.arabic.fold` folds them.

Months are those of Unicode's CLDR (through Babel) for every Arab country, whose newspapers use three sets:
Syriac names in the Levant and Iraq, French ones in Algeria and Tunisia, Latin ones elsewhere, with spellings
of their own in Morocco and Mauritania; added are older spellings that newspapers still print.
"""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from jisr.lang.arabic import fold, fold_latin
from jisr.lang.dates.resolve import Direction, Unit

COUNTRIES = ("ar", "ar_EG", "ar_IQ", "ar_SY", "ar_LB", "ar_JO", "ar_PS", "ar_DZ", "ar_TN", "ar_MA", "ar_MR",
             "ar_LY", "ar_SD", "ar_SA")  # fmt: skip

_ALSO = {
    1: "كانون ثاني", 5: "مايس", 6: "يونيه", 7: "يوليه", 8: "أوغسطس", 10: "تشرين أول", 11: "تشرين ثاني",
    12: "كانون أول",
}  # fmt: skip
_HIJRI = {
    1: "محرم|المحرم|محرم الحرام", 2: "صفر", 3: "ربيع الأول|ربيع أول",
    4: "ربيع الثاني|ربيع الآخر|ربيع ثاني", 5: "جمادى الأولى|جمادى الأول",
    6: "جمادى الآخرة|جمادى الثانية|جمادى الثاني", 7: "رجب", 8: "شعبان", 9: "رمضان", 10: "شوال",
    11: "ذو القعدة|ذي القعدة", 12: "ذو الحجة|ذي الحجة",
}  # fmt: skip

# English has many spellings of these: any of the words stands for the month.
ENGLISH_HIJRI = {
    1: "muharram", 2: "safar", 3: "rabi", 4: "rabi", 5: "jumada", 6: "jumada", 7: "rajab",
    8: "shaban sha shaaban", 9: "ramadan ramazan ramadhan", 10: "shawwal", 11: "qadah qada qa qidah",
    12: "hijjah hijja",
}  # fmt: skip
IRANIAN = {
    "فروردين": "farvardin", "أرديبهشت": "ordibehesht", "خرداد": "khordad", "مرداد": "mordad",
    "شهريور": "shahrivar", "آبان": "aban", "بهمن": "bahman", "إسفند": "esfand",
}  # fmt: skip
"""Months of the Iranian year that are no other word in Arabic."""

MonthNames = Mapping[str, tuple[tuple[tuple[str, ...], int, bool], ...]]
"""First word → (words after it, number of the month, Hijri), longest first."""


@cache
def arabic_month_names() -> MonthNames:
    """All names of months in Arabic."""
    found: dict[tuple[str, ...], tuple[int, bool]] = {}
    for country in COUNTRIES:
        for number, name in Locale.parse(country).months["format"]["wide"].items():
            found[tuple(fold(name).text.split())] = (int(number), False)
    for table, hijri in ((_ALSO, False), (_HIJRI, True)):
        for number, names in table.items():
            found |= {tuple(fold(name).text.split()): (number, hijri) for name in names.split("|")}
    by_first: dict[str, list[tuple[tuple[str, ...], int, bool]]] = {}
    for words in sorted(found, key=len, reverse=True):
        by_first.setdefault(words[0], []).append((words[1:], *found[words]))
    return {first: tuple(rows) for first, rows in by_first.items()}


@cache
def arabic_weekday_names() -> Mapping[str, int]:
    """Names of the days of the week; Monday is 0, as in `datetime`."""
    return {fold(name).text: int(n) for n, name in Locale("ar").days["format"]["wide"].items()}


@cache
def english_month_names() -> Mapping[str, int]:
    """Names of months in English, lower case, with the abbreviations that are no words."""
    months = Locale("en").months["format"]
    found = {fold_latin(name).text: int(n) for n, name in months["wide"].items()}
    short = {fold_latin(name).text: int(n) for n, name in months["abbreviated"].items()}
    return {**{name: n for name, n in short.items() if name not in ("mar", "may")}, **found, "sept": 9}


_TO_TWENTY = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ENGLISH_ORDINALS = {word: n for n, word in enumerate(_TO_TWENTY.split(), 1)}
ENGLISH_ORDINALS |= {f"twenty-{word}": 20 + n for word, n in ENGLISH_ORDINALS.items() if n < 10}
ENGLISH_ORDINALS |= {"thirtieth": 30, "thirty-first": 31}


@cache
def english_weekday_names() -> Mapping[str, int]:
    """Names of the days of the week in English, lower case; Monday is 0."""
    return {fold_latin(name).text: int(n) for n, name in Locale("en").days["format"]["wide"].items()}


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(words).text.split())


DIRECTIONS: Mapping[str, Direction] = {
    **dict.fromkeys(_folded("الماضي الماضية الماضيين الفائت الفائتة الفائتين المنصرم المنصرمة المنصرمين"
                            " المنقضي المنقضية"), "past"),
    **dict.fromkeys(_folded("المقبل المقبلة المقبلين القادم القادمة القادمين الآتي الآتية"), "next"),
    **dict.fromkeys(_folded("الجاري الجارية الجاريين الحالي الحالية الحاليين"), "this"),
}  # fmt: skip
UNITS: Mapping[str, Unit] = {"العام": "year", "السنه": "year", "الشهر": "month", "اليوم": "day"}
YEAR = _folded("عام سنة العام السنة")
YEARS = _folded("عامي العامين سنتي السنتين أعوام الأعوام سنوات السنوات")
MONTH = _folded("شهر شهري أشهر")
SAME = _folded("نفسه نفسها ذاته ذاتها عينه عينها")
SAME_BEFORE = _folded("نفس ذات ذلك تلك")
AFTER = _folded("التالي التالية اللاحق اللاحقة")
BEFORE = _folded("السابق السابقة")
THIS = _folded("هذا هذه")
# العام after these is no year but an adjective: the Secretary-General, public opinion
GENERAL = _folded(
    "أمين مدير رأي قطاع مدعي نائب قائد مفتش مراقب صالح شأن مال أمن سكرتير منسق حاكم مجلس مؤتمر إضراب عفو مكتب"
    " اتحاد طابع قنصل مفوض محامي مشرف مستوى نظام إطار سياق مزاج وضع توجه اتجاه خط تعليم"
)

_TO_TEN = "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر"
ORDINALS = {word: n for n, word in enumerate(fold(_TO_TEN).text.split(), 1)} | {"الحادي": 1}
TENS = {"العشرين": 20, "العشرون": 20, "الثلاثين": 30, "الثلاثون": 30}
TEN = "عشر"
# An ordinal after another definite noun counts that: the second half of March.
BEFORE_ORDINAL = _folded("اليوم الموافق المصادف")
LAST = _folded("الأخير الأخيرة")
PORTIONS = {"الربع": 3, "النصف": 6}  # a quarter and a half of a year, in months

COUNTS = {
    word: n for n, word in enumerate(fold("ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة").text.split(), 3)
}
DAYS = _folded("أيام يوما")
TWO_DAYS = _folded("يومين")
OF_IT = "منه"
# What goes on from one date to another: وتستمر حتى 15 منه.
LASTING = _folded(
    "تستمر يستمر استمرت استمر تمتد يمتد امتدت امتد تبقى يبقى بقيت بقي تتواصل يتواصل تواصلت"
    " تواصل تدوم يدوم دامت دام"
)

# A bare year may follow these; after the nouns it cannot be a number of things.
BEFORE_YEAR = _folded("في منذ من إلى حتى بحلول قبل بعد خلال منتصف مطلع نهاية بداية أواخر أوائل")
YEAR_NOUNS = _folded(
    "حرب غزو انتخابات الانتخابات موازنة دستور ثورة اتفاق اتفاقية مونديال صيف شتاء خريف ربيع أزمة احتجاجات"
    " قانون موسم تظاهرات انقلاب نكسة نكبة حراك عدوان معاهدة أولمبياد قمة"
)
# What a number counts is none of these: prepositions, conjunctions, verbs without a noun between.
NEVER_COUNTED = _folded(
    "في من إلى على عن مع ثم حتى أن إن عندما حين حيث بعد قبل منذ ضد كان كانت أي أو لم لا قد لكن بين بسبب وفق"
    " إذ التي الذي وقع بدأ بدأت شهد شهدت جرى جرت"
)
# After these words a date is a proper name: the attacks of 11 September, the 14 March alliance.
EVENTS = _folded(
    "أحداث هجمات هجوم ثورة انتفاضة حراك قوى تحالف فريق تيار حركة انقلاب ذكرى عيد حرب طوفان عملية مظاهرات"
    " تظاهرات احتجاجات شهداء جسر ميدان شارع كتائب مدينة ملعب جامعة معركة معارك جماعة تنظيم جيل تفجيرات"
    " اعتداءات حقبة"
)
BARE_MONTH = _folded("في منذ خلال مطلع نهاية أواخر أوائل منتصف بداية")
WAS = _folded("كان كانت وكان وكانت")
NOT_BARE = _folded("ماي")
# "by June", "until June": a month of the past or one to come
OPEN = _folded("بحلول حتى")
COUNTED_WITH_WAW = _folded("وحدة وزارة وثيقة ولاية وكالة وسيلة وظيفة وفاة ورقة وجبة وفد وزير وافد وصلة")
TO_COME = _folded(
    "سوف المقرر المزمع المتوقع المنتظر المرتقب يُتوقع يُنتظر سيعقد ستعقد سيجري ستجري سيبدأ ستبدأ سيتم ستتم"
    " سيكون ستكون سيزور ستزور سيعود ستعود سيلتقي سيجتمع سيصل ستنطلق سينطلق ستشهد سيشهد ستدخل سيدخل"
)
# After these, «اليوم» and a bare day of the week are those of the publication; elsewhere «اليوم» is nowadays.
SAID = _folded(
    "قال قالت أعلن أعلنت أكد أكدت أفاد أفادت أضاف أضافت وصل وصلت أصدر أصدرت التقى عقد عقدت نفذ نفذت قُتل أُصيب"
    " استقبل اجتمع شن شنت أطلق أطلقت نشر نشرت كشف كشفت ذكر ذكرت وقّع صرح صرحت بحث شدد دعا دعت أقر صوّت انطلقت"
    " افتتح اختتم"
)
PRAYERS = _folded("صلاة خطبة خطيب إمام خطباء")
TIMES = _folded("صباح مساء ظهر عصر فجر ليل")
