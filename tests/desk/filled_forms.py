"""Fills in the desk's forms as its pages do."""

import json
import re
from html import unescape

from starlette.testclient import TestClient

from jisr.desk import runs
from tests.desk.sitting import token
from tests.project import Project


class Pages:
    """A browser that fills forms in as `whole.js` sends them."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.token = dict(token(client))

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def send(self, path: str, *pairs: tuple[str, str], status: int = 303) -> str:
        data = {"data": json.dumps(pairs)}
        answer = self.client.post(path, data=data, headers=self.token, follow_redirects=False)
        assert answer.status_code == status, answer.text
        return unescape(answer.text) or answer.headers["location"]

    def fields(self, page: str, form: int = 0) -> list[tuple[str, str]]:
        """The fields of a form as the page shows them, without its buttons."""
        text = re.findall(r"<form[^>]*data-fields.*?</form>", page, re.DOTALL)[form]
        found: list[tuple[str, str]] = []
        for match in re.finditer(
            r"<(?P<tag>input|textarea|select)\b(?P<attrs>[^>]*)>(?P<inner>.*?)(?=<input|<textarea|<select|</form>)",
            text,
            re.DOTALL,
        ):
            attrs = dict(re.findall(r'([\w-]+)="(.*?)"(?=[\s>]|$)', match["attrs"]))
            is_off = attrs.get("type") in ("checkbox", "radio") and " checked" not in match["attrs"]
            if "name" not in attrs or is_off:
                continue
            value = attrs.get("value", "")
            if match["tag"] == "textarea":
                value = match["inner"].partition("</textarea>")[0].removeprefix("\n")
            if match["tag"] == "select":
                value = re.findall(r'value="([^"]*)" selected', match["inner"])[0]
            found.append((attrs["name"], value))
        return found


def put(fields: list[tuple[str, str]], **values: str) -> list[tuple[str, str]]:
    """The same fields with other values; a name's underscore is a hyphen."""
    new = {name.replace("__", "-"): value for name, value in values.items()}
    rest = [(name, value) for name, value in fields if name not in new]
    return [*rest, *((name, value) for name, value in new.items() if value)]


def wait_for_run(project: Project) -> None:
    """Until what runs beside the pages has ended."""
    thread = runs.current(project.root).thread
    assert thread is not None
    thread.join()
