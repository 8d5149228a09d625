"""How fast names are found on one core: MB/s (UTF-8) with 1,000 actors, time to make a matcher of 10,000.

    python -m benchmarks.bench_matching [FILE.tsv]

The Arabic is the first column of FILE, the English the second; without a file, words are made up. So are the
names, of one to four words, every fifth of them a word of the text; a name is added to every row, so that
there are mentions to be found.
"""

import random
import sys
import time
from pathlib import Path

from jisr.glossary import Matcher
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import Lang

TYPES = ("person", "organisation", "armed group", "state", "place", "party", "office", "event")
LETTERS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "en": "abcdefghijklmnopqrstuvwxyz"}


def made_up(rng: random.Random, lang: Lang) -> str:
    """A word of three to eight letters; in English with a capital."""
    word = "".join(rng.choice(LETTERS[lang]) for _ in range(rng.randint(3, 8)))
    return ("ال" + word if rng.random() < 0.3 else word) if lang == "ar" else word.capitalize()


def glossary(count: int, words: list[str], lang: Lang, rng: random.Random) -> list[Actor]:
    """`count` actors; one word in five of their names is a word of the text."""

    def name() -> str:
        size = rng.choice((1, 2, 2, 3, 3, 4))
        return " ".join(
            rng.choice(words) if size > 1 and rng.random() < 0.2 else made_up(rng, lang) for _ in range(size)
        )

    actors = []
    for index in range(count):
        names = ActorNames(preferred=name(), allowed=(name(), name()))
        actors.append(Actor(f"a{index}", TYPES[index % len(TYPES)], ar=names, en=names))
    return actors


def texts(lang: Lang, rng: random.Random) -> list[str]:
    """Blocks of text, about 6 MB."""
    if len(sys.argv) > 1:
        rows = [line.split("\t") for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
        column = [row[0 if lang == "ar" else 1] for row in rows if len(row) > 1]
    else:
        vocabulary = [made_up(rng, lang) for _ in range(20_000)]
        column = [" ".join(rng.choices(vocabulary, k=25)) + "." for _ in range(2_000)]
    size = sum(len(text.encode()) for text in column)
    return column * max(1, 6_000_000 // size)


def main() -> None:
    """Prints the figures for both languages."""
    rng = random.Random(1)
    for lang in ("ar", "en"):
        column = texts(lang, rng)
        words = sorted(
            {word for text in column[:2000] for word in text.split() if word.isalpha() and len(word) > 3}
        )
        for count in (1_000, 10_000):
            actors = glossary(count, words, lang, rng)
            named = [f"{text} {rng.choice(actors).names(lang).preferred}" for text in column]
            began = time.process_time()
            matcher = Matcher(actors, lang)
            made = time.process_time()
            found = sum(map(len, matcher.find_in_article(named)))
            took = time.process_time() - made
            size = sum(len(text.encode()) for text in named) / 1e6
            print(
                f"{lang}: {count:6,} actors, matcher made in {made - began:5.2f} s; "
                f"{size:.1f} MB with {found:,} mentions in {took:.2f} s: {size / took:.1f} MB/s"
            )


if __name__ == "__main__":
    main()
