"""What a stolen editor's account can do to the readers: nothing. Proved on the built pages, and in Chromium.

One project is made of hostile files of every kind, built by `jisr build`, and everything that it published is
read: what SECURITY.md promises is written down here as assertions.
"""

import re
import shutil
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from jisr.app import editorial, pipeline, publishing
from jisr.markup.frame import csp
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from jisr.storage import static_files
from tests import sample
from tests.conftest import visit
from tests.project import PARAGRAPHS, TODAY, copy_site

pytestmark = pytest.mark.browser

SECRET = "s3cr3t-of-this-machine"
CASES = Path(__file__).parents[1] / "cases/security/attacks.txt"
ATTACKS = CASES.read_text("utf-8").removesuffix("\n").split("\n=====\n")
ONE_LINE = [attack.replace("\n", " ").strip() for attack in ATTACKS]

PAGES = {
    "docs/en/more/evil.md": "---\ntitle: '</title><script>window.pwned=1</script>'\n"
    "description: '\"><script>window.pwned=1</script>'\nauthor: '\"><script>window.pwned=1</script>'\n"
    "canonical: '\"><script>window.pwned=1</script>'\nrobots: '\"><script>window.pwned=1</script>'\n"
    "template: ../../../evil.html\nhide: '<script>'\n---\n# Evil\n\n",
    "docs/ar/more/evil.md": "---\ntitle: !!python/object/apply:os.system ['touch pwned']\n---\n# شرّ\n\n",
    "docs/en/about.md": "title: <script>window.pwned=1</script>\ntemplate: evil.html\n\n"
    "# </title><script>window.pwned=1</script>\n\n",
}  # fmt: skip
FILES = {
    "docs/en/page.html": "<script>window.pwned=1</script>",
    "docs/en/page.xhtml": "<script>window.pwned=1</script>",
    "docs/en/assets/javascripts/jisr.js": "window.pwned=1",
    "docs/en/assets/stylesheets/jisr.css": "@import url(//evil.example/x.css)",
    "docs/en/evil.html": "{{ config }}<script>window.pwned=1</script>",
    "docs/en/.htaccess": "Redirect / https://evil.example/",
    "docs/en/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="window.pwned=1"></svg>',
}  # fmt: skip
LINKS = ("docs/en/leak.txt", "docs/en/leak.md", "docs/ar/leak.png", "seeds/leak.txt")


class Project:
    """A folder full of hostile files, as those who can write to the repository may leave it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        copy_site(root)
        shutil.rmtree(root / "docs/en/articles")
        shutil.rmtree(root / "docs/ar/articles")
        self.secret = root.parent / "secret.txt"
        self.secret.write_text(f"{SECRET}\n\n# {SECRET}\n", "utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def fill(self) -> None:
        """Write every hostile file, and have editors and translators add theirs."""
        for name, text in PAGES.items():
            self.write(name, text + "\n\n".join(ATTACKS) + "\n")
        for name, text in FILES.items():
            self.write(name, text)
        self.write("seeds/hostile.txt", "\n\n".join([ONE_LINE[0], *PARAGRAPHS, *ONE_LINE]) + "\n")
        for name in LINKS:
            (self.root / name).symlink_to(self.secret)
        self.write("seeds/marked.md", "# عنوان\n\n" + "\n\n".join([*PARAGRAPHS, *ATTACKS]) + "\n")
        self.write("seeds/fine.txt", "\n\n".join(["عنوان سليم", *PARAGRAPHS]) + "\n")
        lines = {key: self._yaml(ONE_LINE[0] + ONE_LINE[2]) for key in ("kicker", "source", "licence")}
        lines |= {
            key: f"{{ar: {self._yaml(ONE_LINE[5])}, en: {self._yaml(ONE_LINE[2])}}}" for key in ("author",)
        }
        lines |= {"summary": lines["author"], "topics": f"[{self._yaml(ONE_LINE[0])}]"}
        lines |= {"series": self._yaml(ONE_LINE[2]), "published": "2024-01-02"}
        self.write("seeds/hostile.yml", "".join(f"{key}: {value}\n" for key, value in lines.items()))
        actors = []
        for number, attack in enumerate(ONE_LINE):
            name, more = self._yaml(f"شرّير {number} {attack}"), self._yaml(attack)
            actors.append(
                f"  - id: evil-{number}\n    type: person\n    ar: {{name: {name}, description: {more}}}\n"
                f"    en: {{name: {self._yaml(f'Evil {number} {attack}')}, description: {more}}}\n"
            )
        self.write("seeds/actors.yml", "actors:\n" + "".join(actors))
        pipeline.sync_articles(self.root, TODAY)
        self._edit("hostile")
        self._edit("fine")
        pipeline.sync_articles(self.root, TODAY)
        text = "<!-- #p1 -->\n" + ONE_LINE[2] + "\n<!-- #p2 -->\n" + ONE_LINE[10] + "\n"
        done = editorial.import_translation(
            self.root, "marked", text, "x.md", state=State.DRAFT, origin=ONE_LINE[0]
        )
        assert any("marked" in path.as_posix() for path in done.written)

    @staticmethod
    def _yaml(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def _edit(self, slug: str) -> None:
        """What an editor's browser sends: an attack below each marker."""
        path = self.root / f"docs/en/articles/{slug}.md"
        attacks = iter(ATTACKS * 9)
        found = re.sub(
            r"<!-- #(\w+) missing -->",
            lambda m: f"<!-- #{m[1]} -->\n{next(attacks)}",
            path.read_text("utf-8"),
        )
        path.write_text(found, "utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("hostile") / "project")
    project.fill()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(sample.ROOT / "build_tools"))
        patch.setenv("SOURCE_DATE_EPOCH", "1795435200")  # later than the date of any article
        pipeline.build(project.root)
    return project.root


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return root / "site"


