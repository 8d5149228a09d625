"""Rejects spans that a cue suggests but that are not names.

A class word before a common noun (عملية التحقق, verification), a first name that is a noun (جمال الطبيعة, the
beauty of nature), a verb where a name would stand: an editor who must throw away every other suggestion reads
none of them.
"""

import re
from dataclasses import replace

from jisr.glossary.detect import cues
from jisr.glossary.detect.tokens import NameSpan, TokenisedBlock
from jisr.glossary.match.arabic_words import GIVEN_WORDS, HOMOGRAPH_WORDS, TAIL_WORDS, folded_words
from jisr.glossary.match.surnames import is_common_word

_NO_PART = """
تم يتم بواسطة شركة مؤسسة منظمة مجموعة وكالة قناة قطاع مستشفى مشفى صورة فيديو مقطع المحتوى تقرير بيان عبر هجمات
هجوم ل في من إلى على
"""
# What stands behind a class word and names nothing: قاعدة بيانات is a database.
_NO_NAMES = """
بيانات البيانات بياناتنا معلومات المعلومات المحتوى العمل التحقق الصلاة الطعام التحقيق بحث البحث أنباء
الأنباء تحديد مقارنة تحقيق الموقع الوقت الأمر الناس الأطفال النساء المدنيين الموضوع الحالة الحالات المرضى
المريض اليوم الماضي المقبل الحالي الحالية المعلمات الموارد التنفيذ التنفيذية التصدير التشغيل الإنتاج
الفريق المشروع البرنامج المبنى المكان العلم العلوم الأداة الأدوات الطريقة النتائج الخدمات الخدمة الصور
الفيديو الفيديوهات الإطار المستخدم المستخدمين المنهج الشكاوى الإقامة صغير صغيرة كبير كبيرة جديد جديدة قديم
قديمة واحد واحدة معين معينة مختلفة سكنية عمل عمله عملنا عملها أخرى
"""
# Nouns of many bodies that have no name of their own: these need a state, a place or quotation marks.
_WEAK = """
مجمع غرفة دائرة مكتب مجموعة برنامج شبكة قيادة إدارة مجال مركز مسجد عملية اجتماع مسار تطبيق موقع
"""
_LOOSE = "الإطار التيار الكتلة المجموعة الشبكة العملية"
_FRAMES = (
    "المنهجي الزمني القانوني الأخلاقي النظري العام الثاني الأول الخارجي الجغرافي الداخلي الفني المالي الرقمي"
)
_QUOTED = "قرب عدم قسم مراسل مقر مقرا حول دون أكثر أقل ليس لا كل بعض هذا هذه"

_NO_PARTS = folded_words(_NO_PART)
_NOTHING = folded_words(_NO_NAMES)
_WEAK_HEADS = folded_words(_WEAK)
_LOOSE_HEADS = folded_words(_LOOSE)
_FRAME = folded_words(_FRAMES)
_NO_QUOTE = folded_words(_QUOTED)
_VERB = re.compile(r"ي\w{2,}|ت(?!\w{1,2}ي\w\Z)\w{2,}")  # but تحرير, a verbal noun
_TANWIN = re.compile("[\u064b\u064c\u064d]")


def confirm_span(text: TokenisedBlock, span: NameSpan) -> NameSpan | None:
    """`span` as a name, shorter where a verb follows it; None where it is none."""
    if span.cue == "known":
        return span
    if span.type == "person":
        return _person(text, span)
    words = _words(text, span)
    if span.cue == "quotes":
        kept = not (
            all(map(str.isascii, words)) or words[0] in _NO_QUOTE or words[0][:2] in ("لا", "لل", "با")
        )
        kept = kept and len(max(words, key=len)) > 2
        kept = kept and not (len(words) == 1 and words[0].endswith("يه") and words[0][:2] != "ال")
    else:
        kept = _has_name(text, span, words)
    return span if kept else None


