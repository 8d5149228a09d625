"""No word of a file is lost: what python-docx writes comes out of the seed, or a finding names it."""

from collections import Counter
from contextlib import suppress
from io import BytesIO
from typing import Any

import docx as python_docx
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr import seeds
from jisr.lang.units import split_units
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import JisrError
from jisr.model.source import Seed
from jisr.word.conversion import convert
from tests.word.files import docx, p

WORDS = st.lists(
    st.sampled_from(
        [*"أبجد", "نهر", "وقال", "«نعم»", "12", "3.5", "٢٠٢٤", "-", "1.", "1-", "أ.", "#", "*", "**",
         "_", "[س]", "(ص)", "<b>", "&amp;", "|", "!", ":", "•", "بقلم:", "10%", "`", "~~", "\\", "{ك}",
         "...", "***", "IRGC"]
    ),
    min_size=1,
    max_size=7,
).map(" ".join)  # fmt: skip
LOOKS = st.sets(st.sampled_from(["bold", "italic", "underline"]))
RUNS = st.lists(
    st.tuples(
        WORDS,
        st.sampled_from(["", " ", "\n", "\t"]),
        LOOKS,
    ),
    min_size=1,
    max_size=4,
)
STYLES = st.sampled_from(
    ["Normal"] * 4
    + ["Title", "Heading 1", "Heading 2", "Quote", "List Bullet", "List Number", "List Bullet 2", "Caption"]
)
PARAGRAPH = st.tuples(STYLES, RUNS)
TABLE = st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=1, max_size=3)


def add_runs(paragraph: Any, runs: list[tuple[str, str, set[str]]]) -> str:
    said = ""
    for words, end, look in runs:
        run = paragraph.add_run(words + end)
        for one in look:
            setattr(run, one, True)
        said += words + end
    return said + "\n"


def units(text: str) -> Counter[str]:
    return Counter(unit for unit in split_units(text) if unit.strip("أابجدهـ") or len(unit) > 1)


@given(st.lists(st.one_of(PARAGRAPH, TABLE), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_every_word_is_in_the_seed_or_named(items: list[Any]) -> None:
    document = python_docx.Document()
    said = ""
    for item in items:
        if isinstance(item, tuple):
            said += add_runs(document.add_paragraph(style=item[0]), item[1])
        else:
            table = document.add_table(rows=len(item), cols=2, style="Table Grid")
            for row, words in zip(table.rows, item, strict=True):
                for cell, one in zip(row.cells, words, strict=True):
                    cell.text = one
                    said += one + "\n"
    out = BytesIO()
    document.save(out)
    made = convert(out.getvalue(), "seeds/a.docx")
    content, findings = seeds.read(Seed("a", "seeds/a.md", made.markdown.encode()))
    shown = "\n".join(plain(block.text).text for block in (*content.blocks, *content.aside))
    named = "\n".join(finding.text for finding in (*made.findings, *findings))
    counted = "\n".join(str(block.number) for block in content.blocks)
    lost = units(said) - units(f"{shown}\n{named}\n{counted}\n{content.meta.author}{content.meta.published}")
    # what somebody typed before points becomes their marks
    assert [unit for unit in lost if not unit.isdecimal()] == []


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_refused_or_read_and_breaks_nothing(data: st.DataObject) -> None:
    whole = bytearray(docx(p("عنوان", style="T") + p("نص") * 3))  # a title, text
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        end = at + data.draw(st.integers(0, 40))
        whole[at:end] = data.draw(st.binary(max_size=40))
    with suppress(JisrError):
        convert(bytes(whole), "seeds/a.docx")
