"""The glossary and the checks at hand for single paragraphs: made once, and again when the glossary changes.

What is found in a paragraph alone is told while it is typed; what takes all articles (the survey checks) is
`jisr check`'s.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from jisr import checks, glossary
from jisr.app.paragraphs.reading import ArticleRows
from jisr.checks.context import ArticleUnderCheck, Pair, Wording, look_into, text_without_code
from jisr.checks.reports import LookAtBlock, describe
from jisr.checks.suppress import ignored_checks
from jisr.glossary.terms import TERMS_FILE
from jisr.model.diagnostics import Finding, Severity
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE, Actor, Mention, Term
from jisr.model.languages import ORIGINAL, Lang
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.storage import disk
from jisr.storage.config import read_settings
from jisr.translation import sync

_ARTICLES, _PARAGRAPHS = 64, 1 << 12  # of which names, and what checks found, are at hand
Found = Mapping[str, Sequence[Finding]]
"""What checks find, by the keys of paragraphs."""


@dataclass(frozen=True)
class Offer:
    """A name or term of the Arabic, and how our English says it."""

    original: str
    english: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Known:
    """A paragraph in both languages, as a key: what it holds beside its words has no hash."""

    pair: Pair

    def __hash__(self) -> int:
        return hash((self.pair.original, self.pair.translation))


class Wordbook:
    """The glossary of a project as it was read; `mark` is another where it is."""

    def __init__(self, root: Path, mark: str) -> None:
        self.mark = mark
        self._root = root
        self.actors, _ = glossary.load_actors(root)
        self.terms, _ = glossary.load_terms(root)

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.actors, glossary.actors_from_terms(self.terms))

    @cached_property
    def _looks(self) -> Mapping[str, LookAtBlock]:
        context = checks.make_context((), self.actors, read_settings(self._root), {}, self.terms)
        return {name: check.blocks(context) for name, check in checks.CHECKS.items() if check.blocks}

    def check(self, rows: ArticleRows) -> Found:
        """What the checks of single blocks find in an article, but for what is ignored there."""
        return self.check_and_name(rows)[0]

    def check_and_name(self, rows: ArticleRows) -> tuple[Found, frozenset[str]]:
        """What `check` finds in an article, and the ids of the actors that it names."""
        under = self._look_into(sync.build_article(rows.outcome))
        found = {pair.key: said for pair in under.pairs if (said := list(self._check_pair(pair)))}
        return found, under.named

    def check_text(self, rows: ArticleRows, key: str, text: str) -> list[Finding]:
        """What they find in a paragraph with other English, which somebody is typing."""
        article = sync.build_article(rows.outcome)
        at = next(n for n, one in enumerate(article.passages) if one.key == key)
        typed = replace(article.passages[at].entry, target=text, state=State.EDITED)
        last = replace(article.passages[at], entry=typed, translation=text)
        under = self._look_into(replace(article, passages=(*article.passages[:at], last)))
        return [found for pair in under.pairs if pair.key == key for found in self._check_pair(pair)]

    def offer(self, rows: ArticleRows, key: str) -> list[Offer]:
        """The names and terms of a paragraph's Arabic, in its order, each once."""
        article = sync.build_article(rows.outcome)
        texts = tuple(text_without_code(passage.block.text) for passage in article.passages)
        at = next(n for n, one in enumerate(article.passages) if one.key == key)
        names = self._find_names(texts)[at]
        terms = self._wording.original_terms.find(texts[at])
        actors = {actor.id: actor for actor in self.actors}
        words = {term.id: term for term in self.terms}
        found: dict[str, Offer] = {}
        for mention in sorted((*names, *terms), key=lambda one: one.start):
            entry: Actor | Term | None = actors.get(mention.actor) or words.get(mention.actor)
            if entry is not None:
                found.setdefault(mention.actor, _offer(mention, entry))
        return list(found.values())

    @cached_property
    def _find_names(self) -> Callable[[tuple[str, ...]], Sequence[Sequence[Mention]]]:
        """The names in the paragraphs of an article, which are found once for all of them."""
        return lru_cache(maxsize=_ARTICLES)(self._wording.original.find_in_article)

    def names(self, lang: Lang) -> Mapping[str, str]:
        """What actors are called in a language, by id."""
        return {one.id: (one.ar if lang == ORIGINAL.code else one.en).preferred for one in self.actors}

    def _look_into(self, article: Article) -> ArticleUnderCheck:
        return look_into(article, "", self._wording)

    def _check_pair(self, pair: Pair) -> Sequence[Finding]:
        return self._check_once(_Known(pair))

    @cached_property
    def _check_once(self) -> Callable[["_Known"], Sequence[Finding]]:
        """What was found in a paragraph is told again while all that is known of it is the same."""
        return lru_cache(maxsize=_PARAGRAPHS)(lambda known: tuple(self._look_at(known.pair)))

    def _look_at(self, pair: Pair) -> Iterator[Finding]:
        ignored = ignored_checks(pair.passage.entry)
        for name, look in self._looks.items():
            for hit in look(pair) if name not in ignored else ():
                message, line, text, remedy, key, _ = describe(pair, hit)
                severity = checks.CHECKS[name].severity
                severity = Severity.WARNING if pair.draft and severity is Severity.ERROR else severity
                yield Finding(name, message, pair.file, line, text, remedy, key, severity)


def _offer(mention: Mention, entry: Actor | Term) -> Offer:
    return Offer(mention.text, entry.en.preferred, entry.en.allowed)


def open_wordbook(root: Path) -> Wordbook:
    """The wordbook of a project, which is the same while its glossary is; known by what the files hold."""
    files = (ACTORS_FILE, PRIVATE_ACTORS_FILE, TERMS_FILE, ORIGINAL.mkdocs_file)
    return _open(root, tuple(disk.fingerprint(disk.read_file(root / name)) for name in files))


@lru_cache(maxsize=2)
def _open(root: Path, prints: tuple[str, ...]) -> Wordbook:
    return Wordbook(root, disk.fingerprint(" ".join(prints).encode()))
