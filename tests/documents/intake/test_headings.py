"""Where the table begins, in sheets with titles, two rows of headings, totals and repeats."""

from __future__ import annotations

import pytest

from tongxing.documents.intake.cells import sheet_of
from tongxing.documents.intake.headings import Table
from tongxing.documents.intake.headings import Wanted
from tongxing.documents.intake.headings import key_of
from tongxing.documents.intake.headings import table_in

WANTED = (
    Wanted("town", "镇（街道）", ("镇",)),
    Wanted("place", "村（社区）", ("村", "行政村"), needed=True),
    Wanted("actor", "结对单位", ("单位", "单位名称"), needed=True),
)


def found(*rows: tuple[object, ...], merges=(), **more) -> Table:
    return table_in(sheet_of("表", rows, merges), WANTED, **more)


def ids(table: Table) -> list[str]:
    return [one.id for one in table.columns]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("单位(两个)", "单位"),
        ("结对单位（2个）", "结对单位"),
        ("结对单位1", "结对单位"),
        ("结对单位二", "结对单位"),
        ("村 名：", "村名"),
        ("*单位", "单位"),
        ("【单位】", "【单位】"),
        ("1", "1"),
    ],
)
def test_a_heading_without_what_is_put_around_it(heading: str, key: str):
    assert key_of(heading) in {key, ""}


def test_titles_above_and_blank_rows_are_passed_over():
    table = found(
        ("结对安排表",), (), ("单位：家",), ("镇", "村", "单位"), ("甲镇", "乙村", "丙局")
    )
    assert (table.header, ids(table), len(table.rows)) == (3, ["town", "place", "actor"], 1)


def test_two_rows_of_headings_under_one_another():
    table = found(
        ("序号", "结对村", "结对村", "结对单位"),
        ("序号", "镇", "行政村", "结对单位"),
        (1, "甲镇", "乙村", "丙局"),
        merges=[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)],
    )
    assert (table.header, ids(table)) == (1, ["", "town", "place", "actor"])
    assert table.columns[1].heading == "镇"  # the row above says nothing more
    assert len(table.rows) == 1


def test_a_first_row_of_facts_is_no_second_row_of_headings():
    table = found(("镇", "村", "单位"), ("村", "柏桥村", "市委办"), ("甲镇", "乙村", "丙局"))
    assert table.rows[-1][2].text == "丙局"


def test_totals_notes_and_repeated_headings_are_left_out_and_named():
    table = found(
        ("镇", "村", "单位"),
        ("甲镇", "乙村", "丙局"),
        ("镇", "村", "单位"),
        ("小 计", "1", "1"),
        ("甲镇", "丁村", "戊局"),
        ("备注：以文件为准",),
        ("填表人：某某",),
    )
    assert [row[1].text for row in table.rows] == ["乙村", "丁村"]
    assert [cell.address for cell in table.left_out] == ["A4", "A6", "A7"]


def test_without_headings_nothing_is_guessed():
    table = found(("甲镇", "乙村", "丙局"), ("甲镇", "丁村", "戊局"))
    assert (table.header, set(ids(table)), len(table.rows)) == (-1, {""}, 2)


def test_what_a_person_says_outweighs_what_is_found():
    rows = (("镇", "村", "单位"), ("甲镇", "乙村", "丙局"))
    assert ids(found(*rows, chosen={2: "place"})) == ["", "", "place"]
    assert len(found(*rows, header=-1).rows) == 2
    assert len(found(*rows, header=1).rows) == 0
    assert len(found(*rows, header=400).rows) == 0


def test_several_columns_of_one_meaning_are_all_read():
    table = found(("村", "单位1", "单位2"), ("乙村", "丙局", "丁局"), ("戊村", "丙局", "丙局"))
    first, second = table.rows
    assert [cell.text for cell in table.cells(first, "actor")] == ["丙局", "丁局"]
    assert [cell.text for cell in table.cells(second, "actor")] == ["丙局"]
    assert (table.has("actor"), table.has("town")) == (True, False)


def test_columns_are_named_by_their_letters():
    assert [one.letters for one in found(("镇", "村", "单位"), ("a", "b", "c")).columns] == [
        "A",
        "B",
        "C",
    ]
