"""How often the checks are wrong, what they find, and how long they take.

    python -m benchmarks.bench_checks [FILE.tsv …] [--show CHECK] [--missed FAULT] [--half tuned|aside]

A FILE holds human translations, Arabic and English in two columns; without one the tests' own are used.
Figures are of both halves of it, which a checksum of the English tells apart: the checks were tuned on one,
the other measures. They are findings per 1,000 sentences, each sentence a paragraph and again four of them
one paragraph; then the share of planted faults that is found. The glossary holds 150 names: states by CLDR
with their demonyms, those named most often first, and organisations and persons.
"""

import argparse
import random
import re
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from babel import Locale

from jisr import checks
from jisr.checks.context import CheckContext
from jisr.glossary import Matcher
from jisr.glossary.match.peoples import demonyms
from jisr.markup.markdown_text import escape
from jisr.model.diagnostics import Finding, Severity
from jisr.model.glossary import Actor, ActorNames
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Kind, Meta

CASES = Path(__file__).parent.parent / "tests" / "cases" / "checks"
SAMPLE, NEWS = CASES / "sample.tsv", CASES / "news.tsv"
Row = tuple[str, str]
Rows = Sequence[Row]
NAMES = 150


def read(*files: Path) -> list[Row]:
    """The sentences of `files`, without their comments."""
    lines = [line.split("\t") for file in files for line in file.read_text("utf-8").splitlines()]
    return [(line[0], line[1]) for line in lines if len(line) > 1 and line[0][:1] != "#"]


def is_set_aside(row: Row) -> bool:
    """Whether the checks may not be tuned on `row`."""
    return bool(zlib.crc32(row[1].encode()) & 1)


# --- the glossary ------------------------------------------------------------------------------------------

_SHORT = {
    "US": ("الولايات المتحدة|أمريكا|أميركا", "US|America|U.S."), "GB": ("بريطانيا", "UK|Britain"),
    "CN": ("", "PRC"), "HK": ("هونغ كونغ|هونج كونج", ""), "TR": ("", "Turkey"), "PS": ("فلسطين", "Palestine"),
    "AE": ("الإمارات", "UAE"), "CZ": ("", "Czech Republic"), "VA": ("", "Vatican"),
}  # fmt: skip
_NO_STATES = {"NU", "ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"}
_BODIES = """
منظمة الصحة العالمية|World Health Organization|WHO   الأمم المتحدة|United Nations|UN
الاتحاد الأوروبي|European Union|EU   الحرس الثوري|Revolutionary Guards|   مجلس الأمن|Security Council|
جامعة الدول العربية|Arab League|   تيدروس|Tedros|   قاسم سليماني|Qassem Soleimani|
رجب طيب أردوغان|Recep Tayyip Erdoğan|   الحوثيون|Houthis|
"""


def glossary(rows: Rows = ()) -> list[Actor]:
    """150 names: those of `rows` first; all states that CLDR has, where there are no rows."""
    known = [*_bodies(), *_states()]
    matcher = Matcher(known, "en")
    named = Counter(mention.actor for _, en in rows for mention in matcher.find(en))
    return sorted(known, key=lambda actor: -named[actor.id])[: NAMES if rows else None]


def _bodies() -> Iterator[Actor]:
    for row in re.split(r"\s{3,}|\n", _BODIES.strip()):
        original, translation, acronym = row.split("|")
        names = ActorNames(original), ActorNames(translation, acronym=acronym)
        yield Actor(f"body-{translation}", "organisation", *names)


def _states() -> Iterator[Actor]:
    original, translation = (Locale(lang).territories for lang in ("ar", "en"))
    for code, name in translation.items():
        if not code.isalpha() or code not in original or code in _NO_STATES:
            continue
        ours, theirs = (tuple(filter(None, names.split("|"))) for names in _SHORT.get(code, ("", "")))
        people = demonyms().get(code, ((), ()))
        short = re.sub(r" \(.*| SAR .*", "", name)
        others = tuple(n for n in theirs if n != short)
        names = ActorNames(original[code], allowed=ours, demonyms=people[0])
        yield Actor(code.lower(), "state", names, ActorNames(short, allowed=others, demonyms=people[1]))


