"""Images beside seeds: published without what nobody sees in them, in every output, none from elsewhere."""

import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from PIL import Image

from jisr.app import pipeline, publishing
from jisr.model.diagnostics import JisrError
from jisr.model.languages import LANGS
from jisr.model.publication import Article, ArticleHead
from jisr.model.settings import Settings
from jisr.model.source import LEAD_SIZES, Kind
from jisr.seeds.pictures import put_words_for_images
from jisr.site.common.visibility import readers_articles
from jisr.storage.config import parse_meta
from tests.project import TODAY, Echo, Project, copy_site, edit

PLACE = b"33.5138 N 36.2765 E"
SEED = """# مستقبل المياه في الجنوب

أعلنت الحكومة أمس أنها ستراجع الاتفاقية كلها، وفي [القسم](#first) تفصيل، وفي [الخاتمة](#خاتمةُ-القول) رأي، \
و[لا شيء](#nowhere).

![خريطة السدود](map.png "السدود كما كانت في 2019")

## قسم {#first}

![صورة](img/photo%201.jpg)

## خاتمة القول

تم النص كله بهذا.
"""


LEAD = """image:
  file: dam.jpg
  alt: {ar: سدّ عند الفجر, en: A dam at dawn}
  credit: {ar: "تصوير: منى", en: "Photo: Mona"}
"""


def photograph(kind: str) -> bytes:
    """An image that tells where it was taken, in each of the ways that its kind has."""
    image = Image.new("RGB", (64, 48), "red")
    image.putpixel((5, 5), (0, 0, 255))
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif[0x0112] = 6  # turned
    out = io.BytesIO()
    more = {"comment": PLACE} if kind in ("JPEG", "GIF") else {"xmp": PLACE} if kind == "WEBP" else {}
    image.save(out, kind, exif=exif, **more)
    return out.getvalue()


def put(root: Path, name: str, data: bytes) -> None:
    (root / "seeds" / name).parent.mkdir(parents=True, exist_ok=True)
    (root / "seeds" / name).write_bytes(data)


def published(root: Path, *names: str) -> tuple[dict[str, bytes], list[str]]:
    """The images that the site has of a seed that names them, and what is said."""
    text = "# عنوان النص\n\nفقرة من النص فيها كلمات.\n\n" + "\n\n".join(f"![ص]({name})" for name in names)
    (root / "seeds/a.md").write_text(text, "utf-8")
    shown = publishing.load_publication(root)
    said = [f.message for f in shown.result.findings if f.check == "image"]
    return {path: data for path, data in shown.docs.items() if not path.endswith(".md")}, said


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".png", "PNG"), (".jpg", "JPEG"), (".JPEG", "JPEG"), (".gif", "GIF"), (".webp", "WEBP")],
)
def test_an_image_is_published_without_what_nobody_sees(tmp_path: Path, suffix: str, kind: str) -> None:
    root = Project(tmp_path).root
    data = photograph(kind)
    assert PLACE in data
    put(root, f"a{suffix}", data)
    files, said = published(root, f"a{suffix}")
    assert (sorted(files), said) == ([f"ar/articles/a{suffix}", f"en/articles/a{suffix}"], [])
    made = files[f"ar/articles/a{suffix}"]
    assert PLACE not in made
    with Image.open(io.BytesIO(made)) as image:
        assert image.format == kind
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & image.info.keys()
        turned = kind in ("JPEG", "WEBP", "PNG")  # a GIF cannot say so
        assert image.size == ((48, 64) if turned else (64, 48))
    again, _ = published(root, f"a{suffix}")  # from Jisr's own folder
    assert again == files
    assert not [p for p in (root / ".jisr").rglob("*") if p.is_file() and PLACE in p.read_bytes()]


def test_what_moves_goes_on_moving(tmp_path: Path) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue", "green")]
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], comment=PLACE
    )
    put(Project(tmp_path).root, "a.gif", out.getvalue())
    files, _ = published(tmp_path, "a.gif")
    with Image.open(io.BytesIO(files["en/articles/a.gif"])) as image:
        assert image.n_frames == 3  # type: ignore[attr-defined] # of a GIF
    assert PLACE not in files["en/articles/a.gif"]


