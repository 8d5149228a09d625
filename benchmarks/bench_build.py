"""How long a publication takes to build: first, again unchanged, and with one paragraph corrected.

    python -m benchmarks.bench_build [ARTICLES]

Each article is the first seed with its paragraphs in another order and words of its own, so that names, dates
and links are as many as in life. It is `jisr sync` and `jisr build` as a person starts them, MkDocs and
search included; processors' time stands beside the clock's, for other work on the machine hardly changes it.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

HERE = Path(__file__).resolve().parent.parent
SEED = "iraq-ending-coalition-role"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def project(root: Path, articles: int) -> None:
    """A copy of this repository with `articles` more seeds."""
    ignored = shutil.ignore_patterns(".git", ".venv", ".build", "site", ".*_cache", "__pycache__")
    shutil.copytree(HERE, root, ignore=ignored)
    rng = random.Random(11)
    title, *paragraphs = (root / f"seeds/{SEED}.txt").read_text("utf-8").split("\n\n")
    for n in range(articles):
        own = " ".join("".join(rng.choices(LETTERS, k=6)) for _ in range(10))
        texts = [f"{title} {n}", *rng.sample(paragraphs, len(paragraphs)), f"{own}."]
        (root / f"seeds/a{n:05}.txt").write_text("\n\n".join(texts), "utf-8")
        published = date.fromordinal(date(2020, 1, 1).toordinal() + n)
        (root / f"seeds/a{n:05}.yml").write_text(f'published: "{published}"\n', "utf-8")


def run(root: Path, *verb: str) -> tuple[float, float]:
    """Seconds by the clock and of the processors."""
    before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from jisr.cli.main import main; sys.exit(main())", *verb],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    took, after = time.perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stdout + done.stderr
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report(what: str, times: tuple[float, float], articles: int) -> None:
    """One line."""
    clock, cpu = times
    each = cpu / articles * 1000
    print(f"{what:<30} {clock:7.1f} s, {cpu:7.1f} s of processor: {each:6.1f} ms an article", flush=True)


def main() -> None:
    """Measure and print."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "publication"
        project(root, articles)
        report("sync, first", run(root, "sync"), articles)
        report("sync, nothing changed", run(root, "sync"), articles)
        report("build, first", run(root, "build"), articles)
        report("build, nothing changed", run(root, "build"), articles)
        page = root / f"docs/en/articles/{SEED}.md"
        text = page.read_text("utf-8")
        page.write_text(text.replace("It appears that", "It would appear that"), "utf-8")
        assert page.read_text("utf-8") != text
        report("build, a paragraph corrected", run(root, "build"), articles)
        size = sum(path.stat().st_size for path in (root / "site").rglob("*") if path.is_file())
        print(f"site: {size / 1e6 / articles:.2f} MB an article")


if __name__ == "__main__":
    main()
