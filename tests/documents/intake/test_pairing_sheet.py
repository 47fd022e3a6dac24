"""A pairing sheet as offices keep it: read right, and every fault at its cell."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.documents.intake.gaozhou import ON
from tests.documents.intake.gaozhou import gaozhou
from tests.documents.intake.sheets import county_sheet
from tongxing.documents.intake.cells import sheet_of
from tongxing.documents.intake.headings import Table
from tongxing.documents.intake.headings import table_in
from tongxing.documents.intake.pairing_sheet import NEW
from tongxing.documents.intake.pairing_sheet import SKIP
from tongxing.documents.intake.pairing_sheet import Checked
from tongxing.documents.intake.pairing_sheet import Reader
from tongxing.documents.intake.pairing_sheet import household_numbers
from tongxing.documents.intake.pairing_sheet import wanted_columns
from tongxing.documents.intake.reading import read_file
from tongxing.project.demo.sources import pairs
from tongxing.rules.plan.model import ActorNeed
from tongxing.rules.plan.model import PairingKind

UNITS = PairingKind("unit-village", "结对共建", (ActorNeed("organization"),), "village")
TEAMS = PairingKind("team-town", "驻镇帮扶", (ActorNeed("team"),), "town")
PEOPLE = PairingKind("first-secretary", "驻村", (ActorNeed("person"),), "village")
BUNDLES = PairingKind(
    "household-bundle", "1+1+N 包户", (ActorNeed("unit-member"), ActorNeed("village-member")),
    "household", 1, 10,
)  # fmt: skip
KNOWN = gaozhou()
HEAD = ("镇", "村", "单位")
HETONG = ("曹江镇", "荷垌村")


def table(rows: Sequence[Sequence[object]], kind: PairingKind = UNITS, **more: object) -> Table:
    return table_in(sheet_of("表", rows), wanted_columns(kind), **more)


def read(
    rows: Sequence[Sequence[object]],
    kind: PairingKind = UNITS,
    answers: Mapping[str, str] | None = None,
) -> Checked:
    return Reader(kind, KNOWN, ON, answers or {}).read(table(rows, kind))


def faults(checked: Checked) -> list[tuple[str, str]]:
    return [(one.address, one.what) for one in checked.faults]


def test_the_countys_own_sheet_comes_in_whole_and_right():
    (sheet,) = read_file(county_sheet())
    found = table_in(sheet, wanted_columns(UNITS))
    checked = Reader(UNITS, KNOWN, ON, {}).read(found)
    assert (checked.faults, checked.asked) == ((), ())
    assert {(one.place, one.actors[0][0]) for one in checked.lines} == {
        (one.village, f"org:{one.unit}") for one in pairs(2024)
    }
    assert len(found.rows) == 54
    assert [cell.text[:1] for cell in found.left_out] == ["合", "注"]


def test_the_blank_sheets_headings_are_known_again():
    for kind in (UNITS, TEAMS, PEOPLE, BUNDLES):
        heads = [one.title for one in wanted_columns(kind)]
        assert [one.id for one in table([heads, ["x"] * len(heads)], kind).columns] == [
            one.id for one in wanted_columns(kind)
        ]


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, (*HETONG, "市林业局")],
        [("高州市结对表",), ("单位：个",), HEAD, (*HETONG, "市林业局")],
        [("结对村", "", "单位(两个)"), ("镇街", "行政村", "单位名称"), (*HETONG, "市林业局")],
        [("村名称", "挂钩单位", "乡镇"), ("荷垌村", "市林业局", "曹江镇")],
        [HEAD, (*HETONG, "市林业局"), HEAD, ("合计", "1个村", "1个单位")],
        [HEAD, ("", "高州市曹江镇荷垌村", "市林业局")],
        [HEAD, ("", "曹江镇荷垌村委会", "高州市林业局")],
        [HEAD, ("", "440981124201", "市林业局")],
        [("镇", "村", "结对单位1", "结对单位2"), (*HETONG, "市林业局", "市林业局 ")],
    ],
)
def test_one_pairing_however_it_is_laid_out(rows: Sequence[Sequence[object]]):
    checked = read(rows)
    found = [(one.place, one.actors[0][0]) for one in checked.lines]
    assert found[:1] == [("440981124201", "org:gaozhou-forestry")]


def test_towns_and_villages_are_carried_down_until_another_town_begins():
    checked = read(
        [HEAD, (*HETONG, "市林业局"), ("", "", "市水务局"), ("根子镇", "柏桥村", "市委办")]
    )
    assert [one.place for one in checked.lines] == [
        "440981124201", "440981124201", "440981104209",
    ]  # fmt: skip
    lost = read([HEAD, (*HETONG, "市林业局"), ("根子镇", "", "市委办")])
    assert faults(lost) == [("A3", "没有写明是哪个村")]


def test_each_fault_stands_at_its_cell_with_a_remedy():
    checked = read(
        [
            ("镇", "村", "单位", "起始日期"),
            ("无名镇", "荷垌村", "市林业局", ""),
            ("曹江镇", "荷洞", "市林业局", ""),
            ("曹江镇", "荷垌村", "茂名石化", ""),
            ("曹江镇", "荷垌村", "", "2024.9.1"),
            ("曹江镇", "荷垌村", "市林业局", "去年"),
            ("曹江镇", "荷垌村", "市林业局", "2024年9月"),
            ("曹江镇", "荷垌村", "高州市林业局", ""),
        ]
    )
    assert [address for address, _ in faults(checked)] == ["A2", "B3", "C4", "C5", "D6", "C8"]
    assert "荷垌村" in checked.faults[1].remedy
    assert "C7" in checked.faults[-1].what
    assert all(one.remedy for one in checked.faults)
    assert checked.lines[0].since == date(2024, 9, 1)


def test_a_village_of_a_name_that_several_towns_have_is_asked_for_its_town():
    names = [name for _, name in KNOWN.villages]
    double = next(name for name in names if names.count(name) > 1)
    (fault,) = read([("村", "单位"), (double, "市林业局")]).faults
    assert ("A2" in fault.address, "不止一个" in fault.what) == (True, True)


def test_an_unsure_unit_is_asked_and_the_answer_taken():
    rows = [HEAD, (*HETONG, "高州市林业总场"), ("根子镇", "柏桥村", "高州市林业总场")]
    (asked,) = read(rows).asked
    assert asked.addresses == ("C2", "C3")
    near = read(rows, answers={asked.name: asked.near[0].id})
    assert ([one.actors[0][0] for one in near.lines], near.faults) == ([asked.near[0].id] * 2, ())
    new = read(rows, answers={asked.name: NEW})
    assert list(new.new.values()) == ["高州市林业总场"]
    assert {one.actors[0][0] for one in new.lines} == set(new.new)
    assert (read(rows, answers={asked.name: SKIP}).lines, read(rows).lines) == ((), ())


def test_an_answer_nobody_offered_is_not_taken():
    rows = [HEAD, (*HETONG, "茂名石化")]
    assert read(rows, answers={"茂名石化": "org:gaozhou-forestry"}).faults


def test_another_spelling_is_taken_and_told():
    assert read([HEAD, (*HETONG, "林业局")]).taken == (("林业局", "高州市林业局", "C2"),)


def test_columns_nobody_recognises_are_asked_for_and_mapped_by_hand():
    rows = [("甲", "乙", "丙"), (*HETONG, "市林业局")]
    (fault,) = read(rows).faults
    assert (fault.address, "村（社区）" in fault.what) == ("", True)
    mapped = table(rows, chosen={0: "town", 1: "place", 2: "actor"})
    checked = Reader(UNITS, KNOWN, ON, {}).read(mapped)
    assert [one.address for one in checked.lines] == ["C2"]


def test_a_title_above_is_no_heading_and_faults_come_in_order():
    rows = [
        ("高州市结对表",),
        (*HEAD, "起"),
        (*HETONG, "无此单位", "去年"),
        ("", "荷洞", "市委办", ""),
    ]
    found = table(rows)
    assert [one.heading for one in found.columns] == ["镇", "村", "单位", "起"]
    assert [one.address for one in read(rows).faults] == ["C3", "D3", "B4"]


def test_headings_alone_are_told_to_be_empty():
    assert faults(read([HEAD])) == [("", "表头下面没有内容")]


def test_a_team_is_paired_with_its_town():
    (line,) = read([("镇街", "工作队"), ("根子镇", "根子工作队")], TEAMS).lines
    assert (line.place, line.actors) == ("440981104000", (("team:genzi", ""),))


def test_a_bundle_is_two_members_and_households_by_number():
    code, name = KNOWN.villages[0]
    town = KNOWN.path(code).removesuffix(name)
    head = ("镇", "村", "结对单位党员", "村党员", "户编号")
    (line,) = read(
        [head, (town, name, "市林业局包户党员", "荷垌村包户党员", "001—003")], BUNDLES
    ).lines
    assert line.actors == (("person:unit", "unit-member"), ("person:village", "village-member"))
    assert (line.households, line.numbers) == ((f"{code}-001", f"{code}-002"), (3,))


def test_a_bundle_takes_no_names_of_households_and_no_second_member():
    code, _ = KNOWN.villages[0]
    head = ("村", "结对单位党员", "村党员", "户编号")
    rows = [head, (code, "市林业局包户党员", "荷垌村包户党员", "某某户"),
            (code, "", "荷垌村包户党员", "1"), (code, "无此人", "荷垌村包户党员", "1")]  # fmt: skip
    assert faults(read(rows, BUNDLES)) == [
        ("D2", "“某某户”不是户编号，农户只用编号，不写姓名"),
        ("B3", "结对单位党员应写一人"),
        ("B4", "名录中没有“无此人”"),
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("001—003", (1, 2, 3)),
        ("1-3、7", (1, 2, 3, 7)),
        ("1户至3户", (1, 2, 3)),
        ("第5户，第4户", (4, 5)),
        ("3\n3", (3,)),
    ],
)
def test_households_by_number(text: str, numbers: tuple[int, ...]):
    assert household_numbers(text) == numbers


@pytest.mark.parametrize("text", ["", "三户", "9-1", "1-9999", "李四"])
def test_what_is_no_number_of_a_household(text: str):
    with pytest.raises(ValueError, match="户"):
        household_numbers(text)


WORDS = st.sampled_from(
    ["镇", "村", "单位(两个)", "起始日期", "曹江镇", "荷垌村", "柏桥", "市林业局", "市委办、市府办", "",
     " ", "合计", "2024.9.1", "①甲②乙", "002", "=1+1", "高州市曹江镇荷垌村", "单位\n名称"]
)  # fmt: skip
CELLS = st.one_of(
    WORDS, st.text(max_size=8), st.integers(), st.floats(allow_nan=False), st.dates(), st.booleans()
)
MERGES = st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=4)


def anything_is_answered(rows: list[list[object]], merges: list[tuple[int, ...]]) -> None:
    """Lines and faults, each of a place in the sheet; nothing else may happen."""
    sheet = sheet_of("表", rows, [(a, b, a + c, b + d) for a, b, c, d in merges])  # type: ignore[arg-type]
    there = {cell.address for row in sheet.rows for cell in row} | {""}
    for kind in (UNITS, BUNDLES, TEAMS):
        checked = Reader(kind, KNOWN, ON, {}).read(table_in(sheet, wanted_columns(kind)))
        for one in checked.faults:
            assert (one.address in there, bool(one.what), bool(one.remedy)) == (True, True, True)
        assert {one.address for one in checked.lines} <= there
        assert {at for one in checked.asked for at in one.addresses} <= there


@settings(max_examples=100)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=9), MERGES)
def test_any_cells_are_answered(rows, merges):
    anything_is_answered(rows, merges)


@pytest.mark.full
@settings(max_examples=10_000)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=9), MERGES)
def test_ten_thousand_sheets_are_answered(rows, merges):
    anything_is_answered(rows, merges)


@settings(max_examples=100)
@given(st.lists(st.lists(WORDS, min_size=3, max_size=4), max_size=12))
def test_sheets_of_an_offices_own_words_are_answered(rows):
    anything_is_answered([["镇", "村", "单位", "起始日期"], *rows], [])
