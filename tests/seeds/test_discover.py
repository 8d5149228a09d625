"""Which files below `seeds/` are seeds, and what is said of the others."""

import os
import unicodedata
from datetime import datetime
from errno import EACCES
from hashlib import sha256
from pathlib import Path

import pytest

from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.release import parse_moment
from jisr.model.source import Meta, PublicationDate, Seed
from jisr.seeds import (
    apply_withholding,
    discover,
    find_files,
    open_seed,
    read,
    suggest_slug,
    why_no_new_slug,
)
from jisr.seeds.decoding import MAX_BYTES
from jisr.storage import disk
from tests.seeds.handed_in import seed


def project(root: Path, *names: str) -> Path:
    for name in names:
        path = root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("عنوان\n\nنص.", "utf-8")
    return root


def find_seeds(root: Path) -> tuple[list[Seed], list[Finding]]:
    """The seeds below `root` with their sidecars, and what is wrong with files and sidecars."""
    files, findings = find_files(root)
    seeds = []
    for file in files:
        try:
            seeds.append(open_seed(file))
        except JisrError as error:
            findings += error.findings
    return seeds, findings


def found(root: Path) -> tuple[list[str], list[tuple[str, str, str]]]:
    seeds, findings = find_seeds(root)
    findings.sort(key=lambda f: f.file)
    return [s.slug for s in seeds], [(f.file.removeprefix("seeds/"), f.message, f.remedy) for f in findings]


def test_seeds_are_found_by_slug(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        "b.txt",
        "2023/a.md",
        "مقال-العراق.txt",
        "000_16e7.TXT",
        "2023/README.md",
        ".git/x.txt",
        "x~",
    )
    (root / "seeds/actors.yml").write_text("[]")
    (root / "seeds/terms.yml").write_text("[]")
    (root / "seeds/b.yml").write_text("title: عنوان آخر\n", "utf-8")
    seeds, findings = find_seeds(root)
    assert findings == []
    assert [s.slug for s in seeds] == ["000_16e7", "2023/a", "b", "مقال-العراق"]
    assert [s.meta.title for s in seeds] == ["", "", "عنوان آخر", ""]
    assert seeds[1].file == "seeds/2023/a.md"


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("two words.txt", "two-words.txt"),
        (".hidden.txt", "hidden.txt"),
        ("index.md", "index-1.md"),
        ("CON.txt", "CON-1.txt"),
        ("-x.txt", "x.txt"),
        ("v1.2.txt", "v1-2.txt"),
        ("étude.txt", "etude.txt"),
        ("مُقال؟.txt", "مقال.txt"),
        ("a b/c.txt", "a-b/c.txt"),
        ("…….txt", "article.txt"),
        ("ا" * 120 + ".txt", "ا" * 100 + ".txt"),
    ],
)
def test_a_name_that_no_page_can_have_is_an_error(tmp_path: Path, name: str, suggestion: str) -> None:
    slugs, findings = found(project(tmp_path, name, "good.txt"))
    assert slugs == ["good"]
    ((file, message, remedy),) = findings
    assert file == name
    assert message.startswith("no page can have this name: ")
    assert f"rename it: seeds/{suggestion}," in remedy
    again, none = found(project(tmp_path / "again", suggestion))
    assert again
    assert not none


def test_what_is_said_of_a_doubtful_word_mends_it_as_printed(tmp_path: Path) -> None:
    root = project(tmp_path, "x.txt")
    (root / "seeds/x.txt").write_text("عنوان\n\nلم تكن هناك أى مخاطر.\n", "utf-8")  # there were no risks
    for expected in (1, 0):
        seeds, problems = find_seeds(root)
        _, findings = read(seeds[0])
        doubts = [f for f in findings if f.check == "typography"]
        assert (len(doubts), problems) == (expected, [])
        if doubts:
            sidecar = doubts[0].remedy.split("sidecar: ")[1].replace("…", "أي", 1).replace("…", "spelling")
            (root / "seeds/x.yml").write_text(sidecar + "\n", "utf-8")


def test_what_macos_and_word_lay_beside_a_file_is_no_seed(tmp_path: Path) -> None:
    assert found(project(tmp_path, "good.txt", "._good.txt", "~$good.docx")) == (["good"], [])


