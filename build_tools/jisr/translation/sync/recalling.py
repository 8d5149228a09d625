"""Restores what PO tools removed from a ledger, from the page's markers and from earlier versions of it.

A tool that drops comments drops what Jisr knows of an entry. What is missing makes nobody a person: where
nothing can tell, a text counts as a draft, which no run replaces.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from jisr.model.diagnostics import Finding, warning
from jisr.model.ledger import ACCEPTED, Entry, Ledger, PageBlock, State
from jisr.model.private import without_private
from jisr.model.signers import is_forged, tidy_name, why_not_a_person
from jisr.translation.authorship import machine_digest, recorded_machine_digests, translation_digest
from jisr.translation.repair import body_digests

# Whom nobody can answer: Weblate's machines are people to it (`DeepL <noreply-mt-deepl@weblate.org>`).
_ROBOT = re.compile(r"<(?:no|do-?not)-?reply[^<>]*>|\[bot\]@|@bots\.noreply\.", re.IGNORECASE)


def restore_facts(
    ledger: Ledger, past: Sequence[Ledger], seen: Mapping[str, PageBlock], slug: str
) -> tuple[Ledger, list[Finding]]:
    """`ledger` with the facts that it lost, and a warning that names the entries."""
    if not ledger.entries and past:
        message = "the ledger was deleted or emptied, and is restored as it was committed"
        remedy = "to start an article anew, delete its English page too, and commit that first"
        entries = tuple(_know_machines(entry, past) for entry in past[0].entries)
        return replace(past[0], entries=entries), [_warning("facts", message, slug, remedy)]
    ledger, said = _restore_dropped(ledger, past, seen, slug)
    entries = tuple(_restore_entry_facts(e, past, seen.get(e.key)) if e.lost else e for e in ledger.entries)
    obsolete = tuple(_matching_past_entry(e, past) or e if e.lost else e for e in ledger.obsolete)
    lost = {e.key for e in ledger.entries if e.lost and e.target}
    filled = tuple(e if e.key in seen else _restore_translation(e, past) for e in entries)
    ledger = replace(ledger, entries=filled, obsolete=obsolete)
    restored = [e.key for e in entries if e.key in lost and not e.lost]
    unsure = [e.key for e in entries if e.key in lost and e.lost]
    findings = list(said)
    if restored:
        message = f"the facts (# jisr:) of these entries were lost, and are restored: {', '.join(restored)}"
        remedy = "have your PO tool keep translators' comments"
        findings.append(_warning("facts", message, slug, remedy))
    if unsure:
        message = f"nothing tells who wrote this English, so it counts as a draft: {', '.join(unsure)}"
        remedy = f'whoever knows it to be right: jisr approve {slug} {" ".join(unsure[:5])} --by "NAME"'
        findings.append(_warning("facts", message, slug, remedy))
    return ledger, findings


def _restore_dropped(
    ledger: Ledger, past: Sequence[Ledger], seen: Mapping[str, PageBlock], slug: str
) -> tuple[Ledger, list[Finding]]:
    """`ledger` with entries that a tool dropped (`msgattrib --no-fuzzy`), whose blocks the page still has.

    Of one that is cut off, all entries that are gone come back.
    """
    if not past:
        return ledger, []
    cut = _is_beginning(ledger, past[0])
    known = {e.key for e in ledger.all_entries}
    entries = list(ledger.entries)
    dropped: list[str] = []
    above = ""
    for old in past[0].entries:
        if (cut or old.key in seen) and old.key not in known:
            keys = [e.key for e in entries]
            entries.insert(keys.index(above) + 1 if above in keys else 0, _know_machines(old, past))
            dropped.append(old.key)
        above = old.key if old.key in known or old.key in dropped else above
    lacks_end = cut or dropped[-1:] == [e.key for e in past[0].entries[-1:]]
    retired = [e for e in past[0].obsolete if lacks_end and e not in ledger.obsolete]
    dropped += [f"{e.key} (#~)" for e in retired]
    if not dropped:
        return ledger, []
    message = f"these entries were dropped from the ledger, and are restored: {', '.join(dropped)}"
    remedy = "write the whole file with your PO tool (msgattrib without --no-fuzzy, --only-fuzzy)"
    if cut:
        message = f"the ledger was cut off, and these entries are restored: {', '.join(dropped)}"
        remedy = "look for a full disk or a copy broken off; to let them go for good, commit it as it was"
    whole = replace(ledger, entries=tuple(entries), obsolete=(*ledger.obsolete, *retired))
    return whole, [_warning("facts", message, slug, remedy)]


def _is_beginning(ledger: Ledger, whole: Ledger) -> bool:
    """Whether a ledger lacks the last entries of another, and nothing else."""
    now, then = ledger.all_entries, whole.all_entries
    return len(now) < len(then) and then[: len(now)] == now


def _know_machines(entry: Entry, past: Sequence[Ledger]) -> Entry:
    """An entry that knows the machine texts of all earlier ledgers, of which the surest may be the oldest."""
    same = (old for old in _entries_of_all(past) if old.key == entry.key)
    known = (digest for old in same for digest in recorded_machine_digests(old))
    return replace(entry, machine=tuple(dict.fromkeys((*entry.machine, *known))))


def restore_emptied(ledger: Ledger, past: Sequence[Ledger]) -> Ledger:
    """`ledger` with the English that tools took out, also where the page has what may be left of it."""
    return replace(ledger, entries=tuple(_restore_translation(e, past) for e in ledger.entries))


def reject_unsigned_edits(
    ledger: Ledger, seen: Mapping[str, PageBlock], slug: str
) -> tuple[Ledger, list[Finding]]:
    """`ledger` without what was typed into it and cannot be so: machine text that is `edited` by nobody."""
    wrong = {e.key for e in ledger.entries if _is_unsigned_edit(e, seen.get(e.key))}
    if not wrong:
        return ledger, []
    entries = tuple(_as_draft(e) if e.key in wrong else e for e in ledger.entries)
    keys = ", ".join(sorted(wrong))
    message = f"a machine's text is called edited in the ledger, and nobody named, so it is a draft: {keys}"
    remedy = f'whoever takes it as it stands says so: jisr approve {slug} {min(wrong)} --by "NAME"'
    return replace(ledger, entries=entries), [_warning("unsigned", message, slug, remedy)]


def _as_draft(entry: Entry) -> Entry:
    facts = {name: value for name, value in entry.facts.items() if name != ACCEPTED}
    return replace(entry, state=State.DRAFT, touched=True, fuzzy=True, facts=facts)


def new_signature(ledger: Ledger, past: Sequence[Ledger]) -> str:
    """Who signed for the ledger, and on which day, since Jisr left it: `Ruba 2026-11-23`; `""` for nobody.

    PO tools with a person before them write both into the header.
    """
    who, when = _signature(ledger)
    if not who or not when or not past or any(when <= _signature(book)[1] for book in past):
        return ""
    return f"{who} {when[:10]}"


def _signature(ledger: Ledger) -> tuple[str, str]:
    header = dict(ledger.header)
    said = header.get("Last-Translator", "")
    who = "" if _ROBOT.search(said) else " ".join(re.sub(r"<[^<>]*>|,\s*\d{4}\s*$", "", said).split())
    when = header.get("PO-Revision-Date", "").strip()
    try:
        date.fromisoformat(when[:10])
    except ValueError:  # YEAR-MO-DA of a form, and days that there are not
        when = ""
    return "" if why_not_a_person(who) else tidy_name(who), when


def _restore_entry_facts(entry: Entry, past: Sequence[Ledger], seen: PageBlock | None) -> Entry:
    """An entry with the facts that the page's marker and an earlier ledger tell."""
    old = _matching_past_entry(entry, past)
    if seen and _is_marked_draft(seen):
        same_draft = old is not None and old.state is State.DRAFT and old.synced == seen.digest
        known = _copy_facts(entry, old) if old and same_draft else replace(entry, lost=False)
        draft = replace(known, state=State.DRAFT, synced=seen.digest)
        return replace(draft, machine=recorded_machine_digests(draft))
    if old or not entry.target:
        return old or entry
    unsure = replace(entry, touched=True, synced=entry.synced or translation_digest(entry.target))
    return replace(unsure, machine=recorded_machine_digests(unsure))


