"""Amiri as PDF editions set it: drawn as before, but so that readers of PDF find each letter by itself.

`python -m tests.print_fonts FONT.woff2 OUT.woff2` makes the files of `overrides/assets/fonts/amiri-print-…`
from those of the package @fontsource/amiri (5.3.0). `… ARABIC.woff2 LATIN.woff2 OUT.woff2` joins the bold
one and that of Source Serif to `BookTitles-Bold.woff2`, with which covers are drawn.

A PDF holds glyphs where they are drawn, and readers make words of them again by their places: a mark far
from its origin, a pair that is moved together, or a piece of line drawn between two letters breaks a word in
two. So marks are drawn beside their origins, pairs are left where they are, nothing is put between letters,
and each form of a letter is named by it.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fontTools import subset
from fontTools.merge import Merger
from fontTools.otlLib.builder import buildCoverage, buildLookup, buildSingleSubstSubtable
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

STEP = 40  # of 1000 to an em: what a mark may be moved still
LETTERS = {*map(chr, range(0x0621, 0x063B)), *map(chr, range(0x0641, 0x064B)), "\u0671"}
Way = tuple[int, int]
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
KEPT = [0x20, 0xA0, *range(0x0600, 0x0700), *range(0x0750, 0x0780), 0x200C, 0x200D, 0x25CC, 0xFDFC]
FEATURES = ["init", "medi", "fina", "rlig", "ccmp", "locl", "mark", "mkmk", "curs"]


def subtables(table: Any) -> Iterator[Any]:
    """The subtables of all lookups of GSUB or GPOS."""
    for lookup in table.table.LookupList.Lookup:
        for inner in lookup.SubTable:
            yield getattr(inner, "ExtSubTable", inner)


def letters_of(font: Any) -> dict[str, str]:
    """Glyph → the letter of which it is a form."""
    found = {glyph: chr(code) for code, glyph in sorted(font.getBestCmap().items(), reverse=True)}
    forms = [pair for inner in subtables(font["GSUB"]) for pair in _forms(inner)]
    before = 0
    while before != len(found):
        before = len(found)
        for one, other in forms:
            if one in found:
                found.setdefault(other, found[one])
    return found


def _forms(inner: Any) -> Iterator[tuple[str, str]]:
    kind = type(inner).__name__
    if kind == "SingleSubst":
        yield from inner.mapping.items()
    elif kind == "MultipleSubst":
        yield from ((one, others[0]) for one, others in inner.mapping.items() if len(others) == 1)


def put_nothing_between_letters(font: Any) -> None:
    """Let no glyph be followed by a piece of line that is no letter."""
    for inner in subtables(font["GSUB"]):
        if type(inner).__name__ == "MultipleSubst":
            for one, others in inner.mapping.items():
                if others[0] == one:
                    inner.mapping[one] = [one]


def draw_marks_where_they_stand(font: Any) -> None:
    """Give each mark forms that are drawn where letters want it, so that it need not be moved."""
    letters, marks = letters_of(font), [font.getBestCmap()[ord(mark)] for mark in MARKS]
    ways: dict[str, dict[str, Way]] = defaultdict(dict)  # mark → letter's form → how far it has to be moved
    for inner in subtables(font["GPOS"]):
        if type(inner).__name__ == "MarkBasePos":
            bases = list(zip(inner.BaseCoverage.glyphs, inner.BaseArray.BaseRecord, strict=True))
            for glyph, record in zip(inner.MarkCoverage.glyphs, inner.MarkArray.MarkRecord, strict=True):
                for base, places in bases:
                    place = places.BaseAnchor[record.Class]
                    if place is not None and letters.get(base, "-") in LETTERS and glyph in marks:
                        own = record.MarkAnchor
                        way = place.XCoordinate - own.XCoordinate, place.YCoordinate - own.YCoordinate
                        ways[glyph].setdefault(base, way)
    steps: dict[Way, dict[str, str]] = defaultdict(dict)  # step → mark → its form
    rules = []
    for mark in marks:
        wanted: dict[Way, list[str]] = defaultdict(list)
        for base, way in ways[mark].items():
            wanted[round(way[0] / STEP) * STEP, round(way[1] / STEP) * STEP].append(base)
        for step in sorted(wanted):
            if step != (0, 0):
                steps[step][mark] = _add_moved(font, mark, *step)
                rules.append((wanted[step], mark, step))
    _add_rules(font, steps, rules)


def _add_moved(font: Any, mark: str, x: int, y: int) -> str:
    """A form of a mark, drawn further on; where it stands in text is as before."""
    name = f"{mark}.{x}.{y}".replace("-", "m")
    glyphs = font["glyf"]
    outline = deepcopy(glyphs[mark])
    if outline.isComposite():
        for part in outline.components:
            part.x, part.y = part.x + x, part.y + y
    else:
        outline.coordinates.translate((x, y))
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyphs.glyphs[name] = outline
    glyphs.glyphOrder = font.getGlyphOrder()
    outline.recalcBounds(glyphs)
    font["hmtx"][name] = (font["hmtx"][mark][0], outline.xMin)
    _class_alike(font["GDEF"].table, mark, name)
    for inner in subtables(font["GPOS"]):
        for coverage, array, kind in _marks_in(inner):
            records = getattr(array, f"{kind}Record")
            if mark in coverage.glyphs:
                record = deepcopy(records[coverage.glyphs.index(mark)])
                for place in _places_of(record):
                    place.XCoordinate += x
                    place.YCoordinate += y
                coverage.glyphs.append(name)
                records.append(record)
                setattr(array, f"{kind}Count", len(records))
    return name


def _class_alike(classes: Any, mark: str, name: str) -> None:
    """Have GDEF say of a new form what it says of its mark."""
    for kind in ("GlyphClassDef", "MarkAttachClassDef"):
        known = getattr(classes, kind, None)
        if known and mark in known.classDefs:
            known.classDefs[name] = known.classDefs[mark]
    sets = getattr(classes, "MarkGlyphSetsDef", None)
    for covered in sets.Coverage if sets else ():
        if mark in covered.glyphs:
            covered.glyphs.append(name)


def _marks_in(inner: Any) -> Iterator[tuple[Any, Any, str]]:
    """Marks that a subtable places, or places others upon, and what it says of them."""
    if hasattr(inner, "MarkCoverage"):
        yield inner.MarkCoverage, inner.MarkArray, "Mark"
    if hasattr(inner, "Mark1Coverage"):
        yield inner.Mark1Coverage, inner.Mark1Array, "Mark"
        yield inner.Mark2Coverage, inner.Mark2Array, "Mark2"


def _places_of(record: Any) -> list[Any]:
    found = [record.MarkAnchor] if hasattr(record, "MarkAnchor") else record.Mark2Anchor
    return list({id(place): place for place in found if place is not None}.values())


def _add_rules(
    font: Any, steps: dict[Way, dict[str, str]], rules: Sequence[tuple[list[str], str, Way]]
) -> None:
    """Let each mark take its form behind the letters that want it."""
    table = font["GSUB"].table
    number = {}
    for step, forms in steps.items():
        number[step] = len(table.LookupList.Lookup)
        table.LookupList.Lookup.append(buildLookup([buildSingleSubstSubtable(forms)]))
    inner = []
    order = font.getReverseGlyphMap()
    for bases, mark, step in rules:
        rule = otTables.ChainContextSubst()
        rule.Format = 3
        rule.BacktrackCoverage = [buildCoverage(bases, order)]
        rule.InputCoverage = [buildCoverage([mark], order)]
        rule.LookAheadCoverage = []
        record = otTables.SubstLookupRecord()
        record.SequenceIndex, record.LookupListIndex = 0, number[step]
        rule.SubstLookupRecord = [record]
        rule.BacktrackGlyphCount, rule.InputGlyphCount, rule.LookAheadGlyphCount, rule.SubstCount = 1, 1, 0, 1
        inner.append(rule)
    table.LookupList.Lookup.append(buildLookup(inner))
    for one in table.FeatureList.FeatureRecord:
        if one.FeatureTag == "rlig":
            one.Feature.LookupListIndex.append(len(table.LookupList.Lookup) - 1)
            one.Feature.LookupCount = len(one.Feature.LookupListIndex)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)


def name_forms(path: Path) -> None:
    """Name each form by its letter: what stands for it in a PDF is told by that (`jisr.export.pdf`)."""
    font = TTFont(path)
    letters, order = letters_of(font), font.getGlyphOrder()
    named = [
        f"uni{ord(letters[name]):04X}.{number}" if name.startswith("glyph") and name in letters else name
        for number, name in enumerate(order)
    ]
    font = TTFont(path)  # with nothing read that has the old names
    font.setGlyphOrder(named)
    font["post"].extraNames, font["post"].mapping = [], {}
    font.save(path)


def main(source: Path, target: Path) -> None:
    """Make the font for print."""
    font = TTFont(source)
    put_nothing_between_letters(font)
    draw_marks_where_they_stand(font)
    font["post"].formatType = 2.0  # with names, which tell the forms of marks
    font["post"].extraNames, font["post"].mapping = [], {}
    options = subset.Options(
        glyph_names=True, layout_features=FEATURES, flavor="woff2", notdef_outline=True, name_IDs=["*"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=KEPT)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)
    name_forms(target)


def join(arabic: Path, latin: Path, target: Path) -> None:
    """One font of two, for pictures: what draws them takes all signs of a line from one."""
    with TemporaryDirectory() as folder:
        bare = [Path(folder) / f"{number}.ttf" for number in range(2)]
        for source, path in zip((arabic, latin), bare, strict=True):
            font = TTFont(source)
            font.flavor = None
            font.save(path)
        joined = Merger().merge(list(map(str, bare)))
    joined.flavor = "woff2"
    joined.save(target)


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:]]
    main(*paths) if len(paths) == 2 else join(*paths)