def edition(rows: Rows, actors: Sequence[Actor], size: int = 20) -> CheckContext:
    """The rows, Markdown, as articles of `size` paragraphs that an editor approved."""
    articles = []
    for start in range(0, len(rows), size):
        passages = tuple(
            BilingualBlock(Block(Kind.PARAGRAPH, ar, key=f"p{n}"), Entry(f"p{n}", ar, en, State.EDITED), en)
            for n, (ar, en) in enumerate(rows[start : start + size], 1)
        )
        articles.append(ArticleHead.of(Article(f"a{start}", f"seeds/a{start}.txt", Meta(), passages)))
    return checks.make_context(articles, actors, Settings(Path()), {})


def as_markdown(rows: Rows) -> list[Row]:
    """Plain rows, escaped; those that hold links are Markdown already."""
    return [row if "](http" in row[0] else (escape(row[0]), escape(row[1])) for row in rows]


def joined(rows: Rows, size: int = 4) -> list[Row]:
    """Every `size` sentences as one paragraph."""
    parts = [rows[i : i + size] for i in range(0, len(rows), size)]
    return [(" ".join(ar for ar, _ in part), " ".join(en for _, en in part)) for part in parts]


# --- faults ------------------------------------------------------------------------------------------------

Fault = Callable[[Row, random.Random], Row]
"""A row with a fault planted in it, or the row itself where there is nothing to spoil."""


def _exchange(pattern: str, others: Callable[[re.Match[str]], Sequence[str]], flags: int = 0) -> Fault:
    """A fault that puts another word for one match of `pattern` in the English."""
    finds = re.compile(pattern, flags)

    def spoil(row: Row, rng: random.Random) -> Row:
        found = [(m, new) for m in finds.finditer(row[1]) if (new := others(m))]
        if not found:
            return row
        match, new = rng.choice(found)
        made = row[1][: match.start()] + rng.choice(new) + row[1][match.end() :]
        return row[0], re.sub(r" {2,}", " ", made).strip()

    return spoil


def _of(words: str) -> Callable[[re.Match[str]], Sequence[str]]:
    return lambda match: [word for word in words.split() if word != match[0].lower()]


def _digit(match: re.Match[str]) -> Sequence[str]:
    text = match[0]
    return [text[:at] + c + text[at + 1 :] for at in range(len(text)) for c in "123456789" if c != text[at]]


WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred million"
MONTHS = "January February March April May June July August September October November December"
_MONTH = rf"(?:{MONTHS.replace(' ', '|')})"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def _date(match: re.Match[str]) -> Sequence[str]:
    """The date with another day, another month or another year."""
    made = []
    for group, others in (
        ("day", [str(n) for n in range(1, 29)]),
        ("month", MONTHS.split()),
        ("year", [str(n) for n in range(2008, 2025)]),
    ):
        name = next((g for g in match.groupdict() if g[:-1] == group and match[g]), "")
        if name:
            a, b = (n - match.start() for n in match.span(name))
            made += [match[0][:a] + other + match[0][b:] for other in others if other != match[name]][:12]
    return made


_REMOVED = {
    "cannot": "can", "can't": "can", "won't": "will", "never": "always", "without": "with",
    "neither": "both",
    "nor": "and", "failed to": "managed to", "nobody": "somebody", "no one": "someone", "none": "all",
    "did not": "did",
    "nothing": "something", "not": "", "no": "", "n't": "", "unable": "able", "unclear": "clear",
    "unlikely": "likely",
}  # fmt: skip
_ADDED = {
    "is": "is not", "are": "are not", "was": "was not", "were": "were not", "will": "will not",
    "can": "cannot",
    "has": "has not", "have": "have not", "had": "had not", "should": "should not", "may": "may not",
    "must": "must not",
    "would": "would not", "could": "could not", "with": "without", "some": "no", "always": "never",
}  # fmt: skip
_PAST = (
    "killed|said|announced|attacked|signed|visited|found|arrested|showed|reported|used|took|held|received|began"
    "|met"
)
_ADDED_TO = (
    rf"\b(?:{'|'.join(_ADDED)})\b(?! ?(?:not|no|never)\b|n['’]t)|(?<!was )(?<!were )(?<!been )\b(?:{_PAST})\b"
)
_MODAL = {
    "must": ["may", "might"], "may": ["must", "will"], "might": ["must", "will"], "should": ["may", "might"],
    "has to": ["may"], "have to": ["may"], "alleged": ["proven", ""], "allegedly": [""], "reportedly": [""],
    "claimed": ["confirmed", "proved"], "probably": ["certainly", ""], "possibly": ["certainly", ""],
    "perhaps": ["certainly", ""], "likely": ["certain"], "is believed": ["is known"], "possible": ["certain"],
}  # fmt: skip


