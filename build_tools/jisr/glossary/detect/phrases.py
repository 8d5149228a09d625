"""English for the names of bodies and offices that are made of common words: رئيس الوزراء العراقي.

A suggestion to begin with, as `romanise` makes for other names: noun by noun, adjectives before the first.
"""

from jisr.glossary.match.arabic_names import name_words, without_article
from jisr.lang.arabic import fold

_WHOLE = """
رئيس الوزراء|Prime Minister; مجلس النواب|House of Representatives; مجلس الأمن|Security Council
الأمم المتحدة|United Nations; حقوق الإنسان|Human Rights; وزارة الداخلية|Ministry of the Interior
وزير الداخلية|Minister of the Interior; وزارة الخارجية|Ministry of Foreign Affairs
وزير الخارجية|Foreign Minister; مجلس الشيوخ|Senate; رئيس الأركان|Chief of Staff; ولي العهد|Crown Prince
"""
_NOUNS = """
رئيس President; رئيسة President; وزير Minister; وزيرة Minister; وزارة Ministry; قائد Commander; زعيم Leader
محافظ Governor; سفير Ambassador; سفارة Embassy; مبعوث Envoy; متحدث Spokesman; ناطق Spokesman; نائب Deputy
مجلس Council; هيئة Authority; لجنة Committee; منظمة Organisation; مؤسسة Foundation; جمعية Association
اتحاد Union; رابطة League; حزب Party; حركة Movement; تيار Current; جبهة Front; ائتلاف Coalition
تحالف Alliance; كتلة Bloc; حكومة Government; برلمان Parliament; محكمة Court; بنك Bank; مصرف Bank
صندوق Fund; جامعة University; معهد Institute; مركز Centre; مكتب Office; إدارة Administration; جيش Army
قوات Forces; قوة Force; شرطة Police; حرس Guard; جهاز Service; لواء Brigade; ألوية Brigades; كتيبة Battalion
كتائب Brigades; فيلق Corps; بعثة Mission; قاعدة Base; اتفاق Agreement; اتفاقية Convention; معاهدة Treaty
ميثاق Charter; مؤتمر Conference; قمة Summit; انتخابات Elections; حرب War; ثورة Revolution; مفوضية Commission
مرصد Observatory; نقابة Syndicate; شركة Company; وكالة Agency; قناة Channel; صحيفة Newspaper; سلطة Authority
أمن Security; دفاع Defence; مالية Finance; نفط Oil; عدل Justice; عدالة Justice; صحة Health; تربية Education
تعليم Education; زراعة Agriculture; تجارة Trade; صناعة Industry; كهرباء Electricity; مياه Water; نقل Transport
ثقافة Culture; إعلام Media; شباب Youth; عمل Labour; داخلية Interior; خارجية Foreign Affairs; وحدة Unity
تنمية Development; إصلاح Reform; حرية Freedom; تغيير Change; قضاء Judiciary; دولة State; جمهورية Republic
"""
_ADJECTIVES = """
عراقي Iraqi; إيراني Iranian; أمريكي US; أميركي US; سوري Syrian; لبناني Lebanese; فلسطيني Palestinian
أردني Jordanian; مصري Egyptian; سوداني Sudanese; ليبي Libyan; تونسي Tunisian; جزائري Algerian; مغربي Moroccan
يمني Yemeni; سعودي Saudi; إماراتي Emirati; قطري Qatari; كويتي Kuwaiti; بحريني Bahraini; عماني Omani
تركي Turkish; روسي Russian; فرنسي French; بريطاني British; إسرائيلي Israeli; صيني Chinese; أوكراني Ukrainian
ألماني German; كردي Kurdish; عربي Arab; أوروبي European; أفريقي African; دولي International; وطني National
قومي National; شعبي Popular; إسلامي Islamic; ديمقراطي Democratic; جمهوري Republican; اشتراكي Socialist
مركزي Central; أعلى Supreme; عام General; خاص Special; انتقالي Transitional; رئاسي Presidential
وزاري Ministerial; جنوبي Southern; شمالي Northern; شرقي Eastern; غربي Western; مشترك Joint; عسكري Military
أمني Security; سياسي Political; اقتصادي Economic; برلماني Parliamentary
تشريعي Legislative; تنفيذي Executive; دستوري Constitutional; اتحادي Federal; مسلح Armed; حر Free
جنائي Criminal; أممي UN
"""


def _pairs(table: str) -> dict[str, str]:
    pairs = (entry.split(maxsplit=1) for entry in table.replace("\n", ";").split(";") if entry.strip())
    return {fold(arabic).text: english for arabic, english in pairs}


def translate_phrase(name: str) -> str:
    """English for an Arabic name all of whose words are common ones; else `""`."""
    words = [without_article(word) for word in name_words(name)]
    whole = next(((n, english) for n in (2, 1) if (english := _HEADS.get(" ".join(words[:n])))), None)
    if whole is None or len(words) < 2:
        return ""
    size, head = whole
    of: list[str] = []
    before: list[str] = []
    for word in words[size:]:
        if adjective := _adjective(word):
            before.insert(0, adjective)
        elif not before and (noun := _NOUN.get(word)):
            of.append(noun)
        elif not before and of and word[0] == "و" and (noun := _NOUN.get(without_article(word[1:]))):
            of.append(f"and {noun}")
        else:
            return ""
    return " ".join((*before, head)) + "".join(f" {n}" if n.startswith("and ") else f" of {n}" for n in of)


def _adjective(word: str) -> str:
    return _ADJECTIVE.get(word) or _ADJECTIVE.get(word.removesuffix("ه"), "")


_NOUN = _pairs(_NOUNS)
_ADJECTIVE = _pairs(_ADJECTIVES) | {fold("عليا").text: "Supreme"}
_WHOLES = (entry.split("|") for entry in _WHOLE.strip().replace("\n", ";").split(";"))
_HEADS = _NOUN | {
    " ".join(map(without_article, name_words(arabic.strip()))): english for arabic, english in _WHOLES
}
