"""An index of what search finds on a built site, which a browser reads piece by piece.

A query must be answered within a second and a half on a slow phone, from nothing. So there is no program to
load (WebAssembly and its loader took two seconds before the first hit): the index is JSON, and each file that
is asked for answers at once. Words are stems (`stem`), their Arabic letters a byte each (`letters`); the
reader's query is stemmed in the browser by the same rules.

    index.json      {by, pages, segments: [{behind, firsts, words, following} or {behind, firsts, both}, …],
                    lists, rules}; of `lists` {firsts, names, newest}, which is what a list holds, of the
                    newest segment
    words-NAME      {stem: "STEPS COUNTS"}: its pages as steps from the one before, or `behind` (see `steps`),
                    and a sign for each of how often it has the stem (see `postings`)
    following-NAME  {stem: [signs for each of its pages]} (see `postings`); only phrases need them
    both-NAME       {words, following}, of the newest segment, whose stems have few pages
    list-NAME       {pages: [page, …] as steps, names: those of their pieces}, of the other segments
    page-NAME       what is shown of a page: {url, title, lang, kind, state, date, when, parts, names}

Pages lie in `segments`, each with shards of its own. Shards hold the stems in order, so that a word that is
still being typed is found by how it begins; lists hold pages in order. `firsts` are what each begins with,
and names follow each other, of ten letters each. All but the first file are gzipped JSON, which the browser
unpacks itself, for not every server compresses.

A piece is named by the digest of its bytes: a browser that kept an older `index.json` finds the pieces of
that time or none, and asks for it again. And one paragraph that is edited makes few pieces new, as one page
more does: pages have numbers that stay (`numbering`); where a shard may begin is decided by the stem alone
and about how many pages have it; and shards are made from those of the index that is there, and the pages
that changed.
`overrides/assets/javascripts/finder.js` is the other half.
"""

import json
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from heapq import merge
from importlib import resources
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from jisr.lang.stem import RULES
from jisr.model.diagnostics import Finding, JisrError
from jisr.search.letters import in_bytes
from jisr.search.numbering import number_pages
from jisr.search.pieces import NO_INDEX, EarlierIndex, Pieces, split_names, to_json
from jisr.search.postings import Postings, hash_stem, make_postings
from jisr.search.records import FoundPage, read_page
from jisr.search.segments import Span, cut_segments
from jisr.search.steps import read_steps, steps_between, write_step, write_steps
from jisr.storage.cache import code_digest

BUNDLE = "assets/search"
"""The folder of the index below the site of a language."""

_SHARD = 10_500  # characters of JSON that a shard's `words`, or `both`, have on average: some KB compressed
_LIST = 64  # pages that a list has on average
_RUN = 256  # pages whose stems are held at once, unless there are very many
_FIRST = itemgetter(0)
_WORDS, _FOLLOWING = b'%s:"%s"'.__mod__, b"%s:[%s]".__mod__

_Row = list[Any]
"""Page, sign of how often, signs of what follows, page, sign … of a stem, in order."""

_Changes = dict[int, dict[str, tuple[str, str] | None]]
"""Page → stem → both kinds of signs, of what changed; None for what is no longer so."""

_ChangesOfStem = dict[int, tuple[str, str] | None]
"""The same of one stem."""

_Line = tuple[str, int, bytes, bytes]
"""A stem, how many pages have it, and its JSON in `words` and `following` without quotes and brackets."""


def write_index(made: Path, found: Iterable[FoundPage], earlier: EarlierIndex = NO_INDEX) -> frozenset[str]:
    """Write the index of one language's site into its folder `made`; gives the names of its files.

    What an earlier index has of it already is not written: the names say that it stays. Raises `JisrError`
    where two pages have one address, or the files cannot be written.
    """
    folder = made / BUNDLE
    try:
        pieces = Pieces(folder, earlier)
        _Index(pieces, found).write()
    except OSError as error:
        raise JisrError(
            Finding("search", f"cannot write the index ({error.strerror})", str(folder))
        ) from error
    return frozenset(pieces.kept)


