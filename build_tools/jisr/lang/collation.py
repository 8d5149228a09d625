"""The order of names in an index, by each language's rules.

Arabic by the collation of CLDR, as ICU has it (`Intl.Collator("ar")`, to which a test compares it): أ إ ؤ ئ ء
are ا, آ is اا, ة is ت, ى is ي; vowel marks and punctuation count for nothing; a space comes before
every letter; figures, then Arabic, then other scripts. English by its letters without accents and capitals.
Names that are then the same stand in the order of their characters. The article counts for nothing in either
language; آل (the house of) stays.
"""

import re
import unicodedata
from typing import Literal

from jisr.model.glossary import Actor
from jisr.model.languages import Lang

# Persian and Urdu letters stand behind those they were made from, as in the root collation.
_ALPHABET = " 0123456789اٱبپتثجچحخدذرزژسشصضطظعغفڤقكکگلمنهوي"
_RANK = {letter: chr(rank) for rank, letter in enumerate(_ALPHABET, 1)}
_LETTER = str.maketrans("ءأإؤئىیة٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "اااااييت01234567890123456789") | {ord("آ"): "اا"}
# Latin letters that are no letter with an accent; by the root collation.
_LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_ARTICLE = re.compile(r"^(?:the |al-)", re.IGNORECASE)
_ARABIC_ARTICLE = re.compile(r"^ال(?!له)(?=\S{2})")  # الله is no word with an article
_QUOTES = "“”‘’\"'«» "


def filing_name(actor: Actor, lang: Lang) -> str:
    """The name that an actor is filed under; a person's is the one they are known by.

    That is `sort`, else the short name, else the last word.
    """
    names = actor.names(lang)
    if actor.type == "person" and not names.sort:
        return names.short or names.preferred.split()[-1]
    return names.sort or names.preferred


def sort_name(actor: Actor, lang: Lang) -> str:
    """`filing_name`, folded: without ال, al- and `the`, but never without آل."""
    return collation_form(filing_name(actor, lang), lang)


def collation_form(name: str, lang: Lang) -> str:
    """A name without the parts that an index ignores, without vowel marks and in lower case."""
    name = name.replace("ـ", "").strip(_QUOTES)
    if lang == "en":
        return _without_marks("NFKD", _ARTICLE.sub("", name).casefold()).translate(_LATIN)
    # NFC leaves the hamza on its letter, so that only vowel marks go
    return _ARABIC_ARTICLE.sub("", _without_marks("NFC", name)).translate(_LETTER)


def _without_marks(form: Literal["NFC", "NFKD"], name: str) -> str:
    # Lm: the marks of ʿayn and hamza in scholarly spelling
    return "".join(
        c for c in unicodedata.normalize(form, name) if unicodedata.category(c) not in ("Mn", "Lm")
    )


def sort_key(actor: Actor, lang: Lang) -> tuple[str, str, str]:
    """What actors are sorted by."""
    name = sort_name(actor, lang)
    # hyphens and quotation marks count for nothing; what is in no alphabet here stands behind it
    letters = [c for c in " ".join(name.split()) if c.isalnum() or c == " "]
    weights = letters if lang == "en" else [_RANK.get(c, c) for c in letters]
    return "".join(weights), actor.names(lang).preferred, actor.id


def index_letter(name: str) -> str:
    """The letter that a folded name stands under: أ for all forms of alif, `#` for what is no letter."""
    first = name[:1]
    return "أ" if first and first in "اٱ" else first.upper() if first.isalpha() else "#"
