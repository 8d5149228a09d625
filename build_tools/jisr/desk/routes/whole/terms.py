"""Terms at the desk; where one is said otherwise from now on, the paragraphs that say it the old way."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from jisr.app.names.terms import Entry, read_term_entries, set_term
from jisr.desk.context import Visit
from jisr.desk.routes.whole.entries import aliases_of, name_of
from jisr.desk.routes.whole.fields import TAKES, Fields, said_of
from jisr.desk.routing import Route
from jisr.glossary import fresh_id
from jisr.glossary.merging import key_in
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION


def show(visit: Visit) -> Response:
    """All terms, each as a form."""
    terms = read_term_entries(visit.desk.root)
    return visit.page(
        "desk/terms", terms=[(_form(one), json.dumps(one, ensure_ascii=False)) for one in terms]
    )


def change(visit: Visit) -> Response:
    """Change a term or add one; then on to what says it the old way, if anything may."""
    fields = Fields.of(visit)
    base: Mapping[str, Any] = fields.json("base")
    terms = read_term_entries(visit.desk.root)
    id_ = base.get("id") or fresh_id(fields.one("name-en"), {str(one["id"]) for one in terms})
    entry = _read_entry(fields, {"id": id_, **base})
    with visit.desk.writing():
        result = set_term(visit.desk.root, entry, base or None)
        visit.desk.touched("", result, "Change the terms", visit.person.name)
    old, new = name_of(base, TRANSLATION.code), name_of(entry, TRANSLATION.code)
    if not old or old == new:
        return visit.go("/terms")
    original = " | ".join([name_of(entry, ORIGINAL.code), *aliases_of(entry, ORIGINAL.code)])
    return visit.go(f"/find?{urlencode({'words': old, 'new': new, 'original': original, 'any': 'yes'})}")


def _read_entry(fields: Fields, base: Mapping[str, Any]) -> dict[str, Any]:
    entry = dict(base)
    for lang in LANGS:
        names = dict(base.get(lang, {}))
        names[key_in(names, "name")] = fields.one(f"name-{lang}")
        names[key_in(names, "aliases")] = fields.lines(f"aliases-{lang}")
        entry[lang] = said_of(names)
    return said_of({**entry, "note": fields.one("note")})


def _form(entry: Entry) -> dict[str, Any]:
    names: dict[str, Any] = {
        lang: {"name": name_of(entry, lang), "aliases": aliases_of(entry, lang)} for lang in LANGS
    }
    return {"id": entry["id"], "note": entry.get("note", ""), **names}


ROUTES = (
    Route("GET", "/terms", show, "The terms"),
    Route("POST", "/terms", change, "A term changed or added", takes=TAKES, may="reviewer"),
)
