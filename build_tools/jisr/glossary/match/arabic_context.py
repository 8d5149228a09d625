"""Whether the words of an Arabic name are that name where they stand: what is beside them decides.

Words that belong to the mention (تنظيم «داعش», رئيس الوزراء الأسبق) are taken into it; what is a common
word there (لا أمل, الإصلاح الاقتصادي), another's name (مجلس الأمن القومي, or عبد الرحيم دقلو beside
محمد حمدان دقلو) or an adjective (العاصمة السعودية) is told apart by the word before or behind it.
"""

import re
from functools import cache
from itertools import pairwise

from jisr.glossary.match import arabic_words as w
from jisr.glossary.match.surnames import is_common_word, stands_as_name
from jisr.glossary.match.trie import GAP, QUOTES, Form, Gate, Hit
from jisr.lang.arabic import WORD, Folded, fold
from jisr.lang.word_lists import folded_words
from jisr.model.glossary import Actor

_GAP = GAP.pattern


@cache
def _any_before(words: frozenset[str]) -> re.Pattern[str]:
    """Any of `words`, with clitics and a gap behind it, with the `“` of تنظيم “داعش”."""
    return re.compile(rf"(?<!\w)[وف]?[بكل]?(?:{'|'.join(sorted(words))}){_GAP}\Z")


_CAPITAL_BEFORE = re.compile(rf"(?<!\w)[وف]?(?:[بك]?ال|لل)عاصمه(?:\s+\w+يه)?{_GAP}\Z")
_NEAR_BEFORE = re.compile(rf"(?<!\w)[وف]?(?:{'|'.join(sorted(w.NEAR))})\s+\Z")
_ENDS = re.compile(r"\s*(?:[^\w\s]|\Z)|\s+(?:و\w+|في|من|الي|علي|ان|التي|الذي|بعد|قبل|منذ|خلال)(?!\w)")
_OTHER_BODY = re.compile(r"\s+(?:القومي|الوطني|المحلي|البلدي)ه?(?!\w)")  # مجلس الأمن القومي is not مجلس الأمن
# Waters, and bodies named after a place: نهر الأردن (the Jordan) is not Jordan, فيلق القدس not Jerusalem.
_GEOGRAPHIC = re.compile(
    r"(?<!\w)[وف]?[بكل]?(?:ال)?(?:نهر|بحيره|خليج|بحر|دلتا|غور|حوض|قناه|مضيق|فيلق|سرايا)\s+\Z"
)
# What is called after a person: جبل عرفات (Mount Arafat) is not Yasser Arafat.
_CALLED_AFTER = re.compile(
    r"(?<!\w)[وف]?[بكل]?(?:ال)?(?:جبل|وادي|صحراء|شارع|طريق|ساحه|ميدان|دوار|حي|ضاحيه|مخيم|بلده|قريه|مدينه|جزيره"
    r"|مستشفي|جامعه|مدرسه|معهد|مسجد|جامع|مطار|جسر|ملعب|سوق"
    r"|(?<=ال)(?:عصر|مذهب|فقه|فكر|طراز|فن|ادب|شعر|تراث|زي))\s+\Z"  # العصر العباسي, the Abbasid age
)
_PUBLIC_BODIES = frozenset(("organisation", "state force", "office"))
_MODIFIED = re.compile(rf"\s+(?:{'|'.join(sorted(w.MODIFIER_WORDS))})(?!\w)")
_OTHER_NISBA = re.compile(r"\s+ال\w+(?:ي|يه)(?!\w)")
_DEFINITE_AFTER = re.compile(r"\s+(?:ال(?!ذي|تي|ذين)|لل)\w")
_BETWEEN = re.compile(r"\s+بين(?!\w)")
_DEFINITE_BEFORE = re.compile(r"(?<!\w)((?:[وف]?(?:[بك]?ال|لل))\w+)\s+\Z")
_NISBA_AFTER = re.compile(r"\s+(ال\w{2,}ي)(ه?)(?!\w)")
_FEMININE_BEFORE = re.compile(r"(?<!\w)(?:[وف]?(?:[بك]?ال|لل))\w+(?:ه|ات)\s+\Z")
_FEMININE = re.compile(r"\w{2,}(?:ه|ات)|م\wا\w{2}|ا\w{2}ا\w|مدن|صحف|قوي")
_CLITICS = re.compile(r"^[وف]?[بكل]?(?=\w{4})")
_OWNED_BY_STATES = w.SHOWING["state"] | folded_words("محافظات مدن مناطق")
_WORD_BEFORE = re.compile(r"(?<!\w)(\w+)\s+\Z")
_WORD_AFTER = re.compile(r"\s+(\w+)")
_GIVEN_BEFORE = re.compile(rf"(?<!\w)(?:عبد\s+(?:ال)?\w+|[وفل]?(?:{'|'.join(sorted(w.GIVEN_WORDS))}))\s+\Z")
_FAMILY_OF = re.compile(rf"{_GIVEN_BEFORE.pattern}|(?<!\w)(?:{'|'.join(sorted(w.TAIL_WORDS))})\s+\Z")
_WINDOW = 48  # characters before a name in which a class word may begin


