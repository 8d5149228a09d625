"""Hostile input of every shape: no traceback, no hang, nothing lost.

`make soak` runs these for long; `make test` runs for a moment, and repeats what they once found, which is
kept in `tests/cases/fuzzing/TARGET-….txt`. What is wrong with an input is a `JisrError` with findings, and
never another exception.
"""

import json
import random
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr import checks, site
from jisr import seeds as readers
from jisr.glossary import Matcher, parse_actors
from jisr.lang.dates import find_dates
from jisr.lang.typography.rules import repair_typography
from jisr.markup.markdown_text import plain
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from jisr.model.publication import ArticleHead
from jisr.model.source import Kind, Seed
from jisr.seeds.decoding import fold_presentation_forms, read_lines
from jisr.seeds.private_notes import remove_private_notes
from jisr.storage.yaml import parse_yaml
from jisr.translation import ledger
from jisr.translation.engines.archives import check_archive
from tests import sample
from tests.steps import LINEAR, ending, growth

SIZE = 100_000
PIECES = (
    "داعش", "العراق", "«", "»", "\u201c", "\u201d", "1- نقطة: نص", "١٢٣", "في 26 سبتمبر 2023",
    "بين 2003 و2011", "الماضي", "\n", "\n\n", "\r\n", "\t", " ", "\xa0", "\u200f", "\u202e", "\u0640",
    "\u064b", "\ufeff", "\x00", "\ud7ff", "\U0001f9ff", "# ", "## ", "---\n", "```", "`", "**", "_",
    "[", "](", ")", "[^1]", "[^1]: ", "![", "<", ">", "<!-- #p1 -->", "<!-- #p1 draft 3f9a1c2e -->",
    "<!--", "-->", "<script>", "&", "&lt;", "|", "|---|", "> ", "- ", "1. ", "    ", "{:", "}", "{{",
    "}}", "\\", "*", "#", "=", ":", "'", '"', "msgid", "msgstr", "#~ ", "#. ", "a", "Z", "0",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60).map("".join)
CASES = sorted((Path(__file__).parents[1] / "cases/fuzzing").glob("*.txt"))
ACTIVE = re.compile(rb"<(?:script|iframe|object|style|form)\b")

TURNING = re.compile(rb"\xe2\x80[\xaa-\xae]")  # what shows other words than stand there


def told(error: JisrError) -> None:
    """A refusal says what is wrong."""
    assert error.findings
    assert all(finding.message for finding in error.findings)


def original(text: str) -> Counter[str]:
    """The Arabic words of a text, without marks and whatever stands between letters."""
    seen = re.sub("[\u0640\u064b-\u065f\u0670\u200f\ufeff]", "", text)
    return Counter(re.findall("[\u0621-\u063a\u0641-\u064a]+", seen))


def seeds(text: str) -> None:
    """A seed is read, or refused with findings; no Arabic word is lost but in private notes."""
    for suffix in (".txt", ".md"):
        seed = Seed("x", f"seeds/x{suffix}", text.encode("utf-8", "surrogatepass"))
        try:
            document, findings = readers.read(seed)
        except JisrError as error:
            told(error)
            continue
        lines = fold_presentation_forms(read_lines(seed.data, seed.file)[0])
        marked = suffix == ".md"
        lines, _ = remove_private_notes(lines, seed.file, code=marked, tags=marked)
        kept = original("\n".join([str(document.meta), *(block.text for block in document.blocks)]))
        named = original("\n".join(f"{finding.message} {finding.text}" for finding in findings))
        assert original("\n".join(line.text for line in lines)) - kept - named == Counter(), suffix


def page(text: str) -> None:
    """A page is its parts, and every marked block its marker and its body."""
    found = parse_page(text)
    assert found.front + found.preamble + "".join(block.raw for block in found.blocks) == text
    for block in found.blocks:
        marker, _, rest = block.raw.partition("\n")
        assert f"#{block.key}" in marker
        assert block.body.split() == rest.split()


