"""What a person says about a sheet of pairings: its kind, day, columns, unsure names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict

from tongxing.actions.assignment import Assignment
from tongxing.actions.assignment import Line
from tongxing.actions.cardinality import KindInForce
from tongxing.documents.intake.cells import Sheet
from tongxing.documents.intake.headings import Table
from tongxing.documents.intake.headings import table_in
from tongxing.documents.intake.known import Known
from tongxing.documents.intake.pairing_sheet import Checked
from tongxing.documents.intake.pairing_sheet import Reader
from tongxing.documents.intake.pairing_sheet import wanted_columns
from tongxing.pages.desk.manage.pairings.registering import household_key
from tongxing.pages.desk.records.entry import read_id

WHOLE = "whole"  # the sheet is the whole assignment: what it leaves out ends
ADD = "add"  # the sheet names pairings to open: nothing ends
COLUMN = "c."


@dataclass(frozen=True, slots=True)
class Asking:
    """The form around a sheet. `columns` is None until a person has mapped them."""

    kind: str
    since: date | None
    mode: str
    replaced: frozenset[str]
    sheet: int
    header: int | None  # the last row of headings, from 0; None until a person has said
    reason: str
    id: UUID
    columns: Mapping[int, str] | None
    given: QueryDict

    @property
    def whole(self) -> bool:
        return self.mode == WHOLE


def read_asking(given: QueryDict, fresh: UUID) -> Asking:
    """The form as sent; what cannot be read is left out, and asked again."""
    kind = given.get("kind", "")
    columns = {
        int(name.removeprefix(COLUMN)): str(given[name])
        for name in given
        if name.startswith(COLUMN) and name.removeprefix(COLUMN).isdecimal()
    }
    return Asking(
        kind=kind,
        since=_day(given.get("since", "")),
        mode=WHOLE if given.get("mode") == WHOLE else ADD,
        replaced=frozenset(given.getlist("replaced")) or frozenset({kind}),
        sheet=_number(given.get("sheet", "")),
        header=_number(head) - 1 if columns and (head := given.get("head", "")) else None,
        reason=given.get("reason", "").strip(),
        id=read_id(given.get("id", "")) or fresh,
        columns=columns or None,
        given=given,
    )


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 4 else 0  # noqa: PLR2004


def read_sheet(
    asking: Asking, sheets: tuple[Sheet, ...], kind: KindInForce, known: Known
) -> tuple[Table, Checked]:
    """The table of the sheet asked for, read twice where answers to unsure names were given.

    What is asked is known only once the sheet is read, and so are the names of the inputs.
    """
    sheet = sheets[asking.sheet] if asking.sheet < len(sheets) else sheets[0]
    wanted = wanted_columns(kind.kind)
    ids = {one.id for one in wanted}
    columns = asking.columns and {n: id_ for n, id_ in asking.columns.items() if id_ in ids}
    table = table_in(sheet, wanted, columns, asking.header)
    checked = Reader(kind.kind, known, known.on, {}).read(table)
    answers = {
        one.name: answer for one in checked.asked if (answer := asking.given.get(one.field, ""))
    }
    return table, Reader(kind.kind, known, known.on, answers).read(table) if answers else checked


def assignment_of(asking: Asking, book: str, on: date, checked: Checked) -> Assignment:
    """What the sheet asks of the book."""
    lines = tuple(
        Line(
            asking.kind, one.actors, one.place, one.since,
            tuple(
                f"household:{key}"
                for key in (*one.households, *(household_key(one.place, n) for n in one.numbers))
            ),
        )
        for one in checked.lines
    )  # fmt: skip
    return Assignment(book, on, lines, asking.replaced if asking.whole else frozenset())
