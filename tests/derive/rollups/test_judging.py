"""A book's roll-up says what the county's own board says, place by place."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from datetime import timedelta

import numpy as np
import pytest

from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.derive.rollups.made import AS_OF
from tests.derive.rollups.made import GAOZHOU
from tests.derive.rollups.made import IN_FORCE
from tests.derive.rollups.made import PLAIN
from tests.derive.rollups.made import book_with
from tests.records import cast as c
from tongxing.derive.boards import place_board
from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.rollups.database import Database
from tongxing.derive.rollups.judging import judge_book
from tongxing.derive.rollups.judging import key_of
from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import Head
from tongxing.derive.rollups.sums import by_place
from tongxing.derive.standings import standing_of
from tongxing.derive.synth.edition import edition_of
from tongxing.derive.synth.edition import edition_text
from tongxing.records.accounts.access import everything


def rolled(as_of: date) -> BookRollUp:
    reader = Database()
    (head,) = reader.heads(c.BOOK, as_of)
    return judge_book(reader.book(head), as_of)


def said(rollup: BookRollUp, digits: int) -> dict[str, tuple[Tally, int]]:
    """(tally, running) by place, of places with anything."""
    found = by_place([rollup], digits)
    return {place: (tally(one.parts()), one.running) for place, one in found.items()}


@pytest.mark.parametrize("days", [0, 1, 40, 100, 400])
def test_towns_and_villages_are_the_boards_own(county: County, days: int) -> None:
    act(county)
    as_of = county.today - timedelta(days=days)
    rollup = rolled(as_of)
    board = place_board(everything(), place=c.COUNTY, as_of=as_of)
    towns = said(rollup, 9)
    for part in board.parts:
        assert towns.get(part.place.id[:9], (Tally(), 0)) == (part.tally, part.pairings)
    villages = said(rollup, 12)
    for town in (c.GENZI, c.CAOJIANG):
        for part in place_board(everything(), place=town, as_of=as_of).parts:
            assert villages.get(part.place.id, (Tally(), 0)) == (part.tally, part.pairings)


@pytest.mark.parametrize("days", [0, 40, 400])
def test_duties_are_the_boards_own_with_their_titles(county: County, days: int) -> None:
    act(county)
    as_of = county.today - timedelta(days=days)
    sums = rolled(as_of).sums
    board = place_board(everything(), place=c.COUNTY, as_of=as_of)
    own = {(one.duty.plan, one.duty.duty): (one.duty.title, one.tally) for one in board.duties}
    for duty, counts in zip(sums.duties, sums.totals, strict=True):
        told = tally([(counts, duty.late_weight)])
        title, shown = own.pop((duty.plan, duty.duty), (duty.title, Tally()))
        assert (duty.title, told) == (title, shown)
    assert own == {}
    assert sums.running == len(board.pairings)


def test_every_level_adds_up_to_the_one_above(county: County) -> None:
    act(county)
    rollup = rolled(county.today)
    wholes = [by_place([rollup], digits) for digits in (0, 2, 4, 6, 9, 12)]
    totals = [
        (sum(counts.sum() for one in whole.values() for counts in one.counts.values()),
         sum(one.running for one in whole.values()))
        for whole in wholes
    ]  # fmt: skip
    assert totals[0][0] > 0
    assert len(set(totals)) == 1
    assert [len(one) for one in wholes[:4]] == [1, 1, 1, 1]


def test_its_key_is_the_key_of_the_countys_own_judgement(county: County) -> None:
    act(county)
    reader = Database()
    (head,) = reader.heads("44", county.today)
    judged = standing_of(c.BOOK, as_of=county.today)
    assert head.key == judged.key
    assert rolled(county.today).sums.head == head
    earlier = Database(known_at=county.at - timedelta(days=1))
    (before,) = earlier.heads("", county.today)
    then = standing_of(c.BOOK, as_of=county.today, known_at=earlier.known_at)
    assert (before.key, before.seq) == (then.key, then.seq)
    assert judge_book(earlier.book(before), county.today).sums.head == before
    assert before.key != head.key


def test_a_book_without_pairings_comes_to_nothing(crew: object) -> None:
    from tongxing.actions.open_book import open_book

    open_book(acting=everything(), at=crew.at, code="440882", name="雷州市")  # type: ignore[attr-defined]
    reader = Database()
    head = reader.heads("440882", date(2025, 3, 12))[0]
    rollup = judge_book(reader.book(head), date(2025, 3, 12))
    assert rollup.sums.head == head
    assert (rollup.sums.duties, rollup.sums.running, len(rollup.places)) == ((), 0, 0)
    assert by_place([rollup], 12) == {}
    assert by_place([rollup], 6)["440882"].parts() == []


def test_an_engine_needs_neither_settings_nor_a_database() -> None:
    """A worker on another machine has this package and nothing else."""
    asked = (
        "import sys; import tongxing.derive.rollups.reading, tongxing.derive.rollups.sums;"
        "print('django' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, env={}, check=True
    )
    assert told.stdout.strip() == "False"


def test_a_roll_up_stands_under_the_key_of_what_it_depends_on() -> None:
    book = book_with([IN_FORCE])
    one = judge_book(book, AS_OF)
    assert one.sums.head == Head("440981", "高州市", 7, GAOZHOU.hash, key_of(book, AS_OF))
    assert key_of(book, AS_OF) != key_of(book_with([]), AS_OF)
    assert key_of(book, AS_OF) != key_of(book, date(2025, 3, 13))


def test_pairings_running_are_those_of_the_day() -> None:
    running = {
        day: judge_book(book_with([IN_FORCE]), day).running.tolist()
        for day in (date(2025, 2, 28), date(2025, 3, 1), date(2025, 12, 1))
    }
    assert running == {
        date(2025, 2, 28): [1, 1], date(2025, 3, 1): [1, 0], date(2025, 12, 1): [1, 1],
    }  # fmt: skip


def test_duties_are_called_as_on_the_day_and_counted_over_its_year() -> None:
    one = judge_book(book_with([IN_FORCE]), AS_OF)
    assert {duty.duty for duty in one.sums.duties} == set(PLAIN.duties)
    assert [duty.title for duty in one.sums.duties] == [
        PLAIN.duties[duty.duty].title for duty in one.sums.duties
    ]
    assert np.array(one.sums.totals).sum() == one.counts.sum()
    assert one.places.tolist() == [440981100200, 440981100201]


def test_only_fields_the_plans_ask_for_are_read() -> None:
    none: set[str] = set()
    judge_book(book_with([], none), AS_OF)
    assert none == set()
    general = edition_of("general", "44", 2025, 1)
    text = edition_text("general", "44", 2025, 1)
    asked: set[str] = set()
    fact = replace(IN_FORCE, sha256=general.sha256, text=text, edition=general.edition)
    judge_book(book_with([fact], asked), AS_OF)
    assert "purchase.amount" in asked
