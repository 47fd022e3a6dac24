"""A workbook but for its rows: titles, header, widths, looks, how it prints.

Below each header stands one row that uses every look a cell can have. `writing` reads from it
how the looks are numbered, and puts the real rows in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tongxing.documents.sheets.table import Table

LONGEST_MARK = 200  # characters of a printed page's foot
LONGEST_NAME = 31
FONT = "宋体"
A4 = 9
LOOKS = 3  # plain, cell, day; then the table's tones
SAFELY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_frame(out: IO[bytes], tables: Sequence[Table], *, mark: str) -> None:
    """Everything but the rows; the row after each header shows the looks in their order."""
    with Workbook(out, SAFELY) as book:
        book.formats[0].set_font_name(FONT)
        book.set_properties({"comments": mark})
        title = _look(book, bold=True, font_size=14)
        head = _look(book, bold=True, border=1, bg_color="#e8ebe6", text_wrap=True, align="center")
        plain = _look(book)
        for table in tables:
            sheet = book.add_worksheet(_tab(table.name))
            _lay_out(sheet, table, mark)
            for row, line in enumerate(table.above):
                sheet.write_string(row, 0, line, plain if row else title)
            for at, column in enumerate(table.columns):
                sheet.write_string(len(table.above), at, column.title, head)
            for at, look in enumerate(_looks(book, table, plain)):
                sheet.write_blank(len(table.above) + 1, at, None, look)


def _look(book: Workbook, **given: object) -> Format:
    return book.add_format({"font_name": FONT, "valign": "vcenter", **given})


def _looks(book: Workbook, table: Table, plain: Format) -> list[Format]:
    cell = _look(book, border=1, text_wrap=True)
    day = _look(book, border=1, num_format="yyyy-mm-dd")
    toned = (
        _look(book, border=1, bg_color=one.fill, font_color=one.ink, align="center")
        for one in table.tones
    )
    return [plain, cell, day, *toned]


def _tab(name: str) -> str:
    """A name a sheet may bear."""
    return "".join(c for c in name if c not in "[]:*?/\\'")[:LONGEST_NAME] or "表"


def _lay_out(sheet: Worksheet, table: Table, mark: str) -> None:
    """Widths, what stays in view, and how it prints."""
    head = len(table.above)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
    sheet.freeze_panes(head + 1, table.held)
    sheet.repeat_rows(head)
    sheet.set_paper(A4)
    if table.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    said = mark[:LONGEST_MARK].replace("&", "&&")
    sheet.set_footer(f"&L&8{said}&R&8第&P页，共&N页")