def judge(actor: Actor, hit: Hit, folded: Folded) -> Hit | None:
    """`hit` over its class word, modifier and closing quote; None where it is another word."""
    text, form = folded.text, hit.form
    if hit.prefix[:1] == "ا" and folded.original[folded.span(hit.start, hit.end)[0]] != "أ":
        return None  # ألبيروت asks, السورية has the article
    if form.spelling and not _is_as_spelled(actor, form.spelling[0], hit, folded):
        return None
    window = text[max(0, hit.start - _WINDOW) : hit.start]
    if form.demonym:
        if actor.type != "state" and not hit.prefix and _FAMILY_OF.search(window):
            return None  # عبد الملك الحوثي is a person
        return None if _is_in_another_name(form.words[0], hit.prefix, window, text, hit.end) else hit
    if _is_another(actor, hit, window, text) or (form.gate and _is_common(actor, hit, window, text)):
        return None
    describes = _describes(form, window) and not hit.prefix
    if actor.type == "place" and _is_accusative(hit, folded):  # دوماً is always, not Douma
        return None
    if actor.type == "state" and (describes or _is_accusative(hit, folded)):
        return hit._replace(form=Form(form.words, form.actor, demonym=True))
    return _widen_hit(actor, hit, window, text)


def _widen_hit(actor: Actor, hit: Hit, window: str, text: str) -> Hit | None:
    """`hit` with the class word before it and the modifier behind it; None for another's office."""
    form, start, end = hit.form, hit.start, hit.end
    match = _belongs_before(actor.type, window) if not hit.prefix else None
    shown = match is not None
    if match:
        start -= len(window) - match.start()
    if actor.type == "office":
        if modified := _MODIFIED.match(text, end):
            end = modified.end()
        elif form.gate and _OTHER_NISBA.match(text, end):  # رئيس الوزراء الإسرائيلي is another's
            return None
    if form.gate is not Gate.OPEN and form.shows and not shown:
        shown = _is_shown(actor.type, hit, text, window)
    end = _end_with_closing_quote(text, start, end)
    return Hit(form, start, end, hit.prefix, shown)


def _belongs_before(kind: str, window: str) -> re.Match[str] | None:
    """What stands before a name of the type and belongs to it: its class word, the word for a capital."""
    if kind == "place":
        return _CAPITAL_BEFORE.search(window)
    return _any_before(w.CLASS_WORDS[kind]).search(window) if kind in w.CLASS_WORDS else None


_SON_BEFORE = re.compile(r"\w\s+بن\s+(\w+\s+)?\Z")
_GIVEN_BEHIND = w.GIVEN_WORDS - {"علي"}  # على ("on") is folded to the same letters


