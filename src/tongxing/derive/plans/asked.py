"""减负账: what is asked of each village and month, what is asked twice, what is saved (C14).

Asked is what the plans in force require: a period counts in the month it begins in, waived and
not-owed periods do not. Twice is what one record answers although two duties ask it. Saved is
counted from the records there are: the duties a record served beyond its first. Nothing here is
broken down by person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.boards.cells import of_year
from tongxing.derive.boards.figures import year_of
from tongxing.derive.boards.lines import pairing_line
from tongxing.derive.boards.lines import pairing_names
from tongxing.derive.boards.lines import record_lines
from tongxing.derive.boards.lines import system_rows
from tongxing.derive.boards.shapes import DutyHead
from tongxing.derive.boards.shapes import Named
from tongxing.derive.boards.shapes import PairingLine
from tongxing.derive.boards.shapes import RecordLine
from tongxing.derive.boards.shapes import Stand
from tongxing.derive.boards.shapes import cell_trace
from tongxing.derive.boards.view import NotInView
from tongxing.derive.boards.view import View
from tongxing.derive.boards.view import kept_board
from tongxing.derive.boards.view import view_of
from tongxing.derive.editions import plan_named
from tongxing.derive.plans.burden import overlaps_said
from tongxing.derive.traces import Trace
from tongxing.records.accounts.access import Scope
from tongxing.rules.periods import title_of
from tongxing.rules.plan import shipped_kinds
from tongxing.rules.plan.model import Duty
from tongxing.rules.plan.model import Edition
from tongxing.rules.standing import State
from tongxing.rules.standing.indicate import distinct
from tongxing.rules.standing.tables import DutyStanding

MONTHS = 12
MANY_SHOWN = 30
_Months = NDArray[np.int64]  # P × 12


@dataclass(frozen=True, slots=True)
class AskedFilter:
    """What the reader asks to see of the year: a month (0: all), a duty, a village."""

    year: int
    month: int = 0
    duty: str = ""  # "plan:duty"
    place: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Records asked, the fields that must be filled in them, the minutes they take."""

    records: int = 0
    fields: int = 0
    minutes: int = 0

    @property
    def hours(self) -> str:
        return f"{self.minutes / 60:.1f}"


@dataclass(frozen=True, slots=True)
class DutyAsked:
    """One duty, under the paper that asks it."""

    duty: DutyHead
    paper: str
    sum: Sum
    each: int  # minutes for one record


@dataclass(frozen=True, slots=True)
class VillageAsked:
    place: Named
    pairings: int
    sum: Sum
    twice: int


@dataclass(frozen=True, slots=True)
class MonthAsked:
    """`written` are the records there are, `saved` the duties they served beyond the first."""

    month: int
    sum: Sum
    twice: int
    written: int
    saved: int


@dataclass(frozen=True, slots=True)
class AskedCell:
    """One period one pairing owes: the last step of what a number is made of."""

    pairing: PairingLine
    duty: DutyHead
    period: str
    period_title: str
    records: int
    minutes: int
    state: State
    trace: Trace


@dataclass(frozen=True, slots=True)
class UsedOften:
    """A record that served several duties."""

    record: RecordLine
    uses: int


@dataclass(frozen=True, slots=True)
class BurdenBoard:
    """The account of a year, cut to the viewer and to what was asked to be seen."""

    stand: Stand
    asked: AskedFilter
    place: Named | None
    whole: Sum
    twice: int
    written: int
    saved: int
    saved_minutes: int
    duties: tuple[DutyAsked, ...]
    villages: tuple[VillageAsked, ...]
    months: tuple[MonthAsked, ...]
    cells: tuple[AskedCell, ...]  # of one village only
    often: tuple[UsedOften, ...]  # of one village or month, the most used first
    overlaps: tuple[str, ...]


@dataclass(slots=True)
class _Ask:
    """One duty's periods of the year as P × 12 records, with what each takes."""

    duty: DutyStanding
    head: DutyHead
    edition: Edition
    terms: Duty
    records: _Months
    fields: int
    minutes: int
    kinds: frozenset[str] = field(default_factory=frozenset)


def burden_account(
    scope: Scope,
    *,
    book: str,
    as_of: date,
    known_at: datetime | None,
    asked: AskedFilter,
) -> BurdenBoard:
    """The account of one year; raises NotInView for a village none of whose pairs is in view."""
    view = view_of(scope, book=book, as_of=as_of, known_at=known_at)
    return kept_board(view, ("burden", asked), lambda: _account(view, asked))


