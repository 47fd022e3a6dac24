"""What came in for each cell, counted once for the whole book, and the way back to the records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from tongxing.rules.standing.agenda import Frame
from tongxing.rules.standing.ground import At
from tongxing.rules.standing.ground import Cells
from tongxing.rules.standing.ground import Ground
from tongxing.rules.standing.ground import Layer
from tongxing.rules.standing.tables import Counts
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Hits
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.tables import Rows
from tongxing.rules.standing.tables import Totals

NARROW = (np.uint8, np.uint16)  # counters that are tried first


def count(ground: Ground, layers: Sequence[Layer]) -> list[Totals]:
    """How many records each cell has, by group."""
    counts = counts_of(ground, layers)
    found = []
    for group, who, offset, size in zip(
        ground.agenda.groups,
        ground.owers,
        ground.offset.tolist(),
        ground.size.tolist(),
        strict=True,
    ):
        shape = 2, len(who.pairing), group.width
        on_time, late = counts[offset : offset + 2 * size].reshape(shape)
        found.append(Totals(on_time, late, None))
    return found


def counts_of(ground: Ground, layers: Sequence[Layer]) -> Counts:
    """In counters so narrow that all of them stay in the cache, and two add up in one.

    In wider ones where a count is large, or so large that it began anew, which the sum of all
    tells.
    """
    whole = sum(np.count_nonzero(layer.cell < ground.none) for layer in layers)
    for kind in NARROW:
        counts = counted(ground.room, layers, kind)
        inside = counts[: ground.none]
        small = inside.max(initial=0) <= np.iinfo(kind).max // 2
        if small and int(inside.sum(dtype=np.int64)) == whole:
            return counts
    return counted(ground.room, layers, np.int64)


def counted(room: int, layers: Sequence[Layer], kind: type[np.integer]) -> Counts:
    counts: Counts = np.zeros(room, kind)
    for layer in layers:
        np.add.at(counts, layer.cell, kind(1))
    return counts


def sums_of(
    ground: Ground, layers: Sequence[Layer], records: Records, group: int, frame: Frame
) -> Totals:
    """The sums of the field a frame sums; ≈ where one of the records is approximate.

    An edition that counts records instead has as many.
    """
    shape = 2, len(ground.owers[group].pairing), len(frame.periods)
    sums, approx = np.zeros(shape, np.int64), np.zeros(shape[1:], np.bool_)
    for number, claim in enumerate(ground.agenda.claims):
        if claim.frame is not frame:
            continue
        column = records.columns.get(claim.terms.sum)
        for layer in layers:
            at = layer.whose(ground.claim == number)
            cell = layer.cell[at]
            known = cell < ground.none
            row, period, late = ground.places_of(cell[known])
            period -= frame.at.start
            if column is None:
                np.add.at(sums, (late.astype(np.int64), row, period), 1)
            else:
                record = layer.records(at[known])
                np.add.at(sums, (late.astype(np.int64), row, period), column.values[record])
                near = column.approx[record]
                approx[row[near], period[near]] = True
    return Totals(sums[0], sums[1], approx)


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
    def locked_out(self) -> Rows:
        """The records that came in after the lock of a period they would count in; ascending."""
        none = self._ground.locked_out
        parts = [layer.records(np.flatnonzero(layer.cell == none)) for layer in self._layers]
        return np.unique(joined(parts)).astype(np.int32)

    @cached_property
    def _found(self) -> tuple[Rows, Rows, Rows, Flags]:
        """Record, row, column and lateness of every hit, ascending by column."""
        known = [(layer, np.flatnonzero(layer.cell < self._ground.none)) for layer in self._layers]
        record = joined([layer.records(at) for layer, at in known])
        row, column, late = self._ground.places_of(joined([layer.cell[at] for layer, at in known]))
        narrow = column.max(initial=0) <= np.iinfo(np.uint16).max  # sorted by its digits: quicker
        order = np.argsort(column.astype(np.uint16) if narrow else column, kind="stable")
        return (
            record[order].astype(np.int32),
            row[order].astype(np.int32),
            column[order].astype(np.int32),
            late[order],
        )


def joined(parts: Sequence[At | Cells]) -> Cells:
    return np.concatenate([np.zeros(0, np.int64), *parts])
