"""What is built is compared with what the published address shows."""

from pathlib import Path

from jisr.builder.dev_server import serve_folder
from jisr.builder.live import is_live

PAGES = ("ar/articles/نفط/index.html", "ar/index.html")


def site(folder: Path) -> Path:
    for page in PAGES:
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(page, "utf-8")
    return folder


def test_a_site_is_live_when_its_address_shows_the_same(tmp_path: Path) -> None:
    here, there = site(tmp_path / "here"), site(tmp_path / "there")
    with serve_folder(there, 0) as address:
        url = f"{address.rstrip('/')}/ar/"
        assert is_live(url, here, PAGES)
        (here / PAGES[0]).write_text("newer", "utf-8")
        assert not is_live(url, here, PAGES)
        assert is_live(url, here, PAGES[1:])
    assert not is_live(url, here, PAGES[1:])


def test_nothing_but_the_web_is_asked(tmp_path: Path) -> None:
    here = site(tmp_path)
    assert not is_live(f"file://{here}/ar/", here, PAGES)
    assert not is_live("", here, PAGES)
