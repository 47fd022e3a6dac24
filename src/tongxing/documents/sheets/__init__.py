"""Spreadsheets: xlsx written row by row over tables somebody hands in."""

from __future__ import annotations

from tongxing.documents.sheets.table import Column
from tongxing.documents.sheets.table import Table
from tongxing.documents.sheets.table import Tone
from tongxing.documents.sheets.table import Toned
from tongxing.documents.sheets.writing import write_book

__all__ = ["Column", "Table", "Tone", "Toned", "write_book"]
