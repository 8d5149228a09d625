"""The same for programs: articles taken in and released, facts, originals, names, words, all as JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.responses import Response

from jisr.app import releasing
from jisr.app.articles.facts import change_facts, read_facts
from jisr.app.articles.originals import How, edit_original, read_source
from jisr.app.articles.taking import HandedIn, mend, preview, take_in
from jisr.app.names import editing
from jisr.app.names.glossary_file import read_files
from jisr.app.results import Result
from jisr.app.whole.replacing import Search, find_words, replace_words
from jisr.desk.as_json import FINDING, finding_data
from jisr.desk.context import Visit
from jisr.desk.routes.whole.names import is_private
from jisr.desk.routes.whole.new import may_name_removed
from jisr.desk.routing import Route
from jisr.model.languages import LANGS
from jisr.model.source import Block, Kind
from jisr.storage.inputs import clock


def _done(visit: Visit, slug: str, result: Result, message: str, **more: Any) -> Response:
    """What was done, and who is told of it."""
    visit.desk.touched(slug, result, message, visit.person.name)
    return visit.answer(
        {"written": len(result.written), "findings": finding_data(result.findings, visit.lang), **more}
    )


# --- words -------------------------------------------------------------------------------------------------


def find(visit: Visit) -> Response:
    """Places where words stand in the translation."""
    hits, _ = find_words(visit.desk.root, _search(visit.query))
    return visit.answer(
        {"hits": [{**asdict(hit), "id": hit.id, "can_change": hit.can_change} for hit in hits]}
    )


def put(visit: Visit) -> Response:
    """Replace words where they were chosen."""
    given = visit.given
    with visit.desk.writing():
        result = replace_words(
            visit.desk.root,
            _search(given),
            given["new"],
            given["hits"],
            visit.desk.today(),
            visit.person.name,
        )
        return _done(visit, "", result, f"Replace “{given['words']}”")


def _search(given: Mapping[str, Any]) -> Search:
    return Search(
        given.get("words", ""), not given.get("part"), not given.get("any"), given.get("original", "")
    )


# --- articles ----------------------------------------------------------------------------------------------


def look(visit: Visit) -> Response:
    """The blocks that a text would have; nothing is written."""
    shown = preview(_handed_in(visit))
    blocks = [
        {"kind": b.kind.value, "text": b.text, "level": b.level, "number": b.number}
        for b in shown.document.blocks
    ]
    return visit.answer(
        {"blocks": blocks, "words": shown.words, "findings": finding_data(shown.findings, visit.lang)}
    )


def take(visit: Visit) -> Response:
    """Take a new article in."""
    handed = _handed_in(visit)
    with visit.desk.writing():
        may = may_name_removed(visit, visit.given.get("may_name_removed"))
        by = visit.person.name
        result = take_in(visit.desk.root, handed, visit.desk.today(), by, may_name_removed=may)
        return _done(visit, handed.slug, result, f"Take in {handed.slug}", name=handed.slug)


def _handed_in(visit: Visit) -> HandedIn:
    given = visit.given
    handed = HandedIn(
        given["slug"], given.get("name", "text.txt"), given["text"].encode(), given.get("facts", {})
    )
    if "blocks" not in given:
        return handed
    return mend(handed, [Block(**{**one, "kind": Kind(one["kind"])}) for one in given["blocks"]])


def facts(visit: Visit) -> Response:
    """What is known of an article."""
    return visit.answer({"facts": read_facts(visit.desk.root, visit.request.path_params["slug"])})


def set_facts(visit: Visit) -> Response:
    """Change what is known of an article; what is null goes."""
    slug, root = visit.request.path_params["slug"], visit.desk.root
    with visit.desk.writing():
        result = change_facts(
            root,
            slug,
            visit.given["changes"],
            visit.desk.today(),
            base=visit.given.get("base"),
            by=visit.person.name,
        )
        return _done(visit, slug, result, f"Change the facts of {slug}", facts=read_facts(root, slug))


def original(visit: Visit) -> Response:
    """The lines of a seed in which a paragraph stands."""
    slug, key = visit.request.path_params["slug"], visit.query.get("key", "")
    return visit.answer({"words": read_source(visit.desk.root, slug, key, visit.desk.today()).text})


def set_original(visit: Visit) -> Response:
    """Put the original of a paragraph right."""
    slug, given = visit.request.path_params["slug"], visit.given
    with visit.desk.writing():
        result = edit_original(
            visit.desk.root,
            slug,
            given["key"],
            given["words"],
            How(given["how"]),
            visit.desk.today(),
            base=given.get("base"),
            notice=given.get("notice"),
            by=visit.person.name,
        )
        return _done(visit, slug, result, f"Correct the original of {slug} #{given['key']}")


def release(visit: Visit) -> Response:
    """Let readers see an article, or no longer."""
    given, now = visit.given, clock.now()
    langs = [lang for lang in LANGS if lang in given.get("languages", LANGS)]
    with visit.desk.writing():
        if given.get("hold"):
            result = releasing.hold(visit.desk.root, given["slug"], langs, now, visit.person.name)
        else:
            at = given.get("at", "")
            result = releasing.release(visit.desk.root, given["slug"], langs, now, at, visit.person.name)
        return _done(visit, given["slug"], result, f"Say when readers may see {given['slug']}")


# --- names -------------------------------------------------------------------------------------------------


def names(visit: Visit) -> Response:
    """The glossary of names."""
    files = read_files(visit.desk.root)
    trusted = visit.person.may("reviewer")
    shown = [
        one for file in files.data for one in files.entries(file) if trusted or not is_private(one, file)
    ]
    return visit.answer({"actors": shown})


def set_name(visit: Visit) -> Response:
    """Add an entry, or change the one of this id; merge it into another, or part it."""
    given, root = visit.given, visit.desk.root
    with visit.desk.writing():
        if "into" in given:
            result = editing.merge_actors(root, given["id"], given["into"])
        elif "names" in given:
            result = editing.split_actor(root, given["id"], given["new"], given["names"])
        elif "id" in given:
            result = editing.change_actor(root, given["id"], given["entry"], given.get("base"))
        else:
            result = editing.add_actor(root, given["entry"], private=bool(given.get("private")))
        return _done(visit, "", result, "Change the names")


_TEXT, _SWITCH, _MAPPING = {"type": "string"}, {"type": "boolean"}, {"type": "object"}
_FINDINGS = {"type": "array", "items": FINDING}
_TEXTS = {"type": "array", "items": _TEXT}
_DONE: dict[str, Any] = {
    "type": "object",
    "properties": {"written": {"type": "integer"}, "findings": _FINDINGS, "name": _TEXT, "facts": _MAPPING},
    "required": ["written", "findings"],
}
_BLOCKS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "kind": {"enum": [kind.value for kind in Kind]},
            "text": _TEXT,
            "level": {"type": "integer", "minimum": 1, "maximum": 6},
            "number": {"type": "integer", "minimum": 0},
        },
        "required": ["kind", "text"],
        "additionalProperties": False,
    },
}
_NEW = {"slug": _TEXT, "name": _TEXT, "text": _TEXT, "facts": _MAPPING, "blocks": _BLOCKS}
_TAKE = {**_NEW, "may_name_removed": {"type": "boolean"}}


def _with(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: schema}, "required": [name]}


ROUTES = (
    Route(
        "GET",
        "/api/find",
        find,
        "Words in the whole publication",
        asks=dict.fromkeys(("words", "part", "any", "original"), _TEXT),
        gives=_with("hits", {"type": "array", "items": _MAPPING}),
    ),
    Route(
        "POST",
        "/api/replace",
        put,
        "Words replaced where they were chosen",
        takes={
            **dict.fromkeys(("words", "new", "original"), _TEXT),
            **dict.fromkeys(("part", "any"), _SWITCH),
            "hits": _TEXTS,
        },
        needs=("words", "new", "hits"),
        gives=_DONE,
        may="reviewer",
    ),
    Route(
        "POST",
        "/api/new/look",
        look,
        "The blocks of a text, before it is taken in",
        takes=_NEW,
        needs=("slug", "text"),
        gives={
            "type": "object",
            "properties": {"blocks": {"type": "array"}, "words": {"type": "integer"}, "findings": _FINDINGS},
            "required": ["blocks", "words", "findings"],
        },
        may="translator",
    ),
    Route(
        "POST",
        "/api/new",
        take,
        "A new article, held until it is released",
        takes=_TAKE,
        needs=("slug", "text"),
        gives=_DONE,
        may="translator",
    ),
    Route(
        "GET",
        "/api/facts/{slug:path}",
        facts,
        "What is known of an article",
        gives=_with("facts", _MAPPING),
        may="reviewer",
    ),
    Route(
        "POST",
        "/api/facts/{slug:path}",
        set_facts,
        "What is known of an article, changed by the keys of its sidecar",
        takes={"changes": _MAPPING, "base": _MAPPING},
        needs=("changes",),
        gives=_DONE,
        may="reviewer",
    ),
    Route(
        "GET",
        "/api/original/{slug:path}",
        original,
        "The original of a paragraph, as it stands in the seed",
        asks={"key": _TEXT},
        gives=_with("words", _TEXT),
        may="reviewer",
    ),
    Route(
        "POST",
        "/api/original/{slug:path}",
        set_original,
        "The original of a paragraph, put right",
        takes={
            **dict.fromkeys(("key", "words", "base"), _TEXT),
            "how": {"enum": [how.value for how in How]},
            "notice": _MAPPING,
        },
        needs=("key", "words", "how"),
        gives=_DONE,
        may="reviewer",
    ),
    Route(
        "POST",
        "/api/release",
        release,
        "An article released to readers, or held from them",
        takes={
            "slug": _TEXT,
            "languages": {"type": "array", "items": {"enum": list(LANGS)}},
            "at": _TEXT,
            "hold": _SWITCH,
        },
        needs=("slug",),
        gives=_DONE,
        may="publisher",
    ),
    Route("GET", "/api/names", names, "The glossary of names", gives=_with("actors", {"type": "array"})),
    Route(
        "POST",
        "/api/names",
        set_name,
        "An entry of the glossary added, changed, merged or split",
        takes={
            **dict.fromkeys(("id", "into", "new"), _TEXT),
            **dict.fromkeys(("entry", "base", "names"), _MAPPING),
            "private": _SWITCH,
        },
        gives=_DONE,
        may="reviewer",
    ),
)
