"""Counties out of a lake on city, province and nation pages, and the page each of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.access.asked import EVERYBODY
from tests.pages.desk.conftest import County
from tests.pages.desk.reading import Page
from tests.records import cast as c
from tongxing.actions.keep_registry import add_places
from tongxing.derive.rollups import elsewhere
from tongxing.derive.synth.shares import Asked
from tongxing.derive.synth.store import write
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.registry.models import Person
from tongxing.records.registry.models import Place

AROUND = (
    ("440000000000", "广东省", "province"),
    ("440800000000", "湛江市", "city"),
    ("440900000000", "茂名市", "city"),
    ("450000000000", "广西壮族自治区", "province"),
)
FIGURES = r"((?:[\d.%]+|暂无)(?:\s+(?:[\d.%]+|暂无)){7})"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("lake")
    write(Asked(40, seed=1, place="4408"), str(found))
    return found


@pytest.fixture
def wide(county: County, lake: Path, settings: Any, tmp_path: Path) -> Iterator[County]:
    """湛江's counties in the lake, 高州 in the ledger; the supervisor's post is widened to both."""
    settings.LAKE, settings.CACHE = str(lake), str(tmp_path)
    elsewhere.forget()
    places = [Place(code=k, name=n, level=lv, since=c.LONG_AGO) for k, n, lv in AROUND]
    add_places(acting=everything(), at=county.crew.at, places=places)
    account = Account.objects.get(username="supervisor")
    for code in ("440000000000", "450000000000"):
        Grant.objects.create(account=account, role="supervisor", place=code, since=c.LONG_AGO)
    yield county
    elsewhere.forget()


def read(county: County, path: str, who: str = "supervisor") -> Page:
    answer = county.get(who, path)
    assert answer.status_code == 200
    return Page(answer.content.decode())


def figures(page: Page, name: str) -> list[str]:
    """From 应完成 to 在续结对."""
    found = re.search(rf"{name}(?: 同步数)?\s+{FIGURES}", page.text)
    assert found is not None, name
    return found[1].split()


@pytest.mark.parametrize("path", ["/regions/44/", "/regions/4408/", "/regions/440881/"])
def test_the_pages_keep_the_rules_of_every_page(wide: County, path: str) -> None:
    page = read(wide, path)
    assert page.breaches == []
    assert (page.unbalanced, page.left_open, page.nameless) == ([], [], [])
    assert len(page.ids) == len(set(page.ids))


def test_every_figure_of_such_a_county_leads_to_its_page_and_that_to_its_villages(
    wide: County,
) -> None:
    page = read(wide, "/regions/44/")
    assert "同步数" in page.text
    assert page.links.count("/regions/440881/") > 5  # on the map, its name and its figures
    assert not any("440881000000" in one or "book=440881" in one for one in page.links)
    own = read(wide, "/regions/440881/")
    assert "工作台 全国 广东省 湛江市 廉江市" in own.text
    assert {"/regions/", "/regions/44/", "/regions/4408/"} <= set(own.links)
    assert "本县用自己的同兴记台账，这里的数是同步来的，算到第" in own.text
    assert "组织一次集中劳动" in own.text


def test_names_the_registry_does_not_have_are_those_shipped(wide: County) -> None:
    """Towns and villages of another installation's county: this registry has none of them."""
    towns = read(wide, "/regions/440881/").text.partition("镇、村")[2]
    assert re.search(r"[\u4e00-\u9fff]+镇 \d", towns)
    assert not re.search(r"440881\d{6}", towns)


def test_the_figures_agree_from_the_county_up_to_the_nation(wide: County) -> None:
    county, city = read(wide, "/regions/440881/"), read(wide, "/regions/4408/")
    said = figures(city, "廉江市")
    assert f"按期率{said[6]}" in county.text
    assert f"完成{said[1]}，" in county.text
    assert f"在续结对{said[7]}对" in county.text
    province, nation = read(wide, "/regions/44/"), read(wide, "/regions/")
    assert figures(province, "廉江市") == said
    # The city's own line is a sum, and the nation's line of the province has 高州 too.
    cities = [figures(province, name) for name in ("湛江市", "茂名市")]
    whole = figures(nation, "广东省")
    for at in (0, 1, 2, 3, 4, 5, 7):
        assert int(whole[at]) == sum(int(one[at]) for one in cities)


def test_what_is_synthetic_is_said_to_be_on_every_page_that_counts_it(wide: County) -> None:
    for path in ("/regions/", "/regions/44/", "/regions/4408/", "/regions/440881/"):
        assert "含合成数据" in read(wide, path).text
    assert "含合成数据" not in read(wide, "/regions/4409/").text


def test_an_earlier_day_is_carried_along(wide: County) -> None:
    page = read(wide, "/regions/4408/?as_of=2025-02-01")
    assert "/regions/440881/?as_of=2025-02-01" in page.links
    earlier = figures(page, "廉江市")
    assert int(earlier[0]) < int(figures(read(wide, "/regions/4408/"), "廉江市")[0])


