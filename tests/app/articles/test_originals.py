"""The Arabic is put right at the desk: silently as spelling, as a correction with a notice."""

from datetime import date

import pytest

from jisr.app import editorial, pipeline
from jisr.app.articles.originals import How, edit_original, read_source
from jisr.model.diagnostics import JisrError
from tests.project import PARAGRAPHS, TITLE, TODAY, Project, edit

DAY = date(2026, 11, 29)
RIGHT = PARAGRAPHS[0].replace("الحكومة", "الحكومه")  # ه for ة
NOTICE = {
    "kind": "correction",
    "on": "2026-11-29",
    "text": {"ar": "صُوّب", "en": "Corrected"},
}  # it was put right


@pytest.fixture
def water(project: Project) -> Project:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 9 words. Draft of 4 words.", "The government said so.")
    pipeline.sync_articles(project.root, TODAY)
    return project


def source(project: Project) -> str:
    return (project.root / "seeds/water.txt").read_text("utf-8")


def test_the_lines_of_a_paragraph_are_shown_as_they_stand(water: Project) -> None:
    found = {key: read_source(water.root, "water", key, DAY).text for key in ("title", "p1", "p5")}
    assert found == {"title": TITLE, "p1": PARAGRAPHS[0], "p5": PARAGRAPHS[4]}
    (water.root / "seeds/oil.md").write_text("# عنوان\n\n> قال\n> ذلك.\n\n- نقطة\n  معها\n- أخرى\n", "utf-8")
    shown = [read_source(water.root, "oil", key, DAY).text for key in ("q1", "pt1", "pt2")]
    assert shown == ["> قال\n> ذلك.", "- نقطة\n  معها", "- أخرى"]  # he said so; a point; another


@pytest.mark.parametrize(
    ("new", "state"),
    [
        (PARAGRAPHS[0].replace("أمس ", "أمسِ "), "approved"),  # a vowel mark on a bare word
        (PARAGRAPHS[0].replace("الحكومة", "الحكومه"), "edited"),
        (PARAGRAPHS[0].replace("ستراجع", "ستتراجع"), "edited"),  # a letter more
    ],
)
def test_spelling_is_silent_and_an_approval_stays_only_where_no_word_changed(
    water: Project, new: str, state: str
) -> None:
    editorial.approve(water.root, "water", ["p1"], "Ruba", TODAY)
    english = water.translation().read_bytes()
    result = edit_original(water.root, "water", "p1", new, How.SPELLING, DAY, by="Ann")
    assert not result.failed
    assert source(water) == "\n\n".join([TITLE, new, *PARAGRAPHS[1:]]) + "\n"
    assert water.state("p1") == (state, False)
    assert water.translation().read_bytes() == english
    assert new in water.original().read_text("utf-8")
    assert not (water.root / "seeds/water.yml").exists()
    assert pipeline.sync_articles(water.root, DAY).written == ()
    assert water.state("p1") == (state, False)


def test_spelling_keeps_the_draft_of_a_machine_as_its_own(water: Project) -> None:
    before = water.read_result().require_entry("p2")
    edit_original(water.root, "water", "p2", PARAGRAPHS[1].replace("يرى", "يري"), How.SPELLING, DAY)
    now = water.read_result().require_entry("p2")
    assert (now.state, now.target, now.origin) == (before.state, before.target, before.origin)


def test_a_stale_paragraph_stays_stale_whatever_is_spelled_right(water: Project) -> None:
    edit_original(water.root, "water", "p1", PARAGRAPHS[0] + " كلام جديد.", How.CORRECTION, DAY)  # new words
    assert water.state("p1") == ("edited", True)
    edit_original(water.root, "water", "p1", PARAGRAPHS[0] + " كلام جديدٌ.", How.SPELLING, DAY)
    assert water.state("p1") == ("edited", True)
    assert water.read_result().require_entry("p1").previous == PARAGRAPHS[0]


def test_a_correction_makes_the_english_stale_and_tells_readers(water: Project) -> None:
    new = PARAGRAPHS[0].replace("نهائي", "غير نهائي")  # not final
    edit_original(water.root, "water", "p1", new, How.CORRECTION, DAY, notice=NOTICE, by="Ann")
    assert water.state("p1") == ("edited", True)
    sidecar = (water.root / "seeds/water.yml").read_text("utf-8")
    assert (
        sidecar == "notices:\n  - kind: correction\n    on: 2026-11-29\n    text: {ar: صُوّب, en: Corrected}\n"
    )
    edit_original(
        water.root, "water", "p2", PARAGRAPHS[1] + " حقًّا.", How.CORRECTION, DAY, notice=NOTICE
    )  # really
    assert (water.root / "seeds/water.yml").read_text("utf-8").count("kind: correction") == 2
    assert [
        kind in (water.root / "private/water.jsonl").read_text("utf-8") for kind in ("original", "نهائي")
    ] == [True, False]


