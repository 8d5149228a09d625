"""Points with a lead: whatever form they have in a translation, lead and text come to the point."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from jisr.exchange.alignment.clues import ClueReader
from jisr.exchange.alignment.leads import join_leads, part_lead
from jisr.exchange.alignment.texts import align
from jisr.model.source import Block, Kind
from jisr.seeds import read_translation
from tests.sample import ROOT

TABLE = yaml.safe_load(Path(ROOT, "tests/cases/alignment/leads.yml").read_text("utf-8"))
KINDS = {"t": Kind.TITLE, "h": Kind.HEADING, "p": Kind.PARAGRAPH, "pt": Kind.POINT}


def original() -> list[Block]:
    rows = (next(iter(row.items())) for row in TABLE["original"])
    return [Block(KINDS[kind], text, key=f"{kind}{n}") for n, (kind, text) in enumerate(rows)]


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_lead_and_text_are_the_points(case: dict[str, Any]) -> None:
    above, below = TABLE["around"]
    written = "\n\n".join([*above, *case["points"], *below])
    blocks, _ = read_translation("a.md", written.encode())
    found = align(original(), blocks, ClueReader(()))
    assert [found.texts[key].text for key in ("pt2", "pt3")] == TABLE["gives"]
    assert all(one.is_sure for one in found.texts.values())
    assert len(found.texts) == len(original())
    assert not found.left_over


def test_a_colon_within_a_text_makes_no_lead() -> None:
    point = Block(Kind.POINT, "الجفاف\n\nقال الوزير: لن نقطع الماء.")
    for text in (
        "The minister of agriculture said on Monday: we will not cut the water.",
        "At 15:30 the water was cut.",
        "Drought\n\nThe minister said: we will not cut the water.",
    ):
        assert part_lead(point, text) == text


def test_other_headings_stay_what_they_are() -> None:
    title, heading = Block(Kind.TITLE, "T"), Block(Kind.HEADING, "Drought")
    numbered, text = Block(Kind.HEADING, "1. Drought"), Block(Kind.PARAGRAPH, "Five years.")
    flat = [Block(Kind.TITLE, "ع"), Block(Kind.HEADING, "1. الجفاف"), Block(Kind.PARAGRAPH, "خمس.")]
    assert join_leads(flat, [title, numbered, text]) == [title, numbered, text]
    for blocks in ([title, heading, heading, text], [title, text, numbered]):
        assert join_leads(original(), blocks) == blocks
