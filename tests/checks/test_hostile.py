"""Hostile text is checked in steps that grow with it."""

import pytest

from benchmarks import bench_checks
from jisr import checks
from tests.checks.editions import edition_of
from tests.steps import LINEAR, by_turns, ending, growth

HOSTILE_PARTS = (
    *(
        "(",
        "[",
        "`",
        "|",
        "“",
        '"',
        "1,",
        "1.",
        "a",
        "A",
        "ا",
        "و",
        "لا ",
        "not ",
        "un",
        "million ",
        "ثلاثة و",
    ),
    *(
        "100 ألف ",
        "|\n",
        "- a\n",
        "# a\n",
        "[a](",
        "![",
        "[^1]",
        "**",
        "<bdi lang=ar ",
        "'",
        "May ",
        "كانون ",
    ),
    *(
        "شهر ",
        "Aa-",
        "the the ",
        "\n\n",
        "a b ",
        "http://",
        "a@",
        " \t",
        "غير ال",
        "3 to ",
        "free-",
        "\u202a",
    ),
    *("- ", "$", "~~~\n", "~~~~", "``\n", "Al-", "1 million and ", "<", "&", "\\"),
)


ACTORS = [actor for actor in bench_checks.glossary() if actor.id in ("iq", "us")]


def check_nothing_but(part: str, size: int) -> None:
    """Check three blocks that hold `size` characters of nothing but `part` in a language or both."""
    text = part * (size // len(part))
    made = [(text, text), ("قال.", text), (text, "He said.")]
    checks.run(edition_of(made, actors=ACTORS))


@pytest.mark.parametrize("part", by_turns(HOSTILE_PARTS), ids=repr)
def test_hostile_text_is_checked_in_steps_that_grow_with_it(part: str) -> None:
    with ending():
        assert growth(lambda size: check_nothing_but(part, size), 1_000) < LINEAR


@pytest.mark.soak
@pytest.mark.parametrize("part", HOSTILE_PARTS, ids=repr)
def test_a_hundred_kilobytes_of_hostile_text_are_checked(part: str) -> None:
    with ending():
        check_nothing_but(part, 100_000)
