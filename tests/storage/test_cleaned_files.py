"""Files are cleaned once, whatever they are called, and what was kept costs only time to lose."""

from pathlib import Path

import pytest

from jisr import media
from jisr.storage.cleaned_files import open_cleaner
from tests.media import marked

pytestmark = pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")


def kept(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / ".jisr/media").iterdir()}


def test_a_file_is_cleaned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = marked.FILES["a.jpg"]
    with open_cleaner(tmp_path) as clean:
        made = clean(data, ".jpg")
        assert clean(made, ".jpg") == made
    assert sorted(kept(tmp_path).values()) == [b"", made], "what is clean takes no room"
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
