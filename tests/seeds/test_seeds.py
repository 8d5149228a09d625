"""Seeds as authors hand them in, and what is read from them.

A case is a seed in `cases/readers/`, its sidecar if it has one (`.yml`), and `.expected`: a line a block,
then a line a finding. To add one, write the seed and what is expected of it.
"""

import hashlib
import json
import os
import unicodedata
from pathlib import Path

import pytest

from jisr.lang.typography.rules import repair_typography
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.source import Block, Correction, Kind, Seed
from jisr.seeds import READERS, find_file, find_files, read
from jisr.seeds.decoding import read_lines
from jisr.storage.config import parse_meta
from tests.seeds.handed_in import CASES, LONG, ROOT, SEED, seed
from tests.steps import count_steps


def shown(block: Block) -> str:
    level = block.level if block.kind is Kind.HEADING else ""
    number = f"{block.number or ''}{f' by {block.letters}' * block.lettered}"
    words = block.text.replace("\n", "⏎")
    above = "* * * " * block.break_above
    return f"{above}{block.line} {block.kind}{level}{number}{'+lead' * block.lead}: {words}"


def noted(finding: Finding) -> str:
    where = f"{finding.severity} {finding.check} {finding.file} {finding.line}"
    return f"{where}: {finding.message} «{finding.text}»"


def dump(one: Seed) -> str:
    try:
        document, findings = read(one)
    except JisrError as error:
        return "\n".join(map(noted, error.findings)) + "\n"
    return "\n".join([*map(shown, document.blocks), *map(noted, findings)]) + "\n"


# --- cases -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted(p for p in CASES.iterdir() if p.suffix in READERS), ids=lambda p: str(p.name)
)
def test_case(path: Path) -> None:
    sidecar = path.with_suffix(".yml")
    meta = parse_meta(sidecar.read_bytes() if sidecar.exists() else None, sidecar.name)
    expected = path.with_name(path.name + ".expected").read_text("utf-8")
    assert dump(Seed(path.stem, path.name, path.read_bytes(), meta)) == expected


def test_the_seed_has_the_structure_of_the_gold_file() -> None:
    gold = json.loads((ROOT / "tests/fixtures/gold/seed_gold.json").read_text("utf-8"))["structure"]
    document, findings = read(Seed("iraq", "seeds/iraq.txt", SEED.read_bytes()))
    kinds = [(block.kind, block.line) for block in document.blocks]
    bodies = [(Kind.PARAGRAPH, line) for line in gold["body_paragraphs"]]
    headings = [(Kind.HEADING, one["line"]) for one in gold["headings"]]
    points = [(Kind.POINT, one["line"]) for one in gold["points"]]
    assert kinds[:2] == [(Kind.KICKER, 1), (Kind.TITLE, 2)]
    assert kinds[2:] == sorted([*bodies, *headings, *points], key=lambda pair: pair[1])
    words = {block.line: plain(block.text).text for block in document.blocks}
    assert words[1] + ":" == gold["title_block"]["kicker"]
    assert words[2] == gold["title_block"]["title"]
    assert [words[one["line"]] for one in gold["headings"]] == [one["text"] for one in gold["headings"]]
    leads = [
        f"{b.number}- {plain(b.text).text.splitlines()[0]}" for b in document.blocks if b.kind is Kind.POINT
    ]
    assert leads == [one["lead"] for one in gold["points"]]
    assert words[gold["list_intro"]["line"]].endswith(gold["list_intro"]["ends_with"])
    doubts = [finding.text for finding in findings if finding.check == "typography"]
    assert [*gold["typography"]["missing_hyphen"], "أى"] == sorted(doubts, key=len, reverse=True)


def test_the_seed_is_kept_byte_for_byte() -> None:
    digest = "683846b7c846b0fe3b5ada639f5eb5cce9dc25a3f76f5142f6188114bd50a2a0"
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == digest


