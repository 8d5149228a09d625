"""What is held is nowhere in the site, and in nothing that CI prints: marks in every part of held texts."""

import pytest

from jisr.app import editorial, pipeline, releasing
from jisr.app.people import remarks
from jisr.cli.main import main
from jisr.storage.inputs import clock
from tests.finished_site.test_traces import traces
from tests.media import marked
from tests.project import SITE, TODAY, Echo, Project, copy, edit, git, leave_pdf_out

PARTS = (
    "slug",
    "title",
    "body",
    "english",
    "caption",
    "image",
    "note",
    "author",
    "summary",
    "topic",
    "ledger",
)
HELD = {part: f"Zq{part}h" for part in (*PARTS, "remark", "chart", "heading")}
ORIGINAL = {
    part: f"Zq{part}o" for part in ("title", "body", "caption", "author", "summary", "topic", "reason")
}
TRANSLATION = {part: f"Zq{part}t" for part in ("title", "body", "author", "summary", "chart")}
"""Marks of a text that is held in both languages; of one whose original is; of one whose translation is."""
SEED = """# مستقبل المياه {title}

أعلنت الحكومة أمس أنها ستراجع الاتفاقية كلها {body}.

![خريطة السدود {caption}]({image}.jpg)

تم النص كله بهذا.
"""  # the future of water; the government announced; a map of the dams


