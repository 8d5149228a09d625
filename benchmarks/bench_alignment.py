"""How many paragraphs of finished translations find their Arabic, also where somebody moved or joined some.

    python -m benchmarks.bench_alignment FOLDER [--tuned N]

In FOLDER lie pairs of articles, `NAME.ar.md` and `NAME.en.md`; those count in which both have the same
blocks in the same order. Each English is then spoilt in one place, in every way four times, and laid
beside its Arabic. Every fourth pair, which the rules may have been tuned on, is left out with `--tuned
4`. Without FOLDER nothing is measured: real articles are nobody's to copy into the project.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from jisr import seeds
from jisr.exchange.alignment.clues import ClueReader
from jisr.exchange.alignment.texts import AlignedText, align
from jisr.model.source import Block, Kind

TIMES = 4
LONG = 60  # letters of a paragraph that is spoilt
ADDED = "This article was first published elsewhere, and has been shortened for readers abroad."

Blocks = list[Block]


def is_spoilt(block: Block) -> bool:
    """Whether it is a paragraph that may be moved, joined or cut."""
    return block.kind is Kind.PARAGRAPH and len(block.text) > LONG and "[^" not in block.text


def leave(english: Blocks, *_: object) -> Blocks:
    """As it is."""
    return english


def join(english: Blocks, at: int, _: random.Random) -> Blocks:
    """A paragraph and the next are one."""
    return _joined(english, at, english[at].text.rstrip())


def join_without_stop(english: Blocks, at: int, _: random.Random) -> Blocks:
    """The same, and no full stop stands between them."""
    return _joined(english, at, re.sub(r"[.!?:;,\s]+$", "", english[at].text))


def _joined(english: Blocks, at: int, first: str) -> Blocks:
    if at + 1 == len(english) or not is_spoilt(english[at + 1]):
        return []
    one = replace(english[at], text=f"{first} {english[at + 1].text}")
    return [*english[:at], one, *english[at + 2 :]]


def split(english: Blocks, at: int, _: random.Random) -> Blocks:
    """A paragraph is two."""
    parts = re.split(r"(?<=\.) (?=[A-Z])", english[at].text, maxsplit=1)
    both = [replace(english[at], text=part) for part in parts]
    return [*english[:at], *both, *english[at + 1 :]] if len(parts) > 1 else []


def drop(english: Blocks, at: int, _: random.Random) -> Blocks:
    """A paragraph is left out."""
    return [*english[:at], *english[at + 1 :]]


def add(english: Blocks, at: int, _: random.Random) -> Blocks:
    """A paragraph is added."""
    return [*english[:at], replace(english[at], text=ADDED), *english[at:]]


def move(english: Blocks, at: int, rng: random.Random) -> Blocks:
    """A paragraph stands somewhere else."""
    rest = [*english[:at], *english[at + 1 :]]
    to = rng.choice([n for n in range(1, len(english)) if abs(n - at) > 1])
    return [*rest[:to], english[at], *rest[to:]]


def swap(english: Blocks, at: int, _: random.Random) -> Blocks:
    """A paragraph and the next have changed places."""
    two = english[at : at + 2][::-1]
    return [*english[:at], *two, *english[at + 2 :]] if all(map(is_spoilt, two)) and len(two) > 1 else []


WAYS: Sequence[Callable[[Blocks, int, random.Random], Blocks]] = (
    leave, join, join_without_stop, split, drop, add, move, swap,
)  # fmt: skip


def read_pairs(folder: Path) -> Iterator[tuple[str, Blocks, Blocks]]:
    """The articles whose blocks are alike in both languages, with keys."""
    for path in sorted(folder.glob("*.ar.md")):
        twin = path.with_name(path.name.replace(".ar.md", ".en.md"))
        ours, theirs = (list(seeds.read_translation(one.name, one.read_bytes())[0]) for one in (path, twin))
        if len(ours) > 5 and [block.kind for block in ours] == [block.kind for block in theirs]:
            yield path.name, [replace(block, key=f"k{n}") for n, block in enumerate(ours)], theirs


def judge(found: AlignedText | None, wanted: str) -> str:
    """What became of a paragraph: `taken` or `offered`, or both of a wrong text, or `missing`."""
    if found is None:
        return "missing" if wanted else "taken"
    same = re.sub(r"[\W_]+", "", found.text) == re.sub(r"[\W_]+", "", wanted)
    return ("taken" if found.is_sure else "offered") + ("" if same else " wrongly")


def main() -> None:
    """Prints a row for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--tuned", type=int, default=0, metavar="N")
    asked = parser.parse_args()
    pairs = list(read_pairs(asked.folder)) if asked.folder else []
    pairs = [pair for n, pair in enumerate(pairs) if not asked.tuned or n % asked.tuned]
    clues = ClueReader(())
    kinds = ("taken", "offered", "taken wrongly", "offered wrongly", "missing")
    print(f"{len(pairs)} articles\n\n| | paragraphs | {' | '.join(kinds)} |\n|---|---|{'---|' * len(kinds)}")
    for way in WAYS if pairs else ():
        verdicts = Counter[str]()
        for name, ours, theirs in pairs:
            places = [n for n, block in enumerate(theirs) if n and is_spoilt(block)]
            for n in range(TIMES if places else 0):
                rng = random.Random(f"{name}{n}")
                spoilt = next(
                    filter(None, (way(theirs, at, rng) for at in rng.sample(places, len(places)))), []
                )
                if spoilt:
                    verdicts.update(_judge_all(ours, theirs, spoilt, way is drop, clues))
        shares = " | ".join(f"{verdicts[kind] / max(1, verdicts.total()):.1%}" for kind in kinds)
        print(f"| {way.__name__.replace('_', ' ')} | {verdicts.total()} | {shares} |", flush=True)


def _judge_all(
    ours: Blocks, theirs: Blocks, spoilt: Blocks, is_dropped: bool, clues: ClueReader
) -> Iterator[str]:
    found = align(ours, spoilt, clues).texts
    kept = {id(block) for block in spoilt}
    for block, english in zip(ours, theirs, strict=True):
        yield judge(found.get(block.key), "" if is_dropped and id(english) not in kept else english.text)


if __name__ == "__main__":
    main()
