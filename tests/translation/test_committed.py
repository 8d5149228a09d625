"""A blocked article is shown as its committed ledger last agreed, and keeps no other from being published."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline, publishing
from jisr.cli import main
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.model.source import Kind
from jisr.translation import engines
from tests.project import PARAGRAPHS, TITLE, TODAY, Echo, Project, copy, edit, git, leave_pdf_out
from tests.sample import ROOT

RICH = """# أزمة الطاقة

نص الفقرة الأولى من المقال وفيه ما يكفي من الكلام.

## عنوان داخلي

1. **نقطة مرقمة:** شرح النقطة المرقمة هنا بكلام كثير.
2. نقطة أخرى تليها.

- نقطة بلا رقم

> قال: لن نعود.

| السنة | الإنتاج |
|---|---|
| 2003 | 1250 |

### عنوان أصغر

خاتمة المقال.
"""  # an article with every kind of block


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    made = Project(tmp_path / "project")
    (made.root / ".gitignore").write_text("/.jisr/\n/.build/\n/site/\n")
    git(made.root, "init", "-q", "-b", "main")
    made.seed("water")
    made.seed("oil", PARAGRAPHS[2:])
    pipeline.draft_articles(made.root, TODAY)
    editorial.approve(made.root, "water", [], "Omar", TODAY)
    edit(made.translation(), "Draft of 13 words.", "No vote this year.")
    pipeline.sync_articles(made.root, TODAY)
    save(made)
    return made


def save(project: Project) -> None:
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x")


def shown(project: Project) -> dict[str, Article]:
    return {article.slug: article.load() for article in publishing.load_publication(project.root).articles}


def conflict(project: Project) -> None:
    """A marker stands twice, while the author changed the Arabic of an approved paragraph."""
    edit(project.root / "seeds/water.txt", "انخفضت أسعار", "ارتفعت أسعار")  # prices "rose" for "fell"
    edit(project.translation(), "<!-- #p4 -->", "<!-- #p4 -->\nOther text.\n\n<!-- #p4 -->")


def page_against_ledger(project: Project) -> None:
    """Page and ledger both changed: the translator's words in the ledger are no draft, and not agreed on."""
    edit(project.root / "seeds/water.txt", "انخفضت أسعار", "ارتفعت أسعار")  # prices "rose" for "fell"
    edit(project.translation(), "No vote this year.", "No vote, says the page.")
    edit(project.ledger(), "No vote this year.", "No vote, says the translator.")


def binary_seed(project: Project) -> None:
    (project.root / "seeds/water.txt").write_bytes(bytes(range(256)) * 8)


def two_seeds(project: Project) -> None:
    (project.root / "seeds/water.md").write_text("# نص آخر\n\nكلام.\n", "utf-8")


def broken_ledger(project: Project) -> None:
    with project.ledger().open("a") as file:
        file.write('msgid "no end\n')


def binary_ledger(project: Project) -> None:
    project.ledger().write_bytes(b"\xff\xfe\x00bad")


def binary_page(project: Project) -> None:
    project.translation().write_bytes(b"\xff\xfe\x00bad")


def merge_in_ledger(project: Project) -> None:
    text = project.ledger().read_text("utf-8")
    project.ledger().write_text(text + "\n<<<<<<< HEAD\n=======\n>>>>>>> other\n", "utf-8")


BLOCKED = [
    *(conflict, page_against_ledger, binary_seed, two_seeds, broken_ledger, binary_ledger),
    *(binary_page, merge_in_ledger),
]


@pytest.mark.parametrize("block", BLOCKED)
@pytest.mark.parametrize("committed", [False, True])
def test_a_blocked_article_is_shown_as_it_was_last_agreed_and_the_others_as_they_are(
    project: Project, block: Callable[[Project], None], committed: bool, tmp_path: Path
) -> None:
    before = shown(project)["water"]
    edit(project.translation("oil"), "Draft of 14 words.", "Prices fell.")
    block(project)
    if committed:
        save(project)
    result = publishing.load_publication(project.root)
    after = {article.slug: article.load() for article in result.articles}
    assert after["oil"].passages[1].translation == "Prices fell."
    assert [(p.key, p.block.text, p.translation, p.entry.state) for p in after["water"].passages] == [
        (p.key, p.block.text, p.translation, p.entry.state) for p in before.passages
    ]
    assert [p.entry.state for p in after["water"].passages][2] is State.EDITED
    assert result.result.failed
    (told,) = [f for f in result.result.findings if f.check == "blocked"]
    assert "last committed" in told.message
    if committed:
        git(tmp_path, "clone", "-q", str(project.root), "clone")
        clone = Project.__new__(Project)
        clone.root = tmp_path / "clone"
        assert shown(clone)["water"] == after["water"]


