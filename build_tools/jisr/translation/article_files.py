"""An article's files: its ledger and its two pages, read into an outcome of sync and made of one."""

import fnmatch
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from jisr import seeds as readers
from jisr.lang.typography.rules import in_house_style
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding, JisrError, redact_excerpts
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.ledger import Ledger, Page, SyncResult
from jisr.model.publication import Article
from jisr.model.source import Document, SeedFile, sidecar_of
from jisr.removal import refusal
from jisr.storage import disk, git
from jisr.translation import drafts, incremental, ledger, merging, recall, sync
from jisr.translation.decisions import events
from jisr.translation.sync import kept


def names(slug: str) -> tuple[str, str, str]:
    """The paths, relative to the project, of an article's ledger, its English and its Arabic page."""
    return f"translations/{slug}.po", TRANSLATION.page_file(slug), ORIGINAL.page_file(slug)


def all_names(slug: str) -> tuple[str, ...]:
    """All files but the seed's that have an article's name."""
    return (*names(slug), events.event_file_name(slug))


def paths(root: Path, slug: str) -> tuple[Path, Path, Path]:
    """Where an article's ledger, its English and its Arabic page lie."""
    po, translation, original = names(slug)
    return root / po, root / translation, root / original


def has_page_without_ledger(root: Path, slug: str) -> bool:
    """Whether an article's English page lies there, and no ledger of it."""
    po, translation, _ = paths(root, slug)
    return translation.exists() and not po.exists()


def load(
    root: Path,
    document: Document,
    take: Mapping[str, sync.Take],
    *,
    allow_shrink: bool = False,
    today: date | None = None,
) -> SyncResult:
    """Settle a document with its ledger and English page: see `sync.reconcile`. Raises `JisrError`.

    Where the sidecar names a former slug whose files still lie there, these are the article's; `changes`
    gives them their new names.
    """

    held_by = partial(_load_from, root, document, take, allow_shrink=allow_shrink, today=today)
    mine, former = names(document.slug)[:2], _former_slugs(root, document)
    own = held_by(mine)
    if not former:
        return _refuse_exchanged_name(root, own)
    pairs = list(zip(mine, names(former[0])[:2], strict=True))
    twice = any((root / now).exists() and (root / old).exists() for now, old in pairs)
    if len(former) > 1 or (twice and any(e.held for e in own.ledger.all_entries)):
        raise JisrError(_two_names(document.slug, former))
    # of files that were renamed by hand, and others that were not, each is taken from where it lies
    moved = held_by([old if twice or (root / old).exists() else now for now, old in pairs])
    read = {**moved.read, **own.read}
    return replace(moved, read=read, recalled=moved.recalled or own.recalled)


def _load_from(
    root: Path,
    document: Document,
    take: Mapping[str, sync.Take],
    files: Sequence[str],
    *,
    allow_shrink: bool,
    today: date | None,
) -> SyncResult:
    """`load` with `files`, a ledger and an English page."""
    contents = [(name, _read(root, root / name)) for name in files]
    book, page = _parsed(*contents)
    file = names(document.slug)[1]
    past = recall.earlier_ledgers(root, contents[0][0], book, page, (document.slug,), contents[0][1])
    settle = partial(sync.reconcile, past=past) if past else kept.reconcile_again
    outcome = settle(document, book, page, file, take=take, allow_shrink=allow_shrink, today=today)
    parted = merging.part_crossed(root, (files[0], files[1]), book, page, outcome) if page else book
    if parted is not book:
        outcome = settle(document, parted, page, file, take=take, allow_shrink=allow_shrink, today=today)
    text = disk.decode_text(contents[1][1])
    said = (outcome.findings, outcome.lasting)
    findings, lasting = (tuple(redact_excerpts(each, text, file)) for each in said)
    read = {name: disk.fingerprint(data) for name, data in contents}
    recalled = bool(past) or parted is not book or not recall.lacks_nothing(book, page)
    return replace(outcome, findings=findings, lasting=lasting, read=read, recalled=recalled)


def _former_slugs(root: Path, document: Document) -> list[str]:
    """The former slugs of a renamed article whose ledgers or pages still lie there, and no seed."""
    found = []
    for old in document.meta.was:
        pairs = zip(paths(root, old)[:2], paths(root, document.slug)[:2], strict=True)
        there = [(now.exists() and now.samefile(path)) for path, now in pairs if path.is_file()]
        if there and not any(there) and not _has_seed(root, old):
            found.append(old)
    return found


