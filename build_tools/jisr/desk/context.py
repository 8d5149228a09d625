"""What a route is given: the desk, which is one for all, and a visit, which is one request."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from jisr.app.paragraphs.committing import Committing
from jisr.app.paragraphs.reading import ArticleRows, read_rows
from jisr.app.paragraphs.together import Together
from jisr.app.people.roles import Least, Role, has_role
from jisr.app.results import Result
from jisr.app.shelf.query import read_titles
from jisr.app.shelf.scan import Shelf
from jisr.desk.office.answers import Answers
from jisr.desk.office.entrance import Entrance, Office, OwnMachine
from jisr.desk.office.presence import Presence
from jisr.desk.office.visits import Visits
from jisr.desk.words import DeskStrings, choose_lang
from jisr.model.diagnostics import JisrError
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang, language, other_lang
from jisr.model.settings import Settings
from jisr.site.templates import Templates
from jisr.storage import git
from jisr.storage.config import read_settings
from jisr.storage.inputs import clock
from jisr.storage.look import DESK, template_stamps

T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """Who is at the desk; `name` is empty where nobody was asked yet, `role` none where nobody signed in."""

    name: str = ""
    role: Role | None = None

    def may(self, least: Least) -> bool:
        """Whether the person may do what asks for `least`."""
        return has_role(self.role, least)


class Tab(NamedTuple):
    """A part of the desk: `word` is said below `tabs` of the frame."""

    word: str
    path: str


class Desk:
    """One project with its desk; `today` says which day it is, `entrance` who somebody is.

    `is_encrypted` says that browsers reach it by HTTPS only.
    """

    def __init__(
        self,
        root: Path,
        tabs: Sequence[Tab] = (),
        today: Callable[[], date] = clock.today,
        entrance: Entrance | None = None,
        *,
        is_encrypted: bool = False,
    ) -> None:
        self.root = root
        self.tabs = tabs
        self.today = today
        self.entrance = entrance or OwnMachine(git.find_owner(root))
        self.is_encrypted = is_encrypted
        self.presence = Presence()
        self.answers = Answers(root)
        self.visits = Visits(root)
        self.committing = Committing(root)
        self._one_writes = threading.RLock()
        self._together = Together(root, self._one_writes, lambda: self.committing.asked() == "save")

    @cached_property
    def mark(self) -> str:
        """By what browsers keep this project's words apart from those of another at the same address."""
        return sha256(str(self.root.resolve()).encode()).hexdigest()[:12]

    @property
    def settings(self) -> Settings:
        """The publication's settings as they are now. Raises `JisrError`."""
        return read_settings(self.root)

    def close(self) -> None:
        """Have nothing go on in the background."""
        if "shelf" in self.__dict__:
            self.shelf.close()
        self.committing.finish()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One at a time writes here; other programs are kept away by the project's lock."""
        self.shelf.give_way()
        with self._one_writes:
            yield

    def write(self, work: Callable[[], T]) -> T:
        """What `work` makes, which holds nothing; with what others write at the same moment."""
        self.shelf.give_way()
        return self._together.do(work)

    @cached_property
    def shelf(self) -> Shelf:
        """What is known of all articles, for lists."""
        return Shelf(self.root)

    def touched(self, slug: str, result: Result, message: str, by: str) -> None:
        """What a visit wrote into an article is in the next list, and in git where the settings say so."""
        if result.written:
            self.shelf.touch(slug)
            self.committing.add(result.written, message, by)


@lru_cache(maxsize=2)  # read once while nobody changes them, however many visits are answered
def _read_templates(root: Path, _stamps: tuple[tuple[str, int, int], ...]) -> Templates:
    return Templates(root, DESK)


