"""The Nu HTML checker finds no error on any page of the finished site but those that are listed here."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests import sample
from tests.system_tools import JAVA, WEB, web_tools_missing

pytestmark = pytest.mark.browser

# (page, message): why it is left. Whatever no longer occurs must leave this list, too.
KNOWN = {
    (r"", r"Attribute “autocomplete” is only allowed when the input type is"): (
        "Material's own switches of drawer and search, which are checkboxes; it has them so that a browser "
        "does not keep them open when a reader comes back"
    ),
    (r"hostile/", r"The heading “h4” .* follows the heading “h1”"): (
        "an editor typed the underline of a heading into a paragraph; it stays what it was typed as"
    ),
}


def checked(site: Path, *pages: str) -> list[tuple[str, str]]:
    """(page, message) for every error in `pages` (files or folders below `site`)."""
    if missing := web_tools_missing():
        pytest.fail(missing, pytrace=False)
    jar = WEB / "node_modules/vnu-jar/build/dist/vnu.jar"
    options = ["--skip-non-html", "--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
    command = [*JAVA, "-Xss4m", "-jar", str(jar), *options, *(str(site / page) for page in pages)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    messages: list[dict[str, Any]] = json.loads(run.stdout)["messages"]
    return [
        (f"{m['url'].partition(f'{site.name}/')[2]}:{m.get('lastLine')}", m["message"])
        for m in messages
        if m["type"] in ("error", "non-document-error")
    ]


@pytest.fixture(scope="module")
def errors(whole_site: Path) -> list[tuple[str, str]]:
    return checked(whole_site, "ar", "en", "index.html", "404.html")


def is_known(page: str, message: str) -> bool:
    return any(re.search(where, page) and re.search(what, message) for where, what in KNOWN)


def test_every_page_is_valid(errors: list[tuple[str, str]]) -> None:
    assert [(page, message) for page, message in errors if not is_known(page, message)] == []


def test_nothing_is_listed_that_does_not_occur(errors: list[tuple[str, str]]) -> None:
    for where, what in KNOWN:
        assert [page for page, message in errors if re.search(where, page) and re.search(what, message)]


def test_an_error_would_be_found(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><title>x</title><p id=a><div id=a></div></p>"
    (tmp_path / "index.html").write_text(page, "utf-8")
    assert len(checked(tmp_path, "index.html")) >= 2


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_site_map_is_as_its_protocol_asks(whole_site: Path, lang: str) -> None:
    schema = etree.RelaxNG(file=str(sample.ROOT / "tests/fixtures/schemas/sitemap.rng"))
    found = etree.parse(str(whole_site / lang / "sitemap.xml"))
    assert schema.validate(found), schema.error_log
    assert found.findall("{*}url/{*}lastmod")
