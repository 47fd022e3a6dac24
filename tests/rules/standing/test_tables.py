"""What a deed says is asked once, and spread over the records that have it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.standing.told import FORESTRY
from tests.rules.standing.told import HEDONG
from tests.rules.standing.told import LANGLIAN
from tests.rules.standing.told import MARKET
from tongxing.rules.standing import BookBuilder
from tongxing.rules.standing import Doer
from tongxing.rules.standing import RecordRow
from tongxing.rules.standing import judge
from tongxing.rules.standing.abreast import abreast
from tongxing.rules.standing.places import place_range
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Records

LI = Doer("person:li", "leader", of=FORESTRY)


@pytest.fixture
def records() -> Records:
    return book("440981").records


def book(code: str) -> Book:
    builder = BookBuilder(code)
    for number, (kind, place, doers, about) in enumerate(
        [
            ("labour-day", HEDONG, [FORESTRY], []),
            ("visit", LANGLIAN, [MARKET, LI], ["household:1"]),
            ("labour-day", HEDONG, [FORESTRY], []),
            ("visit", LANGLIAN, [MARKET, LI], ["household:1", "household:2"]),
        ]
    ):
        builder.record(RecordRow(kind, date(2024, 9, number + 1), doers, place, about))
    return builder.build()


def test_the_same_done_twice_is_one_deed(records: Records) -> None:
    assert (len(records), len(records.deeds)) == (4, 3)
    assert records.deed.tolist() == [0, 1, 0, 2]


def test_a_book_numbers_its_records_without_a_gap(records: Records) -> None:
    assert records.seq.tolist() == [1, 2, 3, 4]


def test_records_of_several_books_have_no_numbers() -> None:
    one, other = book("440981"), book("440982")
    several = abreast([one, other]).records
    assert len(several) == len(one.records) + len(other.records)
    with pytest.raises(AssertionError):
        _ = several.seq


def test_records_are_found_by_what_their_deed_says(records: Records) -> None:
    deeds = records.deeds
    assert records.whose(deeds.of_kinds({"labour-day"})).tolist() == [True, False, True, False]
    assert not records.whose(deeds.of_kinds({"purchase"})).any()
    assert records.whose(deeds.done_by({"person:li"})).tolist() == [False, True, False, True]
    assert records.whose(deeds.done_by({FORESTRY})).all()  # person:li acts for it
    assert not deeds.done_by({"org:nobody"}).any()
    here = deeds.within(*place_range(HEDONG))
    assert records.whose(here).tolist() == [True, False, True, False]


def test_a_record_tells_what_its_deed_is(records: Records) -> None:
    assert (records.kind_of(1), records.place_of(1)) == ("visit", LANGLIAN)
    assert records.doers_of(3) == (MARKET, "person:li", FORESTRY)
    assert records.subjects_of(3) == ("household:1", "household:2")
    assert records.subjects_of(0) == ()


def test_a_book_without_any_plan_is_judged_to_nothing() -> None:
    """One just opened, say: whatever stands above it adds it up like any other."""
    standing = judge(BookBuilder("440981").build(), (), as_of=date(2025, 3, 12))
    assert (standing.duties, standing.effective.tolist()) == ((), [])