@dataclass
class Visit:
    """One request: who asks for what."""

    desk: Desk
    request: Request
    person: Person
    token: str = ""  # that forms and scripts of its page are to bring along
    secret: str = ""  # by which its browser is known
    cookie: str = ""  # that holds the secret
    given: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, UploadFile] = field(default_factory=dict)
    form_token: str = ""

    @cached_property
    def lang(self) -> Lang:
        """The language of the interface."""
        return choose_lang(self.request)

    @cached_property
    def say(self) -> DeskStrings:
        """The words of the interface."""
        return DeskStrings(self.lang, self._settings.digits)

    @cached_property
    def _settings(self) -> Settings:
        """The settings, so far as the frame needs them: what is wrong with them has to be shown too."""
        with suppress(JisrError, OSError):
            return self.desk.settings
        return Settings(self.desk.root)

    @property
    def query(self) -> Mapping[str, str]:
        """What stands behind the question mark."""
        return self.request.query_params

    @property
    def page_number(self) -> int:
        """Which page of a list is asked for: the first one, where that is said by no number."""
        text = self.query.get("page", "")
        return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1

    def cut_page(self, items: Sequence[T], size: int) -> tuple[Sequence[T], Mapping[str, int]]:
        """What the page that is asked for shows of a list; its `number`, and how many `pages` there are.

        The last one is shown for one that is not there: what stood on it may be done.
        """
        pages = max(1, -(-len(items) // size))
        number = min(self.page_number, pages)
        return items[(number - 1) * size : number * size], {"number": number, "pages": pages}

    @property
    def path(self) -> str:
        """The address, from the root of the desk."""
        return self.request.url.path

    @property
    def here(self) -> str:
        """The address with what stands behind it, to come back to."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    @property
    def title(self) -> str:
        """What the publication is called, in the language of the interface."""
        names = self._settings.publication
        return names.get(self.lang) or next(iter(names.values()), self.say("desk.frame.desk"))

    def title_of(self, slug: str) -> str:
        """What an article is called in the language of the interface, else in the other, else its name."""
        titles = dict(zip((ORIGINAL.code, TRANSLATION.code), self.titles.get(slug, ("", "")), strict=True))
        return titles[self.lang] or titles[ORIGINAL.code] or slug

    @cached_property
    def titles(self) -> Mapping[str, tuple[str, str]]:
        """What all articles are called, by their names: as the last look at them found it."""
        self.desk.shelf.refresh()
        return read_titles(self.desk.shelf.store)

    def rows(self, slug: str) -> ArticleRows:
        """An article paragraph by paragraph, as it is now. Raises `JisrError`."""
        return read_rows(self.desk.root, slug, self.desk.today())

    @property
    def wants_json(self) -> bool:
        """Whether a program asks."""
        return self.path.startswith("/api/")

    def page(self, name: str, /, *, status: int = 200, **data: Any) -> Response:
        """A page by the template `jisr/NAME.html`, which knows `say`, `visit` and `data`."""
        html = self.render(
            name,
            visit=self,
            direction=language(self.lang).direction,
            other=other_lang(self.lang),
            tabs=self.desk.tabs,
            **data,
        )
        return HTMLResponse(f"<!doctype html>{html}", status)

    def render(self, name: str, /, **data: Any) -> str:
        """What the template `jisr/NAME.html` makes of `data`, and of the words of the interface (`say`)."""
        return self._templates.render(name, say=self.say, **data)

    @cached_property
    def _templates(self) -> Templates:
        """The desk's templates as they are now. Raises `JisrError`."""
        return _read_templates(self.desk.root, template_stamps(self.desk.root, DESK))

    def answer(self, data: Mapping[str, Any], status: int = 200) -> Response:
        """JSON for a program; half a sign, which somebody sent, is a question mark."""
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return Response(text.encode("utf-8", "replace"), status, media_type="application/json")

    def go(self, to: str) -> Response:
        """On to another page of the desk; to its first page where `to` leads elsewhere."""
        there = urlsplit(to)
        inside = to.startswith("/") and not to.startswith(("//", "/\\")) and not there.netloc
        return RedirectResponse(to if inside else "/", 303)

    @property
    def signs_in(self) -> bool:
        """Whether people have accounts here, with sessions that end."""
        return isinstance(self.desk.entrance, Office)

    @property
    def says_name(self) -> bool:
        """Whether people are who they say they are."""
        return isinstance(self.desk.entrance, OwnMachine)

    def remember(self, response: Response, secret: str) -> None:
        """Have the browser hold a secret until it is closed, and show it to no other site."""
        is_encrypted = self.desk.is_encrypted
        response.set_cookie(self.cookie, secret, httponly=True, samesite="strict", secure=is_encrypted)

    def words(self, *parts: str) -> str:
        """Parts of the interface's words as JSON, for scripts."""
        return json.dumps({part: self.say.table(f"desk.{part}") for part in parts}, ensure_ascii=False)
