"""What was removed for safety, and from where: known again by digests, never by words.

`translations/removed.jsonl` is committed, a JSON object a line, and only grows; git merges two of them by
taking the lines of both, so that a line may stand twice, and those of two keys among each other:

    {"key": "9c1e…"}                       64 hexadecimal digits, random, of this publication: its first line
    {"place": "51d0…", "words": "e07a…"}   at this place stood these words
    {"place": "51d0…"}                     all that stood at this place was removed; nothing returns to it
    {"article": "77aa…"}                   something was removed from this article; others are not searched
    {"name": "c31f…", "size": "2"}         so many words, a name in full or a passage, were removed from any
    {"allowed": "08bd…"}                   somebody said that this article may hold such words again

A place is `SLUG#KEY` of a block, `SLUG#=` of short blocks that went as a whole, `SLUG` of an article, or the
path of a file that is no article's (`seeds/actors.yml`); each written as its digest. Words are folded
(hamza, vowel marks, capitals, clitics) and digested together with their place. All digests are HMAC-SHA256
under the key. So a text is cut only at its own place, by the digests of its runs of words: what was removed
in one article is no word that another may not use. A name in full that stands in another is only told of,
and keeps a new text waiting until somebody decides.

What whoever has this file can learn: how many places and how many spellings were removed, when (from git),
and, because the key stands beside the digests, whether a *guess* is right: a name tried at a place, and the
list of all names of a country at all places of a publication in minutes. What he cannot: read a name or a
place out of it, find it by searching, tell that one name stood at two places, or learn what he has not
guessed. A guess of a name in full needs no place, for its digest stands without one too. It keeps a name
from coming back by mistake; against someone who already suspects whom, the file is as telling as the gap in
the text. Where that is too much, keep the repository private.
"""

import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import chain, product
from pathlib import Path

from jisr.glossary.match.arabic_names import prefix_splits
from jisr.lang.arabic import WORD, digest, fold, fold_latin, split_joined_name
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS
from jisr.model.ledger import REMOVED, Entry, State
from jisr.storage.disk import read_in_project

REMOVED_FILE = "translations/removed.jsonl"
ADDRESSES_FILE = "translations/removed.txt"
"""The slugs of articles that were removed and whose addresses say so; none that was removed for safety."""
LONGEST = 8
"""How many words a run has that is looked for; of longer texts every run of so many is kept."""

WHOLE = "="
"""The key under which a short block is kept as a whole: its words are no words that others may not use."""

_LONGEST_PREFIX = 4  # وبال, "and by the"
_DIGITS = 32  # hexadecimal, of a digest
_ARTICLE, _NAME, _ALLOWED = "article", "name", "allowed"
_ANY = "*"  # in place of an article: lines of before the record told articles may be of any
_HEX = frozenset("0123456789abcdef")
# up to the first full stop: what merge tools leave beside a file (water.md.orig) is the article's too
_FILE = re.compile(
    rf"(?:seeds|translations|private|docs/(?:{'|'.join(LANGS)})/articles)/(?P<slug>(?:.+/)?[^/.]+)\.[^/]+"
    rf"|(?:site|\.build/pages)/(?:{'|'.join(LANGS)})/articles/(?P<made>.+?)(?:/index\.\w+|\.\w+)"
)
_SLUG = re.compile(r"[\w-]+(?:/[\w-]+)*")
_OF_NONE = re.compile(r"(?:seeds|private)/actors\.|translations/removed\.")


@dataclass(frozen=True)
class Removal:
    """Words that stood at a place (`slug`, or the block `key` of it); without words, all that stood there."""

    slug: str
    key: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """Removed words that stand at `start:end` of a text, clitics among them, and how many words they are."""

    start: int
    end: int
    size: int


