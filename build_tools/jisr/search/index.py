"""The search of a built site: what is found, and an index of it that a browser reads piece by piece.

A query must be answered within a second and a half on a slow phone, from nothing. So there is no program to
load (WebAssembly and its loader took two seconds before the first hit): the index is JSON, and each file that
is asked for answers at once. Words are stems (`stems`); the reader's query is stemmed in the browser by the
same rules.

    index.json           {version, pages, shards: [first stem of each], rules: those of stems.json}
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
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from jisr.glossary import Matcher
from jisr.lang.stem import RULES, tokenise
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang, other_lang
from jisr.model.private import without_private
from jisr.model.publication import Article
from jisr.model.settings import Settings
from jisr.site.article.view import view_article

BUNDLE = "assets/search"
"""The folder of the index below the site of a language."""

# Characters of JSON: some KB compressed; of the places, which phrases need, four times as many.
_SHARD = 20_000
_TITLE = 5  # times that a word of the title counts
_SATURATION = 1.2  # BM25's k1
_HEAVIEST = 100


class SearchField(NamedTuple):
    """A piece of a page that a hit can lead to: its anchor ("" is the page), its words, and what they are."""

    anchor: str
    text: str
    state: str = ""  # of the translation, as in `strings`; "" for originals
    lang: Lang = ORIGINAL.code


@dataclass(frozen=True)
class SearchRecord:
    """A page as search sees it.

    `date` is as in `Published`, `when` the same in words; `names` find the page without being shown.
    """

    url: str  # relative to the site of the language
    title: str
    kind: Literal["article", "actor", "page"]
    parts: tuple[SearchField, ...]
    lang: Lang = ORIGINAL.code  # of the title
    state: str = ""
    date: str = ""
    when: str = ""
    names: tuple[str, ...] = ()


# --- what is found ------------------------------------------------------------------------------------------


def build_records(
    lang: Lang,
    articles: Iterable[Article],
    actors: Iterable[Actor],
    docs: Mapping[str, bytes],
    settings: Settings,
) -> list[SearchRecord]:
    """The records of the site of `lang`, by address.

    `docs` holds the files of `docs/` by their path there; the hand-written pages of `lang` are found too.
    On the English site, a block without English is found by its Arabic, which stands in its place there. An
    article is also found by what the actors that it names are called in the other language.
    """
    known = {actor.id: actor for actor in actors}
    matchers = {text_lang: Matcher(tuple(known.values()), text_lang) for text_lang in LANGS}
    found = []
    for article in articles:
        if article.meta.status == "published":
            record = _article(lang, article, settings)
            found.append(
                replace(record, names=_names_in_other_language(record, known, matchers) if known else ())
            )
    found += [_actor(lang, actor) for actor in known.values()]
    found += [_page(lang, path, text) for path, text in _written_by_hand(lang, docs)]
    return sorted(found, key=lambda record: record.url)


def _written_by_hand(lang: Lang, docs: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Path below the language and Markdown of each hand-written page; nobody looks for the search itself."""
    for file, data in docs.items():
        path = file.removeprefix(f"{lang}/")
        if path != file and path.endswith(".md") and not path.startswith("articles/") and path != "search.md":
            yield path, data.decode("utf-8-sig", "replace")


def _article(lang: Lang, article: Article, settings: Settings) -> SearchRecord:
    view = view_article(article, lang, settings, {})
    parts = [SearchField(b.key, _one_line(b.markdown), b.state, b.lang) for b in view.blocks]
    if view.summary:
        parts.append(SearchField("", view.summary, lang=lang))
    published = article.meta.published
    return SearchRecord(
        url=f"articles/{quote(article.slug)}/",
        title=view.title,
        lang=view.title_lang,
        kind="article",
        state=view.state if lang == TRANSLATION.code else "",
        date=published.value if published else "",
        when=view.date,
        parts=tuple(parts),
    )


def _names_in_other_language(
    record: SearchRecord, actors: Mapping[str, Actor], matchers: Mapping[Lang, Matcher]
) -> tuple[str, ...]:
    """What the actors that an article names are called in the language that it does not name them in."""
    names: dict[str, None] = {}
    for lang, matcher in matchers.items():
        blocks = matcher.find_in_article([part.text for part in record.parts if part.lang == lang])
        named = dict.fromkeys(m.actor for block in blocks for m in block if m.kind == "name")
        there = (actors[id_].names(other_lang(lang)) for id_ in named)
        names |= dict.fromkeys(name for known in there for name in _actor_names(known))
    return tuple(names)


def _actor(lang: Lang, actor: Actor) -> SearchRecord:
    here, there = actor.names(lang), actor.names(other_lang(lang))
    shown = [n for n in _all_names(here)[1:] if n not in here.avoid and n not in here.quote_only]
    texts = (here.description, (" · ").join(shown))
    return SearchRecord(
        url=f"actors/{quote(actor.id)}/",
        title=here.preferred,
        lang=lang,
        kind="actor",
        parts=(
            SearchField("", here.preferred, lang=lang),
            *(SearchField("", text, lang=lang) for text in texts if text),
        ),
        names=tuple(dict.fromkeys((*_all_names(here), *_all_names(there)))),
    )


def _all_names(names: ActorNames) -> list[str]:
    """Every name that somebody may look for, wrong and loaded ones too: a search is no place to teach."""
    return list(dict.fromkeys((*_actor_names(names), *names.demonyms)))


def _actor_names(names: ActorNames) -> list[str]:
    own = (names.preferred, names.short, *names.also_short, names.acronym, *names.allowed)
    return [name for name in dict.fromkeys((*own, *names.quote_only, *names.avoid)) if name]


def _page(lang: Lang, path: str, text: str) -> SearchRecord:
    stem = path.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    url = (f"{folder}/" if folder else "") if name == "index" else f"{stem}/"
    if text.startswith("---\n") and "\n---\n" in text[3:]:
        text = text[4:].split("\n---\n", 1)[1]
    lines = without_private(text).strip().splitlines()
    title = next((line.removeprefix("# ") for line in lines if line.startswith("# ")), name)
    paragraphs = [_one_line(p) for p in "\n".join(lines).split("\n\n")]
    return SearchRecord(
        url=quote(url),
        title=_one_line(title),
        lang=lang,
        kind="page",
        parts=tuple(SearchField("", p.lstrip("# "), lang=lang) for p in paragraphs if p.strip("# ")),
    )


def _one_line(markdown: str) -> str:
    return " ".join(plain(markdown).text.split())


# --- the index ----------------------------------------------------------------------------------------------


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
