"""Whom a waiver excuses, and from what."""

from __future__ import annotations

from tests.rules.standing import plans as p
from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import MARKET
from tests.rules.standing.told import day
from tests.rules.standing.told import pair
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing import State
from tongxing.rules.standing import WaiverRow
from tongxing.rules.standing import judge

PLAN = p.plan_of(p.duty_of("labour"), p.duty_of("visit", counts=("visit",)))
SPRING = day("2024-02-01"), day("2024-04-01")


def excused(*waivers: WaiverRow) -> set[tuple[str, str, str]]:
    """(pairing, duty, period) of every period excused by 2024-06-30."""
    builder = BookBuilder("440981")
    # A unit named twice in one pairing acts in it once.
    builder.pairings.extend([pair("a", FORESTRY, FORESTRY), pair("b", MARKET)])
    builder.waivers.extend(waivers)
    standing = judge(builder.build(), [PLAN], as_of=day("2024-06-30"))
    return {
        (standing.book.pairings.keys[row], duty.duty, duty.periods[column].key)
        for duty in standing.duties
        for at, row in enumerate(duty.pairing.tolist())
        for column in range(len(duty.periods))
        if duty.state[at, column] == State.EXCUSED
    }


def test_a_waiver_of_all_duties_excuses_from_each() -> None:
    assert excused(WaiverRow("a", p.PLAN, *SPRING)) == {
        ("a", duty, month) for duty in ("labour", "visit") for month in ("2024-02", "2024-03")
    }


def test_a_waiver_of_one_duty_leaves_the_other() -> None:
    only = WaiverRow("b", p.PLAN, *SPRING, frozenset({"visit"}))
    assert excused(only) == {("b", "visit", "2024-02"), ("b", "visit", "2024-03")}


def test_waivers_of_several_pairings_do_not_add_up() -> None:
    halves = [
        WaiverRow("a", p.PLAN, day("2024-03-01"), day("2024-03-11")),
        WaiverRow("b", p.PLAN, day("2024-03-11"), day("2024-03-21")),
    ]
    assert excused(*halves) == set()


def test_two_spans_of_one_pairing_add_up_and_a_day_counts_once() -> None:
    first = WaiverRow("a", p.PLAN, day("2024-03-01"), day("2024-03-11"))
    again = WaiverRow("a", p.PLAN, day("2024-03-05"), day("2024-03-13"))
    later = WaiverRow("a", p.PLAN, day("2024-03-20"), day("2024-03-28"))
    assert excused(first, again) == set()
    assert {month for _, _, month in excused(first, again, later)} == {"2024-03"}


def test_another_plans_waiver_excuses_from_nothing() -> None:
    assert excused(WaiverRow("a", "another-plan", *SPRING)) == set()
