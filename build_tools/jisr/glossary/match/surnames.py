"""The last word of a person's name that is also a common word: a name only where names stand.

After علي عبد الله صالح was named, صالح alone may be the man; in غير صالح للشرب (not fit to drink) it is not.
What it is shows in the words beside it: a title, a verb of saying, whose death or regime it is. Words in
doubt are no mention, for a wrong name does more harm than a missing one.
"""

import re

from jisr.glossary.match.arabic_words import GIVEN_WORDS, MODIFIER_WORDS, TITLE_WORDS, folded_words

# Adjectives, and nouns that take a feminine one beside them.
_ADJECTIVES = """
صالح أمين كريم سعيد ناصر حسن صادق عادل طاهر رشيد جميل شريف سليم وحيد فريد كامل عزيز حافظ هادي مهدي حميد مجيد
ماجد خالد سالم عامر غانم فاضل فاتح كاظم نادر باهر زاهر ماهر شاكر حامد راشد رائد حازم جاسم غالب مسعود محمود
مشهور معروف مبارك مختار مراد نجيب نبيل جليل عظيم كبير صغير طويل قصير أسود أبيض أحمر أسعد أكرم أشرف أمجد أيمن
أنور شاب طيب منير مؤيد مؤمن مسلم مطلق معين محسن وسيم زاهد زكي سامي عالي ثابت ثائر عابد عارف فائز قادر لطيف
نافع رحيم عليم بصير نعيم فهيم أديب تقي نقي رفيع رفيق صديق عتيق عادي واحد وافي شافي كافي صافي ساري جاري باقي
راضي ماضي حاضر ظافر كاسر صابر عابر ساهر عمار جبار متعب مشرف حكيم بري فوزي حمدي هاني غازي منصور فارس واصل
ممدوح حر عام خاص
"""
_NOUNS = """
رضا قائد باسم عاصم طالب حبيب طبيب لبيب خليل دليل خطيب نصر فتح سيف بدر نجم شمس قمر فجر ربيع زهر جبل بحر نور
هلال ضياء بهاء علاء رجاء وفاء صفاء هناء دعاء إيمان أمل سلام سلامة كرامة عون فرج فرح جهاد كفاح نضال صلاح
إصلاح جمال كمال جلال عدل حق زيد يزيد يحيى عمر فهد أسد ليث صقر نمر غزال حرب صخر حديد حجر وزير ملك أمير سلطان
شيخ قاضي حاكم خير شهيد سعد حمد عيد عطا منذر مشعل كاتب زين شكر فخر فضل مجد عز شاهين باز شاعر حداد نجار حلاق
خياط بيطار صباغ جندي عسكر دبوس مرعي راعي وكيل رسول نبي إمام مفتي عاشور سبع عميد عقيد نقيب زعيم رئيس كاهن
عماد ركن عمود قاسم ناظر مهندس صدر حريري معلم تاجر حاج فقيه جراح شرع بشير نذير سفير شاهد ساعد كوكب قصر قاض
برهان دليل عقار شباط حلو رعد كرم ريفي زيادة سعادة شهاب صلح كوني منفي رمضان غيث رزق ندى وعد أثر شعب حكيم
ميزان سراج مصباح خليفة عمدة صباح مساء
"""
_TITLES = """
الرئيس الوزير السيد السيدة الشيخ الملك الأمير الدكتور الجنرال اللواء الفريق العميد العقيد الإمام القائد
الزعيم النائب السفير الكاتب الباحث المحلل الصحفي الصحافي الناشط القيادي المحامي القاضي المستشار الأستاذ
المهندس الرائد النقيب الملازم السيناتور المدعو الشاعر المخرج الفنان الطبيب الضابط المقدم المشير العماد
المتحدث الناطق المدير الخبير زميله شقيقه نظيره
"""
# Whose: nouns that a person follows, and hardly an adjective of the same gender.
_OF_SOMEBODY = """
مقتل نجل شقيق أنصار اغتيال اعتقال تنحي حزب نظام إسقاط رحيل عزل أتباع مؤيدي معارضي حلفاء خصوم رجال إعدام
تعيين ترشيح فوز موت مصرع لسان يد قبر جثمان منزل بيت مكتب محامي والد ابن زوج صهر حفيد زوجة عائلة وفاة استقالة
تصريحات زيارة شقيقة ابنة والدة محاكمة مصادر عهد بحق قوات حكومة إدارة
"""
_VERBS = """
قال قالت يقول تقول أكد أكدت يؤكد أعلن أعلنت يعلن أضاف أضافت يضيف أوضح أوضحت يوضح رأى يرى اعتبر يعتبر كتب
كتبت صرح حذر حذرت يحذر دعا يدعو شدد لفت أشار أشارت يشير ذكر ذكرت نفى ينفي وصف يصف اتهم يتهم طالب انتقد هدد
تعهد ناشد هاجم أدان رحب عارض نصح شكر بحث وقع أطلق شن قتل اعتقل أصيب سلم تلقى خاطب برر دافع نجح فشل التقى
يلتقي زار يزور غادر يغادر وصل يصل استقال رفض يرفض وافق قرر يقرر أمر عين عينت توفي فر هرب عاد يعود تولى يتولى
شارك سافر يسافر اتصل يتصل اجتمع يجتمع خرج يخرج دخل يدخل جلس يجلس رافق تعرض لقي
كلف كلفت اختار اختارت أقال أقالت توجه يتوجه يقل تقل يزر ينف يوافق توافق يعلق انضم ينضم اقترح يقترح
ألقى أجرى استقبل رد تراجع ترأس قاد يقود يسعى سعى حاول يحاول أراد يريد كشف روى شهد نشر نجا اعترف أعرب
عبر تحدث يتحدث تابع أجاب سأل علق اختتم استطرد زعم يزعم أبلغ أيد يؤيد قتلوا اغتالوا انتخب فاز خسر
"""
_PREPOSITIONS = "من إلى على عن مع ضد بين لدى عند نحو حول أمام قبل بعد منذ"
_AUXILIARIES = "كان كانت قد لم لن لا ليس سوف نفسه نفسها الذي التي هو هي أيضا إن إنه أن أنه"
_STOPS = """
في من على إلى عن مع بين منذ خلال بعد قبل عقب حول ضد عبر حتى أن إن أنه إنه التي الذي وهو وهي هو هي كان كانت
هذا هذه ذلك أمس اليوم غدا عند لدى حيث بينما كما لكن غير أو ثم بل إذ إذا لو وقد وأن وإن ولم ولا قد لم لن لا
"""
_DENYING = "غير ليس ليست لا بلا أكثر أقل جد شديد كل أي بعض دون وغير غيره رجل شخص"

