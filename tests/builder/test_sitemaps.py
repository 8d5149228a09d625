"""A sitemap tells of all pages, and of no more in one file than it may."""

import re
from pathlib import Path
from typing import Any

import pytest

from jisr.builder.sitemaps import pages_in_order, split_sitemap

HEAD = '<?xml version="1.0"?>\n<urlset xmlns="x">\n'
ADDRESS = "https://h.example/papers/ar/"


def sitemap(site: Path, pages: int) -> str:
    rows = (f"  <url>\n    <loc>{ADDRESS}{n}/</loc>\n  </url>\n" for n in range(pages))
    text = f"{HEAD}{''.join(rows)}</urlset>\n"
    (site / "sitemap.xml").write_text(text, "utf-8")
    (site / "sitemap.xml.gz").write_bytes(b"as MkDocs made it")
    return text


def locations(path: Path) -> list[str]:
    return re.findall("<loc>(.*?)</loc>", path.read_text("utf-8"))


@pytest.mark.parametrize("pages", [0, 1, 3])
def test_a_sitemap_of_few_pages_stays_as_it_is(tmp_path: Path, pages: int) -> None:
    text = sitemap(tmp_path, pages)
    split_sitemap(tmp_path, ADDRESS, most=3)
    assert (tmp_path / "sitemap.xml").read_text("utf-8") == text
    assert {path.name for path in tmp_path.iterdir()} == {"sitemap.xml"}


@pytest.mark.parametrize(("pages", "files"), [(4, 2), (6, 2), (7, 3)])
def test_one_of_many_leads_to_several(tmp_path: Path, pages: int, files: int) -> None:
    text = sitemap(tmp_path, pages)
    split_sitemap(tmp_path, ADDRESS.rstrip("/"), most=3)
    names = [f"sitemap-{number}.xml" for number in range(1, files + 1)]
    assert locations(tmp_path / "sitemap.xml") == [f"{ADDRESS}{name}" for name in names]
    assert [one for name in names for one in locations(tmp_path / name)] == [
        f"{ADDRESS}{n}/" for n in range(pages)
    ]
    parts = [(tmp_path / name).read_text("utf-8") for name in names]
    assert all(part.startswith(HEAD) and part.endswith("  </url>\n</urlset>\n") for part in parts)
    assert "".join(part.removeprefix(HEAD).removesuffix("</urlset>\n") for part in parts) in text
    assert not (tmp_path / "sitemap.xml.gz").exists()


def test_a_site_without_a_sitemap_gets_none(tmp_path: Path) -> None:
    split_sitemap(tmp_path, ADDRESS)
    assert list(tmp_path.iterdir()) == []


def test_pages_stand_in_the_order_of_mkdocs() -> None:
    names = ["about.md", "a/z.md", "index.md", "a/index.md", "a/b/c.md", "README.md", "a/README.md", "a.md"]
    facts: dict[str, dict[str, Any]] = {
        name: {"url": name, "canonical_url": None, "meta": {}} for name in names
    }
    assert [file.page.url for file in pages_in_order(facts)] == [
        "README.md",
        "index.md",
        "a.md",
        "about.md",
        "a/README.md",
        "a/index.md",
        "a/z.md",
        "a/b/c.md",
    ]
