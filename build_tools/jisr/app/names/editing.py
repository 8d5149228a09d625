"""What an editor does with the glossary: adds, changes, makes two entries one, parts one, drops a suggestion.

Mentions are found by names, so they follow by themselves; the addresses of former ids lead to the present
ones. Ledgers and pages stay as they are: an actor's English is changed in them by `rename_actor` alone.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jisr.app.names.glossary_file import Entry, Files, open_files, write_files
from jisr.app.results import Result
from jisr.glossary.merging import merge_entries, replace_references, split_entry
from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE
from jisr.model.languages import Lang

DROPPED = "dropped"
"""The key of the glossary's file under which stand names that are none, so that nobody is asked again."""


def add_actor(root: Path, entry: Entry, *, private: bool = False) -> Result:
    """Add an actor at the end of the glossary; of a private person, to the file that git does not publish.

    Raises `JisrError` for what no entry can be, and for an id or a name that another has.
    """
    with open_files(root) as files:
        file = PRIVATE_ACTORS_FILE if private else ACTORS_FILE
        return write_files(root, files.with_entries(file, [*files.entries(file), dict(entry)]))


def change_actor(root: Path, id_: str, entry: Entry, base: Entry | None = None) -> Result:
    """Have an actor's entry be `entry`; `base` is what stood there when somebody decided on it.

    Raises `JisrError` for what no entry can be, for another id (`rename_actor` changes it everywhere), and
    where somebody else changed it since.
    """
    with open_files(root) as files:
        file, number = files.place(id_)
        there = files.entry(id_)
        if base is not None and dict(base) != dict(there):
            message = "somebody else changed this entry meanwhile, and nothing was written"
            remedy = "look at what stands there now, and decide again"
            raise JisrError(
                Finding("actors", message, file, text="" if file != ACTORS_FILE else id_, remedy=remedy)
            )
        if entry.get("id") != id_:
            remedy = f"jisr actors rename {id_} --id NEW changes it wherever it stands"
            raise JisrError(
                Finding("actors", "the id is the address of a page, and stays", file, remedy=remedy)
            )
        entries = files.entries(file)
        return write_files(
            root, files.with_entries(file, [*entries[:number], dict(entry), *entries[number + 1 :]])
        )


def merge_actors(root: Path, gone: str, kept: str) -> Result:
    """Make the actor `gone` one with `kept`: its names are aliases then, its address leads there.

    What contradicts and has no place in the one entry is named in the findings. Raises `JisrError`.
    """
    with open_files(root) as files:
        merged, left = plan_merge(files, gone, kept)
        return write_files(root, merged, [_left_over(files, gone, one) for one in left])


def plan_merge(files: Files, gone: str, kept: str) -> tuple[Files, list[str]]:
    """The glossary with two actors made one, and what of `gone` has no place there. Raises `JisrError`."""
    (file, _), (other, _) = files.place(gone), files.place(kept)
    if gone == kept or file != other:
        message = "an actor cannot be made one with itself" if gone == kept else "one of the two is private"
        remedy = "name two actors of one file: who is private is named in no other"
        raise JisrError(Finding("actors", message, ACTORS_FILE, remedy=remedy))
    entry, left = merge_entries(files.entry(kept), files.entry(gone))
    entries = [one for one in files.entries(file) if one["id"] != gone]
    files = files.with_entries(file, [entry if one["id"] == kept else one for one in entries])
    for name in files.data:
        now = [replace_references(one, gone, kept) for one in files.entries(name)]
        if now != files.entries(name):
            files = files.with_entries(name, now)
    return files, left


def split_actor(
    root: Path, id_: str, new_id: str, names: Mapping[Lang, Sequence[str]], type_: str = ""
) -> Result:
    """Give `names` of an actor to a new one, `new_id`, at the end of its file. Raises `JisrError`."""
    with open_files(root) as files:
        file, number = files.place(id_)
        try:
            old, new = split_entry(files.entry(id_), new_id, names, type_)
        except ValueError as error:
            message = f"both actors need a name of their own ({error})"
            remedy = "choose for the new one names in both languages, and none that the other goes by"
            raise JisrError(Finding("actors", message, file, remedy=remedy)) from error
        entries = files.entries(file)
        return write_files(
            root, files.with_entries(file, [*entries[:number], old, *entries[number + 1 :], new])
        )


def drop_suggestion(root: Path, name: str, *, again: bool = False) -> Result:
    """Suggest a name no longer, for it is none; or `again`."""
    with open_files(root) as files:
        there: list[str] = [*files.data[ACTORS_FILE].get(DROPPED, ())]
        now = [one for one in there if one != name] if again else list(dict.fromkeys([*there, name]))
        data: dict[str, Any] = {**files.data[ACTORS_FILE], DROPPED: now}
        data.setdefault("actors", [])
        kept = data if now else {key: value for key, value in data.items() if key != DROPPED}
        return write_files(root, Files(files.read, {**files.data, ACTORS_FILE: kept}))


def _left_over(files: Files, gone: str, what: str) -> Finding:
    file, _ = files.place(gone)
    remedy = "put it into the entry that stays, where it is right"
    message = "the two said this otherwise, and what the other entry says stands"
    return warning("actors", message, file, 0, what if file == ACTORS_FILE else "", remedy)
