"""Records of pages and what an index of them holds, for tests of search and of what must not be found."""

import gzip
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jisr.model.glossary import Actor
from jisr.model.languages import Lang
from jisr.model.publication import Article, ArticleHead
from jisr.model.settings import Settings
from jisr.search import index
from jisr.search.letters import BYTES, LETTERS
from jisr.search.pieces import BEGINNING, EarlierIndex, is_named_by, split_names
from jisr.search.records import FoundPage, SearchRecord, find_pages, read_page
from jisr.search.steps import SIGNS, read_steps


def build_records(
    lang: Lang,
    articles: Iterable[Article],
    actors: Sequence[Actor],
    docs: Mapping[str, bytes],
    settings: Settings,
) -> list[SearchRecord]:
    """The records of a site, by address."""
    found = find_pages(lang, map(ArticleHead.of, articles), actors, docs, settings)
    records = (read_page(json.loads(gzip.decompress(page.pack()))) for page in found)
    return sorted(records, key=lambda record: record.url)


def write_index(site: Path, records: Iterable[SearchRecord]) -> None:
    """Write the index of these pages in place of an earlier one, as a build does."""
    folder = site / index.BUNDLE
    there = [path for path in folder.glob("*") if path.is_file()]
    digests = {path.name: sha256(path.read_bytes()).hexdigest() for path in there}
    whole = {name for name, digest in digests.items() if name == BEGINNING or is_named_by(digest, name)}
    with TemporaryDirectory() as made:
        names = index.write_index(Path(made), map(FoundPage.of, records), EarlierIndex(folder, whole))
        for path in there:
            if path.name not in names:
                path.unlink()
        shutil.copytree(made, site, dirs_exist_ok=True)
    assert {path.name for path in folder.iterdir()} == names


def written(site: Path) -> dict[str, bytes]:
    """The files of the index of a site by name."""
    folder = site / index.BUNDLE
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))}


def index_files(records: Iterable[SearchRecord]) -> dict[str, bytes]:
    """The files of a new index by name."""
    with TemporaryDirectory() as folder:
        write_index(Path(folder), records)
        return written(Path(folder))


def unpacked(files: Mapping[str, bytes], kind: str) -> list[Any]:
    """The pieces of one kind, in the order in which the index names them; pages in that of their numbers.

    The list of the newest pages, which is no piece, is the last of the lists.
    """
    start = json.loads(files["index.json"])
    if kind == "page":
        return _read(files, kind, "".join(one["names"] for one in unpacked(files, "list")))
    if kind == "list":
        return [*_read(files, kind, start["lists"]["names"]), start["lists"]["newest"]]
    return [
        {in_letters(stem): said for stem, said in shard.items()}
        for segment in start["segments"]
        for shard in (
            _read(files, kind, segment[kind])
            if kind in segment
            else [both[kind] for both in _read(files, "both", segment["both"])]
        )
    ]


def index_stems(files: Mapping[str, bytes]) -> list[str]:
    """All stems of an index."""
    return [stem for kind in ("words", "following") for shard in unpacked(files, kind) for stem in shard]


def counts(said: str) -> list[int]:
    """How often each page has a stem, of which `said` stands in the index."""
    return list(map(SIGNS.index, said.partition(" ")[2]))


def numbers(said: str) -> list[int]:
    """The numbers of the pages that have it, in the first segment."""
    return list(read_steps(said.partition(" ")[0], 0))


def in_letters(text: str) -> str:
    """The inverse of `in_bytes`."""
    return text.translate(str.maketrans(BYTES, LETTERS))


def _read(files: Mapping[str, bytes], kind: str, names: str) -> list[Any]:
    return [json.loads(gzip.decompress(files[f"{kind}-{name}"])) for name in split_names(names)]
