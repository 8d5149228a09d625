"""Removal: a name, a paragraph or an article goes from everywhere, whatever stands against it.

It beats the law that nothing is lost: approvals, conflicts, shrinking, failing checks and files that cannot
be read hold nothing back. One act: what would be done is shown; then it is written in one commit of files;
then all that can be made again is thrown away and made anew; then every file is searched once more.
"""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from jisr import glossary
from jisr import seeds as readers
from jisr.app.article_renaming import image_paths
from jisr.app.asked import check_slugs
from jisr.app.syncing import read_and_reconcile, write_results
from jisr.lang.arabic import fold
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE, Actor
from jisr.model.ledger import unknown_key_finding
from jisr.model.source import Block, Document, SeedFile
from jisr.removal.file_names import link_remover, neutral_names, renamed_parts
from jisr.removal.files import cut_block, redact_file
from jisr.removal.glossary_entry import drop_corrections
from jisr.removal.ledgers import redact_text, remove_entry
from jisr.removal.redact import remove_blocks
from jisr.removal.returned import mark_caches_purged, take_out_again
from jisr.removal.spellings import Spellings, redactor, spellings_of
from jisr.removal.traces import (
    MADE_AGAIN,
    Search,
    Trace,
    kind_of,
    project_files,
    readable_texts,
    slug_in,
    text_of,
    traces_in,
)
from jisr.removal.views import decode_text
from jisr.storage import cache, disk, own_folder, transaction
from jisr.translation import article_files, ledger
from jisr.translation.decisions import events
from jisr.translation.removed import (
    LONGEST,
    REMOVED_FILE,
    WHOLE,
    Removal,
    add_removals,
    folded_words,
    place_of_file,
)

_MOST_ROUNDS = 4  # in which a spelling leads to other articles, and these to other spellings
_LISTS = ("settings", "look")  # a sign in place of an address would break them
_NOT_MENDED = ("made again", "other file")
_IS_KEPT = re.compile(r"lock|^\.gitignore$|^cache\.sqlite3")
_ATTRIBUTES = "translations/.gitattributes"
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
# a mark of a path or key, the suffix of a file, or words as only slugs join them: no name is written so
_LOOKS_LIKE_PLACE = re.compile(
    r"[#/\\]|\.(?:md|txt|html?|docx|odt|po|jsonl?|ya?ml)\s*$|^\s*[a-z\d]+(?:[-_][a-z\d]+)*\s*$|^[^\sA-Z-]+(?:-[^\sA-Z-]+)+$"
)
_UNION = "removed.jsonl merge=union\n"


@dataclass(frozen=True)
class Plan:
    """What an act of removal would do, and what it was made from."""

    traces: tuple[Trace, ...] = ()
    contents: Mapping[Path, bytes | None] = field(default_factory=dict)
    expected: Mapping[Path, str] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)  # file → its neutral name
    slugs: tuple[str, ...] = ()  # articles to be settled again, by the name that they will have
    made: tuple[str, ...] = ()  # files that Jisr made and can make again, which hold it
    search: Search | None = None  # of a name
    gone: tuple[str, ...] = ()  # files whose paths leave history: deleted, or renamed for what they tell
    opaque: tuple[str, ...] = ()  # files that stay under their names, but hold it and are no text
    alone: tuple[Trace, ...] = ()  # where only a given name stands, which stays
    notices: tuple[Finding, ...] = ()  # what a person has to see to, whatever is removed

    @property
    def spellings(self) -> Spellings | None:
        """The written forms of the name; none where a place is removed."""
        return self.search.spellings if self.search else None

    @property
    def files(self) -> list[str]:
        """The files that it changes or deletes."""
        return sorted(
            {trace.file.partition("!")[0] for trace in self.traces if trace.kind not in _NOT_MENDED}
        )


