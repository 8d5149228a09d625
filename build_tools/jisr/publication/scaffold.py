"""The files of a new publication, made of what was answered.

They lie in `scaffold/` as they will lie in the publication: those of all in `all/`, those of a forge in
folders of its own. What ends in `.j2` is a template; `dot-` at the start of a name stands for a dot.
Templates mark what is theirs by `{= … =}` and `{% … %}`, for `{{ … }}` is what workflows say to their forge.
"""

import json
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import jinja2

from jisr.markup.markdown_text import escape
from jisr.publication.answers import FORGES, Answers
from jisr.publication.installed import Source

IN_A_PUBLICATION: Mapping[str, Any] = {
    "program": False,  # whether the program lies in the same repository, as it does in Jisr's own
    "ci": "ci",  # the folder of the scripts that a forge runs
    "install": "sh ci/install.sh",
    "install_draft": "sh ci/install.sh draft",
    "lock": "requirements.txt",
    "locks": "requirements*.txt",
}
"""What the files of a forge say of where they lie."""

_TEMPLATE = ".j2"


def render_files(answers: Answers, source: Source) -> dict[str, bytes]:
    """The files of a publication by their paths in it; a wheel that its builds are to install among them."""
    given = {
        **answers.as_data(),
        **IN_A_PUBLICATION,
        "name": answers.names,
        "requirement": source.requirement(*answers.extras),
        "drafting": source.requirement("draft", *answers.extras),
    }
    found = {
        path: data for part in ("all", *FORGES[answers.forge]) for path, data in render_part(part, given)
    }
    return found | dict([source.wheel] if source.wheel else [])


def render_part(part: str, given: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The files of one folder of `scaffold/`: path in the publication, content."""
    yield from _render_folder(resources.files("jisr").joinpath(f"publication/scaffold/{part}"), given)


def _render_folder(
    folder: Traversable, given: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, bytes]]:
    for place in sorted(folder.iterdir(), key=lambda one: one.name):
        path = above + re.sub("^dot-", ".", place.name)
        if place.is_dir():
            yield from _render_folder(place, given, f"{path}/")
        elif path.endswith(_TEMPLATE):
            yield path.removesuffix(_TEMPLATE), render(place.read_text("utf-8"), given).encode()
        else:
            yield path, place.read_bytes()


def render(template: str, given: Mapping[str, Any]) -> str:
    """A template with what is given; what it names and nobody gave is an error."""
    return _environment().from_string(template).render(given)


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        variable_start_string="{=",
        variable_end_string="=}",
        comment_start_string="{##",
        comment_end_string="##}",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        # of YAML and Markdown: each value passes a filter of its own
        autoescape=jinja2.select_autoescape((), default_for_string=False),
    )
    environment.filters.update(yaml=_yaml, markdown=escape, linked=_linked)
    return environment


def _yaml(value: str) -> str:
    """A text in the one form that YAML never takes for anything else."""
    return json.dumps(value, ensure_ascii=False)


def _linked(address: str) -> str:
    return f"[{escape(address.removeprefix('mailto:'))}](<{address}>)"
