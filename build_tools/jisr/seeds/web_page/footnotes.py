"""Which links and elements of a page in HTML are footnotes: there is no tag for them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jisr.model.private import VOID
from jisr.seeds.web_page.events import PageEvent

NOTE_TAGS = frozenset({"li", "p", "div", "dd", "aside", "section"})
"""Tags that may hold a footnote."""

_NEAR = 30  # tags within each other that are looked at


@dataclass
class PageNotes:
    """The footnotes of a page, by the place of their tags in the row of events."""

    cited: dict[int, str] = field(default_factory=dict)  # a link to a note → the label of the note
    begun: dict[int, str] = field(default_factory=dict)  # the tag at which a note begins → its label
    marks: dict[int, str] = field(default_factory=dict)  # the same tag → what it is cited by: 1, *
    silent: set[int] = field(default_factory=set)  # what is not written: numbers, links back, lists of notes
    ends: dict[int, int] = field(default_factory=dict)  # where a tag begins → where it ends, for all tags
    unread: list[str] = field(default_factory=list)  # the words of links back


@dataclass
class _Nesting:
    """How the tags of a page stand within each other."""

    around: dict[int, tuple[int, ...]] = field(default_factory=dict)  # a tag → those that it stands in
    ends: dict[int, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)  # a name that links use → the tag that has it
    links: list[int] = field(default_factory=list)  # those to a place in the page
    links_in: dict[int, list[int]] = field(default_factory=dict)  # a tag → links in it, or itself


def find_notes(events: Sequence[PageEvent]) -> PageNotes:
    """The footnotes of a page: where a link leads that comes back to it, or one in superscript."""
    nesting = _nest(events)
    notes = PageNotes(ends=nesting.ends)
    for link in nesting.links:
        target = _target(events[link])
        note = nesting.places.get(target, -1)
        above = [n for n in nesting.around[link][-2:] if events[n].tag in ("sup", "span")]
        names = set(_names(events[n] for n in (*above, link)))
        returns = [n for n in nesting.links_in.get(note, ()) if _target(events[n]) in names]
        raised = [n for n in above if events[n].tag == "sup"]
        is_note = events[note].tag in ({*NOTE_TAGS, "a"} if returns else NOTE_TAGS)
        is_cited = is_note and note >= link and bool(returns or raised or _is_said(events[link]))
        if not is_cited or not _is_mark(_words(events, link, nesting)):
            continue
        note = _with_words_below(events, note, nesting)
        notes.marks.setdefault(note, _words(events, link, nesting).strip(" \t\n[]()."))
        notes.cited[link] = notes.begun[note] = re.sub(r"[\[\]\s\\]", "", target)[:80]
        notes.unread += [_words(events, n, nesting) for n in returns]
        for n in raised:
            notes.silent |= {n, nesting.ends.get(n, n)}
        for n in (link, *returns):
            notes.silent.update(range(n, _end(n, nesting) + 1))
    _silence_lists(events, nesting.around, notes)
    return notes


def _with_words_below(events: Sequence[PageEvent], note: int, nesting: _Nesting) -> int:
    """What holds a note: the element around a link back whose words stand in the next one (Substack's)."""
    following = next((e for e in events[_end(note, nesting) + 1 :][:_NEAR] if e.tag or e.words.strip()), None)
    is_apart = events[note].tag == "a" and following and not following.ends and following.tag in NOTE_TAGS
    return nesting.around[note][-1] if is_apart and nesting.around[note] else note


def _nest(events: Sequence[PageEvent]) -> _Nesting:
    nesting = _Nesting()
    open_: list[int] = []
    for n, event in enumerate(events):
        if event.ends:
            start = next((k for k in reversed(open_[-_NEAR:]) if events[k].tag == event.tag), None)
            if start is not None:
                nesting.ends[start] = n
                while open_.pop() != start:
                    pass
        elif event.tag:
            nesting.around[n] = tuple(open_[-_NEAR:])
            for name in _names([event]):
                nesting.places.setdefault(name, n)
            if event.tag == "a" and event.attributes.get("href", "").startswith("#"):
                nesting.links.append(n)
                for k in (*nesting.around[n], n):
                    links = nesting.links_in.setdefault(k, [])
                    links += [n] * (len(links) < _NEAR)  # a note is short
            if event.tag not in VOID:
                open_.append(n)
    return nesting


def _silence_lists(
    events: Sequence[PageEvent], around: Mapping[int, tuple[int, ...]], notes: PageNotes
) -> None:
    """A list of nothing but footnotes is none."""
    points: dict[int, list[int]] = {}
    for n, above in around.items():
        if events[n].tag == "li" and above:
            points.setdefault(above[-1], []).append(n)
    for n, own in points.items():
        if all(point in notes.begun for point in own):
            notes.silent |= {n, notes.ends.get(n, n)}


def _end(link: int, nesting: _Nesting) -> int:
    """Where a link ends; one that goes on and on has lost its end."""
    end = nesting.ends.get(link, link)
    return end if end - link < _NEAR else link


def _words(events: Sequence[PageEvent], link: int, nesting: _Nesting) -> str:
    return "".join(event.words for event in events[link : _end(link, nesting)])


def _is_mark(words: str) -> bool:
    """Whether the words of a link are the number of a note, or a sign: what a reader sees in its place."""
    return bool(words.strip()) and sum(map(str.isalpha, words)) <= 1


def _is_said(link: PageEvent) -> bool:
    """Whether a link says itself that it refers to a note, as those of e-books do."""
    said = f"{link.attributes.get('epub:type', '')} {link.attributes.get('role', '')}"
    return bool({"noteref", "doc-noteref"}.intersection(said.lower().split()))


def _target(link: PageEvent) -> str:
    return link.attributes["href"][1:]


def _names(events: Iterable[PageEvent]) -> Iterator[str]:
    """By which names links lead to these tags."""
    for event in events:
        keys = ("id", "name") if event.tag == "a" else ("id",)
        yield from filter(None, (event.attributes.get(key, "") for key in keys))
