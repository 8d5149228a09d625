"""An editor's morning in a browser: what is typed, saved and decided is in the files, whatever happens."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from jisr.app import pipeline
from jisr.app.people import remarks
from jisr.translation import engines
from tests.conftest import wait_until
from tests.desk.served import Served
from tests.desk.sitting import Sitting, open_client
from tests.finished_site.test_accessibility import axe_findings
from tests.project import TODAY, Echo, Project, edit

pytestmark = pytest.mark.browser

ACTORS = "actors:\n- {id: sdc, type: bloc, ar: {name: مجلس سوريا الديمقراطية}, en: {name: the SDC}}\n"
PARAGRAPHS = (
    "أعلنت الحكومة العراقية أمس أنها ستراجع اتفاقية الشراكة الأمنية. وقالت إن القرار نهائي.",  # a pact
    "يرى مراقبون أن البرلمان لن يصوّت على قانون الانتخابات قبل نهاية العام الجاري.",  # no vote this year
    "عقد مجلس سوريا الديمقراطية جلسة طارئة.",  # a council met
    "تستعد المدارس في محافظات الجنوب لاستقبال الطلبة بعد توقف دام أسبوعين.",  # schools get ready
    "وصل وفد من الخبراء إلى المطار في زيارة رسمية تستغرق ثلاثة أيام.",  # experts arrived
    "انخفضت أسعار النفط في الأسواق العالمية إلى أدنى مستوى لها وسط مخاوف من الركود.",  # oil prices fell
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: Echo())
        (made.root / "seeds/actors.yml").write_text(ACTORS, "utf-8")
        made.seed(paragraphs=PARAGRAPHS)
        pipeline.draft_articles(made.root, TODAY)
    return made


@pytest.fixture
def served(project: Project) -> Iterator[Served]:
    made = Served(project.root)
    yield made
    made.stop()


@pytest.fixture
def open_page(browser: Browser, served: Served) -> Iterator[Callable[[str, int], Page]]:
    contexts = []

    def open_(lang: str, width: int) -> Page:
        phone = width < 500
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            is_mobile=phone,
            has_touch=phone,
        )
        contexts.append(context)
        url = f"{served.address}/"
        context.add_cookies([{"name": "jisr-lang", "value": lang, "url": url}])
        page = context.new_page()
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()


def row(key: str, more: str = "") -> str:
    return f'.row[data-key="{key}"]{more}'


def field(key: str) -> str:
    return row(key, ' [data-field="english"]')


def saved(page: Page, key: str, how: str = "yes") -> None:
    wait_until(page, "([q, how]) => document.querySelector(q).dataset.saved === how", [row(key), how])


def state(page: Page, key: str, wanted: str) -> None:
    wait_until(page, "([q, s]) => document.querySelector(q).dataset.state === s", [row(key), wanted])


def look(page: Page, selector: str) -> list[str]:
    """How much a button is to be seen."""
    found: list[str] = page.eval_on_selector(
        selector, "(b) => [getComputedStyle(b).opacity, getComputedStyle(b).borderColor]"
    )
    return found


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready]")


@pytest.mark.parametrize(
    ("lang", "width"),
    [
        ("ar", 390),
        pytest.param("en", 1280, marks=pytest.mark.soak),
        pytest.param("ar", 1280, marks=pytest.mark.soak),
        pytest.param("en", 390, marks=pytest.mark.soak),
    ],
)
def test_a_morning(
    project: Project, served: Served, open_page: Callable[[str, int], Page], lang: str, width: int
) -> None:
    page = open_page(lang, width)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.click("summary >> nth=0")
    page.fill("#who-name", "Ruba")
    page.click(".who button")
    page.click('[data-slug="water"] a')
    ready(page)

    # saves and goes on; the page does not move
    page.fill(field("p1"), "The government will review the pact.")
    page.keyboard.press("Control+Enter")
    saved(page, "p1")
    state(page, "p1", "edited")
    assert page.evaluate("document.activeElement.id") == "p2-field"

    # the tab goes in mid-word: what was typed is offered again
    page.keyboard.press("Control+a")
    page.keyboard.type("Observers expect no vo")
    saved(page, "p2", "no")
    address, context = page.url, page.context
    page.close()
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    ready(page)
    assert page.input_value(field("p2")) == "Observers expect no vo"
    saved(page, "p2", "no")
    page.focus(field("p2"))
    page.keyboard.press("Control+End")
    page.keyboard.type("te.")
    page.keyboard.press("Control+s")
    saved(page, "p2")

    # a name by its number
    page.fill(field("p3"), "An emergency session of ")
    page.wait_for_selector(row("p3", " .helps .name"), state="attached")
    page.keyboard.press("Control+1")
    assert page.input_value(field("p3")) == "An emergency session of the SDC"

    # the desk goes while it is saved, and comes back
    served.stop()
    page.keyboard.press("Control+s")
    saved(page, "p3", "offline")
    served.start()
    saved(page, "p3")

    # a colleague was quicker: both stand there, and a person chooses
    Sitting(open_client(project.root, "Ann")).save("p4", "Ann: schools open again.")
    page.fill(field("p4"), "Schools get ready.")
    page.keyboard.press("Control+s")
    page.wait_for_selector(row("p4", " .meanwhile"))
    assert "Ann: schools open again." in page.inner_text(row("p4", " .meanwhile"))
    assert "Ann: schools" in project.translation().read_text("utf-8")
    page.click(row("p4", ' [data-action="mine"]'))
    state(page, "p4", "edited")  # the row is shown anew: hers
    page.click(row("p4", ' [data-action="save"]'))
    saved(page, "p4")

    # a draft is discarded, that is taken back, and approved as it is by an act of its own
    page.click(row("p5", ' [data-action="reject"]'))
    state(page, "p5", "missing")
    page.click(row("p5", ' [data-action="undo"]'))
    state(page, "p5", "draft")
    page.focus(field("p5"))
    page.keyboard.press("Control+Shift+A")
    page.click("#ask-yes")
    state(page, "p5", "approved")
    page.click(row("p5", ' [data-action="unapprove"]'))
    state(page, "p5", "draft")

    # on the files meanwhile: the Arabic changed, and page and ledger both did
    edit(project.root / "seeds/water.txt", "الجاري", "القادم")  # this year, next year
    edit(project.translation(), "Draft of 14 words.", "On the page.")
    edit(project.ledger(), 'msgstr "Draft of 14 words."', 'msgstr "In the ledger."')
    page.reload()
    ready(page)
    assert "In the ledger." in page.inner_text(row("p6"))
    page.click(row("p6", ' [data-action="take-ledger"]'))
    state(page, "p6", "edited")
    assert page.input_value(field("p6")) == "In the ledger."
    page.click(row("p2", ' [data-action="keep"]'))
    wait_until(page, "(q) => document.querySelector(q).dataset.stale === 'no'", row("p2"))

    # two remarks beside a paragraph, one of them a question to the author
    page.click(row("p3", ' [data-action="remark"]'))
    page.fill("#remark-text", "Which council?")
    page.select_option("#remark-purpose", "question")
    page.click(".panel > form > button")
    page.wait_for_selector(".panel .thread")
    page.fill("#remark-text", "Read once more.")
    page.click(".panel > form > button")
    page.wait_for_selector(".panel .thread >> nth=1")
    page.keyboard.press("Escape")
    assert page.inner_text(row("p3", ' [data-action="remark"] .count')) == "2"

    # the page is approved: what a person wrote, and no more
    page.click('[data-action="cover"]')
    page.wait_for_selector("#ask[open]")
    assert "5" in page.inner_text("#ask-yes")
    page.click("#ask-yes")
    for key in ("p1", "p2", "p3", "p4", "p6"):
        state(page, key, "approved")
    state(page, "p5", "draft")
    page.keyboard.press("Escape")

    assert faults == []
    assert page.inner_text(row("p3", ' [data-action="remark"] .count')) == "2", "on a row that was shown anew"
    said = [(thread.key, thread.by, thread.purpose.value) for _, thread in remarks.read(project.root)[0]]
    assert said == [("p3", "Ruba", "question"), ("p3", "Ruba", "note")]
    states = {entry.key: entry for entry in project.read_result().ledger.entries}
    assert {key: (entry.state.value, entry.target, entry.by) for key, entry in states.items()} == {
        "title": ("draft", states["title"].target, ""),
        "p1": ("approved", "The government will review the pact.", "Ruba"),
        "p2": ("approved", "Observers expect no vote.", "Ruba"),
        "p3": ("approved", "An emergency session of the SDC", "Ruba"),
        "p4": ("approved", "Schools get ready.", "Ruba"),
        "p5": ("draft", "Draft of 12 words.", ""),
        "p6": ("approved", "In the ledger.", "Ruba"),
    }
    page_text = project.translation().read_text("utf-8")
    assert all(entry.target in page_text for entry in states.values())
    before = project.files()
    pipeline.sync_articles(project.root, TODAY)
    assert project.files() == before
    assert page.evaluate("Object.keys(localStorage).length") == 0


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_field_for_ones_name_lies_on_the_screen(open_page: Callable[[str, int], Page], lang: str) -> None:
    page = open_page(lang, 390)
    for width in (320, 390, 720, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if not page.is_visible("#who-name"):
            page.click(".who > summary")
        box = page.locator(".who > form").bounding_box()
        assert box
        assert 0 <= box["x"] < box["x"] + box["width"] <= width, width
        summary = page.locator(".who > summary").bounding_box()
        assert summary
        assert box["y"] >= summary["y"] + summary["height"], "the form hides no other button"


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [pytest.param("en", "light", 1280, marks=pytest.mark.soak), ("ar", "dark", 390)],
)
def test_every_reader_can_use_it(
    project: Project, open_page: Callable[[str, int], Page], lang: str, scheme: str, width: int
) -> None:
    page = open_page(lang, width)
    looks = [(scheme, width)]
    page.wait_for_selector("[data-slug]")
    assert axe_findings(page, looks) == []
    Sitting(open_client(project.root)).save("p1", "The government will review the pact.")
    edit(project.root / "seeds/water.txt", "نهائي", "مؤقت")  # final, provisional
    page.click('[data-slug="water"] a')
    ready(page)
    assert axe_findings(page, looks) == []
    draft = row("p3", ' [data-action="reject"]')
    at_rest = look(page, draft)
    page.focus(draft)
    assert look(page, draft) != at_rest, "what can be done stands out in the row in hand"
    assert at_rest[0] == ("1" if width == 390 else "0"), "a finger does not hover"
    page.focus(field("p3"))
    page.wait_for_selector(row("p3", " .helps .name"), state="attached")
    assert axe_findings(page, looks) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    page.hover(row("p5", ' [data-action="reject"]'))
    page.mouse.down()  # a colleague's decision comes in while the button is pressed
    Sitting(open_client(project.root, "Ann")).post("ignore", key="p5", check="numbers", reason="it is right")
    with page.expect_response(lambda answer: "/api/rows/" in answer.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.evaluate("new Promise((done) => setTimeout(done))")
    page.mouse.up()
    state(page, "p5", "missing")
    page.click(row("p3", ' [data-action="remark"]'))
    page.wait_for_selector(".panel[open]")
    assert axe_findings(page, looks) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    assert axe_findings(page, looks) == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_link_to_a_paragraph_leads_there_though_rows_above_it_grow(
    browser: Browser, project: Project, served: Served, lang: str
) -> None:
    """Motion is not reduced here: whoever scrolls there step by step misses what moves meanwhile."""
    with browser.new_context(
        viewport={"width": 390, "height": 300}, reduced_motion="no-preference", locale=lang
    ) as context:
        page = context.new_page()
        page.goto(f"{served.address}/articles/water#p6")
        ready(page)
        wait_until(page, "() => document.querySelector('#p6').getBoundingClientRect().top < 300", [])
        page.wait_for_timeout(1200)
        assert 0 <= page.evaluate("document.querySelector('#p6').getBoundingClientRect().top") < 90
