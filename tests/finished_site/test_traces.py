"""Marks in all that people and machines leave in a publication's files: none is in the site."""

import gzip
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.people import remarks
from tests.media import marked
from tests.project import SITE, TODAY, Echo, Project, copy, edit, git, leave_pdf_out

ROOT = Path(__file__).resolve().parents[2]
MARKS = {
    **{name: f"Zq{name}x" for name in ("signer", "author", "committer", "host", "user", "home", "folder")},
    **{name: f"Zq{name}x" for name in ("seed", "label", "sidecar", "key", "page", "handwritten", "front")},
    **{name: f"Zq{name}x" for name in ("ledger", "remark", "header", "settings", "glossary", "template")},
    **{
        name: f"Zq{name}x"
        for name in ("alias", "description", "avoid", "reason", "secret", "detail", "office")
    },
    "item": "Q987654321012",
    "id": "zqid",
    "was": "zqwas",
    "media": marked.MARK,
}
"""Where each mark stands → the mark; one of letters alone where it is a name."""
SEED = f"""<!-- {MARKS["seed"]} -->
# مستقبل المياه في الجنوب

أعلنت الحكومة أمس أنها ستراجع الاتفاقية كلها، كما قالت سعاد الحلو وهند الصفار.

[//]: # ({MARKS["label"]})

![خريطة السدود](map.jpg)

تم النص كله بهذا.
"""  # the future of water; the government announced; a map of the dams
GLOSSARY = f"""# {MARKS["glossary"]}
actors:
  - id: government
    type: organisation
    ar: {{name: الحكومة}}
    en: {{name: Government}}
  - id: {MARKS["id"]}
    private: true
    type: person
    was: [{MARKS["was"]}]
    wikidata: {MARKS["item"]}
    part-of: [government]
    roles: [{{title: {{ar: شاهدة, en: {MARKS["office"]}}}, from: 2019, source: {MARKS["reason"]}}}]
    ar: {{name: سعاد الحلو, aliases: [أم {MARKS["secret"]}]}}
    en:
      name: Suad al-Helou
      aliases: [{MARKS["alias"]}]
      description: {MARKS["description"]}
      avoid: {{{MARKS["avoid"]}: wrong}}
"""  # one of the two is a witness
PRIVATE = f"""actors:
  - id: other
    type: person
    ar: {{name: هند الصفار}}
    en: {{name: Hind al-Saffar, description: {MARKS["detail"]}}}
"""
IMAGES = ("a.png", "a.jpg", "a.gif", "a.webp", "a.avif")


def packed(data: bytes) -> Iterator[bytes]:
    """A file's bytes, and those of what is packed in it."""
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield from packed(gzip.decompress(data))
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield archive.comment
            for info in archive.infolist():
                yield info.filename.encode() + info.extra + info.comment
                yield from packed(archive.read(info))
    elif data.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                yield from packed(zlib.decompress(stream))
            except zlib.error:
                yield from packed(stream)