def test_encoding_and_ends_of_lines_of_the_seed_stay(project: Project) -> None:
    path = project.seed()
    data = "\r\n\r\n".join([TITLE, *PARAGRAPHS]).encode("cp1256")
    path.write_bytes(data)
    edit_original(project.root, "water", "p1", PARAGRAPHS[0].replace("أمس", "اليوم"), How.CORRECTION, DAY)
    assert path.read_bytes() == data.replace("أمس".encode("cp1256"), "اليوم".encode("cp1256"))
    with pytest.raises(JisrError, match="has no sign"):
        edit_original(project.root, "water", "p1", "ݐ" + PARAGRAPHS[0], How.CORRECTION, DAY)


@pytest.mark.parametrize(
    ("key", "words", "how", "message"),
    [
        ("p1", "", How.CORRECTION, "no text would be left"),
        ("p1", f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[0]}", How.SPELLING, "no spelling"),
        ("p1", "1- نقطة: نص\n", How.SPELLING, "no spelling"),  # a point, its text
        ("p9", "x", How.SPELLING, "no block has the key"),
        ("p1", "نص لا علاقة له بما كان هنا من قبل", How.SPELLING, "no spelling"),  # another text altogether
    ],
)
def test_what_would_be_something_else_is_refused(
    water: Project, key: str, words: str, how: How, message: str
) -> None:
    before = water.files()
    with pytest.raises(JisrError, match=message) as caught:
        edit_original(water.root, "water", key, words, how, DAY)
    assert caught.value.findings[0].remedy
    assert water.files() == before


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(water: Project) -> None:
    shown = read_source(water.root, "water", "p1", DAY).text
    (water.root / "seeds/water.txt").write_text(source(water).replace("أمس", "اليوم"), "utf-8")
    with pytest.raises(JisrError, match="changed meanwhile"):
        edit_original(water.root, "water", "p1", RIGHT, How.SPELLING, DAY, base=shown)
    assert "اليوم" in source(water)


@pytest.mark.parametrize("said", ["", f"title: {TITLE}  # as printed\n"])
def test_a_title_is_put_right_wherever_it_stands(water: Project, said: str) -> None:
    (water.root / "seeds/water.yml").write_text(said, "utf-8")
    edit(water.translation(), "# Draft of 4 words.", "# The future of water")
    pipeline.sync_articles(water.root, TODAY)
    edit_original(water.root, "water", "title", "مستقبل النفط في الجنوب", How.CORRECTION, DAY)  # of oil
    assert water.state("title") == ("edited", True)
    assert [block.key for block in water.read_result().document.blocks][:2] == ["title", "p1"]
    sidecar = (water.root / "seeds/water.yml").read_text("utf-8")
    assert sidecar == said.replace(TITLE, "مستقبل النفط في الجنوب")


def test_a_title_that_only_the_sidecar_has_is_put_right_there(water: Project) -> None:
    (water.root / "seeds/oil.txt").write_text("\n\n".join(PARAGRAPHS), "utf-8")
    (water.root / "seeds/oil.yml").write_text(f"title: {TITLE}\n", "utf-8")
    assert read_source(water.root, "oil", "title", DAY).text == TITLE
    edit_original(water.root, "oil", "title", "مستقبل النفط", How.SPELLING, DAY, base=TITLE)  # of oil
    assert (water.root / "seeds/oil.yml").read_text("utf-8") == "title: مستقبل النفط\n"
    assert (water.root / "seeds/oil.txt").read_text("utf-8") == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("file", "text", "after"),
    [
        (
            "oil.md",
            f"---\ntitle: {TITLE}\n---\n\n{PARAGRAPHS[0]}\n",  # front matter stays, the sidecar says more
            (f"---\ntitle: {TITLE}\n---\n\n{PARAGRAPHS[0]}\n", "title: مستقبل النفط\n"),
        ),
        (
            "oil.txt",
            f"{TITLE}\n\n{TITLE}\n\n{PARAGRAPHS[0]}\n",  # as copied from a web page
            (f"مستقبل النفط\n\nمستقبل النفط\n\n{PARAGRAPHS[0]}\n", ""),
        ),
    ],
)
def test_a_title_is_put_right_in_front_matter_and_where_it_stands_twice(
    project: Project, file: str, text: str, after: tuple[str, str]
) -> None:
    (project.root / "seeds" / file).write_text(text, "utf-8")
    edit_original(project.root, "oil", "title", "مستقبل النفط", How.SPELLING, DAY)  # of oil
    document = project.read_result("oil").document
    assert [(block.key, block.text) for block in document.blocks] == [
        ("title", "مستقبل النفط"),
        ("p1", PARAGRAPHS[0]),
    ]
    sidecar = project.root / "seeds/oil.yml"
    assert (
        (project.root / "seeds" / file).read_text("utf-8"),
        sidecar.read_text("utf-8") if sidecar.exists() else "",
    ) == after
