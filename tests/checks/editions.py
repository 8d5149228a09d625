"""Editions to run checks on, made of pairs of texts or of cases in `cases/checks`."""

from pathlib import Path
from typing import Any

import yaml

from jisr import checks
from jisr.app import pipeline
from jisr.checks.context import CheckContext
from jisr.glossary import read_actors, read_terms
from jisr.markup.page_format import format_marker
from jisr.model.diagnostics import Finding
from jisr.model.glossary import Actor, Term
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Kind, Meta
from tests.project import TODAY, Project, edit

CASES = Path(__file__).parents[1] / "cases" / "checks"


def read_cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return cases


def actors_of(case: dict[str, Any], folder: Path) -> list[Actor]:
    if "actors" not in case:
        return []
    file = folder / "seeds/actors.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump({"actors": case["actors"]}, allow_unicode=True), "utf-8")
    actors, findings = read_actors(file, folder)
    assert not findings
    return list(actors)


def terms_of(case: dict[str, Any], folder: Path) -> tuple[Term, ...]:
    if "terms" not in case:
        return ()
    file = folder / "terms.yml"
    file.write_text(yaml.safe_dump({"terms": case["terms"]}, allow_unicode=True), "utf-8")
    return read_terms(file, folder)


def edition_of(
    blocks: list[tuple[str, str]],
    *,
    actors: list[Actor] | None = None,
    terms: tuple[Term, ...] = (),
    state: State = State.EDITED,
    kind: Kind = Kind.PARAGRAPH,
    lead: bool = False,
    body: str = "",
    files: dict[str, str] | None = None,
    rendered: list[str] | None = None,
    facts: dict[str, str] | None = None,
) -> CheckContext:
    passages = tuple(
        BilingualBlock(
            Block(kind, ar, key=f"p{n}", lead=lead, number=1 if lead else 0),
            Entry(f"p{n}", ar, en, state, facts=facts or {}),
            en,
        )
        for n, (ar, en) in enumerate(blocks, 1)
    )
    page = "".join(f"{format_marker(p.key)}\n{body or p.translation}\n\n" for p in passages)
    given = {path: text.encode() for path, text in ({"docs/en/articles/a.md": page} | (files or {})).items()}
    article = Article("a", "seeds/a.txt", Meta(), passages)
    return checks.make_context(
        [ArticleHead.of(article)], actors or [], Settings(Path()), given, terms, pages=lambda: rendered or []
    )


def only(name: str, edition: CheckContext) -> list[Finding]:
    return checks.run(edition, {name: checks.CHECKS[name]})


# --- outputs -----------------------------------------------------------------------------------------------


def careless(folder: Path) -> Project:
    """An article whose only paragraph was translated with a wrong figure, and by an editor."""
    project = Project(folder / "project")
    project.seed(paragraphs=["قُتل 12 جندياً في الهجوم على القاعدة أمس."])  # 12 soldiers killed yesterday
    pipeline.sync_articles(project.root, TODAY)
    edit(
        project.translation(),
        "<!-- #title missing -->",
        "<!-- #title -->\n# The future of water in the south",
    )
    edit(
        project.translation(),
        "<!-- #p1 missing -->",
        "<!-- #p1 -->\nIn the attack 21 soldiers were killed yesterday.",
    )
    return project