def _person(text: TokenisedBlock, span: NameSpan) -> NameSpan | None:
    end = next((i for i in range(span.start + 1, span.end) if _breaks(text, i, span.cue)), span.end)
    words = _words(text, replace(span, end=end))
    if len(words) < 2 or _is_no_first(text, span) or not _NO_PARTS.isdisjoint(words):
        return None
    if any(word.isascii() for word in words) and not all(map(str.isascii, words)):
        return None
    if span.cue in ("office", "title") and not text.peoples.isdisjoint(range(span.start, end)):
        return None
    last = words[-1]
    noun = (
        span.cue == "given name" and len(words) == 2 and is_common_word(words[0]) and last not in TAIL_WORDS
    )
    if noun and last.startswith("ال") and not _span_text(text, end - 1).endswith("ي"):
        return None  # جمال الطبيعة, كامل المحتوى
    return replace(span, end=end)


def _breaks(text: TokenisedBlock, at: int, cue: str) -> bool:
    """Whether the name ends before the word at `at`: a verb, a noun in the accusative."""
    word = text.word(at)
    verb = _VERB.fullmatch(word) and word not in GIVEN_WORDS and not word.endswith(("ي", "ان"))
    goes_on = cue not in ("office", "title") and not text.ends(at + 1) and at + 1 not in text.places
    return bool(verb and (word[0] == "ي" or goes_on)) or _is_accusative(text, at) or word in _NO_PARTS


def _is_accusative(text: TokenisedBlock, at: int) -> bool:
    return bool(_TANWIN.search(_span_text(text, at)))


def _is_no_first(text: TokenisedBlock, span: NameSpan) -> bool:
    """Whether the first word is a pronoun that folds into a name (أنا, I, and آنا, Anna) or a verb."""
    first = _span_text(text, span.start)
    return first.startswith("أنا") or _is_accusative(text, span.start)


def _has_name(text: TokenisedBlock, span: NameSpan, words: list[str]) -> bool:
    """Whether behind the class word stands more than a common noun, an adjective or a verb."""
    head = words[0] if words[0] in cues.TYPES or words[0] in cues.LANDMARKS else _head(text, span)
    rest = words[1:] if head == words[0] and len(words) > 1 else words
    inside = range(span.start, span.end)
    placed = not text.peoples.isdisjoint(inside) or not text.places.keys().isdisjoint(inside)
    if "quotes" in span.cue or rest[0].isascii():
        return rest[0] not in _NOTHING
    if rest[0] in _NOTHING or _is_accusative(text, span.end - 1):
        return False
    if len(rest) == 1 and not placed:
        word = rest[0]
        if _VERB.fullmatch(word) or (word[0] == "و" and len(word) > 4) or word[:3] == "بال":
            return False
        if word.endswith("يه") and not word.startswith("ال"):
            return False
        if head in cues.FIGHTERS and word.startswith("ال") and word not in HOMOGRAPH_WORDS:
            return False  # تنظيم المحتوى, the ordering of content
        if head == "منطقه" and word.endswith("ه") and not word.startswith("ال"):
            return False  # منطقة مأهولة, an inhabited area
    if head in _LOOSE_HEADS and rest[0] in _FRAME:
        return False
    if _VERB.fullmatch(rest[0]) and len(rest) > 1 and not placed:
        return False  # مدينة تسيطر عليها المعارضة
    return placed or head not in _WEAK_HEADS or (len(rest) > 1 and rest[0].startswith("ال"))


def _head(text: TokenisedBlock, span: NameSpan) -> str:
    """The class word before a span that it is no part of: [مدينة] صفاقس."""
    found = cues.HEADS_IN_TEXT.get(text.word(span.start - 1))
    return found[0] if found else ""


def _words(text: TokenisedBlock, span: NameSpan) -> list[str]:
    words = [text.word(i) for i in range(span.start, span.end)]
    if span.prefix and words[0].startswith(span.prefix):
        words[0] = words[0][len(span.prefix) :]
    return words


def _span_text(text: TokenisedBlock, at: int) -> str:
    token = text.tokens[at]
    start, end = text.folded.span(token.start, token.end)
    return text.folded.original[start:end]