def _added(match: re.Match[str]) -> Sequence[str]:
    stem = match[0]
    if stem in _ADDED:
        return [_ADDED[stem]]
    return [f"did not {_PRESENT.get(stem, stem.removesuffix('ed'))}", f"never {stem}"]


_PRESENT = {"said": "say", "found": "find", "took": "take", "held": "hold", "began": "begin", "met": "meet",
            "announced": "announce", "received": "receive", "used": "use", "arrested": "arrest"}  # fmt: skip
_ADJECTIVES = [en[0] for _, en in demonyms().values()]


def name(actors: Sequence[Actor]) -> Fault:
    """A fault that puts the name of another actor in the place of one."""
    names = [actor.en.preferred for actor in actors]
    return _exchange(
        rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b",
        lambda match: [n for n in names if n != match[0]],
    )


def link(row: Row, rng: random.Random) -> Row:
    """Another target for a link that both languages have; one is made where there is none."""
    ar, en = row
    if "](http" not in ar:
        target = "https://example.org/news/2019/03/a-b_(c)?id=12#p3"
        (first, ours), (head, theirs) = (f"{text} ".split(" ", 1) for text in row)
        ar, en = f"[{escape(first)}]({target}) {escape(ours)}", f"[{escape(head)}]({target}) {escape(theirs)}"
    start = en.index("](http") + 10
    at = rng.choice([n for n in range(start, en.index(")", start)) if en[n].isalnum()])
    return ar, f"{en[:at]}{rng.choice('qxz79'.replace(en[at], ''))}{en[at + 1 :]}"


number = _exchange(r"(?<![\w/=])\d+", _digit)
negation_removed = _exchange(
    r"\b(?:cannot|can't|won't|never|without|[Nn]either|nor|failed to|nobody|[Nn]o one|[Nn]one|nothing|did not"
    r"|not|[Nn]o|unable|unclear|unlikely)\b|n['’]t\b",
    lambda match: [_REMOVED[match[0].lower().replace("’", "'")]],
)
negation_added = _exchange(_ADDED_TO, _added)
FAULTS: dict[str, tuple[Fault, frozenset[str]]] = {
    "a digit changed": (number, frozenset({"numbers", "dates"})),
    "a number in words changed": (
        _exchange(rf"\b(?:{WORDS.replace(' ', '|')})\b", _of(WORDS), re.IGNORECASE),
        frozenset({"numbers"}),
    ),
    "a negation removed": (negation_removed, frozenset({"negation"})),
    "a negation added": (negation_added, frozenset({"negation"})),
    "a date changed": (
        _exchange(
            rf"(?P<day1>\d{{1,2}}) (?P<month1>{_MONTH})\b(?: (?P<year1>\d{{4}}))?"
            rf"|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})\b(?:, (?P<year2>\d{{4}}))?"
            rf"|\b(?P<month3>(?!May|March){_MONTH})\b(?: (?P<year3>\d{{4}}))?",
            _date,
        ),
        frozenset({"dates", "numbers"}),
    ),
    "a weekday changed": (
        _exchange(rf"\b(?:{_DAYS.replace(' ', '|')})\b", lambda m: [d for d in _DAYS.split() if d != m[0]]),
        frozenset({"dates"}),
    ),
    "a demonym swapped": (
        _exchange(rf"\b(?:{'|'.join(_ADJECTIVES)})\b", lambda m: [a for a in _ADJECTIVES if a != m[0]]),
        frozenset({"names", "nationalities"}),
    ),
    "a modality changed": (
        _exchange(rf"\b(?:{'|'.join(_MODAL)})\b(?! (?:\d|20))", lambda m: _MODAL[m[0]]),
        frozenset({"modality"}),
    ),
    "a link changed": (link, frozenset({"structure"})),
}


