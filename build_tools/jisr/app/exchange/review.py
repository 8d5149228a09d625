"""An article out to Word as a table, and what somebody made of it there taken back, row by row.

Each row is saved, signed and remarked on by itself, as at the desk. Where the paragraph changed since the
table was written, what the row says is kept as a suggestion, and a person decides.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from jisr import seeds as readers
from jisr.app import editorial
from jisr.app.asked import check_slugs
from jisr.app.paragraphs.reading import ArticleRows, Paragraph, read_rows
from jisr.app.paragraphs.saving import save
from jisr.app.paragraphs.wordbook import open_wordbook
from jisr.app.people import remarks
from jisr.app.results import Result
from jisr.exchange.formats.units import count_codes
from jisr.exchange.review.rows import (
    ReturnedRow,
    ReviewRow,
    RowCode,
    article_digest,
    is_of_original,
    row_code,
    text_digest,
)
from jisr.exchange.review.writing import write_review
from jisr.i18n import InterfaceStrings, terminal_lang
from jisr.lang.arabic import is_mostly_arabic
from jisr.markup.markdown_text import plain
from jisr.markup.xml_text import xml_text
from jisr.model.diagnostics import Finding, JisrError, Severity, notice, warning
from jisr.model.languages import ORIGINAL
from jisr.model.ledger import State
from jisr.model.source import Kind
from jisr.storage import folders, own_folder
from jisr.translation.decisions.remarks import Thread
from jisr.word.needs import why_no_word

_CHECK = "review"


def export_reviews(root: Path, slugs: Sequence[str], folder: Path, today: date) -> Result:
    """Write the review tables of articles, of all for none, into a folder.

    Raises `JisrError` for an article that is not there, and where none can be written.
    """
    own_folder.refuse_links(root, folder)
    if why := why_no_word():
        message, _, remedy = why.partition("\n")
        raise JisrError(Finding(_CHECK, message, remedy=remedy))
    seeds = readers.find_files(root)[0]
    check_slugs(slugs, seeds)
    findings: list[Finding] = []
    written: list[Path] = []
    for slug in slugs or [seed.slug for seed in seeds]:
        rows = read_rows(root, slug, today)
        findings += rows.findings
        written += folders.save(folder, [(f"{slug}.review.docx", _write_table(root, slug, rows))])
    return Result(findings=tuple(dict.fromkeys(findings)), written=tuple(written))


def _write_table(root: Path, slug: str, rows: ArticleRows) -> bytes:
    words = InterfaceStrings(terminal_lang())
    checked = open_wordbook(root).check(rows)
    threads = [thread for _, thread in remarks.read(root, slug)[0] if thread.open]
    table = [
        _write_row(slug, one, words, (*one.findings, *checked.get(one.key, ())), threads)
        for one in rows.paragraphs
    ]
    return write_review(rows.title(ORIGINAL.code), table, words)


def _write_row(
    slug: str,
    one: Paragraph,
    words: InterfaceStrings,
    findings: Sequence[Finding],
    threads: Sequence[Thread],
) -> ReviewRow:
    state = words(f"desk.article.state.{one.state}")
    if one.rival is not None:
        state = words("review.conflict")
    elif one.entry.stale:
        state = words("review.stale", state=state)
    return ReviewRow(
        key=one.key,
        code=_code_of(slug, one),
        original=plain(one.original).text,
        translation=one.translation,
        state=state,
        findings=tuple(f"{each.message}: {each.text}" if each.text else each.message for each in findings),
        remarks=tuple(_say(each) for each in threads if each.key == one.key),
        is_signed=one.entry.state is State.APPROVED,
    )


def _say(thread: Thread) -> str:
    """A remark on one line, as it is known again."""
    return f"{thread.by}: {' '.join(thread.text.split())}"


def _code_of(slug: str, one: Paragraph) -> RowCode:
    return row_code(slug, one.entry.source, one.translation)


@dataclass
class _Report:
    """What became of the rows: one finding each, but for those in which nothing was done."""

    name: str
    findings: list[Finding] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, row: ReturnedRow, message: str, remedy: str = "", text: str = "") -> None:
        """Say what became of a row, and count it among its kind."""
        severity = Severity.ERROR if kind in ("refused", "in conflict") else Severity.NOTICE
        said = f"{kind}: {message}" if message else kind
        found = Finding(_CHECK, said, self.name, row.number, text, remedy, row.key, severity)
        self.findings.append(found)
        self.counts[kind] += 1

    def result(self) -> Result:
        """All of it, with a summary."""
        counts = ", ".join(f"{n} {kind}" for kind, n in self.counts.items()) or "nothing to take"
        said = notice(_CHECK, f"rows: {counts}", self.name)
        return Result(findings=(*self.findings, said), written=tuple(dict.fromkeys(self.written)))


def import_review(
    root: Path,
    rows: Sequence[ReturnedRow],
    name: str,
    by: str,
    today: date,
    slug: str = "",
    around: Sequence[str] = (),
) -> Result:
    """Take back a review table that is called `name`; `slug` is whose it is to be, if anybody said so.

    What somebody wrote `around` it is named, for it is of no paragraph. Raises `JisrError` where no article
    of this publication has rows in it.
    """
    slug = find_article(root, rows, name, slug)
    article = read_rows(root, slug, today)
    told = [*_tell_absent(article, rows, slug, name), *_tell_changed_originals(article, rows, slug, name)]
    remedy = "put it as a remark into the row of its paragraph, or tell whoever takes the table in"
    told += [warning(_CHECK, "not taken: words outside the table", name, 0, text, remedy) for text in around]
    result = import_rows(root, slug, rows, name, by, today)
    return replace(result, findings=(*told, *result.findings))


def import_rows(
    root: Path, slug: str, rows: Sequence[ReturnedRow], name: str, by: str, today: date
) -> Result:
    """Take rows into an article, each by itself; what has none is left as it is."""
    report = _Report(name)
    own = list(_sort_out(rows, slug, report))
    known = {one.key: one for one in read_rows(root, slug, today).paragraphs}
    left = {row.code.text: row.key for row in own if row.code and _is_changed(row)}
    emptied = [row.key for row in own if row.key in known and not row.translation.strip()]
    for row in own:
        joined = [k for k in emptied if known[k].translation and known[k].translation in row.translation]
        if joined and row.translation != known[joined[0]].translation:
            message = f"the English of {', '.join(joined)} stands here too: their cells were joined"
            remedy = "part the cells again, so that each paragraph's English stands in its own row"
            report.add("refused", row, message, remedy, row.translation)
        elif row.key in known:
            moved_from = left.get(text_digest(row.translation), "") if _is_changed(row) else ""
            _take_words(root, slug, row, known[row.key], by, today, report, moved_from)
        else:
            remedy = "the paragraph is gone: put what is still right into another by hand"
            report.add("refused", row, "no paragraph has this key any more", remedy, row.translation)
    now = {one.key: one for one in read_rows(root, slug, today).paragraphs}
    present = [row for row in own if row.key in now]
    for row in present:
        _sign(root, slug, row, now[row.key], by, today, report)
    _remark(root, slug, present, by, report)
    return report.result()


def find_article(root: Path, rows: Sequence[ReturnedRow], name: str, asked: str) -> str:
    """The article of which most rows are; `asked` is whose they are to be, if anybody said so.

    Raises `JisrError` where they are of none, or of another.
    """
    slugs = {article_digest(seed.slug): seed.slug for seed in readers.find_files(root)[0]}
    counts = Counter(slugs[row.code.article] for row in rows if row.code and row.code.article in slugs)
    if asked and asked not in counts and counts:
        remedy = f"it is of {', '.join(counts)}"
        raise JisrError(Finding(_CHECK, f"no row is of {asked}", name, remedy=remedy))
    if not counts:
        remedy = "export it anew, for a renamed article is another one; or name it: jisr import ARTICLE FILE"
        raise JisrError(Finding(_CHECK, "no row is of an article of this publication", name, remedy=remedy))
    return asked or counts.most_common(1)[0][0]


def _sort_out(rows: Sequence[ReturnedRow], slug: str, report: _Report) -> Iterator[ReturnedRow]:
    """The rows that can be taken: of this article, with a code, each key once."""
    mine = article_digest(slug)
    whole = []
    for row in rows:
        if row.code is None:
            if row.key or row.translation.strip():
                remedy = "put the words into the row of their paragraph, from an export of today"
                report.add("refused", row, "the small line below the key is lost", remedy, row.translation)
        elif row.code.article != mine:
            remedy = "take each table in by itself"
            report.add("refused", row, f"a row of another article than {slug}", remedy, row.translation)
        else:
            whole.append(row)
    for key, same in _by_key(whole).items():
        changed = [row for row in same if _is_changed(row)]
        texts = {text_digest(row.translation) for row in changed}
        if len(texts) > 1:
            remedy = f"leave the right one of the rows of {key} in, and take the table in again"
            for row in changed:
                report.add("refused", row, "this key has several rows that differ", remedy, row.translation)
            continue
        first, unclear = (changed or same)[0], " ".join(row.unclear for row in same if row.unclear)
        ticked = not unclear and any(row.is_ticked for row in same)
        said = tuple(dict.fromkeys(remark for row in same for remark in row.remarks))
        yield replace(first, is_ticked=ticked, remarks=said, unclear=unclear)


def _by_key(rows: Sequence[ReturnedRow]) -> Mapping[str, list[ReturnedRow]]:
    found: dict[str, list[ReturnedRow]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return found


def _is_changed(row: ReturnedRow) -> bool:
    """Whether somebody changed the English of a row."""
    return row.code is not None and text_digest(row.translation) != row.code.text


def _take_words(
    root: Path,
    slug: str,
    row: ReturnedRow,
    there: Paragraph,
    by: str,
    today: date,
    report: _Report,
    moved_from: str,
) -> None:
    """Save what a row says, where somebody changed it; `moved_from` is whose English it was before."""
    words = row.translation
    if there.kind in (Kind.TITLE, Kind.HEADING, Kind.KICKER):
        words = " ".join(words.split())
    is_new = _is_changed(row) and text_digest(words) != text_digest(there.translation)
    if not is_new and not row.is_struck:
        return
    if not words.strip():
        remedy = f"a machine's draft goes by: jisr reject {slug} {row.key}; a person's stays"
        report.add("refused", row, "the English was taken out", remedy)
    elif is_mostly_arabic(plain(words).text) and not is_mostly_arabic(plain(there.translation).text):
        remedy = "put the English into its column: the columns may have changed places"
        report.add("refused", row, "Arabic stands where the English belongs", remedy, words)
    elif row.is_struck:
        remedy = "delete them, or have Word track the change; then take the table in again"
        report.add("refused", row, "words are struck through by hand, and may be meant to go", remedy, words)
    elif moved_from or row.code != _code_of(slug, there):
        report.written += remarks.suggest(root, slug, row.key, words, by).written
        message = "the paragraph changed since this table was written; the row is kept as a suggestion"
        if moved_from:  # a column that was sorted alone puts every paragraph beside another's Arabic
            message = f"this was the English of {moved_from}; the row is kept as a suggestion"
        remedy = f"compare both in jisr desk {slug}; the suggestion stands beside {row.key}"
        report.add("in conflict", row, message, remedy, words)
    else:
        try:
            result = save(root, slug, row.key, words, by, today, there.seen)
        except JisrError as error:
            for found in error.findings:
                report.add("refused", row, found.message, found.remedy, words)
        else:
            report.written += result.written
            report.add("taken", row, "", text=words)
            report.findings += _tell_changed_codes(row, words, there, report.name)


def _tell_changed_codes(row: ReturnedRow, words: str, there: Paragraph, name: str) -> Iterator[Finding]:
    """Say which links, notes, images and emphasis of the Arabic were lost or doubled with what was taken.

    What a person's English before it did as well is told by the checks.
    """
    ours, theirs = count_codes(there.original), count_codes(words)
    before = count_codes(there.translation) if there.entry.human else ours
    more = theirs - (ours | before)
    doubled = [code for code in more.elements() if code in ours and code.strip("*~")]
    remedy = f"look at {row.key}: it may have been deleted or copied by mistake in the file that came in"
    if lost := list(((ours & before) - theirs).elements()):
        message = "taken without what the Arabic has besides words: a link, note, image or emphasis"
        yield warning(_CHECK, message, name, row.number, " ".join(lost), remedy, row.key)
    if doubled:
        message = "taken with a link, note or image more often than the Arabic has it"
        yield warning(_CHECK, message, name, row.number, " ".join(doubled), remedy, row.key)


def _sign(
    root: Path, slug: str, row: ReturnedRow, there: Paragraph, by: str, today: date, report: _Report
) -> None:
    """Sign a paragraph whose box is ticked, as the row says it."""
    if row.unclear:
        message = "not approved: what stands where a tick may stand is none"
        remedy = "tick the box, or write ✓, ✔, ☑, x, yes, نعم or 1 there, and nothing beside it"
        report.findings.append(
            warning(_CHECK, message, report.name, row.number, row.unclear, remedy, row.key)
        )
    if not row.is_ticked or there.entry.state is State.APPROVED:
        return
    is_shown = row.code is not None and is_of_original(row.code, there.entry.source)
    if not is_shown or text_digest(row.translation) != text_digest(there.translation):
        remedy = "export the table anew, and tick the paragraph as it now stands"
        report.add("refused", row, "not approved: another text stands there than in this row", remedy)
        return
    try:
        result = editorial.approve(root, slug, [row.key], by, today, {row.key: there.seen})
    except JisrError as error:
        for found in error.findings:
            report.add("refused", row, f"not approved: {found.message}", found.remedy)
    else:
        report.written += result.written
        report.add("approved", row, "")


def _remark(root: Path, slug: str, rows: Sequence[ReturnedRow], by: str, report: _Report) -> None:
    """Keep what somebody wrote beside the paragraphs; what was exported, or taken back before, is there."""
    threads = [thread for _, thread in remarks.read(root, slug)[0]]
    for row in rows:
        there = {text for each in threads if each.key == row.key for text in (each.text, _say(each))}
        for text in row.remarks:
            if text not in there:
                report.written += remarks.remark(root, slug, row.key, text, by).written
                report.add("remarked on", row, "")


def _tell_absent(
    article: ArticleRows, rows: Sequence[ReturnedRow], slug: str, name: str
) -> Iterator[Finding]:
    """Say which paragraphs have no row: whoever deleted it changed nothing."""
    mine = article_digest(slug)
    present = {row.key for row in rows if row.code is None or row.code.article == mine}
    absent = [one.key for one in article.paragraphs if one.key not in present]
    if absent:
        message = f"{len(absent)} paragraphs have no row in the table, and are left as they are"
        yield notice(_CHECK, message, name, text=" ".join(absent))


def _tell_changed_originals(
    article: ArticleRows, rows: Sequence[ReturnedRow], slug: str, name: str
) -> Iterator[Finding]:
    """Name what somebody wrote into the column of the original, which no table changes."""
    known = {one.key: one for one in article.paragraphs}
    for row in rows:
        if row.code is None or row.code.article != article_digest(slug) or row.key not in known:
            continue
        one = known[row.key]
        if row.original and _read_words(row.original) not in map(_read_words, _originals_of(one)):
            message = "not taken: the Arabic of this row is not that of the article"
            remedy = f"what is right in it, put into the original of {row.key}, or ask its author"
            yield warning(_CHECK, message, name, row.number, row.original, remedy, row.key)


def _originals_of(one: Paragraph) -> Iterator[str]:
    """What the column of the original says or, where that changed since, may have said."""
    yield from (plain(text).text for text in (one.original, one.entry.source, one.entry.previous))


def _read_words(text: str) -> list[str]:
    return xml_text(text).split()
