"""Plain text: what a program broke goes on, and of what stands around a line follows what it is."""

import random
import textwrap

import pytest

from jisr.markup.markdown_text import plain
from jisr.model.source import Block, Document, Kind, Seed
from jisr.seeds import read
from jisr.seeds.text.wrapping import LineWrap, ends_sentence, find_wrap, is_dangling, is_verse, line_joins

SENTENCES = (
    "عاد الصيادون إلى الميناء قبل الفجر بعدما اشتدت الريح في عرض البحر.",
    "ولم يكن في السوق أحد سوى بائع الخبز الذي اعتاد أن يفتح دكانه باكراً، حتى في أيام العيد.",
    "سألته عن الطريق فأشار بيده إلى الجبل، ثم صمت طويلاً.",
    "تقول الرواية إن القلعة بنيت في زمن لم يبق من أهله أحد، وإن حجارتها نقلت من مدينة بعيدة على ظهور الجمال.",
    "هل كان يعلم أن الرسالة التي حملها معه من الشمال لن تصل إلى من كتبت له؟",
    "في الأسبوع الأول من الشتاء توقفت القطارات كلها بسبب الثلج.",
    "وأضاف المعلم أن المدرسة تحتاج إلى سقف جديد وإلى كتب لم تصل منذ ثلاث سنوات.",
    "بلغ عدد الأسر التي غادرت القرية نحو أربعين أسرة، معظمها من الحي الشرقي.",
    "كان الجسر القديم قد انهار قبل ذلك بعامين، ولم يصلحه أحد.",
    "لا يعرف الزائر من أين يدخل إلى البستان، فالأسوار عالية والأبواب مغلقة.",
    "قال شيخ القرية: «لن نترك هذه الأرض لأحد»، وصفق له الحاضرون.",
    "ثم جاء المطر.",
)
TITLES = ("حكايات من الميناء القديم", "ماذا جرى في القرية؟")


def broken(paragraph: str, width: int, chance: random.Random, *, even: bool) -> list[str]:
    """A paragraph in lines: as wide as `width` allows, or of widths that chance gives."""
    if even:
        return textwrap.wrap(paragraph, width)
    lines, most = [""], width
    for word in paragraph.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
            most = chance.randint(width * 6 // 10, width)
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@pytest.mark.parametrize("even", [True, False], ids=["even", "uneven"])
@pytest.mark.parametrize("width", [40, 55, 65, 80])
def test_broken_paragraphs_are_joined_and_none_is_a_heading(width: int, even: bool) -> None:
    right = wanted = 0
    for number in range(40):
        chance = random.Random(number)
        title = chance.choice(TITLES)
        paragraphs = [" ".join(chance.sample(SENTENCES, chance.randint(2, 5))) for _ in range(4)]
        lines = [line for p in paragraphs for line in (*broken(p, width, chance, even=even), "")]
        lines[6:6] = ["", f"- {number + 1} -", ""] if number % 2 else []  # a page ends here
        document, _ = read(Seed("x", "seeds/x.txt", "\n".join([title, "", *lines]).encode()))
        found = [plain(block.text).text for block in document.blocks]
        assert found[0] == title
        assert not [block.text for block in document.blocks if block.kind is Kind.HEADING]
        right += sum(p in found for p in paragraphs)
        wanted += len(paragraphs)
    assert right >= 0.97 * wanted


@pytest.mark.parametrize(
    ("line", "dangling"),
    [
        ("ذهب الرجل إلى", True),
        ("وكان هذا هو السبب الذي", True),
        ("جاء الناس من القرى،", True),
        ("رأى الرجل و", True),
        ("الأمين العام -", True),
        ("ذهب الرجل إلى البيت", False),
        ("ذهب الرجل إلى البيت.", False),
        ("- 12 -", False),
        ("", False),
    ],
)
def test_what_ends_in_the_middle_of_a_sentence(line: str, dangling: bool) -> None:
    assert is_dangling(line) == dangling


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        *((f"انتهى{end}", True) for end in ".؟?!…:؛"),
        ("«انتهى.»", True),
        ("(انتهى.)", True),
        ("قال «انتهى»:", True),
        ("(قال «انتهى:»)", True),
        ("«انتهى»", False),
        ("انتهى،", False),
        ("3.5 مليون", False),
        ("", False),
    ],
)
def test_what_ends_a_sentence(line: str, ends: bool) -> None:
    assert ends_sentence(line) == ends


