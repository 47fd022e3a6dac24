"""As of when and from which book a page is read, and how that stays on its links."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import unquote_plus

import pytest

from tests.pages.desk.conftest import County
from tests.pages.desk.reading import Page
from tongxing.actions.end_places import merge_places


def page(county: County, path: str, name: str = "office") -> Page:
    return Page(county.get(name, path).content.decode())


def test_today_is_the_default_and_no_banner_stands_there(county: County) -> None:
    found = page(county, "/matrix/")
    assert "截至2025年3月12日（星期三）" in found.text
    assert "的视图，只读" not in found.text
    assert "/" in found.links


def test_a_past_day_is_said_and_carried(county: County) -> None:
    found = page(county, "/matrix/?as_of=2025-02-15")
    assert "截至2025年2月15日的视图，只读" in found.text
    assert "/?as_of=2025-02-15" in found.links
    assert "录入" not in found.text


def test_the_board_of_a_past_day_is_that_day_s(county: County) -> None:
    cell = f"/matrix/cell/?duty=gaozhou-pairing:labour-day&pairing={county.crew.pairings['swb']}"
    assert "已完成" in page(county, f"{cell}&period=2025-01&as_of=2025-01-31").text
    assert "进行中" in page(county, f"{cell}&period=2025-01&as_of=2025-01-05").text


def test_what_was_not_yet_recorded_is_not_known(county: County) -> None:
    """At 09:00 of the day nothing of the cast's records had been received."""
    cell = f"/matrix/cell/?duty=gaozhou-pairing:labour-day&pairing={county.crew.pairings['swb']}"
    answer = county.get("office", f"{cell}&period=2025-01&known_at=2025-03-12T09:00")
    assert answer.status_code == 404
    assert (
        county.get("office", f"{cell}&period=2025-01&known_at=2025-03-12T10:00").status_code == 200
    )


def test_a_minute_is_meant_to_its_end_and_stays_on_links(county: County) -> None:
    found = page(county, "/?known_at=2025-03-12T10:00")
    assert "按2025年3月12日 10:00已知记录的视图，只读" in found.text
    assert "/matrix/?known_at=2025-03-12T10%3A00" in found.links


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/matrix/?town=440981124000&state=kept",
        "/ledger/?kind=labour-day",
        "/find/?q=柏桥",
        "/figures/?book=440981&plan=gaozhou-pairing&duty=labour-day&period=2025-01&pairing={swb}",
    ],
)
def test_the_way_back_to_today_leads_to_the_same_page(county: County, path: str) -> None:
    """All that was asked for stays, but the day, the moment and how far a list was turned."""
    path = path.format(swb=county.crew.pairings["swb"])
    past = f"{path}{'&' if '?' in path else '?'}as_of=2025-03-11&known_at=2025-03-12T10:00"
    if path.startswith("/ledger/"):
        past += "&after=740000.9"
    answer = county.get("office", past)
    assert answer.status_code == 200
    back = re.findall(r'href="([^"]*)">回到今天</a>', answer.content.decode())
    assert back
    for one in back:
        assert unquote_plus(unescape(one)) == path
        assert "的视图，只读" not in page(county, unescape(one)).text


def test_where_the_past_has_nothing_today_is_offered(county: County) -> None:
    record = next(one for one in page(county, "/ledger/").links if one.startswith("/ledger/0"))
    answer = county.get("office", f"{record}?known_at=2025-03-12T09:00")
    assert "请回到今天再看" in answer.content.decode()
    assert record in Page(answer.content.decode()).links


@pytest.mark.parametrize(
    "path",
    [
        "/?as_of=yesterday",
        "/?known_at=noon",
        "/matrix/?year=abc",
        "/matrix/?year=0001",
        "/matrix/?state=done",
        "/matrix/cell/?duty=x:y",
        "/figures/",
        "/figures/?book=440981&as_of=2025-13-01",
        "/figures/?book=440981&as_of=2025-03-12&indicator=helped&page=0",
        "/?as_of=9999-12-31",
        "/?known_at=9999-12-31T23:59-08:00",
        "/?q=a%00b",
        "/figures/?book=440981&as_of=2025-03-12&indicator=helped&place=_",
        "/figures/?book=440981&as_of=2025-03-12&indicator=helped&place=AND+OR",
        "/matrix/?duty=labour-day",
        "/matrix/?town=曹江镇",
        "/matrix/?unit=市委办",
        "/ledger/?kind=nothing",
        "/ledger/?state=done",
        "/ledger/?party=市委办",
        "/ledger/?place=²²²²²²²²²²²²",
        "/ledger/?late=yes",
        "/ledger/?after=1.²",
    ],
)
def test_an_unreadable_link_says_what_cannot_be_read(county: County, path: str) -> None:
    answer = county.get("office", path)
    assert answer.status_code == 400
    text = Page(answer.content.decode()).text
    assert "链接不完整" in text
    assert "请从原来的页面重新点开" in text