def find_former_slugs(root: Path, seeds: Iterable[SeedFile]) -> Iterator[tuple[str, str]]:
    """The slugs of `seeds` that were renamed, with the former ones under which ledgers or pages still lie."""
    for seed in seeds:
        with suppress(JisrError):
            if any(b"was" in data for data in seed.fetch() if data):  # to read each would take long
                former = _former_slugs(root, readers.read(readers.open_seed(seed))[0])
                yield from ((seed.slug, old) for old in former)


def _has_seed(root: Path, slug: str) -> bool:
    return any((root / "seeds" / f"{slug}{suffix}").exists() for suffix in readers.READERS)


def _refuse_exchanged_name(root: Path, outcome: SyncResult) -> SyncResult:
    """`outcome`, blocked where `was` names a living seed whose ledger has this text, rather than its own."""
    slug, texts = outcome.slug, {block.text for block in outcome.document.blocks}

    def known(book: Ledger) -> int:
        return len(texts & {entry.source for entry in book.entries})

    for old in outcome.document.meta.was:
        po = names(old)[0]
        if old == slug or not _has_seed(root, old):
            continue
        if known(_parse_ledger(po, _read(root, root / po))) > known(outcome.was):
            message = f"was: names {old}, a seed itself; what people wrote for this text is kept there"
            remedy = (
                f"give both seeds and their sidecars the names back that they had, then: jisr rename {old} "
                f"{old}-1, jisr rename {slug} {old}, jisr rename {old}-1 {slug}"
            )
            finding = Finding("renamed", message, outcome.document.file, text=old, remedy=remedy)
            findings = (*(f for f in outcome.findings if f.check != "shrink"), finding)
            return replace(outcome, findings=findings, blocked=True)
    return outcome


def _two_names(slug: str, former: Sequence[str]) -> Finding:
    of = ", ".join(names(old)[0] for old in former)
    message = f"people wrote under the present and a former name of this article, or under two ({of})"
    remedy = "take over into one ledger and its pages what the other has more, then delete the other's"
    return Finding("renamed", message, names(slug)[0], remedy=remedy)


def former_slug(outcome: SyncResult) -> str:
    """The former slug that files of which the article was read have; `""` where they have its own."""
    named = re.compile(rf"(?:translations|{TRANSLATION.articles_folder})/(.*)\.(?:po|md)")
    found = (named.fullmatch(name) for name in outcome.read if name not in names(outcome.slug))
    return next((match[1] for match in found if match), "")


def load_committed(root: Path, commit: str, page: str) -> SyncResult | None:
    """What sync would have made of the article of an English page in a commit; `None` where it could not."""
    slug = page.removeprefix(f"{TRANSLATION.articles_folder}/").removesuffix(".md")
    seeds = (name for name in git.list_files(root, commit, "seeds") if readers.slug_of(name) == slug)
    if not (seed := next(seeds, "")):
        return None
    sidecar = sidecar_of(seed)
    wanted = [seed, sidecar, *names(slug)[:2]]
    data, about, po, translation = refusal.files_at(root, [(commit, name) for name in wanted])
    try:
        document, _ = readers.read(readers.open_seed(SeedFile.of(slug, seed, data or b"", about)))
        book, there = _parsed((wanted[2], po), (wanted[3], translation))
        return sync.reconcile(document, book, there, page, allow_shrink=True)
    except JisrError:
        return None


def _parsed(
    po: tuple[str, bytes | None], translation: tuple[str, bytes | None]
) -> tuple[Ledger, Page | None]:
    """A ledger and an English page of what their files hold, by name. Raises `JisrError`."""
    text = _text(*translation)
    return _parse_ledger(*po), None if text is None else parse_page(text)


def unchanged_articles(
    root: Path, seeds: Iterable[SeedFile], past: incremental.ArticleFingerprints
) -> incremental.ArticleFingerprints:
    """Those of `past` whose files lie there as the last run left them."""
    known = [seed for seed in seeds if seed.slug in past]
    return {s.slug: past[s.slug] for s in known if past[s.slug].print == fingerprint_lying(root, s)}


