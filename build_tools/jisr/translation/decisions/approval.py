"""Approval: a person signs one English for one Arabic, and it lapses with either.

By `jisr approve`, or in the browser by `reviewed_by: NAME` in the front matter of an English page. Such a
line signs the blocks that stand as whoever wrote it saw them (`reviews` asks git which these are), and sync
takes it away, so that it never signs what came later. What it does not sign stays as it was, and is named.
Where the settings ask for two signatures, both ways give one, and neither one's own words (`signatures`).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rapidfuzz.distance import Indel

from jisr.lang.arabic import is_same_text
from jisr.markup.markdown_text import is_same_markdown
from jisr.model.diagnostics import Finding, JisrError, Severity, warning
from jisr.model.ledger import LAPSED, REJECTED, Entry, State, SyncResult
from jisr.model.signers import tidy_name, why_not_a_person
from jisr.model.source import Block
from jisr.translation.authorship import apply_state_rule, drop_approval, drop_translation
from jisr.translation.decisions.signatures import (
    SIGNED,
    Writers,
    add_first,
    drop_first,
    first_signature,
    is_same_person,
    is_writer,
    signers,
)
from jisr.translation.keys import kind_from_key
from jisr.translation.sync import page_words

# However it is written: Reviewed-by, reviewed by, "reviewed_by", with blanks before it …
_REVIEWED_BY = re.compile(
    r"^[ \t]*([\"']?)reviewed[ _-]?by\1[ \t]*:(?P<names>.*)\r?\n", re.MULTILINE | re.IGNORECASE
)
# What people write who mean the same, and what no program reads; also mistyped (`_is_meant`).
_MEANT = re.compile(
    r"(?:reviewed|approved|signed(?:off)?|checked|verified|proofread)(?:by)?|reviewers?|reviewedby.*"
    r"|(?:راجع|اعتمد|دقق)(?:ه|ها|ت|ته|تها)?|(?:ال)?(?:مراجع|مدقق)"  # reviewed it, approved it; the reviewer
)
_MISTYPED = 0.8  # review_by and reviewd_by are alike; reviewed_on is another thing
_ANYWHERE = re.compile(r"reviewed[ _-]?by[ \t]*:(?P<names>.*)", re.IGNORECASE)


@dataclass(frozen=True)
class SeenVersion:
    """The version of an article that a signer had before them.

    `entries` are its blocks by key. `stood` are the keys of those that were there before the signature: what
    came with it, came perhaps after it, and is signed only where a person wrote it.
    """

    entries: Mapping[str, Entry]
    earlier_keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Review:
    """What a name at the top of a page stands for.

    A block is signed if it stands as in one of `seen_versions` and in all of `others`: commits that
    were rewritten, on another branch perhaps, and brought the same name. `waits` says why nothing can be
    signed now.
    """

    seen_versions: Sequence[SeenVersion] = ()
    others: Sequence[SeenVersion] = ()
    waits: str = ""
    remedy: str = ""

    def why_unsigned(self, entry: Entry) -> str:
        """Why this review does not sign a block as it stands now; `""` where it does."""
        seen = [sight for sight in self.seen_versions if _is_unchanged_since(entry, sight)]
        if not seen or not all(_is_unchanged_since(entry, sight) for sight in self.others):
            return "it was not there, or said something else, when the line was written"
        if entry.human or any(entry.key in sight.earlier_keys for sight in (*seen, *self.others)):
            return ""
        return "it is a machine's, and nothing shows that it was there before the line"


ReviewLookup = Callable[[SyncResult, Collection[str]], Mapping[str, Review]]
"""An article and the names at the top of its page → what each of them stands for."""


def sign(
    outcome: SyncResult, keys: Collection[str], by: str, on: date, writers: Writers | None = None
) -> SyncResult:
    """Approve the blocks `keys` (all for none) in the name of `by`: all that have English and are not stale.

    What the page does not show, and is put back on it, is signed by its key alone: whoever signs the page has
    not read it. Where `writers` are given, two people have to sign, and none of these what they wrote. Raises
    `JisrError` for a key that no block has, and for a named block that cannot be signed as it stands.
    """
    for key in keys:
        entry = outcome.require_entry(key, "approve")
        if why := _why_not_signed(outcome, entry, by, writers):
            message, remedy = f"cannot be approved: {why[0]}", why[1]
            raise JisrError(Finding("approve", message, outcome.translation_file, remedy=remedy, key=key))
    # A block that is approved already keeps its signature, unless its key is named.
    unsigned = [e for e in outcome.ledger.entries if e.state is not State.APPROVED]
    wanted = [outcome.require_entry(key) for key in keys] or unsigned
    able = [e for e in wanted if not _why_not_signed(outcome, e, by, writers)]
    shown = {*keys, *keys_on_page(outcome)}
    unread = [e.key for e in able if e.key not in shown]
    signed = outcome.with_entries({e.key: _sign_entry(e, [by], on, writers) for e in able if e.key in shown})
    return replace(signed, findings=(*signed.findings, *_unread_findings(outcome, unread, by)))


def keys_on_page(outcome: SyncResult) -> set[str]:
    """The keys of the blocks of which the page shows what the outcome has, to whoever reads it there.

    Not what a PO tool changed since, nor what sync puts back.
    """
    seen = {block.key: block for block in outcome.page.blocks} if outcome.page else {}
    blocks = {block.key: block for block in outcome.document.blocks}
    shown = set()
    for entry in outcome.ledger.entries:
        block = blocks.get(entry.key) or Block(kind_from_key(entry.key), entry.source, key=entry.key)
        words = page_words(entry, seen.get(entry.key), block)
        if words and is_same_markdown(words, entry.target):
            shown.add(entry.key)
    return shown


def _unread_findings(outcome: SyncResult, keys: Sequence[str], by: str) -> Iterator[Finding]:
    if keys:
        message = f"not on the page, where it is put back, and not approved: {', '.join(keys)}"
        remedy = f'read it, then: jisr approve {outcome.slug} {" ".join(keys)} --by "{by}"'
        yield warning("approve", message, outcome.translation_file, remedy=remedy)


def _why_not_signed(
    outcome: SyncResult, entry: Entry, by: str, writers: Writers | None
) -> tuple[str, str] | None:
    """Why somebody cannot sign a block, and what to do about it."""
    if entry.state is State.MISSING:
        return "it has no English yet", f"jisr draft {outcome.slug}, or write it on the page"
    if entry.stale:
        return "its Arabic changed since", f"first: jisr resolve {outcome.slug} {entry.key} --take keep"
    if writers is not None and is_writer(writers, entry.key, by):
        return "nobody signs what they wrote", "have two others sign it"
    first = first_signature(entry)
    if writers is not None and first and is_same_person(first.by, by):
        return f"{first.by} has signed it, and a second person has to", "have somebody else sign it"
    return None


def refuse_drafts(outcome: SyncResult, keys: Collection[str]) -> None:
    """Raises `JisrError` where one of `keys` is machine text that nobody changed, or no key is named."""
    drafts = [e.key for e in outcome.ledger.entries if e.state is State.DRAFT and (e.key in keys or not keys)]
    if drafts:
        message = f"{', '.join(drafts)}: machine text that nobody changed"
        remedy = "approve it by an act of its own, once it was read against the Arabic"
        raise JisrError(
            Finding("approve-draft", message, outcome.translation_file, remedy=remedy, key=drafts[0])
        )


def reject(outcome: SyncResult, keys: Collection[str]) -> SyncResult:
    """Take away the drafts of the blocks `keys`, as if somebody had taken them out from below their markers.

    Raises `JisrError` for a key that no block has, and for a block without a draft: what a person wrote is
    not taken away like that.
    """
    entries = {key: outcome.require_entry(key, "reject") for key in keys}
    for key, entry in entries.items():
        if entry.state is not State.DRAFT:
            message = "no machine's draft stands here"
            remedy = "write over it, or settle what waits: jisr resolve"
            raise JisrError(Finding("reject", message, outcome.translation_file, remedy=remedy, key=key))
    gone = {key: drop_translation(drop_approval(entry), REJECTED) for key, entry in entries.items()}
    return outcome.with_entries({key: apply_state_rule(entries[key], entry) for key, entry in gone.items()})


def withdraw(outcome: SyncResult, keys: Collection[str]) -> SyncResult:
    """Take back the approval of the blocks `keys` (all that have one, for none); who gave it is remembered.

    What is left of a machine's text that was approved is a draft. Raises `JisrError` for a key that no
    approved block has.
    """
    approved = {e.key: e for e in outcome.ledger.entries if e.state is State.APPROVED or first_signature(e)}
    there = f"approved are {', '.join(approved)}" if approved else "nothing of this article is approved"
    wrong = next((key for key in keys if key not in approved), "")
    if wrong or not approved:
        file = outcome.translation_file
        raise JisrError(Finding("unapprove", "not approved", file, remedy=there, key=wrong))
    taken_back = {
        e.key: replace(drop_approval(e), state=State.EDITED) if e.state is State.APPROVED else drop_first(e)
        for e in approved.values()
    }
    ruled = {key: apply_state_rule(approved[key], taken_back[key]) for key in keys or approved}
    return outcome.with_entries(ruled)


def sign_reviewed(
    outcome: SyncResult, ask: ReviewLookup, on: date, writers: Writers | None = None
) -> tuple[SyncResult, list[Finding]]:
    """Sign what `reviewed_by:` on the English page signs, remove the line, and report what stays unsigned.

    Where `writers` are given, two people have to sign, and none of these what they wrote.

    A line that names nobody, stands in the text or has to wait signs nothing: the outcome says so, for as
    long as it is there.
    """
    page = outcome.page
    if page is None or outcome.blocked:
        return outcome, []
    lasting = [*_of_days_to_come(outcome, on), *_misplaced(outcome), *_meant_otherwise(outcome, page.front)]
    lines = [
        (page.front.count("\n", 0, match.start()) + 1, _split_names(match["names"]))
        for match in _REVIEWED_BY.finditer(page.front)
    ]
    named = [(line, name, why_not_a_person(name)) for line, found in lines for name in found or [""]]
    names = [name for _, name, why in named if not why]
    wrong = [_unsigned(outcome, line, why, text=name) for line, name, why in named if why]
    reviews = ask(outcome, tuple(dict.fromkeys(names))) if names else {}
    waiting = [
        _unsigned(outcome, lines[0][0], f"{review.waits} ({name})", review.remedy, severity=Severity.ERROR)
        for name, review in reviews.items()
        if review.waits
    ]
    if waiting or not names:
        lasting += [*wrong, *waiting]
        return replace(outcome, lasting=(*outcome.lasting, *lasting)), lasting
    signed, left = _sign_by_reviews(outcome, reviews, on, writers)
    page = replace(page, front=_REVIEWED_BY.sub("", page.front))
    signed = replace(signed, page=page, lasting=(*outcome.lasting, *lasting))
    return signed, [*lasting, *wrong, *_still_unsigned(outcome, lines[0][0], ", ".join(reviews), left)]


def new_approvals(before: SyncResult, after: SyncResult) -> Mapping[str, list[str]]:
    """The keys of the blocks that were signed between two states of an article, by who signed them."""
    signed = defaultdict(list)
    for old, new in zip(before.ledger.entries, after.ledger.entries, strict=True):
        if new.state is State.APPROVED and new != old:
            signed[new.by].append(new.key)
    return signed


def is_awaiting_signature(outcome: SyncResult) -> bool:
    """Whether somebody is named at the top of the page, and the article not signed yet."""
    names = reviewer_names(outcome.page.front) if outcome.page else ()
    return not all(map(why_not_a_person, names))


def reviewer_names(page: str) -> set[str]:
    """Who is named as reviewer at the top of a page, wherever a program put the line before the blocks."""
    head = page.partition("<!-- #")[0]
    return {name for match in _ANYWHERE.finditer(head) for name in _split_names(match["names"])}


# --- small parts ------------------------------------------------------------------------------------------


def _sign_entry(entry: Entry, names: Collection[str], on: date, writers: Writers | None) -> Entry:
    """An entry that `names` sign: approved, or with the first of two signatures."""
    by = list(names) if writers is None else signers(entry, names, writers)
    if writers is not None and len(by) < 2:
        is_new = by and not first_signature(entry)
        return add_first(entry, by[0], on.isoformat()) if is_new else entry
    facts = {name: value for name, value in entry.facts.items() if name not in (LAPSED, SIGNED)}
    signed = replace(entry, state=State.APPROVED, by=", ".join(by), on=on.isoformat(), facts=facts)
    return replace(signed, reason="", proposals=(), touched=False)


def _sign_by_reviews(
    outcome: SyncResult, reviews: Mapping[str, Review], on: date, writers: Writers | None
) -> tuple[SyncResult, Mapping[str, list[str]]]:
    """`outcome` with what `reviews` sign, and the keys of what they do not, by the reason why."""
    signed: dict[str, Entry] = {}
    left: defaultdict[str, list[str]] = defaultdict(list)
    for entry in outcome.ledger.entries:
        if entry.state in (State.MISSING, State.APPROVED):
            continue
        reasons = {name: review.why_unsigned(entry) for name, review in reviews.items()}
        by = [name for name, why in reasons.items() if not why]
        if entry.stale:
            left["its Arabic has changed since its English was made"].append(entry.key)
        elif by:
            signed[entry.key] = _sign_entry(entry, by, on, writers)
            if signed[entry.key].state is not State.APPROVED:
                left["a second person has to sign it, who did not write it"].append(entry.key)
        else:
            left[next(iter(reasons.values()))].append(entry.key)
    return outcome.with_entries(signed), left


def _is_unchanged_since(entry: Entry, sight: SeenVersion) -> bool:
    """Whether a block stands as in `sight`: its English, and the Arabic that it stands for."""
    was = sight.entries.get(entry.key)
    return (
        was is not None
        and not was.stale
        and is_same_text(was.source, entry.source)
        and is_same_markdown(was.target, entry.target)
    )


def _split_names(text: str) -> list[str]:
    """The names in `Ann`, `"Ann"`, `[Ann, Bob]`, `Ann # on Friday`."""
    found = re.sub(r"(?:^|\s)#.*", "", text.rstrip("\r")).strip("[] \t").split(",")
    bare = (tidy_name(name.strip("\t ").strip("'\" ")) for name in found)
    return [name for name in bare if name]


def _of_days_to_come(outcome: SyncResult, today: date) -> Iterator[Finding]:
    """Approvals of days that are yet to come: mistyped, or by a clock that is wrong.

    Tomorrow's may be today's in another part of the world.
    """
    last = today + timedelta(days=1)
    approved = (e for e in outcome.ledger.entries if e.state is State.APPROVED)
    if late := [e for e in approved if date.fromisoformat(e.on) > last]:
        keys = " ".join(e.key for e in late)
        message = f"approved on a day that is yet to come, which readers are told: {keys}"
        remedy = f'sign it again, or mend on= in the ledger: jisr approve {outcome.slug} {keys} --by "NAME"'
        file = f"translations/{outcome.slug}.po"
        yield warning("approve", message, file, text=late[0].on, remedy=remedy, key=late[0].key)


def _misplaced(outcome: SyncResult) -> Iterator[Finding]:
    for block in outcome.page.blocks if outcome.page else ():
        for number, line in enumerate(block.raw.splitlines(), block.line):
            if _REVIEWED_BY.match(line + "\n"):
                why = "it stands in the text, and is published as text"
                yield _unsigned(outcome, number, why, key=block.key)


def _meant_otherwise(outcome: SyncResult, front: str) -> Iterator[Finding]:
    for number, line in enumerate(front.splitlines(), 1):
        if _is_meant(line) and not _REVIEWED_BY.match(f"{line}\n"):
            why = "a line that begins otherwise is not read"
            yield _unsigned(outcome, number, why, text=line.strip())


def _is_meant(line: str) -> bool:
    """Whether whoever wrote a line at the top of a page may have meant to sign by it."""
    name, _, value = re.sub(r"^[\s\"'-]+", "", line).partition(":")
    key = re.sub(r"[\W_]", "", name.partition("=")[0]).casefold()
    if name.startswith("#"):
        return False
    if key in ("status", "state"):
        return value.strip().casefold() == "approved"
    return bool(_MEANT.fullmatch(key)) or Indel.normalized_similarity(key, "reviewedby") > _MISTYPED


def _unsigned(
    outcome: SyncResult,
    line: int,
    why: str,
    remedy: str = "write reviewed_by: and your name or initials between the --- lines at the top of the page",
    *,
    text: str = "",
    key: str = "",
    severity: Severity = Severity.WARNING,
) -> Finding:
    message = f"reviewed_by: signs nothing: {why}"
    return Finding("reviewed-by", message, outcome.translation_file, line, text, remedy, key, severity)


def _still_unsigned(
    outcome: SyncResult, line: int, by: str, left: Mapping[str, list[str]]
) -> Iterator[Finding]:
    for why, keys in left.items():
        message = f"reviewed_by: does not sign {', '.join(keys)}: {why}"
        settle = f'jisr approve {outcome.slug} {" ".join(keys)} --by "{by}"'
        if any(entry.stale for entry in outcome.ledger.entries if entry.key in keys):
            settle = f"jisr resolve {outcome.slug} {keys[0]} --take keep, then {settle}"
        remedy, file = f"read it, then: {settle}", outcome.translation_file
        yield warning("reviewed-by", message, file, line, "", remedy)
