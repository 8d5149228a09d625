"""A new article: pasted or dropped, its blocks shown and mended, then taken in."""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import PurePosixPath
from typing import Any

from starlette.responses import Response

from jisr import seeds as readers
from jisr.app.articles.facts import say_date
from jisr.app.articles.taking import HandedIn, Preview, check_name, check_named, mend, preview, take_in
from jisr.desk.context import Visit
from jisr.desk.routes.whole.fields import TAKES, Fields, check_dates
from jisr.desk.routing import Route
from jisr.lang.list_letters import ORDERS
from jisr.markup.markdown_text import escape, plain, plain_line
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS
from jisr.model.source import Block, Kind, Meta

_ALWAYS = (
    "title",
    "kicker",
    "heading-2",
    "heading-3",
    "heading-4",
    "paragraph",
    "point",
    "bullet",
    "quotation",
)
_ABOVE, _OUT = "above", "out"
"""What may be chosen for a block beside a kind: that it goes on from the one above, that it is left out."""


_GAP = re.compile(r"\n\n(?!\[\^| {4})")  # no note begins or goes on behind it
_PICTURE = re.compile(r"\]\([^()\s/]{0,900}-images/(?=[0-9a-f]{12}\.)")


@dataclass(frozen=True)
class FormBlock:
    """A block as the form shows it: the kind as it is chosen there, and those that can be.

    One without any format is shown as the author wrote it (`is_plain`), another as Markdown. The number of a
    point is a letter where its author counted so.
    """

    chosen: str
    text: str
    is_plain: bool
    number: str
    kinds: Sequence[str]


def show(visit: Visit) -> Response:
    """The empty form."""
    return visit.page("desk/new", **_data(Fields([])), names_removed=False)


def look(visit: Visit) -> Response:
    """The blocks that would be; with `step=take` the article is taken, if nothing is wrong."""
    fields = Fields.of(visit)
    handed = HandedIn("", "", b"")
    try:
        handed = _handed_in(fields)
        check_dates(visit, fields)
        if not handed.slug and fields.one("step") != "take":
            handed = replace(handed, slug=_suggested_slug(_try(handed)))
        if not handed.slug.rpartition("/")[2]:
            message, remedy = visit.say("desk.new.no_name"), visit.say("desk.new.slug_hint")
            raise JisrError(Finding("new-article", message, text=handed.slug, remedy=remedy))
        dropped = handed
        handed, shown = _mended(fields, handed)
        check_name(visit.desk.root, handed.slug)
        may = may_name_removed(visit, fields.one("may_name_removed"))
        if not may:
            check_named(visit.desk.root, handed)
        if fields.one("step") == "take":
            with visit.desk.writing():
                result = take_in(
                    visit.desk.root, handed, visit.desk.today(), visit.person.name, may_name_removed=may
                )
                visit.desk.touched(handed.slug, result, f"Take in {handed.slug}", visit.person.name)
            return visit.go(f"/articles/{handed.slug}")
        taken = _as_dropped(handed, dropped)
        return visit.page("desk/new", **_data(fields, taken, shown), names_removed=may)
    except JisrError as error:
        asks = visit.person.may("publisher") and any(one.check == "removed" for one in error.findings)
        way = visit.say("desk.new.named_decide" if asks else "desk.new.named_ask")
        found = [replace(one, remedy=way) if one.check == "removed" else one for one in error.findings]
        data = _data(fields, handed, _try(handed), found)
        return visit.page("desk/new", status=422, **data, names_removed=asks)


def may_name_removed(visit: Visit, said: object) -> bool:
    """Whether somebody decided that a text may name who was removed for safety: only who removes may."""
    return bool(said) and visit.person.may("publisher")


def _as_dropped(handed: HandedIn, dropped: HandedIn) -> HandedIn:
    """A file of a word processor stays with the form as it is: its pictures are in it."""
    is_word = PurePosixPath(dropped.name).suffix.lower() in readers.WORD_SUFFIXES
    return replace(handed, name=dropped.name, data=dropped.data) if is_word else handed


def _try(handed: HandedIn) -> Preview | None:
    try:
        return preview(replace(handed, facts={**handed.facts, "published": ""}))  # which may be what is wrong
    except JisrError:
        return None


def _handed_in(fields: Fields) -> HandedIn:
    """What somebody dropped, byte for byte, or pasted."""
    try:
        dropped = base64.b64decode(fields.one("bytes"), validate=True)
    except binascii.Error as error:
        raise JisrError(
            Finding("new-article", "this file did not arrive whole", remedy="drop it again")
        ) from error
    data = dropped or (fields.raw("pasted") or "").encode()
    name = fields.one("name") if dropped else "pasted.txt"
    return HandedIn(fields.one("slug"), name, data, _facts(fields))


def _facts(fields: Fields) -> dict[str, Any]:
    found: dict[str, Any] = {"author": fields.texts("author", LANGS), "topics": fields.lines("topics")}
    found |= {key: fields.one(key) for key in ("kicker", "published", "source", "licence")}
    inferred = fields.one("inferred") == found["published"] != ""
    return found | {"published": say_date(found["published"], inferred)}


