"""What people say to each other about an article: remarks, replies, questions that leave as letters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from jisr.app.results import Result, require_result
from jisr.app.syncing import check_slug, read_one
from jisr.i18n import InterfaceStrings
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import ORIGINAL
from jisr.model.ledger import SyncResult
from jisr.model.source import Kind
from jisr.removal.returned import take_out_again
from jisr.storage import transaction
from jisr.translation.decisions import events, letters, records, remarks
from jisr.translation.decisions.remarks import Purpose, Thread
from jisr.word.conversion import read_lines
from jisr.word.writing import write_passages


def remark(
    root: Path,
    slug: str,
    key: str,
    text: str,
    by: str,
    purpose: Purpose = Purpose.NOTE,
    *,
    to: str = "",
    about: str = "",
) -> Result:
    """Keep what a person has to say of a block, for those who work on the publication.

    Raises `JisrError` for an article or a block that is not there; for no `key` it is
    said of the article.
    """
    with transaction.lock_project(root):
        outcome = require_result(read_one(root, slug), slug)
        if key:
            outcome.require_entry(key)
        said = remarks.remark_event(key, text, by, purpose, to=to, about=about)
        return _write(root, slug, [said])


def suggest(root: Path, slug: str, key: str, words: str, by: str) -> Result:
    """Keep what somebody suggests for the English of a block, who may not write it; the same words once.

    Raises `JisrError` for an article or a block that is not there, and for no words.
    """
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise JisrError(Finding("remark", "a suggestion needs words", key=key, remedy="write some"))
    happened, _ = records.read(root, slug)
    before = [one for one in remarks.read_threads(happened) if one.purpose is Purpose.SUGGESTION and one.open]
    if any((one.key, one.text, one.by) == (key, words, by) for one in before):
        return Result()
    return remark(root, slug, key, words, by, Purpose.SUGGESTION)


def reply(root: Path, slug: str, id_: str, text: str, by: str, *, answers: bool = False) -> Result:
    """Reply to a remark; what `answers` it closes it. Raises `JisrError` for one that is not there."""

    def say(thread: Thread) -> list[events.Event]:
        said = remarks.reply_event(thread, text, by, answers=answers)
        return [said, remarks.close_event(thread, by)] if answers and thread.open else [said]

    return _change_thread(root, slug, id_, say)


def close(root: Path, slug: str, id_: str, by: str, *, reopen: bool = False) -> Result:
    """Close a remark, or open it again. Raises `JisrError` for one that is not there."""

    def end(thread: Thread) -> list[events.Event]:
        return [remarks.close_event(thread, by, reopen=reopen)] if thread.open is not reopen else []

    return _change_thread(root, slug, id_, end)


def read(root: Path, slug: str = "") -> tuple[list[tuple[str, Thread]], list[Finding]]:
    """The remarks on an article, or on all, as (slug, thread); and findings about damaged lines.

    Files without a remark, of which there may be thousands, are not taken apart.
    """
    found, damaged = [], [*take_out_again(root)]
    for one in [slug] if slug else records.slugs(root):
        if not slug and not records.mentions(root, one, events.REMARK):
            continue
        happened, wrong = records.read(root, one)
        found += [(one, thread) for thread in remarks.read_threads(happened)]
        damaged += wrong
    return found, damaged


def ask_author(root: Path, slug: str) -> letters.Letter:
    """The open questions about an article as a letter. Raises `JisrError` where there are none."""
    title, questions = _open_questions(root, slug)
    return letters.compose_letter(title, questions, InterfaceStrings(ORIGINAL.code))


def ask_author_in_word(root: Path, slug: str) -> bytes:
    """The same as a Word file, with each paragraph in both languages. Raises `JisrError`."""
    title, questions = _open_questions(root, slug)
    passages = letters.lay_out_letter(title, questions, InterfaceStrings(ORIGINAL.code))
    return write_passages(title, ORIGINAL.code, passages)


def _open_questions(root: Path, slug: str) -> tuple[str, list[letters.Question]]:
    """The title of an article and the questions about it. Raises `JisrError` where there are none."""
    outcome = require_result(read_one(root, slug), slug)
    questions = _questions(root, outcome)
    if not questions:
        key = outcome.document.blocks[0].key
        remedy = f'jisr remark {slug} {key} "…" --by NAME --for question'
        raise JisrError(Finding("letter", "no question is open", events.event_file_name(slug), remedy=remedy))
    return _title(outcome), questions


def take_answers_of_file(root: Path, slug: str, name: str, data: bytes, by: str) -> tuple[Result, str]:
    """`take_answers` of a file of a word processor that came back. Raises `JisrError`."""
    text, said = read_lines(name, data)
    result, rest = take_answers(root, slug, text, by)
    return replace(result, findings=(*said, *result.findings)), rest


def take_answers(root: Path, slug: str, text: str, by: str) -> tuple[Result, str]:
    """Take over what an author answered in a letter, in the name of `by`; and what belongs to no question.

    Raises `JisrError` where it answers none of the open questions.
    """
    with transaction.lock_project(root):
        outcome = require_result(read_one(root, slug), slug)
        questions = _questions(root, outcome)
        answers = letters.read_answers(text, _title(outcome), questions)
        asked = {question.thread.id: question.thread for question in questions}
        if not answers.by_thread:
            remedy = "paste the letter whole, with the lines in square brackets; or reply to each remark"
            message = "this answers no open question of the article"
            raise JisrError(Finding("letter", message, events.event_file_name(slug), remedy=remedy))
        said = []
        for id_, words in answers.by_thread.items():
            said.append(remarks.reply_event(asked[id_], words, by, answers=True))
            said.append(remarks.close_event(asked[id_], by))
        return _write(root, slug, said), answers.rest


def _questions(root: Path, outcome: SyncResult) -> list[letters.Question]:
    originals = {block.key: block.text for block in outcome.document.blocks}
    translations = {entry.key: entry.target for entry in outcome.ledger.entries}
    happened, _ = records.read(root, outcome.slug)
    return [
        letters.Question(thread, originals.get(thread.key, _title(outcome)), translations.get(thread.key, ""))
        for thread in remarks.read_threads(happened)
        if thread.open and thread.purpose is Purpose.QUESTION
    ]


def _title(outcome: SyncResult) -> str:
    return next((b.text for b in outcome.document.blocks if b.kind is Kind.TITLE), outcome.slug)


def _change_thread(
    root: Path, slug: str, id_: str, change: Callable[[Thread], Sequence[events.Event]]
) -> Result:
    with transaction.lock_project(root):
        returned = take_out_again(root)
        check_slug(root, slug)
        happened, damaged = records.read(root, slug)
        threads = remarks.read_threads(happened)
        thread = remarks.require_thread(threads, id_, events.event_file_name(slug))
        return _write(root, slug, change(thread), [*returned, *damaged])


def _write(root: Path, slug: str, said: Sequence[events.Event], findings: Iterable[Finding] = ()) -> Result:
    contents, expected = records.files_with_events(root, slug, said)
    return Result(findings=tuple(findings), written=tuple(transaction.commit(root, contents, expected)))
