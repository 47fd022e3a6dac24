"""A board as a map: each county in its class, in words, and as much of it named as fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.regions.board import CityRows
from tongxing.derive.regions.board import CountyRow
from tongxing.derive.regions.board import RegionBoard
from tongxing.derive.regions.board import Standing
from tongxing.derive.regions.nation import NationBoard
from tongxing.derive.regions.nation import ProvinceRow
from tongxing.derive.regions.shapes import Province
from tongxing.derive.regions.shapes import Shape
from tongxing.pages.desk.regions import drawing
from tongxing.pages.desk.regions.drawing import FAILED
from tongxing.pages.desk.regions.drawing import GRADES
from tongxing.pages.desk.regions.drawing import LATER
from tongxing.pages.desk.regions.drawing import LEGEND
from tongxing.pages.desk.regions.drawing import NONE
from tongxing.pages.desk.regions.drawing import OUTSIDE
from tongxing.pages.desk.regions.drawing import QUIET
from tongxing.pages.desk.regions.drawing import UNDATED
from tongxing.pages.desk.regions.drawing import Map
from tongxing.pages.desk.regions.drawing import grade_of
from tongxing.pages.desk.regions.drawing import map_of
from tongxing.pages.desk.regions.drawing import nation_map
from tongxing.pages.desk.regions.drawing import province_grade

HIGH, GOOD, FAIR, LOW = GRADES
NAMES = {"440981": "高州市", "440982": "化州市", "440983": "信宜市", "440881": "廉江市"}


def county(code: str, standing: Standing = "told", **given: Any) -> CountyRow:
    """A county with a book that is told, unless said otherwise; nothing of it is due yet."""
    said = {"tally": Tally(), "pairings": 1, "whole": True, "drawn": True} | given
    opens = said.pop("opens", True)
    place = Named(f"{code}000000", NAMES.get(code, code), opens)
    return CountyRow(place=place, code=code, standing=standing, **said)


def shape(code: str, west: int = 0, north: int = 0, side: int = 100) -> Shape:
    box = (west, north, west + side, north + side)
    return Shape(f"图上{code}", f"M{west} {north}z", (west + side // 2, north + side // 2), box)


def province(*codes: str, **given: Any) -> Province:
    shapes = {code: shape(code, 100 * at) for at, code in enumerate(codes)}
    return Province(**{"counties": shapes, "borders": "M0 0l9 9"} | given)


def board(shapes: Province | None, *rows: CountyRow, code: str = "44") -> RegionBoard:
    place = Named(code.ljust(12, "0"), "广东省")
    return RegionBoard(
        stand=Stand("440981", "高州市", date(2025, 3, 12), None, 0, "key"),
        code=code,
        place=place,
        above=None,
        total=Tally(),
        told=len(rows),
        cities=(CityRows(place, Tally(), len(rows), rows),),
        shapes=shapes,
    )


def drawn(shapes: Province, *rows: CountyRow, code: str = "44") -> Map:
    found = map_of(board(shapes, *rows, code=code))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("rate", "grade"),
    [
        (10_000, HIGH), (9_500, HIGH), (9_499, GOOD), (8_500, GOOD), (8_499, FAIR),
        (7_000, FAIR), (6_999, LOW), (1, LOW), (0, LOW), (None, QUIET),
    ],
)  # fmt: skip
def test_a_share_falls_into_the_class_its_words_name(rate: int | None, grade: object) -> None:
    assert grade_of(county("440981", tally=Tally(rate=rate))) is grade


@pytest.mark.parametrize(
    ("standing", "grade"),
    [("outstanding", LATER), ("failed", FAILED), ("outside", OUTSIDE), ("none", NONE)],
)
def test_what_is_not_told_has_no_share_whatever_its_tally(
    standing: Standing, grade: drawing.Grade
) -> None:
    row = county("440981", standing, tally=Tally(kept=1, rate=10_000))
    assert grade_of(row) is grade
    (patch,) = drawn(province("440981"), row).patches
    assert (patch.title, patch.address) == (f"高州市：{grade.word}", "")


def test_every_class_has_its_own_pattern_and_its_own_words() -> None:
    assert len({one.id for one in LEGEND}) == len({one.word for one in LEGEND}) == len(LEGEND)


def test_a_county_is_said_in_words_without_what_is_nothing() -> None:
    tally = Tally(kept=8, late=1, missed=3, rate=7083)
    (patch,) = drawn(province("440981"), county("440981", tally=tally)).patches
    assert patch.title == "高州市：按期率70.8%；按期完成8，补做1，未完成3"
    assert (patch.rate, patch.address, patch.grade) == ("70.8%", "440981000000", FAIR)


def test_before_anything_is_due_it_says_what_is_under_way() -> None:
    (patch,) = drawn(province("440981"), county("440981", tally=Tally(open=2, overdue=1))).patches
    assert patch.title == "高州市：还没有到期的任务；进行中2，逾期待补1"
    assert patch.rate == ""
    (patch,) = drawn(province("440981"), county("440981")).patches
    assert patch.title == "高州市：还没有到期的任务"


def test_a_county_one_may_not_open_leads_nowhere() -> None:
    (patch,) = drawn(province("440981"), county("440981", opens=False)).patches
    assert (patch.address, patch.name) == ("", "高州市")


def test_a_shape_the_registry_does_not_know_goes_by_its_own_name() -> None:
    found = drawn(province("440981", "440999"), county("440981"))
    assert found.unknown == ("图上440999",)
    assert found.patches[1].title == "图上440999：没有台账"
    assert found.patches[1].grade is NONE


def test_a_county_without_a_shape_is_told_beside_the_map() -> None:
    bare = county("440982", drawn=False)
    found = drawn(province("440981"), county("440981"), bare)
    assert found.undrawn == (bare,)
    assert [one.code for one in found.patches] == ["440981"]


def test_only_classes_on_the_map_are_explained_in_the_order_of_the_legend() -> None:
    rows = [
        county("440982", "none"),
        county("440981", tally=Tally(rate=9900)),
        county("440983", "outside"),
    ]
    shapes = province("440981", "440982", "440983")
    assert drawn(shapes, *rows).legend == (HIGH, OUTSIDE, NONE)


def test_of_many_counties_only_those_with_figures_are_named() -> None:
    codes = [f"44{number:04d}" for number in range(101, 127)]
    rows = [county(codes[0]), *(county(code, "none") for code in codes[1:])]
    assert [one.name for one in drawn(province(*codes), *rows).patches if one.name] == [codes[0]]
    fewer = drawn(apart(*codes[:25]), *rows[:25])
    assert all(one.name for one in fewer.patches)


def test_of_county_names_that_would_meet_one_with_figures_keeps_its_own() -> None:
    """However large the other is, and then the larger of two."""
    close = {
        "440981": shape("440981", 0, 0, 3000),
        "440982": shape("440982", 1400, 1440, 100),
        "440983": shape("440983", 1400, 1400, 90),
    }
    rate = Tally(kept=9, missed=1, rate=9000)
    rows = [county("440981", "none"), county("440982", tally=rate), county("440983", tally=rate)]
    found = drawn(Province(close, ""), *rows)
    assert [one.name for one in found.patches] == ["", "化州市", ""]
    assert [one.title for one in found.patches][2].startswith("信宜市：按期率90.0%")


def test_a_city_shows_its_own_counties_and_no_borders_within() -> None:
    shapes = province("440881", "440981")
    found = drawn(shapes, county("440981"), code="4409")
    assert [one.code for one in found.patches] == ["440981"]
    assert found.borders == ""
    assert drawn(shapes, county("440981")).borders == shapes.borders


@pytest.mark.parametrize("shapes", [None, province(), province("450101")])
def test_without_a_shape_of_this_region_there_is_no_map(shapes: Province | None) -> None:
    assert map_of(board(shapes, county("440981"))) is None


def test_the_map_leaves_a_margin_and_sizes_names_by_its_extent() -> None:
    one = drawn(province("440981"), county("440981"))
    assert one.view == "-3 -3 106 106"
    wide = province(counties={"440981": shape("440981", side=10_000)})
    assert drawn(wide, county("440981")).size > one.size >= 1


# --- what lies far off ----------------------------------------------------------------------

FAR = "460321"
HAINAN = {"460105": shape("460105", 0, 0, 1000), FAR: shape(FAR, 4000, 9000, 500)}


def hainan(far: Shape, **given: Any) -> Map:
    shapes = Province(**{"counties": HAINAN | {FAR: far}, "borders": "", **given})
    return drawn(shapes, county("460105"), county(FAR), code="46")


def test_far_islands_do_not_shrink_the_rest() -> None:
    found = hainan(HAINAN[FAR])
    assert found.view == "-21 -21 1042 1042"
    assert found.frame is not None
    assert found.frame.corner == (700, 700, 300, 300)
    assert found.frame.view == "3989 8989 522 522"
    assert [one.code for one in found.frame.patches] == [FAR]
    assert {one.grade for one in found.patches} == set(found.legend)


def test_the_lines_at_sea_lie_within_the_frame() -> None:
    found = hainan(HAINAN[FAR], sea="M3000 9000l9 9", sea_box=(3000, 9000, 3500, 12_000))
    assert found.frame is not None
    assert found.frame.lines == "M3000 9000l9 9"
    west, north, wide, high = map(int, found.frame.view.split())
    assert (west <= 3000, north <= 9000, west + wide >= 4500) == (True, True, True)
    assert north + high >= 12_000


@pytest.mark.parametrize("box", [(4000, 9000, 4000, 9000), (4000, 9000, 4001, 9900)])
def test_a_lone_islet_or_a_narrow_reef_has_a_frame_that_fits(box: tuple[int, ...]) -> None:
    """Smaller than the grid it is one point: the page must not fail over it."""
    found = hainan(replace(HAINAN[FAR], box=box))  # type: ignore[arg-type]
    assert found.frame is not None
    west, north, wide, high = found.frame.corner
    assert (wide, high > 0, north >= 0) == (300, True, True)
    assert (west + wide, north + high) == (1000, 1000)


def test_the_islands_own_page_shows_them_whole_with_the_lines() -> None:
    shapes = Province(HAINAN, "", "M0 0", (3000, 9000, 3500, 12_000))
    found = drawn(shapes, county(FAR), code="4603")
    assert found.frame is None
    assert [one.code for one in found.patches] == [FAR]
    assert found.view.startswith("2939 8939 ")


# --- the nation -----------------------------------------------------------------------------

PROVINCES = {
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "65": "新疆维吾尔自治区",
    "81": "香港特别行政区",
}


def row(code: str, **given: Any) -> ProvinceRow:
    said = {"tally": Tally(kept=9, rate=9_000), "told": 3, "outstanding": 0, "failed": ()} | given
    opens = said.pop("opens", True)
    place = Named(f"{code}0000000000", PROVINCES[code], opens)
    return ProvinceRow(place=place, code=code, pairings=1, partly=0, **said)


def nation(
    shapes: Province | None,
    *rows: ProvinceRow,
    elsewhere: tuple[str, ...] = (),
    undated: tuple[str, ...] = (),
) -> Map:
    found = nation_map(
        NationBoard(
            stand=Stand("440981", "高州市", date(2025, 3, 12), None, 0, "key"),
            total=Tally(),
            pairings=len(rows),
            told=3,
            outstanding=0,
            provinces=rows,
            elsewhere=frozenset(elsewhere),
            undated=undated,
            shapes=shapes,
        )
    )
    assert found is not None
    return found


def apart(*codes: str, **given: Any) -> Province:
    """Provinces or counties so far from each other that all names find room."""
    shapes = {
        code: shape(code, 4000 * (at % 5), 4000 * (at // 5), 3000) for at, code in enumerate(codes)
    }
    return Province(**{"counties": shapes, "borders": "M0 0l9 9"} | given)


def test_a_provinces_class_is_that_of_its_counties_added_up_so_far() -> None:
    assert province_grade(row("44")) is GOOD
    assert province_grade(row("44", outstanding=2, failed=(("县", "坏了"),))) is GOOD
    assert province_grade(row("44", tally=Tally())) is QUIET
    assert province_grade(row("44", told=0, outstanding=2)) is LATER
    assert province_grade(row("44", told=0, failed=(("县", "坏了"),))) is FAILED


def test_each_province_leads_to_its_page_and_is_told_apart_in_words() -> None:
    found = nation(apart(*PROVINCES), row("44"), row("45", opens=False), elsewhere=("65",))
    by_code = {one.code: one for one in found.patches}
    assert [by_code[code].address for code in PROVINCES] == ["44", "", "", "", ""]
    assert by_code["44"].title == "广东省：按期率90.0%；按期完成9"
    assert by_code["65"].title == "图上65：不在您的查看范围"
    assert by_code["81"].title == "图上81：没有台账"
    assert found.legend == (GOOD, OUTSIDE, NONE)
    assert (found.borders, found.frame) == ("M0 0l9 9", None)


def test_a_province_all_of_whose_counties_are_left_out_is_said_to_be_left_out() -> None:
    found = nation(apart(*PROVINCES), row("44"), undated=("440881", "450881"))
    titles = {one.code: one.title for one in found.patches}
    assert titles["45"] == f"图上45：{UNDATED.word}"
    assert titles["44"].startswith("广东省：按期率")
    assert found.legend == (GOOD, UNDATED, NONE)


def test_names_are_as_short_as_maps_have_them() -> None:
    found = nation(apart(*PROVINCES), *map(row, PROVINCES))
    assert {one.code: one.name for one in found.patches} == {
        "44": "广东", "45": "广西", "46": "海南", "65": "新疆", "81": "香港",
    }  # fmt: skip


def test_of_names_that_would_meet_the_larger_province_keeps_its_own() -> None:
    close = {
        "44": shape("44", 0, 0, 3000),
        "45": shape("45", 1400, 1440, 100),
        "46": shape("46", 0, 9000, 900),
    }
    found = nation(Province(close, ""), *map(row, close))
    told = {one.code: (one.name, one.rate) for one in found.patches}
    assert told["44"] == ("广东", "90.0%")
    assert told["45"] == ("", "")
    assert told["46"] == ("海南", "90.0%")
    assert [one.title for one in found.patches if one.code == "45"] == [
        "广西壮族自治区：按期率90.0%；按期完成9"
    ]


def test_where_only_a_share_would_meet_another_name_it_alone_is_left_out() -> None:
    large, small = shape("44", 0, 0, 7000), shape("45", 3300, 0, 100)
    size = nation(Province({"44": large, "45": small}, ""), row("44")).size
    near = {"44": large, "45": replace(small, at=(3500, 3500 - round(1.3 * size)))}
    found = nation(Province(near, ""), row("44"), row("45"))
    assert {one.code: (one.name, one.rate) for one in found.patches}["45"] == ("广西", "")


def test_hainans_far_islands_lead_to_hainan_from_a_small_frame() -> None:
    shapes = {"46": shape("46", 0, 0, 1000), "4603": shape("4603", 4000, 9000, 500)}
    sea = {"sea": "M1 1l2 2", "sea_box": (3000, 8000, 5000, 9900)}
    found = nation(Province(shapes, "", **sea), row("46"))
    assert found.frame is not None
    assert found.frame.corner[2] == 140
    assert [(one.code, one.name, one.address) for one in found.frame.patches] == [
        ("4603", "", "46")
    ]
    assert found.frame.patches[0].title.startswith("海南省：按期率90.0%")
    assert found.sea == found.frame.lines == "M1 1l2 2"
    assert [one.code for one in found.patches] == ["46"]


def test_without_shapes_there_is_no_map_of_the_nation() -> None:
    with pytest.raises(AssertionError):
        nation(None, row("44"))