@dataclass(frozen=True)
class Done:
    """What an act did: files written, files thrown away, and where something remains."""

    written: tuple[Path, ...]
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """Whether something remains that a person has to remove."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


# --- what would be done ------------------------------------------------------------------------------------


def plan(root: Path, what: str, also: Sequence[str] = (), *, for_safety: bool = True) -> Plan:
    """What removing `what` would do: an article, `SLUG#KEY`, else a name. Nothing is written.

    `also` are words that go too, in the articles that name who is to be removed. Raises `JisrError`.
    """
    seeds = {seed.slug: seed for seed in readers.find_files(root)[0]}
    slug, key = _place_named(root, what)
    if key is None and (slug in seeds or _has_article_files(root, slug)):
        return _plan_article(root, slug, seeds, for_safety=for_safety)
    actors = glossary.load_actors(root)[0]
    if not for_safety or (_LOOKS_LIKE_PLACE.search(what) and what not in {actor.id for actor in actors}):
        check_slugs([slug], seeds.values())
        return _plan_block(root, seeds[slug], key or "")
    return _plan_name(root, what, also, actors)


def _place_named(root: Path, what: str) -> tuple[str, str | None]:
    """The article and the key of a block, if any, that `what` would name: by its slug, or by a file of it."""
    file, sign, key = what.strip().partition("#")
    file = file.removeprefix(f"{root.as_posix()}/").removeprefix("./")
    return slug_in(file) or file.rstrip("/"), key if sign else None


def _plan_name(root: Path, name: str, also: Sequence[str], actors: Sequence[Actor]) -> Plan:
    for words in (name, *also):
        if not _TWO_LETTERS.search(fold(words).text):
            remedy = "write the name as an article writes it"
            raise JisrError(Finding("remove", "no name: two letters in a row at least", remedy=remedy))
    files = {file: _read(root, file) for file in project_files(root) if file.split("/")[0] not in MADE_AGAIN}
    spellings, near = _listen(files, spellings_of(name, also, actors))
    search = Search(spellings, near)
    traces = tuple(trace for file, data in files.items() for trace in search.traces(file, data))
    renames = neutral_names((file for file in files if kind_of(file) not in _NOT_MENDED), spellings)
    parts = renamed_parts(renames)
    held = {trace.file.partition("!")[0] for trace in traces} | {ACTORS_FILE, PRIVATE_ACTORS_FILE}
    contents: dict[str, bytes | None] = {}
    removals: list[Removal] = []
    sources: dict[str, Mapping[str, str]] = {}
    for file, data in sorted(files.items(), key=lambda item: kind_of(item[0]) == "ledger"):  # seeds first
        if kind_of(file) == "other file" or file == REMOVED_FILE or not (parts or file in held):
            continue
        slug = slug_in(file)
        redact = redactor(spellings, near=text_of(file) in near)
        now = redact_file(file, data, redact, spellings, parts, sources.get(slug, {}))
        new = renames.get(file, file)
        if kind_of(file) == "seed" and now != data:
            sidecar = PurePosixPath(file).with_suffix(".yml").as_posix()
            about = files.get(sidecar)
            after = about and redact_file(sidecar, about, redact, spellings, parts, {})
            sources[slug] = _texts_now(SeedFile(slug, file, data, about), SeedFile(slug, file, now, after))
        if now != data or new != file:
            contents[new] = now
            removals += _removals(file, new, data, spellings, near)
        if new != file:
            contents[file] = None
            removals += [Removal(slug)] if kind_of(file) == "seed" else []
    changed = [slug_in(renames.get(trace.file, trace.file)) for trace in traces]
    done = _with_record(root, contents, removals)
    return Plan(
        traces,
        {root / file: data for file, data in done.items()},
        {root / file: disk.fingerprint(_now(root, file, files)) for file in done},
        renames,
        tuple(dict.fromkeys(filter(None, changed))),
        tuple(f for f in _made_files(root) if search.is_stale(f, _read(root, f))),
        replace(search, near=near.union(text_of(renames[f]) for f in renames if text_of(f) in near)),
        tuple(sorted({*renames, *(trace.file for trace in traces if trace.kind == "file name")})),
        _opaque((f for f in files if f in held and f not in renames), files),
        tuple(_given_names_alone(search, files)),
    )


def _given_names_alone(search: Search, files: Mapping[str, bytes]) -> Iterator[Trace]:
    """Where texts that name her in full say no more than her given name: it tells there who is meant."""
    given = search.spellings.given_names
    wider = replace(search.spellings, also=(*search.spellings.also, *given))
    for file, data in files.items():
        if text_of(file) in search.near and kind_of(file) not in _NOT_MENDED:
            for trace in traces_in(file, data, wider, search.near):
                if trace.spelling and trace.spelling.near and trace.spelling.text in given:
                    yield trace


def _opaque(names: Iterable[str], files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The files that are no text: no words can be replaced in their history."""
    return tuple(sorted(name for name in names if decode_text(files[name]) is None))


