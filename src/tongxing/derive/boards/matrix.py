"""结对 matrix: rows are pairings by town, columns a duty's periods of one year."""

from __future__ import annotations

from dataclasses import dataclass

from tongxing.derive.boards.shapes import Cell
from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import PeriodHead
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.traces import Trace
from tongxing.rules.standing.tables import State


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """What is asked for; empty text means no limit."""

    plan: str = ""
    duty: str = ""  # "" or unknown to the plan: all duties, by month
    year: int = 0  # 0: the year of `as_of`
    town: str = ""  # place code, 12 digits
    unit: str = ""  # party id
    state: State | None = None  # rows with at least one such cell


@dataclass(frozen=True, slots=True)
class MatrixRow:
    pairing: PairingLine
    cells: tuple[Cell, ...]  # parallel to `columns`


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    town: Named
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixBoard:
    """One duty over a year, or every duty by month.

    `duty` None means all by month: a cell then holds the worst state of the month's periods
    and the number of records that count for any of them.
    """

    stand: Stand
    asked: MatrixFilter
    duty: DutyHead | None
    columns: tuple[PeriodHead, ...]
    totals: tuple[Tally, ...]  # parallel to `columns`, over the rows shown
    groups: tuple[MatrixGroup, ...]
    duties: tuple[DutyHead, ...]  # to choose from
    years: tuple[int, ...]
    towns: tuple[Named, ...]
    units: tuple[Named, ...]

    def trace(self, pairing: str, period: str) -> Trace:
        """The address of one cell."""
        return Trace(
            book=self.stand.book,
            as_of=self.stand.as_of,
            known_at=self.stand.known_at,
            plan=self.duty.plan if self.duty else "",
            duty=self.duty.duty if self.duty else "",
            pairing=pairing,
            period=period,
        )
