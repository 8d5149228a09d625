"""A witness is taken out of a publication: nothing that is left, made or printed tells who she was."""

import zipfile
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline, publishing, removal, syncing
from jisr.cli import main
from jisr.cli.options import slug_argument
from jisr.glossary import load_actors
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import State
from jisr.removal.file_names import neutral_names
from jisr.removal.names.spellings import Spellings, spellings_of
from jisr.removal.returned import take_out_again
from jisr.removal.traces import project_files, readable_texts
from jisr.seeds import READERS, WORD_SUFFIXES
from jisr.storage.transaction import ChangedError
from jisr.translation import memory
from jisr.translation.article_files import read_ledgers
from jisr.translation.decisions import records
from jisr.translation.removed import ADDRESSES_FILE, read_removed, read_removed_addresses
from jisr.translation.sync import Take
from tests.project import PARAGRAPHS, TODAY, Project, edit, git
from tests.witness import ENGLISH, GLOSSARY, NAME, SLUG, TEXTS, TOLD, make_testimony, places_of, remove


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Her testimony."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    return make_testimony(tmp_path / "project")


def test_the_witness_is_gone_from_everywhere(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.build(project.root)
    pipeline.export(project.root, (), ("epub",), project.root / "exports")
    assert any(file.startswith("exports/") for file in map(str, project_files(project.root)))
    assert "#~" in project.ledger(SLUG).read_text("utf-8")
    before = places_of(project.root, *TOLD)
    assert {place.split("/")[0] for place in before} >= {"docs", "seeds", "translations", "private", "site"}
    capsys.readouterr()
    code = main.main(["--project", str(project.root), "remove", "--for-safety", NAME, "--yes"])
    said = "".join(capsys.readouterr())
    assert code == 0, said
    assert places_of(project.root, *TOLD) == []
    assert not [word for word in TOLD if word in said.casefold()]
    assert "git filter-repo" in said
    assert (project.root / "site/en/index.html").exists()
    entries = [e for _, book in read_ledgers(project.root) for e in (*book.entries, *book.obsolete)]
    assert any(e.target.startswith("Khalid al-Ali") and e.state is State.APPROVED for e in entries)
    assert any("soldiers at the bridge" in e.target and e.state is State.EDITED for e in entries)
    assert any("told the commission" in e.target for e in entries), (
        "the retired paragraph keeps its other words"
    )
    assert [(e.previous, e.stale) for e in entries if "soldiers" in e.target] == [("", True)], (
        "the older original is gone, and that the English is of it is still said"
    )
    assert not memory.build(read_ledgers(project.root)).lookup(TEXTS[0])
    actors, wrong = load_actors(project.root)
    assert ([a.id for a in actors], wrong) == (["khalid-ali", "commission"], [])
    assert "# the next one's own comment" in (project.root / "seeds/actors.yml").read_text("utf-8")
    assert (project.root / "seeds/water.yml").read_text("utf-8") == 'was: ["rivers"]\n'
    assert not pipeline.sync_articles(project.root, TODAY).failed
    assert places_of(project.root, *TOLD) == []


def test_unasked_nothing_is_done_and_no_name_is_printed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = project.files()
    assert main.main(["--project", str(project.root), "remove", "--for-safety", NAME]) == 1
    said = capsys.readouterr()
    assert project.files() == before
    assert "ledger: translations/article-" in said.out
    assert not [word for word in TOLD if word in (said.out + said.err).casefold()]


def test_her_entry_among_private_persons_goes(project: Project) -> None:
    private = project.root / "private/actors.yml"
    private.write_text(GLOSSARY, "utf-8")
    (project.root / "seeds/actors.yml").write_text("actors: []\n", "utf-8")
    remove(project, NAME)
    assert "id: maryam-hassan" not in private.read_text("utf-8")
    assert "id: khalid-ali" in private.read_text("utf-8")
    assert [p for p in places_of(project.root, *TOLD) if p.startswith("private/actors")] == []


def test_editors_are_told_where_until_one_has_mended_it(project: Project) -> None:
    assert not remove(project, NAME).failed
    (slug,) = [s for s in records.slugs(project.root) if s.startswith("article-")]

    def tasks() -> list[str]:
        found = pipeline.check(project.root).result.findings
        return sorted(f"{f.file}#{f.key}" for f in found if f.check == "removed")

    there = f"docs/en/articles/{slug}.md"
    assert tasks() == [
        *(f"{there}#{key}" for key in ("img1", "p1", "p2", "title")),
        "docs/en/articles/water.md#p3",
    ]
    edit(project.translation("water"), "[…] said", "A witness said")
    pipeline.sync_articles(project.root, TODAY)
    editorial.resolve(project.root, slug, "p1", Take.KEEP, TODAY, by="Omar")
    editorial.approve(project.root, slug, ["p1"], "Omar", TODAY)
    assert tasks() == [f"{there}#{key}" for key in ("img1", "p2", "title")]


def test_what_comes_back_is_known_at_its_place(project: Project) -> None:
    remove(project, NAME)
    removed = read_removed(project.root)
    assert removed.is_closed(SLUG), "no old clone brings the article's former name back"
    assert removed.holds("water", "p3", "Maryam al-Hassan said")
    assert removed.holds("water", "p9", "وبمريم الحسن")
    assert removed.holds("seeds/actors.yml", "", GLOSSARY)
    assert not removed.holds("water", "p1", PARAGRAPHS[0])
    assert "union" in git(project.root, "check-attr", "merge", "translations/removed.jsonl")


def test_a_conflict_a_damaged_ledger_and_an_unreadable_seed_hold_nothing_back(project: Project) -> None:
    edit(project.ledger("water"), "said that the river was high", "told us that it rose")
    edit(project.translation("water"), "the river was high", "the river rose")
    broken = project.ledger(SLUG)
    broken.write_text(broken.read_text("utf-8") + '\nmsgid "مريم \nmsgstr \\"Maryam Hassan\n', "utf-8")
    (project.root / "seeds/broken.txt").write_bytes("قالت مريم الحسن".encode() + b"\xff\xfe\x00")
    done = remove(project, NAME)
    assert "damaged" in " ".join(f.message for f in done.findings)
    assert [p for p in places_of(project.root, *TOLD) if "broken" not in p and "article-" not in p] == []
    assert not spellings_of(NAME, (), ()).find(project.ledger("water").read_text("utf-8"), near=True)


def test_a_blocked_article_is_shown_as_it_was_committed_without_her(project: Project) -> None:
    remove(project, NAME)
    seed = project.root / "seeds/water.txt"
    seed.write_text("", "utf-8")
    (shown,) = (one.load() for one in pipeline.check(project.root).articles if one.slug == "water")
    assert shown.passages[-1].text("en") == "[…] said that the river was high."
    assert not [word for word in TOLD if word in str(shown).casefold()]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("watr#p2", "did you mean water"),
        ("watr", "did you mean water"),
        ("2017/watr", "did you mean water"),
        ("docs/en/articles/watr.md#p2", "did you mean water"),
        ("docs/en/articles/watr.md", "did you mean water"),
        ("watr.txt", "did you mean water"),
        ("#p3", "no such article"),
        ("#مريم", "no such article"),
        (f"{SLUG}s", f"did you mean {SLUG}"),
        ("شهادة-مريم", "no such article"),  # Maryam's testimony, as a slug
        ("docs/en/about.md", "no such article"),
        ("docs/en/articles/water.md#p77", "no block has the key"),
        ("water#", "no block has the key"),
        ("م", "no name"),
        ("1 م 2 ن", "no name"),
    ],
)
def test_a_place_that_is_not_there_is_never_taken_for_a_name(project: Project, what: str, said: str) -> None:
    with pytest.raises(JisrError, match=said):
        removal.plan(project.root, what)
    with pytest.raises(JisrError, match=r"no such article|no block"):
        removal.plan(project.root, what, for_safety=False)


