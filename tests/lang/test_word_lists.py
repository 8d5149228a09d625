"""Lists of words in files: how they are read, and that a program reads all of them."""

import re
from pathlib import Path

import pytest

from jisr.lang.word_lists import any_of, folded_pairs, folded_words, read_word_lists

PACKAGE = Path(__file__).parents[2] / "build_tools" / "jisr"
FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.toml"))


def test_words_are_folded_over_line_ends() -> None:
    assert folded_words("\nأمن\nوزارة  أمن\n") == {"امن", "وزاره"}


def test_pairs_go_over_line_ends_and_have_several_words_on_both_sides() -> None:
    pairs = folded_pairs("\nخالد\nKhalid; رئيس الوزراء Prime Minister;\nالدين al-Din\n")
    assert pairs == {"خالد": "Khalid", "رييس الوزراء": "Prime Minister", "الدين": "al-Din"}


def test_the_longest_word_is_found_and_signs_stand_for_themselves() -> None:
    words = re.compile(any_of(["U.S", "U.S.A", "Us"]))
    assert [m[0] for m in words.finditer("U.S.A U.S UxS Us")] == ["U.S.A", "U.S", "Us"]


@pytest.mark.parametrize("file", FILES)
def test_no_list_is_idle(file: str) -> None:
    """Whoever adds a word to a list must not do so in vain."""
    used = "\n".join(path.read_text("utf-8") for path in (PACKAGE / file).parent.glob("*.py"))
    assert file in used
    assert [name for name in read_word_lists(file) if f'"{name}"' not in used] == []
