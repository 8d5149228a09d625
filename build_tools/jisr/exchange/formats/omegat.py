"""A project for OmegaT: articles without English, people's English as memory, drafts as mere suggestions.

So nothing of a machine's gets into what OmegaT writes by itself, whatever it fills in.
"""

from collections.abc import Iterator, Mapping, Sequence

from jisr.exchange.formats.po import write_po
from jisr.exchange.formats.tmx import write_tmx
from jisr.exchange.formats.units import Unit
from jisr.model.languages import ORIGINAL, TRANSLATION

PROJECT_FILE = "omegat.project"
TARGET = "target"
_PROJECT = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat>
    <project version="1.0">
        <source_dir>__DEFAULT__</source_dir>
        <target_dir>__DEFAULT__</target_dir>
        <tm_dir>__DEFAULT__</tm_dir>
        <glossary_dir>__DEFAULT__</glossary_dir>
        <glossary_file>__DEFAULT__</glossary_file>
        <dictionary_dir>__DEFAULT__</dictionary_dir>
        <source_lang>{ORIGINAL.code}</source_lang>
        <target_lang>{TRANSLATION.code}</target_lang>
        <sentence_seg>false</sentence_seg>
        <support_default_translations>true</support_default_translations>
        <remove_tags>false</remove_tags>
        <external_command></external_command>
    </project>
</omegat>
"""


def write_omegat(articles: Mapping[str, Sequence[Unit]], glossary: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a project by their paths in it; `glossary` is that of `write_tabs`."""
    yield PROJECT_FILE, _PROJECT.encode()
    for slug, units in articles.items():
        yield f"source/{slug}.po", write_po(units, filled=False)
    every = [unit for units in articles.values() for unit in units if not unit.entry.stale]
    yield "tm/auto/people.tmx", write_tmx([unit for unit in every if unit.entry.human], coded=False)
    drafts = [unit for unit in every if not unit.entry.human]
    yield "tm/penalty-040/drafts.tmx", write_tmx(drafts, coded=False)
    yield "glossary/glossary.txt", glossary
    yield from ((f"{folder}/.keep", b"") for folder in (TARGET, "dictionary", "omegat"))
