"""Search at scale: `python -m benchmarks.bench_search [PAGES]`.

Prints the hits per class of query of the written sets, the time and size of an index of a thousand articles
(made of the tests' corpus, 700 words each), and what a query moves and takes on a slow phone.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

from build_tools import search
from build_tools.model import Lang
from build_tools.search import Part, Record
from tests.conftest import CHROMIUM_FLAGS, served
from tests.system_tools import find_chromium
from tests.test_search import ask, corpus, expected, make_site, queries, records, settled, slugs

# Lighthouse's "slow 4G" phone
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4  # times, of the processor
QUERIES = ("لقاح", "للحكومة", "وزير الدفاع", '"منظمة الصحة العالمية"', "زخفطلن")


def many(count: int) -> list[Record]:
    """`count` articles of paragraphs drawn from the corpus, each with words of its own."""
    rng = random.Random(1)
    paragraphs = [text for texts in corpus("ar").values() for text in texts]
    letters = "ابتثجحخدذرزسشصضطظعغقمنهي"
    made = []
    for n in range(count):
        own = " ".join("".join(rng.choices(letters, k=6)) for _ in range(10))
        texts = [own, *rng.sample(paragraphs, 24)]
        parts = tuple(Part(f"p{k}", text) for k, text in enumerate(texts))
        made.append(Record(f"articles/a{n:05}/", f"مقالة {n}", "article", parts, date="2023", when="2023"))
    return made


def main(count: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        top = Path(folder)
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        langs: tuple[Lang, ...] = ("ar", "en")
        with served(top) as address:
            for lang in langs:
                make_site(top / lang, lang, records(corpus(lang), lang))
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
                print(
                    f"{lang}: {got.total()} of {wanted.total()} hits in {len(written)} queries, {false} false"
                )
                print("   ", ", ".join(f"{kind} {got[kind]}/{wanted[kind]}" for kind in wanted))
                page.close()

            made = many(count)
            start = time.perf_counter()
            search.index(top / "many", made)
            seconds = time.perf_counter() - start
            size = sum(path.stat().st_size for path in (top / "many").rglob("*") if path.is_file())
            print(f"{count} articles: indexed in {seconds:.1f} s, {size / 1e6:.1f} MB")

            make_site(top / "phone", "ar", made)
            for text in QUERIES:
                context = chromium.new_context(viewport={"width": 390, "height": 800})
                page = context.new_page()
                moved = [0]
                tools = context.new_cdp_session(page)
                tools.send("Network.enable")
                tools.send("Network.emulateNetworkConditions", NETWORK)
                tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                tools.on(
                    "Network.loadingFinished", lambda e, moved=moved: moved.append(e["encodedDataLength"])
                )
                start = time.perf_counter()
                page.goto(f"{address}/phone/search/?q={text}")
                settled(page, text)
                cold = time.perf_counter() - start
                status = page.locator("#jisr-search-status").text_content()
                first = sum(moved)
                moved.clear()
                start = time.perf_counter()
                page.locator("#jisr-q").fill("كورونا")
                page.locator("#jisr-q").press("Enter")
                settled(page, "كورونا")
                warm = time.perf_counter() - start
                print(f"  {text}: {status}; from nothing {cold:.2f} s, {first / 1e3:.0f} kB;"
                      f" the next query {warm:.2f} s, {sum(moved) / 1e3:.0f} kB")  # fmt: skip
                context.close()
        chromium.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1000)
