"""Times of offices on one bar, company by surprise, and how often each year names an actor."""

import pytest

from jisr.model.glossary import Actor, ActorNames, Role
from jisr.site import render
from jisr.site.common.co_mentions import SharedParagraphs, rank_by_surprise, surprise
from tests import sample

OFFICE = Actor("pm", "office", ActorNames("رئيس الوزراء"), ActorNames("Prime Minister"))


def holder(id_: str, since: str, until: str) -> Actor:
    role = Role("pm", since=since, until=until, source="a book")
    return Actor(id_, "person", ActorNames(f"اسم {id_}"), ActorNames(f"Name {id_}"), roles=(role,))


def bars(*times: tuple[str, str]) -> list[str]:
    """The bars on the page of an office, as start and width."""
    actors = [OFFICE, *(holder(f"h{n}", *time) for n, time in enumerate(times))]
    page = render((), actors, sample.settings(), {})["en/actors/pm.md"].decode()
    return [part.split('"')[1] + " " + part.split('"')[3] for part in page.split("<rect ")[1:]]


@pytest.mark.parametrize(
    ("times", "shown"),
    [
        # ten years in three parts, the months of the ends included
        ([("2010", "2014"), ("2015", "2019")], ["0.0% 50.0%", "50.0% 50.0%"]),
        # who holds it still reaches to the end, which lies behind all that is known
        ([("2010-01-01", "2019-12-31"), ("2020", "")], ["0.0% 90.9%", "90.9% 9.1%"]),
        ([("2010", "2014")], []),  # one alone says nothing by its length
        ([("", "2014"), ("", "2019")], []),  # nobody knows when they began
        ([("", "2014"), ("2015", "2017"), ("2018", "2019")], ["0.0% 60.0%", "60.0% 40.0%"]),
    ],
)
def test_offices_lie_on_a_bar(times: list[tuple[str, str]], shown: list[str]) -> None:
    assert bars(*times) == shown


def test_the_rarer_company_is_the_more_surprising() -> None:
    """Iraq stands beside everybody; that two stand together who are seldom named says more."""

    def at(total: int) -> SharedParagraphs:
        return SharedParagraphs(total, ())

    pairs = {("guard", "iraq"): 3, ("guard", "quds"): 3, **{(f"a{n}", "iraq"): 3 for n in range(8)}}
    together: dict[str, dict[str, SharedParagraphs]] = {}
    for (one, other), total in pairs.items():
        together.setdefault(one, {})[other] = together.setdefault(other, {})[one] = at(total)
    assert list(rank_by_surprise(together)["guard"]) == ["quds", "iraq"]
    assert rank_by_surprise({}) == {}


@pytest.mark.parametrize(
    ("both", "one", "other", "every", "sign"),
    [(5, 5, 5, 100, 1), (1, 50, 50, 100, -1), (25, 50, 50, 100, 0)],
)
def test_what_chance_would_have_is_no_surprise(
    both: int, one: int, other: int, every: int, sign: int
) -> None:
    found = surprise(both, one, other, every)
    assert (found > 0) - (found < 0) == sign