def po(text: str) -> None:
    """What was read comes back the same; the flag `fuzzy` says what the state does."""
    try:
        book = ledger.parse(text, "x.po")
    except JisrError as error:
        told(error)
        return
    again = ledger.parse(ledger.compose(book), "x.po")
    for before, after in ((book.entries, again.entries), (book.obsolete, again.obsolete)):
        assert [replace(e, fuzzy=False) for e in after] == [replace(e, fuzzy=False) for e in before]
    assert all(e.fuzzy == (e.state is State.DRAFT or e.stale) for e in again.entries)


def glossary(text: str) -> None:
    """A glossary is read or refused; a name is read as it is written, whatever it is."""
    named = {"id": "x", "type": "person", "ar": {"name": text}, "en": {"name": "Iraq"}}
    for source in (text, json.dumps({"actors": [named]})):
        try:
            actors, _ = parse_actors(source, "actors.yml")
        except JisrError as error:
            told(error)
        else:
            assert [a.ar.preferred for a in actors] == ([] if source == text else [" ".join(text.split())])


def sidecar(text: str) -> None:
    """What YAML holds is read, or refused; nothing in it becomes an object, or many."""
    for source in (text, f"title: {json.dumps(text)}"):
        for schema in ("sidecar", "settings"):
            try:
                data = parse_yaml(source, "x.yml", schema).data
            except JisrError as error:
                told(error)
            else:
                assert data in (({"title": text},) if source != text else (None, {})), schema


def addresses(text: str) -> None:
    """The checks find what they find, in lines that there are."""
    article = next(a for a in sample.articles() if a.slug == "human")
    passage = sample.passage("p9", Kind.PARAGRAPH, text, text)
    changed = replace(article, passages=(*article.passages, passage))
    files = dict.fromkeys(("docs/en/more/x.md", "docs/en/articles/human.md"), text.encode())
    heads = [ArticleHead.of(changed)]
    for found in checks.run(checks.make_context(heads, sample.actors(), sample.settings(), files)):
        assert found.message
        assert found.line <= len(text.split("\n"))


MATCHERS = (Matcher(sample.actors(), "ar"), Matcher(sample.actors(), "en"))


def matching(text: str) -> None:
    """Spans lie within the text, in order."""
    flat = plain(text).text
    for matcher in MATCHERS:
        for mention in matcher.find(flat):
            assert flat[mention.start : mention.end] == mention.text != ""


def dates(text: str) -> None:
    flat = plain(text).text
    for mention in (*find_dates(flat, "2023-10"), *find_dates(flat, "2023-10-05", lang="en")):
        assert 0 <= mention.start < mention.end <= len(flat)


def typography(text: str) -> None:
    """Repairing changes no Arabic letter, and is done once for all."""
    once, _ = repair_typography(text)
    assert original(once) == original(text)
    assert repair_typography(once)[0] == once


def rendering(text: str) -> None:
    """Whatever a paragraph and a hand-written page hold, nothing on the pages runs."""
    article = next(a for a in sample.articles() if a.slug == "human")
    passage = sample.passage("p9", Kind.PARAGRAPH, text, text)
    docs = {"en/more/x.md": text.encode("utf-8", "surrogatepass")}
    changed = replace(article, passages=(*article.passages, passage))
    tree = site.render([changed], sample.actors()[:2], sample.settings(), docs)
    assert not ACTIVE.search(b"".join(data for path, data in tree.items() if path.endswith(".md")))
    assert not TURNING.search(b"".join(data for path, data in tree.items()))


TARGETS: dict[str, Callable[[str], None]] = {
    one.__name__: one
    for one in (*(seeds, page, po, glossary, sidecar), *(matching, dates, typography, rendering, addresses))
}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_what_was_found_stays_mended(case: Path) -> None:
    TARGETS[case.stem.partition("-")[0]](case.read_bytes().decode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("target", TARGETS)
def test_a_moment_of_anything(target: str) -> None:
    fuzz(target, 20)


@pytest.mark.soak
@pytest.mark.parametrize("target", TARGETS)
def test_anything(target: str) -> None:
    fuzz(target, 5000)


def fuzz(target: str, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples < 100,
        suppress_health_check=list(HealthCheck),
    )
    @given(texts)
    def run(text: str) -> None:
        TARGETS[target](text)

    run()


NAMES = (
    "a",
    "..",
    "/",
    "\\",
    "C:",
    "con",
    "model",
    "metadata.json",
    "\0",
    "a/",
    "é",
    "e\u0301",
    ".",
    " ",
    "\u202e",
)
members = st.tuples(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join), st.binary(max_size=30)
)


