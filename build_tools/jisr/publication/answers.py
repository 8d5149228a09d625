"""What somebody says of a publication that is to be made, and what is suggested where nothing is said.

Suggestions are the careful ones: nobody sees a text before it is released, nor English that is a machine's.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

from jisr.markup.palette import unreadable
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS, ORIGINAL
from jisr.model.settings import LookSettings

FORGES: Mapping[str, tuple[str, ...]] = {
    "github": ("ci", "github"),
    "gitlab": ("ci", "gitlab"),
    "forgejo": ("ci", "forgejo"),
    "server": ("ci", "server"),
    "none": (),
}
"""Where a publication may be kept → the folders of `scaffold/` with what is run there."""
_HOSTS = {"github": "github", "gitlab": "gitlab", "codeberg": "forgejo", "forgejo": "forgejo"}
PUBLISH = ("draft", "edited", "approved")
RELEASE = ("by-hand", "at-once")
EDITIONS = ("epub", "pdf")
LOGO = "assets/images/logo"
"""Where a logo lies in `overrides/`, without its suffix."""
_PICTURES = (".svg", ".png", ".webp", ".jpg", ".jpeg")

_ARABIC = re.compile("[\u0620-\u064a]")
_NAME = re.compile(r"[^\x00-\x1f\x7f\u200e\u200f\u2028-\u202e\u2066-\u2069]{1,100}")
_MAIL = re.compile(r"[^\s@:/<>()\"]+@[^\s@:/<>()\"]+\.[^\s@:/<>()\"]+")
_WEB = re.compile(r"https://[^\s<>\"'(){}\\]+")


@dataclass(frozen=True)
class Answers:
    """All that is said of a new publication, in the form in which its files say it."""

    names: Mapping[str, str]  # in each language
    url: str = ""  # without a language and a slash at the end
    repository: str = ""
    forge: str = "none"
    publish: str = "edited"  # as `Settings.publish`
    release: str = "by-hand"
    editions: tuple[str, ...] = ("epub",)
    colour: str = "#0d5660"  # of links
    logo: str = ""  # where it will lie in `overrides/`
    contact: str = ""  # mailto:NAME@HOST, or an address
    imprint: str = ""  # who answers for what is published, in one line

    @property
    def extras(self) -> tuple[str, ...]:
        """What of Jisr its builds need beside the program itself."""
        return tuple(one for one in self.editions if one == "pdf")

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Said:
    """What was typed, by the names of options without dashes; nothing is checked yet."""

    words: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str, otherwise: str = "") -> str:
        """The answer to a question, without spaces around it."""
        return (self.words.get(name) or otherwise).strip()


def suggest(name: str, said: Said, folder: str) -> str:
    """What is suggested as the answer to the question `name`, after what was `said` before it.

    A folder's name is that of the publication in the language in whose letters it is written.
    """
    if name.startswith("name-"):
        is_original = bool(_ARABIC.search(folder))
        return _as_name(folder) if is_original == (name == f"name-{ORIGINAL.code}") else ""
    if name == "forge":
        host = urlsplit(said.get("repository")).hostname or ""
        return next((forge for mark, forge in _HOSTS.items() if mark in host), Answers.forge)
    return {
        "publish": Answers.publish,
        "release": Answers.release,
        "editions": ",".join(Answers.editions),
        "colour": Answers.colour,
    }.get(name, "")


def _as_name(folder: str) -> str:
    return " ".join(re.split(r"[-_\s]+", folder)).strip()


QUESTIONS = (
    *(f"name-{lang}" for lang in LANGS),
    "url",
    "repository",
    "forge",
    "publish",
    "release",
    "editions",
    "colour",
    "logo",
    "contact",
    "imprint",
)
"""What is asked, in this order: names of options, and of the questions in the files of strings."""

CHOICES: Mapping[str, tuple[str, ...]] = {"forge": tuple(FORGES), "publish": PUBLISH, "release": RELEASE}
"""Question → the answers that there are."""


def read_answers(said: Said, folder: str) -> Answers:
    """What was said, with what is suggested for the rest. Raises `JisrError` with all wrong answers."""
    words = {name: said.get(name) or suggest(name, said, folder) for name in QUESTIONS}
    names = [f"name-{lang}" for lang in LANGS]
    either = next(filter(None, (words[name] for name in names)), folder)
    words |= {name: words[name] or either for name in names}
    if wrong := list(_wrong(words)):
        raise JisrError(wrong)
    return Answers(
        {lang: words[f"name-{lang}"] for lang in LANGS},
        _without_language(words["url"]),
        words["repository"].rstrip("/").removesuffix(".git"),
        words["forge"],
        words["publish"],
        words["release"],
        _editions(words["editions"]),
        words["colour"],
        f"{LOGO}{PurePath(words['logo']).suffix.lower()}" if words["logo"] else "",
        f"mailto:{words['contact']}" if _MAIL.fullmatch(words["contact"]) else words["contact"],
        words["imprint"],
    )


def _without_language(url: str) -> str:
    bare = url.rstrip("/")
    return next((bare.removesuffix(f"/{lang}") for lang in LANGS if bare.endswith(f"/{lang}")), bare)


def _editions(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in re.split(r"[,\s]+", text) if one and one != "none"))


def _wrong(words: Mapping[str, str]) -> Iterator[Finding]:
    def finding(name: str, message: str, remedy: str) -> Finding:
        return Finding("answer", message, text=words[name], remedy=f"--{name}: {remedy}")

    for name in (*(f"name-{lang}" for lang in LANGS), "imprint"):
        if (words[name] or name != "imprint") and not _NAME.fullmatch(words[name]):
            yield finding(name, "this cannot be printed as a name", "1 to 100 letters on one line")
    for name in ("url", "repository"):
        if words[name] and (why := _why_no_address(words[name], plain=name == "url")):
            yield finding(name, why, "an address such as https://water.example.net, or nothing")
    for name, choices in CHOICES.items():
        if words[name] not in choices:
            yield finding(name, "no such answer", ", ".join(choices))
    for one in _editions(words["editions"]):
        if one not in EDITIONS:
            yield finding("editions", "no such format", "epub, pdf, both with a comma, or none")
    yield from _wrong_look(finding, words["colour"], words["logo"])
    contact = words["contact"].removeprefix("mailto:")
    if contact and not (_MAIL.fullmatch(contact) or _WEB.fullmatch(contact)):
        yield finding("contact", "nobody can be reached there", "NAME@HOST, or an address of the web")


def _wrong_look(finding: Callable[[str, str, str], Finding], colour: str, logo: str) -> Iterator[Finding]:
    if colour:
        try:
            for _, reached, better in unreadable(LookSettings(colour)):
                message = f"links of this colour are hard to read: a contrast of {reached:.1f} to 1"
                yield finding("colour", message, f"{better} is the nearest that is not")
        except ValueError:
            yield finding("colour", "this is no colour", "six digits behind a #, such as #7a1f3d")
    if logo and (PurePath(logo).suffix.lower() not in _PICTURES or not Path(logo).is_file()):
        yield finding("logo", "there is no such picture", "a file: SVG, PNG, WebP or JPEG")


def _why_no_address(text: str, *, plain: bool) -> str:
    """What is wrong with an address; `plain` ones may begin with http://, as in a network of one's own."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return "this is no address"
    if parts.scheme != "https" and not (plain and parts.scheme == "http"):
        return "an address begins with https://"
    if not parts.hostname or re.search(r"[\s<>\"'(){}\\]", text):
        return "this is no address"
    if parts.username or parts.password:
        return "a name or a password stands in this address: it would be published"
    return "this is more than an address" if parts.query or parts.fragment else ""
