"""What is done for every engine: cutting, judging, cleaning, trying again, counting."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from jisr.model.diagnostics import JisrError
from jisr.model.translation import NO_HINTS, Capacity, Draft, Hint, Hints, Segment
from jisr.translation.engines import translator
from jisr.translation.engines.translator import LIMITS, MAX_CHARACTERS, EngineTranslator

WOMEN = "حقوق النساء في خطر."  # women's rights are in danger


class Stub:
    """An engine that answers what it is told to, and remembers what it was asked."""

    name = "stub  1\nm"
    capacity = Capacity(sentences=10_000, characters=1_000_000)

    def __init__(self, answer: Callable[[str], Draft]) -> None:
        self.answer = answer
        self.asked: list[list[str]] = []

    def translate(self, sentences: Sequence[str], hints: Hints = NO_HINTS) -> list[Draft]:
        """Each sentence's answer."""
        self.asked.append(list(sentences))
        return [self.answer(sentence) for sentence in sentences]


def ask(engine: Stub, *texts: str) -> list[Draft]:
    return EngineTranslator(engine).translate([Segment(text) for text in texts], {"بغداد": "Baghdad"})


def words(sentence: str) -> Draft:
    """A draft with a word for every word of the Arabic, none of them twice."""
    names = (
        f"w{'abcdefghijkl'[len(word) % 12]}{chr(97 + n // 26)}{chr(97 + n % 26)}"
        for n, word in enumerate(sentence.split())
    )
    return Draft(" ".join(names) + "".join(f" {n}" for n in re.findall(r"\d+", sentence)) + ".", -0.5)


@pytest.mark.parametrize(
    ("said", "text", "failure"),
    [
        ("&quot;The economy&quot;", '"The economy"', ""),
        ("&amp;quot;The economy&amp;quot;", '"The economy"', ""),
        ("Women&apos;s rights", "Women's rights", ""),
        ("Women &#39; s rights", "Women ' s rights", ""),
        ("Women & amp; quot; s", 'Women " s', ""),
        ("Food &amp; water", "Food & water", ""),
        ("Women&rsquos rights", "Women’s rights", ""),
        ("&Eacute;cole des &APOS;femmes", "École des 'femmes", ""),
        (" Women's\n\n rights\t", "Women's rights", ""),
        ("Women\u202e's\x00 rights\ud800\ue000", "Women's rights", ""),
        ("eco@@ nomy", "", "signs of the model"),
        ("the ▁economy", "", "signs of the model"),
        ("   ", "", "empty"),
        ("\u200f\u202e", "", "empty"),
        ("الاقتصاد", "", "untranslated"),
        ("no no no no no no", "", "loop"),
        (" ".join(f"w{n}" for n in range(60)), "", "too long"),
    ],
)
def test_what_any_engine_says_is_made_readable_or_fails(said: str, text: str, failure: str) -> None:
    engine = Stub(lambda _: Draft(said, -0.1))
    assert ask(engine, WOMEN) == [Draft(text, None if failure else -0.1, failure)]


def test_a_failure_of_an_engine_stays_its_own() -> None:
    assert ask(Stub(lambda _: Draft("Some words", failure="server error")), WOMEN) == [
        Draft("", failure="server error")
    ]


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("٢٠٢٣", Draft("2023")),
        ("(IRGC)", Draft("(IRGC)")),
        ("«CENTCOM»؟", Draft("“CENTCOM”?")),
        ("٣٫٥٪", Draft("3.5%")),
        ("***", Draft("***")),
        (" \u200f\u0640 ", Draft("", failure="empty")),
        ("كتب " * (MAX_CHARACTERS // 4) + "كتب", Draft("", failure="too long")),
    ],
)
def test_what_needs_no_engine_is_not_sent(text: str, draft: Draft) -> None:
    engine = Stub(words)
    assert ask(engine, text) == [draft]
    assert engine.asked == []


