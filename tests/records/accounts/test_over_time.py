"""What somebody sees and may do changes on the day a grant or a pairing does, and no other."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.append_record import append_record
from tongxing.actions.draft import Doer
from tongxing.actions.errors import NotAllowed
from tongxing.actions.keep_accounts import end_grant
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.open_pairing import end_pairing
from tongxing.actions.open_pairing import open_pairing
from tongxing.records.accounts.queries import scope_of
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.queries import record_seen_by

CHANGE = date(2025, 7, 18)
EVE = CHANGE - timedelta(days=1)


@pytest.fixture
def moved(crew: Cast) -> Cast:
    """From 18 July on 市林业局 helps 元坝村 instead of 荷垌村."""
    office, at = crew.scope("office"), crew.at
    end_pairing(
        acting=office, at=at, id=new_id(at), pairing=str(crew.pairings["lyj"]), until=CHANGE,
        reason="调整结对",
    )  # fmt: skip
    open_pairing(
        acting=office, at=at, id=new_id(at), kind=c.KIND, actors=(Doer(c.LYJ),),
        place=c.YUANBA, since=CHANGE,
    )  # fmt: skip
    return crew


def test_on_the_eve_the_old_village_and_on_the_day_the_new(moved: Cast) -> None:
    assert moved.scope("lyj", EVE).places == {c.HETONG}
    assert moved.scope("lyj", CHANGE).places == {c.YUANBA}


@pytest.mark.parametrize(
    ("place", "happened", "allowed"),
    [
        (c.HETONG, EVE, True),
        (c.HETONG, CHANGE, False),
        (c.YUANBA, EVE, False),
        (c.YUANBA, CHANGE, True),
    ],
)
def test_the_day_it_happened_decides_where_a_unit_may_write(
    moved: Cast, place: str, happened: date, allowed: bool
) -> None:
    """Typed in August, by grants alone: the pairing of the day itself widens them."""
    typed = moved.at + timedelta(days=160)
    acting = scope_of(moved.account("lyj"), typed.date())
    draft = moved.draft(doers=(Doer(c.LYJ),), place=place, happened=happened)
    if allowed:
        assert append_record(acting=acting, at=typed, draft=draft).happened == happened
        return
    with pytest.raises(NotAllowed):
        append_record(acting=acting, at=typed, draft=draft)


def test_what_a_unit_did_in_its_old_village_stays_in_its_view(moved: Cast) -> None:
    office, at = moved.scope("office"), moved.at
    mine = moved.draft(doers=(Doer(c.LYJ),), place=c.HETONG)
    other = moved.draft(id=new_id(at), doers=(Doer(c.FL),), place=c.HETONG)
    for draft in (mine, other):
        append_record(acting=office, at=at, draft=draft)
    later = moved.scope("lyj", CHANGE)
    assert record_seen_by(later, mine.id) is not None
    assert record_seen_by(later, other.id) is None
    assert record_seen_by(moved.scope("lyj", EVE), other.id) is not None


def test_a_secretary_who_moves_on_hands_the_village_over(crew: Cast) -> None:
    office, old = crew.scope("office"), crew.account("village").grants.get()
    end_grant(acting=office, at=crew.at, grant=old.pk, until=CHANGE)
    grant_role(
        acting=office, at=crew.at, account="fl", role="village", since=CHANGE, place=c.BAIQIAO
    )
    assert crew.scope("village", EVE).may("append-for", place=c.BAIQIAO, parties=[c.SWB])
    assert not crew.scope("village", CHANGE).may_anywhere("append")
    assert not crew.scope("fl", EVE).may_anywhere("append-for")
    assert crew.scope("fl", CHANGE).may("append-for", place=c.BAIQIAO, parties=[c.SWB])
    assert crew.scope("fl", CHANGE).roles == {"unit", "village"}


def test_a_grant_given_makes_pages_of_before_stale(crew: Cast) -> None:
    before = crew.account("fl").revision
    grant_role(
        acting=crew.scope("office"), at=crew.at, account="fl", role="village", since=CHANGE,
        place=c.YUANBA,
    )  # fmt: skip
    assert crew.account("fl").revision == before + 1
    assert crew.account("zx").revision == before


def test_a_village_and_what_lies_beside_it(crew: Cast) -> None:
    scope = crew.scope("village")
    for place, seen in ((c.BAIQIAO, True), (c.YUANBA, False), (c.GENZI, False), (c.COUNTY, False)):
        assert scope.sees_place(place) is seen
        assert scope.may("append-for", place=place, parties=[c.SWB]) is seen


def test_a_team_writes_for_itself_only(crew: Cast) -> None:
    scope = crew.scope("team")
    assert scope.may("append", place=c.YUANBA, parties=[c.TEAM])
    assert not scope.may("append", place=c.YUANBA, parties=[c.SWB])
    assert not scope.may("append-for", place=c.YUANBA, parties=[c.TEAM])
    assert scope.may("correct", place=c.HETONG, parties=[c.TEAM])
