"""Step 3, assign: each record goes to one cell of what its deed may count for, on time or late.

Two look-ups give the cell of most records. What is a record's own business (a period it makes
up for, a field, several editions that would take it, the lock) is settled for those it
concerns. Records are taken a stretch at a time, so that a large book needs no more memory and
no more time a record than a small one.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence

import numpy as np

from tongxing.rules.standing.ground import At
from tongxing.rules.standing.ground import Ground
from tongxing.rules.standing.ground import Layer
from tongxing.rules.standing.match import fields_hold
from tongxing.rules.standing.settle import settle
from tongxing.rules.standing.tables import NO_DAY
from tongxing.rules.standing.tables import Book
from tongxing.rules.standing.tables import Flags
from tongxing.rules.standing.tables import Records
from tongxing.rules.standing.take import Taken

STRETCH = 1 << 16  # records


def assign(book: Book, taken: Taken, ground: Ground, owes: Sequence[Flags]) -> tuple[Layer, ...]:
    """Every record's cell, in as many layers as its deed has uses; `owes` by group."""
    firsts = range(0, len(book.records), STRETCH) if ground.uses.deepest else ()
    return tuple(
        layer for first in firsts for layer in assign_stretch(book, taken, ground, owes, first)
    )


def assign_stretch(
    book: Book, taken: Taken, ground: Ground, owes: Sequence[Flags], first: int
) -> list[Layer]:
    records = book.records
    here = slice(first, first + STRETCH)
    layers = list(layers_of(records, ground, here))
    asks = records.makes_up[here] != NO_DAY
    some_ask = bool(asks.any())
    for layer in layers:
        if some_ask:
            make_up(records, ground, layer, layer.those(asks))
        leave_out(book, taken, ground, layer)
    settle(records, ground, layers, owes)
    waits = records.received[here] - records.happened[here] > ground.agenda.lock
    waits |= asks
    waits &= ~taken.accepted[here]
    if waits.any():
        for layer in layers:
            lock(records, ground, layer, layer.those(waits))
    return layers


def layers_of(records: Records, ground: Ground, here: slice) -> Iterator[Layer]:
    """Each record in the period of its day."""
    agenda, uses = ground.agenda, ground.uses
    days = agenda.places_of(records.happened[here])
    deed = records.deed[here].astype(np.int64)
    for number, depth in enumerate(ground.depths):
        rows, own, on = None, deed, days
        if number:
            rows = np.flatnonzero((uses.times > number).take(deed)).astype(np.int32)
            own, on = deed[rows], days[rows]
        place = depth.day.take(own)
        place += on
        cell = ground.of_day.take(place)
        cell += depth.base.take(own)
        yield Layer(here.start, rows, own, depth.use, cell)


def make_up(records: Records, ground: Ground, layer: Layer, at: At) -> None:
    """A record that makes up for an earlier period, within its grace, counts there, late."""
    agenda = ground.agenda
    record, use = layer.records(at), layer.uses(at)
    claim = ground.claim[use]
    column = agenda.column[claim, agenda.places_of(records.makes_up[record])]
    day = records.happened[record]
    does = np.flatnonzero((column >= 0) & (day <= agenda.last))
    earlier, day = column[does], day[does]
    does = does[(agenda.until[earlier] <= day) & (day < agenda.closes[earlier])]
    use = use[does]
    size = ground.size[agenda.group_of[ground.claim[use]]]
    layer.cell[at[does]] = ground.base[use] + column[does] + size


def leave_out(book: Book, taken: Taken, ground: Ground, layer: Layer) -> None:
    """Records that do not count, or not for this pairing, or whose fields are others."""
    records, uses = book.records, ground.uses
    here = slice(layer.first, layer.first + STRETCH)
    if not taken.whole:  # days to come have no cell anyway
        layer.cell[layer.those(~taken.effective[here])] = ground.none
    at = layer.whose(ground.parted)
    if len(at):
        pairing = uses.pairing[layer.uses(at)]
        happened = records.happened[layer.records(at)]
        held = book.pairings.start[pairing] <= happened
        held &= happened < book.pairings.until[pairing]
        layer.cell[at[~held]] = ground.none
    for number in ground.agenda.exacting:
        terms = ground.agenda.claims[number].terms
        at = layer.whose(ground.claim == number)
        fits = fields_hold(records, layer.records(at), terms.where)
        fits &= has_field(records, terms.sum, layer.records(at))
        layer.cell[at[~fits]] = ground.none
    for flags, terms in uses.unless:
        at = layer.whose(np.append(flags, False))
        layer.cell[at[fields_hold(records, layer.records(at), terms.where)]] = ground.none


def has_field(records: Records, field: str, record: At) -> Flags:
    """Whether each record states the field a duty sums; none does when nobody ever wrote it."""
    if not field:
        return np.ones(len(record), np.bool_)
    column = records.columns.get(field)
    return np.zeros(len(record), np.bool_) if column is None else column.present[record]


def lock(records: Records, ground: Ground, layer: Layer, at: At) -> None:
    """Keep out what came in after the lock of its period."""
    at = at[layer.cell[at] < ground.none]
    _, column, _ = ground.places_of(layer.cell[at])
    out = records.received[layer.records(at)] > ground.agenda.received_by[column]
    layer.cell[at[out]] = ground.none