# --- what is published ------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """All tags with their attributes, and the texts of inline scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self._in_script = tag == "script" and "src" not in given and "type" not in given

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)


@pytest.fixture(scope="module")
def published(site: Path) -> dict[str, Tags]:
    pages = {
        p.relative_to(site).as_posix(): Tags(p.read_text("utf-8"))
        for p in sorted(site.rglob("*.html"))
    }  # fmt: skip
    assert {"index.html", "en/about/index.html"} <= pages.keys()
    assert {"en/more/evil/index.html", "ar/more/evil/index.html"} <= pages.keys()
    assert {"en/articles/hostile/index.html", "en/actors/evil-0/index.html"} <= pages.keys()
    return pages


def everywhere(published: dict[str, Tags]) -> Iterator[tuple[str, str, dict[str, str]]]:
    for name, page in published.items():
        for tag, attrs in page.tags:
            yield name, tag, attrs


def test_the_attacks_are_on_the_pages_as_text(site: Path) -> None:
    for page in ("articles/hostile", "articles/marked", "more/evil", "about", "actors/evil-0"):
        assert "window.pwned=1" in (site / "en" / page / "index.html").read_text("utf-8"), page


def test_no_page_holds_what_could_run_or_ask(published: dict[str, Tags]) -> None:
    never = {"iframe", "frame", "object", "embed", "applet", "base", "style", "template", "portal", "math"}
    ours = {"jisr-find", "jisr-search__form", "md-header__option jisr-palette"}
    found = [
        (name, tag, attrs)
        for name, tag, attrs in everywhere(published)
        if tag in never
        or any(key.startswith("on") or key in {"style", "srcdoc", "ping", "formaction"} for key in attrs)
        or (tag == "form" and attrs.get("class") not in ours)
    ]
    assert found == []


def test_every_address_is_of_a_harmless_scheme(published: dict[str, Tags]) -> None:
    for name, tag, attrs in everywhere(published):
        for key in {"href", "src", "action", "data", "poster", "xlink:href"} & attrs.keys():
            scheme = urlsplit("".join(attrs[key].split())).scheme.lower()
            assert scheme in {"", "http", "https", "mailto", "tel"}, (name, tag, attrs)


def test_nothing_is_loaded_from_elsewhere(published: dict[str, Tags]) -> None:
    for name, tag, attrs in everywhere(published):
        loaded = [attrs[key] for key in ("src", "srcset", "data", "poster") if key in attrs]
        if tag == "link" and not {"alternate", "canonical", "next", "prev"} & set(
            attrs.get("rel", "").split()
        ):
            loaded.append(attrs["href"])
        for address in loaded:
            parts = urlsplit(address)
            assert (parts.scheme, parts.netloc) == ("", ""), (name, tag, attrs)


