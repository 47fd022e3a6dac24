"""The pairing sheet given out for a county, whatever its names, comes in again as it went out."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.documents.intake.test_pairing_sheet import UNITS
from tongxing.actions.assignment import Line
from tongxing.documents.intake.cells import sheet_of
from tongxing.documents.intake.headings import table_in
from tongxing.documents.intake.known import Known
from tongxing.documents.intake.naming import Candidate
from tongxing.documents.intake.naming import Register
from tongxing.documents.intake.pairing_sheet import Checked
from tongxing.documents.intake.pairing_sheet import Reader
from tongxing.documents.intake.pairing_sheet import wanted_columns
from tongxing.documents.intake.workbook import read
from tongxing.documents.pairing_paper import as_cells
from tongxing.documents.pairing_paper import blank_sheet

ON = date(2024, 9, 1)
BOOK = "330825"
LETTERS = "横山龙游溪口柏桥根子元坝城东新"
STEMS = st.text(LETTERS, min_size=1, max_size=3)
TOWNS = st.builds(str.__add__, STEMS, st.sampled_from(["镇", "乡", "街道", "林场"]))
VILLAGES = st.builds(
    str.__add__, STEMS, st.sampled_from(["村", "社区", "居委会", "镇社区", "嘎查"])
)
ORDINARY = st.builds(
    str.__add__,
    STEMS,
    st.sampled_from(["局", "市委办公室", "妇女联合会", "（集团）有限公司", "二队"]),
)
AWKWARD = st.sampled_from(
    ["城建一公司2", "乡镇、街道联合会", "水务局 供水站", "1.山路小学", "=城东局", "http://山/局",
     "“双百”专班", "中铁2/3处", "internal:山局", "+86热线办", "＠新办"]
)  # fmt: skip
NAMES = st.one_of(ORDINARY, AWKWARD)


def county(towns: Mapping[str, Sequence[str]], units: Sequence[str]) -> Known:
    """A county of these towns with their villages, and these units, in no database."""
    named = [(f"{BOOK}{100 + n}", name, there) for n, (name, there) in enumerate(towns.items())]
    known = Known(
        book=BOOK, name="龙游县", on=ON,
        towns=tuple((f"{code}000", name) for code, name, _ in named),
        villages=tuple(
            (f"{code}{200 + n}", name) for code, _, there in named for n, name in enumerate(there)
        ),
        paired=frozenset(),
    )  # fmt: skip
    candidates = (Candidate(f"org:u{n}", (name,)) for n, name in enumerate(units))
    known.__dict__["organizations"] = Register(candidates, known.name)
    return known


def line(place: str, unit: int) -> Line:
    return Line("p:k", ((f"org:u{unit}", ""),), place, ON, ())


def come_in(known: Known, data: bytes) -> Checked:
    """What comes of a workbook, read in this very process."""
    (given_out, _) = read(data)["sheets"]
    merges = [tuple(one) for one in given_out["merges"]]
    table = table_in(sheet_of("表", given_out["rows"], merges), wanted_columns(UNITS))
    return Reader(UNITS, known, ON, {}).read(table)


def there_and_back(known: Known, lines: Sequence[Line]) -> Checked:
    _, *rows = as_cells(UNITS, known, lines)
    return come_in(known, blank_sheet(UNITS, "龙游县结对表", rows))


def pairs_of(lines: Sequence[object]) -> list[tuple[str, str]]:
    return sorted((one.place, party) for one in lines for party, _ in one.actors)


@st.composite
def counties(draw: st.DrawFn) -> tuple[Known, list[Line]]:
    """A county, and who stands with which of its villages."""
    there = st.lists(VILLAGES, min_size=1, max_size=4, unique=True)
    towns = draw(st.dictionaries(TOWNS, there, min_size=1, max_size=3))
    units = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    known = county(towns, units)
    places = st.sampled_from([code for code, _ in known.villages])
    pairs = st.tuples(places, st.integers(0, len(units) - 1))
    return known, [line(*one) for one in draw(st.lists(pairs, min_size=1, unique=True))]


@settings(max_examples=8, deadline=None)
@given(counties())
def test_the_sheet_of_any_county_comes_in_as_it_went_out(drawn):
    known, lines = drawn
    checked = there_and_back(known, lines)
    assert (checked.faults, checked.asked, checked.taken) == ((), (), ())
    assert pairs_of(checked.lines) == pairs_of(lines)


@pytest.mark.full
@settings(max_examples=1_000, deadline=None)
@given(counties())
def test_the_sheets_of_a_thousand_counties_come_in_as_they_went_out(drawn):
    known, lines = drawn
    assert pairs_of(there_and_back(known, lines).lines) == pairs_of(lines)


@pytest.mark.parametrize(
    "towns",
    [
        pytest.param({"横山镇": ["横山村"], "横山街道": ["横山村"]}, id="镇与街道同名"),
        pytest.param({"梯面镇": ["梯面镇社区", "梯面村"]}, id="社区名前带镇名"),
        pytest.param({"龙游县城东街道": ["东门社区"]}, id="街道名前带县名"),
        pytest.param({"溪口林场": ["溪口林场虚拟生活区"]}, id="林场的生活区"),
        pytest.param({"溪口镇": ["山口村", "山口社区", "山口居委会"]}, id="村与社区同名"),
        pytest.param({"溪口镇": ["镇", "村", "社区"]}, id="只有后缀的名"),
    ],
)
def test_towns_and_villages_of_like_names_are_told_apart(towns):
    known = county(towns, ["林业局"])
    lines = [line(code, 0) for code, _ in known.villages]
    checked = there_and_back(known, lines)
    assert checked.faults == ()
    assert pairs_of(checked.lines) == pairs_of(lines)


@pytest.mark.parametrize(
    ("units", "rows"),
    [
        pytest.param(["林业局", "水务局", "市委办"], 1, id="平常的名写在一格"),
        pytest.param(["城建一公司2", "水务局"], 2, id="名末是数字的分行写"),
        pytest.param(["乡镇、街道联合会", "水务局"], 2, id="名中有顿号的分行写"),
        pytest.param(["乡镇、街道联合会"], 1, id="名中有顿号的独自一格"),
    ],
)
def test_units_share_a_cell_only_where_they_can_be_parted_again(units, rows):
    known = county({"溪口镇": ["山口村"]}, units)
    lines = [line(known.villages[0][0], n) for n in range(len(units))]
    assert len(list(as_cells(UNITS, known, lines))) == 1 + rows
    assert pairs_of(there_and_back(known, lines).lines) == pairs_of(lines)


@pytest.mark.parametrize(
    ("town", "village", "unit"),
    [
        pytest.param("溪口镇", "山口村", "城建（集团）公司ABC", id="照原样"),
        pytest.param("　溪口 镇 ", "山 口　村", "城建 （集团） 公司ABC", id="夹空格"),
        pytest.param("溪口镇", "山口村", "城建(集团)公司ＡＢＣ", id="半角括号、全角字母"),
        pytest.param("溪口镇", "山口村", "城建(集团）公司abc", id="括号不配对、小写"),
        pytest.param("溪口", "山口", "“城建（集团）公司”ABC", id="省去后缀、加引号"),
        pytest.param("溪口镇人民政府", "山口村村民委员会", "城建（集团）公司ABC", id="机构全称"),
        pytest.param("溪口镇（城关）", "山口村（老区）", "城建（集团）公司ABC", id="括注"),
        pytest.param("龙游县溪口镇", "龙游县溪口镇山口村", "城建（集团）公司ABC", id="从县写起"),
        pytest.param("溪口\n镇", "３３０８２５１００２００", "城建（集团）\n公司ABC", id="全角代码、换行"),
    ],
)  # fmt: skip
def test_one_assignment_however_it_is_spelled(town, village, unit):
    known = county(
        {"溪口镇": ["山口村", "山口新村"], "横山镇": ["山口村"]},
        ["城建（集团）公司ABC", "城建公司"],
    )
    checked = come_in(known, blank_sheet(UNITS, "龙游县结对表", [[town, village, unit]]))
    assert checked.faults == ()
    assert pairs_of(checked.lines) == [(f"{BOOK}100200", "org:u0")]


def test_the_day_left_empty_is_the_day_chosen_and_one_filled_in_stays():
    known = county({"溪口镇": ["山口村", "新村"]}, ["林业局"])
    rows = [["溪口镇", "山口村", "林业局", ""], ["", "新村", "林业局", "2023年10月8日"]]
    checked = come_in(known, blank_sheet(UNITS, "龙游县结对表", rows))
    assert [one.since for one in checked.lines] == [ON, date(2023, 10, 8)]
