"""The wheel holds all that a publication needs: what it builds elsewhere is a whole site in our look."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from jisr.markup.frame.style_sheets import without_comments
from tests.repository.test_repository import ROOT, tracked


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of the tracked files, built without a network."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in tracked("build_tools", "overrides", "pyproject.toml", "setup.py", "README.md", "LICENSE"):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run(
        [*command, "--wheel-dir", str(target), str(source)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = target.glob("jisr-*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    ours = {path.relative_to("build_tools").as_posix() for path in tracked("build_tools/jisr")}
    assert "jisr/py.typed" in ours
    assert ours - set(wheel.namelist()) == set()


def test_the_wheel_is_small_and_has_no_tests(wheel: zipfile.ZipFile) -> None:
    assert sum(one.compress_size for one in wheel.infolist()) < 5_000_000
    assert [name for name in wheel.namelist() if re.search(r"(^|/)tests?[/_.]", name)] == []


def test_the_wheel_gives_the_command(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = [name for name in wheel.namelist() if name.endswith("/entry_points.txt")]
    assert "jisr = jisr.cli.main:main" in wheel.read(entry_points).decode()


def test_the_wheel_holds_the_look(wheel: zipfile.ZipFile) -> None:
    look = {f"jisr/look/{path.relative_to('overrides').as_posix()}" for path in tracked("overrides")}
    assert "jisr/look/main.html" in look
    assert {name for name in wheel.namelist() if name.startswith("jisr/look/")} == look


MKDOCS = """site_name: الماء
site_url: https://water.example/ar/
site_dir: site/ar
docs_dir: docs/ar
theme: {name: material, language: ar, direction: rtl}
plugins: [jisr]
"""
MKDOCS_EN = """INHERIT: mkdocs.yml
site_name: Water
site_url: https://water.example/en/
site_dir: site/en
docs_dir: docs/en
theme: {language: en, direction: ltr}
"""
SEED = """قانون المياه الجديد

