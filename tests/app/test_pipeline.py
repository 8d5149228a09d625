"""The verbs on real files: what editors, authors, translators and careless publishers do to a project."""

import re
import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import product

import pytest

from jisr.app import editorial, pipeline, publishing
from jisr.cli import main
from jisr.model.diagnostics import JisrError, Severity
from jisr.model.languages import LANGS
from jisr.model.ledger import State, SyncResult
from jisr.model.publication import Article
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.storage.inputs import clock
from jisr.translation import engines, sync
from jisr.translation.engines import HINT
from jisr.translation.sync import Take
from tests.project import PARAGRAPHS, TITLE, TODAY, Echo, Project, edit, git


def test_a_seed_becomes_two_pages_and_a_ledger_and_a_second_run_writes_nothing(project: Project) -> None:
    project.seed()
    result = pipeline.draft_articles(project.root, TODAY)
    assert not result.findings
    assert {p.relative_to(project.root).as_posix() for p in result.written} == {
        "docs/en/articles/water.md",
        "docs/ar/articles/water.md",
        "translations/water.po",
    }
    assert "<!-- #p1 draft " in project.translation().read_text("utf-8")
    assert "Draft of 9 words. Draft of 4 words." in project.translation().read_text("utf-8")
    assert "# مستقبل المياه" in project.original().read_text("utf-8")
    before = project.files()
    assert pipeline.draft_articles(project.root, TODAY).written == ()
    assert pipeline.sync_articles(project.root, TODAY).written == ()
    assert project.files() == before


def test_an_image_that_is_not_there_is_one_error_where_the_seed_names_it(project: Project) -> None:
    seed = project.root / "seeds/water.md"
    seed.write_text(f"# {TITLE}\n\n{PARAGRAPHS[0]}\n\n![صورة](none.png)\n", "utf-8")  # a picture
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 9 words.", "See ![a map](map.png).")
    found = [f for f in pipeline.check(project.root).result.findings if f.check in ("image", "links")]
    assert [(f.file, f.line, f.text, f.severity) for f in found] == [
        ("seeds/water.md", 5, "none.png", Severity.ERROR),
        ("docs/en/articles/water.md", 10, "map.png", Severity.ERROR),
    ]


@pytest.mark.parametrize("tag", ["script", "STYLE", "template"])
def test_what_a_page_hides_from_readers_and_the_ledger_is_told_without_its_words(
    project: Project, tag: str
) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", f"It <{tag}>let x</{tag}> ended.\n<!-- a note -->")
    found = [f for f in pipeline.sync_articles(project.root, TODAY).findings if f.check == "private"]
    letters = 4 + 2 * len(tag)
    assert [(f.line, f.key, f.text, f"({letters} letters)" in f.message) for f in found] == [
        (13, "p2", "", True)
    ]
    assert 'msgstr "It ended."' in project.ledger().read_text("utf-8")


@pytest.mark.parametrize("there", ["p1", "p3", "p5"])
@pytest.mark.parametrize("written", ["draft", "person's"])
def test_a_paragraph_that_was_cut_and_pasted_below_another_marker_stands_twice_and_says_so(
    project: Project, there: str, written: str
) -> None:
    words = "The schools of the south are getting ready for their pupils."
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    page = project.translation()
    if written == "draft":
        words = "Draft of 11 words."
        marker = next(line for line in page.read_text("utf-8").splitlines() if line.startswith("<!-- #p4 "))
        edit(page, f"{marker}\n{words}\n\n", "")
        words = "Draft of 11 words, which somebody has mended by hand."  # else it is known again
    else:
        edit(page, "Draft of 11 words.", words)
        pipeline.sync_articles(project.root, TODAY)
        edit(page, f"{words}\n", "")
    head = re.search(rf"<!-- #{there} .*\n.*", page.read_text("utf-8"))
    assert head
    edit(page, head[0], f"{head[0]}\n\n{words}")
    found = [f for f in pipeline.sync_articles(project.root, TODAY).findings if f.key == "p4"]
    assert [(f.check, f"#{there} as well" in f.message) for f in found] == [("joined", True)]
    if written != "draft":
        editorial.resolve(project.root, "water", "p4", Take.PAGE, TODAY)
        assert page.read_text("utf-8").count(words) == 1


