"""What the site's HTML looks like stands in Jinja templates, below `jisr/` of the look; this renders them.

They are handed data classes, and everything that they print is escaped, so that nothing an author wrote can
become markup; trees of `markup.html`, which have passed its allow-list, are printed as elements. A line break
in a template, with the white space behind it, is layout: between two tags it is nothing, elsewhere a space.
What is printed keeps its own line breaks.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import lru_cache
from hashlib import sha256
from keyword import iskeyword
from pathlib import Path
from traceback import walk_tb
from typing import Any, NamedTuple

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
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from jisr.markup.html import Element, escape_text, heading_line, serialise
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import ORIGINAL, language, other_lang
from jisr.model.source import LEAD_SIZES
from jisr.storage.cache import LIBRARIES, code_and_libraries
from jisr.storage.look import OVERRIDES, read_templates
from jisr.storage.work.compiled import CompiledTemplates, templates_folder

MANY = 50  # times after which what a template includes is compiled into it, which takes as long as these save
FENCE = "\0"  # around a heading on its way to a line of its own, between parts; in nothing that is printed
_LAYOUT = re.compile(r"\n[ \t\n]*")
_LAYOUT_BETWEEN_TAGS = re.compile(r">\n[ \t\n]*(?=<)")

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
        self._sources = sources
        self._asked: Counter[str] = Counter()
        self.digest = sha256(repr([(name, text) for name, _, text in sources]).encode()).hexdigest()

    def render(self, name: str, **data: Any) -> Markup:
        """What `jisr/NAME.html` makes of `data`.

        Raises `JisrError` where a template of the publication's own is wrong.
        """
        self._asked[name] += 1
        try:
            out = self._fill_in(name, data, at_once=self._asked[name] > MANY)
        except JisrError:
            raise
        except Exception:  # noqa: BLE001 what is wrong is raised there, with its place
            out = self._fill_in_by_files(name, data)
        return Markup(_lay_out(out).strip(" \n"))

    def _fill_in(self, name: str, data: Mapping[str, Any], *, at_once: bool) -> str:
        environment = _environment(self._sources, self._root, at_once=at_once)
        return environment.get_template(f"jisr/{name}.html").render(data)

    def _fill_in_by_files(self, name: str, data: Mapping[str, Any]) -> str:
        """The same from templates each compiled by itself: what is wrong has its file and line there."""
        try:
            return self._fill_in(name, data, at_once=False)
        except JisrError:
            raise
        except Exception as error:
            if place := _place(error, str((self._root / OVERRIDES).resolve())):
                raise JisrError(_finding(error, *place)) from error
            raise


def _lay_out(html: str) -> str:
    return _LAYOUT.sub(" ", _LAYOUT_BETWEEN_TAGS.sub(">", html))


def _lay_out_within(match: re.Match[str]) -> str:
    """The same for a piece of a template, at whose ends nobody knows yet what stands there."""
    start, end = match.span()
    within = start and end < len(match.string)
    return _lay_out(match.string[start - 1 : end + 1])[1:-1] if within else "\n"


def body_parts(html: str) -> list[str]:
    """The parts of a page's body: headings as lines of Markdown, what is between them as one line of HTML.

    MkDocs takes headings into its table of contents only where they are Markdown.
    """
    parts = str(html).split(FENCE)  # `Markup` would make `Markup` of each part, and escape what it is given
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

    def __init__(self, environment: "_Environment", *args: Any, **options: Any) -> None:
        super().__init__(environment, *args, **options)
        self._at_once = environment.at_once
        self._doubts = 0

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

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 as above
        """Calls what is called by itself, but for what `_Context` has to tell apart."""
        rare = forward_caller or node.dyn_args or node.dyn_kwargs
        if rare or any(iskeyword(argument.key) for argument in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 as above
        """Asks for an attribute as Python does, which is quicker, where a template is filled in often.

        What is an item instead, or not there, raises, and then the template is filled in as Jinja would.
        """
        if self._is_sure_of(node.node) and not iskeyword(node.attr):
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
        else:
            super().visit_Getattr(node, frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 as above
        """The same of an item."""
        if self._is_sure_of(node.node) and not isinstance(node.arg, nodes.Slice):
            self.visit(node.node, frame)
            self.write("[")
            self.visit(node.arg, frame)
            self.write("]")
        else:
            super().visit_Getitem(node, frame)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 as above
        """A test may ask whether something is there."""
        self._visit_in_doubt(super().visit_Test, node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 as above
        """A filter may tell what stands for something that is not there."""
        self._visit_in_doubt(super().visit_Filter, node, frame)

    def _visit_in_doubt(self, visit: Callable[[Any, Frame], None], node: nodes.Expr, frame: Frame) -> None:
        self._doubts += 1
        visit(node, frame)
        self._doubts -= 1

    def _is_sure_of(self, owner: nodes.Expr) -> bool:
        return self._at_once and not self._doubts and isinstance(owner, _NAMED)


_NAMED = (nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Call)


class _Included(NamedTuple):
    """What is included: its nodes, the names it reads from outside, whether it is to stand alone."""

    body: list[nodes.Node]
    reads: set[str]
    is_whole: bool


Load = Callable[[str], _Included]
_OF_WHOLE_TEMPLATES = (nodes.Extends, nodes.Block, nodes.Macro, nodes.Import, nodes.FromImport)


class _Inliner(NodeTransformer):
    """Puts what a template includes into its place: a context and a generator for each take long.

    Not what reads a name that the template around it sets somewhere, if it may not have done so there yet, or
    its loop: it might read another. `reads` are the names that the template reads and did not set before.
    """

    def __init__(self, around: nodes.Template) -> None:
        sets = around.find_all((nodes.Assign, nodes.AssignBlock))
        self._differs = {"loop", *(name for one in sets for name in _names(one, "store")), *_brought(around)}
        self._set: frozenset[str] = frozenset()  # of those, what is set whatever happened before
        self._loops = 0  # around what is being visited
        self.reads: set[str] = set()

    def visit_Include(self, node: nodes.Include, load: Load) -> nodes.Node:  # noqa: N802 Jinja calls it so
        """What is included, in a scope of its own."""
        if not isinstance(node.template, nodes.Const) or node.ignore_missing or not node.with_context:
            return node
        included = load(node.template.value)
        self.reads |= included.reads - self._set
        if included.is_whole or (self._differs - self._set) & included.reads:
            return node
        return nodes.Scope(included.body, lineno=node.lineno, environment=node.environment)

    def visit_Name(self, node: nodes.Name, load: Load) -> nodes.Node:  # noqa: N802 as above
        """Notes what is read."""
        del load
        if node.ctx == "load" and node.name not in self._set and not (node.name == "loop" and self._loops):
            self.reads.add(node.name)
        return node

    def visit_Assign(self, node: nodes.Assign, load: Load) -> nodes.Node:  # noqa: N802 as above
        """Notes what is set."""
        self.generic_visit(node, load)
        self._set |= _names(node, "store")
        return node

    def generic_visit(self, node: nodes.Node, load: Load) -> nodes.Node:
        """Goes through what is in a node; what is set in a part of it may not be set behind that."""
        before = self._set
        for field, value in node.iter_fields():
            is_loop = isinstance(node, nodes.For) and field == "body"
            self._loops += is_loop
            if isinstance(value, list):
                value[:] = [self.visit(one, load) if isinstance(one, nodes.Node) else one for one in value]
            elif isinstance(value, nodes.Node):
                setattr(node, field, self.visit(value, load))
            self._loops -= is_loop
            self._set = before
        return node


def _brought(template: nodes.Template) -> Iterator[str]:
    """The names of macros, a template's own and others'."""
    for macro in template.find_all(nodes.Macro):
        yield macro.name
    for whole in template.find_all(nodes.Import):
        yield whole.target
    for some in template.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in some.names)


def _names(node: nodes.Node, context: str) -> set[str]:
    """The names that are loaded, or stored, below a node."""
    return {name.name for name in node.find_all(nodes.Name) if name.ctx == context}


class _Environment(Environment):
    code_generator_class = _CodeGenerator
    context_class = _Context

    def __init__(self, *, at_once: bool, **options: Any) -> None:
        super().__init__(**options)
        self._compiled: dict[str, Template] = {}
        self._included: dict[str, _Included] = {}
        self.at_once = at_once

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """A template, `at_once` with all that it includes."""
        parsed = super()._parse(source, name, filename)
        return _Inliner(parsed).visit(parsed, self._load) if self.at_once else parsed

    def _load(self, name: str) -> _Included:
        """A template, read once however many include it: nothing changes its nodes."""
        if name not in self._included:
            assert self.loader
            source, file, _ = self.loader.get_source(self, name)
            parsed = super()._parse(source, name, file)
            self._included[name] = _Included([], set(), is_whole=True)  # to itself: there is no end of it
            inliner = _Inliner(parsed)
            inliner.visit(parsed, self._load)
            apart = (one for one in parsed.find_all(nodes.Include) if not one.with_context)
            # Jinja has no macro print what is included apart: a template of its own is around it
            is_whole = any(parsed.find_all(_OF_WHOLE_TEMPLATES)) or any(apart)
            self._included[name] = _Included(parsed.body, inliner.reads, is_whole)
        return self._included[name]

    def get_template(self, name: str | Template, *_: Any, **__: Any) -> Template:
        """A template, which stays the one that it is."""
        key = str(name)
        if key not in self._compiled:
            self._compiled[key] = super().get_template(name)
        return self._compiled[key]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows without being told: one dict, which is copied for each page."""
        return {**self.globals, **(d or {})}


@lru_cache(maxsize=6)
def _environment(sources: Sources, root: Path, *, at_once: bool) -> Environment:
    """What compiles and keeps the templates of the publication in `root`; the same for the same templates."""
    table = {name: (text, file) for name, file, text in sources}

    def load(name: str) -> tuple[str, str, None] | None:
        return (*table[name], None) if name in table else None

    # where each has all in it that it includes, it is another where one of these is
    others = sha256(repr(sources).encode("utf-8", "surrogatepass")).hexdigest() if at_once else ""
    environment = _Environment(
        at_once=at_once,
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        finalize=_printed,
        loader=FunctionLoader(load),
        bytecode_cache=CompiledTemplates(
            templates_folder(root), f"{code_and_libraries(*LIBRARIES)} {others}"
        ),
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
        return value.html.replace("\n", "&#10;")
    if value is None:
        return ""
    # a tuple most often, which is seen sooner
    if isinstance(value, tuple) or (isinstance(value, Iterable) and not isinstance(value, Undefined)):
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
