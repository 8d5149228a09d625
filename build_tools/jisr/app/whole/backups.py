"""A publication in one archive, with all that people wrote and nothing that can be made again; and back.

The archive is a plain ZIP file, which any computer opens. Its last entry lists the digest of every other, so
that whoever restores it knows that all of it is there. What is private is in it: it is to be kept as safe as
the folder itself.
"""

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.storage import disk, transaction
from jisr.storage.own_folder import STATE_DIR
from jisr.storage.work.progress import follow

LIST = "jisr-backup.json"
_MADE_AGAIN = (STATE_DIR, ".build", "site", "exports", ".git", ".venv", "node_modules", "__pycache__")
_MOST = 50_000_000_000  # bytes that an archive may hold
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a ZIP file knows no earlier day; the same files give the same bytes


def backup(root: Path, archive: Path) -> Result:
    """Write all that people wrote in a project into `archive`, which must not be there, and read it again.

    Raises `JisrError` where something is in its place, or it cannot be written or read again.
    """
    archive = archive.absolute()
    if archive.exists():
        raise JisrError(
            _finding("backup", "something lies there already, and stays", archive, "name another file")
        )
    beside = archive.with_name(f".{archive.name}.new")
    with transaction.lock_project(root), disk.explain_disk_errors(archive.parent):
        archive.parent.mkdir(parents=True, exist_ok=True)
        names = sorted(_names(root, archive.parent, (archive.name, beside.name)))
        try:
            _write(root, beside, names)
            _verify(beside)
            beside.chmod(0o600)
            os.link(beside, archive)
        except FileExistsError as error:
            message, remedy = "something lies there already, and stays", "name another file"
            raise JisrError(_finding("backup", message, archive, remedy)) from error
        finally:
            beside.unlink(missing_ok=True)
    said = notice("backup", f"{len(names)} files, read again and found whole", str(archive))
    return Result(findings=(said,), written=(archive,))


def restore(archive: Path, folder: Path) -> Result:
    """Put a project back from an archive into `folder`, which must be empty or not there.

    The archive is read whole before anything is written. Raises `JisrError` for one that is not whole, or no
    archive of Jisr's, and where something lies in the folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message, remedy = (
            "something lies there already, and nothing was written",
            "name an empty folder, or a new one",
        )
        raise JisrError(_finding("restore", message, folder, remedy))
    names = _verify(archive)
    beside = folder.with_name(f".{folder.name}.new")
    with disk.explain_disk_errors(folder.parent), zipfile.ZipFile(archive) as packed:
        beside.mkdir(parents=True)
        try:
            for name in follow(names, "restoring files", len(names)):
                path = beside / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as stream:
                    stream.write(packed.read(name))
            if folder.exists():
                folder.rmdir()
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    said = notice("restore", f"{len(names)} files, each as it was kept", str(folder))
    return Result(findings=(said,), written=(folder,))


def _names(root: Path, folder: Path, without: tuple[str, ...]) -> Iterator[str]:
    """The files of a project, as it names them, but for what can be made again and for the archive itself."""
    for place, folders, files in os.walk(root):
        here = Path(place)
        folders[:] = [name for name in folders if name not in _MADE_AGAIN and not (here / name).is_symlink()]
        for name in files:
            path = here / name
            if S_ISREG(disk.file_mode(str(path))) and not (here == folder and name in without):
                yield path.relative_to(root).as_posix()


def _write(root: Path, archive: Path, names: list[str]) -> None:
    listed: dict[str, str] = {}
    with zipfile.ZipFile(archive, "x", zipfile.ZIP_DEFLATED) as packed:
        for name in follow(names, "keeping files", len(names)):
            data = (root / name).read_bytes()
            listed[name] = sha256(data).hexdigest()
            packed.writestr(_entry(name), data)
        packed.writestr(
            _entry(LIST), json.dumps({"version": 1, "files": listed}, ensure_ascii=False, indent=1)
        )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _verify(archive: Path) -> list[str]:
    """The files of an archive, each of which is there as its list says. Raises `JisrError`."""
    try:
        with zipfile.ZipFile(archive) as packed:
            listed: dict[str, str] = json.loads(packed.read(LIST))["files"]
            there = packed.infolist()
            names = [one.filename for one in there if one.filename != LIST]
            if sorted(names) != sorted(listed) or sum(one.file_size for one in there) > _MOST:
                raise ValueError(LIST)
            for name in follow(names, "reading the archive", len(names)):
                if not _is_inside(name) or sha256(packed.read(name)).hexdigest() != listed[name]:
                    raise ValueError(name)
            return names
    except FileNotFoundError as error:
        raise JisrError(_finding("restore", "there is no such file", archive, "name the archive")) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        message = "this is no whole backup of a publication, and nothing was written"
        remedy = "use another copy of it, or an older one"
        raise JisrError(_finding("restore", message, archive, remedy)) from error


def _is_inside(name: str) -> bool:
    """Whether a name leads to no place outside the folder that it is put into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _finding(check: str, message: str, path: Path, remedy: str) -> Finding:
    return Finding(check, message, str(path), remedy=remedy)
