"""Books added up: from villages to the nation, each level out of the one below."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

import numpy as np

from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import Counts
from tongxing.derive.rollups.shapes import DutyTold
from tongxing.rules.standing.places import CODE_DIGITS
from tongxing.rules.standing.places import prefixes
from tongxing.rules.standing.rollup import STATES

BOOK_DIGITS = 6  # a book is one county's


@dataclass(slots=True)
class Sum:
    """What lies within one place: pairings running, and periods by duty and state.

    Two books may give one duty another title or weigh its late periods otherwise: they stand
    apart, so that a rate is made of every county's own weights.
    """

    running: int = 0
    counts: dict[DutyTold, Counts] = field(default_factory=dict)

    def add(self, duties: Iterable[DutyTold], rows: Iterable[Counts], running: int) -> None:
        """Add one book's rows of eight states, one a duty."""
        self.running += running
        for duty, row in zip(duties, rows, strict=True):
            known = self.counts.get(duty)
            self.counts[duty] = row + 0 if known is None else known + row

    def parts(self) -> list[tuple[Counts, int]]:
        """Counts by state with what a late one weighs, as a tally is made of."""
        return [(counts, duty.late_weight) for duty, counts in self.counts.items()]


def by_book(several: Iterable[BookSums], digits: int) -> Mapping[str, Sum]:
    """Whole books by county, city or province (6, 4 or 2 digits); 0 digits: all in one."""
    found: dict[str, Sum] = {}
    for one in sorted(several, key=lambda one: one.head.code):
        within = found.setdefault(one.head.code[:digits], Sum())
        rows = np.array(one.totals, np.int64).reshape(-1, STATES)
        within.add(one.duties, rows, one.running)
    return found


def by_place(several: Iterable[BookRollUp], digits: int) -> Mapping[str, Sum]:
    """By the first `digits` digits (0, 2, 4, 6, 9 or 12) of where the pairings are."""
    if digits <= BOOK_DIGITS:
        return by_book((one.sums for one in several), digits)
    found: dict[str, Sum] = {}
    for one in sorted(several, key=lambda one: one.sums.head.code):
        if not len(one.places):
            continue
        prefix = prefixes(one.places, digits)
        first = np.flatnonzero(np.diff(prefix, prepend=prefix[0] - 1))
        counts = np.add.reduceat(one.counts, first)
        running = np.add.reduceat(one.running, first)
        for at, row in enumerate(first.tolist()):
            name = f"{one.places[row]:0{CODE_DIGITS}d}"[:digits]
            within = found.setdefault(name, Sum())
            within.add(one.sums.duties, counts[at], int(running[at]))
    return found