@given(st.lists(members, max_size=6), st.booleans(), st.data())
@settings(deadline=None, max_examples=50, derandomize=True, suppress_health_check=list(HealthCheck))
def test_an_archive_is_refused_or_stays_in_its_folder(
    inside: list[tuple[str, bytes]], whole: bool, data: st.DataObject
) -> None:
    stream = BytesIO()
    real = {"metadata.json": b'{"from_code": "ar", "to_code": "en"}', "sentencepiece.model": b"x"}
    real |= {"model/model.bin": b"x", "model/config.json": b"{}"}
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # zipfile's own, about names that come twice
        for name, content in (*(real.items() if whole else ()), *inside):
            archive.writestr(f"package/{name}" if whole else name.lstrip("\0") or "a", content)
    packed = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(0, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    try:
        _, found = check_archive(BytesIO(bytes(packed)), "x.argosmodel")
    except JisrError as error:
        told(error)
        return
    for member in found:
        assert not member.path.is_absolute()
        assert not {"..", ""} & set(member.path.parts)


def repeated(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def repetition(target: str, unit: str, size: int) -> None:
    TARGETS[target](repeated(unit, size))


PAIRS = (
    "«“", "[[", "![[", "**_", "<a ", "> > ", "- - ", "1- ", "قال: «", "[^1]: [^1]", "| a ", "و ", "``",
    "[a](", "[](", "[a](<b", "[a][", "[[a]", "[a [b]", "[a](((", "***a*b ", "__a _b ", "``a`", "<b>",
    "<b><i>", "<a b='", "<http://a", "[^1]\n\n[^1]: a\n\n", "a\n---\n", "# a\n", "- a\n", "|a|b|\n|-|-|\n",
    "    a\n", "*x* 2003 ", "*x* داعش ", "*a*. ", "1.1.1", "12-", "١٫٢", "[{a: ", "{a: ", "? ", "a:\n ",
    "&a ", "*a ",
)  # fmt: skip  # what opens and never closes, nests, or is half of something


@pytest.mark.soak
@pytest.mark.parametrize("target", TARGETS)
def test_every_repetition_comes_to_an_end(target: str) -> None:
    """100 KB of each piece over and over, alone and in pairs that open and never close."""
    for unit in (*PIECES, *PAIRS):
        with ending():
            repetition(target, unit, SIZE)


ONCE_SLOW = (
    "[", "![", "[a](", "<", "<!--", "&lt;", "{{", "<a ", '"', "«", "0", "١٢٣", "1. ", "---\n", "> ", "[{a: ",
    "في 26 سبتمبر 2023", "بين 2003 و2011", "*x* 2003 ", "__a _b ",
)  # fmt: skip


@pytest.mark.parametrize("size", [500, pytest.param(1_000, marks=pytest.mark.soak)])
@pytest.mark.parametrize("target", TARGETS)
def test_steps_grow_no_faster_than_the_text(target: str, size: int) -> None:
    steep = {}
    # `make test` tries every other piece, `make soak` all
    for unit in ONCE_SLOW[::2] if size == 500 else ONCE_SLOW:
        with ending():
            grown = growth(partial(repetition, target, unit), size)
        if grown > LINEAR:
            steep[unit] = round(grown, 1)
    assert steep == {}


@pytest.mark.soak
def test_a_thousand_hostile_seeds() -> None:
    chance = random.Random(42)
    for _ in range(1000):
        text = "".join(
            chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 40)) for _ in range(chance.randint(1, 400))
        )
        with ending():
            TARGETS["seeds"](text[:SIZE])
