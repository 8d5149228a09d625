"""What is saved and decided of paragraphs: each answer tells how they stand then."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import Response

from jisr.app import editorial
from jisr.app.paragraphs import saving
from jisr.app.paragraphs.approving import cover
from jisr.app.paragraphs.wordbook import open_wordbook
from jisr.app.people import remarks
from jisr.app.people.roles import Least
from jisr.app.results import Result
from jisr.desk.as_json import PARAGRAPH, finding_data, paragraph_data
from jisr.desk.context import Visit
from jisr.desk.routes.article import render_rows, tell_article
from jisr.desk.routing import Route, Schema
from jisr.model.signers import require_person_name
from jisr.storage.transaction import do_once_written
from jisr.translation.sync import Take


def save(visit: Visit) -> Response:
    """What was typed; of who may not write, a suggestion that stands on no page."""
    desk, by, given = visit.desk, visit.person.name, visit.given
    slug, key, text, seen = (given[name] for name in ("slug", "key", "text", "seen"))
    if not visit.person.may("translator"):
        with desk.writing():
            result = remarks.suggest(desk.root, slug, key, text, _signer(visit))
        return _answer(visit, result, f"Suggest for {slug} #{key}")

    def work() -> Result:
        result = saving.save_held(desk.root, slug, key, text, by, desk.today(), seen)
        do_once_written(lambda: desk.touched(slug, result, f"Correct {slug} #{key}", by))
        return result

    return _tell(visit, desk.write(work))


def approve(visit: Visit) -> Response:
    """Sign paragraphs; machine text that nobody changed only where that is said (`drafts`)."""
    given, desk = visit.given, visit.desk
    slug, seen = given["slug"], given["seen"]
    with desk.writing():
        result = editorial.approve(
            desk.root,
            slug,
            list(seen),
            _signer(visit),
            desk.today(),
            seen,
            drafts=bool(given.get("drafts", False)),
        )
    return _answer(visit, result, f"Approve {slug}")


def unapprove(visit: Visit) -> Response:
    """Withdraw approvals."""
    desk, slug, seen = visit.desk, visit.given["slug"], visit.given["seen"]
    with desk.writing():
        result = editorial.unapprove(desk.root, slug, list(seen), _signer(visit), desk.today(), seen)
    return _answer(visit, result, f"Withdraw the approval of {slug}")


def reject(visit: Visit) -> Response:
    """Take drafts away."""
    desk, slug, seen = visit.desk, visit.given["slug"], visit.given["seen"]
    with desk.writing():
        result = editorial.reject(desk.root, slug, list(seen), visit.person.name, desk.today(), seen)
    return _answer(visit, result, f"Discard drafts of {slug}")


def resolve(visit: Visit) -> Response:
    """Settle a paragraph: as the page has it, as the ledger has it, by the proposal, or as it is."""
    given, desk = visit.given, visit.desk
    slug, key = given["slug"], given["key"]
    with desk.writing():
        result = editorial.resolve(
            desk.root,
            slug,
            key,
            Take(given["take"]),
            desk.today(),
            by=visit.person.name,
            seen={key: given["seen"]},
            offered=given.get("offered"),
        )
    return _answer(visit, result, f"Settle {slug}")


def ignore(visit: Visit) -> Response:
    """Ignore a finding, with a reason; for an empty one no longer."""
    desk, by, given = visit.desk, visit.person.name, visit.given
    slug, key, check, reason = (given[name] for name in ("slug", "key", "check", "reason"))
    with desk.writing():
        result = editorial.ignore(desk.root, slug, key, check, reason, by, desk.today())
    return _answer(visit, result, f"Ignore a finding in {slug}")


def quote(visit: Visit) -> Response:
    """Lock a paragraph as quoted from a published translation; for no source, no longer."""
    desk, by, given = visit.desk, visit.person.name, visit.given
    slug, key, source = (given[name] for name in ("slug", "key", "source"))
    with desk.writing():
        result = editorial.quote(desk.root, slug, key, source, by, desk.today(), {key: given["seen"]})
    return _answer(visit, result, f"Say what {slug} #{key} is quoted from")


def undo(visit: Visit) -> Response:
    """Take back the last decision on a paragraph, or on the article."""
    desk, person, slug = visit.desk, visit.person, visit.given["slug"]
    but = () if person.may("reviewer") else ("approve", "unapprove", "quote")
    with desk.writing():
        result, _ = editorial.undo(desk.root, slug, visit.given.get("key", ""), person.name, but)
    return _answer(visit, result, f"Undo in {slug}")


def tell_coverage(visit: Visit) -> Response:
    """What approving a page would cover."""
    rows = visit.rows(visit.query.get("slug", ""))
    covered = cover(rows, open_wordbook(visit.desk.root).check(rows))
    return visit.answer({name: list(keys) for name, keys in vars(covered).items()})


def _signer(visit: Visit) -> str:
    """Who signs. Raises `JisrError` where nobody said who they are."""
    return require_person_name(visit.person.name, "approve", visit.say("desk.frame.name_remedy"))


def _answer(visit: Visit, result: Result, message: str) -> Response:
    visit.desk.touched(visit.given["slug"], result, message, visit.person.name)
    return _tell(visit, result)


def _tell(visit: Visit, result: Result) -> Response:
    """How the article stands now; of one paragraph alone, where one was named."""
    slug, key = visit.given["slug"], visit.given.get("key", "")
    rows = visit.rows(slug)
    said = [one for one in result.findings if not key or one.key in ("", key)]
    touched = {key, *visit.given.get("seen", ())} if isinstance(visit.given.get("seen"), dict) else {key}
    return visit.answer(
        {
            **tell_article(visit, rows),
            "rows": render_rows(visit, rows, touched),
            "paragraph": next(
                (paragraph_data(one, visit.lang) for one in rows.paragraphs if one.key == key), None
            ),
            "said": finding_data(said, visit.lang),
            "changed": bool(result.written),
            "suggested": not visit.person.may("translator"),
        }
    )


_TEXT = {"type": "string"}
_PLACE: Schema = {"slug": _TEXT, "key": _TEXT}
_SEEN: Schema = {"type": "object", "additionalProperties": _TEXT, "minProperties": 1}
_CHANGED: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "paragraph": {"anyOf": [PARAGRAPH, {"type": "null"}]},
        "paragraphs": {"type": "array", "items": PARAGRAPH},
        "said": {"type": "array"},
        "changed": {"type": "boolean"},
        "suggested": {"type": "boolean"},
    },
    "required": ["paragraphs", "said", "changed"],
}
_SIGNED: Schema = {**_PLACE, "seen": _SEEN}
_KEYS = {"type": "array", "items": _TEXT}


def _act(
    run: Callable[[Visit], Response], title: str, takes: Schema, needs: tuple[str, ...], may: Least
) -> Route:
    """What changes an article: its address ends in the name of what is run."""
    path = f"/api/{run.__name__}"
    return Route("POST", path, run, title, takes=takes, needs=needs, gives=_CHANGED, may=may)


ROUTES = (
    _act(
        save,
        "Put words into a paragraph; `seen` is that of the paragraph as it was shown",
        {**_PLACE, "text": _TEXT, "seen": {**_TEXT, "minLength": 1}},
        ("slug", "key", "text", "seen"),
        "suggester",
    ),
    _act(
        approve,
        "Sign paragraphs as they were shown; `drafts`: machine text that nobody changed, too",
        {**_SIGNED, "drafts": {"type": "boolean"}},
        ("slug", "seen"),
        "reviewer",
    ),
    _act(unapprove, "Withdraw approvals", _SIGNED, ("slug", "seen"), "reviewer"),
    _act(
        reject,
        "Take machine drafts away; nothing fills their places unasked",
        _SIGNED,
        ("slug", "seen"),
        "translator",
    ),
    _act(
        resolve,
        "Settle a conflict or a stale paragraph; `offered` is the text that is taken, as it was shown",
        {
            **_PLACE,
            "take": {"enum": [one.value for one in Take]},
            "seen": _TEXT,
            "offered": {"type": ["string", "null"]},
        },
        ("slug", "key", "take", "seen"),
        "translator",
    ),
    _act(
        ignore,
        "Ignore a finding, with a reason; for an empty one no longer",
        {**_PLACE, "check": _TEXT, "reason": _TEXT},
        ("slug", "key", "check", "reason"),
        "translator",
    ),
    _act(
        quote,
        "Lock a paragraph as quoted from `source`, a published translation; for an empty one no longer",
        {**_PLACE, "source": _TEXT, "seen": _TEXT},
        ("slug", "key", "source", "seen"),
        "reviewer",
    ),
    _act(
        undo, "Take back the last decision on a paragraph, or on the article", _PLACE, ("slug",), "translator"
    ),
    Route(
        "GET",
        "/api/approval",
        tell_coverage,
        "What approving a page would cover, by the keys of its paragraphs",
        asks={"slug": _TEXT},
        gives={
            "type": "object",
            "properties": dict.fromkeys(("written", "drafts", "stale", "missing", "signed", "found"), _KEYS),
        },
    ),
)
