"""How long sync takes: one article of 500 blocks; 1,000 articles, first, again, and with one correction.

    python -m benchmarks.bench_sync [ARTICLES]

The Arabic is made up. What is measured is `jisr sync` without the start of the process; files are written
where the system keeps temporary ones.
"""

import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jisr.app import pipeline
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.translation import engines

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
TODAY = date(2026, 11, 23)


class Quick:
    """An engine that takes no time: what is measured is Jisr."""

    name = "quick 1"

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """`N words.` each; `terms` are of no use to it."""
        del terms
        return [Draft(f"A sentence of {len(s.text.split())} words, {s.text.count('ا')}.") for s in segments]


def article(rng: random.Random, blocks: int) -> str:
    """A title and paragraphs of two sentences of 12 words."""

    def sentence() -> str:
        return " ".join("".join(rng.choices(LETTERS, k=rng.randint(3, 8))) for _ in range(12)) + "."

    title = " ".join("".join(rng.choices(LETTERS, k=5)) for _ in range(5))
    return "\n\n".join([title, *(f"{sentence()} {sentence()}" for _ in range(blocks - 1))]) + "\n"


def project(root: Path, articles: int, blocks: int) -> None:
    """A project with `articles` articles of `blocks` blocks and a sidecar each."""
    rng = random.Random(7)
    (root / "seeds").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: x\nextra:\n  jisr: {}\n", "utf-8")
    for n in range(articles):
        (root / "seeds" / f"a{n:05}.txt").write_text(article(rng, blocks), "utf-8")
        (root / "seeds" / f"a{n:05}.yml").write_text('published: "2023-10"\n', "utf-8")


def sync(root: Path) -> float:
    """One run, in seconds."""
    start = time.perf_counter()
    result = pipeline.sync_articles(root, TODAY)
    assert not result.failed, result.findings
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    engines.find_engine = lambda _settings: Quick()  # type: ignore[assignment] # the real one takes its time
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "one"
        project(root, 1, 500)
        pipeline.draft_articles(root, TODAY)
        page = root / "docs/en/articles/a00000.md"
        times = []
        for n in range(5):
            text = page.read_text("utf-8")
            at = text.index("\nA sentence", len(text) // 2) + 1
            page.write_text(f"{text[:at]}Correction {n}. {text[at:]}", "utf-8")
            times.append(sync(root))
        print(f"one article of 500 blocks, a paragraph corrected: {min(times) * 1000:.0f} ms (best of 5)")
        root = Path(folder) / "many"
        project(root, articles, 20)
        first = sync(root)
        again = min(sync(root) for _ in range(3))
        print(f"{articles} articles of 20 blocks: first sync {first:.2f} s; ", end="")
        print(f"nothing changed {again:.2f} s ({again / first:.1%})")
        for what in ("draft", "draft, nothing changed"):
            start = time.perf_counter()
            pipeline.draft_articles(root, TODAY)
            print(f"{what}: {time.perf_counter() - start:.2f} s")
        page = root / "docs/en/articles/a00007.md"
        page.write_text(page.read_text("utf-8").replace("A sentence", "One sentence", 1), "utf-8")
        print(f"one correction: {sync(root):.2f} s")


if __name__ == "__main__":
    main()
