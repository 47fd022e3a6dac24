"""Any file is answered: its cells, or in Chinese why it is no sheet and what to do."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.documents.intake.sheets import rows
from tests.documents.intake.sheets import workbook
from tongxing.documents.intake import reading
from tongxing.documents.intake import workbook as child
from tongxing.documents.intake.reading import SheetUnreadable
from tongxing.documents.intake.reading import read_file


def texts(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row] for row in read_file(data)[0].rows]


def test_cells_keep_where_they_stood_above_and_left_of_nothing():
    data = workbook(lambda sheet: sheet.write("C4", " 柏桥村　"))
    cell = read_file(data)[0].rows[3][2]
    assert (cell.address, cell.text) == ("C4", "柏桥村")


def test_merged_cells_all_say_what_the_first_says():
    def fill(sheet):
        sheet.merge_range("A1:A3", "根子镇")
        sheet.write("B1", "柏桥村")
        sheet.write("B3", "元坝村")

    assert [row[0] for row in texts(workbook(fill))] == ["根子镇"] * 3


def test_numbers_and_truths_are_said_as_people_write_them():
    data = workbook(rows([[3, 2.5, True, "ＡＢ１２", "甲　 乙"]]))
    assert texts(data) == [["3", "2.5", "是", "AB12", "甲 乙"]]


def test_hidden_sheets_and_empty_ones_are_left_out():
    data = workbook(rows([["甲"]]), lambda sheet: (sheet.hide(), sheet.write("A1", "乙")),
                    lambda sheet: None)  # fmt: skip
    assert len(read_file(data)) == 1


def test_formats_far_below_are_no_rows():
    data = workbook(lambda sheet: (sheet.write("A1", "甲"), sheet.write("A3000", " ")))
    assert len(read_file(data)[0].rows) <= 3000
    assert read_file(data)[0].rows[0][0].text == "甲"


def test_a_csv_of_an_office_is_read_in_any_of_its_encodings():
    text = '镇,村,单位\n根子镇,柏桥村,"市委办、市政协"\n'
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        assert texts(text.encode(encoding))[1] == ["根子镇", "柏桥村", "市委办、市政协"]


def test_pasted_cells_come_by_tabs_quotes_and_blanks():
    pasted = '镇\t村\t单位\n根子镇\t柏桥村\t"市委办\n市政协"\n'
    assert texts(pasted.encode())[1][2] == "市委办\n市政协"
    assert texts("根子镇 柏桥村 市委办".encode()) == [["根子镇", "柏桥村", "市委办"]]


def broken(data: bytes) -> bytes:
    return data[: len(data) // 2]


def far_away(sheet) -> None:
    sheet.write(0, 0, "甲")
    sheet.write(1048575, 16383, "乙")


def bomb() -> bytes:
    """A workbook that says itself it unpacks to far more than it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.LARGEST_UNPACKED + 1))
    return made.getvalue()


LOCKED = reading.COMPOUND + bytes(504)
SMALL = workbook(rows([["镇", "村"], ["根子镇", "柏桥村"]]))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"x" * (reading.LARGEST + 1), "超过5兆"),
        (broken(SMALL), "损坏"),
        (LOCKED, "损坏|密码"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "不是表格"),
        (b"\xff\xff\xff\x81", "编码"),
        (b" \n\t\n", "没有内容"),
        (bomb, "太大"),
        (b"a," * 500, "太多"),
        (b"a\n" * 6000, "太多"),
    ],
    ids=["empty", "large", "broken", "locked", "picture", "bytes", "blank", "bomb", "wide", "long"],
)  # fmt: skip
def test_what_is_no_sheet_is_refused_in_words(data: bytes | Callable[[], bytes], said: str):
    sent = data if isinstance(data, bytes) else data()
    with pytest.raises(SheetUnreadable, match=said) as refused:
        read_file(sent)
    assert refused.value.remedy


def test_a_cell_at_the_far_end_ends_the_reader_not_the_service():
    with pytest.raises(SheetUnreadable, match="太大"):
        read_file(workbook(far_away))


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        (lambda sheet: sheet.write(5001, 0, "甲"), "5002行"),
        (lambda sheet: sheet.write(0, 101, "甲"), "102列"),
        (lambda sheet: sheet.write(2500, 99, "甲"), "格"),
    ],
)
def test_too_much_is_refused_with_its_size(fill, said):
    with pytest.raises(SheetUnreadable, match=said):
        read_file(workbook(lambda sheet: (sheet.write(0, 0, "甲"), fill(sheet))))


def test_a_workbook_with_a_password_is_told_apart(monkeypatch):
    def locked(*_):
        raise child.calamine.PasswordError

    monkeypatch.setattr(child.calamine, "load_workbook", locked)
    assert child.read(SMALL) == {"error": "locked"}
    monkeypatch.setattr(reading, "_asked", lambda _: {"error": "locked"})
    with pytest.raises(SheetUnreadable, match="密码"):
        read_file(SMALL)


def spoiled(data: bytes, seed: int) -> bytes:
    """The workbook with some of its bytes changed, cut or doubled; its parts unpacked first."""
    chance = random.Random(seed)
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made))
        match chance.randrange(3):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                del made[at : at + chance.randrange(12)]
            case _:
                made[at:at] = made[at : at + chance.randrange(12)]
    return bytes(made)


def answered(data: bytes) -> None:
    """Sheets, or a refusal in words; nothing else may happen."""
    try:
        sheets = read_file(data)
    except SheetUnreadable as refused:
        said = (refused.what, refused.remedy)
        assert all(said)
    else:
        assert all(len(row) == sheet.width for sheet in sheets for row in sheet.rows)


@pytest.mark.parametrize("seed", range(12))
def test_a_spoiled_workbook_is_answered(seed: int):
    answered(spoiled(SMALL, seed))


@pytest.mark.full
def test_many_spoiled_workbooks_are_answered():
    for seed in range(1000):
        answered(spoiled(SMALL, seed))


@settings(max_examples=40)
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes):
    answered(data.removeprefix(b"PK\x03\x04"))


def test_a_day_in_a_cell_is_a_day():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet().write_datetime("A2", date(2024, 9, 1), day)
    assert read_file(made.getvalue())[0].rows[1][0].value == date(2024, 9, 1)
