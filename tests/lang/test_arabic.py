"""Digests, sameness, folding and sentences of `jisr.lang.arabic`."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.lang import arabic
from tests.steps import ending

SEED = Path(__file__).parents[2] / "seeds/iraq-ending-coalition-role.txt"
MIXED = st.text(
    st.sampled_from([*"ابتةىيأإآؤئ 123.؟!…\n\t«»“”\"()ABab'،؛:د-ًّـ\u200f\u202eﻻﷺگ٣"]),
    max_size=60,
)


def test_digest_ignores_only_white_space() -> None:
    assert arabic.digest("Main motives") == arabic.digest("  Main\n motives ") == "5ca99dbd"
    assert arabic.digest("Main motives") != arabic.digest("main motives")


def test_texts_of_whole_articles_are_not_held() -> None:
    text = "كلمة " * 1000  # "word"
    known = arabic._known_digest.cache_info().misses
    assert arabic.digest(text) == arabic.digest(f" {text}") != arabic.digest(text[5:])
    assert arabic._known_digest.cache_info().misses == known


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("التحالف الدولي", "التحالف  الدولي\n", True),
        ("محمد", "محـــمد", True),
        ("لـ«فيلق»", "ل«فيلق»", True),
        ("الأمريكية", "\u200fالأمر\u200cيكية\u202c", True),
        ("أحمد", "ا\u0654حمد", True),  # the hamza as a mark of its own
        ("العراقيةالأمريكية", "العراقية الأمريكية", True),
        ("في 7 8 أغسطس", "في 78 أغسطس", False),  # two days are not one
        ("عُلم", "عَلم", False),  # "was known", "flag"
        ("علم", "عَلم", False),
        ("الى", "إلى", False),
        ("داعش", "داعس", False),
        ("نعم.", "نعم", False),
    ],
)
def test_same(a: str, b: str, expected: bool) -> None:
    assert arabic.is_same_text(a, b) is expected
    assert (arabic.essence(a) == arabic.essence(b)) is expected


@given(MIXED)
@example("ّ ً")
def test_essence_is_stable(text: str) -> None:
    assert arabic.essence(arabic.essence(text)) == arabic.essence(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("الأُمّة", "الامه"),
        ("إلى آخِرِه", "الي اخره"),
        ("مسؤول شؤون", "مسوول شوون"),
        ("هٰذا", "هذا"),
        ("محمـــد", "محمد"),
        ("کاظمی", "كاظمي"),
        ("ﻻ ﺍﻟﻠﻪ", "لا الله"),
        ("٣٫٥ و۲۰", "3٫5 و20"),
        ("لـ«فيلق»", "ل«فيلق»"),
        ("العراقيةالأمريكية", "العراقيه الامريكيه"),
        ("ISIS", "ISIS"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert arabic.fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Iraq’s", "iraq s"),
        ("Asa'ib", "asaib"),
        ("Asāʾib Ahl al-Ḥaqq", "asaib ahl al-haqq"),
        ("the U.S. Army", "the us. army"),
        ("‘quoted’", "'quoted'"),
        ("Zoë", "zoe"),
    ],
)
def test_fold_latin(text: str, folded: str) -> None:
    assert arabic.fold_latin(text).text == folded


def test_latin_spans_lead_back() -> None:
    folded = arabic.fold_latin("led by Asāʾib’s men")
    start = folded.text.index("asaib")
    first, last = folded.span(start, start + 5)
    assert folded.original[first:last] == "Asāʾib"


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("قال كتابٌ واحد", "كتاب", "كتابٌ"),
        ("يا مُحَمَّدُ تعال", "محمد", "مُحَمَّدُ"),
        ("من الأُمّـــةِ ثم", "الامه", "الأُمّـــةِ"),
        ("قل ﻻ ثم", "لا", "ﻻ"),
        ("قل ﻻ ثم", "ثم", "ثم"),
        ("قال ﷺ ثم", "عليه", "ﷺ"),
        ("بلا تشكيل", "تشكيل", "تشكيل"),
        ("\u200fالعراق\u200f اليوم", "اليوم", "اليوم"),
    ],
)
def test_span_leads_back(text: str, part: str, original: str) -> None:
    folded = arabic.fold(text)
    start = folded.text.index(part)
    first, last = folded.span(start, start + len(part))
    assert text[first:last] == original


@given(MIXED)
def test_spans_lie_in_the_text_and_fold_to_the_same(text: str) -> None:
    folded = arabic.fold(text)
    for start in range(len(folded.text)):
        first, last = folded.span(start, start + 1)
        assert 0 <= first < last <= len(text)
        assert (
            folded.text[start] in arabic.fold(text[first:last]).text + " "
        )  # the space that ة ends a word with
    assert arabic.fold(folded.text).text == folded.text


def test_the_seed_has_27_sentences() -> None:
    text = SEED.read_text("utf-8")
    assert len(arabic.sentence_spans(text)) == 27
    assert arabic.count_words(text) == 912


@pytest.mark.parametrize(
    "sentences",
    [
        ["قال د. محمد إن النسبة 3.5 في المئة. ", "ثم سكت."],
        ["وأضاف أ.د. سعيد كذا. ", "ومضى."],
        ["سأل: «هل انتهى؟» ثم مضى. ", "وعاد."],
        ["قال: «انتهى الأمر». ", "ومضى."],
        ["لم يعد يشكل تهديداً”. ", "ويتزامن هذا."],
        ["وقع ذلك عام 2023 م. ", "ثم هدأ."],
        ["وقال… إن الأمر انتهى. ", "نعم."],
        ["انتهى الأمر… ", "وعاد الهدوء."],
        ["انتهى الأمر.", "وعاد الهدوء."],
        ["لماذا؟! ", "لأن الأمر انتهى."],
        ["عنوان\n", "أول الكلام، وآخره؛ لا نقطة هنا\n\n", "آخر."],
        ["قال J. R. Smith ذلك. ", "ومضى."],
        ["1. البند الأول. ", "وفيه كلام."],
        ["(انتهى الأمر.) ", "وعاد."],
        ["  بدأ. ", "انتهى"],
    ],
)
def test_arabic_sentences(sentences: list[str]) -> None:
    assert arabic.split_sentences("".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Smith of the U.S. Army paid 3.5 million. ", "He left."],
        ["He lives in the U.S. ", "The army left."],
        ["“There is no need.” ", "He left."],
        ["“Is there a need?” he asked. ", "No."],
        ["J. R. Smith and Gen. Austin left. ", "They came."],
        ["Wait... and see. ", "Done."],
        ["It was led by al-Sudani. ", "Al-Sudani left."],
        ["He met Lt. Gen. Paul LaCamera on 5 Jan. 2020. ", "It ended."],
        ["A heading\n", "Text follows"],
    ],
)
def test_english_sentences(sentences: list[str]) -> None:
    assert arabic.split_sentences("".join(sentences), "en") == sentences


@given(MIXED)
def test_sentences_join_to_the_text(text: str) -> None:
    for lang in ("ar", "en"):
        assert "".join(arabic.split_sentences(text, lang)) == text
        for start, end in arabic.sentence_spans(text, lang):
            assert text[start:end].strip() == text[start:end] != ""


def test_sentence_around() -> None:
    text = "أولى. ثانية عن العراق هنا. ثالثة."
    start = text.index("العراق")
    first, last = arabic.sentence_around(text, start, start + 6)
    assert text[first:last] == "ثانية عن العراق هنا."


@pytest.mark.parametrize("piece", [" ", ".", "…", "\n", "a.", "”", "ـ", "ٌ", "؟ ", "1 "])
def test_hostile_runs_are_read_to_their_end(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + "ا"
    with ending():
        arabic.split_sentences(text)
        arabic.split_sentences(text, "en")
        arabic.essence(text)
        arabic.fold(text)


@pytest.mark.parametrize(
    ("text", "mostly"),
    [("", False), ("12 %", False), ("نص abc", False), ("نصوص abc", True), ("abc (نص)", False), ("نص", True)],
)
def test_whether_most_letters_are_arabic(text: str, mostly: bool) -> None:
    assert arabic.is_mostly_arabic(text) is mostly
