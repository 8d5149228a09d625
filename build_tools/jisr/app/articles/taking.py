"""A new article, from what somebody pasted or dropped: looked at first, written only when it is taken.

Readers see nothing of it before somebody releases it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from jisr import seeds as readers
from jisr.app.articles.facts import Facts, say_date, with_facts
from jisr.app.articles.mending import write_markdown
from jisr.app.articles.writing import why_closed, write_seed
from jisr.app.asked import find_renamed
from jisr.app.removal.allowing import allow_names
from jisr.app.results import Result
from jisr.articles import named
from jisr.lang.units import split_units
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS
from jisr.model.release import HELD
from jisr.model.source import Block, Document, SeedFile, sidecar_of
from jisr.storage import transaction
from jisr.storage.config import parse_meta
from jisr.translation import article_files
from jisr.translation.decisions import events
from jisr.word.conversion import convert
from jisr.word.markdown import Converted

_UNNAMED = "article"
MOST = 5_000_000
"""Bytes of a text: more is no article."""


@dataclass(frozen=True)
class HandedIn:
    """What somebody pasted or dropped: `name` with the suffix of its format; `facts` are for the sidecar.

    `pictures` are files by their names beside the seed.
    """

    slug: str
    name: str
    data: bytes
    facts: Facts = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """What a text would be as an article; `properties` are what a file says of people and machines."""

    document: Document
    findings: tuple[Finding, ...]
    words: int
    properties: Mapping[str, str] = field(default_factory=dict)


def preview(handed: HandedIn) -> Preview:
    """The blocks that are found in a text; nothing is written. Raises `JisrError` for what is no text."""
    seed, made = _read_word(handed)
    document, findings = readers.read(readers.open_seed(_seed(seed)))
    count = sum(len(split_units(plain(block.text).text)) for block in document.blocks)
    said = made.findings if made else ()
    return Preview(document, (*said, *findings), count, made.properties if made else {})


def _read_word(handed: HandedIn) -> tuple[HandedIn, Converted | None]:
    """What was handed in, and what was made of it where it is a file of a word processor."""
    suffix = PurePosixPath(handed.name).suffix.lower()
    if suffix not in readers.WORD_SUFFIXES:
        return handed, None
    made = convert(handed.data, f"{readers.FOLDER}/{handed.slug or _UNNAMED}{suffix}")
    data = made.markdown.encode()
    return replace(handed, name="word.md", data=data, pictures=made.pictures), made


def mend(handed: HandedIn, blocks: Sequence[Block]) -> HandedIn:
    """The text with its blocks as somebody put them right, in Markdown; its kicker goes among the facts.

    So do author and day where lines of the text said them, for they are none of its blocks.
    Raises `JisrError` where a block cannot be written as what it is to be.
    """
    name = PurePosixPath(handed.name).with_suffix(".md").as_posix()
    kickers = [plain(block.text).text for block in blocks if block.kind == "kicker"]
    seed, _ = _read_word(handed)
    known = readers.read(readers.open_seed(_seed(seed)))[0].meta
    facts = {**handed.facts, "author": dict(known.author)}
    if kickers:
        facts["kicker"] = " ".join(kickers)
    if known.published:
        facts["published"] = say_date(known.published.value, known.published.inferred)
    made = replace(handed, name=name, facts=facts, pictures=seed.pictures)
    sidecar = _seed(made)
    meta = replace(parse_meta(sidecar.sidecar, sidecar_of(sidecar.file)), credits=known.credits)
    return replace(made, data=write_markdown(blocks, meta, sidecar.file))


def take_in(
    root: Path, handed: HandedIn, today: date, by: str = "", *, may_name_removed: bool = False
) -> Result:
    """Write a text as a seed, held from readers, and the article's pages and ledger with it.

    Raises `JisrError` for a name that cannot be one or is taken, for what cannot be read, and for a text that
    names who was removed for safety, unless `may_name_removed`.
    """
    check_name(root, handed.slug)
    if may_name_removed:
        allow_names(root, handed.slug)
    with transaction.lock_project(root):
        check_name(root, handed.slug)
        handed, _ = _read_word(handed)
        check_named(root, handed)
        folder = PurePosixPath(readers.FOLDER, handed.slug).parent
        pictures = {(folder / name).as_posix(): data for name, data in handed.pictures.items()}
        return write_seed(root, None, _seed(handed), events.new("new", by), today, also=pictures)


def check_named(root: Path, handed: HandedIn) -> None:
    """Raises `JisrError` where a text names who was removed for safety, and nobody said that it may."""
    document, _ = readers.read(readers.open_seed(_seed(_read_word(handed)[0])))
    named.check_named(root, handed.slug, named.texts_of(document))


def check_name(root: Path, slug: str) -> None:
    """Raises `JisrError` where no new article can have this name."""
    if why := readers.why_no_new_slug(slug):
        message, remedy = (
            f"no page can have this name: {why}",
            f"choose another, such as {readers.suggest_slug(slug)}",
        )
        raise JisrError(Finding("new-article", message, text=slug, remedy=remedy))
    wanted = slug.casefold()
    seeds = readers.find_files(root)[0]
    there = [one.slug for one in seeds if one.slug.casefold() == wanted]
    there += [path.relative_to(root).as_posix() for path in (root / "seeds").glob(f"{slug}.*")]
    there += [path.relative_to(root).as_posix() for path in article_files.paths(root, slug) if path.exists()]
    message = f"the name is taken: {there[0]}" if there else why_closed(root, slug)
    if not message and find_renamed(seeds, slug):
        message = "another article had this name, and its address leads there"
    if message:
        raise JisrError(Finding("new-article", message, text=slug, remedy="choose another name"))


def _seed(handed: HandedIn) -> SeedFile:
    """The seed and its sidecar as they would lie there."""
    if len(handed.data) > MOST:
        message = f"more than {MOST // 1_000_000} MB are no text of an article"
        raise JisrError(
            Finding("new-article", message, handed.name, remedy="take pictures and fonts out of it")
        )
    suffix = PurePosixPath(handed.name).suffix.lower() or ".txt"
    bare = SeedFile.of(handed.slug, f"seeds/{handed.slug or _UNNAMED}{suffix}", handed.data)
    facts = {key: value for key, value in handed.facts.items() if value not in (None, "", [], {})}
    return SeedFile.of(
        handed.slug,
        bare.file,
        handed.data,
        with_facts(bare, {**facts, "release": dict.fromkeys(LANGS, HELD)}),
    )