def _made_files(root: Path) -> Iterator[str]:
    """What Jisr made and can make again, but for locks that runs hold and the cache, purged by its values."""
    for file in project_files(root):
        folder, name = file.split("/")[0], PurePosixPath(file).name
        if folder in MADE_AGAIN and not (folder == own_folder.STATE_DIR and _IS_KEPT.search(name)):
            yield file


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
    return frozenset(
        slug
        for file, data in files.items()
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
    if file.endswith(".po") and slug_in(file) in near:
        with suppress(JisrError, UnicodeDecodeError):
            book = ledger.parse(data.decode("utf-8-sig"), file)
            for entry in (*book.entries, *book.obsolete):
                text = f"{entry.source}\n{entry.target}\n{entry.previous}"
                short = {f.spelling for f in spellings.find(text, near=True) if f.spelling.near}
                words = tuple(form for spelling in short for form in spellings.behind_own_names(spelling))
                if words:
                    yield from (Removal(place, entry.key, words) for place in places)


def _plan_block(root: Path, seed: SeedFile, key: str) -> Plan:
    result = read_and_reconcile(root, [seed.slug])
    outcome = next(iter(result.outcomes), None)
    if outcome is None:
        message = "the seed cannot be read, so no paragraph of it can be found"
        remedy = f"mend it (jisr check), or remove the article: jisr remove --for-safety {seed.slug}"
        raise JisrError(Finding("remove", message, seed.file, remedy=remedy))
    block = next((b for b in outcome.document.blocks if b.key == key), None)
    gone = [e for e in (*outcome.was.obsolete, *outcome.was.entries) if e.key == key]
    if block is None and not gone:
        known = [b.key for b in outcome.document.blocks]
        raise JisrError(unknown_key_finding(key, known, seed.file, "remove"))
    contents: dict[str, bytes | None] = {}
    if block is not None:
        contents |= _cut(root, seed, outcome.document, block)
    po, translation, original = article_files.names(seed.slug)
    texts = [block.text] if block else []
    for entry in gone:
        texts += [entry.source, entry.target, entry.previous]
    for name in (translation, original):
        contents[name] = _changed(root, name, lambda text: remove_blocks(text, key))
    contents[po] = _changed(root, po, lambda text: remove_entry(text, po, key))
    happened = events.event_file_name(seed.slug)
    contents[happened] = _changed(root, happened, lambda text: events.without_block(text, key))
    shown, notices = _pictures_alone(root, seed, texts, contents)
    linking, more = _without_links(root, seed.slug, key, contents)
    contents |= dict.fromkeys(shown) | linking
    contents = {name: data for name, data in contents.items() if data != disk.read_file(root / name)}
    removals = [Removal(seed.slug, key)]
    for text in texts:
        whole = "" if len(folded_words(text)) >= LONGEST else WHOLE
        removals.append(Removal(seed.slug, whole, (text,)))
    slugs = (seed.slug, *_slugs_of(linking))
    return replace(_plan_of(root, contents, removals, slugs), notices=(*notices, *more))


def _pictures_alone(
    root: Path, seed: SeedFile, texts: Sequence[str], contents: Mapping[str, bytes | None]
) -> tuple[list[str], list[Finding]]:
    """The pictures that only `texts` of a seed show; and where the others are shown still."""
    alone, notices = [], []
    for picture in sorted(image_paths(root, replace(seed, data="\n".join(texts).encode()))):
        name = PurePosixPath(picture).name
        for file in project_files(root):
            if file.split("/")[0] in (*MADE_AGAIN, "private") or file == picture:
                continue
            read = decode_text((contents[file] or b"") if file in contents else _read(root, file))
            at = re.search(
                rf"(?<![\w%-])(?:{re.escape(name)}|{re.escape(quote(name))})", read[0] if read else ""
            )
            if read and at:
                line = read[0].count("\n", 0, at.start()) + 1
                message = "the picture of what was removed is still shown here, so it was not deleted"
                remedy = f"if it tells of somebody, take it out here and delete {picture}"
                notices.append(Finding("remove", message, file, line, name, remedy, Severity.WARNING))
                break
        else:
            alone.append(picture)
    return alone, notices


def _without_corrections(seed_text: str, sidecar: str) -> str:
    """A sidecar without the corrections that find nothing in a seed's text."""
    return drop_corrections(sidecar, lambda find: find.strip() not in seed_text)


def _cut(root: Path, seed: SeedFile, document: Document, block: Block) -> dict[str, bytes | None]:
    """The seed without a block, and its sidecar without the corrections that speak of that block."""
    read = decode_text(seed.data)
    names = [PurePosixPath(seed.file).with_suffix(end).as_posix() for end in (".yml", ".yaml")]
    sidecar = next((name for name in names if (root / name).is_file()), names[0])
    if read:
        for text in cut_block(read[0], document, block):
            data = text.encode(read[1])
            about = _changed(root, sidecar, partial(_without_corrections, text))
            with suppress(JisrError):
                left = readers.read(readers.open_seed(replace(seed, data=data, sidecar=about)))[0].blocks
                wanted = [(b.kind, b.text) for b in document.blocks if b is not block]
                if [(b.kind, b.text) for b in left] == wanted:
                    return {seed.file: data, **({} if about is None else {sidecar: about})}
    message = "this paragraph cannot be cut out of its seed without changing another; nothing was done"
    remedy = f"take its words out of {seed.file} by hand, leave the page and the ledger, then run this again"
    raise JisrError(Finding("remove", message, seed.file, block.line, remedy=remedy, key=block.key))


def _changed(root: Path, name: str, change: Callable[[str], str]) -> bytes | None:
    data = disk.read_file(root / name)
    if data is None:
        return None
    text, encoding = decode_text(data) or (data.decode("utf-8", "replace"), "utf-8")
    return change(text).encode(encoding)


def _has_article_files(root: Path, slug: str) -> bool:
    with suppress(OSError, ValueError):
        return any((root / name).is_file() for name in article_files.all_names(slug))
    return False


def _plan_article(root: Path, slug: str, seeds: Mapping[str, SeedFile], *, for_safety: bool) -> Plan:
    files = set(article_files.all_names(slug))
    if seed := seeds.get(slug):
        others = {name for s in seeds.values() if s.slug != slug for name in image_paths(root, s)}
        files |= {seed.file, *(image_paths(root, seed) - others)}
    files |= {f"seeds/{slug}{suffix}" for suffix in (*readers.READERS, ".yml", ".yaml")}
    contents: dict[str, bytes | None] = {
        name: None for name in sorted(files) if (root / name).is_file() and not (root / name).is_symlink()
    }
    places = dict.fromkeys((slug, *map(place_of_file, contents)))
    if not for_safety:
        return _plan_of(root, contents, [], ())
    linking, notices = _without_links(root, slug, "", contents)
    asked = _plan_of(root, contents | linking, [Removal(place) for place in places], _slugs_of(linking))
    return replace(asked, notices=tuple(notices))


def _slugs_of(files: Iterable[str]) -> tuple[str, ...]:
    """The articles to which files belong."""
    return tuple(dict.fromkeys(filter(None, map(slug_in, files))))


def _without_links(
    root: Path, slug: str, key: str, others: Collection[str]
) -> tuple[dict[str, bytes | None], list[Finding]]:
    """Files but `others` without the addresses of an article or a block; where a person has to cut them."""
    contents: dict[str, bytes | None] = {}
    notices = []
    for file in project_files(root):
        if file in others or kind_of(file) in _NOT_MENDED or file == REMOVED_FILE:
            continue
        read = decode_text(data := _read(root, file))
        if read is None:
            continue
        drop = link_remover(slug, key, file)
        if kind_of(file) in _LISTS:
            lines = [n for n, line in enumerate(read[0].splitlines(), 1) if drop(line) != line]
            message, remedy = "this still leads to what was removed", "take the address out of this line"
            notices += [Finding("remove", message, file, line, remedy=remedy) for line in lines]
        elif drop(read[0]) != read[0]:
            now = redact_text(file, read[0], drop, {}).encode(read[1])
            contents |= {file: now} if now != data else {}
    return contents, notices


def _plan_of(
    root: Path, contents: Mapping[str, bytes | None], removals: Sequence[Removal], slugs: tuple[str, ...]
) -> Plan:
    """The plan of a removal by place: a trace for each file, without a spelling."""
    traces = tuple(Trace(name, 0, kind_of(name), None) for name in contents)
    done = _with_record(root, contents, removals)
    return Plan(
        traces,
        {root / name: data for name, data in done.items()},
        {root / name: disk.fingerprint(disk.read_file(root / name)) for name in done},
        slugs=slugs,
        made=tuple(file for file in _made_files(root) if file.startswith("exports/")),
        gone=tuple(name for name, data in contents.items() if data is None),
    )


def _with_record(
    root: Path, contents: Mapping[str, bytes | None], removals: Iterable[Removal]
) -> dict[str, bytes | None]:
    """`contents` with the digests of what goes, which git merges by lines."""
    if not contents:
        return {}
    data = add_removals(disk.read_file(root / REMOVED_FILE) or b"", removals)
    merged = (disk.read_file(root / _ATTRIBUTES) or b"").decode("utf-8", "replace")
    more: dict[str, bytes | None] = {REMOVED_FILE: data} if data else {}
    if data and _UNION not in merged:
        more[_ATTRIBUTES] = (merged + _UNION).encode()
    return {**contents, **more}


def _read(root: Path, file: str) -> bytes:
    return disk.read_file(root / file) or b""


def _now(root: Path, file: str, known: Mapping[str, bytes]) -> bytes | None:
    """What a plan was made from: what somebody saves while it is made must not be written over."""
    return known[file] if file in known else disk.read_file(root / file)


# --- doing it ----------------------------------------------------------------------------------------------


def carry_out(root: Path, asked: Plan, today: date, make_site: Callable[[Path], object]) -> Done:
    """Remove what `asked` says, make the site anew and look whether anything remains. Raises `JisrError`."""
    findings = list(asked.notices)
    with transaction.lock_project(root):
        for file in asked.made:  # the pages go down first
            (root / file).unlink(missing_ok=True)
        written = transaction.commit(root, asked.contents, asked.expected)
        _throw_away(root, asked)
        mark_caches_purged(root)
        take_out_again(root)  # what only the record's reading finds did not come back: it had stayed
        there = {seed.slug for seed in readers.find_files(root)[0]}
        slugs = [slug for slug in asked.slugs if slug in there]
        if slugs:
            settled = write_results(root, read_and_reconcile(root, slugs, allow_shrink=True, today=today))
            findings += [replace(f, text="") for f in settled.findings if f.severity is Severity.ERROR]
    try:
        make_site(root)
    except JisrError as error:
        findings += [replace(f, text="") for f in error.findings]
        if asked.spellings is None:  # of a place no spelling tells which files of the old site hold it
            shutil.rmtree(root / "site", ignore_errors=True)
            message = "the old site was thrown away, for no new one could be made"
            remedy = "mend what is said above, then: jisr build; take the published pages down meanwhile"
            findings.append(Finding("remove", message, "site", remedy=remedy))
    findings += _look_again(root, asked)
    return Done(tuple(written), tuple(dict.fromkeys(findings)))


def _throw_away(root: Path, asked: Plan) -> None:
    """What caches hold of it; of a place no spelling tells what that is, so then all of them go."""
    if asked.spellings:
        cache.drop_values(root, partial(asked.spellings.may_stand_in, near=True))
        return
    for file in _made_files(root):
        if not file.startswith(("site/", "exports/")):
            (root / file).unlink(missing_ok=True)
    cache.drop_values(root, lambda _: True)


def _look_again(root: Path, asked: Plan) -> Iterator[Finding]:
    """Every file once more: what can be made again is thrown away with the name, all else is an error."""
    if asked.search is None:
        return
    for file in project_files(root):
        found = list(asked.search.traces(file, _read(root, file)))
        if not found:
            continue
        if file.split("/")[0] in MADE_AGAIN:
            (root / file).unlink(missing_ok=True)
            message = f"thrown away, for it still held the name ({len(found)} times)"
            yield Finding("remove", message, file, severity=Severity.NOTICE)
            continue
        for place, count in Counter(trace.place for trace in found).items():
            remedy = "take it out by hand, or delete the file; then run this again"
            message = f"the name still stands here ({count} times)"
            yield Finding("remove", message, place, remedy=remedy)
