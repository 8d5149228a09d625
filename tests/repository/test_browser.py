"""How tests wait for pages: for what the page does, not for ever, and with a word on what it waited for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests import conftest

pytestmark = pytest.mark.browser


def test_a_page_that_waits_in_vain_says_for_which_request(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conftest, "PATIENCE", 1000)
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><script>fetch('.').then(r => r.text()); fetch('never')</script>",
        "utf-8",
    )
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/never", hold)
        with pytest.raises(pytest.fail.Exception, match=r"waits for\nGET \S+/never \(fetch\)$"):
            conftest.visit(page, f"{serve(tmp_path)}/")
        held[0].abort()


def test_what_a_page_asks_for_late_is_waited_for(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(
        """<!doctype html><title>x</title><script>
        const text = (address) => fetch(address).then((response) => response.text());
        text("?1").then(() => text("?2")).then(() => text("?3")).then(() => { document.title = "y"; });
        </script>""",
        "utf-8",
    )
    with browser.new_context() as context:
        page = context.new_page()
        conftest.visit(page, f"{serve(tmp_path)}/")
        assert page.title() == "y"
