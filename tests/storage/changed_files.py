"""A few files, and what a transaction is to make of them."""

from pathlib import Path

from jisr.storage import own_folder

OLD = {"page.md": b"old page", "ledger.po": b"old ledger", "gone.md": b"to be deleted"}
NEW = {"page.md": b"new page", "deep/er/new.md": b"made", "ledger.po": b"new ledger", "gone.md": None}


def changes(root: Path) -> dict[Path, bytes | None]:
    """What a transaction is given."""
    return {root / name: data for name, data in NEW.items()}


def content(root: Path) -> dict[str, bytes]:
    """What lies there but for Jisr's own files, by name."""
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file() and not p.is_relative_to(root / own_folder.STATE_DIR)
    }
