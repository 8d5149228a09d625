"""The search index of a built site: Pagefind, given stems instead of words.

Pagefind does the storing, the ranking and the loading in small pieces; what Arabic needs is done here. Each
page is one record whose content is the stem of each of its words (`stems`), so that Pagefind itself needs to
know no language, and the reader's query is stemmed in the browser by the same rules. Two of Pagefind's habits
are worked around:

- It finds all words that *begin* with the query, and for a word it does not know the longest one that the
  query begins with, so that nonsense finds something. Every stem ends in a letter that no word has (`END`);
  a query that ends in it is met by that very stem alone, one without it by all stems that begin so.
- It indexes the metadata of a page like its text: "draft" would find every draft. The record therefore goes
  in without any; afterwards the page's fragment, the file that the browser loads for a hit, is given the
  original text, by paragraph, and what else the list of hits shows, in place of the stems.

The bundle depends on nothing but its records: no clock, no thread count, no order of files.
"""

import gzip
import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib import resources
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import IO, Any, Literal, NamedTuple
from urllib.parse import quote

from build_tools.errors import Finding, JisrError
from build_tools.markdown import plain
from build_tools.model import Actor, Article, Kind, Lang, Names, Passage, Settings, State
from build_tools.stems import RULES, words
from build_tools.strings import Words

BUNDLE = "pagefind"
"""The folder of the index below the site of a language."""

END = "ǀ"
"""The end of every stem: a letter to Unicode (U+01C0), but none of ours. `search.js` knows it too."""

_MAGIC = b"pagefind_dcd"
_UNUSED = ("pagefind-*.js", "pagefind-*.css")  # Pagefind's interfaces; Jisr has its own


class Part(NamedTuple):
    """A piece of a page that a hit can lead to: its anchor ("" is the page), its words, and what they are."""

    anchor: str
    text: str
    state: str = ""  # of the translation, as in `strings`; "" for originals
    lang: Lang = "ar"


@dataclass(frozen=True)
class Record:
    """A page as search sees it.

    `date` is as in `Published`, `when` the same in words; `names` find the page without being shown.
    """

    url: str  # relative to the site of the language
    title: str
    kind: Literal["article", "actor", "page"]
    parts: tuple[Part, ...]
    lang: Lang = "ar"  # of the title
    state: str = ""
    date: str = ""
    when: str = ""
    names: tuple[str, ...] = ()


# --- what is found ------------------------------------------------------------------------------------------


def records(
    lang: Lang,
    articles: Iterable[Article],
    actors: Iterable[Actor],
    docs: Mapping[str, str],
    settings: Settings,
) -> list[Record]:
    """The records of the site of `lang`, by address.

    `docs` holds the hand-written pages: path below `docs/{lang}/` → Markdown. On the English site, a block
    without English is found by its Arabic, which stands in its place there.
    """
    say = Words(lang, settings.digits)
    found = [_article(lang, article, say) for article in articles if article.meta.status == "published"]
    found += [_actor(lang, actor) for actor in actors]
    found += [
        _page(lang, path, text)
        for path, text in docs.items()
        if path.endswith(".md") and not path.startswith("articles/") and path != "search.md"
    ]
    return sorted(found, key=lambda record: record.url)


def _article(lang: Lang, article: Article, say: Words) -> Record:
    parts = tuple(_part(lang, passage) for passage in article.passages)
    kinds = zip(article.passages, parts, strict=True)
    title = next((part for passage, part in kinds if passage.block.kind is Kind.TITLE), None)
    summary = article.meta.summary.get(lang, "")
    states = {passage.entry.state for passage in article.passages}
    # The page is as sure as its least checked part; missing parts show as what they are.
    least = next((s for s in (State.DRAFT, State.EDITED, State.APPROVED) if s in states), State.MISSING)
    published = article.meta.published
    return Record(
        url=f"articles/{quote(article.slug)}/",
        title=title.text if title else article.meta.title or article.slug,
        lang=title.lang if title else "ar",
        kind="article",
        state=str(least) if lang == "en" else "",
        date=published.value if published else "",
        when=say.published(published) if published else "",
        parts=(*parts, Part("", summary, lang=lang)) if summary else parts,
    )


def _part(lang: Lang, passage: Passage) -> Part:
    if lang == "ar":
        return Part(passage.key, _flat(passage.block.text))
    if not passage.english:
        return Part(passage.key, _flat(passage.block.text), "missing")
    state = "stale" if passage.entry.stale else str(passage.entry.state)
    return Part(passage.key, _flat(passage.english), state, "en")


def _actor(lang: Lang, actor: Actor) -> Record:
    here, there = actor.names(lang), actor.names("en" if lang == "ar" else "ar")
    shown = [n for n in _all_names(here)[1:] if n not in here.avoid and n not in here.quote_only]
    texts = (here.description, (" · ").join(shown))
    return Record(
        url=f"actors/{quote(actor.id)}/",
        title=here.preferred,
        lang=lang,
        kind="actor",
        parts=(Part("", here.preferred, lang=lang), *(Part("", text, lang=lang) for text in texts if text)),
        names=tuple(dict.fromkeys((*_all_names(here), *_all_names(there)))),
    )


def _all_names(names: Names) -> list[str]:
    """Every name that somebody may look for, wrong and loaded ones too: a search is no place to teach."""
    own = (names.preferred, names.short, names.acronym, *names.allowed, *names.demonyms)
    return [name for name in dict.fromkeys((*own, *names.quote_only, *names.avoid)) if name]


