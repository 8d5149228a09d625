"""What the tests need that pip does not bring, where it is looked for, and who can install it.

`python -m tests.system_tools` installs what is missing as root on Debian, and says in one line what to
install anywhere else; then npm installs what `tests/web/package-lock.json` pins. The same look-up gives the
browser tests their Chromium.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

HEADLESS_SHELL = "chromium-headless-shell"
"""Debian's Chromium without windows: the same engine opens a page with a third of the work."""

CHROMIUM_COMMANDS = (HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_APPLICATIONS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


def find_chromium() -> Path | None:
    """The system's Chromium or Chrome, else the one that `playwright install chromium` brought, else None."""
    for command in CHROMIUM_COMMANDS:
        if found := shutil.which(command):
            return Path(found)
    for application in CHROMIUM_APPLICATIONS:
        if application.exists():
            return application
    return playwright_chromium()


def playwright_chromium() -> Path | None:
    """Playwright's own Chromium, asked of Playwright itself: its place changes with every release."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def find_gettext() -> Path | None:
    """The folder of msgcat, if msgmerge is there too: the ledger is held to what both make of it."""
    msgcat, msgmerge = shutil.which("msgcat"), shutil.which("msgmerge")
    return Path(msgcat).parent if msgcat and msgmerge else None


def find_fribidi() -> Path | None:
    """Where Pillow is, if it found FriBiDi: cards are drawn with it."""
    import PIL
    from PIL import features

    return Path(PIL.__file__) if features.check("raqm") and features.check("fribidi") else None


def find_node() -> Path | None:
    """Node.js, if npm is there too: Lighthouse runs on it, and npm installs what checks finished pages."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return Path(node) if node and npm else None


def find_java() -> Path | None:
    """A Java that starts (macOS has a `java` that only says where to get one): the HTML checker needs it."""
    java = shutil.which("java")
    if java is None or subprocess.run([java, "-version"], capture_output=True, check=False).returncode:
        return None
    return Path(java)


def find_pango() -> Path | None:
    """Where WeasyPrint is, if it found Pango: PDF editions are set with it."""
    from jisr.export.pdf import why_no_pdf

    return Path(__file__) if not why_no_pdf() else None


@dataclass(frozen=True)
class SystemTool:
    """A program that comes from the system."""

    name: str
    find: Callable[[], Path | None]
    debian: str  # the package's name in Debian, or several with spaces between them
    remedy: str  # the command that installs it elsewhere, or without root
    best: str = ""  # the command beside which others of its kind are not enough where it can be installed


TOOLS = (
    SystemTool(
        "Chromium",
        find_chromium,
        debian=HEADLESS_SHELL,
        remedy=f"apt-get install {HEADLESS_SHELL}, or .venv/bin/playwright install chromium",
        best=HEADLESS_SHELL,
    ),
    SystemTool(
        "gettext's msgcat and msgmerge",
        find_gettext,
        debian="gettext",
        remedy="apt-get install gettext, or brew install gettext",
    ),
    SystemTool(
        "FriBiDi",
        find_fribidi,
        debian="libfribidi0",
        remedy="apt-get install libfribidi0, or brew install fribidi",
    ),
    SystemTool(
        "Pango",
        find_pango,
        debian="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        remedy="apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, or brew install pango",
    ),
    SystemTool(
        "Node.js with npm",
        find_node,
        debian="nodejs npm",
        remedy="apt-get install nodejs npm, or brew install node",
    ),
    SystemTool(
        "Java",
        find_java,
        debian="default-jre-headless",
        remedy="apt-get install default-jre-headless, or brew install openjdk",
    ),
)

JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Java for programs that end after some seconds: what compiles for longer ones costs more than it gains."""

WEB = Path(__file__).parent / "web"
"""The folder of `package.json`: axe-core, the Nu HTML checker, Lighthouse and others, for the tests alone."""

_STAMP = WEB / "node_modules" / ".jisr-lock"


def explain(missing: list[SystemTool]) -> str:
    """One line that says what is missing and how to get it."""
    return "The tests need " + "; ".join(f"{tool.name} ({tool.remedy})" for tool in missing) + "."


def install_on_debian(missing: list[SystemTool]) -> None:
    """Install the packages of `missing`, quietly; what apt-get says is shown only where it fails.

    Raises:
        subprocess.CalledProcessError: apt-get failed.
    """
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [package for tool in missing for package in tool.debian.split()]
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.stderr.write(done.stdout + done.stderr)
            done.check_returncode()


def web_tools_missing() -> str:
    """What to do to get the packages of `tests/web/` as they are locked; empty where they are there."""
    if _STAMP.exists() and _STAMP.read_text("utf-8") == _lock_digest():
        return ""
    return "The tests need what tests/web/package-lock.json names (make system, or: npm ci in tests/web)."


def install_web_tools() -> None:
    """`npm ci` in `tests/web/`; what npm says is shown only where it fails.

    Raises:
        subprocess.CalledProcessError: npm failed.
    """
    command = ["npm", "ci", "--no-progress"]
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        done.check_returncode()
    _STAMP.write_text(_lock_digest(), "utf-8")


def _lock_digest() -> str:
    return sha256((WEB / "package-lock.json").read_bytes()).hexdigest()


def main() -> int:
    """Install or name what is missing; 1 if something still is."""
    wanted = [tool for tool in TOOLS if tool.find() is None or (tool.best and not shutil.which(tool.best))]
    if wanted and shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing", ", ".join(tool.name for tool in wanted), flush=True)
        try:
            install_on_debian(wanted)
        except subprocess.CalledProcessError as error:
            print(f"{' '.join(error.cmd)} failed with exit code {error.returncode}.", file=sys.stderr)
    if missing := [tool for tool in wanted if tool.find() is None]:
        print(explain(missing), file=sys.stderr)
        return 1
    if web_tools_missing():
        print("Installing what checks finished pages (tests/web/)", flush=True)
        try:
            install_web_tools()
        except subprocess.CalledProcessError as error:
            print(f"npm ci in tests/web failed with exit code {error.returncode}.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
