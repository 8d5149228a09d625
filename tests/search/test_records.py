"""What search finds on pages that people wrote is made once."""

from pathlib import Path

import pytest

from jisr.model.languages import Lang
from jisr.model.settings import Settings
from jisr.search import records
from jisr.storage.cache import open_cache


def test_a_page_that_people_wrote_is_taken_apart_again_only_where_it_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def note(lang: Lang, path: str, text: str) -> records.SearchRecord:
        read.append(path)
        return page(lang, path, text)

    page = records._page
    monkeypatch.setattr(records, "_page", note)
    docs = {"ar/about.md": b"# About\n\nWords.\n", "ar/us.md": b"# Us\n"}

    def find() -> list[tuple[records.FoundPage, bytes]]:
        with open_cache(tmp_path, "search") as made:
            found = records.find_pages("ar", (), (), docs, Settings(root=tmp_path), made)
            return [(one, one.pack()) for one in found]

    def asked() -> list[str]:
        with open_cache(tmp_path, "search") as made:
            list(records.find_pages("ar", (), (), docs, Settings(root=tmp_path), made))
        return read

    before = find()
    read.clear()
    assert asked() == []
    assert find() == before
    read.clear()
    docs["ar/us.md"] = b"# We\n"
    assert asked() == ["us.md"]
    now = find()
    assert (now[0], now[1][0].url) == (before[0], before[1][0].url)
    assert now[1] != before[1]
