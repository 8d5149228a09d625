"""A letter to an author: however it is answered and quoted, each answer finds its question."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from jisr.i18n import InterfaceStrings
from jisr.translation.decisions.letters import (
    Answers,
    Question,
    compose_letter,
    lay_out_letter,
    read_answers,
)
from jisr.translation.decisions.remarks import Purpose, Thread

TITLE = "مستقبل المياه"  # the future of water
ORIGINAL = "قال هشام الهاشمي إن القرار نهائي.\n\nوأضاف أن التنفيذ قريب."  # al-Hashimi said it is final
ONE = Question(
    Thread("aaaaaa11", "", "Ann", "p1", Purpose.QUESTION, "How does he write his name?", about="الهاشمي"),
    ORIGINAL,
)
TWO = Question(Thread("bbbbbb22", "", "Ann", "p2", Purpose.QUESTION, "Which year?"), "في مايو.")  # in May
LETTER = compose_letter(TITLE, [ONE, TWO], InterfaceStrings("ar"))


def answered(one: str, two: str, body: str = LETTER.body) -> str:
    above, _, below = body.partition("\nالجواب:")
    between, _, end = below.partition("\nالجواب:")
    return f"{above}\nالجواب:{one}{between}\nالجواب:{two}{end}"


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


ALONE = compose_letter(TITLE, [TWO], InterfaceStrings("ar"))
BOTH = {"aaaaaa11": "Hisham al-Hashimi", "bbbbbb22": "2023,\n\nI think"}


def test_the_letter_shows_name_paragraph_and_question_of_each() -> None:
    for words in (TITLE, "[1/2 · aaaaaa11]", "[2/2 · bbbbbb22]", ORIGINAL, "الاسم: الهاشمي", "Which year?"):
        assert words in LETTER.body
    assert TITLE in LETTER.subject
    assert LETTER.body.count("الجواب:") == 3, "said once in the greeting, and below each question"


@pytest.mark.parametrize(
    "text",
    [
        answered("\nHisham al-Hashimi\n", "\n2023,\n\nI think\n"),
        answered(" Hisham al-Hashimi", "  2023,\n\nI think"),
        answered("\r\nHisham al-Hashimi\r\n", "\r\n2023,\r\n\r\nI think\r\n"),
        quoted(answered("\nHisham al-Hashimi\n", "\n2023,\n\nI think\n")),
        # answered between quoted lines, by a program that begins each with its own marks
        quoted(LETTER.body).replace("> [2/2", "Hisham al-Hashimi\n> [2/2").rstrip("> \n")
        + "\n2023,\n\nI think",
        # above the line for it, where the question ends
        LETTER.body.replace("How does he write his name?", "How does he write his name?\nHisham al-Hashimi")
        + "2023,\n\nI think",
        # the letter in English, of which a program wrapped the lines
        answered("\nHisham al-Hashimi\n", "\n2023,\n\nI think\n").replace("إن القرار", "إن\nالقرار"),
    ],
    ids=["below", "beside", "windows", "quoted", "between", "above", "wrapped"],
)
def test_each_answer_finds_its_question(text: str) -> None:
    got = read_answers(text, TITLE, [ONE, TWO])
    assert got.by_thread == BOTH
    assert "Hisham" not in got.rest


def test_what_belongs_to_no_question_is_given_back() -> None:
    text = "Dear Ann, wait.\n" + answered("\nHisham\n", "\n")
    got = read_answers(text, TITLE, [ONE, TWO])
    assert got.by_thread == {"aaaaaa11": "Hisham"}
    assert got.rest.startswith("Dear Ann, wait.")


def test_an_answer_to_a_question_that_is_not_asked_is_given_back() -> None:
    got = read_answers(answered("\nHisham\n", "\n2023\n"), TITLE, [TWO])
    assert got.by_thread == {"bbbbbb22": "2023"}
    assert "Hisham" in got.rest


@pytest.mark.parametrize("below", ["", "[1/1 · bbbbbb22]", ALONE.body, quoted(ALONE.body)])
def test_above_a_single_question_stands_its_answer(below: str) -> None:
    assert read_answers(f"2023.\n\n{below}", TITLE, [TWO]) == Answers({"bbbbbb22": "2023."})
    assert read_answers(f"2023.\n\n{below}", TITLE, [ONE, TWO]) == Answers({}, "2023.")
    assert read_answers(below, TITLE, [TWO]) == Answers({})


def test_a_file_for_mail_programs_holds_the_letter_unsent() -> None:
    message = message_from_bytes(LETTER.eml("omar@example.org"), policy=policy.default)
    assert (message["To"], message["X-Unsent"]) == ("omar@example.org", "1")
    assert message["Subject"] == LETTER.subject
    body = message.get_body()
    assert body is not None
    assert body.get_content().split() == LETTER.body.split()
    assert message["From"] is None, "the mail program knows who sends"
    with pytest.raises(ValueError, match=r"."):
        LETTER.eml("omar@example.org\nBcc: all@example.org")


def test_an_address_for_mail_programs_breaks_out_of_nothing() -> None:
    address = LETTER.mailto("omar@example.org?bcc=all@example.org")
    assert address.startswith("mailto:omar@example.org%3Fbcc%3Dall@example.org?subject=")
    assert "%0D%0A" in address
    assert " " not in address


def test_a_letter_for_a_word_processor_has_both_languages_and_comes_back_the_same() -> None:
    one = replace(ONE, translation="Hisham said the decision\nis final.")
    passages = list(lay_out_letter(TITLE, [one, TWO], InterfaceStrings("ar")))
    looks = [(passage.look, passage.lang) for passage in passages]
    assert looks.count(("box", "ar")) == 2, "room for each answer"
    assert [passage.text for passage in passages if passage.lang == "en"] == [one.translation]
    assert "الترجمة:" in [passage.text for passage in passages], "the translation:"
    boxes = iter(["Hisham al-Hashimi", "2023,\n\nI think"])
    text = "\n".join(next(boxes) if one.look == "box" else one.text for one in passages)
    assert read_answers(text, TITLE, [one, TWO]) == Answers(BOTH)
