"""Points with a lead, «1- الجفاف: …» ("1- Drought: …"): a translation has lead and text in forms of its own.

Jisr's own pages have the lead as a heading, Word's lists before a colon, often bold. Both are made what the
original has, a point of two paragraphs: the lead would belong to no paragraph, and the text be one heading.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from jisr.model.source import Block, Kind

_NUMBERED = re.compile(r"(?P<bold>\*\*|__|)\(?\d{1,3}\\?[.):-]-?\s+(?P<lead>\S.*?):?(?P=bold):?")
_BEFORE_COLON = re.compile(r"(?P<bold>\*\*|__|)(?P<lead>[^:\n*_]{1,200})(?::(?P=bold)|(?P=bold):)\s+(?=\S)")

_LONGER, _LEAST = 3, 12  # times and letters that an English lead may be longer than the original's


def has_lead(block: Block) -> bool:
    """Whether a block of the original is a point with a lead, which stands on the page as a heading."""
    return block.kind is Kind.POINT and "\n\n" in block.text


def join_leads(original: Sequence[Block], translation: Sequence[Block]) -> list[Block]:
    """The blocks of a translation, a lead that stands there as a line joined with the paragraph below it.

    Leads are lines with a number. Without numbers they are headings, if there are as many of these as the
    original has headings and leads: then it is known which are leads.
    """
    headed = [has_lead(one) for one in original if one.kind is Kind.HEADING or has_lead(one)]
    if not any(headed):
        return list(translation)
    headings = [n for n, one in enumerate(translation) if one.kind is Kind.HEADING]
    leads = {n for n, is_lead in zip(headings, headed, strict=False) if is_lead}
    return list(_join(translation, leads if len(headings) == len(headed) else ()))


def _join(blocks: Sequence[Block], leads: Iterable[int]) -> Iterator[Block]:
    above = ""
    for n, block in enumerate(blocks):
        if above:
            yield replace(blocks[n - 1], kind=Kind.POINT, text=f"{above}\n\n{block.text}")
            above = ""
            continue
        is_above = n + 1 < len(blocks) and blocks[n + 1].kind is Kind.PARAGRAPH
        numbered = _NUMBERED.fullmatch(block.text) if block.kind in (Kind.HEADING, Kind.PARAGRAPH) else None
        if is_above and numbered and (numbered["bold"] or block.kind is Kind.HEADING):
            above = numbered["lead"]
        elif is_above and n in leads:
            above = block.text
        else:
            yield block


def part_lead(point: Block, text: str) -> str:
    """The English of a point with a lead, in two paragraphs where it begins with a lead and a colon."""
    lead = _BEFORE_COLON.match(text)
    if "\n\n" in text or not lead or len(lead["lead"]) > _LONGER * len(point.text.split("\n\n")[0]) + _LEAST:
        return text
    return f"{lead['lead']}\n\n{text[lead.end() :]}"