def traces(folder: Path, marks: dict[str, str]) -> set[tuple[str, str]]:
    """(file, place) of each mark that stands in a file, or in its name, in any of its usual codings."""
    codings = {
        place: {mark.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")}
        | {mark.encode().hex().encode()}
        for place, mark in marks.items()
    }
    return {
        (path.relative_to(folder).as_posix(), place)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for part in packed(path.read_bytes())
        for place, coded in codings.items()
        if any(one in part or one in path.relative_to(folder).as_posix().encode() for one in coded)
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A publication with a mark in every place, one article approved and one drafted."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name, place in (("HOSTNAME", "host"), ("USER", "user"), ("LOGNAME", "user")):
        monkeypatch.setenv(name, MARKS[place])
    monkeypatch.setenv("HOME", str(tmp_path / MARKS["home"]))
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    project = Project(tmp_path / MARKS["folder"])
    root = project.root
    copy(root, *SITE)
    for page in root.glob("docs/*/articles/iraq*.md"):
        page.unlink()
    seeds = root / "seeds"
    (seeds / "water.md").write_text(SEED, "utf-8")
    (seeds / "water.yml").write_text(f"# {MARKS['sidecar']}\nlicence: CC BY 4.0\n", "utf-8")
    (seeds / "map.jpg").write_bytes(marked.image(".jpg", 6))
    (seeds / "other.md").write_text(SEED, "utf-8")
    (seeds / "wrong.md").write_text(SEED, "utf-8")
    (seeds / "wrong.yml").write_text(f"contact: {MARKS['key']}\n", "utf-8")
    (seeds / "actors.yml").write_text(GLOSSARY, "utf-8")
    (root / "private").mkdir()
    (root / "private/actors.yml").write_text(PRIVATE, "utf-8")
    (root / "mkdocs.yml").write_text(
        f"# {MARKS['settings']}\n{(root / 'mkdocs.yml').read_text('utf-8')}", "utf-8"
    )
    for name, data in marked.FILES.items():
        (root / "docs/en/files").mkdir(exist_ok=True)
        (root / "docs/en/files" / name).write_bytes(data)
    links = "\n".join(f"[{name}](files/{name})" for name in marked.FILES)
    text = f"---\nauthor: {MARKS['front']}\n---\n# Files\n\n<!-- {MARKS['handwritten']} -->\n\nSeen.\n\n"
    (root / "docs/en/files.md").write_text(text + links, "utf-8")
    (root / "docs/ar/files.md").write_text("# ملفات\n\nنص.\n", "utf-8")
    (root / "overrides/assets/images").mkdir(exist_ok=True)
    for name in IMAGES:
        (root / "overrides/assets/images" / name).write_bytes(marked.FILES[name])
    footer = root / "overrides/partials/footer.html"
    footer.write_text(f"{{# {MARKS['template']} #}}{footer.read_text('utf-8')}", "utf-8")
    return project


def write_and_sign(project: Project) -> None:
    """What editors do: correct, note, remark, sign, commit."""
    root = project.root
    pipeline.draft_articles(root, TODAY)
    edit(project.translation(), "<!-- #p2", f"<!-- {MARKS['page']} -->\n\n<!-- #p2")
    pipeline.sync_articles(root, TODAY)
    editorial.approve(root, "water", (), f"Ruba {MARKS['signer']}", TODAY)
    remarks.remark(root, "water", "p1", MARKS["remark"], f"Ruba {MARKS['signer']}")
    ledger = project.ledger("other")
    header = f'msgstr ""\n"Last-Translator: {MARKS["header"]} <x@example.org>\\n"\n'
    text = ledger.read_text("utf-8").replace('msgstr ""\n', header, 1)
    ledger.write_text(text.replace("# jisr:", f"# {MARKS['ledger']}\n# jisr:", 1), "utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "core.hooksPath=/dev/null", "commit", "-q", "-m", "All", who=MARKS["author"])


def test_no_trace_of_people_and_machines_is_in_the_site(project: Project) -> None:
    write_and_sign(project)
    root = project.root
    planted = {place for _, place in traces(root, MARKS)}
    assert {"host", "user", "home"} == MARKS.keys() - planted - {"author", "committer", "folder"}
    pipeline.build(root)
    site = root / "site"
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {f"en/files/{name}" for name in marked.FILES} <= files
    assert {f"{lang}/assets/images/{name}" for lang in ("ar", "en") for name in IMAGES} <= files
    assert {
        "en/articles/map.jpg",
        "en/articles/water/water-en.epub",
        "en/articles/water/water-en.pdf",
    } <= files
    assert "Approved by the editors" in (site / "en/articles/water/index.html").read_text("utf-8")
    machine = {"project": str(root), "jisr": str(ROOT), "python": sys.prefix, "git": "x@example.org"}
    assert traces(site, MARKS | machine) == set()


def test_editors_who_chose_it_are_named_and_nobody_else(project: Project) -> None:
    write_and_sign(project)
    signer = f"Ruba {MARKS['signer']}"
    leave_pdf_out(project.root)
    edit(project.root / "mkdocs.yml", "  jisr:\n", f"  jisr:\n    editors: {{named: [{signer}]}}\n")
    pipeline.render(project.root)
    found = traces(project.root / ".build/pages", MARKS)
    assert {place for _, place in found} == {"signer"}
    assert ("en/articles/water.md", "signer") in found
