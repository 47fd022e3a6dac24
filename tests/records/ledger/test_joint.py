"""What waits while one is at it is done together, and each gets his own answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tongxing.records.ledger.joint import Joint

PATIENCE = 20  # seconds


class Desk:
    """Doubles numbers; the first time it waits until it is let go."""

    def __init__(self, most: int = 16) -> None:
        self.joint: Joint[int, int] = Joint(self._do, most)
        self.asked: list[list[int]] = []
        self.begun, self.go_on = Event(), Event()
        self.refuse: Callable[[Sequence[int]], bool] = lambda _: False

    def _do(self, key: str, given: Sequence[int]) -> Sequence[int] | None:
        self.asked.append(list(given))
        self.begun.set()
        assert self.go_on.wait(PATIENCE)
        if key == "broken" or 13 in given:
            raise ValueError(given)
        return None if self.refuse(given) else [2 * one for one in given]

    def waiting(self) -> int:
        return sum(map(len, self.joint._lines.values()))

    def while_first_is_at_it(self, *others: int, first: int = 1) -> list[Future[int | None]]:
        """One at it, the others waiting in this order; then all go on."""
        with ThreadPoolExecutor(1 + len(others)) as pool:
            found = [pool.submit(self.joint.ask, "book", first)]
            assert self.begun.wait(PATIENCE)
            for n, other in enumerate(others, 1):
                found.append(pool.submit(self.joint.ask, "book", other))
                end = time.monotonic() + PATIENCE
                while self.waiting() < n and time.monotonic() < end:
                    time.sleep(0.001)
            self.go_on.set()
        assert not self.joint._lines, "nobody is at it any more"
        return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_one_alone_is_done_at_once(desk: Desk) -> None:
    desk.go_on.set()
    assert [desk.joint.ask("book", n) for n in (1, 2)] == [2, 4]
    assert desk.asked == [[1], [2]]


def test_who_waits_meanwhile_is_done_together_in_order(desk: Desk) -> None:
    found = desk.while_first_is_at_it(2, 3, 4)
    assert [one.result() for one in found] == [2, 4, 6, 8]
    assert desk.asked == [[1], [2, 3, 4]]


def test_no_more_at_once_than_allowed() -> None:
    desk = Desk(most=2)
    found = desk.while_first_is_at_it(2, 3, 4)
    assert [one.result() for one in found] == [2, 4, 6, 8]
    assert desk.asked == [[1], [2, 3], [4]]


def test_one_that_fails_takes_no_other_along(desk: Desk) -> None:
    found = desk.while_first_is_at_it(2, 13, 4)
    assert [one.result() for n, one in enumerate(found) if n != 2] == [2, 4, 8]
    with pytest.raises(ValueError, match="13"):
        found[2].result()
    assert desk.asked[:2] == [[1], [2, 13, 4]]
    assert sorted(desk.asked[2:]) == [[2], [4], [13]]


def test_the_first_failing_does_not_stop_those_who_wait(desk: Desk) -> None:
    found = desk.while_first_is_at_it(2, 3, first=13)
    with pytest.raises(ValueError, match="13"):
        found[0].result()
    assert [one.result() for one in found[1:]] == [4, 6]


def test_what_came_to_nothing_together_is_asked_of_each(desk: Desk) -> None:
    """One id known before: nothing was written for any, so each asks for himself."""
    desk.refuse = lambda given: 3 in given
    found = desk.while_first_is_at_it(2, 3, 4)
    assert [one.result() for one in found] == [2, 4, None, 8]


def test_other_keys_do_not_wait(desk: Desk) -> None:
    with ThreadPoolExecutor(2) as pool:
        pool.submit(desk.joint.ask, "book", 1)
        assert desk.begun.wait(PATIENCE)
        desk.begun.clear()
        pool.submit(desk.joint.ask, "other", 2)
        assert desk.begun.wait(PATIENCE)
        desk.go_on.set()
    assert sorted(desk.asked) == [[1], [2]]


def test_it_goes_on_after_a_failure(desk: Desk) -> None:
    desk.go_on.set()
    with pytest.raises(ValueError, match="1"):
        desk.joint.ask("broken", 1)
    assert desk.joint.ask("book", 1) == 2
