"""Seeds in Markdown: their headings, lists, quotations, tables and footnotes as blocks."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from build_tools.errors import Finding, JisrError, Severity
from build_tools.markdown import escape, plain
from build_tools.model import Block, Kind, Meta, Seed
from build_tools.readers.content import Content, first_words, one_line, title_blocks
from build_tools.readers.corrections import corrected
from build_tools.readers.decoding import empty_finding, read_lines
from build_tools.readers.front_matter import front_matter
from build_tools.readers.inline import References, inline, is_allowed, safe_start
from build_tools.readers.markdown_parts import Part, parts_of

_NESTED = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_CODE = re.compile(r"(?=.*\S)[^`]{1,900}")


def read_md(seed: Seed) -> Content:
    """Read Markdown.

    Raises `JisrError` for what cannot be read, and for corrections or front matter that are wrong.
    """
    lines, findings = read_lines(seed.data, seed.file)
    meta, lines, unused = front_matter(corrected(lines, seed), seed)
    blocks, uncited = _blocks(list(parts_of(lines)))
    if not blocks:  # nothing but rules and addresses of links
        raise JisrError(empty_finding("there is no text in this file", seed.file))
    title, kicker, rest, made = _above(blocks, meta)
    above = title_blocks(kicker.text if kicker else "", kicker.line if kicker else 0, title.text, title.line)
    notices = [
        Finding(
            "footnote",
            "a footnote that nothing refers to stands at the end",
            seed.file,
            note.line,
            f"[^{note.label}]",
            "refer to it in the text, or delete it",
            severity=Severity.NOTICE,
        )
        for note in uncited
    ]
    return Content(meta, (*above, *rest), (*findings, *unused, *notices), made)


# --- blocks ------------------------------------------------------------------------------------------


def _blocks(parts: Sequence[Part]) -> tuple[list[Block], list[Part]]:
    """The blocks of all parts, each with the footnotes that it is first to cite, and those never cited."""
    notes: dict[str, Part] = {}
    again: list[Part] = []
    for part in parts:
        if part.what == "note":
            if part.label in notes:
                again.append(part)
            notes.setdefault(part.label, part)
    addresses = {
        p.label: p.lines[0] for p in reversed(parts) if p.what == "address" and is_allowed(p.lines[0])
    }
    references = References(notes.keys(), addresses)
    cited: set[str] = set()
    blocks = []
    for part in parts:
        if part.what in ("note", "address"):
            continue
        block = _block(part, references)
        if part.what != "fence":
            for label in dict.fromkeys(re.findall(r"(?<!\\)\[\^([\w-]{1,60})\]", block.text)):
                if label in notes and label not in cited:
                    cited.add(label)
                    block = replace(block, text=f"{block.text}\n\n{_definition(notes[label], references)}")
        blocks.append(block)
    uncited = [*(note for label, note in notes.items() if label not in cited), *again]
    blocks += [
        Block(Kind.NOTE, _flow(note.lines, replace(references, notes=())), note.line) for note in uncited
    ]

    return [block for block in blocks if block.text], uncited


def _block(part: Part, references: References) -> Block:
    match part.what:
        case "heading":
            return Block(
                Kind.HEADING,
                _heading(part.lines[0], references),
                part.line,
                level=max(2, part.level),
                number=part.level,
            )
        case "fence":
            return Block(Kind.PARAGRAPH, _code(part.lines), part.line)
        case "quote":
            return Block(Kind.QUOTATION, _flow(part.lines, references), part.line)
        case "table":
            rows = [row if n == 1 else inline(row, references) for n, row in enumerate(part.lines)]
            return Block(Kind.TABLE, "\n".join(rows), part.line)
        case "item":
            return Block(Kind.POINT, _flow(part.lines, references), part.line, number=part.number)
        case _:
            return Block(Kind.PARAGRAPH, _flow(part.lines, references), part.line)


def _code(lines: Sequence[str]) -> str:
    """Lines of code, each as code of its own: fences are an extension that not every page obeys."""
    text = "\n".join(
        f"`{line}`  " if _CODE.fullmatch(line) else f"{escape(line.strip())}  " for line in lines
    )
    return re.sub(r"\n[ \n]*\n", "\n\n", text).strip()


def _heading(text: str, references: References) -> str:
    marked = inline(text, references)
    bare = marked.rstrip("#")
    return bare + "\\#" * (len(marked) - len(bare)) if not bare or bare[-1] == " " else marked


def _definition(note: Part, references: References) -> str:
    """A footnote's definition with all its paragraphs; a note cites no notes."""
    text = _flow(note.lines, replace(references, notes=()))
    return (
        f"[^{note.label}]: " + "\n".join(f"    {line}" if line else "" for line in text.split("\n")).lstrip()
    )


