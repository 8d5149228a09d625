"""The plan of a removal of a block: a paragraph goes with its picture, a title gives way to a sign."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from jisr import seeds as readers
from jisr.app.article_renaming import image_paths
from jisr.app.removal.links import without_links
from jisr.app.removal.places import plan_of_place
from jisr.app.removal.plans import Files, Plan
from jisr.app.syncing import read_and_reconcile
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.ledger import SyncResult, unknown_key_finding
from jisr.model.source import Block, Kind, SeedFile
from jisr.removal.files import cut_block
from jisr.removal.glossary_entry import drop_corrections, set_value
from jisr.removal.ledgers import empty_entry, redact_text, remove_entry
from jisr.removal.passages import Passages
from jisr.removal.redact import SIGN, empty_block, redact_yaml, remove_blocks, sign_whole_lines
from jisr.removal.traces import MADE_AGAIN, project_files
from jisr.removal.views import decode_text
from jisr.storage import disk
from jisr.translation import article_files
from jisr.translation.decisions import events
from jisr.translation.removed import LONGEST, WHOLE, Removal, folded_words

_HEADS = (Kind.TITLE, Kind.KICKER)


def plan_block(root: Path, seed: SeedFile, key: str) -> Plan:
    """What removing a block would do. Raises `JisrError` where its seed does not let go of it."""
    files = Files(root)
    seed = seed.held()
    files.know(seed.file, seed.data)
    for name in article_files.all_names(seed.slug):
        files.read(name)
    outcome = _outcome(root, seed)
    block = next((b for b in outcome.document.blocks if b.key == key), None)
    gone = [e for e in (*outcome.was.obsolete, *outcome.was.entries) if e.key == key]
    if block is None and not gone:
        known = [b.key for b in outcome.document.blocks]
        raise JisrError(unknown_key_finding(key, known, seed.file, "remove"))
    texts = [block.text] if block else []
    for entry in gone:
        texts += [entry.source, entry.target, entry.previous]
    contents: dict[str, bytes | None] = {}
    clean_page, clean_entry = partial(remove_blocks, key=key), partial(remove_entry, key=key)
    is_head = block is not None and block.kind in _HEADS
    if block is not None and is_head:
        contents |= _without_head(files, seed, outcome, block)
        sign = _sign_of(seed, block, contents)
        clean_page, clean_entry = partial(empty_block, key=key), partial(empty_entry, key=key, source=sign)
    elif block is not None:
        contents |= _without_paragraph(files, seed, outcome, block)
    po, translation, original = article_files.names(seed.slug)
    for name in (translation, original):
        contents[name] = files.changed(name, clean_page)
    contents[po] = files.changed(po, partial(clean_entry, file=po))
    happened = events.event_file_name(seed.slug)
    contents[happened] = files.changed(happened, lambda text: events.without_block(text, key))
    shown, notices = _pictures_alone(files, seed, texts, contents)
    contents |= dict.fromkeys(shown)
    if not is_head:
        linking, more = without_links(files, seed.slug, key, contents)
        contents |= linking
        notices += more
    contents = {name: data for name, data in contents.items() if data != files.read(name)}
    removals = list(_removals(seed.slug, key, texts, is_head=is_head))
    asked = plan_of_place(files, contents, removals, seed.slug, Passages(tuple(filter(None, texts))))
    slugs = tuple(dict.fromkeys((seed.slug, *asked.slugs)))
    return replace(asked, slugs=slugs, notices=tuple(notices))


def _outcome(root: Path, seed: SeedFile) -> SyncResult:
    for outcome in read_and_reconcile(root, [seed.slug]).outcomes:
        return outcome
    message = "the seed cannot be read, so no paragraph of it can be found"
    remedy = f"mend it (jisr check), or remove the article: jisr remove --for-safety {seed.slug}"
    raise JisrError(Finding("remove", message, seed.file, remedy=remedy))


def _removals(slug: str, key: str, texts: Sequence[str], *, is_head: bool) -> Iterator[Removal]:
    """What is to be known later: the place, unless other words have to stand there, and the words."""
    if not is_head:
        yield Removal(slug, key)
    for text in filter(None, texts):
        whole = "" if len(folded_words(text)) >= LONGEST else WHOLE
        yield Removal(slug, whole, (text,))


def _pictures_alone(
    files: Files, seed: SeedFile, texts: Sequence[str], contents: Mapping[str, bytes | None]
) -> tuple[list[str], list[Finding]]:
    """The pictures that only `texts` of a seed show; and where the others are shown still."""
    alone, notices = [], []
    for picture in sorted(
        image_paths(files.root, SeedFile.of(seed.slug, seed.file, "\n".join(texts).encode()))
    ):
        name = PurePosixPath(picture).name
        pattern = re.compile(rf"(?<![\w%-])(?:{re.escape(name)}|{re.escape(quote(name))})")
        for file in project_files(files.root):
            if file.split("/")[0] in (*MADE_AGAIN, "private") or file == picture:
                continue
            data = contents[file] if file in contents else disk.read_file(files.root / file)
            read = decode_text(data or b"")
            if read and (at := pattern.search(read[0])):
                line = read[0].count("\n", 0, at.start()) + 1
                message = "the picture of what was removed is still shown here, so it was not deleted"
                remedy = f"if it tells of somebody, take it out here and delete {picture}"
                notices.append(Finding("remove", message, file, line, name, remedy, Severity.WARNING))
                break
        else:
            alone.append(picture)
    return alone, notices


# --- the seed ----------------------------------------------------------------------------------------------


def _without_paragraph(
    files: Files, seed: SeedFile, outcome: SyncResult, block: Block
) -> dict[str, bytes | None]:
    """The seed without a block, and its sidecar without the corrections that speak of that block."""
    wanted = [(b.kind, b.text) for b in outcome.document.blocks if b is not block]
    sidecar = _sidecar(files, seed)
    if read := decode_text(seed.data):
        for text in cut_block(read[0], outcome.document, block):
            data = text.encode(read[1])
            about = files.changed(sidecar, partial(_without_corrections, text))
            if _blocks_of(seed, data, about) == wanted:
                return {seed.file: data, **({} if about is None else {sidecar: about})}
    raise _uncut(seed, block)


def _without_head(files: Files, seed: SeedFile, outcome: SyncResult, block: Block) -> dict[str, bytes | None]:
    """The seed and its sidecar with a sign in place of a title or kicker: an article has to have one."""
    read, sidecar = decode_text(seed.data), _sidecar(files, seed)
    if read is None:
        raise _uncut(seed, block)
    text, encoding = read
    alone = all(b is block or b.line != block.line for b in outcome.document.blocks)
    line = "".join(text.splitlines()[block.line - 1 : block.line]) if block.line and alone else ""
    titles = {tuple(folded_words(title)) for title in (block.text, line)} - {()}
    sign = partial(sign_whole_lines, is_whole=lambda words: tuple(folded_words(words)) in titles)
    wanted = [(b.kind, "" if b is block else b.text) for b in outcome.document.blocks]
    others = sum(_count(titles, b.text) for b in outcome.document.blocks if b is not block)
    cut = cut_block(text, outcome.document, block) if block.line else ()
    for now in (redact_text(seed.file, text, sign, {}), *cut, text):
        for change in (partial(redact_yaml, redact=sign), partial(_with_sign, key=block.kind)):
            about = _changed_sidecar(files, sidecar, partial(_without_corrections, now), change)
            left = about.decode("utf-8", "replace") if about else ""
            data = now.encode(encoding)
            blocks = [
                (kind, "" if kind is block.kind and not folded_words(said) else said)
                for kind, said in _blocks_of(seed, data, about)
            ]
            if blocks == wanted and _count(titles, f"{now}\n\n{left}") <= others:
                return {seed.file: data, **({} if about is None else {sidecar: about})}
    raise _uncut(seed, block)


def _sign_of(seed: SeedFile, block: Block, contents: Mapping[str, bytes | None]) -> str:
    """The sign as the reader gives it for the title, in Markdown."""
    sidecars = (data for name, data in contents.items() if name != seed.file)
    blocks = _blocks_of(seed, contents[seed.file] or b"", next(sidecars, seed.sidecar))
    return next((text for kind, text in blocks if kind is block.kind), SIGN)


def _changed_sidecar(files: Files, name: str, *changes: Callable[[str], str]) -> bytes | None:
    text = disk.decode_text(files.read(name))
    for change in changes:
        text = change(text)
    return text.encode() if text or files.read(name) is not None else None


def _with_sign(sidecar: str, key: str) -> str:
    """A sidecar that gives an article the sign for its title."""
    return set_value(sidecar, key, f'"{SIGN}"')


def _count(runs: Iterable[Sequence[str]], text: str) -> int:
    words = f" {' '.join(folded_words(text))} "
    return sum(words.count(f" {' '.join(run)} ") for run in runs)


def _sidecar(files: Files, seed: SeedFile) -> str:
    """The name of a seed's sidecar, as it lies there or would."""
    names = [PurePosixPath(seed.file).with_suffix(end).as_posix() for end in (".yml", ".yaml")]
    return next((name for name in names if files.read(name) is not None), names[0])


def _blocks_of(seed: SeedFile, data: bytes, sidecar: bytes | None) -> list[tuple[Kind, str]]:
    """What the reader makes of a seed that holds `data`; nothing of one that it cannot read."""
    with suppress(JisrError):
        document, _ = readers.read(readers.open_seed(SeedFile.of(seed.slug, seed.file, data, sidecar)))
        return [(block.kind, block.text) for block in document.blocks]
    return []


def _without_corrections(seed_text: str, sidecar: str) -> str:
    """A sidecar without the corrections that find nothing in a seed's text."""
    return drop_corrections(sidecar, lambda find: find.strip() not in seed_text)


def _uncut(seed: SeedFile, block: Block) -> JisrError:
    message = "this paragraph cannot be cut out of its seed without changing another; nothing was done"
    remedy = f"take its words out of {seed.file} by hand, leave the page and the ledger, then run this again"
    return JisrError(Finding("remove", message, seed.file, block.line, remedy=remedy, key=block.key))
