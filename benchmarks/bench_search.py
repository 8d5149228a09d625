"""Search at scale: `python -m benchmarks.bench_search [PAGES]`.

Prints the hits per class of query of the written sets, the time and size of an index of a thousand articles
(made of the tests' corpus, 700 words each), and when the first hit stands on the search page of a whole site
for somebody who comes for the first time with a slow phone.
"""

import gzip
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from jisr.model.languages import Lang
from jisr.search import index, segments
from jisr.search.records import SearchField, SearchRecord
from tests import website
from tests.conftest import CHROMIUM_FLAGS, served
from tests.search.corpus import ask, corpus, corpus_records, expected, make_site, queries, slugs
from tests.search.found import write_index
from tests.system_tools import find_chromium

# Lighthouse's "slow 4G" phone
RATES = {"downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8}
NETWORK = {"offline": False, "latency": 150, **RATES}
SLOWER = 4  # times, of the processor
VISITS = 5  # of which the median counts
QUERIES = ("لقاح", "للحكومة", "وزير الدفاع", '"منظمة الصحة العالمية"', "زخفطلن")

# When hits were first there, when all ten were, what had come by either, and each file's start and end.
WATCH = """
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const hit = document.querySelector("[data-search-result]");
  const done = document.querySelector(".jisr-hits[aria-busy=false]");
  if (hit) window.first ??= performance.now();
  if (done) window.done ??= performance.now();
}).observe(document, {childList: true, subtree: true, attributes: true}))
"""
READ = """() => {
  const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const moved = (by) => files.filter((f) => f.responseEnd <= by).reduce((sum, f) => sum + f.transferSize, 0);
  const first = window.first ?? window.done;
  return {
    first, done: window.done, bytes: [moved(first), moved(window.done)],
    files: files.map(
      (f) => [new URL(f.name).pathname.split("/").at(-1), f.startTime, f.responseEnd, f.transferSize]),
  };
}"""


def many(count: int) -> list[SearchRecord]:
    """`count` articles of paragraphs drawn from the corpus, each with words of its own."""
    rng = random.Random(1)
    paragraphs = [text for texts in corpus("ar").values() for text in texts]
    letters = "ابتثجحخدذرزسشصضطظعغقمنهي"
    made = []
    for n in range(count):
        own = " ".join("".join(rng.choices(letters, k=6)) for _ in range(10))
        texts = [own, *rng.sample(paragraphs, 24)]
        parts = tuple(SearchField(f"p{k}", text) for k, text in enumerate(texts))
        made.append(
            SearchRecord(f"articles/a{n:05}/", f"مقالة {n}", "article", parts, date="2023", when="2023")
        )
    return made


class Compressing(SimpleHTTPRequestHandler):
    """Serves a folder as servers of static sites do: text compressed, connections kept."""

    protocol_version = "HTTP/1.1"

    def log_message(self, template: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data, kind = path.read_bytes(), self.guess_type(str(path))
        self.send_response(200)
        if kind.startswith("text/") or kind.endswith(("javascript", "json", "xml")):
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with suppress(OSError):  # the visitor has gone
            self.wfile.write(data)


class Visit(NamedTuple):
    """A first visit: milliseconds to the first hit and to all, bytes by either, what was said, the files."""

    first: float
    done: float
    bytes: list[int]
    said: str
    files: list[tuple[str, float, float, int]]


def visit(chromium: Browser, address: str) -> Visit:
    """Open a page with a query on the phone, with nothing kept from before."""
    with chromium.new_context(viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", NETWORK)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address)
        page.wait_for_function("() => window.done")
        seen = page.evaluate(READ)
        said = page.locator("#jisr-search-status").text_content() or ""
        return Visit(seen["first"], seen["done"], seen["bytes"], said, seen["files"])


def found(chromium: Browser, lang: Lang, top: Path, address: str) -> None:
    """Print the hits of the written queries by class."""
    make_site(top / lang, lang, corpus_records(corpus(lang), lang), segments.BITS)
    page = chromium.new_page()
    page.goto(f"{address}/{lang}/search/")
    wanted: Counter[str] = Counter()
    got: Counter[str] = Counter()
    false = 0
    written = queries(lang)
    for query in written:
        should, does = expected(query, corpus(lang)), slugs(ask(page, query.text))
        wanted[query.kind] += len(should)
        got[query.kind] += len(should & does)
        false += len(does - should)
    print(f"{lang}: {got.total()} of {wanted.total()} hits in {len(written)} queries, {false} false")
    print("   ", ", ".join(f"{kind} {got[kind]}/{wanted[kind]}" for kind in wanted))
    page.close()


def main(count: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        top = Path(folder)
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        langs: tuple[Lang, ...] = ("ar", "en")
        with served(top) as address:
            for lang in langs:
                found(chromium, lang, top, address)

        made = many(count)
        os.environ |= website.ENVIRONMENT
        site = website.build(top / "whole")
        start = time.perf_counter()
        write_index(site / "ar", made)
        seconds = time.perf_counter() - start
        size = sum(path.stat().st_size for path in (site / "ar" / index.BUNDLE).rglob("*") if path.is_file())
        print(f"{count} articles: indexed in {seconds:.1f} s, {size / 1e6:.1f} MB")
        with served(site, Compressing) as address:
            for text in QUERIES:
                visits = sorted(
                    visit(chromium, f"{address}/ar/search/?q={quote(text)}") for _ in range(VISITS)
                )
                middle = visits[VISITS // 2]
                done = statistics.median(v.done for v in visits)
                print(f"  {text}: {middle.said}; first hit {middle.first / 1e3:.2f} s"
                      f" ({visits[0].first / 1e3:.2f}–{visits[-1].first / 1e3:.2f}), all {done / 1e3:.2f} s,"
                      f" {middle.bytes[0] / 1e3:.0f} and {middle.bytes[1] / 1e3:.0f} kB")  # fmt: skip
                if text == QUERIES[0]:
                    for name, begin, end, moved in middle.files:
                        print(f"      {begin:5.0f}–{end:5.0f} ms {moved / 1e3:6.1f} kB  {name}")
        chromium.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1000)
