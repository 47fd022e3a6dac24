"""A region's sums are its counties' own, cut to who looks and to what was known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from dataclasses import replace
from datetime import date
from datetime import timedelta

import pytest

from tests.derive.conftest import County
from tests.derive.regions.conftest import CITY
from tests.derive.regions.conftest import OTHER
from tests.derive.regions.conftest import PROVINCE
from tests.derive.regions.conftest import VILLAGE
from tests.derive.regions.conftest import labour_day
from tests.records import cast as c
from tongxing.actions.end_places import abolish_place
from tongxing.actions.keep_registry import add_places
from tongxing.derive.boards import NotInView
from tongxing.derive.boards import place_board
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.regions.board import CountyRow
from tongxing.derive.regions.board import RegionBoard
from tongxing.derive.regions.board import region_board
from tongxing.derive.regions.board import regions_above
from tongxing.derive.regions.told import together
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import everything
from tongxing.records.registry.models import Place

COUNTS = [one.name for one in fields(Tally) if one.name != "rate"]


def board(county: County, scope: Scope, code: str, **when: object) -> RegionBoard:
    given = {"as_of": county.today, "known_at": None} | when
    return region_board(scope, code=code, book=c.BOOK, **given)  # type: ignore[arg-type]


def row(shown: RegionBoard, code: str) -> CountyRow:
    return next(one for one in shown.counties if one.code == code)


def added(tallies: list[Tally]) -> dict[str, int]:
    return {name: sum(getattr(one, name) for one in tallies) for name in COUNTS}


@pytest.mark.parametrize("scope", [PROVINCE, "office", "swb", "village", "team"])
@pytest.mark.parametrize("day", [0, 40, 400])
def test_each_county_says_what_its_own_board_says(
    region: County, scope: Scope | str, day: int
) -> None:
    """To the unit, whoever looks and whenever: the sums of the county page's duties and towns."""
    looking = region.scope(scope) if isinstance(scope, str) else scope
    when = region.today - timedelta(days=day)
    shown = board(region, looking, "44", as_of=when)
    for one in shown.counties:
        if one.standing == "told" and one.place.opens:
            own = place_board(looking, place=one.place.id, as_of=when)
            assert added([one.tally]) == added([duty.tally for duty in own.duties])
            assert added([one.tally]) == added([part.tally for part in own.parts])
            assert one.pairings == len(own.pairings)
    assert added([shown.total]) == added([one.tally for one in shown.counties])
    assert added([shown.total]) == added([city.tally for city in shown.cities])


def test_a_years_figures_are_there_at_all(region: County) -> None:
    shown = board(region, PROVINCE, "44")
    assert shown.told == 2
    assert (row(shown, c.BOOK).tally.kept, row(shown, OTHER).tally.kept) == (5, 1)
    assert row(shown, OTHER).pairings == 1


def test_what_came_late_weighs_in_each_county_as_its_own_plan_says(region: County) -> None:
    """高州's plan counts it half, 廉江's whole: the region's rate is not of the summed states."""
    shown = board(region, PROVINCE, "44")
    parts = [one.tally for one in shown.counties if one.tally.rate is not None]
    judged = [one.kept + one.late + one.missed for one in parts]
    weighted = sum(one.rate * of for one, of in zip(parts, judged, strict=True) if one.rate)
    assert shown.total.rate == pytest.approx(weighted / sum(judged), abs=1)


def test_counties_stand_by_city_with_what_is_told_of_them(region: County) -> None:
    shown = board(region, CITY, "44")
    told = {one.place.name: one.standing for one in shown.counties}
    assert told == {
        "廉江市": "outside", "高州市": "told", "化州市": "none", "演示开发区": "none",
        "东莞市": "none",
    }  # fmt: skip
    assert [city.city.name for city in shown.cities] == ["湛江市", "茂名市", "东莞市"]
    assert [city.city.opens for city in shown.cities] == [False, True, False]
    assert (row(shown, OTHER).tally, row(shown, OTHER).place.opens) == (Tally(), False)
    assert row(shown, "440999").drawn is False
    assert row(shown, "441900").drawn is True


def test_a_city_is_its_counties_alone_and_names_its_province(region: County) -> None:
    shown = board(region, PROVINCE, "4409")
    assert {one.code for one in shown.counties} == {"440981", "440982", "440999"}
    assert shown.above is not None
    assert (shown.above.name, shown.place.name, shown.is_city) == ("广东省", "茂名市", True)
    assert shown.total == row(shown, c.BOOK).tally
    lone = board(region, PROVINCE, "4419")
    assert [one.code for one in lone.counties] == ["441900"]


def test_a_unit_reads_only_what_is_in_its_view_and_is_told_so(region: County) -> None:
    all_, own = (board(region, s, "4409") for s in (PROVINCE, region.scope("lyj")))
    assert row(all_, c.BOOK).whole
    assert not row(own, c.BOOK).whole
    assert 0 < row(own, c.BOOK).tally.owed < row(all_, c.BOOK).tally.owed


