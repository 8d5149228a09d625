"""What checks say of one article, kept by all that it was found from: most articles are as they were.

A report is JSON: `found` is what each check of blocks found, as `describe` puts it; `notes` what each check
of all articles together has to know of this one; `ignored` what its ledger ignores.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, partial
from hashlib import sha256
from typing import Any

from jisr.checks.context import BlockFinding, CheckContext, Pair, Survey, Wording, look_into
from jisr.checks.suppress import note_ignored
from jisr.checks.wording.names import avoided_names
from jisr.glossary import RelevantFacts
from jisr.model.diagnostics import Finding
from jisr.model.languages import TRANSLATION
from jisr.model.publication import ArticleHead
from jisr.storage.disk import decode_text

LookAtBlock = Callable[[Pair], Iterator[BlockFinding]]
_AT_HAND = 1 << 7  # blocks of which it is known what was found in their words


@dataclass(frozen=True)
class _Worded:
    """A block, of which another with the same words is the same."""

    wording: Hashable
    pair: Pair = field(compare=False, repr=False)


class ArticleReports:
    """Makes reports; what is needed for that alone is made where the first is, for the glossary is long."""

    def __init__(
        self,
        edition: CheckContext,
        blocks: Mapping[str, Callable[[CheckContext], LookAtBlock]],
        of_marks: Collection[str],
        surveys: Mapping[str, Survey],
    ) -> None:
        self.surveys = surveys
        self._of_marks = of_marks
        self._edition = edition
        self._blocks = blocks
        self._told = RelevantFacts((edition.actors, edition.terms, avoided_names(edition)), edition.made)
        self._names = repr([*blocks, *surveys])

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self._edition.actors, self._edition.terms)

    @cached_property
    def _looks(self) -> Mapping[str, LookAtBlock]:
        return {name: prepare(self._edition) for name, prepare in self._blocks.items()}

    @property
    def seal(self) -> str:
        """A digest of the glossaries, and the names of the checks."""
        return f"{self._told.seal} {self._names}"

    def known_by(self, head: ArticleHead) -> tuple[str, str]:
        """By what it is kept that there is a report of an article, whatever the glossary says."""
        return "checked", f"{head.digest} {self._names}"

    def read(self, head: ArticleHead) -> Any:
        """The report of an article, of which the English page as it lies there is a part."""
        head = replace(head, load=cache(head.load))  # its words and its blocks are asked for
        self._edition.made(*self.known_by(head), int)
        page = self._edition.files.get(TRANSLATION.page_file(head.slug)) or b""
        told, there = self._told.digest_of(head), sha256(page).hexdigest()
        inputs = f"{head.digest} {there} {told} {self._names}"
        return self._edition.made("check", inputs, partial(self._make, head, page))

    def _make(self, head: ArticleHead, page: bytes) -> Any:
        article = look_into(head.load(), decode_text(page), self._wording)
        known = [self._look_once(_Worded(pair.wording, pair)) for pair in article.pairs]
        found: dict[str, list[tuple[object, ...]]] = {}
        for name, look in self._looks.items():
            for pair, said in zip(article.pairs, known, strict=True):
                for hit in look(pair) if name in self._of_marks else said.get(name, ()):
                    found.setdefault(name, []).append(describe(pair, hit))
        notes = {name: survey.note(article) for name, survey in self.surveys.items()}
        return {"found": found, "notes": notes, "ignored": note_ignored(article.article)}

    @cached_property
    def _look_once(self) -> Callable[[_Worded], Mapping[str, Sequence[BlockFinding]]]:
        """What checks of words find in a block, told again for the next that has the same words."""
        return lru_cache(maxsize=_AT_HAND)(self._look)

    def _look(self, block: _Worded) -> Mapping[str, Sequence[BlockFinding]]:
        looks = ((name, look) for name, look in self._looks.items() if name not in self._of_marks)
        return {name: hits for name, look in looks if (hits := [*look(block.pair)])}


def describe(pair: Pair, hit: BlockFinding) -> tuple[str, int, str, str, str, bool]:
    """Message, line, text, remedy, key, and whether it is in a machine's draft; nothing private is in it."""
    shown = Finding("", hit.message, text=hit.text, remedy=hit.remedy)
    return shown.message, pair.line(hit.text), shown.text, shown.remedy, pair.key, pair.draft