class _Shard(NamedTuple):
    """A stretch of the stems of a segment: the first, and the names of the pieces of `_kinds`."""

    first: str
    names: tuple[str, ...]


class _Index:
    """The index of one language; `pages` are the names of their pieces by their numbers, in order."""

    def __init__(self, pieces: Pieces, found: Iterable[FoundPage]) -> None:
        self._pieces = pieces
        names: dict[str, str] = {}
        dates: list[tuple[str, str]] = []
        for page in found:
            if page.url in names:
                message = "two pages with one address"
                raise JisrError(Finding("search", message, text=page.url, remedy="rename one of the two"))
            names[page.url] = page.name
            dates.append((page.url, page.date))
            if not pieces.keep("page", page.name):
                pieces.put_packed("page", page.pack())
        self._pages = {number: names[url] for url, number in number_pages(dates).items()}

    def write(self) -> None:
        """Write what is new."""
        by = f"{code_digest()[:16]} {zlib.ZLIB_RUNTIME_VERSION}"
        segments = cut_segments(list(self._pages))
        shards = self._earlier_shards(by, segments)
        for span, numbers in segments.items():
            if span not in shards:
                lines = self._all_lines(span, numbers)
                shards[span] = [self._write_shard(span, chunk) for chunk in _cut(span, lines)]
        for kind, name in (piece for span in segments for one in shards[span] for piece in _named(span, one)):
            self._pieces.keep(kind, name)
        beginning = {
            "by": by,
            "pages": len(self._pages),
            "segments": [
                {
                    "behind": span[0],
                    "firsts": [shard.first for shard in shards[span]],
                    **{
                        kind: "".join(shard.names[at] for shard in shards[span])
                        for at, kind in enumerate(_kinds(span))
                    },
                }
                for span in segments
            ],
            "lists": self._write_lists(segments),
            "rules": _rules(),
        }
        self._pieces.finish(to_json(beginning))

    # --- from nothing -------------------------------------------------------------------------------------

    def _all_lines(self, span: Span, numbers: Sequence[int]) -> Iterator[_Line]:
        """All stems; what some hundred pages have of them is laid aside: all would fill the memory."""
        size = max(_RUN, len(numbers) // 100)  # few systems open many files at once
        with ExitStack() as opened:
            runs = [
                opened.enter_context(self._pieces.laid_aside(self._run(numbers[start : start + size])))
                for start in range(0, len(numbers), size)
            ]
            yield from _merge(span, runs)

    def _run(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """Stem by stem in order: first and last page, all as steps from the first, both kinds of signs."""
        rows: dict[str, _Row] = defaultdict(list)
        for number in numbers:
            for stem, posting in self._postings(self._pages[number]).items():
                rows[stem] += (number, *posting)
        for order, stem in sorted((_order(stem), stem) for stem in rows):
            row = rows.pop(stem)
            _, _, words, following = _line(stem, row[0], row)
            yield b"%s %d %d %s,%s\n" % (order.hex().encode(), row[0], row[-3], words, following)

    def _postings(self, name: str) -> Postings:
        return make_postings(read_page(self._pieces.read("page", name)))

    def _write_shard(self, span: Span, lines: Sequence[_Line]) -> _Shard:
        stems = [to_json(stem) for stem, *_ in lines]
        words = b"{%s}" % b",".join(map(_WORDS, zip(stems, (line[2] for line in lines), strict=True)))
        following = b"{%s}" % b",".join(map(_FOLLOWING, zip(stems, (line[3] for line in lines), strict=True)))
        contents: tuple[bytes, ...] = (words, following)
        if _is_newest(span):
            contents = (b'{"words":%s,"following":%s}' % contents,)
        return _Shard(lines[0][0], tuple(map(self._pieces.put, _kinds(span), contents)))

    def _write_lists(self, segments: Mapping[Span, Sequence[int]]) -> Mapping[str, Any]:
        """Where the names of pages are, by their numbers; those of the newest are said at once."""
        lists: list[list[int]] = []
        for number in (n for span, one in segments.items() if not _is_newest(span) for n in one):
            if not lists or hash_stem(f"{number}") % _LIST == 0:
                lists.append([])
            lists[-1].append(number)
        found = [self._pieces.put("list", to_json(self._list(one))) for one in lists]
        for name in found:
            self._pieces.keep("list", name)
        newest = self._list([n for span, one in segments.items() if _is_newest(span) for n in one])
        return {"firsts": [one[0] for one in lists], "names": "".join(found), "newest": newest}

    def _list(self, numbers: Sequence[int]) -> Mapping[str, Any]:
        return {"pages": steps_between(numbers), "names": "".join(self._pages[number] for number in numbers)}

    # --- from the index that is there ---------------------------------------------------------------------

    def _earlier_shards(self, by: str, segments: Mapping[Span, list[int]]) -> dict[Span, list[_Shard]]:
        """The shards of those segments that were there before, those new in which something changed."""
        before = self._pieces.begin()
        try:
            if before["by"] != by:
                return {}
            pages = dict(self._former_pages(before["lists"]))
            changes = self._changes(pages)
            former = segments if pages.keys() == self._pages.keys() else cut_segments(list(pages))
            kept = {}
            for span, one in zip(former, before["segments"], strict=True):
                if span in segments:
                    names = zip(*(split_names(one[kind]) for kind in _kinds(span)), strict=True)
                    shards = list(map(_Shard, one["firsts"], names))
                    if all(self._pieces.has(*piece) for shard in shards for piece in _named(span, shard)):
                        kept[span] = self._patched(span, shards, _within(span, changes))
            return kept
        except (TypeError, KeyError, ValueError):  # no index, one of another release, or not whole
            return {}

    def _former_pages(self, lists: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
        older = (self._pieces.read("list", name) for name in split_names(lists["names"]))
        for one in (*older, lists["newest"]):
            yield from zip(accumulate(one["pages"]), split_names(one["names"]), strict=True)

    def _changes(self, before: Mapping[int, str]) -> _Changes:
        """For each page that changed what is to be said of its stems. Raises where all is to be read."""
        now = self._pages
        changed = [number for number in before.keys() | now.keys() if before.get(number) != now.get(number)]
        if len(changed) > max(_FEW, len(now) // 10):
            raise KeyError("too many")
        found: _Changes = {}
        for number in changed:
            old, new = (self._postings(pages[number]) if number in pages else {} for pages in (before, now))
            found[number] = {
                stem: new.get(stem) for stem in old.keys() | new.keys() if old.get(stem) != new.get(stem)
            }
        return found

    def _patched(self, span: Span, before: Sequence[_Shard], changes: _Changes) -> list[_Shard]:
        """The shards of a segment with `changes`: a stem that comes or goes may part one, or join two."""
        if not before:
            raise KeyError("nothing to go by")
        firsts = [_order(shard.first) for shard in before]
        asked: dict[int, dict[str, _ChangesOfStem]] = defaultdict(lambda: defaultdict(dict))
        for number, stems in changes.items():
            for stem, posting in stems.items():
                asked[max(0, bisect_right(firsts, _order(stem)) - 1)][stem][number] = posting
        shards: list[_Shard] = []
        chunk: list[_Line] = []  # of which nobody knows yet where it ends
        for at, shard in enumerate(before):
            if at not in asked and not chunk:
                shards.append(shard)
                continue
            lines = list(self._lines(span, shard, asked.get(at, {})))
            if not chunk and shards and not (lines and lines[0][0] == shard.first and _may_begin(lines[0])):
                chunk = list(self._lines(span, shards.pop(), {}))
            *whole, chunk = _cut(span, [*chunk, *lines]) if chunk or lines else ([],)
            shards += [self._write_shard(span, one) for one in whole]
            if at not in asked and chunk[0] is lines[0]:
                shards.append(shard)
                chunk = []
        return [*shards, self._write_shard(span, chunk)] if chunk else shards

    def _lines(self, span: Span, shard: _Shard, changes: Mapping[str, _ChangesOfStem]) -> Iterator[_Line]:
        read = {kind: self._pieces.read(kind, name) for kind, name in _named(span, shard)}
        words, following = itemgetter("words", "following")(read.get("both", read))
        for stem in sorted({**words, **changes}, key=_order):
            said, signs = words.get(stem, " "), following.get(stem, ())
            if stem in changes:
                steps, counts = said.split(" ")
                known = zip(read_steps(steps, span[0]), zip(counts, signs, strict=True), strict=True)
                pages = dict(known) | changes[stem]
                row = [part for number, one in sorted(pages.items()) if one for part in (number, *one)]
                if row:
                    yield _line(stem, span[0], row)
            else:
                yield stem, len(signs), said.encode(), to_json(signs)[1:-1]


def _rules() -> Mapping[str, Any]:
    """The exceptions of stems, those in Arabic in the order of their letters, which compress the better."""
    said = json.loads(resources.files("jisr").joinpath(RULES).read_bytes())
    whole = " ".join(sorted(" ".join(said["whole"]).split()))
    return {**said, "forms": list(map(in_bytes, sorted(said["forms"]))), "whole": [in_bytes(whole)]}


def _is_newest(span: Span) -> bool:
    return span[1] is None


def _kinds(span: Span) -> tuple[str, ...]:
    """The kinds of pieces that a shard has: where all are small, two would cost more than they spare."""
    return ("both",) if _is_newest(span) else ("words", "following")


def _named(span: Span, shard: _Shard) -> Iterator[tuple[str, str]]:
    """Kind and name of each piece of a shard."""
    return zip(_kinds(span), shard.names, strict=True)


def _within(span: Span, changes: _Changes) -> _Changes:
    behind, last = span
    return {n: stems for n, stems in changes.items() if n > behind and (last is None or n <= last)}


_FEW = 16  # pages that may have changed in any publication before all is read


def _line(stem: str, behind: int, row: _Row) -> _Line:
    pages = row[::3]
    words = f"{write_steps(pages, behind)} {''.join(row[1::3])}"
    return stem, len(pages), words.encode(), b'"%s"' % '","'.join(row[2::3]).encode()


def _merge(span: Span, runs: Iterable[Iterable[bytes]]) -> Iterator[_Line]:
    """Lines of what was laid aside, in the order of JavaScript's strings."""
    ordered = merge(*(map(bytes.split, run) for run in runs), key=_FIRST)
    for order, parts in groupby(ordered, key=_FIRST):
        last = span[0]
        steps, counts, following = list[bytes](), list[bytes](), list[bytes]()
        for _, first, until, own_steps, signs in parts:
            own_counts, signs = signs.split(b",", 1)
            # the first of a run is a step from itself there
            steps += (write_step(int(first) - last).encode(), own_steps[1:])
            counts.append(own_counts)
            following.append(signs)
            last = int(until)
        stem = bytes.fromhex(order.decode()).decode("utf-16-be", "surrogatepass")
        own = b"".join(counts)
        yield stem, len(own), b"%s %s" % (b"".join(steps), own), b",".join(following)


def _cut(span: Span, lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Lines in shards of much the same size: of long and short ones most stems would lie in the long."""
    of_both = _is_newest(span)
    shard: list[_Line] = []
    size = 0
    for line in lines:
        if size >= _SHARD * 3 // 4 and _may_begin(line):
            yield shard
            shard, size = [], 0
        shard.append(line)
        size += len(line[0]) + len(line[2]) + of_both * len(line[3])
    if shard:
        yield shard


def _may_begin(line: _Line) -> bool:
    """Whether a shard begins with a stem, if it can: the likelier the more pages have it."""
    stem, pages, *_ = line
    about = 24 + (4 << pages.bit_length())  # characters, and the same for nearly as many pages
    return hash_stem(stem) % (_SHARD // 4) < about


def _order(stem: str) -> bytes:
    """By this JavaScript compares strings."""
    return stem.encode("utf-16-be", "surrogatepass")
