"""What the site's HTML looks like stands in Jinja templates, below `jisr/` of the look; this renders them.

They are handed data classes, and everything that they print is escaped, so that nothing an author wrote can
become markup; trees of `markup.html`, which have passed its allow-list, are printed as elements. A line break
in a template, with the white space behind it, is layout: between two tags it is nothing, elsewhere a space.
What is printed keeps its own line breaks.
"""

import re
from collections.abc import Iterable, MutableMapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup

from jisr.markup.html import Element, escape_text, heading_line, serialise
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import ORIGINAL, language, other_lang
from jisr.model.source import LEAD_SIZES
from jisr.storage.look import OVERRIDES, read_templates

FENCE = "\0"  # around a heading on its way to a line of its own, between parts; in nothing that is printed
_LAYOUT = re.compile(r"\n[ \t\n]*")

Sources = tuple[tuple[str, str, str], ...]
"""Templates: name, file, text."""


class Templates:
    """The templates of a publication as they are now, in a folder of the look.

    `digest` is another one when any of them is another.
    """

    def __init__(self, root: Path, below: str = "jisr") -> None:
        self._root = root
        found = read_templates(root, below)
        sources = tuple((name, str(file), text) for name, (file, text) in found.items())
        self._environment = _environment(sources)
        self.digest = sha256(repr([(name, text) for name, _, text in sources]).encode()).hexdigest()

    def render(self, name: str, **data: Any) -> Markup:
        """What `jisr/NAME.html` makes of `data`.

        Raises `JisrError` where a template of the publication's own is wrong.
        """
        try:
            out = self._environment.get_template(f"jisr/{name}.html").render(data)
        except JisrError:
            raise
        except Exception as error:
            if place := _place(error, str((self._root / OVERRIDES).resolve())):
                raise JisrError(_finding(error, *place)) from error
            raise
        return Markup(_LAYOUT.sub(_lay_out, out).strip(" \n"))


def _lay_out(match: re.Match[str]) -> str:
    start, end = match.span()
    between_tags = match.string[max(start - 1, 0)] == ">" and match.string[end : end + 1] == "<"
    return "" if between_tags else " "


def _lay_out_within(match: re.Match[str]) -> str:
    """The same for a piece of a template, at whose ends nobody knows yet what stands there."""
    start, end = match.span()
    return _lay_out(match) if start and end < len(match.string) else "\n"


def body_parts(html: str) -> list[str]:
    """The parts of a page's body: headings as lines of Markdown, what is between them as one line of HTML.

    MkDocs takes headings into its table of contents only where they are Markdown.
    """
    parts = html.split(FENCE)
    parts[::2] = (_as_block(part.strip()) for part in parts[::2])
    return [part for part in parts if part]


def _as_block(html: str) -> str:
    """HTML that Markdown takes for a block; text that stands in no element would be Markdown itself."""
    return html if not html or (re.match(r"<[a-z]", html) and html.endswith(">")) else f"<div>{html}</div>"


# --- the environment ---------------------------------------------------------------------------------------


class _Context(Context):
    """Calls what a template calls as it is: nothing that ours are given asks for Jinja's own state."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


class _CodeGenerator(CodeGenerator):
    """Has nothing escaped behind `_printed`, which escapes whatever it is given, and lays out what it can."""

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return repr(_LAYOUT.sub(_lay_out_within, "".join(group)))

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        del node, frame
        self.write(finalize.src or "")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        del node, frame, finalize
        self.write(")")


class _Environment(Environment):
    code_generator_class = _CodeGenerator
    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._compiled: dict[str, Template] = {}

    def get_template(self, name: str | Template, *_: Any, **__: Any) -> Template:
        """A template, which stays the one that it is."""
        key = str(name)
        if key not in self._compiled:
            self._compiled[key] = super().get_template(name)
        return self._compiled[key]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows without being told: one dict, which is copied for each page."""
        return {**self.globals, **(d or {})}


@lru_cache(maxsize=3)
def _environment(sources: Sources) -> Environment:
    """What compiles and keeps the templates; the same for the same templates."""
    table = {name: (text, file) for name, file, text in sources}

    def load(name: str) -> tuple[str, str, None] | None:
        return (*table[name], None) if name in table else None

    environment = _Environment(
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        finalize=_printed,
        loader=FunctionLoader(load),
    )
    environment.globals |= {
        "heading": _heading,
        "language": language,
        "other_lang": other_lang,
        "ORIGINAL": ORIGINAL,
        "LEAD_SIZES": LEAD_SIZES,
    }
    return environment


@lru_cache(maxsize=1 << 12)  # the same words stand at every block of every page
def _escaped(text: str) -> str:
    return escape_text(text).replace("\n", "&#10;")


def _printed(value: Any) -> str:
    """A value as templates print it: texts escaped, trees as elements, rows one by one, `None` not at all."""
    if isinstance(value, str):
        return value if isinstance(value, Markup) else _escaped(value)
    if isinstance(value, Element):
        return serialise(value).replace("\n", "&#10;")
    if value is None:
        return ""
    if isinstance(value, Iterable) and not isinstance(value, Undefined):
        return "".join(map(_printed, value))
    return _escaped(str(value))


def printed(value: Any) -> Markup:
    """A value as templates print it, for what is printed more than once."""
    return Markup(_printed(value))


def fill(words: str, /, **values: Any) -> Markup:
    """Words of the interface with elements in their places: `since {day}`."""
    return Markup(serialise(words)).format(**{name: printed(value) for name, value in values.items()})


def _heading(level: int, anchor: str, words: Any = None, listed: str = "", caller: Any = None) -> Markup:
    """A heading of the page; its words are an argument, or stand in the block of a `call`.

    With `listed` it stands so in the table of contents.
    """
    line = heading_line(level, anchor, _printed(caller() if caller else words), listed)
    return Markup(f"{FENCE}{line}{FENCE}")


# --- what is wrong in a template ---------------------------------------------------------------------------


def _place(error: Exception, folder: str) -> tuple[str, int] | None:
    """File and line in a template below `folder` that an error comes from; None where it comes from none."""
    if isinstance(error, TemplateSyntaxError):
        places = [(error.filename or "", error.lineno)]
    else:
        places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    own = [place for place in places if Path(place[0]).is_relative_to(folder)]
    return own[-1] if own else None


def _finding(error: Exception, file: str, line: int) -> Finding:
    path = Path(file)
    name = path.as_posix().rpartition(f"/{OVERRIDES}/")[2]
    lines = path.read_text("utf-8").splitlines()
    text = lines[line - 1].strip() if line <= len(lines) else ""
    remedy = f"mend the template, or remove it: Jisr has a {name} of its own to compare it with"
    return Finding("template", f"{type(error).__name__}: {error}", f"{OVERRIDES}/{name}", line, text, remedy)