def recall(rows: Rows, actors: Sequence[Actor], fault: Fault, ids: Iterable[str]) -> tuple[int, list[Row]]:
    """How many of the planted faults the checks `ids` find, and the rows where they find none."""
    rng = random.Random(7)
    spoilt = [(row, made) for row in rows if (made := fault(row, rng)) != row]
    chosen = {key: checks.CHECKS[key] for key in ids}
    if not spoilt:
        return 0, []
    before, after = (
        {(f.file, f.key, f.message) for f in checks.run(edition(as_markdown(texts), actors), chosen)}
        for texts in zip(*spoilt, strict=True)
    )
    found = {(file, key) for file, key, _ in after - before}
    places = [(f"docs/en/articles/a{n - n % 20}.md", f"p{n % 20 + 1}") for n in range(len(spoilt))]
    return len(found), [made for (_, made), place in zip(spoilt, places, strict=True) if place not in found]


# --- figures -----------------------------------------------------------------------------------------------


def per_thousand(findings: Sequence[Finding], sentences: int) -> None:
    """Print findings per 1,000 sentences: both severities, then each check."""
    counts = Counter(f.check for f in findings)
    sums = Counter(f.severity for f in findings)
    for severity in (Severity.ERROR, Severity.WARNING):
        named = [k for k in counts if checks.CHECKS[k].severity is severity]
        detail = ", ".join(f"{k} {1000 * counts[k] / sentences:.1f}" for k in sorted(named))
        print(f"    {severity}s {1000 * sums[severity] / sentences:5.1f}   {detail}")


def figures(rows: Rows, show: str, missed: str) -> None:
    """Print the figures of one half."""
    actors = glossary(rows)
    shown = {key: check for key, check in checks.CHECKS.items() if key != "unnamed"}
    for label, texts in (("a sentence a paragraph", rows), ("four sentences a paragraph", joined(rows))):
        started = time.perf_counter()
        findings = checks.run(edition(as_markdown(texts), actors), shown)
        took = time.perf_counter() - started
        print(f"  clean, {label} ({took:.1f} s), findings per 1,000 sentences:")
        per_thousand(findings, len(rows))
        for finding in (f for f in findings if f.check == show):
            print(f"    {finding}")
        planted = {**FAULTS, "a name swapped": (name(actors), frozenset({"names", "nationalities"}))}
        for what, (fault, ids) in planted.items():
            found, unseen = recall(texts, actors, fault, ids)
            total = found + len(unseen)
            print(f"    {what}: {found} of {total} found ({100 * found / max(total, 1):.1f} %)")
            for row in unseen if what == missed else ():
                print(f"      {row}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path, default=[SAMPLE, NEWS])
    parser.add_argument("--show", default="", help="print the findings of this check in clean sentences")
    parser.add_argument("--missed", default="", help="print planted faults of this kind that nothing finds")
    parser.add_argument("--half", choices=("tuned", "aside"), help="this half alone")
    args = parser.parse_args()
    for file in args.files:
        everything = read(file)
        for half in (args.half,) if args.half else ("tuned", "aside"):
            rows = [row for row in everything if is_set_aside(row) == (half == "aside")]
            print(f"{file.name}, {half}: {len(rows)} of {len(everything)} sentences")
            figures(rows, args.show, args.missed)
    rows = [row for file in args.files for row in read(file)]
    copies = as_markdown(rows * (1 + 14_000 // len(rows)))[:14_000]
    actors = glossary(rows)
    started = time.perf_counter()
    checks.run(edition(copies, actors, 14))
    print(f"1,000 articles of 14 blocks: {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
