"""What nobody may see: where it begins and ends, and that no output, log, memory or engine ever holds it."""

import gzip
import io
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.app import pipeline
from jisr.app.people import remarks
from jisr.cli import main
from jisr.model.diagnostics import Finding, redact_excerpts
from jisr.model.private import (
    count_letters,
    find_code,
    find_private,
    lines_without,
    mask_private,
    private_line_numbers,
    without_private,
)
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.translation import memory
from jisr.translation.ledger import parse
from tests.project import TODAY, Project, copy_site

# --- where it begins and ends ------------------------------------------------------------------------------

# text, and what is left of it: ظاهر is seen, سر is a secret
CASES = [
    ("ظاهر <!-- سر --> ظاهر", "ظاهر ظاهر"),
    ("ظا<!-- سر -->هر", "ظاهر"),
    ("ظاهر <!-- سر\nسر\n\nسر --> ظاهر", "ظاهر ظاهر"),
    ("ظاهر\n<!-- سر -->\nظاهر", "ظاهر\n\nظاهر"),
    ("<!----> ظاهر", "ظاهر"),
    ("<!--> ظاهر", "ظاهر"),
    ("<!--> سر --> ظاهر", "ظاهر"),
    ("<!---> ظاهر\n\n<!-- سر -->", "ظاهر"),
    ("<!-- سر <!-- سر --> سر --> ظاهر", "ظاهر"),
    ("<!-- سر --!> ظاهر", "ظاهر"),
    ("<!-- سر --!> سر --> ظاهر", "ظاهر"),
    ("<!– سر –> ظاهر", "ظاهر"),  # as a word processor has it
    ("<!--[if IE]> سر <![endif]--> ظاهر", "ظاهر"),
    ("<![if !IE]> ظاهر <![endif]>", "ظاهر"),
    ("<!DOCTYPE html> ظاهر", "ظاهر"),
    ("<?php سر ?> ظاهر", "ظاهر"),
    ("<![CDATA[ سر ]]> ظاهر", "ظاهر"),
    ("[//]: # (سر)\n\nظاهر", "ظاهر"),
    ("[//]: # (سر (1) سر)\nظاهر", "ظاهر"),
    ("[//]: # (سر\nسر)\nظاهر", "ظاهر"),
    ("[//]: # (\nسر\n)\nظاهر", "ظاهر"),
    ("- [//]: # (سر)\n- ظاهر", "- ظاهر"),
    ("> 1. [x]: # (سر\n>    سر)\n> 2. ظاهر", "> 2. ظاهر"),
    ("> [//]: # (\n> سر\n>\n> ظاهر", ">\n> ظاهر"),
    ("[//]: # سر\nظاهر", "ظاهر"),
    ('[x]: # "سر"\nظاهر', "ظاهر"),
    ("[comment]: <> (سر\n\nظاهر", "ظاهر"),
    ("ظاهر [//]: # (سر (1)) ظاهر", "ظاهر ظاهر"),  # amid a line Markdown knows no comment
    ("ظاهر [//]: # (سر\n\nظاهر", "ظاهر\n\nظاهر"),
    ("ظاهر [comment]: <> 'سر", "ظاهر"),
    ("ظاهر <! -- سر -- > ظاهر <!سر> ظاهر", "ظاهر ظاهر ظاهر"),  # as browsers read it
    ("%%سر%% ظاهر", "ظاهر"),
    ("%%\nسر\n\nسر\n%%\nظاهر", "ظاهر"),
    ("{>>سر<<} ظاهر", "ظاهر"),
    ("{--سر--} ظاهر", "ظاهر"),
    ("{~~سر~>ظاهر", "ظاهر"),
    ("[^1]: <!-- سر --> ظاهر", "[^1]: ظاهر"),
    ("{# سر #} ظاهر", "ظاهر"),
    ("{{!-- سر --}} {{/* سر */}} {/* سر */} ظاهر", "ظاهر"),
    ("{% comment %} سر {% endcomment %} ظاهر", "ظاهر"),
    ("<script>سر</script><style>سر</style> ظاهر", "ظاهر"),
    ("<p hidden>سر <p>سر</p> سر</p> ظاهر", "ظاهر"),
    ("<P HIDDEN>سر</P> ظاهر", "ظاهر"),
    ('<embed hidden title="سر"> ظاهر', "ظاهر"),
    ("<!-- سر --> [1]: ظاهر", "\\[1]: ظاهر"),
    ('<img hidden alt="سر"> ظاهر', "ظاهر"),
    ('<div hidden title="سر"/> ظاهر', "ظاهر"),
    ('<div style="color: red; display: none">سر</div> ظاهر', "ظاهر"),
    ("| ظاهر |\n|---|\n<!-- سر -->\n| ظاهر |", "| ظاهر |\n|---|\n| ظاهر |"),
    ("| ` | <!-- سر --> | ` |", "| ` | | ` |"),  # cells are cut before code is
    ('<a title="`">ظاهر</a> <!-- سر --> `', '<a title="`">ظاهر</a> `'),
    ("\\` <!-- سر --> `ظاهر", "\\` `ظاهر"),
    ("- ```\n  ظاهر\n\n<!-- سر -->\n\n```", "- ```\n  ظاهر\n\n```"),  # the list ends its code
    ("> ```\n> ظاهر\n<!-- سر -->\n> ```", "> ```\n> ظاهر\n\n> ```"),
    ("```\nظاهر <!-- سر -->", "```\nظاهر"),  # nothing ends this code
    ("~~~\nظاهر ظاهر ظاهر ظاهر <!-- سر -->\n~~~", "~~~\nظاهر ظاهر ظاهر ظاهر\n~~~"),  # rules of tildes
    ("{--- سر--} ظاهر", "ظاهر"),
    ("ظاهر <!-- سر", "ظاهر"),
]
SEEN = [
    "`<!-- ظاهر -->`", "```\n<!-- ظاهر -->\n```", "~~~ html\n%%ظاهر%%\n~~~~",
    "> ```\n> <!-- ظاهر -->\n> ```",
    "- ```\n  <!-- ظاهر -->\n  ```", "\\<!-- ظاهر -->", "5%% و7%%", "http://x/%%20%%", "[top]: #",
    "[^1]: \"ظاهر\"",
    "[x]: https://a.b \"ظاهر\"", "# عنوان {#first}", "<b>ظاهر</b> <اسم>", "{{ ظاهر }}", "{% ظاهر %}",
    "a < b > c",
    "[كلمة]: (ظاهر)", "{---- ظاهر ----}", "<p data-hidden=1>ظاهر</p>",
    '<td style="font-size:0"><p style="font-size:13px">ظاهر</p></td>',
]  # fmt: skip


