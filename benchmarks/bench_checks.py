"""How often the checks are wrong, what they find, and how long they take.

    python -m benchmarks.bench_checks [FILE.tsv] [--show CHECK] [--tune]

FILE holds human translations, Arabic and English in two columns; without it the sample of the tests is used.
The figures are those of every second line (`--tune` takes the others, which the checks were tuned on):
findings per 1,000 sentences, each sentence a paragraph and again four of them one paragraph; then the share
of planted faults that is found. The glossary is CLDR's names of states, so that there are names to be found.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from babel import Locale

from build_tools import checks
from build_tools.checks.texts import Edition
from build_tools.errors import Finding, Severity
from build_tools.markdown import escape
from build_tools.model import Actor, Article, Block, Entry, Kind, Meta, Names, Passage, Settings, State

SAMPLE = Path(__file__).parent.parent / "tests" / "cases" / "checks" / "sample.tsv"
Rows = Sequence[tuple[str, str]]
# All of states are known here, and few are named: what that says of a glossary says nothing of a translation.
CHECKS = {key: check for key, check in checks.CHECKS.items() if key != "unnamed"}


def glossary() -> list[Actor]:
    """The states of the world as actors, by CLDR, with the short names that newspapers use."""
    arabic, english = (Locale(lang).territories for lang in ("ar", "en"))
    also = {"US": ("الولايات المتحدة", "أمريكا"), "HK": ("هونغ كونغ", "هونج كونج"), "GB": ("بريطانيا",)}
    known = {"US": ("United States", "US", "America", "U.S."), "GB": ("United Kingdom", "UK", "Britain")}
    known |= {
        "CN": ("China", "PRC"),
        "KR": ("South Korea",),
        "HK": ("Hong Kong",),
        "CZ": ("Czech Republic",),
        "TR": ("Turkey",),
        "VA": ("Vatican",),
    }
    actors = []
    for code, name in english.items():
        if (
            not code.isalpha()
            or code not in arabic
            or code in {"NU", "ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"}
        ):
            continue
        others = tuple(n for n in known.get(code, ()) if n != name)
        short = re.sub(r" \(.*| SAR .*", "", name)
        own = Names(short, allowed=others)
        actors.append(
            Actor(code.lower(), "state", ar=Names(arabic[code], allowed=also.get(code, ())), en=own)
        )
    return actors


def edition(rows: Rows, actors: Sequence[Actor], size: int = 20) -> Edition:
    """The rows as articles of `size` paragraphs that an editor approved."""
    articles = []
    for start in range(0, len(rows), size):
        passages = tuple(
            Passage(
                Block(Kind.PARAGRAPH, escape(ar), key=f"p{n}"),
                Entry(f"p{n}", escape(ar), escape(en), State.EDITED),
                escape(en),
            )
            for n, (ar, en) in enumerate(rows[start : start + size], 1)
        )
        articles.append(Article(f"a{start}", f"seeds/a{start}.txt", Meta(), passages))
    return checks.edition(articles, actors, Settings(Path()), {})


def joined(rows: Rows, size: int = 4) -> Rows:
    """Every `size` sentences as one paragraph."""
    parts = [rows[i : i + size] for i in range(0, len(rows), size)]
    return [(" ".join(ar for ar, _ in part), " ".join(en for _, en in part)) for part in parts]


# --- faults ------------------------------------------------------------------------------------------------

Fault = Callable[[str, random.Random], str]


def number(english: str, rng: random.Random) -> str:
    """One digit changed."""
    found = list(re.finditer(r"\d+", english))
    if not found:
        return english
    match = rng.choice(found)
    at = match.start() + rng.randrange(len(match[0]))
    return english[:at] + rng.choice([c for c in "123456789" if c != english[at]]) + english[at + 1 :]


WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred million"


def number_word(english: str, rng: random.Random) -> str:
    """One number in words changed for another."""
    found = list(re.finditer(rf"\b(?:{WORDS.replace(' ', '|')})\b", english, re.IGNORECASE))
    if not found:
        return english
    match = rng.choice(found)
    new = rng.choice([word for word in WORDS.split() if word != match[0].lower()])
    return english[: match.start()] + new + english[match.end() :]


def negation(english: str, rng: random.Random) -> str:
    """One "not", "no", "never" or "without" removed."""
    found = list(re.finditer(r"\b(?:not|no|never|cannot|without)\b ?|n['’]t\b", english))
    if not found:
        return english
    match = rng.choice(found)
    new = {"cannot": "can ", "without": "with "}.get(match[0].strip(), "")
    return english[: match.start()] + new + english[match.end() :]


def name(actors: Sequence[Actor]) -> Fault:
    """A fault that puts the name of another actor in the place of one."""
    names = [actor.en.preferred for actor in actors]
    found_names = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b")

    def swap(english: str, rng: random.Random) -> str:
        found = list(found_names.finditer(english))
        if not found:
            return english
        match = rng.choice(found)
        new = rng.choice([n for n in names if n != match[0]])
        return english[: match.start()] + new + english[match.end() :]

    return swap


def recall(rows: Rows, actors: Sequence[Actor], fault: Fault, ids: set[str]) -> tuple[int, int]:
    """How many of the planted faults the checks `ids` find, and how many were planted."""
    rng = random.Random(7)
    wrong = [(ar, made) for ar, en in rows if (made := fault(en, rng)) != en]
    chosen = {key: check for key, check in checks.CHECKS.items() if key in ids}
    found = {(f.file, f.key) for f in checks.run(edition(wrong, actors), chosen) if f.check in ids}
    return len(found), len(wrong)


# --- figures -----------------------------------------------------------------------------------------------


def per_thousand(findings: Sequence[Finding], sentences: int) -> None:
    """Print findings per 1,000 sentences: both severities, then each check."""
    counts = Counter(f.check for f in findings)
    sums = Counter(f.severity for f in findings)
    for severity in (Severity.ERROR, Severity.WARNING):
        named = [k for k in counts if checks.CHECKS[k].severity is severity]
        detail = ", ".join(f"{k} {1000 * counts[k] / sentences:.1f}" for k in sorted(named))
        print(f"    {severity}s {1000 * sums[severity] / sentences:5.1f}   {detail}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--show", default="", help="print the findings of this check")
    parser.add_argument("--tune", action="store_true", help="the half that the checks were tuned on")
    args = parser.parse_args()
    lines = [line.split("\t") for line in args.file.read_text("utf-8").splitlines() if line[:1] != "#"]
    everything = [(line[0], line[1]) for line in lines if len(line) > 1]
    rows = everything[0 if args.tune else 1 :: 2]
    actors = glossary()
    print(f"{len(rows)} of {len(everything)} sentences")
    for label, texts in (("a sentence a paragraph", rows), ("four sentences a paragraph", joined(rows))):
        started = time.perf_counter()
        findings = checks.run(edition(texts, actors), CHECKS)
        took = time.perf_counter() - started
        print(f"  clean, {label} ({took:.1f} s), findings per 1,000 sentences:")
        per_thousand(findings, len(rows))
        for f in findings:
            if f.check == args.show:
                print("   ", f)
        for what, fault, ids in (
            ("a digit changed", number, {"numbers", "dates"}),
            ("a number in words changed", number_word, {"numbers"}),
            ("a negation removed", negation, {"negation"}),
            ("a name swapped", name(actors), {"names"}),
        ):
            found, planted = recall(texts, actors, fault, ids)
            print(f"    {what}: {found} of {planted} found ({100 * found / max(planted, 1):.1f} %)")
    copies = everything * (1 + 14_000 // len(everything))
    started = time.perf_counter()
    made = edition(copies[:14_000], actors, 14)
    checks.run(made)
    print(f"  1,000 articles of 14 blocks: {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
