"""A new article: pasted or dropped, looked at, put right, taken in."""

import base64

import pytest

from jisr.seeds import suggest_slug
from tests.desk.filled_forms import Pages, put
from tests.project import PARAGRAPHS, TITLE, Project
from tests.word.files import PNG, docx, p, picture

TEXT = "\n\n".join([TITLE, *PARAGRAPHS[:2]])


def test_a_pasted_text_is_shown_mended_and_taken(asked: Pages, project: Project) -> None:
    before = project.files()
    page = asked.send("/new", *put(asked.fields(asked.get("/new")), pasted=TEXT, slug="oil"), status=200)
    fields = asked.fields(page)
    assert [value for name, value in fields if name == "kind"] == ["title", "paragraph", "paragraph"]
    assert [value for name, value in fields if name == "text"] == [TITLE, *PARAGRAPHS[:2]]
    kinds = iter(["title", "heading-2", "bullet"])
    mended = [(name, next(kinds) if name == "kind" else value) for name, value in fields]
    page = asked.send("/new", *mended, ("step", "look"), status=200)
    assert [value for name, value in asked.fields(page) if name == "kind"] == ["title", "heading-2", "bullet"]
    assert project.files() == before
    done = put(asked.fields(page), author__ar="سلمى", topics="المياه\nالنفط")
    assert asked.send("/new", *done, ("step", "take")) == "/articles/oil"
    seed = (project.root / "seeds/oil.md").read_text("utf-8")
    assert seed == f"# {TITLE}\n\n## {PARAGRAPHS[0]}\n\n- {PARAGRAPHS[1]}\n"
    sidecar = (project.root / "seeds/oil.yml").read_text("utf-8")
    assert sidecar == "author: {ar: سلمى}\ntopics: [المياه, النفط]\nrelease: {ar: held, en: held}\n"
    assert "oil" in asked.get("/")


def test_who_wrote_a_pasted_text_is_in_the_form_and_stays_there(asked: Pages, project: Project) -> None:
    """Lines of the text that say so are none of the paragraphs that are mended."""
    text = f"{TITLE}\n\nبقلم: سلمى درويش\n\n5 تشرين الأول 2023\n\n{PARAGRAPHS[0]}\n"  # by; a day
    typed = put(asked.fields(asked.get("/new")), pasted=text, slug="oil", author__en="Salma Darwish")
    page = asked.send("/new", *typed, status=200)
    mended = [(name, value.replace(PARAGRAPHS[0], PARAGRAPHS[1])) for name, value in asked.fields(page)]
    page = asked.send("/new", *mended, ("step", "look"), status=200)
    asked.send("/new", *asked.fields(page), ("step", "take"))
    assert (project.root / "seeds/oil.yml").read_text("utf-8") == (
        "author: {ar: سلمى درويش, en: Salma Darwish}\npublished: {date: 2023-10-05, inferred: true}\n"
        "release: {ar: held, en: held}\n"
    )


def test_notes_captions_letters_and_breaks_outlive_what_is_mended(asked: Pages, project: Project) -> None:
    """Browsers send lines that end in CR and LF."""
    text = f"""# {TITLE}\n\nفقرة[^1] لها حاشية.\n\n[^1]: أولى.\n\n    تتمتها.\n
أ) بند أول\n\nب) بند ثان\n\n1. بند مرقم\n
![سد](dam.png "صورة 1: السد &amp; النهر")\n\n* * *\n\nأمس.\n"""  # a note that goes on, points, a dam
    data = base64.b64encode(text.encode()).decode()
    page = asked.send("/new", ("name", "a.md"), ("bytes", data), ("slug", "oil"), status=200)
    sent = [(n, v.replace("أمس", "اليوم").replace("\n", "\r\n")) for n, v in asked.fields(page)]
    asked.send("/new", *sent, ("step", "take"))
    assert (project.root / "seeds/oil.md").read_text("utf-8") == text.replace("أمس", "اليوم")


def test_a_dropped_file_stays_byte_for_byte_as_it_was(asked: Pages, project: Project) -> None:
    data = TEXT.encode("cp1256")
    dropped = [("name", "water law.txt"), ("bytes", base64.b64encode(data).decode()), ("slug", "2026/law")]
    page = asked.send("/new", *dropped, status=200)
    asked.send("/new", *asked.fields(page), ("step", "take"))
    assert (project.root / "seeds/2026/law.txt").read_bytes() == data


