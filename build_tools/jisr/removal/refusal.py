"""What was removed for safety and came back is refused: a file is read as the act had left it.

Known are digests of words at their places (`translation.removed`), not the words: they are looked for at the
places of the file's own article. Where they stand, the sign of a word removed stands instead; a block or an
article that was removed as a whole goes again. Whoever reads a file of an earlier commit, or a copy, reads
it by `file_at`; what lies in the project is mended in its place, by `removal.returned`, before it is read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path, PurePosixPath

from jisr.glossary import load_actors
from jisr.glossary.detect.families import FullNames, full_names, is_of_others, spans_of_others
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import JisrError
from jisr.model.glossary import Actor
from jisr.removal.glossary_entry import actors_named, drop_former_names, remove_actors
from jisr.removal.ledgers import empty_entry, redact_text, remove_entry
from jisr.removal.redact import (
    SIGN,
    Redact,
    empty_block,
    redact_found,
    redact_yaml,
    redact_yaml_fenced,
    remove_blocks,
    sign_whole_lines,
)
from jisr.removal.views import POSSESSIVE, View, decode_text, views
from jisr.storage import disk, git
from jisr.translation import ledger
from jisr.translation.removed import (
    LONGEST,
    REMOVED_FILE,
    Hit,
    RemovedPlaces,
    parse_removed,
    place_of_file,
)

_KEYS = re.compile(r'^(?:#~ *)?msgctxt "([^"]+)"|<!-- #([\w-]+)|"key" *: *"([^"]+)"', re.MULTILINE)
_NUMBERED = tuple(f"{prefix}{n}" for prefix in ("p", "h", "pt", "q", "t", "n", "img") for n in range(1, 121))
USUAL_KEYS = ("title", "kicker", "summary", *_NUMBERED)
"""Keys that an article may have had, though no file of it tells of them any more."""

HEADS = ("title", "kicker")
"""Keys of blocks whose place stays, with the sign, where their words go."""

_LIST_SIGNS = re.compile(r"^\s*(?:[-*+>#]+\s+|\d{1,3}[.)-]\s*)*")


@dataclass(frozen=True)
class Returned:
    """A place to which something came back: a line of a file, and the block that stands there."""

    line: int
    key: str = ""


@dataclass(frozen=True)
class Cleaned:
    """What a file holds without what came back (`None` where all of it goes), and where that stood."""

    data: bytes | None
    returned: tuple[Returned, ...] = ()


def file_at(root: Path, commit: str, name: str, slugs: Sequence[str] = ()) -> bytes | None:
    """What the file `name` held in a commit, without what was removed since; `None` where it was not.

    `slugs` are other names of its article, under which something may have been removed.
    """
    return files_at(root, [(commit, name)], slugs)[0]


def files_at(root: Path, places: Iterable[tuple[str, str]], slugs: Sequence[str] = ()) -> list[bytes | None]:
    """`file_at` for each (commit, name), by one run of git."""
    wanted = list(places)
    found = git.files_at(root, wanted)
    return [as_allowed(root, name, data, slugs) for (_, name), data in zip(wanted, found, strict=True)]


def as_allowed(root: Path, name: str, data: bytes | None, slugs: Sequence[str] = ()) -> bytes | None:
    """`data`, what the file `name` held somewhere or some time, without what was removed."""
    record = disk.read_file(root / REMOVED_FILE)
    if data is None or record is None:
        return data
    return clean_file(
        parse_record(record), name, data, tuple(slugs), USUAL_KEYS, partial(actors_of, root)
    ).data


def actors_of(root: Path) -> Sequence[Actor]:
    """The glossary's actors, as its files say them now."""
    return load_actors(root)[0]


@lru_cache(maxsize=4)
def parse_record(data: bytes) -> RemovedPlaces:
    """`translation.removed.parse_removed`, once for each content."""
    return parse_removed(data)


def names_elsewhere(
    removed: RemovedPlaces, text: str, others: Callable[[], Sequence[Actor]]
) -> list[tuple[int, int]]:
    """Where names in full that were removed from any article stand in `text`, whatever is marked up in it.

    A longer name of the glossary, which `others` tells, is another's.
    """
    found: list[tuple[int, int]] = []
    for view in views(text):
        hits = [hit for hit in removed.find_named(view.text) if _is_written_as_name(view.text, hit)]
        if hits:
            theirs = list(spans_of_others(view.text, (), full_names(others())))
            alone = [hit for hit in hits if not is_of_others(hit.start, hit.end, theirs)]
            found += [_placed(view, hit)[:2] for hit in alone]
    return sorted(set(found))