def _flow(lines: Sequence[str], references: References) -> str:
    """Paragraphs and nested lists within a block: broken lines joined, list levels four spaces apart."""
    out: list[str] = []
    run: list[str] = []
    indents: list[int] = []

    def close(prefix: str = "", *, is_list: bool = False) -> None:
        if run:
            text = inline(_joined(run), references)
            out.extend(
                prefix + safe_start(line, is_list=is_list and n == 0)
                for n, line in enumerate(text.split("\n"))
            )
            run.clear()

    prefix, is_list = "", False
    for n, line in enumerate(lines):
        m = _NESTED.match(line) if n else None
        if m or not line.strip():
            close(prefix, is_list=is_list)
        if m:
            width = len(m["indent"])
            while indents and indents[-1] > width:
                indents.pop()
            if not indents or indents[-1] < width:
                indents.append(width)
            prefix, is_list = "    " * (len(indents) - 1), True
            run.append(line.strip())
        elif not line.strip():
            out.append("")
            prefix, is_list = "    " * len(indents), False
        else:
            run.append(line)
    close(prefix, is_list=is_list)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n")


def _joined(lines: Sequence[str]) -> str:
    """Broken lines as one; a line break that was asked for (two spaces or a backslash at the end) stays."""
    text = ""
    pieces = []
    for n, line in enumerate(lines):
        last = n == len(lines) - 1
        is_break = not last and (line.endswith("  ") or (line.endswith("\\") and not line.endswith("\\\\")))
        text = line.strip().removesuffix("\\") if is_break else line.strip()
        pieces.append(text + ("" if last else "  \n" if is_break else " "))
    return "".join(pieces)


# --- kicker and title --------------------------------------------------------------------------------

_TITLE_WORDS, _KICKER_WORDS = 45, 10
_SIMILAR = 60  # per cent: two versions of one title


def _above(blocks: Sequence[Block], meta: Meta) -> tuple[Block, Block | None, list[Block], bool]:
    """Title, kicker, the other blocks, and whether the title had to be made from the first words."""
    rest = list(blocks)
    at = _title_at(rest, meta.title)
    kicker = None
    title = None
    if at is not None:
        title = rest.pop(at)
        if (
            at == 1
            and rest[0].kind is Kind.PARAGRAPH
            and rest[0].text.endswith(":")
            and len(rest[0].text.split()) <= _KICKER_WORDS
        ):
            kicker = rest.pop(0)
    made = title is None and not meta.title
    if meta.title:
        title = Block(Kind.TITLE, one_line(meta.title), title.line if title else 0)
    elif title is None:
        text = first_words(plain(rest[0].text).text) if rest else ""
        title = Block(Kind.TITLE, one_line(text) or "…", rest[0].line if rest else 1)
    if meta.kicker:
        kicker = Block(Kind.KICKER, one_line(meta.kicker), kicker.line if kicker else 0)
    if kicker:
        kicker = replace(kicker, text=kicker.text.rstrip(" :"))
    return title, kicker, [replace(b, number=0) if b.kind is Kind.HEADING else b for b in rest], made


def _title_at(blocks: Sequence[Block], wanted: str) -> int | None:
    """Which block is the title: the first `#`, else what stands at the top if it can, else a heading."""
    headings = [i for i, b in enumerate(blocks) if b.kind is Kind.HEADING]
    first = next((i for i in headings if blocks[i].number == 1), None)
    if first is not None:
        return first
    if not blocks:
        return None
    if wanted:
        return 0 if fuzz.ratio(plain(blocks[0].text).text, wanted) >= _SIMILAR else None
    top = blocks[0]
    is_line = top.kind is Kind.PARAGRAPH and "\n" not in top.text
    if top.kind is Kind.HEADING or (
        is_line and len(top.text.split()) <= _TITLE_WORDS and top.text[-1] not in ".:"
    ):
        return 0
    return headings[0] if headings else None