def test_no_run_says_the_same_twice(project: Project) -> None:
    project.seed("water", title="عنوان")
    (project.root / "seeds/dam.md").write_text(
        "# عنوان\n\nنص <!-- سر --> طويل.\n\n![خ](none.png) ![خ](none.png)\n\n[أ](x.md) [أ](x.md) \u202e\n",
        "utf-8",
    )
    (project.root / "seeds/dam.yml").write_text("topics: [rivers]\nseries: rivers\nimage: no\n", "utf-8")
    actor = "  - {id: foo, type: person, ar: {name: سامر}, en: {name: Samer}}\n"
    (project.root / "seeds/actors.yml").write_text(f"actors:\n{actor}{actor}", "utf-8")
    for lang, page in product(LANGS, ("actors/foo", "coverage", "articles/orphan", "about")):
        path = project.root / f"docs/{lang}/{page}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# X\n\n![a](gone.png) [b](gone.md) [b](gone.md)\n\n<!-- #p1\n", "utf-8")
    for _ in range(2):
        for verb in (pipeline.sync_articles, pipeline.draft_articles):
            said = verb(project.root, TODAY).findings
            assert [f for f, times in Counter(said).items() if times > 1] == []
        said = pipeline.check(project.root).result.findings
        assert [f for f, times in Counter(said).items() if times > 1] == []
        said = pipeline.render(project.root).findings
        assert [f for f, times in Counter(said).items() if times > 1] == []


def test_a_correction_survives_every_later_run(project: Project) -> None:
    seed = project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", "Observers do not expect a vote.")
    pipeline.draft_articles(project.root, TODAY)
    assert project.state("p2") == ("edited", False)
    page = project.translation().read_text("utf-8")
    assert "<!-- #p2 -->\nObservers do not expect a vote.\n" in page
    edit(seed, "يرى مراقبون", "يعتقد مراقبون")  # observers "believe" for "see"
    pipeline.draft_articles(project.root, TODAY)
    assert project.state("p2") == ("edited", True)
    assert "Observers do not expect a vote." in project.translation().read_text("utf-8")
    ledger = project.ledger().read_text("utf-8")
    assert "#. proposal (echo 1): Draft of 13 words." in ledger
    assert '#| msgid "يرى مراقبون' in ledger
    editorial.resolve(project.root, "water", "p2", Take.KEEP)
    assert project.state("p2") == ("edited", False)
    assert "proposal" not in project.ledger().read_text("utf-8")


def test_an_editors_diff_shows_only_the_editors_words(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", "Observers do not expect a vote.")
    edited = project.translation().read_text("utf-8").splitlines()
    pipeline.draft_articles(project.root, TODAY)
    synced = project.translation().read_text("utf-8").splitlines()
    changed = [(a, b) for a, b in zip(edited, synced, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1] == "<!-- #p2 -->"


def test_without_an_engine_blocks_stay_missing_and_one_line_says_how_to_get_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: None)
    project.seed()
    result = pipeline.draft_articles(project.root, TODAY)
    assert not result.failed
    assert [f.remedy for f in result.findings] == [HINT]
    assert project.state("p1") == ("missing", False)
    assert "<!-- #p1 missing -->" in project.translation().read_text("utf-8")


def test_a_failed_sentence_leaves_its_block_missing_with_the_reason(project: Project) -> None:
    project.seed(
        paragraphs=[*PARAGRAPHS[:2], "نجح الأول. فشل الثاني."]
    )  # The first succeeded. The second failed.
    pipeline.draft_articles(project.root, TODAY)
    assert project.state("p3") == ("missing", False)
    assert 'reason="engine: loop"' in project.ledger().read_text("utf-8")


def test_memory_drafts_what_a_person_translated_elsewhere_and_says_where_from(project: Project) -> None:
    project.seed("a", PARAGRAPHS[:2])
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation("a"), "Draft of 13 words.", "Observers do not expect a vote.")
    project.seed("b", PARAGRAPHS[1:3])
    pipeline.draft_articles(project.root, TODAY)
    assert "Observers do not expect a vote." in project.translation("b").read_text("utf-8")
    assert project.state("p1", "b") == ("draft", False)
    assert 'origin="memory a#p2"' in project.ledger("b").read_text("utf-8")


