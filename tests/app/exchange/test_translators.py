"""What goes to translators' programs and comes back: no draft becomes a person's by itself."""

from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from jisr.app import editorial, pipeline
from jisr.app.exchange.translators import FORMATS, READERS, export_formats, import_format, import_project
from jisr.app.people import remarks
from jisr.app.results import Result
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from tests.project import PARAGRAPHS, TODAY, Project, edit

DRAFTED = "".join(f"<!-- #{key} -->\nDraft of *{key}*.\n\n" for key in ("p1", "p2"))
ACTORS = """actors:
  - {id: one, type: person, ar: {name: منى الحسن}, en: {name: Mona Hasan}, private: true}
  - {id: two, type: state, ar: {name: العراق}, en: {name: Iraq}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An article with two drafts, and another in which a person translated the first of its paragraphs."""
    made = Project(tmp_path / "p")
    made.seed()
    made.seed("river", PARAGRAPHS[2:4], title="نهر")  # a river
    pipeline.sync_articles(made.root, TODAY)
    take = editorial.import_translation
    take(made.root, "water", DRAFTED, "x.md", state=State.DRAFT, origin="a machine")
    take(made.root, "river", "<!-- #p1 -->\nBy Ann.\n\n", "x.md", state=State.EDITED, origin="")
    return made


def exported(project: Project, name: str) -> Path:
    export_formats(project.root, [], [name], project.root / "out", TODAY)
    return project.root / "out"


def taken(project: Project, path: Path, text: str | None = None, slug: str = "") -> Result:
    data = path.read_bytes() if text is None else text.encode()
    return import_format(project.root, slug, path.name, data, "Sami", TODAY)


def told(result: Result) -> list[tuple[str, str]]:
    return [(f.key, f.message.partition(":")[0]) for f in result.findings if f.key]


def unmarked(text: str, key: str) -> str:
    """A PO without the mark that nobody has finished a block, as programs take it off; others as they are."""
    return text.replace(f'#, fuzzy\nmsgctxt "{key}"', f'msgctxt "{key}"')


def entries(project: Project, slug: str = "water") -> dict[str, tuple[str, str, str]]:
    found = project.read_result(slug).ledger.entries
    return {e.key: (e.state.value, e.target, e.origin) for e in found if e.target}


@pytest.mark.parametrize(("name", "file"), [("xliff", "water.xlf"), ("po", "water.po")])
def test_what_comes_back_as_it_went_changes_nothing(project: Project, name: str, file: str) -> None:
    path = exported(project, name) / file
    before = project.files()
    assert told(taken(project, path)) == []
    assert project.files() == before


@pytest.mark.parametrize(("name", "file"), [("xliff", "water.xlf"), ("po", "water.po")])
def test_what_a_person_wrote_is_theirs_and_nothing_else(project: Project, name: str, file: str) -> None:
    path = exported(project, name) / file
    text = path.read_text("utf-8")
    old = 'Draft of <bpt id="1">*</bpt>p2<ept id="1">*</ept>.' if name == "xliff" else "Draft of *p2*."
    assert text.count(old) == 1
    said = unmarked(text.replace(old, "By Sami."), "p2")
    assert told(taken(project, path, said)) == [("p2", "taken")]
    assert entries(project) == {
        "p1": ("draft", "Draft of *p1*.", "a machine"),
        "p2": ("edited", "By Sami.", "a machine"),
    }


@pytest.mark.parametrize(
    ("marks", "became"),
    [
        ('state="translated" state-qualifier="leveraged-mt"', "not taken"),
        ('state="final" state-qualifier="leveraged-tm"', "not taken"),
        ('state="needs-review-translation"', "not taken"),
        ('state="final"', "taken"),
    ],
)
def test_a_draft_that_a_program_put_over_a_persons_words_is_not_taken(
    project: Project, marks: str, became: str
) -> None:
    path = exported(project, "xliff") / "river.xlf"
    text = path.read_text("utf-8")
    old = '<target state="translated">By Ann.'
    assert text.count(old) == 1
    assert told(taken(project, path, text.replace(old, f"<target {marks}>New."))) == [("p1", became)]
    kept = "New." if became == "taken" else "By Ann."
    assert entries(project, "river")["p1"] == ("edited", kept, "")


