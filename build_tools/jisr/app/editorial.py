"""What a person decides about an article, carried out (sign, settle, take over, silence), and what helps.

Each verb settles the article with its files first, as `jisr sync` does, and writes it whole or not at all; it
is recorded with it, and can be taken back.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from jisr import checks
from jisr import seeds as readers
from jisr.app.asked import check_slugs, former_slugs
from jisr.app.paragraphs.reading import UNSEEN, Seen, check_offered, check_seen
from jisr.app.paragraphs.saving import settle_alone
from jisr.app.results import Result, find_news, require_result
from jisr.app.syncing import find_writers, read_one, sign_then_reconcile, write_results
from jisr.articles.named import check_named
from jisr.lang.typography.rules import repair_typography
from jisr.markup.block_marks import strip_block_marks
from jisr.markup.markdown_text import plain
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.model.ledger import State, SyncResult, unknown_key_finding
from jisr.removal.returned import clean_text, take_out_again
from jisr.storage import disk, transaction
from jisr.translation import article_files, drafts, memory
from jisr.translation.decisions import approval, events, history, quoting, records
from jisr.translation.decisions.records import Decision
from jisr.translation.sync import Take


def approve(
    root: Path,
    slug: str,
    keys: Collection[str],
    by: str,
    today: date,
    seen: Seen = UNSEEN,
    *,
    drafts: bool = True,
) -> Result:
    """Sign the blocks `keys` of an article (all that can be signed, for none) as they stand.

    With `drafts`, machine text that nobody changed too, which is an act of its own. Raises `JisrError` for an
    article or a block that is not there, and where one of `keys` cannot be signed; its kind
    `ChangedMeanwhileError` where a block is another than was `seen`.
    """

    def sign(outcome: SyncResult) -> SyncResult:
        if not drafts:
            approval.refuse_drafts(outcome, keys)
        return approval.sign(outcome, keys, by, today, find_writers(root, outcome))

    return _change_article(root, slug, sign, "approve", by, today, seen)


def unapprove(
    root: Path, slug: str, keys: Collection[str], by: str, today: date, seen: Seen = UNSEEN
) -> Result:
    """Withdraw the approval of the blocks `keys` of an article (of all, for none).

    Raises `JisrError` for an article or a block that is not there.
    """
    return _change_article(root, slug, lambda o: approval.withdraw(o, keys), "unapprove", by, today, seen)


def reject(root: Path, slug: str, keys: Collection[str], by: str, today: date, seen: Seen = UNSEEN) -> Result:
    """Take the drafts of the blocks `keys` of an article away; nothing fills their places unasked.

    Raises `JisrError` for an article or a block that is not there, and for one that holds no draft.
    """
    return _change_article(root, slug, lambda o: approval.reject(o, keys), events.REJECTION, by, today, seen)


def approve_author(root: Path, author: str, by: str, today: date) -> Result:
    """Sign all that can be signed in the articles of an author, named in either language.

    Raises `JisrError` where no article is by that name.
    """
    with transaction.lock_project(root):
        result = sign_then_reconcile(root, (), today)
        names = {name for o in result.outcomes for name in o.document.meta.author.values()}
        if author not in names:
            there = f"there are {', '.join(sorted(names))}" if names else "no sidecar names an author"
            raise JisrError(Finding("approve", "no article is by this author", text=author, remedy=there))
        theirs = [o for o in result.outcomes if author in o.document.meta.author.values()]
        signed_off = tuple(
            o if o.blocked else approval.sign(o, (), by, today, find_writers(root, o)) for o in theirs
        )
        pairs = tuple(zip(theirs, signed_off, strict=True))
        decisions = tuple(_decision(*pair, "approve", by) for pair in pairs)
        said = (*result.findings, *(found for pair in pairs for found in _news(*pair)))
        return write_results(root, replace(result, outcomes=signed_off, findings=said, decisions=decisions))


def resolve(
    root: Path,
    slug: str,
    key: str,
    take: Take,
    today: date | None = None,
    *,
    by: str = "",
    seen: Seen = UNSEEN,
    offered: str | None = None,
) -> Result:
    """Settle a conflict, a stale or a deleted block as a person decided; `offered` is the text that is taken.

    Raises `JisrError` for an article or a block that is not there; its kind `ChangedMeanwhileError` where the
    block is another than was `seen`, or another text would be taken.
    """
    with transaction.lock_project(root):
        if seen or offered is not None:
            now = require_result(read_one(root, slug, today=today), slug)
            check_seen(now, seen)
            check_offered(now, key, take, offered)
        result = sign_then_reconcile(root, [slug], today, {slug: {key: take}})
        outcome = require_result(result, slug)
        outcome.require_entry(key)
        decision = Decision(slug, "resolve", [key], by, {"take": take.value})
        wrong = [one for one in outcome.findings if one.is_error]
        if (
            take in (Take.PAGE, Take.LEDGER)
            and wrong
            and all(_is_conflict_of_another(one, key) for one in wrong)
        ):
            return settle_alone(root, result, outcome, decision)
        return write_results(root, replace(result, decisions=(decision,)))


def _is_conflict_of_another(finding: Finding, key: str) -> bool:
    return finding.check == "conflict" and finding.key not in ("", key)


def import_translation(
    root: Path,
    slug: str,
    text: str,
    file: str,
    *,
    state: State,
    origin: str,
    by: str = "",
    today: date | None = None,
) -> Result:
    """Take over a translation made elsewhere: Markdown with the markers of the English page.

    `file` is what `text` is called in messages. Raises `JisrError` for text without markers, and for keys
    that the article has not.
    """
    text, refused = clean_text(root, slug, text, file)
    page = parse_page(text)
    check_named(root, slug, [(file, one.line, one.key, one.body) for one in page.blocks])
    with transaction.lock_project(root):
        result = sign_then_reconcile(root, [slug], today)
        outcome = require_result(result, slug)
        blocks = {b.key: b for b in outcome.document.blocks}
        unknown = [m for m in page.blocks if m.key not in blocks]
        if unknown:
            there = f"the article has {', '.join(blocks)}"
            raise JisrError(
                Finding("import", f"no block has the key {m.key}", file, m.line, m.body, there)
                for m in unknown
            )
        texts = {m.key: strip_block_marks(blocks[m.key], m.body) for m in page.blocks}
        decision = Decision(slug, "import", list(texts), by, {"as": state.value, "origin": origin})
        outcome, kept = drafts.import_texts(outcome, texts, state=state, origin=origin)
        message = "left as it is: a person's words stand there"
        file = outcome.translation_file
        notices = [notice("import", message, file, key=k) for k in kept]
        result = replace(result, outcomes=(outcome,), findings=(*refused, *find_news(result), *notices))
        return write_results(root, replace(result, decisions=(decision,)))


def ignore(root: Path, slug: str, key: str, name: str, reason: str, by: str, today: date) -> Result:
    """Ignore a check for one block, with a reason; for an empty one no longer.

    Raises `JisrError` for an article or a block that is not there, and for a check that is none.
    """

    def silence(outcome: SyncResult) -> SyncResult:
        return checks.ignore_check(outcome, key, name, reason, checks.CHECKS)

    return _change_article(root, slug, silence, "ignore", by, today)


def quote(root: Path, slug: str, key: str, source: str, by: str, today: date, seen: Seen = UNSEEN) -> Result:
    """Lock the English of a block as quoted from a published translation; for no `source`, no longer.

    Raises `JisrError` for an article or a block that is not there, for English that no person wrote, and for
    a source that readers cannot be told.
    """
    return _change_article(root, slug, lambda o: quoting.set_quoted(o, key, source), "quote", by, today, seen)


def undo(
    root: Path, slug: str, key: str, by: str, but: Collection[str] = ()
) -> tuple[Result, list[events.Event]]:
    """Take back the last decision on a block, or on the article, where nothing changed since; says which.

    Raises `JisrError` where there is none, where something did change, and for a kind that is not `by`'s to
    take back (`but`).
    """
    po, translation, _ = article_files.paths(root, slug)
    with transaction.lock_project(root):
        returned = take_out_again(root)
        happened, wrong = records.read(root, slug)
        damaged = [*returned, *wrong]
        last = next(events.open_decisions(happened, key), None)
        if last is None:
            remedy = "only what was decided in this folder, and is in private/, can be taken back"
            raise JisrError([*damaged, Finding("undo", "no decision is recorded", key=key, remedy=remedy)])
        if last.kind in but:
            remedy = "ask a reviewer"
            message = f"the last decision is of a kind ({last.kind}) that your role cannot take back"
            raise JisrError(Finding("undo", message, key=last.key, remedy=remedy))
        act = last.data.get("act")
        undone = [e for e in events.open_decisions(happened, key) if e is last or e.data.get("act") == act]
        lying = {po: disk.read_file(po), translation: disk.read_file(translation)}
        file = translation.relative_to(root).as_posix()
        ledger, page = records.restore_blocks(undone, lying[po], lying[translation], file)
        noted_undone = [events.new(events.UNDO, by, e.key, {"of": e.id}) for e in undone]
        noted, expected = records.files_with_events(root, slug, noted_undone)
        expected |= {path: disk.fingerprint(data) for path, data in lying.items()}
        done = transaction.commit(root, {translation: page, po: ledger, **noted}, expected)
        result = Result(findings=tuple(damaged), written=tuple(done))
        if any(event.kind == events.REJECTION for event in undone):
            again = write_results(root, read_one(root, slug))
            result = replace(again, findings=(*damaged, *again.findings), written=(*done, *again.written))
        return result, undone


def suggest(root: Path, slug: str, key: str = "") -> list[tuple[str, memory.FuzzyMatch]]:
    """What people wrote for texts like those of block `key`, or of all that have no person's words, by key.

    Nothing is written, and nothing of this gets onto a page by itself. Raises `JisrError` for an article or a
    block that is not there.
    """
    outcome = require_result(read_one(root, slug), slug)
    entries = {e.key: e for e in outcome.ledger.entries}
    if key:
        outcome.require_entry(key)
    past = memory.build(article_files.read_ledgers(root))
    found = []
    for block in outcome.document.blocks:
        entry = entries[block.key]
        if block.key == key or (not key and (not entry.human or entry.stale)):
            whole = plain(repair_typography(block.text)[0]).text
            pieces = [piece.text for piece in drafts.split_pieces(block) if piece.text]
            for text in dict.fromkeys([whole, *pieces]):
                found += [(block.key, s) for s in past.suggest(text, but=f"{slug}#{block.key}")]
    return found


def log(root: Path, slug: str, key: str) -> list[history.BlockEvent]:
    """What happened to a block, the oldest first. Raises `JisrError` for one that never was."""
    take_out_again(root)
    po, translation, _ = article_files.paths(root, slug)
    own = readers.find_file(root, slug)
    found_seeds = [own] if own else readers.find_files(root)[0]
    if not po.exists():
        check_slugs([slug], found_seeds)
    seed = next((one for one in found_seeds if one.slug == slug), None)
    former = [article_files.paths(root, old)[:2] for old in former_slugs(seed)] if seed else []
    found = history.events(root, po, translation, key, former)
    if not found:
        books = [book for s, book in article_files.read_ledgers(root) if s == slug]
        keys = [e.key for book in books for e in book.all_entries]
        raise JisrError(unknown_key_finding(key, keys, translation.relative_to(root).as_posix()))
    return history.name_editors(found, [act for act in records.read(root, slug)[0] if act.key == key])


def _change_article(
    root: Path,
    slug: str,
    change: Callable[[SyncResult], SyncResult],
    kind: str,
    by: str,
    today: date,
    seen: Seen = UNSEEN,
) -> Result:
    """Settle one article, change it, write it. Raises `JisrError` where it has a conflict to settle first."""

    def attempt(outcome: SyncResult) -> SyncResult:
        check_seen(outcome, seen)
        return change(outcome)

    with transaction.lock_project(root):
        result = sign_then_reconcile(root, [slug], today, attempt=attempt)
        outcome = require_result(result, slug)
        if outcome.blocked:
            raise JisrError(outcome.findings)
        changed = attempt(outcome)
        decision = _decision(outcome, changed, kind, by)
        said = (*result.findings, *_news(outcome, changed))
        return write_results(root, replace(result, outcomes=(changed,), findings=said, decisions=(decision,)))


def _news(before: SyncResult, after: SyncResult) -> tuple[Finding, ...]:
    """What a decision has found: both say first what was known before it."""
    return after.findings[len(before.findings) :]


def _decision(before: SyncResult, after: SyncResult, kind: str, by: str) -> Decision:
    """What was decided between two states of an article."""
    keys = [new.key for new in after.ledger.entries if before.entry(new.key) != new]
    return Decision(after.slug, kind, keys, by)
