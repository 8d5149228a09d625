"""Latin spellings for Arabic names: a simplified IJMES (no ʿayn, no macrons), which is house style.

Arabic leaves short vowels out, so this is a suggestion for an editor, no more: common names from a table,
the rest letter by letter with `a` where two consonants would otherwise begin a word.
"""

import re
import unicodedata

from jisr.lang.arabic import fold, split_joined_name

_LETTERS = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h",
    "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "و": "u", "ي": "i", "ى": "a", "ة": "a", "ء": "", "ِ": "i", "ؤ": "u",
    "ئ": "i", "پ": "p", "چ": "ch", "ڤ": "v", "گ": "g", "ژ": "zh",
}  # fmt: skip
_COMMON = """
محمد Mohammed; أحمد Ahmed; محمود Mahmoud; علي Ali; حسن Hassan; حسين Hussein; عمر Omar; عثمان Othman; خالد
Khalid; مصطفى Mustafa; إبراهيم Ibrahim; إسماعيل Ismail; يوسف Yusuf; موسى Musa; عيسى Isa; داود Dawud
سليمان Suleiman; فيصل Faisal; سلمان Salman; سعود Saud; سعد Saad; سعيد Said; صالح Saleh; صلاح Salah; جمال
Jamal; كمال Kamal; طارق Tariq; هاني Hani; سامي Sami; رامي Rami; سامح Sameh; ناصر Nasser; نصر Nasr; حسام
Husam; هشام Hisham; وليد Walid; رشيد Rashid; راشد Rashid; رشاد Rashad; قاسم Qasem; قيس Qais; نوري Nouri
مهدي Mahdi; هادي Hadi; كريم Karim; نبيل Nabil; نبيه Nabih; نجيب Najib; سمير Samir; جبران Gebran; فؤاد
Fuad; زياد Ziad; بشار Bashar; حافظ Hafez; عباس Abbas; ياسر Yasser; عمار Ammar; حيدر Haider; جعفر Jafar
صادق Sadiq; باقر Baqir; مقتدى Muqtada; عادل Adel; فاطمة Fatima; مريم Maryam; عائشة Aisha; خليفة Khalifa
حمد Hamad; تميم Tamim; زايد Zayed; عبد Abd; أبو Abu; أبي Abi; أم Umm; بن bin; ابن Ibn; الله Allah; الدين
al-Din; الرحمن al-Rahman; جو Joe; جون John; دونالد Donald; معاذ Muath; بلال Bilal; أنس Anas; مصعب Musab
معاوية Muawiya; أسامة Osama; حمزة Hamza; طلال Talal; نزار Nizar; غسان Ghassan; مازن Mazen; ماهر Maher
سامر Samer; عامر Amer; أيمن Ayman; أشرف Ashraf; أكرم Akram; عدنان Adnan; إياد Iyad; عماد Imad; علاء Alaa
بهاء Bahaa; ضياء Diaa; وسيم Wassim; فراس Firas; رائد Raed; باسل Basel; وائل Wael; عمران Imran; زهير
Zuhair; أمين Amin; أنور Anwar; منير Munir; شريف Sharif; سليم Salim; كامل Kamel; فريد Farid; مجد Majd; أمجد
Amjad; رضوان Radwan; لؤي Louay; قصي Qusay; عدي Uday; غياث Ghiath; مؤيد Muayyad; رياض Riyad; عرفات Arafat
مسعود Masoud; برهم Barham; فلاح Falah; عزيز Aziz; القادر al-Qader; الكريم al-Karim; الرزاق al-Razzaq
العزيز al-Aziz; الفتاح al-Fattah; الناصر al-Nasser; الحميد al-Hamid; المجيد al-Majid; الواحد al-Wahid
الهادي al-Hadi; اللطيف al-Latif; السلام al-Salam; الجبار al-Jabbar; الستار al-Sattar; الحق al-Haq; الأسد
al-Assad; الشامي al-Shami; الخطيب al-Khatib; المصري al-Masri; الحسين al-Hussein; الحسن al-Hassan; المحمد
al-Mohammed; الأحمد al-Ahmad; العلي al-Ali; العبد al-Abd; عطار Attar; حلاق Hallaq; نجار Najjar; حداد
Haddad; شعبان Shaaban; رمضان Ramadan; شهاب Shihab; حلاوة Halawa; بكر Bakr; مهند Muhannad; مظلوم Mazloum
رامز Ramez; سارة Sara; ليلى Leila; هدى Huda; زينب Zainab; خديجة Khadija; سلمى Salma; رنا Rana
ريم Reem; هند Hind; لويد Lloyd; فلاديمير Vladimir; جورج George; إيمانويل Emmanuel; أنطونيو Antonio
بنيامين Benjamin; مايكل Michael; روبرت Robert; ديفيد David; توماس Thomas
"""
_TABLE = {
    fold(pair.split()[0]).text: pair.split()[1]
    for pair in _COMMON.replace("\n", ";").split(";")
    if len(pair.split()) == 2
}
_VOWELS = "aiu"
_JOINED = {"Abd Allah": "Abdullah", "Abd al-": "Abdul ", "Nasr Allah": "Nasrallah", "Hizb Allah": "Hezbollah"}


