"""Renamed articles take along all that people wrote: by `jisr rename`, and by `was` in a sidecar."""

from pathlib import Path

import pytest

from jisr.app import editorial, pipeline, publishing, syncing
from jisr.app.article_renaming import add_former_slug
from jisr.app.people import remarks
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from jisr.translation import engines, memory
from jisr.translation.article_files import read_ledgers
from jisr.translation.decisions import events, records
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit, git

ENGLISH = "No vote this year."


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    made = Project(tmp_path / "project")
    git(made.root, "init", "-q")
    made.seed("water")
    made.seed("oil", [*PARAGRAPHS[2:], "تراجعت صادرات الخام خلال الشهر الماضي بنسبة خمسة في المئة."])
    pipeline.draft_articles(made.root, TODAY)
    edit(made.translation(), "Draft of 13 words.", ENGLISH)
    editorial.approve(made.root, "water", ["p1", "p2"], "Omar", TODAY)
    remarks.remark(made.root, "water", "p2", "ask", "Ann")
    return made


def jisr(project: Project, *arguments: str) -> int:
    return main.main(["--project", str(project.root), *arguments])


def check_moved(project: Project, new: str, old: str = "water") -> None:
    """All that people wrote under the old name stands under the new one, and nothing under the old."""
    entries = {e.key: e for e in project.read_result(new).ledger.entries}
    assert (entries["p2"].target, entries["p2"].state, entries["p2"].by) == (ENGLISH, State.APPROVED, "Omar")
    assert ENGLISH in project.translation(new).read_text("utf-8")
    assert ENGLISH in project.ledger(new).read_text("utf-8")
    assert f"source: seeds/{new}.txt" in project.original(new).read_text("utf-8")
    assert [e.kind for e in records.read(project.root, new)[0]] == ["approve", "approve", "remark"]
    left = [
        p
        for p in project.root.rglob(f"{Path(old).name}.*")
        if p.relative_to(project.root).parts[0] != ".jisr"
    ]
    assert not [p for p in left if p.relative_to(project.root).with_suffix("").as_posix().endswith(f"/{old}")]
    assert memory.build(read_ledgers(project.root)).lookup(PARAGRAPHS[1])
    assert not pipeline.sync_articles(project.root, TODAY).written


def by_hand(project: Project, new: str, sidecar: str = "") -> None:
    seed = project.root / "seeds/water.txt"
    target = project.root / f"seeds/{new}.txt"
    target.parent.mkdir(parents=True, exist_ok=True)
    seed.rename(target)
    if sidecar:
        target.with_suffix(".yml").write_text(sidecar, "utf-8")


@pytest.mark.parametrize("new", ["rivers", "2024/rivers", "مياه"])
def test_rename_takes_everything_along(project: Project, new: str) -> None:
    (project.root / "seeds/water.yml").write_text("# a note\nauthor: ربى\n", "utf-8")
    assert jisr(project, "rename", "water", new) == 0
    check_moved(project, new)
    assert (project.root / f"seeds/{new}.yml").read_text("utf-8") == '# a note\nauthor: ربى\nwas: ["water"]\n'
    assert project.read_result(new).document.meta.was == ("water",)


def test_rename_takes_paths_as_names_and_back_again_leaves_no_circle(project: Project) -> None:
    before = project.files()
    assert jisr(project, "rename", "seeds/water.txt", "docs/en/articles/rivers.md") == 0
    assert jisr(project, "rename", "rivers", "water") == 0
    assert project.read_result("water").document.meta.was == ("rivers",)
    after = project.files()
    del after["seeds/water.yml"]
    assert after == before


def test_a_folder_is_renamed_with_all_its_articles(project: Project) -> None:
    assert jisr(project, "rename", "water", "2023/water") == 0
    assert jisr(project, "rename", "oil", "2023/oil") == 0
    assert jisr(project, "rename", "2023", "2024") == 0
    assert {o.slug for o in syncing.read_and_reconcile(project.root).outcomes} == {"2024/water", "2024/oil"}
    check_moved(project, "2024/water", "2023/water")
    assert project.read_result("2024/oil").document.meta.was == ("oil", "2023/oil")


