"""What a disk refuses is said so that whoever reads it can do something."""

from errno import EACCES, ENOSPC
from pathlib import Path

import pytest

from jisr.storage.disk import explain_refusal


@pytest.mark.parametrize(
    ("number", "refused", "named"),
    [
        (ENOSPC, "docs/.page.md.jisr-new", "docs/page.md"),
        (ENOSPC, ".build/pages/ar/index.md", ""),
        (EACCES, ".jisr/lock", ".jisr/lock"),  # whose permissions have to be mended
    ],
)
def test_of_a_full_disk_no_file_of_jisrs_own_is_named(
    tmp_path: Path, number: int, refused: str, named: str
) -> None:
    found = explain_refusal(tmp_path, OSError(number, "no", str(tmp_path / refused)))
    assert found.file == (tmp_path / named).as_posix()
