"""Removal: what is made again, what git keeps, pictures and exports."""

import shlex
from pathlib import Path
from threading import Timer

import pytest
from filelock import FileLock
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from jisr.app import pipeline, removal
from jisr.app.removal import list_beyond_reach
from jisr.app.results import Result
from jisr.cli import main
from jisr.i18n import terminal_lang
from jisr.model.diagnostics import Finding, JisrError
from jisr.removal import passages
from jisr.storage import cache, own_folder
from jisr.storage.transaction import ChangedError
from tests.project import TODAY, Project, git
from tests.witness import ENGLISH, NAME, SLUG, TOLD, make_testimony, remove


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Her testimony."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    return make_testimony(tmp_path / "project")


# --- what can be made again --------------------------------------------------------------------------------


def test_the_old_pages_go_before_anything_else(project: Project) -> None:
    """All of hers, whatever they hold, and each other page that names her, by a family's name alone too."""
    site = project.root / "site/en"
    (site / "articles").mkdir(parents=True)
    pages = {
        f"articles/{SLUG}.html": "About",
        f"articles/{SLUG}.pdf": "%PDF-",
        "index.html": ENGLISH["p3"],
        "list.html": "Hassan said",
        "about.html": "About",
    }
    for name, text in pages.items():
        (site / name).write_text(text, "utf-8")
    asked = removal.plan(project.root, NAME)
    assert "site/en/about.html" not in asked.made
    assert {name for name in pages if f"site/en/{name}" in asked.made} == pages.keys() - {"about.html"}
    there: list[str] = []

    def make(_root: Path) -> None:
        there.extend(path.name for path in site.rglob("*.*"))

    removal.carry_out(project.root, asked, TODAY, make)
    assert there == ["about.html"]


