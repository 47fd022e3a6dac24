"""The arrays the kernel judges, and the arrays it answers with.

Days are ordinals (`date.toordinal()`) in int32; `NO_DAY` means open or absent. Places are
12-digit codes as int64. Parties, kinds, roles, subjects and pairings are positions in the
tuples of names that travel with the table. Rows of `Records` stand as they were recorded; what
many of them have in common stands once, in `Deeds`.
"""

from __future__ import annotations

from collections.abc import Container
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import IntEnum
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.periods import Period

Days = NDArray[np.int32]
Rows = NDArray[np.int32]
Places = NDArray[np.int64]
Amounts = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_DAY = np.int32(2_000_000_000)  # later than any day: an open end, or "none given"


class State(IntEnum):
    """States of a period, in the order of the law; see docs/plan-language.md, step 5."""

    NOT_OWED = 0
    KEPT = 1
    LATE = 2
    EXCUSED = 3
    AHEAD = 4
    OPEN = 5
    OVERDUE = 6
    MISSED = 7


STATE_TITLES: Mapping[State, str] = {
    State.NOT_OWED: "·",
    State.KEPT: "已完成",
    State.LATE: "补做完成",
    State.EXCUSED: "已豁免",
    State.AHEAD: "未到期",
    State.OPEN: "进行中",
    State.OVERDUE: "逾期待补",
    State.MISSED: "未完成",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One field of one kind over all records: `values[i]` counts only where `present[i]`."""

    values: Amounts  # scaled integers; for choices, dates and texts: position in `words`
    present: Flags
    approx: Flags
    words: tuple[str, ...] = ()  # for choice, text, place, organization, person, date fields


@dataclass(frozen=True, slots=True)
class Deeds:
    """What records repeat: the D distinct combinations of kind, place, doers and subjects.

    A book holds far fewer deeds than records, and what depends on them alone is worked out
    once for each: `Records.whose` spreads it over the records. There may be deeds, and names,
    that no record of the table has.
    """

    kind: Rows
    place: Places
    # A deed has one or many doers: parallel arrays, `doer_row` ascending. A person who acts
    # for an organization or team stands twice: as the person and as that party, same role.
    doer_row: Rows
    doer: Rows
    doer_role: Rows
    about_row: Rows
    about: Rows
    kinds: tuple[str, ...]
    parties: tuple[str, ...]
    roles: tuple[str, ...]  # roles[0] == ""
    subjects: tuple[str, ...]  # what `about` names: "household:…", "project:…"

    def __len__(self) -> int:
        return len(self.kind)

    def of_kinds(self, wanted: Container[str]) -> Flags:
        """D flags: the deeds of these kinds."""
        known = np.array([*(kind in wanted for kind in self.kinds), False], np.bool_)
        flags: Flags = known[self.kind]
        return flags

    def within(self, low: int, high: int) -> Flags:
        """D flags: the deeds whose place code lies in [low, high)."""
        flags: Flags = (low <= self.place) & (self.place < high)
        return flags

    def done_by(self, wanted: Container[str]) -> Flags:
        """D flags: the deeds that one of these parties did or acted in."""
        known = np.array([*(party in wanted for party in self.parties), False], np.bool_)
        flags = np.zeros(len(self), np.bool_)
        flags[self.doer_row[known[self.doer]]] = True
        return flags

    def doers_of(self, deed: int) -> tuple[str, ...]:
        """The parties of one deed."""
        return _named(self.parties, self.doer_row, self.doer, deed)

    def subjects_of(self, deed: int) -> tuple[str, ...]:
        """The subjects of one deed."""
        return _named(self.subjects, self.about_row, self.about, deed)


def _named(names: tuple[str, ...], rows: Rows, named: Rows, deed: int) -> tuple[str, ...]:
    first, last = np.searchsorted(rows, (deed, deed + 1))
    return tuple(names[one] for one in named[first:last].tolist())


@dataclass(frozen=True, slots=True)
class Records:
    """N records: those of one book up to some seq, the first that of seq 1, without a gap.

    Judging needs only their order, so it is given others too: some of a book's records, or
    several books' one after the other. These are not `whole`.
    """

    deed: Rows  # rows of `deeds`
    happened: Days
    makes_up: Days
    received: Days  # the local (Asia/Shanghai) day of `recorded`
    # Who replaces whom (corrections, withdrawals, settlements), as rows of this table.
    replacing: Rows
    replaced: Rows
    # Returned by the office, and accepted after the lock: (row that says so, row it concerns).
    returning: Rows
    returned: Rows
    accepting: Rows
    accepted: Rows
    columns: Mapping[str, Column]  # "kind.field"
    deeds: Deeds
    whole: bool = True

    def __len__(self) -> int:
        return len(self.deed)

    @property
    def seq(self) -> NDArray[np.int64]:
        """The number of each row in its book, of a `whole` table; judging never asks for it."""
        assert self.whole
        return np.arange(1, len(self) + 1, dtype=np.int64)

    def whose(self, flags: Flags) -> Flags:
        """N flags: the records whose deed has its flag set."""
        spread: Flags = flags[self.deed]
        return spread

    def kind_of(self, row: int) -> str:
        return self.deeds.kinds[int(self.deeds.kind[self.deed[row]])]

    def place_of(self, row: int) -> str:
        """The record's place as 12 digits."""
        return f"{self.deeds.place[self.deed[row]]:012d}"

    def doers_of(self, row: int) -> tuple[str, ...]:
        return self.deeds.doers_of(int(self.deed[row]))

    def subjects_of(self, row: int) -> tuple[str, ...]:
        return self.deeds.subjects_of(int(self.deed[row]))


@dataclass(frozen=True, slots=True)
class Pairings:
    """P pairings as known at some seq, ascending by `place` then key."""

    keys: tuple[str, ...]
    kind: Rows  # position in `kinds`
    start: Days
    until: Days
    place: Places  # where the pairing is counted in roll-ups: its target's place
    actor_row: Rows
    actor: Rows  # position in Deeds.parties, or -1 when that party never recorded anything
    # Targets: a place range [low, high), or a subject (position in Deeds.subjects, or -1).
    target_row: Rows
    target_low: Places
    target_high: Places
    target_subject: Rows
    kinds: tuple[str, ...]  # "plan-id:pairing-kind"
    target_subject_names: tuple[str, ...] = ()  # parallel to target_row, "" for places


@dataclass(frozen=True, slots=True)
class Waivers:
    """W waivers, already resolved to pairings: `pairing[i]` is a row of `Pairings`."""

    pairing: Rows
    plan: tuple[str, ...]
    duties: tuple[frozenset[str], ...]  # empty = every duty of the plan
    start: Days
    until: Days


@dataclass(frozen=True, slots=True)
class Attributes:
    """Dated attributes of pairings' targets, resolved to pairings."""

    pairing: Rows
    name: tuple[str, ...]
    value: tuple[str, ...]
    start: Days
    until: Days


@dataclass(frozen=True, slots=True)
class Book:
    """Everything one book's judgement depends on, as known at one seq."""

    code: str
    records: Records
    pairings: Pairings
    waivers: Waivers
    attributes: Attributes


Counts = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Totals:
    """What came in for each cell, P′ × C: records, or the scaled sum of a field."""

    on_time: Counts
    late: Counts
    approx: Flags | None  # None: nothing is


@dataclass(frozen=True, slots=True)
class Hits:
    """The records behind the cells of a duty, each as often as it counts; parallel arrays."""

    record: Rows  # of Records
    pairing: Rows  # rows of the duty's own pairings
    period: Rows  # its columns
    late: Flags


class Trail(Protocol):
    """Finds the records behind the cells of a judged book."""

    def hits(self, first: int, last: int) -> Hits: ...

    @property
    def locked_out(self) -> Rows: ...


@dataclass(frozen=True)
class DutyStanding:
    """One duty judged: P′ pairings that owe it × C periods.

    Counts in full width and the records behind them are laid out when somebody looks at them:
    a roll-up needs neither.
    """

    plan: str
    duty: str
    pairing: Rows  # rows of Pairings, ascending; P′
    periods: tuple[Period, ...]  # C columns, ascending by start, one for each period key
    edition: tuple[
        str, ...
    ]  # the edition each column belongs to (its first, where it straddles two)
    state: NDArray[np.uint8]  # P′ × C, values of State
    start: Days  # C: the first days
    need: Amounts  # C: what a period of this column needs
    totals: Totals = field(repr=False)
    trail: Trail = field(repr=False, compare=False)
    columns: slice  # those of the duty, as the trail knows them

    @cached_property
    def on_time(self) -> Amounts:
        """P′ × C: records or scaled amount."""
        return self.totals.on_time.astype(np.int64)

    @cached_property
    def late(self) -> Amounts:
        """P′ × C, like `on_time`."""
        return self.totals.late.astype(np.int64)

    @cached_property
    def approx(self) -> Flags:
        """P′ × C: one of the amounts is approximate."""
        known = self.totals.approx
        return np.zeros(self.state.shape, np.bool_) if known is None else known

    @cached_property
    def hits(self) -> Hits:
        """The records behind the cells."""
        return self.trail.hits(self.columns.start, self.columns.stop)

    @property
    def hit_record(self) -> Rows:
        return self.hits.record

    @property
    def hit_pairing(self) -> Rows:
        return self.hits.pairing

    @property
    def hit_period(self) -> Rows:
        return self.hits.period

    @property
    def hit_late(self) -> Flags:
        return self.hits.late


@dataclass(frozen=True, slots=True)
class Sheet:
    """The duties of the same pairings side by side, as they are summed: P′ × C."""

    pairing: Rows  # P′
    state: NDArray[np.uint8]
    start: Days  # C: the first days
    duty: Rows  # C: positions in Standing.duties


@dataclass(frozen=True, slots=True)
class Standing:
    """A book judged at (as_of, known seq)."""

    book: Book
    as_of: int  # ordinal
    effective: Flags  # N: records that count at all (step 1, lock apart)
    duties: tuple[DutyStanding, ...]
    sheets: tuple[Sheet, ...] = field(repr=False)  # the states of all duties once more
    trail: Trail = field(repr=False, compare=False)

    @property
    def locked_out(self) -> Rows:
        """Records that would count in one more period if the county office accepted them."""
        return self.trail.locked_out

    def duty(self, plan: str, duty: str) -> DutyStanding:
        """The one duty; KeyError with both names when the plan has no such duty."""
        for one in self.duties:
            if one.plan == plan and one.duty == duty:
                return one
        raise KeyError(f"{plan}/{duty}")
