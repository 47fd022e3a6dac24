"""Books added up: from villages to the nation, each level out of the one below."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from operator import attrgetter

import numpy as np

from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import Counts
from tongxing.derive.rollups.shapes import DutyTold
from tongxing.rules.standing.places import CODE_DIGITS
from tongxing.rules.standing.places import prefixes
from tongxing.rules.standing.runs import begins

BOOK_DIGITS = 6  # a book is one county's
_INT32 = np.iinfo(np.int32).max
Duties = tuple[DutyTold, ...]


@dataclass(slots=True)
class Sum:
    """What lies within one place: pairings running, and periods by duty and state.

    Two books may give one duty another title or weigh its late periods otherwise: they stand
    apart, so that a rate is made of every county's own weights. Books under the same duties,
    nearly always all, are one table.
    """

    running: int = 0
    tables: list[tuple[Duties, Counts]] = field(default_factory=list)  # D × 8 each

    def add(self, duties: Duties, rows: Counts, running: int) -> None:
        """Add one book's rows of eight states, one a duty."""
        if len(duties) != len(rows):
            raise ValueError(f"{len(rows)} rows of {len(duties)} duties")
        self.running += running
        for at, (known, table) in enumerate(self.tables):
            if known == duties:
                self.tables[at] = known, table + rows
                return
        self.tables.append((duties, rows + 0))

    @property
    def counts(self) -> Mapping[DutyTold, Counts]:
        """Periods by state of each duty, in the order they were met."""
        found: dict[DutyTold, Counts] = {}
        for duties, table in self.tables:
            for duty, row in zip(duties, table, strict=True):
                found[duty] = found[duty] + row if duty in found else row
        return found

    def parts(self) -> list[tuple[Counts, int]]:
        """Counts by state with what a late one weighs, as a tally is made of."""
        return [(counts, duty.late_weight) for duty, counts in self.counts.items()]


def by_book(several: Iterable[BookSums], digits: int) -> Mapping[str, Sum]:
    """Whole books by county, city or province (6, 4 or 2 digits); 0 digits: all in one."""
    within: dict[str, list[BookSums]] = {}
    for one in sorted(several, key=attrgetter("head.code")):
        within.setdefault(one.head.code[:digits], []).append(one)
    return {name: _together(books) for name, books in within.items()}


def _together(books: Sequence[BookSums]) -> Sum:
    """At least one book; those under the same duties, nearly always all, at once."""
    first = books[0]
    if len(books) == 1:
        return Sum(first.running, [(first.duties, first.table)])
    if all(one.duties is first.duties for one in books):
        table: Counts = np.add.reduce([one.table for one in books])
        return Sum(sum([one.running for one in books]), [(first.duties, table)])
    found = Sum()
    for one in books:
        found.add(one.duties, one.table, one.running)
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
        first = begins(prefix)
        counts = np.add.reduceat(one.counts, first, dtype=np.int64)
        running = np.add.reduceat(one.running, first)
        for at, row in enumerate(first.tolist()):
            name = f"{one.places[row]:0{CODE_DIGITS}d}"[:digits]
            within = found.setdefault(name, Sum())
            within.add(one.sums.duties, counts[at], int(running[at]))
    return found


def coarser(one: BookRollUp, digits: int) -> BookRollUp:
    """A book's roll-up with the places of one prefix as one, in numbers no wider than they need."""
    places = one.places
    if digits < CODE_DIGITS and len(places):
        prefix = prefixes(places, digits)
        first = begins(prefix)
        places = prefix[first] * 10 ** (CODE_DIGITS - digits)
        one = replace(
            one,
            counts=np.add.reduceat(one.counts, first),
            running=np.add.reduceat(one.running, first),
        )
    narrow = np.int32 if one.counts.max(initial=0) < _INT32 else np.int64
    return replace(one, places=places, counts=one.counts.astype(narrow))
