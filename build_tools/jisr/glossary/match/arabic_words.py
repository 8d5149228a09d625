"""The words by which Arabic newspapers show, extend and vary names. A word is taught to the matcher here.

They are no dictionary's: how far they carry is measured on annotated news of many countries, part of it
annotated only when the words were there (`tests/cases/news`, `tests/glossary/match/test_gold.py`).
"""

from jisr.lang.arabic import fold

_FIGHTERS = (
    "تنظيم جماعة حركة مليشيا ميليشيا مليشيات ميليشيات فصيل فصائل كتائب كتيبة لواء ألوية سرايا حزب قوات جيش"
)
_POLITICAL = "ائتلاف تحالف تيار كتلة قائمة جبهة حركة حزب"
# Class words that belong to the mention when they stand before a name of the type.
_CLASS = {
    "armed group": _FIGHTERS,
    "state force": "قوات هيئة جهاز لواء مليشيا ميليشيا مليشيات ميليشيات فصائل",
    "bloc": _POLITICAL,
    "party": _POLITICAL,
    "organisation": "قوات منظمة حركة جماعة تنظيم هيئة مؤسسة جمعية حلف شركة",
}
# Heads of names that newspapers use for the whole name once it was given: «الإطار التنسيقي»، ثم «الإطار».
# Not الحكومة، الجيش، التنظيم: those stay common nouns.
_HEADS = "التحالف الائتلاف الإطار الحشد التكتل"
# Nouns that stand outside the quotation marks of a name: صحيفة «الأخبار», إعصار «دانيال», شركة «أرامكو».
_APPOSED = (
    "قناة صحيفة وكالة شبكة موقع منصة تطبيق جريدة مجلة إذاعة شركة مجموعة بعثة سفينة عملية إعصار منظمة ميناء"
)
# Words that show the next one to be a name of the type, without being part of it.
_REPORTING = "نقلت أفادت بثت أوردت عرضت مراسل مراسلة"
NEAR = "قرب ريف ضواحي شمال جنوب شرق غرب وسط شمالي جنوبي شرقي غربي داخل خارج في إلى من نحو عن بين حدود"
PLACES = "مدينة محافظة بلدة ناحية قضاء مخيم قرية منطقة إقليم معبر ميناء مطار جمهورية دولة"
SHOWING = {
    "state": f"دولة جمهورية مملكة سلطنة إمارة حكومة رئيس رئيسة جيش سفارة سفير عاصمة {NEAR}",
    "place": f"{PLACES} {NEAR}",
    "media": f"قناة صحيفة وكالة شبكة موقع منصة تطبيق جريدة مجلة إذاعة تلفزيون فضائية راديو {_REPORTING}",
}
_TITLES = """
الرئيس الوزير السيد السيدة الشيخ الملك الأمير الدكتور الجنرال اللواء الفريق العميد الإمام القائد الزعيم النائب
"""
_MODIFIERS = "السابق الأسبق الحالي الجديد الراحل المنتخب المكلف المقال المستقيل الانتقالي المؤقت"