def test_was_in_a_sidecar_carries_everything_along(project: Project) -> None:
    by_hand(project, "2024/rivers", "was: [water]\n")
    shown = {a.slug: a.load() for a in publishing.load_publication(project.root).articles}
    assert [p.translation for p in shown["2024/rivers"].passages if p.key == "p2"] == [ENGLISH]
    assert "water" not in shown
    result = pipeline.sync_articles(project.root, TODAY)
    assert not result.failed, result.findings
    check_moved(project, "2024/rivers")


@pytest.mark.parametrize("pages", [True, False])
def test_of_files_renamed_by_hand_and_others_that_were_not_each_is_taken_from_where_it_lies(
    project: Project, pages: bool
) -> None:
    by_hand(project, "rivers", "was: [water]\n")
    moved = (project.translation, project.original) if pages else (project.ledger,)
    for path in moved:
        path("water").rename(path("rivers"))
    assert jisr(project, "sync") == 0
    check_moved(project, "rivers")


def test_was_written_after_a_machine_had_drafted_anew_brings_the_persons_words_back(project: Project) -> None:
    by_hand(project, "rivers")
    pipeline.draft_articles(project.root, TODAY)
    (project.root / "seeds/rivers.yml").write_text("was: [water]\n", "utf-8")
    assert not pipeline.sync_articles(project.root, TODAY).failed
    check_moved(project, "rivers")


def test_an_edit_that_nobody_synced_is_taken_along_and_a_decision_made_at_once_too(project: Project) -> None:
    edit(project.translation(), "Draft of 14 words.", "Prices fell.")
    by_hand(project, "rivers", "was: [water]\n")
    assert jisr(project, "approve", "rivers", "p3", "--by", "Ann") == 0
    entry = project.read_result("rivers").entry("p3")
    assert entry
    assert (entry.target, entry.by) == ("Prices fell.", "Ann")
    assert [e.kind for e in records.read(project.root, "rivers")[0]][-1] == "approve"
    assert len(records.read(project.root, "rivers")[0]) == 4


def test_words_under_both_names_are_a_conflict_and_stay_where_they_are(project: Project) -> None:
    by_hand(project, "rivers")
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation("rivers"), "Draft of 14 words.", "Other words by a person.")
    (project.root / "seeds/rivers.yml").write_text("was: [water]\n", "utf-8")
    before = project.files()
    result = pipeline.sync_articles(project.root, TODAY)
    (finding,) = [f for f in result.findings if f.check == "renamed"]
    assert "translations/water.po" in finding.message
    assert project.files() == before
    assert jisr(project, "rename", "water", "rivers") == 1
    assert project.files() == before


def test_a_seed_renamed_by_hand_without_was_is_recognised_and_the_command_is_given(project: Project) -> None:
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x")
    by_hand(project, "rivers")
    edit(project.root / "seeds/rivers.txt", "انخفضت أسعار", "ارتفعت أسعار")  # prices "rose" for "fell"
    for _ in range(2):
        result = pipeline.sync_articles(project.root, TODAY)
        told = [f for f in result.findings if f.check == "orphan"]
        assert {f.remedy for f in told} == {"where it was renamed: jisr rename water rivers"}
    edit(project.root / "seeds/rivers.txt", "ارتفعت أسعار", "انخفضت أسعار")
    assert jisr(project, "rename", "water", "rivers") == 0
    check_moved(project, "rivers")