@pytest.mark.parametrize(("name", "ends"), [("xliff", ".xlf"), ("po", ".po")])
def test_a_comma_that_a_person_put_is_taken_and_makes_no_draft_theirs(
    project: Project, name: str, ends: str
) -> None:
    """It was lost without a word."""
    long = "<!-- #p3 -->\nOil fell as never before in years.\n\n"
    editorial.import_translation(project.root, "water", long, "x.md", state=State.DRAFT, origin="a machine")
    for slug, key, old, new in (
        ("river", "p1", "By Ann", "By, Ann"),
        ("water", "p3", "Oil fell", "Oil fell,"),
    ):
        path = exported(project, name) / f"{slug}{ends}"
        said = unmarked(path.read_text("utf-8"), key).replace(old, new)
        assert told(taken(project, path, said)) == [(key, "taken")]
    assert entries(project)["p3"] == ("draft", "Oil fell, as never before in years.", "a machine")
    assert entries(project, "river")["p1"] == ("edited", "By, Ann.", "")


def fill(path: Path, texts: Callable[[polib.POEntry], str]) -> None:
    """Do what OmegaT does: write all entries that it has a text for."""
    po = polib.pofile(str(path))
    for entry in po:
        entry.msgstr = texts(entry)
    target = path.parents[1] / "target" / path.name
    target.write_text(str(po), "utf-8")


def test_what_omegat_fills_in_by_itself_is_nobodys(project: Project) -> None:
    folder = exported(project, "omegat") / "omegat"
    before = project.files()
    memory = {PARAGRAPHS[2]: "By Ann.", PARAGRAPHS[0]: "Draft of *p1*."}
    for name in ("water", "river"):
        fill(folder / f"source/{name}.po", lambda entry: memory.get(entry.msgid, entry.msgid))
    result = import_project(project.root, folder, "Sami", TODAY)
    assert told(result) == []
    assert entries(project) == {
        "p1": ("draft", "Draft of *p1*.", "a machine"),
        "p2": ("draft", "Draft of *p2*.", "a machine"),
        "p3": ("draft", "By Ann.", "memory river#p1"),
    }
    assert {name for name, data in project.files().items() if before[name] != data} == {
        "docs/en/articles/water.md",
        "translations/water.po",
    }


def test_what_somebody_writes_in_omegat_is_theirs(project: Project) -> None:
    folder = exported(project, "omegat") / "omegat"
    fill(folder / "source/water.po", lambda entry: "By Sami." if entry.msgctxt in ("p1", "p4") else "")
    result = import_project(project.root, folder, "Sami", TODAY)
    assert told(result) == [("p1", "taken"), ("p4", "taken")]
    assert {key: state for key, (state, _, _) in entries(project).items()} == {
        "p1": "edited",
        "p2": "draft",
        "p4": "edited",
    }


def test_a_project_has_the_texts_the_memory_and_the_glossary(project: Project) -> None:
    (project.root / "seeds/actors.yml").write_text(ACTORS, "utf-8")
    folder = exported(project, "omegat") / "omegat"
    assert {entry.msgstr for entry in polib.pofile(str(folder / "source/water.po"))} == {""}
    people = (folder / "tm/auto/people.tmx").read_text("utf-8")
    assert "By Ann." in people
    assert "Draft" not in people
    assert "Draft of *p1*." in (folder / "tm/penalty-040/drafts.tmx").read_text("utf-8")
    assert (folder / "glossary/glossary.txt").read_text("utf-8") == "العراق\tIraq\t\n", "no private person"
    assert (folder / "target").is_dir()


def test_without_its_codes_a_file_is_known_by_the_original(project: Project) -> None:
    path = exported(project, "po") / "water.po"
    lines = path.read_text("utf-8").splitlines()
    bare = "\n".join(line for line in lines if not line.startswith(("#.", "#,")))
    with pytest.raises(JisrError, match="no row is of an article"):
        taken(project, path, bare)
    assert told(taken(project, path, bare, "water")) == []
    assert told(taken(project, path, bare.replace("Draft of *p1*.", "By Sami."), "water")) == [
        ("p1", "taken")
    ]
    edit(project.translation(), "Draft of *p2*.", "By Ann.")
    late = bare.replace("Draft of *p2*.", "By Sami, late.")
    assert told(taken(project, path, late, "water")) == [("p1", "in conflict"), ("p2", "in conflict")][1:]
    ((_, thread),) = remarks.read(project.root, "water")[0]
    assert (thread.key, thread.text) == ("p2", "By Sami, late.")


