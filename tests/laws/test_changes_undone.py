"""A change of many pairings and its undoing: on every day the same pairings run as before."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.actions.deeds import desk
from tests.actions.deeds import puts_in_force
from tests.laws.through_time import FEW
from tests.laws.through_time import MANY
from tests.laws.through_time import undone
from tests.records import cast as c
from tests.records.cast import Cast
from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Line
from tongxing.actions.assignment import draw_up
from tongxing.actions.assignment import reverse_of
from tongxing.actions.errors import Unfitting
from tongxing.actions.reassign_pairings import Reassigned
from tongxing.actions.reassign_pairings import reassign_pairings
from tongxing.records.ledger.ids import new_id
from tongxing.records.ledger.models import Book
from tongxing.records.ledger.projections import first_difference
from tongxing.records.ledger.queries import head_of
from tongxing.records.ledger.verify import verify
from tongxing.records.pairings.queries import pairings_at

DAY = date(2025, 3, 18)
ASKED = [DAY + timedelta(days=step) for step in (-30, -1, 0, 1, 13, 14, 15, 400)]
UNITS = (c.SWB, c.ZX, c.LYJ, c.FL)
VILLAGES = (c.BAIQIAO, c.YUANBA, c.HETONG)
# The villages of each unit after a change: none, one, or several.
MAPS = st.fixed_dictionaries({unit: st.sets(st.sampled_from(VILLAGES)) for unit in UNITS})
Map = dict[str, set[str]]


@pytest.fixture
def ruled(crew: Cast) -> Cast:
    puts_in_force(desk(crew))
    return crew


def asked(units: Map, on: date = DAY) -> Assignment:
    lines = [
        Line(c.KIND, ((unit, ""),), village, on)
        for unit, villages in units.items()
        for village in sorted(villages)
    ]
    return Assignment(c.BOOK, on, tuple(lines), frozenset({c.KIND}))


def made(crew: Cast, assignment: Assignment) -> Reassigned:
    return reassign_pairings(
        acting=crew.scope("office"), at=crew.at, id=new_id(crew.at), assignment=assignment,
        reason="调整挂钩联系",
    )  # fmt: skip


def taken_back(crew: Cast, change: Reassigned, on: date = DAY) -> Reassigned:
    lines = reverse_of(c.BOOK, change.id, on)
    return made(crew, Assignment(c.BOOK, on, lines, undoes=change.id))


def running(on: date) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    """(kind, actors, place) of every pairing that runs on a day, sorted; twins show as two."""
    return sorted(
        (row.kind, row.actors, row.place)
        for row in pairings_at(c.BOOK, head_of(c.BOOK).seq)
        if row.since <= on and (row.until is None or on < row.until)
    )


def every_day() -> list[object]:
    return [running(day) for day in ASKED]


def wanted(units: Map) -> set[tuple[str, str]]:
    return {(unit, village) for unit, villages in units.items() for village in villages}


def units_on(day: date) -> set[tuple[str, str]]:
    return {(actors[0][0], place) for kind, actors, place in running(day) if kind == c.KIND}


def there_and_back(crew: Cast, units: Map) -> None:
    with undone():
        before = every_day()
        try:
            change = made(crew, asked(units))
        except Unfitting:  # nothing to change
            assert units_on(DAY) == wanted(units)
            return
        assert units_on(DAY) == wanted(units)
        assert running(DAY - timedelta(days=1)) == before[1]
        taken_back(crew, change)
        assert every_day() == before
        assert first_difference(Book.objects.get(pk=c.BOOK)) is None
        assert verify(c.BOOK).sound


@given(units=MAPS)
@FEW
def test_undone_on_its_day_every_day_is_as_it_was(ruled: Cast, units: Map) -> None:
    there_and_back(ruled, units)


@pytest.mark.full
@given(units=MAPS)
@MANY
def test_undone_on_its_day_every_day_is_as_it_was_at_length(ruled: Cast, units: Map) -> None:
    there_and_back(ruled, units)


@given(units=MAPS)
@FEW
def test_undone_a_fortnight_later_the_fortnight_stays(ruled: Cast, units: Map) -> None:
    later = DAY + timedelta(days=14)
    with undone():
        before = running(later)
        try:
            change = made(ruled, asked(units))
        except Unfitting:
            return
        between = running(later - timedelta(days=1))
        taken_back(ruled, change, later)
        assert running(later - timedelta(days=1)) == between
        assert running(later) == before


@given(first=MAPS, second=MAPS)
@FEW
def test_what_was_asked_for_asks_for_nothing_more(ruled: Cast, first: Map, second: Map) -> None:
    """However a book came to where it is, asking for what it has changes nothing."""
    with undone():
        for units in (first, second):
            if not draw_up(asked(units)).nothing:
                made(ruled, asked(units))
            assert draw_up(asked(units)).nothing
            assert units_on(DAY) == wanted(units)
        seq = head_of(c.BOOK).seq
        with pytest.raises(Unfitting, match="完全一致") as refused:
            made(ruled, asked(second))
        assert "没有写入任何内容" in refused.value.say()
        assert head_of(c.BOOK).seq == seq


@given(units=MAPS)
@FEW
def test_nobody_is_paired_twice_with_one_village(ruled: Cast, units: Map) -> None:
    with undone():
        if not draw_up(asked(units)).nothing:
            made(ruled, asked(units))
        for day in ASKED:
            assert len(running(day)) == len(set(running(day)))
