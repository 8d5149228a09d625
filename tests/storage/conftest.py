"""What several of these tests begin with."""

from pathlib import Path

import pytest

from tests.storage.changed_files import OLD


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the files that are to be changed."""
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path
