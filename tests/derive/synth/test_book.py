"""A synthetic book is believable, whole, and the same for the same seed."""

from __future__ import annotations

from dataclasses import fields
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from tests.derive.synth.told import builder_of
from tests.derive.synth.told import table_of
from tests.rules.standing.reference import judge_slowly
from tests.rules.standing.test_against_reference import cells_of
from tests.rules.standing.test_against_reference import plain
from tongxing.derive.editions import fields_needed
from tongxing.derive.editions import plans_of
from tongxing.derive.synth.book import Made
from tongxing.derive.synth.book import made
from tongxing.derive.synth.land import land_of
from tongxing.derive.synth.shares import Asked
from tongxing.rules.standing import State
from tongxing.rules.standing import judge
from tongxing.rules.standing.tables import NO_DAY

ASKED = Asked(600, seed=11, place="440981")
BOOK = "440981"
YEAR_END = date(2025, 12, 31)


@cache
def book(asked: Asked = ASKED) -> Made:
    return made(asked, BOOK, asked.pairings)


def flat(one: Made) -> list[object]:
    """Everything a book holds, in a form that compares."""
    found: list[object] = [one.facts, one.words, one.head, one.name]
    for table in (one, one.deeds, one.replacing, one.returning, one.accepting):
        found += [
            value.tobytes() if isinstance(value, np.ndarray) else None
            for value in (getattr(table, each.name) for each in fields(table))
        ]
    found += [(key, each.row.tobytes(), each.value.tobytes()) for key, each in one.columns.items()]
    return [*found, one.deeds.parties, one.deeds.subjects]


def test_the_same_seed_makes_the_same_book_in_whatever_order() -> None:
    made(ASKED, "440982", 50)
    assert flat(made(ASKED, BOOK, 600)) == flat(book())


def test_another_seed_or_another_book_is_another_book() -> None:
    assert flat(made(replace(ASKED, seed=12), BOOK, 600)) != flat(book())
    assert flat(made(ASKED, "440982", 600)) != flat(book())


def test_about_as_many_records_as_asked_for() -> None:
    assert 76 < len(book().deed) / 600 < 84
    more = made(replace(ASKED, each=120), BOOK, 600)
    assert 113 < len(more.deed) / 600 < 127


def test_two_years_are_twice_the_work_and_pairings_stay() -> None:
    two = made(replace(ASKED, years=2), BOOK, 600)
    assert 1.85 < len(two.deed) / len(book().deed) < 2.15
    assert two.happened.max() > date(2026, 11, 1).toordinal()


def test_records_stand_in_the_order_they_were_received() -> None:
    one = book()
    assert (np.diff(one.received) >= 0).all()
    assert (np.diff(one.recorded) > 0).all()
    assert (one.happened <= one.received).all()
    day = (one.recorded + 8 * 3_600_000_000) // 86_400_000_000 + 719_163
    assert (day == one.received).all()


def test_every_record_speaks_only_of_earlier_ones() -> None:
    one = book()
    for links in (one.replacing, one.returning, one.accepting):
        assert len(links.saying)
        assert (links.concerned < links.saying).all()
        assert (np.diff(links.saying) >= 0).all()


def test_places_are_real_villages_of_the_county() -> None:
    one = book()
    villages = set(land_of("44").villages_of(BOOK).tolist())
    assert {int(fact.place) for fact in one.facts.pairings} <= villages
    work = one.deeds.of_kinds(("labour-day", "visit-reception"))
    assert set(one.deeds.place[work].tolist()) <= villages


def test_deeds_are_numbered_as_they_are_first_met() -> None:
    one = book()
    first = np.unique(one.deed, return_index=True)[1]
    assert (np.diff(first) > 0).all()
    assert len(first) == len(one.deeds)


