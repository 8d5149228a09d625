"""The numbers of pages."""

from jisr.search.numbering import number_pages


def test_pages_that_come_change_no_number_of_others() -> None:
    days = [(f"articles/{n}/", f"2020-{n % 12 + 1:02}-{n % 28 + 1:02}") for n in range(200)]
    others = [
        ("actors/x/", ""),
        ("articles/y/", "2020"),
        ("articles/z/", "2020-03"),
        ("articles/old/", "1650"),
    ]
    before, after = number_pages(days), number_pages([*others, *days])
    assert {url: after[url] for url in before} == before
    assert len(set(after.values())) == len(after)
    in_order = sorted([*days, *others], key=lambda one: after[one[0]])
    assert [date for _, date in in_order] == sorted(date for _, date in in_order)


def test_pages_of_one_day_have_numbers_of_their_own() -> None:
    found = number_pages(
        [(f"articles/{n}/", "2020-01-01") for n in range(400)] + [("articles/x/", "2020-01-02")]
    )
    assert len(set(found.values())) == 401
    assert max(found, key=lambda url: found[url]) == "articles/x/"