def _is_another(actor: Actor, hit: Hit, window: str, text: str) -> bool:
    """Whether another's name goes on behind the words, or begins before them."""
    words, end = hit.form.words, hit.end
    if actor.type in _PUBLIC_BODIES and _OTHER_BODY.match(text, end):
        return True
    if actor.type in ("state", "place") and not hit.prefix and _GEOGRAPHIC.search(window):
        return True
    if actor.type == "person" and not hit.prefix and _is_father(words, window):
        return True
    if len(words) > 1:
        return False
    if hit.form.short and actor.type == "person" and not hit.prefix:
        if _CALLED_AFTER.search(window):
            return True
        if words[0] in w.GIVEN_WORDS:  # حسين أحمد, where Saddam Hussein was named
            after = _WORD_AFTER.match(text, end)
            if after and after[1] in _GIVEN_BEHIND:
                return True
        before = _GIVEN_BEFORE.search(window)  # of one family: عبد الرحيم دقلو
        if before and not set(before[0].split()) & set(fold(actor.ar.preferred).text.split()):
            return True
    if actor.type == "person" and is_common_word(words[0]):
        return not stands_as_name(words[0], hit.prefix, text, hit.start, end)
    return _is_in_another_name(words[0], hit.prefix, window, text, end)


def _is_father(words: tuple[str, ...], window: str) -> bool:
    """Whether a son's name goes on to his father's: محمد بن سلمان بن عبد العزيز is no سلمان بن عبد العزيز."""
    son = _SON_BEFORE.search(window)
    return bool(son and (not son[1] or words[0] == "بن"))


def _is_in_another_name(word: str, prefix: str, window: str, text: str, end: int) -> bool:
    """Whether the words beside a single `word` make another name of it, or no name.

    Behind a clitic no name goes on: الموصل والزرقاء.
    """
    first, last = w.NOT_AFTER.get(word), w.NOT_BEFORE.get(word)
    return bool(
        (first and not prefix and re.search(rf"(?<!\w)[وف]?[بكل]?(?:{first})\s+\Z", window))
        or (last and re.compile(rf"\s+(?:{last})(?!\w)").match(text, end))
    )


def _is_common(actor: Actor, hit: Hit, window: str, text: str) -> bool:
    """Whether a single word that may also be a common one is that here, by its grammar."""
    words = hit.form.words
    if len(words) > 1:
        return False
    if not hit.prefix and _is_adjective(words[0], window):
        return True
    if not words[0].startswith("ال"):
        # أمل كبير, لا أمل: what is described, denied or counted has no article, a name needs none
        before, after = _WORD_BEFORE.search(window), _WORD_AFTER.match(text, hit.end)
        if after and after[1] in w.INDEFINITE_BEFORE:
            return True
        return bool(before and not hit.prefix and before[1] in w.INDEFINITE_AFTER)
    if hit.form.short and words[0] in w.HEAD_WORDS:
        # الإطار العام is another frame, التحالف بين اللصوص (an alliance between) another alliance
        return bool(_DEFINITE_AFTER.match(text, hit.end) or _BETWEEN.match(text, hit.end))
    # القاعدة العسكرية is a base, but وفد الحوثي التفاوضي
    doubted = hit.form.short or words[0] in w.HOMOGRAPH_WORDS
    described = actor.type != "person" and doubted and not words[0].endswith("ي")
    return described and _is_described(words[0], text, hit.end)


def _is_described(word: str, text: str, end: int) -> bool:
    """Whether an adjective in -ي of the same gender follows: الإصلاح الاقتصادي, but الإصلاح اليمني."""
    after = _NISBA_AFTER.match(text, end)
    return bool(after and after[1] not in w.NISBA_WORDS and bool(after[2]) == word.endswith("ه"))


