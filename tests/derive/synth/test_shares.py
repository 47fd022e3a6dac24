"""Pairings spread over the real counties: exactly as many as asked, where the villages are."""

from __future__ import annotations

import numpy as np
import pytest

from tongxing.derive.synth.land import land_of
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.shares import NothingThereError
from tongxing.derive.synth.shares import apportioned
from tongxing.derive.synth.shares import shares


def test_a_province_gets_exactly_what_was_asked_for() -> None:
    found = shares(Asked(4_000, seed=1, place="44"))
    assert sum(found.values()) == 4_000
    assert list(found) == sorted(found)
    assert {book[:2] for book in found} == {"44"}
    assert min(found.values()) > 0


def test_where_there_are_more_villages_there_are_more_pairings() -> None:
    land = land_of("44")
    found = shares(Asked(40_000, seed=1, place="44"))
    villages = dict(zip(land.books, land.counts().tolist(), strict=True))
    rows = [(villages[book], count) for book, count in found.items()]
    assert np.corrcoef(np.array(rows).T)[0, 1] > 0.7
    assert max(found.values()) > 8 * min(found.values())  # books of very different sizes


def test_a_book_has_the_same_weight_whatever_else_is_asked_for() -> None:
    city = shares(Asked(1_000, seed=1, place="4409"))
    province = shares(Asked(20_000, seed=1, place="44"))
    within = {book: province[book] for book in city}
    scale = 1_000 / sum(within.values())
    assert all(abs(count - within[book] * scale) < 2 for book, count in city.items())


def test_another_seed_spreads_them_otherwise() -> None:
    assert shares(Asked(4_000, seed=1, place="44")) != shares(Asked(4_000, seed=2, place="44"))


@pytest.mark.parametrize("place", ["99", "449999"])
def test_a_place_without_villages_is_refused(place: str) -> None:
    with pytest.raises(NothingThereError):
        shares(Asked(10, seed=1, place=place))


def test_whole_numbers_add_up_and_the_largest_remainders_win() -> None:
    assert apportioned(10, np.array([1.0, 1.0, 1.0])).sum() == 10
    assert apportioned(4, np.array([0.6, 0.9, 2.5])).tolist() == [1, 1, 2]


def test_a_city_without_counties_is_a_book_under_its_own_name() -> None:
    land = land_of("44")
    assert land.names[land.books.index("441900")] == "东莞市"
    assert land.names[land.books.index("440981")] == "高州市"


def test_villages_lie_in_their_book_and_ascend() -> None:
    land = land_of("46")
    for book in land.books:
        villages = land.villages_of(book)
        assert set((villages // 10**6).tolist()) == {int(book)}
        assert (np.diff(villages) > 0).all()
    assert land.counts().sum() == len(land.villages)
