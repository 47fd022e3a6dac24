"""Who writes in two counties: pages about a record stay in its county, not in the first of them."""

from __future__ import annotations

import pytest

from tests.pages.desk.reading import Page
from tests.pages.desk.records.conftest import Desk
from tests.pages.desk.records.test_grid import grid
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.keep_registry import add_places
from tongxing.actions.open_book import open_book
from tongxing.actions.open_pairing import open_pairing
from tongxing.records.accounts.access import everything
from tongxing.records.ledger.ids import new_id
from tongxing.records.registry.models import Place

FIRST = (
    ("440882000000", "雷州市", "county"),
    ("440882100000", "白沙镇", "town"),
    ("440882100201", "邦塘村", "village"),
)
HERE = f"book={c.BOOK}"


@pytest.fixture
def between(desk: Desk) -> Desk:
    """市委办 helps in 雷州市 too, whose book stands before 高州市's."""
    acting, at = everything(), desk.crew.at
    places = [Place(code=k, name=n, level=level, since=c.LONG_AGO) for k, n, level in FIRST]
    add_places(acting=acting, at=at, places=places)
    open_book(acting=acting, at=at, code="440882", name="雷州市")
    open_pairing(
        acting=acting, at=at, id=new_id(at), kind=c.KIND, actors=(Doer(c.SWB),),
        place="440882100201", since=c.BEGIN,
    )  # fmt: skip
    assert f"/?{HERE}" in Page(desk.as_("swb").get("/").content.decode()).links
    return desk


def shown(desk: Desk, path: str) -> Page:
    answer = desk.as_("swb").get(path, follow=True)
    assert answer.status_code == 200, path
    return Page(answer.content.decode())


@pytest.mark.parametrize("way", ["", "correct/"])
def test_pages_of_a_record_stay_in_its_county(between: Desk, way: str) -> None:
    record = between.write()
    page = shown(between, f"/ledger/{record.id}/{way}")
    assert f"/ledger/?{HERE}" in page.links
    assert "/ledger/" not in page.links
    for link in page.links:
        if "/ledger/new/" in link:
            assert HERE in link


def test_one_more_of_the_kind_is_offered_at_its_place(between: Desk) -> None:
    again = next(one for one in shown(between, f"/ledger/{between.write().id}/").links
                 if "kind=labour-day" in one)  # fmt: skip
    answer = between.as_("swb").get(again).content.decode()
    assert f'<option value="{c.BAIQIAO}" selected>' in answer


def test_a_pairing_is_written_for_in_its_county(between: Desk) -> None:
    page = shown(between, f"/pairings/{between.crew.pairings['swb']}/")
    ways = [one for one in page.links if one.startswith("/ledger/new/")]
    assert ways
    assert all(HERE in one for one in ways)


def test_after_many_rows_one_is_back_in_their_county(between: Desk) -> None:
    row = {"pairing": str(between.crew.pairings["swb"]), "f.people": "26"}
    answer = between.as_("swb").post(f"/ledger/new/grid/?{HERE}", grid(between, row))
    assert answer["Location"] == f"/ledger/?{HERE}"
