"""The glossary at the desk: suggestions, entries added and changed, two made one, one made two."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from jisr import glossary
from jisr.app import glossary_verbs
from jisr.app.names import editing
from jisr.app.names.glossary_file import Entry, read_files
from jisr.app.results import Result
from jisr.desk.context import Visit
from jisr.desk.routes.whole.entries import aliases_of, name_of
from jisr.desk.routes.whole.fields import TAKES, Fields, said_of
from jisr.desk.routing import Route
from jisr.glossary.merging import key_in
from jisr.lang.arabic import fold
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE
from jisr.model.languages import LANGS, TRANSLATION, Lang
from jisr.storage.yaml import load_schema

TYPES: Sequence[str] = load_schema("actors")["properties"]["actors"]["items"]["properties"]["type"]["enum"]
MOST = 500
"""Entries that a page shows."""
SUGGESTED = 20
"""Suggestions on a page."""
_LISTS = ("aliases", "demonyms", "quote-only")
_WORDS = ("acronym", "sort", "description")
_SWITCHES = ("needs-full-name", "hybrid", "collective")


def show(visit: Visit) -> Response:
    """All entries, or those with the words that were asked for; suggestions where somebody asks."""
    files = read_files(visit.desk.root)
    wanted = fold(visit.query.get("words", "")).text.casefold()
    found = [
        (entry, is_private(entry, file))
        for file in (ACTORS_FILE, PRIVATE_ACTORS_FILE)
        for entry in files.entries(file)
        if visit.person.may("reviewer") or not is_private(entry, file)
        if wanted in fold(json.dumps(entry, ensure_ascii=False)).text.casefold()
    ]
    asked = bool(visit.query.get("suggest"))
    found_in_texts = glossary_verbs.suggest_actors(visit.desk.root)[0] if asked else []
    suggested, place = visit.cut_page(found_in_texts, SUGGESTED)
    return visit.page(
        "desk/names",
        entries=found[:MOST],
        count=len(found),
        words=visit.query.get("words", ""),
        asked=asked,
        suggested=suggested,
        **place,
        link=lambda page: f"/names?suggest=yes&page={page}",
        dropped=files.data[ACTORS_FILE].get(editing.DROPPED, ()),
        types=_types(visit),
    )


def is_private(entry: Entry, file: str) -> bool:
    """Whether an entry is of somebody whom nothing may name; suggesters and translators see none."""
    return file == PRIVATE_ACTORS_FILE or bool(entry.get("private"))


def change(visit: Visit) -> Response:
    """Take a suggestion or drop it; add an actor."""
    fields = Fields.of(visit)
    root, name = visit.desk.root, fields.one("name-ar")
    with visit.desk.writing():
        if fields.one("step") in ("drop", "again"):
            result = editing.drop_suggestion(root, name, again=fields.one("step") == "again")
        else:
            id_ = fields.one("id") or glossary.fresh_id(fields.one("name-en"), _ids(visit))
            entry = read_entry(fields, {"id": id_, "type": fields.one("type")})
            result = editing.add_actor(root, entry, private=bool(fields.one("private")))
        visit.desk.touched("", result, "Change the names", visit.person.name)
    return visit.go(fields.one("back") or "/names")


def _ids(visit: Visit) -> set[str]:
    actors, _ = glossary.load_actors(visit.desk.root)
    return {actor.id for actor in actors} | {old for actor in actors for old in actor.was}


def show_one(visit: Visit) -> Response:
    """An entry as a form."""
    return _page(visit, visit.request.path_params["id"])


def change_one(visit: Visit) -> Response:
    """Change an entry; make it one with another, or part it. Another English name goes into all drafts."""
    fields = Fields.of(visit)
    id_, root = visit.request.path_params["id"], visit.desk.root
    try:
        with visit.desk.writing():
            if fields.one("step") == "merge":
                result, to = editing.merge_actors(root, id_, fields.one("into")), fields.one("into")
            elif fields.one("step") == "split":
                names = {lang: fields.all(f"part-{lang}") for lang in LANGS}
                to = fields.one("new-id") or glossary.fresh_id(
                    next(iter(names[TRANSLATION.code]), ""), _ids(visit)
                )
                result = editing.split_actor(root, id_, to, names, fields.one("new-type"))
            else:
                result, to = _change_entry(visit, fields, id_), id_
            visit.desk.touched("", result, "Change the names", visit.person.name)
    except JisrError as error:
        return _page(visit, id_, error.findings, status=422)
    return _page(visit, to, result.findings, done=True)


def _change_entry(visit: Visit, fields: Fields, id_: str) -> Result:
    base = fields.json("base")
    entry = read_entry(fields, base)
    old, new = (name_of(one, TRANSLATION.code) for one in (base, entry))
    if old == new:
        return editing.change_actor(visit.desk.root, id_, entry, base)
    names = entry[TRANSLATION.code]
    before = {**entry, TRANSLATION.code: {**names, key_in(names, "name"): old}}
    editing.change_actor(visit.desk.root, id_, before, base)
    return glossary_verbs.rename_actor(visit.desk.root, id_, new, TRANSLATION.code, today=visit.desk.today())


def read_entry(fields: Fields, base: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says of an actor; what it has no field for stays as in `base`."""
    entry = dict(base) | {"type": fields.one("type") or base.get("type", "")}
    for lang in LANGS:
        names = dict(base.get(lang, {}))
        names[key_in(names, "name")] = fields.one(f"name-{lang}")
        said: dict[str, Any] = {key: fields.one(f"{key}-{lang}") for key in _WORDS}
        said |= {key_in(names, key): fields.lines(f"{key}-{lang}") for key in _LISTS}
        short = fields.lines(f"short-{lang}")
        said["short"] = short[0] if len(short) == 1 and not isinstance(names.get("short"), list) else short
        entry[lang] = said_of({**names, **said})
    entry |= {"wikidata": fields.one("wikidata"), "origin": fields.one("origin")}
    for key in _SWITCHES:
        name = key_in(base, key)
        entry[name] = bool(fields.one(key)) or (False if base.get(name) is False else None)
    return said_of(entry)


