"""LibreTranslate: a translation server that a publication runs itself, or rents.

Texts go to the server that `libretranslate: {url: …}` names in the settings, and nowhere else. Its key, where
it wants one, is read from the environment, never from a file that git would keep.
"""

import os
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any

from jisr.model.diagnostics import JisrError
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.settings import LibreTranslateSettings
from jisr.model.translation import NO_HINTS, Capacity, Draft, Hints
from jisr.translation.engines.servers.json_server import JsonServer, RefusedError, connect

TEXTS, CHARACTERS = 16, 3_000  # of a request at most

# What a server makes of these tells one model from another: no server says which model it has.
PROBE = (
    "انخفض منسوب النهر هذا العام.",
    "قال الوزير إن القرار نهائي.",
    "لم تصل المساعدات إلى المدينة المحاصرة بعد.",
)
_VERSION = re.compile(r"[\w.+-]{1,20}")
_BROKEN = "server error"
_FAILURES = {400: "too long", 413: "too long", 500: _BROKEN}  # statuses that may be about one sentence alone
SEVERAL = TEXTS // 2  # sentences


def make_engine(
    settings: LibreTranslateSettings, line: int, env: Mapping[str, str] = os.environ
) -> "LibreTranslate":
    """The engine for the server that `line` of mkdocs.yml names; nothing is sent yet.

    Raises `JisrError` where they name none, or one that texts may not be sent to.
    """
    variable = settings.key_env
    key = env.get(variable, "")
    return LibreTranslate(
        connect("libretranslate", settings.url, line, variable, key, insecure=settings.insecure)
    )


class LibreTranslate:
    """A LibreTranslate server. Asked for nothing before the first sentence."""

    def __init__(self, server: JsonServer) -> None:
        self._server = server

    @cached_property
    def name(self) -> str:
        """`libretranslate 1.6.5 ar-en 3f9a1c2e`: the server's version, a digest of the model's answers.

        The first look asks the server. Raises `JisrError` where it cannot be used.
        """
        languages = self._server.ask("/languages")
        pairs = [(one.get("code"), one.get("targets")) for one in languages] if _is_list(languages) else []
        targets = [found for code, found in pairs if code == ORIGINAL.code]
        if not any(t is None or (_is_list(t, str) and TRANSLATION.code in t) for t in targets):
            remedy = "have the server load both languages: libretranslate --load-only ar,en"
            raise JisrError(self._server.finding("the server has no model from Arabic into English", remedy))
        digest = sha256("\n".join(self._ask(PROBE)).encode()).hexdigest()[:8]
        return " ".join(["libretranslate", *self._version(), "ar-en", digest])

    @property
    def capacity(self) -> Capacity:
        """Answered in time without a GPU; a second request waits while the first is worked on."""
        return Capacity(TEXTS, CHARACTERS, requests=2)

    def translate(self, sentences: Sequence[str], hints: Hints = NO_HINTS) -> list[Draft]:
        """Drafts in the order of `sentences`. Raises `JisrError` where the server cannot be used."""
        del hints  # a server of this kind takes none
        # a server that cannot be used says so before it is sent the texts
        return self._translate(sentences) if sentences and self.name else []

    def _translate(self, batch: Sequence[str]) -> list[Draft]:
        """Drafts of a request; what the server refuses as a whole is halved, down to the sentence at fault.

        Raises `JisrError` where the server fails with each of several sentences: then it is not theirs.
        """
        try:
            return [Draft(text) for text in self._ask(batch)]
        except RefusedError as refusal:
            if refusal.status not in _FAILURES:
                raise
            if len(batch) == 1:
                return [Draft("", failure=_FAILURES[refusal.status])]
            half = len(batch) // 2
            drafts = [*self._translate(batch[:half]), *self._translate(batch[half:])]
            if len(batch) >= SEVERAL and all(draft.failure == _BROKEN for draft in drafts):
                raise
            return drafts

    def _ask(self, texts: Sequence[str]) -> list[str]:
        """The server's translations.

        Raises `RefusedError`, and `JisrError` for what is no answer to `texts`.
        """
        asked = {"q": list(texts), "source": ORIGINAL.code, "target": TRANSLATION.code, "format": "text"}
        key = {"api_key": self._server.key} if self._server.key else {}
        answer = self._server.ask("/translate", asked | key)
        found: Any = answer.get("translatedText") if isinstance(answer, dict) else None
        if not _is_list(found, str) or len(found) != len(texts):
            count = f"{len(found)} texts" if _is_list(found, str) else "something else"
            remedy = "see whether a LibreTranslate server is at this address, and its version and log"
            message = f"the server answered {len(texts)} texts with {count}"
            raise JisrError(self._server.finding(message, remedy))
        return list(found)

    def _version(self) -> list[str]:
        """The version that the server says it has, if it does."""
        try:
            spec = self._server.ask("/spec")
        except RefusedError:
            return []
        about = spec.get("info") if isinstance(spec, dict) else None
        version = about.get("version") if isinstance(about, dict) else None
        return [version] if isinstance(version, str) and _VERSION.fullmatch(version) else []


def _is_list(value: Any, of: type = dict) -> bool:
    return isinstance(value, list) and all(isinstance(one, of) for one in value)
