"""A server on this machine that answers by OpenAI's protocol, and fails as such servers may."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests import libretranslate
from tests.conftest import running
from tests.libretranslate import Handler


def answer_of(texts: list[str], finish: str = "stop") -> dict[str, Any]:
    """What a model says that keeps to the form."""
    return say(json.dumps({"translations": texts}), finish)


def say(content: Any, finish: str = "stop") -> dict[str, Any]:
    """What a model says."""
    return {
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
        ]
    }


class OpenAI:
    """What the server is told to be, and what it was asked: the body of each request, and its key."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[tuple[str, Any]] = []
        self.key = self.shown = ""  # the key that it wants, and the one that it was shown last
        self.takes_form = True
        self.translate: Callable[[str], str] = libretranslate.translate
        self.script: list[Callable[[Handler], None] | None] = []
        """What is done for the next requests, in this order; `None`: as ever."""

    @property
    def bodies(self) -> list[Any]:
        """What was asked."""
        return [body for _, body in self.asked]

    @property
    def sent(self) -> list[dict[str, Any]]:
        """What each request was about: context, names, sentences."""
        return [json.loads(body["messages"][-1]["content"]) for body in self.bodies]

    @property
    def sentences(self) -> list[list[str]]:
        """The sentences of each request."""
        return [data["sentences"] for data in self.sent]

    def answer(self, path: str, body: Any) -> tuple[int, Any]:
        """Status and JSON of the answer."""
        if path != "/v1/chat/completions":
            return 404, None
        if self.key and self.shown != f"Bearer {self.key}":
            return 401, {"error": {"message": f"Incorrect API key provided: {self.shown}", "code": "invalid"}}
        if "response_format" in body and not self.takes_form:
            return 400, {"error": {"message": "response_format is not supported"}}
        return 200, answer_of([self.translate(text) for text in self.sentences[-1]])


@contextmanager
def served() -> Iterator[OpenAI]:
    """A server on a free port of this machine."""
    state = OpenAI()
    with running(type("Handler", (Handler,), {"state": state})) as address:
        state.address = f"{address}/v1"
        yield state
