"""The words by which Arabic prose shows that a name comes next. A cue is taught to `suggestions` here.

How far they carry is measured on annotated news of many countries (`tests/cases/news`,
`tests/glossary/test_suggestions.py`).
"""

from jisr.glossary.match.arabic_names import prefix_splits
from jisr.glossary.match.arabic_words import GIVEN_WORDS, MODIFIER_WORDS, folded_words

_ORGANISATIONS = """
منظمة هيئة مؤسسة شركة صندوق مصرف بنك مجلس جامعة اتحاد جمعية لجنة وزارة محكمة حكومة برلمان مرصد معهد
مركز نقابة مفوضية رابطة حلف مجموعة شبكة برنامج ديوان منتدى نادي أكاديمية وكالة دائرة مكتب مجمع غرفة قيادة
"""
# What the noun before a name says of its type. `named`: one plain word may follow it (حزب الله);
# `apart`: the noun is no part of the name.
_HEADS = {
    "armed group": (
        "تنظيم جماعة مليشيا ميليشيا فصيل كتائب كتيبة لواء ألوية سرايا فيلق عصائب جيش",
        "named",
    ),
    "party": ("حزب حركة", "named"),
    "bloc": ("ائتلاف تحالف تيار كتلة تكتل جبهة قوى", ""),
    "state force": ("قوات جهاز شرطة حرس", ""),
    "organisation": (_ORGANISATIONS, ""),
    "media": ("قناة صحيفة وكالة جريدة مجلة إذاعة تطبيق فضائية", "named apart"),
    "mission or base": ("بعثة قاعدة سفارة قوة معسكر", "named"),
    "place": ("مدينة محافظة بلدة ناحية قضاء إقليم ولاية جزيرة قرية منطقة", "named apart"),
    "agreement": ("اتفاق اتفاقية معاهدة مذكرة بروتوكول ميثاق مسار", ""),
    "event": ("حرب معركة انتخابات ثورة قمة مؤتمر إعصار انتفاضة عملية اجتماع", ""),
}
# Parts of the map whose noun belongs to their name: نهر الليطاني, معبر رفح, سد النهضة.
_LANDMARKS = """
نهر بحر خليج مضيق معبر ميناء مرفأ سد قصر جبل جبال مخيم مخيمات هضبة سهل حقل مصفاة مسجد المسجد
مطار سجن وادي واحة بحيرة جسر
"""
# What a landmark or a place may be of without being named: ميناء المدينة, سجن النساء.
_GENERIC = """
المدينة البلدة القرية العاصمة البلاد المنطقة الدولة المحافظة الإقليم الساحل الحدود المحتل النفط الغاز الحكومة
الرئيس الرئاسة الجيش الشعب السلام العالم الشرق الغرب الشمال الجنوب
"""
# The same nouns with the article need an adjective that names (الاتحاد الأفريقي); these need a state's.
_OF_STATES = """
القوات الجيش الحكومة البرلمان القواعد البعثة السفارة الشرطة القاعدة الحرب الانتخابات الوزارة الإدارة
الحزب المحكمة الحركة الجماعة التنظيم الفصائل الأجهزة المجموعة الاتفاق الاتفاقية المذكرة المؤسسة الشركة
المنظمة القوة المركز المنطقة السلطة المدينة المحافظة الصحيفة الوكالة اللجنة الهيئة المبادرة العملية المصرف
الجامعة الثورة المؤتمر القمة الإقليم القيادة الوكالة الأمانة النيابة
"""
_THE_ORGANISATIONS = """
المنظمة الهيئة المؤسسة الصندوق المصرف البنك المجلس الجامعة الاتحاد الجمعية اللجنة المحكمة الحكومة البرلمان
المرصد المفوضية الرابطة التحالف المجموعة الشركة السلطة القيادة الوكالة الأمانة النيابة
"""
_DEFINITE = {
    "armed group": "الجماعة التنظيم الحشد",
    "party": "الحزب الحركة",
    "bloc": "الائتلاف الإطار التيار التكتل الكتلة الجبهة",
    "state force": "القوات الجيش الحرس الشرطة",
    "organisation": _THE_ORGANISATIONS,
    "mission or base": "البعثة القاعدة القواعد السفارة",
    "agreement": "الاتفاق الاتفاقية المعاهدة المذكرة",
    "event": "الحرب الانتخابات الثورة القمة الانتفاضة",
}
_COLLECTIVES = {
    "armed group": "المليشيات الميليشيات الفصائل الجماعات التنظيمات",
    "bloc": "التيارات القوى الأحزاب الكتل",
}
_SIDED = "الموالية المدعومة الموالي المدعوم التابعة"
# Adjectives in names that do not end in ي or ية.
_ADJECTIVES = """
المتحدة المتحد الأعلى العليا العام العامة الحر الحرة المشترك المشتركة المسلحة المسلح المؤقتة المؤقت
المستقلة المستقل الموحد الموحدة الجديد الأزرق الأبيض الأحمر السريع الإسلامي الأوسط الأوروبية الخاصة
الخاص
"""
_OFFICES = """
رئيس رئيسة وزير وزيرة قائد زعيم زعيمة أمين مدير مديرة محافظ سفير سفيرة مبعوث نائب مرشد ملك أمير سلطان
متحدث ناطق رئيسا وزيرا قائدا
"""
_DEFINITE_OFFICES = "الرئيس الرئيسة العاهل المرشد الأمين القائد السفير الملك"
_TITLES = """
الرئيس الرئيسة السيد السيدة الشيخ الملك الأمير الأميرة الدكتور الدكتورة الجنرال اللواء الفريق العميد
العقيد المشير العماد المقدم الإمام القائد الزعيم النائب الوزير الوزيرة السفير السفيرة المبعوث المبعوثة
السيناتور المستشار المستشارة الكاتب الباحث الباحثة المحلل الصحفي الصحافي المرشد البابا البطريرك الناشط
الخبير المؤرخ القيادي المفاوضين المتحدث نظيره
"""
_LEADS = """
بقيادة برئاسة بزعامة المدعو الملقب اغتيال يقود يقوده تقوده يقودها قاده قادها ويقود ويقوده يتزعمه يتزعمها
ويتزعمه يرأسه يرأسها ويرأسه ويرأسها
"""
# Whose: his deputy, her brother, their leader; the ending is found by itself.
_RELATIVES = """
شقيق شقيقة نجل صهر زوجة زوج والد مستشار مستشارة مساعد نائب سلف خلف نظير مرشح مبعوث وكيل رئيس زعيم قائد وزير
محامي
"""
# Verbs of saying, before who says it.
_SAYING = """
قال قالت يقول تقول أكد أكدت يؤكد تؤكد أعلن أعلنت أضاف أضافت يضيف تضيف أوضح أوضحت يوضح رأى رأت يرى ترى
اعتبر اعتبرت يعتبر كتب كتبت صرح صرحت حذر حذرت يحذر دعا دعت يدعو شدد شددت لفت لفتت أشار أشارت عليه عليها
وكتب
"""
# Who is meant where nobody is named: a source, an official, an expert.
_NOBODY = """
مصدر مصادر مسؤول مسؤولة مسؤولون محلل محللون خبير خبراء ناشط ناشطون باحث باحثون دبلوماسي دبلوماسيون ضابط ضباط
قيادي قياديون متحدث ناطق مراقب مراقبون مواطن مواطنون شاهد شهود تقرير بيان رئيس وزير نائب نواب زعيم كاتب صحافي
صحفي طبيب محام قاض أستاذ عضو أعضاء رجل امرأة شاب تاجر عامل موظف لاجئ سائق مزارع أحد إحدى وزراء قادة سكان أهالي
"""
_RANKS = "أول ركن العام الأعلى المنتهية ولايته الأممي الأممية الخاص الدولي الأميركي الأوروبي"
# First names that are also common words: only before a family name (صالح العاروري).
_GIVEN_OR_NOT = "صالح سعيد كريم أمين جميل شريف منير سليم وحيد فريد كامل عزيز حافظ هادي مهدي رضا"
_PARTICLES = "عبد أبو أبي أبا أم ابن بن بنت آل ولد فون دير فان دي دو دا لو لا إيف آية"
# Words that end a name: particles, prepositions, and what reports say behind names.
_STOPS = """
في من على إلى عن مع بين منذ خلال بعد قبل عقب حول ضد عبر حتى أن إن أنه إنه أنها إنها بأن بأنه بأنها لأن
قد لا لم لن ما التي الذي الذين اللذين اللتين اللاتي وهو وهي هو هي هم كان كانت كانوا هذا هذه ذلك تلك
هؤلاء أمس اليوم غدا عند لدى حيث بينما فيما كما لكن غير أو ثم بل إذ إذا لو كل بعض أي أكثر أقل عام سنة شهر
يوم قال قالت أعلن أعلنت أكد أكدت أضاف أضافت دعا دعت حذر حذرت أشار أشارت رأى رأت شدد زار التقى وصل عاد
نفى ندد طالب يرى ترى يقول تقول يريد يسعى تسعى بحسب وفق عدة عديدة مختلفة جديد جديدة كبير كبيرة أخرى آخر
ضمن داخل خارج نحو فوق تحت دون سوى أمام وراء تجاه إزاء بشأن بسبب رغم لدعم فقط أيضا مثل ليس ليست سيما
وغيرها وغيره منها منهم وقد ولا ولم وفي ومن وعلى وإلى ومع وأن وإن والذي والتي
"""


