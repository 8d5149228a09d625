"""Translators' programs themselves: what Weblate's library and gettext make of our files, and back.

translate-toolkit reads and writes all of Weblate's files; Poedit hands its PO to gettext's tools.
"""

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from lxml import etree
from translate.storage.placeables import StringElem
from translate.storage.placeables.lisa import parse_xliff, strelem_to_xml
from translate.storage.po import pofile
from translate.storage.tmx import tmxfile
from translate.storage.xliff import xlifffile

from jisr.app import editorial, pipeline
from jisr.app.exchange.translators import export_formats, import_format
from jisr.app.results import Result
from jisr.model.ledger import State
from tests.project import PARAGRAPHS, TITLE, TODAY, Project
from tests.system_tools import find_gettext

TEXTS = (
    f"{PARAGRAPHS[0]} *مهم* [هنا](https://x.org/a?b=1&c=2).",  # important, here
    *PARAGRAPHS[1:3],
    f"{PARAGRAPHS[3]} \\[كذا\\]",  # sic
)
DRAFT = (
    "A draft, *long* enough to be cut into lines of eighty letters, with [a link](https://x.org/a?b=1&c=2)."
)
DRAFTS = f"<!-- #p1 -->\n{DRAFT}\n\n<!-- #p2 -->\nDraft of “p2”.\n\n"
PERSON = 'By "Sami", *at last*,\nwith [words](https://x.org/a?b=1&c=2) & <signs>.'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An article of four paragraphs: two drafts, a person's English, none."""
    made = Project(tmp_path / "p")
    hand_in(made, TEXTS)
    pipeline.sync_articles(made.root, TODAY)
    take = editorial.import_translation
    take(made.root, "water", DRAFTS, "x.md", state=State.DRAFT, origin="a machine")
    take(made.root, "water", "<!-- #p3 -->\nBy Ann.\n\n", "x.md", state=State.EDITED, origin="")
    return made


def hand_in(project: Project, texts: Sequence[str]) -> None:
    """An article in Markdown, which has codes."""
    (project.root / "seeds/water.md").write_text("\n\n".join([f"# {TITLE}", *texts]) + "\n", "utf-8")


def exported(project: Project, name: str, file: str) -> bytes:
    export_formats(project.root, ["water"], [name], project.root / "out", TODAY)
    return (project.root / "out" / file).read_bytes()


def taken(project: Project, name: str, data: bytes) -> Result:
    return import_format(project.root, "", name, data, "Sami", TODAY)


def told(result: Result) -> list[tuple[str, str, str]]:
    return [(f.key, f.message.partition(":")[0], f.severity.value) for f in result.findings if f.key]


def states(project: Project) -> dict[str, tuple[str, str]]:
    return {e.key: (e.state.value, e.target) for e in project.read_result().ledger.entries if e.target}


Say = Callable[[str], str]
"""What a translator makes of a block, by its key; `""` for nothing."""


def in_weblate_po(data: bytes, say: Say) -> bytes:
    """Weblate's way: what is saved is no longer fuzzy."""
    store = pofile.parsestring(data)
    for unit in store.units:
        if not unit.isheader() and (text := say(unit.getcontext()) or unit.target):
            unit.target = text
            unit.markfuzzy(False)
    return bytes(store)


def in_weblate_xliff(data: bytes, say: Say) -> bytes:
    """Weblate's way: codes stand in the text as XML, and come out of the source's."""
    store = xlifffile.parsestring(data)
    for unit in store.units:
        key = unit.getid().rpartition("\x04")[2]
        if text := say(key):
            unit.rich_target = [parse_xliff(in_codes(text, shown(unit.rich_source)))]
        if unit.target:
            unit.markfuzzy(False)
    return bytes(store)


def shown(rich: list[StringElem]) -> str:
    """A text with its codes as XML, as Weblate shows it."""
    element = etree.Element("e")
    strelem_to_xml(element, rich[0])
    return str(etree.tostring(element, encoding="unicode"))[3:-4]


