"""What came in for each cell, counted once for the whole book, and the way back to the records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongxing.rules.standing.agenda import Frame
from tongxing.rules.standing.ground import At
from tongxing.rules.standing.ground import Cells
from tongxing.rules.standing.ground import Ground
from tongxing.rules.standing.ground import Layer
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Hits
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Totals

NARROW = np.iinfo(np.uint16).max


def count(ground: Ground, layers: Sequence[Layer]) -> list[Totals]:
    """How many records each cell has, by group.

    In the narrowest type that no count and no need can overflow, so that all counters stay in
    the cache.
    """
    most = sum(len(layer.cell) for layer in layers)
    kind = np.uint16 if most < NARROW else np.int64
    counts = np.zeros(ground.room, kind)
    for layer in layers:
        np.add.at(counts, layer.cell, kind(1))
    return [
        Totals(*in_cells(ground, number, counts[offset:]), None)
        for number, offset in enumerate(ground.offset.tolist())
    ]


def in_cells(ground: Ground, group: int, counts: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """P′ × C of a group, on time and late."""
    shape = 2, len(ground.owers[group].pairing), ground.agenda.groups[group].width
    on_time, late = counts[: 2 * int(ground.size[group])].reshape(shape)
    return on_time, late


def sums_of(
    ground: Ground, layers: Sequence[Layer], records: Records, group: int, frame: Frame
) -> Totals:
    """The sums of the field a frame sums; ≈ where one of the records is approximate.

    An edition that counts records instead has as many.
    """
    size, begin = int(ground.size[group]), ground.agenda.groups[group].at.start
    sums, approx = np.zeros(2 * size, np.int64), np.zeros(size, np.bool_)
    for number, claim in enumerate(ground.agenda.claims):
        if claim.frame is not frame:
            continue
        column = records.columns.get(claim.terms.sum)
        for layer in layers:
            at = layer.whose(ground.claim == number)
            at = at[layer.cell[at] < ground.none]
            cell, record = layer.cell[at] - ground.offset[group], layer.records(at)
            if column is None:
                np.add.at(sums, cell, 1)
            else:
                np.add.at(sums, cell, column.values[record])
                approx[cell[column.approx[record]] % size] = True
    own = slice(frame.at.start - begin, frame.at.stop - begin)
    on_time, late = in_cells(ground, group, sums)
    return Totals(on_time[:, own], late[:, own], approx.reshape(on_time.shape)[:, own])


class Trail:
    """The records behind every cell of a book; worked out when first asked for."""

    def __init__(self, ground: Ground, layers: Sequence[Layer]) -> None:
        self._ground = ground
        self._layers = layers

    def hits(self, first: int, last: int) -> Hits:
        """Those of the agenda's columns [first, last)."""
        record, row, column, late = self._found
        own = slice(*np.searchsorted(column, (first, last)))
        return Hits(record[own], row[own], column[own] - np.int32(first), late[own])

    @cached_property
    def _found(self) -> tuple[Rows, Rows, Rows, Flags]:
        """Record, row, column and lateness of every hit, ascending by column."""
        known = [(layer, np.flatnonzero(layer.cell < self._ground.none)) for layer in self._layers]
        record = joined([layer.records(at) for layer, at in known])
        row, column, late = self._ground.places_of(joined([layer.cell[at] for layer, at in known]))
        order = np.argsort(column.astype(np.uint16), kind="stable")
        return (
            record[order].astype(np.int32),
            row[order].astype(np.int32),
            column[order].astype(np.int32),
            late[order],
        )


def joined(parts: Sequence[At | Cells]) -> Cells:
    return np.concatenate([np.zeros(0, np.int64), *parts])
