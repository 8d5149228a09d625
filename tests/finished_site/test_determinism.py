"""Two clones of one commit, on machines that differ in all they may, make the same site byte for byte.

Neither machine has a network: connecting anywhere but to itself ends the build, and where the kernel allows
it, the build runs in a network namespace of its own.
"""

import os
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.project import PARAGRAPHS, SITE, TITLE, copy, edit, leave_pdf_out
from tests.sample import ROOT

# Loaded by every Python of a build before anything else (`site` imports it), MkDocs' own among them.
NO_NETWORK = """
import socket

def only_here(method):
    def connect(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1"):
            raise SystemExit(f"asked the network for {address}")
        return method(self, address)
    return connect

socket.socket.connect = only_here(socket.socket.connect)
socket.socket.connect_ex = only_here(socket.socket.connect_ex)

def no_lookup(host, *rest, **more):
    if host not in (None, "", "localhost", "127.0.0.1", "::1"):
        raise SystemExit(f"asked for the address of {host}")
    return getaddrinfo(host, *rest, **more)

getaddrinfo, socket.getaddrinfo = socket.getaddrinfo, no_lookup
"""

MACHINES = (
    {"TZ": "UTC", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1", "HOME": "/nonexistent"},
    # names of locales that are not installed still reach what reads them from the environment
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "ar_EG.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242",
     "COLUMNS": "40", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"},
)  # fmt: skip


def unshare() -> list[str]:
    """The command that gives a process a network of its own without any way out; none where it may not."""
    command = ["unshare", "--net", "--map-root-user"]
    try:
        allowed = subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        allowed = False
    return command if allowed else []


def test_no_build_has_a_way_out() -> None:
    """Where the kernel lets nobody cut it off, only what Python connects is refused, and that is said."""
    if not (command := unshare()):
        pytest.skip(
            "this machine lets nobody cut off the network (unshare --net): only Python's own is refused"
        )
    asked = [*command, sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 5)"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert "Network is unreachable" in done.stderr


def original(folder: Path) -> None:
    """This repository's publication, and articles with what may come out in another order."""
    copy(folder, *SITE, "seeds", "translations")
    leave_pdf_out(folder)
    for number in range(2):
        slug = f"{2020 + number % 3}/مقال-{number}" if number % 2 else f"{2020 + number % 3}/text-{number}"
        seed = folder / "seeds" / f"{slug}.txt"
        seed.parent.mkdir(exist_ok=True)
        seed.write_text("\n\n".join([f"{TITLE} {number}", *PARAGRAPHS, "قال نوري المالكي ذلك."]), "utf-8")
        sidecar = (
            "published: 2022-05\nauthor: {ar: كاتبة, en: A writer}\ntopics: [ماء, نفط, أمن]\nseries: س\n"
        )
        seed.with_suffix(".yml").write_text(sidecar, "utf-8")


def in_order(source: Path, target: Path, seed: int) -> None:
    """Copy a folder, its files made in an order of chance, which is the order in which a disk lists them."""
    files = [path for path in sorted(source.rglob("*")) if path.is_file()]
    random.Random(seed).shuffle(files)
    for path in files:
        clone = target / path.relative_to(source)
        clone.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, clone)


def jisr(folder: Path, home: Path, machine: dict[str, str], *arguments: str) -> None:
    """Run a verb as on a machine that has `machine` for its environment and no network."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "SOURCE_DATE_EPOCH": "1700000000",
        **machine,
    }
    environment["PYTHONPATH"] = os.pathsep.join((str(home), str(ROOT / "build_tools")))
    command = [*unshare(), sys.executable, "-m", "jisr", *arguments]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def contents(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of modules that every Python of a build finds first: it has no network."""
    folder = tmp_path_factory.mktemp("offline")
    (folder / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    return folder


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, home: Path) -> tuple[Path, Path]:
    """The folders of two clones with the site built in each."""
    source = tmp_path_factory.mktemp("original")
    original(source)
    jisr(source, home, MACHINES[0], "sync")
    edit(source / "docs/en/articles/2020/text-0.md", "<!-- #p1 missing -->", "<!-- #p1 -->\nBy a person.")
    clones = (tmp_path_factory.mktemp("a"), tmp_path_factory.mktemp("b") / "مجلد آخر with a longer name")
    for seed, clone in enumerate(clones):
        in_order(source, clone, seed)

    def publish(clone: Path, machine: dict[str, str]) -> None:
        jisr(clone, home, machine, "build")
        jisr(clone, home, machine, "export", "2020/text-0", "--format", "pdf", "--to", "site/printed")

    with ThreadPoolExecutor() as pool:
        list(pool.map(publish, clones, MACHINES))
    return clones


def test_the_site_is_the_same_byte_for_byte(sites: tuple[Path, Path]) -> None:
    first, second = (contents(clone / "site") for clone in sites)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {f"{lang}/assets/search/index.json" for lang in ("ar", "en")} <= first.keys()
    assert sum(name.endswith(".pdf") for name in first) == 2
    assert b"By a person." in first["en/articles/2020/text-0/index.html"]


def test_no_page_knows_where_it_was_built(sites: tuple[Path, Path]) -> None:
    for clone in sites:
        name = str(clone).encode()
        assert [path for path, data in contents(clone / "site").items() if name in data] == []


@pytest.mark.soak  # the histories of `tests/builder/test_manifest.py` come to what is built from nothing, too
def test_a_second_build_changes_nothing(sites: tuple[Path, Path], home: Path) -> None:
    clone = sites[1]
    shutil.rmtree(clone / "site/printed")
    before = contents(clone / "site")
    shutil.rmtree(clone / ".jisr")  # else it would only say again what it said
    jisr(clone, home, {**MACHINES[0], "HOME": str(home)}, "build")
    assert contents(clone / "site") == before


def test_a_rendered_page_that_somebody_was_at_is_made_again_where_mkdocs_reads_it(
    sites: tuple[Path, Path], home: Path
) -> None:
    clone = sites[0]
    before = contents(clone / "site")
    for lang, damage in (("ar", Path.unlink), ("en", lambda page: page.write_text("other"))):
        (clone / "site" / lang / "articles/2020/text-0/index.html").unlink()
        damage(clone / ".build/pages" / lang / "articles/2020/text-0.md")
    jisr(clone, home, MACHINES[0], "build")
    assert contents(clone / "site") == before


def test_a_build_that_asked_the_network_would_fail(home: Path) -> None:
    for code in ("socket.create_connection(('192.0.2.1', 80))", "socket.getaddrinfo('jisr.example', 80)"):
        run = subprocess.run(
            [sys.executable, "-c", f"import socket; {code}"],
            env={"PYTHONPATH": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "asked" in run.stderr