def test_approval_signs_what_can_be_signed_and_lapses_with_a_change(project: Project) -> None:
    seed = project.seed(paragraphs=[*PARAGRAPHS, "فشل هذا."])  # This failed: the engine gives no draft
    pipeline.draft_articles(project.root, TODAY)
    editorial.approve(project.root, "water", ["p1"], "Ruba Ḥaddād", TODAY)
    assert "state=approved" in project.ledger().read_text("utf-8")
    assert 'by="Ruba Ḥaddād" on=2026-11-23' in project.ledger().read_text("utf-8")
    assert project.state("p2") == ("draft", False)
    with pytest.raises(JisrError, match="no English yet"):
        editorial.approve(project.root, "water", ["p6"], "Ruba", TODAY)
    with pytest.raises(JisrError, match="no block has the key p99"):
        editorial.approve(project.root, "water", ["p99"], "Ruba", TODAY)
    with pytest.raises(JisrError, match="did you mean water"):
        editorial.approve(project.root, "watr", [], "Ruba", TODAY)
    editorial.approve(project.root, "water", (), "Omar", TODAY)
    assert [project.state(k)[0] for k in ("p1", "p2", "p6")] == ["approved", "approved", "missing"]
    assert 'by="Ruba Ḥaddād"' in project.ledger().read_text("utf-8"), (
        "what a person signed stays that person's"
    )
    edit(seed, "أمس", "اليوم")  # "today" for "yesterday"
    pipeline.draft_articles(project.root, TODAY)
    assert project.state("p1") == ("draft", True), "a machine's text whose approval lapses is a draft"
    assert "touched" in project.ledger().read_text("utf-8"), "and is not drafted again unasked"


def test_a_draft_taken_off_the_page_stays_away_until_its_key_is_named(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", "")
    result = pipeline.sync_articles(project.root, TODAY)
    assert [(f.check, f.key) for f in result.findings] == [("rejected", "p2")]
    assert "jisr draft water p2" in result.findings[0].remedy
    for slugs in ((), ("water",), ("water", "p1")):
        assert not pipeline.draft_articles(project.root, TODAY, slugs).written, slugs
        assert project.state("p2") == ("missing", False)
    with pytest.raises(JisrError, match="no block has the key p77"):
        pipeline.draft_articles(project.root, TODAY, ["water", "p77"])
    pipeline.draft_articles(project.root, TODAY, ["water", "p2"])
    assert project.state("p2") == ("draft", False)
    assert "Draft of 13 words." in project.translation().read_text("utf-8")


def test_memory_fills_no_place_that_somebody_emptied(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", "")
    pipeline.sync_articles(project.root, TODAY)
    project.seed("again")
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation("again"), "Draft of 13 words.", "Observers do not expect a vote.")
    pipeline.draft_articles(project.root, TODAY)
    assert project.state("p2") == ("missing", False)


def test_reviewed_by_signs_once_and_never_what_comes_later(project: Project) -> None:
    git(project.root, "init", "-q")
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "dir: ltr\n", "dir: ltr\nreviewed_by: Ruba\n")
    edit(project.translation(), "Draft of 13 words.", "Observers do not expect a vote.")
    pipeline.sync_articles(project.root, TODAY)
    assert [project.state(k)[0] for k in ("title", "p1", "p2")] == ["approved"] * 3
    assert "reviewed_by" not in project.translation().read_text("utf-8")
    edit(project.translation(), "Observers do not", "Observers no longer")
    pipeline.sync_articles(project.root, TODAY)
    assert project.state("p2") == ("edited", False)


