"""CI installs the Jisr that made the publication, wherever that came from."""

import json
from importlib import metadata
from pathlib import Path

import pytest

from jisr.publication.installed import Source, find_source, is_newer, release, required_version

VERSION = metadata.version("jisr")


def source(said: object) -> Source:
    return find_source({"direct_url.json": None if said is None else json.dumps(said)}.get)


def test_from_an_index_it_is_a_version() -> None:
    found = source(None)
    assert found.requirement("pdf") == f"jisr[pdf]=={VERSION}"
    assert found.requirement() == f"jisr=={VERSION}"
    assert found.certain


def test_a_jisr_that_was_not_installed_has_no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs from a folder: every verb works but `build`, which says what to do."""

    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    assert release() == ""
    assert find_source() == Source("jisr", "", certain=False)


def test_from_a_repository_it_is_a_commit() -> None:
    said = {"url": "https://forge.net/jisr.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}}
    assert source(said).requirement("draft", "pdf") == "jisr[draft,pdf] @ git+https://forge.net/jisr.git@ab12"


def test_from_an_address_it_is_that_file_and_no_other() -> None:
    said = {"url": "https://jisr.net/jisr-1.whl", "archive_info": {"hashes": {"sha256": "ab12"}}}
    assert source(said).requirement() == "jisr @ https://jisr.net/jisr-1.whl#sha256=ab12"
    said["archive_info"] = {}
    assert source(said).requirement() == "jisr @ https://jisr.net/jisr-1.whl"


def test_a_wheel_from_this_computer_comes_along(tmp_path: Path) -> None:
    wheel = tmp_path / "ملفات و wheels" / "jisr-1-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.write_bytes(b"wheel")
    said = {"url": wheel.as_uri(), "archive_info": {}}
    found = source(said)
    assert found.wheel == ("wheels/jisr-1-py3-none-any.whl", b"wheel")
    assert found.requirement("pdf") == "./wheels/jisr-1-py3-none-any.whl[pdf]"
    wheel.unlink()
    assert source(said) == Source("jisr", f"=={VERSION}", certain=False), "it is gone: nobody can say"


def test_of_a_folder_nobody_can_say_where_others_get_it() -> None:
    assert not source({"url": "file:///home/ann/jisr", "dir_info": {"editable": True}}).certain


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("# what builds it\njisr[draft,pdf]==1.2.3\n", "1.2.3"),
        ("jisr==1.2.3rc1\n", "1.2.3rc1"),
        ("./wheels/jisr-1.2.3-py3-none-any.whl[pdf]\n", "1.2.3"),
        ("jisr @ git+https://forge.net/jisr.git@ab12\n", ""),
        ("jisr-tools==3\n", ""),
        ("", ""),
    ],
)
def test_the_release_that_is_required_is_read_again(text: str, version: str) -> None:
    assert required_version(text) == version


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        ("0.2.0", "0.1.9", True),
        ("0.10.0", "0.9.0", True),
        ("1.0", "1.0.0", False),
        ("1.0.0", "1.0", False),
        ("0.1.0", "0.1.0", False),
        ("1.0.1.dev3", "1.0", True),
        ("0.1.0", "0.2.0", False),
        ("", "0.1.0", False),
        ("unknown", "0.1.0", False),
    ],
)
def test_a_later_release_is_known(one: str, other: str, newer: bool) -> None:
    assert is_newer(one, other) is newer
