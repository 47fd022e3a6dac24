"""工作台: what is owed now, who needs a hand, what waits for me, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import PlaceBar
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import StepLine
from tongxing.derive.boards.shapes import Tally


@dataclass(frozen=True, slots=True)
class DutyNow:
    """One duty as it stands: the period running now, the overdue ones, the year's missed."""

    duty: DutyHead
    period: str  # key of the running period, "" between two periods
    period_title: str
    current: Tally  # the running period of every pairing in view
    overdue: int  # 逾期待补, whatever the period
    missed: int  # since the first day of the year of `as_of`
    year: Tally  # every period whose first day lies in that year


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A pairing that falls behind, why, and a draft to send."""

    pairing: PairingLine
    reason: str  # "“集中劳动”连续2个月未完成（2026年9月、2026年10月）"
    missed_in_row: int  # the longest running row over its duties
    steps: tuple[StepLine, ...]
    draft: str  # plain, courteous; cites each obligation and how to make up


WaitingSort = Literal["returned", "conflict", "accept", "decide"]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something only the viewer (or one of their office) can settle."""

    sort: WaitingSort  # decide: a step of the ladder a person issues
    title: str
    day: date
    record: UUID | None
    pairing: str  # key, "" when about a record


@dataclass(frozen=True, slots=True)
class DueLine:
    """A day within the next 14 on which something falls due."""

    day: date
    duty: DutyHead
    period: str
    period_title: str
    open: int  # pairings that still owe it
    pairings: tuple[PairingLine, ...]  # at most 8 of them


@dataclass(frozen=True, slots=True)
class HomeBoard:
    stand: Stand
    duties: tuple[DutyNow, ...]
    help: tuple[HelpLine, ...]  # worst first
    waiting: tuple[WaitingLine, ...]
    coming: tuple[DueLine, ...]
    last: tuple[RecordLine, ...]
    towns: tuple[PlaceBar, ...]
    pairings: int  # in view and running