_ADJECTIVE = folded_words(_ADJECTIVES)
_COMMON = _ADJECTIVE | folded_words(_NOUNS)
_TITLE = folded_words(_TITLES) | TITLE_WORDS
_OWNED = folded_words(_OF_SOMEBODY)
_VERB = folded_words(_VERBS)
_BEFORE = folded_words(_PREPOSITIONS)
_AUXILIARY = folded_words(_AUXILIARIES)
_SAID = folded_words("أن إن بأن لأن")
_STOP = folded_words(_STOPS) | _VERB
_DENIED = folded_words(_DENYING)
_GIVEN = GIVEN_WORDS - _STOP - folded_words("أنا")
_DEFINITE = re.compile(r"(?:[وف]?[بك]?ال(?!ي\b|ذي|تي|ذين)|[وف]?لل)\w")
_PLURAL = re.compile(r"\w+ه|\w{3,}ات|م\wا\w{2}|ا\w{2}ا\w")
_UPON = folded_words("على من")
_FEMININE = re.compile(r"ال\w+ه")
_WORDS_BEFORE = re.compile(r"(\w+)(\W+)\Z")
_WORD_AFTER = re.compile(r"(\W+)(\w+)")


def is_common_word(word: str) -> bool:
    """Whether the last word of a name, with or without the article, is a common word too."""
    return word in _COMMON or word.removeprefix("ال") in _COMMON


