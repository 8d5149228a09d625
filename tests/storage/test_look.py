"""The look is taken from the publication first, then from what is installed, then from the clone."""

import os
from pathlib import Path

import pytest

from jisr.model.diagnostics import JisrError
from jisr.storage import look
from tests import sample


def put(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.fixture
def houses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A publication, an installed package with its data, and a clone around it, each with a look."""
    package = tmp_path / "clone/build_tools/jisr"
    monkeypatch.setattr(look, "_PACKAGE", package)
    folders = {
        "publication": tmp_path / "publication/overrides",
        "package": package / "look",
        "clone": tmp_path / "clone/overrides",
    }
    for folder in folders.values():
        folder.mkdir(parents=True)
    return folders


def test_the_publication_comes_before_the_package_and_that_before_the_clone(houses: dict[str, Path]) -> None:
    assert look.look_dirs(houses["publication"].parent) == tuple(houses.values())


def test_a_folder_that_is_not_there_is_left_out(houses: dict[str, Path]) -> None:
    houses["package"].rmdir()
    assert look.look_dirs(houses["publication"].parent) == (houses["publication"], houses["clone"])


def test_a_clone_that_is_the_publication_itself_counts_once() -> None:
    assert look.look_dirs(sample.ROOT) == (sample.ROOT / "overrides",)


def test_a_template_is_the_first_of_its_name(houses: dict[str, Path]) -> None:
    for name, folder in houses.items():
        put(folder, "jisr/all.html", name)
    put(houses["package"], "jisr/lists/two.html", "package")
    put(houses["clone"], "jisr/lists/two.html", "clone")
    put(houses["clone"], "jisr/one.html", "clone")
    put(houses["clone"], "main.html", "a frame, which is MkDocs' own")
    found = look.read_templates(houses["publication"].parent)
    assert {name: text for name, (_, text) in found.items()} == {
        "jisr/all.html": "publication",
        "jisr/lists/two.html": "package",
        "jisr/one.html": "clone",
    }
    assert found["jisr/all.html"][0] == houses["publication"] / "jisr/all.html"


def test_a_template_in_another_encoding_is_named_with_its_line(houses: dict[str, Path]) -> None:
    original = "<p>\n<p>كلمة".encode("cp1256")  # «word»
    put(houses["publication"], "jisr/all.html", original)
    with pytest.raises(JisrError) as caught:
        look.read_templates(houses["publication"].parent)
    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.text) == ("overrides/jisr/all.html", 2, "all.html")
    assert "UTF-8" in finding.remedy


def test_a_pipe_in_the_look_is_refused_and_a_link_is_not(houses: dict[str, Path]) -> None:
    root = houses["publication"].parent
    put(root, "overrides/assets/a.css", "p {}")
    (root / "overrides/assets/b.css").symlink_to("a.css")
    look.refuse_no_files(root)
    os.mkfifo(root / "overrides/assets/c.css")
    with pytest.raises(JisrError) as raised:
        look.refuse_no_files(root)
    assert [finding.file for finding in raised.value.findings] == ["overrides/assets/c.css"]
