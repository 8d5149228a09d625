"""What a removal on this machine does not reach, and what to do there."""

import shlex
from collections.abc import Iterator
from importlib import resources

import yaml

from jisr.app.removal.plans import Plan
from jisr.model.languages import Lang
from jisr.removal.names.spellings import redactor


def list_beyond_reach(asked: Plan, lang: Lang, *, private: bool) -> Iterator[tuple[str, str]]:
    """Where copies may be, and what to do there, in `lang`; a log is told no name of a file that tells.

    Only such files, and those that are no text, leave history whole: out of all others go the words alone.
    """
    text = resources.files("jisr").joinpath(f"removal/beyond_reach.{lang}.yml").read_text("utf-8")
    words = [] if private or asked.spellings is None else [s.text for s in asked.spellings.full]
    removed = "; ".join(words) or "the words that were removed, as they were written"
    tells = private and any(name_file(file, asked, private=True) != file for file in asked.gone)
    paths = " ".join(f"--path {shlex.quote(file)}" for file in asked.gone)
    opaque = " ".join(shlex.quote(name_file(file, asked, private=private)) for file in asked.opaque)
    for item in yaml.safe_load(text):
        more = [item.get("gone-hidden" if tells else "gone", "")] if asked.gone else []
        more += [item.get("opaque", "")] if asked.opaque else []
        steps = "".join(more).format(paths=paths, opaque=opaque)
        yield item["where"], item["remedy"].format(removed=removed, more=steps)


def name_file(file: str, asked: Plan, *, private: bool) -> str:
    """A file's name; in a log, one that holds the name itself by the one that it gets, or without it."""
    if not private:
        return file
    file = asked.renames.get(file, file)
    return redactor(asked.spellings, near=True)(file) if asked.spellings else file