# --- encodings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "notice"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "read as UTF-16, which was concluded from its content"),
        ("utf-16-be", "read as UTF-16, which was concluded from its content"),
        ("cp1256", "read as Windows-1256, which was concluded from its content"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, notice: str, end: str) -> None:
    text = end.join(["عنوان المقال: سؤال اليوم؟", "", "قال الكاتب، وهو «خبير»، إن المسألة معقدة."])
    document, findings = read(seed(text.encode(encoding)))
    assert [(b.line, plain(b.text).text) for b in document.blocks] == [
        (1, "عنوان المقال: سؤال اليوم؟"),
        (3, "قال الكاتب، وهو «خبير»، إن المسألة معقدة."),
    ]
    assert [f.message for f in findings] == [notice] * bool(notice)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b" \r\n\xe2\x80\x8f\n", 1, "there is no text in this file"),
        (b"***\n\n---\n", 1, "there is no text in this file"),
        ("عنوان\n\nنص".encode() + b"\xff\xfe\n", 3, "not UTF-8 (at byte 17: FF)"),
        (b"\xff\xfe\x27\x06\x00\xd8\x27\x06", 1, "not UTF-16 (at byte 5: 00 D8)"),
        ("texte accentué à l’ancienne".encode("latin-1", "replace"), 1, "not UTF-8 (at byte 14: E9)"),
        ("مياه العراق والتحالف".encode("iso-8859-6"), 1, "not UTF-8 (at byte 1: E5)"),  # waters of Iraq
        ("عنوان\n\n<<<<<<< HEAD\nأ\n=======\nب\n>>>>>>> b\n".encode(), 3, "an unfinished merge"),
        (bytes(range(256)) * 4, 1, "this is not a text file: it holds control characters (the first is 00)"),
        ("عنوان طويل\r\rنص\0نعم وغيره".encode(), 3, "a control character: U+0000, character 3 of the line"),
        ("عنوان طويل جداً\nنص\x1bهنا".encode(), 2, "a control character: U+001B, character 3 of the line"),
        (
            "عنوان\nنص\u202eهنا\u202c".encode(),
            2,
            (
                "a character that turns the direction of the text behind it around: "
                "U+202E RIGHT-TO-LEFT OVERRIDE, character 3 of the line"
            ),
        ),
        (
            "عنوان\U000e0041".encode(),
            1,
            "a character that is none: U+E0041 TAG LATIN CAPITAL LETTER A, character 6 of the line",
        ),
    ],
)
def test_what_cannot_be_read_says_where(data: bytes, line: int, message: str) -> None:
    with pytest.raises(JisrError) as error:
        read(seed(data))
    (finding,) = error.value.findings
    assert (finding.file, finding.line, finding.message) == ("seeds/x.txt", line, message)
    assert finding.remedy
    assert finding.severity is Severity.ERROR


def test_every_line_with_a_forbidden_character_is_named_up_to_twenty() -> None:
    with pytest.raises(JisrError) as error:
        read(seed("عنوان المقال\n" + "نص طويل بعض الشيء هنا\u202d\n" * 500))
    assert [f.line for f in error.value.findings] == list(range(2, 23))
    assert error.value.findings[-1].message.endswith("in 480 more lines")


def test_invisible_characters_are_left_out_and_reported() -> None:
    text = "عنوان\u202bنص\u202c هنا\n\nن\u00adص \u2067نص\u2069 نص\u200c‌ها مع\ufeff نقطة."
    document, findings = read(seed(text))
    assert [b.text for b in document.blocks] == ["عنوان" + "نص هنا", "نص نص نص\u200c‌ها مع نقطة."]
    assert {f.severity for f in findings} == {Severity.NOTICE}
    assert [f.line for f in findings] == [3, 1, 1, 3, 3, 3]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("كتاب\u200bجديد", "كتاب جديد"),  # "new book"
        ("كتابٌ\u200b\u200bجديد، foo\u200bbar", "كتابٌ جديد، foo bar"),
        ("قال و\u200bقال لـ\u200bداعش", "قال وقال لـداعش"),  # a prefix is no word
        ("لو\u200bقال أ\u200bب", "لو قال أ ب"),
        ("عام\u200b2003 و2003\u200bعام 1\u200b000", "عام 2003 و2003 عام 1000"),
        ("«نعم»\u200bقال\u200b«لا»", "«نعم» قال «لا»"),
        ("https://x.org/a\u200bb نعم\u200b.", "https://x.org/ab نعم."),
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_zero_width_space_between_words_is_a_space(text: str, cleaned: str, suffix: str) -> None:
    document, findings = read(seed(f"عنوان المقال\n\n{text}\n", suffix))
    assert plain(document.blocks[-1].text).text == cleaned
    assert [f.message.split(" is ")[0] for f in findings] == ["U+200B ZERO WIDTH SPACE"]


def test_a_correction_copied_with_its_invisible_marks_fits() -> None:
    text = f"عنوان هنا\n\nهذا كتاب\u200bجديد\u00ad جداً.\n\n{LONG}"
    document, _ = read(seed(text, corrections=(Correction("كتاب\u200bجديد\u00ad", "كتاب قديم", "x"),)))
    assert document.blocks[1].text == "هذا كتاب قديم جداً."


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_presentation_forms_are_reported_once_and_are_arabic(suffix: str) -> None:
    shapes = "ﻳﺘﺤﺪﺙ ﻫﺬﺍ ﺍﻟﻨﺺ ﻋﻦ ﺍﻟﺴﻴﺎﺳﺔ ﻓﻲ ﺍﻟﻤﻨﻄﻘﺔ ﺍﻟﻌﺮﺑﻴﺔ"
    document, findings = read(seed(f"عنوان\n\n{shapes}\n\n{shapes}\n", suffix))
    (one,) = findings
    assert (one.check, one.line, one.text, one.severity) == ("seed-invisible", 3, shapes, Severity.NOTICE)
    assert one.message.endswith("(2 lines)")
    assert repair_typography(document.blocks[-1].text)[0] == "يتحدث هذا النص عن السياسة في المنطقة العربية"


