"""The order of names in an index, by each language's rules.

Arabic by the collation of CLDR (`common/collation/ar.xml` over the root): أ إ آ are ا, ؤ is و, ئ and ى are
ي, ة is ت; vowel marks and punctuation count for nothing; a space comes before every letter; figures, then
Arabic, then other scripts. English by its letters without accents and capitals. Names that are then the
same stand in the order of their characters. The article counts for nothing in either language; آل (the
house of) stays.
"""

import re
import unicodedata
from typing import Literal

from build_tools.model import Actor, Lang

# Persian and Urdu letters stand behind those they were made from, as in the root collation.
_ALPHABET = " 0123456789ءابپتثجچحخدذرزژسشصضطظعغفڤقكگلمنهوي"
_RANK = {letter: chr(rank) for rank, letter in enumerate(_ALPHABET, 1)}
_LETTER = str.maketrans("أإآٱؤئىیةک٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ااااويييتك01234567890123456789")
_ARTICLE = re.compile(r"^(?:the |al-)", re.IGNORECASE)
_ARABIC_ARTICLE = re.compile(r"^ال(?!له)(?=\S{2})")  # الله is no word with an article
_QUOTES = "“”‘’\"'«» "


def sort_name(actor: Actor, lang: Lang) -> str:
    """The name that an actor is filed under, folded: without ال, al- and `the`, but never without آل.

    Persons are filed by the name they are known by: `sort`, else their short name, else the last word.
    """
    names = actor.names(lang)
    name = names.sort or names.preferred
    if actor.type == "person" and not names.sort:
        name = names.short or name.split()[-1]
    return folded(name, lang)


def folded(name: str, lang: Lang) -> str:
    """A name without what counts for nothing: article, marks, capitals, quotation marks around it."""
    name = name.replace("ـ", "").strip(_QUOTES)
    if lang == "en":
        return _without_marks("NFKD", _ARTICLE.sub("", name).casefold())
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
    weights = "".join(_weight(c, lang) for c in " ".join(name.split()) if c.isalnum() or c == " ")
    return weights, actor.names(lang).preferred, actor.id


def _weight(char: str, lang: Lang) -> str:
    return char if lang == "en" else _RANK.get(char, char)


def letter(name: str) -> str:
    """The letter that a folded name stands under: أ for all forms of alif, `#` for what is no letter."""
    first = name[:1]
    return "أ" if first in ("ا", "ء") and first else first.upper() if first.isalpha() else "#"
