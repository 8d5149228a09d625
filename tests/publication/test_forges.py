"""What each forge runs: its files are right, and their steps do what they say on a git server here."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from jisr.cli.parser import build_parser
from jisr.publication.answers import FORGES, Answers
from jisr.publication.installed import Source
from jisr.publication.scaffold import render_files
from tests.repository.test_ci import PERSON, GitServer, actionlint, git

NAMES = {"ar": "مجلة الماء", "en": "Water"}  # the water journal
FILES = {forge: render_files(Answers(NAMES, forge=forge), Source("jisr", "==1")) for forge in FORGES}
BOARD = {
    (forge, path): data.decode()
    for forge, files in FILES.items()
    for path, data in files.items()
    if path.startswith(("ci/", ".github/", ".gitlab", ".forgejo/"))
}
"""What is run somewhere: forge and path → text."""
WORKFLOWS = {key: text for key, text in BOARD.items() if key[1].endswith(".yml")}
SCRIPTS = {key: text for key, text in BOARD.items() if key[1].startswith("ci/")}


def test_actionlint_finds_nothing_in_any_workflow(tmp_path: Path) -> None:
    paths = []
    for (forge, path), text in WORKFLOWS.items():
        if forge != "gitlab":
            paths.append(tmp_path / f"{forge}-{Path(path).name}")
            paths[-1].write_text(text, "utf-8")
    found = [one for one in actionlint(*paths) if 'label "docker" is unknown' not in one["message"]]
    assert len(paths) > 8
    assert found == []


@pytest.mark.parametrize("key", SCRIPTS, ids=":".join)
def test_every_script_is_one_for_any_shell(key: tuple[str, str], tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(SCRIPTS[key], "utf-8")
    subprocess.run(["sh", "-n", str(script)], check=True)
    assert not re.search(r"\[\[|<<<|&>|\bfunction |\blocal |\bsource ", SCRIPTS[key]), "no bashism"


@pytest.mark.parametrize("key", BOARD, ids=":".join)
def test_every_command_is_one(key: tuple[str, str]) -> None:
    parser = build_parser()
    for line in re.findall(r"\.venv/bin/jisr (?!\])[^\n|>&;`]*", BOARD[key]):
        words = shlex.split(line, comments=True)[1:]
        if words and words[0] != "-nt" and "$name" not in words:
            parser.parse_args(words)


@pytest.mark.parametrize("key", WORKFLOWS, ids=":".join)
def test_every_script_that_is_named_is_there(key: tuple[str, str]) -> None:
    named = set(re.findall(r"\bsh (ci/[\w.-]+)", BOARD[key]))
    assert named <= FILES[key[0]].keys()
    assert named or key[1].endswith("comment.yml")


@pytest.mark.parametrize("key", [key for key in WORKFLOWS if key[0] in ("github", "forgejo")], ids=":".join)
def test_nothing_that_others_wrote_is_put_into_a_script(key: tuple[str, str]) -> None:
    for job in yaml.safe_load(WORKFLOWS[key])["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert re.fullmatch(r"|actions/[\w-]+@[0-9a-f]{40}", step.get("uses", ""))


@pytest.mark.parametrize("forge", ["github", "gitlab", "forgejo"])
def test_a_bad_article_stops_no_other_and_each_hour_releases_come_true(forge: str) -> None:
    text = "".join(text for (name, path), text in WORKFLOWS.items() if name == forge)
    assert re.search(r"jisr build \|\| ", text), "what is wrong is told after the site is out"
    assert re.search(r"\d+ \* \* \* \*", text)


def test_a_preview_is_for_those_who_sign_in() -> None:
    """GitHub gives none without an account, GitLab is told so, Forgejo makes none where all may read."""
    assert "access: developer" in BOARD["gitlab", ".gitlab-ci.yml"]
    steps = yaml.safe_load(BOARD["forgejo", ".forgejo/workflows/check.yml"])["jobs"]["check"]["steps"]
    preview = [step for step in steps if "preview" in str(step)]
    assert len(preview) == 2
    assert {step["if"] for step in preview} == {"github.event.repository.private"}
    assert preview[-1]["with"]["path"] in preview[0]["run"]


# --- a server of this machine ------------------------------------------------------------------------------


class Server(GitServer):
    """A server with a publication of a forge, whose programs note what they are asked."""

    def __init__(self, folder: Path, forge: str) -> None:
        super().__init__(folder)
        for path, data in FILES[forge].items():
            (self.clone / path).parent.mkdir(parents=True, exist_ok=True)
            (self.clone / path).write_bytes(data)
        self.program(".venv/bin/jisr", 'echo "$@" >>"$ASKED"')

    def save(self, files: dict[str, str]) -> None:
        """Somebody commits and pushes."""
        self.write(files)
        git(self.clone, "commit", "-q", "--allow-empty", "-m", "Saved")
        self.pushed = self.push()

    def push(self) -> subprocess.CompletedProcess[str]:
        command = ["git", "push", "-q", "origin", "HEAD:refs/heads/main"]
        return subprocess.run(
            command, cwd=self.clone, env=self.environment, check=False, capture_output=True, text=True
        )

    @property
    def environment(self) -> dict[str, str]:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("GITHUB", "GIT", "CI"))
        }
        path = f"{self.tools}:{os.environ['PATH']}"
        return clean | PERSON | {"PATH": path, "ASKED": str(self.tools / "asked"), "TOOLS": str(self.tools)}

    def run(self, *command: str, **given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.clone, env=self.environment | given, check=False, capture_output=True, text=True
        )

    def asked(self) -> str:
        path = self.tools / "asked"
        return path.read_text("utf-8") if path.exists() else ""


FORGEJO = {
    "FORGEJO_TOKEN": "secret-token",
    "GITHUB_SERVER_URL": "https://forge.example",
    "GITHUB_REPOSITORY": "water/journal",
    "GITHUB_REF_NAME": "main",
}
CURL = r"""
cat >>"$TOOLS/signed"
printf '%s ' "$@" | tr '\n' ' ' >>"$ASKED"
echo >>"$ASKED"
for word in "$@"; do case "$word" in @*) cat "${word#@}" >>"$TOOLS/sent" ;; esac; done
cat "$TOOLS/answer" 2>/dev/null
printf '\n%s\n' "$(cat "$TOOLS/status" 2>/dev/null || echo 201)"
"""


@pytest.fixture
def forgejo(tmp_path: Path) -> Server:
    server = Server(tmp_path, "forgejo")
    server.program("curl", CURL)
    server.save({"docs/en/a.md": "one\n", "translations/a.po": "one\n"})
    return server


@pytest.mark.parametrize(("status", "code"), [("201", 0), ("409", 0), ("500", 1), ("403", 1)])
def test_a_proposal_on_a_forgejo_is_one_request(forgejo: Server, status: str, code: int) -> None:
    """409 says that it is open already: later runs bring its branch up to date."""
    (forgejo.tools / "status").write_text(status, "utf-8")
    (forgejo.clone / "docs/en/a.md").write_text("two\n", "utf-8")
    done = forgejo.run("sh", "ci/propose.sh", "draft", "Draft what has no English yet", **FORGEJO)
    assert done.returncode == code, done.stderr
    assert forgejo.shows("docs/en/a.md", "jisr/draft") == "two"
    assert "https://forge.example/api/v1/repos/water/journal/pulls" in forgejo.asked()
    assert "secret-token" not in forgejo.asked() + done.stdout + done.stderr
    assert "secret-token" in (forgejo.tools / "signed").read_text("utf-8")
    sent: dict[str, Any] = json.loads((forgejo.tools / "sent").read_text("utf-8"))
    assert (sent["base"], sent["head"]) == ("main", "jisr/draft")


def test_the_site_on_a_forgejo_is_one_commit_without_a_past(forgejo: Server) -> None:
    site = forgejo.clone / "site"
    for name in ("index.html", "ar/index.html", "ar/gone.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("one", "utf-8")
    assert forgejo.run("sh", "ci/pages.sh", **FORGEJO).returncode == 0
    assert forgejo.shows("ar/index.html", "pages") == "one"
    first = git(forgejo.remote, "rev-parse", "pages")
    assert "as it was" in forgejo.run("sh", "ci/pages.sh", **FORGEJO).stdout
    assert git(forgejo.remote, "rev-parse", "pages") == first
    (site / "ar/gone.html").unlink()
    assert forgejo.run("sh", "ci/pages.sh", **FORGEJO).returncode == 0
    assert git(forgejo.remote, "rev-list", "--count", "pages") == "1"
    assert git(forgejo.remote, "ls-tree", "-r", "--name-only", "pages").split() == [
        "ar/index.html",
        "index.html",
    ]
    assert git(forgejo.remote, "log", "-1", "--format=%an%ae%ci", "pages").endswith("+0000")
    assert "uba" not in git(forgejo.remote, "log", "-1", "--format=%an%ae%cn%ce", "pages")


@pytest.mark.parametrize(
    ("there", "method", "path"),
    [
        ([{"id": 1, "body": "a person's"}], "POST", "issues/7/comments"),
        ([{"id": 1, "body": "x"}, {"id": 5, "body": "<!-- jisr -->\nold"}], "PATCH", "issues/comments/5"),
    ],
)
def test_a_pull_request_on_a_forgejo_has_one_comment(
    forgejo: Server, there: list[Any], method: str, path: str
) -> None:
    (forgejo.tools / "answer").write_text(json.dumps(there), "utf-8")
    (forgejo.clone / "summary.md").write_text('one "quote"\nملخّص\n', "utf-8")  # a summary
    assert forgejo.run("sh", "ci/comment.sh", "7", "summary.md", **FORGEJO).returncode == 0
    last = forgejo.asked().splitlines()[-1].strip()
    assert f"--request {method} " in last
    assert last.endswith(f"/api/v1/repos/water/journal/{path}")
    sent = json.loads((forgejo.tools / "sent").read_text("utf-8"))
    assert sent["body"] == '<!-- jisr -->\none "quote"\nملخّص\n'
    assert forgejo.run("sh", "ci/comment.sh", "7; rm", "summary.md", **FORGEJO).returncode == 1


# --- a server of one's own ---------------------------------------------------------------------------------

RSYNC = 'for last; do :; done; echo "$@" >>"$ASKED"; mkdir -p "$last"; cp -R site/. "$last"'
JISR = """
case "$*" in
    *draft*) mkdir -p translations; echo drafted >translations/a.po ;;
    *build*) mkdir -p site/ar site/en; for f in . ar en; do cp docs/en/a.md site/$f/index.html; done ;;