def test_vowel_marks_tatweel_and_arabic_digits_reach_no_engine_and_equal_texts_once() -> None:
    engine = Stub(words)
    plain, written = "تراجع الحكومة السياسة في عام 2019.", "تُراجِع الحكـومة  السياسةَ\nفي عام ٢٠١٩."
    drafts = ask(engine, plain, written, plain)
    assert engine.asked == [[plain]]
    assert drafts[0] == drafts[1] == drafts[2] == words(plain)


def test_windows_change_no_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"قال {'نعم ' * n}" for n in range(1, 8)]
    texts = [f"{text}{letter}" for text in texts for letter in "ابت"]
    whole = ask(Stub(words), *texts)
    monkeypatch.setattr(translator, "WINDOW", 4)
    engine = Stub(words)
    assert ask(engine, *texts) == whole
    assert [len(asked) for asked in engine.asked] == [4, 4, 4, 4, 4, 1]


LONG = "، ".join(f"{'قالت الحكومة إن القرار نهائي ' * 2}{'ا' * (n + 1)}" for n in range(12)) + "."


def test_a_long_sentence_is_cut_and_joined_and_its_score_weighted() -> None:
    engine = Stub(lambda sentence: Draft(words(sentence).text, -len(sentence) / 1000))
    assert LIMITS[0] < len(LONG) < 2 * LIMITS[0]
    (draft,) = ask(engine, LONG)
    (asked,) = engine.asked
    pieces = sorted(asked, key=LONG.index)
    assert all(len(piece) <= LIMITS[0] for piece in pieces)
    assert " ".join(pieces) == LONG
    assert not draft.failure
    assert len(draft.text.split()) == len(LONG.split())
    weighted = -sum(len(piece) ** 2 for piece in pieces) / 1000 / sum(map(len, pieces))
    assert draft.score == round(weighted, 4)
    assert ask(Stub(lambda sentence: Draft(words(sentence).text)), LONG)[0].score is None


@pytest.mark.parametrize("failure", ["loop", "too long", "too short", "empty"])
def test_what_fails_for_its_length_is_tried_in_shorter_pieces(failure: str) -> None:
    engine = Stub(lambda s: words(s) if len(s) <= LIMITS[1] else Draft("", failure=failure))
    short, middle = "قال نعم.", LONG[: LIMITS[1] + 50]
    drafts = ask(engine, short, middle)
    assert [draft.failure for draft in drafts] == ["", ""]
    first, second = engine.asked
    assert first == [middle, short], "the longest first"
    assert " ".join(sorted(second, key=middle.index)) == middle
    assert len(second) > 1


@pytest.mark.parametrize("failure", ["untranslated", "signs of the model", "server error"])
def test_what_shorter_pieces_do_not_mend_is_not_tried_again(failure: str) -> None:
    engine = Stub(lambda _: Draft("", failure=failure))
    assert ask(engine, LONG[: LIMITS[1] + 50]) == [Draft("", failure=failure)]
    assert len(engine.asked) == 1


def test_what_cannot_be_cut_fails_once_and_alone() -> None:
    engine = Stub(lambda s: Draft("", failure="too long") if len(s) > LIMITS[0] else words(s))
    drafts = ask(engine, "ش" * 3000, "قال نعم.")
    assert drafts == [Draft("", failure="too long"), words("قال نعم.")]
    assert len(engine.asked) == 1, "there is nothing shorter to try"


def test_one_failed_piece_fails_the_sentence() -> None:
    engine = Stub(lambda s: words(s) if s.endswith(".") else Draft("الترجمة"))
    assert ask(engine, LONG) == [Draft("", failure="untranslated")]


def test_arabic_letters_of_all_pieces_count() -> None:
    engine = Stub(lambda s: Draft(words(s).text + " و ب"))
    assert ask(engine, "قال نعم.")[0].failure == ""
    assert ask(engine, LONG)[0].failure == "untranslated"


