"""What readers are shown of an article that is blocked: what its committed ledger last agreed on.

Arabic, English and states come from one version of the ledger, so that never new Arabic stands beside old
English. Only the commit decides: a fresh clone shows the same as the folder in which the conflict arose.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from jisr import seeds as readers
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.ledger import Entry, Ledger, State, SyncResult
from jisr.model.publication import Article
from jisr.model.source import Block, Document, Kind, Meta, Seed
from jisr.removal import refusal
from jisr.storage import disk, git
from jisr.storage.config import parse_meta
from jisr.translation import keys, recall, sync

_FOLDER = "translations"
_HEADING = re.compile(r"(#{1,6})[ \t]+(?:(\d{1,9})[.)][ \t])?")
_POINT = re.compile(r"(?:(\d{1,9})[.)]|[-*+])[ \t]")


def translation_pages(root: Path) -> frozenset[str] | None:
    """The slugs of all articles whose English page is in the last commit; `None` without git."""
    head, folder = git.head(root), f"{TRANSLATION.articles_folder}/"
    if not head:
        return None
    names = (name for name in git.list_files(root, head, folder) if name.endswith(".md"))
    return frozenset(name.removeprefix(folder).removesuffix(".md") for name in names)


def last_agreed_article(root: Path, slug: str, not_its: Collection[str]) -> Article | None:
    """An article as its ledger last agreed with its page, as far as commits tell; `None` where none does.

    It may be called otherwise there, by a name that its sidecar tells, but for those that are `not_its`.
    Neither is there anything to show where a sidecar, in the commit or in the folder, cannot be read: it may
    be what says that the article must not be shown. What it says in the folder of that counts.
    """
    head = git.head(root)
    try:
        meta, now = _committed_meta(root, head, slug), _present_meta(root, slug)
    except JisrError:
        return None
    if now.status != "published":
        meta = replace(meta, status=now.status, until=now.until, reason=now.reason, hide_title=now.hide_title)
    meta = replace(
        meta, release=now.release, published=now.published or meta.published, dated=now.dated or meta.dated
    )
    former = (name for name in reversed(now.was) if name not in not_its)
    for name in (slug, *former):  # what was renamed since has its former name there
        for commit, book in _versions(root, head, name, slug):
            if book.entries and all(sync.translation_digest(e.target) == e.synced for e in book.entries):
                return _article_of_ledger(root, commit, name, meta, replace(book, findings=()), slug)
    return None


def blocked_finding(root: Path, slug: str, file: str, shown: Article | None) -> Finding:
    """What a build says of an article that is blocked."""
    message, remedy = "until this is put right, readers see the article as its ledger was last committed", ""
    if not shown:
        why, remedy = _why_left_out(root, slug)
        message = f"until this is put right, the article is left out: {why}"
    remedy = f"put right what the errors about it say{remedy}"
    return warning("blocked", message, file, remedy=remedy)


def _why_left_out(root: Path, slug: str) -> tuple[str, str]:
    """Why there is nothing to show of an article, and what to do about it beside putting errors right."""
    held = "which may be what holds it back, cannot be read"
    try:
        _present_meta(root, slug)
    except JisrError as error:
        return f"{error.findings[0].file}, {held}", ""
    head = git.head(root)
    if not head:
        why = "only commits keep what readers saw of it, and there are none here"
        return why, ", and keep the publication in git: git init, git add . and git commit"
    try:
        _committed_meta(root, head, slug)
    except JisrError as error:
        file = error.findings[0].file
        return f"{file} of the last commit, {held}", f", then commit {file}"
    file = f"{_FOLDER}/{slug}.po"
    return "no commit has a ledger of it to show", f", then commit {file}"


def _committed_meta(root: Path, head: str, slug: str) -> Meta:
    """What the last commit says of an article: whether it may be shown. Raises `JisrError`."""
    return _meta(slug, lambda name: refusal.file_at(root, head, name)) if head else Meta()


def _present_meta(root: Path, slug: str) -> Meta:
    """What is said of an article in the folder. Raises `JisrError`."""
    return _meta(slug, partial(disk.read_in_project, root))


def _meta(slug: str, read: Callable[[str], bytes | None]) -> Meta:
    """What an article's sidecar says, and its seed: front matter and a date to come may hold it back too."""
    sidecar = f"seeds/{slug}.yml"
    meta = Meta() if f"{slug}.yml" in readers.NO_SIDECARS else parse_meta(read(sidecar), sidecar)
    for suffix in readers.READERS:
        seed = f"seeds/{slug}{suffix}"
        if data := read(seed):
            meta = readers.apply_withholding(meta, data, seed)
            with suppress(JisrError):
                said = readers.read(Seed(slug, seed, data, meta))[0].meta
                meta = replace(meta, published=said.published, dated=said.dated)
    return meta