esac
! grep -q wrong docs/en/a.md
"""


@pytest.fixture
def own(tmp_path: Path) -> Server:
    """A bare repository with the hook, and where it is built and put."""
    server = Server(tmp_path, "server")
    server.program("rsync", RSYNC)
    hook = server.remote / "hooks/post-receive"
    hook.write_bytes(FILES["server"]["ci/post-receive"])
    hook.chmod(0o755)
    git(server.remote, "config", "jisr.work", str(tmp_path / "موقع work"))
    git(server.remote, "config", "jisr.target", str(tmp_path / "www"))
    install = (
        f"mkdir -p .venv/bin; cat >.venv/bin/jisr <<'END'\n#!/bin/sh\n{JISR}\nEND\nchmod +x .venv/bin/jisr"
    )
    (server.clone / "ci/install.sh").write_text(install, "utf-8")
    return server


def test_a_push_to_a_server_of_ones_own_puts_the_site_in_its_place(own: Server, tmp_path: Path) -> None:
    own.save({"docs/en/a.md": "one\n"})
    assert own.pushed.returncode == 0, own.pushed.stderr
    page = tmp_path / "www/en/index.html"
    assert page.read_text("utf-8") == "one\n", own.pushed.stderr
    assert own.shows("translations/a.po", "jisr/draft") == "drafted"
    assert git(own.remote, "branch", "--format=%(refname:short)").split() == ["jisr/draft", "main"]
    own.save({"docs/en/a.md": "two\n"})
    assert page.read_text("utf-8") == "two\n", own.pushed.stderr
    git(own.clone, "push", "-q", "origin", "HEAD:refs/heads/other")
    assert page.read_text("utf-8") == "two\n", "other branches are nobody's site"


def test_what_is_wrong_keeps_no_site_from_readers_and_is_told_to_who_pushes(
    own: Server, tmp_path: Path
) -> None:
    own.save({"docs/en/a.md": "wrong\n"})
    assert (tmp_path / "www/index.html").read_text("utf-8") == "wrong\n"
    own.program(".venv/bin/jisr", "exit 1")
    before = own.asked()
    assert own.run("sh", "ci/publish.sh", str(tmp_path / "www")).returncode != 0
    assert own.asked() == before, "where no site was made, none is put in its place"


@pytest.mark.parametrize(
    ("words", "settings", "wanted"),
    [
        ([], "sha256: " + "a" * 64, "requirements.txt"),
        (["draft"], "model: {}", "requirements.txt"),
        (["draft"], "      sha256: " + "a" * 64, "requirements-draft.txt"),
        (["draft"], '      sha256: "' + "a" * 64 + '"', "requirements-draft.txt"),
    ],
)
def test_a_model_is_installed_where_the_settings_name_one(
    tmp_path: Path, words: list[str], settings: str, wanted: str
) -> None:
    server = Server(tmp_path, "github")
    server.program("python3", "true")
    server.program(".venv/bin/python", 'echo "$@" >>"$ASKED"')
    (server.clone / "mkdocs.yml").write_text(settings, "utf-8")
    assert server.run("sh", "ci/install.sh", *words).returncode == 0
    assert server.asked().split()[-1] == wanted


# --- whole runs --------------------------------------------------------------------------------------------


def runs_of(forge: str, path: str, job: str) -> list[str]:
    """What a job has a shell do, one run after the other, but for what installs programs."""
    said = yaml.safe_load(BOARD[forge, path])
    steps = (
        said[job]["script"] if forge == "gitlab" else [s.get("run", "") for s in said["jobs"][job]["steps"]]
    )
    return [step for step in steps if step and "container.sh" not in step and "install.sh" not in step]


def play(server: Server, runs: list[str], **given: str) -> str:
    """Play a job to its end; the run at which it fails."""
    for run in runs:
        if server.run("sh", "-e", "-c", run, **given).returncode:
            return run
    return ""


@pytest.mark.parametrize("words", ["fine", "wrong"])
def test_the_site_goes_out_from_a_forgejo_before_its_run_fails(forgejo: Server, words: str) -> None:
    forgejo.program(".venv/bin/jisr", JISR)
    forgejo.save({"docs/en/a.md": f"{words}\n"})
    failed = play(forgejo, runs_of("forgejo", ".forgejo/workflows/site.yml", "site"), **FORGEJO)
    assert forgejo.shows("en/index.html", "pages") == words
    assert failed == ("test ! -e wrong" if words == "wrong" else "")


@pytest.mark.parametrize("words", ["fine", "wrong"])
def test_a_pull_request_on_a_forgejo_is_checked_built_and_packed(forgejo: Server, words: str) -> None:
    forgejo.program(".venv/bin/jisr", JISR)
    forgejo.save({"docs/en/a.md": f"{words}\n"})
    base = git(forgejo.clone, "rev-parse", "HEAD")
    (forgejo.tools / "answer").write_text("[]", "utf-8")
    runs = runs_of("forgejo", ".forgejo/workflows/check.yml", "check")
    failed = play(forgejo, runs, **FORGEJO, BASE=base, NUMBER="7")
    assert "issues/7/comments" in forgejo.asked(), "the comment comes before the run fails"
    assert failed == (".venv/bin/jisr check" if words == "wrong" else "")
    assert (forgejo.clone / "preview.tar.gz").exists() is (words == "fine")


@pytest.mark.parametrize("words", ["fine", "wrong"])
def test_the_site_goes_out_from_a_gitlab_before_its_pipeline_fails(tmp_path: Path, words: str) -> None:
    server = Server(tmp_path, "gitlab")
    server.program(".venv/bin/jisr", JISR)
    server.save({"docs/en/a.md": f"{words}\n"})
    assert play(server, runs_of("gitlab", ".gitlab-ci.yml", "pages"), JISR_REMOVAL="") == ""
    assert (server.clone / "public/en/index.html").read_text("utf-8") == f"{words}\n"
    told = play(server, runs_of("gitlab", ".gitlab-ci.yml", "told"))
    assert told == ("test ! -e wrong" if words == "wrong" else "")