def test_no_unit_has_a_village_twice_at_a_time() -> None:
    one = book()
    held: dict[tuple[str, str], list[tuple[date, date | None]]] = {}
    for fact in one.facts.at(len(one.deed)).pairings:
        held.setdefault((fact.actors[0], fact.place), []).append((fact.since, fact.until))
    assert all(len(spans) == 1 for spans in held.values())


def test_pairings_begin_end_and_change_hands() -> None:
    one = book()
    running = one.facts.at(len(one.deed)).pairings
    assert len(running) == 600
    ended = [fact for fact in running if fact.until]
    begun = [fact for fact in running if fact.since >= date(2025, 1, 1)]
    handed = {(e.place, e.until) for e in ended} & {(b.place, b.since) for b in begun}
    assert 0.02 < len(ended) / 600 < 0.09
    assert 0.02 < len(begun) / 600 < 0.12
    assert len(handed) >= 600 * 0.03 - 1


def test_facts_are_born_with_their_records() -> None:
    one = book()
    kinds = [one.deeds.kinds[one.deeds.kind[deed]] for deed in one.deed]
    for fact in one.facts.pairings:
        opened = "pairing-ended" if fact.until else "pairing-opened"
        assert kinds[fact.born - 1] == opened
        assert fact.died is None or kinds[fact.died - 1] == "pairing-ended"
    assert all(kinds[one.born - 1] == "waiver-granted" for one in one.facts.waivers)
    assert kinds[one.facts.editions[0].born - 1] == "edition-in-force"


def test_a_county_keeps_most_makes_up_some_and_misses_some() -> None:
    one = book()
    plans = plans_of(one.facts.editions)
    standing = judge(table_of(one, fields_needed(plans)), plans, as_of=YEAR_END)
    states = np.concatenate([duty.state.ravel() for duty in standing.duties])
    owed = states[states != State.NOT_OWED]
    share = {state: float(np.mean(owed == state)) for state in State}
    assert 0.70 < share[State.KEPT] < 0.85
    assert 0.02 < share[State.LATE] < 0.08
    assert 0.005 < share[State.EXCUSED] < 0.05
    assert 0.08 < share[State.MISSED] + share[State.OVERDUE] + share[State.OPEN] < 0.25
    assert len(standing.duties) == 5
    assert sum(len(duty.periods) for duty in standing.duties) == 93


def test_every_sort_of_record_there_is() -> None:
    one = book()
    kinds = np.bincount(one.deeds.kind[one.deed], minlength=len(one.deeds.kinds))
    assert (kinds > 0).all()
    assert (one.makes_up != NO_DAY).mean() == pytest.approx(0.055, abs=0.02)
    late = one.received - one.happened
    assert 0.001 < (late > 76).mean() < 0.01  # past the lock, whichever month it is
    doers = np.bincount(one.deeds.doer_row)
    assert doers.min() == 1
    assert doers.max() == 2
    assert one.columns["purchase.amount"].approx.any()


@pytest.mark.parametrize("rhythm", ["plain", "general"])
def test_the_kernel_says_of_it_what_the_law_says(rhythm: str) -> None:
    asked = Asked(5, seed=3, place=BOOK, rhythm=rhythm)
    one = made(asked, BOOK, 5)
    plans = plans_of(one.facts.editions)
    slow = judge_slowly(builder_of(one), plans, YEAR_END, 31)
    fast = judge(table_of(one, fields_needed(plans)), plans, as_of=YEAR_END, ahead_days=31)
    assert plain(fast) == {key: cells_of(cells) for key, cells in slow.items()}


def test_a_field_nobody_states_is_not_there() -> None:
    small = [made(replace(ASKED, seed=seed), BOOK, 1) for seed in range(30)]
    without = [one for one in small if "purchase" not in stated_kinds(one)]
    assert without
    assert all("purchase.amount" not in one.columns for one in without)
    assert all(len(field.row) for one in small for field in one.columns.values())


def stated_kinds(one: Made) -> set[str]:
    return {one.deeds.kinds[kind] for kind in one.deeds.kind[one.deed]}
