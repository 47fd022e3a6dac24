"""Who is paired with which village: as many as asked, really there, changing as pairings do."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tongxing.derive.synth.land import TOWN
from tongxing.derive.synth.land import land_of
from tongxing.derive.synth.pairs import Pairs
from tongxing.derive.synth.pairs import excused
from tongxing.derive.synth.pairs import pairs_of
from tongxing.derive.synth.shares import Asked
from tongxing.rules.standing.tables import NO_DAY

BOOK = "440981"
FIRST, LAST = date(2025, 1, 1).toordinal(), date(2026, 1, 1).toordinal()


def some(count: int, seed: int = 1) -> Pairs:
    asked = Asked(count, seed=seed, place=BOOK)
    villages = land_of("44").villages_of(BOOK)
    return pairs_of(asked, BOOK, villages, count, np.random.default_rng(seed))


@pytest.mark.parametrize("count", [1, 2, 7, 500, 2_000])
def test_there_are_as_many_as_asked_for_by_village(count: int) -> None:
    pairs = some(count)
    assert len(pairs.village) == len(pairs.unit) == len(pairs.start) == count
    assert (np.diff(pairs.village) >= 0).all()
    assert set(pairs.village.tolist()) <= set(land_of("44").villages_of(BOOK).tolist())


def test_villages_have_as_many_each_but_for_what_is_left_over_or_handed_on() -> None:
    times = np.unique(some(2_000).village, return_counts=True)[1]
    assert times.max() - times.min() <= 4


def test_every_span_holds_days() -> None:
    pairs = some(2_000)
    assert (pairs.start < pairs.until).all()
    ending = pairs.until != NO_DAY
    assert ((pairs.until[ending] > FIRST) & (pairs.until[ending] < LAST)).all()
    assert pairs.start.max() < LAST


def test_a_village_handed_on_has_another_unit_from_that_very_day() -> None:
    pairs = some(2_000)
    ended = {
        (place, day): unit
        for place, day, unit in zip(
            pairs.village.tolist(), pairs.until.tolist(), pairs.unit.tolist(), strict=True
        )
        if day != NO_DAY
    }
    taken = [
        (ended[place, day], unit)
        for place, day, unit in zip(
            pairs.village.tolist(), pairs.start.tolist(), pairs.unit.tolist(), strict=True
        )
        if (place, day) in ended
    ]
    assert len(taken) >= 59
    assert all(before != after for before, after in taken)


def test_a_towns_own_units_stay_in_their_town() -> None:
    pairs = some(2_000)
    towns = 0
    for place, unit in zip(pairs.village.tolist(), pairs.unit.tolist(), strict=True):
        owner = pairs.units[unit].removeprefix("org:").partition("-")[0]
        assert str(place).startswith(owner)
        towns += len(owner) > len(BOOK)
    assert 0.1 < towns / 2_000 < 0.5


def test_county_units_take_several_villages() -> None:
    pairs = some(2_000)
    times = np.bincount(pairs.unit)
    assert times.min() >= 1  # no unit without a pairing has a name
    assert times.max() >= 3
    assert len(set(pairs.units)) == len(pairs.units)


def test_who_helps_out_is_another_unit() -> None:
    pairs = some(2_000)
    assert (pairs.partner != pairs.unit).all()


def test_excused_is_what_the_stretches_say_day_by_day() -> None:
    pairs = some(300, seed=5)
    random = np.random.default_rng(6)
    pairing = np.sort(random.integers(0, 300, 4_000)).astype(np.int32)
    day = random.integers(FIRST, LAST, 4_000).astype(np.int32)
    waived = pairs.waived
    slowly = [
        any(
            start <= one < until
            and (row == who or (row < 0 and place // TOWN == pairs.village[who] // TOWN))
            for row, place, start, until in zip(
                waived.pairing, waived.place, waived.start, waived.until, strict=True
            )
        )
        for who, one in zip(pairing, day, strict=True)
    ]
    assert excused(pairs, pairing, day).tolist() == slowly
    assert 10 < sum(slowly) < 400


def test_waivers_are_of_pairings_and_of_towns() -> None:
    waived = some(2_000, seed=5).waived
    assert (waived.pairing >= 0).sum() > 30
    assert (waived.pairing < 0).any()
    assert (waived.place[waived.pairing < 0] % TOWN == 0).all()
    assert (waived.until - waived.start >= 14).all()
