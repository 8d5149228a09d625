"""What plans of removals by place share: a block's, an article's."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from jisr.app.removal.plans import Files, Plan, is_of, made_files, slugs_of, with_record
from jisr.removal.passages import Passages
from jisr.removal.traces import Trace, kind_of, project_files, readable_texts
from jisr.storage import disk
from jisr.translation.removed import Removal, article_of_file

_QUOTING = ("seed", "sidecar", "page", "hand-written page or file")


def plan_of_place(
    files: Files,
    contents: Mapping[str, bytes | None],
    removals: Sequence[Removal],
    slug: str,
    passages: Passages,
) -> Plan:
    """The plan of a removal by place: a trace for each file, without a spelling; `passages` stood there."""
    done = with_record(files, contents, removals)
    return Plan(
        tuple(Trace(name, 0, kind_of(name), None) for name in contents),
        {files.root / name: data for name, data in done.items()},
        files.expected(done),
        slugs=slugs_of(name for name, data in contents.items() if data is not None),
        made=tuple(file for file in made_files(files.root) if _is_stale(files.root, file, slug, passages)),
        passages=passages,
        gone=tuple(name for name, data in contents.items() if data is None),
        quoted=tuple(_quotations(files.root, slug, contents, passages)),
    )


def _is_stale(root: Path, file: str, slug: str, passages: Passages) -> bool:
    """Whether a file that can be made again must not stay meanwhile."""
    if file.startswith("exports/") or is_of(file, (slug,)):
        return True
    data = disk.read_file(root / file) or b""
    return any(passages.may_stand_in(text) for _, text in readable_texts(file, data))


def _quotations(
    root: Path, slug: str, contents: Mapping[str, bytes | None], passages: Passages
) -> Iterator[Trace]:
    """Where other texts, as they will be, say sentences of what goes."""
    for file in project_files(root):
        if kind_of(file) not in _QUOTING or article_of_file(file) == slug:
            continue
        data = contents[file] if file in contents else disk.read_file(root / file)
        for inner, text in readable_texts(file, data or b""):
            for place in passages.find(text):
                yield Trace(inner, text.count("\n", 0, place) + 1, kind_of(file), None)