@pytest.mark.parametrize(
    "file",
    ["docs/en/articles/water.md", "seeds/water.txt", "translations/water.po", "./docs/ar/articles/water.md"],
)
def test_an_article_may_be_named_by_its_files(project: Project, file: str) -> None:
    for key in ("#p2", ""):
        asked = removal.plan(project.root, f"{file}{key}")
        assert asked.contents.keys() == removal.plan(project.root, f"water{key}").contents.keys()
        assert slug_argument(f"{file}{key}") == f"water{key}"
    assert removal.plan(project.root, str(project.root / file)).contents.keys() == (
        removal.plan(project.root, "water").contents.keys()
    )


@pytest.mark.parametrize("suffix", sorted({*READERS, *WORD_SUFFIXES, ".yml", ".yaml", ".DOCX"}))
def test_a_seed_of_any_format_names_its_article(project: Project, suffix: str) -> None:
    assert slug_argument(f"seeds/2023/water{suffix}") == "2023/water"
    assert slug_argument(f"seeds/2023/water{suffix}#p2") == "2023/water#p2"
    with pytest.raises(JisrError, match="no such article"):  # and is not taken for the name of a person
        removal.plan(project.root, f"watr{suffix.lower()}")


def test_the_id_of_an_actor_is_a_name(project: Project) -> None:
    assert removal.plan(project.root, "khalid-ali").search


