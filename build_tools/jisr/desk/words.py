"""The words of the desk: in which language, and what stands there in place of commands of a terminal."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from starlette.requests import Request

from jisr.i18n import InterfaceStrings
from jisr.model.diagnostics import Finding
from jisr.model.languages import LANGS, ORIGINAL, Lang

LANGUAGE_COOKIE = "jisr-lang"
_NAME = r"[^\s,،;؛()]+"
_OPTIONS = r'(?: --(?:lang|at|reason|source|for|by|id) (?:"[^"]*"|[^\s,،;؛()]+)| --remove)*'

_PLACES = (
    (rf"jisr resolve {_NAME} {_NAME} --take keep", "button", "article.act.keep"),
    (rf"jisr resolve {_NAME} {_NAME} --take proposal", "button", "article.act.proposal"),
    (rf'jisr approve(?: (?!--){_NAME})* --by "[^"]*"|jisr approve$', "button", "article.act.approve"),
    (rf"jisr reject {_NAME} {_NAME}", "button", "article.act.reject"),
    (rf"jisr quote {_NAME} {_NAME}{_OPTIONS}", "button", "article.act.quote"),
    (rf"jisr ignore {_NAME} {_NAME} {_NAME}{_OPTIONS}", "button", "article.act.ignore"),
    (r"jisr log(?![\w-])", "button", "article.helps.history"),
    (rf'jisr remark {_NAME} {_NAME} "…"{_OPTIONS}', "page", "people.remarks"),
    (r"jisr assignments(?![\w-])", "page", "people.assigned"),
    (rf'jisr actors rename {_NAME}(?: "…")?{_OPTIONS}', "page", "frame.tabs.names"),
    (rf"jisr release(?: (?!--){_NAME})?{_OPTIONS}", "page", "frame.tabs.release"),
    (r"jisr (?:build|send)(?![\w-])", "page", "frame.tabs.release"),
    (rf"jisr remove (?:--for-safety(?: (?!says){_NAME})?|{_NAME} --for-safety)", "page", "release.remove"),
    (r"jisr status(?![\w-])", "page", "frame.tabs.queue"),
    (rf"jisr desk(?![\w-])(?: (?!--){_NAME})?", "page", "frame.tabs.queue"),
    (rf"jisr draft (?!--){_NAME} {_NAME}", "button", "draft.one"),
    (rf"jisr draft(?![\w-]| --)(?: {_NAME})?", "page", "draft.title"),
    (r"jisr (?:check|sync)(?![\w-]| --)", "page", "state.title"),
    (rf"jisr rename {_NAME} ({_NAME})", "page", "rename.title"),
)
"""Commands, and the button beside a paragraph or the page of the desk where the same is done.

What is to be typed there is a group.
"""
_OF_TWO_TEXTS = tuple(
    (rf"jisr resolve {_NAME} {_NAME} --take {take}", "button", f"article.act.take-{take}")
    for take in ("page", "ledger")
)
"""Buttons that stand there only where a paragraph has two texts."""
_DAY = r"\d{4}-\d\d(?:-\d\d)?(?:[ T]\d\d:\d\d)?"
_WORD = r"[\w~*.-]*[\w~*-]"
_PATH = rf"(?:https?://)?{_WORD}(?:(?:/{_WORD})+/?|/)"
_FOREIGN = re.compile(rf"(?<![\w\u2066/:.])(?:{_DAY}|{_PATH})(?![\w-])", re.ASCII)
"""Days, hours and paths within words that are read from right to left, whose parts would change places."""
_SAID = r"[^()\u0600-\u06ff]"
_BRACKETED = re.compile(rf"\((?=[^()]*[A-Za-z])((?:{_SAID}|\({_SAID}*\))*)\)")
"""What git, a parser or the system says in brackets, with no word of Arabic in it."""


class DeskStrings(InterfaceStrings):
    """The words of the interface; findings name what stands at the desk, for nobody types commands there."""

    def __call__(self, path: str, /, **values: object) -> str:
        """The words at `path`, as ever; what is read the other way stands in its own direction."""
        return self._isolate(super().__call__(path, **values))

    def findings(self, found: Iterable[Finding]) -> list[Finding]:
        """Findings as this language says them, at the desk."""
        return [
            replace(one, message=self._isolate(one.message), remedy=self._isolate(self._at_desk(one)))
            for one in super().findings(found)
        ]

    def sentence(self, words: str) -> str:
        """A sentence that findings are made of, in this language."""
        return self._isolate(super().sentence(words))

    def _isolate(self, words: str) -> str:
        if not self.is_rtl:
            return words
        return _FOREIGN.sub("\u2066\\g<0>\u2069", _BRACKETED.sub("(\u2066\\1\u2069)", words))

    def _at_desk(self, finding: Finding) -> str:
        remedy = finding.remedy
        if "jisr " in remedy:
            for command, kind, path in _PLACES + (_OF_TWO_TEXTS if finding.check == "conflict" else ()):
                place = self(f"desk.frame.at.{kind}", name=self(f"desk.{path}").rstrip("…"))
                remedy = re.sub(command, partial(_name_place, place), remedy)
        return remedy


def _name_place(place: str, command: re.Match[str]) -> str:
    """The place where the same is done, with what is to be typed there."""
    return ": ".join([place, *command.groups()])


def choose_lang(request: Request) -> Lang:
    """The language of the interface: as chosen, else as the browser says, else the original's."""
    asked = request.headers.get("accept-language", "").replace(";", ",").split(",")
    wanted = [request.cookies.get(LANGUAGE_COOKIE, ""), *(one.strip()[:2] for one in asked)]
    return next((lang for one in wanted for lang in LANGS if lang == one), ORIGINAL.code)
