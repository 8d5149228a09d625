"""What was removed is known again at its place, in all its spellings, and nowhere else."""

import json
from pathlib import Path

import pytest

from jisr.model.diagnostics import JisrError
from jisr.translation.removed import (
    LONGEST,
    REMOVED_FILE,
    Removal,
    RemovedPlaces,
    add_removals,
    parse_removed,
    read_removed,
)

KEY = "5" * 64
NAME = ("مريم الحسن", "Maryam al-Hassan")  # the witness, in both languages


def removed(*removals: Removal) -> RemovedPlaces:
    return parse_removed(add_removals(b"", removals, KEY))


@pytest.mark.parametrize(
    "text",
    [
        "قالت مريم الحسن إنها رأت",  # Maryam al-Hassan said that she saw
        "وَبِمَرْيَمَ الحسن",  # and by, with vowel marks
        "لمريم «الحسن»",  # to Maryam «al-Hassan»
        "مـريم الحسن",  # stretched
        "Maryam al-Hassan's brother",
        "MARYAM AL HASSAN",
        "Máryam\nal‑Hassan",
    ],
)
def test_every_spelling_is_known_at_its_place(text: str) -> None:
    assert removed(Removal("prison", "p3", NAME)).holds("prison", "p3", text)


@pytest.mark.parametrize(
    ("slug", "key", "text"),
    [
        ("prison", "p4", "قالت مريم الحسن"),  # another block
        ("prison", "", "قالت مريم الحسن"),  # the article itself, of which nothing is said
        ("camp", "p3", "قالت مريم الحسن"),  # another article
        ("prison", "p3", "قالت مريم إن الحسن"),  # not side by side
        ("prison", "p3", "الحسن مريم"),
        ("prison", "p3", ""),
    ],
)
def test_it_is_no_word_that_others_may_not_use(slug: str, key: str, text: str) -> None:
    assert not removed(Removal("prison", "p3", NAME)).holds(slug, key, text)


def test_what_an_article_lost_returns_to_none_of_its_blocks() -> None:
    there = removed(Removal("prison", "", NAME))
    assert there.holds("prison", "p9-k3", "مريم الحسن")
    assert there.holds("prison", "", "Maryam al-Hassan")
    assert not there.is_closed("prison")
    assert not there.holds("prison", "p9-k3", "مريم")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("الحسن", "للحسن"),  # to al-Hassan: the article's alif is not written
        ("حسن", "وبالحسن"),  # and by the Hassan
        ("مصطفى", "أومصطفى"),  # and Mustafa? (a question)
        ("عبدالله", "عبد الله"),  # one word or two
        ("فاطمة", "وفاطمه"),  # and Fatima
    ],
)
def test_clitics_hide_nothing(name: str, text: str) -> None:
    assert removed(Removal("prison", "p1", (name,))).holds("prison", "p1", text)


@pytest.mark.parametrize(("name", "text"), [("يمان", "سليمان"), ("حسن", "محسن"), ("سن", "الحسن")])
def test_letters_within_a_word_are_no_name(name: str, text: str) -> None:
    assert not removed(Removal("prison", "p1", (name,))).holds("prison", "p1", text)


def test_a_closed_place_takes_nothing() -> None:
    there = removed(Removal("prison", "p3"))
    assert there.holds("prison", "p3", "")
    assert there.is_closed("prison", "p3")
    assert not there.holds("prison", "p4", "")
    assert not there.is_closed("prison")
    assert removed(Removal("prison")).holds("prison", "p4", "")


def test_of_a_long_text_every_run_is_known() -> None:
    words = [f"word{n}" for n in range(LONGEST + 2)]
    there = removed(Removal("prison", "", (" ".join(words),)))
    assert there.holds("prison", "p1", "before " + " ".join(words[2:]) + " after")
    assert there.holds("prison", "p1", " ".join(words[:LONGEST]))
    assert not there.holds("prison", "p1", " ".join(words[: LONGEST - 1]))


def test_the_file_holds_no_words_and_tells_no_order() -> None:
    data = add_removals(b"", [Removal("maryam-hassan", "p1", NAME), Removal("camp", "p2", NAME)])
    text = data.decode()
    assert not any(word in text.casefold() for word in ("maryam", "hassan", "camp", "p1", "مريم"))
    first, *rest = text.splitlines()
    assert set(json.loads(first)) == {"key"}
    assert rest == sorted(rest)
    said = [json.loads(line) for line in rest]
    assert len({line["words"] for line in said if "words" in line}) == 4, (
        "one name at two places is not seen to be one"
    )
    assert add_removals(b"", []) == b""


def test_what_is_known_already_changes_nothing() -> None:
    data = add_removals(b"", [Removal("prison", "p1", NAME)])
    assert add_removals(data, [Removal("prison", "p1", NAME)]) == data
    more = add_removals(data, [Removal("prison", "p2", NAME)])
    assert set(data.splitlines()) < set(more.splitlines())
    assert data.splitlines()[0] == more.splitlines()[0]


def test_each_publication_has_its_own_key() -> None:
    one, other = (add_removals(b"", [Removal("prison")]) for _ in range(2))
    assert set(one.splitlines()).isdisjoint(other.splitlines())


def test_two_branches_are_merged_by_their_lines() -> None:
    one = add_removals(b"", [Removal("prison", "p1", NAME)])
    other = add_removals(b"", [Removal("camp")])
    both = parse_removed(other + one)
    assert both.holds("prison", "p1", "مريم الحسن")
    assert both.is_closed("camp")
    third = parse_removed(add_removals(other + one, [Removal("port", "p1", NAME)]))
    assert third.holds("port", "p1", "مريم الحسن")
    assert third.holds("prison", "p1", "مريم الحسن")


@pytest.mark.parametrize(
    "line",
    [
        b"<<<<<<< HEAD",
        b"[]",
        b"{}",
        b'{"words": "' + b"0" * 32 + b'"}',
        b'{"place": "' + b"0" * 31 + b'"}',
        b'{"place": "' + b"0" * 32 + b'", "words": "' + b"g" * 32 + b'"}',
        b'{"place": 5}',
    ],
)
def test_a_damaged_line_stops_the_run(line: bytes) -> None:
    data = add_removals(b"", [Removal("prison")]) + line + b"\n"
    with pytest.raises(JisrError) as caught:
        parse_removed(data)
    assert caught.value.findings[0].line == 4
    assert caught.value.findings[0].file == REMOVED_FILE


def test_without_its_key_the_file_is_damaged() -> None:
    data = add_removals(b"", [Removal("prison")]).partition(b"\n")[2]
    with pytest.raises(JisrError, match="the key, is gone"):
        parse_removed(data)


def test_what_a_later_release_adds_to_a_line_is_no_damage(tmp_path: Path) -> None:
    data = add_removals(b"", [Removal("prison", "p1", NAME)], KEY).replace(b"}\n", b', "more": 1}\n')
    (tmp_path / "translations").mkdir()
    (tmp_path / REMOVED_FILE).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n\r\n"))
    assert read_removed(tmp_path).holds("prison", "p1", "مريم الحسن")


def test_nothing_was_removed_where_there_is_no_file(tmp_path: Path) -> None:
    there = read_removed(tmp_path)
    assert not there
    assert not there.holds("prison", "p1", "مريم الحسن")
    assert not there.is_closed("prison")
    assert removed(Removal("prison"))
    assert removed(Removal("prison", "p1", NAME))
