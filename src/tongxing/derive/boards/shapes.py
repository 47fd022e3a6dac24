"""The pieces boards are made of: frozen values a page prints as they stand.

Names are resolved, amounts are said in Chinese (`said`), days are dates. Numbers that may be
missing are None, never zero. Every figure carries the `Trace` that opens its records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Literal
from typing import NamedTuple
from uuid import UUID

from tongxing.derive.traces import Trace
from tongxing.rules.standing.tables import State


@dataclass(frozen=True, slots=True)
class Stand:
    """When and from what a board stands; printed on every page, and its part of the ETag."""

    book: str
    book_name: str
    as_of: date
    known_at: datetime | None  # None: everything known by now
    seq: int  # the last record taken into account
    key: str  # digest of the full cache key


class Named(NamedTuple):
    """A code or party id with the name to print."""

    id: str
    name: str
    opens: bool = True  # whether the viewer may open its page; else it is only named


@dataclass(frozen=True, slots=True)
class PairingLine:
    """One pairing as printed in lists and headings."""

    key: str
    kind: str  # "plan-id:pairing-kind"
    kind_title: str
    actors: tuple[Named, ...]
    place: Named  # the target's place
    town: Named  # the town it lies in, itself for towns
    subjects: tuple[str, ...]  # "household:…" of a bundle
    since: date
    until: date | None
    running: bool  # as of the board's day

    @property
    def title(self) -> str:
        return f"{'、'.join(one.name for one in self.actors)}—{self.place.name}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One pairing × period. `said` is what to print for the count: "2", "≈7000元", ""."""

    state: State
    count: int  # on time and late together: records, or the scaled amount
    late: int
    approx: bool
    said: str


@dataclass(frozen=True, slots=True)
class PeriodHead:
    """One column: a period of one duty."""

    key: str
    title: str  # "2026年第7周"
    start: date
    until: date  # half-open
    by: date
    closes: date  # the first day it counts as missed
    estimated: bool  # working days of a year not yet announced: 推算
    current: bool  # holds the board's day


@dataclass(frozen=True, slots=True)
class DutyHead:
    plan: str
    duty: str
    title: str
    clause: str
    need: str  # "每月1次", "每月5000元"


@dataclass(frozen=True, slots=True)
class Strip:
    """One duty of one pairing over time; `cells` parallel to `periods`."""

    duty: DutyHead
    pairing: str
    periods: tuple[PeriodHead, ...]
    cells: tuple[Cell, ...]
    stand: Stand

    def trace(self, period: str) -> Trace:
        return cell_trace(self.stand, self.duty, self.pairing, period)

    def told(self) -> Iterator[tuple[PeriodHead, Cell, str]]:
        """(period, cell, the parameters of its trace), one after the other."""
        queries = self.trace("").queries(one.key for one in self.periods)
        return zip(self.periods, self.cells, queries, strict=True)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pairing-periods are in which state."""

    kept: int = 0
    late: int = 0
    excused: int = 0
    ahead: int = 0
    open: int = 0
    overdue: int = 0
    missed: int = 0
    rate: int | None = None  # ten-thousandths; None while nothing has been judged

    @property
    def owed(self) -> int:
        """Everything owed up to the board's day: excused and not yet begun left out."""
        return self.kept + self.late + self.open + self.overdue + self.missed

    @property
    def asked(self) -> bool:
        """Whether anything at all was asked: a duty of a plan that has ended asks nothing."""
        return bool(self.owed + self.excused + self.ahead)

    @property
    def rate_said(self) -> str:
        return "暂无" if self.rate is None else f"{self.rate / 100:.1f}%"


@dataclass(frozen=True, slots=True)
class DutyTally:
    duty: DutyHead
    tally: Tally


RecordState = Literal["effective", "corrected", "withdrawn", "returned", "conflict"]
RECORD_STATES: dict[RecordState, str] = {
    "effective": "有效",
    "corrected": "已更正",
    "withdrawn": "已撤回",
    "returned": "已退回",
    "conflict": "更正有冲突",
}


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record in a list."""

    id: UUID
    seq: int
    kind: str
    kind_title: str
    happened: date
    makes_up: date | None
    recorded: datetime
    doers: tuple[Named, ...]
    place: Named
    text: str  # what was written, "" once redacted
    values: tuple[tuple[str, str], ...]  # (field title, value as said)
    state: RecordState
    entered_late: bool  # 补录


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure by place, unit or pairing. `value` None means no data, which is not zero."""

    id: str
    title: str
    said: str  # "≈140余万元", "暂无数据"
    value: int | None  # scaled
    approx: bool
    records: int  # how many records it is made of
    trace: Trace


@dataclass(frozen=True, slots=True)
class Sums:
    """The same figure twice: of the year of the board's day, and of all time up to it.

    A ratio's halves may be running totals of a year: its all-time value is not shown.
    """

    title: str
    year: Figure
    ever: Figure
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """One obligation a step of the ladder cites."""

    duty: DutyHead
    period: str
    period_title: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class StepLine:
    """A rung of the ladder that has been reached."""

    step: str  # remind | talk | …
    title: str  # 提醒 | 约谈 | …
    reached: date
    issued_by: Literal["system", "person"]
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class WaiverLine:
    key: str
    since: date
    until: date | None
    duties: tuple[str, ...]  # titles; empty = every duty of the plan
    reason: str
    basis: str
    approver: str


@dataclass(frozen=True, slots=True)
class PlaceBar:
    """A place as one bar: how much of what fell due there was kept."""

    place: Named
    pairings: int  # running
    tally: Tally  # of the year, of ended pairings too

    @property
    def live(self) -> bool:
        """Whether anything runs or was asked there."""
        return bool(self.pairings or self.tally.asked)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One item of a score and how it came about."""

    title: str
    points: str  # "48.5分", "暂不计分"
    full: str  # "60分", "" for bonus and deduction
    how: str
    below: tuple[str, ...] = ()  # how the parts came about


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """A score so far: "out of N" names what has been entered and judged."""

    plan: str
    plan_title: str
    year: int
    points: str
    out_of: str
    band: str  # "" until it can be told
    complete: bool
    lines: tuple[ScoreLine, ...]
    band_lines: tuple[str, ...] = ()


def cell_trace(stand: Stand, duty: DutyHead, pairing: str, period: str) -> Trace:
    """The address of one cell."""
    return Trace(
        book=stand.book,
        as_of=stand.as_of,
        known_at=stand.known_at,
        plan=duty.plan,
        duty=duty.duty,
        pairing=pairing,
        period=period,
    )
