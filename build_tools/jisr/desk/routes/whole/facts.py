"""An article's facts as a form over its sidecar."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from jisr.app.articles.facts import change_facts, read_facts, read_own_date, say_date
from jisr.desk.context import Visit
from jisr.desk.routes.whole.fields import TAKES, Fields, check_dates
from jisr.desk.routing import Route
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS, ORIGINAL
from jisr.model.source import NoticeKind

_TEXTS = ("source", "licence", "permission", "series", "until")
_PAIRS = ("author", "summary", "reason")
_SWITCHES = ("sensitive", "hide_title")
STATUSES = ("published", "draft", "embargoed", "withdrawn")


def show(visit: Visit) -> Response:
    """The form."""
    slug = visit.request.path_params["slug"]
    return _page(visit, slug, read_facts(visit.desk.root, slug))


def save(visit: Visit) -> Response:
    """Write what was changed in it, and nothing else."""
    fields = Fields.of(visit)
    slug = visit.request.path_params["slug"]
    base = fields.json("base")
    said = read_form(fields, base, visit.desk.today().isoformat())
    if base.get("published") is None and said["published"] == fields.json("own").get("published"):
        said["published"] = None  # the text says so itself
    changes = {key: value for key, value in said.items() if value != base.get(key)}
    try:
        check_dates(visit, fields)
        with visit.desk.writing():
            result = change_facts(
                visit.desk.root, slug, changes, visit.desk.today(), base=base, by=visit.person.name
            )
            visit.desk.touched(slug, result, f"Change the facts of {slug}", visit.person.name)
    except JisrError as error:
        there = {key: value for key, value in {**base, **said}.items() if value is not None}
        return _page(visit, slug, there, base, error.findings)
    return visit.go(f"/facts/{quote(slug)}?done=saved")


def read_form(fields: Fields, base: Mapping[str, Any], today: str) -> dict[str, Any]:
    """What the form says, by the keys of the sidecar; `None` for what it says nothing of."""
    said: dict[str, Any] = {key: _same(base.get(key), fields.one(key)) or None for key in _TEXTS}
    for key in _PAIRS:
        said[key] = _as_before(base.get(key), fields.texts(key, LANGS))
    for key in _SWITCHES:
        said[key] = True if fields.one(key) else base.get(key) and None
    status = fields.one("status")
    said["status"] = status if status != "published" or base.get("status") else None
    said["topics"] = fields.lines("topics") or None
    said["published"] = _published(fields, base.get("published"))
    said["notices"] = _notices(fields, today) or None
    return said


def _as_before(before: Any, texts: Mapping[str, str]) -> Any:
    """A text by language, in the form that it had where it says the same."""
    if isinstance(before, str) and texts == {ORIGINAL.code: before.strip()}:
        return before
    there = before if isinstance(before, dict) else {}
    return {lang: _same(there.get(lang), text) for lang, text in texts.items()} or None


def _same(before: Any, text: str) -> Any:
    """What stood there, where no more than white space around it differs, as forms take it off."""
    return before if isinstance(before, str) and before.strip() == text else text


def _published(fields: Fields, before: Any) -> Any:
    day, inferred = fields.one("published"), bool(fields.one("inferred"))
    if not day:
        return None
    if isinstance(before, int | str) and str(before) == day and not inferred:
        return before
    if isinstance(before, dict) and str(before["date"]) == day:
        day = before["date"]
        if bool(before.get("inferred")) is inferred:
            return before
    return say_date(day, inferred)


def _notices(fields: Fields, today: str) -> list[dict[str, Any]]:
    """The notices, without those that say nothing more; a new one is of today where it says no day."""
    found = []
    for n in fields.all("notice"):
        text = fields.texts(f"notice-{n}", LANGS)
        if not text:
            continue
        whole = fields.json(f"notice-{n}-was")
        before = whole.get("text")
        said = {"kind": fields.one(f"notice-{n}-kind"), "on": fields.one(f"notice-{n}-on") or today}
        place, by = fields.one(f"notice-{n}-place"), fields.one(f"notice-{n}-by")
        made = {**whole, **said, "text": _as_before(before, text), "place": place, "by": by}
        found.append({key: value for key, value in made.items() if value})
    return found


def _page(
    visit: Visit,
    slug: str,
    facts: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    findings: Sequence[Finding] = (),
) -> Response:
    own = read_own_date(visit.desk.root, slug)
    in_text = {"published": say_date(own.value, own.inferred)} if own and "published" not in facts else {}
    published = facts.get("published") or in_text.get("published")
    if not isinstance(published, dict):
        published = {"date": published or ""}
    published = {"inferred": False, **published}
    return visit.page(
        "desk/facts",
        status=422 if findings else 200,
        slug=slug,
        facts={**dict.fromkeys((*_TEXTS, *_SWITCHES, "status", "topics"), ""), **facts},
        pairs={key: _by_language(facts.get(key)) for key in _PAIRS},
        published=published,
        notices=[
            {
                "place": "",
                "by": "",
                **one,
                "text": _by_language(one.get("text")),
                "was": json.dumps(one, ensure_ascii=False),
            }
            for one in facts.get("notices", ())
        ],
        kinds=list(NoticeKind),
        statuses=STATUSES,
        base=json.dumps(dict(facts if base is None else base), ensure_ascii=False),
        own=json.dumps(in_text, ensure_ascii=False),
        findings=findings,
        topics=_known_topics(visit),
    )


def _by_language(value: Any) -> Mapping[str, str]:
    """A text in each language; what a file has in its place, such as a list, is shown to be put right."""
    if not isinstance(value, dict):
        said = "، ".join(map(str, value)) if isinstance(value, list) else str(value or "")
        value = {ORIGINAL.code: said}
    texts = {lang: str(said) for lang, said in value.items() if lang in LANGS and said}
    return {**dict.fromkeys(LANGS, ""), **texts}


def _known_topics(visit: Visit) -> list[str]:
    return [names.get(ORIGINAL.code, id_) for id_, names in visit.desk.settings.topics.items()]


ROUTES = (
    Route("GET", "/facts/{slug:path}", show, "What is known of an article", may="reviewer"),
    Route(
        "POST",
        "/facts/{slug:path}",
        save,
        "What is known of an article, changed",
        takes=TAKES,
        may="reviewer",
    ),
)
