"""What engines answered is kept from run to run, bounded, and gone where a person's name has to go."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jisr.storage.work import sentences
from jisr.storage.work.sentences import drop_sentences, open_sentences

FILE = Path(".jisr/drafts.sqlite3")


def write(root: Path, **answers: str) -> None:
    with open_sentences(root) as store:
        store.write({key.encode(): (f"جملة {key}", [text, -0.5, "", []]) for key, text in answers.items()})


def read(root: Path, *keys: str) -> dict[str, str]:
    with open_sentences(root) as store:
        return {key.decode(): said[0] for key, said in store.read([k.encode() for k in keys]).items()}


def test_what_was_answered_is_there_in_the_next_run(tmp_path: Path) -> None:
    write(tmp_path, a="One.", b="Two, “quoted”.")
    assert read(tmp_path, "a", "b", "c") == {"a": "One.", "b": "Two, “quoted”."}
    write(tmp_path, a="Another.")
    assert read(tmp_path, "a", "b") == {"a": "Another.", "b": "Two, “quoted”."}


def test_many_are_read_at_once(tmp_path: Path) -> None:
    names = [f"k{n}" for n in range(2_345)]
    write(tmp_path, **dict.fromkeys(names, "Text."))
    assert len(read(tmp_path, *names)) == len(names)


def test_an_answer_is_on_the_disk_before_the_run_ends(tmp_path: Path) -> None:
    with open_sentences(tmp_path) as store:
        store.write({b"a": ("جملة", ["One.", None, "", []])})
        with closing(sqlite3.connect(tmp_path / FILE)) as other:
            assert other.execute("SELECT count(*) FROM answers").fetchone() == (1,)


def test_of_too_many_those_go_that_were_not_used_for_longest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, name in enumerate("abcde"):
        monkeypatch.setattr("time.time", lambda day=day: day * 86_400.0)
        write(tmp_path, **{name: "Text."})
    monkeypatch.setattr("time.time", lambda: 9 * 86_400.0)
    assert read(tmp_path, "a")
    monkeypatch.setattr(sentences, "MOST", 3)
    write(tmp_path, f="Text.")
    assert sorted(read(tmp_path, *"abcdef")) == ["a", "e", "f"]


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    write(tmp_path, a="One.")
    (tmp_path / FILE).write_bytes(damage)
    assert read(tmp_path, "a") == {}
    write(tmp_path, a="One.")
    assert read(tmp_path, "a") == {"a": "One."}


def test_a_file_of_another_form_is_begun_anew(tmp_path: Path) -> None:
    write(tmp_path, a="One.")
    with closing(sqlite3.connect(tmp_path / FILE)) as kept:
        kept.execute("PRAGMA user_version = 99")
    assert read(tmp_path, "a") == {}
    write(tmp_path, a="One.")
    assert read(tmp_path, "a") == {"a": "One."}


def test_where_none_can_be_kept_answers_last_as_long_as_the_run(tmp_path: Path) -> None:
    (tmp_path / ".jisr").write_text("a file where the folder should be")
    for root in (tmp_path, None):
        with open_sentences(root) as store:
            store.write({b"a": ("جملة", ["One.", None, "", []])})
            assert store.read([b"a"]) == {b"a": ["One.", None, "", []]}
        with open_sentences(root) as store:
            assert store.read([b"a"]) == {}


@pytest.mark.parametrize("word", ["جملة a", "Zaynab"])
def test_what_is_removed_is_gone_by_its_sentence_or_its_answer(tmp_path: Path, word: str) -> None:
    write(tmp_path, a="Zaynab came.", b="Others came.")
    with open_sentences(tmp_path) as store:  # a name only in what the engine thought of as well
        store.write({b"c": ("جملة a c", ["She came.", -0.5, "", [["Zaynab it was.", -0.9, "", []]]])})
    drop_sentences(tmp_path, lambda text: word in text)
    assert read(tmp_path, "a", "b", "c") == {"b": "Others came."}
    for file in (tmp_path / ".jisr").iterdir():
        assert word.encode() not in file.read_bytes(), "no freed page keeps it"


def test_removing_needs_no_file_and_deletes_one_that_it_cannot_read(tmp_path: Path) -> None:
    drop_sentences(tmp_path, lambda _: True)
    assert not (tmp_path / ".jisr").exists()
    write(tmp_path, a="One.")
    (tmp_path / FILE).write_bytes(b"no database at all")
    drop_sentences(tmp_path, lambda _: False)
    assert not (tmp_path / FILE).exists()


def test_a_run_that_was_asking_while_something_was_removed_keeps_nothing_more(tmp_path: Path) -> None:
    with open_sentences(tmp_path) as store:
        store.write({b"b": ("جملة b", ["Others came.", None, "", []])})
        drop_sentences(tmp_path, lambda text: "Zaynab" in text)
        store.write({b"a": ("جملة a", ["Zaynab came.", None, "", []])})
        assert store.read([b"a"]) == {}
    assert read(tmp_path, "a", "b") == {"b": "Others came."}
    write(tmp_path, a="She came.")
    assert read(tmp_path, "a") == {"a": "She came."}, "the next run keeps its answers"