def keys_in(text: str) -> list[str]:
    """The keys of blocks that a ledger, a page or a file of events tells of."""
    return list(dict.fromkeys(next(filter(None, found)) for found in _KEYS.findall(text)))


def clean_file(
    removed: RemovedPlaces,
    name: str,
    data: bytes,
    slugs: Sequence[str] = (),
    keys: Iterable[str] = (),
    others: Callable[[], Sequence[Actor]] = tuple,
) -> Cleaned:
    """A file of a project without what was removed from its article, or from itself.

    `slugs` are other names that its article has or had, `keys` those of blocks that it had, `others` gives
    the glossary's actors, within whose names a short form is no word removed.
    """
    owners = tuple(dict.fromkeys((place_of_file(name), *slugs)))
    if not any(removed.concerns(owner) for owner in owners):
        return Cleaned(data)
    if any(removed.is_closed(owner) for owner in owners):
        return Cleaned(None, (Returned(0),))
    read = decode_text(data)
    text, encoding = read or ("", "utf-8")
    all_keys = tuple(dict.fromkeys((*keys_in(text), *keys)))
    blocks = tuple(f"{owner}#{key}" for owner in owners for key in all_keys)
    if removed.find(owners, PurePosixPath(name).stem):
        return Cleaned(None, (Returned(0),))
    if read is None:
        return Cleaned(data)
    file = _File(removed, name, owners, blocks, others)
    now, gone = file.without_blocks(text)
    lines = {number: file.key_at(text, number) for number in file.lines_of(text)}
    if lines or gone:
        now = redact_text(name, file.without_entries(now), file.redact, {})
    before, now = now, file.without_titles(now)
    if before != now:
        gone.setdefault("title", _first_changed_line(before, now))
    if now == text:
        return Cleaned(data)
    returned = [*(Returned(line, key) for key, line in gone.items()), *map(Returned, lines, lines.values())]
    there = tuple(sorted(set(returned), key=lambda one: (one.line, one.key)))
    return Cleaned(now.encode(encoding, "replace"), there)