def test_an_import_fills_and_replaces_drafts_but_never_a_persons_words(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", "A person's.")
    text = "<!-- #title -->\n# Water\n\n<!-- #p1 -->\nImported.\n\n<!-- #p2 -->\nImported too.\n"
    result = editorial.import_translation(
        project.root, "water", text, "x.md", state=State.DRAFT, origin="language model"
    )
    assert [(f.check, f.key) for f in result.findings] == [("import", "p2")]
    page = project.translation().read_text("utf-8")
    assert "Imported." in page
    assert "A person's." in page
    assert "Imported too." not in page
    assert project.state("p1") == ("draft", False)
    assert 'origin="language model"' in project.ledger().read_text("utf-8")
    with pytest.raises(JisrError, match="no block has the key p77"):
        editorial.import_translation(
            project.root, "water", "<!-- #p77 -->\nx", "x.md", state=State.EDITED, origin=""
        )
    editorial.import_translation(project.root, "water", text, "x.md", state=State.EDITED, origin="")
    assert project.state("p1") == ("draft", False), "the same text is a machine's still"
    by_hand = text.replace("Imported.", "Imported by hand.")
    editorial.import_translation(project.root, "water", by_hand, "x.md", state=State.EDITED, origin="")
    assert project.state("p1") == ("edited", False)


def test_what_an_editor_saves_while_the_engine_works_is_taken_in(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.seed()
    pipeline.sync_articles(project.root, TODAY)

    class Slow(Echo):
        def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
            edit(project.translation(), "<!-- #p2 missing -->\n", "<!-- #p2 -->\nBy the editor meanwhile.\n")
            return super().translate(segments, terms)

    monkeypatch.setattr(engines, "find_engine", lambda _settings: Slow())
    assert not pipeline.draft_articles(project.root, TODAY).failed
    assert "By the editor meanwhile." in project.translation().read_text("utf-8")
    assert [project.state(key)[0] for key in ("p1", "p2")] == ["draft", "edited"]


def test_sentences_that_a_person_translated_are_used_again_and_the_draft_says_where_they_are_from(
    project: Project,
) -> None:
    first, second = (PARAGRAPHS[0].split(". ")[0] + ".", "وقالت إن القرار نهائي.")  # it said it was final
    project.seed("a", [PARAGRAPHS[0], *PARAGRAPHS[3:]])
    pipeline.draft_articles(project.root, TODAY)
    ours = "The Iraqi government said yesterday that it would review the pact. It called this final."
    edit(project.translation("a"), "Draft of 9 words. Draft of 4 words.", ours)
    project.seed("b", [f"{PARAGRAPHS[1]} {second}", f"{second} {first}", *PARAGRAPHS[2:]])
    pipeline.draft_articles(project.root, TODAY)
    page, ledger = (p.read_text("utf-8") for p in (project.translation("b"), project.ledger("b")))
    assert "Draft of 13 words. It called this final.\n" in page
    assert (
        "It called this final. The Iraqi government said yesterday that it would review the pact.\n" in page
    )
    assert 'origin="echo 1, memory a#p1"' in ledger
    assert 'origin="memory a#p1"' in ledger
    assert project.state("p2", "b") == ("draft", False)


def test_near_matches_are_suggested_and_nothing_is_written(project: Project) -> None:
    project.seed("a")
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation("a"), "Draft of 13 words.", "Observers do not expect a vote.")
    project.seed("b", [PARAGRAPHS[1].replace("الجاري", "القادم"), *PARAGRAPHS[2:]])  # "next" for "this" year
    pipeline.sync_articles(project.root, TODAY)
    before = project.files()
    found = editorial.suggest(project.root, "b", "p1")
    assert {(key, s.match.place, s.match.translation) for key, s in found} == {
        ("p1", "a#p2", "Observers do not expect a vote.")
    }
    assert project.files() == before
    with pytest.raises(JisrError, match="did you mean p1"):
        editorial.suggest(project.root, "b", "p11")


def test_a_moved_paragraph_moves_with_its_english_and_keeps_its_key(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", "Observers do not expect a vote.")
    a, b, *rest = PARAGRAPHS
    project.seed(paragraphs=[a, *rest, b])
    assert not pipeline.draft_articles(project.root, TODAY).failed
    page = project.translation().read_text("utf-8")
    assert page.endswith("<!-- #p2 -->\nObservers do not expect a vote.\n")
    assert "<!-- #p2 -->" in project.original().read_text("utf-8")


def test_a_paragraph_split_in_two_keeps_its_key_on_the_first_half_and_says_so(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 9 words. Draft of 4 words.", "A review of the pact; that is final.")
    first, second = PARAGRAPHS[0].split(". ")
    project.seed(paragraphs=[f"{first}.", second, *PARAGRAPHS[1:]])
    (found,) = [f for f in pipeline.draft_articles(project.root, TODAY).findings if f.check == "regrouped"]
    assert (found.key, found.line) == ("p1", 5)
    assert project.state("p1") == ("edited", True)
    page = project.translation().read_text("utf-8")
    assert page.index("A review of the pact") < page.index("<!-- #p1-") < page.index("<!-- #p2 ")


def test_each_article_is_made_once_for_a_check(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = sync.build_article

    def article(outcome: SyncResult) -> Article:
        made.append(outcome.slug)
        return real(outcome)

    monkeypatch.setattr(sync, "build_article", article)
    project.seed()
    pipeline.check(project.root)
    assert made == ["water"]


def test_what_is_offered_after_a_deleted_block_was_put_back_works_as_it_is_printed(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", "Observers do not expect a vote.")
    pipeline.sync_articles(project.root, TODAY)
    edit(project.translation(), "<!-- #p2 -->\nObservers do not expect a vote.\n\n", "")
    (found,) = pipeline.sync_articles(project.root, TODAY).findings
    assert "Observers do not expect a vote." in project.translation().read_text("utf-8")
    _, _, command = found.remedy.partition(": jisr ")
    assert pipeline.sync_articles(project.root, TODAY).written == ()
    assert main.main(["--project", str(project.root), *command.split()]) == 0
    assert "<!-- #p2 missing -->" in project.translation().read_text("utf-8")
    assert project.state("p2") == ("missing", False)


def test_the_day_since_when_a_block_is_stale_is_kept(project: Project) -> None:
    project.seed_outdated()
    pipeline.sync_articles(project.root, TODAY)
    assert "stale" in project.ledger().read_text("utf-8")
    assert "since=2026-11-23" in project.ledger().read_text("utf-8")
    assert pipeline.draft_articles(project.root, date(2027, 1, 1)).written  # the proposal
    shutil.rmtree(project.root / ".jisr")
    assert pipeline.sync_articles(project.root, date(2027, 1, 2)).written == ()
    assert "since=2026-11-23" in project.ledger().read_text("utf-8")
    editorial.resolve(project.root, "water", "p2", Take.KEEP, TODAY)
    assert "since=" not in project.ledger().read_text("utf-8")


def test_an_approval_typed_without_a_name_is_said_and_does_not_count(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", "Observers do not expect a vote.")
    pipeline.sync_articles(project.root, TODAY)
    before = project.ledger().read_text("utf-8")
    text = before.replace("state=edited", "state=approved")
    project.ledger().write_text(text, "utf-8")
    (found,) = [f for f in pipeline.check(project.root).result.findings if f.check == "unsigned"]
    assert (found.check, found.file, found.key) == ("unsigned", "translations/water.po", "p2")
    assert text.splitlines()[found.line - 1].startswith("# jisr: state=approved")
    assert 'jisr approve water p2 --by "' in found.remedy
    assert [f.check for f in pipeline.sync_articles(project.root, TODAY).findings] == ["unsigned"]
    assert project.ledger().read_text("utf-8") == before
    assert pipeline.sync_articles(project.root, TODAY).findings == ()


# --- the day, and what lies in the repository --------------------------------------------------------------


def test_an_embargo_ends_on_its_day_whenever_the_last_commit_was(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.seed()
    (project.root / "seeds/water.yml").write_text("status: embargoed\nuntil: 2026-11-20\n", "utf-8")
    monkeypatch.setattr(clock, "_last_commit", lambda _root: "1762732800")  # 2025-11-10
    shown = {}
    for day, seconds in (("19", "1795046400"), ("20", "1795132800")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
        shown[day] = [a.meta.status for a in publishing.load_publication(project.root).articles]
    assert shown == {"19": [], "20": ["published"]}
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, tzinfo=UTC))
    assert [a.meta.status for a in publishing.load_publication(project.root).articles] == ["published"]
    assert clock.commit_day(project.root) == date(2025, 11, 10), "nothing else depends on the clock"


def test_today_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ("", "yesterday", "-1", "4294967296", "١٢"):  # twelve
        monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
        before = datetime.now(UTC).date()
        assert before <= clock.today() <= datetime.now(UTC).date()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")
    assert clock.today() == date(2026, 11, 20)


def test_links_for_corrections_lead_to_pages_that_the_repository_has(project: Project) -> None:
    def linked() -> list[str]:
        pipeline.render(project.root)
        pages = sorted((project.root / ".build/pages/en/articles").glob("*.md"))
        return [page.stem for page in pages if "/edit/main/docs/en/articles/" in page.read_text("utf-8")]

    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {repository: https://forge.example.org/x}")
    project.seed("water")
    pipeline.sync_articles(project.root, TODAY)
    assert linked() == ["water"], "without git, nobody knows"
    git(project.root, "init", "-q")
    project.seed("new", PARAGRAPHS[2:])
    git(project.root, "add", ".")
    git(project.root, "commit", "-qm", "First")
    assert linked() == ["water"], "a text that was added on the web has no page yet"
    pipeline.sync_articles(project.root, TODAY)
    assert "missing -->" in project.translation("new").read_text("utf-8")
    assert linked() == ["water"]
    git(project.root, "add", ".")
    git(project.root, "commit", "-qm", "Proposed, and merged")
    assert linked() == ["new", "water"]
