"""Lines to paragraphs: what joins, what stays apart, and what is verse.

A line joined wrongly puts two things into one paragraph of the page; one left apart is half a sentence.
"""

import pytest

from jisr.seeds.decoding import Line
from jisr.seeds.text.paragraphs import Paragraph, join_stanzas, split_paragraphs
from jisr.seeds.text.wrapping import LineWrap

EVEN, UNEVEN = LineWrap(36, even=True), LineWrap(60, even=False)
WALK = "كان الرجل يمشي كل يوم إلى الحقل معه"  # every day the man walked to the field with him
FATHER = "وقد ورث الحقل كله عن أبيه، ثم باعه في سنة المطر لرجل من بلد آخر"  # he inherited and sold it
HOME = "ثم عاد إلى بيته عند المساء."  # then he went home in the evening.


def read(wrap: LineWrap | None, *texts: str) -> list[str]:
    return [p.text for p in split_paragraphs([Line(n, text) for n, text in enumerate(texts, 1)], wrap)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([WALK, HOME], [f"{WALK} {HOME}"]),
        ([f"> {WALK}", f"> {HOME}"], [f"> {WALK} {HOME}"]),
        ([WALK, f"> {HOME}"], [WALK, f"> {HOME}"]),  # the words of another are no part of the sentence
        ([WALK, f"- {HOME}"], [WALK, f"- {HOME}"]),
        ([WALK, f"1- {HOME}"], [WALK, f"1- {HOME}"]),
        ([WALK, f"3- {HOME}"], [f"{WALK} 3- {HOME}"]),  # a number within prose: no 2 came before
        ([f"2- {WALK}", f"3- {HOME}"], [f"2- {WALK}", f"3- {HOME}"]),
        ([f"1- {WALK}", f"3- {HOME}"], [f"1- {WALK} 3- {HOME}"]),
        ([f"2- {WALK}", "", f"3- {HOME}"], [f"2- {WALK}", f"3- {HOME}"]),
        ([WALK, f"1- {WALK}", f"2- {HOME}"], [WALK, f"1- {WALK}", f"2- {HOME}"]),
        ([f"{WALK} في", f"1- {HOME}"], [f"{WALK} في 1- {HOME}"]),  # in 1- …: the sentence is not over
        ([f"{WALK}.", f"3- {HOME}"], [f"{WALK}.", f"3- {HOME}"]),
        ([WALK, f"[1] {HOME}"], [WALK, f"[1] {HOME}"]),
        ([WALK, f"[2] {HOME}"], [f"{WALK} [2] {HOME}"]),
        ([WALK, "", HOME], [WALK, HOME]),
        ([f"{WALK} في", "", HOME], [f"{WALK} في {HOME}"]),  # a page ended there
        ([WALK, WALK, "", HOME], [f"{WALK} {WALK} {HOME}"]),
        ([WALK, f"{WALK}.", "", HOME], [f"{WALK} {WALK}.", HOME]),
        ([">", HOME], [">", HOME]),
    ],
)
def test_lines_of_even_width(lines: list[str], expected: list[str]) -> None:
    assert read(EVEN, *lines) == expected


def test_lines_that_nothing_broke_are_paragraphs() -> None:
    assert read(None, WALK, HOME, "", HOME) == [WALK, HOME, HOME]
    found = split_paragraphs([Line(3, WALK), Line(4, HOME), Line(5, ""), Line(6, HOME)], None)
    assert [(p.number, p.gap, p.words) for p in found] == [(3, True, 8), (4, False, 6), (6, True, 6)]


def test_a_blank_line_between_any_two_parts_nothing_and_two_do() -> None:
    spaced = LineWrap(36, even=True, spaced=True)
    assert read(spaced, WALK, "", HOME) == [f"{WALK} {HOME}"]
    assert read(spaced, WALK, "", "", HOME) == [WALK, HOME]


def test_only_the_first_line_of_a_text_is_a_title_without_a_blank_line() -> None:
    body = (FATHER, FATHER, FATHER)
    prose = " ".join(body)
    assert read(UNEVEN, WALK, *body) == [WALK, prose]
    assert read(UNEVEN, FATHER, "", WALK, *body) == [FATHER, f"{WALK} {prose}"]
    assert read(UNEVEN, HOME, *body) == [HOME, prose]
    assert read(UNEVEN, WALK, FATHER) == [f"{WALK} {FATHER}"]  # two lines are no title and text
    for no_title in (FATHER, f"{WALK} في", "سأل، ثم كان الرجل يمشي كل يوم"):
        assert read(UNEVEN, no_title, *body) == [f"{no_title} {prose}"]
    assert read(UNEVEN, FATHER, WALK, *body) == [f"{FATHER} {WALK} {prose}"]
    wide, words = (
        LineWrap(68, even=False),
        "يا أب يا أم يا أخ يا عم يا خي يا دم يا جد",
    )  # O father, O mother, …
    assert read(wide, words, *body[1:]) == [words, " ".join(body[1:])]
    assert read(wide, f"{words} يا", *body[1:]) == [
        " ".join([words, "يا", *body[1:]])
    ]  # fifteen words are a sentence
    for length in (42, 43):  # of sixty
        assert (read(UNEVEN, "ا" * length, *body) == ["ا" * length, prose]) == (length == 42)