@dataclass(frozen=True)
class _File:
    removed: RemovedPlaces
    name: str
    owners: tuple[str, ...]
    blocks: tuple[str, ...]  # where short forms are known
    others: Callable[[], Sequence[Actor]]

    @property
    def is_seed(self) -> bool:
        return self.name.startswith("seeds/") and not self.name.endswith((".yml", ".yaml"))

    @property
    def redact(self) -> Redact:
        return redact_found(lambda text: [(start, end) for start, end, _ in self.spans(text)])

    @cached_property
    def _names_of_others(self) -> FullNames:
        """The glossary is asked once for a file, and only where something may have come back."""
        return full_names(self.others())

    def spans(self, text: str) -> list[tuple[int, int, int]]:
        """Start, end and number of words of what came back, in order; what overlaps is one."""
        found, short = [], []
        of_others: list[tuple[int, int]] = []
        for view in views(text):
            found += [_placed(view, hit) for hit in self.removed.find(self.owners, view.text)]
            hits = self.removed.find(self.blocks, view.text)
            short += [_placed(view, hit) for hit in hits if _is_written_as_name(view.text, hit)]
            if hits:
                alone = [(hit.start, hit.end) for hit in hits]
                spans = spans_of_others(view.text, alone, self._names_of_others)
                of_others += [view.span(*span) for span in spans]
        found += [hit for hit in short if not is_of_others(*hit[:2], of_others)]
        joined: list[tuple[int, int, int]] = []
        for start, end, size in sorted(found):
            if joined and start < joined[-1][1]:
                before = joined.pop()
                start, end, size = before[0], max(end, before[1]), max(size, before[2])
            joined.append((start, end, size))
        return joined

    def lines_of(self, text: str) -> list[int]:
        """The lines in which what came back begins."""
        return sorted({text.count("\n", 0, start) + 1 for start, _, _ in self.spans(text)})

    def key_at(self, text: str, line: int) -> str:
        """The key of the block in whose part of the file a line stands; `""` for none."""
        lines = text.splitlines()
        if self.name.endswith(".po"):
            chunk = _chunk(lines, line - 1)
        elif self.name.endswith(".jsonl"):
            chunk = lines[line - 1 : line]
        else:
            chunk = lines[:line]
        found = keys_in("\n".join(chunk))
        return found[-1] if found else ""

    def without_blocks(self, text: str) -> tuple[str, dict[str, int]]:
        """`text` without blocks that were removed as a whole, and their keys with their lines."""
        if self.is_seed:
            return self._without_paragraphs(text)
        whole = {key for key, body in self._blocks(text) if self._is_whole(body)}
        gone = {}
        for key in keys_in(text):
            closed = any(self.removed.is_closed(owner, key) for owner in self.owners)
            if closed or key in whole:
                gone[key] = _line_of_key(text, key)
                text = self._without_block(text, key, is_head=key in HEADS and not closed)
        return text, gone

    def _without_block(self, text: str, key: str, *, is_head: bool) -> str:
        """`text` without a block; of a title, which an article has to have, the sign stays."""
        if self.name.endswith(".po"):
            with suppress(JisrError):
                return (empty_entry if is_head else remove_entry)(text, self.name, key)
            return text
        if self.name.endswith(".jsonl"):
            return "".join(line for line in text.splitlines(keepends=True) if key not in keys_in(line)[:1])
        return (empty_block if is_head else remove_blocks)(text, key)

    def without_titles(self, text: str) -> str:
        """`text` with the sign for a title in front matter, a sidecar, or an element of a page."""
        beside_label = partial(sign_whole_lines, is_whole=self._is_whole)
        if self.name.endswith((".yml", ".yaml")):
            return redact_yaml(text, beside_label)
        if self.name.endswith((".html", ".htm")):
            return sign_whole_lines(text, self._is_whole, labels=False)
        front = parse_page(text).front if self.name.endswith(".md") else ""
        return redact_yaml_fenced(front, beside_label) + text[len(front) :] if front else text

    def _blocks(self, text: str) -> Iterator[tuple[str, str]]:
        if self.name.endswith(".po"):
            with suppress(JisrError):
                book = ledger.parse(text, self.name)
                for entry in book.all_entries:
                    yield entry.key, entry.source
                    yield entry.key, entry.target
        elif self.name.endswith(".md"):
            yield from ((block.key, block.body) for block in parse_page(text).blocks)

    def _is_whole(self, text: str) -> bool:
        return any(self.removed.holds_whole(owner, _LIST_SIGNS.sub("", text)) for owner in self.owners)

    def _without_paragraphs(self, text: str) -> tuple[str, dict[str, int]]:
        """A seed without the lines of removed paragraphs: those that hold a long run of their words."""
        lines = text.splitlines(keepends=True)
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        long = [(start, end) for start, end, size in self.spans(text) if size >= LONGEST]
        drop = {
            number
            for number, line in enumerate(lines)
            if any(starts[number] < end and start < starts[number + 1] for start, end in long)
            or (line.strip() and self._is_whole(line))
        }
        if not drop:
            return text, {}
        blank = {n + 1 for n in drop if n + 1 < len(lines) and n + 1 not in drop and not lines[n + 1].strip()}
        blank -= {n + 1 for n in drop if lines[n].startswith("#")}
        kept = "".join(
            f"{line[: -len(line.lstrip('#'))]} {SIGN}\n" if line.startswith("#") and number in drop else line
            for number, line in enumerate(lines)
            if line.startswith("#") or number not in drop | blank
        )
        return kept, {"": min(drop) + 1}

    def without_entries(self, text: str) -> str:
        """The glossary without the actors whose own names were removed, a sidecar without such addresses."""
        if not self.name.endswith((".yml", ".yaml")):
            return text
        text = remove_actors(text, actors_named(text, self.spans))
        return drop_former_names(text, self.spans)


def _chunk(lines: Sequence[str], at: int) -> Sequence[str]:
    """The lines around `at` up to blank ones."""
    start = next((n + 1 for n in range(at, -1, -1) if not lines[n].strip()), 0)
    end = next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines))
    return lines[start:end]


def _line_of_key(text: str, key: str) -> int:
    where = next((m.start() for m in _KEYS.finditer(text) if key in m.groups()), 0)
    return text.count("\n", 0, where) + 1


def _first_changed_line(before: str, now: str) -> int:
    pairs = zip(before.split("\n"), now.split("\n"), strict=False)
    return next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 1)


def _placed(view: View, hit: Hit) -> tuple[int, int, int]:
    """Start, end with a possessive, and number of words of a hit in the text that `view` reads."""
    behind = POSSESSIVE.match(view.text, hit.end)
    end = behind.end() if behind and len(behind[0]) > 1 else hit.end
    return (*view.span(hit.start, end), hit.size)


def _is_written_as_name(text: str, hit: Hit) -> bool:
    """Whether a short form has its capital, where its script has any: May is a name, and may is none."""
    return hit.size > 1 or not text[hit.start].islower()
