"""Several commits that are written as one: read ahead by who is at work, and by no other."""

from pathlib import Path

import pytest

from jisr.storage import disk, transaction

OLD = {"gone.md": b"to be deleted", "ledger.po": b"old ledger", "page.md": b"old page"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def content(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(root.iterdir()) if path.is_file()}


def test_what_is_gathered_is_read_before_it_is_written(root: Path) -> None:
    page, made = root / "page.md", root / "made.md"
    done: list[str] = []
    with transaction.gather(root):
        assert transaction.commit(root, {page: b"one's", made: b"made"}) == [page, made]
        transaction.do_once_written(lambda: done.append(page.read_text()))
        assert (disk.read_file(page), disk.read_file(made)) == (b"one's", b"made")
        assert transaction.commit(root, {page: b"one's"}) == []
        assert transaction.commit(root, {page: b"another's"}, {page: disk.fingerprint(b"one's")}) == [page]
        assert (content(root), done) == (OLD, [])
    assert content(root) == {**OLD, "page.md": b"another's", "made.md": b"made"}
    assert done == ["another's"]
    assert disk.read_file(page) == b"another's"
    transaction.do_once_written(lambda: done.append("at once"))
    assert done[1:] == ["at once"]


def test_nothing_of_what_was_gathered_is_written_where_that_fails(root: Path) -> None:
    done: list[str] = []

    def fail() -> None:
        with transaction.gather(root):
            transaction.commit(root, {root / "page.md": b"one's"})
            transaction.do_once_written(lambda: done.append("done"))
            raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        fail()
    assert (content(root), done) == (OLD, [])
    assert disk.read_file(root / "page.md") == b"old page"


def test_what_somebody_saves_before_it_is_written_stands_and_nothing_is_written(root: Path) -> None:
    page, ledger = root / "page.md", root / "ledger.po"
    done: list[str] = []

    def write_both() -> None:
        with transaction.gather(root):
            transaction.commit(root, {page: b"one's", ledger: b"one's"})
            transaction.commit(root, {page: b"another's"})
            transaction.do_once_written(lambda: done.append("done"))
            page.write_bytes(b"a person's words")

    with pytest.raises(transaction.ChangedError) as caught:
        write_both()
    assert [found.file for found in caught.value.findings] == ["page.md"]
    assert content(root) == {**OLD, "page.md": b"a person's words"}
    assert done == []


def test_what_was_gathered_is_written_before_files_are_deleted_or_whoever_asks(root: Path) -> None:
    page, gone = root / "page.md", root / "gone.md"
    with transaction.gather(root):
        transaction.commit(root, {page: b"one's"})
        transaction.commit(root, {gone: None})
        assert (page.read_bytes(), gone.exists()) == (b"one's", False)
        transaction.commit(root, {page: b"another's"})
        transaction.write_gathered()
        assert page.read_bytes() == b"another's"
        page.write_bytes(b"a person's words")
        assert disk.read_file(page) == b"a person's words", "no more than what waits is read ahead"
        transaction.commit(root, {page: b"the last"})
        assert page.read_bytes() == b"a person's words"
    assert page.read_bytes() == b"the last"
    transaction.write_gathered()