def test_every_inline_script_is_the_themes(site: Path, published: dict[str, Tags]) -> None:
    themes = str(resources.files("material") / "templates")
    known = csp.theme_scripts((themes,))
    for name, page in published.items():
        allowed = re.search(
            'http-equiv="Content-Security-Policy" content="([^"]*)"', (site / name).read_text("utf-8")
        )
        assert allowed, name
        for script in page.scripts:
            assert any(pattern.fullmatch(script) for pattern in known), (name, script)
            assert b64encode(sha256(script.encode()).digest()).decode() in allowed[1], (name, script)


def test_every_page_has_its_policy_before_anything_is_loaded(site: Path, published: dict[str, Tags]) -> None:
    for name, page in published.items():
        equivs = [attrs for tag, attrs in page.tags if tag == "meta" and "http-equiv" in attrs]
        assert [e["http-equiv"] for e in equivs][:1] == ["Content-Security-Policy"], name
        assert len(equivs) == 1 or equivs[1]["content"].startswith("0; url=../"), name
        first = next(i for i, (tag, _) in enumerate(page.tags) if tag in ("link", "script"))
        assert page.tags.index(("meta", equivs[0])) < first
        assert "unsafe" not in equivs[0]["content"], name
        assert ("meta", {"name": "referrer", "content": "same-origin"}) in page.tags, name
        assert "unsafe-inline" not in equivs[0]["content"]


def test_no_path_leaves_its_folder(root: Path, site: Path) -> None:
    for folder in (site, root / ".build", root / "docs/ar", root / "translations"):
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                assert SECRET.encode() not in path.read_bytes(), path
    assert not (root / "pwned").exists()
    assert [p for p in site.rglob("leak*") if "index" not in p.name] == []


def test_no_template_was_evaluated(site: Path) -> None:
    text = (site / "en/more/evil/index.html").read_text("utf-8")
    assert "{{ 7*7 }}" in text
    assert "root:x:0" not in text
    assert "site_url:" not in text


def test_files_that_run_are_not_published(root: Path, site: Path) -> None:
    for name, text in FILES.items():
        published = site / name.removeprefix("docs/")
        assert not published.exists() or published.read_text("utf-8") != text, name
    named = {
        finding.file
        for finding in publishing.load_publication(root).result.findings
        if finding.check == "docs-file"
    }
    assert named >= {name for name in (*FILES, *LINKS[:3]) if "/." not in name}


@pytest.mark.parametrize("name", ["sitemap.xml", "feed.xml"])
def test_what_machines_read_is_whole(site: Path, name: str) -> None:
    for file in site.rglob(name):
        text = file.read_text("utf-8")
        assert "<!" not in text.replace("<!--", "")
        assert len(list(ElementTree.fromstring(text).iter())) > 3  # noqa: S314 (our own, without declarations)


# --- what a browser makes of it ---------------------------------------------------------------------------

WATCH = """window.seen = [];
addEventListener('securitypolicyviolation', e => seen.push(`${e.effectiveDirective} ${e.blockedURI}`));
for (const name of ['alert', 'confirm', 'prompt', 'open']) window[name] = () => seen.push(name);"""


@pytest.fixture(scope="module")
def address(site: Path, host: Callable[[Path], str]) -> str:
    return host(site)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr")
    opened = context.new_page()
    opened.add_init_script(WATCH)
    yield opened
    context.close()


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_nothing_runs_asks_or_breaks_the_policy(
    page: Page, address: str, published: dict[str, Tags], every: bool
) -> None:
    """Each page in both languages in `make soak`, in one of them here: the attacks are the same."""
    asked: set[str] = set()
    wrong: list[str] = []
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    kinds = {re.sub(r"evil-\d+", "evil-0", name) for name in published}
    if not every:
        same = defaultdict(list)
        for name in sorted(kinds):
            same[name.removeprefix("ar/").removeprefix("en/")].append(name)
        kinds = {names[at % len(names)] for at, names in enumerate(same.values())}
    for name in sorted(kinds | {"en/actors/evil-1/index.html", "en/actors/evil-16/index.html"}):
        page.goto(f"{address}/{name}")
        assert page.evaluate("[window.seen, window.pwned ?? 0]") == [[], 0], name
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        for handler in ("mouseover", "focus", "click"):
            page.evaluate(
                "kind => document.querySelectorAll('.md-content *:not(a)')"
                ".forEach(e => e.dispatchEvent(new Event(kind)))", handler)  # fmt: skip
        assert page.evaluate("[window.seen, window.pwned ?? 0]") == [[], 0], name
    assert asked == {urlsplit(address).netloc}
    assert wrong == []


