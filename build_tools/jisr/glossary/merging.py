"""Two entries of the glossary made one, and one made two; nothing that a person wrote into either is lost.

Entries are plain data here, as the glossary's file has them (see `schemas/actors.json`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from jisr.model.languages import LANGS, Lang

Entry = Mapping[str, Any]
_OLD_NAMES = {"preferred": "name", "allowed": "aliases", "needs_full_name": "needs-full-name"}
"""Other words for the same keys, as files of before have them."""
_LISTS = ("aliases", "demonyms", "quote-only")


def merge_entries(kept: Entry, gone: Entry) -> tuple[dict[str, Any], list[str]]:
    """`kept` with all that `gone` has more, and what of `gone` contradicts it and has no place there.

    The names of `gone` become aliases, its id a former id. What is left over is told as `key: value`.
    """
    kept, gone = _plain_keys(kept), _plain_keys(gone)
    ids = [kept["id"], gone["id"]]
    left: list[str] = []
    made = dict(kept)
    for lang in LANGS:
        made[lang], over = _merge_names(kept[lang], gone[lang])
        left += (f"{lang}: {one}" for one in over)
    made["was"] = _unique([*kept.get("was", ()), gone["id"], *gone.get("was", ())], but={kept["id"]})
    for key in ("part-of", "roles", "disambiguate"):
        more = [one for one in (*kept.get(key, ()), *gone.get(key, ())) if one not in ids]
        if more:
            made[key] = _unique(more)
    for key in ("needs-full-name", "private", "hybrid", "collective"):
        if kept.get(key) or gone.get(key):
            made[key] = True
    if kept.get("source") or gone.get("source"):
        made["source"] = _one_or_more([*_many(kept.get("source")), *_many(gone.get("source"))])
    for key in ("type", "wikidata", "origin"):
        left += _single(made, kept, gone, key)
    return made, left


def _merge_names(kept: Entry, gone: Entry) -> tuple[dict[str, Any], list[str]]:
    made: dict[str, Any] = dict(kept)
    left: list[str] = []
    for key in ("sort", "acronym", "description", "reason"):
        if key == "acronym" and kept.get(key) and gone.get(key):
            continue  # it is an alias below
        left += _single(made, kept, gone, key)
    shorts = _unique([*_many(kept.get("short")), *_many(gone.get("short"))])
    if shorts:
        made["short"] = _one_or_more(shorts)
    if kept.get("source") or gone.get("source"):
        made["source"] = _one_or_more([*_many(kept.get("source")), *_many(gone.get("source"))])
    avoid = {**gone.get("avoid", {}), **kept.get("avoid", {})}
    if avoid:
        made["avoid"] = avoid
    twice = kept.get("avoid", {}).keys() & gone.get("avoid", {}).keys()
    left += (
        f"avoid: {name}: {gone['avoid'][name]}"
        for name in sorted(twice)
        if avoid[name] != gone["avoid"][name]
    )
    more = [gone["name"], *([] if gone.get("acronym") in (None, made.get("acronym")) else [gone["acronym"]])]
    has = {made["name"], made.get("acronym"), *shorts, *avoid}
    for key in _LISTS:
        names = [*kept.get(key, ()), *(more if key == "aliases" else ()), *gone.get(key, ())]
        if found := _unique(names, but=has if key == "aliases" else ()):
            made[key] = found
    return made, left


def split_entry(
    entry: Entry, id_: str, names: Mapping[Lang, Sequence[str]], type_: str = ""
) -> tuple[dict[str, Any], dict[str, Any]]:
    """An entry without `names`, and another of the id `id_` that has them, the first as its own name.

    Raises `ValueError` where the name of either would be missing.
    """
    old = _plain_keys(entry)
    new: dict[str, Any] = {"id": id_, "type": type_ or old["type"]}
    for lang in LANGS:
        wanted = [name for name in dict.fromkeys(map(str.strip, names.get(lang, ()))) if name]
        if not wanted or old[lang]["name"] in wanted:
            raise ValueError(lang)
        old[lang] = _without_names(old[lang], wanted)
        new[lang] = {"name": wanted[0], **({"aliases": wanted[1:]} if wanted[1:] else {})}
    return old, new


def _without_names(names: Entry, away: Collection[str]) -> dict[str, Any]:
    made = {key: value for key, value in names.items() if value not in away or key == "name"}
    for key in (*_LISTS, "short"):
        if isinstance(there := made.get(key), list):
            left = [name for name in there if name not in away]
            if left:
                made[key] = left
            else:
                del made[key]
    return made


def replace_references(entry: Entry, old: str, new: str) -> dict[str, Any]:
    """An entry with an id that others have it by changed where it names it: parts and offices."""
    made = dict(entry)
    if old in entry.get("part-of", ()):
        parts = (new if one == old else one for one in entry["part-of"])
        made["part-of"] = _unique(parts, but={entry["id"]})
        if not made["part-of"]:
            del made["part-of"]
    if any(role.get("office") == old for role in entry.get("roles", ())):
        made["roles"] = [
            {**role, "office": new} if role.get("office") == old else role for role in entry["roles"]
        ]
    return made


def key_in(there: Entry, key: str) -> str:
    """What an entry, or its names, call `key`: by the old word only where that stands there alone."""
    old = next((old for old, new in _OLD_NAMES.items() if new == key), key)
    return old if old in there and key not in there else key


def _plain_keys(entry: Entry) -> dict[str, Any]:
    """An entry by one word for each key; the names that stand under both words of one are all there."""
    made = _plain(entry)
    for lang in LANGS:
        names = entry[lang]
        made[lang] = _plain(names)
        more = [*names.get("allowed", ()), *filter(None, [names.get("preferred")])]
        if found := _unique([*names.get("aliases", ()), *more], but={made[lang]["name"]}):
            made[lang]["aliases"] = found
    return made


def _plain(there: Entry) -> dict[str, Any]:
    return {_OLD_NAMES.get(key, key): v for key, v in there.items() if _OLD_NAMES.get(key) not in there}


def _single(made: dict[str, Any], kept: Entry, gone: Entry, key: str) -> list[str]:
    """Take a value that `kept` lacks; what contradicts it is left over."""
    if not gone.get(key):
        return []
    if not kept.get(key):
        made[key] = gone[key]
        return []
    return [] if kept[key] == gone[key] else [f"{key}: {gone[key]}"]


def _many(value: Any) -> list[Any]:
    return [] if not value else list(value) if isinstance(value, list) else [value]


def _one_or_more(values: Iterable[Any]) -> Any:
    found = _unique(values)
    return found[0] if len(found) == 1 else found


def _unique(values: Iterable[Any], but: Collection[Any] = ()) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found and value not in but:
            found.append(value)
    return found
