"""What one county's own standing comes to, as the pages above it add it up.

The sums come out of the very judgement the county's own pages stand on, and are kept under the
head of its book: a new record makes one county be summed again, the others are not touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from functools import lru_cache

import numpy as np

from tongxing.derive.boards.cells import count_states
from tongxing.derive.boards.cells import late_weight
from tongxing.derive.boards.cells import of_year
from tongxing.derive.boards.cells import tally
from tongxing.derive.boards.shapes import Tally
from tongxing.derive.boards.view import view_of
from tongxing.records.accounts.access import Scope
from tongxing.records.ledger.models import Book

Counts = tuple[tuple[int, ...], int]  # periods by state, and what a late one weighs in their plan


@dataclass(frozen=True, slots=True)
class Head:
    """A book as it stands."""

    code: str
    name: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Told:
    """One county's year, within what the viewer sees of it."""

    parts: tuple[Counts, ...]
    pairings: int  # running
    opens: bool  # whether the viewer may open the county's page
    whole: bool  # whether all of the county is in view

    @property
    def tally(self) -> Tally:
        return together((self,))


def heads_within(prefix: str) -> list[Head]:
    """The books of a region, by code; one query."""
    rows = Book.objects.filter(code__startswith=prefix).order_by("code")
    return [Head(*row) for row in rows.values_list("code", "name", "head_seq", "head_hash")]


def told_of(scope: Scope, head: Head, *, as_of: date, known_at: datetime | None) -> Told:
    """The county's sums for the year of `as_of`; no query while its book has no new record."""
    whole = scope.sees_place(head.code)
    places = frozenset({head.code}) if whole else _within(scope.places, head.code)
    parties = frozenset() if whole else scope.parties
    cut = Scope(account="", person="", places=places, parties=parties)
    return _told(head, cut, whole, as_of, known_at)


def together(several: Iterable[Told]) -> Tally:
    """Counties added up; each keeps its own plans' weight of what came late."""
    counts = (part for one in several for part in one.parts)
    return tally((np.array(states, np.int64), weight) for states, weight in counts)


def _within(places: Iterable[str], book: str) -> frozenset[str]:
    return frozenset(one for one in places if one.startswith(book))


@lru_cache(maxsize=8192)
def _told(head: Head, cut: Scope, whole: bool, as_of: date, known_at: datetime | None) -> Told:
    view = view_of(cut, book=head.code, as_of=as_of, known_at=known_at)
    return Told(
        parts=tuple(
            (tuple(count_states(states).tolist()), late_weight(view, duty.plan))
            for duty in view.judged.standing.duties
            for states in (duty.state[view.seen[duty.pairing], of_year(duty, as_of.year)],)
        ),
        pairings=len(view.running()),
        opens=whole or bool(view.seen.any()),
        whole=whole,
    )