NOT_THEIRS = [
    ("office", "45"), ("office", "4408"), ("neighbour", "4409"), ("office", "4"),
    ("office", "440"), ("office", "440981"), ("office", ""), ("office", "４４"), ("office", "4499"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "code"), NOT_THEIRS)
def test_a_region_without_a_book_of_ones_own_is_not_there(
    region: County, who: str, code: str
) -> None:
    with pytest.raises(NotInView):
        board(region, region.scope(who), code)


def test_whoever_answers_for_a_region_opens_it_before_there_is_any_book(region: County) -> None:
    guangxi = Scope(account="gx", person="person:gx", places=frozenset({"45"}))
    shown = board(region, guangxi, "45")
    assert (shown.told, shown.counties, shown.total) == (0, (), Tally())


def test_the_neighbours_office_reads_the_neighbour_alone(region: County) -> None:
    shown = board(region, region.scope("neighbour"), "44")
    assert {one.code for one in shown.counties if one.standing == "told"} == {OTHER}


def test_one_more_record_changes_its_county_and_no_other(
    region: County, django_assert_max_num_queries: Callable[..., object]
) -> None:
    before = board(region, PROVINCE, "44")
    labour_day(region, date(2025, 2, 8))
    after = board(region, PROVINCE, "44")
    assert row(after, OTHER).tally.kept == row(before, OTHER).tally.kept + 1
    assert row(after, c.BOOK) == row(before, c.BOOK)
    assert after.stand.key != before.stand.key
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        assert board(region, PROVINCE, "44") == after


def test_what_was_known_earlier_is_told_as_known_then(region: County) -> None:
    earlier = region.at - timedelta(days=1)
    shown = board(region, PROVINCE, "44", known_at=earlier)
    assert shown.total.kept == 0
    new_year = board(region, PROVINCE, "44", as_of=date(2024, 12, 31)).total
    assert new_year.missed > 0  # what was typed in after the lock came too late for 2024
    assert new_year != board(region, PROVINCE, "44").total


def test_names_are_those_of_the_day(region: County) -> None:
    later = Place(code="450100000000", name="南宁市", level="city", since=date(2025, 3, 1))
    add_places(acting=everything(), at=region.at, places=[later])
    assert regions_above(c.BAIQIAO, region.today)[1].name == "茂名市"
    assert [one.name for one in regions_above("450101000000", date(2025, 2, 1))] == [
        "广西壮族自治区"
    ]
    assert [one.id for one in regions_above("440900000000", region.today)] == ["440000000000"]


def test_a_county_that_is_no_more_stays_among_those_that_are_added_up(region: County) -> None:
    """It was in the sum and in no line: the page could not be held to its counties."""
    before = board(region, PROVINCE, "44")
    for code in (VILLAGE, "440881101000", "440881000000"):
        abolish_place(
            acting=everything(), at=region.at, code=code, on=date(2025, 3, 1), basis="批复"
        )
    shown = board(region, PROVINCE, "44")
    assert shown.total == before.total
    assert row(shown, OTHER) == replace(row(before, OTHER), ended=True)
    assert added([shown.total]) == added([one.tally for one in shown.counties])
    assert added([shown.total]) == added([city.tally for city in shown.cities])
    assert not any(
        one.ended for one in board(region, PROVINCE, "44", as_of=date(2025, 2, 28)).counties
    )
    abolish_place(
        acting=everything(), at=region.at, code="440800000000", on=date(2025, 3, 1), basis="批复"
    )
    assert board(region, PROVINCE, "44").cities[0].city.name == "湛江市"
    assert board(region, PROVINCE, "4408").place.name == "湛江市"


@pytest.mark.parametrize("when", ["later", "never"])
def test_a_county_the_registry_does_not_have_that_day_has_its_line(
    region: County, when: str
) -> None:
    """It was in the sum and in no line. It has no page of its own yet, so it leads nowhere."""
    earlier = region.today - timedelta(days=7)
    before = board(region, PROVINCE, "44", as_of=earlier)
    known = Place.objects.filter(code="440881000000")
    known.update(since=region.today) if when == "later" else known.delete()
    shown = board(region, PROVINCE, "44", as_of=earlier)
    assert shown.total == before.total
    assert added([shown.total]) == added([one.tally for one in shown.counties])
    assert sum(one.told for one in shown.cities) == shown.told
    assert row(shown, OTHER).place == Named("440881000000", "廉江市", opens=False)
    with pytest.raises(NotInView):
        place_board(PROVINCE, place="440881000000", as_of=earlier, known_at=None)


def test_nothing_added_up_is_nothing() -> None:
    assert together(()) == Tally()
