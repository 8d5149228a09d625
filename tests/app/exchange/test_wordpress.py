"""A publication comes from WordPress: articles, held from readers, and all that was left is named."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from PIL import Image

from jisr.app import pipeline
from jisr.app.exchange.wordpress import import_wordpress
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from tests.project import TODAY, Project
from tests.sample import ROOT


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export with one of its two pictures beside it."""
    folder = tmp_path / "old"
    (folder / "uploads/2021/05").mkdir(parents=True)
    shutil.copy(ROOT / "tests/fixtures/wordpress/export.xml", folder)
    Image.new("RGB", (8, 8), "white").save(folder / "uploads/2021/05/dam-300x200.png")
    return folder / "export.xml"


def test_posts_become_articles_with_their_english(tmp_path: Path, export: Path) -> None:
    project = Project(tmp_path / "p")
    result = import_wordpress(project.root, export, "Ruba", TODAY)
    entries = {e.key: e for e in project.read_result("dry-river").ledger.entries}
    english = [e.target for e in entries.values() if e.state is State.EDITED]
    assert english == [
        "A river runs dry in the north",
        "The Ministry of Water Resources announced on 12 May 2021 that the river had fallen by 40 per cent.",
        "Who owns the water?",
        "A committee of parliament visited the city of Mosul and met farmers who had left their land.",
    ]
    facts = yaml.safe_load((project.root / "seeds/dry-river.yml").read_text("utf-8"))
    assert facts == {
        "author": {"ar": "سلمى الشامي"},  # Salma al-Shami: her account has one name for both languages
        "published": date(2021, 5, 14),
        "source": "https://river.example/2021/05/dry-river/",
        "topics": ["مياه"],  # water
        "summary": {"ar": "خلاصة قصيرة"},  # a short summary
        "release": {"ar": "held", "en": "held"},
    }
    assert (project.root / "seeds/images/2021/05/dam.png").exists()
    assert (project.root / "exports/_redirects").read_text("utf-8").splitlines() == [
        "/2021/05/dry-river/ /ar/articles/dry-river/ 301",
        "/en/2021/05/a-river-runs-dry/ /en/articles/dry-river/ 301",
        "/?p=13 /ar/articles/مطر/ 301",
    ]
    said = [(f.severity.value, f.text) for f in result.findings if f.check == "wordpress"]
    assert said[:4] == [
        ("warning", "[gallery]"),
        ("warning", "rain.jpg"),
        ("notice", "مسودة"),  # a draft
        ("warning", "Only in English"),
    ]
    left = "1 comments, 1 posts that are draft, 1 of type page"
    assert result.findings[-1].message == f"2 of 2 posts taken, 1 with their English; left out: {left}"
    everything = b"".join(path.read_bytes() for path in project.root.rglob("*") if path.is_file())
    assert b"salma@river.example" not in everything
    assert b"private words" not in everything
    assert not pipeline.sync_articles(project.root, TODAY).failed

    again = import_wordpress(project.root, export, "Ruba", TODAY)
    assert {f.message.partition(": ")[2] for f in again.findings if f.severity == "error"} == {
        "the name is taken: dry-river",
        "the name is taken: مطر",
    }


def test_an_export_without_arabic_is_refused(tmp_path: Path, export: Path) -> None:
    text = export.read_text("utf-8").replace("post</wp:", "x</wp:").replace("[post]", "[x]")
    export.write_text(text, "utf-8")
    with pytest.raises(JisrError, match="no published post in Arabic"):
        import_wordpress(Project(tmp_path / "p").root, export, "Ruba", TODAY)