def test_rhyme_and_halves_are_verse() -> None:
    assert is_verse(["يا دار", "يا نار", "يا جار"])
    assert is_verse(["على قدر أهل العزم *** تأتي العزائم"] * 2 + ["كتب الشاعر"])
    assert not is_verse(["يا دار", "يا نار"])
    assert not is_verse(["ذهب الرجل", "إلى بيته", "ثم عاد", "مع ابنه"])


PROSE = [
    "كان الرجل يمشي كل يوم إلى الحقل الذي",
    "ورثه عن أبيه، ثم يعود منه قبل أن",
    "تغيب الشمس وراء الجبل.",
]


def test_how_lines_were_broken() -> None:
    assert find_wrap(["عنوان", "", *PROSE, "", *PROSE]) == LineWrap(36, even=True, apart=True)
    assert find_wrap(["عنوان", "", *PROSE, *PROSE, "", "خاتمة"]) == LineWrap(36, even=True, apart=True)
    assert find_wrap(PROSE) == LineWrap(36, even=True, apart=False)
    uneven = [PROSE[0], "ورثه عن", "أبيه، ثم يعود منه قبل أن تغيب", PROSE[2]]
    assert find_wrap([*uneven, "", *uneven]) == LineWrap(36, even=False, apart=True)
    spaced = [line for line in PROSE * 3 for line in (line, "")]
    assert find_wrap(spaced) == LineWrap(36, even=True, spaced=True, apart=False)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["عنوان", "", "نص."],
        PROSE[:2],  # one pair proves nothing
        [f"{line} وهذه كلمات تزيد على ما يكسره أي برنامج" * 3 for line in PROSE],
        ["انتهى اليوم الأول من الرحلة.", "وبدأ اليوم الثاني بالمطر.", "ثم عدنا.", "وانتهى كل شيء."],
        ["سامر الحلبي", "شارع النهر", "دمشق القديمة", "سوريا"],
        ["يا راحلين عن الديار", "وتاركين لنا القفار", "هل بعد هذا من مزار", "في حبكم ليس اصطبار"],
        ["الماء والخبز والملح، والزيت", "الثياب", "الكتب والأقلام التي", "المال"],  # lines of a list
    ],
)  # fmt: skip
def test_lines_that_nothing_broke(lines: list[str]) -> None:
    assert find_wrap(lines) is None


def test_which_lines_go_on() -> None:
    even, uneven = LineWrap(36, even=True), LineWrap(36, even=False)
    dense = LineWrap(36, even=False, apart=False)
    short = ["خاتمة", *PROSE]
    assert line_joins(even, PROSE) == [True, True]
    assert line_joins(even, short) == line_joins(uneven, short) == [False, True, True]
    ended = ["ثم عاد إلى بيته عند المساء.", *PROSE]
    assert line_joins(uneven, ended)[0]  # blank lines part paragraphs, so this one goes on
    assert line_joins(dense, ended)[0]
    assert line_joins(dense, ["ثم عاد إلى بيته.", *PROSE]) == [False, True, True]
    assert line_joins(uneven, ["سامر", "دمشق القديمة"]) == [False]
    assert line_joins(uneven, PROSE[:1]) == []


ARRIVED = "وصل الوفد إلى العاصمة صباح يوم الأحد"  # "The delegation arrived on Sunday morning", 36 letters
VERSE = "سقى الله أرضا ظفرت بها *** كحلت جفني"  # halves of a line, as many letters


@pytest.mark.parametrize(
    ("line", "wrap", "goes_on"),
    [
        (ARRIVED, LineWrap(40, even=True), True),  # nearly full
        (f"{ARRIVED}.", LineWrap(41, even=True), False),
        (ARRIVED, LineWrap(50, even=True), False),
        (ARRIVED, LineWrap(39, even=True, apart=False), False),  # the next word would have fitted
        (ARRIVED, LineWrap(38, even=True, apart=False), True),
        (VERSE, LineWrap(40, even=True), False),
        (VERSE, LineWrap(60, even=False), False),
        (ARRIVED, LineWrap(60, even=False, spaced=True, apart=False), True),
        (f"{ARRIVED}.", LineWrap(60, even=False, spaced=True, apart=False), False),
        (f"{ARRIVED}.", LineWrap(60, even=False, apart=False), True),
    ],
)
def test_a_line_goes_on_by_its_width_and_its_stop(line: str, wrap: LineWrap, *, goes_on: bool) -> None:
    assert len(ARRIVED) == len(VERSE) == 36
    assert line_joins(wrap, [line, "ثم عاد"]) == [goes_on]


TEXT = "تشهد المنطقة منذ سنوات تحولات متسارعة في بنية التحالفات، وهو ما ينعكس على أولويات الحكومات كلها."