NFC = unicodedata.normalize("NFC", "آب")
NFD = unicodedata.normalize("NFD", "آب")


@pytest.mark.parametrize(
    "names",
    [("a.txt", "a.md"), ("A.txt", "a.txt"), ("2023/a.txt", "2023/a.TXT"), (NFD + ".txt", NFC + ".txt")],
)
def test_two_seeds_with_one_slug_are_both_errors(tmp_path: Path, names: tuple[str, str]) -> None:
    slugs, findings = found(project(tmp_path, *names, "good.txt"))
    if len(list((tmp_path / "seeds").rglob("*.*"))) < 3:
        pytest.skip("this file system knows only one of the two names")
    assert slugs == ["good"]
    assert sorted(file for file, _, _ in findings) == sorted(names)
    assert {message for _, message, _ in findings} == {"two seeds with one slug"}


def test_an_orphan_sidecar_is_an_error_with_the_nearest_seed(tmp_path: Path) -> None:
    root = project(tmp_path, "iraq-role.txt", "b.txt")
    (root / "seeds/iraq-rol.yml").write_text("status: embargoed\n")
    (root / "seeds/b.yaml").write_text("status: embargoed\n")
    slugs, findings = found(root)
    assert slugs == ["b", "iraq-role"]
    assert findings == [
        ("b.yaml", "sidecars end in .yml", "rename it: b.yml"),
        ("iraq-rol.yml", "a sidecar without a seed", "did you mean the one of seeds/iraq-role.txt?"),
    ]


