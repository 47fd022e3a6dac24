"""What plans ask to be known of households and places, and what of it is registered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.derive.boards.season import undone
from tests.derive.conftest import County
from tests.derive.plans import ASKING
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.keep_households import register_households
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.set_attribute import set_attribute
from tongxing.derive.plans.attributes import AttributesBoard
from tongxing.derive.plans.attributes import Unregistered
from tongxing.derive.plans.attributes import attributes_asked
from tongxing.derive.plans.attributes import household_attributes
from tongxing.derive.plans.attributes import households_without
from tongxing.derive.plans.attributes import place_attributes
from tongxing.derive.plans.editions import edition_board
from tongxing.derive.plans.trial import trial
from tongxing.derive.standings import standing_of
from tongxing.records.ledger.ids import new_id
from tongxing.rules.standing import State

BUNDLE = "gaozhou-pairing:household-bundle"
JAN, FEB, MAR = (date(2025, n, 1) for n in (1, 2, 3))
ONE, TWO = (f"household:{c.BAIQIAO}-00{n}" for n in (1, 2))


@pytest.fixture
def bundles(db: None) -> Iterator[County]:
    """市委办 looks after household 001 of 柏桥村, 市政协 after 002, since the new year."""
    with undone(ASKING) as county:
        scope = county.scope("office")
        register_households(
            acting=scope, at=county.at, place=c.BAIQIAO, labels=["001", "002", "003"], since=JAN
        )
        for party, home in ((c.SWB, ONE), (c.ZX, TWO)):
            open_pairing(
                acting=scope, at=county.at, id=new_id(county.at), kind=BUNDLE,
                actors=(Doer(party),), place=c.BAIQIAO, since=JAN, subjects=(home,),
            )  # fmt: skip
        yield county


def sets(county: County, *subjects: str, value: str = "monitored", since: date = JAN,
         name: str = "grade", later: int = 1) -> None:  # fmt: skip
    at = county.at + timedelta(minutes=later)
    set_attribute(
        acting=county.scope("office"), at=at, id=new_id(at), subjects=subjects, name=name,
        value=value, since=since,
    )  # fmt: skip


def board(county: County, as_of: date | None = None, who: str = "office") -> AttributesBoard:
    return household_attributes(county.scope(who), place=c.BAIQIAO, as_of=as_of or county.today)


def lines(found: AttributesBoard) -> list[tuple[str, bool, dict[str, str], int]]:
    return [
        (one.label, one.paired, {name: two.said for name, two in one.held.items()}, len(one.told))
        for one in found.bearers
    ]


def test_what_is_asked_of_households_in_the_words_of_the_plan(bundles: County) -> None:
    (asked,) = board(bundles).asked
    assert (asked.name, asked.title) == ("grade", "户类")
    assert asked.values == (("monitored", "监测户"), ("general", "一般户"))
    assert asked.duties == (
        "“市直单位党组织与重点村党组织结对共建”的“走访监测户”只对户类为监测户的要求。",
        "“市直单位党组织与重点村党组织结对共建”的“走访各户”只对户类为一般户、监测户的要求。",
    )


def test_what_is_asked_of_places_is_another_matter(bundles: County) -> None:
    found = place_attributes(bundles.scope("office"), book=c.BOOK, as_of=bundles.today)
    assert [one.name for one in found.asked] == ["village-sort"]
    assert [one.label for one in found.bearers] == ["高州市根子镇柏桥村", "高州市曹江镇荷垌村"]
    assert found.without("village-sort") == 2


def test_an_edition_to_come_is_asked_for_already_and_a_past_one_no_more(bundles: County) -> None:
    def asked(on: date) -> int:
        scope = bundles.scope("office")
        return len(attributes_asked(scope, book=c.BOOK, as_of=on, households=True))

    assert [asked(on) for on in (date(2024, 1, 1), date(2027, 12, 31), date(2028, 1, 1))] == [
        1, 1, 0,
    ]  # fmt: skip


def test_where_there_is_no_book_nothing_is_asked(bundles: County) -> None:
    scope = bundles.scope("neighbour")
    for book in ("", "440881"):
        assert attributes_asked(scope, book=book, as_of=bundles.today, households=True) == ()


def test_what_holds_and_since_when_and_all_that_was_said(bundles: County) -> None:
    sets(bundles, ONE, TWO, value="general")
    sets(bundles, ONE, since=MAR, later=2)
    assert lines(board(bundles)) == [
        ("001", True, {"grade": "监测户"}, 2),
        ("002", True, {"grade": "一般户"}, 1),
        ("003", False, {}, 0),
        ("BQ-001", False, {}, 0),
    ]
    first = board(bundles).bearers[0]
    assert [(one.said, one.since, one.until) for one in first.told] == [
        ("监测户", MAR, None), ("一般户", JAN, None),
    ]  # fmt: skip
    then = board(bundles, FEB).bearers[0].held["grade"]
    assert (then.said, then.since, then.until) == ("一般户", JAN, MAR)
    assert then.record == first.told[1].record
    assert board(bundles).without("grade") == 2


def test_what_holds_after_a_while_of_another_leads_to_who_said_it(bundles: County) -> None:
    sets(bundles, ONE, value="general")
    at = bundles.at + timedelta(minutes=2)
    set_attribute(
        acting=bundles.scope("office"), at=at, id=new_id(at), subjects=(ONE,), name="grade",
        value="monitored", since=JAN, until=FEB,
    )  # fmt: skip
    held = board(bundles).bearers[0].held["grade"]
    assert (held.said, held.since) == ("一般户", FEB)
    assert held.record == board(bundles).bearers[0].told[1].record


def test_none_holds_any_more(bundles: County) -> None:
    sets(bundles, ONE)
    sets(bundles, ONE, value="", since=MAR, later=2)
    (first, *_) = board(bundles).bearers
    assert (first.held, [one.said for one in first.told]) == ({}, ["不再属于任何一类", "监测户"])
    assert board(bundles, FEB).bearers[0].held["grade"].until == MAR


def test_how_many_of_each_village_are_without(bundles: County) -> None:
    def without(on: date) -> dict[str, int]:
        scope = bundles.scope("office")
        return dict(households_without(scope, book=c.BOOK, as_of=on, name="grade"))

    assert without(bundles.today) == {c.BAIQIAO: 4}
    sets(bundles, ONE, TWO, since=MAR)
    assert (without(bundles.today), without(FEB)) == ({c.BAIQIAO: 2}, {c.BAIQIAO: 4})


def read(county: County) -> tuple[Unregistered, ...]:
    return edition_board(
        county.scope("swb"), book=c.BOOK, plan="gaozhou-pairing", edition="2024",
        as_of=county.today,
    ).unregistered  # fmt: skip


def test_a_plan_that_asks_nobody_says_so_until_one_is_registered(bundles: County) -> None:
    homes, villages = read(bundles)
    assert homes == Unregistered(
        "户类", "户类为监测户、一般户", ("走访监测户", "走访各户"), 2, households=True
    )
    assert (villages.said, villages.number, villages.households) == (
        "village-sort为示范", 2, False,
    )  # fmt: skip
    tried = trial(
        bundles.scope("office"), book=c.BOOK, as_of=bundles.today,
        edition=standing_of(c.BOOK, as_of=bundles.today).plans[0].editions[0],
    )  # fmt: skip
    assert tried.unregistered == (homes, villages)
    sets(bundles, f"household:{c.BAIQIAO}-003")
    assert read(bundles) == (homes, villages)
    sets(bundles, TWO, value="general")
    assert read(bundles) == (villages,)


def test_only_the_registered_owe_and_only_from_the_next_period(bundles: County) -> None:
    sets(bundles, ONE, since=date(2025, 2, 10))

    def owes(known_at: datetime | None = None) -> dict[str, list[str]]:
        judged = standing_of(c.BOOK, as_of=bundles.today, known_at=known_at)
        duty = judged.standing.duty("gaozhou-pairing", "visit")
        return {
            judged.facts.pairings[row].subjects[0]: [
                period.key
                for period, state in zip(duty.periods, states, strict=True)
                if state != State.NOT_OWED
            ][:2]
            for row, states in zip(duty.pairing, duty.state, strict=True)
        }

    assert owes() == {ONE: ["2025-03", "2025-04"], TWO: []}
    assert set(map(tuple, owes(bundles.at).values())) == {()}


def test_as_many_questions_for_many_households_as_for_one(bundles: County) -> None:
    board(bundles)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            board(bundles)
        return len(seen)

    before = asked()
    scope = bundles.scope("office")
    labels = [f"{n:03d}" for n in range(10, 110)]
    register_households(acting=scope, at=bundles.at, place=c.BAIQIAO, labels=labels, since=JAN)
    sets(bundles, *(f"household:{c.BAIQIAO}-{label}" for label in labels))
    assert len(board(bundles).bearers) == 104
    assert asked() == before
