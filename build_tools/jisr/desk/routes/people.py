"""People at an article: what they say of it, who has what of it, who is in it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.responses import Response

from jisr.app.people import assignments, remarks
from jisr.app.people.roles import Role
from jisr.app.results import Result
from jisr.desk.context import Visit
from jisr.desk.routing import Handler, Route, Schema
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.signers import require_person_name
from jisr.translation.decisions.assignments import assigned_keys
from jisr.translation.decisions.remarks import Purpose, Thread, answers_about, thread_row


def show_remarks(visit: Visit) -> Response:
    """All remarks that wait for somebody, those to oneself first."""
    found, _ = remarks.read(visit.desk.root)
    going = [pair for pair in found if pair[1].open]
    mine = [pair for pair in going if pair[1].to == visit.person.name != ""]
    return visit.page("desk/remarks", mine=mine, others=[pair for pair in going if pair not in mine])


def show_people(visit: Visit) -> Response:
    """Remarks, assignments and questions of one article."""
    slug = _slug(visit)
    rows = visit.rows(slug)
    found = [thread for _, thread in remarks.read(visit.desk.root, slug)[0]]
    letter = remarks.ask_author(visit.desk.root, slug) if _has_questions(found) else None
    return visit.page(
        "desk/people",
        slug=slug,
        keys=[row.key for row in rows.paragraphs],
        threads=found,
        assigned=assignments.read(visit.desk.root, slug),
        letter=letter,
        purposes=list(Purpose),
    )


def tell_people(visit: Visit) -> Response:
    """The same for programs, by paragraph; with answers about names that stand in it, wherever given."""
    slug = _slug(visit)
    rows = visit.rows(slug)
    own, _ = remarks.read(visit.desk.root, slug)
    everywhere = [*own, *visit.desk.answers.elsewhere(slug)]
    given = assigned_keys(
        [one for _, one in assignments.read(visit.desk.root, slug)], [row.key for row in rows.paragraphs]
    )
    answers = {
        row.key: [
            {"about": thread.about, "answer": thread.answer, "slug": where}
            for where, thread in everywhere
            if any(answers_about([thread], row.original))
        ]
        for row in rows.paragraphs
    }
    return visit.answer(
        {
            "remarks": [thread_row(*pair) for pair in own],
            "assigned": {key: {"to": one.to, "due": one.due} for key, one in given.items()},
            "answers": {key: told for key, told in answers.items() if told},
        }
    )


def add_remark(visit: Visit) -> Response:
    """Begin a thread."""
    purpose = Purpose(visit.given.get("purpose", Purpose.NOTE))
    key, to, about = (str(visit.given.get(name, "")).strip() for name in ("key", "to", "about"))
    text, by = _words(visit, "text"), _name(visit)
    return _write(
        visit, lambda root, slug: remarks.remark(root, slug, key, text, by, purpose, to=to, about=about)
    )


def reply(visit: Visit) -> Response:
    """Say something below a remark."""
    id_, answers = str(visit.given["remark"]), bool(visit.given.get("answers"))
    text, by = _words(visit, "text"), _name(visit)
    return _write(visit, lambda root, slug: remarks.reply(root, slug, id_, text, by, answers=answers))


def close(visit: Visit) -> Response:
    """Close a thread, or open it again."""
    id_, reopen, by = str(visit.given["remark"]), bool(visit.given.get("reopen")), _name(visit)
    return _write(visit, lambda root, slug: remarks.close(root, slug, id_, by, reopen=reopen))


def send_letter(visit: Visit) -> Response:
    """The open questions as a file that mail programs open, or a word processor where that is asked for."""
    if visit.query.get("as") == "word":
        data = remarks.ask_author_in_word(visit.desk.root, _slug(visit))
        headers = {"content-disposition": 'attachment; filename="questions.docx"'}
        return Response(data, media_type=_WORD, headers=headers)
    letter = remarks.ask_author(visit.desk.root, _slug(visit))
    headers = {"content-disposition": 'attachment; filename="questions.eml"'}
    return Response(letter.eml(""), media_type="message/rfc822", headers=headers)


def take_answers(visit: Visit) -> Response:
    """What the author answered, pasted back, or as a file."""
    by = require_person_name(str(visit.given["by"]), "letter", _name_remedy(visit))
    root, slug, file = visit.desk.root, _slug(visit), visit.files.get("file")
    with visit.desk.writing():
        if file and file.filename:
            result, rest = remarks.take_answers_of_file(root, slug, file.filename, file.file.read(), by)
        else:
            result, rest = remarks.take_answers(root, slug, _words(visit, "text"), by)
        visit.desk.touched(slug, result, f"Remarks on {slug}", visit.person.name)
    return visit.page("desk/answers", slug=slug, rest=rest, findings=result.findings)


def assign(visit: Visit) -> Response:
    """Give a range of the article to somebody."""
    first, last, due = (str(visit.given.get(name, "")).strip() for name in ("first", "last", "due"))
    to, by = require_person_name(str(visit.given["to"]), "assign", _name_remedy(visit)), _name(visit)
    due = due.replace("T", " ")
    return _write(
        visit, lambda root, slug: assignments.assign(root, slug, to, by, first=first, last=last, due=due)
    )


def unassign(visit: Visit) -> Response:
    """End an assignment."""
    id_, by = str(visit.given["assignment"]), _name(visit)
    return _write(visit, lambda root, slug: assignments.end(root, slug, id_, by))


def enter(visit: Visit) -> Response:
    """Say where one is, and hear where others are."""
    name, slug = visit.person.name, str(visit.given["slug"])
    if name:
        visit.desk.presence.enter(name, slug, str(visit.given.get("key", "")))
    return visit.answer({"others": visit.desk.presence.others(name, slug)})


def _write(visit: Visit, act: Callable[[Path, str], Result]) -> Response:
    """Do something to the article, and show what came of it."""
    slug = _slug(visit)
    with visit.desk.writing():
        visit.desk.touched(slug, act(visit.desk.root, slug), f"Remarks on {slug}", visit.person.name)
    return tell_people(visit) if visit.wants_json else visit.go(f"/people/{slug}")


def _slug(visit: Visit) -> str:
    return str(visit.given.get("slug") or visit.request.path_params["slug"])


def _name(visit: Visit) -> str:
    """Who writes. Raises `JisrError` where nobody said so."""
    return require_person_name(visit.person.name, "desk", _name_remedy(visit))


def _name_remedy(visit: Visit) -> str:
    return visit.say("desk.frame.name_remedy")


def _words(visit: Visit, name: str) -> str:
    """What was written. Raises `JisrError` where nothing was."""
    text = str(visit.given.get(name, "")).replace("\r\n", "\n").strip()
    if not text:
        raise JisrError(Finding("remark", "a remark needs words", remedy="write some"))
    return text


def _has_questions(threads: Sequence[Thread]) -> bool:
    return any(thread.open and thread.purpose is Purpose.QUESTION for thread in threads)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT = {"type": "string", "maxLength": 20_000}
_NAME = {"type": "string", "maxLength": 100}
_SLUG = {"type": "string", "minLength": 1, "maxLength": 300}
_FLAG = {"anyOf": [{"type": "boolean"}, {"const": "yes"}]}  # as scripts and as forms say it
_PEOPLE = {
    "type": "object",
    "properties": {
        "remarks": {"type": "array", "items": {"type": "object"}},
        "assigned": {"type": "object"},
        "answers": {"type": "object"},
    },
    "required": ["remarks", "assigned", "answers"],
}


def _act(
    name: str, run: Handler, title: str, takes: Schema, needs: tuple[str, ...], may: Role
) -> tuple[Route, Route]:
    """An act that forms and scripts ask for, each at its address."""
    takes, needs = {"slug": _SLUG, **takes}, ("slug", *needs)
    return (
        Route("POST", f"/people/{name}", run, title, takes=takes, needs=needs, may=may),
        Route("POST", f"/api/people/{name}", run, title, takes=takes, needs=needs, gives=_PEOPLE, may=may),
    )


ROUTES = (
    Route("GET", "/remarks", show_remarks, "The remarks that wait for somebody"),
    *_act(
        "remark",
        add_remark,
        "Say something about a paragraph",
        {
            "key": _NAME,
            "text": _TEXT,
            "purpose": {"enum": [purpose.value for purpose in Purpose]},
            "to": _NAME,
            "about": _NAME,
        },
        ("text",),
        "suggester",
    ),
    *_act(
        "reply",
        reply,
        "Reply to a remark",
        {"remark": _NAME, "text": _TEXT, "answers": _FLAG},
        ("remark", "text"),
        "suggester",
    ),
    *_act("close", close, "Close a remark", {"remark": _NAME, "reopen": _FLAG}, ("remark",), "suggester"),
    *_act(
        "assign",
        assign,
        "Give a range of an article to somebody",
        {"to": _NAME, "first": _NAME, "last": _NAME, "due": _NAME},
        ("to",),
        "reviewer",
    ),
    *_act("unassign", unassign, "End an assignment", {"assignment": _NAME}, ("assignment",), "reviewer"),
    Route(
        "POST",
        "/people/answers",
        take_answers,
        "Take over what an author answered, pasted or as a file of a word processor",
        takes={"slug": _SLUG, "text": {"type": "string", "maxLength": 200_000}, "by": _NAME},
        needs=("slug", "by"),
        may="translator",
    ),
    Route(
        "POST",
        "/api/presence",
        enter,
        "Say in which paragraph one is, and hear who is in others",
        takes={"slug": _SLUG, "key": _NAME},
        needs=("slug",),
        gives={"type": "object", "properties": {"others": {"type": "object"}}, "required": ["others"]},
        may="suggester",
    ),
    Route(
        "GET",
        "/letters/{slug:path}",
        send_letter,
        "The open questions as a file for mail programs, or for Word",
        asks={"as": {"type": "string", "description": "word, or nothing for mail"}},
        may="translator",
    ),
    Route("GET", "/people/{slug:path}", show_people, "Remarks, assignments and questions of an article"),
    Route("GET", "/api/people/{slug:path}", tell_people, "The same for programs", gives=_PEOPLE),
)
