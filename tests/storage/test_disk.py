"""What a disk refuses is said so that whoever reads it can do something."""

import os
from errno import EACCES, ENOSPC
from pathlib import Path

import pytest

from jisr.storage import disk
from jisr.storage.disk import explain_refusal


@pytest.mark.parametrize(
    ("number", "refused", "named"),
    [
        (ENOSPC, "docs/.page.md.jisr-new", "docs/page.md"),
        (ENOSPC, ".build/pages/ar/index.md", ""),
        (ENOSPC, "/usr/share/jisr/finder.js", ""),  # which was to be copied, and is not what is wrong
        (EACCES, ".jisr/lock", ".jisr/lock"),  # whose permissions have to be mended
    ],
)
def test_of_a_full_disk_no_file_of_jisrs_own_is_named(
    tmp_path: Path, number: int, refused: str, named: str
) -> None:
    found = explain_refusal(tmp_path, OSError(number, "no", str(tmp_path / refused)))
    assert found.file == (tmp_path / named).as_posix()


def test_a_digest_that_a_run_knows_is_told_only_while_the_file_is_as_it_was(tmp_path: Path) -> None:
    file, link = tmp_path / "a.md", tmp_path / "b.md"
    file.write_bytes(b"one")
    link.symlink_to(file)
    known = disk.file_facts(file.stat()) + b"known"
    with disk.recalling({str(file): known, str(link): known}):
        assert disk.recall_digest(str(file)) == (3, b"known".hex())
        assert disk.fingerprint_plain(str(file)) == b"known".hex()
        assert disk.recall_digest(str(link)) is None
        assert disk.recall_digest(str(tmp_path / "c.md")) is None
        times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
        file.write_bytes(b"two")
        os.utime(file, ns=times)
        assert disk.recall_digest(str(file)) is None
        assert disk.fingerprint_plain(str(file)) == disk.fingerprint(b"two")
    assert disk.recall_digest(str(file)) is None
