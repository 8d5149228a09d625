"""What is found wrong with a publication, by article and by how much it matters."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jisr import seeds as readers
from jisr.model.diagnostics import Finding, Severity
from jisr.translation.removed import article_of_file

_ORDER = list(Severity)


@dataclass(frozen=True)
class ArticleFindings:
    """What is found in an article, the worst first; what is in none has an empty `slug`."""

    slug: str
    findings: tuple[Finding, ...]

    @property
    def rank(self) -> tuple[int, bool, str]:
        """By what they are put in order: the worst that is found; what is in no article comes first."""
        return _ORDER.index(self.findings[0].severity), self.slug != "", self.slug


def group_findings(findings: Iterable[Finding], slugs: Collection[str]) -> list[ArticleFindings]:
    """Findings by the articles (of `slugs`) whose files they name, the worst first."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        slug = article_of_file(one.file)
        found.setdefault(slug if slug in slugs else "", []).append(one)
    groups = [
        ArticleFindings(slug, tuple(sorted(some, key=lambda one: _ORDER.index(one.severity))))
        for slug, some in found.items()
    ]
    return sorted(groups, key=lambda group: group.rank)


def list_slugs(root: Path) -> frozenset[str]:
    """The articles of a publication, also those that cannot be read."""
    return frozenset(seed.slug for seed in readers.find_files(root)[0])


def list_checks(findings: Iterable[Finding]) -> Sequence[tuple[str, int]]:
    """Which checks found anything, with how much, the most first."""
    return Counter(one.check for one in findings).most_common()