أعلنت الحكومة العراقية أمس أنها ستراجع اتفاقية المياه. وقالت إن القرار نهائي.
"""  # The new water law. The government said yesterday that it will review the water treaty.


class Elsewhere:
    """A publication in a folder of its own, and the installed wheel as the only Jisr that it can find."""

    def __init__(self, folder: Path, installed: Path) -> None:
        self.root, self.installed = folder, installed
        folder.mkdir(parents=True)

    def begin(self) -> "Elsewhere":
        """Write by hand what a publication needs at least."""
        (self.root / "seeds").mkdir()
        (self.root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
        (self.root / "mkdocs.en.yml").write_text(MKDOCS_EN, "utf-8")
        (self.root / "seeds/water-law.txt").write_text(SEED, "utf-8")
        return self

    def run(self, *command: str, before: str = "") -> str:
        """What a command says that is done; modules in the folder `before` hide those that are installed."""
        path = os.pathsep.join(filter(None, (before, str(self.installed))))
        environment = os.environ | {"PYTHONPATH": path, "SOURCE_DATE_EPOCH": "1700000000"}
        done = subprocess.run(
            [sys.executable, *command], cwd=self.root, env=environment, capture_output=True, check=False
        )
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == 0, said
        return said

    def page(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")


@pytest.fixture(scope="module")
def elsewhere(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """A publication in a folder with Arabic letters and a space, made and built by what the wheel brings."""
    installed = tmp_path_factory.mktemp("installed")
    wheel.extractall(installed)
    made = Elsewhere(tmp_path_factory.mktemp("elsewhere") / "مجلة الماء", installed)
    assert made.run("-c", "import jisr; print(jisr.__file__)").startswith(str(installed))
    made.run("-m", "jisr", "new", ".", "--yes", "--release", "at-once", "--url", "https://water.example")
    (made.root / "seeds/water-law.txt").write_text(SEED, "utf-8")
    made.run("-m", "jisr", "build")
    return made


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_a_publication_elsewhere_has_pages_in_the_look(
    elsewhere: Elsewhere, lang: str, direction: str
) -> None:
    for path in ("", "articles/", "articles/water-law/", "search/", "actors/"):
        page = elsewhere.page(f"site/{lang}/{path}index.html")
        assert f'<html dir="{direction}" lang="{lang}"' in page
        assert "assets/stylesheets/jisr.css" in page
        assert "jisr-footer" in page, "the frame is ours"
        assert "fonts.googleapis" not in page
    assert "أعلنت الحكومة العراقية" in elsewhere.page(f"site/{lang}/articles/water-law/index.html")
    assert "articles/water-law/" in elsewhere.page(f"site/{lang}/index.html")
    assets = elsewhere.root / "site" / lang / "assets"
    for source in (ROOT / "overrides/assets").rglob("*.*"):
        name = source.relative_to(ROOT / "overrides/assets").as_posix()
        made = (assets / name).read_bytes()
        if source.suffix == ".css":
            sheet = without_comments(source.read_text("utf-8"))
            assert made.decode().startswith(sheet), "its colour stands behind"
        elif source.suffix == ".js":
            assert 0 < len(made) < source.stat().st_size
        elif name != "images/favicon.svg":  # each publication has its own
            assert made == source.read_bytes()


def test_mkdocs_alone_builds_the_same_pages_elsewhere(elsewhere: Elsewhere, tmp_path: Path) -> None:
    elsewhere.run("-m", "mkdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", str(tmp_path / "ar"))
    ours = elsewhere.page("site/ar/articles/water-law/index.html")
    assert (tmp_path / "ar/articles/water-law/index.html").read_text("utf-8") == ours


OWN = ("assets/stylesheets/lists.css", "assets/javascripts/box.js")


def test_a_publication_elsewhere_changes_a_part_of_the_look(elsewhere: Elsewhere, tmp_path: Path) -> None:
    """By a file in its own `overrides/`; or in the `custom_dir` that it names, which comes first."""
    other = Elsewhere(tmp_path / "other", elsewhere.installed).begin()
    for folder in ("overrides", "theirs"):
        (other.root / folder).mkdir()
        (other.root / folder / "404.html").write_text(f"<p>{folder}</p>", "utf-8")
        for name in OWN:
            (other.root / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (other.root / folder / name).write_text(f"a {{ --of: {folder} }} /* {folder} */", "utf-8")
    other.run("-m", "jisr", "build")
    assert other.page("site/ar/404.html") == "<p>overrides</p>"
    (other.root / "mkdocs.yml").write_text(
        MKDOCS.replace("material,", "material, custom_dir: theirs,"), "utf-8"
    )
    other.run("-m", "jisr", "build")
    assert other.page("site/ar/404.html") == "<p>theirs</p>"
    for name in OWN:
        assert other.page(f"site/ar/{name}") == "a { --of: theirs } /* theirs */"
    assert "jisr-footer" in other.page("site/ar/index.html")


@pytest.mark.soak
def test_a_publication_of_before_names_the_hook_instead_of_the_plugin(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    before = Elsewhere(tmp_path / "before", elsewhere.installed).begin()
    hooks = "plugins: []\nhooks: [!ENV [JISR_HOOK, build_tools/mkdocs_hook.py]]\n"
    (before.root / "mkdocs.yml").write_text(MKDOCS.replace("plugins: [jisr]\n", hooks), "utf-8")
    before.run("-m", "jisr", "build")
    there = "articles/water-law/index.html"
    page = before.page(f"site/ar/{there}")
    assert "jisr-footer" in page
    assert "أعلنت الحكومة العراقية" in page
    for folder in ("build_tools", "overrides"):  # as in a clone, where the hook runs what lies beside it
        shutil.copytree(ROOT / folder, before.root / folder)
    before.run("-m", "mkdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", str(tmp_path / "ar"))
    assert (tmp_path / "ar" / there).read_text("utf-8") == page


def test_what_an_extra_brings_is_missed_in_one_line_that_names_it(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    absent = tmp_path / "absent"
    absent.mkdir()
    for module in ("argostranslate", "ctranslate2", "sentencepiece", "weasyprint"):
        (absent / f"{module}.py").write_text("raise ImportError")
    bare = Elsewhere(tmp_path / "bare", elsewhere.installed).begin()
    (bare.root / "mkdocs.yml").write_text(MKDOCS + "extra: {jisr: {editions: [epub, pdf]}}\n", "utf-8")
    said = bare.run("-m", "jisr", "build", before=str(absent))
    assert said.count("pip install 'jisr[pdf]'") == 1
    downloads = bare.root / "site/ar/articles/water-law"
    assert {path.suffix for path in downloads.rglob("*") if path.suffix in (".epub", ".pdf")} == {".epub"}


def test_every_extra_but_that_of_tests_is_named_by_a_remedy(wheel: zipfile.ZipFile) -> None:
    (metadata,) = [name for name in wheel.namelist() if name.endswith("/METADATA")]
    extras = re.findall(r"^Provides-Extra: (.*)$", wheel.read(metadata).decode(), re.MULTILINE)
    sources = "".join(wheel.read(n).decode() for n in wheel.namelist() if n.endswith(".py"))
    assert set(re.findall(r"jisr\[(\w+)\]'", sources)) == {*extras} - {"dev", "soak"}