def test_a_ledger_that_cannot_be_read_for_several_commits_is_shown_as_it_last_could(project: Project) -> None:
    before = shown(project)["water"]
    broken_ledger(project)
    save(project)
    edit(project.ledger(), "No vote this year.", "Still broken.")
    save(project)
    assert [p.translation for p in shown(project)["water"].passages] == [
        p.translation for p in before.passages
    ]


def test_an_approval_that_a_reviewer_withdrew_in_the_ledger_is_not_shown(project: Project) -> None:
    text = project.ledger().read_text("utf-8")
    project.ledger().write_text(text.replace('msgctxt "p4"', '#, fuzzy\nmsgctxt "p4"'), "utf-8")
    conflict(project)
    save(project)
    states = {p.key: p.entry.state for p in shown(project)["water"].passages}
    assert (states["p4"], states["p5"]) == (State.EDITED, State.APPROVED)


def test_kinds_levels_and_numbers_of_blocks_are_kept(project: Project) -> None:
    (project.root / "seeds/rich.md").write_text(RICH, "utf-8")
    pipeline.draft_articles(project.root, TODAY)
    before = shown(project)["rich"]
    save(project)
    project.translation("rich").write_text("<<<<<<< HEAD\n", "utf-8")
    after = shown(project)["rich"]
    kinds = {p.block.kind for p in before.passages}
    assert kinds >= {Kind.TITLE, Kind.HEADING, Kind.PARAGRAPH, Kind.POINT, Kind.QUOTATION, Kind.TABLE}
    looks = [
        [(p.block.kind, p.block.level, p.block.number, p.block.lead, p.block.text) for p in article.passages]
        for article in (before, after)
    ]
    assert looks[0] == looks[1]


def test_without_git_the_copy_of_the_last_run_is_shown(project: Project) -> None:
    shutil.rmtree(project.root / ".git")
    before = shown(project)["water"]
    conflict(project)
    after = shown(project)["water"]
    assert [(p.block.text, p.translation, p.entry.state) for p in after.passages] == [
        (p.block.text, p.translation, p.entry.state) for p in before.passages
    ]


def test_an_article_that_was_renamed_and_is_blocked_is_shown_under_its_new_name(project: Project) -> None:
    before = shown(project)["water"]
    conflict(project)
    (project.root / "seeds/water.txt").rename(project.root / "seeds/rivers.txt")
    (project.root / "seeds/rivers.yml").write_text("was: [water]\n", "utf-8")
    articles = shown(project)
    assert set(articles) == {"oil", "rivers"}
    assert [p.translation for p in articles["rivers"].passages] == [p.translation for p in before.passages]


@pytest.mark.parametrize("how", ["without git", "never committed"])
def test_what_no_commit_has_is_left_out_and_named(project: Project, how: str) -> None:
    slug = "water" if how == "without git" else "schools"
    if how == "without git":
        shutil.rmtree(project.root / ".git")
        shutil.rmtree(project.root / ".jisr")
    else:
        project.seed("schools", PARAGRAPHS[3:])
        pipeline.draft_articles(project.root, TODAY)
    project.translation(slug).write_text("<<<<<<< HEAD\n", "utf-8")
    result = publishing.load_publication(project.root)
    assert slug not in {a.slug for a in result.articles}
    (told,) = [f for f in result.result.findings if f.check == "blocked"]
    assert slug in told.file
    assert "left out" in told.message
    assert ("git init" in told.remedy) is (how == "without git")


@pytest.mark.parametrize("where", ["folder", "commit"])
@pytest.mark.parametrize("sidecar", ["status: draft\n", "status: withdrawn\nreason: x\n", "status: [\n"])
def test_what_must_not_be_shown_is_not_shown_because_it_is_blocked(
    project: Project, sidecar: str, where: str
) -> None:
    conflict(project)
    (project.root / "seeds/water.yml").write_text(sidecar, "utf-8")
    if where == "commit":
        save(project)
    articles = shown(project)
    assert "water" not in articles or articles["water"].meta.status != "published"