def _versions(root: Path, head: str, name: str, slug: str) -> Iterator[tuple[str, Ledger]]:
    """The versions of the ledger `name` of an article that can be read, the newest first.

    Without git, Jisr's own copy.
    """
    po = f"{_FOLDER}/{name}.po"
    if not head and (book := recall.read_copy(root, po, (slug,))):
        yield "", book
    if not head or refusal.file_at(root, head, po, (slug,)) is None:
        return
    for commit in git.lines(root, "log", "--format=%H", head, "--", po):
        if book := recall.parse_if_readable(refusal.file_at(root, commit, po, (slug,)), po):
            yield commit, book


def _article_of_ledger(root: Path, commit: str, name: str, meta: Meta, book: Ledger, slug: str) -> Article:
    """The article `slug` of a ledger that is called `name` in a commit (in the folder, for none)."""
    original = ORIGINAL.page_file(name)
    data = refusal.file_at(root, commit, original, (slug,)) if commit else disk.read_file(root / original)
    page = parse_page(disk.decode_text(data))
    bodies = {marked.key: marked.body for marked in page.blocks}
    blocks = tuple(_block(entry, bodies.get(entry.key, "")) for entry in book.entries)
    book = replace(book, entries=tuple(_without_lapsed_approval(entry) for entry in book.entries))
    seeds = (file for file in git.list_files(root, commit, "seeds") if readers.slug_of(file) == name)
    document = Document(slug, next(seeds, f"seeds/{slug}.txt"), meta, blocks)
    return sync.build_article(SyncResult(document, book, None, TRANSLATION.page_file(slug)))


def _without_lapsed_approval(entry: Entry) -> Entry:
    """Treat an approval as withdrawn if the entry is `fuzzy`, even before a sync has recorded that."""
    if entry.state is State.APPROVED and entry.fuzzy:
        return replace(entry, state=State.EDITED, by="", on="")
    return entry


def _block(entry: Entry, body: str) -> Block:
    """The block of an entry; `body` are its words on the Arabic page, whose marks tell its kind."""
    kind = Kind.NOTE if re.match(r"n\d", entry.key) else keys.kind_from_key(entry.key)
    block = Block(kind, entry.source, key=entry.key)
    heading, point = _HEADING.match(body), _POINT.match(body)
    if block.kind in (Kind.TITLE, Kind.KICKER):
        return block
    if heading and block.kind is Kind.POINT:
        return replace(block, lead=True, number=int(heading[2] or 0))
    if heading:
        return replace(block, kind=Kind.HEADING, level=max(2, len(heading[1])))
    if point:
        return replace(block, kind=Kind.POINT, number=int(point[1] or 0))
    if body.startswith(">"):
        return replace(block, kind=Kind.QUOTATION)
    if body.startswith("|"):
        return replace(block, kind=Kind.TABLE)
    return block if block.kind is Kind.NOTE or not body else replace(block, kind=Kind.PARAGRAPH)
