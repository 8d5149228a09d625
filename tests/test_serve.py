"""What an editor sees while working: the pages, and each change soon after."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from build_tools.serve import changes, serving


def test_pages_are_served_and_a_wrong_address_shows_the_sites_own_404(tmp_path: Path) -> None:
    (tmp_path / "ar").mkdir()
    (tmp_path / "ar/index.html").write_text("<h1>جسر</h1>", "utf-8")  # Jisr
    (tmp_path / "404.html").write_text("<h1>lost</h1>", "utf-8")
    with serving(tmp_path, 0) as address:
        with urllib.request.urlopen(address + "ar/") as answer:
            assert "جسر" in answer.read().decode()
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(address + "no/such/page")
        assert caught.value.code == 404
        assert b"lost" in caught.value.read()
        caught.value.close()


def test_changes_are_noticed_once(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs/page.md"
    page.write_text("one", "utf-8")
    steps = iter(["nothing", "write", "nothing", "delete"])

    def meanwhile(_seconds: float) -> None:
        step = next(steps)
        if step == "write":
            page.write_text("other", "utf-8")
        elif step == "delete":
            page.unlink()

    noticed = changes(tmp_path, wait=meanwhile)
    assert next(noticed) == [page]
    assert next(noticed) == [page]