def test_a_dropped_word_file_shows_what_it_says_of_people_and_keeps_its_pictures(
    asked: Pages, project: Project
) -> None:
    core = "<c xmlns:dc='urn:dc'><dc:creator>سامر</dc:creator></c>"
    body = p(TITLE, style="T") + p(PARAGRAPHS[0]) + p(picture("m.png", "خريطة"))  # a map
    data = docx(body, media={"m.png": PNG}, more={"docProps/core.xml": core})
    dropped = [("name", "water.docx"), ("bytes", base64.b64encode(data).decode())]
    page = asked.send("/new", *dropped, status=200)
    assert "سامر" in page
    assert dict(asked.fields(page))["slug"] == suggest_slug(TITLE), "the name is made of the title"
    assert "name in the address is missing" in asked.send("/new", *dropped, ("step", "take"), status=422)
    fields = put(asked.fields(page), slug="2026/نهر")  # a river
    texts = [(n, v.replace("أمس", "اليوم") if n == "text" else v) for n, v in fields]
    page = asked.send("/new", *texts, ("step", "look"), status=200)
    asked.send("/new", *asked.fields(page), ("step", "take"))
    seed = (project.root / "seeds/2026/نهر.md").read_text("utf-8")
    assert "اليوم" in seed
    (image,) = (project.root / "seeds/2026").rglob("*.png")
    assert f"![خريطة]({image.relative_to(project.root / 'seeds/2026').as_posix()})" in seed
    assert "سامر" not in seed


def test_paragraphs_are_joined_parted_and_left_out(asked: Pages, project: Project) -> None:
    """A break above what is left out stands above what follows, and one that is typed where it is typed."""
    text = "\n\n".join([TITLE, *PARAGRAPHS[:2], "***", *PARAGRAPHS[2:]])
    page = asked.send("/new", ("pasted", text), ("slug", "oil"), status=200)
    fields = asked.fields(page)
    kinds, texts = (
        iter(["title", "paragraph", "above", "out", "paragraph", "quotation"]),
        iter([TITLE, *PARAGRAPHS[:3], PARAGRAPHS[3].replace(" بعد", "\n\n***\n\nبعد"), PARAGRAPHS[4]]),
    )
    given = {"kind": kinds, "text": texts}
    asked.send("/new", *[(n, next(given[n]) if n in given else v) for n, v in fields], ("step", "take"))
    blocks = project.read_result("oil").document.blocks
    texts_there = [block.text for block in blocks]
    first, second = PARAGRAPHS[3].split(" بعد")
    assert texts_there == [TITLE, f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}", first, f"بعد{second}", PARAGRAPHS[4]]
    assert [block.break_above for block in blocks] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ([("pasted", ""), ("slug", "x")], "empty"),
        ([("pasted", TEXT), ("slug", "water")], "the name is taken"),
        ([("pasted", TEXT), ("slug", "../x")], "no page can have this name"),
        ([("bytes", "%"), ("name", "x.txt"), ("slug", "x")], "did not arrive whole"),
        ([("pasted", TEXT), ("slug", "x"), ("published", "yesterday")], "published"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(
    asked: Pages, project: Project, fields: list[tuple[str, str]], says: str
) -> None:
    before = project.files()
    page = asked.send("/new", *fields, ("step", "take"), status=422)
    assert says in page
    assert all(value in page for name, value in fields if name in ("slug", "published"))
    assert project.files() == before


@pytest.mark.parametrize(
    ("lang", "name", "date"),
    [("ar", "لم يُكتب الاسم", "هذا ليس تاريخًا"), ("en", "name in the address is missing", "this is no date")],
)
def test_what_is_missing_and_how_a_date_is_written_is_said_in_ones_language(
    asked: Pages, lang: str, name: str, date: str
) -> None:
    asked.client.cookies.set("jisr-lang", lang)
    for slug in ("", "2026/"):
        page = asked.send("/new", ("pasted", TEXT), ("slug", slug), ("step", "take"), status=422)
        assert name in page
        assert "no reader" not in page
    yesterday = ("published", "أمس")
    page = asked.send("/new", ("pasted", TEXT), ("slug", "x"), yesterday, ("step", "look"), status=422)
    assert page.count('name="text"') == 3
    for form in (page, asked.send("/facts/water", yesterday, ("until", "غدا"), status=422)):
        assert date in form
        assert "2026-11-29" in form
        assert "[1-9]" not in form
    assert "18:00" in form