def _matching_past_entry(entry: Entry, past: Sequence[Ledger]) -> Entry | None:
    """The entry with the facts of an earlier ledger: of one that has the same English, else of the surest."""
    books = [e for e in _entries_of_all(past) if e.key == entry.key and not e.lost]
    same = [e for e in books if translation_digest(e.target) == translation_digest(entry.target)]
    return next((_copy_facts(entry, old) for old in (*same, *books)), None)


def _copy_facts(entry: Entry, old: Entry) -> Entry:
    """`entry` with all that only Jisr's comments say, from `old`; the words and the flag are the file's."""
    return replace(
        old,
        source=entry.source,
        target=entry.target,
        previous=entry.previous or (old.previous if old.stale else ""),
        fuzzy=entry.fuzzy,
        notes=entry.notes or old.notes,
        proposals=entry.proposals or old.proposals,
        flags=entry.flags or old.flags,
    )


def _restore_translation(entry: Entry, past: Sequence[Ledger]) -> Entry:
    """An entry that a tool emptied, with the English that page and ledger last agreed on."""
    if entry.target:
        return entry
    mine = (e for e in _entries_of_all(past) if entry.synced and e.key == entry.key)
    old = next((e for e in mine if translation_digest(e.target) == entry.synced), None)
    return replace(entry, target=old.target, fuzzy=old.fuzzy) if old else entry


def _entries_of_all(past: Sequence[Ledger]) -> Iterator[Entry]:
    return chain.from_iterable(book.all_entries for book in past)


def _is_unsigned_edit(entry: Entry, seen: PageBlock | None) -> bool:
    if entry.state is not State.EDITED or _is_accepted(entry):
        return False
    now = machine_digest(entry.target)
    there = machine_digest(seen.body) if seen else ""
    if entry.synced not in ("", translation_digest(entry.target)):  # by a tool since, perhaps a person
        as_synced = seen is not None and entry.synced in body_digests(without_private(seen.body))
        return now in entry.machine and not (as_synced and there not in entry.machine)
    marked = seen is not None and _is_marked_draft(seen) and there == now
    return now in entry.machine or marked


def _is_accepted(entry: Entry) -> bool:
    """Whether somebody took the text as it stands: a name and a day, as `new_signature` tells them."""
    name, _, day = entry.facts.get(ACCEPTED, "").rpartition(" ")
    return bool(name and re.fullmatch(r"\d{4}-\d\d-\d\d", day)) and not is_forged(name)


def _is_marked_draft(seen: PageBlock) -> bool:
    """Whether a page's block holds the words that its marker says a machine wrote."""
    return seen.mark == "draft" and seen.digest in body_digests(without_private(seen.body))


def _warning(check: str, message: str, slug: str, remedy: str) -> Finding:
    file = f"translations/{slug}.po"
    return warning(check, message, file, remedy=remedy)