@pytest.mark.parametrize(("text", "left"), CASES)
def test_what_is_left(text: str, left: str) -> None:
    assert without_private(text) == left
    assert "سر" not in mask_private(text)


@pytest.mark.parametrize("text", SEEN)
def test_what_is_meant_to_be_seen_stays(text: str) -> None:
    assert without_private(text) == text
    assert find_private(text) == []


def test_what_never_ends_is_private_to_the_end_and_says_so() -> None:
    for text in ("ظاهر <!-- سر\n\nسر", "ظاهر <script>سر", "ظاهر <![CDATA[ سر", "ظاهر\n%%\nسر"):
        (part,) = find_private(text)
        assert (part.closed, part.end) == (False, len(text))
        assert without_private(text) == "ظاهر"


def test_where_nothing_is_a_tag_comments_are_private_all_the_same() -> None:
    (part,) = find_private("<p hidden>ظاهر <!-- سر -->", tags=False)
    assert (part.start, part.end) == (15, 26)


def test_lines_keep_their_numbers() -> None:
    text = "أ <!-- سر\nسر --> ب\nج\n<!-- سر -->\nد"
    assert lines_without(text, find_private(text)) == [(0, "أ ب"), (2, "ج"), (3, ""), (4, "د")]


def test_lines_that_hold_a_note_are_named_by_their_numbers() -> None:
    assert private_line_numbers("\n<!-- سر -->\nظاهر <!-- سر\n\nسر --> ظاهر\n<!-- #p7 -->\n<p hidden>") == {
        2,
        3,
        4,
        5,
    }


def test_code_is_where_it_surely_is() -> None:
    text = "أ `ب` ``ج"
    assert [text[start:end] for start, end in find_code(text)] == ["`ب`"]


