"""YAML that people write: what is wrong with it is said with file, line, text and remedy."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.yaml import load_schema, parse_yaml, read_yaml


def findings(text: str, schema: str = "sidecar") -> tuple[Finding, ...]:
    with pytest.raises(JisrError) as caught:
        parse_yaml(text, "seeds/x.yml", schema)
    return caught.value.findings


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ("titel: x\n", 1, "unknown key", "did you mean title?"),
        ("reviewed_by: Ann\n", 1, "unknown key", "at the top of its page"),
        ("Approved-By: Ann\n", 1, "unknown key", "at the top of its page"),
        ("reviewer: Ann\n", 1, "unknown key", "at the top of its page"),
        ("title: x\nauthor: {ar: سامر, fr: Samer}\n", 2, "unknown key in author", "did you mean"),  # a name
        ("title: x\npublished: next week\n", 2, "published has not the form that", "YYYY-MM or YYYY-MM-DD"),
        ("title: x\nauthor:\n", 2, "author is empty", "leave the key out"),
        ("was: water\n", 1, "was is a list, also of one", "write a list: [water]"),
        ("- a\n", 1, "the file has to be keys and values", "keys and values"),
        ("title: x\ntitle: y\n", 2, "the same key twice", "keep one"),
        ("title: &a x\nkicker: *a\n", 1, "aliases", "write the value out"),
        ("title: &a x\nsummary: {en: what?}\nkicker: *a\n", 1, "aliases", "write the value out"),
        ("title: 7\n", 1, "title has to be a text", "Overrides the title"),
        ("title: [x\nkicker: y\n", 2, "not valid YAML", "indentation"),
        ("title: " + "[" * 5000, 1, "not valid YAML", "indentation"),
        ("title: x\n<<<<<<< HEAD\nkicker: y\n=======\n>>>>>>> b\n", 2, "an unfinished merge", "settle"),
    ],
)
def test_what_is_wrong_with_a_sidecar(text: str, line: int, message: str, remedy: str) -> None:
    found = findings(text)[0]
    assert (found.file, found.line) == ("seeds/x.yml", line)
    assert message in found.message
    assert remedy in found.remedy


@pytest.mark.parametrize(
    "text", ["corrections: [{find: 1}]\n", "was: [a/]\n", "status: x\n", "until: soon\n"]
)
def test_no_remedy_sends_people_to_files_that_a_publication_has_not(text: str) -> None:
    for finding in findings(text):
        assert finding.remedy
        assert "schemas" not in finding.remedy


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\x7f", "\x9b", "\u202d", "\u202e", "\ufffe", "\U000e0041"]
)
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('title: x\nkicker: "a{}b"\n', 2),
        ('title: x\nauthor:\n  ar: سامر\n  en: "S{}"\n', 4),  # a name
        ('title: x\ntopics: [x,\n  "y{}"]\n', 3),
        ('title: x\ncorrections:\n  - find: x\n    replace: "{}"\n    reason: y\n', 4),
    ],
)
def test_no_escape_brings_a_character_that_no_page_may_show(text: str, line: int, character: str) -> None:
    found = findings(text.format(f"\\U{ord(character):08X}"))
    assert [(f.check, f.line) for f in found] == [("yaml-character", line)]
    assert f"U+{ord(character):04X}" in found[0].message


def test_marks_that_arabic_needs_are_no_wrong_characters() -> None:
    text = 'title: "می\\u200cشود \\u200f\\u061c"\nsummary: "أ\\tب\\nج"\n'  # joiners, marks
    assert parse_yaml(text, "seeds/x.yml", "sidecar").data["title"] == "می\u200cشود \u200f\u061c"


def test_a_broken_glossary_cannot_hold_them_either() -> None:
    text = 'actors:\n  - id: x\n    type: person\n    ar: {name: س}\n    en: {name: "X\\u202e"}\n'
    assert "yaml-character" in {f.check for f in findings(text, "actors")}


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.write_bytes(b"\xff\x00")])
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, make: Callable[[Path], object]) -> None:
    (tmp_path / "seeds").mkdir()
    make(tmp_path / "seeds" / "actors.yml")
    with pytest.raises(JisrError) as caught:
        read_yaml(tmp_path / "seeds" / "actors.yml", tmp_path, "actors")
    assert [(f.file, bool(f.remedy)) for f in caught.value.findings] == [("seeds/actors.yml", True)]


@pytest.mark.parametrize("schema", ["actors", "settings", "sidecar", "terms"])
def test_a_schema_refers_to_nothing_that_has_to_be_looked_for_at_each_value(schema: str) -> None:
    assert "$ref" not in json.dumps(load_schema(schema))