def test_a_drawing_is_shapes_without_notes(tmp_path: Path) -> None:
    root = Project(tmp_path).root
    head = '<svg xmlns="http://www.w3.org/2000/svg">'
    put(root, "a.svg", f"{head}<!-- secret --><metadata>secret</metadata><g/></svg>".encode())
    put(root, "b.svg", f"{head}<script>secret</script></svg>".encode())
    files, said = published(root, "a.svg", "b.svg")
    assert set(files.values()) == {f"{head}<g/></svg>".encode()}
    assert said == ["this drawing could run scripts or ask other hosts: <script>"]


def test_what_is_not_beside_its_seed_is_not_published(tmp_path: Path) -> None:
    root = Project(tmp_path / "project").root
    (tmp_path / "secret.png").write_bytes(photograph("PNG"))
    put(root, "b/secret.png", photograph("PNG"))
    (root / "seeds/link.png").symlink_to(tmp_path / "secret.png")
    put(root, "text.png", b"no image")
    put(root, "a.jpg", photograph("PNG"))
    names = ("../../secret.png", "%2e%2e/secret.png", "/etc/passwd.png", ".git/x.png", "link.png", "none.png",
             "text.png", "a.jpg", "x.html", "b/../../secret.png")  # fmt: skip
    files, said = published(root, *names)
    assert files == {}
    assert len(said) == len(names)
    assert all(
        f.remedy and f.line for f in publishing.load_publication(root).result.findings if f.check == "image"
    )


def test_images_and_links_within_reach_every_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    project = Project(tmp_path)
    copy_site(tmp_path)
    for page in tmp_path.glob("docs/*/articles/iraq*.md"):
        page.unlink()  # of a seed that is not here
    put(tmp_path, "2019/dams.md", SEED.encode())
    put(tmp_path, "2019/map.png", photograph("PNG"))
    put(tmp_path, "2019/img/photo 1.jpg", photograph("JPEG"))
    put(tmp_path, "2019/dams.yml", LEAD.encode())
    put(tmp_path, "2019/dam.jpg", photograph("JPEG"))
    monkeypatch.setattr("jisr.translation.engines.find_engine", lambda _settings: Echo())
    said = pipeline.draft_articles(tmp_path, TODAY).findings
    assert [f.message for f in said if f.check in ("seed-format", "image")] == []
    page = project.translation("2019/dams")
    assert "![Draft of 2 words.](map.png)\n\nDraft of 5 words." in page.read_text("utf-8")
    page.write_text(
        page.read_text("utf-8").replace("Draft of 2 words.](map", "A map of the dams](map"), "utf-8"
    )
    assert pipeline.sync_articles(tmp_path, TODAY).findings == ()
    shown = pipeline.check(tmp_path)
    links = [(f.text, f.file) for f in shown.result.findings if f.check == "links"]
    assert links == [("#nowhere", "docs/ar/articles/2019/dams.md")]
    kinds = [p.block.kind for p in shown.articles[-1].load().passages if p.block.kind is Kind.IMAGE]
    assert len(kinds) == 2
    pipeline.build(tmp_path)
    for lang, alt in (("ar", "خريطة السدود"), ("en", "A map of the dams")):
        site = tmp_path / "site" / lang
        article = (site / "articles/2019/dams/index.html").read_text("utf-8")
        image = re.search(r'<figure><img alt="([^"]*)" src="([^"]*)" width="48" height="64"><fig', article)
        assert image
        assert (image[1], (site / "articles/2019/dams" / image[2]).resolve().name) == (alt, "map.png")
        assert (site / "articles/2019/dams" / image[2]).resolve().is_file()
        assert (site / "articles/2019/img/photo 1.jpg").is_file()
        parallel = (site / "parallel/2019/dams/index.html").read_text("utf-8")
        assert 'src="../../../articles/2019/map.png" width="48" height="64"' in parallel
        twin = (site / "articles/2019/dams/article.md").read_text("utf-8")
        assert f"![{alt}](../map.png)" in twin
        assert (site / "articles/2019/dams/../map.png").resolve().is_file()
        feed = (site / "feed.xml").read_text("utf-8")
        assert f"{lang}/articles/2019/map.png" in feed
        book = site / f"articles/2019/dams/dams-{lang}.epub"
        with zipfile.ZipFile(book) as archive:
            assert sum(name.endswith((".png", ".jpg")) for name in archive.namelist()) == 4, "with its cover"
            texts = "".join(archive.read(name).decode() for name in archive.namelist() if "html" in name)
        lead = {"ar": ("سدّ عند الفجر", "تصوير: منى"), "en": ("A dam at dawn", "Photo: Mona")}[lang]
        assert all(words in texts for words in lead)
        for place, size in (("articles/2019/dams", "large"), ("articles", "small"), ("", "large")):
            html = (site / place / "index.html").read_text("utf-8")
            shown_lead = re.search(rf'<img src="([^"]*lead-{size}.jpg)" ([^>]*)>', html)
            assert shown_lead, place
            assert (
                f'width="{LEAD_SIZES[size][0]}" height="{LEAD_SIZES[size][1]}" alt="{lead[0]}"'
                in shown_lead[2]
            )
            assert lead[1] in html
            data = (site / place / shown_lead[1]).read_bytes()
            with Image.open(io.BytesIO(data)) as small:
                assert small.size == (48, 64), "it is upright, and no larger than it was"
                assert not {"exif", "comment", "icc_profile"} & small.info.keys()
        assert not list(site.rglob("dam.jpg"))
    arabic = (tmp_path / "site/ar/articles/2019/dams/index.html").read_text("utf-8")
    assert 'href="#h1">القسم</a>' in arabic
    assert 'href="#h2">الخاتمة</a>' in arabic
    assert "لا شيء" in arabic
    assert "#nowhere" not in arabic


