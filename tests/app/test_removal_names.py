"""A family's name, an author's line, ids of topics: what tells of somebody beside her name in full."""

from pathlib import Path

import pytest
from PIL import Image

from jisr.app import pipeline, removal
from jisr.app.people import remarks
from jisr.app.removal.plans import Plan
from jisr.storage.config import read_settings
from tests.project import SETTINGS, TODAY, Project
from tests.witness import places_of

NAME = "سامر آل حسن"  # Samer Al Hassan
SEED = """شهادة من المدينة

بقلم: سامر آل حسن وهدى العلي

قال سامر آل حسن إن القوات دخلت الحي في الصباح الباكر من يوم السبت الماضي.

وأضاف آل حسن أن العائلة رحلت بعد ذلك إلى الشمال ولم تعد إلى بيتها حتى اليوم.

وعاد حسن إلى المدينة وحده بعد سنة من ذلك ليبحث عن أخيه المفقود في السجن.
"""
TOPICS = """
    topics:
      samer-al-hassan: {ar: قضية سامر آل حسن, en: The case of Samer Al Hassan}
      water: {ar: المياه, en: Water}
    series:
      letters_of_samer_al_hassan: {ar: رسائل, en: Letters}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "project")
    (made.root / "mkdocs.yml").write_text(SETTINGS.replace(" {}\n", TOPICS), "utf-8")
    (made.root / "seeds/hassan-speaks.txt").write_text(SEED, "utf-8")
    sidecar = "topics: [samer-al-hassan, water]\nseries: letters_of_samer_al_hassan\n"
    sidecar += "author: {en: Samer Al Hassan}\n"
    (made.root / "seeds/hassan-speaks.yml").write_text(sidecar, "utf-8")
    pipeline.sync_articles(made.root, TODAY)
    return made


def remove(project: Project) -> Plan:
    asked = removal.plan(project.root, NAME)
    done = removal.carry_out(project.root, asked, TODAY, pipeline.render)
    assert not done.failed, done.findings
    return asked


def test_the_family_goes_where_the_text_names_her_in_full_and_when_the_text_comes_back(
    project: Project,
) -> None:
    asked = remove(project)
    assert places_of(project.root, "حسن", "hassan", "samer") == []
    (seed,) = (project.root / "seeds").glob("*.txt")
    text = seed.read_text("utf-8")
    assert "وأضاف […] أن العائلة" in text
    assert "وعاد […] إلى المدينة" in text
    assert list(asked.renames), "the address of the article had the family's name"
    seed.write_text(SEED, "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    assert seed.read_text("utf-8") == text


def test_a_byline_whose_author_was_removed_is_no_paragraph_and_names_the_others(project: Project) -> None:
    remove(project)
    (outcome,) = pipeline.sync_articles(project.root, TODAY).outcomes or [
        project.read_result(next((project.root / "seeds").glob("*.txt")).stem)
    ]
    assert [block.key for block in outcome.document.blocks] == ["title", "p1", "p2", "p3"]
    assert outcome.document.meta.author == {"ar": "هدى العلي"}


def test_an_id_of_a_topic_is_another_that_the_settings_can_hold(project: Project) -> None:
    remove(project)
    settings = read_settings(project.root)
    (topic, water), (series,) = settings.topics, settings.series
    assert water == "water"
    assert settings.topics[topic] == {"ar": "قضية […]", "en": "The case of […]"}
    (sidecar,) = (project.root / "seeds").glob("*.yml")
    assert f"topics: [{topic}, water]\nseries: {series}\n" in sidecar.read_text("utf-8")


def test_a_picture_that_is_called_like_a_topic_is_still_found(project: Project) -> None:
    sidecar = project.root / "seeds/hassan-speaks.yml"
    with sidecar.open("a", encoding="utf-8") as about:
        about.write("image: {file: samer-al-hassan.png, alt: {ar: شارع, en: A street}, credit: x}\n")
    Image.new("RGB", (8, 8)).save(project.root / "seeds/samer-al-hassan.png")
    remove(project)
    (sidecar,) = (project.root / "seeds").glob("*.yml")
    (picture,) = (project.root / "seeds").glob("*.png")
    topic, _ = read_settings(project.root).topics
    assert f"topics: [{topic}, water]" in sidecar.read_text("utf-8")
    assert f"image: {{file: {picture.name}," in sidecar.read_text("utf-8")


def test_the_family_in_an_address_of_others_stays_and_is_named(project: Project) -> None:
    """Nobody knows whether it is her family: the act says where the name stays."""
    other = project.seed("hassan-dam", title="سد على النهر")
    other.with_suffix(".yml").write_text("topics: [hassan-valley]\n", "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    notices = remove(project).notices
    stays = [(f.file, f.line) for f in notices if "stays" in f.message]
    assert stays == [("seeds/hassan-dam.yml", 1), ("seeds/hassan-dam.txt", 0)]
    assert other.exists()


def test_the_family_in_what_a_picture_of_hers_is_called_and_in_former_names_goes_and_stays_away(
    project: Project,
) -> None:
    # testimony; he saw; the house
    text = "# شهادة\n\nقال سامر آل حسن إنه رأى.\n\n![البيت](hassan-house.png)\n"
    seed = project.root / "seeds/speaks.md"
    seed.write_text(text, "utf-8")
    about = project.root / "seeds/speaks.yml"
    about.write_text("was: [old-hassan]\nsource: https://example.org/hassan/1\n", "utf-8")
    Image.new("RGB", (8, 8)).save(project.root / "seeds/hassan-house.png")
    other = project.root / "seeds/hassan-dam.png"
    Image.new("RGB", (8, 8)).save(other)
    asked = remove(project)
    (picture,) = {path.name for path in (project.root / "seeds").glob("*.png")} - {other.name}
    assert f"({picture})" in seed.read_text("utf-8")
    assert about.read_text("utf-8") == "was: []\nsource: https://example.org/hassan/1\n"
    assert ("seeds/speaks.yml", 2) in [(f.file, f.line) for f in asked.notices if "another site" in f.message]
    seed.write_text(text, "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    assert places_of(project.root / "docs", "hassan-house", "حسن") == []
    assert "hassan-house" not in seed.read_text("utf-8")


def test_where_an_event_has_the_family_behind_a_word_that_may_be_anothers_name_is_said(
    project: Project,
) -> None:
    (project.root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (project.root / "seeds/hassan-speaks.yml").unlink()
    remarks.remark(project.root, "hassan-speaks", "p1", "Ask Hassan again", "Ann")
    left = removal.plan(project.root, NAME).others
    assert [trace.kind for trace in left] == ["events"]