def stands_as_name(word: str, prefix: str, text: str, start: int, end: int) -> bool:
    """Whether a common `word` at `start:end` of the folded `text` stands as a person's name."""
    before, joined = _before(text, start)
    after, follows = _after(text, end)
    bare_before = _without_conjunction(before)
    if prefix.lstrip("وف"):  # لصالح (in favour of), بأمين
        return after in _VERB
    if joined and (bare_before in _DENIED):
        return False
    if word.startswith("ال"):
        return _definite(word, text, start, before if joined else "", after if follows else "")
    if joined and (_titled(text, start) or bare_before in _VERB or (prefix and bare_before in _GIVEN)):
        return True
    agrees = word in _ADJECTIVE and _PLURAL.fullmatch(before) is None
    if follows and (after in _VERB or after in ("نفسه", "الذي")):
        return not joined or _DEFINITE.match(before) is not None or not agrees
    ends = not follows or after in _STOP or after[0] == "و"
    if joined and bare_before in _BEFORE:
        return ends
    if joined and bare_before in _OWNED:
        return not after.startswith("ل")
    if joined and not _DEFINITE.match(before) and _PLURAL.fullmatch(before):
        # حكومة صالح: an adjective would be feminine; حكومة سلام الجديدة, not عملية سلام
        return not agrees if word in _ADJECTIVE else bool(_FEMININE.fullmatch(after) and before[-1] == "ه")
    return not joined and follows and after in _AUXILIARY


def _definite(word: str, text: str, start: int, before: str, after: str) -> bool:
    """القرآن الكريم, الأمين العام and المهندس محمد are no Karim, Amin or Muhandis; قال الأمين is one."""
    named = _titled(text, start) or _without_conjunction(before) in _VERB
    if after in _GIVEN or (after.startswith("ال") and _DEFINITE.match(after)):
        return False
    if after[:2] == "لل" and (not named or word.removeprefix("ال") in _ADJECTIVE):
        return False
    if named or after in _VERB:
        return True
    if not before:
        return True
    if _without_conjunction(before) in _SAID and word not in _TITLE:  # قال إن البرهان لن يتفاوض
        return after in _AUXILIARY
    if _DEFINITE.match(before):
        return False
    adjective = word.removeprefix("ال") in _ADJECTIVE
    before = _without_conjunction(before)
    return (
        before in _OWNED or before in _BEFORE - _UPON or (adjective and _PLURAL.fullmatch(before) is not None)
    )


def _titled(text: str, start: int) -> bool:
    """Whether a title stands before, with what may stand between: الرئيس اليمني السابق."""
    for _ in range(4):
        match = _WORDS_BEFORE.search(text, max(0, start - 40), start)
        if not match or match[2].strip():
            return False
        word, start = _without_conjunction(match[1]), match.start()
        if word in _TITLE:
            return True
        if word not in MODIFIER_WORDS and not re.fullmatch(r"ال\w{2,}(?:ي|يه)", word):
            return False
    return False


def _before(text: str, start: int) -> tuple[str, bool]:
    match = _WORDS_BEFORE.search(text, max(0, start - 40), start)
    return (match[1], not match[2].strip(" «“\"'")) if match else ("", False)


def _after(text: str, end: int) -> tuple[str, bool]:
    match = _WORD_AFTER.match(text, end)
    return (match[2], not match[1].strip(" »”\"'")) if match else ("", False)


def _without_conjunction(word: str) -> str:
    """`word` without و or ف before it, where what is left is known: وقال is قال, وزير stays."""
    rest = word[1:]
    known = rest in _VERB or rest in _OWNED or rest in _BEFORE or rest in _TITLE or rest in _DENIED
    return rest if word[:1] in ("و", "ف") and known else word
