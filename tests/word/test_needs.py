"""Whoever lacks the library is told what to install."""

import sys

import pytest

from jisr.word.needs import why_no_word


def test_what_is_missing_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_no_word() == ""
    monkeypatch.setitem(sys.modules, "docx", None)
    assert why_no_word().split("\n") == [
        "no Word file: python-docx is not installed",
        "pip install 'jisr[word]', or make install",
    ]
