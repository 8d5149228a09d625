"""What holds for seeds of every format, whoever wrote its reader.

To add a format, add to `WRITERS` how a document is written in it. `.bare` is the least that a reader can be:
it shows that all this is done for readers and not by them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import seeds
from jisr.lang.units import split_units
from jisr.markup.markdown_text import escape, plain
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.source import Block, Correction, Document, Kind, Meta, Seed
from jisr.seeds import READERS, read
from jisr.seeds.content import Content, Reader, SeedText
from tests.steps import LINEAR, ending, growth

TITLE = "مستقبل المياه في الجنوب"  # the future of water in the south
FIRST = "عاد الصيادون إلى الميناء قبل الفجر بعدما اشتدت الريح في عرض البحر."
SECOND = "ولم يكن في السوق أحد سوى بائع الخبز الذي اعتاد أن يفتح دكانه باكراً."


def read_bare(seed: SeedText) -> Content:
    """A reader that someone wrote in a minute: each line is a paragraph."""
    lines = [line for line in seed.lines if line.text.strip()]
    return Content(
        seed.meta, tuple(Block(Kind.PARAGRAPH, escape(line.text.strip()), line.number) for line in lines)
    )


def separate(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def tagged(paragraphs: Sequence[str]) -> str:
    title, *others = paragraphs
    return "\n\n".join([f"<h1>{title}</h1>", *(f"<p>{one}</p>" for one in others)]) + "\n"


WRITERS: dict[str, Callable[[Sequence[str]], str]] = {
    ".txt": separate,
    ".md": separate,
    ".html": tagged,
    ".htm": tagged,
    ".bare": separate,
}
"""How a title and paragraphs are written in a format, each on one line, and one line between any two."""


@pytest.fixture(autouse=True, scope="module")
def bare_reader() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeds, "READERS", {**READERS, ".bare": Reader(read_bare)})
        yield


formats = pytest.mark.parametrize("suffix", WRITERS)


def make_seed(suffix: str, *paragraphs: str, encoding: str = "utf-8", meta: Meta | None = None) -> Seed:
    text = WRITERS[suffix]((TITLE, *paragraphs))
    return Seed("x", f"seeds/x{suffix}", text.encode(encoding), meta or Meta())


def texts(document: Document) -> list[str]:
    return [plain(block.text).text for block in document.blocks]


def errors(seed: Seed) -> Sequence[Finding]:
    with pytest.raises(JisrError) as error:
        read(seed)
    assert all(f.severity is Severity.ERROR and f.remedy for f in error.value.findings)
    return error.value.findings


def test_every_format_is_held_to_this() -> None:
    assert WRITERS.keys() - READERS.keys() == {".bare"}
    assert READERS.keys() <= WRITERS.keys()


@formats
def test_title_and_paragraphs_with_their_lines(suffix: str) -> None:
    document, findings = read(make_seed(suffix, FIRST, SECOND))
    assert texts(document) == [TITLE, FIRST, SECOND]
    assert [block.line for block in document.blocks] == [1, 3, 5]
    assert [block.kind for block in document.blocks] == [Kind.TITLE, Kind.PARAGRAPH, Kind.PARAGRAPH]
    assert findings == []


@formats
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_encodings(suffix: str, encoding: str) -> None:
    assert texts(read(make_seed(suffix, FIRST, encoding=encoding))[0]) == [TITLE, FIRST]


@formats
@pytest.mark.parametrize("before", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("encoding", ["cp1256", "latin-1"])
def test_utf8_that_was_read_in_another_encoding_is_put_right(suffix: str, encoding: str, before: str) -> None:
    mangled = make_seed(suffix, FIRST, SECOND).data.decode(encoding)
    document, findings = read(Seed("x", f"seeds/x{suffix}", mangled.encode(before)))
    assert texts(document) == [TITLE, FIRST, SECOND]
    assert [(f.check, f.severity) for f in findings] == [("seed-encoding", Severity.WARNING)]
    lost = mangled[:20] + mangled[21:]  # a byte: nobody knows of which letter
    assert [(f.check, f.line) for f in errors(Seed("x", f"seeds/x{suffix}", lost.encode(before)))] == [
        ("seed-encoding", 1)
    ]


@formats
def test_a_wrong_byte_is_named_with_its_line(suffix: str) -> None:
    seed = make_seed(suffix, FIRST, SECOND)
    data = seed.data.replace(SECOND.encode(), "ولم".encode() + b"\xff" + SECOND.encode())
    (finding,) = errors(Seed(seed.slug, seed.file, data))
    assert (finding.check, finding.file, finding.line) == ("seed-encoding", seed.file, 5)
    assert finding.message.endswith(": FF)")
    assert finding.text.endswith("ولم")


@formats
def test_a_file_without_text_is_refused(suffix: str) -> None:
    for data in (b"", b" \n\xe2\x80\x8f\n", b"<!-- \xd8\xb3\xd8\xb1 -->\n"):
        (finding,) = errors(Seed("x", f"seeds/x{suffix}", data))
        assert finding.check == "seed-empty"


@formats
@pytest.mark.parametrize(
    ("sign", "check"), [("\0", "seed-control"), ("\x1b", "seed-control"), ("\u202e", "seed-bidi")]
)
def test_signs_that_must_not_reach_a_page_are_errors(suffix: str, sign: str, check: str) -> None:
    (finding,) = errors(make_seed(suffix, FIRST, f"قال{sign}نعم"))
    assert (finding.check, finding.line, finding.text.count(sign)) == (check, 5, 1)


@formats
def test_invisible_signs_are_left_out_and_named(suffix: str) -> None:
    typed = FIRST.replace("الصيادون", "الصيا\u00adدون").replace("الريح", "\u202bالريح\u202c\u2067")
    document, findings = read(make_seed(suffix, typed, SECOND.replace("أحد سوى", "أحد\u200bسوى")))
    assert texts(document) == [TITLE, FIRST, SECOND]
    assert [f.line for f in findings if f.check == "seed-invisible"] == [3, 5, 3, 3, 3]


@formats
def test_corrections_are_applied(suffix: str) -> None:
    corrections = (Correction("قبل الفجر", "بعد الفجر", "slip"), Correction("بعد الفجر", "عند الفجر", "slip"))
    document, findings = read(make_seed(suffix, FIRST, SECOND, meta=Meta(corrections=corrections)))
    assert texts(document)[1] == FIRST.replace("قبل", "عند")
    assert findings == []


@formats
@pytest.mark.parametrize(("find", "times"), [("ليس هنا", "does not find"), ("ال", "finds its text")])
def test_a_correction_that_does_not_fit_is_an_error(suffix: str, find: str, times: str) -> None:
    meta = Meta(corrections=(Correction(find, "س", "slip", line=7),))
    (finding,) = errors(make_seed(suffix, FIRST, meta=meta))
    assert (finding.file, finding.line, finding.text) == ("seeds/x.yml", 7, find)
    assert times in finding.message


@formats
def test_private_notes_are_left_out_and_never_shown(suffix: str) -> None:
    document, findings = read(make_seed(suffix, FIRST + " <!-- هاتف المصدر 5512 -->", SECOND))
    assert texts(document) == [TITLE, FIRST, SECOND]
    (finding,) = findings
    assert (finding.check, finding.line, finding.text) == ("private", 3, "")
    assert "(14 letters)" in finding.message


@pytest.mark.parametrize(
    "note", ["&lt;!-- س --&gt;", "&lt;!-- س &lt;!-- س --&gt; س --&gt;", "&lt;!-- <!-- س --> س --&gt;"]
)
@formats
def test_a_private_note_that_a_content_system_escaped_is_one(suffix: str, note: str) -> None:
    document, findings = read(make_seed(suffix, f"{FIRST} {note}", SECOND))
    assert texts(document) == [TITLE, FIRST, SECOND]
    assert [finding.check for finding in findings] == ["private"]


@formats
def test_a_private_note_that_never_ends_is_an_error(suffix: str) -> None:
    (finding,) = errors(make_seed(suffix, FIRST, "<!-- هاتف المصدر 5512"))
    assert (finding.check, finding.line, finding.text) == ("private", 5, "")


@formats
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_what_is_wrong_within_a_private_note_is_not_quoted(suffix: str, encoding: str) -> None:
    note = "<!-- هاتف\nالمصدر \x01 5512 -->"
    (finding,) = errors(make_seed(suffix, FIRST, note, encoding=encoding))
    assert (finding.check, finding.line, finding.text) == ("seed-control", 6, "")


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("منظمة رصد", "## فرع", ["kicker", "title"]),  # an organisation above the title; a section
        (" ".join(["كلمة"] * 10), "", ["kicker", "title"]),  # a word, ten times
        (" ".join(["كلمة"] * 11), "", ["title", "heading"]),
        ("عنوان بلا علامة", "# قسم", ["title", "heading"]),  # a title without mark; sections of one level
        ("هذه جملة.", "", ["title", "paragraph"]),  # a sentence
    ],
)
def test_a_short_line_above_the_one_heading_of_the_first_level_is_its_kicker(
    above: str, below: str, expected: list[str]
) -> None:
    text = f"{above}\n\n# عنوان المقال\n\n{FIRST}\n\n{below}\n\n{FIRST}\n"
    blocks = read(Seed("a", "a.md", text.encode(), Meta()))[0].blocks
    assert [block.kind.value for block in blocks][:2] == expected


@formats
def test_the_sidecars_title_and_kicker_stand_above_the_text(suffix: str) -> None:
    meta = Meta(title="عنوان آخر تماماً", kicker="تقرير")
    document, _ = read(make_seed(suffix, FIRST, SECOND, meta=meta))
    assert texts(document)[:2] == ["تقرير", "عنوان آخر تماماً"]
    assert texts(document)[-2:] == [FIRST, SECOND]
    assert [block.kind for block in document.blocks[:2]] == [Kind.KICKER, Kind.TITLE]


@formats
@pytest.mark.parametrize("name", ["سامر الحلبي", "نادِر عوّاد"])  # with marks of vowels, and without
def test_a_byline_below_the_title_is_a_fact(suffix: str, name: str) -> None:
    document, findings = read(make_seed(suffix, f"بقلم: {name}", FIRST))
    assert document.meta.author == {"ar": name}
    assert texts(document) == [TITLE, FIRST]
    assert [(f.check, f.line) for f in findings] == [("seed-facts", 3)]


@formats
def test_a_text_in_another_language_is_reported(suffix: str) -> None:
    english = "The fishermen came back to the harbour before dawn, for the wind had risen at sea."
    findings = read(make_seed(suffix, english, english))[1]
    assert [(f.check, f.line) for f in findings] == [("seed-language", 1)]


@formats
def test_doubts_about_typography_are_reported(suffix: str) -> None:
    findings = read(make_seed(suffix, "لم تكن هناك أى مخاطر."))[1]  # there were no risks
    assert [(f.check, f.line, f.text) for f in findings] == [("typography", 3, "أى")]


WORDS = st.sampled_from(
    ["داعش", "قال", "الوزير", "لم", "ينسحب", "3.5", "13", "٢٠٠٣", "2003-2011", "وزارة", "UNHCR", "كتابٌ", "5%"]
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=8)


@formats
@given(PARAGRAPHS)
def test_no_unit_is_lost_and_none_is_added(suffix: str, paragraphs: list[str]) -> None:
    closed = [f"قالت الوزارة {paragraph} ثم انتهى البيان هنا." for paragraph in paragraphs]
    document, findings = read(make_seed(suffix, *closed))
    published = Counter(unit for text in texts(document) for unit in split_units(text))
    named = Counter(unit for f in findings if "left out" in f.message for unit in split_units(f.text))
    assert published + named == Counter(unit for text in (TITLE, *closed) for unit in split_units(text))


@formats
def test_steps_grow_with_the_length_only(suffix: str) -> None:
    def take_in(size: int) -> None:
        read(make_seed(suffix, *[FIRST] * (size // len(FIRST))))

    with ending():
        assert growth(take_in, 3_000) < LINEAR


# --- readers that forget something ------------------------------------------------------------------------


def read_by(reader: Callable[[SeedText], Content], monkeypatch: pytest.MonkeyPatch) -> Sequence[Finding]:
    monkeypatch.setattr(seeds, "READERS", {".bare": Reader(reader)})
    return read(make_seed(".bare", FIRST, SECOND))[1]


def test_words_that_a_reader_loses_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_half(seed: SeedText) -> Content:
        content = read_bare(seed)
        return Content(content.meta, content.blocks[:-1])

    (finding,) = read_by(read_half, monkeypatch)
    assert (finding.check, finding.file, finding.line) == ("seed-lost", "seeds/x.bare", 5)
    assert Counter(split_units(finding.text)) == Counter(split_units(SECOND))
    assert finding.message.startswith("14 words ")
    assert finding.severity is Severity.WARNING


def test_words_that_are_named_or_put_aside_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_aside(seed: SeedText) -> Content:
        content = read_bare(seed)
        return Content(content.meta, content.blocks[:-1], aside=content.blocks[-1:])

    def read_and_name(seed: SeedText) -> Content:
        content = read_bare(seed)
        notice = Finding("x", "left out", seed.file, 5, SECOND, "none", severity=Severity.NOTICE)
        return Content(content.meta, content.blocks[:-1], (notice,))

    def read_as_mark(seed: SeedText) -> Content:
        content = read_bare(seed)
        return Content(content.meta, content.blocks[:-1], said_elsewhere=(SECOND,))

    assert list(read_by(read_aside, monkeypatch)) == []
    assert [f.check for f in read_by(read_and_name, monkeypatch)] == ["x"]
    assert list(read_by(read_as_mark, monkeypatch)) == []


def test_a_word_whose_letters_stand_in_another_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_joined(seed: SeedText) -> Content:
        content = read_bare(seed)
        last = content.blocks[-1]
        joined = Block(last.kind, last.text.replace("بائع الخبز", "بائعالخبز"), last.line)
        return Content(content.meta, (*content.blocks[:-1], joined))

    assert list(read_by(read_joined, monkeypatch)) == []
