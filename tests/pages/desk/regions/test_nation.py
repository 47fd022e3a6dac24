"""The nation's page: provinces in a table, for whoever answers for more than one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.pages.desk.conftest import County
from tests.pages.desk.reading import Page
from tests.records import cast as c
from tongxing.actions.keep_registry import add_places
from tongxing.actions.open_book import open_book
from tongxing.derive.regions import nation as boards
from tongxing.derive.regions import told
from tongxing.derive.rollups import gather
from tongxing.pages.desk import viewer
from tongxing.records.accounts.access import everything
from tongxing.records.accounts.models import Account
from tongxing.records.accounts.models import Grant
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.registry.models import Place

AROUND = (
    ("440000000000", "广东省", "province"),
    ("440900000000", "茂名市", "city"),
    ("450000000000", "广西壮族自治区", "province"),
    ("450100000000", "南宁市", "city"),
    ("450102000000", "兴宁区", "county"),
)


@pytest.fixture
def nation(county: County) -> County:
    """Two provinces with a book each; the supervisor's post is widened to both."""
    places = [Place(code=k, name=n, level=lv, since=c.LONG_AGO) for k, n, lv in AROUND]
    add_places(acting=everything(), at=county.crew.at, places=places)
    open_book(acting=everything(), at=county.crew.at, code="450102", name="兴宁区")
    account = Account.objects.get(username="supervisor")
    for code in ("440000000000", "450000000000"):
        Grant.objects.create(account=account, role="supervisor", place=code, since=c.LONG_AGO)
    return county


def read(county: County, path: str, who: str = "supervisor") -> Page:
    answer = county.get(who, path)
    assert answer.status_code == 200
    return Page(answer.content.decode())


def test_the_page_keeps_the_rules_of_every_page(nation: County) -> None:
    page = read(nation, "/regions/")
    assert page.breaches == []
    assert (page.unbalanced, page.left_open, page.nameless) == ([], [], [])
    assert len(page.ids) == len(set(page.ids))


def test_it_is_the_way_down_to_province_city_and_county(nation: County) -> None:
    page = read(nation, "/regions/")
    assert "2个省（区、市），2个县（市、区）的台账合计" in page.text
    assert {"/regions/44/", "/regions/45/"} <= set(page.links)
    assert "/regions/" in read(nation, "/regions/44/").links
    assert "/regions/" in read(nation, "/").links
    assert "/regions/4409/" in read(nation, "/regions/44/").links
    assert any(
        one.startswith("/places/440981000000/") for one in read(nation, "/regions/4409/").links
    )


def test_the_way_back_up_from_a_county_ends_with_the_nation_for_whom_it_is(nation: County) -> None:
    page = read(nation, "/places/440981000000/")
    assert "工作台 全国 广东省 茂名市 高州市" in page.text
    assert "/regions/" in page.links
    office = read(nation, "/places/440981000000/", "office")
    assert "工作台 广东省 茂名市 高州市" in office.text
    assert "/regions/" not in office.links


def test_the_menu_leads_to_every_book(nation: County) -> None:
    assert {"/?book=440981", "/?book=450102"} <= set(read(nation, "/regions/").links)


def test_of_very_many_books_the_menu_holds_those_of_one_province(
    nation: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewer, "MOST_IN_MENU", 1)
    page = read(nation, "/regions/?book=450102")
    assert "/?book=450102" in page.links
    assert "/?book=440981" not in page.links
    assert "其他省的从“各省”进入。" in page.text
    monkeypatch.setattr(viewer, "MOST_IN_MENU", 2)
    assert "其他省" not in read(nation, "/regions/").text


def test_the_map_shows_every_province_and_leads_to_those_in_view(nation: County) -> None:
    text = nation.get("supervisor", "/regions/").content.decode()
    drawing = text[text.index('<svg class="shapes"') : text.index('<ul class="legend')]
    assert drawing.count("<title>") == 35
    assert re.findall(r'<a href="/regions/(\d+)/', drawing) == ["44", "45"]
    assert "广东省：按期率" in drawing
    assert "广西壮族自治区：还没有到期的任务" in drawing
    assert "河南省：没有台账" in drawing
    assert (">广东<" in drawing, ">河南<" in drawing) == (True, False)
    assert 'aria-label="南海诸岛"' in drawing
    assert len(text.encode()) <= 150_000


def test_a_province_with_books_out_of_view_is_said_to_be(nation: County) -> None:
    open_book(acting=everything(), at=nation.crew.at, code="410102", name="中原区")
    assert "河南省：不在您的查看范围" in read(nation, "/regions/").text


def test_without_shapes_the_table_is_there_and_says_so(
    nation: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "nation_shapes", lambda: None)
    page = read(nation, "/regions/")
    assert "没有全国的地图图形，数字见下表。" in page.text
    assert int(numbers(page, "广东省")[0]) > 0


