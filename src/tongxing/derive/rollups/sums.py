"""Books added up: from villages to the nation, each level out of the one below."""

from __future__ import annotations

import math
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from itertools import chain

import numpy as np

from tongxing.derive.rollups.shapes import BookRollUp
from tongxing.derive.rollups.shapes import BookSums
from tongxing.derive.rollups.shapes import Counts
from tongxing.derive.rollups.shapes import DutyTold
from tongxing.rules.standing.places import CODE_DIGITS
from tongxing.rules.standing.places import prefixes
from tongxing.rules.standing.rollup import STATES
from tongxing.rules.standing.runs import begins

BOOK_DIGITS = 6  # a book is one county's
_INT32 = np.iinfo(np.int32).max


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
    """Whole books by county, city or province (6, 4 or 2 digits); 0 digits: all in one.

    Books under the same duties, nearly always all, are added up together.
    """
    ordered = sorted(several, key=lambda one: one.head.code)
    alike: dict[int, list[BookSums]] = {}  # by the very object: what is equal otherwise adds up too
    for one in ordered:
        alike.setdefault(id(one.duties), []).append(one)
    found: dict[str, Sum] = {}
    for books in alike.values():
        duties = books[0].duties
        names = [one.head.code[:digits] for one in books]
        first = [at for at, name in enumerate(names) if not at or names[at - 1] != name]
        rows = np.add.reduceat(_totals(books, len(duties)), first)
        running = np.array([one.running for one in books], np.int64)
        for at, row, runs in zip(first, rows, np.add.reduceat(running, first), strict=True):
            if names[at] in found:
                found[names[at]].add(duties, row, int(runs))
            else:
                found[names[at]] = Sum(int(runs), dict(zip(duties, row, strict=True)))
    return dict(sorted(found.items()))


def _totals(books: Sequence[BookSums], duties: int) -> Counts:
    """B × D × 8, number after number: half as long as an array of tuples of tuples."""
    numbers = chain.from_iterable(chain.from_iterable(one.totals for one in books))
    shape = len(books), duties, STATES
    return np.fromiter(numbers, np.int64, math.prod(shape)).reshape(shape)


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
