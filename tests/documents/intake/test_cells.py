"""Cells cleaned of what offices leave in them, under the addresses clerks find them by."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.documents.intake.cells import LONGEST_CELL
from tongxing.documents.intake.cells import address_of
from tongxing.documents.intake.cells import clean
from tongxing.documents.intake.cells import column_letters
from tongxing.documents.intake.cells import said
from tongxing.documents.intake.cells import sheet_of


@pytest.mark.parametrize(
    ("row", "column", "address"),
    [(0, 0, "A1"), (6, 1, "B7"), (0, 25, "Z1"), (9, 26, "AA10"), (0, 701, "ZZ1"), (0, 702, "AAA1")],
)
def test_addresses_as_a_spreadsheet_prints_them(row: int, column: int, address: str):
    assert address_of(row, column) == address


@given(st.integers(0, 20_000))
def test_every_column_has_letters_of_its_own(column: int):
    number = 0
    for letter in column_letters(column):
        number = number * 26 + ord(letter) - 64
    assert number == column + 1


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  柏桥村　", "柏桥村"),
        ("市委办\u00a0", "市委办"),
        ("市\u200b委办\ufeff", "市委办"),
        ("ＡＢｃ１２３", "ABc123"),
        ("甲   乙", "甲 乙"),
        ("甲\r\n\n 乙 \n", "甲\n乙"),
        ("（驻高）", "（驻高）"),
        ("e\u0301", "é"),
        ("\u3000 \t", ""),
    ],
)
def test_what_was_meant(raw: str, text: str):
    assert clean(raw) == text


@given(st.text(max_size=60))
def test_what_is_clean_stays_as_it_is(raw: str):
    assert clean(clean(raw)) == clean(raw)


def test_a_cell_holds_no_book():
    assert len(clean("字" * 100_000)) == LONGEST_CELL


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (0.5, "0.5"),
        (1e20, "1e+20"),
        (True, "是"),
        (False, "否"),
        (date(2024, 9, 1), "2024-09-01"),
        (" 甲 ", "甲"),
    ],
)
def test_values_as_text(value, text: str):
    assert said(value) == text


def test_rows_of_different_length_become_even():
    sheet = sheet_of("表", [["甲"], ["乙", "丙", "丁"], []])
    assert sheet.width == 3
    assert [len(row) for row in sheet.rows] == [3, 3, 3]
    assert sheet.rows[0][2].text == ""


def test_a_merge_is_filled_from_its_first_cell_to_the_right_and_down():
    sheet = sheet_of("表", [["甲", "", "乙"], ["", "", "丙"]], [(0, 0, 1, 1)])
    assert [[cell.text for cell in row] for row in sheet.rows] == [
        ["甲", "甲", "乙"],
        ["甲", "甲", "丙"],
    ]


@pytest.mark.parametrize("merge", [(5, 0, 9, 0), (0, 7, 0, 9), (0, 0, 900, 900)])
def test_a_merge_beyond_the_sheet_makes_up_nothing(merge):
    sheet = sheet_of("表", [["甲", "乙"], ["丙", "丁"]], [merge])
    assert (len(sheet.rows), sheet.width) == (2, 2)


def test_no_cells_are_a_sheet_too():
    assert sheet_of(" 空 ", []).width == 0
    assert sheet_of(" 空 ", []).name == "空"
