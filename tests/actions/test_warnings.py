"""What a plan's numbers say of a pairing just opened: told, never refused."""

from __future__ import annotations

from datetime import date

import pytest

from tests.actions.deeds import desk
from tests.actions.deeds import puts_in_force
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.draft import Doer
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.records.ledger.ids import new_id


@pytest.fixture
def ruled(crew: Cast) -> Cast:
    """The county's plan in force: two units at least for a village."""
    puts_in_force(desk(crew))
    return crew


def opens(crew: Cast, party: str, place: str, since: date = c.BEGIN, **more: object):
    return open_pairing(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), kind=c.KIND,
        actors=(Doer(party),), place=place, since=since, **more,
    )  # fmt: skip


def about_the_village(warnings: tuple[str, ...]) -> list[str]:
    return [one for one in warnings if one.startswith("该结对对象")]


def test_the_first_unit_of_a_village_is_one_too_few_and_the_second_is_not(ruled: Cast) -> None:
    first = opens(ruled, c.FL, c.YUANBA)
    assert about_the_village(first.warnings) == ["该结对对象现有结对方1个，少于方案要求的2个"]
    assert about_the_village(opens(ruled, c.LYJ, c.YUANBA).warnings) == []


def test_a_pairing_over_before_the_other_began_does_not_count_beside_it(ruled: Cast) -> None:
    end_pairing(
        acting=ruled.scope("office"), at=ruled.at, id=new_id(ruled.at),
        pairing=str(ruled.pairings["lyj"]), until=date(2025, 1, 1), reason="调整",
    )  # fmt: skip
    alone = opens(ruled, c.FL, c.HETONG, date(2025, 1, 1))
    assert about_the_village(alone.warnings) == ["该结对对象现有结对方1个，少于方案要求的2个"]


def test_without_a_plan_in_force_nothing_is_said(crew: Cast) -> None:
    assert opens(crew, c.FL, c.YUANBA).warnings == ()


def test_a_kind_of_a_plan_yet_to_come_is_let_be(ruled: Cast) -> None:
    outcome = open_pairing(
        acting=ruled.scope("office"), at=ruled.at, id=new_id(ruled.at), kind="next-plan:sisters",
        actors=(Doer(c.FL),), place=c.YUANBA, since=c.BEGIN,
    )  # fmt: skip
    assert (outcome.record is not None, outcome.warnings) == (True, ())
