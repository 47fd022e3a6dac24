"""Where the table begins in a sheet, and which of its columns is which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

from tongxing.documents.intake.cells import Cell
from tongxing.documents.intake.cells import Sheet
from tongxing.documents.intake.cells import column_letters

LOOKED_AT = 30  # rows from the top within which the headings must stand
_ASIDE = re.compile(r"[（(【\[].*?[）)】\]]")
_NUMBER = re.compile(r"[\d一二两三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩]+个?$")
_TOTALS = ("合计", "总计", "小计", "共计", "备注：", "备注:", "注：", "注:", "说明：", "说明:",
           "填表人", "制表")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """One column a sheet may have: its id, its title, and what else offices call it."""

    id: str
    title: str
    synonyms: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet as found: its heading and the id it is taken for ("" = unused)."""

    number: int
    heading: str
    id: str

    @property
    def letters(self) -> str:
        return column_letters(self.number)


@dataclass(frozen=True, slots=True)
class Table:
    """The table in a sheet: its columns, and its rows without totals and repeated headings."""

    sheet: str
    header: int  # the last row of headings, from 0; -1 when none were found
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: tuple[Cell, ...]  # the first cell of each row taken for a total or a note

    def cells(self, row: Sequence[Cell], id_: str) -> list[Cell]:
        """The cells of a row in the columns taken for `id_`, one for each different text."""
        found: dict[str, Cell] = {}
        for column in self.columns:
            if column.id == id_:
                found.setdefault(row[column.number].text, row[column.number])
        return list(found.values())

    def has(self, id_: str) -> bool:
        return any(column.id == id_ for column in self.columns)


def key_of(heading: str) -> str:
    """A heading without what offices put around it: 结对单位（两个）1 is 结对单位."""
    plain = _ASIDE.sub("", "".join(heading.split()))
    plain = plain.strip("*＊：:、.")
    return _NUMBER.sub("", plain) or plain


def table_in(
    sheet: Sheet,
    wanted: Sequence[Wanted],
    chosen: Mapping[int, str] | None = None,
    header: int | None = None,
) -> Table:
    """Find the table; what a person said outweighs what is found.

    `chosen` says column → id, `header` the last row of headings from 0, -1 for none.
    """
    first, last = _header(sheet, wanted)
    if header is not None and header != last:
        first = last = min(header, len(sheet.rows) - 1)
    names = _known_as(wanted)
    headings = [_heading(sheet, first, last, column) for column in range(sheet.width)]
    ids = [_id_of(one, names) for one in headings]
    if chosen is not None:
        ids = [chosen.get(n, "") for n in range(sheet.width)]
    columns = tuple(
        Column(n, "·".join(heading), id_)
        for n, (heading, id_) in enumerate(zip(headings, ids, strict=True))
        if heading or id_ or any(row[n].text for row in sheet.rows[last + 1 :])
    )
    rows, left_out = _body(sheet, first, last)
    return Table(sheet.name, last, columns, rows, left_out)


def _header(sheet: Sheet, wanted: Sequence[Wanted]) -> tuple[int, int]:
    """First and last row of the headings, where most columns are known; (-1, -1) for none."""
    names = _known_as(wanted)
    best, at = 1, (-1, -1)
    for row in range(min(LOOKED_AT, len(sheet.rows))):
        for last in (row, row + 1):
            if last >= len(sheet.rows) or (last > row and not _continues(sheet, row, names)):
                continue
            found = {
                _id_of(_heading(sheet, row, last, column), names) for column in range(sheet.width)
            } - {""}
            narrower = len(found) == best and last == at[1]  # without the title above
            if len(found) > best or narrower:
                best, at = len(found), (row, last)
    return at


def _continues(sheet: Sheet, row: int, names: Mapping[str, str]) -> bool:
    """Whether the row below still heads: what it says is the same, or a heading by itself."""
    above, below = sheet.rows[row], sheet.rows[row + 1]
    said = [(a, b) for a, b in zip(above, below, strict=True) if b.text]
    new = [b for a, b in said if a.text != b.text]
    return bool(new) and all(key_of(b.text) in names or not _fact(b) for b in new) and any(
        key_of(b.text) in names for b in new
    )  # fmt: skip


def _fact(cell: Cell) -> bool:
    """Whether a cell says a thing rather than heads a column."""
    return not isinstance(cell.value, str) or len(cell.text) > 12 or cell.text.isdigit()  # noqa: PLR2004


def _heading(sheet: Sheet, first: int, last: int, column: int) -> tuple[str, ...]:
    """A column's headings from above, each once."""
    if first < 0:
        return ()
    texts = ("".join(sheet.rows[n][column].text.split()) for n in range(first, last + 1))
    return tuple(dict.fromkeys(text for text in texts if text))


def _id_of(heading: Sequence[str], names: Mapping[str, str]) -> str:
    """The nearest row below decides; else the row above; else both read together."""
    tries = [*(key_of(one) for one in reversed(heading)), key_of("".join(heading))]
    return next((names[one] for one in tries if one in names), "")


def _known_as(wanted: Sequence[Wanted]) -> dict[str, str]:
    return {key_of(name): one.id for one in wanted for name in (*one.synonyms, one.title)}


def _body(
    sheet: Sheet, first: int, last: int
) -> tuple[tuple[tuple[Cell, ...], ...], tuple[Cell, ...]]:
    heads = {tuple(cell.text for cell in row) for row in sheet.rows[first : last + 1]}
    rows, left_out = [], []
    for row in sheet.rows[last + 1 :]:
        said = [cell for cell in row if cell.text]
        if not said or tuple(cell.text for cell in row) in heads:
            continue
        if "".join(said[0].text.split()).startswith(_TOTALS):
            left_out.append(said[0])
        else:
            rows.append(row)
    return tuple(rows), tuple(left_out)