def _page(
    visit: Visit, id_: str, findings: Sequence[Finding] = (), *, status: int = 200, done: bool = False
) -> Response:
    files = read_files(visit.desk.root)
    entry, (file, _) = files.entry(id_), files.place(id_)
    others = [one for one in files.entries(file) if one["id"] != id_]
    into = visit.query.get("into", "")
    merged: dict[str, Any] | None = None
    left: list[str] = []
    if into:
        plan, left = editing.plan_merge(files, id_, into)
        merged = _form(plan.entry(into))
    return visit.page(
        "desk/actor",
        status=status,
        entry=_form(entry),
        base=json.dumps(entry, ensure_ascii=False),
        others=[(one["id"], name_of(one, visit.lang)) for one in others],
        parts={lang: _parts(entry, lang) for lang in LANGS},
        into=into,
        merged=merged,
        left=left,
        types=_types(visit),
        findings=findings,
        done=done,
        is_private=file == PRIVATE_ACTORS_FILE,
    )


def _form(entry: Entry) -> dict[str, Any]:
    """An entry as the form has it: lists as lines, one word for each key."""
    shown: dict[str, Any] = {**dict.fromkeys(("wikidata", "origin", *_SWITCHES), ""), **entry}
    shown["needs-full-name"] = entry.get(key_in(entry, "needs-full-name"), False)
    for lang in LANGS:
        names = entry[lang]
        shown[lang] = {
            **{key: names.get(key, "") for key in _WORDS},
            "name": name_of(entry, lang),
            "short": _short(names),
            **{key: names.get(key, ()) for key in _LISTS},
            "aliases": aliases_of(entry, lang),
        }
    return shown


def _parts(entry: Entry, lang: Lang) -> list[str]:
    """The names that may go to another actor: all but the one that this goes by."""
    names = entry[lang]
    return [*aliases_of(entry, lang), *_short(names), *filter(None, [names.get("acronym")])]


def _short(names: Mapping[str, Any]) -> Sequence[str]:
    short = names.get("short", [])
    return [short] if isinstance(short, str) else short


def _types(visit: Visit) -> Mapping[str, str]:
    """The types of actors, each as the interface calls it."""
    return {type_: visit.say(f"actors.type.{type_}.one") for type_ in TYPES}


ROUTES = (
    Route(
        "GET",
        "/names",
        show,
        "The glossary of names",
        asks={"words": {"type": "string"}, "suggest": {"type": "string"}, "page": {"type": "integer"}},
    ),
    Route("POST", "/names", change, "A name added, or a suggestion dropped", takes=TAKES, may="translator"),
    Route(
        "GET",
        "/names/{id}",
        show_one,
        "An entry of the glossary",
        asks={"into": {"type": "string"}},
        may="reviewer",
    ),
    Route(
        "POST", "/names/{id}", change_one, "An entry changed, merged or split", takes=TAKES, may="reviewer"
    ),
)
