"""An index of what search finds on a built site, which a browser reads piece by piece.

A query must be answered within a second and a half on a slow phone, from nothing. So there is no program to
load (WebAssembly and its loader took two seconds before the first hit): the index is JSON, and each file that
is asked for answers at once. Words are stems (`stem`); the reader's query is stemmed in the browser by the
same rules.

    index.json           {version, pages, shards: [first stem of each], rules: those of stem.json}
    VERSION/words-N      {stem: [page, weight, page, weight, …]}, pages as steps from the one before
    VERSION/places-N     {stem: [[place, …] for each of its pages]}, as steps too; only phrases need them
    VERSION/page-N       what is shown of a page: {url, title, lang, kind, state, date, when, parts}

Shards hold the stems in order, so that a word that is still being typed is found by how it begins. All but
the first file are gzipped JSON, which the browser unpacks itself, for not every server compresses. Their
folder is named by the digest of its content: a browser that kept an older `index.json` finds no pieces,
rather than wrong ones, and asks for it again. `overrides/assets/javascripts/finder.js` is the other half.

A page's weight for a word grows with how often it has it, ever more slowly: that of BM25 (Robertson et al.,
"Okapi at TREC-3", 1994) without regard to length, or a name's one line would come before the article about
it. Of pages that weigh the same the newest comes first.
"""

import gzip
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from jisr.lang.stem import RULES, tokenise
from jisr.model.diagnostics import Finding, JisrError
from jisr.search.records import SearchRecord

BUNDLE = "assets/search"
"""The folder of the index below the site of a language."""

# Characters of JSON: some KB compressed; of the places, which phrases need, four times as many.
_SHARD = 20_000
_TITLE = 5  # times that a word of the title counts
_SATURATION = 1.2  # BM25's k1
_HEAVIEST = 100


def write_index(site: Path, found: Sequence[SearchRecord]) -> None:
    """Write the index of the built site of one language from its records; what was there is replaced.

    Raises `JisrError` where two records have one address, or the files cannot be written.
    """
    files = index_files(found)
    folder = site / BUNDLE
    shutil.rmtree(folder, ignore_errors=True)
    try:
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    except OSError as error:
        raise JisrError(
            Finding("search", f"cannot write the index ({error.strerror})", str(folder))
        ) from error


def index_files(found: Iterable[SearchRecord]) -> dict[str, bytes]:
    """The files of the index by their path; they depend on nothing but the records, in whatever order.

    Raises `JisrError` where two records have one address.
    """
    pages = sorted(found, key=lambda record: record.url)
    for first, second in pairwise(pages):
        if first.url == second.url:
            message = "two pages with one address"
            raise JisrError(Finding("search", message, text=first.url, remedy="rename one of the two"))
    pages.sort(key=lambda record: record.date, reverse=True)
    files = {f"page-{n}": _gzip_json(_page_data(record)) for n, record in enumerate(pages)}
    firsts = []
    for n, (stems, weights, places) in enumerate(_shards(pages)):
        firsts.append(stems[0])
        files[f"words-{n}"] = _gzip_json(dict(zip(stems, weights, strict=True)))
        files[f"places-{n}"] = _gzip_json(dict(zip(stems, places, strict=True)))
    digest = sha256(b"".join(name.encode() + data for name, data in files.items())).hexdigest()[:12]
    rules = json.loads(resources.files("jisr").joinpath(RULES).read_bytes())
    start = {"version": digest, "pages": len(pages), "shards": firsts, "rules": rules}
    return {"index.json": _json(start)} | {f"{digest}/{name}": data for name, data in files.items()}


_Shard = tuple[list[str], list[list[int]], list[list[list[int]]]]
"""Stems in order; for each its pages and weights; for each the places in each of its pages."""


def _shards(pages: Sequence[SearchRecord]) -> Iterator[_Shard]:
    weights: dict[str, list[int]] = defaultdict(list)
    places: dict[str, list[list[int]]] = defaultdict(list)
    last: dict[str, int] = {}
    for n, record in enumerate(pages):
        counts, seats = _count_stems(record)
        for stem, count in counts.items():
            weight = _HEAVIEST * count / (count + _SATURATION)
            weights[stem] += (n - last.get(stem, 0), round(weight))
            places[stem].append(_steps(seats[stem]))
            last[stem] = n
    shard: _Shard = ([], [], [])
    size = 0
    # in the order in which JavaScript compares strings
    for stem in sorted(weights, key=lambda stem: stem.encode("utf-16-be")):
        if size > _SHARD:
            yield shard
            shard, size = ([], [], []), 0
        shard[0].append(stem)
        shard[1].append(weights[stem])
        shard[2].append(places[stem])
        size += len(stem) + 4 * len(weights[stem])
    if shard[0]:
        yield shard


def _count_stems(record: SearchRecord) -> tuple[Counter[str], dict[str, list[int]]]:
    """How often a page has each stem, those of the title more than once; and at which of its places."""
    counts: Counter[str] = Counter()
    places: dict[str, list[int]] = defaultdict(list)
    place = 0
    # an exact name ranks above longer names that contain it, and above pages that mention it
    once = record.kind == "article"
    named = ((name, 1 if once or " " in name else _TITLE) for name in record.names)
    parts = ((part.text, 0 if part.text == record.title else 1) for part in record.parts)
    for text, times in ((record.title, _TITLE), *parts, *named):
        for word in tokenise(text):
            for stem in word.stems:
                if times:
                    counts[stem] += times
                places[stem].append(place)
                place += 1
        place += 1  # a gap between parts, so that no phrase matches across two of them
    return counts, places


def _steps(ascending: Sequence[int]) -> list[int]:
    return [b - a for a, b in pairwise((0, *ascending))]


def _page_data(record: SearchRecord) -> Mapping[str, Any]:
    return {
        "url": record.url,
        "title": record.title,
        "lang": record.lang,
        "kind": record.kind,
        "state": record.state,
        "date": record.date,
        "when": record.when,
        "parts": [list(part) for part in record.parts],
    }


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _gzip_json(content: object) -> bytes:
    return gzip.compress(_json(content), mtime=0)