def test_a_finding_tells_letters_and_no_words() -> None:
    said = str(Finding("x", "في <!-- سر -->", text="نص %%سر 5%% نص", remedy="<!-- سر"))
    assert "سر" not in said
    assert "(private, 2 letters)" in said
    marker = "<!-- #p7 draft 3f9a1c2e -->"  # opens a block: no secret
    assert marker in str(Finding("x", "y", text=marker))


def test_a_finding_about_a_line_within_a_note_has_no_excerpt() -> None:
    text = "أ\n<!-- سر\nسر ثان\n-->\nب\n<!-- #p7 -->"
    found = [Finding("x", "y", "f", line, "سر ثان") for line in range(1, 7)]
    assert [f.text for f in redact_excerpts(found, text, "f")] == ["سر ثان", "", "", "", "سر ثان", "سر ثان"]
    assert [f.text for f in redact_excerpts(found, text, "g")] == ["سر ثان"] * 6


PIECES = st.sampled_from(
    [*"<>!-?%#`~|(){}[]:/\n\\\" ", "<!--", "-->", "--!>", "%%", "[//]: # (", "```\n", "\n\n", "- ", "> ", "ن",
     "`",
     "<p hidden>", "</p>", "<script>", "</script>", "{>>", "<<}"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_parts_stand_in_order_and_nothing_else_goes(text: str) -> None:
    parts = find_private(text)
    assert all(0 <= a.start < a.end <= len(text) for a in parts)
    assert all(a.end <= b.start for a, b in pairwise(parts))
    gone = sum(count_letters(text[p.start : p.end]) for p in parts)
    assert count_letters(without_private(text)) == count_letters(text) - gone


# --- no output holds it ---------------------------------------------------------------------------------

SECRET = "zzsecretzz"
NOTE = f"<!-- {SECRET} -->"
SEED = f"""---
title: مستقبل المياه  # {SECRET}
# {SECRET}
---

أعلنت الحكومة أمس أنها ستراجع الاتفاقية كلها. {NOTE} وقالت إن القرار نهائي.

{NOTE}

## عنوان {NOTE} القسم

- نقطة أولى {NOTE}
{NOTE}
- نقطة ثانية %%{SECRET}%% في القائمة[^1]

| أ | ب {NOTE} |
|---|---|
{NOTE}
| ج | د |

> قول لا يقال <!--
> {SECRET} -->
> بعده قول.

![خريطة <!-- {SECRET} -->](map.png)

<span hidden>{SECRET}</span> نص ظاهر <script>{SECRET}</script>

[//]: # ({SECRET})

نص {{>>{SECRET}<<}} ظاهر {{# {SECRET} #}} ثم {{{{! {SECRET} }}}} ثم <?php {SECRET} ?> آخر.

ثم {{% comment %}}{SECRET}{{% endcomment %}} عاد.

<template>{SECRET}</template>

<p style="display: none">{SECRET}</p>

[^1]: حاشية في النص. {NOTE}
"""
PAGE = f"""<h1>عنوان الصفحة <!-- {SECRET} --></h1>
<p>قالت الوزارة <span hidden>{SECRET}</span> إن السد سليم.</p><div style="visibility:hidden">{SECRET}</div>
<p style="mso-hide:all">{SECRET}</p>
<script>{SECRET}</script><style>{SECRET}</style><template>{SECRET}</template><![CDATA[{SECRET}]]>
<p>وعاد العمل فيه أمس.</p>
"""  # the dam is sound; work went on
SIDECAR = f"""release: now  # {SECRET}
# {SECRET}
summary: {{ar: "ملخص {NOTE} قصير", en: "A summary {NOTE}"}}
author: {{ar: "ربى {NOTE}"}}
"""
ACTORS = f"""# {SECRET}
actors:
  - id: ministry  # {SECRET}
    type: organisation
    ar: {{name: الوزارة}}
    en: {{name: Ministry, description: "A ministry {NOTE}", source: "paper {NOTE}"}}
"""
PLAIN = f"""عنوان المقال عن السدود <!-- {SECRET} -->

أعلنت الوزارة أمس وقف العمل في السد بعد ظهور شقوق في جداره. <!-- {SECRET}

{SECRET} --> وقالت إن العمل سيعود.
"""


class Listener:
    """An engine that remembers what it was asked."""

    name = "listener 1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        self.asked += [segment.text for segment in segments] + list(terms)
        return [Draft(f"Draft of {len(s.text.split())} words.", -0.5) for s in segments]


def opened(data: bytes, name: str) -> bytes:
    """What a file holds, unpacked; of a PDF its words, and what is known of it."""
    if name.endswith(".pdf"):
        book = pypdf.PdfReader(io.BytesIO(data))
        return "\n".join([*(page.extract_text() for page in book.pages), str(book.metadata)]).encode()
    if name.endswith(".epub"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(archive.read(entry) for entry in archive.namelist())
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def test_no_output_log_memory_or_engine_holds_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    project = Project(tmp_path)
    copy_site(tmp_path)
    (tmp_path / "seeds/water.md").write_text(SEED, "utf-8")
    (tmp_path / "seeds/dam.txt").write_text(PLAIN, "utf-8")
    (tmp_path / "seeds/page.html").write_text(PAGE, "utf-8")
    (tmp_path / "seeds/water.yml").write_text(SIDECAR, "utf-8")
    (tmp_path / "seeds/actors.yml").write_text(ACTORS, "utf-8")
    about = tmp_path / "docs/en/about.md"
    about.write_text(about.read_text("utf-8") + f"\n\nWords. {NOTE} %%{SECRET}%%\n\n{NOTE}\n", "utf-8")
    engine = Listener()
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: engine)
    said = [*pipeline.draft_articles(tmp_path, TODAY).findings]
    # an editor corrects every paragraph, and leaves notes in them
    for slug in ("water", "dam", "page"):
        page = project.translation(slug)
        body = page.read_text("utf-8").replace("Draft of", f"Our words {NOTE} of")
        body = body.replace("words.", f"words here.\n{NOTE}\n[//]: # ({SECRET})")
        page.write_text(body, "utf-8")
    said += pipeline.sync_articles(tmp_path, TODAY).findings
    remarks.remark(tmp_path, "water", "p1", f"Ask {SECRET}", "Ann")
    ledger = project.ledger("water")
    ledger.write_text(ledger.read_text("utf-8").replace('msgctxt "p1"', f'# {SECRET}\nmsgctxt "p1"'), "utf-8")
    said += pipeline.sync_articles(tmp_path, TODAY).findings
    (tmp_path / "seeds/again.txt").write_text(PLAIN.replace("عنوان المقال", "عنوان آخر"), "utf-8")
    said += pipeline.draft_articles(tmp_path, TODAY).findings  # from memory, where there are people's words
    said += pipeline.check(tmp_path).result.findings
    said += pipeline.build(tmp_path).findings
    for verb in (["check"], ["check", "--format", "github"], ["check", "--format", "json"],
                 ["status", "--verbose"], ["suggest", "again"], ["log", "water", "p1"]):  # fmt: skip
        main.main(["--project", str(tmp_path), *verb])
    pipeline.export(tmp_path, (), ("epub",), tmp_path / "exports")
    pipeline.export(tmp_path, ("water",), ("pdf",), tmp_path / "exports")
    out = capsys.readouterr()
    assert "Our words" in project.translation("water").read_text("utf-8")
    assert SECRET not in "".join(map(str, said)) + out.out + out.err
    assert sum(f.check == "private" and f.file == "seeds/water.md" for f in said) >= 10
    assert engine.asked
    assert SECRET not in " ".join(engine.asked)
    books = [
        (po.stem, parse(po.read_text("utf-8"), po.name)) for po in (tmp_path / "translations").glob("*.po")
    ]
    assert SECRET not in str(memory.build(books))
    tops = ("site", ".build", ".jisr", "exports")
    made = [path for top in tops for path in (tmp_path / top).rglob("*") if path.is_file()]
    assert {".epub", ".pdf"} <= {path.suffix for path in made}
    holding = [path for path in made if SECRET.encode() in opened(path.read_bytes(), path.name)]
    # a copy of a ledger, on the machine where the ledger lies
    assert [p.relative_to(tmp_path).as_posix() for p in holding] == [".jisr/ledgers/translations/water.po"]
    # what an editor wrote is still there
    assert NOTE in project.translation("water").read_text("utf-8")
    assert SECRET in (tmp_path / "seeds/water.md").read_text("utf-8")