def test_the_search_keeps_to_the_policy(page: Page, address: str) -> None:
    for lang, word in (("en", "script"), ("ar", "الحكومة"), ("en", "<img src=x onerror=window.pwned=1>")):
        visit(page, f"{address}/{lang}/search/?q={quote(word)}")
        if word != "<img src=x onerror=window.pwned=1>":
            page.wait_for_selector("[data-search-result]")
        assert page.evaluate("[window.seen, window.pwned ?? 0]") == [[], 0], word


def test_a_script_that_got_in_all_the_same_does_not_run(
    page: Page, site: Path, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    file = copy / "en/about/index.html"
    attack = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1><img src=//evil.example/x.png>"
    file.write_text(file.read_text("utf-8").replace("</article>", attack + "</article>"), "utf-8")
    visit(page, f"{serve(copy)}/en/about/")
    seen, pwned = page.evaluate("[window.seen, window.pwned ?? 0]")
    assert pwned == 0
    assert [what.split()[0] for what in sorted(seen)] == ["img-src", "script-src-attr", "script-src-elem"]


# --- its parts --------------------------------------------------------------------------------------------


def test_a_script_like_the_themes_is_not_the_themes() -> None:
    known = csp.inline_scripts(['<script>scope=new URL("{{ base_url }}",location)</script>'])
    page = '<meta charset="utf-8"><script>scope=new URL("{}",location)</script>'
    for base, good in (("../..", True), (".", True), ('");alert(1);("', False), ("</script>", False)):
        assert ("sha256-" in csp.add_policy(page.format(base), known)) == good, base


@pytest.mark.parametrize(
    "drawing",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><g onclick="1"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="https://evil.example/#x"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(//evil.example/x)"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><style>x</style></svg>',
        '<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
        '<?xml-stylesheet href="//evil.example/x.css"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "<svg",
    ],
)
def test_a_drawing_that_does_more_than_be_seen_is_left_out(tmp_path: Path, drawing: str) -> None:
    (tmp_path / "docs/en").mkdir(parents=True)
    (tmp_path / "docs/en/x.svg").write_text(drawing, "utf-8")
    found, findings = static_files.read_static_files(tmp_path)
    assert not found
    assert [finding.file for finding in findings] == ["docs/en/x.svg"]


def test_a_drawing_of_shapes_is_published(tmp_path: Path) -> None:
    (tmp_path / "docs/en").mkdir(parents=True)
    drawing = (
        '<?xml version="1.0"?><!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>'
        '<rect fill="url(#a)" width="9" height="9"/></svg>'
    )
    (tmp_path / "docs/en/x.svg").write_text(drawing, "utf-8")
    assert list(static_files.read_static_files(tmp_path)[0]) == ["en/x.svg"]


def test_an_unfinished_merge_in_a_page_written_by_hand_is_an_error(tmp_path: Path) -> None:
    page = tmp_path / "docs/en/about.md"
    page.parent.mkdir(parents=True)
    page.write_text("# About\n\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n", "utf-8")
    (finding,) = static_files.read_static_files(tmp_path)[1]
    assert (finding.check, finding.file, finding.line) == ("merge", "docs/en/about.md", 3)


@pytest.mark.parametrize("name", ["seeds/actors.yml", "translations/fine.po", "docs/en/articles/fine.md"])
def test_links_out_of_a_folder_are_refused_by_name(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path / "project")
    project.write("seeds/fine.txt", "\n\n".join(["عنوان سليم", *PARAGRAPHS]) + "\n")
    (project.root / name).parent.mkdir(parents=True, exist_ok=True)
    (project.root / name).symlink_to(project.secret)
    try:
        findings = publishing.load_publication(project.root).result.findings
    except JisrError as error:
        findings = error.findings
    assert any(finding.file == name and "link" in finding.message for finding in findings)
    assert SECRET not in "".join(map(str, findings))
