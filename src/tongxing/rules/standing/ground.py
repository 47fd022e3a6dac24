"""Where the cells of one book stand, and what each deed may count for on them.

All cells stand in one row: for each group P′ × C on time, then as many late. A record's cell
is the sum of two look-ups: where its pairing's row begins, by its deed, and the column, by
its day. Whatever is no cell stands behind them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.agenda import Agenda
from tongxing.rules.standing.match import Uses
from tongxing.rules.standing.match import meet_deeds
from tongxing.rules.standing.match import uses_of
from tongxing.rules.standing.owe import Owers
from tongxing.rules.standing.owe import owers
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Rows

Cells = NDArray[np.signedinteger]
At = NDArray[np.signedinteger]  # positions among the records of a layer
WIDE = 1 << 29  # cells and their marks beyond these many need the wider numbers


@dataclass(frozen=True, slots=True)
class Ground:
    """Group g has cells offset[g] … offset[g] + 2 size[g]; `none` and all after it are none.

    U uses, with one more row at the end for deeds of no use. A deed's first use stands in
    tables of D rows. There, what its records' cells begin with is marked: with `mark` where a
    look-up does not settle them, with twice that where the deed has further uses.
    """

    agenda: Agenda
    owers: tuple[Owers, ...]  # G
    size: NDArray[np.int64]  # G: P′ × C
    offset: NDArray[np.int64]  # G
    none: int
    uses: Uses
    claim: Cells  # U + 1
    base: Cells  # U + 1: the cell of the use's pairing and the agenda's column 0, on time
    parted: Flags  # U + 1: the pairing does not hold on every day of the agenda
    odd: Flags  # U + 1: a look-up does not settle which records count
    of_day: Cells  # (K + 1) × W as one row: what a claim's day adds to the base of a use
    mark: int  # a power of two, above all cells
    use: Rows  # D
    day: Cells  # D: where the days of the use's claim begin
    begin: Cells  # D: its base, marked

    @property
    def room(self) -> int:
        """How many counters hold every cell and all that is none."""
        return room_for(self.none, self.agenda)

    @property
    def locked_out(self) -> int:
        """What stands for the cell of a record that came in after the lock of its period."""
        return self.room - 1

    def places_of(self, cell: Cells) -> tuple[Cells, Cells, Flags]:
        """Row of the group's owers, column of the agenda and lateness of each cell."""
        group = np.searchsorted(self.offset, cell, side="right") - 1
        within = cell - self.offset[group]
        late = within >= self.size[group]
        within -= late * self.size[group]
        row, column = np.divmod(within, self.agenda.widths[group])
        return row, column + self.agenda.begins[group], late


@dataclass(frozen=True, slots=True)
class Layer:
    """One use of each deed, or all further ones, over a stretch of records: the cell of each."""

    first: int  # the first record of the stretch
    rows: Rows | None  # which of its records; None for all of them in their order
    by: Cells  # for each row, where its use stands in `use`
    use: Rows  # U for none
    cell: Cells  # written to until all is settled
    odd: At  # the rows of odd uses

    def records(self, at: At) -> At:
        return self.first + (at if self.rows is None else self.rows.take(at))

    def uses(self, at: At) -> Rows:
        return self.use.take(self.by.take(at))

    def those(self, flags: Flags) -> At:
        """Positions of the records with their flag (one for each of the stretch) set."""
        return np.flatnonzero(flags if self.rows is None else flags.take(self.rows))

    def whose(self, flags: Flags) -> At:
        """Positions of the records whose use has its flag (U + 1) set."""
        return np.flatnonzero(flags.take(self.use).take(self.by))


def ground_of(book: Book, agenda: Agenda) -> Ground:
    who = tuple(owers(book.pairings, one.kinds) for one in agenda.groups)
    width = agenda.widths
    size = width * np.array([len(one.pairing) for one in who], np.int64)
    offset = 2 * (np.cumsum(size) - size)
    none = 2 * int(size.sum())
    mark = 1 << room_for(none, agenda).bit_length()
    kind = np.int32 if mark < WIDE else np.int64
    met = meet_deeds(book.records.deeds, book.pairings)
    uses = uses_of(book, met, agenda)
    claim = np.append(uses.claim, np.int32(len(agenda.claims)))
    base: Cells = np.zeros(len(claim), kind)
    base[:-1] = bases_of(uses, agenda, who, offset)
    some = (book.pairings.start > agenda.first) | (book.pairings.until <= agenda.last)
    parted = np.append(some.take(uses.pairing), np.False_)
    odd = odd_uses(uses, agenda, parted)
    most = np.append(size, 0)  # a book without any plan has no group at all
    of_day = agenda.column + agenda.late * most[agenda.group_of][:, None]
    of_day[agenda.column < 0] = none + len(agenda.by_day)
    use = np.full(len(book.records.deeds), len(uses.deed), np.int32)
    use[uses.deed[::-1]] = np.arange(len(uses.deed) - 1, -1, -1, dtype=np.int32)
    marks: Cells = np.where(odd, mark, 0).astype(kind)
    several: Cells = np.zeros(len(use), kind)
    several[uses.deed.take(uses.further)] = 2 * mark
    # Added, as no base need be a cell: one of a group behind one that nobody owes is below zero.
    begin: Cells = (base + marks).take(use) + several
    return Ground(
        agenda=agenda,
        owers=who,
        size=size,
        offset=offset,
        none=none,
        uses=uses,
        claim=claim,
        base=base,
        parted=parted,
        odd=odd,
        of_day=of_day.reshape(-1).astype(kind),
        mark=mark,
        use=use,
        day=(claim * np.int32(agenda.days)).take(use),
        begin=begin,
    )


def room_for(none: int, agenda: Agenda) -> int:
    """No base, which is at most `none`, and day add up to the last of them."""
    return 2 * none + len(agenda.by_day) + 2


def bases_of(
    uses: Uses, agenda: Agenda, who: Sequence[Owers], offset: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each use the cell of its pairing and the agenda's column 0, on time."""
    base = np.zeros(len(uses.claim), np.int64)
    group_of = agenda.group_of.take(uses.claim)
    for number, these in enumerate(who):
        begins = these.position * agenda.widths[number] + (offset[number] - agenda.begins[number])
        own = begins.take(uses.pairing)
        base += own * (group_of == number)
    return base


def odd_uses(uses: Uses, agenda: Agenda, parted: Flags) -> Flags:
    """U + 1: uses whose records the day and the deed do not settle."""
    odd = parted.copy()
    if agenda.exacting:
        odd[:-1] |= np.isin(uses.claim, agenda.exacting)
    for flags, _ in uses.unless:
        odd[:-1] |= flags
    return odd
