"""Sums of the year and of all time: each from its records, near where they are, apart by sort."""

from __future__ import annotations

from datetime import date

import pytest

from tests.derive.boards.season import NAMES
from tests.derive.boards.season import ask
from tests.derive.boards.within import opened
from tests.derive.boards.within import records_of
from tests.derive.boards.within import summed
from tests.derive.boards.within import within
from tests.derive.conftest import County
from tests.records import cast as c
from tongxing.derive.boards.shapes import Figure
from tongxing.derive.boards.shapes import Sums
from tongxing.records.ledger.models import Record
from tongxing.records.ledger.rows import said

pytestmark = pytest.mark.django_db

OF = {
    "bought": ("purchase", "amount"),
    "canteen": ("purchase", "amount"),
    "people": ("labour-day", "people"),
    "money:bought": ("purchase", "amount"),
    "money:given": ("donation", "given"),
    "money:paid": ("canteen-report", "total"),
}
WITH_SUMS = [name for name in NAMES if name not in {"home", "months", "matrix", "bought"}]


def told(county: County, name: str, viewer: str = "office", **when: object) -> dict[str, Sums]:
    board = ask(county, viewer, name, **when)
    return {one.year.id: one for one in within(board, Sums)}


def near(records: list[Record], name: str) -> bool:
    return any(said(one.body).values[name].get("approx") for one in records)


def checked(figure: Figure, records: list[Record]) -> None:
    """A figure against its records: as many, adding up to it, near where one of them is."""
    assert len(records) == figure.records
    if figure.value is None:
        assert (figure.said, figure.approx, records) == ("暂无数据", False, [])
    elif figure.id in OF:
        kind, name = OF[figure.id]
        assert summed(records, kind, name) == figure.value
        assert near(records, name) == figure.approx == figure.said.startswith("≈")
    elif figure.id == "days":
        assert (len(records), str(len(records))) == (figure.value, figure.said)


@pytest.mark.parametrize("name", WITH_SUMS)
def test_the_year_and_all_time_add_up_to_their_records(season: County, name: str) -> None:
    sums = told(season, name)
    assert sums.keys() >= {"bought", "days", "people", "canteen", "canteen-share"}
    for one in sums.values():
        year, ever = (records_of(opened(season, "office", f.trace)) for f in (one.year, one.ever))
        checked(one.year, year)
        checked(one.ever, ever)
        assert one.title == one.year.title == one.ever.title
        assert {record.happened.year for record in year} <= {2025}
        if one.year.id != "canteen-share":  # a share has no parts to compare
            assert [record.id for record in ever if record.happened.year == 2025] == [
                record.id for record in year
            ]


def test_all_time_holds_the_years_before(season: County) -> None:
    sums = told(season, "unit")
    assert (sums["bought"].year.said, sums["bought"].ever.said) == ("≈4.4万元", "≈5.6万元")
    assert sums["money:bought"].year.said == "≈4.4万元"
    assert (sums["days"].year.said, sums["days"].ever.said) == ("5", "9")


def test_what_was_withdrawn_returned_or_corrected_is_in_no_sum(season: County) -> None:
    figure = told(season, "county")["bought"].ever
    amounts = sorted(
        said(one.body).values["amount"]["v"]
        for one in records_of(opened(season, "office", figure.trace))
    )
    assert amounts == [500_000, 600_000, 900_000, 1_200_000, 3_000_000]


def test_of_two_rival_corrections_the_first_is_in_the_sum(season: County) -> None:
    figure = told(season, "zx")["people"].year
    # 12 of the corrected day; the returned purchase and the second correction do not count.
    assert (figure.value, figure.records, figure.said) == (12, 1, "12人次")


def test_one_near_figure_makes_the_whole_sum_near(season: County) -> None:
    village, hetong = told(season, "village"), told(season, "hetong")
    assert village["people"].year.said.startswith("≈")
    assert (hetong["people"].year.said, hetong["people"].year.approx) == ("≈50人次", True)
    assert (hetong["bought"].year.said, hetong["bought"].year.approx) == ("6000元", False)


