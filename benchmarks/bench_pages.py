"""Lighthouse's mark for speed, of each kind of page of a publication of many articles.

    python -m benchmarks.bench_pages [ARTICLES]

Its preset for phones (slow 4G, a processor four times slower), median of three runs, from a server that
compresses. Lighthouse is that of the tests: `make test` installs it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.corpus import make_publication
from jisr.model.languages import LANGS
from tests.conftest import CHROMIUM_FLAGS
from tests.system_tools import WEB, find_chromium

KINDS = ("", "articles/a00001/", "actors/", "timeline/", "search/", "search/?q=العراق")


def main() -> None:
    """Print a line a page: the median, the three runs, what it lost points for."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as name:
        root = Path(name)
        make_publication(root, articles)
        build = [sys.executable, "-m", "jisr", "--project", name, "build"]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        job = {
            "site": str(root / "site"), "categories": ["performance"], "runs": 3,
            "chrome": str(find_chromium()), "flags": [*CHROMIUM_FLAGS[1:], "--headless=new"],
            "pages": [f"/{lang}/{kind}" for kind in KINDS for lang in LANGS],
        }  # fmt: skip
        command = ["node", str(WEB / "lighthouse.mjs"), json.dumps(job)]
        out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    for page, found in json.loads(out.splitlines()[-1]).items():
        marks = [round(100 * run["performance"]) for run in found["scores"]]
        print(f"{median(marks):3}  {marks}  {page}  {'; '.join(found['short'])}")


if __name__ == "__main__":
    main()
