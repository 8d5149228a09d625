"""A file of any time is read without what was removed from its article, whatever it is written in."""

from functools import partial
from pathlib import Path

import pytest

from jisr.model.glossary import Actor, ActorNames
from jisr.removal.refusal import USUAL_KEYS, as_allowed, clean_file, file_at, names_elsewhere
from jisr.translation.removed import REMOVED_FILE, WHOLE, Removal, add_removals, parse_removed
from tests.project import git

NAMES = ("مريم الحسن", "Maryam al-Hassan", "maryam hassan", "maryam-hassan")  # the witness
SHORT = "نعم رأيتهم."  # Yes, I saw them: a paragraph
LONG = "قالت لنا إنها بقيت في البيت حتى جاء الجيران وأخذوها."  # she stayed until neighbours came
RECORD = add_removals(
    b"",
    [
        Removal("water", "", NAMES),
        Removal("water", "p3", ("الحسن", "hassan", "al hassan", "احمد الحسن", "may")),
        Removal("water", "p2"),
        Removal("water", WHOLE, (SHORT,)),
        Removal("water", "", (LONG,)),
        Removal("seeds/actors.yml", "", NAMES),
        Removal("gone"),
    ],
    "5" * 64,
)
REMOVED = parse_removed(RECORD)
OTHERS = (Actor("zirwan", "person", ActorNames("زروان الحسن"), ActorNames("Zirwan al-Hassan")),)
PO = 'msgid ""\nmsgstr ""\n\n'


@pytest.mark.parametrize(
    ("name", "came", "left"),
    [
        ("seeds/water.txt", "قالت وبمـريم الحسن.", "قالت […]."),
        ("seeds/water.txt", "وقال أخوها للحسن.", "وقال أخوها […]."),  # to Hassan
        ("seeds/water.txt", "قال مازن الحسن.", "قال مازن الحسن."),  # another of the family
        ("seeds/water.txt", "ورائد أحمد الحسن", "ورائد أحمد الحسن"),  # Raed, whose father was Ahmed too
        ("seeds/water.txt", "قال أحمد الحسن.", "قال […]."),  # Ahmed is a name of hers
        ("docs/en/articles/water.md", "Raed al-Hassan, **Maher** al-Hassan", None),
        ("docs/en/articles/water.md", "Maher\nal-Hassan’s [Raed](a.md) al-Hassan", None),
        ("docs/en/articles/water.md", "Zirwan al-Hassan’s house", None),  # of the glossary
        ("docs/en/articles/water.md", "Ms al-Hassan’s, and Hassan’s", "Ms […], and […]"),
        ("docs/en/articles/water.md", "We met Maher. Al-Hassan left", "We met Maher. […] left"),
        ("docs/en/articles/water.md", "May said it may rain", "[…] said it may rain"),
        ("translations/water.po", 'msgctxt "p3"\nmsgstr "Raed "\n"al-Hassan"\n', None),
        ("docs/en/articles/water.md", "<b>Mar&#121;am</b> al-Hassan’s", "<b>[…]</b>"),
        ("docs/en/articles/water.md", "Maryam\nal-Hassan said", "[…] said"),
        ("docs/en/articles/water.md", "[it](../maryam-hassan/)", "[it](../[…]/)"),
        (
            "seeds/water.yml",
            "title: Maryam al-Hassan\nwas: [maryam-hassan, a]\n",
            'title: "[…]"\nwas: ["a"]\n',
        ),
        ("docs/en/articles/water.md.orig", "Maryam al-Hassan", "[…]"),  # what a merge tool leaves
        ("translations/water.po~", "Maryam al-Hassan", "[…]"),
        ("seeds/other.txt", "قالت مريم الحسن.", "قالت مريم الحسن."),  # by place, not by text
        ("seeds/water.txt", f"أول.\n\n{LONG}\n\nآخر.\n", "أول.\n\nآخر.\n"),
        ("seeds/water.txt", f"أول.\n\n{SHORT}\n\nآخر.\n", "أول.\n\nآخر.\n"),
        ("seeds/water.txt", f"أول.\n{SHORT}\nآخر.\n", "أول.\nآخر.\n"),
        ("seeds/water.txt", "قالت: نعم رأيتهم.\n", "قالت: نعم رأيتهم.\n"),  # no whole paragraph
        ("seeds/water.md", f"## {SHORT}\n\nأول.\n", "## […]\n\nأول.\n"),  # of a heading the place stays
        ("docs/en/articles/water.md", "<!-- #p1 -->\nA\n\n<!-- #p2 -->\nB\n", "<!-- #p1 -->\nA\n"),
        ("docs/ar/articles/water.md", f"<!-- #p7 -->\n{SHORT}\n", ""),
        ("private/water.jsonl", '{"id":"2","key":"p2","data":{"text":"x"}}\n', ""),
        ("private/water.jsonl", '{"text": "\\u0645\\u0631\\u064a\\u0645 الحسن"}\n', '{"text": "[…]"}\n'),
        ("translations/water.po", 'msgctxt "p1"\nmsgid "مريم \nالحسن', 'msgctxt "p1"\nmsgid "[…]'),  # damaged
        (
            "seeds/actors.yml",
            "actors:\n  - id: x\n    ar: {name: مريم الحسن}\n  - id: b\n    part-of: [x]\n",
            "actors:\n  - id: b\n    part-of: []\n",
        ),
    ],
)
def test_it_is_as_the_act_had_left_it(name: str, came: str, left: str | None) -> None:
    cleaned = clean_file(REMOVED, name, came.encode(), (), USUAL_KEYS, lambda: OTHERS)
    left = came if left is None else left  # others of her family
    assert (cleaned.data or b"").decode() == left
    assert bool(cleaned.returned) is (came != left)