def romanise(name: str) -> str:
    """An English spelling to begin with for an Arabic `name`: ثابت العباسي → Thabit al-Abbasi."""
    text = " ".join(map(_word, _words(name)))
    for one, other in _JOINED.items():
        text = text.replace(one, other)
    return text[:1].upper() + text[1:]


def count_guessed_vowels(name: str) -> int:
    """The most vowels of one word of `name` that its spelling had to guess."""
    return max((_guesses(word) for word in _words(name)), default=0)


def _guesses(word: str) -> int:
    word = fold(word).text
    bare = word[2:] if word.startswith("ال") and len(word) > 4 else word
    if {word, bare} & _TABLE.keys() or not any("\u0600" <= letter <= "\u06ff" for letter in bare):
        return 0
    return _romanise_letters(bare)[1]


def _words(name: str) -> list[str]:
    bare = re.sub(r"[\u064b-\u0652\u0670ـ]", "", unicodedata.normalize("NFC", name))
    return [part for word in re.findall(r"[^\W_]+", bare) for part in split_joined_name(word).split()]


def _word(word: str) -> str:
    if known := _TABLE.get(fold(word).text):
        return known
    if not any("\u0600" <= letter <= "\u06ff" for letter in word):
        return word
    if word.startswith("ال") and len(word) > 4:
        rest = _word(word[2:])
        return rest if rest.startswith("al-") else "al-" + rest
    return _spelled(word)


def _spelled(word: str) -> str:
    return _romanise_letters(word)[0]


def _romanise_letters(word: str) -> tuple[str, int]:
    """`word` letter by letter, and how many vowels were put in.

    و and ي are consonants at the start and beside a vowel, else long vowels.
    """
    word = re.sub("اء$", "ا", word)
    if re.fullmatch(r"[^اوي]ا[^اويةى]{2}", word):  # فاعل: ثابت is Thabit, not Thabat
        word = word[:3] + "ِ" + word[3:]
    sounds: list[str] = []
    for index, letter in enumerate(word):
        following = word[index + 1 : index + 2]
        before = sounds[-1] if sounds else ""
        if letter in "وي" and (
            not index or before[-1:] in _VOWELS or (following and following in "اآةى" and index)
        ):
            glide = "w" if letter == "و" else "y"
            sounds.append("iy" if letter == "ي" and index and before[-1:] not in _VOWELS else glide)
        elif letter == "ع" and not index:
            sounds.append("" if following and following in "اويى" else "a")
        elif letter == "ة" and before.endswith("a"):
            sounds.append("t")
        else:
            sounds.append(_LETTERS.get(letter, fold(letter).text))
    text = ""
    consonants = guesses = 0
    for index, sound in enumerate(filter(None, sounds)):
        is_vowel = sound[0] in _VOWELS
        last = index == len(list(filter(None, sounds))) - 1
        if not is_vowel:
            consonants += 1
            if (consonants == 2 and (len(text) < 3 or last)) or consonants == 3:
                text += "a"
                consonants = 1
                guesses += 1
        text += sound
        if sound[-1] in _VOWELS:
            consonants = 0
    return text[:1].upper() + text[1:], guesses
