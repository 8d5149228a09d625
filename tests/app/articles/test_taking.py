"""A new article is shown as it would be, mended, and taken; before that nothing is written, after it held."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jisr.app import pipeline, publishing, releasing
from jisr.app.articles.taking import HandedIn, mend, preview, take_in
from jisr.model.diagnostics import JisrError
from jisr.model.source import Block, Kind, PublicationDate
from jisr.storage.inputs import clock
from jisr.translation.removed import REMOVED_FILE
from tests.project import PARAGRAPHS, TITLE, TODAY, Project, edit
from tests.word.files import PNG, docx, p, picture

TEXT = "\n\n".join([TITLE, *PARAGRAPHS[:2]])
PASTED = HandedIn("2026/water", "pasted.txt", TEXT.encode(), {"author": {"ar": "سلمى", "en": "Salma"}})


@pytest.mark.parametrize(
    ("name", "data", "kinds"),
    [
        ("a.txt", TEXT.encode(), ["title", "paragraph", "paragraph"]),
        ("a.txt", TEXT.encode("cp1256"), ["title", "paragraph", "paragraph"]),
        (
            "A.MD",
            f"# {TITLE}\n\n## فرع\n\n- نقطة\n".encode(),
            ["title", "heading", "point"],
        ),  # a branch, a point
        ("a.html", f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>".encode(), ["title", "paragraph"]),
        ("without suffix", TEXT.encode(), ["title", "paragraph", "paragraph"]),
    ],
)
def test_a_text_is_shown_as_it_would_be(name: str, data: bytes, kinds: list[str]) -> None:
    shown = preview(HandedIn("water", name, data))
    assert [block.kind.value for block in shown.document.blocks] == kinds
    assert shown.words > 2


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "empty"),
        ("a.docx", b"PK\x03\x04", "damaged, or no .docx"),
        ("a.txt", b"x" * 5_000_001, "no text of an article"),
    ],
)
def test_what_is_no_text_is_refused(name: str, data: bytes, message: str) -> None:
    with pytest.raises(JisrError) as caught:
        preview(HandedIn("water", name, data))
    assert message in caught.value.findings[0].message
    assert caught.value.findings[0].remedy


def test_nothing_is_written_before_it_is_taken_and_nothing_shown_before_it_is_released(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project.root / "mkdocs.yml", "  jisr: {}\n", "  jisr:\n    release: at-once\n")
    preview(PASTED)
    assert project.files() == {}
    result = take_in(project.root, PASTED, TODAY, by="Ann")
    assert not result.failed
    assert (project.root / "seeds/2026/water.txt").read_bytes() == PASTED.data
    sidecar = (project.root / "seeds/2026/water.yml").read_text("utf-8")
    assert sidecar == "author: {ar: سلمى, en: Salma}\nrelease: {ar: held, en: held}\n"
    assert project.state("p1", "2026/water") == ("missing", False)
    assert pipeline.sync_articles(project.root, TODAY).written == ()
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 1, tzinfo=UTC))
    assert publishing.load_publication(project.root).articles == ()
    releasing.release(project.root, "2026/water", [], datetime(2026, 11, 30, tzinfo=UTC))
    assert [a.slug for a in publishing.load_publication(project.root).articles] == ["2026/water"]


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("../x", "no page can have this name"),
        ("index", "no page can have this name"),
        ("a b", "no page can have this name"),
        ("water", "the name is taken: water"),
        ("Water", "the name is taken: water"),
        ("old/name", "another article had this name"),
        ("oil", "the name is taken: docs/en/articles/oil.md"),
        ("text", "the name is taken: seeds/text.docx"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_written(
    project: Project, slug: str, message: str
) -> None:
    project.seed().with_suffix(".yml").write_text("was: [old/name]\n", "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    project.translation("oil").write_text("kept", "utf-8")
    (project.root / "seeds/text.docx").write_bytes(b"kept")
    before = project.files()
    with pytest.raises(JisrError) as caught:
        take_in(project.root, replace(PASTED, slug=slug), TODAY)
    assert message in caught.value.findings[0].message
    assert caught.value.findings[0].remedy
    assert project.files() == before


def test_the_name_of_what_was_removed_for_safety_is_refused(project: Project) -> None:
    from jisr.app import removal

    project.seed("2026/water")
    pipeline.sync_articles(project.root, TODAY)
    asked = removal.plan(project.root, "2026/water", (), for_safety=True)
    removal.carry_out(project.root, asked, TODAY, pipeline.render)
    assert (project.root / REMOVED_FILE).is_file()
    with pytest.raises(JisrError, match="removed for safety"):
        take_in(project.root, PASTED, TODAY)


def test_facts_that_cannot_be_are_refused(project: Project) -> None:
    with pytest.raises(JisrError, match="author"):
        take_in(project.root, replace(PASTED, facts={"author": 7}), TODAY)
    assert project.files() == {}


MENDED = [
    Block(Kind.KICKER, "مرحلة جديدة"),  # a new phase
    Block(Kind.TITLE, TITLE),
    Block(Kind.HEADING, "دوافع", level=3),  # motives
    Block(Kind.PARAGRAPH, PARAGRAPHS[0]),
    Block(Kind.POINT, "أولًا\n\nومعها فقرة", number=1),  # first, and a paragraph with it
    Block(Kind.POINT, "ثانيًا", number=2),  # second
    Block(Kind.QUOTATION, "قال ذلك.\n\n— المصدر"),  # he said so; the source
    Block(Kind.TABLE, "| أ | ب |\n| --- | --- |\n| 1 | 2 |"),
    Block(Kind.IMAGE, "![سد](dam.png)\n\nصورة 1: السد & النهر"),  # a dam; picture 1: the dam and the river
    Block(Kind.POINT, "بند مرقم بالحرف", number=1, letters="abjad"),  # a point with a letter
    Block(Kind.POINT, "بند ثان", number=2, letters="abjad"),  # a second
    Block(Kind.PARAGRAPH, "كلام بين القائمتين"),  # words between two lists
    Block(Kind.POINT, "بند برقم روماني", number=1, letters="upper-roman"),  # a point with a Roman number
    Block(Kind.POINT, "بند بعده", number=2, letters="upper-roman"),
    Block(Kind.POINT, "بند مرقم بعده", number=1),  # a point with a number behind it
    Block(
        Kind.PARAGRAPH, "فقرة[^1] لها حاشية[^2].\n\n[^1]: أولى.\n\n    تتمتها.\n\n[^2]: ثانية."
    ),  # and notes
]


def test_blocks_that_somebody_put_right_are_what_is_taken() -> None:
    mended = mend(PASTED, MENDED)
    assert mended.name == "pasted.md"
    blocks = preview(mended).document.blocks
    assert [(b.kind, b.text, b.letters) for b in blocks] == [(b.kind, b.text, b.letters) for b in MENDED]
    assert blocks[2].level == 3
    assert mended.facts["author"] == PASTED.facts["author"]


FACTS = "بقلم: سلمى درويش\n\nترجمة: رامي\n\n5 تشرين الأول 2023"  # by; translated by; a day


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({}, {"ar": "سلمى درويش"}),
        ({"en": "Salma Darwish"}, {"ar": "سلمى درويش", "en": "Salma Darwish"}),
    ],
)
def test_who_wrote_a_text_and_when_outlives_what_somebody_mends_in_it(
    author: dict[str, str], expected: dict[str, str]
) -> None:
    handed = replace(
        PASTED, data=f"{TITLE}\n\n{FACTS}\n\n{PARAGRAPHS[0]}\n".encode(), facts={"author": author}
    )
    before = preview(handed).document
    mended = mend(handed, [*before.blocks[:-1], Block(Kind.PARAGRAPH, PARAGRAPHS[1])])
    after = preview(mended).document
    assert [block.text for block in after.blocks] == [TITLE, PARAGRAPHS[1]]
    assert after.meta.author == before.meta.author == expected
    assert (after.meta.published, after.meta.credits) == (before.meta.published, ("ترجمة: رامي",))
    assert before.meta.published == PublicationDate("2023-10-05", inferred=True)


def test_a_lead_of_a_point_becomes_bold_for_markdown_has_no_other() -> None:
    lead = Block(Kind.POINT, "العنوان\n\nوالنص", number=1, lead=True)  # its title, and the text
    blocks = preview(mend(PASTED, [Block(Kind.TITLE, TITLE), lead])).document.blocks
    assert blocks[1].text == "**العنوان**\n\nوالنص"


@pytest.mark.parametrize(
    "block",
    [
        Block(Kind.PARAGRAPH, "فقرة\n\nوأخرى"),  # a paragraph, and another
        Block(Kind.PARAGRAPH, "# وسم"),  # a mark
        Block(Kind.HEADING, "عنوان\nعلى سطرين"),  # a heading on two lines
        Block(Kind.TABLE, "ليس جدولًا"),  # no table
        Block(Kind.TITLE, "عنوان ثان"),  # a second title
    ],
)
def test_a_block_that_would_be_read_otherwise_is_named(block: Block) -> None:
    with pytest.raises(JisrError, match="block 3 would not be read") as caught:
        mend(PASTED, [Block(Kind.TITLE, TITLE), Block(Kind.PARAGRAPH, PARAGRAPHS[0]), block])
    assert caught.value.findings[0].text in block.text


def test_a_word_file_is_shown_taken_and_mended_with_its_pictures(project: Project) -> None:
    core = "<c xmlns:dc='urn:dc'><dc:creator>سامر</dc:creator></c>"
    body = p(TITLE, style="T") + p(PARAGRAPHS[0]) + p(picture("m.png", "خريطة"))  # a map
    data = docx(body, media={"m.png": PNG}, comments="<w:comment/>", more={"docProps/core.xml": core})
    handed = HandedIn("2026/نهر", "a.docx", data)  # a river
    shown = preview(handed)
    assert [b.kind.value for b in shown.document.blocks] == ["title", "paragraph", "image"]
    assert [f.message for f in shown.findings] == ["comments are left out (1)"]
    assert shown.properties == {"author": "سامر"}
    blocks = [replace(b, text=b.text.replace("أمس", "اليوم")) for b in shown.document.blocks]
    for slug, one in (("2026/نهر", handed), ("2026/بحر", mend(replace(handed, slug="2026/بحر"), blocks))):
        take_in(project.root, replace(one, slug=slug), TODAY)
        seed = (project.root / f"seeds/{slug}.md").read_text("utf-8")
        assert ("اليوم" in seed) == (slug == "2026/بحر")
        assert not (project.root / f"seeds/{slug}.docx").exists()
    assert (project.root / "seeds/2026/نهر-images/6b7fa434f92a.png").read_bytes() == PNG
    said = pipeline.sync_articles(project.root, TODAY).findings
    assert [f for f in said if f.check in ("image", "word")] == []
