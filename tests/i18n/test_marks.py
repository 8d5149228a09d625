"""What stands beside words that a machine wrote."""

import pytest

from jisr.i18n import InterfaceStrings
from jisr.i18n.marks import mark_words
from jisr.model.languages import Lang

TOLD = "Machine translation, not reviewed"


@pytest.mark.parametrize(
    ("lang", "state", "title", "text"),
    [
        ("en", "draft", f"Water [{TOLD}]", f"{TOLD}. Water"),
        ("en", "edited", "Water", "Edited translation, not yet approved. Water"),
        ("en", "missing", "Water", "Awaiting translation. Water"),
        ("en", "approved", "Water", "Water"),
        ("ar", "draft", "Water", "Water"),  # an original is what it is, whatever its translation
    ],
)
def test_a_title_says_itself_that_a_machine_wrote_it_and_a_text_what_it_is(
    lang: Lang, state: str, title: str, text: str
) -> None:
    marked = mark_words("Water", lang, state)
    assert (marked.as_title, marked.as_text) == (title, text)


def test_without_words_a_text_still_says_what_it_would_be() -> None:
    assert mark_words("", "en", "draft").as_text == f"{TOLD}."
    assert mark_words("", "en", "approved").as_text == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("language model", "نموذج لغوي"),
        ("Argos 1.0", "Argos 1.0"),
        ("imported by سلمى", "سلمى"),  # Salma, who took a translation over
    ],
)
def test_who_made_what_is_proposed_is_named_in_the_language_of_the_reader(name: str, said: str) -> None:
    assert InterfaceStrings("ar").origin(name) == said


@pytest.mark.parametrize(
    ("lang", "share", "said"),
    [
        ("en", 0, "0%"),
        ("en", 1 / 16000, "1%"),  # what is not nothing is not said to be nothing
        ("en", 0.5, "50%"),
        ("en", 15999 / 16000, "99%"),
        ("en", 1, "100%"),
        ("ar", 1 / 16000, "1%"),
    ],
)
def test_a_share_is_said_in_whole_per_cent(lang: Lang, share: float, said: str) -> None:
    assert InterfaceStrings(lang).percent(share) == said