def in_codes(text: str, source: str) -> str:
    """A text in which the codes of its source stand as XML."""
    said = escape(text)
    for code in re.finditer(r"<(bpt|ept|ph)[^<>]*>([^<>]*)</\1>", source):
        said = re.sub(re.escape(code[2]) + r"(?![^<>]*</)", code[0].replace("\\", r"\\"), said, count=1)
    return said


def in_gettext(data: bytes, say: Say) -> bytes:
    """Poedit's way: gettext checks, sorts out and wraps what was written."""
    data = in_weblate_po(data, say)
    for command in (
        ("msgfmt", "--check", "-o", "-", "-"),
        ("msgattrib", "--no-obsolete", "-"),
        ("msgcat", "-"),
    ):
        done = gettext(command, data)
        data = done if command[0] != "msgfmt" else data
    return data


def gettext(command: Sequence[str], data: bytes, cwd: Path | None = None) -> bytes:
    """What one of gettext's tools makes of a file."""
    folder = find_gettext()
    assert folder, "gettext is missing: python -m tests.system_tools"
    done = subprocess.run(
        [folder / command[0], *command[1:]], input=data, capture_output=True, check=False, cwd=cwd
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


WAYS = {
    "Weblate, PO": ("po", "water.po", in_weblate_po),
    "Weblate, XLIFF": ("xliff", "water.xlf", in_weblate_xliff),
    "gettext": ("po", "water.po", in_gettext),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_was_only_looked_at_is_nobodys(project: Project, way: str) -> None:
    """Saved as it stood, with every mark of a draft taken off."""
    name, file, client = WAYS[way]
    before = project.files()
    assert taken(project, file, client(exported(project, name, file), lambda _: "")).findings[:-1] == ()
    assert project.files() == before


@pytest.mark.parametrize("way", WAYS)
def test_what_a_translator_wrote_is_theirs_to_the_letter(project: Project, way: str) -> None:
    name, file, client = WAYS[way]
    said = {"p1": PERSON, "p4": "Some \\[sic\\] — “words”."}
    back = client(exported(project, name, file), lambda key: said.get(key, ""))
    assert told(taken(project, file, back)) == [("p1", "taken", "notice"), ("p4", "taken", "notice")]
    assert states(project) == {
        "p1": ("edited", PERSON),
        "p2": ("draft", "Draft of “p2”."),
        "p3": ("edited", "By Ann."),
        "p4": ("edited", said["p4"]),
    }


@pytest.mark.parametrize("way", WAYS)
def test_a_draft_that_a_program_put_elsewhere_is_nobodys(project: Project, way: str) -> None:
    name, file, client = WAYS[way]
    before = project.files()
    back = client(exported(project, name, file), lambda key: DRAFT if key == "p4" else "")
    assert told(taken(project, file, back)) == [("p4", "not taken", "warning")]
    assert project.files() == before


def test_what_msgmerge_guesses_is_nobodys(project: Project) -> None:
    """The Arabic changed: a translator brings the file up to date, and gettext fills in what stands near."""
    old = exported(project, "po", "water.po")
    (project.root / "old.po").write_bytes(old.replace(b"Draft of", b"Sami on").replace(b"#, fuzzy\n", b""))
    changed = TEXTS[1].replace("الجاري", "المقبل")  # next, for this
    hand_in(project, (*TEXTS, changed))
    pipeline.sync_articles(project.root, TODAY)
    exported(project, "po", "water.po")
    merged = gettext(("msgmerge", "--previous", "old.po", "out/water.po"), b"", project.root)
    assert b'#| msgctxt "p2"' in merged
    assert told(taken(project, "water.po", merged)) == [
        ("p4-75tp", "not taken", "warning"),
        ("p2", "taken", "notice"),
    ]
    assert states(project)["p2"] == ("edited", "Sami on “p2”.")
    assert states(project).keys() == {"p1", "p2", "p3"}


def test_weblate_keeps_a_memory_whole(project: Project) -> None:
    store = tmxfile.parsestring(exported(project, "tmx", "memory.tmx"))
    texts = [(unit.source, unit.target) for unit in store.units]
    assert texts == [(TEXTS[0], DRAFT), (TEXTS[1], "Draft of “p2”."), (TEXTS[2], "By Ann.")]