SEED = """# نهر

نص *مهم* [هنا](https://x.org/a) قاله أحدهم[^1].

[^1]: حاشية
"""  # a river; an important text, here, as somebody said; a note
ENGLISH = "An *important* text [here](https://x.org/a), somebody said[^1].\n\n[^1]: A note"


@pytest.mark.parametrize(
    ("english", "lost", "doubled"),
    [
        (ENGLISH, "", ""),
        (ENGLISH.replace("*important*", "_important_ *and*"), "", ""),
        (ENGLISH.replace("*", ""), "*", ""),
        (ENGLISH.replace("[here](https://x.org/a)", "here"), "](https://x.org/a)", ""),
        (ENGLISH.replace("[here](https://x.org/a)", "[here]"), "](https://x.org/a)", ""),
        (ENGLISH.replace("said[^1]", "said"), "[^1]", ""),
        (ENGLISH.replace("said[^1]", "said[^1][^1]"), "", "[^1]"),
        (ENGLISH.replace("An ", "[An](https://x.org/a) "), "", "](https://x.org/a)"),
        ("Only words.", "* ](https://x.org/a) [^1] [^1]:", ""),
    ],
)
@pytest.mark.parametrize("suffix", ["xlf", "po"])
def test_codes_lost_or_doubled_are_told_and_the_words_taken(
    project: Project, suffix: str, english: str, lost: str, doubled: str
) -> None:
    (project.root / "seeds/sea.md").write_text(SEED, "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    path = exported(project, {"xlf": "xliff", "po": "po"}[suffix]) / f"sea.{suffix}"
    text = path.read_text("utf-8")
    if suffix == "po":
        catalogue = polib.pofile(text)
        catalogue[-1].msgstr = english
        said = str(catalogue)
    else:
        head, _, tail = text.rpartition("</source>")
        said = f"{head}</source><target>{english}</target>{tail}"
    result = taken(project, path, said)
    told_codes = {
        "with" if " with a link" in f.message else "without": f.text for f in result.findings if f.remedy
    }
    assert told_codes == {way: codes for way, codes in (("without", lost), ("with", doubled)) if codes}
    assert {f.severity.value for f in result.findings if f.remedy} <= {"warning"}
    assert english in {target for _, target, _ in entries(project, "sea").values()}


def test_what_a_persons_english_lacked_before_is_not_told_again(project: Project) -> None:
    (project.root / "seeds/sea.md").write_text(SEED, "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    take = editorial.import_translation
    take(project.root, "sea", "<!-- #p1 -->\nOnly words[^1].\n", "x.md", state=State.EDITED, origin="")
    path = exported(project, "po") / "sea.po"
    result = taken(project, path, path.read_text("utf-8").replace("Only words[^1].", "Words."))
    assert [f.text for f in result.findings if f.remedy] == ["[^1]"]


def test_a_unit_of_another_original_is_refused(project: Project) -> None:
    path = exported(project, "po") / "water.po"
    text = unmarked(path.read_text("utf-8").replace("Draft of *p1*.", "By Sami."), "p1")
    lines = [
        line for line in text.replace(PARAGRAPHS[0], "نص قديم").splitlines() if line[:2] != "#."
    ]  # old text
    assert told(taken(project, path, "\n".join(lines), "water")) == [("p1", "refused")]
    assert entries(project)["p1"][0] == "draft"


def test_every_format_is_written(project: Project) -> None:
    names = [name for name in FORMATS if name != "omegat"]
    result = export_formats(project.root, ["water"], names, project.root / "out", TODAY)
    assert {path.name for path in result.written} == {
        "water.xlf",
        "water.po",
        "memory.tmx",
        "glossary.txt",
        "glossary.csv",
    }
    assert READERS.keys() >= {".xlf", ".po"}
    with pytest.raises(JisrError, match="no such article"):
        export_formats(project.root, ["watr"], names, project.root / "out", TODAY)


def test_a_project_in_which_nothing_was_made_says_so(project: Project) -> None:
    with pytest.raises(JisrError, match="no translation"):
        import_project(project.root, exported(project, "omegat") / "omegat", "Sami", TODAY)