PAGE = """---
lang: en
---
Maryam al-Hassan above all.

<!-- #p1 -->
Nobody.

<!-- #p3 edited -->
A line.
Maryam al-Hassan, and Maryam Hassan.

<!-- #p2 -->
Gone as a whole.
"""
BOOK = """# Maryam al-Hassan
msgid ""
msgstr ""

msgctxt "p1"
msgid "أ"
msgstr "Nobody."

# a note
msgctxt "p4"
msgid "مريم الحسن"
msgstr ""
"Maryam "
"al-Hassan"

#~ msgctxt "p5"
#~ msgid "ب"
#~ msgstr "Maryam al-Hassan"
"""
EVENTS = """{"id": "1", "key": "p1", "data": {"text": "Nobody"}}
{"id": "2", "key": "p4", "data": {"text": "Maryam Hassan"}}
{"id": "3", "key": "p2", "data": {"text": "Gone"}}
{"id": "4", "key": "", "data": {"text": "Maryam Hassan"}}
"""


def test_of_events_those_of_other_blocks_stay_each_on_its_line() -> None:
    one, two, three, four = EVENTS.splitlines(keepends=True)
    left = clean_file(REMOVED, "private/water.jsonl", EVENTS.encode(), (), USUAL_KEYS).data or b""
    assert three not in left.decode()
    assert left.decode() == one + two.replace("Maryam Hassan", "[…]") + four.replace("Maryam Hassan", "[…]")


@pytest.mark.parametrize(
    ("name", "came", "told"),
    [
        ("docs/en/articles/water.md", PAGE, ["4", "11 p3", "13 p2"]),
        ("translations/water.po", BOOK, ["1", "11 p4", "13 p4", "18 p5"]),
        ("private/water.jsonl", EVENTS, ["2 p4", "3 p2", "4"]),
        ("seeds/water.txt", "مريم الحسن، مريم الحسن\n\nأحد\nمريم الحسن\n", ["1", "4"]),
        ("seeds/water.txt", f"أول.\n{SHORT}\n\n{LONG}\n", ["2", "4"]),
        ("seeds/water.yml", f"topics: [a]\ntitle: {SHORT}\n", ["2 title"]),
        ("docs/en/articles/water.html", f"<p>أ</p>\n<h1>{SHORT}</h1>\n", ["2 title"]),
        ("docs/en/articles/water.md", f"---\nlang: en\ntitle: {SHORT}\n---\n\n# A\n", ["3 title"]),
        ("seeds/gone.txt", "أي شيء", ["0"]),  # anything
    ],
)
def test_an_editor_is_told_in_which_lines_and_blocks_it_stood(name: str, came: str, told: list[str]) -> None:
    cleaned = clean_file(REMOVED, name, came.encode(), (), USUAL_KEYS, lambda: OTHERS)
    assert [f"{one.line} {one.key}".strip() for one in cleaned.returned] == told


def test_the_glossary_is_read_once_for_a_file_however_often_its_name_stands_there() -> None:
    asked: list[int] = []

    def others() -> tuple[Actor, ...]:
        asked.append(1)
        return OTHERS

    came = "\n".join(f'msgctxt "p{n}"\nmsgid "قال للحسن"\nmsgstr ""\n' for n in range(1, 9))
    assert clean_file(REMOVED, "translations/water.po", (PO + came).encode(), (), (), others).returned
    assert len(asked) == 1
    clean_file(REMOVED, "translations/water.po", PO.encode(), (), (), others)
    assert len(asked) == 1, "and not at all where nothing came back"


LONGER = (Actor("basri", "person", ActorNames("مريم الحسن البصري"), ActorNames("Maryam al-Hassan al-Basri")),)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("قالت لمَرْيَم **الحسن** إنها رأت الجنود.", ["لمَرْيَم **الحسن"]),  # she said to Maryam
        ("Maryam Hassan, <b>Maryam</b> al-Hassan", ["Maryam Hassan", "Maryam</b> al-Hassan"]),
        ("Maryam al-Hassan al-Basri spoke", []),  # another, in the glossary
        ("al-Hassan and Hassan spoke", []),  # not in full
        ("maryam-hassan", ["maryam-hassan"]),
    ],
)
def test_where_a_new_text_names_in_full_who_was_removed_elsewhere(text: str, named: list[str]) -> None:
    found = names_elsewhere(REMOVED, text, lambda: LONGER)
    assert [text[start:end] for start, end in found] == named


