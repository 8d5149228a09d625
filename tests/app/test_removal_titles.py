"""A title is removed like any block, and a sign stands in its place: an article has to have one."""

from pathlib import Path

import pytest
import yaml

from jisr.app import pipeline, removal
from jisr.model.ledger import State
from jisr.removal.returned import take_out_again
from tests.project import TODAY, Project, edit
from tests.witness import remove

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/removal/titles.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_title_gives_way_to_a_sign(case: dict[str, str], tmp_path: Path) -> None:
    project = Project(tmp_path)
    seed = tmp_path / "seeds" / case["file"]
    seed.write_text(case["seed"], "utf-8")
    sidecar = seed.with_suffix(".yml")
    if "sidecar" in case:
        sidecar.write_text(case["sidecar"], "utf-8")
    asked = removal.plan(project.root, f"{seed.stem}#{case.get('key', 'title')}")
    contents = {path: (data or b"").decode() for path, data in asked.contents.items()}
    assert contents.get(seed, case["seed"]) == case["left"]
    assert contents.get(sidecar, case.get("sidecar", "")) == case.get("about", case.get("sidecar", ""))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A testimony, its title translated and edited."""
    made = Project(tmp_path)
    (tmp_path / "seeds/story.md").write_text("# قالت مريم\n\nكان الماء بارداً.\n", "utf-8")  # said Maryam
    pipeline.sync_articles(tmp_path, TODAY)
    edit(made.translation("story"), "<!-- #title missing -->", "<!-- #title -->\n# Maryam said")
    pipeline.sync_articles(tmp_path, TODAY)
    return made


def test_editors_give_an_article_another_title(project: Project) -> None:
    before = {name: data for name, data in project.files().items() if "story" in name}
    assert not remove(project, "story#title").failed

    def told() -> list[str]:
        return [n for n, data in project.files().items() if b"Maryam" in data or "مريم".encode() in data]

    assert told() == []
    entry = project.read_result("story").entry("title")
    assert entry is not None
    assert (entry.source, entry.target, entry.state, entry.stale) == (r"\[…]", "[…]", State.EDITED, False)
    found = pipeline.check(project.root).result.findings
    assert [f.key for f in found if f.check == "removed"] == ["title"]
    assert take_out_again(project.root) == ()
    for name, data in before.items():
        (project.root / name).write_bytes(data)
        assert take_out_again(project.root), name
        assert told() == [], name
        pipeline.sync_articles(project.root, TODAY)
        assert told() == [], name
        assert project.state("title", "story")[0] == "edited"
    edit(project.translation("story"), "# […]", "# A witness said")
    edit(project.root / "seeds/story.md", "# […]", "# شهادة")  # a testimony
    pipeline.sync_articles(project.root, TODAY)
    assert "# A witness said" in project.translation("story").read_text("utf-8")
    assert take_out_again(project.root) == ()