# Names that are also common words: as single words they count only where the text shows them to be names.
_HOMOGRAPHS = """
مالي صور القاعدة الشباب فتح أمل الجهاد المستقبل النهضة العدالة الإصلاح النور الوسط الحكمة البناء الفتح عزم
تقدم السيادة بدر النجباء الكتائب القوات الدعوة الاتحاد الوحدة الحرية العربية الجزيرة الحدث الشرق الوطن الحياة
النهار السفير المدى الصباح الرأي العهد التوحيد النصرة الوفاق الوفاء الفضيلة الحزم القانون الدولة الجيش الحكومة
البرلمان التنظيم الحركة الجماعة الحزب التحالف الائتلاف التيار الإطار الحشد المجلس اللجنة الوزارة
"""
# Names of places that stand in every text as other words: only a noun of place shows them, or a phrase that
# ends with them (وصل إلى القائم, but الوضع القائم, في الدور الأول); ب and ل before them do not.
_ORDINARY = """
حجة بلد معان بنين الدور العين القائم الأبيض البيضاء الخمس العمارة المهرة الرمادي الضالع الخالص الجوف المرج
العلم الكفرة الأحمر الحي الشعب
"""
# Adjectives behind a noun without the article: no name has them.
_INDEFINITE_BEFORE = "كبير كبيرة جديد جديدة ضئيل ضعيف واسع واسعة قوي قوية حقيقي حقيقية ملحوظ ملموس كاذب وحيد"
RANKS = frozenset(("عام", "اعلي", "اول", "تنفيذي", "سام", "سامي"))  # أمين عام, قائد أعلى
PURPOSE = frozenset(("ضد", "لمكافحه", "لمحاربه", "لمواجهه", "لدعم", "بشان"))
STATES = frozenset(("الولايات", "المملكه", "الجمهوريه", "الجماهيريه", "السلطنه", "الدوله"))
NO_PEOPLE = frozenset(
    ("الهاشميه", "العربيه", "المتحده", "الاسلاميه", "الشعبيه", "الديمقراطيه", "الاتحاديه", "الاشتراكيه")
)
_TAILS = "الله الدين الحق الإسلام الرحمن الزمان"  # no name without the word before
_JOINED = "عبد العبد أبو أبا أبي أم ابن بن بنت ذو"  # nor are these without the word after
# Peoples' adjectives that are also family names. As short forms they are no names behind a noun with the
# article: الجيش السوداني, but تصريحات السوداني.
_NISBAS = """
السوداني المصري المغربي التونسي الجزائري العراقي الشامي السوري اللبناني الحلبي البغدادي الموصلي الكردي التركي
الهندي الأفغاني اليمني الكويتي البحريني القطري العماني الليبي الفلسطيني الأردني الإيراني الصيني العربي
"""
# Behind these, a word without the article is a common noun: لا أمل, كل تقدم.
_INDEFINITE_AFTER = "لا ولا بلا كل وكل أي بعض دون ثمة هناك"
# The first names by which a person is known where no title stands before them.
_GIVEN = """
محمد أحمد محمود حسن حسين علي عمر عثمان مصطفى إبراهيم إسماعيل يوسف موسى عيسى داود سليمان فيصل سلمان سعود
هاني سامح حسام هشام وليد راشد قاسم قيس نوري نبيل نبيه نجيب سمير جبران فؤاد زياد بشار ياسر عمار حيدر جعفر
مقتدى فاطمة مريم عائشة عبد أبو أبي عبدالله عبدالرحمن عبدالعزيز خالد طارق عادل ماجد فهد تركي بندر طلال
منصور عصام أيمن أنور جو جون دونالد لويد فلاديمير جورج إيمانويل أنطونيو بنيامين مايكل روبرت ديفيد توماس
سيرغي رجب هاكان ستيفان جان بيدرو ناصر جهاد مظلوم نعيم حكمت عزت صدام برهم فلاح هوشيار مسعود نيجيرفان
مسرور بافل جلال أسامة أنس بلال حازم حمزة رأفت رامز زكريا سيف شادي ضياء طاهر ظافر عاطف عامر عدنان عزام
عقيلة غسان فادي فارس فتحي لؤي مازن ماهر مجدي محسن مراد مروان معاذ معمر منذر نادر ناجي نضال همام وائل
وسام يحيى يونس ليلى سعاد هدى نادية زينب خديجة أمينة سلمى رانيا سوزان هيلاري باراك جيمس وليام ريتشارد
أنتوني جيك مارك بوريس ريشي أولاف أنجيلا فولوديمير شي ناريندرا نيكولاس إسحاق بيني يوآف أفيغدور إيهود رياض
نواف صباح تميم حمد زايد هيثم سلطان بدر نزار رفيق سعد جمال كمال شكري فتحي رشيد لطفي منجي حمة
وسيم بهاء علاء عماد إياد زيد أيوب إدريس إلياس أكرم أشرف أمجد أنيس أديب بهجت توفيق جابر جاسم حاتم حبيب
حسني حمدي حمدان خلدون خليل رائد رجاء رضوان رمزي رياض زاهر زهير ساطع سامر ساهر سرمد شاكر شوقي صابر صفوان
ضرغام طلعت عباس عبيدة عرفات عصمت عقيل علوان عمران عيدروس غازي غالب فاضل فالح فخري فراس فرحات فرج فهمي
فواز قصي قيصر كاظم لقمان لبيب مؤيد ماهر مثنى مجيد محيي مختار مدحت مرتضى مروة مشعل مصعب مطلق معتز معين
مقداد ممدوح مهند مؤمن ميشال ميشيل ناظم نبيلة نجلاء نجوى نزيه نصري نعمة نوال هادية هالة هشام هند هيفاء
وجدي وديع وجيه وهيب ياسين يزيد يسرى يعقوب جوزيف جوزف بيار أنطوان إدغار شارل بطرس بولس سمعان طوني إيلي
كميل ألكسندر أندريه آنا أورسولا إيلون بول بيتر تشارلز توني جاك جوزيب جيل جيمي جين دانيال دومينيك روجر
رونالد ستيف ستيفاني سيمون شارلز شون عبدالفتاح فرانسوا فرانك فيكتور كارل كاميلا كريستوفر كلير كمالا لورانس
ليز ماريا مارتن مارين مايك ميخائيل نانسي هانس هنري هيلين
"""