def fingerprint_lying(root: Path, seed: SeedFile) -> str:
    """The fingerprint of an article by what its files hold now; `""` where that must be looked into."""
    prints = []
    for name in names(seed.slug):
        found = disk.fingerprint_plain(f"{root}/{name}")
        if found is None:  # it may lead out of the project; what is wrong is reported when it is read
            return ""
        prints.append(found)
    return incremental.fingerprint_files(seed, prints)


def fingerprint_article(seed: SeedFile, outcome: SyncResult) -> incremental.ArticleFingerprint | None:
    """What is known of an article that lies there as `outcome` has it; `None` if not all of it was read, or
    it was made of another seed.
    """
    files, read = names(seed.slug), outcome.read
    if not set(files) <= set(read) or not seed_fingerprints(seed).items() <= read.items():
        return None
    prints = incremental.fingerprint_files(seed, (read[name] for name in files))
    wanting = len(drafts.entries_to_draft(outcome))
    return incremental.ArticleFingerprint(prints, outcome.lasting, wanting)


def seed_fingerprints(seed: SeedFile) -> dict[str, str]:
    """File → fingerprint of what it held when read, for a seed and its sidecar."""
    sidecar = sidecar_of(seed.file)
    return dict(zip((seed.file, sidecar), seed.prints, strict=True))


def has_changed_meanwhile(root: Path, outcome: SyncResult) -> bool:
    """Whether somebody saved one of the files that the article was read from since then.

    Raises `JisrError` where one can no longer be read.
    """
    return any(
        disk.fingerprint(disk.read_in_project(root, name)) != then for name, then in outcome.read.items()
    )


def changes(
    root: Path, outcome: SyncResult
) -> tuple[dict[Path, bytes | None], dict[Path, str], list[Finding]]:
    """What the article's files should hold, and fingerprints of what they held; findings beside.

    Both are for `transaction.commit`, which writes them in this order: pages before the ledger.

    An Arabic page that was edited by hand is left as it is and reported: its words would be lost. Raises
    `JisrError` where a file cannot be read, or no folder for it be made.
    """
    po, translation, original = paths(root, outcome.slug)
    for path in (po, translation, original):
        _check_folder(root, path)
    files: dict[Path, bytes | None] = {translation: sync.compose_translation_page(outcome).encode()}
    read = {root / name: then for name, then in outcome.read.items()}
    page, lying = _original_page(outcome), disk.read_in_project(root, _name(root, original))
    findings = _edits_by_hand(root, outcome, original, page, lying)
    if not findings:
        files[original], read[original] = page, disk.fingerprint(lying)
    files[po] = ledger.compose(sync.finalise_ledger(outcome.ledger, outcome.was)).encode()
    if old := former_slug(outcome):
        files |= _move_former_files(root, old, outcome.slug)
        left = paths(root, old)[2]
        if found := _edits_by_hand(root, outcome, left, page, disk.read_in_project(root, _name(root, left))):
            findings += found
            del files[left]
    return files, read, findings


def _move_former_files(root: Path, old: str, new: str) -> dict[Path, bytes | None]:
    """The files under an article's former name, to be deleted, and its events, to be moved to the new one."""
    contents: dict[Path, bytes | None] = dict.fromkeys(paths(root, old))
    happened = root / events.event_file_name(old)
    if (before := disk.read_file(happened)) is not None:
        now = root / events.event_file_name(new)
        contents |= {now: events.merge_event_files(before, disk.read_file(now) or b""), happened: None}
    return contents


def _check_folder(root: Path, path: Path) -> None:
    """Raises `JisrError` where something else lies in the place of a folder that `path` is to be in."""
    there = next((folder for folder in path.parents if folder.exists()), root)
    if not there.is_dir():
        remedy = f"move it away: {_name(root, path)} is to be made, or said again, in a folder of this name"
        raise JisrError(Finding("disk", "a file in the place of a folder", _name(root, there), remedy=remedy))