def test_a_character_is_read_alike_in_a_text_that_has_other_odd_ones() -> None:
    def first_line(text: str) -> tuple[str, list[str]]:
        try:
            lines, said = read_lines(f"كلمة{text}\n".encode(), "seeds/a.txt")
        except JisrError as error:
            lines, said = [], list(error.findings)
        return lines[0].text if lines else "", [noted(one) for one in said if one.line == 1]

    odd = [c for c in map(chr, range(0xD7FF)) if unicodedata.category(c)[0] in "CZM" and c not in "\r\n"]
    odd += [c for c in map(chr, range(0xE000, 0x10000)) if unicodedata.category(c) != "Co"]
    for character in odd:
        alone = first_line(f"{character}ب")
        assert first_line(f"{character}ب\n\n\u3000ب") == alone, repr(character)


def test_what_is_no_tag_of_html_stays_in_preformatted_text() -> None:
    document, _ = read(seed("# عنوان\n\n<pre>vector<int> x</pre>\n", ".md"))
    assert document.blocks[1].text == "```\nvector<int> x\n```"


def test_line_separators_end_lines() -> None:
    document, _ = read(seed("عنوان هنا\n\nسطر أول\u2028سطر ثان\x0c" + LONG))
    assert [shown(b) for b in document.blocks] == [
        "1 title: عنوان هنا",
        "3 paragraph: سطر أول  ⏎سطر ثان",
        f"3 paragraph: {LONG}",
    ]


@pytest.mark.parametrize("size", [25_000_000, 1_000_000], ids=["50 MB", "a line of 2 MB"])
def test_too_much_is_refused_unread(size: int) -> None:
    data = "ن".encode() * size

    def refuse() -> None:
        with pytest.raises(JisrError, match=r"(bytes|characters a line) are read"):
            read(seed(data))

    assert count_steps(refuse) < 1_000


# --- corrections -------------------------------------------------------------------------------------------


def test_corrections_change_the_text_but_not_the_lines() -> None:
    text = f"عنوان هنا\n\nالعراقيةالأمريكية معاً في نص.\n\nسطر\nيجمع\n\n{LONG}"
    corrections = (
        Correction("العراقيةالأمريكية", "العراقية-الأمريكية", "fused"),
        Correction("سطر\nيجمع", "سطر يجمع.", "one line"),
    )
    document, findings = read(seed(text, corrections=corrections))
    assert [(b.line, b.text) for b in document.blocks[1:]] == [
        (3, "العراقية-الأمريكية معاً في نص."),
        (5, "سطر يجمع."),
        (8, LONG),
    ]
    assert findings == []


@pytest.mark.parametrize(
    ("find", "message"), [("نص", "finds its text 2 times"), ("غير موجود", "does not find its text")]
)
def test_a_correction_that_does_not_fit_is_an_error(find: str, message: str) -> None:
    with pytest.raises(JisrError) as error:
        read(seed("عنوان\n\nنص ثم نص.", corrections=(Correction(find, "س", "x", line=7),)))
    (finding,) = error.value.findings
    assert (finding.file, finding.line, finding.text) == ("seeds/x.yml", 7, find)
    assert finding.message.endswith(message)


def test_one_seed_is_found_without_a_look_at_others(tmp_path: Path) -> None:
    for name in ("water.txt", "water/law.md", "2023/oil.txt", "same.txt", "SAME.md", "readme.md"):
        path = tmp_path / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("عنوان\n\nنص.\n", "utf-8")  # a title, a text
    (tmp_path / "seeds/water.yml").write_text("author: كاتب\n", "utf-8")  # an author
    (tmp_path / "seeds/out.txt").symlink_to("/etc/hostname")
    found = {seed.slug: seed for seed in find_files(tmp_path)[0]}
    for slug in ("water", "water/law", "2023/oil"):
        alone = find_file(tmp_path, slug)
        assert alone == found[slug]
        assert alone is not None
        assert alone.prints == found[slug].prints
    for slug in ("same", "SAME", "oil", "2023", "2023/OIL", "none", "../seeds/water", "water/", "", "out"):
        assert find_file(tmp_path, slug) is None, slug


def test_a_seed_that_comes_goes_or_gets_a_twin_is_seen_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in ("water.txt", "oil.txt"):
        (folder / name).write_text("عنوان\n\nنص.\n", "utf-8")  # a title, a text
    os.utime(folder, (0, 0))  # so long ago that its names are kept
    assert find_file(tmp_path, "water")
    listed = folder.stat().st_mtime_ns
    (folder / "Water.md").write_text("x", "utf-8")
    assert find_file(tmp_path, "water") is None, "two that no page can have"
    (folder / "Water.md").unlink()
    (folder / "oil.txt").rename(folder / "gas.txt")
    assert (find_file(tmp_path, "oil"), bool(find_file(tmp_path, "gas"))) == (None, True)
    os.utime(folder, ns=(0, listed))  # as a program may that restores a folder
    assert find_file(tmp_path, "oil") is None