def folded_words(words: str) -> frozenset[str]:
    """The words of a text, folded."""
    return frozenset(fold(words).text.split())


ORDINARY_WORDS = folded_words(_ORDINARY)
HOMOGRAPH_WORDS = folded_words(_HOMOGRAPHS)
INDEFINITE_BEFORE = folded_words(_INDEFINITE_BEFORE)
TITLE_WORDS = folded_words(_TITLES)
NISBA_WORDS = folded_words(_NISBAS)
INDEFINITE_AFTER = folded_words(_INDEFINITE_AFTER)
GIVEN_WORDS = folded_words(_GIVEN)
TAIL_WORDS = folded_words(_TAILS)
JOINED_WORDS = folded_words(_JOINED)
MODIFIER_WORDS = frozenset(w + end for w in folded_words(_MODIFIERS) for end in ("", "ه"))
CLASS_WORDS = {kind: folded_words(words) for kind, words in _CLASS.items()}
ANY_CLASS_WORD = frozenset().union(folded_words(_APPOSED), *CLASS_WORDS.values())
HEAD_WORDS = folded_words(_HEADS)

# Spellings between which newspapers vary.
SPELLINGS = (
    ("امريك", "اميرك"),
    ("اوروب", "اورب"),
    ("مليشي", "ميليشي"),
    ("سوريا", "سوريه"),
    ("تلغرام", "تليجرام"),
)
PEOPLES = {  # plurals that are not made with an ending: الروس, the Russians
    "روسي": ("روس",),
    "تركي": ("اتراك",),
    "كردي": ("اكراد", "كرد"),
    "هندي": ("هنود",),
    "افغاني": ("افغان",),
    "ارمني": ("ارمن",),
    "صربي": ("صرب",),
    "الماني": ("المان",),
    "امريكي": ("امريكان",),
}
CASES = {"ابو": ("ابا", "ابي"), "اخو": ("اخا", "اخي"), "ذو": ("ذا", "ذي"), "ابن": ("بن",), "بن": ("ابن",)}
_MEASURES = r"(?:\w+\s+)?(?:امتار|مترا?|كيلومترات?|كيلومترا|سنتيمترا?|ملم|سم|كم)"
# Where a name is part of another one, or no name: what stands right before it, what right behind.
NOT_AFTER = {
    "السودان": "جنوب",
    "لبنان": "جبل",
    "جورجيا": "ولايه",
    "المغرب": "صلاه|اذان|وقت",
    "قطر": "نصف",
    "عرفات": "يوم|وقفه|صعيد|مشعر",
    "عدن": "جنه|جنات",  # the Garden of Eden
    "القاهره": "القوه|قوه|الظروف|ظروف|الاسباب",
    "الرقه": "منتهي|غايه|بالغ",
}
NOT_BEFORE = {
    "امريكا": "الشماليه|الجنوبيه|اللاتينيه|الوسطي",
    "حماس": "شديد|بالغ|كبير|منقطع|واضح|لافت",  # enthusiasm
    "صور": r"ال\w{3,}(?<!يه)|لل\w{3,}|من",  # pictures of
    "واشنطن": "بوست|تايمز",
    "قطر": rf"\d\S*|ال(?:دايره|حفره|فتحه|انبوب|مقذوف|قذيفه)|\w+\s+{_MEASURES}",
    "المغرب": "العربي|الاسلامي|الكبير",
    "ايرلندا": "الشماليه",
    "غينيا": "الاستواييه|بيساو|الجديده",
    "مسقط": r"راس\w*",
    "الجزيره": "العربيه|الكوريه",  # the peninsula
    "جده": r"ال\w{3,}(?<!ي)(?<!يه)",
    "حماه": r"ال\w{3,}(?<!ي)(?<!يه)",
    "سرت": "شايعات|اشاعات|انباء|اخبار|معلومات|الهدنه|هدنه|موجه|عدوي",
}