def _describes(form: Form, window: str) -> bool:
    """Whether a state's name that is a feminine adjective describes the noun before it: العاصمة السعودية.

    قوات سورية are Syrian forces, but حكومة سورية is Syria's.
    """
    if len(form.words) > 1 or not form.words[0].endswith("يه"):
        return False
    if form.words[0].startswith("ال"):
        return bool(_FEMININE_BEFORE.search(window))
    before = _WORD_BEFORE.search(window)
    noun = _CLITICS.sub("", before[1]) if before else ""
    return bool(_FEMININE.fullmatch(noun)) and noun not in _OWNED_BY_STATES


def _is_accusative(hit: Hit, folded: Folded) -> bool:
    """Whether the marks tell روسيًّا (a Russian, Russian) from روسيا (Russia)."""
    return not set("ًٌٍ").isdisjoint(folded.original[slice(*folded.span(hit.start, hit.end))])


def _is_as_spelled(actor: Actor, spelling: str, hit: Hit, folded: Folded) -> bool:
    """Whether a short name stands there letter by letter: كامل is not ك and أمل, على not علي.

    States are named behind any clitic: دول كمصر وقطر.
    """
    word = spelling.translate(_BARE)
    start, end = folded.span(hit.start, hit.end)
    if not _has_same_marks(spelling, folded.original[start:end]):
        return False
    written = "".join(c for c in folded.original[start:end] if c.isalpha() and c != "ـ")
    if len(word) <= 3 and actor.type != "state" and set(hit.prefix) & {"ك", "ف"}:
        return False
    if len(word) <= 2 and hit.prefix:
        return False
    written = written[len(hit.prefix) :] if hit.prefix != "لل" else written
    if written == word or hit.prefix.endswith("لل"):
        return True
    bare = written.replace("ة", "ه") == word.replace("ة", "ه")
    first = not hit.prefix or (word[0] == "إ" and len(word) > 3)  # وادلب is Idlib, وامل no أمل
    hamza = first and written[1:] == word[1:] and fold(written[:1]).text == fold(word[:1]).text
    return bare or hamza


def _has_same_marks(name: str, written: str) -> bool:
    """Whether two words that both carry vowel marks may be one: عُمان (Oman) is not عمّان (Amman)."""
    doubled = [{c for c, mark in pairwise(word) if mark == "ّ"} for word in (name, written)]
    marked = all(not set(word).isdisjoint(map(chr, _BARE)) for word in (name, written))
    return not marked or doubled[0] == doubled[1]


_BARE = {ord(mark): None for mark in "ًٌٍَُِّْـ"}


def _is_adjective(word: str, window: str) -> bool:
    before = _DEFINITE_BEFORE.search(window) if word in w.NISBA_WORDS else None
    return before is not None and before[1].lstrip("وف") not in w.TITLE_WORDS


def _is_shown(kind: str, hit: Hit, text: str, window: str) -> bool:
    if hit.start and text[hit.start - 1] in QUOTES and hit.end < len(text) and text[hit.end] in QUOTES:
        return True
    if hit.form.words[0] in w.ORDINARY_WORDS and len(hit.form.words) == 1:
        place = _any_before(w.PLACES).search(window)
        ends = not hit.prefix and _ENDS.match(text, hit.end)
        return not hit.prefix.lstrip("وف") and bool(place or (ends and _NEAR_BEFORE.search(window)))
    if kind in ("state", "place") and hit.prefix.lstrip("وف") in ("ب", "ل", "لل"):
        return True
    return kind in w.SHOWING and not hit.prefix and bool(_any_before(w.SHOWING[kind]).search(window))


def _end_with_closing_quote(text: str, start: int, end: int) -> int:
    """The end behind a quotation mark that was opened within the name, but for those after a class word.

    `التحالف الدولي ضد “داعش”` is whole with it; in `تنظيم “داعش”` the marks are around the name.
    """
    if end >= len(text) or text[end] not in QUOTES:
        return end
    inside = [i for i in range(start, end) if text[i] in QUOTES]
    if len(inside) % 2 == 0:
        return end
    before = WORD.findall(text, start, inside[-1])
    if before and all(not w.ANY_CLASS_WORD.isdisjoint((word, word[1:], word[2:])) for word in before):
        return end
    return end + 1