def test_packed_fonts_have_no_letters() -> None:
    assert not list(readable_texts("a.woff2", b"wOF2" + "مريم الحسن".encode("utf-16-le")))


@pytest.mark.parametrize("name", ["", "…", "!"])
def test_what_has_no_letter_is_no_name(project: Project, name: str) -> None:
    with pytest.raises(JisrError, match="no name"):
        removal.plan(project.root, name)


def test_a_name_in_no_glossary_is_found_by_its_sound(project: Project) -> None:
    (project.root / "seeds/actors.yml").write_text("actors: []\n", "utf-8")
    remove(project, "Maryam al-Hassan")
    assert [p for p in places_of(project.root, *TOLD) if "احمد" not in p] == []


def test_a_private_person_goes_from_the_private_list(project: Project) -> None:
    (project.root / "private").mkdir(exist_ok=True)
    (project.root / "seeds/actors.yml").rename(project.root / "private/actors.yml")
    assert not remove(project, NAME).failed
    assert places_of(project.root, *TOLD) == []
    actors, wrong = load_actors(project.root)
    assert ([a.id for a in actors], wrong) == (["khalid-ali", "commission"], [])


def test_the_act_does_not_say_of_its_own_work_that_it_came_back(project: Project) -> None:
    page = project.translation("water")
    edit(page, "said that the river", "said (https://example.org/maryam.hassan.12) that the river")
    done = remove(project, NAME)
    assert [f for f in done.findings if "came back" in f.message] == []
    assert "maryam" not in page.read_text("utf-8")
    assert take_out_again(project.root) == ()


def test_a_stale_block_whose_older_original_is_gone_gets_no_wrong_one(project: Project) -> None:
    edit(project.root / "seeds/water.txt", "النهر كان عالياً", "النهر كان هادئاً")  # calm
    pipeline.sync_articles(project.root, TODAY)
    remove(project, NAME)
    edit(project.root / "seeds/water.txt", "كان هادئاً", "كان بارداً جداً")  # very cold
    pipeline.sync_articles(project.root, TODAY)
    entry = project.read_result("water").entry("p3")
    assert entry is not None
    assert (entry.stale, entry.previous) == (True, "")
    assert "stale" in project.ledger("water").read_text("utf-8")


# --- a paragraph -------------------------------------------------------------------------------------------


def test_a_paragraph_goes_and_its_neighbours_keep_their_keys(project: Project) -> None:
    before = {e.key: e for e in project.read_result(SLUG).ledger.entries}
    assert not remove(project, f"{SLUG}#p2").failed
    after = {e.key: e for e in project.read_result(SLUG).ledger.entries}
    assert list(after) == [key for key in before if key != "p2"]
    assert all(after[key].target == before[key].target for key in after)
    assert places_of(project.root, "اخ قتل في العام", "brother was killed") == []
    assert '"p2"' not in project.ledger(SLUG).read_text("utf-8")
    assert "#p2 " not in project.translation(SLUG).read_text("utf-8")
    assert read_removed(project.root).is_closed(SLUG, "p2")
    assert read_removed(project.root).holds(SLUG, "p9", TEXTS[1])
    assert not pipeline.sync_articles(project.root, TODAY).failed


