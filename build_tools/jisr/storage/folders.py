"""Folders that Jisr fills and can fill again: rendered pages, the site, editions to take along.

Nothing that a person wrote lies there, so that a killed run may leave them half-made and the next one mends
them; but a site that is served stays whole all the while.
"""

import errno
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from filecmp import cmp
from pathlib import Path
from tempfile import mkdtemp

from jisr.storage.disk import explain_disk_errors, read_file, sibling_path
from jisr.storage.own_folder import refuse_links


def read_tail(path: Path, size: int) -> bytes:
    """The last `size` bytes of a file, `b""` where there is none."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - size))
            return stream.read()
    except OSError:  # a link, a folder or nothing in its place
        return b""


def save(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write files (name, content) into a folder anywhere; each is there whole or not at all."""
    written = []
    with explain_disk_errors(folder):
        for name, data in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            sibling_path(path).write_bytes(data)
            sibling_path(path).replace(path)
            written.append(path)
    return written


def mirror(folder: Path, files: Mapping[str, bytes], kept: Collection[str] = ()) -> None:
    """Make `folder` hold exactly `files` (path below it → content), and of what it has the paths `kept`.

    What is unchanged is not touched.

    For what can be made again, as `.build/` can: a killed run leaves it half-made, and the next one mends it.
    """
    with explain_disk_errors(folder):
        for path in sorted(folder.rglob("*"), reverse=True):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or (path.is_file() and name not in files and name not in kept):
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        for name, data in files.items():
            path = folder / name
            if read_file(path) != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


@contextmanager
def staged_folder(folder: Path, beside: Path) -> Iterator[Path]:
    """An empty folder, made in `beside`; what it holds at the end is put into `folder`.

    After an error, or when the run is killed, `folder` is as it was.
    """
    prefix = f"{folder.name}-"
    with explain_disk_errors(folder):
        beside.mkdir(exist_ok=True)
        for left in beside.glob(f"{prefix}*"):  # left by a killed run, which may still write there
            shutil.rmtree(left, ignore_errors=True)
        made = Path(mkdtemp(prefix=prefix, dir=beside))
        try:
            yield made
            _publish(made, folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _publish(made: Path, folder: Path) -> None:
    """Put the files of `made` into `folder`, each in one step.

    The folder may be served all the while, from wherever a server holds it (a mount, a working directory): so
    it is never exchanged, only its files. New ones come first, then those that changed, last what is no more
    goes: whatever is there at any moment finds what it asks for. What is equal is not touched. Of what `made`
    does not know, only files within its own folders go, and no hidden ones. Raises `JisrError` for links in
    the place of folders: what goes there would be somebody else's.
    """
    new = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    for inner in sorted({parent for name in new for parent in name.parents}):
        refuse_links(folder.parent, folder / inner)
    old = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    ours = {name.parts[0] for name in new if len(name.parts) > 1}
    gone = {n for n in old - new if n.parts[0] in ours and not any(p.startswith(".") for p in n.parts)}
    for file in old & {parent for name in new for parent in name.parents}:  # where a folder is to be
        (folder / file).unlink()
        gone.discard(file)
    for name in sorted(new, key=lambda name: (name in old, name)):
        if name not in old or not cmp(made / name, folder / name, shallow=False):
            _place(made / name, folder / name)
    for name in sorted(gone):
        (folder / name).unlink(missing_ok=True)
    for parent in sorted({parent for name in gone for parent in name.parents}, reverse=True):
        if (folder / parent).is_dir() and not any((folder / parent).iterdir()):
            (folder / parent).rmdir()


def _place(made: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    try:
        made.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(made, sibling_path(path))  # the folder lies on another disk
        sibling_path(path).replace(path)
