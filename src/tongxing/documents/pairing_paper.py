"""A county's pairings as a sheet: to be filled in, changed in place, brought in again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

import xlsxwriter

from tongxing.documents.intake.headings import Wanted
from tongxing.documents.intake.known import Known
from tongxing.documents.intake.naming import Register
from tongxing.documents.intake.pairing_sheet import wanted_columns
from tongxing.documents.sheets.frame import SAFELY
from tongxing.rules.plan.model import PairingKind

WIDTHS = {"town": 16, "place": 16, "actor": 44, "households": 30, "since": 14}
BLANK_ROWS = 40
HOW = (
    "一行一个村；一个村有几个单位的，可以写在一格里用顿号隔开，也可以分行写。",
    "镇名、村名写登记的名称；单位写全称或简称。",
    "起始日期可不填，不填的按上传时选的日期。",
    "包户只写户编号，如 001—005，不写姓名。",
    "填好后在“管理—导入结对表”上传，确认之前不写入台账。",
)


class Paired(Protocol):
    """What a line of the sheet says of a pairing."""

    @property
    def actors(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def place(self) -> str: ...
    @property
    def subjects(self) -> tuple[str, ...]: ...


def as_cells(kind: PairingKind, known: Known, pairs: Sequence[Paired]) -> Iterator[list[str]]:
    """Headings and one line a village (or bundle), in words the intake reads back alike."""
    columns = [one for one in wanted_columns(kind) if one.id != "since"]
    yield [one.title for one in columns]
    bundled = kind.target == "household" or any(one.id.startswith("role.") for one in columns)
    for place, some in groupby(sorted(pairs, key=lambda one: one.place), key=lambda one: one.place):
        there = list(some)
        apart = bundled or not _told_apart(there, known)
        groups = [[one] for one in there] if apart else [there]
        for group in groups:
            yield [_cell(one, known, place, group) for one in columns]


def _told_apart(group: Sequence[Paired], known: Known) -> bool:
    """Whether the names of a group are parted again when they stand in one cell."""
    ids = dict.fromkeys(who for pair in group for who, _ in pair.actors)
    names = [_name(one, known) for one in ids]
    register = _register(next(iter(ids), ""), known)
    return register.split("、".join(names)) == names


def _cell(column: Wanted, known: Known, place: str, group: Sequence[Paired]) -> str:
    names = dict((*known.towns, *known.villages))
    if column.id == "town":
        return names.get(place[:9].ljust(12, "0"), "")
    if column.id == "place":
        return names.get(place, place)
    if column.id == "households":
        return "、".join(_number(one, known, place) for pair in group for one in pair.subjects)
    role = column.id.removeprefix("role.") if column.id.startswith("role.") else ""
    ids = [who for pair in group for who, at in pair.actors if at == role]
    return "、".join(dict.fromkeys(_name(one, known) for one in ids))


def _name(party: str, known: Known) -> str:
    """The shortest name the registry finds this party under again."""
    register = _register(party, known)
    names = next((one.names for one in register.candidates if one.id == party), (party,))
    found = (n for n in sorted(names, key=len) if register.split(n) == [n])
    return next((n for n in found if register.find(n).id == party), names[0])


def _register(party: str, known: Known) -> Register:
    if party.startswith("team:"):
        return known.teams
    return known.people if party.startswith("person:") else known.organizations


def _number(subject: str, known: Known, place: str) -> str:
    key = subject.removeprefix("household:")
    there = known.households.get(place, {})
    return next((n.zfill(3) for n, k in there.items() if k == key and n.isdecimal()), key)


def blank_sheet(kind: PairingKind, title: str, lines: Sequence[Sequence[str]]) -> bytes:
    """An xlsx to print or fill in: a title, the headings, `lines` below, and how to fill it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **SAFELY}) as book:
        sheet = book.add_worksheet("结对表")
        columns = wanted_columns(kind)
        head = book.add_format({"bold": 1, "border": 1, "align": "center", "bg_color": "#F1F5F9"})
        cell = book.add_format({"border": 1, "text_wrap": 1, "valign": "vcenter"})
        day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
        top = book.add_format({"bold": 1, "font_size": 16, "align": "center"})
        sheet.merge_range(0, 0, 0, len(columns) - 1, title, top)
        for n, one in enumerate(columns):
            sheet.set_column(n, n, WIDTHS.get(one.id, 22))
            sheet.write(1, n, one.title, head)
        for row in range(max(BLANK_ROWS, len(lines))):
            said = lines[row] if row < len(lines) else ()
            for n, one in enumerate(columns):
                text = said[n] if n < len(said) else ""
                sheet.write(row + 2, n, text, day if one.id == "since" else cell)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.freeze_panes(2, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        how = book.add_worksheet("填写说明")
        how.set_column(0, 0, 90)
        for n, line in enumerate(HOW):
            how.write(n, 0, f"{n + 1}. {line}")
    return made.getvalue()
