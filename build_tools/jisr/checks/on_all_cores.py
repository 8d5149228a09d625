"""What checks say of articles, found by all cores before the checks ask for it."""

from dataclasses import dataclass, field
from functools import lru_cache

from jisr.checks import make_reports
from jisr.checks.context import CheckContext
from jisr.checks.reports import ArticleReports
from jisr.model.glossary import Actor
from jisr.model.publication import ArticleHead
from jisr.model.settings import Settings
from jisr.storage.work.ahead import NotedValues, Row, work_ahead
from jisr.translation.article_files import WrittenFiles


def report_ahead(edition: CheckContext) -> None:
    """Have what is kept hold the reports of all articles that lie in files, where it holds few of them.

    Not where another glossary is all that is new: most reports hold then, and are found by the words.
    """
    reports = make_reports(edition)
    work = _Report(reports.seal, edition.actors, edition.terms, edition.settings)
    work_ahead(edition.made, edition.heads, reports.known_by, work, "checking articles")


@dataclass(frozen=True)
class _Report:
    """Makes the report of an article. A process begins once with all that has one `seal`."""

    seal: str
    actors: tuple[Actor, ...] = field(compare=False, repr=False)
    terms: tuple[Actor, ...] = field(compare=False, repr=False)
    settings: Settings = field(compare=False, repr=False)

    def __call__(self, head: ArticleHead) -> list[Row]:
        reports, noted = _begin(self)
        reports.read(head)
        return noted.take()


@lru_cache(maxsize=1)
def _begin(work: _Report) -> tuple[ArticleReports, NotedValues]:
    noted, files = NotedValues(), WrittenFiles(work.settings.root)
    edition = CheckContext((), work.actors, work.settings, files, terms=work.terms, made=noted)
    return make_reports(edition), noted
