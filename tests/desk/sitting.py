"""An editor at the desk, without a browser: asks what the page's script asks, and says what it says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from httpx2 import Client, Response
from starlette.testclient import TestClient

from jisr.desk.context import Desk
from jisr.desk.routes import TABS
from jisr.desk.server import make_app
from tests.project import TODAY

ADDRESS = "http://127.0.0.1:8010"


def open_client(root: Path, name: str = "Ruba") -> TestClient:
    """A browser at the desk of a project, in English, with cookies of its own."""
    cookies = {"jisr-lang": "en", "jisr-name": name}
    return TestClient(make_app(Desk(root, TABS, lambda: TODAY)), base_url=ADDRESS, cookies=cookies)


def token(client: Client) -> Mapping[str, str]:
    """The header that what writes has to bring."""
    return {"x-jisr-token": client.get("/api/session").json()["token"]}


class Sitting:
    """Somebody with an article open: what they see is from when they last looked, until they look again."""

    def __init__(self, client: Client, slug: str = "water") -> None:
        self.client = client
        self.slug = slug
        self.header = token(client)
        self.rows: dict[str, dict[str, Any]] = {}
        self.look()

    def look(self) -> dict[str, dict[str, Any]]:
        """Load the page again."""
        answer = self.client.get(f"/api/articles/{self.slug}")
        assert answer.status_code == 200, answer.text
        self.rows = {row["key"]: row for row in answer.json()["paragraphs"]}
        return self.rows

    def post(self, act: str, **given: Any) -> Response:
        """One act; what comes back of the article is seen."""
        headers = {**self.header, "content-type": "application/json"}
        data = json.dumps({"slug": self.slug, **given})  # as browsers do, with escapes
        answer = self.client.post(f"/api/{act}", content=data, headers=headers)
        if answer.status_code == 200:
            self.rows = {row["key"]: row for row in answer.json()["paragraphs"]}
        return answer

    def save(self, key: str, text: str) -> Response:
        """Ctrl+S."""
        return self.post("save", key=key, text=text, seen=self.rows[key]["seen"])

    def sign(self, act: str, *keys: str, **more: Any) -> Response:
        """`approve`, `unapprove` or `reject` what is seen."""
        return self.post(act, seen={key: self.rows[key]["seen"] for key in keys}, **more)

    def resolve(self, key: str, take: str, **more: Any) -> Response:
        """Settle what is seen."""
        return self.post("resolve", key=key, take=take, seen=self.rows[key]["seen"], **more)

    def state(self, key: str) -> str:
        """How a row looks."""
        return str(self.rows[key]["state"])
