"""Who can sign: people with names in any script; no machine, no form, nothing that moves a terminal."""

import pytest

from jisr.model.diagnostics import JisrError
from jisr.model.signers import LONGEST, is_forged, require_person_name, tidy_name, why_not_a_person


@pytest.mark.parametrize(
    "name",
    [
        "Ann",
        "Omar Ḥ.",
        "Omar H\u0323.",
        "D'Arcy O’Neill-Smith, Jr.",
        "ربى الحسيني",
        "أ. د. مُحَمَّدٌ بن عبد الله",
        "नमिता",
        "李小龍",
        *("Editor 2", "editor", "the desk", "R. N.", "RN", "رن", "ر. ن.", "هيئة التحرير"),  # initials, roles
        "Claude Monet",
        "Marian Model-Jones",
        "Botros Ghali",
        "Cian Ní Mhurchú",
        *("Modelski", "Automne Suggs", "Meta Ait", "Tencent Wu", "Papagiorgio"),
        *("Gemma", "علـي", "مترجم", "مترجمة المجلس"),  # the council's translator
        "L" * LONGEST,
    ],
)
def test_people_can_sign(name: str) -> None:
    assert why_not_a_person(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "-", ".", "12", "2026-11-23", "٢٠٢٦", "no", "NULL", "Your Name", "TODO", "n.a.", "مجهول"),
        *("argos 1.12", "Argos 1.12 translate-ar_en 1.0 ab12cd34", "jisr", "Jisr 2", "openai gpt", "OpenAI"),
        *(
            "language model",
            "a large language model",
            "Google Translate",
            "DeepL",
            "ChatGPT",
            "Automatically generated",
            "Language Team",
            "Weblate Admin",
            "gpt-4",
            "echo 1.0",
        ),
        *(
            "machine translation",
            "Machine translated, checked",
            "libretranslate",
            "memory",
            "memory a",
            "ｊｉｓｒ",
        ),
        *("Google Cloud Translation API v3", "ModernMT", "Automatic suggestions", "Microsoft Copilot"),
        *("Baidu machine translation", "Crowdin Bot", "Meta AI", "SYSTRAN Pure 8"),
        *("GitHub Actions", "github", "ترجمة آلية", "نموذج لغوي"),
        *("المترجم الآلي", "ترجمة غوغل", "الترجمة الآلية", "Claude 3", "gemini-1", "ـــ"),
        *("Ann\x00", "Ann\x1b[31m", "A\tnn", "Ann\nBob", "An\u200bn", "An\u200dn", "\ufeffAnn", "\u202eAnn"),
        *("Ann\u2066", "An\u00adn", "An\u034fn", "Ann\ufe0f", "\u3164", "Ann\u3164", "Ann\u2028", "Ann\x85"),
        *(
            "Ann <ann@example.org>",
            "dependabot[bot]",
            "Ann; rm",
            "Ann_B",
            "@ann",
            "Ann 🙂",
            "Ann\ud800",
            "50 %",
        ),
        *("L" * (LONGEST + 1), "A" * 100_000, "a" + "\u0301" * 6, "\u0301Ann", "\u0301"),
    ],
)
def test_what_names_no_person_cannot_sign(name: str) -> None:
    assert why_not_a_person(name)
    with pytest.raises(JisrError, match="nobody can sign by this name"):
        require_person_name(name, "approve", "say who you are")


@pytest.mark.parametrize("name", ["argos 1.12", "jisr", "Ann\u202e", "An\u200bn", "Ann\x1b[0m", "Ann\u3164"])
def test_a_signature_typed_into_a_file_is_no_programs_and_hides_nothing(name: str) -> None:
    assert is_forged(name)


@pytest.mark.parametrize("name", ["Ann", "Ann, Bob", "ann@example.org", "Ann_B", "ربى"])
def test_what_was_signed_before_there_were_rules_stays_signed(name: str) -> None:
    assert not is_forged(name)


def test_a_name_is_kept_composed_and_with_single_spaces() -> None:
    assert require_person_name("  Omar \u00a0 H\u0323. ", "approve", "") == "Omar Ḥ."


def test_the_sign_that_is_wrong_is_named_by_its_number() -> None:
    assert "U+202E" in why_not_a_person("Ann\u202e")
    assert "\u202e" not in why_not_a_person("Ann\u202e")
    assert "“<” (U+003C)" in why_not_a_person("Ann <a>")
    assert f"at most {LONGEST}" in why_not_a_person("A" * 101)


@pytest.mark.parametrize("typed", ["Ruba  Haddad", " Ruba\u00a0Haddad ", "Ruba \u202f Haddad", "Ruba Haddad"])
def test_a_name_is_kept_with_single_spaces(typed: str) -> None:
    assert tidy_name(typed) == "Ruba Haddad"


def test_a_name_is_kept_composed() -> None:
    assert tidy_name("Omar H\u0323.") == "Omar Ḥ."
