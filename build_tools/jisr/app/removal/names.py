"""The plan of a removal by name: every form of it in every file, and what else tells of it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from jisr import seeds as readers
from jisr.app.removal.plans import Files, Plan, made_files, with_record
from jisr.lang.arabic import fold
from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE, Actor
from jisr.model.source import SeedFile, sidecar_of
from jisr.removal.file_names import (
    addresses_elsewhere,
    addresses_left,
    files_beside,
    find_ids,
    neutral_ids,
    neutral_names,
    renamed_parts,
)
from jisr.removal.files import redact_file
from jisr.removal.names.spellings import Spellings, redactor, spellings_of
from jisr.removal.traces import (
    MADE_AGAIN,
    NOT_MENDED,
    Search,
    Trace,
    is_original,
    kind_of,
    project_files,
    readable_texts,
    text_of,
    traces_in,
)
from jisr.removal.views import decode_text
from jisr.storage import disk
from jisr.storage.work.progress import follow
from jisr.translation import ledger
from jisr.translation.removed import REMOVED_FILE, Removal, article_of_file, folded_words, place_of_file

_MOST_ROUNDS = 4  # in which a spelling leads to other articles, and these to other spellings
_READ = ("seed", "sidecar", "page", "hand-written page or file", "events")  # ledgers say what pages say
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


def plan_name(root: Path, name: str, also: Sequence[str], actors: Sequence[Actor]) -> Plan:
    """What removing a name would do; `also` are words that go too where it stands. Raises `JisrError`."""
    for words in (name, *also):
        if not _TWO_LETTERS.search(fold(words).text):
            remedy = "write the name as an article writes it"
            raise JisrError(Finding("remove", "no name: two letters in a row at least", remedy=remedy))
    known = Files(root)
    wanted = (file for file in project_files(root) if file.split("/")[0] not in MADE_AGAIN)
    files = {file: known.read(file) or b"" for file in wanted}
    spellings, near = _listen(files, spellings_of(name, also, actors).written_in(_texts_of_people(files)))
    search = Search(spellings, near)
    looked = follow(files.items(), "searching files", len(files))
    traces = tuple(trace for file, data in looked for trace in search.traces(file, data))
    held = {trace.file.partition("!")[0] for trace in traces if trace.kind != "file name"}
    deleted = {file for file in held if is_original(file)}
    mended = (file for file in files if kind_of(file) not in NOT_MENDED and file not in deleted)
    renames = neutral_names(mended, spellings, near | files_beside(files, near))
    there = tuple(find_ids(files))
    ids = neutral_ids(there, spellings, near, renamed_parts(renames))
    contents, removals = _take_out(files, search, held, deleted, renames, ids)
    changed = [article_of_file(renames.get(trace.file, trace.file)) for trace in traces]
    done = with_record(known, contents, removals)
    return Plan(
        traces,
        {root / file: data for file, data in done.items()},
        known.expected(done),
        renames,
        tuple(dict.fromkeys(filter(None, changed))),
        tuple(f for f in made_files(root) if search.is_stale(f, disk.read_file(root / f) or b"")),
        replace(search, near=near.union(text_of(renames[f]) for f in renames if text_of(f) in near)),
        gone=tuple(sorted({*renames, *(trace.file for trace in traces if trace.kind == "file name")})),
        opaque=_opaque((f for f in files if f in held and f not in renames), files),
        notices=(
            *map(_deleted, sorted(deleted)),
            *map(_renamed_id, ids.values()),
            *addresses_left(files, there, spellings, {*renames, *ids}),
            *addresses_elsewhere(files, spellings, near, renames),
        ),
        alone=tuple(_given_names_alone(search, files)),
        others=tuple(_names_of_others(search, files)),
    )


def _take_out(
    files: Mapping[str, bytes],
    search: Search,
    held: Collection[str],
    deleted: Collection[str],
    renames: Mapping[str, str],
    ids: Mapping[str, str],
) -> tuple[dict[str, bytes | None], list[Removal]]:
    """What each file is without the name, none where it goes, and what the project is to remember of it.

    `held` are the files that hold the name, `deleted` those of them that go as a whole; `ids` are topics' new
    ids.
    """
    spellings, near = search.spellings, search.near
    parts = {**renamed_parts(renames), **ids}
    contents: dict[str, bytes | None] = dict.fromkeys(sorted(deleted))
    removals = [one for file in deleted for one in _removals(file, file, files[file], spellings, near)]
    sources: dict[str, Mapping[str, str]] = {}
    looked_at = {*held, ACTORS_FILE, PRIVATE_ACTORS_FILE}
    for file, data in sorted(files.items(), key=lambda item: kind_of(item[0]) == "ledger"):  # seeds first
        is_kept = kind_of(file) == "other file" or file in (REMOVED_FILE, *deleted)
        if is_kept or not (parts or file in looked_at):
            continue
        slug = article_of_file(file)
        is_near = text_of(file) in near
        redact = redactor(spellings, near=is_near)
        now = redact_file(file, data, redact, spellings, parts, sources.get(slug, {}), near=is_near)
        new = renames.get(file, file)
        if kind_of(file) == "seed" and now != data:
            sidecar = sidecar_of(file)
            about = files.get(sidecar)
            after = about and redact_file(sidecar, about, redact, spellings, parts, {}, near=is_near)
            seeds = SeedFile.of(slug, file, data, about), SeedFile.of(slug, file, now, after)
            sources[slug] = _texts_now(*seeds)
        if now != data or new != file:
            contents[new] = now
            removals += _removals(file, new, data, spellings, near)
        if new != file:
            contents[file] = None
            removals += [Removal(slug)] if kind_of(file) == "seed" else []
    return contents, [*removals, *_removals_of_pictures(files, near, renames)]


def _removals_of_pictures(
    files: Iterable[str], near: Collection[str], renames: Mapping[str, str]
) -> Iterator[Removal]:
    """What is to be known of the former names of pictures, so that no text brings one back.

    A name of one word may be another family's as well.
    """
    places = {
        place_of_file(name)
        for file in files
        if text_of(file) in near
        for name in (file, renames.get(file, file))
    }
    for file in renames:
        stem = PurePosixPath(file).stem
        if kind_of(file) == "picture or document" and len(folded_words(stem)) > 1:
            yield from (Removal(place, "", (stem,)) for place in sorted({file, *places}))


def _deleted(file: str) -> Finding:
    """What is said of an original that goes as a whole, so that nobody misses it."""
    message = "the file was deleted, for it held the name: no words are taken out of such a file"
    remedy = "if it had not been read yet, write its text anew without the name, as a seed"
    return notice("remove", message, file, remedy=remedy)


def _renamed_id(new: str) -> Finding:
    message = "the id of a topic or series held the name, and is another now: it is an address"
    remedy = "it may be called as you like where it stands (mkdocs.yml, sidecars)"
    return notice("remove", message, text=new, remedy=remedy)


def _given_names_alone(search: Search, files: Mapping[str, bytes]) -> Iterator[Trace]:
    """Where texts that name her in full say no more than her given name: it tells there who is meant."""
    given = search.spellings.given_names
    wider = replace(search.spellings, also=(*search.spellings.also, *given))
    for file, data in files.items():
        if text_of(file) in search.near and kind_of(file) not in NOT_MENDED:
            for trace in traces_in(file, data, wider, search.near):
                if trace.spelling and trace.spelling.near and trace.spelling.text in given:
                    yield trace


def _names_of_others(search: Search, files: Mapping[str, bytes]) -> Iterator[Trace]:
    """Where texts that name her in full have a short form of hers that counts as part of another's name."""
    for file, data in files.items():
        if text_of(file) in search.near and kind_of(file) in _READ:
            for inner, text in readable_texts(file, data):
                for hit in search.spellings.find_in_names_of_others(text):
                    line = text.count("\n", 0, hit.start) + 1
                    yield Trace(inner, line, kind_of(file), hit.spelling)


