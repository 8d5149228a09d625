"""The summary of a pull request, in Markdown: what changed in each article, and what the checks found.

Compared are two states of the ledgers. *Drafted* is a machine's text that was not there before, *learned* a
person's, *made stale* English whose Arabic has changed since, *awaiting* every block without English.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from jisr.model.diagnostics import Finding, Severity, shorten
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import Ledger, State
from jisr.model.publication import Article

MOST = 50  # findings listed; a comment may hold 65,536 characters

MakeLink = Callable[[str, int], str]
"""A file of the project and a line (0 for none) → its address."""


@dataclass(frozen=True)
class ArticleChange:
    """What became of one article's blocks."""

    slug: str
    file: str
    drafted: int = 0
    learned: int = 0
    stale: int = 0
    awaiting: int = 0

    @property
    def has_changes(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.drafted or self.learned or self.stale or self.awaiting)


def article_changes(articles: Iterable[Article], before: Mapping[str, Ledger]) -> Iterator[ArticleChange]:
    """What is otherwise in each article than in the ledgers `before`, by slug."""
    for article in articles:
        known = {e.key: e for e in before.get(article.slug, Ledger()).entries}
        found: Counter[str] = Counter()
        for entry in (passage.entry for passage in article.passages):
            then = known.get(entry.key)
            new = then is None or (then.target, then.state) != (entry.target, entry.state)
            found["drafted"] += new and entry.state is State.DRAFT
            found["learned"] += new and entry.human
            found["stale"] += entry.stale and not (then and then.stale)
            found["awaiting"] += entry.state is State.MISSING
        yield ArticleChange(article.slug, TRANSLATION.page_file(article.slug), **found)


def make_link(repository: str, ref: str) -> MakeLink:
    """Addresses at `repository` (`https://…/OWNER/NAME`); relative ones where it is empty."""
    base = f"{repository.rstrip('/')}/blob/{ref}/" if repository else ""

    def link(file: str, line: int) -> str:
        address = re.sub(r"[^\w/.-]", lambda sign: quote(sign[0], safe=""), file)
        return f"{base}{address}" + (f"#L{line}" if line and base else "")

    return link


def format_summary(found: Sequence[ArticleChange], findings: Sequence[Finding], link: MakeLink) -> str:
    """The summary: a table of the articles with changes, and the findings, errors first."""
    counts = Counter(f.severity for f in findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    verdict = "❌" if errors else "✅"
    said = (f"{n} {noun}{'s' * (n != 1)}" for n, noun in ((errors, "error"), (warnings, "warning")))
    lines = [f"### {verdict} Jisr: {', '.join(said)}", ""]
    changed = [change for change in found if change.has_changes]
    if changed:
        by_file = Counter((f.file, f.severity) for f in findings)
        lines += [
            "| article | drafted | learned | made stale | awaiting | errors | warnings |",
            "| :-- | --: | --: | --: | --: | --: | --: |",
        ]
        for c in changed:
            numbers = [c.drafted, c.learned, c.stale, c.awaiting]
            numbers += [by_file[c.file, s] for s in (Severity.ERROR, Severity.WARNING)]
            cells = " | ".join(str(n) if n else "" for n in numbers)
            lines.append(f"| [{_text(c.slug)}]({link(c.file, 0)}) | {cells} |")
        totals = (
            sum(getattr(c, name) for c in changed) for name in ("drafted", "learned", "stale", "awaiting")
        )
        lines += [f"| **in all** | {' | '.join(map(str, totals))} | {errors} | {warnings} |", ""]
    else:
        lines += ["No translation has changed, and none is awaited.", ""]
    lines += list(_listed(findings, link))
    return "\n".join(lines).rstrip() + "\n"


def _listed(findings: Sequence[Finding], link: MakeLink) -> Iterator[str]:
    ranks = list(Severity)
    worth = sorted(
        (f for f in findings if f.severity is not Severity.NOTICE), key=lambda f: ranks.index(f.severity)
    )
    for f in worth[:MOST]:
        place = f"{f.file}:{f.line}" if f.line else f.file
        where = f"[{_text(place)}]({link(f.file, f.line)}) " if f.file else ""
        key = f"`{_text(f.key)}` " if f.key else ""
        excerpt = f": «{_text(f.text, 80)}»" if f.text else ""
        remedy = f"<br>→ {_text(f.remedy)}" if f.remedy else ""
        yield f"- **{f.severity}** {where}{key}{_text(f.message)}{excerpt}{remedy}"
    if len(worth) > MOST:
        yield f"- … and {len(worth) - MOST} more: `jisr check`"


_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~#!@&]")


def _text(text: str, limit: int = 300) -> str:
    """Text that can only be text in Markdown, and calls nobody (`@`): others wrote what it quotes."""
    return _MARKUP.sub(lambda m: f"&#{ord(m[0])};", shorten(text, limit))
