"""What people write and exchange, as files by their path."""

import os
from pathlib import Path

import pytest

from jisr.translation.article_files import WrittenFiles

PAGE = "docs/en/articles/a.md"


def test_who_asks_for_one_file_has_none_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process that checks articles would hold the names of all."""
    page = tmp_path / PAGE
    page.parent.mkdir(parents=True)
    page.write_bytes(b"a")
    files = WrittenFiles(tmp_path)

    def refuse(*_: object) -> None:
        raise AssertionError("files are listed")

    with monkeypatch.context() as at_work:
        at_work.setattr(os, "walk", refuse)
        assert files[PAGE] == b"a"
        assert files.get("docs/en/articles/b.md") is None
        assert files["docs/en/articles"] == b"", "of what cannot be read there is nothing"
    assert list(files) == [PAGE]
    assert PAGE in files
    assert "docs/en/articles" not in files
