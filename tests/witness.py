"""A witness named all over a publication, as a publisher finds her who has to take her out: see `TOLD`."""

import tempfile
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from jisr.app import editorial, pipeline, removal
from jisr.app.people import remarks
from jisr.lang.arabic import fold, fold_latin
from jisr.model.languages import LANGS
from jisr.removal.traces import project_files, readable_texts
from tests.project import PARAGRAPHS, TODAY, Project, copy, edit, git

NAME = "مريم الحسن"  # Maryam al-Hassan
SLUG = "maryam-hassan"
TEXTS = (
    "قالت مريم الحسن إنها رأت الجنود عند الجسر فجر ذلك اليوم.",  # she saw the soldiers at the bridge
    "ولمَرْيَم «الحسن» أخ قُتل في العام نفسه، وللحسن بيت قرب النهر.",  # she has a brother; a house
    "روت مـريم أحمد الحسن ما جرى أمام لجنة التحقيق في المدينة.",  # she told a commission
    "قال خالد العلي إن اللجنة استمعت إلى عشرة شهود في أسبوع واحد.",  # another witness
    "![مريم الحسن أمام بيتها](maryam-alhassan.png)",
)
ENGLISH = {
    "title": "# The testimony of Maryam al-Hassan",
    "p1": "**Maryam** al-Hassan said that she saw the soldiers at the bridge at dawn that day.",
    "p2": "Maryam al-Hassan’s brother was killed that year, and Hassan has a house by the river.",
    "p3": "Mariam Ahmad Hasan told the commission in the town what happened.",
    "p4": "Khalid al-Ali said that the commission heard ten witnesses in a week.",
    "img1": "![Maryam al-Hassan in front of her house](maryam-alhassan.png)",
}
GLOSSARY = """actors:
  - id: khalid-ali
    type: person
    ar: {name: خالد العلي}
    en: {name: Khalid al-Ali}
  # a witness
  - id: maryam-hassan
    type: person
    ar: {name: مريم الحسن, aliases: [مريم أحمد الحسن]}
    en: {name: Maryam al-Hassan}
  # the next one's own comment
  - id: commission
    type: organisation
    ar: {name: لجنة التحقيق}
    en: {name: Commission of Inquiry}
    part-of: [maryam-hassan]
"""
TOLD = ("مريم", "الحسن", "حسن", "maryam", "mariam", "hassan", "hasan")
"""What no file may hold, folded: her names, and any part of them."""


def translate(project: Project, slug: str, english: dict[str, str]) -> None:
    for key, text in english.items():
        edit(project.translation(slug), f"<!-- #{key} missing -->", f"<!-- #{key} -->\n{text}")
    pipeline.sync_articles(project.root, TODAY)


def make_testimony(folder: Path) -> Project:
    """Her testimony, translated and signed; a later change of it; a paragraph retired; another article."""
    return Project.copied(_testimony(), folder)


FOLDER = tempfile.TemporaryDirectory()


@cache
def _testimony() -> Path:
    """It is made once a process, and copied for each test."""
    made = Project(Path(FOLDER.name) / "testimony")
    copy(made.root, "mkdocs.yml", "mkdocs.en.yml")
    copy(made.root, *(f"docs/{lang}/{page}.md" for lang in LANGS for page in ("about", "translation-policy")))
    git(made.root, "init", "-q")
    (made.root / "seeds/actors.yml").write_text(GLOSSARY, "utf-8")
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    (made.root / "seeds/maryam-alhassan.png").write_bytes(picture.getvalue())
    seed = made.root / f"seeds/{SLUG}.md"
    seed.write_text("\n\n".join(["# شهادة مريم الحسن", *TEXTS]) + "\n", "utf-8")
    made.seed("water", [*PARAGRAPHS[:2], "وأشارت مريم الحسن إلى أن النهر كان عالياً."])
    (made.root / "seeds/water.yml").write_text(f"was: [{SLUG}-story, rivers]\n", "utf-8")
    pipeline.sync_articles(made.root, TODAY)
    translate(made, SLUG, ENGLISH)
    translate(made, "water", {"p3": "Maryam al-Hassan said that the river was high."})
    editorial.approve(made.root, SLUG, [], "Omar", TODAY)
    remarks.remark(made.root, SLUG, "p1", "ask Maryam Hassan", "Ann")
    edit(seed, "عند الجسر فجر", "قرب الجسر القديم فجر")  # the original changes behind the English
    edit(seed, TEXTS[2] + "\n\n", "")  # a paragraph is retired
    pipeline.sync_articles(made.root, TODAY, allow_shrink=True)
    git(made.root, "add", "-A")
    git(made.root, "commit", "-qm", "Testimony")
    return made.root


def places_of(root: Path, *words: str) -> list[str]:
    """Where any of `words` stands: in a file, an archive or a file's name; digests are no words."""
    found = []
    for file in project_files(root):
        for place, folded in _folded_texts(file, (root / file).read_bytes()):
            found += [f"{place}: {word}" for word in words if word in folded]
    return found


@lru_cache(2000)
def _folded_texts(file: str, data: bytes) -> list[tuple[str, str]]:
    """Each text of a file, with its place; most files of a site are in all of them."""
    texts = [(file, file), *readable_texts(file, data)]
    return [(place, fold_latin(fold(text).text).text) for place, text in texts]


def remove(project: Project, what: str, *also: str, for_safety: bool = True) -> removal.Done:
    asked = removal.plan(project.root, what, also, for_safety=for_safety)
    return removal.carry_out(project.root, asked, TODAY, lambda _root: None)