def test_pages_leave_images_the_room_that_they_have_now(tmp_path: Path) -> None:
    """A page is made again with its image, and is as if it had been made from nothing."""
    project = Project(tmp_path)
    copy_site(tmp_path)
    for page in tmp_path.glob("docs/*/articles/iraq*.md"):
        page.unlink()  # of a seed that is not here
    put(tmp_path, "a.md", "# عنوان النص\n\nفقرة من النص.\n\n![ص](map%20(1).svg)\n\n![ص](dam.png)".encode())
    put(tmp_path, "a b.md", "# عنوان آخر\n\nفقرة من النص بلا صور.".encode())
    put(tmp_path, "dam.png", photograph("PNG"))
    pipeline.sync_articles(tmp_path, TODAY)
    edit(project.translation("a"), "<!-- #img2 missing -->", "<!-- #img2 -->\n![A dam](own.png)")
    for width in (64, 96):
        (tmp_path / "docs/en/articles").mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (width, 5)).save(tmp_path / "docs/en/articles/own.png")
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="9"/>'
        put(tmp_path, "map (1).svg", drawing.encode())
        pipeline.build(tmp_path)
        sizes = {"map": (width, 9), "dam": (48, 64), "own": (width, 5)}
        for place, shown in (("ar/articles/a", {"map", "dam"}), ("en/articles/a", {"map", "dam", "own"})):
            html = (tmp_path / "site" / place / "index.html").read_text("utf-8")
            found = re.findall(r'/(map|dam|own)[^"/]*" width="(\d+)" height="(\d+)">', html)
            assert {name: (int(x), int(y)) for name, x, y in found} == {name: sizes[name] for name in shown}
    kept = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*.html")}
    for folder in (".jisr", ".build", "site"):
        shutil.rmtree(tmp_path / folder)
    pipeline.build(tmp_path)
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*.html")} == kept


