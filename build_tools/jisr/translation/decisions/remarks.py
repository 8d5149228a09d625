"""Remarks on a paragraph as those who work on it read them: threads, made of events.

A remark is a note, a question to the author, a wish for a second reader, a task for somebody, or a suggestion
for the English, which its writer signs and which stands on no page. Others reply; one who is done closes it,
and may open it again. A question may be about a name: what is answered is then offered wherever that stands.

All of it is private. A thread goes with its article when that is renamed, and stays when its paragraph goes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from jisr.lang.arabic import fold
from jisr.model.diagnostics import Finding, JisrError, nearest_remedy
from jisr.translation.decisions import events
from jisr.translation.decisions.events import Event

CLOSED, REOPENED = "remark-closed", "remark-reopened"


class Purpose(StrEnum):
    """What a remark is for."""

    NOTE = "note"
    QUESTION = "question"  # to the author
    SECOND_READER = "second-reader"
    TASK = "task"  # for the person whom it names
    SUGGESTION = "suggestion"  # English that somebody proposes for the paragraph


@dataclass(frozen=True)
class Reply:
    """What somebody said below a remark; `answers` says that it settles the question."""

    id: str
    at: str
    by: str
    text: str
    answers: bool = False


@dataclass(frozen=True)
class Thread:
    """A remark and what followed. `to` is for whom it is, `about` the name (Arabic) that a question is about.

    `key` is empty for what is said of a whole article, `closed_by` and `closed_at` while it is open.
    """

    id: str
    at: str
    by: str
    key: str
    purpose: Purpose
    text: str
    to: str = ""
    about: str = ""
    replies: tuple[Reply, ...] = ()
    closed_by: str = ""
    closed_at: str = ""

    @property
    def open(self) -> bool:
        """Whether it waits for somebody."""
        return not self.closed_at

    @property
    def answer(self) -> str:
        """The last reply that settles it; `""` where there is none."""
        return next((reply.text for reply in reversed(self.replies) if reply.answers), "")


def remark_event(
    key: str, text: str, by: str, purpose: Purpose = Purpose.NOTE, *, to: str = "", about: str = ""
) -> Event:
    """A remark that begins a thread."""
    said = {"text": text, "purpose": purpose.value, "to": to, "about": about}
    return events.new(events.REMARK, by, key, {name: value for name, value in said.items() if value})


def reply_event(thread: Thread, text: str, by: str, *, answers: bool = False) -> Event:
    """A reply below a remark."""
    data = {"text": text, "re": thread.id} | ({"answers": True} if answers else {})
    return events.new(events.REMARK, by, thread.key, data)


def close_event(thread: Thread, by: str, *, reopen: bool = False) -> Event:
    """The end of a thread, or its new beginning."""
    return events.new(REOPENED if reopen else CLOSED, by, thread.key, {"of": thread.id})


def read_threads(happened: Sequence[Event]) -> list[Thread]:
    """The threads of an article, the oldest first.

    A reply whose remark is not there (the other laptop has it) is a thread of its own, so that nobody's words
    are lost. Of a purpose that this release does not know a remark is a note.
    """
    found: dict[str, Thread] = {}
    of_reply: dict[str, str] = {}
    begun = {event.id for event in happened if event.kind == events.REMARK and not _said(event, "re")}
    for event in happened:
        if event.kind == events.REMARK:
            above = _said(event, "re")
            if above in begun:
                of_reply[event.id] = above
            else:
                found[event.id] = _begin(event)
    for event in happened:
        above = of_reply.get(event.id) or _said(event, "of")
        thread = found.get(above)
        if thread is None:
            continue
        if event.id in of_reply:
            answers = event.data.get("answers") is True
            reply = Reply(event.id, event.at, event.by, _said(event, "text"), answers)
            found[above] = replace(thread, replies=(*thread.replies, reply))
        elif event.kind == CLOSED:
            found[above] = replace(thread, closed_by=event.by, closed_at=event.at)
        elif event.kind == REOPENED:
            found[above] = replace(thread, closed_by="", closed_at="")
    return list(found.values())


def require_thread(threads: Iterable[Thread], id_: str, file: str) -> Thread:
    """The thread that `id_` names, by its first characters if no other begins so. Raises `JisrError`."""
    known = list(threads)
    meant = [thread for thread in known if id_ and thread.id.startswith(id_)]
    if len(meant) == 1:
        return meant[0]
    what = "several remarks begin so" if meant else "no remark has this name"
    remedy = nearest_remedy(id_, [thread.id for thread in known]) if known else "there are no remarks"
    raise JisrError(Finding("remark", what, file, text=id_, remedy=remedy))


def answers_about(threads: Iterable[Thread], original: str) -> Iterator[Thread]:
    """The answered questions about names that stand in a paragraph's Arabic, prefixes or none."""
    folded = fold(original).text
    for thread in threads:
        if thread.answer and thread.about and _stands_in(thread.about, folded):
            yield thread


def thread_row(slug: str, thread: Thread) -> dict[str, Any]:
    """A thread as data: what it has by name, `replies` as a list of such, and the article's slug."""
    return {"slug": slug, **asdict(thread), "replies": [asdict(reply) for reply in thread.replies]}


def _begin(event: Event) -> Thread:
    said = _said(event, "purpose")
    purpose = Purpose(said) if said in set(Purpose) else Purpose.NOTE
    text, to, about = (_said(event, name) for name in ("text", "to", "about"))
    return Thread(event.id, event.at, event.by, event.key, purpose, text, to, about)


def _said(event: Event, name: str) -> str:
    value = event.data.get(name, "")
    return value if isinstance(value, str) else ""


def _stands_in(name: str, folded: str) -> bool:
    words = fold(name).text.split()
    if not words:
        return False
    first, rest = re.escape(words[0]), "".join(rf"\s+{re.escape(word)}" for word in words[1:])
    # conjunctions and prepositions are written in one with a word (و ف ب ك ل); ل takes the article's alif
    after_li = rf"|[وف]?لل{re.escape(words[0][2:])}" if words[0].startswith("ال") else ""
    return bool(re.search(rf"(?<!\w)(?:[وف]?[بكل]?{first}|[وف]?ل{first}{after_li}){rest}(?!\w)", folded))