@pytest.mark.parametrize(
    "path",
    [
        "/?book=110101",
        "/matrix/?duty=no-plan:no-duty",
        "/places/999999999999/",
        "/units/nobody/",
        "/teams/nobody/",
        "/pairings/nothing/",
        "/figures/?book=440981&as_of=2025-03-12&pairing=nothing&period=2025-03",
        "/figures/?book=110101&as_of=2025-03-12&indicator=bought&place=110101000000",
    ],
)
def test_what_does_not_exist_is_answered_like_what_is_not_to_be_seen(
    county: County, path: str
) -> None:
    assert county.get("office", path).status_code == 404


def test_an_exact_moment_stays_exact_on_links(county: County) -> None:
    found = page(county, "/?known_at=2025-03-12T10:00:30%2B08:00")
    assert "/matrix/?known_at=2025-03-12T10%3A00%3A30%2B08%3A00" in found.links


def test_a_figure_known_at_a_minute_opens_what_its_board_shows(county: County) -> None:
    pairing = county.crew.pairings["swb"]
    cell = f"plan=gaozhou-pairing&duty=labour-day&pairing={pairing}&period=2025-03"
    address = f"/figures/?book=440981&as_of=2025-03-12&{cell}&known_at=2025-03-12T10:00"
    assert "组织一次集中劳动 2025年3月" in page(county, address).text


def test_filters_narrow_the_matrix(county: County) -> None:
    everything = page(county, "/matrix/").text
    assert "柏桥村 市委办" in everything
    assert "荷垌村 市林业局" in everything
    one_town = page(county, "/matrix/?town=440981124000").text
    assert "荷垌村 市林业局" in one_town
    assert "柏桥村 市委办" not in one_town
    one_unit = page(county, "/matrix/?unit=org:swb").text
    assert "荷垌村 市林业局" not in one_unit
    missed = page(county, "/matrix/?duty=gaozhou-pairing:labour-day&state=late").text
    assert "没有符合条件的结对" in missed


def test_a_name_is_found_by_a_part_of_it(county: County) -> None:
    assert "/places/440981104209/" in page(county, "/find/?q=柏桥").links
    assert "/units/swb/" in page(county, "/find/?q=市委").links
    assert "/teams/genzi/" in page(county, "/find/?q=工作队").links
    assert "没有名称含“天涯”" in page(county, "/find/?q=天涯").text
    assert "在页面上方输入" in page(county, "/find/?q=").text


def test_a_village_is_found_by_letters_path_and_code(county: County) -> None:
    for q in ("bqc", "根子柏桥", "440981104209"):
        assert "/places/440981104209/" in page(county, f"/find/?q={q}").links, q
    assert "/places/440881000000/" not in page(county, "/find/?q=廉江", name="auditor").links


def test_the_page_of_a_merged_village_leads_on_and_offers_no_entry(county: County) -> None:
    merge_places(
        acting=county.crew.scope("office"), at=county.crew.at, codes=["440981104209"],
        into="440981104210", on=date(2025, 3, 1), basis="高府函〔2025〕12号",
    )  # fmt: skip
    there = page(county, "/places/440981104209/")
    assert "已于2025年3月1日并入 元坝村" in there.text
    assert "/places/440981104210/" in there.links
    entry = "/ledger/new/?kind=village-profile&place="
    assert f"{entry}440981104209" not in there.links
    assert f"{entry}440981104210" in page(county, "/places/440981104210/").links
    assert county.get("office", f"{entry}440981104210").status_code == 200
    assert entry not in "".join(page(county, "/places/440981104210/", name="supervisor").links)


def test_nobody_finds_what_is_not_theirs(county: County) -> None:
    found = page(county, "/find/?q=村", name="lyj")
    assert "/places/440981124201/" in found.links
    assert "/places/440981104209/" not in found.links
    assert "/units/swb/" not in page(county, "/find/?q=市", name="lyj").links


def test_the_last_day_of_a_year_is_a_day(county: County) -> None:
    assert county.get("office", f"/?as_of={date(2024, 12, 31).isoformat()}").status_code == 200