def _opaque(names: Iterable[str], files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The files that are no text: no words can be replaced in their history."""
    return tuple(sorted(name for name in names if decode_text(files[name]) is None))


def _texts_of_people(files: Mapping[str, bytes]) -> Iterator[str]:
    """The names of files, and what people write and read: ledgers and events say the same once more."""
    for file, data in files.items():
        yield file
        if kind_of(file) not in ("ledger", "events", *NOT_MENDED):
            yield from (text for _, text in readable_texts(file, data))


def _listen(files: Mapping[str, bytes], spellings: Spellings) -> tuple[Spellings, frozenset[str]]:
    """The name in all spellings of the articles that name it, and these: one spelling leads to others."""
    near = _named_in(files, spellings)
    for _ in range(_MOST_ROUNDS):
        texts = (t for file in files if text_of(file) in near for _, t in readable_texts(file, files[file]))
        spellings = spellings.heard_in(texts)
        before, near = near, _named_in(files, spellings)
        if near == before:
            break
    return spellings, near


def _named_in(files: Mapping[str, bytes], spellings: Spellings) -> frozenset[str]:
    """The articles in whose files, and the pages in which, the name stands in full."""
    looked = follow(files.items(), "searching files for who is named", len(files))
    return frozenset(
        slug
        for file, data in looked
        if (slug := text_of(file)) and any(True for _ in traces_in(file, data, spellings, ()))
    )


def _texts_now(before: SeedFile, after: SeedFile) -> dict[str, str]:
    """A block's text before → after, where the reader makes the same blocks of both; else nothing."""
    with suppress(JisrError):
        old, new = (readers.read(readers.open_seed(seed))[0].blocks for seed in (before, after))
        if [block.kind for block in old] == [block.kind for block in new]:
            return {b.text: a.text for b, a in zip(old, new, strict=True)}
    return {}


def _removals(
    file: str, new: str, data: bytes, spellings: Spellings, near: Collection[str]
) -> Iterator[Removal]:
    """What is to be known of a file later: the full name in the whole article, short forms at their block.

    It is known under the file's `new` name too: a merge follows a file that was renamed.
    """
    full = tuple(spelling.text for spelling in spellings.full)
    places = tuple(dict.fromkeys((place_of_file(file), place_of_file(new))))
    for place in places:
        yield Removal(place, "", full)
    if file.endswith(".po") and article_of_file(file) in near:
        with suppress(JisrError, UnicodeDecodeError):
            book = ledger.parse(data.decode("utf-8-sig"), file)
            for entry in book.all_entries:
                text = f"{entry.source}\n{entry.target}\n{entry.previous}"
                short = {f.spelling for f in spellings.find(text, near=True) if f.spelling.near}
                words = tuple(form for spelling in short for form in spellings.behind_own_names(spelling))
                if words:
                    yield from (Removal(place, entry.key, words) for place in places)
