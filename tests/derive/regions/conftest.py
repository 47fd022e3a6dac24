"""Two counties with books in two cities of one province, and places around them without."""

from __future__ import annotations

from datetime import date

import pytest

from tests.derive.boards.acted import act
from tests.derive.conftest import County
from tests.derive.plans import EXAMPLES
from tests.derive.plans import PLAN
from tests.records import cast as c
from tests.remembered import remembered
from tongxing.actions.append_record import append_record
from tongxing.actions.draft import Doer
from tongxing.actions.keep_registry import add_places
from tongxing.actions.open_book import open_book
from tongxing.actions.open_pairing import open_pairing
from tongxing.actions.put_in_force import put_in_force
from tongxing.records.accounts.access import Scope
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.registry.models import Place

OTHER = "440881"  # 廉江's book: one village, one pairing of 市妇联
VILLAGE = "440881101201"
AROUND = (
    ("440000000000", "广东省", "province"),
    ("440800000000", "湛江市", "city"),
    ("440881101000", "石城镇", "town"),
    (VILLAGE, "上县村", "village"),
    ("440900000000", "茂名市", "city"),
    ("440982000000", "化州市", "county"),
    ("440999000000", "演示开发区", "county"),  # for statistics only: no shape
    ("441900000000", "东莞市", "city"),  # its own only county
    ("450000000000", "广西壮族自治区", "province"),
)
PROVINCE = Scope(account="province", person="person:province", places=frozenset({"44"}))
CITY = Scope(account="city", person="person:city", places=frozenset({"4409"}))


def labour_day(county: County, happened: date) -> None:
    """市妇联 held a labour day in 廉江."""
    draft = county.crew.draft(
        id=new_id(county.at), doers=(Doer(c.FL),), place=VILLAGE, happened=happened
    )
    append_record(acting=everything(), at=county.at, draft=draft)


@pytest.fixture
def region(county: County) -> County:
    """The acted-out county of the board tests and its neighbour, on 12 March 2025."""
    remembered(f"two counties at {county.at}", lambda: two_counties(county))
    return county


def two_counties(county: County) -> None:
    with_places_around(county)
    neighbour(county)


def with_places_around(county: County) -> None:
    act(county)
    places = [Place(code=k, name=n, level=lv, since=c.LONG_AGO) for k, n, lv in AROUND]
    add_places(acting=everything(), at=county.at, places=places)


def neighbour(county: County) -> None:
    """廉江 has a book, a plan of its own, a pairing and a record."""
    acting, at = everything(), county.at
    open_book(acting=acting, at=at, code=OTHER, name="廉江市")
    text = PLAN.replace('"440981"', f'"{OTHER}"').replace("late_counts_as = 0.5", "")
    put_in_force(
        acting=acting, at=at, id=new_id(at), book=OTHER,
        text=text.encode(), examples=EXAMPLES.encode(),
    )  # fmt: skip
    open_pairing(
        acting=acting, at=at, id=new_id(at), kind=c.KIND,
        actors=(Doer(c.FL),), place=VILLAGE, since=c.BEGIN,
    )  # fmt: skip
    labour_day(county, date(2025, 1, 8))
