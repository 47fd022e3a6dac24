"""What a plan asks of villages in a year: records and hours, before anybody signs it (C7, C14)."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongxing.rules.periods import Rhythm
from tongxing.rules.periods import Span
from tongxing.rules.periods import periods_of
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition

MINUTES_IN_HOUR = 60
_YEAR = Span(date(2003, 1, 1), date(2004, 1, 1))  # a plain year of 52 Mondays


@dataclass(frozen=True, slots=True)
class DutyBurden:
    """One duty's share. `records` a year over all pairings, `minutes` for one record."""

    duty: str
    title: str
    periods: int  # a year
    each: int  # records a period
    pairings: int
    records: int
    minutes: int

    @property
    def minutes_in_all(self) -> int:
        return self.records * self.minutes


@dataclass(frozen=True, slots=True)
class Burden:
    """A year of one edition. Never broken down by person (C14)."""

    duties: tuple[DutyBurden, ...]
    villages: int

    @property
    def records(self) -> int:
        return sum(one.records for one in self.duties)

    @property
    def hours(self) -> float:
        return sum(one.minutes_in_all for one in self.duties) / MINUTES_IN_HOUR

    @property
    def records_a_village(self) -> float | None:
        """None when there is no village: no data is not zero."""
        return self.records / self.villages if self.villages else None

    @property
    def hours_a_village(self) -> float | None:
        return self.hours / self.villages if self.villages else None


def burden(
    edition: Edition, pairings_count_by_kind: Mapping[str, int], villages_count: int
) -> Burden:
    """Records = periods a year × records a period × pairings, one duty at a time.

    `pairings_count_by_kind` has "plan-id:pairing-kind" → how many pairings. A record that
    counts for two duties is counted for both: the estimate is what is asked, not what is saved.
    """
    duties = tuple(_duty(edition, one, pairings_count_by_kind) for one in edition.duties.values())
    return Burden(duties, villages_count)


def _duty(edition: Edition, duty: Duty, pairings: Mapping[str, int]) -> DutyBurden:
    periods, count = periods_a_year(duty.rhythm), pairings.get(duty.of, 0)
    each = duty.need.times if not duty.need.sum else 1  # a sum can be met by one record
    return DutyBurden(
        duty=duty.id,
        title=duty.title,
        periods=periods,
        each=each,
        pairings=count,
        records=periods * each * count,
        minutes=max((edition.minutes[kind] for kind in duty.counts), default=0),
    )


def periods_a_year(rhythm: Rhythm) -> int:
    """How many periods of a rhythm begin in a plain year; at least one."""
    if rhythm.unit == "once":
        return 1
    found = periods_of(rhythm, anchor=_YEAR, over=_YEAR)
    return max(1, sum(period.start in _YEAR for period in found))


@dataclass(frozen=True, slots=True)
class Overlap:
    """A kind that another plan already asks for, and the fields both would have filled in."""

    kind: str
    duty: str
    plan: str
    other_duty: str
    same_pairing: bool  # the very same pairings are asked twice

    def say(self, edition: Edition, other: Edition, kind_title: str) -> str:
        mine, theirs = edition.duties[self.duty].title, other.duties[self.other_duty].title
        ask = f"“{mine}”要的{kind_title}，“{other.title}”的“{theirs}”已经在要"
        ends = "；同一条记录两边都算，不必另填" if self.same_pairing else "；记一次，两边都看得到"
        return ask + ends


def overlaps(edition: Edition, others: Iterable[Edition]) -> tuple[Overlap, ...]:
    """What plans in force at the same time and place already ask for (C6, C7)."""
    return tuple(
        Overlap(kind, mine.id, other.plan, theirs.id, mine.of == theirs.of)
        for other in others
        if other.plan != edition.plan and _meet(edition, other)
        for mine in edition.duties.values()
        for theirs in other.duties.values()
        for kind in mine.counts
        if kind in theirs.counts
    )


def _meet(one: Edition, other: Edition) -> bool:
    near = one.place.startswith(other.place) or other.place.startswith(one.place)
    ends_one, ends_other = one.effective.until, other.effective.until
    before = ends_one is not None and ends_one <= other.effective.start
    after = ends_other is not None and ends_other <= one.effective.start
    return near and not before and not after
