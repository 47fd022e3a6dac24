"""Writing tables as one xlsx file in bounded memory, each row as it comes.

Text is always written as text: what begins with "=", "+", "-" or "@" never becomes a formula,
and no address becomes a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tongxing.documents.sheets.table import Table
from tongxing.documents.sheets.table import Tone
from tongxing.documents.sheets.table import Toned
from tongxing.documents.sheets.table import Value

LONGEST = 32_767  # characters a cell can hold
LONGEST_MARK = 200  # characters of a printed page's foot
LONGEST_NAME = 31
FONT = "宋体"
SAFELY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_book(out: IO[bytes], tables: Sequence[Table], *, mark: str) -> None:
    """Write the tables as sheets of one file; `mark` (who, when) stands at the foot of each.

    `out` must allow seeking. Rows are read while they are written and never held together.
    """
    with Workbook(out, SAFELY) as book:
        book.formats[0].set_font_name(FONT)
        book.set_properties({"comments": mark})
        looks = _Looks(book)
        for table in tables:
            _write(book.add_worksheet(_tab(table.name)), table, looks, mark)


class _Looks:
    """The formats of one book, made once each."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.title = self._made(bold=True, font_size=14)
        self.head = self._made(bold=True, border=1, bg_color="#e8ebe6", text_wrap=True)
        self.head.set_align("center")
        self.cell = self._made(border=1, text_wrap=True)
        self.day = self._made(border=1, num_format="yyyy-mm-dd")
        self.plain = self._made()
        self._toned: dict[Tone, Format] = {}

    def _made(self, **given: object) -> Format:
        return self.book.add_format({"font_name": FONT, "valign": "vcenter", **given})

    def toned(self, tone: Tone) -> Format:
        if tone not in self._toned:
            given = {"border": 1, "bg_color": tone.fill, "font_color": tone.ink}
            self._toned[tone] = self._made(**given, align="center")
        return self._toned[tone]


def _tab(name: str) -> str:
    """A name a sheet may bear."""
    return "".join(c for c in name if c not in "[]:*?/\\'")[:LONGEST_NAME] or "表"


def _write(sheet: Worksheet, table: Table, looks: _Looks, mark: str) -> None:
    _lay_out(sheet, table, mark)
    for row, line in enumerate(table.above):
        sheet.write_string(row, 0, text(line), looks.plain if row else looks.title)
    row = len(table.above)
    for at, column in enumerate(table.columns):
        sheet.write_string(row, at, text(column.title), looks.head)
    for cells in table.rows:
        row += 1
        for at, value in enumerate(cells):
            _put(sheet, row, at, value, looks)
    for line in (*table.closing, mark):
        row += 1
        sheet.write_string(row, 0, text(line), looks.plain)


def _lay_out(sheet: Worksheet, table: Table, mark: str) -> None:
    """Widths, what stays in view, and how it prints."""
    head = len(table.above)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
    sheet.freeze_panes(head + 1, table.held)
    sheet.repeat_rows(head)
    sheet.set_paper(9)  # A4
    if table.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    said = mark[:LONGEST_MARK].replace("&", "&&")
    sheet.set_footer(f"&L&8{said}&R&8第&P页，共&N页")


def _put(sheet: Worksheet, row: int, at: int, value: Value, looks: _Looks) -> None:
    if isinstance(value, Toned):
        sheet.write_string(row, at, text(value.text), looks.toned(value.tone))
    elif isinstance(value, str):
        sheet.write_string(row, at, text(value), looks.cell)
    elif isinstance(value, int):
        sheet.write_number(row, at, value, looks.cell)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, looks.day)
    else:
        sheet.write_blank(row, at, None, looks.cell)


def text(value: str) -> str:
    """What a cell can hold of a text; a cut is said."""
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 2]}……"
