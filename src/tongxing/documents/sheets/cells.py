"""Rows of a sheet as they stand in its file: every text is a text, never a formula or markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date

from xlsxwriter.utility import xl_col_to_name

from tongxing.documents.sheets.frame import LOOKS
from tongxing.documents.sheets.table import Table
from tongxing.documents.sheets.table import Toned
from tongxing.documents.sheets.table import Value

LONGEST = 32_767  # units of text a cell can hold; a rare character takes two
FIRST_DAY = date(1899, 12, 30).toordinal()  # days are counted from here
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def text(value: str) -> str:
    """A text as the file holds it: cut where no cell holds more, and the cut is said."""
    if len(value) > LONGEST // 2:
        value = _cut(value)
    if UNFIT.search(value):
        value = UNFIT.sub("", value)
    if "_x" in value:
        value = LOOKS_ESCAPED.sub("_x005F_", value)
    if "&" in value or "<" in value or ">" in value:
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value


def _cut(value: str) -> str:
    units = len(value.encode("utf-16-le", "surrogatepass")) // 2
    if units <= LONGEST:
        return value
    kept = value.encode("utf-16-le", "surrogatepass")[: (LONGEST - 2) * 2]
    return kept.decode("utf-16-le", "ignore") + "……"


def row_writer(table: Table, looks: Sequence[str]) -> Callable[[int, Iterable[Value]], str]:
    """A function from a row's number (from 1) and its cells to the row as the file holds it.

    `looks` are the numbers of the looks, as `frame` lists them.
    """
    names = [xl_col_to_name(at) for at in range(len(table.columns))]
    toned = dict(zip(table.tones, looks[LOOKS:], strict=True))
    _, cell, day = looks[:LOOKS]

    def written(row: int, cells: Iterable[Value]) -> str:
        parts = [f'<row r="{row}">']
        for name, value in zip(names, cells, strict=True):
            if isinstance(value, str):
                parts.append(
                    f'<c r="{name}{row}" s="{cell}" t="inlineStr"><is><t xml:space="preserve">'
                    f"{text(value)}</t></is></c>"
                )
            elif isinstance(value, Toned):
                parts.append(
                    f'<c r="{name}{row}" s="{toned[value.tone]}" t="inlineStr"><is>'
                    f'<t xml:space="preserve">{text(value.text)}</t></is></c>'
                )
            elif value is None:
                parts.append(f'<c r="{name}{row}" s="{cell}"/>')
            elif isinstance(value, date):
                number = value.toordinal() - FIRST_DAY
                parts.append(f'<c r="{name}{row}" s="{day}"><v>{number}</v></c>')
            else:
                parts.append(f'<c r="{name}{row}" s="{cell}"><v>{value}</v></c>')
        parts.append("</row>")
        return "".join(parts)

    return written


def closing_row(row: int, look: str, said: str) -> str:
    """A row of one text without a border."""
    return (
        f'<row r="{row}"><c r="A{row}" s="{look}" t="inlineStr"><is><t xml:space="preserve">'
        f"{text(said)}</t></is></c></row>"
    )
