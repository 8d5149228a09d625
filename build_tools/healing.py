"""Healing: what careless editing and formatters did to a page's markers is put right where that is safe.

Pure: the English page as it lies there and what the ledger knows go in; a page with its markers in order
comes out, and a finding for each thing that was put right. What cannot be put right without guessing stays as
it is, and is reported by `sync`. Healing moves markers and drops exact copies; it never changes words.

A text is known again by its *bare* words (no marks, no white space, straight quotes), and a block without
marker by those and by its place between its neighbours.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from rapidfuzz.distance import Indel

from build_tools.arabic import digest
from build_tools.errors import Finding, Severity
from build_tools.markdown import marked, marker, parse_page, without_marks
from build_tools.model import Block, Entry, Kind, Marked, Page, State

LIKE = 0.6  # share of words in common with the ledger's English that tells a block from its neighbours
SURE = 0.85  # the same where there is no line end to say where one text ends and the other begins
COPY = 4  # words; shorter texts may well stand twice on purpose
FRONT = "---\nlang: en\ndir: ltr\n---\n\n"

Texts = Mapping[str, str]


def heal(
    page: Page, entries: Mapping[str, Entry], retired: Collection[str], file: str
) -> tuple[Page, list[Finding]]:
    """Put the markers of `page` right.

    `entries` are the blocks that the page was last written with, in order; `retired` keys of blocks whose
    Arabic is gone. Returns the same page where nothing was wrong; findings are notices, with the line before
    healing.
    """
    if page.blocks and page.front and not page.preamble.strip() and _in_order(page, entries):
        return page, []
    healer = _Healer(page, entries, retired, file)
    healer.run()
    return healer.page, healer.findings


def _in_order(page: Page, entries: Mapping[str, Entry]) -> bool:
    """Whether every block stands there once, under its key, and nothing looks like another marker."""
    keys = [block.key for block in page.blocks]
    return (
        len(set(keys)) == len(keys)
        and set(keys) == set(entries)
        and all(_own(block, entries) for block in page.blocks)
        and not any(_suspect(line) for block in page.blocks for line in block.raw.split("\n")[1:])
    )


def _own(block: Marked, entries: Mapping[str, Entry]) -> bool:
    return not block.body or bare(block.body) == bare(entries[block.key].target)


# --- bare words -------------------------------------------------------------------------------------------

_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}|>|[-*+•▪]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_STRAIGHT = str.maketrans("‘’“”„–—−", '\'\'"""---', "*_`\\~\ufeff\u200b")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The words of a piece of Markdown as any program would leave them: see the module's docstring."""
    while (shorter := _LINE_MARK.sub("", text)) != text:
        text = shorter
    return " ".join(text.translate(_STRAIGHT).split())


def _likeness(a: str, b: str) -> float:
    """The share (0–1) of words that two texts have in common, in order."""
    return Indel.normalized_similarity(bare(a).split(), bare(b).split())


# --- lines that were meant as markers ---------------------------------------------------------------------

_KEY = r"(?P<key>[a-z]{1,6}\d*(?:-[a-z0-9]{2,})?)"
_REST = r"(?:[ \t]+(?P<mark>draft|missing))?(?:[ \t]+(?P<digest>[0-9a-f]{6,8}))?"
_NEAR = re.compile(
    r"^[ \t>*+-]*\\?(?P<open>(?:<|&lt;)[ \t]*!?[ \t]*[-–—]{0,4}|!?[-–—]{2,4}|!)?[ \t]*(?P<hash>\\?\#)?[ \t]*"
    + _KEY
    + r"(?:[ \t]*(?P<mark>draft|missing))?(?:[ \t]*(?P<digest>[0-9a-f]{6,8}))?"
    + r"[ \t]*\\?(?P<close>[-–—]{0,3}[ \t]*\\?(?:>|&gt;)|[-–—]{2,3})?[ \t]*$",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"^[ \t>]*<!--[ \t]*#(?P<inside>[^<>]*)-->[ \t]*$")
_TRUE = rf"<!--[ \t]*#{_KEY}{_REST}[ \t]*-->"
_LEADING = re.compile(rf"^[ \t>]*(?P<marker>{_TRUE})[ \t]*(?P<text>\S.*)$")
_TRAILING = re.compile(rf"^(?P<text>.*[^\s`>].*?)[ \t]*(?P<marker>{_TRUE})[ \t]*$")
_WRAPPED = re.compile(r"<!--\s*#[a-z0-9-]+(?:\s+(?:draft|missing))?(?:\s+[0-9a-f]{8})?\s*-->")
# Where a text can end, and how much what follows must be like another block's to be taken for it.
_ENDS = (
    (LIKE, re.compile(r"\n[ \t]*\n")),
    (LIKE, re.compile(r"\n")),
    (SURE, re.compile(r"(?<=[.!?…\"”’)\]])[ \t]+|(?=(?<!#)#+ |> )")),
)

_ESCAPED_NOTE = re.compile(r"\\\[\^(?P<label>[^\]\s]{1,80})\\\]:")
_UNNAMED = "line-"


def unnamed(number: int) -> str:
    """The key that a marker in a line gets for the time being, when it names no block."""
    return f"{_UNNAMED}{number}"


def is_unnamed(key: str) -> bool:
    """Whether `key` stands for one that could not be made out."""
    return key.startswith(_UNNAMED)


def _suspect(line: str) -> bool:
    return bool("#" in line or "--" in line or "<" in line or "–" in line) and bool(
        _NEAR.match(line) or _COMMENT.match(line) or "<!-- #" in line
    )


def near_key(line: str, keys: Container[str]) -> str:
    """The key of a line that was meant as a marker and is none; `""` if it is just a line of text."""
    match = _NEAR.match(line)
    if match is None or match["key"].lower() not in keys:
        return ""
    signs = [match["open"], match["hash"], match["close"], match["mark"] and match["digest"]]
    return match["key"].lower() if sum(map(bool, signs)) >= 2 else ""


# --- the work ---------------------------------------------------------------------------------------------


class _Healer:
    """One page on its way; each step leaves a page and adds its findings."""

    def __init__(self, page: Page, entries: Mapping[str, Entry], retired: Collection[str], file: str) -> None:
        self.page = page
        self.entries = entries
        self.known = {*entries, *retired}
        self.file = file
        self.findings: list[Finding] = []
        self.order = list(entries)
        self.texts = {key: entry.target for key, entry in entries.items()}

    def run(self) -> None:
        self.front()
        self.lines()
        self.same_again()
        self.displaced()
        self.doubled()
        self.unknown()
        self.lost_above()
        self.lost_within()
        self.copies()
        self.notes()

    def say(self, message: str, line: int, key: str, text: str = "") -> None:
        found = Finding("healed", message, self.file, line, text, key=key, severity=Severity.NOTICE)
        self.findings.append(found)

    def put(self, blocks: Sequence[Marked], **others: str) -> None:
        self.page = replace(self.page, blocks=tuple(blocks), **others)

    def made(self, key: str, body: str, line: int, mark: str = "", was: str = "") -> Marked:
        """A block with its marker made anew: a draft if its words are the ledger's draft."""
        entry = self.entries.get(key)
        is_draft = entry is not None and entry.state is State.DRAFT and bare(entry.target) == bare(body)
        if is_draft and entry:
            mark, was = "draft", digest(entry.target)
        text = body.strip()
        return Marked(key, mark, was, text, marked(marker(key, mark, was), text), line)

    def absent(self) -> set[str]:
        """The keys that have no marker on the page."""
        return set(self.order) - {block.key for block in self.page.blocks}

    # --- step by step

    def front(self) -> None:
        """Front matter that was deleted, or that a formatter took for text."""
        if self.page.front:
            return
        head, names = [], []
        lines = self.page.preamble.split("\n")
        pattern = re.compile(r"(?:#+ )?(?:lang: \w+|dir: \w+|[\s*_-]|reviewed_by: .*)+")
        while lines and (not lines[0].strip() or pattern.fullmatch(lines[0])):
            head.append(lines.pop(0))
        names = re.findall(r"reviewed_by: .*", "\n".join(head))
        extra = "".join(f"{name}\n" for name in names)
        self.put(
            self.page.blocks, front=FRONT.replace("---\n\n", f"{extra}---\n\n"), preamble="\n".join(lines)
        )

    def lines(self) -> None:
        """Lines that were meant as markers become markers."""
        raws = [self.page.preamble, *(block.raw for block in self.page.blocks)]
        first = {block.line for block in self.page.blocks}
        number = self.page.blocks[0].line - self.page.preamble.count("\n") if self.page.blocks else 1
        number = max(1, number)
        out: list[str] = []
        origin: list[int] = []
        changed = False
        fence = ""
        for line in _unwrapped("".join(raws)).splitlines(keepends=True):
            bare_line = line.rstrip("\r\n")
            end = line[len(bare_line) :] or "\n"
            if fence:
                fence = "" if bare_line.strip() == fence else fence
            elif opening := re.match(r"^ {0,3}(`{3,}|~{3,})", bare_line):
                fence = opening[1]
            new = [bare_line] if fence or number in first else self.line(bare_line, number)
            changed = changed or new != [bare_line]
            out += [part + end for part in new]
            origin += [number] * len(new)
            number += 1
        if changed or any("\n" in m[0] for m in _WRAPPED.finditer("".join(raws))):
            parsed = parse_page("".join(out))
            blocks = [replace(b, line=origin[min(b.line, len(origin)) - 1]) for b in parsed.blocks]
            self.put(blocks, preamble=parsed.front + parsed.preamble)

    def line(self, line: str, number: int) -> list[str]:
        """The lines that a line should have been."""
        if match := _ESCAPED_NOTE.match(line):  # mdformat without its plugin for footnotes
            return [f"[^{match['label']}]:{line[match.end() :]}"]
        if not _suspect(line):
            return [line]
        key = near_key(line, self.entries)
        if (whole := re.fullmatch(rf"[ \t>]*(?:{_TRUE})[ \t]*", line)) and not line.lstrip(" \t").startswith(
            ">"
        ):
            return [line]
        if key and (match := whole or _NEAR.match(line)):
            mark = (match["mark"] or "").lower()
            self.say("a damaged marker was put right", number, key, line)
            return [marker(key, mark, match["digest"] or "" if mark else "")]
        if match := _COMMENT.match(line):
            key = next((w.strip("#") for w in match["inside"].split() if w.strip("#") in self.entries), "")
            # Its key is found by what stands below; a name that no block can have keeps it apart till then.
            return [marker(key or unnamed(number))]
        for pattern in (_LEADING, _TRAILING):
            if (match := pattern.match(line)) and match["key"] in self.entries:
                self.say("a marker was put on a line of its own", number, match["key"], line)
                both = [match["marker"], match["text"]]
                return both if pattern is _LEADING else both[::-1]
        return [line]

    def displaced(self) -> None:
        """Markers that changed places: each text is, word for word, what the ledger has under another key."""
        holder = {block.key: block for block in self.page.blocks}
        if len(holder) < len(self.page.blocks):
            return
        moves = {
            block.key: owner
            for block in self.page.blocks
            if block.key in self.entries and not self.own(block) and (owner := self.owner(block))
        }
        # Only where the other block does not hold its own words either: else this is a copy.
        while stuck := [key for key, to in moves.items() if to in holder and self.own(holder[to])]:
            for key in stuck:
                del moves[key]
        ends = [to for to in moves.values() if to in holder and to not in moves]
        left = [key for key in moves if key not in moves.values()]
        if not moves or len(set(moves.values())) < len(moves) or len(ends) > 1:
            return
        for key, to in moves.items():
            self.say(f"the marker of another paragraph (#{key}) stood above this one", holder[key].line, to)
        moves |= dict(zip(ends, left, strict=False))
        self.put([self.made(moves[b.key], b.body, b.line) if b.key in moves else b for b in self.page.blocks])

    def own(self, block: Marked) -> bool:
        """Whether a block holds the words that page and ledger last agreed on for its key."""
        entry = self.entries[block.key]
        return (
            bare(block.body) == bare(entry.target)
            or entry.synced in _digests(block.body)
            or _is_machine(block)
        )

    def owner(self, block: Marked) -> str:
        """The one key whose words a block holds; `""` for none."""
        digests = _digests(block.body)
        words = bare(block.body)
        keys = {
            key
            for key, entry in self.entries.items()
            if words and (bare(entry.target) == words or (entry.synced in digests and _as_synced(entry)))
        }
        # The page may be older than the ledger: then its own markers say which words were whose.
        keys |= {b.key for b in self.page.blocks if b.mark == "draft" and b.digest in digests}
        return keys.pop() if len(keys) == 1 else ""

    def same_again(self) -> None:
        """A block that stands there twice stands there once, if all words of one begin the other."""
        for key, count in Counter(block.key for block in self.page.blocks).items():
            group = [block for block in self.page.blocks if block.key == key]
            longest = max(group, key=lambda block: len(bare(block.body)))
            words = f"{bare(longest.body)} "
            if count > 1 and all(words.startswith(f"{bare(b.body)} ".lstrip()) for b in group):
                self.say("a copy of this paragraph was removed", group[-1].line, key)
                self.put([b for b in self.page.blocks if b.key != key or b is longest])

    def doubled(self) -> None:
        """A key that stands twice: the parts of one paragraph come together, others get theirs."""
        for key, count in Counter(block.key for block in self.page.blocks).items():
            if count > 1 and key in self.entries:
                self.doubled_key(key)

    def doubled_key(self, key: str) -> None:
        group = [block for block in self.page.blocks if block.key == key]
        places = [n for n, block in enumerate(self.page.blocks) if block.key == key]
        together = "\n\n".join(block.body for block in group)
        if places == list(range(places[0], places[0] + len(group))) and self.is_whole(key, together, group):
            self.join(places[0], len(group), key)
            return
        for n in places:
            block = self.page.blocks[n]
            if bare(block.body) != bare(self.texts[key]) and (other := self.whose(n)):
                self.rename(n, other)
                return

    def is_whole(self, key: str, together: str, parts: Sequence[Marked]) -> bool:
        """Whether parts make up the ledger's English of a block, better together than any one of them."""
        texts = [self.texts[key]]
        for other in self.behind(key):  # a marker that was lost leaves its text among the parts
            texts.append(f"{texts[-1]}\n\n{self.texts[other]}")
        whole, text = max((_likeness(together, text), text) for text in texts)
        return whole >= SURE and whole > max(_likeness(part.body, text) for part in parts)

    def behind(self, key: str) -> list[str]:
        """The keys that follow on `key` and have no marker."""
        absent = self.absent()
        following = self.order[self.order.index(key) + 1 :]
        return list(takewhile(absent.__contains__, following))

    def join(self, at: int, count: int, key: str) -> None:
        blocks = list(self.page.blocks)
        parts = blocks[at : at + count]
        self.say("the parts of this paragraph were put together under its one marker", parts[1].line, key)
        body = "\n\n".join(part.body for part in parts if part.body)
        blocks[at : at + count] = [self.made(key, body, parts[0].line, parts[0].mark, parts[0].digest)]
        self.put(blocks)

    def rename(self, at: int, key: str) -> None:
        blocks = list(self.page.blocks)
        block = blocks[at]
        self.say(f"the marker's key was put right (it said #{block.key})", block.line, key, block.body)
        blocks[at] = self.made(key, block.body, block.line, block.mark, block.digest)
        self.put(blocks)

    def whose(self, at: int) -> str:
        """The key that block `at`, which has a wrong one, must have had: by its words, else by its place."""
        block = self.page.blocks[at]
        absent = self.absent()
        scored = sorted((self.begins(block.body, self.texts[k]), k) for k in absent if self.texts[k])
        if scored and scored[-1][0] >= LIKE and (len(scored) < 2 or scored[-1][0] - scored[-2][0] > 0.1):
            return scored[-1][1]
        between = self.between(at) & absent
        return between.pop() if len(between) == 1 else ""

    def begins(self, body: str, text: str) -> float:
        """How much a body is like a text, or begins with it: the marker behind may be lost as well."""
        return 1.0 if f"{bare(body)} ".startswith(f"{bare(text)} ") else _likeness(body, text)

    def between(self, at: int) -> set[str]:
        """The keys that belong between the neighbours of block `at`."""
        places = {key: n for n, key in enumerate(self.order)}
        above = [
            places[b.key]
            for b in self.page.blocks[:at]
            if b.key in places and b.key != self.page.blocks[at].key
        ]
        below = [places[b.key] for b in self.page.blocks[at + 1 :] if b.key in places]
        return set(self.order[(above[-1] + 1 if above else 0) : (below[0] if below else len(self.order))])

    def unknown(self) -> None:
        """A key that no block has: a mistyped one, or one that an editor made for a part of a paragraph.

        A machine's draft under such a key (of a page from before the Arabic changed) can be made again.
        """
        self.put([b for b in self.page.blocks if b.key in self.known or not _is_machine(b)])
        n = 0
        while n < len(self.page.blocks):
            block = self.page.blocks[n]
            if block.key in self.known or not block.body:
                n += 1
                continue
            before = self.page.blocks[n - 1] if n else None
            end = n
            while end < len(self.page.blocks) and self.page.blocks[end].key not in self.known:
                end += 1
            parts = self.page.blocks[n - 1 : end] if before else ()
            together = "\n\n".join(part.body for part in parts)
            if before and before.key in self.entries and self.is_whole(before.key, together, parts):
                self.join(n - 1, len(parts), before.key)
                continue
            if other := self.whose(n):
                self.rename(n, other)
            n += 1

    def lost_above(self) -> None:
        """Text above the first marker, where its own marker was lost; or a page without any marker."""
        text = self.page.preamble
        if not text.strip():
            return
        first = next(
            (self.order.index(b.key) for b in self.page.blocks if b.key in self.entries), len(self.order)
        )
        keys = [key for key in self.order[:first] if key in self.absent()]
        pieces = [piece for piece in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")) if piece.strip()]
        placed = self.placed(pieces, keys)
        if not placed:
            return
        line = self.page.front.count("\n") + 1
        self.say(f"{len(placed)} markers were put back above their paragraphs", line, placed[0][0])
        self.put([*(self.made(key, body, line) for key, body in placed), *self.page.blocks], preamble="")

    def placed(self, pieces: Sequence[str], keys: Sequence[str]) -> list[tuple[str, str]]:
        """Give each piece its key, in order; none where one cannot be placed. Pieces may share a block.

        Pieces are aligned with the ledger's English by likeness; one that is like nothing belongs to the only
        block left between its neighbours, or continues the paragraph before it.
        """
        texts = [self.texts[key] for key in keys]
        same = [bare(text) for text in texts]
        anchors = {n: same.index(bare(p)) for n, p in enumerate(pieces) if same.count(bare(p)) == 1}
        rest = [n for n in range(len(pieces)) if n not in anchors]
        open_keys = [k for k in range(len(keys)) if k not in anchors.values()]
        found = _aligned([pieces[n] for n in rest], [texts[k] for k in open_keys])
        anchors |= {rest[n]: open_keys[k] for n, k in found.items()}
        if not anchors or len(anchors) * 2 < min(len(pieces), len(keys)):
            return []
        bodies: dict[int, list[str]] = defaultdict(list)
        last = -1
        for n, piece in enumerate(pieces):
            later = [i for i in sorted(anchors) if i > n]
            if n in anchors:
                last = anchors[n]
            elif not self.continues(piece, bodies[last], keys[last] if last >= 0 else "", behind=True):
                following = anchors[later[0]] if later else len(keys)
                free = [k for k in range(last + 1, following) if k not in anchors.values()]
                alone = n + 1 in anchors or n + 1 == len(pieces)
                if later and self.continues(piece, [pieces[later[0]]], keys[following], behind=False):
                    last = following
                elif len(free) == 1 and alone and not bodies[free[0]]:
                    last = free[0]
                else:
                    return []
            bodies[last].append(piece.strip("\n"))
        return [(keys[k], "\n\n".join(bodies[k])) for k in sorted(bodies) if bodies[k]]

    def continues(self, piece: str, there: Sequence[str], key: str, *, behind: bool) -> bool:
        """Whether a piece, behind what stands there or before it, makes it more like the English of `key`."""
        if not key or not there:
            return False
        joined = [*there, piece] if behind else [piece, *there]
        return _likeness("\n".join(joined), self.texts[key]) > _likeness("\n".join(there), self.texts[key])

    def lost_within(self) -> None:
        """A marker was deleted, so that its text stands at the end of the block before."""
        n = 0
        while n < len(self.page.blocks):
            block = self.page.blocks[n]
            if block.key in self.entries and not self.own(block) and not _is_machine(block):
                self.cut(n)
            n += 1

    def cut(self, at: int) -> None:
        """Take from the end of block `at` what belongs to the blocks behind it that have no marker."""
        block = self.page.blocks[at]
        behind = self.behind(block.key)
        pieces = list(_definitions(block.body))
        notes = [piece.strip("\n") for piece in pieces if _DEFINITION.match(piece)]
        head = "".join(piece for piece in pieces if not _DEFINITION.match(piece)).rstrip()
        found: list[Marked] = []
        absent = self.absent() - set(behind)
        others = [k for k in self.order if k in absent and len(bare(self.texts[k]).split()) >= COPY]
        for key in [*reversed(behind), *others]:
            known = self.texts[key] or self.entries[key].synced
            cut = self.tail(block.key, head, key, near=key in behind) if known else None
            if cut:
                head, body = cut
                body = "\n\n".join([body, *_cited(notes, body)])
                found.insert(0, self.made(key, body, block.line))
                self.say("a marker was put back above its paragraph", block.line, key, body)
        if found:
            cited = [note for part in found for note in _cited(notes, part.body)]
            head = "\n\n".join([head, *(note for note in notes if note not in cited)])
            blocks = list(self.page.blocks)
            blocks[at : at + 1] = [self.made(block.key, head, block.line, block.mark, block.digest), *found]
            self.put(blocks)

    def tail(self, key: str, body: str, other: str, *, near: bool) -> tuple[str, str] | None:
        """`body` cut in two where the text of `other` begins; None where it does not stand at the end."""
        whole = _likeness(body, self.texts[key])
        cuts = [
            (least, body[: match.start()].rstrip(), body[match.end() :].strip("\n"))
            for least, pattern in _ENDS
            for match in pattern.finditer(body)
        ]
        entry = self.entries[other]
        for _, head, rest in cuts:
            if bare(rest) == bare(entry.target) or entry.synced in _digests(rest):
                return head, rest
        scored = [
            (score, head, rest)
            for least, head, rest in (cuts if near else ())
            if (score := _likeness(rest, self.texts[other])) >= least
            and _likeness(head, self.texts[key]) >= whole
        ]
        if scored:
            return max(scored)[1:]
        if bare(body) == bare(entry.target) and self.texts[key]:
            return "", body
        return None

    def copies(self) -> None:
        """A paragraph pasted once more: an exact copy of a whole block below another or below itself."""
        homes = {bare(b.body): b.key for b in self.page.blocks if len(bare(b.body).split()) >= COPY}
        blocks = []
        for block in self.page.blocks:
            own = bare(self.texts.get(block.key, ""))
            if not own or not block.body or self.own(block) or _is_machine(block):
                blocks.append(block)
                continue
            body = self.without_copies(block, own, homes)
            if bare(body) == bare(block.body):
                blocks.append(block)
                continue
            self.say("a copy of a paragraph was removed", block.line, block.key)
            blocks.append(self.made(block.key, body, block.line, block.mark, block.digest))
        if blocks != list(self.page.blocks):
            self.put(blocks)

    def without_copies(self, block: Marked, own: str, homes: Mapping[str, str]) -> str:
        """A block's text without the whole texts of other blocks, and without its own for a second time."""
        half = _halved(block.body)
        if half and bare(half) == own:
            return half
        pieces = re.split(r"\n[ \t]*\n|\n(?=[#>] )", block.body)
        kept: list[str] = []
        n = 0
        while n < len(pieces):
            for end in range(len(pieces), n, -1):
                words = bare("\n\n".join(pieces[n:end]))
                elsewhere = homes.get(words, block.key) != block.key and words not in own
                again = len(words.split()) >= COPY and words in map(bare, kept) and own.count(words) == 1
                if elsewhere or again:
                    n = end
                    break
            else:
                kept.append(pieces[n])
                n += 1
        return "\n\n".join(kept)

    def notes(self) -> None:
        """Footnotes that a formatter moved to the end go back to the blocks that cite them."""
        moved: dict[str, list[str]] = defaultdict(list)
        blocks = []
        for block in self.page.blocks:
            kept = []
            for piece in _definitions(block.body):
                label = match[1] if (match := _DEFINITION.match(piece)) else ""
                home = self.cites(label) if label else ""
                if home and home != block.key and f"[^{label}]" not in block.body.replace(f"[^{label}]:", ""):
                    moved[home].append(piece.strip("\n"))
                else:
                    kept.append(piece)
            text = "".join(kept)
            whole = len(text) == len(block.body)
            blocks.append(
                block if whole else self.made(block.key, text, block.line, block.mark, block.digest)
            )
        if not moved:
            return
        for n, block in enumerate(blocks):
            if block.key in moved:
                self.say("a footnote was put back below its paragraph", block.line, block.key)
                body = "\n\n".join([block.body, *moved[block.key]])
                blocks[n] = self.made(block.key, body, block.line, block.mark, block.digest)
        self.put(blocks)

    def cites(self, label: str) -> str:
        """The key of the one block that cites a footnote."""
        keys = [b.key for b in self.page.blocks if f"[^{label}]" in b.body.replace(f"[^{label}]:", "")]
        return keys[0] if len(keys) == 1 else ""


def _as_synced(entry: Entry) -> bool:
    """Whether no PO tool changed the English since page and ledger last agreed."""
    return not entry.target or digest(entry.target) == entry.synced


def _is_machine(block: Marked) -> bool:
    """Whether a block holds exactly the words that its marker says a machine wrote, whatever its kind."""
    return block.mark == "draft" and block.digest in _digests(block.body)


@lru_cache(maxsize=8192)
def _digests(body: str) -> frozenset[str]:
    """The digests of a block's words, whatever its kind; none for a block without words."""
    kinds = (Block(kind, "", lead=lead) for kind in Kind for lead in (False, True))
    return frozenset(digest(without_marks(kind, body)) for kind in kinds) if body else frozenset()


_DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")


def _definitions(body: str) -> Iterator[str]:
    """A block's text cut before each footnote definition, and after it where unindented text goes on."""
    position = 0
    for match in re.finditer(
        r"^\[\^[^\]\s]+\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)|[^\s\[].*))*\n*", body, re.MULTILINE
    ):
        if match.start() > position:
            yield body[position : match.start()]
        yield match[0]
        position = match.end()
    if position < len(body):
        yield body[position:]


def _cited(notes: Sequence[str], body: str) -> list[str]:
    """Those definitions of footnotes that a text cites."""
    labels = {note: match[1] for note in notes if (match := _DEFINITION.match(note))}
    return [note for note in notes if f"[^{labels[note]}]" in body]


def _halved(body: str) -> str:
    """One half of a text that is the same thing twice; `""` for any other."""
    words = bare(body).split()
    half = len(words) // 2
    if len(words) < 2 * COPY or words[:half] != words[half:]:
        return ""
    cuts = [m.end() for m in re.finditer(r"\s+", body)]
    return next((body[:cut].strip() for cut in cuts if bare(body[:cut]).split() == words[:half]), "")


def _aligned(pieces: Sequence[str], texts: Sequence[str]) -> dict[int, int]:
    """Which piece is which text, in order: the alignment with the greatest likeness in all."""
    scores: list[list[tuple[float, str]]] = [[(0.0, "")] * (len(texts) + 1) for _ in range(len(pieces) + 1)]
    for i, piece in enumerate(pieces, 1):
        for j, text in enumerate(texts, 1):
            like = _likeness(piece, text) if text else 0.0
            options = [(scores[i - 1][j][0], "up"), (scores[i][j - 1][0], "left")]
            if like >= LIKE - 0.2:
                options.append((scores[i - 1][j - 1][0] + like, "both"))
            scores[i][j] = max(options)
    found = {}
    i, j = len(pieces), len(texts)
    while i and j:
        match scores[i][j][1]:
            case "both":
                i, j = i - 1, j - 1
                found[i] = j
            case "up":
                i -= 1
            case _:
                j -= 1
    return found


def _unwrapped(text: str) -> str:
    """Markers that a formatter broken over lines as one line, with as many lines in all."""
    return _WRAPPED.sub(lambda m: " ".join(m[0].split()) + "\n" * m[0].count("\n"), text)