@pytest.mark.parametrize("other", ["", "  - {find: عشرة شهود, replace: عشرين شاهداً, reason: y}\n"])
def test_a_paragraph_that_the_sidecar_corrects_goes_with_its_correction(project: Project, other: str) -> None:
    sidecar = project.root / f"seeds/{SLUG}.yml"
    mine = "  - find: أخ قُتل\n    replace: شقيق قُتل\n    reason: her brother\n"
    sidecar.write_text(f"corrections:\n{mine}{other}author: ربى\n", "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    assert not remove(project, f"{SLUG}#p2").failed
    assert "قُتل" not in (project.root / f"seeds/{SLUG}.md").read_text("utf-8")
    left = f"corrections:\n{other}" if other else "corrections: []\n"
    assert sidecar.read_text("utf-8") == f"{left}author: ربى\n"


def test_a_retired_paragraph_goes(project: Project) -> None:
    assert not remove(project, f"{SLUG}#p3").failed
    assert places_of(project.root, "told the commission", "لجنه التحقيق في المدينه") == []


def test_a_paragraph_that_cannot_be_cut_out_changes_nothing(project: Project) -> None:
    page = project.root / "seeds/port.html"
    page.write_text("<h1>ميناء</h1><p>وصلت سفينة.</p><p>ثم غادرت.</p>\n", "utf-8")  # a ship came and went
    before = project.files()
    with pytest.raises(JisrError, match="by hand"):
        removal.plan(project.root, "port#p1")
    with pytest.raises(JisrError, match="no block has the key"):
        removal.plan(project.root, f"{SLUG}#p77")
    assert project.files() == before


# --- an article --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("for_safety", [True, False])
def test_an_article_goes_with_its_pictures(project: Project, for_safety: bool) -> None:
    assert not remove(project, SLUG, for_safety=for_safety).failed
    left = [file for file in project_files(project.root) if SLUG in file or file.endswith(".png")]
    assert [file for file in left if not file.startswith(".jisr")] == []
    assert read_removed(project.root).is_closed(SLUG) is for_safety
    assert project.state("p3", "water") == ("edited", False)
    assert syncing.read_and_reconcile(project.root).findings == ()


def test_an_ordinary_removal_leaves_an_address_that_says_so_and_one_for_safety_does_not(
    project: Project,
) -> None:
    remove(project, SLUG, for_safety=False)
    assert read_removed_addresses(project.root) == (SLUG,)
    assert publishing.load_publication(project.root).settings.removed == (SLUG,)
    remove(project, "water", for_safety=False)
    remove(project, SLUG)
    assert read_removed_addresses(project.root) == ("water",)
    remove(project, "water")
    assert not (project.root / ADDRESSES_FILE).exists()


def test_what_a_renaming_by_hand_left_behind_goes_too(project: Project) -> None:
    (project.root / f"seeds/{SLUG}.md").rename(project.root / "seeds/witness.md")
    pipeline.sync_articles(project.root, TODAY)
    assert project.ledger(SLUG).exists()
    remove(project, "witness")
    assert [file for file in project_files(project.root) if SLUG in file and file[0] != "."] == []
    assert read_removed(project.root).is_closed(SLUG)


def test_a_picture_that_another_article_shows_stays(project: Project) -> None:
    (project.root / "seeds/port.md").write_text(
        "# ميناء\n\n![بيت](maryam-alhassan.png)\n", "utf-8"
    )  # a house
    remove(project, SLUG)
    assert (project.root / "seeds/maryam-alhassan.png").exists()


def test_an_ordinary_removal_is_of_an_article_only(project: Project) -> None:
    with pytest.raises(JisrError, match="no such article"):
        removal.plan(project.root, NAME, for_safety=False)


def test_what_stands_nowhere_changes_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = project.files()
    assert main.main(["--project", str(project.root), "remove", "--for-safety", "نوال قباني", "--yes"]) == 0
    assert "nothing of it" in capsys.readouterr().out
    assert project.files() == before


def test_an_archive_that_a_person_put_there_is_named(project: Project) -> None:
    path = project.root / "docs/en/original.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "Maryam al-Hassan")
    done = remove(project, NAME)
    assert [f.file for f in done.findings if f.check == "remove"] == ["docs/en/original.zip!a.txt:1"]
    assert done.failed


def test_what_somebody_saves_while_a_removal_is_planned_is_not_written_over(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = project.translation(SLUG)

    def name_while_somebody_saves(
        files: Iterable[str], spellings: Spellings, near: Collection[str]
    ) -> dict[str, str]:
        page.write_text(page.read_text("utf-8") + "\nMore.\n", "utf-8")
        return neutral_names(files, spellings, near)

    monkeypatch.setattr("jisr.app.removal.names.neutral_names", name_while_somebody_saves)
    with pytest.raises(ChangedError):
        remove(project, NAME)
    assert page.read_text("utf-8").endswith("\nMore.\n")


def test_a_log_shows_no_name_of_a_file_that_nobody_renames(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.root / "Maryam Hassan.docx").write_bytes(b"\0\1\2")
    monkeypatch.setattr(pipeline, "build", lambda _root: None)
    assert main.main(["--project", str(project.root), "remove", "--for-safety", NAME, "--yes"]) == 1
    said = "".join(capsys.readouterr())
    assert "[…].docx: error: the name still stands here" in said
    assert not [word for word in TOLD if word in said.casefold()]


def test_where_no_new_site_can_be_made_the_old_one_goes(project: Project) -> None:
    (project.root / "site/en").mkdir(parents=True)
    (project.root / "site/en/index.html").write_text(ENGLISH["p2"], "utf-8")
    (project.root / "site/en/about.html").write_text("About", "utf-8")

    def fail(_root: Path) -> None:
        raise JisrError(Finding("mkdocs", "no site"))

    asked = removal.plan(project.root, NAME)
    assert removal.carry_out(project.root, asked, TODAY, fail).failed
    assert [p.name for p in (project.root / "site").rglob("*.html")] == ["about.html"]
    asked = removal.plan(project.root, "water#p1")
    assert removal.carry_out(project.root, asked, TODAY, fail).failed
    assert not (project.root / "site").exists()