def test_no_data_is_not_zero(season: County) -> None:
    """市政协 bought nothing that counts: that is said, and is no measure of money at all."""
    sums = told(season, "zx")
    for id_ in ("bought", "canteen", "canteen-total", "canteen-share"):
        assert (sums[id_].year.said, sums[id_].year.value) == ("暂无数据", None)
    assert "money:bought" not in sums
    assert sums["money:given"].year.said == "≈140万元"
    assert told(season, "fl")["days"].year.said == "1"


def test_a_year_without_records_says_so_beside_all_time(season: County) -> None:
    sums = told(season, "pairing", as_of=date(2026, 2, 1))
    assert (sums["bought"].year.said, sums["bought"].ever.said) == ("暂无数据", "≈5.6万元")
    assert (sums["money:bought"].year.value, sums["money:bought"].ever.records) == (None, 4)


def test_before_anything_happened_there_is_nothing_at_all(season: County) -> None:
    sums = told(season, "county", as_of=date(2024, 9, 1))
    assert {one.ever.said for one in sums.values()} == {"暂无数据"}
    assert not [one for one in sums if one.startswith("money:")]


def test_a_share_is_a_part_of_its_whole_and_near_when_the_part_is(season: County) -> None:
    sums = told(season, "unit")
    assert (sums["canteen"].year.value, sums["canteen-total"].year.value) == (3_500_000, 20_000_000)
    assert (sums["canteen-share"].year.said, sums["canteen-share"].year.approx) == ("≈17.5%", True)
    kinds = {
        one.kind for one in records_of(opened(season, "office", sums["canteen-share"].year.trace))
    }
    assert kinds == {"purchase", "canteen-report"}


def test_half_a_share_is_no_share(season: County) -> None:
    """市林业局 bought for its canteen but never said how much its canteen bought in all."""
    sums = told(season, "lyj")
    assert sums["canteen"].year.said == "6000元"
    share = sums["canteen-share"].year
    assert (share.said, share.value, share.records) == ("暂无数据", None, 0)
    assert not opened(season, "office", share.trace).records


def test_a_joint_gift_stands_in_full_with_each_unit_and_once_in_the_county(season: County) -> None:
    whole, one, other = (
        told(season, name)["money:given"].year for name in ("county", "unit", "zx")
    )
    assert {figure.value for figure in (whole, one, other)} == {140_000_000}
    assert {figure.records for figure in (whole, one, other)} == {1}


def test_a_pairing_counts_only_what_its_unit_did_in_its_village(season: County) -> None:
    """市委办's day in 荷垌村 is the unit's, not its pairing's; 市林业局's in 柏桥村 the village's."""
    days = {name: told(season, name)["days"].ever.value for name in ("unit", "pairing", "lyj")}
    assert days == {"unit": 9, "pairing": 8, "lyj": 2}
    assert told(season, "village")["days"].ever.value == 8 + 2 + 1
    assert told(season, "lyj-pairing")["days"].ever.value == 1


def test_what_is_of_an_ended_pairing_stays_in_the_sums(season: County) -> None:
    assert told(season, "fl-pairing")["days"].year.value == 1
    town = told(season, "town")["days"].year.value
    assert town == told(season, "village")["days"].year.value + 1


def test_money_stands_apart_by_measure(season: County) -> None:
    money = {id_: one.year.said for id_, one in told(season, "county").items() if "money:" in id_}
    assert money == {
        "money:given": "≈140万元",
        "money:bought": "≈5万元",
        "money:paid": "20万元",
    }


@pytest.mark.parametrize("viewer", ["swb", "team", "village"])
def test_sums_hold_for_those_who_see_a_part(season: County, viewer: str) -> None:
    for one in told(season, "county", viewer).values():
        for figure in (one.year, one.ever):
            checked(figure, records_of(opened(season, viewer, figure.trace)))


def test_the_link_of_all_time_has_no_beginning_and_ends_with_the_board(season: County) -> None:
    sums = told(season, "county", as_of=date(2025, 2, 1))
    ever, year = sums["days"].ever, sums["days"].year
    assert (ever.trace.since, ever.trace.until, ever.trace.as_of) == (None, None, date(2025, 2, 1))
    assert (year.trace.since, year.trace.until) == (date(2025, 1, 1), date(2026, 1, 1))
    later = [one.happened for one in opened(season, "office", ever.trace).records]
    assert max(later) <= date(2025, 2, 1)
    assert opened(season, "office", ever.trace).stand.as_of == date(2025, 2, 1)
    assert year.trace.place == c.COUNTY
