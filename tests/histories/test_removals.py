"""Whatever old states come back after a removal, in any order, on real files and git: the words never do.

Old states of every file (of before the act, of other commits, of a colleague's clone with work of her own)
lie on the project at random, between the acts of people and runs of every verb. After each run no file and
nothing that was printed holds her name; what other people wrote stays.
"""

import io
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.app import removal
from jisr.cli import main
from jisr.storage.git import run as run_git
from jisr.translation import engines
from tests.project import TODAY, Echo, git
from tests.witness import NAME, SLUG, TOLD, make_testimony, places_of

SEQUENCES = int(os.environ.get("JISR_SEQUENCES", "50000")) // 100
FOLDERS = ("seeds", "docs/en/articles", "docs/ar/articles", "translations", "private")
VERBS = (["sync"], ["draft"], ["check"], ["status"], ["remarks"], ["actors", "suggest"],
         ["check", "--format", "markdown"], ["approve", "water", "--by", "Ruba"])  # fmt: skip


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """`old`, a colleague's clone from before the act, and `new`, after it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
        patch.setattr(engines, "find_engine", lambda _settings: Echo())
        patch.setenv("GIT_AUTHOR_NAME", "x")
        folder = tmp_path_factory.mktemp("states")
        made = make_testimony(folder / "new")
        shutil.copytree(made.root, folder / "old")
        removal.carry_out(made.root, removal.plan(made.root, NAME), TODAY, lambda _root: None)
        git(made.root, "add", "-A")
        git(made.root, "commit", "-qm", "Mend texts")
        yield folder


class History:
    """A project after the act, and all who bring old states to it."""

    def __init__(self, folder: Path) -> None:
        self.old, self.project = folder / "old", folder / "new"

    def files(self, root: Path) -> list[str]:
        found = (path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file())
        return sorted(path.relative_to(root).as_posix() for path in found if path.name[0] != ".")

    def put(self, name: str, data: bytes) -> None:
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def bring_a_file(self, dice: random.Random) -> None:
        names = [name for name in self.files(self.old) if not name.endswith("removed.jsonl")]
        name = dice.choice(names)
        self.put(name, (self.old / name).read_bytes())

    def bring_everything(self, dice: random.Random) -> None:
        for _ in range(20):
            self.bring_a_file(dice)

    def bring_a_committed_state(self, dice: random.Random) -> None:
        commits = git(self.project, "log", "--all", "--format=%H").split()
        commit = dice.choice(commits)
        names = git(self.project, "ls-tree", "-r", "--name-only", commit, *FOLDERS).splitlines()
        names = [name for name in names if name.endswith((".po", ".md", ".txt", ".yml"))]
        name = dice.choice(names)
        data = run_git(self.project, "show", f"{commit}:{name}")
        self.put(name, data or b"")

    def merge(self, dice: random.Random) -> None:
        """A colleague works on in her clone, and what she did is merged, with conflicts where there are."""
        page = dice.choice([name for name in self.files(self.old) if name.endswith((".md", ".txt"))])
        lines = (self.old / page).read_text("utf-8").splitlines()
        at = dice.randrange(len(lines))
        if lines[at] and not lines[at].startswith(("<!--", "---", "lang", "dir")):
            lines[at] += " And more."
        (self.old / page).write_text("\n".join(lines) + "\n", "utf-8")
        git(self.old, "commit", "-qam", "Work", "--allow-empty")
        self.commit(dice)
        run_git(self.project, "fetch", "-q", str(self.old), "HEAD")
        run_git(self.project, "-c", "user.name=x", "-c", "user.email=x", "merge", "-q", "FETCH_HEAD")
        if dice.random() < 0.5:
            run_git(self.project, "checkout", dice.choice(["--ours", "--theirs"]), "--", ".")

    def commit(self, _dice: random.Random) -> None:
        git(self.project, "add", "-A")
        git(self.project, "commit", "-qm", "Whatever lies there", "--allow-empty")

    def lose_the_state(self, dice: random.Random) -> None:
        shutil.rmtree(self.project / ".jisr", ignore_errors=True)
        if dice.random() < 0.5:
            shutil.copytree(self.old / ".jisr", self.project / ".jisr")

    def lose_a_file(self, dice: random.Random) -> None:
        names = [n for n in self.files(self.project) if not n.endswith("removed.jsonl")]
        (self.project / dice.choice(names)).unlink()

    def rename(self, dice: random.Random) -> None:
        self.run(["rename", dice.choice(["water", "rivers-2"]), dice.choice(["water", "rivers-2"])])

    def undo(self, dice: random.Random) -> None:
        for slug in ("water", SLUG):
            self.run(["undo", slug, dice.choice(["p1", "p3"]), "--by", "Ann"])

    def take_over(self, dice: random.Random) -> None:
        page = self.old / "docs/en/articles/water.md"
        self.run(["import", "water", str(page), "--as", dice.choice(["edited", "draft"]), "--origin", "x"])

    def look_back(self, dice: random.Random) -> None:
        for slug in ("water", "rivers-2"):
            self.run([dice.choice(["log", "suggest"]), slug, dice.choice(["p1", "p3"])])

    def run(self, words: list[str]) -> None:
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said), suppress(SystemExit):
            main.main(["--project", str(self.project), *words])
        told = [word for word in TOLD if word in said.getvalue().casefold()]
        assert not told, (words, said.getvalue())
        assert places_of(self.project, *TOLD) == [], words

    def run_a_verb(self, dice: random.Random) -> None:
        self.run(dice.choice(VERBS))


STEPS: dict[str, Callable[[History, random.Random], None]] = {
    name: step
    for name, step in vars(History).items()
    if name not in ("files", "put", "run") and name[0] != "_"
}


def play(states: Path, steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(shutil.copytree(states, Path(folder) / "states")))
        for name, seed in steps:
            STEPS[name](history, random.Random(seed))
        history.run(["sync"])
        history.run(["check"])


steps_taken = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 99)), min_size=2, max_size=9)
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(steps_taken)
def test_the_words_never_come_back(states: Path, steps: list[tuple[str, int]]) -> None:
    play(states, steps)


@pytest.mark.soak
@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=QUIET, database=None)
@given(steps_taken)
def test_the_words_never_come_back_for_hours(states: Path, steps: list[tuple[str, int]]) -> None:
    play(states, steps)