def numbers(page: Page, name: str) -> list[str]:
    """The figures of one line of the table, from 应完成 to 在续结对."""
    found = re.search(rf"{name}\s+((?:[\d.%]+|暂无)(?:\s+(?:[\d.%]+|暂无)){{7}})", page.text)
    assert found is not None, name
    return found[1].split()


def test_a_province_says_on_every_page_what_its_county_says(nation: County) -> None:
    told_ = {
        numbers(read(nation, "/regions/"), "广东省")[0],
        numbers(read(nation, "/regions/44/"), "茂名市")[0],
        numbers(read(nation, "/regions/44/"), "高州市")[0],
        numbers(read(nation, "/regions/4409/"), "高州市")[0],
    }
    assert len(told_) == 1
    assert int(told_.pop()) > 0
    assert numbers(read(nation, "/regions/"), "广西壮族自治区")[-2:] == ["暂无", "0"]


@pytest.mark.parametrize("who", ["office", "swb", "auditor", "village"])
def test_one_county_or_one_province_is_not_the_nation(nation: County, who: str) -> None:
    assert nation.get(who, "/regions/").status_code == 404
    assert "/regions/" not in read(nation, "/", who).links


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who waits for one book at most, and nothing known yet."""
    monkeypatch.setattr(told, "PATIENCE", 0.0)
    monkeypatch.setattr(told, "store_of", lambda *_: _Nothing())
    gather.forget()


class _Nothing:
    """A disk that keeps nothing."""

    folder = "nowhere"

    def sums(self, _: object) -> dict[str, object]:
        return {}

    def before(self, _: object) -> None:
        """No book was ever judged."""

    def keep(self, _: object) -> None:
        raise OSError(28, "No space left on device")


@pytest.mark.usefixtures("impatient")
def test_what_is_not_added_up_yet_is_said_and_asking_again_goes_on(nation: County) -> None:
    """One book an asking, small ones first: 兴宁区 has no record yet."""
    first = read(nation, "/regions/")
    assert "尚在汇总，还有1个县（市、区）未算" in first.text
    assert "还有1个县未算" in first.text
    assert "现在接着算" in first.text
    again = read(nation, "/regions/")
    assert "尚在汇总" not in again.text
    assert int(numbers(again, "广东省")[0]) > 0


@pytest.mark.usefixtures("impatient")
def test_a_province_says_so_too_on_its_map_and_in_its_table(nation: County) -> None:
    gather.forget()
    open_book(acting=everything(), at=nation.crew.at, code="440982", name="化州市")
    place = Place(code="440982000000", name="化州市", level="county", since=c.LONG_AGO)
    add_places(acting=everything(), at=nation.crew.at, places=[place])
    first = read(nation, "/regions/44/")
    assert "尚在汇总，还有1个县（市、区）未算" in first.text
    assert "下面的数只含已算好的1个" in first.text
    assert "高州市 尚未汇总" in first.text
    assert "高州市：尚未汇总" in first.text  # on the map
    assert "尚未汇总" not in read(nation, "/regions/44/").text


def test_what_cannot_be_added_up_is_named_with_the_reason(nation: County) -> None:
    EditionInForce.objects.filter(book=c.BOOK).update(text="id = 3", sha256="0" * 64)
    for path in ("/regions/", "/regions/44/", "/regions/4409/"):
        text = read(nation, path).text
        assert "1个县（市、区）的数算不出来，没有计入合计" in text
        assert "高州市：方案“gaozhou-pairing”" in text
        assert "不能被当前程序读取" in text


def test_another_day_is_kept_on_every_way_out(nation: County) -> None:
    page = read(nation, "/regions/?as_of=2025-02-01")
    ways = [one for one in page.links if one.startswith("/regions/4")]
    assert ways
    assert all("as_of=2025-02-01" in one for one in ways)


def test_the_page_asks_a_bounded_number_of_questions(
    nation: County, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = nation.client("supervisor")
    client.get("/regions/")
    with django_assert_max_num_queries(14):
        client.get("/regions/")


def test_an_account_over_several_counties_begins_where_pairings_run(nation: County) -> None:
    """Not with the first by its code, which may be empty; on a region's page the region is named."""
    open_book(acting=everything(), at=nation.crew.at, code="440902", name="茂南区")
    text = nation.get("supervisor", "/").content.decode()
    assert '<span class="county">高州市</span>' in text
    asked = nation.get("supervisor", "/?book=440902").content.decode()
    assert '<span class="county">茂南区</span>' in asked
    assert "book=440902" in asked
    region = nation.get("supervisor", "/regions/44/").content.decode()
    assert '<span class="county">广东省</span>' in region