@pytest.mark.parametrize("change", [lambda drafts: drafts[:-1], lambda drafts: [*drafts, Draft("More.")]])
def test_who_loses_count_is_not_believed(change: Callable[[list[Draft]], list[Draft]]) -> None:
    class Careless(Stub):
        def translate(self, sentences: Sequence[str], hints: Hints = NO_HINTS) -> list[Draft]:
            return change(super().translate(sentences))

    with pytest.raises(JisrError, match=r"stub 1 m answered 2 sentences with [13]") as caught:
        ask(Careless(words), "قال نعم.", "قالت لا.")
    assert caught.value.findings[0].remedy


class Versatile(Stub):
    """An engine that has another answer, where it is told that the first was faulty."""

    capacity = replace(Stub.capacity, has_another_way=True)

    def __init__(self, answer: Callable[[str], Draft], otherwise: Callable[[str], Draft]) -> None:
        super().__init__(answer)
        self.otherwise = otherwise
        self.hints: list[Hints] = []

    def translate(self, sentences: Sequence[str], hints: Hints = NO_HINTS) -> list[Draft]:
        """Each sentence's answer, or the other one."""
        self.hints.append(hints)
        self.asked.append(list(sentences))
        other = {sentence for sentence, hint in hints.items() if hint.otherwise}
        return [(self.otherwise if s in other else self.answer)(s) for s in sentences]


@pytest.mark.parametrize(
    "fault", ["no no no no no", "الاقتصاد", "The ⁇ economy of it", "", "Here is the translation: x"]
)
def test_what_is_faulty_is_asked_for_otherwise_once(fault: str) -> None:
    engine = Versatile(lambda s: words(s) if s == WOMEN else Draft(fault), words)
    text = "وصل الوفد اليوم."
    assert ask(engine, WOMEN, text) == [words(WOMEN), words(text)]
    assert engine.asked[-1] == [text]
    stubborn = Versatile(lambda _: Draft(fault), lambda _: Draft(fault))
    (draft,) = ask(stubborn, text)
    assert draft.failure
    assert len(stubborn.asked) == 2


def test_of_the_other_answers_the_first_sound_one_is_taken() -> None:
    text = "وصل الوفد اليوم."
    several = Draft("no no no no", others=(Draft("The delegation"), words(text)))
    engine = Versatile(lambda _: Draft(""), lambda _: several)
    assert ask(engine, text) == [Draft("The delegation")]


def test_an_engine_is_told_the_names_in_a_sentence_and_the_answer_that_holds_them_is_taken() -> None:
    text = "عاد الوفد إلى بغداد اليوم."
    answer = Draft("The delegation returned to Bagdad today.", -0.2)
    better = Draft("The delegation returned to Baghdad today.", -0.25)
    engine = Versatile(lambda s: replace(answer, others=(better,)) if s == text else words(s), words)
    assert ask(engine, text, WOMEN) == [better, words(WOMEN)]
    assert engine.hints == [{text: Hint(terms={"بغداد": "Baghdad"})}]


def test_shorter_pieces_that_are_worse_do_not_take_the_place_of_a_reason() -> None:
    engine = Stub(lambda s: Draft("", failure="too short" if len(s) > LIMITS[1] else "server error"))
    assert ask(engine, LONG[: LIMITS[1] + 50]) == [Draft("", failure="too short")]


@pytest.mark.parametrize(
    ("original", "said", "failure"),
    [
        ("قتل 12 شخصا في القصف أمس.", "Twelve people were killed in the shelling yesterday.", ""),
        ("قتل 12 شخصا في القصف أمس.", "People were killed in the shelling yesterday.", "lost numbers"),
        ("قتل 12 شخصا في القصف أمس.", "In the shelling 12 people and 40 animals were killed.", "new numbers"),
        ("وصل الوفد اليوم؟", "Did the delegation arrive today؟", ""),
    ],
)
def test_numbers_are_those_of_the_original(original: str, said: str, failure: str) -> None:
    (draft,) = ask(Stub(lambda _: Draft(said)), original)
    assert draft == Draft("" if failure else said.replace("؟", "?"), failure=failure)