def content(*paragraphs: str) -> Document:
    return read(Seed("x", "x.txt", "\n\n".join(["عنوان المقال عن المياه", *paragraphs]).encode()))[0]


def kinds(*paragraphs: str) -> list[str]:
    return [f"{b.kind}{b.level if b.kind is Kind.HEADING else ''}" for b in content(*paragraphs).blocks[1:]]


def words(count: int, end: str = "") -> str:
    return " ".join(["كلمة"] * count) + end


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        (words(12), True),
        (words(13), False),
        ("ا" * 90, True),
        ("ا" * 91, False),
        (words(6, ":"), True),
        (words(7, ":"), False),
        (words(10, "؟"), True),
        (words(11, "؟"), False),
    ],
)
def test_what_is_longer_than_a_heading_stays_text(line: str, is_heading: bool) -> None:
    assert kinds(TEXT, line, TEXT) == ["paragraph", "heading2" if is_heading else "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("محمد سامر", True),
        ("محمد سامر كامل الحلبي", True),
        ("محمد سامر كامل نجم الحلبي", False),  # five words that begin with Mohammed
        ("محمد", False),
        ("سامر محمد", True),
        ("سوق محمد", False),  # the market of Mohammed
    ],
)
def test_a_name_below_the_title_is_no_heading(line: str, is_name: bool) -> None:
    assert kinds(line, TEXT) == ["paragraph" if is_name else "heading2", "paragraph"]


def test_two_headings_in_a_row_are_one_below_the_other_and_three_are_none() -> None:
    first, second, third = "الباب", "القسم", "الفرع"  # part, section, branch
    below = ["paragraph", "heading2", "heading3", "paragraph"]
    assert kinds(TEXT, first, second, TEXT, third, TEXT) == [*below, "heading2", "paragraph"]
    assert kinds(TEXT, first, second, third, TEXT) == ["paragraph"] * 5
    assert kinds(first, second, TEXT) == ["paragraph", "heading2", "paragraph"]
    assert kinds(TEXT, first, TEXT, second) == ["paragraph", "heading2", "paragraph", "paragraph"]
    assert kinds(TEXT, first, TEXT, first, TEXT) == ["paragraph"] * 5  # a line that recurs heads nothing


@pytest.mark.parametrize(
    ("paragraph", "is_quotation"),
    [
        ("«قال نعم ثم لا»", True),
        ("«قال نعم ثم»", False),  # three words are a name
        ("«نعم «لا» ثم لا أبدا»", True),
        ("«نعم قال» ثم قال «لا»", False),  # the author speaks in between
        ("“نعم “لا” ثم لا أبدا”", True),
        ("“نعم قال” ثم قال “لا”", False),
        ("«نعم “قال” ثم لا”»", True),
        ("«نعم «قال ثم لا»", False),
        ('"قال نعم ثم لا"', True),
        ('"نعم قال" "لا أبدا"', False),
        ("„قال نعم ثم لا“", True),
    ],
)
def test_a_quotation_is_all_within_one_pair_of_quotes(paragraph: str, is_quotation: bool) -> None:
    assert (kinds(TEXT, paragraph, TEXT)[1] == "quotation") == is_quotation


@pytest.mark.parametrize(("count", "lead"), [(11, False), (12, True)])
def test_a_short_bullet_has_no_lead(count: int, lead: bool) -> None:
    bullets = [f"- العراق: {words(count)}", f"- سوريا: {words(count)}"]
    assert [b.lead for b in content(TEXT, "الدول:", *bullets, TEXT).blocks if b.kind is Kind.POINT] == [
        lead
    ] * 2


@pytest.mark.parametrize("mark", ["أولاً:", "أولاً -", "أولاـ", "أولاًـ", "الأولـ"])
def test_an_ordinal_is_a_word_of_its_point_whatever_stands_behind_it(mark: str) -> None:
    first, second = f"{mark} {TEXT}", f"ثانياًـ{TEXT}"
    found = [(b.kind, plain(b.text).text) for b in content(TEXT, first, second, TEXT).blocks[1:]]
    assert [kind for kind, _ in found] == [Kind.PARAGRAPH, Kind.POINT, Kind.POINT, Kind.PARAGRAPH]
    assert [text for _, text in found[1:3]] == [first, second]


def test_a_line_that_became_a_fact_is_kept_aside_with_its_place() -> None:
    found = content("بقلم: سامر الحلبي", TEXT)  # by
    assert found.aside == (Block(Kind.PARAGRAPH, "بقلم: سامر الحلبي", 3),)