@pytest.mark.parametrize("path", ["/regions/4408/", "/regions/44/", "/regions/"])
def test_what_was_known_earlier_leaves_them_out_and_says_so_in_plain_words(
    wide: County, path: str
) -> None:
    then = "?known_at=2025-03-01T10:00"
    page = read(wide, path + then)
    assert page.text.count("不带每条记录收到的时间") == 1  # once for all counties
    assert "算不出来" not in page.text
    assert "还没有台账。" not in page.text
    assert (page.breaches, page.nameless) == ([], [])
    if path != "/regions/":
        assert re.search(r"看过去某个时刻时不计的县（市、区）\d+个 .*廉江市", page.text)
    assert wide.get("supervisor", "/regions/440881/" + then).status_code == 404


def test_a_page_that_did_not_change_is_not_sent_again(wide: County) -> None:
    client = wide.client("supervisor")
    first: Any = client.get("/regions/440881/")
    again: Any = client.get("/regions/440881/", headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_the_county_is_for_whoever_sees_all_of_it(wide: County, who: str) -> None:
    """The supervisor's grant covers the province; the others, one apart, have to do with 高州 alone."""
    seen = {"supervisor": 200, "neighbour": 200}  # 廉江's own office
    assert wide.get(who, "/regions/440881/").status_code == seen.get(who, 404)
    assert wide.get(who, "/regions/4408/").status_code == seen.get(who, 404)
    province = Page(wide.get(who, "/regions/44/").content.decode())
    assert ("/regions/440881/" in province.links) == (who in seen)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_who_has_no_book_but_a_county_in_the_lake_is_led_to_it(wide: County, who: str) -> None:
    """From where they come in; everybody else has a board of their own there, or nothing."""
    assert ("/regions/440881/" in read(wide, "/", who).links) == (who == "neighbour")


def test_their_page_leads_up_to_pages_that_are_there(wide: County) -> None:
    """And these count what they see, their own county."""
    home = read(wide, "/?as_of=2025-02-01", "neighbour")
    assert "廉江市" in home.text
    assert (home.breaches, home.nameless) == ([], [])
    assert "/regions/440881/?as_of=2025-02-01" in home.links
    own = read(wide, "/regions/440881/", "neighbour")
    above = [one for one in own.links if one.startswith("/regions/")]
    assert above == ["/regions/44/", "/regions/4408/"]
    for path in above:
        page = read(wide, path, "neighbour")
        assert figures(page, "廉江市") == figures(read(wide, path), "廉江市")
        counties = {one for one in page.links if re.search(r"\d{6}", one)}
        assert counties == {"/regions/440881/"}


def test_what_is_not_there_is_not_offered(wide: County, settings: Any, tmp_path: Path) -> None:
    """Not without the lake, nor as known earlier; one that cannot be read is said to be so."""
    assert "/regions/" not in str(read(wide, "/?known_at=2025-03-01T10:00", "neighbour").links)
    settings.LAKE = str(tmp_path / "none")
    plain = read(wide, "/", "neighbour")
    assert "/regions/" not in str(plain.links)
    assert "没有对应的县级台账" in plain.text
    torn = tmp_path / "torn"
    torn.mkdir()
    (torn / "lake.json").write_text("{")
    settings.LAKE = str(torn)
    assert "lake.json 残缺或被改动" in read(wide, "/", "neighbour").text


def test_a_lake_that_cannot_be_read_is_said_once_and_ones_own_stands(
    wide: County, settings: Any, tmp_path: Path
) -> None:
    torn = tmp_path / "torn"
    torn.mkdir()
    (torn / "lake.json").write_text("{")
    settings.LAKE = str(torn)
    for path in ("/regions/44/", "/regions/"):
        page = read(wide, path)
        assert page.text.count("读不出各县同步来的数") == 1
        assert int(figures(page, "高州市" if "44" in path else "广东省")[0]) > 0


@pytest.mark.django_db
def test_a_province_without_any_book_of_its_own_sees_its_counties(
    lake: Path, settings: Any, tmp_path: Path
) -> None:
    """An installation that only looks: places, an account and the lake."""
    settings.LAKE, settings.CACHE = str(lake), str(tmp_path)
    elsewhere.forget()
    Place.objects.bulk_create(
        Place(code=k, name=n, level=lv, since=c.LONG_AGO) for k, n, lv in AROUND
    )
    person = Person.objects.create(key="province", name="省专班联络员", since=c.LONG_AGO)
    account = Account.objects.create(username="province", person=person)
    Grant.objects.create(account=account, role="supervisor", place="440000000000", since=c.LONG_AGO)
    client = Client()
    client.force_login(account)
    first: Any = client.get("/")
    told = Page(first.content.decode())
    assert told.text.count("各县") >= 2  # in the menu, and where a board of one's own would be
    assert "/regions/44/" in told.links
    answer: Any = client.get("/regions/44/?as_of=2025-12-31")
    page = Page(answer.content.decode())
    assert int(figures(page, "湛江市")[0]) > 0
    own: Any = client.get("/regions/440881/?as_of=2025-12-31")
    assert (answer.status_code, own.status_code) == (200, 200)