@pytest.mark.parametrize(
    ("verb", "original"), [("sync", True), ("draft", False), ("approve rivers p3 --by Ann", True)]
)
def test_a_seed_and_pages_renamed_by_hand_wait_for_their_ledger(
    project: Project, verb: str, original: bool
) -> None:
    """Else a ledger without states and signatures is made of the page, and the name is taken."""
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x")
    by_hand(project, "rivers")
    for path in (project.translation, project.original) if original else (project.translation,):
        path("water").rename(path("rivers"))
    edit(project.translation("rivers"), "Draft of 14 words.", "Prices fell.")
    before = project.files()
    assert jisr(project, *verb.split()) == 1
    assert project.files() == before
    shown = {a.slug: a.load() for a in publishing.load_publication(project.root).articles}
    assert set(shown) == {"oil", "water"}
    assert [p.entry.by for p in shown["water"].passages if p.key == "p2"] == ["Omar"]
    assert jisr(project, "rename", "water", "rivers") == 0
    assert "Prices fell." in project.ledger("rivers").read_text("utf-8")
    check_moved(project, "rivers")


def test_until_it_is_settled_a_seed_renamed_by_hand_is_shown_once_as_it_was(project: Project) -> None:
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x")
    by_hand(project, "rivers")
    result = publishing.load_publication(project.root)
    shown = {a.slug: a.load() for a in result.articles}
    assert set(shown) == {"oil", "water"}
    assert [p.translation for p in shown["water"].passages if p.key == "p2"] == [ENGLISH]
    assert result.result.failed


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("water", "oil", "the name is taken: seeds/oil.txt"),
        ("water", "water", "the article has this name already"),
        ("water", "a b", "jisr rename water a-b"),
        ("water", "../out", "no page can have this name"),
        ("water", "index", "no page can have this name"),
        ("watre", "rivers", "did you mean water?"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    project: Project, old: str, new: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = project.files()
    assert jisr(project, "rename", old, new) == 1
    assert says in capsys.readouterr().err
    assert project.files() == before


def test_a_ledger_under_the_new_name_is_never_written_over(project: Project) -> None:
    project.ledger("rivers").write_bytes(project.ledger().read_bytes())
    before = project.files()
    assert jisr(project, "rename", "water", "rivers") == 1
    assert project.files() == before


def test_an_image_goes_along_into_another_folder_unless_another_text_shows_it(project: Project) -> None:
    seeds = project.root / "seeds"
    for name in ("own.png", "both.png", "nobody.png"):
        (seeds / name).write_bytes(b"image")
    (seeds / "pictures.md").write_text("# صور\n\nنص أول.\n\n![سد](own.png)\n\n![نهر](both.png)\n", "utf-8")
    (seeds / "other.md").write_text("# صور أخرى\n\nنص آخر.\n\n![نهر](both.png)\n", "utf-8")
    jisr(project, "rename", "pictures", "2024/pictures")
    assert (seeds / "2024/own.png").exists()
    assert not (seeds / "own.png").exists()
    assert (seeds / "both.png").exists()
    assert (seeds / "nobody.png").exists()


@pytest.mark.parametrize(
    ("sidecar", "made"),
    [
        (None, 'was: ["old"]\n'),
        ("", 'was: ["old"]\n'),
        ("title: ع", 'title: ع\nwas: ["old"]\n'),
        ("was: [a]  # since\ntitle: ع\n", 'was: ["a", "old"]  # since\ntitle: ع\n'),
        ("was:\n  - a\n  - b\n# end\ntitle: ع\n", 'was: ["a", "b", "old"]\n# end\ntitle: ع\n'),
        ("was: []\n", 'was: ["old"]\n'),
        ("was: [new, old]\n", 'was: ["old"]\n'),
        ("{title: ع}\n", '{title: ع, was: ["old"]}\n'),
        ("\ufefftitle: ع\r\n", '\ufefftitle: ع\r\nwas: ["old"]\r\n'),
        ("\ufeffwas: [a]\n", '\ufeffwas: ["a", "old"]\n'),
    ],
)
def test_a_sidecar_says_what_it_said_and_the_former_name(sidecar: str | None, made: str) -> None:
    data = None if sidecar is None else sidecar.encode()
    assert add_former_slug(data, "old", "new", "seeds/new.yml").decode() == made


def test_a_sidecar_that_cannot_be_read_is_left_alone(project: Project) -> None:
    (project.root / "seeds/water.yml").write_text("title: [\n", "utf-8")
    before = project.files()
    with pytest.raises(JisrError):
        add_former_slug(b"title: [\n", "old", "new", "seeds/new.yml")
    assert jisr(project, "rename", "water", "rivers") == 1
    assert project.files() == before


def test_events_of_both_names_are_joined(project: Project) -> None:
    path = project.root / events.event_file_name("rivers")
    path.write_bytes(
        events.append_events(b"", [events.new("remark", "Bob", "p1", {"text": "x"})]).rstrip(b"\n")
    )
    by_hand(project, "rivers", "was: [water]\n")
    pipeline.sync_articles(project.root, TODAY)
    assert len(records.read(project.root, "rivers")[0]) == 4
    assert not (project.root / events.event_file_name("water")).exists()


def test_the_life_of_a_block_is_told_though_its_article_was_renamed_since_the_last_commit(
    project: Project,
) -> None:
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x", who="Ruba")
    before = editorial.log(project.root, "water", "p2")
    assert jisr(project, "rename", "water", "2024/rivers") == 0
    assert jisr(project, "rename", "2024/rivers", "rivers") == 0
    assert editorial.log(project.root, "rivers", "p2") == before
    assert [e.version.author for e in before] == ["Ruba", "Ruba"]


def test_two_seeds_that_exchanged_their_names_are_refused_with_what_to_do(project: Project) -> None:
    before = project.files()
    seeds = project.root / "seeds"
    texts = [(seeds / f"{name}.txt").read_bytes() for name in ("water", "oil")]
    for name, data, was in zip(("oil", "water"), texts, ("water", "oil"), strict=True):
        (seeds / f"{name}.txt").write_bytes(data)
        (seeds / f"{name}.yml").write_text(f"was: [{was}]\n", "utf-8")
    found = [f for f in pipeline.sync_articles(project.root, TODAY).findings if f.check == "renamed"]
    assert [(f.file, f.text) for f in found] == [("seeds/oil.txt", "water"), ("seeds/water.txt", "oil")]
    assert "jisr rename water water-1, jisr rename oil water, jisr rename water-1 oil" in found[0].remedy
    for name, data in zip(("water", "oil"), texts, strict=True):
        (seeds / f"{name}.txt").write_bytes(data)
        (seeds / f"{name}.yml").unlink()
    assert project.files() == before
    for old, new in (("water", "water-1"), ("oil", "water"), ("water-1", "oil")):
        assert jisr(project, "rename", old, new) == 0
    assert not pipeline.sync_articles(project.root, TODAY).failed
    entry = project.read_result("oil").entry("p2")
    assert entry
    assert (entry.target, entry.by) == (ENGLISH, "Omar")


def test_what_people_wrote_under_a_name_is_taken_by_none_of_two_seeds_that_had_it(project: Project) -> None:
    by_hand(project, "2024/rivers", "was: [water]\n")
    rivers = project.root / "seeds/2024/rivers.txt"
    (project.root / "seeds/springs.txt").write_bytes(rivers.read_bytes())
    (project.root / "seeds/springs.yml").write_text("was: [water]\n", "utf-8")
    before = project.files()
    run = pipeline.sync_articles(project.root, TODAY)
    found = [f for f in run.findings if f.check == "renamed"]
    assert [(f.file, f.text) for f in found] == [
        ("seeds/2024/rivers.txt", "water"),
        ("seeds/springs.txt", "water"),
    ]
    assert run.failed
    assert project.files() == before
    shown = publishing.load_publication(project.root)
    assert [f for f in shown.result.findings if f.check == "renamed"] == found
    assert not {"2024/rivers", "springs"} & {article.slug for article in shown.articles}
    (project.root / "seeds/springs.yml").unlink()
    assert not pipeline.sync_articles(project.root, TODAY).failed
    check_moved(project, "2024/rivers")
