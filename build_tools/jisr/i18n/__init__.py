"""What Jisr says by itself, in each language: words, plurals, dates.

Those of the site stand in `ar.yml` and `en.yml` beside this, those of the desk in `desk/` and of the command
line in `cli/`, a file for a part.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from string import digits
from typing import Any

import yaml

from jisr.i18n.findings import translate, translate_finding
from jisr.model.diagnostics import Finding
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang, language
from jisr.model.ledger import IMPORTED
from jisr.model.source import PublicationDate


@cache
def _own_digits(lang: Lang) -> Mapping[int, int]:
    return str.maketrans(digits, language(lang).digits)


def terminal_lang() -> Lang:
    """The language of whoever sits at the terminal, as the locale names it: the translation's, for others."""
    named = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = re.split(r"[_.@-]", named.lower(), maxsplit=1)[0]
    return ORIGINAL.code if code == ORIGINAL.code else TRANSLATION.code


ROOMS = ("desk", "cli")
"""What has a folder of words of its own."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Every process reads words when it begins: libyaml, where it is there, in a tenth of the time."""
_FOLDER = resources.files("jisr").joinpath("i18n")


def _read(file: Traversable) -> Any:
    return _Loader(file.read_text("utf-8")).get_single_data()


@cache
def load_strings(lang: Lang) -> Mapping[str, Any]:
    """All words of the site in `lang`, nested as in their file."""
    data: Mapping[str, Any] = _read(_FOLDER.joinpath(f"{lang}.yml"))
    return data


@cache
def load_strings_of(room: str, lang: Lang) -> Mapping[str, Any]:
    """Those of the desk or of the command line, by their parts; no build needs them."""
    found = sorted(_FOLDER.joinpath(room).iterdir(), key=lambda one: one.name)
    return {one.name.partition(".")[0]: _read(one) for one in found if one.name.endswith(f".{lang}.yml")}


@cache
def _strings_at(lang: Lang, path: str) -> Any:
    first, *rest = path.split(".")
    data: Any = load_strings_of(first, lang) if first in ROOMS else load_strings(lang)[first]
    for key in rest:
        data = data[key]
    return data


@cache
def _plural_form(lang: Lang) -> Callable[[int], str]:
    from babel import Locale

    return Locale(lang).plural_form


@dataclass(frozen=True)
class InterfaceStrings:
    """The words of one language; `digits` as in the settings, for what the interface counts and dates."""

    lang: Lang
    digits: str = "as-written"

    def __call__(self, path: str, /, **values: object) -> str:
        """The words at `path` (`banner.draft`), with `{name}` filled in. Raises `KeyError`."""
        words = str(_strings_at(self.lang, path))
        return words.format(**values) if values else words

    def table(self, path: str) -> Mapping[str, Any]:
        """The words below `path`, in the order of their file."""
        data: Mapping[str, Any] = _strings_at(self.lang, path)
        return data

    def count(self, what: str, n: int) -> str:
        """`n` things in the plural form that the language asks for (CLDR): «3 مقالات», `1 article`.

        Those of a room are named by their whole path.
        """
        path = what if what.startswith(ROOMS) else f"count.{what}"
        forms: Mapping[str, str] = _strings_at(self.lang, path)
        # A form for none is wanted in English too, where CLDR has no such class.
        form = "zero" if n == 0 and "zero" in forms else _plural_form(self.lang)(n)
        return forms.get(form, forms["other"]).format(n=self.number(n))

    def origin(self, name: str) -> str:
        """What a machine that drafts, or whoever took a translation over, is called.

        Machines that are known by a name of English have one of the language.
        """
        known: Mapping[str, str] = _strings_at(self.lang, "origins")
        return known.get(name, name.removeprefix(IMPORTED))

    @property
    def is_rtl(self) -> bool:
        """Whether this language is read from right to left."""
        return language(self.lang).direction == "rtl"

    def findings(self, found: Iterable[Finding]) -> list[Finding]:
        """Findings as this language says them."""
        return [translate_finding(one, self.lang) for one in found]

    def sentence(self, words: str) -> str:
        """A sentence that findings are made of, such as why a text is held, in this language."""
        return translate(words, self.lang)

    def number(self, n: int) -> str:
        """`n` in the digits of the interface."""
        return self._digits(str(n))

    def percent(self, share: float) -> str:
        """A share from 0 to 1 in whole per cent: `50%`, «٥٠٪»; what is not nothing is at least 1."""
        n = min(max(round(share * 100), int(share > 0)), 100 if share >= 1 else 99)
        text = self._digits(f"{n}%")
        return text if text.isascii() else text.replace("%", "٪")

    @lru_cache(maxsize=1 << 14)  # noqa: B019 (words are few and live as long as the program)
    def published(self, value: PublicationDate) -> str:
        """A date as precisely as it is known: «26 سبتمبر 2023», «سبتمبر 2023», «2023»."""
        from babel.dates import format_skeleton

        match value.precision:
            case "day":
                return self.day(date.fromisoformat(value.value))
            case "month":
                first = date.fromisoformat(value.value + "-01")
                return self._digits(format_skeleton("yMMMM", first, locale=self.lang))
            case _:
                return self._digits(value.value)

    def inferred(self, value: PublicationDate) -> str:
        """What stands behind a date that nobody wrote, in brackets; `""` for one that is known."""
        return f" ({self('article.inferred')})" if value.inferred else ""

    @lru_cache(maxsize=1 << 14)  # noqa: B019 (as above)
    def day(self, value: date) -> str:
        """A day in words: «26 سبتمبر 2023», `26 September 2023`."""
        from babel.dates import format_date

        return self._digits(format_date(value, "d MMMM y", locale=self.lang))

    def _digits(self, text: str) -> str:
        return text.translate(_own_digits(self.lang)) if self.digits == "arabic-indic" else text
