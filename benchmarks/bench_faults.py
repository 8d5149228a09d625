"""How many planted faults are found, and how many human translations are taken for faulty.

    python -m benchmarks.bench_faults [FILE.tsv] [--count N] [--seed N]

The file holds originals and translations by people, a pair a line with a tab between; without one they are
those of the tests. Its odd lines are for whoever works on the rules, its even ones for the figure.
"""

import argparse
from collections import Counter
from pathlib import Path

import yaml

from jisr.translation.engines.faults import find_fault
from jisr.translation.engines.sentences import prepare
from tests.planted_faults import plant_faults

CASES = Path(__file__).parents[1] / "tests/cases/engines/translations.yml"


def read_pairs(file: Path | None) -> list[tuple[str, str]]:
    """Originals with their translations."""
    if file is None:
        return [(case["arabic"], case["english"]) for case in yaml.safe_load(CASES.read_text("utf-8"))]
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
    return [(row[0], row[1]) for row in rows if len(row) > 1]


def main() -> None:
    """Print what is found of each kind, and the false alarms."""
    parser = argparse.ArgumentParser(description="Planted faults found, and false alarms")
    parser.add_argument("file", type=Path, nargs="?", help="original TAB translation, one pair a line")
    parser.add_argument("--count", type=int, default=200, help="faults planted in each part")
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    pairs = read_pairs(options.file)
    for part, name in enumerate(("odd lines", "even lines")):
        own = pairs[part::2]
        planted = plant_faults(own, options.count, options.seed + part)
        missed = [one for one in planted if not find_fault(prepare(one.original), one.translation)]
        alarms = Counter(find_fault(prepare(original), translation) for original, translation in own)
        wrong = sum(count for fault, count in alarms.items() if fault)
        print(f"{name}: {len(planted) - len(missed)} of {len(planted)} faults found", end="; ")
        print(f"{wrong} of {len(own)} human translations taken for faulty ({wrong / len(own):.2%})")
        print("  missed:", dict(Counter(one.kind for one in missed)) or "none")
        print("  false alarms:", {fault: count for fault, count in alarms.items() if fault} or "none")


if __name__ == "__main__":
    main()
