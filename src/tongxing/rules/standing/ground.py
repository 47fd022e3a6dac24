"""Where the cells of one book stand, and what each deed may count for on them.

All cells stand in one row: for each group P′ × C on time, then as many late. A record's cell
is the sum of two look-ups: where its pairing's row begins, by its deed, and the column, by
its day. Whatever is no cell stands behind them all.
"""

from __future__ import annotations

from collections.abc import Iterator
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

Cells = NDArray[np.int64]
At = NDArray[np.signedinteger]  # positions among the records of a layer
NOWHERE: At = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Depth:
    """One use of each deed (D): U for none, and what its two look-ups begin with."""

    use: Cells
    day: Cells  # where the days of its claim begin
    base: Cells


@dataclass(frozen=True, slots=True)
class Ground:
    """Group g has cells offset[g] … offset[g] + 2 size[g]; `none` and all after it are none.

    U uses, with one more row at the end for deeds of no use.
    """

    agenda: Agenda
    owers: tuple[Owers, ...]  # G
    size: Cells  # G: P′ × C
    offset: Cells  # G
    none: int
    uses: Uses
    claim: Cells  # U + 1
    base: Cells  # U + 1: the cell of the use's pairing and the agenda's column 0, on time
    parted: Flags  # U + 1: the pairing does not hold on every day of the agenda
    of_day: Cells  # (K + 1) × W as one row: what a claim's day adds to the base of a use
    depths: tuple[Depth, ...]

    @property
    def room(self) -> int:
        """How many counters hold every cell and all that is none."""
        return 2 * self.none + len(self.agenda.by_day) + 1

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
    """One use of each deed, over a stretch of records: the cell of each."""

    first: int  # the first record of the stretch
    rows: Rows | None  # which of its records; None for all of them in their order
    deed: Cells  # of each record
    use: Cells  # D: the use of each deed, U for none
    cell: Cells  # written to until all is settled

    def records(self, at: At) -> At:
        return self.first + (at if self.rows is None else self.rows[at])

    def uses(self, at: At) -> Cells:
        return self.use[self.deed[at]]

    def those(self, flags: Flags) -> At:
        """Positions of the records with their flag (one for each of the stretch) set."""
        return np.flatnonzero(flags if self.rows is None else flags[self.rows])

    def whose(self, flags: Flags) -> At:
        """Positions of the records whose use has its flag (U + 1) set."""
        return np.flatnonzero(flags[self.use].take(self.deed)) if flags.any() else NOWHERE


def ground_of(book: Book, agenda: Agenda) -> Ground:
    who = tuple(owers(book.pairings, one.kinds) for one in agenda.groups)
    width = agenda.widths
    size = width * np.array([len(one.pairing) for one in who], np.int64)
    offset = 2 * (np.cumsum(size) - size)
    none = 2 * int(size.sum())
    met = meet_deeds(book.records.deeds, book.pairings)
    uses = uses_of(book, met, [one.terms for one in agenda.claims])
    claim = np.append(uses.claim, len(agenda.claims)).astype(np.int64)
    base = np.zeros(len(claim), np.int64)
    group_of = agenda.group_of[claim[:-1]]
    for number, these in enumerate(who):
        mine = np.flatnonzero(group_of == number)
        row = these.position[uses.pairing[mine]]
        base[mine] = row * width[number] + (offset[number] - agenda.begins[number])
    most = np.append(size, 0)  # a book without any plan has no group at all
    of_day = agenda.column + agenda.late * most[agenda.group_of][:, None]
    of_day[agenda.column < 0] = none + len(agenda.by_day)
    start, until = book.pairings.start, book.pairings.until
    some = (start > agenda.first) | (until <= agenda.last)
    return Ground(
        agenda=agenda,
        owers=who,
        size=size,
        offset=offset,
        none=none,
        uses=uses,
        claim=claim,
        base=base,
        parted=np.append(some[uses.pairing], False),
        of_day=of_day.reshape(-1),
        depths=tuple(depths_of(uses, claim * agenda.days, base)),
    )


def depths_of(uses: Uses, day: Cells, base: Cells) -> Iterator[Depth]:
    for depth in range(uses.deepest):
        use = np.where(uses.times > depth, uses.first + depth, len(uses.deed))
        yield Depth(use, day[use], base[use])