def english(project: Project, slug: str, key: str, text: str) -> None:
    """Put an editor's English on the page."""
    page = project.translation(slug)
    lines = page.read_text("utf-8").split("\n")
    at = next(
        i for i, line in enumerate(lines) if line.startswith(f"<!-- #{key} ") or line == f"<!-- #{key} -->"
    )
    end = next((i for i in range(at + 1, len(lines)) if lines[i].startswith("<!-- #")), len(lines))
    page.write_text("\n".join([*lines[: at + 1], text, "", *lines[end:]]), "utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A text released in both languages, one in neither, one in each alone."""
    root = tmp_path_factory.mktemp("held")
    copy(root, *SITE)
    project = Project.__new__(Project)
    project.root = root
    for page in root.glob("docs/*/articles/iraq*.md"):
        page.unlink()
    seeds = root / "seeds"
    seeds.mkdir()
    edit(root / "mkdocs.yml", "release: at-once", "release: by-hand")
    edit(root / "mkdocs.yml", "timezone: UTC", "timezone: Asia/Beirut")
    texts = {
        "open": dict.fromkeys(("title", "body", "caption"), "") | {"image": "map"},
        HELD["slug"]: HELD,
        "english": {**ORIGINAL, "image": "shown"},
        "arabic": {**dict.fromkeys(("title", "body", "caption"), ""), "image": "map"},
    }
    for slug, marks in texts.items():
        (seeds / f"{slug}.md").write_text(SEED.format(**marks), "utf-8")
        (seeds / f"{marks['image']}.jpg").write_bytes(marked.image(".jpg", 6))
    edit(seeds / f"{HELD['slug']}.md", "تم النص كله بهذا.\n", f"نص [^1].\n\n[^1]: {HELD['note']}\n")  # a note
    sidecar = "author: {{ar: {author}}}\nsummary: {{ar: {summary}}}\ntopics: [ب{topic}]\n"
    (seeds / f"{HELD['slug']}.yml").write_text(sidecar.format(**HELD) + "licence: x\n", "utf-8")
    reason = "corrections: [{{find: بهذا, replace: بذلك, reason: {reason}, on: 2026-11-01}}]\n"
    (seeds / "english.yml").write_text((sidecar + reason).format(**ORIGINAL), "utf-8")
    words = "author: {{en: {author}}}\nsummary: {{en: {summary}}}\n"
    (seeds / "arabic.yml").write_text(words.format(**TRANSLATION), "utf-8")
    (root / "docs/en/files").mkdir(exist_ok=True)
    for marks in (HELD, TRANSLATION):
        (root / f"docs/en/files/{marks['chart']}.png").write_bytes(marked.image(".png", 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
        pipeline.draft_articles(root, TODAY)
        english(project, HELD["slug"], "p1", f"The {HELD['english']} ![x](../files/{HELD['chart']}.png)")
        english(project, "english", "title", "English alone")
        english(project, "english", "p1", "It was announced.")
        english(project, "arabic", "title", f"Title {TRANSLATION['title']}")
        english(project, "arabic", "p1", f"{TRANSLATION['body']} ![x](../files/{TRANSLATION['chart']}.png)")
        pipeline.sync_articles(root, TODAY)
        editorial.approve(root, HELD["slug"], (), "Ruba", TODAY)
        remarks.remark(root, HELD["slug"], "p1", HELD["remark"], "Ruba")
    edit(project.ledger(HELD["slug"]), 'msgctxt "p1"', f'# {HELD["ledger"]}\nmsgctxt "p1"')
    now = clock.now()
    releasing.release(root, "open", [], now)
    releasing.release(root, "english", ["en"], now)
    releasing.release(root, "arabic", ["ar"], now)
    releasing.release(root, HELD["slug"], [], now, "2099-07-01 18:00")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "core.hooksPath=/dev/null", "commit", "-q", "-m", "All")
    return project


def test_what_is_held_is_nowhere_in_the_site_until_its_hour(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = {f"{part} held": mark for part, mark in HELD.items()}
    marks |= {f"{part} of the original": mark for part, mark in ORIGINAL.items()}
    marks |= {f"{part} of the translation": mark for part, mark in TRANSLATION.items()}
    planted = {place for _, place in traces(project.root, marks)}
    assert planted == marks.keys() - {"heading held"}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4086601199")  # 17:59:59 in Beirut, where it is summer time
    pipeline.build(project.root)
    site = project.root / "site"
    assert traces(site, marks) == set()
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {
        "ar/articles/arabic/index.html",
        "en/articles/english/index.html",
        "en/articles/shown.jpg",
    } <= files
    assert {"ar/articles/english/index.html", "en/articles/arabic/index.html"} & files == set()
    assert {"ar/parallel/arabic/index.html", "en/parallel/english/index.html"} & files == set()
    assert "It was announced." in (site / "en/articles/english/index.html").read_text("utf-8")
    for ending in (".epub", ".pdf"):
        assert any(name.startswith("ar/articles/arabic/") and name.endswith(ending) for name in files)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4086601200")
    leave_pdf_out(project.root)
    pipeline.render(project.root)
    found = traces(project.root / ".build/pages", marks)
    shown = {place.removesuffix(" held") for _, place in found if place.endswith(" held")}
    assert shown == HELD.keys() - {"remark", "ledger", "heading"}


@pytest.mark.parametrize(
    "words",
    [
        ["sync"],
        ["draft"],
        ["check"],
        ["check", "--format", "json"],
        ["check", "--format", "github"],
        ["check", "--format", "markdown"],
        ["status", "--approvals", "-v"],
        ["build", "--no-site"],
    ],
    ids=" ".join,
)
def test_what_ci_prints_has_no_word_of_it(
    project: Project, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    slug = HELD["slug"]
    page = project.root / f"docs/en/articles/{slug}.md"
    kept = page.read_text("utf-8"), (project.root / f"seeds/{slug}.yml").read_text("utf-8")
    # something is wrong with it: an unfinished merge, and what sync has to write
    page.write_text(kept[0].replace("<!-- #p1", f"<<<<<<< {HELD['heading']}\n<!-- #p1", 1), "utf-8")
    said = {}
    for ci in ("", "true"):
        monkeypatch.setenv("CI", ci)
        main(["--project", str(project.root), *words])
        said[ci] = "".join(capsys.readouterr())
    page.write_text(kept[0], "utf-8")
    assert HELD["slug"] in said[""], "on an editor's own machine everything is said"
    marks = [*HELD.values(), *ORIGINAL.values(), *TRANSLATION.values()]
    assert [mark for mark in marks if mark.lower() in said["true"].lower()] == []
    assert "held-1" in said["true"]
