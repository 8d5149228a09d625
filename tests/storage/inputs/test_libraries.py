"""What is installed beside Jisr and has no part in what it makes is no reason to make it again."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.storage.inputs.libraries import find_releases
from tests.sample import ROOT

SETTINGS = b"markdown_extensions: [attr_list]\ntheme: {name: material}\n# other is a word here\n"
INSTALLED: dict[str, tuple[str, str]] = {
    "jisr-1.dist-info": ("Requires-Dist: MkDocs<2,>=1.6\nRequires-Dist: tester; extra == 'dev'", ""),
    "mkdocs-1.6.dist-info": ('Requires-Dist: Foo.Bar[x]>=1\nRequires-Dist: gone; extra == "i18n"', ""),
    "foo_bar-2.dist-info": ("", ""),
    "gone-3.egg-info": ("", ""),
    "tester-1.dist-info": ("Requires-Dist: other", ""),
    "other-1.dist-info": ("Requires-Dist: far\n\nRequires-Dist: jisr", ""),
    "far-1.dist-info": ("", ""),
    "a_theme-1.dist-info": ("Requires-Dist: far2", "[mkdocs.themes]\nx = x\n"),
    "far2-1.dist-info": ("", "[console_scripts]\nx = x\n"),
}
NEEDED = ("a_theme-1", "far2-1", "foo_bar-2", "gone-3", "jisr-1", "mkdocs-1.6")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, (requires, finds) in INSTALLED.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "METADATA").write_text(f"Metadata-Version: 2.4\n{requires}\n\nA text.\n", "utf-8")
        (tmp_path / name / "entry_points.txt").write_text(finds, "utf-8")
    for name in ("other", "mkdocs", "attr"):
        (tmp_path / name).mkdir()
    (tmp_path / "single.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path), str(tmp_path / "none")])
    return tmp_path


def test_what_jisr_asks_for_counts_and_what_others_find_by_themselves(folder: Path) -> None:
    assert [name.rpartition(".")[0] for name in find_releases([SETTINGS])] == list(NEEDED)


def rename(old: str, new: str) -> Callable[[Path], object]:
    return lambda folder: (folder / old).rename(folder / new)


@pytest.mark.parametrize(
    ("change", "is_other"),
    [
        (rename("foo_bar-2.dist-info", "foo_bar-3.dist-info"), True),
        (rename("far2-1.dist-info", "far2-2.dist-info"), True),
        (rename("far-1.dist-info", "far-2.dist-info"), False),
        (rename("tester-1.dist-info", "tester-2.dist-info"), False),
    ],
)
def test_another_release_is_another_input_where_it_has_a_part(
    folder: Path, change: Callable[[Path], object], is_other: bool
) -> None:
    before = list(find_releases([SETTINGS]))
    change(folder)
    assert (list(find_releases([SETTINGS])) != before) is is_other


@pytest.mark.parametrize(
    "said", [b"markdown_extensions: [other.x]", b"- single", b"x: !!python/name:attr.ib", b"- other: {a: 1}"]
)
def test_where_settings_name_the_code_of_others_all_counts(folder: Path, said: bytes) -> None:
    assert len(list(find_releases([SETTINGS, said]))) == len(INSTALLED)


def test_where_jisr_is_not_installed_all_counts(folder: Path) -> None:
    (folder / "jisr-1.dist-info").rename(folder / "xjisr-1.dist-info")
    assert len(list(find_releases([SETTINGS]))) == len(INSTALLED)


def test_our_own_settings_name_no_code_of_others() -> None:
    found = set(find_releases([path.read_bytes() for path in ROOT.glob("mkdocs*.yml")]))
    assert any(name.startswith("mkdocs_material-") for name in found)
    assert not any(name.startswith("playwright-") for name in found)