@pytest.mark.parametrize(
    ("committed", "present", "says", "remedy"),
    [
        (None, "status: embargoed\n", "seeds/water.yml, which may be what holds it back", "say"),
        (
            "status: embargoed\n",
            "",
            "seeds/water.yml of the last commit, which may",
            "commit seeds/water.yml",
        ),
        ("until: 2026-12-01\n", "until: 2026-12-01\n", "seeds/water.yml, which may be", "say"),
    ],
)
def test_an_article_whose_sidecar_cannot_be_read_is_not_said_to_be_uncommitted(
    project: Project, committed: str | None, present: str, says: str, remedy: str
) -> None:
    conflict(project)
    if committed is not None:
        (project.root / "seeds/water.yml").write_text(committed, "utf-8")
        save(project)
    (project.root / "seeds/water.yml").write_text(present, "utf-8")
    (told,) = [f for f in publishing.load_publication(project.root).result.findings if f.check == "blocked"]
    assert says in told.message
    assert told.remedy.endswith(remedy)


def test_the_glossary_is_no_sidecar_of_a_seed_that_cannot_have_its_name(project: Project) -> None:
    (project.root / "seeds/actors.yml").write_text("actors: []\n", "utf-8")
    (project.root / "seeds/actors.txt").write_text("عنوان\n\nفقرة.\n", "utf-8")  # a title, a paragraph
    said = {
        str(f).split("\n", maxsplit=1)[0]
        for f in pipeline.check(project.root).result.findings
        if "actors" in f.file
    }
    refused = (
        "seeds/actors.txt: error: no page can have this name: seeds/actors.yml is no article's: «actors»"
    )
    assert refused in said
    assert not any("unknown key" in one or "cannot be read" in one for one in said), said


@pytest.mark.parametrize("folder", [False, True])
def test_an_article_whose_seed_was_taken_away_is_not_shown_and_that_is_said(
    project: Project, folder: bool
) -> None:
    (project.root / "seeds/water.txt").unlink()
    if folder:
        (project.root / "seeds/water.txt").mkdir()
    result = publishing.load_publication(project.root)
    assert {a.slug for a in result.articles} == {"oil"}
    assert "orphan" in {f.check for f in result.result.findings}


def test_a_site_is_built_with_a_blocked_article_and_the_run_fails_after_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs", project.root / "docs", dirs_exist_ok=True)
    (project.root / "mkdocs.yml").unlink()
    copy(project.root, "mkdocs.yml", "mkdocs.en.yml", "overrides")
    leave_pdf_out(project.root)
    conflict(project)
    assert main.main(["--project", str(project.root), "build"]) == 1
    assert (project.root / "site/en/articles/oil/index.html").is_file()
    assert (project.root / "site/en/articles/water/index.html").is_file()
    assert "last committed" in capsys.readouterr().err
    pages = {p.name for p in (project.root / ".build/pages/en/articles").glob("*.md")}
    assert {"oil.md", "water.md"} <= pages
    assert "ارتفعت" not in (project.root / ".build/pages/en/articles/water.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "hour", "text"),
    [
        (
            "water.txt",
            1796428800,
            "{title}\n\nنشر في 5 كانون الأول 2026\n\n{text}\n",
        ),  # published on 5 December
        ("water.md", 1796486400, "---\ndate: 2026-12-05T18:00:00+02:00\n---\n\n# {title}\n\n{text}\n"),
        (
            "water.html",
            1796486400,  # 16:00 UTC
            (
                '<head><meta property="article:published_time" content="2026-12-05T18:00:00+02:00"></head>'
                "<body><h1>{title}</h1><p>{text}</p></body>"
            ),
        ),
    ],
)
def test_a_conflict_shows_no_text_before_the_date_that_it_bears(
    project: Project, name: str, hour: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.root / "seeds/water.txt").unlink()
    (project.root / "seeds" / name).write_text(text.format(title=TITLE, text=PARAGRAPHS[0]), "utf-8")
    pipeline.draft_articles(project.root, TODAY, allow_shrink=True)
    save(project)

    def seen(moment: int) -> list[str]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))
        return [a.slug for a in publishing.load_publication(project.root).articles]

    for _ in ("as it stands", "in conflict"):
        assert seen(hour - 1) == ["oil"]
        project.translation().write_text("<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", "utf-8")
    assert seen(hour) == ["oil", "water"]
