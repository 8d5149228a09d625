"""What is known of an article, as its sidecar says it: title, author, dates, topics, embargo, notices.

A fact is changed by its key; comments, order and all other keys of the sidecar stay as they are.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from jisr import seeds as readers
from jisr.app.articles.writing import find_seed, sign_first, write_seed
from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.source import PublicationDate, SeedFile, sidecar_of
from jisr.storage import transaction
from jisr.storage.config import parse_meta
from jisr.storage.yaml import parse_yaml
from jisr.storage.yaml.edit import parse_plain, rewrite
from jisr.translation.decisions import events

Facts = Mapping[str, Any]
"""What a sidecar says, by its keys, as plain data; where changes are told, `None` takes a key out."""


def read_facts(root: Path, slug: str) -> dict[str, Any]:
    """What the sidecar of an article says. Raises `JisrError`."""
    return facts_of(find_seed(root, slug))


def read_own_date(root: Path, slug: str) -> PublicationDate | None:
    """The date that the text of an article bears itself; it holds where the sidecar says none."""
    seed = find_seed(root, slug)
    with suppress(JisrError):  # the form is there to mend it
        return readers.read(readers.open_seed(seed))[0].meta.published
    return None


def facts_of(seed: SeedFile) -> dict[str, Any]:
    """What the sidecar of a seed says. Raises `JisrError`."""
    text, file = _text(seed), sidecar_of(seed.file)
    try:
        return parse_plain(text)
    except ValueError:
        parse_yaml(text, file, "sidecar")
        raise


def change_facts(
    root: Path, slug: str, changes: Facts, today: date, *, base: Facts | None = None, by: str = ""
) -> Result:
    """Have the sidecar of an article say `changes`, and the article follow.

    `base` is what stood there when somebody decided on them. Raises `JisrError` for what a sidecar cannot
    say, and where somebody else said something of the same facts since.
    """
    with transaction.lock_project(root):
        sign_first(root, slug, today)
        seed = find_seed(root, slug)
        now = SeedFile.of(slug, seed.file, seed.data, with_facts(seed, changes, base))
        event = events.new("facts", by, data={"keys": sorted(changes)})
        return write_seed(root, seed, now, event, today)


def with_facts(seed: SeedFile, changes: Facts, base: Facts | None = None) -> bytes:
    """The sidecar of a seed with `changes`. Raises `JisrError` as `change_facts` does."""
    file, there = sidecar_of(seed.file), facts_of(seed)
    meanwhile = [
        key
        for key, value in changes.items()
        if base is not None and there.get(key) not in (base.get(key), value)
    ]
    if meanwhile:
        message = "somebody else changed this meanwhile, and nothing was written"
        remedy = "look at what stands there now, and decide again"
        raise JisrError(Finding("facts", message, file, text=", ".join(meanwhile), remedy=remedy))
    wanted = {**there, **changes}
    try:
        made = rewrite(
            _text(seed), {key: value for key, value in wanted.items() if value is not None}
        ).encode()
    except ValueError as error:
        message = "the sidecar is so written that this cannot be put into it"
        raise JisrError(Finding("facts", message, file, remedy="write it there by hand")) from error
    parse_meta(made, file)
    return made


def say_date(day: Any, inferred: bool) -> Any:
    """A date as sidecars say it."""
    return {"date": day, "inferred": True} if inferred else day


def _text(seed: SeedFile) -> str:
    try:
        return (seed.sidecar or b"").decode("utf-8")
    except UnicodeDecodeError:
        parse_meta(seed.sidecar, sidecar_of(seed.file))
        raise
