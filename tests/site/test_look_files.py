"""A publication's colour reaches the style sheet and the icon; without one, both stay the look's."""

import re
from pathlib import Path

from jisr.markup.frame.style_sheets import FOLDER, OF_SOME_PAGES, SHEET, part_of, theme_sheet
from jisr.media import svg
from jisr.model.settings import LookSettings
from jisr.site import root_files
from jisr.site.common.context import Site
from jisr.site.look_files import ICON, SCRIPTS, look_files
from tests import sample

OURS = f"ar/{FOLDER}{SHEET}"
PART = f"ar/{FOLDER}{part_of(sheet.name if (sheet := theme_sheet([])) else '')}"
SHEETS = {OURS, *(f"ar/{FOLDER}{name}" for name in OF_SOME_PAGES)}
LOOK = sample.ROOT / "overrides"
FILES = {*SHEETS, PART, *(f"ar/{SCRIPTS}/{path.name}" for path in (LOOK / SCRIPTS).glob("*.js"))}


def made(look: LookSettings, root: Path = sample.ROOT) -> dict[str, str]:
    site = Site("ar", sample.settings(root=root, look=look))
    return {path: data.decode() for job in look_files(site) for path, data in job.make().items()}


def test_without_a_look_of_its_own_the_style_sheets_lose_their_comments_alone() -> None:
    files = made(LookSettings())
    assert set(files) == FILES
    for file in SHEETS:
        sheet = (LOOK / file.removeprefix("ar/")).read_text("utf-8")
        assert "/*" in sheet
        assert "/*" not in files[file]
        assert files[file].count("{") == sheet.count("{")
    assert 0 < len(files[PART]) < 40_000


def test_scripts_come_without_comments() -> None:
    scripts = {path: text for path, text in made(LookSettings()).items() if path.endswith(".js")}
    assert len(scripts) > 10
    for path, text in scripts.items():
        whole = (LOOK / path.removeprefix("ar/")).read_text("utf-8")
        assert len(text) < len(whole)
        assert "// " not in text
        assert re.findall(r"\bexport \S+ \w+", text) == re.findall(r"(?m)^export \S+ \w+", whole)


def test_a_file_of_the_publications_own_stays_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "overrides" / SCRIPTS / "jisr.js"
    own.parent.mkdir(parents=True)
    own.write_text("// ours", "utf-8")
    sheet = tmp_path / "theirs" / FOLDER / "lists.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("/* ours */", "utf-8")
    settings = sample.settings(root=tmp_path, custom_dir=tmp_path / "theirs")
    files = {path for job in look_files(Site("en", settings)) for path in job.paths}
    assert {"en/assets/javascripts/box.js", "en/assets/stylesheets/article.css"} <= files
    assert not {"en/assets/javascripts/jisr.js", "en/assets/stylesheets/lists.css"} & files


def test_the_colour_is_in_style_sheet_and_icon() -> None:
    files = made(LookSettings("#7a1f3d"))
    sheet = made(LookSettings())[OURS]
    assert files[OURS].startswith(sheet)
    assert "--j-accent: #7a1f3d" in files[OURS].removeprefix(sheet)
    icon = files[f"ar/{ICON}"]
    assert re.search(r'<rect[^>]*fill="#55162b"', icon)
    assert re.search(r"<text[^>]*>ج</text></svg>$", icon)
    assert svg.why_unsafe_svg(icon.encode()) == ""


def test_a_logo_is_the_icon() -> None:
    look = LookSettings("#7a1f3d", logo="assets/images/logo.svg")
    assert set(made(look)) == FILES
    files = root_files(sample.settings(look=look))
    assert b'href="ar/assets/images/logo.svg"' in files["index.html"]
    assert b"ar/assets/images/logo.svg" in files["404.html"]


def test_a_style_sheet_of_its_own_has_the_colour_too(tmp_path: Path) -> None:
    sheet = tmp_path / "overrides" / FOLDER / SHEET
    sheet.parent.mkdir(parents=True)
    sheet.write_text("p { margin: 0 }", "utf-8")
    assert made(LookSettings("#7a1f3d"), tmp_path)[OURS].startswith("p { margin: 0 }\n:root")


def test_another_colour_is_another_key() -> None:
    def keys(colour: str) -> set[str]:
        return {job.key for job in look_files(Site("en", sample.settings(look=LookSettings(colour))))}

    assert not keys("#7a1f3d") & keys("#1f3d7a")
