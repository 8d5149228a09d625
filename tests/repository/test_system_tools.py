"""The tests' own footing: the browser opens a served page, and what is missing is named in one line."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import system_tools
from tests.system_tools import TOOLS, SystemTool, explain


@pytest.mark.browser
def test_browser_opens_a_served_page(browser: Browser, serve: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<meta charset=utf-8><title>جسر</title>", encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{serve(tmp_path)}/")
    assert page.title() == "جسر"  # "bridge"
    context.close()


def test_a_folder_is_served_once(serve: Callable[[Path], str], tmp_path: Path) -> None:
    assert serve(tmp_path) == serve(tmp_path)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_what_is_missing_is_named_in_one_line(tool: SystemTool) -> None:
    line = explain([tool])
    assert tool.name in line
    assert tool.debian in line
    assert "\n" not in line


def test_no_chromium_anywhere_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system_tools, "CHROMIUM_APPLICATIONS", ())
    monkeypatch.setattr(system_tools, "playwright_chromium", lambda: None)
    assert system_tools.find_chromium() is None


def test_gettext_needs_both_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    executable(tmp_path / "msgcat")
    assert system_tools.find_gettext() is None
    executable(tmp_path / "msgmerge")
    assert system_tools.find_gettext() == tmp_path


def test_without_root_the_remedy_is_told_and_nothing_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tool = SystemTool("Nowhere", lambda: None, debian="nowhere", remedy="apt-get install nowhere")
    monkeypatch.setattr(system_tools, "TOOLS", (tool,))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_tools, "install_on_debian", pytest.fail)
    assert system_tools.main() == 1
    assert capsys.readouterr().err == "The tests need Nowhere (apt-get install nowhere).\n"


def test_as_root_on_debian_lists_are_updated_then_the_package_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    shell = shutil.which("sh")
    executable(tmp_path / "apt-get", f'#!{shell}\necho "$@" >> "{log}"\n')
    found = iter([None, tmp_path])
    tool = SystemTool("Nowhere", lambda: next(found), debian="nowhere", remedy="")
    monkeypatch.setattr(system_tools, "TOOLS", (tool,))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system_tools, "web_tools_missing", lambda: "")
    assert system_tools.main() == 0
    assert log.read_text().splitlines() == ["-qq update", "-qq install -y --no-install-recommends nowhere"]


def test_a_quicker_tool_is_installed_beside_a_slower_one_where_that_can_be_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool = SystemTool("Browser", lambda: tmp_path, debian="quick", remedy="", best="quick-browser")
    asked: list[SystemTool] = []
    monkeypatch.setattr(system_tools, "TOOLS", (tool,))
    monkeypatch.setattr(system_tools, "install_on_debian", asked.extend)
    monkeypatch.setattr(system_tools, "web_tools_missing", lambda: "")
    monkeypatch.setenv("PATH", str(tmp_path))
    for user, expected in ((1000, []), (0, [tool])):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        executable(tmp_path / "apt-get")
        assert system_tools.main() == 0, "the slower one will do"
        assert asked == expected
    executable(tmp_path / "quick-browser")
    assert system_tools.main() == 0
    assert asked == [tool], "it is there"


def test_what_apt_says_is_shown_where_it_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    executable(tmp_path / "apt-get", f"#!{shutil.which('sh')}\necho no network >&2\nexit 100\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(subprocess.CalledProcessError):
        system_tools.install_on_debian([TOOLS[0]])
    assert "no network" in capsys.readouterr().err


def test_packages_of_another_lock_are_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    stamp = tmp_path / "stamp"
    monkeypatch.setattr(system_tools, "WEB", tmp_path)
    monkeypatch.setattr(system_tools, "_STAMP", stamp)
    monkeypatch.setattr(system_tools, "TOOLS", ())
    assert "npm ci in tests/web" in system_tools.web_tools_missing()
    shell = shutil.which("sh")
    executable(tmp_path / "npm", f'#!{shell}\necho "$@" > "{tmp_path}/log"\n')
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_tools.main() == 0
    assert (tmp_path / "log").read_text().split()[0] == "ci"
    assert system_tools.web_tools_missing() == ""
    (tmp_path / "package-lock.json").write_text('{"lockfileVersion": 3}', encoding="utf-8")
    assert system_tools.web_tools_missing()


def test_what_npm_says_is_shown_where_it_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(system_tools, "WEB", tmp_path)
    monkeypatch.setattr(system_tools, "_STAMP", tmp_path / "stamp")
    monkeypatch.setattr(system_tools, "TOOLS", ())
    executable(tmp_path / "npm", f"#!{shutil.which('sh')}\necho no network >&2\nexit 7\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_tools.main() == 1
    said = capsys.readouterr().err
    assert "no network" in said
    assert "exit code 7" in said


def executable(path: Path, text: str = "") -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