def _page(lang: Lang, path: str, text: str) -> Record:
    stem = path.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    url = (f"{folder}/" if folder else "") if name == "index" else f"{stem}/"
    if text.startswith("---\n") and "\n---\n" in text[3:]:
        text = text[4:].split("\n---\n", 1)[1]
    lines = text.strip().splitlines()
    title = next((line.removeprefix("# ") for line in lines if line.startswith("# ")), name)
    paragraphs = [_flat(p) for p in "\n".join(lines).split("\n\n")]
    return Record(
        url=quote(url),
        title=_flat(title),
        lang=lang,
        kind="page",
        parts=tuple(Part("", p.lstrip("# "), lang=lang) for p in paragraphs if p.strip("# ")),
    )


def _flat(markdown: str) -> str:
    return " ".join(plain(markdown).text.split())


# --- the index ----------------------------------------------------------------------------------------------


def index(site: Path, found: Sequence[Record]) -> None:
    """Write `pagefind/` in the built site of one language from its records; what was there is replaced.

    Raises `JisrError` where two records have one address, or Pagefind cannot be run or refuses.
    """
    found = sorted(found, key=lambda record: record.url)
    for first, second in pairwise(found):
        if first.url == second.url:  # Pagefind would never end
            raise JisrError(
                Finding(
                    "search", "two pages with one address", text=first.url, remedy="rename one of the two"
                )
            )
    by_url = {record.url: record for record in found}
    files = {
        path: _rewritten(path, data, by_url) if path.endswith(".pf_fragment") else data
        for path, data in _pagefind(found).items()
        if not any(fnmatch(path, unused) for unused in _UNUSED)
    }
    files[RULES] = resources.files("build_tools").joinpath(RULES).read_bytes()
    bundle = site / BUNDLE
    shutil.rmtree(bundle, ignore_errors=True)
    try:
        for path, data in files.items():
            (bundle / path).parent.mkdir(parents=True, exist_ok=True)
            (bundle / path).write_bytes(data)
    except OSError as error:
        raise JisrError(
            Finding("search", f"cannot write the index ({error.strerror})", str(bundle))
        ) from error


def _stemmed(text: str) -> str:
    return " ".join(stem + END for word in words(text) for stem in word.stems)


def _requests(found: Iterable[Record]) -> Iterator[Mapping[str, Any]]:
    yield {"type": "NewIndex", "config": {"force_language": "unknown"}}
    for record in found:
        yield {
            "type": "AddRecord",
            "index_id": 0,
            "url": record.url,
            "content": " ".join(_stemmed(part.text) for part in record.parts),
            "language": "unknown",
            # Words of the title count for most; `search.js` weighs the names.
            "meta": {"title": _stemmed(record.title), "names": _stemmed(" ".join(record.names))},
        }
    # Not WriteFiles: it answers before its files are whole, and they stay cut off if it is ended then.
    yield {"type": "GetFiles", "index_id": 0}


def _pagefind(found: Sequence[Record]) -> dict[str, bytes]:
    """The files of Pagefind's bundle, by path, from its service.

    Pagefind's own Python interface waits a tenth of a second for each answer, minutes for a thousand pages.
    """
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise JisrError(Finding("search", "Pagefind is not installed", remedy="pip install 'pagefind[bin]'"))

    def send(stream: IO[bytes]) -> None:
        for number, payload in enumerate(_requests(found), 1):
            message = json.dumps({"message_id": number, "payload": payload}, ensure_ascii=False)
            try:
                stream.write(b64encode(message.encode()) + b",")
                stream.flush()
            except OSError:  # it has ended; that it gave no files tells so
                return

    try:
        process = subprocess.Popen([program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    except OSError as error:
        message = f"cannot run Pagefind ({error.strerror})"
        raise JisrError(Finding("search", message, str(program))) from error
    with process:
        assert process.stdin
        assert process.stdout
        sender = Thread(target=send, args=(process.stdin,), daemon=True)
        sender.start()
        try:
            for answer in _answers(process.stdout):
                if answer["type"] == "Error":
                    raise JisrError(Finding("search", f"Pagefind refused: {answer.get('message', '')}"))
                if answer["type"] == "GetFiles":
                    return {file["path"]: b64decode(file["content"]) for file in answer["files"]}
        finally:
            process.kill()
            sender.join()
            with suppress(OSError):  # what was not sent is nobody's any more
                process.stdin.close()
    raise JisrError(Finding("search", "Pagefind ended without giving its index", str(program)))


def _answers(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The payloads of the service's messages, each Base64 with a comma behind it; the last is very long."""
    pieces: list[bytes] = []
    while chunk := stream.read1(1 << 20):  # type: ignore[attr-defined] # a pipe is a BufferedReader
        *ends, rest = chunk.split(b",")
        for end in ends:
            message = json.loads(b64decode(b"".join((*pieces, end))))
            pieces = []
            yield message["payload"]
        pieces.append(rest)


def _rewritten(path: str, data: bytes, by_url: Mapping[str, Record]) -> bytes:
    """A fragment, which the browser loads to show a hit, with the page's own words."""
    data = gzip.decompress(data)
    if not data.startswith(_MAGIC):
        message = "this release of Pagefind writes fragments of another form"
        raise JisrError(Finding("search", message, path, remedy="install the release named in requirements/"))
    fragment = json.loads(data.removeprefix(_MAGIC))
    record = by_url[fragment["url"]]
    fragment["content"] = ""
    fragment["meta"] = {
        "title": record.title,
        "lang": record.lang,
        "kind": record.kind,
        "state": record.state,
        "date": record.date,
        "when": record.when,
        "parts": [list(part) for part in record.parts],
    }
    text = json.dumps(fragment, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(_MAGIC + text.encode(), mtime=0)
