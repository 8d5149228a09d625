"""The outputs of `check`: text, annotations, and the summary of a pull request."""

import json
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.cli import formats, main, pr_summary
from jisr.model.diagnostics import Finding
from jisr.model.ledger import Entry, Ledger, State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Block, Kind, Meta
from tests.checks.editions import careless
from tests.project import TODAY


def test_check_writes_nothing_and_fails_on_errors_in_every_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = careless(tmp_path)
    before = project.files()
    for name in ("text", "json", "github", "markdown"):
        assert main.main(["--project", str(project.root), "check", "--format", name]) == 1
    assert project.files() == before
    capsys.readouterr()
    main.main(["--project", str(project.root), "check", "--format", "json"])
    shown = json.loads(capsys.readouterr().out)
    assert shown["counts"] == {"error": 1, "warning": 0, "notice": 0}
    (finding,) = shown["findings"]
    assert (finding["check"], finding["file"], finding["key"]) == (
        "numbers",
        "docs/en/articles/water.md",
        "p1",
    )
    assert (
        project.translation().read_text("utf-8").split("\n")[finding["line"] - 1].startswith("In the attack")
    )


def test_the_summary_says_what_was_learned_and_links_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    project = careless(tmp_path)
    main.main(["--project", str(project.root), "check", "--format", "markdown"])
    text = capsys.readouterr().out
    assert "❌ Jisr: 1 error, 0 warnings" in text
    assert "| [water](docs/en/articles/water.md) |  | 2 |  |  | 1 |  |" in text
    base = tmp_path / "base"
    (base / "translations").mkdir(parents=True)
    pipeline.sync_articles(project.root, TODAY)
    (base / "translations" / "water.po").write_bytes(project.ledger().read_bytes())
    main.main(["--project", str(project.root), "check", "--format", "markdown", "--base", str(base)])
    assert "No translation has changed" in capsys.readouterr().out


def test_the_summary_counts_drafts_stale_and_awaiting_blocks_against_a_base() -> None:
    def state(key: str, state: State, target: str, *, stale: bool = False) -> Entry:
        return Entry(key, "نص", target, state, stale=stale)

    before = Ledger(
        (state("p1", State.EDITED, "a"), state("p2", State.DRAFT, "b"), state("p3", State.DRAFT, "c"))
    )
    after = (
        state("p1", State.EDITED, "a", stale=True),
        state("p2", State.DRAFT, "b"),
        state("p3", State.DRAFT, "new"),
        state("p4", State.MISSING, ""),
        state("p5", State.APPROVED, "e"),
    )
    passages = (BilingualBlock(Block(Kind.PARAGRAPH, "نص", key=e.key), e, e.target) for e in after)
    article = Article("x", "seeds/x.txt", Meta(), tuple(passages))
    (change,) = pr_summary.article_changes([article], {"x": before})
    assert (change.drafted, change.learned, change.stale, change.awaiting) == (1, 1, 1, 1)
    link = pr_summary.make_link("https://git.example/o/n/", "c0ffee")
    text = pr_summary.format_summary([change], [], link)
    assert "[x](https://git.example/o/n/blob/c0ffee/docs/en/articles/x.md)" in text


HOSTILE = Finding(
    "numbers",
    "a, b: 100% ::error::x\n::warning::y",
    "docs/en/a,b:c.md",
    3,
    "| [x](javascript:alert) <script> @everyone `code`\n# heading",
    "do\r\nthis",
    "p1",
)


def test_annotations_are_one_line_each_whatever_they_quote() -> None:
    (line,) = formats.format_github([HOSTILE]).split("\n")
    assert line.startswith(
        "::error file=docs/en/a%2Cb%3Ac.md,line=3,title=numbers p1::a, b: 100%25 ::error::x%0A"
    )
    assert "\r" not in line


def test_a_summary_quotes_nothing_that_is_markup() -> None:
    text = pr_summary.format_summary([], [HOSTILE], pr_summary.make_link("", "main"))
    quoted = text.split("\n")[-2]
    assert quoted.startswith("- **error** [docs/en/a,b:c.md:3](docs/en/a%2Cb%3Ac.md)")
    for markup in ("<script>", "@everyone", "[x]", "`code`", "| ", "# heading"):
        assert markup not in quoted
