"""Workbooks written row by row, read back with the reader offices' own sheets are read with."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from tongxing.documents.sheets import Column
from tongxing.documents.sheets import Table
from tongxing.documents.sheets import Tone
from tongxing.documents.sheets import Toned
from tongxing.documents.sheets import write_book
from tongxing.documents.sheets.cells import LONGEST

MARK = "由县专班经办人于2026年3月5日导出 & 仅限工作使用"
RED = Tone("#fbe1de", "#a3261d")


def written(*rows: list, **given) -> bytes:
    out = io.BytesIO()
    table = Table(
        name="台账", above=("高州市台账", "截至2026年3月5日"),
        columns=(Column("日期"), Column("内容", 40)), rows=rows, tones=(RED,), **given,
    )  # fmt: skip
    write_book(out, (table,), mark=MARK)
    return out.getvalue()


def read(data: bytes, sheet: int = 0) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def inside(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode()


def test_a_table_reads_back_as_it_was_given():
    found = read(written([date(2026, 3, 5), "清理村道"], [3, None]))
    assert [row[0] for row in found] == [
        "高州市台账", "截至2026年3月5日", "日期", date(2026, 3, 5), 3, MARK,
    ]  # fmt: skip
    assert found[3][1] == "清理村道"
    assert found[2] == ["日期", "内容"]


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+86", "-5", "@SUM(A1)", '=HYPERLINK("http://x","点我")', "{=A1}", "<r><t>x</t></r>", "a<b & c>", "_x003D_1", " 前后空 ",
     "http://example.org/x", "0012", "1e5"],
)  # fmt: skip
def test_what_people_typed_is_never_a_formula_a_link_or_a_number(typed):
    data = written([Toned(typed, RED), typed])
    assert read(data)[3] == [typed, typed]
    sheet = inside(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_the_header_stays_in_view_and_is_printed_on_every_page():
    data = written(["1", "2"], held=1)
    sheet = inside(data, "xl/worksheets/sheet1.xml")
    assert '<pane xSplit="1" ySplit="3"' in sheet
    assert "_xlnm.Print_Titles" in inside(data, "xl/workbook.xml")


def test_who_took_it_stands_at_the_foot_of_every_page():
    foot = re.search(
        "<oddFooter>(.*)</oddFooter>", inside(written(["1", "2"]), "xl/worksheets/sheet1.xml")
    )
    assert MARK.replace("&", "&amp;&amp;") in foot[1]


def test_a_tone_is_a_fill():
    styles = inside(written([Toned("× 未完成", RED), ""]), "xl/styles.xml")
    assert "FFFBE1DE" in styles
    assert "FFA3261D" in styles


def test_a_text_too_long_for_a_cell_says_it_was_cut():
    cell = read(written(["长", "文" * 40_000]))[3][1]
    assert len(cell) == LONGEST
    assert cell.endswith("……")


def test_rare_characters_take_two_places_in_a_cell():
    cell = read(written(["长", "𠮷" * 20_000]))[3][1]
    assert len(cell.encode("utf-16-le")) // 2 <= LONGEST
    assert cell.endswith("𠮷……")


def test_a_row_that_does_not_fit_the_columns_is_a_fault():
    with pytest.raises(ValueError, match="zip"):
        written(["只有一格"])


def test_characters_no_sheet_can_hold_do_not_break_it():
    assert read(written(["控制", "前\x00\x0b后\ufffe\ud800"]))[3] == ["控制", "前后"]


def test_a_name_no_sheet_may_bear_is_mended():
    out = io.BytesIO()
    tables = [
        Table(name, ("题",), (Column("一"),), ()) for name in ("台账[2026]:*?", "", "长" * 40)
    ]
    write_book(out, tables, mark=MARK)
    out.seek(0)
    names = CalamineWorkbook.from_filelike(out).sheet_names
    assert names == ["台账2026", "表", "长" * 31]


def test_rows_are_read_while_they_are_written():
    """A generator is drawn once; nothing asks how many rows there are."""
    drawn = []

    def rows():
        for n in range(5000):
            drawn.append(n)
            yield [str(n), "x"]

    out = io.BytesIO()
    write_book(out, (Table("表", ("题",), (Column("甲"), Column("乙")), rows()),), mark=MARK)
    assert len(drawn) == 5000
    assert len(read(out.getvalue())) == 5003