@dataclass(frozen=True)
class RemovedPlaces:
    """The digests of what was removed, under each key that the file has had."""

    keys: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    words: frozenset[tuple[str, str]] = field(default=frozenset())  # place and words
    articles: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    sizes: frozenset[int] = frozenset()  # how many words the names have
    allowed: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.places or self.words)

    def concerns(self, name: str) -> bool:
        """Whether something was removed from an article, or from a file that is no article's.

        A record that tells no articles was written before it did so: what it tells may be of any.
        """
        if not self.articles:
            return bool(self)
        return any(
            {_digest(secret, _ARTICLE, one) for one in (name, _ANY)} & self.articles
            or (place := _digest_place(secret, name)) in self.places
            or place in self._by_place
            for secret in self.keys
        )

    def holds(self, slug: str, key: str, text: str) -> bool:
        """Whether `text` is something that was removed from the block `key` of `slug`, or from the article.

        For what is no block's (a title in a sidecar, a caption, an event) `key` is empty. A place of which
        everything was removed takes no text, not even an empty one.
        """
        return self.is_closed(slug, key) or bool(self.find(_place_names(slug, key), text))

    def is_closed(self, slug: str, key: str = "") -> bool:
        """Whether all that stood there was removed, article or block, so that nothing returns to it."""
        return any(
            _digest_place(secret, name) in self.places
            for secret in self.keys
            for name in _place_names(slug, key)
        )

    def find(self, places: Iterable[str], text: str) -> list[Hit]:
        """Where words stand in `text` that were removed from one of `places`; hits may overlap."""
        return _find_known(self._known(tuple(places)), text, range(1, LONGEST + 1))

    def find_named(self, text: str) -> list[Hit]:
        """Where names in full and passages stand in `text` that were removed from any article."""
        known = [_KnownWords(secret, _NAME, self.names) for secret in self.keys] if self.names else []
        return _find_known(known, text, self.sizes)

    def may_name(self, slug: str) -> bool:
        """Whether somebody said that an article may name who was removed elsewhere."""
        return any(_digest(secret, _ALLOWED, slug) in self.allowed for secret in self.keys)

    def holds_whole(self, slug: str, text: str) -> bool:
        """Whether `text` is, word for word, a short block that was removed from the article as a whole."""
        known = list(self._words_by_place(f"{slug}#{WHOLE}"))
        run = " ".join(folded_words(text)) if known else ""
        return any(one.holds(run) for one in known)

    def _words_by_place(self, place: str) -> Iterator["_KnownWords"]:
        for secret in self.keys:
            if words := self._by_place.get(_digest_place(secret, place)):
                yield _KnownWords(secret, place, words)

    @cached_property
    def _known(self) -> Callable[[tuple[str, ...]], Sequence["_KnownWords"]]:
        """What was removed from places: each text of a file is asked for the same hundreds."""
        return lru_cache(maxsize=64)(lambda places: [*chain.from_iterable(map(self._words_by_place, places))])

    @cached_property
    def _by_place(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for place, words in self.words:
            found.setdefault(place, set()).add(words)
        return {place: frozenset(words) for place, words in found.items()}


@dataclass(frozen=True)
class _KnownWords:
    """The digests of the words that were removed from one place, or of names from any, under one key."""

    secret: str
    place: str
    words: frozenset[str]

    def holds(self, run: str) -> bool:
        """Whether `_digest` of the place and `run` is among them, at a third of its cost."""
        digest = self._begun.copy()
        digest.update(_encode(run))
        return digest.hexdigest()[:_DIGITS] in self.words

    @cached_property
    def _begun(self) -> hmac.HMAC:
        return hmac.new(self.secret.encode(), _encode(f"{self.place}\0"), "sha256")


def _find_known(known: Sequence[_KnownWords], text: str, sizes: Collection[int]) -> list[Hit]:
    """Where runs of so many words stand in `text` that one of `known` holds."""
    tokens = _tokens(text) if known else []
    return [
        Hit(tokens[start][1]()[0], tokens[start + size - 1][1]()[1], size)
        for start, size, run in _runs([word for word, _ in tokens], sizes)
        if any(one.holds(run) for one in known)
    ]


def read_removed(root: Path) -> RemovedPlaces:
    """What was removed from a project. Raises `JisrError` for a damaged line, which might be the one."""
    return parse_removed(read_in_project(root, REMOVED_FILE) or b"")


def read_removed_addresses(root: Path) -> tuple[str, ...]:
    """The slugs in `ADDRESSES_FILE`, one a line."""
    lines = (read_in_project(root, ADDRESSES_FILE) or b"").decode("utf-8", "replace").splitlines()
    return tuple(sorted({line.strip() for line in lines if _SLUG.fullmatch(line.strip())}))


def set_removed_address(data: bytes | None, slug: str, *, kept: bool) -> bytes | None:
    """The content of `ADDRESSES_FILE` with `slug` or, unless it is `kept`, without; None for no line."""
    lines = {line.strip() for line in (data or b"").decode("utf-8", "replace").splitlines()} - {"", slug}
    lines |= {slug} if kept else set()
    return "".join(f"{line}\n" for line in sorted(lines)).encode() or None


def parse_removed(data: bytes) -> RemovedPlaces:
    """`read_removed` of the file's content. Raises `JisrError` for a damaged line."""
    keys: dict[str, None] = {}
    places: set[str] = set()
    words: set[tuple[str, str]] = set()
    articles: set[str] = set()
    names: set[str] = set()
    sizes: set[int] = set()
    allowed: set[str] = set()
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        if not line.strip():
            continue
        said = _parse_line(line)
        if "key" in said:
            keys[said["key"]] = None
        elif "article" in said:
            articles.add(said["article"])
        elif "name" in said:
            names.add(said["name"])
            sizes.add(int(said.get("size", "1"), 16))
        elif "allowed" in said:
            allowed.add(said["allowed"])
        elif "words" in said:
            words.add((said["place"], said["words"]))
        elif "place" in said:
            places.add(said["place"])
        else:
            message = "a damaged line: what was removed for safety could come back"
            remedy = f"take the line as it was in the last commit: git diff -- {REMOVED_FILE}"
            raise JisrError(Finding("removed", message, REMOVED_FILE, number, remedy=remedy))
    if (places or words) and not keys:
        message = "its first line, the key, is gone: what was removed for safety could come back"
        remedy = f"take the line from an older commit: git log -p -- {REMOVED_FILE}"
        raise JisrError(Finding("removed", message, REMOVED_FILE, 1, remedy=remedy))
    return RemovedPlaces(
        tuple(keys),
        frozenset(places),
        frozenset(words),
        frozenset(articles),
        frozenset(names),
        frozenset(sizes),
        frozenset(allowed),
    )


def add_removals(data: bytes, removals: Iterable[Removal], new_key: str = "") -> bytes:
    """The file with `removals` among its lines, in an order that tells nothing.

    `new_key` is the key of a file that has none yet, a random one unless given. Raises `JisrError` for a
    damaged file.
    """
    known = parse_removed(data)
    key = known.keys[0] if known.keys else new_key or secrets.token_hex(32)
    lines = {json.dumps(line) for removal in removals for line in _lines(key, removal)}
    old = [line for line in data.decode("utf-8-sig").splitlines() if line.strip()]
    if not lines - set(old):
        return data
    if known and not known.articles:
        lines.add(json.dumps({"article": _digest(key, _ARTICLE, _ANY)}))
    first = [json.dumps({"key": one}) for one in known.keys or (key,)]
    return "".join(f"{line}\n" for line in (*first, *sorted(lines.union(old) - set(first)))).encode()


def allow_names(data: bytes, slug: str) -> bytes:
    """The file with a line that lets an article name who was removed elsewhere. Raises `JisrError`."""
    known = parse_removed(data)
    if not known.keys or known.may_name(slug):
        return data
    line = json.dumps({"allowed": _digest(known.keys[0], _ALLOWED, slug)})
    return data.rstrip() + f"\n{line}\n".encode()


def folded_words(text: str) -> list[str]:
    """The words of a text of either language, folded as digests want them."""
    return [word for word, _ in _tokens(text)]


def article_of_file(name: str) -> str:
    """The article that a file belongs to, a person's or one that was made of it; `""` for none."""
    match = None if _OF_NONE.match(name) else _FILE.fullmatch(name)
    return unicodedata.normalize("NFC", match["slug"] or match["made"]) if match else ""


def place_of_file(name: str) -> str:
    """The article that a file of the project belongs to; its own path, where it is no article's."""
    return article_of_file(name) or name


def _tokens(text: str) -> list[tuple[str, Callable[[], tuple[int, int]]]]:
    """The folded words of `text`, each with what tells where it stands."""
    arabic = fold(text)
    latin = fold_latin(arabic.text)

    def place(match: re.Match[str]) -> tuple[int, int]:
        return arabic.span(*latin.span(*match.span()))

    return [
        (part, partial(place, match))
        for match in WORD.finditer(latin.text)
        for part in split_joined_name(match[0]).split()
    ]


def left_digest(entry: Entry) -> str:
    """The digest of what is left of a block from which a word was removed."""
    return digest(entry.target or entry.source)


def waits_for_editor(entry: Entry) -> bool:
    """Whether a word was removed from a block that nobody has edited or signed since."""
    return entry.facts.get(REMOVED) == left_digest(entry) and entry.state is not State.APPROVED


def _place_names(slug: str, key: str) -> tuple[str, ...]:
    return (slug, f"{slug}#{key}") if key else (slug,)


def _lines(secret: str, removal: Removal) -> Iterator[dict[str, str]]:
    name = _place_names(removal.slug, removal.key)[-1]
    place = _digest_place(secret, name)
    yield {"article": _digest(secret, _ARTICLE, removal.slug)}
    if not removal.words:
        yield {"place": place}
    for text in removal.words:
        words = folded_words(text)
        for start in range(max(1, len(words) - LONGEST + 1)) if words else ():
            run = " ".join(words[start : start + LONGEST])
            yield {"place": place, "words": _digest(secret, name, run)}
            if not removal.key:
                size = len(words[start : start + LONGEST])
                yield {"name": _digest(secret, _NAME, run), "size": f"{size}"}


def _runs(words: Sequence[str], sizes: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """Every run of so many words: where it begins, how many, and its words.

    The first word comes also without the clitics that it may begin with.
    """
    for start in range(len(words)):
        firsts = {words[start], *_without_clitics(words[start])}
        for first, size in product(firsts, sizes):
            if start + size <= len(words):
                yield start, size, " ".join((first, *words[start + 1 : start + size]))


@lru_cache(maxsize=65536)
def _without_clitics(word: str) -> tuple[str, ...]:
    """What `word` may be with و, ف, ب, ك, ل, أ or the article before it."""
    found = []
    for size in range(1, min(_LONGEST_PREFIX, len(word) - 1) + 1):
        for bare in (word[size:], f"ال{word[size:]}"):
            if any(token == word for token, _ in prefix_splits(bare)):
                found.append(bare)
                if bare.startswith("ال") and len(bare) > 3:
                    found.append(bare[2:])
    return tuple(found)


def _digest(secret: str, *parts: str) -> str:
    """32 hexadecimal digits of an HMAC-SHA256."""
    return hmac.digest(secret.encode(), _encode("\0".join(parts)), "sha256").hex()[:_DIGITS]


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=65536)
def _digest_place(secret: str, name: str) -> str:
    """The digest of a place: each text of an article is looked at for hundreds of its blocks."""
    return _digest(secret, name)


def _parse_line(line: str) -> dict[str, str]:
    """The members of a line; none for what is no line of ours."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    lengths = dict.fromkeys(("place", "words", _ARTICLE, _NAME, _ALLOWED), _DIGITS) | {"key": 64, "size": 1}
    found = {name: said[name] for name in lengths if name in said}
    sound = all(
        isinstance(text, str) and len(text) == lengths[name] and set(text) <= _HEX
        for name, text in found.items()
    )
    return found if sound and found.keys() & {"key", "place", _ARTICLE, _NAME, _ALLOWED} else {}