class WrittenFiles(Mapping[str, bytes]):
    """What people write and exchange, by path: seeds, pages, ledgers, configurations; read when asked for.

    They are listed when that is asked for: ten thousand articles have forty thousand.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def _names(self) -> Mapping[str, None]:
        settings = (path.name for path in sorted(self._root.glob("mkdocs*.yml")) if path.is_file())
        return dict.fromkeys((*settings, *_written_names(self._root)))

    def __getitem__(self, name: str) -> bytes:
        """The bytes of a file; none of one that cannot be read, which is reported elsewhere."""
        try:
            found = disk.read_file(self._root / name)
        except JisrError:
            return b""
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _written_names(root: Path) -> Iterator[str]:
    for top, pattern in (("docs", "*.md"), ("seeds", "*.*"), ("translations", "*.po")):
        for folder, _, files in os.walk(root / top):
            below = Path(folder).relative_to(root).as_posix()
            yield from (f"{below}/{name}" for name in fnmatch.filter(sorted(files), pattern))


def read_ledgers(root: Path) -> Iterator[tuple[str, Ledger]]:
    """The ledgers under `root` by slug; one that cannot be read is left out."""
    folder = root / "translations"
    for po in sorted(folder.rglob("*.po")):
        try:
            book = _parse_ledger(_name(root, po), _read(root, po))
        except JisrError:
            continue
        yield po.relative_to(folder).as_posix().removesuffix(".po"), book


def read_original_page(
    root: Path, outcome: SyncResult, article: Article
) -> tuple[Sequence[Finding], str | None]:
    """What is said of an Arabic page that was edited by hand, though it is made from the seed, and the
    fingerprint of the page; `None` for one that cannot be read.

    `article` is what was made of `outcome`.
    """
    original = paths(root, outcome.slug)[2]
    try:
        lying = disk.read_in_project(root, _name(root, original))
    except JisrError as error:
        return error.findings, None
    page = sync.compose_original_page(outcome.document, [p.block.text for p in article.passages]).encode()
    findings = _edits_by_hand(root, outcome, original, page, lying)
    return findings, disk.fingerprint(lying)


def fingerprint_former(root: Path, was: Iterable[str]) -> str:
    """The fingerprint of all that lies under former names of an article; `""` where it has none.

    What of it is the article's is said by `load`.
    """
    found = []
    for old in was:
        found.append(f"{old} {_has_seed(root, old)}")
        for path in paths(root, old)[:2]:
            with suppress(JisrError):  # what cannot be read is no file's content
                found.append(f"{path.is_symlink()} {disk.fingerprint(disk.read_file(path))}")
    return disk.fingerprint("\n".join(found).encode()) if found else ""


def _read(root: Path, path: Path) -> bytes | None:
    """What a file holds. Raises `JisrError` for a link out of `docs/` or `translations/`."""
    top = root / path.relative_to(root).parts[0]
    try:
        inside = path.resolve().is_relative_to(top.resolve())
    except (OSError, RuntimeError):  # links that lead in a circle
        inside = False
    if inside:
        return disk.read_in_project(root, _name(root, path))
    message = f"a link that leads out of {top.name}/"
    raise JisrError(Finding("path", message, _name(root, path), remedy="put the file itself here"))


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _text(name: str, data: bytes | None) -> str | None:
    """What a file says. Raises `JisrError` for one that is no UTF-8, or that git takes for no text."""
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remedy = "save the file as UTF-8, then run this again"
        raise JisrError(Finding("encoding", "not UTF-8", name, line, remedy=remedy)) from error
    if "\0" in text:  # as every other character of UTF-16 without its mark
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "a character that no text has (U+0000)"
        remedy = "delete it, or save the file as UTF-8; then run this again"
        raise JisrError(Finding("encoding", message, name, line, remedy=remedy))
    return text


def _parse_ledger(name: str, data: bytes | None) -> Ledger:
    text = _text(name, data)
    return Ledger() if text is None else ledger.parse(text, name)


def _original_page(outcome: SyncResult) -> bytes:
    texts = [in_house_style(block.text) for block in outcome.document.blocks]
    return sync.compose_original_page(outcome.document, texts).encode()


def _edits_by_hand(
    root: Path, outcome: SyncResult, path: Path, page: bytes, lying: bytes | None
) -> list[Finding]:
    """What is said of an Arabic page with other words than the seed's, now or when it was written.

    `page` is what it should be, `lying` what lies at `path`.
    """
    if lying is None or lying == page:
        return []
    before = outcome.was
    texts = [b.text for b in outcome.document.blocks]
    texts += [t for e in before.all_entries for t in (e.source, e.previous)]
    texts += [in_house_style(text) for text in texts]
    if not sync.is_edited_by_hand(disk.decode_text(lying), texts):
        return []
    file = _name(root, path)
    message = "an Arabic page was edited by hand; it is made from the seed, and is left as it is now"
    remedy = f"correct {outcome.document.file} or its sidecar instead, then delete {file} and run again"
    return [Finding("arabic-page", message, file, remedy=remedy)]
