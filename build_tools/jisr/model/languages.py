"""The two languages of a publication: the one that authors write in, and the one it is translated into.

Modules that are not about a language say `ORIGINAL` and `TRANSLATION` and name none. What stands on disk
(folders of `docs/`, keys of sidecars and of the glossary, addresses) is derived from the language's code.
"""

from dataclasses import dataclass
from typing import Literal

Lang = Literal["ar", "en"]
"""The code of a language (ISO 639-1), as files and addresses have it."""


@dataclass(frozen=True)
class Language:
    """What is different from language to language wherever text is shown, named or filed."""

    code: Lang
    name: str  # in English, for messages
    direction: Literal["rtl", "ltr"]
    locale: str  # with a country, as Open Graph's `og:locale` wants it
    digits: str  # its own, from zero to nine
    comma: str  # what stands between the members of a list, the space included
    leading: float  # from line to line of a title, in sizes of its type; marks on letters ask for more
    mkdocs_file: str  # the configuration of its site

    @property
    def articles_folder(self) -> str:
        """The folder of its articles' pages, relative to the project, without a slash at the end."""
        return f"docs/{self.code}/articles"

    def page_file(self, slug: str) -> str:
        """The file of an article's page, relative to the project."""
        return f"{self.articles_folder}/{slug}.md"


ORIGINAL = Language("ar", "Arabic", "rtl", "ar_AR", "٠١٢٣٤٥٦٧٨٩", "، ", 1.42, "mkdocs.yml")
TRANSLATION = Language("en", "English", "ltr", "en_GB", "0123456789", ", ", 1.22, "mkdocs.en.yml")
LANGUAGES = (ORIGINAL, TRANSLATION)
LANGS: tuple[Lang, Lang] = (ORIGINAL.code, TRANSLATION.code)


def language(lang: str) -> Language:
    """The language with this code."""
    return ORIGINAL if lang == ORIGINAL.code else TRANSLATION


def other_lang(lang: str) -> Lang:
    """The code of the other language."""
    return TRANSLATION.code if lang == ORIGINAL.code else ORIGINAL.code
