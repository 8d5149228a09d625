"""What was removed for safety, and from where: known again by digests, never by words.

`translations/removed.jsonl` is committed, a JSON object a line, and only grows; git merges two of them by
taking the lines of both, so that a line may stand twice, and those of two keys among each other:

    {"key": "9c1e…"}                       64 hexadecimal digits, random, of this publication: its first line
    {"place": "51d0…", "words": "e07a…"}   at this place stood these words
    {"place": "51d0…"}                     all that stood at this place was removed; nothing returns to it

A place is `SLUG#KEY` of a block, `SLUG` of an article, or the path of a file that is no article's
(`seeds/actors.yml`), each written as its digest; words are folded
(hamza, vowel marks, capitals, clitics) and digested together with their place. All digests are HMAC-SHA256
under the key. So a text is compared only at its own place, by the digests of its runs of words: what was
removed in one article is no word that another may not use.

What whoever has this file can learn: how many places and how many spellings were removed, when (from git),
and, because the key stands beside the digests, whether a *guess* is right: a name tried at a place, and the
list of all names of a country at all places of a publication in minutes. What he cannot: read a name or a
place out of it, find it by searching, tell that one name stood at two places, or learn what he has not
guessed. It keeps a name from coming back by mistake; against someone who already suspects whom, the file
is as telling as the gap in the text. Where that is too much, keep the repository private.
"""

import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path

from jisr.glossary.match.arabic_names import prefix_splits
from jisr.glossary.match.trie import WORD
from jisr.lang.arabic import digest, fold, fold_latin, split_joined_name
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import REMOVED, Entry, State
from jisr.storage.disk import read_file

REMOVED_FILE = "translations/removed.jsonl"
LONGEST = 8
"""How many words a run has that is looked for; of longer texts every run of so many is kept."""

_LONGEST_PREFIX = 4  # وبال, "and by the"
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class Removal:
    """Words that stood at a place (`slug`, or the block `key` of it); without words, all that stood there."""

    slug: str
    key: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemovedPlaces:
    """The digests of what was removed, under each key that the file has had."""

    keys: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    words: frozenset[tuple[str, str]] = field(default=frozenset())  # place and words

    def __bool__(self) -> bool:
        return bool(self.places or self.words)

    def holds(self, slug: str, key: str, text: str) -> bool:
        """Whether `text` is something that was removed from the block `key` of `slug`, or from the article.

        For what is no block's (a title in a sidecar, a caption, an event) `key` is empty. A place of which
        everything was removed takes no text, not even an empty one.
        """
        return any(self._holds(secret, slug, key, text) for secret in self.keys if self)

    def is_closed(self, slug: str, key: str = "") -> bool:
        """Whether all that stood there was removed, article or block, so that nothing returns to it."""
        return any(
            _digest(secret, name) in self.places for secret in self.keys for name in _place_names(slug, key)
        )

    def _holds(self, secret: str, slug: str, key: str, text: str) -> bool:
        there = [(_digest(secret, name), name) for name in _place_names(slug, key)]
        if any(digest in self.places for digest, _ in there):
            return True
        known = [(digest, name) for digest, name in there if digest in self._places_of_words]
        if not known:
            return False
        return any(
            (place, _digest(secret, name, run)) in self.words
            for run in set(_runs(folded_words(text)))
            for place, name in known
        )

    @cached_property
    def _places_of_words(self) -> frozenset[str]:
        return frozenset(place for place, _ in self.words)


def read_removed(root: Path) -> RemovedPlaces:
    """What was removed from a project. Raises `JisrError` for a damaged line, which might be the one."""
    return parse_removed(read_file(root / REMOVED_FILE) or b"")


def parse_removed(data: bytes) -> RemovedPlaces:
    """`read_removed` of the file's content."""
    keys: dict[str, None] = {}
    places: set[str] = set()
    words: set[tuple[str, str]] = set()
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        if not line.strip():
            continue
        said = _parse_line(line)
        if "key" in said:
            keys[said["key"]] = None
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
    return RemovedPlaces(tuple(keys), frozenset(places), frozenset(words))


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
    first = [json.dumps({"key": one}) for one in known.keys or (key,)]
    return "".join(f"{line}\n" for line in (*first, *sorted(lines.union(old) - set(first)))).encode()


def folded_words(text: str) -> list[str]:
    """The words of a text of either language, folded as digests want them."""
    folded = fold_latin(fold(text).text).text
    return [part for word in WORD.findall(folded) for part in split_joined_name(word).split()]


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
    place = _digest(secret, name)
    if not removal.words:
        yield {"place": place}
    for text in removal.words:
        words = folded_words(text)
        for start in range(max(1, len(words) - LONGEST + 1)) if words else ():
            run = " ".join(words[start : start + LONGEST])
            yield {"place": place, "words": _digest(secret, name, run)}


def _runs(words: list[str]) -> Iterator[str]:
    """Every run of up to `LONGEST` words, with the first also without the clitics that it may begin with."""
    for start in range(len(words)):
        firsts = {words[start], *_without_clitics(words[start])}
        for first, size in product(firsts, range(1, min(LONGEST, len(words) - start) + 1)):
            yield " ".join((first, *words[start + 1 : start + size]))


def _without_clitics(word: str) -> Iterator[str]:
    """What `word` may be with و, ف, ب, ك, ل, أ or the article before it."""
    for size in range(1, min(_LONGEST_PREFIX, len(word) - 1) + 1):
        for bare in (word[size:], f"ال{word[size:]}"):
            if any(token == word for token, _ in prefix_splits(bare)):
                yield bare
                if bare.startswith("ال") and len(bare) > 3:
                    yield bare[2:]


def _digest(secret: str, *parts: str) -> str:
    """32 hexadecimal digits of an HMAC-SHA256."""
    message = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode(), message, "sha256").hexdigest()[:32]


def _parse_line(line: str) -> dict[str, str]:
    """The members of a line; none for what is no line of ours."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    lengths = {"key": 64, "place": 32, "words": 32}
    found = {name: said[name] for name in lengths if name in said}
    sound = all(
        isinstance(text, str) and len(text) == lengths[name] and set(text) <= _HEX
        for name, text in found.items()
    )
    return found if sound and ("key" in found or "place" in found) else {}