def _opened(words: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Each word as it may stand in the text → the word, and the clitics before it."""
    found: dict[str, tuple[str, str]] = {}
    for word in words:
        for token, prefix in prefix_splits(word):
            if not prefix.startswith("ا"):
                found.setdefault(token, (word, prefix))
    for word in words:
        found[word] = (word, "")
    return found


TYPES = {word: kind for kind, (words, _) in _HEADS.items() for word in folded_words(words)}
TYPES |= {word: kind for kind, words in _DEFINITE.items() for word in folded_words(words)}
LANDMARKS = folded_words(_LANDMARKS)
NAMED = LANDMARKS | {
    w for words, how in _HEADS.values() if "named" in how for w in folded_words(words)
} | folded_words("مجموعة شركة منظمة اتفاق معركة إعصار")  # fmt: skip
JOINING = folded_words("قوى نصرة")  # قوى الحرية والتغيير: and joins two halves of one name
OF_PLACES = folded_words(
    "خان كفر تل دير رأس عين بيت جسر معرة باب برج جبل مرج قلعة وادي أم أبو بني ذي كوم بئر حي شيخ"
)
PASSING = folded_words("تصريف")  # حكومة تصريف الأعمال is whoever governs
GENERIC = folded_words(_GENERIC)
APART = {w for words, how in _HEADS.values() if "apart" in how for w in folded_words(words)} - LANDMARKS
PLACED = LANDMARKS | {word for word, kind in TYPES.items() if kind == "place"}
PURPOSES = folded_words("لحقوق لشؤون لمكافحة لحماية لإعادة لدعم لحفظ لرصد لمراقبة")
FIGHTERS = folded_words("تنظيم مليشيا ميليشيا")  # also apart, before one word: تنظيم داعش
OF_STATES = folded_words(_OF_STATES)
COLLECTIVES = {word: kind for kind, words in _COLLECTIVES.items() for word in folded_words(words)}
SIDED = folded_words(_SIDED)
ADJECTIVES = folded_words(_ADJECTIVES)
OFFICES = folded_words(_OFFICES)
DEFINITE_OFFICES = folded_words(_DEFINITE_OFFICES)
TITLES = folded_words(_TITLES)
LEADS = folded_words(_LEADS)
AFTER_TITLES = folded_words(_RANKS) | MODIFIER_WORDS
GIVEN_OR_NOT = folded_words(_GIVEN_OR_NOT)
PARTICLES = folded_words(_PARTICLES)
RELATIVES = frozenset(
    word + ending for word in folded_words(_RELATIVES) for ending in ("ه", "ها", "هم", "هما")
)
SAYING = folded_words(_SAYING)
NOBODY = folded_words(_NOBODY)
STOPS = folded_words(_STOPS)
HEADS_IN_TEXT = _opened(frozenset(TYPES) | LANDMARKS | frozenset(COLLECTIVES))
OFFICES_IN_TEXT = _opened(OFFICES | DEFINITE_OFFICES)
TITLES_IN_TEXT = _opened(TITLES)
# لجان is "committees": before short first names only the و counts
GIVEN_IN_TEXT = {t: (w, p) for t, (w, p) in _opened(GIVEN_WORDS).items() if len(w) > 3 or p in ("", "و")}
RELATIVES_IN_TEXT = _opened(RELATIVES)
SAYING_IN_TEXT = frozenset(before + word for word in SAYING for before in ("", "و", "ف"))
