from collections.abc import Iterator
from contextlib import contextmanager, suppress

from jisr.storage.work.progress import Advance, begin_shared_work, begin_work, follow, shown_by, tell


class Heard:
    def __init__(self) -> None:
        self.said: list[object] = []

    @contextmanager
    def __call__(self, what: str, total: int, /) -> Iterator[Advance]:
        self.said.append((what, total))
        try:
            yield lambda pieces, failed=0: self.said.append((pieces, failed) if failed else pieces)
        finally:
            self.said.append("end")


def test_each_thing_is_done_when_the_next_is_asked_for() -> None:
    heard = Heard()
    with shown_by(heard):
        things = follow("ab", "spelling", 2)
        assert next(things) == "a"
        assert heard.said == [("spelling", 2)]
        assert list(things) == ["b"]
    assert heard.said == [("spelling", 2), 1, 1, "end"]


def test_work_that_fails_has_ended() -> None:
    heard = Heard()
    with shown_by(heard), suppress(ZeroDivisionError), begin_work("dividing", 3) as advance:
        advance(2)
        raise ZeroDivisionError
    assert heard.said == [("dividing", 3), 2, "end"]


def test_nobody_need_listen() -> None:
    heard = Heard()
    with shown_by(heard):
        pass
    assert list(follow("ab", "spelling", 2)) == ["a", "b"]
    assert heard.said == []


def test_who_is_called_to_do_it_tells_whoever_began() -> None:
    heard = Heard()
    with shown_by(heard):
        tell(7)
        with begin_shared_work("counting", 9):
            tell(2)
            tell(3, 1)
        tell(7)
    assert heard.said == [("counting", 9), 2, (3, 1), "end"]
