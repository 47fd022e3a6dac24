"""Which books a phone keeps: an account for a province sees a hundred, and works in few."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.pages.api.phone.conftest import Phones
from tests.pages.api.phone.test_workbook import work
from tests.records import cast as c
from tongxing.actions.draft import Doer
from tongxing.actions.keep_accounts import grant_role
from tongxing.actions.keep_registry import add_places
from tongxing.actions.open_book import open_book
from tongxing.actions.open_pairing import open_pairing
from tongxing.derive.boards import view
from tongxing.derive.phone import MOST_WIDE
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Account
from tongxing.records.ledger.ids import new_id
from tongxing.records.registry.models import Place

PROVINCE, MAOMING, JIANGMEN = "440000000000", "440900000000", "440700000000"
COUNTIES = tuple(f"4407{n:02d}" for n in range(1, MOST_WIDE + 11))  # all of one city


@pytest.fixture
def province(phones: Phones) -> Phones:
    """Beside 高州市 with its records, a city of more counties than a phone keeps."""
    at = phones.county.crew.at
    named = [(PROVINCE, "广东省", "province")]
    named += [(MAOMING, "茂名市", "city"), (JIANGMEN, "江门市", "city")]
    named += [(f"{code}000000", f"{code}县", "county") for code in COUNTIES]
    add_places(
        acting=everything(), at=at,
        places=[Place(code=a, name=b, level=lv, since=c.LONG_AGO) for a, b, lv in named],
    )  # fmt: skip
    for code in COUNTIES:
        open_book(acting=everything(), at=at, code=code, name=f"{code}县")
    return phones


def granted(phones: Phones, account: str, role: str, place: str) -> None:
    crew = phones.county.crew
    grant_role(
        acting=everything(), at=crew.at, account=account, role=role, since=c.LONG_AGO, place=place
    )


def paired(phones: Phones, party: str, *counties: str) -> None:
    crew = phones.county.crew
    for code in counties:
        open_pairing(
            acting=everything(), at=crew.at, id=new_id(crew.at), kind=c.KIND,
            actors=(Doer(party),), place=f"{code}000000", since=c.BEGIN,
        )  # fmt: skip


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The books judged, as they are asked for."""
    asked: list[str] = []
    standing_of = view.standing_of

    def noting(book: str, **given: object) -> object:
        asked.append(book)
        return standing_of(book, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(view, "standing_of", noting)
    return asked


@pytest.mark.parametrize("role", ["office", "supervisor"])
def test_of_a_province_no_more_than_a_few_books_are_judged(
    province: Phones, judged: list[str], role: str
) -> None:
    granted(province, "fl", role, PROVINCE)
    book = work(province, "fl")
    assert len(judged) == MOST_WIDE
    assert len(book["books"]) == MOST_WIDE
    assert book["books_more"] == 1 + len(COUNTIES) - MOST_WIDE
    assert book["kinds"]  # there is still something to write, and where
    assert book["places"]


def test_a_city_with_few_counties_is_kept_whole(province: Phones, judged: list[str]) -> None:
    granted(province, "fl", "office", MAOMING)
    book = work(province, "fl")
    assert judged == [c.BOOK]
    assert (book["books"], book["books_more"]) == ([], 0)
    assert book["pairings"]


def test_where_it_wrote_lately_comes_first(province: Phones) -> None:
    granted(province, "fl", "office", PROVINCE)
    Account.objects.filter(username="fl").update(home="")
    assert "高州市" not in work(province, "fl")["books"]  # the last of them by code
    sent = province.item()
    assert province.send("fl", sent)[0]["state"] == "written"
    book = work(province, "fl")
    assert (book["books"][0], len(book["books"])) == ("高州市", MOST_WIDE)
    assert [one["id"] for one in book["recent"]] == [sent["id"]]
    assert book["pairings"]
    province.later(days=61)
    assert "高州市" not in work(province, "fl")["books"]


def test_where_it_is_at_home_is_kept(province: Phones) -> None:
    granted(province, "fl", "supervisor", PROVINCE)
    Account.objects.filter(username="fl").update(home=f"{COUNTIES[-1]}000000")
    assert work(province, "fl")["books"][0] == f"{COUNTIES[-1]}县"


def test_its_own_pairings_and_county_are_kept_whatever_else_it_sees(
    province: Phones, judged: list[str]
) -> None:
    own = COUNTIES[-3:]
    paired(province, c.FL, *own)
    granted(province, "fl", "office", c.COUNTY)
    granted(province, "fl", "supervisor", PROVINCE)
    book = work(province, "fl")
    assert set(book["books"]) >= {"高州市", *(f"{code}县" for code in own)}
    assert len(judged) == 1 + len(own) + MOST_WIDE
    assert book["books_more"] == 1 + len(COUNTIES) - len(judged)
    assert {one["place"]["code"][:6] for one in book["pairings"]} >= {c.BOOK, *own}


def test_a_unit_keeps_every_county_it_is_paired_in(province: Phones, judged: list[str]) -> None:
    paired(province, c.FL, *COUNTIES)
    book = work(province, "fl")
    assert judged == list(COUNTIES)
    assert (book["books"], book["books_more"]) == ([], 0)
    assert len(book["pairings"]) == len(COUNTIES)


def test_a_further_book_is_told(province: Phones) -> None:
    """Not sent again while nothing changed; a county more to be seen is a change."""
    granted(province, "fl", "office", PROVINCE)
    etag = province.work("fl")["ETag"]
    assert province.work("fl", **{"If-None-Match": etag}).status_code == 304
    place = Place(code="449901000000", name="新县", level="county", since=c.LONG_AGO)
    crew = province.county.crew
    add_places(acting=everything(), at=crew.at, places=[place])
    etag = province.work("fl")["ETag"]
    open_book(acting=everything(), at=crew.at + timedelta(hours=1), code="449901", name="新县")
    assert province.work("fl", **{"If-None-Match": etag}).status_code == 200