OLD_FORM = b"".join(line for line in RECORD.splitlines(keepends=True) if b'"article"' not in line)
OTHER = [Removal("other")]


@pytest.mark.parametrize(
    "record", [OLD_FORM, OLD_FORM + add_removals(b"", OTHER, "6" * 64), add_removals(OLD_FORM, OTHER)]
)
def test_a_record_that_was_written_without_articles_is_honoured(record: bytes) -> None:
    removed = parse_removed(record)
    assert clean_file(removed, "seeds/water.txt", "قالت مريم الحسن.".encode()).data == "قالت […].".encode()
    assert clean_file(removed, "seeds/gone.txt", b"x").data is None
    assert clean_file(removed, "seeds/port.txt", "قالت مريم الحسن.".encode()).returned == ()


def test_a_block_alone_in_a_record_without_articles_stays_known() -> None:
    record = add_removals(b"", [Removal("water", "p2")], "5" * 64)
    record = b"".join(line for line in record.splitlines(keepends=True) if b'"article"' not in line)
    removed = parse_removed(add_removals(record, OTHER))
    assert clean_file(removed, "docs/en/articles/water.md", b"<!-- #p2 -->\nB\n").data == b""


@pytest.mark.parametrize("encoding", ["utf-16", "cp1256", "utf-8-sig"])
def test_a_seed_keeps_its_encoding(encoding: str) -> None:
    cleaned = clean_file(REMOVED, "seeds/water.txt", "قالت مريم الحسن هنا".encode(encoding))
    assert (cleaned.data or b"").decode(encoding, "replace").startswith("قالت [")
    assert "مريم" not in (cleaned.data or b"").decode(encoding, "replace")


def test_a_ledger_is_unsigned_where_words_went_and_has_no_removed_block() -> None:
    entry = 'msgctxt "{}"\nmsgid "قالت مريم "\n"الحسن"\nmsgstr "Maryam al-"\n"Hassan said"\n\n'
    state = '# jisr: state=approved by="Omar" on=2026-11-23 for=1a5bca8c\n'
    came = (
        PO
        + state
        + entry.format("p1")
        + entry.format("p2")
        + "#~ "
        + entry.format("p2").replace("\n", "\n#~ ")
    )
    cleaned = clean_file(REMOVED, "translations/water.po", came.rstrip("#~ \n").encode() + b"\n")
    text = (cleaned.data or b"").decode()
    assert 'msgid "قالت […]"\nmsgstr "[…] said"' in text
    assert "p2" not in text
    assert "approved" not in text
    assert "1a5bca8c" not in text  # by which the former Arabic could be guessed
    assert {one.key for one in cleaned.returned} == {"p1", "p2"}


@pytest.mark.parametrize("name", ["seeds/gone.txt", "docs/en/articles/gone.md", "private/gone.jsonl"])
def test_of_an_article_that_is_gone_nothing_is_left(name: str) -> None:
    assert clean_file(REMOVED, name, b"anything").data is None


def test_a_file_whose_own_name_was_removed_goes() -> None:
    removed = parse_removed(add_removals(b"", [Removal("maryam-hassan", "", NAMES)]))
    assert clean_file(removed, "seeds/maryam-hassan.png", b"\x89PNG\0").data is None


def test_former_names_of_an_article_count_for_it() -> None:
    came = b"Maryam al-Hassan said"
    assert clean_file(REMOVED, "docs/en/articles/rivers.md", came).data == came
    assert clean_file(REMOVED, "docs/en/articles/rivers.md", came, ("water",)).data == "[…] said".encode()


def test_another_of_her_family_whom_the_glossary_names_stays_in_what_is_read_of_a_commit(
    tmp_path: Path,
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / REMOVED_FILE).parent.mkdir()
    (tmp_path / REMOVED_FILE).write_bytes(RECORD)
    came = "قال زروان الحسن للحسن.".encode()  # Zirwan al-Hassan said to Hassan
    read = partial(as_allowed, tmp_path, "seeds/rivers.txt", came)
    assert read() == came
    assert read(["water"]) == "قال زروان […] […].".encode()
    names = "{id: z, type: person, ar: {name: زروان الحسن}, en: {name: Zirwan al-Hassan}}"
    (tmp_path / "seeds/actors.yml").write_text(f"actors: [{names}]\n", "utf-8")
    assert read(["water"]) == "قال زروان الحسن […].".encode()


def test_what_a_commit_held_is_read_without_it(tmp_path: Path) -> None:
    path = tmp_path / "docs/en/articles/water.md"
    path.parent.mkdir(parents=True)
    path.write_text("Maryam al-Hassan said", "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    assert file_at(tmp_path, "HEAD", "docs/en/articles/water.md") == b"Maryam al-Hassan said"
    (tmp_path / REMOVED_FILE).parent.mkdir()
    (tmp_path / REMOVED_FILE).write_bytes(RECORD)
    assert file_at(tmp_path, "HEAD", "docs/en/articles/water.md") == "[…] said".encode()
    assert file_at(tmp_path, "HEAD", "docs/en/articles/nothing.md") is None
    assert as_allowed(tmp_path, "seeds/gone.txt", b"x") is None
