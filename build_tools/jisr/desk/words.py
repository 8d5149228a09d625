"""The words of the desk: in which language, and what stands there in place of commands of a terminal."""

import re
from collections.abc import Iterable
from dataclasses import replace

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
    (rf"jisr rename {_NAME} {_NAME}", "page", "rename.title"),
)
"""Commands, and the button beside a paragraph or the page of the desk where the same is done."""
_OF_TWO_TEXTS = tuple(
    (rf"jisr resolve {_NAME} {_NAME} --take {take}", "button", f"article.act.take-{take}")
    for take in ("page", "ledger")
)
"""Buttons that stand there only where a paragraph has two texts."""
_FOREIGN = re.compile(r"\((?=[^()]*[A-Za-z])((?:[^()]|\([^()]*\))*)\)")
_ISOLATE = "(\u2066\\1\u2069)"  # what stands within is read from left to right, and moves nothing around it


class DeskStrings(InterfaceStrings):
    """The words of the interface; findings name what stands at the desk, for nobody types commands there."""

    def findings(self, found: Iterable[Finding]) -> list[Finding]:
        """Findings as this language says them, at the desk."""
        return [
            replace(one, message=self._isolate(one.message), remedy=self._isolate(self._at_desk(one)))
            for one in super().findings(found)
        ]

    def _isolate(self, words: str) -> str:
        """`words` with what git, a parser or the system says in brackets in its own direction."""
        return _FOREIGN.sub(_ISOLATE, words) if self.is_rtl else words

    def _at_desk(self, finding: Finding) -> str:
        remedy = finding.remedy
        if "jisr " in remedy:
            for command, kind, path in _PLACES + (_OF_TWO_TEXTS if finding.check == "conflict" else ()):
                place = self(f"desk.frame.at.{kind}", name=self(f"desk.{path}").rstrip("…"))
                remedy = re.sub(command, place.replace("\\", r"\\"), remedy)
        return remedy


def choose_lang(request: Request) -> Lang:
    """The language of the interface: as chosen, else as the browser says, else the original's."""
    asked = request.headers.get("accept-language", "").replace(";", ",").split(",")
    wanted = [request.cookies.get(LANGUAGE_COOKIE, ""), *(one.strip()[:2] for one in asked)]
    return next((lang for one in wanted for lang in LANGS if lang == one), ORIGINAL.code)