def test_a_build_that_is_under_way_is_waited_for(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """As that of `jisr serve`, which sees what was removed: it may put out what it had read before."""
    lock = FileLock(own_folder.make_own_folder(project.root, ".jisr") / "build.lock", thread_local=False)
    lock.acquire()
    build, built = pipeline.build, []

    def build_while_it_ends(root: Path) -> Result:
        Timer(0.3, lock.release).start()
        return build(root)

    monkeypatch.setattr(own_folder, "LOCK_WAIT", 0.0)
    monkeypatch.setattr(pipeline, "_build", lambda root, **_: built.append(root))
    monkeypatch.setattr(pipeline, "build", build_while_it_ends)
    assert main.main(["--project", str(project.root), "remove", "--for-safety", NAME, "--yes"]) == 0
    assert built == [project.root]


def test_no_folder_keeps_her_name(project: Project) -> None:
    """Neither of pages that went, nor one that earlier runs left; what holds something stays."""
    for name in (f"site/en/articles/{SLUG}/a.md", f"site/ar/parallel/{SLUG}/index.html"):
        (project.root / name).parent.mkdir(parents=True)
        (project.root / name).write_text(ENGLISH["p3"], "utf-8")
    (project.root / ".build/pages/ar/authors" / NAME).mkdir(parents=True)
    (project.root / "site/en/about").mkdir()
    (project.root / "site/en/about/index.html").write_text("About", "utf-8")
    removal.carry_out(project.root, removal.plan(project.root, NAME), TODAY, lambda _: None)
    empty = [path for path in project.root.glob("[!.]*/**/") if not any(path.iterdir())]
    assert empty == []
    assert not (project.root / ".build/pages").exists()
    assert (project.root / "site/en/about/index.html").exists()


def test_of_the_cache_goes_what_holds_the_name(project: Project) -> None:
    with cache.open_cache(project.root) as made:
        made("t", "1", lambda: [ENGLISH["p1"]])
        made("t", "2", lambda: ["كان النهر عالياً"])
    remove(project, NAME)

    def fail() -> None:
        raise AssertionError("this was kept")

    with cache.open_cache(project.root) as made:
        assert made("t", "2", fail) == ["كان النهر عالياً"]
        assert made("t", "1", lambda: 7) == 7


def test_a_name_that_only_an_old_site_holds_is_found(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "build", lambda _root: None)
    page = project.root / "site/en/old.html"
    page.parent.mkdir(parents=True)
    page.write_text("Nawal Qabbani", "utf-8")
    assert (
        main.main(["--project", str(project.root), "remove", "--for-safety", "Nawal Qabbani", "--yes"]) == 0
    )
    assert "site/ (1 files)" in capsys.readouterr().out
    assert not page.exists()


def test_an_ordinary_removal_says_in_one_sentence_that_histories_keep_it(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "build", lambda _root: None)
    assert main.main(["--project", str(project.root), "remove", "water", "--yes"]) == 0
    said = capsys.readouterr().out
    assert "git filter-repo" not in said
    assert said.splitlines()[-1].endswith("jisr remove --for-safety water")
    assert not project.ledger("water").exists()


def advice(asked: removal.Plan, *, private: bool) -> str:
    return "\n".join(remedy for _, remedy in list_beyond_reach(asked, terminal_lang(), private=private))


def test_history_loses_only_files_whose_names_tell(project: Project) -> None:
    """Who follows the advice loses no article, no event and no glossary, and nothing that stands now."""
    asked = removal.plan(project.root, NAME)
    said = advice(asked, private=False)
    paths = shlex.split(next(line for line in said.splitlines() if "--invert-paths" in line))
    old = set(paths[paths.index("--path") + 1 :: 2])
    assert old == set(asked.renames)
    assert f"seeds/{SLUG}.md" in old
    assert "maryam al hassan" in said
    removal.carry_out(project.root, asked, TODAY, lambda _root: None)
    assert not [file for file in old if (project.root / file).exists()]


def test_a_log_tells_how_to_list_the_former_names(project: Project, tmp_path: Path) -> None:
    asked = removal.plan(project.root, NAME)
    said = advice(asked, private=True)
    assert "--path " not in said
    assert not [word for word in TOLD if word in said.casefold()]
    assert not [file for file in asked.renames.values() if file in said]
    removal.carry_out(project.root, asked, TODAY, lambda _root: None)
    git(project.root, "add", "-A")
    git(project.root, "commit", "-qm", "Remove")
    line = next(line for line in said.splitlines() if "paths.txt" in line)
    listed = shlex.split(line.partition(" > ")[0].replace("COMMIT", "HEAD"))
    assert set(git(project.root, *listed[1:]).split()) >= {f"seeds/{SLUG}.md", f"translations/{SLUG}.po"}
    assert not [file for file in git(project.root, *listed[1:]).split() if (project.root / file).exists()]


def test_of_what_is_no_text_the_present_version_stays(project: Project) -> None:
    (project.root / "seeds/house.bin").write_bytes(bytes(range(9)) * 9 + ENGLISH["p2"].encode())
    said = advice(removal.plan(project.root, NAME), private=True)
    assert "for file in seeds/house.bin; do" in said
    assert "water" not in said


def test_of_a_paragraph_no_file_leaves_history(project: Project) -> None:
    said = advice(removal.plan(project.root, f"{SLUG}#p2"), private=False)
    assert "--invert-paths" not in said
    assert "--replace-text" in said


def test_the_list_is_in_the_language_of_the_system(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entry by entry and command by command the same: what is to be done must not depend on it."""
    (project.root / "seeds/house.bin").write_bytes(bytes(range(9)) * 9 + ENGLISH["p2"].encode())
    asked = removal.plan(project.root, NAME)
    said = {}
    for locale in ("ar_SY.UTF-8", "de_DE.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        for private in (False, True):
            said[locale, private] = list(list_beyond_reach(asked, terminal_lang(), private=private))
    for private in (False, True):
        arabic, english = (said[locale, private] for locale in ("ar_SY.UTF-8", "de_DE.UTF-8"))
        assert [any("\u0600" <= c <= "\u06ff" for c in where) for where, _ in arabic] == [True] * len(english)
        assert not any("\u0600" <= c <= "\u06ff" for where, _ in english for c in where)
        commands = [
            [line for _, remedy in rows for line in remedy.splitlines() if line.startswith("  ")]
            for rows in (arabic, english)
        ]
        assert set(commands[0]) >= set(commands[1])


# --- pictures and exports ----------------------------------------------------------------------------------


@pytest.mark.parametrize("what", [f"{SLUG}#p2", SLUG, "water"])
def test_exports_that_held_it_are_thrown_away_and_said(
    project: Project, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book = project.root / "exports/publication-en.pdf"
    book.parent.mkdir()
    book.write_bytes(b"%PDF-1.7")
    assert main.main(["--project", str(project.root), "remove", "--for-safety", what]) == 1
    assert "thrown away (jisr export makes them anew): exports/ (1 files)" in capsys.readouterr().out
    assert book.exists()
    remove(project, what)
    assert not book.exists()


def test_a_removed_figures_picture_goes(project: Project) -> None:
    assert not remove(project, f"{SLUG}#img1").findings
    assert not (project.root / "seeds/maryam-alhassan.png").exists()


def test_a_removed_figures_picture_stays_where_another_text_shows_it(project: Project) -> None:
    page = project.root / "docs/en/team.md"
    page.write_text("Us\n\n![A house](../../seeds/maryam-alhassan.png)\n", "utf-8")
    done = remove(project, f"{SLUG}#img1")
    assert [(f.file, f.line) for f in done.findings] == [("docs/en/team.md", 3)]
    assert (project.root / "seeds/maryam-alhassan.png").exists()


def test_what_a_picture_tells_of_her_is_cleaned_away(project: Project) -> None:
    about = PngInfo()
    about.add_itxt("Description", "مريم الحسن")
    Image.new("RGB", (4, 4)).save(project.root / "seeds/house.png", pnginfo=about)
    (project.root / "seeds/damaged.png").write_bytes(b"\x89PNG\r\n\x1a\n" + "مريم الحسن".encode())
    done = remove(project, NAME)
    with Image.open(project.root / "seeds/house.png") as house:
        assert house.size == (4, 4)
    assert [f.file for f in done.findings] == ["seeds/damaged.png:1"]


def test_a_log_names_a_renamed_file_once(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--project", str(project.root), "remove", "--for-safety", NAME]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("renamed")]
    assert lines
    assert not [line for line in lines if "→" in line]


def test_links_to_a_removed_article_lose_their_address(project: Project) -> None:
    for name in ("docs/en/team.md", "seeds/port.md"):
        (project.root / name).write_text(f"# A\n\nSee [her story](articles/{SLUG}.md).\n", "utf-8")
    settings = project.root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + f"\n# articles/{SLUG}.md\n", "utf-8")
    done = remove(project, SLUG)
    assert [f.file for f in done.findings if f.file == "mkdocs.yml"] == ["mkdocs.yml"]
    assert (project.root / "docs/en/team.md").read_text("utf-8") == "# A\n\nSee her story.\n"
    assert SLUG not in (project.root / "seeds/port.md").read_text("utf-8")


def test_settings_that_name_her_are_heard(project: Project) -> None:
    """Names of topics and series, and reasons of terms: by her family's name alone too."""
    settings = project.root / "mkdocs.yml"
    before = settings.read_text("utf-8")
    said = "      series: {a: {ar: أوراق مريم الحسن, en: Papers of Hassan}}\n"  # Papers of Maryam al-Hassan
    settings.write_text(before.replace("  jisr:\n", f"  jisr:\n{said}", 1), "utf-8")
    terms = project.root / "seeds/terms.yml"
    terms.write_text("terms:\n  # as Maryam al-Hassan says; Hassan insists\n", "utf-8")
    remove(project, NAME)
    assert "Hassan" not in settings.read_text("utf-8")
    assert "Papers of […]" in settings.read_text("utf-8")
    assert terms.read_text("utf-8") == "terms:\n  # as […] says; […] insists\n"


def test_a_page_written_by_hand_that_names_her_is_heard(project: Project) -> None:
    """As articles are: by the sound of her name, and by her family's name alone."""
    page = project.root / "docs/en/team.md"
    page.write_text("Maryam al-Hassan, or Meryem Hasan; Hassan’s sister.\n", "utf-8")
    other = project.root / "docs/en/other.md"
    other.write_text("Hassan is a family.\n", "utf-8")
    remove(project, NAME)
    assert page.read_text("utf-8") == "[…], or […]; […] sister.\n"
    assert other.read_text("utf-8") == "Hassan is a family.\n"


def test_where_a_given_name_stands_alone_is_said(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project.root / "docs/en/team.md"
    page.write_text("Maryam al-Hassan spoke.\n\nMaryam left.\n", "utf-8")
    (project.root / "docs/en/other.md").write_text("Maryam left.\n", "utf-8")
    asked = removal.plan(project.root, NAME)
    alone = [trace.place for trace in asked.alone]
    assert "docs/en/team.md:3" in alone
    assert not [place for place in alone if place in ("docs/en/team.md:1", "docs/en/other.md:1")]
    assert not removal.plan(project.root, NAME, ("Maryam", "مريم", "Mariam")).alone
    main.main(["--project", str(project.root), "remove", "--for-safety", NAME])
    said = capsys.readouterr().out
    assert "\n  docs/en/team.md:3\n" in said
    assert not [word for word in TOLD if word in said.casefold()]


def test_where_a_form_is_left_to_others_is_said(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    page = project.root / "docs/en/team.md"
    page.write_text("Maryam al-Hassan spoke.\n\nZirwan al-Hassan left.\n", "utf-8")
    assert [trace.place for trace in removal.plan(project.root, NAME).others] == ["docs/en/team.md:3"]
    main.main(["--project", str(project.root), "remove", "--for-safety", NAME])
    said = capsys.readouterr().out
    assert "given name:\n  docs/en/team.md:3\n" in said
    assert not [word for word in TOLD if word in said.casefold()]


def test_her_name_is_found_on_pages_that_write_it_otherwise(project: Project) -> None:
    page = project.root / "docs/en/team.md"
    page.write_text("Thanks to Meryem el-Hasan and Maher al-Hasan.\n", "utf-8")
    assert "docs/en/team.md:1" in [trace.place for trace in removal.plan(project.root, NAME).traces]


# --- what others quote, and what somebody saves meanwhile --------------------------------------------------


def test_quotations_of_a_paragraph_in_other_texts_are_shown(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Word for word or most of it, in either language, marked up or broken into lines."""
    page = project.root / "docs/en/team.md"
    page.write_text(
        "Us\n\nA *brother* was\nkilled that year, and Hassan has a big house by the river.\n", "utf-8"
    )
    project.seed(
        "port", ["وقالت إن لها أخاً.", "ولمريم الحسن أخ قُتل في العام نفسه، وللحسن بيت قرب النهر الكبير."]
    )
    (project.root / "docs/en/other.md").write_text("Hassan has a house. A year by the river.\n", "utf-8")
    asked = removal.plan(project.root, f"{SLUG}#p2")
    assert [trace.place for trace in asked.quoted] == ["docs/en/team.md:3", "seeds/port.txt:5"]
    assert [trace.place for trace in removal.plan(project.root, SLUG).quoted] == [
        "docs/en/team.md:3",
        "seeds/port.txt:5",
    ]
    assert main.main(["--project", str(project.root), "remove", "--for-safety", f"{SLUG}#p2"]) == 1
    assert "\n  docs/en/team.md:3\n  seeds/port.txt:5\n" in capsys.readouterr().out


@pytest.mark.parametrize("what", [f"{SLUG}#p2", f"{SLUG}#title", SLUG])
def test_what_somebody_saves_while_a_place_is_looked_for_is_not_written_over(
    project: Project, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    page = project.translation(SLUG)
    find = passages.Passages.find

    def find_while_somebody_saves(self: passages.Passages, text: str) -> list[int]:
        page.write_text("More.\n", "utf-8")
        return find(self, text)

    monkeypatch.setattr(passages.Passages, "find", find_while_somebody_saves)
    with pytest.raises(ChangedError):
        remove(project, what)
    assert page.read_text("utf-8") == "More.\n"


@pytest.mark.parametrize("what", [f"{SLUG}#p2", f"{SLUG}#p4", SLUG])
def test_of_the_cache_goes_what_may_hold_a_paragraph(project: Project, what: str) -> None:
    """Also where a short one stands among other words."""
    with cache.open_cache(project.root) as made:
        made("t", "1", lambda: ["Khalid al-Ali said that he heard ten witnesses in a week.", ENGLISH["p2"]])
        made("t", "2", lambda: ["كان النهر عالياً"])
    remove(project, what)

    def fail() -> None:
        raise AssertionError("this was kept")

    with cache.open_cache(project.root) as made:
        assert made("t", "2", fail) == ["كان النهر عالياً"]
        assert made("t", "1", lambda: 7) == 7


def test_where_no_new_site_can_be_made_no_cache_is_left(project: Project) -> None:
    with cache.open_cache(project.root) as made:
        made("card", "1", lambda: "a picture of a title")

    def fail(_root: Path) -> None:
        raise JisrError(Finding("mkdocs", "no site"))

    asked = removal.plan(project.root, f"{SLUG}#p2")
    assert removal.carry_out(project.root, asked, TODAY, fail).failed
    with cache.open_cache(project.root) as made:
        assert made("card", "1", lambda: 7) == 7