def _mended(fields: Fields, handed: HandedIn) -> tuple[HandedIn, Preview]:
    """What was handed in, in Markdown where somebody chose other kinds or words; and its blocks."""
    shown = preview(handed)
    kinds, plains = fields.all("kind"), fields.all("plain")
    texts = [_in_folder(text, handed.slug) for text in fields.all("text")]
    before = _form_blocks(shown)
    if not kinds or [(b.chosen, b.text) for b in before] == list(zip(kinds, texts, strict=False)):
        return handed, shown
    texts = [escape(one) if is_plain else one for one, is_plain in zip(texts, plains, strict=False)]
    breaks = chain((block.break_above for block in shown.document.blocks), repeat(False))
    made = mend(
        replace(handed, facts={**handed.facts, "kicker": ""}),
        _blocks(kinds, texts, fields.all("number"), breaks),
    )
    return made, preview(made)


def _in_folder(text: str, slug: str) -> str:
    """A text that shows pictures of a file of a word processor, under the name that the article has now."""
    return _PICTURE.sub(lambda _: f"]({slug.rpartition('/')[2]}-images/", text)


def _blocks(
    kinds: Sequence[str], texts: Sequence[str], numbers: Sequence[str], breaks: Iterable[bool]
) -> list[Block]:
    """The blocks that a form says, without those left out; one that goes on from another is joined to it."""
    blocks: list[Block] = []
    is_parted = False
    for chosen, text, number, has_break in zip(kinds, texts, numbers, breaks, strict=False):
        is_parted |= has_break  # that of what is left out stands above what follows
        if chosen == _ABOVE and blocks:
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text.rstrip()} {text.strip()}")
            is_parted = False
        elif chosen != _OUT and text.strip():
            name, _, level = chosen.partition("-")
            count, letters = 0, ""
            if chosen == "point":
                order, _, said = number.rpartition(" ")
                letters = order if order in ORDERS else ""
                count = int(said if said.isdecimal() else 0) or (
                    blocks[-1].number + 1 if blocks and blocks[-1].kind is Kind.POINT else 1
                )
            kind = {"bullet": Kind.POINT, _ABOVE: Kind.PARAGRAPH}.get(name) or Kind(name)
            block = Block(kind, text.strip(), level=int(level or 2), number=count, letters=letters)
            first, *others = _parted(block)
            blocks += [replace(first, break_above=is_parted), *others]
            is_parted = False
    return blocks


def _parted(block: Block) -> list[Block]:
    """A paragraph that was parted by a blank line: several. Its notes stay below it."""
    if block.kind is not Kind.PARAGRAPH:
        return [block]
    return [replace(block, text=part.strip()) for part in _GAP.split(block.text) if part.strip()]


def _form_blocks(shown: Preview) -> list[FormBlock]:
    return [_form_block(block) for block in shown.document.blocks]


def _form_block(block: Block) -> FormBlock:
    words = plain(block.text).text
    is_plain = escape(words) == block.text
    number = f"{block.letters} {block.number}".lstrip()
    return FormBlock(_chosen(block), words if is_plain else block.text, is_plain, number, _kinds(block))


def _chosen(block: Block) -> str:
    if block.kind is Kind.HEADING:
        return f"heading-{block.level}"
    return "bullet" if block.kind is Kind.POINT and not block.numbered else block.kind.value


def _kinds(block: Block) -> list[str]:
    return list(dict.fromkeys([*_ALWAYS, _chosen(block), _ABOVE, _OUT]))


def _suggested_slug(shown: Preview | None) -> str:
    """A name for the address, of the title that was found."""
    title = next((b for b in shown.document.blocks if b.kind is Kind.TITLE), None) if shown else None
    return readers.suggest_slug(plain_line(title.text)) if title else ""


def _data(
    fields: Fields,
    handed: HandedIn | None = None,
    shown: Preview | None = None,
    findings: Sequence[Finding] = (),
) -> dict[str, Any]:
    """What the template is given."""
    meta = shown.document.meta if shown else Meta()
    taken = handed or HandedIn("", "", b"")
    return {
        "fields": fields,
        "file_name": taken.name,
        "bytes": base64.b64encode(taken.data).decode(),
        "slug": taken.slug or fields.one("slug") or _suggested_slug(shown),
        "kicker": str(taken.facts.get("kicker") or ""),
        "author": {lang: fields.one(f"author-{lang}") or meta.author.get(lang, "") for lang in LANGS},
        "published": fields.one("published") or (meta.published.value if meta.published else ""),
        "inferred": meta.published.value if meta.published and meta.published.inferred else "",
        "blocks": _form_blocks(shown) if shown else [],
        "words": shown.words if shown else 0,
        "findings": [*findings, *(shown.findings if shown else ())],
        "properties": shown.properties if shown else {},
        "suffixes": ",".join((*readers.READERS, *sorted(readers.WORD_SUFFIXES))),
    }


ROUTES = (
    Route("GET", "/new", show, "A new article", may="translator"),
    Route("POST", "/new", look, "A new article, looked at or taken in", takes=TAKES, may="translator"),
)