def test_a_byline_stands_apart_only_at_the_top() -> None:
    byline = "بقلم: سامر الحلبي"  # by Samer al-Halabi
    assert read(UNEVEN, FATHER, byline, FATHER) == [FATHER, byline, FATHER]
    assert read(UNEVEN, FATHER, "", FATHER, byline, FATHER) == [FATHER, f"{FATHER} {byline} {FATHER}"]
    at_twelve = [FATHER] * 12
    assert read(UNEVEN, *at_twelve, byline) == [" ".join(at_twelve), byline]
    assert read(UNEVEN, FATHER, *at_twelve, byline) == [" ".join([FATHER, *at_twelve, byline])]


LOVE = "على قدر أهل العزم *** تأتي العزائم"  # great deeds come as great as those who do them
PERHAPS = "يا ليل طال بنا / والفجر لا يأتي"  # a long night, and no dawn


def test_verse_within_broken_prose_keeps_its_lines() -> None:
    assert read(UNEVEN, LOVE, LOVE) == [LOVE, LOVE]
    assert read(EVEN, LOVE, LOVE) == [LOVE, LOVE]
    assert read(EVEN, LOVE, WALK) == [LOVE, WALK]
    assert read(EVEN, LOVE, WALK, WALK) == [f"{LOVE} {WALK} {WALK}"]
    rhymed = ["يا راحلين، عن الديار وعن كل القفار", "وتاركين لنا الذكرى وما بعد المزار"] * 2
    assert read(UNEVEN, *rhymed) == rhymed
    assert read(UNEVEN, *rhymed[:3]) == [" ".join(rhymed[:3])]  # three lines rhyme by chance
    one_full = [*rhymed[:2], rhymed[2].ljust(60, "ر"), rhymed[3]]
    assert read(UNEVEN, *one_full) == one_full
    full = [line.ljust(60, "ر") for line in rhymed]
    assert read(UNEVEN, *full) == [" ".join(full)]  # lines that are full are prose, whatever they end in


def stanzas_of(*texts: str, gaps: tuple[int, ...] = (0,)) -> list[tuple[int, tuple[str, ...], bool, bool]]:
    found = join_stanzas([Paragraph(n + 1, (text,), n in gaps) for n, text in enumerate(texts)])
    return [(p.number, p.lines, p.gap, p.is_verse) for p in found]


ADDRESS = ("سامر الحلبي", "شارع النهر", "دمشق")


def test_an_address_stays_one_thing() -> None:
    assert stanzas_of(*ADDRESS) == [(1, ADDRESS, True, False)]
    assert stanzas_of(*ADDRESS, gaps=(0, 1)) == [
        (1, ADDRESS[:1], True, False),
        (2, ADDRESS[1:], True, False),
    ]
    assert stanzas_of("سامر.", *ADDRESS[1:]) == [(1, ("سامر.", *ADDRESS[1:]), True, False)]
    assert stanzas_of("قال.", "ثم قال:", "دمشق") == [
        (1, ("قال.",), True, False),
        (2, ("ثم قال:",), False, False),
        (3, ("دمشق",), False, False),
    ]


def test_a_point_and_a_long_line_end_an_address() -> None:
    long = "كلمة " * 16 + "و"
    assert len(long) == 81
    for other in ("- نقطة", "> قول", long):
        assert [lines for _, lines, _, _ in stanzas_of(*ADDRESS[:2], other, "دمشق")] == [
            ADDRESS[:2],
            (other,),
            ("دمشق",),
        ]
    letters = ("أ. سامر الحلبي", "ب. شارع النهر")
    assert [lines for _, lines, _, _ in stanzas_of(*letters)] == [letters[:1], letters[1:]]
    assert [lines for _, lines, _, _ in stanzas_of(long[:-2].strip(), "دمشق")] == [
        (long[:-2].strip(), "دمشق")
    ]


def test_halves_make_a_stanza() -> None:
    assert stanzas_of(LOVE, LOVE) == [(1, (LOVE, LOVE), True, True)]
    assert stanzas_of(LOVE) == [(1, (LOVE,), True, True)]
    assert stanzas_of(PERHAPS, PERHAPS) == [(1, (PERHAPS, PERHAPS), True, True)]
    assert stanzas_of(PERHAPS) == [(1, (PERHAPS,), True, False)]  # one line with a stroke is prose
    gap = "على قدر أهل العزم      تأتي العزائم"
    assert stanzas_of(gap) == [(1, ("على قدر أهل العزم\u00a0\u00a0\u00a0\u00a0تأتي العزائم",), True, True)]


def test_verse_with_blank_lines_between_needs_two_lines_in_a_row() -> None:
    def verse(*texts: str) -> list[bool]:
        return [is_verse for *_, is_verse in stanzas_of(*texts, gaps=tuple(range(len(texts))))]

    assert verse(PERHAPS, PERHAPS) == [True, True]
    assert verse(HOME, PERHAPS, HOME) == [False, False, False]
    assert verse(PERHAPS, HOME, PERHAPS) == [False, False, False]
    assert verse(HOME, PERHAPS, LOVE) == [False, True, True]
    assert verse(LOVE, PERHAPS, HOME) == [True, True, False]
