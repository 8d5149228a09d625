"""`jisr new`: a publication of one's own, written into a folder, and later brought up to date."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from jisr import media
from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError, notice, warning
from jisr.model.languages import LANGS, LANGUAGES, ORIGINAL
from jisr.publication.answers import Answers
from jisr.publication.installed import Source, is_newer, release
from jisr.publication.record import RECORD_FILE, digest, read_record, write_digests, write_record
from jisr.publication.scaffold import render_files
from jisr.storage import transaction
from jisr.storage.disk import explain_disk_errors, read_file
from jisr.storage.inputs.project import refuse_line_breaks
from jisr.storage.look import OVERRIDES
from jisr.translation import article_files

SAMPLE = "sample"
"""The slug of the article that shows what a site looks like."""


def create(
    folder: Path, answers: Answers, source: Source, *, sample: bool = True, logo: bytes | None = None
) -> Result:
    """Write a whole publication into `folder`, which is made if need be, with the `sample` or without.

    Raises `JisrError` where a file of it lies there already, for nothing of somebody's is written over, and
    for a `logo` that cannot be published.
    """
    refuse_line_breaks(folder)
    files = render_files(answers, source)
    if not sample:
        files = {path: data for path, data in files.items() if path not in _sample_files()}
    if logo is not None:
        files[f"{OVERRIDES}/{answers.logo}"] = _clean_logo(logo, answers.logo)
    files[RECORD_FILE] = write_record(answers, files)
    with explain_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if there := [path for path in files if (folder / path).exists()]:
        message = f"this folder has files of such a name already ({len(there)}), and none is written over"
        remedy = "take another folder; or, for a publication that jisr new made: jisr new FOLDER --upgrade"
        raise JisrError(Finding("new", message, str(folder), text=there[0], remedy=remedy))
    written = transaction.commit(folder, {folder / path: data for path, data in files.items()})
    findings = [] if source.certain else [_unknown_source()]
    return Result(written=tuple(written), findings=(*findings, *same_names(answers.names)))


def _clean_logo(logo: bytes, name: str) -> bytes:
    """The logo as it may be published, for git may show it to anyone. Raises `JisrError` where none may."""
    try:
        return media.clean(logo, PurePosixPath(name).suffix)
    except media.MediaError as error:
        raise JisrError(
            Finding("answer", error.message, text=name, remedy=f"--logo: {error.remedy}")
        ) from error


def same_names(names: Mapping[str, str]) -> Iterator[Finding]:
    """A publication that is called the same in both languages, as it is where nobody said both names."""
    ours, theirs = (names.get(one.code, "") for one in LANGUAGES)
    if ours and ours == theirs:
        message = "the publication is called the same in both languages"
        remedy = (
            f"publication: {{{', '.join(f'{lang}: …' for lang in LANGS)}}} below extra: jisr:, and site_name"
        )
        yield notice("name", message, ORIGINAL.mkdocs_file, text=ours, remedy=remedy)


def upgrade(folder: Path, source: Source) -> Result:
    """Bring what `create` wrote up to date: only files that nobody changed or removed since."""
    record = read_record(read_file(folder / RECORD_FILE))
    if newer := list(find_newer_release(folder)):
        raise JisrError(newer)
    files = render_files(record.answers, source)
    digests, changes, findings = dict(record.digests), dict[Path, bytes | None](), list[Finding]()
    for path, data in files.items():
        now = read_file(folder / path)
        is_new = path not in {*record.digests, *_sample_files()} and now is None
        if is_new or (now is not None and digest(now) == record.digests.get(path)):
            digests[path] = digest(data)
            changes[folder / path] = data
        elif now is not None and now != data and record.digests.get(path) != digest(data):
            message = "this release has another form of it, and somebody changed yours: it stays as it is"
            findings.append(notice("new", message, path, remedy="compare it with: jisr new /tmp/other"))
    changes[folder / RECORD_FILE] = write_digests(record.answers, digests)
    with transaction.lock_project(folder):
        written = transaction.commit(folder, changes)
    return Result(written=tuple(written), findings=tuple(findings))


def find_newer_release(folder: Path) -> Iterator[Finding]:
    """That a later Jisr than this one made or upgraded a publication: what that knows this one may not."""
    try:
        made_by = read_record(read_file(folder / RECORD_FILE)).release
    except JisrError:
        return
    if (here := release()) and is_newer(made_by, here):
        message = f"Jisr {made_by} made this publication, and this is {here}: it may not know all of it"
        yield Finding("versions", message, RECORD_FILE, remedy="pip install -r requirements.txt")


def is_made_by_new(folder: Path) -> bool:
    """Whether `create` made the publication in a folder."""
    return (folder / RECORD_FILE).is_file()


def remove_sample(folder: Path) -> Result:
    """Take the sample away, and nothing that somebody made of it.

    Raises `JisrError` where one of its files is not what `create` wrote: then it is an article like others.
    """
    record = read_record(read_file(folder / RECORD_FILE))
    there = {path: data for path in _sample_files() if (data := read_file(folder / path)) is not None}
    changed = [path for path, data in there.items() if record.digests.get(path, digest(data)) != digest(data)]
    if changed:
        remedy = f"jisr remove {SAMPLE} removes it as it removes any article"
        raise JisrError(Finding("new", "somebody changed the sample", changed[0], remedy=remedy))
    with transaction.lock_project(folder):
        written = transaction.commit(folder, {folder / path: None for path in there})
    return Result(written=tuple(written))


def _sample_files() -> list[str]:
    """All that belongs to the sample: what is written with it, and what sync makes of it."""
    return [f"seeds/{SAMPLE}.txt", f"seeds/{SAMPLE}.yml", *article_files.names(SAMPLE)]


def _unknown_source() -> Finding:
    message = "this Jisr runs from a folder: nobody can say where CI is to get it"
    return warning("new", message, "requirements.txt", remedy="write there what pip can install")
