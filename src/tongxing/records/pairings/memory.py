"""Keeping what the fold gives in memory, to be compared with the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping
from itertools import count
from typing import cast

from tongxing.records.pairings.fold import PROJECTED
from tongxing.records.pairings.fold import Sides
from tongxing.records.pairings.fold import T
from tongxing.records.pairings.models import Attribute
from tongxing.records.pairings.models import EditionInForce
from tongxing.records.pairings.models import Pairing
from tongxing.records.pairings.models import Projection

ALIKE: Mapping[type[Projection], tuple[str, ...]] = {
    EditionInForce: ("plan", "edition"),
    Attribute: ("subject", "name"),
}  # the columns `alike` is asked for


class Memory:
    """The shelf of one book; `rows` holds every version, those that died too."""

    def __init__(self) -> None:
        self.rows: dict[type[Projection], list[Projection]] = {model: [] for model in PROJECTED}
        self._alive: dict[tuple[type[Projection], str], Projection] = {}
        self._alike: dict[tuple[object, ...], dict[int, Projection]] = defaultdict(dict)
        self._sides: dict[int, Sides] = {}
        self._numbers = count(1)

    def keyed(self, model: type[T], book: str, keys: Iterable[str]) -> list[T]:
        found = (self._alive.get((model, key)) for key in keys)
        return [cast("T", row) for row in found if row is not None and row.book == book]

    def alike(self, model: type[T], book: str, **columns: str) -> list[T]:
        same = self._alike[(model, *(columns[name] for name in ALIKE[model]))].values()
        found = [cast("T", row) for row in same if row.book == book]
        return sorted(found, key=lambda row: (row.since, row.pk))

    def put(self, row: Projection) -> None:
        row.pk = next(self._numbers)
        self.rows[type(row)].append(row)
        self._alive[type(row), row.key] = row
        self._alike[_alike(row)][row.pk] = row

    def join(self, pairing: Pairing, sides: Sides) -> None:
        self._sides[pairing.pk] = sides

    def sides(self, pairing: Pairing) -> Sides:
        return self._sides[pairing.pk]

    def end(self, row: Projection, seq: int) -> None:
        row.died = seq
        del self._alike[_alike(row)][row.pk]
        del self._alive[type(row), row.key]


def _alike(row: Projection) -> tuple[object, ...]:
    return (type(row), *(getattr(row, name) for name in ALIKE.get(type(row), ())))
