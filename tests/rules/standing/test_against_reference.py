"""The kernel and the law read aloud agree on every random small world."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings

from tests.rules.standing.reference import judge_slowly
from tests.rules.standing.reference import rolled_up
from tests.rules.standing.reference import steps_slowly
from tests.rules.standing.worlds import World
from tests.rules.standing.worlds import worlds
from tongxing.rules.standing import Standing
from tongxing.rules.standing import State
from tongxing.rules.standing import judge
from tongxing.rules.standing import roll_up
from tongxing.rules.standing import steps

SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(world=worlds())
@settings(max_examples=80, deadline=None, suppress_health_check=SLOW_IS_FINE)
def test_the_kernel_says_what_the_law_says(world: World) -> None:
    agree(world)


@pytest.mark.full
@given(world=worlds())
@settings(max_examples=1_000, deadline=None, suppress_health_check=SLOW_IS_FINE)
def test_the_kernel_says_what_the_law_says_many_times(world: World) -> None:
    agree(world)


def agree(world: World) -> None:
    slow = judge_slowly(world.book, world.plans, world.as_of, world.ahead_days)
    book = world.book.build()
    standing = judge(book, world.plans, as_of=world.as_of, ahead_days=world.ahead_days)
    assert plain(standing) == {key: cells_of(cells) for key, cells in slow.items()}
    locked_out = {number for cells in slow.values() for one in cells for number in one.locked_out}
    assert standing.locked_out.tolist() == sorted(locked_out)
    for digits in (6, 9, 12):
        assert summed(standing, digits) == rolled_up(world.book, slow, digits)
    assert stepped(standing, world) == steps_slowly(slow, world.plans, world.as_of)


def cells_of(cells: list) -> list[tuple]:
    return [
        (
            one.period.key,
            one.edition,
            one.state,
            one.on_time,
            one.late,
            one.approx,
            one.need,
            frozenset(one.hits),
        )
        for one in cells
    ]


def plain(standing: Standing) -> dict[tuple[str, str, str], list[tuple]]:
    """The standing in the reference's words."""
    found: dict[tuple[str, str, str], list[tuple]] = {}
    keys = standing.book.pairings.keys
    for duty in standing.duties:
        hits: dict[tuple[int, int], set] = {}
        rows = zip(duty.hit_record, duty.hit_pairing, duty.hit_period, duty.hit_late, strict=True)
        for record, pairing, column, late in rows:
            assert (int(record), bool(late)) not in hits.setdefault((pairing, column), set())
            hits[pairing, column].add((int(record), bool(late)))
        for p, row in enumerate(duty.pairing):
            found[duty.plan, duty.duty, keys[row]] = [
                (
                    period.key,
                    duty.edition[c],
                    State(duty.state[p, c]).name,
                    int(duty.on_time[p, c]),
                    int(duty.late[p, c]),
                    bool(duty.approx[p, c]),
                    int(duty.need[c]),
                    frozenset(hits.get((p, c), ())),
                )
                for c, period in enumerate(duty.periods)
            ]
    return found


def summed(standing: Standing, digits: int) -> dict[tuple[str, str, str, str], int]:
    sums = roll_up(standing, digits)
    return {
        (prefix, duty.plan, duty.duty, state.name): int(sums.counts[g, d, state])
        for g, prefix in enumerate(sums.names())
        for d, duty in enumerate(standing.duties)
        for state in State
        if sums.counts[g, d, state]
    }


def stepped(standing: Standing, world: World) -> set:
    keys = standing.book.pairings.keys
    return {
        (
            due.plan,
            due.duty,
            keys[due.pairing],
            due.step.step,
            due.reached,
            tuple(one.key for one in due.periods),
        )
        for due in steps(standing, world.plans)
    }
