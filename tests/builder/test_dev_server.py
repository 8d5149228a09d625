"""What an editor sees while working: the pages, and each change soon after."""

import os
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from jisr.builder.dev_server import serve_folder, watch_sources


def test_pages_are_served_and_a_wrong_address_shows_the_sites_own_404(tmp_path: Path) -> None:
    (tmp_path / "ar").mkdir()
    (tmp_path / "ar/index.html").write_text("<h1>جسر</h1>", "utf-8")  # Jisr
    (tmp_path / "404.html").write_text("<h1>lost</h1>", "utf-8")
    with serve_folder(tmp_path, 0) as address:
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

    noticed = watch_sources(tmp_path, wait=meanwhile)
    assert next(noticed) == [page]
    assert next(noticed) == [page]


def test_an_edit_during_the_first_build_is_seen(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    noticed = watch_sources(tmp_path, wait=lambda _: None)
    (tmp_path / "docs/page.md").write_text("saved while the site was built", "utf-8")
    assert next(noticed) == [tmp_path / "docs/page.md"]


def test_a_save_of_the_same_size_at_the_same_time_is_seen(tmp_path: Path) -> None:
    """As programs save that keep times, or when the clock was set back."""
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs/page.md"
    page.write_text("one", "utf-8")
    times = (page.stat().st_atime_ns, page.stat().st_mtime_ns)

    def meanwhile(_seconds: float) -> None:
        page.write_text("two", "utf-8")
        os.utime(page, ns=times)

    assert next(watch_sources(tmp_path, wait=meanwhile)) == [page]


def test_a_change_of_what_a_link_leads_to_is_seen_and_hidden_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "docs/deep").mkdir(parents=True)
    page, link = tmp_path / "page.md", tmp_path / "docs/deep/page.md"
    page.write_text("one", "utf-8")
    link.symlink_to(page)
    (tmp_path / "docs/lost.md").symlink_to(tmp_path / "nowhere.md")

    def meanwhile(_seconds: float) -> None:
        (tmp_path / "docs/deep/.page.md.swp").write_text("an editor’s own", "utf-8")
        page.write_text("other", "utf-8")

    assert next(watch_sources(tmp_path, wait=meanwhile)) == [link]


def test_a_change_of_the_settings_is_seen(tmp_path: Path) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("site_name: x\n", "utf-8")
    noticed = watch_sources(tmp_path, wait=lambda _: None)
    settings.write_text("site_name: other\n", "utf-8")
    assert next(noticed) == [settings]