def _account(view: View, asked: AskedFilter) -> BurdenBoard:
    among = view.seen.copy()
    if asked.place:
        among &= np.array([one.place == asked.place for one in view.pairings], np.bool_)
        if not among.any():
            raise NotInView
    every = [one for one in _asks(view, asked.year) if one.records[among].any()]
    shown = [one for one in every if asked.duty in {"", f"{one.head.plan}:{one.head.duty}"}]
    months = slice(asked.month - 1, asked.month) if asked.month else slice(0, MONTHS)
    twice = _twice(view, shown)
    uses = _uses(view, shown, among, asked.year)
    villages, place = _villages(view, shown, twice, among, months, asked.place)
    saving = uses.of_month(asked.month)
    return BurdenBoard(
        stand=view.stand,
        asked=asked,
        place=place,
        whole=_sum(shown, among, months),
        twice=int(twice[among, months].sum()),
        written=len(saving.row),
        saved=int((saving.served - 1).sum()),
        saved_minutes=int(((saving.served - 1) * saving.minutes).sum()),
        duties=tuple(_duty(one, among, months) for one in every),
        villages=villages,
        months=tuple(
            MonthAsked(
                month=month,
                sum=_sum(shown, among, slice(month - 1, month)),
                twice=int(twice[among, month - 1].sum()),
                written=len((some := uses.of_month(month)).row),
                saved=int((some.served - 1).sum()),
            )
            for month in range(1, MONTHS + 1)
        ),
        cells=_cells(view, shown, among, asked) if asked.place else (),
        often=_often(view, saving) if asked.place or asked.month else (),
        overlaps=_overlaps(view),
    )


def _asks(view: View, year: int) -> Iterator[_Ask]:
    kinds = shipped_kinds()
    for duty in view.judged.standing.duties:
        columns = of_year(duty, year)
        periods = duty.periods[columns]
        if not periods:
            continue
        editions = {one.edition: one for one in plan_named(view.judged.plans, duty.plan)}
        edition = editions[duty.edition[columns][-1]]
        terms = edition.duties[duty.duty]
        state = duty.state[:, columns]
        owed = (state != State.NOT_OWED) & (state != State.EXCUSED)
        need = duty.need[columns] if not terms.need.sum else np.ones(len(periods), np.int64)
        months = np.array([one.start.month - 1 for one in periods])
        table = np.zeros((len(view.pairings), MONTHS), np.int64)
        for column in range(len(periods)):
            table[duty.pairing, months[column]] += owed[:, column] * int(need[column])
        required = max(
            sum(not one.optional for one in kinds[kind].fields.values()) for kind in terms.counts
        )
        minutes = max(edition.minutes[kind] for kind in terms.counts)
        yield _Ask(
            duty, view.head(duty), edition, terms, table, required, minutes,
            frozenset(terms.counts),
        )  # fmt: skip


def _sum(asks: Iterable[_Ask], among: NDArray[np.bool_], months: slice) -> Sum:
    total = Sum()
    for one in asks:
        n = int(one.records[among, months].sum())
        total = Sum(
            total.records + n, total.fields + n * one.fields, total.minutes + n * one.minutes
        )
    return total


def _duty(one: _Ask, among: NDArray[np.bool_], months: slice) -> DutyAsked:
    return DutyAsked(one.head, one.edition.authority, _sum((one,), among, months), one.minutes)


def _twice(view: View, asks: Sequence[_Ask]) -> _Months:
    """P × 12: what a pairing is asked although a record of another duty answers it as well."""
    found = np.zeros((len(view.pairings), MONTHS), np.int64)
    for group in _sharing(asks):
        tables = np.stack([one.records for one in group])
        found += tables.sum(axis=0) - tables.max(axis=0)
    return found


def _sharing(asks: Sequence[_Ask]) -> list[list[_Ask]]:
    """Duties in groups that ask for the same kinds of record, directly or in a row."""
    groups: dict[int, set[int]] = {at: {at} for at in range(len(asks))}
    for one, other in combinations(range(len(asks)), 2):
        if asks[one].kinds & asks[other].kinds and groups[one] is not groups[other]:
            joined = groups[one] | groups[other]
            groups.update(dict.fromkeys(joined, joined))
    distinct = {id(group): sorted(group) for group in groups.values()}
    return [[asks[at] for at in group] for group in distinct.values() if len(group) > 1]


@dataclass(frozen=True, slots=True)
class _Uses:
    """Records in view, ascending: how many duties each served, its month, the minutes it took."""

    row: NDArray[np.int64]
    served: NDArray[np.int64]
    month: NDArray[np.int64]
    minutes: NDArray[np.int64]

    def of_month(self, month: int) -> _Uses:
        """The records of a month; of the year for 0."""
        if not month:
            return self
        own = self.month == month
        return _Uses(self.row[own], self.served[own], self.month[own], self.minutes[own])


