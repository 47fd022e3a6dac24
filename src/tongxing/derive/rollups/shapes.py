"""What a judged book comes to: counts by state, by duty and by place. Plain values, no database.

A count is of pairing-periods of the year of `as_of` in one of the eight states; see
`rules.standing.tables.State`. Places are the targets of pairings, as 12-digit codes.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from tongxing.derive.facts import EditionFact
from tongxing.rules.standing.rollup import STATES
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Places

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Head:
    """A book as it stands, and the key its judgement of a day has."""

    code: str
    name: str
    seq: int
    hash: str
    key: str


def untold(_seq: int) -> None:
    """What a reader says of earlier records that knows nothing of them."""


@dataclass(frozen=True, slots=True)
class BookAt:
    """A book ready to be judged: known up to `seq`, wherever it was read from."""

    code: str
    name: str
    seq: int
    hash: str  # the chain's, at `seq`; "" before the first record
    editions: Sequence[EditionFact]  # in force as known at `seq`
    cut: Callable[[Iterable[str]], Book]  # the kernel's tables with these "kind.field" columns
    # The chain's hash at an earlier seq; None where it is not known, or facts came or went since.
    hash_at: Callable[[int], str | None] = untold


@dataclass(frozen=True, slots=True)
class DutyTold:
    """One duty of a book, as it is called on the day."""

    plan: str
    duty: str
    title: str
    late_weight: int  # what a late period weighs in its plan's rate, in hundredths

    def __hash__(self) -> int:
        """By what mostly differs: a hundred books' duties are looked up for each board."""
        return hash(self.duty)


@dataclass(frozen=True, slots=True)
class BookSums:
    """A book's year in one table; `totals` has a row of eight states for each duty."""

    head: Head
    duties: tuple[DutyTold, ...]
    totals: tuple[tuple[int, ...], ...]
    running: int  # pairings running on the day
    # D × 8: the totals as they are added up; a board adds a hundred books, of which one is new
    table: Counts = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        table = np.array(self.totals, np.int64).reshape(-1, STATES)
        object.__setattr__(self, "table", table)


@dataclass(frozen=True, slots=True)
class BookRollUp:
    """The same with the places: G places × D duties × 8 states.

    Levels above follow by adding up (`sums.by_place`), so they reconcile by construction.
    """

    sums: BookSums
    places: Places = field(repr=False)  # G, ascending, each once
    counts: Counts = field(repr=False)  # G × D × 8
    running: Counts = field(repr=False)  # G: pairings running on the day


@dataclass(frozen=True, slots=True)
class Failed:
    """A book that could not be judged, and why, in Chinese.

    `passing`: what keeps it from being read may be over the next time.
    """

    head: Head
    say: str
    passing: bool = False


Outcome = BookRollUp | Failed


def totals_of(counts: Counts) -> tuple[tuple[int, ...], ...]:
    """D × 8: all places together, as plain numbers."""
    summed = counts.sum(axis=0, dtype=np.int64).reshape(-1, STATES)
    return tuple(tuple(row) for row in summed.tolist())