def test_a_lead_image_that_is_not_there_is_named_and_left_out(tmp_path: Path) -> None:
    root = Project(tmp_path).root
    put(root, "a.md", "# عنوان النص\n\nفقرة من النص فيها كلمات.".encode())
    put(root, "a.yml", LEAD.encode())
    shown = publishing.load_publication(root)
    said = [f for f in shown.result.findings if f.check == "image"]
    assert [(f.message, f.text) for f in said] == [("there is no such image", "dam.jpg")]
    head = next(head for head in shown.articles if head.slug == "a")
    assert head.meta.image is None
    assert head.load().meta.image is None


def test_a_language_that_is_held_leaves_no_words_in_a_lead_image() -> None:
    meta = parse_meta(LEAD.encode(), "a.yml")
    article = Article("a", "seeds/a.md", meta, ())
    for lang in LANGS:
        released = replace(article, meta=replace(meta, release={lang: datetime(2020, 1, 1, tzinfo=UTC)}))
        moment = datetime(2024, 1, 1, tzinfo=UTC)
        (shown,) = readers_articles([ArticleHead.of(released)], Settings(Path()), moment)
        assert shown.meta.image
        assert set(shown.meta.image.alt) == set(shown.meta.image.credit) == {lang}


@pytest.mark.parametrize("wanting", ["file", "alt", "credit"])
def test_a_lead_image_has_a_file_words_in_both_languages_and_a_credit(wanting: str) -> None:
    said = yaml.safe_load(LEAD)
    del said["image"][wanting]
    with pytest.raises(JisrError, match=wanting):
        parse_meta(yaml.safe_dump(said).encode(), "a.yml")
    said = yaml.safe_load(LEAD)
    del said["image"]["alt"]["en"]
    with pytest.raises(JisrError, match="en"):
        parse_meta(yaml.safe_dump(said).encode(), "a.yml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("![خريطة السدود](..../assets/1.png)", "خريطة السدود"),  # a map of the dams
        ("![](none.png)", "none.png"),
        ("![](none.png)\n\nتحت الصورة", "تحت الصورة"),  # below the image
        ("![# 1.](none.png)", r"\# 1."),
        ("![ص](none.png) ![ض](there.png)", "ص ![ض](there.png)"),
        ("![ص](https://example.org/none.png)", "![ص](https://example.org/none.png)"),
        ("  كلمات  \n", "  كلمات  \n"),
    ],
)
def test_words_stand_for_an_image_that_is_left_out(text: str, words: str) -> None:
    assert put_words_for_images(text, lambda name: name != "there.png") == words


def test_no_page_shows_an_image_that_is_not_published(tmp_path: Path) -> None:
    project = Project(tmp_path)
    copy_site(tmp_path)
    for page in tmp_path.glob("docs/*/articles/iraq*.md"):
        page.unlink()  # of a seed that is not here
    put(tmp_path, "map.png", photograph("PNG"))
    names = ("..../assets/1.png", "none.png", "../secret.png", "map.png")
    text = "# عنوان النص\n\nفقرة من النص فيها كلمات.\n\n" + "\n\n".join(
        f'![صورة {n}]({name} "تحتها {n}")' for n, name in enumerate(names)
    )
    put(tmp_path, "a.md", text.encode())
    pipeline.sync_articles(tmp_path, TODAY)
    edit(project.translation("a"), "<!-- #img2 missing -->", "<!-- #img2 -->\n![A dam](none.png)")
    pipeline.sync_articles(tmp_path, TODAY)
    shown = publishing.load_publication(tmp_path)
    article = next(head.load() for head in shown.articles if head.slug == "a")
    assert [p.block.kind for p in article.passages].count(Kind.IMAGE) == 1
    pipeline.build(tmp_path)
    for place in ("ar/articles/a", "en/articles/a", "ar/parallel/a", "en/parallel/a"):
        html = (tmp_path / "site" / place / "index.html").read_text("utf-8")
        assert re.findall(r"<img[^>]*/(?:1|none|secret)\.png", html) == []
        assert "map.png" in html
        assert all(f"تحتها {n}" in html for n in (0, 2, 3)), place
    assert "A dam" in (tmp_path / "site/en/articles/a/index.html").read_text("utf-8")
    assert "../none" not in (tmp_path / "site/ar/articles/a/article.md").read_text("utf-8")
