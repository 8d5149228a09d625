"""The sitemap of one language: of all pages, though MkDocs makes some; in several files where many."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mkdocs.structure.files import file_sort_key

FILE = "sitemap.xml"
MOST = 50_000  # addresses that one file may hold (sitemaps.org)
_ASKED = ("robots", "canonical", "changed", "alone", "unindexed")
_URL = re.compile(r"[ \t]*<url>.*?</url>[ \t]*\n?", re.DOTALL)
_INDEX = '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def page_facts(page: Any) -> dict[str, Any]:
    """What the template of the sitemap asks of a page of MkDocs, as JSON has it."""
    meta = {key: _plain(page.meta[key]) for key in _ASKED if key in page.meta}
    return {"url": page.url, "canonical_url": page.canonical_url, "meta": meta}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool) else str(value)


def pages_in_order(facts: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    """Pages as that template knows them, in the order of MkDocs, from their facts by file."""
    files: list[Any] = [
        SimpleNamespace(src_uri=uri, name=_name(uri), page=SimpleNamespace(**found))
        for uri, found in facts.items()
    ]
    return sorted(files, key=file_sort_key)


def _name(uri: str) -> str:
    stem = Path(uri).stem
    return "index" if stem == "README" else stem


def split_sitemap(site: Path, address: str, most: int = MOST) -> None:
    """Have the sitemap of a site at `address` lead to several, where it has more addresses than one may.

    What MkDocs lays beside it, the same packed, goes: `robots.txt` names the sitemap, and servers pack it.
    """
    path = site / FILE
    path.with_name(f"{FILE}.gz").unlink(missing_ok=True)
    text = path.read_text("utf-8") if path.is_file() else ""
    urls = _URL.findall(text)
    if len(urls) <= most:
        return
    head, foot = text[: text.index(urls[0])], text[text.rindex("</url>") + len("</url>") :].lstrip()
    rows = []
    for number, start in enumerate(range(0, len(urls), most), 1):
        name = f"sitemap-{number}.xml"
        (site / name).write_text(f"{head}{''.join(urls[start : start + most])}{foot}", "utf-8")
        rows.append(f"  <sitemap><loc>{address.rstrip('/')}/{name}</loc></sitemap>\n")
    path.write_bytes(f"{_INDEX}{''.join(rows)}</sitemapindex>\n".encode())
