"""Who can sign: a person's name, and nothing that a machine, a form or a terminal could pass off as one.

Every name under which something is signed passes `why_not_a_person`: that of `--by`, of `reviewed_by:`, of
a PO file's header, of a correction in a sidecar. It is printed in terminals and on pages, so it holds no
sign that moves them or that nobody sees.
"""

import re
import unicodedata

from jisr.model.diagnostics import Finding, JisrError

LONGEST = 100  # characters of a name
_TATWEEL = "ـ"  # a letter to Unicode
_MOST_MARKS = 4  # combining marks on one letter: shadda, a vowel mark and a little to spare
_PUNCTUATION = set(".'’‘ʼʻ-‐‑,، ")
# Characters that Unicode calls letters or marks but that are invisible.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Placeholders of unfilled forms, and answers such as yes or none, which are not names.
_NOBODY = {
    *("yes", "no", "true", "false", "null", "none", "nobody", "todo", "tbd", "done", "n.a", "na", "unknown"),
    *("name", "your name", "full name", "anonymous", "automatic", "the translator", "translator"),
    *("نعم", "لا", "مجهول", "اسمك", "الاسم"),  # yes, no, unknown, your name, the name
}
_MACHINES = re.compile(
    r"""
      (?: argos | jisr | open\W?ai | chat\W?gpt | gpt | deepl | libre\W?translate | llama | copilot | nllb
        | opus\W?mt | modern\W?mt | systran | apertium | my\W?memory | niutrans | lingvanex | papago
        | weblate | crowdin | transifex | pontoon | poedit | omegat
        | robot | bot | script | machine | engine | model | memory
        | github | gitlab | ci )
        (?: \W .* | \d .* | translate .* )?
    | auto (?: matic (?: ally )? )? \W? (?: generated | translat\w+ | suggest\w+ ) .*
    | language \ team | last \W translator | weblate \W admin
    | .* (?: language\ model | machine\ translat\w+ | neural\ translat\w+ | artificial\ intelligence
        | translation\ memory | github\ actions ) .*
    | (?: google | microsoft | bing | yandex | amazon | apple | baidu | youdao | tencent | alibaba )
      (?: \ (?: (?: cloud | machine )\ )? (?: translat\w+ | gemini | copilot ) .* )?
    | meta \ ai
    | (?: .* \W )? v? \d+ (?: \. \d+ )+ (?: \W .* )?
    | (?: claude | gemini | gemma | mistral | qwen ) \W? v? \d .*  # without a number some are names
    | (?: ال )? (?: ترجمة | مترجم | مترجمة ) \ (?: ال )? (?: آلية? | غوغل | جوجل | حاسوبية? ) .{0,20}
    | (?: نموذج\ لغوي | ذكاء\ اصطناعي | الذكاء\ الاصطناعي | آلة | جسر ) .{0,20}
    """,
    re.VERBOSE | re.DOTALL,
)


def tidy_name(text: str) -> str:
    """A name as it is kept: composed (NFC), with single spaces, also where those were no-break spaces."""
    return re.sub("[ \u00a0\u202f]+", " ", unicodedata.normalize("NFC", text)).strip(" ")


def why_not_a_person(text: str) -> str:
    """Why `text` names no person who could sign; `""` where it does."""
    name = tidy_name(text)
    alike = unicodedata.normalize("NFKC", name).casefold().strip(" .-,'")
    if len(text) > LONGEST:
        return f"a name has at most {LONGEST} characters"
    if not any(c.isalpha() and c != _TATWEEL for c in name) or alike in _NOBODY:
        return "it names nobody"
    if odd := next((c for c in name if not _is_allowed(c)), ""):
        shown = f"“{odd}”" if odd.isprintable() and not odd.isspace() else "a sign that nobody sees"
        return f"a name has letters, spaces, . ' - and commas only, not {shown} (U+{ord(odd):04X})"
    if _MACHINES.fullmatch(alike):
        return "it names a program, and only a person can sign"
    if _marks_in_a_row(name) > _MOST_MARKS or unicodedata.category(name[0])[0] == "M":
        return "it has marks that belong to no letter"
    return ""


def is_forged(name: str) -> bool:
    """Whether a name that stands as a signature in a file is a program's, or holds what nobody sees.

    Less than `why_not_a_person` asks for: what was signed before there were rules for names stays signed.
    """
    bare = unicodedata.normalize("NFKC", name).casefold().strip(" .-,'")
    return not name.isprintable() or bool(_UNSEEN.search(name)) or bool(_MACHINES.fullmatch(bare))


def require_person_name(text: str, check: str, remedy: str) -> str:
    """The name of a person as it is kept. Raises `JisrError` for what names none; `check` is who asks."""
    if why := why_not_a_person(text):
        raise JisrError(Finding(check, f"nobody can sign by this name: {why}", text=text, remedy=remedy))
    return tidy_name(text)


def _is_allowed(char: str) -> bool:
    kinds = ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd")  # letters, marks, digits
    known = char in _PUNCTUATION or unicodedata.category(char) in kinds
    return known and not _UNSEEN.match(char)


def _marks_in_a_row(name: str) -> int:
    longest = run = 0
    for char in name:
        run = run + 1 if unicodedata.combining(char) or unicodedata.category(char)[0] == "M" else 0
        longest = max(longest, run)
    return longest
