"""Files are cleaned once, whatever they are called, and what was kept costs only time to lose."""

from pathlib import Path

import pytest

from jisr import media
from jisr.model.diagnostics import JisrError
from jisr.storage.cleaned_files import SiteFile, SiteFiles, open_cleaner
from tests.media import marked

pytestmark = pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")


def kept(root: Path) -> dict[str, bytes]:
    """What is kept, without the digests before it."""
    return {path.name: path.read_bytes()[32:] for path in (root / ".jisr/media").iterdir()}


def test_a_file_is_cleaned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = marked.FILES["a.jpg"]
    with open_cleaner(tmp_path) as clean:
        made = clean(data, ".jpg")
        assert clean(made, ".jpg") == made
    assert sorted(kept(tmp_path).values()) == sorted([b"=", made]), "what is clean takes no room"
    monkeypatch.setattr(media, "clean", None)
    with open_cleaner(tmp_path) as clean:
        assert clean(data, ".jpg") == made
        assert clean(made, ".jpg") == made


def test_what_nobody_asks_for_any_more_is_gone(tmp_path: Path) -> None:
    with open_cleaner(tmp_path) as clean:
        clean(marked.FILES["a.jpg"], ".jpg")
    with open_cleaner(tmp_path) as clean:
        made = clean(marked.FILES["a.png"], ".png")
    assert list(kept(tmp_path).values()) == [made]
    with open_cleaner(tmp_path):
        pass
    assert kept(tmp_path) == {}


def test_what_was_kept_is_by_kind_too(tmp_path: Path) -> None:
    with open_cleaner(tmp_path) as clean:
        clean(marked.FILES["a.jpg"], ".jpg")
        with pytest.raises(media.MediaError):
            clean(marked.FILES["a.jpg"], ".png")


def test_without_a_folder_of_its_own_it_cleans_each_time(tmp_path: Path) -> None:
    (tmp_path / ".jisr").write_bytes(b"")
    with open_cleaner(tmp_path) as clean:
        assert marked.BYTES not in clean(marked.FILES["a.jpg"], ".jpg")


def test_nothing_goes_from_a_folder_that_a_link_leads_to(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "letter.txt").write_bytes(b"a person's words")
    (tmp_path / ".jisr").mkdir()
    (tmp_path / ".jisr/media").symlink_to(elsewhere)
    with open_cleaner(tmp_path) as clean:
        assert marked.BYTES not in clean(marked.FILES["a.jpg"], ".jpg")
    assert [path.name for path in elsewhere.iterdir()] == ["letter.txt"]


def test_a_file_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    """Thousands of pictures are not held in memory; a copy that is lost, or was cut off, is made anew."""
    for name in ("a.jpg", "a.png"):
        (tmp_path / name).write_bytes(marked.FILES[name])
    with open_cleaner(tmp_path) as cleaner:
        marked_file = cleaner.clean_file(tmp_path / "a.jpg", marked.FILES["a.jpg"])
        clean = marked_file.read()
        (tmp_path / "b.jpg").write_bytes(clean)
        clean_file = cleaner.clean_file(tmp_path / "b.jpg", clean)
    assert clean_file.read() == clean == media.clean(marked.FILES["a.jpg"], ".jpg")
    assert clean_file.digest != marked_file.digest
    right = {path: path.read_bytes() for path in (tmp_path / ".jisr/media").iterdir()}
    for damage in (
        lambda _: b"",
        lambda data: data[:-1],
        lambda data: bytes(len(data)),
        lambda data: data[32:],
    ):
        for path, data in right.items():
            path.write_bytes(damage(data))
        assert (marked_file.read(), clean_file.read()) == (clean, clean)
        assert cleaner(marked.FILES["a.jpg"], ".jpg") == clean
    for copy in (tmp_path / ".jisr/media").iterdir():
        copy.write_bytes(b"")
    with open_cleaner(tmp_path) as cleaner:
        assert cleaner.clean_file(tmp_path / "a.jpg", marked.FILES["a.jpg"]) == marked_file
    assert b"" not in kept(tmp_path).values()
    (tmp_path / "b.jpg").write_bytes(marked.FILES["a.jpg"])
    with pytest.raises(JisrError, match="saved while"):
        clean_file.read()


def test_files_are_put_together_and_chosen_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"1")
    docs = SiteFiles({"a.csv": SiteFile.lying(path, b"1")}) | SiteFiles.of({"b.md": b"2"})
    path.write_bytes(b"3")
    assert (list(docs), len(docs), "a.csv" in docs, docs["b.md"]) == (["a.csv", "b.md"], 2, True, b"2")
    assert docs.only(["b.md"]) == {"b.md": b"2"}
    assert docs.digest("a.csv") == SiteFile.of(b"1").digest != docs.digest("b.md")
    assert SiteFiles.of(docs) is docs
    with pytest.raises(JisrError, match="saved while"):
        _ = docs["a.csv"]