def test_links_that_lead_out_and_what_is_no_file_are_errors(tmp_path: Path) -> None:
    root = project(tmp_path, "good.txt", "linked.txt")
    (tmp_path / "secret.txt").write_text("سر", "utf-8")
    (root / "seeds/out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "seeds/nowhere.txt").symlink_to(tmp_path / "nothing")
    (root / "seeds/folder").symlink_to(tmp_path)
    (root / "seeds/linked.yml").symlink_to(tmp_path / "secret.txt")
    (root / "seeds/within.txt").symlink_to(root / "seeds/good.txt")
    (root / "seeds/dir.txt").mkdir()
    (root / "seeds/.#good.txt").symlink_to("ed@host.4711:17")  # Emacs' sign that somebody writes in good.txt
    os.mkfifo(root / "seeds/pipe.png")
    slugs, findings = found(root)
    assert slugs == ["good", "within"]
    names = ["folder", "linked.yml", "nowhere.txt", "out.txt", "pipe.png"]
    assert [file for file, _, _ in findings] == names


def test_a_wrong_seed_does_not_stop_the_others(tmp_path: Path) -> None:
    root = project(tmp_path, "a.txt", "b.txt", "c.txt", "report.docx")
    (root / "seeds/a.yml").write_text("titel: x\n")
    with (root / "seeds/b.txt").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    slugs, findings = found(root)
    assert slugs == ["c"]
    assert [file for file, _, _ in findings] == ["a.yml", "b.txt", "report.docx"]
    assert findings[0][2] == "did you mean title?"


def test_a_folder_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path, "2023/water.txt", "oil.txt")
    listed = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("2023"):
            raise PermissionError(EACCES, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    slugs, ((file, message, _),) = found(root)
    assert (slugs, file, message) == (["oil"], "2023", "cannot be read (Permission denied)")


def test_a_picture_that_a_sidecar_names_is_no_text_that_nobody_reads(tmp_path: Path) -> None:
    """Of a plain text too, which shows no picture itself, whatever it names."""
    root = project(
        tmp_path, "dam.txt", "dam.png", "2023/in-text.txt", "2023/map.png", "2023/page.md", "2023/x.png"
    )
    (root / "seeds/dam.yml").write_text(
        "image: {file: dam.png, alt: {ar: السد, en: The dam}, credit: x}\n", "utf-8"
    )
    (root / "seeds/2023/in-text.txt").write_text("عنوان\n\nانظر map.png", "utf-8")  # see map.png
    (root / "seeds/2023/page.md").write_text("# عنوان\n\n![صورة](x.png)\n", "utf-8")  # a picture
    _, findings = found(root)
    assert [(file, message) for file, message, _ in findings] == [
        ("2023/map.png", "there is no reader for .png")
    ]


def test_no_folder_no_seeds(tmp_path: Path) -> None:
    assert find_seeds(tmp_path) == ([], [])


def test_an_unknown_format_names_those_known() -> None:
    with pytest.raises(JisrError, match=r"no reader for \.doc\n.*\.docx.*\.odt.*\.txt, \.md"):
        read(seed("نص", ".doc"))


@pytest.mark.parametrize(
    ("head", "status", "until"),
    [
        ("draft: true", "draft", None),
        ("Draft: 'yes'", "draft", None),
        ("published: false", "draft", None),
        ("publish: no", "draft", None),
        ("status: held", "draft", None),
        ("post_status: pending", "draft", None),
        ("visibility: مسودة", "draft", None),  # draft
        ("private: 1", "draft", None),
        ("wip: true", "draft", None),
        ("do_not_publish: yes", "draft", None),
        ("is_published: false", "draft", None),
        ("live: false\nready: true", "draft", None),
        ("مسودة: نعم", "draft", None),  # draft: yes
        ("embargo: 2030-01-01", "embargoed", parse_moment("2030-01-01")),
        ("publishDate: 2030-01-01T10:00:00+03:00", "embargoed", parse_moment("2030-01-01 07:00Z")),
        ("publish_at: 2030-01-01 10:30", "embargoed", parse_moment("2030-01-01 10:30")),
        ("scheduled: 2030/1/2", "embargoed", parse_moment("2030-01-02")),
        ("published: 2030-01-02", "embargoed", parse_moment("2030-01-02")),
        ("embargo: بعد العيد", "draft", None),  # after the feast
        ("embargo: بعد العيد\nuntil: 2030-01-02", "draft", None),
        ("until: 2030-05", "draft", None),  # its first day or its last?
        ("embargo: no", "published", None),
        ("date: 1 January 2030", "draft", None),
        ("Date: 12/01/2030", "draft", None),  # of January or of December
        ("published: soon", "draft", None),
        ("publishDate: ٢٠٣٠-٠١-٠٢", "embargoed", parse_moment("2030-01-02")),
        ("publishDate: ٢ كانون الثاني ٢٠٣٠", "embargoed", parse_moment("2030-01-02")),  # 2 January
        ("publishDate: 2019", "embargoed", parse_moment("2019-01-01")),
        ("date: 1 January 2030\npublishDate: 2019-01-01", "draft", None),
        ("expiryDate: 2019-01-01", "draft", None),
        ("expires: false\ndate: ''\npublishDate: null\nuntil: ~", "published", None),
        ("lastmod: 1 January 2030", "published", None),
        ("date: 2019-01-01 # of the newspaper", "published", None),
        ("embargo-until: 2030-01-01\ndraft: true", "draft", None),
        ("draft: false\npublished: true\nstatus: published", "published", None),
        ("description: draft", "published", None),
        ("status: pending review", "draft", None),
        ("status: [draft]", "draft", None),
        ("status: true", "draft", None),
        ("status: no", "draft", None),
        ("visibility: friends", "draft", None),
        ("draft: maybe", "draft", None),
        ("hidden: 3", "draft", None),
        ("embargoed: 2030-01-01", "draft", None),  # a day where a word is meant
        ("released: no", "draft", None),
        ("password: x", "draft", None),
        ("status: Live\nvisibility: public\nlisted: yes\nreleased: 1\npassword: no", "published", None),
        ("status:\ndraft: ~", "published", None),
        ("state: Texas", "published", None),
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_front_matter_holds_a_text_back(head: str, status: str, until: datetime | None, suffix: str) -> None:
    text = f"---\n{head}\n---\n\n# عنوان\n\nنص أول.\n"
    document, findings = read(seed(text, suffix))
    assert (document.meta.status, document.meta.until) == (status, until)
    assert any(f.check == "held" and f.line >= 2 for f in findings) == (status != "published")
    if status != "published":
        assert "عنوان" in document.blocks[0].text
    # a seed that cannot be read otherwise is held back by what can be made out of it
    broken = apply_withholding(Meta(), f"{text}\n<!-- سر".encode(), f"seeds/x{suffix}")
    assert (broken.status, broken.until) == (status, until)


@pytest.mark.parametrize(
    ("head", "severity", "remedy"),
    [
        ("date: 1 January 2030", Severity.ERROR, "write the day as 2023-10-05"),
        ("embargo: بعد العيد", Severity.ERROR, "write the day as 2023-10-05"),  # after the feast
        ("expiryDate: 2019-01-01", Severity.ERROR, "withdraw the text"),
        ("draft: true", Severity.NOTICE, "take the line out"),
        ("status: final", Severity.ERROR, "published, draft, embargoed or withdrawn"),
        ("draft: maybe", Severity.ERROR, "write true or false"),
        ("lastmod: 2019-01-01", Severity.NOTICE, "title, author and date"),
    ],
)
def test_a_day_that_cannot_be_used_is_an_error_where_it_may_hold_a_text_back(
    head: str, severity: Severity, remedy: str
) -> None:
    (found,) = read(seed(f"---\n{head}\n---\n\n# عنوان\n\nنص أول.\n", ".md"))[1]
    assert (found.severity, found.text.partition(":")[0], found.line) == (severity, head.partition(":")[0], 2)
    assert remedy in found.remedy


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("٢٠٢٣", "2023"),
        ("2023-10", "2023-10"),
        ("١ رمضان ١٤٤٥ هـ", "2024-03-11"),
        ("5 أكتوبر 2023", "2023-10-05"),
    ],
)
def test_a_day_is_read_in_any_calendar_and_digits(value: str, day: str) -> None:
    document, findings = read(seed(f"---\ndate: {value}\n---\n\n# عنوان\n\nنص أول.\n", ".md"))
    assert (document.meta.published, document.meta.status) == (PublicationDate(day), "published")
    assert findings == []
    said = read(seed("---\ndate: soon\n---\n\n# عنوان\n\nنص.", ".md", published=PublicationDate(day)))
    assert said[0].meta.status == "published"  # the sidecar tells the day


def test_a_byline_between_rules_is_text() -> None:
    document, _ = read(seed("---\nمصدر: بيان رسمي\n---\n\nعنوان\n\nنص أول.\n"))  # source: a statement
    assert any("بيان رسمي" in block.text for block in document.blocks)


@pytest.mark.parametrize(
    ("name", "content", "status", "severity"),
    [
        ("robots", "NOINDEX, follow", "draft", Severity.NOTICE),
        ("robots", "none", "draft", Severity.NOTICE),
        ("robots", "index", "published", None),
        ("status", "draft", "draft", Severity.NOTICE),
        ("status", "final", "draft", Severity.ERROR),
        ("date", "1 January 2030", "draft", Severity.ERROR),
        ("publishdate", "2030-01-01", "embargoed", Severity.NOTICE),
        ("article:published_time", "2019-01-01T10:00:00+03:00", "published", None),
    ],
)
def test_the_head_of_a_page_holds_a_text_back(
    name: str, content: str, status: str, severity: Severity | None
) -> None:
    page = f'<head><meta name="{name}" content="{content}"></head><h1>عنوان</h1><p>نص أول.</p>'
    document, findings = read(seed(page, ".html"))
    assert document.meta.status == status
    held = [f for f in findings if f.check == "held"]
    assert [(f.severity, f.text, f.line) for f in held] == (
        [(severity, f"{name}: {content}", 1)] if severity else []
    )
    assert apply_withholding(Meta(), page.encode("utf-16"), "seeds/x.HTM").status == status


@pytest.mark.parametrize(
    "head",
    ["+++\ndraft = true\n+++", '+++\n\n"date" = 2030-01-01\n+++', '{"draft": true}', '{\n  "a-b": 1\n}'],
)
def test_front_matter_of_another_form_is_no_title_and_holds_the_text_back(head: str) -> None:
    text = f"{head}\n\n# عنوان\n\nنص أول.\n"
    with pytest.raises(JisrError, match=r"TOML or JSON.*\n.*---"):
        read(seed(text, ".md"))
    assert apply_withholding(Meta(), text.encode(), "seeds/x.md").status == "draft"


@pytest.mark.parametrize("head", ["+++", "{نص}", '{"قال" نعم', "+++ a = b"])
def test_signs_at_the_top_of_a_text_are_no_front_matter(head: str) -> None:
    document, _ = read(seed(f"{head}\n\n# عنوان\n\nنص أول.\n", ".md"))
    assert document.meta.status == "published"


def test_a_sidecar_says_more_than_front_matter() -> None:
    document, _ = read(seed("---\ndraft: true\n---\n\n# عنوان\n\nنص.", ".md", status="withdrawn"))
    assert document.meta.status == "withdrawn"


@pytest.mark.parametrize(
    "copy", ["a_LOCAL_1234.txt", "a-DESKTOP-AB12.txt", "a (conflicted copy 2026-11-29).txt"]
)
def test_a_copy_that_a_program_laid_beside_a_seed_is_no_article(tmp_path: Path, copy: str) -> None:
    """Two versions met, or a merge is being settled: nobody meant to publish it."""
    slugs, findings = found(project(tmp_path, "a.txt", copy))
    assert slugs == ["a"]
    ((file, message, _),) = findings
    assert (file, "a copy beside a.txt" in message) == (copy, True)
    assert found(project(tmp_path / "alone", "b_LOCAL_1234.txt"))[0] == ["b_LOCAL_1234"]


def test_what_explains_a_folder_is_no_article_and_no_article_is_called_so(tmp_path: Path) -> None:
    assert found(project(tmp_path, "README.md", "2020/readme.txt", "about-readme.txt")) == (
        ["about-readme"],
        [],
    )
    assert why_no_new_slug("2020/Readme")
    assert suggest_slug("README") == "README-1"


def test_an_address_keeps_every_latin_letter() -> None:
    name = "Größe Łódź Kızılay Øresund Đorđe"
    assert suggest_slug(name) == "Grosse-Lodz-Kizilay-Oresund-Dorde"


def test_seeds_that_a_run_has_read_are_found_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seeds").mkdir()
    for name in ("a.txt", "a.yml", "b.txt"):
        (tmp_path / "seeds" / name).write_text(name, "utf-8")
    there, _ = find_files(tmp_path)
    digests = {
        str(path): disk.file_facts(path.stat()) + sha256(path.read_bytes()).digest()
        for path in (tmp_path / "seeds").iterdir()
    }
    with disk.recalling(digests):
        assert find_files(tmp_path)[0] == there
        assert there[0].fetch() == (b"a.txt", b"a.yml")
        monkeypatch.setattr(discover, "_fetch", Path.unlink)
        (tmp_path / "seeds/b.txt").unlink()
        assert find_files(tmp_path)[0] == there[:1]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("مسودة – ليست للنشر\n\nعنوان\n\nنص أول.", "draft"),
        ("EMBARGOED UNTIL 5 January 2030\n\nعنوان\n\nنص أول.", "draft"),
        ("---\ntitle: عنوان\n---\n\n> للمراجعة فقط\n\nنص أول.", "draft"),
        ("# عنوان\n\nCreated: March 3, 2021\nStatus: Draft\n\nنص أول.", "draft"),
        ("مسودة قانون\n\nالحالة: مستقرة\n\nنص أول.", "published"),
        ("حظر النشر في قضية الميناء\n\nنص أول.", "published"),
        ("مسودة", "draft"),  # nothing else: the error about it says what to do
    ],
)
def test_the_first_lines_hold_a_text_back(text: str, status: str) -> None:
    assert apply_withholding(Meta(), text.encode(), "seeds/x.md").status == status
    assert text == "مسودة" or read(seed(text, ".md"))[0].meta.status == status


@pytest.mark.parametrize(
    "page",
    [
        "<p><b>مسودة</b> –\nليست للنشر</p><p>عنوان</p><p>نص أول.</p>",
        "<h1>عنوان</h1><div>للمراجعة فقط</div><p>نص أول.</p>",
        "<table><tr><td>الحالة</td><td>نص</td></tr></table><p>Status: Draft</p><p>نص أول.</p>",
    ],
)
def test_the_first_lines_of_a_page_hold_it_back(page: str) -> None:
    document, findings = read(seed(page, ".html"))
    assert document.meta.status == apply_withholding(Meta(), page.encode(), "seeds/x.html").status == "draft"
    assert [f.check for f in findings if f.check in ("held", "seed-words")] == ["held"]
    assert "مسودة" not in "".join(block.text for block in document.blocks)