def _uses(view: View, asks: Sequence[_Ask], among: NDArray[np.bool_], year: int) -> _Uses:
    """The year's records in view that served a duty of a pairing among those asked about."""
    table = view.judged.standing.book.records
    span = year_of(date(year, 1, 1))
    first, last = span.start.toordinal(), (span.until or date.max).toordinal()
    ordinary = ~system_rows(view) & view.sight
    ordinary &= (first <= table.happened) & (table.happened < last)
    minutes = np.zeros(len(table), np.int64)
    parts = [np.zeros((2, 0), np.int64)]  # (record, duty and pairing as one number)
    for number, one in enumerate(asks):
        rows, pairs = one.duty.hit_record, one.duty.pairing[one.duty.hit_pairing]
        own = among[pairs] & ordinary[rows]
        rows, pairs = rows[own].astype(np.int64), pairs[own].astype(np.int64)
        minutes[rows] = np.maximum(minutes[rows], one.minutes)
        parts.append(np.stack((rows, number * len(view.pairings) + pairs)))
    records, _ = distinct(*np.concatenate(parts, axis=1))
    row, served = np.unique(records, return_counts=True)
    months = [date.fromordinal(day).month for day in table.happened[row].tolist()]
    return _Uses(row, served, np.array(months, np.int64), minutes[row])


def _villages(
    view: View,
    asks: Sequence[_Ask],
    twice: _Months,
    among: NDArray[np.bool_],
    months: slice,
    place: str,
) -> tuple[tuple[VillageAsked, ...], Named | None]:
    by_place: dict[str, list[int]] = defaultdict(list)
    asking = np.zeros(len(view.pairings), np.bool_)
    for one in asks:
        asking |= one.records.any(axis=1)
    for row in np.flatnonzero(among & asking).tolist():
        by_place[view.pairings[row].place].append(row)
    names = pairing_names(view, [view.pairings[rows[0]] for rows in by_place.values()])
    sums = np.zeros((len(view.pairings), 3), np.int64)
    for one in asks:
        each = one.records[:, months].sum(axis=1)
        sums += each[:, None] * np.array((1, one.fields, one.minutes), np.int64)
    both = twice[:, months].sum(axis=1)
    found = [
        VillageAsked(
            names.place(code),
            len(rows),
            Sum(*sums[rows].sum(axis=0).tolist()),
            int(both[rows].sum()),
        )
        for code, rows in by_place.items()
    ]
    return tuple(found), names.place(place) if place else None


def _cells(
    view: View, asks: Sequence[_Ask], among: NDArray[np.bool_], asked: AskedFilter
) -> tuple[AskedCell, ...]:
    facts = [view.pairings[row] for row in np.flatnonzero(among).tolist()]
    names = pairing_names(view, facts)
    lines = {one.key: pairing_line(view, one, names) for one in facts}
    found = []
    for one in asks:
        duty = one.duty
        columns = range(len(duty.periods))[of_year(duty, asked.year)]
        for own in np.flatnonzero(among[duty.pairing]).tolist():
            line = lines[view.pairings[int(duty.pairing[own])].key]
            for column in columns:
                period, state = duty.periods[column], State(int(duty.state[own, column]))
                if state in {State.NOT_OWED, State.EXCUSED}:
                    continue
                if asked.month not in {0, period.start.month}:
                    continue
                records = 1 if one.terms.need.sum else int(duty.need[column])
                found.append(
                    AskedCell(
                        line,
                        one.head,
                        period.key,
                        title_of(period.key),
                        records,
                        records * one.minutes,
                        state,
                        cell_trace(view.stand, one.head, line.key, period.key),
                    )
                )
    return tuple(found)


def _often(view: View, saving: _Uses) -> tuple[UsedOften, ...]:
    """The records that served most duties, most first."""
    pairs = zip(saving.row.tolist(), saving.served.tolist(), strict=True)
    best = sorted((one for one in pairs if one[1] > 1), key=lambda one: (-one[1], -one[0]))
    best = best[:MANY_SHOWN]
    lines = record_lines(view, [row for row, _ in best]) if best else ()
    return tuple(UsedOften(line, n) for line, (_, n) in zip(lines, best, strict=True))


def _overlaps(view: View) -> tuple[str, ...]:
    """What the plans in force ask beside each other, each pair said once."""
    present = view.present()
    return tuple(
        said
        for number, edition in enumerate(present)
        for said in overlaps_said(edition, present[:number])
    )
