"""From an uploaded file or pasted text to sheets; whatever it is, an answer in Chinese."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tongxing.documents.intake.cells import Sheet
from tongxing.documents.intake.cells import Value
from tongxing.documents.intake.cells import sheet_of
from tongxing.documents.intake.workbook import MOST_CELLS
from tongxing.documents.intake.workbook import MOST_COLUMNS
from tongxing.documents.intake.workbook import MOST_ROWS

LARGEST = 5_000_000  # bytes
LARGEST_UNPACKED = 80_000_000  # bytes, of all parts of a workbook together
WAIT_SECONDS = 30
CHILD = Path(__file__).with_name("workbook.py")
PACKED = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any workbook with a password
SAVE_AS = "请在表格软件中打开，另存为 xlsx 后再上传；也可以选中单元格复制，粘贴到下面的框里"


class SheetUnreadable(Exception):  # noqa: N818  an answer, not a fault
    """The file cannot be read as a sheet; says why and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}。{remedy}。")
        self.what, self.remedy = what, remedy


def read_file(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of an xlsx, xls or csv file that hold anything; raises `SheetUnreadable`.

    Cells copied from a spreadsheet, or typed with blanks between, are read like a csv file.
    """
    if not data:
        raise SheetUnreadable("文件是空的", "请核对后重新选择文件")
    if len(data) > LARGEST:
        size, most = len(data) // 1_000_000, LARGEST // 1_000_000
        raise SheetUnreadable(f"文件有{size}兆，超过{most}兆", "请删去图片和无关的表，或分几次上传")
    if data.startswith((PACKED, COMPOUND)):
        return _filled(_workbook(data))
    return _filled((_table("表格", _decoded(data)),))


def _filled(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    found = tuple(one for one in sheets if any(cell.text for row in one.rows for cell in row))
    if not found:
        raise SheetUnreadable("表里没有内容", "请填写后再上传")
    return found


def _workbook(data: bytes) -> tuple[Sheet, ...]:
    if data.startswith(PACKED):
        _weighed(data)
    answer = _asked(data)
    if answer.get("error") == "large":
        raise SheetUnreadable(
            f"表格太大：{answer['what']}", "请删去多余的行、列和远处的零散内容后再上传"
        )
    if answer.get("error") == "locked":
        raise SheetUnreadable("文件设了打开密码", "请取消密码后再上传")
    if "sheets" not in answer:
        raise SheetUnreadable("文件损坏，或不是表格文件", SAVE_AS)
    return tuple(
        sheet_of(
            one["name"], [[_value(v) for v in row] for row in one["rows"]],
            [(m[0], m[1], m[2], m[3]) for m in one["merges"]],
        )
        for one in answer["sheets"]
    )  # fmt: skip


def _weighed(data: bytes) -> None:
    """Refuse a package that says itself it unpacks to more than any sheet of an office."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise SheetUnreadable("文件损坏，没有传完整", SAVE_AS) from None
    if size > LARGEST_UNPACKED:
        raise SheetUnreadable("表格太大：展开后占用过大", "请只留下需要的表，删去图片后再上传")


def _asked(data: bytes) -> Mapping[str, Any]:
    """What the reader in its own process answers; nothing when it did not live to answer."""
    try:
        done = subprocess.run(  # noqa: S603  our own file, by its path
            [sys.executable, "-I", os.fspath(CHILD)],
            input=data, capture_output=True, timeout=WAIT_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"error": "large", "what": "读取时间过长"}
    if done.returncode < 0:  # ended by a limit
        return {"error": "large", "what": "展开后占用过大，或有内容铺到了很远的格子"}
    try:
        answer: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {}
    return answer


def _value(raw: Any) -> Value:
    if isinstance(raw, dict):
        return date.fromisoformat(raw["day"])
    return raw if isinstance(raw, (str, int, float, bool)) else ""


def _decoded(data: bytes) -> str:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetUnreadable("不是表格文件", SAVE_AS)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable("不是表格文件，或文字编码不认识", SAVE_AS)


def _table(name: str, text: str) -> Sheet:
    """Lines of cells, apart by tabs, else commas (quoted as spreadsheets quote), else blanks."""
    text = text.replace("\0", "")
    try:
        if "\t" in text or "," in text:
            apart = "\t" if "\t" in text else ","
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=apart))
        else:
            rows = [line.split() for line in text.splitlines()]
    except csv.Error:
        raise SheetUnreadable("有一格文字过长，或引号不成对", SAVE_AS) from None
    while rows and not any(one.strip() for one in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS or len(rows) * width > MOST_CELLS:
        raise SheetUnreadable(
            f"内容太多：{len(rows)}行{width}列", f"最多{MOST_ROWS}行、{MOST_COLUMNS}列"
        )
    return sheet_of(name, rows)
