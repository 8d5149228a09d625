"""One commit that nobody disturbs: what it writes, refuses, and has on the disk when it is done."""

import os
from pathlib import Path

import pytest

from jisr.model.diagnostics import JisrError
from jisr.storage import disk, transaction
from tests.storage.changed_files import NEW, OLD, changes, content


def test_a_commit_writes_deletes_and_says_what_changed(root: Path) -> None:
    written = transaction.commit(root, changes(root))
    assert [p.name for p in written] == ["page.md", "new.md", "ledger.po", "gone.md"]
    assert content(root) == {name: data for name, data in sorted(NEW.items()) if data is not None}
    assert transaction.commit(root, changes(root)) == []


def test_what_is_equal_is_not_touched(root: Path) -> None:
    before = (root / "page.md").stat().st_mtime_ns
    assert transaction.commit(root, {root / "page.md": b"old page"}) == []
    assert (root / "page.md").stat().st_mtime_ns == before


def test_a_files_permissions_stay(root: Path) -> None:
    (root / "page.md").chmod(0o664)
    transaction.commit(root, {root / "page.md": b"new page"})
    assert (root / "page.md").stat().st_mode & 0o777 == 0o664


def test_where_a_file_cannot_be_given_back_to_its_owner_its_permissions_stay(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refused)
    (root / "page.md").chmod(0o640)
    transaction.commit(root, {root / "page.md": b"new page"})
    assert (root / "page.md").stat().st_mode & 0o777 == 0o640


def test_what_was_changed_since_it_was_read_is_not_overwritten(root: Path) -> None:
    read = disk.fingerprint(disk.read_file(root / "page.md"))
    (root / "page.md").write_bytes(b"a person's words")
    with pytest.raises(transaction.ChangedError, match="changed by someone else") as caught:
        transaction.commit(
            root, {root / "page.md": b"new page", root / "ledger.po": b"new"}, {root / "page.md": read}
        )
    (told,) = caught.value.findings
    assert (told.check, told.file) == ("changed", "page.md")
    assert told.remedy == "run this again: it takes the change in"
    assert content(root) == {**OLD, "page.md": b"a person's words"}
    transaction.commit(root, {root / "ledger.po": b"new"})
    assert (root / "ledger.po").read_bytes() == b"new"


def test_words_that_wait_beside_a_file_are_named_and_stay(root: Path) -> None:
    """What a commit before could not put back, since its place was taken: only a person can settle that."""
    waiting = root / ".page.md.jisr-new"
    waiting.write_bytes(b"a person's words")
    with pytest.raises(JisrError) as caught:
        transaction.commit(root, changes(root))
    (told,) = caught.value.findings
    assert (told.check, told.file) == ("interrupted", "page.md")
    assert told.message == "this was saved twice while jisr was writing it"
    assert told.remedy.startswith("compare it with .page.md.jisr-new, take over what is missing, delete")
    assert waiting.read_bytes() == b"a person's words"
    waiting.unlink()
    assert content(root) == OLD


def test_what_somebody_wrote_where_a_file_was_deleted_stands_when_all_is_taken_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange_files = disk._exchange

    def saved_before(one: Path, other: Path) -> bool:
        if not (root / "gone.md").exists():
            (root / "gone.md").write_bytes(b"made anew")
            (root / "page.md").write_bytes(b"a person's words")
        return exchange_files(one, other)

    monkeypatch.setattr(disk, "_exchange", saved_before)
    with pytest.raises(transaction.ChangedError) as caught:
        transaction.commit(root, {root / "gone.md": None, root / "page.md": b"new page"})
    assert [told.file for told in caught.value.findings] == ["page.md"]
    assert content(root) == {**OLD, "gone.md": b"made anew", "page.md": b"a person's words"}


def test_nothing_changes_places_before_what_is_to_come_is_on_the_disk(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut between the two would leave names that lead to nothing, and no journal to take it back."""
    done: list[int] = []
    at_first: list[int] = []
    exchange_files = disk._exchange

    def exchanged(one: Path, other: Path) -> bool:
        at_first.extend(done if not at_first else ())
        return exchange_files(one, other)

    monkeypatch.setattr(os, "fsync", lambda descriptor: done.append(os.fstat(descriptor).st_ino))
    monkeypatch.setattr(disk, "_exchange", exchanged)
    transaction.commit(root, {root / "page.md": b"new page", root / "ledger.po": b"new ledger"})
    new = {(root / name).stat().st_ino for name in ("page.md", "ledger.po")}
    assert new < set(at_first), "and the journal"
    assert root.stat().st_ino in done[len(at_first) :], "the names too, before the journal is forgotten"


def test_a_link_inside_the_project_goes_on_leading_to_its_words(root: Path) -> None:
    (root / "link.md").symlink_to("page.md")
    assert transaction.commit(root, {root / "link.md": b"new page"}) == [root / "link.md"]
    assert (root / "link.md").is_symlink()
    assert (root / "page.md").read_bytes() == b"new page"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_file_that_root_writes_for_an_editor_stays_the_editors(root: Path) -> None:
    os.chown(root / "page.md", 1000, 1000)
    transaction.commit(root, {root / "page.md": b"new page"})
    assert ((root / "page.md").stat().st_uid, (root / "page.md").stat().st_gid) == (1000, 1000)


def test_nothing_is_written_outside_the_project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "link").symlink_to(elsewhere)
    for path in (root / ".." / "x.md", root / "link" / "x.md"):
        with pytest.raises(JisrError, match="outside the project") as caught:
            transaction.commit(root, {path: b"x"})
        (told,) = caught.value.findings
        assert (told.check, told.file, told.remedy) == ("path", str(path), "remove the link or the ..")
    assert list(elsewhere.iterdir()) == []


def test_a_full_disk_is_a_clear_error_and_leaves_everything(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device", str(root / "page.md"))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JisrError, match="No space left on device"):
        transaction.commit(root, changes(root))
    assert content(root) == OLD
