"""Whatever is pasted into a page, the work of sync grows with it and no faster: steps are counted."""

import random
from collections.abc import Callable

import pytest

from jisr.lang.arabic import digest
from jisr.markup.page_format import parse_page
from jisr.model.ledger import Entry, Ledger, State
from jisr.model.source import Block, Document, Kind, Meta
from jisr.translation.sync import compose_translation_page, reconcile
from tests.steps import count_steps

FRONT = "---\nlang: en\ndir: ltr\n---\n\n"
KEYS = [f"p{n}" for n in range(1, 13)]
ARABIC = {key: " ".join(f"كلمة{key}{n}" for n in range(12)) for key in KEYS}  # "word", numbered
ENGLISH = {key: f"Sentence {key} says {key}x and more of it. So it goes {key}." for key in KEYS}
SHORT = 28  # characters of a short paragraph


def words(size: int, seed: int = 0) -> str:
    """About `size` characters of words like no others."""
    dice = random.Random(seed)
    return " ".join(f"{dice.choice('abcdefgh')}{dice.randrange(10**5)}" for _ in range(size // 7))


def page(first: str, last: str = "", without: tuple[str, ...] = ()) -> str:
    """The English page with `first` under its first marker, `last` under its last, and markers lost."""
    texts = {**ENGLISH, "p1": first, "p12": last or ENGLISH["p12"]}
    return FRONT + "".join(f"<!-- #{k} -->\n{t}\n\n" for k, t in texts.items() if k not in without)


def shorts(size: int) -> list[str]:
    return [words(SHORT, n) for n in range(size // SHORT)]


def citing(size: int) -> tuple[str, str]:
    """A text that cites as many footnotes, and the footnotes."""
    count = size // 40
    notes = "\n\n".join(f"[^{n}]: {words(SHORT, n)}" for n in range(count))
    return ENGLISH["p1"] + "".join(f"[^{n}]" for n in range(count)), notes


def unknown(size: int) -> str:
    return "".join(f"<!-- #z{n} -->\n{text}\n" for n, text in enumerate(shorts(size)))


LOST = ("p2", "p3", "p6")
PASTES: dict[str, Callable[[int], str]] = {
    "a paragraph": lambda n: page(words(n)),
    "a paragraph, markers lost": lambda n: page(words(n), without=LOST),
    "sentences, markers lost": lambda n: page(". ".join(shorts(n)), without=LOST),
    "short paragraphs": lambda n: page("\n\n".join(shorts(n))),
    "short paragraphs, markers lost": lambda n: page("\n\n".join(shorts(n)), without=LOST),
    "lines, markers lost": lambda n: page("\n".join(shorts(n)), without=LOST),
    "the same again and again": lambda n: page("one two three four. " * (n // 20), without=LOST),
    "a text twice": lambda n: page(f"{words(n // 2)}\n\n{words(n // 2)}"),
    "footnotes": lambda n: page("\n\n".join(citing(n))),
    "footnotes moved away": lambda n: page(citing(n)[0], last=f"{ENGLISH['p12']}\n\n{citing(n)[1]}"),
    "above the first marker": lambda n: FRONT + "\n\n".join(shorts(n)) + "\n\n" + page("x")[len(FRONT) :],
    "no markers": lambda n: FRONT + "\n\n".join([*ENGLISH.values(), *shorts(n)]),
    "a marker again and again": lambda n: page("".join(f"<!-- #p1 -->\n{t}\n\n" for t in shorts(n))),
    "unknown markers": lambda n: page("x") + unknown(n),
    "escaped markers": lambda n: page("x", last="\\<!-- #p1 --\\>\n" * (n // 18)),
    "notes": lambda n: page("Words <!-- x --> " * (n // 17)),
    "notes never closed": lambda n: page("Words <!-- " * (n // 11)),
    "ticks": lambda n: page("Words ` `` ``` " * (n // 15)),
    "marks of lines": lambda n: page("# " * (n // 2) + "words"),
}  # fmt: skip


def steps(text: str) -> int:
    """How many calls sync makes for a page."""
    entries = [
        Entry(key, ARABIC[key], translation, (State.DRAFT, State.EDITED)[n % 2], synced=digest(translation))
        for n, (key, translation) in enumerate(ENGLISH.items())
    ]
    blocks = tuple(Block(Kind.PARAGRAPH, original) for original in ARABIC.values())
    document = Document("x", "seeds/x.txt", Meta(), blocks)

    def settle() -> None:
        outcome = reconcile(document, Ledger(tuple(entries)), parse_page(text), "docs/en/articles/x.md")
        if not outcome.blocked:
            compose_translation_page(outcome)

    return count_steps(settle)


@pytest.mark.parametrize("what", PASTES)
def test_twice_the_text_takes_twice_the_steps(what: str) -> None:
    make = PASTES[what]
    steps(make(500))  # what is made once
    once, twice = steps(make(6000)), steps(make(12000))
    assert twice < 2.3 * once, (once, twice)
